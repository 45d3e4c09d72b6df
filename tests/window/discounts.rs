//! Discounts.

//! From prices to a decision: one file a question. Exact; does no I/O and cannot fail.
//!
//! Every cost comes from `billing`; nothing here knows what a token costs. A question about one number (tokens,
//! requests) goes through [`Variable`], which knows where a cost jumps.

pub mod bills;
pub mod break_even;
pub mod budget;
pub mod cheapest;
pub mod choose;
pub mod cliffs;
pub mod flat;
pub mod frontier;
pub mod matrix;
pub mod portfolio;
pub mod sensitivity;
pub mod solve;
pub mod switching;
pub mod trend;
mod exact;
mod variable;

#[cfg(test)]
mod tests;
#[cfg(test)]
use tests as any;

pub use variable::Variable;

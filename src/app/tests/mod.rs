//! Tests of the application as a whole.

mod replay;

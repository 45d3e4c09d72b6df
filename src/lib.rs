//! Tokens per Dollar: what a dollar buys on every language model, for the user's own workloads.
//!
//! The map, one line a room, in the direction of the arrows (each room may use those above it, never those below):
#![forbid(unsafe_code)]

pub mod document;
pub mod money;
pub mod workload;

//! The application without pixels: its state, the actions that change it, undo, commands, and what is copied and
//! remembered. Knows nothing of the window, so that all of it builds and tests without one.

pub(crate) mod action;
pub(crate) mod asked;
pub(crate) mod closing;
pub(crate) mod columns;
pub(crate) mod commands;
pub(crate) mod copied;
pub(crate) mod decide;
pub(crate) mod derived;
pub(crate) mod fields;
pub(crate) mod focus;
pub(crate) mod lists;
pub(crate) mod look;
pub(crate) mod remembered;
#[cfg(test)]
mod tests;
pub(crate) mod saying;
pub(crate) mod state;
pub(crate) mod undo;
pub(crate) mod update;
pub(crate) mod view;
pub(crate) mod vocabulary;
pub(crate) mod work;

pub use action::Action;
pub use decide::{Asked, Question};
pub use state::{Costs, Figure, Place, PricesPage, State, Tokens};

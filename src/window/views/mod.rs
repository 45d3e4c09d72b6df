//! One file or folder for each place of the window. A view reads the state and returns actions.

pub mod around;
pub mod closing;
pub mod compare;
pub mod decide;
pub mod dropping;
pub mod palette;
pub mod prices;
pub mod receipt;
pub mod settings;
pub mod workloads;

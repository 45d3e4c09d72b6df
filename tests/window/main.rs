//! The window without a window system: every screen through its accessibility tree, as a screen reader and a keyboard
//! see it. Real windows are in `real_window`.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by failing"
)]

mod closing;
mod compare;
mod controls;
mod copying;
mod decide;
mod decide_bills;
mod decide_changes;
mod decide_choose;
mod decide_portfolio;
mod discounts;
mod idle;
mod lists;
mod notices;
mod palette;
mod pasting;
mod prices;
mod reflow;
mod scope;
mod screen;
mod settings;
mod typing;
mod workloads;

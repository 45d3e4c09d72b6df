//! What the window shows as a text to paste elsewhere. A button, a key and the palette copy the same.

mod compare;
mod prices;

pub use compare::markdown;

use super::state::{Place, PricesPage, State};

/// What all that copies numbers is called.
pub const FOR_A_SPREADSHEET: &str = "Copy for a spreadsheet";

/// For a spreadsheet: plain numbers, with tabs between them. `None` where there are none to see.
pub fn tabs(state: &State) -> Option<String> {
    match state.view.place {
        Place::Compare => compare::tabs(state),
        Place::Decide => state.derived.decided.answer.as_ref().map(|answer| answer.to_tabs()),
        Place::Prices if state.view.prices_page == PricesPage::Models => Some(prices::models(state)),
        Place::Prices | Place::Workloads | Place::Settings => None,
    }
}

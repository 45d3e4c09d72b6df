//! What the window shows as a text to paste elsewhere. A button, a key and the palette copy the same.

pub mod changes;
mod compare;
mod prices;

pub use compare::markdown;

use super::state::{Place, PricesPage, State};
use crate::catalog::Changes;

/// What all that copies numbers is called.
pub const FOR_A_SPREADSHEET: &str = "Copy for a spreadsheet";

/// For a spreadsheet: plain numbers, with tabs between them. `None` where there are none to see.
pub fn tabs(state: &State) -> Option<String> {
    match state.view.place {
        Place::Compare => compare::tabs(state),
        Place::Decide => state.derived.decided.answer.as_ref().map(|answer| answer.to_tabs()),
        Place::Prices => match state.view.prices_page {
            PricesPage::Models => Some(prices::models(state)),
            PricesPage::Lists => shown_changes(state).map(changes::tabs),
            PricesPage::Discounts => prices::discounts(state),
        },
        Place::Workloads | Place::Settings => None,
    }
}

/// Whether the page of Prices has numbers to copy.
pub fn has_prices(state: &State) -> bool {
    match state.view.prices_page {
        PricesPage::Models => true,
        PricesPage::Lists => shown_changes(state).is_some(),
        PricesPage::Discounts => state.documents.discounts.value.iter().next().is_some(),
    }
}

/// What changed in the list of which it is shown.
fn shown_changes(state: &State) -> Option<&Changes> {
    let key = state.lists.shown_changes.as_ref()?;
    state.lists.changes.get(key).filter(|changes| !changes.is_empty())
}

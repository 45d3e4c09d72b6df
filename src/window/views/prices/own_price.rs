//! What the fields of own prices have in common: whose price it is, and what is read of it.

use crate::app::state::State;
use crate::catalog::Offer;
use crate::money::{Price, typed};

/// What a screen reader calls a model: by its seller too, where another one has its name. Offers stand by name.
pub(super) fn called(state: &State, offer: &Offer) -> String {
    let model = &offer.model;
    let market = state.market();
    let shares = |place: usize| market.get(place).is_some_and(|other| other.model.name == model.name);
    let is_shared = market
        .place(&model.id)
        .is_some_and(|place| shares(place + 1) || place.checked_sub(1).is_some_and(shares));
    if is_shared { format!("{} at {}", model.name, model.provider) } else { model.name.clone() }
}

/// Reads an own price; an empty field leaves the list price in force.
pub(super) fn own_price(text: &str) -> Result<Option<Price>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    typed::price(text).map(Some).map_err(|error| error.to_string())
}

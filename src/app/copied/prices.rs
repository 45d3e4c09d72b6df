//! The models and the discounts of Prices with tabs between their cells, to paste into a spreadsheet: the columns and rows of the window,
//! with plain numbers.

use crate::app::derived::PriceRow;
use crate::app::state::State;
use crate::catalog::{Offer, Part, PriceKind};
use crate::money::Price;
use crate::report::grid::Grid;

/// The models with their list prices and the user's own.
pub(super) fn models(state: &State) -> String {
    let market = state.market();
    let offers = state.derived.price_rows.iter().filter_map(|row| match row {
        PriceRow::Offer(place) => market.get(*place),
        PriceRow::Hidden(place) => market.hidden().get(*place),
    });
    let heads = [
        ("Model", false),
        ("Provider", false),
        ("List input $/M", true),
        ("List output $/M", true),
        ("Own input $/M", true),
        ("Own output $/M", true),
        ("Note", false),
        ("Set on", false),
        ("More own prices", false),
    ];
    Grid {
        heads: heads.map(|(head, is_number)| (head.to_owned(), is_number)).into(),
        rows: offers.map(model).collect(),
    }
    .to_tabs()
}

fn model(offer: &Offer) -> Vec<String> {
    let own = offer.own_price.as_ref();
    let price = |part: Part| {
        let price = own.and_then(|own| own.prices.get(PriceKind::standard(part)));
        price.map(Price::per_million_or_empty).unwrap_or_default()
    };
    let more = own.into_iter().flat_map(|own| own.prices.further());
    let more: Vec<String> =
        more.map(|(kind, price)| format!("{} {}", kind.after("own"), kind.amount(price))).collect();
    vec![
        offer.model.name.clone(),
        offer.model.provider.clone(),
        offer.layers(Part::Input).list.per_million_or_empty(),
        offer.layers(Part::Output).list.per_million_or_empty(),
        price(Part::Input),
        price(Part::Output),
        own.map(|own| own.note.clone()).unwrap_or_default(),
        own.and_then(|own| own.set_on).map_or_else(String::new, |day| day.to_string()),
        more.join("; "),
    ]
}

/// The discounts; `None` without any.
pub(super) fn discounts(state: &State) -> Option<String> {
    let discounts = &state.documents.discounts.value;
    let heads = [("Provider", false), ("Percent off", true), ("Until", false), ("Note", false)];
    let rows: Vec<Vec<String>> = discounts
        .iter()
        .map(|discount| {
            let until = discount.until.map_or_else(String::new, |day| day.to_string());
            vec![discount.provider.clone(), discount.off.to_percent(), until, discount.note.clone()]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = heads.map(|(head, is_number)| (head.to_owned(), is_number)).into();
    Some(Grid { heads, rows }.to_tabs())
}

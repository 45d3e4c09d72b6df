//! The columns of the table of Compare, and what their cells say, in the window and where it is copied to.

use super::derived::{self, TableRow};
use super::vocabulary::Column;
use crate::billing::Total;
use crate::catalog::Offer;
use crate::money::{Price, label};

/// The columns, their heads, their widths, and whether they hold numbers.
pub const COLUMNS: [(Column, &str, f32, bool); 13] = [
    (Column::Rank, "#", 52.0, true),
    (Column::Model, "Model", 190.0, false),
    (Column::Provider, "Provider", 96.0, false),
    (Column::Tier, "Tier", 84.0, false),
    (Column::Cost, "Cost per task", 112.0, true),
    (Column::Monthly, "Per month", 112.0, true),
    (Column::Input, "Input $/M", 108.0, true),
    (Column::Output, "Output $/M", 108.0, true),
    (Column::InputTokens, "Input tokens/$", 112.0, true),
    (Column::OutputTokens, "Output tokens/$", 120.0, true),
    (Column::Ratio, "Gap", 84.0, true),
    (Column::Context, "Context", 92.0, true),
    (Column::Source, "Price source", 260.0, false),
];

/// What a cell says.
pub fn value(column: Column, row: &TableRow, offer: &Offer) -> String {
    let model = &offer.model;
    let per_dollar = |price: Price| {
        price.known().map_or_else(String::new, |price| label::whole(price.tokens_per_dollar().to_whole()))
    };
    match column {
        Column::Rank => row.rank.map_or_else(String::new, |rank| rank.to_string()),
        Column::Model => model.name.clone(),
        Column::Provider => model.provider.clone(),
        Column::Tier => offer.tier().map_or("", crate::catalog::Tier::label).to_owned(),
        Column::Input => label::price(offer.prices.input),
        Column::Output => label::price(offer.prices.output),
        Column::InputTokens => per_dollar(offer.prices.input),
        Column::OutputTokens => per_dollar(offer.prices.output),
        Column::Ratio => derived::ratio(offer).map_or_else(String::new, label::times),
        Column::Context => model.limits.context_window.map_or_else(|| "unknown".to_owned(), label::whole),
        Column::Cost => {
            row.total.map_or_else(String::new, |total| total.reason().unwrap_or_else(|| cost(total)))
        }
        Column::Monthly => row.monthly.map_or_else(|| "—".to_owned(), label::dollars),
        Column::Source => offer.price_source().to_string(),
    }
}

/// What a total says.
pub fn cost(total: Total) -> String {
    match total {
        Total::Priced(cost) => label::dollars(cost),
        Total::Free => "free".to_owned(),
        Total::Unknown(_) => "unknown".to_owned(),
        Total::Excluded(_) => "does not fit".to_owned(),
    }
}

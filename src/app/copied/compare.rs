//! What Compare shows as a text to paste elsewhere: the rows of the chart, or of the table in the columns of the window.

use crate::app::columns::{COLUMNS, value};
use crate::app::derived::{self, TableRow};
use crate::app::state::{Column, Figure, State};
use crate::catalog::Offer;
use crate::money::{Dollars, Price, Quotient};
use crate::receipt::escape_markdown as escape;
use crate::report::grid::{self, Grid, Numbers};

/// For a spreadsheet: plain numbers, with tabs between them. `None` where there is nothing to see.
pub(super) fn tabs(state: &State) -> Option<String> {
    match state.view.figure {
        Figure::Table => Some(table(state, Numbers::Plain).to_tabs()),
        _ => state.chart().map(|chart| grid::chart(&chart, Numbers::Plain).to_tabs()),
    }
}

/// As Markdown, under a title.
pub fn markdown(state: &State) -> Option<String> {
    if state.view.figure != Figure::Table {
        return state.chart().map(|chart| grid::chart_markdown(&chart));
    }
    let costs = state
        .workload()
        .map_or_else(String::new, |saved| format!(", with the costs of {}", saved.workload.name()));
    Some(format!(
        "**{}{}**\n\n{}\n{}\n",
        escape("Prices of all models shown"),
        escape(&costs),
        table(state, Numbers::Shown).to_markdown(),
        escape(&state.sources_in_words())
    ))
}

fn table(state: &State, numbers: Numbers) -> Grid {
    let table = state.table();
    let rows = table.rows.iter().filter_map(|row| {
        let offer = state.market().get(row.offer)?;
        let cell = |column| match numbers {
            Numbers::Plain => plain(column, row, offer).unwrap_or_else(|| value(column, row, offer)),
            Numbers::Shown => value(column, row, offer),
        };
        Some(COLUMNS.map(|(column, ..)| cell(column)).into())
    });
    Grid {
        heads: COLUMNS.map(|(_, head, _, is_number)| (head.to_owned(), is_number)).into(),
        rows: rows.collect(),
    }
}

/// A number that a spreadsheet computes with; `None` where the cell holds words.
fn plain(column: Column, row: &TableRow, offer: &Offer) -> Option<String> {
    let tokens = |price: Price| {
        Some(price.known().map_or_else(String::new, |price| price.tokens_per_dollar().to_plain()))
    };
    // What can't be true is no number to compute with.
    let price = |price: Price| price.impossible().is_none().then(|| price.per_million_or_empty());
    match column {
        Column::Cost => Some(row.total?.cost().ok()?.to_exact_string()),
        Column::Monthly => Some(row.monthly.map_or_else(String::new, Dollars::to_exact_string)),
        Column::Input => price(offer.prices.input),
        Column::Output => price(offer.prices.output),
        Column::InputTokens => tokens(offer.prices.input),
        Column::OutputTokens => tokens(offer.prices.output),
        Column::Ratio => Some(derived::ratio(offer).map_or_else(String::new, Quotient::to_plain)),
        Column::Context => {
            Some(offer.model.limits.context_window.map_or_else(String::new, |tokens| tokens.to_string()))
        }
        Column::Rank | Column::Model | Column::Provider | Column::Tier | Column::Source => None,
    }
}

//! Why a table is no price list: what it is instead, by the columns that it has.

use super::headers::{Column, Evidence, PriceColumn};
use super::layout::Layout;
use super::{Table, names_models, prices_of};
use crate::catalog::Part;
use crate::catalog::feeds::{ImportError, short};

/// The most columns that are named.
const MOST_NAMES: usize = 8;

/// Of a table that names models and kinds of tokens, and is a record of use or a bill.
pub(super) fn of_usage(table: &Table<'_>) -> Option<ImportError> {
    let columns = table.columns();
    let prices = || prices_of(columns).map(|(_, price)| price);
    if table.states_unit || prices().any(|price| price.evidence == Evidence::Unit) {
        return None;
    }
    let counted = |part: Part| prices().any(|price| price.evidence == Evidence::Tokens && price.part == part);
    let has_price =
        |part: Part| prices().any(|price| price.evidence != Evidence::Tokens && price.part == part);
    let is_counted = counted(Part::Input) || (counted(Part::Output) && !has_price(Part::Output));
    let is_record = columns.contains(&Column::Usage) || columns.contains(&Column::Invoice);
    if is_record || (is_counted && table.columns_that_state_prices().is_empty()) {
        return Some(not_prices(&table.layout));
    }
    None
}

/// Of a text without a column of models and one of prices.
pub(super) fn of_no_prices(layout: &Layout<'_>) -> ImportError {
    let columns = &layout.columns;
    let has_models = columns.iter().any(names_models);
    let of_use = columns.iter().filter(|column| is_of_use(column)).count();
    if columns.contains(&Column::Invoice) || of_use > 1 || (of_use == 1 && has_models) {
        return not_prices(layout);
    }
    let names = |wanted: &dyn Fn(&Column) -> bool| named(layout, wanted);
    if has_models && columns.contains(&Column::OtherPrice) {
        return ImportError::NotPrices(format!(
            "this table has no prices of input or output tokens, only {}",
            names(&|column| *column == Column::OtherPrice)
        ));
    }
    let has_prices = prices_of(columns).next().is_some();
    if columns.len() < 2 || !(has_models || has_prices) {
        return ImportError::Unrecognised(
            "as a table it would need columns named model or id, input_usd_per_million and output_usd_per_million"
                .to_owned(),
        );
    }
    ImportError::NotPrices(format!(
        "this table has the columns {}, and none {}",
        names(&|_| true),
        if has_models {
            "with prices of input or output tokens, such as input_usd_per_million"
        } else {
            "that names the models, such as model or id"
        }
    ))
}

/// Whether only a record of use has such a column: counts of tokens, too.
fn is_of_use(column: &Column) -> bool {
    matches!(column, Column::Usage | Column::Price(PriceColumn { evidence: Evidence::Tokens, .. }))
}

fn not_prices(layout: &Layout<'_>) -> ImportError {
    if layout.columns.contains(&Column::Invoice) {
        return ImportError::NotPrices(format!(
            "this is an invoice or a record of costs, not prices: it has {}, and nothing says what a token costs",
            named(layout, &|column| *column == Column::Invoice || is_of_use(column))
        ));
    }
    ImportError::NotPrices(format!(
        "this is usage, not prices: it has {}, and nothing says what a token costs. In a price list the header says so, \
         such as input ($/1M tokens)",
        named(layout, &is_of_use)
    ))
}

/// The headers of some columns, for a sentence.
fn named(layout: &Layout<'_>, wanted: &dyn Fn(&Column) -> bool) -> String {
    let all: Vec<&str> = layout
        .columns
        .iter()
        .zip(&layout.headers)
        .filter(|(column, header)| wanted(column) && !header.is_empty())
        .map(|(_, header)| header.as_str())
        .collect();
    let mut names: Vec<String> =
        all.iter().take(MOST_NAMES).map(|header| format!("\"{}\"", short(header, 40))).collect();
    if all.len() > MOST_NAMES {
        names.push(format!("{} more", all.len() - MOST_NAMES));
    }
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

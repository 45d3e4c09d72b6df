//! A price list as people keep it in a table: one model a row, in CSV, with tabs, semicolons or bars between the cells,
//! or in a Markdown document.
//!
//! A unit or a currency that a cell, a header, a column of units or the title states is obeyed, in this order; where
//! nothing is stated, prices are in dollars per million tokens. A cell that is not understood costs itself alone, and
//! its row is named. The report's `models.csv` reads as a list too.

mod cells;
mod encoding;
mod headers;
mod layout;
mod markdown;
mod refusal;
mod row;
mod units;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Format, ImportError, Rows};
use crate::catalog::{AsOf, Part};
use crate::money::Price;
use cells::{Cell, DecimalSign, DecimalSigns};
use headers::{Column, Evidence, PriceColumn};
use layout::Layout;
use units::{Basis, Money, Scale, take_basis, take_money};
use words::{Word, words};

pub(super) use encoding::text;
pub(super) use layout::Records;

/// A table to fill in.
pub const TEMPLATE: &str = include_str!("template.csv");

/// Prices per million where nothing says otherwise.
const MILLION: Scale = Scale::power(6);
/// How many rows show which decimal sign a table uses.
const SAMPLE: usize = 1_000;

/// A table whose columns are understood.
struct Table<'a> {
    layout: Layout<'a>,
    /// What the prices of columns and rows are for that state nothing. `None` where other columns or the title contradict
    /// each other.
    power: Option<Scale>,
    /// The money of columns and rows that state none.
    money: Option<Money>,
    /// Whether the title or a column of units states the unit of all prices.
    says_unit_of_all: bool,
    /// Whether anything but a cell states a unit.
    states_unit: bool,
    sign: DecimalSign,
    /// The models that more than one provider sells. Their ids name the provider too.
    sold_twice: HashSet<String>,
}

pub(super) fn read(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let mut tables: Vec<Table<'_>> = markdown::tables(text)
        .iter()
        .map(Layout::markdown)
        .filter(|layout| has_models_and_prices(&layout.columns))
        .map(Table::new)
        .collect();
    if tables.is_empty() {
        match layout::delimited(text, has_models_and_prices) {
            Ok(layout) => tables.push(Table::new(layout)),
            Err(layout) => return Err(refusal::of_no_prices(&layout)),
        }
    }
    if let Some(refusal) = tables.iter().find_map(refusal::of_usage) {
        return Err(refusal);
    }
    let mut rows = Rows::new(Format::Csv, day);
    for mut table in tables {
        table.leave_out_counts();
        table.read(&mut rows);
    }
    Ok(rows)
}

/// Reads rows that are no text.
///
/// # Errors
/// When they are usage or a bill.
pub(super) fn read_records(records: &dyn Records, rows: &mut Rows) -> Result<(), ImportError> {
    let mut table = Table::new(Layout::records(records));
    if let Some(refusal) = refusal::of_usage(&table) {
        return Err(refusal);
    }
    table.leave_out_counts();
    table.read(rows);
    Ok(())
}

/// What the cells under a header hold, for rows that are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A model.
    Model,
    /// A price of input or output tokens, and no count of them.
    Price,
    /// A unit or a currency.
    Terms,
    /// The day of the prices.
    Day,
}

/// What the cells under a header hold; `None` for anything else.
pub(super) fn holds(header: &str) -> Option<Holds> {
    match headers::column(header) {
        Column::Id | Column::Model | Column::Name => Some(Holds::Model),
        Column::Unit | Column::Currency => Some(Holds::Terms),
        Column::AsOf => Some(Holds::Day),
        Column::Price(price) if matches!(price.part, Part::Input | Part::Output) => {
            (price.evidence != Evidence::Tokens).then_some(Holds::Price)
        }
        _ => None,
    }
}

/// Whether the cells under a header hold what a model is called by.
pub(super) fn holds_id(header: &str) -> bool {
    matches!(headers::column(header), Column::Id | Column::Model)
}

/// Whether a header, or a part of one, has no word that counts.
pub(super) fn says_nothing(header: &str) -> bool {
    words(header).is_empty()
}

/// A unit that is stated by itself, as it stands behind the number of a cell.
pub(super) fn behind_number(unit: &str) -> String {
    match cells::unit(unit) {
        // What is not understood by itself is not understood there either.
        Cell::Odd(_) => format!("(unit: {unit})"),
        _ if words(unit).contains(&Word::Per) => unit.to_owned(),
        _ => format!("per {unit}"),
    }
}

fn has_models_and_prices(columns: &[Column]) -> bool {
    let names = columns.iter().any(names_models);
    let prices = prices_of(columns).any(|(_, price)| matches!(price.part, Part::Input | Part::Output));
    names && prices
}

const fn names_models(column: &Column) -> bool {
    matches!(column, Column::Id | Column::Model | Column::Name)
}

fn prices_of(columns: &[Column]) -> impl Iterator<Item = (usize, &PriceColumn)> {
    columns.iter().enumerate().filter_map(|(at, column)| match column {
        Column::Price(price) => Some((at, price)),
        _ => None,
    })
}

/// The unit and the money that a title or a note states: `Prices (USD per 1M tokens)`. A note below a table may be about
/// other things as well, such as an exchange rate: its money counts where it speaks of prices.
fn stated_beside(text: &str, is_below: bool) -> (Vec<Scale>, Option<Money>) {
    let mut powers = Vec::new();
    let mut money = None;
    for line in text.lines() {
        let mut found = words(line);
        let about_prices = found.iter().any(|word| {
            matches!(word, Word::Price | Word::Cost | Word::Dollar | Word::Cent | Word::Foreign(_))
        });
        let says_price = found.contains(&Word::Price);
        let has_per = found.contains(&Word::Per);
        if let Some(Basis::Tokens(power)) = take_basis(&mut found)
            && (about_prices || has_per)
        {
            powers.push(power);
        }
        if about_prices && (!is_below || says_price) {
            money = take_money(&mut found).or(money);
        }
    }
    (powers, money)
}

impl<'a> Table<'a> {
    fn new(mut layout: Layout<'a>) -> Self {
        let notes = Notes::of(&layout);
        let (mut beside, above) = stated_beside(&layout.title, false);
        let (more, below) = stated_beside(&notes.below, true);
        beside.extend(more);
        let money = above.or(below);
        let says_unit_of_all = !beside.is_empty() || layout.columns.contains(&Column::Unit);
        let stated: BTreeSet<Scale> =
            prices_of(&layout.columns).filter_map(|(_, price)| price.basis).chain(beside).collect();
        let power = match stated.len() {
            0 => Some(MILLION),
            1 => stated.first().copied(),
            _ => None,
        };
        leave_out_other_money(&mut layout.columns);
        let mut signs = DecimalSigns::default();
        let mut seen = 0;
        let columns = &layout.columns;
        // What cannot be read is said when the rows are.
        let _ = layout.each(|row| {
            for (column, cell) in columns.iter().zip(&row.cells) {
                if matches!(column, Column::Price(_) | Column::RequestFee(..)) {
                    signs.see(cell);
                }
            }
            seen += 1;
            seen < SAMPLE
        });
        let states_unit = !stated.is_empty() || says_unit_of_all;
        let sold_twice = notes.sold_twice;
        let sign = if layout.is_records() { DecimalSign::Point } else { signs.sign() };
        Self { layout, power, money, says_unit_of_all, states_unit, sign, sold_twice }
    }

    fn columns(&self) -> &[Column] {
        &self.layout.columns
    }

    /// A column named after tokens alone holds prices where its cells say so or the table does, and no other column has
    /// the same price. Else it counts tokens.
    fn leave_out_counts(&mut self) {
        let slot = |price: &PriceColumn| (price.mode, price.part, price.length);
        let counts = |price: &PriceColumn| price.evidence == Evidence::Tokens;
        let stated: Vec<usize> = self.columns_that_state_prices();
        let priced: Vec<_> = prices_of(self.columns())
            .filter(|(_, price)| !counts(price))
            .map(|(_, price)| slot(price))
            .collect();
        let says_unit = self.says_unit_of_all;
        for (at, column) in self.layout.columns.iter_mut().enumerate() {
            let Column::Price(price) = &*column else { continue };
            let is_price = (says_unit && !priced.contains(&slot(price))) || stated.contains(&at);
            if counts(price) && !is_price {
                *column = Column::Other;
            }
        }
    }

    /// The columns named after tokens alone of which a cell states dollars or a unit.
    fn columns_that_state_prices(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> = prices_of(self.columns())
            .filter(|(_, price)| price.evidence == Evidence::Tokens)
            .map(|(at, _)| at)
            .collect();
        let mut found = Vec::new();
        let mut rows = 0;
        // What cannot be read is said when the rows are.
        let _ = self.layout.each(|row| {
            waiting.retain(|at| {
                let states = row.cells.get(*at).is_some_and(|cell| cells::states_something(cell));
                if states {
                    found.push(*at);
                }
                !states
            });
            rows += 1;
            rows < SAMPLE && !waiting.is_empty()
        });
        found
    }

    fn read(&self, rows: &mut Rows) {
        let mut inputs = Inputs::default();
        let read = self.layout.each(|row| {
            let (key, model) = row::model(self, rows, row);
            if let Ok(model) = &model {
                inputs.see(model.prices.input);
            }
            rows.take(&key, model);
            true
        });
        if let Err(problem) = read {
            rows.skip("beyond the last good one", problem);
        }
        if !self.states_unit && inputs.are_tiny() {
            let example = if self.layout.is_records() {
                "key, such as input_usd_per_token"
            } else {
                "header, such as input ($/token)"
            };
            rows.remark(
                &self.layout.place(self.layout.line),
                format!(
                    "all input prices are far below any real one: they look like dollars per token and were read as \
                     dollars per million tokens. Write the unit into the {example}"
                ),
            );
        }
    }
}

/// What all rows of a table say together.
struct Notes {
    /// The texts below the table, and between its rows.
    below: String,
    /// The models that more than one provider sells.
    sold_twice: HashSet<String>,
}

impl Notes {
    fn of(layout: &Layout<'_>) -> Self {
        /// How many bytes of texts are looked at.
        const MOST_BYTES: usize = 4_000;
        let mut below = layout.below.clone();
        // The provider of each model; none for one of several.
        let mut sellers: HashMap<String, Option<String>> = HashMap::new();
        // What cannot be read is said when the rows are.
        let _ = layout.each(|row| {
            if row.is_text(&layout.columns) && below.len() < MOST_BYTES {
                below.extend(row.cells.first().map(|text| format!("\n{text}")));
            }
            let provider = row::cell(&layout.columns, row, &Column::Provider);
            if let Some((key, provider)) = row::key(&layout.columns, row).zip(provider) {
                let provider = provider.to_lowercase();
                let seller = sellers.entry(key.to_owned()).or_insert_with(|| Some(provider.clone()));
                if seller.as_ref().is_some_and(|seller| *seller != provider) {
                    *seller = None;
                }
            }
            true
        });
        let several = sellers.into_iter().filter(|(_, seller)| seller.is_none());
        Self { below, sold_twice: several.map(|(key, _)| key).collect() }
    }
}

/// Where one column has a price in dollars, the same one in other money is not read.
fn leave_out_other_money(columns: &mut [Column]) {
    let foreign = |price: &PriceColumn| matches!(price.money, Some(Money::Foreign(_)));
    let slot = |price: &PriceColumn| (price.mode, price.part, price.length);
    let in_dollars: Vec<_> =
        prices_of(columns).filter(|(_, price)| !foreign(price)).map(|(_, price)| slot(price)).collect();
    for column in columns {
        if matches!(column, Column::Price(price) if foreign(price) && in_dollars.contains(&slot(price))) {
            *column = Column::OtherPrice;
        }
    }
}

/// The input prices of a table, as one looks at them for a unit that is not stated.
#[derive(Default)]
struct Inputs {
    known: usize,
    tiny: usize,
}

impl Inputs {
    fn see(&mut self, price: Price) {
        /// $0.0005 per million tokens: no real price of a text model is below.
        const LEAST: u128 = 500_000_000_000_000;
        if let Some(price) = price.known() {
            self.known += 1;
            self.tiny += usize::from(price.units() < LEAST);
        }
    }

    const fn are_tiny(&self) -> bool {
        self.known > 0 && self.tiny == self.known
    }
}

#[cfg(test)]
mod tests;

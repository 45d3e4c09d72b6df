//! One row of a table as a model: each cell by itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Table;
use super::cells::{self, Cell, Reading};
use super::headers::{Column, Evidence, Length};
use super::layout::Row;
use super::units::{Basis, Money, Scale};
use crate::catalog::feeds::json::Reason;
use crate::catalog::feeds::{Rows, limits};
use crate::catalog::{AsOf, ContextTier, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff};
use crate::money::Price;
use crate::processing::Processing;

/// From which prompt length on a price holds: the threshold, and whether it holds at the threshold itself.
type Start = Option<(u64, bool)>;

/// The prices of a row while its cells are read.
#[derive(Default)]
struct Prices {
    of: BTreeMap<(Processing, Start, Part), Price>,
    /// Where the prices end that hold up to a length only.
    ends: BTreeSet<(Processing, (u64, bool))>,
    request_fee: Option<Price>,
}

/// What a row says in the first column of a kind that says something.
pub(super) fn cell<'a>(columns: &[Column], row: &'a Row<'_>, wanted: &Column) -> Option<&'a str> {
    let mut found = columns.iter().zip(&row.cells).filter(|(column, _)| *column == wanted);
    found.find_map(|(_, cell)| (!cell.is_empty()).then_some(cell.as_ref()))
}

/// The model that a row is about.
pub(super) fn key<'a>(columns: &[Column], row: &'a Row<'_>) -> Option<&'a str> {
    [Column::Id, Column::Model, Column::Name].iter().find_map(|column| cell(columns, row, column))
}

/// Reads a row: its key, and the model or why there is none. What the row says and is not understood becomes a remark.
pub(super) fn model(table: &Table<'_>, rows: &mut Rows, row: &Row<'_>) -> (String, Result<Model, Reason>) {
    let columns = table.columns();
    let cell = |wanted: Column| cell(columns, row, &wanted);
    let Some(written) = key(columns, row) else {
        return (table.layout.place(row.line), Err("it names no model".to_owned()));
    };
    let provider = cell(Column::Provider).unwrap_or_default();
    let key = if table.sold_twice.contains(written) && !provider.is_empty() {
        &*format!("{provider}/{written}")
    } else {
        written
    };
    if row.width > columns.len() {
        let problem = format!("it has {} cells for {} columns", row.width, columns.len());
        return (key.to_owned(), Err(problem));
    }
    if row.is_text(columns) {
        return (
            key.to_owned(),
            Err(format!("line {} has one cell for {} columns", row.line, columns.len())),
        );
    }
    let name = cell(Column::Name).or_else(|| cell(Column::Model)).unwrap_or(written);
    let mut model = match rows.model(key, Some(name), provider) {
        Ok(model) => model,
        Err(reason) => return (key.to_owned(), Err(reason)),
    };
    let mut odd = Vec::new();
    model.prices = prices(table, row, &mut odd).into_sheet();
    let mut figures = (None, None, None);
    for ((column, header), text) in columns.iter().zip(&table.layout.headers).zip(&row.cells) {
        let (power, place) = match column {
            Column::ContextWindow(power) => (*power, &mut figures.0),
            Column::MaximumInput(power) => (*power, &mut figures.1),
            Column::MaximumOutput(power) => (*power, &mut figures.2),
            Column::Source if !text.is_empty() => {
                model.source.name = text.as_ref().into();
                continue;
            }
            Column::AsOf => {
                match day(text) {
                    Cell::Nothing => {}
                    Cell::Value(day) => model.source.as_of = Some(AsOf::Stated(day)),
                    Cell::Odd(reason) => odd.push(format!("{header}: {reason}")),
                }
                continue;
            }
            Column::Mode => {
                model.facts.mode = mode(text).unwrap_or(model.facts.mode);
                continue;
            }
            Column::OtherPrice | Column::Other | Column::Usage | Column::Invoice => {
                if !header.is_empty() && !cells::is_nothing(text) {
                    rows.unused(header);
                }
                continue;
            }
            _ => continue,
        };
        match cells::count(text, power, table.sign) {
            Cell::Nothing => {}
            Cell::Value(tokens) => *place = place.or(Some(tokens)),
            Cell::Odd(reason) => odd.push(format!("{header}: {reason}")),
        }
    }
    model.limits = limits(figures.0, figures.1, figures.2);
    if !odd.is_empty() {
        rows.remark(key, odd.join("; "));
    }
    (key.to_owned(), Ok(model))
}

fn prices(table: &Table<'_>, row: &Row<'_>, odd: &mut Vec<String>) -> Prices {
    let columns = table.columns();
    let mut prices = Prices::default();
    let (power_of_row, money) = stated_in_row(table, row, odd);
    let mut unusable = Vec::new();
    for ((column, header), text) in columns.iter().zip(&table.layout.headers).zip(&row.cells) {
        match column {
            Column::Price(price) => {
                let reading = Reading {
                    power: price.basis.or(power_of_row),
                    money: price.money.or(money),
                    sign: table.sign,
                    must_state: price.evidence == Evidence::Tokens && !table.says_unit_of_all,
                };
                let (start, end) = reach(price.length);
                let slot = (price.mode, start, price.part);
                match cells::price(text, price, reading) {
                    Cell::Nothing => continue,
                    Cell::Value(value) => {
                        odd.extend(cells::remark(text).map(|remark| format!("{header}: {remark}")));
                        let before = prices.of.insert(slot, value);
                        if before.is_some_and(|before| before != value) {
                            odd.push(format!("{header}: another column has another price for the same"));
                            unusable.push(slot);
                        }
                    }
                    Cell::Odd(reason) => {
                        odd.push(format!("{header}: {reason}"));
                        prices.of.entry(slot).or_insert(Price::Unusable);
                    }
                }
                prices.ends.extend(end.map(|end| (price.mode, end)));
            }
            Column::RequestFee(stated, power) => {
                let reading = Reading {
                    power: Some(Scale::power(*power)),
                    money: stated.or(money),
                    sign: table.sign,
                    must_state: false,
                };
                match cells::fee(text, reading) {
                    Cell::Nothing => {}
                    Cell::Value(fee) => prices.request_fee = Some(fee),
                    Cell::Odd(reason) => {
                        odd.push(format!("{header}: {reason}"));
                        prices.request_fee = prices.request_fee.or(Some(Price::Unusable));
                    }
                }
            }
            _ => {}
        }
    }
    prices.of.extend(unusable.into_iter().map(|slot| (slot, Price::Unusable)));
    prices
}

/// What the prices of a row are for that state nothing themselves, as so many tokens (`None` for a unit that is not understood), and their money.
fn stated_in_row(table: &Table<'_>, row: &Row<'_>, odd: &mut Vec<String>) -> (Option<Scale>, Option<Money>) {
    let (mut stated_power, mut money) = (table.power, table.money);
    for ((column, header), text) in table.columns().iter().zip(&table.layout.headers).zip(&row.cells) {
        match column {
            Column::Unit => match cells::unit(text) {
                Cell::Nothing => {}
                Cell::Value((basis, in_money)) => {
                    if let Some(Basis::Tokens(power)) = basis {
                        stated_power = Some(power);
                    }
                    money = in_money.or(money);
                }
                Cell::Odd(reason) => {
                    odd.push(format!("{header}: {reason}"));
                    stated_power = None;
                }
            },
            Column::Currency => match cells::currency(text) {
                Cell::Nothing => {}
                Cell::Value(stated) => money = Some(stated),
                Cell::Odd(reason) => {
                    odd.push(format!("{header}: {reason}"));
                    money = Some(Money::Foreign("a currency that is not known"));
                }
            },
            _ => {}
        }
    }
    (stated_power, money)
}

/// From where on a price holds, and from where on no longer.
fn reach(length: Length) -> (Start, Start) {
    match length {
        Length::Any => (None, None),
        Length::Short { threshold, inclusive } => (None, Some((threshold, !inclusive))),
        Length::Long { threshold, inclusive } => (Some((threshold, inclusive)), None),
    }
}

impl Prices {
    fn into_sheet(self) -> PriceSheet {
        PriceSheet::new(MorePrices {
            standard: self.tariff(Processing::Standard),
            batch: Some(self.tariff(Processing::Batch)).filter(|tariff| !tariff.is_empty()),
            flex: Some(self.tariff(Processing::Flex)).filter(|tariff| !tariff.is_empty()),
            priority: Some(self.tariff(Processing::Priority)).filter(|tariff| !tariff.is_empty()),
            request_fee: self.request_fee,
            ..MorePrices::default()
        })
    }

    fn tariff(&self, mode: Processing) -> Tariff {
        let mut base = Rates::default();
        let mut tiers: BTreeMap<(u64, bool), Rates> = BTreeMap::new();
        for ((_, start, part), price) in self.of.iter().filter(|((of, ..), _)| *of == mode) {
            match start {
                None => base.set(*part, *price),
                Some(start) => tiers.entry(*start).or_default().set(*part, *price),
            }
        }
        for (_, end) in self.ends.iter().filter(|(of, _)| *of == mode) {
            // Beyond the length that a price holds for, the list says nothing, and nothing may stand in for it.
            if !tiers.keys().any(|(threshold, _)| *threshold <= end.0) {
                let nothing = Rates { input: Price::Unusable, output: Price::Unusable, ..Rates::default() };
                tiers.insert(*end, nothing);
            }
        }
        let tiers =
            tiers.into_iter().map(|((above, inclusive), rates)| ContextTier { above, inclusive, rates });
        Tariff::new(base, tiers.collect())
    }
}

fn day(text: &str) -> Cell<Date> {
    if cells::is_nothing(text) {
        return Cell::Nothing;
    }
    // A time may follow the day.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let day = if day.contains('/') { Cow::Owned(day.replace('/', "-")) } else { Cow::Borrowed(day) };
    match day.parse::<Date>() {
        Ok(day) => Cell::Value(day),
        Err(_) => {
            Cell::Odd(format!("\"{}\" is no date like 2026-04-29", crate::catalog::feeds::short(text, 40)))
        }
    }
}

/// The kind of model that a cell names, if it is one that writes no answers.
fn mode(text: &str) -> Option<Mode> {
    const KINDS: [(&str, &str); 10] = [
        ("embed", "embedding"),
        ("rerank", "rerank"),
        ("image", "image_generation"),
        ("video", "video_generation"),
        ("transcri", "transcription"),
        ("speech", "speech"),
        ("tts", "speech"),
        ("audio", "audio"),
        ("moderation", "moderation"),
        ("ocr", "ocr"),
    ];
    let lower = text.trim().to_lowercase();
    // `text, image` takes images and writes text.
    if lower.contains("text") || lower.contains("chat") || lower.contains("vision") {
        return None;
    }
    KINDS.iter().find(|(part, _)| lower.contains(part)).map(|(_, kind)| Mode::Other((*kind).into()))
}

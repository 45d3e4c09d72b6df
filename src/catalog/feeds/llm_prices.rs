//! llm-prices: `current-v1.json` and `historical-v1.json`, and the files of vendors that they are made of; dollars per
//! million tokens.
//!
//! A historical row holds from its first day to the day before its last. Rows of one model that follow each other
//! become its dated prices; a row with the same id that does not follow becomes a model of its own. Long-context
//! prices have ids of their own here, and stay so.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::MILLION;
use super::{Format, Head, ImportError, Rows, once};
use crate::catalog::{AsOf, DatedPrices, Model, ModelId, MorePrices, PriceSheet, Rates, Tariff};
use crate::money::Price;

pub(super) fn read(
    prices: &[&RawValue],
    updated_at: Option<&RawValue>,
    head: &Head,
) -> Result<Rows, ImportError> {
    let broken = |problem| ImportError::Broken { format: Format::LlmPrices, problem };
    let stated = updated_at.map(|raw| of_field("updated_at", json::date(raw))).transpose().map_err(broken)?;
    let as_of = stated.flatten().map(AsOf::Stated).or(head.as_of);
    let mut rows = Rows::of(Format::LlmPrices, &Head { as_of, ..head.clone() });
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, raw) in (1..).zip(prices) {
        rows.begin(&[raw]);
        let read = row(&mut rows, raw, &Named::default());
        put(&mut rows, &mut known, &number.to_string(), read);
    }
    Ok(rows)
}

/// Files of vendors, `{vendor, models: [{id, name, price_history: [{input, output, from_date, to_date}]}]}`: each entry of
/// a history is a row like those of the historical file.
pub(super) fn read_sources(sources: &[&RawValue], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::LlmPrices, head);
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, source) in (1..).zip(sources) {
        let (mut vendor, mut models) = (None, None);
        let read = json::fields(source, |field, value| match field {
            "vendor" => {
                vendor = json::text_if_any(value).map(String::from);
                Ok(())
            }
            "models" => once(&mut models, field, value),
            _ => Ok(()),
        });
        let models = match (read, models.map(json::elements)) {
            (Ok(()), Some(Ok(models))) => models,
            (Err(reason), _) | (_, Some(Err(reason))) => {
                rows.skip(&vendor.unwrap_or_else(|| number.to_string()), reason);
                continue;
            }
            (Ok(()), None) => continue,
        };
        for (number, raw) in (1..).zip(models) {
            let mut named = Named { vendor: vendor.clone(), ..Named::default() };
            let mut history = None;
            let read = json::fields(raw, |field, value| match field {
                "id" => {
                    named.id = json::text_if_any(value).map(String::from);
                    Ok(())
                }
                "name" => {
                    named.name = json::text_if_any(value).map(String::from);
                    Ok(())
                }
                "price_history" => once(&mut history, field, value),
                _ => Ok(()),
            });
            let key = named.id.clone().unwrap_or_else(|| number.to_string());
            let entries = match (read, history.map(json::few)) {
                (Ok(()), Some(Ok(entries))) => entries,
                (Err(reason), _) | (_, Some(Err(reason))) => {
                    rows.skip(&key, reason);
                    continue;
                }
                (Ok(()), None) => {
                    rows.skip(&key, "it has no price_history");
                    continue;
                }
            };
            if let ([_], Some(vendor)) = (sources, &vendor) {
                // The list of one vendor is not the publisher's whole list.
                rows.name = super::short(format!("llm-prices, {vendor}"), 100);
            }
            for entry in entries {
                rows.begin(&[source, raw, entry]);
                let read = row(&mut rows, entry, &named);
                put(&mut rows, &mut known, &key, read);
            }
        }
    }
    rows
}

/// What stands around a row and names it.
#[derive(Default)]
struct Named {
    id: Option<String>,
    vendor: Option<String>,
    name: Option<String>,
}

type Read = Result<Row, (Option<String>, Reason)>;

/// Puts a row in, or names it; `number` stands for its id where it has none.
fn put(rows: &mut Rows, known: &mut HashMap<String, Vec<usize>>, number: &str, read: Read) {
    match read {
        Ok(row) => {
            if let Err(reason) = take(rows, known, &row) {
                rows.skip(&row.id, reason);
            }
        }
        Err((id, reason)) => rows.skip(id.as_deref().unwrap_or(number), reason),
    }
}

struct Row {
    id: String,
    vendor: String,
    name: Option<String>,
    prices: PriceSheet,
    /// From and until, in a historical file.
    dates: Option<(Option<Date>, Option<Date>)>,
}

fn row(rows: &mut Rows, raw: &RawValue, around: &Named) -> Read {
    let mut rates = Rates::default();
    let (mut id, mut vendor, mut name) = (around.id.clone(), around.vendor.clone(), around.name.clone());
    let (mut from, mut until) = (None, None);
    let read = json::fields(raw, |field, value| {
        let mut price = |place: &mut Price| *place = rows.cell(field, value, MILLION).unwrap_or(*place);
        match field {
            "id" => id = json::text_if_any(value).map(String::from),
            "vendor" => vendor = json::text_if_any(value).map(String::from),
            "name" => name = json::text_if_any(value).map(String::from),
            "input" => price(&mut rates.input),
            "output" => price(&mut rates.output),
            "input_cached" => price(&mut rates.cache_read),
            "from_date" => once(&mut from, field, of_field(field, json::date(value))?)?,
            "to_date" => once(&mut until, field, of_field(field, json::date(value))?)?,
            _ => rows.unused_if_of_price(field, value),
        }
        Ok(())
    });
    if let Err(reason) = read {
        return Err((id, reason));
    }
    let Some(id) = id else { return Err((None, "it has no id".to_owned())) };
    let dates = (from.is_some() || until.is_some()).then(|| (from.flatten(), until.flatten()));
    if let Some((Some(from), Some(until))) = dates
        && from >= until
    {
        return Err((Some(id), format!("it ends on {until}, before it starts on {from}")));
    }
    let more = MorePrices { standard: Tariff::new(rates, Vec::new()), ..MorePrices::default() };
    Ok(Row {
        id,
        vendor: vendor.unwrap_or_else(|| "unknown".to_owned()),
        name,
        prices: PriceSheet::new(more),
        dates,
    })
}

/// The most models, and the most stretches of time of one model, that share an id.
const MOST_ALIKE: usize = 50;

/// `known` has the places of the models of each id.
fn take(rows: &mut Rows, known: &mut HashMap<String, Vec<usize>>, row: &Row) -> Result<(), Reason> {
    let mut model = rows.model(&row.id, row.name.as_deref(), &row.vendor)?;
    let alike = known.entry(row.id.clone()).or_default();
    match row.dates {
        None => model.prices = row.prices.clone(),
        Some((from, until)) => {
            let dated = DatedPrices { from, until, prices: row.prices.clone() };
            for place in alike.iter() {
                if let Some(other) = rows.models.get_mut(*place).filter(|other| continues(other, row, &dated))
                {
                    other.dated.push(dated);
                    rows.name_faults(&row.id);
                    return Ok(());
                }
            }
            model.dated.push(dated);
        }
    }
    if !alike.is_empty() {
        // Both rows are kept: the second one under an id of its own, which still shows the list's key.
        model.key = Some(row.id.as_str().into());
        let free = |text: String| ModelId::new(&text).ok().filter(|id| !rows.seen.contains(id));
        model.id = std::iter::once(format!("{}/{}", row.vendor, row.id))
            .chain((2..=MOST_ALIKE).map(|number| format!("{} ({number})", row.id)))
            .find_map(free)
            .ok_or("this id is there too often")?;
    }
    alike.push(rows.models.len());
    rows.take(&row.id, Ok(model));
    Ok(())
}

/// Whether `dated` is another stretch of time of a model that is already there.
fn continues(known: &Model, row: &Row, dated: &DatedPrices) -> bool {
    let apart = |other: &DatedPrices| {
        let ends_before = |a: &DatedPrices, b: &DatedPrices| matches!((a.until, b.from), (Some(until), Some(from)) if until <= from);
        ends_before(other, dated) || ends_before(dated, other)
    };
    known.list_key() == row.id
        && known.provider == row.vendor
        && (1..MOST_ALIKE).contains(&known.dated.len())
        && known.dated.iter().all(apart)
}

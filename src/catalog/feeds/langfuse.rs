//! Langfuse's models: `default-model-prices.json`, or the answer of its API. Prices are dollars per token.
//!
//! `pricingTiers` are the newer form: the default tier has the prices, another one holds above a number of prompt tokens
//! where its conditions say that and nothing else. A row with a `startDate` holds from that day on.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::TOKEN;
use super::{Format, Head, Rows, names, once};
use crate::catalog::{ContextTier, DatedPrices, Model, MorePrices, PriceSheet, Rates, Tariff};
use crate::money::Price;

/// The most stretches of time of one model.
const MOST_DATES: usize = 50;

pub(super) fn read(elements: &[&RawValue], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::Langfuse, head);
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, raw) in (1..).zip(elements) {
        let mut name = None;
        let read = json::fields(raw, |field, value| match field {
            "modelName" => once(&mut name, field, value),
            _ => Ok(()),
        });
        let Some(key) = name.and_then(json::text_if_any).filter(|_| read.is_ok()) else {
            rows.skip(&number.to_string(), read.err().unwrap_or_else(|| "it has no modelName".to_owned()));
            continue;
        };
        let made = model(&mut rows, &key, raw);
        // The same model from another day on is one model.
        let before = places.get(key.as_ref()).and_then(|place| rows.models.get_mut(*place));
        match (made, before) {
            (Ok(mut made), Some(before)) if !made.dated.is_empty() && before.dated.len() < MOST_DATES => {
                before.dated.append(&mut made.dated);
                before.dated.sort_by_key(|dated| dated.from);
                rows.faults.clear();
            }
            (made, _) => {
                places.entry(key.to_string()).or_insert(rows.models.len());
                rows.take(&key, made);
            }
        }
    }
    rows
}

fn model(rows: &mut Rows, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let (mut prices, mut tiers, mut from) = (None, None, None);
    let mut old = Vec::new();
    rows.begin(&[raw]);
    json::fields(raw, |field, value| {
        match field {
            "prices" if !json::is_null(value) => once(&mut prices, field, value)?,
            "pricingTiers" if !json::is_null(value) => once(&mut tiers, field, value)?,
            "startDate" => from = of_field(field, json::date(value))?,
            "inputPrice" | "outputPrice" => old.push((field.to_owned(), value)),
            _ => {}
        }
        Ok(())
    })?;
    let mut model = rows.model(key, None, "unknown")?;
    let tariff = match (tiers, prices) {
        (Some(tiers), _) => tariff(rows, tiers)?,
        (None, Some(prices)) => Tariff::new(rates(rows, prices)?, Vec::new()),
        (None, None) => {
            let mut rates = Rates::default();
            for (field, value) in old {
                set(rows, &mut rates, &field, value)?;
            }
            Tariff::new(rates, Vec::new())
        }
    };
    let sheet = PriceSheet::new(MorePrices { standard: tariff, ..MorePrices::default() });
    match from {
        Some(from) => model.dated.push(DatedPrices { from: Some(from), until: None::<Date>, prices: sheet }),
        None => model.prices = sheet,
    }
    Ok(model)
}

/// `{input: 2.5e-6, output: {price: 1e-5}}`
fn rates(rows: &mut Rows, raw: &RawValue) -> Result<Rates, Reason> {
    let mut rates = Rates::default();
    json::fields(raw, |field, value| set(rows, &mut rates, field, value))?;
    Ok(rates)
}

/// Sets one price. The list names one price in several spellings, for what several programs report.
fn set(rows: &mut Rows, rates: &mut Rates, field: &str, value: &RawValue) -> Result<(), Reason> {
    let mut written = value;
    if value.get().starts_with('{') {
        json::fields(value, |inner, price| {
            if inner == "price" {
                written = price;
            }
            Ok(())
        })?;
    }
    let Some(part) = names::part(field) else {
        if !json::is_null(written) {
            rows.unused(field);
        }
        return Ok(());
    };
    if let Some(price) = rows.cell(field, written, TOKEN) {
        let before = rates.get(part);
        if before.is_unsaid() {
            rates.set(part, price);
        } else if before != price {
            rows.fault(format!("{field}: it is there twice, with two prices; the price is unknown"));
            rates.set(part, Price::Unusable);
        }
    }
    Ok(())
}

/// `[{isDefault, conditions: [{usageDetailPattern, operator, value}], prices}]`
fn tariff(rows: &mut Rows, raw: &RawValue) -> Result<Tariff, Reason> {
    let mut base = Rates::default();
    let mut above = Vec::new();
    for element in json::few(raw)? {
        let (mut name, mut is_default, mut conditions, mut prices) = (None, false, None, None);
        json::fields(element, |field, value| {
            match field {
                "name" => name = json::text_if_any(value),
                "isDefault" => is_default = json::flag(value).unwrap_or(false),
                "conditions" if !json::is_null(value) => once(&mut conditions, field, value)?,
                "prices" if !json::is_null(value) => once(&mut prices, field, value)?,
                _ => {}
            }
            Ok(())
        })?;
        let Some(prices) = prices else { continue };
        let rates = rates(rows, prices)?;
        match conditions.map(json::few).transpose()?.unwrap_or_default().as_slice() {
            [] => base = rates.or(&base),
            _ if is_default => base = rates.or(&base),
            [condition] => match threshold(condition)? {
                Some((above_tokens, inclusive)) => {
                    above.push(ContextTier { above: above_tokens, inclusive, rates });
                }
                None => not_read(rows, name.as_deref()),
            },
            _ => not_read(rows, name.as_deref()),
        }
    }
    Ok(Tariff::new(base, above))
}

fn not_read(rows: &mut Rows, tier: Option<&str>) {
    let words = "it holds under conditions that are not by the size of the prompt; it is left out";
    rows.fault(format!("the tier \"{}\": {words}", tier.unwrap_or_default()));
}

/// `{usageDetailPattern: "input", operator: "gt", value: 200000}`: from how many tokens of the prompt on, and whether
/// that many count too. `None` for a condition of another kind.
fn threshold(raw: &RawValue) -> Result<Option<(u64, bool)>, Reason> {
    let (mut pattern, mut operator, mut value) = (None, None, None);
    json::fields(raw, |field, found| {
        match field {
            "usageDetailPattern" => pattern = json::text_if_any(found),
            "operator" => operator = json::text_if_any(found),
            "value" => value = of_field(field, json::limit(found))?,
            _ => {}
        }
        Ok(())
    })?;
    let pattern = pattern.unwrap_or_default().to_lowercase();
    let is_of_prompt =
        (pattern.contains("input") || pattern.contains("prompt")) && !pattern.contains("output");
    Ok(match (operator.as_deref(), value.filter(|_| is_of_prompt)) {
        (Some("gt"), Some(value)) => Some((value, false)),
        (Some("gte"), Some(value)) => Some((value, true)),
        _ => None,
    })
}

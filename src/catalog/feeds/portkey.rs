//! Portkey's `pricing` files: an object keyed by model. Prices are **cents** per token.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json::{self, Reason};
use super::unit::CENTS;
use super::{Format, Head, Rows, names, once};
use crate::catalog::{Model, MorePrices, PriceSheet, Rates, Tariff};

pub(super) fn read(fields: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::Portkey, head);
    for (key, raw) in fields {
        if key == "default" {
            rows.skip(key, "it is what holds for models that are not named, and no model");
            continue;
        }
        let model = model(&mut rows, key, raw);
        rows.take(key, model);
    }
    rows
}

fn model(rows: &mut Rows, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut config = None;
    json::fields(raw, |field, value| match field {
        "pricing_config" if !json::is_null(value) => once(&mut config, field, value),
        _ => Ok(()),
    })?;
    let config = config.ok_or("it has no pricing_config")?;
    rows.begin(&[raw, config]);
    let mut more = MorePrices::default();
    json::fields(config, |field, value| {
        match field {
            "pay_as_you_go" if !json::is_null(value) => more.standard = tariff(rows, value)?,
            "batch_config" if !json::is_null(value) => {
                let batch = tariff(rows, value)?;
                more.batch = (!batch.is_empty()).then_some(batch);
            }
            "calculate" | "currency" | "unit" => {}
            other if !json::is_null(value) => rows.unused(other),
            _ => {}
        }
        Ok(())
    })?;
    let mut model = rows.model(key, None, "unknown")?;
    model.prices = PriceSheet::new(more);
    Ok(model)
}

/// `{request_token: {price: 0.00025}, response_token: {price: 0.001}, additional_units: {web_search: {price: 1}}}`
fn tariff(rows: &mut Rows, raw: &RawValue) -> Result<Tariff, Reason> {
    let mut rates = Rates::default();
    see(rows, &mut rates, raw)?;
    Ok(Tariff::new(rates, Vec::new()))
}

fn see(rows: &mut Rows, rates: &mut Rates, raw: &RawValue) -> Result<(), Reason> {
    json::fields(raw, |field, value| {
        if matches!(field, "additional_units" | "pay_as_you_go") && value.get().starts_with('{') {
            return see(rows, rates, value);
        }
        let mut price = None;
        if value.get().starts_with('{') {
            json::fields(value, |inner, value| {
                if inner == "price" {
                    price = Some(value);
                }
                Ok(())
            })?;
        }
        match (names::part(field), price) {
            (Some(part), Some(price)) => {
                if let Some(price) = rows.cell(field, price, CENTS) {
                    rates.set(part, price);
                }
            }
            // A price of 0 of something else is none that is left out.
            (None, Some(price)) if !matches!(price.get(), "0" | "0.0" | "null") => rows.unused(field),
            (None, None) if value.get().starts_with('{') => rows.unused(field),
            _ => {}
        }
        Ok(())
    })
}

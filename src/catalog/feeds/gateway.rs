//! Lists of gateways that answer like `GET /v1/models` and state prices: Vercel's AI gateway, Cloudflare's, relays.
//!
//! Prices are dollars per token unless the file, the row or its `pricing` states a unit or a currency. A row without such
//! a statement whose prices cannot be per token comes in as unknown: see [`openrouter::not_per_token`].

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json::{self, Reason};
use super::unit::{TOKEN, Unit};
use super::{Format, Head, Rows, kind, limits, names, once, openrouter};
use crate::catalog::{Facts, Mode, Model, MorePrices, PriceSheet, Rates, Tariff};

pub(super) fn read(elements: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::Gateway, head);
    openrouter::each(&mut rows, elements, model);
    rows
}

fn model(rows: &mut Rows, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut facts = Facts::default();
    let (mut name, mut owner, mut pricing) = (None, None, None);
    let (mut context, mut output) = (None, None);
    let mut direct = Vec::new();
    json::fields(raw, |field, value| {
        match field {
            "name" | "display_name" => name = json::text_if_any(value),
            "owned_by" | "provider" | "vendor" => owner = json::text_if_any(value),
            "pricing" if !json::is_null(value) => once(&mut pricing, field, value)?,
            "context_window" | "context_length" => context = rows.limit(field, value),
            "max_tokens" | "max_output_tokens" => output = rows.limit(field, value),
            "type" => facts.mode = mode(json::text_if_any(value).as_deref()),
            "cost_in" | "cost_out" => direct.push((field.to_owned(), value)),
            _ => {}
        }
        Ok(())
    })?;
    let maker = key.split_once('/').map(|(maker, _)| maker);
    let mut model = rows.model(key, name.as_deref(), owner.as_deref().or(maker).unwrap_or("unknown"))?;
    if let Some(pricing) = pricing {
        rows.begin(&[raw, pricing]);
        model.prices = openrouter::sheet(rows, pricing, &mut Vec::new());
    } else {
        rows.begin(&[raw]);
        let mut rates = Rates::default();
        for (field, value) in direct {
            if let (Some(part), Some(price)) = (names::part(&field), rows.cell(&field, value, TOKEN)) {
                rates.set(part, price);
            }
        }
        let standard = Tariff::new(rates, Vec::new());
        model.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
    }
    if !matches!(rows.terms.unit, Some(Unit::Tokens(_))) {
        openrouter::not_per_token(rows, &mut model);
    }
    if !model.prices.base().cache_read.is_unknown() {
        facts.caching = Some(true);
    }
    model.facts = facts;
    model.limits = limits(context, None, output);
    Ok(model)
}

/// Vercel's `type`: `language`, `embedding`, `image`.
fn mode(kind: Option<&str>) -> Mode {
    match kind {
        None => Mode::Unstated,
        Some("language" | "chat" | "text" | "llm" | "completion" | "model") => Mode::Text,
        Some(other) => Mode::Other(kind::by_name(other).unwrap_or(other).into()),
    }
}

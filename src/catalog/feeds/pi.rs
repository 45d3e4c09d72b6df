//! The models file of pi, a coding agent: providers with their models, dollars per million tokens. The id is
//! `provider/model`.
//!
//! Each of its prices is a number, so that a 0 for the cache beside a price for input means that there is none of its own.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json::{self, Reason, Shape};
use super::unit::{MILLION, Terms};
use super::{Format, Head, LONGEST_ID, Rows, limits, names, once};
use crate::catalog::{Facts, Model, MorePrices, Part, PriceSheet, Rates, Tariff};
use crate::money::Price;

/// Providers by their names, or a list of them with names of their own.
pub(super) fn read(providers: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::Pi, head);
    for (number, (name, raw)) in (1..).zip(providers) {
        let (mut id, mut models) = (None, None);
        let read = json::fields(raw, |field, value| match field {
            "id" | "name" | "provider" if id.is_none() => {
                id = json::text_if_any(value);
                Ok(())
            }
            "models" => once(&mut models, field, value),
            _ => Ok(()),
        });
        let named = if name.is_empty() { id.as_deref() } else { Some(name.as_ref()) };
        let numbered = number.to_string();
        let provider = named.unwrap_or(&numbered);
        if provider.len() > LONGEST_ID {
            rows.skip(provider, "it is a provider whose name is too long");
            continue;
        }
        let models = match (read, models.map(|raw| json::shape(raw.get()))) {
            (Ok(()), Some(Ok(Shape::Array(models)))) => {
                models.into_iter().map(|raw| (Cow::Borrowed(""), raw)).collect()
            }
            (Ok(()), Some(Ok(Shape::Object(models)))) => models,
            (read, _) => {
                rows.skip(
                    provider,
                    read.err().unwrap_or_else(|| "it is a provider without models".to_owned()),
                );
                continue;
            }
        };
        let terms = rows.terms_in(&head.terms, raw);
        for (number, (id, raw)) in (1..).zip(models) {
            take(&mut rows, provider, &terms, number, &id, raw);
        }
    }
    rows
}

fn take(rows: &mut Rows, provider: &str, terms: &Terms, number: usize, id: &str, raw: &RawValue) {
    let mut own = None;
    let read = json::fields(raw, |field, value| match field {
        "id" => once(&mut own, field, value),
        _ => Ok(()),
    });
    let own = own.and_then(json::text_if_any);
    match (read, own.as_deref().or(Some(id).filter(|id| !id.is_empty()))) {
        (Ok(()), Some(id)) => {
            let key = format!("{provider}/{id}");
            rows.terms = rows.terms_in(terms, raw);
            let model = model(rows, provider, &key, raw);
            rows.take(&key, model);
        }
        (read, _) => rows
            .skip(&format!("{provider}/{number}"), read.err().unwrap_or_else(|| "it has no id".to_owned())),
    }
}

fn model(rows: &mut Rows, provider: &str, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut facts = Facts::default();
    let (mut name, mut cost, mut context, mut output) = (None, None, None, None);
    json::fields(raw, |field, value| {
        match field {
            "name" => name = json::text_if_any(value),
            "cost" if !json::is_null(value) => once(&mut cost, field, value)?,
            "contextWindow" | "context_window" => context = rows.limit(field, value),
            "maxTokens" | "max_tokens" => output = rows.limit(field, value),
            "reasoning" => facts.reasoning = json::flag(value),
            "input" if value.get().starts_with('[') => {
                let kinds: Vec<_> =
                    json::elements(value)?.into_iter().filter_map(json::text_if_any).collect();
                facts.vision = Some(kinds.iter().any(|kind| kind == "image"));
            }
            _ => {}
        }
        Ok(())
    })?;
    let mut made = rows.model(key, name.as_deref(), provider)?;
    if let Some(cost) = cost {
        rows.terms = rows.terms_in(&rows.terms.clone(), cost);
        let mut rates = Rates::default();
        json::fields(cost, |field, value| {
            let Some(part) = names::part(field) else {
                rows.unused(field);
                return Ok(());
            };
            if let Some(price) = rows.cell(field, value, MILLION) {
                rates.set(part, price);
            }
            Ok(())
        })?;
        for part in [Part::CacheRead, Part::CacheWrite5m, Part::CacheWrite1h] {
            if rates.get(part) == Price::Free && rates.input != Price::Free {
                rates.set(part, Price::Unknown);
            }
        }
        facts.caching = (!rates.cache_read.is_unknown()).then_some(true);
        let standard = Tariff::new(rates, Vec::new());
        made.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
    }
    made.facts = facts;
    made.limits = limits(context, None, output);
    Ok(made)
}

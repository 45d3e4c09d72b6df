//! models.dev's `api.json`: providers with their models, dollars per million tokens. The id is `provider/model`.
//!
//! `tiers` counts; `context_over_200k` is an old copy of it. A context or output of 0 is unknown.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::{MILLION, Terms};
use super::{Format, Head, LONGEST_ID, Rows, kind, limits, once, shared};
use crate::catalog::{ContextTier, Facts, Limits, Mode, Model, MorePrices, PriceSheet, Rates, Tariff};
use crate::processing::Processing;

pub(super) fn read(fields: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::ModelsDev, head);
    for (provider_id, raw) in fields {
        if provider_id.len() > LONGEST_ID {
            rows.skip(provider_id, "it is a provider whose id is too long");
            continue;
        }
        let (mut name, mut link, mut models) = (None, None, None);
        let read = json::fields(raw, |field, value| match field {
            "name" => {
                name = json::text_if_any(value);
                Ok(())
            }
            "doc" => {
                link = json::text_if_any(value);
                Ok(())
            }
            "models" => once(&mut models, field, value),
            _ => Ok(()),
        });
        let Some(models) = models.filter(|_| read.is_ok()) else {
            rows.skip(
                provider_id,
                read.err().unwrap_or_else(|| "it is a provider without models".to_owned()),
            );
            continue;
        };
        let provider = Provider {
            id: provider_id,
            name: name.as_deref().unwrap_or(provider_id),
            link: link.as_deref().map(shared),
            terms: rows.terms_in(&head.terms, raw),
        };
        let read = json::fields(models, |model_id, value| {
            let key = format!("{provider_id}/{model_id}");
            let model = model(&mut rows, &provider, &key, value);
            rows.take(&key, model);
            Ok(())
        });
        if let Err(reason) = read {
            rows.skip(provider_id, format!("models: {reason}"));
        }
    }
    rows
}

struct Provider<'a> {
    id: &'a str,
    name: &'a str,
    link: Option<Arc<str>>,
    terms: Terms,
}

fn model(rows: &mut Rows, provider: &Provider<'_>, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut facts = Facts::default();
    let mut found = Limits::default();
    let (mut name, mut cost, mut modes, mut family) = (None, None, None, None);
    rows.terms = rows.terms_in(&provider.terms, raw);
    json::fields(raw, |field, value| {
        match field {
            "name" => name = json::text_if_any(value),
            "family" => family = json::text_if_any(value),
            "cost" if !json::is_null(value) => once(&mut cost, field, value)?,
            "limit" if !json::is_null(value) => found = of_field(field, read_limits(rows, value))?,
            "modalities" => of_field(field, modalities(value, &mut facts))?,
            "reasoning" => facts.reasoning = json::flag(value),
            "tool_call" => facts.tools = json::flag(value),
            "release_date" => {
                facts.released = json::date_or_remark(field, value, &mut facts.remark);
            }
            "status" => facts.deprecated = json::text_if_any(value).as_deref() == Some("deprecated"),
            "experimental" => modes = Some(value),
            _ => {}
        }
        Ok(())
    })?;
    let mut made = rows.model(key, name.as_deref(), provider.name)?;
    if facts.mode == Mode::Text
        && let Some(kind) = family.as_deref().and_then(kind::by_name)
    {
        facts.mode = Mode::Named(kind.into());
    }
    facts.link.clone_from(&provider.link);
    let inclusive = provider.id == "xai";
    if let Some(cost) = cost {
        let mut more = MorePrices::default();
        let sheet = of_field("cost", tariff(rows, cost, inclusive)).map(|standard| {
            more.standard = standard;
            if let Some(modes) = modes
                && let Err(reason) = add_modes(rows, modes, inclusive, &mut more)
            {
                rows.fault(format!("experimental: {reason}; the prices of its modes are unknown"));
                (more.batch, more.flex, more.priority) = (None, None, None);
            }
            PriceSheet::new(more)
        });
        made.prices = rows.prices(sheet);
        if !made.prices.base().cache_read.is_unknown() {
            facts.caching = Some(true);
        }
    }
    made.facts = facts;
    made.limits = found;
    Ok(made)
}

fn read_limits(rows: &mut Rows, raw: &RawValue) -> Result<Limits, Reason> {
    let (mut context, mut input, mut output) = (None, None, None);
    json::fields(raw, |field, value| {
        let mut limit = || rows.limit(field, value);
        match field {
            "context" => context = limit(),
            "input" => input = limit(),
            "output" => output = limit(),
            _ => {}
        }
        Ok(())
    })?;
    Ok(limits(context, input, output))
}

fn modalities(raw: &RawValue, facts: &mut Facts) -> Result<(), Reason> {
    json::fields(raw, |field, value| {
        let kinds: Vec<_> = json::elements(value)?.into_iter().filter_map(json::text_if_any).collect();
        match field {
            "input" => facts.vision = Some(kinds.iter().any(|kind| kind == "image")),
            "output" if kinds.iter().any(|kind| kind == "text") => facts.mode = Mode::Text,
            "output" => {
                facts.mode = kinds.first().map_or(Mode::Unstated, |kind| Mode::Other(kind.as_ref().into()));
            }
            _ => {}
        }
        Ok(())
    })
}

/// The prices of one `cost` object, its tiers too.
fn tariff(rows: &mut Rows, raw: &RawValue, inclusive: bool) -> Result<Tariff, Reason> {
    rows.terms = rows.terms_in(&rows.terms.clone(), raw);
    let mut base = Rates::default();
    let (mut tiers, mut legacy) = (None, None);
    json::fields(raw, |field, value| match field {
        "tiers" if !json::is_null(value) => once(&mut tiers, field, value),
        "context_over_200k" if !json::is_null(value) => once(&mut legacy, field, value),
        _ => {
            rate(rows, &mut base, field, value);
            Ok(())
        }
    })?;
    let mut above = Vec::new();
    match (tiers, legacy) {
        (Some(tiers), _) => {
            for element in json::few(tiers)? {
                let mut rates = Rates::default();
                let mut tier = None;
                json::fields(element, |field, value| {
                    if field == "tier" {
                        return once(&mut tier, field, value);
                    }
                    rate(rows, &mut rates, field, value);
                    Ok(())
                })?;
                let size = threshold(tier.ok_or("a tier does not say what it is for")?)?;
                above.push(ContextTier { above: size, inclusive, rates });
            }
        }
        (None, Some(legacy)) => {
            let mut rates = Rates::default();
            json::fields(legacy, |field, value| {
                rate(rows, &mut rates, field, value);
                Ok(())
            })?;
            above.push(ContextTier { above: 200_000, inclusive, rates });
        }
        (None, None) => {}
    }
    Ok(Tariff::new(base, above))
}

/// `{type: "context", size: 200000}`
fn threshold(raw: &RawValue) -> Result<u64, Reason> {
    let (mut kind, mut size) = (None, None);
    json::fields(raw, |field, value| {
        match field {
            "type" => kind = json::text(value)?,
            "size" => size = of_field(field, json::limit(value))?,
            _ => {}
        }
        Ok(())
    })?;
    match (kind.as_deref(), size) {
        (Some("context"), Some(size)) => Ok(size),
        (Some("context"), None) => Err("a tier has no size".to_owned()),
        (kind, _) => Err(format!("a tier by \"{}\" is not known", kind.unwrap_or_default())),
    }
}

fn rate(rows: &mut Rows, rates: &mut Rates, field: &str, value: &RawValue) {
    let place = match field {
        "input" => &mut rates.input,
        "output" => &mut rates.output,
        "reasoning" => &mut rates.reasoning,
        "cache_read" => &mut rates.cache_read,
        "cache_write" => &mut rates.cache_write_5m,
        "input_audio" => &mut rates.input_audio,
        "output_audio" => &mut rates.output_audio,
        other if Terms::default().see(other, value) => return,
        other => return rows.unused(other),
    };
    let mut read = rows.read(value, MILLION);
    if !place.is_unsaid() {
        read = Err("it is there twice".to_owned());
    }
    if let Some(price) = rows.price(field, read) {
        *place = price;
    }
}

/// `{modes: {fast: {cost, provider: {body: {service_tier: "priority"}}}}}`: a mode counts where it names one of ours.
fn add_modes(rows: &mut Rows, raw: &RawValue, inclusive: bool, more: &mut MorePrices) -> Result<(), Reason> {
    json::fields(raw, |field, modes| {
        if field != "modes" {
            return Ok(());
        }
        json::fields(modes, |name, mode| {
            let (mut cost, mut processing) = (None, None);
            json::fields(mode, |field, value| match field {
                "cost" => once(&mut cost, field, value),
                "provider" => {
                    processing = service_tier(value)?;
                    Ok(())
                }
                _ => Ok(()),
            })?;
            let place = match processing {
                Some(Processing::Batch) => &mut more.batch,
                Some(Processing::Flex) => &mut more.flex,
                Some(Processing::Priority) => &mut more.priority,
                Some(Processing::Standard) | None => {
                    rows.unused(&format!("experimental.modes.{name}.cost"));
                    return Ok(());
                }
            };
            if let Some(cost) = cost {
                *place = Some(tariff(rows, cost, inclusive)?);
            }
            Ok(())
        })
    })
}

fn service_tier(raw: &RawValue) -> Result<Option<Processing>, Reason> {
    let mut processing = None;
    json::fields(raw, |field, body| {
        if field != "body" {
            return Ok(());
        }
        json::fields(body, |field, value| {
            if field == "service_tier" {
                processing = json::text_if_any(value).and_then(|name| Processing::named(&name));
            }
            Ok(())
        })
    })?;
    Ok(processing)
}

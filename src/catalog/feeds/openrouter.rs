//! OpenRouter's `GET /api/v1/models`: prices are texts in dollars per token.
//!
//! `-1` is decided at run time: unknown, and nothing stands in for it. A 0 for reasoning or for a request means that there is no price of its own.
//! `discount` is already in the prices (models.dev issue 4580 shows it on models with one endpoint), so that it
//! changes nothing here. An override counts when all its conditions hold; later ones win for each price.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::{TOKEN, Terms};
use super::{Format, Head, MOST_SETS, Rows, limits, names, once};
use crate::catalog::{
    ContextTier, DayWindow, Facts, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff, TimedTariff,
    WeekTimes,
};
use crate::money::{Price, label};
use crate::processing::WeekMinute;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

pub(super) fn read(elements: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::OpenRouter, head);
    each(&mut rows, elements, model);
    rows
}

/// Reads the rows of a list whose keys are their `id`, else what else names the model in them, else their place in an
/// object.
pub(super) fn each(
    rows: &mut Rows,
    elements: &[(Cow<'_, str>, &RawValue)],
    model: fn(&mut Rows, &str, &RawValue) -> Result<Model, Reason>,
) {
    for (number, (place, raw)) in (1..).zip(elements) {
        let (mut id, mut named) = (None, None);
        let read = json::fields(raw, |field, value| match field {
            "id" => once(&mut id, field, value),
            "model" | "model_id" | "slug" => {
                named = named.take().or_else(|| json::text_if_any(value));
                Ok(())
            }
            _ => Ok(()),
        });
        let place = || (!place.is_empty()).then(|| place.clone());
        let key = id.and_then(json::text_if_any).or(named).or_else(place);
        match (read, key) {
            (Ok(()), Some(key)) => {
                let model = model(rows, &key, raw);
                rows.take(&key, model);
            }
            (read, _) => {
                rows.skip(&number.to_string(), read.err().unwrap_or_else(|| "it has no id".to_owned()));
            }
        }
    }
}

fn model(rows: &mut Rows, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut facts = Facts::default();
    let (mut name, mut pricing, mut context, mut output) = (None, None, None, None);
    json::fields(raw, |field, value| {
        match field {
            "name" => name = json::text_if_any(value),
            "pricing" if !json::is_null(value) => once(&mut pricing, field, value)?,
            "context_length" => context = rows.limit(field, value),
            "created" => facts.released = epoch_day(value),
            "architecture" if !json::is_null(value) => of_field(field, architecture(value, &mut facts))?,
            "supported_parameters" if !json::is_null(value) => {
                let names: Vec<_> =
                    json::elements(value)?.into_iter().filter_map(json::text_if_any).collect();
                facts.tools = Some(names.iter().any(|name| name == "tools"));
                facts.reasoning = Some(names.iter().any(|name| name == "reasoning"));
            }
            "expiration_date" => {
                facts.deprecated_on = json::date_or_remark(field, value, &mut facts.remark);
            }
            "top_provider" if !json::is_null(value) => json::fields(value, |field, value| {
                if field == "max_completion_tokens" {
                    output = rows.limit(field, value);
                }
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    })?;
    // Its keys name the makers, whose own models have these ids in other lists.
    let mut model = rows.model(&format!("openrouter/{key}"), name.as_deref(), "OpenRouter")?;
    model.key = Some(key.into());
    if let Some(pricing) = pricing {
        rows.begin(&[raw, pricing]);
        let mut at_run_time = Vec::new();
        model.prices = sheet(rows, pricing, &mut at_run_time);
        not_per_token(rows, &mut model);
        if !at_run_time.is_empty() {
            at_run_time.dedup();
            facts.remark = Some(if model.prices.input.is_unknown() && model.prices.output.is_unknown() {
                "its price is decided at run time".into()
            } else {
                format!("decided at run time, so unknown: the price of {}", at_run_time.join(", ")).into()
            });
        }
        if !model.prices.base().cache_read.is_unknown() {
            facts.caching = Some(true);
        }
    }
    model.facts = facts;
    model.limits = limits(context, None, output);
    Ok(model)
}

fn architecture(raw: &RawValue, facts: &mut Facts) -> Result<(), Reason> {
    json::fields(raw, |field, value| {
        if !matches!(field, "input_modalities" | "output_modalities") || json::is_null(value) {
            return Ok(());
        }
        let kinds: Vec<_> = json::elements(value)?.into_iter().filter_map(json::text_if_any).collect();
        if field == "input_modalities" {
            facts.vision = Some(kinds.iter().any(|kind| kind == "image"));
        } else if !kinds.iter().any(|kind| kind == "text") {
            facts.mode = kinds.first().map_or(Mode::Unstated, |kind| Mode::Other(kind.as_ref().into()));
        }
        Ok(())
    })
}

fn epoch_day(raw: &RawValue) -> Option<Date> {
    let seconds = raw.get().parse::<i64>().ok()?;
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(instant).date())
}

/// The prices that one set of keys gives: for tokens, and for a request.
#[derive(Clone, Copy, Default)]
struct Given {
    rates: Rates,
    request_fee: Option<Price>,
}

impl Given {
    /// Takes a price in, where the key is one of a price.
    fn see(
        &mut self,
        rows: &mut Rows,
        field: &str,
        value: &RawValue,
        at_run_time: &mut Vec<&'static str>,
    ) -> bool {
        let (part, zero_is_none) = match field {
            "request" => (Part::Request, true),
            "image_token" => (Part::InputImage, true),
            "image" | "image_output" | "web_search" | "input_audio_cache" => {
                // A 0 is no fee, which is nothing that is left out.
                if Rows::read_fee(value, TOKEN) != Ok(Some(Price::Free)) && !json::is_null(value) {
                    rows.unused(field);
                }
                return true;
            }
            _ => match names::part(field) {
                Some(part) => (part, part == Part::Reasoning),
                None => return false,
            },
        };
        let known =
            if part == Part::Request { self.request_fee.unwrap_or_default() } else { self.rates.get(part) };
        let read =
            if known.is_unsaid() { price(rows, part, value) } else { Err("it is there twice".to_owned()) };
        if read == Ok(Some(Price::Unusable)) {
            at_run_time.push(part.label());
        }
        match rows.price(field, read) {
            None => {}
            Some(Price::Free) if zero_is_none => {}
            Some(price) if part == Part::Request => self.request_fee = Some(price),
            Some(price) => self.rates.set(part, price),
        }
        true
    }
}

/// A price in dollars per token; `-1` is decided at run time: nothing stands in for it.
fn price(rows: &Rows, part: Part, raw: &RawValue) -> Result<Option<Price>, Reason> {
    if matches!(json::number(raw), Ok(Some(digits)) if digits.trim() == "-1") {
        return Ok(Some(Price::Unusable));
    }
    if part == Part::Request { Rows::read_fee(raw, TOKEN) } else { rows.read(raw, TOKEN) }
}

/// The least price of input or output that can be no price per token: $1,000 per million. The dearest real model costs
/// some $600.
const LEAST_IMPOSSIBLE: &str = "0.001";

/// Takes the prices of a row for unknown where they cannot be dollars per token and the row states no other unit: a relay
/// that writes dollars per million (`"prompt": 1.32`) would be a million times too dear. All of the row's prices are in
/// one unit, so that none of them is used. Its zeros stay what they are.
pub(super) fn not_per_token(rows: &mut Rows, model: &mut Model) {
    let least = Price::per_token(LEAST_IMPOSSIBLE).ok().and_then(Price::known);
    let rates = model.prices.all_rates().flat_map(|rates| [rates.input, rates.output]);
    let Some(dearest) = rates.filter_map(Price::known).max().filter(|dearest| Some(*dearest) >= least) else {
        return;
    };
    let unusable = |price: Price| if price == Price::Free { price } else { Price::Unusable };
    model.prices = PriceSheet::flat(unusable(model.prices.input), unusable(model.prices.output));
    rows.unusable = Some(format!(
        "its prices cannot be dollars per token ({} would be {} per million tokens), and it states no other unit",
        dearest.per_token(),
        label::exact_price(Price::Known(dearest)),
    ));
}

/// One override: its conditions and its prices.
struct Override {
    above: u64,
    when: WeekTimes,
    given: Given,
}

/// The prices of a `pricing` object; `at_run_time` gets what is decided at run time.
pub(super) fn sheet(rows: &mut Rows, raw: &RawValue, at_run_time: &mut Vec<&'static str>) -> PriceSheet {
    let sheet = of_field("pricing", read_sheet(rows, raw, at_run_time));
    rows.prices(sheet)
}

fn read_sheet(
    rows: &mut Rows,
    raw: &RawValue,
    at_run_time: &mut Vec<&'static str>,
) -> Result<PriceSheet, Reason> {
    let mut base = Given::default();
    let mut listed = None;
    let mut overrides = Vec::new();
    json::fields(raw, |field, value| {
        if field == "overrides" && !json::is_null(value) {
            return once(&mut listed, field, value);
        }
        if let Some(priced) = field.strip_suffix("_tiers").filter(|priced| names::part(priced).is_some()) {
            return of_field(field, tiers(rows, priced, value, at_run_time, &mut overrides));
        }
        let is_read = base.see(rows, field, value, at_run_time) || Terms::default().see(field, value);
        if !is_read && field != "discount" && field != "overrides" {
            rows.unused(field);
        }
        Ok(())
    })?;
    for raw in listed.map(json::few).transpose()?.unwrap_or_default() {
        overrides.push(of_field("overrides", read_override(rows, raw, at_run_time))?);
    }
    let always: Vec<&Override> = overrides.iter().filter(|one| one.when == WeekTimes::always()).collect();
    let mut times: Vec<(Vec<&Override>, Vec<DayWindow>)> = Vec::new();
    if always.len() < overrides.len() {
        // The overrides that count from one minute of the day to another; the windows are the same every day.
        let mut turns: Vec<u16> =
            overrides.iter().flat_map(|one| one.when.ranges()).map(|range| range.0).collect();
        turns.extend(overrides.iter().flat_map(|one| one.when.ranges()).map(|range| range.1));
        turns.retain(|minute| *minute < DAY);
        turns.push(0);
        turns.sort_unstable();
        turns.dedup();
        for (place, start) in turns.iter().copied().enumerate() {
            let end = turns.get(place + 1).copied().unwrap_or(DAY);
            let at = WeekMinute::new(start);
            let active: Vec<&Override> = overrides.iter().filter(|one| one.when.holds(at)).collect();
            if active.len() == always.len() {
                continue;
            }
            let window = DayWindow { start, end: end % DAY, weekdays: DayWindow::EVERY_DAY, offset: 0 };
            let same = |(known, _): &&mut (Vec<&Override>, Vec<DayWindow>)| {
                known.len() == active.len() && known.iter().zip(&active).all(|(a, b)| std::ptr::eq(*a, *b))
            };
            match times.iter_mut().find(same) {
                Some((_, windows)) => windows.push(window),
                None => times.push((active, vec![window])),
            }
        }
        // Each of them has prices of its own for each threshold.
        if times.iter().map(|(active, _)| 1 + active.len()).sum::<usize>() > MOST_SETS {
            return Err("overrides: there are too many of them by the hour and the prompt".to_owned());
        }
    }
    let standard = tariff(&base, &always);
    let times = times
        .into_iter()
        .map(|(active, windows)| {
            TimedTariff::new("at other hours", WeekTimes::of_windows(&windows), tariff(&base, &active))
        })
        .collect();
    let more = MorePrices { standard, request_fee: base.request_fee, times, ..MorePrices::default() };
    Ok(PriceSheet::new(more))
}

/// The base with the overrides that count, each from its threshold on; later ones win for each price.
fn tariff(base: &Given, active: &[&Override]) -> Tariff {
    let at = |threshold: u64| {
        active
            .iter()
            .filter(|one| one.above <= threshold)
            .fold(base.rates, |rates, one| one.given.rates.or(&rates))
    };
    let mut thresholds: Vec<u64> = active.iter().map(|one| one.above).filter(|above| *above > 0).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let tiers = thresholds.into_iter().map(|above| ContextTier { above, inclusive: false, rates: at(above) });
    Tariff::new(at(0), tiers.collect())
}

/// Vercel's `input_tiers: [{cost, min, max}]`: each cost holds from `min` tokens of the prompt on.
fn tiers(
    rows: &mut Rows,
    priced: &str,
    raw: &RawValue,
    at_run_time: &mut Vec<&'static str>,
    all: &mut Vec<Override>,
) -> Result<(), Reason> {
    for element in json::few(raw)? {
        let (mut cost, mut min) = (None, None);
        json::fields(element, |field, value| match field {
            "cost" | "price" => once(&mut cost, field, value),
            "min" => {
                min = of_field(field, json::limit(value))?;
                Ok(())
            }
            _ => Ok(()),
        })?;
        let mut given = Given::default();
        given.see(rows, priced, cost.ok_or("a tier has no cost")?, at_run_time);
        // From so many tokens on is above one less.
        let above = min.map_or(0, |min: u64| min.saturating_sub(1));
        all.push(Override { above, when: WeekTimes::always(), given });
    }
    all.sort_by_key(|one| one.above);
    Ok(())
}

fn read_override(
    rows: &mut Rows,
    raw: &RawValue,
    at_run_time: &mut Vec<&'static str>,
) -> Result<Override, Reason> {
    let mut given = Given::default();
    let (mut above, mut start, mut end) = (0, None, None);
    let mut see = |rows: &mut Rows, field: &str, value: &RawValue| -> Result<(), Reason> {
        match field {
            "min_prompt_tokens" => {
                above = of_field(field, json::limit(value))?.unwrap_or_default();
                Ok(())
            }
            "utc_start" => once(&mut start, field, of_field(field, time(value))?),
            "utc_end" => once(&mut end, field, of_field(field, time(value))?),
            _ if given.see(rows, field, value, at_run_time) => Ok(()),
            // A condition that is not known could change when the prices hold.
            _ => Err(format!("{field} is a field that the app does not know here")),
        }
    };
    json::fields(raw, |field, value| {
        if field == "rates" || field == "pricing" {
            json::fields(value, |field, value| see(rows, field, value))
        } else {
            see(rows, field, value)
        }
    })?;
    if given.request_fee.is_some() {
        return Err("an override of the fee for a request is not known".to_owned());
    }
    let when = match (start, end) {
        (None, None) => WeekTimes::always(),
        (Some(start), Some(end)) => {
            let window = DayWindow { start, end, weekdays: DayWindow::EVERY_DAY, offset: 0 };
            WeekTimes::of_windows(&[window])
        }
        _ => return Err("utc_start and utc_end come together".to_owned()),
    };
    Ok(Override { above, when, given })
}

/// `"1630"`, `1630` or `"16:30"`, as minutes of the day.
fn time(raw: &RawValue) -> Result<u16, Reason> {
    let digits = json::number(raw)?.unwrap_or_default();
    let padded = if digits.contains(':') { digits.to_string() } else { format!("{:0>4}", digits.trim()) };
    WeekMinute::time_of_day(&padded)
        .map(|minute| minute % (24 * 60))
        .ok_or_else(|| format!("{} is no time like 1630", json::shown(raw)))
}

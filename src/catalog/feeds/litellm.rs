//! LiteLLM's `model_prices_and_context_window.json`: an object keyed by model, dollars per token.
//!
//! Long-context keys end in `_above_200k_tokens`, processing keys in `_batches`, `_flex` or `_priority`; both may
//! combine. xAI bills its tiers from the threshold on, everyone else above it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::TOKEN;
use super::{Format, Head, Rows, limits, once, zone};
use crate::catalog::{
    ContextTier, DayWindow, Facts, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff, TimedTariff,
    WeekTimes,
};
use crate::money::Price;
use crate::processing::{Processing, WeekMinute};

/// Rows that are no models.
const NO_MODELS: [&str; 2] = ["sample_spec", "fallback_generalizations"];

pub(super) fn read(fields: &[(Cow<'_, str>, &RawValue)], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::LiteLlm, head);
    rows.models.reserve(fields.len());
    for (key, raw) in fields {
        if NO_MODELS.contains(&key.as_ref()) {
            rows.skip(key, "it describes the file and is no model");
            continue;
        }
        rows.begin(&[raw]);
        let model = model_of(&mut rows, key, &[raw], None);
        rows.take(key, model);
    }
    rows
}

/// What a price key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PriceKey {
    part: Part,
    above: Option<u64>,
    processing: Processing,
}

impl PriceKey {
    /// Takes a key apart; `None` for the price of something that the app does not use.
    fn parse(key: &str) -> Option<Self> {
        const STEMS: [(&str, Part); 10] = [
            ("input_cost_per_token", Part::Input),
            ("output_cost_per_token", Part::Output),
            ("cache_read_input_token_cost", Part::CacheRead),
            ("cache_creation_input_token_cost_above_1hr", Part::CacheWrite1h),
            ("cache_creation_input_token_cost", Part::CacheWrite5m),
            ("output_cost_per_reasoning_token", Part::Reasoning),
            ("input_cost_per_audio_token", Part::InputAudio),
            ("output_cost_per_audio_token", Part::OutputAudio),
            ("input_cost_per_image_token", Part::InputImage),
            ("output_cost_per_image_token", Part::OutputImage),
        ];
        let (mut rest, part) =
            STEMS.iter().find_map(|(stem, part)| key.strip_prefix(stem).map(|rest| (rest, *part)))?;
        let mut price = Self { part, above: None, processing: Processing::Standard };
        while !rest.is_empty() {
            if let Some(threshold) = rest.strip_prefix("_above_") {
                let (digits, after) = threshold.split_once("_tokens")?;
                let (digits, thousands) =
                    digits.strip_suffix('k').map_or((digits, 1), |digits| (digits, 1_000));
                if price.above.is_some() || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                price.above = Some(digits.parse::<u64>().ok()?.checked_mul(thousands)?);
                rest = after;
                continue;
            }
            let (processing, after) = [
                ("_batches", Processing::Batch),
                ("_flex", Processing::Flex),
                ("_priority", Processing::Priority),
            ]
            .iter()
            .find_map(|(suffix, mode)| rest.strip_prefix(suffix).map(|after| (*mode, after)))?;
            if !price.processing.is_standard() {
                return None;
            }
            price.processing = processing;
            rest = after;
        }
        Some(price)
    }
}

/// The prices of one mode while a row is read.
#[derive(Default)]
struct Mixed {
    base: Rates,
    tiers: Vec<(u64, Rates)>,
}

impl Mixed {
    /// The prices above a threshold, or below all of them; an error where the row has too many thresholds.
    fn rates(&mut self, above: Option<u64>) -> Result<&mut Rates, Reason> {
        const MOST_TIERS: usize = 32;
        let Some(above) = above else { return Ok(&mut self.base) };
        let place = self.tiers.iter().position(|(known, _)| *known == above).unwrap_or_else(|| {
            self.tiers.push((above, Rates::default()));
            self.tiers.len() - 1
        });
        match self.tiers.get_mut(place) {
            Some((_, rates)) if place < MOST_TIERS => Ok(rates),
            _ => Err(format!("there are more than {MOST_TIERS} long-context tiers")),
        }
    }

    fn into_tariff(self, inclusive: bool) -> Tariff {
        let tiers = self.tiers.into_iter().map(|(above, rates)| ContextTier { above, inclusive, rates });
        Tariff::new(self.base, tiers.collect())
    }
}

/// A row's fields as they were found.
#[derive(Default)]
struct Row<'a> {
    standard: Mixed,
    batch: Mixed,
    flex: Mixed,
    priority: Mixed,
    cache_hit: Option<Price>,
    request_fee: Option<Price>,
    provider: Option<Cow<'a, str>>,
    mode: Option<Cow<'a, str>>,
    link: Option<Cow<'a, str>>,
    deprecated_on: Option<Date>,
    maximum_input: Option<u64>,
    maximum_output: Option<u64>,
    tiered: Option<&'a RawValue>,
    off_peak: Option<&'a RawValue>,
    vision: Option<bool>,
    tools: Option<bool>,
    reasoning: Option<bool>,
    caching: Option<bool>,
    by_the_second: bool,
    remark: Option<Arc<str>>,
}

/// The model of a row. A proxy's row has its fields in several objects, of which the first that has one counts.
/// `provider` is its provider where none of them names one.
pub(super) fn model_of(
    rows: &mut Rows,
    key: &str,
    objects: &[&RawValue],
    provider: Option<&str>,
) -> Result<Model, Reason> {
    let mut row = Row::default();
    let mut seen: HashSet<String> = HashSet::new();
    for raw in objects {
        let before = seen.clone();
        json::fields(raw, |field, value| {
            if objects.len() > 1 && !json::is_null(value) {
                seen.insert(field.to_owned());
            }
            if before.contains(field) { Ok(()) } else { row.see(rows, field, value) }
        })?;
    }
    let provider = row.provider.take().unwrap_or_else(|| Cow::Borrowed(provider.unwrap_or("unknown")));
    let inclusive = provider == "xai" || (provider == "unknown" && key.starts_with("xai/"));
    // The list has no names. What stands before the last slash is who sells it and in which size of picture; search
    // finds it in the id.
    let name = key.rsplit('/').next().filter(|name| !name.trim().is_empty());
    let mut model = rows.model(key, name, &provider)?;
    model.limits = limits(None, row.maximum_input, row.maximum_output);
    model.facts = Facts {
        mode: match row.mode.as_deref() {
            Some("chat" | "completion" | "responses") => Mode::Text,
            Some(other) => Mode::Other(other.into()),
            None => Mode::Unstated,
        },
        vision: row.vision,
        tools: row.tools,
        reasoning: row.reasoning,
        caching: row.caching,
        deprecated_on: row.deprecated_on,
        link: row.link.take().map(Into::into),
        remark: row.remark.take(),
        ..Facts::default()
    };
    if let Some(price) = row.cache_hit.filter(|_| row.standard.base.cache_read.is_unsaid()) {
        row.standard.base.cache_read = price;
    }
    let prices = row.prices(rows, inclusive);
    model.prices = rows.prices(prices);
    if row.by_the_second && model.prices.input.is_unknown() {
        model.facts.remark = Some("the list bills it by the second, not by the token".into());
    }
    Ok(model)
}

impl<'a> Row<'a> {
    fn see(&mut self, rows: &mut Rows, field: &str, value: &'a RawValue) -> Result<(), Reason> {
        match field {
            "litellm_provider" => self.provider = json::text_if_any(value),
            "mode" => self.mode = json::text_if_any(value),
            "source" => self.link = json::text_if_any(value),
            "max_input_tokens" => self.maximum_input = rows.limit(field, value),
            "max_output_tokens" => self.maximum_output = rows.limit(field, value),
            "deprecation_date" => {
                self.deprecated_on = json::date_or_remark(field, value, &mut self.remark);
            }
            "supports_vision" => self.vision = json::flag(value),
            "supports_function_calling" => self.tools = json::flag(value),
            "supports_reasoning" => self.reasoning = json::flag(value),
            "supports_prompt_caching" => self.caching = json::flag(value),
            "tiered_pricing" if !json::is_null(value) => once(&mut self.tiered, field, value)?,
            "off_peak_pricing" if !json::is_null(value) => once(&mut self.off_peak, field, value)?,
            _ if field.contains("cost") => self.see_price(rows, field, value)?,
            _ => rows.unused_if_of_price(field, value),
        }
        Ok(())
    }

    fn see_price(&mut self, rows: &mut Rows, field: &str, value: &'a RawValue) -> Result<(), Reason> {
        let Some(place) = PriceKey::parse(field) else {
            let place = match field {
                "input_cost_per_token_cache_hit" => &mut self.cache_hit,
                "input_cost_per_request" => &mut self.request_fee,
                _ => {
                    self.by_the_second |= field.contains("per_second");
                    rows.unused_if_of_price(field, value);
                    return Ok(());
                }
            };
            let read = if field == "input_cost_per_request" {
                Rows::read_fee(value, TOKEN)
            } else {
                rows.read(value, TOKEN)
            };
            *place = rows.price(field, read);
            return Ok(());
        };
        let mixed = match place.processing {
            Processing::Standard => &mut self.standard,
            Processing::Batch => &mut self.batch,
            Processing::Flex => &mut self.flex,
            Processing::Priority => &mut self.priority,
        };
        if json::is_null(value) {
            return Ok(());
        }
        let rates = mixed.rates(place.above)?;
        set_price(rows, rates, place.part, field, value);
        Ok(())
    }

    /// What the fields say together.
    fn prices(&mut self, rows: &mut Rows, inclusive: bool) -> Result<PriceSheet, Reason> {
        let mut tariff = |mode: fn(&mut Self) -> &mut Mixed| {
            let tariff = std::mem::take(mode(self)).into_tariff(inclusive);
            (!tariff.is_empty()).then_some(tariff)
        };
        let (batch, flex) = (tariff(|row| &mut row.batch), tariff(|row| &mut row.flex));
        let priority = tariff(|row| &mut row.priority);
        let mut standard = std::mem::take(&mut self.standard).into_tariff(inclusive);
        if let Some(raw) = self.tiered {
            standard = of_field("tiered_pricing", tiered(rows, raw, &standard, inclusive))?;
        }
        let times = match self.off_peak.map(|raw| off_peak(rows, raw, &standard)) {
            None => Vec::new(),
            Some(Ok(times)) => vec![times],
            Some(Err(reason)) => {
                // Nobody knows when the standard prices hold. Those of the modes don't depend on the time.
                rows.fault(format!("off_peak_pricing: {reason}; the standard prices are unknown"));
                standard = standard.map(|_, _| Price::Unusable);
                Vec::new()
            }
        };
        let request_fee = self.request_fee;
        Ok(PriceSheet::new(MorePrices { standard, batch, flex, priority, request_fee, times }))
    }
}

/// Sets a price of a row. One that is there twice may be either, so nothing stands in for it.
fn set_price(rows: &mut Rows, rates: &mut Rates, part: Part, field: &str, value: &RawValue) {
    let mut read = rows.read(value, TOKEN);
    if !rates.get(part).is_unsaid() {
        read = Err("it is there twice".to_owned());
    }
    if let Some(price) = rows.price(field, read) {
        rates.set(part, price);
    }
}

/// The prices of an object that are for one kind of token each, for short prompts in the standard mode. A price for
/// other prompts or another mode has no place there.
fn plain_rates(rows: &mut Rows, raw: &RawValue, mut own: impl FnMut(&str) -> bool) -> Result<Rates, Reason> {
    let mut rates = Rates::default();
    json::fields(raw, |field, value| {
        match PriceKey::parse(field) {
            Some(PriceKey { part, above: None, processing: Processing::Standard }) => {
                set_price(rows, &mut rates, part, field, value);
            }
            Some(_) => return Err(format!("{field} is a field that the app does not know here")),
            None if own(field) => {}
            None => rows.unused_if_of_price(field, value),
        }
        Ok(())
    })?;
    Ok(rates)
}

/// `[{range: [0, 256000], input_cost_per_token, ...}]`: above the lower end and up to the upper one; above the last
/// range, the last one holds.
fn tiered(rows: &mut Rows, raw: &RawValue, fields: &Tariff, inclusive: bool) -> Result<Tariff, Reason> {
    let mut tiers = Vec::new();
    let mut others = 0_usize;
    for element in json::few(raw)? {
        let mut range = None;
        json::fields(element, |field, value| {
            if field == "range" {
                once(&mut range, field, value)?;
            }
            Ok(())
        })?;
        let Some(range) = range else {
            // Tiers by something other than tokens, such as search results.
            others += 1;
            continue;
        };
        let ends: Vec<u64> = json::elements(range)?
            .into_iter()
            .map(|end| json::limit(end).map(Option::unwrap_or_default))
            .collect::<Result<_, _>>()?;
        let [from, to] = *ends.as_slice() else { return Err("a range has two ends".to_owned()) };
        if from >= to {
            return Err(format!("the range from {from} to {to} is empty"));
        }
        tiers.push((from, to, plain_rates(rows, element, |field| field == "range")?));
    }
    if tiers.is_empty() || others > 0 {
        return if tiers.is_empty() {
            Ok(fields.clone())
        } else {
            Err("some tiers have no range".to_owned())
        };
    }
    tiers.sort_by_key(|(from, ..)| *from);
    if tiers.windows(2).any(|pair| matches!(pair, [(_, to, _), (from, ..)] if to != from)) {
        return Err("its ranges overlap or leave a gap".to_owned());
    }
    let mut base = *fields.base();
    let mut above = Vec::new();
    for (from, _, rates) in tiers {
        if from == 0 {
            base = rates.or(&base);
        } else {
            above.push(ContextTier { above: from, inclusive, rates });
        }
    }
    Ok(Tariff::new(base, above))
}

/// The off-peak prices: each takes the place of the one that would apply, tiers too; what is not given stays.
///
/// The weekday of a window is that of a calendar, whose clock may change by the season.
fn off_peak(rows: &mut Rows, raw: &RawValue, standard: &Tariff) -> Result<TimedTariff, Reason> {
    let (mut daily, mut windows, mut zone) = (None, None, None);
    json::fields(raw, |field, value| match field {
        "hours_utc" => once(&mut daily, field, value),
        "windows" => once(&mut windows, field, value),
        "weekday_timezone" => once(&mut zone, field, value),
        _ => Ok(()),
    })?;
    let rates =
        plain_rates(rows, raw, |field| matches!(field, "hours_utc" | "windows" | "weekday_timezone"))?;
    let mut all = Vec::new();
    if let Some(hours) = daily {
        add_windows(&mut all, hours, DayWindow::EVERY_DAY)?;
    }
    for window in windows.map(json::few).transpose()?.unwrap_or_default() {
        let (mut hours, mut weekdays) = (None, DayWindow::EVERY_DAY);
        json::fields(window, |field, value| match field {
            "hours_utc" => once(&mut hours, field, value),
            "weekdays" => {
                weekdays = weekday_bits(value)?;
                Ok(())
            }
            _ => Err(format!("{field} is a field that the app does not know here")),
        })?;
        add_windows(&mut all, hours.ok_or("a window has no hours_utc")?, weekdays)?;
    }
    if all.is_empty() {
        return Err("it says no hours".to_owned());
    }
    let name = zone.and_then(|zone| if json::is_null(zone) { None } else { Some(json::text(zone)) });
    let offsets = match name {
        None => vec![0],
        Some(name) => {
            let name = name.ok().flatten();
            name.as_deref().and_then(|name| zone::offsets(name, rows.as_of.map(crate::catalog::AsOf::day))).unwrap_or_else(|| {
                let name = name.as_deref().map_or_else(|| zone.map(json::shown).unwrap_or_default(), str::to_owned);
                rows.fault(format!(
                        "off_peak_pricing: the time zone \"{name}\" is not known; where it decides on the day of the \
                         week, the price is unknown"
                    ),
                );
                zone::ANY.to_vec()
            })
        }
    };
    let times: Vec<WeekTimes> = offsets
        .into_iter()
        .map(|offset| {
            let windows: Vec<DayWindow> = all.iter().map(|window| DayWindow { offset, ..*window }).collect();
            WeekTimes::of_windows(&windows)
        })
        .collect();
    let tariff = standard.map(|part, price| rates.get(part).or(price));
    Ok(TimedTariff::by_season("off-peak", &times, tariff))
}

/// `"16:30-00:30"`, or several of them.
fn add_windows(all: &mut Vec<DayWindow>, hours: &RawValue, weekdays: u8) -> Result<(), Reason> {
    let texts = if hours.get().starts_with('[') { json::few(hours)? } else { vec![hours] };
    for raw in texts {
        let text = json::text(raw)?.unwrap_or_default();
        let window = text.split_once('-').and_then(|(start, end)| {
            let time = |text| WeekMinute::time_of_day(text).map(|minute| minute % (24 * 60));
            Some(DayWindow { start: time(start)?, end: time(end)?, weekdays, offset: 0 })
        });
        all.push(window.ok_or_else(|| format!("\"{text}\" is no window like 16:30-00:30"))?);
    }
    Ok(())
}

/// `[1, 2, 7]` or `["mon", "sunday"]`, Monday being 1.
fn weekday_bits(raw: &RawValue) -> Result<u8, Reason> {
    let mut bits = 0_u8;
    for day in json::few(raw)? {
        let number = match day.get() {
            digit if digit.len() == 1 => digit.parse::<u16>().ok().and_then(|day| day.checked_sub(1)),
            _ => json::text_if_any(day).and_then(|name| WeekMinute::weekday(&name)),
        };
        match number {
            Some(day) if day < 7 => bits |= 1 << day,
            _ => return Err(format!("{} is no day of the week", json::shown(day))),
        }
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_apart() {
        use Processing::{Batch, Flex, Priority, Standard};
        let parse = |key: &str| PriceKey::parse(key).map(|key| (key.part, key.above, key.processing));
        assert_eq!(parse("input_cost_per_token"), Some((Part::Input, None, Standard)));
        assert_eq!(
            parse("cache_creation_input_token_cost_above_1hr_above_200k_tokens"),
            Some((Part::CacheWrite1h, Some(200_000), Standard))
        );
        assert_eq!(
            parse("output_cost_per_token_above_272k_tokens_flex"),
            Some((Part::Output, Some(272_000), Flex))
        );
        assert_eq!(
            parse("input_cost_per_token_priority_above_200k_tokens"),
            Some((Part::Input, Some(200_000), Priority))
        );
        assert_eq!(parse("cache_read_input_token_cost_batches"), Some((Part::CacheRead, None, Batch)));
        for other in [
            "cache_creation_input_token_cost_above_12hr",
            "cache_creation_input_token_cost_above_12hr_above_272k_tokens",
            "input_cost_per_token_ultrafast",
            "input_cost_per_token_above_k_tokens",
            "input_dbu_cost_per_token",
            "input_cost_per_second",
            "output_cost_per_token_batches_flex",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}

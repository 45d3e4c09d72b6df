//! LiteLLM's `model_prices_and_context_window.json`: an object keyed by model, dollars per token.
//!
//! Long-context keys end in `_above_200k_tokens`, processing keys in `_batches`, `_flex` or `_priority`; both may
//! combine. xAI bills its tiers from the threshold on, everyone else above it.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::{Format, Rows, limits, once};
use crate::catalog::{
    AsOf, ContextTier, DayWindow, Facts, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff,
    TimedTariff, WeekTimes,
};
use crate::money::Price;
use crate::processing::{Processing, WeekMinute};

/// Rows that are no models.
const NO_MODELS: [&str; 2] = ["sample_spec", "fallback_generalizations"];

pub(super) fn read(fields: &[(Cow<'_, str>, &RawValue)], day: Option<AsOf>) -> Rows {
    let mut rows = Rows::new(Format::LiteLlm, day);
    rows.models.reserve(fields.len());
    for (key, raw) in fields {
        if NO_MODELS.contains(&key.as_ref()) {
            rows.skip(key, "it describes the file and is no model");
            continue;
        }
        let model = model(&mut rows, key, raw);
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
    fn set(&mut self, key: &str, above: Option<u64>, part: Part, price: Price) -> Result<(), Reason> {
        let rates = match above {
            None => &mut self.base,
            Some(above) => {
                const MOST_TIERS: usize = 32;
                if self.tiers.len() > MOST_TIERS {
                    return Err(format!("there are more than {MOST_TIERS} long-context tiers"));
                }
                let place = self.tiers.iter().position(|(known, _)| *known == above).unwrap_or_else(|| {
                    self.tiers.push((above, Rates::default()));
                    self.tiers.len() - 1
                });
                match self.tiers.get_mut(place) {
                    Some((_, rates)) => rates,
                    None => return Ok(()),
                }
            }
        };
        if !rates.get(part).is_unsaid() {
            return Err(format!("{key} is there twice"));
        }
        rates.set(part, price);
        Ok(())
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
    maximum_input: Option<&'a RawValue>,
    maximum_output: Option<&'a RawValue>,
    tiered: Option<&'a RawValue>,
    off_peak: Option<&'a RawValue>,
    vision: Option<bool>,
    tools: Option<bool>,
    reasoning: Option<bool>,
    caching: Option<bool>,
    by_the_second: bool,
    remark: Option<Arc<str>>,
}

fn model(rows: &mut Rows, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let mut row = Row::default();
    json::fields(raw, |field, value| row.see(rows, field, value))?;
    let provider = row.provider.take().unwrap_or(Cow::Borrowed("unknown"));
    let inclusive = provider == "xai" || (provider == "unknown" && key.starts_with("xai/"));
    // The list has no names. What stands before the last slash is who sells it and in which size of picture; search
    // finds it in the id.
    let name = key.rsplit('/').next().filter(|name| !name.trim().is_empty());
    let mut model = rows.model(key, name, &provider)?;
    let limit = |field: &str, value: Option<&RawValue>| {
        value.map_or(Ok(None), |value| of_field(field, json::limit(value)))
    };
    model.limits = limits(
        None,
        limit("max_input_tokens", row.maximum_input)?,
        limit("max_output_tokens", row.maximum_output)?,
    );
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
    let mut standard = std::mem::take(&mut row.standard).into_tariff(inclusive);
    if let Some(raw) = row.tiered {
        standard = of_field("tiered_pricing", tiered(raw, &standard, inclusive))?;
    }
    let times = match row.off_peak {
        None => Vec::new(),
        Some(raw) => of_field("off_peak_pricing", off_peak(raw, &standard))?,
    };
    let mode = |mixed: Mixed| {
        let tariff = mixed.into_tariff(inclusive);
        (!tariff.is_empty()).then_some(tariff)
    };
    model.prices = PriceSheet::new(MorePrices {
        standard,
        batch: mode(row.batch),
        flex: mode(row.flex),
        priority: mode(row.priority),
        request_fee: row.request_fee,
        times,
    });
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
            "max_input_tokens" => once(&mut self.maximum_input, field, value)?,
            "max_output_tokens" => once(&mut self.maximum_output, field, value)?,
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
            _ => {}
        }
        Ok(())
    }

    fn see_price(&mut self, rows: &mut Rows, field: &str, value: &'a RawValue) -> Result<(), Reason> {
        let price = || of_field(field, json::price(value, Price::listed_per_token));
        match field {
            "input_cost_per_token_cache_hit" => self.cache_hit = price()?,
            "input_cost_per_request" => self.request_fee = price()?,
            _ => {
                let Some(PriceKey { part, above, processing }) = PriceKey::parse(field) else {
                    self.by_the_second |= field.contains("per_second");
                    rows.unused(field);
                    return Ok(());
                };
                let mixed = match processing {
                    Processing::Standard => &mut self.standard,
                    Processing::Batch => &mut self.batch,
                    Processing::Flex => &mut self.flex,
                    Processing::Priority => &mut self.priority,
                };
                if let Some(price) = price()? {
                    mixed.set(field, above, part, price)?;
                }
            }
        }
        Ok(())
    }
}

/// The prices of an object that are for one kind of token each, for short prompts in the standard mode.
fn plain_rates(raw: &RawValue, mut other: impl FnMut(&str) -> bool) -> Result<Rates, Reason> {
    let mut mixed = Mixed::default();
    json::fields(raw, |field, value| match PriceKey::parse(field) {
        Some(PriceKey { part, above: None, processing: Processing::Standard }) => {
            match of_field(field, json::price(value, Price::listed_per_token))? {
                Some(price) => mixed.set(field, None, part, price),
                None => Ok(()),
            }
        }
        _ if other(field) => Ok(()),
        _ => Err(format!("{field} is a field that the app does not know here")),
    })?;
    Ok(mixed.base)
}

/// `[{range: [0, 256000], input_cost_per_token, ...}]`: above the lower end and up to the upper one; above the last
/// range, the last one holds.
fn tiered(raw: &RawValue, fields: &Tariff, inclusive: bool) -> Result<Tariff, Reason> {
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
        tiers.push((from, to, plain_rates(element, |field| field == "range" || !field.contains("cost"))?));
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
fn off_peak(raw: &RawValue, standard: &Tariff) -> Result<Vec<TimedTariff>, Reason> {
    let (mut daily, mut windows, mut zone) = (None, None, None);
    json::fields(raw, |field, value| match field {
        "hours_utc" => once(&mut daily, field, value),
        "windows" => once(&mut windows, field, value),
        "weekday_timezone" => once(&mut zone, field, value),
        _ => Ok(()),
    })?;
    let rates = plain_rates(raw, |field| {
        matches!(field, "hours_utc" | "windows" | "weekday_timezone") || !field.contains("cost")
    })?;
    let offset = match zone.map(json::text).transpose()?.flatten() {
        None => 0,
        Some(name) => offset(&name).ok_or_else(|| format!("the time zone \"{name}\" is not known"))?,
    };
    let mut all = Vec::new();
    if let Some(hours) = daily {
        add_windows(&mut all, hours, DayWindow::EVERY_DAY, 0)?;
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
        add_windows(&mut all, hours.ok_or("a window has no hours_utc")?, weekdays, offset)?;
    }
    if all.is_empty() {
        return Err("it says no hours".to_owned());
    }
    let tariff = standard.map(|part, price| rates.get(part).or(price));
    Ok(vec![TimedTariff { label: "off-peak", when: WeekTimes::of_windows(&all), tariff }])
}

/// `"16:30-00:30"`, or several of them.
fn add_windows(all: &mut Vec<DayWindow>, hours: &RawValue, weekdays: u8, offset: i16) -> Result<(), Reason> {
    let texts = if hours.get().starts_with('[') { json::few(hours)? } else { vec![hours] };
    for raw in texts {
        let text = json::text(raw)?.unwrap_or_default();
        let window = text.split_once('-').and_then(|(start, end)| {
            let time = |text| WeekMinute::time_of_day(text).map(|minute| minute % (24 * 60));
            Some(DayWindow { start: time(start)?, end: time(end)?, weekdays, offset })
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

/// The minutes that a zone without daylight saving is ahead of UTC. A zone with it has no one week.
fn offset(name: &str) -> Option<i16> {
    Some(match name.trim() {
        "" | "UTC" | "Etc/UTC" | "GMT" | "Africa/Abidjan" | "Z" => 0,
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Hong_Kong" | "Asia/Singapore" | "Asia/Taipei" | "PRC"
        | "Asia/Manila" | "Asia/Kuala_Lumpur" | "Australia/Perth" => 8 * 60,
        "Asia/Tokyo" | "Asia/Seoul" | "Japan" => 9 * 60,
        "Asia/Kolkata" | "Asia/Calcutta" => 5 * 60 + 30,
        "Asia/Dubai" => 4 * 60,
        "Asia/Bangkok" | "Asia/Jakarta" | "Asia/Ho_Chi_Minh" => 7 * 60,
        "Asia/Riyadh" | "Europe/Moscow" | "Europe/Istanbul" => 3 * 60,
        "America/Sao_Paulo" => -3 * 60,
        "America/Phoenix" => -7 * 60,
        other => {
            let signed = other.strip_prefix("UTC").or_else(|| other.strip_prefix("GMT")).unwrap_or(other);
            let (sign, time) = match signed.split_at_checked(1)? {
                ("+", time) => (1, time),
                ("-", time) => (-1, time),
                _ => return None,
            };
            let minutes = WeekMinute::time_of_day(time)
                .or_else(|| time.parse::<u16>().ok().filter(|hours| *hours <= 14).map(|hours| hours * 60))?;
            sign * i16::try_from(minutes).ok().filter(|minutes| *minutes <= 14 * 60)?
        }
    })
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

    #[test]
    fn zones_have_offsets_unless_their_clocks_change() {
        assert_eq!(offset("Asia/Shanghai"), Some(480));
        assert_eq!(offset("UTC+5"), Some(300));
        assert_eq!(offset("-03:30"), Some(-210));
        assert_eq!(offset("America/New_York"), None);
    }
}

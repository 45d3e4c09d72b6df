//! genai-prices v2 `data.json`: an array of providers with their models. The id is `provider/model`.
//!
//! Units are in the key: `*_mtok` per million tokens, `*_kcount` per thousand. A price is a number or
//! `{base, tiers: [{start, price}]}`, its tier for strictly more than `start`. Where `prices` is a list of
//! `{constraint, prices}`, the last entry that is active counts. `price_variants` of newer files are read where they
//! name a service tier that the app knows.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::{Format, ImportError, MOST_SETS, Rows, limits, once};
use crate::catalog::{
    AsOf, ContextTier, DatedPrices, DayWindow, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff,
    TimedTariff, WeekTimes,
};
use crate::money::Price;
use crate::processing::{Processing, WeekMinute};

pub(super) fn read(providers: &[&RawValue], day: Option<AsOf>) -> Result<Rows, ImportError> {
    let mut rows = Rows::new(Format::GenaiPrices, day);
    let mut recognised = false;
    for (number, raw) in (1..).zip(providers) {
        let (mut id, mut name, mut urls, mut models) = (None, None, None, None);
        let read = json::fields(raw, |field, value| {
            match field {
                "id" => id = json::text_if_any(value),
                "name" => name = json::text_if_any(value),
                "pricing_urls" => urls = Some(value),
                "models" => once(&mut models, field, value)?,
                _ => {}
            }
            Ok(())
        });
        recognised |= models.is_some();
        let key = id.as_deref().map_or_else(|| number.to_string(), str::to_owned);
        let models = match (read, id.as_deref(), models.map(json::elements)) {
            (Ok(()), Some(_), Some(Ok(models))) => models,
            (Err(reason), ..) | (_, _, Some(Err(reason))) => {
                rows.skip(&key, reason);
                continue;
            }
            (_, None, _) => {
                rows.skip(&key, "it is a provider without an id");
                continue;
            }
            (_, _, None) => {
                rows.skip(&key, "it is a provider without models");
                continue;
            }
        };
        let link = urls
            .and_then(|raw| json::elements(raw).ok())
            .and_then(|urls| urls.first().and_then(|raw| json::text_if_any(raw)));
        let provider = Provider { id: &key, name: name.as_deref().unwrap_or(&key), link: link.as_deref() };
        for (number, raw) in (1..).zip(models) {
            let mut id = None;
            let read = json::fields(raw, |field, value| match field {
                "id" => once(&mut id, field, value),
                _ => Ok(()),
            });
            match (read, id.and_then(json::text_if_any)) {
                (Ok(()), Some(id)) => {
                    let key = format!("{}/{id}", provider.id);
                    let model = model(&mut rows, &provider, &key, raw);
                    rows.take(&key, model);
                }
                (read, _) => rows.skip(
                    &format!("{}/{number}", provider.id),
                    read.err().unwrap_or_else(|| "it has no id".to_owned()),
                ),
            }
        }
    }
    if !recognised {
        return Err(ImportError::Unrecognised("its JSON is a list of something else".to_owned()));
    }
    Ok(rows)
}

struct Provider<'a> {
    id: &'a str,
    name: &'a str,
    link: Option<&'a str>,
}

fn model(rows: &mut Rows, provider: &Provider<'_>, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let (mut name, mut prices, mut variants, mut context, mut deprecated) = (None, None, None, None, false);
    let mut remark = None;
    json::fields(raw, |field, value| {
        match field {
            "name" => name = json::text_if_any(value),
            "prices" if !json::is_null(value) => once(&mut prices, field, value)?,
            "price_variants" if !json::is_null(value) => once(&mut variants, field, value)?,
            "context_window" => context = of_field(field, json::limit(value))?,
            "deprecated" => deprecated = json::flag(value).unwrap_or(false),
            "price_comments" => remark = json::text_if_any(value),
            _ => {}
        }
        Ok(())
    })?;
    let mut made = rows.model(key, name.as_deref(), provider.name)?;
    let mut schedule = match prices {
        None => Vec::new(),
        Some(raw) if raw.get().starts_with('[') => json::few(raw)?
            .into_iter()
            .map(|raw| of_field("prices", Entry::read(rows, raw)))
            .collect::<Result<Vec<_>, _>>()?,
        Some(raw) => vec![Entry::always(of_field("prices", read_prices(rows, raw))?)],
    };
    if let Some(variants) = variants {
        let modes = of_field("price_variants", read_variants(rows, variants))?;
        for entry in &mut schedule {
            entry.modes.clone_from(&modes);
        }
    }
    // Each day has a sheet of its own with the prices of each hour: a hundred of both would be a million prices.
    let days_and_first = 1 + schedule.iter().filter(|entry| entry.from.is_some()).count();
    let sets: usize = schedule.iter().map(|entry| 1 + entry.tariff.tiers().len()).sum();
    if sets * days_and_first > MOST_SETS {
        return Err("prices: there are too many of them by the day, the hour and the prompt".to_owned());
    }
    // The sheet changes on the first day of an entry, and on no other.
    let days: BTreeSet<Date> = schedule.iter().filter_map(|entry| entry.from).collect();
    made.prices = sheet(&schedule, None)?;
    for from in days {
        made.dated.push(DatedPrices { from: Some(from), until: None, prices: sheet(&schedule, Some(from))? });
    }
    let base = made.prices.base();
    made.facts.mode = if base.output.is_unknown() { Mode::Unstated } else { Mode::Text };
    made.facts.caching = (!base.cache_read.is_unknown()).then_some(true);
    made.facts.deprecated = deprecated;
    made.facts.link = provider.link.map(Into::into);
    made.facts.remark = remark.map(Into::into);
    made.limits = limits(context, None, None);
    Ok(made)
}

/// One set of prices, and when it counts.
struct Entry {
    from: Option<Date>,
    /// Minutes of the day, UTC.
    hours: Option<(u16, u16)>,
    tariff: Tariff,
    request_fee: Option<Price>,
    modes: Vec<(Processing, Tariff)>,
}

impl Entry {
    fn always((tariff, request_fee): (Tariff, Option<Price>)) -> Self {
        Self { from: None, hours: None, tariff, request_fee, modes: Vec::new() }
    }

    /// `{constraint?, prices, price_variants?}`
    fn read(rows: &mut Rows, raw: &RawValue) -> Result<Self, Reason> {
        let (mut constraint, mut prices, mut variants) = (None, None, None);
        json::fields(raw, |field, value| match field {
            "constraint" if !json::is_null(value) => once(&mut constraint, field, value),
            "prices" => once(&mut prices, field, value),
            "price_variants" if !json::is_null(value) => once(&mut variants, field, value),
            _ => Ok(()),
        })?;
        let prices = prices.ok_or("an entry has no prices")?;
        let mut entry = Self::always(read_prices(rows, prices)?);
        if let Some(constraint) = constraint {
            let (mut start, mut end) = (None, None);
            json::fields(constraint, |field, value| match field {
                "start_date" => {
                    entry.from = of_field(field, json::date(value))?;
                    Ok(())
                }
                "start_time" => once(&mut start, field, of_field(field, time(value))?),
                "end_time" => once(&mut end, field, of_field(field, time(value))?),
                "type" => Ok(()),
                _ => Err(format!("{field} is a constraint that the app does not know")),
            })?;
            entry.hours = match (start, end) {
                (Some(start), Some(end)) => Some((start, end)),
                (None, None) => None,
                _ => return Err("start_time and end_time come together".to_owned()),
            };
        }
        if let Some(variants) = variants {
            entry.modes = read_variants(rows, variants)?;
        }
        Ok(entry)
    }

    fn is_active(&self, day: Option<Date>) -> bool {
        self.from.is_none_or(|from| day.is_some_and(|day| day >= from))
    }
}

/// What the entries say from a day on, or before all of their days: the last active one counts at each minute.
///
/// A fee for a request that is another one at some hours is a reason to skip the row: a bill has one fee.
fn sheet(entries: &[Entry], day: Option<Date>) -> Result<PriceSheet, Reason> {
    let active: Vec<&Entry> = entries.iter().filter(|entry| entry.is_active(day)).collect();
    let base_place = active.iter().rposition(|entry| entry.hours.is_none());
    let base = base_place.and_then(|place| active.get(place));
    let by_hours: Vec<&&Entry> = active.iter().skip(base_place.map_or(0, |place| place + 1)).collect();
    let request_fee = base.and_then(|entry| entry.request_fee);
    if by_hours.iter().any(|entry| entry.request_fee != request_fee) {
        return Err("prices: its fee for a request differs by the hour, which the app cannot bill".to_owned());
    }
    let window = |entry: &Entry| {
        entry.hours.map(|(start, end)| DayWindow { start, end, weekdays: DayWindow::EVERY_DAY, offset: 0 })
    };
    let mut times = Vec::new();
    let mut later = WeekTimes::default();
    for entry in by_hours.iter().rev() {
        let own = WeekTimes::of_windows(window(entry).as_slice());
        let when = own.without(&later);
        later = later.with(&own);
        if when.minutes() > 0 {
            times.push(TimedTariff { label: "at other hours", when, tariff: entry.tariff.clone() });
        }
    }
    times.reverse();
    let mode = |wanted: Processing| {
        base?.modes.iter().find(|(mode, _)| *mode == wanted).map(|(_, tariff)| tariff.clone())
    };
    Ok(PriceSheet::new(MorePrices {
        standard: base.map(|entry| entry.tariff.clone()).unwrap_or_default(),
        batch: mode(Processing::Batch),
        flex: mode(Processing::Flex),
        priority: mode(Processing::Priority),
        request_fee,
        times,
    }))
}

/// One price: its base, and its tiers by their threshold.
struct Tiered {
    part: Part,
    base: Price,
    tiers: Vec<(u64, Price)>,
}

/// `{input_mtok: 3, output_mtok: {base: 15, tiers: [{start: 200000, price: 22.5}]}}`
fn read_prices(rows: &mut Rows, raw: &RawValue) -> Result<(Tariff, Option<Price>), Reason> {
    let mut prices: Vec<Tiered> = Vec::new();
    let mut request_fee = None;
    json::fields(raw, |field, value| {
        let part = match field {
            "input_mtok" => Part::Input,
            "output_mtok" => Part::Output,
            "cache_read_mtok" => Part::CacheRead,
            "cache_write_mtok" => Part::CacheWrite5m,
            "cache_write_1h_mtok" => Part::CacheWrite1h,
            "output_reasoning_mtok" => Part::Reasoning,
            "input_audio_mtok" => Part::InputAudio,
            "output_audio_mtok" => Part::OutputAudio,
            "input_image_mtok" => Part::InputImage,
            "output_image_mtok" => Part::OutputImage,
            "requests_kcount" => {
                let fee = of_field(field, json::price(value, Price::per_thousand))?;
                request_fee = fee.filter(|fee| *fee != Price::Free);
                return Ok(());
            }
            other => {
                rows.unused(other);
                return Ok(());
            }
        };
        if json::is_null(value) {
            return Ok(());
        }
        if prices.iter().any(|price| price.part == part) {
            return Err(format!("{field} is there twice"));
        }
        let (base, tiers) = of_field(field, price(value))?;
        prices.push(Tiered { part, base, tiers });
        Ok(())
    })?;
    let thresholds: BTreeSet<u64> =
        prices.iter().flat_map(|price| price.tiers.iter().map(|(start, _)| *start)).collect();
    // A price without a tier at a threshold is the same on both sides of it: here that is said, not assumed.
    let at = |threshold: Option<u64>| {
        let mut rates = Rates::default();
        for Tiered { part, base, tiers } in &prices {
            let tier = tiers.iter().rfind(|(start, _)| threshold.is_some_and(|above| *start <= above));
            rates.set(*part, tier.map_or(*base, |(_, price)| *price));
        }
        rates
    };
    let tiers = thresholds
        .iter()
        .map(|above| ContextTier { above: *above, inclusive: false, rates: at(Some(*above)) })
        .collect();
    Ok((Tariff::new(at(None), tiers), request_fee))
}

/// A number, or `{base, tiers: [{start, price}]}` with the tiers in order.
fn price(raw: &RawValue) -> Result<(Price, Vec<(u64, Price)>), Reason> {
    let read = |raw| json::price(raw, Price::listed_per_million).map(Option::unwrap_or_default);
    if !raw.get().starts_with('{') {
        return Ok((read(raw)?, Vec::new()));
    }
    let (mut base, mut list) = (None, None);
    json::fields(raw, |field, value| match field {
        "base" => once(&mut base, field, value),
        "tiers" => once(&mut list, field, value),
        _ => Err(format!("{field} is a field that the app does not know here")),
    })?;
    let mut tiers = Vec::new();
    for element in list.map(json::few).transpose()?.unwrap_or_default() {
        let (mut start, mut tier_price) = (None, None);
        json::fields(element, |field, value| match field {
            "start" => once(&mut start, field, of_field(field, json::limit(value))?.unwrap_or_default()),
            "price" => once(&mut tier_price, field, read(value)?),
            _ => Err(format!("{field} is a field that the app does not know here")),
        })?;
        tiers.push((start.ok_or("a tier has no start")?, tier_price.ok_or("a tier has no price")?));
    }
    tiers.sort_by_key(|(start, _)| *start);
    Ok((read(base.ok_or("a price has no base")?)?, tiers))
}

/// `[{when: {service_tier: "flex"}, prices}]`
fn read_variants(rows: &mut Rows, raw: &RawValue) -> Result<Vec<(Processing, Tariff)>, Reason> {
    let mut modes = Vec::new();
    for element in json::few(raw)? {
        let (mut when, mut prices) = (None, None);
        json::fields(element, |field, value| match field {
            "when" => once(&mut when, field, value),
            "prices" => once(&mut prices, field, value),
            _ => Ok(()),
        })?;
        let mut processing = None;
        let mut other = false;
        if let Some(when) = when {
            json::fields(when, |field, value| {
                if field == "service_tier" {
                    processing = json::text_if_any(value).and_then(|name| Processing::named(&name));
                } else {
                    other = true;
                }
                Ok(())
            })?;
        }
        match (processing.filter(|mode| !mode.is_standard() && !other), prices) {
            (Some(mode), Some(prices)) if prices.get().starts_with('{') => {
                if modes.iter().any(|(known, _)| *known == mode) {
                    return Err(format!("{} is there twice", mode.label()));
                }
                modes.push((mode, read_prices(rows, prices)?.0));
            }
            _ => rows.unused("price_variants"),
        }
    }
    Ok(modes)
}

/// `"00:30:00Z"`, as minutes of the day.
fn time(raw: &RawValue) -> Result<u16, Reason> {
    let text = json::text(raw)?.unwrap_or_default();
    WeekMinute::time_of_day(&text)
        .map(|minute| minute % (24 * 60))
        .ok_or_else(|| format!("\"{text}\" is no time like 00:30:00Z"))
}

//! genai-prices v2 `data.json`: an array of providers with their models. The id is `provider/model`.
//!
//! Units are in the key: `*_mtok` per million tokens, `*_kcount` per thousand. A price is a number or
//! `{base, tiers: [{start, price}]}`, its tier for strictly more than `start`. Where `prices` is a list of
//! `{constraint, prices}`, the last entry that is active counts. `price_variants` of newer files are the prices of
//! other modes, key by key over the standard ones; those by other conditions are named.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::json::{self, Reason, of_field};
use super::unit::{MILLION, THOUSAND, Terms};
use super::{Format, Head, LONGEST_ID, MOST_SETS, Rows, limits, once, shared};
use crate::catalog::{
    ContextTier, DatedPrices, DayWindow, Mode, Model, MorePrices, Part, PriceSheet, Rates, Tariff,
    TimedTariff, WeekTimes,
};
use crate::money::Price;
use crate::processing::{Processing, WeekMinute};

pub(super) fn read(providers: &[&RawValue], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::GenaiPrices, head);
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
        let key = id.as_deref().map_or_else(|| number.to_string(), str::to_owned);
        if key.len() > LONGEST_ID {
            rows.skip(&key, "it is a provider whose id is too long");
            continue;
        }
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
        let provider = Provider {
            id: &key,
            name: name.as_deref().unwrap_or(&key),
            link: link.as_deref().map(shared),
            terms: rows.terms_in(&head.terms, raw),
        };
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
    rows
}

struct Provider<'a> {
    id: &'a str,
    name: &'a str,
    link: Option<Arc<str>>,
    terms: Terms,
}

fn model(rows: &mut Rows, provider: &Provider<'_>, key: &str, raw: &RawValue) -> Result<Model, Reason> {
    let (mut name, mut prices, mut variants, mut context, mut deprecated) = (None, None, None, None, false);
    let mut remark = None;
    rows.terms = rows.terms_in(&provider.terms, raw);
    json::fields(raw, |field, value| {
        match field {
            "name" => name = json::text_if_any(value),
            "prices" if !json::is_null(value) => once(&mut prices, field, value)?,
            "price_variants" if !json::is_null(value) => once(&mut variants, field, value)?,
            "context_window" => context = rows.limit(field, value),
            "deprecated" => deprecated = json::flag(value).unwrap_or(false),
            "price_comments" => remark = json::text_if_any(value),
            _ => rows.unused_if_of_price(field, value),
        }
        Ok(())
    })?;
    let mut made = rows.model(key, name.as_deref(), provider.name)?;
    let mut schedule = of_field("prices", read_schedule(rows, prices)).unwrap_or_else(|reason| {
        rows.fault(format!("{reason}; its prices are unknown"));
        vec![Entry::always(Prices::unusable())]
    });
    if let Some(variants) = variants {
        let of_model = Variant::read_all(rows, variants);
        for entry in &mut schedule {
            entry.variants.extend(of_model.iter().cloned());
        }
    }
    // Each day has a sheet of its own with the prices of each hour and mode: a hundred of each would be a million prices.
    let days: BTreeSet<Date> = schedule.iter().flat_map(Entry::days).collect();
    let sets: usize = schedule.iter().map(Entry::sets).sum();
    if sets * (1 + days.len()) > MOST_SETS {
        return Err("prices: there are too many of them by the day, the hour and the prompt".to_owned());
    }
    // The sheet changes on the first day of an entry or a variant, and on no other.
    let mut sheets = vec![sheet(&schedule, None)];
    sheets.extend(days.iter().map(|day| sheet(&schedule, Some(*day))));
    let sheets = sheets.into_iter().collect::<Result<Vec<_>, _>>().unwrap_or_else(|reason| {
        rows.fault(format!("{reason}; its prices are unknown"));
        vec![PriceSheet::flat(Price::Unusable, Price::Unusable)]
    });
    let mut sheets = sheets.into_iter();
    made.prices = sheets.next().unwrap_or_default();
    let dated = |(from, prices)| DatedPrices { from: Some(from), until: None, prices };
    made.dated = days.into_iter().zip(sheets).map(dated).collect();
    for mode in [Processing::Batch, Processing::Flex, Processing::Priority] {
        if schedule.iter().any(|entry| entry.variants.iter().any(|one| one.mode == mode && one.is_unclear)) {
            let words = "it is not known when they hold, so that mode's prices are unknown then";
            rows.fault(format!("price_variants: {}: {words}", mode.label()));
        }
    }
    let base = made.prices.base();
    made.facts.mode = if base.output.is_unknown() { Mode::Unstated } else { Mode::Text };
    made.facts.caching = (!base.cache_read.is_unknown()).then_some(true);
    made.facts.deprecated = deprecated;
    made.facts.link.clone_from(&provider.link);
    made.facts.remark = remark.as_deref().map(shared);
    made.limits = limits(context, None, None);
    Ok(made)
}

/// One set of prices for each day and hour.
fn read_schedule(rows: &mut Rows, prices: Option<&RawValue>) -> Result<Vec<Entry>, Reason> {
    match prices {
        None => Ok(Vec::new()),
        Some(raw) if raw.get().starts_with('[') => {
            json::few(raw)?.into_iter().map(|raw| Entry::read(rows, raw)).collect()
        }
        Some(raw) => Ok(vec![Entry::always(Prices::read(rows, raw)?)]),
    }
}

/// When a set of prices counts.
#[derive(Clone, Copy, Default)]
struct Constraint {
    from: Option<Date>,
    /// Minutes of the day, UTC.
    hours: Option<(u16, u16)>,
}

impl Constraint {
    /// `{start_date}` or `{start_time, end_time}`
    fn read(raw: &RawValue) -> Result<Self, Reason> {
        let mut read = Self::default();
        let (mut start, mut end) = (None, None);
        json::fields(raw, |field, value| match field {
            "start_date" => {
                read.from = of_field(field, json::date(value))?;
                Ok(())
            }
            "start_time" => once(&mut start, field, of_field(field, time(value))?),
            "end_time" => once(&mut end, field, of_field(field, time(value))?),
            "type" => Ok(()),
            _ => Err(format!("{field} is a constraint that the app does not know")),
        })?;
        read.hours = match (start, end) {
            (Some(start), Some(end)) => Some((start, end)),
            (None, None) => None,
            _ => return Err("start_time and end_time come together".to_owned()),
        };
        Ok(read)
    }

    fn is_active(&self, day: Option<Date>) -> bool {
        self.from.is_none_or(|from| day.is_some_and(|day| day >= from))
    }
}

/// One set of prices, when it counts, and what other modes charge.
struct Entry {
    when: Constraint,
    prices: Prices,
    variants: Vec<Variant>,
}

impl Entry {
    fn always(prices: Prices) -> Self {
        Self { when: Constraint::default(), prices, variants: Vec::new() }
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
        let mut entry = Self::always(Prices::read(rows, prices.ok_or("an entry has no prices")?)?);
        entry.when = constraint.map(Constraint::read).transpose()?.unwrap_or_default();
        entry.variants = variants.map(|raw| Variant::read_all(rows, raw)).unwrap_or_default();
        Ok(entry)
    }

    /// The days from which on it says something else.
    fn days(&self) -> impl Iterator<Item = Date> {
        self.when.from.into_iter().chain(self.variants.iter().filter_map(|variant| variant.from))
    }

    /// How many sets of prices it has at most: of its own and of its modes.
    fn sets(&self) -> usize {
        let modes = 1 + self.variants.len().min(Processing::ALL.len() - 1);
        let thresholds = |prices: &Prices| prices.list.iter().map(|price| price.tiers.len()).sum::<usize>();
        let variants = self.variants.iter().map(|variant| thresholds(&variant.prices)).sum::<usize>();
        modes * (1 + thresholds(&self.prices)) + variants
    }
}

/// What the entries say from a day on, or before all of their days: the last active one counts at each minute.
///
/// A fee for a request that is another one at some hours can't be billed: a bill has one fee.
fn sheet(entries: &[Entry], day: Option<Date>) -> Result<PriceSheet, Reason> {
    let active: Vec<&Entry> = entries.iter().filter(|entry| entry.when.is_active(day)).collect();
    let base_place = active.iter().rposition(|entry| entry.when.hours.is_none());
    let base = base_place.and_then(|place| active.get(place).copied());
    let by_hours: Vec<&&Entry> = active.iter().skip(base_place.map_or(0, |place| place + 1)).collect();
    let request_fee = base.and_then(|entry| entry.prices.fee());
    if by_hours.iter().any(|entry| entry.prices.fee() != request_fee) {
        return Err("prices: its fee for a request differs by the hour, which the app cannot bill".to_owned());
    }
    let window = |entry: &Entry| {
        entry.when.hours.map(|(start, end)| DayWindow {
            start,
            end,
            weekdays: DayWindow::EVERY_DAY,
            offset: 0,
        })
    };
    let mut times = Vec::new();
    let mut later = WeekTimes::default();
    for entry in by_hours.iter().rev() {
        let own = WeekTimes::of_windows(window(entry).as_slice());
        let when = own.without(&later);
        later = later.with(&own);
        if when.minutes() > 0 {
            times.push(TimedTariff::new("at other hours", when, entry.prices.tariff()));
        }
    }
    times.reverse();
    let mode = |mode| base.and_then(|entry| in_mode(entry, mode, day));
    Ok(PriceSheet::new(MorePrices {
        standard: base.map(|entry| entry.prices.tariff()).unwrap_or_default(),
        batch: mode(Processing::Batch),
        flex: mode(Processing::Flex),
        priority: mode(Processing::Priority),
        request_fee,
        times,
    }))
}

/// The prices of a mode on a day: key by key, the first variant in force that has the key counts, and a key that none
/// of them has keeps its standard price (`ModelInfo.get_prices` of genai-prices 0.2.3).
///
/// The standard price of cache reads is not taken over here: what stands in for it is settled by the billing rules.
/// `None` where no variant has a price for text, or where it is not known which prices hold.
fn in_mode(entry: &Entry, mode: Processing, day: Option<Date>) -> Option<Tariff> {
    let mut over: Vec<&Tiered> = Vec::new();
    let mut fee = entry.prices.fee();
    for variant in entry.variants.iter().filter(|variant| variant.mode == mode && variant.is_active(day)) {
        let new =
            variant.prices.list.iter().filter(|price| over.iter().all(|known| known.part != price.part));
        let new: Vec<&Tiered> = new.collect();
        if variant.is_unclear && !new.is_empty() {
            return None;
        }
        over.extend(new);
        fee = if variant.prices.request_fee.is_some() { variant.prices.fee() } else { fee };
    }
    // A bill has one fee for a request, that of the standard mode.
    if fee != entry.prices.fee() || !over.iter().any(|price| Part::TEXT.contains(&price.part)) {
        return None;
    }
    let kept =
        entry.prices.list.iter().filter(|price| {
            price.part != Part::CacheRead && over.iter().all(|known| known.part != price.part)
        });
    let all: Vec<&Tiered> = over.iter().copied().chain(kept).collect();
    let thresholds = thresholds(all.iter().copied().chain(&entry.prices.list));
    Some(tariff(&all, &thresholds))
}

/// One price: its base, and its tiers by their threshold.
#[derive(Clone)]
struct Tiered {
    part: Part,
    base: Price,
    tiers: Vec<(u64, Price)>,
}

impl Tiered {
    /// The price above a threshold, or below all of them.
    fn at(&self, threshold: Option<u64>) -> Price {
        let tier = self.tiers.iter().rfind(|(start, _)| threshold.is_some_and(|above| *start <= above));
        tier.map_or(self.base, |(_, price)| *price)
    }
}

/// The thresholds at which a price of text changes.
fn thresholds<'a>(prices: impl IntoIterator<Item = &'a Tiered>) -> BTreeSet<u64> {
    let text = prices.into_iter().filter(|price| Part::TEXT.contains(&price.part));
    text.flat_map(|price| price.tiers.iter().map(|(start, _)| *start)).collect()
}

/// A price without a tier at a threshold is the same on both sides of it: here that is said, not assumed.
fn tariff(prices: &[&Tiered], thresholds: &BTreeSet<u64>) -> Tariff {
    let at = |threshold: Option<u64>| {
        let mut rates = Rates::default();
        for price in prices {
            rates.set(price.part, price.at(threshold));
        }
        rates
    };
    let tier = |above: &u64| ContextTier { above: *above, inclusive: false, rates: at(Some(*above)) };
    Tariff::new(at(None), thresholds.iter().map(tier).collect())
}

/// `{input_mtok: 3, output_mtok: {base: 15, tiers: [{start: 200000, price: 22.5}]}}`
#[derive(Clone, Default)]
struct Prices {
    list: Vec<Tiered>,
    request_fee: Option<Price>,
}

impl Prices {
    /// Prices that are there, and were not understood.
    fn unusable() -> Self {
        let price = |part| Tiered { part, base: Price::Unusable, tiers: Vec::new() };
        Self { list: vec![price(Part::Input), price(Part::Output)], request_fee: None }
    }

    fn read(rows: &mut Rows, raw: &RawValue) -> Result<Self, Reason> {
        let mut prices = Self::default();
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
                    prices.request_fee = rows.price(field, Rows::read_fee(value, THOUSAND));
                    return Ok(());
                }
                other => {
                    if !Terms::default().see(other, value) {
                        rows.unused(other);
                    }
                    return Ok(());
                }
            };
            if json::is_null(value) {
                return Ok(());
            }
            let place = prices.list.iter().position(|price| price.part == part);
            let read =
                if place.is_none() { price(rows, field, value) } else { Err("it is there twice".to_owned()) };
            let (base, tiers) = read
                .unwrap_or_else(|reason| (rows.price(field, Err(reason)).unwrap_or_default(), Vec::new()));
            prices.list.retain(|price| price.part != part);
            prices.list.push(Tiered { part, base, tiers });
            Ok(())
        })?;
        Ok(prices)
    }

    fn tariff(&self) -> Tariff {
        tariff(&self.list.iter().collect::<Vec<_>>(), &thresholds(&self.list))
    }

    /// The fee for a request, where there is one.
    fn fee(&self) -> Option<Price> {
        self.request_fee.filter(|fee| *fee != Price::Free)
    }
}

/// A number, or `{base, tiers: [{start, price}]}` with the tiers in order.
fn price(rows: &mut Rows, name: &str, raw: &RawValue) -> Result<(Price, Vec<(u64, Price)>), Reason> {
    let mut read = |raw| -> Result<Price, Reason> {
        // What cannot be read at all costs the whole price, and is named by the caller.
        let price = rows.read(raw, MILLION)?;
        Ok(rows.price(name, Ok(price)).unwrap_or_default())
    };
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

/// What a mode charges in the place of the standard prices, and from which day on.
#[derive(Clone)]
struct Variant {
    mode: Processing,
    from: Option<Date>,
    /// Whether it is not known when it holds: only at some hours, or by a condition that the app does not know.
    is_unclear: bool,
    prices: Prices,
}

impl Variant {
    /// `[{when: {service_tier: "flex"}, constraint?, prices}]`: those by a mode that the app knows. The others are
    /// named; the standard prices hold whatever stands here.
    fn read_all(rows: &mut Rows, raw: &RawValue) -> Vec<Self> {
        let elements = json::few(raw).unwrap_or_else(|reason| {
            rows.fault(format!("price_variants: {reason}; they are left out"));
            Vec::new()
        });
        elements
            .into_iter()
            .filter_map(|element| {
                Self::read(rows, element).unwrap_or_else(|reason| {
                    rows.fault(format!("price_variants: {reason}; this one is left out"));
                    None
                })
            })
            .collect()
    }

    fn read(rows: &mut Rows, raw: &RawValue) -> Result<Option<Self>, Reason> {
        let (mut when, mut constraint, mut prices) = (None, None, None);
        json::fields(raw, |field, value| match field {
            "when" => once(&mut when, field, value),
            "constraint" if !json::is_null(value) => once(&mut constraint, field, value),
            "prices" => once(&mut prices, field, value),
            _ => Ok(()),
        })?;
        let mut conditions: Vec<String> = Vec::new();
        let mut modes: Vec<Option<Processing>> = Vec::new();
        json::fields(when.ok_or("one does not say for what it is")?, |field, value| {
            let text = json::text_if_any(value).unwrap_or_default();
            let mode =
                if matches!(field, "service_tier" | "processing") { Processing::named(&text) } else { None };
            modes.push(mode.filter(|mode| !mode.is_standard()));
            conditions.push(format!("{field}: {text}"));
            Ok(())
        })?;
        let prices = prices.ok_or("one has no prices")?;
        let [Some(mode)] = modes.as_slice() else {
            if prices.get() != "{}" {
                rows.unused(&format!("price_variants ({})", conditions.join(", ")));
            }
            return Ok(None);
        };
        let constraint = constraint.map_or(Ok(Constraint::default()), Constraint::read);
        Ok(Some(Self {
            mode: *mode,
            from: constraint.as_ref().ok().and_then(|constraint| constraint.from),
            is_unclear: constraint.map_or(true, |constraint| constraint.hours.is_some()),
            prices: Prices::read(rows, prices).unwrap_or_else(|_| Prices::unusable()),
        }))
    }

    fn is_active(&self, day: Option<Date>) -> bool {
        Constraint { from: self.from, hours: None }.is_active(day)
    }
}

/// `"00:30:00Z"`, as minutes of the day.
fn time(raw: &RawValue) -> Result<u16, Reason> {
    let text = json::text(raw)?.unwrap_or_default();
    WeekMinute::time_of_day(&text)
        .map(|minute| minute % (24 * 60))
        .ok_or_else(|| format!("\"{text}\" is no time like 00:30:00Z"))
}

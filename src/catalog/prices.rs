//! What one model charges: every price of a list, each known, free or unknown.
//!
//! The two prices that every screen reads stand first, in [`PriceSheet`]; the rest is behind one pointer, so that a
//! row of a table stays small. What the prices mean for a request is the business of `billing`.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Part, PriceKind, WeekTimes};
use crate::money::{Price, Share};
use crate::processing::{Processing, WeekMinute};

/// One price for each kind of token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// [`Part::Input`]
    pub input: Price,
    /// [`Part::CacheRead`]
    pub cache_read: Price,
    /// [`Part::CacheWrite5m`]
    pub cache_write_5m: Price,
    /// [`Part::CacheWrite1h`]
    pub cache_write_1h: Price,
    /// [`Part::Output`]
    pub output: Price,
    /// [`Part::Reasoning`]
    pub reasoning: Price,
    /// [`Part::InputAudio`]
    pub input_audio: Price,
    /// [`Part::OutputAudio`]
    pub output_audio: Price,
    /// [`Part::InputImage`]
    pub input_image: Price,
    /// [`Part::OutputImage`]
    pub output_image: Price,
}

impl Rates {
    /// The price of one kind of token; unknown for a part that is none.
    pub const fn get(&self, part: Part) -> Price {
        match part {
            Part::Input => self.input,
            Part::CacheRead => self.cache_read,
            Part::CacheWrite5m => self.cache_write_5m,
            Part::CacheWrite1h => self.cache_write_1h,
            Part::Output => self.output,
            Part::Reasoning => self.reasoning,
            Part::InputAudio => self.input_audio,
            Part::OutputAudio => self.output_audio,
            Part::InputImage => self.input_image,
            Part::OutputImage => self.output_image,
            Part::Request | Part::Retries | Part::SafetyMargin => Price::Unknown,
        }
    }

    /// Sets the price of one kind of token; nothing for a part that is none.
    pub fn set(&mut self, part: Part, price: Price) {
        let place = match part {
            Part::Input => &mut self.input,
            Part::CacheRead => &mut self.cache_read,
            Part::CacheWrite5m => &mut self.cache_write_5m,
            Part::CacheWrite1h => &mut self.cache_write_1h,
            Part::Output => &mut self.output,
            Part::Reasoning => &mut self.reasoning,
            Part::InputAudio => &mut self.input_audio,
            Part::OutputAudio => &mut self.output_audio,
            Part::InputImage => &mut self.input_image,
            Part::OutputImage => &mut self.output_image,
            Part::Request | Part::Retries | Part::SafetyMargin => return,
        };
        *place = price;
    }

    /// Whether the list says nothing of any price.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These prices, and `other`'s where nothing is said. Nothing stands in for [`Price::Unusable`].
    pub fn or(self, other: &Self) -> Self {
        self.map(|part, price| price.or(other.get(part)))
    }

    /// Each price made anew.
    pub fn map(mut self, make: impl Fn(Part, Price) -> Price) -> Self {
        for part in Part::TOKENS {
            self.set(part, make(part, self.get(part)));
        }
        self
    }
}

/// The prices of prompts from some length on. The whole request is billed at them: a cliff, not a slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextTier {
    /// The threshold, in tokens of the whole prompt.
    pub above: u64,
    /// Whether a prompt of exactly the threshold is in the tier.
    pub inclusive: bool,
    /// The tier's prices. What is unknown here is settled by the billing rules, not by the tier below.
    pub rates: Rates,
}

impl ContextTier {
    /// Whether a prompt of so many tokens is in the tier.
    pub const fn holds(&self, prompt: u64) -> bool {
        prompt > self.above || (self.inclusive && prompt == self.above)
    }
}

/// The prices of one processing mode: for short prompts, and for long ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tariff {
    base: Rates,
    tiers: Vec<ContextTier>,
}

impl Tariff {
    /// Sorts the tiers by their threshold; of two with one threshold the later counts. A tier that has no price for
    /// text, but for audio or images, is none: text costs the same on both sides of it.
    pub fn new(base: Rates, mut tiers: Vec<ContextTier>) -> Self {
        tiers.retain(|tier| Part::TEXT.into_iter().any(|part| !tier.rates.get(part).is_unsaid()));
        tiers.reverse();
        tiers.sort_by_key(|tier| tier.above);
        tiers.dedup_by_key(|tier| tier.above);
        Self { base, tiers }
    }

    /// The prices below every threshold.
    pub const fn base(&self) -> &Rates {
        &self.base
    }

    /// The tiers, lowest threshold first, each threshold once.
    pub fn tiers(&self) -> &[ContextTier] {
        &self.tiers
    }

    /// The tier that a prompt falls into; `None` is the base.
    pub fn tier(&self, prompt: u64) -> Option<&ContextTier> {
        self.tiers.iter().rev().find(|tier| tier.holds(prompt))
    }

    /// The tier of the standard prices that a prompt falls into and of which these prices of a mode say nothing: of such
    /// a prompt they are unknown.
    pub fn tier_beyond<'a>(&self, standard: &'a Self, prompt: u64) -> Option<&'a ContextTier> {
        let own = self.tier(prompt).map(|tier| tier.above);
        standard.tier(prompt).filter(|tier| own.is_none_or(|own| own < tier.above))
    }

    /// Makes a threshold, where there is none, above which the prices of shorter prompts go on or nothing is known.
    pub(super) fn split(&mut self, above: u64, goes_on: bool) {
        if self.tiers.iter().any(|tier| tier.above == above) {
            return;
        }
        // Cache prices that a tier leaves out are those below it, whoever's they are.
        let unsaid = Price::Unknown;
        let base = Rates { cache_read: unsaid, cache_write_5m: unsaid, cache_write_1h: unsaid, ..self.base };
        let below = self.tier(above.saturating_add(1)).map_or(base, |tier| tier.rates);
        let rates = if goes_on { below } else { Rates::default() };
        let place = self.tiers.partition_point(|tier| tier.above < above);
        self.tiers.insert(place, ContextTier { above, inclusive: false, rates });
    }

    /// One price of the base, or of the tier with this threshold; unknown where there is none.
    pub fn get(&self, above: Option<u64>, part: Part) -> Price {
        let Some(above) = above else { return self.base.get(part) };
        let tier = self.tiers.iter().find(|tier| tier.above == above);
        tier.map_or(Price::Unknown, |tier| tier.rates.get(part))
    }

    /// Sets one price of the base, or of a tier that is there.
    pub(super) fn put(&mut self, above: Option<u64>, part: Part, price: Price) {
        match above {
            None => self.base.set(part, price),
            Some(above) => {
                let tier = self.tiers.iter_mut().find(|tier| tier.above == above);
                if let Some(tier) = tier {
                    tier.rates.set(part, price);
                }
            }
        }
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty() && self.tiers.is_empty()
    }

    /// Each price made anew.
    pub fn map(&self, make: impl Fn(Part, Price) -> Price) -> Self {
        Self {
            base: self.base.map(&make),
            tiers: self
                .tiers
                .iter()
                .map(|tier| ContextTier { rates: tier.rates.map(&make), ..*tier })
                .collect(),
        }
    }
}

/// Prices that hold at some times of the week, in the place of the standard ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedTariff {
    /// What the list calls these times: `off-peak`.
    pub label: &'static str,
    /// When they hold, all year.
    pub when: WeekTimes,
    /// When they hold in a part of the year only, because the clocks change by which the list tells its days, or are
    /// not known: which prices hold at such a minute is not known.
    pub by_season: WeekTimes,
    /// At how many minutes of a week they hold. That is the same all year.
    pub minutes: u16,
    /// The prices.
    pub tariff: Tariff,
}

impl TimedTariff {
    /// Prices that hold at the same times all year.
    pub fn new(label: &'static str, when: WeekTimes, tariff: Tariff) -> Self {
        Self { label, minutes: when.minutes(), when, by_season: WeekTimes::default(), tariff }
    }

    /// Prices that hold at one of several times of the week, depending on the season. The times are as many minutes
    /// each, as those are of a window whose days are told by another clock.
    pub fn by_season(label: &'static str, times: &[WeekTimes], tariff: Tariff) -> Self {
        let Some((first, others)) = times.split_first() else {
            return Self::new(label, WeekTimes::default(), tariff);
        };
        let all_year = others.iter().fold(first.clone(), |times, other| times.and(other));
        let sometimes = others.iter().fold(first.clone(), |times, other| times.with(other));
        let by_season = sometimes.without(&all_year);
        Self { label, minutes: first.minutes(), when: all_year, by_season, tariff }
    }
}

/// Everything that a list says beyond the standard prices of input and output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MorePrices {
    /// The standard prices. Those of input and output here are the list's; [`PriceSheet::input`] and
    /// [`PriceSheet::output`] are what counts.
    pub standard: Tariff,
    /// Batch, flex and priority, where the list prices them apart.
    pub batch: Option<Tariff>,
    /// As `batch`.
    pub flex: Option<Tariff>,
    /// As `batch`.
    pub priority: Option<Tariff>,
    /// A fee for each request: `None` when the list knows of none.
    pub request_fee: Option<Price>,
    /// Other standard prices at some times of the week, no two at the same minute. The rest of the week is at the
    /// standard prices.
    pub times: Vec<TimedTariff>,
}

impl MorePrices {
    /// The prices of every mode and time.
    pub fn tariffs(&self) -> impl Iterator<Item = &Tariff> {
        let modes = [&self.batch, &self.flex, &self.priority].into_iter().flatten();
        let times = self.times.iter().map(|timed| &timed.tariff);
        [&self.standard].into_iter().chain(modes).chain(times)
    }
}

/// What a model charges, each price per token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceSheet {
    /// A token of the prompt, at the standard price.
    pub input: Price,
    /// A token of the answer, at the standard price.
    pub output: Price,
    /// All the other prices, where there are any.
    pub more: Option<Arc<MorePrices>>,
}

impl PriceSheet {
    /// Two prices and nothing else.
    pub const fn flat(input: Price, output: Price) -> Self {
        Self { input, output, more: None }
    }

    /// A sheet of all that a list says.
    pub fn new(more: MorePrices) -> Self {
        let base = *more.standard.base();
        let flat = MorePrices {
            standard: Tariff::new(
                Rates { input: base.input, output: base.output, ..Rates::default() },
                Vec::new(),
            ),
            ..MorePrices::default()
        };
        let more = if more == flat { None } else { Some(Arc::new(more)) };
        Self { input: base.input, output: base.output, more }
    }

    /// The standard prices of short prompts.
    pub fn base(&self) -> Rates {
        let rest = self.more.as_ref().map_or_else(Rates::default, |more| *more.standard.base());
        Rates { input: self.input, output: self.output, ..rest }
    }

    /// The standard tiers for long prompts.
    pub fn tiers(&self) -> &[ContextTier] {
        self.more.as_ref().map_or(&[], |more| more.standard.tiers())
    }

    /// The prices of a mode that the list prices apart; `None` for the standard one.
    pub fn mode(&self, processing: Processing) -> Option<&Tariff> {
        let more = self.more.as_ref()?;
        match processing {
            Processing::Standard => None,
            Processing::Batch => more.batch.as_ref(),
            Processing::Flex => more.flex.as_ref(),
            Processing::Priority => more.priority.as_ref(),
        }
    }

    /// The fee for each request; `None` when the list knows of none.
    pub fn request_fee(&self) -> Option<Price> {
        self.more.as_ref().and_then(|more| more.request_fee)
    }

    /// The prices at other times of the week.
    pub fn times(&self) -> &[TimedTariff] {
        self.more.as_ref().map_or(&[], |more| &more.times)
    }

    /// The prices that hold at a minute of the week instead of the standard ones, all year.
    pub fn at(&self, minute: WeekMinute) -> Option<&TimedTariff> {
        self.times().iter().find(|timed| timed.when.holds(minute))
    }

    /// All that the sheet says, its two usual prices in their place.
    pub fn to_more(&self) -> MorePrices {
        let mut more = self.more.as_deref().cloned().unwrap_or_default();
        more.standard.base = self.base();
        more
    }

    /// One price; unknown where the sheet has none of this kind.
    pub fn get(&self, kind: PriceKind) -> Price {
        let PriceKind { processing, above, part } = kind;
        if part == Part::Request {
            return self.request_fee().unwrap_or_default();
        }
        match (processing, above) {
            (Processing::Standard, None) => self.base().get(part),
            (Processing::Standard, Some(_)) => {
                self.more.as_ref().map_or(Price::Unknown, |more| more.standard.get(above, part))
            }
            (mode, above) => self.mode(mode).map_or(Price::Unknown, |tariff| tariff.get(above, part)),
        }
    }

    /// The prices for tokens of each mode, at each time and for each size of the prompt.
    pub fn all_rates(&self) -> impl Iterator<Item = Rates> + '_ {
        let tariffs = self.more.iter().flat_map(|more| {
            let modes = [&more.batch, &more.flex, &more.priority].into_iter().flatten();
            std::iter::once(&more.standard).chain(modes).chain(more.times.iter().map(|timed| &timed.tariff))
        });
        let rates = |tariff: &Tariff| {
            tariff.tiers.iter().map(|tier| tier.rates).chain([tariff.base]).collect::<Vec<_>>()
        };
        std::iter::once(self.base()).chain(tariffs.flat_map(rates))
    }

    /// All prices less a discount, the fee for each request included.
    pub fn less(&self, discount: Share) -> Self {
        self.map(|_, price| price.less(discount))
    }

    /// Each price made anew, the fee for each request included.
    pub fn map(&self, make: impl Fn(Part, Price) -> Price) -> Self {
        Self {
            input: make(Part::Input, self.input),
            output: make(Part::Output, self.output),
            more: self.more.as_ref().map(|more| {
                let mode = |tariff: &Option<Tariff>| tariff.as_ref().map(|tariff| tariff.map(&make));
                Arc::new(MorePrices {
                    standard: more.standard.map(&make),
                    batch: mode(&more.batch),
                    flex: mode(&more.flex),
                    priority: mode(&more.priority),
                    request_fee: more.request_fee.map(|fee| make(Part::Request, fee)),
                    times: more
                        .times
                        .iter()
                        .map(|timed| TimedTariff { tariff: timed.tariff.map(&make), ..timed.clone() })
                        .collect(),
                })
            }),
        }
    }

    /// Whether both say the same of the standard prices of input and output, which both know.
    pub fn agrees(&self, other: &Self) -> bool {
        self.state() != PriceState::Unknown && (self.input, self.output) == (other.input, other.output)
    }

    /// Whether both say the same of everything that both know, and both know the standard prices of input and output: the
    /// prices of one offer under two names.
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let same = |one: &Rates, other: &Rates| {
            Part::TOKENS.into_iter().all(|part| {
                let (one, other) = (one.get(part), other.get(part));
                one == other || one.is_unknown() || other.is_unknown()
            })
        };
        let mode = |processing| match (self.mode(processing), other.mode(processing)) {
            (Some(one), Some(other)) => same(one.base(), other.base()) && one.tiers() == other.tiers(),
            _ => true,
        };
        self.agrees(other)
            && same(&self.base(), &other.base())
            && self.tiers() == other.tiers()
            && self.request_fee() == other.request_fee()
            && self.times() == other.times()
            && [Processing::Batch, Processing::Flex, Processing::Priority].into_iter().all(mode)
    }

    /// Whether there are prices of batches, and none of the standard mode: an id of its own for batches.
    pub fn is_batch_only(&self) -> bool {
        self.input.is_unknown() && self.output.is_unknown() && self.mode(Processing::Batch).is_some()
    }

    /// How many sets of prices there are: one for each mode, time of the week and long-context tier.
    pub fn sets(&self) -> usize {
        let Some(more) = &self.more else { return 1 };
        more.tariffs().map(|tariff| 1 + tariff.tiers.len()).sum()
    }

    /// What the standard prices of input and output say together: priced, free, or nothing.
    pub const fn state(&self) -> PriceState {
        match (self.input, self.output) {
            (input, output) if input.is_no_figure() || output.is_no_figure() => PriceState::Unknown,
            (Price::Free, Price::Free) => PriceState::Free,
            _ => PriceState::Priced,
        }
    }
}

/// What is known of a model's standard prices of input and output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceState {
    /// Both are known and one is above zero.
    Priced,
    /// Both are an explicit 0.
    Free,
    /// One is unknown, or can't be true.
    Unknown,
}

/// Prices that hold from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedPrices {
    /// The first day; `None` is always.
    pub from: Option<Date>,
    /// The first day on which they no longer hold; `None` is never.
    pub until: Option<Date>,
    /// The prices.
    pub prices: PriceSheet,
}

impl DatedPrices {
    /// Whether they hold on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_million(text: &str) -> Price {
        Price::per_million(text).unwrap()
    }

    #[test]
    fn a_tier_starts_strictly_above_its_threshold_unless_it_is_inclusive() {
        let rates = Rates { input: Price::Free, ..Rates::default() };
        let tier = |above, inclusive| ContextTier { above, inclusive, rates };
        let tariff = Tariff::new(Rates::default(), vec![tier(256_000, true), tier(32_000, false)]);
        let at = |prompt| tariff.tier(prompt).map(|tier| tier.above);
        assert_eq!(at(32_000), None);
        assert_eq!(at(32_001), Some(32_000));
        assert_eq!(at(255_999), Some(32_000));
        assert_eq!(at(256_000), Some(256_000));
    }

    #[test]
    fn a_sheet_of_two_prices_needs_nothing_more() {
        let rates = Rates { input: per_million("1"), output: per_million("2"), ..Rates::default() };
        let sheet =
            PriceSheet::new(MorePrices { standard: Tariff::new(rates, Vec::new()), ..MorePrices::default() });
        assert_eq!(sheet, PriceSheet::flat(rates.input, rates.output));
        assert_eq!(sheet.state(), PriceState::Priced);
        assert_eq!(PriceSheet::default().state(), PriceState::Unknown);
        assert_eq!(PriceSheet::flat(Price::Free, Price::Free).state(), PriceState::Free);
    }

    #[test]
    fn a_discount_takes_off_every_price() {
        let rates = Rates {
            input: per_million("4"),
            output: per_million("8"),
            cache_read: per_million("1"),
            ..Rates::default()
        };
        let tiers = vec![ContextTier { above: 10, inclusive: false, rates }];
        let tariff = Tariff::new(rates, tiers);
        let sheet = PriceSheet::new(MorePrices {
            standard: tariff.clone(),
            batch: Some(tariff.clone()),
            request_fee: Some(Price::per_token("0.01").unwrap()),
            times: vec![TimedTariff::new("off-peak", WeekTimes::always(), tariff)],
            ..MorePrices::default()
        });
        let less = sheet.less(Share::percent("25").unwrap());
        assert_eq!(less.input, per_million("3"));
        assert_eq!(less.base().cache_read, per_million("0.75"));
        assert_eq!(less.tiers()[0].rates.output, per_million("6"));
        assert_eq!(less.mode(Processing::Batch).unwrap().base().output, per_million("6"));
        assert_eq!(less.request_fee(), Some(Price::per_token("0.0075").unwrap()));
        assert_eq!(less.times()[0].tariff.base().input, per_million("3"));
    }
}

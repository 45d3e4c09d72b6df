//! Which of a sheet's prices apply to a request, and what stands in for one that the list does not give.
//!
//! The rules and where they come from are in `RULES.md` beside this file.

use std::fmt;

use super::CacheDefault;
use crate::catalog::{ContextTier, Offer, Part, PriceKind, PriceSheet, Rates, Tariff, TimedTariff};
use crate::money::{Price, TokenPrice, label};
use crate::workload::{Processing, Runs, WeekMinute, Workload};

/// What was taken for a price that the list does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// No price for this kind of token: it is billed as input.
    AsInput,
    /// The processing mode gives no price for cache reads: the standard one, which is not above the mode's input price.
    AsStandardCacheRead,
    /// No price for cache reads: what the provider charges by default.
    AsProviderDefault(&'static CacheDefault),
    /// No price for writes of an hour: billed as writes of five minutes.
    AsFiveMinuteWrite,
    /// The long-context tier gives no price for this kind of token: the price below the threshold is kept.
    KeptFromBase,
    /// No price for reasoning: it is billed as output.
    AsOutput,
}

impl Assumption {
    /// The assumption in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsInput => "the list gives no price for these: billed as input",
            Self::AsStandardCacheRead => {
                "the list gives no price for these in this processing mode: billed at the standard price of cache reads"
            }
            Self::AsProviderDefault(default) => default.words,
            Self::AsFiveMinuteWrite => {
                "the list gives no price for writes of an hour: billed as writes of five minutes"
            }
            Self::KeptFromBase => {
                "the long-context prices leave this one out: the price of shorter prompts is kept"
            }
            Self::AsOutput => "the list gives no price of their own for these: billed as output",
        }
    }

    /// The key of the assumption in a data file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsInput => "as_input",
            Self::AsStandardCacheRead => "as_standard_cache_read",
            Self::AsProviderDefault(_) => "as_provider_default",
            Self::AsFiveMinuteWrite => "as_cache_write_5m",
            Self::KeptFromBase => "kept_from_base",
            Self::AsOutput => "as_output",
        }
    }
}

/// The long-context tier that a prompt fell into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppliedTier {
    /// Tokens of the prompt.
    pub prompt: u64,
    /// The threshold.
    pub above: u64,
    /// Whether a prompt of exactly the threshold is in the tier.
    pub inclusive: bool,
}

impl fmt::Display for AppliedTier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the prompt of {} tokens is {} {}, so the whole request is billed at the long-context prices",
            label::whole(self.prompt),
            if self.inclusive { "at or above" } else { "above" },
            label::whole(self.above),
        )
    }
}

/// The part of the week that a line is for, where the price depends on the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartOfWeek {
    /// What the list calls it: `off-peak`; `standard` for the rest.
    pub label: &'static str,
    /// Minutes of the week; a line of a workload that runs at one time has all 10,080.
    pub minutes: u16,
}

impl PartOfWeek {
    /// Whether the line's cost is only a part of the whole, for these minutes.
    pub const fn is_share(self) -> bool {
        self.minutes < WeekMinute::COUNT
    }
}

/// A price that a request needs and that is not known: the list does not give it, or gives one that can't be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Missing {
    /// What it would be for.
    pub part: Part,
    /// In which mode.
    pub processing: Processing,
    /// Above which threshold of the prompt, where a long-context tier applies.
    pub above: Option<u64>,
    /// Whether it is unknown only because other prices hold at this time of the week in a part of the year.
    pub by_season: bool,
    /// The figure that the list gives and that can't be true; `None` where it gives none.
    pub impossible: Option<TokenPrice>,
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the ")?;
        if !self.processing.is_standard() {
            write!(out, "{} ", self.processing.label())?;
        }
        write!(out, "price of {}", self.part.label())?;
        if let Some(above) = self.above {
            write!(out, " above {} tokens of input", label::whole(above))?;
        }
        match self.impossible {
            None => write!(out, " is unknown")?,
            Some(said) => write!(out, " can't be true ({} per million)", label::token_price(said))?,
        }
        if self.by_season {
            write!(
                out,
                " at this time of the week: the clocks of the list's time zone are not known or change"
            )?;
        }
        Ok(())
    }
}

/// The price that a line is billed at.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) price: Price,
    /// Which price of the sheet it is.
    pub(super) kind: PriceKind,
    /// What it was taken for.
    pub(super) assumption: Option<Assumption>,
}

impl Found {
    const fn given(price: Price, kind: PriceKind) -> Self {
        Self { price, kind, assumption: None }
    }

    /// As a price that stands in for another, where it is known.
    fn assumed(self, assumption: Assumption) -> Self {
        Self { assumption: (!self.price.is_unknown()).then_some(assumption), ..self }
    }
}

/// The prices that apply to a request, in one part of the week.
pub(super) struct Applied<'a> {
    processing: Processing,
    input: Price,
    output: Price,
    /// The prices of the tier that applies.
    tier_rates: Option<&'a Rates>,
    /// The prices below every threshold.
    base: Option<&'a Rates>,
    /// In a processing mode, the standard prices of such a prompt: those of its tier, and those below every threshold.
    standard: Option<(Option<&'a ContextTier>, &'a Rates)>,
    /// What the provider charges for cache reads where the list does not say.
    cache_default: Option<&'static CacheDefault>,
    /// What applies in the rest of the year, at a time of the week when that is not the same all year.
    season: Option<Box<Self>>,
    pub(super) tier: Option<AppliedTier>,
    pub(super) week: Option<PartOfWeek>,
}

impl<'a> Applied<'a> {
    /// Shows what applies to `see`, once for each part of the week that differs.
    pub(super) fn each(offer: &'a Offer, workload: &Workload, mut see: impl FnMut(&Self)) {
        let cache_default = CacheDefault::of(&offer.identity.provider);
        Self::each_of_sheet(&offer.prices, workload, |mut applied| {
            applied.cache_default = cache_default;
            if let Some(other) = &mut applied.season {
                other.cache_default = cache_default;
            }
            see(&applied);
        });
    }

    fn each_of_sheet(sheet: &'a PriceSheet, workload: &Workload, mut see: impl FnMut(Self)) {
        let prompt = workload.input_tokens();
        let processing = workload.processing();
        if !processing.is_standard() {
            return see(Self::in_mode(sheet, processing, prompt));
        }
        let other_times = sheet.times();
        if other_times.is_empty() {
            return see(Self::standard(sheet, prompt));
        }
        match workload.runs() {
            Runs::At(minute) => {
                let of_timed = |timed: &'a TimedTariff| Self::of_tariff(&timed.tariff, prompt);
                let (mut now, label) = if let Some(timed) = sheet.at(minute) {
                    (of_timed(timed), timed.label)
                } else {
                    let mut now = Self::standard(sheet, prompt);
                    let by_season = other_times.iter().find(|timed| timed.by_season.holds(minute));
                    now.season = by_season.map(|timed| Box::new(of_timed(timed)));
                    (now, by_season.map_or("standard", |_| "standard or other"))
                };
                now.week = Some(PartOfWeek { label, minutes: WeekMinute::COUNT });
                see(now);
            }
            Runs::Spread => {
                let mut left = WeekMinute::COUNT;
                for timed in other_times {
                    let minutes = timed.minutes.min(left);
                    left -= minutes;
                    let mut then = Self::of_tariff(&timed.tariff, prompt);
                    then.week = Some(PartOfWeek { label: timed.label, minutes });
                    see(then);
                }
                if left > 0 {
                    let mut rest = Self::standard(sheet, prompt);
                    rest.week = Some(PartOfWeek { label: "standard", minutes: left });
                    see(rest);
                }
            }
        }
    }

    /// Two prices and nothing else.
    const fn flat(input: Price, output: Price, base: Option<&'a Rates>) -> Self {
        Self {
            processing: Processing::Standard,
            input,
            output,
            tier_rates: None,
            base,
            standard: None,
            cache_default: None,
            season: None,
            tier: None,
            week: None,
        }
    }

    fn standard(sheet: &'a PriceSheet, prompt: u64) -> Self {
        let base = sheet.more.as_ref().map(|more| more.standard.base());
        match sheet.more.as_ref().and_then(|more| more.standard.tier(prompt)) {
            None => Self::flat(sheet.input, sheet.output, base),
            Some(tier) => Self::in_tier(tier, base, prompt),
        }
    }

    fn of_tariff(tariff: &'a Tariff, prompt: u64) -> Self {
        let base = tariff.base();
        match tariff.tier(prompt) {
            None => Self::flat(base.input, base.output, Some(base)),
            Some(tier) => Self::in_tier(tier, Some(base), prompt),
        }
    }

    fn in_tier(tier: &'a ContextTier, base: Option<&'a Rates>, prompt: u64) -> Self {
        Self {
            tier_rates: Some(&tier.rates),
            tier: Some(AppliedTier { prompt, above: tier.above, inclusive: tier.inclusive }),
            ..Self::flat(tier.rates.input, tier.rates.output, base)
        }
    }

    /// The prices of a mode. Where the standard prices have a tier that the mode does not, the mode's prices of such
    /// a prompt are unknown: never the mode's of a shorter prompt, never the standard ones.
    fn in_mode(sheet: &'a PriceSheet, processing: Processing, prompt: u64) -> Self {
        let tariff = sheet.mode(processing);
        let standard = sheet.more.as_ref().map(|more| &more.standard);
        let beyond = standard.and_then(|standard| match tariff {
            Some(tariff) => tariff.tier_beyond(standard, prompt),
            None => standard.tier(prompt),
        });
        let applied = match (tariff, beyond) {
            (Some(tariff), None) => Self {
                standard: standard.map(|standard| (standard.tier(prompt), standard.base())),
                ..Self::of_tariff(tariff, prompt)
            },
            (_, beyond) => Self {
                tier: beyond.map(|tier| AppliedTier { prompt, above: tier.above, inclusive: tier.inclusive }),
                ..Self::flat(Price::Unknown, Price::Unknown, None)
            },
        };
        Self { processing, ..applied }
    }

    /// The price of one kind of token, which one of the sheet it is, and what was assumed for it.
    pub(super) fn price(&self, part: Part) -> Found {
        let found = match part {
            Part::Output => self.output(),
            Part::CacheRead => self.cache_read(),
            Part::CacheWrite5m => self.given(part).unwrap_or_else(|| self.as_input()),
            Part::CacheWrite1h => self.given(part).unwrap_or_else(|| match self.given(Part::CacheWrite5m) {
                Some(found) => found.assumed(Assumption::AsFiveMinuteWrite),
                None => self.as_input(),
            }),
            Part::Reasoning => {
                // A tier's reasoning price is the tier's own: below the threshold it says nothing about it.
                let rates = if self.tier.is_some() { self.tier_rates } else { self.base };
                match rates.map_or(Price::Unknown, |rates| rates.reasoning) {
                    Price::Unknown => self.output().assumed(Assumption::AsOutput),
                    price => Found::given(price, self.kind(part)),
                }
            }
            _ => self.input(),
        };
        match &self.season {
            Some(other) if other.price(part).price != found.price => Found::given(Price::Unknown, found.kind),
            _ => found,
        }
    }

    /// Whether a price is unknown only because other prices hold in a part of the year.
    pub(super) fn differs_by_season(&self, part: Part) -> bool {
        self.season.as_ref().is_some_and(|other| {
            let same_all_year = other.price(part).price;
            !same_all_year.is_unknown() && self.price(part).price.is_unknown()
        })
    }

    /// A price of the tier that applies, or below every threshold.
    fn kind(&self, part: Part) -> PriceKind {
        PriceKind { processing: self.processing, above: self.tier.map(|tier| tier.above), part }
    }

    fn input(&self) -> Found {
        Found::given(self.input, self.kind(Part::Input))
    }

    fn output(&self) -> Found {
        Found::given(self.output, self.kind(Part::Output))
    }

    /// The price of cache reads. A cheaper mode never makes them dearer than its own input tokens.
    fn cache_read(&self) -> Found {
        let said =
            |rates: Option<&Rates>| rates.map(|rates| rates.cache_read).filter(|price| !price.is_unsaid());
        let (standard_tier, standard_base) = self.standard.unzip();
        let standard_tier = standard_tier.flatten();
        if let Some(price) = said(self.tier_rates) {
            return Found::given(price, self.kind(Part::CacheRead));
        }
        if let Some(price) = said(standard_tier.map(|tier| &tier.rates)) {
            return self.at_most_input(price, standard_tier.map(|tier| tier.above));
        }
        if let Some(given) = self.given(Part::CacheRead) {
            return given;
        }
        if let Some(price) = said(standard_base) {
            return self.at_most_input(price, None);
        }
        match self.cache_default {
            Some(default) => {
                let input = self.input();
                let price = input.price.less(default.off());
                Found { price, ..input }.assumed(Assumption::AsProviderDefault(default))
            }
            None => self.as_input(),
        }
    }

    /// A standard price of cache reads in a mode, where it is not above the mode's input price.
    fn at_most_input(&self, price: Price, above: Option<u64>) -> Found {
        let kind = PriceKind { above, ..PriceKind::standard(Part::CacheRead) };
        if price.is_unknown() || self.input.is_unknown() {
            return Found::given(Price::Unknown, kind);
        }
        if price.known() > self.input.known() {
            return self.as_input();
        }
        Found::given(price, kind).assumed(Assumption::AsStandardCacheRead)
    }

    fn as_input(&self) -> Found {
        self.input().assumed(Assumption::AsInput)
    }

    /// The price that the tier gives, or the one that it keeps from below its threshold.
    fn given(&self, part: Part) -> Option<Found> {
        let said =
            |rates: Option<&Rates>| rates.map(|rates| rates.get(part)).filter(|price| !price.is_unsaid());
        said(self.tier_rates).map(|price| Found::given(price, self.kind(part))).or_else(|| {
            let kind = PriceKind { above: None, ..self.kind(part) };
            let assumption = self.tier.map(|_| Assumption::KeptFromBase);
            said(self.base).map(|price| Found { price, kind, assumption })
        })
    }
}

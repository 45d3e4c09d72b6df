//! Which of a sheet's prices apply to a request, and what stands in for one that the list does not give.
//!
//! The rules and where they come from are in `RULES.md` beside this file.

use std::fmt;

use crate::catalog::{ContextTier, Part, PriceSheet, Rates, Tariff};
use crate::money::{Price, label};
use crate::workload::{Processing, Runs, WeekMinute, Workload};

/// What was taken for a price that the list does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// No price for this kind of token: it is billed as input.
    AsInput,
    /// No price for writes of an hour: billed as writes of five minutes.
    AsFiveMinuteWrite,
    /// The long-context tier gives no price for this kind of token: the price below the threshold is kept.
    KeptFromBase,
    /// No price for reasoning: it is billed as output.
    AsOutput,
}

impl Assumption {
    /// The assumption in words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsInput => "the list gives no price for these: billed as input",
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
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsInput => "as_input",
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
    #[must_use]
    pub const fn is_share(self) -> bool {
        self.minutes < WeekMinute::COUNT
    }
}

/// A price that a request needs and the list does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Missing {
    /// What it would be for.
    pub part: Part,
    /// In which mode.
    pub processing: Processing,
    /// Above which threshold of the prompt, where a long-context tier applies.
    pub above: Option<u64>,
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
        write!(out, " is unknown")
    }
}

/// The prices that apply to a request, in one part of the week.
pub(super) struct Applied<'a> {
    input: Price,
    output: Price,
    /// The prices of the tier that applies.
    tier_rates: Option<&'a Rates>,
    /// The prices below every threshold.
    base: Option<&'a Rates>,
    pub(super) tier: Option<AppliedTier>,
    pub(super) week: Option<PartOfWeek>,
}

impl<'a> Applied<'a> {
    /// Shows what applies to `see`, once for each part of the week that differs.
    pub(super) fn each(sheet: &'a PriceSheet, workload: &Workload, mut see: impl FnMut(&Self)) {
        let prompt = workload.input_tokens();
        let processing = workload.processing();
        if !processing.is_standard() {
            return see(&Self::in_mode(sheet, sheet.mode(processing), prompt));
        }
        let other_times = sheet.times();
        if other_times.is_empty() {
            return see(&Self::standard(sheet, prompt));
        }
        match workload.runs() {
            Runs::At(minute) => {
                let timed = sheet.at(minute);
                let mut now = timed.map_or_else(
                    || Self::standard(sheet, prompt),
                    |timed| Self::of_tariff(&timed.tariff, prompt),
                );
                let label = timed.map_or("standard", |timed| timed.label);
                now.week = Some(PartOfWeek { label, minutes: WeekMinute::COUNT });
                see(&now);
            }
            Runs::Spread => {
                let mut left = WeekMinute::COUNT;
                for timed in other_times {
                    let minutes = timed.when.minutes().min(left);
                    left -= minutes;
                    let mut then = Self::of_tariff(&timed.tariff, prompt);
                    then.week = Some(PartOfWeek { label: timed.label, minutes });
                    see(&then);
                }
                if left > 0 {
                    let mut rest = Self::standard(sheet, prompt);
                    rest.week = Some(PartOfWeek { label: "standard", minutes: left });
                    see(&rest);
                }
            }
        }
    }

    fn standard(sheet: &'a PriceSheet, prompt: u64) -> Self {
        let base = sheet.more.as_ref().map(|more| more.standard.base());
        match sheet.more.as_ref().and_then(|more| more.standard.tier(prompt)) {
            None => Self {
                input: sheet.input,
                output: sheet.output,
                tier_rates: None,
                base,
                tier: None,
                week: None,
            },
            Some(tier) => Self::in_tier(tier, base, prompt),
        }
    }

    fn of_tariff(tariff: &'a Tariff, prompt: u64) -> Self {
        let base = tariff.base();
        match tariff.tier(prompt) {
            None => Self {
                input: base.input,
                output: base.output,
                tier_rates: None,
                base: Some(base),
                tier: None,
                week: None,
            },
            Some(tier) => Self::in_tier(tier, Some(base), prompt),
        }
    }

    fn in_tier(tier: &'a ContextTier, base: Option<&'a Rates>, prompt: u64) -> Self {
        Self {
            input: tier.rates.input,
            output: tier.rates.output,
            tier_rates: Some(&tier.rates),
            base,
            tier: Some(AppliedTier { prompt, above: tier.above, inclusive: tier.inclusive }),
            week: None,
        }
    }

    /// The prices of a mode. Where the standard prices have a tier that the mode does not, the mode's prices of such
    /// a prompt are unknown: never the mode's of a shorter prompt, never the standard ones.
    fn in_mode(sheet: &'a PriceSheet, tariff: Option<&'a Tariff>, prompt: u64) -> Self {
        let standard_tier = sheet.more.as_ref().and_then(|more| more.standard.tier(prompt));
        let own_above = tariff.and_then(|tariff| tariff.tier(prompt)).map(|tier| tier.above);
        let beyond = standard_tier.filter(|tier| own_above.is_none_or(|above| above < tier.above));
        match (tariff, beyond) {
            (Some(tariff), None) => Self::of_tariff(tariff, prompt),
            (_, beyond) => Self {
                input: Price::Unknown,
                output: Price::Unknown,
                tier_rates: None,
                base: None,
                tier: beyond.map(|tier| AppliedTier { prompt, above: tier.above, inclusive: tier.inclusive }),
                week: None,
            },
        }
    }

    /// The price of one kind of token, and what was assumed for it.
    pub(super) fn price(&self, part: Part) -> (Price, Option<Assumption>) {
        let given = |part| self.given(part);
        let or = |price: Price, assumption| (price, (!price.is_unknown()).then_some(assumption));
        match part {
            Part::Output => (self.output, None),
            Part::CacheRead | Part::CacheWrite5m => {
                given(part).unwrap_or_else(|| or(self.input, Assumption::AsInput))
            }
            Part::CacheWrite1h => given(part).unwrap_or_else(|| match given(Part::CacheWrite5m) {
                Some((price, _)) => or(price, Assumption::AsFiveMinuteWrite),
                None => or(self.input, Assumption::AsInput),
            }),
            Part::Reasoning => {
                // A tier's reasoning price is the tier's own: below the threshold it says nothing about it.
                let rates = if self.tier.is_some() { self.tier_rates } else { self.base };
                match rates.map_or(Price::Unknown, |rates| rates.reasoning) {
                    Price::Unknown => or(self.output, Assumption::AsOutput),
                    price => (price, None),
                }
            }
            _ => (self.input, None),
        }
    }

    /// The price that the tier gives, or the one that it keeps from below its threshold.
    fn given(&self, part: Part) -> Option<(Price, Option<Assumption>)> {
        let said =
            |rates: Option<&Rates>| rates.map(|rates| rates.get(part)).filter(|price| !price.is_unsaid());
        said(self.tier_rates)
            .map(|price| (price, None))
            .or_else(|| said(self.base).map(|price| (price, self.tier.map(|_| Assumption::KeptFromBase))))
    }
}

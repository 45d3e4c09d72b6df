//! One model and one workload: the bill, as line items, and what it comes to. Exact; does no I/O and cannot fail.
//!
//! The total that ranks a model and the receipt that explains it come from the same walk over the same lines
//! ([`charge`]); a receipt only remembers what it passes.

use std::fmt;

use crate::catalog::{Limits, Offer};
use crate::money::{Dollars, Price};
use crate::workload::Workload;

/// What a line of a bill charges for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Tokens of the prompt.
    Input,
    /// Tokens of the answer.
    Output,
}

impl Part {
    /// The field's term for these tokens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Input => "input tokens",
            Self::Output => "output tokens",
        }
    }

    /// The key of these tokens in a data file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }
}

/// One line of a bill: tokens at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is charged for.
    pub part: Part,
    /// How many tokens.
    pub tokens: u64,
    /// The price of one.
    pub price: Price,
    /// What they cost; `None` when there are some and their price is unknown.
    pub cost: Option<Dollars>,
}

/// The one rule by which a model cannot take a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// The prompt is longer than the model takes.
    InputTooLong {
        /// Tokens of the prompt.
        tokens: u64,
        /// The most that the model takes.
        most: u64,
    },
    /// The answer is longer than the model gives.
    OutputTooLong {
        /// Tokens of the answer.
        tokens: u64,
        /// The most that the model gives.
        most: u64,
    },
    /// Prompt and answer together do not fit the context window.
    ContextTooSmall {
        /// Tokens of both.
        tokens: u64,
        /// The context window.
        most: u64,
    },
}

impl fmt::Display for Exclusion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::money::label::whole;
        let (what, tokens, limit, most) = match *self {
            Self::InputTooLong { tokens, most } => ("input", tokens, "maximum input", most),
            Self::OutputTooLong { tokens, most } => ("output", tokens, "maximum output", most),
            Self::ContextTooSmall { tokens, most } => ("input and output", tokens, "context window", most),
        };
        write!(out, "{} tokens of {what} exceed the {limit} of {}", whole(tokens), whole(most))
    }
}

/// What one task comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// An amount above zero: this is ranked.
    Priced(Dollars),
    /// Every price that the task needs is an explicit 0: shown, never ranked.
    Free,
    /// A price that the task needs is unknown: never ranked, never zero.
    Unknown(Part),
    /// The model cannot take the workload.
    Excluded(Exclusion),
}

impl Total {
    /// The amount, when there is one above zero.
    #[must_use]
    pub const fn priced(self) -> Option<Dollars> {
        match self {
            Self::Priced(amount) => Some(amount),
            Self::Free | Self::Unknown(_) | Self::Excluded(_) => None,
        }
    }

    /// The key of this outcome in a data file.
    #[must_use]
    pub const fn status(self) -> &'static str {
        match self {
            Self::Priced(_) => "priced",
            Self::Free => "free",
            Self::Unknown(_) => "unknown",
            Self::Excluded(_) => "excluded",
        }
    }

    /// Why there is no price, in words.
    #[must_use]
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Priced(_) | Self::Free => None,
            Self::Unknown(part) => Some(format!("the price of {} is unknown", part.label())),
            Self::Excluded(rule) => Some(rule.to_string()),
        }
    }
}

/// Why a month's cost is not known although a task's may be.
pub const NO_VOLUME: &str = "set requests per day to see a monthly cost";

/// The receipt of one task on one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// What was charged, parts without tokens left out.
    pub lines: Vec<Line>,
    /// What it comes to.
    pub total: Total,
}

/// What one task costs on a model.
#[must_use]
pub fn total(offer: &Offer, workload: &Workload) -> Total {
    charge(offer, workload, |_| {})
}

/// The receipt of one task on a model.
#[must_use]
pub fn bill(offer: &Offer, workload: &Workload) -> Bill {
    let mut lines = Vec::new();
    let total = charge(offer, workload, |line| lines.push(line));
    Bill { lines, total }
}

/// What a month costs: `None` when the workload names no requests a day.
#[must_use]
pub fn monthly(cost_per_task: Dollars, workload: &Workload) -> Option<Dollars> {
    workload.requests_per_month().map(|requests| cost_per_task.times(requests))
}

/// Walks over the lines of a bill, shows each to `see`, and returns what they come to.
fn charge(offer: &Offer, workload: &Workload, mut see: impl FnMut(Line)) -> Total {
    let parts = [
        (Part::Input, workload.input_tokens(), offer.prices.input),
        (Part::Output, workload.output_tokens(), offer.prices.output),
    ];
    let mut sum = Dollars::ZERO;
    let mut unknown = None;
    for (part, tokens, price) in parts {
        if tokens == 0 {
            continue;
        }
        let cost = price.times(tokens);
        see(Line { part, tokens, price, cost });
        match cost {
            Some(cost) => sum += cost,
            None => unknown = unknown.or(Some(part)),
        }
    }
    if let Some(rule) = exclusion(&offer.model.limits, workload) {
        return Total::Excluded(rule);
    }
    match unknown {
        Some(part) => Total::Unknown(part),
        None if sum.is_zero() => Total::Free,
        None => Total::Priced(sum),
    }
}

/// The first rule by which a model with these limits cannot take the workload.
fn exclusion(limits: &Limits, workload: &Workload) -> Option<Exclusion> {
    let (input, output) = (workload.input_tokens(), workload.output_tokens());
    let over = |tokens: u64, most: Option<u64>| most.filter(|most| tokens > *most).map(|most| (tokens, most));
    over(input, limits.maximum_input)
        .map(|(tokens, most)| Exclusion::InputTooLong { tokens, most })
        .or_else(|| {
            over(output, limits.maximum_output)
                .map(|(tokens, most)| Exclusion::OutputTooLong { tokens, most })
        })
        .or_else(|| {
            over(input.saturating_add(output), limits.context_window)
                .map(|(tokens, most)| Exclusion::ContextTooSmall { tokens, most })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, ModelId, Overrides, OwnModels};
    use crate::workload::Draft;

    fn market() -> Market {
        Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default())
    }

    fn workload(input_tokens: u64, output_tokens: u64) -> Workload {
        let draft = Draft { name: "Test".into(), input_tokens, output_tokens, ..Draft::default() };
        Workload::try_from(draft).unwrap()
    }

    #[track_caller]
    fn costs(model: &str, input: u64, output: u64, expected: &str) {
        let market = market();
        let offer = market.find(&ModelId::new(model).unwrap()).unwrap();
        let total = total(offer, &workload(input, output));
        assert_eq!(total.priced().unwrap().to_exact_string(), expected);
        assert_eq!(bill(offer, &workload(input, output)).total, total);
    }

    #[test]
    fn the_worked_examples_of_the_reference() {
        costs("openai/gpt-4.1-mini", 1_000, 200, "0.00072");
        costs("openai/gpt-4.1-mini", 200, 1_000, "0.00168");
        costs("groq/llama-3.3-8b", 500, 0, "0.000025");
    }

    #[test]
    fn free_and_unknown_are_told_apart_and_matter_only_where_needed() {
        let mut offer = market().offers()[0].clone();
        offer.prices.input = Price::Free;
        offer.prices.output = Price::Unknown;
        assert_eq!(total(&offer, &workload(500, 0)), Total::Free);
        assert_eq!(total(&offer, &workload(500, 1)), Total::Unknown(Part::Output));
        assert_eq!(total(&offer, &workload(0, 1)).reason().unwrap(), "the price of output tokens is unknown");
    }

    #[test]
    fn a_workload_that_does_not_fit_is_excluded_by_one_rule() {
        let market = market();
        let offer = market.find(&ModelId::new("groq/llama-3.3-8b").unwrap()).unwrap();
        assert!(total(offer, &workload(127_999, 1)).priced().is_some());
        assert_eq!(
            total(offer, &workload(128_000, 1)).reason().unwrap(),
            "128,001 tokens of input and output exceed the context window of 128,000"
        );
    }

    #[test]
    fn a_month_needs_requests_a_day() {
        let task = Dollars::parse("0.00096").unwrap();
        assert_eq!(monthly(task, &workload(1, 1)), None);
        let mut draft = workload(2_000, 300).to_draft();
        draft.requests_per_day = Some(1_000);
        let summary = Workload::try_from(draft).unwrap();
        assert_eq!(monthly(task, &summary).unwrap().to_exact_string(), "28.8");
    }
}

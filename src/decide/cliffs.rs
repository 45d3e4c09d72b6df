//! Long-context cliffs: what the step costs at each threshold, and how many tokens fewer would avoid it.

use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::decide::Variable;
use crate::money::{Dollars, label};
use crate::workload::{Draft, Workload};

use super::switching::Saving;
use super::variable::tiers;

/// Where a prompt is against a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Below it: so many tokens more and the step is due.
    Below {
        /// Tokens until the first prompt that is billed at the tier's prices.
        tokens_to_go: u64,
    },
    /// Over it: so many tokens fewer would avoid it.
    Over {
        /// Tokens down to the last prompt below the threshold.
        tokens_too_many: u64,
    },
}

/// Why one side of a step has no cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCost {
    /// So many tokens of the prompt are cached, and the threshold is below them: the step cannot be avoided.
    Cached {
        /// Tokens that are cached.
        tokens: u64,
    },
    /// A price is unknown there, or the model does not take the task.
    Of(Total),
}

impl NoCost {
    /// Why, in words.
    pub fn words(self) -> String {
        match self {
            Self::Cached { tokens: 1 } => "cannot be avoided: 1 token is cached".to_owned(),
            Self::Cached { tokens } => {
                format!("cannot be avoided: {} tokens are cached", label::whole(tokens))
            }
            Self::Of(total) => total.reason().unwrap_or_default(),
        }
    }
}

/// One step of a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cliff {
    /// The longest prompt before the step.
    pub last_before: u64,
    /// What a task of that prompt costs, or why that is not known.
    pub before: Result<Dollars, NoCost>,
    /// What a task with one token more costs, or why that is not known.
    pub after: Result<Dollars, NoCost>,
    /// What the step itself costs a task: the two compared. `None` where one of them is not known.
    pub step: Option<Saving>,
    /// Where the workload's prompt is.
    pub typical: Position,
    /// Where a prompt of the size that 95 of 100 do not exceed is; `None` when it is not given.
    pub p95: Option<Position>,
}

impl Cliff {
    /// Whether prompts are over the threshold, or so near that one in twenty may be.
    pub const fn is_due(&self) -> bool {
        matches!(self.typical, Position::Over { .. }) || matches!(self.p95, Some(Position::Over { .. }))
    }

    /// Why the step has no cost; `None` where it has one.
    pub fn reason(&self) -> Option<NoCost> {
        self.before.err().or_else(|| self.after.err())
    }
}

/// Whether any price of a model, in whatever mode and at whatever time, depends on the length of the prompt.
pub fn has_tiers(offer: &Offer) -> bool {
    let mut firsts = Vec::new();
    tiers(offer, &mut firsts);
    !firsts.is_empty()
}

/// Every step of a model's cost over the length of the prompt, in order: each threshold of the prices that the
/// workload is billed at. The parts of the prompt that are cached and the answer stay as the workload has them. `p95`
/// is the size that 95 of 100 prompts do not exceed, in tokens.
pub fn cliffs(offer: &Offer, workload: &Workload, p95: Option<u64>) -> Vec<Cliff> {
    let mut firsts = Vec::new();
    tiers(offer, &mut firsts);
    // A threshold of nothing is below every prompt: no step.
    firsts.retain(|first| *first > 0);
    firsts.sort_unstable();
    firsts.dedup();
    if firsts.is_empty() {
        return Vec::new();
    }
    // A prompt may be as short as it likes where it does not matter what is cached of it.
    let bare = without_cache(workload);
    let bare = bare.as_ref().unwrap_or(workload);
    let cached = workload.cached_tokens();
    let cost = |tokens| {
        if tokens < cached {
            return Err(NoCost::Cached { tokens: cached });
        }
        let total = billing::total(offer, &Variable::InputTokens.at(workload, tokens));
        total.cost().map_err(NoCost::Of)
    };
    let steps =
        firsts.into_iter().filter(|first| tiers_at(offer, bare, *first) != tiers_at(offer, bare, first - 1));
    let cliff = |first: u64| {
        let last_before = first - 1;
        let (before, after) = (cost(last_before), cost(first));
        let position = |prompt: u64| match prompt.checked_sub(last_before) {
            None | Some(0) => Position::Below { tokens_to_go: first - prompt },
            Some(tokens_too_many) => Position::Over { tokens_too_many },
        };
        Cliff {
            last_before,
            before,
            after,
            step: before.ok().zip(after.ok()).map(|(before, after)| Saving::between(before, after)),
            typical: position(workload.input_tokens()),
            p95: p95.map(position),
        }
    };
    steps.map(cliff).collect()
}

/// The same workload with nothing cached; `None` where that is the workload itself.
fn without_cache(workload: &Workload) -> Option<Workload> {
    if workload.cached_tokens() == 0 {
        return None;
    }
    let draft = Draft {
        cache_read_tokens: 0,
        cache_write_5m_tokens: 0,
        cache_write_1h_tokens: 0,
        ..workload.to_draft()
    };
    Workload::try_from(draft).ok()
}

/// The thresholds that a prompt of so many tokens is above, each once: one a part of the week at most.
fn tiers_at(offer: &Offer, workload: &Workload, tokens: u64) -> Vec<u64> {
    let bill = billing::bill(offer, &Variable::InputTokens.at(workload, tokens));
    let mut above: Vec<u64> = bill.lines.iter().filter_map(|line| Some(line.tier?.above)).collect();
    above.sort_unstable();
    above.dedup();
    above
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{ContextTier, MorePrices, PriceSheet, Rates, Tariff};
    use crate::decide::any;
    use crate::money::Price;
    use crate::workload::Processing;
    use proptest::prelude::*;

    #[test]
    fn a_prompt_near_a_doubling_of_the_price() {
        let market = any::market();
        let offer = with_a_tier(false);
        let found = cliffs(&offer, &any::workload(195_000, 1_000), Some(210_000));
        let dollars = |text: &str| Dollars::parse(text).unwrap();
        assert_eq!(
            found,
            [Cliff {
                last_before: 200_000,
                before: Ok(dollars("0.412")),
                after: Ok(dollars("0.818004")),
                step: Some(Saving::Costs(dollars("0.406004"))),
                typical: Position::Below { tokens_to_go: 5_001 },
                p95: Some(Position::Over { tokens_too_many: 10_000 }),
            }]
        );
        assert!(found[0].is_due());
        assert!(!cliffs(&offer, &any::workload(200_000, 1_000), None)[0].is_due());
        let over = cliffs(&offer, &any::workload(200_001, 1_000), None);
        assert_eq!(over[0].typical, Position::Over { tokens_too_many: 1 });
        assert!(cliffs(any::offer(&market, "GPT-5.4"), &any::workload(500_000, 1), None).is_empty());
    }

    /// $2 a million, $4 above 200,000 tokens, and half of the first in batches.
    fn with_a_tier(batch: bool) -> Offer {
        let market = any::market();
        let mut offer = any::offer(&market, "Gemini 3.1 Pro").clone();
        let rates = |input: &str, output: &str| Rates {
            input: Price::per_million(input).unwrap(),
            output: Price::per_million(output).unwrap(),
            ..Rates::default()
        };
        let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("4", "18") };
        let standard = Tariff::new(rates("2", "12"), vec![tier]);
        let batch = batch.then(|| Tariff::new(rates("1", "6"), Vec::new()));
        offer.prices = PriceSheet::new(MorePrices { standard, batch, ..MorePrices::default() });
        offer
    }

    #[test]
    fn a_step_below_what_is_cached_cannot_be_avoided() {
        let draft = Draft { cache_read_tokens: 240_000, ..any::workload(250_000, 1_000).to_draft() };
        let workload = Workload::try_from(draft).unwrap();
        let [cliff] = cliffs(&with_a_tier(false), &workload, None)[..] else { panic!() };
        assert_eq!((cliff.last_before, cliff.typical), (200_000, Position::Over { tokens_too_many: 50_000 }));
        assert_eq!((cliff.before, cliff.step), (Err(NoCost::Cached { tokens: 240_000 }), None));
        assert_eq!(cliff.reason().unwrap().words(), "cannot be avoided: 240,000 tokens are cached");
    }

    #[test]
    fn a_step_to_an_unknown_price_is_a_step() {
        let draft = Draft { processing: Processing::Batch, ..any::workload(250_000, 1_000).to_draft() };
        let workload = Workload::try_from(draft).unwrap();
        let [cliff] = cliffs(&with_a_tier(true), &workload, None)[..] else { panic!() };
        assert_eq!(cliff.before.unwrap().to_exact_string(), "0.206");
        assert_eq!(
            cliff.reason().unwrap().words(),
            "the batch price of input tokens above 200,000 tokens of input is unknown"
        );
        assert!(cliff.is_due() && cliff.after.is_err() && cliff.step.is_none());
        assert!(has_tiers(&with_a_tier(false)) && !has_tiers(&any::market().offers()[0]));
    }

    proptest! {
        #[test]
        fn every_threshold_is_a_step_and_nothing_else(offer in any::offers(), workload in any::workloads()) {
            let found = cliffs(&offer, &workload, None);
            let bare = without_cache(&workload);
            let bare = bare.as_ref().unwrap_or(&workload);
            let first = *Variable::InputTokens.range(bare).start();
            let cached = workload.cached_tokens();
            for tokens in first..first + 80 {
                let steps = tiers_at(&offer, bare, tokens) != tiers_at(&offer, bare, tokens + 1);
                let said = found.iter().find(|cliff| cliff.last_before == tokens);
                prop_assert_eq!(said.is_some(), steps, "at {}", tokens);
                let Some(said) = said else { continue };
                let cost = |tokens| (tokens >= cached).then(|| {
                    billing::total(&offer, &Variable::InputTokens.at(&workload, tokens)).cost().ok()
                }).flatten();
                prop_assert_eq!((said.before.ok(), said.after.ok()), (cost(tokens), cost(tokens + 1)));
                prop_assert_eq!(said.step.is_none(), said.reason().is_some());
            }
        }
    }
}

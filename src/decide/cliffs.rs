//! Long-context cliffs: what the step costs at each threshold, and how many tokens fewer would avoid it.

use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::decide::Variable;
use crate::money::Dollars;
use crate::workload::Workload;

use super::switching::Saving;

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

/// One step of a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cliff {
    /// The longest prompt before the step.
    pub last_before: u64,
    /// What a task of that prompt costs.
    pub before: Dollars,
    /// What a task with one token more costs.
    pub after: Dollars,
    /// What the step itself costs a task: the two compared.
    pub step: Saving,
    /// Where the workload's prompt is.
    pub typical: Position,
    /// Where a prompt of the size that 95 of 100 do not exceed is; `None` when it is not given.
    pub p95: Option<Position>,
}

impl Cliff {
    /// Whether prompts are over the threshold, or so near that one in twenty may be.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        matches!(self.typical, Position::Over { .. }) || matches!(self.p95, Some(Position::Over { .. }))
    }
}

/// The steps of a model's cost over the length of the prompt, in order. The parts of the prompt that are cached and
/// the answer stay as the workload has them. `p95` is the size that 95 of 100 prompts do not exceed, in tokens.
#[must_use]
pub fn cliffs(offer: &Offer, workload: &Workload, p95: Option<u64>) -> Vec<Cliff> {
    let cost = |tokens| match billing::total(offer, &Variable::InputTokens.at(workload, tokens)) {
        Total::Priced(cost) => Some(cost),
        Total::Free => Some(Dollars::ZERO),
        Total::Unknown(_) | Total::Excluded(_) => None,
    };
    let is_tier = |tokens| {
        let tier = |tokens| billing::bill(offer, &Variable::InputTokens.at(workload, tokens)).tier();
        tier(tokens).map(|tier| tier.above) != tier(tokens - 1).map(|tier| tier.above)
    };
    let stretches = Variable::InputTokens.stretches(&[offer], workload);
    let firsts = stretches.iter().skip(1).map(|stretch| *stretch.start());
    firsts
        .filter(|first| is_tier(*first))
        .filter_map(|first| {
            let last_before = first - 1;
            let (before, after) = (cost(last_before)?, cost(first)?);
            let position = |prompt: u64| match prompt.checked_sub(last_before) {
                None | Some(0) => Position::Below { tokens_to_go: first - prompt },
                Some(tokens_too_many) => Position::Over { tokens_too_many },
            };
            Some(Cliff {
                last_before,
                before,
                after,
                step: Saving::between(before, after),
                typical: position(workload.input_tokens()),
                p95: p95.map(position),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{ContextTier, MorePrices, PriceSheet, Rates, Tariff};
    use crate::decide::any;
    use crate::money::Price;
    use proptest::prelude::*;

    #[test]
    fn a_prompt_near_a_doubling_of_the_price() {
        let market = any::market();
        let mut offer = any::offer(&market, "Gemini 3.1 Pro").clone();
        let rates = |input: &str, output: &str| Rates {
            input: Price::per_million(input).unwrap(),
            output: Price::per_million(output).unwrap(),
            ..Rates::default()
        };
        let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("4", "18") };
        let standard = Tariff::new(rates("2", "12"), vec![tier]);
        offer.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
        let found = cliffs(&offer, &any::workload(195_000, 1_000), Some(210_000));
        let dollars = |text: &str| Dollars::parse(text).unwrap();
        assert_eq!(
            found,
            [Cliff {
                last_before: 200_000,
                before: dollars("0.412"),
                after: dollars("0.818004"),
                step: Saving::Costs(dollars("0.406004")),
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

    proptest! {
        #[test]
        fn between_the_cliffs_every_token_costs_the_same(offer in any::offers(), workload in any::workloads()) {
            let found = cliffs(&offer, &workload, None);
            let tier = |tokens| crate::billing::bill(&offer, &Variable::InputTokens.at(&workload, tokens)).tier();
            let first = *Variable::InputTokens.range(&workload).start();
            let known = |tokens| matches!(
                billing::total(&offer, &Variable::InputTokens.at(&workload, tokens)), Total::Priced(_) | Total::Free
            );
            for tokens in first..first + 80 {
                let steps = tier(tokens).map(|it| it.above) != tier(tokens + 1).map(|it| it.above);
                let said = found.iter().any(|cliff| cliff.last_before == tokens);
                prop_assert_eq!(said, steps && known(tokens) && known(tokens + 1), "at {}", tokens);
            }
        }
    }
}

//! Sensitivity: which number moves the bill most within its range, and whether another model comes first there.

use std::ops::RangeInclusive;

use crate::billing;
use crate::bounds::between;
use crate::catalog::{Market, Offer};
use crate::decide::Variable;
use crate::money::Dollars;
use crate::workload::Workload;

/// A number of the workload and the range in which the user thinks it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The number.
    pub variable: Variable,
    /// From the least to the most.
    pub values: RangeInclusive<u64>,
}

/// One bar of a tornado chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The number and its range, cut to what the workload allows.
    pub range: Range,
    /// The bill at the least value; `None` when it is not known there or the model does not take it.
    pub at_least: Option<Dollars>,
    /// The bill at the most.
    pub at_most: Option<Dollars>,
    /// The first place of the ranking at the least value and at the most, as places in [`Market::offers`].
    pub first: [Option<usize>; 2],
    /// Whether another model comes first anywhere in the range. Exact: costs are straight lines between the edges that
    /// are asked, so a model that is first at both ends of a line is first all along it.
    pub first_changes: bool,
}

impl Bar {
    /// How far the bill moves within the range; `None` when it is not known at both ends.
    pub fn swing(&self) -> Option<Dollars> {
        let (a, b) = (self.at_least?, self.at_most?);
        a.minus(b).or_else(|| b.minus(a))
    }
}

/// How a bill answers to each number alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tornado {
    /// The bill as the workload is: a month's where it names requests a day, else a task's. `None` when not known.
    pub now: Option<Dollars>,
    /// Whether the bills are a month's.
    pub by_month: bool,
    /// The cheapest model now, as a place in [`Market::offers`].
    pub first: Option<usize>,
    /// One bar a range, the widest swing first; what is not known stands last.
    pub bars: Vec<Bar>,
}

/// Moves each number through its range, the others as the workload has them.
pub fn tornado(market: &Market, offer: &Offer, workload: &Workload, ranges: &[Range]) -> Tornado {
    let by_month = workload.requests_per_day().is_some();
    let offers = market.offers();
    let first = first_place(offers, workload);
    let mut bars: Vec<Bar> = ranges
        .iter()
        .map(|range| {
            let allowed = range.variable.range(workload);
            let cut = |value: &u64| between(*value, *allowed.start(), *allowed.end());
            let (least, most) = (cut(range.values.start()), cut(range.values.end()));
            let [low, high] = [least, most].map(|value| range.variable.at(workload, value));
            let cut = Range { variable: range.variable, values: least..=most };
            // Requests move no task's cost.
            let moves_tasks = range.variable != Variable::RequestsPerDay;
            let firsts = if moves_tasks {
                [first_place(offers, &low), first_place(offers, &high)]
            } else {
                [first; 2]
            };
            // Where an end has another first place there is nothing left to find.
            let first_changes = firsts.iter().any(|there| *there != first)
                || (moves_tasks && first_changes_inside(offers, workload, &cut, first));
            Bar {
                range: cut,
                at_least: bill(offer, &low, by_month),
                at_most: bill(offer, &high, by_month),
                first: firsts,
                first_changes,
            }
        })
        .collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.swing()));
    Tornado { now: bill(offer, workload, by_month), by_month, first, bars }
}

/// Whether another model than the first at both ends comes first between them. Against each model alone: both costs are
/// straight lines between the edges of these two, so one that is behind at all of them is behind all along.
fn first_changes_inside(offers: &[Offer], workload: &Workload, range: &Range, first: Option<usize>) -> bool {
    let mut trial = workload.clone();
    let leader = first.and_then(|place| Some((place, offers.get(place)?)));
    offers.iter().enumerate().any(|(place, offer)| {
        let pair: &[&Offer] = match leader {
            Some((_, leader)) => &[leader, offer],
            None => &[offer],
        };
        let stretches = range.variable.stretches_within(pair, workload, &range.values);
        // One stretch has no edges but the ends, which are known.
        let inside = if stretches.len() < 2 { &[] } else { stretches.as_slice() };
        inside.iter().flat_map(|stretch| [*stretch.start(), *stretch.end()]).any(|edge| {
            range.variable.set(&mut trial, edge);
            let stands = |(place, offer)| Some((billing::total(offer, &trial).priced()?, place));
            let other = stands((place, offer));
            match leader.map(stands) {
                // Nothing is first without a price.
                Some(None) => true,
                Some(Some(leader)) => other.is_some_and(|other| other < leader),
                None => other.is_some(),
            }
        })
    })
}

/// The first place of the ranking by cost: of two that cost the same the earlier one.
fn first_place(offers: &[Offer], workload: &Workload) -> Option<usize> {
    let priced = offers
        .iter()
        .enumerate()
        .filter_map(|(place, offer)| Some((billing::total(offer, workload).priced()?, place)));
    priced.min().map(|(_, place)| place)
}

fn bill(offer: &Offer, workload: &Workload, by_month: bool) -> Option<Dollars> {
    let task = billing::total(offer, workload).cost().ok()?;
    if by_month { billing::monthly(task, workload) } else { Some(task) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any::{self, SOME_TOKENS};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 10_000, ..ProptestConfig::default() })]
        /// Against every value of the range, each ranked by itself.
        #[test]
        fn where_another_comes_first_is_found_between_the_ends(
            offers in proptest::collection::vec(any::offers(), 1..5), workload in any::workloads(),
            variable in any::variables(), ends in (0..3 * SOME_TOKENS, 0..3 * SOME_TOKENS),
        ) {
            let allowed = variable.range(&workload);
            let cut = |value: u64| between(value, *allowed.start(), *allowed.end());
            let values = cut(ends.0.min(ends.1))..=cut(ends.0.max(ends.1));
            let at = |value| first_place(&offers, &variable.at(&workload, value));
            let first = at(*values.start());
            prop_assume!(variable != Variable::RequestsPerDay && first == at(*values.end()));
            let range = Range { variable, values: values.clone() };
            let changes = values.into_iter().any(|value| at(value) != first);
            prop_assert_eq!(first_changes_inside(&offers, &workload, &range, first), changes);
        }
    }

    #[test]
    fn the_widest_swing_comes_first() {
        let market = any::market();
        let mut chat = any::workload(500, 200);
        chat.set_requests_per_day(1_000);
        let ranges = Variable::ALL.map(|variable| {
            let value = variable.of(&chat);
            Range { variable, values: value / 2..=value * 2 }
        });
        let ranges: Vec<Range> = ranges.into_iter().filter(|range| *range.values.end() > 0).collect();
        let found = tornado(&market, any::offer(&market, "GPT-5.4"), &chat, &ranges);
        assert_eq!(found.now, Some(Dollars::parse("97.5").unwrap()));
        assert!(found.by_month);
        let bars: Vec<_> = found
            .bars
            .iter()
            .map(|bar| (bar.range.variable, bar.swing().unwrap().to_exact_string()))
            .collect();
        let text = str::to_owned;
        assert_eq!(
            bars,
            [
                // 97.5 x (2 - 1/2); $60 of output x 1.5; $37.5 of input x 1.5.
                (Variable::RequestsPerDay, text("146.25")),
                (Variable::OutputTokens, text("90")),
                (Variable::InputTokens, text("56.25")),
            ]
        );
        assert!(found.bars.iter().all(|bar| !bar.first_changes));
    }

    #[test]
    fn another_first_place_is_said_and_what_is_not_known_stands_last() {
        let market = any::market();
        let task = any::workload(500, 200);
        let ranges = [
            Range { variable: Variable::InputTokens, values: 500..=500_000 },
            Range { variable: Variable::OutputTokens, values: 100..=400 },
        ];
        let llama = any::offer(&market, "Llama 3.3 8B");
        let found = tornado(&market, llama, &task, &ranges);
        assert!(!found.by_month);
        let name = |place: Option<usize>| market.offers()[place.unwrap()].model.name.as_str();
        assert_eq!(name(found.first), "Llama 3.3 8B");
        let last = found.bars.last().unwrap();
        // Its context ends at 128,000 tokens.
        assert_eq!((last.range.variable, last.at_most, last.swing()), (Variable::InputTokens, None, None));
        assert_eq!(name(last.first[1]), "Gemini 2.0 Flash");
        assert!(last.first_changes && !found.bars[0].first_changes);
    }
}

//! The cheapest assignment of models to lines, with at most so many different models: exact, by branch and bound over
//! sets of models.

use super::Cost;
use crate::money::Dollars;

/// After so many comparisons of a model with the lines a search is given up and its best result returned, marked as not
/// proven.
pub(super) const MOST_STEPS: u32 = 500_000;

/// A model that lines may have.
pub(super) struct Model {
    /// Its place in the market.
    pub(super) offer: usize,
    /// What each line costs on it; `None` for a line that may not have it.
    pub(super) costs: Vec<Option<Dollars>>,
}

/// An assignment.
pub(super) struct Assigned {
    /// One a line; `None` when no assignment is allowed or none was found.
    pub(super) costs: Option<Vec<Cost>>,
    /// Whether no cheaper one exists.
    pub(super) is_proven: bool,
}

/// Assigns a model to each line, at the least cost in all: one of those `taken` anyway, or one of at most `more` of the
/// others. After `most_steps` the search is given up.
pub(super) fn cheapest(
    lines: usize,
    taken: &[Model],
    others: &[Model],
    more: usize,
    most_steps: u32,
) -> Assigned {
    // Where a line has no model, it costs more than all lines can together: fewer such lines are always cheaper.
    let dearest = |line: usize| {
        let models = taken.iter().chain(others);
        models.filter_map(|model| model.costs.get(line).copied().flatten()).max().unwrap_or_default()
    };
    let missing = (0..lines).map(dearest).sum::<Dollars>() + Dollars::whole(1);
    let in_full =
        |model: &Model| -> Vec<Dollars> { model.costs.iter().map(|cost| cost.unwrap_or(missing)).collect() };
    let costs: Vec<Vec<Dollars>> = others.iter().map(in_full).collect();
    let start = taken.iter().map(in_full).fold(vec![missing; lines], |best, costs| least(&best, &costs));
    let mut search = Search { costs: &costs, most_steps, steps: 0, best: None, set: Vec::new() };
    search.go(&start, &(0..others.len()).collect::<Vec<_>>(), more);
    let is_proven = search.steps < most_steps;
    let set = search.best.map(|(_, set)| set).unwrap_or_default();
    let models = || taken.iter().chain(set.iter().filter_map(|place| others.get(*place)));
    let assigned = (0..lines).map(|line| {
        let on = |model: &Model| Some((model.costs.get(line).copied().flatten()?, model.offer));
        let (monthly, offer) = models().filter_map(on).min()?;
        Some(Cost { offer, monthly })
    });
    Assigned { costs: assigned.collect(), is_proven }
}

fn least(a: &[Dollars], b: &[Dollars]) -> Vec<Dollars> {
    a.iter().zip(b).map(|(a, b)| *a.min(b)).collect()
}

struct Search<'a> {
    costs: &'a [Vec<Dollars>],
    most_steps: u32,
    steps: u32,
    best: Option<(Dollars, Vec<usize>)>,
    /// The models taken on the way to here.
    set: Vec<usize>,
}

impl Search<'_> {
    /// Tries all sets of at most `more` of the models that are `left` on top of those taken, with which the lines cost
    /// `now`.
    fn go(&mut self, now: &[Dollars], left: &[usize], more: usize) {
        let sum: Dollars = now.iter().copied().sum();
        if self.best.as_ref().is_none_or(|(best, _)| sum < *best) {
            self.best = Some((sum, self.set.clone()));
        }
        if more == 0 || self.steps >= self.most_steps {
            return;
        }
        // What each would save by itself. Together they save at most the sum of it, and later at most as much as now.
        let mut saving: Vec<(Dollars, usize)> = left
            .iter()
            .filter_map(|place| {
                let costs = self.costs.get(*place)?;
                let saving: Dollars = now.iter().zip(costs).filter_map(|(now, cost)| now.minus(*cost)).sum();
                (!saving.is_zero()).then_some((saving, *place))
            })
            .collect();
        self.steps = self.steps.saturating_add(u32::try_from(left.len()).unwrap_or(u32::MAX));
        saving.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then(one.cmp(other)));
        let left: Vec<usize> = saving.iter().map(|(_, place)| *place).collect();
        for (at, (_, place)) in saving.iter().enumerate() {
            let most: Dollars = saving.iter().skip(at).take(more).map(|(saving, _)| *saving).sum();
            let bound = sum.minus(most).unwrap_or_default();
            if self.best.as_ref().is_some_and(|(best, _)| bound >= *best) {
                // The others save less still.
                return;
            }
            let Some(costs) = self.costs.get(*place) else { continue };
            self.set.push(*place);
            self.go(&least(now, costs), left.get(at + 1..).unwrap_or_default(), more - 1);
            self.set.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The least cost over every assignment there is.
    fn exhaustive(lines: &[Vec<Option<u64>>], most: usize, open: &BTreeSet<usize>) -> Option<u64> {
        let Some((line, rest)) = lines.split_first() else { return Some(0) };
        let each = line.iter().enumerate().filter_map(|(offer, cost)| {
            let mut open = open.clone();
            open.insert(offer);
            (open.len() <= most).then_some(())?;
            Some(exhaustive(rest, most, &open)? + (*cost)?)
        });
        each.min()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn it_agrees_with_exhaustive_search(
            lines in proptest::collection::vec(
                proptest::collection::vec(proptest::option::weighted(0.8, 0_u64..12), 5), 0..6,
            ),
            taken in 0_usize..3,
            more in 0_usize..4,
        ) {
            let model = |offer: usize| Model {
                offer,
                costs: lines.iter().map(|line| line[offer].map(Dollars::whole)).collect(),
            };
            let (before, others): (Vec<Model>, Vec<Model>) =
                ((0..taken).map(model).collect(), (taken..5).map(model).collect());
            let found = cheapest(lines.len(), &before, &others, more, MOST_STEPS);
            prop_assert!(found.is_proven);
            if let Some(all) = &found.costs {
                let distinct: BTreeSet<usize> =
                    all.iter().map(|cost| cost.offer).filter(|offer| *offer >= taken).collect();
                prop_assert!(distinct.len() <= more);
                for (cost, line) in all.iter().zip(&lines) {
                    prop_assert_eq!(Some(cost.monthly), line[cost.offer].map(Dollars::whole));
                }
            }
            let sum = found.costs.map(|all| all.iter().map(|cost| cost.monthly).sum::<Dollars>());
            let expected = exhaustive(&lines, taken + more, &(0..taken).collect());
            prop_assert_eq!(sum, expected.map(Dollars::whole));
        }
    }
}

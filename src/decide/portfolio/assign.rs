//! The cheapest assignment of models to lines, with at most so many different models: exact, by branch and bound.

use std::collections::{BTreeMap, BTreeSet};

use super::Cost;
use crate::money::Dollars;

/// After so many steps a search is given up and its best result returned, marked as not proven.
pub(super) const MOST_STEPS: u32 = 2_000_000;

/// An assignment.
pub(super) struct Assigned {
    /// One a line; `None` for a line that no model may take, or all of them when no assignment is allowed.
    pub(super) costs: Vec<Option<Cost>>,
    /// Whether no cheaper one exists.
    pub(super) is_proven: bool,
}

/// Assigns a model to each line that has any, at the least cost in all. `options` are those of each line, the cheapest
/// first. After `most_steps` the search is given up.
pub(super) fn cheapest(options: &[&[Cost]], most_models: Option<usize>, most_steps: u32) -> Assigned {
    let alone: Vec<Option<Cost>> = options.iter().map(|line| line.first().copied()).collect();
    let distinct: BTreeSet<usize> = alone.iter().flatten().map(|cost| cost.offer).collect();
    let Some(most) = most_models.filter(|most| distinct.len() > *most) else {
        return Assigned { costs: alone, is_proven: true };
    };
    let kept = undominated(options);
    let mut lines: Vec<(usize, Vec<Cost>)> = options
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(place, line)| {
            (place, line.iter().filter(|cost| kept.contains(&cost.offer)).copied().collect())
        })
        .collect();
    // Few choices first, then the dearest lines: a wrong start shows at once.
    lines.sort_by_key(|(_, line)| (line.len() > 1, std::cmp::Reverse(line.first().map(|cost| cost.monthly))));
    let mut search = Search {
        lines: &lines,
        most,
        most_steps,
        steps: 0,
        best: None,
        taken: Vec::new(),
        open: BTreeMap::new(),
    };
    search.go(Dollars::ZERO);
    let is_proven = search.steps < most_steps;
    let mut costs = vec![None; options.len()];
    if let Some((_, best)) = search.best {
        for ((place, _), cost) in lines.iter().zip(best) {
            if let Some(slot) = costs.get_mut(*place) {
                *slot = Some(cost);
            }
        }
    }
    Assigned { costs, is_proven }
}

/// The models that may be needed: one that another beats or equals on every line that it may take never is.
fn undominated(options: &[&[Cost]]) -> BTreeSet<usize> {
    let mut by_model: BTreeMap<usize, Vec<Option<Dollars>>> = BTreeMap::new();
    for (place, line) in options.iter().enumerate() {
        for cost in *line {
            let row = by_model.entry(cost.offer).or_insert_with(|| vec![None; options.len()]);
            if let Some(slot) = row.get_mut(place) {
                *slot = Some(cost.monthly);
            }
        }
    }
    let covers = |a: &[Option<Dollars>], b: &[Option<Dollars>]| {
        a.iter().zip(b).all(|(a, b)| match (a, b) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a <= b,
        })
    };
    let mut kept: Vec<(usize, Vec<Option<Dollars>>)> = Vec::new();
    for (offer, row) in by_model {
        if kept.iter().any(|(_, other)| covers(other, &row)) {
            continue;
        }
        kept.retain(|(_, other)| !covers(&row, other));
        kept.push((offer, row));
    }
    kept.into_iter().map(|(offer, _)| offer).collect()
}

struct Search<'a> {
    lines: &'a [(usize, Vec<Cost>)],
    most: usize,
    most_steps: u32,
    steps: u32,
    best: Option<(Dollars, Vec<Cost>)>,
    taken: Vec<Cost>,
    /// The models in use, with the number of lines that they have.
    open: BTreeMap<usize, u32>,
}

impl Search<'_> {
    fn go(&mut self, so_far: Dollars) {
        self.steps = self.steps.saturating_add(1);
        if self.steps >= self.most_steps {
            return;
        }
        let rest = self.lines.get(self.taken.len()..).unwrap_or_default();
        let Some((_, line)) = rest.first() else {
            if self.best.as_ref().is_none_or(|(best, _)| so_far < *best) {
                self.best = Some((so_far, self.taken.clone()));
            }
            return;
        };
        // No completion is cheaper than each line on the cheapest model that it may still have.
        let is_full = self.open.len() >= self.most;
        let may = |cost: &&Cost| !is_full || self.open.contains_key(&cost.offer);
        let mut bound = so_far;
        for (_, line) in rest {
            match line.iter().find(may) {
                Some(cost) => bound += cost.monthly,
                None => return,
            }
        }
        if self.best.as_ref().is_some_and(|(best, _)| bound >= *best) {
            return;
        }
        let line: Vec<Cost> = line.iter().filter(may).copied().collect();
        for cost in line {
            *self.open.entry(cost.offer).or_default() += 1;
            self.taken.push(cost);
            self.go(so_far + cost.monthly);
            self.taken.pop();
            if let Some(count) = self.open.get_mut(&cost.offer) {
                *count -= 1;
                if *count == 0 {
                    self.open.remove(&cost.offer);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least cost over every assignment there is.
    fn exhaustive(options: &[Vec<Cost>], most: usize, open: &BTreeSet<usize>) -> Option<Dollars> {
        let Some((line, rest)) = options.split_first() else { return Some(Dollars::ZERO) };
        let each = line.iter().filter_map(|cost| {
            let mut open = open.clone();
            open.insert(cost.offer);
            (open.len() <= most).then_some(())?;
            exhaustive(rest, most, &open).map(|least| least + cost.monthly)
        });
        each.min()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn it_agrees_with_exhaustive_search(
            costs in proptest::collection::vec(
                proptest::collection::vec(proptest::option::weighted(0.8, 0_u64..12), 5), 0..6,
            ),
            most in proptest::option::of(1_usize..4),
        ) {
            let options: Vec<Vec<Cost>> = costs
                .iter()
                .map(|line| {
                    let mut line: Vec<Cost> = line
                        .iter()
                        .enumerate()
                        .filter_map(|(offer, cost)| Some(Cost { offer, monthly: Dollars::whole((*cost)?) }))
                        .collect();
                    line.sort_by_key(|cost| cost.monthly);
                    line
                })
                .filter(|line| !line.is_empty())
                .collect();
            let slices: Vec<&[Cost]> = options.iter().map(Vec::as_slice).collect();
            let found = cheapest(&slices, most, MOST_STEPS);
            prop_assert!(found.is_proven);
            let all: Option<Vec<Cost>> = found.costs.iter().copied().collect();
            if let Some(all) = &all {
                let distinct: BTreeSet<usize> = all.iter().map(|cost| cost.offer).collect();
                prop_assert!(distinct.len() <= most.unwrap_or(usize::MAX));
                for (cost, line) in all.iter().zip(&options) {
                    prop_assert!(line.contains(cost));
                }
            }
            let sum = all.map(|all| all.iter().map(|cost| cost.monthly).sum::<Dollars>());
            prop_assert_eq!(sum, exhaustive(&options, most.unwrap_or(usize::MAX), &BTreeSet::new()));
        }
    }
}

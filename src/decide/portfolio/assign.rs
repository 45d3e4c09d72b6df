//! The cheapest assignment of models to lines, with at most so many different models: exact, by branch and bound over
//! sets of models.
//!
//! What makes it quick is the bound: give each line any worth; no set of models costs less than the sum of these worths
//! less what the best few models would save against them, each by itself. Good worths are searched for in floating-point
//! numbers, as any are valid; the bound itself is computed in exact amounts.

use std::cell::Cell;

use ethnum::U256;

use super::Cost;
use crate::bounds::between;
use crate::money::Dollars;

/// After so many comparisons of a model's cost with that of a line all searches of an answer are given up and their best
/// results returned, marked as not proven: about a frame or two of work.
pub(super) const MOST_STEPS: u32 = 4_000_000;
/// In so many rounds the worths are mended, after each of which the models are left out that cannot be in the best set.
const ROUNDS: u32 = 8;
/// So often they are mended in a round.
const MENDED: u32 = 20;
/// Comparisons of floating-point numbers that take as long as one of exact amounts.
const QUICKER: usize = 4;

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
/// others. The search takes its `steps` from those that are left, and is given up where there is none.
pub(super) fn cheapest(
    lines: usize,
    taken: &[Model],
    others: &[Model],
    more: usize,
    steps: &Cell<u32>,
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
    let mut search =
        Search { costs: &costs, steps, best: None, set: Vec::new(), worth: Dollars::ZERO, saved: Vec::new() };
    let mut left: Vec<usize> = (0..others.len()).collect();
    search.try_greedily(&start, &left, more);
    if search.best.as_ref().is_some_and(|(best, _)| *best < missing) {
        search.weigh(&start, missing, &mut left, more);
    }
    search.go(&start, &left, more);
    let is_proven = steps.get() > 0;
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
    steps: &'a Cell<u32>,
    best: Option<(Dollars, Vec<usize>)>,
    /// The models taken on the way to here.
    set: Vec<usize>,
    /// What all lines are worth; nothing where that was not searched for.
    worth: Dollars,
    /// What each model saves against what the lines are worth.
    saved: Vec<Dollars>,
}

impl Search<'_> {
    /// Notes that so many models were compared with the lines; whether the search may go on.
    fn step(&self, models: usize, lines: usize) -> bool {
        let taken = u32::try_from(models.saturating_mul(lines)).unwrap_or(u32::MAX);
        let before = self.steps.get();
        self.steps.set(before.saturating_sub(taken));
        before > 0
    }

    fn offer(&mut self, sum: Dollars, set: &[usize]) {
        if self.best.as_ref().is_none_or(|(best, _)| sum < *best) {
            self.best = Some((sum, set.to_vec()));
        }
    }

    /// What each of these models would save by itself where the lines cost `now`, the most first; those that save nothing
    /// are left out.
    fn savings(&self, now: &[Dollars], left: &[usize]) -> Vec<(Dollars, usize)> {
        let mut saving: Vec<(Dollars, usize)> = left
            .iter()
            .filter_map(|place| {
                let costs = self.costs.get(*place)?;
                let saving: Dollars = now.iter().zip(costs).filter_map(|(now, cost)| now.minus(*cost)).sum();
                (!saving.is_zero()).then_some((saving, *place))
            })
            .collect();
        saving.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then(one.cmp(other)));
        saving
    }

    /// The model that saves most, then the one that then saves most, and so on.
    fn try_greedily(&mut self, start: &[Dollars], left: &[usize], more: usize) {
        let (mut now, mut set) = (start.to_vec(), Vec::new());
        while set.len() < more {
            let Some((_, place)) = self.savings(&now, left).first().copied() else { break };
            let Some(costs) = self.costs.get(place) else { break };
            now = least(&now, costs);
            set.push(place);
        }
        self.offer(now.iter().copied().sum(), &set);
    }

    /// Searches for what the lines are worth, so that the bound is as high as it can be, by the subgradient of the bound:
    /// a line that none of the best models takes is worth more, one that several take is worth less. The best models
    /// are a set to try, too.
    fn weigh(&mut self, start: &[Dollars], missing: Dollars, left: &mut Vec<usize>, more: usize) {
        let number = |cost: &Dollars| if *cost == missing { f64::INFINITY } else { cost.to_f64() };
        let costs: Vec<Vec<f64>> =
            self.costs.iter().map(|costs| costs.iter().map(number).collect()).collect();
        let most: Vec<f64> = start.iter().map(number).collect();
        let Some((_, set)) = self.best.clone() else { return };
        // What the lines cost in the best set that is known.
        let at_best = |line: usize| {
            let of_set = set.iter().filter_map(|place| costs.get(*place)?.get(line));
            of_set.chain(most.get(line)).copied().fold(f64::INFINITY, f64::min)
        };
        let mut worths: Vec<f64> = (0..start.len()).map(at_best).collect();
        let (mut best, mut best_worths, mut pace, mut since) = (f64::NEG_INFINITY, worths.clone(), 1.0, 0);
        for round in 0..ROUNDS * MENDED {
            if round % MENDED == 0 && round > 0 {
                self.value(start, &best_worths);
                let before = left.len();
                self.leave_out(left, more);
                // Few are searched sooner than they are weighed.
                if left.len() <= more + 2 || (round > 2 * MENDED && left.len() == before) {
                    break;
                }
            }
            let Some((goal, _)) = &self.best else { return };
            let goal = goal.to_f64();
            // Where no step is left, a round still makes the best set that is known a better one.
            if !self.step(left.len(), worths.len().div_ceil(QUICKER)) && round >= MENDED {
                break;
            }
            let saved = |costs: &Vec<f64>| -> f64 {
                worths.iter().zip(costs).map(|(worth, cost)| (worth - cost).max(0.0)).sum()
            };
            let of = |place: &usize| Some((saved(costs.get(*place)?), *place));
            let mut order: Vec<(f64, usize)> = left.iter().filter_map(of).collect();
            let by_saving = |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            if more < order.len() {
                order.select_nth_unstable_by(more, by_saving);
                order.truncate(more);
            }
            let bound = worths.iter().sum::<f64>() - order.iter().map(|(saved, _)| saved).sum::<f64>();
            if bound > best {
                (best, since) = (bound, 0);
                best_worths.clone_from(&worths);
                let set: Vec<usize> = order.iter().map(|(_, place)| *place).collect();
                let with = set.iter().filter_map(|place| self.costs.get(*place));
                let now = with.fold(start.to_vec(), |now, costs| least(&now, costs));
                self.offer(now.into_iter().sum(), &set);
            } else {
                since += 1;
                if since % 6 == 0 {
                    pace /= 2.0;
                }
            }
            let takers = |line: usize, worth: f64| {
                let takes = |place: &usize| {
                    costs.get(*place).and_then(|costs| costs.get(line)).is_some_and(|cost| *cost < worth)
                };
                order.iter().filter(|(_, place)| takes(place)).count()
            };
            #[expect(clippy::cast_precision_loss, reason = "a handful of models")]
            let slopes: Vec<f64> =
                worths.iter().enumerate().map(|(line, worth)| 1.0 - takers(line, *worth) as f64).collect();
            let square: f64 = slopes.iter().map(|slope| slope * slope).sum();
            if square == 0.0 || bound >= goal {
                break;
            }
            let stride = pace * (goal - bound) / square;
            for ((worth, slope), most) in worths.iter_mut().zip(&slopes).zip(&most) {
                *worth = between(stride.mul_add(*slope, *worth), 0.0, *most);
            }
        }
        self.value(start, &best_worths);
        self.leave_out(left, more);
    }

    /// Takes the lines for worth so much.
    fn value(&mut self, start: &[Dollars], worths: &[f64]) {
        // Any worths are valid that are not above what the lines cost anyway.
        let exact: Vec<Dollars> =
            worths.iter().zip(start).map(|(worth, most)| amount(*worth).min(*most)).collect();
        self.worth = exact.iter().copied().sum();
        let saved = |costs: &Vec<Dollars>| {
            exact.iter().zip(costs).filter_map(|(worth, cost)| worth.minus(*cost)).sum::<Dollars>()
        };
        self.saved = self.costs.iter().map(saved).collect();
    }

    /// The most that `more` of the models that are left save together against what the lines are worth.
    fn most_saved(&self, left: &[usize], more: usize) -> Dollars {
        let mut saved: Vec<Dollars> =
            left.iter().filter_map(|place| self.saved.get(*place).copied()).collect();
        if more < saved.len() {
            saved.select_nth_unstable_by(more, |a, b| b.cmp(a));
            saved.truncate(more);
        }
        saved.into_iter().sum()
    }

    /// Leaves out the models with which no set is cheaper than the best that is known.
    fn leave_out(&self, left: &mut Vec<usize>, more: usize) {
        let Some((best, _)) = &self.best else { return };
        let others = self.most_saved(left, more.saturating_sub(1));
        let of = |place: &usize| self.saved.get(*place).copied().unwrap_or_default();
        left.retain(|place| self.worth < *best + others + of(place));
    }

    /// Tries all sets of at most `more` of the models that are `left` on top of those taken, with which the lines cost
    /// `now`.
    fn go(&mut self, now: &[Dollars], left: &[usize], more: usize) {
        if self.steps.get() == 0 {
            return;
        }
        let sum: Dollars = now.iter().copied().sum();
        let set = std::mem::take(&mut self.set);
        self.offer(sum, &set);
        self.set = set;
        if more == 0 || !self.step(left.len(), now.len()) {
            return;
        }
        if let (Some((best, _)), false) = (&self.best, self.saved.is_empty()) {
            let of_set = self.set.iter().filter_map(|place| self.saved.get(*place).copied());
            let saved = of_set.sum::<Dollars>() + self.most_saved(left, more);
            if self.worth >= *best + saved {
                return;
            }
        }
        // What each would save by itself. Together they save at most the sum of it, and later at most as much as now.
        let saving = self.savings(now, left);
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

/// An amount near this number, for a worth, which need not be exact.
fn amount(dollars: f64) -> Dollars {
    const KEPT: u32 = 12;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is above nothing and saturates"
    )]
    let kept = (dollars * 10_f64.powi(12)) as u128;
    Dollars::from_units(U256::from(kept).saturating_mul(U256::new(10).pow(Dollars::DECIMALS - KEPT)))
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

    /// The least cost over every set of at most `more` models, for the lines that cost `now`.
    fn least_of_sets(models: &[Vec<Option<u64>>], more: usize, now: &[Option<u64>]) -> Option<u64> {
        let sum: Option<u64> = now.iter().copied().sum();
        if more == 0 {
            return sum;
        }
        let with = models.iter().enumerate().filter_map(|(place, model)| {
            let least = |(now, cost): (&Option<u64>, &Option<u64>)| match (now, cost) {
                (Some(now), Some(cost)) => Some(*now.min(cost)),
                (one, other) => one.or(*other),
            };
            let now: Vec<Option<u64>> = now.iter().zip(model).map(least).collect();
            least_of_sets(&models[place + 1..], more - 1, &now)
        });
        with.chain(sum).min()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn it_agrees_with_every_set_of_a_dozen_models(
            models in proptest::collection::vec(
                proptest::collection::vec(proptest::option::weighted(0.9, 0_u64..1_000), 8), 6..14,
            ),
            more in 1_usize..5,
        ) {
            let lines = 8;
            let others: Vec<Model> = models
                .iter()
                .enumerate()
                .map(|(offer, costs)| {
                    let costs = costs.iter().map(|cost| cost.map(Dollars::whole)).collect();
                    Model { offer, costs }
                })
                .collect();
            let found = cheapest(lines, &[], &others, more, &Cell::new(MOST_STEPS));
            prop_assert!(found.is_proven);
            let sum = found.costs.map(|all| all.iter().map(|cost| cost.monthly).sum::<Dollars>());
            prop_assert_eq!(sum, least_of_sets(&models, more, &vec![None; lines]).map(Dollars::whole));
        }
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
            let found = cheapest(lines.len(), &before, &others, more, &Cell::new(MOST_STEPS));
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

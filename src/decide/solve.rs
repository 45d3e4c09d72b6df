//! Any one of budget, requests a day, input tokens and output tokens, given the others.
//!
//! A long-context tier bills the whole request, so a cost jumps at its threshold and may even fall there. Between
//! two jumps it only rises. The answer is therefore a list of ranges, and each end is found by bisection over the
//! very bills that the app shows, tried first where a straight line says: nothing is rounded, nothing is missed.

use std::ops::RangeInclusive;

use ethnum::U256;

use super::Variable;
use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::money::Dollars;
use crate::workload::Workload;

/// What a month comes to: the budget that the workload needs. `Err` says why there is no amount.
///
/// # Errors
/// The task's outcome when it is unknown or excluded; `None` when the workload names no requests a day.
pub fn budget(offer: &Offer, workload: &Workload) -> Result<Dollars, Option<Total>> {
    a_month(billing::total(offer, workload), workload)
}

/// A month of tasks that come to so much.
fn a_month(task: Total, workload: &Workload) -> Result<Dollars, Option<Total>> {
    let cost = task.cost().map_err(Some)?;
    billing::monthly(cost, workload).ok_or(None)
}

/// The values of a variable that a monthly budget affords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solution {
    /// All of them, in order, no two ranges touching. More than one where a dearer tier lies between.
    pub ranges: Vec<RangeInclusive<u64>>,
}

impl Solution {
    /// The largest affordable value; `None` when none is.
    pub fn most(&self) -> Option<u64> {
        self.ranges.last().map(|range| *range.end())
    }

    /// Whether a value is affordable.
    pub fn contains(&self, value: u64) -> bool {
        self.ranges.iter().any(|range| range.contains(&value))
    }
}

/// The values that a monthly budget affords, the monthly fee included, up to the model's limits and those of the app.
/// A value whose cost is unknown is not affordable. Nothing is affordable without requests a day, unless these are
/// what is asked for.
pub fn affordable(offer: &Offer, workload: &Workload, variable: Variable, month: Dollars) -> Solution {
    let mut trial = workload.clone();
    // Requests move no task's cost.
    let task = (variable == Variable::RequestsPerDay).then(|| billing::total(offer, workload));
    let mut bill = |value: u64| {
        variable.set(&mut trial, value);
        a_month(task.unwrap_or_else(|| billing::total(offer, &trial)), &trial).ok()
    };
    let is_within = |bill: Option<Dollars>| bill.is_some_and(|bill| bill <= month);
    let mut solution = Solution::default();
    for stretch in variable.stretches(&[offer], workload) {
        let (first, last) = stretch.into_inner();
        let (low, high) = (bill(first), bill(last));
        // A read from a cache may save money: then the affordable values are the last ones.
        let found = match (is_within(low), is_within(high)) {
            (true, true) => Some(first..=last),
            (true, false) => {
                let guess = along(low, high, month, last - first).map(|steps| first + steps);
                Some(first..=bisect((first, last), guess, |value| is_within(bill(value))))
            }
            (false, true) => {
                let guess = along(high, low, month, last - first);
                Some(last - bisect((0, last - first), guess, |back| is_within(bill(last - back)))..=last)
            }
            (false, false) => None,
        };
        if let Some(range) = found {
            match solution.ranges.last_mut() {
                Some(before) if before.end().saturating_add(1) == *range.start() => {
                    *before = *before.start()..=*range.end();
                }
                _ => solution.ranges.push(range),
            }
        }
    }
    solution
}

/// How many of `steps` from one bill to a greater one stay within `month`, on a straight line.
fn along(from: Option<Dollars>, to: Option<Dollars>, month: Dollars, steps: u64) -> Option<u64> {
    let (from, to) = (from?, to?);
    let within = month.minus(from)?.units().checked_mul(U256::from(steps))?;
    u64::try_from(within.checked_div(to.minus(from)?.units())?).ok()
}

/// The last value that holds, where the first does and the last does not. A good guess ends the search at once.
fn bisect((mut holds, mut fails): (u64, u64), guess: Option<u64>, mut test: impl FnMut(u64) -> bool) -> u64 {
    let mut guesses = guess.into_iter().flat_map(|guess| [guess, guess.saturating_add(1)]);
    while fails - holds > 1 {
        let middle = holds + (fails - holds) / 2;
        let value = guesses.find(|guess| holds < *guess && *guess < fails).unwrap_or(middle);
        if test(value) {
            holds = value;
        } else {
            fails = value;
        }
    }
    holds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;
    use proptest::prelude::*;

    #[test]
    fn the_reference_month_solved_for_each_number() {
        let market = any::market();
        let offer = any::offer(&market, "DeepSeek V4");
        let mut summary = any::workload(2_000, 300);
        assert_eq!(budget(offer, &summary), Err(None));
        summary.set_requests_per_day(1_000);
        let month = budget(offer, &summary).unwrap();
        assert_eq!(month.to_exact_string(), "28.8");
        let most = |variable| affordable(offer, &summary, variable, month).most();
        assert_eq!(most(Variable::RequestsPerDay), Some(1_000));
        assert_eq!(most(Variable::InputTokens), Some(2_000));
        assert_eq!(most(Variable::OutputTokens), Some(300));
        // One unit less than the bill affords one token less.
        let less = month.minus(Dollars::parse("0.000001").unwrap()).unwrap();
        assert_eq!(affordable(offer, &summary, Variable::InputTokens, less).most(), Some(1_999));
        assert_eq!(affordable(offer, &summary, Variable::InputTokens, Dollars::ZERO).most(), None);
    }

    #[test]
    fn a_limit_of_the_model_ends_what_is_affordable() {
        let market = any::market();
        let mut summary = any::workload(2_000, 300);
        summary.set_requests_per_day(1);
        let offer = any::offer(&market, "DeepSeek V4");
        let solved = affordable(offer, &summary, Variable::InputTokens, Dollars::whole(1_000_000));
        assert_eq!(solved.most(), Some(127_700));
    }

    #[test]
    fn a_straight_line_is_solved_by_two_bills() {
        let mut bills = 0;
        let most = bisect(
            (0, 1_000_000_000),
            along(Some(Dollars::ZERO), Some(Dollars::whole(2_000)), Dollars::whole(3), 1_000_000_000),
            |value| {
                bills += 1;
                value <= 1_500_000
            },
        );
        assert_eq!((most, bills), (1_500_000, 2));
        // A guess that is wrong costs time and nothing else.
        for guess in [None, Some(0), Some(3), Some(1_500_001), Some(u64::MAX)] {
            assert_eq!(bisect((0, 1_000_000_000), guess, |value| value <= 1_500_000), 1_500_000);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn solving_agrees_with_brute_force(
            offer in any::offers(), workload in any::workloads(), variable in any::variables(), part in 0_u64..200,
        ) {
            // These values show every tier; the budget is a part of some bill.
            let (first, last) = variable.range(&workload).into_inner();
            let last = last.min(first + any::SOME_TOKENS + 5);
            let bill = |value| budget(&offer, &variable.at(&workload, value)).ok();
            let bills: Vec<_> = (first..=last).map(bill).collect();
            let top = bills.iter().copied().flatten().max().unwrap_or_default();
            let month = top.fraction(u32::try_from(part).unwrap(), 150);
            let solved = affordable(&offer, &workload, variable, month);
            for (value, bill) in (first..=last).zip(bills) {
                let brute = bill.is_some_and(|bill| bill <= month);
                prop_assert_eq!(solved.contains(value), brute, "{:?} at {}", variable, value);
            }
            // The largest is the largest: one more is dearer, unknown, or beyond the range.
            if let Some(most) = solved.most() {
                let range = variable.range(&workload);
                prop_assert!(bill(most).is_some_and(|bill| bill <= month));
                prop_assert!(most == *range.end() || bill(most + 1).is_none_or(|bill| bill > month));
            }
        }
    }
}

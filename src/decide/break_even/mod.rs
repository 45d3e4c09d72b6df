//! Break-even of two models over one number of a workload: which is cheaper where, and all points where they meet.
//!
//! Each cost is a straight line between the jumps that tiers and limits make, so two lines meet where a fraction
//! says they do: nothing is read off a grid.

mod words;

use std::cmp::Ordering;

use ethnum::U256;

use super::{Variable, exact};
use crate::catalog::Offer;
use crate::money::{Dollars, Quotient};
use crate::workload::Workload;

pub use words::Names;

/// One of the two models, with what it costs each month whatever runs, beside the workload's own fee.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub offer: &'a Offer,
    /// A fixed cost each month: a commitment, a gateway. It counts only where requests vary.
    pub monthly: Dollars,
}

impl<'a> Side<'a> {
    /// A model without a cost of its own each month.
    pub const fn new(offer: &'a Offer) -> Self {
        Self { offer, monthly: Dollars::ZERO }
    }
}

/// Which model is cheaper on a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The first.
    First,
    /// The second.
    Second,
    /// Both cost the same.
    Same,
    /// Only the first takes the workload at a known cost.
    OnlyFirst,
    /// Only the second does.
    OnlySecond,
    /// Neither does.
    Neither,
}

impl Verdict {
    /// The key in a data file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Same => "same",
            Self::OnlyFirst => "only_first",
            Self::OnlySecond => "only_second",
            Self::Neither => "neither",
        }
    }
}

/// A stretch of whole numbers with one verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The first number.
    pub from: u64,
    /// The last one, included.
    pub to: u64,
    /// Which model is cheaper.
    pub verdict: Verdict,
}

/// A place where the cheaper model changes, or where both cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// The two lines meet here: exact, and not always a whole number.
    Meets(Quotient),
    /// A tier's threshold lies here: the other model is cheaper from the second number on.
    Jumps {
        /// The last number before it.
        before: u64,
        /// The first number after it.
        from: u64,
    },
}

/// Where each of two models is cheaper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEven {
    /// What varies.
    pub variable: Variable,
    /// The whole range, cut where the verdict changes.
    pub regions: Vec<Region>,
    /// All places where the lines meet or the verdict jumps, in order.
    pub crossings: Vec<Crossing>,
}

/// The exact difference of two costs: which is greater, and by how much.
#[derive(Clone, Copy)]
enum Difference {
    Known(Ordering, U256),
    Only(Verdict),
}

impl BreakEven {
    /// Compares two models over the whole range of a variable; the rest is as the workload has it.
    pub fn new(first: Side<'_>, second: Side<'_>, workload: &Workload, variable: Variable) -> Self {
        let mut found = Self { variable, regions: Vec::new(), crossings: Vec::new() };
        let mut trial = workload.clone();
        let mut difference = |value| {
            variable.set(&mut trial, value);
            let by_month = variable == Variable::RequestsPerDay;
            match (cost(first, &trial, by_month), cost(second, &trial, by_month)) {
                (Some(a), Some(b)) => Difference::Known(a.cmp(&b), a.abs_diff(b)),
                (Some(_), None) => Difference::Only(Verdict::OnlyFirst),
                (None, Some(_)) => Difference::Only(Verdict::OnlySecond),
                (None, None) => Difference::Only(Verdict::Neither),
            }
        };
        for stretch in variable.stretches(&[first.offer, second.offer], workload) {
            let (from, to) = stretch.into_inner();
            found.add_line(from, to, difference(from), difference(to));
        }
        found
    }

    /// The region that a value lies in.
    pub fn at(&self, value: u64) -> Option<Region> {
        self.regions.iter().copied().find(|region| (region.from..=region.to).contains(&value))
    }

    /// A stretch on which the difference is a straight line between two ends.
    fn add_line(&mut self, from: u64, to: u64, start: Difference, end: Difference) {
        let ((a, start), (b, end)) = match (start, end) {
            (Difference::Only(verdict), _) | (_, Difference::Only(verdict)) => {
                return self.add(from, to, verdict);
            }
            (Difference::Known(a, start), Difference::Known(b, end)) => ((a, start), (b, end)),
        };
        match (a, b) {
            _ if a == b => {
                self.add(from, to, verdict(a));
                if a == Ordering::Equal && from == to {
                    self.meets(U256::from(from), U256::ONE);
                }
            }
            (Ordering::Equal, _) => {
                self.add(from, from, Verdict::Same);
                self.add(from.saturating_add(1), to, verdict(b));
                self.meets(U256::from(from), U256::ONE);
            }
            (_, Ordering::Equal) => {
                self.add(from, to.saturating_sub(1), verdict(a));
                self.add(to, to, Verdict::Same);
                self.meets(U256::from(to), U256::ONE);
            }
            _ => self.cross(from, to, (a, start), (b, end)),
        }
    }

    /// The line goes through zero between its ends: at from + (to - from) x start / (start + end).
    fn cross(&mut self, from: u64, to: u64, (a, start): (Ordering, U256), (b, end): (Ordering, U256)) {
        let (mut part, mut whole) = (start, start.saturating_add(end));
        // Costs are far below 2^250; a crossing of greater ones would be cut to the same ratio.
        while whole.leading_zeros() < 32 {
            (part, whole) = (part >> 1, whole >> 1);
        }
        let way = U256::from(to - from) * part;
        let (steps, rest) = (way / whole, way % whole);
        let last = from + u64::try_from(steps).unwrap_or(to - from);
        if rest == U256::ZERO {
            self.add(from, last.saturating_sub(1), verdict(a));
            self.add(last, last, Verdict::Same);
        } else {
            self.add(from, last, verdict(a));
        }
        self.meets(U256::from(from).saturating_mul(whole).saturating_add(way), whole);
        self.add(last.saturating_add(1), to, verdict(b));
    }

    fn meets(&mut self, numerator: U256, denominator: U256) {
        let at = Crossing::Meets(Quotient::new(numerator, denominator));
        if self.crossings.last() != Some(&at) {
            self.crossings.push(at);
        }
    }

    fn add(&mut self, from: u64, to: u64, verdict: Verdict) {
        if from > to {
            return;
        }
        if let Some(before) = self.regions.last_mut() {
            if before.verdict == verdict {
                before.to = to;
                return;
            }
            let met = match self.crossings.last() {
                Some(Crossing::Meets(at)) => {
                    *at >= Quotient::new(U256::from(before.to), U256::ONE)
                        && *at <= Quotient::new(U256::from(from), U256::ONE)
                }
                _ => false,
            };
            if !met && matches!(before.verdict, Verdict::First | Verdict::Second) {
                let turned = matches!(verdict, Verdict::First | Verdict::Second);
                if turned {
                    self.crossings.push(Crossing::Jumps { before: before.to, from });
                }
            }
        }
        self.regions.push(Region { from, to, verdict });
    }
}

fn verdict(first_to_second: Ordering) -> Verdict {
    match first_to_second {
        Ordering::Less => Verdict::First,
        Ordering::Greater => Verdict::Second,
        Ordering::Equal => Verdict::Same,
    }
}

/// What one side costs: a task, or a month where requests vary. The workload's own fee is the same on both sides.
fn cost(side: Side<'_>, workload: &Workload, by_month: bool) -> Option<U256> {
    let task = exact::of_task(side.offer, workload)?;
    if !by_month {
        return Some(task);
    }
    let requests = U256::from(workload.requests_per_month()?);
    task.checked_mul(requests)?.checked_add(exact::of_dollars(side.monthly)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;
    use proptest::prelude::*;

    #[test]
    fn llama_and_nano_cost_the_same_at_exactly_300_output_tokens() {
        let market = any::market();
        let (llama, nano) = (any::offer(&market, "Llama 3.3 70B"), any::offer(&market, "GPT-4.1 Nano"));
        let found = BreakEven::new(
            Side::new(llama),
            Side::new(nano),
            &any::workload(500, 200),
            Variable::OutputTokens,
        );
        let region = |from, to, verdict| Region { from, to, verdict };
        assert_eq!(
            found.regions,
            [
                region(0, 299, Verdict::First),
                region(300, 300, Verdict::Same),
                region(301, 127_500, Verdict::Second),
                region(127_501, 999_500, Verdict::OnlySecond),
                region(999_501, 1_000_000_000, Verdict::Neither),
            ]
        );
        let at = Quotient::new(U256::from(300_u32), U256::ONE);
        assert_eq!(found.crossings, [Crossing::Meets(at)]);
        assert_eq!(found.at(301).unwrap().verdict, Verdict::Second);
    }

    #[test]
    fn a_crossing_between_two_whole_numbers_is_a_fraction() {
        let market = any::market();
        let (llama, nano) = (any::offer(&market, "Llama 3.3 70B"), any::offer(&market, "GPT-4.1 Nano"));
        let workload = any::workload(501, 200);
        let found = BreakEven::new(Side::new(llama), Side::new(nano), &workload, Variable::OutputTokens);
        let Crossing::Meets(at) = found.crossings[0] else { panic!("{found:?}") };
        // 501 x 0.03 / 0.05
        assert_eq!(at.rounded(4), "300.6000");
        assert_eq!(found.at(300).unwrap().verdict, Verdict::First);
        assert_eq!(found.at(301).unwrap().verdict, Verdict::Second);
    }

    #[test]
    fn requests_matter_where_one_side_has_a_cost_of_its_own() {
        let market = any::market();
        let (dear, cheap) = (any::offer(&market, "GPT-5.4"), any::offer(&market, "GPT-4.1 mini"));
        let workload = any::workload(500, 200);
        let plain = BreakEven::new(Side::new(dear), Side::new(cheap), &workload, Variable::RequestsPerDay);
        assert_eq!(plain.at(0).unwrap().verdict, Verdict::Same);
        assert_eq!(plain.at(1).unwrap().verdict, Verdict::Second);
        let committed = Side { offer: cheap, monthly: Dollars::whole(273) };
        let found = BreakEven::new(Side::new(dear), committed, &workload, Variable::RequestsPerDay);
        // 273 / (0.00325 - 0.00052) / 30 = 3,333.33 requests a day.
        let Crossing::Meets(at) = found.crossings[0] else { panic!("{found:?}") };
        assert_eq!(at.rounded(2), "3333.33");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_regions_agree_with_brute_force(
            first in any::offers(), second in any::offers(), workload in any::workloads(),
            variable in any::variables(), fees in (0_u64..3, 0_u64..3),
        ) {
            let cents = |count| Dollars::parse("0.0001").unwrap().times(count);
            let sides = (Side { offer: &first, monthly: cents(fees.0) }, Side { offer: &second, monthly: cents(fees.1) });
            let found = BreakEven::new(sides.0, sides.1, &workload, variable);
            let (start, end) = variable.range(&workload).into_inner();
            let by_month = variable == Variable::RequestsPerDay;
            let mut trial = workload.clone();
            for value in start..=end.min(start + any::SOME_TOKENS + 5) {
                variable.set(&mut trial, value);
                let brute = match (cost(sides.0, &trial, by_month), cost(sides.1, &trial, by_month)) {
                    (Some(a), Some(b)) => verdict(a.cmp(&b)),
                    (Some(_), None) => Verdict::OnlyFirst,
                    (None, Some(_)) => Verdict::OnlySecond,
                    (None, None) => Verdict::Neither,
                };
                prop_assert_eq!(found.at(value).map(|region| region.verdict), Some(brute), "{:?} at {}", variable, value);
                // What is shown agrees with the bills that it is explained by, but for the last digit of a week's part.
                if !by_month {
                    let totals = [&first, &second].map(|offer| crate::billing::total(offer, &trial));
                    let [a, b] = totals.map(|total| total.priced().unwrap_or_default());
                    match brute {
                        Verdict::First => prop_assert!(a <= b),
                        Verdict::Second => prop_assert!(a >= b),
                        _ => {}
                    }
                }
            }
            // The regions are the whole range, without gaps, and no two neighbours say the same.
            prop_assert_eq!(found.regions.first().unwrap().from, start);
            prop_assert_eq!(found.regions.last().unwrap().to, end);
            for pair in found.regions.windows(2) {
                prop_assert_eq!(pair[0].to + 1, pair[1].from);
                prop_assert_ne!(pair[0].verdict, pair[1].verdict);
                let decided = |verdict| matches!(verdict, Verdict::First | Verdict::Second);
                if decided(pair[0].verdict) && decided(pair[1].verdict) {
                    // Every change of place has its crossing.
                    let (before, from) = (pair[0].to, pair[1].from);
                    let at = |value: u64| Quotient::new(U256::from(value), U256::ONE);
                    let here = found.crossings.iter().any(|crossing| match *crossing {
                        Crossing::Meets(meets) => meets > at(before) && meets < at(from),
                        Crossing::Jumps { before: b, from: f } => (b, f) == (before, from),
                    });
                    prop_assert!(here, "{:?}", found);
                }
            }
        }
    }
}

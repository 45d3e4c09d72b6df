//! A quotient of two exact amounts, kept as a fraction and rounded only where it is shown.

use std::cmp::Ordering;

use ethnum::U256;

use super::Dollars;
use super::decimal::print_units;

/// An exact fraction: tokens per dollar, tasks per dollar, the ratio of two prices.
#[derive(Clone, Copy, Debug)]
pub struct Quotient {
    numerator: U256,
    /// Never zero.
    denominator: U256,
}

impl Quotient {
    /// `numerator` / `denominator`; a denominator of zero is read as the smallest amount there is, and callers
    /// rule it out.
    pub(crate) fn new(numerator: U256, denominator: U256) -> Self {
        Self { numerator, denominator: denominator.max(U256::ONE) }
    }

    /// `dollars` / `price`: how many times `cost` goes into `dollars`. `None` for a cost of nothing.
    pub fn of_dollars(dollars: Dollars, cost: Dollars) -> Option<Self> {
        (!cost.is_zero()).then(|| Self::new(dollars.units(), cost.units()))
    }

    /// `tokens` / `cost`: tokens that one dollar buys at this cost. `None` for a cost of nothing.
    pub fn tokens_for(tokens: u64, cost: Dollars) -> Option<Self> {
        (!cost.is_zero()).then(|| Self::new(Dollars::whole(tokens).units(), cost.units()))
    }

    /// How many times `other` this is. Exact while the products fit 256 bits, as all of this app do; `None` when
    /// `other` is zero.
    pub fn ratio_to(self, other: Self) -> Option<Self> {
        if other.numerator == U256::ZERO {
            return None;
        }
        // a/b : c/d = (a x d)/(b x c). Amounts per dollar share their numerator, which cancels.
        if self.numerator == other.numerator {
            return Some(Self::new(other.denominator, self.denominator));
        }
        if self.denominator == other.denominator {
            return Some(Self::new(self.numerator, other.numerator));
        }
        Some(Self::new(
            self.numerator.saturating_mul(other.denominator),
            self.denominator.saturating_mul(other.numerator),
        ))
    }

    /// Rounded half up to `decimals`, printed with exactly that many: `1923.0769`.
    pub fn rounded(self, decimals: u32) -> String {
        print_units(self.rounded_units(decimals), decimals, decimals as usize)
    }

    /// The quotient as programs read it: a plain decimal with the seventeen significant digits of a spreadsheet's numbers,
    /// rounded half up, and no zeros behind: `1923.0769230769231`, `0.0000000000001`. A whole part is never cut.
    pub fn to_plain(self) -> String {
        const DIGITS: usize = 17;
        const MOST_DECIMALS: usize = 100;
        let divisor = self.denominator;
        let (mut whole, mut rest) = (self.numerator / divisor, self.numerator % divisor);
        let mut kept = if whole == U256::ZERO { 0 } else { whole.to_string().len() };
        let mut decimals: Vec<u8> = Vec::new();
        while kept < DIGITS && rest != U256::ZERO && decimals.len() < MOST_DECIMALS {
            let (digit, left) = ten_times(rest, divisor);
            rest = left;
            kept += usize::from(kept > 0 || digit > 0);
            decimals.push(digit);
        }
        if rest >= divisor - rest {
            let last = decimals.iter().rposition(|digit| *digit < 9);
            for digit in decimals.iter_mut().skip(last.map_or(0, |last| last + 1)) {
                *digit = 0;
            }
            match last.and_then(|last| decimals.get_mut(last)) {
                Some(digit) => *digit += 1,
                None => whole += U256::ONE,
            }
        }
        let decimals: String = decimals.iter().map(|digit| char::from(b'0' + digit)).collect();
        match decimals.trim_end_matches('0') {
            "" => whole.to_string(),
            decimals => format!("{whole}.{decimals}"),
        }
    }

    /// Whether nothing is lost by rounding to `decimals`.
    pub fn is_exact_at(self, decimals: u32) -> bool {
        let scaled = self.numerator.saturating_mul(U256::new(10).pow(decimals.min(18)));
        scaled % self.denominator == U256::ZERO
    }

    /// Rounded half up to a whole number, cut off at the greatest `u64`.
    pub fn to_whole(self) -> u64 {
        u64::try_from(self.rounded_units(0)).unwrap_or(u64::MAX)
    }

    /// The quotient as a count of 10^-`decimals`, rounded half up. Saturates far above any real quotient.
    pub(crate) fn rounded_units(self, decimals: u32) -> U256 {
        let scaled = self.numerator.saturating_mul(U256::new(10).pow(decimals.min(18)));
        let (whole, rest) = (scaled / self.denominator, scaled % self.denominator);
        if rest >= self.denominator - rest { whole + U256::ONE } else { whole }
    }

    /// The nearest floating-point number, for drawing only.
    pub fn to_f64(self) -> f64 {
        super::decimal::nearest_f64(self.numerator) / super::decimal::nearest_f64(self.denominator)
    }
}

/// The whole part of ten times `rest` / `divisor`, and what is left; `rest` is less than `divisor`.
fn ten_times(rest: U256, divisor: U256) -> (u8, U256) {
    if let Some(scaled) = rest.checked_mul(U256::from(10_u32)) {
        return (u8::try_from(scaled / divisor).unwrap_or(9), scaled % divisor);
    }
    // By sums, which stay below the divisor.
    let (mut digit, mut sum) = (0, U256::ZERO);
    for _ in 0..10 {
        let room = divisor - rest;
        if sum >= room {
            sum -= room;
            digit += 1;
        } else {
            sum += rest;
        }
    }
    (digit, sum)
}

impl PartialEq for Quotient {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Quotient {}
impl PartialOrd for Quotient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Quotient {
    /// Exact: by products where they fit, else by continued fractions, where nothing can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        // Amounts per dollar all have the same numerator.
        if self.numerator == other.numerator && self.numerator != U256::ZERO {
            return other.denominator.cmp(&self.denominator);
        }
        let products =
            (self.numerator.checked_mul(other.denominator), other.numerator.checked_mul(self.denominator));
        if let (Some(a), Some(b)) = products {
            return a.cmp(&b);
        }
        self.cmp_by_continued_fractions(other)
    }
}

impl Quotient {
    fn cmp_by_continued_fractions(self, other: &Self) -> Ordering {
        let (mut a, mut b) = ((self.numerator, self.denominator), (other.numerator, other.denominator));
        let mut swapped = false;
        loop {
            let whole = (a.0 / a.1).cmp(&(b.0 / b.1));
            if whole != Ordering::Equal {
                return if swapped { whole.reverse() } else { whole };
            }
            let rests = (a.0 % a.1, b.0 % b.1);
            let decided = match (rests.0 == U256::ZERO, rests.1 == U256::ZERO) {
                (true, true) => Some(Ordering::Equal),
                (true, false) => Some(Ordering::Less),
                (false, true) => Some(Ordering::Greater),
                (false, false) => None,
            };
            if let Some(order) = decided {
                return if swapped { order.reverse() } else { order };
            }
            (a, b) = ((a.1, rests.0), (b.1, rests.1));
            swapped = !swapped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Price;
    use proptest::prelude::*;

    fn quotient(a: u64, b: u64) -> Quotient {
        Quotient::new(U256::from(a), U256::from(b))
    }

    #[test]
    fn rounds_half_up() {
        assert_eq!(quotient(1, 2).rounded(0), "1");
        assert_eq!(quotient(1, 3).rounded(4), "0.3333");
        assert!(quotient(1, 4).is_exact_at(2) && !quotient(1, 4).is_exact_at(1));
        assert_eq!(quotient(25, 1).rounded(4), "25.0000");
        assert_eq!(quotient(100_000, 52).rounded(4), "1923.0769");
    }

    #[test]
    fn programs_get_seventeen_significant_digits() {
        let ten = |exponent| U256::new(10).pow(exponent);
        assert_eq!(quotient(25, 1).to_plain(), "25");
        assert_eq!(quotient(1, 3).to_plain(), "0.33333333333333333");
        assert_eq!(quotient(2, 3).to_plain(), "0.66666666666666667");
        assert_eq!(quotient(100_000, 52).to_plain(), "1923.0769230769231");
        assert_eq!(quotient(u64::MAX, 2).to_plain(), "9223372036854775808");
        assert_eq!(Quotient::new(U256::ONE, ten(13)).to_plain(), "0.0000000000001");
        assert_eq!(Quotient::new(ten(18) - U256::ONE, ten(18)).to_plain(), "1");
        let least = Quotient::new(U256::ONE, U256::MAX).to_plain();
        assert_eq!(least, format!("0.{}86361685550944446", "0".repeat(77)));
        assert_eq!(Quotient::new(U256::MAX - U256::ONE, U256::MAX).to_plain(), "1");
    }

    #[test]
    fn tokens_per_dollar_of_the_reference() {
        let per_dollar =
            |price: &str| Price::per_million(price).unwrap().known().unwrap().tokens_per_dollar().to_whole();
        assert_eq!(per_dollar("0.17"), 5_882_353);
        assert_eq!(per_dollar("15.00"), 66_667);
        assert_eq!(per_dollar("75"), 13_333);
    }

    #[test]
    fn a_quotient_of_quotients() {
        let ratio = |a: Quotient, b: Quotient| a.ratio_to(b).unwrap().rounded(4);
        assert_eq!(ratio(quotient(1, 3), quotient(1, 25)), "8.3333");
        assert_eq!(ratio(quotient(5, 4), quotient(3, 4)), "1.6667");
        assert_eq!(ratio(quotient(5, 4), quotient(2, 3)), "1.8750");
        assert!(quotient(1, 2).ratio_to(quotient(0, 2)).is_none());
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_fractions(a in 0_u64.., b in 1_u64.., c in 0_u64.., d in 1_u64..) {
            let exact = (u128::from(a) * u128::from(d)).cmp(&(u128::from(c) * u128::from(b)));
            let (first, second) = (quotient(a, b), quotient(c, d));
            prop_assert_eq!(first.cmp(&second), exact);
            prop_assert_eq!(first.cmp_by_continued_fractions(&second), exact);
            let same_numerator = if a == 0 { Ordering::Equal } else { d.cmp(&b) };
            prop_assert_eq!(first.cmp(&quotient(a, d)), same_numerator);
        }
    }
}

//! An amount of US dollars: what a request, a month or a year costs.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use ethnum::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decimal::print_units;
use super::{Decimal, NumberError, Share};

/// US dollars as a whole count of 10^-36 dollars, so that a price per token times tokens, a discount and a margin
/// all stay exact.
///
/// The largest amount is about 10^41 dollars, far beyond what any accepted price and workload can reach, so
/// arithmetic saturates rather than fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dollars(U256);

impl Dollars {
    /// Decimals of a dollar that are kept.
    pub(crate) const DECIMALS: u32 = 36;
    /// Nothing.
    pub const ZERO: Self = Self(U256::ZERO);

    /// `units` counts of 10^-36 dollars.
    pub(crate) const fn from_units(units: U256) -> Self {
        Self(units)
    }

    /// The count of 10^-36 dollars.
    pub(crate) const fn units(self) -> U256 {
        self.0
    }

    /// A whole number of dollars.
    pub fn whole(dollars: u64) -> Self {
        Self(U256::from(dollars) * U256::new(10).pow(Self::DECIMALS))
    }

    /// Reads a plain decimal amount of dollars, such as `500` or `0.00072`.
    ///
    /// # Errors
    /// When the text is no number, negative, finer than 24 decimals or above a thousand billion dollars.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        const KEPT: u32 = 24;
        const MOST: u128 = 1_000_000_000_000 * 10_u128.pow(KEPT);
        let number = Decimal::parse(text)?;
        if number.is_finer_than(KEPT) {
            return Err(NumberError::TooPrecise { text: super::decimal::shown(text), decimals: KEPT });
        }
        match number.to_units(KEPT) {
            Some(units) if units <= MOST => {
                Ok(Self(U256::from(units) * U256::new(10).pow(Self::DECIMALS - KEPT)))
            }
            _ => Err(NumberError::TooLarge {
                text: super::decimal::shown(text),
                most: "$1,000,000,000,000".to_owned(),
            }),
        }
    }

    /// This amount `times` over.
    pub fn times(self, times: u64) -> Self {
        Self(self.0.saturating_mul(U256::from(times)))
    }

    /// This share of the amount, rounded half up to 10^-36 dollars. Two shares in a row of tokens times a price are
    /// exact.
    pub fn share(self, share: Share) -> Self {
        self.fraction(share.millionths(), Share::WHOLE)
    }

    /// `part` / `whole` of the amount, rounded half up to 10^-36 dollars; of a whole of nothing, nothing.
    pub fn fraction(self, part: u32, whole: u32) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let whole = U256::from(whole);
        Self(self.0.saturating_mul(U256::from(part)).saturating_add(whole / 2) / whole)
    }

    /// This amount less `other`: `None` when that would be below zero.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Whether this is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == U256::ZERO
    }

    /// The exact amount as a plain decimal without a currency sign: `0.000025`, `15`.
    pub fn to_exact_string(self) -> String {
        print_units(self.0, Self::DECIMALS, 0)
    }

    /// The nearest floating-point number, for drawing only: a pixel needs no more.
    pub fn to_f64(self) -> f64 {
        super::decimal::nearest_f64(self.0) / 1e36
    }
}

/// The exact amount as text: no number of a file is read through floating point.
impl Serialize for Dollars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_exact_string())
    }
}

impl<'de> Deserialize<'de> for Dollars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Add for Dollars {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Dollars {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Dollars {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_and_prints_exactly() {
        let cent = Dollars::parse("0.01").unwrap();
        let sum: Dollars = std::iter::repeat_n(cent, 3).sum();
        assert_eq!(sum.to_exact_string(), "0.03");
        assert_eq!(Dollars::whole(500).times(3).to_exact_string(), "1500");
        assert_eq!(Dollars::whole(3).share(Share::parse("0.05").unwrap()).to_exact_string(), "0.15");
        assert_eq!(Dollars::whole(1).fraction(1, 4), Dollars::parse("0.25").unwrap());
        assert_eq!(Dollars::whole(1).minus(Dollars::whole(2)), None);
        assert!((Dollars::parse("0.25").unwrap().to_f64() - 0.25).abs() < 1e-15);
    }
}

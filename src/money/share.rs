//! A share of something, such as 5 % of the requests: exact, so that a retry or a margin loses no digit.

use ethnum::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decimal::{print_units, shown};
use super::{Decimal, NumberError};

/// A share as a whole count of millionths: 0.05 is 5 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    const DECIMALS: u32 = 6;
    /// Millionths in a whole.
    pub(crate) const WHOLE: u32 = 1_000_000;
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const ALL: Self = Self(Self::WHOLE);

    /// Reads a plain decimal from 0 to 10, such as `0.05` for 5 %.
    ///
    /// # Errors
    /// When the text is no number, negative, above 10 or finer than six decimals.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let number = Decimal::parse(text)?;
        if number.is_finer_than(Self::DECIMALS) {
            return Err(NumberError::TooPrecise { text: shown(text), decimals: Self::DECIMALS });
        }
        let too_large = || NumberError::TooLarge { text: shown(text), most: "10, ten times over".to_owned() };
        number
            .to_units(Self::DECIMALS)
            .and_then(|units| u32::try_from(units).ok())
            .filter(|units| *units <= 10 * Self::WHOLE)
            .map(Self)
            .ok_or_else(too_large)
    }

    /// Reads percent from 0 to 1,000, such as `5` for 5 %.
    ///
    /// # Errors
    /// As [`Share::parse`], with at most four decimals.
    pub fn percent(text: &str) -> Result<Self, NumberError> {
        let number = text.trim();
        let number = number.strip_suffix('%').unwrap_or(number).trim_end();
        // What is read below has an exponent that nobody typed, and no error may quote it.
        if number.is_empty()
            || number.contains(|letter: char| letter.is_alphabetic() || letter.is_whitespace())
        {
            return Err(NumberError::not_a_number(text).of_percent(text));
        }
        Self::parse(&format!("{number}e-2")).map_err(|error| error.of_percent(text))
    }

    /// The share of `part` in `whole`, rounded half up to a millionth; none of nothing is nothing.
    pub fn of(part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let millionths =
            (u128::from(part) * u128::from(Self::WHOLE) + u128::from(whole) / 2) / u128::from(whole);
        Self(u32::try_from(millionths).unwrap_or(u32::MAX).min(10 * Self::WHOLE))
    }

    /// This share of `whole`, rounded half up to a whole number.
    pub fn of_whole(self, whole: u64) -> u64 {
        let product = u128::from(whole) * u128::from(self.0) + u128::from(Self::WHOLE) / 2;
        u64::try_from(product / u128::from(Self::WHOLE)).unwrap_or(u64::MAX)
    }

    /// This share, rounded half up to a hundredth of a percent.
    pub const fn rounded(self) -> Self {
        Self((self.0 + 50) / 100 * 100)
    }

    /// The count of millionths.
    pub(crate) const fn millionths(self) -> u32 {
        self.0
    }

    /// Whether this is nothing.
    pub const fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// The exact share as a plain decimal: `0.05`.
    pub fn to_exact_string(self) -> String {
        print_units(U256::from(self.0), Self::DECIMALS, 0)
    }

    /// The exact share in percent without its sign: `5`, `12.5`.
    pub fn to_percent(self) -> String {
        print_units(U256::from(self.0), Self::DECIMALS - 2, 0)
    }
}

/// The exact share as text: no number of a file is read through floating point.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_exact_string())
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_decimals_of_a_percent_are_rounded_half_up() {
        for (part, whole, shown) in
            [(800, 1_200, "66.67"), (1, 3, "33.33"), (1, 8, "12.5"), (5, 100_000, "0.01")]
        {
            assert_eq!(Share::of(part, whole).rounded().to_percent(), shown);
        }
        assert_eq!(Share::ALL.rounded(), Share::ALL);
    }

    #[test]
    fn reads_and_prints_exactly() {
        assert_eq!(Share::parse("0.05").unwrap().to_percent(), "5");
        assert_eq!(Share::percent("12.5 %").unwrap().to_exact_string(), "0.125");
        assert_eq!(Share::percent("100").unwrap(), Share::ALL);
        for text in ["-0.1", "11", "0.0000001", "NaN", "1e300", ""] {
            assert!(Share::parse(text).is_err(), "{text}");
        }
        assert!(Share::percent("1e2").is_err());
    }

    #[test]
    fn shares_and_counts_convert_back() {
        assert_eq!(Share::of(900, 1_000).of_whole(1_000), 900);
        assert_eq!(Share::of(1, 3).of_whole(3), 1);
        assert_eq!(Share::of(5, 0), Share::ZERO);
    }
}

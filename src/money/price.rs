//! What one token costs, and the three states a price can be in.

use ethnum::U256;

use super::decimal::{print_units, shown};
use super::{Decimal, Dollars, NumberError, Quotient, Share};

/// A price above zero: US dollars per token, as a whole count of 10^-24 dollars per token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenPrice(u128);

/// Decimals of a dollar per token that are kept.
const DECIMALS: u32 = 24;
/// Decimals of a dollar per million tokens that are kept.
const DECIMALS_PER_MILLION: u32 = DECIMALS - 6;
/// The greatest price accepted: 100 dollars per token.
const MOST: u128 = 100 * 10_u128.pow(DECIMALS);

impl TokenPrice {
    /// The price as a count of 10^-24 dollars per token.
    pub(crate) const fn units(self) -> u128 {
        self.0
    }

    /// What `tokens` tokens cost, exactly.
    pub fn times(self, tokens: u64) -> Dollars {
        const UNIT: u128 = 10_u128.pow(Dollars::DECIMALS - DECIMALS);
        // The greatest price is below 2^87 and the unit below 2^40: their product fits.
        Dollars::from_units(U256::from(self.0 * UNIT) * U256::from(tokens))
    }

    /// This price less `discount`, rounded half up to 10^-24 dollars per token: `None` when nothing is left.
    pub fn less(self, discount: Share) -> Option<Self> {
        let whole = u128::from(Share::WHOLE);
        let left = whole.checked_sub(u128::from(discount.millionths()))?;
        // The greatest price is below 2^87 and a whole below 2^20: their product fits.
        let units = (self.0 * left + whole / 2) / whole;
        (units > 0).then_some(Self(units))
    }

    /// The price in the middle of two, rounded down to 10^-24 dollars per token.
    pub(crate) const fn middle(self, other: Self) -> Self {
        // What is in the middle of two prices above 0 is not 0.
        Self(u128::midpoint(self.0, other.0))
    }

    /// The exact price in dollars per token: `0.00000005`.
    pub fn per_token(self) -> String {
        print_units(U256::from(self.0), DECIMALS, 0)
    }

    /// Tokens that one dollar buys.
    pub fn tokens_per_dollar(self) -> Quotient {
        Quotient::new(U256::new(10_u128.pow(DECIMALS)), U256::from(self.0))
    }

    /// How many times `other` this price is.
    pub fn ratio_to(self, other: Self) -> Quotient {
        Quotient::new(U256::from(self.0), U256::from(other.0))
    }

    /// The exact price in dollars per million tokens, with at least two decimals: `0.05`, `15.00`, `0.0375`.
    pub fn per_million(self) -> String {
        print_units(U256::from(self.0), DECIMALS_PER_MILLION, 2)
    }
}

/// What a price list says of one price.
///
/// Unknown is never zero: a model with an unknown price is not ranked where the workload needs that price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Price {
    /// The list says nothing. Where a rule has a price that stands in for this one, that one is billed.
    #[default]
    Unknown,
    /// The list says something, and it is no price that one can count with: decided at run time, in another currency,
    /// a cell that cannot be read. Unknown too, and nothing stands in for it: what the list says may be anything.
    Unusable,
    /// The list says 0.
    Free,
    /// The list says a price above 0.
    Known(TokenPrice),
    /// The list says a price that can't be true: shown, and never counted with. No list is read as this; the market
    /// judges ([`crate::catalog::check`]).
    Impossible(TokenPrice),
}

impl Price {
    /// Reads a price in dollars per million tokens, written as a plain decimal (`0.05`); `0` is [`Price::Free`].
    ///
    /// # Errors
    /// When the text is no number, negative, above $100,000,000 per million tokens, or finer than 18 decimals.
    pub fn per_million(text: &str) -> Result<Self, NumberError> {
        Self::from_decimal(Decimal::parse(text)?, DECIMALS_PER_MILLION, text)
    }

    /// Reads a price in dollars per token, written as a plain decimal (`5e-8`); `0` is [`Price::Free`].
    ///
    /// # Errors
    /// When the text is no number, negative, above $100 per token, or finer than 24 decimals.
    pub fn per_token(text: &str) -> Result<Self, NumberError> {
        Self::from_decimal(Decimal::parse(text)?, DECIMALS, text)
    }

    fn from_decimal(number: Decimal, decimals: u32, text: &str) -> Result<Self, NumberError> {
        if number.is_finer_than(decimals) {
            return Err(NumberError::TooPrecise { text: shown(text), decimals });
        }
        match number.to_units(decimals) {
            Some(0) => Ok(Self::Free),
            Some(units) if units <= MOST => Ok(Self::Known(TokenPrice(units))),
            _ => Err(NumberError::TooLarge {
                text: shown(text),
                most: "$100,000,000 per million tokens".to_owned(),
            }),
        }
    }

    /// Reads a price in dollars per token as published lists write it: with the noise of floating point, which is
    /// rounded half up at the 24th decimal.
    ///
    /// # Errors
    /// When the text is no number, negative, above $100 per token, or so small that nothing would be left of it.
    pub fn listed_per_token(text: &str) -> Result<Self, NumberError> {
        Self::listed(text, DECIMALS)
    }

    /// As [`Price::listed_per_token`], in dollars per million tokens.
    ///
    /// # Errors
    /// As [`Price::listed_per_token`].
    pub fn listed_per_million(text: &str) -> Result<Self, NumberError> {
        Self::listed(text, DECIMALS_PER_MILLION)
    }

    /// As [`Price::listed_per_token`], in dollars per thousand.
    ///
    /// # Errors
    /// As [`Price::listed_per_token`].
    pub fn listed_per_thousand(text: &str) -> Result<Self, NumberError> {
        Self::listed(text, DECIMALS - 3)
    }

    /// As [`Price::listed_per_token`], in units of 10^(`decimals` - 24) dollars per token: 18 for dollars per million
    /// tokens, 19 for cents per thousand.
    ///
    /// # Errors
    /// As [`Price::listed_per_token`].
    pub(crate) fn listed(text: &str, decimals: u32) -> Result<Self, NumberError> {
        let number = Decimal::parse(text)?;
        match number.to_units_rounded(decimals) {
            Some(0) if !number.is_zero() => Err(NumberError::TooPrecise { text: shown(text), decimals }),
            Some(units) if number.is_finer_than(decimals) && units <= MOST => {
                Ok(Self::Known(TokenPrice(units)))
            }
            _ => Self::from_decimal(number, decimals, text),
        }
    }

    /// So many times this price, for one that is for a part of so many tokens; unusable where that is too large.
    pub(crate) fn multiplied(self, by: u32) -> Self {
        match self {
            Self::Known(TokenPrice(units)) => {
                let product = units.checked_mul(u128::from(by)).filter(|units| *units <= MOST);
                product.map_or(Self::Unusable, |units| Self::Known(TokenPrice(units)))
            }
            other => other,
        }
    }

    /// This price less `discount`; what is free, unknown or impossible stays what it is.
    pub fn less(self, discount: Share) -> Self {
        match self {
            Self::Known(price) => price.less(discount).map_or(Self::Free, Self::Known),
            other => other,
        }
    }

    /// This price, or `other` where the list says nothing. Nothing stands in for [`Price::Unusable`].
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            known => known,
        }
    }

    /// The price, when it is known and above zero.
    pub const fn known(self) -> Option<TokenPrice> {
        match self {
            Self::Known(price) => Some(price),
            Self::Free | Self::Unknown | Self::Unusable | Self::Impossible(_) => None,
        }
    }

    /// The figure that can't be true, where this is one.
    pub const fn impossible(self) -> Option<TokenPrice> {
        match self {
            Self::Impossible(price) => Some(price),
            Self::Free | Self::Unknown | Self::Unusable | Self::Known(_) => None,
        }
    }

    /// Whether this price is not known, for whichever reason.
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown | Self::Unusable)
    }

    /// Whether the list says nothing, so that another price may stand in.
    pub const fn is_unsaid(self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether there is no figure to count with: nothing is known, or what is said can't be true.
    pub const fn is_no_figure(self) -> bool {
        self.is_unknown() || matches!(self, Self::Impossible(_))
    }

    /// What `tokens` tokens cost: nothing when there are none, `None` when there are some and the price is unknown or
    /// can't be true.
    pub fn times(self, tokens: u64) -> Option<Dollars> {
        match (self, tokens) {
            (_, 0) | (Self::Free, _) => Some(Dollars::ZERO),
            (Self::Unknown | Self::Unusable | Self::Impossible(_), _) => None,
            (Self::Known(price), _) => Some(price.times(tokens)),
        }
    }

    /// The exact price in dollars per million tokens, true or not; free is `0.00`, unknown is empty.
    pub fn per_million_or_empty(self) -> String {
        match self {
            Self::Unknown | Self::Unusable => String::new(),
            Self::Free => "0.00".to_owned(),
            Self::Known(price) | Self::Impossible(price) => price.per_million(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_tokens_at_five_cents_a_million() {
        let price = Price::per_million("0.05").unwrap();
        assert_eq!(price.times(500).unwrap().to_exact_string(), "0.000025");
        assert_eq!(price, Price::per_token("5e-8").unwrap());
        assert_eq!(price.per_million_or_empty(), "0.05");
    }

    #[test]
    fn zero_is_free_and_nothing_is_unknown() {
        assert_eq!(Price::per_million("0").unwrap(), Price::Free);
        assert_eq!(Price::default(), Price::Unknown);
        assert_eq!(Price::Unknown.or(Price::Free), Price::Free);
        assert_eq!(Price::Unusable.or(Price::Free), Price::Unusable);
        assert!(Price::Unusable.is_unknown() && !Price::Unusable.is_unsaid());
        assert_eq!(Price::Unknown.times(0), Some(Dollars::ZERO));
        assert_eq!(Price::Unknown.times(1), None);
    }

    #[test]
    fn float_noise_of_real_lists_stays_exact() {
        let noisy = Price::per_token("5.0000000000000004E-8").unwrap();
        assert_eq!(noisy.per_million_or_empty(), "0.050000000000000004");
        let discounted = Price::per_million("3").unwrap().less(Share::percent("12.5").unwrap());
        assert_eq!(discounted.per_million_or_empty(), "2.625");
        assert_eq!(noisy.less(Share::ALL), Price::Free);
        assert_eq!(Price::listed_per_thousand("12").unwrap(), Price::per_token("0.012").unwrap());
        let noisier = Price::listed_per_token("3.0000000000000004e-09").unwrap();
        assert_eq!(noisier, Price::per_token("3.000000000000000e-9").unwrap());
        assert_eq!(Price::listed_per_million("0.25").unwrap(), Price::per_million("0.25").unwrap());
        assert!(Price::listed_per_token("1e-30").is_err() && Price::listed_per_token("1e308").is_err());
        assert!(Price::per_token("1e-25").is_err());
        assert!(Price::per_million("1e308").is_err());
    }
}

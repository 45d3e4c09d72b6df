//! The reference's three price tiers, derived from a price and never stored.

use std::fmt;

use crate::money::Price;

/// A price tier by input tokens per dollar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Tier {
    /// More than 2,500,000 input tokens per dollar.
    Budget,
    /// More than 400,000 and up to 2,500,000.
    MidRange,
    /// Up to 400,000.
    Premium,
}

impl Tier {
    /// All tiers, cheapest first.
    pub const ALL: [Self; 3] = [Self::Budget, Self::MidRange, Self::Premium];

    /// The tier of a model with this input price; `None` for a free or unknown one, which has no tokens per dollar.
    /// Both bounds belong to the dearer tier.
    pub fn of(input: Price) -> Option<Self> {
        const UNITS_PER_DOLLAR: u128 = 10_u128.pow(24);
        let price = input.known()?.units();
        Some(if price >= UNITS_PER_DOLLAR / 400_000 {
            Self::Premium
        } else if price >= UNITS_PER_DOLLAR / 2_500_000 {
            Self::MidRange
        } else {
            Self::Budget
        })
    }

    /// The tier's name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Budget => "Budget",
            Self::MidRange => "Mid-Range",
            Self::Premium => "Premium",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_bounds_belong_to_the_dearer_tier() {
        let tier = |price: &str| Tier::of(Price::per_million(price).unwrap());
        assert_eq!(tier("2.5"), Some(Tier::Premium));
        assert_eq!(tier("2.499999"), Some(Tier::MidRange));
        assert_eq!(tier("0.4"), Some(Tier::MidRange));
        assert_eq!(tier("0.399999999"), Some(Tier::Budget));
        assert_eq!(tier("0"), None);
    }
}

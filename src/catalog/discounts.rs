//! What a provider takes off its list prices for this user: percent, until some day.

use jiff::civil::Date;

use super::identity;
use crate::document::step;
use crate::money::Share;

/// A discount on every price of one provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    /// The provider, by its name in any list; case and punctuation do not matter.
    pub provider: String,
    /// What is taken off, at most all of it.
    pub off: Share,
    /// The last day on which it counts; `None` is for good.
    pub until: Option<Date>,
    /// Why, in the user's words.
    pub note: String,
}

impl Discount {
    /// Whether it counts on a day; without one, it does.
    pub fn holds(&self, day: Option<Date>) -> bool {
        match (self.until, day) {
            (Some(until), Some(day)) => day <= until,
            _ => true,
        }
    }
}

/// All of the user's discounts, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discounts(Vec<Discount>);

impl Discounts {
    /// The discounts of a file. Where one provider has two that count, the later one does.
    pub const fn new(list: Vec<Discount>) -> Self {
        Self(list)
    }

    /// These after the step that made `after` of `before`; `None` where what it changed is not there any more.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        step::on_list(&self.0, &before.0, &after.0).map(Self)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Discount> {
        self.0.iter()
    }

    /// The one that counts for a provider on a day.
    pub fn get(&self, provider: &str, day: Option<Date>) -> Option<&Discount> {
        if self.0.is_empty() {
            return None;
        }
        let key = identity::provider_key(provider);
        self.0.iter().rfind(|discount| {
            discount.holds(day)
                && !discount.off.is_zero()
                && identity::provider_key(&discount.provider) == key
        })
    }
}

impl<'a> IntoIterator for &'a Discounts {
    type Item = &'a Discount;
    type IntoIter = std::slice::Iter<'a, Discount>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_discount_counts_up_to_its_last_day_under_any_name_of_the_provider() {
        let discount = Discount {
            provider: "Together AI".into(),
            off: Share::percent("10").unwrap(),
            until: Some(date(2026, 12, 31)),
            note: String::new(),
        };
        let discounts = Discounts::new(vec![discount]);
        for provider in ["together_ai", "Together AI", "togetherai"] {
            assert!(discounts.get(provider, Some(date(2026, 12, 31))).is_some(), "{provider}");
        }
        assert!(discounts.get("together_ai", Some(date(2027, 1, 1))).is_none());
        assert!(discounts.get("openai", Some(date(2026, 12, 31))).is_none());
    }
}

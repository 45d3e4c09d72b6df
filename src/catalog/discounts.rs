//! What a provider takes off its list prices for this user: percent, until some day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Market, Origin, identity};
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
    #[must_use]
    pub fn holds(&self, day: Option<Date>) -> bool {
        match (self.until, day) {
            (Some(until), Some(day)) => day <= until,
            _ => true,
        }
    }
}

/// How alike two names have to be for one to be what was meant by the other, of 1.
const ALIKE: f64 = 0.84;
/// How many providers are named that may have been meant.
const MOST_MEANT: usize = 3;

/// A discount of a provider that no list has, so that it lowers nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleDiscount {
    /// Its place among the discounts.
    pub place: usize,
    /// The providers of the lists whose names are close to its own, the closest first.
    pub meant: Vec<String>,
}

/// All of the user's discounts, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discounts(Vec<Discount>);

impl Discounts {
    /// The discounts of a file. Where one provider has two that count, the later one does.
    #[must_use]
    pub const fn new(list: Vec<Discount>) -> Self {
        Self(list)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Discount> {
        self.0.iter()
    }

    /// The one that counts for a provider on a day.
    #[must_use]
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

    /// Those whose provider sells nothing on any list of a market.
    #[must_use]
    pub fn idle(&self, market: &Market) -> Vec<IdleDiscount> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let offers = market.offers().iter().chain(market.hidden());
        // Models of one's own have no list price, so that no discount lowers it.
        let providers: BTreeMap<&str, &str> = offers
            .filter(|offer| offer.origin == Origin::Listed)
            .map(|offer| (&*offer.identity.provider, offer.model.provider.as_str()))
            .collect();
        let meant = |key: &str| {
            let alike = |(other, name): (&&str, &&str)| {
                let alike =
                    strsim::jaro_winkler(key, &identity::folded(name)).max(strsim::jaro_winkler(key, other));
                (alike >= ALIKE).then(|| (alike, (*name).to_owned()))
            };
            let mut close: Vec<(f64, String)> = providers.iter().filter_map(alike).collect();
            close.sort_by(|(a, a_name), (b, b_name)| b.total_cmp(a).then_with(|| a_name.cmp(b_name)));
            close.into_iter().take(MOST_MEANT).map(|(_, name)| name).collect()
        };
        let places = self.0.iter().enumerate();
        let idle = places.filter_map(|(place, discount)| {
            let key = identity::provider_key(&discount.provider);
            (!providers.contains_key(key.as_str())).then(|| IdleDiscount { place, meant: meant(&key) })
        });
        idle.collect()
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
    use crate::catalog::{Catalog, MarketParts, Model, ModelId, Overrides, OwnModels, PriceList, Source};
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

    #[test]
    fn a_discount_of_a_provider_that_no_list_has_is_idle_and_close_names_are_found() {
        let list = [PriceList::from(Catalog::bundled().unwrap())];
        let hidden = ModelId::new("deepseek/deepseek-v4").unwrap();
        let own_models = OwnModels {
            models: vec![Model::new(
                ModelId::new("mine/own").unwrap(),
                "Own".into(),
                "Mine".into(),
                Source { name: "me".into(), as_of: None },
            )],
            hidden: vec![hidden],
        };
        let of = |provider: &str| Discount {
            provider: provider.into(),
            off: Share::percent("10").unwrap(),
            until: None,
            note: String::new(),
        };
        let names = ["Open AI", "Opnai", "anthropics", "DeepSeek", "Mine", "Nobody at all", "Mistral"];
        let discounts = Discounts::new(names.into_iter().map(of).collect());
        let market = Market::of(&MarketParts {
            lists: &list,
            own: &own_models,
            overrides: &Overrides::default(),
            discounts: &discounts,
            day: None,
            all_rows: false,
        });
        let idle: Vec<(usize, Vec<String>)> =
            discounts.idle(&market).into_iter().map(|idle| (idle.place, idle.meant)).collect();
        let meant = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            idle,
            [(1, meant(&["OpenAI"])), (2, meant(&["Anthropic"])), (4, meant(&[])), (5, meant(&[]))]
        );
    }
}

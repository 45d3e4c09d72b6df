//! The providers whose list prices a discount can lower, and which of them a typed name may mean.

use std::collections::BTreeMap;

use super::{Market, Origin, identity};

/// How many providers are named that may have been meant.
const MOST_MEANT: usize = 3;

/// The providers whose list prices a discount can lower.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sellers(Vec<Seller>);

/// One provider of the lists in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    /// What the list calls it.
    pub name: String,
    /// How many models of it have a list price.
    pub models: usize,
    key: String,
}

impl Seller {
    /// How well a typed name points to this provider, the least the best; `None` where it does not.
    fn distance(&self, typed: &str, key: &str) -> Option<u32> {
        /// How alike two names have to be for one to be what was meant by the other, of 1.
        const ALIKE: f64 = 0.84;
        /// Fewer letters than these are part of too many names.
        const PART: usize = 3;
        let own = identity::folded(&self.name);
        let own = [own.as_str(), self.key.as_str()];
        let names = || own.into_iter().chain(identity::second_names(&self.key));
        if self.key == key {
            return Some(0);
        }
        if names().any(|name| name.starts_with(typed)) {
            return Some(1);
        }
        // A model's name points to its maker: `claude`, `gpt`.
        if identity::maker_of(typed).is_some_and(|maker| maker == self.key) {
            return Some(2);
        }
        let has_part = typed.chars().count() >= PART && names().any(|name| name.contains(typed));
        let alike = || names().map(|name| strsim::jaro_winkler(typed, name)).fold(0.0, f64::max);
        if has_part {
            return Some(3);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1,000")]
        let steps = |alike: f64| ((1.0 - alike) * 1_000.0) as u32;
        Some(alike()).filter(|alike| *alike >= ALIKE).map(|alike| 4 + steps(alike))
    }
}

impl Sellers {
    /// The providers that sell something on any list of a market, hidden models included.
    pub fn of(market: &Market) -> Self {
        let mut sellers: BTreeMap<&str, Seller> = BTreeMap::new();
        let offers = market.offers().iter().chain(market.hidden());
        // Models of one's own have no list price, so that no discount lowers it.
        for offer in offers.filter(|offer| offer.origin == Origin::Listed) {
            let key = &*offer.identity.provider;
            let seller = sellers.entry(key).or_insert_with(|| Seller {
                name: offer.model.provider.clone(),
                models: 0,
                key: key.to_owned(),
            });
            seller.models += 1;
        }
        Self(sellers.into_values().collect())
    }

    /// How many models a discount for this provider lowers.
    pub fn models_of(&self, provider: &str) -> usize {
        let key = identity::provider_key(provider);
        self.0.iter().find(|seller| seller.key == key).map_or(0, |seller| seller.models)
    }

    /// The providers that may be meant by what was typed: by its letters, by a usual second name, by the name of a model,
    /// then by names that are close; the best first.
    pub fn meant_by(&self, typed: &str) -> Vec<&Seller> {
        let (folded, key) = (identity::folded(typed), identity::provider_key(typed));
        if folded.is_empty() {
            return Vec::new();
        }
        let meant = self.0.iter().filter_map(|seller| Some((seller.distance(&folded, &key)?, seller)));
        let mut meant: Vec<(u32, &Seller)> = meant.collect();
        meant.sort_by(|(a, first), (b, second)| {
            a.cmp(b).then(second.models.cmp(&first.models)).then_with(|| first.name.cmp(&second.name))
        });
        meant.into_iter().take(MOST_MEANT).map(|(_, seller)| seller).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{
        Catalog, Discounts, MarketParts, Model, ModelId, Overrides, OwnModels, PriceList, Source,
    };

    /// A market of the bundled list, where a model of DeepSeek's is hidden and one of the user's own is sold by `Mine`.
    fn market() -> Market {
        let source = Source { name: "me".into(), as_of: None };
        let own = Model::new(ModelId::new("mine/own").unwrap(), "Own".into(), "Mine".into(), source);
        let hidden = vec![ModelId::new("deepseek/deepseek-v4").unwrap()];
        Market::of(&MarketParts {
            lists: &[PriceList::from(Catalog::bundled().unwrap())],
            own: &OwnModels { models: vec![own], hidden },
            overrides: &Overrides::default(),
            discounts: &Discounts::default(),
            day: None,
            all_rows: false,
        })
    }

    #[test]
    fn how_many_models_a_discount_lowers_is_known_under_any_name_of_the_provider() {
        let sellers = Sellers::of(&market());
        for (provider, models) in
            [("OpenAI", 4), ("open ai", 4), ("gemini", 2), ("DeepSeek", 1), ("Mine", 0), ("Nobody", 0)]
        {
            assert_eq!(sellers.models_of(provider), models, "{provider}");
        }
    }

    #[test]
    fn who_is_meant_is_found_by_letters_second_names_models_and_close_names() {
        let sellers = Sellers::of(&market());
        for (typed, meant) in [
            ("op", "OpenAI"),
            ("chatgpt", "OpenAI"),
            ("Opnai", "OpenAI"),
            ("claude", "Anthropic"),
            ("anthropics", "Anthropic"),
            ("gemini", "Google"),
            ("Google AI Studio", "Google"),
            ("seek", "DeepSeek"),
            ("mistralai", "Mistral"),
        ] {
            let found: Vec<&str> =
                sellers.meant_by(typed).into_iter().map(|seller| seller.name.as_str()).collect();
            assert_eq!(found.first(), Some(&meant), "{typed}: {found:?}");
        }
        for nobody in ["", "  ", "Mine", "zzz"] {
            assert!(sellers.meant_by(nobody).is_empty(), "{nobody}");
        }
    }
}

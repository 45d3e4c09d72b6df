//! The layers: list price, then the user's own price. The result is what the user pays, with the way there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Catalog, Model, ModelId, Overrides, OwnModels, PriceOverride, PriceSheet, Source, Tier};

/// Who put a model on the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A price list.
    Listed,
    /// The user.
    Own,
}

/// One model at the price that the user pays.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The model with its list prices.
    pub model: Arc<Model>,
    /// Who put it there.
    pub origin: Origin,
    /// What the user pays.
    pub prices: PriceSheet,
    /// The user's own price, where there is one.
    pub own_price: Option<PriceOverride>,
}

impl Offer {
    fn new(model: Arc<Model>, origin: Origin, overrides: &HashMap<&ModelId, &PriceOverride>) -> Self {
        let own_price = overrides.get(&model.id).map(|entry| (*entry).clone());
        let prices = own_price.as_ref().map_or_else(|| model.prices.clone(), |own| own.over(&model.prices));
        Self { model, origin, prices, own_price }
    }

    /// The list's prices, before the user's own.
    #[must_use]
    pub fn list(&self) -> &PriceSheet {
        &self.model.prices
    }

    /// Whether a price of the user's own is in place.
    #[must_use]
    pub const fn is_overridden(&self) -> bool {
        self.own_price.is_some()
    }

    /// The tier at the price that the user pays.
    #[must_use]
    pub fn tier(&self) -> Option<Tier> {
        Tier::of(self.prices.input)
    }

    /// Where the price comes from: the user's own price names the list price that it replaces.
    #[must_use]
    pub fn price_source(&self) -> Source {
        match &self.own_price {
            None => self.model.source.clone(),
            Some(own) => {
                let price = |price: crate::money::Price| match price.known() {
                    Some(known) => known.per_million(),
                    None => crate::money::label::price(price),
                };
                let list = self.list();
                Source {
                    name: format!(
                        "Own price (list: {} in, {} out; {})",
                        price(list.input),
                        price(list.output),
                        self.model.source
                    ),
                    as_of: own.set_on,
                }
            }
        }
    }
}

/// All models at the prices that the user pays.
#[derive(Clone, Debug, Default)]
pub struct Market {
    offers: Vec<Offer>,
    hidden: Vec<Offer>,
    orphans: Vec<PriceOverride>,
}

impl Market {
    /// Lays the user's models and prices over a catalog. A model of the user's own replaces a listed one of the same
    /// id.
    #[must_use]
    pub fn new(catalog: &Catalog, own: &OwnModels, overrides: &Overrides) -> Self {
        let own_ids: HashSet<&ModelId> = own.models.iter().map(|model| &model.id).collect();
        let hidden_ids: HashSet<&ModelId> = own.hidden.iter().collect();
        // The later one of two for one model counts.
        let by_model: HashMap<&ModelId, &PriceOverride> =
            overrides.iter().map(|entry| (&entry.model, entry)).collect();
        let listed = catalog.models.iter().filter(|model| !own_ids.contains(&model.id));
        let mut market = Self::default();
        for (model, origin) in listed
            .map(|model| (model, Origin::Listed))
            .chain(own.models.iter().map(|model| (model, Origin::Own)))
        {
            let offer = Offer::new(Arc::new(model.clone()), origin, &by_model);
            if hidden_ids.contains(&model.id) {
                market.hidden.push(offer);
            } else {
                market.offers.push(offer);
            }
        }
        for offers in [&mut market.offers, &mut market.hidden] {
            offers.sort_by(|a, b| (&a.model.name, &a.model.id).cmp(&(&b.model.name, &b.model.id)));
        }
        let known: HashSet<&ModelId> =
            market.offers.iter().chain(&market.hidden).map(|offer| &offer.model.id).collect();
        market.orphans = overrides.iter().filter(|entry| !known.contains(&entry.model)).cloned().collect();
        market
    }

    /// The models to show, by name and then id: the order in which ties are broken everywhere.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The models that the user hid, in the same order.
    #[must_use]
    pub fn hidden(&self) -> &[Offer] {
        &self.hidden
    }

    /// The user's own prices for models that no longer exist: kept, shown, without effect.
    #[must_use]
    pub fn orphans(&self) -> &[PriceOverride] {
        &self.orphans
    }

    /// The offer at a place in [`Market::offers`].
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Offer> {
        self.offers.get(index)
    }

    /// The offer of a model, hidden ones too.
    #[must_use]
    pub fn find(&self, id: &ModelId) -> Option<&Offer> {
        self.offers.iter().chain(&self.hidden).find(|offer| offer.model.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Price;

    fn override_of(model: &str, input: &str) -> PriceOverride {
        PriceOverride {
            model: ModelId::new(model).unwrap(),
            input: Some(Price::per_million(input).unwrap()),
            output: None,
            set_on: None,
            note: String::new(),
        }
    }

    #[test]
    fn an_own_price_replaces_only_what_it_names_and_the_list_price_stays_known() {
        let overrides =
            Overrides::new(vec![override_of("groq/llama-3.3-8b", "0.04"), override_of("gone/model", "1")]);
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &overrides);
        let offer = market.find(&ModelId::new("groq/llama-3.3-8b").unwrap()).unwrap();
        assert_eq!(offer.prices.input.per_million_or_empty(), "0.04");
        assert_eq!(offer.prices.output.per_million_or_empty(), "0.20");
        assert_eq!(offer.list().input.per_million_or_empty(), "0.05");
        assert!(offer.price_source().name.contains("0.05 in, 0.20 out"));
        assert_eq!(market.orphans().len(), 1);
    }

    #[test]
    fn hidden_models_are_apart_and_own_models_replace_listed_ones() {
        let catalog = Catalog::bundled().unwrap();
        let mut own_model = catalog.models[0].clone();
        own_model.name = "Mine".into();
        let own = OwnModels { hidden: vec![catalog.models[1].id.clone()], models: vec![own_model.clone()] };
        let market = Market::new(&catalog, &own, &Overrides::default());
        assert_eq!((market.offers().len(), market.hidden().len()), (12, 1));
        let offer = market.find(&own_model.id).unwrap();
        assert_eq!((offer.origin, offer.model.name.as_str()), (Origin::Own, "Mine"));
    }
}

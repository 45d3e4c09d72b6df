//! The layers: list price, then a discount of its provider, then the user's own price. The result is what the user pays, with the way there.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{
    Catalog, Discount, Discounts, Model, ModelId, Overrides, OwnModels, Part, PriceOverride, PriceSheet,
    Source, Tier, identity,
};
use crate::money::Price;

/// What the user's own models are called as a list.
const OWN_MODELS: &str = "Own models";

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
    /// The model with all that its list says.
    pub model: Arc<Model>,
    /// Who put it there.
    pub origin: Origin,
    /// What the list is called; own models have one of their own.
    pub list_name: Arc<str>,
    /// What the user pays: the list's prices on the day, less a discount, with the user's own prices in their place.
    pub prices: PriceSheet,
    /// The list's prices on the day, before a discount and the user's own.
    pub listed: PriceSheet,
    /// The provider's discount, where there is one.
    pub discount: Option<Arc<Discount>>,
    /// The user's own price, where there is one.
    pub own_price: Option<PriceOverride>,
    /// The same model of the same provider in lists further down, each with the name of its list.
    pub elsewhere: Vec<(Arc<str>, Arc<Model>)>,
}

/// One price in its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// What the list says.
    pub list: Price,
    /// The list's price less the discount, where there is one.
    pub discounted: Option<Price>,
    /// The user's own, where there is one: this is what counts.
    pub own: Option<Price>,
}

impl Offer {
    /// The list's prices on the day, before a discount and the user's own.
    #[must_use]
    pub const fn list(&self) -> &PriceSheet {
        &self.listed
    }

    /// The layers of one of the standard base prices.
    #[must_use]
    pub fn layers(&self, part: Part) -> Layers {
        let list = self.listed.base().get(part);
        Layers {
            list,
            discounted: self.discount.as_ref().map(|discount| list.less(discount.off)),
            own: self.own_price.as_ref().and_then(|own| match part {
                Part::Input => own.input,
                Part::Output => own.output,
                _ => None,
            }),
        }
    }

    /// Whether the user's own prices are what would be paid without them.
    #[must_use]
    pub fn own_price_is_needless(&self) -> bool {
        self.own_price.is_some()
            && [Part::Input, Part::Output].into_iter().all(|part| {
                let layers = self.layers(part);
                layers.own.is_none_or(|own| own == layers.discounted.unwrap_or(layers.list))
            })
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
            None => match &self.discount {
                None => self.model.source.clone(),
                Some(discount) => Source {
                    name: format!("{} less {} %", self.model.source.name, discount.off.to_percent()),
                    as_of: self.model.source.as_of,
                },
            },
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

/// A price list as it is kept in memory: markets are made of it without copying its models.
#[derive(Clone, Debug)]
pub struct PriceList {
    /// What the app calls the list.
    pub name: Arc<str>,
    /// Who published it and as of when.
    pub source: Source,
    /// Its models.
    pub models: Vec<Arc<Model>>,
}

impl From<Catalog> for PriceList {
    fn from(catalog: Catalog) -> Self {
        Self {
            name: catalog.name.into(),
            source: catalog.source,
            models: catalog.models.into_iter().map(Arc::new).collect(),
        }
    }
}

/// What a market is made of.
#[derive(Clone, Copy, Debug)]
pub struct MarketParts<'a> {
    /// The price lists in the user's order: where two have one model of one provider, the first one counts.
    pub lists: &'a [PriceList],
    /// The user's own and hidden models.
    pub own: &'a OwnModels,
    /// The user's own prices.
    pub overrides: &'a Overrides,
    /// The discounts of providers.
    pub discounts: &'a Discounts,
    /// The day whose prices count; without one, those that the lists give without a day.
    pub day: Option<Date>,
    /// Whether every row of every list is an offer, even where two lists have the same one.
    pub all_rows: bool,
}

impl Market {
    /// Lays the user's models and prices over a catalog. A model of the user's own replaces a listed one of the same
    /// id.
    #[must_use]
    pub fn new(catalog: &Catalog, own: &OwnModels, overrides: &Overrides) -> Self {
        Self::of(&MarketParts {
            lists: &[catalog.clone().into()],
            own,
            overrides,
            discounts: &Discounts::default(),
            day: None,
            all_rows: true,
        })
    }

    /// Lays the layers over each other: lists, discounts, own prices; and the user's own models beside them.
    #[must_use]
    pub fn of(parts: &MarketParts<'_>) -> Self {
        let own_ids: HashSet<&ModelId> = parts.own.models.iter().map(|model| &model.id).collect();
        let hidden_ids: HashSet<&ModelId> = parts.own.hidden.iter().collect();
        // The later one of two for one model counts.
        let by_model: HashMap<&ModelId, &PriceOverride> =
            parts.overrides.iter().map(|entry| (&entry.model, entry)).collect();
        let mut discounts: HashMap<&str, Option<Arc<Discount>>> = HashMap::new();
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        let mut all: Vec<Offer> = Vec::new();
        let own_name: Arc<str> = OWN_MODELS.into();
        let own_models: Vec<Arc<Model>> = parts.own.models.iter().cloned().map(Arc::new).collect();
        let listed = parts.lists.iter().flat_map(|list| {
            let rows = list.models.iter().filter(|model| !own_ids.contains(&model.id));
            rows.map(move |model| (model, Origin::Listed, &list.name))
        });
        for (model, origin, list_name) in
            listed.chain(own_models.iter().map(|model| (model, Origin::Own, &own_name)))
        {
            if !parts.all_rows && origin == Origin::Listed {
                let key = (identity::provider_key(&model.provider), identity::model_key(model.list_key()));
                match seen.entry(key) {
                    // Two rows of one list are two offers, whatever their names.
                    Entry::Occupied(known) => {
                        let first = all.get_mut(*known.get());
                        if let Some(first) = first.filter(|first| first.list_name != *list_name) {
                            first.elsewhere.push((Arc::clone(list_name), Arc::clone(model)));
                            continue;
                        }
                    }
                    Entry::Vacant(place) => {
                        place.insert(all.len());
                    }
                }
            }
            let listed = parts.day.map_or(&model.prices, |day| model.prices_on(day)).clone();
            let discount = discounts
                .entry(&model.provider)
                .or_insert_with(|| parts.discounts.get(&model.provider, parts.day).cloned().map(Arc::new))
                .clone()
                .filter(|_| origin == Origin::Listed);
            let mut prices =
                discount.as_ref().map_or_else(|| listed.clone(), |discount| listed.less(discount.off));
            let own_price = by_model.get(&model.id).map(|entry| (*entry).clone());
            if let Some(own) = &own_price {
                prices = own.over(&prices);
            }
            all.push(Offer {
                model: Arc::clone(model),
                origin,
                list_name: Arc::clone(list_name),
                prices,
                listed,
                discount,
                own_price,
                elsewhere: Vec::new(),
            });
        }
        // A stable sort: of two rows with one name and id, the one of the list further up comes first.
        all.sort_by(|a, b| (&a.model.name, &a.model.id).cmp(&(&b.model.name, &b.model.id)));
        let known: HashSet<&ModelId> = all.iter().map(|offer| &offer.model.id).collect();
        let orphans = parts.overrides.iter().filter(|entry| !known.contains(&entry.model)).cloned().collect();
        let (hidden, offers) = all.into_iter().partition(|offer| hidden_ids.contains(&offer.model.id));
        Self { offers, hidden, orphans }
    }

    /// The models whose own prices are what would be paid without them.
    #[must_use]
    pub fn needless_own_prices(&self) -> Vec<&ModelId> {
        let offers = self.offers.iter().chain(&self.hidden);
        offers.filter(|offer| offer.own_price_is_needless()).map(|offer| &offer.model.id).collect()
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
    fn the_layers_lie_over_each_other_and_all_stay_known() {
        let list = PriceList::from(Catalog::bundled().unwrap());
        let discounts = Discounts::new(vec![Discount {
            provider: "openai".into(),
            off: crate::money::Share::percent("25").unwrap(),
            until: None,
            note: "contract".into(),
        }]);
        let overrides =
            Overrides::new(vec![override_of("openai/gpt-4.1", "1.5"), override_of("openai/gpt-5.4", "1")]);
        let market = Market::of(&MarketParts {
            lists: &[list],
            own: &OwnModels::default(),
            overrides: &overrides,
            discounts: &discounts,
            day: None,
            all_rows: false,
        });
        let find = |id: &str| market.find(&ModelId::new(id).unwrap()).unwrap();
        let per_million = |text: &str| Price::per_million(text).unwrap();
        let mini = find("openai/gpt-4.1-mini");
        assert_eq!((mini.prices.input, mini.list().input), (per_million("0.3"), per_million("0.4")));
        assert!(mini.price_source().name.ends_with("less 25 %"));
        let own = find("openai/gpt-5.4");
        assert_eq!(
            own.layers(Part::Input),
            Layers {
                list: per_million("2.5"),
                discounted: Some(per_million("1.875")),
                own: Some(per_million("1"))
            }
        );
        assert_eq!((own.prices.input, own.prices.output), (per_million("1"), per_million("7.5")));
        assert_eq!(find("groq/llama-3.3-8b").discount, None);
        assert_eq!(market.needless_own_prices(), [&ModelId::new("openai/gpt-4.1").unwrap()]);
    }

    #[test]
    fn of_two_lists_the_first_counts_and_the_second_stays_known() {
        let catalog = Catalog::bundled().unwrap();
        let mut second = catalog.clone();
        second.name = "Second".into();
        for model in &mut second.models {
            model.prices.input = Price::Free;
        }
        second.models.truncate(2);
        let lists = [PriceList::from(catalog), PriceList::from(second)];
        let parts = MarketParts {
            lists: &lists,
            own: &OwnModels::default(),
            overrides: &Overrides::default(),
            discounts: &Discounts::default(),
            day: None,
            all_rows: false,
        };
        let market = Market::of(&parts);
        assert_eq!(market.offers().len(), 13);
        let both: Vec<_> = market.offers().iter().filter(|offer| !offer.elsewhere.is_empty()).collect();
        assert_eq!(both.len(), 2);
        assert_ne!(both[0].prices.input, Price::Free);
        assert_eq!(both[0].elsewhere[0].1.prices.input, Price::Free);
        assert_eq!(Market::of(&MarketParts { all_rows: true, ..parts }).offers().len(), 15);
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

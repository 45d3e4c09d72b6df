//! The same model at several resellers as one group that opens: which offers belong together, and which one stands
//! for them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Market, Offer, PriceState, identity};
use crate::money::TokenPrice;

/// One model, wherever it is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The group's identity: the model's key, which survives updates of every list.
    pub id: Arc<str>,
    /// The offer that stands for the group, by its place in [`Market::offers`].
    pub head: usize,
    /// All offers of the group by their places, the head first, then the cheapest.
    pub members: Vec<usize>,
}

/// All groups of a market.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    groups: Vec<Group>,
    /// For each offer, the place of its group.
    of_offer: Vec<usize>,
}

impl Groups {
    /// Groups the offers of a market by model.
    ///
    /// The maker's own offer stands for a group where it has a price that is known, and not free. Otherwise the
    /// cheapest does: the one with the least input price, then the least output price. Free offers come behind priced
    /// ones, because most of them are subscriptions or trials, and unknown prices last. Ties go by name and id, as
    /// everywhere. Of several offers of the maker, the plain model goes before its editions.
    #[must_use]
    pub fn of(market: &Market) -> Self {
        Self::ordered_by(market, &|_, offer| cheapness(offer))
    }

    /// As [`Groups::of`], with the places of offers in a ranking (from 0, the best) to tell the cheapest.
    #[must_use]
    pub fn by_rank(market: &Market, rank: impl Fn(usize) -> Option<u32>) -> Self {
        Self::ordered_by(market, &|place, _| rank(place).map_or((true, u32::MAX), |rank| (false, rank)))
    }

    fn ordered_by<K: Ord>(market: &Market, key: &dyn Fn(usize, &Offer) -> K) -> Self {
        let offers = market.offers();
        let mut by_model: HashMap<&str, usize> = HashMap::with_capacity(offers.len());
        let mut members: Vec<(&Arc<str>, Vec<Member<K>>)> = Vec::new();
        let mut of_offer = Vec::with_capacity(offers.len());
        for (place, offer) in offers.iter().enumerate() {
            let model = &offer.identity.model;
            let group = *by_model.entry(model).or_insert_with(|| {
                members.push((model, Vec::new()));
                members.len() - 1
            });
            of_offer.push(group);
            if let Some((_, members)) = members.get_mut(group) {
                let made_here = identity::maker_of(model) == Some(&*offer.identity.provider)
                    && offer.prices.state() == PriceState::Priced;
                let edition = !made_here || !offer.identity.is_plain();
                members.push((!made_here, edition, key(place, offer), place));
            }
        }
        let groups = members.into_iter().filter_map(|(id, mut members)| {
            // The maker goes first whatever its price; the rest by price.
            members.sort_unstable();
            let first = members.first().map(|(.., place)| *place)?;
            let mut others: Vec<_> = members.into_iter().skip(1).collect();
            others.sort_unstable_by(|(.., a, x), (.., b, y)| a.cmp(b).then(x.cmp(y)));
            let members = [first].into_iter().chain(others.into_iter().map(|(.., place)| place)).collect();
            Some(Group { id: Arc::clone(id), head: first, members })
        });
        Self { groups: groups.collect(), of_offer }
    }

    /// All groups, in the order of their first member in the market.
    #[must_use]
    pub fn all(&self) -> &[Group] {
        &self.groups
    }

    /// The group of the offer at a place in [`Market::offers`].
    #[must_use]
    pub fn of_offer(&self, place: usize) -> Option<&Group> {
        self.groups.get(*self.of_offer.get(place)?)
    }

    /// Whether the offer at a place stands for its group.
    #[must_use]
    pub fn is_head(&self, place: usize) -> bool {
        self.of_offer(place).is_some_and(|group| group.head == place)
    }
}

/// An offer in the order of its group: whether its maker sells it and as what, what it costs, and its place.
type Member<K> = (bool, bool, K, usize);

/// What an offer costs, for the order within a group: priced, then free, then unknown.
type Cheapness = (PriceState, Option<TokenPrice>, Option<TokenPrice>);

fn cheapness(offer: &Offer) -> Cheapness {
    (offer.prices.state(), offer.prices.input.known(), offer.prices.output.known())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Model, ModelId, Overrides, OwnModels, PriceSheet, Source};
    use crate::money::Price;
    use proptest::prelude::*;

    fn market(rows: &[(&str, &str, &str)]) -> Market {
        let source = Source { name: "List".into(), as_of: None };
        let models = rows
            .iter()
            .map(|(id, provider, input)| {
                let id = ModelId::new(id).unwrap();
                let mut model = Model::new(id.clone(), id.to_string(), (*provider).into(), source.clone());
                let price =
                    if input.is_empty() { Price::Unknown } else { Price::per_million(input).unwrap() };
                model.prices = PriceSheet::flat(price, price);
                model
            })
            .collect();
        let catalog = Catalog { name: "List".into(), source: source.clone(), models };
        Market::new(&catalog, &OwnModels::default(), &Overrides::default())
    }

    fn ids<'a>(market: &'a Market, group: &Group) -> Vec<&'a str> {
        group.members.iter().map(|place| market.offers()[*place].model.id.as_str()).collect()
    }

    #[test]
    fn the_maker_stands_for_a_group_else_the_cheapest() {
        let market = market(&[
            ("azure/gpt-9", "azure", "1"),
            ("gpt-9", "openai", "2"),
            ("vercel/openai/gpt-9", "vercel", "3"),
            ("gpt-9-mini", "openai", ""),
            ("azure/gpt-9-mini", "azure", "0.2"),
            ("poe/gpt-9-mini", "poe", "0"),
            ("a/wizard", "a", "5"),
            ("b/wizard", "b", "4"),
        ]);
        let groups = Groups::of(&market);
        let of = |id: &str| {
            let group = groups.all().iter().find(|group| &*group.id == id).unwrap();
            ids(&market, group)
        };
        assert_eq!(groups.all().len(), 3);
        assert_eq!(of("gpt-9"), ["gpt-9", "azure/gpt-9", "vercel/openai/gpt-9"]);
        assert_eq!(of("gpt-9-mini"), ["azure/gpt-9-mini", "poe/gpt-9-mini", "gpt-9-mini"]);
        assert_eq!(of("wizard"), ["b/wizard", "a/wizard"]);
        let ranked = Groups::by_rank(&market, |place| (place == 0).then_some(0));
        assert!(ranked.all().iter().any(|group| group.head == 0));
    }

    #[test]
    fn the_reference_models_are_a_group_each() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let groups = Groups::of(&market);
        assert_eq!(groups.all().len(), 13);
        assert!((0..13).all(|place| groups.is_head(place)));
    }

    proptest! {
        #[test]
        fn every_offer_is_in_one_group(rows in prop::collection::vec((0_u8..6, 0_u8..4, 0_u8..5), 0..40)) {
            let rows: Vec<(String, String, String)> = rows
                .into_iter()
                .map(|(model, provider, price)| {
                    let price = if price == 4 { String::new() } else { price.to_string() };
                    (format!("p{provider}/m{model}"), format!("p{provider}"), price)
                })
                .collect();
            let rows: Vec<(&str, &str, &str)> =
                rows.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
            let market = market(&rows);
            let groups = Groups::of(&market);
            prop_assert_eq!(&groups, &Groups::of(&market));
            let mut places: Vec<usize> = groups.all().iter().flat_map(|group| group.members.clone()).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..market.offers().len()).collect::<Vec<_>>());
            for group in groups.all() {
                prop_assert_eq!(group.members.first(), Some(&group.head));
                let rest = group.members.get(1..).unwrap_or_default();
                prop_assert!(rest.is_sorted_by_key(|place| (cheapness(&market.offers()[*place]), *place)));
                prop_assert!(group.members.iter().all(|place| groups.of_offer(*place) == Some(group)));
            }
        }
    }
}

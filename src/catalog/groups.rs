//! The same model at several resellers as one group that opens: which offers belong together, and which one stands
//! for them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
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
    /// everywhere. Of several offers of the maker, the plain model goes before its editions. A name with a day is in the
    /// group of the name without it where the provider sells both at the same prices.
    pub fn of(market: &Market) -> Self {
        Self::ordered_by(market, &|_, offer| cheapness(offer))
    }

    /// As [`Groups::of`], with the places of offers in a ranking (from 0, the best) to tell the cheapest.
    pub fn by_rank(market: &Market, rank: impl Fn(usize) -> Option<u32>) -> Self {
        Self::ordered_by(market, &|place, _| rank(place).map_or((true, u32::MAX), |rank| (false, rank)))
    }

    fn ordered_by<K: Ord>(market: &Market, key: &dyn Fn(usize, &Offer) -> K) -> Self {
        let offers = market.offers();
        let twins = dated_twins(offers);
        let mut by_model: HashMap<&str, usize> = HashMap::with_capacity(offers.len());
        let mut members: Vec<(&Arc<str>, Vec<Member<K>>)> = Vec::new();
        let mut of_offer = Vec::with_capacity(offers.len());
        for (place, offer) in offers.iter().enumerate() {
            let model = twins.get(&place).copied().unwrap_or(&offer.identity.model);
            let group = *by_model.entry(model).or_insert_with(|| {
                members.push((model, Vec::new()));
                members.len() - 1
            });
            of_offer.push(group);
            if let Some((_, members)) = members.get_mut(group) {
                let made_here = identity::maker_of(model) == Some(&*offer.identity.provider)
                    && offer.prices.state() == PriceState::Priced;
                let age = Edition::of(offer, model);
                let edition = !made_here || age.kind != EditionKind::Plain;
                members.push((!made_here, edition, key(place, offer), age, place));
            }
        }
        let groups = members.into_iter().filter_map(|(id, mut members)| {
            // The maker goes first whatever its price; the rest by price.
            members.sort_unstable();
            let first = members.first().map(|(.., place)| *place)?;
            let mut others: Vec<_> = members.into_iter().skip(1).collect();
            others.sort_unstable_by(|(.., a, _, x), (.., b, _, y)| a.cmp(b).then(x.cmp(y)));
            let members = [first].into_iter().chain(others.into_iter().map(|(.., place)| place)).collect();
            Some(Group { id: Arc::clone(id), head: first, members })
        });
        Self { groups: groups.collect(), of_offer }
    }

    /// All groups, in the order of their first member in the market.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }

    /// The group of the offer at a place in [`Market::offers`].
    pub fn of_offer(&self, place: usize) -> Option<&Group> {
        self.groups.get(*self.of_offer.get(place)?)
    }

    /// Whether the offer at a place stands for its group.
    pub fn is_head(&self, place: usize) -> bool {
        self.of_offer(place).is_some_and(|group| group.head == place)
    }
}

/// An offer in the order of its group: whether its maker sells it and as what, what it costs, as which edition, and its
/// place.
type Member<K> = (bool, bool, K, Edition, usize);

/// As which edition a model is sold: of several at one price the first stands for the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edition {
    kind: EditionKind,
    /// The later day first.
    day: Reverse<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum EditionKind {
    /// The model's own name.
    Plain,
    /// The latest, as its provider calls it.
    Latest,
    /// One of a region, a day or a folder.
    Other,
}

impl Edition {
    fn of(offer: &Offer, group: &Arc<str>) -> Self {
        let identity = &offer.identity;
        let kind = match (identity.model == *group, identity.is_plain(), identity.is_latest()) {
            (true, true, _) => EditionKind::Plain,
            (true, _, true) => EditionKind::Latest,
            _ => EditionKind::Other,
        };
        Self { kind, day: Reverse(identity::undated(&identity.model).map_or(0, |(_, day)| day)) }
    }
}

/// How many offers of one model and provider a dated name is compared with. Real lists have some dozens.
const MOST_COMPARED: usize = 200;

/// The offers whose names have a day at their end and that are another offer of the market: each with that one's key.
///
/// A provider's offer is the same as the model without the day, or else with the latest day, where it sells both at the
/// same prices. Elsewhere the same name means what it means there: where no provider has both, or they are two of
/// different prices anywhere, it is a model of its own.
fn dated_twins(offers: &[Offer]) -> HashMap<usize, &Arc<str>> {
    let mut by_base: BTreeMap<&str, Vec<(Option<u32>, usize)>> = BTreeMap::new();
    for (place, offer) in offers.iter().enumerate() {
        if let Some((base, day)) = identity::undated(&offer.identity.model) {
            by_base.entry(base).or_default().push((Some(day), place));
        }
    }
    for (place, offer) in offers.iter().enumerate() {
        if let Some(entries) = by_base.get_mut(&*offer.identity.model) {
            entries.push((None, place));
        }
    }
    let mut twins = HashMap::new();
    for mut entries in by_base.into_values() {
        // The plain name first, then the latest day.
        entries.sort_by_key(|(day, place)| (day.is_some(), Reverse(*day), *place));
        let Some(anchor) = entries.first().and_then(|(_, place)| Some(&offers.get(*place)?.identity.model))
        else {
            continue;
        };
        let mut anchors: HashMap<&str, Vec<&Offer>> = HashMap::new();
        let mut dated: BTreeMap<&str, Vec<(usize, &Offer)>> = BTreeMap::new();
        for (_, place) in entries {
            let Some(offer) = offers.get(place) else { continue };
            if offer.identity.model == *anchor {
                anchors.entry(&offer.identity.provider).or_default().push(offer);
            } else {
                dated.entry(&offer.identity.model).or_default().push((place, offer));
            }
        }
        for members in dated.into_values() {
            let found: Vec<(usize, Option<bool>)> = members
                .into_iter()
                .map(|(place, offer)| (place, is_twin(offer, anchors.get(&*offer.identity.provider))))
                .collect();
            let is_one = found.iter().any(|(_, twin)| *twin == Some(true));
            let is_contested = found.iter().any(|(_, twin)| *twin == Some(false));
            let joins = |twin: Option<bool>| twin.unwrap_or(is_one && !is_contested);
            twins
                .extend(found.into_iter().filter(|(_, twin)| joins(*twin)).map(|(place, _)| (place, anchor)));
        }
    }
    twins
}

/// Whether a provider's offers have the same offer without the day in its name; `None` where it does not sell that
/// edition otherwise.
fn is_twin(offer: &Offer, others: Option<&Vec<&Offer>>) -> Option<bool> {
    let others = || others.into_iter().flatten().take(MOST_COMPARED);
    let is_same = |other: &Offer| {
        !other.model.facts.mode.contradicts(&offer.model.facts.mode) && other.listed.is_twin_of(&offer.listed)
    };
    let is_edition = |other: &Offer| other.identity.undated_edition() == offer.identity.undated_edition();
    if others().any(|other| is_same(other)) {
        return Some(true);
    }
    others().any(|other| is_edition(other)).then_some(false)
}

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
    fn a_name_with_a_day_is_one_offer_with_the_plain_name_at_the_same_prices() {
        let market = market(&[
            ("acme/nano", "acme", "1"),
            ("acme/nano-2025-08-07", "acme", "1"),
            // Sold nowhere else without the day, so it is what it is at acme.
            ("dealer/nano-2025-08-07", "dealer", "2"),
            ("acme/big", "acme", "2"),
            ("acme/big-2024-05-13", "acme", "5"),
            ("dealer/big-2024-05-13", "dealer", "2"),
            ("acme/mini-latest", "acme", "3"),
            ("acme/mini-2512", "acme", "3"),
            // No plain name: the latest day stands for them.
            ("acme/code-0324", "acme", "4"),
            ("acme/code-0711", "acme", "4"),
            // Another provider's plain name says nothing of this one's.
            ("acme/solo", "acme", "6"),
            ("dealer/solo-2511", "dealer", "6"),
        ]);
        let groups = Groups::of(&market);
        let of = |id: &str| {
            let group = groups.all().iter().find(|group| &*group.id == id);
            group.map(|group| ids(&market, group)).unwrap_or_default()
        };
        assert_eq!(of("nano"), ["acme/nano", "acme/nano-2025-08-07", "dealer/nano-2025-08-07"]);
        assert_eq!(of("big"), ["acme/big"]);
        assert_eq!(of("big-2024-05-13"), ["dealer/big-2024-05-13", "acme/big-2024-05-13"]);
        assert_eq!(of("mini"), ["acme/mini-latest", "acme/mini-2512"]);
        assert_eq!(of("code-0711"), ["acme/code-0711", "acme/code-0324"]);
        assert_eq!(of("solo"), ["acme/solo"]);
    }

    #[test]
    fn another_cache_price_or_tier_sets_two_names_apart() {
        use crate::catalog::{ContextTier, MorePrices, Rates, Tariff};
        let price = |text: &str| Price::per_million(text).unwrap();
        let rates = |cache: &str| Rates {
            input: price("1"),
            output: price("2"),
            cache_read: if cache.is_empty() { Price::Unknown } else { price(cache) },
            ..Rates::default()
        };
        let sheet = |cache: &str, tiers: Vec<ContextTier>| {
            PriceSheet::new(MorePrices {
                standard: Tariff::new(rates(cache), tiers),
                ..MorePrices::default()
            })
        };
        let plain = sheet("0.1", Vec::new());
        assert!(plain.is_twin_of(&sheet("0.1", Vec::new())));
        assert!(plain.is_twin_of(&sheet("", Vec::new())), "what is unknown contradicts nothing");
        assert!(!plain.is_twin_of(&sheet("0.2", Vec::new())));
        let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("0.1") };
        assert!(!plain.is_twin_of(&sheet("0.1", vec![tier])));
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

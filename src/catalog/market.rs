//! The layers: list price, then a discount of its provider, then the user's own price. The result is what the user
//! pays, with the way there. Which rows of several lists are one offer is decided here too.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::identity::{self, Identity};
use super::plausibility;
use super::{
    Catalog, Discount, Discounts, Model, ModelId, Offer, Origin, Overrides, OwnModels, PriceOverride, Source,
};

/// What the user's own models are called as a list.
const OWN_MODELS: &str = "Own models";

/// All models at the prices that the user pays.
#[derive(Clone, Debug, Default)]
pub struct Market {
    /// Those to show, then the hidden ones; each in the order of name and id.
    all: Vec<Offer>,
    /// How many of them are to show.
    shown: usize,
    orphans: Vec<PriceOverride>,
    index: Index,
}

/// Where the offers are, by what names them.
#[derive(Clone, Debug, Default)]
struct Index {
    /// By their own ids; of two rows with one id, the first.
    own: HashMap<ModelId, usize>,
    /// By the ids that other lists have for them.
    other: HashMap<ModelId, usize>,
    /// By provider and model.
    identity: HashMap<(Arc<str>, Arc<str>), Known>,
}

/// The offer of a provider and a model.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// `None` where several are it that differ in price.
    place: Option<usize>,
    /// Whether it is the plain model rather than an edition of a day or a region.
    plain: bool,
}

impl Index {
    fn new(offers: &[Offer]) -> Self {
        let mut index = Self {
            own: HashMap::with_capacity(offers.len()),
            other: HashMap::new(),
            identity: HashMap::with_capacity(offers.len()),
        };
        for (place, offer) in offers.iter().enumerate() {
            index.own.entry(offer.model.id.clone()).or_insert(place);
            for (_, model) in &offer.elsewhere {
                index.other.entry(model.id.clone()).or_insert(place);
            }
            let Identity { provider, model, .. } = &*offer.identity;
            let plain = offer.identity.is_plain();
            let found = Known { place: Some(place), plain };
            match index.identity.entry((Arc::clone(provider), Arc::clone(model))) {
                Entry::Vacant(entry) => {
                    entry.insert(found);
                }
                Entry::Occupied(mut entry) => {
                    let known = entry.get_mut();
                    let agrees = || {
                        let first = known.place.and_then(|first| offers.get(first));
                        first.is_some_and(|first| first.listed.agrees(&offer.listed))
                    };
                    if plain && !known.plain {
                        *known = found;
                    } else if plain == known.plain && !agrees() {
                        known.place = None;
                    }
                }
            }
        }
        index
    }

    fn find(&self, id: &ModelId) -> Option<usize> {
        self.own.get(id).or_else(|| self.other.get(id)).copied().or_else(|| {
            let (provider, model) = identity::of_id(id.as_str())?;
            self.identity.get(&(provider.into(), model.into()))?.place
        })
    }

    fn move_to(&mut self, places: &[usize]) {
        let places_of = self.own.values_mut().chain(self.other.values_mut());
        let by_identity = self.identity.values_mut().filter_map(|known| known.place.as_mut());
        for place in places_of.chain(by_identity) {
            *place = places.get(*place).copied().unwrap_or(*place);
        }
    }
}

/// A price list as it is kept in memory: markets are made of it without copying its models.
#[derive(Clone, Debug)]
pub struct PriceList {
    /// What the app calls the list.
    pub name: Arc<str>,
    /// Who published it and as of when.
    pub source: Source,
    /// Its models, each with its identity, which takes longer to find than all the rest of a market.
    models: Vec<(Arc<Model>, Arc<Identity>)>,
}

impl PriceList {
    /// The list's models, in its order.
    pub fn models(&self) -> impl ExactSizeIterator<Item = &Arc<Model>> {
        self.models.iter().map(|(model, _)| model)
    }
}

impl From<Catalog> for PriceList {
    fn from(catalog: Catalog) -> Self {
        Self {
            name: catalog.name.into(),
            source: catalog.source,
            models: with_identity(catalog.models.into_iter()),
        }
    }
}

fn with_identity(models: impl Iterator<Item = Model>) -> Vec<(Arc<Model>, Arc<Identity>)> {
    let mut interned: HashSet<Arc<str>> = HashSet::new();
    let mut intern = |text: Arc<str>| {
        if let Some(known) = interned.get(&text) {
            return Arc::clone(known);
        }
        interned.insert(Arc::clone(&text));
        text
    };
    models
        .map(|model| {
            let Identity { provider, model: key, exact, is_makers } = Identity::of(&model);
            let identity =
                Identity { provider: intern(provider), model: intern(key), exact: intern(exact), is_makers };
            (Arc::new(model), Arc::new(identity))
        })
        .collect()
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
    pub fn of(parts: &MarketParts<'_>) -> Self {
        let mut all = listed(parts);
        // A stable sort: of two rows with one name and id, the one of the list further up comes first.
        all.sort_by(|a, b| a.model.by_name(&b.model));
        plausibility::judge(&mut all, parts.overrides.confirmed());
        let mut index = Index::new(&all);
        let orphans = lay_own_prices(&mut all, &index, parts.overrides);
        let shown = set_hidden_apart(&mut all, &mut index, &parts.own.hidden);
        Self { all, shown, orphans, index }
    }

    /// The models whose own prices are what would be paid without them, by the ids under which those are kept.
    pub fn needless_own_prices(&self) -> Vec<&ModelId> {
        let needless = self.all.iter().filter(|offer| offer.own_price_is_needless());
        needless.filter_map(|offer| Some(&offer.own_price.as_ref()?.model)).collect()
    }

    /// The models to show, by name and then id: the order in which ties are broken everywhere.
    pub fn offers(&self) -> &[Offer] {
        self.all.get(..self.shown).unwrap_or_default()
    }

    /// The models that the user hid, in the same order.
    pub fn hidden(&self) -> &[Offer] {
        self.all.get(self.shown..).unwrap_or_default()
    }

    /// A market of the offers at these places alone, in their order; nothing is hidden in it.
    pub fn among(&self, places: &[usize]) -> Self {
        let all: Vec<Offer> = places.iter().filter_map(|place| self.get(*place).cloned()).collect();
        Self { shown: all.len(), index: Index::new(&all), all, orphans: Vec::new() }
    }

    /// As [`Market::among`], with what is hidden still hidden in it, so that it is found.
    pub fn among_and_hidden(&self, places: &[usize]) -> Self {
        let mut all: Vec<Offer> = places.iter().filter_map(|place| self.get(*place).cloned()).collect();
        let shown = all.len();
        all.extend_from_slice(self.hidden());
        Self { shown, index: Index::new(&all), all, orphans: Vec::new() }
    }

    /// The offers whose prices are to be checked, hidden ones too.
    pub fn to_check(&self) -> impl Iterator<Item = &Offer> {
        self.all.iter().filter(|offer| offer.open_check().is_some())
    }

    /// The user's own prices for models that no longer exist: kept, shown, without effect.
    pub fn orphans(&self) -> &[PriceOverride] {
        &self.orphans
    }

    /// The offer at a place in [`Market::offers`].
    pub fn get(&self, index: usize) -> Option<&Offer> {
        self.offers().get(index)
    }

    /// The order of offers that are equally good, by their places in [`Market::offers`]: what its maker sells comes first,
    /// then it goes by name and id.
    pub fn among_equals(&self, place: usize) -> (bool, usize) {
        // Offers stand in the order of name and id.
        (self.get(place).is_none_or(|offer| !offer.identity.is_makers), place)
    }

    /// The offer of a model, hidden ones too: by its id, else by the id that another list has for the same row, else
    /// by the provider and the model that the id names, where only one offer is that. So what is kept under an id
    /// finds its model again after an update or in another list.
    pub fn find(&self, id: &ModelId) -> Option<&Offer> {
        self.all.get(self.index.find(id)?)
    }

    /// The place in [`Market::offers`] of a model, found as [`Market::find`] does; `None` for a hidden one.
    pub fn place(&self, id: &ModelId) -> Option<usize> {
        self.index.find(id).filter(|place| *place < self.shown)
    }
}

/// Every row that is an offer, at the list's prices less a discount.
fn listed(parts: &MarketParts<'_>) -> Vec<Offer> {
    let own_ids: HashSet<&ModelId> = parts.own.models.iter().map(|model| &model.id).collect();
    let mut discounts: HashMap<&str, Option<Arc<Discount>>> = HashMap::new();
    let mut discount_of = |provider| {
        let found = discounts
            .entry(provider)
            .or_insert_with(|| parts.discounts.get(provider, parts.day).cloned().map(Arc::new));
        found.clone()
    };
    let rows = parts.lists.iter().map(|list| list.models.len()).sum::<usize>() + own_ids.len();
    let mut all: Vec<Offer> = Vec::with_capacity(rows);
    let mut merge = Merge::default();
    for list in parts.lists {
        let rows = list.models.iter().filter(|(model, _)| !own_ids.contains(&model.id));
        let rows: Vec<&(Arc<Model>, Arc<Identity>)> =
            if parts.all_rows { rows.collect() } else { merge.rest(rows, list, &mut all, parts.day) };
        // Two rows of one list are two offers, so these can be merged with only from the next list on.
        for (model, identity) in rows {
            if !parts.all_rows {
                merge.add(identity, all.len());
            }
            let listed = model.prices_of(parts.day).clone();
            let discount = discount_of(&model.provider);
            all.push(Offer {
                model: Arc::clone(model),
                identity: Arc::clone(identity),
                origin: Origin::Listed,
                list_name: Arc::clone(&list.name),
                prices: discount
                    .as_ref()
                    .map_or_else(|| listed.clone(), |discount| listed.less(discount.off)),
                listed,
                check: None,
                discount,
                own_price: None,
                elsewhere: Vec::new(),
            });
        }
    }
    let own_name: Arc<str> = OWN_MODELS.into();
    all.extend(with_identity(parts.own.models.iter().cloned()).into_iter().map(|(model, identity)| {
        let listed = model.prices_of(parts.day).clone();
        Offer {
            identity,
            origin: Origin::Own,
            list_name: Arc::clone(&own_name),
            prices: listed.clone(),
            listed,
            check: None,
            discount: None,
            own_price: None,
            elsewhere: Vec::new(),
            model,
        }
    }));
    all
}

/// How many offers of one provider and model a row is compared with. Real lists have some dozens; with a hostile one
/// of thousands the comparisons of each with each would not end.
const MOST_COMPARED: usize = 200;

/// Finds the offers that the rows of a list further down are again.
#[derive(Default)]
struct Merge<'a> {
    /// The offers of a provider and a model, in the order of the lists.
    places: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Merge<'a> {
    /// Gives the rows that are offers already to those, and returns the rest.
    ///
    /// A row with the same key is the same whatever it costs: two lists may disagree. After those, a row of the same
    /// model is the same where nothing is said that contradicts it. A snapshot of another day, a region or an edition
    /// with prices of its own is an offer of its own.
    fn rest(
        &self,
        rows: impl Iterator<Item = &'a (Arc<Model>, Arc<Identity>)>,
        list: &PriceList,
        all: &mut [Offer],
        day: Option<Date>,
    ) -> Vec<&'a (Arc<Model>, Arc<Identity>)> {
        let rest = self.each(rows, list, all, |identity, _, offer| offer.identity.exact == identity.exact);
        self.each(rest.into_iter(), list, all, |_, model, offer| {
            !offer.model.facts.mode.contradicts(&model.facts.mode)
                && offer.listed.agrees(model.prices_of(day))
        })
    }

    fn each(
        &self,
        rows: impl Iterator<Item = &'a (Arc<Model>, Arc<Identity>)>,
        list: &PriceList,
        all: &mut [Offer],
        is_same: impl Fn(&Identity, &Model, &Offer) -> bool,
    ) -> Vec<&'a (Arc<Model>, Arc<Identity>)> {
        let is_free = |offer: &Offer| offer.elsewhere.iter().all(|(name, _)| *name != list.name);
        rows.filter(|(model, identity)| {
            let places = self.places.get(&(&*identity.provider, &*identity.model));
            let mut compared = places.into_iter().flatten().copied().take(MOST_COMPARED);
            let place = compared.find(|place| {
                all.get(*place).is_some_and(|offer| is_free(offer) && is_same(identity, model, offer))
            });
            match place.and_then(|place| all.get_mut(place)) {
                Some(offer) => {
                    offer.elsewhere.push((Arc::clone(&list.name), Arc::clone(model)));
                    false
                }
                None => true,
            }
        })
        .collect()
    }

    fn add(&mut self, identity: &'a Identity, place: usize) {
        self.places.entry((&*identity.provider, &*identity.model)).or_default().push(place);
    }
}

/// Lays the user's own prices over the offers, and returns those that found no model.
fn lay_own_prices(all: &mut [Offer], index: &Index, overrides: &Overrides) -> Vec<PriceOverride> {
    // The later one of two for one model counts.
    let by_model: HashMap<&ModelId, &PriceOverride> =
        overrides.iter().map(|entry| (&entry.model, entry)).collect();
    let lay = |offer: &mut Offer, own: &PriceOverride| {
        offer.prices = own.prices.over(&offer.prices);
        offer.own_price = Some(own.clone());
        plausibility::leave_out_own(offer);
    };
    if !by_model.is_empty() {
        for offer in &mut *all {
            if let Some(own) = by_model.get(&offer.model.id) {
                lay(offer, own);
            }
        }
    }
    let mut orphans = Vec::new();
    let mut laid: HashSet<&ModelId> = HashSet::new();
    for entry in overrides.iter().filter(|entry| !index.own.contains_key(&entry.model)) {
        let counts = by_model.get(&entry.model).copied().unwrap_or(entry);
        if laid.contains(&entry.model) {
            continue;
        }
        match index.find(&entry.model).and_then(|place| all.get_mut(place)) {
            Some(offer) if offer.own_price.is_none() => {
                lay(offer, counts);
                laid.insert(&entry.model);
            }
            _ => orphans.push(entry.clone()),
        }
    }
    orphans
}

/// Puts the offers that the user hid behind the others, and returns how many are not hidden.
fn set_hidden_apart(all: &mut Vec<Offer>, index: &mut Index, hidden: &[ModelId]) -> usize {
    if hidden.is_empty() {
        return all.len();
    }
    let ids: HashSet<&ModelId> = hidden.iter().collect();
    let found: HashSet<usize> = hidden.iter().filter_map(|id| index.find(id)).collect();
    let is_hidden = |place: usize, offer: &Offer| ids.contains(&offer.model.id) || found.contains(&place);
    let mut order: Vec<(bool, usize)> =
        all.iter().enumerate().map(|(place, offer)| (is_hidden(place, offer), place)).collect();
    order.sort_unstable();
    let shown = order.partition_point(|(hidden, _)| !hidden);
    let mut places = vec![0; all.len()];
    for (new, (_, old)) in order.iter().enumerate() {
        if let Some(place) = places.get_mut(*old) {
            *place = new;
        }
    }
    let mut moved: Vec<(usize, Offer)> = places.iter().copied().zip(std::mem::take(all)).collect();
    moved.sort_unstable_by_key(|(place, _)| *place);
    all.extend(moved.into_iter().map(|(_, offer)| offer));
    index.move_to(&places);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Layers, OwnPrices, Part, PriceSheet};
    use crate::money::Price;

    fn override_of(model: &str, input: &str) -> PriceOverride {
        PriceOverride {
            model: ModelId::new(model).unwrap(),
            prices: OwnPrices::usual(Some(Price::per_million(input).unwrap()), None),
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

    fn model(id: &str, provider: &str, input: &str) -> Model {
        let source = Source { name: "Imported".into(), as_of: None };
        let mut model = Model::new(ModelId::new(id).unwrap(), id.into(), provider.into(), source);
        let price = |text: &str| Price::per_million(text).unwrap();
        model.prices = PriceSheet::flat(price(input), price("0.8"));
        model
    }

    fn list(name: &str, models: Vec<Model>) -> PriceList {
        let source = Source { name: name.into(), as_of: None };
        PriceList::from(Catalog { name: name.into(), source, models })
    }

    fn market(lists: &[PriceList], overrides: &Overrides, own: &OwnModels, all_rows: bool) -> Market {
        let discounts = Discounts::default();
        Market::of(&MarketParts { lists, own, overrides, discounts: &discounts, day: None, all_rows })
    }

    #[test]
    fn an_own_price_and_a_hidden_mark_stick_to_the_model_in_any_list() {
        let nano = ModelId::new("openai/gpt-4.1-nano").unwrap();
        let overrides = Overrides::new(vec![override_of("openai/gpt-4.1-nano", "0.15")]);
        let imported = list(
            "LiteLLM",
            vec![
                model("gpt-4.1-nano", "openai", "0.1"),
                model("azure/gpt-4.1-nano", "azure", "0.11"),
                model("gpt-4.1-nano-2025-04-14", "openai", "0.1"),
            ],
        );
        let reference = PriceList::from(Catalog::bundled().unwrap());
        for lists in [&[imported.clone(), reference][..], &[imported.clone()][..]] {
            for all_rows in [false, lists.len() == 1] {
                let market = market(lists, &overrides, &OwnModels::default(), all_rows);
                let offer = market.find(&nano).unwrap();
                assert_eq!(offer.model.id.as_str(), "gpt-4.1-nano");
                let layers = offer.layers(Part::Input);
                assert_eq!(layers.own, Some(Price::per_million("0.15").unwrap()));
                assert_eq!(layers.list, Price::per_million("0.1").unwrap());
                assert_eq!(offer.prices.input, layers.own.unwrap());
                assert!(market.orphans().is_empty());
                assert_eq!(market.offers().iter().filter(|offer| offer.is_overridden()).count(), 1);
            }
        }
        let hidden = OwnModels { hidden: vec![nano.clone()], models: Vec::new() };
        let market = market(&[imported], &Overrides::default(), &hidden, false);
        assert_eq!(market.hidden().len(), 1);
        assert_eq!(market.find(&nano).unwrap().model.id, market.hidden()[0].model.id);
        assert_eq!(market.place(&nano), None);
        for offer in market.offers() {
            assert_eq!(market.get(market.place(&offer.model.id).unwrap()).unwrap().model.id, offer.model.id);
        }
    }

    #[test]
    fn an_own_price_is_not_given_to_one_of_several_that_differ() {
        let overrides = Overrides::new(vec![override_of("azure/gpt-4o", "2"), override_of("gemini-9", "1")]);
        let models = vec![
            model("azure/eu/gpt-4o", "azure", "2.75"),
            model("azure/us/gpt-4o", "azure", "2.8"),
            model("gemini/gemini-9", "gemini", "1"),
        ];
        let market = market(&[list("LiteLLM", models)], &overrides, &OwnModels::default(), false);
        assert_eq!(market.orphans().len(), 2);
    }

    #[test]
    fn the_id_itself_goes_before_what_it_may_mean() {
        let overrides = Overrides::new(vec![override_of("gpt-4.1", "3"), override_of("openai/gpt-4.1", "4")]);
        let imported = list("LiteLLM", vec![model("gpt-4.1", "openai", "2")]);
        let market = market(&[imported], &overrides, &OwnModels::default(), false);
        assert_eq!(market.offers()[0].prices.input, Price::per_million("3").unwrap());
        assert_eq!(market.orphans(), [override_of("openai/gpt-4.1", "4")]);
    }

    #[test]
    fn editions_with_prices_of_their_own_are_offers_of_their_own() {
        let first = list(
            "One",
            vec![
                model("claude-sonnet-9-20260101", "anthropic", "3"),
                model("azure/us/gpt-9", "azure", "2.2"),
                model("groq/kimi-9", "groq", "1"),
            ],
        );
        let second = list(
            "Two",
            vec![
                model("anthropic/claude-sonnet-9", "Anthropic", "3"),
                model("azure/gpt-9", "Azure", "2"),
                model("groq/kimi-9:free", "Groq", "1"),
                model("groq/kimi-9-mini", "Groq", "1"),
            ],
        );
        let market = market(&[first, second], &Overrides::default(), &OwnModels::default(), false);
        let merged: Vec<_> = market.offers().iter().filter(|offer| !offer.elsewhere.is_empty()).collect();
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].model.id.as_str(), "claude-sonnet-9-20260101");
        assert_eq!(market.offers().len(), 6);
    }
}

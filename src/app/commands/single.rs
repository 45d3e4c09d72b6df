//! Commands on one thing: a model, a price list, a kept filter, a portfolio. There are as many as there are things, so that
//! they stand in the palette and have no keys.

use super::{Command, seen_on_models};
use crate::answer::portfolio;
use crate::app::action::Action;
use crate::app::decide::{self, Question};
use crate::app::lists::{ListAction, Wanted};
use crate::app::state::{Place, PricesPage, State};
use crate::catalog::{Capability, Filter, ListKey, Listed, ModelId, Offer, Origin, Tier};
use crate::receipt::Subject;

/// Of more models than this that the user has priced, added, pinned or hidden, only the one that is shown is offered by
/// what can be done to it: thousands of commands are found no faster than by going to the model.
const MOST_OWN: usize = 250;

/// What is done to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Single {
    /// Compare every model with this one.
    Baseline(ModelId),
    /// Go to the fields of its own price.
    EditPrice(ModelId),
    /// Say that its list's prices are right although they look like a slip, or take that back.
    PriceRight(ModelId, bool),
    /// Show the fields of all prices of a model.
    MorePrices(ModelId),
    /// Show how its cost comes about, or its price where there is no workload.
    Receipt(ModelId),
    /// Keep it on top of every chart, or no longer.
    Pin(ModelId, bool),
    /// Leave it out everywhere, or show it again.
    Hide(ModelId, bool),
    /// Show every offer of its group of resellers, or one row for all.
    Group(String, bool),
    /// Show only models that can do this, or all.
    Needs(Capability, bool),
    /// Leave out the models of a tier, or show them again.
    LeaveOut(Tier, bool),
    /// Back to the price of its list.
    ListPrice(ModelId),
    /// Take a model of the user's own away.
    RemoveModel(ModelId),
    /// Count the models of a list or not; `None` is the reference list.
    Switch(Option<ListKey>, bool),
    /// Move a list one up or down in the order, from and to a place; `None` is the reference list.
    MoveList(Option<ListKey>, usize, usize),
    /// Fetch a newer version of it.
    Update(ListKey),
    /// Update it once a day, or no longer.
    Daily(ListKey, bool),
    /// Show what its last version changed.
    Changes(ListKey),
    /// Take it away; undo brings it back.
    RemoveList(ListKey),
    /// Take a discount away, by its place; its provider tells it from one that comes to that place later.
    RemoveDiscount(usize, String),
    /// Put a kept filter in force, by its place; its name tells it from one that comes to that place later.
    UseFilter(usize, String),
    /// Forget it.
    ForgetFilter(usize, String),
    /// Show a portfolio, by the key of its name.
    Portfolio(String),
}

/// What can be done to one thing now.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// What.
    pub single: Single,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the same name: who sells the model.
    pub more: String,
    /// The name of the thing, where it has one.
    pub thing: String,
}

/// What is done to a thing: its words with the name of the thing for `{}`.
fn named(single: Single, words: &str, thing: &str) -> Named {
    of_model(single, words, thing, "")
}

/// As [`named`], of a model: others may have its name.
fn of_model(single: Single, words: &str, thing: &str, provider: &str) -> Named {
    Named { single, name: words.replace("{}", thing), more: provider.to_owned(), thing: thing.to_owned() }
}

impl Single {
    /// All that can be done now: for the model whose details are shown, and for what is on record.
    pub(super) fn all(state: &State) -> Vec<Named> {
        let mut all = Vec::new();
        if let Some(details) = &state.focus.details {
            on_model(state, &details.offer, &mut all);
            if let Some(group) = &details.group {
                let words =
                    if group.is_open { "Show one row for all offers of {}" } else { "Show all offers of {}" };
                let group = Single::Group(group.id.clone(), !group.is_open);
                let model = &details.offer.model;
                all.push(of_model(group, words, &model.name, &model.provider));
            }
        }
        on_own(state, &mut all);
        on_filter(&state.view.filter, &mut all);
        on_lists(state, &mut all);
        let documents = &state.documents;
        for (place, discount) in documents.discounts.value.iter().enumerate() {
            let remove = Self::RemoveDiscount(place, discount.provider.clone());
            all.push(named(remove, "Remove the discount of {}", &discount.provider));
        }
        for (place, set) in documents.settings.value.filter_sets.iter().enumerate() {
            all.push(named(Self::UseFilter(place, set.name.clone()), "Use filter {}", &set.name));
            all.push(named(Self::ForgetFilter(place, set.name.clone()), "Forget filter {}", &set.name));
        }
        for saved in &documents.portfolios {
            let name = saved.portfolio.name();
            all.push(named(Self::Portfolio(name.key()), "Show portfolio {}", name.as_str()));
        }
        all
    }

    /// What it is done to.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Baseline(_)
            | Self::EditPrice(_)
            | Self::MorePrices(_)
            | Self::Receipt(_)
            | Self::PriceRight(..)
            | Self::Pin(..)
            | Self::Hide(..)
            | Self::Group(..)
            | Self::ListPrice(_)
            | Self::RemoveModel(_) => "Model",
            Self::Switch(..)
            | Self::MoveList(..)
            | Self::Update(_)
            | Self::Daily(..)
            | Self::Changes(_)
            | Self::RemoveList(_) => "Price list",
            Self::RemoveDiscount(..) => "Discount",
            Self::Needs(..) | Self::LeaveOut(..) | Self::UseFilter(..) | Self::ForgetFilter(..) => "Filter",
            Self::Portfolio(_) => "Portfolio",
        }
    }

    /// What it asks for.
    #[must_use]
    pub(super) fn actions(&self, state: &State) -> Vec<Action> {
        let list = |action| vec![Action::GoPrices(PricesPage::Lists), Action::List(action)];
        match self {
            Self::Baseline(model) => {
                vec![Action::SetBaseline(Some(model.clone())), Action::Go(Place::Compare)]
            }
            Self::PriceRight(model, right) => vec![Action::SetPriceRight(model.clone(), *right)],
            Self::EditPrice(model) => vec![Action::EditPrice(model.clone())],
            Self::MorePrices(model) => {
                vec![Action::GoPrices(PricesPage::Models), Action::OpenMorePrices(Some(model.clone()))]
            }
            Self::Receipt(model) => {
                let subject =
                    if state.workload().is_some() { Subject::CostPerTask } else { Subject::InputPrice };
                vec![Action::OpenReceipt(model.clone(), subject)]
            }
            Self::Pin(model, pinned) => vec![Action::SetPinned(model.clone(), *pinned)],
            Self::Hide(model, hidden) => vec![Action::SetHidden(model.clone(), *hidden)],
            Self::Group(group, open) => vec![Action::OpenGroup(group.clone(), *open)],
            Self::Needs(capability, wanted) => filtered(state, |filter| {
                if *wanted {
                    filter.capabilities.insert(*capability);
                } else {
                    filter.capabilities.remove(capability);
                }
            }),
            Self::LeaveOut(tier, out) => filtered(state, |filter| {
                if *out {
                    filter.without_tiers.insert(*tier);
                } else {
                    filter.without_tiers.remove(tier);
                }
            }),
            Self::ListPrice(model) => vec![Action::ResetOwnPrice(model.clone())],
            Self::RemoveModel(model) => vec![Action::RemoveOwnModel(model.clone())],
            Self::Switch(key, on) => list(ListAction::Switch(key.clone(), *on)),
            Self::MoveList(_, from, to) => list(ListAction::Move(*from, *to)),
            Self::Update(key) => list(ListAction::Fetch(Wanted::Update(key.clone()))),
            Self::Daily(key, daily) => list(ListAction::SetDaily(key.clone(), *daily)),
            Self::Changes(key) => list(ListAction::ShowChanges(Some(key.clone()))),
            Self::RemoveList(key) => list(ListAction::Remove(key.clone())),
            Self::RemoveDiscount(place, _) => {
                vec![Action::GoPrices(PricesPage::Discounts), Action::SetDiscount(Some(*place), None)]
            }
            Self::UseFilter(place, _) => seen_on_models(state, Action::UseFilter(*place)),
            Self::ForgetFilter(place, _) => vec![Action::ForgetFilter(*place)],
            Self::Portfolio(key) => {
                let asked = &state.view.decide.inputs.portfolio;
                let asked = portfolio::Asked { chosen: Some(key.clone()), ..asked.clone() };
                let show = Action::SetAsked(Box::new(decide::Asked::Portfolio(asked)));
                Command::Ask(Question::Portfolio).actions(state).into_iter().chain([show]).collect()
            }
        }
    }
}

/// Another filter than now.
fn filtered(state: &State, change: impl FnOnce(&mut Filter)) -> Vec<Action> {
    let mut filter = state.view.filter.clone();
    change(&mut filter);
    seen_on_models(state, Action::SetFilter(Box::new(filter)))
}

/// On the filter in force.
fn on_filter(filter: &Filter, all: &mut Vec<Named>) {
    for capability in Capability::ALL {
        let is_on = filter.capabilities.contains(&capability);
        let words = if is_on { "Show models no matter whether with {}" } else { "Show models only with {}" };
        all.push(named(Single::Needs(capability, !is_on), words, capability.in_words()));
    }
    for tier in Tier::ALL {
        let is_out = filter.without_tiers.contains(&tier);
        let words = if is_out { "Show models of the tier {}" } else { "Leave out models of the tier {}" };
        all.push(named(Single::LeaveOut(tier, !is_out), words, tier.label()));
    }
}

/// On the model whose details are shown.
fn on_model(state: &State, offer: &Offer, all: &mut Vec<Named>) {
    let (id, name) = (&offer.model.id, &offer.model.name);
    let mut add = |single, words| all.push(of_model(single, words, name, &offer.model.provider));
    if state.view.baseline.as_ref() != Some(id) {
        add(Single::Baseline(id.clone()), "Set {} as baseline");
    }
    add(Single::EditPrice(id.clone()), "Edit the price of {}");
    add(Single::MorePrices(id.clone()), "Edit cache, batch and other prices of {}");
    add(Single::Receipt(id.clone()), "Show the receipt of {}");
    if let Some(check) = &offer.check {
        let words = if check.is_open() {
            "Take the price of {} for right"
        } else {
            "Ask again about the price of {}"
        };
        add(Single::PriceRight(id.clone(), check.is_open()), words);
    }
    if !state.is_pinned(id) {
        add(Single::Pin(id.clone(), true), "Pin {}");
    }
    add(Single::Hide(id.clone(), true), "Hide {}");
}

/// On models that the user has pinned, hidden, priced or added.
fn on_own(state: &State, all: &mut Vec<Named>) {
    let market = state.market();
    let shown = state.focus.details.as_ref().map(|details| &details.offer.model.id);
    let is_offered = |count: usize, id: &ModelId| count <= MOST_OWN || shown == Some(id);
    let pins = &state.derived.pins;
    for id in pins.iter().filter(|id| is_offered(pins.len(), id)) {
        let Some(Offer { model, .. }) = market.find(id) else { continue };
        all.push(of_model(Single::Pin(id.clone(), false), "Unpin {}", &model.name, &model.provider));
    }
    let hidden = market.hidden();
    for Offer { model, .. } in hidden.iter().filter(|offer| is_offered(hidden.len(), &offer.model.id)) {
        let show = Single::Hide(model.id.clone(), false);
        all.push(of_model(show, "Show {} again", &model.name, &model.provider));
    }
    let prices = &state.documents.overrides.value;
    for own in prices.into_iter().filter(|own| is_offered(prices.len(), &own.model)) {
        let model = market.find(&own.model).map(|offer| &offer.model);
        // A price may have outlived its model.
        let (name, provider) =
            model.map_or((own.model.as_str(), ""), |model| (model.name.as_str(), model.provider.as_str()));
        all.push(of_model(Single::ListPrice(own.model.clone()), "Reset the price of {}", name, provider));
    }
    let added: Vec<&Offer> = market.offers().iter().filter(|offer| offer.origin == Origin::Own).collect();
    for Offer { model, .. } in added.iter().filter(|offer| is_offered(added.len(), &offer.model.id)) {
        let remove = Single::RemoveModel(model.id.clone());
        all.push(of_model(remove, "Remove the model {}", &model.name, &model.provider));
    }
}

/// On the price lists.
fn on_lists(state: &State, all: &mut Vec<Named>) {
    let lists = &state.documents.lists.value;
    let order: Vec<Listed<'_>> = lists.in_order().collect();
    for (place, listed) in order.iter().enumerate() {
        let (key, name, on) = match listed {
            Listed::Reference => (None, &*state.reference.name, lists.reference_on),
            Listed::Loaded(entry) => (Some(&entry.key), entry.name.as_str(), entry.on),
        };
        // Alone, the reference list always counts.
        if order.len() > 1 {
            let words = if on { "Switch off the price list {}" } else { "Switch on the price list {}" };
            all.push(named(Single::Switch(key.cloned(), !on), words, name));
        }
        if place > 0 {
            let up = Single::MoveList(key.cloned(), place, place - 1);
            all.push(named(up, "Move the price list {} up", name));
        }
        if place + 1 < order.len() {
            let down = Single::MoveList(key.cloned(), place, place + 1);
            all.push(named(down, "Move the price list {} down", name));
        }
        let Listed::Loaded(entry) = listed else { continue };
        let key = &entry.key;
        if entry.address.is_some() {
            all.push(named(Single::Update(key.clone()), "Update the price list {}", name));
            let words = if entry.daily {
                "Stop updating the price list {} daily"
            } else {
                "Update the price list {} daily"
            };
            all.push(named(Single::Daily(key.clone(), !entry.daily), words, name));
        }
        if state.lists.changes.contains_key(key) {
            all.push(named(Single::Changes(key.clone()), "Show what changed in {}", name));
        }
        all.push(named(Single::RemoveList(key.clone()), "Remove the price list {}", name));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::app::action::ImportedFiles;
    use crate::app::commands::Target;
    use crate::app::lists::Arrival;
    use crate::app::update::update;
    use crate::catalog::{Discount, Model, feeds};
    use crate::money::{Price, Share};
    use crate::store::{Documents, Event, Foreign, Kept, Reloaded};

    /// A state with one of everything that a command can be about.
    fn full() -> State {
        let mut state = State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap();
        let id = |id: &str| ModelId::new(id).unwrap();
        let text = "id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n";
        let import = feeds::import(text.as_bytes(), None).unwrap();
        let arrival = Arrival::of_file(Path::new("company.csv"), import, text.as_bytes().to_vec().into());
        let files = ImportedFiles { lists: vec![arrival], ..ImportedFiles::default() };
        let source = crate::catalog::Source { name: "me".into(), as_of: None };
        let own = Model::new(id("mine/own"), "Own".into(), "Mine".into(), source);
        let price = Price::per_million("0.5").ok();
        let discount = Discount {
            provider: "OpenAI".into(),
            off: Share::percent("10").unwrap(),
            until: None,
            note: String::new(),
        };
        for action in [
            Action::Imported(Box::new(files)),
            Action::List(ListAction::Switch(None, true)),
            Action::PutOwnModel(Box::new(own)),
            Action::SetOwnPrice {
                model: id("openai/gpt-4.1"),
                kind: crate::catalog::PriceKind::standard(crate::catalog::Part::Input),
                price,
            },
            Action::SetHidden(id("mistral/mistral-large"), true),
            Action::SetPinned(id("openai/gpt-5.4"), true),
            Action::SetDiscount(None, Some(discount)),
            Action::Search("gpt".into()),
            Action::SaveFilter("Ours".into()),
            Action::ClearFilters,
            Action::ChooseModel(Some(id("openai/gpt-4.1"))),
        ] {
            update(&mut state, action);
        }
        for action in state.new_portfolio() {
            update(&mut state, action);
        }
        update(&mut state, Action::Go(Place::Settings));
        state
    }

    #[test]
    fn whatever_can_be_done_to_one_thing_does_something_that_is_seen() {
        let kinds: BTreeSet<&str> = Single::all(&full()).iter().map(|named| named.single.kind()).collect();
        assert_eq!(kinds, ["Discount", "Filter", "Model", "Portfolio", "Price list"].into());
        let looks = |state: &State| {
            let documents = &state.documents;
            let saved = (documents.overrides.value.clone(), documents.own_models.value.clone());
            let others = (documents.discounts.value.clone(), documents.lists.value.clone());
            let pins = documents.settings.value.pins.clone();
            format!(
                "{saved:?} {others:?} {pins:?} {:?} {:?}",
                documents.settings.value.filter_sets, state.view
            )
        };
        for named in Single::all(&full()) {
            let mut state = full();
            let before = looks(&state);
            for action in named.single.actions(&state) {
                update(&mut state, action);
            }
            let is_told = state.saying.is_some()
                || state.view.place != Place::Settings
                || state.focus.receipt.is_some();
            assert!(looks(&state) != before, "{} does nothing", named.name);
            assert!(is_told, "{} is not seen", named.name);
        }
    }

    #[test]
    fn of_very_many_own_models_the_shown_one_is_offered() {
        let mut state = full();
        let mut own = state.documents.own_models.value.clone();
        for number in 0..MOST_OWN {
            let id = ModelId::new(&format!("mine/{number}")).unwrap();
            let source = crate::catalog::Source { name: "me".into(), as_of: None };
            own.models.push(Model::new(id, format!("Mine {number}"), "Mine".into(), source));
        }
        let kept = Kept { value: own, read_only: None };
        let foreign = Foreign { reloaded: vec![Reloaded::from(kept)], notices: Vec::new() };
        update(&mut state, Action::Kept(Event::Reloaded(foreign)));
        let removed = |state: &State| {
            let all = Single::all(state).into_iter();
            all.filter(|named| matches!(named.single, Single::RemoveModel(_)))
                .map(|named| named.name)
                .collect::<Vec<_>>()
        };
        assert!(removed(&state).is_empty());
        update(&mut state, Action::ChooseModel(ModelId::new("mine/own").ok()));
        assert_eq!(removed(&state), ["Remove the model Own"]);
        update(&mut state, Action::RemoveOwnModel(ModelId::new("mine/7").unwrap()));
        assert_eq!(removed(&state).len(), MOST_OWN, "few enough");
    }

    #[test]
    fn what_was_picked_is_remembered_as_the_thing_and_not_as_its_place() {
        let mut state = full();
        update(&mut state, Action::Search("claude".into()));
        update(&mut state, Action::SaveFilter("Theirs".into()));
        let first = |state: &mut State| {
            update(state, Action::OpenPalette(true));
            state.derived.palette.entry(0).map_or_else(String::new, |entry| entry.name().to_owned())
        };
        let forget = Target::Single(Single::ForgetFilter(0, "Ours".to_owned()));
        update(&mut state, Action::Pick(forget));
        let left = &state.documents.settings.value.filter_sets;
        assert_eq!(left.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["Theirs"]);
        assert_eq!(first(&mut state), "Go to Compare");
        let lists = state.documents.lists.value.in_order().count();
        assert_eq!(lists, 2);
        let up = Single::all(&state).into_iter().find(|named| named.name.ends_with(" up")).unwrap();
        update(&mut state, Action::Pick(Target::Single(up.single)));
        assert_eq!(first(&mut state), "Go to Compare");
    }

    #[test]
    fn what_a_thing_is_called_is_found_by_what_is_done_to_it() {
        for (query, first) in [
            ("remove discount openai", "Remove the discount of OpenAI"),
            ("use filter ours", "Use filter Ours"),
            ("forget ours", "Forget filter Ours"),
            ("show portfolio", "Show portfolio New portfolio"),
            ("unpin", "Unpin GPT-5.4"),
            ("show mistral again", "Show Mistral Large again"),
            ("reset price gpt", "Reset the price of GPT-4.1"),
            ("remove model own", "Remove the model Own"),
            ("switch off company", "Switch off the price list company"),
            ("company down", "Move the price list company down"),
            // The name alone means the thing.
            ("gpt-4.1", "GPT-4.1"),
        ] {
            let mut state = full();
            update(&mut state, Action::OpenPalette(true));
            update(&mut state, Action::SearchCommands(query.to_owned()));
            let listed = &state.derived.palette;
            let found = listed.entry(0).map_or("", |entry| entry.name());
            assert_eq!(found, first, "{query}");
        }
    }
}

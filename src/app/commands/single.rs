//! Commands on one thing: a model, a price list, a kept filter, a portfolio. There are as many as there are things, so that
//! they stand in the palette and have no keys.

use super::Command;
use crate::answer::portfolio;
use crate::app::action::Action;
use crate::app::decide::{self, Question};
use crate::app::lists::{ListAction, Wanted};
use crate::app::state::{Place, State};
use crate::catalog::{ListKey, Listed, ModelId, Offer, Origin};
use crate::receipt::Subject;

/// What is done to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Single {
    /// Compare every model with this one.
    Baseline(ModelId),
    /// Go to the fields of its own price.
    EditPrice(ModelId),
    /// Show how its cost comes about, or its price where there is no workload.
    Receipt(ModelId),
    /// Keep it on top of every chart, or no longer.
    Pin(ModelId, bool),
    /// Leave it out everywhere, or show it again.
    Hide(ModelId, bool),
    /// Back to the price of its list.
    ListPrice(ModelId),
    /// Take a model of the user's own away.
    RemoveModel(ModelId),
    /// Count the models of a list or not; `None` is the reference list.
    Switch(Option<ListKey>, bool),
    /// Move a list one up or down in the order.
    MoveList(usize, usize),
    /// Fetch a newer version of it.
    Update(ListKey),
    /// Update it once a day, or no longer.
    Daily(ListKey, bool),
    /// Show what its last version changed.
    Changes(ListKey),
    /// Take it away; undo brings it back.
    RemoveList(ListKey),
    /// Take a discount away, by its place.
    RemoveDiscount(usize),
    /// Put a kept filter in force, by its place.
    UseFilter(usize),
    /// Forget it.
    ForgetFilter(usize),
    /// Show a portfolio, by the key of its name.
    Portfolio(String),
}

impl Single {
    /// All that can be done now, each with its name: for the model whose details are shown, and for what is on record.
    pub(super) fn all(state: &State) -> Vec<(Self, String)> {
        let mut all = Vec::new();
        if let Some(details) = &state.focus.details {
            on_model(state, &details.offer, &mut all);
        }
        on_own(state, &mut all);
        on_lists(state, &mut all);
        let documents = &state.documents;
        for (place, discount) in documents.discounts.value.iter().enumerate() {
            all.push((Self::RemoveDiscount(place), format!("Remove the discount of {}", discount.provider)));
        }
        for (place, set) in documents.settings.value.filter_sets.iter().enumerate() {
            all.push((Self::UseFilter(place), format!("Use filter {}", set.name)));
            all.push((Self::ForgetFilter(place), format!("Forget filter {}", set.name)));
        }
        for saved in &documents.portfolios {
            let name = saved.portfolio.name();
            all.push((Self::Portfolio(name.key()), format!("Show portfolio {name}")));
        }
        all
    }

    /// What it is done to.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Baseline(_)
            | Self::EditPrice(_)
            | Self::Receipt(_)
            | Self::Pin(..)
            | Self::Hide(..)
            | Self::ListPrice(_)
            | Self::RemoveModel(_) => "Model",
            Self::Switch(..)
            | Self::MoveList(..)
            | Self::Update(_)
            | Self::Daily(..)
            | Self::Changes(_)
            | Self::RemoveList(_) => "Price list",
            Self::RemoveDiscount(_) => "Discount",
            Self::UseFilter(_) | Self::ForgetFilter(_) => "Filter",
            Self::Portfolio(_) => "Portfolio",
        }
    }

    /// What it asks for.
    #[must_use]
    pub(super) fn actions(&self, state: &State) -> Vec<Action> {
        let list = |action| vec![Action::List(action)];
        match self {
            Self::Baseline(model) => {
                vec![Action::SetBaseline(Some(model.clone())), Action::Go(Place::Compare)]
            }
            Self::EditPrice(model) => vec![Action::EditPrice(model.clone())],
            Self::Receipt(model) => {
                let subject =
                    if state.workload().is_some() { Subject::CostPerTask } else { Subject::InputPrice };
                vec![Action::OpenReceipt(model.clone(), subject)]
            }
            Self::Pin(model, pinned) => vec![Action::SetPinned(model.clone(), *pinned)],
            Self::Hide(model, hidden) => vec![Action::SetHidden(model.clone(), *hidden)],
            Self::ListPrice(model) => vec![Action::ResetOwnPrice(model.clone())],
            Self::RemoveModel(model) => vec![Action::RemoveOwnModel(model.clone())],
            Self::Switch(key, on) => list(ListAction::Switch(key.clone(), *on)),
            Self::MoveList(from, to) => list(ListAction::Move(*from, *to)),
            Self::Update(key) => list(ListAction::Fetch(Wanted::Update(key.clone()))),
            Self::Daily(key, daily) => list(ListAction::SetDaily(key.clone(), *daily)),
            Self::Changes(key) => {
                let show = Action::List(ListAction::ShowChanges(Some(key.clone())));
                Command::Page(crate::app::state::PricesPage::Lists)
                    .actions(state)
                    .into_iter()
                    .chain([show])
                    .collect()
            }
            Self::RemoveList(key) => list(ListAction::Remove(key.clone())),
            Self::RemoveDiscount(place) => vec![Action::SetDiscount(Some(*place), None)],
            Self::UseFilter(place) => vec![Action::UseFilter(*place)],
            Self::ForgetFilter(place) => vec![Action::ForgetFilter(*place)],
            Self::Portfolio(key) => {
                let asked = &state.view.decide.inputs.portfolio;
                let asked = portfolio::Asked { chosen: Some(key.clone()), ..asked.clone() };
                let show = Action::SetAsked(Box::new(decide::Asked::Portfolio(asked)));
                Command::Ask(Question::Portfolio).actions(state).into_iter().chain([show]).collect()
            }
        }
    }
}

/// On the model whose details are shown.
fn on_model(state: &State, offer: &Offer, all: &mut Vec<(Single, String)>) {
    let (id, name) = (&offer.model.id, &offer.model.name);
    if state.view.baseline.as_ref() != Some(id) {
        all.push((Single::Baseline(id.clone()), format!("Set {name} as baseline")));
    }
    all.push((Single::EditPrice(id.clone()), format!("Edit the price of {name}")));
    all.push((Single::Receipt(id.clone()), format!("Show the receipt of {name}")));
    if !state.derived.pins.contains(id) {
        all.push((Single::Pin(id.clone(), true), format!("Pin {name}")));
    }
    all.push((Single::Hide(id.clone(), true), format!("Hide {name}")));
}

/// On models that the user has pinned, hidden, priced or added.
fn on_own(state: &State, all: &mut Vec<(Single, String)>) {
    let market = state.market();
    let name =
        |id: &ModelId| market.find(id).map_or_else(|| id.to_string(), |offer| offer.model.name.clone());
    for id in &state.derived.pins {
        all.push((Single::Pin(id.clone(), false), format!("Unpin {}", name(id))));
    }
    for offer in market.hidden() {
        all.push((Single::Hide(offer.model.id.clone(), false), format!("Show {} again", offer.model.name)));
    }
    for own in &state.documents.overrides.value {
        let words = format!("Go back to the list price of {}", name(&own.model));
        all.push((Single::ListPrice(own.model.clone()), words));
    }
    for offer in market.offers().iter().filter(|offer| offer.origin == Origin::Own) {
        let words = format!("Remove the model {}", offer.model.name);
        all.push((Single::RemoveModel(offer.model.id.clone()), words));
    }
}

/// On the price lists.
fn on_lists(state: &State, all: &mut Vec<(Single, String)>) {
    let lists = &state.documents.lists.value;
    let order: Vec<Listed<'_>> = lists.in_order().collect();
    for (place, listed) in order.iter().enumerate() {
        let (key, name, on) = match listed {
            Listed::Reference => (None, &*state.reference.name, lists.reference_on),
            Listed::Loaded(entry) => (Some(&entry.key), entry.name.as_str(), entry.on),
        };
        // Alone, the reference list always counts.
        if order.len() > 1 {
            let verb = if on { "Switch off" } else { "Switch on" };
            all.push((Single::Switch(key.cloned(), !on), format!("{verb} the price list {name}")));
        }
        if place > 0 {
            all.push((Single::MoveList(place, place - 1), format!("Move the price list {name} up")));
        }
        if place + 1 < order.len() {
            all.push((Single::MoveList(place, place + 1), format!("Move the price list {name} down")));
        }
        let Listed::Loaded(entry) = listed else { continue };
        let key = &entry.key;
        if entry.address.is_some() {
            all.push((Single::Update(key.clone()), format!("Update the price list {name}")));
            let words = if entry.daily { "Stop updating" } else { "Start updating" };
            all.push((
                Single::Daily(key.clone(), !entry.daily),
                format!("{words} the price list {name} daily"),
            ));
        }
        if state.lists.changes.contains_key(key) {
            all.push((Single::Changes(key.clone()), format!("Show what changed in {name}")));
        }
        all.push((Single::RemoveList(key.clone()), format!("Remove the price list {name}")));
    }
}

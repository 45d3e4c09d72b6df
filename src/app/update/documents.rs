//! What the user does to own prices and own models, as steps that can be undone.

use super::Update;
use crate::answer::counted;
use crate::app::action::Action;
use crate::app::state::{Place, PricesPage};
use crate::app::undo::Edit;
use crate::catalog::{
    Confirmed, Filter, Model, ModelId, Overrides, OwnModels, OwnPrices, PriceKind, PriceOverride,
};
use crate::money::Price;
use crate::store::Document;

impl Update<'_> {
    /// What is done to a model and its prices.
    pub(super) fn on_model(&mut self, action: Action) {
        match action {
            Action::SetOwnPrice { model, kind, price } => self.set_own_price(&model, kind, price),
            Action::NoteOwnPrice(model, note) => self.note_own_price(&model, note),
            Action::SetPriceRight(model, right) => self.set_price_right(&model, right),
            Action::EditPrice(model) => self.edit_price(&model),
            Action::ResetOwnPrice(model) => self.reset_own_price(&model),
            Action::ResetOwnPrices => self.reset_own_prices(),
            Action::PutOwnModel(model) => self.put_own_model(model),
            Action::RemoveOwnModel(id) => self.remove_own_model(&id),
            Action::SetHidden(id, hidden) => self.set_hidden(id, hidden),
            _ => {}
        }
    }

    fn set_own_price(&mut self, model: &ModelId, kind: PriceKind, price: Option<Price>) {
        let mut prices = self.own_prices(model);
        prices.prices.set(kind, price);
        let verb = match price {
            Some(_) if kind.is_usual() => "set own price".to_owned(),
            Some(_) => format!("set {}", kind.after("own")),
            None if prices.prices.is_empty() => "reset price".to_owned(),
            None => format!("reset {}", kind.after("own")),
        };
        self.put_own_prices(&verb, prices);
    }

    fn note_own_price(&mut self, model: &ModelId, note: String) {
        let prices = PriceOverride { note, ..self.own_prices(model) };
        self.put_own_prices("set own price", prices);
    }

    /// The user's own prices of a model: none at first.
    fn own_prices(&self, model: &ModelId) -> PriceOverride {
        let known = self.state.documents.overrides.value.get(model).cloned();
        known.unwrap_or_else(|| PriceOverride::new(model.clone(), OwnPrices::default()))
    }

    fn put_own_prices(&mut self, verb: &str, own: PriceOverride) {
        let before = self.state.documents.overrides.value.get(&own.model).cloned();
        let is_there = !own.prices.is_empty();
        if before.as_ref() == Some(&own) || (!is_there && before.is_none()) {
            return;
        }
        let model = &own.model;
        let name =
            self.state.market().find(model).map_or_else(|| model.to_string(), |o| o.model.name.clone());
        let after = is_there.then_some(PriceOverride { set_on: Some(self.state.today), ..own });
        self.step(format!("{verb} of {name}"), vec![own_price(before, after)], None);
    }

    /// Takes note that a list's prices of a model are right at these figures, or asks about them again.
    fn set_price_right(&mut self, model: &ModelId, right: bool) {
        let Some(offer) = self.state.market().find(model) else { return };
        let (id, name) = (offer.model.id.clone(), offer.model.name.clone());
        let after = right.then(|| Confirmed::of(offer, self.state.today)).flatten();
        let before = self.state.documents.overrides.value.confirmation(&id).cloned();
        if right == after.is_none() || after == before {
            return;
        }
        let label = if right {
            format!("take the price of {name} for right")
        } else {
            format!("ask again about the price of {name}")
        };
        let says =
            |right: Option<Confirmed>| Overrides::default().with_confirmed(right.into_iter().collect());
        self.step(label, vec![Edit::of(Document::Overrides, says(before), says(after))], None);
        self.say_if_made(if right {
            format!("The price of {name} counts as it is; other figures ask again")
        } else {
            format!("The price of {name} is to be checked again")
        });
    }

    /// Goes to the fields of a model's own price, past what leaves it out.
    fn edit_price(&mut self, model: &ModelId) {
        let state = &mut *self.state;
        let (market, derived) = (&state.derived.market, &state.derived);
        let Some((place, offer)) = market.place(model).and_then(|place| Some((place, market.get(place)?)))
        else {
            return;
        };
        let before = state.view.look();
        let view = &mut state.view;
        if !derived.compared.contains(&place) {
            view.scope = view.scope.letting_in(offer, state.today);
            let group = derived.groups.of_offer(place).filter(|_| !derived.groups.is_head(place));
            view.open_groups.extend(group.map(|group| group.id.to_string()));
        }
        if !view.filter.passes(offer) {
            view.filter = Filter::default();
        }
        if !derived.index.search_among(&view.price_search, &derived.compared).contains(&place) {
            view.price_search.clear();
        }
        view.price_rows.only_own &= offer.is_overridden();
        view.price_rows.only_to_check &= offer.open_check().is_some();
        view.place = Place::Prices;
        view.prices_page = PricesPage::Models;
        view.price_to_edit = Some(offer.model.id.clone());
        view.chosen = Some(offer.model.id.clone());
        let label = format!("show {} among the prices", offer.model.name);
        self.view_changed = true;
        self.state.saying = None;
        self.note_look(label, before, None);
    }

    fn reset_own_price(&mut self, model: &ModelId) {
        if let Some(before) = self.state.documents.overrides.value.get(model).cloned() {
            let name =
                self.state.market().find(model).map_or_else(|| model.to_string(), |o| o.model.name.clone());
            self.step(format!("reset price of {name}"), vec![own_price(Some(before), None)], None);
            self.say_if_made(format!("{name} is at its list price again"));
        }
    }

    fn reset_own_prices(&mut self) {
        let own: Vec<PriceOverride> = self.state.documents.overrides.value.iter().cloned().collect();
        if !own.is_empty() {
            self.step("reset all own prices".to_owned(), vec![own_price(own, None)], None);
        }
    }

    fn put_own_model(&mut self, model: Box<Model>) {
        let before = self.own_model(&model.id);
        let verb = if before.is_some() { "edit model" } else { "add model" };
        let label = format!("{verb} {}", model.name);
        self.state.view.chosen = Some(model.id.clone());
        self.step(label, vec![own_model(before, Some(model))], None);
    }

    fn remove_own_model(&mut self, id: &ModelId) {
        if let Some(before) = self.own_model(id) {
            let name = before.name.clone();
            self.step(format!("remove model {name}"), vec![own_model(Some(before), None)], None);
            self.say_if_made(format!("Removed {name}"));
        }
    }

    fn set_hidden(&mut self, id: ModelId, hidden: bool) {
        let name = self.state.market().find(&id).map_or_else(|| id.to_string(), |o| o.model.name.clone());
        let label = format!("{} model {name}", if hidden { "hide" } else { "show" });
        self.step(label, vec![hide(vec![id], hidden)], None);
        let said = if hidden { "is hidden; Prices can show it again" } else { "is shown again" };
        self.say_if_made(format!("{name} {said}"));
    }

    pub(super) fn show_all_hidden(&mut self) {
        let ids = self.state.documents.own_models.value.hidden.clone();
        let count = self.state.market().hidden().len();
        if !ids.is_empty() {
            self.step("show all hidden models".to_owned(), vec![hide(ids, false)], None);
            let are = if count == 1 { "is" } else { "are" };
            self.say_if_made(format!("{} {are} shown again", counted(count, "model")));
        }
    }

    fn own_model(&self, id: &ModelId) -> Option<Box<Model>> {
        let own = &self.state.documents.own_models.value;
        own.models.iter().find(|model| model.id == *id).cloned().map(Box::new)
    }
}

/// Other own prices of some models. What undo brings back comes behind the others, the last one first.
pub(super) fn own_price(
    before: impl IntoIterator<Item = PriceOverride, IntoIter: DoubleEndedIterator>,
    after: Option<PriceOverride>,
) -> Edit {
    let [before, after] = [before.into_iter().rev().collect(), after.into_iter().collect()];
    Edit::of(Document::Overrides, Overrides::new(before), Overrides::new(after))
}

/// A model of the user's own, changed.
fn own_model(before: Option<Box<Model>>, after: Option<Box<Model>>) -> Edit {
    let own = |model: Option<Box<Model>>| OwnModels {
        models: model.into_iter().map(|model| *model).collect(),
        hidden: Vec::new(),
    };
    Edit::of(Document::OwnModels, own(before), own(after))
}

/// Models that are hidden or shown from now on.
fn hide(ids: Vec<ModelId>, hidden: bool) -> Edit {
    let (shown, gone) = (OwnModels::default(), OwnModels { models: Vec::new(), hidden: ids });
    let (before, after) = if hidden { (shown, gone) } else { (gone, shown) };
    Edit::of(Document::OwnModels, before, after)
}

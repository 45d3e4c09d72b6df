//! Undo and redo: the way back and forth through the steps. They take back what was done in this window, and nothing that
//! another window or program has done since.

use std::mem::discriminant;

use super::Update;
use super::steps::place_of;
use crate::app::action::Saying;
use crate::app::decide::Question;
use crate::app::look::Seen;
use crate::app::state::{Place, PricesPage, View};
use crate::app::undo::{Edit, Shown, is_value};
use crate::settings::FilterSet;
use crate::store::WorkloadKey;

impl Update<'_> {
    /// Takes the last step back, or makes the one again that was taken back last.
    pub(super) fn travel(&mut self, back: bool) {
        if back && self.state.has_typed_value() {
            self.state.untype(is_value);
            // What was typed last and could not be taken is what is undone first.
            self.state.saying = Some(Saying::done("Undone: what was typed"));
            return;
        }
        let Some(travel) = self.state.history.next(back) else {
            self.state.saying = Some(Saying::done(if back { "Nothing to undo" } else { "Nothing to redo" }));
            return;
        };
        let (done, not_done) = if back { ("Undone", "Not undone") } else { ("Redone", "Not redone") };
        let label = travel.label;
        let mut edits = travel.edits;
        // The step stays, for when the file can be written again.
        if let Some(reason) = edits.iter().find_map(|edit| self.refused(edit)) {
            self.state.saying = Some(Saying::failed(format!("{not_done}: {label}. {reason}")));
            return;
        }
        self.make_room(&mut edits);
        // The first edit of a step is what was done, and the others follow from it; on the way back it comes last.
        let Some(main) = (if back { edits.last() } else { edits.first() }).cloned() else { return };
        let mut alike = edits.iter().filter(|edit| discriminant(*edit) == discriminant(&main));
        if !alike.any(|edit| self.holds(edit)) || self.is_taken(&main) {
            self.state.history.drop_next(back);
            let text = format!("{not_done}: {label}. It was changed elsewhere meanwhile, and stays as it is");
            self.state.saying = Some(Saying::failed(text));
            return;
        }
        self.state.history.travelled(back);
        self.go_where_seen(&main);
        let before = self.shown();
        for edit in edits {
            // The order of other workloads changes nothing of where a new one comes in.
            if self.holds(&edit) || matches!(edit, Edit::Order { .. }) {
                self.make(edit);
            }
        }
        if back {
            self.show_again(travel.shown, &before);
        }
        self.state.saying = Some(Saying::done(format!("{done}: {label}")));
    }

    /// Gives what comes back another key or name, where another window has taken its own meanwhile.
    fn make_room(&mut self, edits: &mut [Edit]) {
        for place in 0..edits.len() {
            let Some((old, new)) = edits.get(place).and_then(|old| Some((old.clone(), self.with_room(old)?)))
            else {
                continue;
            };
            self.state.history.rename(&old, &new);
            for edit in &mut *edits {
                edit.follow(&old, &new);
            }
            if let Some(edit) = edits.get_mut(place) {
                *edit = new;
            }
        }
    }

    fn with_room(&self, edit: &Edit) -> Option<Edit> {
        let documents = &self.state.documents;
        match edit {
            Edit::Workload { key, before: None, after: Some(workload) } => {
                let name = workload.name().made_unique(|key| documents.has_name(key, None));
                let is_taken = documents.workload(key).is_some();
                (is_taken || name != *workload.name()).then(|| Edit::Workload {
                    key: if is_taken { documents.free_key(&name) } else { key.clone() },
                    before: None,
                    after: Some(workload.clone().renamed(name)),
                })
            }
            Edit::Portfolio { key, before: None, after: Some(portfolio) } => {
                let name = portfolio.name().made_unique(|key| documents.has_portfolio_name(key, None));
                let is_taken = documents.portfolio(key).is_some();
                (is_taken || name != *portfolio.name()).then(|| Edit::Portfolio {
                    key: if is_taken { documents.free_portfolio_key(&name) } else { key.clone() },
                    before: None,
                    after: Some(portfolio.clone().renamed(name)),
                })
            }
            _ => None,
        }
    }

    /// Whether what an edit changes is what it was before it: else another window or program has changed it since.
    fn holds(&self, edit: &Edit) -> bool {
        let documents = &self.state.documents;
        match edit {
            Edit::Workload { key, before, .. } => {
                documents.workload(key).map(|saved| &saved.workload) == before.as_ref()
            }
            Edit::Portfolio { key, before, .. } => {
                documents.portfolio(key).map(|saved| &saved.portfolio) == before.as_ref()
            }
            Edit::Judgements(changes) => {
                changes.iter().any(|change| self.is_opinion(&change.model, &change.before))
            }
            Edit::OwnPrice { model, before, .. } => documents.overrides.value.get(model) == before.as_ref(),
            Edit::PriceRight { model, before, .. } => {
                documents.overrides.value.confirmation(model) == before.as_ref()
            }
            Edit::OwnModel { id, before, .. } => self.own_model(id) == *before,
            Edit::Hidden { ids, after } => {
                let hidden = &documents.own_models.value.hidden;
                ids.iter().any(|id| hidden.contains(id) != *after)
            }
            Edit::Order { before, after } => self.has_order(before, after),
            Edit::Discount { before, .. } => before.as_ref().is_none_or(|before| {
                let all: Vec<_> = documents.discounts.value.iter().cloned().collect();
                place_of(&all, before).is_some()
            }),
            Edit::Filter { before, .. } => before
                .as_ref()
                .is_none_or(|before| place_of(&documents.settings.value.filter_sets, before).is_some()),
            // Of these only what the step changed is changed back.
            Edit::Lists { .. } | Edit::Look { .. } | Edit::Asked { .. } | Edit::Pin { .. } => true,
        }
    }

    /// Whether another window keeps something else under the name of what an edit brings.
    fn is_taken(&self, edit: &Edit) -> bool {
        let Edit::Filter { before, after: Some((_, after)) } = edit else { return false };
        let kept = &self.state.documents.settings.value.filter_sets;
        let is_own =
            |set: &FilterSet| set == after || before.as_ref().is_some_and(|(_, before)| before == set);
        kept.iter().any(|set| set.name == after.name && !is_own(set))
    }

    /// Where what was shown is gone, what was shown when the step was made.
    fn show_again(&mut self, shown: Shown, before: &Shown) {
        let documents = &self.state.documents;
        let is_there = |key: &WorkloadKey| documents.workload(key).is_some();
        let is_portfolio = |name: &String| documents.has_portfolio_name(name, None);
        if before.workload.as_ref().is_some_and(|key| !is_there(key))
            && shown.workload.as_ref().is_some_and(is_there)
        {
            self.state.view.workload = shown.workload;
        }
        if before.portfolio.as_ref().is_some_and(|name| !is_portfolio(name))
            && shown.portfolio.as_ref().is_some_and(is_portfolio)
        {
            self.state.view.decide.inputs.portfolio.chosen = shown.portfolio;
        }
    }

    /// Shows the place where an edit is seen: elsewhere nothing would seem to happen.
    fn go_where_seen(&mut self, edit: &Edit) {
        let view = &mut self.state.view;
        let before = (view.place, view.prices_page, view.figure);
        // What costs are made of is seen wherever costs are.
        let has_costs = matches!(view.place, Place::Compare | Place::Decide);
        let go_prices = |view: &mut View, page| {
            view.place = Place::Prices;
            view.prices_page = page;
        };
        match edit {
            Edit::Look { before, after } => {
                let seen = before.seen(after);
                if seen == Seen::PriceRows || (view.place == Place::Prices && seen.is_on_prices()) {
                    go_prices(view, PricesPage::Models);
                } else {
                    view.place = Place::Compare;
                    view.figure = seen.figure(view.figure);
                }
            }
            Edit::Pin { .. } => view.place = Place::Compare,
            Edit::Filter { .. } if view.place != Place::Prices => view.place = Place::Compare,
            Edit::Asked { after, .. } => {
                view.place = Place::Decide;
                view.decide.question = after.question();
            }
            Edit::Portfolio { after, .. } => {
                view.place = Place::Decide;
                view.decide.question = Question::Portfolio;
                if let Some(portfolio) = after {
                    view.decide.inputs.portfolio.chosen = Some(portfolio.name().key());
                }
            }
            Edit::Judgements(_) => {
                view.place = Place::Decide;
                let has_opinions = [Question::Choose, Question::Quality, Question::Portfolio];
                if !has_opinions.contains(&view.decide.question) {
                    view.decide.question = Question::Choose;
                }
            }
            Edit::Workload { key, before, after } => {
                if !has_costs {
                    view.place = Place::Workloads;
                }
                // What comes back is what one looks at.
                if after.is_some() && (before.is_none() || !has_costs) {
                    view.workload = Some(key.clone());
                }
            }
            Edit::Order { .. } if view.place != Place::Compare => view.place = Place::Workloads,
            Edit::OwnPrice { .. } | Edit::PriceRight { .. } | Edit::OwnModel { .. } | Edit::Hidden { .. }
                if !has_costs =>
            {
                go_prices(view, PricesPage::Models);
            }
            Edit::Discount { .. } if !has_costs => go_prices(view, PricesPage::Discounts),
            Edit::Lists { .. } if !has_costs => go_prices(view, PricesPage::Lists),
            Edit::Filter { .. }
            | Edit::Order { .. }
            | Edit::OwnPrice { .. }
            | Edit::PriceRight { .. }
            | Edit::OwnModel { .. }
            | Edit::Hidden { .. }
            | Edit::Discount { .. }
            | Edit::Lists { .. } => {}
        }
        self.view_changed |= before != (view.place, view.prices_page, view.figure);
    }
}

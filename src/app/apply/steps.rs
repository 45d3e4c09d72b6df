//! Steps that can be undone: their edits, made in memory and handed to the folder's keeper.

use std::time::Instant;

use super::Door;
use crate::app::action::{Effect, Saying};
use crate::app::decide::{Asked, Question};
use crate::app::look::Seen;
use crate::app::state::{Place, PricesPage, View};
use crate::app::undo::{Edit, Step, is_value};
use crate::store::{Change, SavedWorkload, WorkloadKey};
use crate::workload::Workload;

impl Door<'_> {
    /// Makes a step: its edits now, and a way back.
    pub(super) fn step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
        for edit in &edits {
            if let Some(reason) = self.refused(edit) {
                self.state.saying = Some(Saying::failed(reason));
                return;
            }
        }
        for edit in &edits {
            self.make(edit.clone());
        }
        self.note_step(label, edits, field);
    }

    /// Remembers a step that was made, for undo. What was said of the one before holds no longer.
    pub(super) fn note_step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
        self.state.saying = None;
        self.state.history.push(Step { label, edits, field }, Instant::now());
    }

    /// Says what a step has done, unless it was refused, which was said.
    pub(super) fn say_if_made(&mut self, what: String) {
        if self.state.saying.is_none() {
            self.state.saying = Some(Saying::done(what));
        }
    }

    /// Why an edit cannot be saved, before it is made.
    pub(super) fn refused(&self, edit: &Edit) -> Option<String> {
        let documents = &self.state.documents;
        let (read_only, what) = match edit {
            Edit::Workload { key, before: Some(_), .. } => {
                let saved = documents.workload(key)?;
                (saved.read_only.as_ref()?, format!("{} cannot be changed", saved.workload.name()))
            }
            Edit::Portfolio { key, before: Some(_), .. } => {
                let saved = documents.portfolio(key)?;
                (saved.read_only.as_ref()?, format!("{} cannot be changed", saved.portfolio.name()))
            }
            // What is new has a file of its own. Settings are a convenience: without a file they hold for the session.
            Edit::Workload { before: None, .. }
            | Edit::Portfolio { before: None, .. }
            | Edit::Order { .. }
            | Edit::Filters { .. }
            | Edit::Look { .. }
            | Edit::Asked { .. }
            | Edit::Pin { .. } => return None,
            Edit::Judgements(_) => {
                (documents.judgements.read_only.as_ref()?, "Your judgements cannot be changed".to_owned())
            }
            Edit::OwnPrice { .. } => {
                (documents.overrides.read_only.as_ref()?, "Your own prices cannot be changed".to_owned())
            }
            Edit::Lists { .. } => {
                (documents.lists.read_only.as_ref()?, "The price lists cannot be changed".to_owned())
            }
            Edit::Discounts { .. } => {
                (documents.discounts.read_only.as_ref()?, "The discounts cannot be changed".to_owned())
            }
            Edit::OwnModel { .. } | Edit::Hidden { .. } => {
                (documents.own_models.read_only.as_ref()?, "Your own models cannot be changed".to_owned())
            }
        };
        Some(format!("{what}: {read_only}"))
    }

    /// Makes one edit, in memory and, through the keeper, on disk.
    pub(super) fn make(&mut self, edit: Edit) {
        match &edit {
            Edit::Filters { .. } | Edit::Asked { .. } => {}
            Edit::Look { .. } | Edit::Pin { .. } => self.view_changed = true,
            _ => self.documents_changed = true,
        }
        // An edit of the lists says itself whether it touches a price.
        self.prices_changed |= match &edit {
            Edit::OwnPrice { .. } | Edit::OwnModel { .. } | Edit::Hidden { .. } | Edit::Discounts { .. } => {
                true
            }
            Edit::Workload { .. }
            | Edit::Portfolio { .. }
            | Edit::Judgements(_)
            | Edit::Order { .. }
            | Edit::Filters { .. }
            | Edit::Look { .. }
            | Edit::Asked { .. }
            | Edit::Pin { .. }
            | Edit::Lists { .. } => false,
        };
        match edit {
            Edit::Workload { key, after, .. } => self.make_workload(key, after),
            Edit::Portfolio { key, after, .. } => self.make_portfolio(key, after),
            Edit::Judgements(changes) => self.make_judgements(changes),
            Edit::Order { after, .. } => {
                self.state.documents.settings.value.workload_order =
                    after.iter().map(|key| key.as_str().to_owned()).collect();
                self.state.documents.sort();
                self.keep_settings();
            }
            Edit::Filters { before, after } => self.make_filters(&before, after),
            Edit::Look { after, .. } => self.state.view.set_look(*after),
            Edit::Asked { after, .. } => {
                let mut asked = *after;
                if let Asked::Portfolio(asked) = &mut asked {
                    // Which portfolio is shown is no part of the step.
                    asked.chosen.clone_from(&self.state.view.decide.inputs.portfolio.chosen);
                }
                self.state.view.decide.inputs.set(asked);
                self.state.refresh_answer();
                self.state.is_stale = true;
            }
            Edit::Pin { id, after, .. } => self.change_settings(|settings| {
                let pins = &mut settings.pins;
                match (after, pins.iter().rposition(|pin| *pin == id)) {
                    (Some(place), _) => pins.insert(place.min(pins.len()), id),
                    (None, Some(place)) => {
                        pins.remove(place);
                    }
                    (None, None) => {}
                }
            }),
            Edit::OwnPrice { model, after, .. } => {
                let overrides = &mut self.state.documents.overrides.value;
                match after {
                    Some(entry) => overrides.set(entry),
                    None => {
                        overrides.remove(&model);
                    }
                }
                let change = Change::Overrides(overrides.clone());
                self.effects.push(Effect::Keep(change));
            }
            Edit::Lists { before, after } => {
                let after = self.state.documents.lists.value.with_step(&before, &after);
                self.make_lists(after);
            }
            Edit::Discounts { after, .. } => {
                self.state.documents.discounts.value = after.clone();
                self.effects.push(Effect::Keep(Change::Discounts(after)));
            }
            Edit::OwnModel { id, after, .. } => {
                let own = &mut self.state.documents.own_models.value;
                let place = own.models.iter().position(|model| model.id == id);
                match (place, after) {
                    (Some(place), Some(model)) => {
                        if let Some(old) = own.models.get_mut(place) {
                            *old = *model;
                        }
                    }
                    (Some(place), None) => {
                        own.models.remove(place);
                    }
                    (None, Some(model)) => own.models.push(*model),
                    (None, None) => {}
                }
                let change = Change::OwnModels(own.clone());
                self.effects.push(Effect::Keep(change));
            }
            Edit::Hidden { id, after } => {
                let own = &mut self.state.documents.own_models.value;
                own.hidden.retain(|hidden| *hidden != id);
                if after {
                    own.hidden.push(id);
                }
                let change = Change::OwnModels(own.clone());
                self.effects.push(Effect::Keep(change));
            }
        }
    }

    pub(super) fn make_workload(&mut self, key: WorkloadKey, after: Option<Workload>) {
        let workloads = &mut self.state.documents.workloads;
        let change = if let Some(workload) = after {
            if let Some(saved) = workloads.iter_mut().find(|saved| saved.key == key) {
                saved.workload = workload.clone();
            } else {
                let saved = SavedWorkload { key: key.clone(), workload: workload.clone(), read_only: None };
                workloads.push(saved);
                self.state.documents.sort();
            }
            Change::Workload(key, workload)
        } else {
            workloads.retain(|saved| saved.key != key);
            Change::DeleteWorkload(key)
        };
        self.effects.push(Effect::Keep(change));
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
            Edit::Filters { .. } if view.place != Place::Prices => view.place = Place::Compare,
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
            Edit::Judgements(_) => view.place = Place::Decide,
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
            Edit::OwnPrice { .. } | Edit::OwnModel { .. } | Edit::Hidden { .. } if !has_costs => {
                go_prices(view, PricesPage::Models);
            }
            Edit::Discounts { .. } if !has_costs => go_prices(view, PricesPage::Discounts),
            Edit::Lists { .. } if !has_costs => go_prices(view, PricesPage::Lists),
            Edit::Filters { .. }
            | Edit::Order { .. }
            | Edit::OwnPrice { .. }
            | Edit::OwnModel { .. }
            | Edit::Hidden { .. }
            | Edit::Discounts { .. }
            | Edit::Lists { .. } => {}
        }
        self.view_changed |= before != (view.place, view.prices_page, view.figure);
    }

    pub(super) fn travel(&mut self, back: bool) {
        let has_typed = self.state.has_typed_value();
        self.state.typed.retain(|field, _| !is_value(field));
        if back && has_typed {
            // What was typed last and could not be taken is what is undone first.
            self.state.saying = Some(Saying::done("Undone: what was typed"));
            return;
        }
        let history = &mut self.state.history;
        let Some((label, edits)) = (if back { history.undo() } else { history.redo() }) else {
            self.state.saying = Some(Saying::done(if back { "Nothing to undo" } else { "Nothing to redo" }));
            return;
        };
        // The first edit of a step is what was done, and the others follow from it; on the way back it comes last.
        if let Some(done) = if back { edits.last() } else { edits.first() } {
            self.go_where_seen(done);
        }
        for edit in edits {
            self.make(edit);
        }
        let verb = if back { "Undone" } else { "Redone" };
        self.state.saying = Some(Saying::done(format!("{verb}: {label}")));
    }
}

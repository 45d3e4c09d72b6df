//! Steps that can be undone: their edits, made in memory and handed to the folder's keeper.

use std::time::Instant;

use super::Door;
use crate::app::action::{Effect, Saying};
use crate::app::state::Place;
use crate::app::undo::{Edit, Step};
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
        self.state.saying = None;
        self.note_step(label, edits, field);
    }

    /// Remembers a step that was made, for undo.
    pub(super) fn note_step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
        self.state.history.push(Step { label, edits, field }, Instant::now());
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
            | Edit::Pins { .. } => return None,
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
            Edit::Look { .. } | Edit::Pins { .. } => self.view_changed = true,
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
            | Edit::Pins { .. }
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
            Edit::Filters { after, .. } => {
                self.change_settings(|settings| settings.filter_sets = after);
                self.state.is_stale = true;
            }
            Edit::Look { after, .. } => self.state.view.set_look(*after),
            Edit::Asked { after, .. } => {
                self.state.view.decide.inputs.set(*after);
                self.state.refresh_answer();
                self.state.is_stale = true;
            }
            Edit::Pins { after, .. } => self.change_settings(|settings| settings.pins = after),
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

    /// Shows the place where an edit of what is shown is seen: elsewhere nothing would seem to happen.
    fn go_where_seen(&mut self, edit: &Edit) {
        let view = &mut self.state.view;
        let before = view.place;
        match edit {
            Edit::Look { .. } if !matches!(view.place, Place::Compare | Place::Prices) => {
                view.place = Place::Compare;
            }
            Edit::Asked { after, .. } => {
                view.place = Place::Decide;
                view.decide.question = after.question();
            }
            _ => {}
        }
        self.view_changed |= view.place != before;
    }

    pub(super) fn travel(&mut self, back: bool) {
        let history = &mut self.state.history;
        let Some((label, edits)) = (if back { history.undo() } else { history.redo() }) else {
            self.state.saying = Some(Saying::done(if back { "Nothing to undo" } else { "Nothing to redo" }));
            return;
        };
        for edit in edits {
            self.go_where_seen(&edit);
            self.make(edit);
        }
        self.state.typed.clear();
        let verb = if back { "Undone" } else { "Redone" };
        self.state.saying = Some(Saying::done(format!("{verb}: {label}")));
    }
}

//! Steps that can be undone: their edits, made in memory and handed to the folder's keeper.

use std::collections::{BTreeSet, HashSet};

use super::Update;
use crate::app::action::{Offered, Saying};
use crate::app::decide::Asked;
use crate::app::undo::{Edit, Shown, Step};
use crate::catalog::{Discount, Discounts, ModelId, Overrides};
use crate::store::{Document, SavedWorkload, WorkloadKey};
use crate::workload::Workload;

impl Update<'_> {
    /// Makes a step: its edits now, and a way back.
    pub(super) fn step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
        for edit in &edits {
            if let Some(reason) = self.refused(edit) {
                self.state.saying = Some(Saying::failed(reason));
                return;
            }
        }
        let shown = self.shown();
        for edit in &edits {
            self.make(edit.clone());
        }
        self.note(Step { label, edits, field, shown });
    }

    /// Remembers a step that was made, for undo.
    pub(super) fn note_step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
        let shown = self.shown();
        self.note(Step { label, edits, field, shown });
    }

    /// What was said of the step before holds no longer.
    fn note(&mut self, step: Step) {
        self.state.saying = None;
        let now = self.state.now;
        self.state.history.push(step, now);
    }

    /// Which of the documents are shown.
    pub(super) fn shown(&self) -> Shown {
        Shown {
            workload: self.state.workload().map(|saved| saved.key.clone()),
            portfolio: self.state.chosen_portfolio().map(|saved| saved.portfolio.name().key()),
        }
    }

    /// Says what a step has done, and offers the way back, unless it was refused, which was said.
    pub(super) fn say_if_made(&mut self, what: impl Into<String>) {
        if self.state.saying.is_none() {
            self.state.saying = Some(Saying::done(what).offering(Offered::Undo));
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
            | Edit::Filter { .. }
            | Edit::Look { .. }
            | Edit::Asked { .. }
            | Edit::Pin { .. } => return None,
            Edit::Judgements(_) => {
                (documents.judgements.read_only.as_ref()?, "Your judgements cannot be changed".to_owned())
            }
            Edit::OwnPrice { .. } | Edit::PriceRight { .. } => {
                (documents.overrides.read_only.as_ref()?, "Your own prices cannot be changed".to_owned())
            }
            Edit::Lists { .. } => {
                (documents.lists.read_only.as_ref()?, "The price lists cannot be changed".to_owned())
            }
            Edit::Discount { .. } => {
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
            Edit::Filter { .. } | Edit::Asked { .. } => {}
            Edit::Look { .. } | Edit::Pin { .. } => self.view_changed = true,
            _ => self.documents_changed = true,
        }
        // An edit of the lists says itself whether it touches a price.
        self.prices_changed |= match &edit {
            Edit::OwnPrice { .. }
            | Edit::PriceRight { .. }
            | Edit::OwnModel { .. }
            | Edit::Hidden { .. }
            | Edit::Discount { .. } => true,
            Edit::Workload { .. }
            | Edit::Portfolio { .. }
            | Edit::Judgements(_)
            | Edit::Order { .. }
            | Edit::Filter { .. }
            | Edit::Look { .. }
            | Edit::Asked { .. }
            | Edit::Pin { .. }
            | Edit::Lists { .. } => false,
        };
        match edit {
            Edit::Workload { key, after, .. } => self.make_workload(key, after),
            Edit::Portfolio { key, after, .. } => self.make_portfolio(key, after),
            Edit::Judgements(changes) => self.make_judgements(changes),
            Edit::Order { before, after } => self.make_order(&before, &after),
            Edit::Filter { before, after } => {
                self.change_settings(|settings| put(&mut settings.filter_sets, before.as_ref(), after));
                self.state.is_stale = true;
            }
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
            Edit::OwnPrice { model, after, .. } => self.change_overrides(|overrides| match after {
                Some(entry) => overrides.set(entry),
                None => _ = overrides.remove(&model),
            }),
            Edit::PriceRight { model, after, .. } => {
                self.change_overrides(|overrides| overrides.set_confirmation(&model, after));
            }
            Edit::Lists { before, after } => {
                let after = self.state.documents.lists.value.with_step(&before, &after);
                self.make_lists(after);
            }
            Edit::Discount { before, after } => {
                let discounts = &mut self.state.documents.discounts.value;
                let mut all: Vec<Discount> = discounts.iter().cloned().collect();
                put(&mut all, before.as_ref(), after);
                *discounts = Discounts::new(all);
                self.keep(Document::Discounts);
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
                self.keep(Document::OwnModels);
            }
            Edit::Hidden { ids, after } => {
                let own = &mut self.state.documents.own_models.value;
                let changed: BTreeSet<&ModelId> = ids.iter().collect();
                own.hidden.retain(|hidden| !changed.contains(hidden));
                if after {
                    own.hidden.extend(ids);
                }
                self.keep(Document::OwnModels);
            }
        }
    }

    fn change_overrides(&mut self, change: impl FnOnce(&mut Overrides)) {
        change(&mut self.state.documents.overrides.value);
        self.own_prices_changed = true;
    }

    /// Moves what the step moved; what another window has put into another order since stays in it.
    fn make_order(&mut self, before: &[WorkloadKey], after: &[WorkloadKey]) {
        let now = self.order();
        let (was, will_be) = (set(before), set(after));
        let order: Vec<&WorkloadKey> = if self.has_order(before, after) {
            after.iter().chain(now.iter().filter(|key| !will_be.contains(key))).collect()
        } else {
            let mut order: Vec<&WorkloadKey> =
                now.iter().filter(|key| !will_be.contains(key) || was.contains(key)).collect();
            for (place, key) in after.iter().enumerate().filter(|(_, key)| !was.contains(key)) {
                order.insert(place.min(order.len()), key);
            }
            order
        };
        let order = order.into_iter().map(|key| key.as_str().to_owned()).collect();
        self.state.documents.settings.value.workload_order = order;
        self.state.documents.sort();
        self.keep_settings();
    }

    /// Whether the workloads that a step moved still stand to each other as they did.
    pub(super) fn has_order(&self, before: &[WorkloadKey], after: &[WorkloadKey]) -> bool {
        let now = self.order();
        let (was, will_be, there) = (set(before), set(after), set(&now));
        now.iter()
            .filter(|key| was.contains(key) && will_be.contains(key))
            .eq(before.iter().filter(|key| will_be.contains(key) && there.contains(key)))
    }

    pub(super) fn make_workload(&mut self, key: WorkloadKey, after: Option<Workload>) {
        let workloads = &mut self.state.documents.workloads;
        if let Some(workload) = after {
            if let Some(saved) = workloads.iter_mut().find(|saved| saved.key == key) {
                saved.workload = workload;
            } else {
                workloads.push(SavedWorkload { key: key.clone(), workload, read_only: None });
                self.state.documents.sort();
            }
        } else {
            let place = workloads.iter().position(|saved| saved.key == key);
            if let Some(place) = place {
                workloads.remove(place);
                if self.state.view.workload.as_ref() == Some(&key) {
                    let next = workloads.get(place).or(workloads.last());
                    self.state.view.workload = next.map(|saved| saved.key.clone());
                }
            }
        }
        self.keep(Document::Workload(key));
    }
}

/// There may be 50,000 workloads: to look for each in a list of all of them would take half a minute.
fn set(keys: &[WorkloadKey]) -> HashSet<&WorkloadKey> {
    keys.iter().collect()
}

/// Where an entry stands: at its place, or where it has come since.
pub(super) fn place_of<T: PartialEq>(list: &[T], (place, entry): &(usize, T)) -> Option<usize> {
    if list.get(*place) == Some(entry) { Some(*place) } else { list.iter().position(|other| other == entry) }
}

/// Puts what comes after into the place of what was before; the rest of the list stays.
fn put<T: PartialEq>(list: &mut Vec<T>, before: Option<&(usize, T)>, after: Option<(usize, T)>) {
    if let Some(place) = before.and_then(|before| place_of(list, before)) {
        list.remove(place);
    }
    if let Some((place, entry)) = after {
        list.insert(place.min(list.len()), entry);
    }
}

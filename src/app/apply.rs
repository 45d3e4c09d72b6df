//! The one door: every change of the state goes through [`apply`]. What must happen outside comes back as effects.

use std::time::Instant;

use crate::catalog::{ModelId, PriceOverride};
use crate::money::Price;
use crate::report::{Content, csv};
use crate::settings::Settings;
use crate::store::{
    Change, Conflict, Copy, Document, Event, Notice, Reloaded, Remedy, SavedWorkload, WorkloadKey,
};
use crate::workload::{Name, Workload};

use super::action::{Action, Effect, FigureContent, FigureFormat, Saying};
use super::state::{Figure, State, Tokens};
use super::undo::{Edit, Step};

/// Carries an action out.
pub fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    let mut door = Door { state, effects: Vec::new(), documents_changed: false, view_changed: false };
    door.carry_out(action);
    let Door { effects, documents_changed, view_changed, .. } = door;
    let mut effects = effects;
    if documents_changed || view_changed {
        state.refresh(documents_changed);
        state.is_stale = true;
    }
    if let Some(change) = remember(state) {
        effects.push(Effect::Keep(change));
    }
    effects
}

/// The settings to save, when what they remember has changed.
fn remember(state: &mut State) -> Option<Change> {
    let kept = &mut state.documents.settings;
    let remembered = state.view.to_remember(&kept.value.remembered);
    if kept.read_only.is_some() || kept.value.remembered == remembered {
        return None;
    }
    kept.value.remembered = remembered;
    Some(Change::Settings(kept.value.clone()))
}

struct Door<'s> {
    state: &'s mut State,
    effects: Vec<Effect>,
    documents_changed: bool,
    view_changed: bool,
}

impl Door<'_> {
    fn carry_out(&mut self, action: Action) {
        match action {
            Action::Go(_)
            | Action::ChooseWorkload(_)
            | Action::Show(_)
            | Action::ShowTokens(_)
            | Action::ShowCosts(_)
            | Action::SetScale(_)
            | Action::SetSort(_)
            | Action::SetColourBy(_)
            | Action::SetBaseline(_)
            | Action::ChooseModel(_)
            | Action::Hover(_)
            | Action::SortTable(_)
            | Action::Search(_)
            | Action::FilterProvider(..)
            | Action::FilterTier(..)
            | Action::ClearFilters
            | Action::SearchWorkloads(_)
            | Action::OnlyOwnPrices(_)
            | Action::ShowHidden(_)
            | Action::OpenNewWorkload(_)
            | Action::OpenNewModel(_)
            | Action::Type(..)
            | Action::Untype(_)
            | Action::ToggleShortcuts => self.look(action),
            Action::AddWorkload(workload) => self.add_workload(workload, "new workload"),
            Action::EditWorkload(key, workload) => self.edit_workload(&key, workload),
            Action::DuplicateWorkload(key) => self.duplicate_workload(&key, "duplicate workload"),
            Action::CopyReadOnly(key) => self.duplicate_workload(&key, "copy workload"),
            Action::DeleteWorkload(key) => self.delete_workload(&key),
            Action::MoveWorkload(key, place) => self.move_workload(&key, place),
            Action::RestoreStarters => self.restore_starters(),
            Action::SetOwnPrice { model, input, output, note } => {
                self.set_own_price(model, input, output, note);
            }
            Action::ResetOwnPrice(model) => self.reset_own_price(&model),
            Action::ResetOwnPrices => self.reset_own_prices(),
            Action::PutOwnModel(model) => {
                let id = model.id.clone();
                let before = self.own_model(&id);
                let verb = if before.is_some() { "edit model" } else { "add model" };
                let label = format!("{verb} {}", model.name);
                self.state.view.chosen = Some(id.clone());
                self.step(label, vec![Edit::OwnModel { id, before, after: Some(model) }], None);
            }
            Action::RemoveOwnModel(id) => {
                if let Some(before) = self.own_model(&id) {
                    let label = format!("remove model {}", before.name);
                    self.step(label, vec![Edit::OwnModel { id, before: Some(before), after: None }], None);
                }
            }
            Action::SetHidden(id, hidden) => {
                let name =
                    self.state.market().find(&id).map_or_else(|| id.to_string(), |o| o.model.name.clone());
                let label = format!("{} model {name}", if hidden { "hide" } else { "show" });
                self.step(label, vec![Edit::Hidden { id, after: hidden }], None);
            }
            Action::SetAppearance(appearance) => {
                self.effects.push(Effect::SetAppearance(appearance));
                self.change_settings(|settings| settings.theme = appearance);
            }
            Action::Undo => self.travel(true),
            Action::Redo => self.travel(false),
            Action::SaveAgain => self.effects.push(Effect::SaveAgain),
            Action::Kept(event) => self.kept(event),
            Action::Remedy(notice, remedy) => self.remedy(notice, remedy),
            Action::Dismiss(index) => {
                if index < self.state.notices.len() {
                    self.state.notices.remove(index);
                }
            }
            Action::Say(saying) => self.state.saying = Some(saying),
            Action::AskImport => self.effects.push(Effect::AskImport),
            Action::Import(paths) => self.effects.push(Effect::Import(paths)),
            Action::Imported(workloads, notices) => self.imported(workloads, notices),
            Action::AskExport(key) => {
                if let Some(saved) = self.state.documents.workload(&key) {
                    self.effects.push(Effect::Export(Box::new(saved.workload.clone())));
                }
            }
            Action::AskSaveFigure(format) => self.save_figure(format),
            Action::ShowDataFolder => self.effects.push(Effect::ShowDataFolder),
            Action::Copy(text, what) => {
                self.effects.push(Effect::Copy(text));
                self.state.saying = Some(Saying::done(format!("Copied {what}")));
            }
            Action::ResetLayout => {
                self.effects.push(Effect::ResetLayout);
                self.state.saying = Some(Saying::done("The window is laid out as on the first day"));
            }
        }
    }

    /// Actions that change what is shown and nothing else.
    fn look(&mut self, action: Action) {
        let view = &mut self.state.view;
        self.view_changed = true;
        match action {
            Action::Go(place) => view.place = place,
            Action::ChooseWorkload(key) => {
                view.workload = Some(key);
                // A chosen workload asks what it costs; a figure that shows no cost would not change.
                if matches!(
                    (view.figure, view.tokens),
                    (Figure::TokensPerDollar, Tokens::Input | Tokens::Output) | (Figure::OutputInputGap, _)
                ) {
                    view.figure = Figure::CostPerTask;
                }
            }
            Action::Show(figure) => view.figure = figure,
            Action::ShowTokens(tokens) => view.tokens = tokens,
            Action::ShowCosts(costs) => view.costs = costs,
            Action::SetScale(scale) => view.scale = scale,
            Action::SetSort(sort) => view.sort = sort,
            Action::SetColourBy(colour_by) => view.colour_by = colour_by,
            Action::SetBaseline(baseline) => view.baseline = baseline,
            Action::SortTable(column) => {
                let (before, descending) = view.table_sort;
                view.table_sort = (column, column == before && !descending);
            }
            Action::Search(words) => view.search = words,
            Action::FilterProvider(provider, shown) => {
                if shown {
                    view.without_providers.remove(&provider);
                } else {
                    view.without_providers.insert(provider);
                }
            }
            Action::FilterTier(tier, shown) => {
                if shown {
                    view.without_tiers.remove(&tier);
                } else {
                    view.without_tiers.insert(tier);
                }
            }
            Action::ClearFilters => {
                view.search.clear();
                view.without_providers.clear();
                view.without_tiers.clear();
            }
            Action::OnlyOwnPrices(only) => view.price_rows.only_own = only,
            Action::ShowHidden(show) => view.price_rows.with_hidden = show,
            other => self.look_aside(other),
        }
    }

    /// Actions that change what is shown, but no chart and no table.
    fn look_aside(&mut self, action: Action) {
        self.view_changed = false;
        self.state.is_stale = true;
        let view = &mut self.state.view;
        match action {
            Action::ChooseModel(model) => view.chosen = model,
            Action::Hover(model) => view.hovered = model,
            Action::SearchWorkloads(words) => view.workload_search = words,
            Action::ToggleShortcuts => view.shortcuts_open = !view.shortcuts_open,
            Action::OpenNewWorkload(open) => {
                view.is_new_open = open;
                self.state.typed.retain(|field, _| !field.starts_with("new workload"));
            }
            Action::OpenNewModel(open) => {
                view.is_new_model_open = open;
                self.state.typed.retain(|field, _| !field.starts_with("new model"));
            }
            Action::Type(field, text) => {
                self.state.typed.insert(field, text);
            }
            Action::Untype(field) => {
                self.state.typed.remove(&field);
            }
            _ => {}
        }
    }

    /// Makes a step: its edits now, and a way back.
    fn step(&mut self, label: String, edits: Vec<Edit>, field: Option<String>) {
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
        self.state.history.push(Step { label, edits, field }, Instant::now());
    }

    /// Why an edit cannot be saved, before it is made.
    fn refused(&self, edit: &Edit) -> Option<String> {
        let documents = &self.state.documents;
        let (read_only, what) = match edit {
            Edit::Workload { key, before: Some(_), .. } => {
                let saved = documents.workload(key)?;
                (saved.read_only.as_ref()?, format!("{} cannot be changed", saved.workload.name()))
            }
            // A new workload has a file of its own. The order is a convenience: without a file it holds for the session.
            Edit::Workload { before: None, .. } | Edit::Order { .. } => return None,
            Edit::OwnPrice { .. } => {
                (documents.overrides.read_only.as_ref()?, "Your own prices cannot be changed".to_owned())
            }
            Edit::OwnModel { .. } | Edit::Hidden { .. } => {
                (documents.own_models.read_only.as_ref()?, "Your own models cannot be changed".to_owned())
            }
        };
        Some(format!("{what}: {read_only}"))
    }

    /// Makes one edit, in memory and, through the keeper, on disk.
    fn make(&mut self, edit: Edit) {
        self.documents_changed = true;
        match edit {
            Edit::Workload { key, after, .. } => self.make_workload(key, after),
            Edit::Order { after, .. } => {
                self.state.documents.settings.value.workload_order =
                    after.iter().map(|key| key.as_str().to_owned()).collect();
                self.state.documents.sort();
                self.keep_settings();
            }
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

    fn make_workload(&mut self, key: WorkloadKey, after: Option<Workload>) {
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

    fn add_workload(&mut self, workload: Workload, verb: &str) {
        let documents = &self.state.documents;
        let name = workload.name().made_unique(|key| documents.has_name(key, None));
        let workload = if name == *workload.name() { workload } else { workload.renamed(name) };
        let key = documents.free_key(workload.name());
        let before = self.order();
        let mut after = before.clone();
        after.push(key.clone());
        let label = format!("{verb} {}", workload.name());
        let made = Edit::Workload { key: key.clone(), before: None, after: Some(workload) };
        self.step(label, vec![made, Edit::Order { before, after }], None);
        self.look(Action::ChooseWorkload(key));
    }

    fn edit_workload(&mut self, key: &WorkloadKey, workload: Workload) {
        let Some(saved) = self.state.documents.workload(key) else { return };
        if saved.workload == workload {
            return;
        }
        let before = saved.workload.clone();
        let label = if before.name() == workload.name() {
            format!("edit workload {}", workload.name())
        } else {
            format!("rename workload {}", before.name())
        };
        let edit = Edit::Workload { key: key.clone(), before: Some(before), after: Some(workload) };
        self.step(label, vec![edit], Some(key.as_str().to_owned()));
    }

    fn duplicate_workload(&mut self, key: &WorkloadKey, verb: &str) {
        let Some(saved) = self.state.documents.workload(key) else { return };
        let copy = saved.workload.clone();
        let copied = Name::new(&format!("{} copy", copy.name())).unwrap_or_else(|_| copy.name().clone());
        self.add_workload(copy.renamed(copied), verb);
    }

    fn delete_workload(&mut self, key: &WorkloadKey) {
        let before = self.order();
        let place = before.iter().position(|other| other == key);
        let Some(saved) = self.state.documents.workload(key) else { return };
        let label = format!("delete workload {}", saved.workload.name());
        let gone = Edit::Workload { key: key.clone(), before: Some(saved.workload.clone()), after: None };
        let after: Vec<WorkloadKey> = before.iter().filter(|other| *other != key).cloned().collect();
        let neighbour = place.and_then(|place| after.get(place).or(after.last())).cloned();
        self.step(label, vec![gone, Edit::Order { before, after }], None);
        if self.state.documents.workload(key).is_none() && self.state.view.workload.as_ref() == Some(key) {
            self.state.view.workload = neighbour;
        }
    }

    fn move_workload(&mut self, key: &WorkloadKey, place: usize) {
        let before = self.order();
        let mut after: Vec<WorkloadKey> = before.iter().filter(|other| *other != key).cloned().collect();
        after.insert(place.min(after.len()), key.clone());
        if after == before {
            return;
        }
        let name =
            self.state.documents.workload(key).map_or_else(String::new, |s| s.workload.name().to_string());
        let edit = Edit::Order { before, after };
        self.step(format!("move workload {name}"), vec![edit], Some(format!("order of {key}")));
    }

    fn restore_starters(&mut self) {
        let missing = self.state.documents.missing_starters();
        if missing.is_empty() {
            self.state.saying = Some(Saying::done("All starter workloads are there already"));
            return;
        }
        let count = missing.len();
        let edits = missing.into_iter().map(|starter| Edit::Workload {
            key: starter.key,
            before: None,
            after: Some(starter.workload),
        });
        self.step("restore starter workloads".to_owned(), edits.collect(), None);
        let plural = if count == 1 { "" } else { "s" };
        self.state.saying = Some(Saying::done(format!("{count} starter workload{plural} restored")));
    }

    fn order(&self) -> Vec<WorkloadKey> {
        self.state.documents.workloads.iter().map(|saved| saved.key.clone()).collect()
    }

    fn set_own_price(&mut self, model: ModelId, input: Option<Price>, output: Option<Price>, note: String) {
        let before = self.state.documents.overrides.value.get(&model).cloned();
        let has_any = input.is_some() || output.is_some();
        let unchanged =
            before.as_ref().is_some_and(|own| own.input == input && own.output == output && own.note == note);
        if unchanged || (!has_any && before.is_none()) {
            return;
        }
        let name =
            self.state.market().find(&model).map_or_else(|| model.to_string(), |o| o.model.name.clone());
        let after = has_any.then(|| PriceOverride {
            model: model.clone(),
            input,
            output,
            set_on: Some(self.state.today),
            note,
        });
        let verb = if after.is_some() { "set own price of" } else { "reset price of" };
        let field = format!("own price of {model}");
        self.step(format!("{verb} {name}"), vec![Edit::OwnPrice { model, before, after }], Some(field));
    }

    fn reset_own_price(&mut self, model: &ModelId) {
        if let Some(before) = self.state.documents.overrides.value.get(model).cloned() {
            let name =
                self.state.market().find(model).map_or_else(|| model.to_string(), |o| o.model.name.clone());
            let edit = Edit::OwnPrice { model: model.clone(), before: Some(before), after: None };
            self.step(format!("reset price of {name}"), vec![edit], None);
        }
    }

    fn reset_own_prices(&mut self) {
        let edits: Vec<Edit> = self
            .state
            .documents
            .overrides
            .value
            .iter()
            .map(|own| Edit::OwnPrice { model: own.model.clone(), before: Some(own.clone()), after: None })
            .collect();
        if !edits.is_empty() {
            self.step("reset all own prices".to_owned(), edits, None);
        }
    }

    fn own_model(&self, id: &ModelId) -> Option<Box<crate::catalog::Model>> {
        let own = &self.state.documents.own_models.value;
        own.models.iter().find(|model| model.id == *id).cloned().map(Box::new)
    }

    fn travel(&mut self, back: bool) {
        let history = &mut self.state.history;
        let Some((label, edits)) = (if back { history.undo() } else { history.redo() }) else {
            self.state.saying = Some(Saying::done(if back { "Nothing to undo" } else { "Nothing to redo" }));
            return;
        };
        for edit in edits {
            self.make(edit);
        }
        self.state.typed.clear();
        let verb = if back { "Undone" } else { "Redone" };
        self.state.saying = Some(Saying::done(format!("{verb}: {label}")));
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state.documents.settings.value);
        self.keep_settings();
    }

    fn keep_settings(&mut self) {
        let kept = &self.state.documents.settings;
        if kept.read_only.is_none() {
            self.effects.push(Effect::Keep(Change::Settings(kept.value.clone())));
        }
    }

    fn remedy(&mut self, notice: usize, remedy: Remedy) {
        match remedy {
            Remedy::ShowInFolder(path) => self.effects.push(Effect::ShowInFolder(path)),
            Remedy::TryAgain => self.effects.push(Effect::SaveAgain),
            Remedy::Reload(_) => {
                self.effects.push(Effect::Look);
                self.carry_out(Action::Dismiss(notice));
            }
            Remedy::KeepMineAsCopy(document) => {
                let documents = &self.state.documents;
                let mine = match &document {
                    Document::Workload(key) => documents
                        .workload(key)
                        .map(|saved| Change::Workload(key.clone(), saved.workload.clone())),
                    Document::Overrides => Some(Change::Overrides(documents.overrides.value.clone())),
                    Document::OwnModels => Some(Change::OwnModels(documents.own_models.value.clone())),
                    Document::Settings => Some(Change::Settings(documents.settings.value.clone())),
                };
                self.effects.extend(mine.map(Effect::KeepCopy));
                self.carry_out(Action::Dismiss(notice));
            }
        }
    }

    /// Takes over what the keeper did and found.
    fn kept(&mut self, event: Event) {
        match event {
            Event::Saved { notice, .. } => self.state.notices.extend(notice),
            // The status line says what is not saved for as long as it is so.
            Event::NotSaved { .. } | Event::Copied(_, None) => {}
            Event::Refused { notice, .. } => self.state.notices.push(notice),
            Event::Conflict(conflict) => {
                let Conflict { theirs, notice, mine, .. } = *conflict;
                if let Some(theirs) = theirs {
                    self.reload(theirs);
                }
                if let Some(Copy::Workload(copy)) = mine {
                    self.reload(Reloaded::Workload(copy));
                }
                self.documents_changed = true;
                self.state.notices.push(notice);
            }
            Event::Copied(_, Some(Copy::Workload(copy))) => {
                let text = format!("Your version is saved as {}", copy.workload.name());
                self.state.saying = Some(Saying::done(text));
                self.reload(Reloaded::Workload(copy));
                self.documents_changed = true;
            }
            Event::Copied(_, Some(Copy::File(path))) => {
                let text = format!("Your version is saved as {}", path.display());
                self.state.saying = Some(Saying::done(text));
            }
            Event::Reloaded(foreign) => {
                for reloaded in foreign.reloaded {
                    self.reload(reloaded);
                }
                self.state.notices.extend(foreign.notices);
                self.documents_changed = true;
            }
        }
        self.state.is_stale = true;
    }

    fn reload(&mut self, reloaded: Reloaded) {
        let theme = self.state.documents.settings.value.theme;
        // What this window shows stays as it is; another window's memory of its view is not ours.
        self.state.documents.apply(reloaded);
        let now = self.state.documents.settings.value.theme;
        if now != theme {
            self.effects.push(Effect::SetAppearance(now));
        }
    }

    fn imported(&mut self, workloads: Vec<Workload>, notices: Vec<Notice>) {
        let count = workloads.len();
        for workload in workloads {
            self.add_workload(workload, "import workload");
        }
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            self.state.saying = Some(Saying::done(format!("{count} workload{plural} imported")));
        }
        self.state.notices.extend(notices);
        self.state.is_stale = true;
    }

    fn save_figure(&mut self, format: FigureFormat) {
        let state = &self.state;
        let workload = state.workload().map(|saved| saved.workload.name().slug());
        let (name, content) = match state.view.figure {
            Figure::Table => {
                let content = Content {
                    list_name: state.catalog.name.clone(),
                    market: state.market().clone(),
                    workloads: state.workload().map(|saved| saved.workload.clone()).into_iter().collect(),
                    scale: state.view.scale,
                    today: state.today,
                };
                let shown: Vec<usize> = state.table().rows.iter().map(|row| row.offer).collect();
                let text = csv::comparison(&content, &shown);
                ("models".to_owned(), FigureContent::Text(text))
            }
            figure => {
                let Some(chart) = state.chart() else { return };
                let name = match (figure, workload) {
                    (Figure::CostPerTask, Some(workload)) => format!("cost-per-task-{workload}"),
                    (Figure::OutputInputGap, _) => "output-input-gap".to_owned(),
                    _ => "tokens-per-dollar".to_owned(),
                };
                (name, FigureContent::Chart(Box::new((*chart).clone())))
            }
        };
        self.effects.push(Effect::SaveFigure { name, format, content });
    }
}

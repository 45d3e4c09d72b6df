//! The one door: every change of the state goes through [`update`]. What must happen outside comes back as effects.

mod closing;
mod commands;
mod documents;
mod judgements;
mod kept;
mod lists;
mod look;
mod named;
mod outside;
mod pasted;
mod steps;
#[cfg(test)]
mod tests;
mod travel;
mod work;

use super::action::{Action, Effect, Saying};
use super::state::State;
use crate::settings::{Appearance, Settings};
use crate::store::{Change, Document};

/// Carries an action out.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    // These come with every move of the mouse and every letter, and nothing of them is remembered.
    let is_passing = matches!(
        action,
        Action::Hover(_)
            | Action::Type { .. }
            | Action::TypeOver(..)
            | Action::Untype(_)
            | Action::PointAtCommand(_)
            | Action::SearchCommands(_)
    );
    let mut change = Update {
        state,
        effects: Vec::new(),
        prices_changed: false,
        documents_changed: false,
        view_changed: false,
        touched: Vec::new(),
    };
    change.carry_out(action);
    for document in std::mem::take(&mut change.touched) {
        change.keep(document);
    }
    let Update { mut effects, prices_changed, documents_changed, view_changed, .. } = change;
    if prices_changed || documents_changed || view_changed {
        state.refresh(prices_changed);
        if state.view.palette.is_some() {
            state.refresh_palette(true);
        }
        state.is_stale = true;
    }
    if !is_passing && let Some(change) = remember(state) {
        effects.push(Effect::Remember(change));
    }
    effects
}

/// The settings to save, when what they remember has changed.
fn remember(state: &mut State) -> Option<Change> {
    let kept = &mut state.documents.settings;
    let remembered = state.view.to_remember(&kept.value.remembered);
    // What another window of the app remembers is not taken back: the two would write against each other for ever.
    if kept.read_only.is_some() || state.remembered == remembered {
        return None;
    }
    state.remembered.clone_from(&remembered);
    *kept.value.remembered = remembered;
    Some(Change::put(Document::Settings, kept.value.clone()))
}

struct Update<'s> {
    state: &'s mut State,
    effects: Vec<Effect>,
    /// Which models there are, or what one of them charges: all that is derived has to be made anew.
    prices_changed: bool,
    /// Another document: the market stays.
    documents_changed: bool,
    view_changed: bool,
    /// The documents to save, each once for all that an action does to it.
    touched: Vec<Document>,
}

impl Update<'_> {
    #[expect(clippy::too_many_lines, reason = "a line an action")]
    fn carry_out(&mut self, action: Action) {
        match action {
            Action::Go(_)
            | Action::GoPrices(_)
            | Action::ChooseWorkload(_)
            | Action::PickWorkload(_)
            | Action::Show(_)
            | Action::ShowTokens(_)
            | Action::ShowCosts(_)
            | Action::SetScale(_)
            | Action::SetSort(_)
            | Action::SetColourBy(_)
            | Action::SetBaseline(_)
            | Action::ChooseModel(_)
            | Action::Hover(_)
            | Action::OpenReceipt(..)
            | Action::OpenCited(_)
            | Action::CloseReceipt
            | Action::Ask(_)
            | Action::SetAsked(_)
            | Action::ShowAnswerTable(_)
            | Action::SortTable(_)
            | Action::Search(_)
            | Action::SetFilter(_)
            | Action::ClearFilters
            | Action::SetScope(_)
            | Action::OpenGroup(..)
            | Action::SearchWorkloads(_)
            | Action::EditsPrice
            | Action::OnlyOwnPrices(_)
            | Action::OnlyPricesToCheck(_)
            | Action::ShowHidden(_)
            | Action::OpenNewWorkload(_)
            | Action::ForgetPasted
            | Action::OpenNewModel(_)
            | Action::OpenMorePrices(_)
            | Action::Type { .. }
            | Action::TypeOver(..)
            | Action::Untype(_)
            | Action::ToggleShortcuts => self.look(action),
            Action::NewDay(today) => self.new_day(today),
            Action::AddWorkload(workload) => self.add("new", workload),
            Action::FillNewWorkload(pasted) => self.fill_new_workload(*pasted),
            Action::FillWorkload(key, pasted) => self.fill_workload(&key, &pasted),
            Action::EditWorkload(key, workload) => self.edit(Document::Workload(key), workload),
            Action::DuplicateWorkload(key) => self.duplicate("duplicate", &Document::Workload(key)),
            Action::CopyReadOnly(key) => self.duplicate("copy", &Document::Workload(key)),
            Action::DeleteWorkload(key) => self.delete(Document::Workload(key)),
            Action::MoveWorkload(key, place) => self.move_workload(&key, place),
            Action::RestoreStarters => self.restore_starters(),
            Action::AddPortfolio(portfolio) => self.add("new", portfolio),
            Action::EditPortfolio(key, portfolio) => self.edit(Document::Portfolio(key), portfolio),
            Action::DuplicatePortfolio(key) => self.duplicate("duplicate", &Document::Portfolio(key)),
            Action::DeletePortfolio(key) => self.delete(Document::Portfolio(key)),
            Action::SetJudgement(model, opinions) => self.set_judgement(model, opinions),
            Action::ImportJudgements(file) => self.import_judgements(&file),
            Action::SetOwnPrice { .. }
            | Action::NoteOwnPrice(..)
            | Action::SetPriceRight(..)
            | Action::EditPrice(_)
            | Action::ResetOwnPrice(_)
            | Action::ResetOwnPrices
            | Action::PutOwnModel(_)
            | Action::RemoveOwnModel(_)
            | Action::SetHidden(..) => self.on_model(action),
            Action::ShowAllHidden => self.show_all_hidden(),
            Action::List(action) => self.list_action(action),
            Action::ListEvent(event) => self.list_event(event),
            Action::SetDiscount(index, discount) => self.set_discount(index, discount),
            Action::RemoveNeedlessPrices => self.remove_needless_prices(),
            Action::SaveFilter(name) => self.save_filter(&name),
            Action::UseFilter(index) => self.use_filter(index),
            Action::ForgetFilter(index) => self.forget_filter(index),
            Action::SetPinned(model, pinned) => self.set_pinned(&model, pinned),
            Action::SetAppearance(appearance) => self.set_appearance(appearance),
            Action::Undo | Action::Redo => self.travel(matches!(action, Action::Undo)),
            Action::SaveAgain => self.effects.push(Effect::SaveAgain),
            Action::Kept(event) => self.kept(event),
            Action::Remedy(notice, remedy) => self.remedy(notice, remedy),
            Action::Dismiss(index) => self.dismiss(index),
            Action::Say(saying) => self.state.saying = Some(saying),
            Action::Work(event) => self.work(event),
            Action::AskImport
            | Action::Import(_)
            | Action::OpenFiles(_)
            | Action::AskExport(_)
            | Action::AskExportPortfolio(_)
            | Action::AskSaveFigure(_)
            | Action::AskSaveAnswer(_)
            | Action::AskSaveMemo(_)
            | Action::ShowDataFolder
            | Action::OpenFile(_)
            | Action::ShowFile(_)
            | Action::Copy(..)
            | Action::CopyPicture(_)
            | Action::Drawn(..)
            | Action::ResetLayout => self.leave(action),
            Action::Imported(files) => self.imported(*files),
            Action::OpenPalette(_)
            | Action::SearchCommands(_)
            | Action::PointAtCommand(_)
            | Action::Pick(_)
            | Action::FindInList
            | Action::CopyTable
            | Action::Zoom(_)
            | Action::Quit => self.command(action),
            Action::Close(action) => self.close(action),
        }
    }

    fn set_appearance(&mut self, appearance: Appearance) {
        self.effects.push(Effect::SetAppearance(appearance));
        self.change_settings(|settings| settings.appearance = appearance);
    }

    fn dismiss(&mut self, notice: usize) {
        if notice < self.state.notices.len() {
            self.state.notices.remove(notice);
        }
    }

    /// Actions that lead out of the window: to files, the clipboard, the desktop.
    fn leave(&mut self, action: Action) {
        match action {
            Action::AskImport => self.effects.push(Effect::AskImport),
            Action::Import(paths) => self.effects.push(Effect::Import(paths)),
            Action::OpenFiles(paths) => {
                self.effects.push(Effect::Raise);
                if !paths.is_empty() {
                    self.effects.push(Effect::Import(paths));
                }
            }
            Action::AskExport(key) => {
                if let Some(saved) = self.state.documents.workload(&key) {
                    self.effects.push(Effect::Export(Box::new(saved.workload.clone())));
                }
            }
            Action::AskExportPortfolio(key) => {
                if let Some(saved) = self.state.documents.portfolio(&key) {
                    self.effects.push(Effect::ExportPortfolio(Box::new(saved.portfolio.clone())));
                }
            }
            Action::AskSaveFigure(format) => self.save_figure(format),
            Action::AskSaveAnswer(format) => self.save_answer(format),
            Action::AskSaveMemo(format) => self.save_memo(format),
            Action::ShowDataFolder => self.effects.push(Effect::ShowDataFolder),
            Action::OpenFile(path) => self.effects.push(Effect::OpenFile(path)),
            Action::ShowFile(path) => self.effects.push(Effect::ShowInFolder(path)),
            Action::Copy(text, what) => {
                self.effects.push(Effect::Copy(text));
                self.state.saying = Some(Saying::done(format!("Copied {what}")));
            }
            Action::CopyPicture(of) => self.draw_picture(of),
            Action::Drawn(picture, what) => {
                self.effects.push(Effect::CopyPicture(picture));
                self.state.saying = Some(Saying::done(format!("Copied {what}")));
            }
            Action::ResetLayout => {
                self.effects.push(Effect::ResetLayout);
                self.state.saying = Some(Saying::done("The window is laid out as on the first day"));
            }
            _ => {}
        }
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.state.documents.settings.value);
        self.touch(Document::Settings);
    }

    /// Has a document saved once the action is carried out.
    fn touch(&mut self, document: Document) {
        if !self.touched.contains(&document) {
            self.touched.push(document);
        }
    }

    /// Has a document saved at once as it is now in memory, or deleted where it is gone from there.
    fn keep(&mut self, document: Document) {
        // Settings are a convenience: without a file they hold for the session.
        if document == Document::Settings && self.state.documents.settings.read_only.is_some() {
            return;
        }
        let content = self.state.documents.content(&document);
        self.effects.push(Effect::Keep(Change::Document(document, content)));
    }
}

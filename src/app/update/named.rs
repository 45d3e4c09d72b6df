//! What the user does to documents that have a name and a file of their own, workloads and portfolios, as steps that can be
//! undone.

use super::Update;
use crate::app::action::{Action, Saying};
use crate::app::undo::Edit;
use crate::portfolio::Portfolio;
use crate::settings::Settings;
use crate::store::{Content, Document, WorkloadKey};
use crate::workload::Name;

impl Update<'_> {
    /// Adds a document, under another name where its own is taken. `verb` begins the label of the step: `new`.
    pub(super) fn add(&mut self, verb: &str, content: impl Into<Content>) {
        let Some((document, content)) = self.state.documents.as_new(content.into()) else { return };
        let Some(name) = content.name() else { return };
        let label = format!("{verb} {} {name}", document.noun());
        let mut edits = vec![Edit::made(document.clone(), content)];
        let Document::Workload(key) = document else { return self.step(label, edits, None) };
        let mut after = self.order();
        after.push(key.as_str().to_owned());
        edits.push(self.ordered(after));
        self.step(label, edits, None);
        self.look(Action::ChooseWorkload(key));
    }

    /// Changes a document. Portfolios follow a workload that gets another name.
    pub(super) fn edit(&mut self, document: Document, after: impl Into<Content>) {
        let after = after.into();
        let Some(before) = self.state.documents.content(&document).filter(|before| *before != after) else {
            return;
        };
        let (Some(was), Some(is)) = (before.name(), after.name()) else { return };
        let verb = if was == is { "edit" } else { "rename" };
        let label = format!("{verb} {} {was}", document.noun());
        let followers = if was != is && matches!(document, Document::Workload(_)) {
            self.renamed_in_portfolios(was, is)
        } else {
            Vec::new()
        };
        let mut edits = vec![Edit::of(document, before, after)];
        edits.extend(followers);
        self.step(label, edits, None);
    }

    /// Adds a document that says the same under another name.
    pub(super) fn duplicate(&mut self, verb: &str, document: &Document) {
        let Some(copy) = self.state.documents.content(document) else { return };
        let Some(name) = copy.name() else { return };
        let copied = Name::new(&format!("{name} copy")).unwrap_or_else(|_| name.clone());
        self.add(verb, copy.renamed(copied));
    }

    /// Deletes a document.
    pub(super) fn delete(&mut self, document: Document) {
        let Some(before) = self.state.documents.content(&document) else { return };
        let Some(name) = before.name() else { return };
        let label = format!("delete {} {name}", document.noun());
        let said = format!("Deleted {name}");
        let mut edits = vec![Edit::gone(document.clone(), before)];
        if let Document::Workload(key) = document {
            let mut after = self.order();
            after.retain(|stem| stem != key.as_str());
            edits.push(self.ordered(after));
        }
        self.step(label, edits, None);
        self.say_if_made(said);
    }

    pub(super) fn move_workload(&mut self, key: &WorkloadKey, place: usize) {
        let before = self.order();
        let mut after = before.clone();
        after.retain(|stem| stem != key.as_str());
        after.insert(place.min(after.len()), key.as_str().to_owned());
        if after == before {
            return;
        }
        let name =
            self.state.documents.workload(key).map_or_else(String::new, |s| s.workload.name().to_string());
        let edits = vec![self.ordered(after)];
        self.step(format!("move workload {name}"), edits, Some(format!("order of {key}")));
    }

    pub(super) fn restore_starters(&mut self) {
        let missing = self.state.documents.missing_starters();
        if missing.is_empty() {
            self.state.saying = Some(Saying::done("All starter workloads are there already"));
            return;
        }
        let count = missing.len();
        let edits =
            missing.into_iter().map(|starter| Edit::made(Document::Workload(starter.key), starter.workload));
        self.step("restore starter workloads".to_owned(), edits.collect(), None);
        let plural = if count == 1 { "" } else { "s" };
        self.state.saying = Some(Saying::done(format!("{count} starter workload{plural} restored")));
    }

    /// The order of the workloads, as the settings keep it.
    pub(super) fn order(&self) -> Vec<String> {
        self.state.documents.workloads.iter().map(|saved| saved.key.as_str().to_owned()).collect()
    }

    /// Another order of the workloads.
    fn ordered(&self, after: Vec<String>) -> Edit {
        let settings = |workload_order| Settings { workload_order, ..Settings::default() };
        Edit::of(Document::Settings, settings(self.order()), settings(after))
    }

    /// A workload got another name: the portfolios that name it follow, but for those that can only be read.
    fn renamed_in_portfolios(&self, from: &Name, to: &Name) -> Vec<Edit> {
        let key = from.key();
        let portfolios = self.state.documents.portfolios.iter().filter(|saved| saved.read_only.is_none());
        let edits = portfolios.filter_map(|saved| {
            let mut draft = saved.portfolio.to_draft();
            let mut named = draft.entries.iter_mut().filter(|entry| entry.workload.key() == key).peekable();
            named.peek()?;
            named.for_each(|entry| entry.workload.clone_from(to));
            let after = Portfolio::try_from(draft).ok()?;
            Some(Edit::of(Document::Portfolio(saved.key.clone()), saved.portfolio.clone(), after))
        });
        edits.collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::app::action::{Action, Effect, ImportedFiles};
    use crate::app::state::{Place, State};
    use crate::app::update::update;
    use crate::portfolio::{Draft, Entry, Portfolio};
    use crate::store::{Change, Document, Documents, PortfolioKey, WorkloadKey};
    use crate::workload::Name;

    fn state() -> State {
        State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap()
    }

    fn portfolio(name: &str, note: &str) -> Portfolio {
        let entry = |name: &str| Entry {
            workload: Name::new(name).unwrap(),
            volume: crate::portfolio::Volume::AsWorkload,
            assignment: crate::portfolio::Assignment::CheapestThatFits,
        };
        let entries = vec![entry("Chat message"), entry("Email draft")];
        let (name, note) = (name.to_owned(), note.to_owned());
        Portfolio::try_from(Draft { name, entries, note, ..Draft::default() }).unwrap()
    }

    fn key(stem: &str) -> PortfolioKey {
        PortfolioKey::new(stem).unwrap()
    }

    fn names(state: &State) -> Vec<String> {
        state.documents.portfolios.iter().map(|saved| saved.portfolio.name().to_string()).collect()
    }

    fn saved(effects: &[Effect]) -> Vec<Change> {
        let kept = effects.iter().filter_map(|effect| match effect {
            Effect::Keep(change) => Some(change.clone()),
            _ => None,
        });
        kept.collect()
    }

    #[test]
    fn each_step_is_saved_labelled_and_taken_back() {
        let mut state = state();
        let (first, second) = (portfolio("Support", "1"), portfolio("Support", "2"));
        let label = |state: &State| state.history.undo_label().map(str::to_owned).unwrap_or_default();
        let effects = update(&mut state, Action::AddPortfolio(first.clone()));
        assert_eq!(saved(&effects), [Change::put(Document::Portfolio(key("support")), first.clone())]);
        assert_eq!(label(&state), "new portfolio Support");
        let effects = update(&mut state, Action::EditPortfolio(key("support"), second.clone()));
        assert_eq!(saved(&effects), [Change::put(Document::Portfolio(key("support")), second.clone())]);
        assert_eq!(label(&state), "edit portfolio Support");
        assert!(saved(&update(&mut state, Action::EditPortfolio(key("support"), second.clone()))).is_empty());
        let effects = update(&mut state, Action::DeletePortfolio(key("support")));
        assert_eq!(saved(&effects), [Change::delete(Document::Portfolio(key("support")))]);
        assert_eq!((label(&state).as_str(), names(&state).len()), ("delete portfolio Support", 0));
        for (action, change) in [
            (Action::Undo, Change::put(Document::Portfolio(key("support")), second.clone())),
            (Action::Undo, Change::put(Document::Portfolio(key("support")), first.clone())),
            (Action::Undo, Change::delete(Document::Portfolio(key("support")))),
            (Action::Redo, Change::put(Document::Portfolio(key("support")), first)),
            (Action::Redo, Change::put(Document::Portfolio(key("support")), second)),
            (Action::Redo, Change::delete(Document::Portfolio(key("support")))),
        ] {
            assert_eq!(saved(&update(&mut state, action)), [change]);
        }
    }

    #[test]
    fn names_stay_unique_and_copies_and_imports_get_their_own() {
        let mut state = state();
        for _ in 0..2 {
            update(&mut state, Action::AddPortfolio(portfolio("Support", "")));
        }
        update(&mut state, Action::DuplicatePortfolio(key("support")));
        assert_eq!(state.history.undo_label(), Some("duplicate portfolio Support copy"));
        let files = ImportedFiles { portfolios: vec![portfolio("SUPPORT", "")], ..ImportedFiles::default() };
        update(&mut state, Action::Imported(Box::new(files)));
        assert_eq!(state.history.undo_label(), Some("import portfolio SUPPORT (3)"));
        assert_eq!(names(&state), ["Support", "Support (2)", "SUPPORT (3)", "Support copy"]);
        update(&mut state, Action::EditPortfolio(key("support-copy"), portfolio("Zoo", "")));
        assert_eq!(state.history.undo_label(), Some("rename portfolio Support copy"));
        assert_eq!(state.documents.portfolio(&key("support-copy")).unwrap().portfolio.name().as_str(), "Zoo");
    }

    #[test]
    fn what_can_only_be_read_is_not_changed() {
        let mut state = state();
        update(&mut state, Action::AddPortfolio(portfolio("Support", "")));
        state.documents.portfolios[0].read_only = Some("portfolios/support.ron has a field.".to_owned());
        for action in [
            Action::EditPortfolio(key("support"), portfolio("Support", "new")),
            Action::DeletePortfolio(key("support")),
        ] {
            assert!(saved(&update(&mut state, action)).is_empty());
            let saying = state.saying.clone().unwrap();
            assert_eq!(saying.text, "Support cannot be changed: portfolios/support.ron has a field.");
        }
        update(&mut state, Action::DuplicatePortfolio(key("support")));
        assert_eq!(names(&state), ["Support", "Support copy"]);
    }

    #[test]
    fn a_renamed_workload_keeps_its_places_in_portfolios_and_undo_renames_both() {
        let mut state = state();
        update(&mut state, Action::AddPortfolio(portfolio("Support", "")));
        update(&mut state, Action::AddPortfolio(portfolio("Locked", "")));
        let locked = state.documents.portfolios.iter_mut().find(|saved| saved.key == key("locked"));
        locked.unwrap().read_only = Some("read-only".to_owned());
        let chat = WorkloadKey::new("chat-message").unwrap();
        let workload = state.documents.workload(&chat).unwrap().workload.clone();
        let renamed = workload.renamed(Name::new("Ticket").unwrap());
        let effects = update(&mut state, Action::EditWorkload(chat, renamed));
        assert_eq!(saved(&effects).len(), 2);
        let entries = |state: &State, stem: &str| {
            let portfolio = &state.documents.portfolio(&key(stem)).unwrap().portfolio;
            portfolio.entries().iter().map(|entry| entry.workload.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(entries(&state, "support"), ["Ticket", "Email draft"]);
        assert_eq!(entries(&state, "locked"), ["Chat message", "Email draft"]);
        assert_eq!(state.history.undo_label(), Some("rename workload Chat message"));
        update(&mut state, Action::Go(Place::Workloads));
        update(&mut state, Action::Undo);
        // What was done was done to the workload, and is seen there.
        assert_eq!(state.view.place, Place::Workloads);
        assert_eq!(entries(&state, "support"), ["Chat message", "Email draft"]);
        assert!(state.documents.has_name("Chat message", None));
    }
}

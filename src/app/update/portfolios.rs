//! What the user does to portfolios, as steps that can be undone.

use super::Update;
use crate::app::undo::Edit;
use crate::portfolio::Portfolio;
use crate::store::{Document, PortfolioKey};
use crate::workload::Name;

impl Update<'_> {
    pub(super) fn add_portfolio(&mut self, portfolio: Portfolio, verb: &str) {
        let documents = &self.state.documents;
        let name = portfolio.name().made_unique(|key| documents.has_portfolio_name(key, None));
        let key = documents.free_portfolio_key(&name);
        let label = format!("{verb} {name}");
        let made = Edit::made(Document::Portfolio(key), portfolio.renamed(name));
        self.step(label, vec![made], None);
    }

    pub(super) fn edit_portfolio(&mut self, key: &PortfolioKey, portfolio: Portfolio) {
        let Some(saved) = self.state.documents.portfolio(key) else { return };
        if saved.portfolio == portfolio {
            return;
        }
        let before = saved.portfolio.clone();
        let verb = if before.name() == portfolio.name() { "edit" } else { "rename" };
        let label = format!("{verb} portfolio {}", before.name());
        let edit = Edit::of(Document::Portfolio(key.clone()), before, portfolio);
        self.step(label, vec![edit], None);
    }

    pub(super) fn duplicate_portfolio(&mut self, key: &PortfolioKey) {
        let Some(saved) = self.state.documents.portfolio(key) else { return };
        let copy = saved.portfolio.clone();
        let copied = Name::new(&format!("{} copy", copy.name())).unwrap_or_else(|_| copy.name().clone());
        self.add_portfolio(copy.renamed(copied), "duplicate portfolio");
    }

    pub(super) fn delete_portfolio(&mut self, key: &PortfolioKey) {
        let Some(saved) = self.state.documents.portfolio(key) else { return };
        let label = format!("delete portfolio {}", saved.portfolio.name());
        let gone = Edit::gone(Document::Portfolio(key.clone()), saved.portfolio.clone());
        let said = format!("Deleted {}", saved.portfolio.name());
        self.step(label, vec![gone], None);
        self.say_if_made(said);
    }

    /// A workload got another name: the portfolios that name it follow, but for those that can only be read.
    pub(super) fn renamed_in_portfolios(&self, from: &Name, to: &Name) -> Vec<Edit> {
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

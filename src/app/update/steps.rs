//! Steps that can be undone: their edits, made in memory and handed to the folder's keeper.

use super::Update;
use crate::app::action::{Offered, Saying};
use crate::app::decide::Asked;
use crate::app::state::State;
use crate::app::undo::{Edit, Shown, Step};
use crate::store::{ChangedElsewhere, Content, Document};
use crate::workload::Name;

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
        match edit {
            // What is new has a file of its own. Settings are a convenience: without a file they hold for the session.
            Edit::Document { before: None, .. }
            | Edit::Document { document: Document::Settings, .. }
            | Edit::Look { .. }
            | Edit::Asked { .. } => None,
            Edit::Document { document, .. } => self.state.documents.why_unchangeable(document),
        }
    }

    /// Whether something is still as an edit left it: else another window or program has changed it since.
    pub(super) fn holds(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Document { document, before, after } => {
                self.after_step(document, before.as_ref(), after.as_ref()).is_ok()
            }
            // Of these only what the step changed is changed back.
            Edit::Look { .. } | Edit::Asked { .. } => true,
        }
    }

    /// Makes one edit, in memory and, through the keeper, on disk.
    pub(super) fn make(&mut self, edit: Edit) {
        match edit {
            Edit::Document { document, before, after } => {
                self.documents_changed = true;
                self.prices_changed |= document.has_prices();
                match self.after_step(&document, before.as_ref(), after.as_ref()) {
                    Ok(Some(Content::Lists(lists))) => return self.make_lists(lists),
                    Ok(content) => self.put(&document, content),
                    // It is so already.
                    Err(ChangedElsewhere) => {}
                }
                self.touch(document);
            }
            Edit::Look { after, .. } => {
                self.view_changed = true;
                self.state.view.set_look(*after);
            }
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
        }
    }

    /// What a document is to say after a step: [`Content::after_step`].
    fn after_step(
        &self,
        document: &Document,
        before: Option<&Content>,
        after: Option<&Content>,
    ) -> Result<Option<Content>, ChangedElsewhere> {
        let mut now = self.state.documents.content(document);
        if let (Some(Content::Settings(now)), Some(Content::Settings(before)), Some(Content::Settings(after))) =
            (&mut now, before, after)
            && before.workload_order != after.workload_order
        {
            // Workloads that the file does not name stand in an order, too.
            now.workload_order = self.order();
        }
        Content::after_step(now.as_ref(), before, after)
    }

    /// Has a document say something else, in memory. Where it was shown and is gone, the next one of its kind is shown.
    fn put(&mut self, document: &Document, content: Option<Content>) {
        let State { documents, view, .. } = &mut *self.state;
        let place = documents.place_of(document);
        let is_gone = content.is_none();
        let after = content.as_ref().and_then(Content::name).map(Name::key);
        let before = match document {
            Document::Portfolio(key) => documents.portfolio(key).map(|saved| saved.portfolio.name().key()),
            _ => None,
        };
        documents.put(document.clone(), content);
        let Some(place) = place else { return };
        match document {
            Document::Workload(key) if is_gone && view.workload.as_ref() == Some(key) => {
                let next = documents.workloads.get(place).or(documents.workloads.last());
                view.workload = next.map(|saved| saved.key.clone());
            }
            Document::Portfolio(_) if view.decide.inputs.portfolio.chosen == before => {
                let next = documents.portfolios.get(place).or(documents.portfolios.last());
                let next = next.map(|saved| saved.portfolio.name().key());
                view.decide.inputs.portfolio.chosen = if is_gone { next } else { after };
            }
            _ => {}
        }
    }
}

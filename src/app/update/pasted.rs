//! Pasted numbers put into the form of a new workload, or into a saved one as one step that can be undone.

use super::Update;
use crate::app::action::{Action, Saying};
use crate::app::fields;
use crate::app::undo::Edit;
use crate::money::label;
use crate::store::{Document, WorkloadKey};
use crate::workload::{Field, Pasted, Workload};

impl Update<'_> {
    /// Opens the form of a new workload with these numbers in it.
    pub(super) fn fill_new_workload(&mut self, pasted: Pasted) {
        if !self.state.view.is_new_open {
            self.look(Action::OpenNewWorkload(true));
        }
        self.state.is_stale = true;
        let said = pasted.to_words();
        let fields = [
            (fields::NEW_NAME, pasted.name.clone()),
            (fields::NEW_INPUT, pasted.get(Field::InputTokens).map(label::whole)),
            (fields::NEW_OUTPUT, pasted.get(Field::OutputTokens).map(label::whole)),
        ];
        for (field, text) in fields {
            if let Some(text) = text {
                self.state.typed.insert(field.to_owned(), text);
            }
        }
        self.state.view.pasted = Some(pasted);
        self.state.saying = Some(Saying::done(format!("Pasted {said}")));
    }

    /// Puts these numbers into a saved workload.
    pub(super) fn fill_workload(&mut self, key: &WorkloadKey, pasted: &Pasted) {
        let Some(saved) = self.state.documents.workload(key) else { return };
        let before = saved.workload.clone();
        let mut draft = before.to_draft();
        let filled = pasted.fill(&mut draft).and_then(|()| {
            Workload::try_from(draft).map_err(|errors| {
                errors.into_iter().map(|error| error.problem).collect::<Vec<_>>().join("; ")
            })
        });
        let after = match filled {
            Ok(after) => after,
            Err(reason) => {
                let text = format!("Pasted nothing of {}: {reason}", pasted.to_words());
                self.state.saying = Some(Saying::failed(text));
                return;
            }
        };
        // What was typed and not committed would hide what was pasted.
        for field in fields::fields_of(key) {
            let share = format!("{field} share");
            self.state.untype(|other| other == field || other == share);
        }
        self.state.is_stale = true;
        if after != before {
            // A step of its own, though the field before it was edited a second ago.
            let label = format!("paste into workload {}", before.name());
            let edit = Edit::of(Document::Workload(key.clone()), before, after);
            self.step(label, vec![edit], None);
            if self.state.saying.is_some() {
                return;
            }
        }
        self.state.saying = Some(Saying::done(format!("Pasted {}", pasted.to_words())));
    }
}

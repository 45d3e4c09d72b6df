//! Undo and redo: labelled steps, each a list of edits that know what was before and after.

use std::time::Duration;

use crate::catalog::ListKey;
use crate::store::{Content, Document, WorkloadKey};

use super::decide::Asked;
use super::look::Look;

/// Letters of a search, or moves of a workload, within this time become one step.
const ONE_STEP: Duration = Duration::from_secs(3);
/// How many steps are remembered.
const MOST_STEPS: usize = 1_000;

/// How the fields begin that say nothing of a document yet: what is typed there is no value that was refused.
const FORMS: [&str; 7] = [
    "new workload",
    "new model",
    "discount new",
    "filter name",
    "list from address",
    "decide judged model",
    "month total",
];

/// Whether a field has the value of something that is there: what was typed in it and not taken is undone first.
pub fn is_value(field: &str) -> bool {
    !FORMS.iter().any(|form| field.starts_with(form))
}

/// One change, with the way back.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all edits are of documents")]
pub enum Edit {
    /// A document was changed; it was made where there is no `before`, and deleted where there is no `after`.
    Document {
        /// Which.
        document: Document,
        /// What it said. Of a document with entries by model both may hold those alone that the step touched, and of the
        /// settings the part that it touched.
        before: Option<Content>,
        /// What it says.
        after: Option<Content>,
    },
    /// The models are looked at in another way: another filter, another order.
    Look {
        /// What it was.
        before: Box<Look>,
        /// What it is.
        after: Box<Look>,
    },
    /// Something else was put into a question of Decide.
    Asked {
        /// What it was.
        before: Box<Asked>,
        /// What it is.
        after: Box<Asked>,
    },
}

impl Edit {
    /// A change of a document that is there before and after.
    pub fn of(document: Document, before: impl Into<Content>, after: impl Into<Content>) -> Self {
        Self::Document { document, before: Some(before.into()), after: Some(after.into()) }
    }

    /// A new document.
    pub fn made(document: Document, after: impl Into<Content>) -> Self {
        Self::Document { document, before: None, after: Some(after.into()) }
    }

    /// The end of a document.
    pub fn gone(document: Document, before: impl Into<Content>) -> Self {
        Self::Document { document, before: Some(before.into()), after: None }
    }

    /// Whether it changes only what is shown, and no document.
    pub const fn is_of_view(&self) -> bool {
        !matches!(self, Self::Document { .. })
    }

    /// Renames the document `old` to `new` in this edit.
    fn follow(&mut self, old: &Document, new: &Document) {
        let Self::Document { document, before, after } = self else { return };
        if document == old {
            document.clone_from(new);
        }
        if let (Document::Workload(old), Document::Workload(new)) = (old, new) {
            for content in [before, after] {
                let Some(Content::Settings(settings)) = content else { continue };
                for stem in settings.workload_order.iter_mut().filter(|stem| *stem == old.as_str()) {
                    new.as_str().clone_into(stem);
                }
            }
        }
    }

    /// The edit that takes this one back.
    pub fn reversed(self) -> Self {
        match self {
            Self::Document { document, before, after } => {
                Self::Document { document, before: after, after: before }
            }
            Self::Look { before, after } => Self::Look { before: after, after: before },
            Self::Asked { before, after } => Self::Asked { before: after, after: before },
        }
    }
}

/// What the user did, in words, and the edits that it made.
#[derive(Clone, Debug)]
pub struct Step {
    /// What was done: `delete workload Chat message`.
    pub label: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// Steps of the same field that follow each other quickly become one.
    pub field: Option<String>,
    /// What was shown when it was made.
    pub shown: Shown,
}

/// Which of the documents were shown: what one comes back to where a step is taken back that made another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The workload.
    pub workload: Option<WorkloadKey>,
    /// The portfolio, by the key of its name.
    pub portfolio: Option<String>,
}

/// A step on its way back, or on its way there again.
#[derive(Clone, Debug)]
pub struct Travel {
    /// What was done.
    pub label: String,
    /// The edits that lead there, in the order in which they are made.
    pub edits: Vec<Edit>,
    /// What was shown when it was made first.
    pub shown: Shown,
}

impl Step {
    /// Whether it changed only what is shown, and no document.
    pub fn is_of_view(&self) -> bool {
        self.edits.iter().all(Edit::is_of_view)
    }
}

/// The steps that can be taken back and made again.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// When the last one was made.
    last: Option<Duration>,
}

impl History {
    /// Remembers a step that was made just now; `now` counts from any fixed moment.
    pub fn push(&mut self, step: Step, now: Duration) {
        if step.is_of_view() {
            // To look at what was taken back loses nothing of it; what was looked at then is gone.
            self.undone.retain(|step| !step.is_of_view());
        } else {
            self.undone.clear();
        }
        let is_quick = self.last.is_some_and(|last| now.saturating_sub(last) < ONE_STEP);
        self.last = Some(now);
        if let (true, Some(previous), [edit]) = (is_quick, self.done.last_mut(), step.edits.as_slice())
            && step.field.is_some()
            && previous.field == step.field
            && let [before] = previous.edits.as_mut_slice()
            && let Some(merged) = merge(before, edit)
        {
            let is_back = merged == merged.clone().reversed();
            *before = merged;
            if is_back {
                self.done.pop();
                // What follows has nothing to do with the step before.
                self.last = None;
            }
            return;
        }
        self.done.push(step);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
        }
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    /// The step that undo would take back, or redo make again; it stays where it is.
    pub fn next(&self, back: bool) -> Option<Travel> {
        let step = if back { self.done.last() } else { self.undone.last() }?;
        let edits = if back {
            step.edits.iter().rev().cloned().map(Edit::reversed).collect()
        } else {
            step.edits.clone()
        };
        Some(Travel { label: step.label.clone(), edits, shown: step.shown.clone() })
    }

    /// Takes note that the step of [`History::next`] was taken back, or made again.
    pub fn travelled(&mut self, back: bool) {
        self.last = None;
        if let Some(step) = self.drop_next(back) {
            if back { &mut self.undone } else { &mut self.done }.push(step);
        }
    }

    /// Forgets the step of [`History::next`]: what it changed is not what it left any more.
    pub fn drop_next(&mut self, back: bool) -> Option<Step> {
        self.last = None;
        if back { self.done.pop() } else { self.undone.pop() }
    }

    /// Whether a step that still holds loaded a price list.
    pub fn has_loaded(&self, key: &ListKey) -> bool {
        self.done.iter().flat_map(|step| &step.edits).any(|edit| match edit {
            Edit::Document {
                before: Some(Content::Lists(before)),
                after: Some(Content::Lists(after)),
                ..
            } => before.get(key).is_none() && after.get(key).is_some(),
            _ => false,
        })
    }

    /// What came back got another key, since another program took its own meanwhile: the steps follow it.
    pub fn rename(&mut self, old: &Document, new: &Document) {
        for step in self.done.iter_mut().chain(&mut self.undone) {
            follow(&mut step.edits, old, new);
        }
    }
}

/// Renames the document `old` to `new` in edits.
pub fn follow(edits: &mut [Edit], old: &Document, new: &Document) {
    for edit in edits {
        edit.follow(old, new);
    }
}

/// Two edits of the same thing as one.
fn merge(first: &Edit, second: &Edit) -> Option<Edit> {
    match (first, second) {
        (Edit::Look { before, .. }, Edit::Look { after, .. }) => {
            Some(Edit::Look { before: before.clone(), after: after.clone() })
        }
        (Edit::Document { document, before, .. }, Edit::Document { document: second, after, .. })
            if document == second =>
        {
            Some(Edit::Document { document: document.clone(), before: before.clone(), after: after.clone() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{ModelId, OwnModels};
    use crate::settings::Settings;

    fn hidden(id: Option<&str>) -> OwnModels {
        let hidden = id.into_iter().map(|id| ModelId::new(id).unwrap()).collect();
        OwnModels { hidden, ..OwnModels::default() }
    }

    fn hide(id: &str) -> Step {
        Step {
            label: format!("hide {id}"),
            edits: vec![Edit::of(Document::OwnModels, hidden(None), hidden(Some(id)))],
            field: None,
            shown: Shown::default(),
        }
    }

    #[test]
    fn undo_reverses_and_redo_repeats() {
        let mut history = History::default();
        let now = Duration::ZERO;
        history.push(hide("a"), now);
        history.push(hide("b"), now);
        assert_eq!(history.undo_label(), Some("hide b"));
        assert_eq!(
            history.next(true).unwrap().edits,
            [Edit::of(Document::OwnModels, hidden(Some("b")), hidden(None))]
        );
        history.travelled(true);
        assert_eq!(history.redo_label(), Some("hide b"));
        history.travelled(false);
        assert_eq!(history.redo_label(), None);
    }

    #[test]
    fn what_was_typed_and_deleted_again_does_not_join_what_follows_to_what_was_before() {
        let mut history = History::default();
        let start = Duration::from_secs(5);
        let order = |from: &str, to: &str| {
            let settings =
                |name: &str| Settings { workload_order: vec![name.to_owned()], ..Settings::default() };
            let edits = vec![Edit::of(Document::Settings, settings(from), settings(to))];
            Step {
                label: format!("{from} to {to}"),
                edits,
                field: Some("order".into()),
                shown: Shown::default(),
            }
        };
        let later = |seconds| start + Duration::from_secs(seconds);
        history.push(order("a", "b"), start);
        history.push(order("b", "c"), later(60));
        history.push(order("c", "b"), later(61));
        assert_eq!(history.undo_label(), Some("a to b"));
        history.push(order("b", "d"), later(62));
        assert_eq!(history.undo_label(), Some("b to d"));
        // Quick ones are one step, slow ones steps of their own.
        history.push(order("d", "e"), later(63));
        assert_eq!(history.undo_label(), Some("b to d"));
        history.push(order("e", "f"), later(67));
        assert_eq!(history.undo_label(), Some("e to f"));
    }
}

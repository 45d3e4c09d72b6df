//! Work on a thread of its own, which tells the window how far it is.

use std::sync::mpsc::Sender;
use std::time::Duration;

use eframe::egui::Context;

use crate::app::action::Action;
use crate::app::action::WorkEvent;
use crate::app::work::{Work, WorkId};
use crate::fetch::Cancel;

/// Work on its own thread: it began when this was made.
#[derive(Debug)]
pub struct Working {
    id: WorkId,
    cancel: Cancel,
    send: Sender<Action>,
    ctx: Context,
}

impl Working {
    /// Tells the window that work begins.
    pub fn begin(send: &Sender<Action>, ctx: &Context, name: &'static str, words: impl Into<String>) -> Self {
        let working =
            Self { id: WorkId::new(), cancel: Cancel::default(), send: send.clone(), ctx: ctx.clone() };
        let cancel = working.cancel.clone();
        let work = Work { id: working.id, name, words: words.into(), since: Duration::ZERO, cancel };
        working.tell(WorkEvent::Began(work));
        working
    }

    /// Tells the window how far it is.
    pub fn at(&self, words: impl Into<String>) {
        self.tell(WorkEvent::At(self.id, words.into()));
    }

    /// Whether the user stopped it: then what is left of it is not worth doing.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// It has come into effect, so that it cannot be stopped any more, and this is to be said.
    pub fn done_for_good(self, outcome: Action) -> Action {
        self.tell(WorkEvent::Done(self.id, None));
        outcome
    }

    /// It is over; what comes of it comes into effect only if the user has not stopped it by then.
    pub fn done(self, outcome: Option<Action>) -> Action {
        Action::Work(WorkEvent::Done(self.id, outcome.map(Box::new)))
    }

    fn tell(&self, event: WorkEvent) {
        // The window may be closed already.
        if self.send.send(Action::Work(event)).is_ok() {
            self.ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use jiff::civil::date;

    use super::*;
    use crate::app::action::WorkEvent;
    use crate::app::action::{Action, Saying};
    use crate::app::state::State;
    use crate::app::update::update;
    use crate::store::Documents;

    #[test]
    fn what_is_stopped_has_no_outcome_and_what_ends_is_not_shown() {
        let mut state = State::new(Documents::starters(), Vec::new(), date(2026, 11, 26)).unwrap();
        let (send, receive) = channel();
        let begun = || Working::begin(&send, &Context::default(), "import", "Importing…");
        let (first, second) = (begun(), begun());
        first.at("Importing 2 of 3 files…");
        let pass_on = |state: &mut State| {
            for action in receive.try_iter() {
                update(state, action);
            }
        };
        pass_on(&mut state);
        let words: Vec<&str> = state.work.iter().map(|work| work.words.as_str()).collect();
        assert_eq!(words, ["Importing 2 of 3 files…", "Importing…"]);
        let stopped = state.work[0].id;
        update(&mut state, Action::Work(WorkEvent::Cancel(stopped)));
        assert!(first.is_cancelled() && !second.is_cancelled());
        assert_eq!(state.saying, Some(Saying::done("The import was stopped")));
        // It was over at the same moment.
        for (working, says) in [(first, "The import was stopped"), (second, "Imported")] {
            update(&mut state, working.done(Some(Action::Say(Saying::done("Imported")))));
            assert_eq!(state.saying, Some(Saying::done(says)));
        }
        assert!(state.work.is_empty());
    }
}

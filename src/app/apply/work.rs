//! What becomes of long work: its words for the status line, its outcome, its end by the user.

use super::Door;
use crate::app::action::Saying;
use crate::app::work::{Work, WorkEvent};

impl Door<'_> {
    pub(super) fn work(&mut self, event: WorkEvent) {
        let all = &mut self.state.work;
        match event {
            WorkEvent::Began(work) => all.push(Work { since: self.state.now, ..work }),
            WorkEvent::At(id, words) => {
                if let Some(work) = all.iter_mut().find(|work| work.id == id) {
                    work.words = words;
                }
            }
            WorkEvent::Done(id, outcome) => {
                // What was stopped is not here any more.
                let Some(place) = all.iter().position(|work| work.id == id) else { return };
                all.remove(place);
                if let Some(action) = outcome {
                    self.carry_out(*action);
                }
            }
            WorkEvent::Cancel(id) => {
                let Some(place) = all.iter().position(|work| work.id == id) else { return };
                let work = all.remove(place);
                work.cancel.cancel();
                self.state.saying = Some(Saying::done(format!("The {} was stopped", work.name)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use eframe::egui::Context;
    use jiff::civil::date;

    use crate::app::action::{Action, Saying};
    use crate::app::apply::apply;
    use crate::app::state::State;
    use crate::app::work::{WorkEvent, Working};
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
                apply(state, action);
            }
        };
        pass_on(&mut state);
        let words: Vec<&str> = state.work.iter().map(|work| work.words.as_str()).collect();
        assert_eq!(words, ["Importing 2 of 3 files…", "Importing…"]);
        let stopped = state.work[0].id;
        apply(&mut state, Action::Work(WorkEvent::Cancel(stopped)));
        assert!(first.is_cancelled() && !second.is_cancelled());
        assert_eq!(state.saying, Some(Saying::done("The import was stopped")));
        // It was over at the same moment.
        for (working, says) in [(first, "The import was stopped"), (second, "Imported")] {
            apply(&mut state, working.done(Some(Action::Say(Saying::done("Imported")))));
            assert_eq!(state.saying, Some(Saying::done(says)));
        }
        assert!(state.work.is_empty());
    }
}

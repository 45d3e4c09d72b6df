//! What becomes of long work: its words for the status line, its outcome, its end by the user.

use super::Update;
use crate::app::action::{Saying, WorkEvent};
use crate::app::work::Work;

impl Update<'_> {
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

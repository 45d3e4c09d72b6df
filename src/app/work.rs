//! Long work under way, such as an import: what it is called, how far it is, how it is stopped. It runs in `jobs`; the
//! status line shows it, and nothing here does it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use eframe::egui::Context;

use crate::fetch::Cancel;

use super::action::Action;

/// What ends sooner than this is not worth a word: it would only flicker.
const QUICK: Duration = Duration::from_millis(300);

/// Which work; each has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkId(u64);

/// Work under way.
#[derive(Clone, Debug)]
pub struct Work {
    /// Which it is.
    pub id: WorkId,
    /// What is being done, as a noun: `import`.
    pub name: &'static str,
    /// How far it is, in words: `Importing 3 of 12 files…`.
    pub words: String,
    /// When the window heard that it began, in [`State::now`](super::state::State::now).
    pub since: Duration,
    /// Stops it.
    pub cancel: Cancel,
}

/// What becomes of work.
#[derive(Clone, Debug)]
pub enum WorkEvent {
    /// It began.
    Began(Work),
    /// It is so far.
    At(WorkId, String),
    /// It is over, and this comes of it unless it was stopped.
    Done(WorkId, Option<Box<Action>>),
    /// The user stops it.
    Cancel(WorkId),
}

/// Work on its own thread: it began when this was made.
#[derive(Debug)]
pub struct Working {
    id: WorkId,
    cancel: Cancel,
    send: Sender<Action>,
    ctx: Context,
}

impl Work {
    /// How long after `now` it is worth a word; nothing where it is.
    #[must_use]
    pub fn is_quick_for(&self, now: Duration) -> Duration {
        QUICK.saturating_sub(now.saturating_sub(self.since))
    }
}

impl Working {
    /// Tells the window that work begins.
    pub fn begin(send: &Sender<Action>, ctx: &Context, name: &'static str, words: impl Into<String>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = WorkId(NEXT.fetch_add(1, Ordering::Relaxed));
        let working = Self { id, cancel: Cancel::default(), send: send.clone(), ctx: ctx.clone() };
        let cancel = working.cancel.clone();
        let work = Work { id, name, words: words.into(), since: Duration::ZERO, cancel };
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

//! Long work under way, such as an import: what it is called, how far it is, how it is stopped. It runs in `jobs`; the
//! status line shows it, and nothing here does it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::fetch::Cancel;

/// What ends sooner than this is not worth a word: it would only flicker.
const QUICK: Duration = Duration::from_millis(300);

/// Which work; each has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkId(u64);

impl WorkId {
    /// One that no other work has.
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

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

impl Work {
    /// How long after `now` it is worth a word; nothing where it is.
    pub fn is_quick_for(&self, now: Duration) -> Duration {
        QUICK.saturating_sub(now.saturating_sub(self.since))
    }
}

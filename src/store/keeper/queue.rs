//! Which changes are still to be saved, in what order and when: the keeper without its thread, its clock and its disk.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use crate::store::{Change, Conflict, Document, Foreign, Notice, SaveError, Saved, SavedCopy};

/// The pause before the first new attempt; it doubles with each failure.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// How long what may be lost waits for more of it: letters of a search come several a second.
const LATER: Duration = Duration::from_secs(1);
/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// What the keeper has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A document is on disk.
    Saved {
        /// Which.
        document: Document,
        /// What is worth telling about it.
        notice: Option<Notice>,
    },
    /// A document could not be saved; the change stays in memory and is tried again. Said once for each reason.
    NotSaved {
        /// Which.
        document: Document,
        /// Why.
        notice: Notice,
    },
    /// A document is read-only; the change was dropped.
    Refused {
        /// Which.
        document: Document,
        /// Why.
        notice: Notice,
    },
    /// Another program had changed the document; both versions are on disk.
    Conflict(Box<Conflict>),
    /// What a document was to say is on disk beside it; `None` for a deletion, which leaves nothing to keep.
    Copied(Document, Option<SavedCopy>),
    /// Other programs changed documents, which were read again.
    Reloaded(Foreign),
}

/// A change that is not on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The document.
    pub document: Document,
    /// Why, when it was tried already.
    pub notice: Option<Notice>,
}

/// One change to save now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what is not finished counts as being saved for ever"]
pub struct Job {
    change: Change,
    is_outdated: bool,
    failures: u32,
    notice: Option<Notice>,
    not_before: Option<Instant>,
    /// Whether it may be lost, so that nobody has to know that it waits.
    is_quiet: bool,
}

impl Job {
    /// The change.
    pub const fn change(&self) -> &Change {
        &self.change
    }

    /// Whether it may be lost, so that nobody has to hear that it is saved.
    pub const fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Whether it was made before the caller knew of the last reload of its document: then it is to be saved with
    /// [`crate::store::Store::save_outdated`].
    pub const fn is_outdated(&self) -> bool {
        self.is_outdated
    }
}

/// The changes that are still to be saved.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<Job>,
    /// A copy of what is being saved now, unless it may be lost.
    in_work: Option<Job>,
    is_working: bool,
    events: Vec<Event>,
    /// The documents with a reload among the events that the caller did not take yet.
    untold: HashSet<Document>,
}

impl Queue {
    /// Adds a change. One of the same document that is still waiting is replaced, unless a reload lies between them.
    /// The changes of price lists keep their order, and no stored copy is left out.
    pub fn push(&mut self, change: Change) {
        self.put(change, None);
    }

    /// As [`Queue::push`], for what may be lost: it is due a little later, unless something that may not be waits there.
    pub fn push_later(&mut self, change: Change, now: Instant) {
        self.put(change, Some(now + LATER));
    }

    fn put(&mut self, change: Change, later: Option<Instant>) {
        let document = change.document();
        // The caller does not know yet what another program wrote there.
        let is_outdated = self.untold.contains(&document);
        let same = |job: &Job| job.change.document() == document && job.is_outdated == is_outdated;
        let found = self.waiting.iter().rposition(same).filter(|at| self.may_replace(*at, &document));
        if let Some(job) = found.and_then(|at| self.waiting.get_mut(at)) {
            job.change = change;
            if later.is_none() {
                job.not_before = None;
                job.is_quiet = false;
            }
            return;
        }
        let is_quiet = later.is_some();
        self.waiting.push_back(Job {
            change,
            is_outdated,
            failures: 0,
            notice: None,
            not_before: later,
            is_quiet,
        });
    }

    /// Whether a new change of a document may take the place of the one that waits at `at`.
    fn may_replace(&self, at: usize, document: &Document) -> bool {
        match document {
            // Each version goes into the history, and what is removed must first be there to be brought back.
            Document::List(_) => false,
            // What is said of the lists waits for the copies that it names.
            Document::Lists => {
                !self.waiting.iter().skip(at).any(|job| matches!(job.change.document(), Document::List(_)))
            }
            _ => true,
        }
    }

    /// Makes every waiting change due at once.
    pub fn try_now(&mut self) {
        for job in &mut self.waiting {
            job.not_before = None;
        }
    }

    /// The change to save now, if one is due. [`Queue::finish`] says what came of it.
    pub fn next(&mut self, now: Instant) -> Option<Job> {
        let index = (0..self.waiting.len()).find(|index| self.due_at(*index, now) <= now)?;
        // An earlier change of the same document goes first, whenever that is due.
        let document = self.waiting.get(index)?.change.document();
        let first = self.waiting.iter().position(|job| job.change.document() == document)?;
        let job = self.waiting.remove(first)?;
        self.in_work = (!job.is_quiet).then(|| job.clone());
        self.is_working = true;
        Some(job)
    }

    /// When the next change is due; `None` when nothing waits.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        (0..self.waiting.len()).map(|index| self.due_at(index, now)).min()
    }

    /// When a change is due: one of a price list not before those of price lists that were made earlier.
    fn due_at(&self, index: usize, now: Instant) -> Instant {
        let is_of_lists = |job: &Job| matches!(job.change.document(), Document::Lists | Document::List(_));
        let own = self.waiting.get(index);
        let earlier = self.waiting.iter().take(index).filter(|_| own.is_some_and(is_of_lists));
        own.into_iter()
            .chain(earlier.filter(|job| is_of_lists(job)))
            .map(|job| job.not_before.unwrap_or(now))
            .max()
            .unwrap_or(now)
    }

    /// Takes note of what came of a change.
    pub fn finish(&mut self, mut job: Job, outcome: Result<Saved, SaveError>, now: Instant) {
        self.in_work = None;
        self.is_working = false;
        let document = job.change.document();
        match outcome {
            Ok(saved) => {
                if !job.is_quiet || saved.notice.is_some() {
                    self.events.push(Event::Saved { document, notice: saved.notice });
                }
                if let Some(reloaded) = saved.reloaded {
                    // It is the caller's own version: what was made of it since is not outdated.
                    let foreign = Foreign { reloaded: vec![reloaded], notices: Vec::new() };
                    self.events.push(Event::Reloaded(foreign));
                }
            }
            Err(SaveError::ReadOnly(notice)) => {
                self.events.push(Event::Refused { document, notice: *notice });
            }
            Err(SaveError::Changed(conflict)) => {
                self.mark_untold(&document);
                self.events.push(Event::Conflict(conflict));
            }
            Err(SaveError::NotWritten(notice)) => {
                if job.notice.as_ref() != Some(&*notice) {
                    self.events
                        .push(Event::NotSaved { document: document.clone(), notice: (*notice).clone() });
                }
                job.notice = Some(*notice);
                job.is_quiet = false;
                job.failures += 1;
                let pause = FIRST_PAUSE.saturating_mul(1 << (job.failures - 1).min(16)).min(LONGEST_PAUSE);
                job.not_before = Some(now + pause);
                let keeps_its_place = matches!(document, Document::Lists | Document::List(_));
                let newer = self.waiting.iter_mut().find(|newer| {
                    newer.change.document() == document
                        && newer.is_outdated == job.is_outdated
                        && !keeps_its_place
                });
                match newer {
                    // What was made since takes its place, and is tried at once.
                    Some(newer) => {
                        newer.failures = job.failures;
                        newer.notice = job.notice;
                        newer.not_before = None;
                        newer.is_quiet = false;
                    }
                    None => self.waiting.push_front(job),
                }
            }
        }
    }

    /// Takes note of what other programs did. Changes made before the caller knows of it are outdated.
    pub fn reloaded(&mut self, foreign: Foreign) {
        if foreign == Foreign::default() {
            return;
        }
        for reloaded in &foreign.reloaded {
            self.mark_untold(&reloaded.document);
        }
        self.events.push(Event::Reloaded(foreign));
    }

    /// Takes over what came of saving a copy.
    pub(super) fn copied(&mut self, document: Document, outcome: Result<Option<SavedCopy>, SaveError>) {
        self.events.push(match outcome {
            Ok(copy) => Event::Copied(document, copy),
            Err(error) => Event::Refused { document, notice: error.notice().clone() },
        });
    }

    fn mark_untold(&mut self, document: &Document) {
        self.untold.insert(document.clone());
        // What may be lost is not worth a conflict with what another program wrote.
        self.waiting.retain(|job| !job.is_quiet || job.change.document() != *document);
        for job in &mut self.waiting {
            if job.change.document() == *document {
                job.is_outdated = true;
            }
        }
    }

    /// What happened since the last call. What is pushed after it counts as made in the knowledge of it.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.untold.clear();
        std::mem::take(&mut self.events)
    }

    /// What is not on disk now, in the order in which it will be, but for what may be lost.
    pub fn unsaved(&self) -> Vec<Unsaved> {
        let unsaved = self
            .not_on_disk()
            .map(|job| Unsaved { document: job.change.document(), notice: job.notice.clone() });
        let mut seen = HashSet::new();
        unsaved.filter(|unsaved| seen.insert(unsaved.document.clone())).collect()
    }

    /// The changes that are not on disk now, in the order in which they were made.
    pub fn unsaved_changes(&self) -> Vec<Change> {
        self.not_on_disk().map(|job| job.change.clone()).collect()
    }

    fn not_on_disk(&self) -> impl Iterator<Item = &Job> {
        self.in_work.iter().chain(self.waiting.iter().filter(|job| !job.is_quiet))
    }

    /// Whether everything is on disk.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && !self.is_working
    }
}

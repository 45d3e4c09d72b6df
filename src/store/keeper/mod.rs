//! The keeper: a thread that owns the store, so that a window never waits for a disk.

mod queue;

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use queue::{Event, Job, Queue, Unsaved};

use super::{Change, Store};

/// How long a keeper that is dropped may take for what is unsaved.
const LAST_PATIENCE: Duration = Duration::from_secs(5);

/// Saves changes on a thread of its own, several of one document as one, and tries again what could not be saved.
///
/// No call waits for the disk, except [`Keeper::finish`].
#[derive(Debug)]
pub struct Keeper {
    shared: Arc<Mutex<Shared>>,
    /// Holds one ring; more would say nothing more.
    bell: SyncSender<()>,
    done: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Queue,
    /// What to save beside documents that cannot be replaced.
    copies: Vec<Change>,
    /// Whether to look for what other programs did.
    look: bool,
    /// Whether to save what is left and end.
    close: bool,
}

impl Keeper {
    /// Starts the thread. `wake` is called on it whenever there are new events to take.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(store: Store, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let (bell, rings) = sync_channel(1);
        let (end, done) = sync_channel(1);
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("keeper".to_owned()).spawn(move || {
            work(store, &theirs, &rings, &wake);
            // Nobody listens any more when the keeper was dropped; that is no fault.
            _ = end.try_send(());
        })?;
        Ok(Self { shared, bell, done, thread: Some(thread) })
    }

    /// Takes a change over. It is on disk when an [`Event::Saved`] says so, and in [`Keeper::unsaved`] until then.
    pub fn save(&self, change: Change) {
        locked(&self.shared).queue.push(change);
        self.ring();
    }

    /// As [`Keeper::save`], for what may be lost: a little later, together with more of it, and not among
    /// [`Keeper::unsaved`].
    pub fn save_later(&self, change: Change) {
        locked(&self.shared).queue.push_later(change, Instant::now());
        self.ring();
    }

    /// Saves what a document is to say beside its file, which stays as it is: [`Store::save_copy`]. An
    /// [`Event::Copied`] says where it went.
    pub fn save_copy(&self, change: Change) {
        locked(&self.shared).copies.push(change);
        self.ring();
    }

    /// Looks for what other programs did in the folder; for the window's focus and for [`super::watch`].
    pub fn look(&self) {
        locked(&self.shared).look = true;
        self.ring();
    }

    /// A door for other threads to [`Keeper::look`].
    pub fn looker(&self) -> impl Fn() + Send + Sync + 'static {
        let (shared, bell) = (Arc::clone(&self.shared), self.bell.clone());
        move || {
            locked(&shared).look = true;
            _ = bell.try_send(());
        }
    }

    /// Tries at once to save what could not be saved.
    pub fn try_again(&self) {
        locked(&self.shared).queue.try_now();
        self.ring();
    }

    /// What happened since the last call. Take every event over before the next [`Keeper::save`]: a change that is
    /// saved after this call counts as made in the knowledge of what it returned.
    pub fn events(&self) -> Vec<Event> {
        locked(&self.shared).queue.take_events()
    }

    /// What is not on disk now; empty when all is.
    pub fn unsaved(&self) -> Vec<Unsaved> {
        locked(&self.shared).queue.unsaved()
    }

    /// The changes that are not on disk now.
    pub fn unsaved_changes(&self) -> Vec<Change> {
        locked(&self.shared).queue.unsaved_changes()
    }

    /// Saves what is left, waits for it `at_most` so long, and returns what is still not on disk.
    #[must_use = "what is not on disk is lost when the program ends"]
    pub fn finish(mut self, at_most: Duration) -> Vec<Unsaved> {
        self.close(at_most);
        locked(&self.shared).queue.unsaved()
    }

    fn close(&mut self, at_most: Duration) {
        let Some(thread) = self.thread.take() else { return };
        locked(&self.shared).close = true;
        self.ring();
        match self.done.recv_timeout(at_most) {
            // It is at its end; or it panicked, and there is nothing to wait for.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {
                if thread.join().is_err() {
                    log::error!("the thread that saves ended early");
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                log::warn!("the disk takes too long; some changes are not saved");
            }
        }
    }

    fn ring(&self) {
        match self.bell.try_send(()) {
            // It rings already, or there is nobody to hear it any more.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close(LAST_PATIENCE);
    }
}

/// A panic elsewhere must not take the user's changes with it.
fn locked(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(mut store: Store, shared: &Mutex<Shared>, rings: &Receiver<()>, wake: &impl Fn()) {
    loop {
        let (look, close) = {
            let mut shared = locked(shared);
            if shared.close {
                shared.queue.try_now();
            }
            (std::mem::take(&mut shared.look), shared.close)
        };
        // What is saved first is compared with the files as they were when it was made.
        let mut tried = 0;
        loop {
            let job = locked(shared).queue.next(Instant::now());
            let Some(job) = job else { break };
            let outcome = match (job.is_outdated(), job.is_quiet()) {
                (true, _) => store.save_outdated(job.change()),
                (false, true) => store.save_or_give_way(job.change()),
                (false, false) => store.save(job.change()),
            };
            let is_news =
                !job.is_quiet() || !matches!(&outcome, Ok(saved) if *saved == super::Saved::default());
            locked(shared).queue.finish(job, outcome, Instant::now());
            if is_news {
                wake();
            }
            tried += 1;
            if tried > 1_000 && !close {
                // Let other wishes through.
                break;
            }
        }
        let copies = std::mem::take(&mut locked(shared).copies);
        for change in copies {
            let outcome = store.save_copy(&change);
            locked(shared).queue.copied(change.document(), outcome);
            wake();
        }
        if close {
            return;
        }
        if look {
            let foreign = store.foreign_changes();
            if foreign != super::Foreign::default() {
                locked(shared).queue.reloaded(foreign);
                wake();
            }
        }
        let now = Instant::now();
        let due = locked(shared).queue.due(now);
        let heard = match due {
            Some(due) => rings.recv_timeout(due.saturating_duration_since(now)),
            None => rings.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        if heard == Err(RecvTimeoutError::Disconnected) {
            // Every door is closed; `close` was set before unless the keeper was leaked.
            locked(shared).close = true;
        }
    }
}

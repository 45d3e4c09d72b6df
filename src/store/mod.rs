//! The folder on disk: atomic, versioned, recoverable. The only room that reads and writes the user's documents.
//!
//! Every save is whole and durable. A file that could not be read is never written over, and a file that another
//! program changed is never overwritten: then both versions stay on disk and the second writer is told.

mod changes;
mod disk;
mod documents;
mod exchange;
mod folder;
mod keeper;
mod kinds;
mod list_copy;
mod load;
mod named;
mod notice;
mod read_lists;
mod save;
mod stored;
#[cfg(feature = "window")]
mod watch;
mod window_file;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::catalog::ListKey;
use crate::workload::STARTERS;
pub use changes::Foreign;
use disk::{LOCK as LOCK_FILE, Lock, Look, NoLock, Place};
use documents::Shelf;
pub use documents::{
    Change, ChangedElsewhere, Content, Document, Documents, Kept, Reloaded, SavedPortfolio, SavedWorkload,
};
pub use exchange::{
    Foreign as ForeignFile, Imported, ImportedPortfolio, export_portfolio, export_workload, files_within,
    import_file, import_workload, not_imported, rows_left_out, save_elsewhere,
};
pub use folder::{FOLDER_VARIABLE, folder, identity};
pub use keeper::{Event, Job, Keeper, Queue, Unsaved};
pub use list_copy::{ListBytes, Replaces};
use load::Entry;
pub use named::{Key, PortfolioKey, WorkloadKey};
pub use notice::{Level, Notice, Remedy};
pub use read_lists::{ListsRead, LoadedList, read_history, read_list, read_lists, read_previous};
pub use save::{Conflict, SaveError, Saved, SavedCopy};
#[cfg(feature = "window")]
pub use watch::{Watcher, watch};
pub use window_file::WindowFile;

/// How long a save waits for another writer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why something about the folder or a single file could not be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The system names no folder for the data of an app.
    #[error(
        "this system names no folder for the app's data; choose one with --data-dir or {FOLDER_VARIABLE}"
    )]
    NoFolder,
    /// A file that was to be read cannot be.
    #[error("{0}")]
    Unreadable(Box<Notice>),
    /// A file that was to be written is there already.
    #[error("{}: there is a file of this name already. It was left as it is; choose another name.", .0.display())]
    Exists(PathBuf),
    /// A file could not be written, or a folder not watched.
    #[error("{}: {reason}.", path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// Why, in a clause.
        reason: String,
    },
}

/// Reads a folder for someone who only wants to know: writes and creates nothing. A folder that does not exist, or has
/// no `workloads/`, gives the starter workloads.
pub fn read(folder: &Path) -> (Documents, Vec<Notice>) {
    let loaded = load::load(folder);
    (loaded.documents, loaded.notices)
}

/// The open folder: what every file said when it was last read or written, and the only way to change one.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    entries: BTreeMap<Document, Entry>,
    /// Whether the starters are still to be written before the first save.
    first_start: bool,
    /// The last bytes of documents that were deleted here, so that undoing it brings them back to the letter.
    deleted: BTreeMap<Document, Vec<u8>>,
    /// The files of price lists that were removed here, so that undoing it brings them back to the letter.
    removed: BTreeMap<ListKey, stored::Removed>,
    /// The kinds of documents of which it was said that their folder is gone.
    told_gone: BTreeSet<Shelf>,
}

impl Store {
    /// Opens a folder. The first start creates it and writes the starters. Where that is impossible it opens all the
    /// same, with the starters in memory, and a notice says why; they are written before the first save that succeeds.
    pub fn open(folder: &Path) -> (Self, Documents, Vec<Notice>) {
        let mut store = Self {
            folder: folder.to_owned(),
            entries: BTreeMap::new(),
            first_start: true,
            deleted: BTreeMap::new(),
            removed: BTreeMap::new(),
            told_gone: BTreeSet::new(),
        };
        let hindrance = match store.prepare() {
            Ok(lock) => {
                lock.clean(folder);
                for &kind in Shelf::ALL {
                    lock.clean(&folder.join(kind.folder()));
                }
                lock.clean(&folder.join(list_copy::LISTS));
                None
            }
            Err(hindrance) => Some(hindrance),
        };
        let loaded = load::load(folder);
        store.first_start = loaded.first_start;
        store.entries = loaded.entries;
        let mut notices = loaded.notices;
        if let Some(hindrance) = hindrance {
            let kept = if store.first_start {
                "The starter workloads are in memory only; saving is tried again with your first change."
            } else {
                "What is there was read; saving is tried again with your first change."
            };
            notices.push(
                Notice::of_path(Level::Warning, folder, "Nothing can be saved at the moment", &hindrance)
                    .keeping(kept)
                    .with(Remedy::TryAgain),
            );
        }
        (store, loaded.documents, notices)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Creates what is missing of the folder and locks it. A clause says why that is impossible.
    fn prepare(&mut self) -> Result<Lock, String> {
        disk::create_folder(&self.folder).map_err(|error| disk::words(&error))?;
        let lock = Lock::of(&self.folder, PATIENCE).map_err(|no_lock| match no_lock {
            NoLock::Busy => "another copy of the app is writing there".to_owned(),
            NoLock::Refused(error) => disk::words(&error),
        })?;
        Shelf::ALL
            .iter()
            .try_for_each(|kind| self.make_folder(*kind))
            .map_err(|error| disk::words(&error))?;
        Ok(lock)
    }

    /// Makes sure, under the lock, that there is a folder of a kind. The starters come with that of the workloads. One that
    /// went away under the running app comes back, to the letter, with what is known of it, and with that of the
    /// workloads the documents that have no folder: then the whole data folder went away.
    fn make_folder(&mut self, kind: Shelf) -> io::Result<()> {
        let place = self.folder.join(kind.folder());
        if place.symlink_metadata().is_ok() {
            return Ok(());
        }
        if kind == Shelf::Workload && self.first_start {
            let files: Vec<(String, &[u8])> = STARTERS
                .iter()
                .map(|starter| {
                    (format!("{}.{}", starter.slug, documents::EXTENSION), starter.text.as_bytes())
                })
                .collect();
            disk::write_folder(&place, &files)?;
            self.first_start = false;
            for key in STARTERS.iter().filter_map(|starter| WorkloadKey::new(starter.slug)) {
                let document = Document::Workload(key);
                let look = disk::look(&document.path(&self.folder));
                let (entry, _) = load::interpret(&self.folder, &document, look, None);
                self.entries.insert(document, entry);
            }
            return Ok(());
        }
        disk::create_folder(&place)?;
        let is_of_kind =
            |document: &Document| document.shelf().map_or(kind == Shelf::Workload, |shelf| shelf == kind);
        self.put_back(is_of_kind)
    }

    /// Writes again, to the letter, what is known of files that are gone.
    fn put_back(&mut self, which: impl Fn(&Document) -> bool) -> io::Result<()> {
        for (document, entry) in self.entries.iter_mut().filter(|(document, _)| which(document)) {
            let path = document.path(&self.folder);
            if let Look::File(bytes, stamp) = &mut entry.look
                && path.symlink_metadata().is_err()
            {
                *stamp = disk::write(&path, bytes, Place::Empty)?;
            }
        }
        Ok(())
    }
}

//! The stored copies of price lists: the bytes of each verbatim, the version before, and the history of its prices.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use jiff::civil::Date;

use super::disk::{self, Look, Place, words};
use super::documents::{Change, Content, Document, Reloaded};
use super::list_copy::{LISTS, ListBytes, Replaces, history_path, look, previous_paths};
use super::notice::{Level, Notice, Remedy};
use super::save::{Conflict, SaveError, Saved, SavedCopy, meaning};
use super::{Store, read_lists};
use crate::catalog::feeds;
use crate::catalog::{AsOf, ListKey};
use crate::document::Fault;

/// The files of a list that was removed.
pub(super) type Removed = BTreeMap<PathBuf, Vec<u8>>;

impl Store {
    /// Saves a change of a stored copy.
    pub(super) fn save_list(&mut self, change: &Change) -> Result<Saved, SaveError> {
        match change {
            Change::StoreList { key, bytes, replaces, day } => self.store_list(key, bytes, *replaces, *day),
            Change::RemoveList(key, known) => self.remove_list(key, *known),
            Change::RestoreList(key) => self.restore_list(key),
            Change::Document(..) => Ok(Saved::default()),
        }
    }

    fn store_list(
        &mut self,
        key: &ListKey,
        bytes: &ListBytes,
        replaces: Replaces,
        day: Date,
    ) -> Result<Saved, SaveError> {
        let document = Document::List(key.clone());
        // Before the lock: reading takes longer than writing.
        let import = feeds::import(bytes, Some(day)).map_err(|error| {
            let kept = "Nothing of it is stored; the list that was there stays.";
            self.refused(key, "is not stored", &error.to_string(), kept)
        })?;
        let _lock = self.prepare().map_err(|reason| self.not_written(&document, &reason))?;
        let place = self.folder.join(LISTS);
        let failed = |store: &Self, error: &io::Error| store.not_written(&document, &words(error));
        disk::create_folder(&place).map_err(|error| failed(self, &error))?;
        let path = document.path(&self.folder);
        let now = look(&path);
        let is_there = matches!(&now, Look::File(there, _) if **there == **bytes);
        if !is_there && !replaces.allows(&now) {
            return Err(self.list_conflict(key, Some(bytes)));
        }
        let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
        // A history that cannot be read is not written over; the list is stored all the same.
        let (history, notice) = match read_lists::history(&self.folder, key) {
            Ok(mut history) => {
                history.record(&import.models, import.as_of.map_or(day, AsOf::day));
                let text =
                    history.print().map_err(|fault| self.not_written(&document, &fault.to_string()))?;
                (Some(text), None)
            }
            Err(notice) => (None, Some(notice)),
        };
        if let Some(history) = &history {
            files.push((history_path(&self.folder, key), history.as_bytes()));
        }
        let before = previous_paths(&self.folder, key);
        let [newest, older, _] = before.each_ref().map(|path| look(path));
        if let (Look::File(..), Replaces::Copy(_), false) = (&now, replaces, is_there) {
            // The oldest first: each is on disk under its next name before it is written over.
            let moved =
                [(2, &older), (1, &newest), (0, &now)].into_iter().filter_map(|(place, look)| match look {
                    Look::File(bytes, _) => Some((before.get(place)?.clone(), bytes.as_slice())),
                    _ => None,
                });
            files.extend(moved);
        }
        if !is_there {
            files.push((path, bytes));
        }
        disk::write_together(&place, &files).map_err(|error| failed(self, &error))?;
        self.removed.remove(key);
        Ok(Saved { notice, reloaded: None })
    }

    fn remove_list(&mut self, key: &ListKey, known: Replaces) -> Result<Saved, SaveError> {
        let document = Document::List(key.clone());
        let _lock = self.prepare().map_err(|reason| self.not_written(&document, &reason))?;
        let lists = disk::look(&Document::Lists.path(&self.folder));
        let is_named = match meaning(&Document::Lists, &lists) {
            Ok(Some(Content::Lists(lists))) => lists.get(key).is_some(),
            _ => true,
        };
        if is_named {
            let kept = "Its copy stays where it is.";
            return Err(self.refused(key, "is not removed", "lists.ron still names it", kept));
        }
        let path = document.path(&self.folder);
        if !known.allows(&look(&path)) {
            return Err(self.list_conflict(key, None));
        }
        let mut notice = None;
        let others = previous_paths(&self.folder, key).into_iter().chain([history_path(&self.folder, key)]);
        for path in others.chain([path]) {
            match look(&path) {
                Look::Absent => {}
                Look::File(bytes, _) => {
                    // In memory first: what is not there must not go.
                    self.removed.entry(key.clone()).or_default().insert(path.clone(), bytes);
                    match disk::remove(&path) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => {
                            return Err(self.not_written(&document, &words(&error)));
                        }
                        _ => {}
                    }
                }
                Look::Bad(reason, _) => {
                    let summary = "A file of a removed price list is left";
                    notice = Some(Notice::of_path(Level::Information, &path, summary, &reason).keeping(
                        "It could not be brought back, so it is left where it is; delete it by hand.",
                    ));
                }
            }
        }
        Ok(Saved { notice, reloaded: None })
    }

    fn restore_list(&mut self, key: &ListKey) -> Result<Saved, SaveError> {
        let document = Document::List(key.clone());
        let _lock = self.prepare().map_err(|reason| self.not_written(&document, &reason))?;
        let path = document.path(&self.folder);
        let now = look(&path);
        let Some(removed) = self.removed.get(key) else {
            if matches!(now, Look::Absent) {
                let reason = "its copy was removed before this start of the app";
                return Err(self.refused(key, "is not brought back", reason, "Import the list again."));
            }
            return Ok(Saved::default());
        };
        let mine = removed.get(&path);
        let is_there = matches!((&now, mine), (Look::File(there, _), Some(mine)) if there == mine);
        if !is_there && !matches!(now, Look::Absent) {
            let mine = mine.cloned().map(ListBytes::from);
            return Err(self.list_conflict(key, mine.as_ref()));
        }
        let place = self.folder.join(LISTS);
        let files: Vec<(PathBuf, &[u8])> =
            removed.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
        disk::create_folder(&place)
            .and_then(|()| disk::write_together(&place, &files))
            .map_err(|error| self.not_written(&document, &words(&error)))?;
        self.removed.remove(key);
        Ok(Saved::default())
    }

    /// Puts the bytes of a list beside its stored copy, as `litellm.mine-1.json`, which the app does not load.
    pub(super) fn keep_list(&self, key: &ListKey, bytes: &[u8]) -> Result<SavedCopy, SaveError> {
        let document = Document::List(key.clone());
        let failed = |error: &io::Error| self.not_written(&document, &words(error));
        let place = self.folder.join(LISTS);
        disk::create_folder(&place).map_err(|error| failed(&error))?;
        let mut number = 1_u64;
        loop {
            let path = place.join(format!("{}.mine-{number}.{}", key.slug(), key.extension()));
            if path.symlink_metadata().is_ok() {
                number += 1;
                continue;
            }
            match disk::write(&path, bytes, Place::Empty) {
                Ok(_) => return Ok(SavedCopy::File(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(failed(&error)),
            }
        }
    }

    /// Another program's copy stays, and one's own goes beside it.
    fn list_conflict(&self, key: &ListKey, bytes: Option<&ListBytes>) -> SaveError {
        let document = Document::List(key.clone());
        let mine = match bytes.map(|bytes| self.keep_list(key, bytes)).transpose() {
            Ok(mine) => mine,
            Err(error) => return error,
        };
        let summary = format!("The price list {key} was changed by another program");
        let reason = "another program changed it in the meantime";
        let mut notice = Notice::of(Level::Warning, &self.folder, &document, summary, reason);
        notice = match &mine {
            Some(SavedCopy::File(path)) => {
                let file = path.file_name().unwrap_or_default().display();
                notice
                    .keeping(&format!("Its version stays; yours is kept beside it in {file}."))
                    .with(Remedy::ShowInFolder(path.clone()))
            }
            _ => notice.keeping("It was not removed; look at it first."),
        };
        let theirs = Some(Reloaded::bare(Document::List(key.clone())));
        SaveError::Changed(Box::new(Conflict { document, theirs, mine, notice }))
    }

    fn refused(&self, key: &ListKey, what: &str, reason: &str, kept: &str) -> SaveError {
        let document = Document::List(key.clone());
        let summary = format!("The price list {key} {what}");
        let notice = Notice::of(Level::Warning, &self.folder, &document, summary, "").keeping(kept);
        SaveError::ReadOnly(Box::new(notice.at_fault(&Fault::new(reason))))
    }
}

//! The files of a stored price list: where they are, their bytes, and what may be written over them.

use std::fmt;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{self, Look};
use crate::catalog::feeds::{self, MOST_BYTES};
use crate::catalog::{Fingerprint, ListKey};

/// The folder of the stored price lists, inside the data folder.
pub(super) const LISTS: &str = "lists";

/// The bytes of a price list, shared rather than copied.
#[derive(Clone, PartialEq, Eq)]
pub struct ListBytes(Arc<[u8]>);

impl From<Vec<u8>> for ListBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Deref for ListBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ListBytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ListBytes({})", Fingerprint::of(&self.0))
    }
}

/// What may be at the place of a stored copy when it is written or deleted. Anything else is another program's work,
/// and stays. Nothing at all may always be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaces {
    /// Nothing: the list is new.
    Nothing,
    /// The copy that was read: [`super::LoadedList::fingerprint`], or that of the bytes that were stored last.
    Copy(Fingerprint),
    /// What could not be read as a list and still cannot: [`super::ListsRead::unread`]. Only when the user asks for it.
    Unreadable,
}

impl Replaces {
    /// Whether what is there is what may be replaced.
    pub(super) fn allows(self, now: &Look) -> bool {
        match (self, now) {
            (_, Look::Absent) | (Self::Unreadable, Look::Bad(..)) => true,
            (Self::Copy(known), Look::File(bytes, _)) => Fingerprint::of(bytes) == known,
            (Self::Unreadable, Look::File(bytes, _)) => feeds::import(bytes, None).is_err(),
            (Self::Nothing, _) | (Self::Copy(_), Look::Bad(..)) => false,
        }
    }
}

/// `lists/litellm.previous.json`: the version before the one that is stored.
pub(super) fn previous_path(folder: &Path, key: &ListKey) -> PathBuf {
    folder.join(LISTS).join(format!("{}.previous.{}", key.slug(), key.extension()))
}

/// The three versions before the one that is stored, the newest first: `lists/litellm.previous.json`,
/// `lists/litellm.previous-2.json` and so on. After two bad updates the last good list is still on disk.
pub(super) fn previous_paths(folder: &Path, key: &ListKey) -> [PathBuf; 3] {
    let older =
        |number: u8| folder.join(LISTS).join(format!("{}.previous-{number}.{}", key.slug(), key.extension()));
    [previous_path(folder, key), older(2), older(3)]
}

/// `lists/litellm.history.csv`
pub(super) fn history_path(folder: &Path, key: &ListKey) -> PathBuf {
    folder.join(LISTS).join(format!("{}.history.csv", key.slug()))
}

/// Looks at a file of `lists/`.
pub(super) fn look(path: &Path) -> Look {
    disk::look_up_to(path, MOST_BYTES as u64)
}

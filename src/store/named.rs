//! The identity of a document of which there are many, each with a name of its own and a file in a folder with its like:
//! workloads and portfolios.

use std::fmt;
use std::sync::Arc;

use crate::workload::Name;

/// The identity of a document of which there are many: the stem of its file. It stays when the document is renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

/// A workload's identity.
pub type WorkloadKey = Key;
/// A portfolio's identity.
pub type PortfolioKey = Key;

impl Key {
    /// The key of a file's stem; `None` when no document can have that stem.
    pub fn new(stem: &str) -> Option<Self> {
        let sound = !stem.is_empty()
            && stem.len() <= 250
            && !stem.starts_with('.')
            && !stem.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | ':'));
        sound.then(|| Self(stem.into()))
    }

    /// The first key for a name that is not `taken`: `chat-message`, `chat-message-2`, ...
    pub fn free(name: &Name, taken: impl Fn(&Self) -> bool) -> Self {
        let slug = name.slug();
        let mut key = Self(slug.as_str().into());
        let mut number = 2_u64;
        while taken(&key) {
            key = Self(format!("{slug}-{number}").into());
            number += 1;
        }
        key
    }

    /// The first key for a name that none of these has.
    pub(super) fn free_among<'a>(name: &Name, keys: impl Iterator<Item = &'a Self>) -> Self {
        // Some file systems take `Chat.ron` and `chat.ron` for one file.
        let lower = |key: &Self| key.as_str().to_lowercase();
        let taken: std::collections::BTreeSet<String> = keys.map(lower).collect();
        Self::free(name, |key| taken.contains(&lower(key)))
    }

    /// The stem of the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

//! What other programs did in the folder since it was last looked at.

use std::collections::BTreeSet;
use std::io;

use super::Store;
use super::disk::{self, Look, words};
use super::documents::{Document, Documents, Reloaded, Shelf};
use super::load::{self, Entry, interpret, with_unique_name};
use super::named::Key;
use super::notice::{Level, Notice, at_most_some};

/// What other programs did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// The documents that now say something else; [`Documents::apply`] takes each over.
    pub reloaded: Vec<Reloaded>,
    /// What to tell the user.
    pub notices: Vec<Notice>,
}

impl Store {
    /// Looks for what other programs changed, added or removed, and reads it. Cheap when nothing changed: one listing
    /// and one call a file.
    pub fn foreign_changes(&mut self) -> Foreign {
        let mut foreign = Foreign::default();
        let mut known: BTreeSet<Document> = self.entries.keys().cloned().collect();
        for &kind in Shelf::ALL {
            match load::keys(&self.folder, kind) {
                Ok((keys, _)) => {
                    self.told_gone.remove(&kind);
                    if kind == Shelf::Workload {
                        self.starters_are_settled(&keys, &mut foreign);
                    }
                    known.extend(keys.into_iter().map(|key| kind.document(key)));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound && self.has_no_folder_yet(kind) => {}
                Err(error) => {
                    // Nothing is taken out of memory for a disk that may come back.
                    if self.told_gone.insert(kind) {
                        foreign.notices.push(self.folder_is_gone(kind, &error));
                    }
                    if kind == Shelf::Workload {
                        return foreign;
                    }
                    known.retain(|document| document.shelf() != Some(kind));
                }
            }
        }
        let mut changed = Vec::new();
        for document in known {
            let path = document.path(&self.folder);
            let entry = self.entries.get_mut(&document);
            if entry
                .as_ref()
                .and_then(|entry| entry.look.stamp())
                .is_some_and(|stamp| stamp.still_holds(&path))
            {
                continue;
            }
            let look = disk::look(&path);
            match entry {
                Some(entry) if entry.look.same_as(&look) => entry.look = look,
                None if matches!(look, Look::Absent) => {}
                _ => changed.push((document, look)),
            }
        }
        // What is gone first: a file that was renamed gives its name free.
        changed.sort_by_key(|(_, look)| !matches!(look, Look::Absent));
        for (document, look) in changed {
            let (reloaded, notices) = self.take_over(&document, look);
            foreign.notices.extend(notices);
            foreign.reloaded.extend(reloaded);
        }
        foreign.notices = at_most_some(foreign.notices, &self.folder);
        foreign
    }

    /// Whether the folder of a kind is missing because nobody needed it so far.
    fn has_no_folder_yet(&self, kind: Shelf) -> bool {
        if kind == Shelf::Workload {
            self.first_start
        } else {
            !self.entries.keys().any(|document| document.shelf() == Some(kind))
        }
    }

    fn folder_is_gone(&self, kind: Shelf, error: &io::Error) -> Notice {
        let place = self.folder.join(kind.folder());
        let summary = format!("The folder of the {} is gone", kind.folder());
        let kept = format!("Your {} are in memory and go back to disk with your next change.", kind.folder());
        Notice::of_path(Level::Warning, &place, &summary, &words(error)).keeping(&kept)
    }

    /// Another copy of the app wrote the starters: those in memory that it deleted since are not there.
    fn starters_are_settled(&mut self, keys: &BTreeSet<Key>, foreign: &mut Foreign) {
        if !std::mem::replace(&mut self.first_start, false) {
            return;
        }
        let absent =
            Documents::starters().workloads.into_iter().filter(|starter| !keys.contains(&starter.key));
        foreign.reloaded.extend(absent.map(|starter| Reloaded::bare(Document::Workload(starter.key))));
    }

    /// Takes what a file says now for what it says. The document, unless the app was told just that before; and what to
    /// tell the user.
    pub(super) fn take_over(&mut self, document: &Document, look: Look) -> (Option<Reloaded>, Vec<Notice>) {
        let before = self.entries.remove(document);
        let is_gone = matches!(look, Look::Absent);
        let is_new = before.is_none();
        let (last, was_read_only) =
            before.map_or((None, None), |before| (before.content().cloned(), before.read_only));
        let (mut entry, notice) = interpret(&self.folder, document, look, last.clone());
        let mut notices: Vec<Notice> = notice.into_iter().collect();
        if let (Some(kind), Some(content)) = (document.shelf(), entry.content()) {
            let taken = |name: &str| {
                let mut others = self.entries.iter().filter(|(other, _)| *other != document);
                others.any(|(other, entry)| entry.name_key() == Some(name) && other.shelf() == Some(kind))
            };
            let (content, notice) = with_unique_name(&self.folder, document, content.clone(), taken);
            notices.extend(notice);
            entry = entry.told_as(content);
        }
        let says_the_same = entry.content() == last.as_ref() && entry.read_only == was_read_only;
        let reloaded = (!says_the_same).then(|| reloaded(document, &entry)).flatten();
        if reloaded.is_some() && notices.is_empty() && *document != Document::Settings {
            let (deed, kept) = match (is_gone, is_new) {
                (true, _) => ("removed", ""),
                (false, true) => ("added", "It was read."),
                (false, false) => ("changed", "It was read again."),
            };
            let summary = format!("{} was {deed} by another program", document.title());
            let reason = format!("another program {deed} it");
            notices
                .push(Notice::of(Level::Information, &self.folder, document, summary, &reason).keeping(kept));
        }
        if !(is_gone && document.shelf().is_some()) {
            self.entries.insert(document.clone(), entry);
        }
        (reloaded, notices)
    }

    /// A document as the app knows it.
    pub(super) fn known(&self, document: &Document) -> Option<Reloaded> {
        reloaded(document, self.entries.get(document)?)
    }
}

fn reloaded(document: &Document, entry: &Entry) -> Option<Reloaded> {
    let content = entry.content().cloned();
    // What cannot be read and never was is not told of.
    (content.is_some() || matches!(entry.look, Look::Absent)).then(|| Reloaded {
        document: document.clone(),
        content,
        read_only: entry.read_only.clone(),
    })
}

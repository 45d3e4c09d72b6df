//! From files to documents: reads, and never writes. One bad file takes nothing else with it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::Path;

use super::disk::{self, Look, words};
use super::documents::{Content, Document, Documents, EXTENSION, Reloaded, Shelf};
use super::list_copy::LISTS;
use super::named::Key;
use super::notice::{Level, Notice, Remedy, at_most_some};
use crate::document::Fault;

/// What the app knows of one file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The file as it was read or written last.
    pub(super) look: Look,
    /// Why it cannot be saved, in a sentence.
    pub(super) read_only: Option<String>,
    content: Option<Content>,
    /// The name, as [`crate::workload::Name::key`] gives it, if it has one; folding a name takes longer than comparing two.
    name_key: Option<String>,
}

impl Entry {
    pub(super) fn new(look: Look, content: Option<Content>, read_only: Option<String>) -> Self {
        let name_key = content.as_ref().and_then(Content::name).map(crate::workload::Name::key);
        Self { look, read_only, content, name_key }
    }

    /// The entry of a document that was just written.
    pub(super) fn written(bytes: Vec<u8>, stamp: disk::Stamp, content: Content) -> Self {
        Self::new(Look::File(bytes, stamp), Some(content), None)
    }

    /// The same file, of which the app is told something else.
    pub(super) fn told_as(self, content: Content) -> Self {
        Self::new(self.look, Some(content), self.read_only)
    }

    /// What it says, as the app was told; `None` for a named document that could not be read.
    pub(super) const fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// The name of a named document, as [`crate::workload::Name::key`] gives it.
    pub(super) fn name_key(&self) -> Option<&str> {
        self.name_key.as_deref()
    }
}

/// Makes of the bytes of a file what it says. `last` is what the app was told before, if anything: it stands in for a
/// file that went bad while the app was running.
pub(super) fn interpret(
    folder: &Path,
    document: &Document,
    look: Look,
    last: Option<Content>,
) -> (Entry, Option<Notice>) {
    let outcome = match &look {
        Look::Absent => {
            let content = Content::of_no_file(document);
            return (Entry::new(look, content, None), None);
        }
        Look::Bad(reason, _) => Err(Fault::new(reason)),
        Look::File(bytes, _) => Content::parse(document, bytes),
    };
    match outcome {
        Ok(opened) if opened.read_only.is_empty() => (Entry::new(look, Some(opened.value), None), None),
        Ok(opened) => {
            let reasons: Vec<String> = opened.read_only.iter().map(ToString::to_string).collect();
            let reason = reasons.join("; ");
            let file = document.file_name();
            let sentence = format!("{file} can only be read: {reason}.");
            let summary = format!("{} can only be read", document.title());
            let notice = Notice::of(Level::Warning, folder, document, summary, &reason)
                .keeping("It opens read-only, so that nothing in it is lost; save a copy to change it.")
                .with(Remedy::KeepMineAsCopy(document.clone()));
            (Entry::new(look, Some(opened.value), Some(sentence)), Some(notice))
        }
        Err(fault) => {
            let kept = if last.is_some() { document.still() } else { document.until_mended() };
            let summary = format!("{} cannot be read", document.title());
            let notice = Notice::of(Level::Warning, folder, document, summary, "")
                .at_fault(&fault)
                .keeping(kept)
                .with(Remedy::Reload(document.clone()));
            let sentence = format!("{} cannot be read and is left as it is: {fault}.", document.file_name());
            let content = last.or_else(|| Content::of_no_file(document));
            (Entry::new(look, content, Some(sentence)), Some(notice))
        }
    }
}

/// Gives a named document a name that no other of its kind has, and says so when that is another name than its file's.
pub(super) fn with_unique_name(
    folder: &Path,
    document: &Document,
    content: Content,
    taken: impl Fn(&str) -> bool,
) -> (Content, Option<Notice>) {
    let (Some(kind), Some(own)) = (document.shelf(), content.name()) else { return (content, None) };
    let name = own.made_unique(taken);
    if name == *own {
        return (content, None);
    }
    let summary = format!("Two {} are called {own}", kind.folder());
    let reason = format!("another {} is called \"{own}\" as well", kind.one());
    let kept = format!("It is shown as \"{name}\"; its file stays as it is until you change it.");
    let notice = Notice::of(Level::Information, folder, document, summary, &reason).keeping(&kept);
    (content.renamed(name), Some(notice))
}

/// The keys of the files in a folder of named documents, and notices about names that cannot be used.
pub(super) fn keys(folder: &Path, kind: Shelf) -> io::Result<(BTreeSet<Key>, Vec<Notice>)> {
    let mut keys = BTreeSet::new();
    let mut notices = Vec::new();
    let place = folder.join(kind.folder());
    let unusable = |path: &Path| {
        Notice::of_path(
            Level::Warning,
            path,
            "A file's name cannot be used",
            "the app cannot use this file name",
        )
        .keeping("It is left as it is and not shown; rename it to load it.")
    };
    for name in disk::names(&place)? {
        match name {
            Ok(name) if has_other_ending(&name) => {
                let reason =
                    "its ending is not written in small letters, so the app does not know it as its own";
                let summary = "A file's name cannot be used";
                let notice = Notice::of_path(Level::Warning, &place.join(&name), summary, reason);
                notices
                    .push(notice.keeping("It is left as it is and not shown; rename it to end with .ron."));
            }
            Ok(name) => {
                let Some(stem) = name.strip_suffix(EXTENSION).and_then(|stem| stem.strip_suffix('.')) else {
                    continue;
                };
                match Key::new(stem) {
                    Some(key) => _ = keys.insert(key),
                    None => notices.push(unusable(&place.join(&name))),
                }
            }
            Err(path) if path.extension().is_some_and(|extension| extension == EXTENSION) => {
                notices.push(unusable(&path));
            }
            Err(_) => {}
        }
    }
    Ok((keys, notices))
}

/// Whether a name ends as a document's does, but for capital letters: `chat.RON`.
fn has_other_ending(name: &str) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default();
    ending.eq_ignore_ascii_case(EXTENSION) && ending != EXTENSION
}

/// The slugs of the files in `lists/`: what stands before the first point.
fn list_slugs(folder: &Path) -> BTreeSet<String> {
    // Without the folder there is none; what cannot be listed shows when a list is read or stored.
    let names = disk::names(&folder.join(LISTS)).unwrap_or_default();
    let slug = |name: String| name.split('.').next().map(str::to_lowercase);
    names.into_iter().flatten().filter_map(slug).collect()
}

/// A whole folder, read.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) documents: Documents,
    pub(super) entries: BTreeMap<Document, Entry>,
    pub(super) notices: Vec<Notice>,
    /// Whether there is no `workloads/` yet, so that the starters stand in.
    pub(super) first_start: bool,
    /// The names so far of each kind, as [`crate::workload::Name::key`] gives them.
    names: HashSet<(Shelf, String)>,
}

/// Reads a folder. One that does not exist, or has no `workloads/`, gives the starters.
pub(super) fn load(folder: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    for &kind in Shelf::ALL {
        loaded.take_shelf(folder, kind);
    }
    for document in Document::SINGLE {
        let (entry, notice) = interpret(folder, document, disk::look(&document.path(folder)), None);
        loaded.notices.extend(notice);
        loaded.documents.apply_unsorted(Reloaded {
            document: document.clone(),
            content: entry.content().cloned(),
            read_only: entry.read_only.clone(),
        });
        loaded.entries.insert(document.clone(), entry);
    }
    loaded.notices = at_most_some(std::mem::take(&mut loaded.notices), folder);
    loaded.documents.list_slugs = list_slugs(folder);
    loaded.documents.sort();
    loaded
}

impl Loaded {
    fn take_shelf(&mut self, folder: &Path, kind: Shelf) {
        match keys(folder, kind) {
            Ok((keys, notices)) => {
                self.notices.extend(notices);
                for key in keys {
                    self.take_named(folder, kind, key);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let place = folder.join(kind.folder());
                if place.symlink_metadata().is_ok() {
                    let summary = format!("The {} cannot be read", kind.folder());
                    let reason = "it is a link to a folder that is not there";
                    let kept =
                        format!("It is left as it is; no {} is shown until the folder is back.", kind.one());
                    self.notices
                        .push(Notice::of_path(Level::Warning, &place, &summary, reason).keeping(&kept));
                } else if kind == Shelf::Workload {
                    self.first_start = true;
                    self.documents = Documents::starters();
                }
            }
            Err(error) => {
                let place = folder.join(kind.folder());
                let summary = format!("The {} cannot be read", kind.folder());
                let kept = format!("It is left as it is; no {} is shown until it is mended.", kind.one());
                let notice = Notice::of_path(Level::Warning, &place, &summary, &words(&error));
                self.notices.push(notice.keeping(&kept));
            }
        }
    }

    fn take_named(&mut self, folder: &Path, kind: Shelf, key: Key) {
        let document = kind.document(key.clone());
        let look = disk::look(&document.path(folder));
        if matches!(look, Look::Absent) {
            // Removed since the folder was listed.
            return;
        }
        let (mut entry, notice) = interpret(folder, &document, look, None);
        self.notices.extend(notice);
        if let Some(content) = entry.content().cloned() {
            let names = &self.names;
            let taken = |name: &str| names.contains(&(kind, name.to_owned()));
            let (content, notice) = with_unique_name(folder, &document, content, taken);
            self.notices.extend(notice);
            entry = entry.told_as(content.clone());
            self.names.extend(entry.name_key().map(|name| (kind, name.to_owned())));
            self.documents.add(key, content, entry.read_only.clone());
        } else {
            self.documents.add_unreadable(kind, key);
        }
        self.entries.insert(document, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_thousands_of_bad_files_a_hundred_are_named() {
        let home = tempfile::tempdir().unwrap();
        let workloads = home.path().join("workloads");
        std::fs::create_dir(&workloads).unwrap();
        for number in 0..250 {
            std::fs::write(workloads.join(format!("bad-{number}.ron")), "(").unwrap();
        }
        let notices = load(home.path()).notices;
        assert_eq!(notices.len(), 101);
        assert!(notices[100].reason.starts_with("150 more files"), "{}", notices[100]);
    }

    #[test]
    fn an_ending_in_capital_letters_is_named() {
        let home = tempfile::tempdir().unwrap();
        let workloads = home.path().join("workloads");
        std::fs::create_dir(&workloads).unwrap();
        std::fs::write(workloads.join("chat.RON"), "(name: \"Chat\", input_tokens: 1)").unwrap();
        let loaded = load(home.path());
        assert!(loaded.documents.workloads.is_empty());
        assert!(loaded.notices[0].to_string().contains("rename it to end with .ron"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_disk_that_is_not_there_is_not_a_first_start() {
        let home = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(home.path().join("gone"), home.path().join("workloads")).unwrap();
        let loaded = load(home.path());
        assert!(loaded.documents.workloads.is_empty() && !loaded.first_start);
        assert!(loaded.notices[0].reason.contains("link to a folder that is not there"));
    }
}

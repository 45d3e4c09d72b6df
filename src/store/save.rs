//! Saving one change: whole, durable, and never over what another program wrote in the meantime.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::Store;
use super::disk::{self, Look, Place, words};
use super::documents::{Change, Content, Document, Reloaded, Shelf};
use super::load::{self, Entry, interpret};
use super::named::Key;
use super::notice::{Level, Notice, Remedy};
use crate::document::Fault;
use crate::settings::Settings;
use crate::workload::Name;

/// How often a save starts again when another program creates files in its way.
const ATTEMPTS: usize = 100;

/// A change that is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// What is worth telling about it.
    pub notice: Option<Notice>,
    /// The document as it is now, where the caller was told that it is gone.
    pub reloaded: Option<Reloaded>,
}

/// Where one's own version went when another program had changed the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedCopy {
    /// A document of its own, under a name of its own.
    Document(Reloaded),
    /// A file beside the document, which the app does not load.
    File(PathBuf),
}

impl SavedCopy {
    /// A copy that the app loads: what it says of itself.
    pub fn loaded(self) -> Option<Reloaded> {
        match self {
            Self::Document(saved) => Some(saved),
            Self::File(_) => None,
        }
    }
}

impl fmt::Display for SavedCopy {
    /// The name that it has, or the path of its file.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(saved) => match saved.content.as_ref().and_then(Content::name) {
                Some(name) => name.fmt(out),
                None => out.write_str(&saved.document.file_name()),
            },
            Self::File(path) => path.display().fmt(out),
        }
    }
}

/// Another program changed a document since it was last read here. Both versions are on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The document.
    pub document: Document,
    /// Their version, which stayed in its place; `None` when it could not be read and never was before.
    pub theirs: Option<Reloaded>,
    /// Where one's own version is; `None` for a deletion, which leaves nothing to keep.
    pub mine: Option<SavedCopy>,
    /// What to tell the user.
    pub notice: Notice,
}

/// Why a change is not on disk in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The document cannot be written without losing something. Trying again changes nothing.
    #[error("{0}")]
    ReadOnly(Box<Notice>),
    /// Another program changed it; one's own version is on disk as a copy. Trying again would make another copy.
    #[error("{}", .0.notice)]
    Changed(Box<Conflict>),
    /// The disk is full, or the like. The change is only in the caller's memory and worth trying again.
    #[error("{0}")]
    NotWritten(Box<Notice>),
}

impl SaveError {
    /// What to tell the user.
    pub fn notice(&self) -> &Notice {
        match self {
            Self::ReadOnly(notice) | Self::NotWritten(notice) => notice,
            Self::Changed(conflict) => &conflict.notice,
        }
    }

    /// Whether the same change may succeed later.
    pub const fn is_worth_trying_again(&self) -> bool {
        matches!(self, Self::NotWritten(_))
    }
}

/// What a change was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// The document as this store last read or wrote it.
    Current,
    /// The same, of a change that may be lost: it gives way to what another program wrote.
    Light,
    /// An earlier state.
    Outdated,
}

impl Store {
    /// Saves one change, made of the document as this store last read, wrote or reported it. A document that means the
    /// same already is left untouched.
    ///
    /// # Errors
    /// When the document is read-only, was changed by another program, or cannot be written. See [`SaveError`].
    pub fn save(&mut self, change: &Change) -> Result<Saved, SaveError> {
        self.save_made_of(change, Basis::Current)
    }

    /// As [`Store::save`], for a change that may be lost, such as where the window was: where another program has changed
    /// the document, or it is read-only, it is dropped without a word.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_or_give_way(&mut self, change: &Change) -> Result<Saved, SaveError> {
        self.save_made_of(change, Basis::Light)
    }

    /// Saves a change that was made before the caller knew of the last reload of its document: as if the other program
    /// had changed the file only now.
    ///
    /// # Errors
    /// As [`Store::save`]; nearly always [`SaveError::Changed`].
    pub fn save_outdated(&mut self, change: &Change) -> Result<Saved, SaveError> {
        self.save_made_of(change, Basis::Outdated)
    }

    /// Saves what a document is to say beside it: a workload as a new workload, a portfolio as a new portfolio,
    /// another document as `overrides.mine-1.ron`. A deletion leaves nothing to keep.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_copy(&mut self, change: &Change) -> Result<Option<SavedCopy>, SaveError> {
        let document = change.document();
        let _lock = self.prepare().map_err(|reason| self.not_written(&document, &reason))?;
        if let Change::StoreList { key, bytes, .. } = change {
            return self.keep_list(key, bytes).map(Some);
        }
        self.keep(change, false)
    }

    fn save_made_of(&mut self, change: &Change, basis: Basis) -> Result<Saved, SaveError> {
        let document = change.document();
        if let Document::List(_) = document {
            // It says itself what it may replace.
            return self.save_list(change);
        }
        match (basis, self.refuse_read_only(change)) {
            (Basis::Current, refused) => refused?,
            (Basis::Light, Err(_)) => return Ok(Saved::default()),
            (Basis::Light | Basis::Outdated, _) => {}
        }
        let _lock = self.prepare().map_err(|reason| self.not_written(&document, &reason))?;
        let path = document.path(&self.folder);
        let ours = change.content();
        for _ in 0..ATTEMPTS {
            let now = disk::look(&path);
            let entry = self.entries.get(&document);
            let is_as_seen =
                entry.map_or_else(|| matches!(now, Look::Absent), |entry| entry.look.same_as(&now));
            if meaning(&document, &now).is_ok_and(|meaning| meaning.as_ref() == ours) {
                return self.already_there(&document, now, ours.cloned(), is_as_seen);
            }
            let deleted_by_others = matches!(now, Look::Absent) && ours.is_some();
            let mine_wins = is_as_seen && basis != Basis::Outdated
                || deleted_by_others
                || self.is_only_memory(&document, &now, ours, basis);
            if !mine_wins && basis == Basis::Light {
                return Ok(Saved::default());
            }
            if !mine_wins {
                return Err(self.conflict(change, now));
            }
            let written = match ours {
                Some(content) => self.write(&document, content, &now),
                None => self.delete(&document, now),
            };
            match written {
                Err(Trouble::Refused(error)) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(Trouble::Refused(error)) => return Err(self.not_written(&document, &words(&error))),
                Err(Trouble::Unprintable(fault)) => {
                    return Err(self.not_written(&document, &fault.to_string()));
                }
                Ok(()) if deleted_by_others && !(is_as_seen && basis != Basis::Outdated) => {
                    return Ok(self.brought_back(&document, basis));
                }
                Ok(()) => return Ok(Saved::default()),
            }
        }
        Err(self.not_written(&document, "other programs keep writing there"))
    }

    /// A document that would lose something refuses a save; one that at least could be read may be deleted, because
    /// undoing that brings it back to the letter.
    fn refuse_read_only(&self, change: &Change) -> Result<(), SaveError> {
        let document = change.document();
        let Some(entry) = self.entries.get(&document) else { return Ok(()) };
        let Some(reason) = &entry.read_only else { return Ok(()) };
        if let (None, Look::File(bytes, _)) = (change.content(), &entry.look)
            && Content::parse(&document, bytes).is_ok()
        {
            return Ok(());
        }
        let summary = format!("{} can only be read", document.title());
        // The sentence starts with the file's name, as the notice does.
        let file = format!("{} ", document.file_name());
        let reason = reason.strip_prefix(&file).unwrap_or(reason).trim_end_matches('.');
        let notice = Notice::of(Level::Warning, &self.folder, &document, summary, reason)
            .keeping("Your change is not saved.")
            .with(Remedy::KeepMineAsCopy(document.clone()))
            .with(Remedy::Reload(document));
        Err(SaveError::ReadOnly(Box::new(notice)))
    }

    /// The file says already what it is to say: it stays to the letter, comments and all.
    fn already_there(
        &mut self,
        document: &Document,
        now: Look,
        ours: Option<Content>,
        is_as_seen: bool,
    ) -> Result<Saved, SaveError> {
        let path = document.path(&self.folder);
        if !is_as_seen
            && let Some(folder) = path.parent()
            && let Err(error) = disk::sync_folder(folder)
        {
            // Someone else put it there; that it stays there is not certain yet.
            return Err(self.not_written(document, &words(&error)));
        }
        if matches!(now, Look::Absent) && document.shelf().is_some() {
            self.entries.remove(document);
        } else {
            self.entries.insert(document.clone(), Entry::new(now, ours, None));
        }
        Ok(Saved::default())
    }

    /// Whether settings differ from what others wrote only in what the window remembers, which may be lost.
    fn is_only_memory(&self, document: &Document, now: &Look, ours: Option<&Content>, basis: Basis) -> bool {
        let alike =
            |a: &Settings, b: &Settings| Settings { remembered: b.remembered.clone(), ..a.clone() } == *b;
        let (Some(Content::Settings(ours)), Ok(Some(Content::Settings(theirs)))) =
            (ours, meaning(document, now))
        else {
            return false;
        };
        let before = self.entries.get(document).and_then(Entry::content);
        let they_changed_nothing_else = basis != Basis::Outdated
            && matches!(before, Some(Content::Settings(before)) if alike(&theirs, before));
        alike(&theirs, ours) || they_changed_nothing_else
    }

    fn write(&mut self, document: &Document, content: &Content, now: &Look) -> Result<(), Trouble> {
        let path = document.path(&self.folder);
        let place = if matches!(now, Look::Absent) { Place::Empty } else { Place::Seen(now) };
        // What was deleted and comes back the same, comes back to the letter.
        let deleted = self.deleted.get(document).filter(|_| matches!(place, Place::Empty)).filter(
            |bytes| matches!(Content::parse(document, bytes), Ok(opened) if opened.value == *content),
        );
        let bytes = match deleted {
            Some(bytes) => bytes.clone(),
            None => content.print().map_err(Trouble::Unprintable)?.into_bytes(),
        };
        let stamp = disk::write(&path, &bytes, place).map_err(Trouble::Refused)?;
        let (entry, _) = interpret(&self.folder, document, Look::File(bytes, stamp), None);
        self.entries.insert(document.clone(), entry);
        self.deleted.remove(document);
        Ok(())
    }

    fn delete(&mut self, document: &Document, now: Look) -> Result<(), Trouble> {
        disk::remove_seen(&document.path(&self.folder), &now).map_err(Trouble::Refused)?;
        self.entries.remove(document);
        if let Look::File(bytes, _) = now {
            self.deleted.insert(document.clone(), bytes);
        }
        Ok(())
    }

    fn brought_back(&self, document: &Document, basis: Basis) -> Saved {
        let summary = format!("{} was deleted elsewhere and is saved again", document.title());
        let notice = Notice::of(
            Level::Information,
            &self.folder,
            document,
            summary,
            "another program deleted it in the meantime",
        )
        .keeping("Your version is saved again in its place.");
        let reloaded = if basis == Basis::Outdated { self.known(document) } else { None };
        Saved { notice: Some(notice), reloaded }
    }

    /// Keeps one's own version as a copy and takes theirs over.
    fn conflict(&mut self, change: &Change, now: Look) -> SaveError {
        let document = change.document();
        let is_new = !self.entries.contains_key(&document);
        // The copy first: until it is on disk, nothing here may count as seen.
        let mine = match self.keep(change, is_new) {
            Ok(mine) => mine,
            Err(error) => return error,
        };
        let (theirs, notices) = self.take_over(&document, now);
        // What the app was told before is told again: it may not have got to it.
        let theirs = theirs.or_else(|| self.known(&document));
        let summary = format!("{} was changed by another program", document.title());
        let mut notice = Notice::of(
            Level::Warning,
            &self.folder,
            &document,
            summary,
            "another program changed it in the meantime",
        );
        match &mine {
            Some(copy @ SavedCopy::Document(_)) => {
                let one = document.shelf().map_or("file", Shelf::one);
                notice =
                    notice.keeping(&format!("Its version stays; yours is kept as the {one} \"{copy}\"."));
            }
            Some(SavedCopy::File(path)) => {
                let file = path.file_name().unwrap_or_default().display();
                notice = notice
                    .keeping(&format!("Its version stays; yours is kept beside it in {file}."))
                    .with(Remedy::ShowInFolder(path.clone()));
            }
            None => notice = notice.keeping("It was not deleted; look at it first."),
        }
        if let Some(trouble) = notices.iter().find(|notice| notice.level == Level::Warning) {
            notice.kept = format!("{} Its version cannot be used as it is: {}.", notice.kept, trouble.reason);
        }
        SaveError::Changed(Box::new(Conflict { document, theirs, mine, notice }))
    }

    /// Writes one's own version beside the document. `keeps_name` when a new named one only came too late for its file
    /// name: it needs no other name unless that is taken, too.
    fn keep(&mut self, change: &Change, keeps_name: bool) -> Result<Option<SavedCopy>, SaveError> {
        let document = change.document();
        let Some(content) = change.content() else { return Ok(None) };
        let refused = |store: &Self, error: &io::Error| store.not_written(&document, &words(error));
        if let Some(kind) = document.shelf() {
            return self.keep_named(kind, content.clone(), keeps_name).map_err(|trouble| match trouble {
                Trouble::Refused(error) => refused(self, &error),
                Trouble::Unprintable(fault) => self.not_written(&document, &fault.to_string()),
            });
        }
        let text = content.print().map_err(|fault| self.not_written(&document, &fault.to_string()))?;
        let path = document.path(&self.folder);
        for number in 1_u64.. {
            let path = path.with_extension(format!("mine-{number}.ron"));
            if path.symlink_metadata().is_ok() {
                continue;
            }
            match disk::write(&path, text.as_bytes(), Place::Empty) {
                Ok(_) => return Ok(Some(SavedCopy::File(path))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(refused(self, &error)),
            }
        }
        Ok(None)
    }

    fn keep_named(
        &mut self,
        kind: Shelf,
        content: Content,
        keeps_name: bool,
    ) -> Result<Option<SavedCopy>, Trouble> {
        let Some(name) = content.name() else { return Ok(None) };
        let unknown = self.unknown_names(kind);
        let mut names = self.names(kind);
        names.extend(unknown.iter().map(String::as_str));
        let taken = |name: &str| names.contains(name);
        let name = if keeps_name && !taken(&name.key()) { name.clone() } else { my_copy(name) };
        let name = name.made_unique(taken);
        let content = content.renamed(name.clone());
        let text = content.print().map_err(Trouble::Unprintable)?;
        for _ in 0..ATTEMPTS {
            let key = Key::free(&name, |key| {
                let document = kind.document(key.clone());
                self.entries.contains_key(&document) || document.path(&self.folder).symlink_metadata().is_ok()
            });
            let document = kind.document(key.clone());
            match disk::write(&document.path(&self.folder), text.as_bytes(), Place::Empty) {
                Ok(stamp) => {
                    let entry = Entry::written(text.into_bytes(), stamp, content.clone());
                    self.entries.insert(document.clone(), entry);
                    let copy = Reloaded { document, content: Some(content), read_only: None };
                    return Ok(Some(SavedCopy::Document(copy)));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Trouble::Refused(error)),
            }
        }
        Err(Trouble::Refused(io::ErrorKind::AlreadyExists.into()))
    }

    /// The names of documents of a kind that other programs added and the app was not told of yet.
    fn unknown_names(&self, kind: Shelf) -> Vec<String> {
        let Ok((keys, _)) = load::keys(&self.folder, kind) else { return Vec::new() };
        let documents = keys.into_iter().map(|key| kind.document(key));
        let unknown = documents.filter(|document| !self.entries.contains_key(document));
        let meant = unknown.filter_map(|document| {
            meaning(&document, &disk::look(&document.path(&self.folder))).ok().flatten()
        });
        meant.filter_map(|content| content.name().map(Name::key)).collect()
    }

    /// The names of the documents of a kind, as [`Name::key`] gives them.
    fn names(&self, kind: Shelf) -> HashSet<&str> {
        let all = self.entries.iter().filter(|(document, _)| document.shelf() == Some(kind));
        all.filter_map(|(_, entry)| entry.name_key()).collect()
    }

    pub(super) fn not_written(&self, document: &Document, reason: &str) -> SaveError {
        let summary = format!("{} is not saved", document.title());
        let notice = Notice::of(
            Level::Warning,
            &self.folder,
            document,
            summary,
            &format!("it could not be saved, because {reason}"),
        )
        .keeping("The file is as it was; your change is in memory and is tried again.")
        .with(Remedy::TryAgain);
        SaveError::NotWritten(Box::new(notice))
    }
}

/// What can go wrong while writing.
#[derive(Debug)]
enum Trouble {
    Refused(io::Error),
    Unprintable(Fault),
}

/// A file that cannot be read, or not without losing something.
pub(super) struct Unusable;

/// What a file says; `None` when there is no such document.
pub(super) fn meaning(document: &Document, look: &Look) -> Result<Option<Content>, Unusable> {
    match look {
        Look::Absent => Ok(Content::of_no_file(document)),
        Look::Bad(..) => Err(Unusable),
        Look::File(bytes, _) => match Content::parse(document, bytes) {
            Ok(opened) if opened.read_only.is_empty() => Ok(Some(opened.value)),
            Ok(_) | Err(_) => Err(Unusable),
        },
    }
}

/// `Chat message (my copy)`
fn my_copy(name: &Name) -> Name {
    // A name has room for 100 characters: with the suffix, and with a number behind it.
    let stem: String = name.as_str().chars().take(80).collect();
    Name::new(&format!("{} (my copy)", stem.trim_end())).unwrap_or_else(|_| name.clone())
}

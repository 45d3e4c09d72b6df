//! What is said to the user about a file: what happened, where, what was kept, and what can be done.

use std::fmt;
use std::path::{Path, PathBuf};

use super::documents::Document;
use crate::document::Fault;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know; nothing to do.
    Information,
    /// Something is not as the user left it, or not saved.
    Warning,
}

/// What a user can do about a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Show the file or folder in the system's file manager.
    ShowInFolder(PathBuf),
    /// Look at the folder again: [`super::Store::foreign_changes`].
    Reload(Document),
    /// Save what is in memory beside the file: [`super::Store::save_copy`].
    KeepMineAsCopy(Document),
    /// Try to save again now.
    TryAgain,
}

/// One thing to tell the user about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// The document, when it is about one.
    pub document: Option<Document>,
    /// The file or folder.
    pub path: PathBuf,
    /// The file's name as shown: `workloads/chat-message.ron`.
    pub file: String,
    /// The line and column of the fault, counted from 1.
    pub place: Option<(usize, usize)>,
    /// A heading without a full stop: `Your own prices cannot be read`.
    pub summary: String,
    /// What happened: a clause without a full stop.
    pub reason: String,
    /// What was kept: one or two whole sentences.
    pub kept: String,
    /// What can be done, the likeliest first.
    pub remedies: Vec<Remedy>,
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(out, ", line {line}, column {column}")?;
        }
        write!(out, ": {}.", self.reason)?;
        if self.kept.is_empty() { Ok(()) } else { write!(out, " {}", self.kept) }
    }
}

impl Notice {
    /// A notice about a document of a folder.
    pub(super) fn of(
        level: Level,
        folder: &Path,
        document: &Document,
        summary: String,
        reason: &str,
    ) -> Self {
        let path = document.path(folder);
        Self {
            level,
            document: Some(document.clone()),
            file: document.file_name(),
            place: None,
            summary,
            reason: reason.to_owned(),
            kept: String::new(),
            remedies: vec![Remedy::ShowInFolder(path.clone())],
            path,
        }
    }

    /// A notice about a file or folder that is no document.
    pub(super) fn of_path(level: Level, path: &Path, summary: &str, reason: &str) -> Self {
        Self {
            level,
            document: None,
            path: path.to_owned(),
            file: path.display().to_string(),
            place: None,
            summary: summary.to_owned(),
            reason: reason.to_owned(),
            kept: String::new(),
            remedies: vec![Remedy::ShowInFolder(path.to_owned())],
        }
    }

    pub(super) fn keeping(mut self, kept: &str) -> Self {
        kept.clone_into(&mut self.kept);
        self
    }

    pub(super) fn with(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }

    pub(super) fn at_fault(mut self, fault: &Fault) -> Self {
        self.place = fault.line().zip(fault.column());
        fault.problem().clone_into(&mut self.reason);
        self
    }
}

/// How many notices about one folder are told at once.
const MOST_NOTICES: usize = 100;

/// So many notices as a person may read, and how many more there are: a folder may hold any number of bad files.
pub(super) fn at_most_some(mut notices: Vec<Notice>, folder: &Path) -> Vec<Notice> {
    let more = notices.len().saturating_sub(MOST_NOTICES);
    if more > 0 {
        notices.truncate(MOST_NOTICES);
        let reason = format!("{more} more files have something to say like those above");
        let notice = Notice::of_path(Level::Warning, folder, "More files need a look", &reason);
        notices.push(notice.keeping("Each is left as it is."));
    }
    notices
}

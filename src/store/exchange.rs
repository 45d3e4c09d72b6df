//! Single workload files, anywhere on disk: import and export.

use std::io;
use std::path::Path;

use super::StoreError;
use super::disk::{self, Look, Place};
use super::notice::{Level, Notice, words};
use crate::document::{self, Fault};
use crate::workload::{self, Workload};

/// A workload that was read from a file of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What it says. Its name may be taken.
    pub workload: Workload,
    /// What would be lost by saving it here, if anything.
    pub notice: Option<Notice>,
}

/// Reads one workload file. Nothing is written.
///
/// # Errors
/// When the file cannot be read or is no workload: a notice that says where and why.
pub fn import_workload(path: &Path) -> Result<Imported, StoreError> {
    let refuse = |fault: &Fault| {
        let notice = Notice::of_path(Level::Warning, path, "The file is no workload", "").at_fault(fault);
        StoreError::Unreadable(Box::new(notice.keeping("It is left as it is.")))
    };
    let bytes = match disk::look(path) {
        Look::File(bytes, _) => bytes,
        Look::Absent => return Err(refuse(&Fault::new("there is no such file"))),
        Look::Bad(reason, _) => return Err(refuse(&Fault::new(&reason))),
    };
    let opened = document::text(&bytes).and_then(workload::file::parse).map_err(|fault| refuse(&fault))?;
    let reasons: Vec<String> = opened.read_only.iter().map(ToString::to_string).collect();
    let notice = (!reasons.is_empty()).then(|| {
        Notice::of_path(Level::Warning, path, "The file says more than this app knows", &reasons.join("; "))
            .keeping("The file is left as it is; what this app does not know is not in the workload here.")
    });
    Ok(Imported { workload: opened.value, notice })
}

/// Writes one workload to a file of the user's choice, whole or not at all. Only with `replace` may it take the place
/// of a file that is there.
///
/// # Errors
/// When a file is there already, or it cannot be written.
pub fn export_workload(path: &Path, workload: &Workload, replace: bool) -> Result<(), StoreError> {
    let refused = |reason: String| StoreError::Refused { path: path.to_owned(), reason };
    let text = workload::file::print(workload).map_err(|fault| refused(fault.to_string()))?;
    let place = if replace { Place::Replace } else { Place::Empty };
    match disk::write(path, text.as_bytes(), place) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists(path.to_owned()))
        }
        Err(error) => Err(refused(format!("it could not be written, because {}", words(&error)))),
    }
}

//! Single files anywhere on disk: workloads in and out, price lists in.

use std::io;
use std::path::Path;

use jiff::civil::Date;

use super::StoreError;
use super::disk::{self, Look, Place};
use super::notice::{Level, Notice, words};
use super::stored::ListBytes;
use crate::catalog::feeds::{self, Import};
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

/// What a file of the user's choice holds.
#[derive(Debug)]
pub enum Foreign {
    /// A workload.
    Workload(Box<Imported>),
    /// A price list, and its bytes.
    PriceList(Box<Import>, ListBytes),
}

/// Reads a file that is a workload or a price list, as its content shows. A list that states no day is taken for one of
/// `today`. Nothing is written.
///
/// # Errors
/// When the file cannot be read or is neither: a notice that says where and why.
pub fn import_file(path: &Path, today: Date) -> Result<Foreign, StoreError> {
    let bytes = match disk::look_up_to(path, feeds::MOST_BYTES as u64) {
        Look::File(bytes, _) => bytes,
        // A sentence about these is the same whatever the file was to be.
        Look::Absent | Look::Bad(..) => return import_workload(path).map(Box::new).map(Foreign::Workload),
    };
    // Only a workload says how many tokens go in and out.
    let is_workload = document::text(&bytes).is_ok_and(|text| {
        text.contains("input_tokens") && !text.trim_start().starts_with(['{', '[']) && bytes.len() < 1_000_000
    });
    if is_workload {
        return import_workload(path).map(Box::new).map(Foreign::Workload);
    }
    match feeds::import(&bytes, Some(today)) {
        Ok(import) => Ok(Foreign::PriceList(Box::new(import), bytes.into())),
        Err(error) => {
            let notice =
                Notice::of_path(Level::Warning, path, "The file is no price list and no workload", "");
            let notice = notice.at_fault(&Fault::new(&error.to_string()));
            Err(StoreError::Unreadable(Box::new(
                notice.keeping("It is left as it is, and so are your lists."),
            )))
        }
    }
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

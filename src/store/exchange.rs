//! Single files anywhere on disk: workloads in and out, portfolios, price lists and judgements in.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::StoreError;
use super::disk::{self, Look, Place, words};
use super::documents::Change;
use super::list_copy::ListBytes;
use super::notice::{Level, Notice};
use crate::catalog::feeds::{self, Import};
use crate::catalog::judgements::csv::{self, Table};
use crate::document::{self, Fault, Opened};
use crate::portfolio::{self, Portfolio};
use crate::workload::{self, Workload};

/// A workload that was read from a file of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What it says. Its name may be taken.
    pub workload: Workload,
    /// What would be lost by saving it here, if anything.
    pub notice: Option<Notice>,
}

/// A portfolio that was read from a file of the user's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPortfolio {
    /// What it says. Its name may be taken.
    pub portfolio: Portfolio,
    /// What would be lost by saving it here, if anything.
    pub notice: Option<Notice>,
}

/// What a file of the user's choice holds.
#[derive(Debug)]
pub enum Foreign {
    /// A workload.
    Workload(Box<Imported>),
    /// A portfolio.
    Portfolio(Box<ImportedPortfolio>),
    /// A price list, and its bytes.
    PriceList(Box<Import>, ListBytes),
    /// A table of judgements. Which models it means is still to be seen.
    Judgements(Box<Table>),
}

/// How the names end of what can be imported.
const ENDINGS: [&str; 3] = ["ron", "csv", "json"];
/// How many folders deep is looked for files.
const MOST_FOLDERS: usize = 3;
/// How many files of a folder are imported at most.
const MOST_FILES: usize = 2_000;

/// The largest document among them, in bytes.
const MOST_BYTES: usize = 1_000_000;

/// Reads a file that is a workload, a portfolio, a price list or a table of judgements, as its content shows. A list
/// that states no day is taken for one of `today`. Nothing is written.
///
/// # Errors
/// When the file cannot be read or is none of them: a notice that says where and why.
pub fn import_file(path: &Path, today: Date) -> Result<Foreign, StoreError> {
    let bytes = match disk::look_up_to(path, feeds::MOST_BYTES as u64) {
        Look::File(bytes, _) => bytes,
        // A sentence about these is the same whatever the file was to be.
        Look::Absent | Look::Bad(..) => return import_workload(path).map(Box::new).map(Foreign::Workload),
    };
    let text = document::text(&bytes).unwrap_or_default();
    if !text.trim_start().starts_with(['{', '[']) && bytes.len() < MOST_BYTES {
        // Only a workload says how many tokens go in and out, only a portfolio what its entries are.
        let is_workload = text.contains("input_tokens") && workload::file::parse(text).is_ok();
        if !is_workload && text.contains("entries") && is_ron(text) {
            // A price list of our own format has models, and a name like a portfolio.
            match portfolio::file::parse(text) {
                Ok(opened) if !opened.read_only.iter().any(|why| why.to_string().contains("models")) => {
                    let (portfolio, notice) = opened_from(path, opened, "portfolio");
                    return Ok(Foreign::Portfolio(Box::new(ImportedPortfolio { portfolio, notice })));
                }
                Err(fault) if !text.contains("models:") => {
                    return Err(refused_as(path, "The file is no portfolio", &fault));
                }
                Ok(_) | Err(_) => {}
            }
        }
        // A table of prices and a price list of our own format may name the most input tokens of a model.
        if is_workload || (text.contains("input_tokens") && is_ron(text) && !text.contains("models:")) {
            return import_workload(path).map(Box::new).map(Foreign::Workload);
        }
    }
    if csv::is_table(text) {
        let table =
            csv::read(&bytes).map_err(|fault| refused_as(path, "The judgements cannot be read", &fault))?;
        return Ok(Foreign::Judgements(Box::new(table)));
    }
    match feeds::import(&bytes, Some(today)) {
        Ok(import) => match import.without_prices() {
            None => Ok(Foreign::PriceList(Box::new(import), bytes.into())),
            Some(reason) => Err(no_list(path, "The price list has no prices", &reason)),
        },
        Err(error) => Err(no_list(path, "The file is no price list and no workload", &error.to_string())),
    }
}

/// What to say of a file of which nothing can be imported.
fn no_list(path: &Path, summary: &str, reason: &str) -> StoreError {
    let notice = Notice::of_path(Level::Warning, path, summary, "").at_fault(&Fault::new(reason));
    StoreError::Unreadable(Box::new(notice.keeping("It is left as it is, and so are your lists.")))
}

/// The files in a folder, and in the folders in it, that may be imported by their names: in order, and not without end.
/// `None` where the path is no folder that can be read.
pub fn files_within(folder: &Path) -> Option<Vec<PathBuf>> {
    let mut files = Vec::new();
    gather(folder, MOST_FOLDERS, &mut files).ok()?;
    Some(files)
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        if is_hidden || files.len() >= MOST_FILES {
            continue;
        }
        if path.is_dir() {
            if depth > 0 {
                // One that cannot be read keeps the others from nothing.
                _ = gather(&path, depth - 1, files);
            }
        } else if path
            .extension()
            .is_some_and(|end| ENDINGS.iter().any(|ending| end.eq_ignore_ascii_case(ending)))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Says which files of a folder were left out, in one notice; `None` when all came in.
pub fn not_imported(folder: &Path, files: &[PathBuf]) -> Option<Notice> {
    const MOST_NAMED: usize = 8;
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap_or(path).display().to_string();
    let mut names: Vec<String> = files.iter().take(MOST_NAMED).map(name).collect();
    if files.len() > MOST_NAMED {
        names.push(format!("{} more", files.len() - MOST_NAMED));
    }
    let summary = "Some files of the folder are nothing that can be imported";
    (!files.is_empty()).then(|| {
        let notice = Notice::of_path(Level::Information, folder, summary, &names.join(", "));
        notice.keeping("They are left as they are; drop one on the window by itself to read why.")
    })
}

/// Whether a text starts as one of the app's own files does, behind comments and extensions.
fn is_ron(text: &str) -> bool {
    let lines = text.lines().map(str::trim_start);
    let mut said = lines.filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with('#'));
    said.next().is_some_and(|line| {
        line.starts_with(['(', '/']) || ["Portfolio", "Workload"].iter().any(|name| line.starts_with(name))
    })
}

fn refused_as(path: &Path, summary: &str, fault: &Fault) -> StoreError {
    let notice = Notice::of_path(Level::Warning, path, summary, "").at_fault(fault);
    StoreError::Unreadable(Box::new(notice.keeping("It is left as it is.")))
}

/// What a file says, and what would be lost by saving it here.
fn opened_from<T>(path: &Path, opened: Opened<T>, one: &str) -> (T, Option<Notice>) {
    let reasons: Vec<String> = opened.read_only.iter().map(ToString::to_string).collect();
    let notice = (!reasons.is_empty()).then(|| {
        let kept =
            format!("The file is left as it is; what this app does not know is not in the {one} here.");
        let summary = "The file says more than this app knows";
        Notice::of_path(Level::Warning, path, summary, &reasons.join("; ")).keeping(&kept)
    });
    (opened.value, notice)
}

/// Says which rows of a table of judgements were left out, and which columns say nothing here; `None` when all came in.
pub fn rows_left_out(path: &Path, skipped: &[csv::Skipped], unused: &[String]) -> Option<Notice> {
    const MOST_ROWS: usize = 20;
    let mut reasons: Vec<String> = skipped.iter().take(MOST_ROWS).map(ToString::to_string).collect();
    if skipped.len() > MOST_ROWS {
        reasons.push(format!("{} more rows", skipped.len() - MOST_ROWS));
    }
    if !unused.is_empty() {
        reasons.push(format!("the app does not know these columns: {}", unused.join(", ")));
    }
    let level = if skipped.is_empty() { Level::Information } else { Level::Warning };
    let kept = "The file is left as it is, and the other rows came in.";
    (!reasons.is_empty()).then(|| {
        Notice::of_path(level, path, "Some judgements were left out", &reasons.join("; ")).keeping(kept)
    })
}

/// Reads one workload file. Nothing is written.
///
/// # Errors
/// When the file cannot be read or is no workload: a notice that says where and why.
pub fn import_workload(path: &Path) -> Result<Imported, StoreError> {
    let refuse = |fault: &Fault| refused_as(path, "The file is no workload", fault);
    let bytes = match disk::look(path) {
        Look::File(bytes, _) => bytes,
        Look::Absent => return Err(refuse(&Fault::new("there is no such file"))),
        Look::Bad(reason, _) => return Err(refuse(&Fault::new(&reason))),
    };
    let opened = document::text(&bytes).and_then(workload::file::parse).map_err(|fault| refuse(&fault))?;
    let (workload, notice) = opened_from(path, opened, "workload");
    Ok(Imported { workload, notice })
}

/// Writes one workload to a file of the user's choice, whole or not at all. Only with `replace` may it take the place
/// of a file that is there.
///
/// # Errors
/// When a file is there already, or it cannot be written.
pub fn export_workload(path: &Path, workload: &Workload, replace: bool) -> Result<(), StoreError> {
    export(path, workload::file::print(workload), replace)
}

/// Writes one portfolio to a file of the user's choice, as [`export_workload`] does.
///
/// # Errors
/// When a file is there already, or it cannot be written.
pub fn export_portfolio(path: &Path, portfolio: &Portfolio, replace: bool) -> Result<(), StoreError> {
    export(path, portfolio::file::print(portfolio), replace)
}

/// Writes what changes say into another folder, each under the name that it has in the data folder, or a free one beside
/// it: for a data folder in which nothing can be saved. Returns how many files were written; a deletion has none.
///
/// # Errors
/// When a file cannot be written.
pub fn save_elsewhere(folder: &Path, changes: &[Change]) -> Result<usize, StoreError> {
    let mut written = 0;
    for change in changes {
        let bytes = match change {
            Change::StoreList { bytes, .. } => bytes.to_vec(),
            change => match change.content() {
                Some(content) => content
                    .print()
                    .map_err(|fault| StoreError::Refused {
                        path: folder.to_owned(),
                        reason: fault.to_string(),
                    })?
                    .into_bytes(),
                None => continue,
            },
        };
        write_beside(&change.document().path(folder), &bytes)?;
        written += 1;
    }
    Ok(written)
}

/// Writes a file under this name, or with a number behind it where there is one already.
fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let refused = |error: &io::Error| StoreError::Refused {
        path: path.to_owned(),
        reason: format!("it could not be written, because {}", words(error)),
    };
    if let Some(parent) = path.parent() {
        disk::create_folder(parent).map_err(|error| refused(&error))?;
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let mut free = path.to_owned();
    for number in 2_u64.. {
        match disk::write(&free, bytes, Place::Empty) {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                free = path.with_file_name(format!("{stem}-{number}.{extension}"));
            }
            Err(error) => return Err(refused(&error)),
        }
    }
    Ok(())
}

fn export(path: &Path, text: Result<String, Fault>, replace: bool) -> Result<(), StoreError> {
    let refused = |reason: String| StoreError::Refused { path: path.to_owned(), reason };
    let text = text.map_err(|fault| refused(fault.to_string()))?;
    let place = if replace { Place::Replace } else { Place::Empty };
    match disk::write(path, text.as_bytes(), place) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists(path.to_owned()))
        }
        Err(error) => Err(refused(format!("it could not be written, because {}", words(&error)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Discounts, Overrides};
    use crate::store::{Document, WorkloadKey};
    use crate::workload::STARTERS;

    #[test]
    fn what_is_not_saved_is_saved_in_another_folder_without_replacing_anything() {
        let starter = STARTERS.first().unwrap();
        let workload = workload::file::parse(starter.text).unwrap().value;
        let key = WorkloadKey::new("chat").unwrap();
        let changes = [
            Change::put(Document::Workload(key.clone()), workload.clone()),
            Change::delete(Document::Workload(key)),
            Change::put(Document::Overrides, Overrides::default()),
            Change::put(Document::Discounts, Discounts::default()),
        ];
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("overrides.ron"), "mine").unwrap();
        assert_eq!(save_elsewhere(folder.path(), &changes), Ok(3));
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(workload::file::parse(&text("workloads/chat.ron")).unwrap().value, workload);
        assert_eq!(text("overrides.ron"), "mine");
        assert!(text("overrides-2.ron").contains("overrides"));
        assert!(folder.path().join("discounts.ron").exists());
    }
}

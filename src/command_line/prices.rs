//! Price lists named on the command line: `import FILE`, `import ADDRESS` and `report --prices FILE`.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tokens_per_dollar::answer::counted;
use tokens_per_dollar::catalog::feeds::{self, Import};
use tokens_per_dollar::catalog::{Check, Model, PriceList, plausibility};
use tokens_per_dollar::fetch::{self, Address, Cancel, Limits, Progress};
use tokens_per_dollar::money::label;

use super::{complain, print};

/// Today, where the user is.
pub(super) fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// Reads one list.
///
/// # Errors
/// One sentence, the file's path first.
fn read(path: &Path) -> Result<Import, String> {
    let named = |problem: String| format!("{}: {problem}", path.display());
    let problem = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such price list".to_owned(),
        io::ErrorKind::IsADirectory => "there is a folder where a price list should be".to_owned(),
        io::ErrorKind::PermissionDenied => "you are not allowed to read it".to_owned(),
        // The system's words without its number.
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    };
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to know, however large the file is.
    File::open(path)
        .and_then(|file| file.take(feeds::MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| named(problem(error)))?;
    feeds::import(&bytes, None).map_err(|error| named(error.to_string()))
}

/// Downloads one list.
///
/// # Errors
/// One or two sentences, the address first.
fn fetch(text: &str) -> Result<Import, String> {
    let address: Address = text.parse().map_err(|error: fetch::AddressError| error.to_string())?;
    let outcome = fetch::download(&address, &Limits::default(), &show, &Cancel::default());
    show_nothing();
    let bytes = match outcome {
        Ok(bytes) => bytes,
        // Nothing is kept here, so nothing is said of it.
        Err(error) => {
            return Err(format!("{address}: {}. {}", error.problem, error.problem.remedy())
                .trim_end()
                .to_owned());
        }
    };
    feeds::import(&bytes, None).map_err(|error| format!("{address}: {error}"))
}

/// Shows how far a download has come, in one line that is written over; on a terminal only.
fn show(progress: Progress) {
    let mut out = io::stderr().lock();
    if !out.is_terminal() {
        return;
    }
    let words = match progress {
        Progress::Contacting => "Contacting the server…".to_owned(),
        Progress::Receiving { received, announced: Some(announced) } => {
            format!("{} of {} bytes", label::whole(received), label::whole(announced))
        }
        Progress::Receiving { received, announced: None } => format!("{} bytes", label::whole(received)),
    };
    let _ = write!(out, "\r\x1b[K{words}").and_then(|()| out.flush());
}

/// Takes that line away.
fn show_nothing() {
    let mut out = io::stderr().lock();
    if out.is_terminal() {
        let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
    }
}

/// Says what is in a price list: what came in, what did not and why, and what the app does not use.
///
/// # Errors
/// One sentence, when nothing of it could be read, or none of its rows has a price.
pub(super) fn import(path: &Path) -> Result<(), String> {
    let import = match path.to_str().filter(|text| Address::is_meant_by(text)) {
        Some(address) => fetch(address)?,
        None => read(path)?,
    };
    let mut said = vec![import.summary(today())];
    said.extend(import.skipped.iter().map(|skipped| format!("  skipped {skipped}")));
    if import.more_skipped > 0 {
        said.push(format!("  and {} more", import.more_skipped));
    }
    said.extend(import.remarks.iter().map(|remark| format!("  {remark}")));
    if import.more_remarks > 0 {
        said.push(format!("  and {} more remarks", import.more_remarks));
    }
    if !import.unused.is_empty() {
        said.push("Prices, columns and multipliers that are not used:".to_owned());
        for (name, rows) in &import.unused {
            said.push(format!("  {name}: {rows} {}", if *rows == 1 { "row" } else { "rows" }));
        }
    }
    // Without one price a report would say nothing; the list itself can still be looked at with `report --prices`.
    let outcome = import.without_prices().map_or(Ok(()), Err);
    said.extend(checks(import));
    said.push(String::new());
    print(said.join("\n").as_bytes());
    outcome
}

/// The rows of a list whose prices can't be true or are doubtful, each with its figures and why. Doubt needs others that
/// sell the same model: here they are those of the list itself.
fn checks(import: Import) -> Vec<String> {
    /// How many rows are named.
    const MOST: usize = 100;
    let catalog = import.into_catalog();
    let (impossible, doubtful): (Vec<_>, Vec<_>) = plausibility::of_list(&catalog, Some(today()))
        .into_iter()
        .partition(|(_, check)| check.is_impossible());
    let mut said = Vec::new();
    for (found, title, means) in [
        (impossible, "Prices that can't be true", "bills that need them are unknown"),
        (doubtful, "Doubtful prices", "they are billed, and left out of what is compared"),
    ] {
        if found.is_empty() {
            continue;
        }
        said.push(format!("{title} in {}; {means}:", counted(found.len(), "row")));
        let row = |(model, check): &(&Model, Check)| format!("  row {}: {check}", model.list_key());
        said.extend(found.iter().take(MOST).map(row));
        if found.len() > MOST {
            said.push(format!("  and {} more", label::whole((found.len() - MOST) as u64)));
        }
    }
    said
}

/// Reads the lists of a report. Skipped rows are told on stderr, in one line a list.
///
/// # Errors
/// One sentence about the first list that is none.
pub(super) fn lists(paths: &[PathBuf], day: Date) -> Result<Vec<PriceList>, String> {
    let mut lists: Vec<PriceList> = Vec::new();
    for path in paths {
        let mut import = read(path)?;
        if import.counts(day).skipped > 0 || !import.remarks.is_empty() {
            complain(&format!("{}: {}", path.display(), import.summary(day)));
        }
        // Two lists of one publisher are told apart by their files.
        if lists.iter().any(|list| *list.name == *import.name) {
            let file = path.file_name().unwrap_or(path.as_os_str());
            import.name = format!("{} ({})", import.name, file.display());
        }
        lists.push(import.into_catalog().into());
    }
    Ok(lists)
}

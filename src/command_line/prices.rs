//! Price lists named on the command line: `import FILE` and `report --prices FILE`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tokens_per_dollar::catalog::PriceList;
use tokens_per_dollar::catalog::feeds::{self, Import};

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
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to know, however large the file is.
    File::open(path)
        .and_then(|file| file.take(feeds::MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| named(error.to_string()))?;
    feeds::import(&bytes, None).map_err(|error| named(error.to_string()))
}

/// Says what is in a price list: what came in, what did not and why, and what the app does not use.
///
/// # Errors
/// One sentence, when nothing of it could be read.
pub(super) fn import(path: &Path) -> Result<(), String> {
    let import = read(path)?;
    let mut said = vec![import.summary(today())];
    said.extend(import.skipped.iter().map(|skipped| format!("  skipped {skipped}")));
    if import.more_skipped > 0 {
        said.push(format!("  and {} more", import.more_skipped));
    }
    if !import.unused.is_empty() {
        said.push("Prices of other things than tokens and requests, which are not used:".to_owned());
        for (name, rows) in &import.unused {
            said.push(format!("  {name}: {rows} {}", if *rows == 1 { "row" } else { "rows" }));
        }
    }
    said.push(String::new());
    print(said.join("\n").as_bytes());
    Ok(())
}

/// Reads the lists of a report. Skipped rows are told on stderr, in one line a list.
///
/// # Errors
/// One sentence about the first list that is none.
pub(super) fn lists(paths: &[PathBuf], day: Date) -> Result<Vec<PriceList>, String> {
    let mut lists: Vec<PriceList> = Vec::new();
    for path in paths {
        let mut import = read(path)?;
        if import.counts(day).skipped > 0 {
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

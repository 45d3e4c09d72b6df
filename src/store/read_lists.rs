//! Reading the stored price lists: slow enough to be done on a thread of its own, after the window opened. Writes
//! nothing. One list that cannot be read takes no other with it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::disk::Look;
use super::documents::Document;
use super::list_copy::{history_path, look, previous_path};
use super::notice::{Level, Notice};
use crate::catalog::feeds::{self, Counts, Format, Import, NamedRow};
use crate::catalog::{AsOf, Fingerprint, ListEntry, ListKey, Lists, PriceHistory, PriceList};
use crate::document::{self, Fault};

/// A stored list that was read.
#[derive(Clone, Debug)]
pub struct LoadedList {
    /// Which.
    pub key: ListKey,
    /// Its models, under the name that the user gave the list.
    pub list: PriceList,
    /// What its copy is: what a newer one may replace.
    pub fingerprint: Fingerprint,
    /// The format that its content is in.
    pub format: Format,
    /// The day that the list states, else the one of its last update.
    pub as_of: Option<AsOf>,
    /// How many models have which prices.
    pub counts: Counts,
    /// What came in and what did not, in one sentence.
    pub summary: String,
    /// The rows that were not understood.
    pub skipped: Vec<NamedRow>,
    /// How many rows were not understood beyond those in `skipped`.
    pub more_skipped: usize,
    /// The rows that came in without something that they say.
    pub remarks: Vec<NamedRow>,
    /// How many remarks there are beyond those in `remarks`.
    pub more_remarks: usize,
    /// Prices of kinds that the app does not use: how many rows have one.
    pub unused: BTreeMap<String, usize>,
}

impl LoadedList {
    /// What a list says that was just imported, or read again. `day` is the day whose prices count.
    pub fn new(key: ListKey, mut import: Import, fingerprint: Fingerprint, day: Date) -> Self {
        Self {
            key,
            fingerprint,
            format: import.format,
            as_of: import.as_of,
            counts: import.counts(day),
            summary: import.summary(day),
            skipped: std::mem::take(&mut import.skipped),
            more_skipped: import.more_skipped,
            remarks: std::mem::take(&mut import.remarks),
            more_remarks: import.more_remarks,
            unused: std::mem::take(&mut import.unused),
            list: import.into_catalog().into(),
        }
    }
}

/// The stored lists that are switched on.
#[derive(Clone, Debug, Default)]
pub struct ListsRead {
    /// Those that could be read, in the user's order.
    pub loaded: Vec<LoadedList>,
    /// Those that could not: [`super::Replaces::Unreadable`].
    pub unread: Vec<ListKey>,
    /// What to tell the user about them.
    pub notices: Vec<Notice>,
}

/// Reads the stored lists that are switched on. `day` is the day whose prices count.
pub fn read_lists(folder: &Path, lists: &Lists, day: Date) -> ListsRead {
    let mut read = ListsRead::default();
    for entry in lists.entries().iter().filter(|entry| entry.on) {
        match read_list(folder, entry, day) {
            Ok((loaded, notice)) => {
                read.loaded.push(loaded);
                read.notices.extend(notice);
            }
            Err(notice) => {
                read.unread.push(entry.key.clone());
                read.notices.push(*notice);
            }
        }
    }
    read
}

/// Reads one stored list, and says when its copy is not the one that was stored.
///
/// # Errors
/// When the copy is gone, cut off, too large or no price list: a notice that names it.
pub fn read_list(
    folder: &Path,
    entry: &ListEntry,
    day: Date,
) -> Result<(LoadedList, Option<Notice>), Box<Notice>> {
    let document = Document::List(entry.key.clone());
    let name = &entry.name;
    let unread = |fault: &Fault, kept: &str| {
        let summary = format!("The price list \"{name}\" cannot be read");
        Box::new(Notice::of(Level::Warning, folder, &document, summary, "").at_fault(fault).keeping(kept))
    };
    let bytes = match look(&document.path(folder)) {
        Look::File(bytes, _) => bytes,
        Look::Absent => {
            let fault = Fault::new(&format!("the stored copy of \"{name}\" is gone"));
            return Err(unread(&fault, "The other lists are loaded; import this one again, or remove it."));
        }
        Look::Bad(reason, _) => return Err(unread(&Fault::new(&reason), LEFT)),
    };
    let fingerprint = Fingerprint::of(&bytes);
    let before = entry.stored.filter(|stored| *stored != fingerprint);
    let differs = before.map(|stored| {
        if stored.length() == fingerprint.length() {
            "it is not the copy that was stored".to_owned()
        } else {
            format!("it has {} bytes, where {} were stored", fingerprint.length(), stored.length())
        }
    });
    let import = feeds::import(&bytes, Some(entry.updated_on.unwrap_or(entry.imported_on)));
    let mut import = import.map_err(|error| {
        let more = differs.as_ref().map(|differs| format!("; {differs}")).unwrap_or_default();
        unread(&Fault::new(&format!("{error}{more}")), LEFT)
    })?;
    import.name.clone_from(name);
    let notice = differs.map(|differs| {
        let summary = format!("The price list \"{name}\" was changed outside the app");
        Notice::of(Level::Information, folder, &document, summary, &differs)
            .keeping("It was read as it is; import or update the list if that was not meant.")
    });
    Ok((LoadedList::new(entry.key.clone(), import, fingerprint, day), notice))
}

const LEFT: &str = "It is left as it is and the other lists are loaded; import this one again, or remove it.";

/// Reads the version of a list before the one that is stored, for what changed between them; `None` when there is none.
///
/// # Errors
/// When it cannot be read: a notice that names it.
pub fn read_previous(folder: &Path, key: &ListKey) -> Result<Option<Import>, Box<Notice>> {
    let path = previous_path(folder, key);
    let unread = |reason: &str| {
        let notice = Notice::of_path(
            Level::Warning,
            &path,
            "The version before of a price list cannot be read",
            reason,
        );
        Box::new(notice.keeping("It is left as it is; what changed since then is not shown."))
    };
    match look(&path) {
        Look::Absent => Ok(None),
        Look::Bad(reason, _) => Err(unread(&reason)),
        Look::File(bytes, _) => {
            feeds::import(&bytes, None).map(Some).map_err(|error| unread(&error.to_string()))
        }
    }
}

/// Reads the history of a list's prices; an empty one when there is none.
///
/// # Errors
/// When it cannot be read: a notice that names it.
pub fn read_history(folder: &Path, key: &ListKey) -> Result<PriceHistory, Box<Notice>> {
    history(folder, key).map_err(Box::new)
}

/// As [`read_history`].
#[expect(clippy::result_large_err, reason = "its one caller stores the notice")]
pub(super) fn history(folder: &Path, key: &ListKey) -> Result<PriceHistory, Notice> {
    let path = history_path(folder, key);
    let read = match look(&path) {
        Look::Absent => return Ok(PriceHistory::default()),
        Look::Bad(reason, _) => Err(Fault::new(&reason)),
        Look::File(bytes, _) => document::text(&bytes).and_then(PriceHistory::parse),
    };
    read.map_err(|fault| {
        Notice::of_path(Level::Warning, &path, "The history of a price list cannot be read", "")
            .at_fault(&fault)
            .keeping("It is left as it is; mend or delete it to go on with the history.")
    })
}

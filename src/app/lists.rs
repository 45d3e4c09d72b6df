//! The price lists as the window has them: what was read of each, what its last update changed, and the downloads
//! under way. Which lists there are, and in which order, is a document and not here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::catalog::Changes;
use crate::catalog::feeds::{Format, Import};
use crate::catalog::{Fingerprint, ListEntry, ListKey, PriceHistory, PriceList};
use crate::document;
use crate::fetch::{Address, AddressError, Cancel, Progress};
use crate::store::{ListBytes, LoadedList, Notice};

/// The publishers whose lists can be fetched from a known address.
pub const PUBLISHERS: [Format; 5] =
    [Format::LiteLlm, Format::ModelsDev, Format::GenaiPrices, Format::OpenRouter, Format::LlmPrices];
/// The formats of which an empty list can be saved to fill in.
pub const TEMPLATES: [Format; 2] = [Format::Csv, Format::Ron];

/// What is known of the loaded lists. Derived from their stored copies by a job; lost at the end of the session.
#[derive(Debug, Default)]
pub struct LoadedLists {
    /// Those that were read, switched on or not, in no order.
    pub read: Vec<LoadedList>,
    /// Those whose stored copy could not be read.
    pub unread: Vec<ListKey>,
    /// Whether stored copies are being read.
    pub is_reading: bool,
    /// What the last version of each changed.
    pub changes: BTreeMap<ListKey, Changes>,
    /// The prices of each list over time.
    pub histories: BTreeMap<ListKey, PriceHistory>,
    /// The downloads under way.
    pub downloads: Vec<Download>,
    /// What the last imports brought, newest first, until the user puts it away.
    pub outcomes: Vec<Outcome>,
    /// The list whose changes are shown.
    pub shown_changes: Option<ListKey>,
    /// The lists whose daily update was tried today.
    pub tried: BTreeSet<ListKey>,
}

impl LoadedLists {
    /// What was read of a list.
    pub fn get(&self, key: &ListKey) -> Option<&LoadedList> {
        self.read.iter().find(|loaded| loaded.key == *key)
    }

    /// The models of a list.
    pub fn list(&self, key: &ListKey) -> Option<PriceList> {
        self.get(key).map(|loaded| loaded.list.clone())
    }

    /// Takes a list in, in the place of what was read of it before.
    pub fn put(&mut self, list: LoadedList) {
        self.unread.retain(|key| *key != list.key);
        match self.read.iter_mut().find(|loaded| loaded.key == list.key) {
            Some(loaded) => *loaded = list,
            None => self.read.push(list),
        }
    }

    /// The download of a list, if there is one.
    pub fn download_of(&self, what: &Wanted) -> Option<&Download> {
        self.downloads.iter().find(|download| download.wanted == *what)
    }
}

/// What a download is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A newer version of a loaded list.
    Update(ListKey),
    /// A publisher's list, from its known address.
    Publisher(Format),
    /// A list from an address that the user typed.
    Typed(Address),
}

/// What is meant by a text that was typed where a price list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// An address.
    Address(Address),
    /// An address that was typed without its beginning, with it.
    Completed(Address),
    /// A file of this computer.
    File(PathBuf),
    /// Neither.
    Unclear(AddressError),
}

impl Meant {
    /// What is meant by a text.
    pub fn by(text: &str) -> Self {
        let text = text.trim();
        if let Some(path) = file_meant_by(text) {
            return Self::File(path);
        }
        match text.parse::<Address>() {
            Ok(address) => Self::Address(address),
            Err(AddressError::NoScheme(rest)) => match format!("https://{rest}").parse() {
                Ok(address) => Self::Completed(address),
                Err(_) => Self::Unclear(AddressError::NoScheme(rest)),
            },
            Err(error) => Self::Unclear(error),
        }
    }
}

/// The file that a text names, by how it looks: `/data/prices.json`, `~/prices.csv`, `C:\prices.json`, `prices.ron`, in
/// quotation marks as file managers copy it, or as `file:///data/prices.json`.
fn file_meant_by(text: &str) -> Option<PathBuf> {
    const ENDINGS: [&str; 6] = ["json", "csv", "tsv", "ron", "yaml", "yml"];
    let text = text.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\''])).unwrap_or(text);
    if let Some(path) = text.strip_prefix("file://") {
        return Some(PathBuf::from(path.replace("%20", " ")));
    }
    let is_drive =
        matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let starts_like_one = ["/", "~/", "./", "../", "\\\\"].iter().any(|start| text.starts_with(start));
    let is_slashed_address = text.starts_with("//");
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_name =
        !text.contains(['/', ':']) && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    ((starts_like_one && !is_slashed_address) || is_drive || is_name).then(|| PathBuf::from(text))
}

/// A download under way.
#[derive(Clone, Debug)]
pub struct Download {
    /// What it is for.
    pub wanted: Wanted,
    /// From where.
    pub address: Address,
    /// How far it has come.
    pub progress: Progress,
    /// Stops it.
    pub cancel: Cancel,
}

/// What an import or an update brought.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// In one sentence.
    pub summary: String,
    /// The list, where there is one now.
    pub key: Option<ListKey>,
    /// Whether nothing came in.
    pub is_failure: bool,
    /// A list that waits for the user's word: most models of the list that is there are not in it.
    pub waiting: Option<Box<Arrival>>,
    /// What was to be fetched, where that failed.
    pub wanted: Option<Wanted>,
}

impl Outcome {
    /// Something came in.
    pub const fn told(summary: String) -> Self {
        Self { summary, key: None, is_failure: false, waiting: None, wanted: None }
    }

    /// Nothing came in.
    pub const fn failure(summary: String) -> Self {
        Self { summary, key: None, is_failure: true, waiting: None, wanted: None }
    }
}

/// A list that was read from a file or fetched, before it has a place.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What it says.
    pub import: Import,
    /// Its bytes, verbatim.
    pub bytes: ListBytes,
    /// What its bytes are; large lists take a while.
    pub fingerprint: Fingerprint,
    /// The file's name or the address.
    pub origin: String,
    /// What it was fetched for, and from where, if it was.
    pub fetched: Option<(Wanted, Address)>,
    /// Whether the user wants it although most models of the list that is there are not in it.
    pub is_wanted_all_the_same: bool,
}

impl Arrival {
    /// A list that was read from a file. Some formats name no publisher or seller, so that the file's name has to tell
    /// one from another.
    pub fn of_file(path: &Path, mut import: Import, bytes: ListBytes) -> Self {
        let origin = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
        let origin = document::plain(&origin).into_owned();
        let stem = path.file_stem().unwrap_or_default().display().to_string();
        if matches!(import.format, Format::Json | Format::Csv | Format::Gateway | Format::Portkey)
            && let Some(name) = ListEntry::name_of(&stem)
        {
            import.name = name;
        }
        let fingerprint = Fingerprint::of(&bytes);
        Self { import, bytes, fingerprint, origin, fetched: None, is_wanted_all_the_same: false }
    }

    /// A list that was fetched.
    pub fn fetched(wanted: Wanted, address: Address, import: Import, bytes: ListBytes) -> Self {
        let (fingerprint, origin) = (Fingerprint::of(&bytes), address.to_string());
        let fetched = Some((wanted, address));
        Self { import, bytes, fingerprint, origin, fetched, is_wanted_all_the_same: false }
    }
}

/// What a job found in the stored copies.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The lists that could be read.
    pub read: Vec<LoadedList>,
    /// Those that could not.
    pub unread: Vec<ListKey>,
    /// What the last version of each changed.
    pub changes: BTreeMap<ListKey, Changes>,
    /// The prices of each over time.
    pub histories: BTreeMap<ListKey, PriceHistory>,
    /// What to tell the user.
    pub notices: Vec<Notice>,
}

/// What the user asks for about price lists.
#[derive(Clone, Debug)]
pub enum ListAction {
    /// Read the stored copies.
    Read,
    /// Count a list's models or not; `None` is the reference list.
    Switch(Option<ListKey>, bool),
    /// Move a list from one place of the order to another.
    Move(usize, usize),
    /// Call a list something else.
    Rename(ListKey, String),
    /// Fetch updates from another address.
    SetAddress(ListKey, Option<Address>),
    /// Update a list once a day without being asked.
    SetDaily(ListKey, bool),
    /// Remove a list; undo brings it back.
    Remove(ListKey),
    /// Fetch a list.
    Fetch(Wanted),
    /// Fetch all lists that have an address.
    UpdateAll,
    /// Stop a download.
    Cancel(Wanted),
    /// Show what the last version of a list changed, or stop showing it.
    ShowChanges(Option<ListKey>),
    /// Put away what an import brought; a list that waits goes, and the one that is there stays.
    DismissOutcome(usize),
    /// Use a list that waits.
    UseWaiting(usize),
    /// Ask for files to import price lists from.
    AskImport,
    /// Ask where to save an empty list to fill in.
    AskTemplate(Format),
}

/// What a job reports about price lists.
#[derive(Clone, Debug)]
pub enum ListEvent {
    /// The stored copies were read.
    Read(Box<Found>),
    /// The stored copies cannot be read now: a sentence.
    NotRead(String),
    /// A list was read from a file or fetched.
    Arrived(Box<Arrival>),
    /// A file or an address gave no list: a sentence.
    Failed {
        /// What was fetched, if it was.
        wanted: Option<Wanted>,
        /// The sentence.
        sentence: String,
    },
    /// A download has come further.
    Progress(Wanted, Progress),
    /// A download ended because the user wanted it to.
    Cancelled(Wanted),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_text_is_an_address_a_file_or_neither() {
        let address = |text: &str| text.parse::<Address>().unwrap();
        for (text, meant) in [
            ("https://models.dev/api.json", Meant::Address(address("https://models.dev/api.json"))),
            (" models.dev/api.json ", Meant::Completed(address("https://models.dev/api.json"))),
            ("//models.dev/a", Meant::Completed(address("https://models.dev/a"))),
            ("/data/me/prices.json", Meant::File("/data/me/prices.json".into())),
            ("~/my prices.csv", Meant::File("~/my prices.csv".into())),
            ("'/tmp/a b.json'", Meant::File("/tmp/a b.json".into())),
            ("file:///tmp/a%20b.json", Meant::File("/tmp/a b.json".into())),
            ("C:\\Users\\me\\prices.json", Meant::File("C:\\Users\\me\\prices.json".into())),
            ("prices.json", Meant::File("prices.json".into())),
        ] {
            assert_eq!(Meant::by(text), meant, "{text}");
        }
        for unclear in ["", "ftp://example.org/a", "https://me:secret@example.org/a", "https://"] {
            assert!(matches!(Meant::by(unclear), Meant::Unclear(_)), "{unclear}");
        }
    }
}

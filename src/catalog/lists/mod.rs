//! Which price lists the user loaded, in which order, and where each comes from; its text in `lists.ron`. What the lists
//! say is not here, and nor is the disk.

pub mod file;
mod step;

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::PriceList;
use super::feeds::Format;
use crate::document::seen;

/// The longest slug of a key, in bytes; file systems allow 255 for a whole file name.
const LONGEST_SLUG: usize = 60;

/// A loaded list's identity, which stays when the list is updated or renamed: the name of the stored copy,
/// `litellm.json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListKey(Arc<str>);

impl ListKey {
    /// The key of a stored copy's file name; `None` when no stored copy can have that name.
    pub fn new(file_name: &str) -> Option<Self> {
        let (slug, extension) = file_name.split_once('.')?;
        let sound = !slug.is_empty()
            && slug.len() <= LONGEST_SLUG + 20
            && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !is_reserved(slug)
            && matches!(extension, "json" | "yaml" | "csv" | "ron");
        sound.then(|| Self(file_name.into()))
    }

    /// The first key for a list's name of which the slug is not `taken`: `litellm.json`, `litellm-2.json`, ...
    pub fn free(name: &str, format: Format, taken: impl Fn(&str) -> bool) -> Self {
        let mut slug = slug::slugify(name);
        slug.truncate(LONGEST_SLUG);
        let slug = match slug.trim_matches('-') {
            "" => "list".to_owned(),
            slug if is_reserved(slug) => format!("{slug}-list"),
            slug => slug.to_owned(),
        };
        let mut free = slug.clone();
        let mut number = 2_u64;
        while taken(&free) {
            free = format!("{slug}-{number}");
            number += 1;
        }
        Self(format!("{free}.{}", format.extension()).into())
    }

    /// The name of the stored copy: `litellm.json`.
    pub fn file_name(&self) -> &str {
        &self.0
    }

    /// The name without its extension: `litellm`.
    pub fn slug(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(slug, _)| slug)
    }

    /// The extension: `json`.
    pub fn extension(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, extension)| extension)
    }
}

impl fmt::Display for ListKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.slug())
    }
}

/// Whether Windows keeps a name for itself.
fn is_reserved(slug: &str) -> bool {
    matches!(slug, "con" | "prn" | "aux" | "nul")
        || slug.len() == 4 && (slug.starts_with("com") || slug.starts_with("lpt"))
}

/// What tells one version of a list from another without keeping it. Not for telling an attacker's from a real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    length: u64,
    hash: u64,
}

impl Fingerprint {
    /// The fingerprint of a list's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        // FNV-1a: the same in every version of the app, unlike the standard library's.
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self { length: bytes.len() as u64, hash }
    }

    /// How many bytes the list has.
    pub const fn length(self) -> u64 {
        self.length
    }

    fn parse(text: &str) -> Option<Self> {
        let (length, hash) = text.split_once('-')?;
        let sound = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = u64::from_str_radix(hash, 16).ok().filter(|_| sound)?;
        Some(Self { length: length.parse().ok()?, hash })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:016x}", self.length, self.hash)
    }
}

/// One loaded list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// Its identity, and the name of its stored copy.
    pub key: ListKey,
    /// What it is called in the window: [`ListEntry::name_of`] some text.
    pub name: String,
    /// The format of its stored copy.
    pub format: Format,
    /// Where it came from: a file's name or an address.
    pub origin: String,
    /// The day on which it was imported or fetched, where the user is.
    pub imported_on: Date,
    /// The day that the list itself states.
    pub as_of: Option<Date>,
    /// Whether its models count.
    pub on: bool,
    /// Where an update is fetched from; `None` for a list that is only ever imported from a file.
    pub address: Option<String>,
    /// Whether it is updated once a day without being asked.
    pub daily: bool,
    /// The day of the last update that succeeded.
    pub updated_on: Option<Date>,
    /// The bytes that were stored last, if that is known.
    pub stored: Option<Fingerprint>,
}

impl ListEntry {
    /// The entry of a list that was just imported: switched on, and updated from its publisher's known address, where
    /// there is one, when the user asks for it.
    pub fn new(key: ListKey, name: String, format: Format, origin: String, imported_on: Date) -> Self {
        Self {
            key,
            name,
            format,
            origin,
            imported_on,
            as_of: None,
            on: true,
            address: format.address().map(str::to_owned),
            daily: false,
            updated_on: None,
            stored: None,
        }
    }

    /// What a list can be called that is to be called `text`: one line of at most 200 characters; `None` when nothing
    /// is left.
    pub fn name_of(text: &str) -> Option<String> {
        let line: String = seen(text).chars().take(200).collect();
        let name = line.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// Whether it is time for the daily update. A day that lies ahead, from a clock that was wrong, holds none back.
    pub fn is_due(&self, today: Date) -> bool {
        let last = self.updated_on.unwrap_or(self.imported_on);
        self.daily && self.address.is_some() && last != today
    }
}

/// The content of `lists.ron`: the loaded lists in the user's order, and the place of the reference list among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// The loaded lists, no key twice: where two have one model of one provider, the upper one counts.
    entries: Vec<ListEntry>,
    /// Whether the bundled reference list counts.
    pub reference_on: bool,
    /// How many loaded lists stand above the reference list.
    reference_place: usize,
}

impl Default for Lists {
    fn default() -> Self {
        Self { entries: Vec::new(), reference_on: true, reference_place: 0 }
    }
}

/// One of the lists in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed<'a> {
    /// The bundled reference list.
    Reference,
    /// A loaded list.
    Loaded(&'a ListEntry),
}

impl Lists {
    /// The loaded lists, without the reference list, in the user's order.
    pub fn entries(&self) -> &[ListEntry] {
        &self.entries
    }

    /// Whether no list is loaded.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of a list.
    pub fn get(&self, key: &ListKey) -> Option<&ListEntry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }

    /// The entry of a list, to change what it says. Its key must stay.
    pub fn get_mut(&mut self, key: &ListKey) -> Option<&mut ListEntry> {
        self.entries.iter_mut().find(|entry| entry.key == *key)
    }

    /// The list that a file of this publisher and format is a newer version of, whatever the user calls it by now.
    pub fn of_publisher(&self, name: &str, format: Format) -> Option<&ListEntry> {
        let key = ListKey::free(name, format, |_| false);
        let of_format = || self.entries.iter().filter(|entry| entry.format == format);
        of_format().find(|entry| entry.name == name).or_else(|| of_format().find(|entry| entry.key == key))
    }

    /// The list that is fetched from an address.
    pub fn of_address(&self, address: &str) -> Option<&ListEntry> {
        self.entries.iter().find(|entry| entry.address.as_deref() == Some(address))
    }

    /// The first name like this one that no list but `except` has: `LiteLLM`, `LiteLLM 2`, ...
    pub fn free_name(&self, name: &str, except: Option<&ListKey>) -> String {
        let is_taken =
            |name: &str| self.entries.iter().any(|entry| entry.name == name && Some(&entry.key) != except);
        if !is_taken(name) {
            return name.to_owned();
        }
        // One more number than there are lists is always free.
        let numbers = 2..self.entries.len() + 3;
        let free = numbers.map(|number| format!("{name} {number}")).find(|name| !is_taken(name));
        free.unwrap_or_else(|| name.to_owned())
    }

    /// All lists, the reference list among them, from the top.
    pub fn in_order(&self) -> impl Iterator<Item = Listed<'_>> {
        let (above, below) = self.entries.split_at(self.reference_place.min(self.entries.len()));
        above.iter().map(Listed::Loaded).chain([Listed::Reference]).chain(below.iter().map(Listed::Loaded))
    }

    /// Puts a list in the place of the one with its key, or else on top. The first list that is ever loaded takes the
    /// place of the reference list, which is then one switch away.
    pub fn put(&mut self, entry: ListEntry) {
        if let Some(known) = self.get_mut(&entry.key) {
            *known = entry;
            return;
        }
        if self.entries.is_empty() {
            self.reference_on = false;
        }
        self.entries.insert(0, entry);
        self.reference_place = (self.reference_place + 1).min(self.entries.len());
    }

    /// Takes a list out, and returns its entry. Without any list the reference list counts again.
    pub fn remove(&mut self, key: &ListKey) -> Option<ListEntry> {
        let place = self.entries.iter().position(|entry| entry.key == *key)?;
        let entry = self.entries.remove(place);
        if place < self.reference_place {
            self.reference_place -= 1;
        }
        if self.entries.is_empty() {
            self.reference_on = true;
        }
        Some(entry)
    }

    /// Moves the list at the place `from` of [`Lists::in_order`] to the place `to`; places beyond the end are the end.
    pub fn move_to(&mut self, from: usize, to: usize) {
        let mut order: Vec<Option<ListEntry>> = self
            .in_order()
            .map(|listed| match listed {
                Listed::Reference => None,
                Listed::Loaded(entry) => Some(entry.clone()),
            })
            .collect();
        if from >= order.len() {
            return;
        }
        let moved = order.remove(from);
        order.insert(to.min(order.len()), moved);
        self.reference_place = order.iter().position(Option::is_none).unwrap_or_default();
        self.entries = order.into_iter().flatten().collect();
    }

    /// Whether the same lists count here and there, in one order and under the same names: whether a market made of
    /// them is the same as long as none of them is read anew.
    pub fn counts_like(&self, other: &Self) -> bool {
        self.counted().eq(other.counted())
    }

    /// The key and the name of each list that counts, from the top; none for the reference list.
    fn counted(&self) -> impl Iterator<Item = Option<(&ListKey, &str)>> {
        self.in_order().filter_map(|listed| match listed {
            Listed::Reference => self.reference_on.then_some(None),
            Listed::Loaded(entry) => entry.on.then_some(Some((&entry.key, entry.name.as_str()))),
        })
    }

    /// The lists that count, from the top: what a market is made of. `loaded` finds the models of a list, if they are
    /// there; the name is the user's.
    pub fn price_lists(
        &self,
        reference: &PriceList,
        loaded: impl Fn(&ListKey) -> Option<PriceList>,
    ) -> Vec<PriceList> {
        let lists = self.in_order().filter_map(|listed| match listed {
            Listed::Reference => self.reference_on.then(|| reference.clone()),
            Listed::Loaded(entry) if entry.on => {
                let mut list = loaded(&entry.key)?;
                list.name = entry.name.as_str().into();
                Some(list)
            }
            Listed::Loaded(_) => None,
        });
        lists.collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(name: &str) -> ListEntry {
        let key = ListKey::free(name, Format::LiteLlm, |_| false);
        ListEntry::new(key, name.into(), Format::LiteLlm, "file.json".into(), date(2026, 11, 24))
    }

    fn order(lists: &Lists) -> Vec<&str> {
        let name = |listed| match listed {
            Listed::Reference => "reference",
            Listed::Loaded(entry) => entry.name.as_str(),
        };
        lists.in_order().map(name).collect()
    }

    #[test]
    fn the_first_list_takes_the_place_of_the_reference_list() {
        let mut lists = Lists::default();
        assert!(lists.reference_on);
        lists.put(entry("a"));
        assert_eq!((order(&lists), lists.reference_on), (vec!["a", "reference"], false));
        lists.reference_on = true;
        lists.put(entry("b"));
        assert_eq!((order(&lists), lists.reference_on), (vec!["b", "a", "reference"], true));
        lists.put(ListEntry { daily: true, ..entry("a") });
        assert_eq!(order(&lists), ["b", "a", "reference"]);
        lists.move_to(2, 0);
        assert_eq!(order(&lists), ["reference", "b", "a"]);
        lists.move_to(0, 1);
        lists.move_to(9, 0);
        assert_eq!(order(&lists), ["b", "reference", "a"]);
        lists.remove(&entry("b").key);
        assert_eq!(order(&lists), ["reference", "a"]);
        lists.reference_on = false;
        lists.remove(&entry("a").key);
        assert!(lists.reference_on && lists.is_empty());
    }

    #[test]
    fn only_what_is_on_counts_and_under_the_users_name() {
        let reference = PriceList::from(super::super::Catalog::bundled().unwrap());
        let mut lists = Lists::default();
        lists.put(entry("a"));
        lists.put(entry("b"));
        lists.put(entry("not there"));
        let names = |lists: &Lists| {
            let loaded = |key: &ListKey| (key.slug() != "not-there").then(|| reference.clone());
            lists.price_lists(&reference, loaded).iter().map(|list| list.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&lists), ["b", "a"]);
        lists.reference_on = true;
        lists.get_mut(&entry("b").key).unwrap().on = false;
        assert_eq!(names(&lists), ["a", &*reference.name]);
    }

    #[test]
    fn only_what_a_market_is_made_of_makes_another_one() {
        let mut lists = Lists::default();
        lists.put(entry("a"));
        lists.put(entry("b"));
        let changed = |change: &dyn Fn(&mut Lists)| {
            let mut other = lists.clone();
            change(&mut other);
            !lists.counts_like(&other)
        };
        let first = |lists: &mut Lists, change: &dyn Fn(&mut ListEntry)| {
            change(lists.get_mut(&entry("b").key).unwrap());
        };
        assert!(!changed(&|lists| first(lists, &|entry| entry.daily = true)));
        assert!(!changed(&|lists| first(lists, &|entry| entry.updated_on = Some(date(2026, 11, 25)))));
        assert!(!changed(&|lists| lists.move_to(2, 1)), "the reference list is off, and so is its place");
        assert!(changed(&|lists| first(lists, &|entry| entry.name = "c".into())));
        assert!(changed(&|lists| first(lists, &|entry| entry.on = false)));
        assert!(changed(&|lists| lists.move_to(1, 0)));
        assert!(changed(&|lists| lists.reference_on = true));
        assert!(changed(&|lists| _ = lists.remove(&entry("a").key)));
    }

    #[test]
    fn keys_are_safe_file_names_everywhere() {
        let free =
            |name: &str| ListKey::free(name, Format::Csv, |slug| slug == "taken").file_name().to_owned();
        assert_eq!(free("models.dev"), "models-dev.csv");
        assert_eq!(free("../../etc/passwd"), "etc-passwd.csv");
        assert_eq!(free("!!!"), "list.csv");
        assert_eq!(free("CON"), "con-list.csv");
        assert_eq!(free("taken"), "taken-2.csv");
        for name in ["taken", "LPT1", &"long ".repeat(40)] {
            let key = ListKey::free(name, Format::Ron, |slug| slug == "taken");
            assert_eq!(ListKey::new(key.file_name()), Some(key));
        }
        for name in [
            "",
            "a",
            ".json",
            "a.exe",
            "a.previous.json",
            "../a.json",
            "A.json",
            "a/b.json",
            "nul.csv",
            "a.json ",
        ] {
            assert_eq!(ListKey::new(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(ListEntry::name_of(" my\nlist\t"), Some("my list".into()));
        assert_eq!(ListEntry::name_of("\u{202e}my \u{200b}list\u{1b}"), Some("my list".into()));
        assert_eq!(ListEntry::name_of("\n \u{2066}"), None);
        assert_eq!(ListEntry::name_of(&"x".repeat(300)).map(|name| name.len()), Some(200));
    }

    #[test]
    fn a_list_is_due_once_a_day_and_only_when_that_is_asked_for() {
        let mut entry = entry("a");
        let (today, tomorrow) = (date(2026, 11, 24), date(2026, 11, 25));
        assert!(!entry.is_due(tomorrow));
        entry.daily = true;
        assert!(entry.is_due(tomorrow) && !entry.is_due(today));
        entry.updated_on = Some(tomorrow);
        assert!(!entry.is_due(tomorrow));
        // The clock was ahead.
        assert!(entry.is_due(today));
        entry.address = None;
        assert!(!entry.is_due(date(2027, 1, 1)));
    }
}

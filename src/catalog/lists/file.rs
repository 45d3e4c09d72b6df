//! The loaded lists as the text of `lists.ron`: format version 1.

use std::cell::RefCell;
use std::collections::HashSet;

use jiff::civil::Date;
use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, ListEntry, ListKey, Lists};
use crate::catalog::feeds::Format;
use crate::document::{self, Fault, Opened};

/// The newest format version of the file.
pub const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(rename = "Lists")]
struct Form<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    #[serde(default)]
    reference: ReferenceForm,
    #[serde(borrow, default)]
    lists: Vec<&'a RawValue>,
}

/// The bundled list, and how many loaded ones stand above it.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Reference")]
struct ReferenceForm {
    #[serde(default = "yes")]
    on: bool,
    #[serde(default)]
    place: u64,
}

impl Default for ReferenceForm {
    fn default() -> Self {
        Self { on: true, place: 0 }
    }
}

const fn yes() -> bool {
    true
}

/// One list, as it is read and as it is printed.
#[derive(Serialize, Deserialize)]
#[serde(rename = "List")]
struct EntryForm {
    file: String,
    name: String,
    format: String,
    #[serde(default)]
    origin: String,
    imported_on: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(default = "yes")]
    on: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(default)]
    daily: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated_on: Option<String>,
    // What servers said of their versions was kept once, and goes with the next save.
    #[serde(default, rename = "etag", skip_serializing)]
    _etag: Option<String>,
    #[serde(default, rename = "last_modified", skip_serializing)]
    _last_modified: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stored: Option<String>,
}

fn date(field: &str, text: &str) -> Result<Date, Fault> {
    text.parse()
        .map_err(|_| Fault::of_field(field, &format!("\"{text}\" is not a date; write it like 2026-04-29")))
}

impl TryFrom<EntryForm> for ListEntry {
    type Error = Fault;

    fn try_from(form: EntryForm) -> Result<Self, Fault> {
        let key = ListKey::new(&form.file).ok_or_else(|| {
            Fault::of_field("file", "it must be a name like litellm.json, with the ending json, csv or ron")
        })?;
        let format = Format::named(&form.format).ok_or_else(|| {
            let known = Format::ALL.map(Format::key).join(", ");
            Fault::of_field("format", &format!("it must be one of {known}"))
        })?;
        let name =
            ListEntry::name_of(&form.name).ok_or_else(|| Fault::of_field("name", "a list needs a name"))?;
        let stored = form.stored.map(|text| {
            Fingerprint::parse(&text).ok_or_else(|| {
                Fault::of_field("stored", "it must be a length and a hash, as the app wrote it")
            })
        });
        let day = |field: &str, text: Option<String>| text.map(|text| date(field, &text)).transpose();
        Ok(Self {
            key,
            name,
            format,
            origin: document::plain(&form.origin).into_owned(),
            imported_on: date("imported_on", &form.imported_on)?,
            as_of: day("as_of", form.as_of)?,
            on: form.on,
            address: form.address,
            daily: form.daily,
            updated_on: day("updated_on", form.updated_on)?,
            stored: stored.transpose()?,
        })
    }
}

impl From<&ListEntry> for EntryForm {
    fn from(entry: &ListEntry) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self {
            file: entry.key.file_name().to_owned(),
            name: entry.name.clone(),
            format: entry.format.key().to_owned(),
            origin: entry.origin.clone(),
            imported_on: entry.imported_on.to_string(),
            as_of: day(entry.as_of),
            on: entry.on,
            address: entry.address.clone(),
            daily: entry.daily,
            updated_on: day(entry.updated_on),
            _etag: None,
            _last_modified: None,
            stored: entry.stored.map(|stored| stored.to_string()),
        }
    }
}

/// Reads the text of `lists.ron`.
///
/// # Errors
/// What is wrong with the file as a whole, with line and column. A bad entry is left out and named instead.
pub fn parse(text: &str) -> Result<Opened<Lists>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<Form<'_>>(text, VERSION)?;
    let seen = RefCell::new(HashSet::new());
    let entries = document::entries(&form.lists, text, &mut read_only, |form: EntryForm| {
        let entry = ListEntry::try_from(form)?;
        // Two of one slug would share their history.
        if seen.borrow_mut().insert(entry.key.slug().to_owned()) {
            Ok(entry)
        } else {
            Err(Fault::of_field("file", &format!("{} is there twice", entry.key)))
        }
    });
    let place = usize::try_from(form.reference.place).unwrap_or(usize::MAX);
    let reference_place = place.min(entries.len());
    // Alone the reference list counts whatever the file says: without any there would be no model and no way back.
    let reference_on = form.reference.on || entries.is_empty();
    Ok(Opened { value: Lists { entries, reference_on, reference_place }, read_only })
}

#[derive(Serialize)]
struct Out {
    version: u32,
    reference: ReferenceForm,
    lists: Vec<EntryForm>,
}

/// The text of `lists.ron`.
///
/// # Errors
/// Only through a fault of this program.
pub fn print(lists: &Lists) -> Result<String, Fault> {
    document::print(&Out {
        version: VERSION,
        reference: ReferenceForm { on: lists.reference_on, place: lists.reference_place as u64 },
        lists: lists.entries.iter().map(EntryForm::from).collect(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_lists_the_reference_list_counts_whatever_the_file_says() {
        let opened = parse("(reference: (on: false, place: 0), lists: [])").unwrap();
        assert_eq!((opened.value, opened.read_only.len()), (Lists::default(), 0));
        let bad = parse("(reference: (on: false, place: 0), lists: [(file: 1)])").unwrap();
        assert!(bad.value.reference_on && !bad.read_only.is_empty());
    }

    #[test]
    fn an_empty_file_is_the_reference_list_alone() {
        let opened = parse("()").unwrap();
        assert_eq!(opened.value, Lists::default());
        assert!(opened.read_only.is_empty());
    }

    #[test]
    fn a_bad_entry_is_named_and_the_others_load() {
        let sound = "(file: \"a.json\", name: \"A\", format: \"litellm\", imported_on: \"2026-11-24\")";
        for (bad, problem) in [
            (sound.replace("a.json", "../a.json"), "file"),
            (sound.to_owned(), "twice"),
            (sound.replace("a.json", "a.csv"), "twice"),
            (sound.replace("a.json", "b.json").replace("litellm", "word"), "one of litellm"),
            (sound.replace("a.json", "b.json").replace("-24", "-31"), "not a date"),
            (sound.replace("a.json", "b.json").replace("\"A\"", "\" \""), "a name"),
            (sound.replace("a.json", "b.json").replace("name", "stored: \"1-0\", name"), "stored"),
        ] {
            let opened = parse(&format!("(lists: [\n{sound},\n{bad}])")).unwrap();
            assert_eq!(opened.value.entries().len(), 1);
            let said = opened.read_only[0].to_string();
            assert!(said.contains(problem) && said.contains("line 3"), "{said}");
        }
        let unknown = parse(&format!("(lists: [{}])", sound.replace("name", "colour: 1, name"))).unwrap();
        assert!(unknown.read_only[0].to_string().contains("colour"));
    }

    fn entry() -> impl Strategy<Value = ListEntry> {
        let day = || (2020_i16..2030, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        let text = || "[^\\p{C}\\p{Zl}\\p{Zp}]{0,40}";
        (
            // None of these is a name that Windows keeps for a device, as `aux` is.
            ("[a-z0-9-]{1,8}xy", 0_usize..7, "[a-zA-Z.][a-zA-Z .]{0,20}x"),
            (text(), day(), proptest::option::of(day())),
            (any::<bool>(), any::<bool>(), proptest::option::of(text()), proptest::option::of(day())),
            proptest::option::of(proptest::collection::vec(any::<u8>(), 0..20)),
        )
            .prop_map(|((slug, format, name), (origin, imported_on, as_of), more, bytes)| {
                let format = Format::ALL[format];
                let key = ListKey::new(&format!("{slug}.{}", format.extension())).unwrap();
                let (on, daily, address, updated_on) = more;
                let stored = bytes.map(|bytes| Fingerprint::of(&bytes));
                ListEntry {
                    key,
                    name,
                    format,
                    origin,
                    imported_on,
                    as_of,
                    on,
                    address,
                    daily,
                    updated_on,
                    stored,
                }
            })
    }

    #[test]
    fn what_servers_said_once_is_read_and_not_kept() {
        let text = print(&{
            let mut lists = Lists::default();
            let key = ListKey::new("a.json").unwrap();
            lists.put(ListEntry::new(key, "A".into(), Format::LiteLlm, "a".into(), date(2026, 11, 1)));
            lists
        })
        .unwrap();
        let older = text.replacen("imported_on", "etag: \"user-4711\", last_modified: \"x\", imported_on", 1);
        let opened = parse(&older).unwrap();
        assert!(opened.read_only.is_empty(), "{:?}", opened.read_only);
        assert_eq!(print(&opened.value).unwrap(), text);
    }

    proptest! {
        #[test]
        fn every_file_reads_back(
            entries in proptest::collection::vec(entry(), 0..5), from in 0_usize..6, to in 0_usize..6,
            reference_on in any::<bool>(),
        ) {
            let mut lists = Lists::default();
            let mut seen = HashSet::new();
            for entry in entries {
                if seen.insert(entry.key.slug().to_owned()) {
                    lists.put(entry);
                }
            }
            lists.reference_on = reference_on || lists.entries.is_empty();
            lists.move_to(from, to);
            let opened = parse(&print(&lists).unwrap()).unwrap();
            prop_assert_eq!(opened.value, lists);
            prop_assert!(opened.read_only.is_empty());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}

//! Versioned RON text, read and printed: the byte order mark, the version, fields we do not know, and faults with
//! their line and column; and what of a foreign text may be shown. Knows no workload, no price and no disk.

mod fault;
mod plain;
pub mod step;

use std::cell::Cell;
use std::fmt;

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{DeserializeOwned, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

pub use fault::Fault;
pub use plain::{plain, seen, seen_lines, short};

/// Why a document may be shown but not written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// A newer app wrote it.
    NewerVersion {
        /// The version in the file.
        found: u32,
        /// The newest version that this app knows.
        newest: u32,
    },
    /// It has fields that this app does not know and would lose.
    UnknownFields(Vec<String>),
    /// Some of its entries could not be read and would be lost.
    BadEntries(Vec<Fault>),
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewerVersion { found, newest } => {
                write!(
                    out,
                    "it was written by a newer version of the app (format {found}; this app writes {newest})"
                )
            }
            Self::UnknownFields(fields) if fields.len() == 1 => {
                write!(out, "it has a field that this app does not know: {}", fields.join(", "))
            }
            Self::UnknownFields(fields) => {
                write!(out, "it has fields that this app does not know: {}", fields.join(", "))
            }
            Self::BadEntries(faults) => {
                write!(out, "some of its entries cannot be read: ")?;
                for (index, fault) in faults.iter().enumerate() {
                    if index > 0 {
                        write!(out, "; ")?;
                    }
                    write!(out, "{fault}")?;
                }
                Ok(())
            }
        }
    }
}

/// A document that was read, and why it must not be written back, if so.
#[derive(Clone, Debug)]
pub struct Opened<T> {
    /// What it says.
    pub value: T,
    /// Empty for a document that may be edited and saved.
    pub read_only: Vec<ReadOnly>,
}

impl<T> Opened<T> {
    /// The same document with another value made from it.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Opened<U> {
        Opened { value: make(self.value), read_only: self.read_only }
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// The text of a file: UTF-8 without its byte order mark.
///
/// # Errors
/// When the bytes are not UTF-8 or hold nothing.
pub fn text(bytes: &[u8]) -> Result<&str, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let (line, column) = fault::position(&String::from_utf8_lossy(valid));
        Fault::at(line, column, "the file is not UTF-8 text from here on".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Fault::new("the file is empty"));
    }
    Ok(text)
}

/// Finds the version of a document without reading what stands behind it.
struct VersionOf<'a>(&'a Cell<Option<u32>>);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Version,
    #[serde(other)]
    Other,
}

impl<'de> Visitor<'de> for VersionOf<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key()? {
            match field {
                Field::Version => {
                    self.0.set(Some(map.next_value()?));
                    return Err(A::Error::custom("the rest does not matter"));
                }
                Field::Other => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

/// The version that a document states.
fn version(text: &str) -> Result<u32, Fault> {
    let mut deserializer = ron::Deserializer::from_str_with_options(text, &options())
        .map_err(|error| Fault::from_ron(&error))?;
    let found = Cell::new(None);
    match (deserializer.deserialize_struct("", &["version"], VersionOf(&found)), found.get()) {
        (_, Some(version)) => Ok(version),
        (Ok(()), None) => Ok(one()),
        (Err(code), None) => Err(Fault::from_ron(&deserializer.span_error(code))),
    }
}

/// The version of a file that states none.
pub const fn one() -> u32 {
    1
}

/// Reads a document whose format versions go up to `newest`. A newer one, or one with unknown fields, comes out
/// marked read-only.
///
/// # Errors
/// When the text is not RON of this shape: what is wrong, with line and column.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str, newest: u32) -> Result<Opened<T>, Fault> {
    let version = version(text)?;
    if version == 0 {
        return Err(Fault::new("version 0 does not exist; the first is 1"));
    }
    let mut read_only = Vec::new();
    if version > newest {
        read_only.push(ReadOnly::NewerVersion { found: version, newest });
    }
    match parse::<T>(text) {
        Ok((value, unknown)) => {
            if !unknown.is_empty() {
                read_only.push(ReadOnly::UnknownFields(unknown));
            }
            Ok(Opened { value, read_only })
        }
        Err(fault) if version > newest => {
            let newer = ReadOnly::NewerVersion { found: version, newest };
            Err(fault.because(&newer.to_string()))
        }
        Err(fault) => Err(fault),
    }
}

/// The value, and the paths of fields that its type does not have.
fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<(T, Vec<String>), Fault> {
    let mut deserializer = ron::Deserializer::from_str_with_options(text, &options())
        .map_err(|error| Fault::from_ron(&error))?;
    let mut unknown = Named::default();
    let value = serde_ignored::deserialize(&mut deserializer, |path| {
        // A `?` marks a step through an option, which says nothing to a reader.
        unknown.add(|| short(&path.to_string(), MOST_LETTERS).replace(".?", ""));
    })
    .and_then(|value: T| deserializer.end().map(|()| value))
    .map_err(|code| Fault::from_ron(&deserializer.span_error(code)))?;
    Ok((value, unknown.into_names()))
}

/// The most fields that are named; the rest is counted.
const MOST_NAMED: usize = 10;
/// The most letters of such a name.
const MOST_LETTERS: usize = 120;

/// Some names, and how many more there are.
#[derive(Default)]
struct Named {
    names: Vec<String>,
    more: usize,
}

impl Named {
    fn add(&mut self, name: impl FnOnce() -> String) {
        if self.names.len() < MOST_NAMED {
            self.names.push(name());
        } else {
            self.more += 1;
        }
    }

    fn into_names(mut self) -> Vec<String> {
        if self.more > 0 {
            self.names.push(format!("and {} more", self.more));
        }
        self.names
    }
}

/// Reads each entry of a list by itself, so that one bad entry does not take the others with it.
///
/// `make` turns the file's form into the domain's and may refuse with a sentence. `whole` is the text that the
/// entries were cut from, for their line and column. Unknown fields of an entry are put on `read_only`.
pub fn entries<F: DeserializeOwned, T>(
    raw: &[&RawValue],
    whole: &str,
    read_only: &mut Vec<ReadOnly>,
    make: impl Fn(F) -> Result<T, Fault>,
) -> Vec<T> {
    let mut good = Vec::with_capacity(raw.len());
    let mut bad = Vec::new();
    let mut unknown_fields = Named::default();
    for (index, entry) in raw.iter().enumerate() {
        let entry_text = entry.get_ron();
        let outcome = parse::<F>(entry_text).and_then(|(form, unknown)| {
            for field in unknown {
                unknown_fields.add(|| format!("{field} (entry {})", index + 1));
            }
            make(form)
        });
        match outcome {
            Ok(value) => good.push(value),
            Err(fault) => {
                let before = (entry_text.as_ptr() as usize)
                    .checked_sub(whole.as_ptr() as usize)
                    .and_then(|offset| whole.get(..offset))
                    .unwrap_or_default();
                bad.push(fault.moved_behind(before));
            }
        }
    }
    let unknown_fields = unknown_fields.into_names();
    if !unknown_fields.is_empty() {
        read_only.push(ReadOnly::UnknownFields(unknown_fields));
    }
    if !bad.is_empty() {
        read_only.push(ReadOnly::BadEntries(bad));
    }
    good
}

/// Prints a document in the one form that the app saves: one field a line, four spaces, a newline at the end.
///
/// # Errors
/// When the value has a shape that RON cannot print, which is a fault of this program.
pub fn print<T: Serialize>(value: &T) -> Result<String, Fault> {
    let pretty = ron::ser::PrettyConfig::new().new_line("\n").indentor("    ").struct_names(false);
    options()
        .to_string_pretty(value, pretty)
        .map(|text| text + "\n")
        .map_err(|error| Fault::new(&format!("this cannot be written as RON: {error}")))
}

/// A small value in one line without a version: for what may be lost.
///
/// # Errors
/// When the value has a shape that RON cannot print, which is a fault of this program.
pub fn line<T: Serialize>(value: &T) -> Result<String, Fault> {
    options().to_string(value).map_err(|error| Fault::new(&format!("this cannot be written as RON: {error}")))
}

/// Reads what [`line`] has written.
///
/// # Errors
/// What is wrong with it.
pub fn of_line<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    options().from_str(text).map_err(|error| Fault::from_ron(&error))
}

/// A decimal in a file: a string, or a bare number read digit by digit rather than through floating point.
#[derive(Clone, Debug)]
pub struct DecimalText(pub String);

impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get_ron().trim();
        if text.starts_with(['"', 'r']) {
            return ron::from_str::<String>(text).map(Self).map_err(serde::de::Error::custom);
        }
        Ok(Self(text.replace('_', "")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug)]
    struct Form {
        #[expect(dead_code, reason = "only read")]
        #[serde(default = "one")]
        version: u32,
        amount: Option<DecimalText>,
    }

    fn open(text: &str) -> Result<Opened<Form>, Fault> {
        read(text, 1)
    }

    #[test]
    fn decimals_keep_every_digit_quoted_or_not() {
        for text in ["(amount: \"0.1234567890123456789\")", "(amount: 0.1234567890123456789)"] {
            assert_eq!(open(text).unwrap().value.amount.unwrap().0, "0.1234567890123456789");
        }
    }

    #[test]
    fn unknown_fields_and_newer_versions_are_read_only() {
        assert_eq!(open("(colour: 1)").unwrap().read_only, [ReadOnly::UnknownFields(vec!["colour".into()])]);
        assert_eq!(open("(version: 2)").unwrap().read_only, [ReadOnly::NewerVersion { found: 2, newest: 1 }]);
        let newer = read::<u8>("(version: 2)", 1).unwrap_err().to_string();
        assert!(newer.contains("newer"), "{newer}");
    }

    #[test]
    fn some_unknown_fields_are_named_and_the_rest_is_counted() {
        let fields: Vec<String> = (0..1_000).map(|number| format!("field_{number}: 1")).collect();
        let opened = open(&format!("({})", fields.join(", "))).unwrap();
        let said = opened.read_only.iter().map(ToString::to_string).collect::<String>();
        assert!(said.ends_with("field_8, field_9, and 990 more"), "{said}");
    }

    #[test]
    fn faults_name_line_and_column() {
        let fault = open("(\n  version: abc)").unwrap_err();
        assert_eq!((fault.line(), fault.column()), (Some(2), Some(12)));
        assert!(open("(version: 0)").is_err());
        assert!(open(&format!("(x: {}", "[".repeat(20_000))).unwrap_err().to_string().contains("deep"));
        assert!(open("() ()").is_err());
    }

    #[test]
    fn text_takes_a_byte_order_mark_and_refuses_other_encodings() {
        assert_eq!(text(b"\xef\xbb\xbf(a)").unwrap(), "(a)");
        assert!(text(b" \n").is_err());
        assert_eq!(text(b"ab\ncd\xff").unwrap_err().line(), Some(2));
    }
}

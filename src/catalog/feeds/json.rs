//! Reading JSON that may be anything: field by field, each value as the very text that stands in the file, so that
//! no price passes through floating point and no bad value takes its neighbours along.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::MOST_ROWS;

/// What a level with more than [`MOST_ROWS`] fields or elements is refused with.
pub(super) const TOO_MANY: &str = "there are more rows than any real list has";

/// Why a row or a value was not understood: a short sentence for a person.
pub(super) type Reason = String;

/// An object's fields or an array's elements, each as its own text.
pub(super) enum Shape<'a> {
    Object(Vec<(Cow<'a, str>, &'a RawValue)>),
    Array(Vec<&'a RawValue>),
}

struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if fields.len() == MOST_ROWS {
                return Err(A::Error::custom(TOO_MANY));
            }
            fields.push((key, map.next_value()?));
        }
        Ok(Shape::Object(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = sequence.next_element()? {
            if elements.len() == MOST_ROWS {
                return Err(A::Error::custom(TOO_MANY));
            }
            elements.push(element);
        }
        Ok(Shape::Array(elements))
    }
}

/// Takes one level of a text apart.
pub(super) fn shape(text: &str) -> Result<Shape<'_>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let shape = deserializer.deserialize_any(ShapeVisitor)?;
    deserializer.end()?;
    Ok(shape)
}

struct EachField<F>(F);

impl<'de, F: FnMut(&str, &'de RawValue) -> Result<(), Reason>> Visitor<'de> for EachField<F> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let value = map.next_value()?;
            (self.0)(&key, value).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// Shows each field of an object to `see`.
///
/// # Errors
/// When the value is no object, or what `see` says.
pub(super) fn fields<'a>(
    raw: &'a RawValue,
    see: impl FnMut(&str, &'a RawValue) -> Result<(), Reason>,
) -> Result<(), Reason> {
    if !raw.get().starts_with('{') {
        return Err(format!("{} is no object", shown(raw)));
    }
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    deserializer.deserialize_map(EachField(see)).map_err(|error| plain(&error))
}

/// The elements of an array that has only a few in any real list.
pub(super) fn few(raw: &RawValue) -> Result<Vec<&RawValue>, Reason> {
    const MOST: usize = 100;
    let elements = elements(raw)?;
    if elements.len() > MOST { Err(format!("there are more than {MOST} of them")) } else { Ok(elements) }
}

/// The elements of an array.
pub(super) fn elements(raw: &RawValue) -> Result<Vec<&RawValue>, Reason> {
    match shape(raw.get()) {
        Ok(Shape::Array(elements)) => Ok(elements),
        Err(error) if is_too_many(&error) => Err(TOO_MANY.to_owned()),
        Ok(Shape::Object(_)) | Err(_) => Err(format!("{} is no list", shown(raw))),
    }
}

/// Whether a level has more fields or elements than any real list has rows.
pub(super) fn is_too_many(error: &serde_json::Error) -> bool {
    error.to_string().starts_with(TOO_MANY)
}

/// The first element of an array; `None` for an empty one, and for what is none.
pub(super) fn first(raw: &RawValue) -> Option<&RawValue> {
    struct First;
    impl<'de> Visitor<'de> for First {
        type Value = Option<&'de RawValue>;
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("an array")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
            let first = sequence.next_element()?;
            while sequence.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(first)
        }
    }
    serde_json::Deserializer::from_str(raw.get()).deserialize_seq(First).ok().flatten()
}

/// An error of the JSON reader without its place, which is counted from the start of the row.
fn plain(error: &serde_json::Error) -> Reason {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(before, _)| before).to_owned()
}

/// A value as it may stand in a message: on one line, as objects are written on several.
pub(super) fn shown(raw: &RawValue) -> String {
    /// More than is shown.
    const MOST_WORDS: usize = 40;
    let words: Vec<&str> = raw.get().split_whitespace().take(MOST_WORDS).collect();
    crate::document::short(&words.join(" "), 40).into_owned()
}

/// Whether a value is `null`: the same as a field that is not there.
pub(super) fn is_null(raw: &RawValue) -> bool {
    raw.get() == "null"
}

/// A text; `None` for `null`.
pub(super) fn text(raw: &RawValue) -> Result<Option<Cow<'_, str>>, Reason> {
    if is_null(raw) {
        return Ok(None);
    }
    serde_json::from_str::<Key<'_>>(raw.get())
        .map(|Key(text)| Some(text))
        .map_err(|_| format!("{} is no text", shown(raw)))
}

/// A text where there is one; anything else says nothing.
pub(super) fn text_if_any(raw: &RawValue) -> Option<Cow<'_, str>> {
    text(raw).ok().flatten()
}

/// `true` or `false`; anything else says nothing.
pub(super) fn flag(raw: &RawValue) -> Option<bool> {
    match raw.get() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The digits of a number, bare or in quotes; `None` for `null`.
pub(super) fn number(raw: &RawValue) -> Result<Option<Cow<'_, str>>, Reason> {
    match raw.get().as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'-' | b'0'..=b'9') => Ok(Some(Cow::Borrowed(raw.get()))),
        Some(b'"') => text(raw),
        _ => Err(format!("{} is no number", shown(raw))),
    }
}

/// A count of tokens; `None` for `null` and 0, which lists write where they do not know.
pub(super) fn limit(raw: &RawValue) -> Result<Option<u64>, Reason> {
    let Some(digits) = number(raw)? else { return Ok(None) };
    let count = crate::money::Decimal::parse(&digits)
        .ok()
        .and_then(|number| number.to_units(0))
        .and_then(|count| u64::try_from(count).ok())
        .ok_or_else(|| format!("{} is no count of tokens", shown(raw)))?;
    Ok((count > 0).then_some(count))
}

/// A day, or the first of a month; `None` for `null` and an empty text.
pub(super) fn date(raw: &RawValue) -> Result<Option<Date>, Reason> {
    let text = text(raw)?.unwrap_or_default();
    let written = text.trim();
    if written.is_empty() {
        return Ok(None);
    }
    let day = match written.len() {
        4 => format!("{written}-01-01").parse().ok(),
        7 => format!("{written}-01").parse().ok(),
        // A date and a time: the day is what counts.
        _ => written.get(..10).and_then(|day| day.parse().ok()),
    };
    day.map(Some).ok_or_else(|| format!("{} is no date like 2026-04-29", shown(raw)))
}

/// A day that no price depends on; one that is not understood is left out and remarked on.
pub(super) fn date_or_remark(
    field: &str,
    raw: &RawValue,
    remark: &mut Option<std::sync::Arc<str>>,
) -> Option<Date> {
    date(raw).unwrap_or_else(|reason| {
        *remark = Some(format!("its {field} was not understood: {reason}").into());
        None
    })
}

/// Puts a field's name before a reason.
pub(super) fn of_field<T>(field: &str, result: Result<T, Reason>) -> Result<T, Reason> {
    result.map_err(|reason| format!("{field}: {reason}"))
}

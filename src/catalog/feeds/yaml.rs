//! YAML as JSON text, so that every format may be written in it and its prices keep the digits of the file.
//!
//! An alias is a copy of what its anchor names. What comes out has a limit, so that some lines of aliases of aliases
//! cannot fill the memory.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::json::{self, Shape};
use crate::document;

/// The largest YAML file that is read, in bytes. A real configuration has some kilobytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Deeper than any real file, and less than what the JSON reader takes.
const DEEPEST: usize = 100;

/// Whether a text may be YAML: its first line that says something is a key alone, a key with a value, or an item.
pub(super) fn may_be(text: &str) -> bool {
    let first = text
        .lines()
        .map(str::trim_end)
        .find(|line| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---");
    first.is_some_and(|line| {
        line.starts_with("- ")
            || line.split_once(':').is_some_and(|(key, rest)| {
                let is_key = |character: char| character.is_alphanumeric() || "_-./ \"'".contains(character);
                !key.is_empty() && key.chars().all(is_key) && (rest.is_empty() || rest.starts_with(' '))
            })
    })
}

/// Something that is being written.
struct Open {
    /// Where it starts in what is written.
    start: usize,
    anchor: usize,
    is_map: bool,
    /// How many values of it are written, keys counted too.
    values: usize,
    /// Whether it takes in another map (`<<`).
    merges: bool,
}

/// Writes the first document of a YAML text as JSON.
///
/// # Errors
/// What is wrong, with its line.
pub(super) fn to_json(text: &str) -> Result<String, String> {
    if text.len() > MOST_BYTES {
        return Err(format!("as YAML it has more than {} MB", MOST_BYTES / 1024 / 1024));
    }
    let mut writer =
        Writer { json: String::with_capacity(text.len()), open: Vec::new(), anchors: HashMap::new() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            format!("line {}: {}", error.marker().line(), document::short(error.info(), 100))
        })?;
        let at_line = |problem: &str| format!("line {}: {problem}", span.start.line());
        match event {
            Event::Scalar(text, style, anchor, _) => writer.scalar(&text, style, anchor),
            Event::SequenceStart(anchor, _) => writer.open(anchor, false),
            Event::MappingStart(anchor, _) => writer.open(anchor, true),
            Event::SequenceEnd | Event::MappingEnd => writer.close().map_err(|problem| at_line(&problem))?,
            Event::Alias(anchor) => {
                let copy = writer.anchors.get(&anchor).and_then(|(from, to)| writer.json.get(*from..*to));
                let copy = copy.ok_or_else(|| at_line("an alias stands inside of what it names"))?.to_owned();
                writer.value(&copy, 0);
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        if writer.json.len() > super::MOST_BYTES {
            return Err(at_line("its aliases make more of it than a price list can be"));
        }
        if writer.open.len() > DEEPEST {
            return Err(at_line("it is nested too deep"));
        }
    }
    Ok(writer.json)
}

struct Writer {
    json: String,
    open: Vec<Open>,
    /// Where what an anchor names is written.
    anchors: HashMap<usize, (usize, usize)>,
}

impl Writer {
    /// Writes what stands between the value before and the next one; whether the next one is a key.
    fn next(&mut self) -> bool {
        let Some(open) = self.open.last_mut() else { return false };
        let is_key = open.is_map && open.values % 2 == 0;
        if open.is_map && !is_key {
            self.json.push(':');
        } else if open.values > 0 {
            self.json.push(',');
        }
        open.values += 1;
        is_key
    }

    /// Writes a value that is JSON.
    fn value(&mut self, json: &str, anchor: usize) {
        let is_key = self.next();
        let start = self.json.len();
        if is_key && !json.starts_with('"') {
            // A key of a JSON object is a text; a number, a list or nothing may be one in YAML.
            self.json.push_str(&quoted(json));
        } else {
            self.json.push_str(json);
        }
        self.anchors.insert(anchor, (start, self.json.len()));
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize) {
        let is_key = self.open.last().is_some_and(|open| open.is_map && open.values % 2 == 0);
        if is_key
            && text == "<<"
            && let Some(open) = self.open.last_mut()
        {
            open.merges = true;
        }
        let json = match (style, text) {
            (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Cow::Borrowed("null"),
            (ScalarStyle::Plain, "true" | "True" | "TRUE") => Cow::Borrowed("true"),
            (ScalarStyle::Plain, "false" | "False" | "FALSE") => Cow::Borrowed("false"),
            // The digits of the file; a number that only YAML knows stands in quotes, which the readers take too.
            (ScalarStyle::Plain, number) if is_number(number) => Cow::Borrowed(number),
            _ => Cow::Owned(quoted(text)),
        };
        self.value(&json, anchor);
    }

    fn open(&mut self, anchor: usize, is_map: bool) {
        // A list as a key is written as it is, and refused by the JSON reader.
        self.next();
        let start = self.json.len();
        self.json.push(if is_map { '{' } else { '[' });
        self.open.push(Open { start, anchor, is_map, values: 0, merges: false });
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.json.push(if open.is_map { '}' } else { ']' });
        if open.merges {
            let merged = merged(self.json.get(open.start..).unwrap_or_default())?;
            self.json.truncate(open.start);
            self.json.push_str(&merged);
        }
        self.anchors.insert(open.anchor, (open.start, self.json.len()));
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// Whether a text is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_digit() || byte == b'-')
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

/// An object with what `<<` names in it: its own fields count before those that it takes in, the first before the next.
fn merged(object: &str) -> Result<String, String> {
    let unreadable = |_| "it takes in (<<) what is no map".to_owned();
    let Shape::Object(fields) = json::shape(object).map_err(unreadable)? else {
        return Ok(object.to_owned());
    };
    let (taken, own): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(key, _)| key == "<<");
    let mut all = own;
    let mut seen: std::collections::HashSet<Cow<'_, str>> = all.iter().map(|(key, _)| key.clone()).collect();
    for (_, raw) in taken {
        let maps = match json::shape(raw.get()).map_err(unreadable)? {
            Shape::Array(maps) => maps,
            Shape::Object(_) => vec![raw],
        };
        for map in maps {
            let Shape::Object(fields) = json::shape(map.get()).map_err(unreadable)? else { continue };
            for (key, value) in fields {
                if seen.insert(key.clone()) {
                    all.push((key, value));
                }
            }
        }
    }
    let fields: Vec<String> =
        all.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.get())).collect();
    Ok(format!("{{{}}}", fields.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_becomes_json_with_its_digits() {
        let yaml = "# mine\n---\na: 0.00000030\nb: [1e-7, .5, 'x: \"y\"', ~, yes, true]\nc:\n  - d: 9e-07\n    2: |\n      two\n      lines\n";
        let expected = r#"{"a":0.00000030,"b":[1e-7,".5","x: \"y\"",null,"yes",true],"c":[{"d":9e-07,"2":"two\nlines\n"}]}"#;
        assert_eq!(to_json(yaml).unwrap(), expected);
    }

    #[test]
    fn anchors_are_copied_and_maps_are_taken_in() {
        let yaml = "base: &b {x: 1, y: 2}\nm:\n  <<: *b\n  y: 3\nn: *b\n";
        let expected = r#"{"base":{"x":1,"y":2},"m":{"y":3,"x":1},"n":{"x":1,"y":2}}"#;
        assert_eq!(to_json(yaml).unwrap(), expected);
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut yaml = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for number in 1..12 {
            let before = format!("*a{}, ", number - 1).repeat(10);
            let before = before.trim_end_matches(", ");
            yaml = format!("{yaml}a{number}: &a{number} [{before}]\n");
        }
        assert!(to_json(&yaml).unwrap_err().contains("aliases"));
        assert!(to_json(&"[".repeat(100_000)).is_err());
        assert!(to_json("a: &a [*a]").is_err());
    }

    #[test]
    fn texts_of_other_kinds_are_told_apart() {
        for yaml in
            ["model_list:\n  - a: b", "# c\n\nvendor: acme\nmodels: []", "- modelName: x", "---\na: 1"]
        {
            assert!(may_be(yaml), "{yaml}");
        }
        for other in
            ["id,name,input\na,b,1", "| a | b |", "hello", "", "model;input: usd;output\n", "http://x"]
        {
            assert!(!may_be(other), "{other}");
        }
    }
}

//! The tables of a Markdown document: a line of headers, a line of dashes, rows.

use std::borrow::Cow;

/// A table of a document.
pub(super) struct Table<'a> {
    /// The lines of text just above.
    pub title: Vec<&'a str>,
    /// The first lines of text below the last table.
    pub below: Vec<&'a str>,
    pub headers: Vec<Cow<'a, str>>,
    /// The line of the headers, counted from 1.
    pub line: u64,
    /// The lines of the rows.
    pub rows: &'a str,
}

/// How many lines of text above and below a table may say what it is about, and how many tables are looked at.
const MOST_TITLE_LINES: usize = 10;
const MOST_LINES_BELOW: usize = 3;
const MOST_TABLES: usize = 1_000;

/// All tables of a document, in its order.
pub(super) fn tables(text: &str) -> Vec<Table<'_>> {
    let mut tables = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    let mut below: Vec<&str> = Vec::new();
    let mut lines = Lines { text, at: 0, number: 0 };
    while let Some((number, line)) = lines.next() {
        let mut ahead = lines.clone();
        let is_header = line.contains('|') && ahead.next().is_some_and(|(_, below)| is_rule(below));
        if !is_header {
            if !line.trim().is_empty() {
                if below.len() < MOST_LINES_BELOW {
                    below.push(line);
                }
                if title.len() == MOST_TITLE_LINES {
                    title.remove(0);
                }
                title.push(line);
            }
            continue;
        }
        lines = ahead.clone();
        let start = lines.at;
        let mut end = start;
        while ahead.next().is_some_and(|(_, row)| row.contains('|')) {
            lines = ahead.clone();
            end = lines.at;
        }
        let rows = text.get(start..end).unwrap_or_default();
        below.clear();
        tables.push(Table {
            title: std::mem::take(&mut title),
            below: Vec::new(),
            headers: cells(line),
            line: number,
            rows,
        });
        if tables.len() == MOST_TABLES {
            break;
        }
    }
    if let Some(last) = tables.last_mut() {
        last.below = below;
    }
    tables
}

/// The lines of a text, numbered from 1.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: u64,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (u64, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += end;
        self.number += 1;
        Some((self.number, rest.get(..end)?.trim_end_matches(['\n', '\r'])))
    }
}

/// `|---|:--:|`, and `|---+---|` as other editors draw it.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains(['|', '+'])
        && line.chars().all(|character| matches!(character, '|' | '+' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row, without the signs that make them bold, a link or code.
pub(super) fn cells(row: &str) -> Vec<Cow<'_, str>> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, character) in row.char_indices() {
        if character == '|' && !is_escaped {
            cells.push(plain(row.get(start..at).unwrap_or_default()));
            start = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    let last = row.get(start..).unwrap_or_default();
    if !last.trim().is_empty() {
        cells.push(plain(last));
    }
    cells
}

fn plain(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    if !cell.contains(['*', '`', '[', '\\', '<', '_']) {
        return Cow::Borrowed(cell);
    }
    let mut made = String::with_capacity(cell.len());
    let mut rest = cell.replace("**", "").replace('`', "").replace("<br>", " ").replace("<br/>", " ");
    if let Some(inside) = rest.strip_prefix("__").and_then(|inside| inside.strip_suffix("__")) {
        rest = inside.to_owned();
    }
    let mut rest = rest.as_str();
    while let Some(at) = rest.find(['[', '\\']) {
        let (before, from) = rest.split_at(at);
        made.push_str(before.strip_suffix('!').unwrap_or(before));
        // `[name](address)` is the name; a backslash makes the sign behind it plain.
        let link = from.strip_prefix('[').and_then(|from| {
            let (name, behind) = from.split_once("](")?;
            let (_, behind) = behind.split_once(')')?;
            Some((name, behind))
        });
        if let Some((name, behind)) = link {
            made.push_str(&plain(name));
            rest = behind;
        } else {
            let sign = if from.starts_with('\\') { from.get(1..).unwrap_or_default() } else { from };
            let width = sign.chars().next().map_or(0, char::len_utf8);
            made.push_str(sign.get(..width).unwrap_or_default());
            rest = sign.get(width..).unwrap_or_default();
        }
    }
    made.push_str(rest);
    Cow::Owned(made.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_of_a_document_is_found_with_what_stands_above_it() {
        let text = "# Prices\n\nPer 1M tokens.\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n\nMore\n\nc | d\n--|--\n5 | 6\n";
        let found = tables(text);
        let seen: Vec<_> =
            found.iter().map(|table| (table.line, table.headers.join("+"), table.rows)).collect();
        assert_eq!(seen, [(5, "a+b".into(), "| 1 | 2 |\n| 3 | 4 |\n"), (12, "c+d".into(), "5 | 6\n")]);
        assert_eq!(found[0].title, ["# Prices", "Per 1M tokens."]);
        assert_eq!(found[1].title, ["More"]);
        assert!(tables("a|b\n1|2\n").is_empty());
    }

    #[test]
    fn cells_are_plain_text() {
        assert_eq!(
            cells(r"| **$0.15** | [A \| B](https://example.org/a) | `m-1` | \$2 | |"),
            ["$0.15", "A | B", "m-1", "$2", ""]
        );
        assert_eq!(cells("a | b_c |"), ["a", "b_c"]);
        assert_eq!(cells("| ~~$2~~ [x | y"), ["~~$2~~ [x", "y"]);
    }
}

//! Where the table is in a text: its separator, the line of its headers, and what stands above.

use std::borrow::Cow;

use super::headers::{Column, column};
use super::markdown;

/// The header of a table stands in its first lines, and within so many bytes.
const MOST_LINES_ABOVE: usize = 30;
const MOST_BYTES_ABOVE: usize = 64 * 1024;
/// The most columns that are read.
const MOST_COLUMNS: usize = 500;

/// Rows that are no text, such as those of JSON.
pub(in crate::catalog::feeds) trait Records {
    /// What the columns are called.
    fn headers(&self) -> &[String];
    /// Texts around the rows, one a line.
    fn title(&self) -> &str;
    /// Hands on the number and the cells of each row until `take` has had enough.
    fn each(&self, take: &mut dyn FnMut(u64, Vec<Cow<'_, str>>) -> bool);
}

/// A table in a text.
pub(super) struct Layout<'a> {
    /// What stands above the headers.
    pub title: Cow<'a, str>,
    /// What stands just below the rows of a table in a document.
    pub below: String,
    pub headers: Vec<String>,
    pub columns: Vec<Column>,
    /// The line of the headers.
    pub line: u64,
    rows: Rows<'a>,
}

enum Rows<'a> {
    Delimited { text: &'a str, delimiter: u8, lines_above: u64 },
    Markdown { text: &'a str, lines_above: u64 },
    Records(&'a dyn Records),
}

/// One row of a table.
pub(super) struct Row<'a> {
    pub line: u64,
    /// As many as there are columns, or fewer.
    pub cells: Vec<Cow<'a, str>>,
    /// How many cells the row has, empty ones at its end left out.
    pub width: usize,
}

impl Row<'_> {
    /// Whether it is a line of text rather than cells: a source, a note.
    pub fn is_text(&self, columns: &[Column]) -> bool {
        self.width == 1 && columns.len() > 2
    }
}

impl<'a> Layout<'a> {
    pub fn markdown(table: &markdown::Table<'a>) -> Self {
        let headers =
            table.headers.iter().take(MOST_COLUMNS).map(|cell| cell.clone().into_owned()).collect::<Vec<_>>();
        Self {
            title: Cow::Owned(table.title.join("\n")),
            below: table.below.join("\n"),
            columns: headers.iter().map(|header| column(header)).collect(),
            headers,
            line: table.line,
            rows: Rows::Markdown { text: table.rows, lines_above: table.line + 1 },
        }
    }

    /// Rows that are no text.
    pub fn records(records: &'a dyn Records) -> Self {
        Self {
            title: Cow::Borrowed(records.title()),
            below: String::new(),
            headers: records.headers().to_vec(),
            columns: records.headers().iter().map(|header| column(header)).collect(),
            line: 1,
            rows: Rows::Records(records),
        }
    }

    /// Whether the rows are no text: numbers in them have a point before their decimals.
    pub const fn is_records(&self) -> bool {
        matches!(self.rows, Rows::Records(_))
    }

    /// Where a row is that has no name.
    pub fn place(&self, line: u64) -> String {
        if self.is_records() { format!("number {line}") } else { format!("on line {line}") }
    }

    /// Hands on the rows until `take` has had enough. `Err` says why the rest cannot be read, or that a quote took it.
    pub fn each(&self, mut take: impl FnMut(&Row<'_>) -> bool) -> Result<(), String> {
        match self.rows {
            Rows::Delimited { text, delimiter, lines_above } => {
                let mut reader = reader(text, delimiter);
                let mut record = ::csv::StringRecord::new();
                while reader.read_record(&mut record).map_err(|error| error.to_string())? {
                    let line = line_of(&record, text) + lines_above;
                    let width = record.len() - record.iter().rev().take_while(|cell| cell.is_empty()).count();
                    let cells = record.iter().take(self.headers.len()).map(Cow::Borrowed).collect();
                    if width > 0 && !take(&Row { line, cells, width }) {
                        return Ok(());
                    }
                    if let Some(rest) = takes_the_rest(&record, text, &reader) {
                        return Err(format!(
                            "a quote that opens on line {line} is never closed; {} behind it {} not read",
                            if rest == 1 { "the line" } else { "the lines" },
                            if rest == 1 { "was" } else { "were" },
                        ));
                    }
                }
            }
            Rows::Markdown { text, lines_above } => {
                for (line, row) in (lines_above + 1..).zip(text.lines()) {
                    let cells = markdown::cells(row);
                    let width = cells.len();
                    if !take(&Row { line, cells, width }) {
                        break;
                    }
                }
            }
            Rows::Records(records) => records.each(&mut |line, cells| {
                let width = cells.len();
                take(&Row { line, cells, width })
            }),
        }
        Ok(())
    }
}

/// The line of a record: the reader counts from the empty lines above it.
fn line_of(record: &::csv::StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else { return 1 };
    let rest = usize::try_from(position.byte()).ok().and_then(|start| text.get(start..)).unwrap_or_default();
    let empty = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n');
    position.line() + empty.count() as u64
}

/// How many lines the last record of a text took in through a quote that nothing closes.
fn takes_the_rest(record: &::csv::StringRecord, text: &str, reader: &::csv::Reader<&[u8]>) -> Option<usize> {
    let end = usize::try_from(reader.position().byte()).ok()?;
    let start = usize::try_from(record.position()?.byte()).ok()?;
    let written = text.get(start..).filter(|_| end >= text.len())?;
    let lines = written.lines().filter(|line| !line.trim().is_empty()).count().checked_sub(1)?;
    (lines > 0 && written.bytes().filter(|byte| *byte == b'"').count() % 2 == 1).then_some(lines)
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes())
}

/// The table of a text with a separator between its cells: with the first line that `is_header` takes for one or,
/// as an error, with the line that has the most of a header.
pub(super) fn delimited<'a>(
    text: &'a str,
    is_header: impl Fn(&[Column]) -> bool,
) -> Result<Layout<'a>, Box<Layout<'a>>> {
    let (text, stated, skipped) = stated_delimiter(text);
    let above = text.get(..text.floor_char_boundary(MOST_BYTES_ABOVE)).unwrap_or(text);
    let mut best: Option<((bool, usize, usize), Layout<'a>)> = None;
    for delimiter in [b'\t', b';', b'|', b','] {
        if stated.is_some_and(|stated| stated != delimiter) {
            continue;
        }
        let mut reader = reader(above, delimiter);
        let mut record = ::csv::StringRecord::new();
        for _ in 0..MOST_LINES_ABOVE {
            let start = reader.position().byte();
            if !reader.read_record(&mut record).unwrap_or(false) {
                break;
            }
            if record.len() > MOST_COLUMNS {
                continue;
            }
            let columns: Vec<Column> = record.iter().map(column).collect();
            let understood =
                columns.iter().filter(|column| !matches!(column, Column::Other | Column::Known)).count();
            let is_one = is_header(&columns);
            let rank = (is_one, understood, record.len());
            if best.as_ref().is_none_or(|(before, _)| rank > *before) {
                let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                let line = line_of(&record, text) + skipped;
                let layout = Layout {
                    title: Cow::Borrowed(
                        usize::try_from(start).ok().and_then(|start| text.get(..start)).unwrap_or_default(),
                    ),
                    below: String::new(),
                    headers: record.iter().map(str::to_owned).collect(),
                    columns,
                    line,
                    rows: Rows::Delimited {
                        text: text.get(end..).unwrap_or_default(),
                        delimiter,
                        lines_above: reader.position().line() - 1 + skipped,
                    },
                };
                best = Some((rank, layout));
            }
            if is_one {
                break;
            }
        }
    }
    match best {
        Some(((true, ..), layout)) => Ok(layout),
        Some((_, layout)) => Err(layout.into()),
        None => Err(Box::new(Layout {
            title: Cow::Borrowed(""),
            below: String::new(),
            headers: Vec::new(),
            columns: Vec::new(),
            line: 1,
            rows: Rows::Markdown { text: "", lines_above: 0 },
        })),
    }
}

/// The separator that a first line of `sep=;` names, and the text behind that line.
fn stated_delimiter(text: &str) -> (&str, Option<u8>, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r').trim_matches('"');
    let named =
        first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| first.get(4..));
    match named.map(str::as_bytes) {
        Some([delimiter @ (b'\t' | b';' | b'|' | b',')]) => (rest, Some(*delimiter), 1),
        _ => (text, None, 0),
    }
}

//! An answer as plain text, as Markdown and as a table for a spreadsheet.

use std::fmt::{Result, Write as _};

use super::{Answer, Emphasis, Table};
use crate::bounds::between;
use crate::money::typed;
use crate::receipt::escape_markdown as escape;

impl Answer {
    /// The answer as plain text, its columns below each other.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing into a text cannot fail.
        let _ = self.write_text(&mut out);
        out
    }

    /// The answer as Markdown, under a heading of this depth: 1 is the document's title.
    pub fn to_markdown(&self, depth: usize) -> String {
        let mut out = String::new();
        let _ = self.write_markdown(&mut out, depth);
        out
    }

    /// Its tables with tabs between the cells, as spreadsheets paste them: numbers are plain, because a spreadsheet
    /// computes with what it gets.
    pub fn to_tabs(&self) -> String {
        self.delimited(|lines| {
            let line =
                |line: &Vec<String>| line.iter().map(|text| tab_cell(text)).collect::<Vec<_>>().join("\t");
            lines.iter().map(|cells| line(cells) + "\n").collect()
        })
    }

    /// Its tables as CSV, with plain numbers; where there are several, each under its title and with an empty line
    /// between.
    pub fn to_csv(&self) -> String {
        self.delimited(|lines| csv(lines))
    }

    fn delimited(&self, print: impl Fn(&[Vec<String>]) -> String) -> String {
        let mut out = String::new();
        for (index, table) in self.tables.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            if self.tables.len() > 1 && !table.title.is_empty() {
                out.push_str(&print(&[vec![no_formula(&table.title)]]));
            }
            out.push_str(&print(&table.data_lines()));
        }
        out
    }

    fn write_text(&self, out: &mut String) -> Result {
        writeln!(out, "{}\n{}", self.title, sentence(&self.headline))?;
        for detail in &self.details {
            writeln!(out, "{}", sentence(detail))?;
        }
        for table in &self.tables {
            writeln!(out)?;
            if !table.title.is_empty() {
                writeln!(out, "{}", table.title)?;
            }
            let lines: Vec<Vec<String>> = table.lines().collect();
            let widths: Vec<usize> = (0..table.columns.len())
                .map(|column| {
                    let cells = lines.iter().filter_map(|line| Some(line.get(column)?.chars().count()));
                    cells.max().unwrap_or_default()
                })
                .collect();
            for line in lines {
                let cells = line.iter().zip(&widths).zip(&table.columns).map(|((text, width), column)| {
                    let gap = " ".repeat(width.saturating_sub(text.chars().count()));
                    if column.is_number { format!("{gap}{text}") } else { format!("{text}{gap}") }
                });
                writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
            }
        }
        if !self.notes.is_empty() {
            writeln!(out)?;
        }
        for note in &self.notes {
            writeln!(out, "- {}", sentence(note))?;
        }
        writeln!(out, "\n{}", sentence(&self.source))
    }

    fn write_markdown(&self, out: &mut String, depth: usize) -> Result {
        let heading = "#".repeat(between(depth, 1, 5));
        writeln!(out, "{heading} {}\n\n**{}**\n", escape(&self.title), escape(&sentence(&self.headline)))?;
        for detail in &self.details {
            writeln!(out, "{}\n", escape(&sentence(detail)))?;
        }
        for table in &self.tables {
            if !table.title.is_empty() {
                writeln!(out, "{heading}# {}\n", escape(&table.title))?;
            }
            table.write_markdown(out)?;
            writeln!(out)?;
        }
        for note in &self.notes {
            writeln!(out, "- {}", escape(&sentence(note)))?;
        }
        if !self.notes.is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "{}\n", escape(&sentence(&self.source)))
    }
}

impl Table {
    /// The heads and then the rows, as texts.
    fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        let heads = self.columns.iter().map(|column| column.title.clone()).collect();
        let rows = self.rows.iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect());
        std::iter::once(heads).chain(rows)
    }

    /// The heads and then the rows, for programs: numbers are plain, heads name what amounts are counted in, and no
    /// text is a formula.
    fn data_lines(&self) -> Vec<Vec<String>> {
        let mut are_dollars = vec![false; self.columns.len()];
        let mut lines = vec![Vec::new()];
        for row in self.rows.iter() {
            let cells = row.cells.into_iter().zip(&self.columns).zip(&mut are_dollars);
            let line = cells.map(|((cell, column), are_dollars)| {
                let number = cell.number.map(|number| (number.to_plain(), number.is_dollars()));
                let number = number.or_else(|| column.is_number.then(|| plain(&cell.text))?);
                let Some((number, is_dollars)) = number else { return no_formula(&cell.text) };
                *are_dollars |= is_dollars;
                number
            });
            lines.push(line.collect());
        }
        let heads = self.columns.iter().zip(are_dollars).map(|(column, are_dollars)| {
            let unit = if are_dollars { " (US dollars)" } else { "" };
            no_formula(&format!("{}{unit}", column.title))
        });
        if let Some(first) = lines.first_mut() {
            *first = heads.collect();
        }
        lines
    }

    fn write_markdown(&self, out: &mut String) -> Result {
        for column in &self.columns {
            write!(out, "| {} ", escape(&column.title))?;
        }
        writeln!(out, "|")?;
        for column in &self.columns {
            write!(out, "|{}", if column.is_number { "---:" } else { "---" })?;
        }
        writeln!(out, "|")?;
        for row in self.rows.iter() {
            let bold = if row.emphasis == Emphasis::Strong { "**" } else { "" };
            for cell in &row.cells {
                let bold = if cell.text.trim().is_empty() { "" } else { bold };
                write!(out, "| {bold}{}{bold} ", escape(&cell.text))?;
            }
            writeln!(out, "|")?;
        }
        Ok(())
    }
}

/// A text that is nothing but a number as people read it, `$1,234.50` or `$1.235e-10`: the number alone, and whether it
/// is of dollars.
fn plain(text: &str) -> Option<(String, bool)> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (amount, is_dollars) = rest.strip_prefix('$').map_or((rest, false), |amount| (amount, true));
    let is_digit = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
    if is_dollars && amount.contains('e') {
        return typed::dollars(amount)
            .ok()
            .map(|amount| (format!("{sign}{}", amount.to_exact_string()), true));
    }
    let is_number =
        amount.starts_with(|letter: char| letter.is_ascii_digit()) && amount.chars().all(is_digit);
    is_number.then(|| (format!("{sign}{}", amount.replace(',', "")), is_dollars))
}

/// A text as a cell between tabs. One that begins with a quotation mark would swallow the cells up to the next one, so
/// it stands between marks of its own.
pub(crate) fn tab_cell(text: &str) -> String {
    let text = text.replace(['\t', '\n', '\r'], " ");
    if text.starts_with('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Lines of cells as CSV. Texts have to come through [`no_formula`]; numbers may begin with a minus.
pub(crate) fn csv<Line: IntoIterator<Item: AsRef<[u8]>>>(lines: impl IntoIterator<Item = Line>) -> String {
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for line in lines {
        // Writing into memory cannot fail.
        let _ = writer.write_record(line);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A text that no spreadsheet takes for a formula: a `'` in front, which spreadsheets hide, of one that would run.
pub(crate) fn no_formula(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

/// A text that ends as a sentence does.
fn sentence(text: &str) -> String {
    if text.is_empty() || text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Cell, Column, Number, Row};
    use crate::money::Dollars;

    fn answer() -> Answer {
        let row =
            |name: &str, count: &str, emphasis| Row { cells: vec![name.into(), count.into()], emphasis };
        Answer {
            title: "What does $1 buy?".into(),
            headline: "Most on A".into(),
            tables: vec![Table {
                title: String::new(),
                columns: vec![Column::words("Model"), Column::number("Tasks")],
                rows: vec![
                    row("A, \"the first\"", "1,000", Emphasis::Strong),
                    row("B|C", "7", Emphasis::Plain),
                ]
                .into(),
            }],
            notes: vec!["D has no price".into()],
            source: "List, April 2026".into(),
            ..Answer::default()
        }
    }

    #[test]
    fn as_text_with_numbers_below_each_other() {
        let text = "What does $1 buy?\nMost on A.\n\nModel           Tasks\nA, \"the first\"  1,000\n\
                    B|C                 7\n\n- D has no price.\n\nList, April 2026.\n";
        assert_eq!(answer().to_text(), text);
    }

    #[test]
    fn as_markdown_nothing_in_a_cell_is_markup() {
        let markdown = answer().to_markdown(2);
        assert!(markdown.starts_with("## What does \\$1 buy?\n\n**Most on A.**\n"), "{markdown}");
        assert!(markdown.contains("| Model | Tasks |\n|---|---:|\n"), "{markdown}");
        assert!(markdown.contains("| B\\|C | 7 |\n"), "{markdown}");
    }

    #[test]
    fn as_data_it_is_read_back_as_it_was() {
        let csv = answer().to_csv();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(read, [["Model", "Tasks"], ["A, \"the first\"", "1000"], ["B|C", "7"]]);
        assert_eq!(answer().to_tabs(), "Model\tTasks\nA, \"the first\"\t1000\nB|C\t7\n");
    }

    #[test]
    fn a_name_in_quotation_marks_swallows_no_cells() {
        let rows = vec![Row::plain(vec!["\"Best\"\tof all".into(), Cell::count(7)])];
        let columns = vec![Column::words("\"Model"), Column::number("Tasks")];
        let table = Table { title: String::new(), columns, rows: rows.into() };
        let tabs = Answer { tables: vec![table], ..Answer::default() }.to_tabs();
        assert_eq!(tabs, "\"\"\"Model\"\tTasks\n\"\"\"Best\"\" of all\"\t7\n");
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(tabs.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.iter().collect::<Vec<_>>(), ["\"Best\" of all", "7"]);
    }

    #[test]
    fn a_spreadsheet_gets_exact_numbers_and_no_formula() {
        let amount = |text: &str| Dollars::parse(text).unwrap();
        let gap = |text: &str, number| Cell::from(text).of(number);
        let rows = vec![
            Row::plain(vec!["=A1".into(), Cell::dollars(amount("1234.5678")), "1.2 million".into()]),
            Row::plain(vec!["B".into(), "free".into(), Cell::from("1.2 million").of(1_234_567_u64)]),
            Row::plain(vec!["C".into(), gap("$0.10 less", Number::Less(amount("0.1"))), "-".into()]),
            Row::plain(vec!["D".into(), "$1,000.50".into(), Cell::count(1_000)]),
            Row::plain(vec!["E".into(), "$1.235e-10".into(), Cell::count(1)]),
        ];
        let columns = vec![Column::words("@Model"), Column::number("Gap"), Column::number("Tasks")];
        let answer = Answer {
            tables: vec![Table { title: String::new(), columns, rows: rows.into() }],
            ..Answer::default()
        };
        assert_eq!(
            answer.to_tabs(),
            "'@Model\tGap (US dollars)\tTasks\n'=A1\t1234.5678\t1.2 million\nB\tfree\t1234567\n\
             C\t-0.1\t'-\nD\t1000.50\t1000\nE\t0.0000000001235\t1\n"
        );
        assert!(answer.to_text().contains("$1,234.57"), "{}", answer.to_text());
    }
}

//! The memo on its one page: what has room, what is cut and counted, and where each line stands. As a PDF.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::foreign::pieces;
use super::{Memo, MemoError, left_out};
use crate::answer::{Emphasis, Row, Table, counted};
use crate::bounds::between;
use crate::report::text::{REGULAR, Ruler, SEMI_BOLD, Weight};

// A4, in points.
const WIDTH: f64 = 595.0;
const HEIGHT: f64 = 842.0;
const MARGIN: f64 = 48.0;
/// From margin to margin.
const ROOM: f64 = WIDTH - 2.0 * MARGIN;
const TITLE: f64 = 17.0;
const TEXT: f64 = 9.5;
const SMALL: f64 = 8.0;
/// Height of a line, as a multiple of its size.
const LEADING: f64 = 1.4;
/// Height of a row of a table that has one line.
const ROW: f64 = 14.0;
/// What the names of a table take at most of the room of all its words.
const NAMES: f64 = 0.6;
/// The size of the text in a table.
const CELL: f64 = 9.0;
/// Between two columns.
const GAP: f64 = 8.0;
/// A table with less room than this is left out: its title, its heads in three lines and what is left out.
const LEAST_TABLE: f64 = 75.0;

// What has to fit on one page whatever there is to say.

/// The most lines of a cell.
const CELL_LINES: usize = 3;
/// The most rows that can have room on a page.
const SAMPLE: usize = 60;
/// The most lines of what it was decided for.
const SUBJECT_LINES: usize = 8;
/// The most lines of reasons.
const DETAIL_LINES: usize = 10;
/// The most price lists that are named.
const MOST_LISTS: usize = 6;
/// The most lines of notes.
const NOTE_LINES: usize = 10;

/// The memo as a PDF of one page.
///
/// # Errors
/// When the page cannot be written, which is a fault of this program.
pub fn pdf(memo: &Memo) -> Result<Vec<u8>, MemoError> {
    written(memo).map(|(bytes, _)| bytes)
}

/// The PDF, and how far down its page it goes.
fn written(memo: &Memo) -> Result<(Vec<u8>, f64), MemoError> {
    let broken = |what: &str| MemoError(what.to_owned());
    let font = |bytes: &[u8]| Font::new(bytes.to_vec().into(), 0).ok_or_else(|| broken("a font is not one"));
    let fonts = Fonts { regular: font(REGULAR)?, semi_bold: font(SEMI_BOLD)?, ruler: Ruler::new() };
    let mut document = krilla::Document::new();
    document.set_metadata(Metadata::new().title(memo.answer.title.clone()));
    #[expect(clippy::cast_possible_truncation, reason = "the size of a page")]
    let size =
        PageSettings::from_wh(WIDTH as f32, HEIGHT as f32).ok_or_else(|| broken("no page is so large"))?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    let mut sheet = Sheet { surface: &mut surface, fonts: &fonts, y: MARGIN };
    sheet.write(memo);
    let end = sheet.y;
    surface.finish();
    page.finish();
    let bytes = document.finish().map_err(|error| MemoError(format!("{error:?}")))?;
    Ok((bytes, end))
}

struct Fonts {
    regular: Font,
    semi_bold: Font,
    ruler: Ruler,
}

/// The page that is being written, from the top down.
struct Sheet<'a, 's> {
    surface: &'a mut Surface<'s>,
    fonts: &'a Fonts,
    y: f64,
}

impl Sheet<'_, '_> {
    fn write(&mut self, memo: &Memo) {
        let answer = &memo.answer;
        let day = memo.today.strftime("Decision memo, %-d %B %Y").to_string();
        self.paragraph(&day, SMALL, Weight::Regular, 1);
        self.paragraph(&answer.title, TEXT, Weight::Regular, 2);
        self.y += 4.0;
        self.paragraph(&answer.headline, TITLE, Weight::SemiBold, 4);
        self.y += 4.0;
        let mut room = SUBJECT_LINES;
        for (place, line) in memo.subject.iter().enumerate() {
            if room == 0 {
                self.left_out("workload", memo.subject.len() - place);
                break;
            }
            room -= self.paragraph(line, TEXT, Weight::Regular, room.min(4));
        }
        let mut room = DETAIL_LINES;
        for (place, detail) in answer.details.iter().enumerate() {
            if room == 0 {
                self.left_out("reason", answer.details.len() - place);
                break;
            }
            room -= self.paragraph(detail, TEXT, Weight::Regular, room.min(5));
        }
        // What stands at the foot of the page keeps its room.
        let foot = self.foot(memo);
        let bottom = as_f64(foot.len()).mul_add(-SMALL * LEADING, HEIGHT - MARGIN) - 10.0;
        for (place, table) in answer.tables.iter().enumerate() {
            let left = answer.tables.len() - place;
            // The sentence about what is left out needs its line, too.
            let room = bottom - self.y - SMALL * LEADING;
            if room < LEAST_TABLE {
                self.left_out("table", left);
                break;
            }
            // Each of the tables that are left gets its share of the room.
            self.table(table, self.y + (room / as_f64(left)).max(LEAST_TABLE));
        }
        self.y = self.y.max(bottom) + 10.0;
        for line in foot {
            self.paragraph(&line, SMALL, Weight::Regular, 1);
        }
    }

    /// The lines at the foot of the page: whose prices these are before all, then what to know.
    fn foot(&self, memo: &Memo) -> Vec<String> {
        let mut lines = Vec::new();
        let lists = memo.lists.iter().take(MOST_LISTS).map(|list| format!("Prices: {list}"));
        for list in lists {
            lines.extend(self.lines(&list, SMALL, Weight::Regular, ROOM, 2));
        }
        let more = memo.lists.len().saturating_sub(MOST_LISTS);
        if more > 0 {
            lines.push(more_of("price list", more));
        }
        let mut room = NOTE_LINES;
        for (place, note) in memo.answer.notes.iter().enumerate() {
            if room == 0 {
                lines.push(more_of("note", memo.answer.notes.len() - place));
                break;
            }
            let of_note = self.lines(note, SMALL, Weight::Regular, ROOM, room.min(4));
            room -= of_note.len();
            lines.extend(of_note);
        }
        lines
    }

    fn left_out(&mut self, what: &str, more: usize) {
        self.paragraph(&more_of(what, more), SMALL, Weight::Regular, 1);
    }

    /// The text in at most so many lines; the last ends in an ellipsis where there is more.
    fn lines(&self, text: &str, size: f64, weight: Weight, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.fonts.ruler.wrap(text, size, weight, width);
        lines.retain(|line| !line.is_empty());
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.fonts.ruler.width(last, size, weight) + size > width && last.pop().is_some() {}
                last.push('…');
            }
        }
        lines
    }

    /// Returns how many lines it took.
    fn paragraph(&mut self, text: &str, size: f64, weight: Weight, most: usize) -> usize {
        let lines = self.lines(text, size, weight, ROOM, most);
        for line in &lines {
            self.y += size * LEADING;
            self.text(MARGIN, self.y - size * 0.35, line, size, weight);
        }
        lines.len()
    }

    /// A table down to `bottom` at most, and how many rows are left out.
    fn table(&mut self, table: &Table, bottom: f64) {
        self.y += 10.0;
        if !table.title.is_empty() {
            self.paragraph(&table.title, TEXT + 1.0, Weight::SemiBold, 1);
        }
        let widths = self.widths(table);
        let heads: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
        let heads = self.cells(&heads, &widths, SMALL, Weight::Regular);
        self.row(&heads, table, &widths, (SMALL, Weight::Regular));
        self.rule();
        let mut drawn = 0;
        for row in table.rows.iter() {
            let weight = if row.emphasis == Emphasis::Strong { Weight::SemiBold } else { Weight::Regular };
            let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let cells = self.cells(&texts, &widths, CELL, weight);
            if self.y + height(&cells, CELL) > bottom - SMALL * LEADING {
                break;
            }
            self.row(&cells, table, &widths, (CELL, weight));
            drawn += 1;
        }
        let more = table.rows.len() - drawn;
        if more > 0 {
            self.paragraph(&left_out("", more), SMALL, Weight::Regular, 1);
        }
    }

    /// How wide each column is. Numbers stay whole; words share what is left, and break.
    fn widths(&self, table: &Table) -> Vec<f64> {
        let ruler = &self.fonts.ruler;
        // No more rows than these have room on the page.
        let sample: Vec<Row> = table.rows.iter().take(SAMPLE).collect();
        let natural = table.columns.iter().enumerate().map(|(place, column)| {
            let cells = sample.iter().filter_map(|row| row.cells.get(place));
            let widest =
                cells.map(|cell| ruler.width(&cell.text, CELL, Weight::SemiBold)).fold(20.0, f64::max);
            // A head may break.
            let head = ruler.width(&column.title, SMALL, Weight::Regular);
            widest.max(if column.is_number { head.min(56.0) } else { head }) + GAP
        });
        let mut widths: Vec<f64> = natural.collect();
        let sum_of = |widths: &[f64], is_number: bool| -> f64 {
            let of = widths.iter().zip(&table.columns).filter(|(_, column)| column.is_number == is_number);
            of.map(|(width, _)| width).sum()
        };
        // Many columns of numbers leave words a quarter.
        let numbers = sum_of(&widths, true);
        let most = if numbers < numbers + sum_of(&widths, false) { ROOM * 0.75 } else { ROOM };
        let shrink = (most / numbers.max(1.0)).min(1.0);
        let words = ROOM - numbers * shrink;
        let count = table.columns.iter().filter(|column| !column.is_number).count();
        // The names come first: whole, as long as they leave the other words something.
        let has_names = table.columns.first().is_some_and(|column| !column.is_number);
        let names = widths.first().copied().filter(|_| has_names && count > 1);
        let names = names.map(|width| width.min(words * NAMES));
        let (words, count) = names.map_or((words, count), |width| (words - width, count - 1));
        if let (Some(first), Some(names)) = (widths.first_mut(), names) {
            *first = names;
        }
        let fair = words / as_f64(count.max(1));
        // What short words leave goes to the long ones.
        let (mut spare, mut wanted) = (0.0, 0.0);
        let is_shared = |place: usize, is_number: bool| !is_number && (names.is_none() || place > 0);
        let shared = widths.iter().zip(&table.columns).enumerate();
        let shared = shared.filter(|(place, (_, column))| is_shared(*place, column.is_number));
        for (_, (width, _)) in shared {
            spare += (fair - width).max(0.0);
            wanted += (width - fair).max(0.0);
        }
        let given = if wanted > 0.0 { (spare / wanted).min(1.0) } else { 0.0 };
        for (place, (width, column)) in widths.iter_mut().zip(&table.columns).enumerate() {
            if column.is_number {
                *width *= shrink;
            } else if is_shared(place, false) && *width > fair {
                *width = (*width - fair).mul_add(given, fair);
            }
        }
        // A small table is spread a little, not over the whole page.
        let stretch = between(ROOM / widths.iter().sum::<f64>().max(1.0), 1.0, 1.6);
        widths.iter().map(|width| width * stretch).collect()
    }

    fn cells(&self, texts: &[&str], widths: &[f64], size: f64, weight: Weight) -> Vec<Vec<String>> {
        let cell = |(text, width): (&&str, &f64)| self.lines(text, size, weight, width - GAP, CELL_LINES);
        texts.iter().zip(widths).map(cell).collect()
    }

    fn row(&mut self, cells: &[Vec<String>], table: &Table, widths: &[f64], (size, weight): (f64, Weight)) {
        let mut x = MARGIN;
        for ((lines, column), width) in cells.iter().zip(&table.columns).zip(widths) {
            for (place, text) in lines.iter().enumerate() {
                let length = self.fonts.ruler.width(text, size, weight);
                let at = if column.is_number { x + width - GAP - length } else { x };
                let baseline = (size * 1.25).mul_add(as_f64(place), self.y + ROW - 3.5);
                self.text(at, baseline, text, size, weight);
            }
            x += width;
        }
        self.y += height(cells, size);
    }

    fn rule(&mut self) {
        let mut path = PathBuilder::new();
        path.move_to(px(MARGIN), px(self.y));
        path.line_to(px(WIDTH - MARGIN), px(self.y));
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: rgb::Color::new(0xb0, 0xb6, 0xc0).into(),
            width: 0.6,
            ..Stroke::default()
        }));
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.set_stroke(None);
    }

    /// One line, in pieces of one font each: our fonts have not every letter.
    fn text(&mut self, x: f64, y: f64, text: &str, size: f64, weight: Weight) {
        self.surface
            .set_fill(Some(Fill { paint: rgb::Color::new(0x1b, 0x1f, 0x27).into(), ..Fill::default() }));
        let own = match weight {
            Weight::Regular => &self.fonts.regular,
            Weight::SemiBold => &self.fonts.semi_bold,
        };
        let mut x = x;
        for (piece, foreign) in pieces(&self.fonts.ruler, text) {
            let font = foreign.as_ref().map_or(own, |foreign| &foreign.font).clone();
            let at = Point::from_xy(px(x), px(y));
            self.surface.draw_text(at, font, px(size), &piece, false, TextDirection::Auto);
            x += match foreign {
                Some(foreign) => foreign.width(&piece, size),
                None => self.fonts.ruler.width(&piece, size, weight),
            };
        }
    }
}

/// How high a row of these cells is.
fn height(cells: &[Vec<String>], size: f64) -> f64 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    (size * 1.25).mul_add(as_f64(lines - 1), ROW)
}

/// `And 3 more notes are left out here`.
fn more_of(what: &str, more: usize) -> String {
    let (count, ending) = (counted(more, what), if more == 1 { "is" } else { "are" });
    let (count, what) = count.split_once(' ').unwrap_or((&count, what));
    format!("And {count} more {what} {ending} left out here")
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and columns")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
const fn px(length: f64) -> f32 {
    length as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Answer, Column};
    use crate::report::memo::tests::{endless, memo};

    /// How many pages a PDF has, by the count of its page tree.
    fn pages(pdf: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(pdf).into_owned();
        let (_, after) = text.split_once("/Count ")?;
        Some(after.chars().take_while(char::is_ascii_digit).collect())
    }

    #[test]
    fn as_a_pdf_it_is_one_page_however_much_there_is_to_say() {
        let mut empty = memo();
        empty.answer = Answer::default();
        empty.lists.clear();
        let mut tables = memo();
        tables.answer.tables = vec![tables.answer.tables[0].clone(); 30];
        for memo in [memo(), endless(), empty, tables] {
            let (bytes, end) = written(&memo).unwrap();
            assert!(bytes.starts_with(b"%PDF-"));
            assert_eq!(pages(&bytes).as_deref(), Some("1"));
            assert!(end <= HEIGHT - MARGIN + 0.5, "{end} of {HEIGHT}: {}", memo.answer.headline);
        }
    }

    /// A sheet on a page of its own.
    fn on_a_sheet<T>(ask: impl FnOnce(&mut Sheet<'_, '_>) -> T) -> T {
        let font = |bytes: &[u8]| Font::new(bytes.to_vec().into(), 0).unwrap();
        let fonts = Fonts { regular: font(REGULAR), semi_bold: font(SEMI_BOLD), ruler: Ruler::new() };
        let mut document = krilla::Document::new();
        let mut page = document.start_page();
        let mut surface = page.surface();
        let found = ask(&mut Sheet { surface: &mut surface, fonts: &fonts, y: MARGIN });
        surface.finish();
        page.finish();
        found
    }

    #[test]
    fn what_has_no_room_is_counted_and_whose_prices_these_are_comes_first() {
        let foot = on_a_sheet(|sheet| sheet.foot(&endless()));
        assert!(foot[0].starts_with("Prices: List 0 of 模型"), "{foot:?}");
        assert!(foot.contains(&"And 34 more price lists are left out here".to_owned()), "{foot:?}");
        assert_eq!(foot.last().unwrap(), "And 6 more notes are left out here");
        assert_eq!(more_of("table", 1), "And 1 more table is left out here");
    }

    #[test]
    fn a_name_stands_whole_beside_long_reasons_and_breaks_behind_a_sign_where_it_must() {
        let name = "Qwen2.5-Coder-32B-Instruct-Turbo";
        let reason = "a long reason why this model was not taken, in many words ".repeat(4);
        let row = Row::plain(vec![name.into(), reason.as_str().into(), reason.as_str().into()]);
        let columns = ["Model", "The rule", "Why not"].map(Column::words).into();
        let table = Table { title: String::new(), columns, rows: vec![row].into() };
        on_a_sheet(|sheet| {
            let widths = sheet.widths(&table);
            assert!(widths.iter().sum::<f64>() <= ROOM + 0.01, "{widths:?}");
            assert_eq!(sheet.lines(name, CELL, Weight::SemiBold, widths[0] - GAP, CELL_LINES), [name]);
            let broken = sheet.lines(name, CELL, Weight::SemiBold, 90.0, 3);
            assert_eq!(broken.concat(), name);
            assert!(broken.iter().rev().skip(1).all(|line| line.ends_with(['-', '.'])), "{broken:?}");
        });
    }

    #[test]
    fn a_long_name_takes_no_room_from_the_numbers() {
        let mut table = memo().answer.tables[0].clone();
        let mut rows: Vec<Row> = table.rows.iter().collect();
        rows[0].cells[0] = "x".repeat(200).into();
        table.rows = rows.into();
        on_a_sheet(|sheet| {
            let widths = sheet.widths(&table);
            assert!(widths.iter().sum::<f64>() <= ROOM + 0.01, "{widths:?}");
            for row in table.rows.iter() {
                let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                let cells = sheet.cells(&texts, &widths, CELL, Weight::SemiBold);
                for ((text, lines), column) in texts.iter().zip(&cells).zip(&table.columns) {
                    assert!(!column.is_number || lines.as_slice() == [*text], "{text} as {lines:?}");
                }
            }
        });
    }
}

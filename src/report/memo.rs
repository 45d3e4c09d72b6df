//! A decision memo of one page: the pick, the why and the why-not, with date, workload, prices and their sources. As
//! Markdown and as PDF with text that can be selected.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex};

use jiff::civil::Date;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use resvg::usvg::fontdb;
use skrifa::MetadataProvider as _;

use super::text::{REGULAR, Ruler, SEMI_BOLD, Weight};
use crate::answer::{Answer, Emphasis, Table};
use crate::receipt::escape_markdown as escape;

/// What a memo is made from.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The answer that was decided on.
    pub answer: Answer,
    /// The workload in words: `Chat message: 500 input and 200 output tokens`.
    pub workload: String,
    /// The price lists, each with who published it and when.
    pub lists: Vec<String>,
    /// The day of the memo.
    pub today: Date,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
#[error("the memo cannot be made: {0}")]
pub struct MemoError(String);

/// The most rows of a table in Markdown.
const MOST_ROWS: usize = 15;

// A4, in points.
const WIDTH: f64 = 595.0;
const HEIGHT: f64 = 842.0;
const MARGIN: f64 = 48.0;
const TITLE: f64 = 17.0;
const TEXT: f64 = 9.5;
const SMALL: f64 = 8.0;
/// Height of a line, as a multiple of its size.
const LEADING: f64 = 1.4;
/// Height of a row of a table.
const ROW: f64 = 14.0;

/// The memo as Markdown.
#[must_use]
pub fn markdown(memo: &Memo) -> String {
    let mut out = String::new();
    // Writing into a text cannot fail.
    let _ = writeln!(
        out,
        "# Decision memo\n\n{}\n\n{}\n",
        memo.today.strftime("%-d %B %Y"),
        escape(&memo.workload)
    );
    let mut answer = memo.answer.clone();
    for table in &mut answer.tables {
        let more = table.rows.len().saturating_sub(MOST_ROWS);
        table.rows.truncate(MOST_ROWS);
        if more > 0 {
            answer.notes.push(left_out(&table.title, more));
        }
    }
    out.push_str(&answer.to_markdown(2));
    let _ = writeln!(out, "Prices:\n");
    for list in &memo.lists {
        let _ = writeln!(out, "- {}", escape(list));
    }
    out
}

/// `Why not the others: 2,191 more are left out here`.
fn left_out(title: &str, more: usize) -> String {
    let title = if title.is_empty() { String::new() } else { format!("{title}: ") };
    let (more, are) = (crate::money::label::whole(more as u64), if more == 1 { "is" } else { "are" });
    format!("{title}{more} more {are} left out here")
}

/// The memo as a PDF of one page.
///
/// # Errors
/// When the page cannot be written, which is a fault of this program.
pub fn pdf(memo: &Memo) -> Result<Vec<u8>, MemoError> {
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
    Sheet { surface: &mut surface, fonts: &fonts, y: MARGIN }.write(memo);
    surface.finish();
    page.finish();
    document.finish().map_err(|error| MemoError(format!("{error:?}")))
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
        self.paragraph(&day, SMALL, Weight::Regular, usize::MAX);
        self.paragraph(&answer.title, TEXT, Weight::Regular, 2);
        self.y += 4.0;
        self.paragraph(&answer.headline, TITLE, Weight::SemiBold, 4);
        self.y += 4.0;
        for detail in answer.details.iter().take(6) {
            self.paragraph(detail, TEXT, Weight::Regular, 5);
        }
        self.paragraph(&memo.workload, TEXT, Weight::Regular, 3);
        // What stands at the foot of the page keeps its room.
        let mut foot: Vec<String> = answer.notes.iter().take(5).cloned().collect();
        foot.extend(memo.lists.iter().take(6).map(|list| format!("Prices: {list}")));
        if memo.lists.len() > 6 {
            foot.push(format!("And {} more price lists", memo.lists.len() - 6));
        }
        let lines =
            |text: &String| self.fonts.ruler.wrap(text, SMALL, Weight::Regular, WIDTH - 2.0 * MARGIN).len();
        let foot_lines: usize = foot.iter().map(lines).sum();
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let bottom = HEIGHT - MARGIN - (foot_lines as f64) * SMALL * LEADING - 10.0;
        for (place, table) in answer.tables.iter().enumerate() {
            // Each of the tables that are left gets its share of the room.
            #[expect(clippy::cast_precision_loss, reason = "a few tables")]
            let share = (bottom - self.y) / (answer.tables.len() - place) as f64;
            self.table(table, self.y + share);
        }
        self.y = self.y.max(bottom) + 10.0;
        for text in foot {
            self.paragraph(&text, SMALL, Weight::Regular, usize::MAX);
        }
    }

    fn paragraph(&mut self, text: &str, size: f64, weight: Weight, most: usize) {
        let lines = self.fonts.ruler.wrap(text, size, weight, WIDTH - 2.0 * MARGIN);
        for line in lines.iter().take(most) {
            self.y += size * LEADING;
            self.text(MARGIN, self.y - size * 0.35, line, size, weight);
        }
    }

    /// A table down to `bottom` at most, and how many rows are left out.
    fn table(&mut self, table: &Table, bottom: f64) {
        self.y += 10.0;
        if !table.title.is_empty() {
            self.paragraph(&table.title, TEXT + 1.0, Weight::SemiBold, 1);
        }
        let room = WIDTH - 2.0 * MARGIN;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few rows")]
        let fitting = ((bottom - self.y - ROW - SMALL * LEADING) / ROW).floor().max(0.0) as usize;
        let rows = table.rows.get(..fitting.min(table.rows.len())).unwrap_or_default();
        let natural: Vec<f64> = (0..table.columns.len())
            .map(|place| {
                let cells = rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.text.as_str());
                let texts = cells.chain(table.columns.get(place).map(|column| column.title.as_str()));
                texts.map(|text| self.fonts.ruler.width(text, TEXT, Weight::SemiBold)).fold(20.0, f64::max)
                    + 10.0
            })
            .collect();
        let all = natural.iter().sum::<f64>();
        let widths: Vec<f64> = natural.iter().map(|width| width * (room / all).min(1.6)).collect();
        let heads: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
        self.row(&heads, table, &widths, (SMALL, Weight::Regular));
        self.rule();
        for row in rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let weight = if row.emphasis == Emphasis::Strong { Weight::SemiBold } else { Weight::Regular };
            self.row(&cells, table, &widths, (TEXT - 0.5, weight));
        }
        let more = table.rows.len() - rows.len();
        if more > 0 {
            self.paragraph(&left_out("", more), SMALL, Weight::Regular, 1);
        }
    }

    fn row(&mut self, cells: &[&str], table: &Table, widths: &[f64], (size, weight): (f64, Weight)) {
        self.y += ROW;
        let mut x = MARGIN;
        for ((cell, column), width) in cells.iter().zip(&table.columns).zip(widths) {
            let text = self.cut(cell, size, weight, width - 8.0);
            let length = self.fonts.ruler.width(&text, size, weight);
            let at = if column.is_number { x + width - 8.0 - length } else { x };
            self.text(at, self.y - 3.5, &text, size, weight);
            x += width;
        }
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

    /// The text, or as much of it as there is room for.
    fn cut(&self, text: &str, size: f64, weight: Weight, room: f64) -> String {
        let ruler = &self.fonts.ruler;
        if ruler.width(text, size, weight) <= room {
            return text.to_owned();
        }
        let mut kept = String::new();
        for letter in text.chars() {
            kept.push(letter);
            if ruler.width(&kept, size, weight) + size > room {
                break;
            }
        }
        kept.push('…');
        kept
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
        for (piece, is_ours) in pieces(&self.fonts.ruler, text) {
            let font = if is_ours { None } else { fallback(&piece) };
            let font = font.unwrap_or_else(|| own.clone());
            self.surface.draw_text(
                Point::from_xy(px(x), px(y)),
                font,
                px(size),
                &piece,
                false,
                TextDirection::Auto,
            );
            x += self.fonts.ruler.width(&piece, size, weight);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
const fn px(length: f64) -> f32 {
    length as f32
}

/// Cuts a text where our fonts' letters end and others begin.
fn pieces(ruler: &Ruler, text: &str) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for letter in text.chars() {
        let is_ours = ruler.has_all(letter.encode_utf8(&mut [0; 4]));
        match pieces.last_mut() {
            Some((piece, before)) if *before == is_ours => piece.push(letter),
            _ => pieces.push((letter.to_string(), is_ours)),
        }
    }
    pieces
}

/// The system's fonts: read only when a name has letters that ours lack, for it takes a while.
static SYSTEM: LazyLock<fontdb::Database> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    fonts
});
/// The fonts of the system that were used last.
static USED: Mutex<Vec<Arc<Vec<u8>>>> = Mutex::new(Vec::new());

/// A font of the system that has the letters of a text as outlines; `None` when there is none.
fn fallback(text: &str) -> Option<Font> {
    let has_all = |data: &[u8], index: u32| {
        let Ok(font) = skrifa::FontRef::from_index(data, index) else { return false };
        let has_outlines = skrifa::outline::OutlineGlyphCollection::format(&font.outline_glyphs()).is_some();
        let map = font.charmap();
        has_outlines && text.chars().all(|letter| letter.is_whitespace() || map.map(letter).is_some())
    };
    let mut used = USED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = used.iter().find(|data| has_all(data, 0)) {
        return Font::new(known.as_ref().clone().into(), 0);
    }
    let found = SYSTEM.faces().find_map(|face| {
        let index = face.index;
        let data =
            SYSTEM.with_face_data(face.id, |data, index| has_all(data, index).then(|| data.to_vec()))??;
        Some((data, index))
    });
    let (data, index) = found?;
    let data = Arc::new(data);
    if index == 0 {
        used.push(Arc::clone(&data));
    }
    Font::new(data.as_ref().clone().into(), index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::choose;
    use crate::answer::tests::bundled;
    use jiff::civil::date;

    fn memo() -> Memo {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        Memo {
            answer: choose::answer(&owned.facts(Some(chat)), &choose::Asked::default()),
            workload: "Chat message: 500 input and 200 output tokens".to_owned(),
            lists: vec!["Reference prices, TokenMix Research Lab, 2026-04-29".to_owned()],
            today: date(2026, 11, 26),
        }
    }

    /// How many pages a PDF has, by the count of its page tree.
    fn pages(pdf: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(pdf).into_owned();
        let (_, after) = text.split_once("/Count ")?;
        Some(after.chars().take_while(char::is_ascii_digit).collect())
    }

    #[test]
    fn in_markdown_the_pick_the_why_and_the_sources() {
        let text = markdown(&memo());
        for part in [
            "26 November 2026",
            "Llama 3.3 8B",
            "Gemini 2.0 Flash",
            "Prices:",
            "2026-04-29",
            "Chat message: 500",
        ] {
            assert!(text.contains(part) || text.contains(&escape(part)), "{part}\n{text}");
        }
    }

    #[test]
    fn as_a_pdf_it_is_one_page_however_much_there_is_to_say() {
        let small = pdf(&memo()).unwrap();
        assert!(small.starts_with(b"%PDF-"));
        assert_eq!(pages(&small).as_deref(), Some("1"));
        let mut long = memo();
        let row = long.answer.tables[0].rows[0].clone();
        long.answer.tables[0].rows = (0..3_000).map(|_| row.clone()).collect();
        long.answer.details = vec!["A very long reason. ".repeat(200); 9];
        long.lists = (0..40).map(|list| format!("List {list} of 模型 and نموذج")).collect();
        let large = pdf(&long).unwrap();
        assert_eq!(pages(&large).as_deref(), Some("1"));
        assert!(markdown(&long).contains("more are left out here"));
        let mut empty = memo();
        empty.answer = Answer::default();
        empty.lists.clear();
        assert_eq!(pages(&pdf(&empty).unwrap()).as_deref(), Some("1"));
    }
}

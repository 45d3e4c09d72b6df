//! An answer as SVG: its question, the answer in a sentence, the picture or else the table, what to know, the source.

use super::page::{Ink, Page, Style};
use super::{LINE, MARGIN, NAME, ROW, SMALL, SUBTITLE, TITLE, WIDTH_OF_ONE, as_f64, whole};
use crate::answer::figure::{Bars, Lines, Scatter};
use crate::answer::{Answer, Emphasis, Figure, Table};
use crate::catalog::Tier;
use crate::chart::palette::{Rgb, Theme};
use crate::chart::{Axis, Class};
use crate::report::text::{Ruler, Weight};
use crate::report::xml::{Px, Xml};

/// The most rows that are drawn: a picture of thousands is read by nobody, and the tables have all.
const MOST_ROWS: usize = 240;
/// Height of a plane.
const PLANE: f64 = 460.0;
/// Height of the bar in its row.
const BAR: f64 = 18.0;
/// What stands below a figure: the numbers and the title of its axis.
const AXIS: f64 = 22.0 + LINE;
/// How much of the accent the hottest cell of a table has, in percent.
const MOST_HEAT: f64 = 45.0;

/// An answer as SVG.
#[must_use]
pub fn answer(answer: &Answer, theme: Theme) -> String {
    let ruler = Ruler::new();
    let page = Page { ruler: &ruler, theme, surface: theme.surface() };
    let inner = WIDTH_OF_ONE - 2.0 * MARGIN;
    let mut body = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    // Drawn twice: what is drawn decides how high the page is, which stands at its beginning.
    body.content(answer, inner);
    let height = (body.y + MARGIN / 2.0).ceil();
    let mut drawing = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    drawing.out.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &Px(WIDTH_OF_ONE)),
            ("height", &Px(height)),
            ("viewBox", &format!("0 0 {} {}", Px(WIDTH_OF_ONE), Px(height))),
            ("role", &"img"),
            ("aria-labelledby", &"title description"),
            ("font-family", &crate::report::text::FAMILY),
        ],
    );
    drawing.out.text("title", &[("id", &"title")], &answer.title);
    drawing.out.text("desc", &[("id", &"description")], &answer.headline);
    let ground = page.surface.background.to_hex();
    drawing.out.empty("rect", &[("width", &Px(WIDTH_OF_ONE)), ("height", &Px(height)), ("fill", &ground)]);
    drawing.content(answer, inner);
    drawing.out.finish()
}

/// A page that is being drawn, from the top down.
struct Drawing<'a> {
    page: &'a Page<'a>,
    out: Xml,
    /// How far down it is.
    y: f64,
    /// Of how many rows the first are drawn.
    cut: Option<usize>,
}

impl Drawing<'_> {
    fn content(&mut self, answer: &Answer, inner: f64) {
        self.paragraph(&answer.title, Style::SUBTITLE, inner, SUBTITLE * 1.5);
        self.y += 6.0;
        self.paragraph(&answer.headline, Style::TITLE, inner, TITLE * 1.25);
        let detail = Style { size: SUBTITLE, ink: Ink::Text, ..Style::SUBTITLE };
        for text in &answer.details {
            self.paragraph(text, detail, inner, SUBTITLE * 1.5);
        }
        self.y += 18.0;
        match &answer.figure {
            Some(Figure::Bars(bars)) => self.bars(bars, inner),
            Some(Figure::Lines(lines)) => self.lines(lines, inner),
            Some(Figure::Scatter(scatter)) => self.scatter(scatter, inner),
            None => {
                for table in &answer.tables {
                    self.table(table, inner);
                }
            }
        }
        self.y += 12.0;
        let cut = self.cut.map(|rows| {
            format!(
                "This picture shows the first {} of {} rows; the tables have all",
                whole(MOST_ROWS),
                whole(rows)
            )
        });
        for text in answer.notes.iter().chain(&cut).chain([&answer.source]) {
            self.paragraph(text, Style::SMALL, inner, LINE);
        }
    }

    fn paragraph(&mut self, text: &str, style: Style, width: f64, line: f64) {
        for text in self.page.ruler.wrap(text, style.size, style.weight, width) {
            if !text.is_empty() {
                self.y += line;
                self.page.text(&mut self.out, MARGIN, self.y - line * 0.25, &text, style);
            }
        }
    }

    fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), colour: Rgb, width: f64) {
        self.out.empty(
            "line",
            &[
                ("x1", &Px(x1)),
                ("y1", &Px(y1)),
                ("x2", &Px(x2)),
                ("y2", &Px(y2)),
                ("stroke", &colour.to_hex()),
                ("stroke-width", &Px(width)),
            ],
        );
    }

    fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: Rgb) {
        self.out.empty(
            "rect",
            &[
                ("x", &Px(x)),
                ("y", &Px(y)),
                ("width", &Px(width.max(1.5))),
                ("height", &Px(height)),
                ("rx", &"2"),
                ("fill", &colour.to_hex()),
            ],
        );
    }

    fn legend<'n>(&mut self, names: impl Iterator<Item = (Rgb, &'n str)>, inner: f64) {
        let style = Style { ink: Ink::Text, ..Style::SMALL };
        let mut x = MARGIN;
        let mut any = false;
        for (colour, name) in names {
            let width = 26.0 + self.page.width(name, style) + 20.0;
            if x > MARGIN && x + width > MARGIN + inner {
                x = MARGIN;
                self.y += LINE + 4.0;
            }
            self.rect((x, self.y), (14.0, 14.0), colour);
            self.page.text(&mut self.out, x + 20.0, self.y + 12.0, name, style);
            x += width;
            any = true;
        }
        if any {
            self.y += LINE + 12.0;
        }
    }

    fn bars(&mut self, bars: &Bars, inner: f64) {
        let page = self.page;
        let series = |place: usize| page.theme.class(Class::Provider(place));
        self.legend(
            bars.series.iter().enumerate().map(|(place, name)| (series(place), name.as_str())),
            inner,
        );
        let rows = bars.rows.get(..MOST_ROWS.min(bars.rows.len())).unwrap_or_default();
        if rows.len() < bars.rows.len() {
            self.cut = Some(bars.rows.len());
        }
        let names =
            rows.iter().map(|row| page.width(&row.name, Style::NAME)).fold(60.0, f64::max).min(inner * 0.36);
        let labels =
            rows.iter().filter(|row| !row.pieces.is_empty()).map(|row| page.width(&row.label, Style::VALUE));
        let labels = labels.fold(0.0, f64::max);
        let (start, length) = (MARGIN + names + 16.0, (inner - names - 16.0 - labels - 16.0).max(120.0));
        let amounts = bars.rows.iter().flat_map(|row| &row.pieces).flat_map(|piece| [piece.from, piece.to]);
        let axis = bars.axis.scaled(amounts.chain(bars.rules.iter().map(|rule| rule.at)));
        if !bars.rules.is_empty() {
            self.y += LINE;
        }
        let top = self.y;
        let layouts: Vec<(Vec<String>, Vec<String>)> = rows
            .iter()
            .map(|row| {
                let name = page.ruler.wrap(&row.name, NAME, Weight::Regular, names);
                let room = if row.pieces.is_empty() { inner - names - 16.0 } else { f64::INFINITY };
                (name, page.ruler.wrap(&row.label, NAME, Weight::SemiBold, room))
            })
            .collect();
        let height = |(name, label): &(Vec<String>, Vec<String>)| {
            ROW.max(LINE * as_f64(name.len().max(label.len())) + 12.0)
        };
        let bottom = top + layouts.iter().map(height).sum::<f64>();
        for tick in &axis.ticks {
            let x = length.mul_add(tick.position, start);
            self.line((x, top), (x, bottom), page.surface.grid, 1.0);
        }
        for (row, layout) in rows.iter().zip(&layouts) {
            let middle = self.y + ROW / 2.0;
            for (place, text) in layout.0.iter().enumerate() {
                page.text(&mut self.out, MARGIN, middle + 5.0 + LINE * as_f64(place), text, Style::NAME);
            }
            let mut end = start;
            for piece in &row.pieces {
                let (from, to) = (axis.position(piece.from), axis.position(piece.to));
                let colour = match (bars.series.is_empty(), row.stands_out) {
                    (false, _) => series(piece.series),
                    (true, true) => page.theme.class(Class::Tier(Tier::MidRange)),
                    (true, false) => page.theme.class(Class::NoTier),
                };
                let x = length.mul_add(from, start);
                self.rect((x, middle - BAR / 2.0), (length * (to - from), BAR), colour);
                end = end.max(length.mul_add(to, start));
            }
            let style = if row.pieces.is_empty() { Style::SMALL } else { Style::VALUE };
            for (place, text) in layout.1.iter().enumerate() {
                page.text(&mut self.out, end + 8.0, middle + 5.0 + LINE * as_f64(place), text, style);
            }
            self.y += height(layout);
        }
        for rule in &bars.rules {
            let x = length.mul_add(axis.position(rule.at), start);
            self.line((x, top - 4.0), (x, bottom), page.surface.text, 2.0);
            let half = page.width(&rule.label, Style::TICK) / 2.0;
            let x = x.clamp(MARGIN + half, MARGIN + inner - half);
            page.text(&mut self.out, x, top - 8.0, &rule.label, Style { ink: Ink::Text, ..Style::TICK });
        }
        self.y = bottom;
        self.ticks(&axis, (start, length), inner);
    }

    /// The numbers of an axis below a figure, and what they count.
    fn ticks(&mut self, axis: &Axis, (start, length): (f64, f64), inner: f64) {
        let mut free_from = f64::NEG_INFINITY;
        for tick in &axis.ticks {
            let half = self.page.width(&tick.label, Style::TICK) / 2.0;
            let x = length.mul_add(tick.position, start);
            if x - half >= free_from {
                free_from = x + half + 8.0;
                self.page.text(&mut self.out, x, self.y + 17.0, &tick.label, Style::TICK);
            }
        }
        let words = axis
            .floor_note
            .as_ref()
            .map_or_else(|| axis.unit.clone(), |note| format!("{}, {note}", axis.unit));
        let half = self.page.width(&words, Style::TICK) / 2.0;
        let x = (start + length / 2.0).clamp(MARGIN + half, (MARGIN + inner - half).max(MARGIN + half));
        self.page.text(&mut self.out, x, self.y + 17.0 + LINE, &words, Style::TICK);
        self.y += AXIS;
    }

    /// The frame of a plane: its grid, its numbers, what they count. Returns where a fraction of each axis lies.
    fn plane(
        &mut self,
        (x, y): (&Axis, &Axis),
        levels: &[(f64, String)],
        inner: f64,
    ) -> impl Fn(f64, f64) -> (f64, f64) + use<> {
        let page = self.page;
        page.text(&mut self.out, MARGIN, self.y + 12.0, &y.unit, Style::SMALL);
        self.y += LINE + 4.0;
        let numbers: Vec<(f64, String)> = if levels.is_empty() {
            y.ticks.iter().map(|tick| (tick.position, tick.label.clone())).collect()
        } else {
            levels.iter().map(|(level, name)| (y.position(*level), name.clone())).collect()
        };
        let widest = numbers.iter().map(|(_, label)| page.width(label, Style::RANK)).fold(0.0, f64::max);
        let widest = widest.min(inner * 0.3);
        let (left, top) = (MARGIN + widest + 12.0, self.y);
        let (width, height) = (inner - widest - 12.0 - 60.0, PLANE);
        for (position, label) in numbers {
            let at = height.mul_add(1.0 - position, top);
            self.line((left, at), (left + width, at), page.surface.grid, 1.0);
            let mut lines = page.ruler.wrap(&label, SMALL, Weight::Regular, widest);
            let label = if lines.len() == 1 { lines.remove(0) } else { lines.join(" ") };
            page.text(&mut self.out, left - 8.0, at + 4.0, &label, Style::RANK);
        }
        for tick in &x.ticks {
            let at = width.mul_add(tick.position, left);
            self.line((at, top), (at, top + height), page.surface.grid, 1.0);
        }
        self.y = top + height;
        self.ticks(x, (left, width), inner);
        move |x: f64, y: f64| (width.mul_add(x, left), height.mul_add(1.0 - y, top))
    }

    fn lines(&mut self, lines: &Lines, inner: f64) {
        let page = self.page;
        let series = |place: usize| page.theme.class(Class::Provider(place));
        self.legend(
            lines.lines.iter().enumerate().map(|(place, line)| (series(place), line.name.as_str())),
            inner,
        );
        let points = || lines.lines.iter().flat_map(|line| line.pieces.iter().flatten());
        let bands = || lines.lines.iter().flat_map(|line| &line.band);
        let rules = lines.rules.iter().map(|rule| rule.at);
        let x = lines.x.scaled(points().map(|(x, _)| *x).chain(bands().map(|(x, _, _)| *x)).chain(rules));
        let y = lines
            .y
            .scaled(points().map(|(_, y)| *y).chain(bands().flat_map(|(_, least, most)| [*least, *most])));
        if !lines.rules.is_empty() {
            self.y += LINE;
        }
        let top = self.y + LINE + 4.0;
        let place = self.plane((&x, &y), &[], inner);
        let at = |px: f64, py: f64| place(x.position(px), y.position(py));
        for (series_place, line) in lines.lines.iter().enumerate() {
            let colour = series(series_place).to_hex();
            if line.band.len() > 1 {
                let upper = line.band.iter().map(|(x, _, most)| at(*x, *most));
                let lower = line.band.iter().rev().map(|(x, least, _)| at(*x, *least));
                let path = path(upper.chain(lower));
                self.out.empty("polygon", &[("points", &path), ("fill", &colour), ("fill-opacity", &"0.18")]);
            }
            for piece in &line.pieces {
                let path = path(piece.iter().map(|(x, y)| at(*x, *y)));
                let attributes: [(&'static str, &dyn std::fmt::Display); 4] =
                    [("points", &path), ("fill", &"none"), ("stroke", &colour), ("stroke-width", &"2.5")];
                self.out.empty("polyline", &attributes);
            }
        }
        for rule in &lines.rules {
            let (rule_x, _) = at(rule.at, 0.0);
            self.line((rule_x, top), (rule_x, top + PLANE), page.surface.muted, 1.0);
            let half = page.width(&rule.label, Style::TICK) / 2.0;
            let label_x = rule_x.clamp(MARGIN + half, MARGIN + inner - half);
            page.text(&mut self.out, label_x, top - 6.0, &rule.label, Style::TICK);
        }
        for mark in &lines.marks {
            let (mark_x, mark_y) = at(mark.x, mark.y);
            self.dot((mark_x, mark_y), 5.0, page.surface.text);
            self.named((mark_x, mark_y), &mark.label, inner);
        }
    }

    fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: Rgb) {
        self.out.empty(
            "circle",
            &[("cx", &Px(x)), ("cy", &Px(y)), ("r", &Px(radius)), ("fill", &colour.to_hex())],
        );
    }

    /// A name beside a place, on the side that has room.
    fn named(&mut self, (x, y): (f64, f64), name: &str, inner: f64) {
        let style = Style { ink: Ink::Text, ..Style::SMALL };
        let fits = x + 10.0 + self.page.width(name, style) <= MARGIN + inner;
        let (x, style) = if fits { (x + 8.0, style) } else { (x - 8.0, Style { anchor: "end", ..style }) };
        self.page.text(&mut self.out, x, y - 8.0, name, style);
    }

    fn scatter(&mut self, scatter: &Scatter, inner: f64) {
        let page = self.page;
        let x = scatter.x.scaled(scatter.points.iter().map(|point| point.x));
        let highest = scatter.levels.iter().map(|(level, _)| level + 0.5);
        let y = scatter.y.scaled(scatter.points.iter().map(|point| point.y).chain(highest));
        let place = self.plane((&x, &y), &scatter.levels, inner);
        let efficient = scatter.points.iter().filter(|point| point.is_efficient);
        let joined = path(efficient.clone().map(|point| place(x.position(point.x), y.position(point.y))));
        let colour = page.theme.class(Class::Tier(Tier::MidRange));
        let attributes: [(&'static str, &dyn std::fmt::Display); 4] =
            [("points", &joined), ("fill", &"none"), ("stroke", &colour.to_hex()), ("stroke-width", &"1.5")];
        self.out.empty("polyline", &attributes);
        for point in &scatter.points {
            let at = place(x.position(point.x), y.position(point.y));
            let (radius, colour) =
                if point.is_efficient { (5.5, colour) } else { (4.0, page.theme.class(Class::NoTier)) };
            self.dot(at, radius, colour);
        }
        for point in efficient {
            self.named(place(x.position(point.x), y.position(point.y)), &point.name, inner);
        }
    }

    fn table(&mut self, table: &Table, inner: f64) {
        let page = self.page;
        if !table.title.is_empty() {
            self.paragraph(&table.title, Style::PANEL, inner, 28.0);
        }
        let rows = table.rows.get(..MOST_ROWS.min(table.rows.len())).unwrap_or_default();
        if rows.len() < table.rows.len() {
            self.cut = Some(table.rows.len());
        }
        let widths: Vec<f64> = (0..table.columns.len())
            .map(|place| {
                let cells = rows.iter().filter_map(|row| row.cells.get(place));
                let cells = cells.map(|cell| page.width(&cell.text, Style::VALUE)).fold(0.0, f64::max);
                let head = table
                    .columns
                    .get(place)
                    .map_or(0.0, |column| page.width(&column.title, Style::SMALL) / 2.0);
                cells.max(head.max(40.0)) + 20.0
            })
            .collect();
        // Columns share what there is.
        let share = inner / widths.iter().sum::<f64>().max(1.0);
        let widths: Vec<f64> = widths.iter().map(|width| width * share).collect();
        let heads: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| page.ruler.wrap(&column.title, SMALL, Weight::Regular, width - 12.0))
            .collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let mut x = MARGIN;
        for ((head, width), column) in heads.iter().zip(&widths).zip(&table.columns) {
            let (at, style) =
                if column.is_number { (x + width - 6.0, Style::RANK) } else { (x + 6.0, Style::SMALL) };
            for (place, text) in head.iter().enumerate() {
                let below = as_f64(lines - head.len() + place + 1);
                page.text(&mut self.out, at, LINE.mul_add(below, self.y), text, style);
            }
            x += width;
        }
        self.y += LINE * as_f64(lines) + 8.0;
        for row in rows {
            let cells: Vec<Vec<String>> = row
                .cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| page.ruler.wrap(&cell.text, NAME, Weight::Regular, width - 12.0))
                .collect();
            let height = ROW.max(LINE * as_f64(cells.iter().map(Vec::len).max().unwrap_or(1)) + 12.0);
            let mut x = MARGIN;
            for (((cell, lines), width), column) in
                row.cells.iter().zip(&cells).zip(&widths).zip(&table.columns)
            {
                if let Some(heat) = cell.heat {
                    let hot = page.theme.class(Class::Tier(Tier::MidRange));
                    let ground = mixed(page.surface.background, hot, heat * MOST_HEAT);
                    self.rect((x + 1.0, self.y), (width - 2.0, height - 2.0), ground);
                }
                let base = if row.emphasis == Emphasis::Strong { Style::VALUE } else { Style::NAME };
                let ink = if row.emphasis == Emphasis::Weak { Ink::Muted } else { Ink::Text };
                let anchor = if column.is_number { "end" } else { "start" };
                let at = if column.is_number { x + width - 6.0 } else { x + 6.0 };
                for (place, text) in lines.iter().enumerate() {
                    let style = Style { ink, anchor, ..base };
                    page.text(&mut self.out, at, LINE.mul_add(as_f64(place), self.y + 20.0), text, style);
                }
                x += width;
            }
            self.y += height;
        }
        self.y += 12.0;
    }
}

/// A colour with so many percent of another in it.
fn mixed(Rgb(r, g, b): Rgb, Rgb(red, green, blue): Rgb, percent: f64) -> Rgb {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let mix = |from: u8, to: u8| {
        let share = percent.clamp(0.0, 100.0) / 100.0;
        (f64::from(to) - f64::from(from)).mul_add(share, f64::from(from)).round() as u8
    };
    Rgb(mix(r, red), mix(g, green), mix(b, blue))
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{},{}", Px(x), Px(y))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell};
    use crate::answer::{break_even, budget, matrix, portfolio, quality, trend};
    use crate::workload::Workload;
    use resvg::usvg::roxmltree::Document;
    use std::sync::Arc;

    /// Every kind of picture there is.
    fn answers() -> Vec<Answer> {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(10_000);
        let chat = Arc::new(chat);
        let facts = owned.facts(Some(&chat));
        vec![
            matrix::answer(&facts, &matrix::Asked::default()),
            budget::answer(&facts, &budget::Asked::default()),
            break_even::answer(&facts, &break_even::Asked::default()),
            quality::answer(&facts, &quality::Asked),
            trend::answer(&facts, &trend::Asked::default()),
            portfolio::answer(&facts, &portfolio::Asked::default()),
        ]
    }

    #[test]
    fn each_says_its_answer_within_the_page_light_and_dark() {
        for found in answers() {
            for theme in [Theme::Light, Theme::Dark] {
                let drawing = answer(&found, theme);
                let document = Document::parse(&drawing).unwrap();
                let root = document.root_element();
                let number = |node: &resvg::usvg::roxmltree::Node<'_, '_>, name: &str| {
                    node.attribute(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
                };
                let (width, height) = (number(&root, "width"), number(&root, "height"));
                let ruler = Ruler::new();
                let mut said = String::new();
                for node in root.descendants().filter(|node| node.has_tag_name("text")) {
                    let text = node.text().unwrap_or_default();
                    said.push_str(text);
                    said.push(' ');
                    let heavy = node.attribute("font-weight") == Some("600");
                    let weight = if heavy { Weight::SemiBold } else { Weight::Regular };
                    let length = ruler.width(text, number(&node, "font-size"), weight);
                    let (before, after) = match node.attribute("text-anchor") {
                        Some("end") => (length, 0.0),
                        Some("middle") => (length / 2.0, length / 2.0),
                        _ => (0.0, length),
                    };
                    assert!(number(&node, "x") - before >= 0.0, "{text} of {}", found.title);
                    assert!(number(&node, "x") + after <= width, "{text} of {}", found.title);
                    assert!(number(&node, "y") <= height, "{text} of {}", found.title);
                }
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(words(&said).contains(&words(&found.headline)), "{said}");
                assert!(said.contains(&found.source));
            }
        }
    }

    #[test]
    fn its_numbers_are_those_of_the_table() {
        let found = answers();
        let drawing = answer(&found[0], Theme::Light);
        assert!(drawing.contains(&cell(&found[0], "Chat message", "Llama 3.3 8B").text));
        let drawing = answer(&found[1], Theme::Light);
        assert!(drawing.contains("961,538") && drawing.contains("needed: 300,000"));
        let mut many = found[1].clone();
        let Some(Figure::Bars(bars)) = &mut many.figure else { panic!("bars") };
        let row = bars.rows[0].clone();
        bars.rows = (0..1_000).map(|_| row.clone()).collect();
        assert!(answer(&many, Theme::Light).contains("the first 240 of 1,000 rows"));
    }
}

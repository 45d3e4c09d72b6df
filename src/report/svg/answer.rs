//! An answer as SVG: its question, the answer in a sentence, the picture or else the table, what to know, the source.

mod plane;
mod table;

use super::page::{
    Ink, LINE, MARGIN, NAME, Page, ROW, SMALL, SUBTITLE, Style, TITLE, WIDTH_OF_ONE, as_f64, whole,
};
use crate::answer::figure::Bars;
use crate::answer::{Answer, Figure, Rows};
use crate::bounds::between;
use crate::catalog::Tier;
use crate::chart::palette::{Rgb, Theme};
use crate::chart::{Axis, Class};
use crate::report::text::{Ruler, Weight};
use crate::report::xml::{Px, Xml};
use table::natural;

/// The most rows that are drawn: a picture of thousands is read by nobody, and the tables have all.
const MOST_ROWS: usize = 240;
/// Height of the bar in its row.
const BAR: f64 = 18.0;
/// What stands below a figure: the numbers and the title of its axis.
const AXIS: f64 = 22.0 + LINE;
/// The most width of a name beside its point.
const NAMED: f64 = 320.0;
/// The most width of a page: a table of more columns breaks its cells.
const WIDEST: f64 = 4000.0;
/// The most width of what stands behind a bar, and of the names of levels, as a share of the figure.
const LABELS: f64 = 0.4;

/// An answer as SVG.
pub fn answer(answer: &Answer, theme: Theme) -> String {
    let ruler = Ruler::new();
    let page = Page { ruler: &ruler, theme, surface: theme.surface() };
    let tables = answer.tables.iter().filter(|_| answer.figure.is_none());
    let needed =
        tables.map(|table| natural(&page, &shown(&table.rows), table).iter().sum()).fold(0.0, f64::max);
    let width = between(needed + 2.0 * MARGIN, WIDTH_OF_ONE, WIDEST).ceil();
    let inner = width - 2.0 * MARGIN;
    let mut body = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    // Drawn twice: what is drawn decides how high the page is, which stands at its beginning.
    body.content(answer, inner);
    let height = (body.y + MARGIN / 2.0).ceil();
    let mut drawing = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    page.open(&mut drawing.out, (width, height), &answer.title, &answer.headline);
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
            let lines = self.page.ruler.wrap(name, style.size, style.weight, inner - 20.0);
            let widest = lines.iter().map(|line| self.page.width(line, style)).fold(0.0, f64::max);
            let width = 26.0 + widest + 20.0;
            if x > MARGIN && x + 20.0 + widest > MARGIN + inner {
                x = MARGIN;
                self.y += LINE + 4.0;
            }
            self.rect((x, self.y), (14.0, 14.0), colour);
            let top = self.y;
            for (place, line) in lines.iter().enumerate() {
                self.y = LINE.mul_add(as_f64(place), top);
                self.page.text(&mut self.out, x + 20.0, self.y + 12.0, line, style);
            }
            // What follows a name of several lines begins below it.
            x = if lines.len() > 1 { MARGIN + inner } else { x + width };
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
        let rows = shown(&bars.rows);
        if rows.len() < bars.rows.len() {
            self.cut = Some(bars.rows.len());
        }
        let names =
            rows.iter().map(|row| page.width(&row.name, Style::NAME)).fold(60.0, f64::max).min(inner * 0.36);
        let labels =
            rows.iter().filter(|row| !row.pieces.is_empty()).map(|row| page.width(&row.label, Style::VALUE));
        let labels = labels.fold(0.0, f64::max).min(inner * LABELS);
        let (start, length) = (MARGIN + names + 16.0, (inner - names - 16.0 - labels - 16.0).max(120.0));
        let axis = if rows.len() < bars.rows.len() { bars.scaled_to(&rows) } else { bars.scaled() };
        let rules =
            bars.rules.iter().map(|rule| (length.mul_add(axis.position(rule.at), start), &*rule.label));
        let rules: Vec<(f64, &str)> = rules.collect();
        self.rule_labels(&rules, inner, Ink::Text);
        let top = self.y;
        let layouts: Vec<(Vec<String>, Vec<String>)> = rows
            .iter()
            .map(|row| {
                let name = page.ruler.wrap(&row.name, NAME, Weight::Regular, names);
                let ends = row.pieces.iter().map(|piece| length * axis.position(piece.to));
                let room = inner - names - 24.0 - ends.fold(0.0, f64::max);
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
        let mut labels = Vec::with_capacity(rows.len());
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
            labels.push((end + 8.0, middle + 5.0, &layout.1, style));
            self.y += height(layout);
        }
        for (x, _) in &rules {
            self.line((*x, top - 4.0), (*x, bottom), page.surface.text, 2.0);
        }
        for (x, baseline, lines, style) in labels {
            for (place, text) in lines.iter().enumerate() {
                let baseline = LINE.mul_add(as_f64(place), baseline);
                let width = page.width(text, style);
                // No line runs through a number.
                if rules.iter().any(|(rule, _)| (x - 4.0..x + width + 4.0).contains(rule)) {
                    let ground = (x - 3.0, baseline - 14.0);
                    self.rect(ground, (width + 6.0, LINE), page.surface.background);
                }
                page.text(&mut self.out, x, baseline, text, style);
            }
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
        self.y += AXIS - LINE;
        for line in self.page.ruler.wrap(&words, SMALL, Weight::Regular, inner) {
            self.y += LINE;
            let x = self.within(start + length / 2.0, &line, inner);
            self.page.text(&mut self.out, x, self.y - 5.0, &line, Style::TICK);
        }
    }

    /// The middle of a centred text that is to stand at `x`, moved so that all of it is on the page.
    fn within(&self, x: f64, text: &str, inner: f64) -> f64 {
        let half = self.page.width(text, Style::TICK) / 2.0;
        x.min(MARGIN + inner - half).max(MARGIN + half)
    }

    /// What amounts to compare with are called, above the figure: each on lines of its own, so that none covers another.
    fn rule_labels(&mut self, rules: &[(f64, &str)], inner: f64, ink: Ink) {
        for (x, label) in rules {
            for line in self.page.ruler.wrap(label, SMALL, Weight::Regular, inner) {
                self.y += LINE;
                let x = self.within(*x, &line, inner);
                self.page.text(&mut self.out, x, self.y - 8.0, &line, Style { ink, ..Style::TICK });
            }
        }
    }
}

/// As many rows as are drawn.
fn shown<T: Clone>(rows: &Rows<T>) -> Vec<T> {
    rows.iter().take(MOST_ROWS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell};
    use crate::answer::{Column, Row, Table, figure};
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

    /// Figures with names as long as they come, and in scripts of which our fonts have no letter.
    fn hard() -> Vec<Answer> {
        let axis = |title: &str| figure::Axis { title: title.into(), ..figure::Axis::default() };
        let names =
            ["x".repeat(200), "模型".repeat(100), "نموذج اللغة ".repeat(20), "A long name ".repeat(30)];
        let rule = |at: f64| figure::Rule { at, label: format!("{}: {at}", "模".repeat(100)) };
        let bar = |name: &String| figure::BarRow {
            name: name.clone(),
            pieces: vec![figure::Piece::whole(9.0)],
            label: name.clone(),
            ..figure::BarRow::default()
        };
        let bars = figure::Bars {
            axis: axis(&names[3]),
            series: names.to_vec(),
            reach: [9.0].into_iter().collect(),
            rows: names.iter().map(bar).collect(),
            rules: vec![rule(3.0), rule(3.1), rule(9.0)],
        };
        let line = |name: &String| figure::Line {
            name: name.clone(),
            pieces: vec![vec![(0.0, 1.0), (5.0, 6.0)], vec![(5.0, 8.0), (10.0, 9.0)]],
            band: vec![(0.0, 0.5, 1.5), (10.0, 6.0, 12.0)],
        };
        let mark = |x: f64| figure::Mark { x, y: x, label: names[1].clone() };
        let lines = figure::Lines {
            x: axis("Months"),
            y: axis(&names[3]),
            lines: names.iter().map(line).collect(),
            marks: vec![mark(0.0), mark(5.0), mark(5.1), mark(10.0)],
            rules: vec![rule(0.0), rule(9.9), rule(10.0)],
        };
        let point = |x: f64| figure::Point { x, y: x.min(2.0), is_efficient: true };
        let word = |name: &String| figure::PointWords { name: name.clone(), ..figure::PointWords::default() };
        let scatter = figure::Scatter {
            x: axis("US dollars"),
            y: axis("Quality"),
            levels: vec![(1.0, names[2].clone()), (2.0, names[0].clone())],
            points: [1.0, 2.0, 3.0, 4.0].map(point).to_vec(),
            words: names.iter().take(4).map(word).collect(),
            spread: figure::Once::default(),
        };
        let of = |figure| Answer {
            title: names[3].clone(),
            headline: names[1].clone(),
            source: "List".into(),
            figure: Some(figure),
            ..Answer::default()
        };
        vec![of(Figure::Bars(bars)), of(Figure::Lines(lines)), of(Figure::Scatter(scatter))]
    }

    #[test]
    fn long_and_foreign_names_are_kept_whole() {
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        for found in hard() {
            let drawing = answer(&found, Theme::Light);
            let document = Document::parse(&drawing).unwrap();
            let texts = document.descendants().filter(|node| node.has_tag_name("text"));
            let said = letters(&texts.filter_map(|node| node.text()).collect::<String>());
            let names: Vec<String> = match found.figure.as_ref().unwrap() {
                Figure::Bars(bars) => {
                    let rows = bars.rows.iter().flat_map(|row| [row.name, row.label]);
                    rows.chain(bars.rules.iter().map(|rule| rule.label.clone())).collect()
                }
                Figure::Lines(lines) => {
                    let marks = lines.marks.iter().map(|mark| mark.label.clone());
                    let rules = lines.rules.iter().map(|rule| rule.label.clone());
                    lines.lines.iter().map(|line| line.name.clone()).chain(marks).chain(rules).collect()
                }
                Figure::Scatter(scatter) => {
                    let levels = scatter.levels.iter().map(|(_, name)| name.clone());
                    scatter.efficient().map(|(_, name)| name).chain(levels).collect()
                }
            };
            for name in names {
                assert!(said.contains(&letters(&name)), "{name} of {}", found.headline);
            }
        }
    }

    #[test]
    fn a_number_of_a_wide_table_is_never_broken() {
        let columns = (0..20).map(|place| Column::number(format!("Model {place}")));
        let row = |line: u32| Row::plain((0..20).map(|_| format!("$1,234,567.{line:04}").into()).collect());
        let table =
            Table { columns: columns.collect(), rows: (0..300).map(row).collect(), ..Table::default() };
        let drawing = answer(&Answer { tables: vec![table], ..Answer::default() }, Theme::Light);
        assert_eq!(drawing.matches(">$1,234,567.0239</text>").count(), 20);
        assert!(!drawing.contains("$1,234,567.0240") && drawing.contains("the first 240 of 300 rows"));
    }

    #[test]
    fn names_of_near_points_do_not_cover_each_other() {
        let points = [9.0, 9.1, 9.2].map(|x| figure::Point { x, y: x, is_efficient: true }).to_vec();
        let word = figure::PointWords { name: "Some model".into(), ..figure::PointWords::default() };
        let words = vec![word; 3].into();
        let scatter = figure::Scatter { points, words, ..figure::Scatter::default() };
        let found = Answer { figure: Some(Figure::Scatter(scatter)), ..Answer::default() };
        let drawing = answer(&found, Theme::Light);
        let document = Document::parse(&drawing).unwrap();
        let names = document.descendants().filter(|node| node.text() == Some("Some model"));
        let places: std::collections::BTreeSet<_> = names
            .filter(|node| node.has_tag_name("text"))
            .map(|node| (node.attribute("text-anchor"), node.attribute("y")))
            .collect();
        assert_eq!(places.len(), 3, "{places:?}");
    }

    #[test]
    fn each_says_its_answer_within_the_page_light_and_dark() {
        for found in answers().into_iter().chain(hard()) {
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
                let words = |text: &str| text.split_whitespace().collect::<String>();
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
        let row = bars.rows.first().unwrap();
        bars.rows = (0..1_000).map(|_| row.clone()).collect();
        assert!(answer(&many, Theme::Light).contains("the first 240 of 1,000 rows"));
    }
}

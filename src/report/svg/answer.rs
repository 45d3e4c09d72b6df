//! An answer as SVG: its question, the answer in a sentence, the picture or else the table, what to know, the source.

use super::page::{Ink, Page, Style};
use super::{LINE, MARGIN, NAME, ROW, SMALL, SUBTITLE, TITLE, WIDTH_OF_ONE, as_f64, whole};
use crate::answer::figure::{Bars, Lines, Rule, Scatter};
use crate::answer::{Answer, Emphasis, Figure, Row, Table};
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
/// The most width of a name beside its point.
const NAMED: f64 = 320.0;
/// The most width of a page: a table of more columns breaks its cells.
const WIDEST: f64 = 4000.0;
/// The most width of what stands behind a bar, and of the names of levels, as a share of the figure.
const LABELS: f64 = 0.4;
/// How much of the accent the hottest cell of a table has, in percent.
const MOST_HEAT: f64 = 45.0;

/// An answer as SVG.
#[must_use]
pub fn answer(answer: &Answer, theme: Theme) -> String {
    let ruler = Ruler::new();
    let page = Page { ruler: &ruler, theme, surface: theme.surface() };
    let tables = answer.tables.iter().filter(|_| answer.figure.is_none());
    let needed =
        tables.map(|table| natural(&page, shown(&table.rows), table).iter().sum()).fold(0.0, f64::max);
    let width = (needed + 2.0 * MARGIN).clamp(WIDTH_OF_ONE, WIDEST).ceil();
    let inner = width - 2.0 * MARGIN;
    let mut body = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    // Drawn twice: what is drawn decides how high the page is, which stands at its beginning.
    body.content(answer, inner);
    let height = (body.y + MARGIN / 2.0).ceil();
    let mut drawing = Drawing { page: &page, out: Xml::new(), y: MARGIN, cut: None };
    drawing.out.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &Px(width)),
            ("height", &Px(height)),
            ("viewBox", &format!("0 0 {} {}", Px(width), Px(height))),
            ("role", &"img"),
            ("aria-labelledby", &"title description"),
            ("font-family", &crate::report::text::FAMILY),
        ],
    );
    drawing.out.text("title", &[("id", &"title")], &answer.title);
    drawing.out.text("desc", &[("id", &"description")], &answer.headline);
    let ground = page.surface.background.to_hex();
    drawing.out.empty("rect", &[("width", &Px(width)), ("height", &Px(height)), ("fill", &ground)]);
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
        let amounts = bars.rows.iter().flat_map(|row| &row.pieces).flat_map(|piece| [piece.from, piece.to]);
        let axis = bars.axis.scaled(amounts.chain(bars.rules.iter().map(|rule| rule.at)));
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

    /// The frame of a plane: its grid, its numbers, what they count. Returns where a fraction of each axis lies.
    fn plane(
        &mut self,
        (x, y): (&Axis, &Axis),
        levels: &[(f64, String)],
        rules: &[Rule],
        inner: f64,
    ) -> impl Fn(f64, f64) -> (f64, f64) + use<> {
        let page = self.page;
        self.paragraph(&y.unit, Style::SMALL, inner, LINE);
        let numbers: Vec<(f64, String)> = if levels.is_empty() {
            y.ticks.iter().map(|tick| (tick.position, tick.label.clone())).collect()
        } else {
            levels.iter().map(|(level, name)| (y.position(*level), name.clone())).collect()
        };
        let widest = numbers.iter().map(|(_, label)| page.width(label, Style::RANK)).fold(0.0, f64::max);
        let widest = widest.min(inner * LABELS);
        let left = MARGIN + widest + 12.0;
        let (width, height) = (inner - widest - 12.0 - 60.0, PLANE);
        let rules: Vec<(f64, &str)> =
            rules.iter().map(|rule| (width.mul_add(x.position(rule.at), left), &*rule.label)).collect();
        self.rule_labels(&rules, inner, Ink::Muted);
        self.y += 4.0;
        let top = self.y;
        for (position, label) in numbers {
            let at = height.mul_add(1.0 - position, top);
            self.line((left, at), (left + width, at), page.surface.grid, 1.0);
            let lines = page.ruler.wrap(&label, SMALL, Weight::Regular, widest);
            // A level's name of several lines has its middle at the level.
            let first = LINE.mul_add(-0.5 * as_f64(lines.len().saturating_sub(1)), at + 4.0);
            for (place, line) in lines.iter().enumerate() {
                let baseline = LINE.mul_add(as_f64(place), first);
                page.text(&mut self.out, left - 8.0, baseline, line, Style::RANK);
            }
        }
        for tick in &x.ticks {
            let at = width.mul_add(tick.position, left);
            self.line((at, top), (at, top + height), page.surface.grid, 1.0);
        }
        for (at, _) in rules {
            self.line((at, top - 4.0), (at, top + height), page.surface.muted, 1.0);
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
        let place = self.plane((&x, &y), &[], &lines.rules, inner);
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
        let marks: Vec<((f64, f64), &str)> =
            lines.marks.iter().map(|mark| (at(mark.x, mark.y), mark.label.as_str())).collect();
        for (mark, _) in &marks {
            self.dot(*mark, 5.0, page.surface.text);
        }
        self.names(&marks, inner);
    }

    fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: Rgb) {
        self.out.empty(
            "circle",
            &[("cx", &Px(x)), ("cy", &Px(y)), ("r", &Px(radius)), ("fill", &colour.to_hex())],
        );
    }

    /// Names beside their places, each at the first of four corners where it covers no other name and no place.
    fn names(&mut self, named: &[((f64, f64), &str)], inner: f64) {
        let page = self.page;
        let style = Style { ink: Ink::Text, ..Style::SMALL };
        let mut taken: Vec<Area> = named.iter().map(|(at, _)| Area::around(*at)).collect();
        for ((x, y), name) in named {
            let lines = page.ruler.wrap(name, SMALL, Weight::Regular, NAMED);
            let width = lines.iter().map(|line| page.width(line, style)).fold(0.0, f64::max);
            let height = LINE * as_f64(lines.len());
            // Where one costs less the better it is, nothing lies to the upper left: it would be better and cheaper.
            let corners = [(true, true), (false, false), (false, true), (true, false)];
            let areas = corners.map(|(is_left, is_above)| {
                let left = if is_left { x - 8.0 - width } else { x + 8.0 };
                let top = if is_above { y - 4.0 - height } else { y + 4.0 };
                // A name of many lines stays within the figure.
                let top = top.min(self.y - height).max(self.y - AXIS - PLANE - LINE);
                (is_left, Area { left, top, right: left + width, bottom: top + height })
            });
            let fits = |area: &Area| area.left >= MARGIN && area.right <= MARGIN + inner;
            let on_page = || areas.iter().filter(|(_, area)| fits(area));
            let free = on_page().find(|(_, area)| !taken.iter().any(|other| other.meets(area)));
            let Some((is_left, area)) = free.or_else(|| on_page().next()).or(areas.first()).copied() else {
                continue;
            };
            let (at, anchor) = if is_left { (area.right, "end") } else { (area.left, "start") };
            for (place, line) in lines.iter().enumerate() {
                let baseline = LINE.mul_add(as_f64(place), area.top + 14.0);
                page.text(&mut self.out, at, baseline, line, Style { anchor, ..style });
            }
            taken.push(area);
        }
    }

    fn scatter(&mut self, scatter: &Scatter, inner: f64) {
        let page = self.page;
        let x = scatter.x.scaled(scatter.points.iter().map(|point| point.x));
        let highest = scatter.levels.iter().map(|(level, _)| level + 0.5);
        let y = scatter.y.scaled(scatter.points.iter().map(|point| point.y).chain(highest));
        let place = self.plane((&x, &y), &scatter.levels, &[], inner);
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
        let named = efficient.map(|point| (place(x.position(point.x), y.position(point.y)), &*point.name));
        self.names(&named.collect::<Vec<_>>(), inner);
    }

    fn table(&mut self, table: &Table, inner: f64) {
        let page = self.page;
        if !table.title.is_empty() {
            self.paragraph(&table.title, Style::PANEL, inner, 28.0);
        }
        let rows = shown(&table.rows);
        if rows.len() < table.rows.len() {
            self.cut = Some(table.rows.len());
        }
        let widths = natural(page, rows, table);
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

/// A piece of the page.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    /// What a dot takes.
    const fn around((x, y): (f64, f64)) -> Self {
        Self { left: x - 6.0, top: y - 6.0, right: x + 6.0, bottom: y + 6.0 }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// As many rows as are drawn.
fn shown<T>(rows: &[T]) -> &[T] {
    rows.get(..MOST_ROWS.min(rows.len())).unwrap_or_default()
}

/// How wide each column of a table would be: numbers stay whole, words may break.
fn natural(page: &Page<'_>, rows: &[Row], table: &Table) -> Vec<f64> {
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(place));
        let cells = cells.map(|cell| page.width(&cell.text, Style::VALUE)).fold(0.0, f64::max);
        let head = page.width(&column.title, Style::SMALL) / 2.0;
        let most = if column.is_number { f64::INFINITY } else { NAMED };
        cells.min(most).max(head.clamp(40.0, NAMED)) + 20.0
    });
    columns.collect()
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
    use crate::answer::{Column, figure};
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
        let rule = |at: f64| Rule { at, label: format!("{}: {at}", "模".repeat(100)) };
        let bar = |name: &String| figure::BarRow {
            name: name.clone(),
            pieces: vec![figure::Piece::whole(9.0)],
            label: name.clone(),
            ..figure::BarRow::default()
        };
        let bars = figure::Bars {
            axis: axis(&names[3]),
            series: names.to_vec(),
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
        let point = |(x, name): (f64, &String)| figure::Point {
            x,
            y: x.min(2.0),
            name: name.clone(),
            is_efficient: true,
            description: String::new(),
            cite: None,
        };
        let scatter = figure::Scatter {
            x: axis("US dollars"),
            y: axis("Quality"),
            levels: vec![(1.0, names[2].clone()), (2.0, names[0].clone())],
            points: [1.0, 2.0, 3.0, 4.0].into_iter().zip(&names).map(point).collect(),
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
            let names: Vec<&str> = match found.figure.as_ref().unwrap() {
                Figure::Bars(bars) => {
                    let rows = bars.rows.iter().flat_map(|row| [&*row.name, &*row.label]);
                    rows.chain(bars.rules.iter().map(|rule| &*rule.label)).collect()
                }
                Figure::Lines(lines) => {
                    let marks = lines.marks.iter().map(|mark| &*mark.label);
                    let rules = lines.rules.iter().map(|rule| &*rule.label);
                    lines.lines.iter().map(|line| &*line.name).chain(marks).chain(rules).collect()
                }
                Figure::Scatter(scatter) => {
                    let levels = scatter.levels.iter().map(|(_, name)| &**name);
                    scatter.points.iter().map(|point| &*point.name).chain(levels).collect()
                }
            };
            for name in names {
                assert!(said.contains(&letters(name)), "{name} of {}", found.headline);
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
        let point = |x: f64| figure::Point {
            x,
            y: x,
            name: "Some model".into(),
            is_efficient: true,
            description: String::new(),
            cite: None,
        };
        let points = vec![point(9.0), point(9.1), point(9.2)];
        let scatter = figure::Scatter { points, ..figure::Scatter::default() };
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
        let row = bars.rows[0].clone();
        bars.rows = (0..1_000).map(|_| row.clone()).collect();
        assert!(answer(&many, Theme::Light).contains("the first 240 of 1,000 rows"));
    }
}

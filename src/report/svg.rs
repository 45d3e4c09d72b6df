//! Charts as SVG: one chart, or several side by side under one title.
//!
//! What a chart says comes from [`crate::chart`]; only where things stand on the page is decided here. Full names
//! are kept however long they are: they break into lines and their row grows.

use super::text::{FAMILY, Ruler, Weight};
use super::xml::{Px, Xml};
use crate::chart::palette::{Surface, Theme};
use crate::chart::{Axis, Bar, Chart, Marks, Row};
use crate::money::label;

const MARGIN: f64 = 48.0;
const WIDTH_OF_ONE: f64 = 1280.0;
const WIDTH_OF_TWO: f64 = 1760.0;
const BETWEEN_PANELS: f64 = 64.0;
const TITLE: f64 = 32.0;
const SUBTITLE: f64 = 17.0;
const PANEL_TITLE: f64 = 19.0;
const NAME: f64 = 15.0;
const SMALL: f64 = 13.0;
const LINE: f64 = 19.0;
const ROW: f64 = 32.0;
const BAR: f64 = 19.0;
/// A bar on a linear axis is drawn at least this long: an amount above zero is never nothing.
const SHORTEST: f64 = 2.0;
/// From how many rows on the axis is labelled above them, too.
const TALL: usize = 25;

/// Several charts on one page, under one title.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// What they have in common.
    pub title: &'a str,
    /// The unit and what to make of it.
    pub subtitle: &'a str,
    /// The charts, in reading order.
    pub charts: &'a [Chart],
}

/// How much of a figure is drawn. A raster picture has limits that a vector one has not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) charts: usize,
    pub(super) rows_in_height: usize,
}

impl Extent {
    pub(super) const ALL: Self = Self { charts: usize::MAX, rows_in_height: usize::MAX };
}

/// One chart as SVG.
#[must_use]
pub fn chart(chart: &Chart, theme: Theme) -> String {
    let charts = std::slice::from_ref(chart);
    figure(&Figure { title: &chart.title, subtitle: &chart.subtitle, charts }, theme)
}

/// Several charts on one page as SVG.
#[must_use]
pub fn figure(figure: &Figure<'_>, theme: Theme) -> String {
    draw(figure, theme, Extent::ALL)
}

pub(super) fn draw(figure: &Figure<'_>, theme: Theme, extent: Extent) -> String {
    let ruler = Ruler::new();
    let page = Page { ruler: &ruler, theme, surface: theme.surface() };
    let shown = figure.charts.get(..extent.charts.min(figure.charts.len())).unwrap_or_default();
    let alone = shown.len() <= 1;
    let (width, columns) = if alone { (WIDTH_OF_ONE, 1) } else { (WIDTH_OF_TWO, 2) };
    let inner = width - 2.0 * MARGIN;
    let panel_width = if alone { inner } else { (inner - BETWEEN_PANELS) / 2.0 };
    let panel_rows = shown.len().div_ceil(columns).max(1);
    let most_rows = extent.rows_in_height / panel_rows;
    let panels: Vec<Panel<'_>> =
        shown.iter().map(|chart| Panel::new(&page, chart, panel_width, alone, most_rows.max(1))).collect();

    let mut body = Xml::new();
    let mut y = MARGIN + TITLE;
    let heading = |text: &str, size: f64, weight: Weight| ruler.wrap(text, size, weight, inner);
    let title_lines = heading(figure.title, TITLE, Weight::SemiBold);
    let subtitle_lines = heading(figure.subtitle, SUBTITLE, Weight::Regular);
    let legend = LegendLine::new(&page, figure.charts, inner);
    let notes = footnotes(figure, shown, &panels);
    let source = figure.charts.first().map_or("", |chart| chart.source.as_str());
    let foot: Vec<String> = notes
        .iter()
        .map(String::as_str)
        .chain([source])
        .flat_map(|text| ruler.wrap(text, SMALL, Weight::Regular, inner))
        .filter(|line| !line.is_empty())
        .collect();

    let head = TITLE * 1.25 * as_f64(title_lines.len() - 1)
        + SUBTITLE * 1.6 * as_f64(subtitle_lines.len())
        + 12.0
        + legend.height();
    let foot_gap = if alone { 24.0 } else { 0.0 };
    let heights: Vec<f64> = panels
        .chunks(columns)
        .map(|row| row.iter().map(Panel::height).fold(0.0, f64::max) + if alone { 0.0 } else { 36.0 })
        .collect();
    let foot_height = foot_gap + LINE * as_f64(foot.len()) + MARGIN - 8.0;
    // Whole units, so that no row of pixels is half covered.
    let height = (y + head + 20.0 + heights.iter().sum::<f64>() + foot_height).ceil();

    body.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &Px(width)),
            ("height", &Px(height)),
            ("viewBox", &format!("0 0 {} {}", Px(width), Px(height))),
            ("role", &"img"),
            ("aria-labelledby", &"title description"),
            ("font-family", &FAMILY),
        ],
    );
    body.text("title", &[("id", &"title")], figure.title);
    body.text("desc", &[("id", &"description")], &spoken(figure));
    body.empty(
        "rect",
        &[("width", &Px(width)), ("height", &Px(height)), ("fill", &page.surface.background.to_hex())],
    );
    for line in &title_lines {
        page.text(&mut body, MARGIN, y, line, Style::TITLE);
        y += TITLE * 1.25;
    }
    y -= TITLE * 1.25;
    for line in &subtitle_lines {
        y += SUBTITLE * 1.6;
        page.text(&mut body, MARGIN, y, line, Style::SUBTITLE);
    }
    y += 12.0;
    legend.draw(&page, &mut body, y);
    y += legend.height() + 20.0;
    for (row, height) in panels.chunks(columns).zip(&heights) {
        let mut x = MARGIN;
        for panel in row {
            panel.draw(&page, &mut body, x, y);
            x += panel_width + BETWEEN_PANELS;
        }
        y += height;
    }
    y += foot_gap;
    for line in &foot {
        page.text(&mut body, MARGIN, y, line, Style::SMALL);
        y += LINE;
    }
    body.finish()
}

/// What the whole figure says, for a reader who does not see it.
fn spoken(figure: &Figure<'_>) -> String {
    let mut text = figure.subtitle.to_owned();
    for chart in figure.charts.iter().take(20) {
        let best = chart.with_bar().min_by_key(|(_, bar)| bar.rank).map(|(row, _)| row.description.as_str());
        text.push_str(". ");
        if figure.charts.len() > 1 {
            text.push_str(&chart.title);
            text.push_str(": ");
        }
        text.push_str(&chart.rows.len().to_string());
        text.push_str(" models. Best: ");
        text.push_str(best.unwrap_or("none has an amount"));
    }
    text
}

/// What a reader has to know, each thing once.
fn footnotes(figure: &Figure<'_>, shown: &[Chart], panels: &[Panel<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if figure.charts.is_empty() {
        notes.push("There is nothing to show.".to_owned());
    }
    // The floor of each axis stands at the axis itself; what all charts share stands here.
    for note in
        shown.iter().flat_map(|chart| chart.notes.iter().skip(usize::from(chart.axis.floor_note.is_some())))
    {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    if shown.len() < figure.charts.len() {
        notes.push(format!(
            "This picture shows the first {} of {} charts.",
            shown.len(),
            figure.charts.len()
        ));
    }
    if let Some(cut) = panels
        .iter()
        .filter(|panel| panel.rows.len() < panel.chart.rows.len())
        .max_by_key(|panel| panel.chart.rows.len())
    {
        notes.push(format!(
            "This picture shows the first {} of {} models; the SVG and the tables have all.",
            whole(cut.rows.len()),
            whole(cut.chart.rows.len())
        ));
    }
    notes
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and rows are far below 2^52")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

/// A count with its thousands apart.
fn whole(count: usize) -> String {
    label::whole(u64::try_from(count).unwrap_or(u64::MAX))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ink {
    Text,
    Muted,
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Style {
    size: f64,
    weight: Weight,
    ink: Ink,
    anchor: &'static str,
}

impl Style {
    const TITLE: Self = Self { size: TITLE, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    const SUBTITLE: Self = Self { size: SUBTITLE, weight: Weight::Regular, ink: Ink::Muted, anchor: "start" };
    const PANEL: Self = Self { size: PANEL_TITLE, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    const NAME: Self = Self { size: NAME, weight: Weight::Regular, ink: Ink::Text, anchor: "start" };
    const VALUE: Self = Self { size: NAME, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    const SMALL: Self = Self { size: SMALL, weight: Weight::Regular, ink: Ink::Muted, anchor: "start" };
    const RANK: Self = Self { anchor: "end", ..Self::SMALL };
    const TICK: Self = Self { anchor: "middle", ..Self::SMALL };
}

/// What everything on the page shares.
struct Page<'a> {
    ruler: &'a Ruler,
    theme: Theme,
    surface: Surface,
}

impl Page<'_> {
    fn text(&self, out: &mut Xml, x: f64, baseline: f64, content: &str, style: Style) {
        let fill = if style.ink == Ink::Text { self.surface.text } else { self.surface.muted };
        let weight = if style.weight == Weight::SemiBold { "600" } else { "400" };
        out.text(
            "text",
            &[
                ("x", &Px(x)),
                ("y", &Px(baseline)),
                ("font-size", &Px(style.size)),
                ("font-weight", &weight),
                ("text-anchor", &style.anchor),
                ("fill", &fill.to_hex()),
            ],
            content,
        );
    }

    fn width(&self, content: &str, style: Style) -> f64 {
        self.ruler.width(content, style.size, style.weight)
    }

    /// A diamond: filled for an own price, hollow for an own model.
    fn mark(&self, out: &mut Xml, x: f64, middle: f64, filled: bool) {
        let path = format!("M{} {}l5 -5l5 5l-5 5z", Px(x), Px(middle));
        let ink = self.surface.mark.to_hex();
        let fill = if filled { ink.as_str() } else { "none" };
        out.empty("path", &[("d", &path), ("fill", &fill), ("stroke", &ink), ("stroke-width", &"1.5")]);
    }

    /// The signs of what is the user's own, with their words, and how wide they are.
    fn marks(&self, marks: Marks) -> f64 {
        marks.label().map_or(0.0, |label| {
            let signs = f64::from(u8::from(marks.own_price) + u8::from(marks.own_model));
            signs * 15.0 + self.width(label, Style::SMALL) + 12.0
        })
    }

    fn draw_marks(&self, out: &mut Xml, mut x: f64, baseline: f64, marks: Marks) {
        let Some(label) = marks.label() else { return };
        x += 12.0;
        for (there, filled) in [(marks.own_model, false), (marks.own_price, true)] {
            if there {
                self.mark(out, x, baseline - 5.0, filled);
                x += 15.0;
            }
        }
        self.text(out, x, baseline, label, Style::SMALL);
    }
}

/// What the colours stand for, in as many lines as it takes.
struct LegendLine {
    /// Lines of swatches, each with its place, colour and words.
    lines: Vec<Vec<(f64, String, String)>>,
}

impl LegendLine {
    fn new(page: &Page<'_>, charts: &[Chart], width: f64) -> Self {
        let mut entries: Vec<(String, String)> = Vec::new();
        // Every chart of a figure shows the same models, so one legend serves all.
        let first = charts.first();
        for entry in first.iter().flat_map(|chart| &chart.legend) {
            entries.push((
                page.theme.class(entry.class).to_hex(),
                format!("{} ({})", entry.label, whole(entry.count)),
            ));
        }
        let groups_break = entries.len();
        for entry in first.iter().flat_map(|chart| &chart.parts) {
            let shade = match (entry.part.is_output(), page.theme) {
                (false, _) => "",
                (true, Theme::Light) => " (darker)",
                (true, Theme::Dark) => " (paler)",
            };
            entries.push((page.theme.part(entry.part).to_hex(), format!("{}{shade}", entry.label)));
        }
        let mut lines = vec![Vec::new()];
        let mut x = 0.0;
        for (index, (colour, label)) in entries.into_iter().enumerate() {
            if index == groups_break && index > 0 {
                x += 24.0;
            }
            let entry_width = 22.0 + page.ruler.width(&label, 14.0, Weight::Regular);
            if x > 0.0 && x + entry_width > width {
                lines.push(Vec::new());
                x = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, colour, label));
            }
            x += entry_width + 24.0;
        }
        Self { lines }
    }

    fn height(&self) -> f64 {
        if self.lines.iter().all(Vec::is_empty) { 0.0 } else { 26.0 * as_f64(self.lines.len()) }
    }

    fn draw(&self, page: &Page<'_>, out: &mut Xml, top: f64) {
        for (line, index) in self.lines.iter().zip(0_u32..) {
            let y = top + 26.0 * f64::from(index);
            for (x, colour, label) in line {
                out.empty(
                    "rect",
                    &[
                        ("x", &Px(MARGIN + x)),
                        ("y", &Px(y + 5.0)),
                        ("width", &"14"),
                        ("height", &"14"),
                        ("rx", &"3"),
                        ("fill", colour),
                    ],
                );
                let style = Style { size: 14.0, ink: Ink::Text, ..Style::SMALL };
                page.text(out, MARGIN + x + 22.0, y + 17.0, label, style);
            }
        }
    }
}

/// One row, laid out.
struct Placed<'a> {
    row: &'a Row,
    name_lines: Vec<String>,
    /// Whether the provider stands behind the last line of the name, or on a line of its own.
    provider_inline: bool,
    /// The reason in place of a bar.
    reason_lines: Vec<String>,
    height: f64,
}

/// One chart, laid out.
struct Panel<'a> {
    chart: &'a Chart,
    title_lines: Vec<String>,
    subtitle_lines: Vec<String>,
    rows: Vec<Placed<'a>>,
    bars_from: f64,
    bar_length: f64,
    rank_width: f64,
}

impl<'a> Panel<'a> {
    fn new(page: &Page<'_>, chart: &'a Chart, width: f64, alone: bool, most_rows: usize) -> Self {
        let rows = chart.rows.get(..most_rows.min(chart.rows.len())).unwrap_or_default();
        let rank_width = page.width(&chart.ranked.to_string(), Style::SMALL) + 10.0;
        let most_name = width * 0.36 - rank_width;
        let mut name_column: f64 = 0.0;
        let mut values: Vec<(f64, f64)> = Vec::with_capacity(rows.len());
        let mut placed: Vec<Placed<'a>> = Vec::with_capacity(rows.len());
        for row in rows {
            let name_lines = page.ruler.wrap(&row.name, NAME, Weight::Regular, most_name);
            let mut widths = name_lines.iter().map(|line| page.width(line, Style::NAME));
            let widest = widths.clone().fold(0.0, f64::max);
            let last = widths.next_back().unwrap_or_default();
            let provider = page.width(&row.provider, Style::SMALL) + 8.0;
            let provider_inline = last + provider <= most_name;
            let needed = if provider_inline { widest.max(last + provider) } else { widest.max(provider) };
            name_column = name_column.max(needed.min(most_name));
            if let Some(bar) = &row.bar {
                values.push((bar.end, value_width(page, row, bar)));
            }
            placed.push(Placed { row, name_lines, provider_inline, reason_lines: Vec::new(), height: ROW });
        }
        let bars_from = rank_width + name_column + 14.0;
        let room = width - bars_from;
        // The axis is as long as it can be with room for the words behind every bar.
        let bar_length = values
            .into_iter()
            .map(|(end, words)| (room - words) / end.max(0.01))
            .fold(room - 24.0, f64::min)
            .max(width * 0.15);
        for entry in &mut placed {
            if entry.row.bar.is_none() {
                entry.reason_lines = page.ruler.wrap(&entry.row.label, SMALL, Weight::Regular, room);
            }
            let name_height = entry.name_lines.len() + usize::from(!entry.provider_inline);
            let lines = name_height.max(entry.reason_lines.len());
            entry.height = ROW.max(LINE * as_f64(lines) + 12.0);
        }
        let wrapped = |text: &str, style: Style| {
            if alone { Vec::new() } else { page.ruler.wrap(text, style.size, style.weight, width) }
        };
        Self {
            chart,
            title_lines: wrapped(&chart.title, Style::PANEL),
            subtitle_lines: wrapped(&chart.subtitle, Style::SMALL),
            rows: placed,
            bars_from,
            bar_length,
            rank_width,
        }
    }

    fn has_top_axis(&self) -> bool {
        self.chart.bars > TALL && !self.chart.axis.ticks.is_empty()
    }

    fn heading_height(&self) -> f64 {
        25.0 * as_f64(self.title_lines.len()) + LINE * as_f64(self.subtitle_lines.len())
    }

    fn axis_height(&self) -> f64 {
        if self.chart.axis.ticks.is_empty() { 0.0 } else { 22.0 + LINE }
    }

    fn apart_heading(&self) -> f64 {
        if self.rows.iter().any(|placed| placed.row.bar.is_none()) { 34.0 } else { 0.0 }
    }

    fn height(&self) -> f64 {
        let rows: f64 = self.rows.iter().map(|placed| placed.height).sum();
        let empty = if self.rows.is_empty() { ROW } else { 0.0 };
        let top = if self.has_top_axis() { 28.0 } else { 0.0 };
        self.heading_height() + top + rows + empty + self.axis_height() + self.apart_heading()
    }

    fn draw(&self, page: &Page<'_>, out: &mut Xml, x: f64, top: f64) {
        let mut y = top;
        for line in &self.title_lines {
            page.text(out, x, y + 17.0, line, Style::PANEL);
            y += 25.0;
        }
        for line in &self.subtitle_lines {
            page.text(out, x, y + 13.0, line, Style::SMALL);
            y += LINE;
        }
        if self.rows.is_empty() {
            page.text(out, x, y + 20.0, "No models to show", Style::SMALL);
            return;
        }
        let bars_x = x + self.bars_from;
        if self.has_top_axis() {
            self.draw_tick_labels(page, out, bars_x, y + 18.0);
            y += 28.0;
        }
        let with_bar = self.rows.iter().filter(|placed| placed.row.bar.is_some());
        let bars_height: f64 = with_bar.clone().map(|placed| placed.height).sum();
        if bars_height > 0.0 {
            self.draw_grid(page, out, bars_x, y, bars_height);
        }
        for placed in with_bar {
            self.draw_row(page, out, x, y, placed);
            y += placed.height;
        }
        if bars_height > 0.0 && !self.chart.axis.ticks.is_empty() {
            self.draw_tick_labels(page, out, bars_x, y + 16.0);
            let axis = axis_words(&self.chart.axis);
            page.text(out, bars_x, y + 18.0 + LINE, &axis, Style::SMALL);
            y += self.axis_height();
        }
        let mut apart = self.rows.iter().filter(|placed| placed.row.bar.is_none()).peekable();
        if apart.peek().is_some() {
            let style = Style { weight: Weight::SemiBold, ..Style::SMALL };
            page.text(out, x, y + 24.0, "Without an amount, not ranked", style);
            y += self.apart_heading();
        }
        for placed in apart {
            self.draw_row(page, out, x, y, placed);
            y += placed.height;
        }
    }

    fn draw_grid(&self, page: &Page<'_>, out: &mut Xml, bars_x: f64, top: f64, height: f64) {
        for tick in &self.chart.axis.ticks {
            let x = bars_x + tick.position * self.bar_length;
            out.empty(
                "line",
                &[
                    ("x1", &Px(x)),
                    ("x2", &Px(x)),
                    ("y1", &Px(top)),
                    ("y2", &Px(top + height)),
                    ("stroke", &page.surface.grid.to_hex()),
                ],
            );
        }
    }

    /// Tick labels, those left out that would touch the one before.
    fn draw_tick_labels(&self, page: &Page<'_>, out: &mut Xml, bars_x: f64, baseline: f64) {
        let mut free_from = f64::NEG_INFINITY;
        for tick in &self.chart.axis.ticks {
            let x = bars_x + tick.position * self.bar_length;
            let half = page.width(&tick.label, Style::TICK) / 2.0;
            if x - half >= free_from {
                page.text(out, x, baseline, &tick.label, Style::TICK);
                free_from = x + half + 8.0;
            }
        }
    }

    fn draw_row(&self, page: &Page<'_>, out: &mut Xml, x: f64, y: f64, placed: &Placed<'_>) {
        let row = placed.row;
        out.open("g", &[]);
        out.text("title", &[], &row.description);
        let lines = as_f64(placed.name_lines.len() + usize::from(!placed.provider_inline));
        let mut baseline = y + (placed.height - LINE * lines) / 2.0 + 14.5;
        let value_baseline = y + placed.height / 2.0 + 5.0;
        if let Some(bar) = &row.bar {
            let rank = bar.rank.to_string();
            page.text(out, x + self.rank_width - 10.0, baseline, &rank, Style::RANK);
        }
        let name_x = x + self.rank_width;
        let mut last_width = 0.0;
        for line in &placed.name_lines {
            let style =
                if row.is_baseline { Style { weight: Weight::SemiBold, ..Style::NAME } } else { Style::NAME };
            page.text(out, name_x, baseline, line, style);
            last_width = page.width(line, style);
            baseline += LINE;
        }
        if placed.provider_inline {
            page.text(out, name_x + last_width + 8.0, baseline - LINE, &row.provider, Style::SMALL);
        } else {
            page.text(out, name_x, baseline, &row.provider, Style::SMALL);
        }
        let bars_x = x + self.bars_from;
        if let Some(bar) = &row.bar {
            let top = y + (placed.height - BAR) / 2.0;
            self.draw_bar(page, out, (bars_x, top), value_baseline, row, bar);
        } else {
            draw_reason(page, out, bars_x, y, placed);
        }
        out.close();
    }

    fn draw_bar(
        &self,
        page: &Page<'_>,
        out: &mut Xml,
        (x, top): (f64, f64),
        baseline: f64,
        row: &Row,
        bar: &Bar,
    ) {
        let end = (bar.end * self.bar_length).max(SHORTEST);
        let count = bar.segments.len();
        for (index, segment) in bar.segments.iter().enumerate() {
            let from = segment.start * self.bar_length;
            let is_last = index + 1 == count;
            let to = if is_last { end } else { segment.end * self.bar_length };
            // A hair of background sets two pieces apart, where there is room for one.
            let gap = if is_last || to - from < 4.0 { 0.0 } else { 1.5 };
            out.empty(
                "rect",
                &[
                    ("x", &Px(x + from)),
                    ("y", &Px(top)),
                    ("width", &Px((to - from - gap).max(0.0))),
                    ("height", &Px(BAR)),
                    ("fill", &page.theme.segment(row.class, segment.part).to_hex()),
                ],
            );
        }
        let mut cursor = x + end + 8.0;
        page.text(out, cursor, baseline, &row.label, Style::VALUE);
        cursor += page.width(&row.label, Style::VALUE);
        if let Some(ratio) = &bar.ratio {
            cursor += 8.0;
            page.text(out, cursor, baseline, ratio, Style::SMALL);
            cursor += page.width(ratio, Style::SMALL);
        }
        page.draw_marks(out, cursor, baseline, row.marks);
    }
}

/// Why there is no bar, where it would be.
fn draw_reason(page: &Page<'_>, out: &mut Xml, x: f64, top: f64, placed: &Placed<'_>) {
    let mut baseline = top + (placed.height - LINE * as_f64(placed.reason_lines.len())) / 2.0 + 14.0;
    let mut end = x;
    for line in &placed.reason_lines {
        page.text(out, x, baseline, line, Style::SMALL);
        end = x + page.width(line, Style::SMALL);
        baseline += LINE;
    }
    page.draw_marks(out, end, baseline - LINE, placed.row.marks);
}

/// How much room the words behind a bar take.
fn value_width(page: &Page<'_>, row: &Row, bar: &Bar) -> f64 {
    let ratio = bar.ratio.as_deref().map_or(0.0, |ratio| page.width(ratio, Style::SMALL) + 8.0);
    8.0 + page.width(&row.label, Style::VALUE) + ratio + page.marks(row.marks)
}

/// What the axis counts, and where a log axis starts.
fn axis_words(axis: &Axis) -> String {
    match &axis.floor_note {
        Some(note) => format!("{} ({note})", axis.unit),
        None => axis.unit.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, ModelId, Overrides, OwnModels};
    use crate::chart::{ChartRequest, Scale};
    use crate::ranking::Measure;
    use resvg::usvg::roxmltree::Document;

    fn charts(names: &[String]) -> Chart {
        let mut catalog = Catalog::bundled().unwrap();
        let pattern = catalog.models.remove(0);
        let model = |(index, name): (usize, &String)| {
            let id = ModelId::new(&format!("m/{index}")).unwrap();
            crate::catalog::Model { id, name: name.clone(), ..pattern.clone() }
        };
        catalog.models = names.iter().enumerate().map(model).collect();
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let request = ChartRequest { scale: Scale::Log, ..ChartRequest::new(Measure::InputTokensPerDollar) };
        Chart::new(&market, &request)
    }

    /// The texts of a drawing that stand on the page, in order, and its height.
    fn texts(drawing: &str) -> (Vec<String>, f64) {
        let document = Document::parse(drawing).unwrap();
        let words = document.descendants().filter(|node| node.has_tag_name("text"));
        let height = document.root_element().attribute("height").unwrap().parse().unwrap();
        (words.filter_map(|node| node.text()).map(str::to_owned).collect(), height)
    }

    #[test]
    fn no_row_and_one_row_are_drawings_too() {
        let (none, _) = texts(&chart(&charts(&[]), Theme::Light));
        assert!(none.contains(&"No models to show".to_owned()));
        let (one, _) = texts(&chart(&charts(&["Alone".into()]), Theme::Dark));
        assert!(one.contains(&"Alone".to_owned()) && one.contains(&"20,000,000".to_owned()));
        let figure = Figure { title: "Nothing", subtitle: "", charts: &[] };
        assert!(draw(&figure, Theme::Light, Extent::ALL).contains("There is nothing to show."));
    }

    #[test]
    fn long_and_foreign_names_are_kept_whole() {
        let names = ["a & <b> ".repeat(25), "x".repeat(200), "模型".repeat(60), "نموذج".repeat(20)];
        let (said, height) = texts(&chart(&charts(&names), Theme::Light));
        let all: String = said.concat().chars().filter(|c| !c.is_whitespace()).collect();
        for name in &names {
            let letters: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(all.contains(&letters), "{name}");
        }
        let (_, of_short_names) =
            texts(&chart(&charts(&["a", "b", "c", "d"].map(String::from)), Theme::Light));
        assert!(height > of_short_names + 100.0);
    }

    #[test]
    fn five_thousand_rows_are_all_there_and_a_cut_is_stated() {
        let names: Vec<String> = (0..5_000).map(|index| format!("Model {index:04}")).collect();
        let chart_of_all = charts(&names);
        let (said, height) = texts(&chart(&chart_of_all, Theme::Light));
        assert_eq!(said.iter().filter(|text| text.starts_with("Model ")).count(), 5_000);
        assert!(height > 5_000.0 * ROW);
        let figure = Figure { title: "Cut", subtitle: "", charts: &[chart_of_all] };
        let (said, height) = texts(&draw(&figure, Theme::Light, Extent { charts: 12, rows_in_height: 240 }));
        assert!(said.iter().any(|text| text.starts_with("This picture shows the first 240 of 5,000 models")));
        assert!(height < 240.0 * ROW + 500.0);
    }

    #[test]
    fn nothing_stands_outside_the_page() {
        let drawing = chart(&charts(&["Short".into(), "Much longer than short".repeat(8)]), Theme::Light);
        let document = Document::parse(&drawing).unwrap();
        let number = |node: &resvg::usvg::roxmltree::Node<'_, '_>, name: &str| {
            node.attribute(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
        };
        let root = document.root_element();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        let ruler = Ruler::new();
        for node in root.descendants().filter(|node| node.has_tag_name("text")) {
            let weight =
                if node.attribute("font-weight") == Some("600") { Weight::SemiBold } else { Weight::Regular };
            let length = ruler.width(node.text().unwrap_or_default(), number(&node, "font-size"), weight);
            let from_anchor = match node.attribute("text-anchor") {
                Some("end") => 0.0,
                Some("middle") => length / 2.0,
                _ => length,
            };
            assert!(number(&node, "x") + from_anchor <= width, "{:?}", node.text());
            assert!(number(&node, "y") <= height, "{:?}", node.text());
        }
    }
}

//! One chart of a page: its rows laid out, then drawn with grid, axis and labels.

use super::page::{BAR, LINE, NAME, Page, ROW, SHORTEST, SMALL, Style, TALL, as_f64};
use crate::chart::{Axis, Bar, Chart, Row, Sections};
use crate::report::text::Weight;
use crate::report::xml::{Px, Xml};

/// Height of the heading of a section.
const SECTION: f64 = 34.0;

/// One row, laid out.
pub(super) struct Placed<'a> {
    pub(super) row: &'a Row,
    pub(super) name_lines: Vec<String>,
    /// Whether the provider stands behind the last line of the name, or on a line of its own.
    pub(super) provider_inline: bool,
    /// The reason in place of a bar.
    pub(super) reason_lines: Vec<String>,
    pub(super) height: f64,
}

/// One chart, laid out.
pub(super) struct Panel<'a> {
    pub(super) chart: &'a Chart,
    pub(super) title_lines: Vec<String>,
    pub(super) subtitle_lines: Vec<String>,
    pub(super) rows: Vec<Placed<'a>>,
    pub(super) bars_from: f64,
    pub(super) bar_length: f64,
    pub(super) rank_width: f64,
}

impl<'a> Panel<'a> {
    pub(super) fn new(page: &Page<'_>, chart: &'a Chart, width: f64, alone: bool) -> Self {
        let rows = &chart.rows;
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

    pub(super) fn has_top_axis(&self) -> bool {
        self.chart.bars > TALL && !self.chart.axis.ticks.is_empty()
    }

    pub(super) fn heading_height(&self) -> f64 {
        25.0 * as_f64(self.title_lines.len()) + LINE * as_f64(self.subtitle_lines.len())
    }

    pub(super) fn axis_height(&self) -> f64 {
        if self.chart.axis.ticks.is_empty() { 0.0 } else { 22.0 + LINE }
    }

    /// The headings of the sections below the bars.
    pub(super) fn section_headings(&self) -> f64 {
        let rows = self.rows.iter().map(|placed| placed.row.apart);
        SECTION * as_f64(Sections::new(rows).all().len())
    }

    pub(super) fn height(&self) -> f64 {
        let rows: f64 = self.rows.iter().map(|placed| placed.height).sum();
        let empty = if self.rows.is_empty() { ROW } else { 0.0 };
        let top = if self.has_top_axis() { 28.0 } else { 0.0 };
        self.heading_height() + top + rows + empty + self.axis_height() + self.section_headings()
    }

    pub(super) fn draw(&self, page: &Page<'_>, out: &mut Xml, x: f64, top: f64) {
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
        let mut section = None;
        for placed in self.rows.iter().filter(|placed| placed.row.bar.is_none()) {
            if let Some(apart) = placed.row.apart.filter(|apart| section != Some(*apart)) {
                let style = Style { weight: Weight::SemiBold, ..Style::SMALL };
                page.text(out, x, y + 24.0, apart.label(), style);
                y += SECTION;
                section = Some(apart);
            }
            self.draw_row(page, out, x, y, placed);
            y += placed.height;
        }
    }

    pub(super) fn draw_grid(&self, page: &Page<'_>, out: &mut Xml, bars_x: f64, top: f64, height: f64) {
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
    pub(super) fn draw_tick_labels(&self, page: &Page<'_>, out: &mut Xml, bars_x: f64, baseline: f64) {
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

    pub(super) fn draw_row(&self, page: &Page<'_>, out: &mut Xml, x: f64, y: f64, placed: &Placed<'_>) {
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

    pub(super) fn draw_bar(
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
pub(super) fn draw_reason(page: &Page<'_>, out: &mut Xml, x: f64, top: f64, placed: &Placed<'_>) {
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
pub(super) fn value_width(page: &Page<'_>, row: &Row, bar: &Bar) -> f64 {
    let ratio = bar.ratio.as_deref().map_or(0.0, |ratio| page.width(ratio, Style::SMALL) + 8.0);
    8.0 + page.width(&row.label, Style::VALUE) + ratio + page.marks(row.marks)
}

/// What the axis counts, and where a log axis starts.
pub(super) fn axis_words(axis: &Axis) -> String {
    match &axis.floor_note {
        Some(note) => format!("{} ({note})", axis.unit),
        None => axis.unit.clone(),
    }
}

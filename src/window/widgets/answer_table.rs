//! A table of an answer: heads, rows, shades, and a receipt behind each figure. Only the rows in sight are drawn.

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{self, Align, Id, Layout, Ui, WidgetInfo};
use egui_extras::{Column as Width, TableBuilder};

use crate::answer::{Cell, Cite, Emphasis, Row, Table};
use crate::window::theme::{self, Role, Space, TABLE_ROW};

use super::{
    Fractions, align_point, explains, figure_in_row, fill_cell, fraction_width, keep_in_sight, measured,
};

/// Up to so many cells the keyboard stops at each figure; in a larger table at the first of each row.
const FEW_CELLS: usize = 400;
/// The least width of what stands in a column, in points.
const NUMBERS: f32 = 52.0;
/// What a column has beside its text, in points.
const PADDING: f32 = 12.0;
/// To how many points a column of words may be cut.
const LEAST_WORDS: f32 = 130.0;
/// The most that a head in several lines takes, in points.
const MOST_HEAD: f32 = 150.0;
/// The most lines of a head.
const MOST_LINES: usize = 3;
/// What each further line of a head takes, in points.
const HEAD_LINE: f32 = 17.0;

/// Draws the table at most `height` high; returns the figure whose receipt was asked for.
pub fn answer_table(ui: &mut Ui, id: &str, table: &Table, height: f32) -> Option<Cite> {
    let mut asked = None;
    let is_small = table.rows.len() * table.columns.len() <= FEW_CELLS;
    let columns = measured(ui, Id::unique(("widths", id)), &table.rows, || natural(ui, table));
    let gaps = ui.spacing().item_spacing.x * widths_gaps(columns.len());
    let widths = widths(&columns, ui.available_width() - 14.0 - gaps);
    let needed: f32 = widths.iter().sum::<f32>() + gaps;
    #[expect(clippy::cast_precision_loss, reason = "at most a few lines")]
    let heads = (head_lines(ui, table, &widths) as f32 - 1.0).mul_add(HEAD_LINE, TABLE_ROW);
    ui.push_id(id, |ui| {
        egui::ScrollArea::horizontal().auto_shrink([false, true]).show(ui, |ui| {
            ui.set_min_width(needed.min(ui.available_width()));
            ui.spacing_mut().item_spacing.y = 0.0;
            let across = ui.clip_rect().x_range();
            let mut builder = TableBuilder::new(ui)
                .striped(true)
                .cell_layout(Layout::left_to_right(Align::Center))
                .min_scrolled_height(0.0)
                .max_scroll_height((height - heads).max(TABLE_ROW))
                .auto_shrink([false, true]);
            for width in &widths {
                builder = builder.column(Width::exact(*width).clip(true));
            }
            builder
                .header(heads, |mut header| {
                    for (column, natural) in table.columns.iter().zip(columns.iter()) {
                        header.col(|ui| {
                            let room = ui.available_width();
                            ui.set_max_width(room - natural.fractions.behind_head(natural.head, room));
                            head(ui, &column.title, column.is_number);
                        });
                    }
                })
                .body(|body| {
                    body.rows(TABLE_ROW, table.rows.len(), |mut drawn| {
                        let Some(row) = table.rows.get(drawn.index()) else { return };
                        let mut may_focus = true;
                        for ((cell, column), natural) in
                            row.cells.iter().zip(&table.columns).zip(columns.iter())
                        {
                            drawn.col(|ui| {
                                let fraction = column.is_number.then_some(natural.fractions.widest);
                                let names = Names { row: &row, column: &column.title, across, fraction };
                                let focusable = cell.cite.is_some() && (is_small || may_focus);
                                may_focus &= !focusable || is_small;
                                if draw(ui, &names, cell, focusable) {
                                    asked.clone_from(&cell.cite);
                                }
                            });
                        }
                    });
                });
        });
    });
    asked
}

#[expect(clippy::cast_precision_loss, reason = "a table has a few columns")]
fn widths_gaps(columns: usize) -> f32 {
    columns as f32
}

/// Each column as wide as its widest text where there is room; what is left goes to the last column of words. Where there is
/// too little, first heads go on in the next line, then the widest columns of words are cut down to one width: what is cut
/// off comes up when the pointer rests on it.
fn widths(natural: &[Natural], room: f32) -> Vec<f32> {
    let sum = |of: fn(&Natural) -> f32| natural.iter().map(of).sum::<f32>();
    let (whole, cells, least) = (sum(|of| of.whole), sum(|of| of.cells), sum(|of| of.least));
    if whole <= room {
        let mut widths: Vec<f32> = natural.iter().map(|of| of.whole).collect();
        let wide = natural.iter().rposition(|of| !of.is_number).filter(|place| *place > 0);
        if let Some(width) = wide.and_then(|place| widths.get_mut(place)) {
            *width += room - whole;
        }
        return widths;
    }
    if cells <= room {
        // Each head gives the same part of what it can.
        let share = (room - cells) / (whole - cells).max(1.0);
        return natural.iter().map(|of| (of.whole - of.cells).mul_add(share, of.cells)).collect();
    }
    if least >= room {
        return natural.iter().map(|of| of.least).collect();
    }
    // The greatest width to which the others are cut, by halves.
    let cut = |most: f32| natural.iter().map(move |of| of.cells.min(most.max(of.least)));
    let (mut low, mut high) = (0.0_f32, room);
    for _ in 0..24 {
        let middle = f32::midpoint(low, high);
        if cut(middle).sum::<f32>() <= room { low = middle } else { high = middle }
    }
    cut(low).collect()
}

/// How wide a column would be.
#[derive(Clone, Copy, Debug, Default)]
struct Natural {
    /// At least: figures stay whole.
    least: f32,
    /// With all its cells whole, and its head in several lines.
    cells: f32,
    /// With its head in one line.
    whole: f32,
    /// Its head in one line.
    head: f32,
    /// What stands behind the whole parts of its numbers.
    fractions: Fractions,
    is_number: bool,
}

/// How wide each column would be, by its first rows.
fn natural(ui: &Ui, table: &Table) -> Arc<[Natural]> {
    const SAMPLE: usize = 60;
    let measure = |text: &str, role: Role| {
        ui.painter().layout_no_wrap(text.to_owned(), role.font(), egui::Color32::BLACK).size().x
    };
    let sample: Vec<Row> = table.rows.iter().take(SAMPLE).collect();
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let is_number = column.is_number;
        let cells = || sample.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.text.as_str());
        let fractions = if is_number { Fractions::of(ui, cells()) } else { Fractions::default() };
        // With the points below each other the longest whole part may meet the longest fraction.
        let width = |text: &str| {
            let whole = measure(text, Role::Label);
            let own = if is_number { fraction_width(ui, text, Role::Body) } else { None };
            own.map_or(whole, |own| whole - own + fractions.widest)
        };
        let head = measure(&column.title, Role::Label) + PADDING;
        let words = column.title.split([' ', '-', '/']);
        let longest = words.map(|word| measure(word, Role::Label)).fold(0.0, f32::max) + PADDING;
        // Half of a head in each of two lines, but for where it cannot be broken there.
        let broken = longest.max(head / 2.0 + PADDING).min(head);
        let cells = cells().map(width).fold(NUMBERS, f32::max) + PADDING;
        let least = if is_number { cells.max(longest.min(MOST_HEAD)) } else { cells.min(LEAST_WORDS) };
        let cells = cells.max(broken.min(MOST_HEAD.max(cells)));
        Natural { least: least.min(cells), cells, whole: cells.max(head), head, fractions, is_number }
    });
    columns.collect()
}

/// How many lines the heads need in these widths.
fn head_lines(ui: &Ui, table: &Table, widths: &[f32]) -> usize {
    let rows = table.columns.iter().zip(widths).map(|(column, width)| {
        let text = column.title.clone();
        let colour = egui::Color32::BLACK;
        ui.painter().layout(text, Role::Label.font(), colour, (width - PADDING).max(1.0)).rows.len()
    });
    rows.max().unwrap_or(1).min(MOST_LINES)
}

fn head(ui: &mut Ui, title: &str, is_number: bool) {
    let side = if is_number { Align::Max } else { Align::Min };
    let colour = theme::colours(ui).muted;
    // On the line below which its column stands.
    ui.with_layout(Layout::bottom_up(side), |ui| {
        ui.add_space(6.0);
        let width = (ui.available_width() - 2.0 * Space::Tiny.points()).max(1.0);
        let mut job = LayoutJob::simple(title.to_owned(), Role::Label.font(), colour, width);
        job.wrap.max_rows = MOST_LINES;
        job.halign = side;
        // A cell of the table would cut it off instead.
        ui.add(egui::Label::new(job).wrap().selectable(false)).on_hover_text(title);
    });
}

/// What a cell is called, and where it stands.
struct Names<'a> {
    row: &'a Row,
    column: &'a str,
    /// What can be seen of the table from left to right.
    across: egui::Rangef,
    /// What stands behind the whole part of the column's numbers, in points; `None` for words.
    fraction: Option<f32>,
}

impl Names<'_> {
    fn said(&self) -> String {
        let row = self.row.cells.first().map_or("", |cell| cell.text.as_str());
        format!("{row}, {}", self.column)
    }
}

/// Draws a cell; returns whether its receipt was asked for.
fn draw(ui: &mut Ui, names: &Names<'_>, cell: &Cell, focusable: bool) -> bool {
    let colours = theme::colours(ui);
    if let Some(heat) = cell.heat {
        fill_cell(ui, names.across, theme::heat(colours, heat));
    }
    let (role, colour) = match names.row.emphasis {
        Emphasis::Strong => (Role::Label, colours.text),
        Emphasis::Plain => (Role::Body, colours.text),
        Emphasis::Weak => (Role::Body, colours.muted),
    };
    let colour = if cell.heat.is_some() { colours.text } else { colour };
    let text = role.text(&cell.text).color(colour);
    let layout = match names.fraction {
        Some(_) => Layout::right_to_left(Align::Center),
        None => Layout::left_to_right(Align::Center),
    };
    let inner = ui.with_layout(layout, |ui| {
        ui.add_space(Space::Tiny.points());
        if let Some(fraction) = names.fraction {
            align_point(ui, &cell.text, role, fraction);
        }
        if cell.cite.is_none() {
            let label = ui.add(egui::Label::new(text).truncate().selectable(false));
            label.on_hover_text(&cell.text);
            return false;
        }
        if !focusable {
            return figure_in_row(ui, text, &names.said()).clicked();
        }
        let response =
            ui.add(egui::Label::new(text).truncate().selectable(false).sense(egui::Sense::click()));
        explains(ui, &response, response.rect, &names.said(), &cell.text);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(
                egui::Role::Button,
                true,
                format!("{}: show how it is computed", names.said()),
            );
            info.current_text_value = Some(cell.text.clone());
            info
        });
        keep_in_sight(&response, TABLE_ROW);
        response.on_hover_text(super::EXPLAIN).clicked()
    });
    inner.inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(least: f32, cells: f32, whole: f32) -> Natural {
        Natural { least, cells, whole, ..Natural::default() }
    }

    fn number(cells: f32, whole: f32) -> Natural {
        Natural { least: cells, cells, whole, is_number: true, ..Natural::default() }
    }

    #[test]
    fn what_has_room_is_whole_and_the_last_words_get_what_is_left() {
        let columns =
            [words(90.0, 120.0, 120.0), number(60.0, 210.0), words(90.0, 140.0, 140.0), number(70.0, 70.0)];
        assert_eq!(widths(&columns, 700.0), [120.0, 210.0, 300.0, 70.0]);
        // The names of the first column get no more than they need.
        assert_eq!(widths(&columns[..2], 700.0), [120.0, 210.0]);
    }

    #[test]
    fn no_cell_is_cut_while_a_head_can_go_on_in_the_next_line() {
        let columns = [words(90.0, 180.0, 180.0), number(60.0, 240.0), words(90.0, 200.0, 220.0)];
        let widths = widths(&columns, 500.0);
        assert!((widths.iter().sum::<f32>() - 500.0).abs() < 0.1, "{widths:?}");
        assert!(widths.iter().zip(&columns).all(|(width, of)| *width >= of.cells), "{widths:?}");
    }

    #[test]
    fn the_widest_words_are_cut_first_and_figures_never() {
        let columns = [words(90.0, 150.0, 150.0), words(90.0, 900.0, 900.0), number(80.0, 80.0)];
        let found = widths(&columns, 500.0);
        assert!((found[0] - 150.0).abs() < 0.1 && (found[1] - 270.0).abs() < 0.1, "{found:?}");
        assert!((found[2] - 80.0).abs() < 0.1, "{found:?}");
        // Where even the least has no room, the table scrolls.
        assert_eq!(widths(&columns, 100.0), [90.0, 90.0, 80.0]);
    }
}

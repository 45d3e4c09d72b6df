//! A table of an answer: heads, rows, shades, and a receipt behind each figure. Only the rows in sight are drawn.

use std::sync::Arc;

use eframe::egui::{self, Align, Id, Layout, Ui, WidgetInfo};
use egui_extras::{Column as Width, TableBuilder};

use crate::answer::{Cell, Cite, Emphasis, Row, Table};
use crate::app::theme::{self, Role, Space, TABLE_ROW};
use crate::bounds::between;

use super::{align_point, explains, figure_in_row, fill_cell, fraction_width, keep_in_sight, measured};

/// Up to so many cells the keyboard stops at each figure; in a larger table at the first of each row.
const FEW_CELLS: usize = 400;
/// The least and the most width of a column of figures, in points.
const NUMBERS: std::ops::RangeInclusive<f32> = 64.0..=190.0;
/// What a column has beside its text, in points.
const PADDING: f32 = 12.0;
/// The most width of the first column, as a share of the table.
const NAMES: f32 = 0.32;

/// Draws the table at most `height` high; returns the figure whose receipt was asked for.
pub fn answer_table(ui: &mut Ui, id: &str, table: &Table, height: f32) -> Option<Cite> {
    let mut asked = None;
    let is_small = table.rows.len() * table.columns.len() <= FEW_CELLS;
    let columns = measured(ui, Id::unique(("widths", id)), &table.rows, || natural(ui, table));
    let widths = widths(ui, table, &columns);
    let needed: f32 = widths.iter().sum::<f32>() + ui.spacing().item_spacing.x * widths_gaps(widths.len());
    ui.push_id(id, |ui| {
        egui::ScrollArea::horizontal().auto_shrink([false, true]).show(ui, |ui| {
            ui.set_min_width(needed.min(ui.available_width()));
            ui.spacing_mut().item_spacing.y = 0.0;
            let across = ui.clip_rect().x_range();
            let mut builder = TableBuilder::new(ui)
                .striped(true)
                .cell_layout(Layout::left_to_right(Align::Center))
                .min_scrolled_height(0.0)
                .max_scroll_height((height - TABLE_ROW).max(TABLE_ROW))
                .auto_shrink([false, true]);
            for width in &widths {
                builder = builder.column(Width::exact(*width).clip(true));
            }
            builder
                .header(TABLE_ROW, |mut header| {
                    for column in &table.columns {
                        header.col(|ui| head(ui, &column.title, column.is_number));
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
                                let fraction = column.is_number.then_some(natural.fraction);
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

/// Each column as wide as its widest text, within limits. What is left goes to the last column of words; what is missing
/// comes from there first, then from heads of figures: what is cut off comes up when the pointer rests on it.
fn widths(ui: &Ui, table: &Table, natural: &[Natural]) -> Vec<f32> {
    let least: Vec<f32> = natural.iter().map(|column| column.figures).collect();
    let mut widths: Vec<f32> = natural.iter().map(|column| column.whole).collect();
    let all = ui.available_width() - 14.0;
    let gaps = ui.spacing().item_spacing.x * widths_gaps(table.columns.len());
    if let Some(first) = widths.first_mut() {
        *first = first.min(all * NAMES);
    }
    let mut left = all - gaps - widths.iter().sum::<f32>();
    let words = table.columns.iter().skip(1).rposition(|column| !column.is_number).map(|place| place + 1);
    if let Some(width) = words.and_then(|place| widths.get_mut(place)) {
        let before = *width;
        *width = if left < 0.0 { (before + left).max(120.0).min(before) } else { before + left };
        left -= *width - before;
    }
    let slack: f32 = widths.iter().zip(&least).map(|(width, least)| (width - least).max(0.0)).sum();
    if left < 0.0 && slack > 0.0 {
        let share = (-left / slack).min(1.0);
        for (width, least) in widths.iter_mut().zip(&least).skip(1) {
            *width -= (*width - least).max(0.0) * share;
        }
    }
    widths
}

/// How wide a column would be.
#[derive(Clone, Copy, Debug)]
struct Natural {
    /// Its figures alone.
    figures: f32,
    /// With its head.
    whole: f32,
    /// What stands behind the whole part of its numbers.
    fraction: f32,
}

/// How wide each column would be, by its first rows.
fn natural(ui: &Ui, table: &Table) -> Arc<[Natural]> {
    const SAMPLE: usize = 60;
    let measure = |text: &str, role: Role| {
        ui.painter().layout_no_wrap(text.to_owned(), role.font(), egui::Color32::BLACK).size().x
    };
    let sample: Vec<Row> = table.rows.iter().take(SAMPLE).collect();
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let cells = || sample.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.text.as_str());
        let fractions = cells().filter_map(|text| fraction_width(ui, text, Role::Body));
        let fraction = if column.is_number { fractions.fold(0.0, f32::max) } else { 0.0 };
        // With the points below each other the longest whole part may meet the longest fraction.
        let width = |text: &str| {
            let whole = measure(text, Role::Body);
            let own = if column.is_number { fraction_width(ui, text, Role::Body) } else { None };
            own.map_or(whole, |own| whole - own + fraction)
        };
        let figures = cells().map(width).fold(0.0, f32::max) + PADDING;
        let whole = figures.max(measure(&column.title, Role::Label) + PADDING);
        if column.is_number {
            let (least, most) = (*NUMBERS.start(), *NUMBERS.end());
            Natural { figures: figures.max(least), whole: between(whole, least, most), fraction }
        } else {
            Natural { figures: whole.max(90.0), whole: whole.max(90.0), fraction }
        }
    });
    columns.collect()
}

fn head(ui: &mut Ui, title: &str, is_number: bool) {
    let layout =
        if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let muted = theme::colours(ui).muted;
    ui.with_layout(layout, |ui| {
        ui.add_space(Space::Tiny.points());
        let label = egui::Label::new(Role::Label.text(title).color(muted)).truncate().selectable(false);
        ui.add(label).on_hover_text(title);
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

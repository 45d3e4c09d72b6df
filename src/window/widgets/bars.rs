//! A bar chart of models: names on the left, bars in a plot, exact values at their ends.
//!
//! Rows have a fixed height and only those in sight are drawn. Each row is one focusable thing that tells a screen
//! reader its model, value and rank; arrows move from row to row.

use std::collections::BTreeSet;

use eframe::egui::{
    self, Align2, Color32, Id, Key, Pos2, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};
use egui_plot::{Bar, BarChart, GridMark, PlotBounds};

use super::{EXPLAIN, copy_item, diamond, explains, new_offset, pin, still_plot};
use crate::bounds::between;
use crate::catalog::ModelId;
use crate::chart::{Chart, Row, Section, Slot, Widest, palette};
use crate::window::theme::{self, BAR_SHARE, CHART_ROW, Role, Space};
use crate::window::visual::visual;

use super::VirtualRows;

/// The least that names get where the chart has room for it, in points.
const LEAST_NAMES: f32 = 90.0;
/// The widest that names may get, as a share of the chart.
const WIDEST_NAMES: f32 = 0.42;
/// Room for the mark of a pinned model, beside its name.
const PIN: f32 = 14.0;
/// What the longest name may take of the chart, however many shorter ones there are.
const FAIR_NAMES: f32 = 0.28;
/// Between a name and who sells the model.
const BESIDE: f32 = 6.0;
/// Height of the strip with the axis' numbers.
const AXIS: f32 = 24.0;

/// What the user did to a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum BarsEvent {
    /// The pointer is over this model, or left the rows.
    Hovered(Option<ModelId>),
    /// The name of this model was clicked.
    Clicked(ModelId),
    /// The bar or the value of this model was clicked, or Enter or `R` pressed on its row: how is it computed?
    Explain(ModelId),
    /// All others are to be compared with this model, or no longer: `B`, or from its menu.
    Baseline(ModelId),
    /// An arrow key brought the keyboard focus to this model. Tab alone changes nothing: it is on its way.
    Focused(ModelId),
}

/// A bar chart of models.
#[derive(Debug)]
pub struct Bars<'a> {
    /// What to draw.
    pub chart: &'a Chart,
    /// The rows by which names and values get their room.
    pub widest: Widest,
    /// The rows whose names others have too.
    pub twins: &'a BTreeSet<usize>,
    /// The model whose details are shown.
    pub chosen: Option<&'a ModelId>,
    /// The model under the pointer, as last reported.
    pub hovered: Option<&'a ModelId>,
    /// By what the rows were chosen and ordered: where it is another, they are shown from the top.
    pub chosen_by: u64,
}

struct Geometry {
    names: f32,
    values: f32,
    rows: VirtualRows,
}

impl Bars<'_> {
    /// Draws the chart into all the space that is left; `tip` fills the tooltip of a row.
    pub fn show(&self, ui: &mut Ui, mut tip: impl FnMut(&mut Ui, &Row)) -> Vec<BarsEvent> {
        let mut events = Vec::new();
        let geometry = self.geometry(ui);
        let available = ui.available_rect_before_wrap();
        let rows_height = (available.height() - AXIS).max(CHART_ROW);
        let axis_strip = Rect::from_min_max(pos2(available.min.x, available.max.y - AXIS), available.max);
        let mut any_hovered = false;

        let mut area = ScrollArea::vertical();
        if let Some(offset) = new_offset(ui, Id::unique("bars chosen by"), self.chosen_by) {
            area = area.vertical_scroll_offset(offset);
        }
        let drawn = area.id_salt("bars").max_height(rows_height).auto_shrink([false, false]).show_viewport(
            ui,
            |ui, viewport| {
                let rows = geometry.rows;
                ui.set_min_height(rows.total_height());
                let origin = ui.min_rect().min;
                let area = Rect::from_min_size(
                    pos2(origin.x, origin.y + viewport.min.y),
                    vec2(ui.available_width(), viewport.height()),
                );
                let plot = Rect::from_min_max(pos2(area.min.x + geometry.names, area.min.y), area.max);
                self.plot(ui, plot, viewport, rows.in_sight(viewport), &geometry);
                let id_of = |line: usize| match self.chart.sections.on_line(line) {
                    Slot::Row(index) => self.chart.rows.get(index).map(row_id),
                    Slot::Heading(_) => None,
                };
                self.below_the_pinned(ui, origin.y + rows.top(self.chart.pinned), area);
                let mut focused = None;
                // Where the mouse rests says nothing once the keyboard has moved on.
                let is_pointing = ui.input(|input| {
                    let moves = |event: &egui::Event| matches!(event, egui::Event::PointerMoved(_));
                    input.events.iter().any(moves) || input.smooth_scroll_delta() != Vec2::ZERO
                });
                for line in rows.to_draw(ui, viewport, &id_of) {
                    let rect = Rect::from_min_size(
                        pos2(area.min.x, origin.y + rows.top(line)),
                        vec2(area.width(), CHART_ROW),
                    );
                    let index = match self.chart.sections.on_line(line) {
                        Slot::Row(index) => index,
                        Slot::Heading(section) => {
                            heading(ui, rect, section);
                            continue;
                        }
                    };
                    let Some(row) = self.chart.rows.get(index) else { break };
                    let is_twin = self.twins.contains(&index);
                    let (response, value) = self.row(ui, rect, (row, is_twin), &geometry, plot);
                    if response.hovered() || value.hovered() {
                        any_hovered = true;
                        if is_pointing && self.hovered != Some(&row.model) {
                            events.push(BarsEvent::Hovered(Some(row.model.clone())));
                        }
                    }
                    let pressed = |key| {
                        response.has_focus()
                            && ui.input(|input| input.modifiers.is_none() && input.key_pressed(key))
                    };
                    let is_on_name = response.interact_pointer_pos().is_some_and(|at| at.x < plot.min.x);
                    if response.clicked() && is_on_name {
                        events.push(BarsEvent::Clicked(row.model.clone()));
                    } else if response.clicked() || value.clicked() || pressed(Key::R) {
                        events.push(BarsEvent::Explain(row.model.clone()));
                    }
                    if pressed(Key::B) {
                        events.push(BarsEvent::Baseline(row.model.clone()));
                    }
                    value.on_hover_text(EXPLAIN);
                    response.context_menu(|ui| menu(ui, row, &mut events));
                    if response.gained_focus() {
                        ui.scroll_to_rect(rect, None);
                    }
                    if response.has_focus() {
                        focused = Some((index, response.id, rect));
                    }
                    // egui keeps a tooltip that is open, over a sheet too.
                    if ui.memory(|memory| memory.top_modal_layer().is_none()) {
                        response.on_hover_ui_at_pointer(|ui| tip(ui, row));
                    }
                }
                // After all rows, or the next one would have the focus at once and move it on by the same key.
                if let Some((index, id, rect)) = focused {
                    let moved = self.move_focus(ui, rows, index, id, rect);
                    events.extend(moved.map(BarsEvent::Focused));
                }
                plot.x_range()
            },
        );
        if !any_hovered && self.hovered.is_some() {
            events.push(BarsEvent::Hovered(None));
        }
        self.axis(ui, axis_strip, drawn.inner, &geometry);
        events
    }

    /// A line between the pinned rows and the others.
    fn below_the_pinned(&self, ui: &Ui, y: f32, area: Rect) {
        let pinned = self.chart.pinned;
        if pinned > 0 && pinned < self.chart.bars {
            ui.painter().hline(area.x_range(), y, Stroke::new(1.0, theme::colours(ui).border));
        }
    }

    fn geometry(&self, ui: &Ui) -> Geometry {
        let width = ui.available_width();
        let measure = |text: &str| {
            ui.painter().layout_no_wrap(text.to_owned(), Role::Body.font(), Color32::BLACK).size().x
        };
        let room = |index: Option<usize>| {
            index.and_then(|index| self.chart.rows.get(index)).map_or(0.0, |row| {
                let mark = row.marks.label().map_or(0.0, |mark| measure(&mark) + 26.0);
                let is_twin = index.is_some_and(|index| self.twins.contains(&index));
                let provider = if is_twin { measure(&row.provider) + BESIDE } else { 0.0 };
                measure(&row.name) + provider + mark
            })
        };
        let names = self.widest.names.into_iter().map(room).fold(0.0, f32::max);
        let names = names.max(room(self.widest.longest_name).min(width * FAIR_NAMES));
        let names = if self.chart.pinned > 0 { names + PIN } else { names };
        let values = self.widest.value.and_then(|index| self.chart.rows.get(index));
        let values = values.map_or(0.0, |row| measure(&row.value_text()));
        Geometry {
            names: between(names + Space::Large.points(), LEAST_NAMES, width * WIDEST_NAMES),
            values: values + Space::Large.points(),
            rows: VirtualRows {
                id: Id::unique("rows of bars"),
                height: CHART_ROW,
                count: self.chart.sections.lines(),
            },
        }
    }

    fn plot(
        &self,
        ui: &mut Ui,
        rect: Rect,
        viewport: Rect,
        visible: std::ops::Range<usize>,
        geometry: &Geometry,
    ) {
        let colours = theme::colours(ui);
        let palette = if ui.visuals().dark_mode { palette::Theme::Dark } else { palette::Theme::Light };
        let first = visible.start;
        let bars: Vec<Bar> = self
            .chart
            .rows
            .iter()
            .enumerate()
            .skip(first)
            .take(visible.len())
            .filter_map(|(index, row)| row.bar.as_ref().map(|bar| (index, row, bar)))
            .flat_map(|(index, row, bar)| {
                bar.segments.iter().map(move |segment| {
                    let palette::Rgb(red, green, blue) = palette.segment(row.class, segment.part);
                    Bar::new(-to_f64(index), segment.end - segment.start)
                        .base_offset(segment.start)
                        .width(BAR_SHARE)
                        .fill(Color32::from_rgb(red, green, blue))
                        .stroke(Stroke::NONE)
                })
            })
            .collect();
        let marks: Vec<GridMark> = self
            .chart
            .axis
            .ticks
            .iter()
            .map(|tick| GridMark { value: tick.position, step_size: 1.0 })
            .collect();
        let top = 0.5 - f64::from(viewport.min.y / CHART_ROW);
        let bottom = 0.5 - f64::from(viewport.max.y / CHART_ROW);
        let end = f64::from(rect.width() / (rect.width() - geometry.values).max(1.0));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt("plot"));
        child.set_clip_rect(rect.intersect(ui.clip_rect()));
        still_plot("bars", colours)
            .width(rect.width())
            .height(rect.height())
            .show_axes(false)
            .show_grid([true, false])
            .x_grid_spacer(move |_| marks.clone())
            .sense(Sense::hover())
            .show(&mut child, |plot| {
                plot.set_plot_bounds(PlotBounds::from_min_max([0.0, bottom], [end, top]));
                plot.bar_chart(BarChart::new("bars", bars).horizontal().allow_hover(false));
            });
    }

    /// Draws a row: what happened to it, and what happened to its value.
    fn row(
        &self,
        ui: &mut Ui,
        rect: Rect,
        (row, is_twin): (&Row, bool),
        geometry: &Geometry,
        plot: Rect,
    ) -> (Response, Response) {
        let colours = theme::colours(ui);
        let response = ui.interact(rect, row_id(row), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(egui::Role::ListBoxOption, true, row.is_baseline, &row.description)
        });
        let painter = ui.painter();
        let is_chosen = self.chosen == Some(&row.model);
        let name_side = Rect::from_min_max(rect.min, pos2(rect.min.x + geometry.names - 4.0, rect.max.y));
        if response.hovered() || is_chosen {
            let fill = if is_chosen { colours.selected } else { colours.hover };
            painter.rect_filled(name_side.shrink2(vec2(0.0, 1.0)), theme::RADIUS, fill);
        }
        if response.has_focus() {
            painter.rect_stroke(
                rect.shrink(1.0),
                theme::RADIUS,
                Stroke::new(2.0, colours.accent),
                StrokeKind::Inside,
            );
        }
        name(ui, name_side, row, is_twin);
        let middle = rect.center().y;
        let value = if let Some(bar) = &row.bar {
            let length = (plot.width() - geometry.values).max(1.0) * to_f32_lossy(bar.end);
            let at = pos2(plot.min.x + length + 8.0, middle);
            let label = on_lines(painter, at, &row.label, Role::Body, colours.text, colours.canvas);
            if let Some(ratio) = &bar.ratio {
                let at = pos2(label.max.x + 8.0, middle);
                on_lines(painter, at, ratio, Role::Small, colours.muted, colours.canvas);
            }
            label
        } else {
            let at = pos2(plot.min.x + 8.0, middle);
            // The lines of the axis mean nothing here.
            painter.rect_filled(
                Rect::from_min_max(pos2(plot.min.x - 1.0, rect.min.y), rect.max),
                0,
                colours.canvas,
            );
            painter.text(at, Align2::LEFT_CENTER, &row.label, Role::Small.font(), colours.muted)
        };
        // The row takes the keyboard; its value only the pointer.
        let id = row_id(row).with("value");
        let explain = ui.interact(value.expand2(vec2(4.0, 4.0)), id, Sense::CLICK);
        explains(ui, &explain, value, &row.name, &row.label);
        (response, explain)
    }

    /// Moves the focus by the keys of a list; the model that it goes to.
    fn move_focus(&self, ui: &Ui, rows: VirtualRows, index: usize, id: Id, rect: Rect) -> Option<ModelId> {
        let line = |row| self.chart.sections.line_of(row);
        rows.note_focus(ui, line(index));
        ui.memory_mut(|memory| {
            memory
                .set_focus_lock_filter(id, egui::EventFilter { vertical_arrows: true, ..Default::default() });
        });
        let last = self.chart.rows.len().saturating_sub(1);
        let page = 10;
        let target = ui.input(|input| {
            if input.key_pressed(Key::ArrowDown) {
                Some(index + 1)
            } else if input.key_pressed(Key::ArrowUp) {
                index.checked_sub(1)
            } else if input.key_pressed(Key::PageDown) {
                Some((index + page).min(last))
            } else if input.key_pressed(Key::PageUp) {
                Some(index.saturating_sub(page))
            } else if input.key_pressed(Key::Home) {
                Some(0)
            } else if input.key_pressed(Key::End) {
                Some(last)
            } else {
                None
            }
        });
        let (target, row) = target.and_then(|target| Some((target, self.chart.rows.get(target)?)))?;
        ui.memory_mut(|memory| memory.request_focus(row_id(row)));
        // It has the focus in the next frame.
        ui.ctx().request_repaint();
        rows.note_focus(ui, line(target));
        ui.scroll_to_rect(rect.translate(vec2(0.0, rows.top(line(target)) - rows.top(line(index)))), None);
        Some(row.model.clone())
    }

    /// The numbers below the lines of the plot, which reaches from left to right of `plot`: a scroll bar beside it is not
    /// part of it.
    fn axis(&self, ui: &Ui, strip: Rect, plot: egui::Rangef, geometry: &Geometry) {
        let colours = theme::colours(ui);
        let painter = ui.painter();
        let start = plot.min;
        let length = (plot.span() - geometry.values).max(1.0);
        painter.hline(strip.x_range(), strip.min.y, Stroke::new(1.0, colours.line));
        let mut free_from = f32::NEG_INFINITY;
        for tick in &self.chart.axis.ticks {
            let x = start + length * to_f32_lossy(tick.position);
            let galley = painter.layout_no_wrap(tick.label.clone(), Role::Small.font(), colours.muted);
            let left = x - galley.size().x / 2.0;
            // A number that would touch the one before it is left out.
            if left < free_from {
                continue;
            }
            free_from = left + galley.size().x + 8.0;
            painter.galley(Pos2::new(left, strip.min.y + 5.0), galley, colours.muted);
        }
    }
}

/// What can be done with a row.
fn menu(ui: &mut Ui, row: &Row, events: &mut Vec<BarsEvent>) {
    if ui.button(format!("{EXPLAIN} (Enter)")).clicked() {
        events.push(BarsEvent::Explain(row.model.clone()));
        ui.close();
    }
    copy_item(ui, &row.label);
    let compare = if row.is_baseline { "Stop comparing with it (B)" } else { "Compare all with it (B)" };
    if ui.button(compare).clicked() {
        events.push(BarsEvent::Baseline(row.model.clone()));
        ui.close();
    }
}

/// The heading of the rows that stand apart for one reason.
fn heading(ui: &Ui, rect: Rect, section: Section) {
    let colours = theme::colours(ui);
    let text = format!("{} ({})", section.apart.label(), section.rows);
    let response = ui.interact(rect, egui::Id::unique(("section", section.apart)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
    ui.painter().rect_filled(rect, 0, colours.canvas);
    ui.painter().hline(rect.x_range(), rect.min.y + 2.0, Stroke::new(1.0, colours.line));
    let at = pos2(rect.min.x + 8.0, rect.center().y + 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, text, Role::Label.font(), colours.muted);
}

/// The model's name on the left of its bar, who sells it where others have its name, and the mark of what is the user's own.
fn name(ui: &Ui, side: Rect, row: &Row, is_twin: bool) {
    let colours = theme::colours(ui);
    let painter = ui.painter();
    let mut right = side.max.x - 8.0;
    let mut left = side.min.x + 8.0;
    if row.is_pinned {
        pin(painter, pos2(left + 3.0, side.center().y), colours.accent);
        left += PIN;
    }
    if let Some(mark) = row.marks.label() {
        let is_own = row.marks.is_own();
        let colour = match row.marks.doubtful {
            _ if is_own => colours.own,
            true => colours.warning,
            false => colours.muted,
        };
        let galley = painter.layout_no_wrap(mark, Role::Small.font(), colour);
        let at = pos2(right - galley.size().x, side.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, colour);
        if is_own {
            diamond(painter, pos2(at.x - 7.0, side.center().y), colour);
        }
        right = at.x - 16.0;
    }
    let room = (right - left).max(20.0);
    let font = if row.is_baseline { Role::Label.font() } else { Role::Body.font() };
    let mut job =
        egui::text::LayoutJob::simple_singleline(visual(&row.name).into_owned(), font, colours.text);
    if is_twin {
        let format = egui::TextFormat::simple(Role::Small.font(), colours.muted);
        job.append(&visual(&row.provider), BESIDE, format);
    }
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    painter.galley(pos2(left, side.center().y - galley.size().y / 2.0), galley, colours.text);
}

/// Writes over the lines of the axis, which do not go through it.
fn on_lines(
    painter: &egui::Painter,
    at: Pos2,
    text: &str,
    role: Role,
    colour: Color32,
    ground: Color32,
) -> Rect {
    let galley = painter.layout_no_wrap(text.to_owned(), role.font(), colour);
    let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    painter.rect_filled(rect.expand2(vec2(2.0, -2.0)), 0, ground);
    painter.galley(rect.min, galley, colour);
    rect
}

/// The identity of a row: the model's own, so that it survives sorting, and its place, since two lists may have two
/// offers under one id.
fn row_id(row: &Row) -> egui::Id {
    egui::Id::unique(("bar", row.offer, row.model.as_str()))
}

#[expect(clippy::cast_precision_loss, reason = "a row's number is far below 2^52")]
fn to_f64(index: usize) -> f64 {
    index as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a fraction of the axis, for drawing")]
fn to_f32_lossy(fraction: f64) -> f32 {
    fraction as f32
}

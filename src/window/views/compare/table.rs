//! Everything in columns: sort by any of them. Only the rows in sight are drawn.

use std::rc::Rc;

use eframe::egui::{self, Align, Layout, Stroke, StrokeKind, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder};
use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::columns::{COLUMNS, cost, value};
use crate::app::derived::{Table, TableRow};
use crate::app::state::{Column, State};
use crate::catalog::{ModelId, Offer, Part};
use crate::chart::{Marks, Section, Slot};
use crate::money::{Price, label};
use crate::receipt::Subject;
use crate::window::theme::{self, Role, TABLE_ROW};
use crate::window::widgets::{self, EXPLAIN, Fractions, KeptFractions, keep_in_sight, own_mark};

/// Draws the table.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let table = state.table();
    let height = ui.available_height() - 4.0;
    let area = ui.available_rect_before_wrap();
    let fractions = fractions(ui, state, &table);
    let pointer = ui.ctx().pointer_hover_pos().filter(|_| ui.rect_contains_pointer(area));
    let list = egui::Id::unique("table chosen by");
    let offset = widgets::new_offset(ui, list, state.derived.chosen_by);
    egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let seen = ui.clip_rect();
        let mut builder = TableBuilder::new(ui)
            .striped(true)
            .cell_layout(Layout::left_to_right(Align::Center))
            .min_scrolled_height(0.0)
            .max_scroll_height((height - TABLE_ROW).max(0.0))
            .auto_shrink([false, false]);
        if let Some(offset) = offset {
            builder = builder.vertical_scroll_offset(offset);
        }
        for (_, _, width, _) in COLUMNS {
            builder = builder.column(Width::initial(width).at_least(36.0).clip(true));
        }
        let rows = builder
            .header(TABLE_ROW, |mut header| {
                for ((column, title, _, is_number), fractions) in COLUMNS.into_iter().zip(fractions) {
                    let numbers = is_number.then_some(fractions);
                    header.col(|ui| head(ui, state, column, (title, numbers), actions));
                }
            })
            .body(|body| {
                body.rows(TABLE_ROW, table.sections.lines(), |mut row| {
                    let index = match table.sections.on_line(row.index()) {
                        Slot::Row(index) => index,
                        Slot::Heading(section) => return heading(&mut row, section),
                    };
                    let Some(entry) = table.rows.get(index) else { return };
                    let Some(offer) = state.market().get(entry.offer) else { return };
                    let is_chosen = state.view.chosen.as_ref() == Some(&offer.model.id);
                    row.set_selected(is_chosen);
                    let mut whole = None;
                    for ((column, _, _, is_number), fraction) in COLUMNS.into_iter().zip(fractions) {
                        row.col(|ui| {
                            if !is_chosen && pointer.is_some_and(|at| ui.max_rect().y_range().contains(at.y))
                            {
                                widgets::fill_cell(ui, seen.x_range(), theme::colours(ui).hover);
                            }
                            let layout = if is_number {
                                Layout::right_to_left(Align::Center)
                            } else {
                                Layout::left_to_right(Align::Center)
                            };
                            if column == Column::Rank {
                                // One thing to press for the whole row, not one for each cell; below the figures, which
                                // are pressed for their receipts.
                                let rect = ui.max_rect().with_max_x(seen.max.x);
                                let before = ui.clip_rect();
                                ui.set_clip_rect(
                                    seen.intersect(before.with_min_x(seen.min.x).with_max_x(seen.max.x)),
                                );
                                let id =
                                    egui::Id::unique(("table row", entry.offer, offer.model.id.as_str()));
                                whole = Some(ui.interact(rect, id, egui::Sense::click()));
                                ui.set_clip_rect(before);
                            }
                            ui.with_layout(layout, |ui| {
                                let value = shown(column, entry, offer);
                                widgets::align_point(ui, &value, Role::Body, fraction.widest);
                                cell(ui, column, value, entry, (offer, state.price_day()), actions);
                            });
                            if column == Column::Source
                                && let Some(response) = whole.as_ref().filter(|response| response.has_focus())
                            {
                                let stroke = Stroke::new(2.0, theme::colours(ui).accent);
                                let shown = response.rect.intersect(seen).shrink(1.0);
                                ui.set_clip_rect(seen.intersect(ui.clip_rect().with_min_x(seen.min.x)));
                                ui.painter().rect_stroke(shown, theme::RADIUS, stroke, StrokeKind::Inside);
                            }
                        });
                    }
                    let Some(response) = whole else { return };
                    keep_in_sight(&response, TABLE_ROW);
                    response.widget_info(|| {
                        let cost = entry.total.map_or_else(String::new, |total| format!(", {}", cost(total)));
                        let pinned = if entry.is_pinned { ", pinned" } else { "" };
                        let check = offer
                            .open_check()
                            .map_or_else(String::new, |check| format!(", {}", check.label()));
                        let (model, seller) = (&offer.model.name, &offer.model.provider);
                        let name = format!("{model}, {seller}{cost}{check}{pinned}");
                        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, false, name)
                    });
                    pressed(&response, &offer.model.id, actions);
                });
            });
        widgets::scroll_bar_in_sight(ui, list, &rows, seen);
    });
}

fn head(
    ui: &mut Ui,
    state: &State,
    column: Column,
    (title, numbers): (&str, Option<Fractions>),
    actions: &mut Vec<Action>,
) {
    let (sorted, descending) = state.view.table_sort;
    let (arrow, said) = match (sorted == column, descending) {
        (false, _) => ("", ""),
        (true, true) => (" ↓", ", sorted downwards"),
        (true, false) => (" ↑", ", sorted upwards"),
    };
    let layout = match numbers {
        Some(_) => Layout::right_to_left(Align::Center),
        None => Layout::left_to_right(Align::Center),
    };
    ui.with_layout(layout, |ui| {
        let text = format!("{title}{arrow}");
        if let Some(fractions) = numbers {
            ui.add_space(widgets::behind_head(ui, &text, fractions));
        }
        let button = egui::Button::new(Role::Label.text(text)).frame(false);
        let response = ui.add(button);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Sort by {title}{said}"))
        });
        if response.clicked() {
            actions.push(Action::SortTable(column));
        }
    });
}

/// What a press of a row, a key or its menu asks for.
fn pressed(row: &egui::Response, model: &ModelId, actions: &mut Vec<Action>) {
    if row.clicked() {
        actions.push(Action::ChooseModel(Some(model.clone())));
    }
    let explain = Action::OpenReceipt(model.clone(), Subject::CostPerTask);
    let asked = |input: &egui::InputState| input.modifiers.is_none() && input.key_pressed(egui::Key::R);
    if row.has_focus() && row.ctx.input(asked) {
        actions.push(explain.clone());
    }
    row.context_menu(|ui| {
        if ui.button(format!("{EXPLAIN} (R)")).clicked() {
            actions.push(explain);
            ui.close();
        }
        if ui.button("Compare all with it").clicked() {
            actions.push(Action::SetBaseline(Some(model.clone())));
            ui.close();
        }
    });
}

/// The heading of the rows that have no cost for one reason.
fn heading(row: &mut egui_extras::TableRow<'_, '_>, section: Section) {
    let text = format!("{} ({})", section.apart.label(), section.rows);
    for (column, ..) in COLUMNS {
        row.col(|ui| {
            if column == Column::Model {
                let muted = theme::colours(ui).muted;
                ui.add(egui::Label::new(Role::Label.text(&text).color(muted)).truncate().selectable(false));
            }
        });
    }
}

/// How wide what stands behind the whole part of each column's numbers is, by the first rows; measured once a table.
fn fractions(ui: &Ui, state: &State, table: &Rc<Table>) -> [Fractions; COLUMNS.len()] {
    const SAMPLE: usize = 100;
    thread_local! {
        static KEPT: KeptFractions<Table, { COLUMNS.len() }> = const { KeptFractions::new() };
    }
    KEPT.with(|kept| {
        kept.of(ui, table, || {
            let rows = table.rows.iter().take(SAMPLE);
            let rows: Vec<(&TableRow, &Offer)> =
                rows.filter_map(|row| Some((row, state.market().get(row.offer)?))).collect();
            COLUMNS.map(|(column, _, _, is_number)| {
                let values = rows.iter().filter(|_| is_number).map(|(row, offer)| shown(column, row, offer));
                Fractions::of(ui, values)
            })
        })
    })
}

/// What a cell shows: of a price that can't be true the figure alone. The row's mark says what it is.
fn shown(column: Column, row: &TableRow, offer: &Offer) -> String {
    match column {
        Column::Input => label::price_figure(offer.prices.input),
        Column::Output => label::price_figure(offer.prices.output),
        _ => value(column, row, offer),
    }
}

fn cell(
    ui: &mut Ui,
    column: Column,
    value: String,
    row: &TableRow,
    (offer, day): (&Offer, Option<Date>),
    actions: &mut Vec<Action>,
) {
    let text = |ui: &mut Ui, text: String| {
        ui.add(egui::Label::new(text).truncate().selectable(false));
    };
    let figure = |ui: &mut Ui, name: &str, subject: Subject, actions: &mut Vec<Action>| {
        let says = format!("{}, {name}", offer.model.name);
        if widgets::figure_in_row(ui, Role::Body.text(&value), &says).clicked() {
            actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
        }
    };
    match column {
        Column::Rank | Column::Provider | Column::Tier | Column::Context => text(ui, value),
        Column::Model => {
            if row.is_pinned {
                let (rect, _) = ui.allocate_exact_size(vec2(6.0, TABLE_ROW), egui::Sense::hover());
                widgets::pin(ui.painter(), rect.center(), theme::colours(ui).accent);
            }
            // The mark is never cut off; the name gets what is left.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let marks = Marks::of(offer, None, day);
                if let Some(check) = offer.open_check().filter(|_| !marks.is_own()) {
                    widgets::check_mark(ui, check);
                } else if let Some(mark) = marks.label() {
                    if marks.is_own() {
                        own_mark(ui, &mark);
                    } else {
                        let muted = theme::colours(ui).muted;
                        ui.add(egui::Label::new(Role::Small.text(mark).color(muted)).selectable(false));
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| text(ui, value));
            });
        }
        Column::Input => {
            let name = priced("input price", offer.prices.input);
            figure(ui, &name, Subject::InputPrice, actions);
            list_price(ui, offer.prices.input, offer.layers(Part::Input).list);
        }
        Column::Output => {
            let name = priced("output price", offer.prices.output);
            figure(ui, &name, Subject::OutputPrice, actions);
            list_price(ui, offer.prices.output, offer.layers(Part::Output).list);
        }
        Column::InputTokens => figure(ui, "input tokens per dollar", Subject::InputTokensPerDollar, actions),
        Column::OutputTokens => {
            figure(ui, "output tokens per dollar", Subject::OutputTokensPerDollar, actions);
        }
        Column::Ratio => figure(ui, "output/input gap", Subject::OutputInputRatio, actions),
        Column::Cost if row.total.is_some() => figure(ui, "cost per task", Subject::CostPerTask, actions),
        Column::Monthly if row.total.is_some() => {
            figure(ui, "cost per month", Subject::CostPerMonth, actions);
        }
        Column::Cost | Column::Monthly => {}
        Column::Source => {
            let muted = theme::colours(ui).muted;
            ui.add(egui::Label::new(Role::Small.text(&value).color(muted)).truncate()).on_hover_text(value);
        }
    }
}

/// What a screen reader calls a price.
fn priced(name: &str, price: Price) -> String {
    if price.impossible().is_some() { format!("{name}, can't be true") } else { name.to_owned() }
}

/// The list's price, struck out beside the one in force where they differ.
fn list_price(ui: &mut Ui, now: Price, list: Price) {
    if now != list {
        let muted = theme::colours(ui).muted;
        ui.add(
            egui::Label::new(Role::Small.text(label::price(list)).color(muted).strikethrough())
                .selectable(false),
        )
        .on_hover_text("The list price");
    }
}

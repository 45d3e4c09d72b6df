//! Everything in columns: sort by any of them. Only the rows in sight are drawn.

use eframe::egui::{self, Align, Layout, Stroke, StrokeKind, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder};

use crate::app::action::Action;
use crate::app::derived::{self, TableRow};
use crate::app::state::{Column, State};
use crate::app::theme::{self, Role, TABLE_ROW};
use crate::app::widgets::{self, EXPLAIN, keep_in_sight, own_mark};
use crate::billing::Total;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Section, Slot};
use crate::money::{Price, label};
use crate::receipt::Subject;

/// The columns, their heads, their widths, and whether they hold numbers.
const COLUMNS: [(Column, &str, f32, bool); 13] = [
    (Column::Rank, "#", 40.0, true),
    (Column::Model, "Model", 190.0, false),
    (Column::Provider, "Provider", 96.0, false),
    (Column::Tier, "Tier", 84.0, false),
    (Column::Cost, "Cost per task", 104.0, true),
    (Column::Monthly, "Per month", 104.0, true),
    (Column::Input, "Input $/M", 84.0, true),
    (Column::Output, "Output $/M", 88.0, true),
    (Column::InputTokens, "Input tokens/$", 112.0, true),
    (Column::OutputTokens, "Output tokens/$", 120.0, true),
    (Column::Ratio, "Gap", 58.0, true),
    (Column::Context, "Context", 92.0, true),
    (Column::Source, "Price source", 260.0, false),
];

/// Draws the table.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let table = state.table();
    let height = ui.available_height() - 4.0;
    let area = ui.available_rect_before_wrap();
    let pointer = ui.ctx().pointer_hover_pos().filter(|_| ui.rect_contains_pointer(area));
    egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let seen = ui.clip_rect();
        let mut builder = TableBuilder::new(ui)
            .striped(true)
            .cell_layout(Layout::left_to_right(Align::Center))
            .min_scrolled_height(0.0)
            .max_scroll_height(height - TABLE_ROW)
            .auto_shrink([false, false]);
        for (_, _, width, _) in COLUMNS {
            builder = builder.column(Width::initial(width).at_least(36.0).clip(true));
        }
        builder
            .header(TABLE_ROW, |mut header| {
                for (column, title, _, is_number) in COLUMNS {
                    header.col(|ui| head(ui, state, column, title, is_number, actions));
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
                    for (column, _, _, is_number) in COLUMNS {
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
                                let id = egui::Id::unique(("table row", offer.model.id.as_str()));
                                whole = Some(ui.interact(rect, id, egui::Sense::click()));
                                ui.set_clip_rect(before);
                            }
                            ui.with_layout(layout, |ui| cell(ui, column, entry, offer, actions));
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
                        let name = format!("{}, {}{cost}{pinned}", offer.model.name, offer.model.provider);
                        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, false, name)
                    });
                    pressed(&response, &offer.model.id, actions);
                });
            });
    });
}

fn head(ui: &mut Ui, state: &State, column: Column, title: &str, is_number: bool, actions: &mut Vec<Action>) {
    let (sorted, descending) = state.view.table_sort;
    let direction = if sorted == column { if descending { " ↓" } else { " ↑" } } else { "" };
    let layout =
        if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.with_layout(layout, |ui| {
        let button = egui::Button::new(Role::Label.text(format!("{title}{direction}"))).frame(false);
        let response = ui.add(button);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Sort by {title}")));
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

/// A figure of a cell, with its receipt.
fn explained(ui: &mut Ui, offer: &Offer, figure: (&str, &str, Subject), actions: &mut Vec<Action>) {
    let (name, value, subject) = figure;
    let says = format!("{}, {name}", offer.model.name);
    if widgets::figure_in_row(ui, Role::Body.text(value), &says).clicked() {
        actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
    }
}

fn cell(ui: &mut Ui, column: Column, row: &TableRow, offer: &Offer, actions: &mut Vec<Action>) {
    let model = &offer.model;
    let text = |ui: &mut Ui, text: String| {
        ui.add(egui::Label::new(text).truncate().selectable(false));
    };
    let per_dollar = |price: Price| {
        price.known().map_or_else(String::new, |price| label::whole(price.tokens_per_dollar().to_whole()))
    };
    match column {
        Column::Rank => text(ui, row.rank.map_or_else(String::new, |rank| rank.to_string())),
        Column::Model => {
            if row.is_pinned {
                let (rect, _) = ui.allocate_exact_size(vec2(6.0, TABLE_ROW), egui::Sense::hover());
                widgets::pin(ui.painter(), rect.center(), theme::colours(ui).accent);
            }
            // The mark is never cut off; the name gets what is left.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if offer.is_overridden() {
                    own_mark(ui, "own price");
                } else if offer.origin == crate::catalog::Origin::Own {
                    own_mark(ui, "own model");
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| text(ui, model.name.clone()));
            });
        }
        Column::Provider => text(ui, model.provider.clone()),
        Column::Tier => text(ui, offer.tier().map_or("", crate::catalog::Tier::label).to_owned()),
        Column::Input => {
            let value = label::price(offer.prices.input);
            explained(ui, offer, ("input price", &value, Subject::InputPrice), actions);
            list_price(ui, offer.prices.input, offer.list().input);
        }
        Column::Output => {
            let value = label::price(offer.prices.output);
            explained(ui, offer, ("output price", &value, Subject::OutputPrice), actions);
            list_price(ui, offer.prices.output, offer.list().output);
        }
        Column::InputTokens => {
            let value = per_dollar(offer.prices.input);
            explained(ui, offer, ("input tokens per dollar", &value, Subject::InputTokensPerDollar), actions);
        }
        Column::OutputTokens => {
            let value = per_dollar(offer.prices.output);
            explained(
                ui,
                offer,
                ("output tokens per dollar", &value, Subject::OutputTokensPerDollar),
                actions,
            );
        }
        Column::Ratio => {
            let value = derived::ratio(offer).map_or_else(String::new, label::times);
            explained(ui, offer, ("output/input gap", &value, Subject::OutputInputRatio), actions);
        }
        Column::Context => {
            text(ui, model.limits.context_window.map_or_else(|| "unknown".to_owned(), label::whole));
        }
        Column::Cost => {
            let Some(total) = row.total else { return };
            let value = match total.reason() {
                Some(reason) => reason,
                None => cost(total),
            };
            explained(ui, offer, ("cost per task", &value, Subject::CostPerTask), actions);
        }
        Column::Monthly => {
            let value = row.monthly.map_or_else(|| "—".to_owned(), label::dollars);
            if row.total.is_some() {
                explained(ui, offer, ("cost per month", &value, Subject::CostPerMonth), actions);
            }
        }
        Column::Source => {
            let muted = theme::colours(ui).muted;
            let source = offer.price_source().to_string();
            ui.add(egui::Label::new(Role::Small.text(&source).color(muted)).truncate()).on_hover_text(source);
        }
    }
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

fn cost(total: Total) -> String {
    match total {
        Total::Priced(cost) => label::dollars(cost),
        Total::Free => "free".to_owned(),
        Total::Unknown(_) => "unknown".to_owned(),
        Total::Excluded(_) => "does not fit".to_owned(),
    }
}

//! Everything in columns: sort by any of them. Only the rows in sight are drawn.

use eframe::egui::{self, Align, Layout, Stroke, StrokeKind, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder};

use crate::app::action::Action;
use crate::app::derived::{self, TableRow};
use crate::app::state::{Column, State};
use crate::app::theme::{self, Role, TABLE_ROW};
use crate::app::widgets::{keep_in_sight, own_mark};
use crate::billing::Total;
use crate::catalog::Offer;
use crate::money::{Price, label};

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
                body.rows(TABLE_ROW, table.rows.len(), |mut row| {
                    let Some(entry) = table.rows.get(row.index()) else { return };
                    let Some(offer) = state.market().get(entry.offer) else { return };
                    let is_chosen = state.view.chosen.as_ref() == Some(&offer.model.id);
                    row.set_selected(is_chosen);
                    let mut left = None;
                    let mut whole = None;
                    for (column, _, _, is_number) in COLUMNS {
                        let (cell, _) = row.col(|ui| {
                            if !is_chosen && pointer.is_some_and(|at| ui.max_rect().y_range().contains(at.y))
                            {
                                let gap = vec2(ui.spacing().item_spacing.x / 2.0, 0.0);
                                ui.painter().with_clip_rect(ui.clip_rect().expand2(gap)).rect_filled(
                                    ui.max_rect().expand2(gap),
                                    0.0,
                                    theme::colours(ui).hover,
                                );
                            }
                            let layout = if is_number {
                                Layout::right_to_left(Align::Center)
                            } else {
                                Layout::left_to_right(Align::Center)
                            };
                            ui.with_layout(layout, |ui| cell(ui, column, entry, offer));
                            if column == Column::Source {
                                // One thing to press for the whole row, not one for each cell.
                                let cell = ui.max_rect();
                                let rect = cell.with_min_x(left.unwrap_or(cell.min.x));
                                ui.set_clip_rect(seen.intersect(ui.clip_rect().with_min_x(seen.min.x)));
                                let id = egui::Id::unique(("table row", offer.model.id.as_str()));
                                let response = ui.interact(rect, id, egui::Sense::click());
                                if response.has_focus() {
                                    let stroke = Stroke::new(2.0, theme::colours(ui).accent);
                                    let shown = rect.intersect(seen).shrink(1.0);
                                    ui.painter().rect_stroke(
                                        shown,
                                        theme::RADIUS,
                                        stroke,
                                        StrokeKind::Inside,
                                    );
                                }
                                whole = Some(response);
                            }
                        });
                        left.get_or_insert(cell.min.x);
                    }
                    let Some(response) = whole else { return };
                    keep_in_sight(&response, TABLE_ROW);
                    response.widget_info(|| {
                        let cost = entry.total.map_or_else(String::new, |total| format!(", {}", cost(total)));
                        let name = format!("{}, {}{cost}", offer.model.name, offer.model.provider);
                        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, false, name)
                    });
                    if response.clicked() {
                        actions.push(Action::ChooseModel(Some(offer.model.id.clone())));
                    }
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

fn cell(ui: &mut Ui, column: Column, row: &TableRow, offer: &Offer) {
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
            text(ui, model.name.clone());
            if offer.is_overridden() {
                own_mark(ui, "own price");
            } else if offer.origin == crate::catalog::Origin::Own {
                own_mark(ui, "own model");
            }
        }
        Column::Provider => text(ui, model.provider.clone()),
        Column::Tier => text(ui, offer.tier().map_or("", crate::catalog::Tier::label).to_owned()),
        Column::Input => price(ui, offer.prices.input, offer.list().input),
        Column::Output => price(ui, offer.prices.output, offer.list().output),
        Column::InputTokens => text(ui, per_dollar(offer.prices.input)),
        Column::OutputTokens => text(ui, per_dollar(offer.prices.output)),
        Column::Ratio => text(ui, derived::ratio(offer).map_or_else(String::new, label::times)),
        Column::Context => {
            text(ui, model.limits.context_window.map_or_else(|| "unknown".to_owned(), label::whole));
        }
        Column::Cost => {
            let reason = row.total.and_then(Total::reason);
            let response = ui.add(egui::Label::new(row.total.map_or_else(String::new, cost)).truncate());
            if let Some(reason) = reason {
                response.on_hover_text(reason);
            }
        }
        Column::Monthly => text(ui, row.monthly.map_or_else(|| "—".to_owned(), label::dollars)),
        Column::Source => {
            let muted = theme::colours(ui).muted;
            let source = offer.price_source().to_string();
            ui.add(egui::Label::new(Role::Small.text(&source).color(muted)).truncate()).on_hover_text(source);
        }
    }
}

/// The price in force; where it is the user's own, the list's is struck out beside it.
fn price(ui: &mut Ui, now: Price, list: Price) {
    ui.add(egui::Label::new(label::price(now)).selectable(false));
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

//! What the last version of a price list changed: models that are new or gone, prices that went up or down. The largest
//! changes stand first; only the rows in sight are drawn.

use eframe::egui::{self, Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::action::Action;
use crate::app::copied::changes::{HEADS, Line, Lines, texts};
use crate::app::lists::ListAction;
use crate::catalog::{Changes, Direction};
use crate::money::label;
use crate::window::theme::{self, Role, TABLE_ROW};

/// Draws the changes.
pub fn show(ui: &mut Ui, name: &str, changes: &Changes, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        ui.label(Role::Label.text(format!("What changed in {name}: {}", changes.summary())));
        let close = ui.small_button("Close");
        close.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Close what changed"));
        if close.clicked() {
            actions.push(Action::List(ListAction::ShowChanges(None)));
        }
        if !changes.is_empty() {
            let copy = ui.small_button("Copy").on_hover_text("Copy these rows for a spreadsheet");
            copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Copy what changed"));
            if copy.clicked() {
                actions.push(Action::CopyTable);
            }
        }
    });
    if changes.is_empty() {
        return;
    }
    let lines = Lines::of(changes);
    TableBuilder::new(ui)
        .id_salt("list changes")
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(230.0).at_least(120.0).clip(true))
        .column(Column::initial(110.0).at_least(70.0).clip(true))
        .column(Column::initial(220.0).at_least(110.0).clip(true))
        .columns(Column::exact(100.0), 2)
        .column(Column::remainder().at_least(90.0))
        .min_scrolled_height(120.0)
        .max_scroll_height(320.0)
        .auto_shrink([false, true])
        .header(TABLE_ROW, |mut header| {
            for title in HEADS {
                header.col(|ui| {
                    ui.label(Role::Label.text(title));
                });
            }
        })
        .body(|body| {
            body.rows(TABLE_ROW, lines.count(), |mut row| {
                let Some(line) = lines.get(row.index()) else { return };
                let texts = texts(&line, label::price);
                let colour = match &line {
                    Line::Price(_, change) if change.direction() == Direction::Up => colours.warning,
                    Line::Gone(_) => colours.muted,
                    _ => colours.text,
                };
                for (index, text) in texts.into_iter().enumerate() {
                    row.col(|ui| {
                        let text = Role::Body.text(text);
                        let text = if index == 5 { text.color(colour) } else { text };
                        ui.add(egui::Label::new(text).truncate());
                    });
                }
            });
        });
}

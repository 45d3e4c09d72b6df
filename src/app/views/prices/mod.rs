//! Prices: every model with its list price and the user's own.

mod models;
mod new_model;

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::state::State;
use crate::app::theme::{self, Role, Space};

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let canvas = egui::Frame::new().fill(colours.canvas).inner_margin(Space::Large.margin());
    egui::CentralPanel::default().frame(canvas).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(Role::Title.text("Prices"));
            ui.label(
                Role::Body
                    .text(format!("{}. US dollars per million tokens.", state.prices_in_words()))
                    .color(colours.muted),
            );
        });
        models::show(ui, state, actions);
    });
}

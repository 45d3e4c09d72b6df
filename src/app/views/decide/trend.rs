//! Placeholder: the inputs of Trend.

use eframe::egui::Ui;

use crate::answer::trend::Asked;
use crate::app::action::Action;
use crate::app::state::State;

/// Draws the inputs.
pub fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let _ = (ui, state, asked, actions);
}

//! What does quality cost? The workload, and the user's judgements of models.

use eframe::egui::Ui;

use super::{inputs, judge};
use crate::answer::quality::Asked;
use crate::app::action::Action;
use crate::app::state::State;

/// Draws the inputs.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as every question takes what was asked")]
pub(super) fn show(ui: &mut Ui, state: &State, _: &Asked, actions: &mut Vec<Action>) {
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        judge::show(ui, state, actions);
    });
}

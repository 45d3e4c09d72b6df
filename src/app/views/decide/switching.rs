//! Is it worth switching? The workload, the two models, and what it costs to move.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::switching::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let from = inputs::chosen_or_answered(state, asked.from.as_ref(), 0);
        if let Some(id) = inputs::model(ui, state, "From", from) {
            next = Some(Asked { from: Some(id), ..asked.clone() });
        }
        let to = inputs::chosen_or_answered(state, asked.to.as_ref(), 1);
        if let Some(id) = inputs::model(ui, state, "To", to) {
            next = Some(Asked { to: Some(id), ..asked.clone() });
        }
        let id = ("decide migration", "Cost of moving");
        if let Some(migration) = inputs::dollars(ui, state, id, asked.migration, actions) {
            next = Some(Asked { migration, ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Switching(next))));
    }
}

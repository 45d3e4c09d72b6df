//! Does a subscription pay? The workload, the fee, and the model that is paid for each request.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::subscription::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let id = ("decide subscription", "Subscription a month");
        if let Some(fee) = inputs::dollars(ui, state, id, asked.fee, actions) {
            next = Some(Asked { fee, ..asked.clone() });
        }
        let model = inputs::chosen_or_answered(state, asked.model.as_ref(), 0);
        if let Some(id) = inputs::model(ui, state, "Model", model) {
            next = Some(Asked { model: Some(id), ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Subscription(next))));
    }
}

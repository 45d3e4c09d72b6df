//! Does a subscription pay? The flat fee, the workload and the model.

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
        let id = ("decide subscription fee", "Subscription a month");
        if let Some(fee) = inputs::dollars(ui, state, id, asked.fee, actions) {
            next = Some(Asked { fee, ..asked.clone() });
        }
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        if let Some(inputs::Picked { model }) =
            inputs::model_or(ui, state, "Model", asked.model.as_ref(), "The cheapest")
        {
            next = Some(Asked { model, ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Subscription(next))));
    }
}

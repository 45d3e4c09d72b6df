//! Is it worth switching? From which model to which, and what the switch costs once.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::switching::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    let in_use = if state.has_model_in_use() { "The one in use" } else { "Choose the one in use" };
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        inputs::keep_together(ui, 2);
        if let Some(inputs::Picked { model }) =
            inputs::model_or(ui, state, "From", asked.from.as_ref(), in_use)
        {
            next = Some(Asked { from: model, ..asked.clone() });
        }
        if let Some(inputs::Picked { model }) =
            inputs::model_or(ui, state, "To", asked.to.as_ref(), "The cheapest")
        {
            next = Some(Asked { to: model, ..asked.clone() });
        }
        let id = ("decide switching migration", "Cost of switching, once");
        if let Some(migration) = inputs::dollars(ui, state, id, asked.migration, actions) {
            next = Some(Asked { migration, ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Switching(next))));
    }
}

//! From where on is the other cheaper? The workload, two models, and what varies.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::break_even::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::catalog::ModelId;
use crate::decide::Variable;
use crate::window::widgets::segmented;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    let offer = |chosen: &Option<ModelId>, place| inputs::chosen_or_answered(state, chosen.as_ref(), place);
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        if let Some(id) = inputs::model(ui, state, "One model", offer(&asked.first, 0)) {
            next = Some(Asked { first: Some(id), ..asked.clone() });
        }
        if let Some(id) = inputs::model(ui, state, "The other model", offer(&asked.second, 1)) {
            next = Some(Asked { second: Some(id), ..asked.clone() });
        }
        inputs::named(ui, "Over", |ui| {
            let choices = [
                (Variable::OutputTokens, "Output"),
                (Variable::InputTokens, "Input"),
                (Variable::CacheReadTokens, "Cache read"),
                (Variable::RequestsPerDay, "Requests"),
            ];
            if let Some(variable) = segmented(ui, "Over", asked.variable, &choices) {
                next = Some(Asked { variable, ..asked.clone() });
            }
        });
        if asked.variable == Variable::RequestsPerDay {
            inputs::requests_per_day(ui, state, actions);
            let [one, other] = asked.monthly;
            let id = ("decide break-even fixed", "Fixed a month: one");
            if let Some(one) = inputs::dollars(ui, state, id, one, actions) {
                next = Some(Asked { monthly: [one, other], ..asked.clone() });
            }
            let id = ("decide break-even fixed other", "Fixed a month: the other");
            if let Some(other) = inputs::dollars(ui, state, id, other, actions) {
                next = Some(Asked { monthly: [one, other], ..asked.clone() });
            }
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::BreakEven(next))));
    }
}

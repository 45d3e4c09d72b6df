//! How much can we do? Which number is looked for, and the others.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::solve::{Asked, Find};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::window::widgets::segmented;
use crate::workload::Field;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::named(ui, "Find", |ui| {
            let choices = [
                (Find::Requests, "Requests"),
                (Find::Input, "Input tokens"),
                (Find::Output, "Output tokens"),
                (Find::Budget, "Budget"),
            ];
            if let Some(find) = segmented(ui, "Find", asked.find, &choices) {
                next = Some(Asked { find, ..asked.clone() });
            }
        });
        inputs::workload(ui, state, actions);
        if let Some(inputs::Picked { model }) =
            inputs::model_or(ui, state, "Model", asked.model.as_ref(), "The cheapest")
        {
            next = Some(Asked { model, ..asked.clone() });
        }
    });
    // The others: what is looked for is in the answer.
    inputs::line(ui, |ui| {
        if asked.find != Find::Budget {
            let id = ("decide solve budget", "Budget a month");
            if let Some(budget) = inputs::dollars(ui, state, id, asked.budget, actions) {
                next = Some(Asked { budget, ..asked.clone() });
            }
        }
        if asked.find != Find::Requests {
            inputs::requests_per_day(ui, state, actions);
        }
        if asked.find != Find::Input {
            inputs::tokens(ui, state, Field::InputTokens, actions);
        }
        if asked.find != Find::Output {
            inputs::tokens(ui, state, Field::OutputTokens, actions);
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Solve(next))));
    }
}

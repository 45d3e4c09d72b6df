//! How much can we do? What is solved for, and the numbers that are given.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::solve::{Asked, Unknown};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::app::widgets::segmented;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::named(ui, "Solve for", |ui| {
            let choices = [
                (Unknown::Budget, "Budget"),
                (Unknown::Requests, "Requests"),
                (Unknown::Input, "Input tokens"),
                (Unknown::Output, "Output tokens"),
            ];
            if let Some(unknown) = segmented(ui, "Solve for", asked.unknown, &choices) {
                next = Some(Asked { unknown, ..*asked });
            }
        });
        if asked.unknown != Unknown::Budget {
            let id = ("decide solve budget", "Budget a month");
            if let Some(month) = inputs::dollars(ui, state, id, asked.month, actions) {
                next = Some(Asked { month, ..*asked });
            }
        }
        if asked.unknown != Unknown::Requests {
            inputs::requests_per_day(ui, state, actions);
        }
        inputs::tokens(ui, state, asked.unknown != Unknown::Input, asked.unknown != Unknown::Output, actions);
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Solve(next))));
    }
}

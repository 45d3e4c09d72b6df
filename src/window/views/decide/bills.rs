//! What is the bill? The workload, how often it runs, and for how long the bars are.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::bills::{Asked, Period};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::window::widgets::segmented_but;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        inputs::days_per_month(ui, state, actions);
        inputs::named(ui, "Bars for", |ui| {
            // Without them the bars are for one task.
            let runs = state.workload().is_some_and(|saved| saved.workload.requests_per_day().is_some());
            let choices = [(Period::Day, "A day"), (Period::Month, "A month"), (Period::Year, "A year")];
            let choices = choices.map(|(period, words)| (Some(period), words));
            let why_not = |_| (!runs).then_some("Say first how many requests run a day");
            let lit = runs.then_some(asked.period);
            if let Some(Some(period)) = segmented_but(ui, "Bars for", lit, &choices, why_not) {
                actions.push(Action::SetAsked(Box::new(decide::Asked::Bills(Asked { period }))));
            }
        });
    });
}

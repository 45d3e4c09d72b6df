//! What is the bill? The workload, how often it runs, and for how long the bars are.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::bills::{Asked, Period};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::app::widgets::segmented;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        inputs::days_per_month(ui, state, actions);
        inputs::named(ui, "Bars for", |ui| {
            let choices = [(Period::Day, "A day"), (Period::Month, "A month"), (Period::Year, "A year")];
            if let Some(period) = segmented(ui, "Bars for", asked.period, &choices) {
                actions.push(Action::SetAsked(Box::new(decide::Asked::Bills(Asked { period }))));
            }
        });
    });
}

//! What does a budget afford? The amount and for what it is; the workload and how often it runs.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::budget::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::budget::{Budget, MOST_CUSTOMERS, Per};
use crate::window::widgets::segmented;

/// How many customers there are until somebody says.
const FIRST_CUSTOMERS: u64 = 100;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let Budget { amount, per } = asked.budget;
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        next = inputs::dollars(ui, state, ("decide budget amount", "Budget"), amount, actions)
            .map(|amount| Budget { amount, per });
        inputs::named(ui, "For", |ui| {
            let customers = match per {
                Per::Customer { customers } => customers,
                Per::Month | Per::Day => FIRST_CUSTOMERS,
            };
            let choices =
                [(Per::Month, "A month"), (Per::Day, "A day"), (Per::Customer { customers }, "A customer")];
            if let Some(per) = segmented(ui, "For", per, &choices) {
                next = Some(Budget { amount, per });
            }
        });
        if let Per::Customer { customers } = per {
            let found = inputs::count(
                ui,
                state,
                ("decide budget customers", "Customers"),
                (Some(customers), MOST_CUSTOMERS),
                actions,
            );
            if let Some(inputs::Entered::Count(customers)) = found {
                next = Some(Budget { amount, per: Per::Customer { customers } });
            }
        }
    });
    if let Some(budget) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Budget(Asked { budget }))));
    }
}

//! What will it cost later? The workload, the model, and what is assumed.

use eframe::egui::Ui;

use super::inputs::{self, Entered};
use crate::answer::trend::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::trend::{Assumptions, MOST_MONTHS};
use crate::money::Share;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let Assumptions { slow_decline, fast_decline, growth, months } = asked.assumptions;
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let model = inputs::chosen_or_answered(state, asked.model.as_ref(), 0);
        let picked = inputs::model(ui, state, "Model", model);
        if picked.is_some() {
            actions.push(set(Asked { model: picked, ..asked.clone() }));
        }
        let mut percent =
            |ui: &mut Ui, id: (&str, &str), value: Share| inputs::percent(ui, state, id, value, actions);
        let id = ("decide trend slow", "Prices fall at least, % a year");
        if let Some(slow) = percent(ui, id, slow_decline) {
            next = Some(Assumptions { slow_decline: slow.min(fast_decline), ..asked.assumptions });
        }
        let id = ("decide trend fast", "At most, % a year");
        if let Some(fast) = percent(ui, id, fast_decline) {
            next = Some(Assumptions { fast_decline: fast.max(slow_decline), ..asked.assumptions });
        }
        let id = ("decide trend growth", "Volume grows, % a month");
        if let Some(growth) = percent(ui, id, growth) {
            next = Some(Assumptions { growth, ..asked.assumptions });
        }
        let shown = (Some(u64::from(months)), u64::from(MOST_MONTHS));
        let entered = inputs::count(ui, state, ("decide trend months", "Months"), shown, actions);
        if let Some(Entered::Count(count)) = entered {
            let months = u16::try_from(count).unwrap_or(MOST_MONTHS).max(1);
            next = Some(Assumptions { months, ..asked.assumptions });
        }
    });
    if let Some(assumptions) = next {
        actions.push(set(Asked { assumptions, ..asked.clone() }));
    }
}

fn set(asked: Asked) -> Action {
    Action::SetAsked(Box::new(decide::Asked::Trend(asked)))
}

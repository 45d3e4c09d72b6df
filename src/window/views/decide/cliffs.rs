//! Are we near a price step? The workload, the size of long prompts, and the model whose cost is drawn.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::cliffs::Asked;
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::workload::MOST_TOKENS;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        let long = ("decide cliffs p95", "95 of 100 prompts are at most");
        if let Some(entered) = inputs::count(ui, state, long, (asked.p95, MOST_TOKENS), actions) {
            let p95 = match entered {
                inputs::Entered::Empty => None,
                inputs::Entered::Count(tokens) => Some(tokens),
            };
            next = Some(Asked { p95, ..asked.clone() });
        }
        // Where none was chosen the answer says which is drawn.
        let answer = state.derived.decided.answer.as_deref();
        let drawn = asked.model.as_ref().or_else(|| answer?.about.as_ref());
        let drawn = drawn.and_then(|id| state.market().find(id));
        if let Some(model) = inputs::model(ui, state, "Model", drawn) {
            next = Some(Asked { model: Some(model), ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Cliffs(next))));
    }
}

//! What moves the bill most? The workload, the model, and from where to where each number goes.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::capital;
use crate::answer::sensitivity::{Asked, End};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::Variable;
use crate::window::widgets::Field;
use crate::workload::{MOST_REQUESTS, MOST_TOKENS};

/// Width of one end of a range, in points.
const END: f32 = 70.0;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let drawn = inputs::named_or_cheapest(state, asked.model.as_ref());
        if let Some(model) = inputs::model(ui, state, "Model", drawn) {
            next = Some(Asked { model: Some(model), ..asked.clone() });
        }
    });
    inputs::line(ui, |ui| {
        for (place, (variable, (from, to))) in Variable::ALL.into_iter().zip(asked.ranges).enumerate() {
            let name = capital(variable.label());
            let found = inputs::named(ui, &name, |ui| {
                ui.horizontal_top(|ui| {
                    let from_now = end(ui, state, variable, "from", from, actions);
                    let to_now = end(ui, state, variable, "to", to, actions);
                    (from_now.is_some() || to_now.is_some())
                        .then(|| (from_now.unwrap_or(from), to_now.unwrap_or(to)))
                })
                .inner
            });
            if let Some(range) = found {
                let mut changed = asked.clone();
                if let Some(slot) = changed.ranges.get_mut(place) {
                    *slot = range;
                }
                next = Some(changed);
            }
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Sensitivity(next))));
    }
}

fn end(
    ui: &mut Ui,
    state: &State,
    variable: Variable,
    which: &str,
    current: End,
    actions: &mut Vec<Action>,
) -> Option<End> {
    let most = if variable == Variable::RequestsPerDay { MOST_REQUESTS } else { MOST_TOKENS };
    let field = Field {
        id: &format!("decide sensitivity {} {which}", variable.key()),
        name: &format!("{}, {which}", capital(variable.label())),
        value: &current.words(),
        hint: "-50 %",
        width: END,
        enabled: true,
        multiline: false,
    };
    field.show(ui, state, actions, |text| End::parse(text, most)).commit
}

//! What will it cost later? The workload and its volume, the model, and what is assumed.

use eframe::egui::Ui;

use super::inputs;
use crate::answer::trend::{Asked, Every};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::trend::{Assumptions, MOST_MONTHS};
use crate::money::{Share, typed};
use crate::window::theme::SHORT_FIELD;
use crate::window::widgets::{Field, segmented};

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    let assumed = asked.assumptions;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let drawn = inputs::named_or_cheapest(state, asked.model.as_ref());
        if let Some(model) = inputs::model(ui, state, "Model", drawn) {
            next = Some(Asked { model: Some(model), ..asked.clone() });
        }
        let mut assume = |assumptions: Assumptions| next = Some(Asked { assumptions, ..asked.clone() });
        if let Some(months) = months(ui, state, assumed.months, actions) {
            assume(Assumptions { months, ..assumed });
        }
        inputs::keep_together(ui, 2);
        let slow = ("decide trend slow", "Prices fall a year, from");
        if let Some(share) = inputs::percent(ui, state, slow, (assumed.slow_decline, Share::ALL), actions) {
            let fast_decline = assumed.fast_decline.max(share);
            assume(Assumptions { slow_decline: share, fast_decline, ..assumed });
        }
        let fast = ("decide trend fast", "Prices fall a year, to");
        if let Some(share) = inputs::percent(ui, state, fast, (assumed.fast_decline, Share::ALL), actions) {
            let slow_decline = assumed.slow_decline.min(share);
            assume(Assumptions { slow_decline, fast_decline: share, ..assumed });
        }
        let growth = ("decide trend growth", "Volume grows a month");
        if let Some(growth) = inputs::percent(ui, state, growth, (assumed.growth, Share::ALL), actions) {
            assume(Assumptions { growth, ..assumed });
        }
        inputs::named(ui, "Rows", |ui| {
            let choices = [(Every::Month, "Months"), (Every::Quarter, "Quarters")];
            if let Some(every) = segmented(ui, "Rows", asked.every, &choices) {
                next = Some(Asked { every, ..asked.clone() });
            }
        });
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Trend(next))));
    }
}

/// How far to look ahead.
fn months(ui: &mut Ui, state: &State, current: u16, actions: &mut Vec<Action>) -> Option<u16> {
    let name = "Months";
    inputs::named(ui, name, |ui| {
        let field = Field {
            id: "decide trend months",
            name,
            value: &current.to_string(),
            hint: "24",
            width: SHORT_FIELD,
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| {
            let months = typed::count(text, u64::from(MOST_MONTHS)).map_err(|problem| problem.to_string())?;
            let months = u16::try_from(months).unwrap_or(MOST_MONTHS);
            if months == 0 { Err(format!("look 1 to {MOST_MONTHS} months ahead")) } else { Ok(months) }
        };
        field.show(ui, state, actions, parse).commit
    })
}

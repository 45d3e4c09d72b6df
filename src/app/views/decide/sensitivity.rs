//! What moves the bill most? The workload, the model, and the range of each number.

use eframe::egui::Ui;

use super::inputs::{self, Entered};
use crate::answer::sensitivity::{Asked, MOST_PERCENT, ranges};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::sensitivity::Range;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        inputs::requests_per_day(ui, state, actions);
        let model = inputs::chosen_or_answered(state, asked.model.as_ref(), 0);
        if let Some(id) = inputs::model(ui, state, "Model", model) {
            next = Some(Asked { model: Some(id), ..asked.clone() });
        }
        let mut percent = |ui: &mut Ui, id: &str, name: &str, value: u64| {
            let entered = inputs::count(ui, state, (id, name), (Some(value), MOST_PERCENT), actions);
            match entered {
                Some(Entered::Count(percent)) => Some(percent),
                Some(Entered::Empty) | None => None,
            }
        };
        if let Some(least) = percent(ui, "decide sensitivity least", "From percent", asked.least) {
            next = Some(Asked { least: least.min(asked.most), ..asked.clone() });
        }
        if let Some(most) = percent(ui, "decide sensitivity most", "To percent", asked.most) {
            next = Some(Asked { most: most.max(asked.least), ..asked.clone() });
        }
    });
    let Some(saved) = state.workload() else { return };
    // One by one, where a number has a range of its own.
    ui.collapsing("Ranges one by one", |ui| {
        for range in ranges(&saved.workload, asked) {
            inputs::line(ui, |ui| {
                if let Some(changed) = one(ui, state, &range, actions) {
                    let others = asked.ranges.iter().filter(|other| other.variable != range.variable);
                    next =
                        Some(Asked { ranges: others.cloned().chain([changed]).collect(), ..asked.clone() });
                }
            });
        }
        if !asked.ranges.is_empty() && ui.button("Back to percentages").clicked() {
            next = Some(Asked { ranges: Vec::new(), ..asked.clone() });
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Sensitivity(next))));
    }
}

/// The two ends of a range.
fn one(ui: &mut Ui, state: &State, range: &Range, actions: &mut Vec<Action>) -> Option<Range> {
    let name = crate::answer::capital(range.variable.label());
    let (least, most) = (*range.values.start(), *range.values.end());
    let mut end = |ui: &mut Ui, end: &str, value: u64| {
        let id = format!("decide range {} {end}", range.variable.key());
        let named = format!("{name} {end}");
        let entered = inputs::count(ui, state, (&id, &named), (Some(value), u64::from(u32::MAX)), actions);
        match entered {
            Some(Entered::Count(count)) => Some(count),
            Some(Entered::Empty) | None => None,
        }
    };
    let from = end(ui, "from", least);
    let to = end(ui, "to", most);
    if from.is_none() && to.is_none() {
        return None;
    }
    let (from, to) = (from.unwrap_or(least), to.unwrap_or(most));
    Some(Range { variable: range.variable, values: from.min(to)..=from.max(to) })
}

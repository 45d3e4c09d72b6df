//! What does a dollar buy? The amount, counts or costs, and the models.

use eframe::egui::{self, Ui, WidgetInfo};

use super::inputs;
use crate::answer::matrix::{Asked, Shows};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::catalog::ModelId;
use crate::window::theme::Role;
use crate::window::widgets::{picker, segmented};

/// The most models that are shown beside each other.
const MOST: usize = 40;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        let amount = inputs::dollars(ui, state, ("decide matrix amount", "Amount"), asked.amount, actions);
        if let Some(amount) = amount {
            next = Some(Asked { amount, ..asked.clone() });
        }
        inputs::named(ui, "Show", |ui| {
            let choices = [(Shows::Counts, "Tasks"), (Shows::Costs, "Costs")];
            if let Some(shows) = segmented(ui, "Show", asked.shows, &choices) {
                next = Some(Asked { shows, ..asked.clone() });
            }
        });
        let shown = shown(state, asked);
        if shown.len() < MOST {
            let picked = inputs::named(ui, "Models", |ui| {
                picker(ui, "Add a model", "Add a model", (140.0, state.derived.epoch), |words| {
                    let mut models = inputs::models(state, words);
                    models.retain(|choice| !shown.contains(&choice.value));
                    models
                })
            });
            if let Some(id) = picked {
                let models = shown.iter().cloned().chain([id]).collect();
                next = Some(Asked { models, ..asked.clone() });
            }
        }
        let removed = inputs::named(ui, "Shown", |ui| remove(ui, state, &shown));
        if let Some(id) = removed {
            let models = shown.iter().filter(|other| **other != id).cloned().collect();
            next = Some(Asked { models, ..asked.clone() });
        }
        if !asked.models.is_empty() {
            let reset = inputs::named(ui, " ", |ui| ui.button("Standard models"));
            if reset.on_hover_text("The cheapest models of each workload").clicked() {
                next = Some(Asked { models: Vec::new(), ..asked.clone() });
            }
        }
    });
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Matrix(next))));
    }
}

/// The models that are shown, whether they were chosen or not.
fn shown(state: &State, asked: &Asked) -> Vec<ModelId> {
    if !asked.models.is_empty() {
        return asked.models.clone();
    }
    let answer = state.derived.decided.answer.as_deref();
    let row = answer.and_then(|answer| answer.tables.first()?.rows.first());
    let cells = row.map(|row| row.cells).unwrap_or_default();
    cells.into_iter().filter_map(|cell| Some(cell.cite?.model)).collect()
}

/// A menu to take models away.
fn remove(ui: &mut Ui, state: &State, shown: &[ModelId]) -> Option<ModelId> {
    let mut removed = None;
    let title = if shown.len() == 1 { "1 model".to_owned() } else { format!("{} models", shown.len()) };
    let menu = ui.menu_button(Role::Body.text(title), |ui| {
        ui.label(Role::Label.text("Take away"));
        egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
            for id in shown {
                let name = state.market().find(id).map_or(id.as_str(), |offer| &offer.model.name);
                let button = ui.button(name);
                button.widget_info(|| {
                    WidgetInfo::labeled(egui::Role::Button, true, format!("Take away {name}"))
                });
                // The last one stays: without any there is nothing to see.
                if shown.len() > 1 && button.clicked() {
                    removed = Some(id.clone());
                    ui.close();
                }
            }
        });
    });
    menu.response.on_hover_text("Take models away");
    removed
}

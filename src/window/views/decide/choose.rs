//! Which model should we take? A situation to start from, the user's own rules, and what is best.

use eframe::egui::{self, Ui, WidgetInfo};

use super::{inputs, judge, rules};
use crate::answer::choose::{Asked, situations};
use crate::app::action::Action;
use crate::app::decide;
use crate::app::state::State;
use crate::decide::choose::Objective;
use crate::window::theme::{self, Role};
use crate::window::widgets::drop_down;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let mut next = None;
    inputs::line(ui, |ui| {
        inputs::workload(ui, state, actions);
        if let Some(picked) = situation(ui, asked) {
            next = Some(picked);
        }
        inputs::named(ui, "Best is", |ui| {
            let response =
                drop_down("objective", &crate::answer::capital(asked.objective.label())).show_ui(ui, |ui| {
                    for objective in Objective::ALL {
                        let text = crate::answer::capital(objective.label());
                        if ui.selectable_label(objective == asked.objective, text).clicked() {
                            next = Some(Asked { objective, ..asked.clone() });
                        }
                    }
                });
            let name = format!("Best is: {}", asked.objective.label());
            response.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
        });
        let menu = rules::Menu { kind: &rules::OF_CHOICE, current: &asked.rules, state, actions };
        if let Some(rules) = menu.show(ui) {
            next = Some(Asked { rules, ..asked.clone() });
        }
        judge::show(ui, state, actions);
        let is_asked = !asked.rules.is_empty() || asked.situation.is_some();
        if is_asked && inputs::named(ui, " ", |ui| ui.button("Clear rules")).clicked() {
            next = Some(Asked::default());
        }
    });
    if asked.situation.is_some() && asked.unchanged().is_none() {
        let name = asked.situation.as_deref().unwrap_or_default();
        let text = format!("Changed from the situation \"{name}\"");
        ui.label(Role::Small.text(text).color(theme::colours(ui).muted));
    }
    if let Some(next) = next {
        actions.push(Action::SetAsked(Box::new(decide::Asked::Choose(next))));
    }
}

/// A situation to start from.
fn situation(ui: &mut Ui, asked: &Asked) -> Option<Asked> {
    const NONE: &str = "None: rules of your own";
    let mut picked = None;
    let shown = asked.situation.clone().unwrap_or_else(|| NONE.to_owned());
    inputs::named(ui, "Situation", |ui| {
        let response = drop_down("situation", &shown).width(210.0).show_ui(ui, |ui| {
            if ui.selectable_label(asked.situation.is_none(), NONE).clicked() {
                picked = Some(Asked { situation: None, ..asked.clone() });
            }
            for situation in situations() {
                let is_shown = asked.situation.as_ref() == Some(&situation.name);
                let response = ui.selectable_label(is_shown, &situation.name);
                if response.on_hover_text(&situation.why).clicked() {
                    picked = Some(Asked::of(situation));
                }
            }
        });
        response
            .response
            .widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("Situation: {shown}")));
    });
    picked
}

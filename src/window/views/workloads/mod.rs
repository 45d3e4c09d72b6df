//! Workloads: the list on the left, the fields of the chosen one in the middle, what it costs beside them.

mod advanced;
mod costs;
mod editor;
mod fields;

use eframe::egui::{self, Rangef, Ui};

use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::state::{Place, State};
use crate::store::SavedWorkload;
use crate::window::theme::{self, Role, Space};
use crate::window::visual::visual;
use crate::window::widgets::{Side, WorkloadRows, command_button, quick_workload};

/// Width of a field, in points.
const WIDTH: f32 = 300.0;
/// What stands between the fields and the costs beside them, in points.
const BETWEEN: f32 = 24.0;

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let side = Side {
        id: "workload list",
        name: "Workload",
        chosen: state.workload().map_or("none", |saved| saved.workload.name().as_str()),
        width: theme::LEFT_PANEL + 40.0,
        range: Rangef::new(200.0, 460.0),
        is_needed: state.view.is_new_open,
    };
    side.show(ui, |ui| {
        let before = actions.len();
        ui.label(Role::Heading.text("Workloads"));
        quick_workload(ui, state, actions);
        ui.horizontal_wrapped(|ui| {
            if ui.button("Import…").on_hover_text("Add workloads from .ron files").clicked() {
                actions.push(Action::AskImport);
            }
            command_button(ui, state, Command::RestoreStarters, actions)
                .on_hover_text("Bring back the starter workloads that are missing");
        });
        ui.label(Role::Small.text("Drag to sort, or press Alt with an arrow.").color(colours.muted));
        WorkloadRows { state, can_move: true }.show(ui, actions);
        actions.iter().skip(before).any(|action| matches!(action, Action::ChooseWorkload(_)))
    });
    let canvas = egui::Frame::new().fill(colours.canvas).inner_margin(Space::Large.margin());
    egui::CentralPanel::default().frame(canvas).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| if let Some(saved) = state.workload() { editor(ui, state, saved, actions) } else {
            ui.label(Role::Title.text("No workloads"));
            ui.label("A workload is a task that you pay for: how many tokens go in and come out, and how often.");
            command_button(ui, state, Command::RestoreStarters, actions);
        });
    });
}

fn editor(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    ui.add(egui::Label::new(Role::Title.text(visual(saved.workload.name().as_str()))).wrap());
    ui.horizontal_wrapped(|ui| {
        if ui.button("Show costs").on_hover_text("What one task costs on every model").clicked() {
            actions.push(Action::Show(crate::app::state::Figure::CostPerTask));
            actions.push(Action::Go(Place::Compare));
        }
        command_button(ui, state, Command::DuplicateWorkload, actions);
        command_button(ui, state, Command::ExportWorkload, actions)
            .on_hover_text("Save this workload as a file of its own");
        command_button(ui, state, Command::DeleteWorkload, actions).on_hover_text("Undo brings it back");
    });
    if let Some(reason) = &saved.read_only {
        ui.add_space(Space::Small.points());
        egui::Frame::new()
            .fill(colours.notice)
            .corner_radius(theme::RADIUS)
            .inner_margin(Space::Small.margin())
            .show(ui, |ui| {
                ui.add(egui::Label::new(format!("Read-only: {reason}")).wrap());
                if ui.button("Save a copy").clicked() {
                    actions.push(Action::CopyReadOnly(saved.key.clone()));
                }
            });
    }
    ui.add_space(Space::Medium.points());
    if ui.available_width() >= WIDTH + BETWEEN + costs::LEAST {
        let gap = ui.spacing().item_spacing.x;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.vertical(|ui| {
                ui.set_width(WIDTH + BETWEEN);
                ui.spacing_mut().item_spacing.x = gap;
                fields::show(ui, state, saved, actions);
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.x = gap;
                costs::show(ui, state, saved, actions);
            });
        });
    } else {
        // What it costs comes first: below so many fields nobody would see it move.
        costs::show(ui, state, saved, actions);
        ui.add_space(Space::Large.points());
        fields::show(ui, state, saved, actions);
    }
}

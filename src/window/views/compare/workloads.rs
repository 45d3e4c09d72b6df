//! The saved workloads beside the chart: choose one, or make one on the spot.

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::state::{Place, State};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{WorkloadRows, command_button, quick_workload};

/// Draws the list.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label(Role::Heading.text("Workloads"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Edit…").on_hover_text("Change, sort and delete workloads").clicked() {
                actions.push(Action::Go(Place::Workloads));
            }
        });
    });
    quick_workload(ui, state, actions);
    ui.add_space(Space::Tiny.points());
    if state.documents.workloads.is_empty() {
        let colours = theme::colours(ui);
        ui.label(
            Role::Body
                .text("No workloads yet. Add one above, or bring the starters back.")
                .color(colours.muted),
        );
        command_button(ui, state, Command::RestoreStarters, actions);
        return;
    }
    WorkloadRows { state, can_move: false }.show(ui, actions);
}

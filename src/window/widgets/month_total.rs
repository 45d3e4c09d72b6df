//! Where no model takes a workload in one request: the question whether its tokens are a month's total, as on an invoice,
//! and the way on from there.

use eframe::egui::Ui;

use crate::app::action::Action;
use crate::app::state::State;
use crate::money::{label, typed};
use crate::store::SavedWorkload;
use crate::window::theme::{self, NUMBER_FIELD, Role};
use crate::workload::{MOST_REQUESTS, Workload};

use super::Field;

/// Says that a workload is larger than any model is known to take.
pub fn too_large(workload: &Workload) -> String {
    let tokens = workload.input_tokens().saturating_add(workload.output_tokens());
    format!("No model is known to take {} tokens in one request.", label::whole(tokens))
}

/// Asks for the requests of the month; the tokens are divided by them, which is saved and can be undone.
pub fn month_total(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
    let muted = theme::colours(ui).muted;
    let id = format!("month total {}", saved.key);
    let workload = &saved.workload;
    let parse = |text: &str| {
        // A month has as many requests as its days have together.
        let requests = typed::count(text, MOST_REQUESTS).map_err(|problem| problem.to_string())?;
        workload
            .divided_by(requests)
            .ok_or_else(|| "type how many requests the month had, such as 12,400".to_owned())
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(
            Role::Body.text("Is this a month's total? Then how many requests had the month:").color(muted),
        );
        let field = Field {
            id: &id,
            name: "Requests of the month",
            value: "",
            hint: "12,400",
            width: NUMBER_FIELD,
            enabled: saved.read_only.is_none(),
            multiline: false,
        };
        let outcome = field.show_in_row(ui, state, actions, parse);
        let pressed = ui.button("Divide").on_hover_text("Make it one request of that month").clicked();
        let typed = state.typed.get(&id).filter(|_| pressed);
        if let Some(workload) = outcome.commit.or_else(|| parse(typed?).ok()) {
            actions.push(Action::Untype(id.clone()));
            actions.push(Action::EditWorkload(saved.key.clone(), workload));
        }
    });
}

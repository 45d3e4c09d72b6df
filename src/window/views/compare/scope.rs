//! Which of thousands of models are compared: text generation, priced, not deprecated, one row a group; each condition
//! can be switched off.

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::state::{Place, State};
use crate::catalog::{OutOfScope, ScopeRules};
use crate::money::label;
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::check_box;

/// What stands there: how many models are shown, and the way to all of them. Nothing where all are.
pub fn words(state: &State) -> (Option<String>, Option<String>) {
    let total = state.derived.scope.total();
    let derived = &state.derived;
    let listed =
        if state.view.place == Place::Prices { derived.price_rows.len() } else { derived.shown.len() };
    let title = format!("{} of {} models", whole(listed), whole(total));
    let are_all = are_all_compared(state);
    let all = (!are_all && state.view.scope != ScopeRules::ALL).then(|| format!("Show all {}", whole(total)));
    ((!are_all || state.view.is_filtered_here()).then_some(title), all)
}

fn are_all_compared(state: &State) -> bool {
    state.derived.compared.len() == state.derived.scope.total() && state.view.scope == ScopeRules::STANDARD
}

fn whole(count: usize) -> String {
    label::whole(count as u64)
}

/// Draws how many models are shown, and a menu of which are compared. Nothing where all of them are.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let derived = &state.derived;
    let rules = state.view.scope;
    let total = derived.scope.total();
    let (Some(title), all) = words(state) else { return };
    if are_all_compared(state) {
        ui.label(Role::Small.text(title).color(theme::colours(ui).muted));
        return;
    }
    ui.menu_button(Role::Small.text(title), |ui| {
        ui.set_min_width(260.0);
        ui.label(Role::Label.text("Left out of every chart"));
        for reason in OutOfScope::ALL {
            let mut leave_out = rules.leaves_out(reason);
            let count = derived.scope.count(reason);
            let text = if leave_out {
                format!("{} {}", whole(count), reason.label())
            } else {
                reason.label().to_owned()
            };
            if check_box(ui, &mut leave_out, text).changed() {
                actions.push(Action::SetScope(rules.with(reason, leave_out)));
            }
        }
        ui.add_space(Space::Tiny.points());
        if rules != ScopeRules::ALL && ui.button(format!("Show all {}", whole(total))).clicked() {
            actions.push(Action::SetScope(ScopeRules::ALL));
            ui.close();
        }
        if rules != ScopeRules::STANDARD && ui.button("Back to the standard").clicked() {
            actions.push(Action::SetScope(ScopeRules::STANDARD));
            ui.close();
        }
    })
    .response
    .on_hover_text("Which models are compared");
    if let Some(all) = all {
        let all = ui.button(Role::Small.text(all));
        all.widget_info(|| {
            egui::WidgetInfo::labeled(
                egui::Role::Button,
                true,
                format!("Compare all {} models", whole(total)),
            )
        });
        if all.clicked() {
            actions.push(Action::SetScope(ScopeRules::ALL));
        }
    }
}

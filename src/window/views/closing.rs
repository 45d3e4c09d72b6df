//! The question before the window closes without its changes on disk.

use eframe::egui::{self, Key, Ui};

use crate::app::action::Action;
use crate::app::closing::{CloseAction, Closing};
use crate::app::state::State;
use crate::window::theme::{self, Role, Space};

/// Width of the question, in points.
const WIDTH: f32 = 440.0;
/// How many changes are named.
const MOST_NAMED: usize = 6;

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    if state.closing != Some(Closing::Asking) || state.unsaved.is_empty() {
        return;
    }
    let count = state.unsaved.len();
    let title = match count {
        1 => "1 change is not saved".to_owned(),
        count => format!("{count} changes are not saved"),
    };
    let screen = ui.ctx().content_rect();
    let response = egui::Modal::new(egui::Id::unique("closing")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(screen.width() - 60.0));
        ui.label(Role::Title.text(&title));
        ui.add_space(Space::Small.points());
        let scroll = egui::ScrollArea::vertical().max_height((screen.height() - 220.0).max(40.0));
        scroll.auto_shrink([false, true]).show(ui, |ui| {
            for unsaved in state.unsaved.iter().take(MOST_NAMED) {
                let reason = unsaved.notice.as_ref().map_or("still being saved", |notice| &notice.reason);
                let text = format!("{}: {reason}", unsaved.document.file_name());
                ui.add(egui::Label::new(Role::Body.text(text)).wrap());
            }
            if count > MOST_NAMED {
                ui.label(Role::Body.text(format!("and {} more", count - MOST_NAMED)));
            }
            let advice = "What is not saved is lost when the window closes.";
            ui.add(egui::Label::new(Role::Small.text(advice).color(theme::colours(ui).muted)).wrap());
        });
        ui.add_space(Space::Medium.points());
        ui.horizontal_wrapped(|ui| {
            for (label, action) in [
                ("Try again", CloseAction::WhenSaved),
                ("Save elsewhere…", CloseAction::SaveElsewhere),
                ("Quit anyway", CloseAction::Now),
                ("Keep the window open", CloseAction::Stay),
            ] {
                if ui.button(label).clicked() {
                    actions.push(Action::Close(action));
                }
            }
        });
    });
    if response.should_close() || ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Close(CloseAction::Stay));
    }
}

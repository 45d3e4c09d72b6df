//! A command as a button or as an item of a menu: its own words, what it asks for, and the reason where it cannot be
//! carried out now.

use eframe::egui::{Button, Response, Role, Ui, WidgetInfo};

use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::state::State;

/// A button that carries a command out.
pub fn command_button(ui: &mut Ui, state: &State, command: Command, actions: &mut Vec<Action>) -> Response {
    show(ui, state, command, Button::new(command.name_now(state)), actions)
}

/// An item of a menu that carries a command out and closes the menu; the keys that do the same stand beside it.
pub fn command_item(ui: &mut Ui, state: &State, command: Command, actions: &mut Vec<Action>) {
    let keys = command.shortest(state).keys(ui.ctx());
    let button = Button::new(command.name_now(state));
    let button = if keys.is_empty() { button } else { button.shortcut_text(keys) };
    if show(ui, state, command, button, actions).clicked() {
        ui.close();
    }
}

fn show(
    ui: &mut Ui,
    state: &State,
    command: Command,
    button: Button<'_>,
    actions: &mut Vec<Action>,
) -> Response {
    let refused = command.refusal(state);
    let mut response = ui.add_enabled(refused.is_none(), button);
    if let Some(why) = refused {
        response = response.on_disabled_hover_text(why);
    }
    response.widget_info(|| {
        let name = command.name_now(state);
        // Who hears it cannot point at it.
        let heard = refused.map_or_else(|| name.to_string(), |why| format!("{name}: {why}"));
        WidgetInfo::labeled(Role::Button, refused.is_none(), heard)
    });
    if response.clicked() {
        actions.extend(command.actions(state));
    }
    response
}

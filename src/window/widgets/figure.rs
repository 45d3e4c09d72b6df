//! A figure that explains itself: pressing it opens its receipt, and it can be copied.

use eframe::egui::{
    self, Context, CursorIcon, Event, Id, Label, Pos2, Rect, Response, RichText, Sense, Stroke, Ui,
    WidgetInfo,
};

use crate::app::action::Action;
use crate::window::theme;

/// What every figure with a receipt says when the pointer rests on it.
pub const EXPLAIN: &str = "Show how this is computed";

/// A figure with a receipt that the keyboard reaches. `name` says what it is a figure of, which stays when the figure
/// changes: `Cost per task`.
pub fn figure(ui: &mut Ui, text: RichText, name: &str) -> Response {
    let value = text.text().to_owned();
    shown(ui, Label::new(text).extend().sense(Sense::click()), name, &value)
}

/// As [`figure`], in a cell of a table: cut off where there is no room, and the keyboard reaches the row instead.
pub fn figure_in_row(ui: &mut Ui, text: RichText, name: &str) -> Response {
    let value = text.text().to_owned();
    shown(ui, Label::new(text).truncate().sense(Sense::CLICK), name, &value)
}

/// As [`figure`], in a cell of a table whose rows the keyboard walks cell by cell: cut off where there is no room.
pub fn figure_in_cell(ui: &mut Ui, text: RichText, name: &str) -> Response {
    let value = text.text().to_owned();
    shown(ui, Label::new(text).truncate().sense(Sense::click()), name, &value)
}

fn shown(ui: &mut Ui, label: Label, name: &str, value: &str) -> Response {
    let response = ui.add(label.selectable(false));
    explains(ui, &response, response.rect, name, value);
    response.on_hover_text(EXPLAIN)
}

/// What a menu calls the way to copy a figure.
fn copy_label(value: &str) -> String {
    /// What is longer is a sentence, such as why there is no figure.
    const LONGEST: usize = 30;
    if value.chars().count() > LONGEST { "Copy".to_owned() } else { format!("Copy {value}") }
}

/// An item of a menu that copies a figure as it is shown.
pub fn copy_item(ui: &mut Ui, value: &str) {
    if ui.button(copy_label(value)).clicked() {
        ask_to_copy(ui.ctx(), value);
        ui.close();
    }
}

/// A menu of its own for a figure, from which it is copied.
pub fn copy_menu(response: &Response, value: &str) {
    response.context_menu(|ui| copy_item(ui, value));
}

/// Figures are drawn in many places, some of which hand no actions on; so what is to be copied waits for the window.
fn waiting() -> Id {
    Id::unique("figure to copy")
}

fn ask_to_copy(ctx: &Context, value: &str) {
    ctx.data_mut(|data| data.insert_temp(waiting(), value.to_owned()));
}

/// What was asked to be copied since the last call.
pub fn to_copy(ctx: &Context) -> Option<Action> {
    let value = ctx.data_mut(|data| data.remove_temp::<String>(waiting()))?;
    Some(Action::Copy(value.clone(), value))
}

/// Makes anything a figure with a receipt: the hand, the line below it, what a screen reader says, and how it is copied:
/// by its menu, or by Ctrl+C while it has the focus.
pub fn explains(ui: &Ui, response: &Response, text: Rect, name: &str, value: &str) {
    copy_menu(response, value);
    if response.has_focus() && ui.input(|input| input.events.contains(&Event::Copy)) {
        ask_to_copy(ui.ctx(), value);
    }
    // What only the pointer reaches is no control to a screen reader: its row explains it by a key.
    response.widget_info(|| {
        if response.sense.contains(Sense::FOCUSABLE) {
            let name = format!("{name}: show how it is computed");
            let mut info = WidgetInfo::labeled(egui::Role::Button, true, name);
            info.current_text_value = Some(value.to_owned());
            info
        } else {
            WidgetInfo::labeled(egui::Role::Label, true, format!("{name} {value}"))
        }
    });
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    let colours = theme::colours(ui);
    let line = |colour| {
        let y = text.max.y - 1.0;
        ui.painter()
            .line_segment([Pos2::new(text.min.x, y), Pos2::new(text.max.x, y)], Stroke::new(1.0, colour));
    };
    if response.has_focus() {
        let around = text.expand(2.0);
        let stroke = Stroke::new(1.5, colours.accent);
        ui.painter().rect_stroke(around, theme::RADIUS, stroke, egui::StrokeKind::Outside);
    } else if response.hovered() {
        line(colours.text);
    }
}

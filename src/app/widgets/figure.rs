//! A figure that explains itself: pressing it opens its receipt.

use eframe::egui::{self, CursorIcon, Label, Pos2, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo};

use crate::app::theme;

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

/// Makes anything a figure with a receipt: the hand, the line below it, and what a screen reader says.
pub fn explains(ui: &Ui, response: &Response, text: Rect, name: &str, value: &str) {
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

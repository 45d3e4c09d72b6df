//! A figure that explains itself: pressing it opens its receipt.

use eframe::egui::{self, CursorIcon, Label, Pos2, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo};

use crate::app::theme;

/// What every figure with a receipt says when the pointer rests on it.
pub const EXPLAIN: &str = "Show how this is computed";

/// A figure with a receipt. `says` is the figure in words for a screen reader: `Cost per task $0.00072`. Only a
/// figure that stands alone takes the keyboard; in a table the row does.
pub fn figure(ui: &mut Ui, text: RichText, says: &str, takes_keyboard: bool) -> Response {
    let sense = if takes_keyboard { Sense::click() } else { Sense::CLICK };
    let response = ui.add(Label::new(text).selectable(false).truncate().sense(sense));
    explains(ui, &response, response.rect, says);
    response.on_hover_text(EXPLAIN)
}

/// Makes anything a figure with a receipt: the hand, the line below it, and what a screen reader says.
pub fn explains(ui: &Ui, response: &Response, text: Rect, says: &str) {
    response.widget_info(|| {
        WidgetInfo::labeled(egui::Role::Button, true, format!("{says}: show how it is computed"))
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

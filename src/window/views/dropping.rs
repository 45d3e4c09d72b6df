//! What dropping the files that are over the window would do, over everything.

use eframe::egui::{self, Align2, Area, Context, Frame, Id, Order, Stroke, Vec2, accesskit};

use crate::window::theme::{self, Role, Space};
use crate::window::widgets::room_for_sheet;

/// How much of what is below shows through.
const VEIL: f32 = 0.75;
/// From the edges of the window, in points.
const INSET: f32 = 10.0;

/// Draws it while files are over the window.
pub fn show(ctx: &Context) {
    let Some(words) = ctx.input(|input| words(&input.raw.hovered_files)) else { return };
    let screen = ctx.content_rect();
    let layer = Area::new(Id::unique("dropping"))
        .order(Order::Tooltip)
        .interactable(false)
        .fade_in(false)
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO);
    layer.show(ctx, |ui| {
        let colours = theme::colours(ui);
        let painter = ui.painter().with_clip_rect(screen);
        painter.rect_filled(screen, 0, colours.canvas.gamma_multiply(VEIL));
        let border = Stroke::new(2.0, colours.accent);
        painter.rect_stroke(screen.shrink(INSET), theme::RADIUS, border, egui::StrokeKind::Inside);
        Frame::popup(ui.style()).fill(colours.canvas).inner_margin(Space::Large.margin()).show(ui, |ui| {
            ui.set_max_width(room_for_sheet(screen.width(), 2.0 * INSET + 2.0 * Space::Large.points()));
            let label = ui.add(egui::Label::new(Role::Title.text(words)).truncate());
            ctx.accesskit_node_builder(label.id, |node| node.set_live(accesskit::Live::Polite));
        });
    });
}

fn words(files: &[egui::HoveredFile]) -> Option<String> {
    Some(match files {
        [] => return None,
        [file] => match file.path.as_ref().and_then(|path| path.file_name()) {
            Some(name) => format!("Drop to import {}", name.to_string_lossy()),
            None => "Drop to import 1 file".to_owned(),
        },
        files => format!("Drop to import {} files", files.len()),
    })
}

//! The signs of a model: that the user has a price for it, that it is kept on top.

use eframe::egui::{self, Color32, Pos2, Stroke, vec2};

/// The sign of the user's own prices, beside the words that say so.
pub fn diamond(painter: &egui::Painter, centre: Pos2, colour: Color32) {
    const SIZE: f32 = 4.0;
    let points = [vec2(0.0, -SIZE), vec2(SIZE, 0.0), vec2(0.0, SIZE), vec2(-SIZE, 0.0)];
    let points = points.into_iter().map(|offset| centre + offset).collect();
    painter.add(egui::Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// The sign of a model that the user keeps on top: a pin.
pub fn pin(painter: &egui::Painter, centre: Pos2, colour: Color32) {
    painter.circle_filled(centre - vec2(0.0, 2.0), 3.0, colour);
    painter.vline(centre.x, centre.y..=centre.y + 5.0, Stroke::new(1.5, colour));
}

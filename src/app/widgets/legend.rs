//! What the colours of a chart stand for.

use eframe::egui::{Color32, CornerRadius, Sense, Ui, vec2};

use crate::app::theme::{self, Role};
use crate::chart::{Chart, palette};

use super::own_mark;

/// Draws the legend of a chart: its classes, the pieces of its bars, and the sign of what is the user's own.
pub fn show(ui: &mut Ui, chart: &Chart) {
    let colours = theme::colours(ui);
    let theme = if ui.visuals().dark_mode { palette::Theme::Dark } else { palette::Theme::Light };
    ui.horizontal_wrapped(|ui| {
        for entry in &chart.legend {
            swatch(ui, &[theme.segment(entry.class, None)]);
            ui.label(Role::Small.text(format!("{} ({})", entry.label, entry.count)));
            ui.add_space(6.0);
        }
        if !chart.parts.is_empty() {
            // The parts in the shades that the bars use, whatever their class.
            let class = chart.legend.first().map_or(crate::chart::Class::NoTier, |entry| entry.class);
            for part in &chart.parts {
                swatch(ui, &[theme.segment(class, Some(part.part))]);
                ui.label(Role::Small.text(part.label).color(colours.muted));
                ui.add_space(6.0);
            }
        }
        if let Some(mark) = chart.marks.label() {
            own_mark(ui, mark);
        }
    });
}

fn swatch(ui: &mut Ui, fills: &[palette::Rgb]) {
    let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    for palette::Rgb(red, green, blue) in fills {
        ui.painter().rect_filled(rect, CornerRadius::same(3), Color32::from_rgb(*red, *green, *blue));
    }
}

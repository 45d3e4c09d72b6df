//! What the colours of a chart stand for.

use eframe::egui::{Color32, CornerRadius, Sense, Stroke, StrokeKind, Ui, vec2};

use crate::chart::{Chart, Marks, PartEntry, palette};
use crate::money::label;
use crate::window::theme::Role;

use super::own_mark;

/// Draws the legend of a chart: its classes, the pieces of its bars, and the sign of what is the user's own.
pub fn show(ui: &mut Ui, chart: &Chart) {
    let theme = if ui.visuals().dark_mode { palette::Theme::Dark } else { palette::Theme::Light };
    ui.horizontal_wrapped(|ui| {
        for entry in &chart.legend {
            item(
                ui,
                theme.class(entry.class),
                Side::Both,
                &format!("{} ({})", entry.label, label::whole(entry.count as u64)),
            );
        }
        let parts: Vec<_> = chart.parts.iter().map(|part| (part.part, words_of(part, theme))).collect();
        // The pieces of a bar are read together: where not all of them have room they begin the next line.
        keep_together(ui, parts.iter().map(|(_, words)| words.as_str()));
        for (part, words) in &parts {
            let side = if part.is_output() { Side::Right } else { Side::Left };
            item(ui, theme.part(*part), side, words);
        }
        // What is doubtful has words and no sign.
        let own = Marks { doubtful: false, ..chart.marks };
        if let Some(mark) = own.label() {
            own_mark(ui, &mark);
        }
    });
}

/// How much of a swatch is filled: of the pieces of a bar the half where the piece is, since its grey is that of no tier too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Both,
    Left,
    Right,
}

/// What a piece of a bar is called: in every colour the answer's side is the one shade further from the ground.
fn words_of(part: &PartEntry, theme: palette::Theme) -> String {
    let shade = match (part.part.is_output(), theme) {
        (false, _) => "",
        (true, palette::Theme::Light) => " (darker)",
        (true, palette::Theme::Dark) => " (paler)",
    };
    format!("{}{shade}", part.label)
}

/// What an item takes in its line.
fn width_of(ui: &Ui, words: &str) -> f32 {
    let text = ui.painter().layout_no_wrap(words.to_owned(), Role::Small.font(), Color32::PLACEHOLDER);
    text.size().x + 28.0
}

/// Begins a line where these items have no room beside each other in this one, but have in one of their own.
fn keep_together<'a>(ui: &mut Ui, items: impl Iterator<Item = &'a str>) {
    let spacing = ui.spacing().item_spacing.x;
    let width: f32 = items.map(|words| width_of(ui, words) + spacing).sum();
    let is_first = ui.cursor().min.x <= ui.max_rect().min.x + 1.0;
    if !is_first && width > ui.available_size_before_wrap().x && width <= ui.max_rect().width() {
        ui.end_row();
    }
}

/// A swatch and what it stands for, never torn apart at the end of a line.
fn item(ui: &mut Ui, palette::Rgb(red, green, blue): palette::Rgb, side: Side, words: &str) {
    let width = width_of(ui, words);
    if width > ui.available_size_before_wrap().x && ui.cursor().min.x > ui.max_rect().min.x + 1.0 {
        ui.end_row();
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
        let colour = Color32::from_rgb(red, green, blue);
        let (mut filled, middle) = (rect, rect.center().x);
        match side {
            Side::Both => {}
            Side::Left => filled.max.x = middle,
            Side::Right => filled.min.x = middle,
        }
        let corners = CornerRadius::same(if side == Side::Both { 3 } else { 0 });
        ui.painter().rect_filled(filled, corners, colour);
        if side != Side::Both {
            ui.painter().rect_stroke(rect, corners, Stroke::new(1.0, colour), StrokeKind::Inside);
        }
        ui.label(Role::Small.text(words));
        ui.add_space(8.0);
    });
}

//! A small chart of one model's prices over time: steps, since a price holds until the next one.

use eframe::egui::{self, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use crate::catalog::{Part, PriceSeries};
use crate::money::{Price, label};
use crate::window::theme::{self, Role, Space};

/// Height of the chart, in points.
const HEIGHT: f32 = 84.0;

/// Draws the chart, and below it each change in words. Nothing where no price ever changed.
pub fn history(ui: &mut Ui, series: &[PriceSeries], today: Date) {
    let changing: Vec<&PriceSeries> = series.iter().filter(|series| series.points.len() > 1).collect();
    if changing.is_empty() {
        return;
    }
    let colours = theme::colours(ui);
    ui.separator();
    ui.label(Role::Label.text("Price history"));
    chart(ui, &changing, today);
    for series in changing {
        let name = if series.part == Part::Input { "Input" } else { "Output" };
        ui.label(Role::Small.text(format!("{name}, {}", series.list)).color(colours.muted));
        for (from, price) in series.points.iter().rev() {
            let scheduled = if *from > today { ", scheduled, unconfirmed" } else { "" };
            ui.label(Role::Small.text(format!("{from}: {}{scheduled}", label::price(*price))));
        }
    }
}

fn chart(ui: &mut Ui, series: &[&PriceSeries], today: Date) {
    let colours = theme::colours(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    response.widget_info(|| {
        let changes: usize = series.iter().map(|series| series.points.len()).sum();
        WidgetInfo::labeled(egui::Role::Image, true, format!("Chart of {changes} prices over time"))
    });
    let days = || series.iter().flat_map(|series| series.points.iter().map(|(day, _)| *day));
    let (Some(first), Some(last)) = (days().min(), days().max().map(|last| last.max(today))) else { return };
    let highest = series
        .iter()
        .flat_map(|series| &series.points)
        .filter_map(|(_, price)| units(*price))
        .fold(0.0_f64, f64::max);
    if highest <= 0.0 {
        return;
    }
    let plot = rect.shrink2(vec2(2.0, Space::Tiny.points()));
    let plot = egui::Rect::from_min_max(plot.min, pos2(plot.max.x, plot.max.y - 16.0));
    let span = days_between(first, last).max(1.0);
    let x = |day: Date| plot.min.x + plot.width() * lossy(days_between(first, day) / span);
    let y = |price: f64| plot.max.y - plot.height() * lossy(price / highest) * 0.95;
    let painter = ui.painter();
    painter.hline(plot.x_range(), plot.max.y, Stroke::new(1.0, colours.line));
    for series in series {
        let stroke = if series.part == Part::Input {
            Stroke::new(2.0, colours.accent)
        } else {
            Stroke::new(2.0, colours.own)
        };
        for (index, (from, price)) in series.points.iter().enumerate() {
            let Some(price) = units(*price) else { continue };
            let next = series.points.get(index + 1);
            let until = next.map_or(last, |(day, _)| *day);
            let (start, end, height) = (x(*from), x(until), y(price));
            if *from > today {
                painter.extend(egui::Shape::dashed_line(
                    &[pos2(start, height), pos2(end, height)],
                    stroke,
                    4.0,
                    3.0,
                ));
            } else {
                painter.hline(start..=end, height, stroke);
            }
            if let Some(after) = next.and_then(|(_, price)| units(*price)) {
                painter.vline(end, egui::Rangef::new(height.min(y(after)), height.max(y(after))), stroke);
            }
        }
    }
    let text = |at, align, text: String| {
        painter.text(at, align, text, Role::Small.font(), colours.muted);
    };
    text(pos2(plot.min.x, rect.max.y), egui::Align2::LEFT_BOTTOM, first.to_string());
    text(pos2(plot.max.x, rect.max.y), egui::Align2::RIGHT_BOTTOM, last.to_string());
}

/// For drawing only.
fn units(price: Price) -> Option<f64> {
    match price {
        Price::Unknown | Price::Unusable | Price::Impossible(_) => None,
        Price::Free => Some(0.0),
        Price::Known(price) => price.per_million().parse().ok(),
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

#[expect(clippy::cast_possible_truncation, reason = "a share of the chart, for drawing")]
fn lossy(share: f64) -> f32 {
    share as f32
}

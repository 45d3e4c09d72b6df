//! The bars of an answer: one row a model or an input, with amounts to compare with as lines across. Only the rows in
//! sight are drawn.

use eframe::egui::{
    self, Color32, Id, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::answer::Cite;
use crate::answer::figure::{BarRow, Bars};
use crate::bounds::between;
use crate::catalog::Tier;
use crate::chart::{self, Class, Scale, palette};
use crate::window::theme::{self, CHART_ROW, Role, Space};
use crate::window::visual::visual;

use super::{VirtualRows, measured};

/// The most width of the names, as a share of the figure.
const NAMES: f32 = 0.34;
/// The thickness of a bar, in points.
const BAR: f32 = 17.0;
/// The thickness of a line across the bars, in points.
const RULE: f32 = 2.0;
/// What the line of labels above the bars takes, in points.
const RULES: f32 = 22.0;
/// What the numbers below them take, in points.
const TICKS: f32 = 22.0;

/// What the line takes that says how amounts become lengths, in points.
const NOTE: f32 = 20.0;

/// Where things stand.
struct Geometry {
    axis: chart::Axis,
    /// Width of the names.
    names: f32,
    /// From where to where bars may reach.
    bars: egui::Rangef,
}

impl Geometry {
    fn x(&self, amount: f64) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "a fraction of the axis")]
        let fraction = self.axis.position(amount) as f32;
        self.bars.min + self.bars.span() * fraction
    }
}

/// How high the figure is with all its rows, in points.
pub fn height(bars: &Bars) -> f32 {
    let rows = VirtualRows { id: Id::NULL, height: CHART_ROW, count: bars.rows.len() };
    let legend = if bars.series.is_empty() { 0.0 } else { 28.0 };
    let note = if bars.axis.scale == Scale::Log { NOTE } else { 0.0 };
    rows.total_height() + TICKS + if bars.rules.is_empty() { 0.0 } else { RULES } + legend + note
}

/// Draws the figure in at most `height`; returns the figure whose receipt was asked for.
pub fn answer_bars(ui: &mut Ui, id: &str, bars: &Bars, height: f32) -> Option<Cite> {
    let mut asked = None;
    if !bars.series.is_empty() {
        legend(ui, bars);
    }
    let mut height = height.min(self::height(bars)) - if bars.series.is_empty() { 0.0 } else { 28.0 };
    // Lengths that are not in proportion to amounts have to be told.
    if let Some(note) = bars.scaled().floor_note {
        let text = format!("{}, {note}", bars.axis.title);
        ui.add(egui::Label::new(Role::Small.text(text).color(theme::colours(ui).muted)).truncate());
        height -= NOTE;
    }
    let (area, figure) = ui.allocate_exact_size(vec2(ui.available_width(), height.max(90.0)), Sense::hover());
    // The lines across stand in the picture alone.
    let rules: Vec<&str> = bars.rules.iter().map(|rule| rule.label.as_str()).collect();
    let said = std::iter::once(bars.axis.title.as_str()).chain(rules).collect::<Vec<_>>().join("; ");
    figure.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &said));
    let geometry = geometry(ui, id, bars, area);
    let top = area.min.y + if bars.rules.is_empty() { 0.0 } else { RULES };
    let rows_area = Rect::from_min_max(pos2(area.min.x, top), pos2(area.max.x, area.max.y - TICKS));
    grid(ui, bars, &geometry, area, rows_area);
    let rows =
        VirtualRows { id: Id::unique(("rows of an answer", id)), height: CHART_ROW, count: bars.rows.len() };
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rows_area).id_salt(id));
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink([false, false])
        .max_height(rows_area.height())
        .show_viewport(&mut child, |ui, viewport| {
            ui.set_height(rows.total_height());
            let origin = ui.max_rect().min;
            let row_id = |index: usize| Some(Id::unique(("row of an answer", id, index)));
            let mut focused = None;
            for index in rows.to_draw(ui, viewport, &row_id) {
                let (Some(row), Some(own)) = (bars.rows.get(index), row_id(index)) else { continue };
                let size = vec2(ui.available_width(), CHART_ROW);
                let rect = Rect::from_min_size(origin + vec2(0.0, rows.top(index)), size);
                let response = ui.interact(rect, own, Sense::click());
                response
                    .widget_info(|| WidgetInfo::labeled(egui::Role::ListBoxOption, true, &row.description));
                draw(ui, bars, &row, &geometry, rect, response.hovered());
                if response.has_focus() {
                    focused = Some((index, own));
                    let stroke = Stroke::new(2.0, theme::colours(ui).accent);
                    ui.painter().rect_stroke(rect.shrink(1.0), theme::RADIUS, stroke, StrokeKind::Inside);
                }
                super::keep_in_sight(&response, CHART_ROW);
                if response.clicked() {
                    asked.clone_from(&row.cite);
                }
                super::copy_menu(&response, &row.label);
                // egui keeps a tooltip that is open, over a sheet too.
                if ui.memory(|memory| memory.top_modal_layer().is_some()) {
                    continue;
                }
                if row.cite.is_some() {
                    response.on_hover_text(format!("{}\n{}", row.description, super::EXPLAIN));
                } else {
                    response.on_hover_text(&row.description);
                }
            }
            if let Some((index, own)) = focused {
                move_focus(ui, rows, index, own, &row_id);
            }
        });
    asked
}

/// Up and down go from row to row.
fn move_focus(ui: &Ui, rows: VirtualRows, index: usize, own: Id, row_id: &dyn Fn(usize) -> Option<Id>) {
    rows.note_focus(ui, index);
    let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(own, filter));
    let target = ui.input(|input| {
        if input.key_pressed(egui::Key::ArrowDown) {
            Some((index + 1).min(rows.count.saturating_sub(1)))
        } else if input.key_pressed(egui::Key::ArrowUp) {
            index.checked_sub(1)
        } else {
            None
        }
    });
    if let Some((target, id)) = target.and_then(|target| Some((target, row_id(target)?))) {
        ui.memory_mut(|memory| memory.request_focus(id));
        rows.note_focus(ui, target);
    }
}

fn geometry(ui: &Ui, id: &str, bars: &Bars, area: Rect) -> Geometry {
    const SAMPLE: usize = 100;
    let measure =
        |text: &str| ui.painter().layout_no_wrap(text.to_owned(), Role::Body.font(), Color32::BLACK).size().x;
    let (names, labels) = measured(ui, Id::unique(("names of bars", id)), &bars.rows, || {
        let shown: Vec<BarRow> = bars.rows.iter().take(SAMPLE).collect();
        let names = shown.iter().map(|row| measure(&row.name)).fold(60.0, f32::max);
        let with_bar = shown.iter().filter(|row| !row.pieces.is_empty());
        (names, with_bar.map(|row| measure(&row.label)).fold(0.0, f32::max))
    });
    // What the numbers below count stands in the same column.
    let title = ui.painter().layout_no_wrap(bars.axis.title.clone(), Role::Small.font(), Color32::BLACK);
    let names = names.max(title.size().x);
    let names = (names + Space::Large.points()).min(area.width() * NAMES);
    let end = area.max.x - labels - Space::Large.points() - 8.0;
    let axis = bars.scaled();
    let start = area.min.x + names;
    Geometry { axis, names, bars: egui::Rangef::new(start, end.max(start + 60.0)) }
}

/// The lines of the axis with their numbers, and the amounts to compare with.
fn grid(ui: &Ui, bars: &Bars, geometry: &Geometry, area: Rect, rows: Rect) {
    let colours = theme::colours(ui);
    let painter = ui.painter();
    let mut free_from = f32::NEG_INFINITY;
    for tick in &geometry.axis.ticks {
        let x = geometry.x(tick.value);
        painter.vline(x, rows.y_range(), Stroke::new(1.0, colours.line));
        let galley = painter.layout_no_wrap(tick.label.clone(), Role::Small.font(), colours.muted);
        let left = x - galley.size().x / 2.0;
        if left >= free_from {
            free_from = left + galley.size().x + 8.0;
            painter.galley(pos2(left, rows.max.y + 4.0), galley, colours.muted);
        }
    }
    let title = painter.layout_no_wrap(bars.axis.title.clone(), Role::Small.font(), colours.muted);
    if title.size().x < geometry.names - 8.0 {
        painter.galley(pos2(area.min.x + 8.0, rows.max.y + 4.0), title, colours.muted);
    }
    for rule in &bars.rules {
        let x = geometry.x(rule.at);
        painter.vline(x, area.min.y + 16.0..=rows.max.y, Stroke::new(RULE, colours.accent));
        let galley = painter.layout_no_wrap(rule.label.clone(), Role::Label.font(), colours.accent);
        let left =
            between(x - galley.size().x / 2.0, area.min.x, (area.max.x - galley.size().x).max(area.min.x));
        painter.galley(pos2(left, area.min.y - 2.0), galley, colours.accent);
    }
}

fn draw(ui: &Ui, bars: &Bars, row: &BarRow, geometry: &Geometry, rect: Rect, hovered: bool) {
    let colours = theme::colours(ui);
    let painter = ui.painter();
    if hovered {
        let side = Rect::from_min_max(rect.min, pos2(rect.min.x + geometry.names - 6.0, rect.max.y));
        painter.rect_filled(side.shrink2(vec2(0.0, 1.0)), theme::RADIUS, colours.hover);
    }
    let middle = rect.center().y;
    let mut job = egui::text::LayoutJob::simple_singleline(
        visual(&row.name).into_owned(),
        Role::Body.font(),
        colours.text,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(geometry.names - 20.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.min.x + 8.0, middle - galley.size().y / 2.0), galley, colours.text);
    let mut end = geometry.bars.min;
    for piece in &row.pieces {
        let (from, to) = (geometry.x(piece.from), geometry.x(piece.to));
        // An amount above nothing is never nothing.
        let to = if piece.to > piece.from { to.max(from + 1.5) } else { to };
        let bar = Rect::from_min_max(pos2(from, middle - BAR / 2.0), pos2(to, middle + BAR / 2.0));
        painter.rect_filled(bar, 1.0, colour(ui, bars, piece.series, row.stands_out));
        end = end.max(to);
    }
    // In front of the bars: who reaches the amount is what one looks for.
    for rule in &bars.rules {
        painter.vline(geometry.x(rule.at), rect.y_range(), Stroke::new(RULE, colours.accent));
    }
    let (role, colour) =
        if row.pieces.is_empty() { (Role::Small, colours.muted) } else { (Role::Body, colours.text) };
    let mut job = egui::text::LayoutJob::simple_singleline(row.label.clone(), role.font(), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.max.x - end - 12.0).max(40.0));
    let galley = painter.layout_job(job);
    let at = pos2(end + 8.0, middle - galley.size().y / 2.0);
    // The lines of the axis do not go through it.
    let ground = Rect::from_min_size(at, galley.size()).expand2(vec2(2.0, -2.0));
    painter.rect_filled(ground, 0.0, colours.canvas);
    painter.galley(at, galley, colour);
}

/// The colour of a piece: its series', or where there is one alone whether the row stands out.
fn colour(ui: &Ui, bars: &Bars, series: usize, stands_out: bool) -> Color32 {
    let palette = if ui.visuals().dark_mode { palette::Theme::Dark } else { palette::Theme::Light };
    let class = match (bars.series.is_empty(), stands_out) {
        (false, _) => Class::Provider(series),
        (true, true) => Class::Tier(Tier::MidRange),
        (true, false) => Class::NoTier,
    };
    let palette::Rgb(red, green, blue) = palette.class(class);
    Color32::from_rgb(red, green, blue)
}

fn legend(ui: &mut Ui, bars: &Bars) {
    ui.horizontal_wrapped(|ui| {
        for (series, name) in bars.series.iter().enumerate() {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
            ui.painter().rect_filled(rect, 2.0, colour(ui, bars, series, true));
            ui.label(Role::Small.text(name));
            ui.add_space(Space::Small.points());
        }
    });
}

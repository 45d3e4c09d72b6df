//! Lines and points of an answer in a plane, drawn by `egui_plot`.

use std::fmt::Write as _;
use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{self, Align2, Color32, Galley, Pos2, Sense, Stroke, Ui, WidgetInfo};
use egui_plot::{
    FilledArea, GridMark, Line as PlotLine, PlotBounds, PlotPoint, PlotTransform, Points, Text, VLine,
};

use crate::answer::figure::{Lines, Point, Scatter, Spread};
use crate::chart::{Area, Axis, Class, Named, Scale, Straight, beside, palette, straights};
use crate::window::theme::{self, Role, Space};

use super::still_plot;

/// The upper end of the picture, in fractions of the upward axis.
const HIGH: f64 = 1.08;
/// About what the numbers of the upward axis take of its width, in points.
const LEFT: f32 = 60.0;
/// What a dot at the end of an axis takes beyond it, in points.
const DOT: f32 = 8.0;
/// What the numbers and the title of the axis below take of its height, in points.
const AXIS: f32 = 45.0;

/// What either kind of figure comes to: everything in fractions of the axes.
struct Plane {
    x: Axis,
    y: Axis,
    /// Names of places along the upward axis, at fractions of it; where empty, its numbers.
    levels: Vec<(f64, String)>,
    lines: Vec<Drawn>,
    marks: Vec<([f64; 2], String)>,
    rules: Vec<(f64, String)>,
    beaten: Vec<[f64; 2]>,
    efficient: Vec<([f64; 2], String)>,
}

impl Plane {
    /// The places that none beats, in their order: a line joins them.
    fn frontier(&self) -> Vec<[f64; 2]> {
        self.efficient.iter().map(|(place, _)| *place).collect()
    }
}

/// One line.
struct Drawn {
    name: String,
    colour: Color32,
    pieces: Vec<Vec<[f64; 2]>>,
    /// What lies around it: to the right, the lower and the upper edge.
    band: Vec<[f64; 3]>,
}

/// The lower end of a picture `height` high, in fractions of the upward axis: a dot at 0 is drawn whole.
fn low(height: f32) -> f64 {
    -beside_dot(height - AXIS)
}

/// What a dot takes beyond the end of an axis of this length, in fractions of it.
fn beside_dot(length: f32) -> f64 {
    f64::from(DOT / length.max(4.0 * DOT))
}

/// Draws lines or points, `height` high. `said` is what a screen reader says of the whole picture. Returns the place in
/// [`Scatter::points`] of a point that was clicked.
pub fn plane(
    ui: &mut Ui,
    id: &str,
    lines: Option<&Lines>,
    scatter: Option<&Scatter>,
    said: &str,
    height: f32,
) -> Option<usize> {
    let plane = match (lines, scatter) {
        (Some(lines), _) => of_lines(ui, lines),
        (None, Some(scatter)) => of_scatter(scatter),
        (None, None) => return None,
    };
    legend(ui, &plane);
    draw(ui, id, &plane, scatter, said, height)
}

fn colour(ui: &Ui, series: usize) -> Color32 {
    let palette = if ui.visuals().dark_mode { palette::Theme::Dark } else { palette::Theme::Light };
    let palette::Rgb(red, green, blue) = palette.class(Class::Provider(series));
    Color32::from_rgb(red, green, blue)
}

fn of_lines(ui: &Ui, lines: &Lines) -> Plane {
    let points = || lines.lines.iter().flat_map(|line| line.pieces.iter().flatten());
    let bands = || lines.lines.iter().flat_map(|line| &line.band);
    let xs = points()
        .map(|(x, _)| *x)
        .chain(bands().map(|(x, _, _)| *x))
        .chain(lines.rules.iter().map(|rule| rule.at));
    let ys = points().map(|(_, y)| *y).chain(bands().flat_map(|(_, least, most)| [*least, *most]));
    let (x, y) = (lines.x.scaled(xs), lines.y.scaled(ys));
    let place = |px: f64, py: f64| [x.position(px), y.position(py)];
    let drawn = lines.lines.iter().enumerate().map(|(series, line)| {
        let pieces = line.pieces.iter().map(|piece| piece.iter().map(|(px, py)| place(*px, *py)).collect());
        let band = line.band.iter().map(|(px, least, most)| {
            let ([right, lower], [_, upper]) = (place(*px, *least), place(*px, *most));
            [right, lower, upper]
        });
        Drawn {
            name: line.name.clone(),
            colour: colour(ui, series),
            pieces: pieces.collect(),
            band: band.collect(),
        }
    });
    let drawn = drawn.collect();
    let marks = lines.marks.iter().map(|mark| (place(mark.x, mark.y), mark.label.clone())).collect();
    let rules = lines.rules.iter().map(|rule| (x.position(rule.at), rule.label.clone())).collect();
    Plane { lines: drawn, marks, rules, levels: Vec::new(), beaten: Vec::new(), efficient: Vec::new(), x, y }
}

fn of_scatter(scatter: &Scatter) -> Plane {
    let Spread { x, y, levels, beaten, efficient } = Spread::clone(scatter.spread());
    Plane { x, y, levels, beaten, efficient, lines: Vec::new(), marks: Vec::new(), rules: Vec::new() }
}

/// The name of a place along the upward axis, in as many lines as it has room for.
struct Level {
    at: f64,
    lines: String,
    /// What it takes of the picture.
    width: f32,
    /// All of it, where there was no room for it.
    whole: Option<String>,
}

/// The names along the upward axis of a picture `height` high, in at most a third of its width.
fn levels(ui: &Ui, plane: &Plane, height: f32) -> Vec<Level> {
    const MOST: f32 = 1.0 / 3.0;
    let colour = theme::colours(ui).text;
    let font = egui::TextStyle::Body.resolve(ui.style());
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let mut places: Vec<f64> = plane.levels.iter().map(|(at, _)| *at).collect();
    places.sort_by(f64::total_cmp);
    let between = places.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
    let between = between.fold(1.0, f64::min);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let rows = ((between * f64::from((height - AXIS) / line) / (HIGH - low(height))) as usize).max(1);
    let of = |(at, name): &(f64, String)| {
        let mut job = LayoutJob::simple(name.clone(), font.clone(), colour, ui.available_width() * MOST);
        job.wrap.max_rows = rows;
        let galley = ui.painter().layout_job(job);
        let lines: Vec<String> = galley.rows.iter().map(|row| row.text().trim_end().to_owned()).collect();
        let whole = galley.elided.then(|| name.clone());
        Level { at: *at, lines: lines.join("\n"), width: galley.size().x, whole }
    };
    plane.levels.iter().map(of).collect()
}

/// Says all of a name along the upward axis to a screen reader, and under the pointer where it is cut.
fn whole_levels(ui: &Ui, id: &str, levels: &[Level], transform: &PlotTransform) {
    let frame = *transform.frame();
    for level in levels {
        let Some(whole) = &level.whole else { continue };
        let y = transform.position_from_point_y(level.at);
        let left = egui::pos2(frame.left() - level.width - 8.0, y);
        let rect = egui::Rect::from_two_pos(left, egui::pos2(frame.left(), y)).expand2(egui::vec2(0.0, 9.0));
        let response = ui.interact(rect, ui.scope_id().with((id, "level", whole)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, whole));
        response.on_hover_text(whole);
    }
}

fn legend(ui: &mut Ui, plane: &Plane) {
    if plane.lines.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for Drawn { name, colour, .. } in &plane.lines {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 12.0), Sense::hover());
            ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(3.0, *colour));
            ui.label(Role::Small.text(name));
            ui.add_space(Space::Small.points());
        }
    });
}

fn draw(
    ui: &mut Ui,
    id: &str,
    plane: &Plane,
    scatter: Option<&Scatter>,
    said: &str,
    height: f32,
) -> Option<usize> {
    let colours = theme::colours(ui);
    let marks = |axis: &Axis| {
        let ticks = axis.ticks.iter().map(|tick| GridMark { value: tick.position, step_size: 1.0 });
        ticks.collect::<Vec<_>>()
    };
    let levels = levels(ui, plane, height);
    let (xs, ys) = (marks(&plane.x), marks(&plane.y));
    let ys = if plane.levels.is_empty() {
        ys
    } else {
        plane.levels.iter().map(|(value, _)| GridMark { value: *value, step_size: 1.0 }).collect()
    };
    let label_of = |ticks: Vec<(f64, String)>| {
        move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
            let found = ticks.iter().find(|(position, _)| (position - mark.value).abs() < 1e-9);
            found.map_or_else(String::new, |(_, label)| label.clone())
        }
    };
    let ticks =
        |axis: &Axis| axis.ticks.iter().map(|tick| (tick.position, tick.label.clone())).collect::<Vec<_>>();
    let y_labels = if levels.is_empty() {
        ticks(&plane.y)
    } else {
        levels.iter().map(|level| (level.at, level.lines.clone())).collect()
    };
    let x_labels = ticks(&plane.x);
    let width = ui.available_width();
    let shown = still_plot(id, colours)
        .height(height)
        .width(ui.available_width())
        .show_grid(true)
        .x_grid_spacer(move |_| xs.clone())
        .y_grid_spacer(move |_| ys.clone())
        .x_axis_formatter(label_of(x_labels))
        .y_axis_formatter(label_of(y_labels))
        .x_axis_label(axis_title(&plane.x))
        .y_axis_label(axis_title(&plane.y))
        .sense(Sense::click())
        .show(ui, |plot| {
            let (left, low) = (-beside_dot(width - LEFT), low(height));
            plot.set_plot_bounds(PlotBounds::from_min_max([left, low], [1.04, HIGH]));
            items(plot, plane, colours);
            plot.pointer_coordinate().map(|at| (at, plot.screen_from_plot(at)))
        });
    names(ui, plane, &shown.transform);
    whole_levels(ui, id, &levels, &shown.transform);
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, said));
    let (pointer, _) = shown.inner?;
    if !shown.response.hovered() {
        return None;
    }
    hover(plane, scatter, pointer, &shown)
}

fn axis_title(axis: &Axis) -> egui::RichText {
    let log = if axis.scale == Scale::Log { ", log scale" } else { "" };
    Role::Small.text(format!("{}{log}", axis.unit))
}

/// Names the point under the pointer, or the amounts of the lines there; returns the point that was clicked.
fn hover<R>(
    plane: &Plane,
    scatter: Option<&Scatter>,
    pointer: PlotPoint,
    shown: &egui_plot::PlotResponse<R>,
) -> Option<usize> {
    const NEAR: f32 = 14.0;
    let at = shown.transform.position_from_point(&pointer);
    let distance = |point: &Point| {
        let spot = [plane.x.position(point.x), plane.y.position(point.y)];
        shown.transform.position_from_point(&spot.into()).distance(at)
    };
    let points = scatter.map(|scatter| scatter.points.as_slice()).unwrap_or_default();
    let near = points.iter().enumerate().map(|(index, point)| (distance(point), index));
    let near = near.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|(distance, _)| *distance < NEAR);
    if let Some((_, index)) = near {
        let words = scatter.and_then(|scatter| scatter.words.get(index));
        let text = words.map_or_else(String::new, |words| words.description);
        shown.response.clone().on_hover_text_at_pointer(text);
        return shown.response.clicked().then_some(index);
    }
    if !plane.lines.is_empty() && (0.0..=1.0).contains(&pointer.x) {
        let mut text = format!("{}: {}", plane.x.unit, plane.x.read(pointer.x));
        for Drawn { name, pieces, .. } in &plane.lines {
            if let Some(y) = pieces.iter().find_map(|piece| between(piece, pointer.x)) {
                // Writing into a text cannot fail.
                let _ = write!(text, "\n{name}: about {}", plane.y.read(y));
            }
        }
        shown.response.clone().on_hover_text_at_pointer(text);
    }
    None
}

/// The height of a piece of a line at a place.
fn between(piece: &[[f64; 2]], x: f64) -> Option<f64> {
    piece.windows(2).find_map(|pair| {
        let [[x1, y1], [x2, y2]] = *pair else { return None };
        let inside = (x1..=x2).contains(&x) && x2 > x1;
        inside.then(|| y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    })
}

fn items<'a>(plot: &mut egui_plot::PlotUi<'a>, plane: &'a Plane, colours: &theme::Colours) {
    for Drawn { name, colour, pieces, band } in &plane.lines {
        if band.len() > 1 {
            let edge = |place: usize| band.iter().filter_map(|at| at.get(place)).copied().collect::<Vec<_>>();
            let area = FilledArea::new(name, &edge(0), &edge(1), &edge(2));
            plot.add(area.fill_color(colour.gamma_multiply(0.2)).allow_hover(false));
        }
        for piece in pieces {
            plot.line(PlotLine::new(name, piece.clone()).color(*colour).width(2.5).allow_hover(false));
        }
    }
    for (x, label) in &plane.rules {
        plot.vline(VLine::new(label, *x).color(colours.muted).width(1.0).allow_hover(false));
        let text = Role::Small.text(label).color(colours.muted);
        plot.text(
            Text::new(label, PlotPoint::new(*x + 0.006, 1.04), text)
                .anchor(Align2::LEFT_CENTER)
                .allow_hover(false),
        );
    }
    let frontier = plane.frontier();
    if frontier.len() > 1 {
        let line = PlotLine::new("frontier", frontier.clone());
        plot.line(line.color(colours.accent).width(1.5).allow_hover(false));
    }
    for (dots, colour, radius) in
        [(plane.beaten.clone(), colours.border, 4.0), (frontier, colours.accent, 5.5)]
    {
        plot.points(Points::new("models", dots).color(colour).radius(radius).allow_hover(false));
    }
    for ([x, y], label) in &plane.marks {
        plot.points(Points::new(label, vec![[*x, *y]]).color(colours.text).radius(4.5).allow_hover(false));
    }
}

/// The names of points and marks beside them, where they cover no point, no other name and no line, each on a ground of
/// its own for where it must.
fn names(ui: &Ui, plane: &Plane, transform: &PlotTransform) {
    /// What a name takes of the picture at most before it goes on in the next line.
    const WIDEST: f32 = 0.4;
    /// How far above the axis a name stands at least, in points.
    const ABOVE_AXIS: f32 = 4.0;
    let colours = theme::colours(ui);
    let frame = *transform.frame();
    let at = |place: &[f64; 2]| transform.position_from_point(&(*place).into());
    let of_points = plane.efficient.iter().map(|(place, name)| (at(place), name, Role::Small));
    let of_marks = plane.marks.iter().map(|(place, label)| (at(place), label, Role::Label));
    let named = of_points.chain(of_marks).map(|(at, name, role)| {
        let width = frame.width() * WIDEST;
        (at, ui.painter().layout(name.clone(), role.font(), colours.text, width))
    });
    let named: Vec<(Pos2, Arc<Galley>)> = named.collect();
    let exact = |at: Pos2| (f64::from(at.x), f64::from(at.y));
    let boxes: Vec<Named> = named
        .iter()
        .map(|(at, galley)| Named {
            at: exact(*at),
            size: (f64::from(galley.size().x), f64::from(galley.size().y)),
        })
        .collect();
    let frontier = plane.frontier();
    let pieces = plane.lines.iter().flat_map(|line| &line.pieces).chain([&frontier]);
    let lines = pieces.flat_map(|piece| {
        let places: Vec<(f64, f64)> = piece.iter().map(|place| exact(at(place))).collect();
        straights(&places).collect::<Vec<_>>()
    });
    let lines: Vec<Straight> = lines.collect();
    let within = Area {
        left: f64::from(frame.left()),
        top: f64::from(frame.top()),
        right: f64::from(frame.right()),
        // No name lies on the axis.
        bottom: f64::from(at(&[0.0, 0.0]).y.min(frame.bottom()) - ABOVE_AXIS),
    };
    let painter = ui.painter_at(frame);
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let on_screen = |(x, y): (f64, f64)| egui::pos2(x as f32, y as f32);
    for ((_, galley), place) in named.into_iter().zip(beside(&boxes, &lines, within)) {
        if let Some((from, to)) = place.leader {
            painter.line_segment([on_screen(from), on_screen(to)], Stroke::new(1.0, colours.muted));
        }
        let corner = on_screen((place.area.left, place.area.top));
        let ground = egui::Rect::from_min_size(corner, galley.size()).expand2(egui::vec2(3.0, 0.0));
        painter.rect_filled(ground, 3.0, colours.canvas.gamma_multiply(0.8));
        painter.galley(corner, galley, colours.text);
    }
}

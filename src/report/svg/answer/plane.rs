//! Lines and points of an answer in a plane: the frame, the lines, and names that do not cover each other.

use super::{AXIS, Drawing, LABELS, NAMED};
use crate::answer::figure::{Lines, Rule, Scatter, Spread};
use crate::catalog::Tier;
use crate::chart::palette::Rgb;
use crate::chart::{Area, Axis, Class, Named, Place, Straight, beside, straights};
use crate::report::svg::page::{Ink, LINE, MARGIN, SMALL, Style, as_f64};
use crate::report::text::Weight;
use crate::report::xml::Px;

/// Height of a plane.
const PLANE: f64 = 460.0;

impl Drawing<'_> {
    /// The frame of a plane: its grid, its numbers, what they count. Returns where a fraction of each axis lies.
    fn plane(
        &mut self,
        (x, y): (&Axis, &Axis),
        levels: &[(f64, String)],
        rules: &[Rule],
        inner: f64,
    ) -> impl Fn(f64, f64) -> (f64, f64) + use<> {
        let page = self.page;
        self.paragraph(&y.unit, Style::SMALL, inner, LINE);
        let numbers: Vec<(f64, String)> = if levels.is_empty() {
            y.ticks.iter().map(|tick| (tick.position, tick.label.clone())).collect()
        } else {
            levels.iter().map(|(level, name)| (y.position(*level), name.clone())).collect()
        };
        let widest = numbers.iter().map(|(_, label)| page.width(label, Style::RANK)).fold(0.0, f64::max);
        let widest = widest.min(inner * LABELS);
        let left = MARGIN + widest + 12.0;
        let (width, height) = (inner - widest - 12.0 - 60.0, PLANE);
        let rules: Vec<(f64, &str)> =
            rules.iter().map(|rule| (width.mul_add(x.position(rule.at), left), &*rule.label)).collect();
        self.rule_labels(&rules, inner, Ink::Muted);
        self.y += 4.0;
        let top = self.y;
        for (position, label) in numbers {
            let at = height.mul_add(1.0 - position, top);
            self.line((left, at), (left + width, at), page.surface.grid, 1.0);
            let lines = page.ruler.wrap(&label, SMALL, Weight::Regular, widest);
            // A level's name of several lines has its middle at the level.
            let first = LINE.mul_add(-0.5 * as_f64(lines.len().saturating_sub(1)), at + 4.0);
            for (place, line) in lines.iter().enumerate() {
                let baseline = LINE.mul_add(as_f64(place), first);
                page.text(&mut self.out, left - 8.0, baseline, line, Style::RANK);
            }
        }
        for tick in &x.ticks {
            let at = width.mul_add(tick.position, left);
            self.line((at, top), (at, top + height), page.surface.grid, 1.0);
        }
        for (at, _) in rules {
            self.line((at, top - 4.0), (at, top + height), page.surface.muted, 1.0);
        }
        self.y = top + height;
        self.ticks(x, (left, width), inner);
        move |x: f64, y: f64| (width.mul_add(x, left), height.mul_add(1.0 - y, top))
    }

    pub(super) fn lines(&mut self, lines: &Lines, inner: f64) {
        let page = self.page;
        let series = |place: usize| page.theme.class(Class::Provider(place));
        self.legend(
            lines.lines.iter().enumerate().map(|(place, line)| (series(place), line.name.as_str())),
            inner,
        );
        let points = || lines.lines.iter().flat_map(|line| line.pieces.iter().flatten());
        let bands = || lines.lines.iter().flat_map(|line| &line.band);
        let rules = lines.rules.iter().map(|rule| rule.at);
        let x = lines.x.scaled(points().map(|(x, _)| *x).chain(bands().map(|(x, _, _)| *x)).chain(rules));
        let y = lines
            .y
            .scaled(points().map(|(_, y)| *y).chain(bands().flat_map(|(_, least, most)| [*least, *most])));
        let place = self.plane((&x, &y), &[], &lines.rules, inner);
        let at = |px: f64, py: f64| place(x.position(px), y.position(py));
        for (series_place, line) in lines.lines.iter().enumerate() {
            let colour = series(series_place).to_hex();
            if line.band.len() > 1 {
                let upper = line.band.iter().map(|(x, _, most)| at(*x, *most));
                let lower = line.band.iter().rev().map(|(x, least, _)| at(*x, *least));
                let path = path(upper.chain(lower));
                self.out.empty("polygon", &[("points", &path), ("fill", &colour), ("fill-opacity", &"0.18")]);
            }
            for piece in &line.pieces {
                let path = path(piece.iter().map(|(x, y)| at(*x, *y)));
                let attributes: [(&'static str, &dyn std::fmt::Display); 4] =
                    [("points", &path), ("fill", &"none"), ("stroke", &colour), ("stroke-width", &"2.5")];
                self.out.empty("polyline", &attributes);
            }
        }
        let marks: Vec<((f64, f64), &str)> =
            lines.marks.iter().map(|mark| (at(mark.x, mark.y), mark.label.as_str())).collect();
        for (mark, _) in &marks {
            self.dot(*mark, 5.0, page.surface.text);
        }
        let pieces = lines.lines.iter().flat_map(|line| &line.pieces);
        let drawn = pieces.flat_map(|piece| {
            let places: Vec<(f64, f64)> = piece.iter().map(|(x, y)| at(*x, *y)).collect();
            straights(&places).collect::<Vec<_>>()
        });
        let drawn: Vec<Straight> = drawn.collect();
        self.names(&marks, &drawn, (place(0.0, 0.0).0, inner));
    }

    fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: Rgb) {
        self.out.empty(
            "circle",
            &[("cx", &Px(x)), ("cy", &Px(y)), ("r", &Px(radius)), ("fill", &colour.to_hex())],
        );
    }

    /// Names beside their places, where they cover no other name, no place and none of the lines, on a ground of their
    /// own for where they must.
    fn names(&mut self, named: &[((f64, f64), &str)], lines: &[Straight], (left, inner): (f64, f64)) {
        let page = self.page;
        let style = Style { ink: Ink::Text, ..Style::SMALL };
        let wrapped: Vec<Vec<String>> =
            named.iter().map(|(_, name)| page.ruler.wrap(name, SMALL, Weight::Regular, NAMED)).collect();
        let sizes = wrapped.iter().map(|lines| {
            let width = lines.iter().map(|line| page.width(line, style)).fold(0.0, f64::max);
            (width, LINE * as_f64(lines.len()))
        });
        let boxes: Vec<Named> =
            named.iter().zip(sizes).map(|((at, _), size)| Named { at: *at, size }).collect();
        let within = Area { left, top: self.y - AXIS - PLANE - LINE, right: MARGIN + inner, bottom: self.y };
        for (lines, Place { is_left, area, leader }) in wrapped.iter().zip(beside(&boxes, lines, within)) {
            if let Some((from, to)) = leader {
                let (x1, y1, x2, y2) = (Px(from.0), Px(from.1), Px(to.0), Px(to.1));
                let colour = page.surface.text.to_hex();
                self.out.empty(
                    "line",
                    &[
                        ("x1", &x1),
                        ("y1", &y1),
                        ("x2", &x2),
                        ("y2", &y2),
                        ("stroke", &colour),
                        ("stroke-width", &"0.8"),
                    ],
                );
            }
            let ground = page.surface.background.to_hex();
            self.out.empty(
                "rect",
                &[
                    ("x", &Px(area.left - 3.0)),
                    ("y", &Px(area.top)),
                    ("width", &Px(area.right - area.left + 6.0)),
                    ("height", &Px(area.bottom - area.top)),
                    ("rx", &"3"),
                    ("fill", &ground),
                    ("fill-opacity", &"0.8"),
                ],
            );
            let (at, anchor) = if is_left { (area.right, "end") } else { (area.left, "start") };
            for (place, line) in lines.iter().enumerate() {
                let baseline = LINE.mul_add(as_f64(place), area.top + 14.0);
                page.text(&mut self.out, at, baseline, line, Style { anchor, ..style });
            }
        }
    }

    pub(super) fn scatter(&mut self, scatter: &Scatter, inner: f64) {
        let page = self.page;
        let Spread { x, y, efficient, .. } = &**scatter.spread();
        let place = self.plane((x, y), &scatter.levels, &[], inner);
        let efficient: Vec<((f64, f64), &str)> =
            efficient.iter().map(|([x, y], name)| (place(*x, *y), name.as_str())).collect();
        let joined = path(efficient.iter().map(|(at, _)| *at));
        let colour = page.theme.class(Class::Tier(Tier::MidRange));
        let attributes: [(&'static str, &dyn std::fmt::Display); 4] =
            [("points", &joined), ("fill", &"none"), ("stroke", &colour.to_hex()), ("stroke-width", &"1.5")];
        self.out.empty("polyline", &attributes);
        for point in &scatter.points {
            let at = place(x.position(point.x), y.position(point.y));
            let (radius, colour) =
                if point.is_efficient { (5.5, colour) } else { (4.0, page.theme.class(Class::NoTier)) };
            self.dot(at, radius, colour);
        }
        let places: Vec<(f64, f64)> = efficient.iter().map(|(at, _)| *at).collect();
        let drawn: Vec<Straight> = straights(&places).collect();
        self.names(&efficient, &drawn, (place(0.0, 0.0).0, inner));
    }
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{},{}", Px(x), Px(y))).collect::<Vec<_>>().join(" ")
}

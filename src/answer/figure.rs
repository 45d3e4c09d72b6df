//! What the picture of an answer shows: bars, lines or points, with their axes, marks and words. Draws nothing.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::{Cite, Rows};
use crate::chart::{self, Scale, Unit};

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A horizontal bar a row: amounts, stacks, or ranges around a middle.
    Bars(Bars),
    /// Amounts over one number.
    Lines(Lines),
    /// Points in a plane.
    Scatter(Scatter),
}

/// Along what amounts are measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What is counted, with its unit: `Requests a month`, `US dollars per task`.
    pub title: String,
    /// How amounts become lengths.
    pub scale: Scale,
    /// What the numbers are.
    pub unit: Unit,
}

/// Horizontal bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// Along what they are measured.
    pub axis: Axis,
    /// What the pieces of a bar stand for, by their number; empty where a bar has one piece.
    pub series: Vec<String>,
    /// Between which amounts all of them lie.
    pub reach: Reach,
    /// From the top.
    pub rows: Rows<BarRow>,
    /// Amounts to compare with, drawn as lines across all bars.
    pub rules: Vec<Rule>,
}

impl Bars {
    /// Along what they are measured, its ends and its numbers: all bars and all amounts to compare with have a place.
    pub fn scaled(&self) -> chart::Axis {
        let Reach { least, greatest } = self.reach;
        self.axis.scaled([least, greatest].into_iter().chain(self.rules.iter().map(|rule| rule.at)))
    }
}

impl Bars {
    /// As [`Bars::scaled`], for a picture of these rows alone: what is not drawn stretches nothing.
    pub fn scaled_to(&self, rows: &[BarRow]) -> chart::Axis {
        let Reach { least, greatest } = Reach::of(rows);
        self.axis.scaled([least, greatest].into_iter().chain(self.rules.iter().map(|rule| rule.at)))
    }
}

/// The least and the greatest amount above nothing; both 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Reach {
    /// Of the bars themselves, where they are few.
    pub fn of(rows: &[BarRow]) -> Self {
        rows.iter().flat_map(|row| &row.pieces).flat_map(|piece| [piece.from, piece.to]).collect()
    }

    /// The scale on which most of so many bars can be seen.
    pub fn scale(self, bars: usize) -> Scale {
        Scale::fitting(bars, || self.greatest / self.least)
    }
}

impl FromIterator<f64> for Reach {
    fn from_iter<I: IntoIterator<Item = f64>>(amounts: I) -> Self {
        let above = amounts.into_iter().filter(|amount| amount.is_finite() && *amount > 0.0);
        let ends = above.fold(None, |ends: Option<(f64, f64)>, amount| {
            Some(ends.map_or((amount, amount), |(least, greatest)| (least.min(amount), greatest.max(amount))))
        });
        ends.map_or_else(Self::default, |(least, greatest)| Self { least, greatest })
    }
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarRow {
    /// Whose it is.
    pub name: String,
    /// Its pieces from left to right; none where there is no amount.
    pub pieces: Vec<Piece>,
    /// What stands behind it: the amount, or why there is none.
    pub label: String,
    /// Whether it is the answer, or passes.
    pub stands_out: bool,
    /// The whole row in words, for a screen reader.
    pub description: String,
    /// Where the amount comes from.
    pub cite: Option<Cite>,
}

/// A piece of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Which of the series it is.
    pub series: usize,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

impl Piece {
    /// The one piece of a bar that begins at nothing.
    pub const fn whole(amount: f64) -> Self {
        Self { series: 0, from: 0.0, to: amount }
    }
}

/// An amount to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The amount.
    pub at: f64,
    /// What it is: `Needed: 30,000`.
    pub label: String,
}

/// Amounts over one number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// The number.
    pub x: Axis,
    /// The amounts.
    pub y: Axis,
    /// The lines.
    pub lines: Vec<Line>,
    /// Places that the answer is about: where lines cross, where a cost jumps.
    pub marks: Vec<Mark>,
    /// Values of the number that the answer is about: the workload's own.
    pub rules: Vec<Rule>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its pieces: within one the points are joined, between two the amount jumps or is not known.
    pub pieces: Vec<Vec<(f64, f64)>>,
    /// What lies around it, as (x, least, most); empty without.
    pub band: Vec<(f64, f64, f64)>,
}

/// A place in the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Along the one axis.
    pub x: f64,
    /// Along the other.
    pub y: f64,
    /// What is there.
    pub label: String,
}

/// Points in a plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scatter {
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
    /// Names of places along the upward axis, where it counts no numbers; empty where it does.
    pub levels: Vec<(f64, String)>,
    /// Where the points are.
    pub points: Vec<Point>,
    /// What each of them is, in the same order.
    pub words: Rows<PointWords>,
    /// What is drawn of all that, made once.
    pub spread: Once<Spread>,
}

/// A scatter as it is drawn: everything in fractions of the axes.
#[derive(Clone, Debug)]
pub struct Spread {
    /// To the right, with its ticks.
    pub x: chart::Axis,
    /// Upwards.
    pub y: chart::Axis,
    /// Names of places along the upward axis.
    pub levels: Vec<(f64, String)>,
    /// The points that another beats, as far as they can be told from each other: of thousands, many fall on one another.
    pub beaten: Vec<[f64; 2]>,
    /// The points that none beats, with their names.
    pub efficient: Vec<([f64; 2], String)>,
}

/// What follows from the value that it is a part of, and is made when it is first asked for.
#[derive(Clone, Debug)]
pub struct Once<T>(OnceLock<Arc<T>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Once<T> {
    /// It follows from the rest, which is compared.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Along the one axis.
    pub x: f64,
    /// Along the other.
    pub y: f64,
    /// Whether none beats it: these are joined by a line, in their order, and named.
    pub is_efficient: bool,
}

impl Scatter {
    /// The points that none beats, with their names.
    pub fn efficient(&self) -> impl Iterator<Item = (Point, String)> + '_ {
        let places = self.points.iter().copied().enumerate().filter(|(_, point)| point.is_efficient);
        places.filter_map(|(place, point)| Some((point, self.words.get(place)?.name)))
    }

    /// What is drawn.
    pub fn spread(&self) -> &Arc<Spread> {
        self.spread.0.get_or_init(|| Arc::new(self.spread_out()))
    }

    fn spread_out(&self) -> Spread {
        /// So many places along an axis: about two pixels each in a large window.
        const PLACES: f64 = 600.0;
        let x = self.x.scaled(self.points.iter().map(|point| point.x));
        // Levels keep half a step of room above the topmost.
        let highest = self.levels.iter().map(|(level, _)| level + 0.5);
        let y = self.y.scaled(self.points.iter().map(|point| point.y).chain(highest));
        let at = |point: &Point| [x.position(point.x), y.position(point.y)];
        #[expect(clippy::cast_possible_truncation, reason = "a fraction of an axis")]
        let place = |[x, y]: [f64; 2]| ((x * PLACES).round() as i64, (y * PLACES).round() as i64);
        let mut taken = HashSet::new();
        let beaten = self.points.iter().filter(|point| !point.is_efficient).map(at);
        Spread {
            beaten: beaten.filter(|at| taken.insert(place(*at))).collect(),
            efficient: self.efficient().map(|(point, name)| (at(&point), name)).collect(),
            levels: self.levels.iter().map(|(level, name)| (y.position(*level), name.clone())).collect(),
            x,
            y,
        }
    }
}

/// What a point is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointWords {
    /// What it is called.
    pub name: String,
    /// The point in words.
    pub description: String,
    /// Where its amount comes from.
    pub cite: Option<Cite>,
}

impl Axis {
    /// The axis for these amounts, its ends and its numbers. What is not above 0 has no place on it but the beginning.
    pub fn scaled(&self, amounts: impl Iterator<Item = f64>) -> chart::Axis {
        chart::Axis::new(self.scale, self.unit, self.title.clone(), amounts)
    }
}

/// A count as a length or a place along an axis: for drawing only.
#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
pub(super) const fn to_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_that_differ_by_little_are_as_long_as_their_amounts() {
        let reach: Reach = [2.0, 0.0, 3.0].into_iter().collect();
        assert_eq!(reach, Reach { least: 2.0, greatest: 3.0 });
        assert_eq!(reach.scale(1_000), Scale::Linear);
        let wide: Reach = [0.002, 3.0].into_iter().collect();
        assert_eq!(wide.scale(1_000), Scale::Log);
        // A few bars are compared by their lengths, and none have no scale to choose.
        assert_eq!(wide.scale(7), Scale::Linear);
        assert_eq!(Reach::default().scale(1_000), Scale::Linear);
    }
}

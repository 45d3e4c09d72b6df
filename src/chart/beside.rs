//! Names beside points: where each stands so that it covers no point, no other name and no line. Only numbers here.

/// A piece of a picture; down is more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Where it begins.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Where it ends.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Area {
    /// What a dot takes.
    const fn around((x, y): (f64, f64)) -> Self {
        Self { left: x - 6.0, top: y - 6.0, right: x + 6.0, bottom: y + 6.0 }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a straight line goes through it.
    fn is_crossed(&self, (from, to): Straight) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let axes =
            [(from.0, to.0 - from.0, self.left, self.right), (from.1, to.1 - from.1, self.top, self.bottom)];
        for (start, way, least, most) in axes {
            if way.abs() < f64::EPSILON {
                if start <= least || start >= most {
                    return false;
                }
                continue;
            }
            let (a, b) = ((least - start) / way, (most - start) / way);
            enters = enters.max(a.min(b));
            leaves = leaves.min(a.max(b));
        }
        enters < leaves
    }
}

/// A straight line from one place to another.
pub type Straight = ((f64, f64), (f64, f64));

/// The straight lines between places, one after another.
pub fn straights(places: &[(f64, f64)]) -> impl Iterator<Item = Straight> + '_ {
    places.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to)),
        _ => None,
    })
}

/// A point and the size of its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Where it is.
    pub at: (f64, f64),
    /// How wide and how high its name is.
    pub size: (f64, f64),
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Whether it stands to the left of its point, and ends there.
    pub is_left: bool,
    /// What it takes.
    pub area: Area,
    /// From the point to the nearest place of the name, where it stands so far off that one would not see which it names.
    pub leader: Option<Straight>,
}

/// The places of names, in their order: each at the first corner of its point where it covers nothing, near it or a
/// little further off; where there is none, at the first that is `within` and covers no other name.
pub fn beside(named: &[Named], lines: &[Straight], within: Area) -> Vec<Place> {
    let mut taken: Vec<Area> = named.iter().map(|named| Area::around(named.at)).collect();
    let mut places = Vec::with_capacity(named.len());
    for Named { at, size } in named {
        let candidates = candidates(*at, *size, within);
        let inside = || candidates.iter().filter(|place| is_inside(place.area, within));
        let covers_none = |place: &&Place| !taken.iter().any(|other| other.meets(&place.area));
        let off_lines = |place: &&Place| !lines.iter().any(|line| place.area.is_crossed(*line));
        let free = inside().find(|place| covers_none(place) && off_lines(place));
        let place = free.or_else(|| inside().find(covers_none)).or_else(|| inside().next());
        let Some(place) = place.or(candidates.first()).copied() else { continue };
        taken.push(place.area);
        places.push(place);
    }
    places
}

fn is_inside(area: Area, within: Area) -> bool {
    area.left >= within.left && area.right <= within.right
}

/// The corners of a point, near it and further off.
fn candidates((x, y): (f64, f64), (width, height): (f64, f64), within: Area) -> [Place; 24] {
    /// A name further off than this, in points, has a line to its point.
    const FAR: f64 = 12.0;
    // Where one costs less the better it is, nothing lies to the upper left: it would be better and cheaper.
    const CORNERS: [(bool, bool); 4] = [(true, true), (false, false), (false, true), (true, false)];
    const OFF: [f64; 6] = [4.0, 22.0, 40.0, 62.0, 88.0, 120.0];
    std::array::from_fn(|index| {
        let (is_left, is_above) = CORNERS.get(index % 4).copied().unwrap_or_default();
        let off = OFF.get(index / 4).copied().unwrap_or_default();
        let left = if is_left { x - 8.0 - width } else { x + 8.0 };
        let top = if is_above { y - off - height } else { y + off };
        // A name of many lines stays within the picture.
        let top = top.min(within.bottom - height).max(within.top);
        let area = Area { left, top, right: left + width, bottom: top + height };
        let nearest = (area.right.min(area.left.max(x)), area.bottom.min(area.top.max(y)));
        let is_far = (nearest.0 - x).hypot(nearest.1 - y) > FAR;
        Place { is_left, area, leader: is_far.then_some(((x, y), nearest)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: Area = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };

    #[test]
    fn no_name_lies_on_the_line_between_the_points_or_on_another_name() {
        // A frontier: the dearer the better, steep and flat by turns, from the left edge to the right one.
        let points = [(10.0, 390.0), (90.0, 300.0), (300.0, 290.0), (310.0, 120.0), (790.0, 100.0)];
        let lines: Vec<Straight> = straights(&points).collect();
        let named = points.map(|at| Named { at, size: (120.0, 16.0) });
        let places = beside(&named, &lines, PICTURE);
        assert_eq!(places.len(), points.len());
        for (place, Place { area, .. }) in places.iter().enumerate() {
            assert!(is_inside(*area, PICTURE), "{area:?}");
            assert!(!lines.iter().any(|line| area.is_crossed(*line)), "{area:?} lies on a line");
            assert!(!places[place + 1..].iter().any(|other| other.area.meets(area)), "{area:?}");
        }
    }

    #[test]
    fn where_no_place_is_free_there_still_is_one() {
        let named = [Named { at: (50.0, 50.0), size: (2_000.0, 600.0) }; 3];
        assert_eq!(beside(&named, &[((0.0, 0.0), (800.0, 400.0))], PICTURE).len(), 3);
    }

    #[test]
    fn where_lines_fill_what_is_near_the_name_stands_further_off_with_a_line_to_its_point() {
        // Two lines that cross, as where a switch is paid back.
        let at = (400.0, 200.0);
        let lines = [((0.0, 260.0), (800.0, 140.0)), ((0.0, 150.0), (800.0, 250.0))];
        let [place] = beside(&[Named { at, size: (220.0, 32.0) }], &lines, PICTURE)[..] else { panic!() };
        assert!(is_inside(place.area, PICTURE));
        assert!(!lines.iter().any(|line| place.area.is_crossed(*line)), "{place:?}");
        let (from, to) = place.leader.unwrap();
        assert_eq!(from, at);
        let touches = |edge: f64| (to.1 - edge).abs() < 0.01;
        assert!(touches(place.area.top) || touches(place.area.bottom), "{to:?}");
        // With nothing around it the name stands beside its point.
        let [place] = beside(&[Named { at, size: (220.0, 32.0) }], &[], PICTURE)[..] else { panic!() };
        assert_eq!(place.leader, None);
    }

    #[test]
    fn a_line_crosses_what_it_goes_through() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        for (line, crosses) in [
            (((0.0, 0.0), (30.0, 30.0)), true),
            (((15.0, 0.0), (15.0, 30.0)), true),
            (((12.0, 12.0), (13.0, 14.0)), true),
            (((0.0, 15.0), (9.0, 15.0)), false),
            (((5.0, 0.0), (5.0, 30.0)), false),
            (((0.0, 12.0), (12.0, 0.0)), false),
        ] {
            assert_eq!(area.is_crossed(line), crosses, "{line:?}");
        }
    }
}

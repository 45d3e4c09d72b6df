//! Times of the week at which a price holds, to the minute, in UTC.

use crate::processing::WeekMinute;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Minutes of a week, in UTC, as ranges from Monday 00:00.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekTimes {
    /// Start and end, the end not included; in order and apart.
    ranges: Vec<(u16, u16)>,
}

/// Hours of a day on some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayWindow {
    /// The first minute of the day, in UTC.
    pub start: u16,
    /// The first minute of the day that no longer counts. At most `start`: the window goes over midnight, or is the
    /// whole day where both are equal.
    pub end: u16,
    /// The days, Monday being bit 0, as the calendar of `offset` has them at that very minute.
    pub weekdays: u8,
    /// Minutes that the calendar of the weekdays is ahead of UTC.
    pub offset: i16,
}

impl DayWindow {
    /// Every day of the week.
    pub const EVERY_DAY: u8 = 0b111_1111;

    /// Its stretches of the week, in no order; some may touch or be empty.
    fn ranges(self) -> impl Iterator<Item = (u16, u16)> {
        let pieces = if self.start < self.end {
            [(self.start, self.end), (0, 0)]
        } else {
            [(self.start, DAY), (0, self.end)]
        };
        // At this minute of the UTC day its calendar goes from one weekday to the next.
        let turn = (i32::from(DAY) - i32::from(self.offset)).rem_euclid(i32::from(DAY));
        let turn = u16::try_from(turn).unwrap_or_default();
        (0..7_u16).flat_map(move |day| {
            pieces.into_iter().flat_map(move |(start, end)| {
                let whole = day * DAY;
                let halves = [(start, end.min(turn)), (start.max(turn), end)];
                halves.into_iter().filter(|(start, end)| start < end).filter_map(move |(start, end)| {
                    let minute = i32::from(whole + start) + i32::from(self.offset);
                    let weekday = minute.rem_euclid(i32::from(WeekMinute::COUNT)) / i32::from(DAY);
                    (self.weekdays >> weekday & 1 == 1).then_some((whole + start, whole + end))
                })
            })
        })
    }
}

impl WeekTimes {
    /// The whole week.
    pub fn always() -> Self {
        Self { ranges: vec![(0, WeekMinute::COUNT)] }
    }

    /// The minutes that any of the windows holds.
    pub fn of_windows(windows: &[DayWindow]) -> Self {
        Self::joined(windows.iter().flat_map(|window| window.ranges()).collect())
    }

    /// Ranges in any order as those that they make together.
    fn joined(mut all: Vec<(u16, u16)>) -> Self {
        all.sort_unstable();
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for (start, end) in all {
            match ranges.last_mut() {
                Some((_, last)) if *last >= start => *last = end.max(*last),
                _ => ranges.push((start, end)),
            }
        }
        Self { ranges }
    }

    /// The minutes of both.
    pub fn with(&self, other: &Self) -> Self {
        Self::joined(self.ranges.iter().chain(&other.ranges).copied().collect())
    }

    /// The minutes that both have.
    pub fn and(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }

    /// The minutes that the other ones are not among.
    pub fn without(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut holes = other.ranges.iter().copied().peekable();
        for (mut start, end) in self.ranges.iter().copied() {
            while holes.next_if(|(_, hole_end)| *hole_end <= start).is_some() {}
            // A hole that reaches over this range may reach into the next one.
            while let Some((hole, hole_end)) = holes.peek().copied().filter(|(hole, _)| *hole < end) {
                if start < hole {
                    ranges.push((start, hole));
                }
                start = hole_end.min(end);
                if hole_end >= end {
                    break;
                }
                holes.next();
            }
            if start < end {
                ranges.push((start, end));
            }
        }
        Self { ranges }
    }

    /// Whether a minute is among them.
    pub fn holds(&self, minute: WeekMinute) -> bool {
        self.ranges.iter().any(|(start, end)| (*start..*end).contains(&minute.count()))
    }

    /// How many minutes of the week there are.
    pub fn minutes(&self) -> u16 {
        self.ranges.iter().map(|(start, end)| end - start).sum()
    }

    /// The ranges, in minutes from Monday 00:00 UTC, the end not included.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(start: u16, end: u16, weekdays: u8, offset: i16) -> WeekTimes {
        WeekTimes::of_windows(&[DayWindow { start, end, weekdays, offset }])
    }

    #[test]
    fn a_window_may_go_over_midnight_or_be_the_whole_day() {
        let night = window(22 * 60, 2 * 60, DayWindow::EVERY_DAY, 0);
        assert_eq!(night.minutes(), 7 * 4 * 60);
        assert!(night.holds(WeekMinute::new(0)) && !night.holds(WeekMinute::new(120)));
        assert_eq!(window(0, 0, 0b110_0000, 0).ranges(), [(5 * DAY, 7 * DAY)]);
        assert_eq!(window(600, 0, 1, 0).ranges(), [(600, DAY)]);
    }

    /// Whether a window holds a minute, by its definition.
    fn holds(window: DayWindow, minute: u16) -> bool {
        let of_day = minute % DAY;
        let within = if window.start < window.end {
            (window.start..window.end).contains(&of_day)
        } else {
            of_day >= window.start || of_day < window.end
        };
        let local = (i32::from(minute) + i32::from(window.offset)).rem_euclid(i32::from(WeekMinute::COUNT));
        within && window.weekdays >> (local / i32::from(DAY)) & 1 == 1
    }

    proptest::proptest! {
        #[test]
        fn what_is_said_of_ranges_holds_of_each_minute(
            all in proptest::collection::vec((0..DAY, 0..DAY, 0..=127_u8, -840..=840_i16), 0..5),
            others in proptest::collection::vec((0..DAY, 0..DAY, 0..=127_u8, -840..=840_i16), 0..5),
        ) {
            let windows = |all: Vec<(u16, u16, u8, i16)>| -> Vec<DayWindow> {
                let window = |(start, end, weekdays, offset)| DayWindow { start, end, weekdays, offset };
                all.into_iter().map(window).collect()
            };
            let (all, others) = (windows(all), windows(others));
            let (a, b) = (WeekTimes::of_windows(&all), WeekTimes::of_windows(&others));
            let (with, without, and) = (a.with(&b), a.without(&b), a.and(&b));
            for minute in 0..WeekMinute::COUNT {
                let in_a = all.iter().any(|window| holds(*window, minute));
                let in_b = others.iter().any(|window| holds(*window, minute));
                let at = WeekMinute::new(minute);
                assert_eq!(
                    (a.holds(at), with.holds(at), without.holds(at), and.holds(at)),
                    (in_a, in_a || in_b, in_a && !in_b, in_a && in_b),
                    "{minute}"
                );
            }
            for times in [&a, &with, &without, &and] {
                assert!(times.ranges().windows(2).all(|pair| pair[0].1 < pair[1].0), "{times:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn another_clock_moves_the_days_and_not_how_many_minutes_there_are(
            all in proptest::collection::vec((0..DAY, 0..DAY, 0..=127_u8), 0..5), offset in -840..=840_i16,
        ) {
            let minutes = |offset| {
                let window = |(start, end, weekdays)| DayWindow { start, end, weekdays, offset };
                let windows: Vec<DayWindow> = all.iter().copied().map(window).collect();
                WeekTimes::of_windows(&windows).minutes()
            };
            assert_eq!(minutes(offset), minutes(0));
        }
    }

    #[test]
    fn the_calendar_of_the_weekdays_may_be_ahead_of_utc() {
        // Friday 16:30 UTC is Saturday in Shanghai.
        let saturday = window(16 * 60, 17 * 60, 0b010_0000, 8 * 60);
        assert_eq!(saturday.ranges(), [(4 * DAY + 16 * 60, 4 * DAY + 17 * 60)]);
        // Sunday 17:00 UTC is Monday there: the week wraps.
        assert_eq!(window(17 * 60, 18 * 60, 1, 8 * 60).ranges(), [(6 * DAY + 17 * 60, 6 * DAY + 18 * 60)]);
    }
}

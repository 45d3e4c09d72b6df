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

    fn holds(self, minute: u16) -> bool {
        let of_day = minute % DAY;
        let within = if self.start < self.end {
            (self.start..self.end).contains(&of_day)
        } else {
            of_day >= self.start || of_day < self.end
        };
        let local = (i32::from(minute) + i32::from(self.offset)).rem_euclid(i32::from(WeekMinute::COUNT));
        within && self.weekdays >> (local / i32::from(DAY)) & 1 == 1
    }
}

impl WeekTimes {
    /// The whole week.
    #[must_use]
    pub fn always() -> Self {
        Self { ranges: vec![(0, WeekMinute::COUNT)] }
    }

    /// The minutes that any of the windows holds.
    #[must_use]
    pub fn of_windows(windows: &[DayWindow]) -> Self {
        Self::of_minutes(|minute| windows.iter().any(|window| window.holds(minute)))
    }

    /// The minutes of the week, counted from Monday 00:00 UTC, for which `holds` is true.
    #[must_use]
    pub fn of_minutes(holds: impl Fn(u16) -> bool) -> Self {
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for minute in (0..WeekMinute::COUNT).filter(|minute| holds(*minute)) {
            match ranges.last_mut() {
                Some((_, end)) if *end == minute => *end += 1,
                _ => ranges.push((minute, minute + 1)),
            }
        }
        Self { ranges }
    }

    /// Whether a minute is among them.
    #[must_use]
    pub fn holds(&self, minute: WeekMinute) -> bool {
        self.ranges.iter().any(|(start, end)| (*start..*end).contains(&minute.count()))
    }

    /// How many minutes of the week there are.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        self.ranges.iter().map(|(start, end)| end - start).sum()
    }

    /// The ranges, in minutes from Monday 00:00 UTC, the end not included.
    #[must_use]
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

    #[test]
    fn the_calendar_of_the_weekdays_may_be_ahead_of_utc() {
        // Friday 16:30 UTC is Saturday in Shanghai.
        let saturday = window(16 * 60, 17 * 60, 0b010_0000, 8 * 60);
        assert_eq!(saturday.ranges(), [(4 * DAY + 16 * 60, 4 * DAY + 17 * 60)]);
        // Sunday 17:00 UTC is Monday there: the week wraps.
        assert_eq!(window(17 * 60, 18 * 60, 1, 8 * 60).ranges(), [(6 * DAY + 17 * 60, 6 * DAY + 18 * 60)]);
    }
}

//! How and when requests are processed: words that workloads and price lists share. The mode that a provider prices
//! apart, and the time of the week.

use std::fmt;

/// A processing mode that providers price apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Processing {
    /// Answered at once.
    #[default]
    Standard,
    /// Collected and answered within a day or so.
    Batch,
    /// Answered when there is room.
    Flex,
    /// Answered before others.
    Priority,
}

impl Processing {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Batch, Self::Flex, Self::Priority];

    /// The mode's name in a file: `Batch`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Batch => "Batch",
            Self::Flex => "Flex",
            Self::Priority => "Priority",
        }
    }

    /// The mode's name in a sentence: `batch`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Batch => "batch",
            Self::Flex => "flex",
            Self::Priority => "priority",
        }
    }

    /// The mode of this name, ignoring case.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.key().eq_ignore_ascii_case(text.trim()))
    }

    /// Whether this is the mode that is meant when none is named.
    pub fn is_standard(&self) -> bool {
        *self == Self::Standard
    }
}

/// A minute of the week, in UTC, counted from Monday 00:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekMinute(u16);

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl WeekMinute {
    /// Minutes of a week.
    pub const COUNT: u16 = 7 * DAY;
    const DAYS: [&'static str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const FULL_DAYS: [&'static str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// The minute with this count from Monday 00:00 UTC; counts beyond the week wrap.
    pub const fn new(minute: u16) -> Self {
        Self(minute % Self::COUNT)
    }

    /// The count from Monday 00:00 UTC.
    pub const fn count(self) -> u16 {
        self.0
    }

    /// The day of the week that a text names, Monday being 0: `Mon`, `monday`.
    pub fn weekday(text: &str) -> Option<u16> {
        let lower = text.trim().to_lowercase();
        if lower.chars().count() < 3 {
            return None;
        }
        (0..).zip(Self::FULL_DAYS).find_map(|(index, day)| day.starts_with(&lower).then_some(index))
    }

    /// The minute of the day that a text names: `02:30`, `0230`, `24:00`.
    pub fn time_of_day(text: &str) -> Option<u16> {
        let text = text.trim().trim_end_matches(['Z', 'z']);
        let mut parts = text.split(':');
        let (hours, minutes) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(hours), Some(minutes), None | Some("00"), None) => (hours, minutes),
            (Some(compact), None, None, None) if compact.len() == 4 => compact.split_at_checked(2)?,
            _ => return None,
        };
        let number = |digits: &str| {
            let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        (minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0))).then(|| hours * 60 + minutes)
    }
}

impl fmt::Display for WeekMinute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Self::DAYS.get(usize::from(self.0 / DAY)).copied().unwrap_or("Mon");
        let minute = self.0 % DAY;
        write!(out, "{day} {:02}:{:02}", minute / 60, minute % 60)
    }
}

/// When a workload runs, for providers that charge by the time of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Runs {
    /// At all hours alike: the mean over the week.
    #[default]
    Spread,
    /// At one time of the week.
    At(WeekMinute),
}

impl Runs {
    /// What a text may say, for a person.
    pub const ALLOWED: &'static str = "write \"spread\", or a day and a time in UTC, such as \"Mon 02:30\"";

    /// Reads `spread`, `Mon 02:30` or an instant such as `2026-11-12T02:30:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("spread") {
            return Some(Self::Spread);
        }
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            let utc = jiff::tz::Offset::UTC.to_datetime(instant);
            let day = u16::try_from(utc.weekday().to_monday_zero_offset()).ok()?;
            let minute = u16::try_from(i32::from(utc.hour()) * 60 + i32::from(utc.minute())).ok()?;
            return Some(Self::At(WeekMinute::new(day * DAY + minute)));
        }
        let text = text.strip_suffix("UTC").unwrap_or(text).trim_end();
        let (day, time) = text.split_once(char::is_whitespace)?;
        Some(Self::At(WeekMinute::new(WeekMinute::weekday(day)? * DAY + WeekMinute::time_of_day(time)?)))
    }

    /// Whether this is what is meant when nothing is said.
    pub fn is_spread(&self) -> bool {
        *self == Self::Spread
    }
}

impl fmt::Display for Runs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spread => out.write_str("spread"),
            Self::At(minute) => minute.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_week_read_back() {
        for text in ["Mon 00:00", "Thu 02:30", "Sun 23:59"] {
            assert_eq!(Runs::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Runs::parse("2026-11-12T02:30:00+00:00"), Runs::parse("thursday 02:30 UTC"));
        assert_eq!(Runs::parse("SPREAD"), Some(Runs::Spread));
        for text in ["", "02:30", "Mon", "M 02:30", "Mon 24:01", "Mon 2:60", "Mon -1:00"] {
            assert_eq!(Runs::parse(text), None, "{text}");
        }
    }
}

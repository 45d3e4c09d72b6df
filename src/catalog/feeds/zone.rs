//! How far the clocks of a time zone are ahead of UTC: by a list's own name for the zone.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::processing::WeekMinute;

/// Offsets for a zone that nobody knows: the weekday of any minute by one of these is its weekday somewhere on Earth, and
/// the other way round. Zones go from 12 hours behind UTC to 14 hours ahead, and between them lies each weekday that any
/// other zone has.
pub(super) const ANY: [i16; 3] = [-12 * 60, 0, 14 * 60];

/// The minutes that a zone is ahead of UTC, each that it has within a year of a day; `None` for a zone that is not known.
///
/// Zones whose clocks don't change are known here, so that they are on every machine. The others are looked up in the
/// system's time zone database.
pub(super) fn offsets(name: &str, day: Option<Date>) -> Option<Vec<i16>> {
    let name = name.trim();
    if let Some(offset) = fixed(name) {
        return Some(vec![offset]);
    }
    let zone = TimeZone::get(name).ok()?;
    let middle = TimeZone::UTC
        .to_timestamp(day.unwrap_or(date(2026, 1, 1)).to_datetime(jiff::civil::Time::midnight()))
        .ok()?;
    let year = SignedDuration::from_hours(366 * 24);
    let (from, to) = (middle.checked_sub(year).ok()?, middle.checked_add(year).ok()?);
    let minutes = |at: Timestamp| i16::try_from(zone.to_offset(at).seconds().div_euclid(60)).ok();
    let changes = zone.following(from).map(|change| change.timestamp()).take_while(|at| *at <= to);
    let mut offsets: Vec<i16> = std::iter::once(from).chain(changes).map(minutes).collect::<Option<_>>()?;
    offsets.sort_unstable();
    offsets.dedup();
    Some(offsets)
}

/// The minutes that a zone is ahead of UTC whose clocks don't change.
fn fixed(name: &str) -> Option<i16> {
    Some(match name {
        "" | "UTC" | "Etc/UTC" | "GMT" | "Africa/Abidjan" | "Z" => 0,
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Hong_Kong" | "Asia/Singapore" | "Asia/Taipei" | "PRC"
        | "Asia/Manila" | "Asia/Kuala_Lumpur" | "Australia/Perth" => 8 * 60,
        "Asia/Tokyo" | "Asia/Seoul" | "Japan" => 9 * 60,
        "Asia/Kolkata" | "Asia/Calcutta" => 5 * 60 + 30,
        "Asia/Dubai" => 4 * 60,
        "Asia/Bangkok" | "Asia/Jakarta" | "Asia/Ho_Chi_Minh" => 7 * 60,
        "Asia/Riyadh" | "Europe/Moscow" | "Europe/Istanbul" => 3 * 60,
        "America/Sao_Paulo" => -3 * 60,
        "America/Phoenix" => -7 * 60,
        other => {
            let signed = other.strip_prefix("UTC").or_else(|| other.strip_prefix("GMT")).unwrap_or(other);
            let (sign, time) = match signed.split_at_checked(1)? {
                ("+", time) => (1, time),
                ("-", time) => (-1, time),
                _ => return None,
            };
            let minutes = WeekMinute::time_of_day(time)
                .or_else(|| time.parse::<u16>().ok().filter(|hours| *hours <= 14).map(|hours| hours * 60))?;
            sign * i16::try_from(minutes).ok().filter(|minutes| *minutes <= 14 * 60)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<Vec<i16>> {
        offsets(name, Some(date(2026, 11, 30)))
    }

    #[test]
    fn a_zone_has_each_offset_of_the_year() {
        assert_eq!(of("Asia/Shanghai"), Some(vec![480]));
        assert_eq!(of("UTC+5"), Some(vec![300]));
        assert_eq!(of("-03:30"), Some(vec![-210]));
        assert_eq!(of("America/New_York"), Some(vec![-300, -240]));
        assert_eq!(of("Australia/Lord_Howe"), Some(vec![630, 660]));
        assert_eq!(of("Asia/Kathmandu"), Some(vec![345]));
        assert_eq!(of("Mars/Olympus"), None);
        assert_eq!(of("../../etc/passwd"), None);
    }

    #[test]
    fn three_offsets_have_the_weekdays_of_all() {
        use crate::catalog::{DayWindow, WeekTimes};
        let weekends =
            |offset| WeekTimes::of_windows(&[DayWindow { start: 0, end: 0, weekdays: 0b110_0000, offset }]);
        let every: Vec<WeekTimes> = (-12 * 4..=14 * 4).map(|quarter| weekends(quarter * 15)).collect();
        let three = ANY.map(weekends);
        for minute in (0..WeekMinute::COUNT).map(WeekMinute::new) {
            let holds = |all: &[WeekTimes]| {
                let held = all.iter().filter(|times| times.holds(minute)).count();
                (held == 0, held == all.len())
            };
            assert_eq!(holds(&three), holds(&every), "{minute}");
        }
    }
}

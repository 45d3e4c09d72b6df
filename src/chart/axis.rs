//! The axis: its floor and end, round ticks, and where an amount lies between them.

use super::Scale;
use crate::bounds::between;
use crate::money::label;

/// A bar on a log axis is at least this fraction of the axis long.
const SHORTEST_LOG_BAR: f64 = 0.02;
/// The most steps that a linear axis has.
const LINEAR_STEPS: u32 = 5;
/// The most powers of ten that a log axis labels.
const MOST_POWERS: i32 = 8;

/// What an axis' numbers count, which decides how they are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    #[default]
    Plain,
    /// Dollars.
    Dollars,
    /// A multiple of something.
    Times,
    /// Months, whose round numbers are parts of years.
    Months,
}

impl Unit {
    fn print(self, digits: u64, exponent: i32) -> String {
        let number = label::axis(digits, exponent);
        match self {
            Self::Plain | Self::Months => number,
            Self::Dollars => format!("${number}"),
            Self::Times => format!("{number}x"),
        }
    }
}

/// A labelled place on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The amount.
    pub value: f64,
    /// Where it lies, as a fraction of the axis.
    pub position: f64,
    /// The amount for people: `20M`, `$0.0005`, `4x`.
    pub label: String,
}

/// The axis along which bars are measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// How amounts become lengths.
    pub scale: Scale,
    /// The amount at which bars start: 0 on a linear axis, a power of ten on a log one.
    pub floor: f64,
    /// The amount at the end of the axis, never below the greatest one.
    pub maximum: f64,
    /// From the floor up, no two at one place.
    pub ticks: Vec<Tick>,
    /// The floor of a log axis in words: `log scale, bars start at 10,000`.
    pub floor_note: Option<String>,
    /// What the numbers count: `US dollars per task`.
    pub unit: String,
    /// How its numbers are printed.
    kind: Unit,
}

impl Axis {
    /// An axis for these amounts, all above zero; without any, an axis without ticks.
    pub fn new(scale: Scale, unit: Unit, unit_words: String, values: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut greatest) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| value.is_finite() && *value > 0.0) {
            least = least.min(value);
            greatest = greatest.max(value);
        }
        let empty = Self {
            scale,
            floor: if scale == Scale::Log { 1.0 } else { 0.0 },
            maximum: if scale == Scale::Log { 10.0 } else { 1.0 },
            ticks: Vec::new(),
            floor_note: None,
            unit: unit_words,
            kind: unit,
        };
        if greatest <= 0.0 {
            return empty;
        }
        match scale {
            Scale::Linear => empty.linear(unit, greatest),
            Scale::Log => empty.log(unit, least, greatest),
        }
    }

    /// The same axis for other amounts.
    pub fn fitted(&self, values: impl Iterator<Item = f64>) -> Self {
        Self::new(self.scale, self.kind, self.unit.clone(), values)
    }

    fn linear(mut self, unit: Unit, greatest: f64) -> Self {
        let (digits, exponent) = unit.step(greatest / f64::from(LINEAR_STEPS));
        let step = number(digits, exponent);
        // The last step may fall short by a rounding error of the division, which is no reason for one more.
        let steps = (greatest / step - 1e-9).ceil().max(1.0);
        self.maximum = greatest.max(steps * step);
        self.ticks = (0..=LINEAR_STEPS)
            .take_while(|count| f64::from(*count) <= steps)
            .map(|count| {
                let value = number(1, exponent) * f64::from(digits) * f64::from(count);
                Tick {
                    value,
                    position: between(value / self.maximum, 0.0, 1.0),
                    label: unit.print(u64::from(digits) * u64::from(count), exponent),
                }
            })
            .collect();
        self
    }

    fn log(mut self, unit: Unit, least: f64, greatest: f64) -> Self {
        let (end_digit, end_exponent) = round_up(greatest);
        self.maximum = greatest.max(number(end_digit, end_exponent));
        let mut floor_exponent = power_at_or_below(least);
        self.floor = number(1, floor_exponent);
        while self.position(least) < SHORTEST_LOG_BAR {
            floor_exponent -= 1;
            self.floor = number(1, floor_exponent);
        }
        let powers = end_exponent - floor_exponent;
        let every = (powers / MOST_POWERS + 1).max(1);
        let between: &[u8] = if powers <= 2 { &[1, 2, 5] } else { &[1] };
        let steps = usize::try_from(every).unwrap_or(1);
        for exponent in (floor_exponent..=end_exponent).step_by(steps) {
            for digit in between {
                let value = number(*digit, exponent);
                if value <= self.maximum * (1.0 + 1e-9) {
                    let position = self.position(value);
                    self.ticks.push(Tick { value, position, label: unit.print(u64::from(*digit), exponent) });
                }
            }
        }
        let floor = unit.print_in_full(floor_exponent);
        self.floor_note = Some(format!("log scale, bars start at {floor}"));
        self
    }

    /// Where an amount lies, as a fraction of the axis: 0 at the floor or below it, 1 at the end or beyond it.
    pub fn position(&self, value: f64) -> f64 {
        if value <= self.floor || !value.is_finite() {
            return 0.0;
        }
        let fraction = match self.scale {
            Scale::Linear => value / self.maximum,
            Scale::Log => (value / self.floor).log10() / (self.maximum / self.floor).log10(),
        };
        between(fraction, 0.0, 1.0)
    }
}

impl Axis {
    /// The amount at a fraction of the axis.
    pub fn amount_at(&self, fraction: f64) -> f64 {
        match self.scale {
            Scale::Linear => self.maximum * fraction,
            Scale::Log => self.floor * (self.maximum / self.floor).powf(fraction),
        }
    }

    /// The amount at a fraction of the axis for people, to three digits: `1.23M`, `$0.00456`.
    pub fn read(&self, fraction: f64) -> String {
        let text = format!("{:.2e}", self.amount_at(fraction).max(0.0));
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = digits.replace('.', "").parse().unwrap_or_default();
        self.kind.print(digits, exponent.parse::<i32>().unwrap_or_default().saturating_sub(2))
    }
}

impl Unit {
    /// The least round step that is not below `least`, as its digits and exponent.
    fn step(self, least: f64) -> (u8, i32) {
        const MONTHS: [u8; 6] = [1, 2, 3, 6, 12, 24];
        let round = || MONTHS.into_iter().find(|months| f64::from(*months) * (1.0 + 1e-9) >= least);
        match self {
            Self::Months => round().map_or_else(|| round_up(least), |months| (months, 0)),
            Self::Plain | Self::Dollars | Self::Times => round_up(least),
        }
    }

    fn print_in_full(self, exponent: i32) -> String {
        let number = label::power_of_ten(exponent);
        match self {
            Self::Plain | Self::Months => number,
            Self::Dollars => format!("${number}"),
            Self::Times => format!("{number}x"),
        }
    }
}

/// `digit` x 10^`exponent`. Goes through the decimal notation, whose nearest number is what every reader expects.
fn number(digit: u8, exponent: i32) -> f64 {
    format!("{digit}e{exponent}").parse().unwrap_or(f64::MAX)
}

/// The greatest power of ten that is not above `value`, as its exponent.
fn power_at_or_below(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the logarithm of a finite number is within 400")]
    let guess = value.log10().floor() as i32;
    if number(1, guess.saturating_add(1)) <= value {
        guess + 1
    } else if number(1, guess) > value {
        guess - 1
    } else {
        guess
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below `value`.
fn round_up(value: f64) -> (u8, i32) {
    let exponent = power_at_or_below(value);
    // As above: a rounding error is no reason for a step further.
    for digit in [1, 2, 5] {
        if number(digit, exponent) * (1.0 + 1e-9) >= value {
            return (digit, exponent);
        }
    }
    (1, exponent + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn axis(scale: Scale, values: &[f64]) -> Axis {
        Axis::new(scale, Unit::Plain, "tokens".into(), values.iter().copied())
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_reach_the_greatest_amount() {
        let tokens = axis(Scale::Linear, &[66_667.0, 20_000_000.0]);
        assert_eq!(labels(&tokens), ["0", "5M", "10M", "15M", "20M"]);
        let tasks = axis(Scale::Linear, &[0.0225]);
        assert_eq!(labels(&tasks), ["0", "0.005", "0.01", "0.015", "0.02", "0.025"]);
    }

    #[test]
    fn months_are_counted_in_parts_of_years() {
        let last_and_step = |months: f64| {
            let axis = Axis::new(Scale::Linear, Unit::Months, String::new(), [months].into_iter());
            let step: u32 = axis.ticks[1].label.parse().unwrap();
            let last: u32 = axis.ticks.last().unwrap().label.parse().unwrap();
            (last, step)
        };
        let spans = [1.0, 5.0, 6.0, 12.0, 13.0, 24.0, 36.0, 60.0, 120.0];
        let expected = [(1, 1), (5, 1), (6, 2), (12, 3), (15, 3), (24, 6), (36, 12), (60, 12), (120, 24)];
        assert_eq!(spans.map(last_and_step), expected);
    }

    #[test]
    fn a_log_axis_starts_below_the_least_amount_and_says_where() {
        let tokens = axis(Scale::Log, &[66_667.0, 20_000_000.0]);
        assert_eq!(tokens.floor_note.as_deref(), Some("log scale, bars start at 10,000"));
        assert_eq!(labels(&tokens), ["10k", "100k", "1M", "10M"]);
        // An amount at a power of ten needs the next floor, or its bar would have no length.
        assert!((axis(Scale::Log, &[10_000.0, 20_000_000.0]).floor - 1_000.0).abs() < f64::EPSILON);
        // One amount alone still gets more than one tick.
        assert_eq!(labels(&axis(Scale::Log, &[400.0])), ["100", "200", "500"]);
    }

    #[test]
    fn any_place_on_it_is_read_to_three_digits() {
        let dollars = Axis::new(Scale::Linear, Unit::Dollars, String::new(), [0.025].into_iter());
        assert_eq!(dollars.read(0.5), "$0.0125");
        assert_eq!(dollars.read(0.0), "$0");
        assert_eq!(axis(Scale::Log, &[10_000.0, 20_000_000.0]).read(1.0), "20M");
    }

    #[test]
    fn no_amount_no_tick() {
        for scale in [Scale::Linear, Scale::Log] {
            assert!(axis(scale, &[]).ticks.is_empty());
            assert!(axis(scale, &[0.0, f64::NAN, f64::INFINITY]).ticks.is_empty());
        }
    }

    /// Amounts from the least to the greatest that prices and workloads can give, and beyond.
    fn amounts() -> impl Strategy<Value = Vec<f64>> {
        proptest::collection::vec((1.0_f64..10.0, -30_i32..30).prop_map(|(m, e)| m * 10_f64.powi(e)), 1..40)
    }

    proptest! {
        #[test]
        fn every_amount_has_a_visible_bar_on_a_log_axis(values in amounts()) {
            let axis = axis(Scale::Log, &values);
            for value in values {
                let position = axis.position(value);
                prop_assert!((SHORTEST_LOG_BAR..=1.0).contains(&position), "{value} at {position}");
                let there = axis.amount_at(position);
                prop_assert!((there / value - 1.0).abs() < 1e-9, "{value} is at {there}");
            }
        }

        #[test]
        fn ticks_rise_within_the_axis_and_differ(values in amounts(), log: bool) {
            let axis = axis(if log { Scale::Log } else { Scale::Linear }, &values);
            prop_assert!((2..=12).contains(&axis.ticks.len()), "{}", axis.ticks.len());
            for pair in axis.ticks.windows(2) {
                prop_assert!(pair[0].position < pair[1].position);
                prop_assert!(pair[0].label != pair[1].label);
            }
            for tick in &axis.ticks {
                prop_assert!((0.0..=1.0).contains(&tick.position));
                prop_assert!((axis.position(tick.value) - tick.position).abs() < 1e-9);
            }
        }

        #[test]
        fn a_greater_amount_is_never_shorter(values in amounts(), log: bool) {
            let axis = axis(if log { Scale::Log } else { Scale::Linear }, &values);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            prop_assert!(sorted.windows(2).all(|pair| axis.position(pair[0]) <= axis.position(pair[1])));
        }
    }
}

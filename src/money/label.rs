//! How numbers are shown to people. All number formatting of the app, the charts and the report's prose is here;
//! the data files (CSV, JSON) print exact values instead.

use ethnum::U256;

use super::decimal::print_units;
use super::{Dollars, Price, Quotient, TokenPrice};

/// `1,234,567`.
pub fn whole(value: u64) -> String {
    grouped(&value.to_string())
}

/// `20M`, `5.88M`, `128k`: at most three significant digits, for axis ticks and narrow columns.
pub fn compact(value: u64) -> String {
    const STEPS: [(u64, &str); 4] =
        [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
    let rounded = significant(value, 3);
    for (step, suffix) in STEPS {
        if rounded >= u128::from(step) {
            let quotient = Quotient::new(U256::from(rounded), U256::from(step));
            return format!("{}{suffix}", trimmed(&quotient.rounded(2)));
        }
    }
    rounded.to_string()
}

/// An amount of dollars that keeps its digits however small it is: `$28.80`, `$0.00072`, `$0.000025`.
///
/// From one dollar on: two decimals. Below: four significant digits, at least two decimals; far below all real amounts
/// `$1.235e-10`, which can be typed like this too.
pub fn dollars(amount: Dollars) -> String {
    const TINY: u32 = 9;
    if let Some(tiny) = tiny(amount.units(), Dollars::DECIMALS, TINY) {
        return format!("${tiny}");
    }
    format!("${}", money(amount.units(), Dollars::DECIMALS))
}

/// An amount of dollars with every digit of it, at least two decimals: `$28.80`, `$0.000025`.
pub fn exact_dollars(amount: Dollars) -> String {
    format!("${}", grouped(&print_units(amount.units(), Dollars::DECIMALS, 2)))
}

/// A price in dollars per million tokens with every digit of it: `$0.05`, `$1,200.00`; free and unknown in words, and
/// what can't be true is said to be so.
pub fn exact_price(price: Price) -> String {
    match price {
        Price::Unknown | Price::Unusable => "unknown".to_owned(),
        Price::Free => "free".to_owned(),
        Price::Known(known) => exact_token_price(known),
        Price::Impossible(said) => cant_be_true(&exact_token_price(said)),
    }
}

/// A known price in dollars per million tokens with every digit of it: `$0.05`, `$1,200.00`.
pub fn exact_token_price(price: TokenPrice) -> String {
    format!("${}", grouped(&price.per_million()))
}

fn cant_be_true(figure: &str) -> String {
    format!("{figure} (can't be true)")
}

/// A quotient with its thousands apart, rounded half up to at most `decimals`: `1,388.8889`, `4`.
pub fn quotient(quotient: Quotient, decimals: u32) -> String {
    grouped(trimmed(&quotient.rounded(decimals)))
}

/// A price in dollars per million tokens: `$0.05`, `$0.0375`; free and unknown in words, and what can't be true is said
/// to be so.
pub fn price(price: Price) -> String {
    match price {
        Price::Unknown | Price::Unusable => "unknown".to_owned(),
        Price::Free => "free".to_owned(),
        Price::Known(known) => token_price(known),
        Price::Impossible(said) => cant_be_true(&token_price(said)),
    }
}

/// As [`price`] where there is little room: the figure alone, true or not.
pub fn price_figure(of: Price) -> String {
    of.impossible().map_or_else(|| price(of), token_price)
}

/// A known price in dollars per million tokens: all its digits up to six decimals; far below all real prices `$1e-10`,
/// which can be typed like this too.
pub fn token_price(price: TokenPrice) -> String {
    const DECIMALS: u32 = 18;
    const SHOWN: u32 = 6;
    let exact = price.per_million();
    let decimals = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if decimals <= SHOWN as usize {
        return format!("${}", grouped(&exact));
    }
    let units = U256::from(price.units());
    tiny(units, DECIMALS, SHOWN)
        .map_or_else(|| format!("${}", money(units, DECIMALS)), |tiny| format!("${tiny}"))
}

/// How many tasks a dollar buys: `7,692.3`; below one, four significant digits.
pub fn per_dollar(quotient: Quotient) -> String {
    let whole_part = quotient.to_whole();
    if whole_part >= 100_000 {
        return whole(whole_part);
    }
    if quotient.rounded_units(4) >= U256::from(10_000_u32) {
        return grouped(&quotient.rounded(1));
    }
    let units = quotient.rounded_units(12);
    if units == U256::ZERO { "0".to_owned() } else { money(units, 12) }
}

/// `8.3x`: one decimal below a hundred, none above; below a tenth two significant digits: `0.033x`, `0.0000012x`; beyond
/// all that can be read `1.2e-9x`.
pub fn times(quotient: Quotient) -> String {
    let value = quotient.to_f64();
    if value > 0.0 && !(1e-6..1e12).contains(&value) {
        let text = format!("{value:.1e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}x", trimmed(digits));
    }
    let hundredths = quotient.rounded_units(2);
    if hundredths < U256::from(10_u32) {
        const DECIMALS: u32 = 8;
        let units = quotient.rounded_units(DECIMALS);
        let digits = u32::try_from(units.to_string().len()).unwrap_or(DECIMALS);
        // Zeros behind the point, then two digits.
        return format!("{}x", trimmed(&quotient.rounded(DECIMALS + 2 - digits.min(DECIMALS))));
    }
    if hundredths < U256::from(100_u32) {
        return format!("{}x", quotient.rounded(2));
    }
    if hundredths >= U256::from(10_000_u32) {
        return format!("{}x", grouped(&quotient.rounded(0)));
    }
    format!("{}x", quotient.rounded(1))
}

/// `digits` x 10^`exponent` for a tick of an axis: `20M`, `1.5k`, `0.0005`; beyond all names `1e20`, `2e-10`.
pub fn axis(digits: u64, exponent: i32) -> String {
    const SUFFIXES: [(i32, &str); 5] = [(15, "T"), (12, "B"), (9, "M"), (6, "k"), (3, "")];
    if digits == 0 {
        return "0".to_owned();
    }
    let (mut digits, mut exponent) = (digits, exponent);
    while digits.is_multiple_of(10) {
        digits /= 10;
        exponent = exponent.saturating_add(1);
    }
    let magnitude = exponent.saturating_add(i32::try_from(digits.ilog10()).unwrap_or(0));
    if !(-9..15).contains(&magnitude) {
        let text = print_units(U256::from(digits), digits.ilog10(), 0);
        return format!("{text}e{magnitude}");
    }
    let (below, suffix) = SUFFIXES.into_iter().rfind(|(below, _)| magnitude < *below).unwrap_or((3, ""));
    format!("{}{suffix}", plain(digits, exponent - (below - 3)))
}

/// 10^`exponent` in full: `10,000`, `0.00001`; beyond all names `1e20`.
pub fn power_of_ten(exponent: i32) -> String {
    if (-9..15).contains(&exponent) { plain(1, exponent) } else { format!("1e{exponent}") }
}

/// `digits` x 10^`exponent` as a plain decimal.
fn plain(digits: u64, exponent: i32) -> String {
    let size = exponent.unsigned_abs();
    if exponent < 0 {
        print_units(U256::from(digits), size, 0)
    } else {
        grouped(&format!("{digits}{}", "0".repeat(size as usize)))
    }
}

/// Money: from one up two decimals, below one four significant digits and at least two decimals.
fn money(units: U256, decimals: u32) -> String {
    // Almost every amount fits 128 bits, whose arithmetic is several times quicker.
    let small = u128::try_from(units).ok();
    let digits = small.map_or_else(
        || units.to_string().len(),
        |small| small.checked_ilog10().map_or(1, |log| log as usize + 1),
    );
    let digits = u32::try_from(digits).unwrap_or(u32::MAX);
    let shown_decimals = if digits > decimals || units == U256::ZERO {
        2
    } else {
        // Zeros behind the point, then four digits.
        (decimals - digits + 4).min(decimals)
    };
    let shift = decimals - shown_decimals.min(decimals);
    let rounded = if let (Some(units), Some(step)) = (small, 10_u128.checked_pow(shift)) {
        let (quotient, rest) = (units / step, units % step);
        U256::from(if step > 1 && rest >= step - rest { quotient + 1 } else { quotient })
    } else {
        let step = U256::new(10).pow(shift);
        let (quotient, rest) = (units / step, units % step);
        if step > U256::ONE && rest >= step - rest { quotient + U256::ONE } else { quotient }
    };
    grouped(&print_units(rounded, shown_decimals, 2))
}

/// `1.235e-10`: four significant digits of an amount above zero that is below 10^-`limit`; `None` of another.
fn tiny(units: U256, decimals: u32, limit: u32) -> Option<String> {
    // Below the limit every amount of ours fits 128 bits.
    let units = u128::try_from(units).ok()?;
    let digits = units.checked_ilog10()? + 1;
    if digits > decimals.saturating_sub(limit) {
        return None;
    }
    let dropped = digits.saturating_sub(4);
    let step = 10_u128.pow(dropped);
    let rounded = (units + step / 2) / step;
    let behind = rounded.checked_ilog10()?;
    let exponent = i64::from(dropped) + i64::from(behind) - i64::from(decimals);
    Some(format!("{}e{exponent}", print_units(U256::from(rounded), behind, 0)))
}

/// `value` with all but its first `count` digits set to zero, rounded half up.
fn significant(value: u64, count: u32) -> u128 {
    let digits = value.checked_ilog10().map_or(1, |log| log + 1);
    let step = 10_u128.pow(digits.saturating_sub(count));
    (u128::from(value) + step / 2) / step * step
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// Thousands separators in the whole part of a plain decimal.
fn grouped(plain: &str) -> String {
    let (digits, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut out = String::with_capacity(plain.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(amount: &str, expected: &str) {
        assert_eq!(dollars(Dollars::parse(amount).unwrap()), expected);
    }

    #[test]
    fn small_costs_keep_their_digits() {
        shows("0.000025", "$0.000025");
        shows("0.00072", "$0.00072");
        shows("0.0003333333", "$0.0003333");
        shows("0.00000000612345", "$0.000000006123");
        shows("0.00000000012345", "$1.235e-10");
        shows("0.00000000099999", "$1e-9");
        shows("0.000000000000000000000001", "$1e-24");
        shows("0.5", "$0.50");
        shows("0.99996", "$1.00");
        shows("28.8", "$28.80");
        shows("1234567.895", "$1,234,567.90");
        shows("0", "$0.00");
    }

    #[test]
    fn counts_group_and_shorten() {
        assert_eq!(whole(20_000_000), "20,000,000");
        assert_eq!(whole(999), "999");
        assert_eq!(compact(20_000_000), "20M");
        assert_eq!(compact(5_882_353), "5.88M");
        assert_eq!(compact(66_667), "66.7k");
        assert_eq!(compact(999_999), "1M");
        assert_eq!(compact(1_500), "1.5k");
        assert_eq!(compact(13), "13");
    }

    #[test]
    fn axes_are_labelled_in_round_numbers() {
        assert_eq!(axis(0, 5), "0");
        assert_eq!(axis(2, 7), "20M");
        assert_eq!(axis(15, 2), "1.5k");
        assert_eq!(axis(5, 2), "500");
        assert_eq!(axis(10, 2), "1k");
        assert_eq!(axis(5, -4), "0.0005");
        assert_eq!(axis(15, -4), "0.0015");
        assert_eq!(axis(1, 12), "1T");
        assert_eq!(axis(1, 20), "1e20");
        assert_eq!(axis(25, -12), "2.5e-11");
        assert_eq!(power_of_ten(4), "10,000");
        assert_eq!(power_of_ten(-5), "0.00001");
        assert_eq!(power_of_ten(-12), "1e-12");
    }

    #[test]
    fn quotients_show_what_matters() {
        let tasks = |cost: &str| {
            per_dollar(Quotient::of_dollars(Dollars::whole(1), Dollars::parse(cost).unwrap()).unwrap())
        };
        assert_eq!(tasks("0.00013"), "7,692.3");
        assert_eq!(tasks("0.000000025"), "40,000,000");
        assert_eq!(tasks("8"), "0.125");
        let ratio = |a: &str, b: &str| {
            times(Quotient::of_dollars(Dollars::parse(a).unwrap(), Dollars::parse(b).unwrap()).unwrap())
        };
        assert_eq!(ratio("2.5", "0.3"), "8.3x");
        assert_eq!(ratio("15", "0.05"), "300x");
        assert_eq!(ratio("1", "3"), "0.33x");
        assert_eq!(ratio("1", "1"), "1.0x");
        assert_eq!(
            (ratio("1", "30"), ratio("1", "20"), ratio("0.996", "10")),
            ("0.033x".into(), "0.05x".into(), "0.10x".into())
        );
        assert_eq!(
            (ratio("0.0000012", "1"), ratio("1", "99950000000")),
            ("0.0000012x".into(), "1e-11x".into())
        );
        assert_eq!(
            (ratio("0.00000000123", "1"), ratio("1", "0.0000000000003")),
            ("1.2e-9x".into(), "3.3e12x".into())
        );
        assert_eq!((ratio("1000", "0.0000001"), ratio("0", "1")), ("10,000,000,000x".into(), "0x".into()));
    }

    #[test]
    fn exact_labels_keep_every_digit() {
        let noisy = Price::per_million("1200.49299999999999994").unwrap();
        assert_eq!(exact_price(noisy), "$1,200.49299999999999994");
        assert_eq!(exact_price(Price::per_million("3").unwrap()), "$3.00");
        assert_eq!(exact_dollars(Dollars::parse("1234.000025").unwrap()), "$1,234.000025");
        let ratio = Quotient::of_dollars(Dollars::whole(1000), Dollars::parse("0.72").unwrap()).unwrap();
        assert_eq!((quotient(ratio, 4), quotient(ratio, 0)), ("1,388.8889".into(), "1,389".into()));
    }

    #[test]
    fn prices_show_all_sensible_digits() {
        assert_eq!(price(Price::per_million("0.0375").unwrap()), "$0.0375");
        assert_eq!(price(Price::per_million("1200").unwrap()), "$1,200.00");
        assert_eq!(price(Price::per_million("0.49299999999999994").unwrap()), "$0.493");
        assert_eq!(price(Price::per_million("0.0000012345").unwrap()), "$0.000001235");
        let tiny = price(Price::per_million("0.0000000001").unwrap());
        assert_eq!(tiny, "$1e-10", "short enough for a column");
        let typed = crate::money::typed::price(&tiny).unwrap();
        assert_eq!(typed, Price::per_million("0.0000000001").unwrap(), "and read as what it says");
        assert_eq!(price(Price::per_million("0.000000999999").unwrap()), "$1e-6");
        assert_eq!(price(Price::Free), "free");
        assert_eq!(price(Price::Unknown), "unknown");
    }
}

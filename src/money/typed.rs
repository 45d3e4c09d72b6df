//! Numbers as people type them: `1,500`, `1_000`, `1.5M`, `20k`, `$0.15`, `0,15`.
//!
//! What can be read in two ways is asked back ([`NumberError::Ambiguous`]), never guessed.

use super::decimal::shown;
use super::{Decimal, Dollars, NumberError, Price};

const WHOLE: &str = "write a whole number, such as 500, 1,500, 20k or 1.5M";
const PRICE: &str = "write dollars per million tokens, such as 0.15";
const AMOUNT: &str = "write dollars, such as 500, 0.15 or 20k";

/// Reads a count of tokens, requests or days, from 0 to `most`.
///
/// # Errors
/// When the text is no whole number, can be read in two ways, or is above `most`.
pub fn count(text: &str, most: u64) -> Result<u64, NumberError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(NumberError::Empty { example: "500" });
    }
    let (digits, zeros) = split_suffix(trimmed);
    let plain = if zeros == 0 {
        without_separators(digits, trimmed, Reading::Count)?
    } else {
        without_separators(digits, trimmed, Reading::Scaled)?
    };
    let number = read(&plain, trimmed, WHOLE)?;
    let too_large = || NumberError::TooLarge { text: shown(trimmed), most: super::label::whole(most) };
    let scaled = match zeros {
        0 => number,
        _ => match number.to_units(18) {
            // Shift by the suffix in exact decimal arithmetic: 1.5M is 1,500,000.
            Some(_) => Decimal::parse(&format!("{plain}e{zeros}"))?,
            None if number.is_finer_than(18) => number,
            None => return Err(too_large()),
        },
    };
    if scaled.is_finer_than(0) {
        return Err(NumberError::NotWhole { text: shown(trimmed), allowed: WHOLE });
    }
    match scaled.to_units(0).and_then(|units| u64::try_from(units).ok()) {
        Some(value) if value <= most => Ok(value),
        _ => Err(too_large()),
    }
}

/// Reads a price in dollars per million tokens; an explicit 0 is free.
///
/// # Errors
/// When the text is no number, negative, in another currency, can be read in two ways, or out of range.
pub fn price(text: &str) -> Result<Price, NumberError> {
    Price::per_million(&dollars_text(text, PRICE)?)
}

/// The digits of a price as [`price`] reads it, in plain notation, for a price in another unit.
///
/// # Errors
/// As [`price`], without its range.
pub(crate) fn price_digits(text: &str) -> Result<String, NumberError> {
    dollars_text(text, PRICE)
}

/// Reads a fee in dollars per request; an explicit 0 is free.
///
/// # Errors
/// As [`price`].
pub fn fee(text: &str) -> Result<Price, NumberError> {
    Price::per_token(&dollars_text(text, AMOUNT)?)
}

/// Reads an amount of dollars, such as a budget.
///
/// # Errors
/// As [`price`].
pub fn dollars(text: &str) -> Result<Dollars, NumberError> {
    let (number, zeros) = split_suffix(text.trim());
    if zeros == 0 {
        return Dollars::parse(&dollars_text(text, AMOUNT)?);
    }
    Dollars::parse(&format!("{}e{zeros}", dollars_text(number, AMOUNT)?))
}

fn dollars_text(text: &str, allowed: &'static str) -> Result<String, NumberError> {
    let trimmed = text.trim();
    if trimmed.chars().any(|c| "€£¥₹₩₽".contains(c)) {
        return Err(NumberError::OtherCurrency { text: shown(trimmed) });
    }
    let lower = trimmed.to_ascii_lowercase();
    let bare = lower.strip_prefix("usd").or_else(|| lower.strip_suffix("usd")).unwrap_or(&lower).trim();
    let bare = bare.strip_prefix('$').or_else(|| bare.strip_suffix('$')).unwrap_or(bare).trim();
    if bare.is_empty() {
        return Err(NumberError::Empty { example: "0.15" });
    }
    let negative = bare.starts_with('-') || trimmed.starts_with("-$");
    let plain = without_separators(bare, trimmed, Reading::Price(allowed))?;
    read(plain.trim_start_matches("-$"), trimmed, allowed).and_then(|number| {
        if negative && !number.is_zero() {
            Err(NumberError::Negative { text: shown(trimmed) })
        } else {
            Ok(plain)
        }
    })
}

/// `plain` as a number, its errors about `original` and saying `allowed`.
fn read(plain: &str, original: &str, allowed: &'static str) -> Result<Decimal, NumberError> {
    Decimal::parse(plain).map_err(|error| match error {
        NumberError::NotANumber { .. } | NumberError::Empty { .. } => {
            NumberError::NotANumber { text: shown(original), allowed }
        }
        NumberError::Negative { .. } => NumberError::Negative { text: shown(original) },
        other => other,
    })
}

/// The text before a `k`, `M` or `B`, and how many zeros that stands for.
fn split_suffix(text: &str) -> (&str, u32) {
    let zeros = match text.chars().next_back() {
        Some('k' | 'K') => 3,
        Some('m' | 'M') => 6,
        Some('b' | 'B' | 'g' | 'G') => 9,
        _ => return (text, 0),
    };
    (text.get(..text.len() - 1).unwrap_or(text).trim_end(), zeros)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// A whole number: commas group, and so may points, so `1.500` is asked back.
    Count,
    /// A number before `k` or `M`: one separator is the decimal sign.
    Scaled,
    /// An amount of dollars: one comma is the decimal sign, except where it groups as well as not. What is allowed, in words.
    Price(&'static str),
}

/// `text` in plain notation: without grouping, with a point as the decimal sign.
fn without_separators(text: &str, original: &str, reading: Reading) -> Result<String, NumberError> {
    let refuse = || NumberError::NotANumber {
        text: shown(original),
        allowed: match reading {
            Reading::Price(allowed) => allowed,
            Reading::Count | Reading::Scaled => WHOLE,
        },
    };
    let mut compact = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // Digit groups set apart by a space of any width, an underscore or an apostrophe.
            '_' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => {
                let between_digits = before.is_some_and(|c| c.is_ascii_digit())
                    && characters.peek().is_some_and(char::is_ascii_digit);
                if !between_digits {
                    return Err(refuse());
                }
            }
            other => compact.push(other),
        }
        before = Some(character);
    }
    let commas = compact.matches(',').count();
    let points = compact.matches('.').count();
    let ambiguous = |separator: char| {
        let (whole, rest) = compact.split_once(separator).unwrap_or((&compact, ""));
        let fraction = rest.trim_end_matches('0');
        NumberError::Ambiguous {
            text: shown(original),
            first: format!("{whole}{rest}"),
            second: if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") },
        }
    };
    match (commas, points) {
        (0, 0) => Ok(compact),
        (1, 0) => match reading {
            Reading::Count if groups_well(&compact, ',') => Ok(compact.replace(',', "")),
            Reading::Count => Err(refuse()),
            Reading::Price(_) | Reading::Scaled if groups_well(&compact, ',') => Err(ambiguous(',')),
            Reading::Price(_) | Reading::Scaled => Ok(compact.replace(',', ".")),
        },
        (0, 1) => match reading {
            Reading::Count if groups_well(&compact, '.') => Err(ambiguous('.')),
            Reading::Count | Reading::Scaled | Reading::Price(_) => Ok(compact),
        },
        (_, 0) if groups_well(&compact, ',') => Ok(compact.replace(',', "")),
        (0, _) if groups_well(&compact, '.') => Ok(compact.replace('.', "")),
        (_, 1) => match compact.split_once('.') {
            Some((whole, fraction)) if groups_well(whole, ',') && !fraction.contains(',') => {
                Ok(format!("{}.{fraction}", whole.replace(',', "")))
            }
            // 1.234,56, as much of Europe writes it.
            Some(_) if commas == 1 => european(&compact).ok_or_else(refuse),
            _ => Err(refuse()),
        },
        (1, _) => european(&compact).ok_or_else(refuse),
        _ => Err(refuse()),
    }
}

fn european(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(',')?;
    groups_well(whole, '.').then(|| format!("{}.{fraction}", whole.replace('.', "")))
}

/// Whether `text` is 1 to 3 digits, not starting with 0, then groups of exactly three behind each `separator`.
fn groups_well(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let all_digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|g| all_digits(g) && g.len() <= 3 && !g.starts_with('0'));
    first && groups.all(|g| all_digits(g) && g.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MOST: u64 = 1_000_000_000;

    #[track_caller]
    fn counts(text: &str, expected: u64) {
        assert_eq!(count(text, MOST), Ok(expected), "{text}");
    }

    #[track_caller]
    fn prices(text: &str, expected: &str) {
        assert_eq!(price(text).map(Price::per_million_or_empty), Ok(expected.to_owned()), "{text}");
    }

    #[test]
    fn tokens_as_people_write_them() {
        counts("500", 500);
        counts(" 1,000 ", 1_000);
        counts("1_000", 1_000);
        counts("1 000 000", 1_000_000);
        counts("1'000", 1_000);
        counts("1,234,567", 1_234_567);
        counts("1.5M", 1_500_000);
        counts("1,5M", 1_500_000);
        counts("20k", 20_000);
        counts("20 K", 20_000);
        counts("0.5k", 500);
        counts("1B", MOST);
        counts("1e3", 1_000);
        counts("12.0", 12);
        counts("0", 0);
    }

    #[test]
    fn counts_that_are_refused_say_what_is_allowed() {
        for text in [
            "", " ", "abc", "-5", "NaN", "inf", "1.5", "0.0001k", "1,00", "1,0000", ",5", "2B", "1e99",
            "--3", "k", "_1", "1__0", "1.2.3",
        ] {
            assert!(count(text, MOST).is_err(), "{text}");
        }
        assert_eq!(
            count("2B", MOST).unwrap_err().to_string(),
            "\"2B\" is too large; the most is 1,000,000,000"
        );
        assert_eq!(
            count("1.500", MOST).unwrap_err().to_string(),
            "\"1.500\": 1500 or 1.5? Write it without the separator"
        );
        assert_eq!(count("-5", MOST).unwrap_err().to_string(), "\"-5\" is negative; it must be 0 or more");
    }

    #[test]
    fn prices_as_people_write_them() {
        prices("0.15", "0.15");
        prices("$0.15", "0.15");
        prices("$ 0.15", "0.15");
        prices("0,15", "0.15");
        prices("0,150", "0.15");
        prices("12,5", "12.50");
        prices("1,5000", "1.50");
        prices("0.15 USD", "0.15");
        prices("1,234.50", "1234.50");
        prices("1.234,50", "1234.50");
        prices("1,234,567", "1234567.00");
        prices("0", "0.00");
        prices("1.500", "1.50");
        prices("1500", "1500.00");
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, plain) in [
            ("1k", "1000"),
            ("$1.5k", "1500"),
            ("$2 M", "2000000"),
            ("0.5 k", "500"),
            ("500", "500"),
            ("0.15", "0.15"),
        ] {
            assert_eq!(dollars(text), Dollars::parse(plain), "{text}");
        }
        for text in ["k", "$k", "-1k", "€1k", "1kk", "1k5", "1,500k"] {
            assert!(dollars(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_price_that_reads_two_ways_is_asked_back() {
        let message = |text: &str| price(text).unwrap_err().to_string();
        assert_eq!(message("1,500"), "\"1,500\": 1500 or 1.5? Write it without the separator");
        assert_eq!(message("$999,000"), "\"$999,000\": 999000 or 999? Write it without the separator");
        assert!(message("€0.15").contains("US dollars"));
        for text in ["", "$", "-1", "-$1", "$-1", "NaN", "inf", "1,2,3", "0.1.2", "free", "1e30", "0,1,2"] {
            assert!(price(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in "\\PC{0,24}") {
            let _ = count(&text, MOST);
            let _ = price(&text);
            let _ = dollars(&text);
        }

        #[test]
        fn every_count_reads_back(value in 0..=MOST) {
            prop_assert_eq!(count(&value.to_string(), MOST), Ok(value));
            prop_assert_eq!(count(&super::super::label::whole(value), MOST), Ok(value));
        }

        #[test]
        fn every_price_reads_back(cents in 0_u64..100_000_000) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            prop_assert_eq!(price(&text).map(Price::per_million_or_empty), Ok(text));
        }
    }
}

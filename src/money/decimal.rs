//! A decimal number exactly as it was written. The one parser behind every price, whatever file it came from.

use ethnum::U256;

/// The most digits that a written number may have (leading zeros not counted).
const MAXIMUM_DIGITS: usize = 38;

/// A non-negative decimal number, exactly as written: `mantissa` x 10^`exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: u128,
    exponent: i32,
}

/// Why a written number was refused. The text says what is allowed, for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is nothing to read.
    #[error("this is empty; type a number such as {example}")]
    Empty {
        /// A number that would be accepted.
        example: &'static str,
    },
    /// The text is not a number.
    #[error("\"{text}\" is not a number; {allowed}")]
    NotANumber {
        /// What was written.
        text: String,
        /// What would be accepted.
        allowed: &'static str,
    },
    /// The number is below zero.
    #[error("\"{text}\" is negative; it must be 0 or more")]
    Negative {
        /// What was written.
        text: String,
    },
    /// The number is not whole where only whole ones make sense.
    #[error("\"{text}\" is not a whole number; {allowed}")]
    NotWhole {
        /// What was written.
        text: String,
        /// What would be accepted.
        allowed: &'static str,
    },
    /// The number has more digits than the app keeps exactly.
    #[error("\"{text}\" has too many digits; at most {decimals} after the point are kept exactly")]
    TooPrecise {
        /// What was written.
        text: String,
        /// How many decimals are kept.
        decimals: u32,
    },
    /// The number is larger than anything that makes sense here.
    #[error("\"{text}\" is too large; the most is {most}")]
    TooLarge {
        /// What was written.
        text: String,
        /// The greatest number accepted.
        most: String,
    },
    /// The number can be read in two ways.
    #[error("\"{text}\": {first} or {second}? Write it without the separator")]
    Ambiguous {
        /// What was written.
        text: String,
        /// One reading.
        first: String,
        /// The other reading.
        second: String,
    },
    /// The amount is in a currency other than US dollars.
    #[error("\"{text}\" is not in US dollars; prices are dollars per million tokens")]
    OtherCurrency {
        /// What was written.
        text: String,
    },
}

impl NumberError {
    pub(crate) fn not_a_number(text: &str) -> Self {
        Self::NotANumber { text: shown(text), allowed: "write digits, such as 0.15" }
    }

    /// The same of a share in percent: in the words that were typed, not in those that were read.
    pub(crate) fn of_percent(self, typed: &str) -> Self {
        let text = shown(typed.trim());
        match self {
            Self::NotANumber { .. } => Self::NotANumber { text, allowed: "write digits, such as 15 %" },
            Self::Negative { .. } => Self::Negative { text },
            Self::TooPrecise { decimals, .. } => {
                Self::TooPrecise { text, decimals: decimals.saturating_sub(2) }
            }
            Self::TooLarge { .. } => Self::TooLarge { text, most: "1,000 %".to_owned() },
            other => other,
        }
    }
}

/// `text` cut to a length that fits a message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain("...".chars()).collect()
    }
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

    /// Reads `12`, `0.05`, `.5`, `5.`, `3e-7` or `1.25E-6`: JSON's and programmers' notation, without separators.
    ///
    /// # Errors
    /// When the text is empty, not a number, negative, not finite, or has more than 38 significant digits.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(NumberError::Empty { example: "0.15" });
        }
        let unsigned = match trimmed.strip_prefix('-') {
            Some(rest) => {
                return match Self::parse_unsigned(rest, trimmed) {
                    Ok(zero) if zero.mantissa == 0 => Ok(Self::ZERO),
                    Ok(_) => Err(NumberError::Negative { text: shown(trimmed) }),
                    Err(error) => Err(error),
                };
            }
            None => trimmed.strip_prefix('+').unwrap_or(trimmed),
        };
        Self::parse_unsigned(unsigned, trimmed)
    }

    fn parse_unsigned(unsigned: &str, whole_text: &str) -> Result<Self, NumberError> {
        let not_a_number = || NumberError::not_a_number(whole_text);
        let (digits, exponent_text) = match unsigned.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(not_a_number());
        }
        let mut mantissa: u128 = 0;
        let mut exponent: i32 = 0;
        let mut significant = 0;
        for (after_point, character) in
            whole.chars().map(|c| (false, c)).chain(fraction.chars().map(|c| (true, c)))
        {
            let digit = character.to_digit(10).ok_or_else(not_a_number)?;
            if mantissa > 0 || digit > 0 {
                significant += 1;
            }
            if significant > MAXIMUM_DIGITS {
                // Zeros at the end of a long fraction change nothing; any other digit would be lost.
                if after_point && digit == 0 {
                    continue;
                }
                return Err(NumberError::TooPrecise { text: shown(whole_text), decimals: 18 });
            }
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(u128::from(digit)))
                .ok_or_else(|| NumberError::TooPrecise { text: shown(whole_text), decimals: 18 })?;
            if after_point {
                exponent = exponent.saturating_sub(1);
            }
        }
        if let Some(written) = exponent_text {
            let digits_only = written.strip_prefix(['+', '-']).unwrap_or(written);
            if digits_only.is_empty() || !digits_only.bytes().all(|b| b.is_ascii_digit()) {
                return Err(not_a_number());
            }
            // An exponent beyond i32 is as good as the greatest: it is refused by range or is zero either way.
            let negative = written.starts_with('-');
            let size = digits_only.parse::<i32>().unwrap_or(i32::MAX / 2);
            exponent = exponent.saturating_add(if negative { -size } else { size });
        }
        if mantissa == 0 {
            return Ok(Self::ZERO);
        }
        while mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent = exponent.saturating_add(1);
        }
        Ok(Self { mantissa, exponent })
    }

    /// The number as a whole count of 10^-`decimals`: `None` when it has more digits than that or is beyond `u128`.
    pub fn to_units(self, decimals: u32) -> Option<u128> {
        if self.mantissa == 0 {
            return Some(0);
        }
        let shift = self.exponent.checked_add(i32::try_from(decimals).ok()?)?;
        let factor = 10_u128.checked_pow(u32::try_from(shift).ok()?)?;
        self.mantissa.checked_mul(factor)
    }

    /// As [`Decimal::to_units`], with the digits beyond 10^-`decimals` rounded half up.
    pub fn to_units_rounded(self, decimals: u32) -> Option<u128> {
        let shift = i64::from(self.exponent) + i64::from(decimals);
        if shift >= 0 {
            return self.to_units(decimals);
        }
        match u32::try_from(-shift).ok().and_then(|digits| 10_u128.checked_pow(digits)) {
            Some(step) => Some(self.mantissa / step + u128::from(self.mantissa % step >= step / 2)),
            None => Some(0),
        }
    }

    /// Whether the number has more than `decimals` digits after the point.
    pub fn is_finer_than(self, decimals: u32) -> bool {
        self.mantissa != 0 && i64::from(self.exponent) < -i64::from(decimals)
    }

    /// Whether the number is zero.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }
}

/// The floating-point number nearest to a count, or next to it. 128-bit numbers convert several times quicker.
#[expect(clippy::cast_precision_loss, reason = "for drawing and for a first guess at an order")]
pub(crate) fn nearest_f64(units: U256) -> f64 {
    u128::try_from(units).map_or_else(|_| units.as_f64(), |small| small as f64)
}

/// Prints `units` x 10^-`decimals` exactly, with at least `least` decimals and no zeros beyond those.
pub(crate) fn print_units(units: U256, decimals: u32, least: usize) -> String {
    // 128-bit numbers print several times quicker.
    let digits = u128::try_from(units).map_or_else(|_| units.to_string(), |small| small.to_string());
    let decimals = decimals as usize;
    let padded = if digits.len() <= decimals {
        format!("{}{digits}", "0".repeat(decimals + 1 - digits.len()))
    } else {
        digits
    };
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    let kept = fraction.trim_end_matches('0').len().max(least.min(decimals));
    match fraction.get(..kept) {
        Some(kept) if !kept.is_empty() => format!("{whole}.{kept}"),
        _ => whole.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, decimals: u32, expected: Option<u128>) {
        assert_eq!(Decimal::parse(text).unwrap().to_units(decimals), expected, "{text}");
    }

    #[test]
    fn reads_every_notation_exactly() {
        check("0.05", 6, Some(50_000));
        check("3e-7", 12, Some(300_000));
        check("1.25E-6", 12, Some(1_250_000));
        check(".5", 1, Some(5));
        check("5.", 0, Some(5));
        check("+7", 0, Some(7));
        check("-0", 0, Some(0));
        check("1200000e-5", 0, Some(12));
        check("0.1234567890123456789", 19, Some(1_234_567_890_123_456_789));
        let rounded = |text: &str| Decimal::parse(text).unwrap().to_units_rounded(2);
        assert_eq!(rounded("1.005"), Some(101));
        assert_eq!(rounded("1.0049999999999999999999"), Some(100));
        assert_eq!((rounded("1e-300"), rounded("7")), (Some(0), Some(700)));
        check("1e-30", 24, None);
        check("1e308", 24, None);
        check("0e99999999999", 3, Some(0));
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        for text in ["", "  ", "abc", "NaN", "inf", "1e", "1e+", ".", "1.2.3", "0x10", "--1", "1 2", "e5"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert!(matches!(Decimal::parse("-1"), Err(NumberError::Negative { .. })));
        assert!(matches!(Decimal::parse(&"9".repeat(39)), Err(NumberError::TooPrecise { .. })));
    }

    #[test]
    fn prints_exactly() {
        assert_eq!(print_units(U256::from(25_u8), 6, 0), "0.000025");
        assert_eq!(print_units(U256::from(20_u8), 2, 2), "0.20");
        assert_eq!(print_units(U256::from(1500_u16), 2, 2), "15.00");
        assert_eq!(print_units(U256::from(1500_u16), 2, 0), "15");
        assert_eq!(print_units(U256::ZERO, 36, 0), "0");
    }
}

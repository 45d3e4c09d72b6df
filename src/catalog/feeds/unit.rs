//! What the numbers of a list are counted in: dollars or another currency, for one token, a thousand or a million.
//!
//! A file may state it for all of its rows, for a row, or beside the prices; the innermost statement counts. Units that
//! differ by a power of ten are converted exactly. Another currency is never converted: its rate is not in the file.

use serde_json::value::RawValue;

use super::json;
use crate::document;

/// For how many tokens a price is, as a power of ten: 0 for one token, 6 for a million. Cents add two.
pub(super) type Power = u32;

/// Dollars for one token.
pub(super) const TOKEN: Power = 0;
/// Cents for one token.
pub(super) const CENTS: Power = 2;
/// Dollars for a thousand.
pub(super) const THOUSAND: Power = 3;
/// Dollars for a million tokens.
pub(super) const MILLION: Power = 6;

/// Decimals of a price for so many tokens, for [`crate::money::Price::listed`].
pub(super) const fn decimals(power: Power) -> u32 {
    24_u32.saturating_sub(power)
}

/// The greatest power that is read: cents for a billion.
const MOST_POWER: Power = 11;

/// A unit, as a file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// So many tokens.
    Tokens(Power),
    /// Something else: `per image`.
    Other(String),
}

/// A currency, as a file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Currency {
    /// US dollars.
    Dollars,
    /// Another one, in the file's words.
    Other(String),
}

/// What a file states of its numbers. `None` where it states nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) unit: Option<Unit>,
    pub(super) currency: Option<Currency>,
}

impl Terms {
    /// Whether a text may state terms at all: a quick look that saves a careful one at each row.
    pub(super) fn may_be_in(text: &str) -> bool {
        ["unit", "Unit", "UNIT", "urrency", "URRENCY"].iter().any(|word| text.contains(word))
    }

    /// What an object states, and where it states nothing, what stands around it.
    pub(super) fn within(outer: &Self, raw: &RawValue) -> Self {
        let mut terms = outer.clone();
        // What is no object states nothing.
        let _ = json::fields(raw, |field, value| {
            terms.see(field, value);
            Ok(())
        });
        terms
    }

    /// Takes a field in, where it states terms; whether it does.
    pub(super) fn see(&mut self, field: &str, value: &RawValue) -> bool {
        match Statement::named(field) {
            None => return false,
            Some(Statement::Unit) => {
                let written = json::number(value).ok().flatten().unwrap_or_default();
                let (unit, currency) = parse(&written);
                self.unit = unit.or(self.unit.take());
                self.currency = currency.or(self.currency.take());
            }
            Some(Statement::Currency) => {
                let written = json::text_if_any(value).unwrap_or_default();
                self.currency = currency(&written).or(self.currency.take());
            }
        }
        true
    }
}

enum Statement {
    Unit,
    Currency,
}

impl Statement {
    fn named(field: &str) -> Option<Self> {
        match super::names::letters(field).as_str() {
            "unit" | "units" | "priceunit" | "priceunits" | "pricingunit" | "costunit" | "tokenunit"
            | "billingunit" | "unitofprice" | "unitofmeasure" => Some(Self::Unit),
            "currency" | "currencycode" | "pricecurrency" | "pricingcurrency" | "costcurrency" => {
                Some(Self::Currency)
            }
            _ => None,
        }
    }
}

/// `USD`, `US$`, `dollars`; all else is another currency, and nothing is none.
fn currency(text: &str) -> Option<Currency> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let letters: String = text.chars().filter(|character| !matches!(character, ' ' | '.' | '_')).collect();
    Some(match letters.to_lowercase().as_str() {
        "usd" | "us$" | "$" | "usd$" | "dollar" | "dollars" | "usdollar" | "usdollars" => Currency::Dollars,
        _ => Currency::Other(document::short(text, 20).into_owned()),
    })
}

/// `per_1m_tokens`, `1M tokens`, `$/MTok`, `per million`, `1000000`, `CNY per 1K`, `cents per token`. Nothing states
/// nothing.
fn parse(text: &str) -> (Option<Unit>, Option<Currency>) {
    const CURRENCIES: [&str; 34] = [
        "cny", "rmb", "yuan", "eur", "euro", "euros", "gbp", "pound", "pounds", "jpy", "yen", "krw", "won",
        "inr", "rupee", "rupees", "cad", "aud", "chf", "hkd", "twd", "sgd", "brl", "rub", "sek", "nok",
        "dkk", "pln", "credit", "credits", "point", "points", "idr", "thb",
    ];
    let mut power: Power = 0;
    let mut currency = None;
    let mut says_tokens = false;
    let mut is_other = false;
    for run in runs(text) {
        match run.as_str() {
            "per" | "a" | "each" | "of" | "in" | "for" | "the" | "price" | "prices" | "cost" | "input"
            | "output" | "text" => {}
            "token" | "tokens" | "tok" | "toks" => says_tokens = true,
            "k" | "thousand" | "kilo" => power += 3,
            "ktok" | "ktoks" | "ktoken" | "ktokens" => (power, says_tokens) = (power + 3, true),
            "m" | "mm" | "mio" | "mega" | "million" | "millions" => power += 6,
            "mtok" | "mtoks" | "mtoken" | "mtokens" => (power, says_tokens) = (power + 6, true),
            "b" | "bn" | "billion" | "btok" | "btoken" | "btokens" => power += 9,
            "usd" | "us" | "dollar" | "dollars" | "$" => currency = Some(Currency::Dollars),
            "cent" | "cents" | "¢" => power += 2,
            "€" | "£" | "¥" | "₩" | "₹" => currency = Some(Currency::Other(run)),
            word if CURRENCIES.contains(&word) => {
                // Codes are written in capitals, names are not.
                let is_code = word.len() == 3 && !matches!(word, "yen" | "won");
                currency = Some(Currency::Other(if is_code { word.to_uppercase() } else { run }));
            }
            digits => match digits.strip_prefix('1').filter(|zeros| zeros.bytes().all(|digit| digit == b'0'))
            {
                Some(zeros) => power += u32::try_from(zeros.len()).unwrap_or(MOST_POWER),
                None => is_other = true,
            },
        }
        power = power.min(MOST_POWER + 1);
    }
    let unit = if is_other || power > MOST_POWER {
        Some(Unit::Other(document::short(text.trim(), 40).into_owned()))
    } else if says_tokens || power > 0 || text.trim() == "1" {
        Some(Unit::Tokens(power))
    } else {
        None
    };
    (unit, currency)
}

/// The words, numbers and signs of a text, in lower case; `1,000` and `1_000` are one number.
fn runs(text: &str) -> Vec<String> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Digits,
        Letters,
    }
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    let characters: Vec<char> = text.trim().chars().take(60).collect();
    for (place, character) in characters.iter().enumerate() {
        let next_is_digit = characters.get(place + 1).is_some_and(char::is_ascii_digit);
        let kind = if character.is_ascii_digit() {
            Kind::Digits
        } else if character.is_alphabetic() {
            Kind::Letters
        } else if last == Some(Kind::Digits) && next_is_digit && matches!(character, ',' | '_' | '\'') {
            continue;
        } else {
            last = None;
            if matches!(character, '$' | '¢' | '€' | '£' | '¥' | '₩' | '₹') {
                runs.push(character.to_string());
            }
            continue;
        };
        // `perMillion`: a capital letter behind a small one begins a word.
        let begins = character.is_uppercase()
            && place > 0
            && characters.get(place - 1).is_some_and(|before| before.is_lowercase());
        match runs.last_mut().filter(|_| last == Some(kind) && !begins) {
            Some(run) => run.extend(character.to_lowercase()),
            None => runs.push(character.to_lowercase().collect()),
        }
        last = Some(kind);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_in_their_usual_spellings() {
        for (text, power) in [
            ("per_token", 0),
            ("TOKENS", 0),
            ("token", 0),
            ("per_1k", 3),
            ("per_1k_tokens", 3),
            ("1,000 tokens", 3),
            ("thousand", 3),
            ("per_1m_tokens", 6),
            ("1M tokens", 6),
            ("perMillionTokens", 6),
            ("$/MTok", 6),
            ("USD per million tokens", 6),
            ("1000000", 6),
            ("1_000_000", 6),
            ("100k tokens", 5),
            ("cents per token", 2),
            ("cents/1K tokens", 5),
            ("1", 0),
        ] {
            assert_eq!(parse(text).0, Some(Unit::Tokens(power)), "{text}");
        }
        for text in
            ["per image", "per_second", "per 3 tokens", "characters", "10^99", "1000000000000000000000"]
        {
            assert!(matches!(parse(text).0, Some(Unit::Other(_))), "{text}");
        }
        for text in ["", "USD", " "] {
            assert_eq!(parse(text).0, None, "{text}");
        }
    }

    #[test]
    fn a_unit_may_name_its_currency() {
        let other = |name: &str| Some(Currency::Other(name.to_owned()));
        assert_eq!(parse("CNY per 1M tokens"), (Some(Unit::Tokens(6)), other("CNY")));
        assert_eq!(parse("€/MTok"), (Some(Unit::Tokens(6)), other("€")));
        assert_eq!(parse("usd_per_1m"), (Some(Unit::Tokens(6)), Some(Currency::Dollars)));
        assert_eq!((currency("US dollars"), currency("")), (Some(Currency::Dollars), None));
        assert_eq!(currency("CNY"), other("CNY"));
        assert_eq!(parse("Credits per 1M").1, other("credits"));
    }
}

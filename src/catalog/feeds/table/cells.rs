//! The cells of a table: a price with its unit and its money, a count of tokens, or one of the ways to say nothing.

use super::headers::PriceColumn;
use super::units::{Basis, Money, Scale, take_basis, take_money};
use super::words::{Word, words};
use crate::catalog::Part;
use crate::money::{NumberError, Price, typed};

/// A price is a count of 10^-24 dollars per token.
const DECIMALS: u32 = 24;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell<T> {
    /// Nothing: empty, `N/A`, `-`, `contact sales`.
    Nothing,
    Value(T),
    /// It is not understood, and why.
    Odd(String),
}

/// Which sign stands before the decimals in a table, where its cells show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DecimalSign {
    /// A point, or either where it is clear.
    #[default]
    Point,
    /// A comma everywhere.
    Comma,
}

/// Finds out which decimal sign the cells of a table use.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DecimalSigns {
    commas: bool,
    points: bool,
}

impl DecimalSigns {
    pub(super) fn see(&mut self, cell: &str) {
        let Some((_, number, _)) = split(cell) else { return };
        let Some(last) = number.rfind([',', '.']) else { return };
        let (before, behind) =
            (number.get(..last).unwrap_or_default(), number.get(last + 1..).unwrap_or_default());
        let other_before = before.contains([',', '.']);
        let sign = number.get(last..=last).unwrap_or_default();
        // `1,500` may be either; `0,15`, `0,150`, `1.234,56` may not. `1,234,567` groups.
        let groups =
            before.contains(sign) || (behind.len() == 3 && !before.starts_with('0') && !before.is_empty());
        if groups && (!other_before || before.contains(sign)) {
            return;
        }
        if sign == "," { self.commas = true } else { self.points = true }
    }

    pub(super) const fn sign(self) -> DecimalSign {
        if self.commas && !self.points { DecimalSign::Comma } else { DecimalSign::Point }
    }
}

/// Whether a cell says that there is no such figure.
pub(super) fn is_nothing(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(['.', '*']).to_lowercase();
    let bare: String =
        lower.chars().filter(|c| !c.is_whitespace() && !matches!(c, '/' | '.' | '#' | '(' | ')')).collect();
    if bare
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | '―' | '?' | '_' | '✗' | '✘' | '❌'))
    {
        return true;
    }
    let asks = ["call", "contact", "ask", "request", "quote", "custom", "enquire", "inquire"];
    matches!(
        bare.as_str(),
        "na" | "none"
            | "null"
            | "nil"
            | "nan"
            | "tbd"
            | "tba"
            | "tbc"
            | "unknown"
            | "undefined"
            | "missing"
            | "empty"
            | "unavailable"
            | "notavailable"
            | "notapplicable"
            | "notsupported"
            | "unsupported"
            | "notoffered"
            | "unlisted"
            | "notlisted"
            | "notpublished"
            | "undisclosed"
            | "comingsoon"
            | "soon"
            | "varies"
            | "no"
    ) || (!lower.contains(|c: char| c.is_ascii_digit())
        && lower.split_whitespace().count() <= 5
        && lower.split(|c: char| !c.is_alphabetic()).any(|word| asks.contains(&word)))
}

fn is_free(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "free"
            | "gratis"
            | "free of charge"
            | "no charge"
            | "for free"
            | "complimentary"
            | "kostenlos"
            | "免费"
    )
}

/// How the price cells of a column and a row are read where they state nothing themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// So many tokens or requests; `None` where nothing says how many.
    pub power: Option<Scale>,
    pub money: Option<Money>,
    pub sign: DecimalSign,
    /// Whether only a cell that states its money or unit is a price.
    pub must_state: bool,
}

/// Reads a price of so many tokens.
pub(super) fn price(text: &str, of: &PriceColumn, reading: Reading) -> Cell<Price> {
    let fits = |rest: &[Word]| rest.is_empty() || rest.iter().all(|word| fits(of.part, word));
    read(text, reading, fits, |basis| match basis {
        Basis::Tokens(scale) => Some(scale),
        Basis::Requests(_) | Basis::Dollar | Basis::Else => None,
    })
}

/// Reads a fee for so many requests.
pub(super) fn fee(text: &str, reading: Reading) -> Cell<Price> {
    read(text, reading, <[Word]>::is_empty, |basis| match basis {
        Basis::Requests(power) => Some(Scale::power(power)),
        Basis::Tokens(_) | Basis::Dollar | Basis::Else => None,
    })
}

/// Whether a cell states its money or its unit.
pub(super) fn states_something(text: &str) -> bool {
    let Some((before, _, behind)) = split(text) else { return false };
    let mut words = words(&format!("{before} {behind}"));
    take_basis(&mut words).is_some() || take_money(&mut words).is_some()
}

fn read(
    text: &str,
    reading: Reading,
    fits: impl Fn(&[Word]) -> bool,
    scale_of: impl Fn(Basis) -> Option<Scale>,
) -> Cell<Price> {
    let text = text.trim();
    if is_nothing(text) {
        return Cell::Nothing;
    }
    if is_free(text) {
        return Cell::Value(Price::Free);
    }
    let odd = |why: &str| Cell::Odd(format!("\"{}\" {why}", shown(text)));
    let no_price = || odd("is not a number; write dollars per million tokens, such as 0.15");
    let Some((before, number, behind)) = split(text) else { return no_price() };
    if before.trim_end_matches(['$', ' ']).ends_with(['-', '−'])
        && number.contains(|c| ('1'..='9').contains(&c))
    {
        return odd("is negative; it must be 0 or more");
    }
    let mut rest = words(behind);
    let basis = take_basis(&mut rest);
    let mut front = words(before);
    rest.append(&mut front);
    let money = take_money(&mut rest);
    rest.retain(|word| !matches!(word, Word::Price | Word::Cost | Word::Tokens) && !is_remark(word));
    if rest.iter().any(is_bound) && rest.iter().all(|word| is_bound(word) || fits(std::slice::from_ref(word)))
    {
        return odd("says where prices begin or end, not what this one is");
    }
    if !fits(&rest) {
        return no_price();
    }
    if reading.must_state && money.is_none() && basis.is_none() {
        return odd("states neither dollars nor a unit, in a column that may hold counts of tokens");
    }
    let cents = match money.or(reading.money) {
        None | Some(Money::Dollars) => 0,
        Some(Money::Cents) => 2,
        Some(Money::Foreign(name)) => return odd(&format!("is in {name}, not in US dollars")),
    };
    let scale = match basis {
        Some(basis) => scale_of(basis),
        None => reading.power,
    };
    let Some(Scale { power, parts }) = scale else { return odd("is in a unit that is not understood") };
    let plain = match digits(number, reading.sign) {
        Ok(plain) => plain,
        Err(error) => return Cell::Odd(error.to_string()),
    };
    match Price::listed(&plain, DECIMALS.saturating_sub(power + cents)) {
        Ok(price) => Cell::Value(price.multiplied(parts)),
        Err(error) => Cell::Odd(error.to_string()),
    }
}

/// What is said of a cell that is read without a word in it that changes nothing: `$1.00 (promo)`.
pub(super) fn remark(text: &str) -> Option<String> {
    let (before, _, behind) = split(text).filter(|_| text.contains(char::is_alphabetic))?;
    let has_remark = words(before).iter().chain(&words(behind)).any(is_remark);
    has_remark.then(|| format!("\"{}\" was read as a price like any other", shown(text)))
}

/// Whether a word says how long a price holds or how sure it is, and not for what.
fn is_remark(word: &Word) -> bool {
    let Word::Other(word) = word else { return false };
    matches!(
        word.as_str(),
        "promo"
            | "promotion"
            | "promotional"
            | "intro"
            | "introductory"
            | "launch"
            | "beta"
            | "preview"
            | "temporary"
            | "temporarily"
            | "limited"
            | "time"
            | "special"
            | "offer"
            | "sale"
            | "discounted"
            | "new"
            | "current"
            | "currently"
            | "estimate"
            | "estimated"
            | "est"
    )
}

/// Whether a word makes a number a bound of prices: `from $1`, `$1+`, `up to $3`.
fn is_bound(word: &Word) -> bool {
    match word {
        Word::Above | Word::AtLeast | Word::Below | Word::UpTo | Word::Plus => true,
        Word::Other(word) => {
            matches!(word.as_str(), "from" | "starting" | "starts" | "start" | "minimum" | "low" | "ab" | "à")
        }
        _ => false,
    }
}

/// Whether a word behind a number may stand in a cell of this kind: `$1 / 1M input tokens`.
fn fits(part: Part, word: &Word) -> bool {
    match word {
        Word::Input | Word::In => !part.is_output(),
        Word::Output => part.is_output(),
        Word::Cache | Word::Cached => {
            matches!(part, Part::CacheRead | Part::CacheWrite5m | Part::CacheWrite1h)
        }
        Word::Read => part == Part::CacheRead,
        Word::Write => matches!(part, Part::CacheWrite5m | Part::CacheWrite1h),
        Word::Reasoning => part == Part::Reasoning,
        Word::Audio => matches!(part, Part::InputAudio | Part::OutputAudio),
        _ => false,
    }
}

fn digits(number: &str, sign: DecimalSign) -> Result<String, NumberError> {
    match sign {
        DecimalSign::Point => typed::price_digits(number),
        // With commas for decimals, points only group.
        DecimalSign::Comma => match number.split_once(',') {
            Some((whole, decimals)) if !decimals.contains(['.', ',']) => {
                typed::price_digits(&format!("{}.{decimals}", whole.replace('.', "")))
            }
            Some(_) => typed::price_digits(number),
            None => typed::price_digits(&number.replace('.', "")),
        },
    }
}

/// Reads a count of tokens in units of a power of ten: `128K`, `200,000`, `1M tokens`. An explicit 0 says nothing.
pub(super) fn count(text: &str, power: u32, sign: DecimalSign) -> Cell<u64> {
    const MOST: u64 = 1_000_000_000_000;
    let text = text.trim();
    if is_nothing(text) {
        return Cell::Nothing;
    }
    let lower = text.to_lowercase();
    let bare =
        ["tokens", "token", "toks", "tok"].iter().find_map(|unit| lower.strip_suffix(unit)).unwrap_or(&lower);
    let bare = bare.trim().trim_end_matches('-');
    let longer =
        |word: &str, short: &str| bare.strip_suffix(word).map(|rest| format!("{}{short}", rest.trim()));
    let bare = longer("million", "m").or_else(|| longer("thousand", "k")).unwrap_or_else(|| bare.to_owned());
    let bare = if sign == DecimalSign::Comma && is_grouped(&bare) { bare.replace('.', "") } else { bare };
    let plain = bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let scaled = if plain && power > 0 { format!("{bare}e{power}") } else { bare };
    match typed::count(&scaled, MOST) {
        Ok(0) => Cell::Nothing,
        Ok(count) => Cell::Value(count),
        Err(NumberError::Ambiguous { .. }) => {
            Cell::Odd(format!("\"{}\" can be read in two ways; write it without the separator", shown(text)))
        }
        Err(_) => Cell::Odd(format!("\"{}\" is not a number of tokens, such as 128000 or 128K", shown(text))),
    }
}

/// `200.000` and `1.048.576`.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    first && digits && text.contains('.') && groups.all(|group| group.len() == 3)
}

/// What a column of units says of its row: so many tokens or requests.
pub(super) fn unit(text: &str) -> Cell<(Option<Basis>, Option<Money>)> {
    if is_nothing(text) {
        return Cell::Nothing;
    }
    let mut found = words(text);
    // Without a word for per: `1M`, `million`, `1000000`. `tokens` alone may be anything.
    let behind_per = || take_basis(&mut words(&format!("per {text}")));
    let basis = take_basis(&mut found).or_else(|| if found == [Word::Tokens] { None } else { behind_per() });
    let money = take_money(&mut found);
    match basis {
        Some(Basis::Tokens(_)) => Cell::Value((basis, money)),
        None if money.is_some() => Cell::Value((None, money)),
        _ => Cell::Odd(format!("\"{}\" is a unit that is not understood", shown(text))),
    }
}

/// What a column of currencies says of its row.
pub(super) fn currency(text: &str) -> Cell<Money> {
    if is_nothing(text) {
        return Cell::Nothing;
    }
    let mut found = words(text);
    match take_money(&mut found) {
        Some(money) => Cell::Value(money),
        None => Cell::Odd(format!("\"{}\" is a currency that is not known", shown(text))),
    }
}

/// The number in a cell, and what stands before and behind it.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let start = (0..text.len()).find(|at| {
        is_digit(*at) || (matches!(text.as_bytes().get(*at), Some(b'.' | b',')) && is_digit(at + 1))
    })?;
    let mut end = start;
    let number = text.get(start..)?;
    for (offset, character) in number.char_indices() {
        let at = start + offset;
        let behind = at + character.len_utf8();
        let goes_on = match character {
            '0'..='9' => true,
            '.' | ',' | '_' => is_digit(behind) || (character == '.' && at == end && !is_digit(behind)),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => {
                // A group of three digits, and no more.
                (0..3).all(|ahead| is_digit(behind + ahead)) && !is_digit(behind + 3)
            }
            'e' | 'E' => {
                let signed = usize::from(matches!(text.as_bytes().get(behind), Some(b'+' | b'-')));
                is_digit(behind + signed)
            }
            '+' | '-' => {
                matches!(text.as_bytes().get(at.wrapping_sub(1)), Some(b'e' | b'E')) && is_digit(behind)
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = behind;
    }
    let number = text.get(start..end)?.trim_end_matches('.');
    Some((text.get(..start)?, number, text.get(start + number.len()..)?))
}

/// A cell as it is quoted in a sentence.
fn shown(text: &str) -> String {
    super::super::short(text, 40)
}

/// A column that is read as if its header were this one, for tests.
#[cfg(test)]
fn price_column(header: &str) -> PriceColumn {
    match super::headers::column(header) {
        super::headers::Column::Price(column) => column,
        other => panic!("{header}: {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Reading =
        Reading { power: Some(Scale::power(6)), money: None, sign: DecimalSign::Point, must_state: false };

    #[track_caller]
    fn reads(text: &str, per_million: &str) {
        let read = price(text, &price_column("input"), PLAIN);
        assert_eq!(read, Cell::Value(Price::per_million(per_million).unwrap()), "{text}");
    }

    #[test]
    fn a_price_in_every_usual_form() {
        for text in [
            "0.15",
            "$0.15",
            "$ 0.15",
            "USD 0.15",
            "0.15 USD",
            "US$0.15",
            "0,15",
            ".15",
            "15e-2",
            "**$0.15**",
            "$0.15 / 1M",
            "0.15/MTok",
            "$0.15 per 1M tokens",
            "$0.15 / 1M input tokens",
            "15¢",
            "15 cents",
            "$0.00015 / 1K",
            "0.00000015 per token",
            "$150 per billion tokens",
            "0.15 ($/1M)",
            "$0.15/M",
            "0.15$",
            "$0.15 (promo)",
            "Promo: $0.15 / 1M tokens",
            "0.15 USD (introductory price)",
            "$0.075 per 500K tokens",
            "$0.00015 / 1.000 tokens",
        ] {
            reads(text, "0.15");
        }
        reads("1.234,56", "1234.56");
        reads("1\u{2009}234.5", "1234.5");
        reads("1 234.5", "1234.5");
        reads("1e-6", "0.000001");
        reads("$5.", "5");
        for text in ["free", "Free", "0", "$0.00", "0 USD", "$0 / 1M"] {
            reads(text, "0");
        }
    }

    #[test]
    fn what_says_that_there_is_no_price_is_none() {
        for text in [
            "",
            " ",
            "N/A",
            "n/a",
            "NA",
            "#N/A",
            "-",
            "–",
            "—",
            "--",
            "none",
            "null",
            "NaN",
            "TBD",
            "?",
            "call us",
            "Contact sales",
            "on request",
            "not available",
            "Custom pricing",
            "coming soon",
            "n.a.",
            "(none)",
        ] {
            assert_eq!(price(text, &price_column("input"), PLAIN), Cell::Nothing, "{text}");
        }
    }

    #[test]
    fn a_cell_that_is_not_understood_says_why() {
        for (text, why) in [
            ("abc", "is not a number"),
            ("0.10-0.20", "is not a number"),
            ("$0.10 / $0.20", "is not a number"),
            ("~0.15", "is not a number"),
            ("≤200k: $1.25", "is not a number"),
            ("50%", "is not a number"),
            ("2x input", "is not a number"),
            ("$0.60 / 1M output", "is not a number"),
            ("15K", "is not a number"),
            ("from 0.15", "says where prices begin"),
            ("$1+", "says where prices begin"),
            ("Starting at $1 / 1M tokens", "says where prices begin"),
            ("up to $3 per 1M input tokens", "says where prices begin"),
            ("$1 (monthly)", "is not a number"),
            ("$1 (50% off)", "is not a number"),
            ("1,500", "1500 or 1.5?"),
            ("-1", "is negative"),
            ("-$0.5", "is negative"),
            ("€0.15", "is in EUR, not in US dollars"),
            ("1 CNY", "is in CNY"),
            ("A$3", "is in AUD"),
            ("0.04 per image", "in a unit that is not understood"),
            ("$20/month", "in a unit that is not understood"),
            ("1e30", "too large"),
        ] {
            match price(text, &price_column("input"), PLAIN) {
                Cell::Odd(reason) => assert!(reason.contains(why), "{text}: {reason}"),
                other => panic!("{text}: {other:?}"),
            }
        }
        let stated = Reading { must_state: true, ..PLAIN };
        assert!(matches!(price("120", &price_column("input"), stated), Cell::Odd(_)));
        assert!(matches!(price("$1", &price_column("input"), stated), Cell::Value(_)));
    }

    #[test]
    fn commas_for_decimals_are_found_out_by_the_clear_cells() {
        let sign = |cells: &[&str]| {
            let mut signs = DecimalSigns::default();
            for cell in cells {
                signs.see(cell);
            }
            signs.sign()
        };
        assert_eq!(sign(&["0,15", "1.500"]), DecimalSign::Comma);
        assert_eq!(sign(&["1.234,56"]), DecimalSign::Comma);
        assert_eq!(sign(&["0,15", "0.15"]), DecimalSign::Point);
        assert_eq!(sign(&["1,500", "1,234,567"]), DecimalSign::Point);
        let reading = Reading { sign: DecimalSign::Comma, ..PLAIN };
        for (text, per_million) in [("1,500", "1.5"), ("1.500", "1500"), ("1.234,5", "1234.5"), ("3", "3")] {
            let read = price(text, &price_column("input"), reading);
            assert_eq!(read, Cell::Value(Price::per_million(per_million).unwrap()), "{text}");
        }
    }

    #[test]
    fn a_context_in_every_usual_form() {
        let count = |text: &str| count(text, 0, DecimalSign::Point);
        for text in [
            "128K",
            "128k tokens",
            "128,000",
            "128000",
            "128 000",
            "128k-token",
            "0.128M",
            "128 thousand tokens",
            "128000.0",
        ] {
            assert_eq!(count(text), Cell::Value(128_000), "{text}");
        }
        assert_eq!(count("1 million"), Cell::Value(1_000_000));
        assert_eq!(super::count("128", 3, DecimalSign::Point), Cell::Value(128_000));
        assert_eq!(super::count("128K", 3, DecimalSign::Point), Cell::Value(128_000));
        assert_eq!(super::count("200.000", 0, DecimalSign::Comma), Cell::Value(200_000));
        for text in ["-", "N/A", "", "0", "?"] {
            assert_eq!(count(text), Cell::Nothing, "{text}");
        }
        for text in ["default", "unlimited", "~128k", "128k/200k", "1.500"] {
            assert!(matches!(count(text), Cell::Odd(_)), "{text}");
        }
    }
}

//! What a price is for and in which money, as a header, a cell or a title states it: `per 1M tokens`, `/1k`, `$/MTok`.

use super::words::Word;

/// So many tokens: a power of ten, or a part of one, such as half a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scale {
    /// The power of ten.
    pub power: u32,
    /// How many of these it takes to make the power of ten.
    pub parts: u32,
}

impl Scale {
    pub const fn power(power: u32) -> Self {
        Self { power, parts: 1 }
    }

    /// So many tokens; `None` for a number by which prices cannot be divided exactly.
    fn of(tokens: u64) -> Option<Self> {
        (0..=MOST_POWER).find_map(|power| {
            let whole = 10_u64.checked_pow(power)?;
            let parts = whole.checked_div(tokens).filter(|parts| parts * tokens == whole)?;
            (parts < 10).then_some(Self { power, parts: u32::try_from(parts).ok()? })
        })
    }

    const fn is_power(self) -> bool {
        self.parts == 1
    }
}

/// The greatest power of ten of tokens that a price is for.
const MOST_POWER: u32 = 9;

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// So many tokens.
    Tokens(Scale),
    /// So many requests, as a power of ten.
    Requests(u32),
    /// A dollar: the number is no price but what a dollar buys.
    Dollar,
    /// A month, an image, 700 tokens: nothing that is read here.
    Else,
}

/// The money that a price is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    Dollars,
    Cents,
    /// Another, by its name.
    Foreign(&'static str),
}

/// Takes the unit out of some words.
pub(super) fn take_basis(words: &mut Vec<Word>) -> Option<Basis> {
    // `per 1M tokens`, whatever stands in front of it, says more than `1M tokens`.
    let (range, basis) = behind_per(words).or_else(|| without_per(words))?;
    // A kind of token may stand inside of the unit: the `input` of `per 1M input tokens`.
    let kept: Vec<Word> = words.get(range.clone())?.iter().filter(|word| is_kind(word)).cloned().collect();
    words.splice(range, kept);
    Some(basis)
}

type Place = std::ops::Range<usize>;

fn is_kind(word: &Word) -> bool {
    use Word::{Audio, Cache, Cached, In, Input, Miss, Output, Read, Reasoning, Write};
    matches!(word, Input | In | Output | Cache | Cached | Read | Write | Miss | Reasoning | Audio)
}

/// The size that starts at a place, and where it ends: `1M`, `1,000`, `million`, `500K`. `Err` for one that is none.
fn size(words: &[Word], at: usize) -> (usize, Result<Scale, ()>) {
    let (number, behind) = match words.get(at) {
        Some(Word::Number(number)) => (*number, at + 1),
        _ => (1, at),
    };
    let (power, end) = match words.get(behind) {
        Some(Word::M | Word::Million) => (6, behind + 1),
        Some(Word::K | Word::Thousand) => (3, behind + 1),
        Some(Word::Billion) => (9, behind + 1),
        _ => (0, behind),
    };
    let tokens = 10_u64.checked_pow(power).and_then(|power| number.checked_mul(power));
    (end, tokens.and_then(Scale::of).ok_or(()))
}

fn behind_per(words: &[Word]) -> Option<(Place, Basis)> {
    let per = words.iter().position(|word| *word == Word::Per)?;
    let (sized, scale) = size(words, per + 1);
    let has_size = sized > per + 1;
    let mut end = sized;
    while words.get(end).is_some_and(|word| is_kind(word) || (*word == Word::Image && has_size)) {
        end += 1;
    }
    let power = scale.ok().filter(|scale| scale.is_power());
    match words.get(end) {
        Some(Word::Tokens) => return Some((per..end + 1, scale.map_or(Basis::Else, Basis::Tokens))),
        Some(Word::Request | Word::Requests) => {
            let requests = power.map_or(Basis::Else, |scale| Basis::Requests(scale.power));
            return Some((per..end + 1, requests));
        }
        _ => {}
    }
    match words.get(sized) {
        Some(Word::Dollar) if !has_size => Some((per..sized + 1, Basis::Dollar)),
        // `per 1M input`, `$/1M (USD)`: nothing else that could be counted follows.
        Some(Word::Other(_) | Word::Hour | Word::Minute | Word::Image | Word::Number(_)) => {
            Some((per..sized + 1, Basis::Else))
        }
        // `per 1` is what an unquoted comma leaves of `per 1,000 tokens`.
        _ if has_size && scale == Ok(Scale::power(0)) => Some((per..sized, Basis::Else)),
        // `per 200K` may be a length of prompts.
        _ if has_size => Some((per..sized, power.map_or(Basis::Else, Basis::Tokens))),
        Some(_) => None,
        None => Some((per..sized, Basis::Else)),
    }
}

fn without_per(words: &[Word]) -> Option<(Place, Basis)> {
    for at in 0..words.len() {
        // A number belongs to what follows it; without it the same would be found one place further.
        let (sized, scale) = size(words, at);
        if sized == at {
            continue;
        }
        // `200K tokens` are the length of a prompt rather than a unit.
        let power = scale.ok().filter(|scale| scale.is_power()).map_or(Basis::Else, Basis::Tokens);
        if words.get(sized) == Some(&Word::Tokens) {
            return Some((at..sized + 1, power));
        }
        let scaled = matches!(words.get(at), Some(Word::Number(1) | Word::Million | Word::Thousand)) && {
            let last = words.get(sized - 1);
            !matches!(last, Some(Word::Number(_)))
        };
        let is_last = sized == words.len() && matches!(words.get(at), Some(Word::M | Word::K));
        if scaled || (is_last && words.iter().any(is_money)) {
            return Some((at..sized, power));
        }
        if matches!(words.get(at), Some(Word::Number(_))) {
            return None;
        }
    }
    None
}

fn is_money(word: &Word) -> bool {
    matches!(word, Word::Dollar | Word::Cent | Word::Foreign(_) | Word::Price | Word::Cost)
}

/// Takes the money out of some words.
pub(super) fn take_money(words: &mut Vec<Word>) -> Option<Money> {
    let mut money = None;
    words.retain(|word| {
        let found = match word {
            Word::Dollar => Money::Dollars,
            Word::Cent => Money::Cents,
            Word::Foreign(name) => Money::Foreign(name),
            _ => return true,
        };
        money = match (money, found) {
            // `US cents`, `USD/EUR`: what is not plain dollars decides.
            (Some(before), Money::Dollars) => Some(before),
            (Some(Money::Foreign(name)), _) => Some(Money::Foreign(name)),
            _ => Some(found),
        };
        false
    });
    money
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::feeds::table::words::words;

    #[track_caller]
    fn check(text: &str, basis: Option<Basis>, money: Option<Money>, rest: &[Word]) {
        let mut words = words(text);
        assert_eq!(take_basis(&mut words), basis, "{text}");
        assert_eq!(take_money(&mut words), money, "{text}");
        assert_eq!(words, rest, "{text}");
    }

    #[test]
    fn a_unit_is_read_however_it_is_written() {
        for text in [
            "$/1M",
            "$/M",
            "USD per million",
            "$ per 1M tokens",
            "usd_per_mtok",
            "USD/MTok",
            "$/1,000,000 tokens",
            "US$ / 1M toks",
            "$ per 1000k tokens",
            "usd_1m",
            "USD million",
            "$ 1M tokens",
            "usdPerMillion",
        ] {
            check(text, Some(Basis::Tokens(Scale::power(6))), Some(Money::Dollars), &[]);
        }
        for text in ["$/1k", "usd per 1,000 tokens", "USD_per_1k", "$/K", "usd per thousand", "$/ktok"] {
            check(text, Some(Basis::Tokens(Scale::power(3))), Some(Money::Dollars), &[]);
        }
        for text in ["$/token", "usd_per_token", "dollars per 1 token"] {
            check(text, Some(Basis::Tokens(Scale::power(0))), Some(Money::Dollars), &[]);
        }
        check("EUR per 1B tokens", Some(Basis::Tokens(Scale::power(9))), Some(Money::Foreign("EUR")), &[]);
        check("¢/1k", Some(Basis::Tokens(Scale::power(3))), Some(Money::Cents), &[]);
        check("US cents/MTok", Some(Basis::Tokens(Scale::power(6))), Some(Money::Cents), &[]);
        check(
            "usd per 1M input tokens",
            Some(Basis::Tokens(Scale::power(6))),
            Some(Money::Dollars),
            &[Word::Input],
        );
        for (text, power, parts) in
            [("per 500K tokens", 6, 2), ("$ / 250,000 tokens", 6, 4), ("per 500 input tokens", 3, 2)]
        {
            assert_eq!(take_basis(&mut words(text)), Some(Basis::Tokens(Scale { power, parts })), "{text}");
        }
        for text in ["per 1.000 tokens", "/1.000 Tok", "per 1\u{a0}000 tokens", "per 1'000 tokens"] {
            assert_eq!(take_basis(&mut words(text)), Some(Basis::Tokens(Scale::power(3))), "{text}");
        }
        check("$ per 1.000.000 tokens", Some(Basis::Tokens(Scale::power(6))), Some(Money::Dollars), &[]);
        check("per 1k requests ($)", Some(Basis::Requests(3)), Some(Money::Dollars), &[]);
    }

    #[test]
    fn what_is_no_unit_of_tokens_says_so() {
        for text in
            ["per month", "per image", "/hour", "per 700 tokens", "per 1k characters", "per minute", "per 1"]
        {
            check(text, Some(Basis::Else), None, &[]);
        }
        check("tokens per $", Some(Basis::Dollar), None, &[Word::Tokens]);
        check("usd", None, Some(Money::Dollars), &[]);
        check("write 5m usd", None, Some(Money::Dollars), &[Word::Write, Word::Number(5), Word::M]);
        check("usd/eur", None, Some(Money::Foreign("EUR")), &[Word::Per]);
    }
}

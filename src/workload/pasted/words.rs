//! Numbers with the words that say what they count, and rows of a spreadsheet.

use super::{LONGEST_WORDS, Pasted};
use crate::money::typed;
use crate::workload::{Field, MOST_TOKENS};

/// What a word, a number or a sign of a text is.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Number(u64),
    Word(String),
    /// Between two things that are said: a comma, a line.
    Break,
}

/// What the words beside a number say that it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Field(Field),
    /// As [`Meaning::Field`], by a name that counts cached tokens beside the input.
    Beside(Field),
    /// The sum of others, which says nothing new.
    Total,
}

/// Words that say nothing of their own.
const FILLERS: [&str; 22] = [
    "a", "about", "an", "and", "ca", "each", "every", "for", "of", "per", "plus", "request", "requests",
    "task", "tasks", "tok", "token", "tokens", "toks", "usage", "with", "the",
];

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Reads a text all of which is numbers and the words for them.
pub(super) fn sentence(text: &str) -> Option<Pasted> {
    let items = items(text)?;
    let mut pasted = Pasted::default();
    let mut is_beside = false;
    for said in items.split(|item| *item == Item::Break) {
        // "The 500 in 200 out" and "the in 500 out 200"; where both orders make sense, neither is meant for sure.
        let found = match (numbers_first(said), words_first(said)) {
            (Some(found), None) | (None, Some(found)) => found,
            (Some(one), Some(other)) if one == other => one,
            _ => return None,
        };
        for (meaning, number) in found {
            match meaning {
                Meaning::Field(field) => pasted.put(field, number)?,
                Meaning::Beside(field) => {
                    is_beside = true;
                    pasted.put(field, number)?;
                }
                Meaning::Total => {}
            }
        }
    }
    // More than the whole is no part of it.
    let input = pasted.get(Field::InputTokens);
    is_beside |= input.is_some_and(|input| pasted.cached() > input);
    let pasted = if is_beside { pasted.with_cached_in_input()? } else { pasted };
    (!pasted.numbers.is_empty()).then_some(pasted)
}

/// Each number with the words behind it.
fn numbers_first(said: &[Item]) -> Option<Vec<(Meaning, u64)>> {
    let mut found: Vec<(u64, Vec<&str>)> = Vec::new();
    for item in said {
        match item {
            Item::Number(number) => found.push((*number, Vec::new())),
            Item::Word(word) => match found.last_mut() {
                Some((_, words)) => words.push(word),
                None if is_filler(word) => {}
                None => return None,
            },
            Item::Break => {}
        }
    }
    found.into_iter().map(|(number, words)| Some((meaning(&words)?, number))).collect()
}

/// Each number with the words before it.
fn words_first(said: &[Item]) -> Option<Vec<(Meaning, u64)>> {
    let mut found = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for item in said {
        match item {
            Item::Number(number) => found.push((meaning(&std::mem::take(&mut words))?, *number)),
            Item::Word(word) => words.push(word),
            Item::Break => {}
        }
    }
    words.iter().all(|word| is_filler(word)).then_some(found)
}

/// What these words say of a number; `None` where one of them says something else.
fn meaning(words: &[&str]) -> Option<Meaning> {
    const INPUT: [&str; 5] = ["in", "input", "inputs", "prompt", "prompts"];
    const OUTPUT: [&str; 7] = ["out", "output", "outputs", "completion", "completions", "response", "answer"];
    const REASONING: [&str; 3] = ["reasoning", "thinking", "thoughts"];
    const CACHE: [&str; 4] = ["cache", "cached", "caching", "caches"];
    const READ: [&str; 4] = ["read", "reads", "hit", "hits"];
    const WRITE: [&str; 5] = ["write", "writes", "written", "creation", "created"];
    const MINUTES: [&str; 2] = ["5m", "5min"];
    const HOUR: [&str; 2] = ["1h", "hour"];
    const DAY: [&str; 2] = ["day", "daily"];
    const CALLS: [&str; 6] = ["call", "calls", "req", "reqs", "rpd", "messages"];
    const DAYS: [&str; 1] = ["days"];
    const MONTH: [&str; 2] = ["month", "monthly"];
    const TOTAL: [&str; 1] = ["total"];
    let known: [&[&str]; 13] = [
        &INPUT, &OUTPUT, &REASONING, &CACHE, &READ, &WRITE, &MINUTES, &HOUR, &DAY, &CALLS, &DAYS, &MONTH,
        &TOTAL,
    ];
    if !words.iter().all(|word| is_filler(word) || known.iter().any(|group| group.contains(word))) {
        return None;
    }
    let has = |group: &[&str]| words.iter().any(|word| group.contains(word));
    // Each of these stands alone, but for what belongs to a cache.
    let is_cache = has(&CACHE);
    let groups = [has(&INPUT), has(&OUTPUT), has(&REASONING), has(&DAY), has(&DAYS), has(&TOTAL)];
    let field = match groups {
        [_, false, false, false, false, false] if is_cache => {
            let field = match (has(&READ), has(&WRITE), has(&HOUR)) {
                (_, false, false) => Field::CacheReadTokens,
                (false, true, false) => Field::CacheWrite5mTokens,
                (false, true, true) => Field::CacheWrite1hTokens,
                _ => return None,
            };
            // Anthropic's own names: `cache_read_input_tokens`, `cache_creation_input_tokens`.
            let is_beside = words.starts_with(&["cache", "read", "input"])
                || words.starts_with(&["cache", "creation", "input"]);
            return Some(if is_beside { Meaning::Beside(field) } else { Meaning::Field(field) });
        }
        _ if is_cache || has(&READ) || has(&WRITE) || has(&MINUTES) || has(&HOUR) => return None,
        [true, false, false, false, false, false] => Field::InputTokens,
        [false, true, false, false, false, false] => Field::OutputTokens,
        [false, _, true, false, false, false] => Field::ReasoningTokens,
        [false, false, false, true, false, false] => Field::RequestsPerDay,
        [false, false, false, false, true, false] if has(&MONTH) => Field::DaysPerMonth,
        [false, false, false, false, false, true] => return Some(Meaning::Total),
        _ => return None,
    };
    let is_of_time = matches!(field, Field::RequestsPerDay | Field::DaysPerMonth);
    let says_time = has(&CALLS) || has(&MONTH);
    (is_of_time || !says_time).then_some(()).filter(|()| field != Field::RequestsPerDay || !has(&MONTH))?;
    Some(Meaning::Field(field))
}

/// The words, numbers and breaks of a text; `None` for a sign that no such text has, such as that of a currency.
fn items(text: &str) -> Option<Vec<Item>> {
    if text.len() > LONGEST_WORDS {
        return None;
    }
    let mut items = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            let length = number_length(rest);
            items.push(Item::Number(typed::count(rest.get(..length)?, MOST_TOKENS).ok()?));
            length
        } else if first.is_alphabetic() {
            let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
            let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            let (word, _) = rest.split_at_checked(length)?;
            let parts = word.split(['_', '-']).filter(|part| !part.is_empty());
            items.extend(parts.map(|part| Item::Word(part.to_lowercase())));
            length
        } else {
            match first {
                ',' | ';' | '\n' | '\r' | '+' | '&' | '|' | '(' | ')' | '→' | '·' | '•' => {
                    items.push(Item::Break);
                }
                '/' => items.push(Item::Word("per".to_owned())),
                '.' if rest.len() == 1 => {}
                ' ' | '\t' | '\u{a0}' | ':' | '=' | '~' | '≈' | '"' | '\'' | '{' | '}' => {}
                _ => return None,
            }
            first.len_utf8()
        };
        rest = rest.get(length..)?;
    }
    Some(items)
}

/// How long the number is at the start of a text, in bytes: its digits with what groups them, and `k` or `M`.
fn number_length(text: &str) -> usize {
    let mut length = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let groups = matches!(letter, ',' | '.' | '_' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        let is_inside = groups && next.is_some_and(|next| next.is_ascii_digit());
        // The `k` of `20k`, not that of `20 kittens`.
        let is_unit = matches!(letter, 'k' | 'K' | 'm' | 'M' | 'b' | 'B')
            && next.is_none_or(|next| !next.is_alphanumeric() && next != '_');
        if !(letter.is_ascii_digit() || is_inside || is_unit) {
            break;
        }
        length = at + letter.len_utf8();
        if is_unit {
            break;
        }
    }
    length
}

/// Reads one row of a spreadsheet: under its heads, or in the order of name, input, output, requests per day.
pub(super) fn row(text: &str) -> Option<Pasted> {
    if !text.contains('\t') || text.len() > LONGEST_WORDS {
        return None;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first: Vec<&str> = lines.next()?.split('\t').map(str::trim).collect();
    let second: Option<Vec<&str>> = lines.next().map(|line| line.split('\t').map(str::trim).collect());
    if lines.next().is_some() {
        return None;
    }
    match second {
        Some(cells) => under_heads(&first, &cells),
        None => in_order(&first),
    }
}

fn count(cell: &str) -> Option<u64> {
    typed::count(cell, MOST_TOKENS).ok()
}

fn in_order(cells: &[&str]) -> Option<Pasted> {
    const ORDER: [Field; 3] = [Field::InputTokens, Field::OutputTokens, Field::RequestsPerDay];
    let mut pasted = Pasted::default();
    let mut numbers = cells;
    if let Some((name, rest)) = cells.split_first()
        && count(name).is_none()
    {
        pasted.name = Some((*name).to_owned()).filter(|name| !name.is_empty());
        numbers = rest;
    }
    let end = numbers.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let numbers = numbers.get(..end)?;
    if !(2..=ORDER.len()).contains(&numbers.len()) {
        return None;
    }
    for (cell, field) in numbers.iter().zip(ORDER) {
        pasted.put(field, count(cell)?)?;
    }
    Some(pasted)
}

fn under_heads(heads: &[&str], cells: &[&str]) -> Option<Pasted> {
    let mut pasted = Pasted::default();
    let mut is_beside = false;
    for (head, cell) in heads.iter().zip(cells) {
        if matches!(head.to_lowercase().as_str(), "name" | "workload" | "task") {
            pasted.name = Some((*cell).to_owned()).filter(|name| !name.is_empty());
            continue;
        }
        let words = items(head).unwrap_or_default();
        let words: Vec<&str> = words
            .iter()
            .filter_map(|item| if let Item::Word(word) = item { Some(word.as_str()) } else { None })
            .collect();
        match meaning(&words) {
            // An empty cell says nothing, a wrong one makes the row another table's.
            Some(Meaning::Field(_) | Meaning::Beside(_)) if cell.is_empty() => {}
            Some(Meaning::Field(field)) => pasted.put(field, count(cell)?)?,
            Some(Meaning::Beside(field)) => {
                is_beside = true;
                pasted.put(field, count(cell)?)?;
            }
            Some(Meaning::Total) | None => {}
        }
    }
    if is_beside { pasted.with_cached_in_input() } else { Some(pasted) }
}

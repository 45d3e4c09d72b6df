//! What a column holds, by the words of its header: `[mode] [kind of token] [prompt length] [unit] [money]`, in any order.
//!
//! A header with a word that is not understood is no price: `old input price` is not read as the input price.

use super::units::{Basis, Money, Scale, take_basis, take_money};
use super::words::{Word, words};
use crate::catalog::Part;
use crate::processing::Processing;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    /// The model, by an id or a name.
    Model,
    Name,
    Provider,
    Source,
    AsOf,
    Mode,
    /// The unit of the prices of a row.
    Unit,
    /// The money of a row.
    Currency,
    Price(PriceColumn),
    /// Dollars for so many requests, as a power of ten.
    RequestFee(Option<Money>, u32),
    /// Tokens, in units of a power of ten.
    ContextWindow(u32),
    MaximumInput(u32),
    MaximumOutput(u32),
    /// Known, and nothing to import: the ranks and the tokens a dollar of our own report.
    Known,
    /// Only a record of use has it.
    Usage,
    /// Only a bill has it.
    Invoice,
    /// A price of something that is not read.
    OtherPrice,
    Other,
}

/// A column of prices of one kind of token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PriceColumn {
    pub mode: Processing,
    pub length: Length,
    pub part: Part,
    /// So many tokens, where the header states it.
    pub basis: Option<Scale>,
    pub money: Option<Money>,
    pub evidence: Evidence,
}

/// How long the prompts are that a price holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Any,
    /// Up to a threshold, or only below it.
    Short {
        threshold: u64,
        inclusive: bool,
    },
    /// Above a threshold, or from it on.
    Long {
        threshold: u64,
        inclusive: bool,
    },
}

/// What says that a column holds prices, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// A unit or the word price.
    Unit,
    /// Money, or the word cost, which a record of use may have as well.
    Money,
    /// Only the kind of token.
    Kind,
    /// The word tokens alone, as a count of them would be called.
    Tokens,
}

/// Columns of our own report that hold no price.
const OF_THE_REPORT: [&str; 9] =
    ["rank", "tier", "output_input_ratio", "overridden", "imported_on", "in_scope", "reason", "no", "index"];

/// What a column with this header holds.
pub(super) fn column(header: &str) -> Column {
    let plain = header.trim().to_lowercase();
    // `as` and `of` carry nothing elsewhere.
    let letters: String = plain.chars().filter(|character| character.is_alphanumeric()).collect();
    if matches!(letters.as_str(), "asof" | "priceasof" | "pricesasof") {
        return Column::AsOf;
    }
    if OF_THE_REPORT.contains(&plain.as_str()) || plain.starts_with("rank_by_") {
        return Column::Known;
    }
    let mut words = words(header);
    match words.as_slice() {
        [] | [Word::Count] => return Column::Known,
        // `price currency`, which is no price in a currency.
        [.., Word::Currency] if words.len() <= 2 => return Column::Currency,
        [Word::Unit | Word::Per]
        | [Word::Price | Word::Cost, Word::Unit | Word::Per]
        | [Word::Per, Word::Tokens]
        | [Word::Tokens, Word::Unit] => return Column::Unit,
        [Word::Unit, Word::Price | Word::Cost] => return Column::Invoice,
        _ => {}
    }
    text_column(&words).or_else(|| limit(&words)).unwrap_or_else(|| price_or_record(&mut words))
}

fn text_column(words: &[Word]) -> Option<Column> {
    use Word::{Api, Date, Id, Key, Mode, Model, Name, Per, Price, Provider, Source};
    // `provider/model`, as ids are written.
    if let [Provider, Per, Model] | [Provider, Per, Model, Id | Name] = words {
        return Some(Column::Model);
    }
    // An API key is nothing of a price list.
    if words == [Api, Key] {
        return None;
    }
    let of = |wanted: &[Word], allowed: &[Word]| {
        let is_allowed = |word: &Word| wanted.contains(word) || allowed.contains(word);
        words.iter().any(|word| wanted.contains(word)) && words.iter().all(is_allowed)
    };
    let columns = [
        (Column::Provider, of(&[Provider], &[Name, Id, Model, Api])),
        (Column::Id, of(&[Id, Key], &[Model, Name, Api])),
        (Column::Model, of(&[Model], &[Name, Api])),
        (Column::Name, of(&[Name], &[Api])),
        (Column::Mode, of(&[Mode], &[Model])),
        (Column::Source, of(&[Source], &[Price, Model])),
        (Column::AsOf, of(&[Date], &[Price])),
    ];
    columns.into_iter().find_map(|(column, is_it)| is_it.then_some(column))
}

/// A context window or a limit, in tokens.
fn limit(words: &[Word]) -> Option<Column> {
    let mut words = words.to_vec();
    let power = match take_basis(&mut words) {
        None => 0,
        Some(Basis::Tokens(Scale { power, parts: 1 })) => power,
        Some(_) => return None,
    };
    let scale = match words.last() {
        Some(Word::K) => 3,
        Some(Word::M) => 6,
        _ => power,
    };
    words.retain(|word| !matches!(word, Word::Tokens | Word::In | Word::K | Word::M | Word::Model));
    let has = |wanted: &Word| words.contains(wanted);
    let only = |allowed: &[Word]| words.iter().all(|word| allowed.contains(word));
    if has(&Word::Context) && only(&[Word::Context, Word::Window, Word::Maximum, Word::Total]) {
        return Some(Column::ContextWindow(scale));
    }
    if !has(&Word::Maximum) && !has(&Word::Window) {
        return None;
    }
    if has(&Word::Input) && only(&[Word::Input, Word::Maximum, Word::Window]) {
        Some(Column::MaximumInput(scale))
    } else if has(&Word::Output) && only(&[Word::Output, Word::Maximum, Word::Window]) {
        Some(Column::MaximumOutput(scale))
    } else {
        None
    }
}

fn price_or_record(words: &mut Vec<Word>) -> Column {
    if words.contains(&Word::Invoice) {
        return Column::Invoice;
    }
    if words.contains(&Word::Usage) {
        return Column::Usage;
    }
    let looks_like_money = words.iter().any(|word| {
        matches!(word, Word::Price | Word::Cost | Word::Dollar | Word::Cent | Word::Foreign(_) | Word::Per)
    });
    let nothing = if looks_like_money { Column::OtherPrice } else { Column::Other };
    let lifetime = take_lifetime(words);
    let Ok(length) = take_length(words) else { return nothing };
    let basis = take_basis(words);
    let says_price = words.contains(&Word::Price);
    let says_cost = words.contains(&Word::Cost);
    let says_tokens = words.contains(&Word::Tokens);
    drop_preposition(words);
    let money = take_money(words);
    let Ok(mode) = take_mode(words) else { return nothing };
    match basis {
        Some(Basis::Dollar) => return Column::Known,
        Some(Basis::Else) => return nothing,
        Some(Basis::Requests(power)) => {
            words.retain(|word| !matches!(word, Word::Price | Word::Cost));
            return if words.is_empty() { Column::RequestFee(money, power) } else { nothing };
        }
        Some(Basis::Tokens(_)) | None => {}
    }
    if let Some(record) = record(words, basis.is_some(), money.is_some()) {
        return record;
    }
    words.retain(|word| {
        !matches!(word, Word::Price | Word::Cost | Word::Tokens | Word::Unit | Word::Model | Word::Api)
    });
    if *words == [Word::Request] && (says_price || says_cost || money.is_some()) {
        return Column::RequestFee(money, 0);
    }
    let Some(part) = part(words, lifetime) else { return nothing };
    let basis = match basis {
        Some(Basis::Tokens(scale)) => Some(scale),
        _ => None,
    };
    let evidence = if basis.is_some() || says_price {
        Evidence::Unit
    } else if money.is_some() || says_cost {
        Evidence::Money
    } else if says_tokens {
        Evidence::Tokens
    } else {
        Evidence::Kind
    };
    Column::Price(PriceColumn { mode, length, part, basis, money, evidence })
}

/// How many there were, or what all of it cost.
fn record(words: &[Word], has_basis: bool, has_money: bool) -> Option<Column> {
    use Word::{Api, Cost, Count, Id, Key, Request, Requests, Tokens, Total};
    if has_basis {
        return None;
    }
    let has = |wanted: &Word| words.contains(wanted);
    let counts =
        (has(&Requests) && !has(&Word::Price)) || (has(&Request) && (has(&Count) || has(&Total) || has(&Id)));
    let sums = (has(&Total) || *words == [Cost])
        && words.iter().all(|word| matches!(word, Total | Cost | Tokens | Count));
    let all_counted = has(&Tokens) && has(&Count) && !has_money;
    (counts || sums || all_counted || (has(&Api) && has(&Key))).then_some(Column::Usage)
}

/// How long a cache entry lives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lifetime {
    FiveMinutes,
    OneHour,
    /// One that nobody is asked for.
    Else,
}

fn take_lifetime(words: &mut Vec<Word>) -> Option<Lifetime> {
    if !words.iter().any(|word| matches!(word, Word::Write | Word::Cache | Word::Cached)) {
        return None;
    }
    let at = words.windows(2).enumerate().position(|(at, pair)| {
        let is_basis = at.checked_sub(1).and_then(|before| words.get(before)) == Some(&Word::Per);
        !is_basis
            && match pair {
                [Word::Number(_), Word::Hour | Word::Minute] => true,
                [Word::Number(number), Word::M] => *number != 1,
                _ => false,
            }
    })?;
    let lifetime = match (words.get(at), words.get(at + 1)) {
        (Some(Word::Number(5)), Some(Word::M | Word::Minute)) => Lifetime::FiveMinutes,
        (Some(Word::Number(1)), Some(Word::Hour))
        | (Some(Word::Number(60)), Some(Word::M | Word::Minute)) => Lifetime::OneHour,
        _ => Lifetime::Else,
    };
    // LiteLLM says `above_1hr`.
    let from = at.checked_sub(1).filter(|before| words.get(*before) == Some(&Word::Above)).unwrap_or(at);
    words.drain(from..at + 2);
    Some(lifetime)
}

/// `> 200k`, `above 128,000 tokens`, `200k+`, `<= 200k`. `Err` for a length that is not understood.
fn take_length(words: &mut Vec<Word>) -> Result<Length, ()> {
    let tokens_at = |at: usize| {
        let Some(Word::Number(number)) = words.get(at) else { return None };
        let (factor, end) = match words.get(at + 1) {
            Some(Word::K | Word::Thousand) => (1_000, at + 2),
            Some(Word::M | Word::Million) => (1_000_000, at + 2),
            _ => (1, at + 1),
        };
        number.checked_mul(factor).filter(|tokens| *tokens >= 1_000).map(|tokens| (tokens, end))
    };
    let mut found = None;
    for (at, word) in words.iter().enumerate() {
        let made: fn(u64) -> Length = match word {
            Word::Above => |threshold| Length::Long { threshold, inclusive: false },
            Word::AtLeast => |threshold| Length::Long { threshold, inclusive: true },
            Word::UpTo => |threshold| Length::Short { threshold, inclusive: true },
            Word::Below => |threshold| Length::Short { threshold, inclusive: false },
            // `0-200k`
            Word::Number(0) => |threshold| Length::Short { threshold, inclusive: true },
            Word::Number(_) => {
                let Some((threshold, end)) = tokens_at(at) else { continue };
                if words.get(end) == Some(&Word::Plus) {
                    found = Some((at..end + 1, Length::Long { threshold, inclusive: true }));
                    break;
                }
                continue;
            }
            _ => continue,
        };
        let (threshold, end) = tokens_at(at + 1).ok_or(())?;
        found = Some((at..end, made(threshold)));
        break;
    }
    let Some((range, length)) = found else {
        return if words.contains(&Word::Long) { Err(()) } else { Ok(Length::Any) };
    };
    let is_tokens = words.get(range.end) == Some(&Word::Tokens);
    words.drain(range.start..range.end + usize::from(is_tokens));
    words.retain(|word| !matches!(word, Word::Context | Word::Window | Word::Long));
    Ok(length)
}

fn take_mode(words: &mut Vec<Word>) -> Result<Processing, ()> {
    let mut mode = None;
    let mut several = false;
    words.retain(|word| {
        let found = match word {
            Word::Batch => Processing::Batch,
            Word::Flex => Processing::Flex,
            Word::Priority => Processing::Priority,
            Word::Standard => Processing::Standard,
            _ => return true,
        };
        several |= mode.replace(found).is_some();
        false
    });
    if several { Err(()) } else { Ok(mode.unwrap_or_default()) }
}

/// The `in` of `price in USD` is no input.
fn drop_preposition(words: &mut Vec<Word>) {
    let has_kind = words.iter().any(|word| {
        matches!(
            word,
            Word::Input | Word::Output | Word::Read | Word::Write | Word::Reasoning | Word::Request
        )
    });
    let behind_price = words.windows(3).any(|three| {
        matches!(three, [Word::Price | Word::Cost, Word::In, Word::Dollar | Word::Cent | Word::Foreign(_)])
    });
    if has_kind || behind_price {
        words.retain(|word| *word != Word::In);
    }
}

/// The kind of token that these words name, all of them.
fn part(words: &[Word], lifetime: Option<Lifetime>) -> Option<Part> {
    use Word::{Audio, Cache, Cached, Image, In, Input, Miss, Output, Read, Reasoning, Write};
    let known = |word: &Word| {
        matches!(word, Input | In | Output | Cache | Cached | Read | Write | Miss | Reasoning | Audio | Image)
    };
    if words.is_empty() || !words.iter().all(known) || lifetime == Some(Lifetime::Else) {
        return None;
    }
    let has = |wanted: &Word| words.contains(wanted);
    let input = has(&Input) || has(&In);
    let cache = has(&Cache) || has(&Cached);
    let other = has(&Audio) || has(&Image);
    match (input, has(&Output)) {
        (_, true) if input || cache || has(&Read) || has(&Write) || has(&Miss) => None,
        (false, true) => match (has(&Reasoning), has(&Audio), has(&Image)) {
            (false, false, false) => Some(Part::Output),
            (true, false, false) => Some(Part::Reasoning),
            (false, true, false) => Some(Part::OutputAudio),
            (false, false, true) => Some(Part::OutputImage),
            _ => None,
        },
        _ if has(&Reasoning) => (words == [Reasoning]).then_some(Part::Reasoning),
        _ if has(&Write) => {
            let write =
                if lifetime == Some(Lifetime::OneHour) { Part::CacheWrite1h } else { Part::CacheWrite5m };
            ((cache || lifetime.is_some()) && !other && !has(&Read) && !has(&Miss)).then_some(write)
        }
        _ if lifetime.is_some() => None,
        _ if has(&Miss) => (!other && !has(&Read) && (input || cache)).then_some(Part::Input),
        _ if cache => ((has(&Read) || has(&Cached) || input) && !other).then_some(Part::CacheRead),
        (true, _) if !has(&Read) => match (has(&Audio), has(&Image)) {
            (false, false) => Some(Part::Input),
            (true, false) => Some(Part::InputAudio),
            (false, true) => Some(Part::InputImage),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(header: &str) -> PriceColumn {
        match column(header) {
            Column::Price(price) => price,
            other => panic!("{header}: {other:?}"),
        }
    }

    #[test]
    fn every_kind_of_token_has_its_usual_headers() {
        for (part, headers) in [
            (
                Part::Input,
                &[
                    "input",
                    "Prompt",
                    "in",
                    "prompt_price",
                    "Input tokens ($/1M)",
                    "input (cache miss)",
                    "Uncached input",
                    "$ in",
                    "inputCostPerMillion",
                    "pricing.prompt",
                ][..],
            ),
            (
                Part::Output,
                &[
                    "output",
                    "Completion",
                    "out",
                    "OUTPUT PRICE",
                    "completionTokens ($/MTok)",
                    "output_cost_per_token",
                ],
            ),
            (
                Part::CacheRead,
                &[
                    "cacheRead",
                    "cache_read",
                    "Cached input",
                    "input_cached",
                    "cache hits & refreshes",
                    "input_cache_read",
                    "Cached",
                    "cache hit price",
                    "Input (cache hit)",
                    "cache_read_input_token_cost",
                    "cached in",
                ],
            ),
            (
                Part::CacheWrite5m,
                &[
                    "cacheWrite",
                    "cache_write_5m",
                    "cache creation",
                    "5m Cache Writes",
                    "Cache write (5 min)",
                    "cache_creation_input_token_cost",
                    "cache_write_5m_usd_per_million",
                ],
            ),
            (
                Part::CacheWrite1h,
                &[
                    "cache_write_1h",
                    "1h cache writes",
                    "Cache write (1 hour)",
                    "cache_creation_input_token_cost_above_1hr",
                    "cacheWrite1h",
                ],
            ),
            (
                Part::Reasoning,
                &[
                    "reasoning",
                    "thinking tokens price",
                    "output_cost_per_reasoning_token",
                    "Reasoning output",
                ],
            ),
            (Part::InputAudio, &["audio input", "input_cost_per_audio_token"]),
        ] {
            for header in headers {
                assert_eq!(price(header).part, part, "{header}");
            }
        }
    }

    #[test]
    fn modes_units_money_and_prompt_lengths_stand_anywhere() {
        assert_eq!(price("Batch input ($/1M)").mode, Processing::Batch);
        assert_eq!(price("Batch API input price").mode, Processing::Batch);
        assert_eq!(price("input_cost_per_token_batches").mode, Processing::Batch);
        assert_eq!(price("flexOutput").mode, Processing::Flex);
        assert_eq!(price("Priority cached input").mode, Processing::Priority);
        assert_eq!(price("Standard input").mode, Processing::Standard);
        assert_eq!(price("input_usd_per_1k").basis, Some(Scale::power(3)));
        assert_eq!(price("input ($ per 500K tokens)").basis, Some(Scale { power: 6, parts: 2 }));
        assert_eq!(price("Input (USD per 1.000 tokens)").basis, Some(Scale::power(3)));
        assert_eq!(price("cost per 1M input tokens").basis, Some(Scale::power(6)));
        assert_eq!(price("Input (€/1M)").money, Some(Money::Foreign("EUR")));
        assert_eq!(price("input_dbu_cost_per_token").money, Some(Money::Foreign("DBU")));
        assert_eq!(price("Input price in USD").part, Part::Input);
        let long = |threshold, inclusive| Length::Long { threshold, inclusive };
        for header in [
            "input > 200k",
            "Input (>200K tokens)",
            "input_cost_per_token_above_200k_tokens",
            "input, prompts over 200,000",
            "input over 200k context",
        ] {
            assert_eq!(price(header).length, long(200_000, false), "{header}");
            assert_eq!(price(header).part, Part::Input, "{header}");
        }
        assert_eq!(price("output ≥ 128k ($/M)").length, long(128_000, true));
        assert_eq!(price("Input 256k+").length, long(256_000, true));
        assert_eq!(price("Input (<= 200k)").length, Length::Short { threshold: 200_000, inclusive: true });
        assert_eq!(
            price("Input (up to 200k tokens)").length,
            Length::Short { threshold: 200_000, inclusive: true }
        );
    }

    #[test]
    fn other_columns_are_known_by_their_words() {
        for (wanted, headers) in [
            (Column::Id, &["id", "Model ID", "modelId", "key", "slug", "model_slug"][..]),
            (Column::Model, &["Model", "model name", "LLM", "models"]),
            (Column::Name, &["name", "displayName", "Display name"]),
            (Column::Provider, &["provider", "Vendor", "seller", "provider_name", "Company"]),
            (Column::Source, &["source", "price_source", "URL", "Pricing link"]),
            (Column::AsOf, &["date", "as of", "price_as_of", "Last updated", "asOf"]),
            (Column::Mode, &["mode", "Type", "kind", "model type"]),
            (
                Column::ContextWindow(0),
                &["context", "Context window", "contextLength", "context_tokens", "Max context (tokens)"],
            ),
            (Column::ContextWindow(3), &["context_k", "Context (K tokens)", "context window (k)"]),
            (Column::MaximumInput(0), &["max_input_tokens", "maximum input", "input token limit"]),
            (Column::MaximumOutput(0), &["maxOutput", "Max output tokens", "output limit"]),
            (
                Column::RequestFee(None, 0),
                &["request fee", "price per request", "per call", "pricing.request"],
            ),
            (Column::RequestFee(Some(Money::Dollars), 3), &["$ per 1k requests"]),
            (Column::Known, &["rank", "tier", "input_tokens_per_usd", "Output tokens / $", "", "#"]),
            (Column::Unit, &["unit", "price unit", "per", "price_per", "per_tokens"]),
            (Column::Currency, &["currency", "price currency"]),
        ] {
            for header in headers {
                assert_eq!(column(header), wanted, "{header}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_wholly_is_no_price() {
        for header in [
            "old input price",
            "input/output ($/1M)",
            "price",
            "blended price",
            "cost per image",
            "price per month",
            "input price per 700 tokens",
            "input price 200k tokens",
            "input discount ($)",
            "cache storage ($/1M/h)",
            "cache price",
            "long context input price",
            "input price 128k-256k",
            "cache_creation_input_token_cost_above_12hr",
            "price in USD",
            "output_cost_per_second",
        ] {
            assert_eq!(column(header), Column::OtherPrice, "{header}");
        }
        for header in
            ["notes", "quality", "batch", "release date", "parameters", "max tokens", "input modalities"]
        {
            assert_eq!(column(header), Column::Other, "{header}");
        }
    }

    #[test]
    fn records_of_use_and_bills_are_told_apart_from_prices() {
        for header in [
            "n_requests",
            "num_model_requests",
            "Requests",
            "cost",
            "cost_usd",
            "Total cost",
            "Total Tokens",
            "request_id",
            "api_key",
            "Cost to you",
            "usage_input_tokens_no_cache",
            "Requests Used",
            "cost_total",
        ] {
            assert_eq!(column(header), Column::Usage, "{header}");
        }
        for header in ["amount_value", "Quantity", "Unit price", "Invoice", "Subtotal"] {
            assert_eq!(column(header), Column::Invoice, "{header}");
        }
        for header in ["input_tokens", "output_tokens", "Prompt Tokens", "completionTokens"] {
            assert_eq!(price(header).evidence, Evidence::Tokens, "{header}");
        }
        assert_eq!(price("input_cost").evidence, Evidence::Money);
        assert_eq!(price("input_price").evidence, Evidence::Unit);
        assert_eq!(price("input").evidence, Evidence::Kind);
    }
}

//! The words of a header, a title or a cell, in whichever case and with whichever signs between them they are written:
//! `cacheRead`, `CACHE_READ`, `Cache read` and `cacheread` are the same two words.

/// One word, with its synonyms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A whole number.
    Number(u64),
    Input,
    /// `in`: short for input, or the preposition of `in USD`.
    In,
    Output,
    Cache,
    Cached,
    Read,
    Write,
    /// Input that was not in the cache.
    Miss,
    Reasoning,
    Audio,
    Image,
    Batch,
    Flex,
    Priority,
    Standard,
    /// `price`, `rate`, `fee`: says what one unit costs.
    Price,
    /// `cost`: says what one unit costs, or what all of them did.
    Cost,
    Tokens,
    Per,
    /// `m`: a million, or minutes.
    M,
    K,
    Million,
    Thousand,
    Billion,
    Hour,
    Minute,
    Above,
    AtLeast,
    Below,
    UpTo,
    Plus,
    Long,
    Dollar,
    Cent,
    /// Money that is not dollars, as it is to be named.
    Foreign(&'static str),
    Request,
    Requests,
    Context,
    /// The length of a context: `window`, `size`, `length`.
    Window,
    Maximum,
    Model,
    Name,
    Id,
    Key,
    Api,
    Provider,
    Source,
    Date,
    Mode,
    Unit,
    Currency,
    /// How many: `n`, `count`, `number of`.
    Count,
    Total,
    /// A word that only records of use have.
    Usage,
    /// A word that only bills have.
    Invoice,
    /// A word that carries nothing.
    Filler,
    /// A word that is not known here.
    Other(String),
}

/// Longer texts are no headers.
const MOST_LETTERS: usize = 200;

/// The words of a text. Those that carry nothing (`the`, `of`, `list`) are left out.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    if text.chars().count() > MOST_LETTERS {
        return vec![Word::Other(text.chars().take(MOST_LETTERS).collect())];
    }
    let mut characters = text.chars().peekable();
    while let Some(first) = characters.next() {
        if first.is_ascii_digit() {
            found.push(number(first, &mut characters));
        } else if first.is_alphabetic() {
            let mut letters = String::from(first);
            while let Some(next) = characters.peek().filter(|next| next.is_alphabetic()) {
                letters.push(*next);
                characters.next();
            }
            if characters.peek() == Some(&'$')
                && let Some(word) = dollar_of(&letters.to_lowercase())
            {
                characters.next();
                found.push(word);
            } else {
                letter_words(&letters, &mut found);
            }
        } else {
            let equals = matches!(first, '<' | '>') && characters.next_if_eq(&'=').is_some();
            found.extend(sign(first, equals));
        }
    }
    found
}

/// A whole number with signs between its groups, or with an exponent: `1,000`, `1.000`, `1e6`. No unit has decimals.
fn number(first: char, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Word {
    let mut digits = String::from(first);
    loop {
        let mut ahead = characters.clone();
        match ahead.next() {
            Some(digit) if digit.is_ascii_digit() => digits.push(digit),
            Some(',' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}')
                if digits != "0" && ahead.clone().take_while(char::is_ascii_digit).count() == 3 => {}
            Some('e' | 'E') if ahead.next().is_some_and(|next| next.is_ascii_digit()) => {
                characters.next();
                let mut power = 0_u32;
                while let Some(digit) = characters.peek().and_then(|next| next.to_digit(10)) {
                    power = power.saturating_mul(10).saturating_add(digit);
                    characters.next();
                }
                let scaled = 10_u64.checked_pow(power);
                let scaled = digits.parse::<u64>().ok().zip(scaled).and_then(|(n, by)| n.checked_mul(by));
                return scaled.map_or_else(|| Word::Other(digits), Word::Number);
            }
            _ => return digits.parse().map_or_else(|_| Word::Other(digits), Word::Number),
        }
        characters.next();
    }
}

/// `US$`, `A$`: whose dollars these are.
fn dollar_of(letters: &str) -> Option<Word> {
    Some(match letters {
        "us" | "usd" => Word::Dollar,
        "a" | "au" => Word::Foreign("AUD"),
        "c" | "ca" => Word::Foreign("CAD"),
        "hk" => Word::Foreign("HKD"),
        "nt" => Word::Foreign("TWD"),
        "nz" => Word::Foreign("NZD"),
        "r" => Word::Foreign("BRL"),
        "s" | "sg" => Word::Foreign("SGD"),
        _ => return None,
    })
}

fn sign(sign: char, equals: bool) -> Option<Word> {
    Some(match sign {
        '$' | '\u{ff04}' => Word::Dollar,
        '\u{a2}' => Word::Cent,
        '€' => Word::Foreign("EUR"),
        '£' => Word::Foreign("GBP"),
        '¥' | '\u{ffe5}' => Word::Foreign("CNY or JPY"),
        '₹' => Word::Foreign("INR"),
        '₩' => Word::Foreign("KRW"),
        '₽' => Word::Foreign("RUB"),
        '₺' => Word::Foreign("TRY"),
        '₴' => Word::Foreign("UAH"),
        '₫' => Word::Foreign("VND"),
        '₿' => Word::Foreign("BTC"),
        '/' | '\u{2215}' => Word::Per,
        '>' if equals => Word::AtLeast,
        '>' => Word::Above,
        '≥' => Word::AtLeast,
        '<' if equals => Word::UpTo,
        '<' => Word::Below,
        '≤' => Word::UpTo,
        '+' => Word::Plus,
        '#' => Word::Count,
        '_' | '-' | '.' | ',' | ':' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '"' | '\'' | '`'
        | '|' | '\\' | '&' | '–' | '—' | '\u{2010}' | '\u{2011}' | '·' | '•' | '†' | '‡' | '^' | '!'
        | '’' | '“' | '”' => return None,
        other if other.is_whitespace() || other.is_control() => return None,
        other => Word::Other(other.to_string()),
    })
}

/// The words of a run of letters: known as a whole, of its humps (`cacheRead`), or of known words set together.
fn letter_words(letters: &str, found: &mut Vec<Word>) {
    let whole = letters.to_lowercase();
    if let Some(words) = meaning(&whole) {
        return found.extend(words);
    }
    for hump in humps(letters) {
        let hump = hump.to_lowercase();
        match meaning(&hump).or_else(|| set_together(&hump)) {
            Some(words) => found.extend(words),
            None => found.push(Word::Other(hump)),
        }
    }
}

/// The words of a known word; none for one that carries nothing, and two for `mtok` and `ktokens`.
fn meaning(word: &str) -> Option<Vec<Word>> {
    if let Some(word) = known(word) {
        return Some(if word == Word::Filler { Vec::new() } else { vec![word] });
    }
    let scale = match word.chars().next()? {
        'm' => Word::M,
        'k' => Word::K,
        _ => return None,
    };
    (known(word.get(1..)?)? == Word::Tokens).then(|| vec![scale, Word::Tokens])
}

/// `cacheRead` is `cache` and `Read`, `USDPerMTok` is `USD`, `Per`, `M` and `Tok`.
fn humps(letters: &str) -> Vec<String> {
    let characters: Vec<char> = letters.chars().collect();
    let mut humps = vec![String::new()];
    for (place, character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(place + 1);
        let starts = character.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || (before.is_uppercase() && after.is_some_and(|a| a.is_lowercase()))
            });
        if starts {
            humps.push(String::new());
        }
        if let Some(hump) = humps.last_mut() {
            hump.push(*character);
        }
    }
    humps
}

/// Known words of two letters or more that stand without anything between them: `outputpermtok`.
fn set_together(letters: &str) -> Option<Vec<Word>> {
    if !letters.is_ascii() || letters.len() > 40 {
        return None;
    }
    // The shortest list of words up to each place.
    let mut best: Vec<Option<Vec<Word>>> = vec![None; letters.len() + 1];
    *best.first_mut()? = Some(Vec::new());
    for end in 1..=letters.len() {
        let mut made: Option<Vec<Word>> = None;
        for start in 0..end {
            let (Some(Some(before)), Some(piece)) = (best.get(start), letters.get(start..end)) else {
                continue;
            };
            // A single letter is a word at the end of `usdperm` only.
            let stands = piece.len() > 1 || (end == letters.len() && before.last() == Some(&Word::Per));
            if stands
                && let Some(words) = meaning(piece)
                && made.as_ref().is_none_or(|made| before.len() + words.len() < made.len())
            {
                made = Some(before.iter().cloned().chain(words).collect());
            }
        }
        *best.get_mut(end)? = made;
    }
    best.pop().flatten()
}

/// What a word in lower case means; `None` for one that is not known.
fn known(word: &str) -> Option<Word> {
    Some(match word {
        "input" | "inputs" | "prompt" | "prompts" | "inp" => Word::Input,
        "in" => Word::In,
        "output" | "outputs" | "completion" | "completions" | "out" | "generated" | "response"
        | "responses" => Word::Output,
        "cache" | "caches" | "caching" => Word::Cache,
        "cached" => Word::Cached,
        "read" | "reads" | "reading" | "hit" | "hits" | "refresh" | "refreshes" => Word::Read,
        "write" | "writes" | "writing" | "written" | "creation" | "creations" | "create" | "creating" => {
            Word::Write
        }
        "miss" | "misses" | "missed" | "uncached" | "noncached" | "fresh" => Word::Miss,
        "reasoning" | "thinking" | "thought" | "thoughts" => Word::Reasoning,
        "audio" => Word::Audio,
        "image" | "images" => Word::Image,
        "batch" | "batches" | "batched" => Word::Batch,
        "flex" => Word::Flex,
        "priority" => Word::Priority,
        "standard" | "regular" | "normal" | "base" | "default" => Word::Standard,
        "price" | "prices" | "pricing" | "priced" | "rate" | "rates" | "fee" | "fees" | "tariff" => {
            Word::Price
        }
        "cost" | "costs" | "charge" | "charges" => Word::Cost,
        "token" | "tokens" | "tok" | "toks" | "tkn" | "tkns" => Word::Tokens,
        "per" | "each" | "every" | "pro" => Word::Per,
        "m" | "mm" => Word::M,
        "k" => Word::K,
        "million" | "millions" | "mil" | "mln" | "mio" => Word::Million,
        "thousand" | "thousands" => Word::Thousand,
        "b" | "bn" | "billion" | "billions" => Word::Billion,
        "h" | "hr" | "hrs" | "hour" | "hours" => Word::Hour,
        "min" | "mins" | "minute" | "minutes" => Word::Minute,
        "above" | "over" | "exceeding" | "beyond" | "gt" | "more" | "longer" | "greater" => Word::Above,
        "gte" | "least" => Word::AtLeast,
        "below" | "under" | "lt" | "less" | "shorter" => Word::Below,
        "upto" | "up" | "lte" | "within" => Word::UpTo,
        "plus" => Word::Plus,
        "long" => Word::Long,
        "usd" | "dollar" | "dollars" => Word::Dollar,
        "cent" | "cents" => Word::Cent,
        "eur" | "euro" | "euros" => Word::Foreign("EUR"),
        "cny" | "rmb" | "yuan" | "renminbi" | "元" | "人民币" => Word::Foreign("CNY"),
        "jpy" | "yen" | "円" => Word::Foreign("JPY"),
        "gbp" | "pound" | "pounds" | "sterling" | "pence" => Word::Foreign("GBP"),
        "inr" | "rupee" | "rupees" => Word::Foreign("INR"),
        "krw" => Word::Foreign("KRW"),
        "rub" | "ruble" | "rubles" | "rouble" | "roubles" => Word::Foreign("RUB"),
        "chf" | "franc" | "francs" => Word::Foreign("CHF"),
        "cad" => Word::Foreign("CAD"),
        "aud" => Word::Foreign("AUD"),
        "nzd" => Word::Foreign("NZD"),
        "sgd" => Word::Foreign("SGD"),
        "hkd" => Word::Foreign("HKD"),
        "twd" => Word::Foreign("TWD"),
        "brl" => Word::Foreign("BRL"),
        "mxn" => Word::Foreign("MXN"),
        "sek" => Word::Foreign("SEK"),
        "nok" => Word::Foreign("NOK"),
        "dkk" => Word::Foreign("DKK"),
        "pln" => Word::Foreign("PLN"),
        "czk" => Word::Foreign("CZK"),
        "zar" => Word::Foreign("ZAR"),
        "ils" => Word::Foreign("ILS"),
        "aed" => Word::Foreign("AED"),
        "idr" => Word::Foreign("IDR"),
        "vnd" => Word::Foreign("VND"),
        "uah" => Word::Foreign("UAH"),
        "btc" => Word::Foreign("BTC"),
        "credit" | "credits" => Word::Foreign("credits"),
        "point" | "points" => Word::Foreign("points"),
        "dbu" | "dbus" => Word::Foreign("DBU"),
        "request" | "call" => Word::Request,
        "requests" | "calls" => Word::Requests,
        "context" | "ctx" => Word::Context,
        "window" | "size" | "length" | "len" | "limit" => Word::Window,
        "max" | "maximum" | "maximal" => Word::Maximum,
        "model" | "models" | "llm" | "llms" => Word::Model,
        "name" | "names" | "label" | "title" | "display" => Word::Name,
        "id" | "ids" | "slug" | "identifier" => Word::Id,
        "key" => Word::Key,
        "api" => Word::Api,
        "provider" | "providers" | "vendor" | "seller" | "maker" | "company" | "lab" | "supplier"
        | "publisher" | "developer" | "platform" | "organization" | "organisation" => Word::Provider,
        "source" | "sources" | "url" | "link" | "reference" | "docs" | "website" | "page" => Word::Source,
        "date" | "asof" | "updated" | "checked" | "verified" | "effective" => Word::Date,
        "mode" | "type" | "kind" | "category" | "modality" => Word::Mode,
        "unit" | "units" => Word::Unit,
        "currency" => Word::Currency,
        "n" | "num" | "number" | "count" | "counts" => Word::Count,
        "total" | "totals" => Word::Total,
        "usage" | "used" | "spend" | "spent" | "consumed" | "consumption" | "timestamp" | "session"
        | "byok" | "billed" | "you" => Word::Usage,
        "invoice" | "quantity" | "qty" | "amount" | "subtotal" | "vat" => Word::Invoice,
        "the" | "of" | "for" | "an" | "a" | "and" | "to" | "than" | "as" | "at" | "last" | "us" | "ai"
        | "text" | "list" | "official" | "ephemeral" | "is" | "on" => Word::Filler,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Word::{self, Cache, Input, K, M, Number, Output, Per, Read, Tokens};
    use super::words;

    #[test]
    fn one_header_in_every_way_of_writing_is_the_same_words() {
        for text in [
            "cacheRead",
            "CacheRead",
            "cache_read",
            "CACHE_READ",
            "Cache read",
            "cache-read",
            "CACHEREAD",
            "cacheread",
            "Cache (read)",
            "[cache] read",
        ] {
            assert_eq!(words(text), [Cache, Read], "{text}");
        }
        for text in
            ["output/1MTok", "Output per 1M tok", "OUTPUT_PER_1M_TOKENS", "outputPer1MTok", "outputper1mtok"]
        {
            assert_eq!(words(text), [Output, Per, Number(1), M, Tokens], "{text}");
        }
        for text in ["inputPerMTok", "input_per_mtok", "inputpermtok", "INPUTPERMTOK", "Input / MTok"] {
            assert_eq!(words(text), [Input, Per, M, Tokens], "{text}");
        }
        assert_eq!(words("input, 1,000"), [Input, Number(1_000)]);
        assert_eq!(words("200k"), [Number(200), K]);
        assert_eq!(words("1e6"), [Number(1_000_000)]);
        assert_eq!(words("US$ and C$"), [Word::Dollar, Word::Foreign("CAD")]);
    }

    #[test]
    fn what_is_not_known_stays_one_word() {
        assert_eq!(words("rating"), [Word::Other("rating".into())]);
        assert_eq!(words("~ 5"), [Word::Other("~".into()), Number(5)]);
        assert_eq!(words("storage cost"), [Word::Other("storage".into()), Word::Cost]);
        assert_eq!(words("99999999999999999999999").len(), 1);
    }
}

//! Search over all names of thousands of models that forgives typing: case, accents, the order of words, missing or
//! other separators, and, where nothing else is found, misspelt words.
//!
//! What crates offer here either matches subsequences, which is no tolerance of typing errors, or compares whole
//! texts; the distance of two words is `strsim`'s.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::Market;
use super::identity::maker_of;

/// The names of the offers of a market, ready to be searched: built once a market, asked at each keystroke.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    /// All names of all offers without anything between their words; names are apart by a line break.
    text: String,
    /// For each byte of `text`, whether a word starts there.
    starts: Vec<bool>,
    /// For each offer, its part of `text`.
    offers: Vec<Entry>,
    /// Each word of letters once.
    words: Vec<String>,
    /// For each offer, the places in `words` of those that it has.
    words_of: Vec<Vec<u32>>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// All names.
    range: Range<usize>,
    /// Where those end that are its own: its provider's name comes last.
    own: usize,
    /// How long its name is.
    name: usize,
    /// Whether another than the model's maker sells it.
    by_other: bool,
}

/// How well an offer fits a query, less is better: in which of its names all of the query is, if in any; how many words
/// stand inside others; whether its maker sells it; how long its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    exact: u8,
    inside: usize,
    by_other: bool,
    name: usize,
}

/// An index that is being made.
#[derive(Debug, Default)]
struct Indexing {
    index: SearchIndex,
    /// The places of words that are in it.
    known: HashMap<String, u32>,
}

impl Indexing {
    /// Adds an entry with all its `names`, of which `name` is the one that is shown.
    fn add<'a>(
        &mut self,
        name: &str,
        names: impl Iterator<Item = &'a str>,
        provider: &'a str,
        by_other: bool,
    ) {
        let start = self.index.text.len();
        let mut seen: Vec<&str> = Vec::new();
        let mut words_of = Vec::new();
        for name in names {
            if !seen.contains(&name) {
                seen.push(name);
                self.add_name(name, &mut words_of);
            }
        }
        let own = self.index.text.len();
        if !seen.contains(&provider) {
            self.add_name(provider, &mut words_of);
        }
        words_of.sort_unstable();
        words_of.dedup();
        self.index.words_of.push(words_of);
        let name = compact(&folded(name)).len();
        self.index.offers.push(Entry { range: start..self.index.text.len(), own, name, by_other });
    }

    fn add_name(&mut self, name: &str, words_of: &mut Vec<u32>) {
        let index = &mut self.index;
        for run in runs(&folded(name)) {
            index.starts.push(true);
            index.starts.extend(std::iter::repeat_n(false, run.len() - 1));
            index.text.push_str(run);
            if run.starts_with(char::is_alphabetic) && run.len() > 2 {
                let next = u32::try_from(index.words.len()).unwrap_or(u32::MAX);
                let place = *self.known.entry(run.to_owned()).or_insert_with(|| {
                    index.words.push(run.to_owned());
                    next
                });
                words_of.push(place);
            }
        }
        index.text.push('\n');
        index.starts.push(false);
    }
}

/// What people type for a maker or a provider, and what it is called in the names of models and of providers as well.
const ALSO: &[(&str, &[&str])] = &[
    ("alibaba", &["qwen", "dashscope"]),
    ("amazon", &["bedrock", "aws"]),
    ("anthropic", &["claude"]),
    ("aws", &["bedrock", "amazon"]),
    ("baidu", &["ernie"]),
    ("bedrock", &["amazon"]),
    ("chatgpt", &["gpt"]),
    ("facebook", &["llama", "meta"]),
    ("google", &["gemini", "gemma", "vertex"]),
    ("meta", &["llama"]),
    ("microsoft", &["azure"]),
    ("mistral", &["codestral", "devstral", "magistral", "ministral", "mixtral", "pixtral"]),
    ("mistralai", &["mistral"]),
    ("moonshot", &["kimi"]),
    ("moonshotai", &["kimi"]),
    ("perplexity", &["sonar"]),
    ("tencent", &["hunyuan"]),
    ("xai", &["grok"]),
    ("zai", &["glm"]),
    ("zhipu", &["glm"]),
];

/// What else a word of a query may be called.
fn also(word: &str) -> &'static [&'static str] {
    ALSO.iter().find(|(typed, _)| *typed == word).map_or(&[], |(_, also)| also)
}

/// Whether a name has all words of a query in it, or what else they are called: for lists of few names, such as those of
/// providers.
pub fn name_fits(name: &str, query: &str) -> bool {
    let name = compact(&folded(name));
    let query = folded(query);
    let mut words = query.split_whitespace().map(compact).filter(|word| !word.is_empty());
    words.all(|word| name.contains(&word) || also(&word).iter().any(|also| name.contains(also)))
}

impl SearchIndex {
    /// Indexes the offers to show; what is found are places in [`Market::offers`].
    pub fn new(market: &Market) -> Self {
        let mut indexing = Indexing::default();
        for offer in market.offers() {
            let model = &offer.model;
            let others =
                offer.elsewhere.iter().flat_map(|(_, other)| [other.id.as_str(), other.name.as_str()]);
            let names = [model.id.as_str(), &model.name, &offer.identity.model];
            let names = names.into_iter().chain(model.other_names.iter().map(String::as_str)).chain(others);
            let by_other = maker_of(&offer.identity.model) != Some(&*offer.identity.provider);
            indexing.add(&model.name, names, &model.provider, by_other);
        }
        indexing.index
    }

    /// Indexes anything that has a name and something beside it; what is found are places among the `items`.
    pub fn named<'a>(items: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut indexing = Indexing::default();
        for (name, more) in items {
            indexing.add(name, std::iter::once(name), more, false);
        }
        indexing.index
    }

    /// The places of the offers that fit a query, the best first; all of them for a query of nothing.
    ///
    /// Every word of the query must be in some name of an offer: as it is; else, where no offer has all of them so,
    /// its letters and its digits each for themselves (`haiku3.5` is `claude-3-5-haiku`); else with its letters
    /// misspelt by one sign, from eight letters on by two. Only the offers that fit best are found.
    /// What is exactly one of its names comes first: the id, then the name, then another one.
    pub fn search(&self, query: &str) -> Vec<usize> {
        self.find(query, true, None)
    }

    /// As [`SearchIndex::search`], among the offers of these places alone, which are in ascending order.
    pub fn search_among(&self, query: &str, places: &[usize]) -> Vec<usize> {
        self.find(query, true, Some(places))
    }

    /// As [`SearchIndex::search`], without misspelt words.
    pub fn search_spelt(&self, query: &str) -> Vec<usize> {
        self.find(query, false, None)
    }

    fn find(&self, query: &str, with_misspelt: bool, among: Option<&[usize]>) -> Vec<usize> {
        let query = folded(query);
        let typed: Vec<&str> =
            query.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
        let words: Vec<String> = typed.iter().map(|word| compact(word)).collect();
        if words.is_empty() {
            return among.map_or_else(|| (0..self.offers.len()).collect(), <[usize]>::to_vec);
        }
        let is_among = |place: usize| among.is_none_or(|among| among.binary_search(&place).is_ok());
        let all = words.concat();
        let found = self.best_first(&all, &is_among, |place| self.inside(place, &words));
        if !found.is_empty() {
            return found;
        }
        let parts: Vec<&str> = typed.iter().flat_map(|word| runs(word)).collect();
        let found = self.best_first(&all, &is_among, |place| self.inside(place, &parts));
        if !found.is_empty() || !with_misspelt {
            return found;
        }
        // A word with what is like it, and the same for its runs.
        let with_similar = |part| (part, self.similar(part));
        let words: Vec<_> = words
            .iter()
            .zip(&typed)
            .map(|(word, typed)| {
                // Of `4o` no part can be misspelt.
                let is_long = runs(typed).any(|run| run.len() > 2 && run.starts_with(char::is_alphabetic));
                let runs = if is_long { runs(typed).map(with_similar).collect() } else { Vec::new() };
                (with_similar(word.as_str()), runs)
            })
            .collect();
        self.best_first(&all, &is_among, |place| {
            let mut misfit = 0;
            for (word, runs) in &words {
                misfit += self.likeness(place, word).or_else(|| {
                    let runs = (!runs.is_empty()).then_some(runs)?;
                    runs.iter().map(|run| self.likeness(place, run)).sum::<Option<usize>>()
                })?;
            }
            Some(misfit)
        })
    }

    fn likeness(&self, place: usize, (word, similar): &(&str, Vec<Option<usize>>)) -> Option<usize> {
        match self.contains(place, word) {
            Some(inside) => Some(usize::from(inside)),
            // A misspelt word is worse than one that stands inside another.
            None => Some(4 * self.closest(place, similar)?),
        }
    }

    /// The offers for which `inside` finds something, the best first; `all` is all of the query without anything between
    /// its words.
    fn best_first(
        &self,
        all: &str,
        is_among: &dyn Fn(usize) -> bool,
        inside: impl Fn(usize) -> Option<usize>,
    ) -> Vec<usize> {
        let mut found: Vec<(Misfit, usize)> = self
            .offers
            .iter()
            .enumerate()
            .filter(|(place, _)| is_among(*place))
            .filter_map(|(place, entry)| {
                let inside = inside(place)?;
                let exact = self.exact(entry, all);
                Some((Misfit { exact, inside, by_other: entry.by_other, name: entry.name }, place))
            })
            .collect();
        found.sort_unstable();
        // Who types `mini` does not mean Gemini where there is a Mini.
        let least = found.iter().map(|(misfit, _)| misfit.inside).min();
        found.into_iter().filter(|(misfit, _)| Some(misfit.inside) == least).map(|(_, place)| place).collect()
    }

    /// Which of its own names all of the query is: 0 for the id, 1 for the name, 2 for another, 3 for none.
    fn exact(&self, entry: &Entry, all: &str) -> u8 {
        let names = self.text.get(entry.range.start..entry.own).unwrap_or_default();
        match names.lines().position(|name| name == all) {
            Some(0) => 0,
            Some(1) => 1,
            Some(_) => 2,
            None => 3,
        }
    }

    /// How many words are only inside others; `None` when one of them is in none of its names.
    fn inside(&self, place: usize, words: &[impl AsRef<str>]) -> Option<usize> {
        words.iter().map(|word| self.contains(place, word.as_ref()).map(usize::from)).sum()
    }

    /// As [`SearchIndex::has`], for a word or what else it is called.
    fn contains(&self, place: usize, word: &str) -> Option<bool> {
        let as_typed = self.has(place, word);
        let is_called_so = || also(word).iter().any(|also| self.has(place, also) == Some(false));
        if as_typed != Some(false) && is_called_so() { Some(false) } else { as_typed }
    }

    /// Whether a word is in a name of an offer: `false` at the start of a word, `true` inside one. What starts with a
    /// digit or is short is not looked for inside: `5` is not in `2025`.
    fn has(&self, place: usize, word: &str) -> Option<bool> {
        let range = &self.offers.get(place)?.range;
        let text = self.text.get(range.clone())?;
        let mut found = None;
        for (at, _) in text.match_indices(word) {
            if self.starts.get(range.start + at).copied().unwrap_or_default() {
                return Some(false);
            }
            found = Some(true);
        }
        found.filter(|_| word.len() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// For each word of the market, how many typing errors away it is, where few enough.
    fn similar(&self, part: &str) -> Vec<Option<usize>> {
        let length = part.chars().count();
        let most = match length {
            _ if !part.starts_with(char::is_alphabetic) => return Vec::new(),
            0..3 => return Vec::new(),
            3..8 => 1,
            _ => 2,
        };
        let distance = |word: &String| {
            let whole = if word.len().abs_diff(part.len()) <= 2 * most {
                strsim::osa_distance(part, word)
            } else {
                usize::MAX
            };
            // The word may not be typed to its end yet.
            let start = match word.char_indices().nth(length) {
                Some((end, _)) if whole > most && length > 4 => {
                    word.get(..end).map_or(usize::MAX, |start| strsim::osa_distance(part, start))
                }
                _ => usize::MAX,
            };
            Some(whole.min(start)).filter(|distance| *distance <= most)
        };
        self.words.iter().map(distance).collect()
    }

    fn closest(&self, place: usize, similar: &[Option<usize>]) -> Option<usize> {
        let words = self.words_of.get(place)?;
        words.iter().filter_map(|word| *similar.get(*word as usize)?).min()
    }
}

/// A text in lower case without accents.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A text's letters and digits.
fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The runs of letters and of digits in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let end =
            rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!run.is_empty()).then_some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Model, ModelId, Overrides, OwnModels, Source};
    use proptest::prelude::*;

    const ROWS: &[(&str, &str)] = &[
        ("claude-sonnet-4-5-20250929", "anthropic"),
        ("claude-sonnet-4", "anthropic"),
        ("claude-3-5-haiku-20241022", "anthropic"),
        ("claude-opus-4-6", "anthropic"),
        ("gpt-4.1-mini", "openai"),
        ("gpt-4.1", "openai"),
        ("gpt-4o-2024-05-13", "openai"),
        ("azure/gpt-4.1-mini", "azure"),
        ("groq/llama-3.3-70b-versatile", "groq"),
        ("together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "together_ai"),
        ("gemini/gemini-2.5-flash-lite", "gemini"),
        ("deepseek/deepseek-v3.2", "deepseek"),
        ("mistral/mistral-large-latest", "mistral"),
        ("perplexity/sonar", "perplexity"),
        ("cohere/command-r-plus", "cohere"),
        ("moonshot/kimi-k2.5", "moonshot"),
        ("qwen/qwen3-coder-480b", "alibaba"),
    ];

    fn market() -> Market {
        market_of(ROWS)
    }

    fn market_of(rows: &[(&str, &str)]) -> Market {
        let source = Source { name: "List".into(), as_of: None };
        let models = rows
            .iter()
            .map(|(id, provider)| {
                let id = ModelId::new(id).unwrap();
                Model::new(id.clone(), id.to_string(), (*provider).into(), source.clone())
            })
            .collect();
        let catalog = Catalog { name: "List".into(), source: source.clone(), models };
        Market::new(&catalog, &OwnModels::default(), &Overrides::default())
    }

    fn found(market: &Market, query: &str) -> Vec<String> {
        let index = SearchIndex::new(market);
        index.search(query).iter().map(|place| market.offers()[*place].model.id.to_string()).collect()
    }

    #[test]
    fn typing_is_forgiven() {
        let market = market();
        let check = |query: &str, expected: &[&str]| assert_eq!(found(&market, query), expected, "{query}");
        check("sonet 45", &["claude-sonnet-4-5-20250929"]);
        check("gpt4.1mini", &["gpt-4.1-mini", "azure/gpt-4.1-mini"]);
        check("mini gpt 4.1 azure", &["azure/gpt-4.1-mini"]);
        check("lama 70b groq", &["groq/llama-3.3-70b-versatile"]);
        check("haiku3.5", &["claude-3-5-haiku-20241022"]);
        check("HAIKU 35", &["claude-3-5-haiku-20241022"]);
        check("calude opus", &["claude-opus-4-6"]);
        check("antropic opsu", &["claude-opus-4-6"]);
        check("gemni flash", &["gemini/gemini-2.5-flash-lite"]);
        check("deepsek", &["deepseek/deepseek-v3.2"]);
        check("mistrall large", &["mistral/mistral-large-latest"]);
        check("perplexty", &["perplexity/sonar"]);
        check("gtp 4o", &["gpt-4o-2024-05-13"]);
        check("comand r+", &["cohere/command-r-plus"]);
        check("qwen3coder", &["qwen/qwen3-coder-480b"]);
        check("kimi k2.5", &["moonshot/kimi-k2.5"]);
        check("tógether llama33", &["together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo"]);
        check("zebra", &[]);
        check("sonar 99", &[]);
    }

    const RESOLD: &[(&str, &str)] = &[
        ("ft:gpt-4o-2024-08-06", "openai"),
        ("azure/gpt-4o", "azure"),
        ("gpt-4o", "openai"),
        ("gpt-4o-mini", "openai"),
        ("azure_ai/claude-opus-4-5", "azure_ai"),
        ("claude-opus-4-5", "anthropic"),
        ("claude-opus-4-5-20251101", "anthropic"),
        ("vertex_ai/claude-opus-4-5@20251101", "vertex_ai"),
        ("gemini/gemini-2.5-flash", "gemini"),
        ("openrouter/google/gemini-2.5-flash", "openrouter"),
        ("xai/grok-4", "xai"),
        ("bedrock/us.amazon.nova-pro-v1:0", "bedrock"),
        ("groq/llama-3.1-8b", "groq"),
    ];

    #[test]
    fn an_exact_name_comes_first_and_its_maker_before_resellers() {
        let market = market_of(RESOLD);
        for (query, first) in [
            ("gpt-4o", "gpt-4o"),
            ("GPT 4o", "gpt-4o"),
            ("azure/gpt-4o", "azure/gpt-4o"),
            ("gpt-4o-mini", "gpt-4o-mini"),
            ("opus 4.5", "claude-opus-4-5"),
            ("claude opus 45", "claude-opus-4-5"),
            ("ft:gpt-4o-2024-08-06", "ft:gpt-4o-2024-08-06"),
        ] {
            assert_eq!(found(&market, query)[0], first, "{query}");
        }
        assert_eq!(found(&market, "gpt-4o").len(), 4, "the others are found too");
    }

    #[test]
    fn makers_and_providers_are_found_by_what_people_call_them() {
        let market = market_of(RESOLD);
        for (query, some) in [
            ("google flash", "gemini/gemini-2.5-flash"),
            ("chatgpt", "gpt-4o"),
            ("microsoft 4o", "azure/gpt-4o"),
            ("aws nova", "bedrock/us.amazon.nova-pro-v1:0"),
            ("anthropic opus vertex", "vertex_ai/claude-opus-4-5@20251101"),
            ("x.ai", "xai/grok-4"),
            ("meta 8b", "groq/llama-3.1-8b"),
        ] {
            assert!(found(&market, query).contains(&some.to_owned()), "{query}: {:?}", found(&market, query));
        }
        assert!(found(&market, "google opus").iter().all(|id| id.contains("vertex")));
        assert!(
            name_fits("gemini", "Google")
                && name_fits("Amazon Bedrock", "aws")
                && !name_fits("openai", "google")
        );
    }

    #[test]
    fn among_some_what_fits_best_there_is_found() {
        let market = market();
        let index = SearchIndex::new(&market);
        let gemini = market.offers().iter().position(|offer| offer.model.provider == "gemini").unwrap();
        assert!(!index.search("mini").contains(&gemini));
        assert_eq!(index.search_among("mini", &[gemini]), [gemini]);
        assert_eq!(index.search_among("", &[gemini]), [gemini]);
    }

    #[test]
    fn what_is_typed_right_is_not_taken_for_a_misspelling() {
        let market = market();
        assert_eq!(found(&market, "sonar"), ["perplexity/sonar"]);
        assert_eq!(found(&market, "mini"), ["gpt-4.1-mini", "azure/gpt-4.1-mini"]);
        // A digit is the start of a number: 05 and 13 are in a date, 0 and 3 only inside.
        assert_eq!(found(&market, "gpt 13"), ["gpt-4o-2024-05-13"]);
        assert!(found(&market, "gpt 24").is_empty());
        assert_eq!(found(&market, " - ").len(), ROWS.len());
    }

    #[test]
    fn every_name_of_a_reference_model_finds_it_first() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let index = SearchIndex::new(&market);
        for (place, offer) in market.offers().iter().enumerate() {
            let model = &offer.model;
            for name in model.other_names.iter().chain([&model.name]) {
                assert!(index.search(name).contains(&place), "{name}");
            }
            assert_eq!(index.search(model.id.as_str()).first(), Some(&place), "{}", model.id);
        }
    }

    proptest! {
        #[test]
        fn any_text_finds_places_that_are_there(query in "\\PC{0,24}") {
            let market = market();
            let mut found = SearchIndex::new(&market).search(&query);
            let count = found.len();
            found.sort_unstable();
            found.dedup();
            prop_assert_eq!(found.len(), count);
            prop_assert!(found.iter().all(|place| *place < ROWS.len()));
        }

        #[test]
        fn one_missing_letter_is_forgiven(row in 0..ROWS.len(), at in 1_usize..40) {
            let market = market();
            let (id, _) = ROWS[row];
            let letters = runs(id).filter(|run| run.starts_with(char::is_alphabetic));
            let longest = letters.max_by_key(|run| run.len()).unwrap().to_lowercase();
            prop_assume!(longest.len() > 3);
            let mut typed = longest.clone();
            typed.remove(1 + at % (longest.len() - 1));
            let query = id.to_lowercase().replacen(&longest, &typed, 1);
            prop_assert!(found(&market, &query).iter().any(|found| found == id), "{query}");
        }
    }
}

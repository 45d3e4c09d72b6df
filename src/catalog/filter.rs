//! What the user asks of a model, as a plain value: it can be kept under a name, and written in words such as
//! `vision context>=200000 released>=2026-01-01`.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::{Model, Offer, PriceState, Tier, identity};

/// Something that a model can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Capability {
    /// It sees images.
    Vision,
    /// It calls tools.
    Tools,
    /// It reasons before it answers.
    Reasoning,
    /// It caches prompts.
    Caching,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Vision, Self::Tools, Self::Reasoning, Self::Caching];

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Vision => "Vision",
            Self::Tools => "Tools",
            Self::Reasoning => "Reasoning",
            Self::Caching => "Prompt caching",
        }
    }

    /// Its name inside a sentence.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Vision => "vision",
            Self::Tools => "tool calls",
            Self::Reasoning => "reasoning",
            Self::Caching => "prompt caching",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Vision => "vision",
            Self::Tools => "tools",
            Self::Reasoning => "reasoning",
            Self::Caching => "caching",
        }
    }

    /// What the list says of a model; `None` is unknown.
    pub const fn of(self, model: &Model) -> Option<bool> {
        match self {
            Self::Vision => model.facts.vision,
            Self::Tools => model.facts.tools,
            Self::Reasoning => model.facts.reasoning,
            Self::Caching => model.facts.caching,
        }
    }
}

/// What is asked of a model. The default asks nothing.
///
/// What a list does not know is no yes: a model with an unknown context window does not pass where one is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only these providers, by [`identity::provider_key`]; none means all.
    pub providers: BTreeSet<String>,
    /// Not these providers.
    pub without_providers: BTreeSet<String>,
    /// Not these tiers. A model without a tier passes.
    pub without_tiers: BTreeSet<Tier>,
    /// At least so many tokens of context: the context window, or the maximum input where the list states only that.
    pub context_at_least: Option<u64>,
    /// What it must be able to do.
    pub capabilities: BTreeSet<Capability>,
    /// Whether the prices of input and output must be known; free is known.
    pub price_known: bool,
    /// Released on this day or later.
    pub released_from: Option<Date>,
    /// Released before this day.
    pub released_before: Option<Date>,
    /// Not deprecated before this day: a model of which no list says that it ends passes.
    pub not_deprecated_before: Option<Date>,
    /// Deprecated before this day.
    pub deprecated_before: Option<Date>,
}

/// Words that are no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no filter: {problem}")]
pub struct FilterError {
    /// The word.
    pub word: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl Filter {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an offer has all that is asked.
    pub fn passes(&self, offer: &Offer) -> bool {
        let model = &offer.model;
        let facts = &model.facts;
        let provider = &*offer.identity.provider;
        let context = || model.limits.context_window.or(model.limits.maximum_input);
        (self.providers.is_empty() || self.providers.contains(provider))
            && !self.without_providers.contains(provider)
            && (self.without_tiers.is_empty()
                || offer.tier().is_none_or(|tier| !self.without_tiers.contains(&tier)))
            && self.context_at_least.is_none_or(|least| context().is_some_and(|context| context >= least))
            && self.capabilities.iter().all(|capability| capability.of(model) == Some(true))
            && (!self.price_known || offer.prices.state() != PriceState::Unknown)
            && self.released_from.is_none_or(|day| facts.released.is_some_and(|released| released >= day))
            && self.released_before.is_none_or(|day| facts.released.is_some_and(|released| released < day))
            && self
                .not_deprecated_before
                .is_none_or(|day| !facts.deprecated && facts.deprecated_on.is_none_or(|from| from >= day))
            && self
                .deprecated_before
                .is_none_or(|day| facts.deprecated_on.map_or(facts.deprecated, |from| from < day))
    }

    /// The filter in words, which [`Filter::from_words`] reads; nothing for one that asks nothing.
    pub fn to_words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.providers.iter().map(|provider| format!("provider:{provider}")));
        words.extend(self.without_providers.iter().map(|provider| format!("-provider:{provider}")));
        words.extend(self.without_tiers.iter().map(|tier| format!("-tier:{}", tier_word(*tier))));
        words.extend(self.context_at_least.map(|tokens| format!("context>={tokens}")));
        words.extend(self.capabilities.iter().map(|capability| capability.word().to_owned()));
        words.extend(self.price_known.then(|| "priced".to_owned()));
        for (name, day) in [
            ("released>=", self.released_from),
            ("released<", self.released_before),
            ("deprecated>=", self.not_deprecated_before),
            ("deprecated<", self.deprecated_before),
        ] {
            words.extend(day.map(|day| format!("{name}{day}")));
        }
        words.join(" ")
    }

    /// Reads a filter in words, in any order.
    ///
    /// # Errors
    /// The first word that is none of a filter's.
    pub fn from_words(text: &str) -> Result<Self, FilterError> {
        let mut filter = Self::default();
        for word in text.split_whitespace() {
            filter.add(word).map_err(|problem| FilterError { word: word.to_owned(), problem })?;
        }
        Ok(filter)
    }

    fn add(&mut self, word: &str) -> Result<(), &'static str> {
        let word = word.to_ascii_lowercase();
        let day = |text: &str| text.parse::<Date>().map(Some).map_err(|_| "a day is written as 2026-11-24");
        let tier = |name: &str| {
            let tier = Tier::ALL.into_iter().find(|tier| tier_word(*tier) == name);
            tier.ok_or("the tiers are budget, mid-range and premium")
        };
        if let Some(capability) = Capability::ALL.into_iter().find(|capability| capability.word() == word) {
            self.capabilities.insert(capability);
        } else if word == "priced" {
            self.price_known = true;
        } else if let Some(name) = word.strip_prefix("provider:") {
            self.providers.insert(identity::provider_key(name));
        } else if let Some(name) = word.strip_prefix("-provider:") {
            self.without_providers.insert(identity::provider_key(name));
        } else if let Some(name) = word.strip_prefix("-tier:") {
            self.without_tiers.insert(tier(name)?);
        } else if let Some(tokens) = word.strip_prefix("context>=") {
            let tokens = tokens.parse().map_err(|_| "a context is a whole number of tokens")?;
            self.context_at_least = Some(tokens);
        } else if let Some(text) = word.strip_prefix("released>=") {
            self.released_from = day(text)?;
        } else if let Some(text) = word.strip_prefix("released<") {
            self.released_before = day(text)?;
        } else if let Some(text) = word.strip_prefix("deprecated>=") {
            self.not_deprecated_before = day(text)?;
        } else if let Some(text) = word.strip_prefix("deprecated<") {
            self.deprecated_before = day(text)?;
        } else {
            return Err(
                "it is none of provider:, -provider:, -tier:, context>=, vision, tools, reasoning, caching, priced, \
                 released>=, released<, deprecated>= and deprecated<",
            );
        }
        Ok(())
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.to_words())
    }
}

const fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Budget => "budget",
        Tier::MidRange => "mid-range",
        Tier::Premium => "premium",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, Overrides, OwnModels};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn offer(change: impl Fn(&mut Model)) -> Offer {
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models.truncate(1);
        catalog.models.iter_mut().for_each(change);
        Market::new(&catalog, &OwnModels::default(), &Overrides::default()).offers()[0].clone()
    }

    fn passes(words: &str, offer: &Offer) -> bool {
        Filter::from_words(words).unwrap().passes(offer)
    }

    #[test]
    fn what_is_unknown_does_not_pass() {
        let unknown = offer(|model| model.limits.context_window = None);
        for words in ["vision", "tools", "reasoning", "caching", "context>=1", "released>=2000-01-01"] {
            assert!(!passes(words, &unknown), "{words}");
        }
        assert!(!passes("released<2100-01-01", &unknown) && !passes("deprecated<2100-01-01", &unknown));
        assert!(passes("priced provider:Groq deprecated>=2100-01-01", &unknown));
        assert!(!passes("-provider:groq", &unknown) && !passes("provider:openai", &unknown));
        assert!(!passes("-tier:budget", &unknown) && passes("-tier:premium", &unknown));
    }

    #[test]
    fn bounds_are_exact() {
        let known = offer(|model| {
            model.limits.context_window = Some(200_000);
            model.facts.released = Some(date(2026, 1, 1));
            model.facts.deprecated_on = Some(date(2027, 1, 1));
            model.facts.vision = Some(true);
            model.facts.tools = Some(false);
        });
        for (words, expected) in [
            ("context>=200000", true),
            ("context>=200001", false),
            ("released>=2026-01-01", true),
            ("released>=2026-01-02", false),
            ("released<2026-01-02", true),
            ("released<2026-01-01", false),
            ("deprecated>=2027-01-01", true),
            ("deprecated>=2027-01-02", false),
            ("deprecated<2027-01-02", true),
            ("deprecated<2027-01-01", false),
            ("vision", true),
            ("tools", false),
            ("vision tools", false),
            ("", true),
        ] {
            assert_eq!(passes(words, &known), expected, "{words}");
        }
        let input_only = offer(|model| {
            model.limits.context_window = None;
            model.limits.maximum_input = Some(100);
        });
        assert!(passes("context>=100", &input_only) && !passes("context>=101", &input_only));
    }

    #[test]
    fn what_is_no_filter_is_named() {
        for (words, word) in
            [("vision nonsense", "nonsense"), ("context>=many", "context>=many"), ("-tier:x", "-tier:x")]
        {
            assert_eq!(Filter::from_words(words).unwrap_err().word, word);
        }
        let error = Filter::from_words("released>=soon").unwrap_err();
        assert_eq!(error.to_string(), "`released>=soon` is no filter: a day is written as 2026-11-24");
    }

    proptest! {
        #[test]
        fn words_read_back(
            providers in prop::collection::btree_set("[a-z0-9]{1,8}", 0..3),
            without in prop::collection::btree_set("[a-z0-9]{1,8}", 0..3),
            tiers in prop::collection::btree_set(prop::sample::select(&Tier::ALL[..]), 0..3),
            capabilities in prop::collection::btree_set(prop::sample::select(&Capability::ALL[..]), 0..4),
            context in prop::option::of(any::<u64>()),
            price_known in any::<bool>(),
            days in prop::array::uniform4(prop::option::of((1990_i16..2100, 1_i8..=12, 1_i8..=28))),
        ) {
            let keys = |names: BTreeSet<String>| {
                names.iter().map(|name| identity::provider_key(name)).collect::<BTreeSet<_>>()
            };
            let day = |at: usize| days[at].map(|(year, month, day)| date(year, month, day));
            let filter = Filter {
                providers: keys(providers),
                without_providers: keys(without),
                without_tiers: tiers,
                context_at_least: context,
                capabilities,
                price_known,
                released_from: day(0),
                released_before: day(1),
                not_deprecated_before: day(2),
                deprecated_before: day(3),
            };
            prop_assert_eq!(Filter::from_words(&filter.to_words()), Ok(filter));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Filter::from_words(&text);
        }
    }
}

//! One model: its names, its prices, its limits, and what its source says of it.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{DatedPrices, PriceSheet};
use crate::document;
use crate::order::natural;

/// A model's identity: it stays when names and prices change. `groq/llama-3.3-8b`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(Arc<str>);

/// Why an id was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelIdError {
    /// Nothing but white space.
    #[error("an id needs at least one character")]
    Empty,
    /// Longer than any real id.
    #[error("an id has at most 300 bytes")]
    TooLong,
    /// A line break or another control character.
    #[error("an id is one line without control characters")]
    ControlCharacter,
}

impl ModelId {
    /// Checks an id; white space around it is dropped, and what would hide in it is shown ([`document::plain`]).
    ///
    /// # Errors
    /// When it is empty, longer than 300 bytes or not one line.
    pub fn new(text: &str) -> Result<Self, ModelIdError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ModelIdError::Empty);
        }
        if text.len() > 300 {
            return Err(ModelIdError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(ModelIdError::ControlCharacter);
        }
        Ok(Self(document::plain(text).into()))
    }

    /// The id for a model of the user's own: provider and name in lower case with hyphens.
    pub fn of_names(provider: &str, name: &str) -> Self {
        let part = |text: &str| {
            // The slug, but points stay: `llama-3.3-8b`.
            let slug = text.split('.').map(slug::slugify).collect::<Vec<_>>().join(".");
            let slug: String = slug.trim_matches(['.', '-']).chars().take(100).collect();
            if slug.is_empty() { "model".to_owned() } else { slug }
        };
        Self(format!("{}/{}", part(provider), part(name)).into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Serialize for ModelId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ModelId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What one request can hold at most, in tokens; `None` where the list says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Prompt and answer together.
    pub context_window: Option<u64>,
    /// The prompt alone.
    pub maximum_input: Option<u64>,
    /// The answer alone.
    pub maximum_output: Option<u64>,
}

/// A place in an order that a source gives in words: a higher level is better, and levels say nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Higher is better. Only the order means something.
    pub level: u32,
    /// What the source says.
    pub says: String,
}

/// What a model's source says of it. Unknown is not "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinions {
    /// How good its answers are.
    pub quality: Option<Standing>,
    /// How fast it answers.
    pub speed: Option<Standing>,
    /// What is known to be there: data centres, certificates.
    pub compliance: Option<String>,
}

/// What a model makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Text, which is what this app compares.
    #[default]
    Text,
    /// Something else, as the list calls it: `embedding`.
    Other(Arc<str>),
    /// Something else by its name, whatever the list says: `ocr`.
    Named(Arc<str>),
    /// The list does not say.
    Unstated,
}

impl Mode {
    /// The word for it: `text`, `embedding`; `None` where the list does not say.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Text => Some("text"),
            Self::Other(word) | Self::Named(word) => Some(word),
            Self::Unstated => None,
        }
    }

    /// Whether it is known to make something else than text.
    pub const fn is_not_text(&self) -> bool {
        matches!(self, Self::Other(_) | Self::Named(_))
    }

    /// What it makes, for people: `image generation`, `OCR, by its name`.
    pub fn in_words(&self) -> String {
        let words = match self.word() {
            None => return "unknown".to_owned(),
            Some("ocr") => "OCR".to_owned(),
            Some("moderation") => "guard or moderation".to_owned(),
            Some("rerank") => "reranking".to_owned(),
            Some(word) => word.replace('_', " "),
        };
        if matches!(self, Self::Named(_)) { format!("{words}, by its name") } else { words }
    }

    /// Whether both say something, and not the same.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.word().zip(other.word()).is_some_and(|(one, other)| one != other)
    }
}

/// What a list knows of a model besides its prices. `None` is unknown, never "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it makes.
    pub mode: Mode,
    /// Whether it sees images.
    pub vision: Option<bool>,
    /// Whether it calls tools.
    pub tools: Option<bool>,
    /// Whether it reasons before it answers.
    pub reasoning: Option<bool>,
    /// Whether it caches prompts.
    pub caching: Option<bool>,
    /// The day of its release.
    pub released: Option<Date>,
    /// The day from which it is deprecated.
    pub deprecated_on: Option<Date>,
    /// Whether the list calls it deprecated without a day.
    pub deprecated: bool,
    /// Where the list found its prices.
    pub link: Option<Arc<str>>,
    /// What a reader of the prices should know, in one sentence without a full stop.
    pub remark: Option<Arc<str>>,
}

impl Facts {
    /// Whether the model is deprecated on a day.
    pub fn is_deprecated(&self, day: Date) -> bool {
        self.deprecated || self.deprecated_on.is_some_and(|from| day >= from)
    }

    /// That it is deprecated and since when, of a model that is: `deprecated since 2026-07-17`.
    pub fn deprecated_in_words(&self) -> String {
        self.deprecated_on.map_or_else(|| "deprecated".to_owned(), |day| format!("deprecated since {day}"))
    }
}

/// On which day a price held, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AsOf {
    /// The source states the day.
    Stated(Date),
    /// The source states none; it was imported on this day, and its prices may be older.
    Imported(Date),
}

impl AsOf {
    /// The day.
    pub const fn day(self) -> Date {
        match self {
            Self::Stated(day) | Self::Imported(day) => day,
        }
    }

    /// The day, where the source states it.
    pub const fn stated(self) -> Option<Date> {
        match self {
            Self::Stated(day) => Some(day),
            Self::Imported(_) => None,
        }
    }

    /// The day for people: `2026-11-24`, `imported 2026-11-24`.
    pub fn words(self) -> String {
        match self {
            Self::Stated(day) => day.to_string(),
            Self::Imported(day) => format!("imported {day}"),
        }
    }
}

/// Where a figure comes from and as of when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who says so; shared by the models of a list.
    pub name: Arc<str>,
    /// As of when.
    pub as_of: Option<AsOf>,
}

impl Source {
    /// How old it is: `12 days old`, `7 months old`, `2 years old`, or how long ago it was imported: `12 days ago`; `None`
    /// without a date or when that lies ahead.
    pub fn age_on(&self, today: Date) -> Option<String> {
        let as_of = self.as_of?;
        let days = today.since(as_of.day()).ok()?.get_days();
        let rounded = |days: i32, unit: i32, half: i32| (days + half) / unit;
        let (on_the_day, ago) = match as_of {
            AsOf::Stated(_) => ("as of today", "old"),
            AsOf::Imported(_) => ("today", "ago"),
        };
        match days {
            ..0 => None,
            0 => Some(on_the_day.to_owned()),
            1 => Some(format!("1 day {ago}")),
            2..46 => Some(format!("{days} days {ago}")),
            46..716 => {
                // 30.44 days a month, in hundredths of a day.
                Some(format!("{} months {ago}", rounded(days * 100, 3_044, 1_522)))
            }
            _ => Some(format!("{} years {ago}", rounded(days * 100, 36_525, 18_262))),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_of {
            Some(as_of) => write!(out, "{}, {}", self.name, as_of.words()),
            None => out.write_str(&self.name),
        }
    }
}

/// One model of a price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its identity.
    pub id: ModelId,
    /// What people call it.
    pub name: String,
    /// Other names that search finds.
    pub other_names: Vec<String>,
    /// Who sells it.
    pub provider: String,
    /// What the list says it charges.
    pub prices: PriceSheet,
    /// Prices that hold from one day to another, in the list's order; the last one that holds counts.
    pub dated: Vec<DatedPrices>,
    /// What one request can hold.
    pub limits: Limits,
    /// What else the list knows of it.
    pub facts: Facts,
    /// The list's own key for it, where that is not its id.
    pub key: Option<Arc<str>>,
    /// What the source says of it.
    pub opinions: Opinions,
    /// Where all this comes from.
    pub source: Source,
}

impl Model {
    /// A model of which nothing but its names is known.
    pub fn new(id: ModelId, name: String, provider: String, source: Source) -> Self {
        Self {
            id,
            name,
            other_names: Vec::new(),
            provider,
            prices: PriceSheet::default(),
            dated: Vec::new(),
            limits: Limits::default(),
            facts: Facts::default(),
            key: None,
            opinions: Opinions::default(),
            source,
        }
    }

    /// The list's own key for the model, verbatim.
    pub fn list_key(&self) -> &str {
        self.key.as_deref().unwrap_or_else(|| self.id.as_str())
    }

    /// What the list says the model charges on a day. A price that is only announced is not used before its day.
    pub fn prices_on(&self, day: Date) -> &PriceSheet {
        self.dated.iter().rfind(|dated| dated.holds(day)).map_or(&self.prices, |dated| &dated.prices)
    }

    /// As [`Model::prices_on`]; without a day those that the list gives without one.
    pub fn prices_of(&self, day: Option<Date>) -> &PriceSheet {
        day.map_or(&self.prices, |day| self.prices_on(day))
    }

    /// The order of models: by name, then by id.
    pub fn by_name(&self, other: &Self) -> Ordering {
        natural(&self.name, &other.name).then_with(|| natural(self.id.as_str(), other.id.as_str()))
    }

    /// Prices that the list announces for a later day, earliest first: scheduled, unconfirmed.
    pub fn announced_after(&self, day: Date) -> Vec<&DatedPrices> {
        let mut announced: Vec<_> =
            self.dated.iter().filter(|dated| dated.from.is_some_and(|from| from > day)).collect();
        announced.sort_by_key(|dated| dated.from);
        announced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announced_price_is_not_used_before_its_day() {
        use crate::money::Price;
        use jiff::civil::date;
        let source = Source { name: "List".into(), as_of: None };
        let id = ModelId::new("a").unwrap();
        let mut model = Model::new(id, "A".into(), "P".into(), source);
        let sheet = |price: &str| {
            PriceSheet::flat(Price::per_million(price).unwrap(), Price::per_million(price).unwrap())
        };
        model.prices = sheet("1");
        model.dated = vec![DatedPrices { from: Some(date(2027, 1, 1)), until: None, prices: sheet("2") }];
        assert_eq!(*model.prices_on(date(2026, 12, 31)), sheet("1"));
        assert_eq!(*model.prices_on(date(2027, 1, 1)), sheet("2"));
        assert_eq!(model.announced_after(date(2026, 12, 31)).len(), 1);
        assert!(model.announced_after(date(2027, 1, 1)).is_empty());
        assert!(model.facts.is_deprecated(date(2026, 1, 1)) == model.facts.deprecated);
    }

    #[test]
    fn a_source_says_how_old_it_is() {
        let age = |today: &str| {
            let as_of = Some(AsOf::Stated("2026-04-29".parse().unwrap()));
            Source { name: "List".into(), as_of }.age_on(today.parse().unwrap())
        };
        assert_eq!(age("2026-11-24").as_deref(), Some("7 months old"));
        assert_eq!(age("2026-04-29").as_deref(), Some("as of today"));
        assert_eq!(age("2026-05-30").as_deref(), Some("31 days old"));
        assert_eq!(age("2028-06-01").as_deref(), Some("2 years old"));
        assert_eq!(age("2026-04-28"), None);
    }

    #[test]
    fn the_day_of_an_import_is_not_said_to_be_that_of_the_prices() {
        let source = |as_of: fn(Date) -> AsOf| Source {
            name: "List".into(),
            as_of: Some(as_of("2026-11-12".parse().unwrap())),
        };
        let (stated, imported) = (source(AsOf::Stated), source(AsOf::Imported));
        assert_eq!(stated.to_string(), "List, 2026-11-12");
        assert_eq!(imported.to_string(), "List, imported 2026-11-12");
        let age = |today: &str| imported.age_on(today.parse().unwrap());
        assert_eq!(age("2026-11-12").as_deref(), Some("today"));
        assert_eq!(age("2026-11-24").as_deref(), Some("12 days ago"));
    }

    #[test]
    fn ids_of_own_models_look_like_the_catalogs() {
        let id = |provider: &str, name: &str| ModelId::of_names(provider, name).as_str().to_owned();
        assert_eq!(id("Groq", "Llama 3.3 8B"), "groq/llama-3.3-8b");
        assert_eq!(id("OpenAI", "GPT-4.1 Nano"), "openai/gpt-4.1-nano");
        assert_eq!(id("", "!!!"), "model/model");
    }
}

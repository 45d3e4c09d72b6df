//! Price lists as their publishers serve them, read into the catalog's own types: bytes in, models out.
//!
//! Lenient by row, strict by value: a row that is not understood is named with its reason and the rest comes in.
//! Prices are read from the very digits of the file. No disk and no network here.

mod genai_prices;
mod json;
mod kind;
mod litellm;
mod llm_prices;
mod models_dev;
mod openrouter;
mod own;
mod routes;
mod table;
mod zone;

pub use own::TEMPLATE as RON_TEMPLATE;
pub use table::TEMPLATE as CSV_TEMPLATE;

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use jiff::civil::Date;
use serde_json::value::RawValue;

use super::{AsOf, Catalog, Limits, Mode, Model, ModelId, PriceSheet, PriceState, Source, plausibility};
use crate::money::{Price, label};
use json::{Reason, Shape};

/// The largest list that is read, in bytes. The largest real one has 3.2 MB.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most skipped rows, and the most remarks, that are kept with their reasons; the rest is counted.
const MOST_REASONS: usize = 10_000;

/// The most sets of prices that one row may have: by the day, the hour and the size of the prompt. Real rows have less
/// than ten; some kilobytes of a hostile one could make a million.
const MOST_SETS: usize = 500;
/// The most sets of prices of a list, so that its memory has a limit too. The largest real list has some ten thousand.
const MOST_SETS_OF_LIST: usize = 500_000;

/// The most characters of a reason: one may quote a name of any length from the file.
const MOST_CHARACTERS: usize = 400;

/// A published format of price lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `model_prices_and_context_window.json` of LiteLLM.
    LiteLlm,
    /// `api.json` of models.dev.
    ModelsDev,
    /// `data.json` of genai-prices.
    GenaiPrices,
    /// The answer to `GET /api/v1/models` of OpenRouter.
    OpenRouter,
    /// `current-v1.json` or `historical-v1.json` of llm-prices.
    LlmPrices,
    /// A table of our own.
    Csv,
    /// A catalog of our own.
    Ron,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] = [
        Self::LiteLlm,
        Self::ModelsDev,
        Self::GenaiPrices,
        Self::OpenRouter,
        Self::LlmPrices,
        Self::Csv,
        Self::Ron,
    ];

    /// What the app calls a list of this format.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LiteLlm => "LiteLLM",
            Self::ModelsDev => "models.dev",
            Self::GenaiPrices => "genai-prices",
            Self::OpenRouter => "OpenRouter",
            Self::LlmPrices => "llm-prices",
            Self::Csv => "CSV price list",
            Self::Ron => "Own price list",
        }
    }

    /// What a list of this format is called in a sentence.
    #[must_use]
    pub fn list(self) -> String {
        match self {
            Self::Csv | Self::Ron => self.label().to_owned(),
            _ => format!("{} list", self.label()),
        }
    }

    /// The word for this format in a file of the app's.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::LiteLlm => "litellm",
            Self::ModelsDev => "models_dev",
            Self::GenaiPrices => "genai_prices",
            Self::OpenRouter => "openrouter",
            Self::LlmPrices => "llm_prices",
            Self::Csv => "csv",
            Self::Ron => "ron",
        }
    }

    /// The format of a [`Format::key`].
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// The ending of a file in this format.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ron => "ron",
            _ => "json",
        }
    }

    /// Where the publisher serves the list, where there is one such place.
    #[must_use]
    pub const fn address(self) -> Option<&'static str> {
        match self {
            Self::LiteLlm => Some(
                "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
            ),
            Self::ModelsDev => Some("https://models.dev/api.json"),
            Self::GenaiPrices => Some(
                "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json",
            ),
            Self::OpenRouter => Some("https://openrouter.ai/api/v1/models"),
            Self::LlmPrices => Some("https://www.llm-prices.com/current-v1.json"),
            Self::Csv | Self::Ron => None,
        }
    }
}

/// An example of a price list to fill in; empty for a publisher's format.
#[must_use]
pub const fn template(format: Format) -> &'static str {
    match format {
        Format::Csv => table::TEMPLATE,
        Format::Ron => own::TEMPLATE,
        _ => "",
    }
}

/// A row of a list, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRow {
    /// The row's key, or its number where it has none.
    pub key: String,
    /// Why it is named, in words.
    pub reason: String,
}

impl fmt::Display for NamedRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}: {}", self.key, self.reason)
    }
}

/// How many models of a list have which prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Input and output are known and one is above zero.
    pub priced: usize,
    /// Both are an explicit 0.
    pub free: usize,
    /// One is unknown.
    pub unknown: usize,
    /// One can't be true.
    pub impossible: usize,
    /// The row was not understood.
    pub skipped: usize,
}

/// A price list that was read.
#[derive(Clone, Debug)]
pub struct Import {
    /// The format that its content is in.
    pub format: Format,
    /// What the app calls it.
    pub name: String,
    /// The day that the list states, or else the one that it was read with.
    pub as_of: Option<AsOf>,
    /// The models, each id once.
    pub models: Vec<Model>,
    /// The rows that were not understood.
    pub skipped: Vec<NamedRow>,
    /// How many rows were not understood beyond those in `skipped`.
    pub more_skipped: usize,
    /// The rows that came in without something that they say: a price in another currency, a cell that is no number.
    pub remarks: Vec<NamedRow>,
    /// How many remarks there are beyond those in `remarks`.
    pub more_remarks: usize,
    /// Prices of kinds that the app does not use, and what changes prices in a way that it does not know, by the list's
    /// own name for them: how many rows have one.
    pub unused: BTreeMap<String, usize>,
}

impl Import {
    /// How many models have which prices on a day.
    #[must_use]
    pub fn counts(&self, day: Date) -> Counts {
        let mut counts = Counts { skipped: self.skipped.len() + self.more_skipped, ..Counts::default() };
        for model in &self.models {
            let sheet = model.prices_on(day);
            if plausibility::has_impossible_base(sheet, &model.facts.mode) {
                counts.impossible += 1;
                continue;
            }
            match sheet.state() {
                PriceState::Priced => counts.priced += 1,
                PriceState::Free => counts.free += 1,
                PriceState::Unknown => counts.unknown += 1,
            }
        }
        counts
    }

    /// One sentence that says what came in and what did not.
    #[must_use]
    pub fn summary(&self, day: Date) -> String {
        let whole = |count: usize| label::whole(count as u64);
        let Counts { priced, free, unknown, impossible, skipped } = self.counts(day);
        let impossible = match impossible {
            0 => String::new(),
            count => format!(", {} with prices that can't be true", whole(count)),
        };
        format!(
            "{}: {} models imported ({} priced, {} free, {} with unknown prices{impossible}), {} rows skipped",
            self.name,
            whole(self.models.len()),
            whole(priced),
            whole(free),
            whole(unknown),
            whole(skipped),
        )
    }

    /// The list as a catalog.
    #[must_use]
    pub fn into_catalog(self) -> Catalog {
        let source = Source { name: self.name.clone(), as_of: self.as_of };
        Catalog { name: self.name, source, models: self.models }
    }
}

/// Why a file is no price list at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is too large to be one.
    #[error("the file has more than {} MB; a price list has far less", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// It is text of no known format.
    #[error(
        "this is no price list that the app knows: {0}. It reads LiteLLM, models.dev, genai-prices, OpenRouter and \
         llm-prices files, and CSV and RON of its own"
    )]
    Unrecognised(String),
    /// It is something else that the app knows, and no price list: usage, an invoice, a table of other prices.
    #[error("{0}")]
    NotPrices(String),
    /// It is in a known format and broken.
    #[error("{list}: {problem}", list = format.list())]
    Broken {
        /// The format that it looks like.
        format: Format,
        /// What is wrong with it.
        problem: String,
    },
    /// It is in a known format and holds nothing that could be used.
    #[error("{list}: no row could be read{first}", list = format.list())]
    Nothing {
        /// The format.
        format: Format,
        /// The first reason, behind a colon, if there is one.
        first: String,
    },
}

/// Reads a price list of any format that its content shows. `day` is the day on which it was imported, which counts
/// where the list itself states none.
///
/// # Errors
/// When the bytes are no price list, too large, or no row of it could be read.
pub fn import(bytes: &[u8], day: Option<Date>) -> Result<Import, ImportError> {
    read(bytes, day.map(AsOf::Imported)).map_err(|error| match error {
        ImportError::Unrecognised(problem) => ImportError::Unrecognised(short(problem, MOST_CHARACTERS)),
        ImportError::NotPrices(problem) => ImportError::NotPrices(short(problem, MOST_CHARACTERS)),
        ImportError::Broken { format, problem } => {
            ImportError::Broken { format, problem: short(problem, MOST_CHARACTERS) }
        }
        ImportError::TooLarge | ImportError::Nothing { .. } => error,
    })
}

fn read(bytes: &[u8], day: Option<AsOf>) -> Result<Import, ImportError> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = table::text(bytes).map_err(|fault| ImportError::Unrecognised(fault.to_string()))?;
    let text = text.as_ref();
    let rows = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => of_json(text, day)?,
        Some(b'<') => {
            return Err(ImportError::Unrecognised("it is a web page, not a list".to_owned()));
        }
        // RON begins with its value, a comment or an extension.
        _ if ["(", "//", "/*", "#!["].iter().any(|start| text.trim_start().starts_with(start)) => {
            own::read(text, day)?
        }
        _ => table::read(text, day)?,
    };
    let import = rows.finish();
    if import.models.is_empty() {
        let first = import.skipped.first().map(|skipped| format!(": {skipped}")).unwrap_or_default();
        return Err(ImportError::Nothing { format: import.format, first });
    }
    Ok(import)
}

fn of_json(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let shape = json::shape(text)
        .map_err(|error| ImportError::Unrecognised(format!("it is broken JSON ({error})")))?;
    let fields = match shape {
        Shape::Array(providers) => return genai_prices::read(&providers, day),
        Shape::Object(fields) => fields,
    };
    let find = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    if let Some(rows) = find("data").filter(|raw| raw.get().starts_with('[')) {
        return openrouter::read(rows, day);
    }
    if let Some(rows) = find("prices").filter(|raw| raw.get().starts_with('[')) {
        return llm_prices::read(rows, find("updated_at"), day);
    }
    // One good look at some rows tells the two formats that are objects of rows apart.
    let objects = || fields.iter().filter(|(_, raw)| raw.get().starts_with('{')).take(50);
    let has = |wanted: &dyn Fn(&str) -> bool| {
        objects().any(|(_, raw)| {
            let mut found = false;
            let _ = json::fields(raw, |key, _| {
                found |= wanted(key);
                Ok(())
            });
            found
        })
    };
    if has(&|key| key == "models") {
        return Ok(models_dev::read(&fields, day));
    }
    if has(&|key| key.contains("cost_per_") || matches!(key, "litellm_provider" | "mode" | "tiered_pricing"))
    {
        return Ok(litellm::read(&fields, day));
    }
    Err(ImportError::Unrecognised("its JSON has another shape".to_owned()))
}

/// The rows of one list as they come in.
struct Rows {
    format: Format,
    name: String,
    as_of: Option<AsOf>,
    seen: HashSet<ModelId>,
    /// How many sets of prices the models have.
    sets: usize,
    models: Vec<Model>,
    skipped: Vec<NamedRow>,
    more_skipped: usize,
    remarks: Vec<NamedRow>,
    more_remarks: usize,
    unused: BTreeMap<String, usize>,
}

impl Rows {
    fn new(format: Format, as_of: Option<AsOf>) -> Self {
        Self {
            format,
            name: format.label().to_owned(),
            as_of,
            seen: HashSet::new(),
            sets: 0,
            models: Vec::new(),
            skipped: Vec::new(),
            more_skipped: 0,
            remarks: Vec::new(),
            more_remarks: 0,
            unused: BTreeMap::new(),
        }
    }

    /// Names a row that was not understood.
    fn skip(&mut self, key: &str, reason: impl Into<Reason>) {
        if self.skipped.len() == MOST_REASONS {
            self.more_skipped += 1;
            return;
        }
        self.skipped.push(named(key, reason.into()));
    }

    /// Names a row that comes in without something that it says.
    fn remark(&mut self, key: &str, reason: impl Into<Reason>) {
        if self.remarks.len() == MOST_REASONS {
            self.more_remarks += 1;
            return;
        }
        self.remarks.push(named(key, reason.into()));
    }

    /// A price of a row as it was read. One that was not understood is named, and nothing stands in for it.
    fn price(&mut self, key: &str, field: &str, read: Result<Option<Price>, Reason>) -> Option<Price> {
        read.unwrap_or_else(|reason| {
            self.remark(key, format!("{field}: {reason}; the price is unknown"));
            Some(Price::Unusable)
        })
    }

    /// A limit of a row as it was read. One that was not understood is named, and unknown.
    fn limit(&mut self, key: &str, field: &str, read: Result<Option<u64>, Reason>) -> Option<u64> {
        read.unwrap_or_else(|reason| {
            self.remark(key, format!("{field}: {reason}; the limit is unknown"));
            None
        })
    }

    /// The prices of a row as they were read. Where they were not understood that is named, and they are unknown.
    fn prices(&mut self, key: &str, read: Result<PriceSheet, Reason>) -> PriceSheet {
        read.unwrap_or_else(|reason| {
            self.remark(key, format!("{reason}; its prices are unknown"));
            PriceSheet::flat(Price::Unusable, Price::Unusable)
        })
    }

    /// Counts a field that is not used although it says a price, or changes one.
    fn unused_if_of_price(&mut self, field: &str, value: &RawValue) {
        const WORDS: [&str; 9] = [
            "cost",
            "price",
            "pricing",
            "multiplier",
            "surcharge",
            "uplift",
            "discount",
            "markup",
            "provider_specific_entry",
        ];
        let lower = field.to_ascii_lowercase();
        if WORDS.iter().any(|word| lower.contains(word)) && !matches!(value.get(), "null" | "{}" | "[]") {
            self.unused(field);
        }
    }

    /// Counts a price of a kind that the app does not use.
    fn unused(&mut self, name: &str) {
        const MOST_NAMES: usize = 500;
        if let Some(count) = self.unused.get_mut(name) {
            *count += 1;
        } else if self.unused.len() < MOST_NAMES && name.len() <= 200 {
            self.unused.insert(name.to_owned(), 1);
        }
    }

    fn source(&self) -> Source {
        Source { name: self.name.clone(), as_of: self.as_of }
    }

    /// The model of a row, or what is wrong with its key.
    fn model(&self, key: &str, name: Option<&str>, provider: &str) -> Result<Model, Reason> {
        let id = ModelId::new(key).map_err(|error| error.to_string())?;
        let line = |text: &str| {
            let text = text.trim();
            let fits = !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
            fits.then(|| text.to_owned())
        };
        let name = name.and_then(line).unwrap_or_else(|| id.as_str().to_owned());
        let provider = line(provider).unwrap_or_else(|| "unknown".to_owned());
        Ok(Model::new(id, name, provider, self.source()))
    }

    /// Takes a row in, or names it with its reason. A key that is there twice is a reason.
    fn take(&mut self, key: &str, row: Result<Model, Reason>) {
        if self.models.len() == json::MOST_ROWS {
            self.more_skipped += 1;
            return;
        }
        match row {
            Ok(model) if self.seen.contains(&model.id) => {
                self.skip(key, "this key is there twice; the first was kept");
            }
            Ok(mut model) => {
                if matches!(model.facts.mode, Mode::Text | Mode::Unstated)
                    && let Some(kind) = kind::by_name(key).or_else(|| kind::by_name(&model.name))
                {
                    model.facts.mode = Mode::Named(kind.into());
                }
                let sheets = model.dated.iter().map(|dated| &dated.prices).chain([&model.prices]);
                let sets = sheets.map(PriceSheet::sets).sum::<usize>();
                if self.sets + sets > MOST_SETS_OF_LIST {
                    return self.skip(key, "the list has more prices than are kept of one");
                }
                self.sets += sets;
                self.seen.insert(model.id.clone());
                self.models.push(model);
            }
            Err(reason) => self.skip(key, reason),
        }
    }

    fn finish(mut self) -> Import {
        routes::join(&mut self.models);
        Import {
            format: self.format,
            name: self.name,
            as_of: self.as_of,
            models: self.models,
            skipped: self.skipped,
            more_skipped: self.more_skipped,
            remarks: self.remarks,
            more_remarks: self.more_remarks,
            unused: self.unused,
        }
    }
}

fn named(key: &str, reason: Reason) -> NamedRow {
    NamedRow { key: short(key.to_owned(), 120), reason: short(reason, MOST_CHARACTERS) }
}

/// A text for people, cut where it is longer than they would read.
fn short(text: String, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text;
    }
    text.chars().take(most).chain("...".chars()).collect()
}

/// Sets a field of a row once; a second time is a reason to skip the row.
fn once<T>(slot: &mut Option<T>, field: &str, value: T) -> Result<(), Reason> {
    if slot.replace(value).is_some() { Err(format!("{field} is there twice")) } else { Ok(()) }
}

/// The limits of a row.
fn limits(context_window: Option<u64>, maximum_input: Option<u64>, maximum_output: Option<u64>) -> Limits {
    Limits { context_window, maximum_input, maximum_output }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{MorePrices, TimedTariff, WeekTimes};

    #[test]
    fn a_list_has_only_so_many_prices() {
        let timed = TimedTariff::new("off-peak", WeekTimes::always(), crate::catalog::Tariff::default());
        let prices =
            PriceSheet::new(MorePrices { times: vec![timed; MOST_SETS - 1], ..MorePrices::default() });
        assert_eq!(prices.sets(), MOST_SETS);
        let mut rows = Rows::new(Format::LiteLlm, None);
        for number in 0..=MOST_SETS_OF_LIST / MOST_SETS {
            let key = format!("m{number}");
            let model = rows.model(&key, None, "P").map(|model| Model { prices: prices.clone(), ..model });
            rows.take(&key, model);
        }
        let import = rows.finish();
        assert_eq!(import.models.len(), MOST_SETS_OF_LIST / MOST_SETS);
        let reasons: Vec<String> = import.skipped.iter().map(ToString::to_string).collect();
        assert_eq!(reasons, ["row m1000: the list has more prices than are kept of one"]);
    }
}

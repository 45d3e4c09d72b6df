//! Price lists as their publishers serve them, read into the catalog's own types: bytes in, models out.
//!
//! Lenient by row, strict by value: a row that is not understood is named with its reason and the rest comes in.
//! Prices are read from the very digits of the file. No disk and no network here.

mod format;
mod gateway;
mod genai_prices;
mod json;
mod kind;
mod langfuse;
mod litellm;
mod llm_prices;
mod mend;
mod models_dev;
mod names;
mod not_prices;
mod openrouter;
mod own;
mod pi;
mod plain;
mod portkey;
mod proxy;
mod recognise;
mod routes;
mod rows;
mod table;
mod unit;
mod yaml;
mod zone;

pub use format::Format;
pub use own::TEMPLATE as RON_TEMPLATE;
pub use table::TEMPLATE as CSV_TEMPLATE;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::{AsOf, Catalog, Model, PriceState, Source, check};
use crate::money::{Price, label};
use not_prices::NotPrices;
use rows::{Head, Rows, limits, once, shared, short};

/// The largest list that is read, in bytes. The largest real one has 3.2 MB.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most rows that a list may have; more is refused. The largest real list has some 10,000.
pub const MOST_ROWS: usize = 200_000;
/// The most skipped rows, and the most remarks, that are kept with their reasons; the rest is counted.
const MOST_REASONS: usize = 10_000;

/// The most sets of prices that one row may have: by the day, the hour and the size of the prompt. Real rows have less
/// than ten; some kilobytes of a hostile one could make a million.
const MOST_SETS: usize = 500;
/// The most sets of prices of a list, so that its memory has a limit too. The largest real list has some ten thousand.
const MOST_SETS_OF_LIST: usize = 500_000;

/// The most characters of a reason: one may quote a name of any length from the file.
const MOST_CHARACTERS: usize = 400;

/// The longest id of a provider, in bytes: each of its models would carry it.
const LONGEST_ID: usize = 200;

/// The longest line of a table, in bytes: sixty million commas would make as many cells.
const LONGEST_LINE: usize = 1_000_000;

/// An example of a price list to fill in; empty for a publisher's format.
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

impl Counts {
    /// Which prices the models have, in numbers that add up to all of them: `3,789 priced, 142 free, 945 unknown`.
    pub fn in_words(&self) -> String {
        let whole = |count: usize| label::whole(count as u64);
        let Self { priced, free, unknown, impossible, .. } = *self;
        let impossible = match impossible {
            0 => String::new(),
            count => format!(", {} with prices that can't be true", whole(count)),
        };
        format!("{} priced, {} free, {} unknown{impossible}", whole(priced), whole(free), whole(unknown))
    }
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
    pub fn counts(&self, day: Date) -> Counts {
        let mut counts = Counts { skipped: self.skipped.len() + self.more_skipped, ..Counts::default() };
        for model in &self.models {
            let sheet = model.prices_on(day);
            if check::has_impossible_base(sheet, &model.facts.mode) {
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
    pub fn summary(&self, day: Date) -> String {
        let whole = |count: usize| label::whole(count as u64);
        let counts = self.counts(day);
        let counted =
            |count: usize, one: &str| format!("{} {one}{}", whole(count), if count == 1 { "" } else { "s" });
        format!(
            "{}: {} imported ({}), {} skipped{}",
            self.name,
            counted(self.models.len(), "model"),
            counts.in_words(),
            counted(counts.skipped, "row"),
            match self.remarks.len() + self.more_remarks {
                0 => String::new(),
                count => format!(", {} read in part", counted(count, "row")),
            },
        )
    }

    /// Whether a row has a price that could be billed, on any day and in any mode.
    pub fn has_prices(&self) -> bool {
        let is_price = |price: Price| !price.is_unknown();
        self.models.iter().any(|model| {
            let sheets = model.dated.iter().map(|dated| &dated.prices).chain([&model.prices]);
            sheets.into_iter().any(|sheet| {
                sheet.request_fee().is_some_and(is_price)
                    || sheet.all_rates().any(|rates| is_price(rates.input) || is_price(rates.output))
            })
        })
    }

    /// Why a list without one usable price is of no use, in one sentence; `None` for a list that has some.
    pub fn without_prices(&self) -> Option<String> {
        if self.has_prices() {
            return None;
        }
        let why = self.remarks.first().map(|remark| format!(": {remark}")).unwrap_or_default();
        let whose = match self.models.len() {
            1 => "its one row has no".to_owned(),
            rows => format!("none of its {} rows has a", label::whole(rows as u64)),
        };
        Some(format!("{}: {whose} price that can be used{why}", self.name))
    }

    /// The list as a catalog.
    pub fn into_catalog(self) -> Catalog {
        let source = Source { name: self.name.as_str().into(), as_of: self.as_of };
        Catalog { name: self.name, source, models: self.models }
    }
}

/// Why a file is no price list at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is too large to be one.
    #[error("the file has more than {} MB; a price list has far less", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// It has more rows than are kept.
    #[error("the list has more than {} rows; no real list has", label::whole(MOST_ROWS as u64))]
    TooManyRows,
    /// It is text of no known format.
    #[error(
        "this is no price list that the app knows: {0}. It reads the lists of LiteLLM, models.dev, genai-prices, \
         OpenRouter, llm-prices, Langfuse, Portkey, pi and AI gateways, LiteLLM proxy configurations, and tables as text or as JSON"
    )]
    Unrecognised(String),
    /// It is something else that the app knows, and no price list: usage, an invoice, a web page.
    #[error("{0}")]
    NotPrices(String),
    /// It is in a known format and broken.
    #[error("{format} cannot be read: {problem}", format = format.in_words())]
    Broken {
        /// The format that it looks like.
        format: Format,
        /// What is wrong with it.
        problem: String,
    },
    /// It is in a known format and holds nothing that could be used.
    #[error("no row of {format} could be read{first}", format = format.in_words())]
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
        ImportError::Unrecognised(problem) => ImportError::Unrecognised(short(&problem, MOST_CHARACTERS)),
        ImportError::NotPrices(problem) => ImportError::NotPrices(short(&problem, MOST_CHARACTERS)),
        ImportError::Broken { format, problem } => {
            ImportError::Broken { format, problem: short(&problem, MOST_CHARACTERS) }
        }
        ImportError::TooLarge | ImportError::TooManyRows | ImportError::Nothing { .. } => error,
    })
}

fn read(bytes: &[u8], day: Option<AsOf>) -> Result<Import, ImportError> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = table::text(bytes).map_err(|fault| ImportError::Unrecognised(fault.to_string()))?;
    let import = of_text(&text, day)?.finish()?;
    if import.models.is_empty() {
        let first = import.skipped.first().map(|skipped| format!(": {skipped}")).unwrap_or_default();
        return Err(ImportError::Nothing { format: import.format, first });
    }
    Ok(import)
}

fn of_text(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let begins = |text: &str| text.as_bytes().first().copied();
    let trimmed = text.trim_start();
    match begins(trimmed) {
        Some(b'{' | b'[') => return recognise::json(text, day),
        Some(b'<') => return Err(not_prices::of_markup(trimmed).into()),
        // RON begins with its value, a comment or an extension; JSON with comments begins with one too.
        _ if ["(", "//", "/*", "#!["].iter().any(|start| trimmed.starts_with(start)) => {
            return if matches!(begins(behind_comments(trimmed)), Some(b'{' | b'[')) {
                recognise::json(text, day)
            } else {
                own::read(text, day)
            };
        }
        _ => {}
    }
    if yaml::may_be(text)
        && let Some(rows) = recognise::yaml(text, day)?
    {
        return Ok(rows);
    }
    if let Some(line) = text.lines().position(|line| line.len() > LONGEST_LINE) {
        let problem = format!("its line {} is longer than that of any table", line + 1);
        return Err(ImportError::Unrecognised(problem));
    }
    table::read(text, day)
}

/// What stands behind the comments at the start of a text.
fn behind_comments(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("//") {
            rest.find('\n')
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else {
            return rest;
        };
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
}

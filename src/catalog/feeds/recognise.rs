//! What a JSON or YAML file is: told by the fields of its rows, not by one key. Each format is a line of a table.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::value::RawValue;

use super::json::{self, Shape};
use super::unit::Terms;
use super::{
    AsOf, Format, Head, ImportError, MOST_REASONS, MOST_ROWS, NotPrices, Rows, gateway, genai_prices,
    langfuse, litellm, llm_prices, mend, models_dev, not_prices, openrouter, pi, plain, portkey, proxy,
    table, yaml,
};

/// The most rows of a place that are looked at.
const MOST_LOOKED_AT: usize = 50;

/// Where the rows of a format are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The file itself is the one row.
    Whole,
    /// The values of the outermost object.
    Values,
    /// The elements of the outermost array.
    Elements,
    /// The elements or values of a field of the outermost object.
    Under(&'static str),
}

/// The names of the fields of a row, and of what is in it: `pricing`, `pricing.prompt`, `models[`, `models[].id`.
struct Names(HashSet<String>);

impl Names {
    fn of(row: &RawValue) -> Self {
        let mut names = HashSet::new();
        collect(row, "", 3, &mut names);
        Self(names)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Whether a field of the row is called as a price is in a table.
    fn has_price(&self) -> bool {
        self.0.iter().any(|name| !name.contains('.') && is_price(name))
    }

    /// Whether its models have such fields themselves, and not in an object of prices.
    fn models_have_prices(&self) -> bool {
        self.0.iter().any(|name| match (name.strip_prefix("models[]."), name.strip_prefix("models.")) {
            (Some(field), _) => !field.contains('.') && is_price(field),
            // An id may have points; what is deeper than its fields is not looked at.
            (None, Some(field)) => field.rsplit_once('.').is_some_and(|(_, field)| is_price(field)),
            (None, None) => false,
        })
    }
}

fn is_price(name: &str) -> bool {
    table::holds(name) == Some(table::Holds::Price)
}

fn collect(row: &RawValue, prefix: &str, depth: usize, names: &mut HashSet<String>) {
    /// More than any real row has.
    const MOST_NAMES: usize = 2_000;
    let _ = json::fields(row, |field, value| {
        if names.len() >= MOST_NAMES || field.len() > 100 {
            return Ok(());
        }
        let path = format!("{prefix}{field}");
        match value.get().as_bytes().first() {
            Some(b'{') => {
                names.insert(format!("{path}{{"));
                if depth > 1 {
                    collect(value, &format!("{path}."), depth - 1, names);
                }
            }
            Some(b'[') => {
                names.insert(format!("{path}["));
                if depth > 1
                    && let Some(first) = json::first(value)
                {
                    collect(first, &format!("{path}[]."), depth - 1, names);
                }
            }
            _ => {}
        }
        names.insert(path);
        Ok(())
    });
}

type Read = fn(&Look<'_>, Place, &Head) -> Result<Rows, ImportError>;

/// A format: where its rows may be, and by what one of them is known.
struct Known {
    format: Format,
    places: &'static [Place],
    is_row: fn(&Names) -> bool,
    read: Read,
}

const LISTS: &[Place] = &[Place::Under("data"), Place::Elements, Place::Under("models")];

/// The formats, the more particular first: of two that know as many rows, the first one counts.
const KNOWN: &[Known] = &[
    Known {
        format: Format::LiteLlmProxy,
        places: &[Place::Under("model_list"), Place::Under("data"), Place::Elements],
        is_row: |row| row.has("litellm_params{") || (row.has("model_name") && row.has("model_info{")),
        read: |look, place, head| Ok(proxy::read(&look.rows(place)?, head)),
    },
    Known {
        format: Format::Langfuse,
        places: LISTS,
        is_row: |row| {
            row.has("modelName")
                && row.any(&["pricingTiers", "prices", "inputPrice", "outputPrice", "matchPattern"])
        },
        read: |look, place, head| Ok(langfuse::read(&look.rows(place)?, head)),
    },
    Known {
        format: Format::LlmPrices,
        places: &[Place::Whole, Place::Elements, Place::Values],
        is_row: |row| row.any(&["models[].price_history[", "models[].price_history"]),
        read: |look, place, head| Ok(llm_prices::read_sources(&look.rows(place)?, head)),
    },
    Known {
        format: Format::LlmPrices,
        places: &[Place::Under("prices")],
        is_row: |row| row.has("id") && row.any(&["input", "output"]) && !row.any(&["input{", "output{"]),
        read: |look, place, head| llm_prices::read(&look.rows(place)?, look.find("updated_at"), head),
    },
    Known {
        format: Format::Portkey,
        places: &[Place::Values],
        is_row: |row| row.has("pricing_config"),
        read: |look, _, head| Ok(portkey::read(look.fields(), head)),
    },
    Known {
        format: Format::Gateway,
        places: LISTS,
        is_row: |row| {
            let stated = ["unit", "currency", "pricing.unit", "pricing.currency", "pricing.price_unit"];
            (row.any(&["pricing.input", "pricing.output", "cost_in", "cost_out"])
                && !row.any(&["pricing.input{", "pricing.output{"]))
                || (row.any(&["pricing.prompt", "pricing.completion"]) && row.any(&stated))
        },
        read: |look, place, head| Ok(gateway::read(&look.named_rows(place)?, head)),
    },
    Known {
        format: Format::OpenRouter,
        places: LISTS,
        is_row: |row| row.any(&["pricing.prompt", "pricing.completion"]),
        read: |look, place, head| {
            // A file that states its terms is a relay's: OpenRouter's own states none.
            if head.terms == Terms::default() {
                Ok(openrouter::read(&look.named_rows(place)?, head))
            } else {
                Ok(gateway::read(&look.named_rows(place)?, head))
            }
        },
    },
    Known {
        format: Format::Pi,
        places: &[Place::Under("providers"), Place::Elements, Place::Values],
        is_row: |row| row.any(&["models[].cost{", "models[].cost"]),
        read: |look, place, head| Ok(pi::read(&look.named_rows(place)?, head)),
    },
    Known {
        format: Format::Pi,
        places: &[Place::Under("providers")],
        is_row: |row| row.has("models{") && !row.models_have_prices(),
        read: |look, place, head| Ok(pi::read(&look.named_rows(place)?, head)),
    },
    Known {
        format: Format::ModelsDev,
        places: &[Place::Values],
        is_row: |row| row.any(&["models{", "models"]) && !row.models_have_prices(),
        read: |look, _, head| Ok(models_dev::read(look.fields(), head)),
    },
    Known {
        format: Format::GenaiPrices,
        places: &[Place::Elements],
        is_row: |row| row.any(&["models[", "models"]) && !row.models_have_prices(),
        read: |look, place, head| Ok(genai_prices::read(&look.rows(place)?, head)),
    },
    Known {
        format: Format::LiteLlm,
        places: &[Place::Values],
        is_row: |row| {
            row.any(&["litellm_provider", "tiered_pricing"])
                || (row.has("mode") && !row.has_price())
                || row.0.iter().any(|name| is_cost_of_litellm(name))
        },
        read: |look, _, head| Ok(litellm::read(look.fields(), head)),
    },
];

/// `input_cost_per_token`, `output_cost_per_second`; for a million tokens LiteLLM has no names.
fn is_cost_of_litellm(name: &str) -> bool {
    let per = name.split_once("cost_per_").map(|(_, per)| per);
    per.is_some_and(|per| !per.starts_with(['1', 'm', 'k']) && !per.starts_with("thousand"))
}

/// A file, one level taken apart.
struct Look<'a> {
    whole: &'a RawValue,
    shape: Shape<'a>,
}

impl<'a> Look<'a> {
    fn at(text: &'a str) -> Result<Self, serde_json::Error> {
        let whole = serde_json::from_str::<&RawValue>(text)?;
        Ok(Self { whole, shape: json::shape(whole.get())? })
    }

    /// The fields of the outermost object.
    fn fields(&self) -> &[(Cow<'a, str>, &'a RawValue)] {
        match &self.shape {
            Shape::Object(fields) => fields,
            Shape::Array(_) => &[],
        }
    }

    fn find(&self, name: &str) -> Option<&'a RawValue> {
        self.fields().iter().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The rows of a place, each with its name where it has one.
    fn named_rows(&self, place: Place) -> Result<Vec<(Cow<'a, str>, &'a RawValue)>, ImportError> {
        let unnamed =
            |rows: Vec<&'a RawValue>| rows.into_iter().map(|raw| (Cow::Borrowed(""), raw)).collect();
        let found = match (place, &self.shape) {
            (Place::Whole, Shape::Object(_)) => vec![(Cow::Borrowed(""), self.whole)],
            (Place::Values, Shape::Object(fields)) => fields.clone(),
            (Place::Elements, Shape::Array(elements)) => unnamed(elements.clone()),
            (Place::Under(name), Shape::Object(_)) => match self.find(name).map(|raw| json::shape(raw.get()))
            {
                Some(Ok(Shape::Array(elements))) => unnamed(elements),
                Some(Ok(Shape::Object(fields))) => fields,
                Some(Err(error)) if json::is_too_many(&error) => return Err(ImportError::TooManyRows),
                Some(Err(_)) | None => Vec::new(),
            },
            _ => Vec::new(),
        };
        Ok(found)
    }

    fn rows(&self, place: Place) -> Result<Vec<&'a RawValue>, ImportError> {
        Ok(self.named_rows(place)?.into_iter().map(|(_, raw)| raw).collect())
    }

    /// Some rows of a place, from all over it.
    fn sample(&self, place: Place) -> Result<Vec<Names>, ImportError> {
        let rows = self.rows(place)?;
        let objects: Vec<&RawValue> = rows.into_iter().filter(|raw| raw.get().starts_with('{')).collect();
        let step = objects.len().div_ceil(MOST_LOOKED_AT).max(1);
        Ok(objects.into_iter().step_by(step).map(Names::of).collect())
    }
}

/// Reads JSON that may be a list of any format.
///
/// # Errors
/// When it is none, broken, or a list of which nothing can be read.
pub(super) fn json(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let error = match Look::at(text) {
        Ok(look) => return of_look(&look, text, day)?.ok_or_else(|| unknown(&look, text)),
        Err(error) => error,
    };
    if json::is_too_many(&error) {
        return Err(ImportError::TooManyRows);
    }
    // One value a line is a log.
    if let Some(what) = not_prices::of_json(text).filter(|what| *what == NotPrices::Usage) {
        return Err(what.into());
    }
    if let Some(lines) = Lines::of(text) {
        if let Some(what) = not_prices::of_json(text) {
            return Err(what.into());
        }
        let look = Look::at(&lines.array);
        if look.as_ref().is_err_and(json::is_too_many) {
            return Err(ImportError::TooManyRows);
        }
        if let Ok(look) = look {
            let mut rows = of_look(&look, &lines.array, day)?.ok_or_else(|| unknown(&look, &lines.array))?;
            for (line, problem) in lines.broken {
                rows.skip(&format!("on line {line}"), problem);
            }
            return Ok(rows);
        }
    }
    let scan = mend::scan(text);
    if let Some(line) = scan.comment {
        return Err(ImportError::Unrecognised(format!(
            "it is JSON with a comment at line {line}, and JSON has no comments: remove them and import it again"
        )));
    }
    let Some(mended) = scan.mended else { return Err(broken(&error, error.column())) };
    match Look::at(&mended.text) {
        Ok(look) => of_look(&look, &mended.text, day)?.ok_or_else(|| unknown(&look, &mended.text)),
        Err(error) if json::is_too_many(&error) => Err(ImportError::TooManyRows),
        Err(error) => Err(broken(&error, mended.column_before(error.line(), error.column()))),
    }
}

/// Reads YAML that may be a list of any format; `None` where it is none, and a table may have been meant.
///
/// # Errors
/// As [`json`].
pub(super) fn yaml(text: &str, day: Option<AsOf>) -> Result<Option<Rows>, ImportError> {
    match yaml::to_json(text) {
        Ok(json) => {
            let Ok(look) = Look::at(&json) else { return Ok(None) };
            match of_look(&look, &json, day)? {
                None if matches!(not_prices::of_json(&json), Some(NotPrices::Usage | NotPrices::Invoice)) => {
                    Err(unknown(&look, &json))
                }
                rows => Ok(rows),
            }
        }
        // Only the start of a proxy's configuration says so much of a file that is no YAML.
        Err(problem) if text.lines().any(|line| line.trim_end() == "model_list:") => {
            Err(ImportError::Broken { format: Format::LiteLlmProxy, problem: format!("as YAML, {problem}") })
        }
        Err(_) => Ok(None),
    }
}

/// A file with one row a line, as an array.
struct Lines {
    array: String,
    /// The lines that are no JSON, counted from 1, with what is wrong with them.
    broken: Vec<(usize, String)>,
}

impl Lines {
    /// `None` for a text that is no such file: whose first line is no object, or most of whose lines are broken.
    fn of(text: &str) -> Option<Self> {
        let mut lines = Self { array: String::from("["), broken: Vec::new() };
        let mut rows = 0_usize;
        for (line, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
            match serde_json::from_str::<&RawValue>(row) {
                Ok(row) => {
                    if rows > 0 {
                        lines.array.push(',');
                    }
                    lines.array.push_str(row.get());
                    rows += 1;
                }
                Err(_) if rows == 0 || lines.broken.len() == MOST_REASONS => return None,
                Err(error) => lines.broken.push((line + 1, format!("it is broken JSON ({error})"))),
            }
            if rows > MOST_ROWS {
                break;
            }
            if rows == 1 && lines.broken.is_empty() && !row.trim_start().starts_with('{') {
                return None;
            }
        }
        lines.array.push(']');
        (rows > 1 && lines.broken.len() < rows).then_some(lines)
    }
}

fn broken(error: &serde_json::Error, column: usize) -> ImportError {
    let said = error.to_string();
    let problem = said.rsplit_once(" at line ").map_or(said.as_str(), |(problem, _)| problem);
    ImportError::Unrecognised(format!(
        "it is broken JSON ({problem} at line {} column {column})",
        error.line()
    ))
}

/// Reads a file as the format that knows the most of its rows.
fn of_look(look: &Look<'_>, text: &str, day: Option<AsOf>) -> Result<Option<Rows>, ImportError> {
    let mut samples: Vec<(Place, Vec<Names>)> = Vec::new();
    let mut best: Option<(usize, &Known, Place)> = None;
    for known in KNOWN {
        for place in known.places {
            if !samples.iter().any(|(looked_at, _)| looked_at == place) {
                samples.push((*place, look.sample(*place)?));
            }
            let rows = samples.iter().find(|(looked_at, _)| looked_at == place);
            let count = rows.map_or(0, |(_, rows)| rows.iter().filter(|row| (known.is_row)(row)).count());
            if count > best.map_or(0, |(most, ..)| most) {
                best = Some((count, known, *place));
            }
        }
    }
    let Some((_, known, place)) = best else {
        // What is something else stays so, whatever its fields are called.
        return if not_prices::of_json(text).is_some() {
            Ok(None)
        } else {
            plain::read(&look.shape, look.whole, day)
        };
    };
    let may_state_terms = Terms::may_be_in(text);
    let terms = if may_state_terms { head_terms(look, place) } else { Terms::default() };
    let head = Head { as_of: day, terms, may_state_terms };
    let mut rows = (known.read)(look, place, &head)?;
    debug_assert!(rows.format == known.format || rows.format == Format::Gateway);
    rows.skipped.retain(|row| !is_head(&row.key));
    Ok(Some(rows))
}

/// What the head of a file states: its own fields, or those of a part of it that describes it.
fn head_terms(look: &Look<'_>, place: Place) -> Terms {
    let mut terms = Terms::default();
    if place == Place::Whole {
        return terms;
    }
    for (field, value) in look.fields() {
        if is_head(field) {
            terms = Terms::within(&terms, value);
            terms.see(field, value);
        }
    }
    terms
}

/// Whether a field of the outermost object describes the file, and is no row of it.
fn is_head(field: &str) -> bool {
    matches!(
        super::names::letters(field).as_str(),
        "meta"
            | "metadata"
            | "info"
            | "schema"
            | "version"
            | "unit"
            | "units"
            | "currency"
            | "priceunit"
            | "pricingunit"
            | "currencycode"
            | "updatedat"
            | "lastupdated"
            | "generatedat"
            | "comment"
            | "source"
    )
}

/// What a file is that is no list, in words.
fn unknown(look: &Look<'_>, text: &str) -> ImportError {
    if let Some(what) = not_prices::of_json(text) {
        return what.into();
    }
    // The rows are where most of the objects are.
    let places = [
        Place::Elements,
        Place::Under("data"),
        Place::Under("models"),
        Place::Under("prices"),
        Place::Values,
    ];
    let of = |place| look.rows(place).unwrap_or_default();
    let has_objects = |rows: &Vec<&RawValue>| rows.iter().any(|raw| raw.get().starts_with('{'));
    let rows = places.into_iter().map(of).find(has_objects);
    let mut found: Vec<String> = Vec::new();
    let first = rows.as_ref().and_then(|rows| rows.iter().find(|raw| raw.get().starts_with('{')));
    if let Some(row) = first {
        let _ = json::fields(row, |field, _| {
            if found.len() < 8 {
                found.push(super::short(field, 40));
            }
            Ok(())
        });
    }
    ImportError::Unrecognised(if found.is_empty() {
        "its JSON has no rows with fields".to_owned()
    } else {
        format!("its rows have the fields {}, and none that is known as a price", found.join(", "))
    })
}

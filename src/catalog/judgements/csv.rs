//! Judgements from a table: `model,quality,speed,compliance`, one model a line. A row that cannot be read is left out
//! and named; a value is never guessed.
//!
//! A level is a whole number, higher is better; words may follow it: `4 good enough for us`. What a cell leaves open
//! stays as it is.

use std::collections::HashMap;
use std::fmt;

use super::Judgements;
use crate::catalog::{Market, ModelId, Offer, Opinions, Standing};
use crate::document::{self, Fault};

/// The longest text of a cell, in characters.
const LONGEST: usize = 200;
/// The most offers that are named where a name may mean several.
const MOST_NAMED: usize = 3;

/// One row that can be read: what it says of a model, which may be in no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The model's id or name.
    pub model: String,
    /// What is said of it; what is `None` is not said.
    pub opinions: Opinions,
}

/// A row that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// Why, in a clause.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.reason)
    }
}

/// A table of judgements, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows that can be read.
    pub rows: Vec<Row>,
    /// The rows that cannot.
    pub skipped: Vec<Skipped>,
    /// The columns that say nothing to this app.
    pub unused: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Model,
    Quality,
    Speed,
    Compliance,
    Other,
}

impl Column {
    fn named(header: &str) -> Self {
        match header.trim().to_lowercase().as_str() {
            "model" | "model_id" => Self::Model,
            "quality" => Self::Quality,
            "speed" => Self::Speed,
            "compliance" => Self::Compliance,
            _ => Self::Other,
        }
    }
}

fn reader(text: &str) -> ::csv::Reader<&[u8]> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|delimiter| first.as_bytes().contains(delimiter));
    ::csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes())
}

/// The columns of a table of judgements; `None` for those of a price list or of anything else.
fn columns(names: &::csv::StringRecord) -> Option<Vec<Column>> {
    let columns: Vec<Column> = names.iter().map(Column::named).collect();
    let judges =
        columns.iter().any(|column| matches!(column, Column::Quality | Column::Speed | Column::Compliance));
    let has_prices = names.iter().any(|name| {
        let name = name.to_lowercase();
        name.starts_with("input") || name.starts_with("output")
    });
    (columns.contains(&Column::Model) && judges && !has_prices).then_some(columns)
}

/// Whether the first line of a text is that of a table of judgements and not that of a price list.
pub fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    reader(first).headers().is_ok_and(|names| columns(names).is_some())
}

/// Reads a table of judgements.
///
/// # Errors
/// When it is none: a sentence. A row that cannot be read is among [`Table::skipped`] instead.
pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
    let text = document::text(bytes)?;
    let mut reader = reader(text);
    let names = reader.headers().cloned().unwrap_or_default();
    let columns = columns(&names).ok_or_else(|| {
        Fault::new(
            "a table of judgements has a first line that names its columns: model, and quality, speed or compliance",
        )
    })?;
    if let Some(name) = (1..columns.len()).find_map(|at| {
        let (before, column) = (columns.get(..at)?, columns.get(at)?);
        (*column != Column::Other && before.contains(column)).then(|| names.get(at)).flatten()
    }) {
        return Err(Fault::new(&format!("two of its columns are called {name}")));
    }
    let unused = columns.iter().zip(&names).filter(|(column, _)| **column == Column::Other);
    let mut table = Table { unused: unused.map(|(_, name)| name.to_owned()).collect(), ..Table::default() };
    let mut last = 1;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                table.skipped.push(Skipped { line: last + 1, reason: error.to_string() });
                break;
            }
        };
        last = record.position().map_or(last + 1, ::csv::Position::line);
        match row(&record, &columns) {
            Ok((model, opinions)) => table.rows.push(Row { line: last, model, opinions }),
            Err(reason) => table.skipped.push(Skipped { line: last, reason }),
        }
    }
    Ok(table)
}

fn row(record: &::csv::StringRecord, columns: &[Column]) -> Result<(String, Opinions), String> {
    if record.len() > columns.len() {
        return Err(format!("it has {} cells for {} columns", record.len(), columns.len()));
    }
    let mut model = None;
    let mut opinions = Opinions::default();
    for (column, text) in columns.iter().zip(record).filter(|(_, text)| !text.is_empty()) {
        match column {
            Column::Model => model = Some(text),
            Column::Quality => opinions.quality = Some(standing("quality", text)?),
            Column::Speed => opinions.speed = Some(standing("speed", text)?),
            Column::Compliance => opinions.compliance = Some(words("compliance", text)?),
            Column::Other => {}
        }
    }
    let model = model.ok_or_else(|| "it names no model".to_owned())?;
    ModelId::new(model).map_err(|error| format!("model: {error}"))?;
    if opinions == Opinions::default() {
        return Err(format!("it says nothing of {model}"));
    }
    Ok((model.to_owned(), opinions))
}

/// A level, and the words behind it.
fn standing(column: &str, text: &str) -> Result<Standing, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let is_apart = rest.is_empty() || rest.starts_with([' ', ':']);
    let level: Option<u32> = digits.parse().ok().filter(|_| is_apart);
    let level = level.ok_or_else(|| {
        format!(
            "{column}: \"{text}\" is no level; write a whole number, higher is better, and words behind it"
        )
    })?;
    let says = rest.trim_start_matches([' ', ':']);
    let says = if says.is_empty() { digits } else { says };
    Ok(Standing { level, says: words(column, says)? })
}

fn words(column: &str, text: &str) -> Result<String, String> {
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(format!("{column}: it must be one line of at most {LONGEST} characters"));
    }
    Ok(text.to_owned())
}

impl Table {
    /// What the table makes of the judgements that there are, with the models of a market: a model is meant by its id,
    /// or by a name that only one has. What a row leaves open stays as it was.
    pub fn over(&self, judgements: &Judgements, market: &Market) -> (Judgements, Vec<Skipped>) {
        let mut by_name: HashMap<String, Vec<&Offer>> = HashMap::new();
        for offer in market.offers().iter().chain(market.hidden()) {
            let mut names: Vec<String> = std::iter::once(&offer.model.name)
                .chain(&offer.model.other_names)
                .map(|name| name.to_lowercase())
                .collect();
            names.push(offer.model.list_key().to_lowercase());
            names.sort();
            names.dedup();
            for name in names {
                by_name.entry(name).or_default().push(offer);
            }
        }
        let mut judgements = judgements.clone();
        let mut skipped = self.skipped.clone();
        let mut lines: HashMap<ModelId, u64> = HashMap::new();
        for row in &self.rows {
            let mut skip = |reason| skipped.push(Skipped { line: row.line, reason });
            let id = match meant(&row.model, market, &by_name) {
                Ok(offer) => offer.model.id.clone(),
                Err(reason) => {
                    skip(reason);
                    continue;
                }
            };
            if let Some(line) = lines.get(&id) {
                skip(format!("{} is on line {line} already", row.model));
                continue;
            }
            let before = judgements.get(&id).cloned().unwrap_or_default();
            let new = row.opinions.clone();
            let opinions = Opinions {
                quality: new.quality.or(before.quality),
                speed: new.speed.or(before.speed),
                compliance: new.compliance.or(before.compliance),
            };
            judgements.set(id.clone(), opinions);
            lines.insert(id, row.line);
        }
        skipped.sort_by_key(|skipped| skipped.line);
        (judgements, skipped)
    }
}

/// The model that an id or a name means.
fn meant<'a>(
    text: &str,
    market: &'a Market,
    by_name: &HashMap<String, Vec<&'a Offer>>,
) -> Result<&'a Offer, String> {
    if let Some(offer) = ModelId::new(text).ok().and_then(|id| market.find(&id)) {
        return Ok(offer);
    }
    match by_name.get(&text.to_lowercase()).map(Vec::as_slice) {
        None | Some([]) => Err(format!("there is no model \"{text}\" in the price lists")),
        Some([offer]) => Ok(offer),
        Some(several) => {
            let ids: Vec<&str> =
                several.iter().take(MOST_NAMED).map(|offer| offer.model.id.as_str()).collect();
            let more = several.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Err(format!("\"{text}\" may mean several models; give the id: {}{more}", ids.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Overrides, OwnModels};
    use proptest::prelude::*;

    fn market(own: &OwnModels) -> Market {
        Market::new(&Catalog::bundled().unwrap(), own, &Overrides::default())
    }

    fn ours(level: u32, says: &str) -> Standing {
        Standing { level, says: says.into() }
    }

    #[test]
    fn good_rows_come_in_and_bad_ones_are_named_with_their_line() {
        let text = "model,quality,speed,compliance,colour\n\
                    openai/gpt-4.1,7 good for us,2,\"SOC 2, EU\",red\n\
                    gpt-4.1 MINI,5,,,\n\
                    nobody/nothing,1,,,\n\
                    Gemini Flash,very good,,,\n\
                    ,1,,,\n\
                    Claude Haiku 3.5,,,,\n\
                    GPT-4.1,1,,,\n\
                    DeepSeek V4,-1,,,\n\
                    Llama 3.3 8B,1,2,3,4,5\n\
                    Llama 3.3 70B,1.5,,,\n\
                    Llama 3.3 70B,4294967296,,,\n\
                    Llama 3.3 70B,: good,,,\n\
                    Groq Llama 70B,,3: fast,,\n";
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(table.unused, ["colour"]);
        let mut before = Judgements::default();
        let id = |text: &str| ModelId::new(text).unwrap();
        let kept =
            Opinions { quality: Some(ours(1, "before")), speed: Some(ours(9, "before")), compliance: None };
        before.set(id("openai/gpt-4.1-mini"), kept);
        let (judgements, skipped) = table.over(&before, &market(&OwnModels::default()));
        assert_eq!(judgements.len(), 3);
        let first = judgements.get(&id("openai/gpt-4.1")).unwrap();
        assert_eq!((&first.quality, &first.speed), (&Some(ours(7, "good for us")), &Some(ours(2, "2"))));
        assert_eq!(first.compliance.as_deref(), Some("SOC 2, EU"));
        let second = judgements.get(&id("openai/gpt-4.1-mini")).unwrap();
        assert_eq!((&second.quality, &second.speed), (&Some(ours(5, "5")), &Some(ours(9, "before"))));
        let last = judgements.get(&id("groq/llama-3.3-70b")).unwrap();
        assert_eq!((&last.quality, &last.speed), (&None, &Some(ours(3, "fast"))));
        let said: Vec<String> = skipped.iter().map(ToString::to_string).collect();
        let expected = [
            "line 4: there is no model \"nobody/nothing\"",
            "line 5: quality: \"very good\" is no level",
            "line 6: it names no model",
            "line 7: it says nothing of Claude Haiku 3.5",
            "line 8: GPT-4.1 is on line 2 already",
            "line 9: quality: \"-1\" is no level",
            "line 10: it has 6 cells for 5 columns",
            "line 11: quality: \"1.5\" is no level",
            "line 12: quality: \"4294967296\" is no level",
            "line 13: quality: \": good\" is no level",
        ];
        assert_eq!(said.len(), expected.len(), "{said:#?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn a_name_of_several_models_is_not_guessed() {
        let mut twin = Catalog::bundled().unwrap().models.remove(0);
        twin.id = ModelId::new("mine/twin").unwrap();
        twin.provider = "Mine".into();
        let name = twin.name.clone();
        let own = OwnModels { models: vec![twin], hidden: Vec::new() };
        let table = read(format!("model;quality\n{name};1\nmine/twin;2\n").as_bytes()).unwrap();
        let (judgements, skipped) = table.over(&Judgements::default(), &market(&own));
        assert_eq!(judgements.len(), 1);
        assert!(skipped[0].reason.contains("may mean several models"), "{skipped:?}");
        assert!(skipped[0].reason.contains("mine/twin"), "{skipped:?}");
    }

    #[test]
    fn a_table_is_known_by_its_first_line() {
        for text in ["model,quality", "\"Model\";\"Speed\"\n", "speed\tmodel\tx\n"] {
            assert!(is_table(text), "{text}");
        }
        for text in
            ["", "model", "quality,speed", "model,input,output,quality\n", "{\"model\": 1}", "(model: 1)"]
        {
            assert!(!is_table(text), "{text}");
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read(b"model,quality,Quality\n").unwrap_err().to_string().contains("two of its columns"));
        assert!(read(b"model,quality\n\xff").is_err());
    }

    proptest! {
        #[test]
        fn no_table_panics_and_every_row_is_answered_for(text in "(model,quality,speed\n)?([a-z0-9,;\"\n -]{0,60}|\\PC{0,60})") {
            if let Ok(table) = read(text.as_bytes()) {
                let (judgements, skipped) = table.over(&Judgements::default(), &Market::default());
                prop_assert!(judgements.is_empty());
                prop_assert_eq!(skipped.len(), table.rows.len() + table.skipped.len());
            }
        }
    }
}

//! A simple table of our own: one model a line, its columns named in the first line, dollars per million tokens.
//!
//! The report's `models.csv` reads as one too. A semicolon or a tab may stand between the columns; then a comma may be
//! the decimal sign.

use jiff::civil::Date;

use super::json::Reason;
use super::{Format, ImportError, Rows, limits};
use crate::catalog::{AsOf, Model, MorePrices, Part, PriceSheet, Rates, Tariff};
use crate::money::{Price, typed};

/// A table to fill in.
pub const TEMPLATE: &str = include_str!("template.csv");

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Provider,
    Price(Part),
    Batch(Part),
    RequestFee,
    ContextWindow,
    MaximumInput,
    MaximumOutput,
    Source,
    AsOf,
    Other,
}

impl Column {
    fn named(header: &str) -> Self {
        let name = header.trim().to_lowercase().replace([' ', '-'], "_");
        let name = name
            .strip_suffix("_usd_per_million")
            .or_else(|| name.strip_suffix("_usd"))
            .or_else(|| name.strip_suffix("_tokens"))
            .unwrap_or(&name);
        match name {
            "id" | "model_id" | "key" => Self::Id,
            "name" | "model" => Self::Name,
            "provider" | "vendor" => Self::Provider,
            "input" => Self::Price(Part::Input),
            "output" => Self::Price(Part::Output),
            "cache_read" | "input_cached" => Self::Price(Part::CacheRead),
            "cache_write_5m" | "cache_write" => Self::Price(Part::CacheWrite5m),
            "cache_write_1h" => Self::Price(Part::CacheWrite1h),
            "reasoning" => Self::Price(Part::Reasoning),
            "batch_input" => Self::Batch(Part::Input),
            "batch_output" => Self::Batch(Part::Output),
            "request_fee" => Self::RequestFee,
            "context" | "context_window" => Self::ContextWindow,
            "maximum_input" | "max_input" => Self::MaximumInput,
            "maximum_output" | "max_output" => Self::MaximumOutput,
            "source" | "price_source" => Self::Source,
            "as_of" | "price_as_of" => Self::AsOf,
            _ => Self::Other,
        }
    }
}

pub(super) fn read(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .find(|delimiter| first.as_bytes().contains(delimiter))
        .unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| ImportError::Unrecognised(format!("it is no table ({error})")))?
        .clone();
    let columns: Vec<Column> = headers.iter().map(Column::named).collect();
    let has = |wanted: Column| columns.contains(&wanted);
    if !(has(Column::Id) || has(Column::Name))
        || !(has(Column::Price(Part::Input)) || has(Column::Price(Part::Output)))
    {
        return Err(ImportError::Unrecognised(
            "as a table it would need columns named id or model, input_usd_per_million and \
             output_usd_per_million"
                .to_owned(),
        ));
    }
    let mut rows = Rows::new(Format::Csv, day);
    for (column, header) in columns.iter().zip(&headers) {
        if *column == Column::Other && header.contains("usd") {
            rows.unused(header);
        }
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                rows.skip("beyond the last good one", error.to_string());
                break;
            }
        };
        let line = record.position().map_or(0, ::csv::Position::line);
        let cells: Vec<(Column, &str)> = columns.iter().copied().zip(&record).collect();
        let cell = |wanted: Column| {
            cells.iter().find(|(column, text)| *column == wanted && !text.is_empty()).map(|(_, text)| *text)
        };
        let key = cell(Column::Id)
            .or_else(|| cell(Column::Name))
            .map_or_else(|| format!("on line {line}"), str::to_owned);
        let model = if record.len() > columns.len() {
            Err(format!("it has {} cells for {} columns", record.len(), columns.len()))
        } else if cell(Column::Id).or_else(|| cell(Column::Name)).is_none() {
            Err("it names no model".to_owned())
        } else {
            model(&rows, &key, &cells)
        };
        rows.take(&key, model);
    }
    Ok(rows)
}

fn model(rows: &Rows, key: &str, cells: &[(Column, &str)]) -> Result<Model, Reason> {
    let mut standard = Rates::default();
    let mut batch = Rates::default();
    let mut request_fee = None;
    let (mut name, mut provider, mut source, mut as_of) = (None, "", None, None);
    let (mut context, mut input, mut output) = (None, None, None);
    for (column, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
        let of = |label: &str, problem: String| format!("{label}: {problem}");
        let price = |label: &str| typed::price(text).map_err(|error| of(label, error.to_string()));
        let count = |label: &str| {
            typed::count(text, 1_000_000_000_000)
                .map(|count| (count > 0).then_some(count))
                .map_err(|error| of(label, error.to_string()))
        };
        match *column {
            Column::Name => name = Some(*text),
            Column::Provider => provider = text,
            Column::Price(part) => standard.set(part, price(part.key())?),
            Column::Batch(part) => batch.set(part, price(&format!("batch {}", part.key()))?),
            Column::RequestFee => {
                let fee = Price::per_token(text.trim_start_matches('$'))
                    .map_err(|error| of("request_fee", error.to_string()))?;
                request_fee = Some(fee);
            }
            Column::ContextWindow => context = count("context")?,
            Column::MaximumInput => input = count("maximum_input")?,
            Column::MaximumOutput => output = count("maximum_output")?,
            Column::Source => source = Some(*text),
            Column::AsOf => {
                let day = text.parse::<Date>();
                as_of = Some(day.map_err(|_| of("as_of", format!("\"{text}\" is no date like 2026-04-29")))?);
            }
            Column::Id | Column::Other => {}
        }
    }
    let mut model = rows.model(key, name, provider)?;
    let flat = |rates: Rates| Tariff::new(rates, Vec::new());
    model.prices = PriceSheet::new(MorePrices {
        standard: flat(standard),
        batch: (!batch.is_empty()).then(|| flat(batch)),
        request_fee,
        ..MorePrices::default()
    });
    model.limits = limits(context, input, output);
    if let Some(source) = source {
        source.clone_into(&mut model.source.name);
    }
    model.source.as_of = as_of.map(AsOf::Stated).or(model.source.as_of);
    Ok(model)
}

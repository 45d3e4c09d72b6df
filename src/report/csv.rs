//! Tables as CSV, exact: `models.csv`, `tasks.csv`, and the data of one chart.
//!
//! A name may come from a file that someone else made, and a spreadsheet runs a cell that begins with `=`, `+`, `-`
//! or `@`. Such a name gets a `'` in front, which spreadsheets hide. Numbers are never touched.

use std::collections::HashMap;

use super::Content;
use super::figures::{ModelFigures, Task};
use crate::chart::Chart;

/// The columns of `models.csv`.
const MODELS: [&str; 16] = [
    "rank",
    "model",
    "provider",
    "tier",
    "input_usd_per_million",
    "output_usd_per_million",
    "input_tokens_per_usd",
    "output_tokens_per_usd",
    "output_input_ratio",
    "context_tokens",
    "price_source",
    "price_as_of",
    "overridden",
    "model_id",
    "imported_on",
    "price_note",
];

/// The columns of `tasks.csv`.
const TASKS: [&str; 8] =
    ["workload", "model", "provider", "rank", "cost_usd", "tasks_per_usd", "monthly_usd", "model_id"];

/// A text as a cell that no spreadsheet takes for a formula.
pub(super) fn cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

/// `models.csv`: every model at the price that the user pays, by rank.
#[must_use]
pub fn models(content: &Content) -> String {
    let rows = ModelFigures::all(content).map(|figures| model_cells(&figures));
    table(MODELS, rows)
}

/// The cells of `models.csv`.
fn model_cells(figures: &ModelFigures<'_>) -> [String; MODELS.len()] {
    let offer = figures.offer;
    let source = figures.source();
    [
        figures.rank.map_or_else(String::new, |rank| rank.to_string()),
        cell(&offer.model.name),
        cell(&offer.model.provider),
        offer.tier().map_or_else(String::new, |tier| tier.to_string()),
        offer.prices.input.per_million_or_empty(),
        offer.prices.output.per_million_or_empty(),
        figures.input_tokens_per_usd.clone().unwrap_or_default(),
        figures.output_tokens_per_usd.clone().unwrap_or_default(),
        figures.output_input_ratio.clone().unwrap_or_default(),
        offer.model.limits.context_window.map_or_else(String::new, |tokens| tokens.to_string()),
        cell(&source.name),
        figures.stated_on().unwrap_or_default(),
        offer.is_overridden().to_string(),
        cell(offer.model.id.as_str()),
        figures.imported_on().unwrap_or_default(),
        cell(&figures.price_note().unwrap_or_default()),
    ]
}

/// `tasks.csv`: every workload on every model, by rank.
#[must_use]
pub fn tasks(content: &Content) -> String {
    let rows = Task::all(content).map(|task| {
        [
            cell(task.workload.name().as_str()),
            cell(&task.offer.model.name),
            cell(&task.offer.model.provider),
            task.rank.map_or_else(String::new, |rank| rank.to_string()),
            task.cost_usd.unwrap_or_default(),
            task.tasks_per_usd.unwrap_or_default(),
            task.monthly_usd.unwrap_or_default(),
            cell(task.offer.model.id.as_str()),
        ]
    });
    table(TASKS, rows)
}

/// How many columns of `models.csv` came after those that the window's table has beyond them: what is new stands last.
const LATER: usize = 2;
/// The columns of the window's table beyond those of `models.csv`.
const COMPARISON: [&str; 3] = ["workload", "cost_usd", "monthly_usd"];

/// The window's table: the columns of `models.csv` and the cost of the first workload, for the models of `shown`
/// (places in [`crate::catalog::Market::offers`]) in that order.
#[must_use]
pub fn comparison(content: &Content, shown: &[usize]) -> String {
    let figures: HashMap<&str, ModelFigures<'_>> =
        ModelFigures::all(content).map(|figures| (figures.offer.model.id.as_str(), figures)).collect();
    let tasks: HashMap<&str, Task<'_>> = content
        .workloads
        .first()
        .into_iter()
        .flat_map(|workload| Task::of(content, workload))
        .map(|task| (task.offer.model.id.as_str(), task))
        .collect();
    let rows = shown.iter().filter_map(|index| {
        let id = content.market.get(*index)?.model.id.as_str();
        let task = tasks.get(id);
        let mut cells: Vec<String> = model_cells(figures.get(id)?).into();
        let later = cells.split_off(MODELS.len() - LATER);
        let cost = [
            task.map_or_else(String::new, |task| cell(task.workload.name().as_str())),
            task.and_then(|task| task.cost_usd.clone()).unwrap_or_default(),
            task.and_then(|task| task.monthly_usd.clone()).unwrap_or_default(),
        ];
        cells.extend(cost.into_iter().chain(later));
        Some(cells)
    });
    let earlier = MODELS.into_iter().take(MODELS.len() - LATER);
    let later = MODELS.into_iter().skip(MODELS.len() - LATER);
    table(earlier.chain(COMPARISON).chain(later), rows)
}

/// The data of one chart, in the order of its rows. `value` is exact for dollars, tokens and ratios as in the tables.
#[must_use]
pub fn chart(chart: &Chart) -> String {
    let rows = chart.rows.iter().map(|row| {
        let bar = row.bar.as_ref();
        [
            bar.map_or_else(String::new, |bar| bar.rank.to_string()),
            cell(&row.name),
            cell(&row.provider),
            row.tier.map_or_else(String::new, |tier| tier.to_string()),
            bar.map_or_else(String::new, |bar| bar.amount.to_exact_string()),
            if bar.is_some() { String::new() } else { cell(&row.label) },
            row.marks.label().unwrap_or_default().to_owned(),
            cell(row.model.as_str()),
        ]
    });
    let header = ["rank", "model", "provider", "tier", "value", "reason", "marks", "model_id"];
    let header = header.map(|name| if name == "value" { chart.axis.unit.as_str() } else { name });
    table(header, rows)
}

fn table<'a, Row: IntoIterator<Item = String>>(
    header: impl IntoIterator<Item = &'a str>,
    rows: impl Iterator<Item = Row>,
) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail, and every caller makes all rows as long as the header.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

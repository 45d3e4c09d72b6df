//! Tables as CSV, exact: `models.csv`, `tasks.csv`, and the data of one chart.
//!
//! A name may come from a file that someone else made, and a spreadsheet runs a cell that begins with `=`, `+`, `-`
//! or `@`. Such a name gets a `'` in front, which spreadsheets hide. Numbers are never touched.

use std::collections::HashMap;

use super::Content;
use super::figures::{ModelFigures, Task};
use crate::answer::{self, no_formula as cell};
use crate::chart::Chart;

/// The columns of `models.csv`.
const MODELS: [&str; 19] = [
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
    "kind",
    "in_scope",
    "reason",
];

/// The columns of `tasks.csv`.
const TASKS: [&str; 10] = [
    "workload",
    "model",
    "provider",
    "rank",
    "cost_usd",
    "tasks_per_usd",
    "monthly_usd",
    "model_id",
    "in_scope",
    "reason",
];

/// `models.csv`: every model at the price that the user pays, by rank, those that are not compared last.
pub fn models(content: &Content) -> String {
    let rows = ModelFigures::all(content).map(|figures| model_cells(content, &figures));
    table(MODELS, rows)
}

/// The cells of `models.csv`.
fn model_cells(content: &Content, figures: &ModelFigures<'_>) -> [String; MODELS.len()] {
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
        cell(offer.model.facts.mode.word().unwrap_or_default()),
        content.compared.is_in_scope(figures.place).to_string(),
        cell(figures.out_of_scope.as_deref().unwrap_or_default()),
    ]
}

/// `tasks.csv`: every workload on every model, by rank, those that are not compared last.
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
            content.compared.is_in_scope(task.place).to_string(),
            cell(task.reason.as_deref().unwrap_or_default()),
        ]
    });
    table(TASKS, rows)
}

/// The columns of the window's table beyond those of `models.csv`, behind the model's id.
const COMPARISON: [&str; 3] = ["workload", "cost_usd", "monthly_usd"];
/// How many columns of `models.csv` stand behind them.
const BEHIND: usize = 5;

/// The window's table: the columns of `models.csv` and the cost of the first workload, for the models of `shown`
/// (places in [`crate::catalog::Market::offers`]) in that order, ranked by that cost as the window does.
pub fn comparison(content: &Content, shown: &[usize]) -> String {
    let workload = content.workloads.first();
    // By place: two lists may have two offers under one id.
    let tasks: HashMap<usize, Task<'_>> = workload
        .into_iter()
        .flat_map(|workload| Task::of(content, workload))
        .map(|task| (task.place, task))
        .collect();
    let rows = shown.iter().filter_map(|place| {
        let task = tasks.get(place);
        let figures = ModelFigures::at(content, *place, task.and_then(|task| task.rank))?;
        let mut cells: Vec<String> = model_cells(content, &figures).into();
        let behind = cells.split_off(cells.len().saturating_sub(BEHIND));
        let cost = [
            task.map_or_else(String::new, |task| cell(task.workload.name().as_str())),
            task.and_then(|task| task.cost_usd.clone()).unwrap_or_default(),
            task.and_then(|task| task.monthly_usd.clone()).unwrap_or_default(),
        ];
        cells.extend(cost.into_iter().chain(behind));
        Some(cells)
    });
    let (before, behind) = MODELS.split_at(MODELS.len() - BEHIND);
    table(before.iter().chain(&COMPARISON).chain(behind).copied(), rows)
}

/// The data of one chart, in the order of its rows. `value` is exact for dollars, tokens and ratios as in the tables.
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
            row.marks.label().unwrap_or_default(),
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
    answer::csv([header]) + &answer::csv(rows)
}

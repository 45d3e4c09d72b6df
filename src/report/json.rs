//! `report.json`: the same figures for programs. Amounts are decimal texts; what is unknown is null.

use serde::Serialize;

use super::Content;
use super::figures::{ModelFigures, Task, list};
use crate::catalog::Origin;
use crate::money::{Dollars, Price};

/// The version of the shape of `report.json`. New keys do not change it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    models: Vec<ModelEntry<'a>>,
    tasks: Vec<TaskEntry<'a>>,
}

#[derive(Serialize)]
struct ModelEntry<'a> {
    rank: Option<u32>,
    model_id: &'a str,
    model: &'a str,
    provider: &'a str,
    list: &'a str,
    /// `listed` or `own`.
    origin: &'static str,
    tier: Option<&'static str>,
    input_usd_per_million: Option<String>,
    output_usd_per_million: Option<String>,
    list_input_usd_per_million: Option<String>,
    list_output_usd_per_million: Option<String>,
    own_price: Option<OwnPrice<'a>>,
    overridden: bool,
    input_tokens_per_usd: Option<String>,
    output_tokens_per_usd: Option<String>,
    output_input_ratio: Option<String>,
    context_tokens: Option<u64>,
    price_source: String,
    price_as_of: Option<String>,
}

#[derive(Serialize)]
struct OwnPrice<'a> {
    input_usd_per_million: Option<String>,
    output_usd_per_million: Option<String>,
    set_on: Option<String>,
    note: &'a str,
}

#[derive(Serialize)]
struct TaskEntry<'a> {
    workload: &'a str,
    model_id: &'a str,
    model: &'a str,
    provider: &'a str,
    list: &'a str,
    overridden: bool,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    rank: Option<u32>,
    cost_usd: Option<String>,
    tasks_per_usd: Option<String>,
    monthly_usd: Option<String>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    part: &'static str,
    tokens: u64,
    usd_per_million: Option<String>,
    cost_usd: Option<String>,
}

/// A price, `None` when it is unknown.
fn price(price: Price) -> Option<String> {
    (!price.is_unknown()).then(|| price.per_million_or_empty())
}

/// The text of `report.json`.
///
/// # Errors
/// Never: every value has a form in JSON.
pub fn report(content: &Content) -> Result<String, serde_json::Error> {
    let models = ModelFigures::all(content).map(|figures| {
        let source = figures.source();
        let offer = figures.offer;
        ModelEntry {
            rank: figures.rank,
            model_id: offer.model.id.as_str(),
            model: &offer.model.name,
            provider: &offer.model.provider,
            list: list(offer, content),
            origin: if offer.origin == Origin::Own { "own" } else { "listed" },
            tier: offer.tier().map(crate::catalog::Tier::label),
            input_usd_per_million: price(offer.prices.input),
            output_usd_per_million: price(offer.prices.output),
            list_input_usd_per_million: price(offer.list().input),
            list_output_usd_per_million: price(offer.list().output),
            own_price: offer.own_price.as_ref().map(|own| OwnPrice {
                input_usd_per_million: own.input.and_then(price),
                output_usd_per_million: own.output.and_then(price),
                set_on: own.set_on.map(|date| date.to_string()),
                note: &own.note,
            }),
            overridden: offer.is_overridden(),
            input_tokens_per_usd: figures.input_tokens_per_usd,
            output_tokens_per_usd: figures.output_tokens_per_usd,
            output_input_ratio: figures.output_input_ratio,
            context_tokens: offer.model.limits.context_window,
            price_source: source.name,
            price_as_of: source.as_of.map(|date| date.to_string()),
        }
    });
    let tasks = Task::all(content).map(|task| TaskEntry {
        workload: task.workload.name().as_str(),
        model_id: task.offer.model.id.as_str(),
        model: &task.offer.model.name,
        provider: &task.offer.model.provider,
        list: task.list(content),
        overridden: task.offer.is_overridden(),
        status: task.bill.total.status(),
        reason: task.bill.total.reason(),
        rank: task.rank,
        cost_usd: task.cost_usd,
        tasks_per_usd: task.tasks_per_usd,
        monthly_usd: task.monthly_usd,
        lines: task
            .bill
            .lines
            .iter()
            .map(|line| Line {
                part: line.part.key(),
                tokens: line.tokens,
                usd_per_million: price(line.price),
                cost_usd: line.cost.map(Dollars::to_exact_string),
            })
            .collect(),
    });
    let report = Report { version: VERSION, models: models.collect(), tasks: tasks.collect() };
    serde_json::to_string_pretty(&report).map(|text| text + "\n")
}

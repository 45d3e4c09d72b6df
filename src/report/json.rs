//! `report.json`: the same figures for programs. Amounts are decimal texts; what is unknown is null.

use serde::Serialize;

use super::Content;
use super::decisions::{json as decisions, portfolio};
use super::figures::{ModelFigures, Task};
use crate::billing::{Assumption, Part};
use crate::catalog::{Offer, Origin, PriceKind};
use crate::money::{Dollars, Price, Share, TokenPrice};

/// The version of the shape of `report.json`. New keys do not change it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    models: Vec<ModelEntry<'a>>,
    tasks: Vec<TaskEntry<'a>>,
    matrix: decisions::MatrixSection<'a>,
    choices: Vec<decisions::ChoiceEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<decisions::BudgetSection<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    break_even: Option<Vec<decisions::BreakEvenEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    portfolio: Option<portfolio::Section<'a>>,
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
    /// What the provider takes off the list's prices, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_percent: Option<String>,
    /// Whether the user set a price of the model.
    overridden: bool,
    input_tokens_per_usd: Option<String>,
    output_tokens_per_usd: Option<String>,
    output_input_ratio: Option<String>,
    context_tokens: Option<u64>,
    price_source: String,
    /// The day that the list states for its prices.
    price_as_of: Option<String>,
    /// The day on which a list that states none was imported.
    imported_on: Option<String>,
    /// Why the list's prices are not taken at their word.
    #[serde(skip_serializing_if = "Option::is_none")]
    price_note: Option<String>,
    /// What it makes: `text`, `embedding`; `null` where the list does not say.
    kind: Option<&'a str>,
    in_scope: bool,
    /// Why it is out of scope.
    reason: Option<String>,
}

#[derive(Serialize)]
struct OwnPrice<'a> {
    input_usd_per_million: Option<String>,
    output_usd_per_million: Option<String>,
    /// The user's prices beyond those two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<FurtherPrice>,
    set_on: Option<String>,
    note: &'a str,
}

/// A price of the user's own: of which mode, above which length of the prompt, for what.
#[derive(Serialize)]
struct FurtherPrice {
    processing: &'static str,
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier_above: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usd_per_million: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usd_per_request: Option<String>,
}

impl FurtherPrice {
    fn new((kind, price): (PriceKind, Price)) -> Self {
        let is_fee = kind.part == Part::Request;
        let per_request = || price.known().map_or_else(|| "0".to_owned(), TokenPrice::per_token);
        Self {
            processing: kind.processing.label(),
            part: kind.part.key(),
            tier_above: kind.above,
            usd_per_million: (!is_fee).then(|| price.per_million_or_empty()),
            usd_per_request: is_fee.then(per_request),
        }
    }
}

#[derive(Serialize)]
struct TaskEntry<'a> {
    workload: &'a str,
    model_id: &'a str,
    model: &'a str,
    provider: &'a str,
    list: &'a str,
    /// Whether the user set a price of the model, whether or not the task needs it.
    overridden: bool,
    /// Whose prices the cost rests on: `list`, `own`, `mixed`.
    price_owner: &'static str,
    status: &'static str,
    in_scope: bool,
    /// Why it has no rank.
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
    /// Whose price it is, `list` or `own`, where the user set a price of the model. Retries and the margin have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    price_owner: Option<&'static str>,
    /// The fee for one request, on the line of the fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    usd_per_request: Option<String>,
    /// The share of the lines before that this line adds: retries, the safety margin.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
    /// What was taken for a price that the list does not give.
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed: Option<&'static str>,
    /// The threshold of the long-context tier that the price is from, in tokens of the prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    tier_above: Option<u64>,
    /// Whether a prompt of exactly the threshold is in the tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    tier_inclusive: Option<bool>,
    /// The part of the week that the line is for, where the price depends on the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'static str>,
    /// Its minutes, of the 10,080 of a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes_of_week: Option<u16>,
}

impl Line {
    fn new(line: &crate::billing::Line, offer: &Offer) -> Self {
        let is_fee = line.part == Part::Request;
        Self {
            part: line.part.key(),
            tokens: if is_fee { 0 } else { line.tokens },
            usd_per_million: price(line.price).filter(|_| !is_fee),
            cost_usd: line.cost.map(Dollars::to_exact_string),
            price_owner: line.kind.filter(|_| offer.is_overridden()).map(|kind| offer.whose(kind).key()),
            usd_per_request: line.price.known().filter(|_| is_fee).map(TokenPrice::per_token),
            share: line.share.map(Share::to_exact_string),
            assumed: line.assumption.map(Assumption::key),
            tier_above: line.tier.map(|tier| tier.above),
            tier_inclusive: line.tier.map(|tier| tier.inclusive),
            when: line.week.map(|week| week.label),
            minutes_of_week: line.week.map(|week| week.minutes),
        }
    }
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
        let (price_as_of, imported_on) = (figures.stated_on(), figures.imported_on());
        let price_note = figures.price_note();
        let offer = figures.offer;
        ModelEntry {
            rank: figures.rank,
            model_id: offer.model.list_key(),
            model: &offer.model.name,
            provider: &offer.model.provider,
            list: &offer.list_name,
            origin: if offer.origin == Origin::Own { "own" } else { "listed" },
            tier: offer.tier().map(crate::catalog::Tier::label),
            input_usd_per_million: price(offer.prices.input),
            output_usd_per_million: price(offer.prices.output),
            list_input_usd_per_million: price(offer.list().input),
            list_output_usd_per_million: price(offer.list().output),
            own_price: offer.own_price.as_ref().map(|own| OwnPrice {
                input_usd_per_million: own.prices.get(PriceKind::standard(Part::Input)).and_then(price),
                output_usd_per_million: own.prices.get(PriceKind::standard(Part::Output)).and_then(price),
                further: own.prices.further().map(FurtherPrice::new).collect(),
                set_on: own.set_on.map(|date| date.to_string()),
                note: &own.note,
            }),
            discount_percent: offer.discount.as_ref().map(|discount| discount.off.to_percent()),
            overridden: offer.is_overridden(),
            input_tokens_per_usd: figures.input_tokens_per_usd,
            output_tokens_per_usd: figures.output_tokens_per_usd,
            output_input_ratio: figures.output_input_ratio,
            context_tokens: offer.model.limits.context_window,
            price_source: source.name.to_string(),
            price_as_of,
            imported_on,
            price_note,
            kind: offer.model.facts.mode.word(),
            in_scope: content.compared.is_in_scope(figures.place),
            reason: figures.out_of_scope,
        }
    });
    let tasks = Task::all(content).map(|task| TaskEntry {
        workload: task.workload.name().as_str(),
        model_id: task.offer.model.list_key(),
        model: &task.offer.model.name,
        provider: &task.offer.model.provider,
        list: &task.offer.list_name,
        overridden: task.offer.is_overridden(),
        price_owner: task.bill.whose(task.offer).key(),
        status: task.bill.total.status(),
        in_scope: content.compared.is_in_scope(task.place),
        reason: task.reason,
        rank: task.rank,
        cost_usd: task.cost_usd,
        tasks_per_usd: task.tasks_per_usd,
        monthly_usd: task.monthly_usd,
        lines: task.bill.lines.iter().map(|line| Line::new(line, task.offer)).collect(),
    });
    let bills = portfolio::Bills::of(content);
    let report = Report {
        version: VERSION,
        models: models.collect(),
        tasks: tasks.collect(),
        matrix: decisions::matrix(content),
        choices: decisions::choices(content),
        budget: decisions::budget(content),
        break_even: decisions::break_even(content),
        portfolio: bills.as_ref().map(portfolio::section),
    };
    serde_json::to_string_pretty(&report).map(|text| text + "\n")
}

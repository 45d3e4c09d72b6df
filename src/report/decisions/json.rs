//! The answers in `report.json`: `budget`, `matrix`, `choices` and `break_even`. Amounts are decimal texts.

use serde::Serialize;

use super::{Comparison, printed};
use crate::catalog::{Market, Offer};
use crate::decide::break_even::Crossing;
use crate::decide::budget::{Affords, Fit, Per};
use crate::decide::choose::{Candidate, Gap};
use crate::money::Dollars;
use crate::report::Content;

/// A model as the other tables name it.
#[derive(Serialize)]
pub(super) struct ModelKey<'a> {
    model_id: &'a str,
    model: &'a str,
    provider: &'a str,
    list: &'a str,
}

impl<'a> ModelKey<'a> {
    fn new(offer: &'a Offer) -> Self {
        Self {
            model_id: offer.model.list_key(),
            model: &offer.model.name,
            provider: &offer.model.provider,
            list: &offer.list_name,
        }
    }

    pub(super) fn at(market: &'a Market, place: usize) -> Option<Self> {
        market.get(place).map(Self::new)
    }
}

/// The key `budget`.
#[derive(Serialize)]
pub(in crate::report) struct BudgetSection<'a> {
    usd: String,
    /// `month`, `day` or `customer`.
    per: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<u64>,
    workloads: Vec<BudgetTable<'a>>,
}

#[derive(Serialize)]
struct BudgetTable<'a> {
    workload: &'a str,
    usd_per_month: String,
    needed_requests_per_month: Option<u64>,
    models: Vec<BudgetRow<'a>>,
}

#[derive(Serialize)]
struct BudgetRow<'a> {
    #[serde(flatten)]
    model: ModelKey<'a>,
    /// `priced`, `free`, `unknown` or `excluded`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// `null` for any number, and where the cost is not known.
    requests_per_month: Option<u64>,
    /// `null` when the workload names no requests a day.
    fits: Option<bool>,
    spare_requests: Option<u64>,
    left_usd: Option<String>,
    missing_requests: Option<u64>,
    lacking_usd: Option<String>,
}

/// The key `budget`; `None` when no budget is given.
pub(in crate::report) fn budget(content: &Content) -> Option<BudgetSection<'_>> {
    let budget = content.questions.budget?;
    let tables = super::budgets(content, budget).map(|(workload, table)| BudgetTable {
        workload: workload.name().as_str(),
        usd_per_month: table.budget.to_exact_string(),
        needed_requests_per_month: table.needed,
        models: table
            .rows
            .iter()
            .filter_map(|row| {
                let (status, reason, requests) = match row.affords {
                    Affords::Requests(requests) => ("priced", None, Some(requests)),
                    Affords::AnyNumber => ("free", None, None),
                    Affords::Unknown(missing) => ("unknown", Some(missing.to_string()), None),
                    Affords::Excluded(rule) => ("excluded", Some(rule.to_string()), None),
                };
                let (mut spare, mut left, mut missing, mut lacking) = (None, None, None, None);
                match row.fit {
                    Some(Fit::Fits { spare_requests, left: rest }) => {
                        (spare, left) = (spare_requests, Some(rest));
                    }
                    Some(Fit::Short { missing_requests, lacking: lacks }) => {
                        (missing, lacking) = (Some(missing_requests), Some(lacks));
                    }
                    None => {}
                }
                Some(BudgetRow {
                    model: ModelKey::at(content.compared.market(), row.offer)?,
                    status,
                    reason,
                    requests_per_month: requests,
                    fits: row.fit.map(|fit| matches!(fit, Fit::Fits { .. })),
                    spare_requests: spare,
                    left_usd: left.map(Dollars::to_exact_string),
                    missing_requests: missing,
                    lacking_usd: lacking.map(Dollars::to_exact_string),
                })
            })
            .collect(),
    });
    Some(BudgetSection {
        usd: budget.amount.to_exact_string(),
        per: match budget.per {
            Per::Month => "month",
            Per::Day => "day",
            Per::Customer { .. } => "customer",
        },
        customers: match budget.per {
            Per::Customer { customers } => Some(customers),
            Per::Month | Per::Day => None,
        },
        workloads: tables.collect(),
    })
}

/// The key `matrix`.
#[derive(Serialize)]
pub(in crate::report) struct MatrixSection<'a> {
    usd: String,
    /// Tokens that are counted as a page.
    tokens_per_page: u64,
    models: Vec<MatrixColumn<'a>>,
    workloads: Vec<MatrixRow<'a>>,
}

#[derive(Serialize)]
struct MatrixColumn<'a> {
    #[serde(flatten)]
    model: ModelKey<'a>,
    pages: Option<String>,
}

#[derive(Serialize)]
struct MatrixRow<'a> {
    workload: &'a str,
    /// One a model, in the order of `models`.
    tasks: Vec<Option<String>>,
    cost_usd: Vec<Option<String>>,
}

/// The key `matrix`.
pub(in crate::report) fn matrix(content: &Content) -> MatrixSection<'_> {
    let matrix = super::matrix(content);
    let columns = matrix.columns.iter().zip(&matrix.pages);
    MatrixSection {
        usd: matrix.amount.to_exact_string(),
        tokens_per_page: crate::decide::matrix::TOKENS_PER_PAGE,
        models: columns
            .filter_map(|(place, pages)| {
                let model = ModelKey::at(&content.market, *place)?;
                Some(MatrixColumn { model, pages: pages.map(printed) })
            })
            .collect(),
        workloads: content
            .workloads
            .iter()
            .zip(&matrix.rows)
            .map(|(workload, cells)| MatrixRow {
                workload: workload.name().as_str(),
                tasks: cells.iter().map(|cell| cell.count.map(printed)).collect(),
                cost_usd: cells
                    .iter()
                    .map(|cell| cell.total.cost().ok().map(Dollars::to_exact_string))
                    .collect(),
            })
            .collect(),
    }
}

/// One entry of the key `choices`.
#[derive(Serialize)]
pub(in crate::report) struct ChoiceEntry<'a> {
    situation: String,
    why: String,
    objective: &'static str,
    workload: &'a str,
    picks: Vec<CandidateEntry<'a>>,
    runners_up: Vec<CandidateEntry<'a>>,
    excluded: Vec<ExcludedEntry<'a>>,
}

#[derive(Serialize)]
struct CandidateEntry<'a> {
    #[serde(flatten)]
    model: ModelKey<'a>,
    cost_usd: Option<String>,
    /// What a task costs more than on the first pick; below zero for less.
    more_usd: Option<String>,
    /// How many times the first pick's cost.
    times: Option<String>,
}

#[derive(Serialize)]
struct ExcludedEntry<'a> {
    #[serde(flatten)]
    model: ModelKey<'a>,
    reason: String,
}

fn candidate<'a>(content: &'a Content, candidate: &Candidate) -> Option<CandidateEntry<'a>> {
    Some(CandidateEntry {
        model: ModelKey::at(content.compared.market(), candidate.offer)?,
        cost_usd: candidate.total.cost().ok().map(Dollars::to_exact_string),
        more_usd: candidate.gap.map(|gap| match gap {
            Gap::More(amount) => amount.to_exact_string(),
            Gap::Less(amount) => format!("-{}", amount.to_exact_string()),
            Gap::Same => "0".to_owned(),
        }),
        times: candidate.times.map(printed),
    })
}

/// The key `choices`: empty without a workload.
pub(in crate::report) fn choices(content: &Content) -> Vec<ChoiceEntry<'_>> {
    let Some(workload) = super::usual_workload(content) else { return Vec::new() };
    let entries = super::choices(content, workload).into_iter().map(|choice| {
        let candidates =
            |these: &[Candidate]| these.iter().filter_map(|one| candidate(content, one)).collect();
        let excluded = choice.answer.excluded.iter().filter_map(|excluded| {
            let model = ModelKey::at(content.compared.market(), excluded.offer)?;
            Some(ExcludedEntry { model, reason: excluded.reason.to_string() })
        });
        ChoiceEntry {
            objective: choice.situation.objective.label(),
            workload: workload.name().as_str(),
            picks: candidates(&choice.answer.picks),
            runners_up: candidates(&choice.answer.runners_up),
            excluded: excluded.collect(),
            situation: choice.situation.name,
            why: choice.situation.why,
        }
    });
    entries.collect()
}

/// One entry of the key `break_even`.
#[derive(Serialize)]
pub(in crate::report) struct BreakEvenEntry<'a> {
    workload: &'a str,
    first: ModelKey<'a>,
    second: ModelKey<'a>,
    /// What varies: `input_tokens`, `output_tokens`, `cache_read_tokens` or `requests_per_day`.
    variable: &'static str,
    crossings: Vec<CrossingEntry>,
    regions: Vec<RegionEntry>,
    words: Vec<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CrossingEntry {
    /// The lines meet here.
    Meets { at: String },
    /// A tier's threshold lies between these two numbers.
    Jumps { before: u64, from: u64 },
}

#[derive(Serialize)]
struct RegionEntry {
    from: u64,
    to: u64,
    /// `first`, `second`, `same`, `only_first`, `only_second` or `neither`.
    cheaper: &'static str,
}

fn break_even_entry(comparison: Comparison<'_>) -> BreakEvenEntry<'_> {
    let words = comparison.words();
    let [first, second] = comparison.sides.map(ModelKey::new);
    let crossings = comparison.found.crossings.into_iter().map(|crossing| match crossing {
        Crossing::Meets(at) => CrossingEntry::Meets { at: printed(at) },
        Crossing::Jumps { before, from } => CrossingEntry::Jumps { before, from },
    });
    let regions = comparison.found.regions.into_iter().map(|region| RegionEntry {
        from: region.from,
        to: region.to,
        cheaper: region.verdict.key(),
    });
    BreakEvenEntry {
        workload: comparison.workload.name().as_str(),
        first,
        second,
        variable: comparison.found.variable.key(),
        crossings: crossings.collect(),
        regions: regions.collect(),
        words,
    }
}

/// The key `break_even`; `None` when no two models are compared.
pub(in crate::report) fn break_even(content: &Content) -> Option<Vec<BreakEvenEntry<'_>>> {
    content.questions.compare?;
    Some(super::comparisons(content).into_iter().map(break_even_entry).collect())
}

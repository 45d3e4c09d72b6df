//! A portfolio in the report: its one bill, the cheapest assignment, the saving, and what each chosen model costs.

use std::sync::Arc;

use serde::Serialize;

use super::json::ModelKey;
use crate::answer::portfolio as answer;
use crate::catalog::Market;
use crate::decide::portfolio::{self as decide, Bill, Constraint, Kept, Limited, Unpriced, Ways};
use crate::decide::switching::Saving;
use crate::money::Dollars;
use crate::portfolio::Assignment;
use crate::report::{Content, PortfolioQuestion};

/// The bills of a portfolio.
pub(in crate::report) struct Bills<'a> {
    question: &'a PortfolioQuestion,
    /// The models that are compared, and those that are named: the bills' places are in it.
    market: Arc<Market>,
    saved: Bill,
    cheapest: Bill,
    baseline: Option<(usize, Bill)>,
    /// The entries with a model that the user chose, and what leaving it open saves.
    choices: Vec<(usize, Result<Saving, Unpriced>)>,
    /// What each limit costs the cheapest assignment.
    limits: Vec<Limited>,
}

impl<'a> Bills<'a> {
    /// `None` when none is asked for.
    pub(in crate::report) fn of(content: &'a Content) -> Option<Self> {
        let question = content.questions.portfolio.as_ref()?;
        let PortfolioQuestion { portfolio, workloads, constraints, baseline } = question;
        let baseline = baseline.and_then(|place| content.market.get(place));
        let id = baseline.map(|offer| &offer.model.id);
        let billed = Kept::default().billed(&content.market, content.compared.market(), portfolio, id);
        let market = billed.market();
        let ways = Ways::new(
            &content.market,
            &billed,
            &content.questions.judgements,
            workloads,
            portfolio,
            constraints,
        );
        let (saved, cheapest) = (ways.as_it_is(), ways.cheapest());
        let place = id.and_then(|id| market.place(id));
        Some(Self {
            question,
            baseline: place.and_then(|place| Some((place, ways.all_on(market.get(place)?)))),
            choices: ways.prices_of_choices(&saved),
            limits: ways.prices_of_constraints(&cheapest),
            saved,
            cheapest,
            market: Arc::clone(market),
        })
    }

    fn is_chosen(&self, entry: usize) -> bool {
        let entry = self.question.portfolio.entries().get(entry);
        entry.is_some_and(|entry| matches!(entry.assignment, Assignment::Model(_)))
    }
}

/// The key `portfolio`.
#[derive(Serialize)]
pub(in crate::report) struct Section<'a> {
    name: &'a str,
    /// As it is saved.
    bill: BillEntry<'a>,
    /// With every entry on the cheapest model that fits.
    cheapest: BillEntry<'a>,
    /// What the cheapest saves a month; below zero for what it costs more.
    saving_usd: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineEntry<'a>>,
    constraints: Vec<ConstraintEntry<'a>>,
}

#[derive(Serialize)]
struct BillEntry<'a> {
    monthly_usd: String,
    /// Whether every line has a cost.
    is_complete: bool,
    /// Whether no cheaper assignment exists for the entries that name no model.
    is_proven: bool,
    lines: Vec<LineEntry<'a>>,
    /// What the workloads cost a month whatever runs, each once; they are in the sum and on no line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fees: Vec<FeeEntry>,
}

#[derive(Serialize)]
struct FeeEntry {
    workload: String,
    monthly_usd: String,
}

#[derive(Serialize)]
struct LineEntry<'a> {
    workload: String,
    requests_per_month: Option<u64>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    model: Option<ModelKey<'a>>,
    /// `chosen` by the user, or the `cheapest` that fits.
    assignment: &'static str,
    monthly_usd: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct BaselineEntry<'a> {
    #[serde(flatten)]
    model: ModelKey<'a>,
    monthly_usd: String,
    is_complete: bool,
    /// What the portfolio as it is saved saves a month against it; below zero for what it costs more.
    saving_usd: Option<String>,
}

#[derive(Serialize)]
struct ConstraintEntry<'a> {
    /// The workload whose model is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<&'a str>,
    /// `chosen_model`, `rule` or `most_models`.
    constraint: &'static str,
    /// What the rule or the number of models allows, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<String>,
    /// What it costs a month, a limit for the cheapest assignment; below zero for what it saves.
    costs_usd: Option<String>,
}

/// A saving as a decimal text; below zero where it is none.
fn signed(saving: Saving) -> String {
    match saving {
        Saving::Saves(amount) => amount.to_exact_string(),
        Saving::Nothing => "0".to_owned(),
        Saving::Costs(amount) => format!("-{}", amount.to_exact_string()),
    }
}

fn fee_entry(fee: &decide::Fee) -> FeeEntry {
    FeeEntry { workload: fee.workload.to_string(), monthly_usd: fee.monthly.to_exact_string() }
}

fn bill_entry<'a>(market: &'a Market, bill: &Bill, is_chosen: impl Fn(usize) -> bool) -> BillEntry<'a> {
    let lines = bill.lines.iter().enumerate().map(|(place, line)| {
        let cost = line.cost.as_ref();
        LineEntry {
            workload: line.workload.to_string(),
            requests_per_month: line.requests,
            model: cost.ok().and_then(|cost| ModelKey::at(market, cost.offer)),
            assignment: if is_chosen(place) { "chosen" } else { "cheapest" },
            monthly_usd: cost.ok().map(|cost| cost.monthly.to_exact_string()),
            reason: cost.err().map(decide::Gap::words),
        }
    });
    BillEntry {
        monthly_usd: bill.monthly.to_exact_string(),
        is_complete: bill.is_complete,
        is_proven: bill.is_proven,
        lines: lines.collect(),
        fees: bill.fees.iter().map(fee_entry).collect(),
    }
}

/// The key `portfolio`.
pub(in crate::report) fn section<'a>(bills: &'a Bills<'a>) -> Section<'a> {
    let baseline = bills.baseline.as_ref().and_then(|(place, bill)| {
        Some(BaselineEntry {
            model: ModelKey::at(&bills.market, *place)?,
            monthly_usd: bill.monthly.to_exact_string(),
            is_complete: bill.is_complete,
            saving_usd: bills.saved.saving_against(bill).map(signed),
        })
    });
    let entries = bills.question.portfolio.entries();
    let constraints = bills.choices.iter().filter_map(|(entry, saving)| {
        let workload = entries.get(*entry)?.workload.as_str();
        let costs_usd = saving.ok().map(signed);
        Some(ConstraintEntry { workload: Some(workload), constraint: "chosen_model", limit: None, costs_usd })
    });
    let limits = bills.limits.iter().map(|(constraint, price)| ConstraintEntry {
        workload: None,
        constraint: match constraint {
            Constraint::Rule(_) => "rule",
            Constraint::MostModels => "most_models",
        },
        limit: Some(answer::limit(&bills.question.constraints, *constraint)),
        costs_usd: price.ok().map(Dollars::to_exact_string),
    });
    Section {
        name: bills.question.portfolio.name().as_str(),
        bill: bill_entry(&bills.market, &bills.saved, |entry| bills.is_chosen(entry)),
        cheapest: bill_entry(&bills.market, &bills.cheapest, |_| false),
        saving_usd: bills.cheapest.saving_against(&bills.saved).map(signed),
        baseline,
        constraints: constraints.chain(limits).collect(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::{Catalog, Overrides, OwnModels};
    use crate::chart::Scale;
    use crate::decide::choose::Rule;
    use crate::decide::portfolio::Constraints;
    use crate::portfolio::{Draft, Entry, Portfolio, Volume};
    use crate::report::{Compared, Questions};
    use crate::workload::{Draft as WorkloadDraft, Name, Workload};

    #[test]
    fn each_limit_has_its_price_in_the_data_and_in_the_text() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let draft = WorkloadDraft {
            name: "Chat".into(),
            input_tokens: 500,
            output_tokens: 200,
            ..WorkloadDraft::default()
        };
        let entry = Entry {
            workload: Name::new("Chat").unwrap(),
            volume: Volume::RequestsPerDay(1_000),
            assignment: Assignment::Model(crate::catalog::ModelId::new("groq/llama-3.3-8b").unwrap()),
        };
        let portfolio = Draft { name: "Support".into(), entries: vec![entry], ..Draft::default() };
        let constraints =
            Constraints { rules: vec![Rule::ProviderIn(vec!["OpenAI".to_owned()])], most_models: Some(1) };
        let question = PortfolioQuestion {
            portfolio: Portfolio::try_from(portfolio).unwrap(),
            workloads: vec![Arc::new(Workload::try_from(draft).unwrap())],
            constraints,
            baseline: None,
        };
        let content = Content {
            list_name: "Reference prices".into(),
            compared: Compared::everything(&market),
            market,
            workloads: Vec::new(),
            scale: Scale::Linear,
            questions: Questions { portfolio: Some(question), ..Questions::default() },
            today: date(2026, 11, 26),
        };
        let bills = Bills::of(&content).unwrap();
        let json = serde_json::to_value(section(&bills)).unwrap();
        assert_eq!(
            json["constraints"],
            serde_json::json!([
                // The chosen model is cheaper than any that the rule allows.
                { "workload": "Chat", "constraint": "chosen_model", "costs_usd": "-5.85" },
                { "constraint": "rule", "limit": "Provider: OpenAI", "costs_usd": "5.85" },
                { "constraint": "most_models", "limit": "At most 1 model", "costs_usd": "0" },
            ])
        );
        let mut text = String::new();
        crate::report::decisions::markdown::write(&mut text, &content).unwrap();
        assert!(text.contains("| Provider: OpenAI | \\$5.85 a month | "), "{text}");
        assert!(text.contains("| Chat | Llama 3.3 8B | saves \\$5.85 a month |"), "{text}");
    }
}

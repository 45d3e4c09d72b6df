//! The answers in `report.md`, for people to read.

use std::fmt::{Result, Write};

use super::cost;
use crate::decide::budget::{Affords, Fit, Per};
use crate::decide::choose::{Candidate, Gap};
use crate::money::{Quotient, label};
use crate::receipt::escape_markdown as escape;
use crate::report::Content;
use crate::report::markdown::name;

/// The most runners-up of a situation.
const MOST_RUNNERS_UP: usize = 3;
/// The most models of which a situation says why not.
const MOST_EXCLUDED: usize = 20;

/// Writes the sections of all that is asked.
pub(in crate::report) fn write(out: &mut String, content: &Content) -> Result {
    if content.workloads.is_empty() {
        return super::portfolio::write(out, content);
    }
    write_matrix(out, content)?;
    write_budget(out, content)?;
    super::portfolio::write(out, content)?;
    write_choices(out, content)?;
    write_break_even(out, content)
}

fn model(content: &Content, place: usize) -> String {
    content.market.get(place).map(name).unwrap_or_default()
}

fn write_matrix(out: &mut String, content: &Content) -> Result {
    let matrix = super::matrix(content);
    writeln!(out, "## Tasks per dollar\n")?;
    writeln!(
        out,
        "How many tasks of each workload one dollar buys, and how many pages of prompt, a page being about {} tokens.",
        label::whole(crate::decide::matrix::TOKENS_PER_PAGE)
    )?;
    let left_out = content.market.offers().len().saturating_sub(matrix.columns.len());
    if left_out > 0 {
        writeln!(
            out,
            "{} models are left out here.",
            label::whole(u64::try_from(left_out).unwrap_or(u64::MAX))
        )?;
    }
    write!(out, "\n| Model |")?;
    for workload in &content.workloads {
        write!(out, " {} |", escape(workload.name().as_str()))?;
    }
    writeln!(out, " Pages |\n|---|{}---:|", "---:|".repeat(content.workloads.len()))?;
    let shown = |count: Option<Quotient>| count.map_or_else(|| "-".to_owned(), label::per_dollar);
    for (column, (place, pages)) in matrix.columns.iter().zip(&matrix.pages).enumerate() {
        write!(out, "| {} |", model(content, *place))?;
        for row in 0..matrix.rows.len() {
            write!(out, " {} |", shown(matrix.get(row, column).and_then(|cell| cell.count)))?;
        }
        writeln!(out, " {} |", shown(*pages))?;
    }
    writeln!(out)
}

fn write_budget(out: &mut String, content: &Content) -> Result {
    let Some(budget) = content.questions.budget else { return Ok(()) };
    let per = match budget.per {
        Per::Month => "a month".to_owned(),
        Per::Day => "a day".to_owned(),
        Per::Customer { customers } => {
            format!("a customer and month, of {} customers", label::whole(customers))
        }
    };
    writeln!(out, "## What {} {per} affords\n", escape(&label::dollars(budget.amount)))?;
    for (workload, table) in super::budgets(content, budget) {
        writeln!(out, "### {} within the budget\n", escape(workload.name().as_str()))?;
        match table.needed {
            Some(needed) => writeln!(out, "Needed: {} requests a month.\n", label::whole(needed))?,
            None => {
                writeln!(out, "How many are needed is not known: set requests per day to see who fits.\n")?;
            }
        }
        writeln!(out, "| Model | Requests a month | Against what is needed |\n|---|---:|---|")?;
        for row in &table.rows {
            let requests = match row.affords {
                Affords::Requests(requests) => label::whole(requests),
                Affords::AnyNumber => "any number".to_owned(),
                Affords::Unknown(missing) => missing.to_string(),
                Affords::Excluded(rule) => rule.to_string(),
            };
            let fit = match row.fit {
                None => "-".to_owned(),
                Some(Fit::Fits { left, .. }) => format!("fits, {} left", label::dollars(left)),
                Some(Fit::Short { missing_requests, lacking }) => format!(
                    "{} requests short, {} too dear",
                    label::whole(missing_requests),
                    label::dollars(lacking)
                ),
            };
            writeln!(out, "| {} | {} | {} |", model(content, row.offer), escape(&requests), escape(&fit))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_choices(out: &mut String, content: &Content) -> Result {
    let Some(workload) = super::usual_workload(content) else { return Ok(()) };
    writeln!(out, "## Which model\n")?;
    writeln!(
        out,
        "Costs are for one task of {}. Quality, speed and compliance are opinions of the price list's publisher{}; \
         what is unknown is neither yes nor no.\n",
        escape(workload.name().as_str()),
        if content.questions.judgements.is_empty() { "" } else { ", or your own where you judged a model" }
    )?;
    for choice in super::choices(content, workload) {
        writeln!(out, "### {}\n", escape(&choice.situation.name))?;
        let picks: Vec<String> = choice.answer.picks.iter().map(|pick| with_cost(content, pick)).collect();
        if picks.is_empty() {
            writeln!(out, "No model meets this.\n")?;
        } else {
            writeln!(out, "**{}**: {}\n", picks.join(" or "), choice.situation.objective.label())?;
        }
        for runner_up in choice.answer.runners_up.iter().take(MOST_RUNNERS_UP) {
            let gap = match runner_up.gap {
                Some(Gap::More(amount)) => format!(", {} more a task", escape(&label::dollars(amount))),
                Some(Gap::Less(amount)) => format!(", {} less a task", escape(&label::dollars(amount))),
                Some(Gap::Same) => ", the same a task".to_owned(),
                None => String::new(),
            };
            writeln!(out, "- then {}{gap}", with_cost(content, runner_up))?;
        }
        for excluded in choice.answer.excluded.iter().take(MOST_EXCLUDED) {
            let reason = escape(&excluded.reason.to_string());
            writeln!(out, "- not {}: {reason}", model(content, excluded.offer))?;
        }
        let more = choice.answer.excluded.len().saturating_sub(MOST_EXCLUDED);
        if more > 0 {
            writeln!(out, "- not {more} others: see report.json")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn with_cost(content: &Content, candidate: &Candidate) -> String {
    let name = model(content, candidate.offer);
    cost(candidate.total)
        .map_or_else(|| name.clone(), |cost| format!("{name} ({})", escape(&label::dollars(cost))))
}

fn write_break_even(out: &mut String, content: &Content) -> Result {
    let comparisons = super::comparisons(content);
    let Some(first) = comparisons.first() else { return Ok(()) };
    let [one, other] = first.sides.map(name);
    writeln!(out, "## {one} or {other}\n")?;
    let mut heading = None;
    for comparison in &comparisons {
        let workload = comparison.workload.name().as_str();
        if heading != Some(workload) {
            let blank = if heading.is_some() { "\n" } else { "" };
            writeln!(out, "{blank}### {} on either\n", escape(workload))?;
            heading = Some(workload);
        }
        writeln!(out, "- {}", escape(&comparison.words().join("; ")))?;
    }
    writeln!(out)
}

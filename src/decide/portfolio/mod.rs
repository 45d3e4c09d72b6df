//! A portfolio's one bill: every workload on its model, the cheapest assignment under rules, what each rule costs.

mod assign;

use std::collections::BTreeSet;

use crate::billing::{self, Total};
use crate::catalog::{Market, Offer};
use crate::decide::choose::{self, Judgements, Rule};
use crate::decide::switching::Saving;
use crate::money::Dollars;
use crate::portfolio::{Assignment, Portfolio};
use crate::workload::{Name, Workload};

/// What an assignment has to meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// What each model that is not chosen by the user must meet.
    pub rules: Vec<Rule>,
    /// At most so many different models in all, those chosen by the user included.
    pub most_models: Option<usize>,
}

/// Why an entry has no cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// There is no workload of this name.
    NoWorkload,
    /// Neither the portfolio nor the workload says how often it runs.
    NoVolume,
    /// The chosen model is not in the price list.
    NoModel,
    /// The user hid the chosen model.
    HiddenModel,
    /// The chosen model's outcome is not a cost.
    NoCost(Total),
    /// No model takes it and meets the rules.
    NoneFits,
    /// No assignment of all entries keeps to so many different models.
    TooManyModels,
    /// The search for an assignment of all entries to so few models was given up.
    GivenUp,
}

impl Gap {
    /// The reason in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NoWorkload => "there is no workload of this name".to_owned(),
            Self::NoVolume => billing::NO_VOLUME.to_owned(),
            Self::NoModel => "the chosen model is not in the price list".to_owned(),
            Self::HiddenModel => "the chosen model is hidden".to_owned(),
            Self::NoCost(total) => total.reason().unwrap_or_else(|| "the cost is not known".to_owned()),
            Self::TooManyModels => "no assignment keeps to so few different models".to_owned(),
            Self::GivenUp => "not found in the time that a search may take".to_owned(),
            Self::NoneFits => "no model takes it and meets the rules".to_owned(),
        }
    }
}

/// What one entry costs a month, and on which model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// Without the workload's monthly fee, see [`Bill::fees`].
    pub monthly: Dollars,
}

/// One entry on the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The workload's name.
    pub workload: Name,
    /// Requests a month; `None` when not known.
    pub requests: Option<u64>,
    /// What it costs, or why that is not known.
    pub cost: Result<Cost, Gap>,
}

/// What is paid a month for a workload whatever runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The workload's name.
    pub workload: Name,
    /// Once a month, in however many entries the workload runs.
    pub monthly: Dollars,
}

/// The one bill of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// One line an entry, in the portfolio's order.
    pub lines: Vec<Line>,
    /// The monthly fees of the workloads that run, each once: those with a line that has requests and a cost.
    pub fees: Vec<Fee>,
    /// What the lines with a cost and the fees come to a month.
    pub monthly: Dollars,
    /// Whether every line has a cost.
    pub is_complete: bool,
    /// Whether no cheaper assignment exists; `false` only where the search was given up as too long.
    pub is_proven: bool,
}

impl Bill {
    /// Whether there are lines, and none has a cost.
    #[must_use]
    pub fn has_no_cost(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.cost.is_err())
    }

    /// The saving of this bill against another of the same portfolio; `None` unless both are complete.
    #[must_use]
    pub fn saving_against(&self, baseline: &Self) -> Option<Saving> {
        (self.is_complete && baseline.is_complete).then(|| Saving::between(baseline.monthly, self.monthly))
    }
}

/// The models that a portfolio is billed on: those at the places of `compared`, and those that the user chose by hand,
/// wherever they stand; hidden ones are hidden in it.
#[must_use]
pub fn market_of(all: &Market, compared: impl IntoIterator<Item = usize>, portfolio: &Portfolio) -> Market {
    let chosen = portfolio.entries().iter().filter_map(|entry| match &entry.assignment {
        Assignment::Model(id) => all.place(id),
        Assignment::CheapestThatFits => None,
    });
    let places: BTreeSet<usize> = compared.into_iter().chain(chosen).collect();
    all.among_and_hidden(&places.into_iter().collect::<Vec<_>>())
}

/// What a month costs with the models that the user chose, and for the rest the cheapest assignment that meets the
/// constraints. A free model is only taken where the user chose it: it has no cost to compare.
#[must_use]
pub fn bill(
    market: &Market,
    judgements: &Judgements,
    workloads: &[Workload],
    portfolio: &Portfolio,
    constraints: &Constraints,
) -> Bill {
    bill_within(assign::MOST_STEPS, market, judgements, workloads, portfolio, constraints)
}

/// As [`bill`], with a search of so many steps.
fn bill_within(
    most_steps: u32,
    market: &Market,
    judgements: &Judgements,
    workloads: &[Workload],
    portfolio: &Portfolio,
    constraints: &Constraints,
) -> Bill {
    let entries = portfolio.entries().iter();
    let options: Vec<(Line, Vec<Cost>)> = entries
        .map(|entry| {
            let named = workloads.iter().find(|workload| workload.name().key() == entry.workload.key());
            let mut line =
                Line { workload: entry.workload.clone(), requests: None, cost: Err(Gap::NoWorkload) };
            let Some(workload) = named else { return (line, Vec::new()) };
            let mut workload = workload.clone();
            if let Some(requests) = portfolio.requests_per_day(entry) {
                workload.set_requests_per_day(requests);
            }
            line.requests = workload.requests_per_month();
            if line.requests.is_none() {
                line.cost = Err(Gap::NoVolume);
                return (line, Vec::new());
            }
            let found = match &entry.assignment {
                Assignment::Model(id) => chosen(market, id, &workload).map(|cost| vec![cost]),
                Assignment::CheapestThatFits => {
                    let all = allowed(market, judgements, &workload, constraints);
                    if all.is_empty() { Err(Gap::NoneFits) } else { Ok(all) }
                }
            };
            match found {
                Ok(costs) => (line, costs),
                Err(gap) => (Line { cost: Err(gap), ..line }, Vec::new()),
            }
        })
        .collect();
    let costs: Vec<&[Cost]> = options.iter().map(|(_, costs)| costs.as_slice()).collect();
    let found = assign::cheapest(&costs, constraints.most_models, most_steps);
    let mut assigned = found.costs.into_iter();
    let lines: Vec<Line> = options
        .iter()
        .map(|(line, costs)| {
            let cost = match assigned.next().flatten() {
                Some(cost) => Ok(cost),
                None if costs.is_empty() => line.cost.clone(),
                None if found.is_proven => Err(Gap::TooManyModels),
                None => Err(Gap::GivenUp),
            };
            Line { cost, ..line.clone() }
        })
        .collect();
    let fees = fees(&lines, workloads);
    let known = lines.iter().filter_map(|line| line.cost.as_ref().ok()).map(|cost| cost.monthly);
    Bill {
        monthly: known.chain(fees.iter().map(|fee| fee.monthly)).sum(),
        fees,
        is_complete: lines.iter().all(|line| line.cost.is_ok()),
        is_proven: found.is_proven,
        lines,
    }
}

/// The bill with every entry on one model, as a baseline to save against.
#[must_use]
pub fn all_on(market: &Market, workloads: &[Workload], portfolio: &Portfolio, offer: &Offer) -> Bill {
    let mut draft = portfolio.to_draft();
    for entry in &mut draft.entries {
        entry.assignment = Assignment::Model(offer.model.id.clone());
    }
    // Only models changed, which a portfolio does not check.
    let moved = Portfolio::try_from(draft).unwrap_or_else(|_| portfolio.clone());
    bill(market, &Judgements::default(), workloads, &moved, &Constraints::default())
}

/// The same portfolio with the model of one entry, or of all, left open: the cheapest that fits.
#[must_use]
pub fn freed(portfolio: &Portfolio, entry: Option<usize>) -> Portfolio {
    let mut draft = portfolio.to_draft();
    let all = draft.entries.iter_mut().enumerate();
    for (_, freed) in all.filter(|(place, _)| entry.is_none_or(|entry| entry == *place)) {
        freed.assignment = Assignment::CheapestThatFits;
    }
    // Only models changed, which a portfolio does not check.
    Portfolio::try_from(draft).unwrap_or_else(|_| portfolio.clone())
}

/// What each model that the user chose saves or costs a month, against the cheapest that fits in its place: the entry,
/// and the saving of leaving it open. `None` where one of the two bills is not complete.
#[must_use]
pub fn prices_of_choices(
    market: &Market,
    judgements: &Judgements,
    workloads: &[Workload],
    portfolio: &Portfolio,
    constraints: &Constraints,
) -> Vec<(usize, Option<Saving>)> {
    let ask = |portfolio: &Portfolio| bill(market, judgements, workloads, portfolio, constraints);
    let entries = portfolio.entries().iter().enumerate();
    let mut chosen = entries.filter(|(_, entry)| matches!(entry.assignment, Assignment::Model(_))).peekable();
    if chosen.peek().is_none() {
        return Vec::new();
    }
    let all = ask(portfolio);
    chosen.map(|(place, _)| (place, ask(&freed(portfolio, Some(place))).saving_against(&all))).collect()
}

/// A constraint of a portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// The rule at this place.
    Rule(usize),
    /// The number of different models.
    MostModels,
}

/// What each constraint costs the cheapest assignment a month: with no model chosen by hand, the bill with all of them
/// less the bill with all but this one. `None` where one of the two is not complete.
#[must_use]
pub fn prices_of_constraints(
    market: &Market,
    judgements: &Judgements,
    workloads: &[Workload],
    portfolio: &Portfolio,
    constraints: &Constraints,
) -> Vec<(Constraint, Option<Dollars>)> {
    prices_as_it_is(market, judgements, workloads, &freed(portfolio, None), constraints)
}

/// What each constraint costs the portfolio as it is a month. A rule binds no model that is chosen by hand, so that it
/// may cost nothing here and much the cheapest assignment.
#[must_use]
pub fn prices_as_it_is(
    market: &Market,
    judgements: &Judgements,
    workloads: &[Workload],
    portfolio: &Portfolio,
    constraints: &Constraints,
) -> Vec<(Constraint, Option<Dollars>)> {
    if *constraints == Constraints::default() {
        return Vec::new();
    }
    let ask = |these: &Constraints| bill(market, judgements, workloads, portfolio, these);
    let all = ask(constraints);
    let price = |without: &Constraints| {
        let less = ask(without);
        (all.is_complete && less.is_complete).then(|| all.monthly.minus(less.monthly)).flatten()
    };
    let mut prices = Vec::new();
    for index in 0..constraints.rules.len() {
        let mut without = constraints.clone();
        without.rules.remove(index);
        prices.push((Constraint::Rule(index), price(&without)));
    }
    if constraints.most_models.is_some() {
        let without = Constraints { most_models: None, ..constraints.clone() };
        prices.push((Constraint::MostModels, price(&without)));
    }
    prices
}

fn monthly(total: Total, workload: &Workload) -> Result<Dollars, Gap> {
    let task = match total {
        Total::Priced(cost) => cost,
        Total::Free => Dollars::ZERO,
        other => return Err(Gap::NoCost(other)),
    };
    workload.requests_per_month().map(|requests| task.times(requests)).ok_or(Gap::NoVolume)
}

/// The fees of the workloads that run in these lines, each once.
fn fees(lines: &[Line], workloads: &[Workload]) -> Vec<Fee> {
    let runs = |workload: &Workload| {
        let key = workload.name().key();
        let runs = |line: &Line| line.cost.is_ok() && line.requests.is_some_and(|requests| requests > 0);
        lines.iter().any(|line| runs(line) && line.workload.key() == key)
    };
    let mut seen = BTreeSet::new();
    let due = workloads.iter().filter(|workload| !workload.monthly_fee().is_zero() && runs(workload));
    // Of two workloads with one name, the first is meant, as everywhere here.
    let due = due.filter(|workload| seen.insert(workload.name().key()));
    due.map(|workload| Fee { workload: workload.name().clone(), monthly: workload.monthly_fee() }).collect()
}

fn chosen(market: &Market, id: &crate::catalog::ModelId, workload: &Workload) -> Result<Cost, Gap> {
    let gap = || if market.find(id).is_some() { Gap::HiddenModel } else { Gap::NoModel };
    let place = market.place(id).ok_or_else(gap)?;
    let offer = market.get(place).ok_or_else(gap)?;
    let monthly = monthly(billing::total(offer, workload), workload)?;
    Ok(Cost { offer: place, monthly })
}

/// The models that take the workload and meet the rules, the cheapest first. Where any number of models will do, each
/// workload has its cheapest, and no other is needed.
fn allowed(
    market: &Market,
    judgements: &Judgements,
    workload: &Workload,
    constraints: &Constraints,
) -> Vec<Cost> {
    let found =
        choose::costs(market, judgements, workload, &constraints.rules).map(|(offer, task)| (task, offer));
    let tasks: Vec<(Dollars, usize)> = if constraints.most_models.is_some() {
        let mut all: Vec<(Dollars, usize)> = found.collect();
        all.sort_unstable();
        all
    } else {
        found.min().into_iter().collect()
    };
    let cost = |(task, offer)| Some(Cost { offer, monthly: monthly(Total::Priced(task), workload).ok()? });
    tasks.into_iter().filter_map(cost).collect()
}

#[cfg(test)]
mod tests;

//! A portfolio's one bill: every workload on its model, the cheapest assignment under rules, what each rule costs.

mod assign;
mod tasks;
mod ways;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use tasks::{Billed, Kept};
pub use ways::Ways;

use crate::billing::{self, Total};
use crate::decide::choose::Rule;
use crate::decide::switching::Saving;
use crate::money::Dollars;
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
    pub fn has_no_cost(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.cost.is_err())
    }

    /// This bill and another one of the same portfolio where both are certain, so that they may be compared.
    fn with<'a>(&'a self, other: &'a Self) -> Result<(&'a Self, &'a Self), Unpriced> {
        match (self.is_complete && other.is_complete, self.is_proven && other.is_proven) {
            (_, false) => Err(Unpriced::GivenUp),
            (false, true) => Err(Unpriced::NoCost),
            (true, true) => Ok((self, other)),
        }
    }

    /// The saving of this bill against another of the same portfolio; `None` unless both are complete.
    pub fn saving_against(&self, baseline: &Self) -> Option<Saving> {
        (self.is_complete && baseline.is_complete).then(|| Saving::between(baseline.monthly, self.monthly))
    }
}

/// A constraint of a portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// The rule at this place.
    Rule(usize),
    /// The number of different models.
    MostModels,
}

/// A constraint, and what it costs a month.
pub type Limited = (Constraint, Result<Dollars, Unpriced>);

/// Why what a choice or a constraint costs is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpriced {
    /// With it or without it, a workload has no cost.
    NoCost,
    /// With it or without it, the search for the cheapest assignment was given up.
    GivenUp,
}

impl Unpriced {
    /// The reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoCost => "with it or without it a workload has no cost",
            Self::GivenUp => "the search was given up as too long",
        }
    }
}

/// The workload of this name, of several the first.
fn named<'a>(workloads: &'a [Arc<Workload>], name: &Name) -> Option<&'a Arc<Workload>> {
    let key = name.key();
    workloads.iter().find(|workload| workload.name().key() == key)
}

/// The fees of the workloads that run in these lines, each once.
fn fees(lines: &[Line], workloads: &[Arc<Workload>]) -> Vec<Fee> {
    let runs = |workload: &Arc<Workload>| {
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

#[cfg(test)]
mod tests;

//! The ways to run a portfolio: as it is, the cheapest, all on one model; and what each choice and each limit costs.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::assign::{self, Model};
use super::tasks::Tasks;
use super::{Bill, Billed, Constraint, Constraints, Cost, Gap, Limited, Line, Unpriced, fees};
use crate::billing;
use crate::catalog::{Market, ModelId, Offer};
use crate::decide::choose::{Judgements, Rule, meeting};
use crate::decide::switching::Saving;
use crate::portfolio::{Assignment, Entry, Portfolio};
use crate::workload::Workload;

/// The ways to run one portfolio. A free model is only taken where the user chose it: it has no cost to compare.
#[derive(Debug)]
pub struct Ways<'a> {
    billed: &'a Billed,
    workloads: &'a [Arc<Workload>],
    portfolio: &'a Portfolio,
    constraints: &'a Constraints,
    /// By entry; `None` where there is no such workload.
    running: Vec<Option<Running<'a>>>,
    /// By rule, which models meet it, whatever the workload.
    meeting: Vec<Vec<bool>>,
    /// The models that may be needed under all rules, then without each.
    needed: Vec<OnceCell<Vec<usize>>>,
    /// How far all searches together may still go.
    steps: Cell<u32>,
}

/// The workload of an entry as it runs.
#[derive(Debug)]
struct Running<'a> {
    workload: Cow<'a, Workload>,
    /// `None` when not known.
    requests: Option<u64>,
    tasks: Arc<Tasks>,
}

/// Which model an entry has.
#[derive(Clone, Copy)]
enum Models<'a> {
    AsChosen,
    /// As chosen, but for this entry, which is open.
    OneOpen(usize),
    AllOpen,
    AllOn(&'a ModelId),
}

impl<'a> Models<'a> {
    /// `None` where it is the cheapest that fits.
    fn of(self, place: usize, entry: &'a Entry) -> Option<&'a ModelId> {
        let chosen = match &entry.assignment {
            Assignment::Model(id) => Some(id),
            Assignment::CheapestThatFits => None,
        };
        match self {
            Self::AsChosen => chosen,
            Self::OneOpen(open) => chosen.filter(|_| open != place),
            Self::AllOpen => None,
            Self::AllOn(id) => Some(id),
        }
    }
}

/// What an entry may cost.
enum Options {
    None(Gap),
    Chosen(Cost),
    /// The cheapest of those that fit.
    Open(Cost),
}

impl<'a> Ways<'a> {
    /// The ways to run a portfolio of these workloads under these constraints, whose rules may name any model of `all`.
    pub fn new(
        all: &Market,
        billed: &'a Billed,
        judgements: &Judgements,
        workloads: &'a [Arc<Workload>],
        portfolio: &'a Portfolio,
        constraints: &'a Constraints,
    ) -> Self {
        let entries = portfolio.entries().iter().zip(billed.tasks(workloads, portfolio));
        let running = entries.map(|(entry, found)| {
            let (workload, tasks) = found?;
            let mut workload = Cow::Borrowed(workload.as_ref());
            if let Some(requests) = portfolio.requests_per_day(entry) {
                workload.to_mut().set_requests_per_day(requests);
            }
            Some(Running { requests: workload.requests_per_month(), workload, tasks })
        });
        let rules = constraints.rules.iter();
        Self {
            billed,
            workloads,
            portfolio,
            constraints,
            running: running.collect(),
            meeting: rules.map(|rule| meeting(all, billed.market(), judgements, rule)).collect(),
            needed: vec![OnceCell::new(); constraints.rules.len() + 1],
            steps: Cell::new(assign::MOST_STEPS),
        }
    }

    /// As [`Ways::new`], with searches of so many steps.
    #[cfg(test)]
    pub(super) fn within(self, steps: u32) -> Self {
        Self { steps: Cell::new(steps), ..self }
    }

    #[cfg(test)]
    pub(super) fn steps_left(&self) -> u32 {
        self.steps.get()
    }

    /// What a month costs with the models that the user chose, and for the rest the cheapest assignment that meets the
    /// constraints.
    pub fn as_it_is(&self) -> Bill {
        self.bill(Models::AsChosen, None)
    }

    /// The cheapest assignment that meets the constraints, whatever the user chose.
    pub fn cheapest(&self) -> Bill {
        self.bill(Models::AllOpen, None)
    }

    /// The bill with every entry on one model, as a baseline to save against. No constraint binds it.
    pub fn all_on(&self, offer: &Offer) -> Bill {
        self.bill(Models::AllOn(&offer.model.id), Some(Constraint::MostModels))
    }

    /// What each model that the user chose saves or costs a month, against the cheapest that fits in its place: the
    /// entry, and the saving of leaving it open. `now` is the bill as it is.
    pub fn prices_of_choices(&self, now: &Bill) -> Vec<(usize, Result<Saving, Unpriced>)> {
        let entries = self.portfolio.entries().iter().enumerate();
        let chosen = entries.filter(|(_, entry)| matches!(entry.assignment, Assignment::Model(_)));
        let price = |place| {
            let open = self.bill(Models::OneOpen(place), None);
            open.with(now).map(|(open, now)| Saving::between(now.monthly, open.monthly))
        };
        chosen.map(|(place, _)| (place, price(place))).collect()
    }

    /// What each constraint costs the cheapest assignment a month: with no model chosen by hand, the bill with all of
    /// them less the bill with all but this one. `cheapest` is the bill with all of them.
    pub fn prices_of_constraints(&self, cheapest: &Bill) -> Vec<Limited> {
        self.prices(Models::AllOpen, cheapest)
    }

    /// What each constraint costs the portfolio as it is a month, of which `now` is the bill. A rule binds no model that
    /// is chosen by hand, so that it may cost nothing here and much the cheapest assignment.
    pub fn prices_as_it_is(&self, now: &Bill) -> Vec<Limited> {
        self.prices(Models::AsChosen, now)
    }

    fn prices(&self, models: Models<'_>, all: &Bill) -> Vec<Limited> {
        let rules = (0..self.constraints.rules.len()).map(Constraint::Rule);
        let limit = self.constraints.most_models.map(|_| Constraint::MostModels);
        let price = |constraint| {
            let less = self.bill(models, Some(constraint));
            // Of two certain bills, the one with fewer constraints is never the dearer.
            all.with(&less).map(|(all, less)| all.monthly.minus(less.monthly).unwrap_or_default())
        };
        rules.chain(limit).map(|constraint| (constraint, price(constraint))).collect()
    }

    fn bill(&self, models: Models<'_>, without: Option<Constraint>) -> Bill {
        let entries = self.portfolio.entries().iter().enumerate();
        let options: Vec<Options> = entries
            .map(|(place, entry)| {
                let Some(Some(running)) = self.running.get(place) else {
                    return Options::None(Gap::NoWorkload);
                };
                let Some(requests) = running.requests else { return Options::None(Gap::NoVolume) };
                match models.of(place, entry) {
                    Some(id) => {
                        self.chosen(id, running, requests).map_or_else(Options::None, Options::Chosen)
                    }
                    None => self
                        .open(running, requests, without)
                        .map_or(Options::None(Gap::NoneFits), Options::Open),
                }
            })
            .collect();
        let (assigned, is_proven) = match self.constraints.most_models {
            Some(most) if without != Some(Constraint::MostModels) => {
                self.within_limit(&options, most, without)
            }
            _ => (options.iter().map(Options::alone).collect(), true),
        };
        let lines: Vec<Line> = self
            .portfolio
            .entries()
            .iter()
            .zip(&self.running)
            .zip(assigned)
            .map(|((entry, running), cost)| Line {
                workload: entry.workload.clone(),
                requests: running.as_ref().and_then(|running| running.requests),
                cost,
            })
            .collect();
        let fees = fees(&lines, self.workloads);
        let known = lines.iter().filter_map(|line| line.cost.as_ref().ok()).map(|cost| cost.monthly);
        Bill {
            monthly: known.chain(fees.iter().map(|fee| fee.monthly)).sum(),
            fees,
            is_complete: lines.iter().all(|line| line.cost.is_ok()),
            is_proven,
            lines,
        }
    }

    fn chosen(&self, id: &ModelId, running: &Running<'_>, requests: u64) -> Result<Cost, Gap> {
        let market = self.billed.market();
        let gap = || if market.find(id).is_some() { Gap::HiddenModel } else { Gap::NoModel };
        let place = market.place(id).ok_or_else(gap)?;
        let task = match running.tasks.on(place) {
            Some(task) => task,
            None => billing::total(market.get(place).ok_or_else(gap)?, &running.workload)
                .cost()
                .map_err(Gap::NoCost)?,
        };
        Ok(Cost { offer: place, monthly: task.times(requests) })
    }

    /// The cheapest model that takes the workload and meets the rules.
    fn open(&self, running: &Running<'_>, requests: u64, without: Option<Constraint>) -> Option<Cost> {
        let places = running.tasks.cheapest_first().iter();
        let mut costs = places.filter_map(|place| self.on(*place, running, requests, without));
        costs.next()
    }

    /// What a workload costs on a model that takes it and meets the rules.
    fn on(
        &self,
        place: usize,
        running: &Running<'_>,
        requests: u64,
        without: Option<Constraint>,
    ) -> Option<Cost> {
        let task = running.tasks.on(place)?;
        let allows = |rule: &Rule| rule.allows(task, &running.workload);
        let fits = self.meets(place, without) && self.rules(without).all(|(_, rule)| allows(rule));
        fits.then(|| Cost { offer: place, monthly: task.times(requests) })
    }

    fn rules(&self, without: Option<Constraint>) -> impl Iterator<Item = (usize, &Rule)> {
        let all = self.constraints.rules.iter().enumerate();
        all.filter(move |(place, _)| without != Some(Constraint::Rule(*place)))
    }

    fn meets(&self, place: usize, without: Option<Constraint>) -> bool {
        let by_rule = self.meeting.iter().enumerate();
        let mut bound = by_rule.filter(|(rule, _)| without != Some(Constraint::Rule(*rule)));
        self.billed.is_compared(place)
            && bound.all(|(_, meeting)| meeting.get(place).copied().unwrap_or_default())
    }

    /// The cheapest assignment with at most so many different models, those chosen by hand included.
    fn within_limit(
        &self,
        options: &[Options],
        most: usize,
        without: Option<Constraint>,
    ) -> (Vec<Result<Cost, Gap>>, bool) {
        let alone: Vec<Result<Cost, Gap>> = options.iter().map(Options::alone).collect();
        let distinct: BTreeSet<usize> = alone.iter().flatten().map(|cost| cost.offer).collect();
        if distinct.len() <= most {
            return (alone, true);
        }
        let open: Vec<&Running<'_>> = options
            .iter()
            .zip(&self.running)
            .filter_map(
                |(options, running)| {
                    if matches!(options, Options::Open(_)) { running.as_ref() } else { None }
                },
            )
            .collect();
        let chosen: BTreeSet<usize> = options
            .iter()
            .filter_map(|options| if let Options::Chosen(cost) = options { Some(cost.offer) } else { None })
            .collect();
        let model = |place: usize| Model {
            offer: place,
            costs: open
                .iter()
                .map(|running| Some(self.on(place, running, running.requests?, without)?.monthly))
                .collect(),
        };
        let found = most.checked_sub(chosen.len()).map(|more| {
            let taken: Vec<Model> = chosen.iter().map(|place| model(*place)).collect();
            let needed = self.needed(without).iter().filter(|place| !chosen.contains(place));
            let others: Vec<Model> = needed.map(|place| model(*place)).collect();
            assign::cheapest(open.len(), &taken, &others, more, &self.steps)
        });
        let is_proven = found.as_ref().is_none_or(|found| found.is_proven);
        let gap = if is_proven { Gap::TooManyModels } else { Gap::GivenUp };
        let costs = found.and_then(|found| found.costs);
        let is_found = costs.is_some();
        let mut costs = costs.into_iter().flatten();
        let all = options.iter().map(|options| match options {
            Options::None(gap) => Err(gap.clone()),
            Options::Chosen(cost) if is_found => Ok(*cost),
            Options::Chosen(_) => Err(gap.clone()),
            Options::Open(_) => costs.next().ok_or_else(|| gap.clone()),
        });
        (all.collect(), is_proven)
    }

    /// The models that may be needed under a limit: one that another beats or equals on every workload that it takes
    /// never is. Requests multiply all alike, and what is too dear for a rule about cost on the better one is so on the
    /// other, so that neither counts here.
    fn needed(&self, without: Option<Constraint>) -> &[usize] {
        let slot = match without {
            Some(Constraint::Rule(place)) => place + 1,
            Some(Constraint::MostModels) | None => 0,
        };
        let Some(slot) = self.needed.get(slot) else { return &[] };
        slot.get_or_init(|| {
            let tasks: Vec<&Tasks> = self.running.iter().flatten().map(|running| &*running.tasks).collect();
            let covers = |a: usize, b: usize| {
                tasks.iter().all(|tasks| match (tasks.on(a), tasks.on(b)) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(a), Some(b)) => a <= b,
                })
            };
            // The cheapest of each workload cover the most others. The rest is looked through in the order in which the
            // costs lie in memory.
            let cheapest = |tasks: &&Tasks| {
                tasks.cheapest_first().iter().copied().find(|place| self.meets(*place, without))
            };
            let mut kept: Vec<usize> = Vec::new();
            let rest = 0..self.billed.market().offers().len();
            for place in tasks.iter().filter_map(cheapest).chain(rest) {
                if !self.meets(place, without) {
                    continue;
                }
                if let Some(better) = kept.iter().position(|kept| covers(*kept, place)) {
                    // The one that was better is likely to be so again.
                    kept.swap(0, better);
                    continue;
                }
                kept.retain(|kept| !covers(place, *kept));
                kept.push(place);
            }
            // Where no workload has a cost, the first model is as good as any, and no better.
            kept.retain(|place| tasks.iter().any(|tasks| tasks.on(*place).is_some()));
            kept
        })
    }
}

impl Options {
    /// What it costs where any number of models will do.
    fn alone(&self) -> Result<Cost, Gap> {
        match self {
            Self::None(gap) => Err(gap.clone()),
            Self::Chosen(cost) | Self::Open(cost) => Ok(*cost),
        }
    }
}

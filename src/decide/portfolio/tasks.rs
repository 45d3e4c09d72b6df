//! What one task of each workload costs on each model, kept: another volume, another share or another rule then
//! multiplies and compares, and bills nothing anew.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::named;
use crate::billing;
use crate::catalog::{Market, ModelId};
use crate::money::Dollars;
use crate::portfolio::{Assignment, Portfolio};
use crate::workload::Workload;

/// What one task of a workload costs on each model of a market.
#[derive(Debug)]
pub(super) struct Tasks {
    /// By the model's place; `None` for a model that cannot take the workload, is free or has no known price.
    costs: Vec<Option<Dollars>>,
    /// The places of the models with a cost, the cheapest first, of several the first.
    cheapest_first: Vec<usize>,
}

impl Tasks {
    fn new(market: &Market, workload: &Workload) -> Self {
        let costs: Vec<Option<Dollars>> =
            market.offers().iter().map(|offer| billing::total(offer, workload).priced()).collect();
        let known = costs.iter().enumerate();
        let mut order: Vec<(Dollars, usize)> =
            known.filter_map(|(place, cost)| Some(((*cost)?, place))).collect();
        order.sort_unstable();
        Self { costs, cheapest_first: order.into_iter().map(|(_, place)| place).collect() }
    }

    pub(super) fn on(&self, place: usize) -> Option<Dollars> {
        self.costs.get(place).copied().flatten()
    }

    pub(super) fn cheapest_first(&self) -> &[usize] {
        &self.cheapest_first
    }
}

/// The models that portfolios are billed on, and what was already billed on them.
#[derive(Debug)]
pub struct Billed {
    market: Arc<Market>,
    /// Which of them are compared, so that an entry without a model may have them; empty where all are.
    compared: Vec<bool>,
    /// Those of the portfolio that was asked about last.
    kept: Mutex<Vec<(Arc<Workload>, Arc<Tasks>)>>,
}

impl Billed {
    /// Bills on the models of a market.
    pub const fn on(market: Arc<Market>) -> Self {
        Self { market, compared: Vec::new(), kept: Mutex::new(Vec::new()) }
    }

    /// Whether the model is compared, and not only named.
    pub(super) fn is_compared(&self, place: usize) -> bool {
        self.compared.is_empty() || self.compared.get(place).copied().unwrap_or_default()
    }

    /// The models: a bill's places are in it.
    pub const fn market(&self) -> &Arc<Market> {
        &self.market
    }

    /// The workload of each entry of a portfolio with its tasks; `None` where there is no such workload.
    pub(super) fn tasks<'a>(
        &self,
        workloads: &'a [Arc<Workload>],
        portfolio: &Portfolio,
    ) -> Vec<Option<(&'a Arc<Workload>, Arc<Tasks>)>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::take(&mut *kept);
        let mut tasks_of = |workload: &Arc<Workload>| {
            let has = |(other, _): &&(Arc<Workload>, Arc<Tasks>)| workload.has_same_task(other);
            if let Some((_, tasks)) = kept.iter().find(has) {
                return Arc::clone(tasks);
            }
            let tasks = before
                .iter()
                .find(has)
                .map_or_else(|| Arc::new(Tasks::new(&self.market, workload)), |(_, tasks)| Arc::clone(tasks));
            kept.push((Arc::clone(workload), Arc::clone(&tasks)));
            tasks
        };
        let entries = portfolio.entries().iter();
        entries
            .map(|entry| named(workloads, &entry.workload).map(|workload| (workload, tasks_of(workload))))
            .collect()
    }
}

/// What answers about portfolios keep between them.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<Among>>);

#[derive(Debug)]
struct Among {
    compared: Arc<Market>,
    /// The models that are named and not compared.
    also: BTreeSet<ModelId>,
    billed: Arc<Billed>,
}

impl Kept {
    /// The models that are compared, and those that the user named, wherever they stand in `all`, which no entry has that
    /// does not name them; hidden ones are hidden in it. What was billed is kept as long as these are the same: `compared` is made anew when a price changes.
    pub fn billed<'a>(
        &self,
        all: &Market,
        compared: &Arc<Market>,
        portfolio: &'a Portfolio,
        named: impl IntoIterator<Item = &'a ModelId>,
    ) -> Arc<Billed> {
        let chosen = portfolio.entries().iter().filter_map(|entry| match &entry.assignment {
            Assignment::Model(id) => Some(id),
            Assignment::CheapestThatFits => None,
        });
        let ids = chosen.chain(named).filter(|id| compared.place(id).is_none());
        let also: BTreeSet<ModelId> = ids.cloned().collect();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |among: &&Among| Arc::ptr_eq(&among.compared, compared) && among.also == also;
        if let Some(among) = kept.as_ref().filter(is_same) {
            return Arc::clone(&among.billed);
        }
        // To gather thousands of models anew takes longer than to bill them.
        let billed = if also.is_empty() {
            Billed::on(Arc::clone(compared))
        } else {
            let places = |ids: &mut dyn Iterator<Item = &ModelId>| -> BTreeSet<usize> {
                ids.filter_map(|id| all.place(id)).collect()
            };
            let compared = places(&mut compared.offers().iter().map(|offer| &offer.model.id));
            let mut both = places(&mut also.iter());
            both.extend(&compared);
            let both: Vec<usize> = both.into_iter().collect();
            let is_compared = both.iter().map(|place| compared.contains(place)).collect();
            Billed { compared: is_compared, ..Billed::on(Arc::new(all.among_and_hidden(&both))) }
        };
        let billed = Arc::new(billed);
        *kept = Some(Among { compared: Arc::clone(compared), also, billed: Arc::clone(&billed) });
        billed
    }
}

//! What every question is asked about: the models at their prices, the workloads, the user's judgements, the day.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::counted;
use crate::billing;
use crate::catalog::{Market, ModelId, Offer, identity};
use crate::decide::cheapest::{Cheapest, cheapest};
use crate::decide::choose::Judgements;
use crate::decide::portfolio::Kept;
use crate::money::Dollars;
use crate::portfolio::Portfolio;
use crate::workload::Workload;

/// What questions are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// All models: a model that was named is found here, whether it is compared or not.
    pub market: &'a Market,
    /// The models that are compared with each other.
    pub compared: &'a Arc<Market>,
    /// All saved workloads, in the user's order.
    pub workloads: &'a [Arc<Workload>],
    /// The one that is chosen; `None` when there are none.
    pub workload: Option<&'a Arc<Workload>>,
    /// All saved portfolios.
    pub portfolios: &'a [Arc<Portfolio>],
    /// The models that the user works with, the first one first: the baseline, pinned ones, the one that was chosen last.
    pub mine: &'a [ModelId],
    /// What the user thinks of models.
    pub judgements: &'a Judgements,
    /// What was billed for an answer before this one.
    pub kept: &'a Kept,
    /// Today.
    pub today: Date,
    /// Whose prices these are, and from when, in words.
    pub source: &'a str,
}

impl<'a> Facts<'a> {
    /// The chosen workload.
    ///
    /// # Errors
    /// The headline `to_do` where there is none.
    pub(super) fn workload_to(&self, to_do: &str) -> Result<&'a Arc<Workload>, String> {
        self.workload.ok_or_else(|| to_do.to_owned())
    }

    /// That models are compared at all.
    ///
    /// # Errors
    /// The headline that says to choose some.
    pub(super) fn some_compared(&self) -> Result<(), String> {
        if self.compared.offers().is_empty() { Err("Choose models to compare".to_owned()) } else { Ok(()) }
    }

    /// A model that was named; `None` when no list has it any more.
    pub fn find(&self, id: &ModelId) -> Option<&'a Offer> {
        self.market.find(id)
    }

    /// The model that a question is about: the one that was named, else the cheapest of those compared.
    pub fn named_or_cheapest(&self, id: Option<&ModelId>, workload: &Workload) -> About<'a> {
        if let Some(offer) = id.and_then(|id| self.find(id)) {
            return About { offer: Some(offer), free: 0 };
        }
        let Cheapest { offer, free } = cheapest(self.compared, workload);
        About { offer: offer.and_then(|place| self.compared.get(place)), free }
    }
}

impl<'a> Facts<'a> {
    /// The first of the user's models that has a price, but for `other`; `None` where the user works with none.
    pub fn of_the_user(&self, workload: &Workload, other: Option<&ModelId>) -> Option<&'a Offer> {
        let mine = self.mine.iter().filter_map(|id| self.find(id));
        let mut mine = mine.filter(|offer| other != Some(&offer.model.id));
        mine.find(|offer| billing::total(offer, workload).priced().is_some())
    }

    /// The model that is in use where nothing else is said: the first of the user's that has a price, but for `other`,
    /// else one that people use: the one in the middle by cost of the most widely sold of those that their makers sell.
    /// Neither end of a list will do: there stand slips and models that nobody uses.
    pub fn in_use(&self, workload: &Workload, other: Option<&ModelId>) -> Option<&'a Offer> {
        /// Among how many of the most widely sold the middle is taken.
        const MOST_SOLD: usize = 15;
        if let Some(offer) = self.of_the_user(workload, other) {
            return Some(offer);
        }
        let cost = |offer: &Offer| billing::total(offer, workload).priced();
        let is_other = |offer: &&Offer| other != Some(&offer.model.id);
        let priced = self.compared.offers().iter().filter(is_other);
        let priced = priced.filter_map(|offer| Some((cost(offer)?, offer)));
        let mut priced: Vec<(Dollars, &Offer)> = priced.collect();
        let maker = |offer: &Offer| identity::maker_of(&offer.identity.model);
        // A list of one reseller has no maker's own offer, but models of known makers.
        if priced.iter().any(|(_, offer)| offer.identity.is_makers) {
            priced.retain(|(_, offer)| offer.identity.is_makers);
        } else if priced.iter().any(|(_, offer)| maker(offer).is_some()) {
            priced.retain(|(_, offer)| maker(offer).is_some());
        }
        let mut sellers: HashMap<&str, HashSet<&str>> = HashMap::new();
        for offer in self.market.offers() {
            sellers.entry(&offer.identity.model).or_default().insert(&offer.identity.provider);
        }
        let sold = |offer: &Offer| sellers.get(&*offer.identity.model).map_or(0, HashSet::len);
        let mut counts: Vec<usize> = priced.iter().map(|(_, offer)| sold(offer)).collect();
        counts.sort_unstable_by_key(|count| Reverse(*count));
        let least = counts.get(MOST_SOLD - 1).copied().unwrap_or_default();
        priced.retain(|(_, offer)| sold(offer) >= least);
        // Stable: of two at one cost, the first by name.
        priced.sort_by_key(|(cost, _)| *cost);
        priced.get(priced.len() / 2).map(|(_, offer)| *offer)
    }
}

/// The model that a question is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The model; `None` where none has a price.
    pub offer: Option<&'a Offer>,
    /// How many free models were not compared to find it; 0 where it was named.
    pub free: usize,
}

/// What is said of the free models that a headline leaves out: `1 free model is not compared`.
pub fn free_left_out(free: usize) -> Option<String> {
    let verb = if free == 1 { "is" } else { "are" };
    (free > 0).then(|| format!("{} {verb} not compared: no price to compare", counted(free, "free model")))
}

/// The headline where no model has a price.
pub fn none_has_a_price(workload: &Workload, free: usize) -> String {
    let free = if free == 0 { String::new() } else { format!(", but {} can", counted(free, "free model")) };
    format!("No model with a price can take {}{free}", workload.name())
}

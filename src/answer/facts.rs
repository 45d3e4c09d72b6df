//! What every question is asked about: the models at their prices, the workloads, the user's judgements, the day.

use std::sync::Arc;

use jiff::civil::Date;

use super::counted;
use crate::catalog::{Market, ModelId, Offer};
use crate::decide::cheapest::{Cheapest, cheapest};
use crate::decide::choose::Judgements;
use crate::decide::portfolio::Kept;
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
    /// A model that was named; `None` when no list has it any more.
    #[must_use]
    pub fn find(&self, id: &ModelId) -> Option<&'a Offer> {
        self.market.find(id)
    }

    /// The model that a question is about: the one that was named, else the cheapest of those compared.
    #[must_use]
    pub fn named_or_cheapest(&self, id: Option<&ModelId>, workload: &Workload) -> About<'a> {
        if let Some(offer) = id.and_then(|id| self.find(id)) {
            return About { offer: Some(offer), free: 0 };
        }
        let Cheapest { offer, free } = cheapest(self.compared, workload);
        About { offer: offer.and_then(|place| self.compared.get(place)), free }
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
#[must_use]
pub fn free_left_out(free: usize) -> Option<String> {
    let verb = if free == 1 { "is" } else { "are" };
    (free > 0).then(|| format!("{} {verb} not compared: no price to compare", counted(free, "free model")))
}

/// The headline where no model has a price.
#[must_use]
pub fn none_has_a_price(workload: &Workload, free: usize) -> String {
    let free = if free == 0 { String::new() } else { format!(", but {} can", counted(free, "free model")) };
    format!("No model with a price can take {}{free}", workload.name())
}

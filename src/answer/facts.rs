//! What every question is asked about: the models at their prices, the workloads, the user's judgements, the day.

use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::{Market, ModelId, Offer};
use crate::decide::choose::Judgements;
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
}

//! What a report is about: the models, the workloads and what is asked beyond the tables.

use std::sync::Arc;

use jiff::civil::Date;

use super::Compared;
use crate::catalog::{Market, ModelId};
use crate::chart::Scale;
use crate::decide::budget::Budget;
use crate::decide::choose::Judgements;
use crate::decide::portfolio::Constraints;
use crate::portfolio::Portfolio;
use crate::workload::Workload;

/// What a report is about.
#[derive(Clone, Debug)]
pub struct Content {
    /// What the price list is called: `Reference prices`.
    pub list_name: String,
    /// All models at the prices that the user pays.
    pub market: Market,
    /// Those that are ranked, drawn and compared with each other.
    pub compared: Compared,
    /// The workloads to price, in order.
    pub workloads: Vec<Workload>,
    /// How the charts' amounts become lengths.
    pub scale: Scale,
    /// What is asked beyond the tables.
    pub questions: Questions,
    /// The day of the report, against which the age of prices is counted.
    pub today: Date,
}

/// What is asked beyond the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// What there is to spend.
    pub budget: Option<Budget>,
    /// Two models to compare, as places in [`crate::catalog::Market::offers`].
    pub compare: Option<[usize; 2]>,
    /// A portfolio to bill.
    pub portfolio: Option<PortfolioQuestion>,
    /// The models that the user works with: the baseline of the window, then the pinned ones.
    pub mine: Vec<ModelId>,
    /// What the user thinks of models, by the ids that they have in the market.
    pub judgements: Judgements,
}

/// What is asked of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioQuestion {
    /// The portfolio.
    pub portfolio: Portfolio,
    /// The workloads that it may name.
    pub workloads: Vec<Arc<Workload>>,
    /// What an assignment has to meet.
    pub constraints: Constraints,
    /// One model to put every entry on, to save against: its place in [`crate::catalog::Market::offers`].
    pub baseline: Option<usize>,
}

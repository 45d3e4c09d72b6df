//! What is derived for one model at a time: the details beside the chart, and the receipt that is open. Made when the
//! model, the workload or the prices change, never per frame.

use std::rc::Rc;

use crate::billing::Bill;
use crate::catalog::{ModelId, Offer, PriceSeries};
use crate::money::{Dollars, Price, Quotient};
use crate::receipt::Receipt;

/// What is known of the models in focus.
#[derive(Debug, Default)]
pub struct Focus {
    /// The model under the pointer, else the chosen one, else the cheapest, of those that are shown; or one that was asked
    /// for by its name.
    pub details: Option<Rc<Details>>,
    /// The receipt that is open.
    pub receipt: Option<Rc<Receipt>>,
}

/// One model with what the chosen workload costs on it.
#[derive(Debug)]
pub struct Details {
    /// The model at the price that the user pays.
    pub offer: Offer,
    /// The bill of the chosen workload; `None` without one.
    pub task: Option<Task>,
    /// The same model at other resellers; `None` where there are none.
    pub group: Option<Sellers>,
    /// Its prices over time, list by list.
    pub history: Vec<PriceSeries>,
}

/// A model at several resellers.
#[derive(Debug)]
pub struct Sellers {
    /// The group's identity.
    pub id: String,
    /// Whether each of them has a row of its own.
    pub is_open: bool,
    /// How many there are.
    pub count: usize,
    /// The first of them, the one that stands for all before the others.
    pub first: Vec<Seller>,
}

/// One reseller's offer.
#[derive(Debug)]
pub struct Seller {
    /// The offer.
    pub model: ModelId,
    /// Who sells it.
    pub provider: String,
    /// The price of an input token.
    pub input: Price,
    /// The price of an output token.
    pub output: Price,
}

/// What the chosen workload comes to on one model.
#[derive(Debug)]
pub struct Task {
    /// The bill.
    pub bill: Bill,
    /// Tasks that a dollar buys.
    pub per_dollar: Option<Quotient>,
    /// What a month costs.
    pub monthly: Option<Dollars>,
    /// How many times the baseline's cost this is.
    pub to_baseline: Option<Quotient>,
    /// How many other models cost exactly as much.
    pub ties: u32,
}

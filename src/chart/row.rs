//! One row of a chart: a model, its bar, and all that is said beside it.

use super::{Apart, Class};
use crate::billing::Part;
use crate::catalog::{ModelId, Offer, Origin, Tier, Whose};
use crate::money::{Dollars, Quotient};
use crate::ranking::{Amount, Measure};

/// What is the user's own about a row, and whether its price is doubtful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    /// The user set the prices that the row rests on, or some of them.
    pub prices: Whose,
    /// The user added the model.
    pub own_model: bool,
    /// The list's price is far from what others take.
    pub doubtful: bool,
}

impl Marks {
    /// What is the user's own about a model's figure.
    #[must_use]
    pub fn of(offer: &Offer, measure: &Measure<'_>) -> Self {
        // A model of the user's own has no other prices: that is no mark of its own.
        let prices = if offer.is_overridden() { measure.whose(offer) } else { Whose::List };
        Self { prices, own_model: offer.origin == Origin::Own, doubtful: offer.is_doubtful() }
    }

    /// Whether a price is the user's own.
    #[must_use]
    pub fn own_price(self) -> bool {
        self.prices != Whose::List
    }

    /// What is marked in either of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let prices = if self.own_price() { self.prices } else { other.prices };
        Self {
            prices,
            own_model: self.own_model || other.own_model,
            doubtful: self.doubtful || other.doubtful,
        }
    }

    /// Whether there is anything to mark.
    #[must_use]
    pub fn any(self) -> bool {
        self.is_own() || self.doubtful
    }

    /// Whether something is the user's own, which has a sign.
    #[must_use]
    pub fn is_own(self) -> bool {
        self.own_price() || self.own_model
    }

    /// The marks in words, so that they never rest on a colour or a sign alone.
    #[must_use]
    pub const fn label(self) -> Option<&'static str> {
        match (self.own_model, self.prices, self.doubtful) {
            (false, Whose::List, false) => None,
            (false, Whose::List, true) => Some("doubtful price"),
            (false, Whose::Own, false) => Some("own price"),
            (false, Whose::Own, true) => Some("own price, doubtful price"),
            (false, Whose::Mixed, false) => Some("mixed: own and list prices"),
            (false, Whose::Mixed, true) => Some("mixed: own and list prices, doubtful price"),
            (true, Whose::List, false) => Some("own model"),
            (true, Whose::List, true) => Some("own model, doubtful price"),
            (true, Whose::Own | Whose::Mixed, false) => Some("own model, own price"),
            (true, Whose::Own | Whose::Mixed, true) => Some("own model, own price, doubtful price"),
        }
    }
}

/// A part of a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What it stands for; `None` for a bar of one piece.
    pub part: Option<Part>,
    /// Its exact dollars; `None` for a bar of one piece, whose amount is [`Bar::amount`].
    pub cost: Option<Dollars>,
    /// Its amount for people.
    pub label: String,
    /// Where it begins, as a fraction of the axis.
    pub start: f64,
    /// Where it ends, as a fraction of the axis.
    pub end: f64,
}

/// The bar of a model that has an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The model's place among all models, from 1, the best.
    pub rank: u32,
    /// The exact amount.
    pub amount: Amount,
    /// The nearest floating-point number, for drawing only.
    pub value: f64,
    /// Where the bar ends, as a fraction of the axis.
    pub end: f64,
    /// Its pieces from left to right, at least one; together they are as long as the bar.
    pub segments: Vec<Segment>,
    /// How many times the baseline's amount this is: `8.3x`. `None` without a baseline that has an amount.
    pub ratio: Option<String>,
    /// The quotient behind it, for programs.
    pub times: Option<Quotient>,
}

/// One model's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The model's place in [`crate::catalog::Market::offers`].
    pub offer: usize,
    /// The model.
    pub model: ModelId,
    /// Its full name.
    pub name: String,
    /// Who sells it.
    pub provider: String,
    /// Its tier at the price that the user pays.
    pub tier: Option<Tier>,
    /// What its colour stands for.
    pub class: Class,
    /// What is the user's own about it.
    pub marks: Marks,
    /// Whether it is the baseline.
    pub is_baseline: bool,
    /// Whether the user pinned it to the top.
    pub is_pinned: bool,
    /// Its bar; `None` for a model without an amount, which is never drawn as a bar of nothing.
    pub bar: Option<Bar>,
    /// Why there is no bar; `None` for a row with one.
    pub apart: Option<Apart>,
    /// What stands at the end of the bar: the amount, or why there is none.
    pub label: String,
    /// The whole row in words, for a screen reader.
    pub description: String,
}

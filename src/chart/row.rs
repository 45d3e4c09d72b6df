//! One row of a chart: a model, its bar, and all that is said beside it.

use jiff::civil::Date;

use super::{Apart, Class};
use crate::billing::Part;
use crate::catalog::{ModelId, Offer, Origin, Tier, Whose};
use crate::money::{Dollars, Quotient};
use crate::ranking::{Amount, Measure};

/// Whether a model is deprecated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Deprecated {
    /// It is not, as far as is known.
    #[default]
    No,
    /// It is, since a day where the list says one.
    Since(Option<Date>),
}

/// What a reader has to know about a row: what is the user's own, whether its price is doubtful, and that one may not
/// call the model any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    /// The user set the prices that the row rests on, or some of them.
    pub prices: Whose,
    /// The user added the model.
    pub own_model: bool,
    /// The list's price is far from what others take.
    pub doubtful: bool,
    /// Whether the model is deprecated.
    pub deprecated: Deprecated,
}

impl Marks {
    /// The marks of an offer: of a figure of it, or of the offer as a whole; on a day, without which nothing is said of
    /// deprecation.
    pub fn of(offer: &Offer, measure: Option<&Measure<'_>>, day: Option<Date>) -> Self {
        let facts = &offer.model.facts;
        let is_deprecated = day.is_some_and(|day| facts.is_deprecated(day));
        let prices = match measure {
            // A model of the user's own has no other prices: that is no mark of its own.
            _ if !offer.is_overridden() => Whose::List,
            Some(measure) => measure.whose(offer),
            None => Whose::Own,
        };
        Self {
            prices,
            own_model: offer.origin == Origin::Own,
            doubtful: offer.is_doubtful(),
            deprecated: if is_deprecated { Deprecated::Since(facts.deprecated_on) } else { Deprecated::No },
        }
    }

    /// Whether a price is the user's own.
    pub fn own_price(self) -> bool {
        self.prices != Whose::List
    }

    /// What is marked of the prices of either of two; deprecation is a model's alone.
    pub fn or(self, other: Self) -> Self {
        Self {
            prices: if self.own_price() { self.prices } else { other.prices },
            own_model: self.own_model || other.own_model,
            doubtful: self.doubtful || other.doubtful,
            deprecated: Deprecated::No,
        }
    }

    /// Whether there is anything to mark.
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// Whether something is the user's own, which has a sign.
    pub fn is_own(self) -> bool {
        self.own_price() || self.own_model
    }

    /// The marks in words, so that they never rest on a colour or a sign alone.
    pub fn label(self) -> Option<String> {
        let prices = match self.prices {
            Whose::List => None,
            Whose::Mixed if !self.own_model => Some("mixed: own and list prices".to_owned()),
            Whose::Own | Whose::Mixed => Some("own price".to_owned()),
        };
        let deprecated = match self.deprecated {
            Deprecated::No => None,
            Deprecated::Since(None) => Some("deprecated".to_owned()),
            Deprecated::Since(Some(day)) => Some(format!("deprecated since {day}")),
        };
        let own_model = self.own_model.then(|| "own model".to_owned());
        let doubtful = self.doubtful.then(|| "doubtful price".to_owned());
        let all: Vec<String> = [own_model, prices, doubtful, deprecated].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(", "))
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
    /// How many other models have exactly its amount.
    pub ties: u32,
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
    /// What a reader has to know about it.
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

impl Row {
    /// What stands beside its bar: the value, and how many times the baseline it is.
    pub fn value_text(&self) -> String {
        match self.bar.as_ref().and_then(|bar| bar.ratio.as_ref()) {
            Some(ratio) => format!("{}   {ratio}", self.label),
            None => self.label.clone(),
        }
    }
}

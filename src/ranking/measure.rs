//! By what models are compared.

use super::Standing;
use crate::billing::{self, Missing, Part, Total};
use crate::catalog::{Offer, PriceKind, Whose};
use crate::money::{Dollars, Price, Quotient, TokenPrice, label};
use crate::workload::{Processing, Workload};

/// By what models are compared.
#[derive(Clone, Copy, Debug)]
pub enum Measure<'w> {
    /// Input tokens that a dollar buys.
    InputTokensPerDollar,
    /// Output tokens that a dollar buys.
    OutputTokensPerDollar,
    /// Tokens that a dollar buys in the workload's mix: (input + output tokens) / cost.
    BlendedTokensPerDollar(&'w Workload),
    /// What one task costs.
    CostPerTask(&'w Workload),
    /// Tasks that a dollar buys.
    TasksPerDollar(&'w Workload),
    /// What a month costs.
    CostPerMonth(&'w Workload),
    /// How many times the input price the output price is.
    OutputInputRatio,
}

/// An exact amount of some measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Dollars.
    Cost(Dollars),
    /// Tokens per dollar.
    Tokens(Quotient),
    /// Tasks per dollar.
    Tasks(Quotient),
    /// A ratio of two prices.
    Ratio(Quotient),
}

impl Amount {
    /// The amount for people: `20,000,000`, `$0.00072`, `7,692.3`, `4.0x`.
    pub fn label(self) -> String {
        match self {
            Self::Cost(cost) => label::dollars(cost),
            Self::Tokens(tokens) => label::whole(tokens.to_whole()),
            Self::Tasks(tasks) => label::per_dollar(tasks),
            Self::Ratio(ratio) => label::times(ratio),
        }
    }

    /// The amount for a data file: dollars exactly, tokens whole, tasks and ratios to 4 decimals.
    pub fn to_exact_string(self) -> String {
        match self {
            Self::Cost(cost) => cost.to_exact_string(),
            Self::Tokens(tokens) => tokens.rounded(0),
            Self::Tasks(quotient) | Self::Ratio(quotient) => quotient.rounded(4),
        }
    }

    /// The amount for a program to compute with, as exact as a spreadsheet can be: costs with all their digits.
    pub fn to_plain(self) -> String {
        match self {
            Self::Cost(cost) => cost.to_exact_string(),
            Self::Tokens(quotient) | Self::Tasks(quotient) | Self::Ratio(quotient) => quotient.to_plain(),
        }
    }

    /// How many times `other` this is; `None` for amounts of different measures.
    pub fn ratio_to(self, other: Self) -> Option<Quotient> {
        match (self, other) {
            (Self::Cost(a), Self::Cost(b)) => Quotient::of_dollars(a, b),
            (Self::Tokens(a), Self::Tokens(b))
            | (Self::Tasks(a), Self::Tasks(b))
            | (Self::Ratio(a), Self::Ratio(b)) => a.ratio_to(b),
            _ => None,
        }
    }

    /// The nearest floating-point number, for drawing only.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Cost(cost) => cost.to_f64(),
            Self::Tokens(quotient) | Self::Tasks(quotient) | Self::Ratio(quotient) => quotient.to_f64(),
        }
    }
}

impl Measure<'_> {
    /// The workload that the measure needs.
    pub const fn workload(&self) -> Option<&Workload> {
        match self {
            Self::InputTokensPerDollar | Self::OutputTokensPerDollar | Self::OutputInputRatio => None,
            Self::BlendedTokensPerDollar(workload)
            | Self::CostPerTask(workload)
            | Self::TasksPerDollar(workload)
            | Self::CostPerMonth(workload) => Some(workload),
        }
    }

    /// Whether a greater amount is a better one.
    pub const fn more_is_better(self) -> bool {
        match self {
            Self::InputTokensPerDollar
            | Self::OutputTokensPerDollar
            | Self::BlendedTokensPerDollar(_)
            | Self::TasksPerDollar(_) => true,
            Self::CostPerTask(_) | Self::CostPerMonth(_) | Self::OutputInputRatio => false,
        }
    }

    /// Whose prices a model's amount rests on.
    pub fn whose(&self, offer: &Offer) -> Whose {
        let of = |parts: &[Part]| Whose::of(parts.iter().map(|part| offer.whose(PriceKind::standard(*part))));
        match self {
            Self::InputTokensPerDollar => of(&[Part::Input]),
            Self::OutputTokensPerDollar => of(&[Part::Output]),
            Self::OutputInputRatio => of(&[Part::Input, Part::Output]),
            Self::BlendedTokensPerDollar(workload)
            | Self::CostPerTask(workload)
            | Self::TasksPerDollar(workload)
            | Self::CostPerMonth(workload) => billing::bill(offer, workload).whose(offer),
        }
    }

    /// A model's amount.
    ///
    /// # Errors
    /// Where the model stands instead, when it has none.
    pub fn of(self, offer: &Offer) -> Result<Amount, Standing> {
        let per_dollar =
            |part, price| known(part, price).map(|price| Amount::Tokens(price.tokens_per_dollar()));
        match self {
            Self::InputTokensPerDollar => per_dollar(Part::Input, offer.prices.input),
            Self::OutputTokensPerDollar => per_dollar(Part::Output, offer.prices.output),
            Self::OutputInputRatio => {
                let output = known(Part::Output, offer.prices.output)?;
                let input = known(Part::Input, offer.prices.input)?;
                Ok(Amount::Ratio(output.ratio_to(input)))
            }
            Self::CostPerTask(workload) => cost(offer, workload).map(Amount::Cost),
            Self::CostPerMonth(workload) => {
                let monthly = billing::monthly(cost(offer, workload)?, workload).ok_or(Standing::NoVolume)?;
                if monthly.is_zero() { Err(Standing::Free) } else { Ok(Amount::Cost(monthly)) }
            }
            Self::TasksPerDollar(workload) => {
                let cost = cost(offer, workload)?;
                Quotient::of_dollars(Dollars::whole(1), cost).map(Amount::Tasks).ok_or(Standing::Free)
            }
            Self::BlendedTokensPerDollar(workload) => {
                let cost = cost(offer, workload)?;
                let tokens = workload.input_tokens().saturating_add(workload.output_tokens());
                Quotient::tokens_for(tokens, cost).map(Amount::Tokens).ok_or(Standing::Free)
            }
        }
    }
}

fn known(part: Part, price: Price) -> Result<TokenPrice, Standing> {
    match price {
        Price::Known(price) => Ok(price),
        Price::Free => Err(Standing::Free),
        Price::Unknown | Price::Unusable | Price::Impossible(_) => Err(Standing::Unknown(Missing {
            part,
            processing: Processing::Standard,
            above: None,
            by_season: false,
            impossible: price.impossible(),
        })),
    }
}

fn cost(offer: &Offer, workload: &Workload) -> Result<Dollars, Standing> {
    match billing::total(offer, workload) {
        Total::Priced(cost) => Ok(cost),
        Total::Free => Err(Standing::Free),
        Total::Unknown(missing) => Err(Standing::Unknown(missing)),
        Total::Excluded(rule) => Err(Standing::Excluded(rule)),
    }
}

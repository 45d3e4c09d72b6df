//! One figure explained: every factor, the exact arithmetic, each price with its layers and its source, what was
//! assumed and what is unknown. As a value that the window shows, and as text and Markdown.
//!
//! The figure comes from [`Measure::of`] and its lines from [`billing::bill`], as everywhere: a receipt computes
//! nothing of its own. It is built when somebody asks for it.

mod arithmetic;
mod origin;
mod render;
mod words;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use arithmetic::{Step, StepKind};
pub use origin::{Elsewhere, Layer, PriceOrigin, capital};
pub use render::escape_markdown;

use crate::billing::{self, Bill};
use crate::catalog::{Offer, Part, PriceKind, Whose};
use crate::ranking::{Measure, Standing};
use crate::workload::Workload;

/// Which figure of a model a receipt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The price of a token of the prompt.
    InputPrice,
    /// The price of a token of the answer.
    OutputPrice,
    /// [`Measure::InputTokensPerDollar`]
    InputTokensPerDollar,
    /// [`Measure::OutputTokensPerDollar`]
    OutputTokensPerDollar,
    /// [`Measure::BlendedTokensPerDollar`]
    BlendedTokensPerDollar,
    /// [`Measure::OutputInputRatio`]
    OutputInputRatio,
    /// [`Measure::CostPerTask`]
    CostPerTask,
    /// [`Measure::TasksPerDollar`]
    TasksPerDollar,
    /// [`Measure::CostPerMonth`]
    CostPerMonth,
}

impl Subject {
    /// The figure that a measure gives.
    pub const fn of(measure: &Measure<'_>) -> Self {
        match measure {
            Measure::InputTokensPerDollar => Self::InputTokensPerDollar,
            Measure::OutputTokensPerDollar => Self::OutputTokensPerDollar,
            Measure::BlendedTokensPerDollar(_) => Self::BlendedTokensPerDollar,
            Measure::CostPerTask(_) => Self::CostPerTask,
            Measure::TasksPerDollar(_) => Self::TasksPerDollar,
            Measure::CostPerMonth(_) => Self::CostPerMonth,
            Measure::OutputInputRatio => Self::OutputInputRatio,
        }
    }

    /// The measure that gives this figure: `None` for a price, and where the measure needs a workload and there is
    /// none.
    pub fn measure(self, workload: Option<&Workload>) -> Option<Measure<'_>> {
        Some(match self {
            Self::InputPrice | Self::OutputPrice => return None,
            Self::InputTokensPerDollar => Measure::InputTokensPerDollar,
            Self::OutputTokensPerDollar => Measure::OutputTokensPerDollar,
            Self::OutputInputRatio => Measure::OutputInputRatio,
            Self::BlendedTokensPerDollar => Measure::BlendedTokensPerDollar(workload?),
            Self::CostPerTask => Measure::CostPerTask(workload?),
            Self::TasksPerDollar => Measure::TasksPerDollar(workload?),
            Self::CostPerMonth => Measure::CostPerMonth(workload?),
        })
    }

    /// The standard prices that the figure rests on, where it rests on no workload.
    const fn parts(self) -> &'static [Part] {
        match self {
            Self::InputPrice | Self::InputTokensPerDollar => &[Part::Input],
            Self::OutputPrice | Self::OutputTokensPerDollar => &[Part::Output],
            Self::OutputInputRatio => &[Part::Input, Part::Output],
            Self::BlendedTokensPerDollar | Self::CostPerTask | Self::TasksPerDollar | Self::CostPerMonth => {
                &[]
            }
        }
    }
}

/// What the figure is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A figure.
    Known {
        /// As the charts and tables show it.
        label: String,
        /// Exactly, where that differs.
        exact: Option<String>,
    },
    /// Every price that it needs is an explicit 0.
    Free,
    /// A price that it needs is unknown; which one, in words.
    Unknown(String),
    /// The model cannot take the workload; the one rule that excludes it, in words.
    Excluded(String),
    /// A month's cost needs requests a day, and the workload names none.
    NoVolume,
}

impl Outcome {
    /// The figure in a few words: `$0.00072`, `free`.
    pub fn label(&self) -> &str {
        match self {
            Self::Known { label, .. } => label,
            Self::Free => "free",
            Self::Unknown(_) => "unknown",
            Self::Excluded(_) => "Can't take this workload",
            Self::NoVolume => "No monthly cost",
        }
    }

    /// Why there is no figure, in words.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Known { .. } => None,
            Self::Free => Some("every price that this needs is an explicit 0, so there is nothing to rank"),
            Self::Unknown(reason) | Self::Excluded(reason) => Some(reason),
            Self::NoVolume => Some(billing::NO_VOLUME),
        }
    }
}

/// One figure of one model, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What the figure is: `Cost per task: Chat message`.
    pub title: String,
    /// The model's full name.
    pub model: String,
    /// Who sells it.
    pub provider: String,
    /// What the figure is, or why there is none.
    pub outcome: Outcome,
    /// Whose prices the figure rests on.
    pub whose: Whose,
    /// The arithmetic, line by line.
    pub steps: Vec<Step>,
    /// Each price that the arithmetic uses, with the way to it.
    pub prices: Vec<PriceOrigin>,
    /// The same figure by the other lists that have this model; empty when there is one list only.
    pub elsewhere: Vec<Elsewhere>,
    /// What the other lists' figures are, where that is not the figure itself but one that it follows from.
    pub starts_from: Option<String>,
    /// What a reader has to know: the tier and why, the part of the week, what was assumed, what was rounded. Sentences
    /// without a full stop.
    pub notes: Vec<String>,
}

impl Receipt {
    /// Explains a figure of a model: `None` when it needs a workload and there is none. `day` is the day whose prices
    /// the offer has, as in [`crate::catalog::MarketParts::day`].
    pub fn new(
        offer: &Offer,
        subject: Subject,
        workload: Option<&Workload>,
        day: Option<Date>,
    ) -> Option<Self> {
        let needs_workload = subject.parts().is_empty();
        let workload = if needs_workload { Some(workload?) } else { None };
        let bill = workload.map(|workload| billing::bill(offer, workload));
        let outcome = words::outcome(offer, subject, workload);
        let steps = arithmetic::steps(offer, subject, workload.zip(bill.as_ref()));
        let prices = match workload.zip(bill.as_ref()) {
            Some((workload, bill)) => origin::of_bill(offer, workload, bill, day),
            None => subject.parts().iter().map(|part| origin::of_base(offer, *part, day)).collect(),
        };
        let elsewhere = origin::figures_elsewhere(offer, subject, workload, day);
        let whose = match workload.zip(bill.as_ref()) {
            Some((_, bill)) => bill.whose(offer),
            None => Whose::of(subject.parts().iter().map(|part| offer.whose(PriceKind::standard(*part)))),
        };
        let notes = words::notes(offer, workload.zip(bill.as_ref()), &steps, whose, day);
        Some(Self {
            title: words::title(subject, workload),
            model: offer.model.name.clone(),
            provider: offer.model.provider.clone(),
            outcome,
            whose,
            steps,
            prices,
            elsewhere,
            starts_from: None,
            notes,
        })
    }

    /// The receipt of a figure that follows from this one: its own arithmetic stands below.
    pub fn then(mut self, title: String, outcome: String, steps: Vec<Step>) -> Self {
        if self.outcome.reason().is_some() {
            // There is nothing that the figure could follow from.
            return self;
        }
        for step in &mut self.steps {
            if step.kind == StepKind::Total {
                step.kind = StepKind::Subtotal;
            }
        }
        self.steps.extend(steps);
        self.outcome = Outcome::Known { label: outcome, exact: None };
        self.starts_from = Some(std::mem::replace(&mut self.title, title));
        self
    }

    /// Says that some of the figure's prices are the user's and some the list's, where that is so.
    pub fn mixed(&self) -> Option<&'static str> {
        (self.whose == Whose::Mixed).then_some("Mixed: your prices and the list's")
    }

    /// Whether another list says something else, of the figure or of one of its prices.
    pub fn lists_disagree(&self) -> bool {
        let of_prices = self.prices.iter().flat_map(|price| &price.elsewhere);
        self.elsewhere.iter().chain(of_prices).any(|other| other.differs)
    }
}

/// The figure as people read it, or where the model stands instead.
fn figure(offer: &Offer, subject: Subject, workload: Option<&Workload>) -> Result<String, Standing> {
    use crate::money::label;
    match (subject, subject.measure(workload)) {
        (Subject::InputPrice, _) => Ok(label::exact_price(offer.prices.input)),
        (Subject::OutputPrice, _) => Ok(label::exact_price(offer.prices.output)),
        (_, Some(measure)) => measure.of(offer).map(crate::ranking::Amount::label),
        (_, None) => Err(Standing::NoVolume),
    }
}

/// What the bill of a workload rests on.
type Billed<'a> = Option<(&'a Workload, &'a Bill)>;

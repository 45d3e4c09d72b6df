//! The answer to a question, as the window and the report both show it: a sentence, a figure, tables, what to know.
//!
//! An [`Answer`] is a value. One file a question makes it, from [`Facts`] and from what was asked; [`figure`] says what
//! its picture shows, `render` turns it into text, Markdown and CSV. Draws nothing, does no I/O and cannot fail.

pub mod bills;
pub mod break_even;
pub mod budget;
mod cells;
pub mod choose;
pub mod cliffs;
mod facts;
pub mod figure;
pub mod matrix;
mod own;
mod per_model;
pub mod portfolio;
pub mod quality;
mod render;
mod rows;
pub mod sensitivity;
pub mod solve;
pub mod subscription;
pub mod switching;
pub mod trend;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

pub use facts::{About, Facts};
pub(crate) use facts::{free_left_out, none_has_a_price};
pub use figure::Figure;
pub(crate) use render::{csv, no_formula, tab_cell};
pub use rows::Rows;

use crate::catalog::{ModelId, Offer};
use crate::money::{Dollars, Quotient, label};
pub use crate::receipt::capital;
use crate::receipt::{Step, Subject};
use crate::workload::Workload;

/// The answer to one question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What was asked, with its numbers: `What does $500.00 a month afford?`
    pub title: String,
    /// The answer in one sentence, without a full stop. An empty state says what to do.
    pub headline: String,
    /// More of it: sentences without a full stop.
    pub details: Vec<String>,
    /// The picture; `None` where there is nothing to draw.
    pub figure: Option<Figure>,
    /// The numbers.
    pub tables: Vec<Table>,
    /// What was assumed, what is unknown, what was left out: sentences without a full stop.
    pub notes: Vec<String>,
    /// Whose prices these are, and from when.
    pub source: String,
    /// The model that the picture is of, where it is of one.
    pub about: Option<ModelId>,
}

impl Answer {
    /// The answer to a question as `fill` writes it. An `Err` is the headline of an answer with nothing else: what to do
    /// first, or why nothing is known.
    fn to(
        facts: &Facts<'_>,
        title: impl Into<String>,
        fill: impl FnOnce(&mut Self) -> Result<(), String>,
    ) -> Self {
        let mut answer = Self { title: title.into(), source: facts.source.to_owned(), ..Self::default() };
        if let Err(headline) = fill(&mut answer) {
            answer.headline = headline;
        }
        answer
    }
}

/// Numbers in rows and columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows; empty where the answer's title says it.
    pub title: String,
    /// Its columns, from the left. The first names the row.
    pub columns: Vec<Column>,
    /// Its rows, from the top.
    pub rows: Rows<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Whether it holds numbers, which stand to the right.
    pub is_number: bool,
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Self { title: title.into(), is_number: false }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), is_number: true }
    }
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// Not at all.
    #[default]
    Plain,
    /// It is the answer, or a sum.
    Strong,
    /// It is there for completeness.
    Weak,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// How it stands out.
    pub emphasis: Emphasis,
}

impl Row {
    /// A row like all others.
    pub const fn plain(cells: Vec<Cell>) -> Self {
        Self { cells, emphasis: Emphasis::Plain }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How much there is of it, 0 to 1, for the shade of a heat map; `None` is not shaded.
    pub heat: Option<f64>,
    /// Where the figure comes from; `None` for words.
    pub cite: Option<Cite>,
    /// The number behind what it says, for a program to compute with; `None` for words.
    pub number: Option<Number>,
}

/// A number behind a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An amount of dollars.
    Dollars(Dollars),
    /// So many dollars less than nothing.
    Less(Dollars),
    /// A whole number.
    Count(u64),
    /// A quotient, of which programs get seventeen significant digits.
    Quotient(Quotient),
}

impl From<Dollars> for Number {
    fn from(amount: Dollars) -> Self {
        Self::Dollars(amount)
    }
}

impl From<u64> for Number {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Quotient> for Number {
    fn from(quotient: Quotient) -> Self {
        Self::Quotient(quotient)
    }
}

impl Number {
    /// The number as programs read it: `1234.5`, without groups and signs of currencies.
    pub fn to_plain(self) -> String {
        match self {
            Self::Dollars(amount) => amount.to_exact_string(),
            Self::Less(amount) if amount.is_zero() => amount.to_exact_string(),
            Self::Less(amount) => format!("-{}", amount.to_exact_string()),
            Self::Count(count) => count.to_string(),
            Self::Quotient(quotient) => quotient.to_plain(),
        }
    }

    /// Whether it is an amount of dollars.
    pub const fn is_dollars(self) -> bool {
        matches!(self, Self::Dollars(_) | Self::Less(_))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Cell {
    /// A figure with its receipt.
    pub fn cited(text: impl Into<String>, cite: Cite) -> Self {
        Self { text: text.into(), cite: Some(cite), ..Self::default() }
    }

    /// An amount of dollars, as people read it.
    pub fn dollars(amount: Dollars) -> Self {
        Self::from(label::dollars(amount)).of(amount)
    }

    /// A whole number, as people read it.
    pub fn count(count: u64) -> Self {
        Self::from(label::whole(count)).of(count)
    }

    /// The same with its receipt.
    pub fn from_figure(self, cite: Cite) -> Self {
        Self { cite: Some(cite), ..self }
    }

    /// The same with the number behind its text.
    pub fn of(self, number: impl Into<Number>) -> Self {
        Self { number: Some(number.into()), ..self }
    }

    /// The same with the number behind its text, where there is one.
    pub fn of_any(self, number: Option<impl Into<Number>>) -> Self {
        Self { number: number.map(Into::into), ..self }
    }
}

/// Where a figure comes from: a figure of a model that has a receipt, and the steps from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    /// The model.
    pub model: ModelId,
    /// The figure of it that the receipt starts with.
    pub subject: Subject,
    /// The workload of that figure; `None` where it needs none.
    pub workload: Option<Arc<Workload>>,
    /// How this figure follows from it; `None` where it is that figure.
    pub then: Option<Then>,
}

/// How a figure follows from one that has a receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Then {
    /// What the figure is: `Requests that $500.00 affords`.
    pub title: String,
    /// What it comes to: `153,846`.
    pub outcome: String,
    /// The steps to it.
    pub steps: Vec<Step>,
}

impl Cite {
    /// What one task costs.
    pub fn cost(offer: &Offer, workload: &Arc<Workload>) -> Self {
        Self {
            model: offer.model.id.clone(),
            subject: Subject::CostPerTask,
            workload: Some(Arc::clone(workload)),
            then: None,
        }
    }

    /// What a month costs.
    pub fn month(offer: &Offer, workload: &Arc<Workload>) -> Self {
        Self { subject: Subject::CostPerMonth, ..Self::cost(offer, workload) }
    }

    /// A figure that follows from this one by one step: `title: factors = outcome`.
    pub fn then(self, title: impl Into<String>, factors: impl Into<String>, outcome: String) -> Self {
        let step = Step::stated(factors.into(), outcome.clone());
        self.then_steps(title, outcome, vec![step])
    }

    /// A figure that follows from this one by several steps.
    pub fn then_steps(self, title: impl Into<String>, outcome: String, steps: Vec<Step>) -> Self {
        Self { then: Some(Then { title: title.into(), outcome, steps }), ..self }
    }

    /// How many tasks an amount buys, where one task costs `cost`.
    pub fn count(offer: &Offer, workload: &Arc<Workload>, amount: Dollars, cost: Dollars) -> Self {
        if amount == Dollars::whole(1) {
            return Self { subject: Subject::TasksPerDollar, ..Self::cost(offer, workload) };
        }
        let amount_words = label::dollars(amount);
        let count = Quotient::of_dollars(amount, cost).map_or_else(String::new, label::per_dollar);
        Self::cost(offer, workload).then(
            format!("{} that {amount_words} buys: {}", capital(workload.unit()), workload.name()),
            format!("{amount_words} / {} a task", label::exact_dollars(cost)),
            count,
        )
    }
}

/// `3 models`, `1 model`.
pub fn counted(count: impl TryInto<u64>, what: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", label::whole(count))
}

//! The report's answers. The JSON has budget, what a dollar buys, a portfolio, choices and break-even as data; the
//! Markdown prints these and the other answers as `answer` makes them, in the words of the window. They compare the
//! models that the window compares, see [`super::Compared`]; the report's tables and charts have all.

pub(super) mod json;
pub(super) mod markdown;
pub(super) mod portfolio;

use super::Content;
use crate::catalog::Offer;
use crate::decide::Variable;
use crate::decide::break_even::{BreakEven, Names, Side};
use crate::decide::budget::{Affordable, Budget};
use crate::decide::choose::{self, Answer, Situation};
use crate::decide::matrix::{Best, Matrix};
use crate::money::{Dollars, Quotient};
use crate::workload::{Name, Workload};

/// The workload whose cost counts where one has to, unless others are chosen.
const USUAL_WORKLOAD: &str = "Chat message";
/// The most models in the matrix when none are chosen.
const MOST_COLUMNS: usize = 20;

/// One situation and its answer.
struct Choice {
    situation: Situation,
    answer: Answer,
}

/// The workload that the choices are for; `None` when there are no workloads.
fn usual_workload(content: &Content) -> Option<&Workload> {
    let usual = Name::key_of(USUAL_WORKLOAD);
    let named = content.workloads.iter().find(|workload| workload.name().key() == usual);
    named.or_else(|| content.workloads.first())
}

/// The eight situations, answered for a workload.
fn choices(content: &Content, workload: &Workload) -> Vec<Choice> {
    // A test reads the bundled file.
    let situations = choose::bundled().unwrap_or_default();
    let answers = situations.into_iter().map(|situation| Choice {
        answer: choose::choose(
            content.compared.market(),
            &content.questions.judgements,
            workload,
            &situation.rules,
            situation.objective,
        ),
        situation,
    });
    answers.collect()
}

/// What a dollar buys: on the two models that are named to be compared, else on those of the scope, or the cheapest of
/// each workload in turn. Its places are those in the market of all models.
fn matrix(content: &Content) -> Matrix {
    let columns = content.questions.compare.map_or_else(
        || {
            let places = content.compared.places();
            let best = Best::of(content.compared.market(), &content.workloads, MOST_COLUMNS);
            best.columns.into_iter().filter_map(|place| places.get(place).copied()).collect()
        },
        Vec::from,
    );
    Matrix::new(&content.market, &content.workloads, &columns, Dollars::whole(1))
}

/// What the budget affords, one table a workload. Its places are those among the models that are compared.
fn budgets(content: &Content, budget: Budget) -> impl Iterator<Item = (&Workload, Affordable)> {
    let tables = content.workloads.iter();
    tables.map(move |workload| (workload, Affordable::new(content.compared.market(), workload, budget)))
}

/// Two models compared over each number of a workload.
struct Comparison<'a> {
    workload: &'a Workload,
    sides: [&'a Offer; 2],
    found: BreakEven,
}

impl Comparison<'_> {
    fn words(&self) -> Vec<String> {
        let [first, second] = self.sides;
        self.found.words(Names::of([first, second], self.found.variable))
    }
}

/// The break-evens of the two models that are compared; none when no two are.
fn comparisons(content: &Content) -> Vec<Comparison<'_>> {
    let Some([first, second]) = content.questions.compare else { return Vec::new() };
    let (Some(first), Some(second)) = (content.market.get(first), content.market.get(second)) else {
        return Vec::new();
    };
    let sides = [first, second];
    let of = |workload| {
        Variable::ALL.map(|variable| Comparison {
            workload,
            sides,
            found: BreakEven::new(Side::new(first), Side::new(second), workload, variable),
        })
    };
    content.workloads.iter().flat_map(of).collect()
}

/// A quotient as the data files print it.
fn printed(quotient: Quotient) -> String {
    quotient.rounded(super::figures::DECIMALS)
}

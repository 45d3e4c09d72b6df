//! How much can we do? Any one of budget, requests a day, input tokens and output tokens, from the others.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cells::{self, cite_month, or_free, unless_free};
use super::figure::{BarRow, Piece, to_f64};
use super::per_model::PerModel;
use super::{
    About, Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Number, Row, Table, counted, free_left_out,
    none_has_a_price,
};
use crate::billing::{self, Total};
use crate::catalog::{ModelId, Offer};
use crate::chart::Unit;
use crate::decide::Variable;
use crate::decide::solve::{Solution, affordable, budget};
use crate::money::{Dollars, label};
use crate::receipt::Step;
use crate::workload::Workload;

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Find {
    /// What a month costs.
    Budget,
    /// Requests a day.
    #[default]
    Requests,
    /// Tokens of the prompt.
    Input,
    /// Tokens of the answer.
    Output,
}

impl Find {
    /// The number of the workload; `None` for the budget.
    pub const fn variable(self) -> Option<Variable> {
        match self {
            Self::Budget => None,
            Self::Requests => Some(Variable::RequestsPerDay),
            Self::Input => Some(Variable::InputTokens),
            Self::Output => Some(Variable::OutputTokens),
        }
    }

    /// The number in words, as a column is called.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Budget => "Budget a month",
            Self::Requests => "Requests per day",
            Self::Input => "Input tokens",
            Self::Output => "Output tokens",
        }
    }
}

impl Find {
    /// What the bars are long by.
    const fn axis(self) -> (&'static str, Unit) {
        match self {
            Self::Budget => ("US dollars a month", Unit::Dollars),
            Self::Requests => ("Requests a day", Unit::Plain),
            Self::Input => ("Input tokens of a request", Unit::Plain),
            Self::Output => ("Output tokens of a request", Unit::Plain),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What is looked for.
    pub find: Find,
    /// What there is to spend a month, where it is not looked for.
    pub budget: Dollars,
    /// The model that the sentence is about; without one, the cheapest.
    pub model: Option<ModelId>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { find: Find::default(), budget: Dollars::whole(500), model: None }
    }
}

/// What was found for a model.
#[derive(Clone, Debug)]
enum Found {
    /// What a month costs, and a task.
    Costs { month: Dollars, task: Dollars },
    /// The most that the budget affords, and what ends it.
    Most(u64, End),
    /// Not even the least is within the budget.
    TooDear,
    /// There is no cost.
    NoCost(Total),
}

impl Found {
    /// The number, for a program.
    fn number(&self) -> Option<Number> {
        match self {
            Self::Costs { month, task } => unless_free(*month, *task).map(Number::Dollars),
            // More than is counted is no number.
            Self::Most(_, End::Count) | Self::TooDear | Self::NoCost(_) => None,
            Self::Most(most, _) => Some(Number::Count(*most)),
        }
    }

    /// The amount, for drawing.
    fn amount(&self) -> Option<f64> {
        match self {
            Self::Costs { month, .. } => Some(month.to_f64()),
            Self::Most(most, _) => Some(to_f64(*most)),
            Self::TooDear | Self::NoCost(_) => None,
        }
    }
}

/// Why not one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The budget is used up.
    Budget,
    /// The model takes no more, or its price there is not known.
    Model(Total),
    /// This app counts no further.
    Count,
}

/// What is asked of a workload.
#[derive(Clone, Debug)]
struct Problem {
    find: Find,
    budget: Dollars,
    workload: Arc<Workload>,
}

/// What the rows of all models need.
#[derive(Clone, Debug)]
struct Sheet {
    problem: Problem,
    chosen: Option<ModelId>,
    /// Whether a column says why there is no more, or nothing.
    says_why: bool,
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let budget = label::dollars(asked.budget);
    let title = match asked.find {
        Find::Budget => "What budget does it take?".to_owned(),
        Find::Requests => format!("How many requests a day does {budget} a month afford?"),
        Find::Input => format!("How long a prompt does {budget} a month afford?"),
        Find::Output => format!("How long an answer does {budget} a month afford?"),
    };
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see how much can be done")?;
    facts.some_compared()?;
    if asked.find != Find::Requests && workload.requests_per_day().is_none() {
        let what = asked.find.words().to_lowercase();
        return Err(format!("Set requests per day to find the {what} of {}", workload.name()));
    }
    let problem = Problem { find: asked.find, budget: asked.budget, workload: Arc::clone(workload) };
    let found = PerModel::new(facts.compared, |offer| problem.solve(offer).0, in_order);
    let About { offer: chosen, free } = facts.named_or_cheapest(asked.model.as_ref(), workload);
    match chosen {
        Some(offer) => {
            let (found, solution) = problem.solve(offer);
            answer.headline = problem.headline(offer, &found);
            answer.details.extend(gap(offer, &solution));
            answer.notes.extend(free_left_out(free));
        }
        None => answer.headline = none_has_a_price(workload, free),
    }
    problem.notes(&mut answer.notes);
    let says_why =
        asked.find != Find::Budget || found.iter().any(|(_, found)| matches!(found, Found::NoCost(_)));
    let chosen = chosen.map(|offer| offer.model.id.clone());
    let sheet = Arc::new(Sheet { problem, chosen, says_why });
    let bars = found.bars(asked.find.axis(), Found::amount, found.rows(&sheet, Sheet::bar));
    answer.figure = Some(Figure::Bars(bars));
    let columns = sheet.columns();
    answer.tables.push(Table { title: String::new(), columns, rows: found.rows(&sheet, Sheet::row) });
    Ok(())
}

/// The best first: the smallest budget, the greatest number; then what is too dear, then what has no cost.
fn in_order(a: &Found, b: &Found) -> Ordering {
    let group = |found: &Found| match found {
        Found::Costs { .. } | Found::Most(..) => 0,
        Found::TooDear => 1,
        Found::NoCost(_) => 2,
    };
    match (a, b) {
        (Found::Costs { month: x, .. }, Found::Costs { month: y, .. }) => x.cmp(y),
        (Found::Most(x, _), Found::Most(y, _)) => y.cmp(x),
        (a, b) => group(a).cmp(&group(b)),
    }
}

impl Problem {
    fn solve(&self, offer: &Offer) -> (Found, Solution) {
        let workload: &Workload = &self.workload;
        let Some(variable) = self.find.variable() else {
            let found = match budget(offer, workload) {
                Ok(month) => {
                    let task = billing::total(offer, workload).priced().unwrap_or_default();
                    Found::Costs { month, task }
                }
                Err(total) => Found::NoCost(total.unwrap_or_else(|| billing::total(offer, workload))),
            };
            return (found, Solution::default());
        };
        let solution = affordable(offer, workload, variable, self.budget);
        let found = match solution.most() {
            // Nothing but no request at all.
            Some(0) if variable == Variable::RequestsPerDay => self.nothing(offer, variable),
            Some(most) => Found::Most(most, self.end(offer, variable, most)),
            None => self.nothing(offer, variable),
        };
        (found, solution)
    }

    /// Why not even the least is affordable.
    fn nothing(&self, offer: &Offer, variable: Variable) -> Found {
        let least = *variable.range(&self.workload).start();
        match billing::total(offer, &variable.at(&self.workload, least)) {
            total @ (Total::Unknown(_) | Total::Excluded(_)) => Found::NoCost(total),
            Total::Priced(_) | Total::Free => Found::TooDear,
        }
    }

    fn end(&self, offer: &Offer, variable: Variable, most: u64) -> End {
        if most >= *variable.range(&self.workload).end() {
            return End::Count;
        }
        // Requests move no task's cost, which is known here.
        if variable == Variable::RequestsPerDay {
            return End::Budget;
        }
        match billing::total(offer, &variable.at(&self.workload, most.saturating_add(1))) {
            Total::Priced(_) | Total::Free => End::Budget,
            other => End::Model(other),
        }
    }

    fn headline(&self, offer: &Offer, found: &Found) -> String {
        let name = &offer.model.name;
        let budget = label::dollars(self.budget);
        let volume = volume(&self.workload);
        match found {
            Found::Costs { month, .. } => format!(
                "{name} takes {} a month for {volume} of {}",
                label::dollars(*month),
                self.workload.name()
            ),
            Found::Most(most, End::Count) => {
                format!("{budget} a month affords at least {} on {name}", self.amount(*most))
            }
            Found::Most(most, _) => {
                format!("{budget} a month affords up to {} on {name}", self.amount(*most))
            }
            Found::TooDear if self.find == Find::Requests => {
                format!("{budget} a month does not afford one request a day on {name}")
            }
            Found::TooDear => format!("{budget} a month does not afford {volume} on {name}"),
            Found::NoCost(total) => {
                format!("{name} has no cost for this: {}", total.reason().unwrap_or_default())
            }
        }
    }

    /// `5,128 requests a day`, `2,000 input tokens a request at 1,000 requests a day`.
    fn amount(&self, most: u64) -> String {
        let count = label::whole(most);
        let plural = if most == 1 { "" } else { "s" };
        let volume = volume(&self.workload);
        match self.find {
            Find::Budget => count,
            Find::Requests => format!("{count} request{plural} a day"),
            Find::Input => format!("{count} input token{plural} a request at {volume}"),
            Find::Output => format!("{count} output token{plural} a request at {volume}"),
        }
    }

    fn notes(&self, notes: &mut Vec<String>) {
        notes.push(cells::days_of_month(&self.workload));
        notes.extend(cells::monthly_fee(&self.workload, "is paid first"));
        let cached = self.workload.cached_tokens() > 0 && self.find == Find::Input;
        if cached {
            notes.push("What is cached of the prompt stays as long as it is".to_owned());
        }
    }

    /// How the number follows from what the model costs.
    fn cite(&self, offer: &Offer, found: &Found, text: &str) -> Cite {
        let budget = label::exact_dollars(self.budget);
        let title = format!("{} that {} a month affords", self.find.words(), label::dollars(self.budget));
        let (most, variable) = match (found, self.find.variable()) {
            (Found::Most(most, _), Some(variable)) => (*most, variable),
            (Found::Costs { month, task }, _) => return cite_month(offer, &self.workload, *task, *month),
            (Found::TooDear, _) => {
                let factors = format!("{budget} a month is less than the least of it costs");
                return Cite::cost(offer, &self.workload).then(title, factors, text.to_owned());
            }
            _ => return Cite::cost(offer, &self.workload),
        };
        if variable == Variable::RequestsPerDay {
            let Total::Priced(cost) = billing::total(offer, &self.workload) else {
                return Cite::cost(offer, &self.workload);
            };
            let left = cells::after_fee(self.budget, &self.workload);
            let days = counted(self.workload.days_per_month(), "day");
            let factors = format!("{left} / ({} a task x {days}), whole ones", label::exact_dollars(cost));
            return Cite::cost(offer, &self.workload).then(title, factors, text.to_owned());
        }
        // The bill at the most shows that it is within the budget, the next one that no more is.
        let at = Arc::new(variable.at(&self.workload, most));
        let words = |count: u64| format!("{} {}", label::whole(count), variable.label());
        let bill = |workload: &Workload| {
            solve_words(crate::decide::solve::budget(offer, workload).map(label::exact_dollars))
        };
        let within = Step::stated(format!("{} a month, of {budget}", words(most)), bill(&at));
        let next = variable.at(&self.workload, most.saturating_add(1));
        let beyond =
            Step::stated(format!("{} a month, of {budget}", words(most.saturating_add(1))), bill(&next));
        let last = Step::stated("the most that is within the budget".to_owned(), text.to_owned());
        Cite::month(offer, &at).then_steps(title, text.to_owned(), vec![within, beyond, last])
    }
}

impl Sheet {
    fn is_chosen(&self, offer: &Offer) -> bool {
        self.chosen.as_ref() == Some(&offer.model.id)
    }

    fn bar(&self, offer: &Offer, found: &Found) -> BarRow {
        let (text, why) = texts(found);
        let pieces: Vec<Piece> = found.amount().map(Piece::whole).into_iter().collect();
        let name = offer.model.name.clone();
        let label = if pieces.is_empty() { format!("{text}: {why}") } else { text.clone() };
        BarRow {
            description: format!("{name}: {label}"),
            stands_out: self.is_chosen(offer),
            cite: Some(self.problem.cite(offer, found, &text)),
            name,
            pieces,
            label,
        }
    }

    fn columns(&self) -> Vec<Column> {
        let find = self.problem.find;
        let mut columns =
            vec![Column::words("Model"), Column::words("Provider"), Column::number(find.words())];
        if self.says_why {
            columns.push(Column::words(if find == Find::Budget { "Why not" } else { "Limited by" }));
        }
        columns
    }

    fn row(&self, offer: &Offer, found: &Found) -> Row {
        let (text, why) = texts(found);
        let cite = self.problem.cite(offer, found, &text);
        let mut cells = vec![
            offer.model.name.as_str().into(),
            offer.model.provider.as_str().into(),
            Cell::cited(text, cite).of_any(found.number()),
        ];
        if self.says_why {
            cells.push(why.into());
        }
        let emphasis = match found {
            Found::TooDear | Found::NoCost(_) => Emphasis::Weak,
            _ if self.is_chosen(offer) => Emphasis::Strong,
            _ => Emphasis::Plain,
        };
        Row { cells, emphasis }
    }
}

/// Where a dearer tier lies between two ranges that are affordable.
fn gap(offer: &Offer, solution: &Solution) -> Option<String> {
    if solution.ranges.len() < 2 {
        return None;
    }
    let ranges = solution.ranges.iter();
    let ranges =
        ranges.map(|range| format!("{} to {}", label::whole(*range.start()), label::whole(*range.end())));
    Some(format!(
        "Prices of {} jump: within the budget are {}, and nothing between",
        offer.model.name,
        ranges.collect::<Vec<_>>().join(" and ")
    ))
}

/// What the row says, and why it ends there.
fn texts(found: &Found) -> (String, String) {
    match found {
        Found::Costs { month, task } => (or_free(*month, *task), String::new()),
        Found::Most(most, End::Count) => {
            (format!("{} or more", label::whole(*most)), "no limit within what is counted".to_owned())
        }
        Found::Most(most, End::Budget) => (label::whole(*most), "the budget".to_owned()),
        Found::Most(most, End::Model(total)) => (label::whole(*most), total.reason().unwrap_or_default()),
        Found::TooDear => ("none".to_owned(), "the budget".to_owned()),
        Found::NoCost(total) => {
            let text = if matches!(total, Total::Excluded(_)) { "can't" } else { "unknown" };
            (text.to_owned(), total.reason().unwrap_or_default())
        }
    }
}

/// `1,000 requests a day`.
fn volume(workload: &Workload) -> String {
    format!("{} a day", cells::requests(workload.requests_per_day().unwrap_or_default()))
}

fn solve_words(bill: Result<String, Option<Total>>) -> String {
    bill.unwrap_or_else(|total| total.and_then(Total::reason).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{Owned, bundled, cell, check_form};

    fn summary(owned: &Owned) -> Arc<Workload> {
        let mut summary = Workload::clone(owned.workload("Document summary"));
        summary.set_requests_per_day(1_000);
        Arc::new(summary)
    }

    fn asked(find: Find, budget: &str) -> Asked {
        let model = owned_id("DeepSeek V4");
        Asked { find, budget: Dollars::parse(budget).unwrap(), model: Some(model) }
    }

    fn owned_id(name: &str) -> ModelId {
        let owned = bundled();
        owned.market.offers().iter().find(|offer| offer.model.name == name).unwrap().model.id.clone()
    }

    #[test]
    fn the_reference_month_solved_for_each_number() {
        let owned = bundled();
        let summary = summary(&owned);
        let cases = [
            (
                Find::Budget,
                "$28.80",
                "DeepSeek V4 takes $28.80 a month for 1,000 requests a day of Document summary",
            ),
            (Find::Requests, "1,000", "$28.80 a month affords up to 1,000 requests a day on DeepSeek V4"),
            (
                Find::Input,
                "2,000",
                "$28.80 a month affords up to 2,000 input tokens a request at 1,000 requests a day on DeepSeek V4",
            ),
            (
                Find::Output,
                "300",
                "$28.80 a month affords up to 300 output tokens a request at 1,000 requests a day on DeepSeek V4",
            ),
        ];
        for (find, text, headline) in cases {
            let found = answer(&owned.facts(Some(&summary)), &asked(find, "28.8"));
            check_form(&found);
            assert_eq!(found.headline, headline);
            let figure = cell(&found, "DeepSeek V4", find.words());
            assert_eq!(figure.text, text);
            if find != Find::Budget {
                assert_eq!(figure.cite.as_ref().unwrap().then.as_ref().unwrap().outcome, text);
                assert_eq!(cell(&found, "DeepSeek V4", "Limited by").text, "the budget");
            }
            let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
            let named: Vec<_> = bars.rows.iter().filter(|row| row.stands_out).collect();
            assert_eq!((named.len(), named[0].label.as_str()), (1, text));
        }
    }

    #[test]
    fn the_bill_at_the_most_is_within_the_budget_and_one_more_is_not() {
        let owned = bundled();
        let summary = summary(&owned);
        let money = Dollars::whole(500);
        for (find, variable) in [
            (Find::Requests, Variable::RequestsPerDay),
            (Find::Input, Variable::InputTokens),
            (Find::Output, Variable::OutputTokens),
        ] {
            let asked = Asked { find, ..Asked::default() };
            let found = answer(&owned.facts(Some(&summary)), &asked);
            check_form(&found);
            for offer in owned.market.offers() {
                let text = &cell(&found, &offer.model.name, find.words()).text;
                let bill = |value| budget(offer, &variable.at(&summary, value)).ok();
                let Ok(most) = text.replace(',', "").parse::<u64>() else {
                    assert!(text == "none" && bill(1).unwrap() > money, "{text} of {offer:?}");
                    continue;
                };
                assert!(bill(most).unwrap() <= money, "{text} of {offer:?}");
                let reason = &cell(&found, &offer.model.name, "Limited by").text;
                match bill(most + 1) {
                    Some(more) => assert!(more > money && reason == "the budget", "{text} of {offer:?}"),
                    None => assert_ne!(reason, "the budget"),
                }
            }
        }
    }

    #[test]
    fn without_a_name_it_is_the_cheapest_and_without_a_volume_it_says_so() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked::default());
        check_form(&found);
        assert!(found.headline.ends_with("requests a day on Llama 3.3 8B"), "{}", found.headline);
        let tokens = Asked { find: Find::Input, ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &tokens);
        assert_eq!(found.headline, "Set requests per day to find the input tokens of Chat message");
        let nothing = answer(&owned.facts(Some(chat)), &Asked { budget: Dollars::ZERO, ..Asked::default() });
        check_form(&nothing);
        assert_eq!(nothing.headline, "$0.00 a month does not afford one request a day on Llama 3.3 8B");
        assert!(nothing.tables[0].rows.iter().all(|row| row.cells[2].text == "none"));
        let none = answer(&owned.facts(None), &Asked::default());
        assert_eq!(none.headline, "Add a workload to see how much can be done");
    }
}

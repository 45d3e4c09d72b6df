//! The answers in `report.md`, for people to read.

use std::fmt::{Result, Write};
use std::sync::Arc;

use crate::answer::{
    Answer, Facts, bills, break_even, budget, choose, cliffs, counted, matrix, portfolio, quality,
    sensitivity, solve, subscription, switching, trend,
};
use crate::catalog::ModelId;
use crate::decide::Variable;
use crate::decide::budget::{Budget, Per};
use crate::decide::portfolio::Kept;
use crate::receipt::escape_markdown as escape;
use crate::report::Content;
use crate::report::figures::name;
use crate::workload::Workload;

/// The most rows of a table of which there are many.
const MOST_ROWS: usize = 20;

/// Writes the sections of all that is asked.
pub(in crate::report) fn write(out: &mut String, content: &Content) -> Result {
    let asking = Asking::new(content);
    if content.workloads.is_empty() {
        return asking.write_portfolio(out);
    }
    asking.write_matrix(out)?;
    asking.write_budget(out)?;
    asking.write_portfolio(out)?;
    asking.write_choices(out)?;
    asking.write_break_even(out)?;
    asking.write_more(out)
}

/// Where the rows are that a table here has no room for.
#[derive(Clone, Copy)]
enum Rest {
    InJson,
    InWindow,
}

impl Rest {
    const fn words(self) -> &'static str {
        match self {
            Self::InJson => "report.json has all",
            Self::InWindow => "the window has all",
        }
    }
}

/// What the questions are asked about, as the window asks them.
struct Asking<'a> {
    content: &'a Content,
    workloads: Vec<Arc<Workload>>,
    kept: Kept,
}

impl<'a> Asking<'a> {
    fn new(content: &'a Content) -> Self {
        let workloads = content.workloads.iter().cloned().map(Arc::new).collect();
        Self { content, workloads, kept: Kept::default() }
    }

    fn facts<'b>(&'b self, workload: Option<&'b Arc<Workload>>) -> Facts<'b> {
        Facts {
            market: &self.content.market,
            compared: self.content.compared.market(),
            workloads: &self.workloads,
            workload,
            portfolios: &[],
            mine: &self.content.questions.mine,
            judgements: &self.content.questions.judgements,
            kept: &self.kept,
            today: self.content.today,
            // The report names its lists at its beginning.
            source: "",
        }
    }

    fn write_matrix(&self, out: &mut String) -> Result {
        let models = self.compared().into_iter().flatten().collect();
        let asked = matrix::Asked { models, ..matrix::Asked::default() };
        self.write(out, matrix::answer(&self.facts(None), &asked), 2, usize::MAX, Rest::InJson)
    }

    /// The ids of the two models that are compared.
    fn compared(&self) -> [Option<ModelId>; 2] {
        let id = |place: usize| self.content.market.get(place).map(|offer| offer.model.id.clone());
        self.content.questions.compare.map_or([None, None], |places| places.map(id))
    }

    fn write_portfolio(&self, out: &mut String) -> Result {
        let Some(question) = &self.content.questions.portfolio else { return Ok(()) };
        let portfolios = [Arc::new(question.portfolio.clone())];
        let facts = Facts { workloads: &question.workloads, portfolios: &portfolios, ..self.facts(None) };
        let baseline = question.baseline.and_then(|place| self.content.market.get(place));
        let asked = portfolio::Asked {
            chosen: None,
            baseline: baseline.map(|offer| offer.model.id.clone()),
            most_models: question.constraints.most_models,
            rules: question.constraints.rules.clone(),
        };
        self.write(out, portfolio::answer(&facts, &asked), 2, usize::MAX, Rest::InJson)
    }

    fn write_budget(&self, out: &mut String) -> Result {
        let Some(budget) = self.content.questions.budget else { return Ok(()) };
        writeln!(out, "## What {} affords\n", escape(&budget::words(budget)))?;
        for workload in &self.workloads {
            let mut answer = budget::answer(&self.facts(Some(workload)), &budget::Asked { budget });
            // All of them are about the same budget.
            answer.title = format!("{} within the budget", workload.name());
            self.write(out, answer, 3, usize::MAX, Rest::InJson)?;
        }
        Ok(())
    }

    fn write_choices(&self, out: &mut String) -> Result {
        let usual = super::usual_workload(self.content).map(Workload::name);
        let Some(workload) = self.workloads.iter().find(|one| Some(one.name()) == usual) else {
            return Ok(());
        };
        writeln!(out, "## Which model\n")?;
        let judged = match self.content.questions.judgements.iter().count() {
            0 => String::new(),
            count => format!(" Your own judgement counts for {}.", counted(count, "model")),
        };
        writeln!(out, "Costs are for one task of {}.{judged}\n", escape(workload.name().as_str()))?;
        let facts = self.facts(Some(workload));
        let answers = choose::situations().iter().map(|situation| Answer {
            title: situation.name.clone(),
            ..choose::answer(&facts, &choose::Asked::of(situation))
        });
        let mut answers: Vec<Answer> = answers.collect();
        // What is to be known of all of them is said once.
        let first = answers.first().map(|answer| answer.notes.clone()).unwrap_or_default();
        let is_shared = |note: &String| answers.iter().all(|answer| answer.notes.contains(note));
        let shared: Vec<String> = first.into_iter().filter(is_shared).collect();
        for answer in &mut answers {
            answer.notes.retain(|note| !shared.contains(note));
        }
        for answer in answers {
            self.write(out, answer, 3, MOST_ROWS, Rest::InJson)?;
        }
        for note in shared {
            writeln!(out, "{}.\n", escape(&note))?;
        }
        Ok(())
    }

    fn write_break_even(&self, out: &mut String) -> Result {
        let Some(places) = self.content.questions.compare else { return Ok(()) };
        let [Some(one), Some(other)] = places.map(|place| self.content.market.get(place)) else {
            return Ok(());
        };
        let today = self.content.today;
        writeln!(out, "## {} or {}\n", name(one, today), name(other, today))?;
        let [first, second] = [one, other].map(|offer| Some(offer.model.id.clone()));
        for workload in &self.workloads {
            for variable in Variable::ALL {
                let (first, second) = (first.clone(), second.clone());
                let asked = break_even::Asked { first, second, variable, ..break_even::Asked::default() };
                self.write(
                    out,
                    break_even::answer(&self.facts(Some(workload)), &asked),
                    3,
                    MOST_ROWS,
                    Rest::InJson,
                )?;
            }
        }
        Ok(())
    }

    /// The questions that need no more than a workload, asked about each as the window asks them at first: with the budget
    /// and the two models of the report where it has them.
    fn write_more(&self, out: &mut String) -> Result {
        let questions = &self.content.questions;
        let [from, to] = self.compared();
        let mut solve = solve::Asked::default();
        if let Some(Budget { amount, per: Per::Month }) = questions.budget {
            solve.budget = amount;
        }
        let switching = switching::Asked { from, to, ..switching::Asked::default() };
        for workload in &self.workloads {
            let name = escape(workload.name().as_str());
            writeln!(out, "## More about {name}\n")?;
            writeln!(
                out,
                "What else the window answers, with what is put in there at first. {name} is {}.\n",
                escape(&workload.in_words())
            )?;
            let facts = self.facts(Some(workload));
            for answer in [
                bills::answer(&facts, &bills::Asked::default()),
                solve::answer(&facts, &solve),
                quality::answer(&facts, &quality::Asked),
                subscription::answer(&facts, &subscription::Asked::default()),
                switching::answer(&facts, &switching),
                sensitivity::answer(&facts, &sensitivity::Asked::default()),
                cliffs::answer(&facts, &cliffs::Asked::default()),
                trend::answer(&facts, &trend::Asked::default()),
            ] {
                self.write(out, answer, 3, MOST_ROWS, Rest::InWindow)?;
            }
        }
        Ok(())
    }

    /// Writes an answer as the window copies it, under a heading of this depth, with at most so many rows a table.
    fn write(&self, out: &mut String, mut answer: Answer, depth: usize, most: usize, rest: Rest) -> Result {
        answer.note_own(&self.content.market);
        answer.tables.retain(|table| !table.rows.is_empty());
        for table in &mut answer.tables {
            let left_out = table.rows.len().saturating_sub(most);
            if left_out > 0 {
                table.rows.truncate(most);
                let of = if table.title.is_empty() { String::new() } else { format!("{}: ", table.title) };
                answer.notes.push(format!(
                    "{of}{} not shown here; {}",
                    counted(left_out, "row"),
                    rest.words()
                ));
            }
        }
        writeln!(out, "{}\n", answer.to_markdown(depth).trim_end())
    }
}

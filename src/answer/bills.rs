//! What is the bill? The chosen workload on every model per task, day, month and year.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cells::{self, of_month, or_free, unless_free};
use super::figure::{BarRow, Piece};
use super::per_model::PerModel;
use super::{
    Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table, free_left_out, none_has_a_price,
};
use crate::billing::Total;
use crate::catalog::Offer;
use crate::chart::Unit;
use crate::decide::bills::{Bills as Bill, MONTHS, bills};
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// For how long the bars are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Period {
    /// A day.
    Day,
    /// A month.
    #[default]
    Month,
    /// A year.
    Year,
}

impl Period {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// For how long the bars are.
    pub period: Period,
}

/// The bill of a model, or why there is none.
type Billed = Result<Bill, Total>;

/// What the rows of all models need.
#[derive(Clone, Debug)]
struct Sheet {
    workload: Arc<Workload>,
    period: Period,
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = facts.workload.map_or_else(
        || "What is the bill?".to_owned(),
        |workload| format!("What is the bill for {}?", workload.name()),
    );
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see its bill")?;
    facts.some_compared()?;
    let billed = PerModel::new(facts.compared, |offer| bills(offer, workload), in_order);
    let sheet = Arc::new(Sheet { workload: Arc::clone(workload), period: asked.period });
    let free = billed.iter().filter(|(_, bill)| bill.is_ok_and(|bill| bill.task.is_zero())).count();
    answer.headline = sheet.headline(&billed, free);
    answer.notes.push(format!("{}, a year has {MONTHS} such months", cells::days_of_month(workload)));
    answer
        .notes
        .extend(cells::monthly_fee(workload, "is in the month and the year, not in the task and the day"));
    answer.notes.extend(free_left_out(free));
    let title = match workload.requests_per_day() {
        Some(_) => format!("US dollars a {}", asked.period.word()),
        None => "US dollars per task".to_owned(),
    };
    let amount = |bill: &Billed| Some(sheet.amount(bill).ok()?.to_f64());
    answer.figure =
        Some(Figure::Bars(billed.bars((title, Unit::Dollars), amount, billed.rows(&sheet, Sheet::bar))));
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Per task"),
        Column::number("Per day"),
        Column::number("Per month"),
        Column::number("Per year"),
    ];
    answer.tables.push(Table { title: String::new(), columns, rows: billed.rows(&sheet, Sheet::row) });
    Ok(())
}

/// The cheapest first; models without a bill last. A month rises with the task, so one order fits all periods.
fn in_order(a: &Billed, b: &Billed) -> Ordering {
    match (a, b) {
        (Ok(a), Ok(b)) => a.task.cmp(&b.task),
        (a, b) => a.is_err().cmp(&b.is_err()),
    }
}

impl Sheet {
    /// How long the bar is, or why there is none.
    fn amount(&self, bill: &Billed) -> Result<Dollars, Total> {
        let bill = bill.as_ref().map_err(|total| *total)?;
        Ok(of_period(bill, self.period).unwrap_or(bill.task))
    }

    /// The cheapest and the dearest of those that have a price.
    fn headline(&self, billed: &PerModel<Billed>, free: usize) -> String {
        let billed = billed.iter().filter_map(|(offer, bill)| Some((offer, bill.as_ref().ok()?)));
        let mut billed = billed.filter(|(_, bill)| !bill.task.is_zero());
        let Some((offer, bill)) = billed.next() else {
            return none_has_a_price(&self.workload, free);
        };
        let cost = of_period(bill, self.period);
        let Some((requests, cost)) = self.workload.requests_per_day().zip(cost) else {
            return format!("Set requests per day to see what {} costs over time", self.workload.name());
        };
        let dearest = billed.next_back();
        let dearest = dearest.and_then(|(offer, bill)| Some((offer, of_period(bill, self.period)?)));
        let most = dearest.map_or_else(String::new, |(offer, cost)| {
            format!(", and {} on {}, the dearest", label::dollars(cost), offer.model.name)
        });
        format!(
            "{} a day cost {} a {} on {}, the cheapest{most}",
            cells::requests(requests),
            label::dollars(cost),
            self.period.word(),
            offer.model.name
        )
    }

    fn bar(&self, offer: &Offer, bill: &Billed) -> BarRow {
        let name = offer.model.name.clone();
        let of = match bill {
            Ok(Bill { periods: Some(_), .. }) => format!(" a {}", self.period.word()),
            Ok(_) => " per task".to_owned(),
            Err(_) => String::new(),
        };
        let amount = self.amount(bill);
        let label = match (&amount, bill) {
            (Ok(cost), Ok(bill)) => or_free(*cost, bill.task),
            (Err(total), _) | (_, Err(total)) => total.reason().unwrap_or_default(),
        };
        let cite = match bill {
            Ok(bill @ Bill { periods: Some(_), .. }) => {
                of_time(offer, Some(bill), &self.workload, self.period).cite
            }
            _ => Some(Cite::cost(offer, &self.workload)),
        };
        BarRow {
            description: format!("{name}: {label}{of}"),
            pieces: amount.iter().map(|cost| Piece::whole(cost.to_f64())).collect(),
            stands_out: true,
            cite,
            name,
            label,
        }
    }

    fn row(&self, offer: &Offer, bill: &Billed) -> Row {
        let names = [Cell::from(offer.model.name.as_str()), Cell::from(offer.model.provider.as_str())];
        let periods = [Period::Day, Period::Month, Period::Year];
        let task = cells::of_task(offer, &self.workload, bill.map(|bill| bill.task));
        let cells = names.into_iter().chain([task]);
        let of_time = |period| of_time(offer, bill.as_ref().ok(), &self.workload, period);
        let emphasis = if bill.is_ok() { Emphasis::Plain } else { Emphasis::Weak };
        Row { cells: cells.chain(periods.map(of_time)).collect(), emphasis }
    }
}

fn of_period(bill: &Bill, period: Period) -> Option<Dollars> {
    let periods = bill.periods?;
    Some(match period {
        Period::Day => periods.day,
        Period::Month => periods.month,
        Period::Year => periods.year,
    })
}

/// What a period costs, with the way there.
fn of_time(offer: &Offer, bill: Option<&Bill>, workload: &Arc<Workload>, period: Period) -> Cell {
    let Some((bill, periods)) = bill.and_then(|bill| Some((bill, bill.periods?))) else {
        // Why is in the headline, or in the cell of the task.
        return Cell::from("—");
    };
    let requests = workload.requests_per_day().unwrap_or_default();
    let named = |what: &str| format!("{what}: {}", workload.name());
    match period {
        Period::Day => {
            let text = or_free(periods.day, bill.task);
            let factors =
                format!("{} a day x {} a task", cells::requests(requests), label::exact_dollars(bill.task));
            let cite = Cite::cost(offer, workload).then(named("Cost per day"), factors, text.clone());
            Cell::cited(text, cite).of_any(unless_free(periods.day, bill.task))
        }
        Period::Month => of_month(offer, workload, bill.task, periods.month),
        Period::Year => {
            let text = or_free(periods.year, bill.task);
            let factors = format!("{MONTHS} months x {} a month", label::exact_dollars(periods.month));
            let cite = Cite::month(offer, workload).then(named("Cost per year"), factors, text.clone());
            Cell::cited(text, cite).of_any(unless_free(periods.year, bill.task))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::receipt::Subject;

    #[test]
    fn a_thousand_document_summaries_a_day() {
        let owned = bundled();
        let mut summary = Workload::clone(owned.workload("Document summary"));
        summary.set_requests_per_day(1_000);
        let summary = Arc::new(summary);
        let found = answer(&owned.facts(Some(&summary)), &Asked::default());
        check_form(&found);
        let says = |column: &str| cell(&found, "DeepSeek V4", column).text;
        assert_eq!(
            ["Per task", "Per day", "Per month", "Per year"].map(says),
            ["$0.00096", "$0.96", "$28.80", "$345.60"]
        );
        let cite = |column: &str| cell(&found, "DeepSeek V4", column).cite.clone().unwrap();
        assert_eq!(cite("Per month").subject, Subject::CostPerMonth);
        let year = cite("Per year").then.unwrap();
        assert_eq!(
            (year.outcome.as_str(), year.steps[0].factors.as_str()),
            ("$345.60", "12 months x $28.80 a month")
        );
        assert_eq!(cite("Per day").then.unwrap().outcome, "$0.96");
        assert!(found.headline.starts_with("1,000 requests a day cost "), "{}", found.headline);
        assert!(found.notes[0].starts_with("A month has 30 days"));
    }

    #[test]
    fn bars_are_of_the_period_and_the_cheapest_first() {
        let owned = bundled();
        let mut summary = Workload::clone(owned.workload("Document summary"));
        summary.set_requests_per_day(1_000);
        let summary = Arc::new(summary);
        for (period, shown) in [(Period::Day, "$0.96"), (Period::Month, "$28.80"), (Period::Year, "$345.60")]
        {
            let found = answer(&owned.facts(Some(&summary)), &Asked { period });
            let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
            assert_eq!(bars.rows.len(), owned.market.offers().len());
            let row = bars.rows.iter().find(|row| row.name == "DeepSeek V4").unwrap();
            assert_eq!(row.label, shown);
            let ends: Vec<f64> = bars.rows.iter().map(|row| row.pieces[0].to).collect();
            assert!(ends.is_sorted(), "{ends:?}");
            assert!(found.headline.contains(&format!(
                "{} a {}",
                bars.rows.first().unwrap().label,
                period.word()
            )));
            assert!(found.headline.contains(&bars.rows.last().unwrap().label));
        }
    }

    #[test]
    fn what_cannot_be_said_says_what_to_do() {
        let owned = bundled();
        let none = answer(&owned.facts(None), &Asked::default());
        assert_eq!(none.headline, "Add a workload to see its bill");
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "Set requests per day to see what Chat message costs over time");
        assert_eq!(cell(&found, "GPT-5.4", "Per task").text, "$0.00325");
        assert_eq!(cell(&found, "GPT-5.4", "Per day").cite, None);
        // Longer than any context: no model can take it, and each row says why.
        let mut long = Workload::clone(chat);
        long.set_input_tokens(1_000_000_000);
        let long = Arc::new(long);
        let found = answer(&owned.facts(Some(&long)), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "No model with a price can take Chat message");
        assert!(found.tables[0].rows.iter().all(|row| row.cells[2].text.contains("context")));
    }

    #[test]
    fn every_figure_says_what_its_receipt_says() {
        use crate::answer::{Answer, budget, solve, subscription, switching};
        use crate::catalog::{Catalog, Market, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;
        use crate::receipt::{Outcome, Receipt};
        use crate::workload::Draft;

        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        catalog.models[1].prices = PriceSheet::flat(Price::Unknown, Price::Unknown);
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let chat = owned.workload("Chat message").to_draft();
        let with = |requests: u64, fee: u64| {
            let requests_per_day = Some(requests);
            let draft = Draft { requests_per_day, monthly_fee: Dollars::whole(fee), ..chat.clone() };
            Arc::new(Workload::try_from(draft).unwrap())
        };
        let check = |found: &Answer| {
            check_form(found);
            for cell in found.tables.iter().flat_map(|table| table.rows.iter()).flat_map(|row| row.cells) {
                let Some(cite) = &cell.cite else { continue };
                let offer = owned.market.find(&cite.model).unwrap();
                let mut receipt = Receipt::new(offer, cite.subject, cite.workload.as_deref(), None).unwrap();
                if let Some(then) = cite.then.clone() {
                    receipt = receipt.then(then.title, then.outcome, then.steps);
                }
                match &receipt.outcome {
                    Outcome::Known { label, .. } => assert_eq!(&cell.text, label, "{cite:?}"),
                    Outcome::Unknown(reason) => {
                        assert!(cell.text == *reason || cell.text == "unknown", "{cell:?}");
                    }
                    other => assert_eq!(*other, Outcome::Free, "{cell:?}"),
                }
            }
        };
        for workload in [with(1_000, 0), with(1_000, 7), with(0, 0), with(0, 7)] {
            let facts = owned.facts(Some(&workload));
            check(&answer(&facts, &Asked::default()));
            check(&switching::answer(&facts, &switching::Asked::default()));
            check(&subscription::answer(&facts, &subscription::Asked::default()));
            check(&budget::answer(&facts, &budget::Asked::default()));
            for find in [solve::Find::Budget, solve::Find::Requests, solve::Find::Input, solve::Find::Output]
            {
                check(&solve::answer(&facts, &solve::Asked { find, ..solve::Asked::default() }));
            }
        }
        // A free model is the first, one without a price the last.
        let workload = with(1_000, 0);
        let found = answer(&owned.facts(Some(&workload)), &Asked::default());
        let names: Vec<String> = found.tables[0].rows.iter().map(|row| row.cells[0].text.clone()).collect();
        assert_eq!(names.first(), Some(&catalog.models[0].name));
        assert_eq!(names.last(), Some(&catalog.models[1].name));
        assert_eq!(cell(&found, &names[0], "Per year").text, "free");
        // But the cheapest is the cheapest that has a price.
        assert!(found.headline.contains(" on Llama 3.3 70B, the cheapest, and "), "{}", found.headline);
        assert!(found.notes.contains(&"1 free model is not compared: no price to compare".to_owned()));
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(bars.rows.first().unwrap().label, "free");
    }

    #[test]
    fn no_requests_cost_nothing_and_are_not_free() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(0);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &Asked::default());
        check_form(&found);
        for column in ["Per day", "Per month", "Per year"] {
            let figure = cell(&found, "GPT-5.4", column);
            assert_eq!(figure.text, "$0.00");
            assert_eq!(figure.cite.unwrap().then.unwrap().outcome, "$0.00");
        }
    }

    #[test]
    fn every_question_means_the_same_by_the_cheapest() {
        use crate::answer::{budget, matrix, solve, subscription, switching, trend};
        use crate::catalog::{Catalog, Market, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;

        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        assert_eq!(catalog.models[0].name, "Llama 3.3 8B");
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let facts = owned.facts(Some(&chat));
        let answers = [
            answer(&facts, &Asked::default()),
            solve::answer(&facts, &solve::Asked::default()),
            subscription::answer(&facts, &subscription::Asked::default()),
            switching::answer(&facts, &switching::Asked::default()),
            trend::answer(&facts, &trend::Asked::default()),
        ];
        for found in answers {
            check_form(&found);
            let says = found.title.clone() + &found.headline;
            assert!(says.contains("Gemini 2.0 Flash") && !says.contains("Llama 3.3 8B"), "{says}");
            let note = "1 free model is not compared: no price to compare".to_owned();
            assert!(found.notes.contains(&note), "{found:?}");
        }
        let id = |text: &str| crate::catalog::ModelId::new(text).unwrap();
        let models = vec![id("groq/llama-3.3-8b"), id("openai/gpt-5.4")];
        let found = matrix::answer(&facts, &matrix::Asked { models, ..matrix::Asked::default() });
        assert!(found.headline.contains("goes furthest on GPT-5.4"), "{}", found.headline);
        assert!(found.notes.iter().any(|note| note.starts_with("1 free model is not compared")), "{found:?}");
        // Where nothing but a free model is left, it is named as such.
        catalog.models.truncate(1);
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let facts = owned.facts(Some(&chat));
        for found in [
            answer(&facts, &Asked::default()),
            solve::answer(&facts, &solve::Asked::default()),
            subscription::answer(&facts, &subscription::Asked::default()),
            trend::answer(&facts, &trend::Asked::default()),
        ] {
            assert_eq!(found.headline, "No model with a price can take Chat message, but 1 free model can");
        }
        let found = budget::answer(&facts, &budget::Asked::default());
        assert_eq!(found.headline, "1 of 1 model affords the 30,000 requests a month that are needed");
    }
}

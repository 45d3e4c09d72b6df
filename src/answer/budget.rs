//! What does a budget afford? How many requests each model affords, against what is needed.

use std::sync::Arc;

use super::cells::{self, of_month, requests};
use super::figure::{BarRow, Bars, Piece, Reach, Rule, to_f64};
use super::per_model::PerModel;
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table, counted, free_left_out};
use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::chart::Unit;
use crate::decide::budget::{Affordable, Affords, Budget, Fit, Per, Row as Afforded};
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What there is to spend, and for what.
    pub budget: Budget,
}

impl Default for Asked {
    fn default() -> Self {
        Self { budget: Budget::monthly(Dollars::whole(500)) }
    }
}

/// `$500.00 a month`, `$2.00 a customer and month`.
pub fn words(budget: Budget) -> String {
    let amount = label::dollars(budget.amount);
    match budget.per {
        Per::Month => format!("{amount} a month"),
        Per::Day => format!("{amount} a day"),
        Per::Customer { customers } => {
            let plural = if customers == 1 { "" } else { "s" };
            format!("{amount} a month for each of {} customer{plural}", label::whole(customers))
        }
    }
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = format!("What does {} afford?", words(asked.budget));
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see what the budget affords")?;
    let affordable = Affordable::new(facts.compared, workload, asked.budget);
    answer.headline = headline(facts, workload, &affordable);
    answer.details.extend(at_the_limit(facts, &affordable));
    let is_priced = |row: &Afforded| matches!(row.affords, Affords::Requests(requests) if requests > 0);
    if affordable.needed.is_none() && affordable.rows.iter().any(is_priced) {
        answer.notes.extend(free_left_out(free(&affordable)));
    }
    if affordable.needed.is_none() {
        answer.notes.push(format!(
            "{} names no requests per day: set them to see which models are within the budget",
            workload.name()
        ));
    }
    answer.notes.extend(cells::monthly_fee(workload, "is paid first"));
    let sheet = Arc::new(Sheet {
        given: Given::new(&affordable, workload),
        is_need_unknown: affordable.needed.is_none(),
    });
    let rows = PerModel::in_order(facts.compared, affordable.rows.iter().map(|row| (row.offer, *row)));
    let amount = |row: &Afforded| match row.affords {
        Affords::Requests(requests) => Some(to_f64(requests)),
        _ => None,
    };
    let bars = rows.bars(("Requests a month", Unit::Plain), amount, rows.rows(&sheet, bar));
    let needed = affordable.needed;
    let rule =
        needed.map(|needed| Rule { at: to_f64(needed), label: format!("needed: {}", label::whole(needed)) });
    let mut bars = Bars { rules: rule.into_iter().collect(), ..bars };
    // What is needed is drawn across the bars.
    let all: Reach = affordable.rows.iter().filter_map(amount).chain(needed.map(to_f64)).collect();
    bars.axis.scale = all.scale(affordable.rows.len());
    answer.figure = Some(Figure::Bars(bars));
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Requests a month"),
        Column::number("Cost per month"),
        Column::words("Against what is needed"),
    ];
    answer.tables.push(Table { title: String::new(), columns, rows: rows.rows(&sheet, row) });
    Ok(())
}

/// What the rows of all models need.
#[derive(Clone, Debug)]
struct Sheet {
    given: Given,
    is_need_unknown: bool,
}

/// One model with what its bar and its row have in common.
struct Line {
    total: Total,
    cite: Cite,
    /// How it stands to what is needed; `None` where that is not known.
    fit: Option<String>,
}

impl Line {
    fn of(sheet: &Sheet, offer: &Offer, row: &Afforded) -> Self {
        let total = billing::total(offer, &sheet.given.workload);
        Self { total, cite: sheet.given.cite(row, offer, total), fit: row.fit.map(fit_words) }
    }
}

/// What every receipt has in common, in words.
#[derive(Clone, Debug)]
struct Given {
    workload: Arc<Workload>,
    title: String,
    /// What is left of the budget for requests.
    left: String,
}

impl Given {
    fn new(affordable: &Affordable, workload: &Arc<Workload>) -> Self {
        let left = cells::after_fee(affordable.budget, workload);
        let title = format!("Requests that {} a month affords", label::dollars(affordable.budget));
        Self { workload: Arc::clone(workload), title, left }
    }

    /// How the count follows from the cost of a task.
    fn cite(&self, row: &Afforded, offer: &Offer, total: Total) -> Cite {
        let cite = Cite::cost(offer, &self.workload);
        let (Affords::Requests(requests), Total::Priced(cost)) = (row.affords, total) else { return cite };
        let factors = format!("{} / {} a task, whole ones", self.left, label::exact_dollars(cost));
        cite.then(self.title.as_str(), factors, label::whole(requests))
    }
}

fn headline(facts: &Facts<'_>, workload: &Workload, affordable: &Affordable) -> String {
    let first = affordable.rows.iter().find_map(|row| match row.affords {
        Affords::Requests(requests) if requests > 0 => Some((requests, facts.compared.get(row.offer)?)),
        _ => None,
    });
    // What fits is counted with the free ones, whatever those with a price afford.
    let fitting = affordable.rows.iter().filter(|row| matches!(row.fit, Some(Fit::Fits { .. }))).count();
    if let Some(needed) = affordable.needed
        && fitting > 0
    {
        return format!(
            "{} of {} afford{} the {}",
            label::whole(fitting as u64),
            counted(facts.compared.offers().len(), "model"),
            if fitting == 1 { "s" } else { "" },
            requests_needed(needed)
        );
    }
    let Some((most, offer)) = first else {
        let free = match free(affordable) {
            0 => String::new(),
            1 => "; 1 free model takes any number".to_owned(),
            free => format!("; {} free models take any number", label::whole(free as u64)),
        };
        return format!("No model with a price affords one request of {}{free}", workload.name());
    };
    let name = &offer.model.name;
    match affordable.needed {
        None => format!("{name} affords the most: {} of {} a month", requests(most), workload.name()),
        Some(needed) => format!(
            "No model affords the {}; {name} comes nearest with {}",
            requests_needed(needed),
            label::whole(most)
        ),
    }
}

/// The last model that is within the budget and the first that is not: among a thousand rows one would look long for them.
fn at_the_limit(facts: &Facts<'_>, affordable: &Affordable) -> Option<String> {
    let name = |row: &Afforded| Some(facts.compared.get(row.offer)?.model.name.as_str());
    let last = affordable.rows.iter().filter_map(|row| match row.fit? {
        Fit::Fits { left, .. } if !matches!(row.affords, Affords::AnyNumber) => Some((left, name(row)?)),
        _ => None,
    });
    let first = affordable.rows.iter().filter_map(|row| match row.fit? {
        Fit::Short { lacking, .. } => Some((lacking, name(row)?)),
        Fit::Fits { .. } => None,
    });
    // Of several at the same distance the first in the order of the rows.
    let last = last.min_by_key(|(left, _)| *left);
    let first = first.min_by_key(|(lacking, _)| *lacking);
    let just =
        |(left, name): (Dollars, &str)| format!("{name} just fits, with {} left", label::dollars(left));
    let not = |(lacking, name): (Dollars, &str)| format!("{name} is {} too dear", label::dollars(lacking));
    match (last, first) {
        (Some(last), Some(first)) => Some(format!("{}; next, {}", just(last), not(first))),
        (Some(last), None) => Some(just(last)),
        (None, _) => None,
    }
}

/// How many models afford any number, being free.
fn free(affordable: &Affordable) -> usize {
    affordable.rows.iter().filter(|row| row.affords == Affords::AnyNumber).count()
}

fn requests_needed(needed: u64) -> String {
    let verb = if needed == 1 { "is" } else { "are" };
    format!("{} a month that {verb} needed", requests(needed))
}

fn bar(sheet: &Sheet, offer: &Offer, row: &Afforded) -> BarRow {
    let line = Line::of(sheet, offer, row);
    let (label, pieces) = match row.affords {
        Affords::Requests(requests) => (label::whole(requests), vec![Piece::whole(to_f64(requests))]),
        Affords::AnyNumber => ("any number: free".to_owned(), Vec::new()),
        Affords::Unknown(missing) => (missing.to_string(), Vec::new()),
        Affords::Excluded(rule) => (rule.to_string(), Vec::new()),
    };
    let fit = line.fit.as_deref().unwrap_or("what is needed is not known");
    let name = offer.model.name.clone();
    BarRow {
        description: match row.affords {
            Affords::Requests(count) => format!("{name}: {} a month, {fit}", requests(count)),
            _ => format!("{name}: {label} requests a month, {fit}"),
        },
        stands_out: sheet.is_need_unknown || matches!(row.fit, Some(Fit::Fits { .. })),
        cite: Some(line.cite),
        name,
        pieces,
        label,
    }
}

fn row(sheet: &Sheet, offer: &Offer, row: &Afforded) -> Row {
    let Line { total, cite, fit } = Line::of(sheet, offer, row);
    let workload = &sheet.given.workload;
    let requests = match row.affords {
        Affords::Requests(requests) => label::whole(requests),
        Affords::AnyNumber => "any number".to_owned(),
        Affords::Unknown(_) => "unknown".to_owned(),
        Affords::Excluded(_) => "can't".to_owned(),
    };
    let task = total.cost().ok();
    let monthly = task.and_then(|task| Some((task, billing::monthly(task, workload)?)));
    let fit = match row.affords {
        Affords::Unknown(missing) => missing.to_string(),
        Affords::Excluded(rule) => rule.to_string(),
        _ => fit.unwrap_or_else(|| "—".to_owned()),
    };
    let monthly =
        monthly.map_or_else(|| Cell::from("—"), |(task, month)| of_month(offer, workload, task, month));
    let cells = vec![
        offer.model.name.as_str().into(),
        offer.model.provider.as_str().into(),
        Cell::cited(requests, cite).of_any(match row.affords {
            Affords::Requests(requests) => Some(requests),
            Affords::AnyNumber | Affords::Unknown(_) | Affords::Excluded(_) => None,
        }),
        monthly,
        fit.into(),
    ];
    let is_weak = matches!(row.fit, Some(Fit::Short { .. }))
        || matches!(row.affords, Affords::Unknown(_) | Affords::Excluded(_));
    Row { cells, emphasis: if is_weak { Emphasis::Weak } else { Emphasis::Plain } }
}

fn fit_words(fit: Fit) -> String {
    match fit {
        Fit::Fits { left, .. } => format!("fits, {} left", label::dollars(left)),
        Fit::Short { lacking, .. } => format!("{} too dear", label::dollars(lacking)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn five_hundred_dollars_a_month_of_chat_messages() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(10_000);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &Asked::default());
        check_form(&found);
        for (model, requests) in [("GPT-5.4", "153,846"), ("GPT-4.1 mini", "961,538")] {
            let afforded = cell(&found, model, "Requests a month");
            assert_eq!(afforded.text, requests);
            assert_eq!(afforded.cite.as_ref().unwrap().then.as_ref().unwrap().outcome, requests);
        }
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(bars.rules[0].label, "needed: 300,000");
        let row = |name: &str| bars.rows.iter().find(|row| row.name == name).unwrap();
        assert!(!row("GPT-5.4").stands_out && row("GPT-4.1 mini").stands_out);
        assert!(found.headline.ends_with("of 13 models afford the 300,000 requests a month that are needed"));
        let limit = &found.details[0];
        assert!(limit.contains(" just fits, with $") && limit.contains("; next, "), "{limit}");
        let (fits, next) = limit.split_once(" just fits").unwrap();
        let next = next.split_once("; next, ").unwrap().1.split_once(" is $").unwrap().0;
        assert!(row(fits).stands_out && !row(next).stands_out, "{limit}");
        // No row between the two.
        let place = |name: &str| bars.rows.iter().position(|row| row.name == name).unwrap();
        assert_eq!(place(next), place(fits) + 1, "{limit}");
    }

    #[test]
    fn a_free_model_that_fits_is_counted_beside_those_that_afford_nothing() {
        use crate::catalog::{Catalog, Market, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;

        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let mut chat = Workload::clone(owned.workload("Chat message"));
        let ask = |chat: &Workload, budget: &str| {
            let chat = Arc::new(chat.clone());
            let budget = Budget::monthly(Dollars::parse(budget).unwrap());
            let found = answer(&owned.facts(Some(&chat)), &Asked { budget });
            check_form(&found);
            found
        };
        assert_eq!(
            ask(&chat, "0").headline,
            "No model with a price affords one request of Chat message; 1 free model takes any number"
        );
        let found = ask(&chat, "0.0002");
        assert_eq!(found.headline, "Gemini 2.0 Flash affords the most: 1 request of Chat message a month");
        assert!(found.notes.contains(&"1 free model is not compared: no price to compare".to_owned()));
        chat.set_requests_per_day(1_000);
        let found = ask(&chat, "0");
        assert_eq!(found.headline, "1 of 13 models affords the 30,000 requests a month that are needed");
        assert_eq!(cell(&found, "Llama 3.3 8B", "Cost per month").text, "free");
    }

    #[test]
    fn nothing_to_spend_affords_nothing() {
        let owned = bundled();
        let asked = Asked { budget: Budget::monthly(Dollars::ZERO) };
        let found = answer(&owned.facts(Some(&owned.workloads[0])), &asked);
        check_form(&found);
        assert_eq!(found.headline, "No model with a price affords one request of Chat message");
        let none = answer(&owned.facts(None), &asked);
        assert_eq!(none.headline, "Add a workload to see what the budget affords");
    }
}

//! Does a subscription pay? A flat monthly fee against paying for each request.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cells::{self, of_month};
use super::figure::{Axis, Line, Lines, Mark, Rule, to_f64};
use super::per_model::PerModel;
use super::{
    About, Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table, capital, free_left_out,
    none_has_a_price,
};
use crate::billing::Total;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::bills::{Bills, bills};
use crate::decide::flat::{Flat, against_flat};
use crate::money::{Dollars, label};
use crate::receipt::Step;
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What the subscription costs a month.
    pub fee: Dollars,
    /// The model that the lines are about; without one, the cheapest of those compared.
    pub model: Option<ModelId>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { fee: Dollars::whole(20), model: None }
    }
}

/// The subscription against one model.
struct Against<'a> {
    offer: &'a Offer,
    bills: Result<Bills, Total>,
    flat: Flat,
}

impl<'a> Against<'a> {
    fn new(offer: &'a Offer, workload: &Workload, fee: Dollars) -> Self {
        Self { offer, bills: bills(offer, workload), flat: against_flat(offer, workload, fee) }
    }
}

/// The soonest first; then where it never is cheaper, then what is not known.
fn in_order(a: &Flat, b: &Flat) -> Ordering {
    let place = |flat: &Flat| match flat {
        Flat::Always => (0, 0),
        Flat::BreaksEvenAt { cheaper_from, .. } => (1, *cheaper_from),
        Flat::Never | Flat::Same => (2, 0),
        Flat::Unknown => (3, 0),
    };
    place(a).cmp(&place(b))
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let fee = label::dollars(asked.fee);
    let title = format!("Does a subscription of {fee} a month pay?");
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see from where on a subscription pays")?;
    facts.some_compared()?;
    let rows = PerModel::new(facts.compared, |offer| against_flat(offer, workload, asked.fee), in_order);
    let About { offer: chosen, free } = facts.named_or_cheapest(asked.model.as_ref(), workload);
    match chosen.map(|offer| Against::new(offer, workload, asked.fee)) {
        Some(chosen) => {
            answer.headline = headline(&chosen);
            answer.details.extend(verdict(&chosen, workload, asked.fee));
            answer.figure = figure(&chosen, workload, asked.fee);
            answer.notes.extend(free_left_out(free));
        }
        None => answer.headline = none_has_a_price(workload, free),
    }
    answer.notes.push(format!(
        "What a request of {} costs is compared; what a subscription limits is not known here",
        workload.name()
    ));
    answer.notes.extend(cells::monthly_fee(workload, "is saved by subscribing"));
    let chosen = chosen.map(|offer| offer.model.id.clone());
    let sheet = Sheet { workload: Arc::clone(workload), fee: asked.fee, chosen };
    answer.tables.push(table(&rows, sheet));
    Ok(())
}

fn headline(chosen: &Against<'_>) -> String {
    let words = chosen.flat.words(&chosen.offer.model.name);
    match (&chosen.flat, &chosen.bills) {
        // It begins with the name of the model.
        (Flat::Never | Flat::Same, _) => words,
        (Flat::Unknown, Err(total)) => {
            format!("{}: {}", capital(&words), total.reason().unwrap_or_default())
        }
        _ => capital(&words),
    }
}

/// What it comes to at the workload's own requests.
fn verdict(chosen: &Against<'_>, workload: &Workload, fee: Dollars) -> Option<String> {
    let requests = workload.requests_per_month()?;
    let month = chosen.bills.ok()?.periods?.month;
    let name = &chosen.offer.model.name;
    let against = match (month.minus(fee), fee.minus(month)) {
        (Some(more), _) if !more.is_zero() => {
            format!("the subscription saves {} a month", label::dollars(more))
        }
        (_, Some(less)) if !less.is_zero() => {
            format!("the subscription costs {} a month more", label::dollars(less))
        }
        _ => "the subscription costs the same".to_owned(),
    };
    Some(format!(
        "At the workload's {} a month, {name} costs {}: {against}",
        cells::requests(requests),
        label::dollars(month)
    ))
}

/// Both costs over the requests of a month.
fn figure(chosen: &Against<'_>, workload: &Workload, fee: Dollars) -> Option<Figure> {
    /// How far the lines go where nothing says it.
    const FIRST: f64 = 1_000.0;
    let bills = chosen.bills.ok()?;
    let (task, base, level) = (bills.task.to_f64(), workload.monthly_fee().to_f64(), fee.to_f64());
    let own = workload.requests_per_month().map(to_f64).filter(|requests| *requests > 0.0);
    let even = match chosen.flat {
        Flat::BreaksEvenAt { requests, .. } => Some(requests.to_f64()),
        Flat::Always | Flat::Never | Flat::Same | Flat::Unknown => None,
    };
    // The crossing in the middle, the workload's own number within.
    let last = even.map_or(0.0, |even| 2.0 * even).max(own.map_or(0.0, |own| 1.1 * own));
    let last = if last > 0.0 { last } else { FIRST };
    let line = |name: String, first: f64, end: f64| Line {
        name,
        pieces: vec![vec![(0.0, first), (last, end)]],
        band: Vec::new(),
    };
    let mark = match chosen.flat {
        Flat::BreaksEvenAt { requests, cheaper_from } => Some(Mark {
            x: requests.to_f64(),
            y: level,
            label: match cheaper_from {
                1 => "cheaper from the first request".to_owned(),
                _ => format!("cheaper from {} requests", label::whole(cheaper_from)),
            },
        }),
        Flat::Always | Flat::Never | Flat::Same | Flat::Unknown => None,
    };
    let rule = own.map(|own| Rule {
        at: own,
        label: format!("{}: {}", workload.name(), label::whole(workload.requests_per_month().unwrap_or(0))),
    });
    Some(Figure::Lines(Lines {
        x: Axis { title: "Requests a month".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars a month".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![
            line(format!("{}, for each request", chosen.offer.model.name), base, task.mul_add(last, base)),
            line("Subscription".to_owned(), level, level),
        ],
        marks: mark.into_iter().collect(),
        rules: rule.into_iter().collect(),
    }))
}

/// What the rows of all models need.
struct Sheet {
    workload: Arc<Workload>,
    fee: Dollars,
    chosen: Option<ModelId>,
}

fn table(rows: &PerModel<Flat>, sheet: Sheet) -> Table {
    let mut columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Per task"),
        Column::number("Cheaper from, requests a month"),
    ];
    let volume = sheet.workload.requests_per_month();
    if let Some(requests) = volume {
        columns.push(Column::number(format!("At {} a month", label::whole(requests))));
    }
    Table { title: String::new(), rows: rows.rows(&Arc::new(sheet), row), columns }
}

fn row(sheet: &Sheet, offer: &Offer, flat: &Flat) -> Row {
    let Sheet { workload, fee, chosen } = sheet;
    let against = Against { offer, bills: bills(offer, workload), flat: *flat };
    let mut cells = vec![
        offer.model.name.as_str().into(),
        offer.model.provider.as_str().into(),
        cells::of_task(offer, workload, against.bills.map(|bills| bills.task)),
        from(&against, workload, *fee),
    ];
    if workload.requests_per_month().is_some() {
        let month = against.bills.ok().and_then(|bills| Some((bills.task, bills.periods?.month)));
        cells.push(
            month.map_or_else(|| Cell::from("—"), |(task, month)| of_month(offer, workload, task, month)),
        );
    }
    let emphasis = match against.flat {
        Flat::Never | Flat::Same | Flat::Unknown => Emphasis::Weak,
        _ if chosen.as_ref() == Some(&offer.model.id) => Emphasis::Strong,
        Flat::Always | Flat::BreaksEvenAt { .. } => Emphasis::Plain,
    };
    Row { cells, emphasis }
}

/// From how many requests a month on the subscription is cheaper, and why.
fn from(row: &Against<'_>, workload: &Arc<Workload>, fee: Dollars) -> Cell {
    let (even, cheaper_from) = match row.flat {
        Flat::BreaksEvenAt { requests, cheaper_from } => (requests, cheaper_from),
        Flat::Always => return "the first".into(),
        Flat::Never | Flat::Same => return "never".into(),
        Flat::Unknown => return "—".into(),
    };
    let Ok(Bills { task, .. }) = row.bills else { return "—".into() };
    let text = label::whole(cheaper_from);
    let left = cells::after_fee(fee, workload);
    let steps = vec![
        Step::stated(format!("{left} / {} a task", label::exact_dollars(task)), label::quotient(even, 4)),
        Step::stated("the first whole number above it".to_owned(), text.clone()),
    ];
    let title = format!("Requests a month from which {} a month is cheaper", label::dollars(fee));
    let cite = Cite::cost(row.offer, workload).then_steps(title, text.clone(), steps);
    Cell::cited(text, cite).of(cheaper_from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    const FROM: &str = "Cheaper from, requests a month";

    fn asked(model: &str) -> Asked {
        Asked { model: Some(ModelId::new(model).unwrap()), ..Asked::default() }
    }

    #[test]
    fn twenty_dollars_a_month_against_chat_messages() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &asked("openai/gpt-5.4"));
        check_form(&found);
        assert_eq!(
            found.headline,
            "Up to 6,153 requests a month, GPT-5.4 costs no more; from 6,154 on, the subscription is cheaper"
        );
        assert!(found.details.is_empty());
        let figure = cell(&found, "GPT-5.4", FROM);
        assert_eq!(figure.text, "6,154");
        let then = figure.cite.as_ref().unwrap().then.as_ref().unwrap();
        assert_eq!((then.outcome.as_str(), then.steps[0].amount.as_str()), ("6,154", "6,153.8462"));
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        // The level line, and the point where the other reaches it.
        assert_eq!(lines.lines[1].pieces[0].iter().map(|(_, y)| *y).collect::<Vec<_>>(), [20.0, 20.0]);
        assert!((lines.marks[0].x - 20.0 / 0.00325).abs() < 1e-6);
        assert!((lines.marks[0].y - 20.0).abs() < 1e-9);
        let (last, top) = lines.lines[0].pieces[0][1];
        assert!((top - 0.00325 * last).abs() < 1e-9);
        assert!(lines.rules.is_empty());
        // Every row says the number at which the bill is first above the fee.
        for offer in owned.market.offers() {
            let from = cell(&found, &offer.model.name, FROM).text.replace(',', "").parse::<u64>().unwrap();
            let task = bills(offer, chat).unwrap().task;
            assert!(task.times(from) > Dollars::whole(20) && task.times(from - 1) <= Dollars::whole(20));
        }
    }

    #[test]
    fn the_workloads_own_requests_decide() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &asked("openai/gpt-5.4"));
        check_form(&found);
        assert_eq!(
            found.details,
            [
                "At the workload's 30,000 requests a month, GPT-5.4 costs $97.50: the subscription saves $77.50 a month"
            ]
        );
        assert_eq!(cell(&found, "GPT-5.4", "At 30,000 a month").text, "$97.50");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!((lines.rules[0].at, lines.rules[0].label.as_str()), (30_000.0, "Chat message: 30,000"));
        let cheaper = answer(&owned.facts(Some(&chat)), &asked("openai/gpt-4.1-mini"));
        assert!(cheaper.details[0].ends_with("the subscription costs $4.40 a month more"));
    }

    #[test]
    fn one_request_is_one() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        // A message costs $0.00325.
        for (fee, headline, mark) in [
            (
                "0.001",
                "The subscription is cheaper from the first request on",
                "cheaper from the first request",
            ),
            (
                "0.004",
                "Up to 1 request a month, GPT-5.4 costs no more; from 2 on, the subscription is cheaper",
                "cheaper from 2 requests",
            ),
        ] {
            let fee = Dollars::parse(fee).unwrap();
            let found = answer(&owned.facts(Some(chat)), &Asked { fee, ..asked("openai/gpt-5.4") });
            check_form(&found);
            assert_eq!(found.headline, headline);
            let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
            assert_eq!(lines.marks[0].label, mark);
        }
    }

    #[test]
    fn without_a_fee_it_always_pays_and_without_a_workload_it_says_what_to_do() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let free = Asked { fee: Dollars::ZERO, ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &free);
        check_form(&found);
        assert_eq!(found.headline, "The subscription is cheaper from the first request on");
        assert!(found.tables[0].rows.iter().all(|row| row.cells[3].text == "the first"));
        let none = answer(&owned.facts(None), &free);
        assert_eq!(none.headline, "Add a workload to see from where on a subscription pays");
    }
}

//! What will it cost later? The monthly bill with falling prices and growing volume: an assumption, not a forecast.

use std::sync::Arc;

use super::figure::{Axis, Line, Lines};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table, sensitivity};
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::trend::{Assumptions, Month, project};
use crate::money::{Dollars, Share, label};
use crate::receipt::Step;
use crate::workload::Workload;

/// Which months have a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Every {
    /// Each.
    Month,
    /// Each third one.
    #[default]
    Quarter,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The model; `None` is the cheapest.
    pub model: Option<ModelId>,
    /// What is assumed.
    pub assumptions: Assumptions,
    /// Which months have a row.
    pub every: Every,
}

impl Default for Asked {
    fn default() -> Self {
        let assumptions = Assumptions { months: 24, ..Assumptions::default() };
        Self { model: None, assumptions, every: Every::default() }
    }
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = format!("What will it cost in {} months?", asked.assumptions.months);
    let mut answer = Answer { title, source: facts.source.to_owned(), ..Answer::default() };
    let Some(workload) = facts.workload else {
        "Add a workload to see what it will cost".clone_into(&mut answer.headline);
        return answer;
    };
    let Some(offer) = sensitivity::chosen(facts, asked.model.as_ref(), workload) else {
        answer.headline = format!("No compared model has a price for {}", workload.name());
        return answer;
    };
    let months = match project(offer, workload, facts.today, asked.assumptions) {
        Ok(months) => months,
        Err(None) => {
            answer.headline = format!("Set requests per day to see what {} will cost", workload.name());
            return answer;
        }
        Err(Some(total)) => {
            let reason = total.reason().unwrap_or_default();
            answer.headline = format!("What {} will cost is not known: {reason}", offer.model.name);
            return answer;
        }
    };
    if let Some(last) = months.last() {
        answer.headline = headline(offer, asked.assumptions, last);
    }
    answer.figure = Some(Figure::Lines(lines(offer, asked.assumptions, &months)));
    answer.tables.push(table(offer, workload, asked, &months));
    notes(facts, offer, workload, asked.assumptions, &mut answer.notes);
    answer
}

fn percent(share: Share) -> String {
    format!("{} %", share.to_percent())
}

fn headline(offer: &Offer, assumptions: Assumptions, last: &Month) -> String {
    let bill = if last.fast == last.slow {
        label::dollars(last.slow)
    } else {
        format!("{} to {}", label::dollars(last.fast), label::dollars(last.slow))
    };
    let (slow, fast) = (assumptions.slow_decline.to_percent(), percent(assumptions.fast_decline));
    format!(
        "In {} months {} costs {bill} a month if prices fall {slow} to {fast} a year, and {} if they stay",
        last.index,
        offer.model.name,
        label::dollars(last.unchanged)
    )
}

/// The months of each price list: between two the bill jumps.
fn pieces(offer: &Offer, months: &[Month], amount: impl Fn(&Month) -> Dollars) -> Vec<Vec<(f64, f64)>> {
    let in_force = |month: &Month| {
        let announced = offer.model.dated.iter().filter(|_| month.announced);
        announced.filter(|dated| dated.holds(month.day)).filter_map(|dated| dated.from).max()
    };
    let same = months.chunk_by(|one, next| in_force(one) == in_force(next));
    same.map(|piece| piece.iter().map(|month| (f64::from(month.index), amount(month).to_f64())).collect())
        .collect()
}

fn lines(offer: &Offer, assumptions: Assumptions, months: &[Month]) -> Lines {
    let line = |name: String, amount: fn(&Month) -> Dollars, band| Line {
        name,
        pieces: pieces(offer, months, amount),
        band,
    };
    let band = months
        .iter()
        .map(|month| (f64::from(month.index), month.fast.to_f64(), month.slow.to_f64()))
        .collect();
    let assumed = |decline| format!("Assumption: prices fall {} a year", percent(decline));
    Lines {
        x: Axis { title: "Months from now".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis {
            title: "US dollars a month (assumed)".to_owned(),
            scale: Scale::Linear,
            unit: Unit::Dollars,
        },
        lines: vec![
            line("Prices stay".to_owned(), |month| month.unchanged, Vec::new()),
            line(assumed(assumptions.slow_decline), |month| month.slow, band),
            line(assumed(assumptions.fast_decline), |month| month.fast, Vec::new()),
        ],
        ..Lines::default()
    }
}

fn table(offer: &Offer, workload: &Arc<Workload>, asked: &Asked, months: &[Month]) -> Table {
    let assumptions = asked.assumptions;
    let falling = |decline| Column::number(format!("Prices fall {} a year", percent(decline)));
    let columns = vec![
        Column::words("Month"),
        Column::number("Requests"),
        Column::number("Prices stay"),
        falling(assumptions.slow_decline),
        falling(assumptions.fast_decline),
    ];
    let every = match asked.every {
        Every::Month => 1,
        Every::Quarter => 3,
    };
    let last = months.last().map(|month| month.index);
    let shown = months.iter().filter(|month| month.index % every == 0 || Some(month.index) == last);
    let rows = shown.map(|month| {
        let cell = |bill: Dollars, level: &str| {
            Cell::cited(label::dollars(bill), cite(offer, workload, month, bill, level))
        };
        let name = match month.index {
            0 => format!("{} (now)", month.day.strftime("%Y-%m")),
            _ => month.day.strftime("%Y-%m").to_string(),
        };
        let cells = vec![
            name.into(),
            label::whole(month.requests).into(),
            cell(month.unchanged, "1"),
            cell(month.slow, &month.slow_level()),
            cell(month.fast, &month.fast_level()),
        ];
        let emphasis = if Some(month.index) == last { Emphasis::Strong } else { Emphasis::Plain };
        Row { cells, emphasis }
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

/// How a month's bill follows from what a task costs now.
fn cite(offer: &Offer, workload: &Arc<Workload>, month: &Month, bill: Dollars, level: &str) -> Cite {
    let mut steps = Vec::new();
    if month.announced {
        let factors = format!("One task at the prices announced for {}", month.day);
        steps.push(Step::stated(factors, label::exact_dollars(month.task)));
    }
    let fee = workload.monthly_fee();
    let fee =
        if fee.is_zero() { String::new() } else { format!(" + {} monthly fee", label::exact_dollars(fee)) };
    let outcome = label::dollars(bill);
    let of = if month.announced { "the announced prices" } else { "today's prices" };
    let factors = format!(
        "{} a task x {} requests x {level} of {of} (assumed){fee}",
        label::exact_dollars(month.task),
        label::whole(month.requests)
    );
    steps.push(Step::stated(factors, outcome.clone()));
    let title = format!("Bill of the month from {}, an assumption", month.day);
    Cite::cost(offer, workload).then_steps(title, outcome, steps)
}

fn notes(
    facts: &Facts<'_>,
    offer: &Offer,
    workload: &Workload,
    assumptions: Assumptions,
    notes: &mut Vec<String>,
) {
    notes.push(format!(
        "Every figure after the first month is an assumption, not a forecast: prices fall {} to {} a year, and \
         the volume grows {} a month",
        assumptions.slow_decline.to_percent(),
        percent(assumptions.fast_decline),
        percent(assumptions.growth)
    ));
    for dated in offer.model.announced_after(facts.today) {
        let Some(from) = dated.from else { continue };
        notes.push(format!(
            "From {from} the announced prices count, scheduled and unconfirmed: {} in, {} out per million tokens",
            label::exact_price(dated.prices.input),
            label::exact_price(dated.prices.output)
        ));
    }
    if !workload.monthly_fee().is_zero() {
        notes.push("The workload's monthly fee neither falls nor grows".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    fn chat(owned: &crate::answer::tests::Owned) -> Arc<Workload> {
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        Arc::new(chat)
    }

    #[test]
    fn a_thousand_messages_a_day_in_two_years() {
        let owned = bundled();
        let chat = chat(&owned);
        let asked = Asked { model: ModelId::new("openai/gpt-5.4").ok(), ..Asked::default() };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "In 24 months GPT-5.4 costs $24.38 to $47.78 a month if prices fall 30 to 50 % a year, and $97.50 \
             if they stay"
        );
        assert_eq!(found.tables[0].rows.len(), 9);
        let slow = cell(&found, "2027-11", "Prices fall 30 % a year");
        assert_eq!(slow.text, "$68.25");
        let then = slow.cite.as_ref().unwrap().then.as_ref().unwrap();
        assert_eq!(then.outcome, slow.text);
        assert!(then.steps[0].factors.contains("x 30,000 requests x 0.7 of"), "{then:?}");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(lines.lines[1].band.len(), 25);
        assert!(found.notes[0].contains("assumption"));
        let monthly = answer(&owned.facts(Some(&chat)), &Asked { every: Every::Month, ..asked });
        assert_eq!(monthly.tables[0].rows.len(), 25);
    }

    #[test]
    fn without_a_volume_it_says_what_to_do() {
        let owned = bundled();
        let found = answer(&owned.facts(Some(owned.workload("Chat message"))), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "Set requests per day to see what Chat message will cost");
        assert_eq!(
            answer(&owned.facts(None), &Asked::default()).headline,
            "Add a workload to see what it will cost"
        );
    }
}

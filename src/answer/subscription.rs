//! Does a subscription pay? A flat monthly fee against paying for each request.

use std::sync::Arc;

use super::figure::{Axis, Line, Lines, Mark, Rule};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Row, Table};
use crate::billing::{self, Total};
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::flat::{Flat, against_flat};
use crate::money::{Dollars, label};
use crate::ranking::{Measure, Ranking};
use crate::receipt::Step;
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the subscription costs a month.
    pub fee: Dollars,
    /// The model that is paid for each request; without, the cheapest.
    pub model: Option<ModelId>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { fee: Dollars::whole(20), model: None }
    }
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let fee = label::dollars(asked.fee);
    let mut answer = Answer {
        title: format!("Does a subscription of {fee} a month pay?"),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to compare it with a subscription".clone_into(&mut answer.headline);
        return answer;
    };
    let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
    let ranked: Vec<&Offer> = ranking
        .rows()
        .iter()
        .filter(|row| row.standing.rank().is_some())
        .filter_map(|row| facts.compared.get(row.offer))
        .collect();
    let named = asked.model.as_ref().and_then(|id| facts.find(id));
    let Some(offer) = named.or_else(|| ranked.first().copied()) else {
        answer.headline = format!("No model has a price for {}", workload.name());
        return answer;
    };
    let flat = against_flat(offer, workload, asked.fee);
    answer.headline = super::capital(&flat.words(&offer.model.name));
    if let (Some(needed), Flat::BreaksEvenAt { cheaper_from, .. }) = (workload.requests_per_month(), flat) {
        let pays = if needed >= cheaper_from {
            "the subscription pays"
        } else {
            "paying for each request is cheaper"
        };
        answer.details.push(format!("At {} requests a month {pays}", label::whole(needed)));
    }
    answer.figure = figure(offer, workload, asked.fee, flat);
    let mut offers = vec![offer];
    offers.extend(ranked.into_iter().filter(|other| other.model.id != offer.model.id));
    answer.tables.push(table(&offers, workload, asked.fee));
    answer
        .notes
        .push("What a subscription allows and forbids is not compared, only what it costs".to_owned());
    if !workload.monthly_fee().is_zero() {
        answer.notes.push("The workload's own monthly fee is saved by subscribing".to_owned());
    }
    answer
}

fn figure(offer: &Offer, workload: &Workload, fee: Dollars, flat: Flat) -> Option<Figure> {
    let Total::Priced(task) = billing::total(offer, workload) else { return None };
    let even = match flat {
        Flat::BreaksEvenAt { requests, .. } => Some(requests.to_f64()),
        Flat::Never | Flat::Always | Flat::Unknown => None,
    };
    let needed = workload.requests_per_month().map(to_f64);
    let end = even.unwrap_or_default().max(needed.unwrap_or_default()).max(50.0) * 2.0;
    let start = workload.monthly_fee().to_f64();
    let line = |name: String, from: f64, to: f64| Line {
        name,
        pieces: vec![vec![(0.0, from), (end, to)]],
        band: Vec::new(),
    };
    let fee = fee.to_f64();
    Some(Figure::Lines(Lines {
        x: Axis { title: "Requests a month".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars a month".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![
            line(format!("Each request on {}", offer.model.name), start, task.to_f64().mul_add(end, start)),
            line("Subscription".to_owned(), fee, fee),
        ],
        marks: even.map(|x| Mark { x, y: fee, label: "same cost".to_owned() }).into_iter().collect(),
        rules: needed
            .zip(workload.requests_per_month())
            .map(|(at, needed)| Rule { at, label: format!("needed: {}", label::whole(needed)) })
            .into_iter()
            .collect(),
    }))
}

fn table(offers: &[&Offer], workload: &Arc<Workload>, fee: Dollars) -> Table {
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Cost per task"),
        Column::number("Subscription cheaper from"),
    ];
    let rows = offers.iter().map(|offer| {
        let cost = match billing::total(offer, workload) {
            Total::Priced(cost) => Some(cost),
            Total::Free | Total::Unknown(_) | Total::Excluded(_) => None,
        };
        let text = cost.map_or_else(|| "unknown".to_owned(), label::dollars);
        let from = match against_flat(offer, workload, fee) {
            Flat::BreaksEvenAt { cheaper_from, .. } => {
                let outcome = label::whole(cheaper_from);
                let extra = fee.minus(workload.monthly_fee()).unwrap_or_default();
                let a_task = cost.map_or_else(String::new, label::exact_dollars);
                let factors = format!("more than {} / {a_task} a task", label::exact_dollars(extra));
                let step = Step::stated(factors, outcome.clone());
                let title = "Requests a month from which the subscription is cheaper";
                Cell::cited(
                    outcome.clone(),
                    Cite::cost(offer, workload).then_steps(title, outcome, vec![step]),
                )
            }
            Flat::Never => Cell::from("never"),
            Flat::Always => Cell::from("the first"),
            Flat::Unknown => Cell::from("unknown"),
        };
        Row::plain(vec![
            offer.model.name.as_str().into(),
            offer.model.provider.as_str().into(),
            Cell::cited(text, Cite::cost(offer, workload)),
            from,
        ])
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

/// For drawing only.
#[expect(clippy::cast_precision_loss, reason = "a place in a picture")]
const fn to_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn twenty_dollars_a_month_against_chat_messages() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let asked = Asked { model: Some(ModelId::new("openai/gpt-5.4").unwrap()), ..Asked::default() };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        // 20 / 0.00325 = 6,153.8
        let from = cell(&found, "GPT-5.4", "Subscription cheaper from");
        assert_eq!(from.text, "6,154");
        assert_eq!(from.cite.as_ref().unwrap().then.as_ref().unwrap().outcome, from.text);
        assert_eq!(found.details, ["At 30,000 requests a month the subscription pays"]);
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert!((lines.marks[0].x - 20.0 / 0.003_25).abs() < 1e-6);
        assert_eq!(found.tables[0].rows.len(), 13);
        let free = answer(&owned.facts(Some(&chat)), &Asked { fee: Dollars::ZERO, ..asked });
        assert_eq!(free.headline, "The subscription is cheaper from the first request on");
    }
}

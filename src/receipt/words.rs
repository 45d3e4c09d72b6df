//! The words of a receipt: its title, its outcome, and what a reader of the arithmetic has to know.

use jiff::civil::Date;

use super::origin::capital;
use super::{Billed, Outcome, Step, Subject, figure};
use crate::billing::{Bill, PartOfWeek};
use crate::catalog::{Offer, Whose};
use crate::money::{Price, label};
use crate::ranking::{Amount, Standing};
use crate::workload::{Runs, Workload};

/// `Cost per task: Chat message`.
pub(super) fn title(subject: Subject, workload: Option<&Workload>) -> String {
    let what = match subject {
        Subject::InputPrice => "Price per million input tokens",
        Subject::OutputPrice => "Price per million output tokens",
        Subject::InputTokensPerDollar => "Input tokens per dollar",
        Subject::OutputTokensPerDollar => "Output tokens per dollar",
        Subject::BlendedTokensPerDollar => "Tokens per dollar",
        Subject::OutputInputRatio => "Output price to input price",
        Subject::CostPerTask => "Cost per task",
        Subject::TasksPerDollar => "Tasks per dollar",
        Subject::CostPerMonth => "Cost per month",
    };
    match workload {
        Some(workload) => format!("{what}: {}", workload.name()),
        None => what.to_owned(),
    }
}

pub(super) fn outcome(offer: &Offer, subject: Subject, workload: Option<&Workload>) -> Outcome {
    let price = match subject {
        Subject::InputPrice => Some(offer.prices.input),
        Subject::OutputPrice => Some(offer.prices.output),
        _ => None,
    };
    match price {
        Some(Price::Free) => return Outcome::Free,
        Some(Price::Unknown) => return Outcome::Unknown("the list gives no price".to_owned()),
        Some(Price::Unusable) => {
            return Outcome::Unknown("what the list says is no price that can be used".to_owned());
        }
        Some(Price::Impossible(said)) => {
            let said = label::exact_token_price(said);
            return Outcome::Unknown(format!("the list's price can't be true ({said} per million)"));
        }
        Some(Price::Known(_)) | None => {}
    }
    match figure(offer, subject, workload) {
        Ok(label) => Outcome::Known { exact: exact(offer, subject, workload, &label), label },
        Err(Standing::Free) => Outcome::Free,
        Err(Standing::NoVolume) => Outcome::NoVolume,
        Err(Standing::Excluded(rule)) => Outcome::Excluded(rule.to_string()),
        Err(standing) => Outcome::Unknown(standing.reason().unwrap_or_default()),
    }
}

/// A cost with every digit of it, where the label has not all.
fn exact(offer: &Offer, subject: Subject, workload: Option<&Workload>, label: &str) -> Option<String> {
    match subject.measure(workload)?.of(offer) {
        Ok(Amount::Cost(cost)) => Some(label::exact_dollars(cost)).filter(|exact| exact != label),
        _ => None,
    }
}

/// What a reader has to know, each thing once.
pub(super) fn notes(
    offer: &Offer,
    billed: Billed<'_>,
    steps: &[Step],
    whose: Whose,
    day: Option<Date>,
) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if let Some((workload, bill)) = billed {
        of_the_workload(workload, bill, &mut notes);
        for (part, assumption) in bill.assumptions() {
            notes.push(format!("{}: {}", capital(part.label()), assumption.label()));
        }
    }
    if offer.own_price.is_some() && whose == Whose::List {
        notes.push(
            "Your own price does not count here: it names none of the prices of this figure".to_owned(),
        );
    }
    of_the_check(offer, &mut notes);
    notes.extend(steps.iter().filter_map(|step| step.rounding.clone()));
    if let Some(remark) = &offer.model.facts.remark {
        notes.push(capital(remark));
    }
    if let Some(day) = day {
        for dated in offer.model.announced_after(day) {
            let Some(from) = dated.from else { continue };
            notes.push(format!(
                "Scheduled, unconfirmed, and not used before: from {from} {} in, {} out per million tokens",
                label::exact_price(dated.prices.input),
                label::exact_price(dated.prices.output)
            ));
        }
    }
    notes
}

/// What is odd about the list's prices, and what the user said of that.
fn of_the_check(offer: &Offer, notes: &mut Vec<String>) {
    let Some(check) = &offer.check else { return };
    notes.push(match check.confirmed {
        None if check.is_impossible() => format!("Not counted with: {check}"),
        None => format!("Doubtful: {check}"),
        Some(day) => {
            let day = day.map_or_else(String::new, |day| format!(" on {day}"));
            format!("You said{day} that this is right: {check}")
        }
    });
}

fn of_the_workload(workload: &Workload, bill: &Bill, notes: &mut Vec<String>) {
    if let Some(tier) = bill.tier() {
        notes.push(capital(&tier.to_string()));
    }
    if !workload.processing().is_standard() {
        notes.push(format!(
            "Processing is {}, which has prices of its own; the standard prices say nothing about it",
            workload.processing().label()
        ));
    }
    let parts = parts_of_week(bill);
    match (workload.runs(), parts.as_slice()) {
        (_, []) => {}
        (Runs::At(minute), [only, ..]) => {
            notes.push(format!("It runs at {minute} UTC, when the {} prices hold", only.label));
        }
        (Runs::Spread, parts) => {
            let minutes: Vec<String> = parts
                .iter()
                .map(|part| {
                    format!("{} of 10,080 minutes {}", label::whole(u64::from(part.minutes)), part.label)
                })
                .collect();
            notes.push(format!("It runs spread over the week: {}", minutes.join(", ")));
            notes.push("Each part of the week is rounded half up at the 36th decimal of a dollar".to_owned());
        }
    }
}

/// The parts of the week that a bill tells apart, each once.
fn parts_of_week(bill: &Bill) -> Vec<PartOfWeek> {
    let mut parts: Vec<PartOfWeek> = Vec::new();
    for week in bill.lines.iter().filter_map(|line| line.week) {
        if !parts.contains(&week) {
            parts.push(week);
        }
    }
    parts
}

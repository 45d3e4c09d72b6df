//! The words of a chart: title, unit, source, and the row that a screen reader says.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Unit;
use super::{Bar, Marks, Scale};
use crate::catalog::{AsOf, Offer, Origin, Tier};
use crate::money::label::whole;
use crate::ranking::Measure;
use crate::workload::Workload;

pub(super) fn unit(measure: &Measure<'_>) -> Unit {
    match measure {
        Measure::CostPerTask(_) | Measure::CostPerMonth(_) => Unit::Dollars,
        Measure::OutputInputRatio => Unit::Times,
        Measure::InputTokensPerDollar
        | Measure::OutputTokensPerDollar
        | Measure::BlendedTokensPerDollar(_)
        | Measure::TasksPerDollar(_) => Unit::Plain,
    }
}

pub(super) fn title(measure: &Measure<'_>) -> String {
    match measure {
        Measure::InputTokensPerDollar => "Input tokens per dollar".to_owned(),
        Measure::OutputTokensPerDollar => "Output tokens per dollar".to_owned(),
        Measure::BlendedTokensPerDollar(workload) => format!("Tokens per dollar: {}", name(workload)),
        Measure::CostPerTask(workload) => format!("Cost per task: {}", name(workload)),
        Measure::TasksPerDollar(workload) => format!("Tasks per dollar: {}", name(workload)),
        Measure::CostPerMonth(workload) => format!("Cost per month: {}", name(workload)),
        Measure::OutputInputRatio => "Output price to input price".to_owned(),
    }
}

pub(super) fn subtitle(measure: &Measure<'_>) -> String {
    match measure {
        Measure::InputTokensPerDollar => "Input tokens that one US dollar buys; more is better".to_owned(),
        Measure::OutputTokensPerDollar => "Output tokens that one US dollar buys; more is better".to_owned(),
        Measure::BlendedTokensPerDollar(workload) => {
            format!("Tokens that one US dollar buys in the mix of {}; more is better", tokens(workload))
        }
        Measure::CostPerTask(workload) => {
            format!("US dollars per task of {}; less is better", tokens(workload))
        }
        Measure::TasksPerDollar(workload) => format!(
            "How many tasks ({}) one US dollar buys, each of {}; more is better",
            workload.unit(),
            tokens(workload)
        ),
        Measure::CostPerMonth(workload) => {
            let volume = workload.requests_per_day().map_or_else(String::new, |requests| {
                format!(", {} requests a day on {} days", whole(requests), workload.days_per_month())
            });
            format!("US dollars per month, {} a task{volume}; less is better", tokens(workload))
        }
        Measure::OutputInputRatio => "How many times the input price an output token costs".to_owned(),
    }
}

pub(super) fn axis_unit(measure: &Measure<'_>) -> String {
    match measure {
        Measure::InputTokensPerDollar => "input tokens per US dollar",
        Measure::OutputTokensPerDollar => "output tokens per US dollar",
        Measure::BlendedTokensPerDollar(_) => "tokens per US dollar",
        Measure::CostPerTask(_) => "US dollars per task",
        Measure::TasksPerDollar(_) => "tasks per US dollar",
        Measure::CostPerMonth(_) => "US dollars per month",
        Measure::OutputInputRatio => "output price / input price",
    }
    .to_owned()
}

/// What a screen reader says behind the amount.
fn spoken_unit(measure: &Measure<'_>) -> &'static str {
    match measure {
        Measure::InputTokensPerDollar
        | Measure::OutputTokensPerDollar
        | Measure::BlendedTokensPerDollar(_) => "tokens per dollar",
        Measure::CostPerTask(_) => "per task",
        Measure::TasksPerDollar(_) => "tasks per dollar",
        Measure::CostPerMonth(_) => "per month",
        Measure::OutputInputRatio => "output to input price",
    }
}

/// `GPT-4.1, 500,000 tokens per dollar, rank 9 of 13`.
pub(super) fn description(
    measure: &Measure<'_>,
    name: &str,
    marks: Marks,
    label: &str,
    bar: Option<&Bar>,
    ranked: usize,
) -> String {
    let mut text = match bar {
        Some(bar) => {
            let parts: Vec<String> = bar
                .segments
                .iter()
                .filter_map(|segment| Some(format!("{} {}", segment.part?.key(), segment.label)))
                .collect();
            let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
            let tied = tied(bar.ties).map_or_else(String::new, |tied| format!(", {tied}"));
            format!("{name}, {label} {}{parts}, rank {} of {ranked}{tied}", spoken_unit(measure), bar.rank)
        }
        None => format!("{name}, no rank: {label}"),
    };
    if let Some(ratio) = bar.and_then(|bar| bar.ratio.as_deref()) {
        text.push_str(", ");
        text.push_str(ratio);
        text.push_str(" the baseline");
    }
    if let Some(marks) = marks.label() {
        text.push_str(", ");
        text.push_str(&marks);
    }
    text
}

/// That other models are as good; `None` where none is.
pub fn tied(ties: u32) -> Option<String> {
    match ties {
        0 => None,
        1 => Some("equal to 1 other".to_owned()),
        _ => Some(format!("equal to {} others", whole(u64::from(ties)))),
    }
}

fn name(workload: &Workload) -> &str {
    workload.name().as_str()
}

fn tokens(workload: &Workload) -> String {
    format!("{} input and {} output tokens", whole(workload.input_tokens()), whole(workload.output_tokens()))
}

/// Every price list behind these models with its date or dates, and how many prices and models are the user's own.
pub(super) fn source<'m>(offers: impl Iterator<Item = (&'m Offer, Marks)>) -> String {
    let mut lists: BTreeMap<&str, Option<(AsOf, AsOf)>> = BTreeMap::new();
    let (mut own_prices, mut own_models) = (0_u64, 0_u64);
    let mut discounts = BTreeSet::new();
    for (offer, marks) in offers {
        if let Some(discount) = offer.discount_that_counts() {
            discounts.insert(format!("{} less {} %", offer.model.provider, discount.off.to_percent()));
        }
        own_prices += u64::from(marks.own_price());
        if offer.origin == Origin::Own {
            own_models += 1;
            continue;
        }
        let source = &offer.model.source;
        let dates = lists.entry(&*source.name).or_default();
        if let Some(day) = source.as_of {
            let earlier = |a: AsOf, b: AsOf| if b.day() < a.day() { b } else { a };
            let later = |a: AsOf, b: AsOf| if b.day() > a.day() { b } else { a };
            *dates = Some(dates.map_or((day, day), |(first, last)| (earlier(first, day), later(last, day))));
        }
    }
    let mut said: Vec<String> = lists
        .into_iter()
        .map(|(name, dates)| match dates {
            None => name.to_owned(),
            Some((first, last)) if first == last => format!("{name}, {}", last.words()),
            Some((first, last)) => format!("{name}, {} to {}", first.words(), last.words()),
        })
        .collect();
    said.extend(discounts);
    if own_prices > 0 {
        said.push(counted(own_prices, "own price", "own prices"));
    }
    if own_models > 0 {
        said.push(counted(own_models, "own model", "own models"));
    }
    if said.is_empty() { "Prices: none".to_owned() } else { format!("Prices: {}", said.join("; ")) }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(count), if count == 1 { one } else { many })
}

/// What a reader of the lengths has to know.
pub(super) fn notes(scale: Scale, floor_note: Option<&str>, stacked: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(note) = floor_note {
        notes.push(note.to_owned());
    }
    if stacked && scale == Scale::Log {
        notes.push("Only whole bars read on the axis; their two parts show shares of the cost".to_owned());
    }
    notes
}

/// The order of tiers, those without one last.
pub(super) fn tier_order(tier: Option<Tier>) -> u8 {
    match tier {
        Some(Tier::Budget) => 0,
        Some(Tier::MidRange) => 1,
        Some(Tier::Premium) => 2,
        None => 3,
    }
}

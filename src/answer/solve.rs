//! How much can we do? Any one of budget, requests, input tokens and output tokens, from the others, on every model.

use std::cmp::Reverse;
use std::sync::Arc;

use super::figure::{Axis, BarRow, Bars, Piece, Rule};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table};
use crate::billing;
use crate::catalog::Offer;
use crate::chart::{Scale, Unit};
use crate::decide::Variable;
use crate::decide::solve::{affordable, budget};
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// What is solved for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// The budget that the workload needs.
    Budget,
    /// The most requests a day.
    #[default]
    Requests,
    /// The longest prompt.
    Input,
    /// The longest answer.
    Output,
}

impl Unknown {
    const fn variable(self) -> Option<Variable> {
        match self {
            Self::Budget => None,
            Self::Requests => Some(Variable::RequestsPerDay),
            Self::Input => Some(Variable::InputTokens),
            Self::Output => Some(Variable::OutputTokens),
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Budget => "Budget a month",
            Self::Requests => "Requests a day",
            Self::Input => "Input tokens",
            Self::Output => "Output tokens",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is solved for.
    pub unknown: Unknown,
    /// What there is for a month, where that is given.
    pub month: Dollars,
}

impl Default for Asked {
    fn default() -> Self {
        Self { unknown: Unknown::default(), month: Dollars::whole(500) }
    }
}

/// What was found for one model.
struct Found<'a> {
    offer: &'a Offer,
    /// The amount: dollars, or a count; `None` where nothing is affordable or the cost is not known.
    value: Option<Value>,
    /// More than one stretch is affordable: a dearer tier lies between.
    has_gap: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Dollars(Dollars),
    Count(u64),
}

impl Value {
    fn label(self) -> String {
        match self {
            Self::Dollars(amount) => label::dollars(amount),
            Self::Count(count) => label::whole(count),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
    fn to_f64(self) -> f64 {
        match self {
            Self::Dollars(amount) => amount.to_f64(),
            Self::Count(count) => count as f64,
        }
    }
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let mut answer = Answer {
        title: "How much can we do?".to_owned(),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to solve for its numbers".clone_into(&mut answer.headline);
        return answer;
    };
    let month = label::dollars(asked.month);
    answer.title = match asked.unknown {
        Unknown::Budget => format!("What budget does {} need?", workload.name()),
        Unknown::Requests => format!("How many requests of {} a day for {month} a month?", workload.name()),
        Unknown::Input => format!("How long may a prompt of {} be for {month} a month?", workload.name()),
        Unknown::Output => format!("How long may an answer of {} be for {month} a month?", workload.name()),
    };
    if asked.unknown != Unknown::Requests && workload.requests_per_day().is_none() {
        answer.headline = format!("Set requests per day of {}", workload.name());
        return answer;
    }
    let mut found: Vec<Found<'_>> =
        facts.compared.offers().iter().map(|offer| solved(offer, workload, asked)).collect();
    // The best first: the least budget, else the most of anything.
    match asked.unknown {
        Unknown::Budget => found.sort_by_key(|one| (one.value.is_none(), one.value)),
        _ => found.sort_by_key(|one| (one.value.is_none(), Reverse(one.value))),
    }
    answer.headline = headline(&found, workload, asked);
    answer.figure = Some(figure(&found, workload, asked));
    answer.tables.push(table(&found, workload, asked));
    if found.iter().any(|one| one.has_gap) {
        answer.notes.push(
            "On some models smaller numbers cost more, since a dearer long-context price lies between: the largest that \
             is within the budget is shown"
                .to_owned(),
        );
    }
    if !workload.monthly_fee().is_zero() {
        answer.notes.push(format!("The monthly fee of {} is in it", label::dollars(workload.monthly_fee())));
    }
    answer
        .notes
        .push("The other numbers stay as the workload has them; a model's limits are kept".to_owned());
    answer
}

fn solved<'a>(offer: &'a Offer, workload: &Workload, asked: &Asked) -> Found<'a> {
    let Some(variable) = asked.unknown.variable() else {
        let value = budget(offer, workload).ok().map(Value::Dollars);
        return Found { offer, value, has_gap: false };
    };
    let solution = affordable(offer, workload, variable, asked.month);
    Found { offer, value: solution.most().map(Value::Count), has_gap: solution.ranges.len() > 1 }
}

fn headline(found: &[Found<'_>], workload: &Workload, asked: &Asked) -> String {
    let Some((first, value)) = found.first().and_then(|first| Some((first, first.value?))) else {
        return format!("No model does {} within {} a month", workload.name(), label::dollars(asked.month));
    };
    let name = &first.offer.model.name;
    let value = value.label();
    match asked.unknown {
        Unknown::Budget => format!("At least {value} a month, on {name}"),
        Unknown::Requests => format!("Up to {value} requests a day, on {name}"),
        Unknown::Input => format!("Up to {value} input tokens, on {name}"),
        Unknown::Output => format!("Up to {value} output tokens, on {name}"),
    }
}

/// The workload with what was found in it, so that its bill can be read.
fn with(workload: &Arc<Workload>, asked: &Asked, value: Value) -> Arc<Workload> {
    match (asked.unknown.variable(), value) {
        (Some(variable), Value::Count(count)) => Arc::new(variable.at(workload, count)),
        _ => Arc::clone(workload),
    }
}

fn figure(found: &[Found<'_>], workload: &Arc<Workload>, asked: &Asked) -> Figure {
    /// From so many on the bars are on a log scale, or most would be too short to see.
    const MANY: usize = 100;
    let rows = found.iter().map(|one| {
        let name = one.offer.model.name.clone();
        let label = one.value.map_or_else(|| "none".to_owned(), Value::label);
        BarRow {
            description: format!("{name}: {label}, {}", asked.unknown.label().to_lowercase()),
            name,
            pieces: one.value.map(|value| Piece::whole(value.to_f64())).into_iter().collect(),
            label,
            stands_out: true,
            cite: one.value.map(|value| Cite::month(one.offer, &with(workload, asked, value))),
        }
    });
    let own = asked.unknown.variable().map(|variable| variable.of(workload)).filter(|own| *own > 0);
    let unit = if asked.unknown == Unknown::Budget { Unit::Dollars } else { Unit::Plain };
    let scale = if found.len() > MANY { Scale::Log } else { Scale::Linear };
    Figure::Bars(Bars {
        axis: Axis { title: asked.unknown.label().to_owned(), scale, unit },
        series: Vec::new(),
        rows: rows.collect(),
        rules: own
            .map(|own| Rule { at: Value::Count(own).to_f64(), label: format!("now: {}", label::whole(own)) })
            .into_iter()
            .collect(),
    })
}

fn table(found: &[Found<'_>], workload: &Arc<Workload>, asked: &Asked) -> Table {
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number(asked.unknown.label()),
        Column::number("Its bill a month"),
    ];
    let rows = found.iter().map(|one| {
        let mut cells = vec![one.offer.model.name.as_str().into(), one.offer.model.provider.as_str().into()];
        let Some(value) = one.value else {
            cells.extend([Cell::from("none"), Cell::from("—")]);
            return Row { cells, emphasis: Emphasis::Weak };
        };
        let at = with(workload, asked, value);
        let bill = match billing::total(one.offer, &at) {
            billing::Total::Priced(cost) => billing::monthly(cost, &at),
            billing::Total::Free => billing::monthly(Dollars::ZERO, &at),
            billing::Total::Unknown(_) | billing::Total::Excluded(_) => None,
        };
        cells.push(match value {
            Value::Dollars(amount) => Cell::cited(label::dollars(amount), Cite::month(one.offer, &at)),
            Value::Count(count) => Cell::from(label::whole(count)),
        });
        cells.push(bill.map_or_else(
            || Cell::from("—"),
            |bill| Cell::cited(label::dollars(bill), Cite::month(one.offer, &at)),
        ));
        Row::plain(cells)
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn each_number_from_the_others() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let ask = |unknown| {
            let found = answer(&owned.facts(Some(&chat)), &Asked { unknown, ..Asked::default() });
            check_form(&found);
            found
        };
        // 30,000 x $0.00325.
        let found = ask(Unknown::Budget);
        assert_eq!(cell(&found, "GPT-5.4", "Budget a month").text, "$97.50");
        assert_eq!(found.headline, "At least $1.95 a month, on Llama 3.3 8B");
        // 500 / 30 / 0.00325 = 5,128.2 a day.
        let found = ask(Unknown::Requests);
        assert_eq!(cell(&found, "GPT-5.4", "Requests a day").text, "5,128");
        // 500 / 30,000 = 0.016667 a task, of which $0.002 is the answer: 5,866 tokens at $2.50 a million.
        assert_eq!(cell(&ask(Unknown::Input), "GPT-5.4", "Input tokens").text, "5,866");
        // Without $0.00125 for the prompt: 1,541 at $10.
        let found = ask(Unknown::Output);
        assert_eq!(cell(&found, "GPT-5.4", "Output tokens").text, "1,541");
        let bill = cell(&found, "GPT-5.4", "Its bill a month").cite.clone().unwrap();
        assert_eq!(bill.workload.unwrap().output_tokens(), 1_541);
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let asked = Asked { unknown: Unknown::Input, ..Asked::default() };
        assert_eq!(answer(&owned.facts(Some(chat)), &asked).headline, "Set requests per day of Chat message");
        let nothing = Asked { month: Dollars::ZERO, ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &nothing);
        check_form(&found);
        assert_eq!(found.headline, "Up to 0 requests a day, on Claude Haiku 3.5");
    }
}

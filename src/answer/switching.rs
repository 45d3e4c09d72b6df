//! Is it worth switching? What another model saves per task, month and year, and when the work of moving is paid back.

use std::sync::Arc;

use super::figure::{Axis, Line, Lines, Mark};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table};
use crate::billing::{self, Total};
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::switching::{Payback, Saving, Switching, switching};
use crate::money::{Dollars, label};
use crate::ranking::{Measure, Ranking};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The model in use; without, the dearest that is compared.
    pub from: Option<ModelId>,
    /// The other model; without, the cheapest.
    pub to: Option<ModelId>,
    /// What it costs once to move.
    pub migration: Dollars,
}

impl Default for Asked {
    fn default() -> Self {
        Self { from: None, to: None, migration: Dollars::whole(1_000) }
    }
}

/// The furthest month that the picture shows.
const MOST_MONTHS: u64 = 120;

fn sides<'a>(facts: &Facts<'a>, asked: &Asked, workload: &Workload) -> Option<[&'a Offer; 2]> {
    let named = |id: &Option<ModelId>| id.as_ref().and_then(|id| facts.find(id));
    let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
    let mut ranked = ranking.rows().iter().filter(|row| row.standing.rank().is_some());
    let cheapest = ranked.next().and_then(|row| facts.compared.get(row.offer));
    let dearest = ranked.next_back().and_then(|row| facts.compared.get(row.offer));
    Some([named(&asked.from).or(dearest)?, named(&asked.to).or(cheapest)?])
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let mut answer = Answer {
        title: "Is it worth switching?".to_owned(),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to see what switching saves".clone_into(&mut answer.headline);
        return answer;
    };
    let Some([from, to]) = sides(facts, asked, workload) else {
        "Choose two models with a price".clone_into(&mut answer.headline);
        return answer;
    };
    let (old, new) = (from.model.name.as_str(), to.model.name.as_str());
    answer.title = format!("Is it worth switching from {old} to {new}?");
    let found = match switching(from, to, workload, asked.migration) {
        Ok(found) => found,
        Err(total) => {
            let reason = total.reason().unwrap_or_else(|| "its cost is unknown".to_owned());
            answer.headline = format!("One of the two has no known cost: {reason}");
            return answer;
        }
    };
    answer.headline = headline(found, new, workload, asked.migration);
    answer.figure = figure(found, [from, to], workload, asked.migration);
    answer.tables.push(table(found, [from, to], workload));
    answer.notes.push("The workload's monthly fee is paid on either model".to_owned());
    answer
}

fn headline(found: Switching, new: &str, workload: &Workload, migration: Dollars) -> String {
    let amount = match found.per_month.unwrap_or(found.per_task) {
        Saving::Nothing => return format!("{new} costs the same"),
        Saving::Costs(more) => {
            let per = if found.per_month.is_some() { "a month" } else { "a task" };
            return format!("No: {new} costs {} more {per}", label::dollars(more));
        }
        Saving::Saves(less) => label::dollars(less),
    };
    match found.payback {
        Payback::NoVolume => {
            format!(
                "{new} saves {amount} a task; set requests per day of {} to see when it pays",
                workload.name()
            )
        }
        Payback::AtOnce => format!("{new} saves {amount} a month from the first day"),
        Payback::Never => format!("{new} saves nothing that could pay back {}", label::dollars(migration)),
        Payback::After { months, whole_months } => {
            let months = label::quotient(months, 1);
            let by = label::whole(whole_months);
            format!(
                "{new} saves {amount} a month: {} are paid back after {months} months, by the end of month {by}",
                label::dollars(migration)
            )
        }
    }
}

/// What has been spent by the end of each month, on either model.
fn figure(
    found: Switching,
    [from, to]: [&Offer; 2],
    workload: &Workload,
    migration: Dollars,
) -> Option<Figure> {
    let monthly = |offer: &Offer| match billing::total(offer, workload) {
        Total::Priced(cost) => billing::monthly(cost, workload),
        Total::Free => billing::monthly(Dollars::ZERO, workload),
        Total::Unknown(_) | Total::Excluded(_) => None,
    };
    let (stay, go) = (monthly(from)?.to_f64(), monthly(to)?.to_f64());
    let once = migration.to_f64();
    let paid_back = match found.payback {
        Payback::After { months, .. } => {
            Some(months.to_f64()).filter(|months| *months <= to_f64(MOST_MONTHS))
        }
        _ => None,
    };
    let end = paid_back.map_or(24.0, |months| (months * 2.0).ceil().clamp(6.0, to_f64(MOST_MONTHS)));
    let line = |name: String, start: f64, slope: f64| Line {
        name,
        pieces: vec![vec![(0.0, start), (end, slope.mul_add(end, start))]],
        band: Vec::new(),
    };
    let marks = paid_back.map(|months| Mark { x: months, y: stay * months, label: "paid back".to_owned() });
    Some(Figure::Lines(Lines {
        x: Axis { title: "Months".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars spent".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![
            line(format!("Stay with {}", from.model.name), 0.0, stay),
            line(format!("Switch to {}", to.model.name), once, go),
        ],
        marks: marks.into_iter().collect(),
        rules: Vec::new(),
    }))
}

fn table(found: Switching, [from, to]: [&Offer; 2], workload: &Arc<Workload>) -> Table {
    let columns = vec![
        Column::words(""),
        Column::number(from.model.name.clone()),
        Column::number(to.model.name.clone()),
        Column::number("Saving"),
    ];
    let saving = |saving: Option<Saving>| match saving {
        None => "—".to_owned(),
        Some(Saving::Nothing) => "nothing".to_owned(),
        Some(Saving::Saves(less)) => label::dollars(less),
        Some(Saving::Costs(more)) => format!("-{}", label::dollars(more)),
    };
    let task = |offer: &Offer| match billing::total(offer, workload) {
        Total::Priced(cost) => Some(cost),
        Total::Free => Some(Dollars::ZERO),
        Total::Unknown(_) | Total::Excluded(_) => None,
    };
    let row = |name: &str, cell: &dyn Fn(&Offer) -> Cell, saved: Option<Saving>| Row {
        cells: vec![name.into(), cell(from), cell(to), saving(saved).into()],
        emphasis: Emphasis::Plain,
    };
    let unknown = || Cell::from("—");
    let a_task = |offer: &Offer| {
        task(offer)
            .map_or_else(unknown, |cost| Cell::cited(label::dollars(cost), Cite::cost(offer, workload)))
    };
    let month = |offer: &Offer| task(offer).and_then(|cost| billing::monthly(cost, workload));
    let a_month = |offer: &Offer| {
        month(offer)
            .map_or_else(unknown, |cost| Cell::cited(label::dollars(cost), Cite::month(offer, workload)))
    };
    let a_year = |offer: &Offer| {
        month(offer).map_or_else(unknown, |cost| {
            let outcome = label::dollars(cost.times(12));
            let factors = format!("{} x 12 months", label::exact_dollars(cost));
            let title = format!("Cost per year: {}", workload.name());
            Cell::cited(outcome.clone(), Cite::month(offer, workload).then(title, factors, outcome))
        })
    };
    let rows = vec![
        row("A task", &a_task, Some(found.per_task)),
        row("A month", &a_month, found.per_month),
        row("A year", &a_year, found.per_year),
    ];
    Table { title: String::new(), columns, rows }
}

/// For drawing only.
#[expect(clippy::cast_precision_loss, reason = "a few months")]
const fn to_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn from_gpt_5_4_to_mini() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        let id = |id: &str| Some(ModelId::new(id).unwrap());
        let asked = Asked {
            from: id("openai/gpt-5.4"),
            to: id("openai/gpt-4.1-mini"),
            migration: Dollars::whole(100),
        };
        let without = answer(&owned.facts(Some(owned.workload("Chat message"))), &asked);
        check_form(&without);
        assert!(without.headline.starts_with("GPT-4.1 mini saves $0.00273 a task; set requests per day"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "GPT-4.1 mini saves $81.90 a month: $100.00 are paid back after 1.2 months, by the end of month 2"
        );
        assert_eq!(cell(&found, "A year", "Saving").text, "$982.80");
        assert_eq!(cell(&found, "A month", "GPT-5.4").text, "$97.50");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        // Where the two lines meet: 97.5 m = 100 + 15.6 m.
        let mark = &lines.marks[0];
        assert!(
            (97.5 * mark.x - (100.0 + 15.6 * mark.x)).abs() < 1e-6 && (mark.y - 97.5 * mark.x).abs() < 1e-6
        );
        let back = Asked { from: asked.to.clone(), to: asked.from.clone(), ..asked };
        assert_eq!(
            answer(&owned.facts(Some(&chat)), &back).headline,
            "No: GPT-5.4 costs $81.90 more a month"
        );
        let usual = answer(&owned.facts(Some(&chat)), &Asked::default());
        assert_eq!(usual.title, "Is it worth switching from Claude Opus 4.6 to Llama 3.3 8B?");
    }
}

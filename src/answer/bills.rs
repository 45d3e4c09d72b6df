//! What is the bill? The workload on every model per task, day, month and year.

use std::sync::Arc;

use super::figure::{Axis, BarRow, Bars, Piece};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table};
use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::chart::{Scale, Unit};
use crate::money::{Dollars, label};
use crate::ranking::{Measure, Ranking, Standing};
use crate::receipt::Step;
use crate::workload::Workload;

/// For how long the bars are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// A day with requests; the monthly fee is no part of it.
    Day,
    /// A month of the workload's days.
    #[default]
    Month,
    /// Twelve such months.
    Year,
}

impl Period {
    /// `day`, `month`, `year`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// For how long the bars are.
    pub period: Period,
}

/// The bills of one model.
struct Bills {
    task: Dollars,
    day: Dollars,
    month: Dollars,
    year: Dollars,
}

impl Bills {
    fn new(total: Total, workload: &Workload) -> Option<Self> {
        let task = match total {
            Total::Priced(cost) => cost,
            Total::Free => Dollars::ZERO,
            Total::Unknown(_) | Total::Excluded(_) => return None,
        };
        let month = billing::monthly(task, workload)?;
        Some(Self { task, day: task.times(workload.requests_per_day()?), month, year: month.times(12) })
    }

    const fn of(&self, period: Period) -> Dollars {
        match period {
            Period::Day => self.day,
            Period::Month => self.month,
            Period::Year => self.year,
        }
    }
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let mut answer = Answer {
        title: "What is the bill?".to_owned(),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to see its bill".clone_into(&mut answer.headline);
        return answer;
    };
    answer.title = format!("What is the bill of {}?", workload.name());
    let Some(requests) = workload.requests_per_day() else {
        answer.headline = format!("Set how many requests of {} there are per day", workload.name());
        return answer;
    };
    let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
    let rows = ranking.rows().iter().filter_map(|row| {
        let offer = facts.compared.get(row.offer)?;
        Some((offer, Bills::new(billing::total(offer, workload), workload), row.standing))
    });
    let rows: Vec<(&Offer, Option<Bills>, Standing)> = rows.collect();
    let per = asked.period.label();
    let cheapest = rows.iter().find_map(|(offer, bills, standing)| {
        standing.rank()?;
        Some((offer, bills.as_ref()?))
    });
    answer.headline = match cheapest {
        Some((offer, bills)) => {
            format!("{} is cheapest: {} a {per}", offer.model.name, label::dollars(bills.of(asked.period)))
        }
        None => format!("No model has a price for {}", workload.name()),
    };
    answer.notes.push(format!(
        "{} requests a day on {} days a month; a year is twelve such months",
        label::whole(requests),
        workload.days_per_month()
    ));
    if !workload.monthly_fee().is_zero() {
        answer
            .notes
            .push(format!("A month has the fixed fee of {} in it", label::dollars(workload.monthly_fee())));
    }
    answer.figure = Some(figure(&rows, workload, asked.period));
    answer.tables.push(table(&rows, workload));
    answer
}

fn figure(rows: &[(&Offer, Option<Bills>, Standing)], workload: &Arc<Workload>, period: Period) -> Figure {
    /// From so many on the bars are on a log scale, or most would be too short to see.
    const MANY: usize = 100;
    let scale = if rows.len() > MANY { Scale::Log } else { Scale::Linear };
    let bars = rows.iter().map(|(offer, bills, _)| {
        let amount = bills.as_ref().map(|bills| bills.of(period));
        let label = amount.map_or_else(|| reason(offer, workload), label::dollars);
        let name = offer.model.name.clone();
        BarRow {
            description: format!("{name}: {label} a {}", period.label()),
            name,
            pieces: amount.map(|amount| Piece::whole(amount.to_f64())).into_iter().collect(),
            label,
            stands_out: true,
            cite: bills.as_ref().map(|bills| cite(offer, workload, bills, period)),
        }
    });
    let axis = Axis { title: format!("US dollars a {}", period.label()), scale, unit: Unit::Dollars };
    Figure::Bars(Bars { axis, series: Vec::new(), rows: bars.collect(), rules: Vec::new() })
}

fn reason(offer: &Offer, workload: &Workload) -> String {
    billing::total(offer, workload).reason().unwrap_or_else(|| "unknown".to_owned())
}

fn cite(offer: &Offer, workload: &Arc<Workload>, bills: &Bills, period: Period) -> Cite {
    match period {
        Period::Month => Cite::month(offer, workload),
        Period::Day => {
            let requests = label::whole(workload.requests_per_day().unwrap_or_default());
            let factors = format!("{} x {requests} requests a day", label::exact_dollars(bills.task));
            let title = format!("Cost per day: {}", workload.name());
            Cite::cost(offer, workload).then(title, factors, label::dollars(bills.day))
        }
        Period::Year => {
            let factors = format!("{} x 12 months", label::exact_dollars(bills.month));
            let outcome = label::dollars(bills.year);
            let step = Step::stated(factors, outcome.clone());
            let title = format!("Cost per year: {}", workload.name());
            Cite::month(offer, workload).then_steps(title, outcome, vec![step])
        }
    }
}

fn table(rows: &[(&Offer, Option<Bills>, Standing)], workload: &Arc<Workload>) -> Table {
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("A task"),
        Column::number("A day"),
        Column::number("A month"),
        Column::number("A year"),
    ];
    let rows = rows.iter().map(|(offer, bills, _)| {
        let mut cells =
            vec![Cell::from(offer.model.name.as_str()), Cell::from(offer.model.provider.as_str())];
        let Some(bills) = bills else {
            cells.push(Cell::from(reason(offer, workload)));
            cells.extend(std::iter::repeat_n(Cell::from("—"), 3));
            return Row { cells, emphasis: Emphasis::Weak };
        };
        cells.push(Cell::cited(label::dollars(bills.task), Cite::cost(offer, workload)));
        cells.extend([Period::Day, Period::Month, Period::Year].map(|period| {
            Cell::cited(label::dollars(bills.of(period)), cite(offer, workload, bills, period))
        }));
        Row::plain(cells)
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn a_thousand_summaries_a_day_on_deepseek_are_28_80_a_month() {
        let owned = bundled();
        let mut summary = Workload::clone(owned.workload("Document summary"));
        summary.set_requests_per_day(1_000);
        let summary = Arc::new(summary);
        let found = answer(&owned.facts(Some(&summary)), &Asked::default());
        check_form(&found);
        let row = |column: &str| cell(&found, "DeepSeek V4", column);
        let texts = ["A task", "A day", "A month", "A year"].map(|column| row(column).text.as_str());
        assert_eq!(texts, ["$0.00096", "$0.96", "$28.80", "$345.60"]);
        for column in ["A day", "A year"] {
            assert_eq!(row(column).cite.as_ref().unwrap().then.as_ref().unwrap().outcome, row(column).text);
        }
        assert_eq!(found.headline, "Llama 3.3 8B is cheapest: $4.80 a month");
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(bars.rows[0].label, "$4.80");
    }

    #[test]
    fn without_requests_it_says_to_set_them() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        assert_eq!(
            answer(&owned.facts(Some(chat)), &Asked::default()).headline,
            "Set how many requests of Chat message there are per day"
        );
    }
}

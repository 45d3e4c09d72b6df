//! What will it cost later? The monthly bill with falling prices and growing volume: a band, and an assumption.

use std::sync::Arc;

use super::figure::{Axis, Line, Lines};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Row, Table};
use crate::billing::NO_VOLUME;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::trend::{Assumptions, Month, project};
use crate::money::label;
use crate::ranking::{Measure, Ranking};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The model whose bill it is; without, the cheapest.
    pub model: Option<ModelId>,
    /// What is assumed.
    pub assumptions: Assumptions,
}

impl Default for Asked {
    fn default() -> Self {
        Self { model: None, assumptions: Assumptions { months: 24, ..Assumptions::default() } }
    }
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let mut answer = Answer {
        title: "What will it cost later?".to_owned(),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to see what it may cost later".clone_into(&mut answer.headline);
        return answer;
    };
    let named = asked.model.as_ref().and_then(|id| facts.find(id));
    let cheapest = || {
        let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
        let first = ranking.rows().iter().find(|row| row.standing.rank().is_some())?;
        facts.compared.get(first.offer)
    };
    let Some(offer) = named.or_else(cheapest) else {
        answer.headline = format!("No model has a price for {}", workload.name());
        return answer;
    };
    answer.title = format!("What will {} cost on {}?", workload.name(), offer.model.name);
    let months = match project(offer, workload, facts.today, asked.assumptions) {
        Ok(months) => months,
        Err(None) => {
            answer.headline = format!("Set requests per day of {}", workload.name());
            answer.notes.push(NO_VOLUME.to_owned());
            return answer;
        }
        Err(Some(total)) => {
            let reason = total.reason().unwrap_or_else(|| "its cost is not known".to_owned());
            answer.headline = format!("The bill on {} is not known: {reason}", offer.model.name);
            return answer;
        }
    };
    let Assumptions { slow_decline, fast_decline, growth, .. } = asked.assumptions;
    let (slow, fast, growth) = (slow_decline.to_percent(), fast_decline.to_percent(), growth.to_percent());
    if let (Some(now), Some(last)) = (months.first(), months.last()) {
        answer.headline = format!(
            "If prices fall {slow} to {fast} % a year, {} a month become {} to {} in {} months",
            label::dollars(now.unchanged),
            label::dollars(last.fast),
            label::dollars(last.slow),
            last.index
        );
    }
    answer.details.push(format!("An assumption, not a forecast: volume grows {growth} % a month"));
    if months.iter().any(|month| month.announced) {
        answer.details.push("Announced prices are taken as announced, from their day on".to_owned());
    }
    answer.figure = Some(figure(&months));
    answer.tables.push(table(&months, offer, workload));
    answer.notes.push(
        "Neither end of the band is a price that anybody offers; the monthly fee neither falls nor grows"
            .to_owned(),
    );
    answer
}

fn figure(months: &[Month]) -> Figure {
    let line = |name: &str, amount: &dyn Fn(&Month) -> f64, band: Vec<(f64, f64, f64)>| Line {
        name: name.to_owned(),
        pieces: vec![months.iter().map(|month| (f64::from(month.index), amount(month))).collect()],
        band,
    };
    let band = months.iter().map(|month| (f64::from(month.index), month.fast.to_f64(), month.slow.to_f64()));
    Figure::Lines(Lines {
        x: Axis { title: "Months from now".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars a month".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![
            line("Prices fall slowly (assumption)", &|month| month.slow.to_f64(), band.collect()),
            line("Prices stay, but for what is announced", &|month| month.unchanged.to_f64(), Vec::new()),
            line("Prices fall fast (assumption)", &|month| month.fast.to_f64(), Vec::new()),
        ],
        marks: Vec::new(),
        rules: Vec::new(),
    })
}

fn table(months: &[Month], offer: &Offer, workload: &Arc<Workload>) -> Table {
    let columns = vec![
        Column::words("Month"),
        Column::number("Requests"),
        Column::number("Prices as now"),
        Column::number("Falling slowly"),
        Column::number("Falling fast"),
    ];
    let last = months.last().map_or(0, |month| month.index);
    // Quarters, and the end.
    let shown = months.iter().filter(|month| month.index.is_multiple_of(3) || month.index == last);
    let rows = shown.map(|month| {
        let name = month.day.strftime("%B %Y").to_string();
        let name = if month.announced { format!("{name} (announced prices)") } else { name };
        // The first month is today's bill; the later ones follow from it by what is assumed.
        let now = if month.index == 0 {
            Cell::cited(label::dollars(month.unchanged), Cite::month(offer, workload))
        } else {
            Cell::from(label::dollars(month.unchanged))
        };
        Row::plain(vec![
            name.into(),
            label::whole(month.requests).into(),
            now,
            label::dollars(month.slow).into(),
            label::dollars(month.fast).into(),
        ])
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, check_form};

    #[test]
    fn the_band_of_the_reference() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        let asked = Asked { model: Some(ModelId::new("openai/gpt-5.4").unwrap()), ..Asked::default() };
        let found = answer(&owned.facts(Some(owned.workload("Chat message"))), &asked);
        assert_eq!(found.headline, "Set requests per day of Chat message");
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        // $97.50 x 0.7^2 and x 0.5^2.
        assert_eq!(
            found.headline,
            "If prices fall 30 to 50 % a year, $97.50 a month become $24.38 to $47.78 in 24 months"
        );
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(lines.lines[0].band.len(), 25);
        assert!(lines.lines[0].band.iter().all(|(_, least, most)| least <= most));
        assert_eq!(found.tables[0].rows.len(), 9);
        assert!(found.details[0].starts_with("An assumption"));
    }
}

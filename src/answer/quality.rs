//! What does quality cost? Cost per task against quality, and the models that no other beats in both.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figure::{Axis, Point, Scatter};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Row, Table, counted};
use crate::catalog::Offer;
use crate::chart::{Scale, Unit};
use crate::decide::frontier::{self, frontier};
use crate::money::{Quotient, label};
use crate::workload::Workload;

/// What is asked: nothing beyond the workload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked;

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, _asked: &Asked) -> Answer {
    let title = "What does quality cost?".to_owned();
    let mut answer = Answer { title, source: facts.source.to_owned(), ..Answer::default() };
    let Some(workload) = facts.workload else {
        "Add a workload to compare costs with quality".clone_into(&mut answer.headline);
        return answer;
    };
    let points = frontier(facts.compared, facts.judgements, workload);
    let points: Vec<(frontier::Point, &Offer)> =
        points.into_iter().filter_map(|point| Some((point, facts.compared.get(point.offer)?))).collect();
    let all = facts.compared.offers().len();
    if points.is_empty() {
        "No quality is known of a model with a price: judge models, or import judgements from a CSV"
            .clone_into(&mut answer.headline);
        return answer;
    }
    let efficient: Vec<(frontier::Point, &Offer)> =
        points.iter().copied().filter(|(point, _)| point.is_efficient).collect();
    answer.headline = headline(&efficient, workload);
    answer.figure = Some(figure(facts, &points, workload));
    answer.tables.push(table(facts, &efficient, workload));
    let unknown = all - points.len();
    if unknown > 0 {
        let left_out = counted(unknown, "model");
        answer.notes.push(format!("{left_out} of unknown quality or without a cost above zero are left out"));
    }
    answer.notes.push(
        "Quality is an order in words: only what is better means something, not by how much".to_owned(),
    );
    answer
}

fn headline(efficient: &[(frontier::Point, &Offer)], workload: &Workload) -> String {
    let (Some((least, cheapest)), Some((most, best))) = (efficient.first(), efficient.last()) else {
        return format!("No cost of {} is known", workload.name());
    };
    if cheapest.model.id == best.model.id {
        return format!("{} is the cheapest and the best", best.model.name);
    }
    let times = Quotient::of_dollars(most.cost, least.cost).map_or_else(String::new, label::times);
    format!("The best, {}, costs {times} as much as the cheapest, {}", best.model.name, cheapest.model.name)
}

/// What a level of quality is called: the words of the first model that has it.
fn says<'a>(facts: &Facts<'a>, offer: &'a Offer) -> &'a str {
    facts.judgements.facts(offer).quality().map_or("unknown", |standing| standing.says.as_str())
}

fn figure(facts: &Facts<'_>, points: &[(frontier::Point, &Offer)], workload: &Arc<Workload>) -> Figure {
    let mut levels: BTreeMap<u32, String> = BTreeMap::new();
    for (point, offer) in points {
        levels.entry(point.quality).or_insert_with(|| says(facts, offer).to_owned());
    }
    // Levels are an order: each stands one step above the next lower, whatever their numbers are.
    let step = |quality: u32| levels.range(..=quality).count();
    let drawn = points.iter().map(|(point, offer)| Point {
        name: offer.model.name.clone(),
        x: point.cost.to_f64(),
        y: to_f64(step(point.quality)),
        is_efficient: point.is_efficient,
        description: format!(
            "{}: {} a task, quality {}",
            offer.model.name,
            label::dollars(point.cost),
            says(facts, offer)
        ),
        cite: Some(Cite::cost(offer, workload)),
    });
    let drawn = drawn.collect();
    let levels = levels.iter().map(|(level, says)| (to_f64(step(*level)), says.clone())).collect();
    Figure::Scatter(Scatter {
        x: Axis { title: "US dollars per task".to_owned(), scale: Scale::Log, unit: Unit::Dollars },
        y: Axis { title: "Quality".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        levels,
        points: drawn,
    })
}

fn table(facts: &Facts<'_>, efficient: &[(frontier::Point, &Offer)], workload: &Arc<Workload>) -> Table {
    let columns = vec![
        Column::words("Not beaten in both"),
        Column::words("Quality"),
        Column::number("Cost per task"),
        Column::number("More than the one before"),
    ];
    let rows = efficient.iter().enumerate().map(|(place, (point, offer))| {
        let before = place.checked_sub(1).and_then(|place| efficient.get(place));
        let more = before.and_then(|(before, _)| point.cost.minus(before.cost));
        Row::plain(vec![
            offer.model.name.as_str().into(),
            says(facts, offer).into(),
            Cell::cited(label::dollars(point.cost), Cite::cost(offer, workload)),
            more.map_or_else(|| "—".to_owned(), label::dollars).into(),
        ])
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

/// For drawing only.
#[expect(clippy::cast_precision_loss, reason = "a few levels")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::catalog::{ModelId, Opinions, Standing};

    #[test]
    fn the_efficient_ones_are_named_with_what_each_step_costs() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked);
        check_form(&found);
        // $0.0225 / $0.000065
        assert_eq!(
            found.headline,
            "The best, Claude Opus 4.6, costs 346x as much as the cheapest, Llama 3.3 8B"
        );
        assert_eq!(cell(&found, "Gemini 2.0 Flash", "More than the one before").text, "$0.000065");
        let Some(Figure::Scatter(scatter)) = &found.figure else { panic!("{found:?}") };
        let mut steps: Vec<f64> = scatter.levels.iter().map(|(step, _)| *step).collect();
        steps.dedup();
        assert_eq!(steps.len(), scatter.levels.len());
        assert!(scatter.points.iter().all(|point| steps.contains(&point.y)));
    }

    #[test]
    fn a_judgement_of_ones_own_counts() {
        let mut owned = bundled();
        let quality = Some(Standing { level: 1_000, says: "best for us".into() });
        owned
            .judgements
            .set(ModelId::new("groq/llama-3.3-8b").unwrap(), Opinions { quality, ..Opinions::default() });
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked);
        assert_eq!(found.headline, "Llama 3.3 8B is the cheapest and the best");
        let none = bundled();
        let nothing = Facts { compared: &crate::catalog::Market::default(), ..none.facts(Some(chat)) };
        assert!(answer(&nothing, &Asked).headline.starts_with("No quality is known"));
    }
}

//! What does quality cost? Cost per task against quality, and the models that no other beats in both.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::figure::{Axis, Once, Point, PointWords, Scatter};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Row, Rows, Table, counted};
use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::chart::{Scale, Unit};
use crate::decide::frontier::{self, frontier};
use crate::money::{Quotient, label};
use crate::workload::Workload;

/// What is asked: nothing beyond the workload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Asked;

/// Answers.
pub fn answer(facts: &Facts<'_>, _asked: &Asked) -> Answer {
    let title = "What does quality cost?".to_owned();
    Answer::to(facts, title, |answer| fill(answer, facts))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to compare costs with quality")?;
    let points = frontier(facts.compared, facts.judgements, workload);
    let points: Vec<(frontier::Point, &Offer)> =
        points.into_iter().filter_map(|point| Some((point, facts.compared.get(point.offer)?))).collect();
    if points.is_empty() {
        return Err(super::choose::no_opinion(facts, "quality", |of| of.quality().is_some())
            .unwrap_or_else(|| "No model whose quality is known has a price for this workload".to_owned()));
    }
    let efficient: Vec<(frontier::Point, &Offer)> =
        points.iter().copied().filter(|(point, _)| point.is_efficient).collect();
    let left_out = LeftOut::count(facts, workload);
    answer.headline = headline(&efficient, workload, left_out.unknown_quality > 0);
    answer.figure = Some(figure(facts, &points, workload));
    answer.tables.push(table(facts, &efficient, workload));
    answer.notes.extend(left_out.words());
    answer.notes.push(
        "Quality is an order in words: only what is better means something, not by how much".to_owned(),
    );
    Ok(())
}

/// The models that have no place in the plane, each under the first reason that holds.
#[derive(Clone, Copy, Debug, Default)]
struct LeftOut {
    cannot_take: usize,
    unknown_cost: usize,
    free: usize,
    unknown_quality: usize,
}

impl LeftOut {
    fn count(facts: &Facts<'_>, workload: &Workload) -> Self {
        let mut out = Self::default();
        for offer in facts.compared.offers() {
            match billing::total(offer, workload) {
                Total::Excluded(_) => out.cannot_take += 1,
                Total::Unknown(_) => out.unknown_cost += 1,
                Total::Free => out.free += 1,
                Total::Priced(_) if facts.judgements.facts(offer).quality().is_none() => {
                    out.unknown_quality += 1;
                }
                Total::Priced(_) => {}
            }
        }
        out
    }

    /// `Left out: 3 models of unknown quality, 1 free model`; `None` where all have a place.
    fn words(self) -> Option<String> {
        let model = |count: usize, after: &str| format!("{} {after}", counted(count, "model"));
        let parts = [
            (self.unknown_quality, model(self.unknown_quality, "of unknown quality")),
            (self.unknown_cost, model(self.unknown_cost, "of unknown cost")),
            (self.free, counted(self.free, "free model")),
            (self.cannot_take, model(self.cannot_take, "that cannot take the workload")),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        (!parts.is_empty()).then(|| format!("Left out: {}", parts.join(", ")))
    }
}

/// `some_unknown`: models of unknown quality are compared too, which may be cheaper or better.
fn headline(efficient: &[(frontier::Point, &Offer)], workload: &Workload, some_unknown: bool) -> String {
    let known = if some_unknown { " of known quality" } else { "" };
    let (Some((least, cheapest)), Some((most, best))) = (efficient.first(), efficient.last()) else {
        return format!("No cost of {} is known", workload.name());
    };
    if cheapest.model.id == best.model.id {
        return format!("{} is the cheapest and the best{known}", best.model.name);
    }
    let times = Quotient::of_dollars(most.cost, least.cost).map_or_else(String::new, label::times);
    format!(
        "The best{known}, {}, costs {times} as much as the cheapest{known}, {}",
        best.model.name, cheapest.model.name
    )
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
    let steps: BTreeMap<u32, f64> = levels.keys().map(|level| (*level, to_f64(step(*level)))).collect();
    let drawn = points.iter().map(|(point, _)| Point {
        x: point.cost.to_f64(),
        y: steps.get(&point.quality).copied().unwrap_or_default(),
        is_efficient: point.is_efficient,
    });
    let drawn = drawn.collect();
    // Many models share the words of a few sources.
    let mut known: HashMap<&str, Arc<str>> = HashMap::new();
    let said = points.iter().map(|(point, offer)| {
        let says = says(facts, offer);
        (*point, Arc::clone(known.entry(says).or_insert_with(|| says.into())))
    });
    let said: Arc<[(frontier::Point, Arc<str>)]> = said.collect();
    let (market, workload) = (Arc::clone(facts.compared), Arc::clone(workload));
    let words = Rows::made(said, move |_, (point, says)| {
        let Some(offer) = market.get(point.offer) else { return PointWords::default() };
        let name = offer.model.name.clone();
        let cost = label::dollars(point.cost);
        PointWords {
            description: format!("{name}: {cost} a task, quality {says}"),
            name,
            cite: Some(Cite::cost(offer, &workload)),
        }
    });
    let levels = levels.iter().map(|(level, says)| (to_f64(step(*level)), says.clone())).collect();
    Figure::Scatter(Scatter {
        x: Axis { title: "US dollars per task".to_owned(), scale: Scale::Log, unit: Unit::Dollars },
        y: Axis { title: "Quality".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        levels,
        points: drawn,
        words,
        spread: Once::default(),
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
        let more = before.and_then(|(before, than)| {
            let difference = point.cost.minus(before.cost)?;
            let more = label::dollars(difference);
            let (from, to) = (label::exact_dollars(before.cost), label::exact_dollars(point.cost));
            let title = format!("More than {}: {}", than.model.name, workload.name());
            let cite = Cite::cost(offer, workload).then(title, format!("{to} - {from} a task"), more.clone());
            Some(Cell::cited(more, cite).of(difference))
        });
        Row::plain(vec![
            offer.model.name.as_str().into(),
            says(facts, offer).into(),
            Cell::dollars(point.cost).from_figure(Cite::cost(offer, workload)),
            more.unwrap_or_else(|| "—".into()),
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
            "The best of known quality, Claude Opus 4.6, costs 346x as much as the cheapest of known quality, \
             Llama 3.3 8B"
        );
        let more = cell(&found, "Gemini 2.0 Flash", "More than the one before");
        assert_eq!(more.text, "$0.000065");
        let then = more.cite.as_ref().unwrap().then.as_ref().unwrap();
        assert_eq!(then.outcome, more.text);
        assert!(format!("{:?}", then.steps).contains("$0.00013 - $0.000065 a task"), "{then:?}");
        let unknown = owned.market.offers().iter().filter(|offer| offer.model.opinions.quality.is_none());
        let note = format!("Left out: {} of unknown quality", counted(unknown.count(), "model"));
        assert_eq!(found.notes[0], note);
        let Some(Figure::Scatter(scatter)) = &found.figure else { panic!("{found:?}") };
        // Each is drawn once, however many fall on one place.
        let spread = scatter.spread();
        assert_eq!(spread.efficient.len(), scatter.efficient().count());
        assert_eq!(spread.beaten.len() + spread.efficient.len(), scatter.points.len());
        let mut twice = scatter.clone();
        twice.points.extend(scatter.points.iter().filter(|point| !point.is_efficient).copied());
        twice.spread = Once::default();
        assert_eq!(twice.spread().beaten, spread.beaten);
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
        assert_eq!(found.headline, "Llama 3.3 8B is the cheapest and the best of known quality");
        let none = bundled();
        let nothing = Facts { compared: &Arc::default(), ..none.facts(Some(chat)) };
        let said = "Of no model that is compared the quality is known, but of 9 models outside of that: judge those that are compared";
        assert_eq!(answer(&nothing, &Asked).headline, said);
    }
}

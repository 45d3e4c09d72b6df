//! What moves the bill most? Each number of the workload over its range, the widest swing on top.

use std::sync::Arc;

use super::figure::{Axis, BarRow, Bars, Piece, Rule};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Row, Table};
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::Variable;
use crate::decide::sensitivity::{Bar, Range, Tornado, tornado};
use crate::money::{Dollars, Quotient, label};
use crate::ranking::{Measure, Ranking};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The model whose bill it is; without, the cheapest.
    pub model: Option<ModelId>,
    /// From how many percent of the workload's own number.
    pub least: u64,
    /// To how many percent.
    pub most: u64,
    /// Ranges that were set one by one: these go before the percentages.
    pub ranges: Vec<Range>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { model: None, least: 50, most: 200, ranges: Vec::new() }
    }
}

/// The most percent of a range.
pub const MOST_PERCENT: u64 = 100_000;

/// The ranges that are asked about: those that were set, and of the other numbers that the workload has the percentages.
#[must_use]
pub fn ranges(workload: &Workload, asked: &Asked) -> Vec<Range> {
    let percent = |value: u64, percent: u64| {
        let share = u128::from(value) * u128::from(percent) / 100;
        u64::try_from(share).unwrap_or(u64::MAX)
    };
    let of = |variable: Variable| {
        if let Some(set) = asked.ranges.iter().find(|range| range.variable == variable) {
            return Some(set.clone());
        }
        let value = variable.of(workload);
        let values = percent(value, asked.least)..=percent(value, asked.most);
        (value > 0).then_some(Range { variable, values })
    };
    Variable::ALL.into_iter().filter_map(of).collect()
}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let mut answer = Answer {
        title: "What moves the bill most?".to_owned(),
        source: facts.source.to_owned(),
        ..Answer::default()
    };
    let Some(workload) = facts.workload else {
        "Add a workload to see what moves its bill".clone_into(&mut answer.headline);
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
    answer.title = format!("What moves the bill of {} on {} most?", workload.name(), offer.model.name);
    let found = tornado(facts.compared, offer, workload, &ranges(workload, asked));
    let Some(now) = found.now else {
        answer.headline = format!("The cost of {} on {} is not known", workload.name(), offer.model.name);
        return answer;
    };
    let per = if found.by_month { "month" } else { "task" };
    answer.headline = headline(&found, per);
    answer.details.push(first_place(facts, &found));
    answer.figure = Some(figure(&found, now, per));
    answer.tables.push(table(facts, &found, offer, workload));
    answer.notes.push("Each number moves alone; the others stay as the workload has them".to_owned());
    if !found.by_month {
        answer.notes.push("The bill is of one task: set requests per day for that of a month".to_owned());
    }
    answer
}

fn headline(found: &Tornado, per: &str) -> String {
    let first = found.bars.first().and_then(|bar| Some((bar, bar.swing()?)));
    let Some((bar, swing)) = first.filter(|(_, swing)| !swing.is_zero()) else {
        return "No number moves the bill within its range".to_owned();
    };
    format!(
        "{} move the bill most: by {} a {per} between {} and {}",
        super::capital(bar.range.variable.label()),
        label::dollars(swing),
        label::whole(*bar.range.values.start()),
        label::whole(*bar.range.values.end())
    )
}

/// Whether another model comes first somewhere.
fn first_place(facts: &Facts<'_>, found: &Tornado) -> String {
    let name = |place: Option<usize>| {
        place.and_then(|place| facts.compared.get(place)).map_or("none", |offer| offer.model.name.as_str())
    };
    let changing: Vec<&str> =
        found.bars.iter().filter(|bar| bar.first_changes).map(|bar| bar.range.variable.label()).collect();
    if changing.is_empty() {
        return format!("{} stays the cheapest of all throughout these ranges", name(found.first));
    }
    format!(
        "{} is the cheapest now, but not throughout the range of {}",
        name(found.first),
        changing.join(" and ")
    )
}

fn figure(found: &Tornado, now: Dollars, per: &str) -> Figure {
    let rows = found.bars.iter().map(|bar| {
        let ends = bar.at_least.zip(bar.at_most).map(|(a, b)| (a.min(b), a.max(b)));
        let label = ends.map_or_else(
            || "not known throughout".to_owned(),
            |(low, high)| format!("{} to {}", label::dollars(low), label::dollars(high)),
        );
        let name = super::capital(bar.range.variable.label());
        let values = &bar.range.values;
        BarRow {
            description: format!(
                "{name} from {} to {}: {label} a {per}",
                label::whole(*values.start()),
                label::whole(*values.end())
            ),
            name,
            pieces: ends
                .map(|(low, high)| Piece { series: 0, from: low.to_f64(), to: high.to_f64() })
                .into_iter()
                .collect(),
            label,
            stands_out: true,
            cite: None,
        }
    });
    Figure::Bars(Bars {
        axis: Axis { title: format!("US dollars a {per}"), scale: Scale::Linear, unit: Unit::Dollars },
        series: Vec::new(),
        rows: rows.collect(),
        rules: vec![Rule { at: now.to_f64(), label: format!("now: {}", label::dollars(now)) }],
    })
}

fn table(facts: &Facts<'_>, found: &Tornado, offer: &Offer, workload: &Arc<Workload>) -> Table {
    let columns = vec![
        Column::words("Number"),
        Column::number("From"),
        Column::number("To"),
        Column::number("Bill at the least"),
        Column::number("Bill at the most"),
        Column::number("Swing"),
        Column::number("Times"),
        Column::words("Cheapest at the least and at the most"),
    ];
    let name = |place: Option<usize>| {
        place.and_then(|place| facts.compared.get(place)).map_or("none", |offer| offer.model.name.as_str())
    };
    let row = |bar: &Bar| {
        let (least, most) = (*bar.range.values.start(), *bar.range.values.end());
        let bill = |amount: Option<Dollars>, value: u64| {
            let Some(amount) = amount else { return Cell::from("unknown") };
            let at = Arc::new(bar.range.variable.at(workload, value));
            let cite = if found.by_month { Cite::month(offer, &at) } else { Cite::cost(offer, &at) };
            Cell::cited(label::dollars(amount), cite)
        };
        let times = bar.at_least.zip(bar.at_most).and_then(|(a, b)| Quotient::of_dollars(a.max(b), a.min(b)));
        let [low, high] = bar.first.map(name);
        let firsts = if low == high { low.to_owned() } else { format!("{low}, then {high}") };
        Row::plain(vec![
            super::capital(bar.range.variable.label()).into(),
            label::whole(least).into(),
            label::whole(most).into(),
            bill(bar.at_least, least),
            bill(bar.at_most, most),
            bar.swing().map_or_else(|| "—".to_owned(), label::dollars).into(),
            times.map_or_else(|| "—".to_owned(), label::times).into(),
            firsts.into(),
        ])
    };
    Table { title: String::new(), columns, rows: found.bars.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn the_widest_swing_stands_on_top_with_receipts_at_its_ends() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let asked = Asked { model: Some(ModelId::new("openai/gpt-5.4").unwrap()), ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &asked);
        check_form(&found);
        // 500 in at $2.50 and 200 out at $10 a million: half and twice the answer are $0.00225 and $0.00525.
        assert_eq!(found.headline, "Output tokens move the bill most: by $0.003 a task between 100 and 400");
        let low = cell(&found, "Output tokens", "Bill at the least");
        assert_eq!(
            (low.text.as_str(), low.cite.as_ref().unwrap().workload.as_ref().unwrap().output_tokens()),
            ("$0.00225", 100)
        );
        assert_eq!(cell(&found, "Output tokens", "Bill at the most").text, "$0.00525");
        assert_eq!(cell(&found, "Input tokens", "Swing").text, "$0.001875");
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(bars.rules[0].label, "now: $0.00325");
        assert_eq!(bars.rows[0].name, "Output tokens");
        assert!(found.details[0].starts_with("Llama 3.3 8B stays the cheapest"));
    }

    #[test]
    fn a_range_that_was_set_goes_before_the_percentages() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let set = Range { variable: Variable::InputTokens, values: 500..=50_000 };
        let asked = Asked { ranges: vec![set.clone()], ..Asked::default() };
        assert_eq!(ranges(chat, &asked)[0], set);
        let found = answer(&owned.facts(Some(chat)), &asked);
        assert!(found.headline.starts_with("Input tokens move the bill most"), "{}", found.headline);
        let none = Asked { least: 100, most: 100, ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &none);
        check_form(&found);
        assert_eq!(found.headline, "No number moves the bill within its range");
    }
}

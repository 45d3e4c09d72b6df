//! What moves the bill most? Each number of the workload over its range, the one that matters most on top.

use std::sync::Arc;

use super::figure::{Axis, BarRow, Bars, Piece, Reach, Rule};
use super::{
    About, Answer, Cell, Cite, Column, Facts, Figure, Row, Table, capital, free_left_out, none_has_a_price,
};
use crate::billing;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::Variable;
use crate::decide::sensitivity::{Bar, Range, Tornado, tornado};
use crate::money::{Dollars, Share, label, typed};
use crate::workload::Workload;

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum End {
    /// So much less than the workload's own number.
    Less(Share),
    /// So much more.
    More(Share),
    /// This number.
    Count(u64),
}

impl End {
    /// Reads `-50 %`, `+100 %` or a whole number up to `most`.
    ///
    /// # Errors
    /// A sentence that says what is allowed.
    pub fn parse(text: &str, most: u64) -> Result<Self, String> {
        const ALLOWED: &str = "write -50 %, +100 % or a whole number, such as 250";
        let Some(number) = text.trim().strip_suffix('%') else {
            return typed::count(text, most).map(Self::Count).map_err(|problem| problem.to_string());
        };
        let share = |number: &str| Share::percent(number).map_err(|problem| problem.to_string());
        if let Some(less) = number.strip_prefix(['-', '−']) {
            let share = share(less)?;
            return if share > Share::ALL { Err("at most -100 %".to_owned()) } else { Ok(Self::Less(share)) };
        }
        match number.strip_prefix('+') {
            Some(more) => share(more).map(Self::More),
            // Without a sign it could be a share of the number as well as a change of it.
            None if share(number)?.is_zero() => Ok(Self::More(Share::ZERO)),
            None => Err(ALLOWED.to_owned()),
        }
    }

    /// What a field says.
    pub fn words(self) -> String {
        match self {
            Self::Less(share) => format!("-{} %", share.to_percent()),
            Self::More(share) => format!("+{} %", share.to_percent()),
            Self::Count(count) => label::whole(count),
        }
    }

    fn of(self, value: u64) -> u64 {
        match self {
            Self::Less(share) => value.saturating_sub(share.of_whole(value)),
            Self::More(share) => value.saturating_add(share.of_whole(value)),
            Self::Count(count) => count,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The model; `None` is the cheapest.
    pub model: Option<ModelId>,
    /// From where to where each number goes, in the order of [`Variable::ALL`].
    pub ranges: [(End, End); 4],
}

impl Default for Asked {
    fn default() -> Self {
        Self { model: None, ranges: [(End::Less(Share::of(1, 2)), End::More(Share::ALL)); 4] }
    }
}

/// The numbers that move: those that the workload has, or whose range the user gave in numbers.
fn ranges(workload: &Workload, asked: &Asked) -> Vec<Range> {
    let both = Variable::ALL.into_iter().zip(asked.ranges);
    let moving = both.filter_map(|(variable, (from, to))| {
        // A month needs requests a day; without them there is no bill that they could move.
        let is_there = variable != Variable::RequestsPerDay || workload.requests_per_day().is_some();
        let value = variable.of(workload);
        let (a, b) = (from.of(value), to.of(value));
        (is_there && a != b).then(|| Range { variable, values: a.min(b)..=a.max(b) })
    });
    moving.collect()
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    Answer::to(facts, "What moves the bill most?".to_owned(), |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see what moves its bill")?;
    let About { offer, free } = facts.named_or_cheapest(asked.model.as_ref(), workload);
    let Some(offer) = offer else {
        return Err(none_has_a_price(workload, free));
    };
    answer.title = format!("What moves the bill of {} on {} most?", workload.name(), offer.model.name);
    let ranges = ranges(workload, asked);
    if ranges.is_empty() {
        return Err("Widen a range to see what moves the bill".to_owned());
    }
    let found = tornado(facts.compared, offer, workload, &ranges);
    let Some(now) = found.now else {
        let reason = billing::total(offer, workload).reason().unwrap_or_default();
        return Err(format!("The bill on {} is not known: {reason}", offer.model.name));
    };
    let asked = Question { facts, offer, workload, found: &found, now };
    answer.headline = asked.headline();
    answer.details = asked.details();
    answer.figure = Some(Figure::Bars(asked.bars()));
    answer.tables.push(asked.table());
    answer.notes.extend(asked.skipped_in_words());
    answer.notes.push("Each number moves alone; the others stay as the workload has them".to_owned());
    if !found.by_month {
        answer.notes.push(format!(
            "{} names no requests per day, so these are bills of one task: set them to see a month's",
            workload.name()
        ));
    }
    answer.notes.extend(free_left_out(free));
    Ok(())
}

/// What the parts of the answer are made from.
struct Question<'a> {
    facts: &'a Facts<'a>,
    offer: &'a Offer,
    workload: &'a Arc<Workload>,
    found: &'a Tornado,
    now: Dollars,
}

impl Question<'_> {
    const fn per(&self) -> &'static str {
        if self.found.by_month { "a month" } else { "a task" }
    }

    fn name(&self, place: Option<usize>) -> &str {
        place.and_then(|place| self.facts.compared.get(place)).map_or("none", |offer| &offer.model.name)
    }

    fn headline(&self) -> String {
        let first = self.found.bars.iter().find_map(|bar| Some((bar, bar.at_least?, bar.at_most?)));
        let Some((bar, least, most)) = first else {
            return format!("No bill on {} is known at both ends of a range", self.offer.model.name);
        };
        if bar.swing().is_none_or(Dollars::is_zero) {
            let name = self.workload.name();
            return if self.workload.requests_per_day() == Some(0) {
                format!(
                    "{name} runs 0 times a day, so that nothing else moves its bill: set requests per day"
                )
            } else {
                format!("No input moves the bill of {name} on {} within its range", self.offer.model.name)
            };
        }
        let what = bar.range.variable.label();
        let what = if self.skipped().next().is_some() {
            format!("Of those known at both ends, {what}")
        } else {
            capital(what)
        };
        format!(
            "{what} move the bill most: {} to {} {}, and {} now",
            label::dollars(least.min(most)),
            label::dollars(least.max(most)),
            self.per(),
            label::dollars(self.now)
        )
    }

    /// The bars with a bill that is not known at one end: how far they would move it is not known either.
    fn skipped(&self) -> impl Iterator<Item = &Bar> {
        self.found.bars.iter().filter(|bar| bar.swing().is_none())
    }

    /// Which inputs the first place is not compared with, and why.
    fn skipped_in_words(&self) -> Option<String> {
        let names = self.skipped().map(|bar| {
            let ends = [(bar.at_least, bar.range.values.start()), (bar.at_most, bar.range.values.end())];
            let unknown = ends.into_iter().filter(|(bill, _)| bill.is_none());
            let unknown: Vec<String> = unknown.map(|(_, at)| label::whole(*at)).collect();
            format!("{} (at {})", bar.range.variable.label(), unknown.join(" and "))
        });
        let names: Vec<String> = names.collect();
        let names = names.join(", ");
        (!names.is_empty()).then(|| {
            format!(
                "The bill is not known at an end of {names}: that may move it more than what is named first"
            )
        })
    }

    /// Whether another model comes first, and which.
    fn details(&self) -> Vec<String> {
        let first = self.name(self.found.first);
        let mut details = Vec::new();
        for bar in self.found.bars.iter().filter(|bar| bar.first_changes) {
            let ends = [bar.range.values.start(), bar.range.values.end()];
            let what = bar.range.variable.label();
            let changed = ends.into_iter().zip(bar.first).filter(|(_, place)| *place != self.found.first);
            let changed: Vec<String> = changed
                .map(|(at, place)| format!("{} at {} {what}", self.name(place), label::whole(*at)))
                .collect();
            details.push(if changed.is_empty() {
                format!("Within the range of {what}, another model than {first} is the cheapest in places")
            } else {
                format!("The cheapest model changes: {}, {first} now", changed.join(" and "))
            });
        }
        if details.is_empty() {
            details.push(format!("{first} stays the cheapest model throughout every range"));
        }
        details
    }

    fn bars(&self) -> Bars {
        let rows: Vec<BarRow> = self.found.bars.iter().map(|bar| self.bar(bar)).collect();
        let title = if self.found.by_month { "US dollars a month" } else { "US dollars a task" };
        Bars {
            axis: Axis { title: title.to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
            series: vec!["At less than now".to_owned(), "At more than now".to_owned()],
            reach: Reach::of(&rows),
            rows: rows.into(),
            rules: vec![Rule { at: self.now.to_f64(), label: format!("now: {}", label::dollars(self.now)) }],
        }
    }

    fn bar(&self, bar: &Bar) -> BarRow {
        let name = capital(bar.range.variable.label());
        let range = range_words(bar);
        let (Some(least), Some(most)) = (bar.at_least, bar.at_most) else {
            let label = format!("the bill is not known throughout {range}");
            return BarRow { description: format!("{name}: {label}"), name, label, ..BarRow::default() };
        };
        let own = bar.range.variable.of(self.workload);
        let span =
            |series, a: Dollars, b: Dollars| Piece { series, from: a.min(b).to_f64(), to: a.max(b).to_f64() };
        let pieces = if bar.range.values.contains(&own) {
            vec![span(0, least, self.now), span(1, self.now, most)]
        } else {
            vec![span(usize::from(*bar.range.values.start() > own), least, most)]
        };
        let label = format!("{} to {}", label::dollars(least), label::dollars(most));
        BarRow {
            description: format!("{name} from {range}: {label} {}", self.per()),
            name,
            pieces,
            label,
            stands_out: true,
            cite: Some(self.difference(bar, least, most)),
        }
    }

    fn cite(&self, variable: Variable, value: u64) -> Cite {
        let workload = Arc::new(variable.at(self.workload, value));
        if self.found.by_month {
            Cite::month(self.offer, &workload)
        } else {
            Cite::cost(self.offer, &workload)
        }
    }

    /// The difference of two bills, from the receipt of the higher one.
    fn difference(&self, bar: &Bar, least: Dollars, most: Dollars) -> Cite {
        let (higher, lower) = (least.max(most), least.min(most));
        let at = if most >= least { bar.range.values.end() } else { bar.range.values.start() };
        let swing = higher.minus(lower).unwrap_or_default();
        self.cite(bar.range.variable, *at).then(
            format!("How far {} move the bill", bar.range.variable.label()),
            format!("{} - {}", label::exact_dollars(higher), label::exact_dollars(lower)),
            label::dollars(swing),
        )
    }

    fn table(&self) -> Table {
        // Where one model stays the cheapest a sentence says so.
        let first = self.found.first;
        let has_firsts = self.found.bars.iter().any(|bar| bar.first != [first; 2]);
        let mut columns = vec![
            Column::words("Input"),
            Column::number("From"),
            Column::number("To"),
            Column::number("Bill at the low end"),
            Column::number("Bill at the high end"),
            Column::number("Difference"),
        ];
        if has_firsts {
            columns.push(Column::words("Cheapest at the low end"));
            columns.push(Column::words("Cheapest at the high end"));
        }
        let rows = self.found.bars.iter().map(|bar| {
            let (from, to) = (*bar.range.values.start(), *bar.range.values.end());
            let end = |bill: Option<Dollars>, at| {
                let cite = self.cite(bar.range.variable, at);
                match bill {
                    None => Cell::cited("unknown", cite),
                    Some(bill) if bill.is_zero() => Cell::cited("free", cite),
                    Some(bill) => Cell::dollars(bill).from_figure(cite),
                }
            };
            let difference = match (bar.at_least, bar.at_most) {
                (Some(least), Some(most)) => {
                    let swing = bar.swing().unwrap_or_default();
                    Cell::dollars(swing).from_figure(self.difference(bar, least, most))
                }
                _ => "—".into(),
            };
            let mut cells = vec![
                capital(bar.range.variable.label()).into(),
                Cell::count(from),
                Cell::count(to),
                end(bar.at_least, from),
                end(bar.at_most, to),
                difference,
            ];
            if has_firsts {
                cells.extend(bar.first.map(|place| Cell::from(self.name(place))));
            }
            Row::plain(cells)
        });
        Table { title: String::new(), columns, rows: rows.collect() }
    }
}

/// `250 to 1,000`.
fn range_words(bar: &Bar) -> String {
    format!("{} to {}", label::whole(*bar.range.values.start()), label::whole(*bar.range.values.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::catalog::{Catalog, Market, Overrides, OwnModels, PriceSheet};
    use crate::money::Price;

    #[test]
    fn requests_move_the_bill_most_and_output_more_than_input() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let asked = Asked { model: ModelId::new("openai/gpt-5.4").ok(), ..Asked::default() };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "Requests a day move the bill most: $48.75 to $195.00 a month, and $97.50 now"
        );
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        let names: Vec<String> = bars.rows.iter().map(|row| row.name).collect();
        assert_eq!(names, ["Requests a day", "Output tokens", "Input tokens"]);
        assert!((bars.rows.first().unwrap().pieces[1].to - 195.0).abs() < 1e-9);
        assert_eq!(cell(&found, "Output tokens", "Bill at the low end").text, "$67.50");
        assert_eq!(cell(&found, "Output tokens", "Difference").text, "$90.00");
        // Each receipt comes to what its cell says.
        let facts = owned.facts(Some(&chat));
        for cell in found.tables[0].rows.iter().flat_map(|row| row.cells) {
            let Some(cite) = &cell.cite else { continue };
            let receipt = crate::receipt::Receipt::new(
                facts.find(&cite.model).unwrap(),
                cite.subject,
                cite.workload.as_deref(),
                None,
            );
            let outcome = cite
                .then
                .as_ref()
                .map_or_else(|| receipt.unwrap().outcome.label().to_owned(), |then| then.outcome.clone());
            assert_eq!(outcome, cell.text);
        }
        assert_eq!(found.details, ["Llama 3.3 8B stays the cheapest model throughout every range"]);
        // So no column says it of each input again.
        assert_eq!(found.tables[0].columns.last().unwrap().title, "Difference");
    }

    #[test]
    fn an_input_that_is_not_known_throughout_is_named_and_nothing_is_said_to_move_nothing() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let model = ModelId::new("openai/gpt-5.4").ok();
        let mut asked = Asked { model: model.clone(), ..Asked::default() };
        // Beyond the context window of a million.
        asked.ranges[0] = (End::Count(500), End::Count(2_000_000));
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "Of those known at both ends, requests a day move the bill most: $48.75 to $195.00 a month, and $97.50 now"
        );
        assert_eq!(
            found.notes[0],
            "The bill is not known at an end of input tokens (at 2,000,000): that may move it more than what is named \
             first"
        );
        let mut idle = Workload::clone(&chat);
        idle.set_requests_per_day(0);
        let idle = Arc::new(idle);
        let found = answer(&owned.facts(Some(&idle)), &Asked { model, ..Asked::default() });
        assert_eq!(
            found.headline,
            "Chat message runs 0 times a day, so that nothing else moves its bill: set requests per day"
        );
        let low = found.tables[0].rows.iter().next().unwrap().cells[3].text.clone();
        assert_eq!(low, "free", "as in all tables");
    }

    #[test]
    fn a_free_model_is_not_the_cheapest_and_is_said_to_be_left_out() {
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models.truncate(1);
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        let market =
            |catalog: &Catalog| Arc::new(Market::new(catalog, &OwnModels::default(), &Overrides::default()));
        owned.market = market(&catalog);
        let chat = Arc::clone(owned.workload("Chat message"));
        let found = answer(&owned.facts(Some(&chat)), &Asked::default());
        assert_eq!(found.headline, "No model with a price can take Chat message, but 1 free model can");
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        owned.market = market(&catalog);
        let found = answer(&owned.facts(Some(&chat)), &Asked::default());
        check_form(&found);
        assert_eq!(found.notes.last().unwrap(), "1 free model is not compared: no price to compare");
    }

    #[test]
    fn another_cheapest_model_is_named_and_ends_are_read() {
        let owned = bundled();
        let mut asked = Asked::default();
        asked.ranges[0] = (End::Count(500), End::Count(500_000));
        let found = answer(&owned.facts(Some(owned.workload("Chat message"))), &asked);
        check_form(&found);
        assert!(
            found.details[0].contains("Gemini 2.0 Flash at 500,000 input tokens, Llama 3.3 8B now"),
            "{found:?}"
        );
        for text in ["-50 %", "+100 %", "1,250"] {
            assert_eq!(End::parse(text, 1_000_000).unwrap().words(), text);
        }
        for text in ["50 %", "-101 %", "x", ""] {
            assert!(End::parse(text, 1_000_000).is_err(), "{text}");
        }
    }
}

//! What each model of one list cost and when, as far as the lists that were loaded say: only the days on which a price
//! became another one. Its text is a table that people can read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Model, ModelId, Part, Rates};
use crate::document::Fault;
use crate::money::Price;

/// The columns of the text.
const COLUMNS: [&str; 4] = ["model_id", "from", "part", "usd_per_million_tokens"];
/// What stands in the column of the part in a row without a model: on that day a list was loaded.
const LOADED: &str = "list loaded";

/// The prices of one list over time: standard base prices, each from the day on which a loaded list had it first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceHistory {
    /// The days of the lists, so that one that is older than another says nothing about the days of that one.
    days: BTreeSet<Date>,
    /// By day, no day twice, and no price that is the one before it.
    prices: BTreeMap<ModelId, BTreeMap<Part, Vec<(Date, Price)>>>,
}

impl PriceHistory {
    /// Takes the prices of a list in, as they are on `day`: the list's own, or the one on which it was fetched. A
    /// model that the list no longer has costs [`Price::Unknown`] from that day on. A second list of one day takes the
    /// place of the first.
    pub fn record<'a>(&mut self, models: impl IntoIterator<Item = &'a Model>, day: Date) {
        let later = self.days.range(day..).find(|other| **other > day).copied();
        self.days.insert(day);
        let now: BTreeMap<&ModelId, Rates> =
            models.into_iter().map(|model| (&model.id, model.prices_on(day).base())).collect();
        for (id, parts) in &mut self.prices {
            if !now.contains_key(id) {
                for points in parts.values_mut() {
                    note(points, day, later, Price::Unknown);
                }
            }
        }
        for (id, rates) in now {
            if !self.prices.contains_key(id) && !rates.is_empty() {
                self.prices.insert(id.clone(), BTreeMap::new());
            }
            let Some(parts) = self.prices.get_mut(id) else { continue };
            for part in Part::TOKENS {
                // A price that cannot be used is the end of the one before, as one that is gone.
                let price = Some(rates.get(part)).filter(|price| !price.is_unknown()).unwrap_or_default();
                if price.is_unknown() && !parts.contains_key(&part) {
                    continue;
                }
                note(parts.entry(part).or_default(), day, later, price);
            }
        }
        for parts in self.prices.values_mut() {
            parts.retain(|_, points| !points.is_empty());
        }
        self.prices.retain(|_, parts| !parts.is_empty());
    }

    /// The prices of one part of a model, each with the day from which it holds, oldest first. [`Price::Unknown`] is
    /// the end of a price. Empty where no loaded list had one.
    pub fn points(&self, model: &ModelId, part: Part) -> &[(Date, Price)] {
        self.prices.get(model).and_then(|parts| parts.get(&part)).map_or(&[], Vec::as_slice)
    }

    /// The parts of a model that ever had a price, in the order of [`Part`].
    pub fn parts(&self, model: &ModelId) -> impl Iterator<Item = Part> + '_ {
        self.prices.get(model).into_iter().flat_map(|parts| parts.keys().copied())
    }

    /// The models that ever had a price, by id.
    pub fn models(&self) -> impl Iterator<Item = &ModelId> {
        self.prices.keys()
    }

    /// The days of the lists that were loaded, oldest first.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.days.iter().copied()
    }

    /// The history as a table: one row for each price that became another one, and one for each day with a list.
    ///
    /// # Errors
    /// Only through a fault of this program.
    pub fn print(&self) -> Result<String, Fault> {
        let wrong = |problem: &dyn std::fmt::Display| Fault::new(&format!("this is no table: {problem}"));
        let mut table = csv::Writer::from_writer(Vec::new());
        let mut row = |cells: [&str; 4]| table.write_record(cells).map_err(|error| wrong(&error));
        row(COLUMNS)?;
        for day in &self.days {
            row(["", &day.to_string(), LOADED, ""])?;
        }
        for (model, parts) in &self.prices {
            for (part, points) in parts {
                for (day, price) in points {
                    let price = price.per_million_or_empty();
                    row([model.as_str(), &day.to_string(), part.key(), &price])?;
                }
            }
        }
        let bytes = table.into_inner().map_err(|error| wrong(&error))?;
        String::from_utf8(bytes).map_err(|error| wrong(&error))
    }

    /// Reads what [`PriceHistory::print`] wrote. Rows may be in any order.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let broken = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            Fault::at(usize::try_from(line).unwrap_or(usize::MAX), 1, format!("this is no table: {error}"))
        };
        if table.headers().map_err(broken)? != COLUMNS.as_slice() {
            return Err(Fault::at(1, 1, format!("the columns must be {}", COLUMNS.join(","))));
        }
        let mut history = Self::default();
        let mut rows: BTreeMap<(ModelId, Part), BTreeMap<Date, Price>> = BTreeMap::new();
        for record in table.into_records() {
            let record = record.map_err(broken)?;
            let line = record.position().map_or(1, csv::Position::line);
            let wrong = |problem: String| Fault::at(usize::try_from(line).unwrap_or(usize::MAX), 1, problem);
            let cell = |index: usize| record.get(index).unwrap_or_default();
            let day: Date = cell(1).parse().map_err(|_| {
                wrong(format!("from: \"{}\" is not a date; write it like 2026-04-29", shown(cell(1))))
            })?;
            if cell(0).is_empty() && cell(2) == LOADED {
                history.days.insert(day);
                continue;
            }
            let model = ModelId::new(cell(0)).map_err(|error| wrong(format!("model_id: {error}")))?;
            let part = Part::TOKENS
                .into_iter()
                .find(|part| part.key() == cell(2))
                .ok_or_else(|| wrong(format!("part: there is no part \"{}\"", shown(cell(2)))))?;
            let price = match cell(3) {
                "" => Price::Unknown,
                text => Price::per_million(text)
                    .map_err(|error| wrong(format!("usd_per_million_tokens: {error}")))?,
            };
            if rows.entry((model, part)).or_default().insert(day, price).is_some() {
                return Err(wrong("this model has two prices of one part and one day".to_owned()));
            }
        }
        for ((model, part), points) in rows {
            history.days.extend(points.keys());
            let mut points: Vec<(Date, Price)> = points.into_iter().collect();
            settle(&mut points);
            if !points.is_empty() {
                history.prices.entry(model).or_default().insert(part, points);
            }
        }
        Ok(history)
    }
}

/// Notes a price of one day. `later` is the next day on which a list was loaded: what that one said stays said.
fn note(points: &mut Vec<(Date, Price)>, day: Date, later: Option<Date>, price: Price) {
    let at = |day: Date| {
        let before = points.iter().rfind(|(from, _)| *from <= day);
        before.map_or(Price::Unknown, |(_, price)| *price)
    };
    let stays = later.map(|later| (later, at(later)));
    points.retain(|(from, _)| *from != day && Some(*from) != later);
    points.push((day, price));
    points.extend(stays);
    points.sort_by_key(|(from, _)| *from);
    settle(points);
}

/// Drops what says nothing new.
fn settle(points: &mut Vec<(Date, Price)>) {
    let mut last = Price::Unknown;
    points.retain(|(_, price)| std::mem::replace(&mut last, *price) != *price);
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::{PriceSheet, Source};

    fn model(id: &str, input: &str) -> Model {
        let source = Source { name: "List".into(), as_of: None };
        let mut model = Model::new(ModelId::new(id).unwrap(), id.into(), "maker".into(), source);
        let input = if input.is_empty() { Price::Unknown } else { price(input) };
        model.prices = PriceSheet::flat(input, price("2"));
        model
    }

    fn price(text: &str) -> Price {
        Price::per_million(text).unwrap()
    }

    fn check(history: &PriceHistory, id: &str, expected: &[(i8, &str)]) {
        let points = history.points(&ModelId::new(id).unwrap(), Part::Input);
        let shown: Vec<(i8, String)> =
            points.iter().map(|(day, price)| (day.day(), price.per_million_or_empty())).collect();
        let expected: Vec<(i8, String)> =
            expected.iter().map(|(day, price)| (*day, (*price).to_owned())).collect();
        assert_eq!(shown, expected, "{id}");
        assert_eq!(PriceHistory::parse(&history.print().unwrap()).unwrap(), *history);
    }

    #[test]
    fn only_a_price_that_became_another_one_is_a_point() {
        let mut history = PriceHistory::default();
        history.record(&[model("a", "1"), model("b", "3")], date(2026, 1, 1));
        history.record(&[model("a", "1"), model("b", "4")], date(2026, 1, 5));
        history.record(&[model("a", "0")], date(2026, 1, 9));
        history.record(&[model("a", "0"), model("b", "4")], date(2026, 1, 12));
        check(&history, "a", &[(1, "1.00"), (9, "0.00")]);
        check(&history, "b", &[(1, "3.00"), (5, "4.00"), (9, ""), (12, "4.00")]);
        let b = ModelId::new("b").unwrap();
        assert_eq!(history.parts(&b).collect::<Vec<_>>(), [Part::Input, Part::Output]);
        assert_eq!(history.days().count(), 4);
    }

    #[test]
    fn a_list_from_earlier_says_nothing_about_the_days_of_a_later_one() {
        let mut history = PriceHistory::default();
        for (day, price) in [(1, "1"), (20, "1"), (10, "2"), (15, "2")] {
            history.record(&[model("a", price)], date(2026, 1, day));
        }
        check(&history, "a", &[(1, "1.00"), (10, "2.00"), (20, "1.00")]);
        history.record(&[model("late", "5")], date(2026, 1, 5));
        check(&history, "a", &[(1, "1.00"), (5, ""), (10, "2.00"), (20, "1.00")]);
        check(&history, "late", &[(5, "5.00"), (10, "")]);
    }

    #[test]
    fn a_second_list_of_one_day_takes_the_place_of_the_first() {
        let mut history = PriceHistory::default();
        history.record(&[model("a", "1"), model("typo", "9")], date(2026, 1, 1));
        history.record(&[model("a", "2")], date(2026, 1, 1));
        check(&history, "a", &[(1, "2.00")]);
        check(&history, "typo", &[]);
        assert_eq!(history.models().count(), 1);
    }

    #[test]
    fn a_bad_row_is_named_with_its_line() {
        let header = COLUMNS.join(",");
        for (row, problem) in [
            ("a,2026-01-32,input,1", "not a date"),
            ("a,2026-01-01,inputs,1", "no part"),
            ("a,2026-01-01,input,NaN", "usd_per_million_tokens"),
            (",2026-01-01,input,1", "model_id"),
            ("a,2026-01-01", "table"),
        ] {
            let text = format!("{header}\n,2026-01-01,{LOADED},\n{row}\n");
            let fault = PriceHistory::parse(&text).unwrap_err();
            assert_eq!(fault.line(), Some(3), "{fault}");
            assert!(fault.to_string().contains(problem), "{fault}");
        }
        assert!(PriceHistory::parse("a,b\n").is_err());
        let twice = format!("{header}\na,2026-01-01,input,1\na,2026-01-01,input,2\n");
        assert!(PriceHistory::parse(&twice).unwrap_err().problem().contains("two prices"));
    }

    proptest! {
        /// Whatever the order in which lists come in, each says on its own day what it said.
        #[test]
        fn every_list_stays_true_on_its_own_day(
            lists in proptest::collection::vec((1_i8..=28, proptest::collection::vec(0_u8..=3, 3)), 1..8),
        ) {
            let mut history = PriceHistory::default();
            let mut said: BTreeMap<i8, Vec<u8>> = BTreeMap::new();
            for (day, prices) in lists {
                // 0 is a model that the list does not have.
                let models: Vec<Model> = prices
                    .iter()
                    .enumerate()
                    .filter(|(_, price)| **price > 0)
                    .map(|(index, price)| model(&format!("m{index}"), &price.to_string()))
                    .collect();
                history.record(&models, date(2026, 1, day));
                said.insert(day, prices);
            }
            for (day, prices) in said {
                for (index, expected) in prices.into_iter().enumerate() {
                    let id = ModelId::new(&format!("m{index}")).unwrap();
                    let points = history.points(&id, Part::Input);
                    let found = points.iter().rfind(|(from, _)| from.day() <= day);
                    let found = found.map_or(Price::Unknown, |(_, price)| *price);
                    let expected = match expected {
                        0 => Price::Unknown,
                        known => price(&known.to_string()),
                    };
                    prop_assert_eq!(found, expected);
                }
            }
            prop_assert_eq!(PriceHistory::parse(&history.print().unwrap()).unwrap(), history);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = PriceHistory::parse(&text);
        }
    }
}

//! One model's prices over time, from all loaded lists: what each list said on which day, and what it announces.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Model, Offer, Part, PriceHistory};
use crate::money::Price;

/// What one list says of one price over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceSeries {
    /// The list.
    pub list: Arc<str>,
    /// Input or output.
    pub part: Part,
    /// Each price with the day from which the list says it, oldest first, no day twice and no price that is the one
    /// before it. [`Price::Unknown`] is the end of a price.
    pub points: Vec<(Date, Price)>,
}

impl PriceSeries {
    /// The points after a day: scheduled, unconfirmed.
    pub fn announced_after(&self, day: Date) -> impl Iterator<Item = &(Date, Price)> {
        self.points.iter().filter(move |(from, _)| *from > day)
    }
}

/// The standard prices of input and output of a model, list by list, as far as a list knows a day. `history_of` finds
/// the history of a list by its name.
pub fn timeline<'h>(
    offer: &Offer,
    history_of: impl Fn(&str) -> Option<&'h PriceHistory>,
) -> Vec<PriceSeries> {
    let own = std::iter::once((&offer.list_name, &offer.model));
    let elsewhere = offer.elsewhere.iter().map(|(list, model)| (list, model));
    let mut all = Vec::new();
    for (list, model) in own.chain(elsewhere) {
        for part in [Part::Input, Part::Output] {
            let points = points(model, part, history_of(list));
            if !points.is_empty() {
                all.push(PriceSeries { list: Arc::clone(list), part, points });
            }
        }
    }
    all
}

/// What a list says of one price: on the days on which it was loaded, and the days that it names itself.
fn points(model: &Model, part: Part, history: Option<&PriceHistory>) -> Vec<(Date, Price)> {
    // The list's own days know better than the days on which somebody happened to load it.
    let mut points: Vec<(Date, Price)> =
        model.dated.iter().filter_map(|dated| Some((dated.from?, dated.prices.base().get(part)))).collect();
    if points.is_empty() {
        points.extend(history.into_iter().flat_map(|history| history.points(&model.id, part)));
        if points.is_empty() {
            points.extend(model.source.as_of.map(|as_of| (as_of.day(), model.prices.base().get(part))));
        }
    }
    points.sort_by_key(|(day, _)| *day);
    // Of two prices of one day the later one counts, as in the list.
    points.reverse();
    points.dedup_by_key(|(day, _)| *day);
    points.reverse();
    points.dedup_by(|later, earlier| later.1 == earlier.1);
    if points.iter().all(|(_, price)| price.is_unknown()) {
        points.clear();
    }
    points
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::{Catalog, DatedPrices, Market, Overrides, OwnModels, PriceSheet};

    fn sheet(input: &str) -> PriceSheet {
        PriceSheet::flat(Price::per_million(input).unwrap(), Price::per_million("4").unwrap())
    }

    fn offer() -> Offer {
        let catalog = Catalog::bundled().unwrap();
        Market::new(&catalog, &OwnModels::default(), &Overrides::default()).offers()[0].clone()
    }

    #[test]
    fn without_a_history_a_price_stands_on_the_day_of_its_list() {
        let offer = offer();
        let series = timeline(&offer, |_| None);
        assert_eq!(series.len(), 2);
        assert_eq!(series[0].points, [(date(2026, 4, 29), offer.prices.input)]);
    }

    #[test]
    fn the_history_of_the_list_is_followed() {
        let mut offer = offer();
        let mut history = PriceHistory::default();
        let mut model = Model::clone(&offer.model);
        for (day, price) in [(date(2026, 1, 1), "3"), (date(2026, 2, 1), "3"), (date(2026, 3, 1), "2")] {
            model.prices = sheet(price);
            history.record([&model], day);
        }
        offer.model = Arc::new(model);
        let series = timeline(&offer, |list| (list == &*offer.list_name).then_some(&history));
        let price = |text: &str| Price::per_million(text).unwrap();
        assert_eq!(series[0].points, [(date(2026, 1, 1), price("3")), (date(2026, 3, 1), price("2"))]);
        assert_eq!(series[1].points, [(date(2026, 1, 1), price("4"))]);
    }

    #[test]
    fn an_announced_price_is_told_from_one_that_holds() {
        let mut offer = offer();
        let mut model = Model::clone(&offer.model);
        model.dated = [(date(2026, 1, 1), "3"), (date(2027, 1, 1), "1")]
            .map(|(from, price)| DatedPrices { from: Some(from), until: None, prices: sheet(price) })
            .into();
        offer.model = Arc::new(model);
        let series = timeline(&offer, |_| None);
        assert_eq!(series[0].points.len(), 2);
        assert_eq!(series[0].announced_after(date(2026, 11, 24)).count(), 1);
        assert_eq!(series[1].points.len(), 1);
    }
}

//! What changed between two versions of a price list, or between two lists: models that are new or gone, and prices
//! that went up, down, became known or unknown. Exact; a model is the same one when its id is.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::{ContextTier, Model, ModelId, Part, PriceSheet, Tariff};
use crate::money::{Price, Quotient, label};
use crate::processing::Processing;

/// Which of a model's prices changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceName {
    /// What it is for.
    pub part: Part,
    /// In which processing mode.
    pub processing: Processing,
    /// From how many tokens of the prompt on; `None` is the base price.
    pub above: Option<u64>,
    /// At which times of the week; `None` is at any other.
    pub times: Option<&'static str>,
}

impl fmt::Display for PriceName {
    /// `output tokens, batch, above 200,000 tokens`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.part.label())?;
        if self.processing != Processing::Standard {
            write!(out, ", {}", self.processing.label())?;
        }
        if let Some(above) = self.above {
            write!(out, ", above {} tokens", label::whole(above))?;
        }
        if let Some(times) = self.times {
            write!(out, ", {times}")?;
        }
        Ok(())
    }
}

/// In which way a price changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// It is higher; from free to a price, too.
    Up,
    /// It is lower; from a price to free, too.
    Down,
    /// It was unknown.
    Known,
    /// It is unknown now.
    Unknown,
}

/// One price that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// Which price.
    pub name: PriceName,
    /// What it was.
    pub old: Price,
    /// What it is; never the same as `old`.
    pub new: Price,
}

impl PriceChange {
    /// In which way it changed.
    pub fn direction(&self) -> Direction {
        match (self.old, self.new) {
            (old, _) if old.is_unknown() => Direction::Known,
            (_, new) if new.is_unknown() => Direction::Unknown,
            (old, new) if new.known() > old.known() => Direction::Up,
            _ => Direction::Down,
        }
    }

    /// The new price as a multiple of the old one; `None` where one of them is free or unknown.
    pub fn ratio(&self) -> Option<Quotient> {
        Some(self.new.known()?.ratio_to(self.old.known()?))
    }

    /// How many percent the price went up or down, exactly and then rounded half up to a tenth: `+25 %`, `-12.5 %`.
    /// From a price to free it is `-100 %`. `None` for a price that was free or where one is unknown.
    pub fn percent(&self) -> Option<String> {
        let old = self.old.known()?;
        let new = match self.new {
            Price::Known(price) => price.units(),
            Price::Free => 0,
            Price::Unknown | Price::Unusable | Price::Impossible(_) => return None,
        };
        let (sign, difference) =
            if new > old.units() { ("+", new - old.units()) } else { ("-", old.units() - new) };
        // The greatest price is below 2^87: with a thousand and one more digit the product fits.
        let tenths = (difference * 2_000 + old.units()) / (2 * old.units());
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let whole = label::whole(u64::try_from(whole).unwrap_or(u64::MAX));
        let below = if tenths == 0 {
            "<0.1".to_owned()
        } else if tenth == 0 {
            whole
        } else {
            format!("{whole}.{tenth}")
        };
        Some(format!("{sign}{below} %"))
    }
}

/// A model that is in both lists with other prices.
#[derive(Clone, Debug)]
pub struct ModelChange {
    /// The model as it was.
    pub old: Arc<Model>,
    /// The model as it is.
    pub new: Arc<Model>,
    /// Its prices that changed: input and output first.
    pub prices: Vec<PriceChange>,
}

impl ModelChange {
    /// In which way the model changed: that of its first price which did, so the input price's if that did.
    pub fn direction(&self) -> Option<Direction> {
        self.prices.first().map(PriceChange::direction)
    }

    /// The largest change of a price of the model, by which changes are sorted: twice the price is as far as half.
    fn size(&self) -> Size {
        self.prices.iter().map(size).max().unwrap_or(Size::Appeared)
    }
}

/// How large a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    /// A price became known or unknown.
    Appeared,
    /// The greater price as a multiple of the lesser one.
    Times(Quotient),
    /// From or to free: more than any multiple.
    Free,
}

fn size(change: &PriceChange) -> Size {
    match (change.old, change.new) {
        (Price::Known(a), Price::Known(b)) => Size::Times(a.max(b).ratio_to(a.min(b))),
        (old, new) if old.is_unknown() || new.is_unknown() => Size::Appeared,
        _ => Size::Free,
    }
}

/// What changed between two lists.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Models that only the new list has, by name and id.
    pub new: Vec<Arc<Model>>,
    /// Models that only the old list had, by name and id.
    pub gone: Vec<Arc<Model>>,
    /// Models whose prices changed, the largest change first.
    pub changed: Vec<ModelChange>,
}

impl Changes {
    /// Compares two lists at the prices of a day; without one, at those that they give without a day.
    pub fn between<'a>(
        old: impl IntoIterator<Item = &'a Arc<Model>>,
        new: impl IntoIterator<Item = &'a Arc<Model>>,
        day: Option<Date>,
    ) -> Self {
        fn prices(model: &Model, day: Option<Date>) -> &PriceSheet {
            day.map_or(&model.prices, |day| model.prices_on(day))
        }
        let mut before: HashMap<&ModelId, &Arc<Model>> = HashMap::new();
        for model in old {
            before.entry(&model.id).or_insert(model);
        }
        let mut changes = Self::default();
        for model in new {
            let Some(old) = before.remove(&model.id) else {
                changes.new.push(Arc::clone(model));
                continue;
            };
            let found = compare(prices(old, day), prices(model, day));
            if !found.is_empty() {
                let (old, new) = (Arc::clone(old), Arc::clone(model));
                changes.changed.push(ModelChange { old, new, prices: found });
            }
        }
        changes.gone = before.into_values().cloned().collect();
        let by_name = |a: &Arc<Model>, b: &Arc<Model>| (&a.name, &a.id).cmp(&(&b.name, &b.id));
        changes.new.sort_by(by_name);
        changes.gone.sort_by(by_name);
        changes.changed.sort_by(|a, b| b.size().cmp(&a.size()).then_with(|| by_name(&a.new, &b.new)));
        changes
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }

    /// How many models are new, gone or at another price.
    pub fn models(&self) -> usize {
        self.new.len() + self.gone.len() + self.changed.len()
    }

    /// How many models changed in a way, by [`ModelChange::direction`].
    pub fn count(&self, direction: Direction) -> usize {
        self.changed.iter().filter(|change| change.direction() == Some(direction)).count()
    }

    /// One line: `12 new, 3 gone, 5 up, 9 down`; prices that became known or unknown only where there are any.
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "nothing changed".to_owned();
        }
        let mut parts = vec![
            (self.new.len(), "new"),
            (self.gone.len(), "gone"),
            (self.count(Direction::Up), "up"),
            (self.count(Direction::Down), "down"),
        ];
        let states = [(Direction::Known, "now known"), (Direction::Unknown, "now unknown")];
        let states = states.map(|(direction, words)| (self.count(direction), words));
        parts.extend(states.into_iter().filter(|(count, _)| *count > 0));
        let part = |(count, words)| format!("{} {words}", label::whole(count as u64));
        parts.into_iter().map(part).collect::<Vec<_>>().join(", ")
    }
}

/// The prices that two sheets do not agree on, in the order of their names.
fn compare(old: &PriceSheet, new: &PriceSheet) -> Vec<PriceChange> {
    // Most models have not changed, and an equal sheet is found without taking it apart.
    if old == new {
        return Vec::new();
    }
    let mut changes = Vec::new();
    let order = |part: Part| Part::TOKENS.into_iter().position(|other| other == part).unwrap_or(usize::MAX);
    let mut both: HashMap<PriceName, (Price, Price)> = HashMap::new();
    for (name, price) in named(old) {
        both.entry(name).or_default().0 = price;
    }
    for (name, price) in named(new) {
        both.entry(name).or_default().1 = price;
    }
    for (name, (old, new)) in both {
        if old != new {
            changes.push(PriceChange { name, old, new });
        }
    }
    changes.sort_by_key(|change| {
        let PriceName { part, processing, above, times } = &change.name;
        let base = !matches!(part, Part::Input | Part::Output);
        (*processing, *above, *times, base, order(*part))
    });
    changes
}

/// All prices of a sheet that it says anything of, each with its name.
pub(super) fn named(sheet: &PriceSheet) -> Vec<(PriceName, Price)> {
    let mut prices = Vec::new();
    let mut add = |part, processing, above, times, price: Price| {
        if !price.is_unknown() {
            prices.push((PriceName { part, processing, above, times }, price));
        }
    };
    let mut tiers = |tiers: &[ContextTier], processing, times| {
        for tier in tiers {
            for part in Part::TOKENS {
                add(part, processing, Some(tier.above), times, tier.rates.get(part));
            }
        }
    };
    let tariff_of = |processing| sheet.mode(processing);
    tiers(sheet.tiers(), Processing::Standard, None);
    for processing in Processing::ALL {
        if let Some(tariff) = tariff_of(processing) {
            tiers(tariff.tiers(), processing, None);
        }
    }
    for timed in sheet.times() {
        tiers(timed.tariff.tiers(), Processing::Standard, Some(timed.label));
    }
    let modes = Processing::ALL.into_iter().filter_map(|mode| Some((mode, tariff_of(mode)?)));
    let bases = modes.map(|(mode, tariff): (_, &Tariff)| (mode, None, *tariff.base()));
    let timed =
        sheet.times().iter().map(|timed| (Processing::Standard, Some(timed.label), *timed.tariff.base()));
    for (processing, times, rates) in
        [(Processing::Standard, None, sheet.base())].into_iter().chain(bases).chain(timed)
    {
        for part in Part::TOKENS {
            add(part, processing, None, times, rates.get(part));
        }
    }
    add(Part::Request, Processing::Standard, None, None, sheet.request_fee().unwrap_or_default());
    prices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, MorePrices, Rates, Source};
    use proptest::prelude::*;

    fn price(text: &str) -> Price {
        if text.is_empty() { Price::Unknown } else { Price::per_million(text).unwrap() }
    }

    fn model(id: &str, input: &str, output: &str) -> Arc<Model> {
        let source = Source { name: "List".into(), as_of: None };
        let mut model = Model::new(ModelId::new(id).unwrap(), id.into(), "P".into(), source);
        model.prices = PriceSheet::flat(price(input), price(output));
        Arc::new(model)
    }

    fn change(old: &str, new: &str) -> PriceChange {
        let name =
            PriceName { part: Part::Input, processing: Processing::Standard, above: None, times: None };
        PriceChange { name, old: price(old), new: price(new) }
    }

    #[test]
    fn the_summary_counts_and_the_largest_change_is_first() {
        let old = [
            model("gone", "1", "1"),
            model("up", "1", "2"),
            model("down", "4", "8"),
            model("same", "1", "1"),
            model("known", "", "1"),
            model("lost", "3", "1"),
            model("freed", "1", "1"),
        ];
        let new = [
            model("new", "1", "1"),
            model("up", "1.25", "2"),
            model("down", "1", "8"),
            model("same", "1", "1"),
            model("known", "2", "1"),
            model("lost", "", "1"),
            model("freed", "0", "1"),
        ];
        let changes = Changes::between(&old, &new, None);
        assert_eq!(changes.summary(), "1 new, 1 gone, 1 up, 2 down, 1 now known, 1 now unknown");
        let order: Vec<&str> = changes.changed.iter().map(|change| change.new.name.as_str()).collect();
        assert_eq!(order, ["freed", "down", "up", "known", "lost"]);
        assert_eq!(changes.changed[1].prices, [change("4", "1")]);
        assert_eq!(Changes::between(&old, &old, None).summary(), "nothing changed");
    }

    #[test]
    fn percents_are_exact() {
        for (old, new, percent) in [
            ("1", "1.25", Some("+25 %")),
            ("0.8", "0.7", Some("-12.5 %")),
            ("3", "2", Some("-33.3 %")),
            ("1", "0", Some("-100 %")),
            ("0.000001", "1", Some("+99,999,900 %")),
            ("1000000", "1000000.01", Some("+<0.1 %")),
            ("0", "1", None),
            ("", "1", None),
            ("1", "", None),
        ] {
            assert_eq!(change(old, new).percent().as_deref(), percent, "{old} to {new}");
        }
    }

    #[test]
    fn every_kind_of_price_is_compared() {
        let sheet = |cache: &str, batch: &str, tier: &str, fee: &str| {
            let base =
                Rates { input: price("1"), output: price("2"), cache_read: price(cache), ..Rates::default() };
            let rates = Rates { input: price(tier), ..Rates::default() };
            let batch = Rates { output: price(batch), ..Rates::default() };
            PriceSheet::new(MorePrices {
                standard: Tariff::new(base, vec![ContextTier { above: 200_000, inclusive: false, rates }]),
                batch: Some(Tariff::new(batch, Vec::new())),
                request_fee: Some(price(fee)),
                ..MorePrices::default()
            })
        };
        let changes = compare(&sheet("0.1", "1", "2", "5"), &sheet("0.2", "0.5", "4", "6"));
        let names: Vec<String> = changes.iter().map(|change| change.name.to_string()).collect();
        assert_eq!(
            names,
            ["cache read tokens", "requests", "input tokens, above 200,000 tokens", "output tokens, batch",]
        );
    }

    #[test]
    fn the_bundled_list_has_not_changed_since_itself() {
        let models: Vec<Arc<Model>> = Catalog::bundled().unwrap().models.into_iter().map(Arc::new).collect();
        assert!(Changes::between(&models, &models, None).is_empty());
    }

    fn lists() -> impl Strategy<Value = Vec<Arc<Model>>> {
        let amounts = || prop::option::of(0_u32..20);
        prop::collection::btree_map(0_u8..20, (amounts(), amounts()), 0..20).prop_map(|models| {
            let text = |amount: Option<u32>| amount.map_or_else(String::new, |amount| amount.to_string());
            models
                .into_iter()
                .map(|(id, (input, output))| model(&format!("m{id}"), &text(input), &text(output)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_changes_lead_from_the_old_list_to_the_new_one(old in lists(), new in lists()) {
            let changes = Changes::between(&old, &new, None);
            let mut made: HashMap<ModelId, (Price, Price)> =
                old.iter().map(|model| (model.id.clone(), (model.prices.input, model.prices.output))).collect();
            for model in &changes.gone {
                prop_assert!(made.remove(&model.id).is_some());
            }
            for model in &changes.new {
                prop_assert!(made.insert(model.id.clone(), (model.prices.input, model.prices.output)).is_none());
            }
            for change in &changes.changed {
                let prices = made.get_mut(&change.new.id).unwrap();
                for one in &change.prices {
                    prop_assert_ne!(one.old, one.new);
                    let place = if one.name.part == Part::Input { &mut prices.0 } else { &mut prices.1 };
                    prop_assert_eq!(*place, one.old);
                    *place = one.new;
                }
            }
            let expected: HashMap<ModelId, (Price, Price)> =
                new.iter().map(|model| (model.id.clone(), (model.prices.input, model.prices.output))).collect();
            prop_assert_eq!(made, expected);
            prop_assert!(changes.changed.is_sorted_by(|a, b| a.size() >= b.size()));
        }

        #[test]
        fn the_way_back_is_the_opposite(old in lists(), new in lists()) {
            let there = Changes::between(&old, &new, None);
            let back = Changes::between(&new, &old, None);
            prop_assert_eq!(there.new, back.gone);
            prop_assert_eq!(there.gone, back.new);
            prop_assert_eq!(there.changed.len(), back.changed.len());
            for change in &there.changed {
                let other = back.changed.iter().find(|other| other.new.id == change.new.id).unwrap();
                for (one, two) in change.prices.iter().zip(&other.prices) {
                    prop_assert_eq!((one.old, one.new), (two.new, two.old));
                    let opposite = match one.direction() {
                        Direction::Up => Direction::Down,
                        Direction::Down => Direction::Up,
                        Direction::Known => Direction::Unknown,
                        Direction::Unknown => Direction::Known,
                    };
                    prop_assert_eq!(two.direction(), opposite);
                }
            }
        }
    }
}

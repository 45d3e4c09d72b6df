//! The prices that the user sets for a model, each by what it is for.

use std::collections::BTreeMap;

use super::{ContextTier, MorePrices, Part, PriceKind, PriceSheet, Rates, Tariff};
use crate::money::Price;
use crate::processing::Processing;

/// The prices that the user sets for one model. What they do not name stays the list's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnPrices(BTreeMap<PriceKind, Price>);

impl OwnPrices {
    /// The two usual prices alone.
    pub fn usual(input: Option<Price>, output: Option<Price>) -> Self {
        let mut prices = Self::default();
        prices.set(PriceKind::standard(Part::Input), input);
        prices.set(PriceKind::standard(Part::Output), output);
        prices
    }

    /// The user's price of this kind.
    pub fn get(&self, kind: PriceKind) -> Option<Price> {
        self.0.get(&kind).copied()
    }

    /// Sets a price; `None`, and an unknown one, leave it to the list. A kind that no bill rests on is left out.
    pub fn set(&mut self, kind: PriceKind, price: Option<Price>) {
        match price.filter(|price| !price.is_unknown() && kind.is_billed()) {
            Some(price) => self.0.insert(kind, price),
            None => self.0.remove(&kind),
        };
    }

    /// Each price with its kind: mode by mode, short prompts first.
    pub fn iter(&self) -> impl Iterator<Item = (PriceKind, Price)> {
        self.0.iter().map(|(kind, price)| (*kind, *price))
    }

    /// All prices of a sheet, as if the user had set them.
    pub fn of(sheet: &PriceSheet) -> Self {
        let mut prices = Self::default();
        let standard = Tariff::new(sheet.base(), sheet.tiers().to_vec());
        prices.add(Processing::Standard, &standard);
        for mode in [Processing::Batch, Processing::Flex, Processing::Priority] {
            if let Some(tariff) = sheet.mode(mode) {
                prices.add(mode, tariff);
            }
        }
        prices.set(PriceKind::standard(Part::Request), sheet.request_fee());
        prices
    }

    /// Those beyond the two usual ones.
    pub fn further(&self) -> impl Iterator<Item = (PriceKind, Price)> {
        self.iter().filter(|(kind, _)| !kind.is_usual())
    }

    /// Whether no price is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds all prices of a mode.
    pub(super) fn add(&mut self, processing: Processing, tariff: &Tariff) {
        let base = std::iter::once((None, tariff.base()));
        let tiers = tariff.tiers().iter().map(|tier| (Some(tier.above), &tier.rates));
        for (above, rates) in base.chain(tiers) {
            for part in PriceKind::TOKENS {
                let price = rates.get(part);
                if !price.is_unknown() {
                    self.set(PriceKind { processing, above, part }, Some(price));
                }
            }
        }
    }

    /// The prices of a mode; unknown where none is set.
    pub(super) fn tariff(&self, processing: Processing) -> Tariff {
        let mut base = Rates::default();
        let mut tiers: BTreeMap<u64, Rates> = BTreeMap::new();
        for (kind, price) in self.iter().filter(|(kind, _)| kind.processing == processing) {
            kind.above.map_or(&mut base, |above| tiers.entry(above).or_default()).set(kind.part, price);
        }
        let tier = |(above, rates)| ContextTier { above, inclusive: false, rates };
        Tariff::new(base, tiers.into_iter().map(tier).collect())
    }

    /// The list's prices with these in their place, the standard ones at any time of the week.
    pub fn over(&self, list: &PriceSheet) -> PriceSheet {
        let mut more = self.split(list);
        for (kind, price) in self.iter() {
            if kind.part == Part::Request {
                more.request_fee = Some(price);
                continue;
            }
            for tariff in tariffs(&mut more, kind.processing) {
                tariff.put(kind.above, kind.part, price);
            }
        }
        PriceSheet::new(more)
    }

    /// The list's prices alone, as they hold beside these: where the list has no threshold at which one of these begins,
    /// its prices go on above it as they were.
    pub fn beside(&self, list: &PriceSheet) -> PriceSheet {
        PriceSheet::new(self.split(list))
    }

    fn split(&self, list: &PriceSheet) -> MorePrices {
        let mut more = list.to_more();
        for (kind, _) in self.iter() {
            if let Some(above) = kind.above {
                split(&mut more, kind.processing, above);
            }
        }
        more
    }

    /// Whether each of these is what `list` says itself.
    pub fn agree(&self, list: &PriceSheet) -> bool {
        self.iter().all(|(kind, price)| list.get(kind) == price)
    }
}

/// The prices of a mode: for the standard one those of every time of the week.
fn tariffs(more: &mut MorePrices, processing: Processing) -> Vec<&mut Tariff> {
    match processing {
        Processing::Standard => {
            let times = more.times.iter_mut().map(|timed| &mut timed.tariff);
            std::iter::once(&mut more.standard).chain(times).collect()
        }
        Processing::Batch => vec![more.batch.get_or_insert_default()],
        Processing::Flex => vec![more.flex.get_or_insert_default()],
        Processing::Priority => vec![more.priority.get_or_insert_default()],
    }
}

/// Makes a threshold in the prices of a mode, above which they go on as they were. What was unknown there stays so: a
/// mode says nothing of prompts for which the standard prices have a tier and the mode has none.
fn split(more: &mut MorePrices, processing: Processing, above: u64) {
    let modes = [&mut more.batch, &mut more.flex, &mut more.priority];
    let goes_on = |mode: &Tariff| mode.tier_beyond(&more.standard, above.saturating_add(1)).is_none();
    match processing {
        Processing::Standard => {
            // The modes have to say that they go on, or the threshold of the standard prices ends them.
            for mode in modes.into_iter().flatten() {
                if goes_on(mode) {
                    mode.split(above, true);
                }
            }
            for tariff in tariffs(more, processing) {
                tariff.split(above, true);
            }
        }
        Processing::Batch | Processing::Flex | Processing::Priority => {
            let standard = more.standard.clone();
            for mode in tariffs(more, processing) {
                let goes_on = mode.tier_beyond(&standard, above.saturating_add(1)).is_none();
                mode.split(above, goes_on);
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::billing;
    use crate::billing::tests::properties;
    use crate::catalog::{Offer, PriceOverride, Whose};

    fn per_million(text: &str) -> Price {
        Price::per_million(text).unwrap()
    }

    fn kind() -> impl Strategy<Value = PriceKind> {
        let processing = proptest::sample::select(Processing::ALL.to_vec());
        let above = proptest::option::of(0_u64..2_000);
        let tokens = (processing, above, proptest::sample::select(PriceKind::TOKENS.to_vec()))
            .prop_map(|(processing, above, part)| PriceKind { processing, above, part });
        prop_oneof![8 => tokens, 1 => Just(PriceKind::standard(Part::Request))]
    }

    /// Prices of every kind.
    pub(crate) fn own_prices() -> impl Strategy<Value = OwnPrices> {
        let price = prop_oneof![
            1 => Just(Price::Free),
            6 => (1_u64..1_000_000_000).prop_map(|units| per_million(&format!("{units}e-6"))),
        ];
        proptest::collection::vec((kind(), price), 0..8).prop_map(|all| {
            let mut prices = OwnPrices::default();
            for (kind, price) in all {
                prices.set(kind, Some(price));
            }
            prices
        })
    }

    #[test]
    fn a_price_is_named_after_what_it_is_for() {
        let kind = |processing, above, part| PriceKind { processing, above, part };
        let read = kind(Processing::Standard, None, Part::CacheRead);
        assert_eq!(read.of("the list"), "cache read price of the list");
        let batch = kind(Processing::Batch, Some(200_000), Part::CacheWrite1h);
        assert_eq!(batch.after("your"), "your batch 1-hour cache write price above 200,000 tokens");
        assert_eq!(PriceKind::standard(Part::Request).of("the list"), "request fee of the list");
    }

    #[test]
    fn a_price_that_no_bill_rests_on_is_not_kept() {
        let mut prices = OwnPrices::default();
        for part in [Part::InputAudio, Part::Retries] {
            prices.set(PriceKind::standard(part), Some(per_million("1")));
        }
        prices.set(
            PriceKind { processing: Processing::Batch, above: None, part: Part::Request },
            Some(per_million("1")),
        );
        prices.set(PriceKind::standard(Part::Input), Some(Price::Unknown));
        assert!(prices.is_empty());
        prices.set(PriceKind::standard(Part::Input), Some(Price::Free));
        assert_eq!(prices, OwnPrices::usual(Some(Price::Free), None));
        prices.set(PriceKind::standard(Part::Input), None);
        assert!(prices.is_empty());
    }

    proptest! {
        #[test]
        fn a_line_is_at_the_price_that_the_user_names_or_at_the_one_of_the_list(
            list in properties::sheet(), own in own_prices(), workload in properties::workloads(),
        ) {
            let listed = properties::offer(list.clone());
            let mine = Offer {
                prices: own.over(&listed.prices),
                own_price: Some(PriceOverride::new(listed.model.id.clone(), own.clone())),
                ..listed.clone()
            };
            let (before, after) = (billing::bill(&listed, &workload), billing::bill(&mine, &workload));
            for line in &after.lines {
                let Some(kind) = line.kind.filter(|_| line.cost.is_some()) else { continue };
                if let Some(price) = own.get(kind) {
                    prop_assert_eq!(line.price, price);
                    continue;
                }
                let is_same = |other: &&billing::Line| other.kind == Some(kind) || other.part == line.part;
                let mut listed = before.lines.iter().filter(is_same).map(|other| other.price);
                // Where the list says too little for the whole request, what it says of this part is the list's all the same.
                let of_list = OwnPrices::of(&list);
                let goes_on = |(other, price): (PriceKind, Price)| {
                    let is_below = PriceKind { above: other.above, ..kind } == other && other.above <= kind.above;
                    is_below && price == line.price
                };
                let is_listed = listed.any(|price| price == line.price) || of_list.iter().any(goes_on);
                prop_assert!(is_listed, "{line:?} in {before:?}");
            }
            // What the list knows, it still knows beside the user's prices, and nothing of it is another's.
            if own.is_empty() {
                prop_assert_eq!(&after, &before);
            }
            if let (billing::Total::Priced(_) | billing::Total::Free, false) =
                (before.total, matches!(after.total, billing::Total::Priced(_) | billing::Total::Free))
            {
                prop_assert!(false, "{before:?} became {after:?}");
            }
        }

        #[test]
        fn own_prices_that_the_list_says_too_change_nothing(
            list in properties::sheet(), own in own_prices(), workload in properties::workloads(),
        ) {
            let mut same = OwnPrices::default();
            for (kind, _) in own.iter() {
                same.set(kind, Some(list.get(kind)));
            }
            prop_assert!(same.agree(&list));
            if list.times().is_empty() {
                let total = |sheet| billing::total(&properties::offer(sheet), &workload);
                prop_assert_eq!(total(same.over(&list)), total(list));
            }
        }
    }

    #[test]
    fn whose_prices_several_are_together() {
        use Whose::{List, Mixed, Own};
        assert_eq!(Whose::of([]), List);
        assert_eq!(Whose::of([Own, Own]), Own);
        assert_eq!(Whose::of([List, Own]), Mixed);
        assert_eq!(Whose::of([Own, Own, List]), Mixed);
    }
}

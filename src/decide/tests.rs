//! Models and workloads for the tests of this room: those of the bundled list, and any.

use proptest::prelude::*;

use crate::catalog::{
    Catalog, ContextTier, DayWindow, Limits, Market, Model, MorePrices, Offer, Overrides, OwnModels,
    PriceSheet, Rates, Tariff, TimedTariff, WeekTimes,
};
use crate::decide::Variable;
use crate::money::{Dollars, Price, Share};
use crate::workload::{Draft, Processing, Runs, WeekMinute, Workload};

/// Tiers of any offer begin below so many tokens, so that few values show all of them.
pub const SOME_TOKENS: u64 = 24;

/// What stands around the prices of any offer.
static ANY_OFFER: std::sync::LazyLock<Offer> = std::sync::LazyLock::new(|| market().offers()[0].clone());

/// Parts of the week, drawn once: to find one's minutes takes longer than to bill a case.
static SOME_TIMES: std::sync::LazyLock<Vec<WeekTimes>> = std::sync::LazyLock::new(|| {
    let mut state = 0x9e37_79b9_u32;
    let mut below = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((state >> 8) % most).unwrap()
    };
    let mut windows = || DayWindow {
        start: below(1_440),
        end: below(1_440),
        weekdays: u8::try_from(1 + below(127)).unwrap(),
        offset: 480,
    };
    (0..500).map(|_| WeekTimes::of_windows(&[windows()])).collect()
});

pub fn market() -> Market {
    Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default())
}

#[track_caller]
pub fn offer<'a>(market: &'a Market, name: &str) -> &'a Offer {
    market.offers().iter().find(|offer| offer.model.name == name).unwrap()
}

pub fn workload(input_tokens: u64, output_tokens: u64) -> Workload {
    let draft = Draft { name: "Test".into(), input_tokens, output_tokens, ..Draft::default() };
    Workload::try_from(draft).unwrap()
}

/// Few different prices, so that two models often cost the same.
pub fn price() -> BoxedStrategy<Price> {
    prop_oneof![
        1 => Just(Price::Unknown),
        1 => Just(Price::Free),
        6 => (1_u64..40).prop_map(|tenths| Price::per_million(&format!("{tenths}e-1")).unwrap()),
        2 => (1_u64..1_000_000_000).prop_map(|units| Price::per_million(&format!("{units}e-6")).unwrap()),
    ]
    .boxed()
}

fn mostly_known() -> BoxedStrategy<Price> {
    let known = (1_u64..40).prop_map(|tenths| Price::per_million(&format!("{tenths}e-1")).unwrap());
    prop_oneof![1 => price(), 9 => known].boxed()
}

prop_compose! {
    fn rates()(
        input in mostly_known(), output in mostly_known(), prices in proptest::array::uniform4(price()),
    ) -> Rates {
        let [cache_read, cache_write_5m, cache_write_1h, reasoning] = prices;
        Rates { input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, ..Rates::default() }
    }
}

prop_compose! {
    fn tariff()(
        base in rates().boxed(), tiers in proptest::collection::vec((0..SOME_TOKENS, any::<bool>(), rates().boxed()), 0..3),
    ) -> Tariff {
        let tier = |(above, inclusive, rates)| ContextTier { above, inclusive, rates };
        Tariff::new(base, tiers.into_iter().map(tier).collect())
    }
}

prop_compose! {
    pub fn offers()(
        standard in tariff().boxed(), batch in proptest::option::of(tariff().boxed()), fee in proptest::option::of(price()),
        timed in proptest::option::of((0_usize..500, tariff().boxed())),
        limits in proptest::array::uniform3(proptest::option::weighted(0.2, 1..2 * SOME_TOKENS)),
    ) -> Offer {
        let times =
            timed.into_iter().map(|(place, tariff)| TimedTariff::new("off-peak", SOME_TIMES[place].clone(), tariff));
        let [context_window, maximum_input, maximum_output] = limits;
        let mut offer = ANY_OFFER.clone();
        let model = Model::clone(&offer.model);
        let limits = Limits { context_window, maximum_input, maximum_output };
        offer.model = std::sync::Arc::new(Model { limits, ..model });
        offer.prices = PriceSheet::new(MorePrices {
            standard, batch, request_fee: fee, times: times.collect(), ..MorePrices::default()
        });
        offer
    }
}

prop_compose! {
    pub fn workloads()(
        parts in proptest::array::uniform4(0..SOME_TOKENS / 3), output in 0..SOME_TOKENS / 2, reasoning in 0_u64..6,
        batch in proptest::bool::weighted(0.2), minute in proptest::option::of(0_u16..10_080),
        shares in (0_u64..50, 0_u64..50), requests in 0_u64..50, fee in 0_u64..2,
    ) -> Workload {
        Workload::try_from(Draft {
            name: "Any".into(),
            input_tokens: parts.iter().sum::<u64>() + 1,
            cache_read_tokens: parts[0],
            cache_write_5m_tokens: parts[1],
            cache_write_1h_tokens: parts[2],
            output_tokens: output + reasoning,
            reasoning_tokens: reasoning,
            processing: if batch { Processing::Batch } else { Processing::Standard },
            runs: minute.map_or(Runs::Spread, |minute| Runs::At(WeekMinute::new(minute))),
            retries: Share::of(shares.0, 100),
            safety_margin: Share::of(shares.1, 100),
            requests_per_day: Some(requests),
            monthly_fee: Dollars::whole(fee),
            ..Draft::default()
        })
        .unwrap()
    }
}

pub fn variables() -> impl Strategy<Value = Variable> {
    proptest::sample::select(Variable::ALL.to_vec())
}

//! A flat monthly subscription against paying for each request: from how many requests a month it is cheaper.

use ethnum::U256;

use super::exact;
use crate::catalog::Offer;
use crate::money::{Dollars, Quotient, label};
use crate::workload::Workload;

/// Where a subscription and a model cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flat {
    /// Exactly here, and above it the subscription is cheaper.
    BreaksEvenAt {
        /// Requests a month: exact, and not always a whole number.
        requests: Quotient,
        /// The first whole number of requests a month at which the subscription is cheaper.
        cheaper_from: u64,
    },
    /// Each request is free, so the subscription never pays.
    Never,
    /// Each request is free, and the subscription costs what the workload's monthly fee alone does: both cost the same.
    Same,
    /// The subscription costs no more than the workload's monthly fee alone: it is cheaper from the first request.
    Always,
    /// What the task costs on this model is unknown, or the model cannot take it.
    Unknown,
}

/// Compares a subscription of so much a month with a model; the workload's monthly fee is saved by subscribing.
pub fn against_flat(offer: &Offer, workload: &Workload, subscription: Dollars) -> Flat {
    let Some(task) = exact::of_task(offer, workload) else { return Flat::Unknown };
    let Some(extra) = subscription.minus(workload.monthly_fee()) else { return Flat::Always };
    match (task == U256::ZERO, extra.is_zero()) {
        (true, true) => return Flat::Same,
        (true, false) => return Flat::Never,
        (false, true) => return Flat::Always,
        (false, false) => {}
    }
    let Some(extra) = exact::of_dollars(extra) else { return Flat::Unknown };
    Flat::BreaksEvenAt {
        requests: Quotient::new(extra, task),
        cheaper_from: u64::try_from(extra / task).map_or(u64::MAX, |whole| whole.saturating_add(1)),
    }
}

impl Flat {
    /// The answer in words, without a full stop.
    pub fn words(self, model: &str) -> String {
        match self {
            Self::Always | Self::BreaksEvenAt { cheaper_from: 1, .. } => {
                "the subscription is cheaper from the first request on".to_owned()
            }
            Self::BreaksEvenAt { cheaper_from, .. } => format!(
                "up to {} request{} a month, {model} costs no more; from {} on, the subscription is cheaper",
                label::whole(cheaper_from.saturating_sub(1)),
                if cheaper_from == 2 { "" } else { "s" },
                label::whole(cheaper_from)
            ),
            Self::Never => format!("{model} is free, so the subscription is never cheaper"),
            Self::Same => format!("{model} is free, so both cost the same: the workload's monthly fee"),
            Self::Unknown => format!("the cost of a task on {model} is not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;
    use proptest::prelude::*;

    #[test]
    fn twenty_dollars_a_month_against_chat_messages() {
        let market = any::market();
        let flat = against_flat(any::offer(&market, "GPT-5.4"), &any::workload(500, 200), Dollars::whole(20));
        // 20 / 0.00325
        let Flat::BreaksEvenAt { requests, cheaper_from } = flat else { panic!("{flat:?}") };
        assert_eq!((requests.rounded(4).as_str(), cheaper_from), ("6153.8462", 6_154));
        assert_eq!(
            flat.words("GPT-5.4"),
            "up to 6,153 requests a month, GPT-5.4 costs no more; from 6,154 on, the subscription is cheaper"
        );
        let even = against_flat(
            any::offer(&market, "GPT-5.4"),
            &any::workload(500, 200),
            Dollars::parse("3.25").unwrap(),
        );
        assert!(matches!(even, Flat::BreaksEvenAt { cheaper_from: 1_001, .. }), "{even:?}");
    }

    #[test]
    fn a_fee_against_the_same_fee_on_a_free_model_is_a_tie() {
        use crate::catalog::PriceSheet;
        use crate::money::Price;

        let mut offer = any::market().offers()[0].clone();
        offer.prices = PriceSheet::flat(Price::Free, Price::Free);
        let mut draft = any::workload(500, 200).to_draft();
        draft.monthly_fee = Dollars::whole(20);
        let workload = Workload::try_from(draft).unwrap();
        let at = |dollars| against_flat(&offer, &workload, Dollars::whole(dollars));
        assert_eq!([at(19), at(20), at(21)], [Flat::Always, Flat::Same, Flat::Never]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn the_first_cheaper_number_is_the_first(
            offer in any::offers(), workload in any::workloads(), cents in 0_u64..400,
        ) {
            let subscription = Dollars::parse("0.01").unwrap().times(cents);
            let bill = |requests: u64| {
                let task = exact::of_task(&offer, &workload).unwrap().checked_mul(U256::from(requests)).unwrap();
                task + exact::of_dollars(workload.monthly_fee()).unwrap()
            };
            let flat = exact::of_dollars(subscription).unwrap();
            match against_flat(&offer, &workload, subscription) {
                Flat::BreaksEvenAt { cheaper_from, .. } => {
                    prop_assert!(bill(cheaper_from) > flat);
                    prop_assert!(bill(cheaper_from - 1) <= flat);
                }
                Flat::Never => prop_assert!(bill(u64::MAX) <= flat),
                Flat::Always => prop_assert!(bill(0) >= flat && bill(1) > flat),
                Flat::Same => prop_assert!(bill(0) == flat && bill(u64::MAX) == flat),
                Flat::Unknown => prop_assert!(crate::billing::total(&offer, &workload).priced().is_none()),
            }
        }
    }
}

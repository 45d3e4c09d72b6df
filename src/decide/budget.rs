//! A budget and a workload: how many requests each model affords, against what is needed.

use ethnum::U256;

use crate::billing::{self, Exclusion, Missing, Total};
use crate::catalog::{Market, Offer};
use crate::money::Dollars;
use crate::workload::Workload;

/// The most customers that a budget may be for.
pub const MOST_CUSTOMERS: u64 = 1_000_000_000;

/// What a budget is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Per {
    /// All requests of a month.
    #[default]
    Month,
    /// All requests of a day.
    Day,
    /// The requests of one customer in a month, of so many customers.
    Customer {
        /// How many customers there are.
        customers: u64,
    },
}

/// An amount to spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Budget {
    /// How much.
    pub amount: Dollars,
    /// For what.
    pub per: Per,
}

impl Budget {
    /// So much a month.
    pub const fn monthly(amount: Dollars) -> Self {
        Self { amount, per: Per::Month }
    }

    /// What there is for a month of this workload.
    pub fn a_month(self, workload: &Workload) -> Dollars {
        match self.per {
            Per::Month => self.amount,
            Per::Day => self.amount.times(u64::from(workload.days_per_month())),
            Per::Customer { customers } => self.amount.times(customers),
        }
    }
}

/// How many requests a month a budget affords on one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affords {
    /// So many, what is left over not being enough for one more.
    Requests(u64),
    /// The task costs nothing: any number, where the budget covers the monthly fee.
    AnyNumber,
    /// A price that the task needs is unknown.
    Unknown(Missing),
    /// The model cannot take the workload.
    Excluded(Exclusion),
}

/// How what is afforded stands to what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is enough.
    Fits {
        /// Requests a month that could be made beyond those needed; `None` for any number.
        spare_requests: Option<u64>,
        /// What is left of the month's budget.
        left: Dollars,
    },
    /// It is not.
    Short {
        /// Requests a month that are needed and not afforded.
        missing_requests: u64,
        /// What the month's budget lacks.
        lacking: Dollars,
    },
}

/// One model's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// How many requests a month the budget affords.
    pub affords: Affords,
    /// Against what is needed; `None` when the workload names no requests a day or the cost is not known.
    pub fit: Option<Fit>,
}

/// What a budget affords on every model, the most requests first; ties go by what a request costs, then by name and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affordable {
    /// What there is for a month.
    pub budget: Dollars,
    /// Requests a month that the workload needs; `None` when it names no requests a day.
    pub needed: Option<u64>,
    /// The models.
    pub rows: Vec<Row>,
}

impl Affordable {
    /// Asks every model of a market.
    pub fn new(market: &Market, workload: &Workload, budget: Budget) -> Self {
        let month = budget.a_month(workload);
        let rows = market.offers().iter().enumerate();
        let mut rows: Vec<Row> =
            rows.map(|(index, offer)| Row { offer: index, ..row(offer, workload, month) }).collect();
        rows.sort_by_cached_key(|row| {
            let cost = market.get(row.offer).and_then(|offer| billing::total(offer, workload).priced());
            let (kind, requests) = match row.affords {
                Affords::Requests(requests) => (1, requests),
                Affords::AnyNumber => (0, 0),
                Affords::Unknown(_) => (2, 0),
                Affords::Excluded(_) => (3, 0),
            };
            (kind, std::cmp::Reverse(requests), cost, market.among_equals(row.offer))
        });
        Self { budget: month, needed: workload.requests_per_month(), rows }
    }
}

fn row(offer: &Offer, workload: &Workload, month: Dollars) -> Row {
    let affords = affords(offer, workload, month);
    let cost = billing::total(offer, workload).cost().ok();
    let fit = cost.and_then(|cost| fit(affords, billing::monthly(cost, workload)?, workload, month));
    Row { offer: 0, affords, fit }
}

/// How many requests a month a monthly budget affords on one model; the workload's monthly fee is paid first.
pub fn affords(offer: &Offer, workload: &Workload, month: Dollars) -> Affords {
    let left = month.minus(workload.monthly_fee());
    match (billing::total(offer, workload), left) {
        (Total::Unknown(missing), _) => Affords::Unknown(missing),
        (Total::Excluded(rule), _) => Affords::Excluded(rule),
        (_, None) => Affords::Requests(0),
        (Total::Free, Some(_)) => Affords::AnyNumber,
        (Total::Priced(cost), Some(left)) => {
            // A priced cost is above zero.
            let count = left.units() / cost.units().max(U256::ONE);
            Affords::Requests(u64::try_from(count).unwrap_or(u64::MAX))
        }
    }
}

fn fit(affords: Affords, bill: Dollars, workload: &Workload, month: Dollars) -> Option<Fit> {
    let needed = workload.requests_per_month()?;
    let afforded = match affords {
        Affords::Requests(requests) => Some(requests),
        Affords::AnyNumber => None,
        Affords::Unknown(_) | Affords::Excluded(_) => return None,
    };
    Some(match month.minus(bill) {
        Some(left) => Fit::Fits { spare_requests: afforded.map(|most| most.saturating_sub(needed)), left },
        None => Fit::Short {
            missing_requests: needed.saturating_sub(afforded.unwrap_or_default()),
            lacking: bill.minus(month).unwrap_or_default(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;

    #[test]
    fn five_hundred_dollars_of_chat_messages() {
        let market = any::market();
        let chat = any::workload(500, 200);
        let table = Affordable::new(&market, &chat, Budget::monthly(Dollars::whole(500)));
        let requests = |name: &str| {
            let row = table.rows.iter().find(|row| market.offers()[row.offer].model.name == name).unwrap();
            row.affords
        };
        assert_eq!(requests("GPT-5.4"), Affords::Requests(153_846));
        assert_eq!(requests("GPT-4.1 mini"), Affords::Requests(961_538));
        assert_eq!(market.offers()[table.rows[0].offer].model.name, "Llama 3.3 8B");
        assert_eq!(table.needed, None);
        assert!(table.rows.iter().all(|row| row.fit.is_none()));
    }

    #[test]
    fn who_fits_and_by_how_much() {
        let market = any::market();
        let mut summary = any::workload(2_000, 300);
        summary.set_requests_per_day(1_000);
        let budget = Budget { amount: Dollars::whole(1), per: Per::Day };
        let table = Affordable::new(&market, &summary, budget);
        let row =
            |name: &str| table.rows.iter().find(|row| market.offers()[row.offer].model.name == name).unwrap();
        // $28.80 of $30 a month; $0.00096 a request.
        assert_eq!(
            row("DeepSeek V4").fit,
            Some(Fit::Fits { spare_requests: Some(1_250), left: Dollars::parse("1.2").unwrap() })
        );
        // 1,000 x 30 x $0.008 = $240.
        assert_eq!(
            row("GPT-5.4").fit,
            Some(Fit::Short { missing_requests: 26_250, lacking: Dollars::whole(210) })
        );
    }

    #[test]
    fn a_budget_below_the_fee_affords_nothing_not_even_what_is_free() {
        let offer = any::market().offers()[0].clone();
        let mut draft = any::workload(500, 200).to_draft();
        draft.monthly_fee = Dollars::whole(20);
        let workload = Workload::try_from(draft).unwrap();
        assert_eq!(affords(&offer, &workload, Dollars::whole(19)), Affords::Requests(0));
        let mut free = offer;
        free.prices = crate::catalog::PriceSheet::flat(crate::money::Price::Free, crate::money::Price::Free);
        assert_eq!(affords(&free, &workload, Dollars::whole(19)), Affords::Requests(0));
        assert_eq!(affords(&free, &workload, Dollars::whole(20)), Affords::AnyNumber);
    }
}

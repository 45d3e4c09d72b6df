//! A cost as one whole number without any rounding, so that two can be compared and divided exactly.
//!
//! A bill rounds where a price holds for a part of the week; a crossing of two costs must not. The lines of the bill
//! say which prices and tokens it is made of.

use ethnum::U256;

use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::money::{Dollars, Share};
use crate::workload::{WeekMinute, Workload};

/// What a task costs, retries and margin included; `None` when that is unknown or the model cannot take it.
pub(super) fn of_task(offer: &Offer, workload: &Workload) -> Option<U256> {
    let bill = billing::bill(offer, workload);
    if matches!(bill.total, Total::Unknown(_) | Total::Excluded(_)) {
        return None;
    }
    let mut sum = U256::ZERO;
    for line in bill.lines.iter().filter(|line| line.share.is_none()) {
        let minutes = line.week.map_or(WeekMinute::COUNT, |week| week.minutes);
        let cost = line.price.times(line.tokens)?.units();
        sum = sum.checked_add(cost.checked_mul(U256::from(minutes))?)?;
    }
    let with = |share: Share| U256::from(u64::from(Share::WHOLE) + u64::from(share.millionths()));
    sum.checked_mul(with(workload.retries()))?.checked_mul(with(workload.safety_margin()))
}

/// An amount in the same units.
pub(super) fn of_dollars(amount: Dollars) -> Option<U256> {
    // So many of the units make 10^-36 dollars.
    let parts = u64::from(WeekMinute::COUNT) * u64::from(Share::WHOLE) * u64::from(Share::WHOLE);
    amount.units().checked_mul(U256::from(parts))
}

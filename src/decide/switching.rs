//! Switching from one model to another: what it saves, and when a one-time cost is paid back.

use ethnum::U256;

use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::money::{Dollars, Quotient};
use crate::workload::Workload;

/// An amount that is saved or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The other model costs so much less.
    Saves(Dollars),
    /// Both cost the same.
    Nothing,
    /// The other model costs so much more.
    Costs(Dollars),
}

impl Saving {
    /// From one cost to another.
    pub fn between(from: Dollars, to: Dollars) -> Self {
        match (from.minus(to), to.minus(from)) {
            (Some(less), _) if !less.is_zero() => Self::Saves(less),
            (_, Some(more)) if !more.is_zero() => Self::Costs(more),
            _ => Self::Nothing,
        }
    }

    fn times(self, times: u64) -> Self {
        match self {
            Self::Saves(amount) => Self::Saves(amount.times(times)),
            Self::Costs(amount) => Self::Costs(amount.times(times)),
            Self::Nothing => Self::Nothing,
        }
    }
}

/// How long until a one-time cost is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payback {
    /// There is no cost to pay back, and it saves.
    AtOnce,
    /// After so many months: exact, and not always a whole number.
    After {
        /// Months, each of the workload's days.
        months: Quotient,
        /// The first whole month at whose end it is paid back.
        whole_months: u64,
    },
    /// Nothing is saved to pay it back with.
    Never,
    /// It saves, but the workload names no requests a day, so no month is known.
    NoVolume,
}

/// What a switch saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switching {
    /// For each task.
    pub per_task: Saving,
    /// For each month; `None` when the workload names no requests a day. The monthly fee is paid on either model.
    pub per_month: Option<Saving>,
    /// For each year of twelve such months; `None` likewise.
    pub per_year: Option<Saving>,
    /// When the one-time cost is paid back.
    pub payback: Payback,
}

/// What it saves to switch. `migration` is the one-time cost.
///
/// # Errors
/// The outcome of the model whose cost is not known.
pub fn switching(
    from: &Offer,
    to: &Offer,
    workload: &Workload,
    migration: Dollars,
) -> Result<Switching, Total> {
    let cost = |offer| billing::total(offer, workload).cost();
    let per_task = Saving::between(cost(from)?, cost(to)?);
    let per_month = workload
        .requests_per_month()
        .map(|requests| if requests == 0 { Saving::Nothing } else { per_task.times(requests) });
    let payback = match per_month.unwrap_or(per_task) {
        Saving::Nothing | Saving::Costs(_) => Payback::Never,
        Saving::Saves(_) if migration.is_zero() => Payback::AtOnce,
        Saving::Saves(_) if per_month.is_none() => Payback::NoVolume,
        Saving::Saves(monthly) => payback(migration, monthly),
    };
    Ok(Switching { per_task, per_month, per_year: per_month.map(|saving| saving.times(12)), payback })
}

fn payback(migration: Dollars, monthly: Dollars) -> Payback {
    let Some(months) = Quotient::of_dollars(migration, monthly) else { return Payback::Never };
    let (whole, rest) = (migration.units() / monthly.units(), migration.units() % monthly.units());
    let whole = u64::try_from(whole).unwrap_or(u64::MAX);
    Payback::After { months, whole_months: whole.saturating_add(u64::from(rest != U256::ZERO)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;

    #[test]
    fn from_gpt_5_4_to_mini() {
        let market = any::market();
        let (from, to) = (any::offer(&market, "GPT-5.4"), any::offer(&market, "GPT-4.1 mini"));
        let mut chat = any::workload(500, 200);
        let unknown = switching(from, to, &chat, Dollars::whole(100)).unwrap();
        assert_eq!((unknown.per_month, unknown.payback), (None, Payback::NoVolume));
        chat.set_requests_per_day(1_000);
        let saves = |amount: &str| Saving::Saves(Dollars::parse(amount).unwrap());
        let found = switching(from, to, &chat, Dollars::whole(100)).unwrap();
        assert_eq!(found.per_task, saves("0.00273"));
        assert_eq!(found.per_month, Some(saves("81.9")));
        assert_eq!(found.per_year, Some(saves("982.8")));
        let Payback::After { months, whole_months } = found.payback else { panic!("{found:?}") };
        assert_eq!((months.rounded(4).as_str(), whole_months), ("1.2210", 2));
        let exact = switching(from, to, &chat, Dollars::parse("163.8").unwrap()).unwrap().payback;
        assert!(matches!(exact, Payback::After { whole_months: 2, .. }));
        assert_eq!(switching(from, to, &chat, Dollars::ZERO).unwrap().payback, Payback::AtOnce);
        assert_eq!(switching(to, from, &chat, Dollars::ZERO).unwrap().payback, Payback::Never);
        let back = switching(to, from, &chat, Dollars::whole(100)).unwrap();
        assert_eq!(
            (back.per_task, back.payback),
            (Saving::Costs(Dollars::parse("0.00273").unwrap()), Payback::Never)
        );
        chat.set_requests_per_day(0);
        assert_eq!(switching(from, to, &chat, Dollars::whole(1)).unwrap().payback, Payback::Never);
    }
}

//! The bill of a workload on one model: per task, day, month and year.

use crate::billing::{self, Total};
use crate::catalog::Offer;
use crate::money::Dollars;
use crate::workload::Workload;

/// Months of a year.
pub const MONTHS: u64 = 12;

/// What a workload costs on one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bills {
    /// One task.
    pub task: Dollars,
    /// The rest; `None` when the workload names no requests a day.
    pub periods: Option<Periods>,
}

/// What it costs over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// A day on which it runs; no part of the monthly fee.
    pub day: Dollars,
    /// A month of the workload's days, the monthly fee included.
    pub month: Dollars,
    /// Twelve such months.
    pub year: Dollars,
}

/// The bills of a workload on a model.
///
/// # Errors
/// The outcome of a task whose cost is not known.
pub fn bills(offer: &Offer, workload: &Workload) -> Result<Bills, Total> {
    let task = billing::total(offer, workload).cost()?;
    let periods = workload.requests_per_day().zip(billing::monthly(task, workload));
    let periods = periods.map(|(requests, month)| Periods {
        day: task.times(requests),
        month,
        year: month.times(MONTHS),
    });
    Ok(Bills { task, periods })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;
    use crate::workload::Draft;

    #[test]
    fn a_fee_is_in_the_month_and_the_year_but_not_in_the_day() {
        let market = any::market();
        let offer = any::offer(&market, "DeepSeek V4");
        let mut summary = any::workload(2_000, 300);
        assert_eq!(bills(offer, &summary).unwrap().periods, None);
        summary.set_requests_per_day(1_000);
        let draft = Draft { monthly_fee: Dollars::whole(10), days_per_month: 20, ..summary.to_draft() };
        let periods = bills(offer, &Workload::try_from(draft).unwrap()).unwrap().periods.unwrap();
        let exact = [periods.day, periods.month, periods.year].map(Dollars::to_exact_string);
        assert_eq!(exact, ["0.96", "29.2", "350.4"]);
        // The model's context is 128,000 tokens.
        assert!(matches!(bills(offer, &any::workload(200_000, 300)), Err(Total::Excluded(_))));
    }
}

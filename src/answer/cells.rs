//! Cells, receipts and notes that several answers share: what is free, what a month costs, what is left after a fee.

use std::sync::Arc;

use super::{Cell, Cite, counted};
use crate::billing::Total;
use crate::catalog::Offer;
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// An amount of a model on which a task costs so much: nothing is free only where the task is, else it is `$0.00`.
pub(super) fn or_free(amount: Dollars, task: Dollars) -> String {
    if amount.is_zero() && task.is_zero() { "free".to_owned() } else { label::dollars(amount) }
}

/// That amount as a number, which what is free has none of.
pub(super) fn unless_free(amount: Dollars, task: Dollars) -> Option<Dollars> {
    (!amount.is_zero() || !task.is_zero()).then_some(amount)
}

/// What a task costs, or why that is not known.
pub(super) fn of_task(offer: &Offer, workload: &Arc<Workload>, cost: Result<Dollars, Total>) -> Cell {
    let text = match cost {
        Ok(task) => or_free(task, task),
        Err(total) => total.reason().unwrap_or_default(),
    };
    let number = cost.ok().and_then(|task| unless_free(task, task));
    Cell::cited(text, Cite::cost(offer, workload)).of_any(number)
}

/// Where the cost of a month comes from, where a task costs so much.
pub(super) fn cite_month(offer: &Offer, workload: &Arc<Workload>, task: Dollars, month: Dollars) -> Cite {
    let cite = Cite::month(offer, workload);
    if task.is_zero() || !month.is_zero() {
        return cite;
    }
    // The ranking has no place for a month of nothing and calls it free.
    let factors = format!("{} a task x 0 requests a month", label::exact_dollars(task));
    cite.then(format!("Cost per month: {}", workload.name()), factors, label::dollars(month))
}

/// What a month costs, where a task costs so much.
pub(super) fn of_month(offer: &Offer, workload: &Arc<Workload>, task: Dollars, month: Dollars) -> Cell {
    let cite = cite_month(offer, workload, task, month);
    Cell::cited(or_free(month, task), cite).of_any(unless_free(month, task))
}

/// What is left of a month's amount once the workload's fee is paid, as a factor of a receipt:
/// `($500.00 - $20.00 monthly fee)`.
pub(super) fn after_fee(amount: Dollars, workload: &Workload) -> String {
    let amount = label::exact_dollars(amount);
    let fee = workload.monthly_fee();
    if fee.is_zero() { amount } else { format!("({amount} - {} monthly fee)", label::exact_dollars(fee)) }
}

/// `1 request`, `153,846 requests`.
pub(super) fn requests(count: u64) -> String {
    counted(count, "request")
}

/// The note of what a month is: `A month has 30 days on which the workload runs`.
pub(super) fn days_of_month(workload: &Workload) -> String {
    format!("A month has {} on which the workload runs", counted(workload.days_per_month(), "day"))
}

/// The note of the workload's monthly fee and where it counts; `None` where there is no fee.
pub(super) fn monthly_fee(workload: &Workload, counts: &str) -> Option<String> {
    let fee = workload.monthly_fee();
    (!fee.is_zero()).then(|| format!("The workload's monthly fee of {} {counts}", label::dollars(fee)))
}

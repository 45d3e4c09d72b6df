//! The arithmetic of a figure, line by line. The amounts are the bill's; here they are only put into words.

use super::{Billed, Subject};
use crate::billing::{self, Bill, Line, Part};
use crate::catalog::Offer;
use crate::money::{Dollars, Price, Quotient, label};
use crate::workload::{WeekMinute, Workload};

/// What a step of the arithmetic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// One of those that are added up.
    Line,
    /// What the lines before come to, on the way to the figure.
    Subtotal,
    /// The figure.
    Total,
}

/// One step of the arithmetic: factors on the left, an amount on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The factors: `500 input tokens x $0.05 per million`.
    pub factors: String,
    /// What they come to, every digit of it: `$0.000025`; `unknown`.
    pub amount: String,
    /// The amount, where it is one of dollars and known.
    pub cost: Option<Dollars>,
    /// What the step is.
    pub kind: StepKind,
    /// What rounding did to the amount, in words.
    pub rounding: Option<String>,
    /// Whose price the factors have, where the user set one of the model's: `your input price`, `cache read price of the
    /// list`.
    pub whose: Option<String>,
}

impl Step {
    fn dollars(kind: StepKind, factors: String, cost: Option<Dollars>) -> Self {
        let amount = cost.map_or_else(|| "unknown".to_owned(), label::exact_dollars);
        Self { factors, amount, cost, kind, rounding: None, whose: None }
    }

    /// The last step to a figure that follows from another: both sides as people read them.
    pub const fn stated(factors: String, amount: String) -> Self {
        Self { factors, amount, cost: None, kind: StepKind::Total, rounding: None, whose: None }
    }

    /// A quotient, rounded to `decimals`.
    fn quotient(factors: String, quotient: Quotient, decimals: u32, unit: &str) -> Self {
        let rounding = (!quotient.is_exact_at(decimals)).then(|| {
            let to = if decimals == 0 { "a whole number".to_owned() } else { format!("{decimals} decimals") };
            format!("The quotient is rounded half up to {to}; nothing before it is rounded")
        });
        let amount = format!("{}{unit}", label::quotient(quotient, decimals));
        Self { factors, amount, cost: None, kind: StepKind::Total, rounding, whose: None }
    }
}

/// The steps to a figure.
pub(super) fn steps(offer: &Offer, subject: Subject, billed: Billed<'_>) -> Vec<Step> {
    let (input, output) = (offer.prices.input, offer.prices.output);
    let per_dollar = |part: Part, price: Price| -> Vec<Step> {
        let factors = format!("1,000,000 {} / {}", part.label(), or_an_unknown_price(price));
        let known = price.known().map(crate::money::TokenPrice::tokens_per_dollar);
        vec![known.map_or_else(
            || no_quotient(factors.clone(), price),
            |quotient| Step::quotient(factors.clone(), quotient, 0, " tokens for a dollar"),
        )]
    };
    match subject {
        Subject::InputPrice | Subject::OutputPrice => Vec::new(),
        Subject::InputTokensPerDollar => per_dollar(Part::Input, input),
        Subject::OutputTokensPerDollar => per_dollar(Part::Output, output),
        Subject::OutputInputRatio => {
            let factors = format!(
                "output {} / input {}, both per million tokens",
                or_an_unknown_price(output),
                or_an_unknown_price(input)
            );
            let worse = if output.known().is_none() { output } else { input };
            vec![match output.known().zip(input.known()) {
                Some((output, input)) => Step::quotient(factors, output.ratio_to(input), 4, "x"),
                None => no_quotient(factors, worse),
            }]
        }
        Subject::CostPerTask => billed.map(|billed| task(offer, billed, StepKind::Total)).unwrap_or_default(),
        Subject::TasksPerDollar => billed.map(|billed| per_task_dollar(offer, billed)).unwrap_or_default(),
        Subject::BlendedTokensPerDollar => billed.map(|billed| blend(offer, billed)).unwrap_or_default(),
        Subject::CostPerMonth => billed.map(|billed| month(offer, billed)).unwrap_or_default(),
    }
}

fn or_an_unknown_price(price: Price) -> String {
    match price {
        Price::Unknown | Price::Unusable => "an unknown price".to_owned(),
        Price::Free => "$0.00".to_owned(),
        Price::Known(_) | Price::Impossible(_) => label::exact_price(price),
    }
}

/// A division by nothing, or by a price that nobody knows.
fn no_quotient(factors: String, price: Price) -> Step {
    let amount = if price == Price::Free { "free" } else { "unknown" };
    Step::stated(factors, amount.to_owned())
}

/// The lines of a task and what they come to.
fn task(offer: &Offer, (workload, bill): (&Workload, &Bill), last: StepKind) -> Vec<Step> {
    let mut steps = Vec::with_capacity(bill.lines.len() + 2);
    let mut sum = Dollars::ZERO;
    for line in &bill.lines {
        if line.share.is_some() && steps.iter().all(|step: &Step| step.kind == StepKind::Line) {
            steps.push(Step::dollars(
                StepKind::Subtotal,
                "Tokens and fees of one task".to_owned(),
                Some(sum),
            ));
        }
        let whose = line.kind.and_then(|kind| offer.says_whose(kind));
        steps.push(Step { whose, ..Step::dollars(StepKind::Line, factors(line, sum), line.cost) });
        sum += line.cost.unwrap_or_default();
    }
    let total = bill.total.cost().ok();
    let unit = workload.unit();
    let one = if unit == "tasks" { "One task".to_owned() } else { format!("One task ({unit})") };
    let mut step = Step::dollars(last, one, total);
    if let billing::Total::Excluded(_) = bill.total {
        "not possible".clone_into(&mut step.amount);
    }
    steps.push(step);
    steps
}

/// `500 input tokens x $0.05 per million`.
fn factors(line: &Line, before: Dollars) -> String {
    if let Some(share) = line.share {
        let what = if line.part == Part::Retries { "retries" } else { "the safety margin" };
        return format!("{} % of {} for {what}", share.to_percent(), label::exact_dollars(before));
    }
    let mut text = if line.part == Part::Request {
        let fee = line.price.times(1).map_or_else(|| "an unknown fee".to_owned(), label::exact_dollars);
        format!("1 request x {fee}")
    } else {
        let price = match line.price {
            Price::Unknown | Price::Unusable => "an unknown price".to_owned(),
            Price::Free => "$0.00 per million".to_owned(),
            Price::Known(_) => format!("{} per million", label::exact_price(line.price)),
            Price::Impossible(said) => {
                format!("{} per million (can't be true)", label::exact_token_price(said))
            }
        };
        format!("{} {} x {price}", label::whole(line.tokens), line.part.label())
    };
    if let Some(week) = line.week {
        let part = if week.is_share() {
            format!(
                " x {} / {} minutes of the week ({})",
                label::whole(u64::from(week.minutes)),
                label::whole(u64::from(WeekMinute::COUNT)),
                week.label
            )
        } else {
            format!(" ({})", week.label)
        };
        text.push_str(&part);
    }
    text
}

fn per_task_dollar(offer: &Offer, (workload, bill): (&Workload, &Bill)) -> Vec<Step> {
    let mut steps = task(offer, (workload, bill), StepKind::Subtotal);
    if let Some(cost) = bill.total.priced()
        && let Some(quotient) = Quotient::of_dollars(Dollars::whole(1), cost)
    {
        let factors = format!("$1 / {} a task", label::exact_dollars(cost));
        steps.push(Step::quotient(factors, quotient, 4, &format!(" {}", workload.unit())));
    }
    steps
}

fn blend(offer: &Offer, (workload, bill): (&Workload, &Bill)) -> Vec<Step> {
    let mut steps = task(offer, (workload, bill), StepKind::Subtotal);
    let tokens = workload.input_tokens().saturating_add(workload.output_tokens());
    if let Some(cost) = bill.total.priced()
        && let Some(quotient) = Quotient::tokens_for(tokens, cost)
    {
        let factors = format!(
            "({} input + {} output tokens) / {}",
            label::whole(workload.input_tokens()),
            label::whole(workload.output_tokens()),
            label::exact_dollars(cost)
        );
        steps.push(Step::quotient(factors, quotient, 0, " tokens for a dollar"));
    }
    steps
}

fn month(offer: &Offer, (workload, bill): (&Workload, &Bill)) -> Vec<Step> {
    let mut steps = task(offer, (workload, bill), StepKind::Subtotal);
    let cost = match bill.total {
        billing::Total::Priced(cost) => cost,
        billing::Total::Free => Dollars::ZERO,
        billing::Total::Unknown(_) | billing::Total::Excluded(_) => return steps,
    };
    let (Some(a_day), Some(a_month), Some(total)) =
        (workload.requests_per_day(), workload.requests_per_month(), billing::monthly(cost, workload))
    else {
        return steps;
    };
    let factors = format!(
        "{} x {} request{} a day x {} day{}",
        label::exact_dollars(cost),
        label::whole(a_day),
        if a_day == 1 { "" } else { "s" },
        workload.days_per_month(),
        if workload.days_per_month() == 1 { "" } else { "s" }
    );
    steps.push(Step::dollars(StepKind::Line, factors, Some(cost.times(a_month))));
    let fee = workload.monthly_fee();
    if !fee.is_zero() {
        steps.push(Step::dollars(StepKind::Line, "Fixed monthly fee".to_owned(), Some(fee)));
    }
    steps.push(Step::dollars(StepKind::Total, "One month".to_owned(), Some(total)));
    steps
}

//! The figures of the tables, printed exactly: one place for CSV, JSON and Markdown, so that they cannot differ.

use jiff::civil::Date;

use super::Content;
use crate::billing::{self, Bill, Total};
use crate::catalog::{AsOf, Offer, Origin, Source};
use crate::chart::Marks;
use crate::money::{Dollars, Price, Quotient};
use crate::ranking::{Amount, Measure};
use crate::receipt::escape_markdown as escape;
use crate::workload::Workload;

/// Decimals of tasks per dollar and of ratios.
pub(super) const DECIMALS: u32 = 4;

/// A model's name with what a reader has to know about it on a day.
pub(super) fn name(offer: &Offer, day: Date) -> String {
    marked(offer, Marks::of(offer, None, Some(day)))
}

/// A model's name with what a reader has to know about a figure of it.
pub(super) fn marked(offer: &Offer, marks: Marks) -> String {
    match marks.label() {
        Some(label) => format!("{} ({label})", escape(&offer.model.name)),
        None => escape(&offer.model.name),
    }
}

/// One model's line.
pub(super) struct ModelFigures<'a> {
    /// The model's place in the market.
    pub(super) place: usize,
    pub(super) rank: Option<u32>,
    pub(super) offer: &'a Offer,
    /// Why it is out of scope; `None` for a model that is in scope.
    pub(super) out_of_scope: Option<String>,
    /// `None` for a price that is free or unknown.
    pub(super) input_tokens_per_usd: Option<String>,
    pub(super) output_tokens_per_usd: Option<String>,
    pub(super) output_input_ratio: Option<String>,
}

impl<'a> ModelFigures<'a> {
    /// Every model by input tokens per dollar, the best first, those that are not compared last.
    pub(super) fn all(content: &'a Content) -> impl Iterator<Item = Self> {
        let ranked = content.compared.ranked(&content.market, Measure::InputTokensPerDollar);
        ranked.into_iter().filter_map(move |row| Self::at(content, row.place, row.rank))
    }

    /// Those that are compared.
    pub(super) fn compared(content: &'a Content) -> impl Iterator<Item = Self> {
        Self::all(content).filter(|figures| content.compared.contains(figures.place))
    }

    /// The model at a place of the market.
    pub(super) fn at(content: &'a Content, place: usize, rank: Option<u32>) -> Option<Self> {
        let offer = content.market.get(place)?;
        let tokens = |price: Price| price.known().map(|price| price.tokens_per_dollar().rounded(0));
        let ratio = match Measure::OutputInputRatio.of(offer) {
            Ok(Amount::Ratio(ratio)) => Some(ratio.rounded(DECIMALS)),
            _ => None,
        };
        Some(Self {
            place,
            rank,
            offer,
            out_of_scope: content.compared.reason(&content.market, place),
            input_tokens_per_usd: tokens(offer.prices.input),
            output_tokens_per_usd: tokens(offer.prices.output),
            output_input_ratio: ratio,
        })
    }

    /// Where the price comes from; a model of the user's own says so whatever source the user noted.
    pub(super) fn source(&self) -> Source {
        const OWN: &str = "Own model";
        let source = self.offer.price_source();
        if self.offer.origin == Origin::Own && !source.name.contains(OWN) {
            return Source { name: format!("{OWN} ({})", source.name).into(), as_of: source.as_of };
        }
        source
    }

    /// The day that the source states for its prices.
    pub(super) fn stated_on(&self) -> Option<String> {
        Some(self.offer.price_source().as_of?.stated()?.to_string())
    }

    /// What is odd about the list's prices, where the user did not say that they are right.
    pub(super) fn price_note(&self) -> Option<String> {
        let check = self.offer.open_check()?;
        Some(format!("{}: {check}", check.label()))
    }

    /// The day on which a source that states none was imported.
    pub(super) fn imported_on(&self) -> Option<String> {
        match self.offer.price_source().as_of? {
            AsOf::Stated(_) => None,
            AsOf::Imported(day) => Some(day.to_string()),
        }
    }
}

/// One workload on one model.
pub(super) struct Task<'a> {
    pub(super) workload: &'a Workload,
    /// The model's place in the market.
    pub(super) place: usize,
    pub(super) offer: &'a Offer,
    /// Why the model has no rank: out of scope, or no cost; `None` where nothing is to be said.
    pub(super) reason: Option<String>,
    pub(super) rank: Option<u32>,
    pub(super) bill: Bill,
    /// Exact; 0 for a free task, `None` for an unknown or impossible one.
    pub(super) cost_usd: Option<String>,
    /// `None` also for a free task, of which a dollar buys any number.
    pub(super) tasks_per_usd: Option<String>,
    /// `None` also without requests a day.
    pub(super) monthly_usd: Option<String>,
}

impl<'a> Task<'a> {
    /// Every workload in order on every model, the cheapest first.
    pub(super) fn all(content: &'a Content) -> impl Iterator<Item = Self> {
        content.workloads.iter().flat_map(move |workload| Self::of(content, workload))
    }

    /// One workload on every model, the cheapest first, those that are not compared last.
    pub(super) fn of(content: &'a Content, workload: &'a Workload) -> impl Iterator<Item = Self> {
        let ranked = content.compared.ranked(&content.market, Measure::CostPerTask(workload));
        ranked.into_iter().filter_map(move |row| Self::at(content, workload, row.place, row.rank))
    }

    /// One workload on those that are compared.
    pub(super) fn compared(content: &'a Content, workload: &'a Workload) -> impl Iterator<Item = Self> {
        Self::of(content, workload).filter(|task| content.compared.contains(task.place))
    }

    fn at(content: &'a Content, workload: &'a Workload, place: usize, rank: Option<u32>) -> Option<Self> {
        let offer = content.market.get(place)?;
        let bill = billing::bill(offer, workload);
        let cost = bill.total.cost().ok();
        let tasks = cost.and_then(|cost| Quotient::of_dollars(Dollars::whole(1), cost));
        let monthly = cost.and_then(|cost| billing::monthly(cost, workload));
        // Where the bill says why there is no amount, that a price is unknown says the same again.
        let scope = content.compared.reason(&content.market, place);
        let is_said = matches!(bill.total, Total::Unknown(_)) && content.compared.has_no_price(place);
        let scope = scope.filter(|_| !is_said);
        let reasons: Vec<String> = [scope, bill.total.reason()].into_iter().flatten().collect();
        Some(Self {
            workload,
            place,
            offer,
            rank,
            reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
            cost_usd: cost.map(Dollars::to_exact_string),
            tasks_per_usd: tasks.map(|tasks| tasks.rounded(DECIMALS)),
            monthly_usd: monthly.map(Dollars::to_exact_string),
            bill,
        })
    }
}

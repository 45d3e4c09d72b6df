//! Which models a report ranks and compares: those that the window compares, unless the user asks for more.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::answer::counted;
use crate::catalog::{Groups, Market, ModelId, OutOfScope, Scope, ScopeRules};
use crate::money::label;
use crate::ranking::{Measure, Ranking};

/// The models that are ranked and compared with each other. The others stand in the data files, without a rank.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Their places in [`Market::offers`], ascending.
    places: Vec<usize>,
    market: Arc<Market>,
    /// Which models are in scope, and why the others are not.
    scope: Scope,
    /// Whether the user asked for all models, in scope or not.
    all: bool,
}

/// What one model is ranked by: its place in the market, and its rank where it is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) place: usize,
    pub(super) rank: Option<u32>,
}

impl Compared {
    /// Every model, as the window compares those of the list that ships with the app.
    pub fn everything(market: &Market) -> Self {
        Self {
            places: (0..market.offers().len()).collect(),
            market: Arc::new(market.clone()),
            scope: Scope::everything(market),
            all: false,
        }
    }

    /// The models in the window's scope on a day, as it is unless it is changed there, and those that are pinned.
    pub fn in_scope(market: &Market, day: Date, pins: &[ModelId]) -> Self {
        let scope = standard(market, day);
        let pinned: BTreeSet<usize> = pins.iter().filter_map(|id| market.place(id)).collect();
        let all = 0..market.offers().len();
        let places = all.filter(|place| scope.contains(*place) || pinned.contains(place)).collect();
        Self::chosen(market, scope, places)
    }

    /// Every model, although some are out of the window's scope on a day.
    pub fn all(market: &Market, day: Date) -> Self {
        Self { scope: standard(market, day), all: true, ..Self::everything(market) }
    }

    /// The models at these places in [`Market::offers`], ascending.
    pub fn chosen(market: &Market, scope: Scope, places: Vec<usize>) -> Self {
        Self { market: Arc::new(market.among(&places)), places, scope, all: false }
    }

    /// Their places in the market that they were taken from.
    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    /// These models alone.
    pub(super) const fn market(&self) -> &Arc<Market> {
        &self.market
    }

    /// Whether the model at a place is compared.
    pub(super) fn contains(&self, place: usize) -> bool {
        self.places.binary_search(&place).is_ok()
    }

    /// Whether the model at a place is in scope.
    pub(super) fn is_in_scope(&self, place: usize) -> bool {
        self.scope.contains(place)
    }

    /// Why the model at a place is out of scope, in words; `None` for one that is in scope.
    pub(super) fn reason(&self, market: &Market, place: usize) -> Option<String> {
        Some(self.scope.reason(place)?.of_offer(market.get(place)?))
    }

    /// Whether the model at a place is out of scope because a price of it is unknown or can't be true.
    pub(super) fn has_no_price(&self, place: usize) -> bool {
        matches!(self.scope.reason(place), Some(OutOfScope::Unpriced | OutOfScope::Impossible))
    }

    /// All models of the market by a measure: those that are compared with their ranks, then the others without one.
    pub(super) fn ranked(&self, market: &Market, measure: Measure<'_>) -> Vec<Ranked> {
        let others: Vec<usize> = (0..market.offers().len()).filter(|place| !self.contains(*place)).collect();
        let among = |places: &[usize]| Ranking::among(market, places, measure).rows().to_vec();
        let compared = among(&self.places).into_iter();
        let compared = compared.map(|row| Ranked { place: row.offer, rank: row.standing.rank() });
        let others = among(&others).into_iter().map(|row| Ranked { place: row.offer, rank: None });
        compared.chain(others).collect()
    }

    /// How many are left out and why, as a sentence; `None` where none is.
    pub(super) fn words(&self) -> Option<String> {
        let whole = |count: usize| label::whole(u64::try_from(count).unwrap_or(u64::MAX));
        let out = |reason: OutOfScope| {
            let named = self.places.iter().filter(|place| self.scope.reason(**place) == Some(reason)).count();
            let count = self.scope.count(reason);
            let count = if self.all { count } else { count.saturating_sub(named) };
            (count > 0).then_some((count, reason.label()))
        };
        let out: Vec<(usize, &str)> = OutOfScope::ALL.into_iter().filter_map(out).collect();
        let count: usize = out.iter().map(|(count, _)| count).sum();
        let why: Vec<String> = out.iter().map(|(count, why)| format!("{} {why}", whole(*count))).collect();
        let why = why.join(", ");
        let are = if count == 1 { "is" } else { "are" };
        (count > 0).then(|| {
            if self.all {
                return format!(
                    "All {} are ranked and compared, although {} {are} outside of what the window compares: {why}.",
                    counted(self.places.len(), "model"),
                    whole(count)
                );
            }
            format!(
                "{} ranked and compared, as in the window; {} {are} left out: {why}. \
                 The CSV and JSON files have them too, without a rank.",
                if self.places.len() == 1 { "1 model is".to_owned() } else { format!("{} models are", whole(self.places.len())) },
                whole(count)
            )
        })
    }
}

fn standard(market: &Market, day: Date) -> Scope {
    Scope::new(market, &Groups::of(market), ScopeRules::STANDARD, day)
}

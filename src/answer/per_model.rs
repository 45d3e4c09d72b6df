//! What was found for each of many models: found and put in order at once, drawn and written row by row when looked at.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Rows;
use super::figure::{Axis, BarRow, Bars, Reach};
use crate::catalog::{Market, Offer};
use crate::chart::Unit;

/// Models by their place in a market, each with what was found for it, in the order of the answer.
#[derive(Clone, Debug)]
pub(super) struct PerModel<T> {
    market: Arc<Market>,
    found: Arc<[(usize, T)]>,
}

impl<T: Send + Sync + 'static> PerModel<T> {
    /// All models of a market, in this order; equals stand as they do in every ranking.
    pub(super) fn new(
        market: &Arc<Market>,
        find: impl Fn(&Offer) -> T,
        order: impl Fn(&T, &T) -> Ordering,
    ) -> Self {
        let offers = market.offers().iter().enumerate();
        let mut found: Vec<(usize, T)> = offers.map(|(place, offer)| (place, find(offer))).collect();
        found.sort_unstable_by(|(a, x), (b, y)| {
            order(x, y).then_with(|| market.among_equals(*a).cmp(&market.among_equals(*b)))
        });
        Self::in_order(market, found)
    }

    /// Some places of a market, in the order that they have already.
    pub(super) fn in_order(market: &Arc<Market>, found: impl IntoIterator<Item = (usize, T)>) -> Self {
        Self { market: Arc::clone(market), found: found.into_iter().collect() }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&Offer, &T)> {
        self.found.iter().filter_map(|(place, found)| Some((self.market.get(*place)?, found)))
    }

    /// What `make` makes of a sheet and each model, when it is asked for.
    pub(super) fn rows<S: Send + Sync + 'static, R: Default + 'static>(
        &self,
        sheet: &Arc<S>,
        make: fn(&S, &Offer, &T) -> R,
    ) -> Rows<R> {
        let (market, sheet) = (Arc::clone(&self.market), Arc::clone(sheet));
        Rows::made(Arc::clone(&self.found), move |_, (place, found)| {
            market.get(*place).map_or_else(R::default, |offer| make(&sheet, offer, found))
        })
    }

    /// A bar a model, on the scale that suits the amounts; `None` has no length.
    pub(super) fn bars(
        &self,
        (title, unit): (impl Into<String>, Unit),
        amount: impl Fn(&T) -> Option<f64>,
        rows: Rows<BarRow>,
    ) -> Bars {
        let reach: Reach = self.found.iter().filter_map(|(_, found)| amount(found)).collect();
        let scale = reach.scale(self.found.len());
        let axis = Axis { title: title.into(), scale, unit };
        Bars { axis, series: Vec::new(), reach, rows, rules: Vec::new() }
    }
}

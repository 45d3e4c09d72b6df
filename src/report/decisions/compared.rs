//! Which models the answers compare: those that the window compares, unless the user asks it for more.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::answer::counted;
use crate::catalog::{Groups, Market, ModelId, OutOfScope, Scope, ScopeRules};
use crate::money::label;

/// The models that are compared with each other. The tables and the charts of a report have all models.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Their places in [`Market::offers`].
    places: Vec<usize>,
    market: Arc<Market>,
    /// How many are left out, and why.
    left_out: Vec<(OutOfScope, usize)>,
}

impl Compared {
    /// Every model, as the window compares those of the list that ships with the app.
    #[must_use]
    pub fn everything(market: &Market) -> Self {
        Self {
            places: (0..market.offers().len()).collect(),
            market: Arc::new(market.clone()),
            left_out: Vec::new(),
        }
    }

    /// The models in the window's scope on a day, as it is unless it is changed there, and those that are pinned.
    #[must_use]
    pub fn in_scope(market: &Market, day: Date, pins: &[ModelId]) -> Self {
        let scope = Scope::new(market, &Groups::of(market), ScopeRules::STANDARD, day);
        let pinned: BTreeSet<usize> = pins.iter().filter_map(|id| market.place(id)).collect();
        let all = 0..market.offers().len();
        let places: Vec<usize> =
            all.filter(|place| scope.contains(*place) || pinned.contains(place)).collect();
        let left_out = OutOfScope::ALL.into_iter().map(|reason| {
            let pinned = pinned.iter().filter(|place| scope.reason(**place) == Some(reason)).count();
            (reason, scope.count(reason).saturating_sub(pinned))
        });
        Self {
            left_out: left_out.filter(|(_, count)| *count > 0).collect(),
            market: Arc::new(market.among(&places)),
            places,
        }
    }

    /// Their places in the market that they were taken from.
    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    /// These models alone.
    pub(super) const fn market(&self) -> &Arc<Market> {
        &self.market
    }

    /// How many are left out and why, as a sentence; `None` where none is.
    pub(super) fn words(&self) -> Option<String> {
        let count: usize = self.left_out.iter().map(|(_, count)| count).sum();
        let why = |(reason, count): &(OutOfScope, usize)| {
            format!("{} {}", label::whole(u64::try_from(*count).unwrap_or(u64::MAX)), reason.label())
        };
        let why: Vec<String> = self.left_out.iter().map(why).collect();
        (count > 0).then(|| {
            format!(
                "The answers below compare {}, as the window does; {} are outside of that: {}.",
                counted(self.places.len(), "model"),
                label::whole(u64::try_from(count).unwrap_or(u64::MAX)),
                why.join(", ")
            )
        })
    }
}

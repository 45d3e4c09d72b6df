//! What of the view undo brings back: which models are compared and listed, and how they stand and are measured. Where
//! one is (place, workload, model, figure) is not among it: one goes back there by going there.
//!
//! As in programs for charts, and not as in file managers: who has filtered and sorted step by step gets back step by step.

use std::collections::BTreeSet;

use crate::catalog::{Filter, ModelId, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};

use super::view::View;
use super::vocabulary::{Column, Costs, Figure, PriceRows, Tokens};

/// The most letters that can be searched for.
pub const MOST_SEARCHED: usize = 200;

/// What of a text can be searched for: a file may say more.
pub(super) fn searched(text: &str) -> String {
    text.trim().chars().take(MOST_SEARCHED).collect()
}

/// How the models are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    search: String,
    price_search: String,
    filter: Filter,
    scope: ScopeRules,
    scale: Option<Scale>,
    sort: Sort,
    colour_by: ColourBy,
    baseline: Option<ModelId>,
    tokens: Tokens,
    costs: Costs,
    table_sort: (Column, bool),
    price_rows: PriceRows,
    open_groups: BTreeSet<String>,
}

impl View {
    /// How the models are looked at.
    pub(super) fn look(&self) -> Look {
        Look {
            search: self.search.clone(),
            price_search: self.price_search.clone(),
            filter: self.filter.clone(),
            scope: self.scope,
            scale: self.scale,
            sort: self.sort,
            colour_by: self.colour_by,
            baseline: self.baseline.clone(),
            tokens: self.tokens,
            costs: self.costs,
            table_sort: self.table_sort,
            price_rows: self.price_rows,
            open_groups: self.open_groups.clone(),
        }
    }

    /// Looks at the models in another way.
    pub(super) fn set_look(&mut self, look: Look) {
        let Look {
            search,
            price_search,
            filter,
            scope,
            scale,
            sort,
            colour_by,
            baseline,
            tokens,
            costs,
            table_sort,
            price_rows,
            open_groups,
        } = look;
        self.search = search;
        self.price_search = price_search;
        self.filter = filter;
        self.scope = scope;
        self.scale = scale;
        self.sort = sort;
        self.colour_by = colour_by;
        self.baseline = baseline;
        self.tokens = tokens;
        self.costs = costs;
        self.table_sort = table_sort;
        self.price_rows = price_rows;
        self.open_groups = open_groups;
    }
}

/// Where a change of the look is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Wherever models stand: another search, filter or scope.
    Models,
    /// In the charts and the table: baseline, and what belongs to no figure alone.
    Charts,
    /// In the charts alone.
    Bars,
    /// In one figure alone.
    Figure(Figure),
    /// On Prices alone.
    PriceRows,
}

impl Seen {
    /// Whether it is seen on Prices too.
    pub(super) const fn is_on_prices(self) -> bool {
        matches!(self, Self::Models | Self::PriceRows)
    }

    /// The figure to show it in: the one that is shown, where it can be seen there.
    pub(super) fn figure(self, shown: Figure) -> Figure {
        match self {
            Self::Figure(figure) => figure,
            Self::Bars if shown == Figure::Table => Figure::TokensPerDollar,
            _ => shown,
        }
    }
}

impl Look {
    /// Where it is seen that it is not the other one.
    pub(super) fn seen(&self, other: &Self) -> Seen {
        if (self.price_rows, &self.price_search) != (other.price_rows, &other.price_search) {
            Seen::PriceRows
        } else if (&self.search, &self.filter, self.scope, &self.open_groups)
            != (&other.search, &other.filter, other.scope, &other.open_groups)
        {
            Seen::Models
        } else if self.tokens != other.tokens {
            Seen::Figure(Figure::TokensPerDollar)
        } else if self.costs != other.costs {
            Seen::Figure(Figure::CostPerTask)
        } else if self.table_sort != other.table_sort {
            Seen::Figure(Figure::Table)
        } else if self.baseline != other.baseline {
            Seen::Charts
        } else {
            Seen::Bars
        }
    }
}

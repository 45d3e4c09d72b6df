//! What of the view undo brings back: which models are compared and listed, and how they stand and are measured. Where
//! one is (place, workload, model, figure) is not among it: one goes back there by going there.
//!
//! As in programs for charts, and not as in file managers: who has filtered and sorted step by step gets back step by step.

use crate::catalog::{Filter, ModelId, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};

use super::action::Action;
use super::state::{Column, Costs, PriceRows, Tokens, View};

/// How the models are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    search: String,
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
}

impl View {
    /// How the models are looked at.
    pub(super) fn look(&self) -> Look {
        Look {
            search: self.search.clone(),
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
        }
    }

    /// Looks at the models in another way.
    pub(super) fn set_look(&mut self, look: Look) {
        let Look {
            search,
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
        } = look;
        self.search = search;
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
    }
}

/// What an action does to the look, in words for undo; `None` for one that leaves it alone.
pub(super) const fn step_of(action: &Action) -> Option<&'static str> {
    Some(match action {
        Action::Search(_) => "search",
        Action::SetFilter(_) => "filter models",
        Action::SetScope(_) => "choose which models are compared",
        Action::SetScale(_) => "change the scale",
        Action::SetSort(_) => "sort the bars",
        Action::SortTable(_) => "sort the table",
        Action::SetColourBy(_) => "change the colours",
        Action::SetBaseline(_) => "change the baseline",
        Action::ShowTokens(_) => "show other tokens",
        Action::ShowCosts(_) => "show other costs",
        Action::OnlyOwnPrices(_) => "list other prices",
        Action::ShowHidden(_) => "list hidden models",
        Action::ClearFilters => "clear the search and the filters",
        _ => return None,
    })
}

//! View state: what is shown. Part of it is remembered in the settings; all of it may be lost.

use std::collections::BTreeSet;

use crate::answer::Cite;
use crate::catalog::{Filter, ModelId, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};
use crate::store::WorkloadKey;
use crate::workload::Pasted;

use super::commands::{Palette, Target};
use super::decide::Decide;
use super::vocabulary::{Column, Costs, Figure, Place, PriceRows, PricesPage, Tokens};

/// View state: what is shown. Part of it is remembered in the settings; all of it may be lost.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Remembered.
    pub place: Place,
    /// Remembered.
    pub prices_page: PricesPage,
    /// Remembered.
    pub workload: Option<WorkloadKey>,
    /// Remembered.
    pub figure: Figure,
    /// Remembered.
    pub tokens: Tokens,
    /// Remembered with `tokens`.
    pub costs: Costs,
    /// Remembered, once it was chosen.
    pub scale: Option<Scale>,
    /// Remembered.
    pub sort: Sort,
    /// Remembered.
    pub colour_by: ColourBy,
    /// Remembered.
    pub baseline: Option<ModelId>,
    /// Remembered: the model whose details are shown.
    pub chosen: Option<ModelId>,
    /// Session only: the model that was asked for by its name while it was not among those that are shown, which are the
    /// same since.
    pub sought: Option<ModelId>,
    /// Session only: the model under the pointer.
    pub hovered: Option<ModelId>,
    /// Remembered, with whether it is the other way round.
    pub table_sort: (Column, bool),
    /// Remembered: which models are compared when lists are loaded.
    pub scope: ScopeRules,
    /// Remembered: groups of resellers of which every offer is shown.
    pub open_groups: BTreeSet<String>,
    /// Remembered: words that a model's names have to have on Compare.
    pub search: String,
    /// Session only: the same on Prices.
    pub price_search: String,
    /// Remembered: what is asked of a model; may be kept under a name in the settings too.
    pub filter: Filter,
    /// Session only: words that a workload's name has to have.
    pub workload_search: String,
    /// Remembered.
    pub price_rows: PriceRows,
    /// Session only: the model whose own price is to be edited, until its fields have the focus.
    pub price_to_edit: Option<ModelId>,
    /// Session only: the form for a new workload is open.
    pub is_new_open: bool,
    /// Session only: how often that form was asked for; each time its first field takes the focus.
    pub new_asked: u32,
    /// Session only: the numbers that were pasted into that form, some of which have no field there.
    pub pasted: Option<Pasted>,
    /// Session only: the form for a model of one's own is open.
    pub is_new_model_open: bool,
    /// Session only: the model of which the fields of all prices are open.
    pub more_prices: Option<ModelId>,
    /// What Decide asks.
    pub decide: Decide,
    /// Session only: the figure whose receipt is open.
    pub receipt: Option<Cite>,
    /// Session only.
    pub shortcuts_open: bool,
    /// Session only: what is typed into the palette of commands, while it is open.
    pub palette: Option<Palette>,
    /// Session only: what was picked from the palette, the last first.
    pub recent: Vec<Target>,
}

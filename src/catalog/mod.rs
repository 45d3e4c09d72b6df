//! Which models exist and what they charge: the bundled list, the user's own models and prices, and the layers that
//! make of them what the user pays. No arithmetic on workloads and no disk here.

mod changes;
pub mod check;
mod confirmed;
pub mod file;
mod discounts;
pub mod feeds;
mod history;
mod filter;
mod groups;
pub mod identity;
pub mod judgements;
pub mod lists;
mod market;
mod model;
mod offer;
mod overrides;
pub(crate) mod own_prices;
mod price_kind;
mod sellers;
mod part;
pub mod plausibility;
mod prices;
mod scope;
mod search;
mod tier;
mod timeline;
mod week;

pub use changes::{Changes, Direction, ModelChange, PriceChange, PriceName};
pub use check::{Check, Finding, Reason};
pub use confirmed::Confirmed;
pub use discounts::{Discount, Discounts};
pub use filter::{Capability, Filter, FilterError};
pub use groups::{Group, Groups};
pub use history::PriceHistory;
pub use identity::Identity;
pub use judgements::Judgements;
pub use lists::{Fingerprint, ListEntry, ListKey, Listed, Lists};
pub use market::{Market, MarketParts, PriceList};
pub use model::{AsOf, Facts, Limits, Mode, Model, ModelId, ModelIdError, Opinions, Source, Standing};
pub use offer::{Layers, Offer, Origin, Whose};
pub use overrides::{Overrides, OwnModels, PriceOverride};
pub use own_prices::OwnPrices;
pub use part::Part;
pub use price_kind::PriceKind;
pub use prices::{ContextTier, DatedPrices, MorePrices, PriceSheet, PriceState, Rates, Tariff, TimedTariff};
pub use scope::{OutOfScope, Scope, ScopeRules};
pub use search::{SearchIndex, name_fits};
pub use sellers::{Seller, Sellers};
pub use tier::Tier;
pub use timeline::{PriceSeries, timeline};
pub use week::{DayWindow, WeekTimes};

/// A list of models with one publisher and one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// What the app calls the list: `Reference prices`.
    pub name: String,
    /// Who published it and as of when.
    pub source: Source,
    /// Its models, each id once.
    pub models: Vec<Model>,
}

impl Catalog {
    /// The list that ships inside the binary.
    ///
    /// # Errors
    /// Never in a released build: a test reads the file.
    pub fn bundled() -> Result<Self, crate::document::Fault> {
        file::parse_catalog(include_str!("../../assets/catalog.ron")).map(|opened| opened.value)
    }
}

//! What the user changes about the catalog: own prices, own models, hidden models. Kept apart from every price list,
//! so that a newer list never loses any of it.

use jiff::civil::Date;

use super::{Model, ModelId, OwnPrices};

/// The user's own prices for one model. What they do not name stays the list's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceOverride {
    /// The model; it may no longer exist.
    pub model: ModelId,
    /// The prices that the user set.
    pub prices: OwnPrices,
    /// The day on which the user set it.
    pub set_on: Option<Date>,
    /// Why, in the user's words.
    pub note: String,
}

impl PriceOverride {
    /// Prices without a day or a note.
    #[must_use]
    pub const fn new(model: ModelId, prices: OwnPrices) -> Self {
        Self { model, prices, set_on: None, note: String::new() }
    }
}

/// All of the user's own prices, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides(Vec<PriceOverride>);

impl Overrides {
    /// The overrides of a file. Where one model has two, the later one counts; both are kept.
    #[must_use]
    pub const fn new(list: Vec<PriceOverride>) -> Self {
        Self(list)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, PriceOverride> {
        self.0.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The one that counts for a model.
    #[must_use]
    pub fn get(&self, model: &ModelId) -> Option<&PriceOverride> {
        self.0.iter().rfind(|entry| entry.model == *model)
    }

    /// Puts `entry` in the place of its model's, or at the end.
    pub fn set(&mut self, entry: PriceOverride) {
        let place = self.0.iter().position(|old| old.model == entry.model);
        self.0.retain(|old| old.model != entry.model);
        self.0.insert(place.unwrap_or(self.0.len()).min(self.0.len()), entry);
    }

    /// Takes a model's own price away, and returns whether there was one.
    pub fn remove(&mut self, model: &ModelId) -> bool {
        let before = self.0.len();
        self.0.retain(|entry| entry.model != *model);
        self.0.len() != before
    }
}

impl<'a> IntoIterator for &'a Overrides {
    type Item = &'a PriceOverride;
    type IntoIter = std::slice::Iter<'a, PriceOverride>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The user's own models, and the models that the user does not want to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnModels {
    /// Models that the user added.
    pub models: Vec<Model>,
    /// Models that the user hid, from whatever list.
    pub hidden: Vec<ModelId>,
}

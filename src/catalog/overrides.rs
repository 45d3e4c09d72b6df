//! What the user changes about the catalog: own prices, own models, hidden models. Kept apart from every price list,
//! so that a newer list never loses any of it.

use jiff::civil::Date;

use super::{Confirmed, Model, ModelId, OwnPrices};
use crate::document::step;

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
    pub const fn new(model: ModelId, prices: OwnPrices) -> Self {
        Self { model, prices, set_on: None, note: String::new() }
    }
}

/// All of the user's own prices, in the order of their file, and what the user said of prices of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    own: Vec<PriceOverride>,
    confirmed: Vec<Confirmed>,
}

impl Overrides {
    /// The overrides of a file. Where one model has two, the later one counts; both are kept.
    pub const fn new(list: Vec<PriceOverride>) -> Self {
        Self { own: list, confirmed: Vec::new() }
    }

    /// As these, with what the user said is right.
    pub fn with_confirmed(self, confirmed: Vec<Confirmed>) -> Self {
        Self { confirmed, ..self }
    }

    /// What the user said is right, in the order of the file.
    pub fn confirmed(&self) -> &[Confirmed] {
        &self.confirmed
    }

    /// What the user said of a model's prices.
    pub fn confirmation(&self, model: &ModelId) -> Option<&Confirmed> {
        self.confirmed.iter().rfind(|entry| entry.model == *model)
    }

    /// Takes note of what the user says of a model's prices, in the place of what was said before; `None` takes it back.
    pub fn set_confirmation(&mut self, model: &ModelId, says: Option<Confirmed>) {
        let place = self.confirmed.iter().position(|old| old.model == *model);
        self.confirmed.retain(|old| old.model != *model);
        if let Some(entry) = says {
            self.confirmed.insert(place.unwrap_or(self.confirmed.len()).min(self.confirmed.len()), entry);
        }
    }

    /// These after the step that made `after` of `before`, model by model; both may leave out what the step did not touch.
    /// `None` where no model is as the step left it.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        let own = step::on_keyed(&self.own, &before.own, &after.own, |entry| &entry.model);
        let confirmed =
            step::on_keyed(&self.confirmed, &before.confirmed, &after.confirmed, |entry| &entry.model);
        (own.is_some() || confirmed.is_some()).then(|| Self {
            own: own.unwrap_or_else(|| self.own.clone()),
            confirmed: confirmed.unwrap_or_else(|| self.confirmed.clone()),
        })
    }

    /// All own prices.
    pub fn iter(&self) -> std::slice::Iter<'_, PriceOverride> {
        self.own.iter()
    }

    /// Whether there are no own prices.
    pub const fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.own.len()
    }

    /// The one that counts for a model.
    pub fn get(&self, model: &ModelId) -> Option<&PriceOverride> {
        self.own.iter().rfind(|entry| entry.model == *model)
    }

    /// Puts `entry` in the place of its model's, or at the end.
    pub fn set(&mut self, entry: PriceOverride) {
        let place = self.own.iter().position(|old| old.model == entry.model);
        self.own.retain(|old| old.model != entry.model);
        self.own.insert(place.unwrap_or(self.own.len()).min(self.own.len()), entry);
    }

    /// Takes a model's own price away, and returns whether there was one.
    pub fn remove(&mut self, model: &ModelId) -> bool {
        let before = self.own.len();
        self.own.retain(|entry| entry.model != *model);
        self.own.len() != before
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

impl OwnModels {
    /// These after the step that made `after` of `before`, model by model; both may leave out what the step did not touch.
    /// `None` where no model is as the step left it.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        let models = step::on_keyed(&self.models, &before.models, &after.models, |model| &model.id);
        let hidden = step::on_keyed(&self.hidden, &before.hidden, &after.hidden, |id| id);
        (models.is_some() || hidden.is_some()).then(|| Self {
            models: models.unwrap_or_else(|| self.models.clone()),
            hidden: hidden.unwrap_or_else(|| self.hidden.clone()),
        })
    }
}

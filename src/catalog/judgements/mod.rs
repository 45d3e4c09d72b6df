//! The user's own judgements of models, and the reading of them from files: `judgements.ron` and tables in CSV.

pub mod csv;
pub mod file;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Market, ModelId, Opinions};
use crate::document::seen;

/// The user's own judgement of models, which stands in the place of the list's opinion, fact by fact.
///
/// Its levels are in one order with those of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    by_model: BTreeMap<ModelId, Opinions>,
}

impl Judgements {
    /// Sets what the user thinks of a model; what is `None` there stays the list's. Where all is, nothing is kept.
    pub fn set(&mut self, model: ModelId, mut opinions: Opinions) {
        let standings = [&mut opinions.quality, &mut opinions.speed].into_iter().flatten();
        for text in standings.map(|standing| &mut standing.says).chain(&mut opinions.compliance) {
            if let Cow::Owned(tidied) = seen(text) {
                *text = tidied;
            }
        }
        if opinions == Opinions::default() {
            self.by_model.remove(&model);
        } else {
            self.by_model.insert(model, opinions);
        }
    }

    /// What the user thinks of a model.
    pub fn get(&self, model: &ModelId) -> Option<&Opinions> {
        self.by_model.get(model)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ModelId, &Opinions)> {
        self.by_model.iter()
    }

    /// How many models are judged.
    pub fn len(&self) -> usize {
        self.by_model.len()
    }

    /// Whether no model is judged.
    pub fn is_empty(&self) -> bool {
        self.by_model.is_empty()
    }

    /// These after the step that made `after` of `before`, model by model; both may leave out what the step did not touch.
    /// `None` where no model is as the step left it.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        let models: BTreeSet<&ModelId> = before.by_model.keys().chain(after.by_model.keys()).collect();
        let mut touched = models
            .into_iter()
            .filter(|model| before.get(model) != after.get(model) && self.get(model) == before.get(model))
            .peekable();
        touched.peek()?;
        let mut made = self.clone();
        for model in touched {
            made.set(model.clone(), after.get(model).cloned().unwrap_or_default());
        }
        Some(made)
    }

    /// The same under the ids that the models have in a market: an update or another list may call them otherwise.
    pub fn in_market(&self, market: &Market) -> Self {
        let mut found = Self::default();
        // What is there under its own id goes before what is found under another.
        let (exact, others): (Vec<_>, Vec<_>) = self
            .by_model
            .iter()
            .map(|(id, opinions)| (market.find(id).map_or(id, |offer| &offer.model.id), id, opinions))
            .partition(|(there, id, _)| there == id);
        for (there, _, opinions) in exact.into_iter().chain(others) {
            found.by_model.entry(there.clone()).or_insert_with(|| opinions.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Overrides, OwnModels, Standing};

    fn quality(level: u32) -> Opinions {
        let quality = Some(Standing { level, says: "ours".into() });
        Opinions { quality, ..Opinions::default() }
    }

    #[test]
    fn a_judgement_follows_its_model_to_another_id() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let id = |text: &str| ModelId::new(text).unwrap();
        let mut judgements = Judgements::default();
        judgements.set(id("OpenAI/GPT 4.1 mini"), quality(1));
        judgements.set(id("openai/gpt-4.1"), quality(2));
        judgements.set(id("OpenAI/GPT 4.1"), quality(3));
        judgements.set(id("nobody/nothing"), quality(4));
        let found = judgements.in_market(&market);
        assert_eq!(found.get(&id("openai/gpt-4.1-mini")), Some(&quality(1)));
        assert_eq!(found.get(&id("openai/gpt-4.1")), Some(&quality(2)));
        assert_eq!(found.get(&id("nobody/nothing")), Some(&quality(4)));
        assert_eq!(found.len(), 3);
        judgements.set(id("openai/gpt-4.1"), Opinions::default());
        assert_eq!((judgements.len(), judgements.get(&id("openai/gpt-4.1"))), (3, None));
    }
}

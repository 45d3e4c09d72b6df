//! What is known of a model when it is judged: its list's facts, with the user's own judgement in their place.

use super::Level;
use crate::catalog::{Judgements, Market, Offer, Opinions, Standing};

impl Judgements {
    /// What is known of a model.
    #[must_use]
    pub fn facts<'a>(&'a self, offer: &'a Offer) -> Facts<'a> {
        Facts { offer, own: self.get(&offer.model.id) }
    }
}

/// What is known of one model.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The model at its prices.
    pub offer: &'a Offer,
    own: Option<&'a Opinions>,
}

impl<'a> Facts<'a> {
    /// How good its answers are; `None` is unknown.
    #[must_use]
    pub fn quality(&self) -> Option<&'a Standing> {
        let listed = self.offer.model.opinions.quality.as_ref();
        self.own.and_then(|own| own.quality.as_ref()).or(listed)
    }

    /// How fast it answers; `None` is unknown.
    #[must_use]
    pub fn speed(&self) -> Option<&'a Standing> {
        self.own.and_then(|own| own.speed.as_ref()).or(self.offer.model.opinions.speed.as_ref())
    }

    /// What is known to be there: data centres, certificates; `None` is unknown.
    #[must_use]
    pub fn compliance(&self) -> Option<&'a str> {
        let listed = self.offer.model.opinions.compliance.as_deref();
        self.own.and_then(|own| own.compliance.as_deref()).or(listed)
    }
}

impl Level {
    /// The level as a number, by what `of` a model it is; `None` when that is unknown or the model is in no list.
    pub(super) fn resolve<'a>(
        &self,
        market: &'a Market,
        judgements: &'a Judgements,
        of: impl Fn(&Facts<'a>) -> Option<&'a Standing>,
    ) -> Option<u32> {
        match self {
            Self::Is(level) => Some(*level),
            Self::Of(id) => of(&judgements.facts(market.find(id)?)).map(|standing| standing.level),
        }
    }
}

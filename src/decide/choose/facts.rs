//! What is known of a model when it is judged: what lists say, with the user's own judgement in its place.

use super::Level;
use crate::catalog::{Judgements, Market, Offer, Opinions, Standing};

impl Judgements {
    /// What is known of a model.
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
    pub fn quality(&self) -> Option<&'a Standing> {
        self.of(|opinions| opinions.quality.as_ref())
    }

    /// How fast it answers; `None` is unknown.
    pub fn speed(&self) -> Option<&'a Standing> {
        self.of(|opinions| opinions.speed.as_ref())
    }

    /// What is known to be there: data centres, certificates; `None` is unknown.
    pub fn compliance(&self) -> Option<&'a str> {
        self.of(|opinions| opinions.compliance.as_deref())
    }

    /// The list whose publisher's opinion stands in where the model's own list has none; `None` where none does.
    pub fn borrowed_from(&self) -> Option<&'a str> {
        let from = |is: fn(&'a Opinions) -> Option<&'a str>| {
            let has_own =
                self.own.is_some_and(|own| is(own).is_some()) || is(&self.offer.model.opinions).is_some();
            self.offer.opinion(is).filter(|_| !has_own).map(|(_, list)| list)
        };
        from(|opinions| opinions.quality.as_ref().map(|standing| standing.says.as_str()))
            .or_else(|| from(|opinions| opinions.speed.as_ref().map(|standing| standing.says.as_str())))
            .or_else(|| from(|opinions| opinions.compliance.as_deref()))
    }

    /// The user's own judgement, else the opinion of a list.
    fn of<T: ?Sized>(&self, of: impl Fn(&'a Opinions) -> Option<&'a T>) -> Option<&'a T> {
        self.own.and_then(&of).or_else(|| self.offer.opinion(of).map(|(opinion, _)| opinion))
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

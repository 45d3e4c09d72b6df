//! One model at the price that the user pays, and the layers that lead there.

use std::sync::Arc;

use super::identity::Identity;
use super::{AsOf, Discount, Model, Opinions, Part, PriceOverride, PriceSheet, Source, Tier};
use crate::money::Price;

/// Who put a model on the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A price list.
    Listed,
    /// The user.
    Own,
}

/// One model at the price that the user pays.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The model with all that its list says.
    pub model: Arc<Model>,
    /// Which model it is, whatever list it comes from.
    pub identity: Arc<Identity>,
    /// Who put it there.
    pub origin: Origin,
    /// What the list is called; own models have one of their own.
    pub list_name: Arc<str>,
    /// What the user pays: the list's prices on the day, less a discount, with the user's own prices in their place.
    pub prices: PriceSheet,
    /// The list's prices on the day, before a discount and the user's own.
    pub listed: PriceSheet,
    /// The provider's discount, where there is one.
    pub discount: Option<Arc<Discount>>,
    /// The user's own price, where there is one. It may have been set under another list's id for the same model: to
    /// change or remove it, use the id in it.
    pub own_price: Option<PriceOverride>,
    /// The same model of the same provider in lists further down, each with the name of its list.
    pub elsewhere: Vec<(Arc<str>, Arc<Model>)>,
}

/// One price in its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// What the list says.
    pub list: Price,
    /// The list's price less the discount, where there is one.
    pub discounted: Option<Price>,
    /// The user's own, where there is one: this is what counts.
    pub own: Option<Price>,
}

impl Layers {
    /// What the list asks for, less the discount of its provider.
    #[must_use]
    pub fn listed(&self) -> Price {
        self.discounted.unwrap_or(self.list)
    }
}

impl Offer {
    /// The list's prices on the day, before a discount and the user's own.
    #[must_use]
    pub const fn list(&self) -> &PriceSheet {
        &self.listed
    }

    /// The layers of one of the standard base prices.
    #[must_use]
    pub fn layers(&self, part: Part) -> Layers {
        let list = self.listed.base().get(part);
        Layers {
            list,
            discounted: self.discount.as_ref().map(|discount| list.less(discount.off)),
            own: self.own_price.as_ref().and_then(|own| match part {
                Part::Input => own.input,
                Part::Output => own.output,
                _ => None,
            }),
        }
    }

    /// Whether the user's own prices are what would be paid without them.
    #[must_use]
    pub fn own_price_is_needless(&self) -> bool {
        self.own_price.is_some()
            && [Part::Input, Part::Output].into_iter().all(|part| {
                let layers = self.layers(part);
                layers.own.is_none_or(|own| own == layers.discounted.unwrap_or(layers.list))
            })
    }

    /// What a publisher thinks of the model, with the name of the list that says so: its own list, or else the first
    /// further down that has the model and an opinion of it.
    #[must_use]
    pub fn opinion<'a, T: ?Sized>(
        &'a self,
        of: impl Fn(&'a Opinions) -> Option<&'a T>,
    ) -> Option<(&'a T, &'a str)> {
        let own = of(&self.model.opinions).map(|opinion| (opinion, &*self.list_name));
        let mut others = self.elsewhere.iter();
        own.or_else(|| others.find_map(|(list, model)| Some((of(&model.opinions)?, &**list))))
    }

    /// The discount that lowers what is paid: none where no price has it in force.
    #[must_use]
    pub fn discount_that_counts(&self) -> Option<&Discount> {
        let counts = |part: &Part| {
            let Layers { list, discounted, own } = self.layers(*part);
            own.is_none() && discounted.is_some_and(|discounted| discounted != list)
        };
        self.discount.as_deref().filter(|_| [Part::Input, Part::Output].iter().any(counts))
    }

    /// Whether a price of the user's own is in place.
    #[must_use]
    pub const fn is_overridden(&self) -> bool {
        self.own_price.is_some()
    }

    /// The tier at the price that the user pays.
    #[must_use]
    pub fn tier(&self) -> Option<Tier> {
        Tier::of(self.prices.input)
    }

    /// Where the price comes from: the user's own price names the list price that it replaces.
    #[must_use]
    pub fn price_source(&self) -> Source {
        match &self.own_price {
            None => match &self.discount {
                None => self.model.source.clone(),
                Some(discount) => Source {
                    name: format!("{} less {} %", self.model.source.name, discount.off.to_percent()),
                    as_of: self.model.source.as_of,
                },
            },
            Some(own) => {
                let price = |price: Price| match price.known() {
                    Some(known) => known.per_million(),
                    None => crate::money::label::price(price),
                };
                let list = self.list();
                Source {
                    name: format!(
                        "Own price (list: {} in, {} out; {})",
                        price(list.input),
                        price(list.output),
                        self.model.source
                    ),
                    as_of: own.set_on.map(AsOf::Stated),
                }
            }
        }
    }
}

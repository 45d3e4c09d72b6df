//! One model at the price that the user pays, and the layers that lead there.

use std::sync::Arc;

use super::check;
use super::identity::Identity;
use super::{
    AsOf, Check, Discount, Model, Opinions, Part, PriceKind, PriceOverride, PriceSheet, Source, Tier,
};
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
    /// What is to be checked of the list's prices, where there is something.
    pub check: Option<Arc<Check>>,
    /// The provider's discount, where there is one.
    pub discount: Option<Arc<Discount>>,
    /// The user's own price, where there is one. It may have been set under another list's id for the same model: to
    /// change or remove it, use the id in it.
    pub own_price: Option<PriceOverride>,
    /// The same model of the same provider in lists further down, each with the name of its list.
    pub elsewhere: Vec<(Arc<str>, Arc<Model>)>,
}

/// Whose prices count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The list's, less a discount where there is one.
    #[default]
    List,
    /// The user's own.
    Own,
    /// Some are the user's own, and some the list's.
    Mixed,
}

impl Whose {
    /// Those of several amounts together; the list's where there are none.
    pub fn of(all: impl IntoIterator<Item = Self>) -> Self {
        let joined = |one: Self, other: Self| if one == other { one } else { Self::Mixed };
        all.into_iter().reduce(joined).unwrap_or_default()
    }

    /// The key in a data file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Own => "own",
            Self::Mixed => "mixed",
        }
    }
}

/// One price in its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// What the list says, and whether that can be true.
    pub list: Price,
    /// The list's price less the discount, where there is one.
    pub discounted: Option<Price>,
    /// The user's own, where there is one: this is what counts.
    pub own: Option<Price>,
}

impl Layers {
    /// What the list asks for, less the discount of its provider.
    pub fn listed(&self) -> Price {
        self.discounted.unwrap_or(self.list)
    }
}

impl Offer {
    /// The list's prices on the day, before a discount and the user's own.
    pub const fn list(&self) -> &PriceSheet {
        &self.listed
    }

    /// The layers of one of the standard base prices.
    pub fn layers(&self, part: Part) -> Layers {
        let list = self.believed().base().get(part);
        Layers {
            list,
            discounted: self.discount.as_ref().map(|discount| list.less(discount.off)),
            own: self.own_price.as_ref().and_then(|own| own.prices.get(PriceKind::standard(part))),
        }
    }

    /// What the user is to be asked about the list's prices: `None` where nothing is odd, and where it was said to be
    /// right.
    pub fn open_check(&self) -> Option<&Check> {
        self.check.as_deref().filter(|check| check.is_open())
    }

    /// Whether a price is billed that is doubtful. Such an offer counts for no axis, headline or default.
    pub fn is_doubtful(&self) -> bool {
        self.open_check().is_some_and(|check| check.findings.iter().any(|finding| !finding.is_impossible()))
    }

    /// The list's prices on the day as they are counted with, before a discount and the user's own.
    pub fn believed(&self) -> PriceSheet {
        self.believing(&self.listed)
    }

    /// What a list says of this model, of another day or in another list, as it is counted with: what can't be true is
    /// none, unless these are the figures that the user said are right.
    pub fn believing(&self, listed: &PriceSheet) -> PriceSheet {
        let is_judged = self.origin == Origin::Listed;
        let is_right = *listed == self.listed && self.check.as_ref().is_some_and(|check| !check.is_open());
        if is_judged && !is_right { check::believed(listed, &self.model.facts.mode) } else { listed.clone() }
    }

    /// What would be paid without the user's own prices.
    pub fn without_own(&self) -> PriceSheet {
        let believed = self.believed();
        match &self.discount {
            Some(discount) => believed.less(discount.off),
            None => believed,
        }
    }

    /// Whether the user's own prices are what would be paid without them.
    pub fn own_price_is_needless(&self) -> bool {
        self.own_price.as_ref().is_some_and(|own| own.prices.agree(&self.without_own()))
    }

    /// Whose price of this kind counts. All prices of a model of the user's own are the user's.
    pub fn whose(&self, kind: PriceKind) -> Whose {
        let is_own = self.own_price.as_ref().is_some_and(|own| own.prices.get(kind).is_some());
        if is_own || self.origin == Origin::Own { Whose::Own } else { Whose::List }
    }

    /// Whose price of this kind counts, in words; `None` where no price of the model is set by the user, so that all are
    /// the list's.
    pub fn says_whose(&self, kind: PriceKind) -> Option<String> {
        let own = self.own_price.as_ref()?;
        Some(if own.prices.get(kind).is_some() {
            kind.after("your")
        } else if self.origin == Origin::Own {
            kind.of("your own model")
        } else {
            let off = self.discount.as_ref().map(|discount| discount.off.to_percent());
            kind.of("the list") + &off.map_or_else(String::new, |off| format!(", less {off} %"))
        })
    }

    /// What a publisher thinks of the model, with the name of the list that says so: its own list, or else the first
    /// further down that has the model and an opinion of it.
    pub fn opinion<'a, T: ?Sized>(
        &'a self,
        of: impl Fn(&'a Opinions) -> Option<&'a T>,
    ) -> Option<(&'a T, &'a str)> {
        let own = of(&self.model.opinions).map(|opinion| (opinion, &*self.list_name));
        let mut others = self.elsewhere.iter();
        own.or_else(|| others.find_map(|(list, model)| Some((of(&model.opinions)?, &**list))))
    }

    /// The discount that lowers what is paid: none where no price has it in force.
    pub fn discount_that_counts(&self) -> Option<&Discount> {
        let counts = |part: &Part| {
            let Layers { list, discounted, own } = self.layers(*part);
            own.is_none() && discounted.is_some_and(|discounted| discounted != list)
        };
        self.discount.as_deref().filter(|_| [Part::Input, Part::Output].iter().any(counts))
    }

    /// Whether a price of the user's own is in place.
    pub const fn is_overridden(&self) -> bool {
        self.own_price.is_some()
    }

    /// The tier at the price that the user pays.
    pub fn tier(&self) -> Option<Tier> {
        Tier::of(self.prices.input)
    }

    /// Where the price comes from: the user's own price names the list price that it replaces.
    pub fn price_source(&self) -> Source {
        match &self.own_price {
            None => match &self.discount {
                None => self.model.source.clone(),
                Some(discount) => Source {
                    name: format!("{} less {} %", self.model.source.name, discount.off.to_percent()).into(),
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
                    )
                    .into(),
                    as_of: own.set_on.map(AsOf::Stated),
                }
            }
        }
    }
}

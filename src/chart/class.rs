//! What a bar's colour stands for, and the legend that says so.

use std::collections::HashMap;

use super::ColourBy;
use crate::billing::Part;
use crate::catalog::{Market, Offer, Tier};

/// How many providers have a colour of their own; the rest share one.
pub const NAMED_PROVIDERS: usize = 7;

/// What a colour stands for. [`super::palette`] knows the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A price tier.
    Tier(Tier),
    /// No tier: the input price is free or unknown.
    NoTier,
    /// One of the commonest providers, from 0, the commonest.
    Provider(usize),
    /// Any other provider.
    OtherProvider,
}

/// One line of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// What the colour stands for.
    pub class: Class,
    /// Its name.
    pub label: String,
    /// How many rows of the chart have it.
    pub count: usize,
}

/// One line of the legend of a stacked chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEntry {
    /// What the piece of a bar stands for.
    pub part: Part,
    /// Its name.
    pub label: &'static str,
}

/// Sorts models into classes. Made from the whole market, so that a filter changes no colour.
pub(super) struct Classes<'m> {
    colour_by: ColourBy,
    /// The commonest providers, the commonest first.
    providers: HashMap<&'m str, usize>,
}

impl<'m> Classes<'m> {
    pub(super) fn new(market: &'m Market, colour_by: ColourBy) -> Self {
        let mut providers = HashMap::new();
        if colour_by == ColourBy::Provider {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for offer in market.offers() {
                *counts.entry(offer.model.provider.as_str()).or_default() += 1;
            }
            let mut by_count: Vec<(&str, usize)> = counts.into_iter().collect();
            by_count.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            providers = by_count.into_iter().take(NAMED_PROVIDERS).map(|(name, _)| name).zip(0..).collect();
        }
        Self { colour_by, providers }
    }

    pub(super) fn of(&self, offer: &Offer) -> Class {
        match self.colour_by {
            ColourBy::Tier => offer.tier().map_or(Class::NoTier, Class::Tier),
            ColourBy::Provider => self
                .providers
                .get(offer.model.provider.as_str())
                .map_or(Class::OtherProvider, |place| Class::Provider(*place)),
        }
    }

    /// The legend for rows of these classes: every class that is there, once.
    pub(super) fn legend(&self, classes: impl Iterator<Item = Class>) -> Vec<LegendEntry> {
        let mut counts: HashMap<Class, usize> = HashMap::new();
        for class in classes {
            *counts.entry(class).or_default() += 1;
        }
        let mut entries: Vec<LegendEntry> = counts
            .into_iter()
            .map(|(class, count)| LegendEntry { class, label: self.label(class), count })
            .collect();
        entries.sort_by_key(|entry| entry.class);
        entries
    }

    fn label(&self, class: Class) -> String {
        match class {
            Class::Tier(tier) => tier.label().to_owned(),
            Class::NoTier => "No tier".to_owned(),
            Class::OtherProvider => "Other".to_owned(),
            Class::Provider(place) => self
                .providers
                .iter()
                .find(|(_, other)| **other == place)
                .map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }
}

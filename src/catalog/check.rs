//! Whether a price of a list can be true by itself, and what is to be checked of a model's prices, in words.

use std::fmt;

use jiff::civil::Date;

use super::changes::PriceName;
use super::{Mode, Part, PriceSheet, Rates};
use crate::money::{Price, TokenPrice, label};
use crate::processing::Processing;

/// The least price that can be true, in dollars per million tokens: the cheapest real ones are some twenty times that.
const LEAST: &str = "0.0005";
/// The greatest price that can be true, in dollars per million tokens: the dearest real ones are $600.
const MOST: &str = "1000";
/// The prices that are judged.
pub(super) const PARTS: [Part; 2] = [Part::Input, Part::Output];

/// Why a price is not taken at its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Below every price that can be true.
    TooCheap,
    /// Above every price that can be true.
    TooDear,
    /// Far from what others take for the same model.
    Doubtful {
        /// How many other sellers there are.
        sellers: usize,
        /// What they take: the median.
        median: TokenPrice,
    },
}

/// One price that is not taken at its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which price of the model.
    pub name: PriceName,
    /// What the list says.
    pub price: TokenPrice,
    /// Why it is not believed.
    pub reason: Reason,
}

impl Finding {
    /// Whether the price can't be true, rather than be doubtful.
    pub const fn is_impossible(&self) -> bool {
        !matches!(self.reason, Reason::Doubtful { .. })
    }

    /// Whether it is one of the two prices that every screen shows.
    pub(super) fn is_standard(&self) -> bool {
        let PriceName { processing, above, times, .. } = &self.name;
        (*processing, *above, *times) == (Processing::Standard, None, None)
    }

    /// The price without its model, which tells it from every other.
    pub(super) fn key(&self) -> String {
        format!("{}: {}", self.name, self.price.per_million())
    }

    /// Why the price is not believed: `1/40 of what 5 other sellers take (median $0.10)`.
    pub fn why(&self) -> String {
        match self.reason {
            Reason::TooDear => "too dear to be true (is its unit right?)".to_owned(),
            Reason::TooCheap => {
                // The price is below 2^87 here, and far below it: these products fit.
                let would_be_usual =
                    |factor| usual().is_some_and(|usual| usual.contains(&(self.price.units() * factor)));
                let unit = match (would_be_usual(1_000_000), would_be_usual(1_000)) {
                    (true, false) => "is this dollars per token?",
                    (false, true) => "is this dollars per thousand tokens?",
                    (true, true) => "is this dollars per token, or per thousand tokens?",
                    (false, false) => "is its unit right?",
                };
                format!("too cheap to be true ({unit})")
            }
            Reason::Doubtful { sellers, median } => {
                let whole = |ratio: crate::money::Quotient| label::whole(ratio.to_whole());
                let times = if self.price < median {
                    format!("1/{} of", whole(median.ratio_to(self.price)))
                } else {
                    format!("{} times", whole(self.price.ratio_to(median)))
                };
                let median = label::token_price(median);
                format!("{times} what {sellers} other sellers take (median {median})")
            }
        }
    }
}

/// What is to be checked of an offer's prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The prices that are not taken at their word, the standard ones first; at least one.
    pub findings: Vec<Finding>,
    /// Whether the user said that they are right, and on which day.
    pub confirmed: Option<Option<Date>>,
}

impl Check {
    /// Whether the user is still to be asked.
    pub const fn is_open(&self) -> bool {
        self.confirmed.is_none()
    }

    /// Whether a price can't be true.
    pub fn is_impossible(&self) -> bool {
        self.findings.iter().any(Finding::is_impossible)
    }

    /// In two words, for a mark: `can't be true`, `doubtful price`.
    pub fn label(&self) -> &'static str {
        if self.is_impossible() { "can't be true" } else { "doubtful price" }
    }

    /// The prices in a few words: `$15,000.00 in, $60,000.00 out per million`.
    pub(super) fn figures(&self) -> String {
        let standard = self.findings.iter().filter(|finding| finding.is_standard()).map(|finding| {
            let side = if finding.name.part == Part::Output { "out" } else { "in" };
            format!("{} {side}", label::exact_token_price(finding.price))
        });
        let standard: Vec<String> = standard.collect();
        match (standard.is_empty(), self.findings.first()) {
            (true, Some(first)) => {
                format!("{} at {} per million", first.name, label::exact_token_price(first.price))
            }
            _ => format!("{} per million", standard.join(", ")),
        }
    }
}

impl fmt::Display for Check {
    /// The prices with their reasons; those of one reason together: `input tokens at $15,000.00 and output tokens at
    /// $60,000.00 per million: too dear to be true (is its unit right?)`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// How many prices of one model are named.
        const MOST: usize = 10;
        let named = self.findings.get(..MOST).unwrap_or(&self.findings);
        for (place, alike) in named.chunk_by(|a, b| a.why() == b.why()).enumerate() {
            let price = |finding: &Finding| {
                format!("{} at {}", finding.name, label::exact_token_price(finding.price))
            };
            let prices = alike.iter().map(price).collect::<Vec<_>>().join(" and ");
            let why = alike.first().map(Finding::why).unwrap_or_default();
            write!(out, "{}{prices} per million: {why}", if place == 0 { "" } else { "; " })?;
        }
        match self.findings.len() - named.len() {
            0 => Ok(()),
            more => write!(out, "; and {more} more prices"),
        }
    }
}

/// The least and the greatest price that can be true, as counts of the units of [`TokenPrice`].
fn bounds() -> Option<(u128, u128)> {
    use std::sync::OnceLock;
    static BOUNDS: OnceLock<Option<(u128, u128)>> = OnceLock::new();
    *BOUNDS.get_or_init(|| {
        let units = |text| Some(Price::per_million(text).ok()?.known()?.units());
        Some((units(LEAST)?, units(MOST)?))
    })
}

/// The prices that most models have, in the units of [`TokenPrice`]: what the unit of a slip may be is told by them.
fn usual() -> Option<std::ops::RangeInclusive<u128>> {
    let (least, most) = bounds()?;
    // $0.02 to $100 per million.
    Some(least * 40..=most / 10)
}

/// Why a price can't be true; `None` for one that can, and where nothing above zero is said.
pub(super) fn impossible(price: Price) -> Option<Reason> {
    let units = price.known()?.units();
    let (least, most) = bounds()?;
    match units {
        _ if units < least => Some(Reason::TooCheap),
        _ if units > most => Some(Reason::TooDear),
        _ => None,
    }
}

/// Whether a list's prices of models like this are judged.
pub(super) const fn is_judged(mode: &Mode) -> bool {
    !matches!(mode, Mode::Other(_))
}

/// Whether a list says something of the standard prices of a model that can't be true.
pub fn has_impossible_base(sheet: &PriceSheet, mode: &Mode) -> bool {
    is_judged(mode) && [sheet.input, sheet.output].into_iter().any(|price| impossible(price).is_some())
}

/// A list's prices as they are counted with: those that can't be true are [`Price::Impossible`].
pub fn believed(sheet: &PriceSheet, mode: &Mode) -> PriceSheet {
    if !is_judged(mode) || !has_impossible(sheet) {
        return sheet.clone();
    }
    sheet.map(|part, price| match price {
        Price::Known(said) if PARTS.contains(&part) && impossible(price).is_some() => Price::Impossible(said),
        _ => price,
    })
}

pub(super) fn has_impossible(sheet: &PriceSheet) -> bool {
    let is_odd = |rates: &Rates| impossible(rates.input).or_else(|| impossible(rates.output)).is_some();
    let in_more = || {
        let mut tariffs = sheet.more.iter().flat_map(|more| more.tariffs());
        tariffs.any(|tariff| is_odd(tariff.base()) || tariff.tiers().iter().any(|tier| is_odd(&tier.rates)))
    };
    impossible(sheet.input).or_else(|| impossible(sheet.output)).is_some() || in_more()
}

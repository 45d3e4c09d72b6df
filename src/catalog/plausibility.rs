//! Which prices of a list are not taken at their word: those that can't be true, and those that are doubtful beside what
//! other sellers of the same model take.
//!
//! Input and output prices of text models are judged, as the list gives them: before a discount, and never a price of the
//! user's own. What the user said is right is not asked again at the same figures ([`Confirmed`]).

use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;

use super::changes::{PriceName, named};
use super::{Confirmed, Mode, ModelId, Offer, Origin, Part, PriceSheet, Rates, identity};
use crate::money::{Price, TokenPrice, label};
use crate::processing::Processing;

/// The least price that can be true, in dollars per million tokens: the cheapest real ones are some twenty times that.
const LEAST: &str = "0.0005";
/// The greatest price that can be true, in dollars per million tokens: the dearest real ones are $600.
const MOST: &str = "1000";
/// A price of at most one part in so many of the others' median is doubtful.
const CHEAP: u128 = 20;
/// A price of at least so many times the others' median is doubtful.
const DEAR: u128 = 100;
/// How many other sellers it takes to doubt a price.
const OTHERS: usize = 3;
/// The prices that are judged.
const PARTS: [Part; 2] = [Part::Input, Part::Output];

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
    #[must_use]
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
    #[must_use]
    pub fn why(&self) -> String {
        match self.reason {
            Reason::TooDear => "too dear to be true (is its unit right?)".to_owned(),
            Reason::TooCheap => {
                let is_plausible = |factor| {
                    let units = self.price.units().checked_mul(factor);
                    units.is_some_and(|units| {
                        bounds().is_some_and(|(least, most)| (least..=most).contains(&units))
                    })
                };
                let unit = match (is_plausible(1_000_000), is_plausible(1_000)) {
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

impl fmt::Display for Finding {
    /// `input tokens at $15,000.00 per million: too dear to be true (is its unit right?)`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} at {} per million: {}", self.name, label::exact_token_price(self.price), self.why())
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
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.confirmed.is_none()
    }

    /// Whether a price can't be true.
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        self.findings.iter().any(Finding::is_impossible)
    }

    /// In two words, for a mark: `can't be true`, `doubtful price`.
    #[must_use]
    pub fn label(&self) -> &'static str {
        if self.is_impossible() { "can't be true" } else { "doubtful price" }
    }

    /// The prices in a few words: `$15,000.00 in, $60,000.00 out per million`.
    fn figures(&self) -> String {
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
    /// Each finding, with semicolons between them.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, finding) in self.findings.iter().enumerate() {
            write!(out, "{}{finding}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// What the prices of some models are, in sentences, each with the first models by name; `None` where there is nothing
/// to check.
#[must_use]
pub fn summary<'a>(offers: impl Iterator<Item = &'a Offer>) -> Option<String> {
    const NAMED: usize = 3;
    let (impossible, doubtful): (Vec<_>, Vec<_>) = offers
        .filter_map(|offer| Some((offer, offer.open_check()?)))
        .partition(|(_, check)| check.is_impossible());
    let say = |found: &[(&Offer, &Check)], (one, many): (&str, &str)| {
        let names = found.iter().take(NAMED).map(|(offer, check)| {
            let why = check.findings.first().filter(|_| !check.is_impossible());
            let why = why.map_or_else(String::new, |finding| format!(", {}", finding.why()));
            format!("{} ({}{why})", offer.model.list_key(), check.figures())
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let more = found.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {} more", label::whole(more as u64)) };
        let count = label::whole(found.len() as u64);
        (!found.is_empty())
            .then(|| format!("{count} {}: {names}{more}", if found.len() == 1 { one } else { many }))
    };
    let said = [
        say(&impossible, ("model has a price that can't be true", "models have prices that can't be true")),
        say(&doubtful, ("model has a doubtful price", "models have doubtful prices")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(". "))
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

/// Why a price can't be true; `None` for one that can, and where nothing above zero is said.
fn impossible(price: Price) -> Option<Reason> {
    let units = price.known()?.units();
    let (least, most) = bounds()?;
    match units {
        _ if units < least => Some(Reason::TooCheap),
        _ if units > most => Some(Reason::TooDear),
        _ => None,
    }
}

/// Whether a list's prices of models like this are judged.
const fn is_judged(mode: &Mode) -> bool {
    !matches!(mode, Mode::Other(_))
}

/// Whether a list says something of the standard prices of a model that can't be true.
#[must_use]
pub fn has_impossible_base(sheet: &PriceSheet, mode: &Mode) -> bool {
    is_judged(mode) && [sheet.input, sheet.output].into_iter().any(|price| impossible(price).is_some())
}

/// A list's prices as they are counted with: those that can't be true are [`Price::Impossible`].
#[must_use]
pub fn believed(sheet: &PriceSheet, mode: &Mode) -> PriceSheet {
    if !is_judged(mode) || !has_impossible(sheet) {
        return sheet.clone();
    }
    sheet.map(|part, price| match price {
        Price::Known(said) if PARTS.contains(&part) && impossible(price).is_some() => Price::Impossible(said),
        _ => price,
    })
}

fn has_impossible(sheet: &PriceSheet) -> bool {
    let is_odd = |rates: &Rates| impossible(rates.input).or_else(|| impossible(rates.output)).is_some();
    let in_more = || {
        let mut tariffs = sheet.more.iter().flat_map(|more| more.tariffs());
        tariffs.any(|tariff| is_odd(tariff.base()) || tariff.tiers().iter().any(|tier| is_odd(&tier.rates)))
    };
    impossible(sheet.input).or_else(|| impossible(sheet.output)).is_some() || in_more()
}

/// Judges the prices of the lists, with what the user said of them. The offers are at the lists' prices, less discounts;
/// own prices come later.
pub(super) fn judge(all: &mut [Offer], confirmed: &[Confirmed]) {
    let doubtful = doubts(all);
    let confirmed: HashMap<&ModelId, &Confirmed> =
        confirmed.iter().map(|entry| (&entry.model, entry)).collect();
    let mut doubtful = doubtful.into_iter().peekable();
    for (place, offer) in all.iter_mut().enumerate() {
        let mut findings: Vec<Finding> = Vec::new();
        if offer.origin == Origin::Listed
            && is_judged(&offer.model.facts.mode)
            && has_impossible(&offer.listed)
        {
            findings.extend(named(&offer.listed).into_iter().filter_map(|(name, price)| {
                let reason = impossible(price).filter(|_| PARTS.contains(&name.part))?;
                Some(Finding { name, price: price.known()?, reason })
            }));
        }
        while let Some((_, finding)) = doubtful.next_if(|(of, _)| *of == place) {
            findings.push(finding);
        }
        if findings.is_empty() {
            continue;
        }
        findings.sort_by_key(|finding| {
            let PriceName { part, processing, above, times } = finding.name;
            (processing, above, times, part)
        });
        let said = confirmed.get(&offer.model.id).filter(|said| said.holds(&offer.listed, &findings));
        let check = Check { findings, confirmed: said.map(|said| said.set_on) };
        if check.is_open() {
            let believed = believed(&offer.listed, &offer.model.facts.mode);
            offer.prices = offer
                .discount
                .as_ref()
                .map_or_else(|| believed.clone(), |discount| believed.less(discount.off));
        }
        offer.check = Some(check.into());
    }
}

/// Takes back what was found of prices in whose place the user's own now stand.
pub(super) fn leave_out_own(offer: &mut Offer) {
    let Some(check) = offer.check.take() else { return };
    let left = named(&offer.prices);
    let mut check = Check::clone(&check);
    let is_open = check.is_open();
    check.findings.retain(|finding| {
        let is_own = finding.is_standard() && offer.layers(finding.name.part).own.is_some();
        let is_left = || {
            let is_it = |(name, price): &(PriceName, Price)| {
                *name == finding.name && price.impossible() == Some(finding.price)
            };
            !is_open || !finding.is_impossible() || left.iter().any(is_it)
        };
        !is_own && is_left()
    });
    if !check.findings.is_empty() {
        offer.check = Some(check.into());
    }
}

/// The standard prices that are far from what others take, in the order of their offers.
fn doubts(all: &[Offer]) -> Vec<(usize, Finding)> {
    let mut by_model: HashMap<&str, Vec<usize>> = HashMap::with_capacity(all.len());
    for (place, offer) in all.iter().enumerate() {
        if offer.origin == Origin::Listed && is_judged(&offer.model.facts.mode) {
            by_model.entry(&offer.identity.model).or_default().push(place);
        }
    }
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for (model, places) in by_model.iter().filter(|(_, places)| places.len() > OTHERS) {
        for part in PARTS {
            let figures = places.iter().filter_map(|place| {
                let offer = all.get(*place)?;
                let price = if part == Part::Input { offer.listed.input } else { offer.listed.output };
                let figure = price.known().filter(|_| impossible(price).is_none())?;
                Some(Figure { seller: &offer.identity.provider, price: figure, place: *place })
            });
            doubts_of(identity::maker_of(model), part, figures.collect(), &mut found);
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found
}

/// What one row says of one price of a model.
#[derive(Clone, Copy)]
struct Figure<'a> {
    seller: &'a str,
    price: TokenPrice,
    place: usize,
}

/// Finds the doubtful ones among the figures of one price of one model. A seller with several rows counts once, at the
/// middle one.
fn doubts_of(
    maker: Option<&str>,
    part: Part,
    mut figures: Vec<Figure<'_>>,
    found: &mut Vec<(usize, Finding)>,
) {
    figures.sort_by(|a, b| (a.seller, a.price).cmp(&(b.seller, b.price)));
    let mut sellers: Vec<(TokenPrice, &str)> = figures
        .chunk_by(|a, b| a.seller == b.seller)
        .filter_map(|rows| rows.get((rows.len() - 1) / 2))
        .map(|row| (row.price, row.seller))
        .collect();
    if sellers.len() <= OTHERS {
        return;
    }
    sellers.sort_unstable();
    let place_of: HashMap<&str, usize> =
        sellers.iter().enumerate().map(|(place, (_, seller))| (*seller, place)).collect();
    let others = sellers.len() - 1;
    for figure in figures.iter().filter(|figure| maker != Some(figure.seller)) {
        let Some(own) = place_of.get(figure.seller) else { continue };
        // The figures of the others, in order.
        let other = |place: usize| sellers.get(place + usize::from(place >= *own)).map(|(price, _)| *price);
        let Some((low, high)) = other((others - 1) / 2).zip(other(others / 2)) else { continue };
        // The greatest price is below 2^87: these products fit.
        let (price, twice_the_median) = (figure.price.units(), low.units() + high.units());
        let is_cheap = price * 2 * CHEAP <= twice_the_median;
        let is_dear = price * 2 >= DEAR * twice_the_median;
        if is_cheap || is_dear {
            let name = PriceName { part, processing: Processing::Standard, above: None, times: None };
            let reason = Reason::Doubtful { sellers: others, median: low.middle(high) };
            found.push((figure.place, Finding { name, price: figure.price, reason }));
        }
    }
}

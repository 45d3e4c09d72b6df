//! Which of thousands of models are compared when nothing else is asked for: text generation, priced, not deprecated,
//! one row a group. Each condition can be switched off.

use jiff::civil::Date;

use super::{Groups, Market, Mode, Offer, Origin, PriceState};
use crate::money::Price;

/// Why an offer is out of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutOfScope {
    /// It makes something else than text.
    NotText,
    /// The list's price of input or output can't be true.
    Impossible,
    /// Only its batch prices are known: an answer may take a day.
    BatchOnly,
    /// The price of input or output is unknown.
    Unpriced,
    /// Both prices are an explicit 0, as those of many subscriptions are: free, and never ranked.
    Free,
    /// Input is paid and output an explicit 0: a classifier, an embedding, or the fee of a router.
    FreeOutput,
    /// The list's price of input or output is far from what others take for the same model.
    Doubtful,
    /// It is deprecated on the day.
    Deprecated,
    /// Another offer of the same model stands for its group.
    InGroup,
}

impl OutOfScope {
    /// All reasons, in the order in which they are looked for: of several, the first is given.
    pub const ALL: [Self; 9] = [
        Self::NotText,
        Self::Impossible,
        Self::BatchOnly,
        Self::Unpriced,
        Self::Free,
        Self::FreeOutput,
        Self::Doubtful,
        Self::Deprecated,
        Self::InGroup,
    ];

    /// The reason in words, behind a count: `431 not text`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotText => "not text",
            Self::Impossible => "with prices that can't be true",
            Self::BatchOnly => "with batch prices only",
            Self::Unpriced => "with unknown prices",
            Self::Free => "free",
            Self::FreeOutput => "whose answers are not billed",
            Self::Doubtful => "with doubtful prices",
            Self::Deprecated => "deprecated",
            Self::InGroup => "at other resellers or under dated names",
        }
    }

    /// The word in `settings.ron`.
    const fn word(self) -> &'static str {
        match self {
            Self::NotText => "not_text",
            Self::Impossible => "impossible",
            Self::BatchOnly => "batch_only",
            Self::Unpriced => "unpriced",
            Self::Free => "free",
            Self::FreeOutput => "free_output",
            Self::Doubtful => "doubtful",
            Self::Deprecated => "deprecated",
            Self::InGroup => "in_group",
        }
    }

    /// Its place in [`OutOfScope::ALL`].
    const fn index(self) -> usize {
        self as usize
    }

    /// The reason of one offer in words: `not text: OCR, by its name`, `deprecated since 2026-07-17`.
    pub fn of_offer(self, offer: &Offer) -> String {
        let facts = &offer.model.facts;
        match self {
            Self::NotText => {
                // Where the kind is but read off a name, the price says the same again.
                let is_named = matches!(facts.mode, Mode::Named(_));
                let also =
                    if is_named && has_free_output(offer) { "; its answers are not billed" } else { "" };
                format!("not text: {}{also}", facts.mode.in_words())
            }
            Self::Impossible => "a price that can't be true".to_owned(),
            Self::BatchOnly => "only its batch prices are known".to_owned(),
            Self::Unpriced => "unknown prices".to_owned(),
            Self::Free => "free".to_owned(),
            Self::FreeOutput => "its answers are not billed".to_owned(),
            Self::Doubtful => "a doubtful price".to_owned(),
            Self::Deprecated => facts.deprecated_in_words(),
            Self::InGroup => "another offer stands for the same model".to_owned(),
        }
    }
}

/// The conditions of the scope: each is on unless it was switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeRules {
    off: [bool; OutOfScope::ALL.len()],
}

impl Default for ScopeRules {
    fn default() -> Self {
        Self::STANDARD
    }
}

impl ScopeRules {
    /// All conditions.
    pub const STANDARD: Self = Self { off: [false; OutOfScope::ALL.len()] };
    /// No condition: every offer is in scope.
    pub const ALL: Self = Self { off: [true; OutOfScope::ALL.len()] };

    /// Whether offers are left out for this reason.
    pub fn leaves_out(self, reason: OutOfScope) -> bool {
        !self.off.get(reason.index()).copied().unwrap_or_default()
    }

    /// The conditions that are switched off, for the settings: `free deprecated`.
    pub fn to_words(self) -> String {
        let off = OutOfScope::ALL.into_iter().filter(|reason| !self.leaves_out(*reason));
        off.map(OutOfScope::word).collect::<Vec<_>>().join(" ")
    }

    /// Reads [`ScopeRules::to_words`]; words that this app does not know switch nothing off.
    pub fn of_words(words: &str) -> Self {
        let off =
            OutOfScope::ALL.into_iter().filter(|reason| words.split(' ').any(|word| word == reason.word()));
        off.fold(Self::STANDARD, |rules, reason| rules.with(reason, false))
    }

    /// Switches a condition on or off.
    pub fn with(mut self, reason: OutOfScope, leave_out: bool) -> Self {
        if let Some(off) = self.off.get_mut(reason.index()) {
            *off = !leave_out;
        }
        self
    }

    /// These without each condition that leaves an offer out by itself, whatever stands for its group.
    pub fn letting_in(self, offer: &Offer, day: Date) -> Self {
        let mut rules = self;
        while let Some(reason) = reason(offer, rules, day) {
            rules = rules.with(reason, false);
        }
        rules
    }
}

/// Which offers of a market are in scope, and why the others are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// For each offer, why it is out of scope.
    reasons: Vec<Option<OutOfScope>>,
    inside: Vec<usize>,
    counts: [usize; OutOfScope::ALL.len()],
}

impl Scope {
    /// Looks at each offer of a market on a day. Where no price list is loaded but the one that ships with the app,
    /// call [`Scope::everything`] instead.
    ///
    /// A model of the user's own is always in scope, and so is one with a price of the user's own: who says what it costs
    /// wants to see it. Of a group whose head is out
    /// of scope for another reason, the next member stands for it.
    pub fn new(market: &Market, groups: &Groups, rules: ScopeRules, day: Date) -> Self {
        let offers = market.offers();
        let mut reasons: Vec<Option<OutOfScope>> =
            offers.iter().map(|offer| reason(offer, rules, day)).collect();
        if rules.leaves_out(OutOfScope::InGroup) {
            for group in groups.all() {
                let mut represented = false;
                for place in &group.members {
                    let own = offers.get(*place).is_some_and(is_users);
                    match reasons.get_mut(*place) {
                        Some(reason @ None) if represented && !own => *reason = Some(OutOfScope::InGroup),
                        Some(None) => represented = true,
                        _ => {}
                    }
                }
            }
        }
        Self::of_reasons(reasons)
    }

    /// Every offer is in scope.
    pub fn everything(market: &Market) -> Self {
        Self::of_reasons(vec![None; market.offers().len()])
    }

    fn of_reasons(reasons: Vec<Option<OutOfScope>>) -> Self {
        let mut counts = [0; OutOfScope::ALL.len()];
        for reason in reasons.iter().flatten() {
            if let Some(count) = counts.get_mut(reason.index()) {
                *count += 1;
            }
        }
        let inside = reasons.iter().enumerate().filter(|(_, reason)| reason.is_none());
        Self { inside: inside.map(|(place, _)| place).collect(), reasons, counts }
    }

    /// The places in [`Market::offers`] of the offers in scope, in that order.
    pub fn inside(&self) -> &[usize] {
        &self.inside
    }

    /// Whether the offer at a place is in scope.
    pub fn contains(&self, place: usize) -> bool {
        self.reasons.get(place).is_some_and(Option::is_none)
    }

    /// Why the offer at a place is out of scope.
    pub fn reason(&self, place: usize) -> Option<OutOfScope> {
        self.reasons.get(place).copied().flatten()
    }

    /// How many offers are out of scope for a reason.
    pub fn count(&self, reason: OutOfScope) -> usize {
        self.counts.get(reason.index()).copied().unwrap_or_default()
    }

    /// How many offers there are in all.
    pub fn total(&self) -> usize {
        self.reasons.len()
    }
}

/// Whether the user has added the model, or says what it costs.
fn is_users(offer: &Offer) -> bool {
    offer.origin == Origin::Own || offer.is_overridden()
}

/// Whether input is paid and output an explicit 0.
fn has_free_output(offer: &Offer) -> bool {
    offer.prices.state() == PriceState::Priced && offer.prices.output == Price::Free
}

fn reason(offer: &Offer, rules: ScopeRules, day: Date) -> Option<OutOfScope> {
    if is_users(offer) {
        return None;
    }
    let facts = &offer.model.facts;
    let state = offer.prices.state();
    let base = [offer.prices.input, offer.prices.output];
    let is_batch_only = state == PriceState::Unknown && offer.prices.is_batch_only();
    let holds = |reason| match reason {
        OutOfScope::NotText => facts.mode.is_not_text(),
        OutOfScope::Impossible => base.into_iter().any(|price| price.impossible().is_some()),
        OutOfScope::BatchOnly => is_batch_only,
        // What can't be true is a reason of its own.
        OutOfScope::Unpriced => base.into_iter().any(Price::is_unknown) && !is_batch_only,
        OutOfScope::Free => state == PriceState::Free,
        OutOfScope::FreeOutput => has_free_output(offer),
        OutOfScope::Doubtful => offer.is_doubtful(),
        OutOfScope::Deprecated => facts.is_deprecated(day),
        OutOfScope::InGroup => false,
    };
    OutOfScope::ALL.into_iter().find(|reason| rules.leaves_out(*reason) && holds(*reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{
        Catalog, Model, ModelId, MorePrices, Overrides, OwnModels, PriceSheet, Rates, Source, Tariff,
    };
    use jiff::civil::date;

    const DAY: Date = date(2026, 11, 24);

    fn market() -> Market {
        let source = Source { name: "List".into(), as_of: None };
        let model = |id: &str, provider: &str, price: Price| {
            let mut model = Model::new(ModelId::new(id).unwrap(), id.into(), provider.into(), source.clone());
            model.prices = PriceSheet::flat(price, price);
            model
        };
        let known = Price::per_million("1").unwrap();
        let mut embedding = model("a/embedding", "a", known);
        embedding.facts.mode = Mode::Other("embedding".into());
        let mut old = model("a/old", "a", known);
        old.facts.deprecated_on = Some(DAY);
        let mut maker = model("gpt-9", "openai", known);
        maker.facts.deprecated = true;
        let mut nightly = model("a/nightly", "a", Price::Unknown);
        let batch = Tariff::new(Rates { input: known, output: known, ..Rates::default() }, Vec::new());
        nightly.prices = PriceSheet::new(MorePrices { batch: Some(batch), ..MorePrices::default() });
        let mut router = model("a/fee", "a", known);
        router.prices = PriceSheet::flat(known, Price::Free);
        let models = vec![
            embedding,
            old,
            maker,
            model("azure/gpt-9", "azure", known),
            model("b/gpt-9", "b", Price::per_million("2").unwrap()),
            model("a/free", "a", Price::Free),
            model("a/unknown", "a", Price::Unknown),
            nightly,
            router,
        ];
        let catalog = Catalog { name: "List".into(), source: source.clone(), models };
        Market::new(&catalog, &OwnModels::default(), &Overrides::default())
    }

    fn inside<'a>(market: &'a Market, scope: &Scope) -> Vec<&'a str> {
        scope.inside().iter().map(|place| market.offers()[*place].model.id.as_str()).collect()
    }

    #[test]
    fn each_offer_is_in_scope_or_has_one_reason() {
        let market = market();
        let groups = Groups::of(&market);
        let scope = Scope::new(&market, &groups, ScopeRules::STANDARD, DAY);
        // The maker's own is deprecated, so the cheapest of the others stands for the group.
        assert_eq!(inside(&market, &scope), ["azure/gpt-9"]);
        let counts: Vec<usize> = OutOfScope::ALL.into_iter().map(|reason| scope.count(reason)).collect();
        assert_eq!(counts, [1, 0, 1, 1, 1, 1, 0, 2, 1]);
        assert_eq!(counts.iter().sum::<usize>() + scope.inside().len(), scope.total());
        let day_before = Scope::new(&market, &groups, ScopeRules::STANDARD, DAY.yesterday().unwrap());
        assert_eq!(inside(&market, &day_before), ["a/old", "azure/gpt-9"]);
    }

    #[test]
    fn odd_prices_are_left_out_each_for_its_reason() {
        let source = Source { name: "List".into(), as_of: None };
        let model = |id: &str, provider: &str, input: &str| {
            let mut model = Model::new(ModelId::new(id).unwrap(), id.into(), provider.into(), source.clone());
            model.prices =
                PriceSheet::flat(Price::per_million(input).unwrap(), Price::per_million("1").unwrap());
            model
        };
        let models = vec![
            model("a/wizard", "a", "1"),
            model("b/wizard", "b", "1.5"),
            model("c/wizard", "c", "1"),
            model("d/wizard", "d", "0.02"),
            model("e/wizard", "e", "5000"),
        ];
        let catalog = Catalog { name: "List".into(), source: source.clone(), models };
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let groups = Groups::of(&market);
        let scope = |rules| Scope::new(&market, &groups, rules, DAY);
        let standard = scope(ScopeRules::STANDARD);
        assert_eq!(inside(&market, &standard), ["a/wizard"]);
        let counts = [OutOfScope::Impossible, OutOfScope::Doubtful, OutOfScope::Unpriced]
            .map(|reason| standard.count(reason));
        assert_eq!(counts, [1, 1, 0]);
        let all = ScopeRules::STANDARD.with(OutOfScope::InGroup, false);
        assert_eq!(inside(&market, &scope(all)), ["a/wizard", "b/wizard", "c/wizard"]);
        let doubtful_too = all.with(OutOfScope::Doubtful, false);
        assert_eq!(scope(doubtful_too).inside().len(), 4);
        assert_eq!(ScopeRules::of_words(&doubtful_too.to_words()), doubtful_too);
    }

    #[test]
    fn what_the_user_says_the_price_of_is_in_scope() {
        let mut market = market();
        let place = |market: &Market, id: &str| {
            market.offers().iter().position(|offer| offer.model.id.as_str() == id).unwrap()
        };
        let own = |id: &str| crate::catalog::PriceOverride {
            model: ModelId::new(id).unwrap(),
            prices: crate::catalog::OwnPrices::usual(Some(Price::per_million("3").unwrap()), None),
            set_on: None,
            note: String::new(),
        };
        let scope = |market: &Market| Scope::new(market, &Groups::of(market), ScopeRules::STANDARD, DAY);
        let reseller = place(&market, "b/gpt-9");
        assert_eq!(scope(&market).reason(reseller), Some(OutOfScope::InGroup));
        let catalog = Catalog {
            name: "List".into(),
            source: Source { name: "List".into(), as_of: None },
            models: market.offers().iter().map(|offer| Model::clone(&offer.model)).collect(),
        };
        let overrides = Overrides::new(vec![own("b/gpt-9"), own("a/old")]);
        market = Market::new(&catalog, &OwnModels::default(), &overrides);
        assert_eq!(inside(&market, &scope(&market)), ["a/old", "azure/gpt-9", "b/gpt-9"]);
    }

    #[test]
    fn each_condition_can_be_switched_off() {
        let market = market();
        let groups = Groups::of(&market);
        for reason in OutOfScope::ALL {
            let rules = ScopeRules::STANDARD.with(reason, false);
            let scope = Scope::new(&market, &groups, rules, DAY);
            assert_eq!(scope.count(reason), 0, "{reason:?}");
            let standard = Scope::new(&market, &groups, ScopeRules::STANDARD, DAY);
            let is_none = standard.count(reason) == 0 || reason == OutOfScope::Deprecated;
            assert!(scope.inside().len() >= 2 || is_none, "{reason:?}");
            assert_eq!(rules.with(reason, true), ScopeRules::STANDARD);
        }
        let all = Scope::new(&market, &groups, ScopeRules::ALL, DAY);
        assert_eq!(all, Scope::everything(&market));
        for (place, offer) in market.offers().iter().enumerate() {
            let rules = ScopeRules::STANDARD.letting_in(offer, DAY);
            let reason = Scope::new(&market, &groups, rules, DAY).reason(place);
            assert!(reason.is_none_or(|reason| reason == OutOfScope::InGroup), "{}", offer.model.id);
        }
    }
}

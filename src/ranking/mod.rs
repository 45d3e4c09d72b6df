//! All models by one measure: ordered rows with ranks. Ranks run 1 to n without gaps, as in published tables;
//! of equal amounts the makers' own rows come first, then it goes by name, then id. How many are equal is said.
//!
//! Free, unknown and excluded models are rows without a rank, behind the ranked ones. No I/O; cannot fail.

mod measure;

use std::cmp::Ordering;

pub use measure::{Amount, Measure};

use crate::billing::{Exclusion, Missing, Total};
use crate::catalog::{Market, Offer};

/// Where a model stands by a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// It has an amount and a place.
    Ranked {
        /// From 1, the best.
        rank: u32,
        /// What it is ranked by.
        amount: Amount,
        /// How many other models have exactly this amount.
        ties: u32,
    },
    /// It costs nothing, which no quotient can rank.
    Free,
    /// A price that the measure needs is unknown or can't be true.
    Unknown(Missing),
    /// It cannot take the workload.
    Excluded(Exclusion),
    /// The measure asks for a volume and the workload names none.
    NoVolume,
}

impl Standing {
    /// The rank, for a ranked model.
    pub const fn rank(self) -> Option<u32> {
        match self {
            Self::Ranked { rank, .. } => Some(rank),
            _ => None,
        }
    }

    /// How many other models have exactly the same amount; 0 without one.
    pub const fn ties(self) -> u32 {
        match self {
            Self::Ranked { ties, .. } => ties,
            _ => 0,
        }
    }

    /// The amount, for a ranked model.
    pub const fn amount(self) -> Option<Amount> {
        match self {
            Self::Ranked { amount, .. } => Some(amount),
            _ => None,
        }
    }

    /// Why there is no rank, in words.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Ranked { .. } => None,
            Self::Free => Some("free".to_owned()),
            Self::Unknown(missing) => Total::Unknown(missing).reason(),
            Self::Excluded(rule) => Total::Excluded(rule).reason(),
            Self::NoVolume => Some(crate::billing::NO_VOLUME.to_owned()),
        }
    }
}

/// One model's row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// Where it stands.
    pub standing: Standing,
}

/// All models of a market by one measure, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    rows: Vec<Row>,
}

/// A model on its way to a rank: small, because sorting moves it about.
#[derive(Clone, Copy)]
struct Candidate {
    /// The amount as a floating-point number: decides where two amounts are far apart, which is quicker.
    about: f64,
    /// Where the exact amount is.
    place: usize,
    /// Whether somebody else than its maker sells it.
    is_resold: bool,
}

impl Candidate {
    /// The exact order of two amounts.
    fn cmp_amount(self, other: Self, amounts: &[(usize, Amount)]) -> Ordering {
        // A few roundings of 2^-53 each lie between an amount and its floating-point number; this is far more.
        const SURE: f64 = 1e-12;
        let (a, b) = (self.about, other.about);
        if (a - b).abs() > SURE * a.max(b) {
            return a.total_cmp(&b);
        }
        let exact = |candidate: Self| amounts.get(candidate.place).map(|(_, amount)| amount);
        exact(self).cmp(&exact(other))
    }
}

impl Ranking {
    /// Ranks all models.
    pub fn new(market: &Market, measure: Measure<'_>) -> Self {
        Self::of(market.offers().iter().enumerate(), market.offers().len(), measure)
    }

    /// Ranks some models, given by their places in [`Market::offers`] in ascending order.
    pub fn among(market: &Market, places: &[usize], measure: Measure<'_>) -> Self {
        let offers = places.iter().filter_map(|place| Some((*place, market.get(*place)?)));
        Self::of(offers, places.len(), measure)
    }

    fn of<'o>(offers: impl Iterator<Item = (usize, &'o Offer)>, count: usize, measure: Measure<'_>) -> Self {
        let mut amounts: Vec<(usize, Amount)> = Vec::with_capacity(count);
        let mut ranked: Vec<Candidate> = Vec::with_capacity(count);
        let mut rest = Vec::new();
        for (index, offer) in offers {
            match measure.of(offer) {
                Ok(amount) => {
                    ranked.push(Candidate {
                        about: amount.to_f64(),
                        place: amounts.len(),
                        is_resold: !offer.identity.is_makers,
                    });
                    amounts.push((index, amount));
                }
                Err(standing) => rest.push(Row { offer: index, standing }),
            }
        }
        ranked.sort_unstable_by(|a, b| {
            let by_amount = a.cmp_amount(*b, &amounts);
            let best_first = if measure.more_is_better() { by_amount.reverse() } else { by_amount };
            // As `Market::among_equals` has it: offers stand in the order of name and id.
            best_first.then(a.is_resold.cmp(&b.is_resold)).then(a.place.cmp(&b.place))
        });
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        let mut rank = 0;
        for equals in ranked.chunk_by(|a, b| a.cmp_amount(*b, &amounts).is_eq()) {
            let ties = u32::try_from(equals.len() - 1).unwrap_or(u32::MAX);
            rows.extend(equals.iter().filter_map(|candidate| {
                let (offer, amount) = *amounts.get(candidate.place)?;
                rank += 1;
                Some(Row { offer, standing: Standing::Ranked { rank, amount, ties } })
            }));
        }
        rest.sort_by_key(|row| match row.standing {
            Standing::Ranked { .. } | Standing::Free => 0,
            Standing::NoVolume => 1,
            Standing::Unknown(_) => 2,
            Standing::Excluded(_) => 3,
        });
        rows.append(&mut rest);
        Self { rows }
    }

    /// The rows, best first, those without a rank last.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many models have a rank.
    pub fn ranked(&self) -> usize {
        self.rows.iter().take_while(|row| row.standing.rank().is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::Part;
    use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
    use crate::money::Price;
    use crate::workload::{Draft, Processing, Workload};
    use proptest::prelude::*;

    fn message() -> Workload {
        let draft = Draft { name: "Chat".into(), input_tokens: 500, output_tokens: 200, ..Draft::default() };
        Workload::try_from(draft).unwrap()
    }

    fn names(market: &Market, ranking: &Ranking) -> Vec<String> {
        ranking.rows().iter().map(|row| market.offers()[row.offer].model.name.clone()).collect()
    }

    #[test]
    fn the_order_of_the_reference() {
        let catalog = Catalog::bundled().unwrap();
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let ranking = Ranking::new(&market, Measure::InputTokensPerDollar);
        let reference: Vec<_> = catalog.models.iter().map(|model| model.name.clone()).collect();
        assert_eq!(names(&market, &ranking), reference);
        let ranks: Vec<_> = ranking.rows().iter().filter_map(|row| row.standing.rank()).collect();
        assert_eq!(ranks, (1..=13).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_exact_amounts(prices in proptest::collection::vec((1_u64..50, 1_u64..50, 0_u8..3), 1..60)) {
            let mut catalog = Catalog::bundled().unwrap();
            let pattern = catalog.models.remove(0);
            catalog.models = prices.iter().enumerate().map(|(index, (input, output, tail))| {
                let mut model = pattern.clone();
                model.id = crate::catalog::ModelId::new(&format!("m/{index:02}")).unwrap();
                // Some differ only in the last digit that is kept, where floating-point numbers are equal.
                let price = |whole: u64| Price::per_million(&format!("{whole}.00000000000000000{tail}")).unwrap();
                model.prices = PriceSheet::flat(price(*input), price(*output));
                model
            }).collect();
            let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
            let message = message();
            for measure in [
                Measure::InputTokensPerDollar,
                Measure::CostPerTask(&message),
                Measure::TasksPerDollar(&message),
                Measure::OutputInputRatio,
            ] {
                let ranking = Ranking::new(&market, measure);
                prop_assert_eq!(ranking.ranked(), prices.len());
                for pair in ranking.rows().windows(2) {
                    let (a, b) = (pair[0].standing.amount().unwrap(), pair[1].standing.amount().unwrap());
                    let order = if measure.more_is_better() { b.cmp(&a) } else { a.cmp(&b) };
                    let equals = |row: &Row| market.among_equals(row.offer);
                    prop_assert!(order.then(equals(&pair[0]).cmp(&equals(&pair[1]))).is_lt());
                }
            }
        }
    }

    #[test]
    fn equals_follow_their_maker_and_are_counted() {
        let mut catalog = Catalog::bundled().unwrap();
        let pattern = catalog.models[0].clone();
        let model = |name: &str, provider: &str, input: &str| {
            let mut model = pattern.clone();
            model.id = crate::catalog::ModelId::new(&format!("{provider}/{name}")).unwrap();
            (model.name, model.provider) = (name.to_owned(), provider.to_owned());
            let price = |text| Price::per_million(text).unwrap();
            model.prices = PriceSheet::flat(price(input), price("1"));
            model
        };
        // By name alone the resellers would come first.
        catalog.models = vec![
            model("Azure gpt-5", "azure", "2"),
            model("Claude 10", "someone", "2"),
            model("claude 9", "someone", "2"),
            model("gpt-5", "openai", "2"),
            model("gpt-4", "openai", "3"),
        ];
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let ranking = Ranking::new(&market, Measure::InputTokensPerDollar);
        assert_eq!(names(&market, &ranking), ["gpt-5", "Azure gpt-5", "claude 9", "Claude 10", "gpt-4"]);
        let standings = ranking.rows().iter().map(|row| (row.standing.rank(), row.standing.ties()));
        let expected = [(1, 3), (2, 3), (3, 3), (4, 3), (5, 0)];
        assert!(standings.eq(expected.map(|(rank, ties)| (Some(rank), ties))));
    }

    #[test]
    fn what_has_no_amount_comes_last_without_a_rank() {
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        catalog.models[1].prices.output = Price::Unknown;
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let ranking = Ranking::new(&market, Measure::CostPerTask(&message()));
        assert_eq!(ranking.ranked(), 11);
        let last: Vec<_> = ranking.rows()[11..].iter().map(|row| row.standing).collect();
        let missing = Missing {
            part: Part::Output,
            processing: Processing::Standard,
            above: None,
            by_season: false,
            impossible: None,
        };
        assert_eq!(last, [Standing::Free, Standing::Unknown(missing)]);
        let monthly = Ranking::new(&market, Measure::CostPerMonth(&message()));
        assert_eq!(monthly.ranked(), 0);
    }
}

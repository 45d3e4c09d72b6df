//! What a dollar buys: every workload on the chosen models, as counts or costs, for any amount.

use crate::billing::{self, Total};
use crate::catalog::{Market, ModelId, Offer};
use crate::money::{Dollars, Price, Quotient, TokenPrice};
use crate::ranking::{Measure, Ranking};
use crate::workload::Workload;

/// Tokens of a page, as the reference counts: 66,667 tokens are about 50 pages, 400,000 about 300.
pub const TOKENS_PER_PAGE: u64 = 1_333;

/// One workload on one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What one task comes to.
    pub total: Total,
    /// How many tasks the amount buys; `None` when the cost is unknown, nothing, or the task impossible.
    pub count: Option<Quotient>,
}

/// Workloads in rows, models in columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// What is spent.
    pub amount: Dollars,
    /// The models, as places in [`Market::offers`].
    pub columns: Vec<usize>,
    /// One row a workload, in the workloads' order, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Pages of prompt that the amount buys on each model; `None` without a price above zero.
    pub pages: Vec<Option<Quotient>>,
}

impl Matrix {
    /// What an amount buys.
    pub fn new(market: &Market, workloads: &[Workload], columns: &[usize], amount: Dollars) -> Self {
        let columns: Vec<(usize, &Offer)> =
            columns.iter().filter_map(|index| Some((*index, market.get(*index)?))).collect();
        let rows = workloads.iter().map(|workload| {
            columns.iter().map(|(_, offer)| cell(offer, workload, amount)).collect::<Vec<_>>()
        });
        Self {
            amount,
            rows: rows.collect(),
            pages: columns.iter().map(|(_, offer)| pages(offer.prices.input, amount)).collect(),
            columns: columns.iter().map(|(index, _)| *index).collect(),
        }
    }

    /// The cell of a workload and a model.
    pub fn get(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }
}

/// The most workloads that decide which models are the best: with thousands the bills of all of them would not end.
pub const MOST_DECIDING: usize = 100;

/// The models that workloads are cheapest on, as Compare ranks them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Best {
    /// The cheapest of each workload, then the second of each, and so on: each model once, whoever sells it, and none
    /// whose figures are those of one before it, as places in [`Market::offers`]. Models without a cost come last.
    pub columns: Vec<usize>,
    /// The cheapest of each of the first [`MOST_DECIDING`] workloads; `None` where none has a cost.
    pub firsts: Vec<Option<usize>>,
}

impl Best {
    /// The first `most` of a market.
    pub fn of(market: &Market, workloads: &[Workload], most: usize) -> Self {
        let deciding = workloads.get(..MOST_DECIDING.min(workloads.len())).unwrap_or_default();
        let rankings: Vec<Ranking> =
            deciding.iter().map(|workload| Ranking::new(market, Measure::CostPerTask(workload))).collect();
        let first = |ranking: &Ranking| {
            let first = ranking.rows().first()?;
            first.standing.rank().map(|_| first.offer)
        };
        let most = most.min(market.offers().len());
        let mut columns = Vec::with_capacity(most);
        let mut taken: Vec<&Offer> = Vec::with_capacity(most);
        let figures = |offer: &Offer| -> Vec<Total> {
            deciding.iter().map(|workload| billing::total(offer, workload)).collect()
        };
        let mut shown: Vec<(Price, Vec<Total>)> = Vec::with_capacity(most);
        // A model at another provider, or one at the same prices of the same provider, would be the same column again;
        // so would one that costs the same throughout.
        let mut is_new = |place: &usize| {
            let Some(offer) = market.get(*place) else { return false };
            let is_same = |other: &&Offer| {
                let (one, other_one) = (&offer.identity, &other.identity);
                one.model == other_one.model
                    || (one.provider == other_one.provider && offer.prices == other.prices)
            };
            if taken.iter().any(is_same) {
                return false;
            }
            if !deciding.is_empty() {
                let own = (offer.prices.input, figures(offer));
                if shown.contains(&own) {
                    return false;
                }
                shown.push(own);
            }
            taken.push(offer);
            true
        };
        let in_turn = (0..market.offers().len()).flat_map(|place| {
            rankings.iter().filter_map(move |ranking| ranking.rows().get(place).map(|row| row.offer))
        });
        // Without a workload the market's own order has to do.
        let rest = 0..market.offers().len();
        columns.extend(in_turn.chain(rest).filter(|place| is_new(place)).take(most));
        Self { columns, firsts: rankings.iter().map(first).collect() }
    }
}

/// The places of models in a market, in the order of the ids, each once, found as [`Market::place`] does; those that
/// are hidden or not there are left out.
pub fn columns(market: &Market, ids: &[ModelId]) -> Vec<usize> {
    let mut places = Vec::with_capacity(ids.len());
    for place in ids.iter().filter_map(|id| market.place(id)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn cell(offer: &Offer, workload: &Workload, amount: Dollars) -> Cell {
    let total = billing::total(offer, workload);
    let count = total.priced().and_then(|cost| Quotient::of_dollars(amount, cost));
    Cell { total, count }
}

/// Pages of prompt that an amount buys at a price per token.
pub fn pages(input: Price, amount: Dollars) -> Option<Quotient> {
    let page = |price: TokenPrice| price.times(TOKENS_PER_PAGE);
    input.known().map(page).and_then(|page| Quotient::of_dollars(amount, page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;

    #[test]
    fn the_best_are_the_cheapest_of_each_workload_in_turn() {
        use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
        let mut catalog = Catalog::bundled().unwrap();
        let price = |text: &str| Price::per_million(text).unwrap();
        // The least input price is not the least bill where answers are long.
        let prices = [("1", "90"), ("2", "3"), ("3", "1"), ("2.5", "2.5"), ("50", "50")];
        catalog.models.truncate(prices.len());
        for (place, (model, (input, output))) in catalog.models.iter_mut().zip(prices).enumerate() {
            model.name = format!("Model {place}");
            model.prices = PriceSheet::flat(price(input), price(output));
        }
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let workloads =
            [any::workload(1_000, 1_000), any::workload(100_000, 100), any::workload(100, 100_000)];
        let best = Best::of(&market, &workloads, 4);
        assert_eq!(best.firsts, [Some(2), Some(0), Some(2)]);
        assert_eq!(best.columns, [2, 0, 1, 3]);
        let cheapest = |workload| crate::decide::cheapest::cheapest(&market, workload).offer;
        assert!(best.firsts.iter().zip(&workloads).all(|(first, workload)| *first == cheapest(workload)));
        assert_eq!(Best::of(&market, &[], 2).columns, [0, 1]);
    }

    #[test]
    fn models_whose_figures_are_the_same_throughout_have_one_column() {
        use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
        let mut catalog = Catalog::bundled().unwrap();
        let price = |text: &str| Price::per_million(text).unwrap();
        // Other models of other providers at the same prices, and one that differs in its output alone.
        let prices = [("1", "2"), ("1", "2"), ("1", "3"), ("1", "2"), ("4", "4")];
        catalog.models.truncate(prices.len());
        for (place, (model, (input, output))) in catalog.models.iter_mut().zip(prices).enumerate() {
            model.name = format!("Model {place}");
            model.prices = PriceSheet::flat(price(input), price(output));
        }
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let workloads = [any::workload(1_000, 1_000), any::workload(500, 200)];
        // Of equals the first as Compare ranks them.
        assert_eq!(Best::of(&market, &workloads, 5).columns, [1, 2, 4]);
    }

    #[test]
    fn the_table_of_the_reference_by_its_formula() {
        let market = any::market();
        let models = ["GPT-5.4", "GPT-4.1 mini", "DeepSeek V4", "Gemini 2.0 Flash"];
        let columns: Vec<usize> = models
            .map(|name| market.offers().iter().position(|offer| offer.model.name == name).unwrap())
            .into();
        let tasks = [(500, 200), (200, 500), (2_000, 300), (300, 400), (500, 2_000), (300, 50)];
        let workloads: Vec<Workload> =
            tasks.iter().map(|(input, output)| any::workload(*input, *output)).collect();
        let matrix = Matrix::new(&market, &workloads, &columns, Dollars::whole(1));
        let row = |row: usize| {
            matrix.rows[row].iter().map(|cell| cell.count.unwrap().rounded(1)).collect::<Vec<_>>()
        };
        assert_eq!(row(0), ["307.7", "1923.1", "2564.1", "7692.3"]);
        assert_eq!(row(1), ["181.8", "1136.4", "1515.2", "4545.5"]);
        assert_eq!(row(2), ["125.0", "781.3", "1041.7", "3125.0"]);
        assert_eq!(row(3), ["210.5", "1315.8", "1754.4", "5263.2"]);
        assert_eq!(row(4), ["47.1", "294.1", "392.2", "1176.5"]);
        assert_eq!(row(5), ["800.0", "5000.0", "6666.7", "20000.0"]);
        let hundred = Matrix::new(&market, &workloads, &columns, Dollars::whole(100));
        assert_eq!(hundred.get(0, 0).unwrap().count.unwrap().rounded(1), "30769.2");
    }

    #[test]
    fn pages_of_the_reference() {
        let pages =
            |price: &str| pages(Price::per_million(price).unwrap(), Dollars::whole(1)).unwrap().to_whole();
        // 66,667 tokens are about 50 pages, 400,000 about 300, 800,000 about 600.
        assert_eq!([pages("15"), pages("2.5"), pages("1.25")], [50, 300, 600]);
        assert!(super::pages(Price::Free, Dollars::whole(1)).is_none());
    }
}

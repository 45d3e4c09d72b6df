//! Which model is the cheapest: one rule for every question, that of the ranking. A free model has no price that could
//! be compared, so it is never the cheapest; how many are left out is counted, so that the answer can say it.

use crate::billing::{self, Total};
use crate::catalog::Market;
use crate::money::Dollars;
use crate::workload::Workload;

/// The cheapest model of a market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cheapest {
    /// Its place in [`Market::offers`], the first one of equals; `None` where no model has a price.
    pub offer: Option<usize>,
    /// How many models are free, and therefore not compared.
    pub free: usize,
}

/// The model on which one task costs least, of those on which it costs something.
pub fn cheapest(market: &Market, workload: &Workload) -> Cheapest {
    let mut free = 0;
    let mut least: Option<(Dollars, (bool, usize))> = None;
    for (place, offer) in market.offers().iter().enumerate() {
        match billing::total(offer, workload) {
            Total::Priced(cost) => {
                let found = (cost, market.among_equals(place));
                least = Some(least.map_or(found, |least| least.min(found)));
            }
            Total::Free => free += 1,
            Total::Unknown(_) | Total::Excluded(_) => {}
        }
    }
    Cheapest { offer: least.map(|(_, (_, place))| place), free }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
    use crate::decide::any;
    use crate::money::Price;
    use crate::ranking::{Measure, Ranking};

    #[test]
    fn it_is_the_first_of_the_ranking_and_never_a_free_one() {
        let mut catalog = Catalog::bundled().unwrap();
        for (model, price) in catalog.models.iter_mut().zip([Price::Free, Price::Unknown, Price::Free]) {
            model.prices = PriceSheet::flat(price, price);
        }
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let workload = any::workload(500, 200);
        let found = cheapest(&market, &workload);
        let first = Ranking::new(&market, Measure::CostPerTask(&workload)).rows()[0].offer;
        assert_eq!(found, Cheapest { offer: Some(first), free: 2 });
        assert_eq!(market.offers()[first].model.name, "GPT-4.1 Nano");
        assert_eq!(cheapest(&Market::default(), &workload), Cheapest::default());
    }
}

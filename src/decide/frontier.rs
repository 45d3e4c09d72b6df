//! Cost against quality: every model of which both are known, and the efficient ones, which none beats in both.

use crate::billing;
use crate::catalog::Market;
use crate::decide::choose::Judgements;
use crate::money::Dollars;
use crate::workload::Workload;

/// One model in the plane of cost and quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// What a task costs.
    pub cost: Dollars,
    /// Its level of quality; only the order means something.
    pub quality: u32,
    /// Whether no other model is at least as good in both and better in one.
    pub is_efficient: bool,
}

/// All models with a known quality and a cost above zero, the cheapest first.
pub fn frontier(market: &Market, judgements: &Judgements, workload: &Workload) -> Vec<Point> {
    let mut points: Vec<Point> = market
        .offers()
        .iter()
        .enumerate()
        .filter_map(|(index, offer)| {
            let quality = judgements.facts(offer).quality()?.level;
            let cost = billing::total(offer, workload).priced()?;
            Some(Point { offer: index, cost, quality, is_efficient: false })
        })
        .collect();
    points.sort_by_key(|point| {
        (point.cost, std::cmp::Reverse(point.quality), market.among_equals(point.offer))
    });
    // Cheapest first: efficient is what is better than all before it, and its equals.
    let mut best: Option<(Dollars, u32)> = None;
    for point in &mut points {
        point.is_efficient = match best {
            None => true,
            Some((cost, quality)) => {
                point.quality > quality || (point.quality == quality && point.cost == cost)
            }
        };
        if point.is_efficient {
            best = Some((point.cost, point.quality));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::any;

    #[test]
    fn none_on_the_frontier_is_beaten_and_all_others_are() {
        let market = any::market();
        let points = frontier(&market, &Judgements::default(), &any::workload(500, 200));
        let beats = |a: &Point, b: &Point| {
            a.cost <= b.cost && a.quality >= b.quality && (a.cost < b.cost || a.quality > b.quality)
        };
        for point in &points {
            assert_eq!(point.is_efficient, !points.iter().any(|other| beats(other, point)), "{point:?}");
        }
        let efficient = points.iter().filter(|point| point.is_efficient);
        let names: Vec<&str> =
            efficient.map(|point| market.offers()[point.offer].model.name.as_str()).collect();
        assert_eq!(
            names,
            ["Llama 3.3 8B", "Gemini 2.0 Flash", "DeepSeek V4", "GPT-4.1", "GPT-5.4", "Claude Opus 4.6"]
        );
    }
}

//! What is computed from the document and the view: kept until one of them moves, never recomputed per frame.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::billing::{self, Total};
use crate::catalog::{
    Groups, Judgements, Market, ModelId, Offer, Scope, SearchIndex, Sellers, Source, name_fits, plausibility,
};
use crate::chart::{Apart, Chart, ChartRequest, Scale, Sections, Widest, twins};
use crate::money::{Dollars, Price, Quotient, TokenPrice, label};
use crate::order::natural;
use crate::ranking::{Amount, Measure, Ranking, Standing};
use crate::workload::Workload;

use super::commands::{Listed, ModelEntries};
use super::decide::Decided;
use super::view::View;
use super::vocabulary::Column;

/// Everything that is derived.
#[derive(Debug, Default)]
pub struct Derived {
    /// How often anything was derived anew: what is made of the state and kept elsewhere is good for one number.
    pub epoch: u64,
    /// How often what is made of prices alone was made: the market, its groups, its index.
    pub prices_epoch: u64,
    /// All models at the prices that the user pays.
    pub market: Market,
    /// The lists that count, from the top: the name and the source of each.
    pub lists: Vec<(String, Source)>,
    /// What the user thinks of models, by the ids that they have in the market.
    pub judgements: Judgements,
    /// The prices of lists that are not taken at their word.
    pub to_check: ToCheck,
    /// How many own prices are what would be paid without them.
    pub needless: usize,
    /// Whose prices a discount can lower.
    pub sellers: Sellers,
    /// The models that the user keeps on top, in order.
    pub pins: Vec<ModelId>,
    /// Their places in the market, each once, whichever id they were pinned by.
    pub pinned: Vec<usize>,
    /// The same model at several resellers.
    pub groups: Groups,
    /// Finds offers by what people type.
    pub index: SearchIndex,
    /// Which offers are compared.
    pub scope: Scope,
    /// The places of the offers that are compared: those in scope, and all of the groups that are open.
    pub compared: Vec<usize>,
    /// The chart on Compare.
    pub chart: Option<Rc<Chart>>,
    /// The rows of the chart whose names others have too.
    pub twins: BTreeSet<usize>,
    /// The rows of the chart that need the most room.
    pub widest: Widest,
    /// The table on Compare.
    pub table: Rc<Table>,
    /// The places of the models that the filters let through.
    pub shown: Vec<usize>,
    /// The providers of the offers that are compared, by name: the key of each, and its name.
    pub providers: Vec<(String, String)>,
    /// The cheapest model for the chosen workload, and what one task costs on it.
    pub cheapest: Option<(usize, Dollars)>,
    /// By what the models that are shown were chosen and ordered: another number where that is another.
    pub chosen_by: u64,
    /// How the chart's amounts become lengths.
    pub scale: Scale,
    /// The same of the models that are shown.
    pub cheapest_shown: Option<(usize, Dollars)>,
    /// Whether the chosen workload is larger than what any model that is shown is known to take.
    pub is_too_large: bool,
    /// All models by the cost of the chosen workload.
    pub by_cost: Ranking,
    /// The answer that Decide shows.
    pub decided: Decided,
    /// The models on Prices: places among the offers, or among the hidden ones.
    pub price_rows: Rc<[PriceRow]>,
    /// What the palette of commands lists; empty while it is closed.
    pub palette: Rc<Listed>,
    /// The models that it can find.
    pub model_entries: ModelEntries,
}

/// The prices of lists that can't be true or are doubtful, unless the user said that they are right.
#[derive(Debug, Default)]
pub struct ToCheck {
    /// How many models have one.
    pub models: usize,
    /// Those of each list, by its name.
    of_lists: BTreeMap<Arc<str>, ListToCheck>,
}

/// The prices of one list that are to be checked.
#[derive(Debug, Default)]
pub struct ListToCheck {
    /// How many models have one, and the first of them, in a sentence or two.
    pub summary: String,
    /// A line each: the row, its prices and why they are not believed.
    pub lines: Vec<String>,
}

impl ToCheck {
    /// Those of a market.
    pub fn of(market: &Market) -> Self {
        let mut of_lists: BTreeMap<Arc<str>, Vec<&Offer>> = BTreeMap::new();
        for offer in market.to_check() {
            of_lists.entry(Arc::clone(&offer.list_name)).or_default().push(offer);
        }
        let line = |offer: &&Offer| Some(format!("row {}: {}", offer.model.list_key(), offer.open_check()?));
        Self {
            models: of_lists.values().map(Vec::len).sum(),
            of_lists: of_lists
                .into_iter()
                .map(|(list, offers)| {
                    let summary = plausibility::summary(offers.iter().copied()).unwrap_or_default();
                    (list, ListToCheck { summary, lines: offers.iter().filter_map(line).collect() })
                })
                .collect(),
        }
    }

    /// Those of a list.
    pub fn of_list(&self, name: &str) -> Option<&ListToCheck> {
        self.of_lists.get(name)
    }
}

/// One row of Prices: a model's place in the market.
#[derive(Clone, Copy, Debug)]
pub enum PriceRow {
    /// Among the offers.
    Offer(usize),
    /// Among the hidden ones.
    Hidden(usize),
}

/// The rows of the table, sorted.
#[derive(Debug, Default)]
pub struct Table {
    /// One row a model: those with a cost, pinned ones first, in the order of the chosen column, then those without, reason by reason.
    pub rows: Vec<TableRow>,
    /// Where the rows without a cost stand, and why.
    pub sections: Sections,
}

/// One model's row of the table.
#[derive(Clone, Copy, Debug)]
pub struct TableRow {
    /// The model's place in the market.
    pub offer: usize,
    /// Its rank by the cost of the workload.
    pub rank: Option<u32>,
    /// What one task comes to; `None` without a workload.
    pub total: Option<Total>,
    /// What a month costs.
    pub monthly: Option<Dollars>,
    /// Whether the user keeps it on top.
    pub is_pinned: bool,
}

impl TableRow {
    /// Why it has no cost; `None` for a row that has one.
    pub fn apart(&self) -> Option<Apart> {
        self.total.and_then(Apart::of_total)
    }
}

impl Derived {
    /// Recomputes what depends on the view and the chosen workload.
    pub fn recompute(&mut self, view: &View, workload: Option<&Workload>, day: Date) {
        let offers = self.market.offers();
        let in_open_group = |place: usize| {
            !view.open_groups.is_empty()
                && self.groups.of_offer(place).is_some_and(|group| view.open_groups.contains(&*group.id))
        };
        // A pinned model is compared whatever the scope says: the user asked for it.
        let mut pinned: Vec<usize> = Vec::new();
        for place in self.pins.iter().filter_map(|id| self.market.place(id)) {
            if !pinned.contains(&place) {
                pinned.push(place);
            }
        }
        self.compared = (0..offers.len())
            .filter(|place| self.scope.contains(*place) || pinned.contains(place) || in_open_group(*place))
            .collect();
        self.pinned = pinned;
        self.chosen_by = chosen_by(view);
        let compared = || self.compared.iter().filter_map(|place| Some((*place, offers.get(*place)?)));
        let mut providers = BTreeMap::new();
        for (_, offer) in compared() {
            providers
                .entry(offer.identity.provider.to_string())
                .or_insert_with(|| offer.model.provider.clone());
        }
        self.providers = providers.into_iter().collect();
        self.providers.sort_by(|(_, a), (_, b)| natural(a, b));
        let mut is_found = vec![view.search.trim().is_empty(); offers.len()];
        if !view.search.trim().is_empty() {
            for place in self.index.search_among(&view.search, &self.compared) {
                if let Some(found) = is_found.get_mut(place) {
                    *found = true;
                }
            }
        }
        self.shown = compared()
            .filter(|(place, offer)| {
                is_found.get(*place).copied().unwrap_or_default() && view.filter.passes(offer)
            })
            .map(|(place, _)| place)
            .collect();
        self.scale = view.scale_of(self.compared.len(), || {
            let amount = |place: &usize| view.measure(workload)?.of(self.market.get(*place)?).ok();
            spread(self.shown.iter().filter_map(amount).map(Amount::to_f64))
        });
        let request = view.measure(workload).map(|measure| ChartRequest {
            scale: self.scale,
            sort: view.sort,
            colour_by: view.colour_by,
            baseline: view.baseline.as_ref(),
            scope: Some(&self.compared),
            pins: &self.pins,
            day: Some(day),
            subset: view.is_filtered().then_some(self.shown.as_slice()),
            ..ChartRequest::new(measure)
        });
        self.chart = request.map(|request| Rc::new(Chart::new(&self.market, &request)));
        self.twins = self.chart.as_deref().map(twins).unwrap_or_default();
        let widest = |chart: &Chart| Widest::of(chart, &self.twins);
        self.widest = self.chart.as_deref().map(widest).unwrap_or_default();
        let ranking = workload
            .map(|workload| Ranking::among(&self.market, &self.compared, Measure::CostPerTask(workload)));
        let cheapest = |among: &dyn Fn(usize) -> bool| {
            // A doubtful price is no headline.
            let counts = |place| among(place) && self.market.get(place).is_some_and(|it| !it.is_doubtful());
            let first = ranking.as_ref()?.rows().iter().find(|row| counts(row.offer))?;
            match first.standing {
                Standing::Ranked { amount: Amount::Cost(cost), .. } => Some((first.offer, cost)),
                _ => None,
            }
        };
        self.cheapest = cheapest(&|_| true);
        self.cheapest_shown = cheapest(&|place| self.shown.binary_search(&place).is_ok());
        self.table = Rc::new(self.table_of(view, workload, ranking.as_ref()));
        self.is_too_large = self.exceeds_all_limits();
        self.by_cost = ranking.unwrap_or_default();
        let rows = view.price_rows;
        let is_listed = |offer: &Offer| {
            view.filter.passes(offer)
                && (!rows.only_own || offer.is_overridden())
                && (!rows.only_to_check || offer.open_check().is_some())
        };
        // What is to be checked may be out of scope for that reason.
        let all: Vec<usize>;
        let listed = if rows.only_to_check {
            all = (0..offers.len()).collect();
            &all
        } else {
            &self.compared
        };
        let mut found = self.index.search_among(&view.price_search, listed);
        found.sort_unstable();
        let shown = found.into_iter();
        let shown = shown.filter(|index| self.market.get(*index).is_some_and(is_listed)).map(PriceRow::Offer);
        let hidden = self.market.hidden().iter().enumerate();
        let hidden = hidden
            .filter(|(_, offer)| rows.with_hidden && is_listed(offer))
            .filter(|(_, offer)| {
                name_fits(&format!("{} {}", offer.model.id, offer.model.name), &view.price_search)
            })
            .map(|(index, _)| PriceRow::Hidden(index));
        self.price_rows = shown.chain(hidden).collect();
    }

    /// Why none of the models that are shown has a price for the workload: a headline.
    pub fn why_unpriced(&self, workload: &Workload) -> String {
        let rows = |wanted: Apart| -> usize {
            let sections = self.table.sections.all().iter();
            sections.filter(|section| section.apart == wanted).map(|section| section.rows).sum()
        };
        let (free, unknown, cannot) = (rows(Apart::Free), rows(Apart::PriceUnknown), rows(Apart::CannotTake));
        let name = workload.name();
        match (free, unknown, cannot) {
            (0, 0, 1..) => {
                let tokens = workload.input_tokens().saturating_add(workload.output_tokens());
                let shown = if self.shown.len() < self.compared.len() { " shown" } else { "" };
                format!("No model{shown} takes {} tokens in one request", label::whole(tokens))
            }
            (1.., 0, _) => format!("Only free models take {name}"),
            (_, _, 1..) => format!("No model that takes {name} has a known price"),
            _ => format!("No model shown has a known price for {name}"),
        }
    }

    /// The cheapest models for the chosen workload: each with its rank and what one task costs.
    pub fn cheapest_models(&self, most: usize) -> impl Iterator<Item = (&Offer, u32, Dollars)> {
        self.by_cost.rows().iter().take(most).filter_map(|row| match row.standing {
            Standing::Ranked { rank, amount: Amount::Cost(cost), .. } => {
                Some((self.market.get(row.offer)?, rank, cost))
            }
            _ => None,
        })
    }

    /// How many other models cost exactly as much as the one at a place.
    pub fn ties(&self, place: usize) -> u32 {
        let row = self.by_cost.rows().iter().find(|row| row.offer == place);
        row.map_or(0, |row| row.standing.ties())
    }

    /// Whether a model is among those that Compare shows.
    pub fn shows(&self, id: &ModelId) -> bool {
        let place = self.market.place(id);
        place.is_some_and(|place| self.shown.binary_search(&place).is_ok() || self.pinned.contains(&place))
    }

    /// Whether some of the models that are shown cannot take the workload, and of the others no limit is known.
    fn exceeds_all_limits(&self) -> bool {
        let has_limit = |row: &TableRow| {
            let limits = self.market.get(row.offer).map(|offer| &offer.model.limits);
            limits.is_some_and(|limits| limits.context_window.or(limits.maximum_input).is_some())
        };
        let cannot = |row: &&TableRow| row.apart() == Some(Apart::CannotTake);
        self.table.rows.iter().any(|row| cannot(&row))
            && self.table.rows.iter().filter(|row| !cannot(row)).all(|row| !has_limit(row))
    }

    /// The rows of what is shown, and of what is pinned whatever is left out.
    fn table_of(&self, view: &View, workload: Option<&Workload>, ranking: Option<&Ranking>) -> Table {
        let mut ranks = vec![None; self.market.offers().len()];
        for row in ranking.map(Ranking::rows).unwrap_or_default() {
            if let Some(rank) = ranks.get_mut(row.offer) {
                *rank = row.standing.rank();
            }
        }
        let is_left_out = |place: &&usize| self.shown.binary_search(place).is_err();
        let mut rows: Vec<TableRow> = self
            .shown
            .iter()
            .chain(self.pinned.iter().filter(is_left_out))
            .filter_map(|index| {
                let offer = self.market.get(*index)?;
                let total = workload.map(|workload| billing::total(offer, workload));
                let monthly = total
                    .and_then(Total::priced)
                    .zip(workload)
                    .and_then(|(cost, workload)| billing::monthly(cost, workload));
                let rank = ranks.get(*index).copied().flatten();
                let is_pinned = self.pinned.contains(index);
                Some(TableRow { offer: *index, rank, total, monthly, is_pinned })
            })
            .collect();
        let (column, descending) = view.table_sort;
        rows.sort_by(|a, b| {
            let (Some(x), Some(y)) = (self.market.get(a.offer), self.market.get(b.offer)) else {
                return Ordering::Equal;
            };
            let by_column = compare(column, descending, (a, x), (b, y)).then(a.offer.cmp(&b.offer));
            a.apart().cmp(&b.apart()).then(b.is_pinned.cmp(&a.is_pinned)).then(by_column)
        });
        let sections = Sections::new(rows.iter().map(TableRow::apart));
        Table { rows, sections }
    }
}

/// How many times the least amount the greatest one is.
fn spread(amounts: impl Iterator<Item = f64>) -> f64 {
    let ends = |(least, greatest): (f64, f64), amount: f64| (least.min(amount), greatest.max(amount));
    let (least, greatest) = amounts.filter(|amount| *amount > 0.0).fold((f64::INFINITY, 0.0), ends);
    greatest / least
}

fn chosen_by(view: &View) -> u64 {
    let mut hasher = DefaultHasher::new();
    (view.search.trim(), view.price_search.trim(), view.filter.to_words(), view.scope.to_words())
        .hash(&mut hasher);
    format!("{:?} {:?} {:?}", view.sort, view.table_sort, view.price_rows).hash(&mut hasher);
    // Another figure or another workload has another order.
    format!("{:?} {:?} {:?} {:?}", view.figure, view.tokens, view.costs, view.workload).hash(&mut hasher);
    hasher.finish()
}

/// Compares two rows by a column. What is unknown comes last, whichever way the column is sorted.
fn compare(column: Column, descending: bool, a: (&TableRow, &Offer), b: (&TableRow, &Offer)) -> Ordering {
    fn known_first<T: Ord>(a: Option<T>, b: Option<T>, descending: bool) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
    let ((a_row, a), (b_row, b)) = (a, b);
    let by_text = |x: &str, y: &str| {
        let order = natural(x, y);
        if descending { order.reverse() } else { order }
    };
    let by_price = |x: Price, y: Price| known_first(price_order(x), price_order(y), descending);
    let by_quotient = |x: Option<Quotient>, y: Option<Quotient>| known_first(x, y, descending);
    let per_dollar = |price: Price| price.known().map(TokenPrice::tokens_per_dollar);
    match column {
        Column::Rank | Column::Cost => {
            let cost = |row: &TableRow| row.total.and_then(cost_units);
            known_first(cost(a_row), cost(b_row), descending)
        }
        Column::Monthly => known_first(a_row.monthly, b_row.monthly, descending),
        Column::Model => by_text(&a.model.name, &b.model.name),
        Column::Provider => by_text(&a.model.provider, &b.model.provider),
        Column::Source => by_text(&a.price_source().to_string(), &b.price_source().to_string()),
        Column::Tier => known_first(a.tier(), b.tier(), descending),
        Column::Input => by_price(a.prices.input, b.prices.input),
        Column::Output => by_price(a.prices.output, b.prices.output),
        Column::InputTokens => by_quotient(per_dollar(a.prices.input), per_dollar(b.prices.input)),
        Column::OutputTokens => by_quotient(per_dollar(a.prices.output), per_dollar(b.prices.output)),
        Column::Ratio => by_quotient(ratio(a), ratio(b)),
        Column::Context => {
            known_first(a.model.limits.context_window, b.model.limits.context_window, descending)
        }
    }
}

/// The output price as a multiple of the input price.
pub fn ratio(offer: &Offer) -> Option<Quotient> {
    Some(offer.prices.output.known()?.ratio_to(offer.prices.input.known()?))
}

/// What a price sorts by: unknown is none, free comes before every price above zero.
fn price_order(price: Price) -> Option<(bool, Option<TokenPrice>)> {
    match price {
        Price::Unknown | Price::Unusable | Price::Impossible(_) => None,
        Price::Free => Some((false, None)),
        Price::Known(price) => Some((true, Some(price))),
    }
}

/// What is free has no rank, so it stands with what has no price: behind what has one.
fn cost_units(total: Total) -> Option<Dollars> {
    total.priced()
}

//! From a market and a request to a chart.

use std::borrow::Cow;
use std::collections::HashSet;

use super::class::Classes;
use super::{
    Apart, Axis, Bar, ChartRequest, Class, LegendEntry, Marks, PartEntry, Row, Scale, Sections, Segment,
    Sort, words,
};
use crate::billing::{self, Part};
use crate::bounds::between;
use crate::catalog::{Market, Offer};
use crate::money::{Dollars, label};
use crate::order::natural;
use crate::ranking::{Amount, Measure, Ranking, Standing};

/// What a chart says.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows: `Cost per task: Chat message`.
    pub title: String,
    /// Its unit and what to make of it.
    pub subtitle: String,
    /// Where the prices come from, with dates, and how many are the user's own.
    pub source: String,
    /// What a reader has to know about the lengths, such as the floor of a log axis.
    pub notes: Vec<String>,
    /// The rows in order: those with a bar, then those without an amount.
    pub rows: Vec<Row>,
    /// How many rows have a bar; they are the first ones.
    pub bars: usize,
    /// Where the rows without a bar stand, and why.
    pub sections: Sections,
    /// How many rows with a bar are pinned; they are the first ones of those.
    pub pinned: usize,
    /// How many models have a rank among all models, those that are filtered out too.
    pub ranked: usize,
    /// What colours stand for: each class that is there, and how many rows it has.
    pub legend: Vec<LegendEntry>,
    /// What the pieces of a bar stand for; empty when bars are of one piece.
    pub parts: Vec<PartEntry>,
    /// What is the user's own in this chart, so that the signs for it can be explained.
    pub marks: Marks,
    /// Along what bars are measured.
    pub axis: Axis,
    /// The full name of the baseline, when there is one and it has an amount.
    pub baseline: Option<String>,
}

impl Chart {
    /// Says what `request` asks of `market`.
    pub fn new(market: &Market, request: &ChartRequest<'_>) -> Self {
        let measure = &request.measure;
        let ranking = match request.scope {
            Some(scope) => Ranking::among(market, scope, *measure),
            None => Ranking::new(market, *measure),
        };
        let ranked = ranking.ranked();
        let pinned: HashSet<usize> = request.pins.iter().filter_map(|id| market.place(id)).collect();
        let mut shown = shown(market, request.subset);
        for place in &pinned {
            if let Some(entry) = shown.get_mut(*place) {
                *entry = true;
            }
        }
        let stacked = matches!(measure, Measure::CostPerTask(_) | Measure::CostPerMonth(_));
        let classes = Classes::new(market, request.colour_by);

        let mut standings: Vec<(&Offer, usize, Standing)> = ranking
            .rows()
            .iter()
            .filter(|row| shown.get(row.offer).copied().unwrap_or_default())
            .filter_map(|row| Some((market.get(row.offer)?, row.offer, row.standing)))
            .collect();
        sort(&mut standings, request.sort);
        if !pinned.is_empty() {
            standings
                .sort_by_key(|(_, place, standing)| (standing.amount().is_none(), !pinned.contains(place)));
        }
        let bars = standings.iter().filter(|(_, _, standing)| standing.amount().is_some()).count();

        let axis = Axis::new(
            request.scale,
            words::unit(measure),
            words::axis_unit(measure),
            on_axis(&standings).map(Amount::to_f64),
        );
        let baseline = request
            .baseline
            .and_then(|id| market.find(id))
            .and_then(|offer| Some((offer, measure.of(offer).ok()?)));

        let rows: Vec<Row> = standings
            .iter()
            .map(|(offer, place, standing)| {
                let marks = Marks::of(offer, Some(measure), request.day);
                let bar = bar(offer, *standing, measure, &axis, baseline.map(|(_, amount)| amount));
                let label = match standing.amount() {
                    Some(amount) => amount.label(),
                    None => standing.reason().unwrap_or_default(),
                };
                let name = &offer.model.name;
                let is_pinned = pinned.contains(place);
                let mut description = words::description(measure, name, marks, &label, bar.as_ref(), ranked);
                if is_pinned {
                    description.push_str(", pinned");
                }
                Row {
                    offer: *place,
                    model: offer.model.id.clone(),
                    name: name.clone(),
                    provider: offer.model.provider.clone(),
                    tier: offer.tier(),
                    class: classes.of(offer),
                    marks,
                    is_baseline: baseline.is_some_and(|(base, _)| base.model.id == offer.model.id),
                    is_pinned,
                    description,
                    bar,
                    apart: Apart::of(*standing),
                    label,
                }
            })
            .collect();

        Self {
            title: words::title(measure),
            subtitle: words::subtitle(measure),
            source: words::source(
                standings.iter().zip(&rows).map(|((offer, _, _), row)| (*offer, row.marks)),
            ),
            notes: words::notes(request.scale, axis.floor_note.as_deref(), stacked && bars > 0),
            bars,
            sections: Sections::new(rows.iter().map(|row| row.apart)),
            pinned: rows.iter().filter(|row| row.is_pinned && row.bar.is_some()).count(),
            ranked,
            legend: classes.legend(rows.iter().map(|row| row.class)),
            parts: if stacked { parts() } else { Vec::new() },
            marks: rows.iter().fold(Marks::default(), |all, row| all.or(row.marks)),
            axis,
            baseline: baseline.map(|(offer, _)| offer.model.name.clone()),
            rows,
        }
    }

    /// The first rows alone, as long as their own axis lets them be: what is not drawn stretches nothing.
    pub fn first(&self, most: usize) -> Cow<'_, Self> {
        if most >= self.rows.len() {
            return Cow::Borrowed(self);
        }
        let mut first = self.clone();
        first.rows.truncate(most);
        let mut values = Vec::with_capacity(most);
        values.extend(first.rows.iter().filter_map(|row| Some(row.bar.as_ref()?.value)));
        first.axis = self.axis.fitted(values.into_iter());
        for bar in first.rows.iter_mut().filter_map(|row| row.bar.as_mut()) {
            // On both scales a piece ends at the same share of its bar.
            let end = first.axis.position(bar.value);
            let times = if bar.end > 0.0 { end / bar.end } else { 0.0 };
            for piece in &mut bar.segments {
                piece.start *= times;
                piece.end *= times;
            }
            if let Some(last) = bar.segments.last_mut() {
                last.end = end;
            }
            bar.end = end;
        }
        if let (Some(note), Some(first_note)) = (&first.axis.floor_note, first.notes.first_mut()) {
            first_note.clone_from(note);
        }
        first.bars = first.bars.min(most);
        first.pinned = first.pinned.min(most);
        first.sections = Sections::new(first.rows.iter().map(|row| row.apart));
        Cow::Owned(first)
    }

    /// The rows with a bar.
    pub fn with_bar(&self) -> impl Iterator<Item = (&Row, &Bar)> {
        self.rows.iter().filter_map(|row| Some((row, row.bar.as_ref()?)))
    }

    /// How many rows have this class.
    pub fn count(&self, class: Class) -> usize {
        self.legend.iter().filter(|entry| entry.class == class).map(|entry| entry.count).sum()
    }
}

/// The amounts that the axis has to show. A doubtful price may be wrong by powers of ten, and would leave nothing to see
/// of the others: its bar is cut off at the end of the axis, and its figure says what it is.
fn on_axis<'a>(standings: &'a [(&Offer, usize, Standing)]) -> impl Iterator<Item = Amount> + 'a {
    let counts = |offer: &Offer, standing: &Standing| !offer.is_doubtful() && standing.amount().is_some();
    let any = standings.iter().any(|(offer, _, standing)| counts(offer, standing));
    let of_axis = standings.iter().filter(move |(offer, ..)| !any || !offer.is_doubtful());
    of_axis.filter_map(|(_, _, standing)| standing.amount())
}

/// For each offer, whether it is to be shown.
fn shown(market: &Market, subset: Option<&[usize]>) -> Vec<bool> {
    let mut shown = vec![subset.is_none(); market.offers().len()];
    for place in subset.unwrap_or_default() {
        if let Some(entry) = shown.get_mut(*place) {
            *entry = true;
        }
    }
    shown
}

/// Puts rows in order, those without an amount last and reason by reason. The sort is stable and starts from the order
/// of the ranking, so that ties stand by rank.
fn sort(rows: &mut [(&Offer, usize, Standing)], by: Sort) {
    match by {
        Sort::Value => {}
        Sort::Name => {
            // The places in the market are in the order of names.
            rows.sort_by_key(|(_, place, standing)| (Apart::of(*standing), *place));
        }
        Sort::Provider => {
            rows.sort_by(|(a, _, of_a), (b, _, of_b)| {
                let apart = Apart::of(*of_a).cmp(&Apart::of(*of_b));
                apart.then_with(|| natural(&a.model.provider, &b.model.provider))
            });
        }
        Sort::Tier => {
            rows.sort_by_key(|(offer, _, standing)| (Apart::of(*standing), words::tier_order(offer.tier())));
        }
    }
}

fn bar(
    offer: &Offer,
    standing: Standing,
    measure: &Measure<'_>,
    axis: &Axis,
    baseline: Option<Amount>,
) -> Option<Bar> {
    let Standing::Ranked { rank, amount, ties } = standing else { return None };
    let value = amount.to_f64();
    let end = axis.position(value);
    let times = baseline.and_then(|base| amount.ratio_to(base));
    let ratio = times.map(label::times);
    Some(Bar {
        rank,
        ties,
        amount,
        value,
        end,
        segments: segments(offer, amount, measure, axis, end),
        ratio,
        times,
    })
}

/// The pieces of a bar.
///
/// On a linear axis a piece is as long as its cost. A log axis can't add lengths: there the whole bar is as long as
/// the total, and its pieces divide it in the proportion of their costs, which the chart's notes say.
fn segments(offer: &Offer, amount: Amount, measure: &Measure<'_>, axis: &Axis, end: f64) -> Vec<Segment> {
    let (workload, months_worth) = match measure {
        Measure::CostPerTask(workload) => (*workload, 1),
        Measure::CostPerMonth(workload) => (*workload, workload.requests_per_month().unwrap_or(1)),
        _ => return vec![Segment { part: None, cost: None, label: amount.label(), start: 0.0, end }],
    };
    // Two pieces: the prompt's side and the answer's. Retries and a margin lengthen both in proportion.
    let lines = billing::bill(offer, workload).lines;
    let side = |part: Part, is_output: bool| {
        let lines = lines.iter().filter(|line| line.share.is_none() && line.part.is_output() == is_output);
        (part, lines.filter_map(|line| line.cost).sum::<Dollars>().times(months_worth))
    };
    let costs = [side(Part::Input, false), side(Part::Output, true)];
    let base: Dollars = costs.iter().map(|(_, cost)| *cost).sum();
    let total = amount.to_f64();
    let mut start = 0.0;
    let mut passed = Dollars::ZERO;
    let mut segments = Vec::with_capacity(costs.len());
    for (part, cost) in costs.into_iter().filter(|(_, cost)| !cost.is_zero()) {
        passed += cost;
        let share = between(passed.to_f64() / base.to_f64(), 0.0, 1.0);
        let stop = match axis.scale {
            Scale::Linear => axis.position(total * share).min(end),
            Scale::Log => end * share,
        };
        segments.push(Segment {
            part: Some(part),
            cost: Some(cost),
            label: label::dollars(cost),
            start,
            end: stop,
        });
        start = stop;
    }
    // Rounding must not leave a gap between the last piece and the end of the bar.
    if let Some(last) = segments.last_mut() {
        last.end = end;
    }
    segments
}

fn parts() -> Vec<PartEntry> {
    vec![
        PartEntry { part: Part::Input, label: Part::Input.label() },
        PartEntry { part: Part::Output, label: Part::Output.label() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, ModelId, Overrides, OwnModels, OwnPrices, PriceOverride, PriceSheet};
    use crate::chart::ColourBy;
    use crate::money::Price;
    use crate::workload::{Draft, Workload};
    use proptest::prelude::*;

    fn market() -> Market {
        Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default())
    }

    fn message() -> Workload {
        let draft = Draft { name: "Chat".into(), input_tokens: 500, output_tokens: 200, ..Draft::default() };
        Workload::try_from(draft).unwrap()
    }

    fn row<'c>(chart: &'c Chart, name: &str) -> &'c Row {
        chart.rows.iter().find(|row| row.name == name).unwrap()
    }

    #[test]
    fn a_bar_says_all_of_itself_in_words() {
        let chart = Chart::new(&market(), &ChartRequest::new(Measure::InputTokensPerDollar));
        assert_eq!(
            row(&chart, "GPT-4.1").description,
            "GPT-4.1, 500,000 tokens per dollar, rank 9 of 13, equal to 1 other"
        );
        assert_eq!(chart.source, "Prices: TokenMix Research Lab, 2026-04-29");
        assert_eq!(chart.rows[0].label, "20,000,000");
    }

    #[test]
    fn every_bar_says_its_ratio_to_the_baseline() {
        let market = market();
        let message = message();
        let id = ModelId::new("openai/gpt-5.4").unwrap();
        let ratio = |measure| {
            let request = ChartRequest { baseline: Some(&id), ..ChartRequest::new(measure) };
            let chart = Chart::new(&market, &request);
            assert_eq!(chart.baseline.as_deref(), Some("GPT-5.4"));
            assert!(row(&chart, "GPT-5.4").is_baseline);
            row(&chart, "DeepSeek V4").bar.clone().unwrap().ratio.unwrap()
        };
        assert_eq!(ratio(Measure::InputTokensPerDollar), "8.3x");
        assert_eq!(ratio(Measure::BlendedTokensPerDollar(&message)), "8.3x");
        assert_eq!(ratio(Measure::TasksPerDollar(&message)), "8.3x");
        assert_eq!(ratio(Measure::CostPerTask(&message)), "0.12x");
        assert_eq!(ratio(Measure::OutputInputRatio), "1.0x");
    }

    #[test]
    fn stacked_pieces_are_the_exact_parts_of_the_cost() {
        let message = message();
        for scale in [Scale::Linear, Scale::Log] {
            let request = ChartRequest { scale, ..ChartRequest::new(Measure::CostPerTask(&message)) };
            let chart = Chart::new(&market(), &request);
            let mini = row(&chart, "GPT-4.1 mini").bar.clone().unwrap();
            let costs: Vec<_> = mini.segments.iter().map(|s| s.cost.unwrap().to_exact_string()).collect();
            assert_eq!(costs, ["0.0002", "0.00032"]);
            assert!((mini.segments[1].end - mini.end).abs() < f64::EPSILON);
            assert_eq!(chart.notes.len(), if scale == Scale::Log { 2 } else { 0 });
        }
    }

    #[test]
    fn what_has_no_amount_stands_apart_with_its_reason() {
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].prices = PriceSheet::flat(Price::Free, Price::Free);
        catalog.models[1].prices.output = Price::Unknown;
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let message = message();
        for sort in [Sort::Value, Sort::Name, Sort::Provider, Sort::Tier] {
            let request = ChartRequest { sort, ..ChartRequest::new(Measure::CostPerTask(&message)) };
            let chart = Chart::new(&market, &request);
            assert_eq!((chart.bars, chart.rows.len(), chart.with_bar().count()), (11, 13, 11));
            assert!(chart.rows[..11].iter().all(|row| row.bar.is_some()));
            let mut reasons: Vec<_> = chart.rows[11..].iter().map(|row| row.label.as_str()).collect();
            reasons.sort_unstable();
            assert_eq!(reasons, ["free", "the price of output tokens is unknown"]);
            let sections: Vec<_> = chart.sections.all().iter().map(|it| (it.apart, it.first)).collect();
            assert_eq!(sections, [(Apart::Free, 11), (Apart::PriceUnknown, 12)]);
        }
        let month = Chart::new(&market, &ChartRequest::new(Measure::CostPerMonth(&message)));
        assert_eq!(month.bars, 0);
        assert!(month.rows.iter().any(|row| row.label == billing::NO_VOLUME));
    }

    #[test]
    fn an_axis_fits_the_prices_that_are_not_doubtful() {
        let pattern = Catalog::bundled().unwrap().models.remove(0);
        let row = |seller: &str, input: &str| {
            let mut model = pattern.clone();
            model.id = ModelId::new(&format!("{seller}/wizard-7b")).unwrap();
            model.provider = seller.into();
            let price = Price::per_million(input).unwrap();
            model.prices = PriceSheet::flat(price, price);
            model
        };
        let market = |prices: &[(&str, &str)]| {
            let mut catalog = Catalog::bundled().unwrap();
            catalog.models = prices.iter().map(|(seller, input)| row(seller, input)).collect();
            Market::new(&catalog, &OwnModels::default(), &Overrides::default())
        };
        let message = message();
        let chart = |prices: &[(&str, &str)], scale| {
            let request = ChartRequest { scale, ..ChartRequest::new(Measure::CostPerTask(&message)) };
            Chart::new(&market(prices), &request)
        };
        let others = [("a", "1"), ("b", "2"), ("c", "3")];
        for scale in [Scale::Linear, Scale::Log] {
            let plain = chart(&others, scale).axis;
            for odd in ["400", "0.004"] {
                let all: Vec<_> = others.into_iter().chain([("odd", odd)]).collect();
                let with = chart(&all, scale);
                assert_eq!((with.axis.floor, with.axis.maximum), (plain.floor, plain.maximum), "{odd}");
                let row = with.rows.iter().find(|row| row.provider == "odd").unwrap();
                assert_eq!(row.marks.label().as_deref(), Some("doubtful price"));
                assert!(row.description.ends_with(", doubtful price"), "{}", row.description);
                let end = row.bar.as_ref().unwrap().end;
                assert!(if odd == "400" { end >= 1.0 } else { end < 0.02 }, "{odd}: {end}");
            }
        }
        // What can't be true has no bar at all.
        let with = chart(&[("a", "1"), ("odd", "40000")], Scale::Linear);
        assert_eq!((with.bars, with.sections.all()[0].apart), (1, Apart::PriceImpossible));
        assert_eq!(with.rows[1].label, "the price of input tokens can't be true ($40,000.00 per million)");
    }

    #[test]
    fn rows_sort_by_name_provider_and_tier() {
        let first = |sort| {
            let request = ChartRequest { sort, ..ChartRequest::new(Measure::InputTokensPerDollar) };
            let chart = Chart::new(&market(), &request);
            chart.rows.iter().take(3).map(|row| row.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(first(Sort::Name), ["Claude Haiku 3.5", "Claude Opus 4.6", "Claude Sonnet 4"]);
        assert_eq!(first(Sort::Provider), ["Claude Haiku 3.5", "Claude Sonnet 4", "Claude Opus 4.6"]);
        assert_eq!(first(Sort::Tier), ["Llama 3.3 8B", "Gemini 2.0 Flash", "Llama 3.3 70B"]);
    }

    #[test]
    fn own_prices_and_models_are_marked_and_counted() {
        let catalog = Catalog::bundled().unwrap();
        let mut own = catalog.models[2].clone();
        own.id = ModelId::new("me/mine").unwrap();
        own.name = "Mine".into();
        let overrides = Overrides::new(vec![PriceOverride {
            model: catalog.models[0].id.clone(),
            prices: OwnPrices::usual(Some(Price::per_million("0.04").unwrap()), None),
            set_on: None,
            note: String::new(),
        }]);
        let own = OwnModels { models: vec![own], hidden: vec![] };
        let market = Market::new(&catalog, &own, &overrides);
        let chart = Chart::new(&market, &ChartRequest::new(Measure::InputTokensPerDollar));
        assert_eq!(chart.source, "Prices: TokenMix Research Lab, 2026-04-29; 1 own price; 1 own model");
        assert_eq!(
            chart.marks,
            Marks { prices: crate::catalog::Whose::Own, own_model: true, ..Marks::default() }
        );
        assert!(row(&chart, "Llama 3.3 8B").description.ends_with("rank 1 of 14, own price"));
        assert_eq!(row(&chart, "Mine").marks.label().as_deref(), Some("own model"));
    }

    #[test]
    fn a_filter_changes_neither_ranks_nor_colours() {
        let market = market();
        let measure = Measure::InputTokensPerDollar;
        let all = ChartRequest { colour_by: ColourBy::Provider, ..ChartRequest::new(measure) };
        let all_rows = Chart::new(&market, &all).rows;
        let chart = Chart::new(&market, &ChartRequest { subset: Some(&[0, 5, 99]), ..all });
        assert_eq!((chart.rows.len(), chart.ranked), (2, 13));
        for row in &chart.rows {
            let same = all_rows.iter().find(|other| other.offer == row.offer).unwrap();
            assert_eq!(
                (same.class, same.bar.as_ref().unwrap().rank),
                (row.class, row.bar.as_ref().unwrap().rank)
            );
        }
    }

    #[test]
    fn pins_stand_on_top_of_every_chart() {
        let market = market();
        let message = message();
        let pins: Vec<ModelId> = ["anthropic/claude-opus-4.6", "openai/gpt-4.1", "gone/model"]
            .iter()
            .map(|id| ModelId::new(id).unwrap())
            .collect();
        for sort in [Sort::Value, Sort::Name, Sort::Provider, Sort::Tier] {
            for subset in [None, Some(&[0, 1][..])] {
                let plain =
                    ChartRequest { sort, subset, ..ChartRequest::new(Measure::CostPerTask(&message)) };
                let chart = Chart::new(&market, &ChartRequest { pins: &pins, ..plain });
                assert_eq!(chart.pinned, 2);
                let on_top: Vec<bool> = chart.rows.iter().map(|row| row.is_pinned).collect();
                assert!(on_top[..2].iter().all(|pinned| *pinned) && !on_top[2..].contains(&true));
                assert!(chart.rows[0].description.ends_with(", pinned"));
                let without: Vec<_> =
                    Chart::new(&market, &plain).rows.into_iter().map(|row| row.model).collect();
                let rest: Vec<_> = chart.rows.into_iter().skip(2).map(|row| row.model).collect();
                assert_eq!(rest, without.into_iter().filter(|id| !pins.contains(id)).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_is_not_drawn_does_not_stretch_the_axis() {
        let message = message();
        let market = market();
        for scale in [Scale::Linear, Scale::Log] {
            let request = ChartRequest { scale, ..ChartRequest::new(Measure::CostPerTask(&message)) };
            let all = Chart::new(&market, &request);
            let first = all.first(5);
            let longest = |chart: &Chart| chart.with_bar().map(|(_, bar)| bar.end).fold(0.0, f64::max);
            assert_eq!((first.rows.len(), first.bars, first.ranked), (5, 5, 13));
            assert!(longest(&first) > 0.6 && longest(&first) <= 1.0, "{scale:?}: {}", longest(&first));
            // As one that has only these: the same lengths of the same pieces.
            let five: Vec<usize> = first.rows.iter().map(|row| row.offer).collect();
            let alone = Chart::new(&market, &ChartRequest { subset: Some(&five), ..request });
            assert_eq!((&first.axis, &first.notes), (&alone.axis, &alone.notes));
            for ((_, bar), (_, same)) in first.with_bar().zip(alone.with_bar()) {
                assert!((bar.end - same.end).abs() < 1e-12);
                for (piece, other) in bar.segments.iter().zip(&same.segments) {
                    assert!(
                        (piece.start - other.start).abs() < 1e-12 && (piece.end - other.end).abs() < 1e-12
                    );
                }
            }
            assert_eq!(*all.first(13), all);
        }
    }

    #[test]
    fn a_deprecated_model_says_since_when() {
        use jiff::civil::date;
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models[0].facts.deprecated_on = Some(date(2026, 7, 17));
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let label = |day| {
            let request = ChartRequest { day, ..ChartRequest::new(Measure::InputTokensPerDollar) };
            Chart::new(&market, &request).rows[0].marks.label()
        };
        assert_eq!(label(Some(date(2026, 7, 17))).as_deref(), Some("deprecated since 2026-07-17"));
        assert_eq!(label(Some(date(2026, 7, 16))), None);
        assert_eq!(label(None), None);
    }

    proptest! {
        #[test]
        fn legends_add_up_whatever_the_market(
            prices in proptest::collection::vec((0_u32..4_000_000, 0_u32..4_000_000, 0_u8..12), 0..60),
            by_provider: bool, log: bool,
        ) {
            let mut catalog = Catalog::bundled().unwrap();
            let pattern = catalog.models.remove(0);
            catalog.models = prices.iter().enumerate().map(|(index, (input, output, provider))| {
                let mut model = pattern.clone();
                model.id = ModelId::new(&format!("m/{index}")).unwrap();
                model.name = format!("Model {index}");
                model.provider = format!("Provider {provider}");
                let price = |micro: u32| Price::per_million(&format!("{micro}e-5")).unwrap();
                model.prices = PriceSheet::flat(price(*input), price(*output));
                model
            }).collect();
            let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
            let message = message();
            let request = ChartRequest {
                colour_by: if by_provider { ColourBy::Provider } else { ColourBy::Tier },
                scale: if log { Scale::Log } else { Scale::Linear },
                ..ChartRequest::new(Measure::CostPerTask(&message))
            };
            let chart = Chart::new(&market, &request);
            prop_assert_eq!(chart.rows.len(), prices.len());
            prop_assert_eq!(chart.legend.iter().map(|entry| entry.count).sum::<usize>(), prices.len());
            prop_assert!(chart.legend.len() <= crate::chart::NAMED_PROVIDERS + 1);
            for (_, bar) in chart.with_bar() {
                prop_assert!(bar.end > 0.0 && bar.end <= 1.0);
                let mut start = 0.0;
                for piece in &bar.segments {
                    prop_assert!(piece.start >= start && piece.end >= piece.start);
                    start = piece.end;
                }
                prop_assert!((start - bar.end).abs() < f64::EPSILON);
                let parts: Dollars = bar.segments.iter().filter_map(|piece| piece.cost).sum();
                prop_assert_eq!(Amount::Cost(parts), bar.amount);
            }
        }
    }
}

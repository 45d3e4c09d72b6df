//! One model and one workload: the bill, as line items, and what it comes to. Exact; does no I/O and cannot fail.
//!
//! The total that ranks a model and the receipt that explains it come from the same walk over the same lines
//! ([`charge`]); a receipt only remembers what it passes. The rules and their sources are in `RULES.md` beside this
//! file.

mod applied;
mod cache_defaults;
mod exclusion;

use applied::{Applied, Found};

pub use crate::catalog::Part;
pub use applied::{AppliedTier, Assumption, Missing, PartOfWeek};
pub use cache_defaults::CacheDefault;
pub use exclusion::Exclusion;

use crate::catalog::{Offer, PriceKind, Whose};
use crate::money::{Dollars, Price, Share};
use crate::workload::{WeekMinute, Workload};

/// One line of a bill: tokens at a price, or a share on top of the lines before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is charged for.
    pub part: Part,
    /// How many tokens, or requests; 0 for a share.
    pub tokens: u64,
    /// The price of one; unknown for a share.
    pub price: Price,
    /// Which of the model's prices that is: another one than the part's where one stands in. `None` for a share.
    pub kind: Option<PriceKind>,
    /// What they cost; `None` when there are some and their price is unknown or can't be true.
    pub cost: Option<Dollars>,
    /// What was taken for a price that the list does not give.
    pub assumption: Option<Assumption>,
    /// The long-context tier that the price is from.
    pub tier: Option<AppliedTier>,
    /// The part of the week that the line is for; the cost is for these minutes only.
    pub week: Option<PartOfWeek>,
    /// The share of the lines before that this line adds: retries, a safety margin.
    pub share: Option<Share>,
}

/// What one task comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// An amount above zero: this is ranked.
    Priced(Dollars),
    /// Every price that the task needs is an explicit 0: shown, never ranked.
    Free,
    /// A price that the task needs is unknown or can't be true: never ranked, never zero.
    Unknown(Missing),
    /// The model cannot take the workload.
    Excluded(Exclusion),
}

impl Total {
    /// What the task costs: 0 when it is free.
    ///
    /// # Errors
    /// The outcome itself, when the cost is unknown or the model can't take the workload.
    pub const fn cost(self) -> Result<Dollars, Self> {
        match self {
            Self::Priced(amount) => Ok(amount),
            Self::Free => Ok(Dollars::ZERO),
            Self::Unknown(_) | Self::Excluded(_) => Err(self),
        }
    }

    /// The amount, when there is one above zero.
    pub const fn priced(self) -> Option<Dollars> {
        match self {
            Self::Priced(amount) => Some(amount),
            Self::Free | Self::Unknown(_) | Self::Excluded(_) => None,
        }
    }

    /// The key of this outcome in a data file.
    pub const fn status(self) -> &'static str {
        match self {
            Self::Priced(_) => "priced",
            Self::Free => "free",
            Self::Unknown(_) => "unknown",
            Self::Excluded(_) => "excluded",
        }
    }

    /// Why there is no price, in words.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Priced(_) | Self::Free => None,
            Self::Unknown(missing) => Some(missing.to_string()),
            Self::Excluded(rule) => Some(rule.to_string()),
        }
    }
}

/// Why a month's cost is not known although a task's may be.
pub const NO_VOLUME: &str = "set requests per day to see a monthly cost";

/// The receipt of one task on one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// What was charged, parts without tokens left out.
    pub lines: Vec<Line>,
    /// What it comes to.
    pub total: Total,
}

impl Bill {
    /// The long-context tier that applied, where one did.
    pub fn tier(&self) -> Option<AppliedTier> {
        self.lines.iter().find_map(|line| line.tier)
    }

    /// Whose prices it rests on: those of its lines that have one.
    pub fn whose(&self, offer: &Offer) -> Whose {
        let known = self.lines.iter().filter(|line| line.cost.is_some());
        Whose::of(known.filter_map(|line| line.kind).map(|kind| offer.whose(kind)))
    }

    /// What was assumed, each once, with the part that it was assumed for.
    pub fn assumptions(&self) -> Vec<(Part, Assumption)> {
        let mut all: Vec<(Part, Assumption)> = Vec::new();
        for entry in self.lines.iter().filter_map(|line| line.assumption.map(|it| (line.part, it))) {
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
        all
    }
}

/// What one task costs on a model.
pub fn total(offer: &Offer, workload: &Workload) -> Total {
    charge(offer, workload, |_| {})
}

/// The receipt of one task on a model.
pub fn bill(offer: &Offer, workload: &Workload) -> Bill {
    let mut lines = Vec::new();
    let total = charge(offer, workload, |line| lines.push(line));
    Bill { lines, total }
}

/// What a month costs, the workload's monthly fee included: `None` when the workload names no requests a day.
pub fn monthly(cost_per_task: Dollars, workload: &Workload) -> Option<Dollars> {
    workload.requests_per_month().map(|requests| cost_per_task.times(requests) + workload.monthly_fee())
}

/// Walks over the lines of a bill, shows each to `see`, and returns what they come to.
fn charge(offer: &Offer, workload: &Workload, mut see: impl FnMut(Line)) -> Total {
    let parts = [
        (Part::Input, workload.fresh_input_tokens()),
        (Part::CacheRead, workload.cache_read_tokens()),
        (Part::CacheWrite5m, workload.cache_write_5m_tokens()),
        (Part::CacheWrite1h, workload.cache_write_1h_tokens()),
        (Part::Output, workload.answer_tokens()),
        (Part::Reasoning, workload.reasoning_tokens()),
    ];
    let processing = workload.processing();
    let mut sum = Dollars::ZERO;
    let mut unknown = None;
    let mut count = |line: Line, by_season: bool| {
        see(line);
        if let Some(cost) = line.cost {
            sum += cost;
        } else {
            let above = line.tier.map(|tier| tier.above);
            let impossible = line.price.impossible();
            unknown = unknown.or(Some(Missing { part: line.part, processing, above, by_season, impossible }));
        }
    };
    Applied::each(offer, workload, |applied| {
        for (part, tokens) in parts {
            if tokens == 0 {
                continue;
            }
            let Found { price, kind, assumption } = applied.price(part);
            let whole = price.times(tokens);
            let cost = match applied.week {
                Some(week) if week.is_share() => {
                    whole.map(|cost| cost.fraction(u32::from(week.minutes), u32::from(WeekMinute::COUNT)))
                }
                _ => whole,
            };
            let line = Line {
                part,
                tokens,
                price,
                kind: Some(kind),
                cost,
                assumption,
                tier: applied.tier,
                week: applied.week,
                share: None,
            };
            count(line, applied.differs_by_season(part));
        }
    });
    let line = |part, price, cost| Line {
        part,
        tokens: 0,
        price,
        kind: None,
        cost,
        assumption: None,
        tier: None,
        week: None,
        share: None,
    };
    if let Some(fee) = offer.prices.request_fee().filter(|fee| *fee != Price::Free) {
        let kind = Some(PriceKind::standard(Part::Request));
        count(Line { tokens: 1, kind, ..line(Part::Request, fee, fee.times(1)) }, false);
    }
    if let Some(rule) = Exclusion::of(&offer.model.limits, workload) {
        return Total::Excluded(rule);
    }
    if let Some(missing) = unknown {
        return Total::Unknown(missing);
    }
    for (part, share) in [(Part::Retries, workload.retries()), (Part::SafetyMargin, workload.safety_margin())]
    {
        if !share.is_zero() {
            let cost = sum.share(share);
            see(Line { share: Some(share), ..line(part, Price::Unknown, Some(cost)) });
            sum += cost;
        }
    }
    if sum.is_zero() { Total::Free } else { Total::Priced(sum) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, ModelId, Overrides, OwnModels};
    use crate::workload::Draft;

    fn market() -> Market {
        Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default())
    }

    fn workload(input_tokens: u64, output_tokens: u64) -> Workload {
        let draft = Draft { name: "Test".into(), input_tokens, output_tokens, ..Draft::default() };
        Workload::try_from(draft).unwrap()
    }

    #[track_caller]
    fn costs(model: &str, input: u64, output: u64, expected: &str) {
        let market = market();
        let offer = market.find(&ModelId::new(model).unwrap()).unwrap();
        let total = total(offer, &workload(input, output));
        assert_eq!(total.priced().unwrap().to_exact_string(), expected);
        assert_eq!(bill(offer, &workload(input, output)).total, total);
    }

    #[test]
    fn the_worked_examples_of_the_reference() {
        costs("openai/gpt-4.1-mini", 1_000, 200, "0.00072");
        costs("openai/gpt-4.1-mini", 200, 1_000, "0.00168");
        costs("groq/llama-3.3-8b", 500, 0, "0.000025");
    }

    #[test]
    fn free_and_unknown_are_told_apart_and_matter_only_where_needed() {
        let mut offer = market().offers()[0].clone();
        offer.prices.input = Price::Free;
        offer.prices.output = Price::Unknown;
        assert_eq!(total(&offer, &workload(500, 0)), Total::Free);
        assert_eq!(total(&offer, &workload(500, 1)).status(), "unknown");
        assert_eq!(total(&offer, &workload(0, 1)).reason().unwrap(), "the price of output tokens is unknown");
    }

    type Set = fn(&mut Draft);

    #[test]
    fn nothing_stands_in_for_a_price_that_the_list_says_and_that_cannot_be_used() {
        use crate::catalog::{ContextTier, MorePrices, PriceSheet, Rates, Tariff};
        let per_million = |text| Price::per_million(text).unwrap();
        let plain = Rates { input: per_million("1"), output: per_million("2"), ..Rates::default() };
        let all = Rates {
            cache_read: Price::Unusable,
            cache_write_5m: Price::Unusable,
            cache_write_1h: Price::Unusable,
            reasoning: Price::Unusable,
            ..plain
        };
        let sheet = |base, rates| {
            let tiers = vec![ContextTier { above: 10_000, inclusive: false, rates }];
            PriceSheet::new(MorePrices { standard: Tariff::new(base, tiers), ..MorePrices::default() })
        };
        let plain_text = workload(1_000, 100);
        let with: [(&str, Set); 4] = [
            ("cache read tokens", |draft| draft.cache_read_tokens = 10),
            ("cache write tokens (5 minutes)", |draft| draft.cache_write_5m_tokens = 10),
            ("cache write tokens (1 hour)", |draft| draft.cache_write_1h_tokens = 10),
            ("reasoning tokens", |draft| draft.reasoning_tokens = 10),
        ];
        // The price of the tier does not stand in for the one below it, nor the other way round.
        for (sheet, input) in [(sheet(all, plain), 1_000), (sheet(plain, all), 20_000)] {
            let mut offer = market().offers()[0].clone();
            offer.prices = sheet;
            assert!(total(&offer, &plain_text).priced().is_some());
            for (what, set) in with {
                let mut draft = workload(input, 100).to_draft();
                set(&mut draft);
                let total = total(&offer, &Workload::try_from(draft).unwrap());
                let above = if input > 10_000 { " above 10,000 tokens of input" } else { "" };
                assert_eq!(total.reason().unwrap(), format!("the price of {what}{above} is unknown"));
            }
        }
    }

    #[test]
    fn a_workload_that_does_not_fit_is_excluded_by_one_rule() {
        let market = market();
        let offer = market.find(&ModelId::new("groq/llama-3.3-8b").unwrap()).unwrap();
        assert!(total(offer, &workload(127_999, 1)).priced().is_some());
        assert_eq!(
            total(offer, &workload(128_000, 1)).reason().unwrap(),
            "128,001 tokens of input and output exceed the context window of 128,000"
        );
    }

    #[test]
    fn retries_and_the_margin_multiply_exactly_and_the_fee_is_paid_once_a_month() {
        let market = market();
        let offer = market.find(&ModelId::new("openai/gpt-4.1-mini").unwrap()).unwrap();
        let mut draft = workload(1_000, 200).to_draft();
        draft.retries = Share::percent("5").unwrap();
        draft.safety_margin = Share::percent("10").unwrap();
        draft.monthly_fee = Dollars::whole(20);
        draft.requests_per_day = Some(1_000);
        let workload = Workload::try_from(draft).unwrap();
        let bill = bill(offer, &workload);
        let cost = bill.total.priced().unwrap();
        assert_eq!(cost.to_exact_string(), "0.0008316");
        let lines: Vec<_> =
            bill.lines.iter().map(|line| (line.part, line.cost.unwrap().to_exact_string())).collect();
        assert_eq!(
            lines[2..],
            [(Part::Retries, "0.000036".to_owned()), (Part::SafetyMargin, "0.0000756".to_owned())]
        );
        assert_eq!(monthly(cost, &workload).unwrap().to_exact_string(), "44.948");
    }

    /// A price list with every kind of price, and a workload that uses them.
    pub(crate) mod properties {
        use super::*;
        use crate::catalog::{
            ContextTier, DayWindow, MorePrices, PriceSheet, Rates, Tariff, TimedTariff, WeekTimes,
        };
        use crate::workload::{Processing, Runs, WeekMinute};
        use proptest::prelude::*;

        fn price() -> impl Strategy<Value = Price> {
            prop_oneof![
                Just(Price::Unknown),
                Just(Price::Unusable),
                Just(Price::Free),
                (1_u64..1_000_000_000).prop_map(|units| Price::per_million(&format!("{units}e-6")).unwrap()),
            ]
        }

        prop_compose! {
            fn rates()(prices in proptest::array::uniform6(price())) -> Rates {
                let [input, cache_read, cache_write_5m, cache_write_1h, output, reasoning] = prices;
                Rates { input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, ..Rates::default() }
            }
        }

        prop_compose! {
            fn tariff()(
                base in rates(), tiers in proptest::collection::vec((0_u64..2_000, any::<bool>(), rates()), 0..3),
            ) -> Tariff {
                let tier = |(above, inclusive, rates)| ContextTier { above, inclusive, rates };
                Tariff::new(base, tiers.into_iter().map(tier).collect())
            }
        }

        prop_compose! {
            pub(crate) fn sheet()(
                standard in tariff().boxed(), batch in proptest::option::of(tariff().boxed()), fee in proptest::option::of(price()),
                timed in proptest::option::of((0_u16..1_440, 0_u16..1_440, 1_u8..128, -600_i16..600, tariff().boxed())),
            ) -> PriceSheet {
                let times = timed.into_iter().map(|(start, end, weekdays, offset, tariff)| {
                    let in_zone = |offset| {
                        WeekTimes::of_windows(&[DayWindow { start, end, weekdays, offset }])
                    };
                    // A clock that is changed by an hour.
                    TimedTariff::by_season("off-peak", &[in_zone(offset), in_zone(offset + 60)], tariff)
                });
                PriceSheet::new(MorePrices {
                    standard, batch, request_fee: fee, times: times.collect(), ..MorePrices::default()
                })
            }
        }

        prop_compose! {
            pub(crate) fn workloads()(
                parts in proptest::array::uniform4(0_u64..1_000), output in 0_u64..1_000, reasoning in 0_u64..1_000,
                batch in any::<bool>(), minute in proptest::option::of(0_u16..10_080), shares in (0_u64..50, 0_u64..50),
            ) -> Workload {
                Workload::try_from(Draft {
                    name: "Any".into(),
                    input_tokens: parts.iter().sum::<u64>() + 1,
                    cache_read_tokens: parts[0],
                    cache_write_5m_tokens: parts[1],
                    cache_write_1h_tokens: parts[2],
                    output_tokens: output + reasoning,
                    reasoning_tokens: reasoning,
                    processing: if batch { Processing::Batch } else { Processing::Standard },
                    runs: minute.map_or(Runs::Spread, |minute| Runs::At(WeekMinute::new(minute))),
                    retries: Share::of(shares.0, 100),
                    safety_margin: Share::of(shares.1, 100),
                    ..Draft::default()
                })
                .unwrap()
            }
        }

        pub(crate) fn offer(prices: PriceSheet) -> Offer {
            let mut offer = market().offers()[0].clone();
            offer.prices = prices;
            offer
        }

        proptest! {
            #[test]
            fn the_total_is_the_sum_of_the_lines(sheet in sheet(), workload in workloads()) {
                let offer = offer(sheet);
                let bill = bill(&offer, &workload);
                prop_assert_eq!(bill.total, total(&offer, &workload));
                let known = bill.lines.iter().filter_map(|line| line.cost).sum::<Dollars>();
                match bill.total {
                    Total::Priced(total) => prop_assert_eq!(known, total),
                    Total::Free => prop_assert!(known.is_zero()),
                    Total::Unknown(missing) => {
                        let unpriced = |line: &Line| line.cost.is_none() && line.part == missing.part;
                        prop_assert!(bill.lines.iter().any(unpriced));
                    }
                    Total::Excluded(_) => prop_assert!(false),
                }
                // Every token is on the bill once for each part of the week, and no more.
                let parts_of_week: std::collections::HashSet<_> = bill.lines.iter().map(|line| line.week).collect();
                for week in parts_of_week.iter().filter(|week| week.is_some() || parts_of_week.len() == 1) {
                    let lines = || bill.lines.iter().filter(|line| line.week == *week && line.part != Part::Request);
                    let tokens = |output: bool| {
                        lines().filter(|line| line.part.is_output() == output).map(|line| line.tokens).sum::<u64>()
                    };
                    prop_assert_eq!(tokens(false), workload.input_tokens());
                    prop_assert_eq!(tokens(true), workload.output_tokens());
                }
            }

            #[test]
            fn one_more_token_never_costs_less_where_tiers_rise(
                base in 1_u64..1_000, steps in proptest::collection::vec((1_u64..2_000, 1_u64..1_000), 0..4),
                inclusive in any::<bool>(), prompt in 0_u64..8_000, output in 1_u64..10,
            ) {
                let per_million = |units: u64| Price::per_million(&units.to_string()).unwrap();
                let rates = |units| Rates { input: per_million(units), output: per_million(units), ..Rates::default() };
                let (mut above, mut units) = (0, base);
                let tiers = steps.into_iter().map(|(further, dearer)| {
                    above += further;
                    units += dearer;
                    ContextTier { above, inclusive, rates: rates(units) }
                });
                let standard = Tariff::new(rates(base), tiers.collect());
                let offer = offer(PriceSheet::new(MorePrices { standard, ..MorePrices::default() }));
                let cost = |prompt| total(&offer, &workload(prompt, output)).priced().unwrap();
                prop_assert!(cost(prompt) < cost(prompt + 1));
            }

            #[test]
            fn cache_reads_in_a_mode_never_cost_more_than_its_input_unless_the_list_says_so(
                sheet in sheet(), tokens in 1_u64..3_000,
            ) {
                let said = sheet.mode(Processing::Batch).is_some_and(|tariff| {
                    let tiers = tariff.tiers().iter().map(|tier| tier.rates);
                    tiers.chain([*tariff.base()]).any(|rates| rates.cache_read != Price::Unknown)
                });
                let offer = offer(sheet);
                let total = |cache_read_tokens| {
                    let draft = Draft { cache_read_tokens, processing: Processing::Batch, ..workload(tokens, 0).to_draft() };
                    total(&offer, &Workload::try_from(draft).unwrap())
                };
                let (fresh, cached) = (total(0), total(tokens));
                if !said {
                    prop_assert!(cached.priced() <= fresh.priced());
                    prop_assert!(!matches!(cached, Total::Priced(_) | Total::Free) || !matches!(fresh, Total::Unknown(_)));
                }
            }

            #[test]
            fn a_margin_and_a_retry_never_lower_a_cost(sheet in sheet(), workload in workloads()) {
                let offer = offer(sheet);
                let mut plain = workload.to_draft();
                plain.retries = Share::ZERO;
                plain.safety_margin = Share::ZERO;
                let plain = total(&offer, &Workload::try_from(plain).unwrap());
                let full = total(&offer, &workload);
                prop_assert_eq!(plain.status(), full.status());
                prop_assert!(plain.priced() <= full.priced());
            }
        }
    }

    #[test]
    fn a_month_needs_requests_a_day() {
        let task = Dollars::parse("0.00096").unwrap();
        assert_eq!(monthly(task, &workload(1, 1)), None);
        let mut draft = workload(2_000, 300).to_draft();
        draft.requests_per_day = Some(1_000);
        let summary = Workload::try_from(draft).unwrap();
        assert_eq!(monthly(task, &summary).unwrap().to_exact_string(), "28.8");
    }
}

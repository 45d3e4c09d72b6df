//! Receipts in full, word for word, and what holds of every receipt.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::billing::Total;
use crate::billing::tests::properties;
use crate::catalog::own_prices::tests::own_prices;
use crate::catalog::{
    Catalog, ContextTier, DayWindow, Discount, Discounts, Market, MarketParts, ModelId, MorePrices,
    Overrides, OwnModels, OwnPrices, PriceList, PriceOverride, PriceSheet, Rates, Tariff, TimedTariff,
    WeekTimes,
};
use crate::money::{Dollars, Price, Share};
use crate::workload::{Draft, Processing};

fn per_million(text: &str) -> Price {
    Price::per_million(text).unwrap()
}

fn offer(id: &str) -> Offer {
    let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
    market.find(&ModelId::new(id).unwrap()).unwrap().clone()
}

/// GPT-4.1 mini with other prices.
fn with_prices(prices: PriceSheet) -> Offer {
    Offer { listed: prices.clone(), prices, ..offer("openai/gpt-4.1-mini") }
}

fn workload(change: impl FnOnce(&mut Draft)) -> Workload {
    let mut draft =
        Draft { name: "Chat".into(), input_tokens: 1_000, output_tokens: 200, ..Draft::default() };
    change(&mut draft);
    Workload::try_from(draft).unwrap()
}

fn receipt(offer: &Offer, subject: Subject, workload: &Workload) -> Receipt {
    Receipt::new(offer, subject, Some(workload), None).unwrap()
}

/// The arithmetic of a receipt, a line each.
fn steps(receipt: &Receipt) -> Vec<String> {
    receipt.steps.iter().map(|step| format!("{} = {}", step.factors, step.amount)).collect()
}

#[track_caller]
fn check(offer: &Offer, subject: Subject, workload: &Workload, expected: &[&str]) {
    assert_eq!(steps(&receipt(offer, subject, workload)), expected);
}

#[test]
fn a_task_in_full() {
    let receipt = receipt(&offer("openai/gpt-4.1-mini"), Subject::CostPerTask, &workload(|_| ()));
    assert_eq!(
        receipt.to_text(),
        "\
Cost per task: Chat
GPT-4.1 mini, OpenAI
$0.00072

1,000 input tokens x $0.40 per million = $0.0004
200 output tokens x $1.60 per million  = $0.00032
One task                               = $0.00072

Prices
Input tokens, per million tokens
  List price  $0.40 (Reference prices: TokenMix Research Lab, 2026-04-29)
Output tokens, per million tokens
  List price  $1.60 (Reference prices: TokenMix Research Lab, 2026-04-29)
"
    );
    assert_eq!(
        receipt.to_markdown(),
        "\
## Cost per task: Chat

GPT-4.1 mini, OpenAI: **\\$0.00072**

| Step | Amount |
|---|---:|
| 1,000 input tokens x \\$0.40 per million | \\$0.0004 |
| 200 output tokens x \\$1.60 per million | \\$0.00032 |
| **One task** | **\\$0.00072** |

| Price | Layer | Value | Source |
|---|---|---:|---|
| Input tokens, per million tokens | List price | \\$0.40 | Reference prices: TokenMix Research Lab, 2026-04-29 |
| Output tokens, per million tokens | List price | \\$1.60 | Reference prices: TokenMix Research Lab, 2026-04-29 |
"
    );
}

#[test]
fn the_other_figures_in_full() {
    let message = workload(|draft| {
        (draft.input_tokens, draft.output_tokens) = (500, 0);
        draft.unit = "messages".into();
    });
    let llama = offer("groq/llama-3.3-8b");
    check(
        &llama,
        Subject::CostPerTask,
        &message,
        &["500 input tokens x $0.05 per million = $0.000025", "One task (messages) = $0.000025"],
    );
    check(
        &llama,
        Subject::InputTokensPerDollar,
        &message,
        &["1,000,000 input tokens / $0.05 = 20,000,000 tokens for a dollar"],
    );
    check(
        &llama,
        Subject::TasksPerDollar,
        &message,
        &[
            "500 input tokens x $0.05 per million = $0.000025",
            "One task (messages) = $0.000025",
            "$1 / $0.000025 a task = 40,000 messages",
        ],
    );
    check(
        &llama,
        Subject::OutputInputRatio,
        &message,
        &["output $0.20 / input $0.05, both per million tokens = 4x"],
    );
    let mini = offer("openai/gpt-4.1-mini");
    let blend = receipt(&mini, Subject::BlendedTokensPerDollar, &workload(|_| ()));
    assert_eq!(
        steps(&blend).last().unwrap(),
        "(1,000 input + 200 output tokens) / $0.00072 = 1,666,667 tokens for a dollar"
    );
    assert_eq!(
        blend.notes,
        ["The quotient is rounded half up to a whole number; nothing before it is rounded"]
    );
    assert_eq!(receipt(&llama, Subject::InputPrice, &message).prices.len(), 1);
    assert!(Receipt::new(&llama, Subject::CostPerTask, None, None).is_none());
}

#[test]
fn retries_the_margin_and_a_month_with_a_fee() {
    let workload = workload(|draft| {
        draft.retries = Share::percent("5").unwrap();
        draft.safety_margin = Share::percent("10").unwrap();
        draft.monthly_fee = Dollars::whole(20);
        draft.requests_per_day = Some(1_000);
    });
    check(
        &offer("openai/gpt-4.1-mini"),
        Subject::CostPerMonth,
        &workload,
        &[
            "1,000 input tokens x $0.40 per million = $0.0004",
            "200 output tokens x $1.60 per million = $0.00032",
            "Tokens and fees of one task = $0.00072",
            "5 % of $0.00072 for retries = $0.000036",
            "10 % of $0.000756 for the safety margin = $0.0000756",
            "One task = $0.0008316",
            "$0.0008316 x 1,000 requests a day x 30 days = $24.948",
            "Fixed monthly fee = $20.00",
            "One month = $44.948",
        ],
    );
}

fn tiered() -> PriceSheet {
    let rates = |input: &str, output: &str, cache_read: Price| Rates {
        input: per_million(input),
        output: per_million(output),
        cache_read,
        ..Rates::default()
    };
    let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("2", "12", Price::Unknown) };
    PriceSheet::new(MorePrices {
        standard: Tariff::new(rates("1", "8", per_million("0.1")), vec![tier]),
        ..MorePrices::default()
    })
}

#[test]
fn a_long_prompt_says_its_tier_and_what_was_kept_and_assumed() {
    let workload = workload(|draft| {
        (draft.input_tokens, draft.output_tokens) = (250_000, 1_000);
        draft.cache_read_tokens = 50_000;
        draft.cache_write_5m_tokens = 10_000;
    });
    let receipt = receipt(&with_prices(tiered()), Subject::CostPerTask, &workload);
    assert_eq!(
        steps(&receipt),
        [
            "190,000 input tokens x $2.00 per million = $0.38",
            "50,000 cache read tokens x $0.10 per million = $0.005",
            "10,000 cache write tokens (5 minutes) x $2.00 per million = $0.02",
            "1,000 output tokens x $12.00 per million = $0.012",
            "One task = $0.417",
        ]
    );
    assert_eq!(receipt.prices[0].title, "Input tokens, prompts above 200,000");
    assert_eq!(
        receipt.notes,
        [
            "The prompt of 250,000 tokens is above 200,000, so the whole request is billed at the long-context prices",
            "Cache read tokens: the long-context prices leave this one out: the price of shorter prompts is kept",
            "Cache write tokens (5 minutes): the list gives no price for these: billed as input",
        ]
    );
}

#[test]
fn a_price_that_depends_on_the_week_says_for_how_long_it_holds() {
    let rates =
        |input: &str| Rates { input: per_million(input), output: per_million("1"), ..Rates::default() };
    let night = DayWindow { start: 0, end: 720, weekdays: DayWindow::EVERY_DAY, offset: 0 };
    let offer = with_prices(PriceSheet::new(MorePrices {
        standard: Tariff::new(rates("2"), Vec::new()),
        times: vec![TimedTariff::new(
            "off-peak",
            WeekTimes::of_windows(&[night]),
            Tariff::new(rates("1"), Vec::new()),
        )],
        ..MorePrices::default()
    }));
    let spread = receipt(&offer, Subject::CostPerTask, &workload(|draft| draft.output_tokens = 0));
    assert_eq!(
        steps(&spread),
        [
            "1,000 input tokens x $1.00 per million x 5,040 / 10,080 minutes of the week (off-peak) = $0.0005",
            "1,000 input tokens x $2.00 per million x 5,040 / 10,080 minutes of the week (standard) = $0.001",
            "One task = $0.0015",
        ]
    );
    assert_eq!(
        spread.notes[0],
        "It runs spread over the week: 5,040 of 10,080 minutes off-peak, 5,040 of 10,080 minutes standard"
    );
    let at_night = workload(|draft| {
        draft.output_tokens = 0;
        draft.runs = crate::workload::Runs::parse("Thu 02:30").unwrap();
    });
    let at_night = receipt(&offer, Subject::CostPerTask, &at_night);
    assert_eq!(steps(&at_night)[0], "1,000 input tokens x $1.00 per million (off-peak) = $0.001");
    assert_eq!(at_night.notes, ["It runs at Thu 02:30 UTC, when the off-peak prices hold"]);
    assert_eq!(at_night.prices[0].title, "Input tokens, off-peak");
}

/// A market of the bundled list over a second one that says other input prices, with a discount and an own price.
fn layered() -> Market {
    let catalog = Catalog::bundled().unwrap();
    let mut second = catalog.clone();
    second.name = "Second".into();
    for model in &mut second.models {
        model.prices.input = per_million("9");
        model.source.name = "Somebody".into();
    }
    let lists = [PriceList::from(catalog), PriceList::from(second)];
    let discount = Discount {
        provider: "openai".into(),
        off: Share::percent("25").unwrap(),
        until: Some(jiff::civil::date(2026, 12, 31)),
        note: "contract".into(),
    };
    let own = PriceOverride {
        model: ModelId::new("openai/gpt-4.1-mini").unwrap(),
        prices: OwnPrices::usual(Some(per_million("0.2")), None),
        set_on: Some(jiff::civil::date(2026, 11, 1)),
        note: "agreed".into(),
    };
    Market::of(&MarketParts {
        lists: &lists,
        own: &OwnModels::default(),
        overrides: &Overrides::new(vec![own]),
        discounts: &Discounts::new(vec![discount]),
        day: None,
        all_rows: false,
    })
}

#[test]
fn layers_stand_over_each_other_and_lists_that_disagree_say_so() {
    let market = layered();
    let mini = market.find(&ModelId::new("openai/gpt-4.1-mini").unwrap()).unwrap();
    let receipt = receipt(mini, Subject::CostPerTask, &workload(|draft| draft.cache_read_tokens = 400));
    assert!(receipt.lists_disagree());
    assert_eq!(
        receipt.to_text(),
        "\
Cost per task: Chat
GPT-4.1 mini, OpenAI
$0.00044
Mixed: your prices and the list's

600 input tokens x $0.20 per million      = $0.00012  your input price
400 cache read tokens x $0.20 per million = $0.00008  your input price
200 output tokens x $1.20 per million     = $0.00024  output price of the list, less 25 %
One task                                  = $0.00044

Prices
Input tokens, per million tokens
  List price  $0.40 (Reference prices: TokenMix Research Lab, 2026-04-29)
  Less 25 %   $0.30 (your discount on openai, until 2026-12-31: contract)
  Own price   $0.20 (you, set on 2026-11-01: agreed)
  Second      $9.00 (Somebody, 2026-04-29, differs)
Cache read tokens, per million tokens
  List price  $0.40 (Reference prices: TokenMix Research Lab, 2026-04-29)
  Less 25 %   $0.30 (your discount on openai, until 2026-12-31: contract)
  Own price   $0.20 (you, set on 2026-11-01: agreed)
  Second      $9.00 (Somebody, 2026-04-29, differs)
Output tokens, per million tokens
  List price  $1.60 (Reference prices: TokenMix Research Lab, 2026-04-29)
  Less 25 %   $1.20 (your discount on openai, until 2026-12-31: contract)
  Second      $1.60 (Somebody, 2026-04-29)

By each list alone
  Reference prices  $0.00072 (TokenMix Research Lab, 2026-04-29)
  Second            $0.00932 (Somebody, 2026-04-29, differs)

Notes
- Cache read tokens: the list gives no price for these: billed as input
"
    );
    let price = Receipt::new(mini, Subject::InputPrice, None, None).unwrap();
    assert_eq!(price.outcome.label(), "$0.20");
    let layers: Vec<_> =
        price.prices[0].layers.iter().map(|layer| (layer.value.as_str(), layer.counts)).collect();
    assert_eq!(layers, [("$0.40", false), ("$0.30", false), ("$0.20", true)]);
    assert!(price.lists_disagree());
}

/// Prices of a list with a cache, a long-context tier and a batch mode.
fn rich() -> PriceSheet {
    let rates = |input: &str, output: &str, cache_read: Price| Rates {
        input: per_million(input),
        output: per_million(output),
        cache_read,
        ..Rates::default()
    };
    let tier = ContextTier { above: 100_000, inclusive: false, rates: rates("6", "20", Price::Unknown) };
    PriceSheet::new(MorePrices {
        standard: Tariff::new(rates("3", "12", per_million("0.3")), vec![tier]),
        batch: Some(Tariff::new(rates("1.5", "6", Price::Unknown), Vec::new())),
        ..MorePrices::default()
    })
}

/// That list with prices of the user's own.
fn with_own(prices: &[(PriceKind, &str)]) -> Offer {
    let mut own = OwnPrices::default();
    for (kind, price) in prices {
        own.set(*kind, Some(per_million(price)));
    }
    let offer = with_prices(rich());
    let own_price = Some(PriceOverride::new(offer.model.id.clone(), own.clone()));
    Offer { prices: own.over(&offer.prices), own_price, ..offer }
}

fn whose(offer: &Offer, workload: &Workload) -> (Whose, Vec<String>) {
    let receipt = receipt(offer, Subject::CostPerTask, workload);
    (receipt.whose, receipt.steps.into_iter().filter_map(|step| step.whose).collect())
}

#[test]
fn each_line_says_whose_price_it_has() {
    let input = PriceKind::standard(Part::Input);
    let output = PriceKind::standard(Part::Output);
    let cached = workload(|draft| (draft.input_tokens, draft.cache_read_tokens) = (10_000, 9_000));
    let long = workload(|draft| (draft.input_tokens, draft.cache_read_tokens) = (150_000, 9_000));
    let batch = workload(|draft| draft.processing = Processing::Batch);

    let usual = with_own(&[(input, "0.25"), (output, "1.25")]);
    let (mixed, said) = whose(&usual, &cached);
    assert_eq!(mixed, Whose::Mixed);
    assert_eq!(said, ["your input price", "cache read price of the list", "your output price"]);
    let (list, said) = whose(&usual, &long);
    assert_eq!(list, Whose::List);
    assert_eq!(
        said,
        [
            "input price of the list above 100,000 tokens",
            "cache read price of the list",
            "output price of the list above 100,000 tokens"
        ]
    );
    let (list, said) = whose(&usual, &batch);
    assert_eq!(
        (list, said),
        (
            Whose::List,
            vec!["batch input price of the list".to_owned(), "batch output price of the list".into()]
        )
    );
    let not_used = receipt(&usual, Subject::CostPerTask, &batch);
    assert!(not_used.notes[1].starts_with("Your own price does not count here"), "{:?}", not_used.notes);
    assert_eq!(not_used.mixed(), None);

    // With a price for each of them all is the user's.
    let above = |part| PriceKind { above: Some(100_000), ..PriceKind::standard(part) };
    let in_batch = |part| PriceKind { processing: Processing::Batch, ..PriceKind::standard(part) };
    let all = with_own(&[
        (input, "0.25"),
        (output, "1.25"),
        (PriceKind::standard(Part::CacheRead), "0.02"),
        (above(Part::Input), "0.5"),
        (above(Part::Output), "2"),
        (in_batch(Part::Input), "0.125"),
        (in_batch(Part::Output), "0.625"),
    ]);
    for (workload, cost) in [(&cached, "$0.00068"), (&long, "$0.07108"), (&batch, "$0.00025")] {
        let receipt = receipt(&all, Subject::CostPerTask, workload);
        assert_eq!((receipt.whose, receipt.outcome.label()), (Whose::Own, cost), "{}", receipt.to_text());
    }
    assert_eq!(
        whose(&all, &long).1,
        [
            "your input price above 100,000 tokens",
            "your cache read price",
            "your output price above 100,000 tokens"
        ]
    );
}

#[test]
fn a_mixed_bill_is_marked_in_its_text_and_in_markdown() {
    let own = with_own(&[(PriceKind::standard(Part::Input), "0.25")]);
    let receipt = receipt(&own, Subject::CostPerTask, &workload(|_| ()));
    let text = receipt.to_text();
    assert!(text.contains("\nMixed: your prices and the list's\n"), "{text}");
    assert!(text.contains("= $0.0024   output price of the list\n"), "{text}");
    let markdown = receipt.to_markdown();
    assert!(markdown.contains("\nMixed: your prices and the list's\n"), "{markdown}");
    assert!(markdown.contains("| Step | Amount | Whose price |\n|---|---:|---|\n"), "{markdown}");
    assert!(markdown.contains(" | your input price |\n"), "{markdown}");
    assert!(markdown.contains("| **One task** | **\\$0.00265** |  |\n"), "{markdown}");
}

#[test]
fn what_has_no_figure_says_why() {
    let outcome = |prices: PriceSheet, workload: &Workload| {
        let receipt = receipt(&with_prices(prices), Subject::CostPerTask, workload);
        (receipt.outcome.label().to_owned(), steps(&receipt).last().unwrap().clone(), receipt)
    };
    let (label, total, free) = outcome(PriceSheet::flat(Price::Free, Price::Free), &workload(|_| ()));
    assert_eq!((label.as_str(), total.as_str()), ("free", "One task = $0.00"));
    assert!(free.to_text().contains("1,000 input tokens x $0.00 per million"));
    let (label, total, unknown) =
        outcome(PriceSheet::flat(per_million("1"), Price::Unknown), &workload(|_| ()));
    assert_eq!((label.as_str(), total.as_str()), ("unknown", "One task = unknown"));
    assert!(unknown.to_text().contains("unknown: the price of output tokens is unknown\n"));
    assert!(unknown.to_text().contains("200 output tokens x an unknown price"));
    let batch = workload(|draft| draft.processing = Processing::Batch);
    let (_, _, batch) = outcome(PriceSheet::flat(per_million("1"), per_million("1")), &batch);
    assert_eq!(batch.outcome.reason(), Some("the batch price of input tokens is unknown"));
    assert_eq!(batch.prices[0].title, "Input tokens, batch");
    let long = workload(|draft| draft.input_tokens = 128_000);
    let long = receipt(&offer("groq/llama-3.3-8b"), Subject::CostPerTask, &long);
    assert_eq!(long.outcome.label(), "Can't take this workload");
    assert_eq!(
        long.outcome.reason(),
        Some("128,200 tokens of input and output exceed the context window of 128,000")
    );
    assert_eq!(steps(&long).last().unwrap(), "One task = not possible");
    let month = receipt(&offer("groq/llama-3.3-8b"), Subject::CostPerMonth, &workload(|_| ()));
    assert_eq!(month.outcome, Outcome::NoVolume);
    let free = with_prices(PriceSheet::flat(Price::Free, Price::Free));
    let per_dollar = receipt(&free, Subject::InputTokensPerDollar, &workload(|_| ()));
    assert_eq!(steps(&per_dollar), ["1,000,000 input tokens / $0.00 = free"]);
}

#[test]
fn every_measure_has_its_receipt() {
    let workload = workload(|_| ());
    for subject in [
        Subject::InputTokensPerDollar,
        Subject::OutputTokensPerDollar,
        Subject::BlendedTokensPerDollar,
        Subject::OutputInputRatio,
        Subject::CostPerTask,
        Subject::TasksPerDollar,
        Subject::CostPerMonth,
    ] {
        assert_eq!(Subject::of(&subject.measure(Some(&workload)).unwrap()), subject);
    }
}

#[test]
fn a_price_of_the_list_that_goes_on_above_the_users_threshold_is_the_lists() {
    let mut long = Rates::default();
    long.set(Part::CacheRead, per_million("0.2"));
    let tier = ContextTier { above: 0, inclusive: false, rates: long };
    let prices = PriceSheet::new(MorePrices {
        standard: Tariff::new(Rates::default(), vec![tier]),
        ..MorePrices::default()
    });
    let mut own = OwnPrices::default();
    for processing in [Processing::Standard, Processing::Batch] {
        let kind = PriceKind { processing, above: Some(1), part: Part::Input };
        own.set(kind, Some(per_million("3")));
    }
    let batch = workload(|draft| {
        (draft.processing, draft.cache_read_tokens, draft.output_tokens) = (Processing::Batch, 400, 0);
    });
    let half = Share::percent("50").unwrap();
    for (off, paid, layers) in [
        (None, "0.20", &["List price $0.20"][..]),
        (Some(half), "0.10", &["List price $0.20", "Less 50 % $0.10"]),
    ] {
        let mut offer = with_prices(prices.clone());
        let provider = offer.model.provider.clone();
        offer.discount =
            off.map(|off| Arc::new(Discount { provider, off, until: None, note: String::new() }));
        offer.prices = own.over(&off.map_or_else(|| prices.clone(), |off| prices.less(off)));
        offer.own_price = Some(PriceOverride::new(offer.model.id.clone(), own.clone()));
        let receipt = receipt(&offer, Subject::CostPerTask, &batch);
        let line = format!("400 cache read tokens x ${paid} per million");
        let at = receipt.steps.iter().position(|step| step.factors == line).unwrap();
        let said: Vec<_> =
            receipt.prices[at].layers.iter().map(|layer| format!("{} {}", layer.name, layer.value)).collect();
        assert_eq!(said, layers);
    }
}

proptest! {
    #[test]
    fn the_lines_add_up_to_the_figure_and_the_last_layer_is_what_is_paid(
        sheet in properties::sheet(), other in properties::sheet(), workload in properties::workloads(),
        off in proptest::option::of(1_u64..100), own in own_prices(),
    ) {
        let mut offer = with_prices(sheet);
        let provider = offer.model.provider.clone();
        offer.discount = off.map(|off| {
            Arc::new(Discount { provider, off: Share::of(off, 100), until: None, note: String::new() })
        });
        if let Some(discount) = &offer.discount {
            offer.prices = offer.listed.less(discount.off);
        }
        if !own.is_empty() {
            offer.prices = own.over(&offer.prices);
            offer.own_price = Some(PriceOverride::new(offer.model.id.clone(), own));
        }
        let mut model = (*offer.model).clone();
        model.prices = other;
        offer.elsewhere = vec![("Other".into(), Arc::new(model))];
        let total = billing::total(&offer, &workload);
        let receipt = receipt(&offer, Subject::CostPerTask, &workload);
        let lines: Vec<_> = receipt.steps.iter().filter(|step| step.kind == StepKind::Line).collect();
        let sum: Dollars = lines.iter().filter_map(|step| step.cost).sum();
        let last = receipt.steps.last().unwrap();
        match total {
            Total::Priced(cost) => {
                prop_assert_eq!((sum, last.cost), (cost, Some(cost)));
                prop_assert_eq!(last.amount.as_str(), crate::money::label::exact_dollars(cost));
            }
            Total::Free => prop_assert!(sum.is_zero() && receipt.outcome == Outcome::Free),
            Total::Unknown(_) => prop_assert!(lines.iter().any(|step| step.amount == "unknown")),
            Total::Excluded(_) => prop_assert!(false),
        }
        // With a price of the user's, each line says whose its price is.
        let bill = billing::bill(&offer, &workload);
        for (step, line) in lines.iter().zip(&bill.lines) {
            let is_own = line.kind.is_some_and(|kind| offer.whose(kind) == Whose::Own);
            match (&step.whose, line.kind.is_some() && offer.own_price.is_some()) {
                (Some(said), true) => prop_assert_eq!(said.starts_with("your "), is_own),
                (said, expected) => prop_assert_eq!((said, expected), (&None, false)),
            }
        }
        prop_assert_eq!(receipt.mixed().is_some(), bill.whose(&offer) == Whose::Mixed);
        // Every price of the arithmetic is the last of its layers.
        for (step, price) in lines.iter().zip(&receipt.prices) {
            let paid = price.layers.last().unwrap();
            prop_assert!(paid.counts);
            let value = if paid.value == "free" { "$0.00" } else { &paid.value };
            prop_assert!(step.factors.contains(value), "{} should use {value}", step.factors);
            prop_assert_eq!(price.elsewhere.len(), 1);
        }
        prop_assert!(receipt.to_text().lines().count() > receipt.steps.len());
    }
}

#[test]
fn a_price_that_cannot_be_true_is_shown_and_not_counted_with() {
    let mut catalog = Catalog::bundled().unwrap();
    let id = ModelId::new("openai/gpt-4.1-mini").unwrap();
    for model in catalog.models.iter_mut().filter(|model| model.id == id) {
        model.prices = PriceSheet::flat(per_million("7200"), per_million("1.6"));
    }
    let market = |overrides: &Overrides| Market::new(&catalog, &OwnModels::default(), overrides);
    let plain = market(&Overrides::default());
    let offer = plain.find(&id).unwrap();
    let text = receipt(offer, Subject::CostPerTask, &workload(|_| ())).to_text();
    for line in [
        "The price of input tokens can't be true ($7,200.00 per million)",
        "1,000 input tokens x $7,200.00 per million (can't be true)",
        "List price  $7,200.00 (can't be true) (Reference prices",
        "Not counted with: input tokens at $7,200.00 per million: too dear to be true (is its unit right?)",
    ] {
        assert!(text.to_lowercase().contains(&line.to_lowercase()), "{line} in\n{text}");
    }
    let of_price = Receipt::new(offer, Subject::InputPrice, None, None).unwrap();
    let why = "the list's price can't be true ($7,200.00 per million)";
    assert_eq!(of_price.outcome, Outcome::Unknown(why.into()));
    let steps = steps(&Receipt::new(offer, Subject::InputTokensPerDollar, None, None).unwrap());
    assert_eq!(steps, ["1,000,000 input tokens / $7,200.00 (can't be true) = unknown"]);
    // What the user said is right counts, and the receipt says who said so.
    let mut overrides = Overrides::default();
    overrides.set_confirmation(&id, crate::catalog::Confirmed::of(offer, jiff::civil::date(2026, 11, 30)));
    let right = market(&overrides);
    let receipt = receipt(right.find(&id).unwrap(), Subject::CostPerTask, &workload(|_| ()));
    assert_eq!(receipt.outcome.label(), "$7.20");
    assert!(receipt.notes.iter().any(|note| note.starts_with("You said on 2026-11-30 that this is right: ")));
}

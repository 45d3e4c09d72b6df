//! Tests of choosing: the reference's answers, what an own price changes, and the reasons in words.

use super::*;
use crate::catalog::{Catalog, Market, Opinions, Overrides, OwnModels, Standing};
use crate::decide::any;
use crate::money::Price;

const REFERENCE: [(&str, &[&str]); 8] = [
    ("Tight budget and high volume", &["Llama 3.3 8B"]),
    ("Quality and volume", &["GPT-4.1 mini"]),
    ("Long document processing", &["Gemini 2.0 Flash"]),
    ("Complex reasoning where cost matters", &["DeepSeek V4"]),
    ("Best possible output", &["Claude Opus 4.6"]),
    ("Balanced all-rounder", &["GPT-4.1"]),
    ("Speed critical", &["Llama 3.3 70B"]),
    ("Enterprise with compliance", &["GPT-5.4", "Claude Sonnet 4"]),
];

fn answer(market: &Market, rules: &[Rule], objective: Objective) -> Answer {
    choose(market, &Judgements::default(), &any::workload(500, 200), rules, objective)
}

/// Each situation with the names of its picks.
fn picks(market: &Market) -> Vec<(String, Vec<String>)> {
    let situations = bundled().unwrap();
    let answers = situations.iter().map(|situation| {
        let answer = answer(market, &situation.rules, situation.objective);
        assert_eq!(
            answer.picks.len() + answer.runners_up.len() + answer.excluded.len(),
            market.offers().len(),
            "every model is answered for once"
        );
        let names = answer.picks.iter().map(|pick| market.offers()[pick.offer].model.name.clone());
        (situation.name.clone(), names.collect())
    });
    answers.collect()
}

fn expected(changed: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    REFERENCE
        .iter()
        .map(|(situation, reference)| {
            let new = changed.iter().find(|(name, _)| name == situation).map(|(_, picks)| *picks);
            ((*situation).to_owned(), names(new.unwrap_or(reference)))
        })
        .collect()
}

fn with_own_price(id: &str, price: &str) -> Market {
    let mut offers = Overrides::default();
    offers.set(crate::catalog::PriceOverride {
        model: ModelId::new(id).unwrap(),
        prices: crate::catalog::OwnPrices::usual(
            Some(Price::per_million(price).unwrap()),
            Some(Price::per_million(price).unwrap()),
        ),

        set_on: None,
        note: String::new(),
    });
    Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &offers)
}

#[test]
fn the_eight_answers_of_the_reference() {
    assert_eq!(picks(&any::market()), expected(&[]));
}

#[test]
fn an_own_price_changes_the_answers_that_it_should_and_no_other() {
    // GPT-4.1 for next to nothing: cheapest of all, with a large context and a high quality. It leaves the Mid-Range
    // tier, in which GPT-4.1 mini is then the best of known quality.
    let cheapest: &[&str] = &["GPT-4.1"];
    assert_eq!(
        picks(&with_own_price("openai/gpt-4.1", "0.01")),
        expected(&[
            ("Tight budget and high volume", cheapest),
            ("Quality and volume", cheapest),
            ("Long document processing", cheapest),
            ("Complex reasoning where cost matters", cheapest),
            ("Balanced all-rounder", &["GPT-4.1 mini"]),
        ])
    );
    // GPT-4.1 Nano for next to nothing: its quality is unknown, so it only wins where none is asked for.
    assert_eq!(
        picks(&with_own_price("openai/gpt-4.1-nano", "0.01")),
        expected(&[
            ("Tight budget and high volume", &["GPT-4.1 Nano"]),
            ("Long document processing", &["GPT-4.1 Nano"]),
        ])
    );
}

#[test]
fn why_not_the_others_says_which_rule_and_how_far() {
    let market = any::market();
    let rules = [
        Rule::ContextAtLeast(200_000),
        Rule::QualityAtLeast(Level::Of(ModelId::new("openai/gpt-4.1-mini").unwrap())),
        Rule::ProviderIn(vec!["openai".into(), "Anthropic".into()]),
        Rule::CostPerTaskAtMost(Dollars::parse("0.003").unwrap()),
    ];
    let answer = answer(&market, &rules, Objective::LowestCost);
    let why = |name: &str| {
        let excluded = answer
            .excluded
            .iter()
            .find(|excluded| market.offers()[excluded.offer].model.name == name)
            .unwrap();
        (excluded.rule, excluded.reason.to_string())
    };
    let is = |rule: usize, sentence: &str| (Some(rule), sentence.to_owned());
    assert_eq!(why("DeepSeek V4"), is(0, "its context window of 128,000 tokens is 72,000 short of 200,000"));
    assert_eq!(
        why("Gemini 2.0 Flash"),
        is(1, "its quality (summaries, translation, medium complexity) is below that of GPT-4.1 mini")
    );
    assert_eq!(why("GPT-4.1 Nano"), is(1, "its quality is unknown"));
    assert_eq!(why("GPT-5.4"), is(3, "$0.00325 a task is $0.00025 above the $0.003 allowed (8.3 %)"));
    let names = |candidates: &[Candidate]| {
        candidates.iter().map(|it| market.offers()[it.offer].model.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&answer.picks), ["GPT-4.1 mini"]);
    assert_eq!(names(&answer.runners_up), ["GPT-4.1"]);
    let runner_up = answer.runners_up[0];
    assert_eq!(runner_up.gap, Some(Gap::More(Dollars::parse("0.00208").unwrap())));
    assert_eq!(runner_up.times.unwrap().rounded(2), "5.00");
}

#[test]
fn a_maximum_input_proves_a_context_window_of_as_much() {
    let mut catalog = Catalog::bundled().unwrap();
    catalog.models.truncate(3);
    for (model, most) in catalog.models.iter_mut().zip([Some(1_048_576), Some(128_000), None]) {
        model.limits.context_window = None;
        model.limits.maximum_input = most;
    }
    let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
    let found = answer(&market, &[Rule::ContextAtLeast(200_000)], Objective::LowestCost);
    let name = |place: usize| market.offers()[place].model.name.as_str();
    assert_eq!(
        found.picks.iter().map(|pick| name(pick.offer)).collect::<Vec<_>>(),
        [&catalog.models[0].name]
    );
    let mut why: Vec<String> = found.excluded.iter().map(|one| one.reason.to_string()).collect();
    why.sort();
    assert_eq!(
        why,
        ["its context window is unknown", "its maximum input of 128,000 tokens is 72,000 short of 200,000"]
    );
}

#[test]
fn what_is_unknown_is_said_and_the_users_own_judgement_settles_it() {
    let market = any::market();
    let id = ModelId::new("openai/gpt-4.1-nano").unwrap();
    let ask = |judgements: &Judgements, rule: Rule| {
        choose(&market, judgements, &any::workload(500, 200), &[rule], Objective::LowestCost)
    };
    let nothing = Judgements::default();
    for (rule, sentence) in [
        (Rule::Can(Capability::Vision), "its vision is unknown"),
        (Rule::OutputAtLeast(1), "its maximum output is unknown"),
        (Rule::CostPerMonthAtMost(Dollars::whole(1)), "set requests per day to see a monthly cost"),
        (
            Rule::SpeedAtLeast(Level::Of(ModelId::new("nobody/nothing").unwrap())),
            "the speed of nobody/nothing, by which it would be measured, is unknown",
        ),
    ] {
        let answer = ask(&nothing, rule);
        assert!(answer.picks.is_empty());
        assert!(answer.excluded.iter().all(|excluded| excluded.reason.to_string() == sentence), "{answer:?}");
    }
    let mut judgements = Judgements::default();
    let quality = Some(Standing { level: 9, says: "good enough for us".into() });
    judgements.set(id.clone(), Opinions { quality, ..Opinions::default() });
    let answer = ask(&judgements, Rule::QualityAtLeast(Level::Is(9)));
    assert_eq!(market.offers()[answer.picks[0].offer].model.id, id);
    assert_eq!(answer.picks.len() + answer.runners_up.len(), 1);
}

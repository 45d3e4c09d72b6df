//! Tests of a portfolio's bill on the bundled list.

use super::*;
use crate::catalog::{
    Catalog, ContextTier, Market, ModelId, MorePrices, Offer, Overrides, OwnModels, PriceSheet, Rates, Tariff,
};
use crate::decide::any;
use crate::decide::choose::{Judgements, Level};
use crate::money::{Price, Share};
use crate::portfolio::{Assignment, Draft, Entry, Portfolio, Volume};
use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};

fn named(name: &str, input: u64, output: u64) -> Workload {
    any::workload(input, output).renamed(Name::new(name).unwrap())
}

fn workloads() -> [Arc<Workload>; 2] {
    [named("Chat", 500, 200), named("Long", 150_000, 1_000)].map(Arc::new)
}

fn portfolio(models: [Option<&str>; 2]) -> Portfolio {
    let entry = |name: &str, volume, model: Option<&str>| Entry {
        workload: Name::new(name).unwrap(),
        volume,
        assignment: model
            .map_or(Assignment::CheapestThatFits, |id| Assignment::Model(ModelId::new(id).unwrap())),
    };
    Portfolio::try_from(Draft {
        name: "Support".into(),
        requests_per_day: Some(1_000),
        entries: vec![
            entry("chat", Volume::Share(Share::percent("90").unwrap()), models[0]),
            entry("Long", Volume::RequestsPerDay(10), models[1]),
        ],
        note: String::new(),
    })
    .unwrap()
}

fn billed() -> Billed {
    Billed::on(Arc::new(any::market()))
}

/// Hands the ways to run a portfolio on all models to `of`.
fn ways<T>(portfolio: &Portfolio, constraints: &Constraints, of: impl FnOnce(&Ways<'_>) -> T) -> T {
    of(&Ways::new(&any::market(), &billed(), &Judgements::default(), &workloads(), portfolio, constraints))
}

fn ask(portfolio: &Portfolio, constraints: &Constraints) -> Bill {
    Ways::new(&any::market(), &billed(), &Judgements::default(), &workloads(), portfolio, constraints)
        .as_it_is()
}

fn cheapest(portfolio: &Portfolio, constraints: &Constraints) -> Bill {
    Ways::new(&any::market(), &billed(), &Judgements::default(), &workloads(), portfolio, constraints)
        .cheapest()
}

fn names(bill: &Bill) -> Vec<String> {
    let market = any::market();
    let name = |line: &Line| match &line.cost {
        Ok(cost) => market.offers()[cost.offer].model.name.clone(),
        Err(gap) => gap.words(),
    };
    bill.lines.iter().map(name).collect()
}

#[test]
fn each_workload_has_the_cheapest_model_that_fits_and_one_bill() {
    let found = ask(&portfolio([None, None]), &Constraints::default());
    assert_eq!(names(&found), ["Llama 3.3 8B", "Gemini 2.0 Flash"]);
    // 900 x 30 x $0.000065 + 10 x 30 x $0.0154
    assert_eq!(found.monthly.to_exact_string(), "6.375");
    assert!(found.is_complete && found.is_proven);
    let market = any::market();
    let baseline = ways(&portfolio([None, None]), &Constraints::default(), |ways| {
        ways.all_on(any::offer(&market, "GPT-4.1 mini"))
    });
    // 27,000 x $0.00052 + 300 x $0.0616
    assert_eq!(baseline.monthly.to_exact_string(), "32.52");
    assert_eq!(found.saving_against(&baseline), Some(Saving::Saves(Dollars::parse("26.145").unwrap())));
}

#[test]
fn each_constraint_has_its_price() {
    let constraints = Constraints {
        rules: vec![Rule::QualityAtLeast(Level::Of(ModelId::new("openai/gpt-4.1-mini").unwrap()))],
        most_models: Some(1),
    };
    let portfolio = portfolio([None, None]);
    let found = ask(&portfolio, &constraints);
    assert_eq!(names(&found), ["GPT-4.1 mini", "GPT-4.1 mini"]);
    let prices = ways(&portfolio, &constraints, |ways| ways.prices_of_constraints(&found));
    let price = |text: &str| Ok(Dollars::parse(text).unwrap());
    // Without the rule, one model for both is Gemini 2.0 Flash: 27,000 x $0.00013 + $4.62 = $8.13. Without the limit,
    // the rule alone already asks for one model, GPT-4.1 mini being the cheapest for both: DeepSeek V4 costs less for
    // chat, $0.00039 x 27,000.
    assert_eq!(prices, [(Constraint::Rule(0), price("24.39")), (Constraint::MostModels, price("3.51"))]);
}

#[test]
fn what_has_no_cost_says_why_and_the_rest_is_billed() {
    let found = ask(&portfolio([Some("nobody/nothing"), None]), &Constraints::default());
    assert_eq!(names(&found), ["the chosen model is not in the price list", "Gemini 2.0 Flash"]);
    assert_eq!(found.monthly.to_exact_string(), "4.62");
    assert!(!found.is_complete);
    let too_long = ask(&portfolio([None, Some("groq/llama-3.3-8b")]), &Constraints::default());
    assert!(names(&too_long)[1].contains("exceed the context window"), "{too_long:?}");
    let rules = vec![Rule::ContextAtLeast(u64::MAX)];
    let none = ask(&portfolio([None, None]), &Constraints { rules, most_models: None });
    assert_eq!(names(&none)[0], "no model takes it and meets the rules");
    // Two chosen models are more than one allowed.
    let two = portfolio([Some("openai/gpt-5.4"), Some("google/gemini-2.0-flash")]);
    let found = ask(&two, &Constraints { most_models: Some(1), ..Constraints::default() });
    assert!(!found.is_complete && found.monthly.is_zero());
    assert_eq!(names(&found)[0], "no assignment keeps to so few different models");
    // A search that was given up takes the best that it came across, and does not call it the cheapest.
    let constraints = Constraints { most_models: Some(1), ..Constraints::default() };
    let (billed, judgements, workloads) = (billed(), Judgements::default(), workloads());
    let open = portfolio([None, None]);
    let found = Ways::new(billed.market(), &billed, &judgements, &workloads, &open, &constraints)
        .within(0)
        .as_it_is();
    assert!(found.is_complete && !found.is_proven);
    assert_eq!(names(&found)[0], names(&found)[1]);
}

#[test]
fn a_monthly_fee_is_paid_once_for_a_workload_that_runs() {
    let mut chat = named("Chat", 500, 200);
    chat.set_monthly_fee(Dollars::whole(20));
    let entry = |requests, model: &str| Entry {
        workload: Name::new("chat").unwrap(),
        volume: Volume::RequestsPerDay(requests),
        assignment: Assignment::Model(ModelId::new(model).unwrap()),
    };
    let ask = |entries: Vec<Entry>| {
        let draft = Draft { name: "Support".into(), entries, ..Draft::default() };
        let portfolio = Portfolio::try_from(draft).unwrap();
        let (workloads, constraints) = ([Arc::new(chat.clone())], Constraints::default());
        Ways::new(&any::market(), &billed(), &Judgements::default(), &workloads, &portfolio, &constraints)
            .as_it_is()
    };
    // 700 x 30 x $0.00325 + 300 x 30 x $0.0026, and the fee.
    let split = ask(vec![entry(700, "openai/gpt-5.4"), entry(300, "openai/gpt-4.1")]);
    assert_eq!(split.monthly.to_exact_string(), "111.65");
    assert_eq!(split.fees.len(), 1);
    assert_eq!(split.fees[0].monthly, Dollars::whole(20));
    // What does not run pays nothing, and what has no cost has no bill.
    for idle in
        [ask(vec![entry(0, "openai/gpt-5.4")]), ask(vec![entry(1, "nobody/nothing")]), ask(Vec::new())]
    {
        assert!(idle.fees.is_empty() && idle.monthly.is_zero(), "{idle:?}");
    }
}

#[test]
fn a_chosen_model_is_found_under_another_id_and_a_hidden_one_is_said_to_be_hidden() {
    let named = ask(&portfolio([Some("openai/gpt-4.1"), None]), &Constraints::default());
    let other = ask(&portfolio([Some("gpt-4.1"), None]), &Constraints::default());
    assert_eq!(other, named);
    let hidden = vec![ModelId::new("openai/gpt-4.1").unwrap()];
    let own = OwnModels { hidden, ..OwnModels::default() };
    let all = Market::new(&Catalog::bundled().unwrap(), &own, &Overrides::default());
    let portfolio = portfolio([Some("openai/gpt-4.1"), None]);
    let compared = Arc::new(all.among(&(0..all.offers().len()).collect::<Vec<_>>()));
    let billed = Kept::default().billed(&all, &compared, &portfolio, None);
    assert_eq!(billed.market().offers().len(), 12);
    let (judgements, workloads, constraints) = (Judgements::default(), workloads(), Constraints::default());
    let found =
        Ways::new(billed.market(), &billed, &judgements, &workloads, &portfolio, &constraints).as_it_is();
    assert_eq!(names(&found)[0], "the chosen model is hidden");
}

#[test]
fn each_chosen_model_has_its_price() {
    let market = any::market();
    let constraints = Constraints::default();
    let prices = |portfolio: &Portfolio| {
        ways(portfolio, &constraints, |ways| ways.prices_of_choices(&ways.as_it_is()))
    };
    let chosen = portfolio([Some("openai/gpt-4.1"), None]);
    let open = cheapest(&chosen, &constraints);
    assert_eq!(open, ask(&portfolio([None, None]), &constraints));
    let saved = ask(&chosen, &constraints).monthly.minus(open.monthly).unwrap();
    assert!(!saved.is_zero());
    assert_eq!(prices(&chosen), [(0, Ok(Saving::Saves(saved)))]);
    let cheapest = market.offers()[open.lines[0].cost.as_ref().unwrap().offer].model.id.clone();
    let same = portfolio([Some(cheapest.as_str()), Some("nobody/nothing")]);
    // The second entry has no cost until it is left open.
    assert_eq!(prices(&same), [(0, Err(Unpriced::NoCost)), (1, Err(Unpriced::NoCost))]);
    let same = portfolio([Some(cheapest.as_str()), None]);
    assert_eq!(prices(&same), [(0, Ok(Saving::Nothing))]);
}

#[test]
fn what_was_billed_is_kept_while_only_volumes_and_names_change_and_made_anew_with_tokens_and_prices() {
    let all = any::market();
    let compared = Arc::new(all.clone());
    let kept = Kept::default();
    let open = portfolio([None, None]);
    let billed = kept.billed(&all, &compared, &open, None);
    let [chat, long] = workloads();
    let tasks = |workloads: &[Arc<Workload>]| -> Vec<_> {
        let found = billed.tasks(workloads, &open);
        found.into_iter().map(|found| Arc::as_ptr(&found.unwrap().1)).collect()
    };
    let before = tasks(&[Arc::clone(&chat), Arc::clone(&long)]);
    let mut busier = chat.renamed(Name::new("CHAT").unwrap());
    busier.set_requests_per_day(7);
    busier.set_monthly_fee(Dollars::whole(1));
    assert_eq!(tasks(&[Arc::new(busier.clone()), Arc::clone(&long)]), before);
    busier.set_output_tokens(201);
    let after = tasks(&[Arc::new(busier), long]);
    assert!(after[0] != before[0] && after[1] == before[1]);
    assert!(Arc::ptr_eq(&billed, &kept.billed(&all, &compared, &open, None)));
    let other = Arc::new(all.clone());
    assert!(!Arc::ptr_eq(&billed, &kept.billed(&all, &other, &open, None)));
}

#[test]
fn a_model_that_is_only_named_is_billed_and_measured_by_and_no_entry_has_it_that_does_not_name_it() {
    let all = any::market();
    let place = |name: &str| all.offers().iter().position(|offer| offer.model.name == name).unwrap();
    let compared = Arc::new(all.among(&[place("GPT-5.4"), place("GPT-4.1")]));
    let cheap = ModelId::new("groq/llama-3.3-8b").unwrap();
    let named = portfolio([Some("openai/gpt-4.1-mini"), None]);
    let billed = Kept::default().billed(&all, &compared, &named, Some(&cheap));
    assert_eq!(billed.market().offers().len(), 4);
    // Long prompts fit both that are compared; GPT-4.1 is the cheaper.
    let level = |id: &str| Rule::QualityAtLeast(Level::Of(ModelId::new(id).unwrap()));
    for (rules, open) in [
        (Vec::new(), "GPT-4.1"),
        // The yardstick need not be compared either.
        (vec![level("deepseek/deepseek-v4")], "GPT-4.1"),
    ] {
        let (judgements, workloads) = (Judgements::default(), workloads());
        let constraints = Constraints { rules, most_models: None };
        let ways = Ways::new(&all, &billed, &judgements, &workloads, &named, &constraints);
        let name = |line: &Line| {
            let cost = line.cost.clone()?;
            Ok::<_, Gap>(billed.market().offers()[cost.offer].model.name.clone())
        };
        let found: Vec<_> = ways.as_it_is().lines.iter().map(name).collect();
        assert_eq!(found, [Ok("GPT-4.1 mini".to_owned()), Ok(open.to_owned())]);
        assert!(ways.cheapest().lines.iter().all(|line| name(line) == Ok(open.to_owned())));
        let offer = all.find(&cheap).unwrap();
        assert!(ways.all_on(offer).lines[0].cost.is_ok());
    }
}

/// The least cost over every assignment of these options to at most so many models.
fn exhaustive(options: &[Vec<(usize, Dollars)>], most: usize, open: &BTreeSet<usize>) -> Option<Dollars> {
    let Some((line, rest)) = options.split_first() else { return Some(Dollars::ZERO) };
    let each = line.iter().filter_map(|(offer, cost)| {
        let mut open = open.clone();
        open.insert(*offer);
        (open.len() <= most).then_some(())?;
        exhaustive(rest, most, &open).map(|least| least + *cost)
    });
    each.min()
}

/// One entry: which workload, how many requests a day, and the place of a chosen model.
type AnyEntry = (bool, u64, Option<usize>);

fn any_entries() -> impl Strategy<Value = Vec<AnyEntry>> {
    let entry = (proptest::bool::ANY, 0_u64..4, proptest::option::weighted(0.4, 0_usize..13));
    proptest::collection::vec(entry, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_bill_with_rules_chosen_models_and_fees_agrees_with_exhaustive_search(
        entries in any_entries(),
        fees in [0_u64..3, 0_u64..3],
        providers in proptest::option::of(proptest::sample::subsequence(vec!["OpenAI", "Google", "Groq"], 1..3)),
        context in proptest::option::of(proptest::sample::select(vec![128_000_u64, 200_000, 1_000_000])),
        monthly in proptest::option::of(1_u64..6),
        most_models in proptest::option::of(1_usize..4),
    ) {
        let (billed, market) = (any_billed(), any_billed().market());
        let mut workloads = workloads();
        for (workload, fee) in workloads.iter_mut().zip(fees) {
            Arc::make_mut(workload).set_monthly_fee(Dollars::whole(fee));
        }
        let of = |is_long: &bool| &workloads[usize::from(*is_long)];
        let draft = entries.iter().map(|(is_long, requests, chosen)| Entry {
            workload: of(is_long).name().clone(),
            volume: Volume::RequestsPerDay(*requests),
            assignment: chosen.map_or(Assignment::CheapestThatFits, |place| {
                Assignment::Model(market.offers()[place].model.id.clone())
            }),
        });
        let draft = Draft { name: "Any".into(), entries: draft.collect(), ..Draft::default() };
        let portfolio = Portfolio::try_from(draft).unwrap();
        let names = providers.clone().map(|names| names.into_iter().map(str::to_owned).collect());
        let monthly = monthly.map(Dollars::whole);
        let rules = names.map(Rule::ProviderIn).into_iter().chain(context.map(Rule::ContextAtLeast));
        let rules = rules.chain(monthly.map(Rule::CostPerMonthAtMost));
        let constraints = Constraints { rules: rules.collect(), most_models };
        let found = Ways::new(market, billed, &Judgements::default(), &workloads, &portfolio, &constraints).as_it_is();

        let passes = |offer: &Offer| {
            providers.as_ref().is_none_or(|names| names.contains(&offer.model.provider.as_str()))
                && context.is_none_or(|least| offer.model.limits.context_window.is_some_and(|most| most >= least))
        };
        let options: Vec<Vec<(usize, Dollars)>> = entries
            .iter()
            .map(|(is_long, requests, chosen)| {
                let offers = market.offers().iter().enumerate();
                let allowed = offers.filter(|(place, offer)| match chosen {
                    Some(chosen) => chosen == place,
                    None => passes(offer),
                });
                let priced = allowed.filter_map(|(place, offer)| {
                    let cost = billing::total(offer, of(is_long)).priced()?.times(30 * requests);
                    let is_within = |most| cost + of(is_long).monthly_fee() <= most;
                    (chosen.is_some() || monthly.is_none_or(is_within)).then_some((place, cost))
                });
                priced.collect()
            })
            .collect();
        let billed: Vec<Vec<(usize, Dollars)>> =
            options.iter().filter(|options| !options.is_empty()).cloned().collect();
        let least = exhaustive(&billed, most_models.unwrap_or(usize::MAX), &BTreeSet::new());
        let fee = |is_long: bool| {
            let runs = entries.iter().zip(&options).any(|((long, requests, _), options)| {
                *long == is_long && *requests > 0 && !options.is_empty()
            });
            if runs { of(&is_long).monthly_fee() } else { Dollars::ZERO }
        };
        let expected = least.map_or(Dollars::ZERO, |least| least + fee(false) + fee(true));
        prop_assert!(found.is_proven);
        prop_assert_eq!(found.monthly, expected);
        prop_assert_eq!(found.is_complete, least.is_some() && billed.len() == entries.len());
    }
}

/// Made once: it takes longer than to bill a case.
fn any_billed() -> &'static Billed {
    static BILLED: std::sync::LazyLock<Billed> = std::sync::LazyLock::new(billed);
    &BILLED
}

/// Models of which those with cheap prompts have dear answers, so that many are the best for some workload; every fourth
/// has a long-context price.
fn many_models(count: u64, kinds: u64) -> Market {
    let mut catalog = Catalog::bundled().unwrap();
    let pattern = catalog.models.remove(0);
    let models = (0..count).map(|index| {
        let mut model = pattern.clone();
        model.id = ModelId::new(&format!("provider-{}/model-{index}", index % 40)).unwrap();
        model.provider = format!("Provider {}", index % 40);
        let price = |thousandths: u64| Price::per_million(&format!("{thousandths}e-3")).unwrap();
        let input = 1 + index * 7_907 % kinds;
        let output = 40_000 / input + index * 104_729 % 13 + 1;
        let base = Rates { input: price(input), output: price(output), ..Rates::default() };
        let tier = ContextTier {
            above: 1_000 * (1 + index % 5),
            inclusive: false,
            rates: Rates { input: base.output, ..base },
        };
        let tiers = if index % 4 == 0 { vec![tier] } else { Vec::new() };
        let standard = Tariff::new(base, tiers);
        model.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
        model
    });
    catalog.models = models.collect();
    Market::new(&catalog, &OwnModels::default(), &Overrides::default())
}

/// How far a search goes is a number of comparisons, which no busy machine changes.
#[test]
fn among_ten_thousand_models_the_cheapest_few_are_found_within_the_steps_of_one_answer() {
    let billed = Billed::on(Arc::new(many_models(10_000, 97)));
    let market = billed.market();
    let workloads: Vec<Arc<Workload>> = (0..20)
        .map(|number| {
            Arc::new(named(&format!("W{number}"), 200 + number * 371 % 6_000, 50 + number * 611 % 1_500))
        })
        .collect();
    let entries = workloads.iter().enumerate().map(|(number, workload)| Entry {
        workload: workload.name().clone(),
        volume: Volume::RequestsPerDay(1_000 + number as u64),
        assignment: if number % 4 == 2 {
            Assignment::Model(market.offers()[number].model.id.clone())
        } else {
            Assignment::CheapestThatFits
        },
    });
    let draft = Draft { name: "All".into(), entries: entries.collect(), ..Draft::default() };
    let portfolio = Portfolio::try_from(draft).unwrap();
    let rules = vec![
        Rule::ContextAtLeast(100_000),
        Rule::ProviderIn((0..30).map(|number| format!("Provider {number}")).collect()),
        Rule::CostPerMonthAtMost(Dollars::whole(100_000)),
    ];
    for most in [1, 2, 3, 6, 8, 10] {
        let constraints = Constraints { rules: rules.clone(), most_models: Some(most) };
        let ways = Ways::new(market, &billed, &Judgements::default(), &workloads, &portfolio, &constraints);
        let (now, best) = (ways.as_it_is(), ways.cheapest());
        assert!(now.is_proven && best.is_proven && best.is_complete);
        let choices = ways.prices_of_choices(&now);
        let as_it_is = ways.prices_as_it_is(&now);
        // Five models are chosen by hand.
        assert_eq!(choices.iter().all(|(_, price)| price.is_ok()), most >= 6, "at most {most}: {choices:?}");
        assert_eq!(
            as_it_is.iter().all(|(_, price)| price.is_ok()),
            most >= 5,
            "at most {most}: {as_it_is:?}"
        );
        let prices = ways.prices_of_constraints(&best);
        assert!(prices.iter().all(|(_, price)| price.is_ok()), "at most {most}: {prices:?}");
        assert!(ways.steps_left() > assign::MOST_STEPS / 4 * 3, "at most {most}: {}", ways.steps_left());
    }
}

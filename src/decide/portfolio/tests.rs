//! Tests of a portfolio's bill on the bundled list.

use super::*;
use crate::catalog::{Catalog, Market, ModelId, Offer, Overrides, OwnModels};
use crate::decide::any;
use crate::decide::choose::{Judgements, Level};
use crate::money::Share;
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
    of(&Ways::new(&billed(), &Judgements::default(), &workloads(), portfolio, constraints))
}

fn ask(portfolio: &Portfolio, constraints: &Constraints) -> Bill {
    ways(portfolio, constraints, |ways| ways.as_it_is())
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
    let price = |text: &str| Some(Dollars::parse(text).unwrap());
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
    // A search that was given up says nothing about what there is.
    let constraints = Constraints { most_models: Some(1), ..Constraints::default() };
    let (billed, judgements, workloads) = (billed(), Judgements::default(), workloads());
    let open = portfolio([None, None]);
    let found = Ways::new(&billed, &judgements, &workloads, &open, &constraints).within(0).as_it_is();
    assert_eq!(names(&found)[0], "not found in the time that a search may take");
    assert!(!found.is_complete && !found.is_proven);
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
        Ways::new(&billed(), &Judgements::default(), &workloads, &portfolio, &constraints).as_it_is()
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
    let found = Ways::new(&billed, &judgements, &workloads, &portfolio, &constraints).as_it_is();
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
    let open = ways(&chosen, &constraints, |ways| ways.cheapest());
    assert_eq!(open, ask(&portfolio([None, None]), &constraints));
    let saved = ask(&chosen, &constraints).monthly.minus(open.monthly).unwrap();
    assert!(!saved.is_zero());
    assert_eq!(prices(&chosen), [(0, Some(Saving::Saves(saved)))]);
    let cheapest = market.offers()[open.lines[0].cost.as_ref().unwrap().offer].model.id.clone();
    let same = portfolio([Some(cheapest.as_str()), Some("nobody/nothing")]);
    // The second entry has no cost until it is left open.
    assert_eq!(prices(&same), [(0, None), (1, None)]);
    let same = portfolio([Some(cheapest.as_str()), None]);
    assert_eq!(prices(&same), [(0, Some(Saving::Nothing))]);
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
    // A model that is named and not compared is billed as well.
    let cheaper = Arc::new(all.among(&[0, 1]));
    let named = portfolio([Some("openai/gpt-4.1"), None]);
    assert_eq!(kept.billed(&all, &cheaper, &named, None).market().offers().len(), 3);
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
        let found = Ways::new(billed, &Judgements::default(), &workloads, &portfolio, &constraints).as_it_is();

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

//! Which rows of the real price lists are one offer, and which are not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::support::shared;
use jiff::civil::{Date, date};
use tokens_per_dollar::catalog::{
    Catalog, Changes, Discounts, Groups, Market, MarketParts, Model, ModelId, OutOfScope, Overrides,
    OwnModels, OwnPrices, PriceList, PriceOverride, PriceState, Scope, ScopeRules, SearchIndex, feeds,
};
use tokens_per_dollar::money::Price;

const TODAY: Date = date(2026, 11, 24);

fn lists() -> Vec<PriceList> {
    ["litellm", "models.dev", "genai-prices", "openrouter"]
        .into_iter()
        .map(|name| {
            let bytes = shared(&format!("price-feeds/{name}.json"));
            PriceList::from(feeds::import(&bytes, Some(TODAY)).unwrap().into_catalog())
        })
        .chain([PriceList::from(Catalog::bundled().unwrap())])
        .collect()
}

fn market(lists: &[PriceList], all_rows: bool) -> Market {
    Market::of(&MarketParts {
        lists,
        own: &OwnModels::default(),
        overrides: &Overrides::default(),
        discounts: &Discounts::default(),
        day: Some(TODAY),
        all_rows,
    })
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn the_rows_of_all_lists_are_so_many_offers() {
    let lists = lists();
    let rows: usize = lists.iter().map(|list| list.models().len()).sum();
    let market = market(&lists, false);
    let merged: usize = market.offers().iter().map(|offer| offer.elsewhere.len()).sum();
    let differ = market
        .offers()
        .iter()
        .flat_map(|offer| offer.elsewhere.iter().map(move |(_, model)| (offer, model)))
        .filter(|(offer, model)| !offer.listed.agrees(model.prices_on(TODAY)))
        .count();
    println!(
        "{rows} rows, {} offers, {merged} merged, {differ} of them with other or unknown prices",
        market.offers().len()
    );
    assert_eq!(rows, 4_551 + 5_276 + 1_466 + 335 + 13);
    assert_eq!((market.offers().len(), merged, differ), (9_978, 1_663, 436));
    // Every id is one offer's, so that what is kept under an id means one thing.
    let ids: HashSet<_> = market.offers().iter().map(|offer| &offer.model.id).collect();
    assert_eq!(ids.len(), market.offers().len());
}

/// Picked by hand from what was merged and what was not.
#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn forty_pairs_of_rows_are_one_offer_or_two() {
    const SAME: [(&str, &str); 20] = [
        ("claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
        ("gpt-4.1", "openai/gpt-4.1"),
        ("gpt-4.1-nano", "openai/gpt-4.1-nano"),
        ("gpt-4-turbo", "openai/gpt-4-turbo"),
        ("claude-opus-4-6", "anthropic/claude-opus-4.6"),
        ("anthropic/claude-sonnet-4-20250514", "anthropic/claude-sonnet-4"),
        ("anthropic/claude-3-5-haiku-latest", "anthropic/claude-haiku-3.5"),
        ("azure_ai/claude-haiku-4-5", "azure/claude-haiku-4-5"),
        ("deepinfra/deepseek-ai/DeepSeek-V4-Flash", "deepinfra/deepseek-ai/deepseek-v4-flash"),
        ("friendliai/deepseek-ai/DeepSeek-V3.2", "friendli/deepseek-ai/DeepSeek-V3.2"),
        ("novita/meta-llama/llama-3-8b-instruct", "novita-ai/meta-llama/llama-3-8b-instruct"),
        ("nvidia.nemotron-nano-9b-v2", "amazon-bedrock/nvidia.nemotron-nano-9b-v2"),
        ("snowflake/openai-gpt-5-mini", "snowflake-cortex/openai-gpt-5-mini"),
        ("vercel_ai_gateway/mistral/codestral", "vercel/mistral/codestral"),
        ("vercel_ai_gateway/anthropic/claude-4-opus", "vercel/anthropic/claude-opus-4"),
        ("zai/glm-5.2", "zai/GLM-5.2"),
        ("gemini/gemini-embedding-2", "google/gemini-embedding-2"),
        ("openrouter/microsoft/phi-4", "openrouter/microsoft/phi-4"),
        ("us.anthropic.claude-opus-4-8", "aws/regional.anthropic.claude-opus-4-8-v1:0"),
        ("mistral/codestral-latest", "mistral/codestral"),
    ];
    const APART: [(&str, &str); 20] = [
        ("mistral/devstral-small", "mistral/devstral-small-latest"),
        ("azure/eu/gpt-5-mini", "azure/gpt-5-mini"),
        ("azure/us/gpt-5-mini", "azure-cognitive-services/gpt-5-mini"),
        ("gpt-4.1", "gpt-4.1-mini"),
        ("gpt-4.1-nano", "azure/gpt-4.1-nano"),
        ("gpt-4.1", "openrouter/openai/gpt-4.1"),
        ("openrouter/meta-llama/llama-3.3-70b-instruct", "openrouter/meta-llama/llama-3.3-70b-instruct:free"),
        ("azure_ai/deepseek-v3.1", "azure-cognitive-services/deepseek-v3.1"),
        ("vercel_ai_gateway/deepseek/deepseek-v3", "vercel/deepseek/deepseek-v3"),
        ("nano-gpt/moonshotai/kimi-k2.6", "nano-gpt/TEE/kimi-k2.6"),
        ("nano-gpt/minimax/minimax-m2.5", "nano-gpt/TEE/minimax-m2.5"),
        ("kilo/anthropic/claude-sonnet-4.6", "kilo/stealth/claude-sonnet-4.6"),
        ("openrouter/eva-qwen-2.5-72b", "openrouter/eva-unit-01/eva-qwen-2.5-72b"),
        ("openrouter/toppy-m-7b", "openrouter/undi95/toppy-m-7b"),
        ("anthropic/claude-3-5-sonnet-20240620", "anthropic/claude-3-5-sonnet-20241022"),
        ("gpt-4o", "gpt-4o-2024-05-13"),
        ("zai/glm-5v-turbo", "zhipuai/glm-5v-turbo"),
        ("global.xai.grok-4.6", "us-gov.xai.grok-4.6"),
        ("bedrock/us-gov-east-1/anthropic.claude-fable-5-1", "anthropic.claude-fable-5-1"),
        ("azure_ai/Meta-Llama-3-70B-Instruct", "azure-cognitive-services/meta-llama-3-70b-instruct"),
    ];
    let lists = lists();
    let market = market(&lists, false);
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, offer) in market.offers().iter().enumerate() {
        for model in offer.elsewhere.iter().map(|(_, model)| model).chain([&offer.model]) {
            places.entry(model.id.as_str().to_lowercase()).or_default().push(place);
        }
    }
    let places = |id: &str| places.get(&id.to_lowercase()).unwrap_or_else(|| panic!("{id} is in no list"));
    for (a, b) in SAME {
        assert!(places(a).iter().any(|place| places(b).contains(place)), "{a} and {b} are one");
    }
    for (a, b) in APART {
        assert!(!places(a).iter().any(|place| places(b).contains(place)), "{a} and {b} are two");
    }
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn own_prices_of_the_reference_models_stick_in_the_imported_lists() {
    let mut lists = lists();
    let reference = lists.pop().unwrap();
    let entries = reference.models().map(|model| PriceOverride {
        model: model.id.clone(),
        prices: OwnPrices::usual(Some(Price::per_million("0.123").unwrap()), None),
        set_on: None,
        note: String::new(),
    });
    let overrides = Overrides::new(entries.collect());
    let market = Market::of(&MarketParts {
        lists: &lists,
        own: &OwnModels::default(),
        overrides: &overrides,
        discounts: &Discounts::default(),
        day: Some(TODAY),
        all_rows: false,
    });
    let stuck: Vec<(&str, &str)> = market
        .offers()
        .iter()
        .filter_map(|offer| Some((offer.own_price.as_ref()?.model.as_str(), offer.model.id.as_str())))
        .collect();
    let orphans: Vec<&str> = market.orphans().iter().map(|entry| entry.model.as_str()).collect();
    println!("{stuck:#?}\nwithout a model: {orphans:?}");
    assert_eq!(stuck.len() + orphans.len(), 13);
    assert!(stuck.contains(&("openai/gpt-4.1-nano", "gpt-4.1-nano")));
    assert!(stuck.contains(&("anthropic/claude-opus-4.6", "claude-opus-4-6")));
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn the_default_scope_of_all_lists() {
    let lists = lists();
    let market = market(&lists, false);
    let groups = Groups::of(&market);
    let scope = Scope::new(&market, &groups, ScopeRules::STANDARD, TODAY);
    let counts = OutOfScope::ALL.map(|reason| scope.count(reason));
    println!("{} groups, {} in scope, {counts:?} out of it", groups.all().len(), scope.inside().len());
    assert_eq!((groups.all().len(), scope.inside().len()), (3_265, 2_075));
    assert_eq!(counts, [1_430, 2, 0, 493, 469, 5, 7, 419, 5_078]);
    assert_eq!(counts.iter().sum::<usize>() + scope.inside().len(), market.offers().len());
    let mut seen = HashSet::new();
    for place in scope.inside() {
        let offer = market.get(*place).unwrap();
        assert_eq!(offer.prices.state(), PriceState::Priced, "{}", offer.model.id);
        assert!(!offer.model.facts.is_deprecated(TODAY), "{}", offer.model.id);
        assert!(seen.insert(Arc::clone(&offer.identity.model)), "{} is there twice", offer.model.id);
    }
    // The makers stand for their models.
    for id in ["gpt-4.1", "claude-opus-4-6", "claude-sonnet-4-5"] {
        let place = market.place(&ModelId::new(id).unwrap()).unwrap();
        assert!(scope.contains(place) && groups.is_head(place), "{id}");
        assert!(groups.of_offer(place).unwrap().members.len() > 5, "{id} is sold at many places");
    }
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn misspelt_names_are_found_among_ten_thousand() {
    let lists = lists();
    let market = market(&lists, false);
    let index = SearchIndex::new(&market);
    for (query, wanted) in [
        ("sonet 45", "claude-sonnet-4-5"),
        ("gpt4.1mini", "gpt-4.1-mini"),
        ("lama 70b groq", "groq/llama-3.3-70b-versatile"),
        ("calude opus 4.6", "claude-opus-4-6"),
        ("gemni 2.5 flash", "gemini/gemini-2.5-flash"),
        ("deepsek v3.2", "deepseek/deepseek-v3.2"),
        ("mistrall large", "mistral/mistral-large-latest"),
        ("kimik2.5", "moonshot/kimi-k2.5"),
    ] {
        let found = index.search(query);
        let names: Vec<&str> =
            found.iter().filter_map(|place| Some(market.get(*place)?.model.id.as_str())).collect();
        println!("{query}: {} found, {:?}", names.len(), names.iter().take(5).collect::<Vec<_>>());
        assert!(names.contains(&wanted), "{query}: {names:?}");
        assert!(names.len() < 400, "{query}: {}", names.len());
    }
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn two_lists_of_one_publisher_differ_by_what_was_changed() {
    let lists = lists();
    let old: Vec<Arc<Model>> = lists.first().unwrap().models().cloned().collect();
    let mut new = old.clone();
    let gone = new.remove(100);
    let raised = new.iter_mut().find(|model| model.id.as_str() == "gpt-4.1").unwrap();
    Arc::make_mut(raised).prices.input = Price::per_million("2.5").unwrap();
    let changes = Changes::between(&old, &new, Some(TODAY));
    assert_eq!(changes.summary(), "0 new, 1 gone, 1 up, 0 down");
    assert_eq!(changes.gone.first().unwrap().id, gone.id);
    let change = changes.changed.first().unwrap().prices.first().unwrap();
    assert_eq!(change.percent().as_deref(), Some("+25 %"));
}

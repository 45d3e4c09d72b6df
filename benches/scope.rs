//! What a click costs with all real price lists loaded: the market, its groups and scope, a filter, a search at each
//! keystroke, a chart. The lists are read from `TPD_SHARED`; without them nothing is measured.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "criterion's macros; a broken bench may panic")]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use tokens_per_dollar::catalog::{
    Catalog, Discounts, Filter, Groups, Market, MarketParts, Overrides, OwnModels, PriceList, Scope,
    ScopeRules, SearchIndex, feeds,
};
use tokens_per_dollar::chart::{Chart, ChartRequest};
use tokens_per_dollar::ranking::Measure;
use tokens_per_dollar::workload::{Draft, Workload};

const DAY: Date = date(2026, 11, 24);

fn lists() -> Option<Vec<PriceList>> {
    let folder = PathBuf::from(std::env::var_os("TPD_SHARED")?).join("price-feeds");
    let mut lists = Vec::new();
    for name in ["litellm", "models.dev", "genai-prices", "openrouter"] {
        let bytes = std::fs::read(folder.join(format!("{name}.json"))).ok()?;
        lists.push(feeds::import(&bytes, Some(DAY)).ok()?.into_catalog().into());
    }
    lists.push(Catalog::bundled().expect("a test reads it").into());
    Some(lists)
}

fn scope(criterion: &mut Criterion) {
    let Some(lists) = lists() else {
        println!("SKIPPED: TPD_SHARED names no folder with the price lists");
        return;
    };
    let (own, overrides, discounts) = (OwnModels::default(), Overrides::default(), Discounts::default());
    let parts = MarketParts {
        lists: &lists,
        own: &own,
        overrides: &overrides,
        discounts: &discounts,
        day: Some(DAY),
        all_rows: false,
    };
    criterion.bench_function("scope/market", |bench| bench.iter(|| Market::of(black_box(&parts))));
    let market = Market::of(&parts);
    println!("{} offers", market.offers().len());
    criterion.bench_function("scope/find each offer", |bench| {
        bench.iter(|| market.offers().iter().filter_map(|offer| market.find(&offer.model.id)).count());
    });
    criterion.bench_function("scope/groups", |bench| bench.iter(|| Groups::of(black_box(&market))));
    let groups = Groups::of(&market);
    criterion.bench_function("scope/scope", |bench| {
        bench.iter(|| Scope::new(black_box(&market), &groups, ScopeRules::STANDARD, DAY));
    });
    let scope = Scope::new(&market, &groups, ScopeRules::STANDARD, DAY);
    println!("{} groups, {} in scope", groups.all().len(), scope.inside().len());
    let filter = Filter::from_words("tools context>=200000 released>=2025-01-01 priced").expect("sound");
    criterion.bench_function("scope/filter", |bench| {
        bench.iter(|| market.offers().iter().filter(|offer| filter.passes(offer)).count());
    });
    criterion
        .bench_function("scope/search index", |bench| bench.iter(|| SearchIndex::new(black_box(&market))));
    let index = SearchIndex::new(&market);
    for query in ["s", "sonnet", "sonet 45", "gpt4.1mini", "lama 70b groq", "antropic opsu reasonning"] {
        println!("{query}: {} found", index.search(query).len());
        criterion.bench_function(&format!("scope/search/{query}"), |bench| {
            bench.iter(|| index.search(black_box(query)));
        });
    }
    let draft = Draft { name: "Chat".into(), input_tokens: 500, output_tokens: 200, ..Draft::default() };
    let workload = Workload::try_from(draft).expect("sound");
    let measure = Measure::CostPerTask(&workload);
    for (name, subset) in
        [("all", None), ("in scope", Some(scope.inside())), ("20", scope.inside().get(..20))]
    {
        let request = ChartRequest { subset, ..ChartRequest::new(measure) };
        criterion.bench_function(&format!("scope/chart/{name}"), |bench| {
            bench.iter(|| Chart::new(black_box(&market), black_box(&request)));
        });
    }
}

criterion_group!(benches, scope);
criterion_main!(benches);

//! How long it takes to rank 5,000 models for one workload. The goal is below a millisecond.
#![expect(clippy::expect_used, reason = "criterion's macros; a broken bench may panic")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tokens_per_dollar::catalog::{Catalog, Market, ModelId, Overrides, OwnModels, PriceSheet};
use tokens_per_dollar::chart::{Chart, ChartRequest};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::ranking::{Measure, Ranking};
use tokens_per_dollar::workload::{Draft, Workload};

const MODELS: u64 = 5_000;

/// A market of models whose prices come in no order, some of them alike, some free or unknown, as in real lists.
fn market() -> Market {
    let mut catalog = Catalog::bundled().expect("a test reads it");
    let pattern = catalog.models.remove(0);
    catalog.models = (0..MODELS)
        .map(|index| {
            let mut model = pattern.clone();
            model.id = ModelId::new(&format!("provider-{}/model-{index}", index % 40)).expect("sound");
            model.name = format!("Model {index}");
            let price = |factor: u64| match (index * factor) % 101 {
                0 => Price::Free,
                1 => Price::Unknown,
                _ => {
                    let thousandths = (index * factor) % 7_919 + 1;
                    Price::per_million(&format!("{thousandths}e-3")).expect("sound")
                }
            };
            model.prices = PriceSheet::flat(price(7_907), price(104_729));
            model
        })
        .collect();
    Market::new(&catalog, &OwnModels::default(), &Overrides::default())
}

fn ranking(criterion: &mut Criterion) {
    let market = market();
    let draft = Draft { name: "Chat".into(), input_tokens: 500, output_tokens: 200, ..Draft::default() };
    let workload = Workload::try_from(draft).expect("sound");
    for (name, measure) in [
        ("cost per task", Measure::CostPerTask(&workload)),
        ("tasks per dollar", Measure::TasksPerDollar(&workload)),
        ("input tokens per dollar", Measure::InputTokensPerDollar),
        ("output to input price", Measure::OutputInputRatio),
    ] {
        criterion.bench_function(&format!("rank 5,000 models by {name}"), |bench| {
            bench.iter(|| Ranking::new(black_box(&market), black_box(measure)));
        });
    }
    criterion.bench_function("chart of 5,000 costs per task", |bench| {
        let request = ChartRequest::new(Measure::CostPerTask(&workload));
        bench.iter(|| Chart::new(black_box(&market), black_box(&request)));
    });
}

criterion_group!(benches, ranking);
criterion_main!(benches);

//! The real price lists: how long importing LiteLLM's takes beside parsing it into generic JSON values, how long the
//! totals of one workload on all of its chat models take beside the floor, and what memory all lists need. The lists
//! are in `price-feeds` of the folder `TPD_SHARED`, else `../shared`.
#![allow(
    missing_docs,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench says what is wrong by failing"
)]

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Value;
use tokens_per_dollar::billing::{self, Total};
use tokens_per_dollar::catalog::{
    Discounts, Market, MarketParts, Offer, Overrides, OwnModels, PriceList, PriceState, feeds,
};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::workload::{Draft, Workload};

/// The largest of the lists.
const LITELLM: &str = "litellm.json";
const LISTS: [&str; 4] = [LITELLM, "models.dev.json", "genai-prices.json", "openrouter.json"];
/// How many pairs are measured for a ratio.
const PAIRS: usize = 40;

fn shared(file: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("TPD_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let bytes = fs::read(folder.join("price-feeds").join(file)).ok();
    if bytes.is_none() {
        println!("SKIPPED: {file} is not there (TPD_SHARED names the folder that price-feeds is in)");
    }
    bytes
}

fn market(lists: &[PriceList]) -> Market {
    Market::of(&MarketParts {
        lists,
        own: &OwnModels::default(),
        overrides: &Overrides::default(),
        discounts: &Discounts::default(),
        day: Some(jiff::civil::date(2026, 11, 24)),
        all_rows: true,
    })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = black_box(work());
    (start.elapsed(), made)
}

/// A line of `/proc/self/status`, in MB; `None` where there is no such file.
fn memory(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim_start_matches(':').trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()? / 1_024.0)
}

/// What all lists need once they are read, and at most while they are. Runs first, in a process that has done nothing
/// else.
fn memory_of_all_lists(_: &mut Criterion) {
    let Some(before) = memory("VmRSS") else { return };
    let mut lists = Vec::new();
    for file in LISTS {
        let Some(bytes) = shared(file) else { return };
        lists.push(PriceList::from(feeds::import(&bytes, None).unwrap().into_catalog()));
    }
    let models: usize = lists.iter().map(|list| list.models().len()).sum();
    let market = market(&lists);
    let (after, most) = (memory("VmRSS").unwrap(), memory("VmHWM").unwrap());
    println!(
        "feeds/memory            {models} models of {} lists and their market of {} rows: {:.1} MB above the start, \
         at most {:.1} MB on the way (goal 100 MB)",
        lists.len(),
        market.offers().len(),
        after - before,
        most - before
    );
    black_box((lists, market));
}

/// One import and one parse in turn, so that a slow moment of the machine hits both.
fn importing(_: &mut Criterion) {
    let Some(bytes) = shared(LITELLM) else { return };
    let (mut imports, mut parses) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        let (took, import) = timed(|| feeds::import(&bytes, None).unwrap());
        imports.push(took);
        drop(import);
        let (took, value) = timed(|| serde_json::from_slice::<Value>(&bytes).unwrap());
        parses.push(took);
        drop(value);
    }
    let (import, parse) = (median(imports), median(parses));
    println!(
        "feeds/import            {LITELLM} {import:?}, as generic JSON {parse:?}, medians of {PAIRS} pairs: {:.2}x \
         (goal 3x)",
        import.as_secs_f64() / parse.as_secs_f64()
    );
}

/// The same numbers and nothing else: four prices in dollars, unknown ones as 0.
fn bare_rates(offer: &Offer) -> [f64; 4] {
    let base = offer.prices.base();
    let rate = |price: Price| price.times(1).map_or(0.0, tokens_per_dollar::money::Dollars::to_f64);
    [
        rate(base.input),
        rate(base.cache_read.or(base.input)),
        rate(base.output),
        rate(base.reasoning.or(base.output)),
    ]
}

fn totals(criterion: &mut Criterion) {
    let Some(bytes) = shared(LITELLM) else { return };
    let rows: serde_json::Map<String, Value> = serde_json::from_slice(&bytes).unwrap();
    let list = PriceList::from(feeds::import(&bytes, None).unwrap().into_catalog());
    let market = market(&[list]);
    let chat: Vec<&Offer> = market
        .offers()
        .iter()
        .filter(|offer| rows[offer.model.list_key()]["mode"] == "chat")
        .filter(|offer| offer.prices.state() == PriceState::Priced)
        .collect();
    let draft = Draft {
        name: "Agent".into(),
        input_tokens: 20_000,
        cache_read_tokens: 12_000,
        output_tokens: 1_500,
        reasoning_tokens: 500,
        ..Draft::default()
    };
    let workload = Workload::try_from(draft).unwrap();
    let priced =
        chat.iter().filter(|offer| matches!(billing::total(offer, &workload), Total::Priced(_))).count();
    println!(
        "feeds/totals            {} priced chat models, {priced} of them can take the workload",
        chat.len()
    );
    criterion.bench_function("feeds/totals and status of all priced chat models (goal 1 ms)", |bencher| {
        bencher.iter(|| {
            for offer in &chat {
                black_box(billing::total(black_box(offer), black_box(&workload)));
            }
        });
    });
    let bare: Vec<[f64; 4]> = chat.iter().map(|offer| bare_rates(offer)).collect();
    let tokens = [8_000.0, 12_000.0, 1_000.0, 500.0];
    criterion.bench_function("feeds/floor: multiply and add the same numbers", |bencher| {
        bencher.iter(|| {
            for rates in &bare {
                let cost: f64 =
                    black_box(rates).iter().zip(black_box(&tokens)).map(|(rate, count)| rate * count).sum();
                black_box(cost);
            }
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = memory_of_all_lists, importing, totals
}
criterion_main!(benches);

//! A save against a bare write, fsync, rename and fsync of the folder of the same bytes; and opening and looking at a
//! folder of 1,000 workloads. On the disk of the target folder, never in memory.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a test says what is wrong by failing"
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use tempfile::TempDir;
use tokens_per_dollar::store::{self, Change, Content, Document, Store, WorkloadKey};
use tokens_per_dollar::workload::{Draft, Workload};

/// How many pairs are measured for the ratio.
const PAIRS: usize = 1_000;
/// A save takes at most so many times a bare write.
const GOAL: f64 = 1.3;

fn disk() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn change(stem: &str, number: u64) -> Change {
    let draft = Draft { name: stem.into(), input_tokens: 1_000_000 + number, ..Draft::default() };
    Change::put(Document::Workload(WorkloadKey::new(stem).unwrap()), Workload::try_from(draft).unwrap())
}

/// The least that a durable save can do.
fn bare(folder: &Path, name: &str, bytes: &[u8]) {
    let unfinished = folder.join("unfinished");
    let mut file = File::create(&unfinished).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(&unfinished, folder.join(name)).unwrap();
    File::open(folder).unwrap().sync_all().unwrap();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// One save and one bare write in turn, so that a slow moment of the disk hits both.
fn ratio(_: &mut Criterion) {
    let home = disk();
    let data = home.path().join("data");
    let plain = home.path().join("plain");
    fs::create_dir(&plain).unwrap();
    let (mut store, ..) = Store::open(&data);
    store.save(&change("mine", 0)).unwrap();
    let (mut saves, mut bares) = (Vec::new(), Vec::new());
    for number in 1..=PAIRS {
        let change = change("mine", number as u64);
        let start = Instant::now();
        store.save(&change).unwrap();
        saves.push(start.elapsed());
        let bytes = fs::read(data.join("workloads/mine.ron")).unwrap();
        let start = Instant::now();
        bare(&plain, "mine.ron", &bytes);
        bares.push(start.elapsed());
    }
    let (save, bare) = (median(saves), median(bares));
    let ratio = save.as_secs_f64() / bare.as_secs_f64();
    println!(
        "store/ratio             save {save:?}, bare {bare:?}, medians of {PAIRS} pairs: {ratio:.2}x (goal {GOAL}x)"
    );
}

fn saving(criterion: &mut Criterion) {
    let home = disk();
    let data = home.path().join("data");
    let (mut store, ..) = Store::open(&data);
    let mut number = 0;
    criterion.bench_function("store/save", |bencher| {
        bencher.iter(|| {
            number += 1;
            store.save(&change("mine", number)).unwrap()
        });
    });
    let bytes = fs::read(data.join("workloads/mine.ron")).unwrap();
    criterion.bench_function("store/bare", |bencher| bencher.iter(|| bare(home.path(), "mine.ron", &bytes)));
}

fn a_thousand_workloads(criterion: &mut Criterion) {
    let home = disk();
    let workloads = home.path().join("workloads");
    fs::create_dir(&workloads).unwrap();
    for number in 0..1_000 {
        let Change::Document(Document::Workload(key), Some(Content::Workload(workload))) =
            change(&format!("w-{number}"), number)
        else {
            continue;
        };
        store::export_workload(&workloads.join(format!("{key}.ron")), &workload, false).unwrap();
    }
    criterion.bench_function("store/read 1,000 workloads", |bencher| {
        bencher.iter(|| black_box(store::read(home.path())));
    });
    // From now on an equal stamp of a file means an equal file.
    std::thread::sleep(Duration::from_secs(4));
    let (mut store, ..) = Store::open(home.path());
    criterion.bench_function("store/foreign_changes, none of 1,000", |bencher| {
        bencher.iter(|| black_box(store.foreign_changes()));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = ratio, saving, a_thousand_workloads
}
criterion_main!(benches);

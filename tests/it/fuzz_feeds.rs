//! Changed price lists without end, for as long as one likes: each is imported and billed. Our own small lists are
//! changed, and pieces of the real ones where they are there (`TPD_SHARED`, else `../shared`).
//!
//! ```text
//! TPD_FUZZ_SECONDS=3600 cargo test --release --no-default-features --test fuzz_feeds -- --ignored --nocapture
//! ```
//!
//! A finding is written to a file and named with its seed and round; `TPD_FUZZ_SEED` and `TPD_FUZZ_ROUND` repeat it.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says what is wrong by failing"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::support::lists::SMALL_LISTS;
use crate::support::random::Random;
use crate::support::shared_folder;
use jiff::civil::date;
use serde_json::{Map, Value};
use tokens_per_dollar::billing::{self, Total};
use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::catalog::{Discounts, Market, MarketParts, Overrides, OwnModels};
use tokens_per_dollar::money::Dollars;
use tokens_per_dollar::workload::{Draft, Processing, Runs, Workload};

/// A small list that takes this long is looked at: on a machine that does other things too, any may.
const SUSPICIOUS: Duration = Duration::from_millis(500);
/// How many times as long as a byte of the sound lists a byte of a changed one may take.
const MOST_RATIO: f64 = 100.0;
/// One that is not done by then hangs: the test ends at once.
const HANGS: Duration = Duration::from_mins(5);
/// Memory that may be taken above the start, in MB.
const MOST_MEMORY: u64 = 1_000;

/// Values that are no prices, or hardly.
const VALUES: [&str; 44] = [
    "NaN",
    "-Infinity",
    "\"per_1m_tokens\"",
    "\"CNY\"",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "0.0",
    "-1",
    "-5e-7",
    "1e308",
    "1e-308",
    "1e999",
    "-1e-400",
    "1e-30",
    "99999999999999999999999999",
    "0.1234567890123456789012345678901234567890",
    "18446744073709551616",
    "\"NaN\"",
    "\"inf\"",
    "\"-1\"",
    "\"\"",
    "\" \"",
    "\"0x10\"",
    "\"1_000\"",
    "\"1,5\"",
    "\"3e-7\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"25:61\"",
    "\"2400\"",
    "\"00:00-00:00\"",
    "\"2026-02-30\"",
    "\"9999-12-31\"",
    "[]",
    "{}",
    "[[[]]]",
    "{\"a\": {}}",
    "[null]",
    "[0, 0]",
    "[1e300, 2]",
    "{\"base\": 1, \"tiers\": [{\"start\": 0, \"price\": 1}]}",
];

/// Names that the formats give a meaning.
const KEYS: [&str; 50] = [
    "unit",
    "currency",
    "input_tiers",
    "cost_in",
    "model_list",
    "model_info",
    "litellm_params",
    "price_history",
    "modelName",
    "pricingTiers",
    "conditions",
    "pricing_config",
    "input_cost_per_token",
    "output_cost_per_token",
    "input_cost_per_token_above_200k_tokens",
    "output_cost_per_token_above_0k_tokens_batches",
    "cache_read_input_token_cost_flex",
    "cache_creation_input_token_cost_above_1hr",
    "input_cost_per_token_above_99999999999999999999k_tokens",
    "output_cost_per_reasoning_token",
    "tiered_pricing",
    "range",
    "off_peak_pricing",
    "hours_utc",
    "windows",
    "weekdays",
    "weekday_timezone",
    "max_input_tokens",
    "litellm_provider",
    "mode",
    "models",
    "cost",
    "tiers",
    "tier",
    "size",
    "limit",
    "context",
    "experimental",
    "prices",
    "price_variants",
    "constraint",
    "start_date",
    "start_time",
    "input_mtok",
    "pricing",
    "prompt",
    "overrides",
    "min_prompt_tokens",
    "utc_start",
    "data",
];

/// Pieces of the real lists: some rows of each, in the form of the whole.
fn pieces(random: &mut Random) -> Vec<String> {
    const OF_EACH: usize = 300;
    let mut pieces = Vec::new();
    // Without the shared folder the small lists are fuzzed alone.
    let parsed = |file: &str| {
        let bytes = fs::read(shared_folder().join("price-feeds").join(file)).ok()?;
        Some(serde_json::from_slice(&bytes).unwrap())
    };
    let some = |random: &mut Random, all: &Map<String, Value>| -> Map<String, Value> {
        (0..=random.below(3))
            .filter_map(|_| all.iter().nth(random.below(all.len())))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    if let Some(Value::Object(all)) = parsed("litellm.json") {
        // Rows with every key of a price, rarest first, would be few by chance alone.
        let rare = |row: &Value| row.get("tiered_pricing").is_some() || row.get("off_peak_pricing").is_some();
        let special: Map<_, _> =
            all.iter().filter(|(_, row)| rare(row)).map(|(key, row)| (key.clone(), row.clone())).collect();
        for place in 0..OF_EACH {
            let rows = some(random, if place % 3 == 0 { &special } else { &all });
            pieces.push(Value::Object(rows).to_string());
        }
    }
    if let Some(Value::Object(all)) = parsed("models.dev.json") {
        for _ in 0..OF_EACH {
            let mut providers = some(random, &all);
            for provider in providers.values_mut() {
                if let Some(Value::Object(models)) = provider.get_mut("models") {
                    *models = some(random, models);
                }
            }
            pieces.push(Value::Object(providers).to_string());
        }
    }
    if let Some(Value::Array(all)) = parsed("genai-prices.json") {
        for _ in 0..OF_EACH {
            let mut provider = all[random.below(all.len())].clone();
            if let Some(Value::Array(models)) = provider.get_mut("models") {
                *models = (0..=random.below(3)).map(|_| models[random.below(models.len())].clone()).collect();
            }
            pieces.push(Value::Array(vec![provider]).to_string());
        }
    }
    if let Some(all) = parsed("openrouter.json")
        && let Some(Value::Array(models)) = all.get("data")
    {
        for _ in 0..OF_EACH {
            let rows = (0..=random.below(3)).map(|_| models[random.below(models.len())].clone()).collect();
            pieces.push(serde_json::json!({ "data": Value::Array(rows) }).to_string());
        }
    }
    pieces
}

/// A place behind one of the marks of a text, and where the value that stands there ends.
fn value_at(random: &mut Random, bytes: &[u8]) -> Option<(usize, usize)> {
    let starts: Vec<usize> = (1..bytes.len()).filter(|at| matches!(bytes[at - 1], b':' | b'[')).collect();
    let start = *starts.get(random.below(starts.len()))?;
    let mut depth = 0_usize;
    for (end, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' | b',' if depth == 0 => return Some((start, end)),
            b']' | b'}' | b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A key with its value and the comma behind it, where one of them stands.
fn pair_at(random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
    let (start, end) = value_at(random, bytes)?;
    let key = bytes[..start].iter().rposition(|byte| matches!(byte, b',' | b'{' | b'('))? + 1;
    let mut pair = bytes[key..end].to_vec();
    pair.push(b',');
    Some(pair)
}

/// One accident.
fn change(random: &mut Random, bytes: &mut Vec<u8>, sound: &[String]) {
    let (a, b) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
    let (start, end) = (a.min(b), a.max(b));
    match random.below(14) {
        0 if start < bytes.len() => bytes[start] ^= 1 << random.below(8),
        1 => bytes.truncate(end),
        2 => {
            let piece = bytes[start..end.min(start + 400)].to_vec();
            bytes.splice(end..end, piece);
        }
        3 => _ = bytes.splice(start..end.min(start + 30), []),
        4..=7 => {
            if let Some((start, end)) = value_at(random, bytes) {
                bytes.splice(start..end, random.of(&VALUES).bytes());
            }
        }
        8 | 9 => {
            // A pair of this list or another one stands once more, behind a bracket.
            let other = sound[random.below(sound.len())].as_bytes();
            let pair = if random.below(2) == 0 { pair_at(random, bytes) } else { pair_at(random, other) };
            let opened: Vec<usize> =
                (0..bytes.len()).filter(|at| matches!(bytes[*at], b'{' | b'(')).collect();
            if let (Some(pair), Some(place)) = (pair, opened.get(random.below(opened.len()))) {
                bytes.splice(place + 1..=*place, pair);
            }
        }
        10 => {
            // A key becomes another one.
            let quotes: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'"').collect();
            if quotes.len() >= 2 {
                let place = random.below(quotes.len() - 1);
                bytes.splice(quotes[place] + 1..quotes[place + 1], random.of(&KEYS).bytes());
            }
        }
        11 => {
            let open = random.of(&["[", "{\"a\":", "(", "[{\"range\":", "Some(", "/*"]);
            let most = if random.below(20) == 0 { 50_000 } else { 300 };
            let deep = open.repeat(1 + random.below(most));
            bytes.splice(start..start, deep.bytes());
        }
        12 => {
            let other = sound[random.below(sound.len())].as_bytes();
            let from = random.below(other.len());
            bytes.splice(start..start, other[from..other.len().min(from + 200)].iter().copied());
        }
        _ => _ = bytes.splice(start..start, random.of(&VALUES).bytes()),
    }
}

/// The list of a round.
fn list(random: &mut Random, sound: &[String]) -> Vec<u8> {
    let mut bytes = sound[random.below(sound.len())].clone().into_bytes();
    for _ in 0..=random.below(6) {
        change(random, &mut bytes, sound);
        bytes.truncate(300_000);
    }
    if random.below(2_000) == 0 && !bytes.is_empty() {
        // Now and then one that is large.
        bytes = bytes.repeat(1 + 4_000_000 / bytes.len());
    }
    bytes
}

fn workloads() -> Vec<Workload> {
    let plain =
        Draft { name: "Plain".into(), input_tokens: 300_000, output_tokens: 1_000, ..Draft::default() };
    let parts = Draft {
        cache_read_tokens: 5,
        cache_write_5m_tokens: 7,
        cache_write_1h_tokens: 11,
        reasoning_tokens: 13,
        ..plain.clone()
    };
    [
        plain.clone(),
        Draft { runs: Runs::parse("Sun 23:59").unwrap(), ..parts.clone() },
        Draft { processing: Processing::Batch, ..parts.clone() },
        Draft { processing: Processing::Priority, input_tokens: 30, ..parts },
        // The most that a workload may hold, on the dearest price that a list may name.
        Draft { input_tokens: 1_000_000_000, output_tokens: 1_000_000_000, ..plain },
    ]
    .map(|draft| Workload::try_from(draft).unwrap())
    .to_vec()
}

/// Imports a list and bills all of its rows; whether anything came in.
fn import_and_bill(bytes: &[u8], workloads: &[Workload]) -> bool {
    let import = match feeds::import(bytes, Some(date(2026, 11, 24))) {
        Ok(import) => import,
        Err(error) => {
            let sentence = error.to_string();
            assert!(!sentence.is_empty() && sentence.len() < 2_000, "{} bytes of error", sentence.len());
            return false;
        }
    };
    let day = date(2027, 1, 1);
    let counts = import.counts(day);
    assert_eq!(counts.priced + counts.free + counts.unknown, import.models.len());
    assert!(
        import.skipped.iter().all(|skipped| !skipped.reason.is_empty() && skipped.to_string().len() < 2_000)
    );
    let market = Market::of(&MarketParts {
        lists: &[import.into_catalog().into()],
        own: &OwnModels::default(),
        overrides: &Overrides::default(),
        discounts: &Discounts::default(),
        day: Some(day),
        all_rows: true,
    });
    for offer in market.offers() {
        for workload in workloads {
            let bill = billing::bill(offer, workload);
            assert_eq!(bill.total, billing::total(offer, workload));
            let lines = bill.lines.iter().filter_map(|line| line.cost).sum::<Dollars>();
            match bill.total {
                Total::Priced(total) => assert!(lines == total && !total.is_zero()),
                Total::Free => assert!(lines.is_zero() && bill.lines.iter().all(|line| line.cost.is_some())),
                Total::Unknown(_) | Total::Excluded(_) => assert!(bill.total.reason().is_some()),
            }
        }
    }
    true
}

#[expect(clippy::cast_precision_loss, reason = "a list has far less than 2^52 bytes")]
fn as_f64(bytes: usize) -> f64 {
    bytes as f64
}

/// How many times as long as a byte of the sound lists a byte of this one takes, each at its best of some attempts: what
/// else the machine does makes both slower.
fn ratio(bytes: &[u8], sound: &[String], workloads: &[Workload]) -> f64 {
    let time = |lists: &[&[u8]]| {
        let start = Instant::now();
        for list in lists {
            _ = catch_unwind(AssertUnwindSafe(|| import_and_bill(list, workloads)));
        }
        start.elapsed().as_secs_f64()
    };
    let sound: Vec<&[u8]> = sound.iter().map(String::as_bytes).collect();
    let attempts: Vec<(f64, f64)> = (0..3).map(|_| (time(&[bytes]), time(&sound))).collect();
    let best = |of: fn(&(f64, f64)) -> f64| attempts.iter().map(of).fold(f64::INFINITY, f64::min);
    let of_each_byte = |time: f64, lists: &[&[u8]]| time / as_f64(lists.iter().map(|list| list.len()).sum());
    of_each_byte(best(|attempt| attempt.0), &[bytes]) / of_each_byte(best(|attempt| attempt.1), &sound)
}

/// The memory of this process, in MB; 0 where the system does not say.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or_default()
        / 1_024
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
#[ignore = "it runs for as long as it is told: see the top of the file"]
fn no_changed_list_does_harm() {
    let budget = Duration::from_secs(number("TPD_FUZZ_SECONDS").unwrap_or(60));
    let seed = number("TPD_FUZZ_SEED")
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs());
    let only = number("TPD_FUZZ_ROUND");
    let mut sound: Vec<String> = SMALL_LISTS.iter().map(|list| (*list).to_owned()).collect();
    // Our own small lists are as many as the pieces of the real ones, so that they are changed as often.
    let pieces = pieces(&mut Random(seed));
    sound = sound.iter().cycle().take(sound.len().max(pieces.len())).cloned().collect();
    sound.extend(pieces);
    let workloads = workloads();
    let findings = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));

    let (current, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let watchdog = {
        let (current, done) = (Arc::clone(&current), Arc::clone(&done));
        std::thread::spawn(move || {
            let (mut last, mut since) = (0, Instant::now());
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(100));
                let now = current.load(Ordering::Relaxed);
                if now != last {
                    (last, since) = (now, Instant::now());
                } else if since.elapsed() > HANGS {
                    println!("seed {seed}, round {now}: hangs");
                    std::process::abort();
                }
            }
        })
    };

    let start = Instant::now();
    let memory_at_start = memory();
    let (mut imported, mut longest, mut found) = (0_u64, Duration::ZERO, Vec::new());
    let mut number = only.unwrap_or(0);
    let mut tried = 0_u64;
    while start.elapsed() < budget {
        current.store(number, Ordering::Relaxed);
        let mut random = Random(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let bytes = list(&mut random, &sound);
        let one = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| import_and_bill(&bytes, &workloads)));
        let took = one.elapsed();
        longest = longest.max(took);
        tried += 1;
        let is_suspicious = took > SUSPICIOUS && bytes.len() < 1_000_000;
        if outcome.is_err() || (is_suspicious && ratio(&bytes, &sound, &workloads) > MOST_RATIO) {
            let file = findings.join(format!("fuzz-feeds-{seed}-{number}"));
            fs::write(&file, &bytes).unwrap();
            found.push(format!("seed {seed}, round {number}, {took:?}: {}", file.display()));
            if found.len() == 20 {
                break;
            }
        } else if outcome.is_ok_and(|imported| imported) {
            imported += 1;
        }
        if only.is_some() {
            break;
        }
        number += 1;
    }
    done.store(true, Ordering::Relaxed);
    watchdog.join().unwrap();
    let grown = memory() - memory_at_start;
    println!(
        "seed {seed}: {tried} lists from {} seeds in {:.0} s, {imported} of them imported in part or whole, the longest took {longest:?}, \
         at most {grown} MB above the start",
        sound.len(),
        start.elapsed().as_secs_f64()
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(grown < MOST_MEMORY, "{grown} MB");
    assert!(
        only.is_some() || imported > tried / 10,
        "{imported} of {tried}: hardly anything is imported any more"
    );
}

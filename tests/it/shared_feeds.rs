//! The real price lists and all cost vectors, where they are there: `TPD_SHARED`, else `../shared`.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use crate::support::{Vector, assert_near, bill_of, reported, shared};
use jiff::civil::{Date, date};
use serde_json::Value;
use tokens_per_dollar::billing::{self, Part, Total};
use tokens_per_dollar::catalog::feeds::{self, Counts, Import};
use tokens_per_dollar::catalog::{Market, Mode, Model, Offer, Overrides, OwnModels, PriceState};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::workload::{Draft, Processing, Workload};

const TODAY: Date = date(2026, 11, 24);

fn import(file: &str) -> Import {
    feeds::import(&shared(&format!("price-feeds/{file}")), Some(TODAY)).unwrap()
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn all_vectors_of_two_engines() {
    let (standard, modes) =
        (shared("cost-vectors/two-engines.json"), shared("cost-vectors/processing-tiers.json"));
    let standard_vectors: Vec<Value> = serde_json::from_slice(&standard).unwrap();
    let mode_vectors: Vec<Value> = serde_json::from_slice(&modes).unwrap();
    for vector in &standard_vectors {
        let count = |key: &str| vector[key].as_u64().unwrap();
        let vector = Vector {
            model: vector["model"].as_str().unwrap().to_owned(),
            provider: vector["provider"].as_str().unwrap().to_owned(),
            mode: "standard".into(),
            prompt: count("prompt_tokens_total"),
            cache_read: count("cache_read"),
            cache_write_5m: count("cache_write_5m"),
            cache_write_1h: count("cache_write_1h"),
            output: count("output_total"),
            reasoning: count("reasoning_in_output"),
            rates: vector["litellm_rates_per_token"].clone(),
            time: Some(vector["time_utc"].as_str().unwrap().to_owned()),
            total: vector["total"].as_f64().unwrap(),
        };
        vector.check();
        vector.check_reported();
    }
    for vector in &mode_vectors {
        let count = |key: &str| vector[key].as_u64().unwrap();
        let vector = Vector {
            model: vector["model"].as_str().unwrap().to_owned(),
            provider: "any".into(),
            mode: vector["mode"].as_str().unwrap().to_owned(),
            prompt: count("prompt_tokens_total"),
            cache_read: count("cache_read"),
            cache_write_5m: 0,
            cache_write_1h: 0,
            output: count("output_total"),
            reasoning: 0,
            rates: vector["litellm_rates_per_token"].clone(),
            time: None,
            total: vector["litellm"].as_f64().unwrap(),
        };
        vector.check();
        vector.check_reported();
    }
    println!(
        "{} standard and {} processing vectors met, none left out",
        standard_vectors.len(),
        mode_vectors.len()
    );
    assert_eq!((standard_vectors.len(), mode_vectors.len()), (132, 108));
}

/// The rates of a published vector, in LiteLLM's terms.
fn published_rates(vector: &Value) -> Value {
    let mut row = serde_json::json!({ "mode": "chat" });
    let names = [
        ("input", "input_cost_per_token"),
        ("output", "output_cost_per_token"),
        ("cache_read", "cache_read_input_token_cost"),
        ("cache_write_5m", "cache_creation_input_token_cost"),
        ("cache_write_1h", "cache_creation_input_token_cost_above_1hr"),
    ];
    let rates = &vector["rates_usd_per_mtok"];
    for (name, key) in names {
        if !rates[name].is_null() {
            row[key] = Value::from(format!("{}e-6", rates[name]));
        }
        if !rates["tier"][name].is_null() {
            let thousands = rates["tier"]["at"].as_u64().unwrap() / 1_000;
            row[format!("{key}_above_{thousands}k_tokens")] =
                Value::from(format!("{}e-6", rates["tier"][name]));
        }
    }
    // Three vectors give their rates in words: dollars per token that no provider takes, such as $1,000,000 per million, made
    // up to see the sums. The app says of such prices that they can't be true, and bills them only where the user said that
    // they are right, as `crate::support::said_right` does here. `prices_of_published_vectors_that_cannot_be_true` is the rest.
    let words: &[(&str, &str)] = match rates["note"].as_str() {
        Some("per-token rates 1.0,10.0,1.25,0.1") => &[
            ("input_cost_per_token", "1.0"),
            ("output_cost_per_token", "10.0"),
            ("cache_creation_input_token_cost", "1.25"),
            ("cache_creation_input_token_cost_above_1hr", "2.0"),
            ("cache_read_input_token_cost", "0.1"),
        ],
        Some("per-token 1,10") => &[("input_cost_per_token", "1"), ("output_cost_per_token", "10")],
        Some("per-token in 1e-10, cached 0.003, out 1e-11") => &[
            ("input_cost_per_token", "1e-10"),
            ("cache_read_input_token_cost", "0.003"),
            ("output_cost_per_token", "1e-11"),
        ],
        Some(other) => panic!("unknown note: {other}"),
        None => &[],
    };
    for (key, price) in words {
        row[*key] = Value::from(*price);
    }
    row
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn all_published_vectors() {
    let bytes = shared("cost-vectors/published.json");
    let vectors: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let (mut met, mut left_out) = (0, Vec::new());
    for vector in &vectors {
        let what = vector["desc"].as_str().unwrap();
        let usage = &vector["usage"];
        if !usage["image_output"].is_null() {
            left_out.push(format!("{what}: images in the answer are no field of a workload"));
            continue;
        }
        let count = |key: &str| usage[key].as_u64().unwrap_or_default();
        let (read, five_minutes, one_hour) =
            (count("cache_read"), count("cache_write_5m"), count("cache_write_1h"));
        // Some publish the prompt without its cached parts.
        let prompt = usage["prompt_total"]
            .as_u64()
            .unwrap_or_else(|| count("input_uncached") + read + five_minutes + one_hour);
        let draft = Draft {
            name: "Published".into(),
            input_tokens: prompt,
            cache_read_tokens: read,
            cache_write_5m_tokens: five_minutes,
            cache_write_1h_tokens: one_hour,
            output_tokens: count("output"),
            ..Draft::default()
        };
        let list = serde_json::json!({ "model": published_rates(vector) }).to_string();
        let bill = bill_of(&list, &Workload::try_from(draft).unwrap());
        let part = |wanted: Part| {
            bill.lines
                .iter()
                .filter(|line| line.part == wanted)
                .filter_map(|line| line.cost)
                .sum::<tokens_per_dollar::money::Dollars>()
                .to_f64()
        };
        let expected = &vector["expected"];
        if let Some(total) = expected["total"].as_f64() {
            assert_near(bill.total.priced().unwrap().to_f64(), total, what);
            let text = format!(
                "(name: \"Published\", input_tokens: {prompt}, cache_read_tokens: {read}, \
                 cache_write_5m_tokens: {five_minutes}, cache_write_1h_tokens: {one_hour}, output_tokens: {})",
                count("output")
            );
            let tasks = reported(&list, &text, &[]);
            assert_near(tasks[0]["cost_usd"].as_str().unwrap().parse().unwrap(), total, what);
        }
        if let Some(input) = expected["input"].as_f64() {
            // One engine counts the cached parts in its input.
            let cached = part(Part::CacheRead) + part(Part::CacheWrite5m);
            let actual = part(Part::Input) + if what.contains("gpt-5.6-terra") { cached } else { 0.0 };
            assert_near(actual, input, what);
        }
        if let Some(read) = expected["cache_read"].as_f64() {
            assert_near(part(Part::CacheRead), read, what);
        }
        if let Some(output) = expected["output"].as_f64() {
            assert_near(part(Part::Output), output, what);
        }
        met += 1;
    }
    for reason in &left_out {
        println!("left out: {reason}");
    }
    println!("{met} of {} published vectors met", vectors.len());
    assert_eq!((met, left_out.len()), (13, 1));
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn prices_of_published_vectors_that_cannot_be_true() {
    let bytes = shared("cost-vectors/published.json");
    let vectors: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let found = vectors.iter().filter(|vector| {
        let list = serde_json::json!({ "model": published_rates(vector) }).to_string();
        let counts = feeds::import(list.as_bytes(), None).unwrap().counts(TODAY);
        counts.impossible == 1
    });
    let notes: Vec<&str> =
        found.map(|vector| vector["rates_usd_per_mtok"]["note"].as_str().unwrap()).collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn every_row_of_the_real_lists_is_accounted_for() {
    let check = |file: &str, rows: usize, counts: Counts, skipped: &[(&str, &str)]| {
        let import = import(file);
        assert_eq!(import.counts(TODAY), counts, "{file}");
        let Counts { priced, free, unknown, impossible, skipped: left_out } = counts;
        assert_eq!(priced + free + unknown + impossible + left_out, rows, "{file}");
        assert_eq!(import.more_skipped, 0);
        let named: Vec<(&str, &str)> =
            import.skipped.iter().map(|one| (one.key.as_str(), one.reason.as_str())).collect();
        assert_eq!(named, skipped, "{file}");
    };
    check(
        "litellm.json",
        4_553,
        Counts { priced: 3_573, free: 145, unknown: 831, impossible: 2, skipped: 2 },
        &[
            ("sample_spec", "it describes the file and is no model"),
            ("fallback_generalizations", "it describes the file and is no model"),
        ],
    );
    let counts = |priced, free, unknown| Counts { priced, free, unknown, ..Counts::default() };
    check("models.dev.json", 5_276, counts(4_462, 432, 382), &[]);
    check("genai-prices.json", 1_466, counts(1_270, 0, 196), &[]);
    check("openrouter.json", 335, counts(304, 30, 1), &[]);
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn slips_of_the_real_lists_are_found_and_real_prices_are_not_doubted() {
    for (file, impossible, doubtful) in [
        ("litellm-2026-11-30.json", 0, 2),
        ("litellm.json", 2, 1),
        ("models.dev.json", 0, 5),
        ("genai-prices.json", 0, 0),
        ("openrouter.json", 0, 0),
        ("history/litellm-1.81.4.json", 16, 2),
        ("history/litellm-1.89.0.json", 16, 1),
        ("history/litellm-1.101.1.json", 4, 2),
    ] {
        let import = import(file);
        let market = Market::new(&import.into_catalog(), &OwnModels::default(), &Overrides::default());
        let checks = || market.to_check().filter_map(Offer::open_check);
        let found = checks().filter(|check| check.is_impossible()).count();
        assert_eq!((found, checks().count() - found), (impossible, doubtful), "{file}");
    }
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn the_chat_models_of_litellm_stand_as_its_readme_says() {
    let bytes = shared("price-feeds/litellm.json");
    let import = feeds::import(&bytes, None).unwrap();
    let file: HashMap<String, Value> = serde_json::from_slice(&bytes).unwrap();
    let chat: Vec<&Model> =
        import.models.iter().filter(|model| file[model.list_key()]["mode"] == "chat").collect();
    let count = |wanted: PriceState| chat.iter().filter(|model| model.prices.state() == wanted).count();
    assert_eq!(chat.len(), 3_265);
    // 84 have no price of a token at all; 7 bill their input by the second of video.
    assert_eq!((count(PriceState::Unknown), count(PriceState::Free)), (84 + 7, 78));
    let none =
        chat.iter().filter(|model| model.prices.input.is_unknown() && model.prices.output.is_unknown());
    assert_eq!(none.count(), 84);
    let paid_in_free_out = chat
        .iter()
        .filter(|model| model.prices.input.known().is_some() && model.prices.output == Price::Free)
        .count();
    assert_eq!(paid_in_free_out, 13);
    let by_the_second = chat.iter().filter(|model| model.facts.remark.is_some()).count();
    assert_eq!(by_the_second, 28 + 7);
    let tiered = import.models.iter().filter(|model| file[model.list_key()].get("tiered_pricing").is_some());
    assert_eq!(tiered.filter(|model| !model.prices.tiers().is_empty()).count(), 54);
    assert_eq!(import.models.iter().filter(|model| !model.prices.times().is_empty()).count(), 10);
    assert!(import.models.iter().filter(|model| model.facts.mode == Mode::Text).count() > 3_400);
}

/// The counts were also reached by another program, written for this alone.
#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn statuses_of_one_workload_on_every_list() {
    let draft = Draft {
        name: "Agent".into(),
        input_tokens: 150_000,
        cache_read_tokens: 120_000,
        output_tokens: 2_000,
        reasoning_tokens: 500,
        ..Draft::default()
    };
    let standard = Workload::try_from(draft.clone()).unwrap();
    let batch = Workload::try_from(Draft { processing: Processing::Batch, ..draft }).unwrap();
    let check = |file: &str, workload: &Workload, expected: [usize; 4]| {
        let import = import(file);
        let market = Market::new(&import.into_catalog(), &OwnModels::default(), &Overrides::default());
        let mut counts = [0; 4];
        for offer in market.offers() {
            let total = billing::total(offer, workload);
            assert_eq!(billing::bill(offer, workload).total, total);
            counts[match total {
                Total::Priced(_) => 0,
                Total::Free => 1,
                Total::Unknown(_) => 2,
                Total::Excluded(_) => 3,
            }] += 1;
        }
        assert_eq!(counts, expected, "{file}: priced, free, unknown, excluded");
    };
    check("litellm.json", &standard, [2_149, 36, 672, 1_694]);
    check("litellm.json", &batch, [397, 0, 2_460, 1_694]);
    check("models.dev.json", &standard, [2_904, 232, 229, 1_911]);
    check("genai-prices.json", &standard, [1_096, 0, 187, 183]);
    check("openrouter.json", &standard, [107, 8, 1, 219]);
}

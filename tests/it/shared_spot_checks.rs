//! Values read by hand in the real price lists, 20 models and more of each, every kind of price at least once.
//! Dollars per million tokens; `@200000` is above that threshold, `@200000+` from it on; `batch.` and the like are
//! processing modes, `at.` are prices at some times of the week, `fee` is dollars per request.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap};

use crate::support::shared;
use jiff::civil::date;
use serde_json::Value;
use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::catalog::{Model, Part, Tariff};
use tokens_per_dollar::workload::Processing;

/// What a model says under one of the names below.
fn value(model: &Model, name: &str) -> String {
    let day = date(2026, 11, 24);
    let sheet = model.prices_on(day);
    let count = |limit: Option<u64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
    let flag = |flag: Option<bool>| flag.map_or_else(|| "none".to_owned(), |flag| flag.to_string());
    match name {
        "context" => return count(model.limits.context_window),
        "most_in" => return count(model.limits.maximum_input),
        "most_out" => return count(model.limits.maximum_output),
        "vision" => return flag(model.facts.vision),
        "tools" => return flag(model.facts.tools),
        "reasons" => return flag(model.facts.reasoning),
        "ends" => return model.facts.deprecated_on.map_or_else(String::new, |day| day.to_string()),
        "released" => return model.facts.released.map_or_else(String::new, |day| day.to_string()),
        "deprecated" => return model.facts.is_deprecated(day).to_string(),
        "fee" => {
            let fee = sheet.request_fee().and_then(tokens_per_dollar::money::Price::known);
            return fee.map_or_else(|| "none".to_owned(), tokens_per_dollar::money::TokenPrice::per_token);
        }
        "mode" => {
            return model.facts.mode.word().unwrap_or("none").to_owned();
        }
        "announced" => {
            let announced = model.announced_after(day);
            return announced.first().map_or_else(String::new, |dated| {
                format!("{}:{}", dated.from.unwrap(), dated.prices.input.per_million_or_empty())
            });
        }
        "at.minutes" => return sheet.times()[0].when.minutes().to_string(),
        _ => {}
    }
    let (mode, rest) = name.split_once('.').unwrap_or(("", name));
    let standard;
    let tariff: &Tariff = match mode {
        "" => {
            standard = Tariff::new(sheet.base(), sheet.tiers().to_vec());
            &standard
        }
        "at" => &sheet.times()[0].tariff,
        mode => sheet.mode(Processing::named(mode).unwrap()).unwrap(),
    };
    let (part, threshold) = rest.split_once('@').unwrap_or((rest, ""));
    let part = Part::TOKENS.into_iter().find(|known| known.key() == part).unwrap();
    let rates = if threshold.is_empty() {
        *tariff.base()
    } else {
        let inclusive = threshold.ends_with('+');
        let above: u64 = threshold.trim_end_matches('+').parse().unwrap();
        let tier = tariff.tiers().iter().find(|tier| tier.above == above).unwrap();
        assert_eq!(tier.inclusive, inclusive, "{name}");
        tier.rates
    };
    match rates.get(part).per_million_or_empty() {
        unknown if unknown.is_empty() => "none".to_owned(),
        price => price,
    }
}

/// What a list may say, by the names of the checks, and the keys by which its file says it: read in the file and its
/// publisher's description, not taken from the app. `*` is any text. A name that ends in `.` or is `@` stands for all
/// checks that begin with it or have it in their name.
type Kinds = &'static [(&'static str, &'static str)];

const LITELLM: Kinds = &[
    ("input", "input_cost_per_token"),
    ("output", "output_cost_per_token"),
    ("cache_read", "cache_read_input_token_cost"),
    ("cache_write_5m", "cache_creation_input_token_cost"),
    ("cache_write_1h", "cache_creation_input_token_cost_above_1hr"),
    ("reasoning", "output_cost_per_reasoning_token"),
    ("input_audio", "input_cost_per_audio_token"),
    ("output_audio", "output_cost_per_audio_token"),
    ("input_image", "input_cost_per_image_token"),
    ("output_image", "output_cost_per_image_token"),
    ("fee", "input_cost_per_request"),
    ("batch.", "*_batches"),
    ("flex.", "*_flex"),
    ("priority.", "*_priority"),
    ("@", "*_above_*k_tokens"),
    ("@", "tiered_pricing"),
    ("at.", "off_peak_pricing"),
    ("ends", "deprecation_date"),
];
const MODELS_DEV: Kinds = &[
    ("input", "input"),
    ("output", "output"),
    ("cache_read", "cache_read"),
    ("cache_write_5m", "cache_write"),
    ("reasoning", "reasoning"),
    ("input_audio", "input_audio"),
    ("output_audio", "output_audio"),
    ("priority.", "modes"),
    ("@", "tiers"),
    ("released", "release_date"),
];
const GENAI_PRICES: Kinds = &[
    ("input", "input_mtok"),
    ("output", "output_mtok"),
    ("cache_read", "cache_read_mtok"),
    ("cache_write_5m", "cache_write_mtok"),
    ("cache_write_1h", "cache_write_1h_mtok"),
    ("reasoning", "output_reasoning_mtok"),
    ("input_audio", "input_audio_mtok"),
    ("output_audio", "output_audio_mtok"),
    ("input_image", "input_image_mtok"),
    ("output_image", "output_image_mtok"),
    ("fee", "requests_kcount"),
    ("@", "tiers"),
    ("at.", "start_time"),
    ("announced", "start_date"),
    ("deprecated", "deprecated"),
];
const OPENROUTER: Kinds = &[
    ("input", "prompt"),
    ("output", "completion"),
    ("cache_read", "input_cache_read"),
    ("cache_write_5m", "input_cache_write"),
    ("cache_write_1h", "input_cache_write_1h"),
    ("reasoning", "internal_reasoning"),
    ("input_audio", "audio"),
    ("fee", "request"),
    ("@", "overrides"),
    ("released", "created"),
];

/// Whether a value or one inside it says something under a key.
fn says(value: &Value, key: &str) -> bool {
    let is_something = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => text.trim().parse::<f64>() != Ok(0.0),
        _ => true,
    };
    match value {
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| is_named(name, key) && is_something(value) || says(value, key))
        }
        Value::Array(elements) => elements.iter().any(|element| says(element, key)),
        _ => false,
    }
}

/// Whether a name is a key in which `*` is any text.
fn is_named(name: &str, key: &str) -> bool {
    let Some((start, rest)) = key.split_once('*') else { return name == key };
    let Some(after) = name.strip_prefix(start) else { return false };
    after.char_indices().any(|(place, _)| is_named(&after[place..], rest)) || is_named("", rest)
}

/// Every kind of price that is in the file is among the checks, with a value: not only that it is missing.
fn check_kinds(file: &str, bytes: &[u8], kinds: Kinds, checked: &BTreeSet<String>) {
    let raw: Value = serde_json::from_slice(bytes).unwrap();
    let mut found = 0;
    for (kind, key) in kinds {
        if !says(&raw, key) {
            continue;
        }
        found += 1;
        let is_checked = checked.iter().any(|name| match *kind {
            "@" => name.contains('@'),
            prefix if prefix.ends_with('.') => name.starts_with(prefix),
            name_of_kind => name == name_of_kind,
        });
        assert!(is_checked, "{file} has {key}, and no check of {kind} has a value");
    }
    assert!(found >= 8, "{file}: {found}");
}

fn check(file: &str, kinds: Kinds, table: &str) {
    let bytes = shared(&format!("price-feeds/{file}"));
    let import = feeds::import(&bytes, None).unwrap();
    let models: HashMap<&str, &Model> = import.models.iter().map(|model| (model.list_key(), model)).collect();
    let mut checked = 0;
    let mut names = BTreeSet::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, expectations) = line.split_once(" | ").unwrap();
        let model = models.get(key).unwrap_or_else(|| panic!("{key} is missing"));
        for expectation in expectations.split_whitespace() {
            let (name, expected) = expectation.split_once('=').unwrap();
            assert_eq!(value(model, name), expected, "{file} {key} {name}");
            if !matches!(expected, "" | "none" | "false") {
                names.insert(name.to_owned());
            }
        }
        checked += 1;
    }
    assert!(checked >= 20, "{checked}");
    check_kinds(file, &bytes, kinds, &names);
}

#[test]
fn a_star_is_any_text() {
    assert!(is_named("input_cost_per_token_batches", "*_batches"));
    assert!(is_named("a_above_200k_tokens_flex", "*_above_*k_tokens_flex"));
    assert!(!is_named("input_cost_per_token_batches_x", "*_batches"));
    assert!(!is_named("x_flex", "_flex"));
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn litellm() {
    check(
        "litellm.json",
        LITELLM,
        "
        gpt-4o | input=2.50 output=10.00 cache_read=1.25 batch.input=1.25 batch.output=5.00 batch.cache_read=none priority.input=4.25 priority.output=17.00 priority.cache_read=2.125 most_in=128000 most_out=16384 mode=text deprecated=false
        claude-sonnet-4-5-20250929 | input=3.00 output=15.00 cache_read=0.30 cache_write_5m=3.75 cache_write_1h=6.00 batch.input=1.50 batch.cache_write_5m=1.875 batch.cache_read=0.15 deprecated=false most_in=200000
        claude-haiku-5-5 | input=0.10 output=0.50 cache_write_1h=0.20 input@100000=0.50 output@100000=2.50 cache_write_5m@100000=0.625 cache_write_1h@100000=1.00 cache_read@100000=0.05 batch.output@100000=1.25 batch.cache_write_5m@100000=0.3125
        gemini/gemini-2.5-pro | input=1.25 input@200000=2.50 output@200000=15.00 cache_read@200000=0.25 priority.input@200000=4.50 priority.output@200000=27.00 flex.input=0.625 flex.output=5.00 flex.cache_read=0.125 batch.output@200000=7.50
        gemini-2.5-flash | input=0.30 output=2.50 reasoning=2.50 input_audio=1.00 batch.input_audio=0.50 priority.input_audio=1.80 flex.output=1.25 cache_read=0.03 deprecated=true
        xai/grok-4.3 | input=1.25 input@200000+=2.50 output@200000+=5.00 cache_read@200000+=0.40 input_image=1.25 batch.input=1.00 batch.output@200000+=4.00 most_out=1000000
        gpt-6-sol | cache_write_5m=2.50 cache_write_1h=none input@272000=4.00 cache_write_5m@272000=5.00 flex.input@272000=2.00 flex.output@272000=7.50 priority.cache_read@272000=0.80 batch.cache_read@272000=0.20 most_in=922000
        gpt-5 | input=1.25 output=10.00 flex.input=0.625 priority.output=20.00 batch.cache_read=0.0625 most_in=272000 most_out=128000 deprecated=false
        dashscope/qwen-flash | input=0.05 output=0.40 input@256000=0.25 output@256000=2.00 cache_read=none most_in=997952
        dashscope/qwen3-coder-flash | input=0.30 input@32000=0.50 input@128000=0.80 input@256000=1.60 output@256000=9.60 cache_read@32000=0.12 cache_read@256000=0.40
        dashscope/qwen-plus-latest | input=0.40 output=1.20 reasoning=4.00 reasoning@256000=12.00 output@256000=3.60
        deepseek/deepseek-v4-pro | input=1.32 output=3.96 cache_read=0.044 cache_write_5m=0.00 at.input=0.66 at.output=1.98 at.cache_read=0.022 at.cache_write_5m=0.00 at.minutes=7980
        tencent/deepseek-v4.1-flash | input=0.30 output=1.20 at.input=0.15 at.output=0.60 at.minutes=7980
        perplexity/sonar-small-online | input=0.00 output=0.28 fee=0.005 most_in=12000
        perplexity/sonar-deep-research | input=2.00 output=8.00 reasoning=3.00 fee=none
        us.amazon.nova-2-lite-v1:0 | input=0.33 output=2.75 cache_read=0.0825 flex.cache_read=0.04125 priority.output=4.8125 batch.output=1.375
        text-embedding-3-small | input=0.02 output=0.00 batch.input=0.01 batch.output=0.00 mode=embedding most_in=8191 most_out=none
        kyma/qwen3.7-flash | input=0.0435 output=0.1886 cache_read=0.0081 input@32000=0.135 output@256000=1.08 cache_read@32000=none
        minimax/MiniMax-M3 | input=0.30 input@512000=0.60 output@512000=2.40 cache_read@512000=0.12
        azure/gpt-5.6-sol | cache_write_5m@272000=10.00 priority.cache_write_5m=10.00 priority.cache_write_5m@272000=20.00 flex.cache_write_5m@272000=5.00 priority.input@272000=16.00
        fireworks_ai/accounts/fireworks/models/minimax-m2p7 | input=none output=none priority.input=1.20 priority.output=1.20 priority.cache_read=0.60
        twelvelabs.pegasus-1-2-v1:0 | input=none output=7.50
        gpt-audio | input=2.50 output=10.00 input_audio=32.00 output_audio=64.00 most_in=128000 most_out=16384 ends=2027-01-20 deprecated=false
        gpt-image-1 | input=5.00 output=none input_image=10.00 output_image=40.00 cache_read=1.25 batch.input=2.50 batch.input_image=5.00 batch.cache_read=0.63 ends=2026-10-23 deprecated=true mode=image_generation
        ",
    );
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn models_dev() {
    check(
        "models.dev.json",
        MODELS_DEV,
        "
        google/gemini-2.5-flash | input=0.30 output=2.50 cache_read=0.03 input_audio=1.00 context=1048576 most_out=65536 vision=true tools=true reasons=true released=2025-06-17 mode=text
        xai/grok-4.3 | input=1.25 output=2.50 input@200000+=2.50 output@200000+=5.00 cache_read@200000+=0.40 most_out=30000
        deepseek/deepseek-chat | input=0.14 output=0.28 cache_read=0.0028 reasons=false vision=false
        alibaba/qwen-plus | input=0.40 output=1.20 reasoning=4.00 context=1000000
        aihubmix/doubao-seed-2-0-pro | input=0.48 cache_read=0.09644 input@32000=0.72 cache_read@32000=0.144656 input@128000=1.45 output@128000=7.23
        aihubmix/doubao-seed-2-0-lite-260428 | input_audio=1.269 input_audio@32000=1.902 input_audio@128000=3.804 output@32000=0.76
        mistral/mistral-large-latest | input=0.50 output=1.50 context=262144
        groq/llama-3.3-70b-versatile | input=0.59 output=0.79 context=131072 most_out=32768
        openrouter/google/gemini-3.1-pro-preview | input=2.00 reasoning=12.00 cache_write_5m=0.375 input@200000=4.00 output@200000=18.00 reasoning@200000=none
        opencode/big-pickle | input=0.00 output=0.00 cache_read=0.00 cache_write_5m=0.00 most_in=160000
        amazon-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0 | input=3.00 output=15.00 cache_read=0.30 cache_write_5m=3.75 cache_write_1h=none
        cohere/command-r-plus-08-2024 | input=2.50 output=10.00 most_out=4000 released=2024-08-30
        perplexity/sonar | input=1.00 output=1.00 tools=false fee=none
        302ai/gpt-5.4-pro | input=30.00 cache_read=0.00 input@272000=60.00 output@272000=270.00 cache_read@272000=none most_in=922000
        routing-run/route/qwen3.6-27b-202k | input=1.10 output=3.30 context=202000
        aihubmix/gpt-5.4 | input=2.50 output=15.00 input@272000=5.00 output@272000=22.50 priority.input=5.00 priority.output=30.00 priority.cache_read=0.50
        scaleway/qwen3-embedding-8b | input=0.10 output=0.00 mode=embedding released=
        google/gemini-2.5-pro | input=1.25 input@200000=2.50 output@200000=15.00
        openai/gpt-4o | input=2.50 output=10.00 cache_read=1.25 context=128000
        anthropic/claude-sonnet-4-5 | input=3.00 output=15.00 cache_write_5m=3.75
        novita-ai/qwen/qwen3-omni-30b-a3b-thinking | input=0.25 output=0.97 input_audio=2.20 output_audio=1.788
        ",
    );
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn genai_prices() {
    check(
        "genai-prices.json",
        GENAI_PRICES,
        "
        anthropic/claude-3-5-haiku-latest | input=0.80 output=4.00 cache_read=0.08 cache_write_5m=1.00 cache_write_1h=1.60 context=200000
        anthropic/claude-sonnet-4-5 | input=3.00 input@200000=6.00 output@200000=22.50 cache_read@200000=0.60 cache_write_5m@200000=7.50 cache_write_1h=6.00 cache_write_1h@200000=12.00 context=1000000
        anthropic/claude-opus-4-6 | input=5.00 output=25.00 cache_write_1h=10.00
        anthropic/claude-sonnet-5 | input=3.00 output=15.00 cache_read=0.30 cache_write_5m=3.75 cache_write_1h=6.00
        deepseek/deepseek-chat | input=0.135 output=0.55 cache_read=0.035 at.input=0.27 at.cache_read=0.07 at.output=1.10 at.minutes=6720 context=64000
        deepseek/deepseek-reasoner | input=0.135 at.input=0.55 at.cache_read=0.14 at.output=2.19
        google/gemini-2.5-flash | input=0.30 output=2.50 cache_read=0.03 input_audio=1.00
        google/gemini-2.5-pro | input=1.25 input@200000=2.50 cache_read@200000=0.25 output@200000=15.00
        google/gemini-3.6-flash | input=0.75 output=3.75 announced=2027-01-01:1.50
        google/gemini-3.7-flash | input=0.75 output=3.75 cache_read=0.075 announced=2027-01-01:1.50
        groq/llama-3.3-70b-versatile | input=0.59 output=0.79 context=none
        mistral/mistral-large | input=2.00 output=6.00
        openai/gpt-4o | input=2.50 output=10.00 cache_read=1.25 context=128000
        openai/gpt-image-1 | input=5.00 output=40.00 input_image=10.00
        openai/o3 | input=2.00 output=8.00 cache_read=0.50
        openai/gpt-5.6-luna | input=0.20 input@272000=0.40 output@272000=1.80 cache_write_5m@272000=0.50
        aws/openai.gpt-5.6-terra | input=2.20 input@272000=4.40 cache_write_5m=2.75 output@272000=19.80
        perplexity/sonar | input=1.00 output=1.00 fee=0.012
        perplexity/sonar-pro | input=3.00 output=15.00 fee=0.014
        perplexity/sonar-deep-research | input=2.00 output=8.00 reasoning=3.00 fee=none
        x-ai/grok-4-0709 | input=3.00 output=15.00 cache_read=0.75 context=256000
        x-ai/grok-2-1212 | input=2.00 output=10.00 context=32768 deprecated=true
        openai/gpt-audio | input=2.50 output=10.00 input_audio=32.00 output_audio=64.00
        google/gemini-3-pro-image-preview | input=2.00 output=12.00 output_image=120.00
        ",
    );
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn openrouter() {
    check(
        "openrouter.json",
        OPENROUTER,
        "
        amazon/nova-2-lite-v1:free | input=0.00 output=0.00 reasoning=none fee=none context=1000000 most_out=none vision=true released=2025-12-02
        openai/gpt-5.1-codex | input=1.25 output=10.00 cache_read=0.125 context=400000 most_out=128000 tools=true reasons=true
        perplexity/sonar-pro-search | input=3.00 output=15.00 fee=0.018 most_out=8000
        openai/gpt-5-image | input=10.00 output=10.00 cache_read=1.25 fee=none mode=image_generation
        anthropic/claude-sonnet-4.5 | input=3.00 output=15.00 cache_read=0.30 cache_write_5m=3.75 cache_write_1h=none context=1000000 most_out=64000
        qwen/qwen3-coder-plus | input=1.00 output=5.00 cache_read=0.10 vision=false
        deepcogito/cogito-v2-preview-llama-109b-moe | input=0.18 output=0.59 context=32767
        openai/gpt-4o-audio-preview | input=2.50 output=10.00 input_audio=40.00
        openai/gpt-oss-120b:exacto | input=0.04 output=0.20 context=131072
        moonshotai/kimi-k2:free | input=0.00 output=0.00 most_out=none
        google/gemini-2.5-flash | input=0.30 output=2.50 cache_read=0.03 cache_write_5m=0.3833 input_audio=1.00
        google/gemini-2.5-pro | input=1.25 output=10.00 cache_write_5m=1.625 most_out=65536
        arcee-ai/spotlight | input=0.18 output=0.18 most_out=65537
        openai/o4-mini | input=1.10 output=4.40 cache_read=0.275
        google/gemma-3-4b-it | input=0.01703012 output=0.0681536 context=96000
        perplexity/sonar-deep-research | input=2.00 output=8.00 reasoning=3.00 fee=none
        google/gemini-2.0-flash-001 | input=0.10 output=0.40 input_audio=0.70 cache_write_5m=0.1833
        sao10k/l3.1-70b-hanami-x1 | input=3.00 output=3.00 context=16000
        anthropic/claude-3.5-sonnet | input=6.00 output=30.00 reasoning=none
        mistralai/mistral-7b-instruct-v0.3 | input=0.20 output=0.20 released=2024-05-27
        openai/gpt-4o | input=2.50 output=10.00 cache_read=1.25
        openrouter/auto | input=none output=none context=2000000
        ",
    );
}

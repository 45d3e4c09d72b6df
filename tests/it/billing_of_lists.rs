//! The billing rules through the whole program, in every format of price lists: a price file and a workload file go
//! in, the figures of `report.json` come out. The expected costs are reckoned by hand; the sums stand beside them.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use crate::support::reported;
use serde_json::Value;

/// What a workload costs by the first row of a list: the cost, or the status and its reason.
#[track_caller]
fn outcome(list: &str, workload: &str, more: &[&str]) -> String {
    let workload = format!("(name: \"Vector\", {workload})");
    let tasks = reported(list, &workload, more);
    assert_eq!(tasks.len(), 1, "{list}");
    let task = &tasks[0];
    let text = |key: &str| task[key].as_str().unwrap_or_default().to_owned();
    match text("status").as_str() {
        "priced" => {
            assert!(task.get("reason").is_none() && task["rank"] == 1);
            text("cost_usd")
        }
        "free" => {
            // A model that is free for any work is left out of ranks; one that is free for this work is not.
            assert!(task.get("reason").is_none_or(|reason| reason == "free") && task["rank"].is_null());
            assert_eq!((task["cost_usd"].as_str(), task["tasks_per_usd"].as_str()), (Some("0"), None));
            "free".to_owned()
        }
        status => {
            assert!(task["rank"].is_null() && task["cost_usd"].is_null() && task["monthly_usd"].is_null());
            format!("{status}: {}", text("reason"))
        }
    }
}

/// Several workloads on one list: fields of the workload, and what comes out.
#[track_caller]
fn check(list: &str, expected: &[(&str, &str)]) {
    for (workload, outcome_wanted) in expected {
        assert_eq!(outcome(list, workload, &[]), *outcome_wanted, "{workload} by {list}");
    }
}

fn litellm(provider: &str, fields: &str) -> String {
    format!(r#"{{"m": {{"litellm_provider": "{provider}", "mode": "chat", {fields}}}}}"#)
}

#[test]
fn litellm_cache_and_reasoning() {
    let list = litellm(
        "anthropic",
        r#""input_cost_per_token": 3e-6, "output_cost_per_token": 15e-6, "cache_read_input_token_cost": 3e-7,
           "cache_creation_input_token_cost": 3.75e-6, "cache_creation_input_token_cost_above_1hr": 6e-6,
           "output_cost_per_reasoning_token": 2e-5"#,
    );
    check(
        &list,
        &[
            // 4,000 x 3 + 3,000 x 0.3 + 2,000 x 3.75 + 1,000 x 6 + 300 x 15 + 200 x 20 = 34,900 millionths
            (
                "input_tokens: 10000, cache_read_tokens: 3000, cache_write_5m_tokens: 2000, \
                 cache_write_1h_tokens: 1000, output_tokens: 500, reasoning_tokens: 200",
                "0.0349",
            ),
            // The whole prompt from the cache, the whole answer reasoning: 1,000 x 0.3 + 100 x 20
            (
                "input_tokens: 1000, cache_read_tokens: 1000, output_tokens: 100, reasoning_tokens: 100",
                "0.0023",
            ),
        ],
    );
    // No price of their own: reads and writes as input, an hour as five minutes, twelve hours never for one.
    let bare = litellm("p", r#""input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6"#);
    check(
        &bare,
        &[(
            "input_tokens: 400, cache_read_tokens: 100, cache_write_5m_tokens: 100, cache_write_1h_tokens: 100, \
             output_tokens: 10, reasoning_tokens: 5",
            "0.00042",
        )],
    );
    let twelve_hours = litellm(
        "p",
        r#""input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "cache_creation_input_token_cost": 2e-6,
           "cache_creation_input_token_cost_above_12hr": 9e-6"#,
    );
    check(&twelve_hours, &[("input_tokens: 100, cache_write_1h_tokens: 100, output_tokens: 0", "0.0002")]);
}

#[test]
fn litellm_tiers() {
    let fields = r#""input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
        "cache_read_input_token_cost": 1e-7, "input_cost_per_token_above_200k_tokens": 2e-6,
        "output_cost_per_token_above_200k_tokens": 3e-6, "input_cost_per_token_above_500k_tokens": 4e-6,
        "output_cost_per_token_above_500k_tokens": 6e-6"#;
    check(
        &litellm("google", fields),
        &[
            ("input_tokens: 200000, output_tokens: 10", "0.20002"),
            ("input_tokens: 200001, output_tokens: 10", "0.400032"),
            // The cache price that the tier lacks stays that of the base: 200,000 x 2 + 100,000 x 0.1 + 10 x 3
            ("input_tokens: 300000, cache_read_tokens: 100000, output_tokens: 10", "0.41003"),
            // Cached tokens count for the threshold: 1 x 2 + 200,000 x 0.1 + 0
            ("input_tokens: 200001, cache_read_tokens: 200000, output_tokens: 0", "0.020002"),
            ("input_tokens: 500000, output_tokens: 0", "1"),
            ("input_tokens: 500001, output_tokens: 1", "2.00001"),
        ],
    );
    // xAI bills from the threshold on; xAI's models at others do not.
    check(&litellm("xai", fields), &[("input_tokens: 200000, output_tokens: 10", "0.40003")]);
    check(&litellm("azure_ai", fields), &[("input_tokens: 200000, output_tokens: 10", "0.20002")]);
}

#[test]
fn litellm_processing_modes() {
    let list = litellm(
        "openai",
        r#""input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6, "cache_read_input_token_cost": 5e-7,
           "input_cost_per_token_above_272k_tokens": 4e-6, "output_cost_per_token_above_272k_tokens": 12e-6,
           "input_cost_per_token_batches": 1e-6, "output_cost_per_token_batches": 4e-6,
           "input_cost_per_token_priority": 3e-6, "output_cost_per_token_priority": 16e-6,
           "cache_read_input_token_cost_priority": 1e-6,
           "input_cost_per_token_above_272k_tokens_priority": 6e-6,
           "output_cost_per_token_above_272k_tokens_priority": 24e-6,
           "input_cost_per_token_flex": 1e-6"#,
    );
    check(
        &list,
        &[
            // No cache price in batches: the standard one. 800 at 1, 200 at 0.5, 100 at 4
            ("input_tokens: 1000, cache_read_tokens: 200, output_tokens: 100, processing: Batch", "0.0013"),
            (
                "input_tokens: 1000, cache_read_tokens: 200, output_tokens: 100, processing: Priority",
                "0.0042",
            ),
            ("input_tokens: 272001, output_tokens: 1, processing: Priority", "1.63203"),
            // Batches have no price above the threshold, flex none of output: unknown, never half, never standard.
            (
                "input_tokens: 272001, output_tokens: 1, processing: Batch",
                "unknown: the batch price of input tokens above 272,000 tokens of input is unknown",
            ),
            (
                "input_tokens: 10, output_tokens: 1, processing: Flex",
                "unknown: the flex price of output tokens is unknown",
            ),
            // ... which matters only where there are such tokens.
            ("input_tokens: 10, output_tokens: 0, processing: Flex", "0.00001"),
        ],
    );
}

#[test]
fn litellm_tiered_pricing_and_times_of_the_week() {
    let tiered = litellm(
        "dashscope",
        r#""tiered_pricing": [
            {"range": [0, 32000.0], "input_cost_per_token": 1e-6, "output_cost_per_token": 5e-6,
             "cache_read_input_token_cost": 2e-7},
            {"range": [32000.0, 128000.0], "input_cost_per_token": 2e-6, "output_cost_per_token": 1e-5,
             "output_cost_per_reasoning_token": 2e-5}]"#,
    );
    check(
        &tiered,
        &[
            ("input_tokens: 32000, output_tokens: 10", "0.03205"),
            ("input_tokens: 32001, output_tokens: 10", "0.064102"),
            // 22,001 x 2 + 10,000 x 0.2 (kept) + 5 x 10 + 5 x 20
            (
                "input_tokens: 32001, cache_read_tokens: 10000, output_tokens: 10, reasoning_tokens: 5",
                "0.046152",
            ),
            // Above the last range the last tier holds.
            ("input_tokens: 1000000, output_tokens: 0", "2"),
        ],
    );
    let off_peak = litellm(
        "deepseek",
        r#""input_cost_per_token": 2e-6, "output_cost_per_token": 4e-6, "cache_read_input_token_cost": 1e-6,
           "off_peak_pricing": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
             "weekday_timezone": "Asia/Shanghai",
             "windows": [{"weekdays": [6, 7], "hours_utc": "00:00-00:00"}, {"hours_utc": "22:00-02:00"}]}"#,
    );
    check(
        &off_peak,
        &[
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Wed 12:00\"", "0.0024"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Wed 22:00\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Thu 01:59\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Thu 02:00\"", "0.0024"),
            // Friday 16:00 UTC is Saturday in Shanghai, Sunday 16:00 is Monday there.
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Fri 15:59\"", "0.0024"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Fri 16:00\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Sun 15:59\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Sun 16:00\"", "0.0024"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"2026-11-13T16:30:00+00:00\"", "0.0012"),
            // What the off-peak prices leave out stays: 500 x 1 + 500 x 1 + 100 x 2
            (
                "input_tokens: 1000, cache_read_tokens: 500, output_tokens: 100, runs_at: \"Sat 12:00\"",
                "0.0012",
            ),
            // Spread: 48 h of the weekend and 4 h of each of 7 nights, less the 8 h that are both, are 68 of 168 h:
            // 1,680 x (2 x 100/168 + 1 x 68/168)
            ("input_tokens: 1680, output_tokens: 0", "0.00268"),
        ],
    );
}

#[test]
fn litellm_free_unknown_excluded_and_fees() {
    let nothing = litellm("p", r#""input_cost_per_token": 0, "output_cost_per_token": 0.0"#);
    check(&nothing, &[("input_tokens: 5, output_tokens: 5", "free")]);
    let half = litellm("p", r#""input_cost_per_token": 0, "output_cost_per_token": 1e-6"#);
    check(
        &half,
        &[("input_tokens: 5, output_tokens: 5", "0.000005"), ("input_tokens: 5, output_tokens: 0", "free")],
    );
    let databricks = litellm("p", r#""input_dbu_cost_per_token": 1e-5, "output_dbu_cost_per_token": 1e-5"#);
    check(
        &databricks,
        &[("input_tokens: 5, output_tokens: 5", "unknown: the price of input tokens is unknown")],
    );
    let limits = litellm(
        "p",
        r#""input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6, "max_input_tokens": 272000,
           "max_output_tokens": 128000"#,
    );
    check(
        &limits,
        &[
            // Two limits apart, no context window: both may be full at once.
            ("input_tokens: 272000, output_tokens: 128000", "0.4"),
            (
                "input_tokens: 272001, output_tokens: 1",
                "excluded: 272,001 tokens of input exceed the maximum input of 272,000",
            ),
            (
                "input_tokens: 1, output_tokens: 128001",
                "excluded: 128,001 tokens of output exceed the maximum output of 128,000",
            ),
        ],
    );
    let fee = litellm(
        "p",
        r#""input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6, "input_cost_per_request": 0.005"#,
    );
    check(
        &fee,
        &[
            ("input_tokens: 10, output_tokens: 10", "0.00502"),
            // (0.00502 x 1.05) x 1.1
            ("input_tokens: 10, output_tokens: 10, retries: \"0.05\", safety_margin: \"0.1\"", "0.0057981"),
        ],
    );
}

#[test]
fn models_dev() {
    let list = |provider: &str| {
        format!(
            r#"{{"{provider}": {{"id": "{provider}", "name": "P", "models": {{"n/m": {{"name": "M",
            "cost": {{"input": 1.25, "output": 10, "reasoning": 12, "cache_read": 0.125, "cache_write": 1.5,
              "context_over_200k": {{"input": 99, "output": 99}},
              "tiers": [{{"input": 2.5, "output": 15, "tier": {{"type": "context", "size": 256000}}}}]}},
            "experimental": {{"modes": {{"fast": {{"cost": {{"input": 5, "output": 40}},
              "provider": {{"body": {{"service_tier": "priority"}}}}}}}}}},
            "limit": {{"context": 1000000, "output": 0}}}}}}}}}}"#
        )
    };
    check(
        &list("google"),
        &[
            ("input_tokens: 1000, output_tokens: 100", "0.00225"),
            // 500 x 1.25 + 300 x 0.125 + 100 x 1.5 + 100 x 1.5 (an hour as five minutes) + 60 x 10 + 40 x 12
            (
                "input_tokens: 1000, cache_read_tokens: 300, cache_write_5m_tokens: 100, \
                 cache_write_1h_tokens: 100, output_tokens: 100, reasoning_tokens: 40",
                "0.0020425",
            ),
            // `tiers` counts, not its old copy.
            ("input_tokens: 256000, output_tokens: 0", "0.32"),
            ("input_tokens: 256001, output_tokens: 100", "0.6415025"),
            ("input_tokens: 1000, output_tokens: 100, processing: Priority", "0.009"),
            (
                "input_tokens: 1000, output_tokens: 100, processing: Batch",
                "unknown: the batch price of input tokens is unknown",
            ),
            // An output limit of 0 is unknown, the context window is not.
            ("input_tokens: 0, output_tokens: 200000", "2"),
            (
                "input_tokens: 900000, output_tokens: 100001",
                "excluded: 1,000,001 tokens of input and output exceed the context window of 1,000,000",
            ),
        ],
    );
    check(&list("xai"), &[("input_tokens: 256000, output_tokens: 0", "0.64")]);
    let task = &reported(&list("google"), "(name: \"V\", input_tokens: 1, output_tokens: 0)", &[])[0];
    assert_eq!((&task["model_id"], &task["list"]), (&Value::from("google/n/m"), &Value::from("models.dev")));
    let unknown = r#"{"p": {"id": "p", "name": "P", "models": {"m": {"name": "M"}}}}"#;
    check(unknown, &[("input_tokens: 1, output_tokens: 1", "unknown: the price of input tokens is unknown")]);
}

#[test]
fn genai_prices() {
    let list = |prices: &str| {
        format!(
            r#"[{{"id": "p", "name": "P", "models": [{{"id": "m", "match": {{}}, "prices": {prices}}}]}}]"#
        )
    };
    let tiered = list(
        r#"{"input_mtok": {"base": 3, "tiers": [{"start": 200000, "price": 6}]}, "cache_read_mtok": 0.3,
            "cache_write_mtok": {"base": 3.75, "tiers": [{"start": 200000, "price": 7.5}]},
            "output_mtok": {"base": 15, "tiers": [{"start": 200000, "price": 22.5}]}, "requests_kcount": 5}"#,
    );
    check(
        &tiered,
        &[
            // Each request has its fee of 5 a thousand.
            ("input_tokens: 200000, output_tokens: 100", "0.6065"),
            ("input_tokens: 200001, output_tokens: 100", "1.207256"),
            // 100,001 x 6 + 50,000 x 0.3 + 50,000 x 7.5 + 0.005
            (
                "input_tokens: 200001, cache_read_tokens: 50000, cache_write_5m_tokens: 50000, output_tokens: 0",
                "0.995006",
            ),
        ],
    );
    // xAI's threshold is written one lower, and is strict like all others here.
    let xai =
        list(r#"{"input_mtok": {"base": 3, "tiers": [{"start": 199999, "price": 6}]}, "output_mtok": 1}"#);
    check(
        &xai,
        &[
            ("input_tokens: 199999, output_tokens: 0", "0.599997"),
            ("input_tokens: 200000, output_tokens: 0", "1.2"),
        ],
    );
    let hours = list(
        r#"[{"prices": {"input_mtok": 2, "output_mtok": 4}},
            {"constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"},
             "prices": {"input_mtok": 1, "output_mtok": 2}}]"#,
    );
    check(
        &hours,
        &[
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Mon 16:29\"", "0.0024"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Mon 16:30\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Tue 00:29\"", "0.0012"),
            ("input_tokens: 1000, output_tokens: 100, runs_at: \"Tue 00:30\"", "0.0024"),
            // 8 of 24 hours: 2 x 16/24 + 1 x 8/24 dollars a million
            ("input_tokens: 300, output_tokens: 0", "0.0005"),
        ],
    );
    let dates = list(
        r#"[{"prices": {"input_mtok": 10, "output_mtok": 1}},
            {"constraint": {"start_date": "2026-06-01"}, "prices": {"input_mtok": 5, "output_mtok": 1}},
            {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 7, "output_mtok": 1}}]"#,
    );
    for (day, cost) in [("2026-05-31", "10"), ("2026-06-01", "5"), ("2026-12-31", "5"), ("2027-01-01", "7")] {
        assert_eq!(outcome(&dates, "input_tokens: 1000000, output_tokens: 0", &["--as-of", day]), cost);
    }
    let variants = r#"[{"id": "p", "name": "P", "models": [{"id": "m", "prices": {"input_mtok": 2, "output_mtok": 8},
        "price_variants": [{"when": {"service_tier": "flex"}, "prices": {"input_mtok": 1, "output_mtok": 4}},
          {"when": {"region": "eu"}, "prices": {"input_mtok": 9, "output_mtok": 9}}]}]}]"#;
    check(
        variants,
        &[
            ("input_tokens: 1000, output_tokens: 100", "0.0028"),
            ("input_tokens: 1000, output_tokens: 100, processing: Flex", "0.0014"),
            (
                "input_tokens: 1000, output_tokens: 100, processing: Priority",
                "unknown: the priority price of input tokens is unknown",
            ),
        ],
    );
    check(
        &list("{}"),
        &[("input_tokens: 1, output_tokens: 1", "unknown: the price of input tokens is unknown")],
    );
}

#[test]
fn openrouter() {
    let list = |pricing: &str| {
        format!(
            r#"{{"data": [{{"id": "v/m", "name": "M", "context_length": 1000000, "pricing": {{{pricing}}}}}]}}"#
        )
    };
    let full = list(
        r#""prompt": "0.000001", "completion": "0.000004", "request": "0.01", "image": "0", "web_search": "0",
           "internal_reasoning": "0", "input_cache_read": "0.0000001", "input_cache_write": "0.00000125",
           "input_cache_write_1h": "0.000002", "discount": 0.5"#,
    );
    check(
        &full,
        &[
            // Reasoning has no price of its own, so that it is output. The discount is in the prices already.
            ("input_tokens: 1000, output_tokens: 100, reasoning_tokens: 100", "0.0114"),
            // 400 x 1 + 300 x 0.1 + 200 x 1.25 + 100 x 2 + 10,000
            (
                "input_tokens: 1000, cache_read_tokens: 300, cache_write_5m_tokens: 200, \
                 cache_write_1h_tokens: 100, output_tokens: 0",
                "0.01088",
            ),
        ],
    );
    let overrides = list(
        r#""prompt": "0.000002", "completion": "0.000004", "overrides": [
            {"min_prompt_tokens": 200000, "prompt": "0.000004", "completion": "0.000006"},
            {"utc_start": "2200", "utc_end": "0200", "prompt": "0.000001"}]"#,
    );
    check(
        &overrides,
        &[
            ("input_tokens: 200000, output_tokens: 10, runs_at: \"Mon 12:00\"", "0.40004"),
            ("input_tokens: 200001, output_tokens: 10, runs_at: \"Mon 12:00\"", "0.800064"),
            ("input_tokens: 1000, output_tokens: 10, runs_at: \"Mon 23:00\"", "0.00104"),
            ("input_tokens: 1000, output_tokens: 10, runs_at: \"Tue 01:59\"", "0.00104"),
            ("input_tokens: 1000, output_tokens: 10, runs_at: \"Tue 02:00\"", "0.00204"),
            // Both hold: the later one wins for the key that it has, the earlier keeps the other.
            ("input_tokens: 200001, output_tokens: 10, runs_at: \"Mon 23:00\"", "0.200061"),
        ],
    );
    // What an override decides at run time is no price, and not that of the base either.
    check(
        &list(
            r#""prompt": "0.0001", "completion": "0.0001", "overrides": [{"min_prompt_tokens": 5, "prompt": "-1"}]"#,
        ),
        &[
            ("input_tokens: 5, output_tokens: 1", "0.0006"),
            (
                "input_tokens: 6, output_tokens: 0",
                "unknown: the price of input tokens above 5 tokens of input is unknown",
            ),
        ],
    );
    let at_run_time = list(r#""prompt": "-1", "completion": "-1""#);
    check(
        &at_run_time,
        &[("input_tokens: 1, output_tokens: 1", "unknown: the price of input tokens is unknown")],
    );
    let free = list(r#""prompt": "0", "completion": "0", "request": "0", "internal_reasoning": "0""#);
    check(&free, &[("input_tokens: 1, output_tokens: 1, reasoning_tokens: 1", "free")]);
    let task = &reported(&free, "(name: \"V\", input_tokens: 1, output_tokens: 0)", &[])[0];
    assert_eq!((&task["model_id"], &task["list"]), (&Value::from("v/m"), &Value::from("OpenRouter")));
}

#[test]
fn llm_prices() {
    let history = r#"{"prices": [
        {"id": "m", "vendor": "v", "name": "M", "input": 10, "output": 30, "input_cached": null,
         "from_date": null, "to_date": "2026-06-01"},
        {"id": "m", "vendor": "v", "name": "M", "input": 5, "output": 15, "input_cached": 0.5,
         "from_date": "2026-06-01", "to_date": null}]}"#;
    let cost = |fields: &str, day: &str| outcome(history, fields, &["--as-of", day]);
    let cached = "input_tokens: 1000, cache_read_tokens: 400, output_tokens: 100";
    // 600 x 10 + 400 x 10 + 100 x 30, and 600 x 5 + 400 x 0.5 + 100 x 15
    assert_eq!(cost(cached, "2026-05-31"), "0.013");
    assert_eq!(cost(cached, "2026-06-01"), "0.0047");
    assert_eq!(cost(cached, "2000-01-01"), "0.013");
    let current = r#"{"updated_at": "2026-11-20", "prices": [
        {"id": "m", "vendor": "v", "name": "M", "input": 0.1, "output": 0.4, "input_cached": 0.025}]}"#;
    check(current, &[(cached, "0.00011")]);
}

#[test]
fn our_own_formats() {
    let csv = "id,provider,input,output,cache_read,batch_input,batch_output\nm,P,0.15,0.6,,0.075,0.3\n";
    check(
        csv,
        &[
            ("input_tokens: 1000, cache_read_tokens: 500, output_tokens: 100", "0.00021"),
            ("input_tokens: 1000, output_tokens: 100, processing: Batch", "0.000105"),
        ],
    );
    let ron = r#"(version: 1, name: "L", source: "S", as_of: "2026-01-01", models: [(id: "m", name: "M",
        provider: "P", input: "1", output: "2", tiers: [(above: 1000, input: "3", output: "4")])])"#;
    check(
        ron,
        &[
            ("input_tokens: 1000, output_tokens: 10", "0.00102"),
            ("input_tokens: 1001, output_tokens: 10", "0.003043"),
        ],
    );
}

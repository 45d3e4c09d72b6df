//! Each format of price lists on small lists of our own, and lists made to hurt.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::lists::SMALL_LISTS;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use tokens_per_dollar::billing::{self, Total};
use tokens_per_dollar::catalog::feeds::{self, CSV_TEMPLATE, Format, Import, ImportError, RON_TEMPLATE};
use tokens_per_dollar::catalog::{AsOf, Catalog, Market, Model, Overrides, OwnModels, PriceState};
use tokens_per_dollar::workload::{Draft, Processing, Runs, Workload};

const TODAY: Date = date(2026, 11, 24);

fn import(text: &str) -> Import {
    feeds::import(text.as_bytes(), Some(TODAY)).unwrap()
}

fn reasons(import: &Import) -> Vec<String> {
    import.skipped.iter().map(ToString::to_string).collect()
}

fn remarks(import: &Import) -> Vec<String> {
    import.remarks.iter().map(ToString::to_string).collect()
}

fn find<'a>(import: &'a Import, key: &str) -> &'a Model {
    import.models.iter().find(|model| model.list_key() == key).unwrap()
}

/// What `draft` costs on one model of a list, in exact dollars or the status.
fn cost(import: &Import, key: &str, draft: &Draft) -> String {
    let mut catalog: Catalog = import.clone().into_catalog();
    for model in &mut catalog.models {
        model.prices = model.prices_on(TODAY).clone();
    }
    let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
    let offer = market.offers().iter().find(|offer| offer.model.list_key() == key).unwrap();
    let workload = Workload::try_from(draft.clone()).unwrap();
    match billing::total(offer, &workload) {
        Total::Priced(amount) => amount.to_exact_string(),
        other => other.reason().unwrap_or_else(|| other.status().to_owned()),
    }
}

fn tokens(input: u64, output: u64) -> Draft {
    Draft { name: "Test".into(), input_tokens: input, output_tokens: output, ..Draft::default() }
}

fn at(draft: Draft, time: &str) -> Draft {
    Draft { runs: Runs::parse(time).unwrap(), ..draft }
}

#[test]
fn litellm_takes_numbers_in_quotes_and_names_what_it_skips() {
    let list = import(
        r#"{
            "sample_spec": {"input_cost_per_token": 0, "mode": "one of: chat"},
            "good": {"input_cost_per_token": "3e-7", "output_cost_per_token": 1e-06, "mode": "chat"},
            "free": {"input_cost_per_token": 0, "output_cost_per_token": 0.0, "mode": "chat"},
            "null": {"input_cost_per_token": null, "output_cost_per_token": 1e-6},
            "abc": {"input_cost_per_token": "abc", "output_cost_per_token": 1e-6},
            "nan": {"input_cost_per_token": "NaN", "output_cost_per_token": 1e-6},
            "huge": {"input_cost_per_token": 1e308, "output_cost_per_token": 1e-6},
            "negative": {"input_cost_per_token": -1e-6, "output_cost_per_token": 1e-6},
            "list": {"input_cost_per_token": [1e-6], "output_cost_per_token": 1e-6},
            "twice": {"input_cost_per_token": 1e-6, "input_cost_per_token": 2e-6},
            "limit": {"input_cost_per_token": 1e-6, "max_input_tokens": "lots"},
            "good": {"input_cost_per_token": 9e-6, "output_cost_per_token": 9e-6},
            "no object": 5,
            "": {"input_cost_per_token": 1e-6}
        }"#,
    );
    assert_eq!(list.format, Format::LiteLlm);
    let states: Vec<_> = list.models.iter().map(|model| (model.id.as_str(), model.prices.state())).collect();
    let unknown = ["null", "abc", "nan", "huge", "negative", "list", "twice", "limit"];
    let mut expected = vec![("good", PriceState::Priced), ("free", PriceState::Free)];
    expected.extend(unknown.map(|key| (key, PriceState::Unknown)));
    assert_eq!(states, expected);
    assert_eq!(find(&list, "good").prices.input.per_million_or_empty(), "0.30");
    assert_eq!(
        reasons(&list),
        [
            "row sample_spec: it describes the file and is no model",
            "row good: this key is there twice; the first was kept",
            "row no object: 5 is no object",
            "row : an id needs at least one character",
        ]
    );
    // A bad value costs its own cell, and nothing stands in for a price.
    let cell = "input_cost_per_token:";
    assert_eq!(
        remarks(&list),
        [
            format!(
                "row abc: {cell} \"abc\" is not a number; write digits, such as 0.15; the price is unknown"
            ),
            format!(
                "row nan: {cell} \"NaN\" is not a number; write digits, such as 0.15; the price is unknown"
            ),
            format!(
                "row huge: {cell} \"1e308\" is too large; the most is $100,000,000 per million tokens; the price is \
                 unknown"
            ),
            format!("row negative: {cell} \"-1e-6\" is negative; it must be 0 or more; the price is unknown"),
            format!("row list: {cell} [1e-6] is no number; the price is unknown"),
            format!("row twice: {cell} it is there twice; the price is unknown"),
            "row limit: max_input_tokens: \"lots\" is no count of tokens; the limit is unknown".to_owned(),
        ]
    );
    let summary = list.summary(TODAY);
    assert_eq!(
        summary,
        "LiteLLM: 10 models imported (1 priced, 1 free, 8 unknown), 4 rows skipped, 7 rows read in part"
    );
}

#[test]
fn litellm_tiers_are_cliffs_and_a_mode_without_one_is_unknown() {
    let list = import(
        r#"{"m": {"litellm_provider": "any", "mode": "chat",
            "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "cache_read_input_token_cost": 5e-7,
            "input_cost_per_token_above_200k_tokens": 3e-6, "output_cost_per_token_above_200k_tokens": 4e-6,
            "input_cost_per_token_batches": 5e-7, "output_cost_per_token_batches": 1e-6},
          "xai/m": {"litellm_provider": "xai", "mode": "chat",
            "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
            "input_cost_per_token_above_200k_tokens": 3e-6, "output_cost_per_token_above_200k_tokens": 4e-6}}"#,
    );
    assert_eq!(cost(&list, "m", &tokens(200_000, 1_000)), "0.202");
    assert_eq!(cost(&list, "m", &tokens(200_001, 1_000)), "0.604003");
    assert_eq!(cost(&list, "xai/m", &tokens(199_999, 1_000)), "0.201999");
    assert_eq!(cost(&list, "xai/m", &tokens(200_000, 1_000)), "0.604");
    let batch = |input| Draft { processing: Processing::Batch, ..tokens(input, 1_000) };
    assert_eq!(cost(&list, "m", &batch(200_000)), "0.101");
    assert_eq!(
        cost(&list, "m", &batch(200_001)),
        "the batch price of input tokens above 200,000 tokens of input is unknown"
    );
    // The tier leaves the price of cache reads out: the one below it is kept.
    let cached = Draft { cache_read_tokens: 100_000, ..tokens(300_000, 0) };
    assert_eq!(cost(&list, "m", &cached), "0.65");
    // The mode has none: the standard one, which here is the mode's price of input.
    let cached = Draft { cache_read_tokens: 50_000, ..batch(100_000) };
    assert_eq!(cost(&list, "m", &cached), "0.051");
    let flex = Draft { processing: Processing::Flex, ..tokens(10, 10) };
    assert_eq!(cost(&list, "m", &flex), "the flex price of input tokens is unknown");
}

#[test]
fn litellm_off_peak_hours_depend_on_the_weekday() {
    let list = import(
        r#"{"m": {"mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 4e-6,
            "off_peak_pricing": {"input_cost_per_token": 1e-6, "windows": [
                {"hours_utc": ["00:00-01:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
                {"hours_utc": "00:00-00:00", "weekdays": ["sat", "sunday"]}]}},
          "zone": {"mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 0,
            "off_peak_pricing": {"input_cost_per_token": 1e-6, "weekday_timezone": "Asia/Shanghai",
                "windows": [{"hours_utc": "16:00-17:00", "weekdays": [6]}]}},
          "clocks change": {"mode": "chat", "input_cost_per_token": 2e-6,
            "off_peak_pricing": {"input_cost_per_token": 1e-6, "weekday_timezone": "America/New_York",
                "windows": [{"hours_utc": "16:00-17:00", "weekdays": [6]}]}}}"#,
    );
    let million = tokens(1_000_000, 1_000_000);
    assert_eq!(cost(&list, "m", &at(million.clone(), "Thu 02:30")), "6");
    assert_eq!(cost(&list, "m", &at(million.clone(), "Thu 10:00")), "5");
    assert_eq!(cost(&list, "m", &at(million.clone(), "Sat 02:30")), "5");
    // 123 of 168 hours are off-peak.
    let spread = cost(&list, "m", &tokens(168, 0));
    assert_eq!(spread, "0.000213");
    assert_eq!(cost(&list, "zone", &at(tokens(10, 0), "Fri 16:30")), "0.00001");
    assert_eq!(cost(&list, "zone", &at(tokens(10, 0), "Sat 16:30")), "0.00002");
    assert_eq!(reasons(&list), [""; 0]);
}

#[test]
fn models_dev_nests_by_provider_and_uses_tiers() {
    let list = import(
        r#"{"xai": {"id": "xai", "name": "xAI", "models": {
            "grok": {"name": "Grok", "cost": {"input": 1.25, "output": 2.5,
                "tiers": [{"input": 2.5, "output": 5, "tier": {"type": "context", "size": 256000}}],
                "context_over_200k": {"input": 9, "output": 9}},
              "limit": {"context": 0, "output": 0}, "modalities": {"input": ["text"], "output": ["text"]}},
            "old": {"cost": {"input": 1, "output": 2, "context_over_200k": {"input": 3, "output": 4}}},
            "none": {"name": "No cost"},
            "odd": {"cost": {"input": 1, "output": 2, "tiers": [{"input": 2, "tier": {"type": "speed"}}]}},
            "fast": {"cost": {"input": 1, "output": 2}, "experimental": {"modes": {
                "a": {"cost": {"input": 2, "output": 4}, "provider": {"body": {"service_tier": "priority"}}},
                "b": {"cost": {"input": 6, "output": 9}, "provider": {"body": {"speed": "fast"}}}}}}
        }}, "broken": {"name": "Broken", "models": 5}}"#,
    );
    assert_eq!(list.format, Format::ModelsDev);
    assert_eq!(find(&list, "xai/grok").provider, "xAI");
    assert_eq!(cost(&list, "xai/grok", &tokens(255_999, 0)), "0.31999875");
    assert_eq!(cost(&list, "xai/grok", &tokens(256_000, 0)), "0.64");
    assert_eq!(cost(&list, "xai/old", &tokens(200_000, 0)), "0.6");
    assert_eq!(cost(&list, "xai/none", &tokens(1, 0)), "the price of input tokens is unknown");
    let priority = Draft { processing: Processing::Priority, ..tokens(1_000_000, 0) };
    assert_eq!(cost(&list, "xai/fast", &priority), "2");
    assert_eq!(list.unused["experimental.modes.b.cost"], 1);
    assert_eq!(reasons(&list), ["row broken: models: 5 is no object"]);
    assert_eq!(
        remarks(&list),
        ["row xai/odd: cost: a tier by \"speed\" is not known; its prices are unknown"]
    );
    assert_eq!(cost(&list, "xai/odd", &tokens(1, 0)), "the price of input tokens is unknown");
}

#[test]
fn genai_prices_has_dates_hours_tiers_and_variants() {
    let list = import(
        r#"[{"id": "p", "name": "Provider", "models": [
            {"id": "dated", "match": {"equals": "dated"}, "prices": [
                {"prices": {"input_mtok": 1, "output_mtok": 2}},
                {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 3, "output_mtok": 4}},
                {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 5, "output_mtok": 6}}]},
            {"id": "hours", "prices": [
                {"prices": {"input_mtok": 1, "output_mtok": 0}},
                {"constraint": {"start_time": "16:00:00Z", "end_time": "08:00:00Z"},
                 "prices": {"input_mtok": 3, "output_mtok": 0}}]},
            {"id": "tiers", "prices": {"input_mtok": {"base": 1, "tiers": [{"start": 1000, "price": 2}]},
                "output_mtok": 10, "requests_kcount": 5}},
            {"id": "variants", "prices": {"input_mtok": 4, "output_mtok": 8},
             "price_variants": [{"when": {"service_tier": "flex"}, "prices": {"input_mtok": 2, "output_mtok": 4}},
                                {"when": {"region": "eu"}, "prices": {"input_mtok": 9}}]},
            {"id": "empty", "prices": {}},
            {"id": "moon", "prices": [{"constraint": {"phase": "full"}, "prices": {"input_mtok": 1}}]},
            {"name": "no id", "prices": {}}
        ]}]"#,
    );
    assert_eq!(list.format, Format::GenaiPrices);
    let million = tokens(1_000_000, 0);
    assert_eq!(cost(&list, "p/dated", &million), "3");
    let dated = find(&list, "p/dated");
    assert_eq!(dated.prices_on(date(2025, 12, 31)).input.per_million_or_empty(), "1.00");
    assert_eq!(dated.announced_after(TODAY)[0].from, Some(date(2027, 1, 1)));
    assert_eq!(dated.prices_on(date(2027, 1, 1)).output.per_million_or_empty(), "6.00");
    assert_eq!(cost(&list, "p/hours", &at(million.clone(), "Mon 07:59")), "3");
    assert_eq!(cost(&list, "p/hours", &at(million.clone(), "Mon 08:00")), "1");
    assert_eq!(cost(&list, "p/hours", &tokens(3_000_000, 0)), "7");
    assert_eq!(cost(&list, "p/tiers", &tokens(1_000, 0)), "0.006");
    assert_eq!(cost(&list, "p/tiers", &tokens(1_001, 1_000)), "0.017002");
    let flex = Draft { processing: Processing::Flex, ..million };
    assert_eq!(cost(&list, "p/variants", &flex), "2");
    assert_eq!(cost(&list, "p/empty", &tokens(1, 0)), "the price of input tokens is unknown");
    assert_eq!(reasons(&list), ["row p/7: it has no id"]);
    assert_eq!(
        remarks(&list),
        ["row p/moon: prices: phase is a constraint that the app does not know; its prices are unknown"]
    );
    assert_eq!(cost(&list, "p/moon", &tokens(1, 0)), "the price of input tokens is unknown");
}

#[test]
fn a_fee_that_differs_by_the_hour_is_a_reason_and_never_ignored() {
    let model = |id: &str, base: &str, night: &str| {
        format!(
            r#"{{"id": "{id}", "prices": [
                {{"prices": {{"input_mtok": 2, "output_mtok": 2{base}}}}},
                {{"constraint": {{"start_time": "16:30:00Z", "end_time": "00:30:00Z"}}, "prices": {{"input_mtok": 1, "output_mtok": 1{night}}}}}
            ]}}"#
        )
    };
    let fee = |fee: u32| format!(r#", "requests_kcount": {fee}"#);
    let models = [
        model("same", &fee(5), &fee(5)),
        model("none", "", ""),
        model("other", &fee(5), &fee(8)),
        model("gone", &fee(5), ""),
        model("new", "", &fee(5)),
    ];
    let import = import(&format!(r#"[{{"id": "p", "models": [{}]}}]"#, models.join(",")));
    let reason = "prices: its fee for a request differs by the hour, which the app cannot bill; its prices are unknown";
    let unknown = ["other", "gone", "new"];
    assert_eq!(remarks(&import), unknown.map(|id| format!("row p/{id}: {reason}")));
    for id in unknown {
        assert_eq!(cost(&import, &format!("p/{id}"), &tokens(1, 0)), "the price of input tokens is unknown");
    }
    // A thousand tokens at the price of the night, and the fee.
    assert_eq!(cost(&import, "p/same", &at(tokens(1_000, 0), "Mon 20:00")), "0.006");
    assert_eq!(cost(&import, "p/same", &at(tokens(1_000, 0), "Mon 12:00")), "0.007");
}

#[test]
fn a_row_of_which_some_kilobytes_make_a_million_prices_is_named() {
    let entry = |number: usize| {
        format!(
            r#"{{"constraint": {{"start_date": "2026-05-{:02}", "start_time": "{:02}:10:00Z", "end_time": "{:02}:50:00Z"}}, "prices": {{"input_mtok": 1}}}}"#,
            number % 28 + 1,
            number % 24,
            (number + 3) % 24
        )
    };
    let genai = |entries: usize| {
        format!(
            r#"[{{"id": "p", "models": [{{"id": "ok", "prices": {{"input_mtok": 1}}}}, {{"id": "m", "prices": [{}]}}]}}]"#,
            (0..entries).map(entry).collect::<Vec<_>>().join(",")
        )
    };
    assert_eq!(import(&genai(20)).models.len(), 2);
    assert_eq!(
        reasons(&import(&genai(30))),
        ["row p/m: prices: there are too many of them by the day, the hour and the prompt"]
    );
    let overrides = |count: usize| {
        let entry = |number: usize| {
            format!(
                r#"{{"min_prompt_tokens": {number}, "utc_start": "{:02}00", "utc_end": 2359, "prompt": "1e-6"}}"#,
                number % 24
            )
        };
        format!(
            r#"{{"data": [{{"id": "ok", "pricing": {{"prompt": "0.0001"}}}}, {{"id": "m", "pricing": {{"prompt": "0.0001", "overrides": [{}]}}}}]}}"#,
            (0..count).map(entry).collect::<Vec<_>>().join(",")
        )
    };
    assert_eq!(import(&overrides(20)).models.len(), 2);
    assert_eq!(
        remarks(&import(&overrides(90))),
        [
            "row m: pricing: overrides: there are too many of them by the hour and the prompt; its prices are unknown"
        ]
    );
}

#[test]
fn openrouter_has_overrides_and_prices_at_run_time() {
    let list = import(
        r#"{"data": [
            {"id": "a/m", "name": "A: M", "context_length": 1000000, "pricing": {
                "prompt": "0.000001", "completion": "0.000002", "request": "0", "internal_reasoning": "0",
                "input_cache_write": "0.00000125", "input_cache_write_1h": "0.000002", "discount": 0.5,
                "overrides": [
                    {"min_prompt_tokens": 1000, "prompt": "0.000003", "completion": "0.000004"},
                    {"utc_start": "2200", "utc_end": "0600", "prompt": "0.0000005"},
                    {"min_prompt_tokens": 5000, "completion": "0.000009"}]}},
            {"id": "auto", "pricing": {"prompt": "-1", "completion": "-1"}},
            {"id": "fee", "pricing": {"prompt": "0", "completion": "0.000001", "request": "0.01"}},
            {"id": "minus", "pricing": {"prompt": "-2", "completion": "0"}},
            {"id": "moon", "pricing": {"prompt": "0", "completion": "0", "overrides": [{"moon": "full"}]}},
            {"id": "nothing"}
        ]}"#,
    );
    assert_eq!(list.format, Format::OpenRouter);
    let noon = |input, output| at(tokens(input, output), "Mon 12:00");
    let night = |input, output| at(tokens(input, output), "Mon 23:00");
    // A discount is in the prices already; exactly the threshold is below it.
    assert_eq!(cost(&list, "a/m", &noon(1_000, 1_000)), "0.003");
    assert_eq!(cost(&list, "a/m", &noon(1_001, 1_000)), "0.007003");
    assert_eq!(cost(&list, "a/m", &noon(5_001, 1_000)), "0.024003");
    // Later entries win for each price, also over a tier's.
    assert_eq!(cost(&list, "a/m", &night(1_000, 1_000)), "0.0025");
    assert_eq!(cost(&list, "a/m", &night(5_001, 1_000)), "0.0115005");
    let writes = Draft { cache_write_1h_tokens: 100, cache_write_5m_tokens: 100, ..noon(200, 0) };
    assert_eq!(cost(&list, "a/m", &writes), "0.000325");
    let reasoning = Draft { reasoning_tokens: 100, ..noon(0, 100) };
    assert_eq!(cost(&list, "a/m", &reasoning), "0.0002");
    assert_eq!(cost(&list, "auto", &tokens(1, 0)), "the price of input tokens is unknown");
    assert_eq!(find(&list, "auto").facts.remark.as_deref(), Some("its price is decided at run time"));
    assert_eq!(cost(&list, "fee", &tokens(1, 0)), "0.01");
    assert_eq!(
        remarks(&list),
        [
            "row minus: prompt: \"-2\" is negative; it must be 0 or more; the price is unknown",
            "row moon: pricing: overrides: moon is a field that the app does not know here; its prices are unknown",
        ]
    );
}

#[test]
fn llm_prices_has_a_current_and_a_historical_file() {
    let current = import(
        r#"{"updated_at": "2026-11-20", "prices": [
            {"id": "m", "vendor": "v", "name": "M", "input": 1, "output": 2, "input_cached": null},
            {"id": "m", "vendor": "w", "name": "M of W", "input": 3, "output": 4, "input_cached": 0.5},
            {"id": "bad", "vendor": "v", "name": "Bad", "input": "x", "output": 4}]}"#,
    );
    assert_eq!((current.format, current.as_of), (Format::LlmPrices, Some(AsOf::Stated(date(2026, 11, 20)))));
    let keys: Vec<_> = current.models.iter().map(|model| (model.id.as_str(), model.list_key())).collect();
    assert_eq!(keys, [("m", "m"), ("w/m", "m"), ("bad", "bad")]);
    assert_eq!(remarks(&current).len(), 1);
    let historical = import(
        r#"{"prices": [
            {"id": "m", "vendor": "v", "name": "M", "input": 1, "output": 2, "input_cached": null,
             "from_date": "2026-06-01", "to_date": null},
            {"id": "m", "vendor": "v", "name": "M", "input": 4, "output": 8, "input_cached": null,
             "from_date": null, "to_date": "2026-06-01"},
            {"id": "gone", "vendor": "v", "name": "Gone", "input": 4, "output": 8, "input_cached": null,
             "from_date": null, "to_date": "2026-06-01"},
            {"id": "next", "vendor": "v", "name": "Next", "input": 4, "output": 8, "input_cached": null,
             "from_date": "2026-12-01", "to_date": null}]}"#,
    );
    assert_eq!(historical.models.len(), 3);
    assert_eq!(cost(&historical, "m", &tokens(1_000_000, 0)), "1");
    let before = find(&historical, "m").prices_on(date(2026, 5, 31));
    assert_eq!(before.input.per_million_or_empty(), "4.00");
    for key in ["gone", "next"] {
        assert_eq!(cost(&historical, key, &tokens(1, 0)), "the price of input tokens is unknown");
    }
}

#[test]
fn our_own_formats_have_templates_that_read() {
    for (template, format) in [(CSV_TEMPLATE, Format::Csv), (RON_TEMPLATE, Format::Ron)] {
        let list = import(template);
        assert_eq!((list.format, list.models.len(), list.skipped.len()), (format, 2, 0));
        assert!(list.unused.is_empty(), "{:?}", list.unused);
        let draft = Draft {
            cache_read_tokens: 100,
            cache_write_5m_tokens: 100,
            cache_write_1h_tokens: 100,
            reasoning_tokens: 50,
            ..tokens(1_000, 100)
        };
        assert_eq!(cost(&list, "example/model", &draft), "0.0085875", "{format:?}");
        let batch = Draft { processing: Processing::Batch, ..tokens(1_000, 100) };
        assert_eq!(cost(&list, "example/model", &batch), "0.00675", "{format:?}");
        assert_eq!(find(&list, "example/model").limits.maximum_output, Some(128_000));
    }
    assert_eq!(cost(&import(RON_TEMPLATE), "example/model", &tokens(200_001, 0)), "1.005005");
}

#[test]
fn csv_reads_the_reports_table_and_other_separators() {
    let report = import(
        "rank,model,provider,tier,input_usd_per_million,output_usd_per_million,context_tokens,price_as_of,model_id\n\
         1,Llama,Groq,Budget,0.05,0.20,128000,2026-04-29,groq/llama\n2,Odd,P,,abc,1,,,p/odd\n3,None,P,,,1,,,p/none\n",
    );
    assert_eq!(cost(&report, "groq/llama", &tokens(500, 0)), "0.000025");
    assert_eq!(find(&report, "groq/llama").source.as_of, Some(AsOf::Stated(date(2026, 4, 29))));
    assert_eq!(find(&report, "p/none").prices.state(), PriceState::Unknown);
    assert_eq!(find(&report, "p/odd").prices.state(), PriceState::Unknown);
    assert!(report.unused.is_empty() && report.skipped.is_empty());
    let remark = report.remarks[0].to_string();
    assert!(remark.starts_with("row p/odd: input_usd_per_million: \"abc\" is not a number"), "{remark}");
    let semicolons = import("Model;Provider;Input;Output\n\"A; B\";P;0,15;$1.50\n");
    assert_eq!(cost(&semicolons, "A; B", &tokens(1_000_000, 1_000_000)), "1.65");
}

#[test]
fn what_is_no_list_is_refused_in_one_sentence() {
    let refused = |bytes: &[u8]| feeds::import(bytes, None).unwrap_err().to_string();
    for (bytes, expected) in [
        (&b""[..], "the file is empty"),
        (b"<!doctype html><html>", "this is a web page, not a price list"),
        (b"{\"a\": 1", "broken JSON (EOF while parsing an object at line 1 column 7)"),
        (b"{}", "no rows with fields"),
        (b"[]", "no rows with fields"),
        (b"[1, 2]", "no rows with fields"),
        (b"{\"a\": {\"b\": 1}}", "its rows have the fields b, and none that is known as a price"),
        (b"hello", "would need columns"),
        (b"id\xff{}", "not UTF-8 text from here on; save it as UTF-8"),
        (b"date,model,requests,input_tokens\n", "this is usage, not prices"),
        (b"(version: 1)", "the app's own price list cannot be read"),
        (b"{\"data\": []}", "no rows with fields"),
        (b"{\"data\": [{}]}", "no rows with fields"),
        (
            b"{\"data\": [{\"pricing\": {\"prompt\": \"0\"}}]}",
            "no row of the OpenRouter list could be read: row 1: it has no id",
        ),
        (
            b"{\"\": {\"input_cost_per_token\": 1}}",
            "no row of the LiteLLM list could be read: row : an id needs",
        ),
    ] {
        let reason = refused(bytes);
        assert!(reason.contains(expected), "{reason}");
    }
}

fn repeated(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect::<Vec<_>>().concat()
}

#[test]
fn lists_made_to_hurt_are_refused_quickly() {
    let deep = "[".repeat(1_000_000);
    assert!(feeds::import(deep.as_bytes(), None).is_err());
    let inside = format!(
        "{{\"m\": {{\"input_cost_per_token\": 1e-6, \"x\": {}{}}}}}",
        "[".repeat(300_000),
        "]".repeat(300_000)
    );
    assert_eq!(import(&inside).models.len(), 1);
    let tiered = format!(
        "{{\"m\": {{\"mode\": \"chat\", \"tiered_pricing\": {}{}}}}}",
        "[".repeat(300_000),
        "]".repeat(300_000)
    );
    assert_eq!(remarks(&import(&tiered)).len(), 1);
    let ron = format!("(name: \"a\", source: \"b\", as_of: \"2026-01-01\", models: [{}", "(".repeat(100_000));
    assert!(feeds::import(ron.as_bytes(), None).is_err());
    let large = vec![b' '; 200 * 1024 * 1024];
    assert!(matches!(feeds::import(&large, None), Err(ImportError::TooLarge)));
    let tiers = repeated(100_000, |n| format!("\"input_cost_per_token_above_{n}k_tokens\":1e-6,"));
    let many_tiers = format!("{{\"m\": {{{tiers}\"mode\": \"chat\"}}}}");
    assert!(feeds::import(many_tiers.as_bytes(), None).unwrap_err().to_string().contains("more than 32"));
    let key = "k".repeat(100_000);
    let long = format!("{{\"{key}\": {{\"input_cost_per_token\": 1}}, \"ok\": {{\"mode\": \"chat\"}}}}");
    assert!(reasons(&import(&long))[0].len() < 300);
    // A reason quotes what it is about, however long that is.
    let name = "n".repeat(1_000_000);
    let quoted = format!(
        "{{\"a\": {{\"off_peak_pricing\": {{\"hours_utc\": \"1:00-2:00\", \"weekday_timezone\": \"{name}\"}}}}, \"ok\": {{\"mode\": \"chat\"}}}}"
    );
    assert!(remarks(&import(&quoted))[0].len() < 600);
    for broken in [
        format!("(version: 1, name: \"L\", {name}: 1)"),
        format!("(version: 1, name: \"L\", models: {name})"),
    ] {
        assert!(feeds::import(broken.as_bytes(), None).unwrap_err().to_string().len() < 600);
    }
}

/// Every total of every model of a list, so that a bad list would be found out by its bills too.
fn use_all(list: &Import) {
    let workloads = [
        tokens(300_000, 1_000),
        Draft { processing: Processing::Batch, cache_read_tokens: 5, ..tokens(10, 10) },
        at(Draft { reasoning_tokens: 3, cache_write_1h_tokens: 2, ..tokens(10, 10) }, "Sun 23:59"),
    ];
    let market = Market::new(&list.clone().into_catalog(), &OwnModels::default(), &Overrides::default());
    for draft in workloads {
        let workload = Workload::try_from(draft).unwrap();
        for offer in market.offers() {
            let bill = billing::bill(offer, &workload);
            assert_eq!(bill.total, billing::total(offer, &workload));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn changed_lists_never_panic(
        seed in 0..SMALL_LISTS.len(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_u8..4), 1..8),
    ) {
        let mut bytes = SMALL_LISTS[seed].as_bytes().to_vec();
        for (place, byte, kind) in changes {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => { bytes.remove(place); }
                2 => bytes.insert(place, byte),
                _ => {
                    // A piece of the list once more.
                    let end = (place + usize::from(byte)).min(bytes.len());
                    let piece = bytes[place..end].to_vec();
                    bytes.splice(place..place, piece);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        if let Ok(list) = feeds::import(&bytes, None) {
            use_all(&list);
        }
    }

    #[test]
    fn wrong_types_everywhere_never_panic(seed in 0..12_usize, place in any::<proptest::sample::Index>(), value in 0_usize..12) {
        let values = ["null", "true", "-5", "1e308", "-1e-400", "\"NaN\"", "\"\"", "[]", "{}", "[[[]]]", "{\"a\": {}}", "99999999999999999999999999"];
        // The value behind one of the colons becomes another.
        let text = SMALL_LISTS[seed];
        let colons: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
        let start = colons[place.index(colons.len())];
        let end = start + text[start..].find([',', '}', ']']).unwrap_or(0);
        let changed = format!("{}{}{}", &text[..start], values[value], &text[end..]);
        if let Ok(list) = feeds::import(changed.as_bytes(), None) {
            use_all(&list);
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = feeds::import(&bytes, None);
    }
}

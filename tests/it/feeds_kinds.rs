//! What lists say of their numbers, and which lists people have: units and currencies, cells that are no prices, formats
//! that look alike, and files that are no price lists at all.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::{Date, date};
use tokens_per_dollar::billing::{self, Total};
use tokens_per_dollar::catalog::feeds::{self, Format, Import};
use tokens_per_dollar::catalog::{Market, Model, Overrides, OwnModels};
use tokens_per_dollar::workload::{Draft, Processing, Workload};

const TODAY: Date = date(2026, 11, 30);

fn import(text: &str) -> Import {
    feeds::import(text.as_bytes(), Some(TODAY)).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(text: &str) -> String {
    feeds::import(text.as_bytes(), None).unwrap_err().to_string()
}

fn remarks(import: &Import) -> Vec<String> {
    import.remarks.iter().map(ToString::to_string).collect()
}

fn find<'a>(import: &'a Import, key: &str) -> &'a Model {
    import.models.iter().find(|model| model.list_key() == key).unwrap_or_else(|| {
        panic!("no {key} among {:?}", import.models.iter().map(Model::list_key).collect::<Vec<_>>())
    })
}

/// What a draft costs on one row, in exact dollars, or why it is unknown.
fn cost(import: &Import, key: &str, draft: &Draft) -> String {
    let mut catalog = import.clone().into_catalog();
    for model in &mut catalog.models {
        model.prices = model.prices_on(TODAY).clone();
    }
    let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
    let offer = market.offers().iter().find(|offer| offer.model.list_key() == key).unwrap();
    match billing::total(offer, &Workload::try_from(draft.clone()).unwrap()) {
        Total::Priced(amount) => amount.to_exact_string(),
        Total::Free => "free".to_owned(),
        other => other.reason().unwrap(),
    }
}

fn tokens(input: u64, output: u64) -> Draft {
    Draft { name: "Test".into(), input_tokens: input, output_tokens: output, ..Draft::default() }
}

fn cached(input: u64, cache_read: u64, output: u64) -> Draft {
    Draft { cache_read_tokens: cache_read, ..tokens(input, output) }
}

const UNKNOWN: &str = "the price of input tokens is unknown";

#[test]
fn a_unit_that_a_file_states_is_obeyed_wherever_it_stands() {
    let row = |more: &str, pricing: &str| {
        format!(r#"{{"id": "orion/v", "object": "model"{more}, "pricing": {{{pricing}}}}}"#)
    };
    let prices = r#""prompt": "0.6", "completion": 2.4"#;
    let list = |head: &str, row: &str| format!(r#"{{{head}"data": [{row}]}}"#);
    let lists = [
        list("", &row("", &format!(r#""unit": "per_1m_tokens", {prices}"#))),
        list("", &row(r#", "unit": "1M tokens", "currency": "USD""#, prices)),
        list(r#""currency": "usd", "pricing_unit": "USD per million tokens", "#, &row("", prices)),
        list(r#""meta": {"unit": "$/MTok"}, "#, &row("", prices)),
        list("", &row("", r#""price_unit": "per 1K tokens", "prompt": 0.0006, "completion": "0.0024""#)),
        list("", &row("", r#""unit": "token", "currency": "USD", "prompt": 6e-7, "completion": 24e-7"#)),
        // The innermost statement counts.
        list(
            r#""unit": "per_token", "#,
            &row(r#", "unit": "per_1k""#, &format!(r#""unit": 1000000, {prices}"#)),
        ),
    ];
    for text in lists {
        let list = import(&text);
        assert_eq!(list.format, Format::Gateway, "{text}");
        assert_eq!(cost(&list, "orion/v", &tokens(1_000_000, 100_000)), "0.84", "{text}");
        assert_eq!(remarks(&list), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn another_currency_or_unit_is_unknown_and_named() {
    let pricing = |terms: &str| {
        format!(
            r#"{{"data": [{{"id": "m", "pricing": {{{terms}, "prompt": 2, "completion": 8, "cache_read": 0}}}}]}}"#
        )
    };
    for (terms, reason) in [
        (
            r#""currency": "EUR", "unit": "per_1m_tokens""#,
            "its price is in EUR, and only US dollars are counted",
        ),
        (r#""unit": "CNY per 1K""#, "its price is in CNY, and only US dollars are counted"),
        (r#""unit": "per_image", "currency": "USD""#, "its unit is \"per_image\", which is not tokens"),
    ] {
        let list = import(&pricing(terms));
        assert_eq!(cost(&list, "m", &tokens(10, 1)), UNKNOWN);
        assert_eq!(remarks(&list), [format!("row m: {reason}")]);
        assert_eq!(find(&list, "m").facts.remark.as_deref(), Some(reason));
        assert!(list.without_prices().unwrap().ends_with(&format!("row m: {reason}")));
    }
    // In every format where a row may say so.
    for text in [
        r#"{"m": {"litellm_provider": "p", "mode": "chat", "currency": "CNY", "input_cost_per_token": 1e-6}, "ok": {"mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}}"#,
        r#"{"p": {"name": "P", "currency": "CNY", "models": {"m": {"cost": {"input": 1, "output": 2}}}}}"#,
        r#"{"p": {"name": "P", "models": {"m": {"cost": {"currency": "CNY", "input": 1, "output": 2}}}}}"#,
        r#"[{"id": "p", "currency": "CNY", "models": [{"id": "m", "prices": {"input_mtok": 1}}]}]"#,
        r#"{"currency": "CNY", "prices": [{"id": "m", "vendor": "p", "input": 1, "output": 2}]}"#,
        r#"{"vendor": "p", "currency": "CNY", "models": [{"id": "m", "price_history": [{"input": 1, "output": 2}]}]}"#,
        r#"[{"modelName": "m", "currency": "CNY", "prices": {"input": 1e-6, "output": 2e-6}}]"#,
        r#"{"m": {"pricing_config": {"currency": "CNY", "pay_as_you_go": {"request_token": {"price": 1e-4}}}}}"#,
        r#"{"providers": {"p": {"currency": "CNY", "models": [{"id": "m", "cost": {"input": 1, "output": 2}}]}}}"#,
        r#"{"data": [{"id": "m", "currency": "CNY", "cost_in": 1e-6, "cost_out": 2e-6}]}"#,
        "model_list:\n- model_name: m\n  model_info: {input_cost_per_token: 1e-6, currency: CNY}\n",
    ] {
        let list = import(text);
        let model = list.models.first().unwrap();
        assert!(model.prices_on(TODAY).input.is_unknown(), "{text}");
        assert!(
            remarks(&list).first().is_some_and(|said| said.contains("in CNY")),
            "{text}: {:?}",
            list.remarks
        );
    }
}

#[test]
fn prices_that_cannot_be_per_token_are_not_taken_for_it() {
    let list = import(
        r#"{"object": "list", "data": [
            {"id": "a/numbers", "pricing": {"prompt": 1.5, "completion": 6, "input_cache_read": 0.15}},
            {"id": "a/texts", "pricing": {"prompt": "0", "completion": "0.4"}},
            {"id": "a/embed", "pricing": {"prompt": "0.02", "completion": "0"}},
            {"id": "a/dear", "pricing": {"prompt": "0.00015", "completion": "0.0006"}},
            {"id": "a/free", "pricing": {"prompt": "0", "completion": 0}}]}"#,
    );
    assert_eq!(cost(&list, "a/numbers", &tokens(10, 10)), UNKNOWN);
    assert_eq!(cost(&list, "a/texts", &tokens(10, 10)), "the price of output tokens is unknown");
    assert_eq!(cost(&list, "a/embed", &tokens(10, 0)), UNKNOWN);
    assert_eq!(cost(&list, "a/dear", &tokens(1_000_000, 0)), "150");
    assert_eq!(cost(&list, "a/free", &tokens(10, 10)), "free");
    assert_eq!(remarks(&list).len(), 3);
    assert_eq!(
        remarks(&list)[0],
        "row a/numbers: its prices cannot be dollars per token (6 would be $6,000,000.00 per million tokens), and it \
         states no other unit"
    );
    assert!(list.summary(TODAY).ends_with("0 rows skipped, 3 rows read in part"));
}

#[test]
fn gateways_are_told_from_openrouter_by_their_prices() {
    let vercel = import(
        r#"{"object": "list", "data": [
            {"id": "vela/x-1", "object": "model", "owned_by": "vela", "name": "X 1", "context_window": 400000,
             "max_tokens": 64000, "type": "language", "pricing": {"input": "0.000002", "output": "0.000008",
             "input_cache_read": "0.0000002", "input_cache_write": "0.0000025",
             "input_tiers": [{"cost": "0.000002", "min": 0, "max": 200001}, {"cost": "0.000004", "min": 200001}]}},
            {"id": "vela/embed", "type": "embedding", "pricing": {"input": "0.00000002", "output": "0"}}]}"#,
    );
    assert_eq!(vercel.format, Format::Gateway);
    assert_eq!(cost(&vercel, "vela/x-1", &cached(1_000, 500, 100)), "0.0019");
    assert_eq!(cost(&vercel, "vela/x-1", &tokens(200_000, 0)), "0.4");
    assert_eq!(cost(&vercel, "vela/x-1", &tokens(200_001, 0)), "0.800004");
    let model = find(&vercel, "vela/x-1");
    assert_eq!((model.provider.as_str(), model.limits.context_window), ("vela", Some(400_000)));
    let cloud =
        import(r#"{"data": [{"id": "studio/g", "object": "model", "cost_in": 3e-07, "cost_out": 25e-07}]}"#);
    assert_eq!(
        (cloud.format, cost(&cloud, "studio/g", &tokens(1_000, 100))),
        (Format::Gateway, "0.00055".to_owned())
    );
    let router =
        import(r#"[{"id": "vela/x-1", "pricing": {"prompt": "0.000002", "completion": "0.000008"}}]"#);
    assert_eq!(router.format, Format::OpenRouter);
    // Models may stand under their names, and be named by another field.
    for text in [
        r#"{"unit": "USD per 1M tokens", "models": {"vela-2": {"pricing": {"input": 3, "output": 12}}}}"#,
        r#"{"data": {"vela-2": {"pricing": {"prompt": "0.000003", "completion": "0.000012"}}}}"#,
        r#"{"data": [{"model": "vela-2", "pricing": {"prompt": "0.000003", "completion": "0.000012"}}]}"#,
        r#"{"data": [{"slug": "x", "id": "vela-2", "pricing": {"input": "0.000003", "output": "0.000012"}}]}"#,
    ] {
        assert_eq!(cost(&import(text), "vela-2", &tokens(1_000, 100)), "0.0042", "{text}");
    }
    let nested = import(
        "{\"data\": [{\"id\": \"a\", \"pricing\": {\"prompt\": {\n  \"usd\": 1\n}, \"completion\": \"0\"}}]}",
    );
    assert!(remarks(&nested)[0].contains("prompt: { \"usd\": 1 } is no number"), "{:?}", remarks(&nested));
    // A list without prices is none, and is called what it is.
    let models =
        r#"{"object": "list", "data": [{"id": "gpt-x", "object": "model", "created": 1, "owned_by": "o"}]}"#;
    assert!(
        refusal(models)
            .contains("its rows have the fields id, object, created, owned_by, and none that is known")
    );
}

#[test]
fn a_proxy_is_read_from_its_configuration_and_from_its_answer() {
    let yaml = "# our proxy\n\
        defaults: &shared\n  input_cost_per_token: 0.00000040\n\
        model_list:\n\
        - model_name: house\n  litellm_params:\n    model: orion/large\n    api_key: os.environ/KEY\n    output_cost_per_token: 16e-07\n  \
          model_info:\n    <<: *shared\n    output_cost_per_token: 9\n    mode: chat\n\
        - model_name: house\n  litellm_params: {model: vela/large, input_cost_per_token: \"2e-7\", output_cost_per_token: 0.0000008}\n\
        - model_name: plain\n  litellm_params:\n    model: vela/small\n\
        general_settings:\n  master_key: sk\n";
    let list = import(yaml);
    assert_eq!((list.format, list.models.len()), (Format::LiteLlmProxy, 3));
    // The user's own price counts before that of the information.
    assert_eq!(cost(&list, "house", &tokens(1_000, 100)), "0.00056");
    let ids: Vec<&str> = list.models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["house", "house (vela/large)", "plain"]);
    assert_eq!(find(&list, "house").provider, "orion");
    assert_eq!(cost(&list, "plain", &tokens(1, 0)), UNKNOWN);
    let answer = r#"{"data": [{"model_name": "house", "litellm_params": {"model": "orion/large"}, "model_info":
        {"id": "x", "input_cost_per_token": 3e-06, "output_cost_per_token": 6e-06, "cache_read_input_token_cost": null,
         "litellm_provider": "orion", "mode": "chat", "max_input_tokens": 1000}}]}"#;
    let list = import(answer);
    assert_eq!(
        (list.format, cost(&list, "house", &tokens(1_000, 100))),
        (Format::LiteLlmProxy, "0.0036".to_owned())
    );
    let broken = refusal("model_list:\n\t- model_name: x\n");
    assert!(broken.starts_with("the LiteLLM proxy list cannot be read: as YAML, line 2"), "{broken}");
}

#[test]
fn vendors_files_of_llm_prices_hold_on_the_day() {
    let vendor = |name: &str| {
        format!(
            r#"{{"vendor": "{name}", "models": [{{"id": "v", "name": "V", "price_history": [
                {{"input": 3, "output": 9, "input_cached": 0.3, "from_date": "2026-10-01", "to_date": null}},
                {{"input": 5, "output": 15, "input_cached": null, "from_date": null, "to_date": "2026-10-01"}}]}}]}}"#
        )
    };
    let list = import(&vendor("orion"));
    assert_eq!((list.format, list.models.len()), (Format::LlmPrices, 1));
    assert_eq!(cost(&list, "v", &cached(1_000, 500, 100)), "0.00255");
    let before = find(&list, "v").prices_on(date(2026, 9, 30));
    assert_eq!(before.input.per_million_or_empty(), "5.00");
    let both = import(&format!("[{}, {}]", vendor("orion"), vendor("vela")));
    assert_eq!(both.models.len(), 2);
    let yaml = "vendor: orion\nmodels:\n- id: v\n  name: V\n  price_history:\n  - {input: 3, output: 9}\n";
    assert_eq!(cost(&import(yaml), "v", &tokens(1_000_000, 0)), "3");
}

#[test]
fn langfuse_has_tiers_and_older_forms() {
    let list = import(
        r#"[{"modelName": "vela-2", "matchPattern": "x", "pricingTiers": [
                {"name": "Standard", "isDefault": true, "conditions": [], "prices": {"input": 1e-06, "output": 4e-06,
                    "input_cached_tokens": 1e-07, "cache_read_input_tokens": 1e-07, "output_reasoning_tokens": 5e-06}},
                {"name": "Large", "isDefault": false, "conditions": [
                    {"usageDetailPattern": "(input|prompt|cached)", "operator": "gt", "value": 100000}],
                    "prices": {"input": 2e-06, "output": 8e-06}},
                {"name": "Odd", "conditions": [{"usageDetailPattern": "output", "operator": "gt", "value": 9}],
                    "prices": {"input": 9e-06}}]},
            {"modelName": "vela-1", "prices": {"input": {"price": 2e-06}, "output": {"price": 3e-06}}},
            {"modelName": "vela-0", "inputPrice": 5e-06, "outputPrice": 6e-06, "unit": "TOKENS"},
            {"modelName": "letters", "inputPrice": 5e-06, "outputPrice": 6e-06, "unit": "CHARACTERS"},
            {"modelName": "dated", "startDate": "2026-06-01", "prices": {"input": 7e-06, "output": 7e-06}},
            {"modelName": "dated", "startDate": "2027-01-01", "prices": {"input": 8e-06, "output": 8e-06}},
            {"modelName": "twice", "prices": {"input": 1e-06, "prompt": 2e-06, "output": 1e-06}}]"#,
    );
    assert_eq!(list.format, Format::Langfuse);
    let reasoning = Draft { reasoning_tokens: 10, ..cached(1_000, 400, 100) };
    assert_eq!(cost(&list, "vela-2", &reasoning), "0.00105");
    assert_eq!(cost(&list, "vela-2", &tokens(100_001, 0)), "0.200002");
    assert_eq!(cost(&list, "vela-1", &tokens(1_000, 1_000)), "0.005");
    assert_eq!(cost(&list, "vela-0", &tokens(1_000, 0)), "0.005");
    assert_eq!(cost(&list, "letters", &tokens(1_000, 0)), UNKNOWN);
    assert_eq!(cost(&list, "dated", &tokens(1_000, 0)), "0.007");
    assert_eq!(cost(&list, "twice", &tokens(1_000, 0)), UNKNOWN);
    let said = remarks(&list).join("\n");
    assert!(said.contains("row vela-2: the tier \"Odd\": it holds under conditions"), "{said}");
    assert!(said.contains("row letters: its unit is \"CHARACTERS\", which is not tokens"), "{said}");
    assert!(said.contains("row twice: prompt: it is there twice"), "{said}");
}

#[test]
fn portkey_counts_in_cents_and_pi_in_millions() {
    let portkey = import(
        r#"{"default": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 0}}}},
            "vela": {"pricing_config": {"currency": "USD", "pay_as_you_go": {
                "request_token": {"price": 0.0003}, "response_token": {"price": 0.0015},
                "cache_read_input_token": {"price": 0.00003}, "cache_write_input_token": {"price": 0.000375},
                "additional_units": {"web_search": {"price": 1}, "request_audio_token": {"price": 0.001}}},
                "batch_config": {"request_token": {"price": 0.00015}, "response_token": {"price": 0.00075}}}}}"#,
    );
    assert_eq!((portkey.format, portkey.models.len()), (Format::Portkey, 1));
    assert_eq!(cost(&portkey, "vela", &cached(1_000, 500, 100)), "0.00315");
    let batch = Draft { processing: Processing::Batch, ..tokens(1_000, 100) };
    assert_eq!(cost(&portkey, "vela", &batch), "0.00225");
    assert_eq!(portkey.unused.keys().collect::<Vec<_>>(), ["web_search"]);
    for text in [
        r#"{"providers": {"orion": {"models": [{"id": "v", "name": "V", "contextWindow": 9000, "cost": {"input": 1.5, "output": 6, "cacheRead": 0.15, "cacheWrite": 0}}]}}}"#,
        r#"{"providers": [{"name": "orion", "models": {"v": {"contextWindow": 9000, "cost": {"input": 1.5, "output": 6, "cacheRead": 0.15}}}}]}"#,
        r#"[{"id": "orion", "models": [{"id": "v", "contextWindow": 9000, "cost": {"input": 1.5, "output": 6, "cacheRead": 0.15}}]}]"#,
    ] {
        let list = import(text);
        assert_eq!(list.format, Format::Pi, "{text}");
        assert_eq!(cost(&list, "orion/v", &cached(1_000, 400, 100)), "0.00156", "{text}");
        // A 0 for what is written into the cache is no price of its own.
        let writes = Draft { cache_write_5m_tokens: 1_000, ..tokens(1_000, 0) };
        assert_eq!(cost(&list, "orion/v", &writes), "0.0015", "{text}");
        assert_eq!(find(&list, "orion/v").limits.context_window, Some(9_000));
    }
}

#[test]
fn one_bad_value_costs_its_cell_in_every_format() {
    for (text, key) in [
        (
            "{\"m\": {\"mode\": \"chat\", \"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 1e-6, \"cache_read_input_token_cost\": NaN,},}",
            "m",
        ),
        (r#"{"p": {"models": {"m": {"cost": {"input": 1, "output": 1, "cache_read": -Infinity}}}}}"#, "p/m"),
        (
            r#"[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": 1, "output_mtok": 1, "cache_read_mtok": "n/a"}}]}]"#,
            "p/m",
        ),
        (
            r#"{"data": [{"id": "m", "pricing": {"prompt": "0.000001", "completion": "0.000001", "input_cache_read": {"x": 1}}}]}"#,
            "m",
        ),
        (
            r#"{"data": [{"id": "m", "pricing": {"input": "0.000001", "output": "0.000001", "input_cache_read": true}}]}"#,
            "m",
        ),
        (
            r#"{"prices": [{"id": "m", "vendor": "v", "input": 1, "output": 1, "input_cached": Infinity}]}"#,
            "m",
        ),
        (
            r#"[{"modelName": "m", "prices": {"input": 1e-6, "output": 1e-6, "input_cached_tokens": "?"}}]"#,
            "m",
        ),
        (
            r#"{"m": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 1e-4}, "response_token": {"price": 1e-4}, "cache_read_input_token": {"price": "?"}}}}}"#,
            "m",
        ),
        (
            r#"{"providers": {"p": {"models": [{"id": "m", "cost": {"input": 1, "output": 1, "cacheRead": []}}]}}}"#,
            "p/m",
        ),
        (
            "model_list:\n- model_name: m\n  model_info: {input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, cache_read_input_token_cost: .nan}\n",
            "m",
        ),
    ] {
        let list = import(text);
        assert_eq!(cost(&list, key, &tokens(500, 500)), "0.001", "{text}");
        // What cannot be read is not billed as something else.
        assert_eq!(
            cost(&list, key, &cached(500, 100, 500)),
            "the price of cache read tokens is unknown",
            "{text}"
        );
        let said = remarks(&list);
        assert!(said.len() == 1 && said[0].ends_with("; the price is unknown"), "{text}: {said:?}");
    }
}

#[test]
fn json_that_stays_broken_is_named_with_its_place() {
    let broken = refusal("{\"m\": {\"mode\": \"chat\",\n \"a\": NaN, \"input_cost_per_token\": x}}");
    assert!(broken.contains("broken JSON (expected value at line 2 column 36)"), "{broken}");
    for (text, line) in [("// mine\n{\"a\": 1}", 1), ("/* a */ [1]", 1), ("{\n\"a\": 1, // b\n\"c\": 2}", 2)]
    {
        let said = refusal(text);
        assert!(said.contains(&format!("JSON with a comment at line {line}")), "{said}");
    }
}

#[test]
fn what_is_no_price_list_is_called_what_it_is() {
    for (text, expected) in [
        (
            r#"{"data": [{"start_time": 1, "results": [{"input_tokens": 5, "output_tokens": 1, "model": "m"}]}]}"#,
            "this is usage",
        ),
        (
            "{\"type\": \"user\"}\n{\"timestamp\": \"t\", \"message\": {\"usage\": {\"input_tokens\": 3}}}\n",
            "this is usage",
        ),
        (
            r#"[{"request_id": "r", "spend": 0.1, "prompt_tokens": 5, "completion_tokens": 1, "startTime": "t"}]"#,
            "this is usage",
        ),
        (
            r#"{"error": {"message": "Invalid API key", "type": "auth"}}"#,
            "this is the error message of a server",
        ),
        (
            r#"{"invoice_number": "7", "due_date": "x", "lines": [{"description": "API", "amount": 5}]}"#,
            "this is an invoice",
        ),
        ("  <html><body>404</body></html>", "this is a web page"),
        (r#"(version: 1, name: "W", input_tokens: 5, output_tokens: 1)"#, "this is a workload of this app"),
        (
            r#"(version: 1, overrides: [(model: "m", input: "1")])"#,
            "this is the file of own prices of this app",
        ),
    ] {
        let said = refusal(text);
        assert!(said.starts_with(expected), "{said}");
        assert!(!said.contains("list list"), "{said}");
    }
}

#[test]
fn more_rows_than_any_list_has_are_refused_in_one_sentence() {
    let most = feeds::MOST_ROWS;
    let sentence = "the list has more than 200,000 rows; no real list has";
    // A row that is not understood counts like any other, and is read sooner: one real row tells the format.
    let list = |start: &str, row: &str, between: &str, end: &str| {
        format!("{start}{}{end}", vec![row; most].join(between))
    };
    let numbered: Vec<String> = (0..=most).map(|n| format!("\"m{n}\":{{\"mode\":\"chat\"}}")).collect();
    for text in [
        format!("{{{}}}", numbered.join(",")),
        list("{\"p\":{\"models\":{\"m\":{},", "\"m\":0", ",", "}}}"),
        list("{\"data\":[{\"id\":\"m\",\"pricing\":{\"prompt\":\"0\"}},", "0", ",", "]}"),
        list("(name:\"L\",source:\"S\",as_of:\"2026-01-01\",models:[(id:\"m\"),", "()", ",", "])"),
        list("model,input,output\nm,1,2\n", "m", "\n", ""),
        list("model_list: [{model_name: m, model_info: {}},", "0", ",", "]"),
    ] {
        assert_eq!(refusal(&text), sentence);
    }
}

#[test]
fn a_list_as_ron_has_the_size_of_the_apps_own_files_at_most() {
    let fields = "a:1,".repeat(17 * 1024 * 1024 / 4);
    let said =
        refusal(&format!("(name:\"L\",source:\"S\",as_of:\"2026-01-01\",models:[(id:\"m\",{fields})])"));
    assert!(said.ends_with("as RON it has more than 16 MB; save it as CSV or JSON"), "{said}");
}

#[test]
fn texts_of_a_list_are_cut_shared_and_fit_to_be_shown() {
    let doc = "x".repeat(100_000);
    let models = (0..50)
        .map(|n| format!("\"m{n}\": {{\"cost\": {{\"input\": 1, \"output\": 1}}}}"))
        .collect::<Vec<_>>();
    let list = import(&format!("{{\"p\": {{\"doc\": \"{doc}\", \"models\": {{{}}}}}}}", models.join(",")));
    let links: Vec<_> = list.models.iter().filter_map(|model| model.facts.link.clone()).collect();
    assert_eq!((links.len(), links[0].len()), (50, 2_000));
    assert!(links.iter().all(|link| std::sync::Arc::ptr_eq(link, &links[0])));

    let hostile = import(
        "{\"a\\u202em\": {\"litellm_provider\": \"p\\u0007q\", \"mode\": \"c\\u001bhat\", \"source\": \"s\\u2066\",\
          \"input_cost_per_token\": 1e-6, \"out\\u001bput_cost\": 1},\
         \"k\\u001b]0;x\\u0007\": {\"input_cost_per_token\": 1e-6}, \"bad\\u202e\": 5}",
    );
    let model = &hostile.models[0];
    let shown = format!("{model:?}{:?}{:?}{}", hostile.skipped, hostile.unused, hostile.summary(TODAY));
    for escaped in ["\\u{1b}", "\\u{7}", "\\u{202e}", "\\u{2066}"] {
        assert!(!shown.contains(escaped), "{escaped} in {shown}");
    }
    assert_eq!((model.id.as_str(), model.provider.as_str()), ("a\u{fffd}m", "p\u{fffd}q"));
}

//! Which price of a list a request is billed at: modes, tiers, days, hours, and what stands in for a price that is not
//! there. The expected costs are reckoned by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::{Date, date};
use tokens_per_dollar::billing::{self, Total};
use tokens_per_dollar::catalog::feeds::{self, Import};
use tokens_per_dollar::catalog::{Market, Overrides, OwnModels};
use tokens_per_dollar::workload::{Draft, Processing, Runs, Workload};

use Processing::{Batch, Flex, Priority, Standard};

const TODAY: Date = date(2026, 11, 30);

fn import(text: &str) -> Import {
    feeds::import(text.as_bytes(), Some(TODAY)).unwrap()
}

/// What a workload costs on a day: the amount or the status, and the keys of what was assumed.
fn on(day: Date, list: &Import, key: &str, draft: &Draft) -> String {
    let mut catalog = list.clone().into_catalog();
    for model in &mut catalog.models {
        model.prices = model.prices_on(day).clone();
    }
    let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
    let offer = market.offers().iter().find(|offer| offer.model.list_key() == key).unwrap();
    let bill = billing::bill(offer, &Workload::try_from(draft.clone()).unwrap());
    let assumed: Vec<&str> = bill.assumptions().into_iter().map(|(_, assumption)| assumption.key()).collect();
    let outcome = match bill.total {
        Total::Priced(amount) => amount.to_exact_string(),
        other => other.status().to_owned(),
    };
    if assumed.is_empty() { outcome } else { format!("{outcome} ({})", assumed.join(", ")) }
}

fn cost(list: &Import, key: &str, draft: &Draft) -> String {
    on(TODAY, list, key, draft)
}

fn tokens(input: u64, cache_read: u64, output: u64, processing: Processing) -> Draft {
    Draft {
        name: "Test".into(),
        input_tokens: input,
        cache_read_tokens: cache_read,
        output_tokens: output,
        processing,
        ..Draft::default()
    }
}

fn at(time: &str, draft: Draft) -> Draft {
    Draft { runs: Runs::parse(time).unwrap(), ..draft }
}

fn litellm(provider: &str, fields: &str) -> Import {
    import(&format!(r#"{{"m": {{"litellm_provider": "{provider}", "mode": "chat", {fields}}}}}"#))
}

fn genai(models: &str) -> Import {
    import(&format!(r#"[{{"id": "p", "name": "P", "models": [{models}]}}]"#))
}

fn remarks(list: &Import) -> Vec<String> {
    list.remarks.iter().map(ToString::to_string).collect()
}

#[test]
fn a_variant_of_a_mode_counts_key_by_key() {
    let list = genai(
        r#"{"id": "m", "prices": {"input_mtok": 4, "output_mtok": 20, "cache_read_mtok": 0.4, "cache_write_mtok": 5},
            "price_variants": [
                {"when": {"processing": "batch"}, "prices": {"input_mtok": 2, "output_mtok": 10}},
                {"when": {"service_tier": "flex"}, "prices": {"output_mtok": 12}},
                {"when": {"service_tier": "priority"}, "prices": {"input_audio_mtok": 12}},
                {"when": {"service_tier": "default"}, "prices": {}},
                {"when": {"route": "eu"}, "prices": {"input_mtok": 9}},
                {"when": {"processing": "batch", "route": "eu"}, "prices": {"input_mtok": 8}}]}"#,
    );
    assert_eq!(cost(&list, "p/m", &tokens(10_000, 0, 1_000, Standard)), "0.06");
    assert_eq!(cost(&list, "p/m", &tokens(10_000, 0, 1_000, Batch)), "0.03");
    // 2,000 x 2 + 8,000 x 0.4 + 1,000 x 10
    let cached = cost(&list, "p/m", &tokens(10_000, 8_000, 1_000, Batch));
    assert_eq!(cached, "0.0172 (as_standard_cache_read)");
    let writes = Draft { cache_write_5m_tokens: 1_000, ..tokens(1_000, 0, 0, Batch) };
    assert_eq!(cost(&list, "p/m", &writes), "0.005", "the standard price of writes, as the list means it");
    assert_eq!(cost(&list, "p/m", &tokens(10_000, 0, 1_000, Flex)), "0.052");
    assert_eq!(cost(&list, "p/m", &tokens(10_000, 0, 1_000, Priority)), "unknown", "no price of text");
    let named: Vec<&str> = list.unused.keys().map(String::as_str).collect();
    assert_eq!(named, ["price_variants (processing: batch, route: eu)", "price_variants (route: eu)"]);
}

#[test]
fn a_variant_of_a_mode_has_tiers_of_its_own() {
    let tiered = |base: u32, above: u32| {
        format!(r#"{{"base": {base}, "tiers": [{{"start": 1000, "price": {above}}}]}}"#)
    };
    let list = genai(&format!(
        r#"{{"id": "m", "prices": {{"input_mtok": {}, "output_mtok": {}, "cache_read_mtok": {}}},
            "price_variants": [
                {{"when": {{"processing": "batch"}}, "prices": {{"input_mtok": {}, "output_mtok": 6}}}}]}}"#,
        tiered(8, 16),
        tiered(40, 60),
        tiered(2, 3),
        tiered(4, 10),
    ));
    // A number is the price of prompts of every length; the cache price is the standard one of each length.
    assert_eq!(cost(&list, "p/m", &tokens(1_000, 0, 100, Batch)), "0.0046");
    assert_eq!(cost(&list, "p/m", &tokens(2_000, 0, 100, Batch)), "0.0206");
    let cached = cost(&list, "p/m", &tokens(2_000, 1_000, 0, Batch));
    assert_eq!(cached, "0.013 (as_standard_cache_read)");
}

#[test]
fn of_several_variants_the_first_in_force_counts() {
    let list = genai(
        r#"{"id": "m", "prices": {"input_mtok": 2, "output_mtok": 8}, "price_variants": [
                {"when": {"service_tier": "flex"}, "constraint": {"start_date": "2027-02-01"},
                 "prices": {"input_mtok": 1.5}},
                {"when": {"service_tier": "flex"}, "constraint": {"start_date": "2026-06-01"},
                 "prices": {"input_mtok": 1, "output_mtok": 4}},
                {"when": {"service_tier": "flex"}, "prices": {"input_mtok": 0.5}}]},
           {"id": "hours", "prices": {"input_mtok": 2, "output_mtok": 8}, "price_variants": [
                {"when": {"processing": "batch"}, "constraint": {"start_time": "01:00:00Z", "end_time": "05:00:00Z"},
                 "prices": {"input_mtok": 1, "output_mtok": 4}}]}"#,
    );
    let flex = tokens(1_000, 0, 1_000, Flex);
    assert_eq!(on(date(2026, 5, 31), &list, "p/m", &flex), "0.0085");
    assert_eq!(on(date(2026, 6, 1), &list, "p/m", &flex), "0.005");
    assert_eq!(on(date(2027, 2, 1), &list, "p/m", &flex), "0.0055", "the output of the second still counts");
    for day in [date(2026, 5, 31), TODAY, date(2027, 2, 1)] {
        assert_eq!(on(day, &list, "p/m", &tokens(1_000, 0, 1_000, Standard)), "0.01");
    }
    assert_eq!(cost(&list, "p/hours", &tokens(1_000, 0, 0, Batch)), "unknown");
    assert_eq!(cost(&list, "p/hours", &tokens(1_000, 0, 0, Standard)), "0.002");
    assert!(remarks(&list)[0].starts_with("row p/hours: price_variants: batch:"), "{:?}", remarks(&list));
}

#[test]
fn a_variant_that_is_not_understood_costs_the_standard_prices_nothing() {
    for variants in [
        "5",
        "[5]",
        r#"[{"prices": {"input_mtok": 1}}]"#,
        r#"[{"when": {"processing": "batch"}}]"#,
        r#"[{"when": {"processing": "batch"}, "prices": {"input_mtok": "NaN"}}]"#,
        r#"[{"when": {"processing": "batch"}, "constraint": {"moon": "full"}, "prices": {"input_mtok": 1}}]"#,
    ] {
        let list = genai(&format!(
            r#"{{"id": "m", "prices": {{"input_mtok": 2, "output_mtok": 8}}, "price_variants": {variants}}}"#
        ));
        assert_eq!(cost(&list, "p/m", &tokens(1_000, 0, 1_000, Standard)), "0.01", "{variants}");
        assert_eq!(cost(&list, "p/m", &tokens(1_000, 0, 1_000, Batch)), "unknown", "{variants}");
        assert_eq!(list.remarks.len(), 1, "{variants}: {:?}", remarks(&list));
    }
}

#[test]
fn a_tier_of_audio_alone_is_no_tier_of_text() {
    let audio = r#""input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "input_cost_per_token_batches": 5e-7,
        "input_cost_per_audio_token_above_128k_tokens": 3e-6, "output_cost_per_image_token_above_256k_tokens": 3e-5"#;
    let list = litellm("p", audio);
    assert_eq!(cost(&list, "m", &tokens(300_000, 0, 1_000, Standard)), "0.302");
    assert_eq!(cost(&list, "m", &tokens(300_000, 0, 0, Batch)), "0.15");
    // A tier of one price of text is one: what it leaves out is not known.
    let part = litellm("p", &format!(r#"{audio}, "input_cost_per_token_above_128k_tokens": 4e-6"#));
    assert_eq!(cost(&part, "m", &tokens(300_000, 0, 0, Standard)), "1.2");
    assert_eq!(cost(&part, "m", &tokens(300_000, 0, 1, Standard)), "unknown");
    let list = genai(
        r#"{"id": "m", "prices": {"input_mtok": 1, "output_mtok": 2,
            "input_audio_mtok": {"base": 3, "tiers": [{"start": 1000, "price": 6}]}}}"#,
    );
    assert_eq!(cost(&list, "p/m", &tokens(2_000, 0, 0, Standard)), "0.002");
    let list = import(
        r#"{"p": {"name": "P", "models": {"m": {"cost": {"input": 1, "output": 2,
            "tiers": [{"input_audio": 9, "tier": {"type": "context", "size": 1000}}]}}}}}"#,
    );
    assert_eq!(cost(&list, "p/m", &tokens(2_000, 0, 0, Standard)), "0.002");
}

#[test]
fn a_mode_without_a_cache_price_has_the_standard_one_and_is_never_dearer_for_it() {
    let prices = r#""input_cost_per_token": 4e-6, "output_cost_per_token": 1e-5, "cache_read_input_token_cost": 1e-6,
        "input_cost_per_token_above_10k_tokens": 8e-6, "output_cost_per_token_above_10k_tokens": 2e-5,
        "cache_read_input_token_cost_above_10k_tokens": 2e-6,
        "input_cost_per_token_batches": 2e-6, "output_cost_per_token_batches": 5e-6,
        "input_cost_per_token_above_10k_tokens_batches": 4e-6, "output_cost_per_token_above_10k_tokens_batches": 1e-5,
        "input_cost_per_token_flex": 5e-7, "output_cost_per_token_flex": 5e-6,
        "input_cost_per_token_above_10k_tokens_flex": 3e-6, "output_cost_per_token_above_10k_tokens_flex": 1e-5,
        "input_cost_per_token_priority": 6e-6, "output_cost_per_token_priority": 2e-5,
        "cache_read_input_token_cost_priority": 5e-6"#;
    let list = litellm("p", prices);
    let of = |input, mode| cost(&list, "m", &tokens(input, 1_000, 0, mode));
    assert_eq!(of(1_000, Batch), "0.001 (as_standard_cache_read)");
    assert_eq!(of(1_000, Flex), "0.0005 (as_input)", "the standard price is above the mode's input price");
    assert_eq!(of(1_000, Priority), "0.005");
    // 10,000 x 4 + 1,000 x 2, which is the standard price of the tier
    assert_eq!(of(11_000, Batch), "0.042 (as_standard_cache_read)");
    assert_eq!(of(11_000, Flex), "0.032 (as_standard_cache_read)");
    assert_eq!(of(11_000, Priority), "unknown");
    // Writes stay within the mode.
    let writes = Draft { cache_write_1h_tokens: 1_000, ..tokens(1_000, 0, 0, Batch) };
    let list = litellm("p", &format!(r#"{prices}, "cache_creation_input_token_cost": 9e-6"#));
    assert_eq!(cost(&list, "m", &writes), "0.002 (as_input)");
    // No cache price anywhere: the mode's input.
    let list = litellm("p", r#""input_cost_per_token": 4e-6, "input_cost_per_token_batches": 2e-6"#);
    assert_eq!(cost(&list, "m", &tokens(1_000, 1_000, 0, Batch)), "0.002 (as_input)");
    // Without an input price of the mode nobody knows whether the standard price is above it.
    let list = litellm(
        "p",
        r#""input_cost_per_token": 4e-6, "cache_read_input_token_cost": 1e-6, "output_cost_per_token_flex": 1e-6"#,
    );
    assert_eq!(cost(&list, "m", &tokens(1_000, 1_000, 0, Flex)), "unknown");
}

#[test]
fn fireworks_halves_cached_tokens_where_the_list_says_nothing() {
    let bare = r#""input_cost_per_token": 8e-7, "output_cost_per_token": 2e-6, "input_cost_per_token_batches": 4e-7,
        "input_cost_per_token_above_100k_tokens": 2e-6, "output_cost_per_token_above_100k_tokens": 4e-6"#;
    let list = litellm("fireworks_ai", bare);
    assert_eq!(cost(&list, "m", &tokens(1_000, 500, 0, Standard)), "0.0006 (as_provider_default)");
    assert_eq!(cost(&list, "m", &tokens(200_000, 100_000, 0, Standard)), "0.3 (as_provider_default)");
    assert_eq!(cost(&list, "m", &tokens(1_000, 500, 0, Batch)), "0.0003 (as_provider_default)");
    let own = litellm("fireworks_ai", &format!(r#"{bare}, "cache_read_input_token_cost": 1e-7"#));
    assert_eq!(cost(&own, "m", &tokens(1_000, 500, 0, Standard)), "0.00045");
    assert_eq!(cost(&litellm("other", bare), "m", &tokens(1_000, 500, 0, Standard)), "0.0008 (as_input)");
    let others = [
        r#"{"fireworks-ai": {"name": "Fireworks AI", "models": {"m": {"cost": {"input": 1, "output": 2}}}}}"#,
        r#"[{"id": "fireworks", "name": "Fireworks", "models": [{"id": "m", "prices": {"input_mtok": 1}}]}]"#,
        r#"{"updated_at": "2026-11-20", "prices": [{"id": "m", "vendor": "fireworks-ai", "input": 1, "output": 2}]}"#,
        "model,provider,input,output\nm,Fireworks.ai,1,2\n",
    ];
    for list in others {
        let list = import(list);
        let key = list.models[0].list_key().to_owned();
        assert_eq!(cost(&list, &key, &tokens(1_000, 1_000, 0, Standard)), "0.0005 (as_provider_default)");
    }
}

#[test]
fn an_id_for_batches_has_the_batch_prices_of_the_model_and_none_for_a_chat() {
    let list = import(
        r#"{"data": [
            {"id": "a/m:batch", "pricing": {"prompt": "1e-6", "completion": "2e-6", "input_cache_read": "1e-7"}},
            {"id": "a/m", "pricing": {"prompt": "2e-6", "completion": "4e-6"}},
            {"id": "a/alone:batch", "pricing": {"prompt": "1e-6", "completion": "2e-6"}},
            {"id": "a/m:priority", "pricing": {"prompt": "3e-6", "completion": "6e-6"}},
            {"id": "a/m:free", "pricing": {"prompt": "0", "completion": "0"}}]}"#,
    );
    let cached = |mode| tokens(1_000, 500, 100, mode);
    assert_eq!(cost(&list, "a/m:batch", &cached(Standard)), "unknown");
    assert_eq!(cost(&list, "a/m:batch", &cached(Batch)), "0.00075");
    assert_eq!(cost(&list, "a/m", &cached(Standard)), "0.0024 (as_input)");
    assert_eq!(cost(&list, "a/m", &cached(Batch)), "0.00075");
    assert_eq!(cost(&list, "a/m", &tokens(1_000, 0, 0, Priority)), "0.003");
    assert_eq!(cost(&list, "a/m:priority", &tokens(1_000, 0, 0, Standard)), "0.003", "it answers at once");
    assert_eq!(cost(&list, "a/alone:batch", &tokens(1_000, 0, 0, Standard)), "unknown");
    assert_eq!(cost(&list, "a/m:free", &tokens(1_000, 0, 0, Standard)), "free");
    let of = |key: &str| list.models.iter().find(|model| model.list_key() == key).unwrap();
    assert!(of("a/m:batch").prices.is_batch_only() && of("a/alone:batch").prices.is_batch_only());
    assert!(!of("a/m").prices.is_batch_only());
    let remark = "batch only: its prices are for answers within a day or so, and are the batch prices of a/m";
    assert_eq!(of("a/m:batch").facts.remark.as_deref(), Some(remark));
}

#[test]
fn an_id_for_batches_is_known_in_every_format_and_by_its_model() {
    let list = import(
        r#"{"p": {"name": "P", "models": {
            "m": {"cost": {"input": 4, "output": 8}}, "m-batch": {"cost": {"input": 2, "output": 4}},
            "m-flex": {"cost": {"input": 3, "output": 6}}, "flux-2-batch": {"cost": {"input": 1, "output": 2}}}},
           "q": {"name": "Q", "models": {"n": {"cost": {"input": 1, "output": 1}}}}}"#,
    );
    assert_eq!(cost(&list, "p/m", &tokens(1_000, 0, 0, Batch)), "0.002");
    assert_eq!(cost(&list, "p/m-batch", &tokens(1_000, 0, 0, Standard)), "unknown");
    assert_eq!(cost(&list, "p/m", &tokens(1_000, 0, 0, Flex)), "0.003");
    assert_eq!(cost(&list, "p/m-flex", &tokens(1_000, 0, 0, Standard)), "0.003");
    assert_eq!(cost(&list, "p/flux-2-batch", &tokens(1_000, 0, 0, Standard)), "0.001", "there is no flux-2");
    // A model's own batch prices stay.
    let list = import(
        r#"{"m": {"mode": "chat", "input_cost_per_token": 4e-6, "input_cost_per_token_batches": 2e-6},
            "m:batch": {"mode": "chat", "input_cost_per_token": 1e-6}}"#,
    );
    assert_eq!(cost(&list, "m", &tokens(1_000, 0, 0, Batch)), "0.002");
    assert_eq!(cost(&list, "m:batch", &tokens(1_000, 0, 0, Standard)), "unknown");
}

#[test]
fn off_peak_days_of_a_clock_that_changes_are_known_where_both_clocks_agree() {
    let off_peak = |zone: &str| {
        litellm(
            "p",
            &format!(
                r#""input_cost_per_token": 2e-6, "output_cost_per_token": 5e-6, "off_peak_pricing": {{
                    "input_cost_per_token": 1e-6, "weekday_timezone": "{zone}",
                    "windows": [{{"hours_utc": "00:00-00:00", "weekdays": [6, 7]}}]}}"#
            ),
        )
    };
    let of = |list: &Import, time: &str| cost(list, "m", &at(time, tokens(1_000, 0, 0, Standard)));
    let york = off_peak("America/New_York");
    // Its Saturday begins at 04:00 UTC in summer and at 05:00 in winter.
    for (time, outcome) in [
        ("Sat 03:59", "0.002"),
        ("Sat 04:00", "unknown"),
        ("Sat 04:59", "unknown"),
        ("Sat 05:00", "0.001"),
        ("Mon 03:59", "0.001"),
        ("Mon 04:30", "unknown"),
        ("Mon 05:00", "0.002"),
        ("Wed 12:00", "0.002"),
    ] {
        assert_eq!(of(&york, time), outcome, "{time}");
    }
    // What is the same at all times is known at all times.
    assert_eq!(cost(&york, "m", &at("Sat 04:30", tokens(0, 0, 1_000, Standard))), "0.005");
    // A weekend has 2,880 of 10,080 minutes by any clock.
    let spread = tokens(7_000, 0, 0, Standard);
    assert_eq!(cost(&york, "m", &spread), "0.012");
    assert!(york.remarks.is_empty());
    // A zone that nobody knows: what is no weekend anywhere on Earth is none.
    let unknown = off_peak("Atlantis/Poseidonis");
    for (time, outcome) in
        [("Wed 12:00", "0.002"), ("Fri 09:59", "0.002"), ("Fri 10:00", "unknown"), ("Sat 12:00", "0.001")]
    {
        assert_eq!(of(&unknown, time), outcome, "{time}");
    }
    assert_eq!(cost(&unknown, "m", &spread), "0.012");
    assert!(remarks(&unknown)[0].contains("the time zone \"Atlantis/Poseidonis\" is not known"));
    // Hours that are not understood: nobody knows when which price holds.
    let broken = litellm(
        "p",
        r#""input_cost_per_token": 2e-6, "input_cost_per_token_batches": 1e-6,
           "off_peak_pricing": {"input_cost_per_token": 1e-6, "hours_utc": "at night"}"#,
    );
    assert_eq!(of(&broken, "Wed 12:00"), "unknown");
    assert_eq!(cost(&broken, "m", &tokens(1_000, 0, 0, Batch)), "0.001");
    assert_eq!(broken.remarks.len(), 1);
}

#[test]
fn nothing_stands_in_for_a_price_that_is_decided_at_run_time_or_cannot_be_read() {
    let lists = [
        r#"{"data": [{"id": "m", "pricing": {"prompt": "1e-6", "completion": "2e-6", "input_cache_read": "-1"}}]}"#,
        r#"{"m": {"mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
            "cache_read_input_token_cost": "call us"}}"#,
        r#"{"m": {"mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
            "cache_read_input_token_cost": -1}}"#,
        r#"[{"id": "p", "models": [{"id": "m", "prices":
            {"input_mtok": 1, "output_mtok": 2, "cache_read_mtok": "n/a"}}]}]"#,
        r#"{"p": {"models": {"m": {"cost": {"input": 1, "output": 2, "cache_read": [0.1]}}}}}"#,
        r#"{"prices": [{"id": "m", "vendor": "v", "input": 1, "output": 2, "input_cached": "soon"}]}"#,
    ];
    for list in lists {
        let list = import(list);
        let key = list.models[0].list_key().to_owned();
        assert_eq!(cost(&list, &key, &tokens(1_000, 0, 100, Standard)), "0.0012", "{list:?}");
        assert_eq!(cost(&list, &key, &tokens(1_000, 500, 100, Standard)), "unknown", "{list:?}");
        let said = list.remarks.len() + usize::from(list.models[0].facts.remark.is_some());
        assert_eq!(said, 1, "{list:?}");
    }
    // A bad price of a mode costs that mode's price and no other.
    let list = litellm(
        "p",
        r#""input_cost_per_token": 1e-6, "cache_read_input_token_cost": 1e-7, "input_cost_per_token_batches": 5e-7,
           "cache_read_input_token_cost_batches": "?""#,
    );
    assert_eq!(cost(&list, "m", &tokens(1_000, 500, 0, Standard)), "0.00055");
    assert_eq!(cost(&list, "m", &tokens(1_000, 0, 0, Batch)), "0.0005");
    assert_eq!(cost(&list, "m", &tokens(1_000, 500, 0, Batch)), "unknown");
}

#[test]
fn what_changes_a_price_is_named_where_it_is_not_used() {
    let list = litellm(
        "p",
        r#""input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "eu_uplift_multiplier": 1.1,
           "weekend_surcharge": 0.2, "volume_discount": 0.1, "provider_specific_entry": {"fast": 6},
           "search_context_cost_per_query": {"search_context_size_low": 0.01}, "price_multiplier": null,
           "provider_specific": {}, "supports_vision": true"#,
    );
    let named: Vec<(&str, usize)> = list.unused.iter().map(|(name, rows)| (name.as_str(), *rows)).collect();
    let expected = [
        "eu_uplift_multiplier",
        "provider_specific_entry",
        "search_context_cost_per_query",
        "volume_discount",
        "weekend_surcharge",
    ];
    assert_eq!(named, expected.map(|name| (name, 1)));
    assert_eq!(cost(&list, "m", &tokens(1_000, 0, 0, Standard)), "0.001");
}

//! Small price lists of our own, one of each format, for tests that change them at random.

/// Small lists of every format, to change at random.
pub const SMALL_LISTS: [&str; 15] = [
    r#"{"a/m": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token_above_200k_tokens_batches": "3e-7", "tiered_pricing": [{"range": [0, 256000.0], "input_cost_per_token": 5e-08}], "off_peak_pricing": {"input_cost_per_token": 1e-7, "windows": [{"hours_utc": ["22:00-01:00"], "weekdays": [1, 7]}]}, "max_input_tokens": 5, "deprecation_date": "2026-11-30"}}"#,
    r#"{"p": {"name": "P", "models": {"m": {"name": "M", "cost": {"input": 1, "output": 2.5, "tiers": [{"input": 2, "tier": {"type": "context", "size": 200000}}]}, "limit": {"context": 10, "output": 0}, "modalities": {"input": ["text"], "output": ["image"]}, "release_date": "2026-01"}}}}"#,
    r#"[{"id": "p", "name": "P", "models": [{"id": "m", "prices": [{"prices": {"input_mtok": {"base": 1, "tiers": [{"start": 5, "price": 2}]}}}, {"constraint": {"start_date": "2026-03-13"}, "prices": {"output_mtok": 3}}, {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"output_mtok": 3}}]}]}]"#,
    r#"{"data": [{"id": "m", "created": 1764696672, "pricing": {"prompt": "0.000001", "completion": "-1", "overrides": [{"min_prompt_tokens": 5, "utc_start": "2200", "utc_end": 600, "prompt": "0.1"}]}, "architecture": {"output_modalities": ["text"]}}]}"#,
    r#"{"updated_at": "2026-11-20", "prices": [{"id": "m", "vendor": "v", "input": 1, "output": 2, "from_date": "2026-06-01", "to_date": null}]}"#,
    r#"{"object": "list", "currency": "USD", "data": [{"id": "m", "owned_by": "p", "type": "language", "pricing": {"unit": "per_1m", "input": "0.5", "output": 2, "input_cache_read": NaN, "input_tiers": [{"cost": "1", "min": 200001}]}}]}"#,
    r#"{"data": [{"model_name": "m", "litellm_params": {"model": "p/m", "input_cost_per_token": 1e-06}, "model_info": {"output_cost_per_token": 2e-06, "mode": "chat"}}]}"#,
    r#"{"vendor": "v", "models": [{"id": "m", "name": "M", "price_history": [{"input": 1, "output": 2, "from_date": null, "to_date": "2026-06-01"}]}]}"#,
    r#"[{"modelName": "m", "startDate": "2026-01-01", "pricingTiers": [{"isDefault": true, "conditions": [], "prices": {"input": 1e-06, "output": {"price": 2e-06}}}, {"conditions": [{"usageDetailPattern": "input", "operator": "gt", "value": 200000}], "prices": {"input": 2e-06}}]}]"#,
    r#"{"m": {"pricing_config": {"currency": "USD", "pay_as_you_go": {"request_token": {"price": 0.0001}, "response_token": {"price": 0.0002}}}}}"#,
    r#"{"providers": {"p": {"models": [{"id": "m", "contextWindow": 5, "cost": {"input": 1, "output": 2, "cacheRead": 0.1, "cacheWrite": 0}}]}}}"#,
    r#"{"data": [{"id": "m", "cost_in": 5e-07, "cost_out": 3e-06}]}"#,
    "model_list:\n- model_name: m\n  litellm_params: &p {model: p/m}\n  model_info:\n    <<: *p\n    input_cost_per_token: 0.0000003\n    output_cost_per_token: .5\n",
    "id,name,provider,input,output\nm,M,P,0.15,\"1,5\"\n",
    "(version: 1, name: \"L\", source: \"S\", as_of: \"2026-01-01\", models: [(id: \"m\", name: \"M\", provider: \"P\", input: \"1\", tiers: [(above: 5, input: \"2\")], batch: (input: \"1\"))])",
];

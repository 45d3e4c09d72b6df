//! Small price lists of our own, one of each format, for tests that change them at random.

/// Small lists of every format, to change at random.
pub const SMALL_LISTS: [&str; 7] = [
    r#"{"a/m": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token_above_200k_tokens_batches": "3e-7", "tiered_pricing": [{"range": [0, 256000.0], "input_cost_per_token": 5e-08}], "off_peak_pricing": {"input_cost_per_token": 1e-7, "windows": [{"hours_utc": ["22:00-01:00"], "weekdays": [1, 7]}]}, "max_input_tokens": 5, "deprecation_date": "2026-11-30"}}"#,
    r#"{"p": {"name": "P", "models": {"m": {"name": "M", "cost": {"input": 1, "output": 2.5, "tiers": [{"input": 2, "tier": {"type": "context", "size": 200000}}]}, "limit": {"context": 10, "output": 0}, "modalities": {"input": ["text"], "output": ["image"]}, "release_date": "2026-01"}}}}"#,
    r#"[{"id": "p", "name": "P", "models": [{"id": "m", "prices": [{"prices": {"input_mtok": {"base": 1, "tiers": [{"start": 5, "price": 2}]}}}, {"constraint": {"start_date": "2026-03-13"}, "prices": {"output_mtok": 3}}, {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"output_mtok": 3}}]}]}]"#,
    r#"{"data": [{"id": "m", "created": 1764696672, "pricing": {"prompt": "0.000001", "completion": "-1", "overrides": [{"min_prompt_tokens": 5, "utc_start": "2200", "utc_end": 600, "prompt": "0.1"}]}, "architecture": {"output_modalities": ["text"]}}]}"#,
    r#"{"updated_at": "2026-11-20", "prices": [{"id": "m", "vendor": "v", "input": 1, "output": 2, "from_date": "2026-06-01", "to_date": null}]}"#,
    "id,name,provider,input,output\nm,M,P,0.15,\"1,5\"\n",
    "(version: 1, name: \"L\", source: \"S\", as_of: \"2026-01-01\", models: [(id: \"m\", name: \"M\", provider: \"P\", input: \"1\", tiers: [(above: 5, input: \"2\")], batch: (input: \"1\"))])",
];

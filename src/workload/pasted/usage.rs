//! The usage that an API reports, as JSON: alone, or somewhere in a whole answer.
//!
//! The fields differ in what they contain. The input of `OpenAI` and Google contains what came from a cache; that of
//! Anthropic and Amazon is what is left without it. The output of `OpenAI` and Anthropic contains reasoning; Google's does
//! not.

use serde_json::{Map, Value};

use super::Pasted;
use crate::workload::Field;

/// Reads JSON; `None` for a text that is none, or names no tokens.
pub(super) fn read(text: &str) -> Option<Pasted> {
    let value: Value = if text.starts_with(['{', '[']) {
        serde_json::from_str(text).ok()?
    } else if text.starts_with('"') {
        // A line or two out of a longer answer: `"usage": {...},`.
        serde_json::from_str(&format!("{{{}}}", text.trim_end_matches([',', ' ', '\n', '\r']))).ok()?
    } else {
        return None;
    };
    first(&value)
}

/// What the first object that names tokens says. JSON that is read is at most 128 levels deep.
fn first(value: &Value) -> Option<Pasted> {
    match value {
        Value::Object(fields) => of(fields).or_else(|| fields.values().find_map(first)),
        Value::Array(values) => values.iter().find_map(first),
        _ => None,
    }
}

fn of(fields: &Map<String, Value>) -> Option<Pasted> {
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    let inside = |outer: &str, name: &str| {
        fields.get(outer).and_then(|fields| fields.get(name)).and_then(Value::as_u64)
    };
    let any = |names: &[&str]| names.iter().find_map(|name| number(name));

    let input = any(&["input_tokens", "prompt_tokens", "promptTokenCount", "inputTokens"]);
    let answer = any(&["output_tokens", "completion_tokens", "candidatesTokenCount", "outputTokens"]);
    if input.is_none() && answer.is_none() {
        return None;
    }
    let thoughts = number("thoughtsTokenCount");
    let output = match thoughts {
        Some(thoughts) => Some(answer.unwrap_or_default().checked_add(thoughts)?),
        None => answer,
    };
    let reasoning = thoughts
        .or_else(|| inside("completion_tokens_details", "reasoning_tokens"))
        .or_else(|| inside("output_tokens_details", "reasoning_tokens"));

    let read_beside = any(&["cache_read_input_tokens", "cacheReadInputTokens"]);
    let write_beside = any(&["cache_creation_input_tokens", "cacheWriteInputTokens"]);
    let read_inside = any(&["cachedContentTokenCount", "prompt_cache_hit_tokens"])
        .or_else(|| inside("prompt_tokens_details", "cached_tokens"))
        .or_else(|| inside("input_tokens_details", "cached_tokens"));
    // Routers that speak OpenAI's form add Anthropic's fields to a prompt that has everything in it.
    let is_beside = number("prompt_tokens").is_none() && (read_beside.is_some() || write_beside.is_some());
    let hour = inside("cache_creation", "ephemeral_1h_input_tokens").unwrap_or_default();

    let mut pasted = Pasted::default();
    let found = [
        (Field::InputTokens, input),
        (Field::OutputTokens, output),
        (Field::CacheReadTokens, if is_beside { read_beside } else { read_inside.or(read_beside) }),
        (Field::CacheWrite5mTokens, write_beside.map(|tokens| tokens.saturating_sub(hour))),
        (Field::CacheWrite1hTokens, Some(hour).filter(|tokens| *tokens > 0)),
        (Field::ReasoningTokens, reasoning),
        (Field::RequestsPerDay, number("requests_per_day")),
    ];
    for (field, tokens) in found {
        if let Some(tokens) = tokens {
            pasted.put(field, tokens)?;
        }
    }
    if is_beside { pasted.with_cached_in_input() } else { Some(pasted) }
}

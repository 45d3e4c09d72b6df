//! What people call the prices of tokens: the names of fields in lists whose formats differ in spelling alone.

use crate::catalog::Part;

/// The letters and digits of a name, in lower case: `Output Tokens`, `outputTokens` and `output_tokens` are one name.
pub(super) fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(100)
        .collect()
}

/// The part of a request that a price is for; `None` where it is for something else, such as a picture or a search.
pub(super) fn part(name: &str) -> Option<Part> {
    let letters = letters(name);
    let name = letters.strip_suffix("price").or_else(|| letters.strip_suffix("cost")).unwrap_or(&letters);
    // The signs for a token say nothing about its kind.
    let name = name.strip_suffix("tokens").or_else(|| name.strip_suffix("token")).unwrap_or(name);
    Some(match name {
        "input" | "prompt" | "request" | "costin" | "inputtext" | "textinput" => Part::Input,
        "output" | "completion" | "response" | "costout" | "outputtext" | "textoutput" => Part::Output,
        "cacheread" | "cachereadinput" | "inputcacheread" | "inputcached" | "inputcachedtext"
        | "cachedinput" | "cached" | "cachedprompt" | "promptcached" | "cachehit" | "inputcachehit"
        | "promptcachehit" | "inputcachedread" | "promptcacheread" | "cachedread" => Part::CacheRead,
        "cachewrite"
        | "cachewriteinput"
        | "inputcachewrite"
        | "cachecreation"
        | "cachecreationinput"
        | "inputcachecreation"
        | "cachewrite5m"
        | "inputcachewrite5m"
        | "inputcachecreation5m"
        | "cachecreation5m"
        | "cachecreationinput5m"
        | "promptcachewrite"
        | "ephemeral5minput" => Part::CacheWrite5m,
        "cachewrite1h"
        | "inputcachewrite1h"
        | "inputcachecreation1h"
        | "cachecreation1h"
        | "cachecreationinput1h"
        | "ephemeral1hinput" => Part::CacheWrite1h,
        "reasoning" | "outputreasoning" | "internalreasoning" | "reasoningoutput" | "thinking"
        | "thoughts" => Part::Reasoning,
        "inputaudio" | "audioinput" | "promptaudio" | "requestaudio" | "audio" => Part::InputAudio,
        "outputaudio" | "audiooutput" | "completionaudio" | "responseaudio" => Part::OutputAudio,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_price_are_one() {
        for (part_of, names) in [
            (Part::Input, ["input", "prompt", "input_tokens", "inputPrice"].as_slice()),
            (Part::Output, &["output", "completion", "response_token", "cost_out"]),
            (
                Part::CacheRead,
                &["cacheRead", "input_cache_read", "cache_read_input_tokens", "input_cached_tokens"],
            ),
            (Part::CacheWrite5m, &["cacheWrite", "cache_creation_input_tokens", "input_cache_creation_5m"]),
            (Part::CacheWrite1h, &["input_cache_write_1h", "input_cache_creation_1h"]),
            (Part::Reasoning, &["output_reasoning_tokens", "internal_reasoning"]),
            (Part::InputAudio, &["input_audio_tokens", "request_audio_token"]),
        ] {
            for name in names {
                assert_eq!(part(name), Some(part_of), "{name}");
            }
        }
        for name in ["image", "web_search", "total", "input_image_count", "context_length"] {
            assert_eq!(part(name), None, "{name}");
        }
    }
}

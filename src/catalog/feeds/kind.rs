//! What kind of model a name betrays, where a list says "text" of models that do not write any: lists call the numbers
//! of an embedding, the order of a reranker and the words that a transcriber heard their text.

/// The kind of a model that does not write answers, by its name; `None` for one that may.
pub(super) fn by_name(name: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 9] = [
        ("embed", "embedding"),
        ("rerank", "rerank"),
        ("whisper", "transcription"),
        ("transcribe", "transcription"),
        ("controlnet", "image_generation"),
        ("stable-diffusion", "image_generation"),
        ("text-to-speech", "speech"),
        ("moderation", "moderation"),
        ("prompt-guard", "moderation"),
    ];
    let name: String = name.to_ascii_lowercase().replace([' ', '_'], "-");
    let found = KINDS.iter().find(|(part, _)| name.contains(part)).map(|(_, kind)| *kind);
    let words = || name.split(['-', '/', ':', '.']);
    found
        .or_else(|| words().any(|word| matches!(word, "bge" | "gte" | "e5")).then_some("embedding"))
        .or_else(|| words().any(|word| word == "tts").then_some("speech"))
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn a_name_tells_models_that_write_no_answers() {
        for (name, kind) in [
            ("BGE Reranker Base", "rerank"),
            ("baai/bge-m3", "embedding"),
            ("Whisper Large v3 Turbo", "transcription"),
            ("gpt-4o-mini-tts", "speech"),
            ("titan-embed-text-v2", "embedding"),
            ("Llama Prompt Guard 2 22M", "moderation"),
        ] {
            assert_eq!(by_name(name), Some(kind), "{name}");
        }
        for name in ["gpt-4o", "claude-opus-4-6", "llama-guard-4-12b", "Stable Code", "tts2go-chat", "gemini"]
        {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}

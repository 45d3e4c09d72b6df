//! What kind of model a name betrays, where a list says "chat" or "text" of models that do not write any: lists call the
//! numbers of an embedding, the order of a reranker, the words that a transcriber heard and the verdict of a guard their
//! text.

/// Whether a word of a name means a kind.
type IsKind = fn(&str) -> bool;

/// A kind, by the words of a name: in the order in which they are looked for.
const KINDS: [(&str, IsKind); 13] = [
    ("rerank", |word| word.contains("rerank") || word == "colbert"),
    ("embedding", is_embedding),
    ("ocr", is_ocr),
    ("moderation", is_guard),
    ("transcription", is_transcription),
    ("speech", is_speech),
    ("realtime", |word| word == "realtime"),
    ("image_generation", is_image),
    ("video_generation", is_video),
    ("music_generation", |word| matches!(word, "lyria" | "musicgen" | "suno" | "stableaudio")),
    ("classification", is_classifier),
    ("translation", is_translation),
    ("router", |word| word.ends_with("router") && word != "openrouter"),
];

/// Several words that mean a kind together.
const PHRASES: [(&[&str], &str); 17] = [
    // A clip alone may be a piece of music or of film.
    (&["clip", "vit"], "embedding"),
    (&["stable", "diffusion"], "image_generation"),
    (&["stable", "image"], "image_generation"),
    (&["text", "to", "image"], "image_generation"),
    (&["image", "to", "image"], "image_generation"),
    (&["dall", "e"], "image_generation"),
    (&["nova", "canvas"], "image_generation"),
    (&["nano", "banana"], "image_generation"),
    (&["text", "to", "video"], "video_generation"),
    (&["image", "to", "video"], "video_generation"),
    (&["nova", "reel"], "video_generation"),
    (&["nova", "sonic"], "realtime"),
    (&["text", "to", "speech"], "speech"),
    (&["speech", "to", "text"], "transcription"),
    (&["stable", "audio"], "music_generation"),
    (&["qwen", "mt"], "translation"),
    (&["hunyuan", "mt"], "translation"),
];

/// Words that read images and answer in text, behind "image".
const READS_IMAGES: [&str; 4] = ["to", "text", "understanding", "captioning"];

/// The kind of a model that does not write answers, by its name or its id; `None` for one that may. Only whole words
/// count, and not the one before the first slash, which says who sells it.
pub(super) fn by_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let model = name.split_once('/').map_or(&*name, |(_, model)| model);
    let words: Vec<&str> =
        model.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let phrase = PHRASES.iter().find(|(phrase, _)| words.windows(phrase.len()).any(|found| found == *phrase));
    if let Some((_, kind)) = phrase {
        return Some(kind);
    }
    let reads_images =
        words.windows(2).any(|pair| matches!(pair, ["image", next] if READS_IMAGES.contains(next)));
    let words = || words.iter().filter(|word| !(reads_images && **word == "image"));
    KINDS.iter().find(|(_, is)| words().any(|word| is(word))).map(|(kind, _)| *kind)
}

/// A word without the number of its version: `flux2` is `flux`.
fn stem(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn is_embedding(word: &str) -> bool {
    (word.contains("embed") && word != "embedded")
        || matches!(
            word,
            "bge"
                | "gte"
                | "e5"
                | "minilm"
                | "splade"
                | "colpali"
                | "colqwen"
                | "nvclip"
                | "openclip"
                | "siglip"
        )
}

/// Models that read documents: `paddleocr`, `olmocr`, `docling`.
fn is_ocr(word: &str) -> bool {
    let stem = stem(word);
    stem.starts_with("ocr")
        || stem.ends_with("ocr")
        || matches!(stem, "docling" | "nougat" | "mineru" | "parse")
}

/// Models that judge whether a text is safe: `llamaguard`, `safeguard`, `guardian`, `shieldgemma`.
fn is_guard(word: &str) -> bool {
    const OTHERS: [&str; 2] = ["vanguard", "bodyguard"];
    let stem = stem(word);
    let is_guard = stem.starts_with("guard") || stem.ends_with("guard");
    (is_guard && !OTHERS.contains(&stem))
        || matches!(stem, "moderation" | "moderator" | "safety" | "shieldgemma" | "shieldlm" | "toxicity")
}

fn is_transcription(word: &str) -> bool {
    word.contains("whisper")
        || word.starts_with("transcri")
        || matches!(stem(word), "asr" | "parakeet" | "wav2vec")
}

fn is_speech(word: &str) -> bool {
    let stem = stem(word);
    (stem.ends_with("tts") && stem != "watts")
        || stem.starts_with("speech")
        || matches!(stem, "orpheus" | "kokoro" | "chatterbox")
}

fn is_image(word: &str) -> bool {
    const NAMES: [&str; 13] = [
        "image",
        "images",
        "imagen",
        "flux",
        "sd",
        "dalle",
        "recraft",
        "ideogram",
        "seedream",
        "hidream",
        "kolors",
        "midjourney",
        "kandinsky",
    ];
    NAMES.contains(&stem(word)) || word.starts_with("sdxl") || word.starts_with("controlnet")
}

fn is_video(word: &str) -> bool {
    matches!(stem(word), "veo" | "sora" | "kling" | "hailuo" | "seedance" | "hunyuanvideo" | "cogvideox")
        || matches!(word, "t2v" | "i2v")
}

/// Models that sort texts into classes, or give them points.
fn is_classifier(word: &str) -> bool {
    matches!(
        stem(word),
        "classify"
            | "classifier"
            | "classification"
            | "reward"
            | "prm"
            | "bert"
            | "roberta"
            | "deberta"
            | "distilbert"
            | "modernbert"
    )
}

fn is_translation(word: &str) -> bool {
    matches!(
        stem(word),
        "translate" | "translation" | "translator" | "translategemma" | "nllb" | "m2m" | "madlad"
    )
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn a_name_tells_models_that_write_no_answers() {
        for (name, kind) in [
            ("BGE Reranker Base", "rerank"),
            ("baai/bge-m3", "embedding"),
            ("house/codestral-embed", "embedding"),
            ("nvidia/nvclip", "embedding"),
            ("house/clip-vit-large-patch14", "embedding"),
            ("gemini/lyria-3-clip-preview", "music_generation"),
            ("Whisper Large v3 Turbo", "transcription"),
            ("house/distil-whisper-large", "transcription"),
            ("gpt-4o-transcribe", "transcription"),
            ("gpt-4o-mini-tts", "speech"),
            ("house/orpheus-3b", "speech"),
            ("gpt-4o-realtime-preview", "realtime"),
            ("titan-embed-text-v2", "embedding"),
            ("Llama Prompt Guard 2 22M", "moderation"),
            ("house/meta-llama/Llama-Guard-4-12B", "moderation"),
            ("house/llamaguard-7b", "moderation"),
            ("groq/openai/gpt-oss-safeguard-20b", "moderation"),
            ("watsonx/ibm/granite-guardian-3-3-8b", "moderation"),
            ("house/shieldgemma-9b", "moderation"),
            ("house/Nemotron-Content-Safety-3.5", "moderation"),
            ("novita/deepseek/deepseek-ocr-2", "ocr"),
            ("house/olmOCR-7B-0725-FP8", "ocr"),
            ("house/paddleocr-vl", "ocr"),
            ("house/flux-1-schnell", "image_generation"),
            ("FLUX.2 [pro]", "image_generation"),
            ("house/sdxl-turbo", "image_generation"),
            ("Stable Diffusion 3.5 Large", "image_generation"),
            ("gpt-image-1.5", "image_generation"),
            ("databricks/databricks-gemini-3-pro-image", "image_generation"),
            ("dall-e-3", "image_generation"),
            ("house/veo-3.1-fast", "video_generation"),
            ("gemini/lyria-3-pro-preview", "music_generation"),
            ("house/classify", "classification"),
            ("house/nemotron-340b-reward", "classification"),
            ("house/command-a-translate-08-2025", "translation"),
            ("azure/model-router", "router"),
            ("azure_ai/model_router", "router"),
        ] {
            assert_eq!(by_name(name), Some(kind), "{name}");
        }
    }

    #[test]
    fn a_model_that_chats_is_not_taken_for_another_kind() {
        for name in [
            "gpt-4o",
            "claude-opus-4-6",
            "Stable Code",
            "stablelm-2-chat",
            "tts2go-chat",
            "gemini",
            "gemini-diffusion",
            "pixtral-large-latest",
            "house/qwen2.5-vl-72b-instruct",
            "llama-3.2-11b-vision-instruct",
            "mistral/voxtral-small-2507",
            "gpt-4o-audio-preview",
            "gpt-4o-search-preview",
            "deepinfra/thinkingmachines/Inkling-Small",
            "hostinger_router/gpt-5.2",
            "openrouter/anthropic/claude-sonnet-4.5",
            "fireworks_ai/accounts/fireworks/routers/glm-5p3-fast",
            "libertai/gemma-4-31b-it",
            "house/vanguard-chat-70b",
            "house/image-to-text-instruct",
            "wandb/microsoft/Phi-4-mini-instruct",
            "mistral-nemo",
            "house/embedded-coder-7b",
            "house/eclipse-coder-7b",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}

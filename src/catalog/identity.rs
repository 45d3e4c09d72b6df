//! When two rows of price lists mean one model, and when one provider: from their names alone, so that a model's
//! identity survives updates of any list.

/// A provider's name as a key: case, punctuation and the usual second names do not matter.
#[must_use]
pub fn provider_key(name: &str) -> String {
    const SECOND_NAMES: &[(&str, &str)] = &[
        ("amazon", "bedrock"),
        ("amazonbedrock", "bedrock"),
        ("aws", "bedrock"),
        ("awsbedrock", "bedrock"),
        ("bedrockconverse", "bedrock"),
        ("bedrockmantle", "bedrock"),
        ("azureai", "azure"),
        ("azurecognitiveservices", "azure"),
        ("azuretext", "azure"),
        ("microsoftazure", "azure"),
        ("coherechat", "cohere"),
        ("dashscope", "alibaba"),
        ("alibabacloud", "alibaba"),
        ("qwencloud", "alibaba"),
        ("fireworksai", "fireworks"),
        ("gemini", "google"),
        ("googleaistudio", "google"),
        ("metallama", "meta"),
        ("llama", "meta"),
        ("mistralai", "mistral"),
        ("moonshotai", "moonshot"),
        ("textcompletionopenai", "openai"),
        ("textcompletioncodestral", "mistral"),
        ("codestral", "mistral"),
        ("togetherai", "together"),
        ("grok", "xai"),
        ("zhipuai", "zai"),
        ("zhipu", "zai"),
    ];
    let key: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match SECOND_NAMES.iter().find(|(second, _)| *second == key) {
        Some((_, first)) => (*first).to_owned(),
        None if key.starts_with("vertexai") || key == "googlevertex" => "vertexai".to_owned(),
        None => key,
    }
}

/// A model's name as a key, from a list's key for it: `anthropic/claude-sonnet-4.5`,
/// `us.anthropic.claude-sonnet-4-5-20250929-v1:0` and `claude-sonnet-4-5` are one.
///
/// What changes the price stays: `:free`, a date with hyphens (`gpt-4o-2024-05-13`), a size.
#[must_use]
pub fn model_key(list_key: &str) -> String {
    const PREFIXES: &[&str] = &[
        "us-gov",
        "us",
        "eu",
        "apac",
        "au",
        "jp",
        "ca",
        "global",
        "regional",
        "anthropic",
        "amazon",
        "meta",
        "mistral",
        "openai",
        "cohere",
        "deepseek",
        "moonshotai",
        "moonshot",
        "qwen",
        "xai",
        "zai",
        "minimax",
        "google",
        "writer",
        "ai21",
        "nvidia",
    ];
    let last = list_key.rsplit('/').next().unwrap_or(list_key).to_lowercase();
    let mut name = last.as_str();
    // Amazon's ids have their region and maker in front, set apart by points.
    while let Some((first, rest)) = name.split_once('.') {
        if !PREFIXES.contains(&first) {
            break;
        }
        name = rest;
    }
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    // Amazon's `-v1:0` is a version of the deployment, not of the model.
    let name = match name.rsplit_once("-v") {
        Some((before, version))
            if version
                .split(':')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
                && version.contains(':') =>
        {
            before
        }
        _ => name,
    };
    let name = name.strip_suffix("-latest").unwrap_or(name);
    let name = match name.rsplit_once('-') {
        Some((before, day)) if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) => before,
        _ => name,
    };
    name.chars().map(|c| if matches!(c, '.' | '_' | ' ') { '-' } else { c }).collect()
}

/// The provider key of a model's maker, by the name of its family.
#[must_use]
pub fn maker_of(model_key: &str) -> Option<&'static str> {
    const FAMILIES: &[(&str, &str)] = &[
        ("gpt", "openai"),
        ("chatgpt", "openai"),
        ("codex", "openai"),
        ("o1", "openai"),
        ("o3", "openai"),
        ("o4", "openai"),
        ("claude", "anthropic"),
        ("gemini", "google"),
        ("gemma", "google"),
        ("grok", "xai"),
        ("llama", "meta"),
        ("mistral", "mistral"),
        ("mixtral", "mistral"),
        ("ministral", "mistral"),
        ("magistral", "mistral"),
        ("codestral", "mistral"),
        ("devstral", "mistral"),
        ("pixtral", "mistral"),
        ("deepseek", "deepseek"),
        ("qwen", "alibaba"),
        ("qwq", "alibaba"),
        ("command", "cohere"),
        ("kimi", "moonshot"),
        ("glm", "zai"),
        ("minimax", "minimax"),
        ("nova", "bedrock"),
        ("titan", "bedrock"),
        ("sonar", "perplexity"),
        ("jamba", "ai21"),
        ("palmyra", "writer"),
    ];
    FAMILIES
        .iter()
        .find(|(family, _)| {
            model_key.strip_prefix(family).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
        })
        .map(|(_, maker)| *maker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_model_has_one_key_at_every_reseller() {
        for key in [
            "claude-sonnet-4-5",
            "claude-sonnet-4-5-20250929",
            "anthropic/claude-sonnet-4.5",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "vertex_ai/claude-sonnet-4-5@20250929",
            "openrouter/anthropic/claude-sonnet-4.5",
            "claude-sonnet-4-5-latest",
        ] {
            assert_eq!(model_key(key), "claude-sonnet-4-5", "{key}");
        }
        assert_ne!(model_key("gpt-4o-2024-05-13"), model_key("gpt-4o"));
        assert_ne!(model_key("moonshotai/kimi-k2:free"), model_key("moonshotai/kimi-k2"));
        assert_eq!(model_key("gpt-4.1-mini"), "gpt-4-1-mini");
    }

    #[test]
    fn makers_are_told_by_the_family() {
        assert_eq!(maker_of(&model_key("azure/gpt-4o")), Some("openai"));
        assert_eq!(maker_of("o3-mini"), Some("openai"));
        assert_eq!(maker_of("gptq-model"), None);
        assert_eq!(maker_of("something"), None);
        assert_eq!(provider_key("Amazon Bedrock"), provider_key("bedrock_converse"));
        assert_eq!(provider_key("vertex_ai-language-models"), "vertexai");
        assert_eq!(provider_key("x-ai"), "xai");
    }
}

//! When two rows of price lists mean one model, and when one provider: from their names alone, so that a model's
//! identity survives updates of any list.

use std::sync::Arc;

use super::Model;

/// Which model of which provider a row of a list is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// Who sells it: [`provider_key`].
    pub provider: Arc<str>,
    /// Which model it is: [`model_key`].
    pub model: Arc<str>,
    /// Which edition of the model: its id without the provider, with its region and its day.
    pub exact: Arc<str>,
    /// Whether its provider is who made the model, as far as its name tells: [`maker_of`].
    pub is_makers: bool,
}

impl Identity {
    /// The identity of a row.
    pub fn of(model: &Model) -> Self {
        let provider = provider_key(&model.provider);
        let exact = exact_key(model.id.as_str(), &provider);
        let model = model_key(model.list_key());
        let is_makers = maker_of(&model) == Some(&*provider);
        Self { model: model.into(), exact: exact.into(), provider: provider.into(), is_makers }
    }
}

impl Identity {
    /// Whether this is the model itself rather than an edition of a day, a region or a maker's folder.
    pub fn is_plain(&self) -> bool {
        *number_last(self.exact.to_string()) == *self.model
    }

    /// Whether this is what its provider calls the latest edition of the model.
    pub fn is_latest(&self) -> bool {
        self.exact.strip_suffix("-latest").is_some_and(|plain| *number_last(plain.to_owned()) == *self.model)
    }

    /// The edition without its day: the same of two editions that differ in nothing else.
    pub fn undated_edition(&self) -> &str {
        let exact = self.exact.strip_suffix("-latest").unwrap_or(&self.exact);
        undated(exact).map_or(exact, |(base, _)| base)
    }
}

/// A model's key without the day at its end, and that day as a number to order by: `gpt-5-nano-2025-08-07`,
/// `ministral-3b-2512`, `gpt-4-0613`, `command-r-08-2024`. `None` for one without. A number may be no day after all, so
/// names that differ in it are one model only where their prices agree.
pub fn undated(key: &str) -> Option<(&str, u32)> {
    /// The years of models.
    const YEARS: std::ops::RangeInclusive<u32> = 2020..=2039;
    let mut base = key;
    let mut parts: Vec<(&str, usize, u32)> = Vec::new();
    while parts.len() < 3
        && let Some((before, part)) = base.rsplit_once('-')
        && let Some(number) = part.parse().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()))
    {
        parts.insert(0, (before, part.len(), number));
        base = before;
    }
    let date = |year: u32, month: u32, day: u32| {
        (YEARS.contains(&year) && (1..=12).contains(&month) && day <= 31)
            .then_some((year * 100 + month) * 100 + day)
    };
    let found = match *parts.as_slice() {
        [.., (base, 4, year), (_, 2, month), (_, 2, day)] => date(year, month, day).map(|date| (base, date)),
        _ => None,
    };
    let of_two = || match *parts.as_slice() {
        [.., (base, 4, year), (_, 2, month)] | [.., (base, 2, month), (_, 4, year)] => {
            date(year, month, 0).map(|date| (base, date))
        }
        // A month and a day of some year.
        [.., (base, 2, month), (_, 2, day)] if day > 0 => {
            date(*YEARS.start(), month, day).map(|date| (base, date))
        }
        _ => None,
    };
    let of_one = || match *parts.as_slice() {
        [.., (base, 4, number)] => {
            let (first, second) = (number / 100, number % 100);
            let day = date(2000 + first, second, 0);
            let day = day.or_else(|| date(*YEARS.start(), first, second).filter(|_| second > 0));
            day.map(|date| (base, date))
        }
        [.., (base, 6, number)] => {
            date(2000 + number / 10_000, number / 100 % 100, number % 100).map(|date| (base, date))
        }
        _ => None,
    };
    found.or_else(of_two).or_else(of_one).filter(|(base, _)| base.contains(char::is_alphabetic))
}

/// The provider and the model that an id names, for an id that no list has any more.
///
/// `openai/gpt-4.1` says both. `gpt-4.1` says its maker, who sells it under that name; a bare name of Google's does
/// not, because LiteLLM has Vertex AI's prices there.
pub fn of_id(id: &str) -> Option<(String, String)> {
    let model = model_key(id);
    if let Some((provider, _)) = id.split_once('/') {
        return Some((provider_key(provider), model));
    }
    let maker = maker_of(&id.to_lowercase()).filter(|maker| *maker != "google" && !id.contains('@'))?;
    Some((maker.to_owned(), model))
}

/// An id without its provider: only case and the signs between words do not matter.
fn exact_key(id: &str, provider: &str) -> String {
    let path = match id.split_once('/') {
        Some((first, rest)) if provider_key(first) == provider => rest,
        _ => id,
    };
    words(&path.to_lowercase())
}

/// A name with one sign between its words.
fn words(name: &str) -> String {
    name.chars().map(|c| if matches!(c, '.' | '_' | ' ' | '@') { '-' } else { c }).collect()
}

/// Second names of providers, and the key that each stands for.
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
    // Zhipu's Chinese platform and Z.AI sell the same models at prices of their own.
    ("bigmodel", "zhipu"),
    ("zhipuai", "zhipu"),
    ("cloudflareworkersai", "cloudflare"),
    ("friendliai", "friendli"),
    ("gmicloud", "gmi"),
    ("minimaxminimaxio", "minimax"),
    ("nebiustokenfactory", "nebius"),
    ("novitaai", "novita"),
    ("nvidianim", "nvidia"),
    ("ovhcloudaiendpoints", "ovhcloud"),
    ("snowflakecortex", "snowflake"),
    ("voyageai", "voyage"),
    ("weightsbiases", "wandb"),
    ("xiaomimimo", "xiaomi"),
];

/// A provider's name as a key: case, punctuation and the usual second names do not matter.
pub fn provider_key(name: &str) -> String {
    let key = folded(name);
    match SECOND_NAMES.iter().find(|(second, _)| *second == key) {
        Some((_, first)) => (*first).to_owned(),
        None if key.starts_with("vertexai") || key == "googlevertex" => "vertexai".to_owned(),
        None => key,
    }
}

/// The names by which a provider is known beside its key.
pub(super) fn second_names(key: &str) -> impl Iterator<Item = &str> {
    SECOND_NAMES.iter().filter(move |(_, first)| *first == key).map(|(second, _)| *second)
}

/// A name's letters and digits, in lower case.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A model's name as a key, from a list's key for it: `anthropic/claude-sonnet-4.5`,
/// `us.anthropic.claude-sonnet-4-5-20250929-v1:0` and `claude-sonnet-4-5` are one.
///
/// What changes the price stays: `:free`, a date with hyphens (`gpt-4o-2024-05-13`), a size.
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
    number_last(words(name))
}

/// Anthropic moved the number of its models behind their names: `claude-3-5-haiku` is `claude-haiku-3-5`.
fn number_last(name: String) -> String {
    let Some(rest) = name.strip_prefix("claude-") else { return name };
    let is_number = |part: &&str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let number: Vec<&str> = rest.split('-').take_while(is_number).collect();
    let mut others = rest.split('-').skip(number.len());
    match others.next() {
        Some(family @ ("haiku" | "sonnet" | "opus")) if !number.is_empty() => {
            let parts = ["claude", family].into_iter().chain(number).chain(others);
            parts.collect::<Vec<_>>().join("-")
        }
        _ => name,
    }
}

/// The provider key of a model's maker, by the name of its family.
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
    fn a_day_at_the_end_of_a_name_is_found_in_each_way_of_writing_it() {
        for (key, base, day) in [
            ("gpt-5-nano-2025-08-07", "gpt-5-nano", 20_250_807),
            ("ministral-3b-2512", "ministral-3b", 20_251_200),
            ("gpt-4-0613", "gpt-4", 20_200_613),
            ("command-r-08-2024", "command-r", 20_240_800),
            ("qwen-max-2025-01", "qwen-max", 20_250_100),
            ("gemini-2-5-pro-preview-05-06", "gemini-2-5-pro-preview", 20_200_506),
            ("doubao-pro-250115", "doubao-pro", 20_250_115),
        ] {
            assert_eq!(undated(key), Some((base, day)), "{key}");
        }
        for key in [
            "gpt-4o",
            "claude-haiku-3-5",
            "llama-3-1-405b",
            "phi-3-128k",
            "model-9999",
            "2025-08-07",
            "x-001",
        ] {
            assert_eq!(undated(key), None, "{key}");
        }
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

    #[test]
    fn the_number_of_a_claude_model_may_stand_before_or_behind_its_name() {
        assert_eq!(model_key("claude-3-5-haiku-20241022"), model_key("anthropic/claude-haiku-3.5"));
        assert_eq!(model_key("claude-3-opus"), "claude-opus-3");
        assert_ne!(model_key("claude-3-5-haiku"), model_key("claude-3-haiku"));
        assert_eq!(model_key("claude-instant-v1"), "claude-instant-v1");
    }

    #[test]
    fn an_id_names_its_provider_or_its_maker() {
        let of = |id: &str| of_id(id).map(|(provider, model)| format!("{provider} {model}"));
        assert_eq!(of("openai/gpt-4.1-nano").as_deref(), Some("openai gpt-4-1-nano"));
        assert_eq!(of("gpt-4.1-nano").as_deref(), Some("openai gpt-4-1-nano"));
        assert_eq!(of("together_ai/meta-llama/Llama-3.3-70B").as_deref(), Some("together llama-3-3-70b"));
        assert_eq!(of("us.anthropic.claude-sonnet-4-5"), None);
        assert_eq!(of("gemini-2.5-pro"), None);
    }
}

//! The formats of price lists: what each is called, where its publisher serves it, how its file ends.

/// A format of price lists that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `model_prices_and_context_window.json` of LiteLLM.
    LiteLlm,
    /// The configuration of a LiteLLM proxy (`model_list`), or its answer to `GET /model/info`.
    LiteLlmProxy,
    /// `api.json` of models.dev.
    ModelsDev,
    /// `data.json` of genai-prices.
    GenaiPrices,
    /// The answer to `GET /api/v1/models` of OpenRouter.
    OpenRouter,
    /// The answer to `GET /v1/models` of another gateway that states prices: Vercel's, Cloudflare's, a relay's.
    Gateway,
    /// `current-v1.json` or `historical-v1.json` of llm-prices, or one of the files that they are made of.
    LlmPrices,
    /// `default-model-prices.json` of Langfuse, or its list of models.
    Langfuse,
    /// A file of Portkey's `pricing` folder.
    Portkey,
    /// The models file of pi, a coding agent.
    Pi,
    /// Rows of JSON with prices, of nobody in particular.
    Json,
    /// A table of our own.
    Csv,
    /// A catalog of our own.
    Ron,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 13] = [
        Self::LiteLlm,
        Self::LiteLlmProxy,
        Self::ModelsDev,
        Self::GenaiPrices,
        Self::OpenRouter,
        Self::Gateway,
        Self::LlmPrices,
        Self::Langfuse,
        Self::Portkey,
        Self::Pi,
        Self::Json,
        Self::Csv,
        Self::Ron,
    ];

    /// What the app calls a list of this format.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LiteLlm => "LiteLLM",
            Self::LiteLlmProxy => "LiteLLM proxy",
            Self::ModelsDev => "models.dev",
            Self::GenaiPrices => "genai-prices",
            Self::OpenRouter => "OpenRouter",
            Self::Gateway => "AI gateway",
            Self::LlmPrices => "llm-prices",
            Self::Langfuse => "Langfuse",
            Self::Portkey => "Portkey",
            Self::Pi => "pi models",
            Self::Json => "JSON price list",
            Self::Csv => "CSV price list",
            Self::Ron => "Own price list",
        }
    }

    /// The word for this format in a file of the app's.
    pub const fn key(self) -> &'static str {
        match self {
            Self::LiteLlm => "litellm",
            Self::LiteLlmProxy => "litellm_proxy",
            Self::ModelsDev => "models_dev",
            Self::GenaiPrices => "genai_prices",
            Self::OpenRouter => "openrouter",
            Self::Gateway => "gateway",
            Self::LlmPrices => "llm_prices",
            Self::Langfuse => "langfuse",
            Self::Portkey => "portkey",
            Self::Pi => "pi",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Ron => "ron",
        }
    }

    /// The format of a [`Format::key`].
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// The ending of a file in this format.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::LiteLlmProxy => "yaml",
            Self::Csv => "csv",
            Self::Ron => "ron",
            _ => "json",
        }
    }

    /// Where the publisher serves the list, where there is one such place.
    pub const fn address(self) -> Option<&'static str> {
        match self {
            Self::LiteLlm => Some(
                "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
            ),
            Self::ModelsDev => Some("https://models.dev/api.json"),
            Self::GenaiPrices => Some(
                "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json",
            ),
            Self::OpenRouter => Some("https://openrouter.ai/api/v1/models"),
            Self::LlmPrices => Some("https://www.llm-prices.com/current-v1.json"),
            Self::LiteLlmProxy
            | Self::Gateway
            | Self::Langfuse
            | Self::Portkey
            | Self::Pi
            | Self::Json
            | Self::Csv
            | Self::Ron => None,
        }
    }

    /// The list in a sentence: `The LiteLLM list`, `The CSV price list`.
    pub(super) fn in_words(self) -> String {
        let label = self.label();
        match self {
            Self::Ron => "the app's own price list".to_owned(),
            _ if label.ends_with("list") => format!("the {label}"),
            _ => format!("the {label} list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_says_list_list() {
        for format in Format::ALL {
            let words = format.in_words();
            assert_eq!(words.matches("list").count(), 1, "{words}");
            assert_eq!(Format::named(format.key()), Some(format));
        }
    }
}

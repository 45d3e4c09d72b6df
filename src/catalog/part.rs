//! What is charged for: the parts of a request that have a price, and the lines of a bill.

/// What a price or a line of a bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Tokens of the prompt that are neither read from a cache nor written to one.
    Input,
    /// Tokens of the prompt that are read from a cache.
    CacheRead,
    /// Tokens of the prompt that are written to a cache for five minutes.
    CacheWrite5m,
    /// Tokens of the prompt that are written to a cache for an hour.
    CacheWrite1h,
    /// Tokens of the answer.
    Output,
    /// Tokens of the answer that are reasoning.
    Reasoning,
    /// Audio in the prompt.
    InputAudio,
    /// Audio in the answer.
    OutputAudio,
    /// Images in the prompt.
    InputImage,
    /// Images in the answer.
    OutputImage,
    /// A fee for each request.
    Request,
    /// Requests sent again.
    Retries,
    /// The safety margin on top.
    SafetyMargin,
}

impl Part {
    /// The kinds of tokens that have a price each.
    pub const TOKENS: [Self; 10] = [
        Self::Input,
        Self::CacheRead,
        Self::CacheWrite5m,
        Self::CacheWrite1h,
        Self::Output,
        Self::Reasoning,
        Self::InputAudio,
        Self::OutputAudio,
        Self::InputImage,
        Self::OutputImage,
    ];

    /// The kinds of tokens of text.
    pub const TEXT: [Self; 6] =
        [Self::Input, Self::CacheRead, Self::CacheWrite5m, Self::CacheWrite1h, Self::Output, Self::Reasoning];

    /// The field's term for these tokens or this fee.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Input => "input tokens",
            Self::CacheRead => "cache read tokens",
            Self::CacheWrite5m => "cache write tokens (5 minutes)",
            Self::CacheWrite1h => "cache write tokens (1 hour)",
            Self::Output => "output tokens",
            Self::Reasoning => "reasoning tokens",
            Self::InputAudio => "audio input tokens",
            Self::OutputAudio => "audio output tokens",
            Self::InputImage => "image input tokens",
            Self::OutputImage => "image output tokens",
            Self::Request => "requests",
            Self::Retries => "retries",
            Self::SafetyMargin => "safety margin",
        }
    }

    /// What the price of these tokens, or this fee, is called.
    pub const fn price_label(self) -> &'static str {
        match self {
            Self::Input => "input price",
            Self::CacheRead => "cache read price",
            Self::CacheWrite5m => "5-minute cache write price",
            Self::CacheWrite1h => "1-hour cache write price",
            Self::Output => "output price",
            Self::Reasoning => "reasoning price",
            Self::InputAudio => "audio input price",
            Self::OutputAudio => "audio output price",
            Self::InputImage => "image input price",
            Self::OutputImage => "image output price",
            Self::Request => "request fee",
            Self::Retries => "share of retries",
            Self::SafetyMargin => "safety margin",
        }
    }

    /// The key of this part in a data file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::CacheRead => "cache_read",
            Self::CacheWrite5m => "cache_write_5m",
            Self::CacheWrite1h => "cache_write_1h",
            Self::Output => "output",
            Self::Reasoning => "reasoning",
            Self::InputAudio => "input_audio",
            Self::OutputAudio => "output_audio",
            Self::InputImage => "input_image",
            Self::OutputImage => "output_image",
            Self::Request => "request",
            Self::Retries => "retries",
            Self::SafetyMargin => "safety_margin",
        }
    }

    /// Whether this belongs to the answer's side of a cost, where a chart shows two: the rest belongs to the prompt's.
    pub const fn is_output(self) -> bool {
        matches!(self, Self::Output | Self::Reasoning | Self::OutputAudio | Self::OutputImage)
    }
}

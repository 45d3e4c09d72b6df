//! The rules by which a model cannot take a workload at all.

use std::fmt;

use crate::catalog::Limits;
use crate::workload::Workload;

/// The one rule by which a model cannot take a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// The prompt is longer than the model takes.
    InputTooLong {
        /// Tokens of the prompt.
        tokens: u64,
        /// The most that the model takes.
        most: u64,
    },
    /// The answer is longer than the model gives.
    OutputTooLong {
        /// Tokens of the answer.
        tokens: u64,
        /// The most that the model gives.
        most: u64,
    },
    /// Prompt and answer together do not fit the context window.
    ContextTooSmall {
        /// Tokens of both.
        tokens: u64,
        /// The context window.
        most: u64,
    },
}

impl fmt::Display for Exclusion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::money::label::whole;
        let (what, tokens, limit, most) = match *self {
            Self::InputTooLong { tokens, most } => ("input", tokens, "maximum input", most),
            Self::OutputTooLong { tokens, most } => ("output", tokens, "maximum output", most),
            Self::ContextTooSmall { tokens, most } => ("input and output", tokens, "context window", most),
        };
        write!(out, "{} tokens of {what} exceed the {limit} of {}", whole(tokens), whole(most))
    }
}

impl Exclusion {
    /// The first rule by which a model with these limits cannot take the workload.
    pub(super) fn of(limits: &Limits, workload: &Workload) -> Option<Self> {
        let (input, output) = (workload.input_tokens(), workload.output_tokens());
        let over =
            |tokens: u64, most: Option<u64>| most.filter(|most| tokens > *most).map(|most| (tokens, most));
        over(input, limits.maximum_input)
            .map(|(tokens, most)| Self::InputTooLong { tokens, most })
            .or_else(|| {
                over(output, limits.maximum_output).map(|(tokens, most)| Self::OutputTooLong { tokens, most })
            })
            .or_else(|| {
                over(input.saturating_add(output), limits.context_window)
                    .map(|(tokens, most)| Self::ContextTooSmall { tokens, most })
            })
    }
}

//! Choosing a model: rules, an objective, and the answer with the reason why not the others.
//!
//! Unknown is neither yes nor no: a model whose fact is unknown does not pass a rule about it, and the reason says that
//! it is unknown.

mod answer;
mod facts;
mod reason;
mod situations;

pub use answer::{Answer, Candidate, Excluded, Gap, Strictness, choose, choose_among, meeting, strictness};
pub use facts::Facts;
pub use reason::Reason;
pub use situations::{Situation, bundled, parse};

pub use crate::catalog::{Capability, Judgements};
use crate::catalog::{ModelId, Tier};
use crate::money::{Dollars, label};

/// What a model must be at least: a level, or as good as another model.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Level {
    /// The level itself. Levels are an order and nothing else.
    Is(u32),
    /// The level of this model.
    Of(ModelId),
}

/// One thing that a model must meet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Rule {
    /// A context window of at least so many tokens.
    ContextAtLeast(u64),
    /// An answer of at least so many tokens.
    OutputAtLeast(u64),
    /// It can do this.
    Can(Capability),
    /// Its provider is one of these, ignoring case.
    ProviderIn(Vec<String>),
    /// Its price tier is this.
    TierIs(Tier),
    /// Something is known of its compliance.
    ComplianceKnown,
    /// What is known of its compliance names all of these, ignoring case: `SOC 2`.
    ComplianceNames(Vec<String>),
    /// Its quality is at least this.
    QualityAtLeast(Level),
    /// Its speed is at least this.
    SpeedAtLeast(Level),
    /// A task costs at most so much.
    CostPerTaskAtMost(Dollars),
    /// A month costs at most so much, the workload's monthly fee included.
    CostPerMonthAtMost(Dollars),
}

impl Rule {
    /// What it asks for, in words: `context window of at least 100,000 tokens`.
    pub fn words(&self) -> String {
        let level = |level: &Level| match level {
            Level::Is(level) => level.to_string(),
            Level::Of(model) => format!("that of {}", model.as_str()),
        };
        match self {
            Self::ContextAtLeast(tokens) => {
                format!("Context window of at least {} tokens", label::whole(*tokens))
            }
            Self::OutputAtLeast(tokens) => format!("Answers of at least {} tokens", label::whole(*tokens)),
            Self::Can(capability) => format!("It has {}", capability.in_words()),
            Self::ProviderIn(providers) => format!("Provider: {}", providers.join(" or ")),
            Self::TierIs(tier) => format!("Tier: {}", tier.label()),
            Self::ComplianceKnown => "Something is known of its compliance".to_owned(),
            Self::ComplianceNames(names) => format!("Compliance: {}", names.join(" and ")),
            Self::QualityAtLeast(least) => format!("Quality of at least {}", level(least)),
            Self::SpeedAtLeast(least) => format!("Speed of at least {}", level(least)),
            Self::CostPerTaskAtMost(most) => format!("A task costs at most {}", label::dollars(*most)),
            Self::CostPerMonthAtMost(most) => format!("A month costs at most {}", label::dollars(*most)),
        }
    }
}

/// What is best among those that meet all rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Objective {
    /// The lowest cost of a task. A free model has no cost to compare and does not stand.
    #[default]
    LowestCost,
    /// The highest quality, then the lowest cost.
    HighestQuality,
    /// The highest speed, then the lowest cost.
    HighestSpeed,
}

impl Objective {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LowestCost, Self::HighestQuality, Self::HighestSpeed];

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LowestCost => "lowest cost",
            Self::HighestQuality => "highest quality",
            Self::HighestSpeed => "highest speed",
        }
    }
}

#[cfg(test)]
mod tests;

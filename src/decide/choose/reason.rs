//! Why not a model: the one rule that it does not meet, and how far it missed.

use std::fmt;

use crate::billing::{Exclusion, Missing, NO_VOLUME};
use crate::catalog::{Capability, Tier};
use crate::money::{Dollars, Share, label};

/// The one rule that excluded a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It cannot take the workload.
    CannotTake(Exclusion),
    /// A price that the task needs is unknown.
    PriceUnknown(Missing),
    /// It is free, so it has no cost to compare.
    Free,
    /// A fact that a rule or the objective needs is unknown.
    Unknown(&'static str),
    /// The model that a rule measures by is in no list, or its level is unknown.
    NoYardstick {
        /// What would be measured: `quality`.
        what: &'static str,
        /// The model's id.
        model: String,
    },
    /// Fewer tokens than asked for.
    TooFewTokens {
        /// Of what: `context window`.
        what: &'static str,
        /// How many it has.
        has: u64,
        /// How many are asked for.
        needs: u64,
    },
    /// A lower level than asked for. The distance of two levels means nothing, so it is not said.
    BelowLevel {
        /// Of what: `quality`.
        what: &'static str,
        /// What the source says of it.
        says: String,
        /// The model or level that it should have matched.
        needs: String,
    },
    /// It is known not to do this.
    Cannot(Capability),
    /// Its provider is not one of those allowed.
    Provider(String),
    /// It is in another tier.
    Tier {
        /// Its own.
        has: Option<Tier>,
        /// The one asked for.
        needs: Tier,
    },
    /// What is known of its compliance does not name this.
    Compliance(String),
    /// It costs more than allowed.
    TooDear {
        /// Each `task` or `month`.
        per: &'static str,
        /// What it costs.
        costs: Dollars,
        /// The most that is allowed.
        most: Dollars,
    },
    /// A rule asks for a month and the workload names no requests a day.
    NoVolume,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotTake(rule) => rule.fmt(out),
            Self::PriceUnknown(missing) => missing.fmt(out),
            Self::Free => write!(out, "it is free, so it has no cost to compare"),
            Self::Unknown(what) => write!(out, "its {what} is unknown"),
            Self::NoYardstick { what, model } => {
                write!(out, "the {what} of {model}, by which it would be measured, is unknown")
            }
            Self::TooFewTokens { what, has, needs } => write!(
                out,
                "its {what} of {} tokens is {} short of {}",
                label::whole(*has),
                label::whole(needs.saturating_sub(*has)),
                label::whole(*needs)
            ),
            Self::BelowLevel { what, says, needs } => {
                write!(out, "its {what} ({says}) is below {needs}")
            }
            Self::Cannot(capability) => write!(out, "it has no {}", capability.in_words()),
            Self::Provider(provider) => write!(out, "{provider} is not among the providers allowed"),
            Self::Tier { has: Some(has), needs } => write!(out, "its tier is {has}, not {needs}"),
            Self::Tier { has: None, needs } => write!(out, "it has no tier, so it is not {needs}"),
            Self::Compliance(word) => write!(out, "{word} is not among what is known of its compliance"),
            Self::TooDear { per, costs, most } => {
                let over = costs.minus(*most).unwrap_or_default();
                write!(
                    out,
                    "{} a {per} is {} above the {} allowed{}",
                    label::dollars(*costs),
                    label::dollars(over),
                    label::dollars(*most),
                    percent_of(over, *most)
                )
            }
            Self::NoVolume => write!(out, "{NO_VOLUME}"),
        }
    }
}

/// ` (12.5 %)`, where it is a share that can be said.
fn percent_of(part: Dollars, whole: Dollars) -> String {
    let Some(quotient) = crate::money::Quotient::of_dollars(part, whole) else { return String::new() };
    let tenths = quotient.rounded(3);
    match Share::parse(&tenths) {
        Ok(share) if !share.is_zero() => format!(" ({} %)", share.to_percent()),
        _ => String::new(),
    }
}

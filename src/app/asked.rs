//! What changed between two inputs of a question, in words for undo: the name of the input. Inputs of different names are
//! different steps.

use crate::answer::{
    bills, break_even, budget, choose, cliffs, matrix, portfolio, sensitivity, solve, subscription,
    switching, trend,
};

use super::decide::Asked;

/// The words of the first field that differs. All fields are named, so that a new one is not forgotten.
macro_rules! first_changed {
    ($type:path { $($field:ident => $words:literal),+ $(,)? }, $before:expr, $after:expr) => {{
        let $type { $($field),+ } = $before;
        $(if *$field != $after.$field {
            return Some($words);
        })+
        None
    }};
}

impl Asked {
    /// What is another than it was; `None` where nothing is, or only where one is: which portfolio is shown.
    pub(super) fn changed(&self, before: &Self) -> Option<&'static str> {
        match (before, self) {
            (Self::Matrix(before), Self::Matrix(after)) => first_changed!(
                matrix::Asked { amount => "amount", shows => "cells", models => "models" },
                before,
                after
            ),
            (Self::Budget(before), Self::Budget(after)) => {
                first_changed!(budget::Asked { budget => "budget" }, before, after)
            }
            (Self::Solve(before), Self::Solve(after)) => first_changed!(
                solve::Asked { find => "number to find", budget => "budget", model => "model" },
                before,
                after
            ),
            (Self::Bills(before), Self::Bills(after)) => {
                first_changed!(bills::Asked { period => "period" }, before, after)
            }
            (Self::Portfolio(before), Self::Portfolio(after)) => {
                let portfolio::Asked { chosen: _, baseline, most_models, rules } = before;
                if *baseline != after.baseline {
                    return Some("model of the whole portfolio");
                }
                if *most_models != after.most_models {
                    return Some("number of models");
                }
                (*rules != after.rules).then_some("rules")
            }
            (Self::Choose(before), Self::Choose(after)) => first_changed!(
                choose::Asked { situation => "situation", rules => "rules", objective => "aim" },
                before,
                after
            ),
            (Self::BreakEven(before), Self::BreakEven(after)) => first_changed!(
                break_even::Asked {
                    first => "first model",
                    second => "second model",
                    variable => "number that varies",
                    monthly => "monthly costs",
                },
                before,
                after
            ),
            (Self::Subscription(before), Self::Subscription(after)) => {
                first_changed!(subscription::Asked { fee => "fee", model => "model" }, before, after)
            }
            (Self::Switching(before), Self::Switching(after)) => first_changed!(
                switching::Asked {
                    from => "model in use",
                    to => "other model",
                    migration => "cost of switching",
                },
                before,
                after
            ),
            (Self::Sensitivity(before), Self::Sensitivity(after)) => first_changed!(
                sensitivity::Asked { model => "model", ranges => "ranges" },
                before,
                after
            ),
            (Self::Cliffs(before), Self::Cliffs(after)) => first_changed!(
                cliffs::Asked { model => "model", p95 => "size of most prompts" },
                before,
                after
            ),
            (Self::Trend(before), Self::Trend(after)) => first_changed!(
                trend::Asked { model => "model", assumptions => "assumptions", every => "rows" },
                before,
                after
            ),
            // Quality has no inputs; two of different questions are never compared.
            _ => None,
        }
    }
}

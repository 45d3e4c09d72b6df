//! What is put into the questions: what changed between two inputs, in words for undo, and whether what a file says is what a
//! field would take.

use crate::answer::sensitivity::End;
use crate::answer::{
    bills, break_even, budget, choose, cliffs, matrix, portfolio, sensitivity, solve, subscription,
    switching, trend,
};
use crate::decide::Variable;
use crate::decide::budget::{Budget, MOST_CUSTOMERS, Per};
use crate::decide::trend::{Assumptions, MOST_MONTHS};
use crate::money::Share;
use crate::portfolio::MOST_ENTRIES;
use crate::workload::{MOST_REQUESTS, MOST_TOKENS};

use super::decide::Asked;

/// The words of the first field that differs. All fields are named, so that a new one is not forgotten.
macro_rules! first_changed {
    ($type:path { $($field:ident => $words:literal),+ $(,)? }, $before:expr, $after:expr) => {{
        let $type { $($field),+ } = $before;
        let mut changed = None;
        $(if changed.is_none() && *$field != $after.$field {
            changed = Some($words);
        })+
        changed
    }};
}

impl Asked {
    /// Whether it is what the fields would take: a file may say anything.
    pub(super) fn is_within_limits(&self) -> bool {
        match self {
            Self::Budget(budget::Asked { budget }) => match budget.per {
                Per::Customer { customers } => customers <= MOST_CUSTOMERS,
                Per::Month | Per::Day => true,
            },
            Self::Cliffs(asked) => asked.p95.is_none_or(|p95| p95 <= MOST_TOKENS),
            Self::Portfolio(asked) => asked.most_models.is_none_or(|most| (1..=MOST_ENTRIES).contains(&most)),
            Self::Sensitivity(asked) => {
                Variable::ALL.into_iter().zip(asked.ranges).all(|(variable, (from, to))| {
                    let most = match variable {
                        Variable::RequestsPerDay => MOST_REQUESTS,
                        Variable::InputTokens | Variable::OutputTokens | Variable::CacheReadTokens => {
                            MOST_TOKENS
                        }
                    };
                    [from, to].into_iter().all(|end| match end {
                        End::Less(share) => share <= Share::ALL,
                        End::More(_) => true,
                        End::Count(count) => count <= most,
                    })
                })
            }
            Self::Trend(asked) => {
                let Assumptions { slow_decline, fast_decline, growth, months } = asked.assumptions;
                (1..=MOST_MONTHS).contains(&months)
                    && [slow_decline, fast_decline, growth].into_iter().all(|share| share <= Share::ALL)
            }
            Self::Matrix(_)
            | Self::Solve(_)
            | Self::Bills(_)
            | Self::Choose(_)
            | Self::Quality(_)
            | Self::BreakEven(_)
            | Self::Subscription(_)
            | Self::Switching(_) => true,
        }
    }

    /// What is another than it was; `None` where nothing is, or only where one is: which portfolio is shown.
    pub(super) fn changed(&self, before: &Self) -> Option<&'static str> {
        match (before, self) {
            (Self::Matrix(before), Self::Matrix(after)) => first_changed!(
                matrix::Asked { amount => "amount", shows => "cells", models => "models" },
                before,
                after
            ),
            (
                Self::Budget(budget::Asked { budget: before }),
                Self::Budget(budget::Asked { budget: after }),
            ) => {
                first_changed!(Budget { amount => "budget", per => "span of the budget" }, before, after)
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
                let shown = portfolio::Asked { chosen: after.chosen.clone(), ..before.clone() };
                first_changed!(
                    portfolio::Asked {
                        chosen => "portfolio",
                        baseline => "model to compare with",
                        most_models => "most models",
                        rules => "rules",
                    },
                    &shown,
                    after
                )
            }
            (Self::Choose(before), Self::Choose(after)) => first_changed!(
                choose::Asked { situation => "situation", rules => "rules", objective => "aim" },
                before,
                after
            ),
            (Self::BreakEven(before), Self::BreakEven(after)) => of_break_even(before, after),
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
            (Self::Sensitivity(before), Self::Sensitivity(after)) => of_ranges(before, after),
            (Self::Cliffs(before), Self::Cliffs(after)) => first_changed!(
                cliffs::Asked { model => "model", p95 => "size of most prompts" },
                before,
                after
            ),
            (Self::Trend(before), Self::Trend(after)) => of_trend(before, after),
            _ => None,
        }
    }
}

fn of_break_even(before: &break_even::Asked, after: &break_even::Asked) -> Option<&'static str> {
    let both = before.monthly.iter().zip(&after.monthly);
    let of_which = ["monthly cost of the first", "monthly cost of the second"];
    let monthly = both.zip(of_which).find_map(|((a, b), words)| (a != b).then_some(words));
    monthly.or(first_changed!(
        break_even::Asked {
            first => "first model",
            second => "second model",
            variable => "number that varies",
            monthly => "monthly costs",
        },
        before,
        after
    ))
}

fn of_ranges(before: &sensitivity::Asked, after: &sensitivity::Asked) -> Option<&'static str> {
    let of_which = Variable::ALL.map(|variable| match variable {
        Variable::InputTokens => "range of input tokens",
        Variable::OutputTokens => "range of output tokens",
        Variable::CacheReadTokens => "range of cache read tokens",
        Variable::RequestsPerDay => "range of requests",
    });
    let both = before.ranges.iter().zip(&after.ranges);
    let range = both.zip(of_which).find_map(|((a, b), words)| (a != b).then_some(words));
    range.or(first_changed!(
        sensitivity::Asked { model => "model", ranges => "ranges" },
        before,
        after
    ))
}

fn of_trend(before: &trend::Asked, after: &trend::Asked) -> Option<&'static str> {
    let assumed = first_changed!(
        Assumptions {
            slow_decline => "slower fall of prices",
            fast_decline => "faster fall of prices",
            growth => "growth",
            months => "months",
        },
        &before.assumptions,
        after.assumptions
    );
    assumed.or(first_changed!(
        trend::Asked { model => "model", assumptions => "assumptions", every => "rows" },
        before,
        after
    ))
}

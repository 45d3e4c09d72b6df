//! What Decide asks: the questions, what was put into each, and the answer to the one that is shown.
//!
//! A question is one variant of [`Question`], one of [`Asked`] and one field of [`Inputs`]; its answer is made in
//! `answer`, its inputs are drawn in `views::decide`. The answer is made anew when something moves, never per frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answer::{
    Answer, Facts, bills, break_even, budget, choose, cliffs, matrix, portfolio, quality, sensitivity, solve,
    subscription, switching, trend,
};
use crate::catalog::Market;
use crate::decide::portfolio::Kept;
use crate::document;
use crate::portfolio::Portfolio;
use crate::workload::Workload;

/// Declares the questions: each with its module, its words, and a line that explains it.
macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident, $module:ident, $words:literal, $explained:literal;)+) => {
        /// The questions, in the order of the list.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Question {
            $($(#[$doc])* $variant,)+
        }

        /// What is put into a question.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Asked {
            $(#[doc = $words] $variant($module::Asked),)+
        }

        /// What is put into each question.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Inputs {
            $(#[doc = $words] pub $module: $module::Asked,)+
        }

        impl Question {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The question in plain words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }

            /// What it answers, in a line.
            pub const fn explained(self) -> &'static str {
                match self { $(Self::$variant => $explained),+ }
            }

            /// The word in `settings.ron`.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($module)),+ }
            }

            pub(super) fn answer(self, facts: &Facts<'_>, inputs: &Inputs) -> Answer {
                match self { $(Self::$variant => $module::answer(facts, &inputs.$module)),+ }
            }
        }

        impl Asked {
            /// The question that it is for.
            pub const fn question(&self) -> Question {
                match self { $(Self::$variant(_) => Question::$variant),+ }
            }
        }

        impl Inputs {
            /// Puts something else into a question, and gives back what was there.
            pub(crate) fn set(&mut self, asked: Asked) -> Asked {
                match asked {
                    $(Asked::$variant(asked) => {
                        Asked::$variant(std::mem::replace(&mut self.$module, asked))
                    })+
                }
            }

            /// What the settings are to remember: of each question its inputs in a line, but for those of the first day.
            pub(crate) fn to_remember(&self) -> BTreeMap<String, String> {
                let mut lines = BTreeMap::new();
                $(if self.$module != $module::Asked::default()
                    && let Ok(line) = document::line(&self.$module)
                {
                    lines.insert(stringify!($module).to_owned(), line);
                })+
                lines
            }

            /// What the settings remember; of a question whose line this app does not understand, the first day's.
            pub(crate) fn remembered(lines: &BTreeMap<String, String>) -> Self {
                let line = |question: &str| lines.get(question).map(String::as_str);
                Self {
                    $($module: line(stringify!($module))
                        .and_then(|line| document::of_line(line).ok())
                        .filter(|asked: &$module::Asked| Asked::$variant(asked.clone()).is_within_limits())
                        .unwrap_or_default(),)+
                }
            }
        }
    };
}

questions! {
    /// The matrix of workloads and models.
    #[default]
    Matrix, matrix, "What does a dollar buy?",
        "Every workload on the models that you choose: how many tasks an amount buys, or what one costs.";
    /// What a budget affords.
    Budget, budget, "What does a budget afford?",
        "How many requests each model affords, against what you need.";
    /// One number from the others.
    Solve, solve, "How much can we do?",
        "Any one of budget, requests, input tokens and output tokens, from the others.";
    /// Bills per day, month and year.
    Bills, bills, "What is the bill?",
        "What the workload costs on every model per day, month and year.";
    /// Several workloads together.
    Portfolio, portfolio, "What do our workloads cost together?",
        "One bill for several workloads, each with its volume and its model, and the cheapest way to run them.";
    /// The pick for a situation or for rules.
    Choose, choose, "Which model should we take?",
        "The pick under your rules, the runners-up, and why not the others.";
    /// Cost against quality.
    Quality, quality, "What does quality cost?",
        "Cost against quality: the models that no other beats in both.";
    /// Where two models cost the same.
    BreakEven, break_even, "From where on is the other cheaper?",
        "Two models over tokens, cache or requests, and where their costs cross.";
    /// A flat fee against paying for each request.
    Subscription, subscription, "Does a subscription pay?",
        "A flat monthly fee against paying for each request.";
    /// From one model to another.
    Switching, switching, "Is it worth switching?",
        "What another model saves, and when the work of moving is paid back.";
    /// Which input moves the bill most.
    Sensitivity, sensitivity, "What moves the bill most?",
        "Each input over its range, the one that matters most on top.";
    /// Long-context thresholds.
    Cliffs, cliffs, "Are we near a price step?",
        "Long-context prices: what the step costs, and how many tokens fewer avoid it.";
    /// The bill in the future.
    Trend, trend, "What will it cost later?",
        "The monthly bill with falling prices and growing volume, as a band: an assumption, not a forecast.";
}

/// What Decide asks: view state.
#[derive(Clone, Debug, Default)]
pub struct Decide {
    /// The question that is shown. Remembered.
    pub question: Question,
    /// What is put into each. Remembered.
    pub inputs: Inputs,
    /// Remembered: whether the numbers are shown where the picture has no room beside them.
    pub shows_table: bool,
}

/// The models that are compared, and what they were taken from.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    pub(super) market: Arc<Market>,
    pub(super) prices_epoch: u64,
    pub(super) places: Vec<usize>,
}

/// The answer, and what it was made from: derived.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The answer to the question that is shown; `None` while another place is shown.
    pub answer: Option<Arc<Answer>>,
    /// The models that are compared; kept until prices or the comparison change.
    pub(super) compared: Option<Compared>,
    pub(super) workloads: Vec<Arc<Workload>>,
    pub(super) portfolios: Vec<Arc<Portfolio>>,
    /// What was billed for the answers before; it knows by itself what of it still holds.
    pub(super) kept: Arc<Kept>,
}

impl Question {
    /// The question of a word in `settings.ron`.
    pub(crate) fn of_word(word: Option<&str>) -> Self {
        let found = Self::ALL.iter().find(|question| Some(question.word()) == word);
        found.copied().unwrap_or_default()
    }
}

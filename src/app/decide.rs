//! What Decide asks: the questions, what was put into each, and the answer to the one that is shown.
//!
//! A question is one variant of [`Question`], one of [`Asked`] and one field of [`Inputs`]; its answer is made in
//! `answer`, its inputs are drawn in `views::decide`. The answer is made anew when something moves, never per frame.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::answer::{
    Answer, Facts, bills, break_even, budget, choose, cliffs, matrix, portfolio, quality, sensitivity, solve,
    subscription, switching, trend,
};
use crate::catalog::{Market, ModelId, OutOfScope};
use crate::decide::portfolio::Kept;
use crate::document;
use crate::portfolio::{Assignment, Draft, Entry, Portfolio, Volume};
use crate::store::SavedPortfolio;
use crate::workload::Workload;

use super::action::Action;
use super::state::{Place, State};

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
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }

            /// What it answers, in a line.
            #[must_use]
            pub const fn explained(self) -> &'static str {
                match self { $(Self::$variant => $explained),+ }
            }

            /// The word in `settings.ron`.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($module)),+ }
            }

            fn answer(self, facts: &Facts<'_>, inputs: &Inputs) -> Answer {
                match self { $(Self::$variant => $module::answer(facts, &inputs.$module)),+ }
            }
        }

        impl Asked {
            /// The question that it is for.
            #[must_use]
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
struct Compared {
    market: Arc<Market>,
    prices_epoch: u64,
    places: Vec<usize>,
}

/// The answer, and what it was made from: derived.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The answer to the question that is shown; `None` while another place is shown.
    pub answer: Option<Arc<Answer>>,
    /// The models that are compared; kept until prices or the comparison change.
    compared: Option<Compared>,
    workloads: Vec<Arc<Workload>>,
    portfolios: Vec<Arc<Portfolio>>,
    /// What was billed for the answers before; it knows by itself what of it still holds.
    kept: Arc<Kept>,
}

impl Question {
    /// The question of a word in `settings.ron`.
    pub(crate) fn of_word(word: Option<&str>) -> Self {
        let found = Self::ALL.iter().find(|question| Some(question.word()) == word);
        found.copied().unwrap_or_default()
    }
}

impl State {
    /// Forgets what the answer was made from, and makes it anew where it is shown.
    pub(crate) fn refresh_decide(&mut self) {
        let places = self.answered();
        let is_current = |compared: &Compared| {
            compared.prices_epoch == self.derived.prices_epoch && compared.places == places
        };
        let before = std::mem::take(&mut self.derived.decided);
        let compared = before.compared.filter(is_current);
        self.derived.decided = Decided { compared, kept: before.kept, ..Decided::default() };
        self.refresh_answer();
    }

    /// The places of the models that the answers are about: those that are compared, and where it is not switched off no
    /// doubtful price, however it came to be shown.
    fn answered(&self) -> Vec<usize> {
        let leaves_out = self.view.scope.leaves_out(OutOfScope::Doubtful);
        let counts =
            |place: &usize| !leaves_out || self.market().get(*place).is_none_or(|offer| !offer.is_doubtful());
        self.derived.compared.iter().copied().filter(counts).collect()
    }

    /// What the answer that is shown is about, a line each: the chosen workload, a portfolio and its entries; nothing
    /// where it is about all workloads.
    pub(crate) fn subject_of_answer(&self) -> Vec<String> {
        match self.view.decide.question {
            Question::Matrix => Vec::new(),
            Question::Portfolio => {
                let decided = &self.derived.decided;
                let asked = &self.view.decide.inputs.portfolio;
                let shown = portfolio::chosen(&decided.portfolios, |portfolio| portfolio, asked);
                let words = |portfolio| portfolio::in_words(portfolio, &decided.workloads, self.market());
                shown.map(|portfolio| words(portfolio)).unwrap_or_default()
            }
            _ => {
                let words = |workload: &Workload| format!("{}: {}", workload.name(), workload.in_words());
                self.workload().map(|saved| words(&saved.workload)).into_iter().collect()
            }
        }
    }

    /// What a file is called that the answer is saved in: by the question and what it is about.
    pub(crate) fn name_of_answer(&self) -> String {
        let question = self.view.decide.question.word().replace('_', "-");
        let subject = match self.view.decide.question {
            Question::Matrix => None,
            Question::Portfolio => self.chosen_portfolio().map(|saved| saved.portfolio.name().slug()),
            _ => self.workload().map(|saved| saved.workload.name().slug()),
        };
        subject.map_or_else(|| question.clone(), |subject| format!("{question}-{subject}"))
    }

    /// The portfolio that is shown, as it is saved.
    pub(crate) fn chosen_portfolio(&self) -> Option<&SavedPortfolio> {
        let asked = &self.view.decide.inputs.portfolio;
        portfolio::chosen(&self.documents.portfolios, |saved| &saved.portfolio, asked)
    }

    /// Asks for a new portfolio with the chosen workload in it, and for its answer: an empty one answers nothing.
    pub(crate) fn new_portfolio(&self) -> Vec<Action> {
        let Some(name) = portfolio::first_name() else { return Vec::new() };
        let name = name.made_unique(|key| self.documents.has_portfolio_name(key, None));
        let entries = self.workload().map(|saved| Entry {
            workload: saved.workload.name().clone(),
            // Where it names none the answer says so: a number of ours would look like the user's.
            volume: Volume::AsWorkload,
            assignment: Assignment::CheapestThatFits,
        });
        let draft =
            Draft { name: name.to_string(), entries: entries.into_iter().collect(), ..Draft::default() };
        let Ok(made) = Portfolio::try_from(draft) else { return Vec::new() };
        let asked = &self.view.decide.inputs.portfolio;
        let asked = portfolio::Asked { chosen: Some(name.key()), ..asked.clone() };
        vec![Action::AddPortfolio(made), Action::SetAsked(Box::new(Asked::Portfolio(asked)))]
    }

    /// The models that the user works with, the first one first: the baseline, pinned ones, the one that was chosen last.
    fn in_use(&self) -> impl Iterator<Item = &ModelId> {
        self.view.baseline.iter().chain(&self.derived.pins).chain(&self.view.chosen)
    }

    /// Whether there is such a model.
    pub(crate) fn has_model_in_use(&self) -> bool {
        self.in_use().any(|id| self.market().find(id).is_some())
    }

    /// Makes the answer anew.
    pub(crate) fn refresh_answer(&mut self) {
        if self.view.place != Place::Decide {
            return;
        }
        let mut decided = std::mem::take(&mut self.derived.decided);
        let compared = decided.compared.get_or_insert_with(|| {
            let places = self.answered();
            let market = Arc::new(self.market().among(&places));
            Compared { market, prices_epoch: self.derived.prices_epoch, places }
        });
        if decided.workloads.is_empty() {
            let workloads = self.documents.workloads.iter();
            decided.workloads = workloads.map(|saved| Arc::new(saved.workload.clone())).collect();
            let portfolios = self.documents.portfolios.iter();
            decided.portfolios = portfolios.map(|saved| Arc::new(saved.portfolio.clone())).collect();
        }
        let chosen = self.workload().and_then(|chosen| {
            let place = self.documents.workloads.iter().position(|saved| saved.key == chosen.key)?;
            decided.workloads.get(place)
        });
        let mine: Vec<ModelId> = self.in_use().cloned().collect();
        let source = self.prices_to_keep();
        let started = Instant::now();
        let mut answer = self.view.decide.question.answer(
            &Facts {
                market: self.market(),
                compared: &compared.market,
                workloads: &decided.workloads,
                workload: chosen,
                portfolios: &decided.portfolios,
                mine: &mine,
                judgements: self.judgements(),
                kept: &decided.kept,
                today: self.today,
                source: &source,
            },
            &self.view.decide.inputs,
        );
        answer.note_own(self.market());
        let (question, took) = (self.view.decide.question.words(), started.elapsed());
        log::debug!("{question} answered in {:.2} ms", took.as_secs_f64() * 1e3);
        decided.answer = Some(Arc::new(answer));
        self.derived.decided = decided;
    }
}

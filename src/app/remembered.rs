//! What of the view is remembered between two starts: its words in `settings.ron`. A word that this app does not know
//! stands for the first day's.

use crate::catalog::{Filter, ModelId, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};
use crate::settings::Remembered;
use crate::store::{Documents, WorkloadKey};

use super::decide::{Decide, Inputs, Question};
use super::look::searched;
use super::state::{Column, Costs, Figure, Place, PriceRows, PricesPage, Tokens, View};

/// The words by which enums are remembered in `settings.ron`.
macro_rules! remembered_as {
    ($type:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            /// The word in `settings.ron`.
            pub(super) const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// The value of a word; its default for one that this app does not know.
            pub(super) fn of_word(word: Option<&str>) -> Self {
                match word { $(Some($word) => Self::$variant,)+ _ => Self::default() }
            }
        }
    };
}
remembered_as!(Place { Compare => "compare", Workloads => "workloads", Prices => "prices", Decide => "decide", Settings => "settings" });
remembered_as!(Figure {
    TokensPerDollar => "tokens_per_dollar",
    CostPerTask => "cost",
    OutputInputGap => "output_input_gap",
    Table => "table",
});
remembered_as!(Tokens { Input => "input", Output => "output", Blend => "blend" });
remembered_as!(Costs { PerTask => "per_task", TasksPerDollar => "tasks_per_dollar", PerMonth => "per_month" });

remembered_as!(PricesPage { Models => "models", Lists => "lists", Discounts => "discounts" });
remembered_as!(Column {
    Rank => "rank",
    Model => "model",
    Provider => "provider",
    Tier => "tier",
    Cost => "cost",
    Monthly => "monthly",
    Input => "input",
    Output => "output",
    InputTokens => "input_tokens",
    OutputTokens => "output_tokens",
    Ratio => "ratio",
    Context => "context",
    Source => "source",
});

/// What Decide shows instead of the picture.
const NUMBERS: &str = "numbers";

impl PriceRows {
    fn to_words(self) -> String {
        let words = [(self.only_own, "own"), (self.only_to_check, "to_check"), (self.with_hidden, "hidden")];
        words.into_iter().filter_map(|(is_on, word)| is_on.then_some(word)).collect::<Vec<_>>().join(" ")
    }

    fn of_words(words: &str) -> Self {
        let has = |word| words.split(' ').any(|other| other == word);
        Self { only_own: has("own"), only_to_check: has("to_check"), with_hidden: has("hidden") }
    }
}

impl View {
    /// What the settings remember.
    pub(super) fn remembered(documents: &Documents) -> Self {
        let remembered = &documents.settings.value.remembered;
        let (tokens, costs) =
            remembered.measure.as_deref().unwrap_or_default().split_once(' ').unwrap_or_default();
        let (column, way) =
            remembered.table_sort.as_deref().unwrap_or_default().split_once(' ').unwrap_or_default();
        Self {
            prices_page: PricesPage::of_word(remembered.prices_page.as_deref()),
            table_sort: (Column::of_word(Some(column)), way == "down"),
            // Words of a newer app filter nothing rather than something else.
            filter: remembered
                .filter
                .as_deref()
                .and_then(|words| Filter::from_words(words).ok())
                .unwrap_or_default(),
            place: Place::of_word(remembered.place.as_deref()),
            workload: remembered.workload.as_deref().and_then(WorkloadKey::new),
            figure: Figure::of_word(remembered.chart.as_deref()),
            tokens: Tokens::of_word(Some(tokens)),
            costs: Costs::of_word(Some(costs)),
            scale: match remembered.scale.as_deref() {
                Some("linear") => Some(Scale::Linear),
                Some("log") => Some(Scale::Log),
                _ => None,
            },
            sort: match remembered.sort.as_deref() {
                Some("name") => Sort::Name,
                Some("provider") => Sort::Provider,
                Some("tier") => Sort::Tier,
                _ => Sort::Value,
            },
            colour_by: match remembered.colour_by.as_deref() {
                Some("provider") => ColourBy::Provider,
                _ => ColourBy::Tier,
            },
            decide: Decide {
                question: Question::of_word(remembered.question.as_deref()),
                inputs: Inputs::remembered(&remembered.asked),
                shows_table: remembered.answer_shows.as_deref() == Some(NUMBERS),
            },
            baseline: remembered.baseline.as_deref().and_then(|id| ModelId::new(id).ok()),
            chosen: remembered.model.as_deref().and_then(|id| ModelId::new(id).ok()),
            search: searched(remembered.search.as_deref().unwrap_or_default()),
            scope: ScopeRules::of_words(remembered.scope.as_deref().unwrap_or_default()),
            open_groups: remembered.open_groups.iter().cloned().collect(),
            price_rows: PriceRows::of_words(remembered.price_rows.as_deref().unwrap_or_default()),
            ..Self::default()
        }
    }

    /// What the settings are to remember.
    pub(super) fn to_remember(&self, before: &Remembered) -> Remembered {
        let word = |word: &str| Some(word.to_owned());
        let some = |words: String| (!words.is_empty()).then_some(words);
        Remembered {
            // What is as on the first day is not written, so that older apps go on reading the file.
            prices_page: (self.prices_page != PricesPage::default())
                .then(|| self.prices_page.word().to_owned()),
            table_sort: (self.table_sort != <(Column, bool)>::default()).then(|| {
                let (column, is_down) = self.table_sort;
                format!("{} {}", column.word(), if is_down { "down" } else { "up" })
            }),
            filter: (!self.filter.is_empty()).then(|| self.filter.to_words()),
            place: word(self.place.word()),
            workload: self.workload.as_ref().map(|key| key.as_str().to_owned()),
            chart: word(self.figure.word()),
            measure: Some(format!("{} {}", self.tokens.word(), self.costs.word())),
            scale: self.scale.and_then(|scale| {
                word(match scale {
                    Scale::Linear => "linear",
                    Scale::Log => "log",
                })
            }),
            sort: word(match self.sort {
                Sort::Value => "value",
                Sort::Name => "name",
                Sort::Provider => "provider",
                Sort::Tier => "tier",
            }),
            colour_by: word(match self.colour_by {
                ColourBy::Tier => "tier",
                ColourBy::Provider => "provider",
            }),
            baseline: self.baseline.as_ref().map(|id| id.as_str().to_owned()),
            question: word(self.decide.question.word()),
            model: self.chosen.as_ref().map(|id| id.as_str().to_owned()),
            search: some(searched(&self.search)),
            scope: some(self.scope.to_words()),
            price_rows: some(self.price_rows.to_words()),
            open_groups: self.open_groups.iter().cloned().collect(),
            answer_shows: self.decide.shows_table.then(|| NUMBERS.to_owned()),
            asked: self.decide.inputs.to_remember(),
            ..before.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::sensitivity::End;
    use crate::answer::{
        bills, break_even, budget, choose, cliffs, matrix, portfolio, quality, sensitivity, solve,
        subscription, switching, trend,
    };
    use crate::catalog::{Capability, OutOfScope, Tier};
    use crate::decide::Variable;
    use crate::decide::budget::{Budget, Per};
    use crate::decide::choose::{Level, Objective, Rule};
    use crate::decide::trend::Assumptions;
    use crate::money::{Dollars, Share};
    use crate::settings::{Settings, file};
    use crate::workload::MOST_TOKENS;

    #[test]
    fn the_view_is_remembered_and_read_back() {
        let filter = Filter::from_words("vision").unwrap();
        let view = View {
            figure: Figure::CostPerTask,
            costs: Costs::PerMonth,
            sort: Sort::Name,
            prices_page: PricesPage::Discounts,
            table_sort: (Column::Context, true),
            filter: filter.clone(),
            search: "gpt".to_owned(),
            scope: ScopeRules::STANDARD.with(OutOfScope::Free, false).with(OutOfScope::InGroup, false),
            chosen: ModelId::new("openai/gpt-4.1").ok(),
            price_rows: PriceRows { only_own: true, only_to_check: true, with_hidden: false },
            open_groups: ["gpt 9".to_owned()].into(),
            decide: Decide { shows_table: true, ..Decide::default() },
            ..View::default()
        };
        let mut documents = Documents::starters();
        *documents.settings.value.remembered = view.to_remember(&Remembered::default());
        let again = View::remembered(&documents);
        assert_eq!((again.figure, again.costs, again.sort), (view.figure, view.costs, view.sort));
        assert_eq!((again.prices_page, again.table_sort), (PricesPage::Discounts, (Column::Context, true)));
        assert_eq!(again.filter, filter);
        assert_eq!((again.search, again.scope), (view.search, view.scope));
        assert_eq!((again.chosen, again.price_rows), (view.chosen, view.price_rows));
        assert_eq!(again.open_groups, view.open_groups);
        assert!(again.decide.shows_table);
        // A file may say what the field would not take.
        documents.settings.value.remembered.search = Some("a".repeat(300));
        assert_eq!(View::remembered(&documents).search, "a".repeat(200));
        let first_day = View::default().to_remember(&Remembered::default());
        assert_eq!((first_day.prices_page, first_day.table_sort, first_day.filter), (None, None, None));
        assert_eq!((first_day.search, first_day.scope, first_day.model), (None, None, None));
        assert!(first_day.asked.is_empty() && first_day.price_rows.is_none());
        assert!(first_day.open_groups.is_empty() && first_day.answer_shows.is_none());
    }

    /// Inputs of which none is the first day's.
    fn inputs() -> Inputs {
        let model = |name: &str| ModelId::new(&format!("maker/{name}")).unwrap();
        let dollars = |text: &str| Dollars::parse(text).unwrap();
        let rules = vec![
            Rule::ContextAtLeast(128_000),
            Rule::OutputAtLeast(u64::MAX),
            Rule::Can(Capability::Vision),
            Rule::ProviderIn(vec!["Open\"AI".to_owned(), "中文 Ω".to_owned()]),
            Rule::TierIs(Tier::MidRange),
            Rule::ComplianceKnown,
            Rule::ComplianceNames(vec!["SOC 2".to_owned()]),
            Rule::QualityAtLeast(Level::Of(model("a"))),
            Rule::SpeedAtLeast(Level::Is(3)),
            Rule::CostPerTaskAtMost(dollars("0.000000000000000000000001")),
            Rule::CostPerMonthAtMost(dollars("1000000000000")),
        ];
        let share = |text: &str| Share::parse(text).unwrap();
        Inputs {
            matrix: matrix::Asked {
                amount: dollars("2.5"),
                shows: matrix::Shows::Costs,
                models: vec![model("a"), model("b")],
            },
            budget: budget::Asked {
                budget: Budget { amount: dollars("12.34"), per: Per::Customer { customers: 7 } },
            },
            solve: solve::Asked { find: solve::Find::Output, budget: dollars("9"), model: Some(model("c")) },
            bills: bills::Asked { period: bills::Period::Year },
            portfolio: portfolio::Asked {
                chosen: Some("support".to_owned()),
                baseline: Some(model("d")),
                most_models: Some(3),
                rules: rules.clone(),
            },
            choose: choose::Asked {
                situation: Some("Speed critical".to_owned()),
                rules,
                objective: Objective::HighestSpeed,
            },
            quality: quality::Asked,
            break_even: break_even::Asked {
                first: Some(model("e")),
                second: Some(model("f")),
                variable: Variable::RequestsPerDay,
                monthly: [dollars("0"), dollars("20")],
            },
            subscription: subscription::Asked { fee: dollars("30"), model: Some(model("g")) },
            switching: switching::Asked {
                from: Some(model("h")),
                to: Some(model("i")),
                migration: dollars("5000"),
            },
            sensitivity: sensitivity::Asked {
                model: Some(model("j")),
                ranges: [
                    (End::Count(1), End::Count(MOST_TOKENS)),
                    (End::Less(share("0.5")), End::More(share("3"))),
                    (End::More(Share::ZERO), End::More(share("0.000001"))),
                    (End::Less(Share::ALL), End::Count(0)),
                ],
            },
            cliffs: cliffs::Asked { model: Some(model("k")), p95: Some(200_000) },
            trend: trend::Asked {
                model: Some(model("l")),
                assumptions: Assumptions {
                    slow_decline: share("0.1"),
                    fast_decline: share("0.9"),
                    growth: share("0.055"),
                    months: 60,
                },
                every: trend::Every::Month,
            },
        }
    }

    #[test]
    fn what_was_asked_comes_back_from_the_settings_file() {
        let inputs = inputs();
        let lines = inputs.to_remember();
        // What is asked about quality has no inputs.
        assert_eq!(lines.len(), Question::ALL.len() - 1, "{lines:?}");
        let remembered = Remembered { asked: lines, ..Remembered::default() };
        let settings = Settings { remembered: Box::new(remembered), ..Settings::default() };
        let opened = file::parse(&file::print(&settings).unwrap()).unwrap();
        assert!(opened.read_only.is_empty());
        assert_eq!(Inputs::remembered(&opened.value.remembered.asked), inputs);
    }

    /// The words of the file: a rename of a field, a choice or a module would cost everybody what was asked.
    #[test]
    fn the_words_of_what_was_asked_stay_what_they_are() {
        let lines = inputs().to_remember();
        let lines: Vec<String> = lines.iter().map(|(question, line)| format!("{question}: {line}")).collect();
        assert_eq!(lines.join("\n") + "\n", include_str!("../../tests/fixtures/asked.txt"));
    }

    #[test]
    fn what_no_field_would_take_is_the_first_days() {
        for (question, line) in [
            ("trend", "(assumptions:(slow_decline:\"0.3\",fast_decline:\"0.5\",growth:\"0\",months:65535))"),
            ("trend", "(assumptions:(slow_decline:\"0.3\",fast_decline:\"0.5\",growth:\"10\",months:12))"),
            ("budget", "(budget:(amount:\"5\",per:Customer(customers:1000000001)))"),
            ("cliffs", "(p95:18446744073709551615)"),
            ("portfolio", "(most_models:0)"),
            ("portfolio", "(most_models:201)"),
            (
                "sensitivity",
                "(ranges:((Less(\"2\"),More(\"1\")),(Count(1),Count(2)),(Count(1),Count(2)),(Count(1),Count(2))))",
            ),
        ] {
            let lines = [(question.to_owned(), line.to_owned())].into();
            assert_eq!(Inputs::remembered(&lines), Inputs::default(), "{line}");
        }
        // The same within the limits is taken.
        let line = "(assumptions:(slow_decline:\"0.3\",fast_decline:\"0.5\",growth:\"0\",months:60))";
        let lines = [("trend".to_owned(), line.to_owned())].into();
        assert_eq!(Inputs::remembered(&lines).trend.assumptions.months, 60);
    }

    #[test]
    fn a_line_that_is_not_understood_costs_no_other_question_its_inputs() {
        let mut lines = inputs().to_remember();
        lines.insert("budget".to_owned(), "(budget: (amount: \"much\"))".to_owned());
        lines.insert("trend".to_owned(), "(".to_owned());
        lines.insert("weather".to_owned(), "()".to_owned());
        // A field of an older or a newer app.
        lines.insert("subscription".to_owned(), "(fee: \"30\", currency: \"EUR\")".to_owned());
        let read = Inputs::remembered(&lines);
        let first_day = Inputs::default();
        let expected = Inputs { budget: first_day.budget, trend: first_day.trend, ..inputs() };
        let subscription = subscription::Asked { model: None, ..expected.subscription.clone() };
        assert_eq!(read, Inputs { subscription, ..expected });
    }
}

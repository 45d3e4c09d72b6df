//! Placeholder: Trend.

use super::{Answer, Facts};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {}

/// Answers.
#[must_use]
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let Asked {} = asked;
    Answer { source: facts.source.to_owned(), ..Answer::default() }
}

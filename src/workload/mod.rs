//! What a user runs: one named workload, the checks that make it sound, and its text in a file.
//!
//! A [`Workload`] that exists is sound; nothing that uses one has to check again. No prices and no disk here.

pub mod file;
mod month;
mod name;
mod pasted;
mod starters;
mod vary;
mod words;

use std::sync::Arc;

use crate::document::{seen, seen_lines};
use crate::money::{Dollars, Share};

pub use crate::processing::{Processing, Runs, WeekMinute};
pub use name::Name;
pub use pasted::Pasted;
pub use starters::{STARTERS, Starter};

/// The greatest number of tokens of one kind in one request.
pub const MOST_TOKENS: u64 = 1_000_000_000;
/// The greatest number of requests a day.
pub const MOST_REQUESTS: u64 = 1_000_000_000;
/// The greatest number of days a month.
pub const MOST_DAYS: u64 = 31;
/// The longest unit, in characters.
const LONGEST_UNIT: usize = 40;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 10_000;
/// Days a month unless set, as in the reference.
const DAYS_PER_MONTH: u8 = 30;

/// One workload: what one task sends and receives, and how often it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    name: Name,
    unit: Arc<str>,
    tokens: Tokens,
    processing: Processing,
    runs: Runs,
    retries: Share,
    safety_margin: Share,
    monthly_fee: Dollars,
    requests_per_day: Option<u64>,
    days_per_month: u8,
    note: Arc<str>,
}

/// The tokens of one request by kind. The parts never exceed their totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tokens {
    input: u64,
    cache_read: u64,
    cache_write_5m: u64,
    cache_write_1h: u64,
    output: u64,
    reasoning: u64,
}

/// The fields of a workload before they are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What the user calls it.
    pub name: String,
    /// What one task is called, in the plural: `messages`. Empty is read as `tasks`.
    pub unit: String,
    /// Tokens of one prompt, all kinds of input together.
    pub input_tokens: u64,
    /// Those of the input tokens that are read from a cache.
    pub cache_read_tokens: u64,
    /// Those of the input tokens that are written to a cache for five minutes.
    pub cache_write_5m_tokens: u64,
    /// Those of the input tokens that are written to a cache for an hour.
    pub cache_write_1h_tokens: u64,
    /// Tokens of one answer, reasoning included.
    pub output_tokens: u64,
    /// Those of the output tokens that are reasoning.
    pub reasoning_tokens: u64,
    /// How the requests are processed.
    pub processing: Processing,
    /// When they run.
    pub runs: Runs,
    /// The share of requests that is sent again.
    pub retries: Share,
    /// The share that is put on top of every cost, to be safe.
    pub safety_margin: Share,
    /// What is paid each month whatever runs.
    pub monthly_fee: Dollars,
    /// Requests a day; `None` when not known.
    pub requests_per_day: Option<u64>,
    /// Days a month on which it runs, 1 to 31.
    pub days_per_month: u64,
    /// Anything the user wants to remember.
    pub note: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            unit: String::new(),
            input_tokens: 0,
            cache_read_tokens: 0,
            cache_write_5m_tokens: 0,
            cache_write_1h_tokens: 0,
            output_tokens: 0,
            reasoning_tokens: 0,
            processing: Processing::Standard,
            runs: Runs::Spread,
            retries: Share::ZERO,
            safety_margin: Share::ZERO,
            monthly_fee: Dollars::ZERO,
            requests_per_day: None,
            days_per_month: u64::from(DAYS_PER_MONTH),
            note: String::new(),
        }
    }
}

/// The parts of the prompt that providers price apart.
const CACHED: [Field; 3] = [Field::CacheReadTokens, Field::CacheWrite5mTokens, Field::CacheWrite1hTokens];

impl Draft {
    /// The tokens of a part of the prompt or the answer; 0 for a field that is none.
    pub const fn part(&self, field: Field) -> u64 {
        match field {
            Field::CacheReadTokens => self.cache_read_tokens,
            Field::CacheWrite5mTokens => self.cache_write_5m_tokens,
            Field::CacheWrite1hTokens => self.cache_write_1h_tokens,
            Field::ReasoningTokens => self.reasoning_tokens,
            _ => 0,
        }
    }

    /// Sets a part that is known to fit.
    const fn put_part(&mut self, field: Field, tokens: u64) {
        match field {
            Field::CacheReadTokens => self.cache_read_tokens = tokens,
            Field::CacheWrite5mTokens => self.cache_write_5m_tokens = tokens,
            Field::CacheWrite1hTokens => self.cache_write_1h_tokens = tokens,
            Field::ReasoningTokens => self.reasoning_tokens = tokens,
            _ => {}
        }
    }

    /// The whole that a part is inside: tokens of the answer for reasoning, of the prompt for the rest.
    const fn whole_of(&self, field: Field) -> u64 {
        if matches!(field, Field::ReasoningTokens) { self.output_tokens } else { self.input_tokens }
    }

    /// The share of its whole that a part has.
    pub fn part_share(&self, field: Field) -> Share {
        Share::of(self.part(field), self.whole_of(field))
    }

    /// Sets a part by its tokens.
    ///
    /// # Errors
    /// A sentence, when the parts together would exceed their whole.
    pub fn set_part(&mut self, field: Field, tokens: u64) -> Result<(), String> {
        let others = |other: &Field| *other != field && field != Field::ReasoningTokens;
        let others =
            CACHED.into_iter().filter(others).fold(0, |sum, other| self.part(other).saturating_add(sum));
        let whole = self.whole_of(field);
        if tokens > whole.saturating_sub(others) {
            return Err(at_most_of(whole, others, field));
        }
        self.put_part(field, tokens);
        Ok(())
    }

    /// Sets a part by its share of the whole, to the nearest token.
    ///
    /// # Errors
    /// As [`Draft::set_part`].
    pub fn set_part_share(&mut self, field: Field, share: Share) -> Result<(), String> {
        self.set_part(field, share.of_whole(self.whole_of(field)))
    }

    /// Sets the tokens of the prompt and keeps the shares of its cached parts.
    pub fn set_input_tokens(&mut self, input_tokens: u64) {
        let before = self.input_tokens;
        let mut left = input_tokens;
        for field in CACHED {
            let tokens = Share::of(self.part(field), before).of_whole(input_tokens).min(left);
            self.put_part(field, tokens);
            left -= tokens;
        }
        self.input_tokens = input_tokens;
    }

    /// Sets the tokens of the answer and keeps the share of its reasoning.
    pub fn set_output_tokens(&mut self, output_tokens: u64) {
        let share = self.part_share(Field::ReasoningTokens);
        self.reasoning_tokens = share.of_whole(output_tokens).min(output_tokens);
        self.output_tokens = output_tokens;
    }
}

/// A field of a workload, named as in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `name`
    Name,
    /// `unit`
    Unit,
    /// `input_tokens`
    InputTokens,
    /// `output_tokens`
    OutputTokens,
    /// `cache_read_tokens`
    CacheReadTokens,
    /// `cache_write_5m_tokens`
    CacheWrite5mTokens,
    /// `cache_write_1h_tokens`
    CacheWrite1hTokens,
    /// `reasoning_tokens`
    ReasoningTokens,
    /// `processing`
    Processing,
    /// `runs_at`
    RunsAt,
    /// `retries`
    Retries,
    /// `safety_margin`
    SafetyMargin,
    /// `monthly_fee_usd`
    MonthlyFee,
    /// `requests_per_day`
    RequestsPerDay,
    /// `days_per_month`
    DaysPerMonth,
    /// `note`
    Note,
}

impl Field {
    /// The field's name in a file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Unit => "unit",
            Self::InputTokens => "input_tokens",
            Self::OutputTokens => "output_tokens",
            Self::CacheReadTokens => "cache_read_tokens",
            Self::CacheWrite5mTokens => "cache_write_5m_tokens",
            Self::CacheWrite1hTokens => "cache_write_1h_tokens",
            Self::ReasoningTokens => "reasoning_tokens",
            Self::Processing => "processing",
            Self::RunsAt => "runs_at",
            Self::Retries => "retries",
            Self::SafetyMargin => "safety_margin",
            Self::MonthlyFee => "monthly_fee_usd",
            Self::RequestsPerDay => "requests_per_day",
            Self::DaysPerMonth => "days_per_month",
            Self::Note => "note",
        }
    }
}

/// What is wrong with one field: a sentence that says what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", field.key())]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: String,
}

impl TryFrom<Draft> for Workload {
    type Error = Vec<FieldError>;

    /// Checks every field, and reports all that is wrong at once.
    fn try_from(draft: Draft) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let mut refuse = |field, problem: String| errors.push(FieldError { field, problem });
        let name = match Name::new(&draft.name) {
            Ok(name) => Some(name),
            Err(problem) => {
                refuse(Field::Name, problem.to_string());
                None
            }
        };
        for (field, tokens) in
            [(Field::InputTokens, draft.input_tokens), (Field::OutputTokens, draft.output_tokens)]
        {
            if tokens > MOST_TOKENS {
                refuse(field, at_most(MOST_TOKENS));
            }
        }
        if draft.input_tokens == 0 && draft.output_tokens == 0 {
            refuse(Field::InputTokens, "a task needs at least one token, in or out".to_owned());
        }
        for parts in [&CACHED[..], &[Field::ReasoningTokens]] {
            if let Some((field, problem)) = beyond(&draft, parts) {
                refuse(field, problem);
            }
        }
        if draft.requests_per_day.is_some_and(|requests| requests > MOST_REQUESTS) {
            refuse(Field::RequestsPerDay, at_most(MOST_REQUESTS));
        }
        let days = u8::try_from(draft.days_per_month).ok().filter(|days| (1..=31).contains(days));
        if days.is_none() {
            refuse(Field::DaysPerMonth, format!("a month has 1 to {MOST_DAYS} days"));
        }
        if draft.unit.trim().chars().any(char::is_control) {
            refuse(Field::Unit, "one line without control characters".to_owned());
        }
        let unit = seen(&draft.unit);
        let unit = unit.trim();
        if unit.chars().count() > LONGEST_UNIT {
            refuse(Field::Unit, format!("at most {LONGEST_UNIT} characters"));
        }
        if draft.note.chars().count() > LONGEST_NOTE {
            refuse(Field::Note, format!("at most {LONGEST_NOTE} characters"));
        }
        match (name, days) {
            (Some(name), Some(days_per_month)) if errors.is_empty() => Ok(Self {
                name,
                unit: if unit.is_empty() { "tasks" } else { unit }.into(),
                tokens: Tokens {
                    input: draft.input_tokens,
                    cache_read: draft.cache_read_tokens,
                    cache_write_5m: draft.cache_write_5m_tokens,
                    cache_write_1h: draft.cache_write_1h_tokens,
                    output: draft.output_tokens,
                    reasoning: draft.reasoning_tokens,
                },
                processing: draft.processing,
                runs: draft.runs,
                retries: draft.retries,
                safety_margin: draft.safety_margin,
                monthly_fee: draft.monthly_fee,
                requests_per_day: draft.requests_per_day,
                days_per_month,
                note: seen_lines(&draft.note).into(),
            }),
            _ => Err(errors),
        }
    }
}

/// The first part with which the parts together exceed their total, and the sentence that says so.
fn beyond(draft: &Draft, parts: &[Field]) -> Option<(Field, String)> {
    let mut before = 0_u64;
    for field in parts {
        let (sum, whole) = (before.saturating_add(draft.part(*field)), draft.whole_of(*field));
        if sum > whole {
            return Some((*field, at_most_of(whole, before, *field)));
        }
        before = sum;
    }
    None
}

/// What a part may be at most, beside so many tokens of other parts.
fn at_most_of(whole: u64, others: u64, field: Field) -> String {
    use crate::money::label;
    let of = if field == Field::ReasoningTokens { "output tokens" } else { "input tokens" };
    let (most, whole) = (label::whole(whole.saturating_sub(others)), label::whole(whole));
    let beside = if others == 0 { "" } else { " beside the other cached tokens" };
    format!("at most {most} of the {whole} {of}{beside}")
}

fn at_most(most: u64) -> String {
    format!("at most {}", crate::money::label::whole(most))
}

impl Workload {
    /// What the user calls it.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// What one task is called, in the plural.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Tokens of one prompt, all kinds of input together.
    pub const fn input_tokens(&self) -> u64 {
        self.tokens.input
    }

    /// Tokens of the prompt that are neither read from a cache nor written to one.
    pub const fn fresh_input_tokens(&self) -> u64 {
        // The parts were checked against their total when the workload was made.
        self.tokens
            .input
            .saturating_sub(self.tokens.cache_read)
            .saturating_sub(self.tokens.cache_write_5m)
            .saturating_sub(self.tokens.cache_write_1h)
    }

    /// Tokens of the prompt that are read from a cache.
    pub const fn cache_read_tokens(&self) -> u64 {
        self.tokens.cache_read
    }

    /// Tokens of the prompt that are written to a cache for five minutes.
    pub const fn cache_write_5m_tokens(&self) -> u64 {
        self.tokens.cache_write_5m
    }

    /// Tokens of the prompt that are written to a cache for an hour.
    pub const fn cache_write_1h_tokens(&self) -> u64 {
        self.tokens.cache_write_1h
    }

    /// Tokens of one answer, reasoning included.
    pub const fn output_tokens(&self) -> u64 {
        self.tokens.output
    }

    /// Tokens of the answer that are not reasoning.
    pub const fn answer_tokens(&self) -> u64 {
        self.tokens.output.saturating_sub(self.tokens.reasoning)
    }

    /// Tokens of the answer that are reasoning.
    pub const fn reasoning_tokens(&self) -> u64 {
        self.tokens.reasoning
    }

    /// How the requests are processed.
    pub const fn processing(&self) -> Processing {
        self.processing
    }

    /// When they run.
    pub const fn runs(&self) -> Runs {
        self.runs
    }

    /// The share of requests that is sent again.
    pub const fn retries(&self) -> Share {
        self.retries
    }

    /// The share that is put on top of every cost.
    pub const fn safety_margin(&self) -> Share {
        self.safety_margin
    }

    /// What is paid each month whatever runs.
    pub const fn monthly_fee(&self) -> Dollars {
        self.monthly_fee
    }

    /// Requests a day; `None` when the user gave none.
    pub const fn requests_per_day(&self) -> Option<u64> {
        self.requests_per_day
    }

    /// Days a month on which it runs.
    pub const fn days_per_month(&self) -> u8 {
        self.days_per_month
    }

    /// Whether one task of both costs the same on every model: they differ at most in their names and in how often they
    /// run.
    pub fn has_same_task(&self, other: &Self) -> bool {
        let Self {
            name: _,
            unit: _,
            tokens,
            processing,
            runs,
            retries,
            safety_margin,
            monthly_fee: _,
            requests_per_day: _,
            days_per_month: _,
            note: _,
        } = self;
        *tokens == other.tokens
            && *processing == other.processing
            && *runs == other.runs
            && *retries == other.retries
            && *safety_margin == other.safety_margin
    }

    /// Requests a month; `None` when the user gave no requests a day.
    pub fn requests_per_month(&self) -> Option<u64> {
        self.requests_per_day.map(|requests| requests.saturating_mul(u64::from(self.days_per_month)))
    }

    /// Anything the user wants to remember.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The fields again, to edit.
    pub fn to_draft(&self) -> Draft {
        Draft {
            name: self.name.as_str().to_owned(),
            unit: self.unit.to_string(),
            input_tokens: self.tokens.input,
            cache_read_tokens: self.tokens.cache_read,
            cache_write_5m_tokens: self.tokens.cache_write_5m,
            cache_write_1h_tokens: self.tokens.cache_write_1h,
            output_tokens: self.tokens.output,
            reasoning_tokens: self.tokens.reasoning,
            processing: self.processing,
            runs: self.runs,
            retries: self.retries,
            safety_margin: self.safety_margin,
            monthly_fee: self.monthly_fee,
            requests_per_day: self.requests_per_day,
            days_per_month: u64::from(self.days_per_month),
            note: self.note.to_string(),
        }
    }

    /// The same workload under another name.
    pub fn renamed(&self, name: Name) -> Self {
        Self { name, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_reported() {
        let draft = Draft {
            name: " ".into(),
            input_tokens: 0,
            output_tokens: 0,
            requests_per_day: Some(MOST_REQUESTS + 1),
            days_per_month: 32,
            unit: "u".repeat(41),
            ..Draft::default()
        };
        let fields: Vec<_> =
            Workload::try_from(draft).unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [Field::Name, Field::InputTokens, Field::RequestsPerDay, Field::DaysPerMonth, Field::Unit]
        );
    }

    #[test]
    fn parts_greater_than_their_total_are_refused_beside_the_field() {
        let draft = |read, write_5m, write_1h, reasoning| Draft {
            name: "Parts".into(),
            input_tokens: 1_000,
            cache_read_tokens: read,
            cache_write_5m_tokens: write_5m,
            cache_write_1h_tokens: write_1h,
            output_tokens: 100,
            reasoning_tokens: reasoning,
            ..Draft::default()
        };
        let refused = |draft: Draft| Workload::try_from(draft).unwrap_err().remove(0).to_string();
        let sound = Workload::try_from(draft(500, 300, 200, 100)).unwrap();
        assert_eq!((sound.fresh_input_tokens(), sound.answer_tokens()), (0, 0));
        assert_eq!(
            refused(draft(1_001, 0, 0, 0)),
            "cache_read_tokens: at most 1,000 of the 1,000 input tokens"
        );
        assert_eq!(
            refused(draft(600, 0, 401, 0)),
            "cache_write_1h_tokens: at most 400 of the 1,000 input tokens beside the other cached tokens"
        );
        assert!(refused(draft(u64::MAX, u64::MAX, 0, 0)).starts_with("cache_read_tokens"));
        assert_eq!(refused(draft(0, 0, 0, 101)), "reasoning_tokens: at most 100 of the 100 output tokens");
    }

    #[test]
    fn shares_of_parts_stay_when_the_whole_grows() {
        let mut draft = Draft { input_tokens: 1_000, output_tokens: 400, ..Draft::default() };
        draft.set_part_share(Field::CacheReadTokens, Share::percent("90").unwrap()).unwrap();
        draft.set_part(Field::ReasoningTokens, 100).unwrap();
        draft.set_input_tokens(3_000);
        draft.set_output_tokens(200);
        assert_eq!((draft.cache_read_tokens, draft.input_tokens), (2_700, 3_000));
        assert_eq!(draft.part_share(Field::CacheReadTokens).to_percent(), "90");
        assert_eq!((draft.reasoning_tokens, draft.output_tokens), (50, 200));
    }

    #[test]
    fn a_part_beyond_its_whole_is_refused_with_what_would_fit() {
        let mut draft = Draft { input_tokens: 1_000, output_tokens: 400, ..Draft::default() };
        draft.set_part(Field::CacheReadTokens, 900).unwrap();
        let refused = |result: Result<(), String>| result.unwrap_err();
        assert_eq!(
            refused(draft.set_part(Field::CacheWrite5mTokens, 101)),
            "at most 100 of the 1,000 input tokens beside the other cached tokens"
        );
        assert_eq!(
            refused(draft.set_part(Field::CacheReadTokens, 1_001)),
            "at most 1,000 of the 1,000 input tokens"
        );
        assert_eq!(
            refused(draft.set_part_share(Field::ReasoningTokens, Share::percent("101").unwrap())),
            "at most 400 of the 400 output tokens"
        );
        assert_eq!(draft.cache_read_tokens, 900);
    }

    #[test]
    fn one_token_is_enough_and_the_rest_has_defaults() {
        let draft = Draft { name: "Ping".into(), output_tokens: 1, ..Draft::default() };
        let workload = Workload::try_from(draft).unwrap();
        assert_eq!(
            (workload.unit(), workload.days_per_month(), workload.requests_per_month()),
            ("tasks", 30, None)
        );
    }
}

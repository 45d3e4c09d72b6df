//! What a user runs: one named workload, the checks that make it sound, and its text in a file.
//!
//! A [`Workload`] that exists is sound; nothing that uses one has to check again. No prices and no disk here.

pub mod file;
mod name;
mod starters;

pub use name::Name;
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
    unit: String,
    input_tokens: u64,
    output_tokens: u64,
    requests_per_day: Option<u64>,
    days_per_month: u8,
    note: String,
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
    /// Tokens of one answer.
    pub output_tokens: u64,
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
            output_tokens: 0,
            requests_per_day: None,
            days_per_month: u64::from(DAYS_PER_MONTH),
            note: String::new(),
        }
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
    /// `requests_per_day`
    RequestsPerDay,
    /// `days_per_month`
    DaysPerMonth,
    /// `note`
    Note,
}

impl Field {
    /// The field's name in a file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Unit => "unit",
            Self::InputTokens => "input_tokens",
            Self::OutputTokens => "output_tokens",
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
        if draft.requests_per_day.is_some_and(|requests| requests > MOST_REQUESTS) {
            refuse(Field::RequestsPerDay, at_most(MOST_REQUESTS));
        }
        let days = u8::try_from(draft.days_per_month).ok().filter(|days| (1..=31).contains(days));
        if days.is_none() {
            refuse(Field::DaysPerMonth, format!("a month has 1 to {MOST_DAYS} days"));
        }
        let unit = draft.unit.trim();
        if unit.chars().count() > LONGEST_UNIT || unit.chars().any(char::is_control) {
            refuse(Field::Unit, format!("at most {LONGEST_UNIT} characters on one line"));
        }
        if draft.note.chars().count() > LONGEST_NOTE {
            refuse(Field::Note, format!("at most {LONGEST_NOTE} characters"));
        }
        match (name, days) {
            (Some(name), Some(days_per_month)) if errors.is_empty() => Ok(Self {
                name,
                unit: if unit.is_empty() { "tasks".to_owned() } else { unit.to_owned() },
                input_tokens: draft.input_tokens,
                output_tokens: draft.output_tokens,
                requests_per_day: draft.requests_per_day,
                days_per_month,
                note: draft.note,
            }),
            _ => Err(errors),
        }
    }
}

fn at_most(most: u64) -> String {
    format!("at most {}", crate::money::label::whole(most))
}

impl Workload {
    /// What the user calls it.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// What one task is called, in the plural.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Tokens of one prompt, all kinds of input together.
    #[must_use]
    pub const fn input_tokens(&self) -> u64 {
        self.input_tokens
    }

    /// Tokens of one answer.
    #[must_use]
    pub const fn output_tokens(&self) -> u64 {
        self.output_tokens
    }

    /// Requests a day; `None` when the user gave none.
    #[must_use]
    pub const fn requests_per_day(&self) -> Option<u64> {
        self.requests_per_day
    }

    /// Days a month on which it runs.
    #[must_use]
    pub const fn days_per_month(&self) -> u8 {
        self.days_per_month
    }

    /// Requests a month; `None` when the user gave no requests a day.
    #[must_use]
    pub fn requests_per_month(&self) -> Option<u64> {
        self.requests_per_day.map(|requests| requests.saturating_mul(u64::from(self.days_per_month)))
    }

    /// Anything the user wants to remember.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The fields again, to edit.
    #[must_use]
    pub fn to_draft(&self) -> Draft {
        Draft {
            name: self.name.as_str().to_owned(),
            unit: self.unit.clone(),
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            requests_per_day: self.requests_per_day,
            days_per_month: u64::from(self.days_per_month),
            note: self.note.clone(),
        }
    }

    /// The same workload under another name.
    #[must_use]
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
    fn one_token_is_enough_and_the_rest_has_defaults() {
        let draft = Draft { name: "Ping".into(), output_tokens: 1, ..Draft::default() };
        let workload = Workload::try_from(draft).unwrap();
        assert_eq!(
            (workload.unit(), workload.days_per_month(), workload.requests_per_month()),
            ("tasks", 30, None)
        );
    }
}

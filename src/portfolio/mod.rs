//! A named portfolio: several workloads, each with a volume and a model, chosen or the cheapest that fits. No prices and
//! no disk here.

pub mod file;

use crate::catalog::ModelId;
use crate::document::seen_lines;
use crate::money::Share;
use crate::workload::{MOST_REQUESTS, Name};

/// The most entries of one portfolio.
pub const MOST_ENTRIES: usize = 200;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 10_000;

/// How often an entry's workload runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Volume {
    /// As often as the workload itself says.
    #[default]
    AsWorkload,
    /// So many requests a day.
    RequestsPerDay(u64),
    /// This share of the portfolio's requests a day.
    Share(Share),
}

/// Which model takes an entry's workload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Assignment {
    /// The cheapest that takes it and meets the user's rules.
    #[default]
    CheapestThatFits,
    /// This one.
    Model(ModelId),
}

/// One workload of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The workload, by its name: it may be gone, which is said where the portfolio is shown.
    pub workload: Name,
    /// How often it runs.
    pub volume: Volume,
    /// Which model takes it.
    pub assignment: Assignment,
}

/// The fields of a portfolio before they are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What the user calls it.
    pub name: String,
    /// Requests a day of which entries may have a share.
    pub requests_per_day: Option<u64>,
    /// The workloads.
    pub entries: Vec<Entry>,
    /// Anything the user wants to remember.
    pub note: String,
}

/// A sound portfolio: its name is one, its shares are of something and together at most the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    name: Name,
    requests_per_day: Option<u64>,
    entries: Vec<Entry>,
    note: String,
}

/// What is wrong with one field: a sentence that says what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    /// The field, named as in the file.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl TryFrom<Draft> for Portfolio {
    type Error = Vec<FieldError>;

    /// Checks every field, and reports all that is wrong at once.
    fn try_from(draft: Draft) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let mut refuse = |field, problem: String| errors.push(FieldError { field, problem });
        let name = Name::new(&draft.name).map_err(|problem| refuse("name", problem.to_string())).ok();
        let most = crate::money::label::whole(MOST_REQUESTS);
        let mut shares = 0_u64;
        for entry in &draft.entries {
            match entry.volume {
                Volume::RequestsPerDay(requests) if requests > MOST_REQUESTS => {
                    refuse("entries", format!("{}: at most {most} requests a day", entry.workload));
                }
                Volume::Share(share) => shares += u64::from(share.millionths()),
                Volume::RequestsPerDay(_) | Volume::AsWorkload => {}
            }
        }
        if draft.requests_per_day.is_some_and(|requests| requests > MOST_REQUESTS) {
            refuse("requests_per_day", format!("at most {most}"));
        }
        if shares > 0 && draft.requests_per_day.is_none() {
            refuse("requests_per_day", "shares need the requests a day that they are of".to_owned());
        }
        if shares > u64::from(Share::WHOLE) {
            refuse("entries", "the shares together are more than 100 % of the requests".to_owned());
        }
        if draft.entries.len() > MOST_ENTRIES {
            refuse("entries", format!("at most {MOST_ENTRIES}"));
        }
        if draft.note.chars().count() > LONGEST_NOTE {
            refuse("note", format!("at most {LONGEST_NOTE} characters"));
        }
        match name {
            Some(name) if errors.is_empty() => Ok(Self {
                name,
                requests_per_day: draft.requests_per_day,
                entries: draft.entries,
                note: seen_lines(&draft.note),
            }),
            _ => Err(errors),
        }
    }
}

impl Portfolio {
    /// What the user calls it.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// Its workloads, in the user's order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Requests a day of an entry; `None` for those of the workload itself.
    pub fn requests_per_day(&self, entry: &Entry) -> Option<u64> {
        match entry.volume {
            Volume::AsWorkload => None,
            Volume::RequestsPerDay(requests) => Some(requests),
            Volume::Share(share) => self.requests_per_day.map(|all| share.of_whole(all)),
        }
    }

    /// The same portfolio under another name.
    pub fn renamed(self, name: Name) -> Self {
        Self { name, ..self }
    }

    /// The fields again, to edit.
    pub fn to_draft(&self) -> Draft {
        Draft {
            name: self.name.as_str().to_owned(),
            requests_per_day: self.requests_per_day,
            entries: self.entries.clone(),
            note: self.note.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(volume: Volume) -> Entry {
        let workload = Name::new("Chat").unwrap();
        Entry { workload, volume, assignment: Assignment::CheapestThatFits }
    }

    #[test]
    fn every_wrong_field_is_reported() {
        let share = |text| Volume::Share(Share::percent(text).unwrap());
        let draft = Draft {
            name: " ".into(),
            entries: vec![entry(share("70")), entry(share("31")), entry(Volume::RequestsPerDay(u64::MAX))],
            note: "x".repeat(10_001),
            ..Draft::default()
        };
        let errors = Portfolio::try_from(draft).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "entries", "requests_per_day", "entries", "note"]);
    }

    #[test]
    fn shares_are_of_the_requests_of_the_portfolio() {
        let share = Volume::Share(Share::percent("70").unwrap());
        let draft = Draft {
            name: "Support".into(),
            requests_per_day: Some(1_000),
            entries: vec![entry(share), entry(Volume::RequestsPerDay(5)), entry(Volume::AsWorkload)],
            ..Draft::default()
        };
        let portfolio = Portfolio::try_from(draft.clone()).unwrap();
        let requests = portfolio.entries().iter().map(|entry| portfolio.requests_per_day(entry));
        assert_eq!(requests.collect::<Vec<_>>(), [Some(700), Some(5), None]);
        assert_eq!(portfolio.to_draft(), draft);
    }
}

//! A portfolio as the text of its file, one `.ron` each: format version 1.

use serde::{Deserialize, Serialize};

use super::{Assignment, Draft, Entry, Portfolio, Volume};
use crate::catalog::ModelId;
use crate::document::{self, DecimalText, Fault, Opened};
use crate::money::Share;
use crate::workload::Name;

/// The newest format version of a portfolio file.
pub const VERSION: u32 = 1;

/// How the name of an exported portfolio ends. A desktop knows it by that as a file of this app, other `.ron` files not.
pub const ENDING: &str = ".portfolio.ron";

/// The fields of the file. Fields of a later version are added with a default, so that old files go on loading.
#[derive(Deserialize)]
#[serde(rename = "Portfolio")]
struct Form {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    name: String,
    #[serde(default)]
    requests_per_day: Option<u64>,
    #[serde(default)]
    entries: Vec<EntryForm>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct EntryForm {
    workload: String,
    share: Option<DecimalText>,
    requests_per_day: Option<u64>,
    model: Option<String>,
}

/// The fields as they are printed: those that say nothing are left out.
#[derive(Serialize)]
#[serde(rename = "Portfolio")]
struct Out {
    version: u32,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_per_day: Option<u64>,
    entries: Vec<EntryOut>,
    note: String,
}

#[derive(Serialize)]
struct EntryOut {
    workload: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_per_day: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

impl TryFrom<EntryForm> for Entry {
    type Error = Fault;

    fn try_from(form: EntryForm) -> Result<Self, Fault> {
        let fault = |field: &str, problem: &dyn std::fmt::Display| {
            Fault::of_field(field, &format!("{}: {problem}", form.workload))
        };
        let volume = match (&form.share, form.requests_per_day) {
            (None, None) => Volume::AsWorkload,
            (None, Some(requests)) => Volume::RequestsPerDay(requests),
            (Some(text), None) => {
                Volume::Share(Share::parse(&text.0).map_err(|problem| fault("share", &problem))?)
            }
            (Some(_), Some(_)) => {
                return Err(fault("share", &"give a share or requests a day, not both"));
            }
        };
        let assignment = match &form.model {
            None => Assignment::CheapestThatFits,
            Some(id) => Assignment::Model(ModelId::new(id).map_err(|problem| fault("model", &problem))?),
        };
        let workload = Name::new(&form.workload).map_err(|problem| fault("workload", &problem))?;
        Ok(Self { workload, volume, assignment })
    }
}

/// Reads the text of a portfolio file.
///
/// # Errors
/// What is wrong, with line and column or the field's name.
pub fn parse(text: &str) -> Result<Opened<Portfolio>, Fault> {
    let Opened { value: form, read_only } = document::read::<Form>(text, VERSION)?;
    let draft = Draft {
        name: form.name,
        requests_per_day: form.requests_per_day,
        entries: form.entries.into_iter().map(Entry::try_from).collect::<Result<_, _>>()?,
        note: form.note,
    };
    match Portfolio::try_from(draft) {
        Ok(value) => Ok(Opened { value, read_only }),
        Err(errors) => {
            let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Err(Fault::new(&sentences.join("; ")))
        }
    }
}

/// The text of a portfolio's file.
///
/// # Errors
/// Only through a fault of this program.
pub fn print(portfolio: &Portfolio) -> Result<String, Fault> {
    let draft = portfolio.to_draft();
    let entries = draft.entries.into_iter().map(|entry| {
        let (share, requests_per_day) = match entry.volume {
            Volume::AsWorkload => (None, None),
            Volume::RequestsPerDay(requests) => (None, Some(requests)),
            Volume::Share(share) => (Some(share.to_exact_string()), None),
        };
        EntryOut {
            workload: entry.workload.as_str().to_owned(),
            share,
            requests_per_day,
            model: match entry.assignment {
                Assignment::CheapestThatFits => None,
                Assignment::Model(id) => Some(id.as_str().to_owned()),
            },
        }
    });
    document::print(&Out {
        version: VERSION,
        name: draft.name,
        requests_per_day: draft.requests_per_day,
        entries: entries.collect(),
        note: draft.note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXAMPLE: &str = r#"(version: 1, name: "Support", requests_per_day: 1000, entries: [
        (workload: "Chat message", share: "0.7", model: "openai/gpt-4.1-mini"),
        (workload: "Email draft", requests_per_day: 50),
        (workload: "Document summary"),
    ], note: "")"#;

    #[test]
    fn the_example_reads_and_prints() {
        let opened = parse(EXAMPLE).unwrap();
        assert!(opened.read_only.is_empty());
        let volumes: Vec<_> = opened.value.entries().iter().map(|entry| entry.volume).collect();
        let share = Volume::Share(Share::percent("70").unwrap());
        assert_eq!(volumes, [share, Volume::RequestsPerDay(50), Volume::AsWorkload]);
        assert_eq!(parse(&print(&opened.value).unwrap()).unwrap().value, opened.value);
    }

    #[test]
    fn what_this_app_would_lose_makes_a_file_read_only() {
        let unknown = parse("(name: \"A\", entries: [(workload: \"B\", region: \"EU\")])").unwrap();
        assert!(unknown.read_only[0].to_string().contains("region"), "{:?}", unknown.read_only);
        let newer = parse("(version: 2, name: \"A\")").unwrap();
        assert!(newer.read_only[0].to_string().contains("newer version"));
    }

    #[test]
    fn faults_name_the_field_and_the_entry() {
        for (text, sentence) in [
            ("(name: \"A\", entries: [(workload: \"B\", share: \"0.5\", requests_per_day: 1)])", "not both"),
            (
                "(name: \"A\", entries: [(workload: \"B\", share: \"much\")])",
                "share: B: \"much\" is not a number",
            ),
            ("(name: \"A\", entries: [(workload: \"B\", share: \"0.5\")])", "requests_per_day: shares need"),
            ("(name: \"A\", entries: [(workload: \" \")])", "at least one character"),
        ] {
            let fault = parse(text).unwrap_err().to_string();
            assert!(fault.contains(sentence), "{fault}");
        }
    }

    proptest! {
        #[test]
        fn every_portfolio_reads_back(
            name in "[a-zA-Z ]{0,20}x", note in "[^\\p{C}\\p{Zl}\\p{Zp}]{0,40}", all in 0_u64..1_000_000,
            entries in proptest::collection::vec((0_u64..3, 0_u64..100_000, any::<bool>()), 0..10),
        ) {
            let entries = entries.into_iter().map(|(kind, number, chosen)| Entry {
                workload: Name::new(&format!("Workload {number}")).unwrap(),
                volume: match kind {
                    0 => Volume::AsWorkload,
                    1 => Volume::RequestsPerDay(number),
                    _ => Volume::Share(Share::of(number, 1_000_000)),
                },
                assignment: if chosen { Assignment::Model(ModelId::new("a/b").unwrap()) } else { Assignment::default() },
            });
            let draft = Draft { name, requests_per_day: Some(all), entries: entries.collect(), note };
            let portfolio = Portfolio::try_from(draft).unwrap();
            prop_assert_eq!(parse(&print(&portfolio).unwrap()).unwrap().value, portfolio);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}

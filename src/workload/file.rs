//! A workload as the text of its file, one `.ron` each: format version 1.

use serde::{Deserialize, Serialize};

use super::{Draft, Workload};
use crate::document::{self, Fault, Opened};

/// The newest format version of a workload file.
pub const VERSION: u32 = 1;

/// The fields of the file. Fields of a later version are added with a default, so that old files go on loading.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Workload")]
struct Form {
    #[serde(default = "document::one")]
    version: u32,
    name: String,
    #[serde(default)]
    unit: String,
    input_tokens: u64,
    output_tokens: u64,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "document::bare")]
    requests_per_day: Option<u64>,
    #[serde(default = "thirty")]
    days_per_month: u64,
    #[serde(default)]
    note: String,
}

fn thirty() -> u64 {
    Draft::default().days_per_month
}

/// Reads the text of a workload file.
///
/// # Errors
/// What is wrong, with line and column or the field's name.
pub fn parse(text: &str) -> Result<Opened<Workload>, Fault> {
    let Opened { value: form, read_only } = document::read::<Form>(text, VERSION)?;
    let draft = Draft {
        name: form.name,
        unit: form.unit,
        input_tokens: form.input_tokens,
        output_tokens: form.output_tokens,
        requests_per_day: form.requests_per_day,
        days_per_month: form.days_per_month,
        note: form.note,
    };
    match Workload::try_from(draft) {
        Ok(value) => Ok(Opened { value, read_only }),
        Err(errors) => {
            let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Err(Fault::new(&sentences.join("; ")))
        }
    }
}

/// The text of a workload's file.
///
/// # Errors
/// Only through a fault of this program.
pub fn print(workload: &Workload) -> Result<String, Fault> {
    let draft = workload.to_draft();
    document::print(&Form {
        version: VERSION,
        name: draft.name,
        unit: draft.unit,
        input_tokens: draft.input_tokens,
        output_tokens: draft.output_tokens,
        requests_per_day: draft.requests_per_day,
        days_per_month: draft.days_per_month,
        note: draft.note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_without_version_or_optional_fields_loads() {
        let opened = parse("(name: \"Chat\", input_tokens: 500, output_tokens: 1_000)").unwrap();
        assert_eq!(opened.value.output_tokens(), 1_000);
        assert_eq!(opened.value.days_per_month(), 30);
        assert!(opened.read_only.is_empty());
    }

    #[test]
    fn required_fields_are_named_when_missing() {
        let missing = |text: &str| parse(text).unwrap_err().to_string();
        assert!(missing("(name: \"Chat\", input_tokens: 500)").contains("`output_tokens`"));
        assert!(missing("(input_tokens: 5, output_tokens: 5)").contains("`name`"));
        assert!(
            missing("(name: \"Chat\", input_tokens: 0, output_tokens: 0)").contains("at least one token")
        );
        assert!(missing("(name: \"Chat\", input_tokens: NaN, output_tokens: 0)").contains("whole number"));
    }

    proptest! {
        #[test]
        fn every_workload_reads_back(
            name in "[^\\p{C}\\s]{1,20}", unit in "[a-z]{1,20}", note in "\\PC{0,60}",
            input in 0..=super::super::MOST_TOKENS, output in 1..=super::super::MOST_TOKENS,
            requests in proptest::option::of(0..=super::super::MOST_REQUESTS), days in 1_u64..=31,
        ) {
            let draft = Draft {
                name, unit, input_tokens: input, output_tokens: output,
                requests_per_day: requests, days_per_month: days, note,
            };
            if let Ok(workload) = Workload::try_from(draft) {
                let opened = parse(&print(&workload).unwrap()).unwrap();
                prop_assert_eq!(opened.value, workload);
                prop_assert!(opened.read_only.is_empty());
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}

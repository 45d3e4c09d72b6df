//! A workload as the text of its file, one `.ron` each: format version 1.

use serde::{Deserialize, Serialize};

use super::{Draft, Field, Processing, Runs, Workload};
use crate::document::{self, DecimalText, Fault, Opened};
use crate::money::{Dollars, NumberError, Share};

/// The newest format version of a workload file.
pub const VERSION: u32 = 1;

/// How the name of an exported workload ends. A desktop knows it by that as a file of this app, other `.ron` files not.
pub const ENDING: &str = ".workload.ron";

/// The fields of the file. Fields of a later version are added with a default, so that old files go on loading.
#[derive(Deserialize)]
#[serde(rename = "Workload")]
struct Form {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    name: String,
    #[serde(default)]
    unit: String,
    input_tokens: u64,
    #[serde(default)]
    cache_read_tokens: u64,
    #[serde(default)]
    cache_write_5m_tokens: u64,
    #[serde(default)]
    cache_write_1h_tokens: u64,
    output_tokens: u64,
    #[serde(default)]
    reasoning_tokens: u64,
    processing: Option<WordOrText>,
    runs_at: Option<String>,
    retries: Option<DecimalText>,
    safety_margin: Option<DecimalText>,
    monthly_fee_usd: Option<DecimalText>,
    #[serde(default)]
    requests_per_day: Option<u64>,
    #[serde(default = "thirty")]
    days_per_month: u64,
    #[serde(default)]
    note: String,
}

/// A word, in quotes or not.
struct WordOrText(String);

impl<'de> Deserialize<'de> for WordOrText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<ron::value::RawValue>::deserialize(deserializer)?;
        Ok(Self(raw.get_ron().trim().trim_matches('"').to_owned()))
    }
}

/// The fields as they are printed: those that say nothing are left out, so that older apps go on reading the file.
#[derive(Serialize)]
#[serde(rename = "Workload")]
struct Out {
    version: u32,
    name: String,
    unit: String,
    input_tokens: u64,
    #[serde(skip_serializing_if = "nothing")]
    cache_read_tokens: u64,
    #[serde(skip_serializing_if = "nothing")]
    cache_write_5m_tokens: u64,
    #[serde(skip_serializing_if = "nothing")]
    cache_write_1h_tokens: u64,
    output_tokens: u64,
    #[serde(skip_serializing_if = "nothing")]
    reasoning_tokens: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    processing: Option<ProcessingWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    safety_margin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    monthly_fee_usd: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_per_day: Option<u64>,
    days_per_month: u64,
    note: String,
}

#[derive(Serialize)]
enum ProcessingWord {
    Batch,
    Flex,
    Priority,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn nothing(tokens: &u64) -> bool {
    *tokens == 0
}

fn thirty() -> u64 {
    Draft::default().days_per_month
}

impl Form {
    fn into_draft(self) -> Result<Draft, Fault> {
        let fault = |field: Field, problem: &str| Fault::of_field(field.key(), problem);
        let number = |field, error: &NumberError| fault(field, &error.to_string());
        let share = |field: Field, text: Option<DecimalText>| {
            text.map_or(Ok(Share::ZERO), |text| Share::parse(&text.0).map_err(|error| number(field, &error)))
        };
        Ok(Draft {
            name: self.name,
            unit: self.unit,
            input_tokens: self.input_tokens,
            cache_read_tokens: self.cache_read_tokens,
            cache_write_5m_tokens: self.cache_write_5m_tokens,
            cache_write_1h_tokens: self.cache_write_1h_tokens,
            output_tokens: self.output_tokens,
            reasoning_tokens: self.reasoning_tokens,
            processing: match self.processing {
                None => Processing::Standard,
                Some(WordOrText(word)) => Processing::named(&word).ok_or_else(|| {
                    fault(Field::Processing, "it must be Standard, Batch, Flex or Priority")
                })?,
            },
            runs: match self.runs_at {
                None => Runs::Spread,
                Some(text) => Runs::parse(&text).ok_or_else(|| fault(Field::RunsAt, Runs::ALLOWED))?,
            },
            retries: share(Field::Retries, self.retries)?,
            safety_margin: share(Field::SafetyMargin, self.safety_margin)?,
            monthly_fee: self.monthly_fee_usd.map_or(Ok(Dollars::ZERO), |text| {
                Dollars::parse(&text.0).map_err(|error| number(Field::MonthlyFee, &error))
            })?,
            requests_per_day: self.requests_per_day,
            days_per_month: self.days_per_month,
            note: self.note,
        })
    }
}

/// Reads the text of a workload file.
///
/// # Errors
/// What is wrong, with line and column or the field's name.
pub fn parse(text: &str) -> Result<Opened<Workload>, Fault> {
    let Opened { value: form, read_only } = document::read::<Form>(text, VERSION)?;
    match Workload::try_from(form.into_draft()?) {
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
    let share = |share: Share| (!share.is_zero()).then(|| share.to_exact_string());
    document::print(&Out {
        version: VERSION,
        name: draft.name,
        unit: draft.unit,
        input_tokens: draft.input_tokens,
        cache_read_tokens: draft.cache_read_tokens,
        cache_write_5m_tokens: draft.cache_write_5m_tokens,
        cache_write_1h_tokens: draft.cache_write_1h_tokens,
        output_tokens: draft.output_tokens,
        reasoning_tokens: draft.reasoning_tokens,
        processing: match draft.processing {
            Processing::Standard => None,
            Processing::Batch => Some(ProcessingWord::Batch),
            Processing::Flex => Some(ProcessingWord::Flex),
            Processing::Priority => Some(ProcessingWord::Priority),
        },
        runs_at: (!draft.runs.is_spread()).then(|| draft.runs.to_string()),
        retries: share(draft.retries),
        safety_margin: share(draft.safety_margin),
        monthly_fee_usd: (!draft.monthly_fee.is_zero()).then(|| draft.monthly_fee.to_exact_string()),
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

    #[test]
    fn the_fields_of_cache_and_processing_read_and_print() {
        let text = "(name: \"Agent\", input_tokens: 10000, cache_read_tokens: 8000, cache_write_5m_tokens: 500, \
                    cache_write_1h_tokens: 300, output_tokens: 900, reasoning_tokens: 600, processing: Batch, \
                    runs_at: \"Sat 03:00\", retries: 0.05, safety_margin: \"0.1\", monthly_fee_usd: 20)";
        let opened = parse(text).unwrap();
        assert!(opened.read_only.is_empty(), "{:?}", opened.read_only);
        let workload = opened.value;
        assert_eq!(workload.fresh_input_tokens(), 1_200);
        assert_eq!(workload.answer_tokens(), 300);
        assert_eq!(workload.processing(), Processing::Batch);
        let printed = print(&workload).unwrap();
        for line in ["    processing: Batch,", "    retries: \"0.05\",", "    monthly_fee_usd: \"20\","] {
            assert!(printed.lines().any(|printed| printed == line), "{printed}");
        }
        assert_eq!(parse(&printed).unwrap().value, workload);
        let quoted = parse(&text.replace("Batch", "\"batch\"")).unwrap().value;
        assert_eq!(quoted, workload);
    }

    #[test]
    fn a_wrong_value_is_refused_by_its_field() {
        let refused = |field: &str| {
            parse(&format!("(name: \"A\", input_tokens: 5, output_tokens: 5, {field})"))
                .unwrap_err()
                .to_string()
        };
        assert!(refused("processing: Turbo").starts_with("processing: it must be Standard"));
        assert!(refused("cache_read_tokens: 6").starts_with("cache_read_tokens: at most 5"));
        assert!(refused("retries: -0.1").starts_with("retries: "));
        assert!(refused("runs_at: \"noon\"").starts_with("runs_at: write"));
        assert!(refused("monthly_fee_usd: NaN").starts_with("monthly_fee_usd: "));
    }

    proptest! {
        #[test]
        fn every_workload_reads_back(
            name in "[^\\p{C}\\s]{1,20}", unit in "[a-z]{1,20}", note in "[^\\p{C}\\p{Zl}\\p{Zp}]{0,60}",
            input in 0..=super::super::MOST_TOKENS, output in 1..=super::super::MOST_TOKENS,
            parts in proptest::array::uniform4(0_u64..1_000), mode in 0_usize..4, minute in proptest::option::of(0_u16..10_080),
            shares in proptest::array::uniform2(0_u64..=10_000_000), fee in 0_u64..1_000_000,
            requests in proptest::option::of(0..=super::super::MOST_REQUESTS), days in 1_u64..=31,
        ) {
            let draft = Draft {
                name, unit, input_tokens: input, output_tokens: output,
                cache_read_tokens: parts[0].min(input / 3), cache_write_5m_tokens: parts[1].min(input / 3),
                cache_write_1h_tokens: parts[2].min(input / 3), reasoning_tokens: parts[3].min(output),
                processing: Processing::ALL[mode],
                runs: minute.map_or(Runs::Spread, |minute| Runs::At(super::super::WeekMinute::new(minute))),
                retries: Share::of(shares[0], 1_000_000), safety_margin: Share::of(shares[1], 1_000_000),
                monthly_fee: Dollars::parse(&format!("{fee}e-2")).unwrap(),
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

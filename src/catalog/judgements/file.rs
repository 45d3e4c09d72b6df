//! The user's judgements as the text of `judgements.ron`: format version 1.

use std::cell::RefCell;
use std::collections::HashSet;

use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::Judgements;
use crate::catalog::{ModelId, Opinions, Standing};
use crate::document::{self, Fault, Opened};

/// The newest format version of the file.
pub const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(rename = "Judgements")]
struct Form<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    #[serde(borrow, default)]
    judgements: Vec<&'a RawValue>,
}

/// One judgement, as it is read and as it is printed.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Judgement")]
struct EntryForm {
    model: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<StandingForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speed: Option<StandingForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compliance: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Standing")]
struct StandingForm {
    level: u32,
    #[serde(default)]
    says: String,
}

impl From<StandingForm> for Standing {
    fn from(StandingForm { level, says }: StandingForm) -> Self {
        Self { level, says }
    }
}

impl From<&Standing> for StandingForm {
    fn from(standing: &Standing) -> Self {
        Self { level: standing.level, says: standing.says.clone() }
    }
}

/// Reads the text of `judgements.ron`.
///
/// # Errors
/// What is wrong with the file as a whole, with line and column. A bad entry is left out and named instead.
pub fn parse(text: &str) -> Result<Opened<Judgements>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<Form<'_>>(text, VERSION)?;
    let seen = RefCell::new(HashSet::new());
    let entries = document::entries(&form.judgements, text, &mut read_only, |form: EntryForm| {
        let model =
            ModelId::new(&form.model).map_err(|error| Fault::of_field("model", &error.to_string()))?;
        if !seen.borrow_mut().insert(model.clone()) {
            return Err(Fault::of_field("model", &format!("{model} is there twice")));
        }
        let opinions = Opinions {
            quality: form.quality.map(Standing::from),
            speed: form.speed.map(Standing::from),
            compliance: form.compliance,
        };
        Ok((model, opinions))
    });
    let mut judgements = Judgements::default();
    for (model, opinions) in entries {
        judgements.set(model, opinions);
    }
    Ok(Opened { value: judgements, read_only })
}

#[derive(Serialize)]
struct Out {
    version: u32,
    judgements: Vec<EntryForm>,
}

/// The text of `judgements.ron`.
///
/// # Errors
/// Only through a fault of this program.
pub fn print(judgements: &Judgements) -> Result<String, Fault> {
    let entries = judgements.iter().map(|(model, opinions)| EntryForm {
        model: model.as_str().to_owned(),
        quality: opinions.quality.as_ref().map(StandingForm::from),
        speed: opinions.speed.as_ref().map(StandingForm::from),
        compliance: opinions.compliance.clone(),
    });
    document::print(&Out { version: VERSION, judgements: entries.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bad_entry_is_named_and_the_others_load() {
        for (bad, word) in [
            ("(model: \" \")", "at least one character"),
            ("(model: \"a/b\", speed: (level: 1))", "a/b is there twice"),
            ("(model: \"c\", quality: (level: -1))", "negative"),
            ("(model: \"c\", quality: (says: \"good\"))", "`level` is missing"),
            ("(model: \"c\", quality: 4)", "bracket"),
        ] {
            let text = format!("(judgements: [(model: \"a/b\", quality: (level: 4)),\n{bad}])");
            let opened = parse(&text).unwrap();
            assert_eq!(opened.value.len(), 1);
            let said = opened.read_only[0].to_string();
            assert!(said.contains("line 2") && said.contains(word), "{said}");
        }
        let unknown = parse("(judgements: [(model: \"a\", colour: 1)])").unwrap();
        assert!(unknown.read_only[0].to_string().contains("colour"));
        assert!(parse("(version: 2)").unwrap().read_only[0].to_string().contains("newer version"));
    }

    proptest! {
        #[test]
        fn every_judgement_reads_back(
            all in proptest::collection::vec(
                ("[a-z/]{0,6}x", proptest::option::of((any::<u32>(), "(?s).{0,20}")),
                 proptest::option::of((any::<u32>(), "(?s).{0,20}")), proptest::option::of("(?s).{0,20}")),
                0..6,
            ),
        ) {
            let standing = |(level, says)| Standing { level, says };
            let mut judgements = Judgements::default();
            for (model, quality, speed, compliance) in all {
                let (quality, speed) = (quality.map(standing), speed.map(standing));
                judgements.set(ModelId::new(&model).unwrap(), Opinions { quality, speed, compliance });
            }
            let opened = parse(&print(&judgements).unwrap()).unwrap();
            prop_assert_eq!(opened.value, judgements);
            prop_assert!(opened.read_only.is_empty());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}

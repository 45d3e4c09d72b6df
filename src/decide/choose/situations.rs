//! Situations as data: names, rules and an objective, so that they answer afresh on any price list.

use serde::Deserialize;

use super::{Level, Objective, Rule};
use crate::catalog::{ModelId, Tier};
use crate::document::{self, Fault, Opened};

/// The newest format version of a file of situations.
const VERSION: u32 = 1;

/// A situation that people are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// What it is called: `Speed critical`.
    pub name: String,
    /// Why its source recommends what it does, in its words.
    pub why: String,
    /// What a model must meet.
    pub rules: Vec<Rule>,
    /// What is best among those that do.
    pub objective: Objective,
}

#[derive(Deserialize)]
struct Form {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    situations: Vec<SituationForm>,
}

#[derive(Deserialize)]
struct SituationForm {
    name: String,
    why: String,
    rules: Vec<RuleForm>,
    objective: ObjectiveForm,
}

#[derive(Deserialize)]
enum RuleForm {
    ContextAtLeast(u64),
    OutputAtLeast(u64),
    QualityAtLeastOf(String),
    SpeedAtLeastOf(String),
    TierIs(TierForm),
    ComplianceKnown,
}

#[derive(Deserialize)]
enum TierForm {
    Budget,
    MidRange,
    Premium,
}

#[derive(Deserialize)]
enum ObjectiveForm {
    LowestCost,
    HighestQuality,
    HighestSpeed,
}

impl TryFrom<RuleForm> for Rule {
    type Error = Fault;

    fn try_from(form: RuleForm) -> Result<Self, Fault> {
        let of = |id: String| {
            let id = ModelId::new(&id).map_err(|error| Fault::of_field("rules", &error.to_string()));
            id.map(Level::Of)
        };
        Ok(match form {
            RuleForm::ContextAtLeast(tokens) => Self::ContextAtLeast(tokens),
            RuleForm::OutputAtLeast(tokens) => Self::OutputAtLeast(tokens),
            RuleForm::QualityAtLeastOf(id) => Self::QualityAtLeast(of(id)?),
            RuleForm::SpeedAtLeastOf(id) => Self::SpeedAtLeast(of(id)?),
            RuleForm::TierIs(TierForm::Budget) => Self::TierIs(Tier::Budget),
            RuleForm::TierIs(TierForm::MidRange) => Self::TierIs(Tier::MidRange),
            RuleForm::TierIs(TierForm::Premium) => Self::TierIs(Tier::Premium),
            RuleForm::ComplianceKnown => Self::ComplianceKnown,
        })
    }
}

impl TryFrom<SituationForm> for Situation {
    type Error = Fault;

    fn try_from(form: SituationForm) -> Result<Self, Fault> {
        Ok(Self {
            name: form.name,
            why: form.why,
            rules: form.rules.into_iter().map(Rule::try_from).collect::<Result<_, _>>()?,
            objective: match form.objective {
                ObjectiveForm::LowestCost => Objective::LowestCost,
                ObjectiveForm::HighestQuality => Objective::HighestQuality,
                ObjectiveForm::HighestSpeed => Objective::HighestSpeed,
            },
        })
    }
}

/// Reads the text of a file of situations.
///
/// # Errors
/// What is wrong, with line and column or the field's name.
pub fn parse(text: &str) -> Result<Opened<Vec<Situation>>, Fault> {
    let Opened { value, read_only } = document::read::<Form>(text, VERSION)?;
    let situations = value.situations.into_iter().map(Situation::try_from).collect::<Result<_, _>>()?;
    Ok(Opened { value: situations, read_only })
}

/// The situations of the reference, which ship inside the binary.
///
/// # Errors
/// Never in a released build: a test reads the file.
pub fn bundled() -> Result<Vec<Situation>, Fault> {
    parse(include_str!("../../../assets/situations.ron")).map(|opened| opened.value)
}

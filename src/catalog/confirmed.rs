//! What the user said is right, although it looks like a slip: the figures of one row of a price list. Other figures ask
//! again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Finding, ModelId, PriceSheet};
use crate::document::{DecimalText, Fault};
use crate::money::Price;

/// That a row of a price list is right at these figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The row.
    pub model: ModelId,
    /// What the list says of a token of the prompt, before a discount.
    pub input: Price,
    /// What the list says of a token of the answer, before a discount.
    pub output: Price,
    /// The other figures that were asked about: those of modes, tiers and times.
    pub others: Vec<String>,
    /// The day on which the user said so.
    pub set_on: Option<Date>,
}

impl Confirmed {
    /// Whether this is about these figures.
    pub(super) fn holds(&self, listed: &PriceSheet, findings: &[Finding]) -> bool {
        (self.input, self.output) == (listed.input, listed.output)
            && others(findings).all(|figure| self.others.contains(&figure))
    }
}

pub(super) fn others(findings: &[Finding]) -> impl Iterator<Item = String> {
    findings.iter().filter(|finding| !finding.is_standard()).map(Finding::key)
}

/// An entry of `overrides.ron`.
#[derive(Deserialize)]
#[serde(rename = "Confirmed")]
pub(super) struct ConfirmedForm {
    model: String,
    input: Option<DecimalText>,
    output: Option<DecimalText>,
    #[serde(default)]
    others: Vec<String>,
    set_on: Option<String>,
}

impl TryFrom<ConfirmedForm> for Confirmed {
    type Error = Fault;

    fn try_from(form: ConfirmedForm) -> Result<Self, Fault> {
        let price = |field, text: Option<DecimalText>| {
            let price = text.map(|text| Price::per_million(&text.0)).transpose();
            price.map(Option::unwrap_or_default).map_err(|error| Fault::of_field(field, &error.to_string()))
        };
        let day = |text: String| {
            let wrong = || format!("\"{text}\" is not a date; write it like 2026-04-29");
            text.parse().map_err(|_| Fault::of_field("set_on", &wrong()))
        };
        Ok(Self {
            model: ModelId::new(&form.model).map_err(|error| Fault::of_field("model", &error.to_string()))?,
            input: price("input", form.input)?,
            output: price("output", form.output)?,
            others: form.others,
            set_on: form.set_on.map(day).transpose()?,
        })
    }
}

/// As [`ConfirmedForm`], to be written.
#[derive(Serialize)]
pub(super) struct ConfirmedOut<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    others: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    set_on: Option<String>,
}

impl<'a> From<&'a Confirmed> for ConfirmedOut<'a> {
    fn from(confirmed: &'a Confirmed) -> Self {
        let price = |price: Price| (!price.is_unknown()).then(|| price.per_million_or_empty());
        Self {
            model: confirmed.model.as_str(),
            input: price(confirmed.input),
            output: price(confirmed.output),
            others: &confirmed.others,
            set_on: confirmed.set_on.map(|day| day.to_string()),
        }
    }
}

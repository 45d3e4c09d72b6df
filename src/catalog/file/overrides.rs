//! Own prices as the text of their file: `overrides.ron`, format version 1.
//!
//! Every price is optional, and what is not named stays the list's. Dollars per million tokens; the fee is dollars per
//! request. `confirmed` names prices of a list that look like a slip and are right at these figures.
//!
//! ```text
//! (version: 1, overrides: [(
//!     model: "openai/gpt-4.1",
//!     input: "1.50", output: "6.00",
//!     cache_read: "0.15", cache_write_5m: "1.90", cache_write_1h: "3.00", reasoning: "6.00", request_fee: "0.001",
//!     tiers: [(above: 200000, input: "3.00")],
//!     batch: (input: "0.75", output: "3.00", tiers: [(above: 200000, input: "1.50")]),
//!     flex: (input: "0.80"), priority: (output: "12.00"),
//!     set_on: "2026-11-30", note: "contract",
//! )])
//! ```

use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::{
    ModeForm, ModeOut, SixPrices, TierForm, TierOut, VERSION, mode_out, price_text, tariff, tiers_out,
};
use crate::catalog::confirmed::{ConfirmedForm, ConfirmedOut};
use crate::catalog::{Overrides, OwnPrices, Part, PriceKind, PriceOverride, Tariff};
use crate::document::{self, DecimalText, Fault, Opened};
use crate::money::{Price, TokenPrice};
use crate::processing::Processing;

#[derive(Deserialize)]
#[serde(rename = "Overrides")]
struct OverridesForm<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    #[serde(borrow, default)]
    overrides: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    confirmed: Vec<&'a RawValue>,
}

read! {
    #[derive(Deserialize)]
    #[serde(rename = "Override")]
    struct OverrideForm {
        model: String,
        ..prices;
        request_fee: Option<DecimalText>,
        #[serde(default)]
        tiers: Vec<TierForm>,
        batch: Option<ModeForm>,
        flex: Option<ModeForm>,
        priority: Option<ModeForm>,
        set_on: Option<String>,
        #[serde(default)]
        note: String,
    }
}

/// The prices of a mode. Each threshold is there once, and whether it belongs to its tier is for the list to say.
fn own_tariff(prices: SixPrices, tiers: Vec<TierForm>) -> Result<Tariff, Fault> {
    if tiers.iter().any(|tier| tier.inclusive) {
        return Err(Fault::of_field("tiers", "only a price list says whether a threshold is inclusive"));
    }
    let thresholds: Vec<u64> = tiers.iter().map(|tier| tier.above).collect();
    let tariff = tariff(prices, tiers)?;
    let is_twice = |above: &&u64| thresholds.iter().filter(|other| other == above).count() > 1;
    if tariff.tiers().len() < thresholds.len()
        && let Some(above) = thresholds.iter().find(is_twice)
    {
        return Err(Fault::of_field("tiers", &format!("above {above} is there twice")));
    }
    Ok(tariff)
}

impl OverrideForm {
    fn into_override(mut self) -> Result<PriceOverride, Fault> {
        let mut prices = OwnPrices::default();
        prices.add(Processing::Standard, &own_tariff(self.six_prices(), self.tiers)?);
        for (processing, mode) in [
            (Processing::Batch, self.batch),
            (Processing::Flex, self.flex),
            (Processing::Priority, self.priority),
        ] {
            if let Some(mut mode) = mode {
                prices.add(processing, &own_tariff(mode.six_prices(), mode.tiers)?);
            }
        }
        let fee = self.request_fee.map(|text| Price::per_token(&text.0)).transpose();
        let fee = fee.map_err(|error| Fault::of_field("request_fee", &error.to_string()))?;
        prices.set(PriceKind::standard(Part::Request), fee);
        Ok(PriceOverride {
            model: super::id("model", &self.model)?,
            prices,
            set_on: self.set_on.map(|text| super::date("set_on", &text)).transpose()?,
            note: self.note,
        })
    }
}

/// Reads the text of `overrides.ron`.
///
/// # Errors
/// What is wrong with the file as a whole, with line and column. A bad entry is left out and named instead.
pub fn parse_overrides(text: &str) -> Result<Opened<Overrides>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<OverridesForm<'_>>(text, VERSION)?;
    let list = document::entries(&form.overrides, text, &mut read_only, OverrideForm::into_override);
    let confirmed =
        document::entries(&form.confirmed, text, &mut read_only, |form: ConfirmedForm| form.try_into());
    Ok(Opened { value: Overrides::new(list).with_confirmed(confirmed), read_only })
}

#[derive(Serialize)]
struct OverridesOut<'a> {
    version: u32,
    overrides: Vec<OverrideOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<ConfirmedOut<'a>>,
}

printed! {
    #[derive(Default, Serialize)]
    struct OverrideOut<'a> {
        model: &'a str,
        ..prices;
        #[serde(skip_serializing_if = "Option::is_none")]
        request_fee: Option<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tiers: Vec<TierOut>,
        #[serde(skip_serializing_if = "Option::is_none")]
        batch: Option<ModeOut>,
        #[serde(skip_serializing_if = "Option::is_none")]
        flex: Option<ModeOut>,
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<ModeOut>,
        #[serde(skip_serializing_if = "Option::is_none")]
        set_on: Option<String>,
        note: &'a str,
    }
}

/// The text of `overrides.ron`.
///
/// # Errors
/// Only through a fault of this program.
pub fn print_overrides(overrides: &Overrides) -> Result<String, Fault> {
    let confirmed = overrides.confirmed().iter().map(Into::into).collect();
    let overrides = overrides.iter().map(|entry| {
        let standard = entry.prices.tariff(Processing::Standard);
        let mode = |processing| {
            Some(entry.prices.tariff(processing)).filter(|tariff| !tariff.is_empty()).map(|it| mode_out(&it))
        };
        let fee = entry.prices.get(PriceKind::standard(Part::Request));
        OverrideOut {
            model: entry.model.as_str(),
            request_fee: fee.map(|fee| fee.known().map_or_else(|| "0".to_owned(), TokenPrice::per_token)),
            tiers: tiers_out(standard.tiers()),
            batch: mode(Processing::Batch),
            flex: mode(Processing::Flex),
            priority: mode(Processing::Priority),
            set_on: entry.set_on.map(|date| date.to_string()),
            note: &entry.note,
            ..OverrideOut::of(standard.base())
        }
    });
    document::print(&OverridesOut { version: VERSION, overrides: overrides.collect(), confirmed })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::ModelId;
    use crate::catalog::own_prices::tests::own_prices;

    #[test]
    fn the_example_of_the_format_reads_and_prints() {
        let text = "(version: 1, overrides: [(model: \"groq/llama-3.3-8b\", input: \"0.04\", output: \"0.16\", \
                    set_on: \"2026-11-23\", note: \"\")])";
        let opened = parse_overrides(text).unwrap();
        assert!(opened.read_only.is_empty());
        let again = parse_overrides(&print_overrides(&opened.value).unwrap()).unwrap();
        assert_eq!(again.value, opened.value);
        assert!(print_overrides(&opened.value).unwrap().contains("input: \"0.04\""));
    }

    #[test]
    fn a_bad_entry_is_named_and_the_others_load() {
        let text = "(overrides: [\n  (model: \"a/b\", input: \"1\"),\n  (model: \"c/d\", input: \"abc\"),\n  (model: 5),\n])";
        let opened = parse_overrides(text).unwrap();
        assert_eq!(opened.value.len(), 1);
        let reason = opened.read_only[0].to_string();
        assert!(reason.contains("line 3, column 3: input: \"abc\" is not a number"), "{reason}");
        assert!(reason.contains("line 4, column 10"), "{reason}");
    }

    #[test]
    fn what_was_said_to_be_right_stands_beside_own_prices_and_only_where_there_is_any() {
        let old = "(version: 1, overrides: [(model: \"a/b\", input: \"1\", note: \"\")])";
        let opened = parse_overrides(old).unwrap();
        assert!(opened.read_only.is_empty() && opened.value.confirmed().is_empty());
        assert!(!print_overrides(&opened.value).unwrap().contains("confirmed"));
        let text = "(version: 1, overrides: [], confirmed: [\n(model: \"a/b\", input: \"7200\", others: [\"output tokens, \
                    batch: 3000.00\"], set_on: \"2026-11-30\"),\n(model: \"a/c\", input: \"much\"),\n(model: \"a/d\", \
                    output: 0)])";
        let opened = parse_overrides(text).unwrap();
        assert_eq!(opened.read_only.len(), 1);
        let ids: Vec<&str> = opened.value.confirmed().iter().map(|entry| entry.model.as_str()).collect();
        assert_eq!(ids, ["a/b", "a/d"]);
        let again = parse_overrides(&print_overrides(&opened.value).unwrap()).unwrap();
        assert_eq!(again.value, opened.value);
    }

    /// A file as it was written before there were more prices than two.
    const OLD: &str = r#"(
    version: 1,
    overrides: [
        (
            model: "groq/llama-3.3-8b",
            input: "0.04",
            output: "0.16",
            set_on: "2026-11-23",
            note: "",
        ),
        (
            model: "openai/gpt-4.1",
            output: "0.00",
            note: "a \"gift\"",
        ),
    ],
)
"#;

    #[test]
    fn a_file_of_an_earlier_version_stays_as_it_is() {
        let opened = parse_overrides(OLD).unwrap();
        assert!(opened.read_only.is_empty(), "{:?}", opened.read_only);
        assert_eq!(print_overrides(&opened.value).unwrap(), OLD);
    }

    #[test]
    fn every_kind_of_price_has_its_place() {
        let text = r#"(version: 1, overrides: [(model: "a/b", input: "1", output: 2, cache_read: "0.1",
            cache_write_5m: "1.25", cache_write_1h: "2", reasoning: "3", request_fee: "0.01",
            tiers: [(above: 200000, input: "4", cache_read: "0.4")],
            batch: (input: "0.5", cache_read: "0.05", tiers: [(above: 200000, output: "5")]),
            flex: (reasoning: "6"), priority: (output: "0"))])"#;
        let opened = parse_overrides(text).unwrap();
        assert!(opened.read_only.is_empty(), "{:?}", opened.read_only);
        let own = opened.value.get(&ModelId::new("a/b").unwrap()).unwrap();
        let said: Vec<String> = own
            .prices
            .iter()
            .map(|(kind, price)| format!("{} {}", kind.after("own"), crate::money::label::price(price)))
            .collect();
        for expected in [
            "own input price $1.00",
            "own output price $2.00",
            "own cache read price $0.10",
            "own 5-minute cache write price $1.25",
            "own 1-hour cache write price $2.00",
            "own reasoning price $3.00",
            "own input price above 200,000 tokens $4.00",
            "own cache read price above 200,000 tokens $0.40",
            "own batch input price $0.50",
            "own batch cache read price $0.05",
            "own batch output price above 200,000 tokens $5.00",
            "own flex reasoning price $6.00",
            "own priority output price free",
        ] {
            assert!(said.contains(&expected.to_owned()), "{expected} in {said:?}");
        }
        assert_eq!(said.len(), 14, "and the fee: {said:?}");
        let fee = own.prices.get(PriceKind::standard(Part::Request));
        assert_eq!(fee, Some(Price::per_token("0.01").unwrap()));
    }

    #[test]
    fn what_is_not_understood_is_named_and_keeps_the_file_from_being_written_over() {
        let read_only = |entry: &str| {
            let text =
                format!("(overrides: [(model: \"a/b\", {entry}), (model: \"c/d\", cache_read: \"1\")])");
            let opened = parse_overrides(&text).unwrap();
            assert!(
                opened.value.get(&ModelId::new("c/d").unwrap()).is_some(),
                "{entry}: the other one loads"
            );
            let said: Vec<String> = opened.read_only.iter().map(ToString::to_string).collect();
            said.join("; ")
        };
        for (entry, said) in [
            ("cache_reed: \"1\"", "cache_reed"),
            ("batch: (input: \"1\", speed: 2)", "batch.speed"),
            ("tiers: [(above: 5, inputs: \"1\")]", "tiers.0.inputs"),
            ("cache_read: \"-1\"", "cache_read: \"-1\" is negative"),
            ("batch: (input: \"call us\")", "input: \"call us\" is not a number"),
            ("request_fee: \"NaN\"", "request_fee"),
            ("tiers: [(input: \"1\")]", "above"),
            ("tiers: [(above: -5, input: \"1\")]", "line 1"),
            ("tiers: [(above: 99999999999999999999, input: \"1\")]", "line 1"),
            ("flex: (output: \"1e300\")", "output"),
            ("tiers: [(above: 5, input: \"1\"), (above: 5, output: \"1\")]", "above 5 is there twice"),
            ("tiers: [(above: 5, inclusive: true, output: \"1\")]", "inclusive"),
        ] {
            let reason = read_only(entry);
            assert!(reason.contains(said), "{entry}: {reason}");
        }
    }

    proptest! {
        #[test]
        fn every_own_price_reads_back(prices in own_prices(), note in "\\PC{0,40}") {
            let entry = PriceOverride {
                model: ModelId::new("a/b").unwrap(),
                prices,
                set_on: Some(jiff::civil::date(2026, 11, 23)),
                note,
            };
            let overrides = Overrides::new(vec![entry]);
            let opened = parse_overrides(&print_overrides(&overrides).unwrap()).unwrap();
            prop_assert_eq!((opened.value, opened.read_only.len()), (overrides, 0));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse_overrides(&text);
            let _ = parse_overrides(&format!("(overrides: [(model: \"a\", {text})])"));
        }
    }
}

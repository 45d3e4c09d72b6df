//! Models and discounts as the text of their files: `catalog.ron`, `models.ron`, `discounts.ron`, format version 1.
//! Own prices stand in `overrides`.
//!
//! Prices are texts in the files, dollars per million tokens, so that every digit survives.

#[macro_use]
mod six_prices;
mod overrides;

use std::collections::HashSet;
use std::sync::Arc;

pub use overrides::{parse_overrides, print_overrides};

use jiff::civil::Date;
use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::{
    AsOf, Catalog, ContextTier, Discount, Discounts, Facts, Limits, Model, ModelId, MorePrices, Opinions,
    OwnModels, PriceKind, PriceSheet, Rates, Source, Standing, Tariff,
};
use crate::document::{self, DecimalText, Fault, Opened, ReadOnly};
use crate::money::{Price, Share};
use crate::processing::Processing;

/// The newest format version of these files.
pub const VERSION: u32 = 1;
/// The most letters of a text that is no name: a source, what a level means.
const MOST_LETTERS: usize = 2_000;

#[derive(Deserialize)]
#[serde(rename = "Catalog")]
struct CatalogForm<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    name: String,
    source: String,
    as_of: String,
    #[serde(borrow)]
    models: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename = "Models")]
struct ModelsForm<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    #[serde(borrow, default)]
    models: Vec<&'a RawValue>,
    #[serde(default)]
    hidden: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Standing")]
struct StandingForm {
    level: u32,
    says: String,
}

read! {
    #[derive(Deserialize)]
    #[serde(rename = "Model")]
    struct ModelForm {
        id: String,
        name: String,
        #[serde(default)]
        other_names: Vec<String>,
        provider: String,
        ..prices;
        request_fee: Option<DecimalText>,
        #[serde(default)]
        tiers: Vec<TierForm>,
        batch: Option<ModeForm>,
        flex: Option<ModeForm>,
        priority: Option<ModeForm>,
        context_window: Option<u64>,
        maximum_input: Option<u64>,
        maximum_output: Option<u64>,
        quality: Option<StandingForm>,
        speed: Option<StandingForm>,
        compliance: Option<String>,
        source: Option<String>,
        as_of: Option<String>,
    }
}

read! {
    /// The prices of prompts longer than a threshold. Dollars per million tokens, as everywhere in these files.
    #[derive(Deserialize)]
    #[serde(rename = "Tier")]
    struct TierForm {
        above: u64,
        #[serde(default)]
        inclusive: bool,
        ..prices;
    }
}

read! {
    /// The prices of a processing mode.
    #[derive(Deserialize)]
    #[serde(rename = "Mode")]
    struct ModeForm {
        ..prices;
        #[serde(default)]
        tiers: Vec<TierForm>,
    }
}

/// The six prices of tokens that these files know, in the order of [`PriceKind::TOKENS`].
type SixPrices = [Option<DecimalText>; 6];

fn rates(prices: SixPrices) -> Result<Rates, Fault> {
    let mut rates = Rates::default();
    for (part, text) in PriceKind::TOKENS.into_iter().zip(prices) {
        rates.set(part, price(part.key(), text)?.unwrap_or_default());
    }
    Ok(rates)
}

fn tariff(prices: SixPrices, tiers: Vec<TierForm>) -> Result<Tariff, Fault> {
    let tiers = tiers
        .into_iter()
        .map(|mut tier| {
            Ok(ContextTier { above: tier.above, inclusive: tier.inclusive, rates: rates(tier.six_prices())? })
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Tariff::new(rates(prices)?, tiers))
}

impl ModeForm {
    fn into_tariff(mut self) -> Result<Tariff, Fault> {
        tariff(self.six_prices(), self.tiers)
    }
}

#[derive(Deserialize)]
#[serde(rename = "Discounts")]
struct DiscountsForm<'a> {
    #[expect(dead_code, reason = "read by `document::read`; here so that it is no unknown field")]
    #[serde(default = "document::one")]
    version: u32,
    #[serde(borrow, default)]
    discounts: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename = "Discount")]
struct DiscountForm {
    provider: String,
    percent: DecimalText,
    until: Option<String>,
    #[serde(default)]
    note: String,
}

fn price(field: &str, text: Option<DecimalText>) -> Result<Option<Price>, Fault> {
    text.map(|text| Price::per_million(&text.0).map_err(|error| Fault::of_field(field, &error.to_string())))
        .transpose()
}

fn date(field: &str, text: &str) -> Result<Date, Fault> {
    text.parse()
        .map_err(|_| Fault::of_field(field, &format!("\"{text}\" is not a date; write it like 2026-04-29")))
}

fn id(field: &str, text: &str) -> Result<ModelId, Fault> {
    ModelId::new(text).map_err(|error| Fault::of_field(field, &error.to_string()))
}

fn label(field: &str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.chars().any(char::is_control) {
        return Err(Fault::of_field(field, "it must be one line of 1 to 200 characters"));
    }
    Ok(document::plain(text).into_owned())
}

/// A longer text, as far as anybody reads it.
fn cut(text: &str) -> String {
    document::short(text, MOST_LETTERS).into_owned()
}

impl ModelForm {
    fn into_model(mut self, default_source: &Source) -> Result<Model, Fault> {
        let standing = |form: Option<StandingForm>| {
            form.map(|form| Standing { level: form.level, says: cut(&form.says) })
        };
        let prices = self.six_prices();
        let as_of = self.as_of.map(|text| date("as_of", &text)).transpose()?.map(AsOf::Stated);
        Ok(Model {
            id: id("id", &self.id)?,
            name: label("name", &self.name)?,
            other_names: self.other_names.iter().map(|name| cut(name)).collect(),
            provider: label("provider", &self.provider)?,
            prices: PriceSheet::new(MorePrices {
                standard: tariff(prices, self.tiers)?,
                batch: self.batch.map(ModeForm::into_tariff).transpose()?,
                flex: self.flex.map(ModeForm::into_tariff).transpose()?,
                priority: self.priority.map(ModeForm::into_tariff).transpose()?,
                request_fee: self
                    .request_fee
                    .map(|text| Price::per_token(&text.0))
                    .transpose()
                    .map_err(|error| Fault::of_field("request_fee", &error.to_string()))?,
                times: Vec::new(),
            }),
            dated: Vec::new(),
            facts: Facts::default(),
            key: None,
            limits: Limits {
                context_window: self.context_window,
                maximum_input: self.maximum_input,
                maximum_output: self.maximum_output,
            },
            opinions: Opinions {
                quality: standing(self.quality),
                speed: standing(self.speed),
                compliance: self.compliance.as_deref().map(cut),
            },
            source: Source {
                name: self.source.map_or_else(|| Arc::clone(&default_source.name), |name| cut(&name).into()),
                as_of: as_of.or(default_source.as_of),
            },
        })
    }
}

fn models(raw: &[&RawValue], text: &str, source: &Source, read_only: &mut Vec<ReadOnly>) -> Vec<Model> {
    let seen = std::cell::RefCell::new(HashSet::new());
    document::entries(raw, text, read_only, |form: ModelForm| {
        let model = form.into_model(source)?;
        if seen.borrow_mut().insert(model.id.clone()) {
            Ok(model)
        } else {
            Err(Fault::of_field("id", &format!("{} is there twice", model.id)))
        }
    })
}

/// Reads the text of a catalog file.
///
/// # Errors
/// What is wrong, with line and column.
pub fn parse_catalog(text: &str) -> Result<Opened<Catalog>, Fault> {
    parse_catalog_up_to(text, usize::MAX)?.ok_or_else(|| Fault::new("it has too many models"))
}

/// As [`parse_catalog`]; `None` for a catalog of more than `most` models, none of which is read.
///
/// # Errors
/// What is wrong, with line and column.
pub fn parse_catalog_up_to(text: &str, most: usize) -> Result<Option<Opened<Catalog>>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<CatalogForm<'_>>(text, VERSION)?;
    if form.models.len() > most {
        return Ok(None);
    }
    let source =
        Source { name: cut(&form.source).into(), as_of: Some(AsOf::Stated(date("as_of", &form.as_of)?)) };
    let models = models(&form.models, text, &source, &mut read_only);
    Ok(Some(Opened { value: Catalog { name: form.name, source, models }, read_only }))
}

/// Reads the text of `models.ron`.
///
/// # Errors
/// What is wrong with the file as a whole, with line and column. A bad entry is left out and named instead.
pub fn parse_own_models(text: &str) -> Result<Opened<OwnModels>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<ModelsForm<'_>>(text, VERSION)?;
    let source = Source { name: "Own model".into(), as_of: None };
    let models = models(&form.models, text, &source, &mut read_only);
    let hidden = form.hidden.iter().map(|text| id("hidden", text)).collect::<Result<_, _>>()?;
    Ok(Opened { value: OwnModels { models, hidden }, read_only })
}

/// Reads the text of `discounts.ron`.
///
/// # Errors
/// What is wrong with the file as a whole, with line and column. A bad entry is left out and named instead.
pub fn parse_discounts(text: &str) -> Result<Opened<Discounts>, Fault> {
    let Opened { value: form, mut read_only } = document::read::<DiscountsForm<'_>>(text, VERSION)?;
    let list = document::entries(&form.discounts, text, &mut read_only, |form: DiscountForm| {
        let off = Share::percent(&form.percent.0)
            .map_err(|error| Fault::of_field("percent", &error.to_string()))?;
        if off > Share::ALL {
            return Err(Fault::of_field("percent", "at most 100 can be taken off"));
        }
        Ok(Discount {
            provider: label("provider", &form.provider)?,
            off,
            until: form.until.map(|text| date("until", &text)).transpose()?,
            note: document::seen_lines(&form.note),
        })
    });
    Ok(Opened { value: Discounts::new(list), read_only })
}

#[derive(Serialize)]
struct DiscountsOut<'a> {
    version: u32,
    discounts: Vec<DiscountOut<'a>>,
}

#[derive(Serialize)]
struct DiscountOut<'a> {
    provider: &'a str,
    percent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    note: &'a str,
}

/// The text of `discounts.ron`.
///
/// # Errors
/// Only through a fault of this program.
pub fn print_discounts(discounts: &Discounts) -> Result<String, Fault> {
    let discounts = discounts.iter().map(|discount| DiscountOut {
        provider: &discount.provider,
        percent: discount.off.to_percent(),
        until: discount.until.map(|date| date.to_string()),
        note: &discount.note,
    });
    document::print(&DiscountsOut { version: VERSION, discounts: discounts.collect() })
}

#[derive(Serialize)]
struct ModelsOut<'a> {
    version: u32,
    models: Vec<ModelOut<'a>>,
    hidden: Vec<&'a str>,
}

printed! {
    #[derive(Default, Serialize)]
    struct ModelOut<'a> {
        id: &'a str,
        name: &'a str,
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        other_names: &'a [String],
        provider: &'a str,
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
        context_window: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        maximum_input: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        maximum_output: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        quality: Option<StandingForm>,
        #[serde(skip_serializing_if = "Option::is_none")]
        speed: Option<StandingForm>,
        #[serde(skip_serializing_if = "Option::is_none")]
        compliance: Option<String>,
        source: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_of: Option<String>,
    }
}

printed! {
    #[derive(Default, Serialize)]
    struct TierOut {
        above: u64,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        inclusive: bool,
        ..prices;
    }
}

printed! {
    #[derive(Default, Serialize)]
    struct ModeOut {
        ..prices;
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tiers: Vec<TierOut>,
    }
}

fn tiers_out(tiers: &[ContextTier]) -> Vec<TierOut> {
    let tier = |tier: &ContextTier| TierOut {
        above: tier.above,
        inclusive: tier.inclusive,
        ..TierOut::of(&tier.rates)
    };
    tiers.iter().map(tier).collect()
}

fn mode_out(tariff: &Tariff) -> ModeOut {
    ModeOut { tiers: tiers_out(tariff.tiers()), ..ModeOut::of(tariff.base()) }
}

fn price_text(price: Price) -> Option<String> {
    (!price.is_unknown()).then(|| price.per_million_or_empty())
}

fn standing_out(standing: Option<&Standing>) -> Option<StandingForm> {
    standing.map(|Standing { level, says }| StandingForm { level: *level, says: says.clone() })
}

/// The text of `models.ron`.
///
/// # Errors
/// Only through a fault of this program.
pub fn print_own_models(own: &OwnModels) -> Result<String, Fault> {
    let models = own.models.iter().map(|model| {
        let mode = |processing| model.prices.mode(processing).map(mode_out);
        ModelOut {
            id: model.id.as_str(),
            name: &model.name,
            other_names: &model.other_names,
            provider: &model.provider,
            request_fee: model
                .prices
                .request_fee()
                .and_then(Price::known)
                .map(crate::money::TokenPrice::per_token),
            tiers: tiers_out(model.prices.tiers()),
            batch: mode(Processing::Batch),
            flex: mode(Processing::Flex),
            priority: mode(Processing::Priority),
            context_window: model.limits.context_window,
            maximum_input: model.limits.maximum_input,
            maximum_output: model.limits.maximum_output,
            quality: standing_out(model.opinions.quality.as_ref()),
            speed: standing_out(model.opinions.speed.as_ref()),
            compliance: model.opinions.compliance.clone(),
            source: &model.source.name,
            as_of: model.source.as_of.and_then(AsOf::stated).map(|day| day.to_string()),
            ..ModelOut::of(&model.prices.base())
        }
    });
    let hidden = own.hidden.iter().map(ModelId::as_str).collect();
    document::print(&ModelsOut { version: VERSION, models: models.collect(), hidden })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn discounts_read_and_print() {
        let text = "(version: 1, discounts: [\n(provider: \"OpenAI\", percent: \"12.5\", until: \"2027-01-01\", \
                    note: \"contract\"),\n(provider: \"Groq\", percent: 5),\n(provider: \"X\", percent: 101)])";
        let opened = parse_discounts(text).unwrap();
        assert_eq!(opened.value.iter().count(), 2);
        assert!(opened.read_only[0].to_string().contains("at most 100"), "{:?}", opened.read_only);
        let printed = print_discounts(&opened.value).unwrap();
        assert!(printed.contains("percent: \"12.5\""), "{printed}");
        assert_eq!(parse_discounts(&printed).unwrap().value, opened.value);
    }

    #[test]
    fn own_models_read_back() {
        let mut own = OwnModels { models: Catalog::bundled().unwrap().models, hidden: Vec::new() };
        own.models[0].prices.output = Price::Free;
        own.models[1].prices.output = Price::Unknown;
        own.hidden.push(ModelId::new("a/b").unwrap());
        let template = parse_catalog(super::super::feeds::RON_TEMPLATE).unwrap();
        assert!(template.read_only.is_empty(), "{:?}", template.read_only);
        own.models.extend(template.value.models);
        let opened = parse_own_models(&print_own_models(&own).unwrap()).unwrap();
        assert_eq!(opened.value, own);
    }

    #[test]
    fn an_id_that_is_there_twice_is_named() {
        let text = "(models: [(id: \"a\", name: \"A\", provider: \"P\"), (id: \"a\", name: \"B\", provider: \"P\")])";
        let opened = parse_own_models(text).unwrap();
        assert_eq!(opened.value.models.len(), 1);
        assert!(opened.read_only[0].to_string().contains("twice"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse_own_models(&text);
            let _ = parse_catalog(&text);
        }
    }
}

//! A catalog of our own as RON: the format of the bundled list, with every kind of price.

use ron::value::RawValue;
use serde::Deserialize;

use super::not_prices::NotPrices;
use super::{Format, ImportError, MOST_ROWS, Rows};
use crate::catalog::{AsOf, file};
use crate::document::{self, ReadOnly};

/// The largest list as RON, in bytes: as for the app's other files. RON takes several passes, so more would take too long;
/// a list of that size comes as CSV or JSON.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A catalog to fill in.
pub const TEMPLATE: &str = include_str!("template.ron");

pub(super) fn read(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let broken = |problem: String| ImportError::Broken { format: Format::Ron, problem };
    if text.len() > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(broken(format!("as RON it has more than {most} MB; save it as CSV or JSON")));
    }
    let opened = file::parse_catalog_up_to(text, MOST_ROWS)
        .map_err(|fault| match other_document(text) {
            Some(what) => NotPrices::OwnDocument(what).into(),
            None => broken(fault.to_string()),
        })?
        .ok_or(ImportError::TooManyRows)?;
    let catalog = opened.value;
    let mut rows = Rows::new(Format::Ron, catalog.source.as_of.or(day));
    if !catalog.name.trim().is_empty() {
        rows.name = document::short(catalog.name.trim(), 200).into_owned();
    }
    for reason in opened.read_only {
        match reason {
            ReadOnly::BadEntries(faults) => {
                for fault in faults {
                    let line = fault.line().unwrap_or_default();
                    rows.skip(&format!("on line {line}"), fault.to_string());
                }
            }
            ReadOnly::UnknownFields(fields) => {
                for field in fields {
                    rows.unused(&field);
                }
            }
            newer @ ReadOnly::NewerVersion { .. } => return Err(broken(newer.to_string())),
        }
    }
    for model in catalog.models {
        let key = model.id.as_str().to_owned();
        rows.take(&key, Ok(model));
    }
    Ok(rows)
}

/// Fields by which the app's other documents are known.
#[derive(Deserialize)]
struct Signs<'a> {
    #[serde(borrow)]
    input_tokens: Option<&'a RawValue>,
    #[serde(borrow)]
    overrides: Option<&'a RawValue>,
    #[serde(borrow)]
    discounts: Option<&'a RawValue>,
    #[serde(borrow)]
    judgements: Option<&'a RawValue>,
    #[serde(borrow)]
    entries: Option<&'a RawValue>,
    #[serde(borrow)]
    lists: Option<&'a RawValue>,
    #[serde(borrow)]
    theme: Option<&'a RawValue>,
    #[serde(borrow)]
    models: Option<&'a RawValue>,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
}

/// What else of the app's a text is.
fn other_document(text: &str) -> Option<&'static str> {
    let signs = document::read::<Signs<'_>>(text, u32::MAX).ok()?.value;
    let known = [
        (signs.overrides.is_some(), "the file of own prices"),
        (signs.discounts.is_some(), "the file of discounts"),
        (signs.judgements.is_some(), "the file of judgements"),
        (signs.entries.is_some(), "a portfolio"),
        (signs.lists.is_some(), "the list of loaded price lists"),
        (signs.theme.is_some(), "the file of settings"),
        (signs.models.is_some() && signs.source.is_none(), "the file of own models"),
        (signs.input_tokens.is_some(), "a workload"),
    ];
    known.into_iter().find(|(is_it, _)| *is_it).map(|(_, what)| what)
}

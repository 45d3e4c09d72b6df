//! A catalog of our own as RON: the format of the bundled list, with every kind of price.

use super::{Format, ImportError, Rows};
use crate::catalog::{AsOf, file};
use crate::document::ReadOnly;

/// A catalog to fill in.
pub const TEMPLATE: &str = include_str!("template.ron");

pub(super) fn read(text: &str, day: Option<AsOf>) -> Result<Rows, ImportError> {
    let broken = |problem: String| ImportError::Broken { format: Format::Ron, problem };
    let opened = file::parse_catalog(text).map_err(|fault| broken(fault.to_string()))?;
    let catalog = opened.value;
    let mut rows = Rows::new(Format::Ron, catalog.source.as_of.or(day));
    if !catalog.name.trim().is_empty() {
        rows.name.clone_from(&catalog.name);
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

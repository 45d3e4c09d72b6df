//! The rows of one list as they come in: what of each could be used, what is named, and what holds for all of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::json::{self, Reason};
use super::unit::{self, Currency, Power, Terms, Unit};
use super::{
    Format, Import, ImportError, MOST_CHARACTERS, MOST_REASONS, MOST_ROWS, MOST_SETS_OF_LIST, NamedRow, kind,
    routes,
};
use crate::catalog::{AsOf, Facts, Limits, Mode, Model, ModelId, PriceSheet, Source};
use crate::document;
use crate::money::Price;

/// The most characters of a longer text of a list: a comment, a link. More is cut off.
const MOST_LETTERS: usize = 2_000;

/// What a file states for all of its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) as_of: Option<AsOf>,
    pub(super) terms: Terms,
    /// Whether a row may state terms of its own.
    pub(super) may_state_terms: bool,
}

/// The rows of one list as they come in.
pub(super) struct Rows {
    pub(super) format: Format,
    pub(super) name: String,
    pub(super) as_of: Option<AsOf>,
    pub(super) seen: HashSet<ModelId>,
    /// How many sets of prices the models have.
    pub(super) sets: usize,
    pub(super) models: Vec<Model>,
    pub(super) skipped: Vec<NamedRow>,
    pub(super) more_skipped: usize,
    pub(super) remarks: Vec<NamedRow>,
    pub(super) more_remarks: usize,
    pub(super) unused: BTreeMap<String, usize>,
    /// What the file states for all rows, and whether a row may state something else.
    pub(super) head: Head,
    /// What holds for the row that is being read.
    pub(super) terms: Terms,
    /// What of this row could not be used.
    pub(super) faults: Vec<Reason>,
    /// Why its prices cannot be used, where one reason holds for all of them.
    pub(super) unusable: Option<Reason>,
    pub(super) source: Source,
}

impl Rows {
    pub(super) fn new(format: Format, as_of: Option<AsOf>) -> Self {
        Self::of(format, &Head { as_of, ..Head::default() })
    }

    pub(super) fn of(format: Format, head: &Head) -> Self {
        let as_of = head.as_of;
        Self {
            head: head.clone(),
            terms: head.terms.clone(),
            faults: Vec::new(),
            unusable: None,
            source: Source { name: format.label().into(), as_of },
            format,
            name: format.label().to_owned(),
            as_of,
            seen: HashSet::new(),
            sets: 0,
            models: Vec::new(),
            skipped: Vec::new(),
            more_skipped: 0,
            remarks: Vec::new(),
            more_remarks: 0,
            unused: BTreeMap::new(),
        }
    }

    /// What holds for a row, or for something in it: what it states, else what stands around it.
    pub(super) fn terms_in(&self, outer: &Terms, raw: &RawValue) -> Terms {
        if self.head.may_state_terms { Terms::within(outer, raw) } else { outer.clone() }
    }

    /// Begins a row that states its terms in these places, the outermost first.
    pub(super) fn begin(&mut self, places: &[&RawValue]) {
        let head = self.head.terms.clone();
        self.terms = places.iter().fold(head, |outer, raw| self.terms_in(&outer, raw));
    }

    /// Reads a price in dollars for so many tokens, where the file states no other unit, from its very digits; `None` where
    /// it says nothing.
    pub(super) fn read(&self, raw: &RawValue, power: Power) -> Result<Option<Price>, Reason> {
        let power = match self.terms.unit {
            Some(Unit::Tokens(stated)) => stated,
            Some(Unit::Other(_)) | None => power,
        };
        Self::read_fee(raw, power)
    }

    /// As [`Rows::read`], for what is not counted in tokens: a fee for a request.
    pub(super) fn read_fee(raw: &RawValue, power: Power) -> Result<Option<Price>, Reason> {
        let Some(digits) = json::number(raw)?.filter(|digits| !digits.trim().is_empty()) else {
            return Ok(None);
        };
        let digits = digits.trim().trim_start_matches('$');
        Price::listed(digits, unit::decimals(power)).map(Some).map_err(|error| error.to_string())
    }

    /// A price of a row as it was read. One that was not understood, or that is in another currency or unit, is named with
    /// its row, and nothing stands in for it.
    pub(super) fn price(&mut self, field: &str, read: Result<Option<Price>, Reason>) -> Option<Price> {
        let refusal = match (&self.terms.currency, &self.terms.unit) {
            (Some(Currency::Other(currency)), _) => {
                Some(format!("its price is in {currency}, and only US dollars are counted"))
            }
            (_, Some(Unit::Other(unit))) => Some(format!("its unit is \"{unit}\", which is not tokens")),
            _ => None,
        };
        match (read, refusal) {
            // Nothing is nothing in every currency and unit.
            (Ok(Some(Price::Known(_))), Some(refusal)) => {
                self.unusable = Some(refusal);
                Some(Price::Unusable)
            }
            (Ok(price), _) => price,
            (Err(reason), _) => {
                self.fault(format!("{}: {reason}; the price is unknown", short(field, 100)));
                Some(Price::Unusable)
            }
        }
    }

    /// Reads a price and names it where it cannot be used: [`Rows::read`] and [`Rows::price`].
    pub(super) fn cell(&mut self, field: &str, raw: &RawValue, power: Power) -> Option<Price> {
        let read = self.read(raw, power);
        self.price(field, read)
    }

    /// A limit of a row. One that is not understood is named, and unknown.
    pub(super) fn limit(&mut self, field: &str, raw: &RawValue) -> Option<u64> {
        json::limit(raw).unwrap_or_else(|reason| {
            self.fault(format!("{field}: {reason}; the limit is unknown"));
            None
        })
    }

    /// The prices of a row as they were read. Where they were not understood that is named, and they are unknown.
    pub(super) fn prices(&mut self, read: Result<PriceSheet, Reason>) -> PriceSheet {
        read.unwrap_or_else(|reason| {
            self.fault(format!("{reason}; its prices are unknown"));
            PriceSheet::flat(Price::Unusable, Price::Unusable)
        })
    }

    /// Keeps what of the row that is being read could not be used; it is named when the row comes in.
    pub(super) fn fault(&mut self, said: Reason) {
        const MOST_FAULTS: usize = 5;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(said);
        }
    }

    /// Counts a field that is not used although it says a price, or changes one.
    pub(super) fn unused_if_of_price(&mut self, field: &str, value: &RawValue) {
        const WORDS: [&str; 9] = [
            "cost",
            "price",
            "pricing",
            "multiplier",
            "surcharge",
            "uplift",
            "discount",
            "markup",
            "provider_specific_entry",
        ];
        let lower = field.to_ascii_lowercase();
        let is_of_price = WORDS.iter().any(|word| lower.contains(word));
        if is_of_price && !matches!(value.get(), "null" | "{}" | "[]") && !Terms::default().see(field, value)
        {
            self.unused(field);
        }
    }

    /// Names a row that came in, with what of it could not be used.
    pub(super) fn name_faults(&mut self, key: &str) {
        let said: Vec<Reason> =
            self.unusable.take().into_iter().chain(std::mem::take(&mut self.faults)).collect();
        if !said.is_empty() {
            self.remark(key, said.join("; "));
        }
    }

    /// Names a row that was not understood.
    pub(super) fn skip(&mut self, key: &str, reason: impl Into<Reason>) {
        if self.skipped.len() == MOST_REASONS {
            self.more_skipped += 1;
            return;
        }
        self.skipped.push(named(key, &reason.into()));
    }

    /// Names a row that comes in without something that it says.
    pub(super) fn remark(&mut self, key: &str, reason: impl Into<Reason>) {
        if self.remarks.len() == MOST_REASONS {
            self.more_remarks += 1;
            return;
        }
        self.remarks.push(named(key, &reason.into()));
    }

    /// Counts a price of a kind that the app does not use.
    pub(super) fn unused(&mut self, name: &str) {
        const MOST_NAMES: usize = 500;
        if let Some(count) = self.unused.get_mut(name) {
            *count += 1;
        } else if self.unused.len() < MOST_NAMES && name.len() <= 200 {
            self.unused.insert(document::plain(name).into_owned(), 1);
        }
    }

    /// How many rows have come.
    fn count(&self) -> usize {
        self.models.len() + self.skipped.len() + self.more_skipped
    }

    /// The model of a row, or what is wrong with its key.
    pub(super) fn model(&self, key: &str, name: Option<&str>, provider: &str) -> Result<Model, Reason> {
        let id = ModelId::new(key).map_err(|error| error.to_string())?;
        let line = |text: &str| {
            let text = text.trim();
            let fits = !text.is_empty() && text.chars().count() <= 200;
            fits.then(|| document::plain(text).into_owned())
        };
        let name = name.and_then(line).unwrap_or_else(|| id.as_str().to_owned());
        let provider = line(provider).unwrap_or_else(|| "unknown".to_owned());
        Ok(Model::new(id, name, provider, self.source.clone()))
    }

    /// Takes a row in, or names it with its reason. A key that is there twice is a reason.
    pub(super) fn take(&mut self, key: &str, row: Result<Model, Reason>) {
        self.put(key, row);
        self.faults.clear();
        self.unusable = None;
    }

    fn put(&mut self, key: &str, row: Result<Model, Reason>) {
        if self.count() > MOST_ROWS {
            return;
        }
        match row {
            Ok(model) if self.seen.contains(&model.id) => {
                self.skip(key, "this key is there twice; the first was kept");
            }
            Ok(mut model) => {
                if matches!(model.facts.mode, Mode::Text | Mode::Unstated)
                    && let Some(kind) = kind::by_name(key).or_else(|| kind::by_name(&model.name))
                {
                    model.facts.mode = Mode::Named(kind.into());
                }
                let sheets = model.dated.iter().map(|dated| &dated.prices).chain([&model.prices]);
                let sets = sheets.map(PriceSheet::sets).sum::<usize>();
                if self.sets + sets > MOST_SETS_OF_LIST {
                    return self.skip(key, "the list has more prices than are kept of one");
                }
                self.sets += sets;
                self.seen.insert(model.id.clone());
                tidy(&mut model, self.unusable.as_deref());
                self.name_faults(key);
                self.models.push(model);
            }
            Err(reason) => self.skip(key, reason),
        }
    }

    /// The list.
    ///
    /// # Errors
    /// When it has more rows than are kept.
    pub(super) fn finish(mut self) -> Result<Import, ImportError> {
        if self.count() > MOST_ROWS {
            return Err(ImportError::TooManyRows);
        }
        routes::join(&mut self.models);
        Ok(Import {
            format: self.format,
            name: self.name,
            as_of: self.as_of,
            models: self.models,
            skipped: self.skipped,
            more_skipped: self.more_skipped,
            remarks: self.remarks,
            more_remarks: self.more_remarks,
            unused: self.unused,
        })
    }
}

fn named(key: &str, reason: &str) -> NamedRow {
    NamedRow { key: short(key, 120), reason: short(reason, MOST_CHARACTERS) }
}

/// A text for people, cut where it is longer than they would read.
pub(super) fn short(text: impl AsRef<str>, most: usize) -> String {
    document::short(text.as_ref(), most).into_owned()
}

/// A longer text of a list, to be shared by its models: a link, a comment.
pub(super) fn shared(text: &str) -> Arc<str> {
    document::short(text, MOST_LETTERS).into()
}

/// Makes the texts of a model fit to be shown, and says on its page why its prices are unknown.
fn tidy(model: &mut Model, unusable: Option<&str>) {
    let Facts { mode, link, remark, .. } = &mut model.facts;
    let mode = match mode {
        Mode::Other(kind) | Mode::Named(kind) => Some(kind),
        Mode::Text | Mode::Unstated => None,
    };
    if remark.is_none()
        && let Some(reason) = unusable
    {
        *remark = Some(reason.into());
    }
    let shown = mode.into_iter().chain(link.as_mut()).chain(remark.as_mut()).chain(model.key.as_mut());
    for text in shown.chain([&mut model.source.name]) {
        if let Cow::Owned(tidied) = document::short(text, MOST_LETTERS) {
            *text = tidied.into();
        }
    }
}

/// Sets a field of a row once; a second time is a reason to skip the row.
pub(super) fn once<T>(slot: &mut Option<T>, field: &str, value: T) -> Result<(), Reason> {
    if slot.replace(value).is_some() { Err(format!("{field} is there twice")) } else { Ok(()) }
}

/// The limits of a row.
pub(super) fn limits(
    context_window: Option<u64>,
    maximum_input: Option<u64>,
    maximum_output: Option<u64>,
) -> Limits {
    Limits { context_window, maximum_input, maximum_output }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::feeds::MOST_SETS;
    use crate::catalog::{MorePrices, TimedTariff, WeekTimes};

    #[test]
    fn a_list_has_only_so_many_prices() {
        let timed = TimedTariff::new("off-peak", WeekTimes::always(), crate::catalog::Tariff::default());
        let prices =
            PriceSheet::new(MorePrices { times: vec![timed; MOST_SETS - 1], ..MorePrices::default() });
        assert_eq!(prices.sets(), MOST_SETS);
        let mut rows = Rows::new(Format::LiteLlm, None);
        for number in 0..=MOST_SETS_OF_LIST / MOST_SETS {
            let key = format!("m{number}");
            let model = rows.model(&key, None, "P").map(|model| Model { prices: prices.clone(), ..model });
            rows.take(&key, model);
        }
        let import = rows.finish().unwrap();
        assert_eq!(import.models.len(), MOST_SETS_OF_LIST / MOST_SETS);
        let reasons: Vec<String> = import.skipped.iter().map(ToString::to_string).collect();
        assert_eq!(reasons, ["row m1000: the list has more prices than are kept of one"]);
    }
}

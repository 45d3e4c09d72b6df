//! Price lists that are plain JSON: objects with a model and its prices, as people's own scripts write them. They are read
//! as a table whose headers are the keys; keys inside of others are joined with a point (`pricing.input_per_million`).
//!
//! The rows are an array or an object by model, at the top or in a field of the file, also by provider. What the file
//! states around them of units and money holds for all of them, as it does above a table.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::json::{self, Shape};
use super::{AsOf, Format, ImportError, LONGEST_ID, MOST_ROWS, Rows, kind, names, short, table};

/// The most keys that are read of all rows together.
const MOST_KEYS: usize = 500;
/// The longest key that is read, in bytes.
const LONGEST_KEY: usize = 100;
/// How deep the fields of a row are looked for.
const DEEPEST: usize = 4;
/// The most rows of a place that are looked at to find out whether it has prices.
const MOST_LOOKED_AT: usize = 200;

/// The header of the names that an object has for its rows.
const KEY: &str = "key";
/// The header of the names that a file has for groups of rows.
const PROVIDER: &str = "provider";

/// Rows of fields, with one header for each field.
struct PlainRows<'a> {
    headers: Vec<String>,
    /// Texts around the rows, one a line.
    title: String,
    /// What is stated for all rows, in the first columns.
    stated: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<Record<'a>>,
}

#[derive(Clone)]
struct Record<'a> {
    /// The name of the row in the object that it is in.
    key: Cow<'a, str>,
    /// The name of the group that it is in, where this is a provider.
    provider: Cow<'a, str>,
    raw: &'a RawValue,
}

/// What a file says around its rows.
#[derive(Default)]
struct Head {
    title: String,
    stated: Vec<(String, String)>,
    as_of: Option<AsOf>,
}

/// Reads a file as plain rows of prices; `None` where it has none.
///
/// # Errors
/// When the rows are usage or a bill, or more than are kept.
pub(super) fn read(
    shape: &Shape<'_>,
    whole: &RawValue,
    day: Option<AsOf>,
) -> Result<Option<Rows>, ImportError> {
    let Some(rows) = best_place(shape, whole) else { return Ok(None) };
    if rows.len() > MOST_ROWS {
        return Err(ImportError::TooManyRows);
    }
    let is_whole = rows.first().is_some_and(|row| std::ptr::eq(row.raw, whole));
    let head = match shape {
        Shape::Object(fields) if !is_whole => Head::of(fields),
        _ => Head::default(),
    };
    let mut read = Rows::new(Format::Json, head.as_of.or(day));
    table::read_records(&PlainRows::of(rows, head), &mut read)?;
    Ok(Some(read))
}

/// The rows of the first place that has some with prices. Those that stand further out come first: what is inside of a row
/// with prices is part of it.
fn best_place<'a>(shape: &Shape<'a>, whole: &'a RawValue) -> Option<Vec<Record<'a>>> {
    let mut looked = Looked::default();
    let mut with_prices = |rows: Vec<Record<'a>>| looked.has_prices(&rows).then_some(rows);
    let fields = match shape {
        Shape::Array(elements) => {
            let rows: Vec<Record<'a>> = elements.iter().copied().filter_map(Record::unnamed).collect();
            let models = Record::of_groups(&rows);
            return with_prices(rows).or_else(|| with_prices(models));
        }
        Shape::Object(fields) => fields,
    };
    let groups: Vec<&(Cow<'a, str>, &'a RawValue)> =
        fields.iter().filter(|(name, raw)| !is_head(name) && raw.get().starts_with(['{', '['])).collect();
    // A model may be called like a price: a field that is known to hold rows comes before all others.
    let (containers, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(name, _)| is_container(name));
    let (arrays, objects): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(_, raw)| raw.get().starts_with('['));
    let in_containers = |make: fn(Vec<Record<'a>>) -> Vec<Record<'a>>| {
        containers.iter().map(move |(_, raw)| make(Record::within(raw, "")))
    };
    let all_in = |groups: &[&(Cow<'a, str>, &'a RawValue)]| -> Vec<Record<'a>> {
        let called = |name| if groups.len() > 1 { provider(name) } else { "" };
        groups.iter().flat_map(|(name, raw)| Record::within(raw, called(name))).take(MOST_ROWS + 1).collect()
    };
    let values: Vec<Record<'a>> =
        objects.iter().map(|(key, raw)| Record { key: key.clone(), ..Record::of(raw) }).collect();
    let models = Record::of_groups(&values);
    in_containers(|rows| rows)
        .find_map(&mut with_prices)
        .or_else(|| with_prices(all_in(&arrays)))
        .or_else(|| with_prices(values))
        .or_else(|| in_containers(|rows| Record::of_groups(&rows)).find_map(&mut with_prices))
        .or_else(|| with_prices(models))
        .or_else(|| with_prices(all_in(&objects)))
        .or_else(|| with_prices(vec![Record::of(whole)]))
}

fn may_hold_rows(raw: &RawValue) -> bool {
    raw.get().starts_with(['{', '['])
}

/// The names that files give to their rows.
fn is_container(name: &str) -> bool {
    matches!(
        names::letters(name).as_str(),
        "data"
            | "models"
            | "prices"
            | "pricing"
            | "items"
            | "results"
            | "rows"
            | "list"
            | "entries"
            | "records"
            | "modelprices"
            | "modelpricing"
            | "llms"
            | "providers"
            | "vendors"
    )
}

fn is_head(name: &str) -> bool {
    matches!(names::letters(name).as_str(), "meta" | "metadata" | "info" | "schema" | "head" | "header")
}

/// The provider that a group of rows is named after; none for groups by what the models do.
fn provider(name: &str) -> &str {
    let lower = name.to_lowercase();
    let kinds = ["chat", "text", "completion", "language", "vision", "reasoning", "audio", "other"];
    let is_kind =
        is_container(name) || kinds.iter().any(|kind| lower.contains(kind)) || kind::by_name(name).is_some();
    if is_kind { "" } else { name }
}

impl<'a> Record<'a> {
    const fn of(raw: &'a RawValue) -> Self {
        Self { key: Cow::Borrowed(""), provider: Cow::Borrowed(""), raw }
    }

    fn unnamed(raw: &'a RawValue) -> Option<Self> {
        raw.get().starts_with('{').then(|| Self::of(raw))
    }

    /// The rows in a field of each group, such as the models of a provider.
    fn of_groups(groups: &[Self]) -> Vec<Self> {
        let mut rows = Vec::new();
        for group in groups {
            let (mut models, mut called) = (None, None);
            let _ = json::fields(group.raw, |field, value| {
                if is_container(field) && may_hold_rows(value) {
                    models = models.or(Some(value));
                } else if matches!(names::letters(field).as_str(), "provider" | "vendor" | "name" | "id") {
                    called = called.take().or_else(|| json::text_if_any(value));
                }
                Ok(())
            });
            let called = called.unwrap_or_else(|| group.key.clone());
            rows.extend(models.into_iter().flat_map(|models| Self::within(models, &called)));
            if rows.len() > MOST_ROWS {
                break;
            }
        }
        rows
    }

    /// The objects in a value.
    fn within(raw: &'a RawValue, provider: &str) -> Vec<Self> {
        let mut rows: Vec<Self> = match json::shape(raw.get()) {
            Ok(Shape::Array(elements)) => elements.into_iter().filter_map(Self::unnamed).collect(),
            Ok(Shape::Object(fields)) => {
                let row = |(key, raw): (Cow<'a, str>, &'a RawValue)| {
                    Self::unnamed(raw).map(|row| Self { key, ..row })
                };
                fields.into_iter().filter_map(row).collect()
            }
            Err(_) => Vec::new(),
        };
        // Each of the rows has it.
        if !provider.is_empty() && provider.len() <= LONGEST_ID {
            for row in &mut rows {
                row.provider = Cow::Owned(provider.to_owned());
            }
        }
        rows
    }
}

/// What the keys that were looked at hold.
#[derive(Default)]
struct Looked(HashMap<String, Option<table::Holds>>);

impl Looked {
    /// Whether rows have a model and a price of it, judged by some from all over them.
    fn has_prices(&mut self, rows: &[Record<'_>]) -> bool {
        let step = rows.len().div_ceil(MOST_LOOKED_AT).max(1);
        rows.iter().step_by(step).any(|row| {
            let (mut has_model, mut has_price) = (!row.key.is_empty(), false);
            each_field(row.raw, |path, text| {
                if text.is_empty() || path.len() > LONGEST_KEY {
                    return;
                }
                let holds = match self.0.get(path) {
                    Some(holds) => *holds,
                    None if self.0.len() == MOST_KEYS => None,
                    None => {
                        let holds = table::holds(path).filter(|_| !has_silent_key(path));
                        self.0.insert(path.to_owned(), holds);
                        holds
                    }
                };
                has_model |= holds == Some(table::Holds::Model);
                has_price |= holds == Some(table::Holds::Price) && may_be_price(&text);
            });
            has_model && has_price
        })
    }
}

/// Whether a path goes through a key that says nothing in a header, as the name of a model may: `A.input`.
fn has_silent_key(path: &str) -> bool {
    path.split('.').any(|key| key.len() <= 2 && table::says_nothing(key))
}

/// Whether a text may say a price: a task and its answer are texts as well, and called input and output.
fn may_be_price(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.len() <= LONGEST
        && (text.contains(|c: char| c.is_ascii_digit()) || text.eq_ignore_ascii_case("free"))
}

impl<'a> PlainRows<'a> {
    fn of(rows: Vec<Record<'a>>, head: Head) -> Self {
        let (mut headers, stated): (Vec<String>, Vec<String>) = head.stated.into_iter().unzip();
        let mut places = HashMap::new();
        for row in &rows {
            each_field(row.raw, |path, _| {
                if headers.len() < MOST_KEYS && path.len() <= LONGEST_KEY && !places.contains_key(path) {
                    places.insert(path.to_owned(), headers.len());
                    headers.push(path.to_owned());
                }
            });
        }
        // Behind what the rows say of themselves.
        headers.extend([KEY.to_owned(), PROVIDER.to_owned()]);
        Self { headers, title: head.title, stated, places, rows }
    }
}

impl table::Records for PlainRows<'_> {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn each(&self, take: &mut dyn FnMut(u64, Vec<Cow<'_, str>>) -> bool) {
        let is_id: Vec<bool> = self.headers.iter().map(|header| table::holds_id(header)).collect();
        for (number, row) in (1..).zip(&self.rows) {
            let mut cells = vec![Cow::Borrowed(""); self.headers.len()];
            for (cell, stated) in cells.iter_mut().zip(&self.stated) {
                *cell = Cow::Borrowed(stated);
            }
            let mut names_itself = false;
            each_field(row.raw, |path, text| {
                let Some(at) = self.places.get(path).copied() else { return };
                let Some(cell) = cells.get_mut(at) else { return };
                // A model by its name alone is called by its key all the same.
                names_itself |= !text.is_empty() && is_id.get(at) == Some(&true);
                if cell.is_empty() || *cell == text {
                    *cell = text;
                } else if cell.len() <= LONGEST_KEY {
                    // A key that is there twice costs its cell.
                    *cell = Cow::Owned(format!("{cell} and {text}"));
                }
            });
            if let [.., key, provider] = cells.as_mut_slice() {
                if !names_itself {
                    *key = Cow::Borrowed(&row.key);
                }
                *provider = Cow::Borrowed(&row.provider);
            }
            if !take(number, cells) {
                return;
            }
        }
    }
}

impl Head {
    /// What the fields beside the rows say: units, money, a day, and texts.
    fn of(fields: &[(Cow<'_, str>, &RawValue)]) -> Self {
        let mut head = Self::default();
        for (name, raw) in fields {
            match raw.get().as_bytes().first() {
                Some(b'{') if is_head(name) => each_field(raw, |path, text| head.see(path, &text)),
                Some(b'{' | b'[') => {}
                _ => {
                    let text = json::text_if_any(raw);
                    head.see(name, &text.unwrap_or_else(|| Cow::Borrowed(raw.get())));
                }
            }
        }
        head
    }

    fn see(&mut self, name: &str, text: &str) {
        /// More than any title has.
        const MOST_BYTES: usize = 4_000;
        match table::holds(name) {
            // Each of the rows is read with it.
            Some(table::Holds::Terms) => self.stated.push((name.to_owned(), short(text, LONGEST_KEY))),
            Some(table::Holds::Day) => {
                let day = text.get(..10).and_then(|day| day.parse().ok());
                self.as_of = self.as_of.or(day.map(AsOf::Stated));
            }
            // A sentence, and no address or version.
            _ if text.contains(' ') && text.len() + self.title.len() < MOST_BYTES => {
                self.title.push_str(text);
                self.title.push('\n');
            }
            _ => {}
        }
    }
}

/// Shows each field of a row with its path and its text; nothing for `null`.
fn each_field<'a>(raw: &'a RawValue, mut see: impl FnMut(&str, Cow<'a, str>)) {
    walk(raw, "", DEEPEST, &mut see);
}

fn walk<'a>(raw: &'a RawValue, within: &str, depth: usize, see: &mut dyn FnMut(&str, Cow<'a, str>)) {
    // What is no object has no fields.
    let _ = json::fields(raw, |field, value| {
        let joined;
        let path = if within.is_empty() {
            field
        } else {
            joined = format!("{within}.{field}");
            &joined
        };
        match value.get().as_bytes().first() {
            Some(b'{') => match amount(value) {
                Some(text) => see(path, Cow::Owned(text)),
                None if depth > 1 => walk(value, path, depth - 1, see),
                None => see(path, Cow::Owned(json::shown(value))),
            },
            Some(b'[') if json::first(value).is_some_and(|first| first.get().starts_with('{')) => {
                see(path, Cow::Owned(json::shown(value)));
            }
            // What a model can do is no price of it: `"reasoning": true`, `"input": ["text", "image"]`.
            Some(b'[' | b'n' | b't' | b'f') => see(path, Cow::Borrowed("")),
            Some(b'"') => see(path, json::text_if_any(value).unwrap_or_default()),
            _ => see(path, Cow::Borrowed(value.get())),
        }
        Ok(())
    });
}

/// An object that is one amount with its money and its unit, as a cell of a table says it: `{"usd": 3}`, `{"value": 3,
/// "currency": "USD", "unit": "1M tokens"}`. `None` for all else.
fn amount(raw: &RawValue) -> Option<String> {
    let (mut number, mut money, mut unit) = (None, None, None);
    let mut is_amount = true;
    let read = json::fields(raw, |field, value| {
        let Ok(text) = json::number(value) else {
            is_amount = false;
            return Ok(());
        };
        let text = text.unwrap_or_default();
        let once = match names::letters(field).as_str() {
            "value" | "price" | "amount" | "cost" | "rate" => number.replace(text).is_none(),
            "usd" | "dollars" => {
                number.replace(text).is_none() && money.replace(Cow::Borrowed("USD")).is_none()
            }
            "currency" | "currencycode" => money.replace(text).is_none(),
            "unit" | "units" | "per" | "priceunit" => unit.replace(text).is_none(),
            _ => false,
        };
        is_amount &= once;
        Ok(())
    });
    let number = number.filter(|_| is_amount && read.is_ok())?;
    if number.is_empty() {
        return Some(String::new());
    }
    let unit =
        unit.filter(|unit| !unit.is_empty()).map_or_else(String::new, |unit| table::behind_number(&unit));
    Some(format!("{number} {} {unit}", money.unwrap_or_default()).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::{Map, Value, json};

    use crate::catalog::feeds::{Format, Import, import};
    use crate::catalog::{AsOf, Model, Part, PriceState};
    use crate::money::Price;
    use crate::processing::Processing;

    fn list(value: &Value) -> Import {
        text_list(&value.to_string())
    }

    fn text_list(text: &str) -> Import {
        import(text.as_bytes(), None).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    fn refused(text: &str) -> String {
        import(text.as_bytes(), None).unwrap_err().to_string()
    }

    #[track_caller]
    fn model<'a>(list: &'a Import, id: &str) -> &'a Model {
        list.models
            .iter()
            .find(|model| model.id.as_str() == id)
            .unwrap_or_else(|| panic!("{:?}", list.models))
    }

    fn per_million(text: &str) -> Price {
        Price::per_million(text).unwrap()
    }

    /// That a list has `vela` at $3 and $15.
    #[track_caller]
    fn check(value: &Value) -> Import {
        let list = list(value);
        let prices = &model(&list, "vela").prices;
        assert_eq!((prices.input, prices.output), (per_million("3"), per_million("15")), "{value}");
        assert_eq!((list.format, list.name.as_str()), (Format::Json, "JSON price list"), "{value}");
        list
    }

    #[test]
    fn rows_are_found_wherever_people_put_them() {
        let row = json!({"model": "vela", "input": 3, "output": 15});
        let bare = json!({"input": 3, "output": 15});
        for value in [
            json!([row]),
            json!({"data": [row]}),
            json!({"models": [row], "updated": "2026-11-01"}),
            json!({"prices": [row]}),
            json!({"our_list": [row]}),
            json!({"vela": bare}),
            json!({"models": {"vela": bare}}),
            json!({"prices": {"vela": bare, "lyra": bare}}),
            json!({"North": {"vela": bare}, "South": {"lyra": bare, "ara": bare}}),
            json!({"chat": [row], "embedding": [{"model": "e", "input": 1, "output": 0}]}),
            json!([{"provider": "North", "models": [row]}]),
            json!({"providers": [{"name": "North", "models": {"vela": bare}}]}),
            json!({"North": {"models": {"vela": bare}}}),
            json!({"North": {"models": [row]}}),
            json!({"North": {"A": bare, "vela": bare}, "South": {"B": bare}}),
            json!({"vela": {"input": 3, "output": 15, "mode": "chat"}}),
            row,
        ] {
            check(&value);
        }
        let lines = "{\"model\": \"vela\", \"input\": 3, \"output\": 15}\n\n{\"model\": \"cut\", \"inp\n\
                     {\"model\": \"lyra\", \"input\": 1, \"output\": 2}\n";
        let list = text_list(lines);
        assert_eq!(list.models.len(), 2);
        assert!(
            list.skipped[0].to_string().starts_with("row on line 3: it is broken JSON"),
            "{:?}",
            list.skipped
        );
        let yaml = text_list("models:\n- name: vela\n  input: 3\n  output: 15\n");
        assert_eq!(model(&yaml, "vela").prices.output, per_million("15"));
    }

    #[test]
    fn a_group_of_rows_is_their_provider_where_it_is_one() {
        let bare = json!({"input": 3, "output": 15});
        let provider = |value: &Value| model(&list(value), "vela").provider.clone();
        assert_eq!(provider(&json!({"North": {"vela": bare}, "South": {"lyra": bare}})), "North");
        assert_eq!(provider(&json!([{"provider": "North", "models": {"vela": bare}}])), "North");
        assert_eq!(provider(&json!({"chat": {"vela": bare}, "other": {"lyra": bare}})), "unknown");
        let two = json!([{"model": "vela", "provider": "North", "input": 3, "output": 15},
                         {"model": "vela", "provider": "South", "input": 4, "output": 16}]);
        assert_eq!(model(&list(&two), "South/vela").prices.input, per_million("4"));
        let named =
            check(&json!({"vela": {"name": "Vela 2", "input": 3, "output": 15, "context_window": 128_000}}));
        let vela = model(&named, "vela");
        assert_eq!((vela.name.as_str(), vela.limits.context_window), ("Vela 2", Some(128_000)));
        let as_of = check(&json!({"last_updated": "2026-11-02T08:00:00Z", "models": {"vela": bare}})).as_of;
        assert_eq!(as_of, Some(AsOf::Stated(jiff::civil::date(2026, 11, 2))));
    }

    #[test]
    fn keys_inside_of_others_are_one_header() {
        for value in [
            json!([{"model": "vela", "input_cost_per_1m": 3, "output_cost_per_1m": "15"}]),
            json!({"vela": {"input_cost_per_1m": 3, "output_cost_per_1m": 15}}),
            json!([{"id": "vela", "pricing": {"input_per_million": 3, "output_per_million": 15}}]),
            json!({"data": [{"id": "vela", "pricing": {"input": {"usd": 3}, "output": {"usd": 15}}}]}),
            json!({"vela": {"pricing": {"input": 3, "output": 15}}}),
            json!([{"model": {"id": "vela"}, "cost": {"prompt": "$3.00", "completion": "$15 / 1M tokens"}}]),
            json!([{"model": "vela", "usd_per_1k": {"input": 0.003, "output": 0.015}}]),
            json!([{"model": "vela", "price": {"input": {"value": 3, "currency": "USD"}, "output": {"amount": 0.015,
                "unit": "1K tokens"}}}]),
            json!([{"model": "vela", "prices": {"usd": {"input": 3, "output": 15}, "eur": {"input": 2, "output": 9}}}]),
        ] {
            check(&value);
        }
        let modes = list(&json!([{"model": "vela", "price": {"standard": {"input": 3, "output": 15},
            "batch": {"input": 1.5, "output": 7.5}}}]));
        let batch = model(&modes, "vela").prices.mode(Processing::Batch).unwrap().base();
        assert_eq!((batch.input, batch.output), (per_million("1.5"), per_million("7.5")));
    }

    #[test]
    fn a_unit_and_money_are_obeyed_wherever_they_are_stated() {
        for value in [
            json!({"unit": "USD per 1K tokens", "models": [{"id": "vela", "input": 0.003, "output": 0.015}]}),
            json!({"meta": {"unit": "per_token", "currency": "USD"}, "data": {"vela": {"input": 3e-6, "output": 1.5e-5}}}),
            json!({"title": "Prices in USD per 1K tokens", "rows": [{"model": "vela", "input": 0.003, "output": 0.015}]}),
            json!([{"model": "vela", "input": 0.003, "output": 0.015, "unit": "1K tokens"},
                   {"model": "lyra", "input": 3, "output": 15, "unit": "1M tokens"}]),
            json!([{"model": "vela", "input": 0.003, "output": 0.015, "per": "1000 tokens"}]),
            json!([{"model": "vela", "input_per_500k_tokens": 1.5, "output_per_500k_tokens": 7.5}]),
        ] {
            check(&value);
        }
        for (value, why) in [
            (json!({"currency": "EUR", "models": [{"id": "vela", "input": 3, "output": 15}]}), "is in EUR"),
            (
                json!([{"id": "vela", "input": 3, "output": 15, "unit": "per image"}]),
                "\"per image\" is a unit",
            ),
            (
                json!({"unit": "credits", "models": [{"id": "vela", "input": 3, "output": 15}]}),
                "is in credits",
            ),
            (
                json!([{"id": "vela", "input": {"value": 3, "unit": "tokens"}, "output": {"value": 15, "unit": "page"}}]),
                "is not a number",
            ),
        ] {
            let list = list(&value);
            assert_eq!(model(&list, "vela").prices.state(), PriceState::Unknown, "{value}");
            assert!(list.remarks[0].reason.contains(why), "{:?}", list.remarks);
        }
        let tiny = list(&json!([{"id": "vela", "input": 3e-6, "output": 1.5e-5}]));
        assert!(tiny.remarks[0].reason.contains("look like dollars per token"), "{:?}", tiny.remarks);
        assert!(tiny.remarks[0].reason.contains("input_usd_per_token"));
    }

    #[test]
    fn a_bad_value_costs_its_cell_and_a_bad_row_itself() {
        let list = text_list(
            r#"[{"model": "twice", "input": 3, "input": 4, "output": 15}, {"input": 1, "output": 2}, 7, null,
                {"model": "vela", "input": 3, "output": 15, "reasoning": true, "cached": ["text"], "tools": false},
                {"model": "tiers", "input": [{"above": 0, "price": 3}], "output": 15},
                {"model": "bound", "input": "from $3", "output": "$15 (promo)"}]"#,
        );
        let base = |id: &str| model(&list, id).prices.base();
        assert_eq!((base("twice").input, base("twice").output), (Price::Unusable, per_million("15")));
        assert_eq!((base("vela").reasoning, base("vela").cache_read), (Price::Unknown, Price::Unknown));
        assert_eq!((base("tiers").input, base("bound").input), (Price::Unusable, Price::Unusable));
        assert_eq!(base("bound").output, per_million("15"));
        let said: Vec<String> = list.remarks.iter().chain(&list.skipped).map(ToString::to_string).collect();
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[2].contains("says where prices begin") && said[2].contains("\"$15 (promo)\" was read"));
        assert_eq!(said[3], "row number 2: it names no model");
    }

    #[test]
    fn what_is_no_list_of_prices_does_not_come_in() {
        for (text, why) in [
            (r#"[{"model": "m", "input": 900, "output": 100, "cost": 0.01}]"#, "this is usage"),
            (
                r#"[{"model": "m", "input_tokens": 900, "output_tokens": 100}]"#,
                "none that is known as a price",
            ),
            (
                r#"[{"model": "m", "input": 9, "output": 1, "total_tokens": 10, "timestamp": "x"}]"#,
                "this is usage",
            ),
            (
                "{\"model\": \"m\", \"usage\": {\"input_tokens\": 5}, \"timestamp\": 1}\n{\"model\": \"m\"}\n",
                "this is usage",
            ),
            (
                r#"{"error": {"message": "no key"}, "models": [{"id": "m", "input": 1, "output": 2}]}"#,
                "error message",
            ),
            (
                r#"[{"model": "m", "input": "Say 5 words of welcome to all of the people here", "output": "Hello"}]"#,
                "none that is known",
            ),
            (
                r#"[{"id": "m", "input": ["text"], "output": ["text"], "reasoning": true}]"#,
                "none that is known",
            ),
            (
                r#"{"object": "invoice", "amount_due": 5, "amount_paid": 0, "lines": [{"model": "m", "input": 5}]}"#,
                "this is an invoice",
            ),
        ] {
            assert!(refused(text).contains(why), "{text}: {}", refused(text));
        }
    }

    /// Kinds of prices: what their keys may be called, and dollars per million tokens.
    const KINDS: [(&[&str], Part, &str); 5] = [
        (&["input", "prompt", "inputPrice", "prompt_cost", "INPUT"], Part::Input, "3.25"),
        (&["output", "completion", "outputPrice", "completion_cost", "Output"], Part::Output, "12.5"),
        (&["cache_read", "cachedInput", "input_cached", "cacheHit"], Part::CacheRead, "0.325"),
        (&["cache_write", "cacheCreation", "cacheWrite5m"], Part::CacheWrite5m, "4.0625"),
        (&["reasoning", "thinking_price"], Part::Reasoning, "14"),
    ];
    /// How a key may say its unit, and by which power of ten that is smaller than a million tokens.
    const UNITS: [(&str, u32); 5] =
        [("", 0), ("_per_million", 0), ("_usd_per_1m_tokens", 0), ("_per_1k", 3), ("_usd_per_token", 6)];

    proptest! {
        #[test]
        fn keys_in_any_order_spelling_and_nesting_say_the_same(
            order in Just((0..KINDS.len() + 3).collect::<Vec<_>>()).prop_shuffle(),
            spellings in proptest::collection::vec(any::<proptest::sample::Index>(), KINDS.len()),
            (unit, power) in select(UNITS.to_vec()),
            id in select(vec!["id", "model", "model_name", "slug"]),
            nest in select(vec!["", "pricing", "cost", "prices", "rates"]),
            (as_text, place) in (any::<bool>(), 0..5_usize),
        ) {
            // A gateway has `pricing.input` for one token, where it states nothing.
            prop_assume!(nest != "pricing" || !unit.is_empty());
            let (mut row, mut inner) = (Map::new(), Map::new());
            for at in order {
                let Some((spelled, _, price)) = KINDS.get(at) else {
                    let (key, value) = match at - KINDS.len() {
                        0 => (id, json!("vela")),
                        1 => ("context_window", json!(200_000)),
                        _ => ("vision", json!(true)),
                    };
                    row.insert(key.into(), value);
                    continue;
                };
                let key = format!("{}{unit}", spellings[at].get(spelled));
                let price = if power == 0 { (*price).to_owned() } else { format!("{price}e-{power}") };
                let price = if as_text { json!(price) } else { serde_json::from_str(&price).unwrap() };
                let into = if nest.is_empty() || at > 2 && unit.is_empty() { &mut row } else { &mut inner };
                into.insert(key, price);
            }
            if !inner.is_empty() {
                row.insert(nest.into(), Value::Object(inner));
            }
            let row = Value::Object(row);
            let text = match place {
                0 => json!([row]).to_string(),
                1 => json!({"data": [row], "version": 2}).to_string(),
                2 => json!({"models": [row]}).to_string(),
                3 => json!({"list": {"x": row}}).to_string(),
                _ => format!("{row}\n{row}\n"),
            };
            let list = text_list(&text);
            let model = model(&list, "vela");
            for (_, part, price) in KINDS {
                prop_assert_eq!(model.prices.base().get(part), per_million(price), "{:?} of {}", part, text);
            }
            prop_assert_eq!(model.limits.context_window, Some(200_000));
        }
    }
}

//! Lists that are four times as large take about four times as much: no list, however it is made, keeps the window
//! waiting without end. Counted are the allocations and their bytes, which a busy machine does not change; the bench
//! `feeds` measures the time.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use allocation_counter::AllocationInfo;
use jiff::civil::{Date, date};
use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::catalog::{
    Changes, Discounts, Groups, Market, MarketParts, Overrides, OwnModels, PriceHistory, PriceList,
    SearchIndex,
};

/// How many times as much four times as much may take, in tenths: linear is 40, quadratic is 160. A sort adds a little.
const MOST_RATIO: u64 = 45;
/// The same for the bytes at once: what grows by doubling holds up to twice what it needs. The most is 51, for tiers.
const MOST_RATIO_AT_ONCE: u64 = 55;
const DAY: Date = date(2026, 11, 24);

/// All that a window does with a list that is loaded: reading it, the market with the same list once more below, its
/// groups, its index, what changed, and its history.
fn load(bytes: &[u8]) {
    let Ok(import) = feeds::import(bytes, Some(DAY)) else { return };
    let list = PriceList::from(import.into_catalog());
    let mut below = list.clone();
    below.name = "Below".into();
    let changes = Changes::between(below.models(), list.models(), Some(DAY));
    assert!(changes.changed.is_empty());
    let mut history = PriceHistory::default();
    history.record(list.models().map(AsRef::as_ref), DAY);
    let market = Market::of(&MarketParts {
        lists: &[list, below],
        own: &OwnModels::default(),
        overrides: &Overrides::default(),
        discounts: &Discounts::default(),
        day: Some(DAY),
        all_rows: false,
    });
    let groups = Groups::of(&market);
    let index = SearchIndex::new(&market);
    assert!(groups.all().len() <= market.offers().len());
    assert!(index.search("modle").len() <= market.offers().len());
}

/// Checks what a list of `rows`, and one of four times as many, take.
fn check(name: &str, rows: usize, list: impl Fn(usize) -> String) {
    let measure = |rows: usize| -> AllocationInfo {
        let bytes = list(rows).into_bytes();
        allocation_counter::measure(|| load(&bytes))
    };
    // What is made once in a process is made before it is counted.
    measure(1);
    let (one, four) = (measure(rows), measure(4 * rows));
    for (what, one, four, most) in [
        ("allocations", one.count_total, four.count_total, MOST_RATIO),
        ("bytes", one.bytes_total, four.bytes_total, MOST_RATIO),
        ("bytes at once", one.bytes_max, four.bytes_max, MOST_RATIO_AT_ONCE),
    ] {
        assert!(
            four * 10 <= one * most,
            "{name}: {one} {what} for {rows} rows, {four} for four times as many"
        );
    }
}

fn joined(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).map(row).collect::<Vec<_>>().join(",")
}

/// A LiteLLM row.
fn row(key: &str, more: &str) -> String {
    format!(r#""{key}": {{"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 1e-6{more}}}"#)
}

#[test]
fn rows_of_one_provider() {
    check("rows", 1_000, |n| format!("{{{}}}", joined(n, |i| row(&format!("house/model-{i}x"), ""))));
    check("rows of models.dev", 1_000, |n| {
        let models =
            joined(n, |i| format!(r#""m{i}x": {{"name": "M{i}", "cost": {{"input": 1, "output": 2}}}}"#));
        format!(r#"{{"house": {{"name": "House", "models": {{{models}}}}}}}"#)
    });
    check("rows of genai-prices", 1_000, |n| {
        let models =
            joined(n, |i| format!(r#"{{"id": "m{i}x", "prices": {{"input_mtok": 1, "output_mtok": 2}}}}"#));
        format!(r#"[{{"id": "house", "models": [{models}]}}]"#)
    });
    check("rows of a table", 1_000, |n| {
        let mut text = String::from("id,name,provider,input,output\n");
        (0..n).for_each(|i| writeln!(text, "m{i}x,Model {i},House,1,2").unwrap());
        text
    });
}

#[test]
fn one_key_again_and_again() {
    check("one key", 2_000, |n| format!("{{{}}}", joined(n, |_| row("house/model", ""))));
    check("one id of llm-prices", 2_000, |n| {
        let rows = joined(n, |i| {
            format!(r#"{{"id": "m", "vendor": "house", "name": "M", "input": {i}, "output": 1}}"#)
        });
        format!(r#"{{"updated_at": "2026-11-01", "prices": [{rows}]}}"#)
    });
    check("one field", 20_000, |n| {
        format!("{{{}}}", row("house/model", &r#", "litellm_provider": "house""#.repeat(n)))
    });
}

/// Keys that are one model to people: only case and the signs between the words are others.
fn spelling(number: usize) -> String {
    let letters = "abcdefghijklmnop".chars().enumerate();
    letters.map(|(place, c)| if number >> place & 1 == 1 { c.to_ascii_uppercase() } else { c }).collect()
}

#[test]
fn spellings_of_one_model() {
    check("spellings", 1_000, |n| {
        format!("{{{}}}", joined(n, |i| row(&format!("house/{}", spelling(i)), "")))
    });
    check("spellings with prices of their own", 1_000, |n| {
        let priced = |i: usize| {
            row(&format!("house/{}", spelling(i)), &format!(r#", "output_cost_per_token": {i}e-9"#))
        };
        format!("{{{}}}", joined(n, priced))
    });
    check("spellings of several providers", 1_000, |n| {
        let of =
            |i: usize| row(&format!("p{i}/{}", spelling(i)), "").replace("\"house\"", &format!("\"p{i}\""));
        format!("{{{}}}", joined(n, of))
    });
}

#[test]
fn many_fields_long_texts_and_deep_nesting() {
    check("unknown fields", 20_000, |n| {
        format!("{{{}}}", row("house/model", &format!(", {}", joined(n, |i| format!(r#""cost_{i}": 1"#)))))
    });
    check("a long key", 200_000, |n| format!("{{{}}}", row(&"a-b/".repeat(n), "")));
    check("long names", 300, |n| {
        let name = "word ".repeat(30);
        let models = joined(n, |i| {
            format!(r#""m{i}x": {{"name": "{name}{i}", "cost": {{"input": 1, "output": 2}}}}"#)
        });
        format!(r#"{{"house": {{"name": "House", "models": {{{models}}}}}}}"#)
    });
    check("long names of one letter", 300, |n| {
        let models = joined(n, |i| {
            format!(r#""m{i}x": {{"name": "{}{i}", "cost": {{"input": 1, "output": 2}}}}"#, "a".repeat(190))
        });
        format!(r#"{{"house": {{"name": "House", "models": {{{models}}}}}}}"#)
    });
    check("deep nesting", 100_000, |n| {
        format!("{{{}}}", row("house/model", &format!(r#", "a": {}"#, "[".repeat(n))))
    });
    check("deep nesting that ends", 25, |n| {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(n), "}".repeat(n));
        format!("{{{}}}", joined(500, |i| row(&format!("house/model-{i}x"), &format!(r#", "a": {deep}"#))))
    });
    check("a long number", 100_000, |n| {
        format!("{{{}}}", row("house/model", &format!(r#", "output_cost_per_token": 0.{}"#, "1".repeat(n))))
    });
}

#[test]
fn rows_that_are_not_understood() {
    check("wrong prices", 2_000, |n| {
        format!(
            "{{{}}}",
            joined(n, |i| row(&format!("house/model-{i}x"), r#", "output_cost_per_token": "abc""#))
        )
    });
    check("wrong rows of a table", 2_000, |n| {
        format!("id,name,provider,input,output\n{}", "m,Model,House,abc,2\n".repeat(n))
    });
    check("wrong rows of our own", 500, |n| {
        let row = r#"(id: "m", name: "M", provider: "House", input: "abc"),"#;
        format!(r#"(version: 1, name: "L", source: "S", as_of: "2026-01-01", models: [{}])"#, row.repeat(n))
    });
}

#[test]
fn prices_by_the_hour_and_by_the_size_of_the_prompt() {
    check("hours and days", 20, |n| {
        let entry = |i: usize| {
            let (day, start, end) = (i % 28 + 1, i % 24, (i + 5) % 24);
            format!(
                r#"{{"constraint": {{"start_date": "20{:02}-05-{day:02}", "start_time": "{start:02}:10:00Z", "end_time": "{end:02}:{:02}:00Z"}}, "prices": {{"input_mtok": {i}}}}}"#,
                i % 40 + 10,
                i % 50
            )
        };
        format!(r#"[{{"id": "house", "models": [{{"id": "m", "prices": [{}]}}]}}]"#, joined(n, entry))
    });
    check("models with hours and days", 20, |n| {
        let entry = |i: usize| {
            format!(
                r#"{{"constraint": {{"start_date": "2026-05-{:02}", "start_time": "{:02}:10:00Z", "end_time": "{:02}:50:00Z"}}, "prices": {{"input_mtok": {i}}}}}"#,
                i + 1,
                i,
                i + 1
            )
        };
        let models = joined(n, |i| format!(r#"{{"id": "m{i}x", "prices": [{}]}}"#, joined(20, entry)));
        format!(r#"[{{"id": "house", "models": [{models}]}}]"#)
    });
    check("overrides", 20, |n| {
        let entry = |i: usize| {
            format!(
                r#"{{"min_prompt_tokens": {}, "utc_start": "{:02}{:02}", "utc_end": "{:02}{:02}", "prompt": "{i}e-6"}}"#,
                i + 1,
                i % 24,
                i % 60,
                (i + 7) % 24,
                i % 50
            )
        };
        format!(
            r#"{{"data": [{{"id": "m", "name": "M", "pricing": {{"prompt": "1e-6", "completion": "1e-6", "overrides": [{}]}}}}]}}"#,
            joined(n, entry)
        )
    });
    check("tiers", 20, |n| {
        let tiers = joined(n, |i| format!(r#"{{"start": {}, "price": {i}}}"#, i + 1));
        let prices = ["input_mtok", "output_mtok", "cache_read_mtok"]
            .map(|part| format!(r#""{part}": {{"base": 1, "tiers": [{tiers}]}}"#))
            .join(",");
        format!(r#"[{{"id": "house", "models": [{{"id": "m", "prices": {{{prices}}}}}]}}]"#)
    });
}

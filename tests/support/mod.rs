//! What the tests from outside share. Not every one of them uses all of it.
#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "each test file compiles this for itself, and a test fails by panicking"
)]

use std::path::PathBuf;

use serde_json::Value;
use tokens_per_dollar::billing::{self, Bill, Total};
use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::catalog::{Market, Overrides, OwnModels};
use tokens_per_dollar::workload::{Draft, Processing, Workload};

/// A file of the shared folder, `TPD_SHARED`, else `../shared`; `None`, said aloud, where it is not there.
pub fn shared(file: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("TPD_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let bytes = std::fs::read(folder.join(file)).ok();
    if bytes.is_none() {
        println!("SKIPPED: {file} is not there");
    }
    bytes
}

/// What one request costs by some rates in LiteLLM's terms.
pub struct Vector {
    pub model: String,
    pub provider: String,
    pub mode: String,
    pub prompt: u64,
    pub cache_read: u64,
    pub cache_write_5m: u64,
    pub cache_write_1h: u64,
    pub output: u64,
    pub reasoning: u64,
    pub rates: Value,
    pub total: f64,
}

impl Vector {
    /// The bill of the request, through an imported list.
    pub fn bill(&self) -> Bill {
        let mut row = self.rates.clone();
        row["litellm_provider"] = Value::from(self.provider.as_str());
        row["mode"] = Value::from("chat");
        let list = serde_json::json!({ (self.model.as_str()): row }).to_string();
        let workload = Draft {
            name: "Vector".into(),
            input_tokens: self.prompt,
            cache_read_tokens: self.cache_read,
            cache_write_5m_tokens: self.cache_write_5m,
            cache_write_1h_tokens: self.cache_write_1h,
            output_tokens: self.output,
            reasoning_tokens: self.reasoning,
            processing: Processing::named(&self.mode).unwrap(),
            ..Draft::default()
        };
        bill_of(&list, &Workload::try_from(workload).unwrap())
    }

    #[track_caller]
    pub fn check(&self) {
        let bill = self.bill();
        let Total::Priced(total) = bill.total else { panic!("{}: {:?}", self.model, bill.total) };
        assert_near(total.to_f64(), self.total, &format!("{} {} {}", self.model, self.mode, self.prompt));
        let lines: tokens_per_dollar::money::Dollars = bill.lines.iter().filter_map(|line| line.cost).sum();
        assert_eq!(lines, total);
    }
}

/// The bill of a workload on the only model of a list.
pub fn bill_of(list: &str, workload: &Workload) -> Bill {
    let import = feeds::import(list.as_bytes(), None).unwrap();
    assert_eq!((import.models.len(), import.skipped.len()), (1, 0), "{:?}", import.skipped);
    let market = Market::new(&import.into_catalog(), &OwnModels::default(), &Overrides::default());
    let offer = &market.offers()[0];
    let bill = billing::bill(offer, workload);
    assert_eq!(bill.total, billing::total(offer, workload));
    bill
}

/// Equal to 1e-9 of the expected value.
#[track_caller]
pub fn assert_near(actual: f64, expected: f64, what: &str) {
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{what}: {actual} is not {expected}");
}

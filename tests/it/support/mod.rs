//! What the tests from outside share.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

pub mod lists;
pub mod random;
pub mod two;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use jiff::civil::date;
use serde_json::Value;
use tokens_per_dollar::billing::{self, Bill, Total};
use tokens_per_dollar::catalog::{Confirmed, feeds, file};
use tokens_per_dollar::catalog::{Market, Overrides, OwnModels};
use tokens_per_dollar::workload::{Draft, Processing, Runs, Workload};

/// The shared folder: `TPD_SHARED`, else `../shared`.
pub fn shared_folder() -> PathBuf {
    std::env::var_os("TPD_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

/// A file of the shared folder.
pub fn shared(file: &str) -> Vec<u8> {
    let path = shared_folder().join(file);
    fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error} (TPD_SHARED names another folder)", path.display()))
}

/// Whether this is the process of its own that the test asks for; else runs it in one, because what it measures is what the
/// whole process has taken.
pub fn is_alone(test: &str) -> bool {
    const ALONE: &str = "TPD_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    false
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
    /// The instant of the request, where the vector names one.
    pub time: Option<String>,
    pub total: f64,
}

impl Vector {
    /// The price list with the one model.
    fn list(&self) -> String {
        let mut row = self.rates.clone();
        row["litellm_provider"] = Value::from(self.provider.as_str());
        row["mode"] = Value::from("chat");
        serde_json::json!({ (self.model.as_str()): row }).to_string()
    }

    /// The bill of the request, through an imported list.
    pub fn bill(&self) -> Bill {
        let runs = self.time.as_deref().map_or(Runs::Spread, |time| Runs::parse(time).unwrap());
        let workload = Draft {
            name: "Vector".into(),
            input_tokens: self.prompt,
            cache_read_tokens: self.cache_read,
            cache_write_5m_tokens: self.cache_write_5m,
            cache_write_1h_tokens: self.cache_write_1h,
            output_tokens: self.output,
            reasoning_tokens: self.reasoning,
            processing: Processing::named(&self.mode).unwrap(),
            runs,
            ..Draft::default()
        };
        bill_of(&self.list(), &Workload::try_from(workload).unwrap())
    }

    /// The same through the program: a price file, a workload file written by hand, `report.json`.
    #[track_caller]
    pub fn check_reported(&self) {
        let mode = format!("{}{}", self.mode[..1].to_uppercase(), &self.mode[1..]);
        let time = self.time.as_deref().map_or_else(String::new, |time| format!(", runs_at: \"{time}\""));
        let workload = format!(
            "(name: \"Vector\", input_tokens: {}, output_tokens: {}, cache_read_tokens: {}, \
             cache_write_5m_tokens: {}, cache_write_1h_tokens: {}, reasoning_tokens: {}, processing: {mode}{time})",
            self.prompt,
            self.output,
            self.cache_read,
            self.cache_write_5m,
            self.cache_write_1h,
            self.reasoning
        );
        let tasks = reported(&self.list(), &workload, &[]);
        let what = format!("{} {} {}", self.model, self.mode, self.prompt);
        let [task] = tasks.as_slice() else { panic!("{what}: {} tasks", tasks.len()) };
        assert_eq!(task["model_id"], self.model.as_str());
        assert_eq!(
            (&task["list"], &task["status"]),
            (&Value::from("LiteLLM"), &Value::from("priced")),
            "{what}"
        );
        assert!(task.get("reason").is_none(), "{what}");
        let dollars = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
        assert_near(dollars(&task["cost_usd"]), self.total, &what);
        let lines = task["lines"].as_array().unwrap().iter().map(|line| dollars(&line["cost_usd"]));
        assert_near(lines.sum(), self.total, &what);
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

/// That the odd prices of a list are right: arithmetic is tested with figures that no provider takes, such as a dollar a
/// token.
fn said_right(list: &str) -> Overrides {
    let mut overrides = Overrides::default();
    if let Ok(import) = feeds::import(list.as_bytes(), None) {
        let market = Market::new(&import.into_catalog(), &OwnModels::default(), &overrides);
        for offer in market.to_check() {
            overrides.set_confirmation(&offer.model.id, Confirmed::of(offer, date(2026, 11, 24)));
        }
    }
    overrides
}

/// The tasks of `report.json` that the program writes for a price list and a workload, each given as the text of its
/// file.
#[track_caller]
pub fn reported(list: &str, workload: &str, more: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("prices"), list).unwrap();
    fs::write(folder.path().join("workload.ron"), workload).unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let right = file::print_overrides(&said_right(list)).unwrap();
    fs::write(folder.path().join("data/overrides.ron"), right).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"))
        .current_dir(folder.path())
        .env("TOKENS_PER_DOLLAR_DIR", folder.path().join("data"))
        .args(["report", "--prices", "prices", "--workload-file", "workload.ron", "--format", "json"])
        .args(["--out", "out"])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/report.json")).unwrap()).unwrap();
    report["tasks"].as_array().unwrap().clone()
}

/// The bill of a workload on the only model of a list.
pub fn bill_of(list: &str, workload: &Workload) -> Bill {
    let import = feeds::import(list.as_bytes(), None).unwrap();
    assert_eq!((import.models.len(), import.skipped.len()), (1, 0), "{:?}", import.skipped);
    let market = Market::new(&import.into_catalog(), &OwnModels::default(), &said_right(list));
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

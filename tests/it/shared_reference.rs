//! The report against the reference's own files, where they are: `TPD_SHARED`, else `../shared`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::support::shared_folder;

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: PathBuf) -> Rows {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// The rows of a report on an empty folder.
fn report(name: &str) -> Rows {
    let place = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"))
        .args(["report", "--format", "csv", "--out"])
        .arg(place.path().join("out"))
        .arg("--data-dir")
        .arg(place.path().join("data"))
        .output()
        .unwrap();
    assert!(output.status.success());
    rows(place.path().join("out").join(name))
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn all_models_equal_the_reference_to_the_digit() {
    let reference = shared_folder().join("reference");
    let expected = rows(reference.join("models.csv"));
    let found = report("models.csv");
    assert_eq!((expected.len(), found.len()), (13, 13));
    for (expected, found) in expected.iter().zip(&found) {
        for (column, value) in expected {
            let column = if column == "rank_by_input_tokens" { "rank" } else { column };
            assert_eq!(&found[column], value, "{column} of {}", expected["model"]);
        }
    }
}

#[test]
#[ignore = "needs the shared files; .ci/run runs it"]
fn the_starters_are_the_tasks_of_the_reference() {
    let reference = shared_folder().join("reference");
    let models = rows(reference.join("models.csv"));
    let found = report("tasks.csv");
    let mut seen = 0;
    for task in rows(reference.join("tasks.csv")) {
        for model in &models {
            let row = found
                .iter()
                .find(|row| row["workload"] == task["task"] && row["model"] == model["model"])
                .unwrap();
            // Prices have two decimals, so ten-thousandths of a micro-dollar count exactly.
            let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<u64>().unwrap();
            let cents = |column: &str| model[column].replace('.', "").parse::<u64>().unwrap();
            let cost = number(&task, "input_tokens") * cents("input_usd_per_million")
                + number(&task, "output_tokens") * cents("output_usd_per_million");
            let text = format!("{}.{:08}", cost / 100_000_000, cost % 100_000_000);
            assert_eq!(row["cost_usd"], text.trim_end_matches('0').trim_end_matches('.'));
            seen += 1;
        }
    }
    assert_eq!(seen, found.len());
}

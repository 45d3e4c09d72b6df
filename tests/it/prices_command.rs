//! The real program with price lists of others: `report --prices` and `import`.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::catalog::{Discount, Discounts, ListEntry, ListKey, Lists};
use tokens_per_dollar::money::Share;
use tokens_per_dollar::store::{Change, Document, Replaces, Store};

const LITELLM: &str = r#"{
    "sample_spec": {"mode": "one of: chat"},
    "p/tiered": {"litellm_provider": "p", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
        "input_cost_per_token_above_200k_tokens": 3e-6, "output_cost_per_token_above_200k_tokens": 4e-6,
        "input_cost_per_token_batches": 5e-7, "output_cost_per_token_batches": 1e-6},
    "free": {"mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0},
    "unknown": {"mode": "chat"},
    "small": {"mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6, "max_input_tokens": 5},
    "bad": {"mode": "chat", "input_cost_per_token": "abc"}
}"#;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"))
        .current_dir(folder)
        .env("TOKENS_PER_DOLLAR_DIR", folder.join("data"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The tasks of a report on `list` with a workload.
fn tasks(list: &str, workload: &str, more: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("prices"), list).unwrap();
    fs::write(folder.path().join("w.ron"), workload).unwrap();
    let mut arguments =
        vec!["report", "--prices", "prices", "--workload-file", "w.ron", "--format", "json", "--out", "out"];
    arguments.extend(more);
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/report.json")).unwrap()).unwrap();
    report["tasks"].as_array().unwrap().clone()
}

fn task<'a>(tasks: &'a [Value], model: &str) -> &'a Value {
    tasks.iter().find(|task| task["model_id"] == model).unwrap()
}

#[test]
fn a_list_of_others_takes_the_place_of_the_built_in_one() {
    let tasks = tasks(LITELLM, "(name: \"Long\", input_tokens: 200001, output_tokens: 1000)", &[]);
    assert_eq!(tasks.len(), 5);
    let tiered = task(&tasks, "p/tiered");
    assert_eq!((&tiered["status"], &tiered["list"]), (&Value::from("priced"), &Value::from("LiteLLM")));
    assert_eq!(tiered["cost_usd"], "0.604003");
    assert_eq!(tiered["lines"][0]["tier_above"], 200_000);
    assert_eq!(task(&tasks, "free")["status"], "free");
    let unknown = task(&tasks, "unknown");
    assert_eq!(
        (&unknown["status"], &unknown["reason"]),
        (&Value::from("unknown"), &Value::from("the price of input tokens is unknown"))
    );
    let small = task(&tasks, "small");
    assert_eq!(
        (&small["status"], &small["reason"]),
        (&Value::from("excluded"), &Value::from("200,001 tokens of input exceed the maximum input of 5"))
    );
}

#[test]
fn a_workload_file_asks_for_cache_and_batches() {
    let workload = "(name: \"Batch\", input_tokens: 1000, cache_read_tokens: 200, output_tokens: 100, \
                    reasoning_tokens: 40, processing: Batch, retries: \"0.5\")";
    let tasks = tasks(LITELLM, workload, &[]);
    let tiered = task(&tasks, "p/tiered");
    assert_eq!(tiered["cost_usd"], "0.0009");
    let parts: Vec<&str> =
        tiered["lines"].as_array().unwrap().iter().map(|line| line["part"].as_str().unwrap()).collect();
    assert_eq!(parts, ["input", "cache_read", "output", "reasoning", "retries"]);
    assert_eq!(tiered["lines"][1]["assumed"], "as_input");
    assert_eq!(tiered["lines"][4]["share"], "0.5");
}

#[test]
fn as_of_picks_the_prices_of_a_day() {
    let list = r#"[{"id": "p", "name": "P", "models": [{"id": "m", "prices": [
        {"prices": {"input_mtok": 1, "output_mtok": 1}},
        {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 2, "output_mtok": 2}}]}]}]"#;
    let workload = "(name: \"W\", input_tokens: 1000000, output_tokens: 0)";
    let cost = |day: &str| task(&tasks(list, workload, &["--as-of", day]), "p/m")["cost_usd"].clone();
    assert_eq!(cost("2026-12-31"), "1");
    assert_eq!(cost("2027-01-01"), "2");
}

#[test]
fn two_rows_with_one_key_keep_the_lists_key() {
    let list = r#"{"prices": [
        {"id": "m", "vendor": "v", "name": "M", "input": 1, "output": 2, "input_cached": null},
        {"id": "m", "vendor": "w", "name": "M", "input": 3, "output": 4, "input_cached": null}]}"#;
    let tasks = tasks(list, "(name: \"W\", input_tokens: 1000000, output_tokens: 0)", &[]);
    let costs: Vec<_> = tasks.iter().map(|task| (&task["model_id"], &task["cost_usd"])).collect();
    let id = Value::from("m");
    assert_eq!(costs, [(&id, &Value::from("1")), (&id, &Value::from("3"))]);
}

#[test]
fn lists_may_repeat_and_keep_apart() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), LITELLM).unwrap();
    fs::write(folder.path().join("b.json"), LITELLM).unwrap();
    fs::write(folder.path().join("w.ron"), "(name: \"W\", input_tokens: 10, output_tokens: 1)").unwrap();
    let arguments = [
        "report",
        "--prices",
        "a.json",
        "--prices",
        "b.json",
        "--workload-file",
        "w.ron",
        "--format",
        "json",
        "--out",
        "out",
    ];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("1 row skipped, 1 row read in part"));
    let report: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/report.json")).unwrap()).unwrap();
    let lists: std::collections::BTreeSet<&str> =
        report["tasks"].as_array().unwrap().iter().map(|task| task["list"].as_str().unwrap()).collect();
    assert_eq!(lists.into_iter().collect::<Vec<_>>(), ["LiteLLM", "LiteLLM (b.json)"]);
    assert_eq!(report["tasks"].as_array().unwrap().len(), 10);
}

#[test]
fn import_says_what_came_in_and_what_did_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.json"), LITELLM).unwrap();
    let output = run(folder.path(), &["import", "list.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        "LiteLLM: 5 models imported (2 priced, 1 free, 2 unknown), 1 row skipped, 1 row read in part\n  \
         skipped row sample_spec: it describes the file and is no model\n  \
         row bad: input_cost_per_token: \"abc\" is not a number; write digits, such as 0.15; the price is unknown\n"
    );
    fs::write(folder.path().join("notes.md"), "# Notes\n\nNothing here.\n").unwrap();
    for (file, reason) in [
        ("notes.md", "this is no price list that the app knows"),
        ("missing.json", "there is no such price list"),
        (".", "there is a folder where a price list should be"),
    ] {
        let output = run(folder.path(), &["import", file]);
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(text(&output.stderr).starts_with(&format!("tokens-per-dollar: {file}: ")), "{file}");
        assert!(output.stdout.is_empty());
    }
    let output = run(folder.path(), &["report", "--out", "out", "--prices", "notes.md", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("out/report.json").exists());
}

/// A folder with two loaded lists, the second one switched off, and a discount.
fn with_lists() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let (mut store, ..) = Store::open(&folder);
    let day = jiff::civil::date(2026, 11, 24);
    let mut lists = Lists::default();
    for (file, format, text) in [
        ("off.csv", feeds::Format::Csv, "id,provider,input,output\nother,p,1,1\n"),
        ("litellm.json", feeds::Format::LiteLlm, LITELLM),
    ] {
        let key = ListKey::new(file).unwrap();
        let bytes = text.as_bytes().to_vec().into();
        let store_it = Change::StoreList { key: key.clone(), bytes, replaces: Replaces::Nothing, day };
        store.save(&store_it).unwrap();
        let entry = ListEntry::new(key, format!("My {file}"), format, "file".into(), day);
        lists.put(ListEntry { on: file != "off.csv", ..entry });
    }
    store.save(&Change::put(Document::Lists, lists)).unwrap();
    let off = Share::percent("50").unwrap();
    let discount = Discount { provider: "P".into(), off, until: None, note: String::new() };
    store.save(&Change::put(Document::Discounts, Discounts::new(vec![discount]))).unwrap();
    fs::write(home.path().join("w.ron"), "(name: \"W\", input_tokens: 1000, output_tokens: 1000)").unwrap();
    (home, folder)
}

fn report(home: &Path, more: &[&str]) -> (Vec<Value>, String) {
    let arguments = ["report", "--workload-file", "w.ron", "--format", "json", "--out", "out"];
    let output = run(home, &[&arguments, more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&fs::read(home.join("out/report.json")).unwrap()).unwrap();
    (report["tasks"].as_array().unwrap().clone(), text(&output.stderr))
}

#[test]
fn without_named_lists_the_loaded_ones_count_with_their_discounts() {
    let (home, folder) = with_lists();
    let (tasks, said) = report(home.path(), &[]);
    assert_eq!(tasks.len(), 5);
    let tiered = task(&tasks, "p/tiered");
    assert_eq!(
        (&tiered["list"], &tiered["cost_usd"]),
        (&Value::from("My litellm.json"), &Value::from("0.0015"))
    );
    assert!(said.contains("lists/litellm.json: My litellm.json: 5 models imported"), "{said}");

    // A list that is named takes their place, with the discounts all the same.
    fs::write(home.path().join("own.csv"), "id,provider,input,output\nnamed,p,2,2\n").unwrap();
    let (tasks, _) = report(home.path(), &["--prices", "own.csv"]);
    assert_eq!((tasks.len(), &task(&tasks, "named")["cost_usd"]), (1, &Value::from("0.002")));

    // A list that cannot be read is named, and the built-in one stands in where nothing is left.
    fs::write(folder.join("lists/litellm.json"), "{").unwrap();
    let (tasks, said) = report(home.path(), &[]);
    assert_eq!(tasks.len(), 13);
    assert!(said.contains("lists/litellm.json: ") && said.contains("built-in one stands in"), "{said}");
    assert_eq!(fs::read(folder.join("lists/litellm.json")).unwrap(), b"{");
}

/// A slip of a factor of 1,000, four sellers of one model of which one is far below the others, and a dear model.
const ODD: &str = r#"{
    "house/slip": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 0.0042, "output_cost_per_token": 2e-6},
    "house/dear": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 4e-7, "output_cost_per_token": 0.0006},
    "a/wizard": {"litellm_provider": "a", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    "b/wizard": {"litellm_provider": "b", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 2e-6},
    "c/wizard": {"litellm_provider": "c", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 2e-6},
    "d/wizard": {"litellm_provider": "d", "mode": "chat", "input_cost_per_token": 5e-8, "output_cost_per_token": 2e-6}
}"#;

#[test]
fn an_import_names_prices_that_cannot_be_true_and_doubtful_ones() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("odd.json"), ODD).unwrap();
    let output = run(folder.path(), &["import", "odd.json"]);
    let said = text(&output.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "LiteLLM: 6 models imported (5 priced, 0 free, 0 unknown, 1 with prices that can't be true), 0 \
             rows skipped",
            "Prices that can't be true in 1 row; bills that need them are unknown:",
            "  row house/slip: input tokens at $4,200.00 per million: too dear to be true (is its unit right?)",
            "Doubtful prices in 1 row; they are billed, and left out of what is compared:",
            "  row d/wizard: input tokens at $0.05 per million: 1/40 of what 3 other sellers take (median $2.00)",
        ]
    );
    fs::write(folder.path().join("table.csv"), "model,input,output\nM,0.00000035,0.0000014\n").unwrap();
    let said = text(&run(folder.path(), &["import", "table.csv"]).stdout);
    assert!(
        said.contains("row M: input tokens at $0.00000035") && said.contains("is this dollars per token?")
    );
}

#[test]
fn a_report_prices_nothing_with_what_cannot_be_true_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("prices"), ODD).unwrap();
    fs::write(folder.path().join("w.ron"), "(name: \"W\", input_tokens: 1000, output_tokens: 1000)").unwrap();
    let report = |data: &str| {
        let arguments = ["report", "--prices", "prices", "--workload-file", "w.ron", "--out", "out"];
        let output =
            run(folder.path(), &[&arguments[..], &["--format", "json,csv,md", "--data-dir", data]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
        let json: Value = serde_json::from_str(&read("report.json")).unwrap();
        (json, read("models.csv"), read("report.md"))
    };
    let (json, models, markdown) = report("none");
    let tasks = json["tasks"].as_array().unwrap();
    let slip = task(tasks, "house/slip");
    assert_eq!((&slip["status"], &slip["cost_usd"]), (&Value::from("unknown"), &Value::Null));
    assert_eq!(slip["reason"], "the price of input tokens can't be true ($4,200.00 per million)");
    assert_eq!(slip["lines"][0]["usd_per_million"], "4200.00");
    assert_eq!(task(tasks, "house/dear")["cost_usd"], "0.6004");
    assert_eq!(task(tasks, "d/wizard")["cost_usd"], "0.00205");
    let model = |id: &str| {
        json["models"].as_array().unwrap().iter().find(|model| model["model_id"] == id).unwrap().clone()
    };
    let slip = model("house/slip");
    assert_eq!((&slip["rank"], &slip["input_tokens_per_usd"]), (&Value::Null, &Value::Null));
    assert_eq!(slip["input_usd_per_million"], "4200.00");
    assert!(slip["price_note"].as_str().unwrap().starts_with("can't be true: input tokens at $4,200.00"));
    assert!(
        model("d/wizard")["price_note"]
            .as_str()
            .unwrap()
            .starts_with("doubtful price: input tokens at $0.05")
    );
    assert_eq!(model("house/dear")["price_note"], Value::Null);
    let mut rows = csv::Reader::from_reader(models.as_bytes());
    let place = rows.headers().unwrap().iter().position(|head| head == "price_note").unwrap();
    let with_note = rows.records().filter(|row| !row.as_ref().unwrap()[place].is_empty()).count();
    assert_eq!(with_note, 2);
    assert!(markdown.contains("Prices that can't be true: no bill counts with them (1)."), "{markdown}");
    assert!(markdown.contains("Doubtful prices: billed, and left out of what is compared (1)."));

    // What the user said is right counts, at these figures.
    let said = "(version: 1, confirmed: [(model: \"house/slip\", input: \"4200\", output: \"2\"), (model: \"d/wizard\", \
                input: \"0.06\", output: \"2\")])";
    fs::create_dir_all(folder.path().join("right")).unwrap();
    fs::write(folder.path().join("right/overrides.ron"), said).unwrap();
    let (json, ..) = report("right");
    let tasks = json["tasks"].as_array().unwrap();
    assert_eq!(task(tasks, "house/slip")["cost_usd"], "4.202");
    let notes = json["models"].as_array().unwrap().iter().filter(|model| model["price_note"] != Value::Null);
    assert_eq!(notes.map(|model| model["model_id"].as_str().unwrap()).collect::<Vec<_>>(), ["d/wizard"]);
}

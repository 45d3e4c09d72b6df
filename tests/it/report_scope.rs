//! The real program, asked for reports on lists with rows that nobody would choose for a chat: what is ranked, what
//! stands without a rank and why, and how long the bars are.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use resvg::usvg::roxmltree::Document;
use serde_json::Value;
use tempfile::TempDir;

/// A report on one list with one workload, as it stands on disk.
struct Report {
    root: TempDir,
}

const CHAT: &str = r#"(name: "Chat", input_tokens: 800, output_tokens: 300)"#;

impl Report {
    fn of(list: &str, more: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("data")).unwrap();
        fs::write(root.path().join("list.json"), list).unwrap();
        fs::write(root.path().join("chat.ron"), CHAT).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"))
            .current_dir(root.path())
            .env("HOME", root.path())
            .args(["report", "--out", "out", "--data-dir", "data", "--prices", "list.json"])
            .args(["--workload-file", "chat.ron", "--as-of", "2026-11-30", "--format", "csv,json,md,svg"])
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { root }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.path().join("out").join(name)).unwrap()
    }

    /// The rows of a table: the values of these columns.
    fn rows<const N: usize>(&self, name: &str, columns: [&str; N]) -> Vec<[String; N]> {
        let text = self.read(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        rows.map(|row| columns.map(|column| row.get(column).unwrap().clone())).collect()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.read("report.json")).unwrap()
    }

    /// The ids of the models with a rank, by rank: the same in every file, or the test fails.
    #[track_caller]
    fn ranked(&self) -> Vec<String> {
        let json = self.json();
        let of_json = |key: &str| {
            let entries = json.get(key).unwrap().as_array().unwrap().iter();
            let ranked = entries.filter(|entry| !entry["rank"].is_null());
            let mut ranked: Vec<(u64, String)> = ranked
                .map(|entry| {
                    (entry["rank"].as_u64().unwrap(), entry["model_id"].as_str().unwrap().to_owned())
                })
                .collect();
            ranked.sort();
            ranked.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        let of_csv = |name: &str| {
            let rows = self.rows(name, ["rank", "model_id"]);
            rows.into_iter().filter(|[rank, _]| !rank.is_empty()).map(|[_, id]| id).collect::<Vec<_>>()
        };
        let tasks = of_csv("tasks.csv");
        assert_eq!(tasks, of_json("tasks"));
        let mut of_models = [of_csv("models.csv"), of_json("models"), tasks.clone()];
        for ids in &mut of_models {
            ids.sort();
        }
        assert!(of_models.windows(2).all(|pair| pair[0] == pair[1]), "{of_models:?}");
        tasks
    }

    /// Of a model: its kind, whether it is in scope, and the reason, which all files say.
    #[track_caller]
    fn facts(&self, id: &str) -> (String, bool, String) {
        let rows = self.rows("models.csv", ["model_id", "kind", "in_scope", "reason"]);
        let [_, kind, in_scope, reason] = rows.into_iter().find(|[model, ..]| model == id).unwrap();
        let json = self.json();
        for key in ["models", "tasks"] {
            let entry = json[key].as_array().unwrap().iter().find(|entry| entry["model_id"] == id).unwrap();
            assert_eq!(entry["in_scope"].to_string(), in_scope, "{key}");
            assert!(entry["reason"].as_str().unwrap_or_default().starts_with(&reason), "{entry}");
        }
        let rows = self.rows("tasks.csv", ["model_id", "in_scope", "reason"]);
        let [_, same, of_task] = rows.into_iter().find(|[model, ..]| model == id).unwrap();
        assert_eq!(same, in_scope);
        assert!(of_task.starts_with(&reason), "{of_task}");
        (kind, in_scope == "true", reason)
    }

    /// The models that a situation answers with: the picks, then the runners-up.
    fn chosen(&self, situation: &str) -> [Vec<String>; 2] {
        let json = self.json();
        let choices = json["choices"].as_array().unwrap();
        let choice = choices.iter().find(|choice| choice["situation"] == situation).unwrap();
        ["picks", "runners_up"].map(|key| {
            let entries = choice[key].as_array().unwrap().iter();
            entries.map(|entry| entry["model_id"].as_str().unwrap().to_owned()).collect()
        })
    }

    /// How long the longest bar of a chart is, as a share of the plot: from the left of the bars to the last line of
    /// the grid.
    fn longest_bar(&self, name: &str) -> f64 {
        let drawing = self.read(name);
        let document = Document::parse(&drawing).unwrap();
        let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name)?.parse::<f64>().ok();
        let bars =
            document.descendants().filter(|node| node.has_tag_name("rect") && node.attribute("x").is_some());
        let bars: Vec<(f64, f64)> = bars
            .filter(|node| number(*node, "height") == Some(19.0))
            .filter_map(|node| Some((number(node, "x")?, number(node, "x")? + number(node, "width")?)))
            .collect();
        let lines = document.descendants().filter(|node| node.has_tag_name("line"));
        let end = lines.filter_map(|line| number(line, "x1")).fold(0.0, f64::max);
        let start = bars.iter().map(|(from, _)| *from).fold(f64::INFINITY, f64::min);
        let longest = bars.iter().map(|(_, to)| *to).fold(0.0, f64::max);
        (longest - start) / (end - start)
    }
}

use resvg::usvg::roxmltree;

/// A row of a LiteLLM list: its id, its mode, dollars per million of input and output, and more fields.
fn row(id: &str, mode: &str, input: &str, output: &str, extra: &str) -> String {
    format!(
        r#""{id}": {{"litellm_provider": "house", "mode": "{mode}", "input_cost_per_token": {input}e-6, "output_cost_per_token": {output}e-6{extra}}}"#
    )
}

fn list(rows: &[String]) -> String {
    format!("{{{}}}", rows.join(","))
}

#[test]
fn what_makes_no_text_has_no_rank_in_any_file() {
    let kinds = [
        ("vectors", "embedding"),
        ("painter", "image_generation"),
        ("order", "rerank"),
        ("judge", "evaluation"),
    ];
    let mut rows: Vec<String> =
        kinds.map(|(id, mode)| row(&format!("house/{id}"), mode, "0.001", "0.001", "")).into();
    rows.push(row("house/talker", "chat", "2", "6", ""));
    let report = Report::of(&list(&rows), &[]);
    assert_eq!(report.ranked(), ["house/talker"]);
    assert_eq!(report.facts("house/talker"), ("text".into(), true, String::new()));
    for (id, mode) in kinds {
        let words = match mode {
            "rerank" => "reranking".to_owned(),
            mode => mode.replace('_', " "),
        };
        let says = (mode.to_owned(), false, format!("not text: {words}"));
        assert_eq!(report.facts(&format!("house/{id}")), says);
    }
    // They stand below with what they cost.
    let tasks = report.rows("tasks.csv", ["model_id", "rank", "cost_usd"]);
    assert_eq!(tasks.len(), 5);
    assert!(tasks[1..].iter().all(|[_, rank, cost]| rank.is_empty() && cost == "0.0000011"), "{tasks:?}");
    let text = report.read("report.md");
    let said = "1 model is ranked and compared, as in the window; 4 are left out: 4 not text.";
    assert!(text.contains(said) && text.contains("| 1 | talker |") && !text.contains("painter"), "{text}");
    for name in ["cost-per-task.svg", "tokens-per-dollar.svg"] {
        let drawing = report.read(name);
        assert!(drawing.contains("talker") && !drawing.contains("painter"), "{name}");
    }
}

#[test]
fn all_rows_are_ranked_where_that_is_asked_for() {
    let rows = [
        row("house/vectors", "embedding", "0.001", "0.001", ""),
        row("house/gone", "chat", "0.01", "0.02", r#", "deprecation_date": "2026-02-01""#),
        row("house/talker", "chat", "2", "6", ""),
    ];
    let report = Report::of(&list(&rows), &["--all"]);
    assert_eq!(report.ranked(), ["house/vectors", "house/gone", "house/talker"]);
    let says = ("text".to_owned(), false, "deprecated since 2026-02-01".to_owned());
    assert_eq!(report.facts("house/gone"), says);
    let text = report.read("report.md");
    assert!(text.contains("| 2 | gone (deprecated since 2026-02-01) |"), "{text}");
    assert!(text.contains("All 3 models are ranked and compared, although 2 are outside"), "{text}");
    assert!(report.read("cost-per-task.svg").contains("deprecated since 2026-02-01"));
}

#[test]
fn what_is_retired_has_no_rank_from_its_last_day_on() {
    let rows = [
        row("house/gone", "chat", "0.01", "0.02", r#", "deprecation_date": "2026-11-30""#),
        row("house/leaving", "chat", "1", "1", r#", "deprecation_date": "2026-12-01""#),
        row("house/stays", "chat", "2", "6", ""),
    ];
    let report = Report::of(&list(&rows), &[]);
    assert_eq!(report.ranked(), ["house/leaving", "house/stays"]);
    assert_eq!(report.facts("house/gone").2, "deprecated since 2026-11-30");
    assert_eq!(report.facts("house/leaving"), ("text".into(), true, String::new()));
    assert!(!report.read("report.md").contains("gone"));
}

#[test]
fn a_chart_is_as_long_as_its_longest_bar_and_not_as_one_that_is_not_drawn() {
    let mut rows: Vec<String> = (0..70)
        .map(|n| row(&format!("house/m{n:02}"), "chat", &format!("0.{:02}", 20 + n), "0.5", ""))
        .collect();
    rows.push(row("house/dear", "chat", "900", "900", ""));
    rows.push(row("house/slip", "image_generation", "0.0001", "0.0001", ""));
    let list = list(&rows);
    for more in [&[][..], &["--scale", "log"], &["--all"]] {
        let report = Report::of(&list, more);
        let drawing = report.read("cost-per-task.svg");
        assert!(drawing.contains("m58") && !drawing.contains(">dear<"), "{more:?}");
        let longest = report.longest_bar("cost-per-task.svg");
        assert!(longest > 0.5 && longest < 1.01, "{more:?}: {longest}");
    }
    let longest = Report::of(&list, &[]).longest_bar("tokens-per-dollar.svg");
    assert!(longest > 0.5, "{longest}");
}

#[test]
fn what_is_a_chat_in_name_only_stands_apart_by_its_kind() {
    let named = [
        ("olmocr-2", "ocr", "OCR"),
        ("flux-2-dev", "image_generation", "image generation"),
        ("sdxl-turbo", "image_generation", "image generation"),
        ("granite-guardian-4", "moderation", "guard or moderation"),
        ("gpt-oss-safeguard-9b", "moderation", "guard or moderation"),
        ("orpheus-3b", "speech", "speech"),
        ("whisper-large-v4", "transcription", "transcription"),
        ("codestral-embed-2", "embedding", "embedding"),
        ("model-router", "router", "router"),
    ];
    let mut rows: Vec<String> =
        named.map(|(id, ..)| row(&format!("house/{id}"), "chat", "0.01", "0.01", "")).into();
    rows.push(row("house/qwen-vl-talker", "chat", "2", "6", ""));
    let report = Report::of(&list(&rows), &[]);
    assert_eq!(report.ranked(), ["house/qwen-vl-talker"]);
    assert_eq!(
        report.chosen("Tight budget and high volume"),
        [vec!["house/qwen-vl-talker".to_owned()], vec![]]
    );
    for (id, kind, words) in named {
        let says = (kind.to_owned(), false, format!("not text: {words}, by its name"));
        assert_eq!(report.facts(&format!("house/{id}")), says);
    }
}

#[test]
fn a_model_whose_answers_are_not_billed_is_not_the_cheapest() {
    let rows = [
        row("house/sorter", "chat", "0.03", "0", ""),
        row("house/classifier-2", "chat", "0.03", "0", ""),
        row("house/gift", "chat", "0", "0", ""),
        row("house/talker", "chat", "0.2", "0.5", ""),
    ];
    let report = Report::of(&list(&rows), &[]);
    assert_eq!(report.ranked(), ["house/talker"]);
    assert_eq!(report.chosen("Tight budget and high volume")[0], ["house/talker"]);
    assert_eq!(report.facts("house/sorter"), ("text".into(), false, "its answers are not billed".into()));
    assert_eq!(report.facts("house/gift").2, "free");
    let both = "not text: classification, by its name; its answers are not billed";
    assert_eq!(report.facts("house/classifier-2").2, both);
    let said = "1 free, 1 whose answers are not billed";
    assert!(report.read("report.md").contains(said));
}

#[test]
fn a_name_with_a_day_is_one_offer_with_the_name_without_it_at_the_same_prices() {
    let rows = [
        row("house/tiny-2025-10-01", "chat", "0.1", "0.3", ""),
        row("house/tiny", "chat", "0.1", "0.3", ""),
        row("house/wide-latest", "chat", "0.2", "0.6", ""),
        row("house/wide-2511", "chat", "0.2", "0.6", ""),
        row("house/tall", "chat", "1", "3", ""),
        row("house/tall-0613", "chat", "5", "9", ""),
        row("house/deep", "chat", "2", "4", r#", "cache_read_input_token_cost": 1e-7"#),
        row("house/deep-06-2025", "chat", "2", "4", r#", "cache_read_input_token_cost": 5e-7"#),
    ];
    let report = Report::of(&list(&rows), &[]);
    let ranked = ["tiny", "wide-latest", "tall", "deep", "deep-06-2025", "tall-0613"];
    assert_eq!(report.ranked(), ranked.map(|id| format!("house/{id}")));
    let [picks, others] = report.chosen("Tight budget and high volume");
    assert_eq!((picks, others.len()), (vec!["house/tiny".to_owned()], 5));
    for id in ["house/tiny-2025-10-01", "house/wide-2511"] {
        assert_eq!(
            report.facts(id),
            ("text".into(), false, "another offer stands for the same model".into())
        );
    }
}

#[test]
fn every_part_of_a_report_names_the_same_model_first() {
    // The least input price is not the least bill.
    let rows = [
        row("house/reads", "chat", "0.01", "80", ""),
        row("house/reads-too", "chat", "0.02", "70", ""),
        row("house/even", "chat", "0.4", "0.6", ""),
        row("house/next", "chat", "0.9", "0.9", ""),
    ];
    let report = Report::of(&list(&rows), &["--budget", "20"]);
    let first = "house/even";
    assert_eq!(report.ranked()[0], first);
    assert_eq!(report.chosen("Tight budget and high volume")[0], [first]);
    let json = report.json();
    assert_eq!(json["matrix"]["models"][0]["model_id"], first);
    assert_eq!(json["budget"]["workloads"][0]["models"][0]["model_id"], first);
    let text = report.read("report.md");
    let after = |title: &str| text.split(title).nth(1).unwrap().to_owned();
    // The first row below the heads, and the first model of the heads.
    for (title, line) in [("### Chat\n", 2), ("## What does \\$1.00 buy?", 0)] {
        let table = after(title);
        let row = table.lines().filter(|line| line.starts_with('|')).nth(line).unwrap();
        assert!(row.contains(" even "), "{title}: {row}");
    }
}

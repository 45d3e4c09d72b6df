//! The real program, asked for reports: what it writes, what it says, how it ends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use resvg::usvg::roxmltree;
use serde_json::Value;
use tempfile::TempDir;

const FILES: [&str; 8] = [
    "cost-per-task.png",
    "cost-per-task.svg",
    "models.csv",
    "report.json",
    "report.md",
    "tasks.csv",
    "tokens-per-dollar.png",
    "tokens-per-dollar.svg",
];

/// A place of its own for one test: a home, a data folder, and a folder for the report.
struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["home", "data"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        Self { root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path("out").join(name)).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"));
        command.current_dir(self.root.path()).env("HOME", self.path("home"));
        for variable in ["XDG_DATA_HOME", "TOKENS_PER_DOLLAR_DIR", "RUST_LOG"] {
            command.env_remove(variable);
        }
        command
    }

    /// `report --out out --data-dir data` and more.
    fn report(&self, more: &[&str]) -> Output {
        self.command().args(["report", "--out", "out", "--data-dir", "data"]).args(more).output().unwrap()
    }

    #[track_caller]
    fn succeeds(&self, more: &[&str]) -> String {
        let output = self.report(more);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        said
    }

    #[track_caller]
    fn fails(&self, code: i32, more: &[&str]) -> String {
        let output = self.report(more);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        said
    }

    /// The rows of a CSV file, each by column name.
    fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path("out").join(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.read("report.json")).unwrap()
    }
}

/// The names, contents and times of everything below a folder.
fn listing(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        let changed = fs::metadata(&path).unwrap().modified().unwrap();
        let bytes = fs::read(&path).unwrap_or_default();
        if let Ok(entries) = fs::read_dir(&path) {
            waiting.extend(entries.map(|entry| entry.unwrap().path()));
        }
        found.insert(path, (bytes, changed));
    }
    found
}

const MODELS: &str = "\
rank,model,provider,tier,input_usd_per_million,output_usd_per_million,input_tokens_per_usd,output_tokens_per_usd,output_input_ratio,context_tokens,price_source,price_as_of,overridden,model_id,imported_on,price_note,kind,in_scope,reason
1,Llama 3.3 8B,Groq,Budget,0.05,0.20,20000000,5000000,4.0000,128000,TokenMix Research Lab,2026-04-29,false,groq/llama-3.3-8b,,,text,true,
2,Gemini 2.0 Flash,Google,Budget,0.10,0.40,10000000,2500000,4.0000,1000000,TokenMix Research Lab,2026-04-29,false,google/gemini-2.0-flash,,,text,true,
3,Llama 3.3 70B,Groq,Budget,0.17,0.85,5882353,1176471,5.0000,128000,TokenMix Research Lab,2026-04-29,false,groq/llama-3.3-70b,,,text,true,
4,GPT-4.1 Nano,OpenAI,Budget,0.20,0.80,5000000,1250000,4.0000,1000000,TokenMix Research Lab,2026-04-29,false,openai/gpt-4.1-nano,,,text,true,
5,DeepSeek V4,DeepSeek,Budget,0.30,1.20,3333333,833333,4.0000,128000,TokenMix Research Lab,2026-04-29,false,deepseek/deepseek-v4,,,text,true,
6,GPT-4.1 mini,OpenAI,Mid-Range,0.40,1.60,2500000,625000,4.0000,1000000,TokenMix Research Lab,2026-04-29,false,openai/gpt-4.1-mini,,,text,true,
7,Claude Haiku 3.5,Anthropic,Mid-Range,0.80,4.00,1250000,250000,5.0000,200000,TokenMix Research Lab,2026-04-29,false,anthropic/claude-haiku-3.5,,,text,true,
8,Gemini 3.1 Pro,Google,Mid-Range,1.25,5.00,800000,200000,4.0000,2000000,TokenMix Research Lab,2026-04-29,false,google/gemini-3.1-pro,,,text,true,
9,GPT-4.1,OpenAI,Mid-Range,2.00,8.00,500000,125000,4.0000,1000000,TokenMix Research Lab,2026-04-29,false,openai/gpt-4.1,,,text,true,
10,Mistral Large,Mistral,Mid-Range,2.00,6.00,500000,166667,3.0000,128000,TokenMix Research Lab,2026-04-29,false,mistral/mistral-large,,,text,true,
11,GPT-5.4,OpenAI,Premium,2.50,10.00,400000,100000,4.0000,1000000,TokenMix Research Lab,2026-04-29,false,openai/gpt-5.4,,,text,true,
12,Claude Sonnet 4,Anthropic,Premium,3.00,15.00,333333,66667,5.0000,200000,TokenMix Research Lab,2026-04-29,false,anthropic/claude-sonnet-4,,,text,true,
13,Claude Opus 4.6,Anthropic,Premium,15.00,75.00,66667,13333,5.0000,200000,TokenMix Research Lab,2026-04-29,false,anthropic/claude-opus-4.6,,,text,true,
";

#[test]
fn an_empty_folder_gives_all_files_and_the_published_table_to_the_digit() {
    let place = Place::new();
    assert_eq!(place.succeeds(&[]), "");
    let mut written: Vec<_> = fs::read_dir(place.path("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, FILES);
    assert_eq!(place.read("models.csv"), MODELS);
    // Eight starters on thirteen models, in the order of the starters.
    let tasks = place.rows("tasks.csv");
    assert_eq!(tasks.len(), 8 * 13);
    assert_eq!(tasks[0]["workload"], "Chat message");
    for chunk in tasks.chunks(13) {
        let ranks: Vec<_> = chunk.iter().map(|row| row["rank"].parse::<u32>().unwrap()).collect();
        assert_eq!(ranks, (1..=13).collect::<Vec<_>>());
        assert!(chunk.iter().all(|row| row["monthly_usd"].is_empty()));
    }
    assert!(place.read("report.md").contains("old"));
    assert_eq!(fs::read_dir(place.path("data")).unwrap().count(), 0);
}

#[test]
fn the_24_cells_of_the_formula_and_the_worked_examples() {
    let place = Place::new();
    place.succeeds(&["--format", "csv,json"]);
    let tasks = place.rows("tasks.csv");
    let cell = |workload: &str, model: &str, column: &str| {
        let row = tasks.iter().find(|row| row["workload"] == workload && row["model"] == model).unwrap();
        row[column].clone()
    };
    let models = ["GPT-5.4", "GPT-4.1 mini", "DeepSeek V4", "Gemini 2.0 Flash"];
    let table = [
        ("Chat message", ["307.6923", "1923.0769", "2564.1026", "7692.3077"]),
        ("Email draft", ["181.8182", "1136.3636", "1515.1515", "4545.4545"]),
        ("Document summary", ["125.0000", "781.2500", "1041.6667", "3125.0000"]),
        ("Code function", ["210.5263", "1315.7895", "1754.3860", "5263.1579"]),
        ("Blog post", ["47.0588", "294.1176", "392.1569", "1176.4706"]),
        ("Data classification", ["800.0000", "5000.0000", "6666.6667", "20000.0000"]),
    ];
    for (workload, cells) in table {
        for (model, expected) in models.into_iter().zip(cells) {
            assert_eq!(cell(workload, model, "tasks_per_usd"), expected, "{workload} on {model}");
        }
    }
    assert_eq!(cell("Summarization", "GPT-4.1 mini", "cost_usd"), "0.00072");
    assert_eq!(cell("Content generation", "GPT-4.1 mini", "cost_usd"), "0.00168");

    let json = place.json();
    assert_eq!(json["version"], 1);
    let task = json["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|task| task["workload"] == "Summarization" && task["model_id"] == "openai/gpt-4.1-mini");
    let task = task.unwrap();
    assert_eq!((&task["list"], &task["status"]), (&"Reference prices".into(), &"priced".into()));
    assert_eq!(task["cost_usd"], "0.00072");
    assert!(task["monthly_usd"].is_null() && task.get("reason").is_none());
    let lines = serde_json::json!([
        {"part": "input", "tokens": 1000, "usd_per_million": "0.40", "cost_usd": "0.0004"},
        {"part": "output", "tokens": 200, "usd_per_million": "1.60", "cost_usd": "0.00032"},
    ]);
    assert_eq!(task["lines"], lines);
}

#[test]
fn own_prices_and_models_show_in_every_output_and_are_marked() {
    let place = Place::new();
    place.write("data/overrides.ron", "(version: 1, overrides: [(model: \"groq/llama-3.3-8b\", input: \"0.04\", output: \"0.16\", set_on: \"2026-11-23\", note: \"volume | deal\"), (model: \"gone/model\", input: \"1\")])");
    place.write(
        "data/models.ron",
        "(version: 1, models: [
            (id: \"me/mine\", name: \"=Mine | <b> & \\\"Co\\\"\", provider: \"-Me\", input: \"0.01\", output: \"0.02\", context_window: 600),
            (id: \"me/free\", name: \"Gift\", provider: \"Me\", input: \"0\", output: \"0\"),
            (id: \"me/secret\", name: \"Secret\", provider: \"Me\", input: \"1\"),
        ], hidden: [\"openai/gpt-5.4\"])",
    );
    place.write(
        "data/workloads/chat.ron",
        "(name: \"Chat | <1>\", input_tokens: 500, output_tokens: 200, requests_per_day: 1000)",
    );
    assert_eq!(place.succeeds(&[]), "");

    let models = place.rows("models.csv");
    assert_eq!(models.len(), 15);
    let model = |id: &str| models.iter().find(|row| row["model_id"] == id).unwrap();
    let llama = model("groq/llama-3.3-8b");
    assert_eq!((llama["rank"].as_str(), llama["input_tokens_per_usd"].as_str()), ("2", "25000000"));
    assert_eq!((llama["overridden"].as_str(), llama["price_as_of"].as_str()), ("true", "2026-11-23"));
    assert!(llama["price_source"].starts_with("Own price (list: 0.05 in, 0.20 out"));
    let mine = model("me/mine");
    // A name that a spreadsheet would run as a formula is made harmless.
    assert_eq!((mine["model"].as_str(), mine["provider"].as_str()), ("'=Mine | <b> & \"Co\"", "'-Me"));
    assert_eq!((mine["rank"].as_str(), mine["price_source"].as_str()), ("1", "Own model"));
    let free = model("me/free");
    assert_eq!((free["rank"].as_str(), free["input_usd_per_million"].as_str()), ("", "0.00"));
    assert_eq!((free["input_tokens_per_usd"].as_str(), free["tier"].as_str()), ("", ""));
    assert_eq!(model("me/secret")["output_usd_per_million"], "");

    let tasks = place.rows("tasks.csv");
    let task = |id: &str| tasks.iter().find(|row| row["model_id"] == id).unwrap();
    assert_eq!(task("groq/llama-3.3-8b")["cost_usd"], "0.000052");
    assert_eq!(task("groq/llama-3.3-8b")["monthly_usd"], "1.56");
    assert_eq!((task("me/free")["cost_usd"].as_str(), task("me/free")["tasks_per_usd"].as_str()), ("0", ""));
    assert_eq!((task("me/secret")["cost_usd"].as_str(), task("me/secret")["rank"].as_str()), ("", ""));

    let json = place.json();
    let in_json = |key: &str, id: &str| {
        json[key].as_array().unwrap().iter().find(|entry| entry["model_id"] == id).unwrap().clone()
    };
    let llama = in_json("models", "groq/llama-3.3-8b");
    assert_eq!(llama["list_input_usd_per_million"], "0.05");
    assert_eq!(llama["own_price"]["output_usd_per_million"], "0.16");
    assert_eq!(llama["own_price"]["note"], "volume | deal");
    assert_eq!(in_json("models", "me/mine")["origin"], "own");
    assert_eq!(in_json("tasks", "me/mine")["status"], "excluded");
    assert_eq!(
        in_json("tasks", "me/mine")["reason"],
        "700 tokens of input and output exceed the context window of 600"
    );
    assert_eq!(in_json("tasks", "me/mine")["list"], "Own models");
    assert_eq!(in_json("tasks", "me/free")["status"], "free");
    assert_eq!(in_json("tasks", "me/secret")["reason"], "the price of output tokens is unknown");

    let text = place.read("report.md");
    for said in [
        "Own prices: 1",
        "Own models: 3",
        "Hidden models, left out of this report: 1 (GPT-5.4)",
        "Llama 3.3 8B (own price)",
        "\\$0.04 (list \\$0.05)",
        "=Mine \\| \\<b\\> &amp; \"Co\" (own model)",
        "gone/model",
        "- Your own price: Llama 3.3 8B (\\$0.04 input and \\$0.16 output, set on 23 November 2026).",
        "### Chat \\| \\<1\\>",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
    // Each row of a table is as wide as its head.
    let mut width = None;
    for line in text.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        assert!(!line.starts_with('|') || *width.get_or_insert(cells) == cells, "{line}");
        width = width.filter(|_| line.starts_with('|'));
    }
    for name in ["tokens-per-dollar.svg", "cost-per-task.svg"] {
        let drawing = place.read(name);
        let document = roxmltree::Document::parse(&drawing).unwrap();
        let said: Vec<_> = document.descendants().filter_map(|node| node.text()).collect();
        for words in ["own price", "own model", "Secret", "Gift", "free"] {
            assert!(said.contains(&words), "{words} in {name}");
        }
        assert!(
            said.iter()
                .any(|text| text.contains("TokenMix Research Lab, 2026-04-29; 1 own price; 3 own models"))
        );
    }
}

#[test]
fn a_bill_of_own_and_list_prices_says_line_by_line_whose_each_is() {
    const LIST: &str = r#"{"acme/m": {"litellm_provider": "acme", "mode": "chat",
        "input_cost_per_token": 2.5e-6, "output_cost_per_token": 1.5e-5, "cache_read_input_token_cost": 2.5e-7,
        "input_cost_per_token_above_272k_tokens": 5e-6, "output_cost_per_token_above_272k_tokens": 2.25e-5,
        "input_cost_per_token_batches": 1.25e-6, "output_cost_per_token_batches": 7.5e-6}}"#;
    let bills = |own: &str| {
        let place = Place::new();
        place.write("data/overrides.ron", &format!("(version: 1, overrides: [(model: \"acme/m\", {own})])"));
        for (name, tokens) in [
            ("cached", "input_tokens: 100000, output_tokens: 1000, cache_read_tokens: 90000"),
            ("long", "input_tokens: 300000, output_tokens: 1000"),
            ("batch", "input_tokens: 1000, output_tokens: 100, processing: \"Batch\""),
        ] {
            place.write(&format!("data/workloads/{name}.ron"), &format!("(name: \"{name}\", {tokens})"));
        }
        place.write("list.json", LIST);
        let list = place.path("list.json");
        place.succeeds(&["--prices", list.to_str().unwrap()]);
        let json = place.json();
        let bill = |name: &str| {
            let is_so = |task: &&serde_json::Value| task["workload"] == name;
            let task = json["tasks"].as_array().unwrap().iter().find(is_so).unwrap();
            let lines = task["lines"].as_array().unwrap().iter();
            let owners: Vec<&str> = lines.map(|line| line["price_owner"].as_str().unwrap()).collect();
            let text = |key: &str| task[key].as_str().unwrap().to_owned();
            (text("cost_usd"), text("price_owner"), owners.join(" "))
        };
        (["cached", "long", "batch"].map(bill), place.read("report.md"))
    };
    let said = |cost: &str, whose: &str, lines: &str| (cost.to_owned(), whose.to_owned(), lines.to_owned());

    let (of_two, text) = bills("input: \"0.20\", output: \"1.00\"");
    assert_eq!(of_two[0], said("0.0255", "mixed", "own list own"));
    assert_eq!(of_two[1], said("1.5225", "list", "list list"));
    assert_eq!(of_two[2], said("0.002", "list", "list list"));
    assert_eq!(text.matches("(mixed: own and list prices)").count(), 1, "{text}");

    let (of_all, text) = bills(
        "input: \"0.20\", output: \"1.00\", cache_read: \"0.02\",
         tiers: [(above: 272000, input: \"0.40\", output: \"2.00\")], batch: (input: \"0.10\", output: \"0.50\")",
    );
    assert_eq!(of_all[0], said("0.0048", "own", "own own own"));
    assert_eq!(of_all[1], said("0.122", "own", "own own"));
    assert_eq!(of_all[2], said("0.00015", "own", "own own"));
    assert!(!text.contains("mixed"), "{text}");
    assert!(text.contains("own cache read price \\$0.02 (list \\$0.25)"), "{text}");
}

#[test]
fn the_charts_are_sound_drawings_with_letters() {
    let place = Place::new();
    place.succeeds(&["--workload", "chat MESSAGE", "--scale", "log"]);
    assert_eq!(place.rows("tasks.csv").len(), 13);
    for name in ["tokens-per-dollar", "cost-per-task"] {
        let drawing = place.read(&format!("{name}.svg"));
        let document = roxmltree::Document::parse(&drawing).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let text: Vec<_> = root.descendants().filter_map(|node| node.text()).collect();
        for said in ["Llama 3.3 8B", "Claude Opus 4.6", "Budget (5)", "Mid-Range (5)", "Premium (3)"] {
            assert!(text.contains(&said), "{said} in {name}");
        }
        assert!(text.iter().any(|text| text.contains("log scale, bars start at ")));
        let bytes = fs::read(place.path("out").join(format!("{name}.png"))).unwrap();
        let picture = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
        assert!(picture.width() >= 2560);
        let dark =
            picture.pixels().iter().filter(|p| p.red() < 90 && p.green() < 90 && p.blue() < 90).count();
        assert!(dark > 10_000, "{name} has no letters: {dark}");
    }
    let cost = place.read("cost-per-task.svg");
    assert!(cost.contains("input tokens") && cost.contains("output tokens") && cost.contains("$0.000065"));
    assert!(
        cost.contains("Llama 3.3 8B, $0.000065 per task (input $0.000025, output $0.00004), rank 1 of 13")
    );
}

#[test]
fn formats_can_be_chosen() {
    let place = Place::new();
    place.succeeds(&["--format", "md"]);
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 1);
    // A text alone shows no pictures that are not there.
    assert!(!place.read("report.md").contains("!["));
    place.succeeds(&["--format", "png,md"]);
    assert!(place.read("report.md").contains("](tokens-per-dollar.png)"));
    assert!(place.fails(2, &["--format", "pdf"]).contains("csv"));
}

#[test]
fn workload_files_replace_the_saved_workloads() {
    let place = Place::new();
    place.write("mine.ron", "(name: \"Mine\", input_tokens: 1, output_tokens: 1)");
    place.write("bad.ron", "(name: \"Bad\", input_tokens: abc, output_tokens: 1)");
    assert_eq!(place.succeeds(&["--format", "csv", "--workload-file", "mine.ron"]), "");
    assert!(place.rows("tasks.csv").iter().all(|row| row["workload"] == "Mine"));
    let said =
        place.succeeds(&["--format", "csv", "--workload-file", "bad.ron", "--workload-file", "mine.ron"]);
    assert!(said.contains("bad.ron") && said.contains("line 1"), "{said}");
    assert_eq!(place.rows("tasks.csv").len(), 13);
    // Nothing at all to price is a report without tasks, not a failure.
    let said = place.succeeds(&["--workload-file", "bad.ron"]);
    assert!(said.contains("bad.ron"));
    assert!(place.rows("tasks.csv").is_empty());
    assert!(place.read("cost-per-task.svg").contains("There is nothing to show."));
    assert!(place.fails(1, &["--workload-file", "absent.ron"]).contains("absent.ron"));
}

#[test]
fn bad_files_are_named_and_the_rest_is_reported() {
    let place = Place::new();
    place.write("data/workloads/good.ron", "(name: \"Good\", input_tokens: 1, output_tokens: 1)");
    place.write("data/workloads/cut.ron", "(name: \"Cut\", input_tok");
    fs::write(place.path("data/workloads/latin.ron"), b"\xff\xfe").unwrap();
    fs::create_dir(place.path("data/models.ron")).unwrap();
    place.write("data/overrides.ron", "");
    let said = place.succeeds(&["--format", "csv"]);
    for name in ["cut.ron", "latin.ron", "models.ron", "overrides.ron"] {
        assert!(said.contains(name), "{name} in {said}");
    }
    assert!(!said.contains("good.ron"));
    assert_eq!(place.rows("tasks.csv").len(), 13);
}

#[test]
fn mistakes_end_in_one_sentence_and_the_right_code() {
    let place = Place::new();
    let said = place.fails(1, &["--workload", "Chat mesage"]);
    assert!(said.contains("do you mean \"Chat message\"?") && said.contains("Email draft"), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1);
    assert!(!place.path("out").exists());

    let with_out = |out: &str| {
        let output = place.command().args(["report", "--data-dir", "data", "--out", out]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    place.write("a-file", "");
    for out in ["a-file", "a-file/below"] {
        let (code, said) = with_out(out);
        assert_eq!((code, said.trim_end().lines().count()), (Some(1), 1), "{out}: {said}");
        assert!(said.contains(out), "{said}");
    }
    for out in ["data", "data/report", "data/../data/x"] {
        let (code, said) = with_out(out);
        assert_eq!(code, Some(1));
        assert!(said.contains("data folder"), "{said}");
    }
    assert_eq!(fs::read_dir(place.path("data")).unwrap().count(), 0);

    for (arguments, code) in [
        (&["report"] as &[&str], 2),
        (&["report", "--out"], 2),
        (&["--nonsense"], 2),
        (&["reprot"], 2),
        (&["completions", "cobol"], 2),
        (&["--version"], 0),
        (&["--help"], 0),
        (&["report", "--help"], 0),
        (&["completions", "bash"], 0),
        (&["completions", "zsh"], 0),
        (&["completions", "fish"], 0),
    ] {
        let output = place.command().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(output.stdout.is_empty(), code != 0, "{arguments:?}");
    }
    let misspelt = place.command().arg("reprot").output().unwrap().stderr;
    let misspelt = String::from_utf8(misspelt).unwrap();
    assert!(misspelt.contains("do you mean the command report?"), "{misspelt}");
    let version = place.command().arg("--version").output().unwrap().stdout;
    assert_eq!(
        String::from_utf8(version).unwrap(),
        concat!("tokens-per-dollar ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn the_data_folder_is_only_read_and_no_other_is_touched() {
    let place = Place::new();
    place.write("data/workloads/good.ron", "(name: \"Good\", input_tokens: 1, output_tokens: 1)");
    place.write("data/overrides.ron", "(overrides: [(model: \"groq/llama-3.3-8b\", input: \"0.04\")])");
    let before = listing(&place.path("data"));
    place.succeeds(&[]);
    assert_eq!(listing(&place.path("data")), before);
    // Without --data-dir it would be the user's own folder; that is not made by asking for a report.
    let output = place.command().args(["report", "--out", "out", "--format", "csv"]).output().unwrap();
    assert!(output.status.success());
    assert_eq!(fs::read_dir(place.path("home")).unwrap().count(), 0);
    assert_eq!(place.rows("tasks.csv").len(), 8 * 13);
    // The variable names the folder as well as the option does.
    let output = place
        .command()
        .args(["report", "--out", "out", "--format", "csv"])
        .env("TOKENS_PER_DOLLAR_DIR", place.path("data"))
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(place.rows("tasks.csv").len(), 13);
}

#[test]
fn a_second_report_replaces_the_first_and_leaves_other_files_alone() {
    let place = Place::new();
    place.write("out/notes.txt", "mine");
    place.write("out/models.csv", "model,owner\ngpt-4.1,me\n");
    let run = |more: &[&str]| {
        let arguments = ["--data-dir", "data", "report", "--out", "out", "--format", "csv"];
        let output = place.command().args(arguments).args(more).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    };
    // A file of the same name that no report has written is named and kept.
    let (code, said) = run(&[]);
    assert!(code == Some(1) && said.contains("models.csv in out is no report's"), "{said}");
    assert_eq!(place.read("models.csv"), "model,owner\ngpt-4.1,me\n");
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 2);
    let (code, said) = run(&["--replace"]);
    assert!(code == Some(0) && said.contains("In place of files of others: models.csv"), "{said}");
    let (code, said) = run(&[]);
    assert!(
        code == Some(0) && said.contains("In place of an earlier report's: models.csv, tasks.csv"),
        "{said}"
    );
    assert_eq!(place.read("notes.txt"), "mine");
    assert_eq!(place.read("models.csv"), MODELS);
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 3);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let place = Place::new();
    for arguments in
        [&["completions", "zsh"] as &[&str], &["report", "--out", "out", "--format", "csv"], &["--help"]]
    {
        let mut child =
            place.command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    }
}

// ---- the answers --------------------------------------------------------------------------------------------------

#[test]
fn a_budget_says_what_each_model_affords() {
    let place = Place::new();
    place.write(
        "summary.ron",
        r#"(name: "Document summary", unit: "documents", input_tokens: 2000, output_tokens: 300, requests_per_day: 1000)"#,
    );
    place.write("chat.ron", r#"(name: "Chat message", input_tokens: 500, output_tokens: 200)"#);
    let files = ["--workload-file", "summary.ron", "--workload-file", "chat.ron"];
    place.succeeds(&[&["--format", "md,json", "--budget", "$500"], &files[..]].concat());
    let report: Value = serde_json::from_str(&place.read("report.json")).unwrap();
    let budget = &report["budget"];
    assert_eq!((budget["usd"].as_str(), budget["per"].as_str()), (Some("500"), Some("month")));
    let row = |table: usize, id: &str| {
        let models = budget["workloads"][table]["models"].as_array().unwrap().clone();
        models.into_iter().find(|row| row["model_id"] == id).unwrap()
    };
    let summary = row(0, "deepseek/deepseek-v4");
    // $28.80 of $500.
    assert_eq!((&summary["fits"], &summary["left_usd"]), (&true.into(), &"471.2".into()));
    let opus = row(0, "anthropic/claude-opus-4.6");
    // 30,000 x $0.0525 = $1,575.
    assert_eq!((&opus["fits"], &opus["lacking_usd"]), (&false.into(), &"1075".into()));
    assert_eq!(opus["missing_requests"], 30_000 - 9_523);
    assert_eq!(row(1, "openai/gpt-5.4")["requests_per_month"], 153_846);
    assert_eq!(row(1, "openai/gpt-4.1-mini")["requests_per_month"], 961_538);
    assert_eq!(row(1, "openai/gpt-5.4")["fits"], Value::Null);
    let text = place.read("report.md");
    // As the window says it, below a heading for each workload.
    for said in [
        "## What \\$500.00 a month affords",
        "### Document summary within the budget\n\n**12 of 13 models afford the 30,000 requests a month that are needed.**",
        "| DeepSeek V4 | DeepSeek | 520,833 | \\$28.80 | fits, \\$471.20 left |",
        "| Claude Opus 4.6 | Anthropic | 9,523 | \\$1,575.00 | \\$1,075.00 too dear |",
        "### Chat message within the budget\n\n**Llama 3.3 8B affords the most: 7,692,307 requests of Chat message a month.**",
        "| GPT-5.4 | OpenAI | 153,846 | — | — |",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
}

#[test]
fn two_models_are_compared_in_words_and_exactly() {
    let place = Place::new();
    place.write("task.ron", r#"(name: "Task", input_tokens: 500, output_tokens: 200)"#);
    let compare = "groq/llama-3.3-70b,openai/gpt-4.1-nano";
    let arguments = ["--format", "md,json", "--workload-file", "task.ron", "--compare", compare];
    place.succeeds(&arguments);
    let report: Value = serde_json::from_str(&place.read("report.json")).unwrap();
    let entries = report["break_even"].as_array().unwrap();
    let by_output = entries.iter().find(|entry| entry["variable"] == "output_tokens").unwrap();
    assert_eq!(by_output["crossings"], serde_json::json!([{ "at": "300.0000" }]));
    assert_eq!(by_output["regions"][2]["cheaper"], "second");
    assert_eq!(report["matrix"]["models"].as_array().unwrap().len(), 2);
    let text = place.read("report.md");
    for said in [
        "## Llama 3.3 70B or GPT-4.1 Nano\n",
        "### Llama 3.3 70B or GPT-4.1 Nano for Task, over output tokens?",
        "**At 200 output tokens Llama 3.3 70B is cheaper, from 301 on GPT-4.1 Nano.**",
        "At exactly 300 output tokens, both cost the same.\n",
        "| 300 | \\$0.00034 | \\$0.00034 | both the same |",
        "- 1 more lies beyond what is told here: the table has it.",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
    assert_eq!(text.matches("\n### Llama 3.3 70B or GPT-4.1 Nano for Task, over ").count(), 4);

    let said = place.fails(1, &["--compare", "groq/llama-3.3-70b,openai/gpt-4.1-nani"]);
    assert!(said.contains("do you mean \"openai/gpt-4.1-nano\"?"), "{said}");
    let said = place.fails(1, &["--compare", "groq/llama-3.3-70b"]);
    assert!(said.contains("two model ids"), "{said}");
    place.fails(2, &["--budget", "much"]);
}

#[test]
fn the_matrix_and_the_choices_are_in_every_report() {
    let place = Place::new();
    place.write("chat.ron", r#"(name: "Chat message", input_tokens: 500, output_tokens: 200)"#);
    place.succeeds(&["--format", "md,json", "--workload-file", "chat.ron"]);
    let report: Value = serde_json::from_str(&place.read("report.json")).unwrap();
    assert!(report.get("budget").is_none() && report.get("break_even").is_none());
    let matrix = &report["matrix"];
    let columns = matrix["models"].as_array().unwrap();
    let column = columns.iter().position(|model| model["model"] == "GPT-4.1 mini").unwrap();
    assert_eq!(matrix["workloads"][0]["tasks"][column], "1923.0769");
    assert_eq!(matrix["workloads"][0]["cost_usd"][column], "0.00052");
    let choices = report["choices"].as_array().unwrap();
    let expected =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/situations.ron")).unwrap();
    assert_eq!(choices.len(), expected.matches("objective:").count());
    for choice in choices {
        let count = |key: &str| choice[key].as_array().unwrap().len();
        assert_eq!(count("picks") + count("runners_up") + count("excluded"), columns.len(), "{choice}");
    }
    let text = place.read("report.md");
    for said in [
        "### Quality and volume\n\n**GPT-4.1 mini: \\$0.00052 a task of Chat message.**",
        "**GPT-5.4 (\\$0.00325) or Claude Sonnet 4 (\\$0.0045), by the cost of a task of Chat message.**",
        "| GPT-4.1 Nano | Quality of at least that of openai/gpt-4.1-mini | its quality is unknown |",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
    // Each situation under its name, and what is to be known of all of them once.
    for choice in choices {
        assert!(text.contains(&format!("\n### {}\n", choice["situation"].as_str().unwrap())), "{choice}");
    }
    assert_eq!(text.matches("Quality, speed and compliance are opinions").count(), 1);
    assert!(!text.contains("Your own judgement counts"), "{text}");
}

#[test]
fn a_long_list_is_cut_in_the_text_and_whole_in_the_data() {
    let place = Place::new();
    let rows: Vec<String> =
        (1..=25).map(|price| format!("m{price},Model {price},House,{price},1\n")).collect();
    place.write("many.csv", &format!("id,name,provider,input,output\n{}", rows.concat()));
    place.write("chat.ron", r#"(name: "Chat message", input_tokens: 500, output_tokens: 200)"#);
    place.succeeds(&["--format", "md,json", "--prices", "many.csv", "--workload-file", "chat.ron"]);
    let text = place.read("report.md");
    let cheapest =
        text.split("\n### ").find(|part| part.starts_with("Tight budget and high volume")).unwrap();
    assert_eq!(cheapest.lines().filter(|line| line.starts_with('|')).count(), 2 + 20, "{cheapest}");
    assert!(cheapest.contains("- The pick and the runners-up: 5 rows not shown here; report.json has all."));
    let first = place.json()["choices"][0].clone();
    let count = |key: &str| first[key].as_array().unwrap().len();
    assert_eq!(count("picks") + count("runners_up"), 25);
}

#[test]
fn every_other_question_of_the_window_is_in_the_report() {
    let place = Place::new();
    let rows: Vec<String> =
        (1..=25).map(|price| format!("m{price},Model {price},House,{price},{price}\n")).collect();
    place.write("many.csv", &format!("id,name,provider,input,output\n{}", rows.concat()));
    place.write(
        "chat.ron",
        r#"(name: "Chat", input_tokens: 500, output_tokens: 200, requests_per_day: 1000)"#,
    );
    place.write("other.ron", r#"(name: "Other", input_tokens: 500, output_tokens: 200)"#);
    let files = ["--workload-file", "chat.ron", "--workload-file", "other.ron"];
    place.succeeds(&[&["--format", "md,json", "--prices", "many.csv"], &files[..]].concat());
    let text = place.read("report.md");
    let about = |name: &str| {
        let sections = text.split("\n## ").filter(|part| part.starts_with(&format!("More about {name}\n")));
        let found: Vec<&str> = sections.collect();
        assert_eq!(found.len(), 1, "{name}");
        found[0]
    };
    let other = about("Other");
    assert!(
        other.contains("Other is 500 input and 200 output tokens.") && !other.contains("Chat"),
        "{other}"
    );
    let more = about("Chat");
    let titles: Vec<&str> = more.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert_eq!(titles.len(), 8, "{titles:?}");
    assert!(titles.iter().all(|title| !title.contains("Other")), "{titles:?}");
    assert!(more.contains("Chat is 500 input and 200 output tokens, 1,000 requests a day."), "{more}");
    let bills = more.split("\n### ").find(|part| part.starts_with("What is the bill")).unwrap();
    assert_eq!(bills.lines().filter(|line| line.starts_with('|')).count(), 2 + 20, "{bills}");
    assert!(bills.contains("5 rows not shown here; the window has all"), "{bills}");
    // The data have the keys that they had.
    let keys: Vec<String> = place.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["choices", "matrix", "models", "tasks", "version"]);
    // What the report is asked is asked here, too.
    let more = ["--prices", "many.csv", "--budget", "7", "--compare", "m9,m3"];
    place.succeeds(&[&["--format", "md"], &more[..], &files[..]].concat());
    let text = place.read("report.md");
    let more = text.split("\n## More about Chat\n").nth(1).unwrap();
    assert!(more.contains("Model 9") && more.contains("\\$7.00"), "{more}");
}

#[test]
fn a_discount_is_named_with_the_prices_and_in_each_answer() {
    let place = Place::new();
    place.write(
        "data/discounts.ron",
        r#"(version: 1, discounts: [(provider: "OpenAI", percent: "10", until: "2090-12-31", note: "deal")])"#,
    );
    place.write(
        "chat.ron",
        r#"(name: "Chat", input_tokens: 500, output_tokens: 200, requests_per_day: 1000)"#,
    );
    assert_eq!(place.succeeds(&["--format", "md", "--workload-file", "chat.ron", "--budget", "5"]), "");
    let text = place.read("report.md");
    assert!(text.contains("Discounts: 1\n\n- OpenAI less 10 % until 2090-12-31, 4 models: deal\n"), "{text}");
    let note = "Your discount of 10 % at OpenAI until 31 December 2090: ";
    let answers = ["Chat within the budget", "What is the bill for Chat?"];
    for answer in answers {
        let part = text.split("\n### ").find(|part| part.starts_with(answer)).unwrap();
        assert!(part.contains(note), "{part}");
    }
}

/// A list with what is no text, what is deprecated, and one model at two resellers beside its maker.
const MIXED: &str = r#"{
    "gpt-9": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 4e-06},
    "azure/gpt-9": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06},
    "claude-9": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 9e-06},
    "gpt-8": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-08, "output_cost_per_token": 1e-08, "deprecation_date": "2020-01-01"},
    "paint-1": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 1e-09, "output_cost_per_token": 1e-09},
    "embed-1": {"litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 1e-09, "output_cost_per_token": 1e-09}
}"#;

#[test]
fn the_report_compares_what_the_window_compares_and_the_data_have_all() {
    let place = Place::new();
    place.write("mixed.json", MIXED);
    place.write(
        "data/portfolios/p.ron",
        r#"(name: "P", entries: [(workload: "Chat", requests_per_day: 10)])"#,
    );
    place.write("chat.ron", r#"(name: "Chat", input_tokens: 500, output_tokens: 200)"#);
    let list = ["--prices", "mixed.json", "--workload-file", "chat.ron"];
    let more = ["--format", "all", "--budget", "5", "--portfolio", "P"];
    place.succeeds(&[&list[..], &more[..]].concat());
    assert_eq!((place.rows("models.csv").len(), place.rows("tasks.csv").len()), (6, 6));
    assert!(!place.read("cost-per-task.svg").contains("paint-1"));
    let report = place.json();
    let names = |value: &Value| -> Vec<String> {
        let of = value.as_array().unwrap().iter().map(|row| row["model_id"].as_str().unwrap().to_owned());
        let mut of: Vec<String> = of.collect();
        of.sort();
        of
    };
    let compared = ["claude-9", "gpt-9"];
    assert_eq!(names(&report["matrix"]["models"]), compared);
    assert_eq!(names(&report["budget"]["workloads"][0]["models"]), compared);
    for choice in report["choices"].as_array().unwrap() {
        let all = ["picks", "runners_up", "excluded"].map(|key| names(&choice[key])).concat();
        assert!(all.iter().all(|id| compared.contains(&id.as_str())), "{choice}");
    }
    assert_eq!(report["portfolio"]["cheapest"]["lines"][0]["model_id"], "gpt-9");
    let text = place.read("report.md");
    let said = "2 models are ranked and compared, as in the window; 4 are left out: 2 not text, 1 deprecated, 1 at other resellers or under dated names.";
    assert!(text.contains(said), "{text}");
    let answers = text.split(said).nth(1).unwrap();
    for outside in ["paint-1", "embed-1", "gpt-8", "azure"] {
        assert!(!answers.contains(outside), "{outside} in\n{answers}");
    }
    // Who is named is compared, wherever it stands.
    place.succeeds(&[&list[..], &["--format", "md,json", "--compare", "gpt-9,paint-1"]].concat());
    assert_eq!(names(&place.json()["matrix"]["models"]), ["gpt-9", "paint-1"]);
    assert!(place.read("report.md").contains("## gpt-9 or paint-1"));
    // A pinned model is compared, as in the window.
    place.write("data/settings.ron", r#"(pins: ["gpt-8"])"#);
    place.succeeds(&[&list[..], &more[..]].concat());
    assert_eq!(names(&place.json()["matrix"]["models"]), ["claude-9", "gpt-8", "gpt-9"]);
}

const PORTFOLIO: &str = r#"(name: "Support", requests_per_day: 1000, entries: [
    (workload: "Chat message", share: "0.9", model: "openai/gpt-4.1"),
    (workload: "Email draft", requests_per_day: 100),
    (workload: "Gone"),
])"#;

#[test]
fn a_portfolio_has_one_bill_the_cheapest_assignment_and_the_price_of_each_choice() {
    let place = Place::new();
    place.write("data/portfolios/support.ron", &PORTFOLIO.replace("    (workload: \"Gone\"),\n", ""));
    place.write("data/settings.ron", "(remembered: (baseline: \"openai/gpt-5.4\"))");
    // A portfolio may name workloads that are not in the report.
    place.succeeds(&["--format", "md,json", "--portfolio", "SUPPORT", "--workload", "Blog post"]);
    let report = place.json();
    let portfolio = &report["portfolio"];
    let bill = &portfolio["bill"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    assert_eq!((&portfolio["name"], &bill["is_complete"]), (&Value::from("Support"), &Value::from(true)));
    // 27,000 chat messages a month at $0.0026, 3,000 email drafts on Llama 3.3 8B at $0.00011.
    assert_eq!(text(&bill["lines"][0]["monthly_usd"]).as_deref(), Some("70.2"));
    assert_eq!(bill["lines"][0]["requests_per_month"], 27_000);
    assert_eq!(
        (&bill["lines"][0]["assignment"], &bill["lines"][1]["assignment"]),
        (&"chosen".into(), &"cheapest".into())
    );
    assert_eq!(bill["lines"][1]["model_id"], "groq/llama-3.3-8b");
    let dollars = |value: &Value| tokens_per_dollar::money::Dollars::parse(value.as_str().unwrap()).unwrap();
    let lines: tokens_per_dollar::money::Dollars =
        bill["lines"].as_array().unwrap().iter().map(|line| dollars(&line["monthly_usd"])).sum();
    assert_eq!(dollars(&bill["monthly_usd"]), lines);
    // On Llama 3.3 8B a chat message is $0.000065.
    let cheapest = &portfolio["cheapest"];
    assert_eq!(text(&cheapest["lines"][0]["monthly_usd"]).as_deref(), Some("1.755"));
    assert_eq!(text(&portfolio["saving_usd"]).as_deref(), Some("68.445"));
    let constraint = &portfolio["constraints"][0];
    assert_eq!(constraint["workload"], "Chat message");
    assert_eq!(text(&constraint["costs_usd"]).as_deref(), Some("68.445"));
    let baseline = &portfolio["baseline"];
    assert_eq!(baseline["model_id"], "openai/gpt-5.4");
    assert_eq!(
        dollars(&baseline["monthly_usd"]).minus(lines),
        Some(dollars(&baseline["saving_usd"])),
        "the saving is against the baseline"
    );
    let page = place.read("report.md");
    for sentence in [
        "## What does Support cost?",
        "| Chat message | GPT-4.1 | 27,000 | \\$70.20 | Llama 3.3 8B | \\$1.76 |",
        "| Email draft | Llama 3.3 8B | 3,000 |",
        "Everything on GPT-5.4 would cost",
        "\\$68.45 less.",
        "| Chat message | GPT-4.1 | \\$68.45 a month |",
    ] {
        assert!(page.contains(sentence), "{sentence} is not in:\n{page}");
    }
}

#[test]
fn a_monthly_fee_of_a_portfolio_is_paid_once() {
    let place = Place::new();
    place.write(
        "data/workloads/chat.ron",
        r#"(name: "Chat", input_tokens: 500, output_tokens: 200, monthly_fee_usd: "20")"#,
    );
    place.write(
        "data/portfolios/split.ron",
        r#"(name: "Split", requests_per_day: 1000, entries: [
            (workload: "Chat", share: "0.7", model: "openai/gpt-5.4"),
            (workload: "Chat", share: "0.3", model: "openai/gpt-4.1"),
        ])"#,
    );
    assert_eq!(place.succeeds(&["--format", "md,json", "--portfolio", "Split"]), "");
    let bill = place.json()["portfolio"]["bill"].clone();
    assert_eq!(bill["fees"], serde_json::json!([{ "workload": "Chat", "monthly_usd": "20" }]));
    assert_eq!(bill["monthly_usd"], "111.65");
    assert!(place.read("report.md").contains("| Monthly fee of Chat |  |  | \\$20.00 |"));
}

#[test]
fn a_portfolio_with_gaps_says_so_and_an_unknown_one_is_refused() {
    let place = Place::new();
    let said = place.fails(1, &["--portfolio", "Support"]);
    assert!(
        said.contains("there is no portfolio named \"Support\"; there are no saved portfolios"),
        "{said}"
    );
    place.write("data/portfolios/support.ron", PORTFOLIO);
    place.write("data/portfolios/batch.ron", "(name: \"Batch\")");
    let said = place.fails(1, &["--portfolio", "Suport"]);
    assert!(said.contains("(do you mean \"Support\"?); there are: Batch, Support"), "{said}");
    place.succeeds(&["--format", "md,json", "--portfolio", "Support"]);
    let portfolio = place.json()["portfolio"].clone();
    assert_eq!(portfolio["bill"]["lines"][2]["reason"], "there is no workload of this name");
    assert_eq!((&portfolio["bill"]["is_complete"], &portfolio["saving_usd"]), (&false.into(), &Value::Null));
    let page = place.read("report.md");
    assert!(page.contains("| **All with a cost** |") && page.contains("of unknown cost"), "{page}");
    place.succeeds(&["--format", "md,json", "--portfolio", "Batch"]);
    assert!(place.read("report.md").contains("Add workloads to Batch"));
    place.succeeds(&["--format", "json"]);
    assert_eq!(place.json().get("portfolio"), None);
}

#[test]
fn the_saved_judgements_settle_the_choices() {
    let place = Place::new();
    let pick = |place: &Place| {
        place.succeeds(&["--format", "md,json"]);
        let choices = place.json()["choices"].clone();
        let best =
            choices.as_array().unwrap().iter().find(|choice| choice["situation"] == "Best possible output");
        best.unwrap()["picks"][0]["model"].clone()
    };
    assert_eq!(pick(&place), "Claude Opus 4.6");
    place.write(
        "data/judgements.ron",
        "(judgements: [(model: \"openai/gpt-4.1-mini\", quality: (level: 99))])",
    );
    assert_eq!(pick(&place), "GPT-4.1 mini");
    assert!(place.read("report.md").contains("Your own judgement counts for 1 model."));
}

#[test]
fn the_day_of_an_import_is_not_said_to_be_that_of_the_prices() {
    let place = Place::new();
    place.write(
        "data/lists.ron",
        r#"(version: 1, reference: (on: true, place: 1), lists: [
            (file: "mixed.json", name: "Mixed", format: "litellm", imported_on: "2026-11-24", on: true),
        ])"#,
    );
    place.write("data/lists/mixed.json", MIXED);
    place.write("chat.ron", r#"(name: "Chat", input_tokens: 500, output_tokens: 200)"#);
    place.succeeds(&["--workload-file", "chat.ron", "--format", "csv,json"]);
    let (rows, report) = (place.rows("models.csv"), place.json());
    let days = |model: &str| {
        let row = rows.iter().find(|row| row["model"] == model).unwrap();
        let entries = report["models"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["model"] == model).unwrap();
        ["price_as_of", "imported_on"].map(|key| {
            assert_eq!(entry[key].as_str().unwrap_or_default(), row[key], "{model}");
            row[key].clone()
        })
    };
    assert_eq!(days("claude-9"), ["", "2026-11-24"]);
    assert_eq!(days("GPT-4.1"), ["2026-04-29", ""]);
}

#[test]
fn what_hides_in_names_reaches_no_report_and_stays_in_its_file() {
    const HIDDEN: [&str; 6] = ["\u{202e}", "\u{2066}", "\u{200b}", "\u{ad}", "\u{1b}", "\u{9b}"];
    let place = Place::new();
    let tokens = "input_tokens: 1000, output_tokens: 300, requests_per_day: 100";
    place.write(
        "data/workloads/w.ron",
        &format!("(name: \"\u{202e}Sup\u{200b}port\u{2066}\", unit: \"let\u{ad}ters\", {tokens}, note: \"a\u{9b}31mb\u{202e}c\")"),
    );
    place.write("data/workloads/bad.ron", "(name: \"B\u{202e}\u{1b}[2Jad\", input_tokens: 0)");
    place.write(
        "data/portfolios/p.ron",
        "(name: \"Team\u{202e}\", entries: [(workload: \"Support\u{2066}\")], note: \"x\u{202e}y\")",
    );
    let before = listing(&place.path("data"));
    let said = place.succeeds(&["--workload", "Support"]);
    assert_eq!(listing(&place.path("data")), before, "nothing of it is written");
    let texts = ["cost-per-task.svg", "models.csv", "report.json", "report.md", "tasks.csv"];
    let texts = texts.map(|name| place.read(name)).into_iter();
    for text in texts.chain([said]) {
        for hidden in HIDDEN {
            assert!(!text.contains(hidden), "{hidden:?} in {text}");
        }
    }
    assert!(place.read("report.md").contains("Support"));
    assert!(place.read("tasks.csv").contains("Support"));
}

//! kill -9 at any moment: 1,000 saves, each in a process that is killed at a random moment. Afterwards every file is
//! the old version or the new one, whole, and nothing unfinished is ever loaded.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokens_per_dollar::catalog::{Fingerprint, ListKey, ModelId, Overrides, OwnPrices, Part, PriceOverride};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::portfolio::{self, Portfolio};
use tokens_per_dollar::settings::Settings;
use tokens_per_dollar::store::{
    self, Change, Document, Documents, ListBytes, PortfolioKey, Replaces, Store, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, STARTERS, Workload};

/// Each hits a process that saves without a pause.
const KILLS: u32 = 1_000;
/// So many of them must come while a file is half written. A machine that is busy gets more kills until it has them.
const ENOUGH: u32 = 50;
/// The most kills that it gets.
const MOST_KILLS: u32 = 10 * KILLS;
/// Each so many kills, the folder starts anew and the kill may hit the first start.
const ANEW: u32 = 20;
const FOLDER: &str = "TPD_CRASH_TEST_FOLDER";
const FROM: &str = "TPD_CRASH_TEST_FROM";

/// The documents that the killed process saves in turn, each with a number that the whole of it repeats.
const TURNS: [&str; 6] = ["workload", "overrides", "settings", "new", "list", "portfolio"];

/// A price list of 100 models that all cost as much as its number.
fn list(number: u64) -> ListBytes {
    let rows: Vec<String> = (0..100).map(|model| format!("model/{model},{number},{number}\n")).collect();
    format!("id,input,output\n{}", rows.concat()).into_bytes().into()
}

fn list_key() -> ListKey {
    ListKey::new("list.csv").unwrap()
}

/// The number of the stored list, after checking it, the version before and the history. `hit` is the save that was
/// killed.
fn list_number(folder: &Path, hit: u64) -> Option<u64> {
    let place = folder.join("lists");
    let number = |text: &[u8]| -> u64 {
        let first = String::from_utf8(text.to_vec()).unwrap().lines().nth(1).unwrap().to_owned();
        let number = first.rsplit(',').next().unwrap().parse().unwrap();
        assert_eq!(*text, *list(number), "a list is cut off or mixed");
        number
    };
    let found = fs::read(place.join("list.csv")).ok().map(|text| number(&text));
    if let Ok(before) = fs::read(place.join("list.previous.csv")) {
        // The version before takes its place first: until the new one does, both are the same.
        assert!(number(&before) <= found.unwrap());
    }
    let history = store::read_history(folder, &list_key()).unwrap();
    let lasts: Vec<Option<Price>> = (0..100)
        .map(|model| {
            let id = ModelId::new(&format!("model/{model}")).unwrap();
            history.points(&id, Part::Output).last().map(|(_, price)| *price)
        })
        .collect();
    assert!(lasts.iter().all(|last| *last == lasts[0]), "a history is mixed");
    // It takes its place before the list does, so a kill, this one or an earlier one, may leave it ahead.
    let price = |number: u64| Some(Price::per_million(&number.to_string()).unwrap());
    let mut ahead = found.unwrap_or(1)..=hit;
    assert!(lasts[0].is_none() && found.is_none() || ahead.any(|number| lasts[0] == price(number)));
    found
}

fn change(turn: &str, number: u64) -> Change {
    match turn {
        "list" => Change::StoreList {
            key: list_key(),
            bytes: list(number),
            replaces: Replaces::Nothing,
            day: jiff::civil::date(2026, 11, 24),
        },
        "workload" | "new" => {
            let (stem, name) = if turn == "new" { ("new", "New") } else { ("chat-message", "Chat message") };
            let draft = Draft {
                name: name.into(),
                input_tokens: number,
                output_tokens: number,
                // Longer than one block of a disk.
                note: vec![number.to_string(); 1_000].join(" ").chars().take(9_000).collect(),
                ..Draft::default()
            };
            Change::put(
                Document::Workload(WorkloadKey::new(stem).unwrap()),
                Workload::try_from(draft).unwrap(),
            )
        }
        "portfolio" => {
            let draft = portfolio::Draft {
                name: "Support".into(),
                requests_per_day: Some(number),
                note: vec![number.to_string(); 1_000].join(" ").chars().take(9_000).collect(),
                ..portfolio::Draft::default()
            };
            Change::put(
                Document::Portfolio(PortfolioKey::new("support").unwrap()),
                Portfolio::try_from(draft).unwrap(),
            )
        }
        "overrides" => {
            let entry = |model: u64| PriceOverride {
                model: ModelId::new(&format!("model/{model}")).unwrap(),
                prices: OwnPrices::usual(Some(Price::per_million(&number.to_string()).unwrap()), None),
                set_on: None,
                note: number.to_string(),
            };
            Change::put(Document::Overrides, Overrides::new((0..100).map(entry).collect()))
        }
        _ => {
            let workload_order = vec![number.to_string(); 300];
            Change::put(Document::Settings, Settings { workload_order, ..Settings::default() })
        }
    }
}

/// The number of each document, after checking that the whole document repeats it.
fn numbers(documents: &Documents) -> HashMap<&'static str, u64> {
    let mut numbers = HashMap::new();
    for (turn, stem) in [("workload", "chat-message"), ("new", "new")] {
        let saved = documents.workload(&WorkloadKey::new(stem).unwrap());
        let Some(saved) = saved.filter(|saved| saved.workload.note().starts_with(char::is_numeric)) else {
            continue;
        };
        let number = saved.workload.input_tokens();
        assert_eq!(
            change(turn, number),
            Change::put(Document::Workload(saved.key.clone()), saved.workload.clone())
        );
        numbers.insert(turn, number);
    }
    if let Some(saved) = documents.portfolio(&PortfolioKey::new("support").unwrap()) {
        let number = saved.portfolio.to_draft().requests_per_day.unwrap();
        let found = Change::put(Document::Portfolio(saved.key.clone()), saved.portfolio.clone());
        assert_eq!(change("portfolio", number), found);
        numbers.insert("portfolio", number);
    }
    if let Some(entry) = documents.overrides.value.iter().next() {
        let number = entry.note.parse().unwrap();
        assert_eq!(
            change("overrides", number),
            Change::put(Document::Overrides, documents.overrides.value.clone())
        );
        numbers.insert("overrides", number);
    }
    if let Some(number) = documents.settings.value.workload_order.first() {
        let number = number.parse().unwrap();
        assert_eq!(
            change("settings", number),
            Change::put(Document::Settings, documents.settings.value.clone())
        );
        numbers.insert("settings", number);
    }
    numbers
}

/// Not a test of its own: what the test below starts in a process of its own, to be killed.
#[test]
fn process_to_be_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let from: u64 = std::env::var(FROM).unwrap().parse().unwrap();
    let mut out = std::io::stderr();
    writeln!(out, "started").unwrap();
    let (mut store, ..) = Store::open(Path::new(&folder));
    for number in from.. {
        let turn = TURNS[usize::try_from(number).unwrap() % TURNS.len()];
        let mut change = change(turn, number);
        if let Change::StoreList { replaces, .. } = &mut change
            && let Ok(there) = fs::read(Path::new(&folder).join("lists/list.csv"))
        {
            *replaces = Replaces::Copy(Fingerprint::of(&there));
        }
        store.save(&change).unwrap();
        if turn == "new" && number % 8 == 3 {
            store.save(&Change::delete(Document::Workload(WorkloadKey::new("new").unwrap()))).unwrap();
        }
        // In one piece: a kill between two writes would leave half a number.
        out.write_all(format!("saved {number}\n").as_bytes()).unwrap();
    }
}

fn unfinished(folder: &Path) -> usize {
    [folder.to_owned(), folder.join("workloads"), folder.join("portfolios"), folder.join("lists")]
        .iter()
        .flat_map(|place| fs::read_dir(place).into_iter().flatten().flatten())
        .filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| name.starts_with(".tokens-per-dollar-"))
        })
        .count()
}

#[test]
fn no_kill_loses_cuts_or_mixes_a_file() {
    let start = Instant::now();
    let home = TempDir::new().unwrap();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut next, mut in_the_middle, mut first_starts) = (1_u64, 0, 0);
    let mut folder = PathBuf::new();
    // What the killed process said was saved, each document's last.
    let mut acknowledged: HashMap<&str, u64> = HashMap::new();
    for kill in 0..MOST_KILLS {
        if kill >= KILLS && in_the_middle > ENOUGH {
            break;
        }
        let anew = kill % ANEW == 0;
        if anew {
            folder = home.path().join(kill.to_string());
            acknowledged.clear();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::process_to_be_killed", "--nocapture", "--test-threads=1"])
            .env(FOLDER, &folder)
            .env(FROM, next.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert_eq!(line, "started\n");
        let mut said = Vec::new();
        if !anew {
            // It is on its way: the kill comes at some moment of a save.
            line.clear();
            lines.read_line(&mut line).unwrap();
            said.push(line.trim_end().to_owned());
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % if anew { 6_000 } else { 25_000 }));
        child.kill().unwrap();
        child.wait().unwrap();

        let mut last = next - 1;
        said.extend(lines.lines().map_while(Result::ok));
        for line in said {
            let number = line.strip_prefix("saved ").unwrap_or_else(|| panic!("the process said: {line}"));
            last = number.parse().unwrap();
            acknowledged.insert(TURNS[usize::try_from(last).unwrap() % TURNS.len()], last);
        }
        // The save that was hit, if any, comes after the last one that was acknowledged.
        let hit = last + 1;
        let hit_turn = TURNS[usize::try_from(hit).unwrap() % TURNS.len()];

        in_the_middle += u32::from(unfinished(&folder) > 0);
        first_starts += usize::from(!folder.join("workloads").exists());
        let (documents, notices) = store::read(&folder);
        assert_eq!(notices, [], "kill {kill}");
        let has_new = documents.workload(&WorkloadKey::new("new").unwrap()).is_some();
        assert_eq!(documents.workloads.len(), STARTERS.len() + usize::from(has_new), "kill {kill}");
        let mut found = numbers(&documents);
        found.extend(list_number(&folder, hit).map(|number| ("list", number)));
        for turn in TURNS {
            let expected = acknowledged.get(turn).copied();
            let found = found.get(turn).copied();
            let is_new_version = turn == hit_turn && found == Some(hit);
            let is_deleted = turn == "new"
                && found.is_none()
                && (hit_turn == "new" && hit % 8 == 3 || expected.is_some_and(|number| number % 8 == 3));
            assert!(
                found == expected || is_new_version || is_deleted,
                "kill {kill}: {turn} is {found:?}, acknowledged {expected:?}, hit {hit}"
            );
            match found {
                Some(number) => _ = acknowledged.insert(turn, number),
                None => _ = acknowledged.remove(turn),
            }
        }
        next = hit + 1;
    }
    println!(
        "{KILLS} kills or more in {:.0} s: {next} saves, {in_the_middle} kills while a file was half written, \
         {first_starts} before the first start was done",
        start.elapsed().as_secs_f64()
    );
    assert!(in_the_middle > ENOUGH, "only {in_the_middle} kills came while a file was half written");
}

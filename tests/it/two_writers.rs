//! Two processes write 1,000 times each to the same documents, and nothing is silently lost: every write that was
//! acknowledged is the one on disk or the one that a later acknowledged write was knowingly made of, and every write
//! that was refused is on disk as a copy.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;
use tokens_per_dollar::catalog::{Fingerprint, ListKey, ModelId, Overrides, OwnPrices, PriceOverride};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::portfolio::{self, Portfolio};
use tokens_per_dollar::settings::Settings;
use tokens_per_dollar::store::{
    self, Change, Content, Document, ListBytes, PortfolioKey, Reloaded, Replaces, SaveError, SavedCopy,
    Store, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, STARTERS, Workload};

const WRITES: u32 = 1_000;
const FOLDER: &str = "TPD_TWO_WRITERS_FOLDER";
const NAME: &str = "TPD_TWO_WRITERS_NAME";
const TARGETS: [&str; 6] = ["chat-message", "email-draft", "overrides", "settings", "list", "support"];

fn list_key() -> ListKey {
    ListKey::new("list.csv").unwrap()
}

/// The only row of the stored price list: its note, and what a newer one may replace.
fn list(folder: &Path) -> (String, Replaces) {
    let bytes = fs::read(folder.join("lists/list.csv")).unwrap();
    let note = String::from_utf8(bytes.clone()).unwrap().split('"').nth(1).unwrap().to_owned();
    (note, Replaces::Copy(Fingerprint::of(&bytes)))
}

fn list_bytes(both: &str) -> ListBytes {
    format!("id,input,output\n\"{both}\",1,2\n").into_bytes().into()
}

/// A version of a document: `mark` is unique among all writes, and `based_on` is the one that it replaces.
fn version(target: &str, mark: &str, based_on: &str) -> Change {
    let both = format!("{mark} {based_on}");
    match target {
        "overrides" => {
            let (model, input) = (ModelId::new("a/b").unwrap(), Some(Price::Free));
            let entry =
                PriceOverride { model, prices: OwnPrices::usual(input, None), set_on: None, note: both };
            Change::put(Document::Overrides, Overrides::new(vec![entry]))
        }
        // What it may replace is known where it is saved.
        "list" => Change::StoreList {
            key: list_key(),
            bytes: list_bytes(&both),
            replaces: Replaces::Copy(Fingerprint::of(&list_bytes(based_on))),
            day: jiff::civil::date(2026, 11, 24),
        },
        "support" => {
            let draft = portfolio::Draft { name: target.into(), note: both, ..portfolio::Draft::default() };
            Change::put(
                Document::Portfolio(PortfolioKey::new(target).unwrap()),
                Portfolio::try_from(draft).unwrap(),
            )
        }
        "settings" => {
            Change::put(Document::Settings, Settings { workload_order: vec![both], ..Settings::default() })
        }
        _ => {
            let draft = Draft { name: target.into(), input_tokens: 1, note: both, ..Draft::default() };
            Change::put(
                Document::Workload(WorkloadKey::new(target).unwrap()),
                Workload::try_from(draft).unwrap(),
            )
        }
    }
}

fn note(reloaded: &Reloaded) -> Option<String> {
    match reloaded.content.as_ref()? {
        Content::Workload(workload) => Some(workload.note().to_owned()),
        Content::Portfolio(portfolio) => Some(portfolio.to_draft().note),
        Content::Overrides(own) => own.iter().next().map(|entry| entry.note.clone()),
        Content::Settings(settings) => settings.workload_order.first().cloned(),
        _ => None,
    }
}

/// The mark of what a note says; what is there before the first write counts as `0`.
fn mark(note: Option<&str>) -> String {
    match note.and_then(|note| note.split_once(' ')) {
        Some((mark, _)) if mark.contains('#') => mark.to_owned(),
        _ => "0".to_owned(),
    }
}

fn target(reloaded: &Reloaded) -> String {
    let file = reloaded.document.file_name();
    let file = file.strip_suffix(".ron").unwrap_or(&file);
    file.rsplit('/').next().unwrap_or(file).to_owned()
}

/// Not a test of its own: what the test below starts twice.
#[test]
fn process_that_writes() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let name = std::env::var(NAME).unwrap();
    let folder = PathBuf::from(folder);
    let (mut store, documents, _) = Store::open(&folder);
    let mut out = std::io::stderr().lock();
    let mut known: HashMap<String, String> = [
        documents.workloads.into_iter().map(Reloaded::from).collect(),
        documents.portfolios.into_iter().map(Reloaded::from).collect(),
        vec![Reloaded::from(documents.overrides), Reloaded::from(documents.settings)],
    ]
    .concat()
    .iter()
    .map(|document| (target(document), mark(note(document).as_deref())))
    .collect();
    let (both, mut in_place) = list(&folder);
    known.insert("list".to_owned(), mark(Some(&both)));
    for number in 0..WRITES {
        let target = TARGETS[usize::try_from(number).unwrap() % TARGETS.len()];
        if number % 7 == 0 {
            for reloaded in store.foreign_changes().reloaded {
                known.insert(self::target(&reloaded), mark(note(&reloaded).as_deref()));
            }
        }
        let mine = format!("{name}#{number}");
        let based_on = known[target].clone();
        loop {
            let mut change = version(target, &mine, &based_on);
            if let Change::StoreList { replaces, .. } = &mut change {
                *replaces = in_place;
            }
            match store.save(&change) {
                Ok(saved) => {
                    assert_eq!(saved, store::Saved::default());
                    writeln!(out, "{target} saved {mine} {based_on}").unwrap();
                    known.insert(target.to_owned(), mine);
                    if let Change::StoreList { bytes, .. } = &change {
                        in_place = Replaces::Copy(Fingerprint::of(bytes));
                    }
                }
                Err(SaveError::Changed(conflict)) => {
                    let place = match conflict.mine.as_ref().unwrap() {
                        SavedCopy::Document(saved) => saved.document.file_name(),
                        SavedCopy::File(path) => {
                            path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned()
                        }
                    };
                    writeln!(out, "{target} copied {mine} {place}").unwrap();
                    let theirs = match conflict.theirs.as_ref().unwrap() {
                        Reloaded { document: Document::List(_), .. } => {
                            let (both, now) = list(&folder);
                            in_place = now;
                            mark(Some(&both))
                        }
                        theirs => mark(note(theirs).as_deref()),
                    };
                    known.insert(target.to_owned(), theirs);
                }
                // The other one holds the lock for long.
                Err(error) if error.is_worth_trying_again() => continue,
                Err(error) => panic!("{error}"),
            }
            break;
        }
    }
}

#[test]
fn nothing_is_silently_lost() {
    let start = Instant::now();
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    // All of them exist from the start, so that both writers read the same first version.
    let (mut store, ..) = Store::open(&folder);
    for target in ["overrides", "settings", "support"] {
        store.save(&version(target, "0", "0")).unwrap();
    }
    store.save(&version("list", "0", "0")).unwrap();
    drop(store);
    let writers = ["a", "b"].map(|name| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "two_writers::process_that_writes", "--nocapture", "--test-threads=1"])
            .env(FOLDER, &folder)
            .env(NAME, name)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let said = writers.map(|writer| {
        // Both write to their pipe; a thread each keeps it from filling.
        std::thread::spawn(move || writer.wait_with_output().unwrap())
    });
    let mut saved: HashMap<String, HashMap<String, String>> = HashMap::new();
    let mut copied = Vec::new();
    let mut total = 0;
    for output in said.map(|thread| thread.join().unwrap()) {
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{text}");
        for line in text.lines() {
            let [target, deed, mark, more] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            total += 1;
            if deed == "saved" {
                // Who it replaced -> who it is: two that replaced the same one would be a loss.
                let before = saved.entry(target.to_owned()).or_default().insert(more.into(), mark.into());
                assert_eq!(before, None, "{target}: {mark} and {before:?} both replaced {more}");
            } else {
                copied.push((mark.to_owned(), more.to_owned()));
            }
        }
    }
    assert_eq!(total, 2 * WRITES);

    let (documents, notices) = store::read(&folder);
    assert_eq!(notices, []);
    let mut in_place = 0;
    for target in TARGETS {
        let text = fs::read_to_string(match target {
            "overrides" | "settings" => folder.join(format!("{target}.ron")),
            "list" => folder.join("lists/list.csv"),
            "support" => folder.join("portfolios/support.ron"),
            _ => folder.join(format!("workloads/{target}.ron")),
        })
        .unwrap();
        // From the first version on, each acknowledged write leads to the next, and the last one is on disk.
        let chain = &saved[target];
        let (mut last, mut length) = ("0", 0);
        while let Some(next) = chain.get(last) {
            (last, length) = (next, length + 1);
        }
        assert_eq!(
            length,
            chain.len(),
            "{target}: an acknowledged write was replaced by one that did not know it"
        );
        assert!(text.contains(&format!("\"{last} ")), "{target}: {last} was acknowledged, on disk is {text}");
        in_place += length;
    }
    for (mark, place) in &copied {
        let text = fs::read_to_string(folder.join(place)).unwrap();
        assert!(text.contains(&format!("\"{mark} ")), "{mark} is not in {place}: {text}");
    }
    let new = |kind: &str| copied.iter().filter(|(_, place)| place.starts_with(kind)).count();
    assert_eq!(documents.workloads.len(), STARTERS.len() + new("workloads/"));
    assert_eq!(documents.portfolios.len(), 1 + new("portfolios/"));
    println!(
        "{total} writes in {:.1} s: {in_place} in their place, {} told and kept as copies",
        start.elapsed().as_secs_f64(),
        copied.len()
    );
    assert!(in_place > 100 && copied.len() > 20, "the two hardly met");
}

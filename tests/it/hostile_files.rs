//! 100,000 mutated and random files through each loader: no panic, no hang, no overwritten file. The seed is fixed;
//! a failure names its round, which says it all.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fmt::Debug;
use std::fs;

use crate::support::random::Random;
use tempfile::TempDir;
use tokens_per_dollar::catalog::{
    Catalog, Discounts, Judgements, Lists, Market, Overrides, OwnModels, PriceHistory, file as catalog_file,
};
use tokens_per_dollar::document::{self, Fault, Opened};
use tokens_per_dollar::portfolio::{self, Portfolio};
use tokens_per_dollar::settings::{self, Settings, Theme};
use tokens_per_dollar::store::{Change, Document, PortfolioKey, SaveError, Store, WorkloadKey};
use tokens_per_dollar::workload::{self, Draft, STARTERS, Workload};

/// Files for each loader.
const ROUNDS: u32 = 100_000;
/// Files for each loader that go through a disk.
const ON_DISK: u32 = 250;

const TOKENS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "#![enable(implicit_some)]",
    "r#\"",
    "b\"",
    "Some(",
    "None",
    "()",
    "true",
    "NaN",
    "inf",
    "-inf",
    "-1",
    "0",
    "1e999",
    "0x",
    "0xffffffffffffffffffff",
    "1_0_0",
    "-0.0",
    "99999999999999999999999999999999999999",
    "18446744073709551616",
    "\"1e-400\"",
    "\"\\u{110000}\"",
    "\"\\u{0}\"",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "\r",
    "version: 2,",
    "version: 0,",
    "version: 4294967296,",
    "name: \"\",",
    "models:",
    "'\\x'",
    "..",
    "\"NaN\"",
    "\"-1\"",
    "\"0,15\"",
    "\"$1\"",
    "\"1e9999999999\"",
    "\"0.0000000000000000000000000000000000000000000000001\"",
];

/// A file made of a sound one by a few accidents, or of nothing but chance.
fn mutated(random: &mut Random, sound: &[&str]) -> Vec<u8> {
    let mut bytes = random.of(sound).as_bytes().to_vec();
    match random.below(40) {
        0 => return (0..random.below(300)).map(|_| random.next().to_le_bytes()[0]).collect(),
        1 => return (0..random.below(60)).flat_map(|_| random.of(TOKENS).bytes()).collect(),
        2 => {
            let open = random.of(&["(", "[", "{", "(x:", "[[", "Some(", "((", "{\"a\":", "/*"]);
            let most = if random.below(50) == 0 { 20_000 } else { 300 };
            let deep = open.repeat(1 + random.below(most));
            let place = random.below(bytes.len() + 1);
            bytes.splice(place..place, deep.bytes());
            return bytes;
        }
        _ => {}
    }
    for _ in 0..=random.below(4) {
        let (a, b) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        match random.below(8) {
            0 | 1 if start < bytes.len() => bytes[start] ^= 1 << random.below(8),
            2 => bytes.truncate(start),
            3 => {
                let piece = bytes[start..end].to_vec();
                bytes.splice(end..end, piece);
            }
            4 => _ = bytes.splice(start..end.min(start + 20), []),
            5 => {
                let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
                if !digits.is_empty() {
                    let at = digits[random.below(digits.len())];
                    let huge =
                        random.of(&["99999999999999999999", "-", "1e308", "0.1", "NaN", "0b", "_", "u"]);
                    bytes.splice(at..=at, huge.bytes());
                }
            }
            6 => {
                let other = random.of(sound).as_bytes();
                let from = random.below(other.len());
                let to = (from + random.below(80)).min(other.len());
                bytes.splice(start..start, other[from..to].iter().copied());
            }
            _ => _ = bytes.splice(start..start, random.of(TOKENS).bytes()),
        }
        // Accidents that double a file must not make it grow without end.
        bytes.truncate(20_000);
    }
    bytes
}

/// Reads `ROUNDS` files with a loader; what still loads is counted.
fn bombard(seed: u64, sound: &[&str], load: impl Fn(&str) -> bool) {
    let mut random = Random(seed);
    let (mut loaded, mut refused) = (0_u32, 0_u32);
    for _ in 0..ROUNDS {
        let bytes = mutated(&mut random, sound);
        let is_sound = document::text(&bytes).is_ok_and(&load);
        *(if is_sound { &mut loaded } else { &mut refused }) += 1;
    }
    println!("{ROUNDS} files: {loaded} loaded, {refused} refused");
    assert!(loaded > ROUNDS / 100 && refused > ROUNDS / 4, "{loaded} loaded, {refused} refused");
}

/// What loads is sound: it prints, and reads back as itself.
fn reads_back<T: PartialEq + Debug>(
    parse: fn(&str) -> Result<Opened<T>, Fault>,
    print: fn(&T) -> Result<String, Fault>,
) -> impl Fn(&str) -> bool {
    move |text| {
        let Ok(opened) = parse(text) else { return false };
        assert_eq!(parse(&print(&opened.value).unwrap()).unwrap().value, opened.value);
        true
    }
}

const OVERRIDES: &str = "(\n    version: 1,\n    overrides: [\n        (\n            model: \"groq/llama-3.3-8b\",\n            \
    input: \"0.04\",\n            output: \"0.16\",\n            set_on: \"2026-11-23\",\n            note: \"\",\n        ),\n        \
    (model: \"a\", input: 0.5),\n    ],\n)\n";

fn models() -> String {
    let models = Catalog::bundled().unwrap().models.into_iter().take(2).collect();
    catalog_file::print_own_models(&OwnModels { models, hidden: Vec::new() }).unwrap()
}

fn settings_text() -> String {
    let mut settings = Settings { workload_order: vec!["a".into(), "b-2".into()], ..Settings::default() };
    settings.appearance.theme = Theme::Dark;
    settings.remembered.place = Some("compare".into());
    settings.remembered.days = Some(30);
    settings::file::print(&settings).unwrap()
}

fn workloads() -> Vec<&'static str> {
    STARTERS
        .iter()
        .map(|starter| starter.text)
        .chain([r#"(name: "x", input_tokens: 1, output_tokens: 0)"#])
        .collect()
}

#[test]
fn the_loader_of_workloads_bears_anything() {
    bombard(1, &workloads(), reads_back(workload::file::parse, workload::file::print));
}

#[test]
fn the_loader_of_own_prices_bears_anything() {
    bombard(2, &[OVERRIDES], reads_back(catalog_file::parse_overrides, catalog_file::print_overrides));
}

#[test]
fn the_loader_of_own_models_bears_anything() {
    bombard(3, &[&models()], reads_back(catalog_file::parse_own_models, catalog_file::print_own_models));
}

#[test]
fn the_loader_of_settings_bears_anything() {
    bombard(4, &[&settings_text()], reads_back(settings::file::parse, settings::file::print));
}

const LISTS: &str = "(\n    version: 1,\n    reference: (on: false, place: 1),\n    lists: [\n        (\n            file: \"litellm.json\", \
    name: \"LiteLLM\", format: \"litellm\", origin: \"prices.json\", imported_on: \"2026-11-24\", as_of: \"2026-11-20\", on: true, \
    address: \"https://example.org/a.json\", daily: true, updated_on: \"2026-11-25\", etag: \"x\", stored: \"12-0123456789abcdef\",\n        ),\n        \
    (file: \"mine.csv\", name: \"Mine\", format: \"csv\", imported_on: \"2026-11-24\", on: false),\n    ],\n)\n";

const DISCOUNTS: &str = "(\n    version: 1,\n    discounts: [\n        (provider: \"OpenAI\", percent: \"12.5\", \
    until: \"2026-12-31\", note: \"deal\"),\n        (provider: \"b\", percent: 100, note: \"\"),\n    ],\n)\n";

const PORTFOLIO: &str = "(\n    version: 1,\n    name: \"Support\",\n    requests_per_day: 1000,\n    entries: [\n        \
    (workload: \"Chat message\", share: \"0.7\", model: \"openai/gpt-4.1-mini\"),\n        (workload: \"Email draft\", \
    requests_per_day: 50),\n        (workload: \"Document summary\"),\n    ],\n    note: \"first\",\n)\n";

const JUDGEMENTS: &str = "(\n    version: 1,\n    judgements: [\n        (model: \"openai/gpt-4.1\", quality: (level: 7, says: \"good \
    for us\"), speed: (level: 2, says: \"\"), compliance: \"SOC 2\"),\n        (model: \"a\", speed: (level: 3)),\n    ],\n)\n";

const TABLE: &str = "model,quality,speed,compliance\nopenai/gpt-4.1,7 good for us,2,\"SOC 2, EU\"\nGPT-4.1 mini,5,,\n\
    DeepSeek V4,,3: fast,\n\"Llama 3.3 8B\",1,1,none\n";

const HISTORY: &str = "model_id,from,part,usd_per_million_tokens\n,2026-11-01,list loaded,\na,2026-11-01,input,0.25\n\
    a,2026-11-08,input,0\n\"b,\"\"c\",2026-11-01,cache_read,1e-3\na,2026-11-09,output,\n";

#[test]
fn the_loader_of_portfolios_bears_anything() {
    bombard(9, &[PORTFOLIO], reads_back(portfolio::file::parse, portfolio::file::print));
}

#[test]
fn the_loader_of_judgements_bears_anything() {
    use tokens_per_dollar::catalog::judgements::file;
    bombard(10, &[JUDGEMENTS], reads_back(file::parse, file::print));
}

#[test]
fn the_reader_of_tables_of_judgements_bears_anything() {
    use tokens_per_dollar::catalog::judgements::csv;
    let mut catalog = Catalog::bundled().unwrap();
    // Few models: what is tried is the table.
    catalog.models.truncate(2);
    let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
    bombard(11, &[TABLE], |text| match csv::read(text.as_bytes()) {
        Ok(table) => {
            let (judgements, skipped) = table.over(&Judgements::default(), &market);
            let rows = table.rows.len() + table.skipped.len();
            assert_eq!(judgements.len() + skipped.len(), rows, "every row is taken or named");
            true
        }
        Err(_) => false,
    });
}

#[test]
fn the_loader_of_price_lists_bears_anything() {
    use tokens_per_dollar::catalog::lists::file;
    bombard(6, &[LISTS], reads_back(file::parse, file::print));
}

#[test]
fn the_loader_of_discounts_bears_anything() {
    bombard(7, &[DISCOUNTS], reads_back(catalog_file::parse_discounts, catalog_file::print_discounts));
}

#[test]
fn the_loader_of_a_price_history_bears_anything() {
    bombard(8, &[HISTORY], |text| match PriceHistory::parse(text) {
        Ok(history) => {
            assert_eq!(PriceHistory::parse(&history.print().unwrap()).unwrap(), history);
            true
        }
        Err(_) => false,
    });
}

#[test]
fn a_hostile_file_on_disk_is_never_overwritten_and_the_others_load() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    drop(Store::open(&folder));
    let key = WorkloadKey::new("hostile").unwrap();
    let mine = Draft { name: "Mine".into(), input_tokens: 1, note: "mine".into(), ..Draft::default() };
    let (models, settings, workloads) = (models(), settings_text(), workloads());
    let (models, settings) = ([models.as_str()], [settings.as_str()]);
    let portfolio_key = PortfolioKey::new("hostile").unwrap();
    let portfolio = portfolio::Draft { name: "Mine".into(), note: "mine".into(), ..Default::default() };
    let kinds: [(Document, &[&str], Change); 8] = [
        (
            Document::Workload(key.clone()),
            &workloads,
            Change::put(Document::Workload(key), Workload::try_from(mine).unwrap()),
        ),
        (
            Document::Portfolio(portfolio_key.clone()),
            &[PORTFOLIO],
            Change::put(Document::Portfolio(portfolio_key), Portfolio::try_from(portfolio).unwrap()),
        ),
        (Document::Overrides, &[OVERRIDES], Change::put(Document::Overrides, Overrides::default())),
        (Document::OwnModels, &models, Change::put(Document::OwnModels, OwnModels::default())),
        (Document::Settings, &settings, Change::put(Document::Settings, Settings::default())),
        (Document::Lists, &[LISTS], Change::put(Document::Lists, Lists::default())),
        (Document::Discounts, &[DISCOUNTS], Change::put(Document::Discounts, Discounts::default())),
        (Document::Judgements, &[JUDGEMENTS], Change::put(Document::Judgements, Judgements::default())),
    ];
    let mut random = Random(5);
    let mut refused = 0;
    for round in 0..ON_DISK {
        for (document, sound, change) in &kinds {
            let path = document.path(&folder);
            let bytes = mutated(&mut random, sound);
            fs::write(&path, &bytes).unwrap();
            let (mut store, documents, notices) = Store::open(&folder);
            let others = documents.workloads.iter().filter(|saved| saved.key.as_str() != "hostile").count();
            assert_eq!(others, STARTERS.len(), "round {round}");
            assert_eq!(fs::read(&path).unwrap(), bytes, "round {round}");
            let named = notices.iter().any(|notice| notice.document.as_ref() == Some(document));
            match store.save(change) {
                Err(SaveError::ReadOnly(notice)) => {
                    assert!(named, "round {round}: {notice}");
                    assert_eq!(fs::read(&path).unwrap(), bytes, "round {round}");
                    refused += 1;
                }
                Err(error) => panic!("round {round}: {error}"),
                Ok(_) => assert!(
                    notices.iter().all(|notice| notice.reason.contains("is called")),
                    "round {round}: {notices:?}"
                ),
            }
            let _ = fs::remove_file(&path);
        }
    }
    println!("{} files on disk, {refused} refused", ON_DISK * 8);
    assert!(refused > ON_DISK);
}

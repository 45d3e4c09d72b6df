//! Reading and writing the folder: what loads, what is refused, what stays untouched.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokens_per_dollar::catalog::feeds::Format;
use tokens_per_dollar::catalog::{
    Discounts, Judgements, Lists, ModelId, Overrides, OwnModels, OwnPrices, PriceOverride,
};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::portfolio::{self, Portfolio};
use tokens_per_dollar::settings::{Appearance, Settings, Theme};
use tokens_per_dollar::store::{
    self, Change, Document, Documents, Level, Notice, Remedy, SaveError, Store, StoreError, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, Name, STARTERS, Workload};

fn workload(name: &str, input_tokens: u64) -> Workload {
    Workload::try_from(Draft { name: name.into(), input_tokens, ..Draft::default() }).unwrap()
}

fn portfolio(name: &str) -> Portfolio {
    Portfolio::try_from(portfolio::Draft { name: name.into(), ..portfolio::Draft::default() }).unwrap()
}

fn key(stem: &str) -> WorkloadKey {
    WorkloadKey::new(stem).unwrap()
}

fn own_price(model: &str, dollars: &str) -> Overrides {
    let price = Some(Price::per_million(dollars).unwrap());
    let model = ModelId::new(model).unwrap();
    Overrides::new(vec![PriceOverride {
        model,
        prices: OwnPrices::usual(price, None),
        set_on: None,
        note: String::new(),
    }])
}

fn keys(documents: &Documents) -> Vec<&str> {
    documents.workloads.iter().map(|saved| saved.key.as_str()).collect()
}

/// Every file below a folder with its bytes, but for the lock.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != ".lock" {
                files.push((path.clone(), fs::read(&path).unwrap_or_default()));
            }
        }
    }
    files.sort();
    files
}

/// A folder after its first start.
fn started() -> (TempDir, PathBuf) {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    let (_, _, notices) = Store::open(&folder);
    assert_eq!(notices, []);
    (home, folder)
}

fn sentence(notices: &[Notice]) -> String {
    assert_eq!(notices.len(), 1, "{notices:#?}");
    notices[0].to_string()
}

#[test]
fn reading_writes_nothing_and_an_absent_folder_gives_the_starters() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    for _ in 0..2 {
        let (documents, notices) = store::read(&folder);
        assert_eq!(notices, []);
        assert_eq!(keys(&documents), STARTERS.iter().map(|starter| starter.slug).collect::<Vec<_>>());
    }
    assert!(!folder.exists());
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("overrides.ron"), "(overrides: [(model: \"a/b\", input: \"1\")])").unwrap();
    let (documents, _) = store::read(&folder);
    assert_eq!((documents.workloads.len(), documents.overrides.value.len()), (STARTERS.len(), 1));
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn the_first_start_writes_the_starters_to_the_letter() {
    let (_home, folder) = started();
    for starter in STARTERS {
        let path = folder.join("workloads").join(format!("{}.ron", starter.slug));
        assert_eq!(fs::read_to_string(path).unwrap(), starter.text);
    }
    assert_eq!(files(&folder).len(), STARTERS.len());
}

#[test]
fn deleted_starters_stay_deleted_and_restoring_touches_nothing_else() {
    let (_home, folder) = started();
    let (mut store, mut documents, _) = Store::open(&folder);
    let changed = workload("Blog post", 7);
    store.save(&Change::put(Document::Workload(key("blog-post")), changed.clone())).unwrap();
    store.save(&Change::delete(Document::Workload(key("chat-message")))).unwrap();
    store.save(&Change::delete(Document::Workload(key("email-draft")))).unwrap();
    let (mut store, again, _) = Store::open(&folder);
    documents = Documents { workloads: again.workloads, ..documents };
    assert_eq!(documents.workloads.len(), STARTERS.len() - 2);
    let before = files(&folder);
    let missing = documents.missing_starters();
    assert_eq!(missing.len(), 2);
    for starter in missing {
        store.save(&Change::put(Document::Workload(starter.key), starter.workload)).unwrap();
    }
    let after = files(&folder);
    assert_eq!(after.len(), STARTERS.len());
    assert!(before.iter().all(|file| after.contains(file)));
    let (documents, notices) = store::read(&folder);
    assert_eq!((documents.missing_starters(), notices), (vec![], vec![]));
    assert_eq!(documents.workload(&key("blog-post")).unwrap().workload, changed);
}

#[test]
fn a_restored_starter_takes_no_file_of_a_renamed_or_unreadable_one() {
    let (_home, folder) = started();
    let (mut store, ..) = Store::open(&folder);
    store.save(&Change::put(Document::Workload(key("chat-message")), workload("My chat", 1))).unwrap();
    fs::write(folder.join("workloads/email-draft.ron"), "(").unwrap();
    let missing = store::read(&folder).0.missing_starters();
    assert_eq!(missing.iter().map(|starter| starter.key.as_str()).collect::<Vec<_>>(), ["chat-message-2"]);
}

#[test]
fn deleting_everything_leaves_an_empty_list() {
    let (_home, folder) = started();
    let (mut store, documents, _) = Store::open(&folder);
    for saved in documents.workloads {
        store.save(&Change::delete(Document::Workload(saved.key))).unwrap();
    }
    let (_, documents, notices) = Store::open(&folder);
    assert_eq!((documents.workloads, notices), (vec![], vec![]));
}

#[test]
fn a_renamed_workload_keeps_its_file_and_a_new_one_takes_none_that_is_there() {
    let (_home, folder) = started();
    let (mut store, mut documents, _) = Store::open(&folder);
    store.save(&Change::put(Document::Workload(key("chat-message")), workload("Support ticket", 5))).unwrap();
    let (read, _) = store::read(&folder);
    assert_eq!(read.workload(&key("chat-message")).unwrap().workload.name().as_str(), "Support ticket");
    let name = |text: &str| Name::new(text).unwrap();
    assert_eq!(documents.free_key(&name("Chat message")), key("chat-message-2"));
    documents.unreadable.insert(key("chat-message-2"));
    assert_eq!(documents.free_key(&name("CHAT, message")), key("chat-message-3"));
    assert_eq!(documents.free_key(&name("Something else")), key("something-else"));
}

#[test]
fn all_documents_come_back_as_they_were_saved() {
    let (_home, folder) = started();
    let (mut store, ..) = Store::open(&folder);
    let settings = Settings {
        appearance: Appearance { theme: Theme::Dark, ..Appearance::default() },
        ..Settings::default()
    };
    let mine = workload("Über-Arbeit", 12);
    for change in [
        Change::put(Document::Workload(key("uber-arbeit")), mine.clone()),
        Change::put(Document::Overrides, own_price("groq/llama-3.3-8b", "0.04")),
        Change::put(Document::Settings, settings.clone()),
    ] {
        assert_eq!(store.save(&change).unwrap().notice, None);
    }
    let (documents, notices) = store::read(&folder);
    assert_eq!(notices, []);
    assert_eq!(documents.workload(&key("uber-arbeit")).unwrap().workload, mine);
    assert_eq!(documents.overrides.value, own_price("groq/llama-3.3-8b", "0.04"));
    assert_eq!(documents.settings.value, settings);
}

#[test]
fn portfolios_and_judgements_are_known_by_what_they_say() {
    use store::ForeignFile;
    let home = TempDir::new().unwrap();
    let day = jiff::civil::date(2026, 11, 25);
    let import = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs::write(&path, text).unwrap();
        store::import_file(&path, day)
    };
    let sound =
        "// mine\n(name: \"Support\", entries: [(workload: \"Chat\")], note: \"all models: input_tokens\")";
    let Ok(ForeignFile::Portfolio(imported)) = import("a.ron", sound) else { panic!("no portfolio") };
    assert_eq!((imported.portfolio.name().as_str(), &imported.notice), ("Support", &None));
    let unknown = sound.replace("note", "colour: 1, note");
    let Ok(ForeignFile::Portfolio(imported)) = import("b.ron", &unknown) else { panic!("no portfolio") };
    assert!(imported.notice.unwrap().to_string().contains("colour"));
    let Err(StoreError::Unreadable(notice)) = import("c.ron", "(name: \"\", entries: [])") else {
        panic!("read")
    };
    assert_eq!(notice.summary, "The file is no portfolio");
    let entries = "(name: \"A\", note: \"two entries\", input_tokens: 1, output_tokens: 0)";
    assert!(matches!(import("d.ron", entries), Ok(ForeignFile::Workload(_))));
    let list = "(name: \"entries\", source: \"x\", as_of: \"2026-01-01\", models: [(id: \"a/b\", name: \"B\", provider: \"A\", input: \"1\")])";
    assert!(matches!(import("e.ron", list).unwrap(), ForeignFile::PriceList(..)));
    let Ok(ForeignFile::Judgements(table)) = import("f.csv", "model,quality,x\nA,1,2\n,1,2\n") else {
        panic!("no judgements")
    };
    assert_eq!((table.rows.len(), table.skipped.len()), (1, 1));
    let notice = store::rows_left_out(&home.path().join("f.csv"), &table.skipped, &table.unused).unwrap();
    let said = notice.to_string();
    assert!(said.contains("line 3: it names no model") && said.contains("columns: x"), "{said}");
    let prices = "model,input_usd_per_million,output_usd_per_million,quality\na/b,1,2,3\n";
    assert!(matches!(import("g.csv", prices), Ok(ForeignFile::PriceList(..))));
    // The examples that the app itself writes: one has a column of the most input tokens, as a workload has a field.
    for (name, format) in [("h.csv", Format::Csv), ("h.ron", Format::Ron)] {
        let example = tokens_per_dollar::catalog::feeds::template(format);
        assert!(matches!(import(name, example), Ok(ForeignFile::PriceList(..))), "{name}");
    }
    let path = home.path().join("out.ron");
    store::export_portfolio(&path, &portfolio("Out"), false).unwrap();
    assert!(matches!(store::export_portfolio(&path, &portfolio("Out"), false), Err(StoreError::Exists(_))));
    let Ok(ForeignFile::Portfolio(imported)) = store::import_file(&path, day) else { panic!("no portfolio") };
    assert_eq!(imported.portfolio, portfolio("Out"));
}

#[test]
fn the_order_is_the_settings_and_the_rest_comes_last() {
    let (_home, folder) = started();
    let (mut store, ..) = Store::open(&folder);
    for (stem, name) in [("zoo", "Zoo"), ("ant", "Ant")] {
        store.save(&Change::put(Document::Workload(key(stem)), workload(name, 1))).unwrap();
    }
    let order = ["zoo", "gone", "blog-post", "zoo"].map(str::to_owned).to_vec();
    store
        .save(&Change::put(Document::Settings, Settings { workload_order: order, ..Settings::default() }))
        .unwrap();
    let (documents, _) = store::read(&folder);
    assert_eq!(keys(&documents)[..4], ["zoo", "blog-post", "chat-message", "email-draft"]);
    assert_eq!(*keys(&documents).last().unwrap(), "ant");
}

#[test]
fn a_file_that_means_the_same_is_left_to_the_letter() {
    let (_home, folder) = started();
    let path = folder.join("workloads/chat-message.ron");
    let text = "// mine\n(name: \"Chat\", input_tokens: 5, output_tokens: 0)";
    fs::write(&path, text).unwrap();
    let (mut store, documents, _) = Store::open(&folder);
    let saved = documents.workload(&key("chat-message")).unwrap().clone();
    store.save(&Change::put(Document::Workload(saved.key), saved.workload)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    store.save(&Change::put(Document::Overrides, Overrides::default())).unwrap();
    assert!(!folder.join("overrides.ron").exists());
}

#[test]
fn undoing_a_deletion_brings_the_file_back_to_the_letter() {
    let (_home, folder) = started();
    let path = folder.join("workloads/chat-message.ron");
    let text = "// mine\n(name: \"Chat\", input_tokens: 5, output_tokens: 0, colour: \"red\")";
    fs::write(&path, text).unwrap();
    let (mut store, documents, _) = Store::open(&folder);
    let saved = documents.workload(&key("chat-message")).unwrap().clone();
    store.save(&Change::delete(Document::Workload(saved.key.clone()))).unwrap();
    assert!(!path.exists());
    let undo = Change::put(Document::Workload(saved.key), saved.workload);
    store.save(&undo).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    // It has a field that we do not know, and is as read-only as before.
    let other = Change::put(Document::Workload(key("chat-message")), workload("Chat", 6));
    assert!(matches!(store.save(&other), Err(SaveError::ReadOnly(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn two_workloads_of_one_name_both_load_and_no_file_is_touched() {
    let (_home, folder) = started();
    let text = "(name: \"CHAT MESSAGE\", input_tokens: 5, output_tokens: 0)";
    fs::write(folder.join("workloads/zz.ron"), text).unwrap();
    let before = files(&folder);
    let (mut store, documents, notices) = Store::open(&folder);
    let said = sentence(&notices);
    assert!(said.contains("zz.ron") && said.contains("\"CHAT MESSAGE (2)\""), "{said}");
    assert_eq!(notices[0].level, Level::Information);
    let saved = documents.workload(&key("zz")).unwrap().clone();
    assert_eq!(saved.workload.name().as_str(), "CHAT MESSAGE (2)");
    assert_eq!(files(&folder), before);
    store.save(&Change::put(Document::Workload(saved.key), saved.workload)).unwrap();
    assert_eq!(store::read(&folder).1, []);
}

#[test]
fn unknown_fields_and_newer_versions_open_read_only_and_a_copy_can_be_saved() {
    for (text, word) in [
        ("(name: \"N\", input_tokens: 5, output_tokens: 0, cache: 1)", "cache"),
        ("(version: 9, name: \"N\", input_tokens: 5, output_tokens: 0)", "newer version"),
    ] {
        let (_home, folder) = started();
        fs::write(folder.join("workloads/new.ron"), text).unwrap();
        let before = files(&folder);
        let (mut store, documents, notices) = Store::open(&folder);
        let said = sentence(&notices);
        assert!(said.contains("workloads/new.ron") && said.contains(word), "{said}");
        let saved = documents.workload(&key("new")).unwrap();
        assert!(saved.read_only.as_ref().unwrap().contains(word));
        let change = Change::put(Document::Workload(key("new")), workload("N", 6));
        let error = store.save(&change).unwrap_err();
        assert!(matches!(error, SaveError::ReadOnly(_)) && error.to_string().contains(word), "{error}");
        let offer = Remedy::KeepMineAsCopy(Document::Workload(key("new")));
        assert!(error.notice().remedies.contains(&offer));
        assert_eq!(files(&folder), before);
        store.save_copy(&change).unwrap().unwrap();
        let after = files(&folder);
        assert_eq!(after.len(), before.len() + 1);
        assert!(before.iter().all(|file| after.contains(file)));
    }
}

#[test]
fn a_newer_file_of_each_kind_is_never_written_over() {
    let (_home, folder) = started();
    for name in
        ["overrides.ron", "models.ron", "settings.ron", "lists.ron", "discounts.ron", "judgements.ron"]
    {
        fs::write(folder.join(name), "(version: 2)").unwrap();
    }
    let before = files(&folder);
    let (mut store, documents, notices) = Store::open(&folder);
    assert_eq!(notices.len(), 6);
    assert!(documents.judgements.read_only.is_some());
    assert!(documents.lists.read_only.is_some() && documents.discounts.read_only.is_some());
    assert!(documents.overrides.read_only.is_some() && documents.own_models.read_only.is_some());
    assert!(documents.settings.read_only.is_some());
    for change in [
        Change::put(Document::Overrides, own_price("a", "1")),
        Change::put(Document::OwnModels, OwnModels::default()),
        Change::put(
            Document::Settings,
            Settings {
                appearance: Appearance { theme: Theme::Light, ..Appearance::default() },
                ..Settings::default()
            },
        ),
        Change::put(Document::Lists, Lists::default()),
        Change::put(Document::Discounts, Discounts::default()),
        Change::put(Document::Judgements, Judgements::default()),
    ] {
        assert!(matches!(store.save(&change), Err(SaveError::ReadOnly(_))), "{change:?}");
    }
    assert_eq!(files(&folder), before);
}

#[test]
fn a_byte_order_mark_is_no_error() {
    let (_home, folder) = started();
    let text = "\u{feff}(overrides: [(model: \"a/b\", input: \"1\")])";
    fs::write(folder.join("overrides.ron"), text).unwrap();
    let (documents, notices) = store::read(&folder);
    assert_eq!((documents.overrides.value.len(), notices), (1, vec![]));
}

/// A way to make a file bad, and a word of the message about it.
type Spoil = (&'static str, fn(&Path));

const BAD: [Spoil; 12] = [
    ("line 2", |path| fs::write(path, "(\n    version: 1,").unwrap()),
    ("not UTF-8", |path| fs::write(path, b"(version: 1, \xff\xfe)").unwrap()),
    ("line 1, column", |path| fs::write(path, "[1, 2]").unwrap()),
    ("newer version", |path| {
        fs::write(path, "(version: 77, name: 5, overrides: 5, models: 5, theme: 5, lists: 5, discounts: 5, judgements: 5)")
            .unwrap();
    }),
    ("line 1, column", |path| fs::write(path, "(version: NaN)").unwrap()),
    ("too large", |path| fs::File::create(path).unwrap().set_len(50_000_000).unwrap()),
    ("deep", |path| fs::write(path, format!("(x: {}", "[".repeat(20_000))).unwrap()),
    ("folder", |path| fs::create_dir(path).unwrap()),
    ("empty", |path| fs::write(path, "").unwrap()),
    ("version 0", |path| fs::write(path, "(version: 0)").unwrap()),
    #[cfg(unix)]
    ("link", |path| std::os::unix::fs::symlink(path, path).unwrap()),
    #[cfg(unix)]
    ("pipe", |path| {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }),
];

#[test]
fn a_bad_file_is_named_left_alone_and_takes_nothing_with_it() {
    let documents = [
        Document::Workload(key("bad")),
        Document::Portfolio(key("bad")),
        Document::Overrides,
        Document::OwnModels,
        Document::Settings,
        Document::Lists,
        Document::Discounts,
        Document::Judgements,
    ];
    for (word, spoil) in BAD {
        for bad in &documents {
            let (_home, folder) = started();
            let (mut store, ..) = Store::open(&folder);
            let good_settings = Settings {
                appearance: Appearance { theme: Theme::Dark, ..Appearance::default() },
                ..Settings::default()
            };
            store.save(&Change::put(Document::Settings, good_settings.clone())).unwrap();
            store.save(&Change::put(Document::Overrides, own_price("a", "2"))).unwrap();
            let path = bad.path(&folder);
            let _ = fs::remove_file(&path);
            spoil(&path);
            let kind = |path: &Path| path.symlink_metadata().unwrap().file_type();
            let (before, kind_before) = (files_but_pipes(&folder), kind(&path));

            let (mut store, documents, notices) = Store::open(&folder);
            let said = sentence(&notices);
            assert!(said.starts_with(&bad.file_name()), "{said}");
            assert!(said.contains(word) && said.contains("left as it is"), "{word}: {said}");
            assert_eq!(documents.workloads.len(), STARTERS.len());
            let theme = documents.settings.value.appearance.theme;
            assert_eq!(theme == Theme::Dark, *bad != Document::Settings);
            assert_eq!(documents.overrides.value.is_empty(), *bad == Document::Overrides);
            assert_eq!(documents.unreadable.contains(&key("bad")), matches!(bad, Document::Workload(_)));
            let is_portfolio = matches!(bad, Document::Portfolio(_));
            assert_eq!(documents.unreadable_portfolios.contains(&key("bad")), is_portfolio);

            let change = match bad {
                Document::Workload(key) => Change::put(Document::Workload(key.clone()), workload("Bad", 1)),
                Document::Portfolio(key) => Change::put(Document::Portfolio(key.clone()), portfolio("Bad")),
                Document::Overrides => Change::put(Document::Overrides, own_price("b", "3")),
                Document::OwnModels => Change::put(Document::OwnModels, OwnModels::default()),
                Document::Lists => Change::put(Document::Lists, Lists::default()),
                Document::Discounts => Change::put(Document::Discounts, Discounts::default()),
                Document::Judgements => Change::put(Document::Judgements, Judgements::default()),
                _ => Change::put(Document::Settings, good_settings),
            };
            let error = store.save(&change).unwrap_err();
            assert!(matches!(error, SaveError::ReadOnly(_)), "{error}");
            if matches!(bad, Document::Workload(_) | Document::Portfolio(_)) {
                let delete = Change::delete(bad.clone());
                assert!(matches!(store.save(&delete), Err(SaveError::ReadOnly(_))));
            }
            assert_eq!(store.foreign_changes(), store::Foreign::default());
            assert_eq!((files_but_pipes(&folder), kind(&path)), (before, kind_before));
        }
    }
}

fn files_but_pipes(folder: &Path) -> Vec<(PathBuf, u64, Vec<u8>)> {
    let mut all = Vec::new();
    for place in [folder.to_owned(), folder.join("workloads"), folder.join("portfolios")] {
        for entry in fs::read_dir(place).unwrap().flatten().filter(|entry| entry.file_name() != ".lock") {
            let metadata = entry.metadata().unwrap();
            let is_small_file = metadata.is_file() && metadata.len() < 1_000_000;
            let bytes = if is_small_file { fs::read(entry.path()).unwrap() } else { Vec::new() };
            all.push((entry.path(), metadata.len() * u64::from(metadata.is_file()), bytes));
        }
    }
    all.sort();
    all
}

#[test]
fn the_sentence_about_a_bad_file_says_where_and_what_was_kept() {
    let (_home, folder) = started();
    fs::write(folder.join("overrides.ron"), "(\n    version: 1,\n    overrides: 7,\n)").unwrap();
    let (documents, notices) = store::read(&folder);
    let said = sentence(&notices);
    assert!(said.starts_with("overrides.ron, line 3, column "), "{said}");
    assert!(said.ends_with(". It is left as it is; your own prices are off until it is mended."), "{said}");
    assert!(notices[0].remedies.contains(&Remedy::ShowInFolder(folder.join("overrides.ron"))));
    assert!(documents.overrides.read_only.unwrap().contains("line 3, column"));
}

#[test]
fn a_file_where_a_folder_should_be_takes_nothing_else_with_it() {
    let home = TempDir::new().unwrap();
    let folder = home.path();
    fs::write(folder.join("workloads"), "hello").unwrap();
    fs::write(folder.join("overrides.ron"), "(overrides: [(model: \"a/b\", input: \"1\")])").unwrap();
    let (mut store, documents, notices) = Store::open(folder);
    assert!(sentence(&notices).contains("a file where a folder should be"));
    assert_eq!((documents.workloads.len(), documents.overrides.value.len()), (0, 1));
    let error = store.save(&Change::put(Document::Workload(key("x")), workload("X", 1))).unwrap_err();
    assert!(error.is_worth_trying_again(), "{error}");
    store.save(&Change::put(Document::Overrides, own_price("b", "3"))).unwrap();
    assert_eq!(fs::read(folder.join("workloads")).unwrap(), b"hello");
}

#[test]
fn what_killed_runs_left_is_never_loaded_and_is_cleaned_up() {
    let (_home, folder) = started();
    let text = "(name: \"Half\", input_tokens: 5, output_tokens: 0)";
    let left = [
        folder.join("workloads/.tokens-per-dollar-abc123.tmp"),
        folder.join(".tokens-per-dollar-x.tmp/chat.ron"),
    ];
    fs::create_dir(folder.join(".tokens-per-dollar-x.tmp")).unwrap();
    let others = [folder.join("workloads/.half.ron"), folder.join("workloads/notes.txt")];
    for path in left.iter().chain(&others) {
        fs::write(path, text).unwrap();
    }
    assert_eq!(keys(&store::read(&folder).0).len(), STARTERS.len());
    assert!(left.iter().all(|path| path.exists()), "reading removes nothing");
    let (_, documents, notices) = Store::open(&folder);
    assert_eq!((documents.workloads.len(), notices), (STARTERS.len(), vec![]));
    assert!(left.iter().all(|path| !path.exists()));
    assert!(others.iter().all(|path| path.exists()), "what is not ours stays");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay_as_they_were() {
    use std::os::unix::fs::PermissionsExt;
    let (home, folder) = started();
    let elsewhere = home.path().join("dotfiles.ron");
    fs::write(&elsewhere, "(overrides: [])").unwrap();
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.join("overrides.ron")).unwrap();
    let (mut store, ..) = Store::open(&folder);
    store.save(&Change::put(Document::Overrides, own_price("b", "3"))).unwrap();
    assert!(folder.join("overrides.ron").is_symlink());
    assert!(fs::read_to_string(&elsewhere).unwrap().contains("input: \"3"));
    assert_eq!(fs::metadata(&elsewhere).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn single_files_are_imported_and_exported_and_nothing_is_overwritten_silently() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("chat.ron");
    let mine = workload("Chat", 5);
    store::export_workload(&path, &mine, false).unwrap();
    assert_eq!(store::import_workload(&path).unwrap().workload, mine);
    let other = workload("Other", 6);
    assert_eq!(store::export_workload(&path, &other, false).unwrap_err(), StoreError::Exists(path.clone()));
    assert_eq!(store::import_workload(&path).unwrap().workload, mine);
    store::export_workload(&path, &other, true).unwrap();
    assert_eq!(store::import_workload(&path).unwrap().workload, other);
    let no_folder = store::export_workload(&home.path().join("no/where.ron"), &mine, false).unwrap_err();
    assert!(no_folder.to_string().contains("does not exist"), "{no_folder}");

    fs::write(&path, "(name: \"N\", input_tokens: 5, output_tokens: 0, cache: 1)").unwrap();
    assert!(store::import_workload(&path).unwrap().notice.unwrap().reason.contains("cache"));
    fs::write(&path, "(\nname: 5)").unwrap();
    let error = store::import_workload(&path).unwrap_err().to_string();
    assert!(error.contains("chat.ron, line 2, column"), "{error}");
    let absent = store::import_workload(&home.path().join("absent.ron")).unwrap_err().to_string();
    assert!(absent.contains("no such file"), "{absent}");
}

#[test]
fn a_folder_gives_the_files_that_may_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c/d");
    fs::create_dir_all(&deep).unwrap();
    for name in [
        "z.ron",
        "b.CSV",
        "list.json",
        "notes.txt",
        ".hidden.ron",
        "a/one.ron",
        "a/b/c/two.ron",
        "a/b/c/d/far.ron",
    ] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let found = store::files_within(folder.path()).unwrap();
    let names: Vec<_> = found
        .iter()
        .map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    assert_eq!(names, ["a/b/c/two.ron", "a/one.ron", "b.CSV", "list.json", "z.ron"]);
    assert_eq!(store::files_within(&folder.path().join("z.ron")), None);
    let notice = store::not_imported(folder.path(), &found[3..]).unwrap();
    assert_eq!(notice.reason, "list.json, z.ron");
    assert!(store::not_imported(folder.path(), &[]).is_none());
}

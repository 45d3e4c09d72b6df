//! A disk that is really full and one that can really only be read: nothing is lost, it is said what is not saved and
//! why, and it is saved when there is room again. Each runs in a mount namespace of its own, which root may make, and
//! others where the system lets them; elsewhere it prints SKIPPED.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokens_per_dollar::catalog::feeds::Format;
use tokens_per_dollar::catalog::{Fingerprint, ListEntry, ListKey, Lists, ModelId, Part};
use tokens_per_dollar::settings::{Appearance, Settings, Theme};
use tokens_per_dollar::store::{
    self, Change, Document, Event, Keeper, ListBytes, Replaces, SaveError, Store, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, STARTERS, Workload};

const INSIDE: &str = "TPD_INSIDE_OWN_MOUNTS";

/// Runs a test of this file again in a mount namespace of its own. `true` inside; `false` outside, when all is done.
fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let may_mount = |options: &str| {
        let tried = Command::new("unshare")
            .args([options, "sh", "-c", "mount -t tmpfs tmpfs /mnt || mount -t tmpfs tmpfs /tmp"])
            .output();
        tried.is_ok_and(|output| output.status.success())
    };
    let Some(options) = ["-m", "-Urm"].into_iter().find(|options| may_mount(options)) else {
        println!("SKIPPED {test}: this user may not mount a file system");
        return false;
    };
    let output = Command::new("unshare")
        .arg(options)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("full_disk::{test}"), "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    false
}

fn mount(arguments: &[&str], place: &Path) {
    let output = Command::new("mount").args(arguments).arg(place).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A small disk of its own.
struct Disk {
    home: TempDir,
    folder: PathBuf,
}

fn small_disk() -> Disk {
    disk_of("256k")
}

fn disk_of(size: &str) -> Disk {
    let home = TempDir::new().unwrap();
    mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], home.path());
    let folder = home.path().join("data");
    Disk { home, folder }
}

impl Disk {
    fn filler(&self) -> PathBuf {
        self.home.path().join("filler")
    }

    /// Takes the last byte.
    fn fill(&self) {
        let mut filler = fs::File::create(self.filler()).unwrap();
        while filler.write_all(&[7; 4096]).is_ok() {}
        assert!(fs::write(self.home.path().join("more"), [7; 4096]).is_err());
        let _ = fs::remove_file(self.home.path().join("more"));
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.home.path()).status();
    }
}

fn key(stem: &str) -> WorkloadKey {
    WorkloadKey::new(stem).unwrap()
}

fn change(stem: &str, input_tokens: u64) -> Change {
    let draft = Draft { name: stem.into(), input_tokens, ..Draft::default() };
    Change::put(Document::Workload(key(stem)), Workload::try_from(draft).unwrap())
}

fn dark() -> Change {
    Change::put(
        Document::Settings,
        Settings {
            appearance: Appearance { theme: Theme::Dark, ..Appearance::default() },
            ..Settings::default()
        },
    )
}

/// Every document's bytes.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for place in [folder.to_owned(), folder.join("workloads")] {
        for entry in fs::read_dir(place).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            all.push((entry.path(), fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}

fn wait_for_events(keeper: &Keeper, wanted: usize, mut of_kind: impl FnMut(&Event) -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    let mut seen = 0;
    while seen < wanted {
        assert!(Instant::now() < until, "{seen} of {wanted} events came");
        seen += keeper.events().iter().filter(|event| of_kind(event)).count();
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_full_disk_loses_nothing_and_is_tried_again() {
    if !inside("a_full_disk_loses_nothing_and_is_tried_again") {
        return;
    }
    let disk = small_disk();
    let (store, ..) = Store::open(&disk.folder);
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(change("mine", 1));
    wait_for_events(&keeper, 1, |event| matches!(event, Event::Saved { .. }));
    disk.fill();
    let before = bytes(&disk.folder);
    keeper.save(change("mine", 2));
    keeper.save(change("new", 3));
    keeper.save(dark());
    wait_for_events(&keeper, 3, |event| match event {
        Event::NotSaved { notice, .. } => {
            let said = notice.to_string();
            assert!(said.contains("could not be saved, because the disk is full"), "{said}");
            assert!(said.contains("your change is in memory and is tried again"), "{said}");
            true
        }
        _ => false,
    });
    assert_eq!(bytes(&disk.folder), before, "not a byte changed, and nothing unfinished is left");
    let unsaved: Vec<Document> = keeper.unsaved().into_iter().map(|unsaved| unsaved.document).collect();
    assert_eq!(unsaved.len(), 3, "{unsaved:?}");
    disk.make_room();
    // It is tried again by itself, a second later.
    wait_for_events(&keeper, 3, |event| matches!(event, Event::Saved { .. }));
    assert_eq!(keeper.finish(Duration::from_secs(10)), []);
    let (documents, notices) = store::read(&disk.folder);
    assert_eq!(notices, []);
    assert_eq!(documents.workload(&key("mine")).unwrap().workload.input_tokens(), 2);
    assert!(documents.workload(&key("new")).is_some());
    assert_eq!(documents.settings.value.appearance.theme, Theme::Dark);
}

#[test]
fn a_conflict_on_a_full_disk_waits_until_both_versions_fit() {
    if !inside("a_conflict_on_a_full_disk_waits_until_both_versions_fit") {
        return;
    }
    let disk = small_disk();
    let (mut mine, ..) = Store::open(&disk.folder);
    let (mut theirs, ..) = Store::open(&disk.folder);
    theirs.save(&change("chat-message", 1)).unwrap();
    disk.fill();
    for _ in 0..3 {
        let error = mine.save(&change("chat-message", 2)).unwrap_err();
        assert!(error.is_worth_trying_again(), "{error}");
    }
    disk.make_room();
    assert!(matches!(mine.save(&change("chat-message", 2)), Err(SaveError::Changed(_))));
    let (documents, _) = store::read(&disk.folder);
    assert_eq!(documents.workloads.len(), STARTERS.len() + 1);
}

#[test]
fn the_first_start_on_a_full_disk_is_made_up_for() {
    if !inside("the_first_start_on_a_full_disk_is_made_up_for") {
        return;
    }
    let disk = small_disk();
    disk.fill();
    let (mut store, documents, notices) = Store::open(&disk.folder);
    assert_eq!(documents.workloads.len(), STARTERS.len());
    assert_eq!(notices.len(), 1);
    let said = notices[0].to_string();
    assert!(said.contains("the disk is full") && said.contains("in memory only"), "{said}");
    assert!(
        store
            .save(&Change::delete(Document::Workload(key("blog-post"))))
            .unwrap_err()
            .is_worth_trying_again()
    );
    disk.make_room();
    store.save(&Change::delete(Document::Workload(key("blog-post")))).unwrap();
    let (documents, notices) = store::read(&disk.folder);
    assert_eq!((documents.workloads.len(), notices), (STARTERS.len() - 1, vec![]));
}

#[test]
fn a_disk_that_can_only_be_read_loses_nothing() {
    if !inside("a_disk_that_can_only_be_read_loses_nothing") {
        return;
    }
    let disk = small_disk();
    let (mut store, ..) = Store::open(&disk.folder);
    store.save(&change("mine", 1)).unwrap();
    let before = bytes(&disk.folder);
    mount(&["-o", "remount,ro"], disk.home.path());
    assert!(fs::write(disk.folder.join("x"), "x").is_err());

    let (documents, notices) = store::read(&disk.folder);
    assert_eq!((documents.workloads.len(), notices), (STARTERS.len() + 1, vec![]));
    let (mut store, documents, notices) = Store::open(&disk.folder);
    assert_eq!(documents.workloads.len(), STARTERS.len() + 1);
    assert!(notices[0].to_string().contains("can only be read"), "{}", notices[0]);
    for change in [change("mine", 2), dark(), Change::delete(Document::Workload(key("mine")))] {
        let error = store.save(&change).unwrap_err();
        assert!(error.is_worth_trying_again());
        assert!(error.to_string().contains("the folder is on a disk that can only be read"), "{error}");
    }
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(change("mine", 3));
    wait_for_events(&keeper, 1, |event| matches!(event, Event::NotSaved { .. }));
    assert_eq!(bytes(&disk.folder), before);
    mount(&["-o", "remount,rw"], disk.home.path());
    keeper.try_again();
    assert_eq!(keeper.finish(Duration::from_secs(10)), []);
    let (documents, _) = store::read(&disk.folder);
    assert_eq!(documents.workload(&key("mine")).unwrap().workload.input_tokens(), 3);
}

#[test]
fn the_first_start_where_nothing_can_be_written_shows_the_starters() {
    if !inside("the_first_start_where_nothing_can_be_written_shows_the_starters") {
        return;
    }
    let disk = small_disk();
    mount(&["-o", "remount,ro"], disk.home.path());
    let (mut store, documents, notices) = Store::open(&disk.folder);
    assert_eq!((documents.workloads.len(), notices.len()), (STARTERS.len(), 1));
    assert!(notices[0].to_string().contains("can only be read"), "{}", notices[0]);
    assert!(store.save(&change("mine", 1)).is_err());
    mount(&["-o", "remount,rw"], disk.home.path());
    store.save(&change("mine", 1)).unwrap();
    assert_eq!(store::read(&disk.folder).0.workloads.len(), STARTERS.len() + 1);
}

/// A price list of 3 MB.
fn list(price: u32) -> ListBytes {
    let row = |model: u32| {
        format!(
            "\"model/{model}\": {{\"mode\": \"chat\", \"input_cost_per_token\": {price}e-6, \
             \"output_cost_per_token\": 9e-6, \"supports\": \"{}\"}}",
            "x".repeat(2_900)
        )
    };
    let rows: Vec<String> = (0..1_000).map(row).collect();
    format!("{{{}}}", rows.join(",\n")).into_bytes().into()
}

#[test]
fn a_list_that_finds_no_room_leaves_the_last_good_one() {
    if !inside("a_list_that_finds_no_room_leaves_the_last_good_one") {
        return;
    }
    let disk = disk_of("14m");
    let (store, ..) = Store::open(&disk.folder);
    let keeper = Keeper::start(store, || ()).unwrap();
    let key = ListKey::new("litellm.json").unwrap();
    let change = |bytes: &ListBytes, replaces, day| Change::StoreList {
        key: key.clone(),
        bytes: bytes.clone(),
        replaces,
        day: jiff::civil::date(2026, 11, day),
    };
    let lists = |bytes: &ListBytes| {
        let day = jiff::civil::date(2026, 11, 24);
        let entry = ListEntry::new(key.clone(), "LiteLLM".into(), Format::LiteLlm, "a file".into(), day);
        let mut lists = Lists::default();
        lists.put(ListEntry { stored: Some(Fingerprint::of(bytes)), ..entry });
        lists
    };
    let (old, new) = (list(1), list(2));
    assert!(old.len() > 3_000_000);
    keeper.save(change(&old, Replaces::Nothing, 1));
    keeper.save(Change::put(Document::Lists, lists(&old)));
    wait_for_events(&keeper, 2, |event| matches!(event, Event::Saved { .. }));
    let place = disk.folder.join("lists");
    let before = bytes(&place.join(".."));
    let stored = || {
        let files = ["litellm.json", "litellm.history.csv"].map(|file| fs::read(place.join(file)).unwrap());
        (files, place.join("litellm.previous.json").exists())
    };
    let stored_before = stored();
    // Room for one copy, not for the new one and the version before.
    disk.fill();
    fs::File::options().write(true).open(disk.filler()).unwrap().set_len(6_000_000).unwrap();
    keeper.save(change(&new, Replaces::Copy(Fingerprint::of(&old)), 2));
    keeper.save(Change::put(Document::Lists, lists(&new)));
    let mut said = String::new();
    wait_for_events(&keeper, 1, |event| {
        if let Event::NotSaved { notice, .. } = event {
            said = notice.to_string();
        }
        matches!(event, Event::NotSaved { .. })
    });
    assert!(said.starts_with("lists/litellm.json") && said.contains("the disk is full"), "{said}");
    assert_eq!((stored(), bytes(&place.join(".."))), (stored_before, before));
    let (documents, notices) = store::read(&disk.folder);
    let read = store::read_lists(&disk.folder, &documents.lists.value, jiff::civil::date(2026, 11, 24));
    assert_eq!((notices, read.notices, read.loaded.len()), (vec![], vec![], 1));
    assert_eq!(read.loaded[0].fingerprint, Fingerprint::of(&old));
    assert_eq!(keeper.unsaved().len(), 2);

    disk.make_room();
    keeper.try_again();
    wait_for_events(&keeper, 2, |event| matches!(event, Event::Saved { .. }));
    assert_eq!(fs::read(place.join("litellm.json")).unwrap(), *new);
    assert_eq!(fs::read(place.join("litellm.previous.json")).unwrap(), *old);
    assert_eq!(store::read(&disk.folder).0.lists.value, lists(&new));
    let history = store::read_history(&disk.folder, &key).unwrap();
    assert_eq!(history.points(&ModelId::new("model/7").unwrap(), Part::Input).len(), 2);
    assert_eq!(keeper.finish(Duration::from_secs(20)), []);
}

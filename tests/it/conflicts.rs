//! Two programs and one folder: nobody's work is overwritten, and everybody is told.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fs;

use crate::support::two::two;
use tokens_per_dollar::catalog::{ModelId, Overrides, OwnPrices, PriceOverride};
use tokens_per_dollar::money::Price;
use tokens_per_dollar::settings::{Appearance, Remembered, Settings, Theme};
use tokens_per_dollar::store::{
    self, Change, Conflict, Content, Document, Foreign, Level, Reloaded, SaveError, Saved, SavedCopy,
    SavedWorkload, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, STARTERS, Workload};

fn workload(name: &str, input_tokens: u64) -> Workload {
    Workload::try_from(Draft { name: name.into(), input_tokens, ..Draft::default() }).unwrap()
}

fn key(stem: &str) -> WorkloadKey {
    WorkloadKey::new(stem).unwrap()
}

fn change(stem: &str, name: &str, input_tokens: u64) -> Change {
    Change::put(Document::Workload(key(stem)), workload(name, input_tokens))
}

fn own_price(dollars: &str) -> Overrides {
    let price = Some(Price::per_million(dollars).unwrap());
    let model = ModelId::new("a/b").unwrap();
    Overrides::new(vec![PriceOverride {
        model,
        prices: OwnPrices::usual(price, None),
        set_on: None,
        note: String::new(),
    }])
}

fn conflict(outcome: Result<store::Saved, SaveError>) -> Conflict {
    match outcome {
        Err(SaveError::Changed(conflict)) => *conflict,
        other => panic!("no conflict: {other:?}"),
    }
}

/// A workload that was read again.
fn read(reloaded: &Reloaded) -> SavedWorkload {
    let Reloaded { document: Document::Workload(key), content: Some(Content::Workload(workload)), read_only } =
        reloaded.clone()
    else {
        panic!("{reloaded:?}")
    };
    SavedWorkload { key, workload, read_only }
}

/// The workload that one's own version became.
fn kept(conflict: &Conflict) -> SavedWorkload {
    let Some(SavedCopy::Document(copy)) = &conflict.mine else { panic!("{conflict:?}") };
    read(copy)
}

#[test]
fn the_second_writer_of_a_workload_is_told_and_both_versions_survive() {
    let mut two = two();
    two.theirs.save(&change("chat-message", "Chat message", 1)).unwrap();
    let conflict = conflict(two.mine.save(&change("chat-message", "Chat message", 2)));
    let copy = kept(&conflict);
    assert_eq!(copy.workload.name().as_str(), "Chat message (my copy)");
    let theirs = read(conflict.theirs.as_ref().unwrap());
    assert_eq!(theirs.workload.input_tokens(), 1);
    let said = conflict.notice.to_string();
    assert!(said.starts_with("workloads/chat-message.ron: another program changed it"), "{said}");
    assert!(said.contains("\"Chat message (my copy)\""), "{said}");
    let (documents, notices) = store::read(&two.folder);
    assert_eq!(notices, []);
    assert_eq!(documents.workload(&key("chat-message")).unwrap().workload.input_tokens(), 1);
    assert_eq!(documents.workload(&copy.key).unwrap().workload.input_tokens(), 2);
    // Their version was read: the next change is made of it.
    two.mine.save(&change("chat-message", "Chat message", 3)).unwrap();
}

#[test]
fn the_same_meaning_is_no_conflict() {
    let mut two = two();
    let same = change("chat-message", "Chat message", 1);
    two.theirs.save(&same).unwrap();
    assert_eq!(two.mine.save(&same).unwrap(), store::Saved::default());
    let path = two.folder.join("workloads/chat-message.ron");
    fs::write(&path, "(name: \"Chat message\", input_tokens: 9, output_tokens: 0) // by hand").unwrap();
    two.mine.save(&change("chat-message", "Chat message", 9)).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("by hand"));
    assert_eq!(store::read(&two.folder).0.workloads.len(), STARTERS.len());
}

#[test]
fn own_prices_of_the_second_writer_go_beside_the_file() {
    let mut two = two();
    two.theirs.save(&Change::put(Document::Overrides, own_price("1"))).unwrap();
    for number in 1..=2 {
        let change = Change::put(Document::Overrides, own_price("2"));
        let conflict = conflict(two.mine.save_outdated(&change));
        let path = two.folder.join(format!("overrides.mine-{number}.ron"));
        assert_eq!(conflict.mine, Some(SavedCopy::File(path.clone())));
        assert!(conflict.notice.to_string().contains(&format!("overrides.mine-{number}.ron")));
        assert!(fs::read_to_string(path).unwrap().contains("input: \"2"));
    }
    assert_eq!(store::read(&two.folder).0.overrides.value, own_price("1"));
}

#[test]
fn a_deletion_spares_what_another_program_changed() {
    let mut two = two();
    two.theirs.save(&change("chat-message", "Chat message", 1)).unwrap();
    let conflict = conflict(two.mine.save(&Change::delete(Document::Workload(key("chat-message")))));
    assert_eq!(conflict.mine, None);
    assert!(store::read(&two.folder).0.workload(&key("chat-message")).is_some());
    two.mine.save(&Change::delete(Document::Workload(key("chat-message")))).unwrap();
    assert!(store::read(&two.folder).0.workload(&key("chat-message")).is_none());
    two.theirs.save(&Change::delete(Document::Workload(key("chat-message")))).unwrap();
}

#[test]
fn what_another_program_deleted_is_saved_again_with_a_word() {
    let mut two = two();
    two.theirs.save(&Change::delete(Document::Workload(key("chat-message")))).unwrap();
    let saved = two.mine.save(&change("chat-message", "Chat message", 2)).unwrap();
    assert!(saved.notice.unwrap().to_string().contains("deleted it"));
    assert_eq!(store::read(&two.folder).0.workloads.len(), STARTERS.len());
}

#[test]
fn two_new_workloads_for_one_file_name_both_get_a_file() {
    let mut two = two();
    two.theirs.save(&change("mine", "Mine!", 1)).unwrap();
    let first = conflict(two.mine.save(&change("mine", "Mine", 2)));
    let copy = kept(&first);
    assert_eq!((copy.key.as_str(), copy.workload.name().as_str()), ("mine-2", "Mine"));
    let second = conflict(two.mine.save_outdated(&change("mine", "Mine!", 3)));
    let copy = kept(&second);
    assert_eq!((copy.key.as_str(), copy.workload.name().as_str()), ("mine-my-copy", "Mine! (my copy)"));
}

#[test]
fn a_new_workload_never_takes_the_place_of_a_file_that_cannot_be_read() {
    let mut two = two();
    let path = two.folder.join("workloads/new.ron");
    fs::write(&path, "(half").unwrap();
    let conflict = conflict(two.mine.save(&change("new", "New", 1)));
    let copy = kept(&conflict);
    assert_eq!((copy.key.as_str(), copy.workload.name().as_str()), ("new-2", "New"));
    assert_eq!((conflict.theirs, fs::read(path).unwrap()), (None, b"(half".to_vec()));
}

#[test]
fn the_longest_name_has_a_copy_too() {
    let mut two = two();
    let name = "x".repeat(100);
    two.mine.save(&change("x", &name, 1)).unwrap();
    two.theirs.foreign_changes();
    two.theirs.save(&change("x", &name, 2)).unwrap();
    for _ in 0..2 {
        let conflict = conflict(two.mine.save_outdated(&change("x", &name, 3)));
        let copy = kept(&conflict);
        assert!(copy.workload.name().as_str().contains("(my copy)"), "{}", copy.workload.name());
    }
    assert_eq!(store::read(&two.folder).1, []);
}

#[test]
fn what_the_window_remembers_makes_no_conflict_but_settings_do() {
    let mut two = two();
    let settings = |theme, place: &str| {
        let remembered = Remembered { place: Some(place.into()), ..Remembered::default() };
        Change::put(
            Document::Settings,
            Settings {
                appearance: Appearance { theme, ..Appearance::default() },
                remembered: Box::new(remembered),
                ..Settings::default()
            },
        )
    };
    two.theirs.save(&settings(Theme::System, "prices")).unwrap();
    two.mine.save(&settings(Theme::System, "compare")).unwrap();
    two.theirs.save(&settings(Theme::Dark, "prices")).unwrap();
    // They left everything as it was before but for their memory: a theme of mine may be set.
    let conflict = conflict(two.mine.save(&settings(Theme::Light, "compare")));
    assert_eq!(conflict.mine, Some(SavedCopy::File(two.folder.join("settings.mine-1.ron"))));
    assert_eq!(store::read(&two.folder).0.settings.value.appearance.theme, Theme::Dark);
    two.mine.save_outdated(&settings(Theme::Dark, "workloads")).unwrap();
    assert!(!two.folder.join("settings.mine-2.ron").exists());
}

#[test]
fn what_may_be_lost_gives_way_to_what_another_window_saved() {
    let mut two = two();
    let settings = |pins: &[&str], place: &str| {
        let remembered = Remembered { place: Some(place.into()), ..Remembered::default() };
        let pins = pins.iter().map(|pin| (*pin).to_owned()).collect();
        Change::put(
            Document::Settings,
            Settings { pins, remembered: Box::new(remembered), ..Settings::default() },
        )
    };
    two.mine.save(&settings(&[], "compare")).unwrap();
    two.theirs.foreign_changes();
    two.theirs.save(&settings(&["openai/gpt-4.1"], "prices")).unwrap();
    let path = two.folder.join("settings.ron");
    let before = fs::read(&path).unwrap();
    assert_eq!(two.mine.save_or_give_way(&settings(&[], "workloads")), Ok(Saved::default()));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(!two.folder.join("settings.mine-1.ron").exists());
    assert_eq!(two.mine.foreign_changes().reloaded.len(), 1, "theirs is read all the same");
    two.mine.save_or_give_way(&settings(&["openai/gpt-4.1"], "workloads")).unwrap();
    assert_eq!(store::read(&two.folder).0.settings.value.remembered.place.as_deref(), Some("workloads"));
    // A file that can only be read is left alone without a word.
    fs::write(&path, "(version: 1, colour: 1)").unwrap();
    two.mine.foreign_changes();
    assert_eq!(two.mine.save_or_give_way(&settings(&[], "compare")), Ok(Saved::default()));
    assert_eq!(fs::read_to_string(&path).unwrap(), "(version: 1, colour: 1)");
}

#[test]
fn foreign_changes_are_read_once_and_named() {
    let mut two = two();
    assert_eq!(two.mine.foreign_changes(), Foreign::default());
    two.theirs.save(&change("chat-message", "Chat message", 1)).unwrap();
    two.theirs.save(&change("new", "New", 2)).unwrap();
    two.theirs.save(&Change::delete(Document::Workload(key("email-draft")))).unwrap();
    two.theirs.save(&Change::put(Document::Overrides, own_price("1"))).unwrap();
    let settings = Settings { workload_order: vec!["new".into()], ..Settings::default() };
    two.theirs.save(&Change::put(Document::Settings, settings)).unwrap();
    let (mut documents, _) = store::read(&two.folder);
    documents.workloads.clear();
    let foreign = two.mine.foreign_changes();
    assert_eq!((foreign.reloaded.len(), foreign.notices.len()), (5, 4), "{foreign:#?}");
    assert!(foreign.notices.iter().all(|notice| notice.level == Level::Information));
    assert_eq!(two.mine.foreign_changes(), Foreign::default());
    let (mut mine, _) = store::read(&two.folder);
    mine.workloads.retain(|saved| saved.key != key("new"));
    for reloaded in foreign.reloaded {
        mine.apply(reloaded);
    }
    assert_eq!(mine, store::read(&two.folder).0);
}

#[test]
fn a_file_that_goes_bad_under_the_app_keeps_what_was_read_and_comes_back() {
    let mut two = two();
    let path = two.folder.join("workloads/chat-message.ron");
    let before = fs::read(&path).unwrap();
    fs::write(&path, "(name: ").unwrap();
    let foreign = two.mine.foreign_changes();
    let said = foreign.notices[0].to_string();
    assert!(said.contains("line 1, column 7") && said.contains("what it read before"), "{said}");
    let saved = read(&foreign.reloaded[0]);
    assert!(saved.read_only.is_some() && saved.workload.input_tokens() == 500);
    let change = change("chat-message", "Chat message", 7);
    assert!(matches!(two.mine.save(&change), Err(SaveError::ReadOnly(_))));
    fs::write(&path, before).unwrap();
    let foreign = two.mine.foreign_changes();
    let saved = read(&foreign.reloaded[0]);
    assert_eq!(saved.read_only, None);
    two.mine.save(&change).unwrap();
}

#[test]
fn a_change_in_the_same_moment_and_of_the_same_length_is_noticed() {
    let mut two = two();
    let path = two.folder.join("workloads/chat-message.ron");
    for round in 0..50 {
        let text = format!("(name: \"Chat\", input_tokens: {}, output_tokens: 0)", 100 + round);
        fs::write(&path, text).unwrap();
        assert_eq!(two.mine.foreign_changes().reloaded.len(), 1, "round {round}");
    }
}

#[test]
fn a_file_renamed_by_hand_keeps_its_workloads_name() {
    let mut two = two();
    let place = two.folder.join("workloads");
    fs::rename(place.join("chat-message.ron"), place.join("a-chat.ron")).unwrap();
    let foreign = two.mine.foreign_changes();
    assert_eq!(foreign.reloaded[0], Reloaded::bare(Document::Workload(key("chat-message"))));
    let saved = read(&foreign.reloaded[1]);
    assert_eq!((saved.key.as_str(), saved.workload.name().as_str()), ("a-chat", "Chat message"));
}

#[test]
fn a_folder_that_goes_away_takes_nothing_out_of_memory_and_comes_back_whole() {
    let mut two = two();
    two.mine.save(&Change::put(Document::Overrides, own_price("1"))).unwrap();
    let (before, _) = store::read(&two.folder);
    fs::remove_dir_all(&two.folder).unwrap();
    let foreign = two.mine.foreign_changes();
    assert_eq!((foreign.reloaded.len(), foreign.notices.len()), (0, 1));
    assert_eq!(two.mine.foreign_changes(), Foreign::default());
    two.mine.save(&change("new", "New", 2)).unwrap();
    let (after, notices) = store::read(&two.folder);
    assert_eq!((after.workloads.len(), notices), (STARTERS.len() + 1, vec![]));
    assert_eq!(after.overrides, before.overrides);
}

#[test]
fn the_lock_of_another_copy_is_waited_for_but_not_for_ever() {
    let mut two = two();
    let lock = fs::File::open(two.folder.join(".lock")).unwrap();
    lock.lock().unwrap();
    let error = two.mine.save(&change("chat-message", "Chat message", 1)).unwrap_err();
    assert!(error.is_worth_trying_again() && error.to_string().contains("another copy"), "{error}");
    lock.unlock().unwrap();
    two.mine.save(&change("chat-message", "Chat message", 1)).unwrap();
}

#[test]
fn documents_name_their_files() {
    assert_eq!(Document::Workload(key("a-b")).file_name(), "workloads/a-b.ron");
    for stem in ["", ".hidden", "../x", "a/b", "a\\b", "c:d", "a\nb"] {
        assert_eq!(WorkloadKey::new(stem), None, "{stem:?}");
    }
}

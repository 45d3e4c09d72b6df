//! What holds of each document that has a name and a file of its own, workload or portfolio alike.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fs;

use crate::support::two::{Two, two};
use tokens_per_dollar::portfolio::{self, Portfolio};
use tokens_per_dollar::store::{
    self, Change, Conflict, Content, Document, Documents, Foreign, Key, Level, Reloaded, Remedy, SaveError,
    SavedCopy, Store,
};
use tokens_per_dollar::workload::{Draft, Workload};

/// A kind of named documents.
#[derive(Clone, Copy, Debug)]
struct Kind {
    folder: &'static str,
    one: &'static str,
    document: fn(Key) -> Document,
    /// A document of a name that notes a word.
    change: fn(&str, &str, &str) -> Change,
    delete: fn(Key) -> Change,
    /// The fields of a sound file but for its bracket.
    text: &'static str,
}

const KINDS: [Kind; 2] = [
    Kind {
        folder: "workloads",
        one: "workload",
        document: Document::Workload,
        change: |stem, name, note| {
            let draft = Draft { name: name.into(), input_tokens: 1, note: note.into(), ..Draft::default() };
            Change::put(Document::Workload(key(stem)), Workload::try_from(draft).unwrap())
        },
        delete: |key| Change::delete(Document::Workload(key)),
        text: "name: \"Mine\", input_tokens: 1, output_tokens: 0",
    },
    Kind {
        folder: "portfolios",
        one: "portfolio",
        document: Document::Portfolio,
        change: |stem, name, note| {
            let draft =
                portfolio::Draft { name: name.into(), note: note.into(), ..portfolio::Draft::default() };
            Change::put(Document::Portfolio(key(stem)), Portfolio::try_from(draft).unwrap())
        },
        delete: |key| Change::delete(Document::Portfolio(key)),
        text: "name: \"Mine\", entries: [(workload: \"Chat\", share: \"0.5\")], requests_per_day: 9",
    },
];

fn key(stem: &str) -> Key {
    Key::new(stem).unwrap()
}

/// Name and note of a document, and why it can only be read.
fn said(reloaded: &Reloaded) -> (String, String, Option<String>) {
    let (name, note) = match reloaded.content.as_ref().unwrap() {
        Content::Workload(workload) => (workload.name().to_string(), workload.note().to_owned()),
        Content::Portfolio(portfolio) => (portfolio.name().to_string(), portfolio.to_draft().note),
        other => panic!("{other:?}"),
    };
    (name, note, reloaded.read_only.clone())
}

/// The documents of a kind that are not starters, with their stems.
fn found(documents: &Documents, kind: Kind) -> Vec<(String, Reloaded)> {
    let workloads = documents.workloads.iter().cloned();
    let portfolios = documents.portfolios.iter().cloned();
    let starters = Documents::starters();
    let all = workloads
        .filter(|saved| starters.workload(&saved.key).is_none())
        .map(|saved| (saved.key.to_string(), Reloaded::from(saved)))
        .chain(portfolios.map(|saved| (saved.key.to_string(), Reloaded::from(saved))));
    all.filter(|(_, reloaded)| reloaded.document.file_name().starts_with(kind.folder)).collect()
}

fn on_disk(two: &Two, kind: Kind) -> Vec<(String, String, String)> {
    let (documents, notices) = store::read(&two.folder);
    assert_eq!(notices, []);
    let all = found(&documents, kind).into_iter().map(|(stem, reloaded)| {
        let (name, note, read_only) = said(&reloaded);
        assert_eq!(read_only, None);
        (stem, name, note)
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

fn line(stem: &str, name: &str, note: &str) -> (String, String, String) {
    (stem.to_owned(), name.to_owned(), note.to_owned())
}

#[track_caller]
fn conflict(outcome: Result<store::Saved, SaveError>) -> Conflict {
    match outcome {
        Err(SaveError::Changed(conflict)) => *conflict,
        other => panic!("no conflict: {other:?}"),
    }
}

#[test]
fn what_is_saved_comes_back_and_a_new_name_keeps_the_file() {
    for kind in KINDS {
        let mut two = two();
        two.mine.save(&(kind.change)("mine", "Mine", "first")).unwrap();
        two.mine.save(&(kind.change)("mine", "Ours", "second")).unwrap();
        assert_eq!(on_disk(&two, kind), [line("mine", "Ours", "second")]);
        assert!(two.folder.join(kind.folder).join("mine.ron").is_file());
        two.mine.save(&(kind.delete)(key("mine"))).unwrap();
        assert_eq!(on_disk(&two, kind), []);
    }
}

#[test]
fn the_second_writer_is_told_and_both_versions_survive() {
    for kind in KINDS {
        let mut two = two();
        two.mine.save(&(kind.change)("mine", "Mine", "0")).unwrap();
        two.theirs.foreign_changes();
        two.theirs.save(&(kind.change)("mine", "Mine", "theirs")).unwrap();
        let conflict = conflict(two.mine.save(&(kind.change)("mine", "Mine", "mine")));
        assert_eq!(said(conflict.theirs.as_ref().unwrap()).1, "theirs");
        let copy = conflict.mine.unwrap();
        assert!(!matches!(copy, SavedCopy::File(_)));
        assert_eq!(copy.to_string(), "Mine (my copy)");
        let notice = conflict.notice.to_string();
        assert!(notice.contains(&format!("the {} \"Mine (my copy)\"", kind.one)), "{notice}");
        let both = [line("mine", "Mine", "theirs"), line("mine-my-copy", "Mine (my copy)", "mine")];
        assert_eq!(on_disk(&two, kind), both);
        // Their version was read: the next change is made of it.
        two.mine.save(&(kind.change)("mine", "Mine", "again")).unwrap();
    }
}

#[test]
fn two_new_ones_for_one_file_name_both_get_a_file() {
    for kind in KINDS {
        let mut two = two();
        two.theirs.save(&(kind.change)("mine", "Mine!", "theirs")).unwrap();
        let first = conflict(two.mine.save(&(kind.change)("mine", "Mine", "mine")));
        assert_eq!(first.mine.unwrap().to_string(), "Mine");
        assert_eq!(on_disk(&two, kind), [line("mine", "Mine!", "theirs"), line("mine-2", "Mine", "mine")]);
    }
}

#[test]
fn a_deletion_spares_what_another_program_changed() {
    for kind in KINDS {
        let mut two = two();
        two.mine.save(&(kind.change)("mine", "Mine", "0")).unwrap();
        two.theirs.foreign_changes();
        two.theirs.save(&(kind.change)("mine", "Mine", "theirs")).unwrap();
        assert_eq!(conflict(two.mine.save(&(kind.delete)(key("mine")))).mine, None);
        assert_eq!(on_disk(&two, kind), [line("mine", "Mine", "theirs")]);
        two.mine.save(&(kind.delete)(key("mine"))).unwrap();
        assert_eq!(on_disk(&two, kind), []);
        let saved = two.theirs.save(&(kind.change)("mine", "Mine", "back")).unwrap();
        assert!(saved.notice.unwrap().to_string().contains("deleted it"));
        assert_eq!(on_disk(&two, kind), [line("mine", "Mine", "back")]);
    }
}

#[test]
fn undoing_a_deletion_brings_the_file_back_to_the_letter() {
    for kind in KINDS {
        let mut two = two();
        let path = two.folder.join(kind.folder).join("mine.ron");
        let text = format!("// by hand\n({}, colour: \"red\")", kind.text);
        fs::write(&path, &text).unwrap();
        let foreign = two.mine.foreign_changes();
        let Reloaded { document, content, .. } = foreign.reloaded[0].clone();
        let undo = Change::Document(document, content);
        two.mine.save(&(kind.delete)(key("mine"))).unwrap();
        assert!(!path.exists());
        two.mine.save(&undo).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn unknown_fields_and_newer_versions_open_read_only_and_a_copy_can_be_saved() {
    for kind in KINDS {
        for (more, word) in [("colour: \"red\"", "colour"), ("version: 9", "newer version")] {
            let two = two();
            let path = two.folder.join(kind.folder).join("mine.ron");
            let text = format!("({}, {more})", kind.text);
            fs::write(&path, &text).unwrap();
            let (mut store, documents, notices) = Store::open(&two.folder);
            assert_eq!(notices.len(), 1, "{notices:?}");
            assert!(notices[0].to_string().contains(word), "{notices:?}");
            let (_, _, read_only) = said(&found(&documents, kind)[0].1);
            assert!(read_only.unwrap().contains(word));
            let change = (kind.change)("mine", "Mine", "changed");
            let error = store.save(&change).unwrap_err();
            let offer = Remedy::KeepMineAsCopy((kind.document)(key("mine")));
            assert!(error.notice().remedies.contains(&offer), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            let copy = store.save_copy(&change).unwrap().unwrap();
            assert_eq!(copy.to_string(), "Mine (my copy)");
            assert!(two.folder.join(kind.folder).join("mine-my-copy.ron").is_file());
        }
    }
}

#[test]
fn two_of_one_name_both_load_and_no_file_is_touched() {
    for kind in KINDS {
        let mut two = two();
        two.mine.save(&(kind.change)("a", "Mine", "")).unwrap();
        let path = two.folder.join(kind.folder).join("b.ron");
        let text = format!("({})", kind.text.replace("Mine", "MINE"));
        fs::write(&path, &text).unwrap();
        let foreign = two.mine.foreign_changes();
        let (_, documents, notices) = Store::open(&two.folder);
        for (notices, found) in [
            (&foreign.notices, foreign.reloaded[0].clone()),
            (&notices, found(&documents, kind).pop().unwrap().1),
        ] {
            assert_eq!(said(&found).0, "MINE (2)");
            assert_eq!(notices[0].level, Level::Information);
            assert!(notices[0].to_string().contains(&format!("another {} is called", kind.one)));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    // A workload and a portfolio of one name are two things.
    let mut two = two();
    for kind in KINDS {
        two.mine.save(&(kind.change)("both", "Both", "")).unwrap();
        assert_eq!(on_disk(&two, kind), [line("both", "Both", "")]);
    }
}

#[test]
fn foreign_changes_are_read_once_and_named() {
    for kind in KINDS {
        let mut two = two();
        let (mut documents, _) = store::read(&two.folder);
        for (word, change) in [
            ("added", (kind.change)("mine", "Mine", "1")),
            ("changed", (kind.change)("mine", "Ours", "2")),
            ("removed", (kind.delete)(key("mine"))),
        ] {
            two.theirs.save(&change).unwrap();
            let foreign = two.mine.foreign_changes();
            assert_eq!((foreign.reloaded.len(), foreign.notices.len()), (1, 1), "{foreign:?}");
            let summary = &foreign.notices[0].summary;
            assert_eq!(*summary, format!("The {} mine was {word} by another program", kind.one));
            assert_eq!(two.mine.foreign_changes(), Foreign::default());
            for reloaded in foreign.reloaded {
                documents.apply(reloaded);
            }
            assert_eq!(documents, store::read(&two.folder).0);
        }
    }
}

#[test]
fn a_bad_file_keeps_what_was_read_and_a_folder_that_went_away_comes_back() {
    for kind in KINDS {
        let mut two = two();
        two.mine.save(&(kind.change)("mine", "Mine", "1")).unwrap();
        let path = two.folder.join(kind.folder).join("mine.ron");
        let text = fs::read(&path).unwrap();
        fs::write(&path, "(half").unwrap();
        let foreign = two.mine.foreign_changes();
        let (name, note, read_only) = said(&foreign.reloaded[0]);
        assert_eq!((name.as_str(), note.as_str()), ("Mine", "1"));
        assert!(read_only.unwrap().contains("left as it is"));
        let change = (kind.change)("mine", "Mine", "2");
        assert!(matches!(two.mine.save(&change), Err(SaveError::ReadOnly(_))));
        assert_eq!(fs::read(&path).unwrap(), b"(half");
        fs::write(&path, &text).unwrap();
        assert_eq!(two.mine.foreign_changes().reloaded.len(), 1);

        fs::remove_dir_all(two.folder.join(kind.folder)).unwrap();
        let foreign = two.mine.foreign_changes();
        assert_eq!((foreign.reloaded.len(), foreign.notices.len()), (0, 1), "{foreign:?}");
        assert!(foreign.notices[0].to_string().contains("in memory"), "{foreign:?}");
        assert_eq!(two.mine.foreign_changes(), Foreign::default());
        two.mine.save(&(kind.change)("new", "New", "3")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), text);
        assert_eq!(on_disk(&two, kind), [line("mine", "Mine", "1"), line("new", "New", "3")]);
    }
}

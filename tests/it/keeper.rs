//! The keeper: saves in the background, together what belongs together, again what failed, and never a change that
//! was made without knowing what another program wrote.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokens_per_dollar::settings::{Appearance, Settings, Theme};
use tokens_per_dollar::store::{
    self, Change, Document, Event, Foreign, Keeper, Queue, Reloaded, SavedCopy, Store, WorkloadKey,
};
use tokens_per_dollar::workload::{Draft, Workload};

fn key(stem: &str) -> WorkloadKey {
    WorkloadKey::new(stem).unwrap()
}

fn change(stem: &str, input_tokens: u64) -> Change {
    let draft = Draft { name: stem.into(), input_tokens, ..Draft::default() };
    Change::put(Document::Workload(key(stem)), Workload::try_from(draft).unwrap())
}

fn started() -> (TempDir, PathBuf, Store) {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    let (store, ..) = Store::open(&folder);
    (home, folder, store)
}

/// Waits for events until one is as wanted.
fn wait_for(keeper: &Keeper, wanted: impl Fn(&Event) -> bool) -> Event {
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        if let Some(event) = keeper.events().into_iter().find(&wanted) {
            return event;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("it never came");
}

const BOUND: Duration = Duration::from_secs(20);

#[test]
fn what_is_given_to_it_is_on_disk_after_finishing() {
    let (_home, folder, store) = started();
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let keeper = Keeper::start(store, move || _ = count.fetch_add(1, Ordering::Relaxed)).unwrap();
    for number in 1..=500 {
        keeper.save(change("mine", number));
        keeper.save(Change::put(
            Document::Settings,
            Settings {
                workload_order: vec![number.to_string()],
                appearance: Appearance { theme: Theme::Dark, ..Appearance::default() },
                ..Settings::default()
            },
        ));
    }
    keeper.save(Change::delete(Document::Workload(key("email-draft"))));
    assert_eq!(keeper.finish(BOUND), []);
    let (documents, _) = store::read(&folder);
    assert_eq!(documents.workload(&key("mine")).unwrap().workload.input_tokens(), 500);
    assert_eq!(documents.settings.value.workload_order, ["500"]);
    assert_eq!(documents.workload(&key("email-draft")), None);
    let woken = woken.load(Ordering::Relaxed);
    assert!((1..=1_001).contains(&woken), "{woken}");
}

#[test]
fn dropping_it_saves_what_is_left() {
    let (_home, folder, store) = started();
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(change("mine", 5));
    drop(keeper);
    assert!(store::read(&folder).0.workload(&key("mine")).is_some());
}

#[test]
fn what_cannot_be_saved_stays_unsaved_and_is_saved_when_it_can() {
    let (_home, folder, store) = started();
    let keeper = Keeper::start(store, || ()).unwrap();
    // A folder that is in the way stands for a disk that refuses.
    fs::remove_file(folder.join(".lock")).unwrap();
    fs::create_dir(folder.join(".lock")).unwrap();
    keeper.save(change("mine", 5));
    let event = wait_for(&keeper, |event| matches!(event, Event::NotSaved { .. }));
    let Event::NotSaved { document, notice } = event else { panic!("{event:?}") };
    assert_eq!(document, Document::Workload(key("mine")));
    let said = notice.to_string();
    assert!(said.contains("could not be saved, because") && said.contains("in memory"), "{said}");
    let unsaved = &keeper.unsaved()[0];
    assert_eq!((&unsaved.document, &unsaved.notice), (&document, &Some(notice)));
    // It is tried again by itself.
    fs::remove_dir(folder.join(".lock")).unwrap();
    wait_for(&keeper, |event| matches!(event, Event::Saved { .. }));
    assert_eq!(keeper.unsaved(), []);
    assert!(store::read(&folder).0.workload(&key("mine")).is_some());
}

#[test]
fn what_cannot_be_saved_before_the_end_is_handed_back() {
    let (_home, folder, store) = started();
    fs::remove_file(folder.join(".lock")).unwrap();
    fs::create_dir(folder.join(".lock")).unwrap();
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(change("mine", 5));
    let unsaved = keeper.finish(BOUND);
    assert_eq!(unsaved.len(), 1);
    assert_eq!(unsaved[0].document, Document::Workload(key("mine")));
}

#[test]
fn the_end_comes_in_bounded_time_even_when_the_thread_hangs() {
    let (_home, _folder, store) = started();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (wake, woken) = std::sync::mpsc::channel();
    let keeper = Keeper::start(store, move || {
        _ = wake.send(());
        _ = held.recv();
    })
    .unwrap();
    keeper.save(change("first", 5));
    woken.recv_timeout(BOUND).unwrap();
    // From here on the thread waits for this test, as for a disk that does not answer.
    keeper.save(change("mine", 5));
    let unsaved = keeper.finish(Duration::from_millis(100));
    assert_eq!(unsaved.len(), 1);
    assert_eq!(unsaved[0].document, Document::Workload(key("mine")));
    drop(release);
}

#[test]
fn a_change_that_knows_nothing_of_another_programs_becomes_a_copy() {
    let (_home, folder, store) = started();
    let (wake, woken) = std::sync::mpsc::channel();
    let keeper = Keeper::start(store, move || _ = wake.send(())).unwrap();
    let path = folder.join("workloads/chat-message.ron");
    fs::write(&path, "(name: \"Theirs\", input_tokens: 1, output_tokens: 0)").unwrap();
    // The keeper reads it again, but the window does not look at the event before the user edits.
    keeper.look();
    woken.recv_timeout(BOUND).unwrap();
    keeper.save(change("chat-message", 7));
    woken.recv_timeout(BOUND).unwrap();
    let events = keeper.events();
    assert!(matches!(&events[0], Event::Reloaded(foreign) if foreign.reloaded.len() == 1), "{events:#?}");
    let Event::Conflict(conflict) = &events[1] else { panic!("{events:#?}") };
    assert!(matches!(&conflict.mine, Some(SavedCopy::Document(_))));
    assert!(fs::read_to_string(&path).unwrap().contains("Theirs"));
    // Now the window knows.
    keeper.save(change("chat-message", 8));
    wait_for(&keeper, |event| matches!(event, Event::Saved { .. }));
    assert!(fs::read_to_string(&path).unwrap().contains('8'));
}

#[test]
fn a_read_only_document_is_refused_once() {
    let (_home, folder, _) = started();
    fs::write(folder.join("settings.ron"), "(version: 2)").unwrap();
    let (store, ..) = Store::open(&folder);
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(Change::put(
        Document::Settings,
        Settings {
            appearance: Appearance { theme: Theme::Dark, ..Appearance::default() },
            ..Settings::default()
        },
    ));
    wait_for(&keeper, |event| matches!(event, Event::Refused { document: Document::Settings, .. }));
    assert_eq!(keeper.finish(BOUND), []);
    assert_eq!(fs::read_to_string(folder.join("settings.ron")).unwrap(), "(version: 2)");
}

#[test]
fn several_changes_of_one_document_are_one_save_but_not_across_a_reload() {
    let mut queue = Queue::default();
    for number in 1..=10 {
        queue.push(change("a", number));
        queue.push(change("b", number));
    }
    assert_eq!(queue.unsaved().len(), 2);
    let now = Instant::now();
    let job = queue.next(now).unwrap();
    assert_eq!((job.change(), job.is_outdated()), (&change("a", 10), false));
    assert_eq!(queue.unsaved().len(), 2, "what is being saved is not saved yet");
    queue.finish(job, Ok(store::Saved::default()), now);
    assert_eq!(queue.unsaved().len(), 1);
    let gone = Foreign { reloaded: vec![Reloaded::bare(Document::Workload(key("b")))], notices: Vec::new() };
    queue.reloaded(gone);
    queue.push(change("b", 11));
    assert_eq!(queue.take_events().len(), 2);
    queue.push(change("b", 12));
    let outdated = queue.next(now).unwrap();
    assert_eq!((outdated.change(), outdated.is_outdated()), (&change("b", 11), true));
    queue.finish(outdated, Ok(store::Saved::default()), now);
    let current = queue.next(now).unwrap();
    assert_eq!((current.change(), current.is_outdated()), (&change("b", 12), false));
    queue.finish(current, Ok(store::Saved::default()), now);
    assert!(queue.is_empty() && queue.next(now).is_none());
}

#[test]
fn failures_wait_longer_each_time_and_are_said_once() {
    let (_home, folder, mut store) = started();
    fs::remove_file(folder.join(".lock")).unwrap();
    fs::create_dir(folder.join(".lock")).unwrap();
    let mut queue = Queue::default();
    queue.push(change("a", 1));
    let mut now = Instant::now();
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let job = queue.next(now).unwrap();
        let outcome = store.save(job.change());
        assert!(outcome.as_ref().is_err_and(store::SaveError::is_worth_trying_again));
        queue.finish(job, outcome, now);
        assert!(queue.next(now).is_none());
        let due = queue.due(now).unwrap();
        pauses.push((due - now).as_secs());
        now = due;
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(queue.take_events().len(), 1);
    // A newer change takes the place of the failed one and is tried at once; so is everything on demand.
    queue.push(change("a", 2));
    let before_the_pause_is_over = now.checked_sub(Duration::from_secs(1)).unwrap();
    let job = queue.next(before_the_pause_is_over).unwrap();
    assert_eq!(*job.change(), change("a", 2));
    let outcome = store.save(job.change());
    queue.finish(job, outcome, now);
    queue.try_now();
    assert!(queue.next(now).is_some());
}

#[test]
fn what_may_be_lost_waits_for_more_and_never_holds_up_what_may_not() {
    let mut queue = Queue::default();
    let now = Instant::now();
    for number in 1..=5 {
        queue.push_later(change("a", number), now + Duration::from_millis(number * 100));
    }
    assert!(queue.next(now).is_none() && queue.unsaved().is_empty() && !queue.is_empty());
    let due = queue.due(now).unwrap();
    assert_eq!(due - now, Duration::from_millis(1_100), "who goes on typing does not put it off for ever");
    let job = queue.next(due).unwrap();
    assert_eq!(*job.change(), change("a", 5));
    assert!(queue.unsaved().is_empty() && !queue.is_empty());
    queue.finish(job, Ok(store::Saved::default()), due);
    assert!(queue.is_empty());

    // Behind what may not be lost it goes at once, and the other way round.
    queue.push(change("a", 6));
    queue.push_later(change("a", 7), now);
    assert_eq!(queue.unsaved().len(), 1);
    let job = queue.next(now).unwrap();
    assert_eq!(*job.change(), change("a", 7));
    queue.finish(job, Ok(store::Saved::default()), now);
    queue.push_later(change("a", 8), now);
    queue.push(change("a", 9));
    assert_eq!(queue.unsaved().len(), 1);
    assert_eq!(*queue.next(now).unwrap().change(), change("a", 9));

    // What another program wrote in between is not written over, and there is no conflict about it.
    let mut queue = Queue::default();
    queue.push_later(change("a", 1), now);
    queue.push_later(change("b", 1), now);
    let gone = Foreign { reloaded: vec![Reloaded::bare(Document::Workload(key("a")))], notices: Vec::new() };
    queue.reloaded(gone);
    queue.try_now();
    assert_eq!(*queue.next(now).unwrap().change(), change("b", 1));
    assert!(queue.next(now).is_none());

    // At the end nothing waits any longer.
    let mut queue = Queue::default();
    queue.push_later(change("a", 1), now);
    queue.try_now();
    assert!(queue.next(now).is_some());
}

#[test]
fn nobody_is_woken_because_something_that_may_be_lost_was_saved() {
    let (_home, folder, store) = started();
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let keeper = Keeper::start(store, move || {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .unwrap();
    let mut settings = store::Documents::starters().settings.value;
    settings.remembered.search = Some("gpt".to_owned());
    let start = Instant::now();
    keeper.save_later(Change::put(Document::Settings, settings));
    let saved = || fs::read_to_string(folder.join("settings.ron")).is_ok_and(|text| text.contains("gpt"));
    while !saved() {
        assert!(start.elapsed() < Duration::from_secs(20), "it is never saved");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(start.elapsed() > Duration::from_millis(900), "it waits for more");
    keeper.look();
    assert!(keeper.events().is_empty());
    assert!(keeper.finish(Duration::from_secs(5)).is_empty());
    assert_eq!(woken.load(Ordering::SeqCst), 0);
}

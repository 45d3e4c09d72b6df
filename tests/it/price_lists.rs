//! Price lists on disk: stored to the letter, with the version before and a history; removed and brought back; never
//! over another program's; and a stored copy that went bad takes nothing with it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use tempfile::TempDir;
use tokens_per_dollar::catalog::feeds::{Format, MOST_BYTES};
use tokens_per_dollar::catalog::{
    Discount, Discounts, Fingerprint, ListEntry, ListKey, Lists, ModelId, Part,
};
use tokens_per_dollar::money::Share;
use tokens_per_dollar::store::{
    self, Change, Document, Documents, Event, Keeper, Level, ListBytes, Queue, Reloaded, Replaces, SaveError,
    SavedCopy, Store,
};
use tokens_per_dollar::workload::STARTERS;

const TODAY: Date = date(2026, 11, 24);

/// A LiteLLM list of one model at a price in dollars per million tokens, with a space that only the bytes keep.
fn list(price: u32) -> ListBytes {
    format!(
        "{{ \"a\":  {{\"mode\": \"chat\", \"input_cost_per_token\": {price}e-6, \"output_cost_per_token\": 9e-6}}}}"
    )
    .into_bytes()
    .into()
}

fn key() -> ListKey {
    ListKey::new("litellm.json").unwrap()
}

fn store_change(bytes: &ListBytes, replaces: Replaces, day: i8) -> Change {
    Change::StoreList { key: key(), bytes: bytes.clone(), replaces, day: date(2026, 11, day) }
}

fn copy(bytes: &ListBytes) -> Replaces {
    Replaces::Copy(Fingerprint::of(bytes))
}

fn entry(bytes: &ListBytes) -> ListEntry {
    ListEntry {
        stored: Some(Fingerprint::of(bytes)),
        ..ListEntry::new(key(), "My prices".into(), Format::LiteLlm, "prices.json".into(), TODAY)
    }
}

fn lists(bytes: &ListBytes) -> Lists {
    let mut lists = Lists::default();
    lists.put(entry(bytes));
    lists
}

fn started() -> (TempDir, PathBuf, Store) {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    let (store, _, notices) = Store::open(&folder);
    assert_eq!(notices, []);
    (home, folder, store)
}

/// A folder with one imported list.
fn imported() -> (TempDir, PathBuf, Store) {
    let (home, folder, mut store) = started();
    store.save(&store_change(&list(1), Replaces::Nothing, 1)).unwrap();
    store.save(&Change::put(Document::Lists, lists(&list(1)))).unwrap();
    (home, folder, store)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.join("lists"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn stored(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("lists/litellm.json")).unwrap()
}

fn history(folder: &Path) -> Vec<(i8, String)> {
    let history = store::read_history(folder, &key()).unwrap();
    let points = history.points(&ModelId::new("a").unwrap(), Part::Input);
    points.iter().map(|(day, price)| (day.day(), price.per_million_or_empty())).collect()
}

fn history_of(points: &[(i8, &str)]) -> Vec<(i8, String)> {
    points.iter().map(|(day, price)| (*day, (*price).to_owned())).collect()
}

#[test]
fn a_list_is_stored_to_the_letter_and_read_under_the_users_name() {
    let (_home, folder, _) = imported();
    assert_eq!(stored(&folder), *list(1));
    let (documents, notices) = store::read(&folder);
    assert_eq!((&documents.lists.value, notices), (&lists(&list(1)), vec![]));
    let read = store::read_lists(&folder, &documents.lists.value, TODAY);
    assert_eq!((read.notices, read.unread, read.loaded.len()), (vec![], vec![], 1));
    let loaded = &read.loaded[0];
    assert_eq!((&loaded.key, &*loaded.list.name, loaded.list.models().len()), (&key(), "My prices", 1));
    assert_eq!((loaded.fingerprint, loaded.counts.priced), (Fingerprint::of(&list(1)), 1));
    assert!(loaded.summary.starts_with("My prices: 1 model imported"), "{}", loaded.summary);
    let mut off = documents.lists.value;
    off.get_mut(&key()).unwrap().on = false;
    assert!(store::read_lists(&folder, &off, TODAY).loaded.is_empty());
}

#[test]
fn an_update_keeps_the_version_before_and_a_history() {
    let (_home, folder, mut store) = imported();
    store.save(&store_change(&list(2), copy(&list(1)), 8)).unwrap();
    store.save(&store_change(&list(2), copy(&list(2)), 9)).unwrap();
    store.save(&store_change(&list(3), copy(&list(2)), 15)).unwrap();
    assert_eq!(stored(&folder), *list(3));
    assert_eq!(fs::read(folder.join("lists/litellm.previous.json")).unwrap(), *list(2));
    let before = store::read_previous(&folder, &key()).unwrap().unwrap();
    assert_eq!(before.models[0].prices.input.per_million_or_empty(), "2.00");
    assert_eq!(history(&folder), history_of(&[(1, "1.00"), (8, "2.00"), (15, "3.00")]));
    assert_eq!(store::read_history(&folder, &key()).unwrap().days().count(), 4);
    let named = ["litellm.history.csv", "litellm.json", "litellm.previous-2.json", "litellm.previous.json"];
    assert_eq!(names(&folder), named);
}

#[test]
fn the_three_versions_before_are_kept_and_come_back_with_the_list() {
    let (_home, folder, mut store) = imported();
    for number in 2..=5 {
        store.save(&store_change(&list(number), copy(&list(number - 1)), 7)).unwrap();
    }
    let kept = || {
        ["json", "previous.json", "previous-2.json", "previous-3.json"]
            .map(|ending| fs::read(folder.join(format!("lists/litellm.{ending}"))).unwrap())
    };
    let expected = [5, 4, 3, 2].map(|number| list(number).to_vec());
    assert_eq!(kept(), expected);
    // The reader of the version before does not care.
    let before = store::read_previous(&folder, &key()).unwrap().unwrap();
    assert_eq!(before.models[0].prices.input.per_million_or_empty(), "4.00");
}

#[test]
fn a_removed_list_comes_back_with_all_that_belongs_to_it() {
    let (_home, folder, mut store) = imported();
    store.save(&store_change(&list(2), copy(&list(1)), 8)).unwrap();
    let files = || names(&folder).into_iter().map(|name| fs::read(folder.join("lists").join(name)).unwrap());
    let before: Vec<Vec<u8>> = files().collect();
    let remove = Change::RemoveList(key(), copy(&list(2)));
    let error = store.save(&remove).unwrap_err();
    assert!(error.to_string().contains("lists.ron still names it"), "{error}");
    assert_eq!(names(&folder).len(), 3);
    store.save(&Change::put(Document::Lists, Lists::default())).unwrap();
    store.save(&remove).unwrap();
    assert_eq!(names(&folder), Vec::<String>::new());
    store.save(&remove).unwrap();
    store.save(&Change::RestoreList(key())).unwrap();
    store.save(&Change::RestoreList(key())).unwrap();
    assert_eq!(files().collect::<Vec<_>>(), before);

    // What another start of the app removed cannot come back, and that is said.
    store.save(&remove).unwrap();
    let (mut later, ..) = Store::open(&folder);
    let error = later.save(&Change::RestoreList(key())).unwrap_err();
    assert!(matches!(error, SaveError::ReadOnly(_)) && error.to_string().contains("Import the list again"));
}

#[test]
fn what_is_no_list_is_refused_and_the_last_good_one_stays() {
    let (_home, folder, mut store) = imported();
    let page = ListBytes::from(b"<html>not found</html>".to_vec());
    let error = store.save(&store_change(&page, copy(&list(1)), 2)).unwrap_err();
    assert!(matches!(error, SaveError::ReadOnly(_)), "{error}");
    assert!(error.to_string().contains("web page") && error.to_string().contains("stays"), "{error}");
    assert_eq!((stored(&folder), names(&folder).len()), (list(1).to_vec(), 2));
}

#[test]
fn the_second_window_that_updates_a_list_is_told_and_both_versions_survive() {
    let (_home, folder, mut mine) = imported();
    let (mut theirs, ..) = Store::open(&folder);
    theirs.save(&store_change(&list(2), copy(&list(1)), 2)).unwrap();
    for number in 1..=2 {
        let Err(SaveError::Changed(conflict)) = mine.save(&store_change(&list(3), copy(&list(1)), 2)) else {
            panic!("no conflict")
        };
        let path = folder.join(format!("lists/litellm.mine-{number}.json"));
        assert_eq!(
            (conflict.mine, fs::read(&path).unwrap()),
            (Some(SavedCopy::File(path)), list(3).to_vec())
        );
        assert_eq!(conflict.theirs, Some(Reloaded::bare(Document::List(key()))));
        let said = conflict.notice.to_string();
        assert!(said.starts_with("lists/litellm.json: another program changed it"), "{said}");
    }
    assert_eq!(stored(&folder), *list(2));
    // The same bytes are no conflict, whatever was there before.
    mine.save(&store_change(&list(2), Replaces::Nothing, 2)).unwrap();
    // Their version was read: the next one is made of it.
    mine.save(&store_change(&list(3), copy(&list(2)), 3)).unwrap();
    assert_eq!(history(&folder), history_of(&[(1, "1.00"), (2, "2.00"), (3, "3.00")]));
    // A removal spares what another program changed.
    mine.save(&Change::put(Document::Lists, Lists::default())).unwrap();
    let Err(SaveError::Changed(conflict)) = theirs.save(&Change::RemoveList(key(), copy(&list(2)))) else {
        panic!("no conflict")
    };
    assert!(conflict.notice.kept.contains("not removed") && conflict.mine.is_none());
    assert_eq!(stored(&folder), *list(3));
}

#[test]
fn a_new_list_takes_the_place_of_no_file_that_is_there() {
    let (_home, folder, mut store) = started();
    fs::create_dir(folder.join("lists")).unwrap();
    fs::write(folder.join("lists/litellm.csv"), "left by someone").unwrap();
    fs::write(folder.join("lists/litellm.json"), "left by someone").unwrap();
    let (documents, _) = store::read(&folder);
    let free = documents.free_list_key("LiteLLM", Format::LiteLlm);
    assert_eq!(free.file_name(), "litellm-2.json");
    assert!(matches!(store.save(&store_change(&list(1), Replaces::Nothing, 1)), Err(SaveError::Changed(_))));
    assert_eq!(stored(&folder), b"left by someone");
    let documents = Documents { lists: store::Kept { value: lists(&list(1)), read_only: None }, ..documents };
    assert_eq!(documents.free_list_key("My prices", Format::Csv).file_name(), "my-prices.csv");
}

#[test]
fn lists_and_discounts_of_the_second_window_go_beside_their_files() {
    let (_home, folder, mut mine) = imported();
    let (mut theirs, ..) = Store::open(&folder);
    let discount = |percent: &str| {
        let off = Share::percent(percent).unwrap();
        let discount = Discount { provider: "OpenAI".into(), off, until: Some(TODAY), note: "deal".into() };
        Change::put(Document::Discounts, Discounts::new(vec![discount]))
    };
    theirs.save(&discount("10")).unwrap();
    theirs.save(&Change::put(Document::Lists, Lists::default())).unwrap();
    let foreign = mine.foreign_changes();
    assert_eq!((foreign.reloaded.len(), foreign.notices.len()), (2, 2), "{foreign:#?}");
    let mut documents = Documents::default();
    for reloaded in foreign.reloaded {
        documents.apply(reloaded);
    }
    assert!(documents.lists.value.is_empty());
    assert_eq!(Change::put(Document::Discounts, documents.discounts.value), discount("10"));
    for (change, file) in
        [(discount("20"), "discounts"), (Change::put(Document::Lists, lists(&list(5))), "lists")]
    {
        let Err(SaveError::Changed(conflict)) = mine.save_outdated(&change) else { panic!("no conflict") };
        assert_eq!(conflict.mine, Some(SavedCopy::File(folder.join(format!("{file}.mine-1.ron")))));
    }
    let (documents, notices) = store::read(&folder);
    assert_eq!(
        (Change::put(Document::Discounts, documents.discounts.value), notices),
        (discount("10"), vec![])
    );
}

/// How a stored copy can be bad, after the words that its notice must have.
type Spoiler = (&'static str, fn(&Path));
const BAD: &[Spoiler] = &[
    ("gone", |path| fs::remove_file(path).unwrap()),
    ("were stored", |path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() - 5]).unwrap();
    }),
    ("file is empty", |path| fs::write(path, "").unwrap()),
    ("not UTF-8", |path| fs::write(path, [b'a', 0xff]).unwrap()),
    ("too large", |path| fs::File::create(path).unwrap().set_len(MOST_BYTES as u64 + 1).unwrap()),
    ("folder", |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
    }),
    ("web page", |path| fs::write(path, "<html></html>").unwrap()),
];

#[test]
fn a_stored_list_that_went_bad_is_named_and_the_others_load() {
    for (word, spoil) in BAD {
        let (_home, folder, mut store) = imported();
        let other = ListKey::new("other.csv").unwrap();
        let bytes = ListBytes::from(b"id,input,output\nb,1,2\n".to_vec());
        let (key_of_other, day) = (other.clone(), TODAY);
        let change = Change::StoreList { key: key_of_other, bytes, replaces: Replaces::Nothing, day };
        store.save(&change).unwrap();
        let mut both = lists(&list(1));
        both.put(ListEntry::new(other.clone(), "Other".into(), Format::Csv, String::new(), TODAY));
        store.save(&Change::put(Document::Lists, both.clone())).unwrap();
        let path = folder.join("lists/litellm.json");
        spoil(&path);
        let size = path.metadata().map(|metadata| metadata.len()).ok();

        let (_, documents, notices) = Store::open(&folder);
        assert_eq!((notices, &documents.lists.value), (vec![], &both));
        let read = store::read_lists(&folder, &documents.lists.value, TODAY);
        assert_eq!((read.loaded.len(), &read.loaded[0].key), (1, &other));
        assert_eq!((read.unread, read.notices.len()), (vec![key()], 1));
        let (notice, said) = (&read.notices[0], read.notices[0].to_string());
        assert!(notice.level == Level::Warning && notice.summary.contains("\"My prices\""), "{notice:?}");
        assert!(said.starts_with("lists/litellm.json") && said.contains(word), "{word}: {said}");
        // Nothing but an import of the user's own goes over it.
        for replaces in [Replaces::Nothing, copy(&list(1))] {
            let outcome = store.save(&store_change(&list(2), replaces, 2));
            assert_eq!(outcome.is_ok(), size.is_none(), "{word}");
            if size.is_none() {
                spoil(&path);
            }
        }
        assert_eq!(path.metadata().map(|metadata| metadata.len()).ok(), size, "{word}");
        let outcome = store.save(&store_change(&list(2), Replaces::Unreadable, 3));
        if *word == "folder" {
            assert!(outcome.unwrap_err().to_string().contains("folder"), "a folder is no list to replace");
            continue;
        }
        outcome.unwrap();
        assert_eq!(stored(&folder), *list(2));
        // A broken copy is no version before.
        assert!(
            fs::read(folder.join("lists/litellm.previous.json")).map_or(true, |bytes| *bytes == *list(1))
        );
    }
}

#[test]
fn a_copy_that_was_changed_by_hand_is_read_with_a_word() {
    let (_home, folder, _) = imported();
    fs::write(folder.join("lists/litellm.json"), &*list(77)).unwrap();
    let read = store::read_lists(&folder, &lists(&list(1)), TODAY);
    assert_eq!((read.loaded.len(), read.notices.len()), (1, 1));
    let said = read.notices[0].to_string();
    assert!(read.notices[0].level == Level::Information && said.contains("where 86 were stored"), "{said}");
}

#[test]
fn a_history_that_cannot_be_read_is_left_alone_and_the_list_is_stored() {
    let (_home, folder, mut store) = imported();
    let path = folder.join("lists/litellm.history.csv");
    fs::write(&path, "mine").unwrap();
    let saved = store.save(&store_change(&list(2), copy(&list(1)), 2)).unwrap();
    let said = saved.notice.unwrap().to_string();
    assert!(said.contains("litellm.history.csv, line 1") && said.contains("left as it is"), "{said}");
    assert_eq!((fs::read_to_string(&path).unwrap(), stored(&folder)), ("mine".into(), list(2).to_vec()));
    assert!(store::read_history(&folder, &key()).is_err());
}

#[test]
fn the_changes_of_lists_keep_their_order_even_when_one_fails() {
    let (_home, folder, mut store) = started();
    let store_it = |price, replaces| store_change(&list(price), replaces, 2);
    let named = |price| Change::put(Document::Lists, lists(&list(price)));
    let (mut queue, now) = (Queue::default(), Instant::now());
    queue.push(store_it(1, Replaces::Nothing));
    queue.push(named(7));
    queue.push(named(1));
    queue.push(store_it(2, copy(&list(1))));
    queue.push(named(2));
    fs::write(folder.join("lists"), "in the way").unwrap();
    let job = queue.next(now).unwrap();
    assert_eq!(*job.change(), store_it(1, Replaces::Nothing));
    let outcome = store.save(job.change());
    assert!(outcome.as_ref().is_err_and(SaveError::is_worth_trying_again), "{outcome:?}");
    queue.push(store_it(3, copy(&list(2))));
    queue.finish(job, outcome, now);
    // What names the list waits with it, and nothing spins meanwhile.
    assert!(queue.next(now).is_none());
    let due = queue.due(now).unwrap();
    assert_eq!(due - now, Duration::from_secs(1));
    // Other documents do not wait.
    queue.push(Change::put(Document::Discounts, Discounts::default()));
    let other = queue.next(now).unwrap();
    assert_eq!(other.change().document(), Document::Discounts);
    queue.finish(other, Ok(store::Saved::default()), now);
    fs::remove_file(folder.join("lists")).unwrap();
    queue.push(named(3));
    let mut done = Vec::new();
    while let Some(job) = queue.next(due) {
        done.push(job.change().clone());
        let outcome = store.save(job.change());
        assert!(outcome.is_ok(), "{outcome:?}");
        queue.finish(job, outcome, due);
    }
    let expected = [
        store_it(1, Replaces::Nothing),
        named(1),
        store_it(2, copy(&list(1))),
        named(2),
        store_it(3, copy(&list(2))),
        named(3),
    ];
    assert_eq!(done, expected);
    assert_eq!(stored(&folder), *list(3));
    // An import that is undone at once, and redone: all of it happens.
    queue.push(Change::put(Document::Lists, Lists::default()));
    queue.push(Change::RemoveList(key(), copy(&list(3))));
    queue.push(Change::RestoreList(key()));
    queue.push(named(3));
    while let Some(job) = queue.next(due) {
        let outcome = store.save(job.change());
        assert!(outcome.is_ok(), "{outcome:?}");
        queue.finish(job, outcome, due);
    }
    assert_eq!((stored(&folder), store::read(&folder).0.lists.value), (list(3).to_vec(), lists(&list(3))));
}

#[test]
fn the_keeper_stores_and_removes_lists() {
    let (_home, folder, store) = started();
    let keeper = Keeper::start(store, || ()).unwrap();
    keeper.save(store_change(&list(1), Replaces::Nothing, 1));
    keeper.save(Change::put(Document::Lists, lists(&list(1))));
    keeper.save(store_change(&ListBytes::from(b"{".to_vec()), copy(&list(1)), 2));
    let until = Instant::now() + Duration::from_secs(20);
    let mut events = Vec::new();
    while events.len() < 3 && Instant::now() < until {
        events.extend(keeper.events());
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(matches!(&events[2], Event::Refused { document: Document::List(_), .. }), "{events:#?}");
    keeper.save(Change::put(Document::Lists, Lists::default()));
    keeper.save(Change::RemoveList(key(), copy(&list(1))));
    assert_eq!(keeper.finish(Duration::from_secs(20)), []);
    assert_eq!(names(&folder), Vec::<String>::new());
    assert_eq!(store::read(&folder).0.workloads.len(), STARTERS.len());
}

//! Very many workloads: one that is new, moved or brought in costs no more for each of the others than a look.

use std::time::{Duration, Instant};

use jiff::civil::date;

use super::super::update;
use crate::app::action::{Action, Effect};
use crate::app::state::State;
use crate::store::{Documents, Event, Foreign, Keeper, Reloaded, SavedWorkload, Store, WorkloadKey};
use crate::workload::{Draft, Workload};

fn workload(name: &str) -> Workload {
    Workload::try_from(Draft { name: name.into(), input_tokens: 1_000, ..Draft::default() }).unwrap()
}

fn saved(number: usize) -> SavedWorkload {
    let name = format!("Task {number:05}");
    let key = WorkloadKey::new(&format!("task-{number:05}")).unwrap();
    SavedWorkload { key, workload: workload(&name), read_only: None }
}

fn order(state: &State) -> Vec<&str> {
    state.documents.workloads.iter().map(|saved| saved.key.as_str()).collect()
}

#[test]
fn many_that_come_in_at_once_stand_in_their_places() {
    let documents = Documents { workloads: vec![saved(1), saved(4)], ..Documents::default() };
    let mut state = State::new(documents, Vec::new(), date(2026, 11, 30)).unwrap();
    let reloaded = [5, 2, 0, 3].map(saved).map(Reloaded::from).to_vec();
    update(&mut state, Action::Kept(Event::Reloaded(Foreign { reloaded, notices: Vec::new() })));
    let expected: Vec<String> = (0..6).map(|number| format!("task-{number:05}")).collect();
    assert_eq!(order(&state), expected);
}

/// What `TPD_WORKLOADS` says, else 50,000.
fn count() -> usize {
    std::env::var("TPD_WORKLOADS").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000)
}

#[test]
#[ignore = "it measures, and writes 50,000 files"]
fn how_long_a_change_among_very_many_takes() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let shelf = folder.join("workloads");
    std::fs::create_dir_all(&shelf).unwrap();
    for number in 0..count() {
        let SavedWorkload { key, workload, .. } = saved(number);
        std::fs::write(shelf.join(format!("{key}.ron")), crate::workload::file::print(&workload).unwrap())
            .unwrap();
    }
    let start = Instant::now();
    let (store, documents, _) = Store::open(&folder);
    println!("{} workloads: opened after {:?}", count(), start.elapsed());
    let mut state = State::new(documents, Vec::new(), date(2026, 11, 30)).unwrap();
    let keeper = Keeper::start(store, || ()).unwrap();
    let mut measure = |what: &str, action: Action| {
        let start = Instant::now();
        let effects = update(&mut state, action);
        let made = start.elapsed();
        for effect in effects {
            match effect {
                Effect::Keep(change) => keeper.save(change),
                Effect::Remember(change) => keeper.save_later(change),
                _ => {}
            }
        }
        while !keeper.unsaved().is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
        println!("{what}: made after {made:?}, on disk after {:?}", start.elapsed());
    };
    measure("a new workload", Action::AddWorkload(workload("New")));
    let key = WorkloadKey::new("new").unwrap();
    measure("an edit", Action::EditWorkload(key.clone(), workload("Other")));
    measure("a move", Action::MoveWorkload(key, 3));
    measure("undo", Action::Undo);
    let reloaded = (count()..count() + 1_000).map(saved).map(Reloaded::from).collect();
    let foreign = Foreign { reloaded, notices: Vec::new() };
    measure("1,000 more of another program", Action::Kept(Event::Reloaded(foreign)));
}

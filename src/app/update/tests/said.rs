//! What the status line says of a change that one would not see otherwise, and the way back that it offers.

use std::path::PathBuf;

use super::super::update;
use super::{model, state};
use crate::app::action::{Action, Effect, Offered, Saying};
use crate::app::decide::Question;
use crate::app::state::{Place, State};

fn said(state: &State) -> Saying {
    state.saying.clone().unwrap()
}

#[test]
fn what_is_taken_away_is_said_and_can_be_taken_back_at_once() {
    let mut state = state();
    let key = state.workload().unwrap().key.clone();
    update(&mut state, Action::SetHidden(model("openai/gpt-4.1"), true));
    assert_eq!(said(&state).offers, [Offered::Undo]);
    update(&mut state, Action::DeleteWorkload(key.clone()));
    let deleted = said(&state);
    assert_eq!((deleted.text.as_str(), &*deleted.offers), ("Deleted Chat message", &[Offered::Undo][..]));
    assert!(state.documents.workload(&key).is_none());
    update(&mut state, deleted.offers[0].action());
    assert!(state.documents.workload(&key).is_some());
    assert!(said(&state).offers.is_empty(), "what was taken back is not offered again");
}

#[test]
fn all_hidden_models_come_back_in_one_step() {
    let mut state = state();
    let ids = ["openai/gpt-4.1", "deepseek/deepseek-v4"].map(model);
    for id in &ids {
        update(&mut state, Action::SetHidden(id.clone(), true));
    }
    let hidden = |state: &State| state.market().hidden().len();
    assert_eq!(hidden(&state), 2);
    update(&mut state, Action::ShowAllHidden);
    assert_eq!((hidden(&state), said(&state).text.as_str()), (0, "2 models are shown again"));
    update(&mut state, Action::Undo);
    assert_eq!(hidden(&state), 2);
    update(&mut state, Action::Redo);
    assert_eq!(hidden(&state), 0);
    // With none there is nothing to do, and no step.
    let label = state.undo_label().map(str::to_owned);
    update(&mut state, Action::ShowAllHidden);
    assert_eq!(state.undo_label().map(str::to_owned), label);
}

#[test]
fn a_file_that_was_saved_can_be_opened_and_shown() {
    let path = PathBuf::from("chart.png");
    let mut state = state();
    let open = update(&mut state, Offered::Open(path.clone()).action());
    assert!(matches!(&*open, [Effect::OpenFile(opened)] if *opened == path), "{open:?}");
    let show = update(&mut state, Offered::Show(path.clone()).action());
    assert!(matches!(&*show, [Effect::ShowInFolder(shown)] if *shown == path), "{show:?}");
}

#[test]
fn what_is_kept_says_no_age_that_is_true_on_one_day_alone() {
    let mut state = state();
    assert_eq!(state.prices_in_words(), "Reference prices, April 2026, 7 months old");
    assert_eq!(state.prices_to_keep(), "Reference prices, April 2026");
    update(&mut state, Action::Go(Place::Decide));
    for question in Question::ALL {
        update(&mut state, Action::Ask(*question));
        let answer = state.derived.decided.answer.clone().unwrap();
        assert_eq!(answer.source, "Reference prices, April 2026", "{question:?}");
    }
    let chart = state.chart().unwrap();
    assert!(!chart.source.contains("old") && !chart.source.contains("today"), "{}", chart.source);
}

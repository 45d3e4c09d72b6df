//! Undo and redo beside other windows and programs: what they have done since stays, and what one looked at comes back.

use super::super::update;
use super::{edited, model, own_price, state};
use crate::app::action::{Action, Effect, ImportedFiles};
use crate::app::decide::Question;
use crate::app::state::{Place, State};
use crate::catalog::{Discount, Discounts, ModelId, Opinions, Overrides, Part, PriceKind, Standing};
use crate::money::{Price, Share};
use crate::portfolio::Draft;
use crate::settings::FilterSet;
use crate::store::{Event, Foreign, Kept, Reloaded, SavedWorkload, WorkloadKey};
use crate::workload::Workload;

fn key(stem: &str) -> WorkloadKey {
    WorkloadKey::new(stem).unwrap()
}

fn said(state: &State) -> String {
    state.saying.as_ref().map_or_else(String::new, |saying| saying.text.clone())
}

/// Another window has saved something, and this one has read it.
fn theirs(state: &mut State, reloaded: Reloaded) {
    let foreign = Foreign { reloaded: vec![reloaded], notices: Vec::new() };
    update(state, Action::Kept(Event::Reloaded(foreign)));
}

fn their_workload(state: &mut State, stem: &str, workload: Workload, read_only: Option<&str>) {
    let read_only = read_only.map(str::to_owned);
    theirs(state, Reloaded::from(SavedWorkload { key: key(stem), workload, read_only }));
}

fn their_settings(state: &mut State, change: impl FnOnce(&mut crate::settings::Settings)) {
    let mut settings = state.documents.settings.clone();
    change(&mut settings.value);
    theirs(state, Reloaded::from(settings));
}

fn workload(state: &State, stem: &str) -> Option<Workload> {
    state.documents.workload(&key(stem)).map(|saved| saved.workload.clone())
}

fn with_input(workload: &Workload, input: u64) -> Workload {
    let mut draft = workload.to_draft();
    draft.input_tokens = input;
    draft.try_into().unwrap()
}

fn is_saved(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Keep(_)))
}

#[test]
fn what_another_window_has_changed_since_is_not_undone() {
    let mut state = state();
    let first = workload(&state, "chat-message").unwrap();
    let sort = Action::SetSort(crate::chart::Sort::Name);
    update(&mut state, sort);
    let edit = edited(&state, &key("chat-message"), 7);
    update(&mut state, edit);
    their_workload(&mut state, "chat-message", with_input(&first, 8), None);
    let effects = update(&mut state, Action::Undo);
    assert!(!is_saved(&effects), "{effects:?}");
    let told =
        "Not undone: edit workload Chat message. It was changed elsewhere meanwhile, and stays as it is";
    assert_eq!(said(&state), told);
    assert_eq!(workload(&state, "chat-message").unwrap().input_tokens(), 8);
    // The steps before it can still be taken back, and there is nothing to redo of it.
    assert_eq!((state.history.undo_label(), state.history.redo_label()), (Some("sort the bars"), None));

    let mut state = super::state();
    update(&mut state, own_price("0.5"));
    let mut overrides = state.documents.overrides.clone();
    let mut own = overrides.value.get(&model("openai/gpt-4.1")).unwrap().clone();
    own.note = "theirs".to_owned();
    overrides.value.set(own);
    theirs(&mut state, Reloaded::from(overrides.clone()));
    assert!(!is_saved(&update(&mut state, Action::Undo)));
    assert_eq!(state.documents.overrides, overrides);

    let mut state = super::state();
    let opinions = |level| {
        let quality = Some(Standing { level, says: String::new() });
        Opinions { quality, ..Opinions::default() }
    };
    update(&mut state, Action::SetJudgement(model("openai/gpt-4.1"), opinions(2)));
    let mut judgements = state.documents.judgements.clone();
    judgements.value.set(model("openai/gpt-4.1"), opinions(4));
    judgements.value.set(model("openai/gpt-5.4"), opinions(5));
    theirs(&mut state, Reloaded::from(judgements.clone()));
    assert!(!is_saved(&update(&mut state, Action::Undo)));
    assert_eq!(state.documents.judgements, judgements);
}

#[test]
fn what_comes_back_takes_no_place_of_another_window() {
    let mut state = state();
    let mine = workload(&state, "chat-message").unwrap();
    update(&mut state, Action::DeleteWorkload(key("chat-message")));
    let theirs = with_input(&mine, 9);
    their_workload(&mut state, "chat-message", theirs.clone(), None);
    update(&mut state, Action::Undo);
    assert_eq!(workload(&state, "chat-message"), Some(theirs.clone()));
    let back = workload(&state, "chat-message-2").unwrap();
    assert_eq!((back.name().as_str(), back.input_tokens()), ("Chat message (2)", mine.input_tokens()));
    assert_eq!(said(&state), "Undone: delete workload Chat message");
    update(&mut state, Action::Redo);
    assert_eq!(workload(&state, "chat-message"), Some(theirs), "theirs is not what was deleted");
}

#[test]
fn what_can_only_be_read_now_is_not_undone_and_the_step_stays() {
    let mut state = state();
    let mine = with_input(&workload(&state, "chat-message").unwrap(), 3);
    update(&mut state, Action::AddWorkload(mine.clone()));
    let made = state.view.workload.clone().unwrap();
    let made = made.as_str().to_owned();
    let there = workload(&state, &made).unwrap();
    their_workload(&mut state, &made, there.clone(), Some("it has a field that this app does not know"));
    let label = state.history.undo_label().unwrap().to_owned();
    let effects = update(&mut state, Action::Undo);
    assert!(!is_saved(&effects), "{effects:?}");
    assert!(said(&state).starts_with(&format!("Not undone: {label}. ")), "{}", said(&state));
    assert!(said(&state).ends_with("it has a field that this app does not know"));
    assert_eq!(workload(&state, &made), Some(there.clone()));
    their_workload(&mut state, &made, there, None);
    update(&mut state, Action::Undo);
    assert_eq!(workload(&state, &made), None);
}

#[test]
fn discounts_and_filters_of_another_window_stay_and_undo_takes_back_only_ones_own() {
    let discount = |provider: &str, percent: &str| Discount {
        provider: provider.into(),
        off: Share::percent(percent).unwrap(),
        until: None,
        note: String::new(),
    };
    let all = |state: &State| -> Vec<(String, String)> {
        let all = state.documents.discounts.value.iter();
        all.map(|discount| (discount.provider.clone(), format!("{:?}", discount.off))).collect()
    };
    let mut state = state();
    update(&mut state, Action::SetDiscount(None, Some(discount("OpenAI", "10"))));
    update(&mut state, Action::SetDiscount(Some(0), Some(discount("OpenAI", "20"))));
    let with = vec![discount("Anthropic", "5"), discount("OpenAI", "20")];
    theirs(&mut state, Reloaded::from(Kept { value: Discounts::new(with), read_only: None }));
    let before = all(&state);
    update(&mut state, Action::Undo);
    update(&mut state, Action::Undo);
    assert_eq!(all(&state).iter().map(|(provider, _)| provider.as_str()).collect::<Vec<_>>(), ["Anthropic"]);
    update(&mut state, Action::Redo);
    update(&mut state, Action::Redo);
    let mut after = all(&state);
    after.sort();
    assert_eq!(after, before);

    let names = |state: &State| {
        let sets = &state.documents.settings.value.filter_sets;
        sets.iter().map(|set| format!("{} {}", set.name, set.search)).collect::<Vec<_>>()
    };
    let set = |name: &str, search: &str| FilterSet {
        name: name.to_owned(),
        search: search.to_owned(),
        ..FilterSet::default()
    };
    update(&mut state, Action::Search("gpt".to_owned()));
    update(&mut state, Action::SaveFilter("Mine".to_owned()));
    their_settings(&mut state, |settings| settings.filter_sets.insert(0, set("Theirs", "x")));
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), ["Theirs x"]);
    update(&mut state, Action::Redo);
    assert_eq!(names(&state), ["Mine gpt", "Theirs x"]);
    // Another window keeps one under the name of one that was forgotten: that one is not taken away.
    update(&mut state, Action::ForgetFilter(0));
    their_settings(&mut state, |settings| settings.filter_sets.push(set("Mine", "claude")));
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), ["Theirs x", "Mine claude"]);
    // Of two that are the same, one is forgotten and comes back.
    state.documents.settings.value.filter_sets = vec![set("A", ""), set("A", "")];
    update(&mut state, Action::ForgetFilter(1));
    assert_eq!(names(&state), ["A "]);
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), ["A ", "A "]);
    // One that is kept under their name takes the place of both.
    update(&mut state, Action::SaveFilter("A".to_owned()));
    assert_eq!(names(&state), ["A gpt"]);
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), ["A ", "A "]);
}

#[test]
fn the_order_that_another_window_made_stays() {
    let mut state = state();
    let order = |state: &State| {
        let all = state.documents.workloads.iter();
        all.map(|saved| saved.key.as_str().to_owned()).collect::<Vec<_>>()
    };
    let first = order(&state);
    update(&mut state, Action::MoveWorkload(key(&first[0]), 2));
    let mut reversed = first.clone();
    reversed.reverse();
    their_settings(&mut state, |settings| settings.workload_order.clone_from(&reversed));
    assert_eq!(order(&state), reversed);
    update(&mut state, Action::Undo);
    assert_eq!(order(&state), reversed);
    assert!(said(&state).starts_with("Not undone: move workload"), "{}", said(&state));
    // One that comes back is sorted in all the same, and the others stay.
    update(&mut state, Action::DeleteWorkload(key(&first[1])));
    their_settings(&mut state, |settings| settings.workload_order.reverse());
    let mut now = order(&state);
    update(&mut state, Action::Undo);
    let again = order(&state);
    assert!(again.contains(&first[1]));
    now.retain(|key| *key != first[1]);
    assert_eq!(again.into_iter().filter(|key| *key != first[1]).collect::<Vec<_>>(), now);
}

#[test]
fn what_one_looked_at_comes_back_with_undo_and_goes_with_redo() {
    let mut state = state();
    let chosen = |state: &State| state.workload().unwrap().key.as_str().to_owned();
    update(&mut state, Action::ChooseWorkload(key("code-function")));
    update(&mut state, Action::DuplicateWorkload(key("code-function")));
    assert_eq!(chosen(&state), "code-function-copy");
    update(&mut state, Action::Undo);
    assert_eq!(chosen(&state), "code-function");
    update(&mut state, Action::DeleteWorkload(key("code-function")));
    let next = chosen(&state);
    update(&mut state, Action::Undo);
    assert_eq!(chosen(&state), "code-function");
    update(&mut state, Action::Redo);
    assert_eq!(chosen(&state), next);

    let mut state = super::state();
    let shown = |state: &State| state.chosen_portfolio().unwrap().portfolio.name().to_string();
    for name in ["First", "Second"] {
        let draft = Draft { name: name.to_owned(), ..Draft::default() };
        update(&mut state, Action::AddPortfolio(draft.try_into().unwrap()));
    }
    let choose = |state: &mut State, name: &str| {
        let asked = crate::answer::portfolio::Asked { chosen: Some(name.to_owned()), ..Default::default() };
        update(state, Action::SetAsked(Box::new(crate::app::decide::Asked::Portfolio(asked))));
    };
    choose(&mut state, "second");
    for action in state.new_portfolio() {
        update(&mut state, action);
    }
    assert_eq!(shown(&state), "New portfolio");
    update(&mut state, Action::Undo);
    assert_eq!(shown(&state), "Second");
}

#[test]
fn a_judgement_is_taken_back_where_opinions_are_seen() {
    let mut state = state();
    let quality = Some(Standing { level: 2, says: String::new() });
    let opinions = Opinions { quality, ..Opinions::default() };
    update(&mut state, Action::SetJudgement(model("openai/gpt-4.1"), opinions));
    for (asked, seen) in [(Question::Bills, Question::Choose), (Question::Quality, Question::Quality)] {
        update(&mut state, Action::Go(Place::Decide));
        update(&mut state, Action::Ask(asked));
        update(&mut state, Action::Undo);
        assert_eq!((state.view.place, state.view.decide.question), (Place::Decide, seen));
        assert!(state.derived.decided.answer.is_some());
        update(&mut state, Action::Redo);
    }
}

#[test]
fn opened_groups_are_undone_and_redo_leaves_what_is_typed() {
    let mut state = state();
    update(&mut state, Action::OpenGroup("some".to_owned(), true));
    assert_eq!(state.history.undo_label(), Some("show all offers of a model"));
    update(&mut state, Action::Undo);
    assert!(state.view.open_groups.is_empty());
    let field = "workload chat-message name".to_owned();
    update(&mut state, Action::Type { field: field.clone(), text: "half".to_owned(), is_value: false });
    update(&mut state, Action::Redo);
    assert!(state.view.open_groups.contains("some"));
    assert_eq!(state.typed.get(&field).map(String::as_str), Some("half"));
    assert_eq!(state.undo_label(), Some("what was typed"));
    update(&mut state, Action::Undo);
    assert_eq!(state.undo_label(), Some("show all offers of a model"));
}

#[test]
fn of_a_step_on_many_entries_those_come_back_that_nobody_else_has_changed() {
    let mut state = state();
    let (first, second) = (model("openai/gpt-4.1"), model("openai/gpt-5.4"));
    let input = |state: &State, model: &ModelId| {
        let own = state.documents.overrides.value.get(model)?;
        own.prices.get(PriceKind::standard(Part::Input))
    };
    let set = |model: &ModelId, price: &str| Action::SetOwnPrice {
        model: model.clone(),
        kind: PriceKind::standard(Part::Input),
        price: Price::per_million(price).ok(),
    };
    update(&mut state, set(&first, "1"));
    update(&mut state, set(&second, "2"));
    let mut overrides = state.documents.overrides.clone();
    update(&mut state, Action::ResetOwnPrices);
    // Another window has a price of its own for the first model.
    let mut own = overrides.value.get(&first).unwrap().clone();
    own.prices.set(PriceKind::standard(Part::Input), Price::per_million("9").ok());
    overrides.value = Overrides::new(vec![own]);
    theirs(&mut state, Reloaded::from(overrides));
    update(&mut state, Action::Undo);
    assert_eq!(said(&state), "Undone: reset all own prices");
    assert_eq!(input(&state, &first), Price::per_million("9").ok());
    assert_eq!(input(&state, &second), Price::per_million("2").ok());
}

#[test]
fn a_pin_that_another_window_has_set_or_taken_away_stays_so() {
    let mut state = state();
    let pin = || Action::SetPinned(model("openai/gpt-4.1"), true);
    update(&mut state, pin());
    their_settings(&mut state, |settings| settings.pins = vec!["openai/gpt-5.4".to_owned()]);
    assert!(!is_saved(&update(&mut state, Action::Undo)));
    assert!(said(&state).starts_with("Not undone: pin GPT-4.1. "), "{}", said(&state));
    assert_eq!(state.documents.settings.value.pins, ["openai/gpt-5.4"]);
    update(&mut state, pin());
    update(&mut state, Action::Undo);
    assert_eq!(state.documents.settings.value.pins, ["openai/gpt-5.4"]);
    their_settings(&mut state, |settings| settings.pins.push("openai/gpt-4.1".to_owned()));
    update(&mut state, Action::Redo);
    assert_eq!(state.documents.settings.value.pins, ["openai/gpt-5.4", "openai/gpt-4.1"]);
}

#[test]
fn each_document_is_saved_once_whatever_an_action_does_to_it() {
    let mut state = state();
    let named = |name: &str| {
        let mut draft = workload(&super::state(), "chat-message").unwrap().to_draft();
        draft.name = name.to_owned();
        Workload::try_from(draft).unwrap()
    };
    let files = ImportedFiles { workloads: vec![named("A"), named("B")], ..ImportedFiles::default() };
    let effects = update(&mut state, Action::Imported(Box::new(files)));
    let saved = effects.iter().filter_map(|effect| match effect {
        Effect::Keep(change) => Some(change.document().file_name()),
        _ => None,
    });
    assert_eq!(saved.collect::<Vec<_>>(), ["workloads/a.ron", "settings.ron", "workloads/b.ron"]);
}

//! Which actions make the market anew, and which leave it as it is.

use std::path::Path;

use jiff::civil::date;

use super::super::update;
use super::{edited, model, own_price, state};
use crate::app::action::{Action, Effect, ImportedFiles, Saying};
use crate::app::lists::{Arrival, Found, ListAction, ListEvent};
use crate::app::state::State;
use crate::catalog::{Discount, Model, Part, PriceKind, Source, feeds};
use crate::money::{Price, Share};
use crate::settings::{Appearance, Theme};
use crate::store::{
    Change, Conflict, Content, Document, Event, Foreign, Kept, Level, Notice, Reloaded, WorkloadKey,
};

/// How often the market was made during an action.
fn made(state: &mut State, action: Action) -> u64 {
    let before = state.derived.prices_epoch;
    update(state, action);
    state.derived.prices_epoch - before
}

fn arrival(text: &str) -> Arrival {
    let import = feeds::import(text.as_bytes(), None).unwrap();
    Arrival::of_file(Path::new("company.csv"), import, text.as_bytes().to_vec().into())
}

fn imported(text: &str) -> Action {
    Action::Imported(Box::new(ImportedFiles { lists: vec![arrival(text)], ..ImportedFiles::default() }))
}

fn discount(percent: &str) -> Discount {
    Discount {
        provider: "OpenAI".into(),
        off: Share::percent(percent).unwrap(),
        until: None,
        note: String::new(),
    }
}

fn reloaded(reloaded: Reloaded) -> Action {
    Action::Kept(Event::Reloaded(Foreign { reloaded: vec![reloaded], notices: Vec::new() }))
}

fn notice(document: Document) -> Notice {
    Notice {
        level: Level::Warning,
        path: document.file_name().into(),
        file: document.file_name(),
        document: Some(document),
        place: None,
        summary: "Another program changed it".into(),
        reason: "it was changed".into(),
        kept: String::new(),
        remedies: Vec::new(),
    }
}

fn kept<T>(value: T) -> Kept<T> {
    Kept { value, read_only: None }
}

#[test]
fn workloads_and_settings_leave_the_market_as_it_is() {
    let mut state = state();
    let key = WorkloadKey::new("chat-message").unwrap();
    update(&mut state, Action::ChooseWorkload(key.clone()));
    let cost = |state: &State| state.derived.cheapest.unwrap().1;
    let before = cost(&state);
    let edit = edited(&state, &key, 5000);
    assert_eq!(made(&mut state, edit), 0);
    assert!(cost(&state) > before, "what depends on the workload is made anew all the same");
    for action in [
        Action::Undo,
        Action::Redo,
        Action::DuplicateWorkload(key.clone()),
        Action::MoveWorkload(key.clone(), 3),
        Action::DeleteWorkload(key.clone()),
        Action::Undo,
        Action::Undo,
        Action::SetAppearance(Appearance { theme: Theme::Dark, ..Appearance::default() }),
        Action::SetPinned(model("openai/gpt-4.1"), true),
        Action::SaveFilter("mine".into()),
        Action::UseFilter(0),
        Action::ForgetFilter(0),
        Action::Search("gpt".into()),
        Action::NewDay(date(2026, 11, 24)),
    ] {
        let said = format!("{action:?}");
        assert_eq!(made(&mut state, action), 0, "{said}");
    }
    let workload = state.documents.workload(&key).unwrap().clone();
    let settings = state.documents.settings.clone();
    assert_eq!(made(&mut state, reloaded(Reloaded::from(workload))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::from(settings))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::bare(Document::Workload(key.clone())))), 0);
    assert!(state.documents.workload(&key).is_none());
}

#[test]
fn whatever_touches_a_price_makes_the_market_anew_and_so_do_undo_and_redo() {
    let mut state = state();
    let source = Source { name: "me".into(), as_of: None };
    let own = Model::new(model("mine/own"), "Own".into(), "Mine".into(), source);
    let input = |state: &State| state.market().find(&model("openai/gpt-4.1")).unwrap().prices.input;
    let list = input(&state);
    assert_eq!(made(&mut state, own_price("0.5")), 1);
    assert_ne!(input(&state), list);
    assert_eq!(made(&mut state, Action::Undo), 1);
    assert_eq!(input(&state), list);
    assert_eq!(made(&mut state, Action::Redo), 1);
    assert_ne!(input(&state), list);
    for action in [
        Action::ResetOwnPrice(model("openai/gpt-4.1")),
        Action::PutOwnModel(Box::new(own)),
        Action::RemoveOwnModel(model("mine/own")),
        Action::SetHidden(model("openai/gpt-4.1"), true),
        Action::SetHidden(model("openai/gpt-4.1"), false),
        Action::SetDiscount(None, Some(discount("10"))),
        Action::SetDiscount(Some(0), Some(discount("20"))),
        Action::SetDiscount(Some(0), None),
        Action::NewDay(date(2026, 11, 25)),
    ] {
        let said = format!("{action:?}");
        assert_eq!(made(&mut state, action), 1, "{said}");
    }
    // A step that cannot be made changes nothing.
    assert_eq!(made(&mut state, Action::RemoveOwnModel(model("mine/own"))), 0);
}

#[test]
fn of_the_lists_only_what_counts_makes_the_market_anew() {
    const FIRST: &str = "id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n";
    let mut state = state();
    assert_eq!(made(&mut state, imported(FIRST)), 1);
    assert_eq!(state.market().offers().len(), 1);
    assert_eq!(made(&mut state, imported(&FIRST.replace("0.15", "0.2"))), 1, "a newer version");
    let key = state.documents.lists.value.entries()[0].key.clone();
    assert_eq!(made(&mut state, Action::List(ListAction::SetAddress(key.clone(), None))), 0);
    let renamed = ListAction::Rename(key.clone(), "House".into());
    assert_eq!(made(&mut state, Action::List(renamed)), 1, "receipts name the list");
    assert_eq!(made(&mut state, Action::List(ListAction::Switch(None, true))), 1);
    assert_eq!(state.market().offers().len(), 14);
    assert_eq!(made(&mut state, Action::List(ListAction::Move(0, 1))), 1);
    assert_eq!(made(&mut state, Action::Undo), 1);
    assert_eq!(made(&mut state, Action::List(ListAction::Remove(key.clone()))), 1);
    assert_eq!(state.market().offers().len(), 13);
    assert_eq!(made(&mut state, Action::Undo), 1);
    assert_eq!(state.market().offers().len(), 14);
    let found = Found { read: vec![state.lists.get(&key).unwrap().clone()], ..Found::default() };
    assert_eq!(made(&mut state, Action::ListEvent(ListEvent::Read(Box::new(found)))), 1);
}

#[test]
fn what_others_changed_of_prices_makes_the_market_anew() {
    let mut state = state();
    let price = own_price("0.5");
    update(&mut state, price);
    let overrides = state.documents.overrides.clone();
    update(&mut state, Action::Undo);
    assert_eq!(made(&mut state, reloaded(Reloaded::from(overrides.clone()))), 1);
    assert!(state.market().find(&model("openai/gpt-4.1")).unwrap().is_overridden());
    let mut own = state.documents.own_models.value.clone();
    own.hidden.push(model("openai/gpt-4.1"));
    assert_eq!(made(&mut state, reloaded(Reloaded::from(kept(own)))), 1);
    assert_eq!(state.market().hidden().len(), 1);
    let discounts = [discount("50")].into_iter().collect::<Vec<_>>();
    let discounts = kept(crate::catalog::Discounts::new(discounts));
    assert_eq!(made(&mut state, reloaded(Reloaded::from(discounts))), 1);
    let conflict = Conflict {
        document: Document::Overrides,
        theirs: Some(Reloaded::from(Kept::<crate::catalog::Overrides>::default())),
        mine: None,
        notice: notice(Document::Overrides),
    };
    assert_eq!(made(&mut state, Action::Kept(Event::Conflict(Box::new(conflict)))), 1);
    assert!(state.documents.overrides.value.is_empty());
}

#[test]
fn the_lists_of_another_window_are_read_before_they_count() {
    let mut theirs = state();
    update(&mut theirs, imported("id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n"));
    let lists = theirs.documents.lists.clone();
    let key = lists.value.entries()[0].key.clone();
    let mut state = state();
    let before = state.derived.prices_epoch;
    let effects = update(&mut state, reloaded(Reloaded::from(lists)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadLists(_))), "{effects:?}");
    assert_eq!(state.derived.prices_epoch, before + 1);
    assert_eq!(state.market().offers().len(), 13, "the reference list stands in while theirs is read");
    let found = Found { read: vec![theirs.lists.get(&key).unwrap().clone()], ..Found::default() };
    assert_eq!(made(&mut state, Action::ListEvent(ListEvent::Read(Box::new(found)))), 1);
    assert_eq!(state.market().offers().len(), 1);
    // Their update of a day changes no price, and neither does that the copy moved: it is read again by a job.
    let mut updated = state.documents.lists.value.clone();
    updated.get_mut(&key).unwrap().updated_on = Some(date(2026, 11, 25));
    assert_eq!(made(&mut state, reloaded(Reloaded::from(kept(updated)))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::bare(Document::List(key)))), 0);
}

#[test]
fn lists_that_cannot_be_read_now_are_no_longer_waited_for_and_can_be_read_again() {
    let mut theirs = state();
    update(&mut theirs, imported("id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n"));
    let mut state = state();
    update(&mut state, reloaded(Reloaded::from(theirs.documents.lists.clone())));
    assert!(state.lists.is_reading);
    let not_read = ListEvent::NotRead("no thread".to_owned());
    assert_eq!(made(&mut state, Action::ListEvent(not_read)), 1);
    assert!(!state.lists.is_reading && state.lists.unread.is_empty());
    assert_eq!(state.saying, Some(Saying::failed("no thread")));
    let effects = update(&mut state, Action::List(ListAction::Read));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadLists(_))), "{effects:?}");
}

#[test]
fn a_list_that_was_loaded_while_another_window_saved_its_own_is_named_beside_it() {
    const MINE: &str = "id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n";
    const THEIRS: &str = "id,name,provider,input,output\nn,House model,House,0.15,0.6\n";
    let mut other = state();
    let mut arrived = arrival(THEIRS);
    arrived.import.name = "House".into();
    let files = ImportedFiles { lists: vec![arrived], ..ImportedFiles::default() };
    update(&mut other, Action::Imported(Box::new(files)));
    let theirs = other.documents.lists.clone();
    let conflict = || {
        Action::Kept(Event::Conflict(Box::new(Conflict {
            document: Document::Lists,
            theirs: Some(Reloaded::from(theirs.clone())),
            mine: None,
            notice: notice(Document::Lists),
        })))
    };
    let slugs = |lists: &crate::catalog::Lists| {
        lists.entries().iter().map(|entry| entry.key.slug().to_owned()).collect::<Vec<_>>()
    };
    let kept = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Keep(Change::Document(_, Some(Content::Lists(lists)))) => Some(slugs(lists)),
            _ => None,
        })
    };
    let mut state = state();
    update(&mut state, imported(MINE));
    let effects = update(&mut state, conflict());
    assert_eq!(kept(&effects), Some(vec!["company".to_owned(), "house".to_owned()]));
    assert_eq!(slugs(&state.documents.lists.value), ["company", "house"]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadLists(_))), "theirs is read");
    // One that was taken back, or that the other window removed, is not brought back by a conflict.
    update(&mut state, Action::Undo);
    let effects = update(&mut state, conflict());
    assert_eq!(kept(&effects), None);
    assert_eq!(slugs(&state.documents.lists.value), ["house"]);
}

#[test]
fn all_own_prices_are_reset_and_brought_back_with_one_save_each() {
    let mut state = state();
    let models: Vec<_> = state.market().offers().iter().map(|offer| offer.model.id.clone()).collect();
    for model in &models {
        let kind = PriceKind::standard(Part::CacheRead);
        let price = Price::per_million("0.5").ok();
        update(&mut state, Action::SetOwnPrice { model: model.clone(), kind, price });
    }
    assert_eq!(state.documents.overrides.value.len(), models.len());
    for (action, left) in [(Action::ResetOwnPrices, 0), (Action::Undo, models.len()), (Action::Redo, 0)] {
        let saved: Vec<usize> = update(&mut state, action)
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Keep(Change::Document(_, Some(Content::Overrides(own)))) => Some(own.len()),
                _ => None,
            })
            .collect();
        assert_eq!(saved, [left]);
    }
}

#[test]
fn an_own_price_of_one_kind_leaves_the_others_and_the_note_alone() {
    let mut state = state();
    let id = model("openai/gpt-4.1");
    let set = |state: &mut State, kind, price: Option<&str>| {
        let price = price.map(|text| Price::per_million(text).unwrap());
        update(state, Action::SetOwnPrice { model: id.clone(), kind, price });
    };
    let own = |state: &State| state.documents.overrides.value.get(&id).cloned();
    let (input, read) = (PriceKind::standard(Part::Input), PriceKind::standard(Part::CacheRead));
    // Without a price there is nothing to note.
    update(&mut state, Action::NoteOwnPrice(id.clone(), "early".into()));
    set(&mut state, read, None);
    assert_eq!((own(&state), state.history.undo_label()), (None, None));
    set(&mut state, input, Some("1"));
    update(&mut state, Action::NoteOwnPrice(id.clone(), "contract".into()));
    set(&mut state, read, Some("0.1"));
    set(&mut state, input, None);
    let left = own(&state).unwrap();
    assert_eq!((left.prices.iter().count(), left.note.as_str()), (1, "contract"));
    assert_eq!(state.history.undo_label(), Some("reset own input price of GPT-4.1"));
    update(&mut state, Action::Undo);
    assert_eq!(own(&state).unwrap().prices.iter().count(), 2);
}

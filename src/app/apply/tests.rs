//! Which actions make the market anew, and which leave it as it is; what is a step that can be undone.

use std::path::Path;

use jiff::civil::date;

use super::apply;
use crate::answer;
use crate::app::action::{Action, Effect, FigureContent, FigureFormat, ImportedFiles, Saying};
use crate::app::decide::{Asked, Question};
use crate::app::lists::{Arrival, Found, ListAction, ListEvent};
use crate::app::state::{Column, Costs, Figure, Place, PricesPage, State, Tokens};
use crate::catalog::{Capability, Discount, Filter, Model, ModelId, ScopeRules, Source, feeds};
use crate::chart::{ColourBy, Scale, Sort};
use crate::decide::budget::Budget;
use crate::decide::choose::Rule;
use crate::money::{Dollars, Price, Share};
use crate::portfolio::{Assignment, Draft, Entry, Volume};
use crate::report::memo::Memo;
use crate::settings::{Appearance, FilterSet, Theme};
use crate::store::{
    Change, Conflict, Document, Documents, Event, Foreign, Kept, Level, Notice, Reloaded, WorkloadKey,
};
use crate::workload::Name;

fn state() -> State {
    State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap()
}

fn model(id: &str) -> ModelId {
    ModelId::new(id).unwrap()
}

/// How often the market was made during an action.
fn made(state: &mut State, action: Action) -> u64 {
    let before = state.derived.prices_epoch;
    apply(state, action);
    state.derived.prices_epoch - before
}

fn arrival(text: &str) -> Arrival {
    let import = feeds::import(text.as_bytes(), None).unwrap();
    Arrival::of_file(Path::new("company.csv"), import, text.as_bytes().to_vec().into())
}

fn imported(text: &str) -> Action {
    Action::Imported(Box::new(ImportedFiles { lists: vec![arrival(text)], ..ImportedFiles::default() }))
}

fn edited(state: &State, key: &WorkloadKey, input: u64) -> Action {
    let mut draft = state.documents.workload(key).unwrap().workload.to_draft();
    draft.input_tokens = input;
    Action::EditWorkload(key.clone(), draft.try_into().unwrap())
}

fn discount(percent: &str) -> Discount {
    Discount {
        provider: "OpenAI".into(),
        off: Share::percent(percent).unwrap(),
        until: None,
        note: String::new(),
    }
}

fn own_price(input: &str) -> Action {
    Action::SetOwnPrice {
        model: model("openai/gpt-4.1"),
        input: Some(Price::per_million(input).unwrap()),
        output: None,
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
    apply(&mut state, Action::ChooseWorkload(key.clone()));
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
    assert_eq!(made(&mut state, reloaded(Reloaded::Workload(workload))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::Settings(settings))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::WorkloadGone(key.clone()))), 0);
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
    apply(&mut state, price);
    let overrides = state.documents.overrides.clone();
    apply(&mut state, Action::Undo);
    assert_eq!(made(&mut state, reloaded(Reloaded::Overrides(overrides.clone()))), 1);
    assert!(state.market().find(&model("openai/gpt-4.1")).unwrap().is_overridden());
    let mut own = state.documents.own_models.value.clone();
    own.hidden.push(model("openai/gpt-4.1"));
    assert_eq!(made(&mut state, reloaded(Reloaded::OwnModels(kept(own)))), 1);
    assert_eq!(state.market().hidden().len(), 1);
    let discounts = [discount("50")].into_iter().collect::<Vec<_>>();
    let discounts = kept(crate::catalog::Discounts::new(discounts));
    assert_eq!(made(&mut state, reloaded(Reloaded::Discounts(discounts))), 1);
    let conflict = Conflict {
        document: Document::Overrides,
        theirs: Some(Reloaded::Overrides(Kept::default())),
        mine: None,
        notice: notice(Document::Overrides),
    };
    assert_eq!(made(&mut state, Action::Kept(Event::Conflict(Box::new(conflict)))), 1);
    assert!(state.documents.overrides.value.is_empty());
}

#[test]
fn the_lists_of_another_window_are_read_before_they_count() {
    let mut theirs = state();
    apply(&mut theirs, imported("id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n"));
    let lists = theirs.documents.lists.clone();
    let key = lists.value.entries()[0].key.clone();
    let mut state = state();
    let before = state.derived.prices_epoch;
    let effects = apply(&mut state, reloaded(Reloaded::Lists(lists)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadLists(_))), "{effects:?}");
    assert_eq!(state.derived.prices_epoch, before + 1);
    assert_eq!(state.market().offers().len(), 13, "the reference list stands in while theirs is read");
    let found = Found { read: vec![theirs.lists.get(&key).unwrap().clone()], ..Found::default() };
    assert_eq!(made(&mut state, Action::ListEvent(ListEvent::Read(Box::new(found)))), 1);
    assert_eq!(state.market().offers().len(), 1);
    // Their update of a day changes no price, and neither does that the copy moved: it is read again by a job.
    let mut updated = state.documents.lists.value.clone();
    updated.get_mut(&key).unwrap().updated_on = Some(date(2026, 11, 25));
    assert_eq!(made(&mut state, reloaded(Reloaded::Lists(kept(updated)))), 0);
    assert_eq!(made(&mut state, reloaded(Reloaded::List(key))), 0);
}

#[test]
fn lists_that_cannot_be_read_now_are_no_longer_waited_for_and_can_be_read_again() {
    let mut theirs = state();
    apply(&mut theirs, imported("id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n"));
    let mut state = state();
    apply(&mut state, reloaded(Reloaded::Lists(theirs.documents.lists.clone())));
    assert!(state.lists.is_reading);
    let not_read = ListEvent::NotRead("no thread".to_owned());
    assert_eq!(made(&mut state, Action::ListEvent(not_read)), 1);
    assert!(!state.lists.is_reading && state.lists.unread.is_empty());
    assert_eq!(state.saying, Some(Saying::failed("no thread")));
    let effects = apply(&mut state, Action::List(ListAction::Read));
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
    apply(&mut other, Action::Imported(Box::new(files)));
    let theirs = other.documents.lists.clone();
    let conflict = || {
        Action::Kept(Event::Conflict(Box::new(Conflict {
            document: Document::Lists,
            theirs: Some(Reloaded::Lists(theirs.clone())),
            mine: None,
            notice: notice(Document::Lists),
        })))
    };
    let slugs = |lists: &crate::catalog::Lists| {
        lists.entries().iter().map(|entry| entry.key.slug().to_owned()).collect::<Vec<_>>()
    };
    let kept = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Keep(Change::Lists(lists)) => Some(slugs(lists)),
            _ => None,
        })
    };
    let mut state = state();
    apply(&mut state, imported(MINE));
    let effects = apply(&mut state, conflict());
    assert_eq!(kept(&effects), Some(vec!["company".to_owned(), "house".to_owned()]));
    assert_eq!(slugs(&state.documents.lists.value), ["company", "house"]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadLists(_))), "theirs is read");
    // One that was taken back, or that the other window removed, is not brought back by a conflict.
    apply(&mut state, Action::Undo);
    let effects = apply(&mut state, conflict());
    assert_eq!(kept(&effects), None);
    assert_eq!(slugs(&state.documents.lists.value), ["house"]);
}

fn memo(state: &mut State) -> Memo {
    match apply(state, Action::AskSaveMemo(FigureFormat::Markdown)).as_slice() {
        [Effect::SaveFigure { content: FigureContent::Memo(memo), .. }] => Memo::clone(memo),
        effects => panic!("{effects:?}"),
    }
}

#[test]
fn a_memo_holds_the_answer_the_workload_the_lists_and_the_day() {
    let mut state = state();
    // Elsewhere there is no answer to save.
    assert!(apply(&mut state, Action::AskSaveMemo(FigureFormat::Pdf)).is_empty());
    apply(&mut state, Action::Go(Place::Decide));
    apply(&mut state, Action::Ask(Question::Choose));
    let answer = state.derived.decided.answer.clone().unwrap();
    for wanted in FigureFormat::MEMO {
        let effects = apply(&mut state, Action::AskSaveMemo(wanted));
        let [Effect::SaveFigure { name, format, content: FigureContent::Memo(memo) }] = effects.as_slice()
        else {
            panic!("{effects:?}");
        };
        assert_eq!((name.as_str(), *format), ("decision-memo-2026-11-24", wanted));
        assert_eq!(memo.answer, *answer);
        assert_eq!(memo.answer.title, "Which model should we take?");
        assert_eq!(memo.subject, ["Chat message: 500 input and 200 output tokens"]);
        assert!(memo.lists[0].contains("Reference prices") && memo.lists[0].contains("2026-04"), "{memo:?}");
        assert_eq!(memo.today, date(2026, 11, 24));
    }
    let mut draft = state.workload().unwrap().workload.to_draft();
    draft.requests_per_day = Some(10_000);
    draft.days_per_month = 22;
    let key = state.workload().unwrap().key.clone();
    apply(&mut state, Action::EditWorkload(key, draft.try_into().unwrap()));
    let said = "Chat message: 500 input and 200 output tokens, 10,000 requests a day, 22 days a month";
    assert_eq!(memo(&mut state).subject, [said]);
    // A matrix is about all workloads, a portfolio about its own.
    apply(&mut state, Action::Ask(Question::Matrix));
    assert!(memo(&mut state).subject.is_empty());
    apply(&mut state, Action::Ask(Question::Portfolio));
    assert!(memo(&mut state).subject.is_empty());
    let entry = |workload: &str, volume, assignment| Entry {
        workload: Name::new(workload).unwrap(),
        volume,
        assignment,
    };
    let draft = Draft {
        name: "Support".into(),
        requests_per_day: Some(1_000),
        entries: vec![
            entry(
                "Chat message",
                Volume::Share(Share::percent("70").unwrap()),
                Assignment::Model(model("openai/gpt-4.1")),
            ),
            entry("Email draft", Volume::RequestsPerDay(10), Assignment::CheapestThatFits),
        ],
        ..Draft::default()
    };
    let files = ImportedFiles { portfolios: vec![draft.try_into().unwrap()], ..ImportedFiles::default() };
    apply(&mut state, Action::Imported(Box::new(files)));
    let said = [
        "Portfolio Support, 1,000 requests a day",
        "Chat message: 70 % of them, 500 input and 200 output tokens, 700 requests a day, 22 days a month; on GPT-4.1",
        "Email draft: 200 input and 500 output tokens, 10 requests a day; on the cheapest that fits",
    ];
    assert_eq!(memo(&mut state).subject, said);
    apply(&mut state, own_price("0.01"));
    let notes = memo(&mut state).answer.notes;
    assert_eq!(notes[0], "Your own price: GPT-4.1 ($0.01 input, set on 24 November 2026)");
}

#[test]
fn a_filter_that_was_replaced_or_dropped_comes_back() {
    let mut state = state();
    let names = |state: &State| -> Vec<(String, String)> {
        let sets = &state.documents.settings.value.filter_sets;
        sets.iter().map(|set| (set.name.clone(), set.search.clone())).collect()
    };
    let said = |state: &State| state.saying.as_ref().unwrap().text.clone();
    for number in 0..100 {
        apply(&mut state, Action::Search(format!("word {number}")));
        apply(&mut state, Action::SaveFilter(format!("filter {number}")));
    }
    let before = names(&state);
    apply(&mut state, Action::SaveFilter("filter 0".into()));
    assert_eq!(names(&state).last().unwrap(), &("filter 0".into(), "word 99".into()));
    assert_eq!(said(&state), "Filter kept as filter 0 in place of the one before");
    apply(&mut state, Action::Undo);
    assert_eq!(names(&state), before);
    apply(&mut state, Action::SaveFilter("one more".into()));
    assert_eq!(said(&state), "Filter kept as one more; the oldest was dropped: filter 0");
    assert_eq!(names(&state).len(), 100);
    apply(&mut state, Action::Undo);
    assert_eq!(names(&state), before);
}

/// The labels of all that can be undone, the last first.
fn undoable(state: &mut State) -> Vec<String> {
    let mut labels = Vec::new();
    while let Some(label) = state.history.undo_label().map(str::to_owned) {
        labels.push(label);
        apply(state, Action::Undo);
    }
    labels
}

#[test]
fn each_change_of_what_is_compared_is_a_step_that_leads_back_and_forth() {
    let mut state = state();
    apply(&mut state, Action::Search("gpt".to_owned()));
    let vision = Filter::from_words("vision").unwrap();
    let actions = [
        Action::SetFilter(Box::new(vision)),
        Action::SetScale(Scale::Log),
        Action::SetSort(Sort::Name),
        Action::SetColourBy(ColourBy::Provider),
        Action::SetBaseline(Some(model("openai/gpt-4.1"))),
        Action::ShowTokens(Tokens::Output),
        Action::ShowCosts(Costs::PerMonth),
        Action::SortTable(Column::Input),
        Action::SetScope(ScopeRules::ALL),
        Action::OnlyOwnPrices(true),
        Action::ShowHidden(true),
        Action::ClearFilters,
    ];
    let mut looks = vec![state.view.look()];
    for action in actions.clone() {
        let step = state.history.undo_label().map(str::to_owned);
        apply(&mut state, action.clone());
        assert_ne!(looks.last(), Some(&state.view.look()), "{action:?}");
        looks.push(state.view.look());
        assert_ne!(state.history.undo_label(), step.as_deref(), "{action:?}");
    }
    let last = looks.clone();
    while let Some(look) = looks.pop() {
        assert_eq!(state.view.look(), look);
        apply(&mut state, Action::Undo);
    }
    for look in &last {
        apply(&mut state, Action::Redo);
        assert_eq!(state.view.look(), *look);
    }
    // What changes nothing is no step.
    apply(&mut state, Action::ClearFilters);
    apply(&mut state, Action::SetSort(Sort::Name));
    assert_eq!(undoable(&mut state).len(), actions.len() + 1);
}

#[test]
fn letters_typed_into_the_search_are_one_step_and_none_when_they_are_gone_again() {
    let mut state = state();
    for words in ["g", "gp", "gpt"] {
        apply(&mut state, Action::Search(words.to_owned()));
    }
    apply(&mut state, Action::Go(Place::Settings));
    assert_eq!(state.history.undo_label(), Some("search"));
    apply(&mut state, Action::Undo);
    assert_eq!((state.view.search.as_str(), state.view.place), ("", Place::Compare));
    assert_eq!(state.history.undo_label(), None);
    for words in ["g", ""] {
        apply(&mut state, Action::Search(words.to_owned()));
    }
    assert_eq!(state.history.undo_label(), None);
    // Clicks are meant one by one, however quickly they come.
    for baseline in [Some(model("openai/gpt-4.1")), Some(model("openai/gpt-5.4")), None] {
        apply(&mut state, Action::SetBaseline(baseline));
    }
    assert_eq!(
        undoable(&mut state),
        ["clear baseline", "set GPT-5.4 as baseline", "set GPT-4.1 as baseline"]
    );
}

#[test]
fn what_was_asked_is_undone_input_by_input_and_seen_where_it_is_asked() {
    let mut state = state();
    apply(&mut state, Action::Go(Place::Decide));
    apply(&mut state, Action::Ask(Question::Budget));
    let budget = |dollars| {
        let asked = answer::budget::Asked { budget: Budget::monthly(Dollars::whole(dollars)) };
        Action::SetAsked(Box::new(Asked::Budget(asked)))
    };
    let shown = |state: &State| state.derived.decided.answer.as_ref().unwrap().title.clone();
    let first = shown(&state);
    apply(&mut state, budget(900));
    assert_eq!(state.history.undo_label(), Some("change the budget"));
    let second = shown(&state);
    assert_ne!(first, second);
    // The same again is no step; another question's input is one of its own.
    apply(&mut state, budget(900));
    apply(&mut state, Action::Ask(Question::Subscription));
    let fee = answer::subscription::Asked { fee: Dollars::whole(30), model: None };
    apply(&mut state, Action::SetAsked(Box::new(Asked::Subscription(fee))));
    assert_eq!(state.history.undo_label(), Some("change the fee"));
    apply(&mut state, Action::Undo);
    apply(&mut state, Action::Go(Place::Compare));
    apply(&mut state, Action::Undo);
    assert_eq!((state.view.place, state.view.decide.question), (Place::Decide, Question::Budget));
    assert_eq!(shown(&state), first);
    apply(&mut state, Action::Redo);
    assert_eq!(shown(&state), second);
}

#[test]
fn which_portfolio_is_shown_is_no_step_of_its_own() {
    let mut state = state();
    let made = state.new_portfolio();
    for action in made {
        apply(&mut state, action);
    }
    assert_eq!(undoable(&mut state).len(), 1);
}

#[test]
fn a_pin_is_undone() {
    let mut state = state();
    let pins = |state: &State| state.documents.settings.value.pins.clone();
    apply(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    assert_eq!(state.history.undo_label(), Some("pin GPT-4.1"));
    apply(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    apply(&mut state, Action::Undo);
    assert_eq!((pins(&state), state.history.undo_label()), (Vec::new(), None));
    apply(&mut state, Action::Redo);
    assert_eq!(pins(&state), ["openai/gpt-4.1"]);
}

#[test]
fn undo_goes_to_where_the_change_is_seen() {
    for (action, from, seen) in [
        (Action::Search("gpt".to_owned()), Place::Prices, (Place::Prices, Figure::OutputInputGap)),
        (Action::Search("gpt".to_owned()), Place::Settings, (Place::Compare, Figure::OutputInputGap)),
        (Action::SetScale(Scale::Log), Place::Prices, (Place::Compare, Figure::OutputInputGap)),
        (Action::ShowTokens(Tokens::Output), Place::Compare, (Place::Compare, Figure::TokensPerDollar)),
        (Action::ShowCosts(Costs::PerMonth), Place::Decide, (Place::Compare, Figure::CostPerTask)),
        (Action::SortTable(Column::Input), Place::Compare, (Place::Compare, Figure::Table)),
        (Action::OnlyOwnPrices(true), Place::Compare, (Place::Prices, Figure::OutputInputGap)),
        (
            Action::SetPinned(model("openai/gpt-4.1"), true),
            Place::Prices,
            (Place::Compare, Figure::OutputInputGap),
        ),
    ] {
        let mut state = state();
        let said = format!("{action:?} from {from:?}");
        apply(&mut state, action);
        apply(&mut state, Action::Show(Figure::OutputInputGap));
        apply(&mut state, Action::GoPrices(PricesPage::Discounts));
        apply(&mut state, Action::Go(from));
        apply(&mut state, Action::Undo);
        assert_eq!((state.view.place, state.view.figure), seen, "{said}");
        if state.view.place == Place::Prices {
            assert_eq!(state.view.prices_page, PricesPage::Models, "{said}");
        }
    }
}

#[test]
fn what_is_half_typed_into_a_form_outlives_undo_and_what_a_field_says_does_not() {
    let mut state = state();
    let key = WorkloadKey::new("chat-message").unwrap();
    for field in ["new workload name", "workload chat-message name"] {
        apply(&mut state, Action::Type(field.to_owned(), "Half".to_owned()));
    }
    apply(&mut state, Action::SetSort(Sort::Name));
    apply(&mut state, Action::Undo);
    // What stands in a field and was not taken goes first, and by itself.
    assert_eq!(state.typed.keys().collect::<Vec<_>>(), ["new workload name"]);
    assert_eq!(state.view.sort, Sort::Name);
    apply(&mut state, Action::Undo);
    assert_eq!(state.view.sort, Sort::Value);
    let edit = edited(&state, &key, 5000);
    apply(&mut state, edit);
    apply(&mut state, Action::Undo);
    assert_eq!(state.typed.keys().collect::<Vec<_>>(), ["new workload name"]);
}

#[test]
fn to_look_at_what_was_undone_keeps_redo() {
    let mut state = state();
    apply(&mut state, own_price("0.5"));
    apply(&mut state, Action::Undo);
    apply(&mut state, Action::SetSort(Sort::Name));
    assert_eq!(state.history.redo_label(), Some("set own price of GPT-4.1"));
    // A new change of a document ends it, as everywhere.
    apply(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    assert_eq!(state.history.redo_label(), None);
}

#[test]
fn a_model_that_is_pinned_twice_stands_once_and_is_unpinned_at_once() {
    let mut state = state();
    let twice = vec!["openai/gpt-4.1".to_owned(), "gone/model".to_owned(), "openai/gpt-4.1".to_owned()];
    state.documents.settings.value.pins.clone_from(&twice);
    apply(&mut state, Action::Search("claude".to_owned()));
    let rows = |state: &State| {
        let place = state.market().place(&model("openai/gpt-4.1")).unwrap();
        let rows = state.derived.table.rows.clone();
        rows.iter().filter(|row| row.offer == place).map(|row| row.is_pinned).collect::<Vec<_>>()
    };
    assert_eq!(rows(&state), [true]);
    apply(&mut state, Action::SetPinned(model("openai/gpt-4.1"), false));
    assert_eq!(state.documents.settings.value.pins, ["gone/model"]);
    assert!(rows(&state).is_empty());
    // What another window has pinned since stays.
    state.documents.settings.value.pins.push("groq/llama-3.3-8b".to_owned());
    apply(&mut state, Action::Undo);
    let mut expected = twice;
    expected.push("groq/llama-3.3-8b".to_owned());
    assert_eq!(state.documents.settings.value.pins, expected);
}

#[test]
fn a_portfolio_that_is_renamed_and_named_back_stays_the_one_that_is_shown() {
    let mut state = state();
    for name in ["First", "Second"] {
        let draft = Draft { name: name.to_owned(), ..Draft::default() };
        apply(&mut state, Action::AddPortfolio(draft.try_into().unwrap()));
    }
    let shown = |state: &State| state.chosen_portfolio().unwrap().portfolio.name().to_string();
    let asked = answer::portfolio::Asked { chosen: Some("second".to_owned()), ..Default::default() };
    apply(&mut state, Action::SetAsked(Box::new(Asked::Portfolio(asked))));
    assert_eq!(shown(&state), "Second");
    let key = state.chosen_portfolio().unwrap().key.clone();
    let draft = Draft { name: "Last".to_owned(), ..Draft::default() };
    apply(&mut state, Action::EditPortfolio(key, draft.try_into().unwrap()));
    assert_eq!(shown(&state), "Last");
    apply(&mut state, Action::Undo);
    assert_eq!(shown(&state), "Second");
}

#[test]
fn each_rule_is_a_step_and_so_is_each_number() {
    let mut state = state();
    let rules = |count: usize| {
        let all = [Rule::ContextAtLeast(8_000), Rule::Can(Capability::Vision), Rule::ComplianceKnown];
        let asked = answer::choose::Asked { rules: all[..count].to_vec(), ..Default::default() };
        Action::SetAsked(Box::new(Asked::Choose(asked)))
    };
    for count in 1..=3 {
        apply(&mut state, rules(count));
    }
    assert_eq!(undoable(&mut state), ["change the rules"; 3]);
    let mut asked = answer::trend::Asked::default();
    asked.assumptions.growth = Share::percent("5").unwrap();
    apply(&mut state, Action::SetAsked(Box::new(Asked::Trend(asked.clone()))));
    asked.assumptions.months = 60;
    apply(&mut state, Action::SetAsked(Box::new(Asked::Trend(asked))));
    assert_eq!(undoable(&mut state), ["change the months", "change the growth"]);
}

#[test]
fn undo_of_a_kept_filter_leaves_those_of_another_window() {
    let mut state = state();
    apply(&mut state, Action::Search("gpt".to_owned()));
    apply(&mut state, Action::SaveFilter("Mine".to_owned()));
    let theirs = FilterSet { name: "Theirs".to_owned(), ..FilterSet::default() };
    state.documents.settings.value.filter_sets.push(theirs);
    let names = |state: &State| {
        let sets = &state.documents.settings.value.filter_sets;
        sets.iter().map(|set| set.name.clone()).collect::<Vec<_>>()
    };
    apply(&mut state, Action::Undo);
    assert_eq!(names(&state), ["Theirs"]);
    apply(&mut state, Action::Redo);
    assert_eq!(names(&state), ["Mine", "Theirs"]);
}

//! What is a step that can be undone, where undo goes, and what it leaves alone.

use super::super::update;
use super::{edited, model, own_price, state};
use crate::answer;
use crate::app::action::Action;
use crate::app::decide::{Asked, Question};
use crate::app::state::{Column, Costs, Figure, Place, PricesPage, State, Tokens};
use crate::catalog::{Capability, Filter, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};
use crate::decide::budget::Budget;
use crate::decide::choose::Rule;
use crate::money::{Dollars, Share};
use crate::portfolio::Draft;
use crate::store::WorkloadKey;

#[test]
fn a_filter_that_was_replaced_or_dropped_comes_back() {
    let mut state = state();
    let names = |state: &State| -> Vec<(String, String)> {
        let sets = &state.documents.settings.value.filter_sets;
        sets.iter().map(|set| (set.name.clone(), set.search.clone())).collect()
    };
    let said = |state: &State| state.saying.as_ref().unwrap().text.clone();
    for number in 0..100 {
        update(&mut state, Action::Search(format!("word {number}")));
        update(&mut state, Action::SaveFilter(format!("filter {number}")));
    }
    let before = names(&state);
    update(&mut state, Action::SaveFilter("filter 0".into()));
    assert_eq!(names(&state).last().unwrap(), &("filter 0".into(), "word 99".into()));
    assert_eq!(said(&state), "Filter kept as filter 0 in place of the one before");
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), before);
    update(&mut state, Action::SaveFilter("one more".into()));
    assert_eq!(said(&state), "Filter kept as one more; the oldest was dropped: filter 0");
    assert_eq!(names(&state).len(), 100);
    update(&mut state, Action::Undo);
    assert_eq!(names(&state), before);
}

/// The labels of all that can be undone, the last first.
fn undoable(state: &mut State) -> Vec<String> {
    let mut labels = Vec::new();
    while let Some(label) = state.history.undo_label().map(str::to_owned) {
        labels.push(label);
        update(state, Action::Undo);
    }
    labels
}

#[test]
fn each_change_of_what_is_compared_is_a_step_that_leads_back_and_forth() {
    let mut state = state();
    update(&mut state, Action::Search("gpt".to_owned()));
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
        update(&mut state, action.clone());
        assert_ne!(looks.last(), Some(&state.view.look()), "{action:?}");
        looks.push(state.view.look());
        assert_ne!(state.history.undo_label(), step.as_deref(), "{action:?}");
    }
    let last = looks.clone();
    while let Some(look) = looks.pop() {
        assert_eq!(state.view.look(), look);
        update(&mut state, Action::Undo);
    }
    for look in &last {
        update(&mut state, Action::Redo);
        assert_eq!(state.view.look(), *look);
    }
    // What changes nothing is no step.
    update(&mut state, Action::ClearFilters);
    update(&mut state, Action::SetSort(Sort::Name));
    assert_eq!(undoable(&mut state).len(), actions.len() + 1);
}

#[test]
fn letters_typed_into_the_search_are_one_step_and_none_when_they_are_gone_again() {
    let mut state = state();
    for words in ["g", "gp", "gpt"] {
        update(&mut state, Action::Search(words.to_owned()));
    }
    update(&mut state, Action::Go(Place::Settings));
    assert_eq!(state.history.undo_label(), Some("search"));
    update(&mut state, Action::Undo);
    assert_eq!((state.view.search.as_str(), state.view.place), ("", Place::Compare));
    assert_eq!(state.history.undo_label(), None);
    for words in ["g", ""] {
        update(&mut state, Action::Search(words.to_owned()));
    }
    assert_eq!(state.history.undo_label(), None);
    // Clicks are meant one by one, however quickly they come.
    for baseline in [Some(model("openai/gpt-4.1")), Some(model("openai/gpt-5.4")), None] {
        update(&mut state, Action::SetBaseline(baseline));
    }
    assert_eq!(
        undoable(&mut state),
        ["clear baseline", "set GPT-5.4 as baseline", "set GPT-4.1 as baseline"]
    );
}

#[test]
fn what_was_asked_is_undone_input_by_input_and_seen_where_it_is_asked() {
    let mut state = state();
    update(&mut state, Action::Go(Place::Decide));
    update(&mut state, Action::Ask(Question::Budget));
    let budget = |dollars| {
        let asked = answer::budget::Asked { budget: Budget::monthly(Dollars::whole(dollars)) };
        Action::SetAsked(Box::new(Asked::Budget(asked)))
    };
    let shown = |state: &State| state.derived.decided.answer.as_ref().unwrap().title.clone();
    let first = shown(&state);
    update(&mut state, budget(900));
    assert_eq!(state.history.undo_label(), Some("change the budget"));
    let second = shown(&state);
    assert_ne!(first, second);
    // The same again is no step; another question's input is one of its own.
    update(&mut state, budget(900));
    update(&mut state, Action::Ask(Question::Subscription));
    let fee = answer::subscription::Asked { fee: Dollars::whole(30), model: None };
    update(&mut state, Action::SetAsked(Box::new(Asked::Subscription(fee))));
    assert_eq!(state.history.undo_label(), Some("change the fee"));
    update(&mut state, Action::Undo);
    update(&mut state, Action::Go(Place::Compare));
    update(&mut state, Action::Undo);
    assert_eq!((state.view.place, state.view.decide.question), (Place::Decide, Question::Budget));
    assert_eq!(shown(&state), first);
    update(&mut state, Action::Redo);
    assert_eq!(shown(&state), second);
}

#[test]
fn which_portfolio_is_shown_is_no_step_of_its_own() {
    let mut state = state();
    let made = state.new_portfolio();
    for action in made {
        update(&mut state, action);
    }
    assert_eq!(undoable(&mut state).len(), 1);
}

#[test]
fn a_pin_is_undone() {
    let mut state = state();
    let pins = |state: &State| state.documents.settings.value.pins.clone();
    update(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    assert_eq!(state.history.undo_label(), Some("pin GPT-4.1"));
    update(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    update(&mut state, Action::Undo);
    assert_eq!((pins(&state), state.history.undo_label()), (Vec::new(), None));
    update(&mut state, Action::Redo);
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
        update(&mut state, action);
        update(&mut state, Action::Show(Figure::OutputInputGap));
        update(&mut state, Action::GoPrices(PricesPage::Discounts));
        update(&mut state, Action::Go(from));
        update(&mut state, Action::Undo);
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
        update(
            &mut state,
            Action::Type { field: field.to_owned(), text: "Half".to_owned(), is_value: false },
        );
    }
    update(&mut state, Action::SetSort(Sort::Name));
    update(&mut state, Action::Undo);
    // What stands in a field and was not taken goes first, and by itself.
    assert_eq!(state.typed.keys().collect::<Vec<_>>(), ["new workload name"]);
    assert_eq!(state.view.sort, Sort::Name);
    update(&mut state, Action::Undo);
    assert_eq!(state.view.sort, Sort::Value);
    let edit = edited(&state, &key, 5000);
    update(&mut state, edit);
    update(&mut state, Action::Undo);
    assert_eq!(state.typed.keys().collect::<Vec<_>>(), ["new workload name"]);
}

#[test]
fn to_look_at_what_was_undone_keeps_redo() {
    let mut state = state();
    update(&mut state, own_price("0.5"));
    update(&mut state, Action::Undo);
    update(&mut state, Action::SetSort(Sort::Name));
    assert_eq!(state.history.redo_label(), Some("set own price of GPT-4.1"));
    // A new change of a document ends it, as everywhere.
    update(&mut state, Action::SetPinned(model("openai/gpt-4.1"), true));
    assert_eq!(state.history.redo_label(), None);
}

#[test]
fn a_model_that_is_pinned_twice_stands_once_and_is_unpinned_at_once() {
    let mut state = state();
    let twice = vec!["openai/gpt-4.1".to_owned(), "gone/model".to_owned(), "openai/gpt-4.1".to_owned()];
    state.documents.settings.value.pins.clone_from(&twice);
    update(&mut state, Action::Search("claude".to_owned()));
    let rows = |state: &State| {
        let place = state.market().place(&model("openai/gpt-4.1")).unwrap();
        let rows = state.derived.table.rows.clone();
        rows.iter().filter(|row| row.offer == place).map(|row| row.is_pinned).collect::<Vec<_>>()
    };
    assert_eq!(rows(&state), [true]);
    update(&mut state, Action::SetPinned(model("openai/gpt-4.1"), false));
    assert_eq!(state.documents.settings.value.pins, ["gone/model"]);
    assert!(rows(&state).is_empty());
    // What another window has pinned since stays.
    state.documents.settings.value.pins.push("groq/llama-3.3-8b".to_owned());
    update(&mut state, Action::Undo);
    let mut expected = twice;
    expected.push("groq/llama-3.3-8b".to_owned());
    assert_eq!(state.documents.settings.value.pins, expected);
}

#[test]
fn a_portfolio_that_is_renamed_and_named_back_stays_the_one_that_is_shown() {
    let mut state = state();
    for name in ["First", "Second"] {
        let draft = Draft { name: name.to_owned(), ..Draft::default() };
        update(&mut state, Action::AddPortfolio(draft.try_into().unwrap()));
    }
    let shown = |state: &State| state.chosen_portfolio().unwrap().portfolio.name().to_string();
    let asked = answer::portfolio::Asked { chosen: Some("second".to_owned()), ..Default::default() };
    update(&mut state, Action::SetAsked(Box::new(Asked::Portfolio(asked))));
    assert_eq!(shown(&state), "Second");
    let key = state.chosen_portfolio().unwrap().key.clone();
    let draft = Draft { name: "Last".to_owned(), ..Draft::default() };
    update(&mut state, Action::EditPortfolio(key, draft.try_into().unwrap()));
    assert_eq!(shown(&state), "Last");
    update(&mut state, Action::Undo);
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
        update(&mut state, rules(count));
    }
    assert_eq!(undoable(&mut state), ["change the rules"; 3]);
    let mut asked = answer::trend::Asked::default();
    asked.assumptions.growth = Share::percent("5").unwrap();
    update(&mut state, Action::SetAsked(Box::new(Asked::Trend(asked.clone()))));
    asked.assumptions.months = 60;
    update(&mut state, Action::SetAsked(Box::new(Asked::Trend(asked))));
    assert_eq!(undoable(&mut state), ["change the months", "change the growth"]);
}

//! What stands in a memo that is saved.

use jiff::civil::date;

use super::super::update;
use super::{model, own_price, state};
use crate::app::action::{Action, Effect, FigureContent, FigureFormat, ImportedFiles};
use crate::app::decide::Question;
use crate::app::state::{Place, State};
use crate::money::Share;
use crate::portfolio::{Assignment, Draft, Entry, Volume};
use crate::report::memo::Memo;
use crate::workload::Name;

fn memo(state: &mut State) -> Memo {
    match update(state, Action::AskSaveMemo(FigureFormat::Markdown)).as_slice() {
        [Effect::SaveFigure { content: FigureContent::Memo(memo), .. }] => Memo::clone(memo),
        effects => panic!("{effects:?}"),
    }
}

#[test]
fn a_memo_holds_the_answer_the_workload_the_lists_and_the_day() {
    let mut state = state();
    // Elsewhere there is no answer to save.
    assert!(update(&mut state, Action::AskSaveMemo(FigureFormat::Pdf)).is_empty());
    update(&mut state, Action::Go(Place::Decide));
    update(&mut state, Action::Ask(Question::Choose));
    let answer = state.derived.decided.answer.clone().unwrap();
    for wanted in FigureFormat::MEMO {
        let effects = update(&mut state, Action::AskSaveMemo(wanted));
        let [Effect::SaveFigure { name, format, content: FigureContent::Memo(memo) }] = effects.as_slice()
        else {
            panic!("{effects:?}");
        };
        assert_eq!((name.as_str(), *format), ("memo-choose-chat-message-2026-11-24", wanted));
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
    update(&mut state, Action::EditWorkload(key, draft.try_into().unwrap()));
    let said = "Chat message: 500 input and 200 output tokens, 10,000 requests a day, 22 days a month";
    assert_eq!(memo(&mut state).subject, [said]);
    // A matrix is about all workloads, a portfolio about its own.
    update(&mut state, Action::Ask(Question::Matrix));
    assert!(memo(&mut state).subject.is_empty());
    update(&mut state, Action::Ask(Question::Portfolio));
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
    update(&mut state, Action::Imported(Box::new(files)));
    let said = [
        "Portfolio Support, 1,000 requests a day",
        "Chat message: 70 % of them, 500 input and 200 output tokens, 700 requests a day, 22 days a month; on GPT-4.1",
        "Email draft: 200 input and 500 output tokens, 10 requests a day; on the cheapest that fits",
    ];
    assert_eq!(memo(&mut state).subject, said);
    update(&mut state, own_price("0.01"));
    let notes = memo(&mut state).answer.notes;
    assert_eq!(notes[0], "Your own price: GPT-4.1 ($0.01 input, set on 24 November 2026)");
}

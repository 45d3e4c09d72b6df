//! What the rows of the commands ask of the state, and the actions that several of them ask for.

use crate::app::action::{Action, FigureFormat, Pictured, WorkEvent};
use crate::app::copied;
use crate::app::lists::{ListAction, Wanted};
use crate::app::state::{Figure, Place, State};

use crate::catalog::ScopeRules;
use crate::settings::Appearance;

/// Why nothing can be saved or copied from a place without numbers.
pub(super) const SHOWN: &str = "on Compare and Decide, where there are numbers";

/// What the place shows as Markdown.
pub(super) fn markdown(state: &State) -> Option<String> {
    match state.view.place {
        Place::Compare => copied::markdown(state),
        Place::Decide => state.derived.decided.answer.as_ref().map(|answer| answer.to_markdown(2)),
        _ => None,
    }
}

/// Whether the place has a text of that form. Asked in each frame in which the palette lists it, so that it is not made.
pub(super) fn has_markdown(state: &State) -> bool {
    match state.view.place {
        Place::Compare => has_numbers(state),
        Place::Decide => state.derived.decided.answer.is_some(),
        _ => false,
    }
}

pub(super) fn of_portfolio(
    state: &State,
    action: impl FnOnce(crate::store::PortfolioKey) -> Action,
) -> Vec<Action> {
    state.chosen_portfolio().map(|saved| action(saved.key.clone())).into_iter().collect()
}

/// The picture that the place shows.
pub(super) fn picture(state: &State) -> Option<Pictured> {
    match state.view.place {
        Place::Compare if state.view.figure != Figure::Table => state.chart().map(|_| Pictured::Chart),
        Place::Decide => {
            let answer = state.derived.decided.answer.as_ref()?;
            (answer.figure.is_some() || !answer.tables.is_empty()).then_some(Pictured::Answer)
        }
        _ => None,
    }
}

/// Whether the place shows numbers that can be saved and copied.
pub(super) fn has_numbers(state: &State) -> bool {
    match state.view.place {
        Place::Compare => state.view.figure == Figure::Table || state.chart().is_some(),
        Place::Decide => {
            state.derived.decided.answer.as_ref().is_some_and(|answer| !answer.tables.is_empty())
        }
        _ => false,
    }
}

/// As what the place is saved most: a picture, or numbers where there is none.
pub(super) fn saved_most(state: &State) -> FigureFormat {
    let has_picture = match state.view.place {
        Place::Decide => state.derived.decided.answer.as_ref().is_some_and(|answer| answer.figure.is_some()),
        _ => state.view.figure != Figure::Table,
    };
    if has_picture { FigureFormat::Svg } else { FigureFormat::Csv }
}

/// The one after or before; behind the last comes the first.
pub(super) fn beside<T: Copy + PartialEq>(all: &[T], current: T, after: bool) -> T {
    let place = all.iter().position(|one| *one == current).unwrap_or_default();
    let other = (place + if after { 1 } else { all.len() - 1 }) % all.len().max(1);
    all.get(other).copied().unwrap_or(current)
}

pub(super) fn of_workload(
    state: &State,
    action: impl FnOnce(crate::store::WorkloadKey) -> Action,
) -> Vec<Action> {
    state.workload().map(|saved| action(saved.key.clone())).into_iter().collect()
}

pub(super) fn other_workload(state: &State, after: bool) -> Vec<Action> {
    let keys: Vec<_> = state.documents.workloads.iter().map(|saved| &saved.key).collect();
    let Some(chosen) = state.workload() else { return Vec::new() };
    vec![Action::PickWorkload(beside(&keys, &chosen.key, after).clone())]
}

/// Stops all that is under way.
pub(super) fn stop_work(state: &State) -> Vec<Action> {
    let work = state.work.iter().map(|work| Action::Work(WorkEvent::Cancel(work.id)));
    let cancel = |wanted: &Wanted| Action::List(ListAction::Cancel(wanted.clone()));
    work.chain(state.lists.downloads.iter().map(|download| cancel(&download.wanted))).collect()
}

/// The chosen workload, one place up or down; `None` at the end of the list.
pub(super) fn moved_workload(state: &State, down: bool) -> Option<Action> {
    let key = &state.workload()?.key;
    let place = state.documents.workloads.iter().position(|saved| saved.key == *key)?;
    let to = if down { place + 1 } else { place.checked_sub(1)? };
    (to < state.documents.workloads.len()).then(|| Action::MoveWorkload(key.clone(), to))
}

/// All models, or the standard.
pub(super) const fn scope(all: bool) -> ScopeRules {
    if all { ScopeRules::ALL } else { ScopeRules::STANDARD }
}

/// What changes which models there are, where they are seen.
pub(super) fn seen_on_models(state: &State, action: Action) -> Vec<Action> {
    let is_seen = matches!(state.view.place, Place::Compare | Place::Prices);
    (!is_seen).then_some(Action::Go(Place::Compare)).into_iter().chain([action]).collect()
}

/// What changes bars, on a figure that has some.
pub(super) fn on_bars(state: &State, action: Action) -> Vec<Action> {
    let figure = if state.view.figure == Figure::Table { Figure::TokensPerDollar } else { state.view.figure };
    on_compare(figure, action)
}

pub(super) fn on_compare(figure: Figure, action: Action) -> Vec<Action> {
    vec![Action::Go(Place::Compare), Action::Show(figure), action]
}

/// Another look than now.
pub(super) fn appear(state: &State, change: impl FnOnce(Appearance) -> Appearance) -> Vec<Action> {
    vec![Action::SetAppearance(change(state.documents.settings.value.appearance))]
}

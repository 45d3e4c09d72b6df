//! All commands of the window, in one place: the palette, the shortcuts, the sheet of shortcuts and the tooltips are made
//! from it. A command is a name, a group, its keys, why it cannot be carried out now, and the actions that it asks for.

mod keys;
mod palette;
mod single;
mod words;

use crate::catalog::feeds::Format;
use crate::catalog::{Filter, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};
use crate::settings::{Appearance, Contrast, Motion, Theme};

use super::action::WorkEvent;
use super::action::{Action, FigureFormat, Pictured};
use super::copied::{self, FOR_A_SPREADSHEET};
use super::decide::Question;
use super::lists::{ListAction, PUBLISHERS, TEMPLATES, Wanted};
use super::state::{Costs, Figure, Place, PricesPage, State, Tokens};

pub use keys::System;
pub use palette::{Entry, Found, Listed, ModelEntries, Palette, Target};
pub use single::Single;

/// Something that can be asked for by name or by keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go to a place.
    Go(Place),
    /// Go to a page of Prices.
    Page(PricesPage),
    /// Put the cursor into the search field of the place.
    Find,
    /// Show a figure on Compare.
    Show(Figure),
    /// The figure after the one that is shown.
    NextFigure,
    /// The figure before the one that is shown.
    PreviousFigure,
    /// Save what is shown, as what it is saved most.
    Save,
    /// Save what is shown in a format.
    SaveAs(FigureFormat),
    /// Copy the numbers that are shown, for a spreadsheet.
    CopyTable,
    /// Copy the picture that is shown.
    CopyPicture,
    /// Copy what is shown as Markdown.
    CopyMarkdown,
    /// Copy the answer of Decide as text.
    CopyText,
    /// Compare all models of the scope again.
    ClearFilters,
    /// Which tokens a dollar buys.
    Tokens(Tokens),
    /// Which cost of the workload.
    Costs(Costs),
    /// How amounts become lengths.
    Scale(Scale),
    /// In what order the bars stand.
    Sort(Sort),
    /// What the bars' colours stand for.
    ColourBy(ColourBy),
    /// Compare with no model any more.
    ClearBaseline,
    /// Compare all models of the lists, or those of the standard scope again.
    CompareAll(bool),
    /// List only the models with a price of one's own on Prices, or all.
    OnlyOwnPrices,
    /// List hidden models on Prices too, or no longer.
    ShowHidden,
    /// Show the numbers of an answer of Decide, or its chart.
    AnswerTable(bool),
    /// Start a new workload.
    NewWorkload,
    /// Copy the chosen workload.
    DuplicateWorkload,
    /// Take the chosen workload away; undo brings it back.
    DeleteWorkload,
    /// Choose the workload after the chosen one.
    NextWorkload,
    /// Choose the workload before the chosen one.
    PreviousWorkload,
    /// Move the chosen workload one up in the list.
    MoveUp,
    /// Move it one down.
    MoveDown,
    /// Save the chosen workload as a file of its own.
    ExportWorkload,
    /// Bring back the starter workloads that are missing.
    RestoreStarters,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Add workloads, portfolios, judgements or price lists from files.
    Import,
    /// Start a new portfolio.
    NewPortfolio,
    /// Copy the portfolio that Decide shows.
    DuplicatePortfolio,
    /// Save it as a file of its own.
    ExportPortfolio,
    /// Take it away; undo brings it back.
    DeletePortfolio,
    /// Fetch the list of a publisher.
    FetchList(Format),
    /// Save an empty price list to fill in.
    SaveTemplate(Format),
    /// Fetch all price lists that have an address.
    UpdateLists,
    /// Add a model that no list has.
    NewModel,
    /// Back to the prices of the lists; undo brings the user's own back.
    ResetOwnPrices,
    /// Take away the own prices that are what would be paid without them.
    RemoveNeedlessPrices,
    /// Try again to save what is not saved.
    SaveAgain,
    /// Stop the work that the status line shows.
    StopWork,
    /// Show the folder in which everything is kept.
    DataFolder,
    /// Show a question of Decide.
    Ask(Question),
    /// Find any command.
    Palette,
    /// All shortcuts.
    Shortcuts,
    /// Light, dark, or as the system.
    Appearance(Theme),
    /// How strongly text and lines stand out.
    Contrast(Contrast),
    /// Whether things move.
    Motion(Motion),
    /// Everything larger.
    Larger,
    /// Everything smaller.
    Smaller,
    /// Everything as large as at first.
    ActualSize,
    /// Sizes and places as on the first day.
    ResetLayout,
    /// Close the window.
    Quit,
}

/// What a group of commands is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Places and pages.
    Go,
    /// Figures and tables.
    Figures,
    /// Workloads.
    Workloads,
    /// Changes and files.
    Changes,
    /// The window.
    Window,
}

impl Group {
    /// All groups, in the order of the sheet.
    pub const ALL: [Self; 5] = [Self::Go, Self::Figures, Self::Workloads, Self::Changes, Self::Window];

    /// The head of the group.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Go => "Places",
            Self::Figures => "Figures and tables",
            Self::Workloads => "Workloads",
            Self::Changes => "Changes and files",
            Self::Window => "Window",
        }
    }
}

/// How much larger or smaller everything becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    /// A step larger.
    Larger,
    /// A step smaller.
    Smaller,
    /// As at first.
    Actual,
}

impl Command {
    /// All commands, in the order of the palette and of the sheet.
    pub fn all() -> impl Iterator<Item = Self> {
        let places = Place::ALL.iter().copied().map(Self::Go);
        let pages = PricesPage::ALL.iter().copied().map(Self::Page);
        let figures = Figure::ALL.iter().copied().map(Self::Show);
        let formats = FigureFormat::ALL.into_iter().chain(FigureFormat::MEMO).map(Self::SaveAs);
        let questions = Question::ALL.iter().copied().map(Self::Ask);
        let themes = [Theme::System, Theme::Light, Theme::Dark].into_iter().map(Self::Appearance);
        let contrasts = [Contrast::System, Contrast::Usual, Contrast::High].into_iter().map(Self::Contrast);
        let motions = [Motion::System, Motion::Full, Motion::Reduced].into_iter().map(Self::Motion);
        places
            .chain([Self::Find])
            .chain(figures)
            .chain([Self::NextFigure, Self::PreviousFigure, Self::Save, Self::CopyTable, Self::CopyPicture])
            .chain([Self::CopyMarkdown, Self::CopyText])
            .chain([Self::ClearFilters, Self::ClearBaseline])
            .chain([Self::CompareAll(true), Self::CompareAll(false), Self::OnlyOwnPrices, Self::ShowHidden])
            .chain([Self::AnswerTable(true), Self::AnswerTable(false)])
            .chain([Tokens::Input, Tokens::Output, Tokens::Blend].map(Self::Tokens))
            .chain([Costs::PerTask, Costs::TasksPerDollar, Costs::PerMonth].map(Self::Costs))
            .chain([Scale::Linear, Scale::Log].map(Self::Scale))
            .chain([Sort::Value, Sort::Name, Sort::Provider, Sort::Tier].map(Self::Sort))
            .chain([ColourBy::Tier, ColourBy::Provider].map(Self::ColourBy))
            .chain([
                Self::NewWorkload,
                Self::DuplicateWorkload,
                Self::DeleteWorkload,
                Self::NextWorkload,
                Self::PreviousWorkload,
                Self::MoveUp,
                Self::MoveDown,
            ])
            .chain([Self::Undo, Self::Redo, Self::Import])
            .chain([Self::Palette, Self::Shortcuts])
            .chain([Self::Larger, Self::Smaller, Self::ActualSize, Self::ResetLayout])
            .chain(themes)
            .chain(contrasts)
            .chain(motions)
            .chain([Self::NewPortfolio, Self::DuplicatePortfolio, Self::ExportPortfolio])
            .chain([Self::DeletePortfolio])
            .chain(PUBLISHERS.map(Self::FetchList))
            .chain(TEMPLATES.map(Self::SaveTemplate))
            .chain([Self::UpdateLists, Self::NewModel, Self::ResetOwnPrices, Self::RemoveNeedlessPrices])
            .chain([Self::SaveAgain, Self::StopWork])
            .chain([Self::DataFolder, Self::ExportWorkload, Self::RestoreStarters])
            .chain(pages)
            .chain(questions)
            .chain(formats)
            .chain([Self::Quit])
    }

    /// Why it cannot be carried out now, in a few words; `None` where it can.
    #[must_use]
    pub fn refusal(self, state: &State) -> Option<&'static str> {
        let is_refused = match self {
            Self::Undo => state.undo_label().is_none(),
            Self::Redo => state.history.redo_label().is_none(),
            Self::DuplicateWorkload | Self::DeleteWorkload | Self::ExportWorkload => {
                state.workload().is_none()
            }
            Self::NextWorkload | Self::PreviousWorkload => state.documents.workloads.len() < 2,
            Self::MoveUp => moved_workload(state, false).is_none(),
            Self::MoveDown => moved_workload(state, true).is_none(),
            Self::ClearBaseline => state.view.baseline.is_none(),
            Self::CompareAll(_) if state.documents.lists.value.is_empty() => {
                return Some("all models of the reference list are compared");
            }
            Self::CompareAll(all) => state.view.scope == scope(all),
            Self::ShowHidden => !state.view.price_rows.with_hidden && state.market().hidden().is_empty(),
            Self::RemoveNeedlessPrices => state.derived.needless == 0,
            Self::SaveAgain => state.unsaved.is_empty(),
            Self::Save => !has_numbers(state),
            Self::CopyTable => match state.view.place {
                Place::Prices => !copied::has_prices(state),
                _ => !has_numbers(state),
            },
            Self::CopyPicture => picture(state).is_none(),
            Self::CopyMarkdown => !has_markdown(state),
            Self::CopyText => state.derived.decided.answer.is_none(),
            Self::DuplicatePortfolio | Self::ExportPortfolio | Self::DeletePortfolio => {
                state.chosen_portfolio().is_none()
            }
            Self::ClearFilters => {
                state.view.search_here().is_empty() && state.view.filter == Filter::default()
            }
            Self::UpdateLists => {
                state.documents.lists.value.entries().iter().all(|list| list.address.is_none())
            }
            Self::ResetOwnPrices => state.documents.overrides.value.is_empty(),
            Self::StopWork => state.work.is_empty() && state.lists.downloads.is_empty(),
            Self::SaveAs(format) => match state.view.place {
                Place::Compare if FigureFormat::ALL.contains(&format) => {
                    let is_table = state.view.figure == Figure::Table;
                    if is_table && format != FigureFormat::Csv {
                        return Some("a table has no picture");
                    }
                    !has_numbers(state)
                }
                Place::Decide => !has_numbers(state),
                _ => return Some(if FigureFormat::ALL.contains(&format) { SHOWN } else { "on Decide" }),
            },
            _ => false,
        };
        is_refused.then_some(match self {
            Self::Undo => "nothing to undo",
            Self::Redo => "nothing to redo",
            Self::CopyTable => "on Compare, Decide and Prices, where there are numbers",
            Self::CopyPicture => "where a picture is shown",
            Self::CopyText => "on Decide",
            Self::DuplicatePortfolio | Self::ExportPortfolio | Self::DeletePortfolio => {
                "there is no portfolio"
            }
            Self::ClearFilters => "nothing is searched for or filtered",
            Self::ClearBaseline => "there is none",
            Self::CompareAll(_) => "they are compared already",
            Self::ShowHidden => "no model is hidden",
            Self::MoveUp => "it is the first",
            Self::MoveDown => "it is the last",
            Self::SaveAgain => "everything is saved",
            Self::UpdateLists => "no loaded list has an address",
            Self::ResetOwnPrices | Self::RemoveNeedlessPrices => "there are none",
            Self::StopWork => "nothing is under way",
            Self::NextWorkload | Self::PreviousWorkload => "there is no other workload",
            Self::DuplicateWorkload | Self::DeleteWorkload | Self::ExportWorkload => "there is no workload",
            _ => SHOWN,
        })
    }

    /// What it asks for; nothing where it is refused.
    #[must_use]
    pub fn actions(self, state: &State) -> Vec<Action> {
        if let Some(why) = self.refusal(state) {
            let text = format!("{}: {why}", self.name().trim_end_matches('…'));
            return vec![Action::Say(super::action::Saying::done(text))];
        }
        match self {
            Self::Go(place) => vec![Action::Go(place)],
            Self::Page(page) => vec![Action::GoPrices(page)],
            Self::Ask(question) => vec![Action::Go(Place::Decide), Action::Ask(question)],
            Self::Find => match state.view.place {
                Place::Workloads => vec![Action::FindInList],
                Place::Prices => vec![Action::GoPrices(PricesPage::Models), Action::FindInList],
                _ => vec![Action::Go(Place::Compare), Action::FindInList],
            },
            Self::Show(figure) => vec![Action::Show(figure), Action::Go(Place::Compare)],
            Self::NextFigure => Self::Show(beside(Figure::ALL, state.view.figure, true)).actions(state),
            Self::PreviousFigure => Self::Show(beside(Figure::ALL, state.view.figure, false)).actions(state),
            Self::Save => {
                let has_picture = match state.view.place {
                    Place::Decide => {
                        state.derived.decided.answer.as_ref().is_some_and(|answer| answer.figure.is_some())
                    }
                    _ => state.view.figure != Figure::Table,
                };
                let format = if has_picture { FigureFormat::Svg } else { FigureFormat::Csv };
                Self::SaveAs(format).actions(state)
            }
            Self::SaveAs(format) if FigureFormat::MEMO.contains(&format) => vec![Action::AskSaveMemo(format)],
            Self::SaveAs(format) if state.view.place == Place::Decide => vec![Action::AskSaveAnswer(format)],
            Self::SaveAs(format) => vec![Action::AskSaveFigure(format)],
            Self::CopyTable => vec![Action::CopyTable],
            Self::CopyPicture => picture(state).map(Action::CopyPicture).into_iter().collect(),
            Self::CopyMarkdown => {
                let copy = |text| Action::Copy(text, "the numbers as Markdown".to_owned());
                markdown(state).map(copy).into_iter().collect()
            }
            Self::CopyText => {
                let answer = state.derived.decided.answer.iter();
                answer.map(|answer| Action::Copy(answer.to_text(), "the answer".to_owned())).collect()
            }
            Self::DuplicatePortfolio => of_portfolio(state, Action::DuplicatePortfolio),
            Self::ExportPortfolio => of_portfolio(state, Action::AskExportPortfolio),
            Self::DeletePortfolio => of_portfolio(state, Action::DeletePortfolio),
            Self::ClearFilters
            | Self::Tokens(_)
            | Self::Costs(_)
            | Self::Scale(_)
            | Self::Sort(_)
            | Self::ColourBy(_)
            | Self::ClearBaseline
            | Self::CompareAll(_)
            | Self::OnlyOwnPrices
            | Self::ShowHidden
            | Self::AnswerTable(_) => self.on_view(state),
            Self::MoveUp => moved_workload(state, false).into_iter().collect(),
            Self::MoveDown => moved_workload(state, true).into_iter().collect(),
            Self::RemoveNeedlessPrices => vec![Action::RemoveNeedlessPrices],
            Self::SaveAgain => vec![Action::SaveAgain],
            Self::NewWorkload => {
                let stay = matches!(state.view.place, Place::Compare | Place::Workloads);
                let go = (!stay).then_some(Action::Go(Place::Workloads));
                go.into_iter().chain([Action::OpenNewWorkload(true)]).collect()
            }
            Self::DuplicateWorkload => of_workload(state, Action::DuplicateWorkload),
            Self::DeleteWorkload => of_workload(state, Action::DeleteWorkload),
            Self::ExportWorkload => of_workload(state, Action::AskExport),
            Self::NextWorkload => other_workload(state, true),
            Self::PreviousWorkload => other_workload(state, false),
            Self::RestoreStarters => vec![Action::RestoreStarters],
            Self::Undo => vec![Action::Undo],
            Self::Redo => vec![Action::Redo],
            Self::Import => vec![Action::AskImport],
            Self::NewPortfolio => {
                let go = [Action::Go(Place::Decide), Action::Ask(Question::Portfolio)];
                go.into_iter().chain(state.new_portfolio()).collect()
            }
            Self::FetchList(format) => vec![
                Action::GoPrices(PricesPage::Lists),
                Action::List(ListAction::Fetch(Wanted::Publisher(format))),
            ],
            Self::SaveTemplate(format) => vec![Action::List(ListAction::AskTemplate(format))],
            Self::UpdateLists => vec![Action::List(ListAction::UpdateAll)],
            Self::NewModel => vec![Action::GoPrices(PricesPage::Models), Action::OpenNewModel(true)],
            Self::ResetOwnPrices => vec![Action::ResetOwnPrices],
            Self::StopWork => stop_work(state),
            Self::DataFolder => vec![Action::ShowDataFolder],
            Self::Palette => vec![Action::OpenPalette(state.view.palette.is_none())],
            Self::Shortcuts => vec![Action::ToggleShortcuts],
            Self::Appearance(theme) => appear(state, |now| Appearance { theme, ..now }),
            Self::Contrast(contrast) => appear(state, |now| Appearance { contrast, ..now }),
            Self::Motion(motion) => appear(state, |now| Appearance { motion, ..now }),
            Self::Larger => vec![Action::Zoom(Zoom::Larger)],
            Self::Smaller => vec![Action::Zoom(Zoom::Smaller)],
            Self::ActualSize => vec![Action::Zoom(Zoom::Actual)],
            Self::ResetLayout => vec![Action::ResetLayout],
            Self::Quit => vec![Action::Quit],
        }
    }

    /// What a command asks for that changes how the models are looked at.
    fn on_view(self, state: &State) -> Vec<Action> {
        match self {
            Self::ClearFilters => vec![Action::ClearFilters],
            Self::Tokens(tokens) => on_compare(Figure::TokensPerDollar, Action::ShowTokens(tokens)),
            Self::Costs(costs) => on_compare(Figure::CostPerTask, Action::ShowCosts(costs)),
            Self::Scale(scale) => on_bars(state, Action::SetScale(scale)),
            Self::Sort(sort) => on_bars(state, Action::SetSort(sort)),
            Self::ColourBy(by) => on_bars(state, Action::SetColourBy(by)),
            Self::ClearBaseline => vec![Action::Go(Place::Compare), Action::SetBaseline(None)],
            Self::CompareAll(all) => seen_on_models(state, Action::SetScope(scope(all))),
            Self::OnlyOwnPrices => {
                let only = !state.view.price_rows.only_own;
                vec![Action::GoPrices(PricesPage::Models), Action::OnlyOwnPrices(only)]
            }
            Self::ShowHidden => {
                let shows = !state.view.price_rows.with_hidden;
                vec![Action::GoPrices(PricesPage::Models), Action::ShowHidden(shows)]
            }
            Self::AnswerTable(shows) => vec![Action::Go(Place::Decide), Action::ShowAnswerTable(shows)],
            _ => Vec::new(),
        }
    }
}

/// Why nothing can be saved or copied from a place without numbers.
const SHOWN: &str = "on Compare and Decide, where there are numbers";

/// What the place shows as Markdown.
fn markdown(state: &State) -> Option<String> {
    match state.view.place {
        Place::Compare => copied::markdown(state),
        Place::Decide => state.derived.decided.answer.as_ref().map(|answer| answer.to_markdown(2)),
        _ => None,
    }
}

/// Whether the place has a text of that form. Asked in each frame in which the palette lists it, so that it is not made.
fn has_markdown(state: &State) -> bool {
    match state.view.place {
        Place::Compare => has_numbers(state),
        Place::Decide => state.derived.decided.answer.is_some(),
        _ => false,
    }
}

fn of_portfolio(state: &State, action: impl FnOnce(crate::store::PortfolioKey) -> Action) -> Vec<Action> {
    state.chosen_portfolio().map(|saved| action(saved.key.clone())).into_iter().collect()
}

/// The picture that the place shows.
fn picture(state: &State) -> Option<Pictured> {
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
fn has_numbers(state: &State) -> bool {
    match state.view.place {
        Place::Compare => state.view.figure == Figure::Table || state.chart().is_some(),
        Place::Decide => {
            state.derived.decided.answer.as_ref().is_some_and(|answer| !answer.tables.is_empty())
        }
        _ => false,
    }
}

/// The one after or before; behind the last comes the first.
fn beside<T: Copy + PartialEq>(all: &[T], current: T, after: bool) -> T {
    let place = all.iter().position(|one| *one == current).unwrap_or_default();
    let other = (place + if after { 1 } else { all.len() - 1 }) % all.len().max(1);
    all.get(other).copied().unwrap_or(current)
}

fn of_workload(state: &State, action: impl FnOnce(crate::store::WorkloadKey) -> Action) -> Vec<Action> {
    state.workload().map(|saved| action(saved.key.clone())).into_iter().collect()
}

fn other_workload(state: &State, after: bool) -> Vec<Action> {
    let keys: Vec<_> = state.documents.workloads.iter().map(|saved| &saved.key).collect();
    let Some(chosen) = state.workload() else { return Vec::new() };
    vec![Action::PickWorkload(beside(&keys, &chosen.key, after).clone())]
}

/// Stops all that is under way.
fn stop_work(state: &State) -> Vec<Action> {
    let work = state.work.iter().map(|work| Action::Work(WorkEvent::Cancel(work.id)));
    let cancel = |wanted: &Wanted| Action::List(ListAction::Cancel(wanted.clone()));
    work.chain(state.lists.downloads.iter().map(|download| cancel(&download.wanted))).collect()
}

/// The chosen workload, one place up or down; `None` at the end of the list.
fn moved_workload(state: &State, down: bool) -> Option<Action> {
    let key = &state.workload()?.key;
    let place = state.documents.workloads.iter().position(|saved| saved.key == *key)?;
    let to = if down { place + 1 } else { place.checked_sub(1)? };
    (to < state.documents.workloads.len()).then(|| Action::MoveWorkload(key.clone(), to))
}

/// All models, or the standard.
const fn scope(all: bool) -> ScopeRules {
    if all { ScopeRules::ALL } else { ScopeRules::STANDARD }
}

/// What changes which models there are, where they are seen.
fn seen_on_models(state: &State, action: Action) -> Vec<Action> {
    let is_seen = matches!(state.view.place, Place::Compare | Place::Prices);
    (!is_seen).then_some(Action::Go(Place::Compare)).into_iter().chain([action]).collect()
}

/// What changes bars, on a figure that has some.
fn on_bars(state: &State, action: Action) -> Vec<Action> {
    let figure = if state.view.figure == Figure::Table { Figure::TokensPerDollar } else { state.view.figure };
    on_compare(figure, action)
}

fn on_compare(figure: Figure, action: Action) -> Vec<Action> {
    vec![Action::Go(Place::Compare), Action::Show(figure), action]
}

/// Another look than now.
fn appear(state: &State, change: impl FnOnce(Appearance) -> Appearance) -> Vec<Action> {
    vec![Action::SetAppearance(change(state.documents.settings.value.appearance))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_once_and_has_a_name() {
        let all: Vec<Command> = Command::all().collect();
        for (index, command) in all.iter().enumerate() {
            assert!(!command.name().trim().is_empty());
            assert!(!all[index + 1..].contains(command), "{command:?} twice");
            assert!(
                !all[index + 1..].iter().any(|other| other.name() == command.name()),
                "{}",
                command.name()
            );
        }
    }
}

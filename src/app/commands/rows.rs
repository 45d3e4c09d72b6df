//! The commands, a row each. A new command is a new row, and nothing else: the enum and all that is known of a command
//! are made from the rows, in the order of the palette and of the sheet of shortcuts.

use std::borrow::Cow;

use super::asked::{
    SHOWN, appear, beside, has_markdown, has_numbers, markdown, moved_workload, of_portfolio, of_workload,
    on_bars, on_compare, other_workload, picture, saved_most, scope, seen_on_models, stop_work,
};
use super::table::{ask, ask_keys, commands};
use super::{Group, System, Zoom};
use crate::app::action::{Action, FigureFormat};
use crate::app::copied::{self, FOR_A_SPREADSHEET};
use crate::app::decide::Question;
use crate::app::lists::{ListAction, PUBLISHERS, TEMPLATES, Wanted};
use crate::app::state::{Costs, Figure, Place, PricesPage, State, Tokens};
use crate::catalog::Filter;
use crate::catalog::feeds::Format;
use crate::chart::{ColourBy, Scale, Sort};
use crate::settings::{Appearance, Contrast, Motion, Theme};

commands! {
    /// Go to a place.
    Go(place: Place = Place::ALL) in Go {
        name: format!("Go to {}", place.name()),
        words: if place == Place::Settings { "preferences options" } else { "" },
        keys: |_| match place {
            Place::Compare => &["Command+1"],
            Place::Workloads => &["Command+2"],
            Place::Prices => &["Command+3"],
            Place::Decide => &["Command+4"],
            Place::Settings => &["Command+Comma"],
        },
        does: |_| vec![Action::Go(place)],
    }

    /// Put the cursor into the search field of the place.
    Find in Go {
        name: "Find in the list",
        words: "search filter find a model, workload, price",
        keys: |_| &["Command+F"],
        does: |state| match state.view.place {
            Place::Workloads => vec![Action::FindInList],
            Place::Prices => vec![Action::GoPrices(PricesPage::Models), Action::FindInList],
            _ => vec![Action::Go(Place::Compare), Action::FindInList],
        },
    }

    /// Show a figure on Compare.
    Show(figure: Figure = Figure::ALL) in Figures {
        name: format!("Show {}", figure.name().to_lowercase()),
        keys: |_| match figure {
            Figure::TokensPerDollar => &["Command+T"],
            Figure::CostPerTask => &["Command+E"],
            Figure::OutputInputGap => &["Command+G"],
            Figure::Table => &["Command+B"],
        },
        does: |_| vec![Action::Show(figure), Action::Go(Place::Compare)],
    }

    /// The figure after the one that is shown.
    NextFigure in Figures {
        name: "Next figure",
        keys: |_| &["Command+PageDown"],
        does: |state| Command::Show(beside(Figure::ALL, state.view.figure, true)).actions(state),
    }

    /// The figure before the one that is shown.
    PreviousFigure in Figures {
        name: "Previous figure",
        keys: |_| &["Command+PageUp"],
        does: |state| Command::Show(beside(Figure::ALL, state.view.figure, false)).actions(state),
    }

    /// Save what is shown, as what it is saved most.
    Save in Figures {
        name: "Save what is shown…",
        words: "export download",
        keys: |_| &["Command+S"],
        refused: |state| (!has_numbers(state)).then_some(SHOWN),
        does: |state| Command::SaveAs(saved_most(state)).actions(state),
    }

    /// Copy the numbers that are shown, for a spreadsheet.
    CopyTable in Figures {
        name: FOR_A_SPREADSHEET,
        words: "copy the numbers table clipboard",
        keys: |_| &["Command+Shift+C"],
        refused: |state| {
            let has = if state.view.place == Place::Prices { copied::has_prices(state) } else { has_numbers(state) };
            (!has).then_some("on Compare, Decide and Prices, where there are numbers")
        },
        does: |_| vec![Action::CopyTable],
    }

    /// Copy the picture that is shown.
    CopyPicture in Figures {
        name: "Copy as picture",
        words: "clipboard image chart",
        refused: |state| picture(state).is_none().then_some("where a picture is shown"),
        does: |state| picture(state).map(Action::CopyPicture).into_iter().collect(),
    }

    /// Copy what is shown as Markdown.
    CopyMarkdown in Figures {
        name: "Copy as Markdown",
        refused: |state| (!has_markdown(state)).then_some(SHOWN),
        does: |state| {
            let copy = |text| Action::Copy(text, "the numbers as Markdown".to_owned());
            markdown(state).map(copy).into_iter().collect()
        },
    }

    /// Copy the answer of Decide as text.
    CopyText in Figures {
        name: "Copy the answer as text",
        refused: |state| state.derived.decided.answer.is_none().then_some("on Decide"),
        does: |state| {
            let answer = state.derived.decided.answer.iter();
            answer.map(|answer| Action::Copy(answer.to_text(), "the answer".to_owned())).collect()
        },
    }

    /// Compare all models of the scope again.
    ClearFilters in Figures {
        name: "Clear the search and the filters",
        words: "reset show all models",
        refused: |state| {
            let is_clear = state.view.search_here().is_empty() && state.view.filter == Filter::default();
            is_clear.then_some("nothing is searched for or filtered")
        },
        does: |_| vec![Action::ClearFilters],
    }

    /// Compare with no model any more.
    ClearBaseline in Figures {
        name: "Clear baseline",
        words: "stop comparing",
        refused: |state| state.view.baseline.is_none().then_some("there is none"),
        does: |_| vec![Action::Go(Place::Compare), Action::SetBaseline(None)],
    }

    /// Compare all models of the lists, or those of the standard scope again.
    CompareAll(all: bool = [true, false]) in Figures {
        name: if all { "Compare all models of the lists" } else { "Compare the standard models" },
        words: "scope show all back to the standard",
        refused: |state| {
            if state.documents.lists.value.is_empty() {
                return Some("all models of the reference list are compared");
            }
            (state.view.scope == scope(all)).then_some("they are compared already")
        },
        does: |state| seen_on_models(state, Action::SetScope(scope(all))),
    }

    /// List only the models with a price of one's own on Prices, or all.
    OnlyOwnPrices in Figures {
        name: "Prices: only own prices",
        now: |state| state.view.price_rows.only_own.then(|| "Prices: all prices".into()),
        does: |state| {
            let only = !state.view.price_rows.only_own;
            vec![Action::GoPrices(PricesPage::Models), Action::OnlyOwnPrices(only)]
        },
    }

    /// List hidden models on Prices too, or no longer.
    ShowHidden in Figures {
        name: "Prices: show hidden",
        now: |state| state.view.price_rows.with_hidden.then(|| "Prices: do not show hidden".into()),
        refused: |state| {
            let is_none = !state.view.price_rows.with_hidden && state.market().hidden().is_empty();
            is_none.then_some("no model is hidden")
        },
        does: |state| {
            let shows = !state.view.price_rows.with_hidden;
            vec![Action::GoPrices(PricesPage::Models), Action::ShowHidden(shows)]
        },
    }

    /// Show the numbers of an answer of Decide, or its chart.
    AnswerTable(shows: bool = [true, false]) in Figures {
        name: if shows { "Show the answer as a table" } else { "Show the answer as a chart" },
        does: |_| vec![Action::Go(Place::Decide), Action::ShowAnswerTable(shows)],
    }

    /// Which tokens a dollar buys.
    Tokens(tokens: Tokens = [Tokens::Input, Tokens::Output, Tokens::Blend]) in Figures {
        name: match tokens {
            Tokens::Input => "Show input tokens per dollar",
            Tokens::Output => "Show output tokens per dollar",
            Tokens::Blend => "Show blended tokens per dollar",
        },
        does: |_| on_compare(Figure::TokensPerDollar, Action::ShowTokens(tokens)),
    }

    /// Which cost of the workload.
    Costs(costs: Costs = [Costs::PerTask, Costs::TasksPerDollar, Costs::PerMonth]) in Figures {
        name: match costs {
            Costs::PerTask => "Show the cost of one task",
            Costs::TasksPerDollar => "Show tasks per dollar",
            Costs::PerMonth => "Show the cost of a month",
        },
        does: |_| on_compare(Figure::CostPerTask, Action::ShowCosts(costs)),
    }

    /// How amounts become lengths.
    Scale(scale: Scale = [Scale::Linear, Scale::Log]) in Figures {
        name: match scale {
            Scale::Linear => "Scale: linear",
            Scale::Log => "Scale: log",
        },
        words: "axis logarithmic",
        does: |state| on_bars(state, Action::SetScale(scale)),
    }

    /// In what order the bars stand.
    Sort(sort: Sort = [Sort::Value, Sort::Name, Sort::Provider, Sort::Tier]) in Figures {
        name: match sort {
            Sort::Value => "Order: best first",
            Sort::Name => "Order: by name",
            Sort::Provider => "Order: by provider",
            Sort::Tier => "Order: by tier",
        },
        words: "sort",
        does: |state| on_bars(state, Action::SetSort(sort)),
    }

    /// What the bars' colours stand for.
    ColourBy(by: ColourBy = [ColourBy::Tier, ColourBy::Provider]) in Figures {
        name: match by {
            ColourBy::Tier => "Colour by tier",
            ColourBy::Provider => "Colour by provider",
        },
        does: |state| on_bars(state, Action::SetColourBy(by)),
    }

    /// Start a new workload.
    NewWorkload in Workloads {
        name: "New workload",
        keys: |_| &["Command+N"],
        does: |state| {
            let stay = matches!(state.view.place, Place::Compare | Place::Workloads);
            let go = (!stay).then_some(Action::Go(Place::Workloads));
            go.into_iter().chain([Action::OpenNewWorkload(true)]).collect()
        },
    }

    /// Copy the chosen workload.
    DuplicateWorkload in Workloads {
        name: "Duplicate workload",
        keys: |_| &["Command+D"],
        refused: |state| state.workload().is_none().then_some("there is no workload"),
        does: |state| of_workload(state, Action::DuplicateWorkload),
    }

    /// Take the chosen workload away; undo brings it back.
    DeleteWorkload in Workloads {
        name: "Delete workload",
        refused: |state| state.workload().is_none().then_some("there is no workload"),
        does: |state| of_workload(state, Action::DeleteWorkload),
    }

    /// Choose the workload after the chosen one.
    NextWorkload in Workloads {
        name: "Next workload",
        keys: |_| &["Alt+PageDown"],
        refused: |state| (state.documents.workloads.len() < 2).then_some("there is no other workload"),
        does: |state| other_workload(state, true),
    }

    /// Choose the workload before the chosen one.
    PreviousWorkload in Workloads {
        name: "Previous workload",
        keys: |_| &["Alt+PageUp"],
        refused: |state| (state.documents.workloads.len() < 2).then_some("there is no other workload"),
        does: |state| other_workload(state, false),
    }

    /// Move the chosen workload one up in the list.
    MoveUp in Workloads {
        name: "Move workload up",
        words: "order",
        refused: |state| moved_workload(state, false).is_none().then_some("it is the first"),
        does: |state| moved_workload(state, false).into_iter().collect(),
    }

    /// Move it one down.
    MoveDown in Workloads {
        name: "Move workload down",
        words: "order",
        refused: |state| moved_workload(state, true).is_none().then_some("it is the last"),
        does: |state| moved_workload(state, true).into_iter().collect(),
    }

    /// Take the last change back.
    Undo in Changes {
        name: "Undo",
        now: |state| state.undo_label().map(|what| format!("Undo {what}").into()),
        keys: |_| &["Command+Z"],
        refused: |state| state.undo_label().is_none().then_some("nothing to undo"),
        does: |_| vec![Action::Undo],
    }

    /// Make it again.
    Redo in Changes {
        name: "Redo",
        now: |state| state.history.redo_label().map(|what| format!("Redo {what}").into()),
        keys: |system| match system {
            // The one that people know there; both work.
            System::Windows => &["Command+Y", "Command+Shift+Z"],
            System::Mac => &["Command+Shift+Z"],
            System::Other => &["Command+Shift+Z", "Command+Y"],
        },
        refused: |state| state.history.redo_label().is_none().then_some("nothing to redo"),
        does: |_| vec![Action::Redo],
    }

    /// Add workloads, portfolios, judgements or price lists from files.
    Import in Changes {
        name: "Import files…",
        words: "open load price list portfolio judgements",
        keys: |_| &["Command+O"],
        does: |_| vec![Action::AskImport],
    }

    /// Find any command.
    Palette in Window {
        name: "Find a command",
        words: "palette",
        keys: |_| &["Command+K"],
        does: |state| vec![Action::OpenPalette(state.view.palette.is_none())],
    }

    /// All shortcuts.
    Shortcuts in Window {
        name: "Keyboard shortcuts",
        words: "help keys hotkeys",
        keys: |_| &["F1"],
        does: |_| vec![Action::ToggleShortcuts],
    }

    /// Everything larger.
    Larger in Window {
        name: "Make everything larger",
        words: "zoom in",
        keys: |_| &["Command+Plus"],
        does: |_| vec![Action::Zoom(Zoom::Larger)],
    }

    /// Everything smaller.
    Smaller in Window {
        name: "Make everything smaller",
        words: "zoom out",
        keys: |_| &["Command+Minus"],
        does: |_| vec![Action::Zoom(Zoom::Smaller)],
    }

    /// Everything as large as at first.
    ActualSize in Window {
        name: "Make everything as large as at first",
        words: "reset zoom 100%",
        keys: |_| &["Command+0"],
        does: |_| vec![Action::Zoom(Zoom::Actual)],
    }

    /// Sizes and places as on the first day.
    ResetLayout in Window {
        name: "Reset window layout",
        does: |_| vec![Action::ResetLayout],
    }

    /// Light, dark, or as the system.
    Appearance(theme: Theme = [Theme::System, Theme::Light, Theme::Dark]) in Window {
        name: match theme {
            Theme::System => "Colours: as the system",
            Theme::Light => "Colours: light",
            Theme::Dark => "Colours: dark",
        },
        words: "theme mode appearance",
        does: |state| appear(state, |now| Appearance { theme, ..now }),
    }

    /// How strongly text and lines stand out.
    Contrast(contrast: Contrast = [Contrast::System, Contrast::Usual, Contrast::High]) in Window {
        name: match contrast {
            Contrast::System => "Contrast: as the system",
            Contrast::Usual => "Contrast: usual",
            Contrast::High => "Contrast: high",
        },
        words: "accessibility appearance",
        does: |state| appear(state, |now| Appearance { contrast, ..now }),
    }

    /// Whether things move.
    Motion(motion: Motion = [Motion::System, Motion::Full, Motion::Reduced]) in Window {
        name: match motion {
            Motion::System => "Motion: as the system",
            Motion::Full => "Motion: full",
            Motion::Reduced => "Motion: reduced",
        },
        words: "accessibility animation appearance",
        does: |state| appear(state, |now| Appearance { motion, ..now }),
    }

    /// Start a new portfolio.
    NewPortfolio in Workloads {
        name: "New portfolio",
        does: |state| {
            let go = [Action::Go(Place::Decide), Action::Ask(Question::Portfolio)];
            go.into_iter().chain(state.new_portfolio()).collect()
        },
    }

    /// Copy the portfolio that Decide shows.
    DuplicatePortfolio in Workloads {
        name: "Duplicate portfolio",
        refused: |state| state.chosen_portfolio().is_none().then_some("there is no portfolio"),
        does: |state| of_portfolio(state, Action::DuplicatePortfolio),
    }

    /// Save it as a file of its own.
    ExportPortfolio in Workloads {
        name: "Export portfolio…",
        refused: |state| state.chosen_portfolio().is_none().then_some("there is no portfolio"),
        does: |state| of_portfolio(state, Action::AskExportPortfolio),
    }

    /// Take it away; undo brings it back.
    DeletePortfolio in Workloads {
        name: "Delete portfolio",
        refused: |state| state.chosen_portfolio().is_none().then_some("there is no portfolio"),
        does: |state| of_portfolio(state, Action::DeletePortfolio),
    }

    /// Fetch the list of a publisher.
    FetchList(format: Format = PUBLISHERS) in Changes {
        name: format!("Fetch the price list of {}…", format.label()),
        words: "download update import",
        does: |_| {
            let fetch = ListAction::Fetch(Wanted::Publisher(format));
            vec![Action::GoPrices(PricesPage::Lists), Action::List(fetch)]
        },
    }

    /// Save an empty price list to fill in.
    SaveTemplate(format: Format = TEMPLATES) in Changes {
        name: format!("Save a template: {}…", format.label()),
        does: |_| vec![Action::List(ListAction::AskTemplate(format))],
    }

    /// Fetch all price lists that have an address.
    UpdateLists in Changes {
        name: "Update all loaded price lists",
        words: "download fetch refresh prices",
        refused: |state| {
            let is_none = state.documents.lists.value.entries().iter().all(|list| list.address.is_none());
            is_none.then_some("no loaded list has an address")
        },
        does: |_| vec![Action::List(ListAction::UpdateAll)],
    }

    /// Add a model that no list has.
    NewModel in Changes {
        name: "Add a model…",
        words: "own new price",
        does: |_| vec![Action::GoPrices(PricesPage::Models), Action::OpenNewModel(true)],
    }

    /// Back to the prices of the lists; undo brings the user's own back.
    ResetOwnPrices in Changes {
        name: "Reset all own prices",
        refused: |state| state.documents.overrides.value.is_empty().then_some("there are none"),
        does: |_| vec![Action::ResetOwnPrices],
    }

    /// Take away the own prices that are what would be paid without them.
    RemoveNeedlessPrices in Changes {
        name: "Remove own prices that equal the list",
        refused: |state| (state.derived.needless == 0).then_some("there are none"),
        does: |_| vec![Action::RemoveNeedlessPrices],
    }

    /// Try again to save what is not saved.
    SaveAgain in Changes {
        name: "Try again to save",
        refused: |state| state.unsaved.is_empty().then_some("everything is saved"),
        does: |_| vec![Action::SaveAgain],
    }

    /// Stop the work that the status line shows.
    StopWork in Changes {
        name: "Stop what is under way",
        words: "cancel abort import download",
        refused: |state| {
            let is_none = state.work.is_empty() && state.lists.downloads.is_empty();
            is_none.then_some("nothing is under way")
        },
        does: stop_work,
    }

    /// Show the folder in which everything is kept.
    DataFolder in Changes {
        name: "Show the data folder",
        words: "open files directory",
        does: |_| vec![Action::ShowDataFolder],
    }

    /// Save the chosen workload as a file of its own.
    ExportWorkload in Workloads {
        name: "Export workload…",
        refused: |state| state.workload().is_none().then_some("there is no workload"),
        does: |state| of_workload(state, Action::AskExport),
    }

    /// Bring back the starter workloads that are missing.
    RestoreStarters in Workloads {
        name: "Restore starter workloads",
        does: |_| vec![Action::RestoreStarters],
    }

    /// Go to a page of Prices.
    Page(page: PricesPage = PricesPage::ALL) in Go {
        name: format!("Go to Prices: {}", page.name()),
        does: |_| vec![Action::GoPrices(page)],
    }

    /// Show a question of Decide.
    Ask(question: Question = Question::ALL) in Go {
        name: format!("Decide: {}", question.words()),
        does: |_| vec![Action::Go(Place::Decide), Action::Ask(question)],
    }

    /// Save what is shown in a format.
    SaveAs(format: FigureFormat = [&FigureFormat::ALL[..], &FigureFormat::MEMO[..]].concat()) in Figures {
        name: format.label(),
        words: "export download",
        refused: |state| match state.view.place {
            Place::Compare if FigureFormat::ALL.contains(&format) => {
                if state.view.figure == Figure::Table && format != FigureFormat::Csv {
                    return Some("a table has no picture");
                }
                (!has_numbers(state)).then_some(SHOWN)
            }
            Place::Decide => (!has_numbers(state)).then_some(SHOWN),
            _ => Some(if FigureFormat::ALL.contains(&format) { SHOWN } else { "on Decide" }),
        },
        does: |state| match state.view.place {
            _ if FigureFormat::MEMO.contains(&format) => vec![Action::AskSaveMemo(format)],
            Place::Decide => vec![Action::AskSaveAnswer(format)],
            _ => vec![Action::AskSaveFigure(format)],
        },
    }

    /// Close the window.
    Quit in Window {
        name: "Quit",
        words: "exit close",
        keys: |_| &["Command+Q"],
        does: |_| vec![Action::Quit],
    }
}

//! What the commands are called and what else the palette finds them by; which group of the sheet each belongs to.

use std::borrow::Cow;

use super::{Command, FOR_A_SPREADSHEET, Group};
use crate::app::state::{Costs, Place, State, Tokens};
use crate::chart::{ColourBy, Scale, Sort};
use crate::settings::{Contrast, Motion, Theme};

impl Command {
    /// What it is about.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::Go(_) | Self::Page(_) | Self::Ask(_) | Self::Find => Group::Go,
            Self::Show(_)
            | Self::NextFigure
            | Self::PreviousFigure
            | Self::Save
            | Self::SaveAs(_)
            | Self::CopyTable
            | Self::CopyPicture
            | Self::CopyMarkdown
            | Self::CopyText
            | Self::Tokens(_)
            | Self::Costs(_)
            | Self::Scale(_)
            | Self::Sort(_)
            | Self::ColourBy(_)
            | Self::ClearBaseline
            | Self::CompareAll(_)
            | Self::OnlyOwnPrices
            | Self::ShowHidden
            | Self::AnswerTable(_)
            | Self::ClearFilters => Group::Figures,
            Self::NewWorkload
            | Self::DuplicateWorkload
            | Self::DeleteWorkload
            | Self::NextWorkload
            | Self::PreviousWorkload
            | Self::MoveUp
            | Self::MoveDown
            | Self::ExportWorkload
            | Self::NewPortfolio
            | Self::DuplicatePortfolio
            | Self::ExportPortfolio
            | Self::DeletePortfolio
            | Self::RestoreStarters => Group::Workloads,
            Self::Undo
            | Self::Redo
            | Self::Import
            | Self::FetchList(_)
            | Self::SaveTemplate(_)
            | Self::UpdateLists
            | Self::NewModel
            | Self::ResetOwnPrices
            | Self::RemoveNeedlessPrices
            | Self::SaveAgain
            | Self::StopWork
            | Self::DataFolder => Group::Changes,
            Self::Palette
            | Self::Shortcuts
            | Self::Appearance(_)
            | Self::Contrast(_)
            | Self::Motion(_)
            | Self::Larger
            | Self::Smaller
            | Self::ActualSize
            | Self::ResetLayout
            | Self::Quit => Group::Window,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Go(place) => return format!("Go to {}", place.name()).into(),
            Self::Page(page) => return format!("Go to Prices: {}", page.name()).into(),
            Self::Ask(question) => return format!("Decide: {}", question.words()).into(),
            Self::Show(figure) => return format!("Show {}", figure.name().to_lowercase()).into(),
            Self::SaveAs(format) => format.label(),
            Self::FetchList(format) => return format!("Fetch the price list of {}…", format.label()).into(),
            Self::SaveTemplate(format) => {
                return format!("Save a template: {}…", format.label()).into();
            }
            Self::NewPortfolio => "New portfolio",
            Self::Tokens(Tokens::Input) => "Show input tokens per dollar",
            Self::Tokens(Tokens::Output) => "Show output tokens per dollar",
            Self::Tokens(Tokens::Blend) => "Show blended tokens per dollar",
            Self::Costs(Costs::PerTask) => "Show the cost of one task",
            Self::Costs(Costs::TasksPerDollar) => "Show tasks per dollar",
            Self::Costs(Costs::PerMonth) => "Show the cost of a month",
            Self::Scale(Scale::Linear) => "Scale: linear",
            Self::Scale(Scale::Log) => "Scale: log",
            Self::Sort(Sort::Value) => "Order: best first",
            Self::Sort(Sort::Name) => "Order: by name",
            Self::Sort(Sort::Provider) => "Order: by provider",
            Self::Sort(Sort::Tier) => "Order: by tier",
            Self::ColourBy(ColourBy::Tier) => "Colour by tier",
            Self::ColourBy(ColourBy::Provider) => "Colour by provider",
            Self::ClearBaseline => "Clear baseline",
            Self::CompareAll(true) => "Compare all models of the lists",
            Self::CompareAll(false) => "Compare the standard models",
            Self::OnlyOwnPrices => "Prices: only own prices",
            Self::ShowHidden => "Prices: show hidden",
            Self::AnswerTable(true) => "Show the answer as a table",
            Self::AnswerTable(false) => "Show the answer as a chart",
            Self::MoveUp => "Move workload up",
            Self::MoveDown => "Move workload down",
            Self::RemoveNeedlessPrices => "Remove own prices that equal the list",
            Self::SaveAgain => "Try again to save",
            Self::Appearance(Theme::System) => "Colours: as the system",
            Self::Appearance(Theme::Light) => "Colours: light",
            Self::Appearance(Theme::Dark) => "Colours: dark",
            Self::Contrast(Contrast::System) => "Contrast: as the system",
            Self::Contrast(Contrast::Usual) => "Contrast: usual",
            Self::Contrast(Contrast::High) => "Contrast: high",
            Self::Motion(Motion::System) => "Motion: as the system",
            Self::Motion(Motion::Full) => "Motion: full",
            Self::Motion(Motion::Reduced) => "Motion: reduced",
            Self::Find => "Find in the list",
            Self::NextFigure => "Next figure",
            Self::PreviousFigure => "Previous figure",
            Self::Save => "Save what is shown…",
            Self::CopyTable => FOR_A_SPREADSHEET,
            Self::CopyPicture => "Copy as picture",
            Self::CopyMarkdown => "Copy as Markdown",
            Self::CopyText => "Copy the answer as text",
            Self::DuplicatePortfolio => "Duplicate portfolio",
            Self::ExportPortfolio => "Export portfolio…",
            Self::DeletePortfolio => "Delete portfolio",
            Self::ClearFilters => "Clear the search and the filters",
            Self::NewWorkload => "New workload",
            Self::DuplicateWorkload => "Duplicate workload",
            Self::DeleteWorkload => "Delete workload",
            Self::NextWorkload => "Next workload",
            Self::PreviousWorkload => "Previous workload",
            Self::ExportWorkload => "Export workload…",
            Self::RestoreStarters => "Restore starter workloads",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Import => "Import files…",
            Self::UpdateLists => "Update all loaded price lists",
            Self::NewModel => "Add a model…",
            Self::ResetOwnPrices => "Reset all own prices",
            Self::StopWork => "Stop what is under way",
            Self::DataFolder => "Show the data folder",
            Self::Palette => "Find a command",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::Larger => "Make everything larger",
            Self::Smaller => "Make everything smaller",
            Self::ActualSize => "Make everything as large as at first",
            Self::ResetLayout => "Reset window layout",
            Self::Quit => "Quit",
        })
    }

    /// What it would do now: `Undo delete workload Chat message`.
    #[must_use]
    pub fn name_now(self, state: &State) -> Cow<'static, str> {
        let name = self.name();
        let rows = state.view.price_rows;
        match self {
            Self::OnlyOwnPrices if rows.only_own => return "Prices: all prices".into(),
            Self::ShowHidden if rows.with_hidden => return "Prices: do not show hidden".into(),
            _ => {}
        }
        let what = match self {
            Self::Undo => state.undo_label(),
            Self::Redo => state.history.redo_label(),
            _ => None,
        };
        match what {
            Some(what) => format!("{name} {what}").into(),
            None => name,
        }
    }

    /// Other words for it, which the palette finds it by.
    #[must_use]
    pub const fn other_words(self) -> &'static str {
        match self {
            Self::Go(Place::Settings) => "preferences options",
            Self::Find => "search filter find a model, workload, price",
            Self::Save | Self::SaveAs(_) => "export download",
            Self::Import => "open load price list portfolio judgements",
            Self::CopyTable => "copy the numbers table clipboard",
            Self::CopyPicture => "clipboard image chart",
            Self::ClearFilters => "reset show all models",
            Self::UpdateLists => "download fetch refresh prices",
            Self::FetchList(_) => "download update import",
            Self::Sort(_) => "sort",
            Self::Scale(_) => "axis logarithmic",
            Self::ClearBaseline => "stop comparing",
            Self::CompareAll(_) => "scope show all back to the standard",
            Self::MoveUp | Self::MoveDown => "order",
            Self::NewModel => "own new price",
            Self::StopWork => "cancel abort import download",
            Self::DataFolder => "open files directory",
            Self::Appearance(_) => "theme mode appearance",
            Self::Contrast(_) => "accessibility appearance",
            Self::Motion(_) => "accessibility animation appearance",
            Self::Larger => "zoom in",
            Self::Smaller => "zoom out",
            Self::ActualSize => "reset zoom 100%",
            Self::Palette => "palette",
            Self::Shortcuts => "help keys hotkeys",
            Self::Quit => "exit close",
            _ => "",
        }
    }
}

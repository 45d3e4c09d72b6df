//! The keys of the commands, as names; the window turns them into what its toolkit knows.

use super::Command;
use crate::app::state::{Figure, Place};

/// A kind of system, by the keys that people know there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// Linux and all others.
    Other,
}

impl Command {
    /// Its keys on a system, the one to show first: `Command+Shift+Z`, where Command is Ctrl on all systems but the Mac.
    #[must_use]
    pub const fn key_names(self, system: System) -> &'static [&'static str] {
        match self {
            Self::Go(Place::Compare) => &["Command+1"],
            Self::Go(Place::Workloads) => &["Command+2"],
            Self::Go(Place::Prices) => &["Command+3"],
            Self::Go(Place::Decide) => &["Command+4"],
            Self::Go(Place::Settings) => &["Command+Comma"],
            Self::Find => &["Command+F"],
            Self::Show(Figure::TokensPerDollar) => &["Command+T"],
            Self::Show(Figure::CostPerTask) => &["Command+E"],
            Self::Show(Figure::OutputInputGap) => &["Command+G"],
            Self::Show(Figure::Table) => &["Command+B"],
            Self::NextFigure => &["Command+PageDown"],
            Self::PreviousFigure => &["Command+PageUp"],
            Self::NextWorkload => &["Alt+PageDown"],
            Self::PreviousWorkload => &["Alt+PageUp"],
            Self::Save => &["Command+S"],
            Self::CopyTable => &["Command+Shift+C"],
            Self::NewWorkload => &["Command+N"],
            Self::DuplicateWorkload => &["Command+D"],
            Self::Import => &["Command+O"],
            Self::Undo => &["Command+Z"],
            // The one that people know there; both work.
            Self::Redo => match system {
                System::Windows => &["Command+Y", "Command+Shift+Z"],
                System::Mac => &["Command+Shift+Z"],
                System::Other => &["Command+Shift+Z", "Command+Y"],
            },
            Self::Palette => &["Command+K"],
            Self::Shortcuts => &["F1"],
            Self::Larger => &["Command+Plus"],
            Self::Smaller => &["Command+Minus"],
            Self::ActualSize => &["Command+0"],
            Self::Quit => &["Command+Q"],
            Self::Page(_)
            | Self::Ask(_)
            | Self::SaveAs(_)
            | Self::DeleteWorkload
            | Self::ExportWorkload
            | Self::RestoreStarters
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
            | Self::MoveUp
            | Self::MoveDown
            | Self::RemoveNeedlessPrices
            | Self::SaveAgain
            | Self::DuplicatePortfolio
            | Self::ExportPortfolio
            | Self::DeletePortfolio
            | Self::ClearFilters
            | Self::NewPortfolio
            | Self::FetchList(_)
            | Self::SaveTemplate(_)
            | Self::UpdateLists
            | Self::NewModel
            | Self::ResetOwnPrices
            | Self::StopWork
            | Self::DataFolder
            | Self::Appearance(_)
            | Self::Contrast(_)
            | Self::Motion(_)
            | Self::ResetLayout => &[],
        }
    }
}

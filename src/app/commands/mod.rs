//! All commands of the window, in one place: the palette, the shortcuts, the sheet of shortcuts, the buttons and the
//! tooltips are made from it. A command is one row of `rows`: its group, its name, its keys, why it cannot be carried out
//! now, and the actions that it asks for.

mod asked;
mod palette;
mod rows;
mod single;
mod table;

use super::action::{Action, Saying};
use super::state::State;

use asked::{saved_most, seen_on_models};

pub use palette::{Entry, Found, Listed, ModelEntries, Palette, Target};
pub use rows::Command;
pub use single::Single;

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
    /// What it asks for; where it is refused, that this is said.
    pub fn actions(self, state: &State) -> Vec<Action> {
        if let Some(why) = self.refusal(state) {
            let text = format!("{}: {why}", self.name().trim_end_matches('…'));
            return vec![Action::Say(Saying::done(text))];
        }
        self.does(state)
    }

    /// The command with keys that does the same now: saving in the format that is saved most is plain saving.
    pub fn shortest(self, state: &State) -> Self {
        match self {
            Self::SaveAs(format) if format == saved_most(state) => Self::Save,
            other => other,
        }
    }
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

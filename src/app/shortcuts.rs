//! The commands that have a shortcut: one enum gives each its label and its keys.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::action::Action;
use super::state::{Figure, Place, State};

/// A command with a shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go to Compare.
    Compare,
    /// Go to Workloads.
    Workloads,
    /// Go to Prices.
    Prices,
    /// Go to Decide.
    Decide,
    /// Go to Settings.
    Settings,
    /// Start a new workload.
    NewWorkload,
    /// Copy the chosen workload.
    DuplicateWorkload,
    /// Tokens per dollar.
    TokensPerDollar,
    /// Cost per task.
    CostPerTask,
    /// Output/input gap.
    OutputInputGap,
    /// The table.
    Table,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// All shortcuts.
    Shortcuts,
}

impl Command {
    /// All commands, in the order of the sheet.
    pub const ALL: [Self; 14] = [
        Self::Compare,
        Self::Workloads,
        Self::Prices,
        Self::Decide,
        Self::Settings,
        Self::TokensPerDollar,
        Self::CostPerTask,
        Self::OutputInputGap,
        Self::Table,
        Self::NewWorkload,
        Self::DuplicateWorkload,
        Self::Undo,
        Self::Redo,
        Self::Shortcuts,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Compare => "Go to Compare",
            Self::Workloads => "Go to Workloads",
            Self::Prices => "Go to Prices",
            Self::Decide => "Go to Decide",
            Self::Settings => "Go to Settings",
            Self::NewWorkload => "New workload",
            Self::DuplicateWorkload => "Duplicate workload",
            Self::TokensPerDollar => "Show tokens per dollar",
            Self::CostPerTask => "Show cost per task",
            Self::OutputInputGap => "Show output/input gap",
            Self::Table => "Show table",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Shortcuts => "Keyboard shortcuts",
        }
    }

    /// Its keys; `COMMAND` is Ctrl, and Cmd on a Mac.
    #[must_use]
    pub const fn shortcut(self) -> KeyboardShortcut {
        let (modifiers, key) = match self {
            Self::Compare => (Modifiers::COMMAND, Key::Num1),
            Self::Workloads => (Modifiers::COMMAND, Key::Num2),
            Self::Prices => (Modifiers::COMMAND, Key::Num3),
            Self::Decide => (Modifiers::COMMAND, Key::Num4),
            Self::Settings => (Modifiers::COMMAND, Key::Comma),
            Self::NewWorkload => (Modifiers::COMMAND, Key::N),
            Self::DuplicateWorkload => (Modifiers::COMMAND, Key::D),
            Self::TokensPerDollar => (Modifiers::COMMAND, Key::T),
            Self::CostPerTask => (Modifiers::COMMAND, Key::E),
            Self::OutputInputGap => (Modifiers::COMMAND, Key::G),
            Self::Table => (Modifiers::COMMAND, Key::B),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::Redo => (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
            Self::Shortcuts => (Modifiers::NONE, Key::F1),
        };
        KeyboardShortcut::new(modifiers, key)
    }

    /// Its keys in words, as this system calls them: `Ctrl+,`.
    #[must_use]
    pub fn keys(self, ctx: &Context) -> String {
        ctx.format_shortcut(&self.shortcut()).replace("Comma", ",")
    }

    /// What it asks for.
    fn actions(self, state: &State) -> Vec<Action> {
        match self {
            Self::Compare => vec![Action::Go(Place::Compare)],
            Self::Workloads => vec![Action::Go(Place::Workloads)],
            Self::Prices => vec![Action::Go(Place::Prices)],
            Self::Decide => vec![Action::Go(Place::Decide)],
            Self::Settings => vec![Action::Go(Place::Settings)],
            Self::NewWorkload => {
                let stay = matches!(state.view.place, Place::Compare | Place::Workloads);
                let go = (!stay).then_some(Action::Go(Place::Workloads));
                go.into_iter().chain([Action::OpenNewWorkload(true)]).collect()
            }
            Self::DuplicateWorkload => state
                .workload()
                .map(|saved| Action::DuplicateWorkload(saved.key.clone()))
                .into_iter()
                .collect(),
            Self::TokensPerDollar => figure(Figure::TokensPerDollar),
            Self::CostPerTask => figure(Figure::CostPerTask),
            Self::OutputInputGap => figure(Figure::OutputInputGap),
            Self::Table => figure(Figure::Table),
            Self::Undo => vec![Action::Undo],
            Self::Redo => vec![Action::Redo],
            Self::Shortcuts => vec![Action::ToggleShortcuts],
        }
    }
}

fn figure(figure: Figure) -> Vec<Action> {
    vec![Action::Show(figure), Action::Go(Place::Compare)]
}

/// What the shortcuts pressed in this frame ask for. A field that is being typed in keeps its own undo.
pub fn pressed(ctx: &Context, state: &State) -> Vec<Action> {
    let is_typing = ctx.text_edit_focused();
    // The longer combination first: Ctrl+Shift+Z is no Ctrl+Z.
    let mut commands = Command::ALL.to_vec();
    commands.sort_by_key(|command| !command.shortcut().modifiers.shift);
    commands
        .into_iter()
        .filter(|command| !(is_typing && matches!(command, Command::Undo | Command::Redo)))
        .filter(|command| ctx.input_mut(|input| input.consume_shortcut(&command.shortcut())))
        .flat_map(|command| command.actions(state))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_their_keys() {
        for (index, command) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                assert_ne!(command.shortcut(), other.shortcut(), "{command:?} and {other:?}");
            }
        }
    }
}

//! The keys of the commands in this window: what they are called, and which were pressed.

#[cfg(test)]
mod tests;

use eframe::egui::os::OperatingSystem;
use eframe::egui::text::CCursorRange;
use eframe::egui::{Context, Event, Key, KeyboardShortcut, Memory, Modifiers, TextEdit};

use crate::app::action::Action;
use crate::app::commands::{Command, System};
use crate::app::state::State;

impl Command {
    /// Its keys on a system, the one to show first.
    pub fn shortcuts(self, os: OperatingSystem) -> impl Iterator<Item = KeyboardShortcut> {
        let system = match os {
            OperatingSystem::Windows => System::Windows,
            OperatingSystem::Mac => System::Mac,
            _ => System::Other,
        };
        self.key_names(system).iter().filter_map(|name| shortcut(name))
    }

    /// Its keys in words, as this system calls them: `Ctrl+,`. Empty where it has none.
    pub fn keys(self, ctx: &Context) -> String {
        let shown = self.shortcuts(ctx.os()).next().map(|shortcut| ctx.format_shortcut(&shortcut));
        let words =
            [("Comma", ","), ("Plus", "+"), ("Minus", "−"), ("PageDown", "Page down"), ("PageUp", "Page up")];
        words.iter().fold(shown.unwrap_or_default(), |keys, (name, word)| keys.replace(name, word))
    }

    /// What a tooltip says: the name and the keys.
    pub fn tip(self, ctx: &Context) -> String {
        let keys = self.keys(ctx);
        if keys.is_empty() { self.name().into_owned() } else { format!("{} ({keys})", self.name()) }
    }

    /// Whether the toolkit carries out its keys by itself.
    const fn is_of_toolkit(self) -> bool {
        matches!(self, Self::Larger | Self::Smaller | Self::ActualSize)
    }

    /// Whether it is carried out again and again while its keys are held.
    const fn repeats(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::NextFigure
                | Self::PreviousFigure
                | Self::NextWorkload
                | Self::PreviousWorkload
        )
    }
}

/// The toolkit's shortcut of a name such as `Command+Shift+Z`.
fn shortcut(name: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut parts = name.split('+').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return Some(KeyboardShortcut::new(modifiers, Key::from_name(part)?));
        }
        modifiers |= match part {
            "Command" => Modifiers::COMMAND,
            "Shift" => Modifiers::SHIFT,
            "Alt" => Modifiers::ALT,
            _ => return None,
        };
    }
    None
}

/// Whether these are the keys of a command.
pub fn is_shortcut(key: Key, modifiers: Modifiers, os: OperatingSystem) -> bool {
    let is_it = |shortcut: KeyboardShortcut| {
        shortcut.logical_key == key && modifiers.matches_exact(shortcut.modifiers)
    };
    Command::all().any(|command| command.shortcuts(os).any(is_it))
}

/// What the shortcuts pressed in this frame ask for. A field that is being typed in keeps its own undo, for as long as it
/// has something to undo.
pub fn pressed(ctx: &Context, state: &State) -> Vec<Action> {
    let is_key = |event: &Event| matches!(event, Event::Key { pressed: true, .. });
    if !ctx.input(|input| input.events.iter().any(is_key)) {
        return Vec::new();
    }
    let own = FieldSteps::of_focused(ctx);
    let os = ctx.os();
    let mut actions = Vec::new();
    let commands =
        Command::all().filter(|command| !command.is_of_toolkit()).filter(|command| !own.has(*command));
    for command in commands {
        if command.shortcuts(os).any(|shortcut| is_pressed(ctx, command, shortcut)) {
            if state.view.palette.is_some() && command != Command::Palette {
                actions.push(Action::OpenPalette(false));
            }
            if state.focus.receipt.is_some() && matches!(command, Command::Undo | Command::Redo) {
                // Behind a receipt nothing is to change unseen.
                continue;
            }
            actions.extend(command.actions(state));
        }
    }
    actions
}

/// Which steps the text field with the focus has of its own.
#[derive(Clone, Copy, Debug, Default)]
struct FieldSteps {
    can_undo: bool,
    can_redo: bool,
}

impl FieldSteps {
    fn of_focused(ctx: &Context) -> Self {
        let field = ctx.memory(Memory::focused).and_then(|field| TextEdit::load_state(ctx, field));
        let Some(undoer) = field.map(|field| field.undoer()) else { return Self::default() };
        let mut earlier = undoer.clone();
        // Different from all that is kept, so that the last of it comes back.
        let other = (CCursorRange::default(), "\0".to_owned());
        let Some(last) = earlier.undo(&other).cloned() else { return Self::default() };
        let can_redo = !undoer.is_in_flux() && undoer.has_redo(&last);
        let mut can_undo = undoer.is_in_flux();
        // A step that only moved the cursor is none.
        let mut now = last.clone();
        while !can_undo && let Some(before) = earlier.undo(&now).cloned() {
            can_undo = before.1 != last.1;
            now = before;
        }
        Self { can_undo, can_redo }
    }

    fn has(self, command: Command) -> bool {
        match command {
            Command::Undo => self.can_undo,
            Command::Redo => self.can_redo,
            _ => false,
        }
    }
}

/// Whether exactly these keys were pressed, which are then used up. Exactly, since `AltGr` is Ctrl and Alt on Windows, and
/// makes letters there.
fn is_pressed(ctx: &Context, command: Command, shortcut: KeyboardShortcut) -> bool {
    let mut is_pressed = false;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, repeat, .. } = event else { return true };
            if *key != shortcut.logical_key || !modifiers.matches_exact(shortcut.modifiers) {
                return true;
            }
            is_pressed |= !repeat || command.repeats();
            false
        });
    });
    is_pressed
}

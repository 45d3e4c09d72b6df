//! What is typed behind a key that moves the keyboard elsewhere waits until the keyboard is there. On a slow machine both
//! come in one frame, or the letters come while what has opened is not drawn yet: they would go to the field before, or
//! be lost.

use std::collections::VecDeque;

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Context, Event, Key, Plugin, RawInput, Ui};

use super::keys;

/// How many passes it takes until what a command opens has the keyboard: it is asked for, measured, drawn.
const UNTIL_OPEN: u8 = 3;
/// How many it takes to the next field.
const UNTIL_NEXT: u8 = 1;

/// The events of the keyboard that wait.
#[derive(Debug, Default)]
pub struct TypedAhead {
    waiting: VecDeque<Event>,
    /// For how many passes still.
    passes: u8,
}

impl TypedAhead {
    /// What of the events can be handled in this pass.
    fn ready(&mut self, came: Vec<Event>, os: OperatingSystem) -> Vec<Event> {
        self.passes = self.passes.saturating_sub(1);
        let mut ready = Vec::with_capacity(came.len());
        let mut has_text = false;
        let before = std::mem::take(&mut self.waiting);
        for event in before.into_iter().chain(came) {
            if !is_of_keyboard(&event) {
                ready.push(event);
            } else if !self.waiting.is_empty()
                || (self.passes > 0 && types(&event))
                || (has_text && chooses(&event))
            {
                // A key that is held would go on long after it was let go of.
                if !matches!(event, Event::Key { repeat: true, .. }) {
                    self.waiting.push_back(event);
                }
            } else {
                self.passes = self.passes.max(passes_behind(&event, os));
                has_text |= matches!(event, Event::Text(_) | Event::Paste(_));
                ready.push(event);
            }
        }
        ready
    }
}

impl Plugin for TypedAhead {
    fn debug_name(&self) -> &'static str {
        "typed ahead"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        input.events = self.ready(std::mem::take(&mut input.events), ctx.os());
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

const fn is_of_keyboard(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Copy | Event::Cut
    )
}

/// Whether a field would take it.
fn types(event: &Event) -> bool {
    match event {
        Event::Key { pressed, modifiers, .. } => *pressed && !modifiers.command,
        _ => true,
    }
}

/// Whether it is about what the letters before it find, or where they are: that is known one pass later.
const fn chooses(event: &Event) -> bool {
    matches!(
        event,
        Event::Key {
            key: Key::Enter
                | Key::Tab
                | Key::Escape
                | Key::ArrowUp
                | Key::ArrowDown
                | Key::PageUp
                | Key::PageDown,
            pressed: true,
            ..
        }
    )
}

/// How many passes are to go by before what comes behind an event is handled.
fn passes_behind(event: &Event, os: OperatingSystem) -> u8 {
    match event {
        Event::Key { key: Key::Tab, pressed: true, .. } => UNTIL_NEXT,
        Event::Key { key: Key::Enter | Key::Escape, pressed: true, .. } => UNTIL_OPEN,
        Event::Key { key, pressed: true, modifiers, .. } if keys::is_shortcut(*key, *modifiers, os) => {
            UNTIL_OPEN
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::Modifiers;

    use super::*;

    fn key(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
    }

    fn tab() -> Event {
        key(Key::Tab, Modifiers::NONE, true)
    }

    fn text(letter: &str) -> Event {
        Event::Text(letter.to_owned())
    }

    /// What is handled in each pass.
    fn passes(events: &[Vec<Event>]) -> Vec<Vec<Event>> {
        let mut ahead = TypedAhead::default();
        events.iter().map(|came| ahead.ready(came.clone(), OperatingSystem::Nix)).collect()
    }

    #[test]
    fn letters_behind_tab_are_for_the_next_field() {
        let came = vec![text("a"), tab(), text("b"), text("c"), tab(), text("d")];
        let handled = passes(&[came, vec![], vec![], vec![], vec![], vec![]]);
        let expected =
            [vec![text("a")], vec![tab()], vec![text("b"), text("c")], vec![tab()], vec![text("d")], vec![]];
        assert_eq!(handled, expected);
    }

    #[test]
    fn letters_behind_a_command_wait_until_it_is_open() {
        let palette = key(Key::K, Modifiers::COMMAND, true);
        let handled = passes(&[
            vec![palette.clone()],
            vec![text("a"), Event::PointerGone],
            vec![text("b"), key(Key::B, Modifiers::NONE, false)],
            vec![text("c")],
        ]);
        let last = vec![text("a"), text("b"), key(Key::B, Modifiers::NONE, false), text("c")];
        assert_eq!(handled, [vec![palette], vec![Event::PointerGone], vec![], last]);
    }

    #[test]
    fn a_command_that_is_held_goes_on_at_once() {
        let undo = key(Key::Z, Modifiers::COMMAND, true);
        let handled = passes(&[vec![undo.clone(), undo.clone()], vec![undo.clone()], vec![text("a")]]);
        assert_eq!(handled, [vec![undo.clone(), undo.clone()], vec![undo], vec![]]);
        let all = [vec![text("a"), text("b")]];
        assert_eq!(passes(&all), all);
    }
}

//! The palette of commands, and what commands do outside the state.

use super::Update;
use crate::app::action::{Action, Effect, Saying, SearchField};
use crate::app::commands::{Palette, Target};
use crate::app::copied;
use crate::app::state::Place;

impl Update<'_> {
    pub(super) fn command(&mut self, action: Action) {
        let state = &mut *self.state;
        state.is_stale = true;
        match action {
            Action::OpenPalette(open) => {
                state.view.palette = open.then(Palette::default);
                // What the mouse happens to be over is not what a command is for.
                state.view.hovered = None;
                state.refresh_focus();
                state.refresh_palette(true);
            }
            Action::SearchCommands(query) => {
                if let Some(palette) = &mut state.view.palette {
                    *palette = Palette { query, chosen: 0 };
                    state.refresh_palette(false);
                }
            }
            Action::PointAtCommand(row) => {
                let rows = state.derived.palette.found.len();
                if let Some(palette) = &mut state.view.palette {
                    palette.chosen = row.min(rows.saturating_sub(1));
                }
            }
            Action::Pick(target) => self.pick(target),
            Action::FindInList => {
                let field = match state.view.place {
                    Place::Workloads => SearchField::Workloads,
                    _ => SearchField::Models,
                };
                self.effects.push(Effect::Focus(field));
            }
            Action::CopyTable => self.copy_table(),
            Action::Zoom(zoom) => self.effects.push(Effect::Zoom(zoom)),
            Action::Quit => self.effects.push(Effect::Quit),
            _ => {}
        }
    }

    fn pick(&mut self, target: Target) {
        self.state.view.palette = None;
        self.state.refresh_palette(false);
        for action in target.actions(self.state) {
            self.carry_out(action);
        }
        self.state.remember_pick(target);
    }

    fn copy_table(&mut self) {
        let text = copied::tabs(self.state);
        if let Some(text) = text {
            self.effects.push(Effect::Copy(text));
            self.state.saying = Some(Saying::done("Copied the numbers"));
        }
    }
}

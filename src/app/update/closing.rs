//! Closing the window while changes are not on disk.

use super::Update;
use crate::app::action::Effect;
use crate::app::closing::{CloseAction, Closing};

impl Update<'_> {
    pub(super) fn close(&mut self, action: CloseAction) {
        let state = &mut *self.state;
        state.is_stale = true;
        match action {
            CloseAction::WhenSaved => {
                state.closing = Some(Closing::Saving);
                self.effects.push(Effect::SaveAgain);
            }
            CloseAction::Ask => state.closing = Some(Closing::Asking),
            CloseAction::SaveElsewhere => self.effects.push(Effect::AskSaveElsewhere),
            CloseAction::SavedElsewhere(folder) => {
                log::info!("what was not saved is in {}", folder.display());
                state.is_saved_elsewhere = true;
                state.closing = Some(Closing::Now);
                self.effects.push(Effect::Quit);
            }
            CloseAction::Now => {
                state.closing = Some(Closing::Now);
                self.effects.push(Effect::Quit);
            }
            CloseAction::Stay => state.closing = None,
        }
    }
}

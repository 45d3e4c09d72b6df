//! What it takes to draw one field of a workload and to save what is entered in it.

use eframe::egui::Ui;

use super::WIDTH;
use crate::app::action::Action;
use crate::app::fields::field_of;
use crate::app::state::State;
use crate::money::typed;
use crate::store::SavedWorkload;
use crate::window::theme::{Role, Space};
use crate::window::widgets::Field;
use crate::workload::{Draft, Field as Key, Workload};

/// What it takes to draw and commit one field of a workload.
pub(super) struct Editor<'a> {
    pub(super) state: &'a State,
    pub(super) saved: &'a SavedWorkload,
    pub(super) actions: &'a mut Vec<Action>,
}

/// How one field looks.
pub(super) struct Look<'a> {
    /// What tells it from the workload's other fields: the key of its value in the file.
    pub(super) key: &'a str,
    /// What a screen reader calls it.
    pub(super) name: &'a str,
    /// What stands in it when it is empty.
    pub(super) hint: &'a str,
    /// Width in points.
    pub(super) width: f32,
    /// Whether it has several lines.
    pub(super) multiline: bool,
}

impl Editor<'_> {
    /// A field of full width below its title.
    pub(super) fn field(
        &mut self,
        ui: &mut Ui,
        field: Key,
        (title, hint): (&str, &str),
        value: &str,
        change: impl Fn(&str, &mut Draft) -> Result<(), String>,
    ) {
        ui.label(Role::Label.text(title));
        let multiline = field == Key::Note;
        let look = Look { key: field.key(), name: title, hint, width: WIDTH, multiline };
        self.bare(ui, &look, value, change);
        ui.add_space(Space::Small.points());
    }

    /// The field alone. What `change` makes of the text is checked as a whole and then saved.
    pub(super) fn bare(
        &mut self,
        ui: &mut Ui,
        look: &Look<'_>,
        value: &str,
        change: impl Fn(&str, &mut Draft) -> Result<(), String>,
    ) {
        let id = field_of(&self.saved.key, look.key);
        let widget = Field {
            id: &id,
            name: look.name,
            value,
            hint: look.hint,
            width: look.width,
            enabled: self.is_writable(),
            multiline: look.multiline,
        };
        let workload = &self.saved.workload;
        let outcome = widget.show(ui, self.state, self.actions, |text| {
            let mut draft = workload.to_draft();
            change(text, &mut draft)?;
            Workload::try_from(draft).map_err(|errors| {
                let sentences: Vec<String> = errors.into_iter().map(|error| error.problem).collect();
                sentences.join("; ")
            })
        });
        if let Some(workload) = outcome.commit {
            self.actions.push(Action::EditWorkload(self.saved.key.clone(), workload));
        }
    }

    /// Whether the workload can be saved.
    pub(super) fn is_writable(&self) -> bool {
        self.saved.read_only.is_none()
    }

    /// Changes what needs no text: a choice among a few.
    pub(super) fn choose(&mut self, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.saved.workload.to_draft();
        change(&mut draft);
        if let Ok(workload) = Workload::try_from(draft) {
            self.actions.push(Action::EditWorkload(self.saved.key.clone(), workload));
        }
    }
}

pub(super) fn count(text: &str, most: u64) -> Result<u64, String> {
    typed::count(text, most).map_err(|error| error.to_string())
}

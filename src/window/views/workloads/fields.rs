//! The fields of a workload: what everybody needs, and what is folded until it is used.

use eframe::egui::{self, Ui};

use super::{WIDTH, advanced};
use crate::app::action::Action;
use crate::app::fields::field_of;
use crate::app::state::State;
use crate::money::{label, typed};
use crate::store::SavedWorkload;
use crate::window::theme::{Role, Space};
use crate::window::widgets::Field;
use crate::workload::{Draft, Field as Key, MOST_DAYS, MOST_REQUESTS, MOST_TOKENS, Name, Workload};

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

/// Draws the fields.
pub(super) fn show(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
    let workload = &saved.workload;
    let key = saved.key.clone();
    let mut editor = Editor { state, saved, actions };
    editor.field(ui, Key::Name, ("Name", "Chat message"), workload.name().as_str(), |text, draft| {
        let name = Name::new(text).map_err(|error| error.to_string())?;
        if state.documents.has_name(name.as_str(), Some(&key)) {
            return Err("another workload has this name".to_owned());
        }
        draft.name = name.to_string();
        Ok(())
    });
    let input = label::whole(workload.input_tokens());
    editor.field(ui, Key::InputTokens, ("Input tokens of one task", "500"), &input, |text, draft| {
        draft.set_input_tokens(count(text, MOST_TOKENS)?);
        Ok(())
    });
    let output = label::whole(workload.output_tokens());
    editor.field(ui, Key::OutputTokens, ("Output tokens of one task", "200"), &output, |text, draft| {
        draft.set_output_tokens(count(text, MOST_TOKENS)?);
        Ok(())
    });
    let requests = workload.requests_per_day().map(label::whole).unwrap_or_default();
    editor.field(
        ui,
        Key::RequestsPerDay,
        ("Requests per day", "not set: no monthly cost"),
        &requests,
        |text, draft| {
            draft.requests_per_day =
                if text.trim().is_empty() { None } else { Some(count(text, MOST_REQUESTS)?) };
            Ok(())
        },
    );
    let is_used =
        workload.days_per_month() != 30 || !workload.note().is_empty() || workload.unit() != "tasks";
    egui::CollapsingHeader::new("More").id_salt(("more", saved.key.as_str())).default_open(is_used).show(
        ui,
        |ui| {
            editor.field(
                ui,
                Key::Unit,
                ("What tasks are called", "messages"),
                workload.unit(),
                |text, draft| {
                    text.clone_into(&mut draft.unit);
                    Ok(())
                },
            );
            let days = workload.days_per_month().to_string();
            editor.field(ui, Key::DaysPerMonth, ("Days per month", "30"), &days, |text, draft| {
                draft.days_per_month = count(text, MOST_DAYS)?;
                Ok(())
            });
            editor.field(ui, Key::Note, ("Note", ""), workload.note(), |text, draft| {
                text.clone_into(&mut draft.note);
                Ok(())
            });
        },
    );
    advanced::show(ui, &mut editor);
}

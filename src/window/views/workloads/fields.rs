//! The fields of a workload: what everybody needs, and what is folded until it is used.

use eframe::egui::{self, Ui};

use super::advanced;
use super::editor::{Editor, count};
use crate::app::action::Action;
use crate::app::state::State;
use crate::money::label;
use crate::store::SavedWorkload;
use crate::workload::{Field as Key, MOST_DAYS, MOST_REQUESTS, MOST_TOKENS, Name};

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

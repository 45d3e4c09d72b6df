//! Workloads: the list on the left, the fields of the chosen one in the middle, what it costs beside them.

use eframe::egui::{self, Panel, Ui};

use crate::app::action::Action;
use crate::app::state::{Place, State};
use crate::app::theme::{self, Role, Space};
use crate::app::widgets::{Field, WorkloadRows, quick_workload};
use crate::money::{label, typed};
use crate::store::SavedWorkload;
use crate::workload::{Draft, Field as Key, MOST_DAYS, MOST_REQUESTS, MOST_TOKENS, Name, Workload};

/// How many models the summary of costs names.
const CHEAPEST: usize = 5;
/// Width of a field, in points.
const WIDTH: f32 = 300.0;

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let side = egui::Frame::new().fill(colours.panel).inner_margin(Space::Medium.margin());
    Panel::left("workload list")
        .default_size(theme::LEFT_PANEL + 40.0)
        .size_range(200.0..=460.0)
        .resizable(true)
        .frame(side)
        .show(ui, |ui| {
            ui.label(Role::Heading.text("Workloads"));
            quick_workload(ui, state, actions);
            ui.horizontal_wrapped(|ui| {
                if ui.button("Import…").on_hover_text("Add workloads from .ron files").clicked() {
                    actions.push(Action::AskImport);
                }
                let restore = ui
                    .button("Restore starters")
                    .on_hover_text("Bring back the starter workloads that are missing");
                if restore.clicked() {
                    actions.push(Action::RestoreStarters);
                }
            });
            ui.label(Role::Small.text("Drag to sort, or press Alt with an arrow.").color(colours.muted));
            WorkloadRows { state, can_move: true }.show(ui, actions);
        });
    let canvas = egui::Frame::new().fill(colours.canvas).inner_margin(Space::Large.margin());
    egui::CentralPanel::default().frame(canvas).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| if let Some(saved) = state.workload() { editor(ui, state, saved, actions) } else {
            ui.label(Role::Title.text("No workloads"));
            ui.label("A workload is a task that you pay for: how many tokens go in and come out, and how often.");
            if ui.button("Restore starter workloads").clicked() {
                actions.push(Action::RestoreStarters);
            }
        });
    });
}

fn editor(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let key = &saved.key;
    ui.add(egui::Label::new(Role::Title.text(saved.workload.name().as_str())).wrap());
    ui.horizontal_wrapped(|ui| {
        if ui.button("Show costs").on_hover_text("What one task costs on every model").clicked() {
            actions.push(Action::Show(crate::app::state::Figure::CostPerTask));
            actions.push(Action::Go(Place::Compare));
        }
        if ui.button("Duplicate").clicked() {
            actions.push(Action::DuplicateWorkload(key.clone()));
        }
        if ui.button("Export…").on_hover_text("Save this workload as a file of its own").clicked() {
            actions.push(Action::AskExport(key.clone()));
        }
        if ui.button("Delete").on_hover_text("Undo brings it back").clicked() {
            actions.push(Action::DeleteWorkload(key.clone()));
        }
    });
    if let Some(reason) = &saved.read_only {
        ui.add_space(Space::Small.points());
        egui::Frame::new()
            .fill(colours.notice)
            .corner_radius(theme::RADIUS)
            .inner_margin(Space::Small.margin())
            .show(ui, |ui| {
                ui.add(egui::Label::new(format!("Read-only: {reason}")).wrap());
                if ui.button("Save a copy").clicked() {
                    actions.push(Action::CopyReadOnly(key.clone()));
                }
            });
    }
    ui.add_space(Space::Medium.points());
    if ui.available_width() > 2.0 * WIDTH + 120.0 {
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(WIDTH + 40.0);
                fields(ui, state, saved, actions);
            });
            ui.add_space(Space::Large.points());
            ui.vertical(|ui| costs(ui, state, actions));
        });
    } else {
        fields(ui, state, saved, actions);
        ui.add_space(Space::Large.points());
        costs(ui, state, actions);
    }
}

/// What it takes to draw and commit one field of a workload.
struct Editor<'a> {
    state: &'a State,
    saved: &'a SavedWorkload,
    actions: &'a mut Vec<Action>,
}

impl Editor<'_> {
    fn field(
        &mut self,
        ui: &mut Ui,
        field: Key,
        (title, hint): (&str, &str),
        value: &str,
        change: impl Fn(&str, &mut Draft) -> Result<(), String>,
    ) {
        ui.label(Role::Label.text(title));
        let id = format!("workload {} {}", self.saved.key, field.key());
        let widget = Field {
            id: &id,
            name: title,
            value,
            hint,
            width: WIDTH,
            enabled: self.saved.read_only.is_none(),
            multiline: field == Key::Note,
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
        ui.add_space(Space::Small.points());
    }
}

fn count(text: &str, most: u64) -> Result<u64, String> {
    typed::count(text, most).map_err(|error| error.to_string())
}

fn fields(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
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
        draft.input_tokens = count(text, MOST_TOKENS)?;
        Ok(())
    });
    let output = label::whole(workload.output_tokens());
    editor.field(ui, Key::OutputTokens, ("Output tokens of one task", "200"), &output, |text, draft| {
        draft.output_tokens = count(text, MOST_TOKENS)?;
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
}

fn costs(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(saved) = state.workload() else { return };
    let colours = theme::colours(ui);
    ui.label(Role::Heading.text("Cheapest models"));
    egui::Grid::new("cheapest").num_columns(4).striped(false).spacing([20.0, 8.0]).show(ui, |ui| {
        for title in ["", "Model", "A task", "A month"] {
            ui.label(Role::Small.text(title).color(colours.muted));
        }
        ui.end_row();
        for (offer, rank, cost) in state.derived.cheapest_models(CHEAPEST) {
            ui.label(Role::Small.text(rank.to_string()).color(colours.muted));
            ui.label(&offer.model.name);
            ui.label(label::dollars(cost));
            ui.label(
                crate::billing::monthly(cost, &saved.workload).map_or_else(|| "—".to_owned(), label::dollars),
            );
            ui.end_row();
        }
    });
    if saved.workload.requests_per_day().is_none() {
        ui.label(Role::Small.text("Set requests per day to see a monthly cost.").color(colours.muted));
    }
    if ui.button("All models").on_hover_text("Show the chart of all models").clicked() {
        actions.push(Action::Show(crate::app::state::Figure::CostPerTask));
        actions.push(Action::Go(Place::Compare));
    }
}

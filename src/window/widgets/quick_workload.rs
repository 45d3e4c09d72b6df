//! A new workload on the spot: a name and how many tokens go in and out. Enter saves it.

use eframe::egui::{self, Context, Event, Id, Key, Memory, Popup, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::fields::{NEW_INPUT as INPUT, NEW_NAME as NAME, NEW_OUTPUT as OUTPUT};
use crate::app::state::{Place, State};
use crate::money::typed;
use crate::window::theme::{self, Role, Space};
use crate::workload::{Draft, MOST_TOKENS, Name, Pasted, Workload};

use super::{Field, field_id, problem};

/// What the button beside the words of what else was pasted takes, in points.
const BUTTON: f32 = 32.0;

/// What Escape does to the form: it closes it, unless it closes something that is open over it. To be asked before
/// anything is drawn, for a menu may have closed itself by the time that the form is.
pub fn left_by_escape(ctx: &Context, state: &State) -> Option<Action> {
    let view = &state.view;
    let is_shown = view.is_new_open && matches!(view.place, Place::Compare | Place::Workloads);
    let is_covered = view.palette.is_some()
        || view.shortcuts_open
        || state.focus.receipt.is_some()
        || Popup::is_any_open(ctx);
    // A key that is held has taken the field's text back already, and is to do no more than that.
    let is_first =
        |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, repeat: false, .. });
    let is_left = is_shown && !is_covered && ctx.input(|input| input.events.iter().any(is_first));
    let other_field = typed_in_before(ctx).filter(|id| ![NAME, INPUT, OUTPUT].map(field_id).contains(id));
    (is_left && other_field.is_none()).then_some(Action::OpenNewWorkload(false))
}

/// The text field that had the focus when this was asked in the frame before: the toolkit takes the focus away with Escape,
/// before anything can be asked.
fn typed_in_before(ctx: &Context) -> Option<Id> {
    let kept = Id::unique("text field before");
    let focused = ctx.memory(Memory::focused).filter(|id| TextEdit::load_state(ctx, *id).is_some());
    ctx.data_mut(|data| {
        let before = data.get_temp::<Option<Id>>(kept).flatten();
        data.insert_temp(kept, focused);
        before
    })
}

/// Draws the button, or the form when it is open.
pub fn quick_workload(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let focused = egui::Id::unique("new workload focused");
    if !state.view.is_new_open {
        let button = egui::Button::new(Role::Body.text("+  New workload"))
            .min_size(egui::vec2(ui.available_width(), 30.0));
        let keys = Command::NewWorkload.keys(ui.ctx());
        let response = ui.add(button).on_hover_text(format!(
            "Name a workload and say how many tokens it takes ({keys}), or paste it: 500 in, 200 out",
        ));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "New workload"));
        if response.clicked() {
            actions.push(Action::OpenNewWorkload(true));
        }
        return;
    }
    let colours = theme::colours(ui);
    egui::Frame::new()
        .fill(colours.canvas)
        .stroke(egui::Stroke::new(1.0, colours.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Small.margin())
        .show(ui, |ui| form(ui, state, actions, focused));
}

fn form(ui: &mut Ui, state: &State, actions: &mut Vec<Action>, focused: egui::Id) {
    let width = ui.available_width() - 4.0;
    // Nothing has a value yet; what is typed stays with the state until the form is done.
    let field = |id, name, hint| Field { id, name, value: "", hint, width, enabled: true, multiline: false };
    ui.label(Role::Label.text("Name"));
    let name = field(NAME, "Name of the new workload", "Support chat")
        .show(ui, state, actions, |text| name_of(state, text));
    ui.label(Role::Label.text("Input tokens of one task"));
    let input = field(INPUT, "Input tokens of the new workload", "500").show(ui, state, actions, tokens);
    ui.label(Role::Label.text("Output tokens of one task"));
    let output = field(OUTPUT, "Output tokens of the new workload", "200").show(ui, state, actions, tokens);
    besides(ui, state, actions);

    let entered = name.is_entered || input.is_entered || output.is_entered;
    // A committed value leaves what was typed; here everything typed stays until the form is done.
    actions.retain(
        |action| !matches!(action, Action::Untype(id) if [NAME, INPUT, OUTPUT].contains(&id.as_str())),
    );
    let asked = state.view.new_asked;
    if ui.data(|data| data.get_temp::<u32>(focused)) != Some(asked) {
        name.response.request_focus();
        ui.data_mut(|data| data.insert_temp(focused, asked));
    }

    let workload = made(state, &name.text, &input.text, &output.text);
    if let Err(sentence) = &workload
        && !name.text.is_empty()
        && !input.text.is_empty()
        && !output.text.is_empty()
        && [name_of(state, &name.text).is_ok(), tokens(&input.text).is_ok(), tokens(&output.text).is_ok()]
            .into_iter()
            .all(|is_ok| is_ok)
    {
        problem(ui, sentence, width);
    }
    let mut add = false;
    ui.horizontal(|ui| {
        let button = egui::Button::new(Role::Body.text("Add workload").color(theme::colours(ui).on_accent))
            .fill(theme::colours(ui).accent);
        add = ui.add(button).clicked();
        if ui.button("Cancel").clicked() {
            actions.push(Action::OpenNewWorkload(false));
        }
    });
    if !(add || entered) {
        return;
    }
    if let Ok(workload) = workload {
        actions.push(Action::OpenNewWorkload(false));
        actions.push(Action::AddWorkload(workload));
        return;
    }
    // Enter goes on to the first field that is not done.
    let (first, response, typed) = if name_of(state, &name.text).is_err() {
        (NAME, &name.response, &name.text)
    } else if tokens(&input.text).is_err() {
        (INPUT, &input.response, &input.text)
    } else {
        (OUTPUT, &output.response, &output.text)
    };
    let is_there = (first == NAME && name.is_entered)
        || (first == INPUT && input.is_entered)
        || (first == OUTPUT && output.is_entered);
    if add || is_there {
        // An empty field has nothing typed yet, so nothing wrong to show until it is pressed for.
        actions.push(Action::Type { field: first.to_owned(), text: typed.clone(), is_value: false });
    }
    response.request_focus();
}

/// What was pasted and has no field here, and the way to do without it.
fn besides(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let words = state.view.pasted.as_ref().map(Pasted::to_other_words).unwrap_or_default();
    if words.is_empty() {
        return;
    }
    ui.horizontal_top(|ui| {
        let text = Role::Small.text(format!("Also {words}")).color(theme::colours(ui).muted);
        ui.vertical(|ui| {
            ui.set_max_width((ui.available_width() - BUTTON).max(0.0));
            ui.add(egui::Label::new(text).wrap());
        });
        let button = ui.small_button(Role::Small.text("×")).on_hover_text("Leave this out");
        button.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, "Leave out what else was pasted")
        });
        if button.clicked() {
            actions.push(Action::ForgetPasted);
        }
    });
}

fn tokens(text: &str) -> Result<u64, String> {
    typed::count(text, MOST_TOKENS).map_err(|error| error.to_string())
}

fn name_of(state: &State, text: &str) -> Result<Name, String> {
    let name = Name::new(text).map_err(|error| error.to_string())?;
    if state.documents.has_name(name.as_str(), None) {
        return Err("another workload has this name".to_owned());
    }
    Ok(name)
}

fn made(state: &State, name: &str, input: &str, output: &str) -> Result<Workload, String> {
    let (input_tokens, output_tokens) = (tokens(input)?, tokens(output)?);
    let mut draft =
        Draft { name: name_of(state, name)?.to_string(), input_tokens, output_tokens, ..Draft::default() };
    if let Some(pasted) = &state.view.pasted {
        pasted.fill(&mut draft)?;
        // What the fields say holds, also where they were changed after pasting: the cached part keeps its share.
        draft.set_input_tokens(input_tokens);
        draft.set_output_tokens(output_tokens);
    }
    Workload::try_from(draft)
        .map_err(|errors| errors.into_iter().map(|error| error.problem).collect::<Vec<_>>().join("; "))
}

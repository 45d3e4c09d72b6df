//! Pasting the numbers of a workload: what a pasted text fills, decided before a field takes it as letters.

use eframe::egui::{self, Context, Event, Id};

use super::widgets;
use crate::app::action::Action;
use crate::app::fields::{NEW_INPUT, NEW_NAME, NEW_OUTPUT, fields_of};
use crate::app::state::{Place, State};
use crate::store::WorkloadKey;
use crate::workload::Pasted;

/// What the texts pasted in this frame ask for. Those that are understood are taken out of the frame; the others go on
/// to the field that has the focus.
pub fn pasted(ctx: &Context, state: &State) -> Vec<Action> {
    let text = ctx.input(|input| {
        input
            .events
            .iter()
            .find_map(|event| if let Event::Paste(text) = event { Some(text.clone()) } else { None })
    });
    let Some((text, into)) = text.zip(target(ctx, state)) else { return Vec::new() };
    let Some(pasted) = Pasted::read(&text) else { return Vec::new() };
    ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Paste(_))));
    match into {
        Target::New => vec![Action::FillNewWorkload(Box::new(pasted))],
        Target::Saved(key) => vec![Action::FillWorkload(key, Box::new(pasted))],
    }
}

/// What a pasted text would fill.
enum Target {
    New,
    Saved(WorkloadKey),
}

fn target(ctx: &Context, state: &State) -> Option<Target> {
    let view = &state.view;
    if !matches!(view.place, Place::Compare | Place::Workloads)
        || view.shortcuts_open
        || view.receipt.is_some()
    {
        return None;
    }
    if !ctx.text_edit_focused() {
        return Some(Target::New);
    }
    let focused: Id = ctx.memory(egui::Memory::focused)?;
    let is_in = |field: &str| widgets::field_id(field) == focused;
    if view.is_new_open && [NEW_NAME, NEW_INPUT, NEW_OUTPUT].into_iter().any(is_in) {
        return Some(Target::New);
    }
    let saved = state.workload().filter(|_| view.place == Place::Workloads)?;
    fields_of(&saved.key).any(|field| is_in(&field)).then(|| Target::Saved(saved.key.clone()))
}

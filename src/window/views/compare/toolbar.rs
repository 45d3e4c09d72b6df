//! What the figure shows and how: the line of choices above it.

use eframe::egui::{self, Ui};

use super::filters;
use crate::app::action::{Action, FigureFormat};
use crate::app::commands::Command;
use crate::app::state::{Costs, Figure, State, Tokens};
use crate::chart::{ColourBy, Scale, Sort};
use crate::window::theme::Role;
use crate::window::widgets::{command_item, drop_down, segmented, segmented_but};

/// How many letters of the baseline's name are shown.
const LONGEST_BASELINE: usize = 24;

/// What Copy and Save take beside each other, in points.
const PAIR: f32 = 134.0;

/// Draws the choices.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    ui.horizontal_wrapped(|ui| {
        let figures: Vec<_> = Figure::ALL.iter().map(|figure| (*figure, figure.name())).collect();
        if let Some(figure) = segmented(ui, "Figure", view.figure, &figures) {
            actions.push(Action::Show(figure));
        }
        match view.figure {
            Figure::TokensPerDollar => {
                let choices =
                    [(Tokens::Input, "Input"), (Tokens::Output, "Output"), (Tokens::Blend, "Blend")];
                if let Some(tokens) = segmented(ui, "Tokens", view.tokens, &choices) {
                    actions.push(Action::ShowTokens(tokens));
                }
            }
            Figure::CostPerTask => {
                let choices = [
                    (Costs::PerTask, "Per task"),
                    (Costs::TasksPerDollar, "Tasks per dollar"),
                    (Costs::PerMonth, "Per month"),
                ];
                let workload = state.workload().map(|saved| &saved.workload);
                let shown = view.costs_of(workload);
                let has_volume = workload.is_none_or(|workload| workload.requests_per_month().is_some());
                let why_not = |costs| {
                    let is_none = costs == Costs::PerMonth && !has_volume;
                    is_none.then_some("This workload names no requests per day: set them under Workloads")
                };
                if let Some(costs) = segmented_but(ui, "Cost", shown, &choices, why_not) {
                    actions.push(Action::ShowCosts(costs));
                }
            }
            Figure::OutputInputGap | Figure::Table => {}
        }
    });
    ui.horizontal_wrapped(|ui| {
        if view.figure != Figure::Table {
            how(ui, state, actions);
        }
        filters::show(ui, state, actions);
        // Copy and save are one pair: neither drops to a line of its own.
        if ui.available_size_before_wrap().x < PAIR && ui.max_rect().width() >= PAIR {
            ui.end_row();
        }
        copy(ui, state, actions);
        save(ui, state, actions);
        if view.figure == Figure::Table {
            super::scope::show(ui, state, actions);
            baseline(ui, state, actions);
        }
    });
}

fn copy(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let copy = ui.menu_button("Copy…", |ui| {
        for copy in [Command::CopyPicture, Command::CopyTable, Command::CopyMarkdown] {
            command_item(ui, state, copy, actions);
        }
    });
    copy.response.on_hover_text("Copy what you see as a picture or as a table");
}

fn save(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let save = ui.menu_button("Save…", |ui| {
        for format in FigureFormat::ALL {
            command_item(ui, state, Command::SaveAs(format), actions);
        }
    });
    save.response.on_hover_text("Save what you see as a picture or as data");
}

/// The name of the model that all others are compared with, and what the button says that ends it.
pub fn baseline_words(state: &State) -> Option<(&str, String)> {
    let id = state.view.baseline.as_ref()?;
    let name = state.market().find(id).map_or(id.as_str(), |offer| &offer.model.name);
    let mut short: String = name.chars().take(LONGEST_BASELINE).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    Some((name, format!("Baseline: {short}  ×")))
}

/// The model that all others are compared with, where there is one, and the way to stop it.
pub fn baseline(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some((name, text)) = baseline_words(state) else { return };
    let response = ui.small_button(Role::Small.text(text)).on_hover_text("Stop comparing with this model");
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Button,
            true,
            format!("Baseline: {name}; stop comparing with it"),
        )
    });
    if response.clicked() {
        actions.push(Action::SetBaseline(None));
    }
}

fn how(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    let scales = [(Scale::Linear, "Linear"), (Scale::Log, "Log")];
    if let Some(scale) = segmented(ui, "Scale", state.derived.scale, &scales) {
        actions.push(Action::SetScale(scale));
    }
    let sorts = [
        (Sort::Value, "Best first"),
        (Sort::Name, "By name"),
        (Sort::Provider, "By provider"),
        (Sort::Tier, "By tier"),
    ];
    if let Some(sort) = choice(ui, "Order", view.sort, &sorts) {
        actions.push(Action::SetSort(sort));
    }
    let colours = [(ColourBy::Tier, "Colour by tier"), (ColourBy::Provider, "Colour by provider")];
    if let Some(colour_by) = choice(ui, "Colour", view.colour_by, &colours) {
        actions.push(Action::SetColourBy(colour_by));
    }
}

/// A drop-down list named for screen readers; its chosen item says by itself what it is about.
fn choice<T: Copy + PartialEq>(ui: &mut Ui, name: &str, current: T, items: &[(T, &str)]) -> Option<T> {
    let mut chosen = None;
    let shown = items.iter().find(|(item, _)| *item == current).map_or("", |(_, text)| *text);
    let response = drop_down(name, shown).width(0.0).show_ui(ui, |ui| {
        for (item, text) in items {
            if ui.selectable_label(*item == current, *text).clicked() {
                chosen = Some(*item);
            }
        }
    });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {shown}")));
    chosen
}

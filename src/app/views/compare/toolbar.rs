//! What the figure shows and how: the line of choices above it.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{self, ComboBox, PopupCloseBehavior, TextEdit, Ui};

use crate::app::action::{Action, FigureFormat};
use crate::app::state::{Costs, Figure, State, Tokens};
use crate::app::theme::{self, Role};
use crate::app::widgets::segmented;
use crate::catalog::Tier;
use crate::chart::{ColourBy, Scale, Sort};

/// Draws the choices.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    ui.horizontal_wrapped(|ui| {
        let figures = [
            (Figure::TokensPerDollar, "Tokens per dollar"),
            (Figure::CostPerTask, "Cost per task"),
            (Figure::OutputInputGap, "Output/input gap"),
            (Figure::Table, "Table"),
        ];
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
                if let Some(costs) = segmented(ui, "Cost", view.costs, &choices) {
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
        filters(ui, state, actions);
        let save = ui.menu_button("Save…", |ui| {
            for format in FigureFormat::ALL {
                let is_there = view.figure != Figure::Table || format == FigureFormat::Csv;
                if is_there && ui.button(format.label()).clicked() {
                    actions.push(Action::AskSaveFigure(format));
                    ui.close();
                }
            }
        });
        save.response.on_hover_text("Save what you see as a picture or as data");
        if view.figure == Figure::Table {
            baseline(ui, state, actions);
        }
    });
}

/// The model that all others are compared with, where there is one, and the way to stop it.
pub fn baseline(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(id) = state.view.baseline.as_ref() else { return };
    let name = state.market().find(id).map_or(id.as_str(), |offer| &offer.model.name);
    let text = format!("Baseline: {name}  ×");
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
    if let Some(scale) = segmented(ui, "Scale", view.scale, &scales) {
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
    let response = ComboBox::from_id_salt(name).selected_text(shown).width(0.0).show_ui(ui, |ui| {
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

fn filters(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    let left_out = view.without_providers.len() + view.without_tiers.len();
    let title = if left_out == 0 { "Filter".to_owned() } else { format!("Filter ({left_out} left out)") };
    // It stays open from one box to the next.
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, _) = MenuButton::new(title).config(config).ui(ui, |ui| {
        ui.label(Role::Label.text("Tier"));
        for tier in Tier::ALL {
            let mut shown = !view.without_tiers.contains(&tier);
            if ui.checkbox(&mut shown, tier.label()).changed() {
                actions.push(Action::FilterTier(tier, shown));
            }
        }
        ui.separator();
        ui.label(Role::Label.text("Provider"));
        egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
            for provider in &state.derived.providers {
                let mut shown = !view.without_providers.contains(provider);
                if ui.checkbox(&mut shown, provider).changed() {
                    actions.push(Action::FilterProvider(provider.clone(), shown));
                }
            }
        });
    });
    button.on_hover_text("Leave providers or tiers out");
    let mut words = view.search.clone();
    let field = TextEdit::singleline(&mut words).hint_text("Find a model").desired_width(130.0);
    let response = ui.add(field);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a model"));
    if response.changed() {
        actions.push(Action::Search(words));
    }
    if view.is_filtered() {
        let all = state.market().offers().len();
        let text = format!("{} of {all} models", state.derived.shown.len());
        ui.label(Role::Small.text(text).color(theme::colours(ui).muted));
        if ui.button("Show all").clicked() {
            actions.push(Action::ClearFilters);
        }
    }
}

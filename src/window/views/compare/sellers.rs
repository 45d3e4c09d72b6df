//! Beside one model's details: who else sells it, what the list knows of it, and how its prices changed.

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::focus::Details;
use crate::app::state::State;
use crate::catalog::{Capability, Facts, Part};
use crate::money::label;
use crate::window::theme::{self, Role};
use crate::window::widgets::history;

/// Width of a price beside a seller, in points.
const PRICE: f32 = 58.0;

/// Draws what is known besides the standard prices.
pub fn show(ui: &mut Ui, state: &State, details: &Details, actions: &mut Vec<Action>) {
    sellers(ui, details, actions);
    known(ui, state, details);
    announced(ui, state, details);
    history(ui, &details.history, state.today);
}

/// The other offers of the same model.
fn sellers(ui: &mut Ui, details: &Details, actions: &mut Vec<Action>) {
    let Some(group) = &details.group else { return };
    let colours = theme::colours(ui);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        ui.label(Role::Label.text(format!("Sold by {}", group.count)));
        let (text, hover) = if group.is_open {
            ("One row", "Show one row for all of them")
        } else {
            ("Show all", "Show each of them as a row")
        };
        let button = ui.small_button(Role::Small.text(text)).on_hover_text(hover);
        button.widget_info(|| {
            let name = format!("{text}: offers of {}", details.offer.model.name);
            egui::WidgetInfo::labeled(egui::Role::Button, true, name)
        });
        if button.clicked() {
            actions.push(Action::OpenGroup(group.id.clone(), !group.is_open));
        }
    });
    for seller in &group.first {
        ui.horizontal(|ui| {
            let name = Role::Small.text(&seller.provider).color(colours.accent);
            let label = egui::Label::new(name).sense(egui::Sense::click()).truncate();
            let link = ui
                .with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    for price in [seller.output, seller.input] {
                        let size = egui::vec2(PRICE, ui.available_height());
                        let layout = egui::Layout::right_to_left(egui::Align::Center);
                        ui.allocate_ui_with_layout(size, layout, |ui| {
                            ui.set_min_width(PRICE);
                            let text = Role::Small.text(label::price_figure(price));
                            if price.impossible().is_some() {
                                ui.label(text.strikethrough()).on_hover_text("This can't be true");
                            } else {
                                ui.label(text);
                            }
                        });
                    }
                    // The name gets what the two prices leave.
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(label)).inner
                })
                .inner;
            link.widget_info(|| {
                let name = format!("Details of {} at {}", details.offer.model.name, seller.provider);
                egui::WidgetInfo::labeled(egui::Role::Link, true, name)
            });
            if link.clicked() {
                actions.push(Action::ChooseModel(Some(seller.model.clone())));
            }
        });
    }
    let rest = group.count.saturating_sub(group.first.len());
    if rest > 0 {
        ui.label(Role::Small.text(format!("and {rest} more")).color(colours.muted));
    }
}

/// Limits and abilities, as far as the list knows them.
fn known(ui: &mut Ui, state: &State, details: &Details) {
    let model = &details.offer.model;
    let facts = &model.facts;
    if *facts == Facts::default() && model.limits.maximum_input.is_none() {
        return;
    }
    let muted = theme::colours(ui).muted;
    ui.separator();
    ui.label(Role::Label.text("What the list knows"));
    let line = |ui: &mut Ui, text: String| {
        ui.add(egui::Label::new(Role::Small.text(text)).wrap());
    };
    // Without a context window the facts above name it.
    if let Some(input) = model.limits.maximum_input.filter(|_| model.limits.context_window.is_some()) {
        line(ui, format!("At most {} input tokens", label::whole(input)));
    }
    if let Some(output) = model.limits.maximum_output {
        line(ui, format!("At most {} output tokens", label::whole(output)));
    }
    let named = |wanted: Option<bool>| {
        let all = Capability::ALL.into_iter().filter(|capability| capability.of(model) == wanted);
        all.map(|capability| capability.label().to_lowercase()).collect::<Vec<_>>().join(", ")
    };
    for (lead, which) in [("Can do: ", Some(true)), ("Cannot do: ", Some(false)), ("Unknown: ", None)] {
        let abilities = named(which);
        if !abilities.is_empty() {
            line(ui, format!("{lead}{abilities}"));
        }
    }
    if let Some(day) = facts.released {
        line(ui, format!("Released {day}"));
    }
    match facts.deprecated_on {
        Some(day) if day <= state.today => line(ui, format!("Deprecated since {day}")),
        Some(day) => line(ui, format!("Will be deprecated on {day}")),
        None if facts.deprecated => line(ui, "Deprecated".to_owned()),
        None => {}
    }
    if let Some(remark) = &facts.remark {
        line(ui, remark.to_string());
    }
    if let Some(link) = &facts.link
        && (link.starts_with("https://") || link.starts_with("http://"))
    {
        ui.hyperlink_to(Role::Small.text("Where the list found the price"), &**link).on_hover_text(&**link);
    } else if let Some(link) = &facts.link {
        ui.label(Role::Small.text(&**link).color(muted));
    }
}

/// Prices that the list announces for a later day.
fn announced(ui: &mut Ui, state: &State, details: &Details) {
    let announced = details.offer.model.announced_after(state.today);
    if announced.is_empty() {
        return;
    }
    ui.separator();
    ui.label(Role::Label.text("Announced: scheduled, unconfirmed"));
    for dated in announced {
        let Some(from) = dated.from else { continue };
        let base = dated.prices.base();
        let price = |part: Part| label::price(base.get(part));
        let text = format!("From {from}: {} in, {} out", price(Part::Input), price(Part::Output));
        ui.add(egui::Label::new(Role::Small.text(text)).wrap());
    }
}

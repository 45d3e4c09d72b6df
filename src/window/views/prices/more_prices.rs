//! All prices of one model that a bill can rest on, to set one's own: cache, reasoning, long prompts, batch, flex,
//! priority and the fee for a request.

use std::collections::BTreeSet;

use eframe::egui::{self, Align, Layout, Ui};

use super::own_price::{called, own_price};
use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::{Offer, OwnPrices, Part, PriceKind};
use crate::money::{Price, TokenPrice, label, typed};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{Field, keep_in_sight};
use crate::workload::Processing;

/// What the fields take of the page's height, in points; what does not fit scrolls.
pub const HEIGHT: f32 = 250.0;
/// Height of a row of fields.
const ROW: f32 = 30.0;
/// Width of a field.
const FIELD: f32 = 78.0;
/// Where the keyboard was before the fields opened.
const CAME_FROM: &str = "more prices came from";

/// The heads of the columns, for [`PriceKind::TOKENS`].
const HEADS: [&str; 6] =
    ["Input", "Output", "Cache read", "Cache write, 5 min", "Cache write, 1 h", "Reasoning"];

/// Prices that stand in one row: of which mode, above which length of the prompt.
type Row = (Processing, Option<u64>);

/// The model whose fields are open.
fn open(state: &State) -> Option<&Offer> {
    state.market().find(state.view.more_prices.as_ref()?)
}

/// Whether the fields of a model are open.
pub fn is_open(state: &State) -> bool {
    open(state).is_some()
}

/// The button in a model's row that opens its fields, or closes them.
pub fn button(ui: &mut Ui, state: &State, offer: &Offer, called: &str, actions: &mut Vec<Action>) {
    let set = offer.own_price.as_ref().map_or(0, |own| own.prices.further().count());
    let text = if set == 0 { "More…".to_owned() } else { format!("More ({set})…") };
    let is_open = state.view.more_prices.as_ref() == Some(&offer.model.id);
    let response = ui
        .add(egui::Button::new(Role::Small.text(text)).selected(is_open))
        .on_hover_text("Your own prices of cached, batch and long prompts");
    keep_in_sight(&response, ROW);
    let name = format!("More prices of {called}");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_open, &name));
    if response.clicked() {
        actions.push(Action::OpenMorePrices((!is_open).then(|| offer.model.id.clone())));
    }
}

/// Draws the fields of the model that is open.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let came_from = egui::Id::unique(CAME_FROM);
    let kept = |ui: &Ui| ui.data(|data| data.get_temp::<(String, Option<egui::Id>)>(came_from));
    let Some(offer) = open(state) else {
        if let Some((_, before)) = kept(ui) {
            ui.data_mut(|data| data.remove_temp::<(String, Option<egui::Id>)>(came_from));
            if let Some(before) = before {
                ui.memory_mut(|memory| memory.request_focus(before));
            }
        }
        return;
    };
    let id = offer.model.id.to_string();
    let is_new = kept(ui).is_none_or(|(model, _)| model != id);
    if is_new {
        let focused = ui.memory(egui::Memory::focused);
        ui.data_mut(|data| data.insert_temp(came_from, (id, focused)));
    }
    let called = called(state, offer);
    let colours = theme::colours(ui);
    egui::Frame::new()
        .fill(colours.panel)
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Medium.margin())
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let close = ui.button("Close");
                    let name = format!("Close more prices of {called}");
                    close.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                    if close.clicked() {
                        actions.push(Action::OpenMorePrices(None));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let title = Role::Heading.text(format!("All prices of {called}"));
                        ui.add(egui::Label::new(title).truncate());
                    });
                });
            });
            let says = "US dollars per million tokens. An empty field leaves the list's price, shown in grey, in \
                        force.";
            ui.add(egui::Label::new(Role::Small.text(says).color(colours.muted)).wrap());
            ui.add_space(Space::Small.points());
            egui::ScrollArea::both()
                .id_salt("more prices")
                .max_height(HEIGHT - 70.0)
                .auto_shrink([false, true])
                .show(ui, |ui| fields(ui, state, offer, &called, is_new, actions));
        });
    ui.add_space(Space::Small.points());
}

fn fields(ui: &mut Ui, state: &State, offer: &Offer, called: &str, is_new: bool, actions: &mut Vec<Action>) {
    let none = OwnPrices::default();
    let own = offer.own_price.as_ref().map_or(&none, |own| &own.prices);
    let list = OwnPrices::of(&offer.without_own());
    let mut wants_focus = is_new;
    let mut cell = |ui: &mut Ui, kind: PriceKind| {
        let response = field(ui, state, offer, called, (kind, own.get(kind), list.get(kind)), actions);
        if std::mem::take(&mut wants_focus) {
            response.request_focus();
        }
    };
    let columns = HEADS.len() + 1;
    let grid =
        egui::Grid::new("more prices").num_columns(columns).spacing([10.0, 6.0]).min_row_height(ROW - 6.0);
    grid.show(ui, |ui| {
        ui.label("");
        for head in HEADS {
            ui.label(Role::Label.text(head));
        }
        ui.end_row();
        for (processing, above) in rows(&list, own) {
            ui.label(row_name(processing, above));
            for part in PriceKind::TOKENS {
                let kind = PriceKind { processing, above, part };
                if kind.is_usual() {
                    let price = own.get(kind).or(list.get(kind)).unwrap_or_default();
                    ui.label(label::price(price)).on_hover_text("Set it in the table below");
                } else {
                    cell(ui, kind);
                }
            }
            ui.end_row();
        }
        ui.label("Fee for a request, $");
        cell(ui, PriceKind::standard(Part::Request));
        ui.end_row();
    });
}

/// The rows: every mode, and the long prompts of which the list or the user has prices, in the modes that have any.
fn rows(list: &OwnPrices, own: &OwnPrices) -> BTreeSet<Row> {
    let known = || list.iter().chain(own.iter()).map(|(kind, _)| (kind.processing, kind.above));
    let modes: BTreeSet<Processing> = known().map(|(processing, _)| processing).collect();
    let is_standard = |row: &Row| row.0.is_standard();
    let thresholds = known().filter(is_standard).filter_map(|(_, above)| above);
    // A mode without prices of its own for long prompts has none where the standard prices have.
    let long = thresholds.flat_map(|above| modes.iter().map(move |mode| (*mode, Some(above))));
    Processing::ALL.into_iter().map(|mode| (mode, None)).chain(known()).chain(long).collect()
}

fn row_name(processing: Processing, above: Option<u64>) -> String {
    let mode = processing.key();
    above.map_or_else(|| mode.to_owned(), |above| format!("{mode}, prompts above {}", label::whole(above)))
}

/// A price as it is typed.
fn text(kind: PriceKind, price: Option<Price>) -> String {
    match price {
        None | Some(Price::Unknown) => String::new(),
        Some(price) if kind.part == Part::Request => {
            price.known().map_or_else(|| "0".to_owned(), TokenPrice::per_token)
        }
        Some(price) => price.per_million_or_empty(),
    }
}

/// One price: its field, and the way back to the list's.
fn field(
    ui: &mut Ui,
    state: &State,
    offer: &Offer,
    called: &str,
    (kind, own, list): (PriceKind, Option<Price>, Option<Price>),
    actions: &mut Vec<Action>,
) -> egui::Response {
    let model = offer.own_price.as_ref().map_or(&offer.model.id, |own| &own.model);
    let enabled = state.documents.overrides.read_only.is_none();
    let name = format!("{} of {called}", kind.after("Own"));
    let id = format!("more price {} {}", offer.model.id, kind.after(""));
    let hint = if list.is_some() { text(kind, list) } else { "none".to_owned() };
    let parse = |text: &str| match kind.part {
        Part::Request if !text.trim().is_empty() => {
            typed::fee(text).map(Some).map_err(|error| error.to_string())
        }
        _ => own_price(text),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let value = text(kind, own);
        let field = Field {
            id: &id,
            name: &name,
            value: &value,
            hint: &hint,
            width: FIELD,
            enabled,
            multiline: false,
        };
        let outcome = field.show_in_row(ui, state, actions, parse);
        keep_in_sight(&outcome.response, ROW);
        if let Some(price) = outcome.commit {
            actions.push(Action::SetOwnPrice { model: model.clone(), kind, price });
        }
        let reset = egui::Button::new(Role::Small.text("×")).frame(false).min_size(egui::vec2(16.0, 20.0));
        if own.is_none() {
            ui.allocate_space(egui::vec2(16.0, 20.0));
        } else {
            let reset = ui.add_enabled(enabled, reset).on_hover_text("Back to the list's price");
            let name = format!("Reset the {} of {called}", kind.after("own"));
            reset.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
            if reset.clicked() {
                actions.push(Action::SetOwnPrice { model: model.clone(), kind, price: None });
            }
        }
        outcome.response
    })
    .inner
}

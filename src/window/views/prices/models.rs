//! Every model with its list price and the user's own, edited in place.

use eframe::egui::{self, Align, Layout, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::own_price::{called, own_price};
use super::{more_prices, new_model};
use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::derived::PriceRow;
use crate::app::state::State;
use crate::catalog::{Offer, Origin, Part, PriceKind};
use crate::money::{Price, label};
use crate::receipt::Subject;
use crate::window::theme::{self, Role, Space, TABLE_ROW};
use crate::window::views::compare::{filters, scope};
use crate::window::widgets::{
    Field, Fractions, KeptFractions, align_point, behind_head, check_box, check_mark, command_button,
    figure_in_cell, keep_in_sight, new_offset, own_mark, problems_below, scroll_bar_in_sight, show_hidden,
};

/// Below this height, in points, the page scrolls as a whole.
const LOW: f32 = 330.0;
/// Height of the table in a window as low as that.
const LOWEST_TABLE: f32 = 260.0;

/// The prices that have a column.
const PARTS: [Part; 2] = [Part::Input, Part::Output];

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let more = if more_prices::is_open(state) { more_prices::HEIGHT } else { 0.0 };
    if ui.available_height() >= LOW + more {
        return page(ui, state, None, actions);
    }
    let all = egui::ScrollArea::vertical().id_salt("prices of models").auto_shrink([false, false]);
    all.show(ui, |ui| page(ui, state, Some(LOWEST_TABLE), actions));
}

fn page(ui: &mut Ui, state: &State, height: Option<f32>, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    if let Some(reason) = &state.documents.overrides.read_only {
        ui.label(
            Role::Body.text(format!("Your own prices cannot be changed: {reason}")).color(colours.warning),
        );
    }
    toolbar(ui, state, actions);
    if state.view.is_new_model_open {
        new_model::show(ui, state, actions);
    }
    more_prices::show(ui, state, actions);
    needless(ui, state, actions);
    orphans(ui, state, actions);
    ui.add_space(Space::Small.points());
    let Some(height) = height else { return table(ui, state, actions) };
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        table(ui, state, actions);
    });
}

fn toolbar(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    ui.horizontal_wrapped(|ui| {
        filters::search(ui, state, actions);
        scope::show(ui, state, actions);
        let mut only_own = view.price_rows.only_own;
        if check_box(ui, &mut only_own, "Only own prices").changed() {
            actions.push(Action::OnlyOwnPrices(only_own));
        }
        let to_check = state.derived.to_check.models;
        if to_check > 0 || view.price_rows.only_to_check {
            let mut only = view.price_rows.only_to_check;
            let text = format!("Only prices to check ({})", label::whole(to_check as u64));
            let check_box = check_box(ui, &mut only, text);
            if check_box.on_hover_text("Prices that can't be true, or that are doubtful").changed() {
                actions.push(Action::OnlyPricesToCheck(only));
            }
        }
        let hidden = state.market().hidden().len();
        if hidden > 0 || view.price_rows.with_hidden {
            let mut with_hidden = view.price_rows.with_hidden;
            if check_box(ui, &mut with_hidden, format!("Show hidden ({hidden})")).changed() {
                actions.push(Action::ShowHidden(with_hidden));
            }
            show_hidden(ui, state, actions);
        }
        if ui.button("Add a model…").on_hover_text("A model that the list does not have").clicked() {
            actions.push(Action::OpenNewModel(!view.is_new_model_open));
        }
        let own = state.documents.overrides.value.len();
        let reset = egui::Button::new(format!("Reset all own prices ({own})"));
        if ui
            .add_enabled(own > 0, reset)
            .on_hover_text("Back to the list prices; undo brings yours back")
            .clicked()
        {
            actions.push(Action::ResetOwnPrices);
        }
        command_button(ui, state, Command::CopyTable, actions).on_hover_text("Copy these rows");
        filters::clear(ui, state, actions);
    });
}

/// Own prices that a list has caught up with.
fn needless(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let count = state.derived.needless;
    if count == 0 {
        return;
    }
    let colours = theme::colours(ui);
    egui::Frame::new()
        .fill(colours.notice)
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Small.margin())
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                let text = if count == 1 {
                    "1 of your prices now equals the list.".to_owned()
                } else {
                    format!("{count} of your prices now equal the list.")
                };
                ui.label(text);
                let button = ui.button("Remove them").on_hover_text("Undo brings them back");
                button.widget_info(|| {
                    egui::WidgetInfo::labeled(
                        egui::Role::Button,
                        true,
                        "Remove own prices that equal the list",
                    )
                });
                if button.clicked() {
                    actions.push(Action::RemoveNeedlessPrices);
                }
            });
        });
}

fn orphans(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let orphans = state.market().orphans();
    if orphans.is_empty() {
        return;
    }
    let title = format!("Own prices of models that no longer exist ({})", orphans.len());
    egui::CollapsingHeader::new(title).id_salt("orphans").default_open(true).show(ui, |ui| {
        for own in orphans {
            ui.horizontal_wrapped(|ui| {
                own_mark(ui, own.model.as_str());
                let price = |part| {
                    let price = own.prices.get(PriceKind::standard(part));
                    price.map_or_else(|| "list price".to_owned(), label::price)
                };
                let usual = format!("input {}, output {}", price(Part::Input), price(Part::Output));
                let further = own.prices.further();
                let further =
                    further.map(|(kind, price)| format!(", {} {}", kind.after("own"), kind.amount(price)));
                let said: String = std::iter::once(usual).chain(further).collect();
                ui.label(said);
                let button = ui.button("Remove");
                button.widget_info(|| {
                    let name = format!("Remove own price of {}", own.model);
                    egui::WidgetInfo::labeled(egui::Role::Button, true, name)
                });
                if button.clicked() {
                    actions.push(Action::ResetOwnPrice(own.model.clone()));
                }
            });
        }
    });
}

/// The table, in the height that is left.
fn table(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let rows = &state.derived.price_rows;
    let row_to_edit = row_to_edit(state, actions);
    if rows.is_empty() {
        let muted = theme::colours(ui).muted;
        let is_filtered = state.view.is_filtered() || state.view.price_rows.only_own;
        let said = if is_filtered { "No model passes the filters." } else { "All models are hidden." };
        ui.label(Role::Body.text(said).color(muted));
        return;
    }
    let available = ui.available_height();
    let fractions = fractions(ui, state);
    let list = egui::Id::unique("prices chosen by");
    let offset = new_offset(ui, list, state.derived.chosen_by);
    // With discounts the price before stands beside the one after.
    let has_discounts = state.documents.discounts.value.iter().next().is_some();
    let list_width = if has_discounts { 132.0 } else { 104.0 };
    egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let seen = ui.clip_rect();
        let mut table = TableBuilder::new(ui);
        if let Some(row) = row_to_edit {
            table = table.scroll_to_row(row, Some(Align::Center));
        } else if let Some(offset) = offset {
            table = table.vertical_scroll_offset(offset);
        }
        let output = table
            .striped(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(180.0).at_least(120.0).clip(true))
            .column(Column::initial(100.0).at_least(70.0).clip(true))
            .columns(Column::exact(list_width), 2)
            .columns(Column::exact(88.0), 2)
            .column(Column::exact(80.0))
            .column(Column::initial(120.0).at_least(100.0))
            .column(Column::exact(76.0))
            .column(Column::remainder().at_least(140.0))
            .min_scrolled_height(0.0)
            .max_scroll_height(available)
            .auto_shrink([false, false])
            .header(TABLE_ROW, |mut header| {
                let [input, output] = fractions;
                for (title, numbers) in [
                    ("Model", None),
                    ("Provider", None),
                    ("List input", Some(input)),
                    ("List output", Some(output)),
                    ("Own input", None),
                    ("Own output", None),
                    ("", None),
                    ("Note", None),
                    ("Set on", None),
                    ("", None),
                ] {
                    header.col(|ui| {
                        ui.with_layout(aligned(numbers.is_some()), |ui| {
                            if let Some(fractions) = numbers {
                                ui.add_space(Space::Medium.points());
                                ui.add_space(behind_head(ui, title, fractions));
                            }
                            ui.label(Role::Label.text(title));
                        });
                    });
                }
            })
            .body(|body| {
                body.rows(TABLE_ROW + 6.0, rows.len(), |mut row| {
                    let shown = rows.get(row.index()).and_then(|row| offer_of(state, *row));
                    if let Some((offer, hidden)) = shown {
                        price_row(&mut row, state, offer, (hidden, fractions), actions);
                    }
                });
            });
        scroll_bar_in_sight(ui, list, &output, seen);
    });
}

/// The row whose own price is to be edited; a model that is not listed is sought no longer.
fn row_to_edit(state: &State, actions: &mut Vec<Action>) -> Option<usize> {
    let wanted = state.view.price_to_edit.as_ref()?;
    let mut rows = state.derived.price_rows.iter();
    let row = rows.position(|row| offer_of(state, *row).is_some_and(|(offer, _)| offer.model.id == *wanted));
    if row.is_none() {
        actions.push(Action::EditsPrice);
    }
    row
}

/// How wide what stands behind the whole part of the prices of each column is, by the first rows.
fn fractions(ui: &Ui, state: &State) -> [Fractions; 2] {
    const SAMPLE: usize = 100;
    thread_local! {
        static KEPT: KeptFractions<[PriceRow], 2> = const { KeptFractions::new() };
    }
    let rows = &state.derived.price_rows;
    KEPT.with(|kept| {
        kept.of(ui, rows, || {
            PARTS.map(|part| {
                let offers = rows.iter().take(SAMPLE).filter_map(|row| offer_of(state, *row));
                let texts = offers.map(|(offer, _)| label::price_figure(offer.layers(part).listed()));
                Fractions::of(ui, texts)
            })
        })
    })
}

/// The offer of a row, and whether it is hidden.
fn offer_of(state: &State, row: PriceRow) -> Option<(&Offer, bool)> {
    let market = state.market();
    match row {
        PriceRow::Offer(index) => market.get(index).map(|offer| (offer, false)),
        PriceRow::Hidden(index) => market.hidden().get(index).map(|offer| (offer, true)),
    }
}

/// Numbers stand on the right of their column, words on the left.
fn aligned(is_number: bool) -> Layout {
    if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) }
}

fn price_row(
    row: &mut TableRow<'_, '_>,
    state: &State,
    offer: &Offer,
    (hidden, fractions): (bool, [Fractions; 2]),
    actions: &mut Vec<Action>,
) {
    let model = &offer.model;
    let called = called(state, offer);
    let own = offer.own_price.as_ref();
    // An own price may have been set on the same model of another list, and stays where it is.
    let priced = own.map_or(&model.id, |own| &own.model);
    let enabled = state.documents.overrides.read_only.is_none();
    row.col(|ui| {
        // The mark is never cut off; the name gets what is left.
        ui.with_layout(aligned(true), |ui| {
            if offer.origin == Origin::Own {
                own_mark(ui, "own model");
            } else if own.is_some() {
                own_mark(ui, "own price");
            } else if let Some(check) = offer.open_check() {
                check_mark(ui, check);
            }
            ui.with_layout(aligned(false), |ui| ui.add(egui::Label::new(&model.name).truncate()));
        });
    });
    row.col(|ui| {
        provider(ui, offer);
    });
    for (part, fractions) in PARTS.into_iter().zip(fractions) {
        row.col(|ui| {
            ui.with_layout(aligned(true), |ui| list_price(ui, offer, &called, (part, fractions), actions));
        });
    }
    let text = |part| {
        let price = own.and_then(|own| own.prices.get(PriceKind::standard(part)));
        price.map(Price::per_million_or_empty).unwrap_or_default()
    };
    let note = own.map_or("", |own| own.note.as_str());
    let fields = [
        (Part::Input, text(Part::Input), "Own input price of", "Input"),
        (Part::Output, text(Part::Output), "Own output price of", "Output"),
    ];
    let mut wrong: Vec<(&str, String)> = Vec::new();
    let mut first = None;
    for (part, value, name, short) in fields {
        let key = part.key();
        row.col(|ui| {
            let (id, name) = (format!("price {} {key}", model.id), format!("{name} {called}"));
            let field = Field {
                id: &id,
                name: &name,
                value: &value,
                hint: "list",
                width: 76.0,
                enabled,
                multiline: false,
            };
            let (outcome, problem) = field.show_beside_others(ui, state, actions, own_price);
            keep_in_sight(&outcome.response, TABLE_ROW);
            if part == Part::Input && state.view.price_to_edit.as_ref() == Some(&model.id) {
                outcome.response.request_focus();
                actions.push(Action::EditsPrice);
            }
            if let Some(price) = outcome.commit {
                let kind = PriceKind::standard(part);
                actions.push(Action::SetOwnPrice { model: priced.clone(), kind, price });
            }
            if let Some(problem) = problem {
                wrong.push((short, problem));
                first.get_or_insert(outcome.response);
            }
            if part == Part::Output
                && let Some(field) = &first
            {
                problems_below(ui, field, &in_words(std::mem::take(&mut wrong)));
            }
        });
    }
    row.col(|ui| more_prices::button(ui, state, offer, &called, actions));
    row.col(|ui| {
        let (id, name) = (format!("price {} note", model.id), format!("Note on the own price of {called}"));
        let width = (ui.available_width() - 8.0).max(60.0);
        let field = Field {
            id: &id,
            name: &name,
            value: note,
            hint: "",
            width,
            enabled: enabled && own.is_some(),
            multiline: false,
        };
        let outcome = field.show_in_row(ui, state, actions, |text| Ok(text.trim().to_owned()));
        keep_in_sight(&outcome.response, TABLE_ROW);
        if let Some(note) = outcome.commit {
            actions.push(Action::NoteOwnPrice(priced.clone(), note));
        }
    });
    row.col(|ui| {
        let date = own.and_then(|own| own.set_on).map_or_else(String::new, |date| date.to_string());
        ui.label(Role::Small.text(date));
    });
    row.col(|ui| row_buttons(ui, offer, &called, (hidden, enabled), actions));
}

/// Who sells a model, and what they take off for this user.
fn provider(ui: &mut Ui, offer: &Offer) {
    let muted = theme::colours(ui).muted;
    ui.with_layout(aligned(true), |ui| {
        if let Some(discount) = &offer.discount {
            ui.label(Role::Small.text(format!("−{} %", discount.off.to_percent())).color(muted));
        }
        ui.with_layout(aligned(false), |ui| {
            ui.add(egui::Label::new(Role::Body.text(&offer.model.provider).color(muted)).truncate());
        });
    });
}

/// What is wrong with the prices of a row; each says which it is about where both are wrong.
fn in_words(wrong: Vec<(&str, String)>) -> Vec<String> {
    let has_several = wrong.len() > 1;
    let said = |(name, problem)| if has_several { format!("{name}: {problem}") } else { problem };
    wrong.into_iter().map(said).collect()
}

/// The list's price less a discount, with the receipt of the price that is paid; left of it, struck through, the price
/// before the discount.
fn list_price(
    ui: &mut Ui,
    offer: &Offer,
    called: &str,
    (part, fractions): (Part, Fractions),
    actions: &mut Vec<Action>,
) {
    let layers = offer.layers(part);
    ui.add_space(Space::Medium.points());
    align_point(ui, &label::price_figure(layers.listed()), Role::Body, fractions.widest);
    let (name, subject) = match part {
        Part::Output => ("output", Subject::OutputPrice),
        _ => ("input", Subject::InputPrice),
    };
    let text = Role::Body.text(label::price_figure(layers.listed()));
    let odd = if layers.list.impossible().is_some() { ", can't be true" } else { "" };
    let discount = layers.discounted.zip(offer.discount.as_ref());
    let said = discount.map_or_else(String::new, |(discounted, discount)| {
        let (before, after) = (label::price(layers.list), label::price(discounted));
        format!(": {before} before, {after} after the discount of {} %", discount.off.to_percent())
    });
    let figure = figure_in_cell(ui, text, &format!("List {name} price of {called}{odd}{said}"));
    keep_in_sight(&figure, TABLE_ROW);
    if figure.clicked() {
        actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
    }
    if discount.is_some() {
        let before = Role::Small.text(label::price(layers.list)).color(theme::colours(ui).muted);
        ui.add(egui::Label::new(before.strikethrough()).truncate())
            .on_hover_text("The list price before the discount");
    }
}

fn row_buttons(
    ui: &mut Ui,
    offer: &Offer,
    called: &str,
    (hidden, enabled): (bool, bool),
    actions: &mut Vec<Action>,
) {
    let model = &offer.model;
    let button = |ui: &mut Ui, text: &str, name: String| {
        let response = ui.button(Role::Small.text(text));
        keep_in_sight(&response, TABLE_ROW);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        response.clicked()
    };
    if let Some(own) = &offer.own_price
        && button(ui, "Reset", format!("Reset the price of {called}"))
    {
        actions.push(Action::ResetOwnPrice(own.model.clone()));
    }
    if let Some(check) = &offer.check {
        let (text, name) = if check.is_open() {
            ("This is right", format!("The price of {called} is right"))
        } else {
            ("Ask again", format!("Ask again about the price of {called}"))
        };
        if enabled && button(ui, text, name) {
            actions.push(Action::SetPriceRight(model.id.clone(), check.is_open()));
        }
    }
    let (text, verb) = if hidden { ("Show", "Show") } else { ("Hide", "Hide") };
    if button(ui, text, format!("{verb} {called}")) {
        actions.push(Action::SetHidden(model.id.clone(), !hidden));
    }
    if offer.origin == Origin::Own && button(ui, "Remove", format!("Remove {called}")) {
        actions.push(Action::RemoveOwnModel(model.id.clone()));
    }
}

//! Prices: models with their list prices and the user's own, the price lists, and discounts; a page each.

mod changes;
mod discounts;
mod lists;
mod models;
mod more_prices;
mod new_model;
mod own_price;

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::state::{PricesPage, State};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::segmented;

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let canvas = egui::Frame::new().fill(colours.canvas).inner_margin(Space::Large.margin());
    egui::CentralPanel::default().frame(canvas).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(Role::Title.text("Prices"));
            ui.add_space(Space::Small.points());
            let pages: Vec<_> = PricesPage::ALL.iter().map(|page| (*page, page.name())).collect();
            if let Some(page) = segmented(ui, "Page", state.view.prices_page, &pages) {
                actions.push(Action::GoPrices(page));
            }
            ui.add_space(Space::Small.points());
            ui.label(
                Role::Body
                    .text(format!("{}. US dollars per million tokens.", state.prices_in_words()))
                    .color(colours.muted),
            );
        });
        ui.add_space(Space::Tiny.points());
        match state.view.prices_page {
            PricesPage::Models => models::show(ui, state, actions),
            PricesPage::Lists => lists::show(ui, state, actions),
            PricesPage::Discounts => discounts::show(ui, state, actions),
        }
    });
}

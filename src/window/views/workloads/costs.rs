//! What the chosen workload costs on the cheapest models, each figure with its receipt.

use eframe::egui::{self, Color32, Ui};

use crate::app::action::Action;
use crate::app::state::{Place, State};
use crate::bounds::between;
use crate::money::label;
use crate::receipt::Subject;
use crate::store::SavedWorkload;
use crate::window::theme::{self, Role};
use crate::window::widgets::{figure, fraction_width, month_total, too_large};

/// How many models it names.
const CHEAPEST: usize = 5;
/// What rank and costs take beside the name, in points.
const FIGURES: f32 = 230.0;
/// What a rank takes at least, in points.
const RANK: f32 = 12.0;
/// The least of a name that tells models apart, in points.
const LEAST_NAME: f32 = 110.0;
/// The least width in which they stand beside the fields, in points.
pub(super) const LEAST: f32 = LEAST_NAME + FIGURES;

/// Draws the summary.
pub(super) fn show(ui: &mut Ui, state: &State, saved: &SavedWorkload, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    ui.label(Role::Heading.text("Cheapest models"));
    // A long name leaves the figures where they are.
    let names = between(ui.available_width() - FIGURES, LEAST_NAME, 260.0);
    if state.derived.cheapest.is_none() {
        ui.add(egui::Label::new(state.derived.why_unpriced(&saved.workload)).wrap());
    } else if state.derived.is_too_large {
        let said = too_large(&saved.workload);
        ui.add(egui::Label::new(Role::Body.text(said).color(colours.warning)).wrap());
    }
    if state.derived.is_too_large {
        month_total(ui, state, saved, actions);
    }
    let has_rows = state.derived.cheapest.is_some();
    egui::Grid::new("cheapest").num_columns(4).striped(false).min_col_width(RANK).spacing([14.0, 8.0]).show(
        ui,
        |ui| {
            let titles: &[&str] = if has_rows { &["", "Model", "A task", "A month"] } else { &[] };
            for title in titles {
                ui.label(Role::Small.text(*title).color(colours.muted));
            }
            ui.end_row();
            let rows: Vec<_> = state
                .derived
                .cheapest_models(CHEAPEST)
                .map(|(offer, rank, cost)| {
                    let monthly = crate::billing::monthly(cost, &saved.workload);
                    (offer, rank, label::dollars(cost), monthly.map(label::dollars))
                })
                .collect();
            let tasks = widest_whole(ui, rows.iter().map(|(.., cost, _)| cost.as_str()));
            let months = widest_whole(ui, rows.iter().filter_map(|(.., monthly)| monthly.as_deref()));
            for (offer, rank, cost, monthly) in &rows {
                ui.label(Role::Small.text(rank.to_string()).color(colours.muted));
                ui.scope(|ui| {
                    ui.set_width(names);
                    ui.add(egui::Label::new(&offer.model.name).truncate());
                });
                let mut explained =
                    |ui: &mut Ui, value: &str, (widest, subject): (f32, Subject), says: &str| {
                        let says = format!("{}, {says}", offer.model.name);
                        ui.horizontal(|ui| {
                            // The points of all numbers stand below each other.
                            ui.add_space(widest - whole_width(ui, value));
                            if figure(ui, Role::Body.text(value), &says).clicked() {
                                actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
                            }
                        });
                    };
                explained(ui, cost, (tasks, Subject::CostPerTask), "cost per task");
                match monthly {
                    Some(monthly) => {
                        explained(ui, monthly, (months, Subject::CostPerMonth), "cost per month");
                    }
                    None => _ = ui.label("—"),
                }
                ui.end_row();
            }
        },
    );
    if saved.workload.requests_per_day().is_none() {
        ui.label(Role::Small.text("Set requests per day to see a monthly cost.").color(colours.muted));
    }
    if ui.button("All models").on_hover_text("Show the chart of all models").clicked() {
        actions.push(Action::Show(crate::app::state::Figure::CostPerTask));
        actions.push(Action::Go(Place::Compare));
    }
}

/// How wide the widest whole part of these numbers is, in points.
fn widest_whole<'a>(ui: &Ui, texts: impl Iterator<Item = &'a str>) -> f32 {
    texts.map(|text| whole_width(ui, text)).fold(0.0, f32::max)
}

/// How wide a number is up to its point, in points.
fn whole_width(ui: &Ui, text: &str) -> f32 {
    let width = ui.painter().layout_no_wrap(text.to_owned(), Role::Body.font(), Color32::BLACK).size().x;
    width - fraction_width(ui, text, Role::Body).unwrap_or_default()
}

//! Compare: the answer first, then the chart or the table of all models; workloads on the left, one model's details
//! on the right.

mod details;
pub mod filters;
pub mod scope;
mod sellers;
mod table;
mod toolbar;
mod workloads;

use eframe::egui::text::LayoutJob;
use eframe::egui::{self, Panel, Rangef, Ui};

use crate::answer::counted;
use crate::app::action::Action;
use crate::app::state::{Figure, State};
use crate::chart::Chart;
use crate::money::{Dollars, Quotient, label};
use crate::receipt::Subject;
use crate::window::theme::{self, Role, Space};
use crate::window::visual::visual;
use crate::window::widgets::{
    Bars, BarsEvent, Side, figure as explained, is_slim, legend, month_total, show_hidden, too_large,
};

/// Below this width, in points, the details stand under the workloads, and the chart gets their room.
const NARROW: f32 = 1040.0;
/// The figure is at least as high as this, in points; where there is less room the place scrolls as a whole.
const LOWEST_FIGURE: f32 = 320.0;

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let frame = egui::Frame::new().fill(theme::colours(ui).panel).inner_margin(Space::Medium.margin());
    // The table says all that the details say, and needs the room.
    let has_details = state.view.figure != Figure::Table;
    let is_narrow = ui.available_width() < NARROW;
    let has_details_below = has_details && is_narrow && !is_slim(ui) && !state.view.is_new_open;
    let side = Side {
        id: "workloads",
        name: "Workload",
        chosen: state.workload().map_or("none", |saved| saved.workload.name().as_str()),
        width: theme::LEFT_PANEL,
        range: Rangef::new(180.0, 420.0),
        is_needed: state.view.is_new_open,
    };
    side.show(ui, |ui| {
        if has_details_below {
            let half = ui.available_height() / 2.0;
            Panel::bottom("details below")
                .exact_size(half)
                .resizable(false)
                .frame(egui::Frame::new().inner_margin(egui::Margin { top: 8, ..egui::Margin::ZERO }))
                .show(ui, |ui| details::show(ui, state, actions));
        }
        let before = actions.len();
        workloads::show(ui, state, actions);
        actions.iter().skip(before).any(|action| matches!(action, Action::ChooseWorkload(_) | Action::Go(_)))
    });
    if has_details && !is_narrow {
        Panel::right("details")
            .default_size(theme::RIGHT_PANEL)
            .size_range(220.0..=420.0)
            .resizable(true)
            .frame(frame)
            .show(ui, |ui| details::show(ui, state, actions));
    }
    let frame = egui::Frame::new().fill(theme::colours(ui).canvas).inner_margin(Space::Medium.margin());
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let height = ui.available_height();
        // In a low window the chart keeps its rows, and everything scrolls.
        egui::ScrollArea::vertical().id_salt("compare").auto_shrink([false, false]).show(ui, |ui| {
            let above = ui.cursor().min.y;
            answer(ui, state, actions);
            ui.add_space(Space::Small.points());
            toolbar::show(ui, state, actions);
            ui.add_space(Space::Small.points());
            let left = height - (ui.cursor().min.y - above);
            // One less than there is, or a rounding would make it scroll.
            let height = (left - 1.0).max(LOWEST_FIGURE);
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                figure(ui, state, actions);
            });
        });
    });
}

/// The first thing to see: which model is cheapest for the chosen workload, and what a dollar buys there.
fn answer(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let Some(saved) = state.workload() else {
        ui.label(Role::Title.text("What does a dollar buy?"));
        ui.label(
            Role::Body
                .text("Add a workload on the left to see what one task costs on every model.")
                .color(colours.muted),
        );
        return;
    };
    let workload = &saved.workload;
    let cheapest = state.derived.cheapest_shown;
    let cheapest = cheapest.and_then(|(index, cost)| Some((state.market().get(index)?, cost)));
    let shown = state.derived.shown.len();
    // Where all that are compared are shown, nothing needs to be said of how many.
    let is_part = state.view.is_filtered() && shown < state.derived.compared.len();
    if let Some((offer, cost)) = cheapest {
        let of = match shown {
            2.. if is_part => format!(" of the {} shown", label::whole(shown as u64)),
            _ => String::new(),
        };
        let (model, task) = (&offer.model.name, workload.name());
        let title = if is_part && shown == 1 {
            format!("{model} is the only model shown for {task}")
        } else {
            format!("{model} is cheapest{of} for {task}")
        };
        headline(ui, &title);
        let tasks = Quotient::of_dollars(Dollars::whole(1), cost).map_or_else(String::new, label::per_dollar);
        let monthly = crate::billing::monthly(cost, workload);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let mut say = |ui: &mut Ui, figure: String, subject: Subject, says: &str, behind: String| {
                let text = Role::Body.text(&figure).color(colours.text);
                if explained(ui, text, &format!("{}, {says}", offer.model.name)).clicked() {
                    actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
                }
                ui.label(Role::Body.text(behind).color(colours.muted));
            };
            say(ui, label::dollars(cost), Subject::CostPerTask, "cost per task", " a task: ".to_owned());
            let comma = if monthly.is_some() { ", " } else { "" };
            let behind = format!(" {} for a dollar{comma}", workload.unit());
            say(ui, tasks, Subject::TasksPerDollar, "tasks per dollar", behind);
            if let Some(monthly) = monthly {
                let behind = " a month".to_owned();
                say(ui, label::dollars(monthly), Subject::CostPerMonth, "cost per month", behind);
            }
            if let Some(discount) = offer.discount_that_counts() {
                let (off, at) = (discount.off.to_percent(), &offer.model.provider);
                let text = format!(", after your discount of {off} % at {at}");
                ui.label(Role::Body.text(text).color(colours.muted));
            }
        });
        if state.derived.is_too_large {
            ui.label(Role::Body.text(too_large(workload)).color(colours.warning));
            month_total(ui, state, saved, actions);
        }
    } else if state.derived.compared.is_empty() && !state.market().hidden().is_empty() {
        let hidden = state.market().hidden().len();
        ui.label(Role::Title.text(format!("All {} are hidden", counted(hidden, "model"))));
        ui.label(Role::Body.text("Show them again to compare what they cost.").color(colours.muted));
    } else if shown == 0 {
        headline(ui, "No model passes the filters");
        let what = format!(
            "{} models are compared for {}.",
            label::whole(state.derived.compared.len() as u64),
            workload.name()
        );
        line_below(ui, &what);
    } else {
        headline(ui, &state.derived.why_unpriced(workload));
        if state.derived.is_too_large {
            month_total(ui, state, saved, actions);
        } else {
            line_below(ui, "The rows below say why.");
        }
    }
}

/// What stands below the headline where there are no figures, as high as they are.
fn line_below(ui: &mut Ui, text: &str) {
    let muted = theme::colours(ui).muted;
    ui.horizontal_wrapped(|ui| ui.label(Role::Body.text(text).color(muted)));
}

/// The answer in a sentence: in one line, or two where one cuts it; in a slim window in two, which are kept for shorter
/// ones, so that what is below stays where it is while one types into it.
fn headline(ui: &mut Ui, sentence: &str) {
    let colour = theme::colours(ui).text;
    let whole = ui.painter().layout_no_wrap(visual(sentence).into_owned(), Role::Title.font(), colour);
    let lines = if is_slim(ui) || whole.size().x > ui.available_width() { 2 } else { 1 };
    let mut job =
        LayoutJob::simple(visual(sentence).into_owned(), Role::Title.font(), colour, ui.available_width());
    job.wrap.max_rows = lines;
    let line = ui.fonts_mut(|fonts| fonts.row_height(&Role::Title.font()));
    let galley = ui.painter().layout_job(job);
    let is_cut = galley.elided;
    let size = egui::vec2(galley.size().x, line * if lines == 1 { 1.0 } else { 2.0 });
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    ui.painter().galley(rect.min, galley, colour);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, sentence));
    if is_cut {
        response.on_hover_text(sentence);
    }
}

/// What the figure shows, of which models, and against which: in one line where all of it has room, or else what it is
/// about above the rest.
fn caption(ui: &mut Ui, state: &State, chart: &Chart, actions: &mut Vec<Action>) {
    let muted = theme::colours(ui).muted;
    let title = egui::Label::new(Role::Heading.text(&chart.title)).truncate();
    let subtitle = egui::Label::new(Role::Small.text(&chart.subtitle).color(muted));
    let measured = |text: &str, role: Role| {
        ui.painter().layout_no_wrap(text.to_owned(), role.font(), egui::Color32::BLACK).size().x
    };
    let spacing = ui.spacing();
    let around = 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
    let words = toolbar::baseline_words(state).map(|(_, text)| text);
    let (shown, all) = scope::words(state);
    let buttons = words.iter().chain(&shown).chain(&all);
    let buttons: f32 = buttons.map(|text| measured(text, Role::Small) + around).sum();
    let texts = measured(&chart.title, Role::Heading) + measured(&chart.subtitle, Role::Small);
    if texts + 3.0 * spacing.item_spacing.x + buttons > ui.available_width() {
        ui.horizontal_wrapped(|ui| {
            ui.add(title);
            ui.add(subtitle);
        });
        // Where there is nothing to say there is no line for it.
        if words.is_some() || shown.is_some() || all.is_some() {
            ui.horizontal_wrapped(|ui| {
                scope::show(ui, state, actions);
                toolbar::baseline(ui, state, actions);
            });
        }
        return;
    }
    ui.horizontal(|ui| {
        ui.add(title);
        ui.add(subtitle);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            scope::show(ui, state, actions);
            toolbar::baseline(ui, state, actions);
        });
    });
}

/// What stands where no model does, and the ways back to all of them.
fn nothing_passes(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.add_space(Space::Large.points());
    let is_filtered = state.view.is_filtered() && !state.derived.compared.is_empty();
    if is_filtered {
        ui.label(Role::Body.text("No model passes the filters.").color(theme::colours(ui).muted));
        if ui.button("Show all models").clicked() {
            actions.push(Action::ClearFilters);
        }
    }
    show_hidden(ui, state, actions);
}

fn figure(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let is_left_out = state.view.is_filtered() || !state.market().hidden().is_empty();
    if state.view.figure == Figure::Table && state.table().rows.is_empty() && is_left_out {
        return nothing_passes(ui, state, actions);
    }
    if state.view.figure == Figure::Table {
        table::show(ui, state, actions);
        return;
    }
    let colours = theme::colours(ui);
    let Some(chart) = state.chart() else {
        ui.add_space(Space::Large.points());
        ui.label(Role::Heading.text("This chart needs a workload"));
        ui.label(
            Role::Body
                .text("Add one on the left: a name and how many tokens go in and out.")
                .color(colours.muted),
        );
        return;
    };
    caption(ui, state, &chart, actions);
    legend::show(ui, &chart);
    let notes = &chart.notes;
    let line = ui.painter().layout_no_wrap(chart.source.clone(), Role::Small.font(), egui::Color32::BLACK);
    let footer = line.size().y + ui.spacing().item_spacing.y;
    let mut area = ui.available_rect_before_wrap();
    area.max.y -= footer * if notes.is_empty() { 1.0 } else { 2.0 };
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(area).id_salt("chart"));
    if chart.rows.is_empty() {
        nothing_passes(&mut child, state, actions);
    } else {
        let bars = Bars {
            chart: &chart,
            widest: state.derived.widest,
            twins: &state.derived.twins,
            chosen: state.view.chosen.as_ref(),
            hovered: state.view.hovered.as_ref(),
            chosen_by: state.derived.chosen_by,
        };
        for event in bars.show(&mut child, |ui, row| details::tip(ui, state, row)) {
            match event {
                BarsEvent::Hovered(model) => actions.push(Action::Hover(model)),
                BarsEvent::Explain(model) => {
                    actions.push(Action::ChooseModel(Some(model.clone())));
                    let workload = state.workload().map(|saved| &saved.workload);
                    if let Some(measure) = state.view.measure(workload) {
                        actions.push(Action::OpenReceipt(model, Subject::of(&measure)));
                    }
                }
                BarsEvent::Focused(model) => {
                    // The keyboard has moved on from where the mouse was left.
                    actions.push(Action::Hover(None));
                    actions.push(Action::ChooseModel(Some(model)));
                }
                BarsEvent::Clicked(model) => actions.push(Action::ChooseModel(Some(model))),
                BarsEvent::Baseline(model) => {
                    let is_baseline = state.view.baseline.as_ref() == Some(&model);
                    actions.push(Action::SetBaseline((!is_baseline).then(|| model.clone())));
                    actions.push(Action::ChooseModel(Some(model)));
                }
            }
        }
    }
    ui.allocate_rect(area, egui::Sense::hover());
    if !notes.is_empty() {
        ui.add(egui::Label::new(Role::Small.text(notes.join("; ")).color(colours.muted)).truncate());
    }
    ui.add(egui::Label::new(Role::Small.text(&chart.source).color(colours.muted)).truncate());
}

//! What stands around every place: the places and what is done everywhere at the top, the status line at the bottom.

use eframe::egui::{
    self, Align, Button, Color32, Layout, Margin, Panel, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::answer::counted;
use crate::app::action::WorkEvent;
use crate::app::action::{Action, Saying};
use crate::app::commands::Command;
use crate::app::lists::ListAction;
use crate::app::state::{Place, PricesPage, State};
use crate::app::work::Work;
use crate::money::label;
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{is_low, is_slim};

/// With less room than this, in points, for whose prices these are, it is in a menu with what is done everywhere.
const LEAST_FOR_PRICES: f32 = 90.0;
/// Below this width, in points, the places are a menu.
const SLIMMEST: f32 = 540.0;

/// Draws the line at the top.
pub fn top(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let frame = egui::Frame::new().fill(theme::colours(ui).panel).inner_margin(Margin::symmetric(12, 8));
    Panel::top("places").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            if ui.ctx().content_rect().width() < SLIMMEST {
                let here = state.view.place.name();
                let menu = ui.menu_button(Role::Label.text(format!("{here}  ↓")).size(14.0), |ui| {
                    closing(ui, actions, |ui, actions| places(ui, state, actions));
                });
                menu.response
                    .widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Place: {here}")));
            } else {
                places(ui, state, actions);
            }
            if is_slim(ui) || room_for_prices(ui) < LEAST_FOR_PRICES {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let more = ui.menu_button(Role::Body.text("More"), |ui| {
                        closing(ui, actions, |ui, actions| everywhere(ui, state, actions));
                    });
                    more.response.on_hover_text("Commands, undo, redo, and whose prices these are");
                });
            } else {
                on_the_right(ui, state, actions);
            }
        });
    });
}

/// Closes a menu once something in it was chosen.
fn closing(ui: &mut Ui, actions: &mut Vec<Action>, add: impl FnOnce(&mut Ui, &mut Vec<Action>)) {
    let before = actions.len();
    add(ui, actions);
    // Undo and redo are done again and again.
    if actions.iter().skip(before).any(|action| !matches!(action, Action::Undo | Action::Redo)) {
        ui.close();
    }
}

/// The places, as tabs or as the lines of a menu.
fn places(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    for place in Place::ALL.iter().copied() {
        let tab = tab(ui, place.name(), state.view.place == place);
        if tab.on_hover_text(Command::Go(place).tip(ui.ctx())).clicked() {
            actions.push(Action::Go(place));
        }
    }
}

/// What is done everywhere, at the right end of the line, but from left to right, as one reads and as Tab goes. How wide
/// all but the first of it is, is known from the frame before.
fn on_the_right(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let rest = width_of_the_rest(ui);
    let text = prices(state);
    let text = ui.painter().layout_no_wrap(text, Role::Small.font(), egui::Color32::BLACK).size().x;
    let room = room_for_prices(ui);
    let wide = (text + 2.0 * ui.spacing().button_padding.x).ceil() + 1.0;
    ui.add_space((room - wide - ui.spacing().item_spacing.x).max(0.0));
    let height = ui.spacing().interact_size.y;
    ui.allocate_ui(vec2(wide.min(room), height), |ui| whose_prices(ui, state, actions));
    let from = ui.cursor().min.x;
    changed(ui, state, actions);
    ui.add_space(Space::Small.points());
    undo_buttons(ui, state, actions);
    commands(ui, actions);
    let now = ui.min_rect().max.x - from + ui.spacing().item_spacing.x;
    if (now - rest).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(rest_id(), now));
        ui.ctx().request_discard("what is done everywhere takes another width");
    }
}

fn rest_id() -> egui::Id {
    egui::Id::unique("width of what is done everywhere")
}

fn width_of_the_rest(ui: &Ui) -> f32 {
    ui.data(|data| data.get_temp::<f32>(rest_id())).unwrap_or_default()
}

fn room_for_prices(ui: &Ui) -> f32 {
    ui.available_width() - width_of_the_rest(ui)
}

/// The same as the lines of a menu.
fn everywhere(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    commands(ui, actions);
    undo_buttons(ui, state, actions);
    ui.add_space(Space::Small.points());
    changed(ui, state, actions);
    whose_prices(ui, state, actions);
}

fn commands(ui: &mut Ui, actions: &mut Vec<Action>) {
    let commands = ui.button(Role::Small.text("Commands"));
    if commands.on_hover_text(Command::Palette.tip(ui.ctx())).clicked() {
        actions.push(Action::OpenPalette(true));
    }
}

/// Whose prices these are.
fn prices(state: &State) -> String {
    let own = state.documents.overrides.value.len();
    let own = if own == 0 { String::new() } else { format!(", {own} of your own") };
    let discounts = &state.documents.discounts.value;
    let discounts = discounts.iter().filter(|discount| discount.holds(state.price_day())).count();
    let discounts =
        if discounts == 0 { String::new() } else { format!(", {}", counted(discounts, "discount")) };
    format!("{}{own}{discounts}", state.prices_in_words())
}

fn whose_prices(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let response = ui
        .add(Button::new(Role::Small.text(prices(state))).truncate())
        .on_hover_text(format!("{}. Click for other price lists.", state.sources_in_words()));
    if response.clicked() {
        actions.push(Action::GoPrices(PricesPage::Lists));
    }
}

/// What changed with the last update of a price list, in one glance.
fn changed(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let changes = state.lists.changes.iter().filter(|(_, changes)| !changes.is_empty());
    let Some((key, found)) = changes.max_by_key(|(_, changes)| changes.models()) else { return };
    let name = state.documents.lists.value.get(key).map_or_else(String::new, |list| list.name.clone());
    let text = format!("{} changed", label::whole(found.models() as u64));
    let response = ui
        .add(Button::new(Role::Small.text(text)))
        .on_hover_text(format!("With the last update of {name}: {}. Click to see which.", found.summary()));
    if response.clicked() {
        actions.push(Action::GoPrices(PricesPage::Lists));
        actions.push(Action::List(ListAction::ShowChanges(Some(key.clone()))));
    }
}

/// Draws the status line: whether all is saved, what was done last, what there is.
pub fn bottom(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let work: Vec<&Work> = state.work.iter().filter(|work| work.is_quick_for(state.now).is_zero()).collect();
    // What is quick is left out, so that the line has to be drawn again once it is not.
    let waits = state.work.iter().map(|work| work.is_quick_for(state.now));
    if let Some(wait) = waits.filter(|wait| !wait.is_zero()).min() {
        ui.ctx().request_repaint_after(wait);
    }
    let is_quiet = state.why_unsaved().is_none() && state.saying.is_none() && work.is_empty();
    // In a low window the line is there only when it has something to say.
    if is_quiet && is_low(ui) {
        return;
    }
    let colours = theme::colours(ui);
    let frame = egui::Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(12, 4));
    Panel::bottom("status").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            if let Some(reason) = state.why_unsaved() {
                ui.label(Role::Small.text(format!("Not saved: {reason}")).color(colours.error));
                if ui.small_button(Role::Small.text("Try again")).clicked() {
                    actions.push(Action::SaveAgain);
                }
            } else {
                let text = if state.unsaved.is_empty() { "All changes saved" } else { "Saving…" };
                ui.label(Role::Small.text(text).color(colours.muted));
            }
            for work in &work {
                ui.separator();
                ui.label(Role::Small.text(&work.words));
                let stop = ui.small_button(Role::Small.text("Stop"));
                let name = format!("Stop the {}", work.name);
                stop.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
                if stop.on_hover_text(&name).clicked() {
                    actions.push(Action::Work(WorkEvent::Cancel(work.id)));
                }
            }
            if let Some(saying) = state.saying.as_ref().filter(|_| work.is_empty()) {
                let colour = if saying.is_error { colours.error } else { colours.text };
                ui.separator();
                said(ui, saying, colour, actions);
            }
            // What was said has the room first.
            if is_slim(ui) && !is_quiet {
                return;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let hidden = state.market().hidden().len();
                let hidden = if hidden == 0 { String::new() } else { format!(" ({hidden} hidden)") };
                let models = state.market().offers().len();
                let workloads = state.documents.workloads.len();
                let text =
                    format!("{}{hidden}, {}", counted(models, "model"), counted(workloads, "workload"));
                ui.label(Role::Small.text(text).color(colours.muted));
            });
        });
    });
}

/// What was said last, and the way on that it offers. The sentence gives way where there is no room for both.
fn said(ui: &mut Ui, saying: &Saying, colour: Color32, actions: &mut Vec<Action>) {
    let font = Role::Small.font();
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), colour).size().x;
    let around = 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x;
    let buttons: f32 = saying.offers.iter().map(|offered| width(offered.name()) + around).sum();
    let room = (ui.available_width() - buttons).max(40.0);
    ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(egui::Label::new(Role::Small.text(&saying.text).color(colour)).truncate());
    });
    for offered in &saying.offers {
        let button = ui.small_button(Role::Small.text(offered.name()));
        let name = format!("{}: {}", offered.name(), saying.text);
        button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
        if button.clicked() {
            actions.push(offered.action());
        }
    }
}

fn tab(ui: &mut Ui, name: &str, is_here: bool) -> egui::Response {
    let colours = theme::colours(ui);
    let (font, colour) = if is_here { (Role::Label, colours.text) } else { (Role::Body, colours.muted) };
    let text = font.text(name).size(14.0).color(colour);
    let fill = if is_here { colours.selected } else { egui::Color32::TRANSPARENT };
    let response = ui.add(Button::new(text).fill(fill).stroke(Stroke::NONE));
    response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, is_here, name));
    if response.has_focus() {
        let ring = Stroke::new(2.0, colours.accent);
        ui.painter().rect_stroke(response.rect, theme::RADIUS, ring, StrokeKind::Inside);
    }
    response
}

fn undo_buttons(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let buttons = [
        (Command::Undo, "Undo", state.undo_label(), Action::Undo),
        (Command::Redo, "Redo", state.history.redo_label(), Action::Redo),
    ];
    for (command, verb, label, action) in buttons {
        let keys = command.keys(ui.ctx());
        let full = label
            .map_or_else(|| format!("Nothing to {}", verb.to_lowercase()), |label| format!("{verb} {label}"));
        let response = ui.add_enabled(label.is_some(), Button::new(Role::Small.text(verb)));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, label.is_some(), &full));
        let hover = format!("{full} ({keys})");
        if response.on_hover_text(&hover).on_disabled_hover_text(&hover).clicked() {
            actions.push(action);
        }
    }
}

#[cfg(all(test, feature = "window-tests"))]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use eframe::egui::ViewportId;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;
    use jiff::civil::date;

    use super::bottom;
    use crate::app::action::{Action, Saying};
    use crate::app::state::State;
    use crate::app::update::update;
    use crate::store::Documents;
    use crate::window::jobs::Working;
    use crate::window::theme;

    #[test]
    fn long_work_is_shown_once_it_is_long_and_can_be_stopped() {
        let state = State::new(Documents::starters(), Vec::new(), date(2026, 11, 30)).unwrap();
        let mut harness =
            Harness::builder().with_step_dt(0.1).with_context_setup(theme::install).build_ui_state(
                |ui, state: &mut State| {
                    state.now = Duration::from_secs_f64(ui.input(|input| input.time));
                    let mut actions = Vec::new();
                    bottom(ui, state, &mut actions);
                    for action in actions {
                        update(state, action);
                    }
                },
                state,
            );
        let (send, receive) = channel();
        let working = Working::begin(&send, &harness.ctx, "import", "Importing…");
        for action in receive.try_iter() {
            update(harness.state_mut(), action);
        }
        let begun = harness.state().now;
        while harness.state().now + Duration::from_millis(100) < begun + Duration::from_millis(300) {
            harness.step();
            assert!(harness.query_by_label("Importing…").is_none());
            // Nobody touches the window, and still it is drawn again when the work turns out to be long.
            let delay = harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
            assert!(delay <= Duration::from_millis(300), "{delay:?}");
        }
        harness.step();
        harness.step();
        assert!(harness.query_by_label("Importing…").is_some());
        harness.get_by_label("Stop the import").click();
        harness.run();
        assert!(harness.query_by_label("Importing…").is_none());
        assert!(harness.query_by_label("The import was stopped").is_some());
        // Nothing comes of it later.
        assert!(working.is_cancelled());
        update(harness.state_mut(), working.done(Some(Action::Say(Saying::done("Imported")))));
        harness.run();
        assert!(harness.query_by_label("Imported").is_none());
    }
}

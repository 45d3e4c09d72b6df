//! The receipt of one figure: the arithmetic, each price with its layers and sources, other lists, what was assumed.

use std::rc::Rc;

use eframe::egui::{self, Align, Label, Layout, Modal, Rect, RichText, ScrollArea, Stroke, Ui, pos2, vec2};

use crate::app::action::Action;
use crate::app::state::State;
use crate::bounds::between;
use crate::receipt::{Elsewhere, Layer, Outcome, PriceOrigin, Receipt, Step, StepKind, capital};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{chip, own_mark, room_for_sheet};

/// Width of the sheet, in points, where the window has room.
const WIDTH: f32 = 720.0;
/// Width of the names of layers and lists.
const NAMES: f32 = 215.0;
/// Width of the column of prices.
const VALUES: f32 = 90.0;
/// How far layers and lists stand to the right of the price that they are of.
const INDENT: f32 = 12.0;
/// What the window keeps around the sheet, and what its head and foot take.
const AROUND: f32 = 270.0;
/// What the window keeps around the sheet, and what its foot takes.
const AROUND_LOW: f32 = 130.0;
/// Below this height of the window, in points, the head scrolls with the rest.
const LOW: f32 = 460.0;
/// Below this width, in points, a source stands below its value.
const NARROW_SOURCE: f32 = 140.0;

/// Draws the open receipt over everything, and returns what was asked for.
pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let came_from = egui::Id::unique("receipt came from");
    let Some(receipt) = state.focus.receipt.as_ref().map(Rc::clone) else {
        // Back to where the keyboard was.
        if let Some(Some(before)) = ui.data_mut(|data| data.remove_temp::<Option<egui::Id>>(came_from)) {
            ui.memory_mut(|memory| memory.request_focus(before));
        }
        return;
    };
    let is_new = ui.data(|data| data.get_temp::<Option<egui::Id>>(came_from)).is_none();
    if is_new {
        let before = ui.memory(egui::Memory::focused);
        ui.data_mut(|data| data.insert_temp(came_from, before));
    }
    let screen = ui.ctx().content_rect();
    let colours = theme::colours(ui);
    let frame = egui::Frame::popup(ui.style())
        .fill(colours.canvas)
        .inner_margin(Space::Large.margin())
        .corner_radius(theme::RADIUS + 4);
    let response = Modal::new(egui::Id::unique("receipt")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(room_for_sheet(screen.width(), 80.0)));
        let is_low = screen.height() < LOW;
        if !is_low {
            head(ui, &receipt);
        }
        let most = room_for_sheet(screen.height(), if is_low { AROUND_LOW } else { AROUND });
        // The sheet takes the height that its text needs, whatever it took in the frame before.
        let scroll =
            ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            if is_low {
                head(ui, &receipt);
            }
            ui.spacing_mut().item_spacing.y = Space::Tiny.points();
            ui.spacing_mut().interact_size.y = 18.0;
            steps(ui, &receipt.steps);
            prices(ui, &receipt.prices);
            lists(ui, &receipt);
            notes(ui, &receipt.notes);
        });
        ui.add_space(Space::Small.points());
        foot(ui, &receipt, is_new, actions)
    });
    if response.inner || response.should_close() {
        actions.push(Action::CloseReceipt);
    }
}

fn head(ui: &mut Ui, receipt: &Receipt) {
    let colours = theme::colours(ui);
    ui.spacing_mut().item_spacing.y = Space::Tiny.points();
    ui.add(Label::new(Role::Heading.text(&receipt.title)).wrap());
    ui.horizontal(|ui| {
        let text = format!("{}, {}", receipt.model, receipt.provider);
        ui.add(Label::new(Role::Body.text(text).color(colours.muted)).truncate());
        if receipt.lists_disagree() {
            chip(ui, "lists disagree");
        }
    });
    ui.add_space(Space::Tiny.points());
    ui.label(Role::Title.text(receipt.outcome.label()));
    if let Some(mixed) = receipt.mixed() {
        own_mark(ui, mixed);
    }
    if let Outcome::Known { exact: Some(exact), .. } = &receipt.outcome {
        ui.add(Label::new(Role::Small.text(format!("exactly {exact}")).color(colours.muted)).wrap());
    }
    if let Some(reason) = receipt.outcome.reason() {
        ui.add(Label::new(Role::Body.text(capital(reason)).color(colours.warning)).wrap());
    }
    ui.add_space(Space::Small.points());
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(Space::Small.points());
    ui.label(Role::Label.text(text).color(theme::colours(ui).muted));
    let line = theme::colours(ui).line;
    let rect = ui.available_rect_before_wrap();
    ui.painter().hline(rect.x_range(), rect.min.y - 1.0, Stroke::new(1.0, line));
    ui.add_space(2.0);
}

/// The arithmetic: factors on the left, amounts on the right with their points below each other.
fn steps(ui: &mut Ui, steps: &[Step]) {
    if steps.is_empty() {
        return;
    }
    heading(ui, "How it is computed");
    let role = |step: &Step| if step.kind == StepKind::Line { Role::Body } else { Role::Label };
    let behind_the_point = |ui: &Ui, step: &Step| {
        let (_, fraction) = step.amount.split_once('.').filter(|_| step.cost.is_some()).unwrap_or_default();
        let text = fraction.to_owned();
        ui.painter().layout_no_wrap(text, role(step).font(), egui::Color32::BLACK).size().x
    };
    let widest = steps.iter().map(|step| behind_the_point(ui, step)).fold(0.0, f32::max);
    let most = ui.available_width() * 0.3;
    let colours = theme::colours(ui);
    for step in steps {
        if step.kind != StepKind::Line {
            let rect = ui.available_rect_before_wrap();
            ui.painter().hline(rect.x_range(), rect.min.y + 1.0, Stroke::new(1.0, colours.line));
            ui.add_space(Space::Tiny.points());
        }
        let font = |text: &str| if step.kind == StepKind::Line { Role::Body.text(text) } else { bold(text) };
        let behind = if step.cost.is_some() { widest - behind_the_point(ui, step) } else { 0.0 };
        ui.horizontal_top(|ui| {
            ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                ui.add_space(between(behind, 0.0, most.max(0.0)));
                ui.add(Label::new(font(&step.amount).color(colours.text)));
                ui.vertical(|ui| {
                    ui.add(Label::new(font(&step.factors).color(colours.text)).wrap());
                    if let Some(whose) = &step.whose {
                        ui.add(Label::new(Role::Small.text(whose).color(colours.muted)).wrap());
                    }
                });
            });
        });
    }
}

fn bold(text: &str) -> RichText {
    Role::Label.text(text).size(13.5)
}

fn prices(ui: &mut Ui, prices: &[PriceOrigin]) {
    if prices.is_empty() {
        return;
    }
    heading(ui, "Where the prices come from, in US dollars");
    let muted = theme::colours(ui).muted;
    for price in prices {
        if let ([only], []) = (price.layers.as_slice(), price.elsewhere.as_slice()) {
            let name = format!("{}, {}", price.title, price.per);
            line(
                ui,
                0.0,
                Role::Body.text(name),
                bold(&only.value),
                &format!("{}, {}", only.name, only.source),
                None,
            );
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(bold(&price.title));
            ui.label(Role::Small.text(price.per).color(muted));
        });
        for Layer { name, value, source, counts } in &price.layers {
            let value =
                if *counts { bold(value) } else { Role::Body.text(value).color(muted).strikethrough() };
            line(ui, INDENT, Role::Body.text(name), value, source, None);
        }
        others(ui, &price.elsewhere);
        ui.add_space(Space::Tiny.points());
    }
}

fn lists(ui: &mut Ui, receipt: &Receipt) {
    if receipt.elsewhere.is_empty() {
        return;
    }
    match &receipt.starts_from {
        None => heading(ui, "The same figure by each list alone"),
        Some(title) => heading(ui, &format!("{title}, by each list alone")),
    }
    others(ui, &receipt.elsewhere);
}

fn others(ui: &mut Ui, lists: &[Elsewhere]) {
    for other in lists {
        let mark = other.differs.then_some("differs");
        line(ui, INDENT, Role::Body.text(&other.list), Role::Body.text(&other.value), &other.source, mark);
    }
}

/// A name, a value with its end below the others', and who says so.
fn line(ui: &mut Ui, indent: f32, name: RichText, value: RichText, source: &str, mark: Option<&str>) {
    let colours = theme::colours(ui);
    let room = ui.available_width();
    let left = ui.cursor().min;
    let sources = room - INDENT - NAMES - VALUES - Space::Large.points();
    let is_narrow = sources < NARROW_SOURCE;
    let names = if is_narrow { (room - INDENT - VALUES - Space::Large.points()).max(80.0) } else { NAMES };
    let column = |ui: &mut Ui, x: f32, y: f32, width: f32, layout: Layout, add: &mut dyn FnMut(&mut Ui)| {
        let rect = Rect::from_min_size(pos2(left.x + x, left.y + y), vec2(width, 18.0));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
        add(&mut child);
        child.min_rect().height()
    };
    let to_right = Layout::left_to_right(Align::TOP);
    let (name, value) = (Label::new(name).wrap(), Label::new(value).wrap());
    let (mut name, mut value) = (Some(name), Some(value));
    let mut height = column(ui, indent, 0.0, names + INDENT - indent, to_right, &mut |ui| {
        _ = name.take().map(|name| ui.add(name));
    });
    height =
        height.max(column(ui, INDENT + names, 0.0, VALUES, Layout::right_to_left(Align::TOP), &mut |ui| {
            _ = value.take().map(|value| ui.add(value));
        }));
    let x = if is_narrow { INDENT } else { INDENT + NAMES + VALUES + Space::Medium.points() };
    let (y, width) = if is_narrow { (height, room - 2.0 * INDENT) } else { (0.0, sources) };
    height = height.max(
        y + column(ui, x, y, width, to_right.with_main_wrap(true), &mut |ui| {
            if let Some(mark) = mark {
                ui.label(Role::Small.text(mark).color(colours.warning));
            }
            ui.add(Label::new(Role::Small.text(source).color(colours.muted)).wrap());
        }),
    );
    ui.allocate_space(vec2(room, height));
}

fn notes(ui: &mut Ui, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    heading(ui, "What to know");
    for note in notes {
        ui.add(Label::new(Role::Body.text(note)).wrap());
    }
}

/// The buttons; returns whether the receipt is to be closed.
fn foot(ui: &mut Ui, receipt: &Receipt, is_new: bool, actions: &mut Vec<Action>) -> bool {
    let mut close = false;
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        if ui.button("Copy as text").clicked() {
            actions.push(Action::Copy(receipt.to_text(), "the receipt".to_owned()));
        }
        if ui.button("Copy as Markdown").clicked() {
            actions.push(Action::Copy(receipt.to_markdown(), "the receipt as Markdown".to_owned()));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = ui.button("Close").on_hover_text("Esc");
            if is_new {
                button.request_focus();
            }
            close = button.clicked();
        });
    });
    close
}

#[cfg(test)]
#[cfg(feature = "window-tests")]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;
    use jiff::civil::date;

    use super::*;
    use crate::app::update::update;
    use crate::catalog::{Catalog, Discounts, Market, MarketParts, ModelId, Overrides, OwnModels, PriceList};
    use crate::receipt::Subject;
    use crate::store::Documents;

    /// What was copied, in order.
    type Copied = Vec<String>;

    /// The window's state with two lists that disagree, drawn with nothing but the receipt.
    fn sheet(subject: Subject) -> Harness<'static, (State, Copied)> {
        let mut state = State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap();
        let mut second = Catalog::bundled().unwrap();
        second.name = "Second list".into();
        for model in &mut second.models {
            model.prices.input = crate::money::Price::Free;
        }
        let lists = [PriceList::from(Catalog::bundled().unwrap()), PriceList::from(second)];
        state.derived.market = Market::of(&MarketParts {
            lists: &lists,
            own: &OwnModels::default(),
            overrides: &Overrides::default(),
            discounts: &Discounts::default(),
            day: None,
            all_rows: false,
        });
        update(&mut state, Action::OpenReceipt(ModelId::new("openai/gpt-4.1-mini").unwrap(), subject));
        let mut is_installed = false;
        let draw = move |ui: &mut Ui, (state, copied): &mut (State, Copied)| {
            if !std::mem::replace(&mut is_installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_repaint();
                return;
            }
            let mut actions = Vec::new();
            show(ui, state, &mut actions);
            for action in actions {
                if let Action::Copy(text, _) = &action {
                    copied.push(text.clone());
                }
                update(state, action);
            }
        };
        let size = vec2(1280.0, 800.0);
        let mut harness = Harness::builder().with_size(size).build_ui_state(draw, (state, Vec::new()));
        harness.run();
        harness
    }

    #[test]
    fn the_sheet_says_the_arithmetic_the_layers_and_where_lists_disagree() {
        let harness = sheet(Subject::CostPerTask);
        for text in [
            "Cost per task: Chat message",
            "$0.00052",
            "500 input tokens x $0.40 per million",
            "lists disagree",
            "The same figure by each list alone",
        ] {
            assert!(harness.query_all_by_label(text).next().is_some(), "{text}");
        }
        assert_eq!(harness.query_all_by_label("differs").count(), 2);
        assert!(harness.query_all_by_label("Second list").count() >= 3);
    }

    #[test]
    fn it_is_copied_and_closed_by_keyboard() {
        let mut harness = sheet(Subject::InputTokensPerDollar);
        harness.get_by_label("Copy as text").click();
        harness.run();
        harness.get_by_label("Copy as Markdown").click();
        harness.run();
        let receipt = harness.state().0.focus.receipt.clone().unwrap();
        assert_eq!(harness.state().1, [receipt.to_text(), receipt.to_markdown()]);
        harness.key_press(egui::Key::Escape);
        harness.run();
        assert!(harness.state().0.focus.receipt.is_none());
        assert!(harness.query_by_label("Close").is_none());
    }

    #[test]
    fn the_close_button_has_the_keyboard_from_the_start() {
        let mut harness = sheet(Subject::OutputInputRatio);
        assert!(harness.get_by_label("Close").is_focused());
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert!(harness.state().0.focus.receipt.is_none());
    }
}

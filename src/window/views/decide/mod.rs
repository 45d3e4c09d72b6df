//! Decide: the questions on the left; what is put into the one that is shown, its answer, its picture and its numbers.

mod bills;
mod break_even;
mod budget;
mod choose;
mod cliffs;
mod inputs;
mod judge;
mod matrix;
mod portfolio;
mod quality;
mod rules;
mod sensitivity;
mod solve;
mod subscription;
mod switching;
mod trend;

use std::sync::Arc;

use eframe::egui::{self, Rangef, ScrollArea, Ui, WidgetInfo};

use crate::answer::{Answer, Cite, Figure};
use crate::app::action::{Action, FigureFormat};
use crate::app::commands::Command;
use crate::app::decide::Question;
use crate::app::state::State;
use crate::window::theme::{self, Role, Space, TABLE_ROW};
use crate::window::widgets::{
    Side, answer_bars, answer_table, bars_height, command_item, is_low, plane, segmented,
};

/// How much of the room one of several tables takes at most.
const LONGEST_TABLE: f32 = 0.8;
/// Up to so many rows of numbers and bars, both are shown.
const FEW_ROWS: usize = 12;
/// What stands between a picture and the numbers below it, in points.
const BETWEEN: f32 = 36.0;
/// What the names of lines take above a plane, in points.
const LEGEND: f32 = 30.0;
/// The least height of the picture or of the numbers, in points.
const LOWEST_ANSWER: f32 = 200.0;
/// The least height of a plane, in points.
const PLANE: f32 = 230.0;

/// Draws the place and returns what was asked for.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let side = Side {
        id: "questions",
        name: "Question",
        chosen: state.view.decide.question.words(),
        width: theme::LEFT_PANEL + 40.0,
        range: Rangef::new(200.0, 420.0),
        is_needed: false,
    };
    side.show(ui, |ui| questions(ui, state, actions));
    let frame = egui::Frame::new().fill(theme::colours(ui).canvas).inner_margin(Space::Medium.margin());
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let Some(answer) = state.derived.decided.answer.as_ref().map(Arc::clone) else { return };
        let height = ui.available_height();
        // In a low window the picture keeps its rows, and everything scrolls.
        let all = ScrollArea::vertical().id_salt("decide").auto_shrink([false, false]);
        all.show(ui, |ui| answered(ui, state, &answer, height, actions));
    });
}

/// Draws the question's inputs and its answer into `height`, or into more where that is too little.
fn answered(ui: &mut Ui, state: &State, answer: &Answer, height: f32, actions: &mut Vec<Action>) {
    let top = ui.cursor().min.y;
    let question = state.view.decide.question;
    let says = |ui: &mut Ui| {
        ui.add(egui::Label::new(Role::Title.text(&answer.headline)).wrap());
        for detail in &answer.details {
            ui.add(egui::Label::new(Role::Body.text(detail)).wrap());
        }
        ui.add_space(Space::Small.points());
    };
    if is_low(ui) {
        // The answer is what one sees first, even where there is room for little else.
        says(ui);
    } else {
        ui.label(Role::Small.text(question.explained()).color(theme::colours(ui).muted));
        ui.add_space(Space::Tiny.points());
    }
    // A name of its own, so that an open menu stays open when there are more or fewer lines above it.
    let own = egui::UiBuilder::new().scope_id(egui::Id::unique(("decide inputs", question.words())));
    ui.scope_builder(own, |ui| put_in(ui, state, question, actions));
    ui.add_space(Space::Small.points());
    if !is_low(ui) {
        // Below the inputs, which stay in their place when the answer grows a line while one types into them.
        says(ui);
    }
    let left = height - (ui.cursor().min.y - top);
    shown(ui, state, answer, left, actions);
}

/// Draws the list of questions; returns whether one was chosen.
fn questions(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) -> bool {
    let before = actions.len();
    ui.label(Role::Heading.text("Questions"));
    ui.add_space(Space::Tiny.points());
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for question in Question::ALL.iter().copied() {
            let is_shown = state.view.decide.question == question;
            let role = if is_shown { Role::Label } else { Role::Body };
            let button = egui::Button::selectable(is_shown, role.text(question.words()).size(13.5)).wrap();
            let response = ui.add_sized(egui::vec2(ui.available_width(), 30.0), button.right_text(""));
            response.widget_info(|| {
                WidgetInfo::selected(egui::Role::ListBoxOption, true, is_shown, question.words())
            });
            if response.clicked() {
                actions.push(Action::Ask(question));
            }
        }
    });
    actions.len() > before
}

/// What is put into the question.
fn put_in(ui: &mut Ui, state: &State, question: Question, actions: &mut Vec<Action>) {
    let inputs = &state.view.decide.inputs;
    match question {
        Question::Matrix => matrix::show(ui, state, &inputs.matrix, actions),
        Question::Budget => budget::show(ui, state, &inputs.budget, actions),
        Question::Solve => solve::show(ui, state, &inputs.solve, actions),
        Question::Bills => bills::show(ui, state, &inputs.bills, actions),
        Question::Portfolio => portfolio::show(ui, state, &inputs.portfolio, actions),
        Question::Choose => choose::show(ui, state, &inputs.choose, actions),
        Question::Quality => quality::show(ui, state, &inputs.quality, actions),
        Question::BreakEven => break_even::show(ui, state, &inputs.break_even, actions),
        Question::Subscription => subscription::show(ui, state, &inputs.subscription, actions),
        Question::Switching => switching::show(ui, state, &inputs.switching, actions),
        Question::Sensitivity => sensitivity::show(ui, state, &inputs.sensitivity, actions),
        Question::Cliffs => cliffs::show(ui, state, &inputs.cliffs, actions),
        Question::Trend => trend::show(ui, state, &inputs.trend, actions),
    }
}

/// The picture and the numbers, what to know, and the source.
fn shown(ui: &mut Ui, state: &State, answer: &Answer, height: f32, actions: &mut Vec<Action>) {
    let both = answer.figure.is_some() && answer.tables.iter().any(|table| !table.rows.is_empty());
    let foot = foot_height(ui, answer);
    // Below the buttons.
    let room = (height - foot - ui.spacing().interact_size.y - Space::Large.points()).max(LOWEST_ANSWER);
    let of_figure = match &answer.figure {
        Some(Figure::Bars(bars)) => bars_height(bars),
        Some(_) => PLANE + LEGEND,
        None => 0.0,
    };
    // A few rows stand below their bars whatever the room: a table that comes and goes with a number is looked for.
    let rows: usize = answer.tables.iter().map(|table| table.rows.len()).sum();
    let has_few_rows =
        matches!(&answer.figure, Some(Figure::Bars(bars)) if bars.rows.len() + rows <= FEW_ROWS);
    let is_few = of_figure + BETWEEN + height_of_tables(answer) <= room || has_few_rows;
    let shows_table = state.view.decide.shows_table;
    ui.horizontal_wrapped(|ui| {
        if both && !is_few {
            let choices = [(false, "Chart"), (true, "Table")];
            if let Some(table) = segmented(ui, "Shown", shows_table, &choices) {
                actions.push(Action::ShowAnswerTable(table));
            }
        }
        if !answer.tables.is_empty() {
            take_away(ui, state, actions);
        }
    });
    ui.add_space(Space::Tiny.points());
    let mut cited = None;
    let with_figure = answer.figure.as_ref().filter(|_| is_few || !shows_table || !both);
    let with_tables = is_few || shows_table || !both;
    let id = state.view.decide.question.words();
    match with_figure {
        Some(figure) if !with_tables => cited = picture(ui, id, figure, answer, room),
        None if answer.tables.len() == 1 => cited = tables(ui, id, answer, room),
        _ => {
            let scroll = ScrollArea::vertical().id_salt("answer").auto_shrink([false, true]).max_height(room);
            scroll.show(ui, |ui| {
                if let Some(figure) = with_figure {
                    let rest = room - height_of_tables(answer) - BETWEEN;
                    cited = picture(ui, id, figure, answer, rest.max(of_figure));
                    ui.add_space(Space::Small.points());
                }
                // A long table scrolls in itself, so that only its rows in sight are drawn.
                if with_tables && let Some(cite) = tables(ui, id, answer, room * LONGEST_TABLE) {
                    cited = Some(cite);
                }
            });
        }
    }
    foot_of(ui, answer);
    if let Some(cite) = cited {
        actions.push(Action::OpenCited(Box::new(cite)));
    }
}

fn picture(ui: &mut Ui, id: &str, figure: &Figure, answer: &Answer, height: f32) -> Option<Cite> {
    match figure {
        Figure::Bars(bars) => answer_bars(ui, id, bars, height.min(bars_height(bars))),
        Figure::Lines(lines) => {
            plane(ui, id, Some(lines), None, &answer.headline, height - LEGEND);
            None
        }
        Figure::Scatter(scatter) => {
            let place = plane(ui, id, None, Some(scatter), &answer.headline, height)?;
            scatter.words.get(place)?.cite
        }
    }
}

fn tables(ui: &mut Ui, id: &str, answer: &Answer, height: f32) -> Option<Cite> {
    let mut cited = None;
    for (index, table) in answer.tables.iter().enumerate() {
        if !table.title.is_empty() {
            ui.label(Role::Heading.text(&table.title));
        }
        if let Some(cite) = answer_table(ui, &format!("{id} {index}"), table, height) {
            cited = Some(cite);
        }
        ui.add_space(Space::Small.points());
    }
    cited
}

#[expect(clippy::cast_precision_loss, reason = "few rows")]
fn height_of_tables(answer: &Answer) -> f32 {
    let of = |rows: usize, title: &str| {
        let title = if title.is_empty() { 0.0 } else { 26.0 };
        (rows as f32 + 1.0).mul_add(TABLE_ROW, title + Space::Large.points())
    };
    answer.tables.iter().map(|table| of(table.rows.len(), &table.title)).sum()
}

/// The ways to take the answer elsewhere.
fn take_away(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.menu_button("Copy…", |ui| {
        for copy in [Command::CopyText, Command::CopyMarkdown, Command::CopyTable, Command::CopyPicture] {
            command_item(ui, state, copy, actions);
        }
    })
    .response
    .on_hover_text("Copy the answer with its numbers");
    ui.menu_button("Save…", |ui| {
        for format in FigureFormat::ALL.into_iter().chain(FigureFormat::MEMO) {
            command_item(ui, state, Command::SaveAs(format), actions);
        }
    })
    .response
    .on_hover_text("Save what you see as a picture or as data");
}

fn notes(answer: &Answer) -> String {
    answer.notes.join(". ")
}

fn foot_height(ui: &Ui, answer: &Answer) -> f32 {
    let font = Role::Small.font();
    let width = ui.available_width();
    let lines = |text: String| {
        if text.is_empty() {
            return 0.0;
        }
        ui.painter().layout(text, font.clone(), egui::Color32::BLACK, width).size().y + Space::Tiny.points()
    };
    lines(notes(answer)) + lines(answer.source.clone()) + Space::Small.points()
}

fn foot_of(ui: &mut Ui, answer: &Answer) {
    let muted = theme::colours(ui).muted;
    ui.add_space(Space::Tiny.points());
    ui.spacing_mut().item_spacing.y = Space::Tiny.points();
    for text in [notes(answer), answer.source.clone()].into_iter().filter(|text| !text.is_empty()) {
        ui.add(egui::Label::new(Role::Small.text(text).color(muted)).wrap());
    }
}

//! A field for one value: it keeps what was typed, says below itself what is wrong, and commits on Enter or on
//! leaving. Escape takes back what was typed, but in a menu, which it closes. Where the value has changed meanwhile, only
//! Enter commits.

use eframe::egui::containers::menu::is_in_menu;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Context, Id, Key, Response, Stroke, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::state::State;
use crate::window::theme::{self, Role};

/// A field for one value.
#[derive(Debug)]
pub struct Field<'a> {
    /// The field's identity among all that is typed: `workload chat-message input_tokens`.
    pub id: &'a str,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// The committed value as text.
    pub value: &'a str,
    /// What an empty field shows.
    pub hint: &'a str,
    /// Width in points.
    pub width: f32,
    /// Whether it can be changed.
    pub enabled: bool,
    /// Whether it has several lines, in which Enter is a line break.
    pub multiline: bool,
}

/// What came of a field in this frame.
#[derive(Debug)]
pub struct Outcome<T> {
    /// A value to commit.
    pub commit: Option<T>,
    /// The field's response.
    pub response: Response,
    /// What it says now, with what was typed in this very frame.
    pub text: String,
    /// Whether Enter was pressed in it.
    pub is_entered: bool,
}

impl Field<'_> {
    /// As [`Field::show`], for a cell of a table, which has no room below: the sentence comes up beside the field.
    pub fn show_in_row<T>(
        &self,
        ui: &mut Ui,
        state: &State,
        actions: &mut Vec<Action>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Outcome<T> {
        let (outcome, wrong) = self.show_beside_others(ui, state, actions, parse);
        problems_below(ui, &outcome.response, wrong.as_slice());
        outcome
    }

    /// Draws the field. `parse` reads the text or says in a sentence what is wrong; the sentence stands below.
    pub fn show<T>(
        &self,
        ui: &mut Ui,
        state: &State,
        actions: &mut Vec<Action>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Outcome<T> {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let (outcome, wrong) = self.show_beside_others(ui, state, actions, parse);
            if let Some(wrong) = &wrong {
                problem(ui, wrong, self.width);
            }
            outcome
        })
        .inner
    }

    /// As [`Field::show_in_row`], for several fields side by side whose sentences would cover each other: the field itself,
    /// and the sentence about what was typed, for [`problems_below`] of them all.
    pub fn show_beside_others<T>(
        &self,
        ui: &mut Ui,
        state: &State,
        actions: &mut Vec<Action>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> (Outcome<T>, Option<String>) {
        let typed = state.typed.get(self.id);
        let mut text = typed.cloned().unwrap_or_else(|| self.value.to_owned());
        // Another program, another window or undo may have changed the value since.
        let is_outdated =
            typed.is_some() && state.typed_over.get(self.id).is_some_and(|over| over != self.value);
        let wrong = typed.and_then(|text| parse(text).err()).or_else(|| is_outdated.then(|| self.outdated()));
        let outcome = ui.scope(|ui| {
            // In a menu fields look as they do elsewhere.
            ui.spacing_mut().button_padding = theme::PADDING;
            if wrong.is_some() {
                let error = Stroke::new(1.5, theme::colours(ui).error);
                let widgets = &mut ui.visuals_mut().widgets;
                widgets.inactive.bg_stroke = error;
                widgets.hovered.bg_stroke = error;
            } else {
                let border = Stroke::new(1.0, theme::colours(ui).border);
                ui.visuals_mut().widgets.inactive.bg_stroke = border;
            }
            let edit = if self.multiline {
                TextEdit::multiline(&mut text).desired_rows(3)
            } else {
                TextEdit::singleline(&mut text)
            };
            let edit = edit.id(field_id(self.id)).hint_text(self.hint).desired_width(self.width);
            let response = ui.add_enabled(self.enabled, edit);
            response.widget_info(|| {
                let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, self.enabled, self.name);
                info.current_text_value = Some(text.clone());
                info
            });
            if response.gained_focus() && ui.input(|input| input.key_pressed(Key::Tab)) {
                select_all(ui.ctx(), response.id, &text);
            }
            let mut commit = None;
            if response.has_focus()
                && typed.is_none()
                && !response.changed()
                && let Some(mut edited) = TextEdit::load_state(ui.ctx(), response.id)
            {
                // A value that was committed, or changed from outside, is undone there, and moving the cursor is no step.
                edited.clear_undoer();
            }
            if response.changed() {
                if typed.is_none() {
                    actions.push(Action::TypeOver(self.id.to_owned(), self.value.to_owned()));
                }
                let is_value = text == self.value;
                actions.push(Action::Type { field: self.id.to_owned(), text: text.clone(), is_value });
            }
            // Enter takes the focus away.
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            // On a slow machine the last letter and Enter come in one frame.
            if response.lost_focus() && (typed.is_some() || response.changed()) {
                // In a menu Escape closes the menu, as a click beside it does, and what was typed counts as there.
                let takes_back = ui.input(|input| input.key_pressed(Key::Escape)) && !is_in_menu(ui);
                if takes_back {
                    actions.push(Action::Untype(self.id.to_owned()));
                } else if let Ok(value) = parse(&text)
                    && (is_entered || !is_outdated)
                {
                    actions.push(Action::Untype(self.id.to_owned()));
                    commit = Some(value);
                }
            }
            if is_entered {
                // What was entered is not left: Tab goes on from here.
                response.request_focus();
            }
            Outcome { commit, response, text, is_entered }
        });
        (outcome.inner, wrong)
    }
}

impl Field<'_> {
    /// What to know and to do where the value has changed under what is typed.
    fn outdated(&self) -> String {
        let value = if self.value.is_empty() { "nothing" } else { self.value };
        format!("This was changed elsewhere to {value}. Enter puts yours in its place; Escape takes it.")
    }
}

/// As elsewhere, who comes by Tab types over what stands there.
fn select_all(ctx: &Context, field: Id, text: &str) {
    let mut edited = TextEdit::load_state(ctx, field).unwrap_or_default();
    let end = text.chars().count();
    edited.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(end))));
    TextEdit::store_state(ctx, field, edited);
}

/// By what egui knows the field of an identity.
pub fn field_id(id: &str) -> egui::Id {
    egui::Id::unique(("field", id))
}

/// What is wrong with a field or with those beside it, over what is below the field.
pub fn problems_below(ui: &Ui, field: &Response, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    egui::Area::new(field.id.with("wrong"))
        .order(egui::Order::Foreground)
        .fixed_pos(field.rect.left_bottom() + egui::vec2(0.0, 3.0))
        .interactable(false)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                for sentence in sentences {
                    problem(ui, sentence, 280.0);
                }
            });
        });
}

/// What is wrong, below the field that it is about.
pub fn problem(ui: &mut Ui, sentence: &str, width: f32) {
    let colour = theme::colours(ui).error;
    ui.scope(|ui| {
        ui.set_max_width(width.max(140.0));
        ui.add(egui::Label::new(Role::Small.text(sentence).color(colour)).wrap());
    });
}

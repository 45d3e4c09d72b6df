//! Picks one of many by name: a button that shows the choice, and a list below it that a few letters narrow down.

use std::sync::Arc;

use eframe::egui::{
    self, Id, Key, Popup, PopupCloseBehavior, Response, ScrollArea, Stroke, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::catalog::SearchIndex;
use crate::window::theme::{self, Role, TABLE_ROW};
use crate::window::visual::visual;

use super::VirtualRows;

/// One of those to pick from.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// What is picked.
    pub value: T,
    /// Its name.
    pub name: String,
    /// What tells it from others of the same name.
    pub more: String,
}

/// Width of the list, in points.
const WIDTH: f32 = 340.0;
/// Height of the list, in points.
const HEIGHT: f32 = 300.0;

/// The choices whose names have all words of a search, the best first; all of them without one.
pub fn by_name<T>(choices: Vec<Choice<T>>, words: &str) -> Vec<Choice<T>> {
    if words.trim().is_empty() {
        return choices;
    }
    let names = choices.iter().map(|choice| (choice.name.as_str(), choice.more.as_str()));
    let found = SearchIndex::named(names).search(words);
    let mut choices: Vec<Option<Choice<T>>> = choices.into_iter().map(Some).collect();
    found.into_iter().filter_map(|place| choices.get_mut(place)?.take()).collect()
}

/// What an open list has found. It stays until other words are typed or the state is another.
#[derive(Clone)]
struct Found<T> {
    /// The words that were typed.
    words: String,
    /// The state's epoch.
    epoch: u64,
    choices: Arc<[Choice<T>]>,
}

/// Draws the button named `name` that shows `current`; returns what was picked. `choices` finds those that fit what is
/// typed, the best first, all of them where nothing is; it is called when the list opens, and then when the words or
/// `epoch`, which counts the changes of what it looks through, are others.
pub fn picker<T: Clone + Send + Sync + 'static>(
    ui: &mut Ui,
    name: &str,
    current: &str,
    (width, epoch): (f32, u64),
    choices: impl Fn(&str) -> Vec<Choice<T>>,
) -> Option<T> {
    // Two entries may have one name, so the place counts too.
    let id = ui.scope_id().with(("picker", name));
    // Room on the right for the sign that there is a list.
    let button = egui::Button::new(Role::Body.text(current)).truncate().right_text(Role::Body.text("   "));
    let response = ui.add_sized(vec2(width, ui.spacing().interact_size.y), button);
    super::small::opens_list(ui, response.rect.right_center() - vec2(12.0, 0.0));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {current}")));
    let mut picked = None;
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(WIDTH).show(|ui| {
        picked = list(ui, id, name, epoch, &choices);
        if picked.is_some() {
            ui.close();
        }
    });
    if !Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response)) {
        ui.data_mut(|data| data.remove::<Found<T>>(id));
    }
    picked
}

fn list<T: Clone + Send + Sync + 'static>(
    ui: &mut Ui,
    id: Id,
    name: &str,
    epoch: u64,
    choices: &dyn Fn(&str) -> Vec<Choice<T>>,
) -> Option<T> {
    ui.set_width(WIDTH);
    // A menu takes the room around texts away, from a field's too.
    ui.spacing_mut().button_padding = theme::PADDING;
    let mut enter = false;
    let last = ui.data(|data| data.get_temp::<Found<T>>(id));
    let is_new = last.is_none();
    let find = |words: String| Found { choices: choices(&words).into(), words, epoch };
    let mut found = match last {
        Some(last) if last.epoch == epoch => last,
        last => find(last.map(|last| last.words).unwrap_or_default()),
    };
    if found.choices.len() > 1 || !found.words.is_empty() {
        let mut words = found.words.clone();
        let field = ui.scope(|ui| {
            ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, theme::colours(ui).border);
            ui.add(TextEdit::singleline(&mut words).hint_text("Type to search").desired_width(f32::INFINITY))
        });
        let field = field.inner;
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, format!("Search: {name}")));
        if is_new {
            field.request_focus();
        }
        enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if words != found.words {
            found = find(words);
        }
    }
    ui.data_mut(|data| data.insert_temp(id, found.clone()));
    let found = found.choices;
    if found.is_empty() {
        ui.label(Role::Body.text("Nothing has these letters in its name.").color(theme::colours(ui).muted));
        return None;
    }
    // Enter in the field takes the first that is left.
    if enter {
        return found.first().map(|choice| choice.value.clone());
    }
    rows(ui, id, &found)
}

fn rows<T: Clone>(ui: &mut Ui, id: Id, choices: &[Choice<T>]) -> Option<T> {
    let rows = VirtualRows { id: id.with("rows"), height: TABLE_ROW, count: choices.len() };
    let mut picked = None;
    ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show_viewport(ui, |ui, viewport| {
        ui.set_height(rows.total_height());
        let top = ui.max_rect().min;
        for index in rows.in_sight(viewport) {
            let Some(choice) = choices.get(index) else { break };
            let rect = egui::Rect::from_min_size(
                top + vec2(0.0, rows.top(index)),
                vec2(ui.available_width(), TABLE_ROW - 2.0),
            );
            let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(index));
            if row(&mut child, choice, rect).clicked() {
                picked = Some(choice.value.clone());
            }
        }
    });
    picked
}

fn row<T>(ui: &mut Ui, choice: &Choice<T>, rect: egui::Rect) -> Response {
    let muted = theme::colours(ui).muted;
    let mut text = egui::text::LayoutJob::default();
    let colour = theme::colours(ui).text;
    text.append(&visual(&choice.name), 0.0, egui::TextFormat::simple(Role::Body.font(), colour));
    if !choice.more.is_empty() {
        text.append(&format!("   {}", choice.more), 0.0, egui::TextFormat::simple(Role::Small.font(), muted));
    }
    // The button is as wide as the row; what it says stands on the left, where the field's text stands.
    let text = (text, egui::Atom::grow());
    let response = ui.put(rect, egui::Button::selectable(false, text).truncate().min_size(rect.size()));
    let name = if choice.more.is_empty() {
        choice.name.clone()
    } else {
        format!("{}, {}", choice.name, choice.more)
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListBoxOption, true, &name));
    super::keep_in_sight(&response, TABLE_ROW);
    response
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    use super::*;

    #[test]
    fn a_list_that_is_open_is_searched_once_for_the_same_words_and_the_same_state() {
        let searches = Cell::new(0);
        let epoch = Cell::new(1);
        let names = |words: &str| {
            searches.set(searches.get() + 1);
            let all = ["one", "two", "three"].map(|name| Choice {
                value: name,
                name: name.to_owned(),
                more: String::new(),
            });
            by_name(all.to_vec(), words)
        };
        let mut harness = Harness::builder().with_context_setup(theme::install).build_ui(|ui| {
            picker(ui, "Number", "none", (200.0, epoch.get()), names);
        });
        harness.run_steps(5);
        assert_eq!(searches.get(), 0, "nothing is looked for while it is closed");
        harness.get_by_label("Number: none").click();
        harness.run_steps(10);
        assert_eq!(searches.get(), 1);
        harness.get_by_label("Search: Number").type_text("t");
        harness.run_steps(10);
        assert_eq!(searches.get(), 2);
        assert!(harness.query_by_label("one").is_none() && harness.query_by_label("two").is_some());
        epoch.set(2);
        harness.run_steps(10);
        assert_eq!(searches.get(), 3);
        assert!(harness.query_by_label("one").is_none(), "the words stay");
    }
}

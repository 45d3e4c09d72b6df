//! The palette of commands: a field, and below it what its letters find, with the keys of each.

use std::rc::Rc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    self, Align2, Event, Id, Key, Rect, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, accesskit, vec2,
};

use crate::app::action::Action;
use crate::app::commands::{Entry, Found, Listed, Palette, Target};
use crate::app::state::State;
use crate::money::label;
use crate::window::theme::{self, Role, Space, TABLE_ROW};
use crate::window::widgets::{VirtualRows, room_for_sheet};

/// Width of the palette, in points, where the window has room.
const WIDTH: f32 = 600.0;
/// How many rows are in sight at most.
const ROWS: f32 = 12.0;
/// How many rows Page down goes.
const PAGE: usize = 10;
/// From the upper edge of the window, in points.
const TOP: f32 = 60.0;
/// What the window keeps around the list, in points.
const AROUND: f32 = 180.0;

/// Draws the open palette over everything, and returns what was asked for.
pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let came_from = Id::unique("palette came from");
    let field = Id::unique("palette field");
    let Some(palette) = &state.view.palette else {
        // Back to where the keyboard was, unless what was picked has moved it.
        if let Some(before) = ui.data_mut(|data| data.remove_temp::<Option<Id>>(came_from)) {
            let now = ui.memory(egui::Memory::focused);
            if let (Some(before), true) = (before, now.is_none() || now == Some(field)) {
                ui.memory_mut(|memory| memory.request_focus(before));
            }
        }
        return;
    };
    let is_new = ui.data(|data| data.get_temp::<Option<Id>>(came_from)).is_none();
    if is_new {
        let before = ui.memory(egui::Memory::focused);
        ui.data_mut(|data| data.insert_temp(came_from, before));
    }
    let listed = Rc::clone(&state.derived.palette);
    let screen = ui.ctx().content_rect();
    let id = Id::unique("palette");
    let area = egui::Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
    let frame = egui::Frame::popup(ui.style())
        .fill(theme::colours(ui).canvas)
        .inner_margin(Space::Small.margin())
        .corner_radius(theme::RADIUS + 4);
    let response = egui::Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(room_for_sheet(screen.width(), 80.0)));
        let moved = step(ui, palette.chosen, listed.found.len());
        let chosen = moved.unwrap_or(palette.chosen);
        if let Some(row) = moved {
            actions.push(Action::PointAtCommand(row));
        }
        if take_key(ui, Key::Enter)
            && let Some(target) = listed.entry(chosen).map(|entry| &entry.target)
            && refusal(target, state).is_none()
        {
            actions.push(Action::Pick(target.clone()));
        }
        search(ui, field, palette, &listed, chosen, actions);
        ui.add_space(Space::Tiny.points());
        let height = room_for_sheet(screen.height(), AROUND).min(ROWS * TABLE_ROW);
        let is_moved = moved.is_some() || is_new;
        rows(ui, state, &listed, chosen, is_moved, height, actions);
        foot(ui, &listed);
    });
    if response.should_close() {
        actions.push(Action::OpenPalette(false));
    }
}

/// What of the keyboard moves to another row, used up before the field sees it.
fn step(ui: &Ui, chosen: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    let wrapped = |step: usize| (chosen + step) % count.max(1);
    let moves = [
        (Key::ArrowDown, wrapped(1)),
        (Key::ArrowUp, wrapped(last)),
        (Key::PageDown, (chosen + PAGE).min(last)),
        (Key::PageUp, chosen.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    moves.into_iter().find_map(|(key, row)| take_key(ui, key).then_some(row))
}

fn take_key(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| {
        let is_it = |event: &Event| {
            matches!(event, Event::Key { key: pressed, pressed: true, modifiers, .. }
                if *pressed == key && modifiers.is_none())
        };
        let before = input.events.len();
        input.events.retain(|event| !is_it(event));
        input.events.len() < before
    })
}

fn search(ui: &mut Ui, id: Id, palette: &Palette, listed: &Listed, chosen: usize, actions: &mut Vec<Action>) {
    let mut query = palette.query.clone();
    let field = TextEdit::singleline(&mut query)
        .id(id)
        .hint_text("A command, a workload or a model")
        .font(Role::Heading.font())
        // Tab stays here, for there is nothing else to go to.
        .lock_focus(true)
        .desired_width(f32::INFINITY);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Find a command"));
    if !response.has_focus() {
        response.request_focus();
    }
    // A screen reader says the chosen row while the keyboard stays in the field.
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_has_popup(accesskit::HasPopup::Listbox);
        node.set_expanded(true);
        node.set_controls(vec![list_id().accesskit_id()]);
        if let Some(entry) = listed.found.get(chosen) {
            node.set_active_descendant(row_id(entry.entry).accesskit_id());
        }
    });
    if response.changed() {
        actions.push(Action::SearchCommands(query));
    }
}

fn list_id() -> Id {
    Id::unique("palette list")
}

fn row_id(entry: usize) -> Id {
    Id::unique(("palette row", entry))
}

fn rows(
    ui: &mut Ui,
    state: &State,
    listed: &Listed,
    chosen: usize,
    is_moved: bool,
    height: f32,
    actions: &mut Vec<Action>,
) {
    let rows = VirtualRows { id: list_id(), height: TABLE_ROW, count: listed.found.len() };
    let is_pointed = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
    let scroll = ScrollArea::vertical().id_salt("palette rows").max_height(height).auto_shrink([false, true]);
    scroll.show_viewport(ui, |ui, viewport| {
        ui.set_height(rows.total_height());
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = ui.interact(ui.max_rect(), list_id(), Sense::HOVER);
        list.widget_info(|| WidgetInfo::labeled(egui::Role::ListBox, true, "Commands found"));
        let top = ui.max_rect().min;
        let width = ui.available_width();
        let rect_of =
            |row: usize| Rect::from_min_size(top + vec2(0.0, rows.top(row)), vec2(width, TABLE_ROW));
        if is_moved {
            ui.scroll_to_rect_animation(rect_of(chosen), None, egui::style::ScrollAnimation::none());
        }
        for index in rows.in_sight(viewport) {
            let (Some(found), Some(entry)) = (listed.found.get(index), listed.entry(index)) else { break };
            let refusal = refusal(&entry.target, state);
            let drawn = Row { found, entry, refusal, is_chosen: index == chosen };
            let response = drawn.show(ui, rect_of(index));
            if response.hovered() && is_pointed && index != chosen {
                actions.push(Action::PointAtCommand(index));
            }
            if response.clicked() && refusal.is_none() {
                actions.push(Action::Pick(entry.target.clone()));
            }
        }
    });
}

fn refusal(target: &Target, state: &State) -> Option<&'static str> {
    match target {
        Target::Command(command) => command.refusal(state),
        Target::Workload(_) | Target::Model(_) | Target::Single(_) => None,
    }
}

/// One row: the name with the letters that were found, and on the right its keys, or why it is refused.
struct Row<'a> {
    found: &'a Found,
    entry: &'a Entry,
    refusal: Option<&'static str>,
    is_chosen: bool,
}

impl Row<'_> {
    fn show(&self, ui: &Ui, rect: Rect) -> egui::Response {
        let colours = theme::colours(ui);
        // Not to be reached by Tab: the arrows go from row to row.
        let response = ui.interact(rect, row_id(self.found.entry), Sense::HOVER | Sense::CLICK);
        let keys = match (&self.entry.target, self.refusal) {
            (_, Some(why)) => why.to_owned(),
            (Target::Command(command), None) => command.keys(ui.ctx()),
            (Target::Workload(_), None) => "Workload".to_owned(),
            (Target::Model(_), None) => "Model".to_owned(),
            (Target::Single(single), None) => single.kind().to_owned(),
        };
        response.widget_info(|| {
            let parts = [self.entry.name(), self.entry.more(), &keys];
            let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            WidgetInfo::selected(
                egui::Role::ListBoxOption,
                self.refusal.is_none(),
                self.is_chosen,
                name.join(", "),
            )
        });
        // egui calls it toggled, as of a button.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.clear_toggled();
            node.set_selected(self.is_chosen);
        });
        if self.is_chosen {
            ui.painter().rect_filled(rect, theme::RADIUS, colours.selected);
        }
        let inner = rect.shrink2(vec2(Space::Small.points(), 0.0));
        let painter = ui.painter();
        let keys = painter.layout_no_wrap(keys, Role::Small.font(), colours.muted);
        let mut name = self.name(colours);
        name.wrap = egui::text::TextWrapping::truncate_at_width(
            (inner.width() - keys.size().x - Space::Medium.points()).max(0.0),
        );
        let name = painter.layout_job(name);
        let at = Align2::LEFT_CENTER.anchor_size(inner.left_center(), name.size());
        painter.galley(at.min, name, colours.text);
        let at = Align2::RIGHT_CENTER.anchor_size(inner.right_center(), keys.size());
        painter.galley(at.min, keys, colours.muted);
        response
    }

    fn name(&self, colours: &theme::Colours) -> LayoutJob {
        let plain = if self.refusal.is_some() { colours.muted } else { colours.text };
        let mut job = LayoutJob::default();
        let shown = format!("{} {}", self.entry.name(), self.entry.more());
        let name_length = self.entry.name().chars().count();
        let mut letters = self.found.letters.iter().copied().peekable();
        for (at, letter) in shown.trim_end().chars().enumerate() {
            let is_found = letters.next_if(|found| usize::try_from(*found) == Ok(at)).is_some();
            let (font, colour) = if at > name_length {
                (Role::Small.font(), colours.muted)
            } else {
                (Role::Body.font(), plain)
            };
            let mut format = TextFormat::simple(font, if is_found { colours.accent } else { colour });
            if is_found {
                // Not a colour alone.
                format.underline = egui::Stroke::new(1.0, colours.accent);
            }
            job.append(letter.encode_utf8(&mut [0; 4]), 0.0, format);
        }
        job
    }
}

fn foot(ui: &mut Ui, listed: &Listed) {
    let muted = theme::colours(ui).muted;
    ui.add_space(Space::Tiny.points());
    let text = match (listed.found.len(), listed.count) {
        (0, _) => "Nothing has these letters in its name.".to_owned(),
        (shown, count) if shown < count => {
            let [shown, count] = [shown, count].map(|count| label::whole(count as u64));
            format!("The best {shown} of {count}. Type more letters to see others.")
        }
        _ => "Arrows choose, Enter does it, Escape closes.".to_owned(),
    };
    ui.label(Role::Small.text(text).color(muted));
}

//! The list of saved workloads: choose one; where it may be sorted, drag rows or press Alt with an arrow.

use eframe::egui::{
    self, Id, Key, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::action::{Action, SearchField};
use crate::app::state::State;
use crate::money::label;
use crate::store::{SavedWorkload, WorkloadKey};
use crate::window::theme::{self, Role, WORKLOAD_ROW};
use crate::window::visual::visual;
use crate::workload::{Name, Workload};

use super::VirtualRows;

/// From how many workloads on there is a field to search them.
const MANY: usize = 12;

/// The list of saved workloads.
#[derive(Debug)]
pub struct WorkloadRows<'a> {
    /// What to show.
    pub state: &'a State,
    /// Whether rows can be put in another order here.
    pub can_move: bool,
}

impl WorkloadRows<'_> {
    /// Draws the list into all the space that is left.
    pub fn show(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let all = &self.state.documents.workloads;
        let search = &self.state.view.workload_search;
        if all.len() >= MANY {
            let mut words = search.clone();
            let field = egui::TextEdit::singleline(&mut words)
                .id(super::search_id(SearchField::Workloads))
                .hint_text("Find a workload")
                .desired_width(ui.available_width() - 8.0);
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Find a workload"));
            if response.changed() {
                actions.push(Action::SearchWorkloads(words));
            }
        }
        let key = Name::key_of(search);
        let is_searching = all.len() >= MANY && !key.is_empty();
        let found: Vec<(usize, &SavedWorkload)> = all
            .iter()
            .enumerate()
            .filter(|(_, saved)| !is_searching || saved.workload.name().folded().contains(&key))
            .collect();
        if found.is_empty() {
            let why = if all.is_empty() { "No workloads yet." } else { "No workload has this in its name." };
            ui.label(Role::Body.text(why).color(theme::colours(ui).muted));
        }
        let chosen = self.state.workload().map(|saved| saved.key.clone());
        let can_move = self.can_move && !is_searching;
        ScrollArea::vertical().id_salt("workloads").auto_shrink([false, false]).show_viewport(
            ui,
            |ui, viewport| {
                let rows = VirtualRows {
                    id: Id::unique("rows of workloads"),
                    height: WORKLOAD_ROW,
                    count: found.len(),
                };
                ui.set_min_height(rows.total_height());
                let origin = ui.min_rect().min;
                let id_of = |place: usize| found.get(place).map(|(_, saved)| row_id(&saved.key));
                if let Some(chosen) = &chosen
                    && let Some(place) = found.iter().position(|(_, saved)| saved.key == *chosen)
                    && is_newly_chosen(ui, chosen)
                {
                    let top = pos2(origin.x, origin.y + rows.top(place));
                    ui.scroll_to_rect(Rect::from_min_size(top, vec2(1.0, WORKLOAD_ROW)), None);
                }
                let mut focused = None;
                for place in rows.to_draw(ui, viewport, &id_of) {
                    let Some((index, saved)) = found.get(place).copied() else { break };
                    let rect = Rect::from_min_size(
                        pos2(origin.x, origin.y + rows.top(place)),
                        vec2(ui.available_width(), WORKLOAD_ROW),
                    );
                    let is_chosen = chosen.as_ref() == Some(&saved.key);
                    let response = row(ui, rect, saved, is_chosen, can_move);
                    if response.clicked() {
                        actions.push(Action::ChooseWorkload(saved.key.clone()));
                    }
                    if response.gained_focus() {
                        ui.scroll_to_rect(rect, None);
                    }
                    if response.has_focus() {
                        focused = Some((place, rect));
                    }
                    if can_move {
                        drag(ui, &response, rect, index, &saved.key, all, actions);
                    }
                }
                // After all rows, or the next one would have the focus at once and move it on by the same key.
                if let Some((place, rect)) = focused {
                    keys(ui, rows, &found, place, rect, can_move, actions);
                }
            },
        );
    }
}

/// Whether another workload was chosen when this list last asked: by an import, say, or from the palette.
fn is_newly_chosen(ui: &Ui, chosen: &WorkloadKey) -> bool {
    let shown = ui.scope_id().with("chosen workload in sight");
    ui.data_mut(|data| {
        let is_new = data.get_temp::<WorkloadKey>(shown).as_ref() != Some(chosen);
        if is_new {
            data.insert_temp(shown, chosen.clone());
        }
        is_new
    })
}

/// The identity of a workload's row: the workload's own key.
fn row_id(key: &WorkloadKey) -> Id {
    Id::unique(("workload row", key.as_str()))
}

fn row(ui: &Ui, rect: Rect, saved: &SavedWorkload, is_chosen: bool, can_move: bool) -> Response {
    let colours = theme::colours(ui);
    let sense = if can_move { Sense::click_and_drag() } else { Sense::click() };
    let response = ui.interact(rect, row_id(&saved.key), sense);
    let whole = summary(&saved.workload);
    let name = saved.workload.name().as_str();
    response.widget_info(|| {
        WidgetInfo::selected(egui::Role::ListBoxOption, true, is_chosen, format!("{name}, {whole}"))
    });
    let painter = ui.painter();
    let inner = rect.shrink2(vec2(0.0, 1.0));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { colours.selected } else { colours.hover };
        painter.rect_filled(inner, theme::RADIUS, fill);
    }
    if response.has_focus() {
        painter.rect_stroke(inner, theme::RADIUS, Stroke::new(2.0, colours.accent), StrokeKind::Inside);
    }
    let room = rect.width() - 20.0;
    let font = if is_chosen { Role::Label.font() } else { Role::Body.font() };
    let line = |text: String, font, colour, y: f32| {
        let mut job = egui::text::LayoutJob::simple_singleline(text, font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        painter.galley(pos2(rect.min.x + 10.0, y), galley, colour);
    };
    line(visual(name).into_owned(), font, colours.text, rect.min.y + 6.0);
    let read_only = if saved.read_only.is_some() { ", read-only" } else { "" };
    let has_room = |text: &String| {
        let galley = painter.layout_no_wrap(format!("{text}{read_only}"), Role::Small.font(), colours.muted);
        galley.size().x <= room
    };
    let shorter = shorter(&saved.workload);
    let is_whole = has_room(&whole);
    let second = if is_whole { Some(&whole) } else { shorter.iter().find(|text| has_room(text)) };
    let second = second.or(shorter.last()).unwrap_or(&whole);
    line(format!("{second}{read_only}"), Role::Small.font(), colours.muted, rect.min.y + 24.0);
    if !is_whole {
        return response.on_hover_text(format!("{name}: {whole}"));
    }
    if name.chars().count() > 28 {
        return response.on_hover_text(name);
    }
    response
}

/// The same in less room: first the numbers are rounded, then the part from a cache gives way, never the volume.
fn shorter(workload: &Workload) -> [String; 3] {
    let (input, output) = (label::compact(workload.input_tokens()), label::compact(workload.output_tokens()));
    let cached = match workload.cache_read_tokens() {
        0 => String::new(),
        cached => format!(" ({} cached)", label::compact(cached)),
    };
    let volume = |per: &str| {
        let requests = workload.requests_per_day();
        requests.map_or_else(String::new, |requests| format!(", {}{per}", label::compact(requests)))
    };
    [
        format!("{input} in{cached}, {output} out{}", volume(" a day")),
        format!("{input} in{cached}, {output} out{}", volume("/day")),
        format!("{input} in, {output} out{}", volume("/day")),
    ]
}

/// `500 in, 200 out, 1,000 a day`, and `1,200 in (800 cached), 250 out` where a part of the prompt comes from a cache.
fn summary(workload: &Workload) -> String {
    let cached = workload.cache_read_tokens();
    let cached = if cached == 0 { String::new() } else { format!(" ({} cached)", label::compact(cached)) };
    let tokens = format!(
        "{} in{cached}, {} out",
        label::whole(workload.input_tokens()),
        label::whole(workload.output_tokens())
    );
    match workload.requests_per_day() {
        Some(requests) => format!("{tokens}, {} a day", label::compact(requests)),
        None => tokens,
    }
}

fn keys(
    ui: &Ui,
    rows: VirtualRows,
    found: &[(usize, &SavedWorkload)],
    place: usize,
    rect: Rect,
    can_move: bool,
    actions: &mut Vec<Action>,
) {
    let Some((index, saved)) = found.get(place).copied() else { return };
    let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row_id(&saved.key), filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let step = if pressed(Key::ArrowUp) {
        Some(-1)
    } else if pressed(Key::ArrowDown) {
        Some(1)
    } else {
        None
    };
    rows.note_focus(ui, place);
    if can_move && let Some(step) = step.filter(|_| ui.input(|input| input.modifiers.alt)) {
        if let Some(target) = index.checked_add_signed(step).filter(|target| *target < found.len()) {
            actions.push(Action::MoveWorkload(saved.key.clone(), target));
            rows.note_focus(ui, target);
        }
    } else if let Some(target) = step.and_then(|step| place.checked_add_signed(step)) {
        if let Some((_, neighbour)) = found.get(target) {
            ui.memory_mut(|memory| memory.request_focus(row_id(&neighbour.key)));
            rows.note_focus(ui, target);
            ui.scroll_to_rect(rect.translate(vec2(0.0, rows.top(target) - rows.top(place))), None);
        }
    } else if can_move && pressed(Key::Delete) {
        actions.push(Action::DeleteWorkload(saved.key.clone()));
    }
}

fn drag(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    index: usize,
    key: &WorkloadKey,
    all: &[SavedWorkload],
    actions: &mut Vec<Action>,
) {
    response.dnd_set_drag_payload(key.clone());
    let is_upper_half =
        || ui.input(|input| input.pointer.hover_pos().is_some_and(|at| at.y < rect.center().y));
    if response.dnd_hover_payload::<WorkloadKey>().is_some() {
        let y = if is_upper_half() { rect.min.y } else { rect.max.y };
        ui.painter().hline(rect.x_range(), y, Stroke::new(2.0, theme::colours(ui).accent));
    }
    if let Some(moved) = response.dnd_release_payload::<WorkloadKey>() {
        let target = if is_upper_half() { index } else { index + 1 };
        let from = all.iter().position(|saved| saved.key == *moved).unwrap_or(target);
        // The place is counted without the moved row.
        let place = if from < target { target - 1 } else { target };
        if *moved != *key || place != index {
            actions.push(Action::MoveWorkload((*moved).clone(), place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::Draft;

    #[test]
    fn the_volume_is_said_in_whatever_room_there_is() {
        let draft = Draft {
            name: "Support bot".into(),
            input_tokens: 1_200,
            output_tokens: 250,
            cache_read_tokens: 800,
            requests_per_day: Some(20_000),
            ..Draft::default()
        };
        let workload = Workload::try_from(draft).unwrap();
        assert_eq!(summary(&workload), "1,200 in (800 cached), 250 out, 20k a day");
        let shorter = shorter(&workload);
        assert!(shorter[0].ends_with(", 20k a day") && shorter[0].contains("(800 cached)"), "{shorter:?}");
        assert_eq!(shorter[2], "1.2k in, 250 out, 20k/day");
    }
}

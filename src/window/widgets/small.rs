//! Small parts: a row of choices, a chip, the mark of what is the user's own.

use eframe::egui::{self, Align2, Color32, CornerRadius, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::app::action::{Action, SearchField};
use crate::app::state::State;
use crate::bounds::between;
use crate::catalog::Check;
use crate::money::label;
use crate::window::theme::{self, Role};

use super::diamond;

/// A row of choices of which one is in force; returns the one that was picked. `group` names it to screen readers.
pub fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    group: &str,
    current: T,
    items: &[(T, &str)],
) -> Option<T> {
    segmented_but(ui, group, current, items, |_| None)
}

/// As [`segmented`], but those for which there is a reason in words why not cannot be picked, and say so.
pub fn segmented_but<T: Copy + PartialEq>(
    ui: &mut Ui,
    group: &str,
    current: T,
    items: &[(T, &str)],
    why_not: impl Fn(T) -> Option<&'static str>,
) -> Option<T> {
    let mut picked = None;
    let colours = theme::colours(ui);
    let padding = vec2(8.0, ui.spacing().button_padding.y);
    let width: f32 = {
        let text = |text: &str| {
            ui.painter().layout_no_wrap(text.to_owned(), Role::Body.font(), Color32::BLACK).size().x
        };
        items.iter().map(|(_, label)| text(label) + 2.0 * padding.x).sum()
    };
    if ui.layout().main_wrap() {
        // The choices stay together: a line that has no room for all of them is ended before the first.
        if width > ui.available_size_before_wrap().x && ui.cursor().min.x > ui.max_rect().min.x + 1.0 {
            ui.end_row();
        }
    }
    // In a very narrow window they take several lines rather than being cut off.
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let layout = if width > ui.max_rect().width() { layout.with_main_wrap(true) } else { layout };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = padding;
        let size = vec2(width.min(ui.available_width()), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            for (index, (item, text)) in items.iter().enumerate() {
                let is_current = *item == current;
                let radius = theme::RADIUS;
                let corners = CornerRadius {
                    nw: if index == 0 { radius } else { 0 },
                    sw: if index == 0 { radius } else { 0 },
                    ne: if index + 1 == items.len() { radius } else { 0 },
                    se: if index + 1 == items.len() { radius } else { 0 },
                };
                let text_colour = if is_current { colours.on_accent } else { colours.text };
                let fill = if is_current { colours.accent } else { colours.canvas };
                let button = egui::Button::new(Role::Body.text(*text).color(text_colour))
                    .fill(fill)
                    .stroke(Stroke::new(1.0, if is_current { colours.accent } else { colours.line }))
                    .corner_radius(corners);
                let why_not = why_not(*item);
                let mut response = ui.add_enabled(why_not.is_none(), button);
                if let Some(why_not) = why_not {
                    response = response.on_disabled_hover_text(why_not);
                }
                response.widget_info(|| {
                    // Who hears it cannot point at it.
                    let because = why_not.map_or_else(String::new, |why_not| format!(". {why_not}"));
                    WidgetInfo::selected(
                        egui::Role::RadioButton,
                        why_not.is_none(),
                        is_current,
                        format!("{group}: {text}{because}"),
                    )
                });
                if response.has_focus() {
                    ui.painter().rect_stroke(
                        response.rect.shrink(2.0),
                        corners,
                        Stroke::new(1.5, text_colour),
                        StrokeKind::Inside,
                    );
                }
                if response.clicked() && !is_current {
                    picked = Some(*item);
                }
            }
        });
    });
    picked
}

/// A box to tick.
pub fn check_box(ui: &mut Ui, is_on: &mut bool, text: impl Into<egui::WidgetText>) -> egui::Response {
    check_box_if(ui, true, is_on, text)
}

/// A box that can be ticked only where `enabled`.
pub fn check_box_if(
    ui: &mut Ui,
    enabled: bool,
    is_on: &mut bool,
    text: impl Into<egui::WidgetText>,
) -> egui::Response {
    outlined(ui, |ui| ui.add_enabled(enabled, egui::Checkbox::new(is_on, text.into())))
}

/// A circle of which one of several is filled.
pub fn radio(ui: &mut Ui, is_on: bool, text: &str) -> egui::Response {
    outlined(ui, |ui| ui.radio(is_on, text))
}

/// With an outline that is seen while there is nothing within it.
fn outlined(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> egui::Response) -> egui::Response {
    ui.scope(|ui| {
        let colours = theme::colours(ui);
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.bg_fill = colours.canvas;
        widgets.inactive.bg_stroke = Stroke::new(1.0, colours.border);
        widgets.hovered.bg_fill = colours.hover;
        widgets.active.bg_fill = colours.selected;
        add(ui)
    })
    .inner
}

/// The identity of a field that a list is searched by.
pub fn search_id(field: SearchField) -> egui::Id {
    egui::Id::unique(("search", field))
}

/// A word in a frame.
pub fn chip(ui: &mut Ui, text: &str) {
    let colours = theme::colours(ui);
    egui::Frame::new()
        .stroke(Stroke::new(1.0, colours.border))
        .corner_radius(CornerRadius::same(theme::RADIUS + 2))
        .inner_margin(egui::Margin::symmetric(7, 1))
        .show(ui, |ui| ui.add(egui::Label::new(Role::Small.text(text).color(colours.text)).extend()));
}

/// The sign that a button opens a list, around its middle.
pub fn opens_list(ui: &Ui, middle: egui::Pos2) {
    let tip = middle + vec2(0.0, 2.5);
    let corners = vec![tip, tip + vec2(-4.0, -5.0), tip + vec2(4.0, -5.0)];
    ui.painter().add(egui::Shape::convex_polygon(corners, theme::colours(ui).muted, Stroke::NONE));
}

/// A drop-down list with the same arrow as every other one.
pub fn drop_down(id: &str, shown: &str) -> egui::ComboBox<'static> {
    let list = egui::ComboBox::from_id_salt(id).selected_text(shown.to_owned());
    list.icon(|ui: &Ui, rect, _, _| opens_list(ui, rect.center()))
}

/// The mark of what is the user's own: a sign and words, never a colour alone.
pub fn own_mark(ui: &mut Ui, text: &str) {
    let colour = theme::colours(ui).own;
    let galley = ui.painter().layout_no_wrap(text.to_owned(), Role::Small.font(), Color32::PLACEHOLDER);
    let size = galley.size() + vec2(14.0, 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, text));
    diamond(ui.painter(), rect.left_center() + vec2(5.0, 0.0), colour);
    let at = Align2::LEFT_CENTER.anchor_size(rect.left_center() + vec2(14.0, 0.0), galley.size());
    ui.painter().galley_with_override_text_color(at.min, galley, colour);
}

/// The mark of a list's price that is not taken at its word: words, in the colour of a warning.
pub fn check_mark(ui: &mut Ui, check: &Check) {
    let text = Role::Small.text(check.label()).color(theme::colours(ui).warning);
    ui.add(egui::Label::new(text).extend().selectable(false)).on_hover_text(check.to_string());
}

/// A plot that shows and does nothing else: no zoom, no drag, no crosshair, and no colours but ours.
pub fn still_plot<'a>(id: &str, colours: &theme::Colours) -> egui_plot::Plot<'a> {
    egui_plot::Plot::new(id)
        .grid_color(colours.line)
        .grid_fade(0.0)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
}

/// Where a list is to be shown from, where that is not where it was: from the top once it is chosen or ordered by something
/// else, or from where [`scroll_bar_in_sight`] was dragged to.
pub fn new_offset(ui: &Ui, list: egui::Id, chosen_by: u64) -> Option<f32> {
    ui.data_mut(|data| {
        let before = data.get_temp::<u64>(list);
        data.insert_temp(list, chosen_by);
        let dragged = data.remove_temp::<f32>(list.with("dragged"));
        if before.is_some_and(|before| before != chosen_by) { Some(0.0) } else { dragged }
    })
}

/// The vertical scroll bar of a table that is wider than what can be seen of it, where its own is out of sight.
pub fn scroll_bar_in_sight(
    ui: &Ui,
    list: egui::Id,
    table: &egui::scroll_area::ScrollAreaOutput<()>,
    seen: egui::Rect,
) {
    const WIDTH: f32 = 8.0;
    let (all, shown) = (table.content_size.y, table.inner_rect.height());
    if all <= shown + 1.0 || table.inner_rect.max.x <= seen.max.x + 1.0 {
        return;
    }
    let colours = theme::colours(ui);
    let track = egui::Rect::from_x_y_ranges(seen.max.x - WIDTH..=seen.max.x, table.inner_rect.y_range());
    let height = between(track.height() * shown / all, 24.0, track.height());
    let (room, far) = ((track.height() - height).max(1.0), all - shown);
    let response = ui.interact(track, table.id.with("in sight"), Sense::DRAG);
    let mut offset = table.state.clamped_offset().y;
    if response.is_pointer_button_down_on()
        && let Some(at) = response.interact_pointer_pos()
    {
        offset = between((at.y - track.min.y - height / 2.0) / room, 0.0, 1.0) * far;
        ui.data_mut(|data| data.insert_temp(list.with("dragged"), offset));
        ui.ctx().request_repaint();
    }
    let top = track.min.y + room * between(offset / far, 0.0, 1.0);
    let thumb = egui::Rect::from_x_y_ranges(track.x_range(), top..=top + height);
    let fill = if response.hovered() || response.dragged() { colours.muted } else { colours.border };
    ui.painter().rect_filled(track, theme::RADIUS, colours.canvas);
    ui.painter().rect_filled(thumb.shrink2(vec2(1.0, 0.0)), theme::RADIUS, fill);
}

/// Fills a cell of a table and half of the gap on each side of it. `across` is what can be seen of the table from left to
/// right: a cell by itself may paint only within itself.
pub fn fill_cell(ui: &Ui, across: egui::Rangef, colour: Color32) {
    let gap = vec2(ui.spacing().item_spacing.x / 2.0, 0.0);
    let clip = egui::Rect::from_x_y_ranges(across, ui.clip_rect().y_range());
    let painter = ui.ctx().layer_painter(ui.layer_id()).with_clip_rect(clip);
    painter.rect_filled(ui.max_rect().expand2(gap), 0.0, colour);
}

/// Scrolls to a row that has just got the focus, and to one more on each side, so that the Tab key finds a next one:
/// of a long table only the rows in sight are drawn.
pub fn keep_in_sight(response: &egui::Response, row_height: f32) {
    if response.gained_focus() {
        let mut around = response.clone();
        around.rect = around.rect.expand2(vec2(0.0, 1.5 * row_height));
        around.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}

/// The way back for models that are hidden, where some are.
pub fn show_hidden(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let hidden = state.market().hidden().len();
    if hidden == 0 {
        return;
    }
    let text = if hidden == 1 {
        "Show the hidden model".to_owned()
    } else {
        format!("Show all {} hidden models", label::whole(hidden as u64))
    };
    if ui.button(text).on_hover_text("Undo hides them again").clicked() {
        actions.push(Action::ShowAllHidden);
    }
}

//! The list at the left of a place. In a slim window, or at a large zoom, it is a menu above the place instead.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{self, Panel, PopupCloseBehavior, Rangef, Ui, WidgetInfo};

use crate::window::theme::{self, Role, Space};

/// Below this width, in points, a list beside a place would leave too little of it.
const SLIM: f32 = 720.0;
/// Below this height, in points, there is no room for what is only good to know.
const LOW: f32 = 420.0;
/// Width of the menu, in points, where the window has room.
const MENU: f32 = 320.0;
/// How much of the window's height the menu takes at most.
const MOST: f32 = 0.7;

/// The list at the left.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its identity.
    pub id: &'static str,
    /// What the list is of: `Workloads`.
    pub name: &'static str,
    /// What is chosen in it; the button of a slim window says it.
    pub chosen: &'a str,
    /// Its usual width, in points.
    pub width: f32,
    /// From where to where the user may drag its edge, in points.
    pub range: Rangef,
    /// Whether it has to be seen, because something is being typed in it.
    pub is_needed: bool,
}

/// Whether the window is too slim for lists beside the places.
pub fn is_slim(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() < SLIM
}

/// Whether the window is so low that what matters must come first.
pub fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

/// What a sheet may take of the window's width or height to leave `around` free, in points: at least half of it.
pub fn room_for_sheet(whole: f32, around: f32) -> f32 {
    (whole - around).max(whole / 2.0)
}

impl Side<'_> {
    /// Draws it. `add` draws the list and returns whether something was chosen, which closes the menu.
    pub fn show(self, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> bool) {
        let fill = theme::colours(ui).panel;
        if !is_slim(ui) {
            let frame = egui::Frame::new().fill(fill).inner_margin(Space::Medium.margin());
            let panel = Panel::left(self.id).default_size(self.width).size_range(self.range).resizable(true);
            panel.frame(frame).show(ui, |ui| add(ui));
            return;
        }
        let frame = egui::Frame::new().fill(fill).inner_margin(egui::Margin::symmetric(12, 4));
        let window = ui.ctx().content_rect().size();
        Panel::top(egui::Id::unique((self.id, "above"))).frame(frame).resizable(false).show(ui, |ui| {
            if self.is_needed {
                ui.set_max_height(window.y * MOST);
                add(ui);
                return;
            }
            let said = format!("{}: {}", self.name, self.chosen);
            let text = Role::Label.text(format!("{said}  ↓"));
            let button = egui::Button::new(text).truncate();
            let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
            let menu = MenuButton::from_button(button).config(config).ui(ui, |ui| {
                let width = MENU.min(room_for_sheet(window.x, 4.0 * Space::Medium.points()));
                ui.set_min_width(width);
                ui.set_max_width(width);
                ui.set_max_height(window.y * MOST);
                if add(ui) {
                    ui.close();
                }
            });
            menu.0.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &said));
        });
    }
}

//! Settings: how the window looks, where the files live, what the numbers are.

use std::borrow::Cow;

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::commands::{Command, Group};
use crate::app::state::State;
use crate::settings::{Appearance, Contrast, Motion, Theme};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{command_button, segmented};

/// Width of a column of shortcuts, in points.
const SHORTCUTS: f32 = 350.0;

/// Below this width keys stand below what they do, in points.
const NARROW: f32 = 560.0;

/// Height of a line of shortcuts, in points.
const LINE: f32 = 18.0;

/// Draws the place and returns what was asked for. `folder` is where everything is kept.
pub fn show(ui: &mut Ui, state: &State, folder: &str, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let canvas = egui::Frame::new().fill(colours.canvas).inner_margin(Space::Large.margin());
    egui::CentralPanel::default().frame(canvas).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(720.0));
            ui.label(Role::Title.text("Settings"));
            heading(ui, "Appearance");
            appearance(ui, state.documents.settings.value.appearance, actions);
            ui.horizontal_wrapped(|ui| {
                let [larger, smaller] = [Command::Larger, Command::Smaller].map(|command| command.keys(ui.ctx()));
                let text = format!("{larger} and {smaller} make everything larger or smaller.");
                ui.label(Role::Body.text(text).color(colours.muted));
                command_button(ui, state, Command::ResetLayout, actions)
                    .on_hover_text("Sizes and places as on the first day");
            });

            heading(ui, "Prices");
            let (prices, sources) = (state.prices_in_words(), state.sources_in_words());
            // Many lists are called as who publishes them.
            let is_named = state.derived.lists.iter().all(|(name, source)| *name == *source.name);
            ui.label(if is_named { format!("{prices}.") } else { format!("{prices}. {sources}.") });
            let origin = if state.documents.lists.value.is_empty() {
                "These are the prices of a published article, not today's list prices; several differ from what \
                 providers charge. Fetch a price list, or set the prices that you pay, under Prices."
            } else {
                "The order of the lists decides where they disagree. Change it, or set the prices that you pay, under \
                 Prices."
            };
            ui.add(egui::Label::new(Role::Body.text(origin).color(colours.muted)).wrap());

            heading(ui, "Your files");
            ui.add(egui::Label::new(folder).wrap());
            ui.add(
                egui::Label::new(
                    Role::Body
                        .text("Workloads, own prices, own models and settings, as text files that you can read, copy and back up. Every change is saved at once.")
                        .color(colours.muted),
                )
                .wrap(),
            );
            ui.horizontal_wrapped(|ui| {
                command_button(ui, state, Command::DataFolder, actions);
                command_button(ui, state, Command::RestoreStarters, actions);
            });

            heading(ui, "Keyboard");
            shortcuts(ui);

            heading(ui, "About");
            ui.label(format!("Tokens per Dollar {}", env!("CARGO_PKG_VERSION")));
            ui.label(Role::Body.text("No account, and nothing about you is sent. Price lists are fetched only when you ask, or daily where you turned that on.").color(colours.muted));
        });
    });
}

/// Light or dark, how strong the contrast is, and whether things move.
fn appearance(ui: &mut Ui, now: Appearance, actions: &mut Vec<Action>) {
    const SYSTEM: &str = "As the system";
    let row = |ui: &mut Ui, name: &str, choose: &mut dyn FnMut(&mut Ui)| {
        ui.label(Role::Body.text(name));
        choose(ui);
        ui.end_row();
    };
    let mut wanted = now;
    egui::Grid::new("appearance").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| {
        row(ui, "Colours", &mut |ui| {
            let themes = [(Theme::System, SYSTEM), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
            wanted.theme = segmented(ui, "Colours", now.theme, &themes).unwrap_or(wanted.theme);
        });
        row(ui, "Contrast", &mut |ui| {
            let contrasts =
                [(Contrast::System, SYSTEM), (Contrast::Usual, "Usual"), (Contrast::High, "High")];
            wanted.contrast = segmented(ui, "Contrast", now.contrast, &contrasts).unwrap_or(wanted.contrast);
        });
        row(ui, "Motion", &mut |ui| {
            let motions = [(Motion::System, SYSTEM), (Motion::Full, "Full"), (Motion::Reduced, "Reduced")];
            wanted.motion = segmented(ui, "Motion", now.motion, &motions).unwrap_or(wanted.motion);
        });
    });
    if wanted != now {
        actions.push(Action::SetAppearance(wanted));
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(Space::Large.points());
    ui.label(Role::Heading.text(text));
}

/// All commands with their shortcuts, group by group, in two columns where there is room.
pub fn shortcuts(ui: &mut Ui) {
    let (left, right) = Group::ALL.split_at(2);
    let width = ui.available_width();
    let is_narrow = width < NARROW;
    if width < 2.0 * SHORTCUTS {
        for group in Group::ALL {
            shortcuts_of(ui, group, is_narrow);
        }
    } else {
        ui.horizontal_top(|ui| {
            for column in [left, right] {
                ui.vertical(|ui| {
                    ui.set_width(SHORTCUTS);
                    for group in column {
                        shortcuts_of(ui, *group, is_narrow);
                    }
                });
            }
        });
    }
    let lists = [
        ("From row to row of a chart or list", "Arrows, Page up, Page down, Home, End"),
        ("Show how the figure of a row is computed", "Enter or R"),
        ("Compare all with a model", "B"),
        ("Choose a workload", "Enter"),
        ("Move a workload up or down", "Alt with an arrow"),
        ("Commit a field", "Enter"),
        ("Take back what was typed; close what is open", "Escape"),
    ];
    let lists = lists.map(|(what, keys)| (what.into(), keys.to_owned())).to_vec();
    keys_of(ui, "In lists and fields", lists, is_narrow);
}

fn shortcuts_of(ui: &mut Ui, group: Group, is_narrow: bool) {
    let with_keys = Command::all().filter(|command| command.group() == group).filter_map(|command| {
        let keys = command.keys(ui.ctx());
        (!keys.is_empty()).then(|| (command.name(), keys))
    });
    let rows = with_keys.collect();
    keys_of(ui, group.name(), rows, is_narrow);
}

fn keys_of(ui: &mut Ui, head: &str, rows: Vec<(Cow<'static, str>, String)>, is_narrow: bool) {
    let muted = theme::colours(ui).muted;
    ui.add_space(Space::Tiny.points());
    ui.label(Role::Label.text(head));
    ui.spacing_mut().interact_size.y = LINE;
    if is_narrow {
        for (what, keys) in rows {
            ui.add(egui::Label::new(what).wrap());
            ui.add(egui::Label::new(Role::Body.text(keys).color(muted)).wrap());
            ui.add_space(Space::Tiny.points());
        }
        return;
    }
    egui::Grid::new(("shortcuts", head)).num_columns(2).spacing([24.0, 3.0]).show(ui, |ui| {
        for (what, keys) in rows {
            ui.label(what);
            ui.label(Role::Body.text(keys).color(muted));
            ui.end_row();
        }
    });
}

//! Settings, and the sheet of shortcuts.

use eframe::egui::{Key, Role};
use tokens_per_dollar::settings::Theme;

use crate::screen::Screen;

#[test]
fn the_appearance_is_chosen_kept_and_shown() {
    let mut screen = Screen::new();
    screen.go("Settings");
    screen.click("Appearance: Dark");
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Dark);
    screen.until(|documents| documents.settings.value.theme == Theme::Dark);
    let mut screen = screen.reopened();
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Dark);
    screen.go("Settings");
    screen.click("Appearance: Light");
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Light);
}

#[test]
fn settings_say_where_files_are_and_what_prices_are() {
    let mut screen = Screen::new();
    screen.go("Settings");
    let folder = screen.folder().display().to_string();
    screen.has(&folder);
    screen.has("not today's list prices");
    screen.has_role(Role::Button, "Show in folder");
    screen.has("No account, no network");
    screen.click("Restore starter workloads");
    screen.has("All starter workloads are there already");
    screen.click("Reset window layout");
    screen.has("The window is laid out as on the first day");
}

#[test]
fn places_are_reached_by_keyboard() {
    let mut screen = Screen::new();
    for (key, proof) in [
        (Key::Num2, "Cheapest models"),
        (Key::Num3, "US dollars per million tokens."),
        (Key::Comma, "Your files"),
        (Key::Num1, "is cheapest for"),
    ] {
        screen.command(key);
        screen.has(proof);
    }
}

#[test]
fn the_sheet_of_shortcuts_opens_and_closes_by_keyboard() {
    let mut screen = Screen::new();
    screen.lacks("Keyboard shortcuts");
    screen.press(Key::F1);
    screen.has("Keyboard shortcuts");
    screen.has("Ctrl+Shift+Z");
    screen.has_role(Role::Button, "Close");
    screen.press(Key::Escape);
    screen.lacks("Keyboard shortcuts");
    screen.press(Key::F1);
    screen.click("Close");
    screen.lacks("Keyboard shortcuts");
}

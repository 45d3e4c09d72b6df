//! Settings, and the sheet of shortcuts.

use eframe::egui::{Key, Role, ViewportCommand, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use tokens_per_dollar::settings::{Contrast, Motion, Theme};

use crate::screen::Screen;

#[test]
fn the_appearance_is_chosen_kept_and_shown() {
    let mut screen = Screen::new();
    screen.go("Settings");
    screen.click("Colours: Dark");
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Dark);
    screen.until(|documents| documents.settings.value.appearance.theme == Theme::Dark);
    let mut screen = screen.reopened();
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Dark);
    screen.go("Settings");
    screen.click("Colours: Light");
    assert!(screen.harness.ctx.theme() == eframe::egui::Theme::Light);
}

#[test]
fn high_contrast_and_reduced_motion_are_chosen_and_kept() {
    let mut screen = Screen::new();
    screen.go("Settings");
    let style = |screen: &Screen| screen.harness.ctx.style_of(screen.harness.ctx.theme());
    let usual = style(&screen);
    assert!(usual.animation_time > 0.0 && usual.visuals.text_cursor.blink);
    screen.click("Contrast: High");
    screen.click("Motion: Reduced");
    screen.until(|documents| {
        let now = documents.settings.value.appearance;
        now.contrast == Contrast::High && now.motion == Motion::Reduced
    });
    let mut screen = screen.reopened();
    let look = style(&screen);
    assert!(look.visuals.text_color() != usual.visuals.text_color());
    assert!(look.animation_time == 0.0 && !look.visuals.text_cursor.blink);
    // A day-one layout leaves the colours alone.
    screen.go("Settings");
    screen.click("Reset window layout");
    assert_eq!(style(&screen).visuals, look.visuals);
    screen.click("Contrast: Usual");
    assert_eq!(style(&screen).visuals.text_color(), usual.visuals.text_color());
}

#[test]
fn settings_say_where_files_are_and_what_prices_are() {
    let mut screen = Screen::new();
    screen.go("Settings");
    let folder = screen.folder().display().to_string();
    screen.has(&folder);
    screen.has("not today's list prices");
    screen.has_role(Role::Button, "Show the data folder");
    screen.has("No account, and nothing about you is sent");
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

#[test]
fn in_a_narrow_window_no_shortcut_is_cut_off() {
    for (width, height) in [(1024.0, 640.0), (512.0, 320.0), (409.6, 256.0)] {
        let mut screen = Screen::new();
        screen.harness.set_size(vec2(width, height));
        screen.press(Key::F1);
        screen.harness.run_steps(2);
        for node in screen.harness.query_all_by_role(Role::Label) {
            let (rect, said) = (node.rect(), node.accesskit_node().value());
            assert!(rect.max.x <= width, "{said:?} ends at {} of {width}", rect.max.x);
        }
    }
}

#[test]
fn keys_are_named_as_the_system_calls_them() {
    let mut screen = Screen::new();
    screen.harness.ctx.set_os(eframe::egui::os::OperatingSystem::Mac);
    screen.harness.run();
    let at = screen.harness.get_by_role_and_label(Role::Button, "New workload").rect().center();
    screen.hover(at);
    screen.has("how many tokens it takes");
    screen.lacks("Ctrl");
    screen.go("Settings");
    screen.has("make everything larger or smaller");
    screen.lacks("Ctrl");
}

#[test]
fn the_layout_of_the_first_day_is_a_plain_window_on_the_screen() {
    let mut screen = Screen::new();
    screen.go("Settings");
    let root = eframe::egui::ViewportId::ROOT;
    let viewport = screen.harness.input_mut().viewports.entry(root).or_default();
    viewport.monitor_size = Some(vec2(1000.0, 800.0));
    screen.harness.get_by_label("Reset window layout").click();
    let mut commands = Vec::new();
    for _ in 0..4 {
        screen.harness.step();
        commands.extend(screen.harness.output().viewport_output[&root].commands.clone());
    }
    for wanted in [
        ViewportCommand::Fullscreen(false),
        ViewportCommand::Maximized(false),
        // No larger than the monitor.
        ViewportCommand::InnerSize(vec2(1000.0, 740.0)),
        ViewportCommand::OuterPosition(pos2(0.0, 30.0)),
    ] {
        assert!(commands.contains(&wanted), "{wanted:?} is not among {commands:?}");
    }
}

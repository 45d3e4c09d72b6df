//! Closing the window while changes are not on disk.

use std::fs;

use eframe::egui::{Key, Role, ViewportCommand, ViewportEvent, ViewportId};

use egui_kittest::kittest::Queryable as _;

use crate::screen::Screen;

/// Whether the window has closed when its button was pressed: it goes on unless it says otherwise.
fn closes(screen: &mut Screen) -> bool {
    let input = screen.harness.input_mut();
    input.viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
    screen.harness.step();
    let cancels = commands(screen).contains(&ViewportCommand::CancelClose);
    screen.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.clear();
    !cancels
}

fn commands(screen: &Screen) -> Vec<ViewportCommand> {
    screen.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

/// A window whose folder cannot be written, with one change.
fn unsaved() -> Screen {
    let mut screen = Screen::new();
    screen.until_saved();
    let lock = screen.folder().join(".lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    screen.go("Prices");
    screen.fill("Own input price of GPT-4.1", "1.25");
    screen.wait("the failed save", |screen| screen.window().state().why_unsaved().is_some());
    screen
}

/// Whether the question is on the screen.
fn is_asking(screen: &Screen) -> bool {
    screen.labels(Role::Button).contains(&"Quit anyway".to_owned())
        && (screen.says("1 change is not saved") || screen.says("changes are not saved"))
}

fn mend(screen: &Screen) {
    fs::remove_dir(screen.folder().join(".lock")).unwrap();
}

#[test]
fn a_window_with_all_saved_closes() {
    let mut screen = Screen::new();
    screen.until_saved();
    assert!(closes(&mut screen));
    screen.lacks("not saved");
}

#[test]
fn closing_asks_about_what_is_not_saved_and_closes_once_it_is() {
    let mut screen = unsaved();
    assert!(!closes(&mut screen));
    screen.wait("the question", is_asking);
    screen.has("overrides.ron: ");
    for answer in ["Try again", "Save elsewhere…", "Quit anyway", "Keep the window open"] {
        assert!(screen.labels(Role::Button).contains(&answer.to_owned()), "{answer}");
    }
    screen.click("Keep the window open");
    assert!(!is_asking(&screen));
    // Asked once more, and put away by a key.
    assert!(!closes(&mut screen));
    screen.wait("the question", is_asking);
    screen.press(Key::Escape);
    assert!(!is_asking(&screen));

    assert!(!closes(&mut screen));
    screen.wait("the question", is_asking);
    mend(&screen);
    // The status line has a button of this name, too.
    screen.harness.get_all_by_label("Try again").last().unwrap().click();
    for _ in 0..1_000 {
        if commands(&screen).contains(&ViewportCommand::Close) {
            assert!(fs::read_to_string(screen.folder().join("overrides.ron")).unwrap().contains("1.25"));
            assert!(closes(&mut screen));
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        screen.harness.run_steps(1);
    }
    panic!("it does not close although everything is saved");
}

#[test]
fn a_window_can_be_closed_all_the_same() {
    let mut screen = unsaved();
    assert!(!closes(&mut screen));
    screen.wait("the question", is_asking);
    screen.harness.get_by_label("Quit anyway").click();
    screen.harness.step();
    assert!(commands(&screen).contains(&ViewportCommand::Close));
    assert!(closes(&mut screen));
}

//! A window that nobody touches paints nothing.

use std::time::Duration;

use eframe::egui::{Key, ViewportId};

use crate::screen::Screen;

/// Frames in a row that ask for no other: 15 seconds on their clock.
const STEPS: usize = 60;
/// Frames that may be drawn until then. What the folder's watcher and the keeper say of the last save comes when the
/// machine gets to it; a screen that never rests does so in every row.
const MOST_STEPS: usize = 1_500;

#[track_caller]
fn is_idle(screen: &mut Screen, name: &str) {
    screen.until_saved();
    let mut quiet = 0;
    let mut causes = Vec::new();
    for _ in 0..MOST_STEPS {
        screen.harness.step();
        let delay = screen.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        if delay == Duration::MAX {
            quiet += 1;
        } else {
            quiet = 0;
            causes = screen.harness.ctx.repaint_causes();
            std::thread::sleep(Duration::from_millis(20));
        }
        if quiet == STEPS {
            return;
        }
    }
    panic!("{name}: it asks for another frame again and again, last by {causes:?}");
}

#[test]
fn no_screen_asks_for_another_frame() {
    let mut screen = Screen::new();
    for place in ["Compare", "Workloads", "Prices", "Settings"] {
        screen.go(place);
        screen.harness.remove_cursor();
        is_idle(&mut screen, place);
    }
    screen.go("Compare");
    for figure in ["Figure: Cost per task", "Figure: Output/input gap", "Figure: Table"] {
        screen.click(figure);
        screen.harness.remove_cursor();
        is_idle(&mut screen, figure);
    }
}

#[test]
fn neither_a_pointer_at_rest_nor_an_open_sheet_asks_for_another_frame() {
    let mut screen = Screen::new();
    let at = screen.row("GPT-4.1, ").rect().center();
    screen.hover(at);
    is_idle(&mut screen, "a tooltip");
    screen.press(Key::F1);
    is_idle(&mut screen, "the sheet of shortcuts");
}

#[test]
fn a_notice_asks_for_no_other_frame() {
    let mut screen = Screen::with_files(&[("workloads/bad.ron", "(")]);
    assert_eq!(screen.notices().len(), 1);
    is_idle(&mut screen, "a notice");
}

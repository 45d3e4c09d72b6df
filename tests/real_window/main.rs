//! The window as a person has it: real programs in a real window under Xvfb, with keys and clicks, and killed.
//!
//! Ignored by a plain `cargo test`, for they need Xvfb and a built program; `scripts/test` runs them.
#![forbid(unsafe_code)]
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of a test that cannot go on ends the test with a sentence"
)]

mod app;
mod closing;
mod desktop;
mod hand_over;
mod keyboard;
#[path = "../window/screen.rs"]
mod screen;

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use desktop::{Desktop, wait_for_file, wait_for_file_in};

/// The example `empty_window`, which cargo builds beside the tests.
fn empty_window() -> PathBuf {
    let this = std::env::current_exe().expect("the path of this test");
    let built = this.parent().and_then(|deps| deps.parent()).expect("the target folder");
    let program = built.join("examples").join("empty_window");
    assert!(program.is_file(), "build it first: cargo build --features window-tests --example empty_window");
    program
}

/// The desktop's hands and eyes work, so that a failure of the tests below is a failure of the app.
#[test]
#[ignore = "needs Xvfb; scripts/test runs it"]
fn the_hands_reach_a_window() {
    let desktop = Desktop::start(1280, 800);
    let mut window = desktop.open(&empty_window(), &[], &[("TPD_SHOW_EVENTS", "1")]);
    assert!(window.first_frame > Duration::ZERO);

    window.resize(640, 400);
    window.click(300, 200);
    window.wait_for_log("press Primary at 300,200");
    window.double_click(20, 30);
    window.wait_for_log("double click at 20,30");
    window.drag((100, 100), (180, 260));
    window.wait_for_log("release Primary at 180,260");
    window.scroll(2);
    window.wait_for_log("wheel -1");
    window.scroll(-1);
    window.wait_for_log("wheel 1");
    window.type_text("1.5M $");
    for letter in ["1", ".", "5", "M", " ", "$"] {
        window.wait_for_log(&format!("text {letter:?}"));
    }
    window.keys(&["ctrl+z", "shift+Tab", "Return"]);
    window.wait_for_log("key Z command=true shift=false");
    window.wait_for_log("key Tab command=false shift=true");
    window.wait_for_log("key Enter command=false shift=false");

    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("screen.png");
    desktop.screenshot(&picture);
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));

    window.close();
    assert_eq!(window.wait_for_end(), Some(0));
}

#[test]
#[ignore = "needs Xvfb; scripts/test runs it"]
fn a_program_that_ends_by_itself_is_seen_to() {
    let desktop = Desktop::start(1280, 800);
    let mut window = desktop.launch(&empty_window(), &[], &[("TPD_EXIT_AFTER_FIRST_FRAME", "1")]);
    assert_eq!(window.wait_for_end(), Some(0));
    window.wait_for_log("first frame after ");
}

#[test]
fn a_file_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let written = path.clone();
    let writer = thread::spawn(move || {
        fs::write(&written, "half").unwrap();
        thread::sleep(Duration::from_millis(60));
        fs::write(&written, "whole").unwrap();
    });
    assert_eq!(wait_for_file(&path, |text| text == "whole"), "whole");
    assert_eq!(wait_for_file_in(folder.path(), |text| text.contains("whole")), path);
    writer.join().unwrap();
}

#[test]
#[ignore = "needs Xvfb; scripts/test runs it"]
fn two_programs_share_a_desktop_and_one_is_killed() {
    let desktop = Desktop::start(1280, 800);
    let first = desktop.open(&empty_window(), &[], &[("TPD_SHOW_EVENTS", "1")]);
    let mut second = desktop.open(&empty_window(), &[], &[("TPD_SHOW_EVENTS", "1")]);

    second.keys(&["b"]);
    second.wait_for_log("text \"b\"");
    first.focus();
    first.keys(&["a"]);
    first.wait_for_log("text \"a\"");
    assert!(!first.log().contains("text \"b\"") && !second.log().contains("text \"a\""));

    first.kill();
    assert!(second.is_running());
}

//! Long work: the status line says what is being done, and it can be stopped.

use std::fmt::Write;
use std::time::Duration;

use eframe::egui::ViewportId;
use tokens_per_dollar::app::Action;

use crate::screen::Screen;

#[test]
fn a_long_import_is_shown_in_the_status_line_and_can_be_stopped() {
    let mut screen = Screen::new();
    let mut text = "id,name,provider,input,output\n".to_owned();
    for number in 0..60_000 {
        writeln!(text, "m{number},Model {number},House {},{number}.5,1", number % 40).unwrap();
    }
    screen.write("long.csv", &text);
    let file = screen.folder().join("long.csv");
    let ctx = screen.harness.ctx.clone();
    screen.harness.state_mut().as_mut().unwrap().act(&ctx, Action::Import(vec![file]));
    screen.harness.step();
    screen.wait("the work to begin", |screen| !screen.window().state().work.is_empty());
    screen.lacks("Importing…");
    // Nobody touches the window, and still it is drawn again when the work turns out to be long.
    for _ in 0..4 {
        screen.harness.step();
    }
    let delay = screen.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay <= Duration::from_millis(300), "{delay:?}");
    std::thread::sleep(delay + Duration::from_millis(5));
    screen.harness.step();
    screen.has("Importing…");
    screen.click("Stop the import");
    screen.has("The import was stopped");
    screen.lacks("Importing…");
    assert!(screen.window().state().work.is_empty());
    // Nothing comes of it later.
    std::thread::sleep(Duration::from_millis(100));
    screen.harness.run();
    assert!(screen.window().state().lists.read.is_empty());
}

//! What is typed faster than the window draws: nothing is lost, and nothing goes to the wrong field.

use eframe::egui::{Event, Key, Modifiers};

use crate::screen::Screen;

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

#[test]
fn what_is_typed_with_the_keys_of_the_palette_goes_into_the_palette() {
    let mut screen = Screen::new();
    screen.in_one_frame([key(Key::K, Modifiers::COMMAND), text("go "), text("prices")]);
    screen.in_one_frame([text(":")]);
    screen.in_one_frame([text(" disc")]);
    screen.harness.run();
    assert_eq!(screen.value("Find a command"), "go prices: disc");
    // Enter and what is typed behind it too.
    let mut screen = Screen::new();
    screen.in_one_frame([
        key(Key::K, Modifiers::COMMAND),
        text("find in the list"),
        key(Key::Enter, Modifiers::NONE),
        text("gpt"),
    ]);
    screen.harness.run();
    assert_eq!(screen.value("Find a model"), "gpt");
}

#[test]
fn what_is_typed_with_tab_goes_into_the_next_field() {
    let mut screen = Screen::new();
    screen.go("Workloads");
    screen.field("Input tokens of one task").focus();
    screen.harness.run();
    screen.in_one_frame([text("7"), key(Key::Tab, Modifiers::NONE), text("8"), text("9")]);
    screen.harness.run();
    screen.press(Key::Enter);
    let saved = screen.window().state().workload().unwrap();
    assert_eq!(saved.workload.output_tokens(), 89);
    assert!(saved.workload.input_tokens().to_string().contains('7'));
}

#[test]
fn what_is_typed_with_the_keys_of_a_new_workload_is_its_name() {
    let mut screen = Screen::new();
    screen.fill_without_commit("Find a model", "gpt");
    screen.in_one_frame([key(Key::N, Modifiers::COMMAND), text("Sup"), text("port")]);
    screen.harness.run();
    assert_eq!(screen.value("Find a model"), "gpt");
    assert!(screen.focused().starts_with("Name"), "{}", screen.focused());
    assert!(screen.window().state().typed.values().any(|text| text == "Support"), "{}", screen.transcript());
}

#[test]
fn what_is_typed_with_the_keys_of_find_is_looked_for() {
    let mut screen = Screen::new();
    screen.in_one_frame([key(Key::F, Modifiers::COMMAND), text("llama")]);
    screen.harness.run();
    assert_eq!(screen.value("Find a model"), "llama");
}

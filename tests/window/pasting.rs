//! Pasting the numbers of a workload: into a new one, into a saved one, and texts that are none.

use eframe::egui::{Key, Role};
use tokens_per_dollar::workload::Workload;

use crate::screen::Screen;

fn workload(screen: &Screen, name: &str) -> Workload {
    let documents = &screen.window().state().documents;
    documents.workloads.iter().find(|saved| saved.workload.name().as_str() == name).unwrap().workload.clone()
}

#[test]
fn pasting_on_compare_starts_a_new_workload() {
    let mut screen = Screen::new();
    screen.paste("500 input tokens, 200 output tokens, 1000 requests/day");
    screen.has("Pasted 500 input tokens, 200 output tokens, 1,000 requests a day");
    assert_eq!(screen.value("Input tokens of the new workload"), "500");
    assert_eq!(screen.value("Output tokens of the new workload"), "200");
    screen.has("Also 1,000 requests a day");
    assert_eq!(screen.focused(), "Name of the new workload");
    screen.type_text("Pasted");
    screen.press(Key::Enter);
    let made = workload(&screen, "Pasted");
    assert_eq!((made.input_tokens(), made.output_tokens()), (500, 200));
    assert_eq!(made.requests_per_day(), Some(1_000));
    screen.command(Key::Z);
    assert!(!screen.workloads().contains(&"Pasted".to_owned()));
}

#[test]
fn what_an_api_reports_is_pasted_with_its_cache_which_can_be_left_out() {
    let usage = r#"{"usage":{"input_tokens":300,"cache_read_input_tokens":100,"cache_creation_input_tokens":100,"output_tokens":200}}"#;
    for leave_out in [false, true] {
        let mut screen = Screen::new();
        screen.go("Workloads");
        screen.paste(usage);
        assert_eq!(screen.value("Input tokens of the new workload"), "500");
        screen.has("Also 100 read from a cache, 100 written to a cache");
        screen.type_text("Pasted");
        if leave_out {
            screen.click("Leave out what else was pasted");
            screen.lacks("Also 100 read from a cache");
        } else {
            // A number that is changed afterwards keeps the shares.
            screen.fill_without_commit("Input tokens of the new workload", "1000");
        }
        screen.click("Add workload");
        let made = workload(&screen, "Pasted");
        let expected = if leave_out { (500, 0, 0) } else { (1_000, 200, 200) };
        assert_eq!((made.input_tokens(), made.cache_read_tokens(), made.cache_write_5m_tokens()), expected);
    }
}

#[test]
fn any_field_of_the_form_takes_all_numbers_and_the_name_of_a_row() {
    let mut screen = Screen::new();
    screen.click("New workload");
    screen.paste("Support\t1,500\t250\t40\n");
    assert_eq!(screen.value("Name of the new workload"), "Support");
    assert_eq!(screen.value("Input tokens of the new workload"), "1,500");
    assert_eq!(screen.value("Output tokens of the new workload"), "250");
    screen.click("Cancel");
    screen.click("New workload");
    assert_eq!(screen.value("Name of the new workload"), "");
    screen.lacks("Also 40 requests a day");
    // A text is pasted as a text.
    screen.paste("Chat 500 in, 200 out");
    assert_eq!(screen.value("Name of the new workload"), "Chat 500 in, 200 out");
    assert_eq!(screen.value("Input tokens of the new workload"), "");
}

#[test]
fn a_token_field_of_a_workload_takes_all_numbers_as_one_step() {
    let mut screen = Screen::new();
    screen.go("Workloads");
    let before = workload(&screen, "Chat message");
    screen.fill("Output tokens of one task", "321");
    screen.fill_without_commit("Input tokens of one task", "77");
    screen.paste("in: 1.5k out: 300, 50 reasoning, 20 requests/day");
    screen.has("Pasted 1,500 input tokens, 300 output tokens (50 of reasoning), 20 requests a day");
    assert_eq!(screen.value("Input tokens of one task"), "1,500");
    assert_eq!(screen.value("Output tokens of one task"), "300");
    assert_eq!(screen.value("Requests per day"), "20");
    screen.has_role(Role::Button, "Undo paste into workload Chat message");
    screen.until(|documents| documents.workloads.iter().any(|saved| saved.workload.reasoning_tokens() == 50));
    screen.click("Undo paste into workload Chat message");
    assert_eq!(workload(&screen, "Chat message").output_tokens(), 321);
    screen.command(Key::Z);
    assert_eq!(workload(&screen, "Chat message"), before);

    // What does not fit is refused as a whole and says why.
    screen.field("Output tokens of one task").focus();
    screen.harness.run();
    screen.paste("900 cached");
    screen.has("Pasted nothing of 900 read from a cache: at most 500 of the 500 input tokens");
    assert_eq!(workload(&screen, "Chat message"), before);
    // A number alone goes into the field that has the focus.
    screen.fill_without_commit("Output tokens of one task", "");
    screen.paste("42");
    screen.press(Key::Enter);
    assert_eq!(workload(&screen, "Chat message").output_tokens(), 42);
}

#[test]
fn a_text_that_names_no_tokens_is_ignored_and_other_places_are_left_alone() {
    let mut screen = Screen::new();
    screen.paste("see you in 5 minutes");
    screen.has_role(Role::Button, "New workload");
    screen.go("Prices");
    screen.paste("500 in, 200 out");
    screen.lacks("Pasted");
    screen.go("Compare");
    screen.has_role(Role::Button, "New workload");
    // A field that searches takes any text.
    let search = screen.only("a search", |node| {
        node.is_text_input() && node.label().is_some_and(|label| label.contains("model"))
    });
    search.focus();
    screen.harness.run();
    screen.paste("500 in, 200 out");
    screen.has_role(Role::Button, "New workload");
}

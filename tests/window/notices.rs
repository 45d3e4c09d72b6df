//! What is said about files that are wrong or that another program changed, and what can be done about it.

use eframe::egui::{Key, Role};

use crate::screen::Screen;

const MINE: &str = r#"(version: 1, name: "Mine", input_tokens: 10, output_tokens: 20)"#;
const BAD: &str = "(version: 1, name: \"Mine\",\n input_tokens: many)";

#[test]
fn a_file_that_cannot_be_read_is_named_with_line_and_kept() {
    let mut screen = Screen::with_files(&[("workloads/mine.ron", BAD)]);
    assert_eq!(screen.notices().len(), 1);
    screen.has("workloads/mine.ron, line 2");
    screen.has_role(Role::Button, "Show in folder");
    assert_eq!(std::fs::read_to_string(screen.folder().join("workloads/mine.ron")).unwrap(), BAD);

    screen.write("workloads/mine.ron", MINE);
    screen.click("Reload");
    screen.wait("the mended workload", |screen| screen.workloads().contains(&"Mine".to_owned()));
    let dismiss = screen.labels(Role::Button).into_iter().find(|label| label.starts_with("Dismiss: "));
    if let Some(dismiss) = dismiss {
        screen.click(&dismiss);
    }
    assert!(screen.notices().is_empty());
    screen.lacks("workloads/mine.ron");
}

#[test]
fn bad_overrides_cannot_be_changed_and_say_so() {
    let bad = "(version: 1, overrides: [(model: \"openai/gpt-4.1\", input: \"cheap\")])";
    let mut screen = Screen::with_files(&[("overrides.ron", bad)]);
    screen.has("overrides.ron");
    screen.go("Prices");
    if screen.says("Your own prices cannot be changed") {
        assert!(!screen.is_open("Own input price of GPT-4.1"));
    }
    assert_eq!(std::fs::read_to_string(screen.folder().join("overrides.ron")).unwrap(), bad);
}

#[test]
fn a_change_from_outside_is_taken_over() {
    let mut screen = Screen::with_files(&[("workloads/mine.ron", MINE)]);
    screen.go("Workloads");
    screen.click_row("Mine, ");
    screen.write("workloads/mine.ron", &MINE.replace("10", "4321"));
    screen.wait("the change", |screen| screen.says("Mine, 4,321 in, 20 out"));
    assert_eq!(screen.value("Input tokens of one task"), "4,321");
    screen.write("workloads/second.ron", &MINE.replace("Mine", "Second"));
    screen.wait("the new file", |screen| screen.says("Second, 10 in, 20 out"));
    std::fs::remove_file(screen.folder().join("workloads/second.ron")).unwrap();
    screen.wait("the end of the file", |screen| !screen.says("Second, 10 in, 20 out"));
}

#[test]
fn what_is_typed_over_a_value_that_changes_outside_is_marked_and_neither_is_lost() {
    let mut screen = Screen::with_files(&[("workloads/mine.ron", MINE)]);
    screen.go("Workloads");
    screen.click_row("Mine, ");
    screen.until_saved();
    let field = "Input tokens of one task";
    let saved = |screen: &Screen| {
        let documents = &screen.window().state().documents;
        let mine = documents.workloads.iter().find(|saved| saved.workload.name().as_str() == "Mine").unwrap();
        mine.workload.input_tokens()
    };
    screen.fill_without_commit(field, "77");
    screen.lacks("changed elsewhere");
    screen.write("workloads/mine.ron", &MINE.replace("10", "4321"));
    screen.wait("the mark", |screen| screen.says("This was changed elsewhere to 4,321."));
    // Left, it waits for a decision.
    screen.press(Key::Tab);
    assert_eq!((saved(&screen), screen.value(field).as_str()), (4_321, "77"));
    screen.field(field).focus();
    screen.harness.run();
    screen.press(Key::Enter);
    assert_eq!(saved(&screen), 77);
    screen.lacks("changed elsewhere");
    // The other version is one step back.
    screen.click("Undo edit workload Mine");
    assert_eq!(saved(&screen), 4_321);
}

#[test]
fn a_change_against_a_change_from_outside_loses_neither() {
    let mut screen = Screen::with_files(&[("workloads/mine.ron", MINE)]);
    screen.go("Workloads");
    screen.click_row("Mine, ");
    screen.until_saved();
    let theirs = MINE.replace("10", "111");
    screen.fill_without_commit("Input tokens of one task", "222");
    // Between the keystrokes and the commit; no frame is drawn in which the window could see it.
    screen.write("workloads/mine.ron", &theirs);
    screen.harness.key_press(eframe::egui::Key::Enter);
    screen.harness.run();
    screen.wait("both to be in the folder", |screen| {
        let texts: Vec<String> = std::fs::read_dir(screen.folder().join("workloads"))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default())
            .collect();
        let holds = |number: &str| texts.iter().any(|text| text.contains(&format!("input_tokens: {number}")));
        let is_offered = screen.labels(Role::Button).contains(&"Keep mine as a copy".to_owned());
        holds("111") && (holds("222") || is_offered)
    });
    if screen.labels(Role::Button).contains(&"Keep mine as a copy".to_owned()) {
        screen.click("Keep mine as a copy");
        screen.until(|documents| {
            let mut inputs: Vec<u64> =
                documents.workloads.iter().map(|saved| saved.workload.input_tokens()).collect();
            inputs.retain(|input| [111, 222].contains(input));
            inputs.len() == 2
        });
    }
    assert!(!screen.notices().is_empty(), "the user is told");
}

#[test]
fn what_another_window_remembers_is_not_written_over() {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.until(|documents| documents.settings.value.remembered.place.as_deref() == Some("prices"));
    let path = screen.folder().join("settings.ron");
    let theirs = std::fs::read_to_string(&path).unwrap().replace("\"prices\"", "\"settings\"");
    screen.write("settings.ron", &theirs);
    for _ in 0..50 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        screen.harness.run();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    screen.has("US dollars per million tokens.");
}

#[test]
fn a_notice_moves_nothing_on_the_page() {
    let mut screen = Screen::new();
    let place = |screen: &Screen| {
        let rows = screen.rows(" rank");
        (screen.row(&rows[0]).rect().min, screen.field("Find a model").rect())
    };
    let before = place(&screen);
    screen.write("workloads/bad.ron", BAD);
    screen.wait("the notice", |screen| !screen.notices().is_empty());
    screen.has("workloads/bad.ron, line 2");
    assert_eq!(place(&screen), before);
}

/// Counts what the toolkit complains about.
struct Complaints;

thread_local! {
    static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl log::Log for Complaints {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        if record.args().to_string().contains("closable") {
            COUNT.with(|count| count.set(count.get() + 1));
        }
    }

    fn flush(&self) {}
}

#[test]
fn what_stands_in_a_line_closes_no_menu() {
    let _ = log::set_logger(&Complaints);
    log::set_max_level(log::LevelFilter::Warn);
    let mut screen = Screen::new();
    for place in ["Workloads", "Prices", "Decide", "Settings", "Compare"] {
        screen.go(place);
    }
    screen.click("Commands");
    screen.press(eframe::egui::Key::Escape);
    screen.click("Reference prices, April 2026, 7 months old");
    assert_eq!(COUNT.with(std::cell::Cell::get), 0);
}

#[test]
fn a_form_that_is_filled_in_is_never_said_to_have_changed_elsewhere() {
    let mut screen = Screen::new();
    screen.click("New workload");
    for (field, text) in [("Name", "First"), ("Input tokens", "1234"), ("Output tokens", "56")] {
        screen.fill_without_commit(&format!("{field} of the new workload"), text);
        screen.lacks("changed elsewhere");
    }
    // As the second letter by letter, after the first was added.
    screen.click("Add workload");
    screen.click("New workload");
    screen.fill_without_commit("Name of the new workload", "Second");
    screen.lacks("changed elsewhere");
}

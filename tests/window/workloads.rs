//! Workloads: new, edited field by field, duplicated, deleted, moved, searched; undone and redone by name.

use eframe::egui::{Key, Modifiers, Role, vec2};

use crate::screen::Screen;

fn opened() -> Screen {
    let mut screen = Screen::new();
    screen.go("Workloads");
    screen
}

fn add(screen: &mut Screen, name: &str, input: &str, output: &str) {
    screen.command(Key::N);
    screen.type_text(name);
    screen.press(Key::Tab);
    screen.type_text(input);
    screen.press(Key::Tab);
    screen.type_text(output);
    screen.press(Key::Enter);
}

#[test]
fn a_new_workload_takes_a_name_two_numbers_and_enter() {
    let mut screen = Screen::new();
    add(&mut screen, "Support chat", "1.5k", "250");
    // Still on Compare, and the costs are already those of the new workload.
    screen.has("Llama 3.3 8B is cheapest for Support chat");
    screen.has("per task (input ");
    assert_eq!(screen.workloads().last().unwrap(), "Support chat");
    screen.until(|documents| {
        documents.workloads.iter().any(|saved| {
            saved.workload.name().as_str() == "Support chat" && saved.workload.input_tokens() == 1_500
        })
    });
    let screen = screen.reopened();
    screen.has("is cheapest for Support chat");
}

#[test]
fn the_form_leads_to_what_is_missing_and_says_what_is_wrong() {
    let mut screen = Screen::new();
    screen.click("New workload");
    assert_eq!(screen.focused(), "Name of the new workload");
    screen.type_text("Chat message");
    screen.has("another workload has this name");
    screen.press(Key::Enter);
    assert_eq!(screen.focused(), "Name of the new workload");
    screen.fill("Name of the new workload", "Mine");
    assert_eq!(screen.focused(), "Input tokens of the new workload");
    screen.type_text("lots");
    screen.press(Key::Enter);
    screen.has("\"lots\" is not a number");
    assert_eq!(screen.focused(), "Input tokens of the new workload");
    screen.fill("Input tokens of the new workload", "0.5");
    screen.has("\"0.5\" is not a whole number");
    screen.fill("Input tokens of the new workload", "0");
    screen.fill("Output tokens of the new workload", "0");
    assert!(!screen.workloads().contains(&"Mine".to_owned()));
    screen.click("Add workload");
    assert!(!screen.workloads().contains(&"Mine".to_owned()), "a task of no tokens");
    screen.click("Cancel");
    screen.has_role(Role::Button, "New workload");
    assert_eq!(screen.workloads().len(), 8);
    screen.click("New workload");
    assert_eq!(screen.value("Name of the new workload"), "");
    // In a field beside the form Escape is that field's own.
    screen.type_text("Half");
    screen.fill_without_commit("Find a model", "gpt");
    screen.press(Key::Escape);
    assert_eq!(screen.value("Name of the new workload"), "Half");
    // It clears the words, then leaves the field, then closes the form.
    screen.press(Key::Escape);
    screen.press(Key::Escape);
    screen.has_role(Role::Button, "New workload");
}

#[test]
fn asking_for_the_form_again_keeps_what_is_typed_and_leads_to_its_first_field() {
    let mut screen = Screen::new();
    screen.command(Key::N);
    screen.fill("Name of the new workload", "Invoices");
    screen.command(Key::Num4);
    screen.command(Key::N);
    assert_eq!(screen.focused(), "Name of the new workload");
    assert_eq!(screen.value("Name of the new workload"), "Invoices");
}

#[test]
fn every_field_is_edited_saved_and_undone() {
    let mut screen = opened();
    screen.fill("Name", "Support");
    screen.fill("Input tokens of one task", "2M");
    screen.fill("Output tokens of one task", "1,234");
    screen.fill("Requests per day", "10k");
    screen.fill("What tasks are called", "answers");
    screen.fill("Days per month", "22");
    screen.fill_without_commit("Note", "counted in May");
    screen.press(Key::Tab);
    assert_eq!(screen.value("Input tokens of one task"), "2,000,000");
    assert_eq!(screen.value("Note"), "counted in May");
    screen.until(|documents| {
        documents.workloads.iter().any(|saved| {
            let workload = &saved.workload;
            workload.name().as_str() == "Support"
                && (workload.input_tokens(), workload.output_tokens()) == (2_000_000, 1_234)
                && workload.requests_per_day() == Some(10_000)
                && (workload.unit(), workload.days_per_month()) == ("answers", 22)
                && workload.note() == "counted in May"
        })
    });
    screen.has("Support, 2,000,000 in, 1,234 out, 10k a day");
    while let Some(undo) = screen.labels(Role::Button).iter().find(|label| label.starts_with("Undo ")) {
        let undo = undo.clone();
        screen.click(&undo);
    }
    screen.has_role(Role::Button, "Nothing to undo");
    assert_eq!(screen.value("Name"), "Chat message");
    assert_eq!(screen.value("Requests per day"), "");
    screen.until(|documents| {
        documents.workloads[0].workload.name().as_str() == "Chat message"
            && documents.workloads[0].workload.days_per_month() == 30
    });
}

#[test]
fn what_cannot_be_read_stays_and_is_explained() {
    let mut screen = opened();
    for (field, text, sentence) in [
        ("Input tokens of one task", "many", "\"many\" is not a number"),
        ("Output tokens of one task", "-5", "is negative"),
        ("Requests per day", "1.5", "\"1.5\" is not a whole number"),
        ("Days per month", "400", "too large"),
        ("Name", "Email draft", "another workload has this name"),
        ("Name", "", "a name needs at least one character"),
    ] {
        let before = screen.value(field);
        screen.fill(field, text);
        screen.has(sentence);
        assert_eq!(screen.value(field), text, "{field} keeps what was typed");
        screen.field(field).focus();
        screen.harness.run();
        screen.press(Key::Escape);
        screen.lacks(sentence);
        assert_eq!(screen.value(field), before, "{field}: Escape takes it back");
    }
    screen.has_role(Role::Button, "Nothing to undo");
}

#[test]
fn a_field_commits_on_leaving() {
    let mut screen = opened();
    screen.fill_without_commit("Input tokens of one task", "777");
    screen.has("500 in, 200 out");
    screen.press(Key::Tab);
    screen.has("777 in, 200 out");
    screen.fill_without_commit("Output tokens of one task", "888");
    screen.click_row("Email draft, ");
    screen.has("Chat message, 777 in, 888 out");
}

#[test]
fn workloads_are_duplicated_renamed_and_deleted_and_all_of_it_undone() {
    let mut screen = opened();
    screen.click("Duplicate workload");
    screen.has("Chat message copy, 500 in, 200 out");
    screen.has_role(Role::Button, "Undo duplicate workload Chat message copy");
    screen.fill("Name", "Second");
    screen.has_role(Role::Button, "Undo rename workload Chat message copy");
    screen.click_role(Role::Button, "Delete workload");
    screen.lacks("Second, 500 in");
    screen.until(|documents| documents.workloads.len() == 8);

    screen.click("Undo delete workload Second");
    screen.has("Second, 500 in, 200 out");
    screen.until(|documents| documents.workloads.len() == 9);
    screen.command(Key::Z);
    screen.has("Chat message copy, 500 in, 200 out");
    screen.command(Key::Z);
    assert_eq!(screen.workloads().len(), 8);
    screen.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    screen.click("Redo rename workload Chat message copy");
    screen.click("Redo delete workload Second");
    screen.has_role(Role::Button, "Nothing to redo");
    assert_eq!(screen.workloads().len(), 8);
    screen.until(|documents| documents.workloads.len() == 8);
}

#[test]
fn undo_inside_a_field_is_the_fields_own() {
    let mut screen = opened();
    screen.click("Duplicate workload");
    screen.fill_without_commit("Note", "some words");
    screen.command(Key::Z);
    assert!(screen.value("Note").len() < "some words".len());
    assert_eq!(screen.window().state().history.undo_label(), Some("duplicate workload Chat message copy"));
    // What is its value again is not there to be undone.
    let name = screen.value("Name");
    screen.press_with(Modifiers::NONE, Key::Escape);
    screen.fill_without_commit("Name", "x");
    screen.has_role(Role::Button, "Undo what was typed");
    screen.fill_without_commit("Name", &name);
    screen.has_role(Role::Button, "Undo duplicate workload Chat message copy");
}

#[test]
fn rows_are_chosen_moved_and_deleted_by_keyboard() {
    let mut screen = opened();
    screen.row("Chat message, ").focus();
    screen.harness.run();
    screen.press(Key::ArrowDown);
    screen.press(Key::ArrowDown);
    assert!(screen.focused().starts_with("Document summary"), "{}", screen.focused());
    screen.press(Key::Enter);
    assert_eq!(screen.value("Name"), "Document summary");
    screen.press_with(Modifiers::ALT, Key::ArrowUp);
    screen.press_with(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(screen.workloads()[..3], ["Document summary", "Chat message", "Email draft"]);
    assert!(screen.focused().starts_with("Document summary"), "{}", screen.focused());
    screen.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(screen.workloads()[..3], ["Chat message", "Document summary", "Email draft"]);
    screen.until(|documents| documents.workloads[1].workload.name().as_str() == "Document summary");
    screen.press(Key::Delete);
    assert_eq!(screen.workloads().len(), 7);
    let mut screen = screen.reopened();
    assert_eq!(screen.workloads()[..2], ["Chat message", "Email draft"]);
    screen.go("Workloads");
    screen.has_role(Role::Button, "Nothing to undo");
}

#[test]
fn rows_are_moved_by_drag() {
    let mut screen = opened();
    let from = screen.row("Code function, ").rect().center();
    let to = screen.row("Chat message, ").rect().center_top() + vec2(0.0, 4.0);
    screen.drag(from, to);
    assert_eq!(screen.workloads()[..3], ["Code function", "Chat message", "Email draft"]);
    let from = screen.row("Code function, ").rect().center();
    let to = screen.row("Email draft, ").rect().center_bottom() - vec2(0.0, 4.0);
    screen.drag(from, to);
    assert_eq!(screen.workloads()[..3], ["Chat message", "Email draft", "Code function"]);
    screen.until(|documents| documents.workloads[2].workload.name().as_str() == "Code function");
    screen.click("Undo move workload Code function");
    screen.until(|documents| documents.workloads[0].workload.name().as_str() == "Code function");
}

#[test]
fn a_read_only_file_says_why_and_offers_a_copy() {
    let odd = r#"(version: 1, name: "From later", input_tokens: 10, output_tokens: 20, colour: "red")"#;
    let mut screen = Screen::with_files(&[("workloads/from-later.ron", odd)]);
    screen.go("Workloads");
    screen.has("From later, 10 in, 20 out");
    screen.click_row("From later, ");
    screen.has("Read-only: ");
    screen.has("colour");
    assert!(!screen.is_open("Name"));
    screen.click("Save a copy");
    screen.until(|documents| {
        documents
            .workloads
            .iter()
            .any(|saved| saved.read_only.is_none() && saved.workload.name().as_str() == "From later copy")
    });
    assert_eq!(std::fs::read_to_string(screen.folder().join("workloads/from-later.ron")).unwrap(), odd);
    assert!(screen.is_open("Name"));
}

#[test]
fn a_thousand_workloads_are_searched_and_reached() {
    let files: Vec<(String, String)> = (0..1_000)
        .map(|number| {
            let text =
                format!(r#"(version: 1, name: "Task {number:03}", input_tokens: 10, output_tokens: 20)"#);
            (format!("workloads/task-{number:03}.ron"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut screen = Screen::with_files(&files);
    screen.go("Workloads");
    let in_sight = screen.workloads().len();
    assert!(in_sight < 30, "{in_sight} rows are drawn");
    screen.has(" workloads");
    screen.fill_without_commit("Find a workload", "k 987");
    assert_eq!(screen.workloads(), ["Task 987"]);
    screen.click_row("Task 987, ");
    assert_eq!(screen.value("Name"), "Task 987");
    screen.fill_without_commit("Find a workload", "none of that name");
    screen.has("No workload has this in its name.");
    screen.fill_without_commit("Find a workload", "");
    assert_eq!(screen.workloads().len(), in_sight);
    let first = screen.workloads()[0].clone();
    screen.row(&first).focus();
    screen.harness.run();
    for _ in 0..40 {
        screen.press(Key::ArrowDown);
    }
    assert!(!screen.workloads().contains(&first), "the list has scrolled with the focus");
    assert!(screen.focused().starts_with("Task 0"), "{}", screen.focused());
}

#[test]
fn advanced_fields_stay_folded_until_used() {
    let mut screen = opened();
    add(&mut screen, "Plain", "10", "20");
    assert_eq!(screen.value("Name"), "Plain");
    screen.lacks("Days per month");
    screen.click_role(Role::DisclosureTriangle, "More");
    screen.fill("Days per month", "20");
    let mut screen = screen.reopened();
    screen.go("Workloads");
    assert_eq!(screen.value("Days per month"), "20");
}

#[test]
fn starters_come_back_and_no_workload_is_no_dead_end() {
    let mut screen = opened();
    for _ in 0..8 {
        screen.click_role(Role::Button, "Delete workload");
    }
    screen.has("No workloads");
    screen.go("Compare");
    screen.has("What does a dollar buy?");
    screen.click("Figure: Cost per task");
    screen.has("This chart needs a workload");
    screen.click("Restore starter workloads");
    assert_eq!(screen.workloads().len(), 8);
    screen.has("8 starter workloads restored");
    screen.click("Undo restore starter workloads");
    screen.has("No workloads yet");
}

#[test]
fn a_workload_leads_to_its_costs() {
    let mut screen = opened();
    screen.has("Set requests per day to see a monthly cost.");
    screen.click_row("Blog post, ");
    screen.click("Show costs");
    screen.has("Llama 3.3 8B is cheapest for Blog post");
    screen.has(" per task (input ");
}

/// On a slow machine the last letters and Enter come in one frame.
#[test]
fn letters_and_enter_in_one_frame_are_both_taken() {
    let enter = |pressed| eframe::egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let at_once = |screen: &mut Screen, text: &str| {
        screen.harness.input_mut().events.extend([
            eframe::egui::Event::Text(text.to_owned()),
            enter(true),
            enter(false),
        ]);
        screen.harness.run();
    };
    let mut screen = opened();
    screen.fill_without_commit("Input tokens of one task", "1");
    at_once(&mut screen, "23");
    screen.has("Chat message, 123 in, 200 out");
    screen.command(Key::N);
    screen.type_text("Quick");
    screen.press(Key::Tab);
    screen.type_text("7");
    screen.press(Key::Tab);
    screen.type_text("4");
    at_once(&mut screen, "56");
    screen.has("Quick, 7 in, 456 out");
}

#[test]
fn escape_closes_what_is_over_the_form_and_leaves_the_form() {
    let mut screen = Screen::new();
    screen.click("New workload");
    screen.fill_without_commit("Name of the new workload", "Long name");
    screen.command(Key::K);
    screen.press(Key::Escape);
    screen.lacks("Find a command");
    assert_eq!(screen.value("Name of the new workload"), "Long name");
    screen.press(Key::F1);
    screen.press(Key::Escape);
    screen.lacks("Keyboard shortcuts");
    assert_eq!(screen.value("Name of the new workload"), "Long name");
    screen.press_named("Filter");
    screen.has("OpenAI");
    screen.press(Key::Escape);
    assert_eq!(screen.value("Name of the new workload"), "Long name");
    screen.press(Key::Escape);
    screen.has_role(Role::Button, "New workload");
}

#[test]
fn a_workload_that_is_chosen_elsewhere_comes_into_sight() {
    let mut screen = Screen::new();
    screen.harness.set_size(eframe::egui::vec2(1280.0, 420.0));
    screen.harness.run();
    let bottom = |screen: &Screen| screen.row("Content generation, ").rect().max.y;
    screen.command(Key::K);
    screen.type_text("content generation");
    screen.press(Key::Enter);
    assert!(bottom(&screen) < 420.0, "{}", bottom(&screen));
}

#[test]
fn who_leaves_by_a_key_has_entered_what_was_typed() {
    let input =
        |documents: &tokens_per_dollar::store::Documents| documents.workloads[0].workload.input_tokens();
    let mut screen = Screen::new();
    screen.go("Workloads");
    screen.fill_without_commit("Input tokens of one task", "950");
    screen.command(Key::Num1);
    screen.until(|documents| input(documents) == 950);
    screen.has("950 in, 200 out");
    screen.go("Workloads");
    // What cannot be taken stays where it was typed, and says so.
    screen.fill_without_commit("Input tokens of one task", "lots");
    screen.command(Key::Num1);
    screen.go("Workloads");
    screen.has("\"lots\" is not a number");
    screen.fill_without_commit("Input tokens of one task", "960");
    screen.command(Key::Q);
    screen.until(|documents| input(documents) == 960);
}

#[test]
fn undo_first_takes_back_what_a_field_could_not_take() {
    let mut screen = Screen::new();
    screen.go("Workloads");
    screen.fill_without_commit("Name", "");
    screen.press(Key::Tab);
    screen.has_role(Role::Button, "Undo what was typed");
    screen.command(Key::Z);
    assert_eq!(screen.value("Name"), "Chat message");
    screen.has_role(Role::Button, "Nothing to undo");
    screen.click("Duplicate workload");
    screen.fill_without_commit("Name", "");
    screen.press(Key::Tab);
    screen.has("a name needs");
    screen.command(Key::Z);
    screen.has("Undone: what was typed");
    screen.has_role(Role::Button, "Undo duplicate workload Chat message copy");
    screen.command(Key::Z);
    screen.has("Undone: duplicate workload Chat message copy");
}

#[test]
fn tab_selects_what_stands_in_a_field() {
    let mut screen = Screen::new();
    screen.go("Workloads");
    screen.fill_without_commit("Input tokens of one task", "700");
    screen.press(Key::Tab);
    screen.type_text("5");
    screen.press(Key::Enter);
    screen.until(|documents| documents.workloads[0].workload.output_tokens() == 5);
}

#[test]
fn in_a_small_window_what_it_costs_stands_beside_the_form() {
    let mut screen = opened();
    for (width, is_beside) in [(1280.0, true), (1024.0, true), (640.0, false)] {
        screen.harness.set_size(vec2(width, 640.0));
        screen.harness.run();
        let at = |what: &str| {
            let found =
                screen.only(what, |node| node.role() == Role::Label && node.value().as_deref() == Some(what));
            found.rect()
        };
        let (form, costs) = (screen.field("Input tokens of one task").rect(), at("Cheapest models"));
        assert_eq!(
            costs.min.x > form.max.x && costs.min.y < form.max.y,
            is_beside,
            "{width}: {costs:?} {form:?}"
        );
        assert!(costs.max.x <= width, "{width}");
    }
}

#[test]
fn the_list_says_what_comes_from_a_cache_and_a_delete_says_so_and_offers_the_way_back() {
    let mut screen = opened();
    add(&mut screen, "Support bot", "1,200", "250");
    screen.click("Caching, processing, retries and fees");
    screen.fill("Cache read tokens", "800");
    screen.has("Support bot, 1,200 in (800 cached), 250 out");
    screen.click("Delete workload");
    screen.has("Deleted Support bot");
    screen.click("Undo: Deleted Support bot");
    screen.has("Support bot, 1,200 in (800 cached), 250 out");
    screen.lacks("Deleted Support bot");
}

#[test]
fn the_points_of_the_costs_of_the_cheapest_models_stand_below_each_other() {
    let mut screen = opened();
    screen.fill("Requests per day", "1,000");
    let left = |model: &str| {
        let name = format!("{model}, cost per month: ");
        screen.only(&name, |node| node.label().is_some_and(|label| label.starts_with(&name))).rect().min.x
    };
    // $1.95 and $3.90, then $11.70: a digit more before the point.
    assert!((left("Llama 3.3 8B") - left("Gemini 2.0 Flash")).abs() < 1.5);
    assert!(left("DeepSeek V4") + 5.0 < left("Llama 3.3 8B"));
}

#[test]
fn the_line_of_a_workload_says_its_volume() {
    const CACHED: &str = r#"(version: 1, name: "Support bot", unit: "tickets", input_tokens: 1200, output_tokens: 250,
        cache_read_tokens: 800, requests_per_day: Some(20000))"#;
    let screen = Screen::with_files(&[("workloads/support-bot.ron", CACHED)]);
    screen.has("Support bot, 1,200 in (800 cached), 250 out, 20k a day");
}

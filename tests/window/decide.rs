//! Decide: its questions by keyboard, the answers, their receipts and copies.

use eframe::egui::{Key, Role};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};

use crate::screen::Screen;

#[test]
fn a_question_is_opened_by_keyboard_and_found_again() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.has("goes furthest on Llama 3.3 8B for every workload");
    screen.press_named("What does a budget afford?");
    screen.has("Llama 3.3 8B affords the most");
    let screen = screen.reopened();
    screen.has("Llama 3.3 8B affords the most");
}

#[test]
fn a_dollar_buys_tasks_and_each_figure_explains_itself() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.fill("Amount", "100");
    screen.has("$100.00 goes furthest on Llama 3.3 8B");
    screen.click("Add a model: Add a model");
    screen.type_text("gpt-5.4");
    screen.press(Key::Enter);
    let figure = "Chat message, GPT-5.4: show how it is computed";
    screen.has_role(Role::Button, figure);
    screen.press_named(figure);
    // The cell and its receipt say the same.
    screen.has("$100.00 / $0.00325 a task");
    assert!(screen.window().state().focus.receipt.as_ref().unwrap().outcome.label() == "30,769.2");
    screen.press(Key::Escape);
    screen.click("Show: Costs");
    screen.press_named(figure);
    assert!(screen.window().state().focus.receipt.as_ref().unwrap().outcome.label() == "$0.00325");
    screen.press(Key::Escape);
    screen.click("8 models");
    screen.press_named("Take away GPT-5.4");
    screen.lacks(figure);
}

#[test]
fn a_budget_is_compared_with_what_is_needed() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("What does a budget afford?");
    screen.has("Chat message names no requests per day");
    screen.fill("Requests per day", "10k");
    screen.has("of 13 models afford the 300,000 requests a month that are needed");
    screen.has("needed: 300,000");
    screen.fill("Budget", "nonsense");
    screen.has("\"nonsense\" is not");
    screen.press(Key::Escape);
    // With every digit, so that changing one keeps the others.
    screen.fill("Budget", "1234.00123456");
    assert_eq!(screen.value("Budget"), "$1,234.00123456");
    screen.fill("Budget", "1");
    screen.has("No model affords the 300,000 requests");
    // The workload itself was changed, which is saved and can be undone.
    screen.until(|documents| {
        documents.workloads.iter().any(|saved| saved.workload.requests_per_day() == Some(10_000))
    });
    for budget in ["$1,234.00123456", "$500.00"] {
        screen.command(Key::Z);
        screen.has("Undone: change the budget");
        assert_eq!(screen.value("Budget"), budget);
    }
    screen.has("of 13 models afford the 300,000 requests a month that are needed");
    screen.command(Key::Z);
    screen.has("Chat message names no requests per day");
}

#[test]
fn what_was_asked_is_there_again_at_the_next_start() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("What does a budget afford?");
    screen.fill("Budget", "77");
    screen.press_named("Does a subscription pay?");
    screen.fill("Subscription a month", "33");
    // Another place than the one where it was asked, and a model.
    screen.go("Compare");
    screen.choose_model("GPT-4.1, ");
    screen.fill_without_commit("Find a model", "gpt");
    screen.until(|documents| documents.settings.value.remembered.search.is_some());
    let mut screen = screen.reopened();
    assert_eq!(screen.value("Find a model"), "gpt");
    assert!(screen.models().iter().all(|name| name.starts_with("GPT")), "{:?}", screen.models());
    assert_eq!(screen.window().state().focus.details.as_ref().unwrap().offer.model.name, "GPT-4.1");
    screen.command(Key::Num4);
    assert_eq!(screen.value("Subscription a month"), "$33.00");
    screen.press_named("What does a budget afford?");
    assert_eq!(screen.value("Budget"), "$77.00");
    // It has been read and not asked: there is nothing to undo.
    screen.has_role(Role::Button, "Nothing to undo");
}

#[test]
fn an_answer_is_copied() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("Copy…");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    screen.has("Copied the numbers");
    assert!(tabs.starts_with("Workload\tLlama 3.3 8B\t"), "{tabs}");
    // A dollar over $0.000065 a task.
    assert!(tabs.contains("\nChat message\t15384.615384615385\t"), "{tabs}");
    screen.click("Show: Costs");
    screen.click("Copy…");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    assert!(tabs.starts_with("Workload\tLlama 3.3 8B (US dollars)\t"), "{tabs}");
    assert!(tabs.contains("\nChat message\t0.000065\t"), "{tabs}");
}

#[test]
fn two_models_cost_the_same_at_exactly_300_output_tokens() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("From where on is the other cheaper?");
    for (field, words) in [("One model", "llama 70b"), ("The other model", "nano")] {
        let current = screen.labels(Role::ComboBox).into_iter().find(|name| name.starts_with(field)).unwrap();
        screen.press_named(&current);
        screen.type_text(words);
        screen.press(Key::Enter);
    }
    screen.has("At 200 output tokens Llama 3.3 70B is cheaper, from 301 on GPT-4.1 Nano");
    screen.click("Shown: Table");
    screen.press_named("300, GPT-4.1 Nano: show how it is computed");
    screen.has("300 output tokens x $0.80 per million");
    screen.press(Key::Escape);
    screen.click("Over: Requests");
    screen.has("Set requests per day of Chat message");
    screen.fill("Requests per day", "1000");
    screen.has("At 1,000 requests a day");
}

#[test]
fn several_workloads_are_billed_together_and_kept() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("What do our workloads cost together?");
    screen.has("Make a portfolio");
    screen.press_named("New portfolio");
    screen.fill("Requests per day of Chat message", "1,000");
    screen.has("New portfolio costs $1.95 a month on 1 model");
    screen.fill("Name of the portfolio", "Support");
    screen.click("Add a workload: Add a workload");
    screen.type_text("summary");
    screen.press(Key::Enter);
    screen.click("Model for Document summary: Cheapest that fits");
    screen.type_text("deepseek");
    screen.press(Key::Enter);
    screen.fill("Requests per day of Document summary", "1,000");
    screen.has("Support costs $30.75 a month on 2 models");
    screen.lacks("Shown: Table");
    screen.has("Document summary, Cost per month");
    screen.fill("Requests per day of Document summary", "2000");
    screen.has("Support costs $59.55 a month on 2 models");
    screen.fill("Requests per day of Document summary", "many");
    screen.has("\"many\" is not");
    screen.press(Key::Escape);
    let mut screen = screen.reopened();
    screen.has("Support costs $59.55 a month on 2 models");
    screen.click("Remove Document summary");
    screen.has("Support costs $1.95 a month");
    screen.command(Key::Z);
    screen.has("Support costs $59.55 a month on 2 models");
    screen.click("More…");
    screen.click("Delete portfolio");
    screen.has("Make a portfolio");
    screen.until(|documents| documents.portfolios.is_empty());
}

#[test]
fn inputs_stay_in_place_whatever_the_answer_says() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("What does a budget afford?");
    let tallest = |screen: &Screen| {
        let headline = screen.window().state().derived.decided.answer.as_ref().unwrap().headline.clone();
        let is_it =
            |node: &AccessKitNode<'_>| node.role() == Role::Label && node.value().as_ref() == Some(&headline);
        screen.only(&headline, is_it).rect()
    };
    let before = tallest(&screen);
    screen.harness.set_size(eframe::egui::vec2(760.0, 800.0));
    screen.harness.run();
    let narrow = screen.field("Budget").rect();
    screen.fill("Requests per day", "10k");
    let after = tallest(&screen);
    assert!(after.height() > before.height(), "{before:?} {after:?}");
    assert_eq!(screen.field("Budget").rect(), narrow);
    assert!(narrow.max.y < after.min.y, "{narrow:?} {after:?}");
}

#[test]
fn names_along_the_quality_axis_are_whole_or_said_under_the_pointer() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("What does quality cost?");
    let name = "summaries, translation, medium complexity";
    let said = |screen: &Screen| {
        let nodes = screen.harness.query_all_by_role(Role::Label);
        let places = nodes.filter(|node| node.accesskit_node().value().as_deref() == Some(name));
        places.map(|node| node.rect()).collect::<Vec<_>>()
    };
    // A third of the picture has room for all of it.
    assert_eq!(said(&screen), []);
    screen.harness.set_size(eframe::egui::vec2(600.0, 700.0));
    screen.harness.run_steps(3);
    let places = said(&screen);
    assert_eq!(places.len(), 1, "{}", screen.transcript());
    screen.hover(places[0].center());
    assert_eq!(said(&screen).len(), 2, "{}", screen.transcript());
}

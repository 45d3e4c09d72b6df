//! Decide: its questions by keyboard, the answers, their receipts and copies.

use eframe::egui::{Key, Role};

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
    screen.click("9 models");
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
    screen.fill("Budget", "1");
    screen.has("No model affords the 300,000 requests");
    // The workload itself was changed, which is saved and can be undone.
    screen.until(|documents| {
        documents.workloads.iter().any(|saved| saved.workload.requests_per_day() == Some(10_000))
    });
    screen.command(Key::Z);
    screen.has("Chat message names no requests per day");
}

#[test]
fn an_answer_is_copied() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("Copy…");
    screen.click("Copy for a spreadsheet");
    screen.has("Copied the numbers");
}

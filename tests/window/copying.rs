//! Copying what is shown: pictures, tables, single numbers.

use std::time::Instant;

use eframe::egui::{Key, OutputCommand, Role};
use egui_kittest::kittest::Queryable;

use crate::screen::Screen;

#[test]
fn a_chart_is_copied_as_a_picture() {
    let mut screen = Screen::new();
    screen.click("Copy…");
    screen.harness.get_by_label("Copy as picture").click();
    let started = Instant::now();
    let OutputCommand::CopyImage(picture) = screen.copied() else { panic!("no picture") };
    println!("drawn and copied after {} ms: {:?}", started.elapsed().as_millis(), picture.size);
    assert_eq!(picture.size[0], 2 * 1280);
    assert!(picture.pixels.iter().any(|pixel| pixel.r() < 60 && pixel.g() < 60), "letters");
    screen.has("Copied the chart as a picture");
}

#[test]
fn an_answer_is_copied_as_a_picture() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.click("Copy…");
    screen.harness.get_by_label("Copy as picture").click();
    assert!(matches!(screen.copied(), OutputCommand::CopyImage(_)));
    screen.has("Copied the answer as a picture");
}

#[test]
fn the_rows_of_a_chart_are_copied_for_a_spreadsheet_and_as_markdown() {
    let mut screen = Screen::new();
    screen.command(Key::E);
    screen.click("Copy…");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    screen.has("Copied the numbers");
    assert!(tabs.starts_with("Rank\tModel\tProvider\tTier\tUS dollars per task\n"), "{tabs}");
    assert!(
        tabs.contains("\n1\tLlama 3.3 8B\tGroq\tBudget\t0.000065\n") && tabs.lines().count() == 14,
        "{tabs}"
    );
    screen.click("Copy…");
    let markdown = screen.copied_text("Copy as Markdown");
    screen.has("Copied the numbers as Markdown");
    assert!(markdown.starts_with("**Cost per task"), "{markdown}");
    assert!(markdown.contains("| 1 | Llama 3.3 8B | Groq | Budget | \\$0.000065 |"), "{markdown}");
}

#[test]
fn the_table_is_copied_in_the_columns_and_the_order_that_are_shown() {
    let mut screen = Screen::new();
    screen.command(Key::B);
    screen.click("Sort by Context");
    screen.click("Copy…");
    // A table is no picture.
    screen.has_role(Role::Button, "Copy as picture: where a picture is shown");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    let mut lines = tabs.lines();
    assert_eq!(
        lines.next(),
        Some(
            "#\tModel\tProvider\tTier\tCost per task\tPer month\tInput $/M\tOutput $/M\tInput tokens/$\tOutput tokens/$\tGap\tContext\tPrice source"
        )
    );
    let first: Vec<&str> = lines.next().unwrap().split('\t').collect();
    assert_eq!(first.len(), 13);
    let models: Vec<String> =
        tabs.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap().to_owned()).collect();
    let shown: Vec<String> =
        screen.rows("$").iter().map(|row| row.split_once(", ").unwrap().0.to_owned()).collect();
    assert_eq!(models[..shown.len()], shown);
    // Numbers to compute with.
    assert!(tabs.contains("\t0.000065\t\t0.05\t0.20\t20000000\t5000000\t4\t"), "{tabs}");
    screen.click("Copy…");
    let markdown = screen.copied_text("Copy as Markdown");
    assert!(markdown.contains("20,000,000"), "{markdown}");
}

#[test]
fn a_figure_is_copied_from_its_menu_and_by_keyboard() {
    let mut screen = Screen::new();
    // In a sentence and in a table.
    let figures = [
        (Key::E, "Llama 3.3 8B, cost per task: show how it is computed"),
        (Key::B, "Llama 3.3 8B, cost per task $0.000065"),
    ];
    for (place, figure) in figures {
        screen.command(place);
        let is_it = |said: Option<String>| said.as_deref() == Some(figure);
        let at = screen.only(figure, |node| is_it(node.label()) || is_it(node.value())).rect().center();
        screen.right_click(at);
        let copied = screen.copied_text("Copy $0.000065");
        assert_eq!(copied, "$0.000065");
        screen.has("Copied $0.000065");
        assert!(screen.window().state().view.receipt.is_none(), "copying opens no receipt");
    }
    screen.command(Key::E);
    let figure = figures[0].1;
    screen.only(figure, |node| node.label().as_deref() == Some(figure)).focus();
    screen.harness.run();
    screen.harness.event(eframe::egui::Event::Copy);
    assert!(matches!(screen.copied(), OutputCommand::CopyText(text) if text == "$0.000065"));
}

#[test]
fn the_menu_of_a_bar_copies_its_amount() {
    let mut screen = Screen::new();
    let row = screen.row("Llama 3.3 8B").rect();
    screen.right_click(row.left_center() + eframe::egui::vec2(20.0, 0.0));
    assert_eq!(screen.copied_text("Copy 20,000,000"), "20,000,000");
}

#[test]
fn prices_are_copied_for_a_spreadsheet() {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.fill("Own input price of Llama 3.3 8B", "0.04");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    screen.has("Copied the numbers");
    assert!(tabs.starts_with("Model\tProvider\tList input $/M\t"), "{tabs}");
    assert!(tabs.contains("\nLlama 3.3 8B\tGroq\t0.05\t0.20\t0.04\t\t\t2"), "{tabs}");
    assert_eq!(tabs.lines().count(), 14);
    screen.press_named("More prices of Llama 3.3 8B");
    screen.fill("Own batch input price of Llama 3.3 8B", "0.02");
    let tabs = screen.copied_text("Copy for a spreadsheet");
    assert!(tabs.contains("\town batch input price $0.02\n"), "{tabs}");
}

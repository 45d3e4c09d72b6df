//! Decide, which model to take: a situation, rules of one's own, judgements and undo, by accessible names only.

use eframe::egui::{Key, Role};

use crate::screen::Screen;

fn opened() -> Screen {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("Which model should we take?");
    screen.has("Llama 3.3 8B: $0.000065 a task of Chat message");
    screen
}

#[test]
fn a_situation_has_the_references_pick_until_its_rules_change() {
    let mut screen = opened();
    let situation = screen.labels(Role::ComboBox).into_iter().find(|name| name.starts_with("Situation:"));
    screen.press_named(&situation.unwrap());
    screen.press_named("Enterprise with compliance");
    screen.has("GPT-5.4 ($0.00325) or Claude Sonnet 4 ($0.0045)");
    screen.has("The reference says:");
    screen.lacks("changed rules");
    let rules = screen.labels(Role::Button).into_iter().find(|name| name.starts_with("Rules…")).unwrap();
    screen.press_named(&rules);
    screen.press_named("Allow Anthropic");
    screen.has("Claude Sonnet 4: $0.0045 a task of Chat message");
    screen.has("Changed from the situation");
    screen.lacks("The reference says:");
}

#[test]
fn a_rule_excludes_models_and_says_why() {
    let mut screen = opened();
    screen.press_named("Rules…");
    screen.fill("Context window at least", "200k");
    screen.has("Gemini 2.0 Flash: $0.00013 a task of Chat message");
    screen.fill("Cost per task at most", "0");
    screen.has("No model meets this for Chat message");
    screen.has("Loosen \"A task costs at most $0");
    assert_eq!(screen.value("Cost per task at most"), "$0.00");
    screen.fill("Cost per task at most", "");
    screen.has("Gemini 2.0 Flash: $0.00013 a task of Chat message");
    screen.press_named("Tier: Premium");
    screen.lacks("Gemini 2.0 Flash: $0.00013 a task of Chat message");
    screen.press_named("Tier: any");
    screen.has("Gemini 2.0 Flash: $0.00013 a task of Chat message");
    screen.press(Key::Escape);
    screen.click("Shown: Table");
    screen.has("its context window of 128,000 tokens is 72,000 short of 200,000");
}

#[test]
fn what_is_typed_into_a_rule_stays_whether_escape_or_a_click_closes_the_menu() {
    let mut screen = opened();
    screen.press_named("Rules…");
    screen.fill_without_commit("Context window at least", "200k");
    screen.press(Key::Escape);
    screen.has("Rules… (1)");
    screen.has("Gemini 2.0 Flash: $0.00013 a task of Chat message");
}

#[test]
fn a_yardstick_is_picked_inside_the_menu() {
    let mut screen = opened();
    screen.press_named("Rules…");
    screen.field("Search: Quality at least that of").focus();
    screen.fill("Search: Quality at least that of", "gpt-5.4");
    screen.has("Quality at least that of: GPT-5.4");
    screen.lacks("Llama 3.3 8B: $0.000065 a task");
    // The menu is still open.
    screen.press_named("Any quality");
    screen.has("Llama 3.3 8B: $0.000065 a task");
}

#[test]
fn a_judgement_counts_and_is_undone() {
    let mut screen = opened();
    let best = screen.labels(Role::ComboBox).into_iter().find(|name| name.starts_with("Best is:")).unwrap();
    screen.press_named(&best);
    screen.press_named("Highest quality");
    screen.has("Claude Opus 4.6");
    screen.lacks("GPT-4.1 Nano: $");
    screen.press_named("Judge models…");
    screen.fill("Search: Model to judge", "nano");
    screen.has("Model to judge: GPT-4.1 Nano");
    let levels = screen.labels(Role::RadioButton);
    let highest = levels.into_iter().find(|name| name.starts_with("Quality ")).unwrap();
    screen.click(&highest);
    screen.until(|documents| documents.judgements.value.len() == 1);
    screen.has("GPT-4.1 Nano ($");
    screen.press(Key::Escape);
    screen.command(Key::Z);
    screen.until(|documents| documents.judgements.value.is_empty());
    screen.lacks("GPT-4.1 Nano ($");
}

#[test]
fn the_decision_can_be_saved_as_a_memo() {
    let mut screen = opened();
    screen.press_named("Save…");
    for item in [
        "Save picture as SVG…",
        "Save picture as PNG…",
        "Save data as CSV…",
        "Save memo as PDF…",
        "Save memo as Markdown…",
    ] {
        screen.has_role(Role::Button, item);
    }
    screen.press(Key::Escape);
    screen.lacks("Save memo as PDF…");
}

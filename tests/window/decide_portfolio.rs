//! Decide, several workloads together: the rules that models must meet, and what each limit costs.

use eframe::egui::{Key, Role, vec2};

use crate::screen::Screen;

/// A portfolio of 1,000 messages and 1,000 summaries a day, both on the cheapest model that fits.
fn opened() -> Screen {
    let mut screen = Screen::new();
    // High enough for all numbers at once.
    screen.harness.set_size(vec2(1280.0, 1_400.0));
    screen.command(Key::Num4);
    screen.press_named("What do our workloads cost together?");
    screen.press_named("New portfolio");
    screen.click("Add a workload: Add a workload");
    screen.type_text("summary");
    screen.press(Key::Enter);
    for workload in ["Chat message", "Document summary"] {
        screen.fill(&format!("Requests per day of {workload}"), "1,000");
    }
    // Llama 3.3 8B: 30,000 x (500 x $0.05 + 200 x $0.20) and 30,000 x (2,000 x $0.05 + 300 x $0.20) a million.
    screen.has("New portfolio costs $6.75 a month on 1 model");
    screen
}

fn open_rules(screen: &mut Screen) {
    let rules = screen.labels(Role::Button).into_iter().find(|name| name.starts_with("Rules…")).unwrap();
    screen.press_named(&rules);
}

/// The limit of this name says in this column that it costs so much, and its receipt does.
#[track_caller]
fn check_price(screen: &mut Screen, limit: &str, column: &str, price: &str) {
    let name = format!("{limit}, {column}: show how it is computed");
    let cell = screen.only(&name, |node| node.label().as_deref() == Some(name.as_str()));
    assert_eq!(cell.value().as_deref(), Some(price));
    screen.press_named(&name);
    assert_eq!(screen.window().state().focus.receipt.as_ref().unwrap().outcome.label(), price);
    screen.press(Key::Escape);
}

/// The limit of this name says that it costs nothing.
#[track_caller]
fn check_words(screen: &Screen, limit: &str, price: &str) {
    let place = |what: &str| {
        let found = screen.only(what, |node| {
            node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with(what))
        });
        found.rect()
    };
    let (limit, price) = (place(limit), place(price));
    assert!(
        (limit.center().y - price.center().y).abs() < 1.0 && limit.max.x < price.min.x,
        "{limit:?} {price:?}"
    );
}

#[test]
fn where_a_workload_names_no_requests_they_are_asked_for_and_none_are_made_up() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("What do our workloads cost together?");
    screen.press_named("New portfolio");
    screen.lacks("1,000");
    screen.has("set requests per day to see a monthly cost");
    // Said in another way it still is not known.
    screen.press_named("Volume of Chat message: Percent");
    screen.has("Set the requests per day in all first");
    screen.press_named("Volume of Chat message: Per day");
    screen.lacks("1,000");
    screen.fill("Requests per day of Chat message", "2,000");
    // 60,000 x (500 x $0.05 + 200 x $0.20) a million.
    screen.has("New portfolio costs $3.90 a month on 1 model");
}

#[test]
fn each_of_two_entries_of_one_workload_has_a_model_of_its_own() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("What do our workloads cost together?");
    screen.press_named("New portfolio");
    screen.press_named("Add a workload: Add a workload");
    screen.type_text("Chat message");
    screen.press(Key::Enter);
    screen.click_first("Model for Chat message: Cheapest that fits");
    screen.type_text("GPT-4.1 Nano");
    screen.press(Key::Enter);
    screen.has("Model for Chat message: GPT-4.1 Nano");
    screen.has("Model for Chat message: Cheapest that fits");
}

#[test]
fn the_numbers_stay_where_the_bill_differs_from_the_cheapest() {
    let mut screen = opened();
    screen.lacks("Shown: Table");
    screen.click("Model for Document summary: Cheapest that fits");
    screen.type_text("GPT-4.1 Nano");
    screen.press(Key::Enter);
    screen.lacks("Shown: Table");
}

#[test]
fn rules_bind_the_models_and_each_says_what_it_costs() {
    let mut screen = opened();
    open_rules(&mut screen);
    screen.press_named("Allow OpenAI");
    // GPT-4.1 Nano: $7.80 and $19.20.
    screen.has("New portfolio costs $27.00 a month on 1 model");
    screen.fill("Context window at least", "200k");
    screen.has("New portfolio costs $27.00 a month on 1 model");
    screen.fill("Context window at least", "wide");
    screen.has("\"wide\" is not");
    screen.has("New portfolio costs $27.00 a month on 1 model");
    screen.fill("Context window at least", "200k");
    screen.press(Key::Escape);
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
    screen.has("What each limit costs");
    // Gemini 2.0 Flash has the context for $3.90 and $9.60.
    check_price(&mut screen, "Provider: OpenAI", "It costs", "$13.50 a month");
    check_words(&screen, "Context window of at least 200,000 tokens", "nothing");
    screen.press_named("Clear rules");
    screen.has("New portfolio costs $6.75 a month on 1 model");
    screen.lacks("What each limit costs");
}

#[test]
fn rules_that_no_model_meets_are_said_and_a_chosen_model_is_not_bound() {
    let mut screen = opened();
    open_rules(&mut screen);
    screen.press_named("Allow OpenAI");
    screen.fill("Cost per task at most", "0.0003");
    screen.press(Key::Escape);
    // A message on GPT-4.1 Nano is $0.00026, a summary $0.00064.
    screen.has("New portfolio costs $7.80 a month, and 1 workload more of unknown cost");
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
    screen.has("no model takes it and meets the rules");
    screen.has("A task costs at most $0.0003");
    screen.has("not known: with it or without it a workload has no cost");
    screen.click("Model for Document summary: Cheapest that fits");
    screen.type_text("deepseek");
    screen.press(Key::Enter);
    // 30,000 x (2,000 x $0.30 + 300 x $1.20 a million) = $28.80, although it is not OpenAI's.
    screen.has("New portfolio costs $36.60 a month on 2 models");
    screen.has("Rules do not bind a model that you chose by hand");
    open_rules(&mut screen);
    screen.fill("Cost per task at most", "");
    screen.press(Key::Escape);
    // All on the one that is chosen, but that one is not allowed for messages.
    screen.fill("Models at most", "1");
    screen.has("no assignment keeps to so few different models");
    screen.press_named("Clear rules");
    // Messages on DeepSeek V4: 30,000 x (500 x $0.30 + 200 x $1.20 a million) = $11.70 instead of $1.95.
    screen.has("New portfolio costs $40.50 a month on 1 model");
    check_price(&mut screen, "At most 1 model", "It costs as it is", "$9.75 a month");
    check_words(&screen, "At most 1 model", "nothing");
}

#[test]
fn rules_of_a_portfolio_are_not_those_of_the_choice() {
    let mut screen = opened();
    open_rules(&mut screen);
    screen.press_named("Allow Anthropic");
    screen.press(Key::Escape);
    screen.has("Rules… (1)");
    screen.press_named("Which model should we take?");
    screen.has("Llama 3.3 8B: $0.000065 a task of Chat message");
    screen.lacks("Rules… (1)");
    screen.press_named("What do our workloads cost together?");
    // Claude Haiku 3.5: $36.00 and $84.00.
    screen.has("New portfolio costs $120.00 a month on 1 model");
}

#[test]
fn what_is_wrong_with_a_share_stands_at_its_field() {
    let mut screen = opened();
    for workload in ["Chat message", "Document summary"] {
        screen.press_named(&format!("Volume of {workload}: Percent"));
    }
    screen.fill("Percent of Chat message", "60");
    screen.fill("Percent of Document summary", "50");
    screen.has("at most 40 %: the other workloads have the rest");
    let field = screen.field("Percent of Document summary").rect();
    let said = screen.only("at most 40 %", |node| {
        node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with("at most 40 %"))
    });
    let said = said.rect();
    assert!(said.min.y - field.max.y < 20.0 && (said.min.x - field.min.x).abs() < 20.0, "{said:?} {field:?}");
    assert!(screen.notices().is_empty(), "{:?}", screen.notices());
    screen.fill("Percent of Document summary", "40");
    screen.lacks("at most 40 %");
    screen.fill("Requests per day in all", "");
    screen.has("shares need the requests a day that they are of");
    assert!(screen.notices().is_empty(), "{:?}", screen.notices());
}

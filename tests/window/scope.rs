//! Which of a list's models are compared: the scope, filters, kept filters, pins, groups of resellers, price history.

use std::time::Duration;

use eframe::egui::{Key, Role};
use egui_kittest::kittest::NodeT;

use crate::lists::drop_files;
use crate::screen::Screen;

/// Models in scope, one each that is not: not text, without a price, free, deprecated, at another reseller.
pub const MARKET: &str = r#"{
    "gpt-9": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6, "max_input_tokens": 100000, "supports_vision": true},
    "azure/gpt-9": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 8e-6, "max_input_tokens": 100000},
    "groq/other": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 5e-7, "output_cost_per_token": 1e-6, "max_input_tokens": 8000},
    "xai/third": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 1e-5, "max_input_tokens": 300000, "supports_vision": true},
    "xai/old": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 1e-5, "deprecation_date": "2020-01-01"},
    "xai/free": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0},
    "xai/unpriced": {"litellm_provider": "xai", "mode": "chat"},
    "xai/vectors": {"litellm_provider": "xai", "mode": "embedding", "input_cost_per_token": 1e-7, "output_cost_per_token": 0}
}"#;

fn opened() -> Screen {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", MARKET)]);
    screen.go("Compare");
    screen
}

#[test]
fn what_is_left_out_is_counted_and_one_click_away() {
    let mut screen = opened();
    assert_eq!(screen.models(), ["other", "gpt-9", "third"]);
    screen.click("3 of 8 models");
    for line in [
        "1 not text",
        "1 with unknown prices",
        "1 free",
        "1 deprecated",
        "1 at other resellers or under dated names",
    ] {
        screen.has_role(Role::CheckBox, line);
    }
    screen.click_role(Role::CheckBox, "1 deprecated");
    screen.press(Key::Escape);
    screen.has("4 of 8 models");
    // What one may not call any more says so where it stands.
    let marks: Vec<Option<String>> = {
        let chart = screen.window().state().chart().unwrap();
        chart.rows.iter().map(|row| row.marks.label()).collect()
    };
    assert_eq!(marks.iter().flatten().collect::<Vec<_>>(), ["deprecated since 2020-01-01"]);
    screen.click("Compare all 8 models");
    assert_eq!(screen.window().state().derived.compared.len(), 8);
    // Of two with one name it is said who sells them.
    let derived = &screen.window().state().derived;
    let rows = &derived.chart.as_ref().unwrap().rows;
    let twins: Vec<&str> = derived.twins.iter().map(|row| rows[*row].name.as_str()).collect();
    assert_eq!(twins, ["gpt-9", "gpt-9"]);
    screen.go("Prices");
    screen.click("Page: Models");
    screen.has_role(Role::TextInput, "Own input price of vectors");
}

#[test]
fn the_same_question_has_the_same_answer_on_every_screen() {
    // The least input price is not the least bill.
    let list = r#"{
        "house/reads": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 1e-8, "output_cost_per_token": 8e-5},
        "house/reads-too": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 2e-8, "output_cost_per_token": 7e-5},
        "house/sorter": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 1e-8, "output_cost_per_token": 0},
        "house/even": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 4e-7, "output_cost_per_token": 6e-7},
        "house/even-2026-01-15": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 4e-7, "output_cost_per_token": 6e-7},
        "house/next": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 9e-7, "output_cost_per_token": 9e-7}
    }"#;
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", list)]);
    screen.go("Compare");
    screen.has("even is cheapest for Chat message");
    let derived = &screen.window().state().derived;
    let first = derived.cheapest_models(1).next().unwrap().0.model.name.clone();
    assert_eq!(first, "even");
    screen.go("Decide");
    screen.press_named("What does a dollar buy?");
    screen.has("$1.00 goes furthest on even for every workload");
    screen.press_named("Which model should we take?");
    screen.has("even: ");
    screen.press_named("From where on is the other cheaper?");
    screen.has("even is cheaper");
    let title = screen.window().state().derived.decided.answer.as_ref().unwrap().title.clone();
    assert!(title.starts_with("even or reads-too for Chat message"), "{title}");
}

#[test]
fn filters_ask_for_a_context_window_capabilities_and_days_and_are_kept() {
    let mut screen = opened();
    screen.click("Filter");
    screen.fill("Context window at least", "50k");
    assert_eq!(screen.models(), ["gpt-9", "third"]);
    screen.fill("Context window at least", "lots");
    screen.has("\"lots\" is not");
    screen.fill("Context window at least", "200,000");
    screen.fill("Released from", "soon");
    screen.has("write a day like 2026-11-24");
    screen.fill("Released from", "");
    screen.click_role(Role::CheckBox, "Vision");
    assert_eq!(screen.models(), ["third"]);
    screen.fill_without_commit("Name of the filter to keep", "Large and sees");
    screen.press_named("Keep");
    screen.until(|documents| documents.settings.value.filter_sets.len() == 1);
    screen.press(Key::Escape);
    screen.click("Clear search and filter");
    assert_eq!(screen.models().len(), 3);
    screen.command(Key::Z);
    screen.has("Undone: clear the search and the filters");
    assert_eq!(screen.models(), ["third"]);
    screen.command(Key::Y);
    assert_eq!(screen.models().len(), 3);
    let mut screen = screen.reopened();
    screen.wait("the stored list", |screen| !screen.window().state().lists.is_reading);
    assert_eq!(screen.models().len(), 3);
    screen.click("Filter");
    screen.press_named("Large and sees");
    assert_eq!(screen.models(), ["third"]);
    screen.press_named("Forget the filter Large and sees");
    screen.until(|documents| documents.settings.value.filter_sets.is_empty());
    screen.press(Key::Escape);
    screen.command(Key::Z);
    screen.has("Undone: forget filter Large and sees");
    screen.until(|documents| documents.settings.value.filter_sets.len() == 1);
}

#[test]
fn a_few_letters_find_a_provider_among_many() {
    let rows: Vec<String> = (0..30).map(|n| format!("m{n},Model {n},Maker {n},1,2")).collect();
    let list = format!("id,name,provider,input,output\n{}\n", rows.join("\n"));
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("many.csv", &list)]);
    screen.go("Compare");
    let shown = |screen: &Screen| screen.window().state().derived.table.rows.len();
    assert_eq!(shown(&screen), 30);
    screen.click("Filter");
    screen.fill_without_commit("Find a provider", "MAKER 2");
    let listed = |screen: &Screen| {
        let boxes = screen.labels(Role::CheckBox);
        boxes.into_iter().filter(|name| name.starts_with("Maker")).count()
    };
    assert_eq!(listed(&screen), 12);
    // What is not listed stays as it is.
    screen.press_named("None");
    assert_eq!(shown(&screen), 18);
    screen.click_role(Role::CheckBox, "Maker 21");
    assert_eq!(shown(&screen), 19);
    screen.fill_without_commit("Find a provider", "nobody");
    assert_eq!(listed(&screen), 0);
    screen.has("No provider has these letters in its name.");
    screen.press(Key::Escape);
    screen.press(Key::Escape);
    screen.click("Filter (1)");
    assert_eq!(listed(&screen), 30, "the letters are for one visit");
    screen.press_named("All");
    assert_eq!(shown(&screen), 30);
}

/// Models that came out or go on other days; one says neither.
const RELEASED: &str = r#"{"house": {"id": "house", "name": "House", "models": {
    "early": {"id": "early", "name": "Early", "cost": {"input": 1, "output": 2}, "release_date": "2025-03-01", "modalities": {"input": ["text"], "output": ["text"]}},
    "late": {"id": "late", "name": "Late", "cost": {"input": 2, "output": 3}, "release_date": "2026-06-15", "modalities": {"input": ["text"], "output": ["text"]}},
    "undated": {"id": "undated", "name": "Undated", "cost": {"input": 3, "output": 4}, "modalities": {"input": ["text"], "output": ["text"]}}
}}}"#;
/// One goes in the year 2100 and one later; one says nothing of it.
const LEAVING: &str = r#"{
    "xai/sooner": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-5, "deprecation_date": "2100-01-01"},
    "xai/later": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 1e-5, "deprecation_date": "2101-01-01"},
    "xai/stays": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 1e-5}
}"#;

#[test]
fn models_are_chosen_by_the_day_on_which_they_were_released() {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("api.json", RELEASED)]);
    screen.go("Compare");
    assert_eq!(screen.models(), ["Early", "Late", "Undated"]);
    screen.click("Filter");
    // What says no day is not known to be of that day.
    screen.fill("Released from", "2026-06-15");
    assert_eq!(screen.models(), ["Late"]);
    screen.fill("Released from", "2026-06-16");
    assert!(screen.models().is_empty());
    screen.fill("Released from", "");
    screen.fill("Released before", "2026-06-15");
    assert_eq!(screen.models(), ["Early"]);
    screen.fill("Released from", "2025-03-02");
    assert!(screen.models().is_empty());
    screen.press(Key::Escape);
    screen.click("Clear search and filter");
    assert_eq!(screen.models().len(), 3);
}

#[test]
fn models_are_chosen_by_the_day_on_which_they_go() {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", LEAVING)]);
    screen.go("Compare");
    assert_eq!(screen.models(), ["sooner", "later", "stays"]);
    screen.click("Filter");
    screen.fill("Deprecated before", "2101-01-01");
    assert_eq!(screen.models(), ["sooner"]);
    screen.fill("Deprecated before", "");
    // What says no day stays as far as anybody knows.
    screen.fill("Not deprecated before", "2100-06-01");
    assert_eq!(screen.models(), ["later", "stays"]);
}

#[test]
fn a_model_of_two_lists_has_the_history_of_both() {
    const TODAY: &str = r#"{"gpt-9": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6}}"#;
    const DATED_PRICES: &str = r#"[{"id": "openai", "name": "OpenAI", "models": [{"id": "gpt-9", "match": {"equals": "gpt-9"}, "prices": [
        {"prices": {"input_mtok": 4, "output_mtok": 8}},
        {"constraint": {"start_date": "2025-02-01"}, "prices": {"input_mtok": 3, "output_mtok": 8}},
        {"constraint": {"start_date": "2026-02-01"}, "prices": {"input_mtok": 2, "output_mtok": 8}}
    ]}]}]"#;
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("data.json", DATED_PRICES)]);
    drop_files(&mut screen, &[("prices.json", TODAY)]);
    screen.go("Compare");
    assert_eq!(screen.models().len(), 1, "both lists have the same model");
    screen.choose_model("gpt-9, ");
    screen.has("Price history");
    screen.has_role(Role::Image, "Chart of 2 prices over time");
    screen.has("Input, genai-prices");
    screen.has("2025-02-01: $3.00");
    screen.has("2026-02-01: $2.00");
    // The upper list is there for a day only: it has nothing to draw yet, and with its next version it has.
    screen.lacks("Input, LiteLLM");
    let offer = &screen.window().state().focus.details.as_ref().unwrap().offer;
    assert_eq!((&*offer.list_name, offer.elsewhere.len()), ("LiteLLM", 1));
}

#[test]
fn a_pinned_model_stands_on_top_of_charts_and_table_whatever_is_left_out() {
    let mut screen = opened();
    screen.choose_model("third, ");
    screen.click("Pin");
    assert!(screen.row("third, ").accesskit_node().label().unwrap().ends_with(", pinned"));
    assert_eq!(screen.models(), ["third", "other", "gpt-9"]);
    screen.fill_without_commit("Find a model", "groq");
    assert_eq!(screen.models(), ["third", "other"]);
    screen.click("Figure: Table");
    assert!(screen.rows("other").len() == 1);
    let mut screen = screen.reopened();
    screen.wait("the stored list", |screen| !screen.window().state().lists.is_reading);
    assert_eq!(screen.value("Find a model"), "groq");
    screen.click("Figure: Table");
    let rows = screen.rows("$");
    assert!(rows[0].starts_with("third") && rows[0].ends_with(", pinned"), "{rows:?}");
    // The table has no room for the details, where a pin is taken away.
    screen.click("Figure: Tokens per dollar");
    screen.row("third, ").focus();
    screen.harness.run();
    screen.click("Unpin");
    screen.until(|documents| documents.settings.value.pins.is_empty());
    assert_eq!(screen.models()[0], "other");
}

#[test]
fn a_group_of_resellers_opens() {
    let mut screen = opened();
    screen.choose_model("gpt-9, ");
    screen.has("Sold by 2");
    screen.click("Show all: offers of gpt-9");
    assert_eq!(screen.models().len(), 4);
    screen.click("One row: offers of gpt-9");
    assert_eq!(screen.models().len(), 3);
    screen.click("Details of gpt-9 at azure");
    screen.has("$1.00");
}

const DATED: &str = r#"{"updated_at": "2026-11-20", "prices": [
    {"id": "m", "vendor": "v", "name": "Dated", "input": 1, "output": 2, "from_date": null, "to_date": "2026-01-01"},
    {"id": "m", "vendor": "v", "name": "Dated", "input": 3, "output": 4, "from_date": "2026-01-01", "to_date": "2100-01-01"},
    {"id": "m", "vendor": "v", "name": "Dated", "input": 5, "output": 6, "from_date": "2100-01-01", "to_date": null}
]}"#;

#[test]
fn what_is_announced_is_said_to_be_scheduled_and_not_used() {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("dated.json", DATED)]);
    screen.go("Compare");
    screen.has("Dated, 333,333 tokens per dollar");
    screen.choose_model("Dated, ");
    screen.has("Announced: scheduled, unconfirmed");
    screen.has("From 2100-01-01: $5.00 in, $6.00 out");
    screen.has("scheduled, unconfirmed");
}

#[test]
fn the_price_of_a_model_that_is_not_compared_is_edited_all_the_same() {
    for (model, provider) in [("gpt-9", "azure"), ("old", "xai"), ("unpriced", "xai"), ("vectors", "xai")] {
        let mut screen = opened();
        screen.fill_without_commit("Find a model", "other");
        screen.command(Key::K);
        screen.type_text(&format!("{model} {provider}"));
        screen.press(Key::Enter);
        screen.command(Key::K);
        screen.type_text("edit price");
        screen.press(Key::Enter);
        let focused = screen.focused();
        assert!(focused.starts_with(&format!("Own input price of {model}")), "{model}: {focused}");
        // One step, under its own name.
        screen.command(Key::Z);
        screen.has(&format!("Undone: show {model} among the prices"));
        assert_eq!(screen.window().state().view.search, "other");
    }
}

#[test]
fn undo_in_the_search_field_goes_back_step_by_step_and_not_in_a_circle() {
    let mut screen = opened();
    screen.click("Pin");
    screen.fill_without_commit("Find a model", "gpt");
    // Longer than letters are taken for one step.
    screen.pass_time(Duration::from_secs(4));
    screen.type_text("-9");
    for expected in ["gpt", ""] {
        screen.command(Key::Z);
        assert_eq!(screen.value("Find a model"), expected);
    }
    screen.command(Key::Z);
    screen.has("Undone: pin");
}

//! Compare: every figure, what it can be sorted, coloured and filtered by, the baseline, the details, saving.

use eframe::egui::{Key, Role, Shape};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::lists::drop_files;
use crate::screen::Screen;

fn choose(screen: &mut Screen, list: &str, item: &str) {
    let lists = screen.labels(Role::ComboBox);
    let name = lists.iter().find(|label| label.starts_with(list)).unwrap();
    screen.click_role(Role::ComboBox, name);
    screen.click_role(Role::Button, item);
}

#[test]
fn the_first_screen_gives_an_answer() {
    let screen = Screen::new();
    screen.has("Llama 3.3 8B is cheapest for Chat message");
    screen.has("Llama 3.3 8B, 20,000,000 tokens per dollar, rank 1 of 13");
    screen.has("Claude Opus 4.6, 66,667 tokens per dollar, rank 13 of 13");
    // Ranks are those of the published table; who is as good is said.
    screen.has("GPT-4.1, 500,000 tokens per dollar, rank 9 of 13, equal to 1 other");
    screen.has("Mistral Large, 500,000 tokens per dollar, rank 10 of 13, equal to 1 other");
    screen.has("Reference prices, April 2026");
    assert_eq!(screen.models().len(), 13);
}

#[test]
fn every_figure_is_one_click_away() {
    let mut screen = Screen::new();
    screen.click("Tokens: Output");
    screen.has("Claude Opus 4.6, 13,333 tokens per dollar, rank 13 of 13");
    screen.click("Tokens: Blend");
    // 700 tokens for 500 x $0.05/M + 200 x $0.20/M.
    screen.has("Llama 3.3 8B, 10,769,231 tokens per dollar, rank 1 of 13");

    screen.click("Figure: Cost per task");
    screen.has("Llama 3.3 8B, $0.000065 per task (input $0.000025, output $0.00004), rank 1 of 13");
    screen.click("Cost: Tasks per dollar");
    screen.has("Llama 3.3 8B, 15,384.6 tasks per dollar, rank 1 of 13");
    // Without requests per day there is no month to show; what is lit is what is shown.
    let month = |screen: &Screen| {
        let choice = screen.harness.get_by_label_contains("Cost: Per month");
        let node = choice.accesskit_node();
        (
            node.is_disabled(),
            node.toggled().is_some_and(|toggled| toggled == eframe::egui::accesskit::Toggled::True),
        )
    };
    assert_eq!(month(&screen), (true, false));
    screen.has("Cost: Per month. This workload names no requests per day: set them under Workloads");
    screen.go("Workloads");
    screen.fill("Requests per day", "1000");
    screen.go("Compare");
    screen.click("Cost: Per month");
    screen.has("Llama 3.3 8B, $1.95 per month (input $0.75, output $1.20), rank 1 of 13");
    assert_eq!(month(&screen), (false, true));
    screen.click_role(Role::Button, "Undo show the cost of a month");
    screen.has("Llama 3.3 8B, 15,384.6 tasks per dollar, rank 1 of 13");
    screen.click_role(Role::Button, "Redo show the cost of a month");
    screen.has("Llama 3.3 8B, $1.95 per month (input $0.75, output $1.20), rank 1 of 13");
    screen.click_role(Role::Button, "Undo show the cost of a month");
    screen.click_role(Role::Button, "Undo edit workload Chat message");
    assert_eq!(month(&screen), (true, false));
    screen.click_role(Role::Button, "Undo show tasks per dollar");
    screen.has("Llama 3.3 8B, $0.000065 per task (input $0.000025, output $0.00004), rank 1 of 13");

    screen.click("Figure: Output/input gap");
    screen.has("Llama 3.3 8B, 4.0x output to input price");
    assert_eq!(screen.models().len(), 13);

    screen.click("Figure: Table");
    screen.has_role(Role::Button, "Sort by Context");
    assert_eq!(screen.rows("Groq").len(), 2);
}

#[test]
fn figures_are_shown_by_keyboard_from_every_place() {
    let mut screen = Screen::new();
    screen.go("Settings");
    screen.command(Key::E);
    screen.has("per task (input ");
    screen.command(Key::G);
    screen.has(" output to input price, rank 1 of 13");
    screen.command(Key::B);
    screen.has_role(Role::Button, "Sort by Context");
    screen.command(Key::T);
    screen.has(" tokens per dollar, rank 1 of 13");
}

#[test]
fn a_log_scale_says_where_its_bars_start() {
    let mut screen = Screen::new();
    screen.lacks("log scale");
    screen.click("Scale: Log");
    screen.has("log scale, bars start at 10,000");
    screen.click("Scale: Linear");
    screen.lacks("log scale");
}

#[test]
fn bars_stand_in_the_order_that_was_chosen() {
    let mut screen = Screen::new();
    assert_eq!(screen.models()[..2], ["Llama 3.3 8B", "Gemini 2.0 Flash"]);
    choose(&mut screen, "Order", "By name");
    assert_eq!(screen.models()[..2], ["Claude Haiku 3.5", "Claude Opus 4.6"]);
    choose(&mut screen, "Order", "By provider");
    assert_eq!(screen.models()[0], "Claude Haiku 3.5");
    assert_eq!(screen.models()[12], "GPT-5.4");
    choose(&mut screen, "Order", "By tier");
    assert_eq!(screen.models().len(), 13);
    screen.has("Order: By tier");
    choose(&mut screen, "Order", "Best first");
    assert_eq!(screen.models()[12], "Claude Opus 4.6");
}

#[test]
fn a_legend_says_what_the_colours_are() {
    let mut screen = Screen::new();
    screen.lacks("OpenAI (4)");
    choose(&mut screen, "Colour", "Colour by provider");
    screen.has("OpenAI (4)");
    screen.has("Anthropic (3)");
    choose(&mut screen, "Colour", "Colour by tier");
    screen.lacks("OpenAI (4)");
}

#[test]
fn providers_and_tiers_are_left_out_and_come_back() {
    let mut screen = Screen::new();
    screen.click("Filter");
    screen.click_role(Role::CheckBox, "OpenAI");
    assert_eq!(screen.models().len(), 9);
    screen.click_role(Role::CheckBox, "Budget");
    screen.press(Key::Escape);
    screen.has(" of 13 models");
    screen.has_role(Role::Button, "Filter (2)");
    assert!(screen.models().len() < 9);
    assert!(!screen.models().iter().any(|name| name.starts_with("GPT")));
    screen.click("Clear search and filter");
    assert_eq!(screen.models().len(), 13);
    screen.lacks("of 13 models");
}

#[test]
fn a_search_looks_at_all_names_of_a_model() {
    let mut screen = Screen::new();
    screen.fill_without_commit("Find a model", "groq llama 70b");
    assert_eq!(screen.models(), ["Llama 3.3 70B"]);
    screen.has("1 of 13 models");
    screen.has("Llama 3.3 70B is the only model shown for Chat message");
    screen.fill_without_commit("Find a model", "claude");
    screen.has("Claude Haiku 3.5 is cheapest of the 3 shown for Chat message");
    screen.fill_without_commit("Find a model", "no such model");
    screen.has("No model passes the filters.");
    screen.click("Figure: Table");
    screen.has("No model passes the filters.");
    screen.click("Show all models");
    assert!(screen.rows(", $").len() > 10);
    screen.has("Llama 3.3 8B is cheapest for Chat message");
}

#[test]
fn details_follow_the_keyboard_where_the_mouse_rests() {
    let mut screen = Screen::new();
    let at = screen.row("Llama 3.3 70B, ").rect().center();
    screen.hover(at);
    screen.has("fastest inference");
    screen.row("Mistral Large, ").focus();
    screen.harness.run();
    let shown = |screen: &Screen| {
        let details = screen.window().state().focus.details.as_ref();
        details.map(|details| details.offer.model.name.clone()).unwrap_or_default()
    };
    // Tab is on its way to the buttons of the details: they stay. An arrow key chooses.
    assert_eq!(shown(&screen), "Llama 3.3 70B");
    screen.press(Key::ArrowDown);
    assert_eq!(shown(&screen), "GPT-5.4");
}

#[test]
fn another_search_shows_its_best_rows_first() {
    let rows: Vec<String> = (0..90).map(|n| format!("m{n},Model {n},Maker,{},2", n + 1)).collect();
    let list = format!("id,name,provider,input,output\n{}\n", rows.join("\n"));
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("many.csv", &list)]);
    screen.go("Compare");
    for figure in ["Figure: Cost per task", "Figure: Table"] {
        screen.click(figure);
        screen.fill_without_commit("Find a model", "");
        let first = screen.row("Model 0, ");
        first.focus();
        screen.harness.run();
        screen.press(Key::End);
        screen.harness.run();
        screen.fill_without_commit("Find a model", "maker");
        screen.harness.run();
        let rows = screen.rows("Model ");
        assert!(rows[0].starts_with("Model 0, "), "{figure}: {rows:?}");
    }
}

#[test]
fn tab_goes_through_the_line_at_the_top_as_one_reads_it() {
    let mut screen = Screen::new();
    screen.set_baseline("GPT-4.1, ");
    screen
        .only("Settings", |node| node.role() == Role::Tab && node.label().as_deref() == Some("Settings"))
        .focus();
    screen.harness.run();
    let mut seen = vec![];
    for _ in 0..3 {
        screen.press(Key::Tab);
        seen.push(screen.focused());
    }
    assert_eq!(
        seen,
        ["Reference prices, April 2026, 7 months old", "Undo set GPT-4.1 as baseline", "Commands"]
    );
}

#[test]
fn a_click_on_a_bar_shows_how_its_figure_is_computed_in_compare_and_in_decide() {
    let mut screen = Screen::new();
    screen.click("Figure: Cost per task");
    screen.click_row("GPT-4.1, ");
    screen.has("How it is computed");
    screen.press(Key::Escape);
    screen.lacks("How it is computed");
    screen.row("GPT-4.1, ").focus();
    screen.harness.run();
    screen.press(Key::Enter);
    screen.has("How it is computed");
    screen.press(Key::Escape);
    screen.lacks("x the baseline");
    screen.go("Decide");
    screen.press_named("What is the bill?");
    let row = screen.labels(Role::ListBoxOption).into_iter().find(|row| row.starts_with("GPT-4.1")).unwrap();
    screen.click_role(Role::ListBoxOption, &row);
    screen.has("How it is computed");
}

#[test]
fn a_click_on_a_name_shows_the_model_and_compares_nothing_with_it() {
    let mut screen = Screen::new();
    screen.choose_model("GPT-4.1, ");
    screen.lacks("x the baseline");
    screen.lacks("How it is computed");
    assert_eq!(screen.window().state().focus.details.as_ref().unwrap().offer.model.name, "GPT-4.1");
    screen.click("Set as baseline");
    screen.has("Gemini 2.0 Flash, 10,000,000 tokens per dollar, rank 2 of 13, 20.0x the baseline");
    screen.click("Baseline: GPT-4.1; stop comparing with it");
    screen.lacks("x the baseline");
}

#[test]
fn a_baseline_is_chosen_by_keyboard() {
    let mut screen = Screen::new();
    screen.row("Llama 3.3 8B, ").focus();
    screen.harness.run();
    screen.press(Key::ArrowDown);
    screen.press(Key::ArrowDown);
    assert!(screen.focused().starts_with("Llama 3.3 70B"), "{}", screen.focused());
    screen.press(Key::End);
    assert!(screen.focused().starts_with("Claude Opus 4.6"), "{}", screen.focused());
    screen.press(Key::B);
    screen.has("Llama 3.3 8B, 20,000,000 tokens per dollar, rank 1 of 13, 300x the baseline");
    screen.press(Key::Home);
    assert!(screen.focused().starts_with("Llama 3.3 8B"), "{}", screen.focused());
    screen.press(Key::B);
    screen.has_role(Role::Button, "Baseline: Llama 3.3 8B; stop comparing with it");
    screen.press(Key::B);
    screen.lacks("x the baseline");
}

#[test]
fn details_follow_the_pointer_and_the_choice() {
    let mut screen = Screen::new();
    screen.lacks("fastest inference");
    let at = screen.row("Llama 3.3 70B, ").rect().center();
    screen.hover(at);
    screen.has("fastest inference");
    screen.has("$0.17 in, $0.85 out per million tokens");
    screen.has("Press B to compare all with it");
    let nowhere = screen
        .only("Settings", |node| node.role() == Role::Tab && node.label().as_deref() == Some("Settings"));
    let nowhere = nowhere.rect().center();
    screen.hover(nowhere);
    screen.lacks("fastest inference");
    screen.lacks("Press B to compare all with it");

    screen.set_baseline("Claude Opus 4.6, ");
    screen.hover(nowhere);
    screen.has("13,333");
    screen.click("Clear baseline");
    screen.lacks("x the baseline");
    screen.click("Set as baseline");
    screen.has("x the baseline");
}

#[test]
fn details_lead_to_the_price_and_hide_the_model() {
    let mut screen = Screen::new();
    screen.choose_model("Mistral Large, ");
    screen.click("Hide");
    assert_eq!(screen.models().len(), 12);
    screen.has("12 models (1 hidden)");
    screen.click("Undo hide model Mistral Large");
    assert_eq!(screen.models().len(), 13);
    screen.click("Edit price…");
    screen.has_role(Role::TextInput, "Own input price of Mistral Large");
}

#[test]
fn the_table_sorts_by_any_column_both_ways() {
    let mut screen = Screen::new();
    screen.click("Figure: Table");
    let first = |screen: &Screen| screen.rows(", $")[0].clone();
    assert!(first(&screen).starts_with("Llama 3.3 8B"));
    screen.click("Sort by Model");
    assert!(first(&screen).starts_with("Claude Haiku 3.5"), "{}", first(&screen));
    screen.click("Sort by Model, sorted upwards");
    assert!(first(&screen).starts_with("Mistral Large"), "{}", first(&screen));
    screen.click("Sort by Input $/M");
    assert!(first(&screen).starts_with("Llama 3.3 8B"));
    screen.click("Sort by Input $/M, sorted upwards");
    assert!(first(&screen).starts_with("Claude Opus 4.6"));
    screen.has_role(Role::Button, "Sort by Input $/M, sorted downwards");
    screen.fill_without_commit("Find a model", "anthropic");
    assert_eq!(screen.rows(", $").len(), 3);
}

#[test]
fn every_figure_can_be_saved_as_picture_and_data() {
    let mut screen = Screen::new();
    for figure in ["Tokens per dollar", "Cost per task", "Output/input gap"] {
        screen.click(&format!("Figure: {figure}"));
        screen.click("Save…");
        for item in ["Save picture as SVG…", "Save picture as PNG…", "Save data as CSV…"] {
            screen.has_role(Role::Button, item);
        }
        screen.press(Key::Escape);
        screen.lacks("Save data as CSV…");
    }
    screen.click("Figure: Table");
    screen.click("Save…");
    screen.has_role(Role::Button, "Save data as CSV…");
    screen.has_role(Role::Button, "Save picture as PNG…: a table has no picture");
}

#[test]
fn what_is_shown_is_there_again_after_a_restart() {
    let mut screen = Screen::new();
    screen.click("Figure: Cost per task");
    screen.click("Scale: Log");
    choose(&mut screen, "Order", "By name");
    choose(&mut screen, "Colour", "Colour by provider");
    screen.click_row("Email draft, ");
    screen.set_baseline("GPT-5.4, ");
    let screen = screen.reopened();
    screen.has("is cheapest for Email draft");
    screen.has("log scale");
    screen.has("Order: By name");
    screen.has("OpenAI (4)");
    screen.has_role(Role::Button, "Baseline: GPT-5.4; stop comparing with it");
}

/// Forty models of one provider, one of another, the dearest last.
fn forty_models() -> String {
    let row = |name: &str, provider: &str, input: f64| {
        let output = input * 2.0;
        format!(
            r#""{name}": {{"litellm_provider": "{provider}", "mode": "chat", "input_cost_per_token": {input}e-7,
            "output_cost_per_token": {output}e-7, "max_input_tokens": 100000}}"#
        )
    };
    let mut rows: Vec<String> =
        (1..=40).map(|n| row(&format!("acme/anvil-{n}"), "acme", f64::from(n))).collect();
    rows.push(row("zenith/tower", "zenith", 5_000.0));
    format!("{{{}}}", rows.join(","))
}

fn with_forty_models() -> Screen {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", &forty_models())]);
    screen.go("Compare");
    screen
}

/// Where lines go down, and where texts that are numbers of an axis have their middles.
fn lines_and_numbers(screen: &Screen) -> (Vec<f32>, Vec<f32>) {
    fn add(shape: &Shape, lines: &mut Vec<f32>, numbers: &mut Vec<f32>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| add(shape, lines, numbers)),
            Shape::LineSegment { points: [a, b], .. }
                if (a.x - b.x).abs() < 0.1 && (a.y - b.y).abs() > 100.0 =>
            {
                lines.push(a.x);
            }
            Shape::Text(text) if text.pos.y > 600.0 => {
                let words = text.galley.text();
                if words.ends_with(['M', 'k', '0']) && words.len() < 6 {
                    numbers.push(text.pos.x + text.galley.size().x / 2.0);
                }
            }
            _ => {}
        }
    }
    let (mut lines, mut numbers) = (Vec::new(), Vec::new());
    for clipped in &screen.harness.output().shapes {
        add(&clipped.shape, &mut lines, &mut numbers);
    }
    (lines, numbers)
}

#[test]
fn the_numbers_of_the_axis_stand_below_its_lines_beside_a_scroll_bar_too() {
    let mut screen = with_forty_models();
    let (lines, numbers) = lines_and_numbers(&screen);
    assert!(numbers.len() > 2, "{numbers:?}");
    for number in &numbers {
        let nearest = lines.iter().map(|line| (line - number).abs()).fold(f32::INFINITY, f32::min);
        assert!(nearest < 1.0, "{number} has no line: {lines:?}");
    }
    screen.click("Scale: Log");
    let (_, others) = lines_and_numbers(&screen);
    assert_ne!(numbers, others);
}

#[test]
fn nothing_moves_on_while_a_model_is_looked_for() {
    let mut screen = with_forty_models();
    let places = |screen: &Screen| {
        let search = screen.field("Find a model").rect();
        let [filter, save, copy] = ["Filter", "Save…", "Copy…"].map(|name| {
            let is_it = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
            screen.only(name, |node| node.role() == Role::Button && is_it(node.label())).rect()
        });
        (search, filter.min, save, copy)
    };
    let before = places(&screen);
    for words in ["a", "anvil-40", "tower", "nothing like it"] {
        screen.fill_without_commit("Find a model", words);
        assert_eq!(places(&screen), before, "{words}");
    }
}

#[test]
fn the_details_are_of_a_model_that_is_shown() {
    let name = |screen: &Screen| {
        let details = screen.window().state().focus.details.clone();
        details.map(|details| details.offer.model.id.to_string())
    };
    let mut screen = with_forty_models();
    screen.choose_model("anvil-3,");
    assert_eq!(name(&screen).as_deref(), Some("acme/anvil-3"));
    screen.fill_without_commit("Find a model", "tower");
    assert_eq!(name(&screen).as_deref(), Some("zenith/tower"));
    screen.fill_without_commit("Find a model", "nothing like it");
    assert_eq!(name(&screen), None);
    screen.has("The search and the filter leave all of them out.");
    screen.fill_without_commit("Find a model", "");
    assert_eq!(name(&screen).as_deref(), Some("acme/anvil-3"));
    // Who asks for one by its name gets it, until something else is shown.
    screen.fill_without_commit("Find a model", "tower");
    screen.command(Key::K);
    screen.type_text("acme/anvil-7");
    screen.press(Key::Enter);
    assert_eq!(name(&screen).as_deref(), Some("acme/anvil-7"));
    screen.has("Not among the models that are shown");
    screen.fill_without_commit("Find a model", "anvil-9");
    assert_eq!(name(&screen).as_deref(), Some("acme/anvil-9"));
}

#[test]
fn what_is_looked_for_on_prices_leaves_compare_as_it_is() {
    let mut screen = with_forty_models();
    screen.go("Prices");
    screen.click("Page: Models");
    screen.fill_without_commit("Find a model", "tower");
    let own = |screen: &Screen| {
        let fields = screen.labels(Role::TextInput);
        fields.into_iter().filter(|name| name.starts_with("Own input price of ")).collect::<Vec<_>>()
    };
    assert_eq!(own(&screen), ["Own input price of tower"]);
    screen.go("Compare");
    assert_eq!(screen.value("Find a model"), "");
    assert!(screen.models().len() > 10);
    screen.fill_without_commit("Find a model", "anvil-12");
    screen.go("Prices");
    assert_eq!(screen.value("Find a model"), "tower");
    screen.click("Clear search and filter");
    assert!(own(&screen).len() > 10);
    screen.go("Compare");
    assert_eq!(screen.value("Find a model"), "anvil-12");
    // What was cleared on Prices comes back there.
    screen.command(Key::Z);
    assert_eq!(screen.window().state().view.price_search, "tower");
}

#[test]
fn names_stand_in_the_order_of_their_numbers_and_another_chart_is_shown_from_its_top() {
    let mut screen = with_forty_models();
    choose(&mut screen, "Order", "By name");
    assert_eq!(screen.models()[..3], ["anvil-1", "anvil-2", "anvil-3"]);
    let last = screen.models().pop().unwrap();
    screen.row(&format!("{last}, ")).focus();
    screen.harness.run();
    screen.press(Key::End);
    assert!(!screen.models().contains(&"anvil-1".to_owned()));
    screen.click("Figure: Cost per task");
    assert_eq!(screen.models()[0], "anvil-1");
}

#[test]
fn lengths_stand_in_the_ratio_of_amounts_where_those_shown_differ_by_little() {
    let mut screen = Screen::new();
    let many: Vec<String> = (0..150)
        .map(|n| {
            let dollars = if n < 5 { 100 + n } else { n * n * 1_000 };
            format!(
                r#""m{n}/{}-{n}": {{"litellm_provider": "m{n}", "mode": "chat", "input_cost_per_token": {dollars}e-10,
                "output_cost_per_token": {dollars}e-10}}"#,
                if n < 5 { "near" } else { "far" }
            )
        })
        .collect();
    drop_files(&mut screen, &[("prices.json", &format!("{{{}}}", many.join(",")))]);
    screen.go("Compare");
    screen.has("log scale");
    screen.fill_without_commit("Find a model", "near");
    screen.lacks("log scale");
    screen.click("Scale: Log");
    screen.has("log scale");
}

#[test]
fn a_months_total_is_asked_about_and_becomes_one_request_of_it() {
    let mut screen = Screen::new();
    screen.command(Key::N);
    screen.type_text("October invoice");
    screen.press(Key::Tab);
    screen.type_text("15.5M");
    screen.press(Key::Tab);
    screen.type_text("3.72M");
    screen.press(Key::Enter);
    screen.has("No model takes 19,220,000 tokens in one request");
    screen.has("Is this a month's total?");
    screen.lacks("has a price");
    screen.fill("Requests of the month", "none");
    screen.has("\"none\" is not");
    screen.fill_without_commit("Requests of the month", "12,400");
    screen.click("Divide");
    screen.has("is cheapest for October invoice");
    screen.has("October invoice, 1,250 in, 300 out");
    screen.until(|documents| {
        let mut saved = documents.workloads.iter();
        let invoice = saved.find(|saved| saved.workload.name().as_str() == "October invoice").unwrap();
        invoice.workload.requests_per_month() == Some(12_400)
    });
    screen.click("Undo edit workload October invoice");
    screen.has("Is this a month's total?");
}

#[test]
fn where_all_models_are_hidden_that_is_said_and_all_come_back_at_once() {
    let mut screen = Screen::new();
    screen.go("Prices");
    let hide = |name: &String| name.starts_with("Hide ");
    while let Some(button) = screen.labels(Role::Button).into_iter().find(hide) {
        screen.click(&button);
    }
    screen.has("All models are hidden.");
    screen.go("Compare");
    screen.has("All 13 models are hidden");
    screen.lacks("No model passes the filters");
    screen.click("Figure: Table");
    screen.lacks("No model passes the filters");
    screen.click("Show all 13 hidden models");
    screen.lacks("are hidden");
    screen.until(|documents| documents.own_models.value.hidden.is_empty());
    screen.has("13 models are shown again");
    screen.click("Undo show all hidden models");
    screen.until(|documents| documents.own_models.value.hidden.len() == 13);
}

#[test]
fn escape_clears_the_words_of_find_before_it_leaves_the_field() {
    let mut screen = Screen::new();
    screen.fill_without_commit("Find a model", "claude");
    assert_eq!(screen.models().len(), 3);
    screen.press(Key::Escape);
    assert_eq!(screen.value("Find a model"), "");
    assert_eq!(screen.models().len(), 13);
    assert_eq!(screen.focused(), "Find a model");
    screen.press(Key::Escape);
    assert_ne!(screen.focused(), "Find a model");
}

#[test]
fn copy_and_save_stand_in_the_line_of_the_filter() {
    let mut screen = Screen::new();
    let line = |screen: &Screen| {
        ["Filter", "Copy…", "Save…"].map(|name| {
            let is_it = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
                node.role() == Role::Button
                    && node.label().is_some_and(|label| label.starts_with(name) && label != "Save")
            };
            screen.only(name, is_it).rect().center().y
        })
    };
    let words = ["", "claude"];
    for figure in ["Tokens per dollar", "Cost per task", "Output/input gap"] {
        screen.click(&format!("Figure: {figure}"));
        for words in words {
            screen.fill_without_commit("Find a model", words);
            let [filter, copy, save] = line(&screen);
            assert!((filter - copy).abs() < 1.0 && (copy - save).abs() < 1.0, "{figure} {words}");
        }
    }
}

#[test]
fn details_say_one_limit_where_only_the_input_is_limited() {
    const LIMITED: &str = r#"{"house/alpha": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "max_input_tokens": 90000}}"#;
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("limited.json", LIMITED)]);
    screen.go("Compare");
    screen.choose_model("alpha");
    screen.has("Input limit");
    screen.has("90,000 tokens");
    screen.lacks("Context window");
    screen.lacks("At most 90,000");
}

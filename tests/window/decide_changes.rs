//! Decide, what changes: what moves the bill, price steps and later bills, by accessible names only.

use eframe::egui::{Key, Role};

use crate::lists::drop_files;
use crate::screen::Screen;

/// A workload whose prompt is between the steps of the two models of [`STEPS`].
const LONG: &str = r#"(
    version: 1,
    name: "Long report",
    unit: "reports",
    input_tokens: 195000,
    output_tokens: 1000,
    requests_per_day: Some(100),
    days_per_month: 30,
    note: "",
)"#;

/// Two models with a long-context price: $2 and $12 a million, $4 and $18 above 200,000 tokens; $1 and $4, $1.50 and $6
/// above 128,000.
const STEPS: &str = r#"{
    "house/alpha": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 2e-6, "output_cost_per_token": 12e-6,
        "input_cost_per_token_above_200k_tokens": 4e-6, "output_cost_per_token_above_200k_tokens": 18e-6},
    "house/beta": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6,
        "input_cost_per_token_above_128k_tokens": 1.5e-6, "output_cost_per_token_above_128k_tokens": 6e-6}
}"#;

fn asked(mut screen: Screen, question: &str) -> Screen {
    screen.command(Key::Num4);
    screen.press_named(question);
    screen
}

/// Picks the model by a few letters of its name.
fn pick_model(screen: &mut Screen, letters: &str) {
    let current = screen.labels(Role::ComboBox).into_iter().find(|name| name.starts_with("Model:")).unwrap();
    screen.press_named(&current);
    screen.type_text(letters);
    screen.press(Key::Enter);
}

fn show_table(screen: &mut Screen) {
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
}

/// What the figure of this row and column says.
#[track_caller]
fn figure(screen: &Screen, row: &str, column: &str) -> String {
    let name = format!("{row}, {column}: show how it is computed");
    screen.only(&name, |node| node.label().as_deref() == Some(name.as_str())).value().unwrap_or_default()
}

/// Opens the receipt of a figure, which must come to the same, and shows this step; closes it again.
#[track_caller]
fn check_receipt(screen: &mut Screen, row: &str, column: &str, step: &str) {
    let said = figure(screen, row, column);
    screen.press_named(&format!("{row}, {column}: show how it is computed"));
    let receipt = screen.window().state().focus.receipt.as_ref().unwrap();
    assert_eq!(receipt.outcome.label(), said);
    screen.has(step);
    screen.press(Key::Escape);
    assert!(screen.window().state().focus.receipt.is_none());
}

/// Commits what the field cannot take: the sentence stands beside it and the answer stays. Escape brings the value back.
#[track_caller]
fn check_refused(screen: &mut Screen, field: &str, text: &str, said: &str, answer: &str) {
    let before = screen.value(field);
    screen.lacks(said);
    screen.fill(field, text);
    screen.has(said);
    screen.has(answer);
    screen.field(field).focus();
    screen.harness.run();
    screen.press(Key::Escape);
    screen.lacks(said);
    assert_eq!(screen.value(field), before);
}

#[test]
fn each_number_moves_the_bill_over_the_range_that_is_asked() {
    let mut screen = asked(Screen::new(), "What moves the bill most?");
    screen.has("Chat message names no requests per day, so these are bills of one task");
    // The cheapest: 500 x $0.05 and 200 to 400 x $0.20 a million.
    screen.has("Output tokens move the bill most: $0.000045 to $0.000105 a task, and $0.000065 now");
    screen.fill("Requests per day", "1000");
    pick_model(&mut screen, "gpt-5.4");
    // 30,000 x (500 x $2.50 + 200 x $10.00 a million) = $97.50.
    screen.has("Requests a day move the bill most: $48.75 to $195.00 a month, and $97.50 now");
    assert_eq!(
        screen.rows(" a month"),
        [
            "Requests a day from 500 to 2,000: $48.75 to $195.00 a month",
            "Output tokens from 100 to 400: $67.50 to $157.50 a month",
            "Input tokens from 250 to 1,000: $78.75 to $135.00 a month",
        ]
    );
    screen.has("Llama 3.3 8B stays the cheapest model throughout every range");
    // A number and a share, and the order follows: 30,000 x ($0.00125 + 2,000 x $0.00001) = $637.50.
    screen.fill("Output tokens, to", "2k");
    assert_eq!(screen.value("Output tokens, to"), "2,000");
    screen.has("Output tokens move the bill most: $67.50 to $637.50 a month, and $97.50 now");
    screen.fill("Output tokens, from", "-100 %");
    screen.has("Output tokens move the bill most: $37.50 to $637.50 a month, and $97.50 now");
    // Far above 128,000 tokens the cheapest cannot take the prompt.
    screen.fill("Input tokens, to", "500000");
    screen.has("Gemini 2.0 Flash at 500,000 input tokens, Llama 3.3 8B now");
    show_table(&mut screen);
    assert_eq!(figure(&screen, "Output tokens", "Bill at the low end"), "$37.50");
    assert_eq!(figure(&screen, "Output tokens", "Bill at the high end"), "$637.50");
    assert_eq!(figure(&screen, "Output tokens", "Difference"), "$600.00");
    // 30,000 x 2,000 tokens = 60,000,000 a month.
    check_receipt(&mut screen, "Output tokens", "Bill at the high end", "2,000");
    check_receipt(&mut screen, "Output tokens", "Difference", "$637.50 - $37.50");
}

#[test]
fn an_end_of_a_range_that_cannot_be_is_refused_beside_its_field() {
    let mut screen = asked(Screen::new(), "What moves the bill most?");
    let answer = "Output tokens move the bill most: $0.000045 to $0.000105 a task, and $0.000065 now";
    for (text, said) in [
        ("50 %", "write -50 %, +100 % or a whole number, such as 250"),
        ("-101 %", "at most -100 %"),
        ("many", "\"many\" is not"),
    ] {
        check_refused(&mut screen, "Input tokens, to", text, said, answer);
    }
    for which in ["from", "to"] {
        screen.fill(&format!("Input tokens, {which}"), "500");
        screen.fill(&format!("Output tokens, {which}"), "200");
    }
    screen.has("Widen a range to see what moves the bill");
}

#[test]
fn price_steps_over_and_ahead_and_the_bill_without_them() {
    let mut screen = Screen::with_files(&[("workloads/long-report.ron", LONG)]);
    drop_files(&mut screen, &[("prices.json", STEPS)]);
    let mut screen = asked(screen, "Are we near a price step?");
    screen.has("Yes: the prompt of 195,000 tokens is over 1 of 2 price steps");
    // What is over stands first and is drawn: 128,000 tokens at $1.00, one more at $1.50 a million.
    screen.has("On beta the step above 128,000 tokens costs $0.066 a task; 67,000 tokens fewer avoid it");
    // 3,000 x (195,000 x $1.50 + 1,000 x $6.00 a million), and 3,000 x (128,000 x $1.00 + 1,000 x $4.00).
    screen.has("A month of such prompts costs $895.50, and $396.00 cut to 128,000 tokens");
    pick_model(&mut screen, "alpha");
    screen.has("On alpha the step above 200,000 tokens costs $0.406 a task; it is 5,001 tokens away");
    screen.lacks("A month of such prompts");
    screen.has("Give the size that 95 of 100 prompts do not exceed");
    screen.fill("95 of 100 prompts are at most", "210k");
    screen.has("At least 5 of 100 prompts are above 200,000 tokens; cut by 10,000 tokens");
    screen.lacks("Give the size that 95 of 100 prompts do not exceed");
    let p95 = "95 of 100 prompts are at most";
    check_refused(&mut screen, p95, "lots", "\"lots\" is not", "cut by 10,000 tokens");
    // Less than the workload's own prompt is taken, and said to be odd.
    let odd = "95 of 100 prompts of at most 100,000 tokens would be shorter than the workload's own of 195,000 tokens";
    screen.lacks("would be shorter");
    screen.fill(p95, "100k");
    screen.has(odd);
    screen.fill(p95, "210k");
    screen.lacks("would be shorter");
    show_table(&mut screen);
    screen.has("10,000 tokens too many");
    screen.has("82,000 tokens too many");
    // 200,000 x $2.00 + 1,000 x $12.00 a million, and 200,001 x $4.00 + 1,000 x $18.00.
    assert_eq!(figure(&screen, "alpha", "A task before"), "$0.412");
    assert_eq!(figure(&screen, "alpha", "With one token more"), "$0.818");
    check_receipt(&mut screen, "alpha", "The step", "$0.818004 - $0.412");
    screen.fill("95 of 100 prompts are at most", "");
    screen.lacks("10,000 tokens too many");
    screen.has("Give the size that 95 of 100 prompts do not exceed");
}

#[test]
fn a_later_bill_follows_what_is_assumed() {
    let mut screen = asked(Screen::new(), "What will it cost later?");
    screen.has("Set requests per day to see what Chat message will cost");
    screen.fill("Requests per day", "1000");
    pick_model(&mut screen, "gpt-5.4");
    // $97.50 now; x 0.7 x 0.7 and x 0.5 x 0.5 after two years.
    screen.has("In 24 months GPT-5.4 costs $24.38 to $47.78 a month");
    screen.has("$97.50 if they stay");
    screen.fill("Months", "12");
    screen.has("In 12 months GPT-5.4 costs $48.75 to $68.25 a month");
    screen.fill("Prices fall a year, from", "10");
    screen.fill("Prices fall a year, to", "20 %");
    screen.has("In 12 months GPT-5.4 costs $78.00 to $87.75 a month if prices fall 10 to 20 % a year");
    // One end takes the other along.
    screen.fill("Prices fall a year, from", "30");
    assert_eq!(screen.value("Prices fall a year, to"), "30 %");
    screen.has("In 12 months GPT-5.4 costs $68.25 a month");
    screen.fill("Prices fall a year, from", "10");
    screen.fill("Prices fall a year, to", "20");
    // 30,000 x 1.1^12 = 94,153 requests x $0.00325 = $306.00; x 0.9 and x 0.8.
    screen.fill("Volume grows a month", "10");
    screen.has("In 12 months GPT-5.4 costs $244.80 to $275.40 a month");
    screen.has("$306.00 if they stay");
    for (field, text, said) in [
        ("Months", "121", "\"121\" is too large; the most is 120"),
        ("Months", "soon", "\"soon\" is not"),
        ("Months", "0", "look 1 to 120 months ahead"),
        ("Months", "", "such as"),
        ("Prices fall a year, to", "101", "at most 100 %"),
        ("Volume grows a month", "much", "\"much\" is not"),
    ] {
        let answer = "In 12 months GPT-5.4 costs $244.80 to $275.40 a month";
        check_refused(&mut screen, field, text, said, answer);
    }
    show_table(&mut screen);
    let day = screen.window().state().today;
    let month = |ahead: i32| {
        let day = day.checked_add(jiff::Span::new().months(ahead)).unwrap();
        day.strftime("%Y-%m").to_string()
    };
    // A quarter of the first year's fall after three months: 30,000 x 1.1^3 = 39,930 x $0.00325 x 0.975.
    assert_eq!(figure(&screen, &month(3), "Prices fall 10 % a year"), "$126.53");
    screen.lacks(&format!("{}, Prices stay", month(1)));
    screen.click("Rows: Months");
    assert_eq!(figure(&screen, &month(1), "Prices stay"), "$107.25");
    check_receipt(
        &mut screen,
        &month(12),
        "Prices fall 20 % a year",
        "$0.00325 a task x 94,153 requests x 0.8 of",
    );
}

#[test]
fn an_announced_price_less_a_discount_is_what_is_billed() {
    // Between the second month and the third.
    let today = Screen::new().window().state().today;
    let from = today.checked_add(jiff::Span::new().months(1).days(10)).unwrap();
    let list = format!(
        r#"[{{"id": "openai", "name": "OpenAI", "models": [{{"id": "gpt-9", "match": {{"equals": "gpt-9"}}, "prices": [
            {{"prices": {{"input_mtok": 2.5, "output_mtok": 10}}}},
            {{"constraint": {{"start_date": "{from}"}}, "prices": {{"input_mtok": 5, "output_mtok": 20}}}}
        ]}}]}}]"#
    );
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("genai.json", &list)]);
    screen.go("Prices");
    screen.click("Page: Discounts");
    screen.fill_without_commit("Provider of a new discount", "OpenAI");
    screen.fill_without_commit("Percent off of a new discount", "20");
    screen.click("Add discount");
    let mut screen = asked(screen, "What will it cost later?");
    screen.fill("Requests per day", "1000");
    pick_model(&mut screen, "gpt-9");
    screen.fill("Months", "2");
    // 30,000 x (500 x $4.00 + 200 x $16.00 a million).
    screen.has(
        "In 2 months openai/gpt-9 costs $156.00 a month if prices fall 30 to 50 % a year, and $156.00 if they stay",
    );
    screen.has(&format!(
        "From {from} the announced prices count, scheduled and unconfirmed, less 20 %: $4.00 in, $16.00 out"
    ));
    show_table(&mut screen);
    screen.click("Rows: Months");
    let month = today.checked_add(jiff::Span::new().months(2)).unwrap();
    let (row, step) = (month.strftime("%Y-%m").to_string(), format!("at the prices announced for {month}"));
    check_receipt(&mut screen, &row, "Prices stay", &step);
    screen.fill("Months", "1");
    screen.has("In 1 month openai/gpt-9 costs");
}

#[test]
fn what_is_fixed_a_month_breaks_even_over_requests() {
    let mut screen = asked(Screen::new(), "From where on is the other cheaper?");
    screen.press_named("Over: Requests");
    screen.fill("Requests per day", "1000");
    screen.has("Nothing is fixed a month for either of the two");
    let pickers = screen.labels(Role::ComboBox);
    for picker in ["One model: Llama 3.3 8B", "The other model: Gemini 2.0 Flash"] {
        assert!(pickers.iter().any(|name| name == picker), "{pickers:?}");
    }
    // Llama 3.3 8B against Gemini 2.0 Flash: $0.000065 a message less, 30 days a month.
    screen.has("At 1,000 requests a day Llama 3.3 8B is cheaper");
    screen.fill("Fixed a month: one", "3.90");
    screen.has("At 1,000 requests a day Gemini 2.0 Flash is cheaper, from 2,001 on Llama 3.3 8B");
    screen.has("Fixed whatever runs: $3.90 a month for Llama 3.3 8B");
    screen.fill("Fixed a month: the other", "1.95");
    screen.has("from 1,001 on Llama 3.3 8B");
    check_refused(
        &mut screen,
        "Fixed a month: the other",
        "much",
        "\"much\" is not",
        "from 1,001 on Llama 3.3 8B",
    );
}

#[test]
fn a_switch_from_a_model_that_nobody_chose_is_an_example() {
    let mut screen = asked(Screen::new(), "Is it worth switching?");
    screen.has("For example, switching from");
    screen.has("choose the model you use now");
    screen.has("From: Choose the one in use");
    screen.go("Compare");
    screen.set_baseline("GPT-5.4, ");
    screen.command(Key::Num4);
    screen.has("Switching from GPT-5.4 to");
    screen.lacks("is an example");
    screen.has("From: The one in use");
}

#[test]
fn a_price_step_is_drawn_for_the_model_of_the_user_and_never_for_a_variant() {
    const VARIANT: &str = r#"{
    "house/alpha:batch": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 1e-7, "output_cost_per_token": 1e-7,
        "input_cost_per_token_above_128k_tokens": 2e-7, "output_cost_per_token_above_128k_tokens": 2e-7},
    "house/beta": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6,
        "input_cost_per_token_above_128k_tokens": 1.5e-6, "output_cost_per_token_above_128k_tokens": 6e-6},
    "house/gamma": {"litellm_provider": "house", "mode": "chat",
        "input_cost_per_token": 2e-6, "output_cost_per_token": 4e-6,
        "input_cost_per_token_above_128k_tokens": 3e-6, "output_cost_per_token_above_128k_tokens": 6e-6}
}"#;
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("steps.json", VARIANT)]);
    let mut screen = asked(screen, "Are we near a price step?");
    screen.has("Model: beta");
    screen.go("Compare");
    screen.set_baseline("gamma, ");
    screen.command(Key::Num4);
    screen.has("Model: gamma");
}

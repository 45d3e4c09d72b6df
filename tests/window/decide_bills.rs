//! Decide: bills, switching, what can be done, and subscriptions.

use eframe::egui::Key;
use egui_kittest::kittest::NodeT;

use crate::screen::Screen;

/// The figure of the receipt that is open.
fn receipt(screen: &Screen) -> String {
    screen.window().state().focus.receipt.as_ref().unwrap().outcome.label().to_owned()
}

#[test]
fn a_bill_follows_the_days_of_a_month() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("What is the bill?");
    screen.has("Set requests per day to see what Chat message costs over time");
    // None of them is what is shown.
    let lit = |screen: &Screen| {
        let is_it = |label: String| label.starts_with("Bars for: A month");
        let period = screen.only("A month", |node| node.label().is_some_and(is_it));
        let node = period.accesskit_node();
        (node.is_disabled(), node.toggled().map(|toggled| toggled == eframe::egui::accesskit::Toggled::True))
    };
    assert_eq!(lit(&screen), (true, Some(false)));
    screen.click("Workload: Chat message");
    screen.type_text("document summary");
    screen.press(Key::Enter);
    screen.fill("Requests per day", "1k");
    screen.has("DeepSeek V4: $28.80 a month");
    assert_eq!(lit(&screen), (false, Some(true)));
    screen.fill("Days per month", "0");
    screen.has("a month has 1 to 31 days");
    screen.fill("Days per month", "20");
    screen.has("DeepSeek V4: $19.20 a month");
    screen.has("A month has 20 days");
    screen.click("Bars for: A year");
    screen.has("DeepSeek V4: $230.40 a year");
    // The workload itself was changed, which is saved.
    screen.until(|documents| documents.workloads.iter().any(|saved| saved.workload.days_per_month() == 20));
    screen.click("Shown: Table");
    screen.press_named("DeepSeek V4, Per year: show how it is computed");
    assert_eq!(receipt(&screen), "$230.40");
    screen.has("12 months x $19.20 a month");
}

#[test]
fn a_switch_is_paid_back() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("Is it worth switching?");
    screen.has("set requests per day to see when $1,000.00 is paid back");
    screen.fill("Requests per day", "1000");
    screen.click("From: Choose the one in use");
    screen.type_text("gpt-5.4");
    screen.press(Key::Enter);
    screen.click("To: The cheapest");
    screen.type_text("gpt-4.1 mini");
    screen.press(Key::Enter);
    screen.has("from GPT-5.4 to GPT-4.1 mini saves $81.90 a month and pays back $1,000.00 after 12.2 months");
    screen.fill("Cost of switching, once", "-1");
    screen.has("GPT-4.1 mini saves $81.90 a month and pays back $1,000.00 after 12.2 months");
    screen.press(Key::Escape);
    screen.fill("Cost of switching, once", "100");
    screen.has("pays back $100.00 after 1.2 months");
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
    screen.press_named("Per year, Saving: show how it is computed");
    assert_eq!(receipt(&screen), "$982.80");
    screen.has("12 months x ($97.50 - $15.60)");
}

#[test]
fn any_number_is_found_from_the_others() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("How much can we do?");
    screen.has("requests a day on Llama 3.3 8B");
    screen.click("Model: The cheapest");
    screen.type_text("gpt-5.4");
    screen.press(Key::Enter);
    // 500 / (0.00325 x 30)
    screen.has("$500.00 a month affords up to 5,128 requests a day on GPT-5.4");
    screen.fill("Input tokens", "0");
    screen.fill("Output tokens", "0");
    screen.has("a task needs at least one token, in or out");
    screen.press(Key::Escape);
    screen.fill("Input tokens", "500");
    screen.click("Find: Output tokens");
    screen.has("Set requests per day to find the output tokens of Chat message");
    screen.fill("Requests per day", "1k");
    screen.has("output tokens a request at 1,000 requests a day on GPT-5.4");
    screen.click("Find: Budget");
    screen.has("GPT-5.4 takes $97.50 a month for 1,000 requests a day of Chat message");
    screen.click("Find: Requests");
    screen.fill("Budget a month", "97.5");
    screen.has("$97.50 a month affords up to 1,000 requests a day on GPT-5.4");
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
    screen.press_named("GPT-5.4, Requests per day: show how it is computed");
    assert_eq!(receipt(&screen), "1,000");
    screen.has("$97.50 / ($0.00325 a task x 30 days), whole ones");
}

#[test]
fn a_subscription_pays_from_a_number_of_requests_on() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("Does a subscription pay?");
    screen.has("Llama 3.3 8B costs no more; from ");
    screen.click("Model: The cheapest");
    screen.type_text("gpt-5.4");
    screen.press(Key::Enter);
    screen.has(
        "Up to 6,153 requests a month, GPT-5.4 costs no more; from 6,154 on, the subscription is cheaper",
    );
    screen.fill("Subscription a month", "3.25");
    screen.has(
        "Up to 1,000 requests a month, GPT-5.4 costs no more; from 1,001 on, the subscription is cheaper",
    );
    screen.fill("Requests per day", "100");
    screen.has(
        "At the workload's 3,000 requests a month, GPT-5.4 costs $9.75: the subscription saves $6.50 a month",
    );
    if screen.says("Shown: Table") {
        screen.click("Shown: Table");
    }
    screen.press_named("GPT-5.4, Cheaper from, requests a month: show how it is computed");
    assert_eq!(receipt(&screen), "1,001");
    screen.has("$3.25 / $0.00325 a task");
}

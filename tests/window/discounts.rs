//! Discounts: added, changed, removed, refused; what they do to prices; own prices that a list has caught up with.

use eframe::egui::Role;
use egui_kittest::kittest::NodeT;
use tokens_per_dollar::store::Documents;

use crate::lists::{FIRST, drop_files};
use crate::screen::Screen;

fn opened() -> Screen {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Discounts");
    screen
}

fn add(screen: &mut Screen, provider: &str, off: &str, until: &str) {
    screen.fill_without_commit("Provider of a new discount", provider);
    screen.fill_without_commit("Percent off of a new discount", off);
    screen.fill_without_commit("Until of a new discount", until);
    screen.click("Add discount");
}

fn kept(documents: &Documents) -> Vec<(String, String, String)> {
    let all = documents.discounts.value.iter();
    all.map(|discount| (discount.provider.clone(), discount.off.to_percent(), discount.note.clone()))
        .collect()
}

fn row(provider: &str, off: &str, note: &str) -> (String, String, String) {
    (provider.to_owned(), off.to_owned(), note.to_owned())
}

#[test]
fn a_discount_lowers_the_prices_of_its_provider_and_the_list_price_stays_known() {
    let mut screen = opened();
    add(&mut screen, "OpenAI", "15 %", "2100-12-31");
    screen.until(|documents| kept(documents) == [row("OpenAI", "15", "")]);
    screen.click("Page: Models");
    screen.has("−15 %");
    screen.go("Compare");
    // $2.00 per million, 15 % off: a dollar buys 588,235.
    screen.has("GPT-4.1, 588,235 tokens per dollar");
    screen.choose_model("GPT-4.1, ");
    screen.has("$2.00");
    screen.has("$1.70");
    // The own price stands above it.
    screen.go("Prices");
    screen.fill("Own input price of GPT-4.1", "1");
    screen.go("Compare");
    screen.has("GPT-4.1, 1,000,000 tokens per dollar");
    screen.click("Undo set own price of GPT-4.1");
    screen.has("GPT-4.1, 588,235 tokens per dollar");
    screen.click("Undo add the discount of OpenAI");
    screen.has("GPT-4.1, 500,000 tokens per dollar");
    screen.until(|documents| kept(documents).is_empty());
}

#[test]
fn a_discount_is_changed_a_field_at_a_time_and_removed() {
    let mut screen = opened();
    add(&mut screen, "OpenAI", "15", "");
    add(&mut screen, "Anthropic", "10", "");
    screen.fill("Percent off of the discount of OpenAI", "abc");
    screen.has("\"abc\" is not");
    // What is wrong in one field takes no other along.
    screen.fill("Note of the discount of OpenAI", "contract");
    screen.until(|documents| kept(documents)[0] == row("OpenAI", "15", "contract"));
    assert_eq!(screen.value("Percent off of the discount of OpenAI"), "abc");
    screen.fill("Percent off of the discount of OpenAI", "12.5");
    screen.until(|documents| kept(documents)[0] == row("OpenAI", "12.5", "contract"));
    screen.fill("Percent off of the discount of Anthropic", "no");
    screen.click("Remove the discount of OpenAI");
    screen.until(|documents| kept(documents) == [row("Anthropic", "10", "")]);
    assert_eq!(screen.value("Percent off of the discount of Anthropic"), "10");
    screen.click("Undo remove the discount of OpenAI");
    screen.until(|documents| kept(documents)[0] == row("OpenAI", "12.5", "contract"));
    let tabs = screen.copied_text("Copy for a spreadsheet");
    assert_eq!(tabs, "Provider\tPercent off\tUntil\tNote\nOpenAI\t12.5\t\tcontract\nAnthropic\t10\t\t\n");
}

#[test]
fn a_discount_that_cannot_be_is_refused_beside_the_field() {
    let mut screen = opened();
    for off in ["0", "101", "-5", "abc"] {
        screen.fill_without_commit("Provider of a new discount", "OpenAI");
        screen.fill_without_commit("Percent off of a new discount", off);
        let add = screen.only("Add discount", |node| node.label().as_deref() == Some("Add discount"));
        assert!(add.accesskit_node().is_disabled(), "{off}");
    }
    screen.fill_without_commit("Percent off of a new discount", "5");
    screen.fill_without_commit("Until of a new discount", "tomorrow");
    screen.has("write the last day like 2027-12-31");
    assert!(screen.window().state().documents.discounts.value.iter().next().is_none());
}

#[test]
fn a_discount_says_how_many_models_it_lowers_and_who_may_be_meant() {
    let mut screen = opened();
    screen.fill_without_commit("Provider of a new discount", "chatgpt");
    screen.has("Applies to 0 models: no list in use has a provider chatgpt. Do you mean");
    screen.click("OpenAI (4 models)");
    assert_eq!(screen.value("Provider of a new discount"), "OpenAI");
    screen.has("Applies to 4 models");
    add(&mut screen, "Opnai", "15", "");
    screen.has("Applies to 0 models: no list in use has a provider Opnai. Do you mean");
    screen.click("OpenAI (4 models)");
    screen.until(|documents| kept(documents) == [row("OpenAI", "15", "")]);
    screen.lacks("Applies to 0 models");
    add(&mut screen, "House", "10", "");
    screen.has("Applies to 0 models: no list in use has a provider House.");
    screen.lacks("Do you mean");
    // A list that has it makes it count, and then the other one lies idle.
    drop_files(&mut screen, &[("prices.json", FIRST)]);
    screen.click("Page: Discounts");
    screen.lacks("has a provider House");
    screen.has("Applies to 0 models: no list in use has a provider OpenAI");
}

#[test]
fn where_a_discount_counts_compare_and_prices_say_so() {
    let mut screen = opened();
    add(&mut screen, "Groq", "20", "");
    screen.go("Compare");
    // Llama 3.3 8B of Groq is the cheapest.
    screen.has("after your discount of 20 % at Groq");
    screen.has("Groq less 20 %");
    screen.has("1 discount");
    screen.go("Prices");
    screen.click("Page: Models");
    screen.has("List input price of Llama 3.3 8B: $0.05 before, $0.04 after the discount of 20 %");
}

#[test]
fn a_discount_whose_last_day_has_passed_no_longer_counts() {
    let mut screen = opened();
    add(&mut screen, "OpenAI", "15", "2020-01-01");
    screen.has("A discount whose last day has passed no longer counts");
    screen.go("Compare");
    screen.has("GPT-4.1, 500,000 tokens per dollar");
}

#[test]
fn two_discounts_of_one_provider_are_told_apart() {
    let mut screen = opened();
    add(&mut screen, "OpenAI", "15", "2100-01-01");
    add(&mut screen, "OpenAI", "10", "");
    screen.has_role(Role::Button, "Remove the discount of OpenAI, number 1");
    screen.click("Remove the discount of OpenAI, number 2");
    screen.until(|documents| kept(documents) == [row("OpenAI", "15", "")]);
}

/// The price of GPT-4.1 in a list of today, which is what the user had set.
const CAUGHT_UP: &str = r#"{"gpt-4.1": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-6, "output_cost_per_token": 6e-6}}"#;

#[test]
fn an_own_price_sticks_when_a_list_has_the_same_model_and_is_let_go_when_it_is_the_same() {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.fill("Own input price of GPT-4.1", "1.50");
    drop_files(&mut screen, &[("prices.json", &CAUGHT_UP.replace("1.5e-6", "1.8e-6"))]);
    screen.click("Page: Models");
    let fields = screen.labels(Role::TextInput);
    let field = fields.iter().find(|name| name.starts_with("Own input price of")).unwrap();
    assert_eq!(screen.value(field), "1.50", "{fields:?}");
    screen.lacks("now equals the list");
    drop_files(&mut screen, &[("newer.json", CAUGHT_UP)]);
    screen.click("Page: Models");
    screen.has("1 of your prices now equals the list.");
    screen.click("Remove own prices that equal the list");
    screen.until(|documents| documents.overrides.value.is_empty());
    screen.lacks("now equals the list");
    screen.click("Undo remove 1 own price that equal the list");
    screen.until(|documents| documents.overrides.value.len() == 1);
    drop_files(&mut screen, &[("prices.json", FIRST)]);
    // Another list than the one in its place is not taken without a word.
    screen.has("would replace most of its");
}

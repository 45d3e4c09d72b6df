//! Prices: prices of one's own, models of one's own, hidden models, prices of models that are gone.

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;

use tokens_per_dollar::catalog::{Part, PriceKind};
use tokens_per_dollar::processing::Processing;

use crate::lists::drop_files;
use crate::screen::Screen;

fn opened() -> Screen {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen
}

fn own(documents: &tokens_per_dollar::store::Documents, model: &str) -> Option<(String, String, String)> {
    let entry = documents.overrides.value.iter().find(|entry| entry.model.as_str() == model)?;
    let text = |price: Option<tokens_per_dollar::money::Price>| {
        price.map(tokens_per_dollar::money::label::price).unwrap_or_default()
    };
    let usual = |part| text(entry.prices.get(PriceKind::standard(part)));
    Some((usual(Part::Input), usual(Part::Output), entry.note.clone()))
}

#[test]
fn an_own_price_is_typed_marked_saved_and_followed() {
    let mut screen = opened();
    assert!(!screen.is_open("Note on the own price of GPT-4.1"));
    screen.fill("Own input price of GPT-4.1", "$1.50");
    screen.has("own price");
    screen.has("of your own");
    screen.fill("Own output price of GPT-4.1", "6");
    screen.fill("Note on the own price of GPT-4.1", "contract of May");
    screen.until(|documents| {
        own(documents, "openai/gpt-4.1")
            == Some(("$1.50".to_owned(), "$6.00".to_owned(), "contract of May".to_owned()))
    });
    screen.go("Compare");
    screen.has("GPT-4.1, 666,667 tokens per dollar, rank 9 of 13, own price");
    screen.has_role(Role::Button, "Undo set own price of GPT-4.1");
    screen.choose_model("GPT-4.1, ");
    screen.has("contract of May");
    screen.has("list $2.00");
}

#[test]
fn a_price_that_cannot_be_read_stays_and_is_explained() {
    let mut screen = opened();
    for (text, sentence) in [
        ("cheap", "\"cheap\" is not a number"),
        ("-1", "is negative"),
        ("1,500", "1500 or 1.5?"),
        ("€3", "US dollars"),
    ] {
        screen.fill("Own input price of GPT-4.1", text);
        screen.has(sentence);
        assert_eq!(screen.value("Own input price of GPT-4.1"), text);
    }
    screen.field("Own input price of GPT-4.1").focus();
    screen.harness.run();
    screen.press(Key::Escape);
    screen.lacks("US dollars:");
    assert_eq!(screen.value("Own input price of GPT-4.1"), "");
    screen.has_role(Role::Button, "Nothing to undo");
}

#[test]
fn one_price_or_all_go_back_to_the_list() {
    let mut screen = opened();
    screen.fill("Own input price of GPT-4.1", "1");
    screen.fill("Own output price of DeepSeek V4", "1");
    screen.fill("Own input price of Mistral Large", "0");
    screen.has_role(Role::Button, "Reset all own prices (3)");
    screen.click("Reset the price of GPT-4.1");
    screen.has_role(Role::Button, "Reset all own prices (2)");
    assert_eq!(screen.value("Own input price of GPT-4.1"), "");
    screen.click("Only own prices");
    assert!(screen.labels(Role::TextInput).iter().all(|name| !name.contains("GPT-4.1")));
    screen.has("Own input price of Mistral Large");
    screen.click("Reset all own prices (2)");
    screen.until(|documents| documents.overrides.value.is_empty());
    let undo = screen.labels(Role::Button).into_iter().find(|label| label.starts_with("Undo ")).unwrap();
    screen.click(&undo);
    screen.until(|documents| documents.overrides.value.len() == 2);
    screen.fill("Own output price of DeepSeek V4", "");
    screen.until(|documents| documents.overrides.value.len() == 1);
}

/// An own price of GPT-4.1 on record.
fn further(
    documents: &tokens_per_dollar::store::Documents,
    processing: Processing,
    part: Part,
) -> Option<String> {
    let model = tokens_per_dollar::catalog::ModelId::new("openai/gpt-4.1").unwrap();
    let price =
        documents.overrides.value.get(&model)?.prices.get(PriceKind { processing, above: None, part })?;
    Some(price.per_million_or_empty())
}

#[test]
fn cached_and_batch_prices_of_ones_own_are_typed_marked_undone_and_reset() {
    let (read, batch) = ("Own cache read price of GPT-4.1", "Own batch input price of GPT-4.1");
    let mut screen = opened();
    assert!(screen.labels(Role::TextInput).iter().all(|name| name != read));
    screen.press_named("More prices of GPT-4.1");
    assert_eq!(screen.focused(), read, "the keyboard goes to the first field");
    screen.fill(read, "0.2");
    screen.until(|documents| {
        further(documents, Processing::Standard, Part::CacheRead).as_deref() == Some("0.20")
    });
    screen.has_role(Role::Button, "Undo set own cache read price of GPT-4.1");
    screen.fill(batch, "1");
    screen.fill("Own batch output price of GPT-4.1", "4");
    screen.has_role(Role::Button, "Undo set own batch output price of GPT-4.1");
    screen.until(|documents| further(documents, Processing::Batch, Part::Output).as_deref() == Some("4.00"));
    screen.has("own price");

    // What cannot be read stays, and is explained.
    screen.fill("Own flex input price of GPT-4.1", "cheap");
    screen.has("\"cheap\" is not a number");
    screen.fill("Own flex input price of GPT-4.1", "");

    screen.press_named("Reset the own batch input price of GPT-4.1");
    assert_eq!(screen.value(batch), "");
    screen.until(|documents| further(documents, Processing::Batch, Part::Input).is_none());
    screen.click("Undo reset own batch input price of GPT-4.1");
    assert_eq!(screen.value(batch), "1.00");
    screen.command(Key::Z);
    screen.command(Key::Z);
    screen.command(Key::Z);
    assert_eq!((screen.value(read), screen.value(batch)), (String::new(), String::new()));
    screen.until(|documents| documents.overrides.value.is_empty());
    screen.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(screen.value(read), "0.20");

    screen.press_named("Close more prices of GPT-4.1");
    assert!(screen.labels(Role::TextInput).iter().all(|name| name != read));
    assert_eq!(screen.focused(), "More prices of GPT-4.1", "the keyboard goes back to where it was");
    // The model's own input and output are the list's still, so a task with cached tokens has prices of both.
    screen.click("Reset the price of GPT-4.1");
    screen.until(|documents| documents.overrides.value.is_empty());
}

#[test]
fn the_tiers_of_a_list_and_a_fee_have_fields_and_the_list_s_prices_are_shown_in_them() {
    let models = r#"(version: 1, models: [(id: "me/long", name: "Long", provider: "Me", input: "1", output: "2",
        tiers: [(above: 200000, input: "3", output: "4")], batch: (input: "0.5", output: "1"))], hidden: [])"#;
    let mut screen = Screen::with_files(&[("models.ron", models)]);
    screen.go("Prices");
    screen.press_named("More prices of Long");
    for name in [
        "Own input price above 200,000 tokens of Long",
        "Own batch cache read price above 200,000 tokens of Long",
        "Own reasoning price of Long",
    ] {
        assert!(screen.labels(Role::TextInput).contains(&name.to_owned()), "{name}");
    }
    screen.fill("Own input price above 200,000 tokens of Long", "$2.50");
    screen.fill("Own request fee of Long", "0.01");
    let model = tokens_per_dollar::catalog::ModelId::new("me/long").unwrap();
    screen.until(|documents| {
        documents.overrides.value.get(&model).is_some_and(|own| own.prices.iter().count() == 2)
    });
    assert_eq!(screen.value("Own input price above 200,000 tokens of Long"), "2.50");
    assert_eq!(screen.value("Own request fee of Long"), "0.01");
}

#[test]
fn a_file_with_a_field_of_a_newer_version_shows_its_prices_and_cannot_be_changed() {
    let overrides =
        r#"(version: 1, overrides: [(model: "openai/gpt-4.1", cache_read: "0.3", cache_reed: "1")])"#;
    let mut screen = Screen::with_files(&[("overrides.ron", overrides)]);
    screen.go("Prices");
    screen.has("Your own prices cannot be changed");
    screen.press_named("More prices of GPT-4.1");
    assert_eq!(screen.value("Own cache read price of GPT-4.1"), "0.30");
    assert!(!screen.is_open("Own cache read price of GPT-4.1"));
}

#[test]
fn a_mixed_bill_says_so_beside_its_bar_in_the_details_and_on_its_receipt() {
    let mut screen = opened();
    screen.fill("Own input price of GPT-4.1", "1");
    screen.go("Compare");
    screen.click("Figure: Cost per task");
    screen
        .rows("mixed: own and list prices")
        .iter()
        .for_each(|row| assert!(row.starts_with("GPT-4.1, "), "{row}"));
    assert_eq!(screen.rows("mixed: own and list prices").len(), 1);
    screen.choose_model("GPT-4.1,");
    screen.has("your input price");
    screen.has("output price of the list");
    screen.press_named("One task: show how it is computed");
    screen.has("Mixed: your prices and the list's");
    let receipt = screen.window().state().focus.receipt.clone().unwrap();
    assert!(receipt.to_text().contains("your input price"), "{}", receipt.to_text());
}

#[test]
fn a_model_of_ones_own_is_added_and_removed() {
    let mut screen = opened();
    screen.click("Add a model…");
    screen.fill_without_commit("Model of the new model", "House model");
    screen.has("A model needs a name and a provider");
    screen.fill_without_commit("Provider of the new model", "In-house");
    screen.fill_without_commit("Input price of the new model", "dear");
    screen.has("\"dear\" is not a number");
    screen.fill_without_commit("Input price of the new model", "0.01");
    screen.fill_without_commit("Output price of the new model", "0.02");
    screen.fill_without_commit("Context window of the new model", "32k");
    screen.click("Add model");
    screen.lacks("A model of your own");
    screen.has("own model");
    screen.until(|documents| documents.own_models.value.models.len() == 1);
    screen.go("Compare");
    screen.has("House model is cheapest for");
    screen.has("rank 1 of 14");
    let mut screen = screen.reopened();
    screen.go("Prices");
    screen.click("Remove House model");
    screen.until(|documents| documents.own_models.value.models.is_empty());
    screen.click("Undo remove model House model");
    screen.until(|documents| documents.own_models.value.models.len() == 1);
}

#[test]
fn the_form_for_a_model_is_filled_by_keyboard() {
    let mut screen = opened();
    screen.click("Add a model…");
    screen.field("Model of the new model").focus();
    screen.harness.run();
    for text in ["Key model", "Nobody", "1", "2", "1000"] {
        screen.type_text(text);
        if text != "1000" {
            screen.press(Key::Tab);
        }
    }
    screen.press(Key::Enter);
    screen.until(|documents| documents.own_models.value.models.len() == 1);
    screen.click("Add a model…");
    screen.fill_without_commit("Model of the new model", "Another");
    screen.click("Cancel");
    screen.lacks("A model of your own");
}

#[test]
fn a_model_is_hidden_everywhere_and_shown_again() {
    let mut screen = opened();
    screen.press_named("Hide Llama 3.3 8B");
    screen.has("12 models (1 hidden)");
    screen.until(|documents| documents.own_models.value.hidden.len() == 1);
    screen.go("Compare");
    screen.has("Gemini 2.0 Flash is cheapest for");
    screen.go("Prices");
    screen.click("Show hidden (1)");
    screen.press_named("Show Llama 3.3 8B");
    screen.until(|documents| documents.own_models.value.hidden.is_empty());
    screen.go("Compare");
    screen.has("Llama 3.3 8B is cheapest for");
}

#[test]
fn prices_of_models_that_are_gone_are_kept_until_removed() {
    let overrides = r#"(version: 1, overrides: [(model: "gone/model", input: "3", note: "old contract")])"#;
    let mut screen = Screen::with_files(&[("overrides.ron", overrides)]);
    screen.go("Prices");
    screen.has("Own prices of models that no longer exist (1)");
    screen.has("input $3.00, output list price");
    screen.click("Remove own price of gone/model");
    screen.lacks("no longer exist");
    screen.until(|documents| documents.overrides.value.is_empty());
}

#[test]
fn rows_are_found_by_name() {
    let mut screen = opened();
    screen.fill_without_commit("Find a model", "opus");
    let fields = screen.labels(Role::TextInput);
    assert!(fields.contains(&"Own input price of Claude Opus 4.6".to_owned()));
    assert_eq!(fields.iter().filter(|name| name.starts_with("Own input price")).count(), 1);
    screen.click("Clear search and filter");
    assert_eq!(
        screen.labels(Role::TextInput).iter().filter(|name| name.starts_with("Own input")).count(),
        13
    );
}

#[test]
fn a_list_price_opens_the_receipt_of_the_price_that_is_paid() {
    let mut screen = opened();
    let figure = "List input price of GPT-4.1: show how it is computed";
    screen.click(figure);
    screen.has("Price per million input tokens");
    let receipt = |screen: &Screen| screen.window().state().focus.receipt.clone();
    assert_eq!(receipt(&screen).unwrap().outcome.label(), "$2.00");
    screen.press(Key::Escape);
    assert!(receipt(&screen).is_none());
    // With an own price the cell still says what the list charges, and its receipt says both.
    screen.fill("Own output price of GPT-4.1", "6");
    screen.click("List output price of GPT-4.1: show how it is computed");
    assert_eq!(receipt(&screen).unwrap().outcome.label(), "$6.00");
    screen.has("$8.00");
    screen.press(Key::Escape);
    // By keyboard: the figure is a stop before the fields of its row.
    screen.harness.get_by_label(figure).focus();
    screen.harness.run();
    screen.press(Key::Enter);
    assert_eq!(receipt(&screen).unwrap().outcome.label(), "$2.00");
    screen.press(Key::Escape);
    screen.press(Key::Tab);
    assert_eq!(screen.focused(), "List output price of GPT-4.1: show how it is computed");
    screen.press(Key::Tab);
    assert_eq!(screen.focused(), "Own input price of GPT-4.1");
}

#[test]
fn list_prices_stand_with_their_points_below_each_other() {
    let mut screen = opened();
    screen.click("Add a model…");
    screen.fill_without_commit("Model of the new model", "Fine");
    screen.fill_without_commit("Provider of the new model", "Fine");
    screen.fill_without_commit("Input price of the new model", "0.12345");
    screen.fill_without_commit("Output price of the new model", "1");
    screen.click("Add model");
    let figure = |screen: &Screen, model: &str| {
        let name = format!("List input price of {model}");
        screen.only(&name, |node| node.label().is_some_and(|label| label.starts_with(&name))).rect()
    };
    let (fine, plain) = (figure(&screen, "Fine"), figure(&screen, "Claude Opus 4.6"));
    // Three more digits behind the point, each about as wide as any digit.
    let digit = (fine.right() - plain.right()) / 3.0;
    assert!((6.0..11.0).contains(&digit), "{fine:?} and {plain:?}");
}

#[test]
fn what_is_wrong_with_two_prices_of_a_row_is_read_side_by_side() {
    let mut screen = opened();
    screen.fill("Own input price of GPT-4.1", "cheap");
    screen.fill("Own output price of GPT-4.1", "-1");
    let (input, output) = ("Input: \"cheap\" is not a number", "Output: \"-1\" is negative");
    let place = |text: &str| {
        let is_so = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.role() == Role::Label && node.value().is_some_and(|value| value.starts_with(text))
        };
        screen.only(text, is_so).rect()
    };
    let (input, output) = (place(input), place(output));
    assert!(!input.intersects(output) && input.bottom() <= output.top(), "{input:?} and {output:?}");
    screen.fill("Own input price of GPT-4.1", "1");
    screen.lacks("Output: ");
    screen.has("\"-1\" is negative");
}

#[test]
fn ctrl_z_takes_a_change_back_while_the_next_field_has_the_keyboard() {
    let mut screen = opened();
    screen.fill_without_commit("Own input price of GPT-4.1", "1.5");
    screen.command(Key::Z);
    assert_eq!(
        screen.value("Own input price of GPT-4.1"),
        "",
        "what is being typed is the field's own to undo"
    );
    screen.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(screen.value("Own input price of GPT-4.1"), "1.5");
    screen.press(Key::Tab);
    assert_eq!(screen.focused(), "Own output price of GPT-4.1");
    screen.has_role(Role::Button, "Undo set own price of GPT-4.1");
    screen.command(Key::Z);
    assert_eq!(screen.value("Own input price of GPT-4.1"), "");
    assert_eq!(screen.focused(), "Own output price of GPT-4.1");
    screen.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(screen.value("Own input price of GPT-4.1"), "1.50");
    // Nor is the change of a field's value by the app the field's own to undo.
    screen.field("Own input price of GPT-4.1").focus();
    screen.harness.run();
    screen.command(Key::Z);
    screen.command(Key::Z);
    assert_eq!(screen.value("Own input price of GPT-4.1"), "");
    assert!(screen.window().state().typed.is_empty());
}

/// Four sellers of one model, of which one takes a two-hundredth of what the others do, and a slip of a factor of 1,000.
const ODD: &str = r#"{
    "gpt-9": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6},
    "azure/gpt-9": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 8e-6},
    "groq/gpt-9": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6},
    "poe/gpt-9": {"litellm_provider": "poe", "mode": "chat", "input_cost_per_token": 1e-8, "output_cost_per_token": 8e-6},
    "house/slip": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 0.0072, "output_cost_per_token": 0.0144}
}"#;

#[test]
fn an_odd_price_is_marked_until_the_user_says_that_it_is_right() {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", ODD)]);
    screen
        .has("1 model has a price that can't be true: house/slip ($7,200.00 in, $14,400.00 out per million)");
    screen.has(
        "1 model has a doubtful price: poe/gpt-9 ($0.01 in per million, 1/200 of what 3 other sellers take",
    );
    screen.has("Prices to check (2)");
    screen.go("Compare");
    assert_eq!(screen.models(), ["gpt-9"]);
    screen.click("1 of 5 models");
    screen.has_role(Role::CheckBox, "1 with prices that can't be true");
    screen.has_role(Role::CheckBox, "1 with doubtful prices");
    screen.press(Key::Escape);
    screen.go("Prices");
    screen.click("Page: Models");
    screen.click("Only prices to check (2)");
    screen.has("List input price of slip, can't be true");
    screen.has("doubtful price");
    screen.click("The price of slip is right");
    screen.has("The price of slip counts as it is; other figures ask again");
    screen.until(|documents| documents.overrides.value.confirmed().len() == 1);
    screen.has("Only prices to check (1)");
    screen.go("Compare");
    assert_eq!(screen.models(), ["gpt-9", "slip"]);
    screen.choose_model("slip,");
    screen.has("that this is right: input tokens at $7,200.00 and output tokens at $14,400.00 per million");
    screen.click("Ask again");
    screen.until(|documents| documents.overrides.value.confirmed().is_empty());
    assert_eq!(screen.models(), ["gpt-9"]);
    screen.command(Key::Z);
    screen.has("Undone: ask again about the price of slip");
    assert_eq!(screen.models(), ["gpt-9", "slip"]);
    screen.command(Key::Z);
    screen.has("Undone: take the price of slip for right");
    screen.until(|documents| documents.overrides.value.confirmed().is_empty());
    assert_eq!(screen.models(), ["gpt-9"]);
}

#[test]
fn heads_stand_above_the_digits_of_most_rows() {
    const SAYS: &str = ": show how it is computed";
    let head = "model,provider,input_price_per_million,output_price_per_million\n";
    let usual: Vec<String> =
        (1..=9).map(|place| format!("model-{place},house,{place}.50,{place}0.25\n")).collect();
    let list = format!("{head}{}long,house,0.0123456,0.0654321\n", usual.concat());
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.csv", &list)]);
    screen.go("Prices");
    screen.click("Page: Models");
    for (head, price) in [("List input", "List input price of "), ("List output", "List output price of ")] {
        let right = |name: &str| {
            screen
                .only(name, |node| {
                    node.role() != Role::TextRun
                        && node
                            .label()
                            .or_else(|| node.value())
                            .is_some_and(|label| label.trim_end_matches(SAYS) == name)
                })
                .rect()
                .max
                .x
        };
        let (head, usual, long) =
            (right(head), right(&format!("{price}model-3")), right(&format!("{price}long")));
        assert!((head - usual).abs() < 2.0, "{head} over {usual}");
        // The points stand below each other, so the long one goes on behind the others.
        assert!(long > usual + 20.0, "{long} behind {usual}");
    }
}

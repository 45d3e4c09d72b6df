//! Every control of every screen: it has a name for screen readers, and the Tab key reaches it.

use std::collections::BTreeSet;

use eframe::egui::{Key, Rect, Role, accesskit};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;

use crate::screen::Screen;
use crate::{lists, scope};

/// What is done to open a screen.
pub type Open = fn(&mut Screen);

/// The screens, with what opens forms, menus and all that is not always there.
pub const SCREENS: [(&str, Open); 34] = [
    ("Compare", |_| {}),
    ("Compare with a form and a baseline", |screen| {
        screen.set_baseline("GPT-4.1, ");
        screen.click("New workload");
    }),
    ("Compare, costs", |screen| screen.click("Figure: Cost per task")),
    ("Compare, gap", |screen| screen.click("Figure: Output/input gap")),
    ("Compare, table", |screen| screen.click("Figure: Table")),
    ("Compare, filtered", |screen| screen.fill_without_commit("Find a model", "gpt")),
    ("Workloads", |screen| screen.go("Workloads")),
    ("Workloads with a form", |screen| {
        screen.go("Workloads");
        screen.click("New workload");
    }),
    ("Prices", |screen| screen.go("Prices")),
    ("Prices with a form and own prices", |screen| {
        screen.go("Prices");
        screen.fill("Own input price of GPT-4.1", "1");
        screen.click("Hide Mistral Large");
        screen.click("Add a model…");
    }),
    ("Price lists, none loaded", |screen| {
        screen.go("Prices");
        screen.click("Page: Price lists");
    }),
    ("Price lists", |screen| {
        lists::drop_files(screen, &[("prices.json", lists::FIRST), ("company.csv", lists::COMPANY)]);
        lists::drop_files(screen, &[("newer.json", lists::SECOND), ("bad.json", "{")]);
        screen.click("What changed in LiteLLM");
        screen.press_named("Name, address and daily update of LiteLLM");
        screen.press_named("Name, address and daily update of company");
    }),
    ("Compare with lists", |screen| {
        lists::drop_files(screen, &[("prices.json", scope::MARKET)]);
        screen.go("Compare");
        screen.click("Compare all 8 models");
        screen.choose_model("gpt-9, 500,000");
        screen.click("Pin");
    }),
    ("Compare with lists, costs, and all that stands above them", |screen| {
        lists::drop_files(screen, &[("prices.json", scope::MARKET)]);
        screen.click("Page: Models");
        screen.fill("Own input price of other", "0.4");
        screen.go("Workloads");
        screen.fill("Name", "Quarterly customer support conversations with attachments in every region");
        screen.go("Compare");
        screen.click("Figure: Cost per task");
        screen.set_baseline("gpt-9, ");
    }),
    ("Compare with lists, table", |screen| {
        lists::drop_files(screen, &[("prices.json", scope::MARKET)]);
        screen.go("Compare");
        screen.click("Figure: Table");
        screen.click("Compare all 8 models");
    }),
    ("Prices with lists", |screen| {
        lists::drop_files(screen, &[("prices.json", scope::MARKET)]);
        screen.click("Page: Models");
        screen.click("Compare all 8 models");
    }),
    ("Discounts", |screen| {
        screen.go("Prices");
        screen.click("Page: Discounts");
        for provider in ["OpenAI", "Anthropic", "OpenAI"] {
            screen.fill_without_commit("Provider of a new discount", provider);
            screen.fill_without_commit("Percent off of a new discount", "10");
            screen.click("Add discount");
        }
    }),
    ("Decide", |screen| screen.go("Decide")),
    ("Decide, budget", |screen| {
        screen.go("Decide");
        screen.click("What does a budget afford?");
        screen.fill("Requests per day", "10k");
        screen.click("Shown: Table");
    }),
    ("Settings", |screen| screen.go("Settings")),
    ("Shortcuts", |screen| screen.press(Key::F1)),
    ("Palette", |screen| screen.command(Key::K)),
    ("Decide, how much can we do", |screen| decide(screen, "How much can we do?")),
    ("Decide, what is the bill", |screen| decide(screen, "What is the bill?")),
    ("Decide, portfolio", |screen| {
        decide(screen, "What do our workloads cost together?");
        screen.click("New portfolio");
    }),
    ("Decide, which model should we take", |screen| decide(screen, "Which model should we take?")),
    ("Decide, what does quality cost", |screen| decide(screen, "What does quality cost?")),
    ("Decide, from where on is the other cheaper", |screen| {
        decide(screen, "From where on is the other cheaper?");
    }),
    ("Decide, does a subscription pay", |screen| decide(screen, "Does a subscription pay?")),
    ("Decide, is it worth switching", |screen| decide(screen, "Is it worth switching?")),
    ("Decide, what moves the bill most", |screen| decide(screen, "What moves the bill most?")),
    ("Decide, are we near a price step", |screen| decide(screen, "Are we near a price step?")),
    ("Decide, what will it cost later", |screen| decide(screen, "What will it cost later?")),
    ("A receipt", |screen| {
        screen.command(Key::E);
        screen.press_named("Llama 3.3 8B, cost per task: show how it is computed");
    }),
];

/// Decide with a question, of a workload that has requests per day.
fn decide(screen: &mut Screen, question: &str) {
    screen.go("Workloads");
    screen.fill("Requests per day", "10k");
    screen.go("Decide");
    screen.press_named(question);
}

/// A control: what it is, what it is called, where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    pub role: Role,
    pub name: String,
    pub rect: Rect,
    is_enabled: bool,
}

/// Everything that can take the focus or that is there to be used; a text that can only be selected is neither.
pub fn controls(screen: &Screen) -> Vec<Control> {
    let is_control = |node: &Node<'_>| {
        let node = node.accesskit_node();
        node.data().supports_action(accesskit::Action::Focus)
            || eframe::egui::accessibility::is_input(node.role())
    };
    screen.harness.root().children_recursive().filter(is_control).map(|node| control(&node)).collect()
}

fn control(node: &Node<'_>) -> Control {
    let rect = node.rect();
    let node = node.accesskit_node();
    Control {
        role: node.role(),
        name: node.label().unwrap_or_default(),
        rect,
        is_enabled: !node.is_disabled(),
    }
}

fn focused(screen: &Screen) -> Option<Control> {
    screen.harness.root().children_recursive().find(Node::is_focused).map(|node| control(&node))
}

#[test]
fn every_control_has_a_name() {
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        let controls = controls(&screen);
        assert!(controls.len() > 10, "{name}: only {} controls", controls.len());
        for control in controls {
            assert!(!control.name.trim().is_empty(), "{name}: nothing names {control:?}");
            assert!(control.role != Role::Unknown, "{name}: no role for {control:?}");
        }
    }
}

#[test]
fn no_two_controls_of_a_screen_have_one_name() {
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        let mut seen = BTreeSet::new();
        for control in controls(&screen) {
            let is_new = seen.insert(format!("{:?} {}", control.role, control.name));
            // The panels' edges are egui's own, and are all called the same.
            assert!(is_new || control.role == Role::Splitter, "{name}: twice {control:?}");
        }
    }
}

#[test]
fn the_menus_and_lists_name_their_items() {
    for menu in ["Filter", "Save…"] {
        let mut screen = Screen::new();
        let before = controls(&screen).len();
        screen.click(menu);
        let inside = controls(&screen);
        assert!(inside.len() >= before + 3, "{menu} is empty");
        assert!(inside.iter().all(|control| !control.name.trim().is_empty()), "{menu}: {inside:?}");
    }
    for list in ["Order: Best first", "Colour: Colour by tier"] {
        let mut screen = Screen::new();
        let before = controls(&screen).len();
        screen.click(list);
        let inside = controls(&screen);
        assert!(inside.len() >= before + 2, "{list} is empty");
        assert!(inside.iter().all(|control| !control.name.trim().is_empty()), "{list}: {inside:?}");
    }
}

/// All that the Tab key comes to, until it comes to the first again.
fn tabbed(screen: &mut Screen) -> Vec<Control> {
    let mut reached: Vec<Control> = Vec::new();
    loop {
        screen.harness.key_down(Key::Tab);
        screen.harness.run_steps(2);
        // Between the last control and the first, nothing has the focus.
        let Some(control) = focused(screen) else { continue };
        let is_known = reached.iter().any(|other| is_same(other, &control));
        if is_known && is_same(&reached[0], &control) {
            return reached;
        }
        assert!(reached.len() < 2_000, "Tab never comes around");
        if !is_known {
            reached.push(control);
        }
    }
}

fn is_same(a: &Control, b: &Control) -> bool {
    a.role == b.role && a.name == b.name
}

#[test]
fn tab_reaches_every_control() {
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        let before = controls(&screen);
        let reached = tabbed(&mut screen);
        // The field keeps the keyboard, and names the row that the arrows have come to in its place.
        if name == "Palette" {
            assert_eq!(reached.len(), 1, "{reached:?}");
            assert!(reached[0].role == Role::ListBoxOption, "{reached:?}");
            continue;
        }
        for control in before.into_iter().filter(|control| control.is_enabled) {
            // What lies under an open sheet is out of reach on purpose.
            if ["Shortcuts", "A receipt"].contains(&name) && control.name != "Close" {
                continue;
            }
            let is_among = |all: &[Control]| all.iter().any(|other| is_same(other, &control));
            assert!(is_among(&reached), "{name}: Tab never came to {control:?}");
        }
    }
}

#[test]
fn tab_goes_through_rows_that_are_out_of_sight() {
    type NameOf = fn(&str) -> String;
    let names: Vec<String> = (0..20).map(|number| format!("Own {number:02}")).collect();
    let models: Vec<String> = names
        .iter()
        .map(|name| {
            let id = name.to_lowercase().replace(' ', "-");
            format!(
                "(id: \"house/{id}\", name: \"{name}\", provider: \"House\", input: \"1\", output: \"2\"),"
            )
        })
        .collect();
    let file = format!("(version: 1, models: [{}])", models.concat());
    let tables: [(Open, NameOf); 2] = [
        (SCREENS[4].1, |name| format!("{name}, House, $0.0009")),
        (SCREENS[8].1, |name| format!("Own output price of {name}")),
    ];
    for (open, wanted) in tables {
        let mut screen = Screen::with_files(&[("models.ron", &file)]);
        assert!(screen.notices().is_empty(), "{:?}", screen.notices());
        open(&mut screen);
        let reached = tabbed(&mut screen);
        for name in &names {
            let wanted = wanted(name);
            assert!(
                reached.iter().any(|control| control.name == wanted),
                "Tab never came to {wanted} but to {:?}",
                reached.iter().map(|control| &control.name).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn menus_are_used_by_keyboard() {
    let mut screen = Screen::new();
    let filter = screen.only("Filter", |node| node.label().as_deref() == Some("Filter"));
    filter.focus();
    screen.harness.run();
    screen.press(Key::Enter);
    for _ in 0..80 {
        screen.press(Key::Tab);
        if screen.focused() == "OpenAI" {
            break;
        }
    }
    assert_eq!(screen.focused(), "OpenAI");
    screen.press(Key::Space);
    assert_eq!(screen.models().len(), 9);
    screen.press(Key::Escape);
    screen.lacks("Mistral (1)");
    screen.has_role(Role::Button, "Filter (1)");
}

#[test]
fn what_a_picker_offers_stands_below_what_is_typed_in_it() {
    let mut screen = Screen::new();
    screen.command(Key::Num4);
    screen.press_named("Is it worth switching?");
    let picker =
        screen.labels(Role::ComboBox).into_iter().find(|name| name.starts_with("Workload: ")).unwrap();
    screen.press_named(&picker);
    screen.type_text("blog");
    // Where the text is painted that is in the field, and that of the row that is left.
    let painted = |screen: &Screen, text: &str| {
        let shapes = &screen.harness.output().shapes;
        let texts = shapes.iter().filter_map(|clipped| match &clipped.shape {
            eframe::egui::Shape::Text(shape) if shape.galley.text() == text => {
                Some(shape.visual_bounding_rect())
            }
            _ => None,
        });
        texts.map(|rect| rect.left()).collect::<Vec<_>>()
    };
    let field = screen.field("Search: Workload").rect();
    let [typed] = painted(&screen, "blog")[..] else { panic!("one field") };
    let rows = painted(&screen, "Blog post");
    assert!(typed - field.left() >= 8.0, "{typed} in a field from {}", field.left());
    assert!(rows.iter().any(|left| (left - typed).abs() < 2.0), "{rows:?}, below {typed}");
}

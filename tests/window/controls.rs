//! Every control of every screen: it has a name for screen readers, and the Tab key reaches it.

use std::collections::BTreeSet;

use eframe::egui::{Key, Rect, Role, accesskit};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;

use crate::screen::Screen;

/// The screens, with what opens forms, menus and all that is not always there.
const SCREENS: [(&str, fn(&mut Screen)); 12] = [
    ("Compare", |_| {}),
    ("Compare with a form and a baseline", |screen| {
        screen.click_row("GPT-4.1, ");
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
    ("Settings", |screen| screen.go("Settings")),
    ("Shortcuts", |screen| screen.press(Key::F1)),
];

/// A control: what it is, what it is called, where it is.
#[derive(Clone, Debug, PartialEq)]
struct Control {
    role: Role,
    name: String,
    rect: Rect,
    is_enabled: bool,
}

/// Everything that can take the focus or that is there to be used.
fn controls(screen: &Screen) -> Vec<Control> {
    let is_control = |node: &Node<'_>| {
        let node = node.accesskit_node();
        node.data().supports_action(accesskit::Action::Focus)
            || node.data().supports_action(accesskit::Action::Click)
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

#[test]
fn tab_reaches_every_control() {
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        let mut reached: Vec<Control> = Vec::new();
        let wanted = controls(&screen).into_iter().filter(|control| control.is_enabled).count();
        // Once around, and some more for what comes into sight on the way.
        for _ in 0..wanted + 60 {
            screen.harness.key_press(Key::Tab);
            screen.harness.run_steps(2);
            if let Some(control) = focused(&screen)
                && !reached.iter().any(|other| other.role == control.role && other.name == control.name)
            {
                reached.push(control);
            }
        }
        screen.harness.run();
        for control in controls(&screen).into_iter().filter(|control| control.is_enabled) {
            // What lies under an open sheet is out of reach on purpose.
            if name == "Shortcuts" && control.name != "Close" {
                continue;
            }
            assert!(
                reached.iter().any(|other| other.role == control.role && other.name == control.name),
                "{name}: Tab never came to {control:?}"
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
    screen.has_role(Role::Button, "Filter (1 left out)");
}

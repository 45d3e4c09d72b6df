//! The window without a window system: every screen through its accessibility tree, as a screen reader and a
//! keyboard see it. Real windows are in `real_window`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use tokens_per_dollar::app::{Options, Place, Window, theme};
use tokens_per_dollar::store;

/// A window on a folder of its own.
struct Screen {
    harness: Harness<'static, Option<Window>>,
    folder: tempfile::TempDir,
}

impl Screen {
    fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    fn on(folder: tempfile::TempDir) -> Self {
        let path = folder.path().to_owned();
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1280.0, 800.0))
            .with_max_steps(40)
            .with_context_setup(theme::install)
            .build_ui_state(
                move |ui, window: &mut Option<Window>| {
                    let window = window.get_or_insert_with(|| {
                        let options = Options { folder: path.clone(), started: Instant::now() };
                        Window::new(ui.ctx(), options).unwrap()
                    });
                    window.take_over(ui.ctx());
                    window.draw(ui);
                },
                None,
            );
        harness.run();
        Self { harness, folder }
    }

    fn window(&self) -> &Window {
        self.harness.state().as_ref().unwrap()
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    fn go(&mut self, place: &str) {
        self.harness.get_by_role_and_label(Role::Tab, place).click();
        self.harness.run();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    fn command(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run();
    }

    /// Types into the field that has the focus.
    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    /// Replaces what a field says and commits it with Enter.
    fn fill(&mut self, field: &str, text: &str) {
        self.fill_without_commit(field, text);
        self.press(Key::Enter);
    }

    fn fill_without_commit(&mut self, field: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, field).focus();
        self.harness.run();
        self.command(Key::A);
        if text.is_empty() {
            self.press(Key::Delete);
        } else {
            self.type_text(text);
        }
    }

    #[track_caller]
    fn has(&self, text: &str) {
        assert!(self.harness.query_all_by_label_contains(text).next().is_some(), "nothing says: {text}");
    }

    #[track_caller]
    fn lacks(&self, text: &str) {
        assert!(self.harness.query_all_by_label_contains(text).next().is_none(), "something says: {text}");
    }

    /// Waits until the folder holds what `is_so` looks for.
    #[track_caller]
    fn until(&mut self, is_so: impl Fn(&store::Documents) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.run_steps(1);
            let (documents, _) = store::read(self.folder.path());
            if is_so(&documents) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "the folder never came to hold it");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Every node that can be focused, with its role and name.
fn controls(screen: &Screen) -> Vec<(Role, String)> {
    screen
        .harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().is_focusable(&|_| accesskit_consumer::FilterResult::Include))
        .map(|node| {
            let node = node.accesskit_node();
            (node.role(), node.label().unwrap_or_default())
        })
        .collect()
}

#[test]
fn the_first_screen_gives_an_answer() {
    let screen = Screen::new();
    screen.has("Llama 3.3 8B is cheapest for Chat message");
    screen.has("Llama 3.3 8B, 20,000,000 tokens per dollar, rank 1 of 13");
    screen.has("Reference prices, April 2026");
}

//! A window without a window system, and the hands and eyes that the tests of all screens share.
#![allow(dead_code, reason = "the tests of real windows use a part of it")]

use std::path::Path;
use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers, OutputCommand, Pos2, Role};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use egui_kittest::{Harness, Node};
use tokens_per_dollar::store::{self, Notice};
use tokens_per_dollar::window::{Options, Window, theme};

/// Longer than a save takes on a slow disk.
const LONG_ENOUGH: Duration = Duration::from_secs(30);

/// A window on a folder of its own.
pub struct Screen {
    pub harness: Harness<'static, Option<Window>>,
    folder: std::rc::Rc<tempfile::TempDir>,
}

impl Screen {
    /// A window as on the first day.
    pub fn new() -> Self {
        Self::on(std::rc::Rc::new(tempfile::tempdir().unwrap()))
    }

    /// Another window on the same folder.
    pub fn beside(other: &Self) -> Self {
        Self::on(std::rc::Rc::clone(&other.folder))
    }

    /// A window on a folder in which files are already.
    pub fn with_files(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            write(folder.path(), name, text);
        }
        Self::on(std::rc::Rc::new(folder))
    }

    fn on(folder: std::rc::Rc<tempfile::TempDir>) -> Self {
        let path = folder.path().to_owned();
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1280.0, 800.0))
            .with_max_steps(40)
            .with_os(egui::os::OperatingSystem::Nix)
            .with_context_setup(theme::install)
            .build_ui_state(
                move |ui, window: &mut Option<Window>| {
                    let window = window.get_or_insert_with(|| {
                        let options =
                            Options { folder: path.clone(), files: Vec::new(), started: Instant::now() };
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

    /// The window, to look at what it holds.
    pub fn window(&self) -> &Window {
        self.harness.state().as_ref().unwrap()
    }

    /// Closes the window and opens another one on the same folder.
    pub fn reopened(mut self) -> Self {
        self.until_saved();
        let Self { harness, folder } = self;
        drop(harness);
        Self::on(folder)
    }

    /// The folder in which everything is kept.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the folder, as another program would.
    pub fn write(&self, name: &str, text: &str) {
        write(self.folder.path(), name, text);
    }

    /// Clicks on the only thing of this name.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    /// Clicks on the first of several things of this name.
    #[track_caller]
    pub fn click_first(&mut self, name: &str) {
        self.harness.get_all_by_label(name).next().unwrap().click();
        self.harness.run();
    }

    /// Presses the only thing of this name by keyboard, in sight or not.
    #[track_caller]
    pub fn press_named(&mut self, name: &str) {
        self.only(name, |node| node.label().as_deref() == Some(name)).focus();
        self.harness.run();
        self.press(Key::Enter);
    }

    /// Clicks on the only thing of this kind and name.
    #[track_caller]
    pub fn click_role(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click();
        self.harness.run();
    }

    /// Clicks on the row whose description starts like this.
    #[track_caller]
    pub fn click_row(&mut self, start: &str) {
        self.row(start).click();
        self.harness.run();
    }

    /// Clicks on the name of a model in the chart, beside which its bar is.
    #[track_caller]
    pub fn choose_model(&mut self, start: &str) {
        let at = self.row(start).rect().left_center() + egui::vec2(12.0, 0.0);
        self.harness.hover_at(at);
        self.harness.run_steps(1);
        self.harness.drag_at(at);
        self.harness.run_steps(1);
        self.harness.drop_at(at);
        self.harness.run();
    }

    /// Compares all models with this one, or no longer.
    #[track_caller]
    pub fn set_baseline(&mut self, start: &str) {
        self.row(start).focus();
        self.harness.run();
        self.press(Key::B);
    }

    /// Puts several events into one frame, as on a slow machine.
    pub fn in_one_frame(&mut self, events: impl IntoIterator<Item = egui::Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.run_steps(1);
    }

    /// Goes to another place.
    #[track_caller]
    pub fn go(&mut self, place: &str) {
        self.click_role(Role::Tab, place);
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    /// Presses a key with Ctrl.
    pub fn command(&mut self, key: Key) {
        self.press_with(Modifiers::COMMAND, key);
    }

    /// Presses a key with others held.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    /// Types into the field that has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    /// Draws frames until their clock has gone on by this much. It is no clock of the system: a frame takes a quarter of
    /// a second on it, however long it takes to draw.
    pub fn pass_time(&mut self, time: Duration) {
        let until = self.window().state().now + time;
        while self.window().state().now < until {
            self.harness.step();
        }
    }

    /// Replaces what a field says and commits it with Enter.
    #[track_caller]
    pub fn fill(&mut self, field: &str, text: &str) {
        self.fill_without_commit(field, text);
        self.press(Key::Enter);
    }

    /// Replaces what a field says and stays in it.
    #[track_caller]
    pub fn fill_without_commit(&mut self, field: &str, text: &str) {
        self.field(field).focus();
        self.harness.run();
        self.command(Key::A);
        self.press(Key::Delete);
        if !text.is_empty() {
            self.type_text(text);
        }
    }

    /// The text field of this name, of one line or several.
    #[track_caller]
    pub fn field(&self, name: &str) -> Node<'_> {
        self.only(name, |node| node.is_text_input() && node.label().as_deref() == Some(name))
    }

    /// What a field says.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        self.field(field).value().unwrap_or_default()
    }

    /// Whether a field can be changed.
    #[track_caller]
    pub fn is_open(&self, field: &str) -> bool {
        !self.field(field).accesskit_node().is_disabled()
    }

    /// The row of a chart, table or list whose description starts like this.
    #[track_caller]
    pub fn row(&self, start: &str) -> Node<'_> {
        self.only(start, |node| {
            node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.starts_with(start))
        })
    }

    /// The only thing that is as wanted.
    #[track_caller]
    pub fn only(&self, what: &str, is_so: impl Fn(&AccessKitNode<'_>) -> bool) -> Node<'_> {
        let found: Vec<Node<'_>> =
            self.harness.root().children_recursive().filter(|node| is_so(&node.accesskit_node())).collect();
        assert_eq!(found.len(), 1, "things like {what}\n{}", self.transcript());
        found[0]
    }

    /// The descriptions of all rows that contain a text, from the top down.
    pub fn rows(&self, with: &str) -> Vec<String> {
        let mut rows: Vec<(f32, String)> = self
            .harness
            .query_all_by_role(Role::ListBoxOption)
            .map(|node| (node.rect().min.y, node.accesskit_node().label().unwrap_or_default()))
            .filter(|(_, label)| label.contains(with))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, label)| label).collect()
    }

    /// The names of the models in the chart, from the top down.
    pub fn models(&self) -> Vec<String> {
        self.rows(" rank").iter().filter_map(|row| Some(row.split_once(", ")?.0.to_owned())).collect()
    }

    /// The names of the workloads in the list, from the top down.
    pub fn workloads(&self) -> Vec<String> {
        self.rows(" in, ").iter().filter_map(|row| Some(row.split_once(", ")?.0.to_owned())).collect()
    }

    /// The names of all things of a kind.
    pub fn labels(&self, role: Role) -> Vec<String> {
        self.harness.query_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// What has the keyboard's focus: its name.
    pub fn focused(&self) -> String {
        self.harness
            .root()
            .children_recursive()
            .find(Node::is_focused)
            .and_then(|node| node.accesskit_node().label())
            .unwrap_or_default()
    }

    /// Presses and lets go of the right button there.
    pub fn right_click(&mut self, at: Pos2) {
        for pressed in [true, false] {
            self.harness.hover_at(at);
            let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
            self.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
            self.harness.run_steps(1);
        }
        self.harness.run();
    }

    /// Moves the pointer there and waits as long as a tooltip does.
    pub fn hover(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.harness.run_steps(4);
        self.harness.run();
    }

    /// Presses at one place, moves in steps, and lets go at another.
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.run_steps(1);
        self.harness.drag_at(from);
        self.harness.run_steps(1);
        for step in 1..=8_u8 {
            self.harness.hover_at(from + (to - from) * (f32::from(step) / 8.0));
            self.harness.run_steps(1);
        }
        self.harness.drop_at(to);
        self.harness.run();
    }

    /// Whether something says this, as a part of its name or its value.
    pub fn says(&self, text: &str) -> bool {
        let has_value =
            |node: Node<'_>| node.accesskit_node().value().is_some_and(|value| value.contains(text));
        self.harness.query_all_by_label_contains(text).next().is_some()
            || self.harness.root().children_recursive().any(has_value)
    }

    /// Something says this.
    #[track_caller]
    pub fn has(&self, text: &str) {
        assert!(self.says(text), "nothing says: {text}\n{}", self.transcript());
    }

    /// Nothing says this.
    #[track_caller]
    pub fn lacks(&self, text: &str) {
        assert!(!self.says(text), "something says: {text}");
    }

    /// Something of this name is there.
    #[track_caller]
    pub fn has_role(&self, role: Role, name: &str) {
        let found = self.harness.query_by_role_and_label(role, name).is_some();
        assert!(found, "no {role:?} is called {name}\n{}", self.transcript());
    }

    /// The notices that are shown.
    pub fn notices(&self) -> &[Notice] {
        &self.window().state().notices
    }

    /// Goes on until the state is as wanted, because a thread works at it.
    #[track_caller]
    pub fn wait(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < LONG_ENOUGH, "waited in vain for {what}\n{}", self.transcript());
            std::thread::sleep(Duration::from_millis(10));
            self.harness.run_steps(1);
        }
        self.harness.run();
    }

    /// Goes on until something is put on the clipboard, and tells what.
    #[track_caller]
    pub fn copied(&mut self) -> OutputCommand {
        let start = Instant::now();
        loop {
            self.harness.run_steps(1);
            let commands = &self.harness.output().platform_output.commands;
            let copies = |command: &&OutputCommand| !matches!(command, OutputCommand::OpenUrl(_));
            if let Some(command) = commands.iter().find(copies).cloned() {
                self.harness.run();
                return command;
            }
            assert!(start.elapsed() < LONG_ENOUGH, "nothing was copied\n{}", self.transcript());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Chooses an item of an open menu that copies a text, and returns the text.
    #[track_caller]
    pub fn copied_text(&mut self, item: &str) -> String {
        self.harness.get_by_label(item).click();
        match self.copied() {
            OutputCommand::CopyText(text) => text,
            other => panic!("no text but {other:?}"),
        }
    }

    /// Pastes a text, as Ctrl+V does.
    pub fn paste(&mut self, text: &str) {
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.harness.run();
    }

    /// Goes on until the folder holds what `is_so` looks for.
    #[track_caller]
    pub fn until(&mut self, is_so: impl Fn(&store::Documents) -> bool) {
        self.wait("a change in the folder", |screen| is_so(&store::read(screen.folder.path()).0));
    }

    /// Goes on until nothing is left to save.
    #[track_caller]
    pub fn until_saved(&mut self) {
        self.wait("all saves", |screen| screen.window().state().unsaved.is_empty());
    }

    /// All that the window says, for the message of a test that fails.
    pub fn transcript(&self) -> String {
        let lines = self.harness.root().children_recursive().filter_map(|node| {
            let node = node.accesskit_node();
            let label = node.label().or_else(|| node.value()).filter(|label| !label.is_empty())?;
            Some(format!("  {:?} {label}\n", node.role()))
        });
        lines.collect()
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

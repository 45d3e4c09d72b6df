//! The release app: what is typed and clicked is on disk before it is killed, and there again after.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use eframe::egui::{Pos2, Role};

use crate::desktop::{Desktop, Window, wait_for, wait_for_file, wait_for_file_in};
use crate::screen::Screen;

/// The program under test: `TPD_REAL_WINDOW` names it.
pub fn program() -> PathBuf {
    let program = std::env::var_os("TPD_REAL_WINDOW").map(PathBuf::from);
    let program = program.expect("TPD_REAL_WINDOW names the program; scripts/test sets it");
    assert!(program.is_file(), "{} is not there", program.display());
    program
}

/// A window of the app, and a map of it: the same window laid out in this process, which knows where everything is.
struct App<'desktop> {
    window: Window<'desktop>,
    map: Screen,
}

impl<'desktop> App<'desktop> {
    /// Starts the app on a folder. The map lays out what the folder holds then.
    fn start(desktop: &'desktop Desktop, folder: &Path) -> Self {
        let window = desktop.open(&program(), &["--data-dir", folder.to_str().unwrap()], &[]);
        window.resize(1280, 800);
        let files = wait_for("the starters on disk", || {
            let files = copy_of(folder);
            (files.iter().any(|(name, _)| name.starts_with("workloads/")) || !folder.exists())
                .then_some(files)
        });
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self { window, map: Screen::with_files(&files) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    fn click_at(&self, at: Pos2) {
        self.window.click(at.x as i32, at.y as i32);
    }

    /// Clicks on something, in the app and on the map.
    fn click(&mut self, role: Role, name: &str) {
        let at = self.map.only(name, |node| node.role() == role && node.label().as_deref() == Some(name));
        let at = at.rect().center();
        self.click_at(at);
        self.map.click_role(role, name);
    }

    /// Clicks into a field and replaces what it says.
    fn fill(&mut self, field: &str, text: &str) {
        let at = self.map.field(field).rect().center();
        self.click_at(at);
        self.window.keys(&["ctrl+a"]);
        self.window.type_text(text);
        self.window.keys(&["Return"]);
        self.map.fill(field, text);
    }

    /// Makes a workload by keyboard alone.
    fn add_workload(&mut self, name: &str, input: &str, output: &str) {
        self.window.keys(&["ctrl+n"]);
        self.window.type_text(name);
        self.window.keys(&["Tab"]);
        self.window.type_text(input);
        self.window.keys(&["Tab"]);
        self.window.type_text(output);
        self.window.keys(&["Return"]);
    }
}

/// The files of a folder, as the map needs them.
pub fn copy_of(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for part in ["", "workloads/"] {
        for entry in fs::read_dir(folder.join(part)).into_iter().flatten().flatten() {
            let name = format!("{part}{}", entry.file_name().to_string_lossy());
            if entry.path().extension().is_some_and(|ending| ending == "ron")
                && name != "window.ron"
                && let Ok(text) = fs::read_to_string(entry.path())
            {
                files.push((name, text));
            }
        }
    }
    files
}

/// A workload made by keyboard and a price set by mouse, then no power: both are in the files, and in the window again.
#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn a_killed_app_has_lost_nothing() {
    let desktop = Desktop::start(1600, 1000);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");

    let mut app = App::start(&desktop, &folder);
    assert_eq!(app.window.title(), "Tokens per Dollar");
    app.add_workload("Night shift", "1.5k", "250");
    let workload = wait_for_file_in(&folder.join("workloads"), |text| text.contains("Night shift"));
    let text = fs::read_to_string(&workload).unwrap();
    assert!(text.contains("input_tokens: 1500") && text.contains("output_tokens: 250"), "{text}");

    app.click(Role::Tab, "Prices");
    app.fill("Own input price of GPT-4.1", "1.25");
    let overrides = folder.join("overrides.ron");
    wait_for_file(&overrides, |text| text.contains("openai/gpt-4.1") && text.contains("1.25"));
    let settings = folder.join("settings.ron");
    wait_for_file(&settings, |text| text.contains("night-shift") && text.contains("prices"));
    app.window.kill();

    assert_eq!(fs::read_to_string(&workload).unwrap(), text);
    let mut app = App::start(&desktop, &folder);
    // The window opens on Prices again, and its field says the price: copied from there into the field beside it.
    app.map.has_role(Role::Tab, "Prices");
    let at = app.map.field("Own input price of GPT-4.1").rect().center();
    app.click_at(at);
    app.window.keys(&["ctrl+a", "ctrl+c", "Tab", "ctrl+v", "Return"]);
    wait_for_file(&overrides, |text| text.matches("1.25").count() == 2);
    // The workload is still the chosen one: a copy of it has its name and its tokens.
    app.click(Role::Tab, "Workloads");
    app.window.keys(&["ctrl+d"]);
    let copy = wait_for_file_in(&folder.join("workloads"), |text| text.contains("Night shift copy"));
    assert!(fs::read_to_string(copy).unwrap().contains("input_tokens: 1500"));
}

/// Two windows on one folder: what either does is on disk, and the other one is told.
#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn two_windows_on_one_folder_lose_nothing() {
    let desktop = Desktop::start(1600, 1000);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let workloads = folder.join("workloads");
    let overrides = folder.join("overrides.ron");

    let mut first = App::start(&desktop, &folder);
    let mut second = App::start(&desktop, &folder);
    assert_eq!(notice_pixels(&desktop), 0);

    // Each sets a price of its own, in the one file of prices.
    first.window.focus();
    first.click(Role::Tab, "Prices");
    first.fill("Own input price of GPT-4.1", "1.25");
    let prices = wait_for_file(&overrides, |text| text.contains("1.25"));
    second.window.focus();
    wait_for("the second window to say so", || (notice_pixels(&desktop) > 10_000).then_some(()));
    second.map.write("overrides.ron", &prices);
    second.map.wait("the same on the map", |map| !map.notices().is_empty());
    second.click(Role::Tab, "Prices");
    second.fill("Own output price of DeepSeek V4", "0.75");
    wait_for_file(&overrides, |text| text.contains("1.25") && text.contains("0.75"));

    // Each makes a workload; both are there.
    first.window.focus();
    wait_for("the first window to say so", || (notice_pixels(&desktop) > 10_000).then_some(()));
    first.add_workload("From the first", "111", "10");
    wait_for_file_in(&workloads, |text| text.contains("input_tokens: 111"));
    second.window.focus();
    second.add_workload("From the second", "222", "20");
    wait_for_file_in(&workloads, |text| text.contains("input_tokens: 222"));

    // The first has taken over the second's: under that name it makes no other.
    first.window.focus();
    first.window.keys(&["ctrl+n"]);
    first.window.type_text("From the second");
    first.window.keys(&["Tab"]);
    first.window.type_text("333");
    first.window.keys(&["Tab"]);
    first.window.type_text("30");
    first.window.keys(&["Return"]);
    first.window.keys(&["ctrl+a"]);
    first.window.type_text("Another");
    first.window.keys(&["Return", "Return", "Return"]);
    let another = wait_for_file_in(&workloads, |text| text.contains("input_tokens: 333"));
    assert!(fs::read_to_string(another).unwrap().contains("\"Another\""));
    first.window.kill();
    second.window.kill();
    wait_for_file_in(&workloads, |text| text.contains("input_tokens: 111"));
    wait_for_file_in(&workloads, |text| text.contains("input_tokens: 222"));
    wait_for_file(&overrides, |text| text.contains("1.25") && text.contains("0.75"));
}

/// From an empty folder to a decision on paper: a workload by keyboard, the question, the memo.
#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn a_decision_from_an_empty_folder_to_a_saved_memo() {
    let desktop = Desktop::start(1600, 1000);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");

    let app = App::start(&desktop, &folder);
    app.window.keys(&["ctrl+n"]);
    for (text, key) in [("Support ticket", "Tab"), ("800", "Tab"), ("150", "Return")] {
        app.window.type_text(text);
        app.window.keys(&[key]);
    }
    wait_for_file_in(&folder.join("workloads"), |text| text.contains("Support ticket"));
    app.window.keys(&["ctrl+4"]);
    let settings = folder.join("settings.ron");
    wait_for_file(&settings, |text| text.contains("support-ticket") && text.contains("decide"));
    app.window.kill();

    // The window is there again, on Decide and with the workload chosen; now by mouse.
    let mut app = App::start(&desktop, &folder);
    app.click(Role::ListBoxOption, "Which model should we take?");
    wait_for_file(&settings, |text| text.contains("choose"));
    app.click(Role::Button, "Save…");
    app.click(Role::Button, "Save memo as Markdown…");
    // No desktop here shows a file dialog, so the memo goes to the downloads, or to the home without any.
    let memo = wait_for("the memo", || {
        let files = fs::read_dir(desktop.home()).ok()?.flatten().map(|entry| entry.path());
        let named =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("memo-"));
        let text = fs::read_to_string(files.into_iter().find(named)?).ok()?;
        text.contains("Prices:").then_some(text)
    });
    // 800 x $0.05 + 150 x $0.20 per million.
    for part in ["Decision memo", "Support ticket", "Llama 3.3 8B", "0.00007", "runners-up", "2026"] {
        assert!(memo.contains(part), "no {part} in:\n{memo}");
    }
}

/// How many pixels of the screen have the colour of a notice, light or dark.
fn notice_pixels(desktop: &Desktop) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("screen.ppm");
    desktop.screenshot(&picture);
    let bytes = fs::read(&picture).unwrap();
    // Behind a head of three lines, three bytes a pixel.
    let head = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0 + 1;
    let notice: [[u8; 3]; 2] = [[0xff, 0xf4, 0xdc], [0x3a, 0x2f, 0x16]];
    // Dithering moves a colour by a step.
    let is_like = |pixel: &[u8], colour: &[u8; 3]| pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(*b) <= 2);
    bytes[head..].chunks_exact(3).filter(|pixel| notice.iter().any(|colour| is_like(pixel, colour))).count()
}

/// The exit code of the program and what it says, on a display or none, as somebody starts it.
fn refused(home: &Path, display: Option<&str>) -> (Option<i32>, String) {
    let mut command = Command::new(program());
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_LOG"] {
        command.env_remove(variable);
    }
    // Where there is a program that shows messages, the sentence comes in one, which would wait for somebody.
    command.env("PATH", "/nonexistent");
    // No driver that draws, and none that draws in software.
    command.env("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent").env("LIBGL_DRIVERS_PATH", "/nonexistent");
    command.envs(display.map(|display| ("DISPLAY", display)));
    let output =
        command.env("HOME", home).arg("--data-dir").arg(home.join("data")).output().expect("it starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn is_one_sentence(code: Option<i32>, said: &str) {
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("no display or no OpenGL") && said.contains("tokens-per-dollar report"), "{said}");
}

#[test]
#[ignore = "needs the release app; scripts/test runs it"]
fn without_a_display_one_sentence_names_the_report() {
    let home = tempfile::tempdir().unwrap();
    let (code, said) = refused(home.path(), None);
    is_one_sentence(code, &said);
    assert!(!home.path().join("data").exists(), "nothing is made in vain");
}

#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn without_opengl_one_sentence_names_the_report() {
    let desktop = Desktop::start_with(800, 600, &["-extension", "GLX"]);
    let home = tempfile::tempdir().unwrap();
    let (code, said) = refused(home.path(), Some(desktop.display()));
    is_one_sentence(code, &said);
}

#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn the_window_comes_back_where_it_was() {
    let desktop = Desktop::start(1600, 1000);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let arguments = ["--data-dir", folder.to_str().unwrap()];
    let mut window = desktop.open(&program(), &arguments, &[]);
    window.resize(1011, 677);
    window.move_to(321, 123);
    let place = wait_for("the new place", || Some(window.place()).filter(|(x, _)| (300..350).contains(x)));
    window.close();
    assert_eq!(window.wait_for_end(), Some(0));
    let window = desktop.open(&program(), &arguments, &[]);
    assert_eq!(window.size(), (1011, 677));
    let again = window.place();
    assert!((again.0 - place.0).abs() <= 2 && (again.1 - place.1).abs() <= 2, "{place:?}, then {again:?}");
}

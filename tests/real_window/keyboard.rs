//! A walk through the release app without a mouse: what each key did is on disk.

use std::fs;
use std::path::Path;

use eframe::egui::Key;

use crate::app::{copy_of, program};
use crate::desktop::{Desktop, Window, wait_for, wait_for_file, wait_for_file_in};
use crate::screen::Screen;

/// More than any screen has between two of its controls.
const MANY_TABS: usize = 80;

/// How often Tab is pressed from the search field of a place to something in it: counted in a window of this process on
/// a copy of the folder, which has the same place and the same files.
fn tabs(folder: &Path, place: Key, words: &str, to: &str) -> usize {
    let files = copy_of(folder);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut map = Screen::with_files(&files);
    map.command(place);
    map.command(Key::F);
    map.type_text(words);
    for count in 1..MANY_TABS {
        map.press(Key::Tab);
        if map.focused().starts_with(to) {
            return count;
        }
    }
    panic!("Tab does not come to {to}")
}

/// From the search field of a place to something in it.
fn walk(window: &Window<'_>, folder: &Path, (place, key): (&str, Key), words: &str, to: &str) {
    let count = tabs(folder, key, words, to);
    window.keys(&[&format!("ctrl+{place}"), "ctrl+f"]);
    window.type_text(words);
    window.keys(&vec!["Tab"; count]);
}

/// Any command, by some letters of its name.
fn command(window: &Window<'_>, letters: &str) {
    window.keys(&["ctrl+k"]);
    window.type_text(letters);
    window.keys(&["Return"]);
}

/// From an empty folder: a workload, a price of one's own, undo and redo, a model to compare with, a question, colours,
/// the end; and all of it there again.
#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn everything_is_done_without_a_mouse() {
    let desktop = Desktop::start(1600, 1000);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let arguments = ["--data-dir", folder.to_str().unwrap()];
    let mut window = desktop.open(&program(), &arguments, &[]);
    window.resize(1280, 800);
    let workloads = folder.join("workloads");
    let settings = folder.join("settings.ron");
    let overrides = folder.join("overrides.ron");
    wait_for("the starters on disk", || {
        copy_of(&folder).iter().any(|(name, _)| name.starts_with("workloads/")).then_some(())
    });

    // A workload: three fields, Enter.
    window.keys(&["ctrl+n"]);
    for (text, key) in [("Support chat", "Tab"), ("1.2k", "Tab"), ("300", "Return")] {
        window.type_text(text);
        window.keys(&[key]);
    }
    let made = wait_for_file_in(&workloads, |text| text.contains("Support chat"));
    assert!(fs::read_to_string(made).unwrap().contains("input_tokens: 1200"));
    wait_for_file(&settings, |text| text.contains("support-chat"));
    window.keys(&["ctrl+d"]);
    let copy = wait_for_file_in(&workloads, |text| text.contains("Support chat copy"));
    window.keys(&["ctrl+z"]);
    wait_for("the copy to be gone", || (!copy.exists()).then_some(()));

    // A price of one's own: the list is searched, Tab goes into the row.
    walk(&window, &folder, ("3", Key::Num3), "GPT-4.1 Nano", "Own input price of GPT-4.1 Nano");
    window.type_text("1.5");
    window.keys(&["Return"]);
    wait_for_file(&overrides, |text| text.contains("openai/gpt-4.1-nano") && text.contains("1.5"));
    window.keys(&["Escape", "ctrl+1", "ctrl+z"]);
    wait_for_file(&overrides, |text| !text.contains("gpt-4.1-nano"));
    window.keys(&["ctrl+shift+z"]);
    wait_for_file(&overrides, |text| text.contains("gpt-4.1-nano"));

    // A row of the chart: Enter compares all models with it.
    walk(&window, &folder, ("1", Key::Num1), "DeepSeek", "DeepSeek V4, ");
    window.keys(&["Return"]);
    wait_for_file(&settings, |text| text.contains("deepseek/deepseek-v4"));

    // Commands by their names; the sheet of keys opens and closes.
    command(&window, "what does a budget");
    wait_for_file(&settings, |text| {
        text.contains("question: \"budget\"") && text.contains("place: \"decide\"")
    });
    command(&window, "colours: dark");
    wait_for_file(&settings, |text| text.contains("theme: Dark"));
    window.keys(&["F1", "Escape", "ctrl+comma"]);
    wait_for_file(&settings, |text| text.contains("place: \"settings\""));
    window.keys(&["ctrl+q"]);
    assert_eq!(window.wait_for_end(), Some(0));

    // The next start has all of it, and is where this one was left.
    let mut map = {
        let files = copy_of(&folder);
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Screen::with_files(&files)
    };
    map.has("Your files");
    map.command(Key::Num1);
    assert!(map.workloads().contains(&"Support chat".to_owned()), "{:?}", map.workloads());
}

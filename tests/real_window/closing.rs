//! How the release app ends: with all on disk, with a sentence about what is not, and with its window's place kept.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::app::program;
use crate::desktop::{Desktop, Window, wait_for, wait_for_file_in};

fn open<'desktop>(desktop: &'desktop Desktop, folder: &Path) -> Window<'desktop> {
    let window = desktop.open(&program(), &["--data-dir", folder.to_str().unwrap()], &[]);
    wait_for("the starters on disk", || folder.join("workloads").is_dir().then_some(()));
    window
}

#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn a_logout_saves_what_is_typed() {
    let desktop = Desktop::start(1280, 800);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let mut window = open(&desktop, &folder);
    window.keys(&["ctrl+n"]);
    window.type_text("Night shift");
    window.keys(&["Tab"]);
    window.type_text("1.5k");
    window.keys(&["Tab"]);
    window.type_text("250");
    window.keys(&["Return"]);
    let path = wait_for_file_in(&folder.join("workloads"), |text| text.contains("Night shift"));
    // The form is closed and the new workload's fields are there: the first of them is its name.
    window.keys(&["ctrl+2"]);
    window.terminate();
    assert_eq!(window.wait_for_end(), Some(0), "{}", window.log());
    assert!(fs::read_to_string(path).unwrap().contains("input_tokens: 1500"));
    assert!(folder.join("window.ron").is_file(), "the place of the window is kept");
}

#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn what_cannot_be_saved_is_told_by_the_exit_code() {
    let desktop = Desktop::start(1280, 800);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let mut window = open(&desktop, &folder);
    let lock = folder.join(".lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    window.keys(&["ctrl+n"]);
    window.type_text("Night shift");
    window.keys(&["Tab"]);
    window.type_text("1");
    window.keys(&["Tab"]);
    window.type_text("2");
    window.keys(&["Return"]);
    std::thread::sleep(std::time::Duration::from_millis(500));
    // It asks, and goes on.
    window.close();
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    assert!(window.is_running(), "{}", window.log());
    // The system does not ask.
    window.terminate();
    assert_eq!(window.wait_for_end(), Some(1), "{}", window.log());
    window.wait_for_log("closed without saving");
    window.wait_for_log("workloads/night-shift.ron");
}

#[test]
#[ignore = "needs Xvfb and the release app; scripts/test runs it"]
fn nothing_in_the_place_of_the_windows_file_is_touched() {
    let desktop = Desktop::start(1280, 800);
    let home = tempfile::tempdir().unwrap();
    let victim = home.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    let placed = |kind: &str| {
        let folder = home.path().join(kind);
        fs::create_dir(&folder).unwrap();
        let path = folder.join("window.ron");
        match kind {
            "link" => symlink(&victim, &path).unwrap(),
            "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
            "endless" => symlink("/dev/zero", &path).unwrap(),
            "large" => fs::File::create(&path).unwrap().set_len(5_000_000_000).unwrap(),
            _ => fs::write(&path, "my notes").unwrap(),
        }
        folder
    };
    for kind in ["link", "pipe", "endless", "large", "notes"] {
        let folder = placed(kind);
        let mut window = open(&desktop, &folder);
        window.close();
        assert_eq!(window.wait_for_end(), Some(0), "{kind}");
        match kind {
            "notes" => assert_eq!(fs::read_to_string(folder.join("window.ron")).unwrap(), "my notes"),
            "large" => assert_eq!(fs::metadata(folder.join("window.ron")).unwrap().len(), 5_000_000_000),
            _ => {}
        }
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
}

//! Files on the command line: they go to the window that is open on the same folder, over a session bus of the test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::app::program;
use crate::desktop::{Bus, Desktop, wait_for, wait_for_file_in};
use crate::empty_window;

/// What the names of our windows on a bus begin with.
const NAME: &str = "org.tokens_per_dollar.Folder";

/// A workload file with a name that has to be written otherwise in an address.
fn workload(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(format!("{name} 100%.ron"));
    let text = format!("(version: 1, name: \"{name}\", input_tokens: 1500, output_tokens: 250)");
    fs::write(&path, text).unwrap();
    path
}

#[test]
#[ignore = "needs Xvfb, a session bus and the release app; scripts/test runs it"]
fn files_go_to_the_window_that_is_open_on_the_folder() {
    let desktop = Desktop::start(1600, 1000);
    let bus = Bus::start();
    let with_bus = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let arguments = |file: &'_ Path| {
        ["--data-dir", folder.to_str().unwrap(), file.to_str().unwrap()].map(str::to_owned).to_vec()
    };
    let launch = |file: &Path, environment: &[(&str, &str)]| {
        let arguments = arguments(file);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        desktop.launch(&program(), &arguments, environment)
    };
    let saved = |name: &'static str| {
        wait_for_file_in(&folder.join("workloads"), move |text| text.contains(name));
    };

    // Nobody has the folder open: the file is opened in a window of its own.
    let file = workload(home.path(), "Früh");
    let path = arguments(&file);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut first = desktop.open(&program(), &path, &with_bus);
    saved("Früh");
    wait_for("the name on the bus", || bus.names().contains(NAME).then_some(()));

    // Somebody has: it goes there, the window comes to the front, and no other one opens.
    let other = desktop.open(&empty_window(), &[], &[]);
    wait_for("the other window in front", || other.is_active().then_some(()));
    let mut second = launch(&workload(home.path(), "Spät"), &with_bus);
    assert_eq!(second.wait_for_end(), Some(0));
    assert!(!second.log().contains("first frame"), "{}", second.log());
    saved("Spät");
    wait_for("the window in front", || first.is_active().then_some(()));
    assert!(first.is_running());
    drop(other);

    // A folder of files, which holds something else as well.
    let files = home.path().join("files");
    fs::create_dir_all(files.join("more")).unwrap();
    workload(&files, "Mittag");
    workload(&files.join("more"), "Abend");
    fs::write(files.join("else.json"), "{}").unwrap();
    assert_eq!(launch(&files, &with_bus).wait_for_end(), Some(0));
    saved("Mittag");
    saved("Abend");

    // Without a bus it opens a window of its own.
    let mut without = launch(&workload(home.path(), "Nacht"), &[]);
    without.wait_for_log("first frame after ");
    saved("Nacht");
    assert!(without.is_running());
    without.kill();
    wait_for("one window", || (desktop.windows("Tokens per Dollar") == 1).then_some(()));

    // The window is gone, and with it its name.
    first.close();
    // Openbox now and then loses the keys while it still sees to the window that was killed.
    thread::sleep(Duration::from_secs(2));
    if first.is_running() {
        first.close();
    }
    assert_eq!(first.wait_for_end(), Some(0));
    assert!(!bus.names().contains(NAME));
    let third = launch(&workload(home.path(), "Morgen"), &with_bus);
    third.wait_for_log("first frame after ");
    saved("Morgen");
}

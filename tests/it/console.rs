//! The program for a terminal on Windows: what it prints and returns is what the app prints and returns.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

fn both(arguments: &[&str]) -> [Output; 2] {
    [env!("CARGO_BIN_EXE_tokens-per-dollar"), env!("CARGO_BIN_EXE_tokens-per-dollar-console")]
        .map(|program| Command::new(program).args(arguments).output().unwrap())
}

#[test]
fn output_complaints_and_exit_code_are_the_apps() {
    for (arguments, code) in [
        (&["--version"][..], 0),
        (&["report", "--help"], 0),
        (&["import", "no such file"], 1),
        (&["--nonsense"], 2),
    ] {
        let [app, console] = both(arguments);
        assert_eq!(app.status.code(), Some(code), "{arguments:?}");
        assert_eq!(console, app, "{arguments:?}");
    }
}

#[test]
fn without_the_app_beside_it_there_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join(format!("alone{}", std::env::consts::EXE_SUFFIX));
    std::fs::copy(env!("CARGO_BIN_EXE_tokens-per-dollar-console"), &alone).unwrap();
    let output = Command::new(alone).arg("--version").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(sentence.contains("the app beside this program does not start"), "{sentence}");
}

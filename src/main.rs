//! The command line: opens the window or writes a report.
#![forbid(unsafe_code)]
// No terminal opens with the window. `src/bin/tokens-per-dollar-console.rs` prints where somebody sits at one.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod command_line;

use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let started = Instant::now();
    // Our own messages only: a font that a chart lacks is no concern of the reader's; a bad certificate and a window
    // that does not open are told by us, and so is what a desktop without dialogs cannot show.
    let quiet = env_logger::Env::default().default_filter_or(
        "error,eframe::native::run=off,tokens_per_dollar=info,rustls_platform_verifier=off,rfd=off",
    );
    env_logger::Builder::from_env(quiet).init();
    command_line::run(started)
}

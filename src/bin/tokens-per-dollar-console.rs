//! The program for a terminal on Windows: runs `tokens-per-dollar.exe` beside it and passes on what that prints.
//!
//! Windows has two kinds of programs. One opens a terminal with itself, which a desktop app must not; the other cannot
//! print to the terminal that it was started from, which `report` must. So there are both. The installer calls this one
//! `tokens-per-dollar.com`, which a terminal prefers to the `.exe`; menus and files open the `.exe`.
#![forbid(unsafe_code)]

use std::env;
use std::io::{self, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(
                io::stderr(),
                "tokens-per-dollar: the app beside this program does not start: {error}"
            );
            ExitCode::FAILURE
        }
    }
}

/// Runs the app with the same arguments and returns its exit code.
fn run() -> io::Result<ExitCode> {
    let app = env::current_exe()?.with_file_name(format!("tokens-per-dollar{}", env::consts::EXE_SUFFIX));
    // Pipes and not the terminal itself: a program without a terminal cannot count on writing to one.
    let mut app = Command::new(app)
        .args(env::args_os().skip(1))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (out, complaints) = (app.stdout.take(), app.stderr.take());
    let complaining = thread::Builder::new().spawn(move || pass_on(complaints, io::stderr()))?;
    pass_on(out, io::stdout());
    let status = app.wait()?;
    // It cannot fail: it has no panic.
    let _ = complaining.join();
    Ok(status.code().map_or(ExitCode::FAILURE, |code| u8::try_from(code).unwrap_or(1).into()))
}

/// Copies until the end. A reader that has gone away, as in `| head`, is no failure: the app then meets a closed pipe.
fn pass_on(from: Option<impl Read>, mut to: impl Write) {
    if let Some(mut from) = from {
        let _ = io::copy(&mut from, &mut to).and_then(|_| to.flush());
    }
}

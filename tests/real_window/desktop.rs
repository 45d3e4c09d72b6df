//! A desktop that nobody sees: Xvfb with openbox, programs in it, hands (`xdotool`) and eyes (`import`).
//!
//! Every program gets a home of its own in a temporary folder, so that no test reads or writes a file of the user.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take: a debug build that draws in software on a busy machine is slow, not stuck.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than a few frames.
const FRAMES: Duration = Duration::from_millis(250);
/// Between two looks at something that is waited for.
const GLANCE: Duration = Duration::from_millis(20);
/// What a program logs once it has painted.
const FIRST_FRAME: &str = "first frame after ";

/// Calls `done` until it gives something.
///
/// # Panics
/// After [`PATIENCE`], with `what` was waited for.
#[track_caller]
pub fn wait_for<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = done() {
            return value;
        }
        assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}");
        thread::sleep(GLANCE);
    }
}

/// Waits until the file is there and its text is as wanted; returns the text.
#[track_caller]
pub fn wait_for_file(path: &Path, wanted: impl Fn(&str) -> bool) -> String {
    wait_for(&format!("the text of {}", path.display()), || {
        fs::read_to_string(path).ok().filter(|text| wanted(text))
    })
}

/// Waits until a document of the folder has a text as wanted; returns its path. A file that is being written has
/// another ending.
#[track_caller]
pub fn wait_for_file_in(folder: &Path, wanted: impl Fn(&str) -> bool) -> PathBuf {
    wait_for(&format!("a file in {}", folder.display()), || {
        fs::read_dir(folder)
            .ok()?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
            .find(|path| path.is_file() && fs::read_to_string(path).is_ok_and(|text| wanted(&text)))
    })
}

/// A display with a window manager, gone when dropped.
pub struct Desktop {
    display: String,
    home: tempfile::TempDir,
    server: Child,
    manager: Child,
}

impl Desktop {
    /// Starts both on a display number that is free.
    pub fn start(width: u32, height: u32) -> Self {
        Self::start_with(width, height, &[])
    }

    /// As [`Desktop::start`], with more arguments for Xvfb.
    pub fn start_with(width: u32, height: u32, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb (Debian's package xvfb)");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("a pipe"))
            .read_line(&mut number)
            .expect("the number of the display");
        assert!(!number.trim().is_empty(), "Xvfb found no free display");
        let display = format!(":{}", number.trim());
        let first = manager(&display, home.path());
        let mut desktop = Self { display, home, server, manager: first };
        let mut started = Instant::now();
        wait_for("the window manager", || {
            // On a busy machine openbox now and then gives up while it connects.
            if started.elapsed() > PATIENCE / 5 {
                let _ = desktop.manager.kill();
                let _ = desktop.manager.wait();
                desktop.manager = manager(&desktop.display, desktop.home.path());
                started = Instant::now();
            }
            desktop.xdotool(&["get_num_desktops"]).filter(|answer| answer.trim() != "0")
        });
        desktop
    }

    /// How many windows of this title can be seen.
    pub fn windows(&self, title: &str) -> usize {
        self.xdotool(&["search", "--onlyvisible", "--name", title]).map_or(0, |found| found.lines().count())
    }

    /// Starts a program and waits until it has painted and its window takes keys.
    pub fn open(&self, program: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Window<'_> {
        let mut window = self.launch(program, arguments, environment);
        window.first_frame = wait_for("the first frame", || {
            assert!(window.is_running(), "the program ended before its first frame:\n{}", window.log());
            first_frame(&window.log())
        });
        let process = window.process.id().to_string();
        window.id = wait_for("the window", || {
            let found = self.xdotool(&["search", "--onlyvisible", "--pid", &process])?;
            found.lines().last().map(str::to_owned)
        });
        window.focus();
        window
    }

    /// Starts a program and waits for nothing.
    pub fn launch(&self, program: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Window<'_> {
        let mut process = command(program, &self.display, self.home.path())
            .args(arguments)
            // A program that shows dialogs would wait for somebody.
            .env("PATH", "/nonexistent")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(process.stderr.take().expect("a pipe")).lines();
        let sink = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = writeln!(sink.lock().expect("the log"), "{line}");
            }
        });
        Window { desktop: self, process, id: String::new(), log, first_frame: Duration::ZERO }
    }

    /// What a program needs to find it, in `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The home of every program here.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Saves a picture of the whole screen, as PNG.
    pub fn screenshot(&self, path: &Path) {
        let status = command("import", &self.display, self.home.path())
            .args(["-window", "root", "-depth", "8"])
            .arg(path)
            .status()
            .expect("import (Debian's package imagemagick)");
        assert!(status.success(), "no picture of the screen");
    }

    /// What `xdotool` prints, or nothing where it fails, as a search does that finds no window yet.
    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = command("xdotool", &self.display, self.home.path())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("xdotool (Debian's package xdotool)");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for process in [&mut self.manager, &mut self.server] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A program in a window of the desktop, killed when dropped. Places are in pixels from the window's top left corner,
/// without its title bar.
pub struct Window<'desktop> {
    desktop: &'desktop Desktop,
    process: Child,
    id: String,
    log: Arc<Mutex<String>>,
    /// From the start of `main` to the first frame, as the program logged it.
    pub first_frame: Duration,
}

impl Window<'_> {
    /// All that the program has written to its standard error.
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Waits until the program has logged a text.
    pub fn wait_for_log(&self, text: &str) {
        wait_for(&format!("the log to say {text:?}, not only:\n{}", self.log()), || {
            self.log().contains(text).then_some(())
        });
    }

    /// Whether the program has not ended.
    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().expect("the state of the program").is_none()
    }

    /// Waits for its end; gives its exit code, or nothing where a signal ended it.
    pub fn wait_for_end(&mut self) -> Option<i32> {
        wait_for("the end of the program", || self.process.try_wait().expect("the state of the program"))
            .code()
    }

    /// Whether the keys go to this window.
    pub fn is_active(&self) -> bool {
        self.desktop.xdotool(&["getactivewindow"]).is_some_and(|id| id.trim() == self.id)
    }

    /// Brings the window to the front, to take the keys.
    pub fn focus(&self) {
        self.hands(&["windowactivate", "--sync", &self.id]);
    }

    /// Width and height of the window.
    pub fn size(&self) -> (u32, u32) {
        let answer = self.hands(&["getwindowgeometry", "--shell", &self.id]);
        let field = |name: &str| {
            answer
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .and_then(|value| value.parse().ok())
                .unwrap_or_else(|| panic!("no {name} in {answer:?}"))
        };
        (field("WIDTH"), field("HEIGHT"))
    }

    /// Where the window is on the screen.
    pub fn place(&self) -> (i32, i32) {
        let answer = self.hands(&["getwindowgeometry", "--shell", &self.id]);
        let field = |name: &str| {
            answer
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .and_then(|value| value.parse().ok())
                .unwrap_or_else(|| panic!("no {name} in {answer:?}"))
        };
        (field("X"), field("Y"))
    }

    /// Moves the window there.
    pub fn move_to(&self, x: i32, y: i32) {
        self.hands(&["windowmove", "--sync", &self.id, &x.to_string(), &y.to_string()]);
    }

    /// What the title bar says.
    pub fn title(&self) -> String {
        self.hands(&["getwindowname", &self.id]).trim().to_owned()
    }

    /// Makes the window that wide and that high.
    pub fn resize(&self, width: u32, height: u32) {
        self.hands(&["windowsize", &self.id, &width.to_string(), &height.to_string()]);
        wait_for("the new size", || (self.size() == (width, height)).then_some(()));
    }

    /// Types a text into what has the focus.
    pub fn type_text(&self, text: &str) {
        self.hands(&["type", "--delay", "15", "--", text]);
    }

    /// Presses keys one after the other, each named as X names it: `Return`, `ctrl+n`, `shift+Tab`.
    pub fn keys(&self, names: &[&str]) {
        // Of two Tabs within one frame the focus follows one.
        let mut arguments = vec!["key", "--delay", "150", "--"];
        arguments.extend_from_slice(names);
        self.hands(&arguments);
        // A key may move the focus, which counts from the next frame on; drawn in software on a busy machine it is long,
        // and what is typed within it would go to where the focus was.
        thread::sleep(FRAMES);
    }

    /// Moves the mouse there.
    pub fn point_at(&self, x: i32, y: i32) {
        self.hands(&["mousemove", "--sync", "--window", &self.id, &x.to_string(), &y.to_string()]);
    }

    /// Clicks there.
    pub fn click(&self, x: i32, y: i32) {
        self.point_at(x, y);
        self.hands(&["click", "1"]);
    }

    /// Clicks there twice, as a double click.
    pub fn double_click(&self, x: i32, y: i32) {
        // With a click shortly before, egui would count to three.
        thread::sleep(Duration::from_millis(700));
        self.point_at(x, y);
        self.hands(&["click", "--repeat", "2", "--delay", "60", "1"]);
    }

    /// Presses at one place, moves in steps, and lets go at another.
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        const STEPS: i32 = 8;
        self.point_at(from.0, from.1);
        self.hands(&["mousedown", "1"]);
        for step in 1..=STEPS {
            let between = |start: i32, end: i32| start + (end - start) * step / STEPS;
            self.point_at(between(from.0, to.0), between(from.1, to.1));
            thread::sleep(GLANCE);
        }
        self.hands(&["mouseup", "1"]);
    }

    /// Turns the wheel, down for positive notches.
    pub fn scroll(&self, notches: i32) {
        let button = if notches > 0 { "5" } else { "4" };
        self.hands(&["click", "--repeat", &notches.unsigned_abs().to_string(), button]);
    }

    /// Asks the window to close, as its title bar's button does.
    pub fn close(&self) {
        self.focus();
        self.keys(&["alt+F4"]);
    }

    /// Ends the program as a power failure would: SIGKILL, no chance to save.
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks the program to end, as a logout does: SIGTERM.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(asked.expect("the command kill").success());
    }

    fn end(&mut self) {
        // `kill` of the standard library is SIGKILL; it fails only where the program has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn hands(&self, arguments: &[&str]) -> String {
        self.desktop
            .xdotool(arguments)
            .unwrap_or_else(|| panic!("xdotool {arguments:?} failed. The program's log:\n{}", self.log()))
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            // What was on the screen when the test failed.
            let picture =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("failed-{}.png", self.process.id()));
            let _ = command("import", &self.desktop.display, self.desktop.home.path())
                .args(["-window", "root"])
                .arg(picture)
                .status();
        }
        self.end();
    }
}

/// A session bus of its own, gone when dropped.
pub struct Bus {
    /// Where programs find it: what `DBUS_SESSION_BUS_ADDRESS` is to say.
    pub address: String,
    process: Child,
}

impl Bus {
    /// Starts one.
    pub fn start() -> Self {
        let mut process = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon (Debian's package dbus-daemon)");
        let mut address = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut address).expect("the address");
        Self { address: address.trim().to_owned(), process }
    }

    /// The names that programs own on it.
    pub fn names(&self) -> String {
        let bus = "org.freedesktop.DBus";
        let output = Command::new("dbus-send")
            .args(["--print-reply", &format!("--bus={}", self.address), &format!("--dest={bus}")])
            .args(["/org/freedesktop/DBus", &format!("{bus}.ListNames")])
            .output()
            .expect("dbus-send (Debian's package dbus-bin)");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a window manager.
fn manager(display: &str, home: &Path) -> Child {
    command("openbox", display, home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openbox (Debian's package openbox)")
}

/// A command with the display, a home of its own and nothing of the user's session.
fn command(program: impl AsRef<std::ffi::OsStr>, display: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env("DISPLAY", display)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("LANG", "C.UTF-8")
        .env("RUST_LOG", "warn,empty_window=info,tokens_per_dollar=info")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("TOKENS_PER_DOLLAR_DIR");
    command
}

/// The time that the log names for the first frame.
fn first_frame(log: &str) -> Option<Duration> {
    let (_, rest) = log.split_once(FIRST_FRAME)?;
    let (milliseconds, _) = rest.split_once(" ms")?;
    milliseconds.trim().parse().ok().map(Duration::from_millis)
}

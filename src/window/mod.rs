//! The window: what users see and touch. The only room that knows egui.

mod desktop_theme;
mod hand_over;
mod jobs;
mod keys;
mod pasting;
mod replacement;
mod shell;
pub mod theme;
mod typed_ahead;
mod views;
mod visual;
mod widgets;

use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Instant;

use eframe::egui;

use crate::store::WindowFile;

pub use hand_over::hand_over;
pub use shell::Window;

/// How the window is to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder in which everything is kept.
    pub folder: PathBuf,
    /// What is to be imported at once.
    pub files: Vec<PathBuf>,
    /// When the program started, for the time to the first frame.
    pub started: Instant,
}

/// Opens the window and returns when it is closed: the files of the changes that could not be saved. The window system's libraries panic when one of them is missing; then
/// `give_up` is called with one sentence and must end the program, for a panic of a release build does.
///
/// # Errors
/// One sentence, when there is no display or no way to draw on it.
pub fn run(options: Options, give_up: fn(&str)) -> Result<Vec<String>, String> {
    let (window_file, notice) = WindowFile::open(&options.folder);
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default();
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Tokens per Dollar")
            .with_app_id("tokens-per-dollar")
            .with_icon(icon)
            .with_inner_size(theme::FIRST_WINDOW)
            .with_min_inner_size(theme::SMALLEST_WINDOW),
        persist_window: true,
        persistence_path: Some(window_file.private_path()),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let (unsaved_at_exit, unsaved) = std::sync::mpsc::channel();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |_| {
        give_up(&cannot_open("a library of the window system is missing"));
    }));
    let opened = eframe::run_native(
        "tokens-per-dollar",
        native,
        Box::new(|context| {
            // From here on a panic is a fault of this program.
            std::panic::set_hook(usual);
            Ok(Box::new(Window::open(context, options, notice, unsaved_at_exit)?))
        }),
    );
    window_file.keep();
    match opened {
        Ok(()) => Ok(unsaved.try_iter().flatten().collect()),
        // Its own words list the whole configuration that was asked for.
        Err(eframe::Error::NoGlutinConfigs(_, error)) => Err(cannot_open(&error.to_string())),
        Err(error) => Err(cannot_open(&error.to_string())),
    }
}

/// Why there is no window, and what to do.
fn cannot_open(reason: &str) -> String {
    let reason = reason.trim_end_matches('.');
    format!(
        "The window cannot be opened, because there is no display or no OpenGL here ({reason}); \
         `tokens-per-dollar report --out DIR` writes the same charts and tables without one."
    )
}

fn has_display(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|display| !display.is_empty())
}

/// Whether the window is one of Wayland's, where the toolkit does not hear of files that are dropped.
fn is_on_wayland() -> bool {
    static IS: LazyLock<bool> = LazyLock::new(|| cfg!(target_os = "linux") && has_display("WAYLAND_DISPLAY"));
    *IS
}

/// Says a sentence in a message of the system's own, where there is a display: who starts the app from a menu sees no
/// terminal.
pub fn tell(sentence: &str) {
    if cfg!(target_os = "linux") && !["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(has_display) {
        return;
    }
    let message = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error);
    let _ = message.set_title("Tokens per Dollar").set_description(sentence).show();
}

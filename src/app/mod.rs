//! The window: state, the actions that change it, and the views that show it. The only room that knows egui.

mod action;
mod apply;
mod commands;
mod decide;
mod derived;
mod focus;
mod hand_over;
mod desktop_theme;
mod jobs;
mod lists;
mod pasting;
mod shell;
mod state;
pub mod theme;
mod undo;
mod views;
mod widgets;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Instant;

use eframe::egui;

pub use action::Action;
pub use decide::Question;
pub use hand_over::hand_over;
pub use shell::Window;
pub use state::{Costs, Figure, Place, PricesPage, State, Tokens};

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

/// Opens the window and returns when it is closed.
///
/// # Errors
/// One sentence, when there is no display or no way to draw on it.
pub fn run(options: Options) -> Result<(), String> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default();
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Tokens per Dollar")
            .with_app_id("tokens-per-dollar")
            .with_icon(icon)
            .with_inner_size(theme::FIRST_WINDOW)
            .with_min_inner_size(theme::SMALLEST_WINDOW),
        persist_window: true,
        persistence_path: Some(options.folder.join("window.ron")),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let opened = std::panic::catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "tokens-per-dollar",
            native,
            Box::new(|context| Ok(Box::new(Window::open(context, options)?))),
        )
    }));
    let reason = match opened {
        Ok(Ok(())) => return Ok(()),
        // Its own words list the whole configuration that was asked for.
        Ok(Err(eframe::Error::NoGlutinConfigs(_, error))) => error.to_string(),
        Ok(Err(error)) => error.to_string(),
        // The window system's libraries panic when one of them is missing.
        Err(_) => "a library of the window system is missing".to_owned(),
    };
    let reason = reason.trim_end_matches('.');
    Err(format!(
        "The window cannot be opened, because there is no display or no OpenGL here ({reason}); \
         `tokens-per-dollar report --out DIR` writes the same charts and tables without one."
    ))
}

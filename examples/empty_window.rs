//! An empty window: what the app's time to its first frame is measured against (`scripts/measure-start`).
//!
//! It logs `first frame after N ms`, counted from `main` as the app counts it. With `TPD_EXIT_AFTER_FIRST_FRAME` set
//! it closes itself then; with `TPD_SHOW_EVENTS` set it logs what it is sent, which proves the hands of the tests.
#![forbid(unsafe_code)]

use std::time::Instant;

use eframe::egui;

struct EmptyWindow {
    started: Instant,
    frames: u64,
    exits: bool,
    shows_events: bool,
}

impl eframe::App for EmptyWindow {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        if self.frames == 1 {
            log::info!("first frame after {} ms", self.started.elapsed().as_millis());
            if self.exits {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
        if self.shows_events {
            log_events(ui);
        }
        egui::CentralPanel::default().show(ui, |_| {});
    }
}

fn log_events(ui: &egui::Ui) {
    ui.input(|input| {
        for event in &input.events {
            match event {
                egui::Event::Text(text) => log::info!("text {text:?}"),
                egui::Event::Key { key, pressed: true, modifiers, .. } => {
                    log::info!("key {key:?} command={} shift={}", modifiers.command, modifiers.shift);
                }
                egui::Event::PointerButton { pos, button, pressed, .. } => {
                    let what = if *pressed { "press" } else { "release" };
                    log::info!("{what} {button:?} at {:.0},{:.0}", pos.x, pos.y);
                }
                egui::Event::MouseWheel { delta, .. } => log::info!("wheel {:.0}", delta.y),
                _ => {}
            }
        }
        if input.pointer.button_double_clicked(egui::PointerButton::Primary)
            && let Some(at) = input.pointer.interact_pos()
        {
            log::info!("double click at {:.0},{:.0}", at.x, at.y);
        }
    });
}

fn main() -> eframe::Result {
    let started = Instant::now();
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn,empty_window=info"))
        .init();
    let set = |name: &str| std::env::var_os(name).is_some();
    let app = EmptyWindow {
        started,
        frames: 0,
        exits: set("TPD_EXIT_AFTER_FIRST_FRAME"),
        shows_events: set("TPD_SHOW_EVENTS"),
    };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Empty window")
            .with_app_id("empty-window")
            .with_inner_size([1280.0, 800.0]),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    eframe::run_native("empty-window", options, Box::new(|_| Ok(Box::new(app))))
}

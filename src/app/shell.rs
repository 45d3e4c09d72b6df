//! The window itself: brings in what happened outside, lets the places draw, and hands every action to `apply`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{self, Align, Context, Key, Layout, Panel, Ui};

use crate::money::label;
use crate::store::{Keeper, Level, Remedy, Store, Watcher};

use super::Options;
use super::action::{Action, Effect};
use super::apply::apply;
use super::jobs::Jobs;
use super::lists::ListAction;
use super::pasting;
use super::shortcuts::{self, Command};
use super::state::{Place, PricesPage, State};
use super::theme::{self, Role, Space};
use super::{views, widgets};

/// How long closing the window may take to save what is left.
const LAST_SAVES: Duration = Duration::from_secs(5);

/// The window.
#[derive(Debug)]
pub struct Window {
    state: State,
    /// Saves every change. `None` once the window is closing.
    keeper: Option<Keeper>,
    /// Tells the keeper to look when another program changes the folder.
    _watcher: Option<Watcher>,
    jobs: Jobs,
    folder: PathBuf,
    started: Instant,
    first_frame_is_drawn: bool,
}

impl Window {
    /// The window on the folder of `options`.
    ///
    /// # Errors
    /// When the bundled prices cannot be read or the system gives no thread.
    pub fn open(
        context: &eframe::CreationContext<'_>,
        options: Options,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let window = Self::new(&context.egui_ctx, options)?;
        super::desktop_theme::follow(&context.egui_ctx);
        Ok(window)
    }

    /// As [`Window::open`], for any context: tests have no window system.
    ///
    /// # Errors
    /// As [`Window::open`].
    pub fn new(ctx: &Context, options: Options) -> std::io::Result<Self> {
        let Options { folder, started } = options;
        theme::install(ctx);
        let (store, documents, notices) = Store::open(&folder);
        let today = jiff::ZonedDateTime::now().date();
        theme::set_appearance(ctx, documents.settings.value.appearance);
        let state = State::new(documents, notices, today)
            .map_err(|fault| std::io::Error::other(format!("the bundled prices cannot be read: {fault}")))?;
        let repaint = ctx.clone();
        let keeper = Keeper::start(store, move || repaint.request_repaint())?;
        let watcher = crate::store::watch(&folder, keeper.looker());
        if let Err(error) = &watcher {
            log::warn!("{error}");
        }
        let mut window = Self {
            state,
            keeper: Some(keeper),
            _watcher: watcher.ok(),
            jobs: Jobs::new(ctx.clone()),
            folder,
            started,
            first_frame_is_drawn: false,
        };
        window.act(ctx, Action::List(ListAction::Read));
        Ok(window)
    }

    /// What the window shows.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Carries an action out, here and outside.
    pub fn act(&mut self, ctx: &Context, action: Action) {
        let effects = apply(&mut self.state, action);
        for effect in effects {
            self.carry_out(ctx, effect);
        }
    }

    fn carry_out(&mut self, ctx: &Context, effect: Effect) {
        match effect {
            Effect::Keep(change) => {
                if let Some(keeper) = &self.keeper {
                    keeper.save(change);
                }
            }
            Effect::KeepCopy(change) => {
                if let Some(keeper) = &self.keeper {
                    keeper.save_copy(change);
                }
            }
            Effect::SaveAgain => {
                if let Some(keeper) = &self.keeper {
                    keeper.try_again();
                }
            }
            Effect::Look => {
                if let Some(keeper) = &self.keeper {
                    keeper.look();
                }
            }
            Effect::AskImport => self.jobs.ask_import(),
            Effect::AskImportPrices => self.jobs.ask_import_prices(),
            Effect::ReadLists(lists) => self.jobs.read_lists(self.folder.clone(), *lists, self.state.today),
            Effect::Fetch(download) => self.jobs.fetch(download, self.state.today),
            Effect::SaveTemplate(format) => self.jobs.save_template(format),
            Effect::Import(paths) => self.jobs.import(paths, self.state.today),
            Effect::Export(workload) => self.jobs.export(workload),
            Effect::ExportPortfolio(portfolio) => self.jobs.export_portfolio(portfolio),
            Effect::SaveFigure { name, format, content } => self.jobs.save_figure(&name, format, content),
            Effect::ShowInFolder(path) => self.jobs.show_in_folder(path),
            Effect::ShowDataFolder => self.jobs.show_in_folder(self.folder.clone()),
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::Draw(content, what) => self.jobs.draw(content, what),
            Effect::CopyPicture(picture) => ctx.copy_image(*picture),
            Effect::SetAppearance(appearance) => theme::set_appearance(ctx, appearance),
            Effect::ResetLayout => {
                let desktop = theme::desktop(ctx);
                ctx.memory_mut(|memory| *memory = egui::Memory::default());
                theme::install(ctx);
                theme::set_appearance(ctx, self.state.documents.settings.value.appearance);
                theme::set_desktop(ctx, |wishes| *wishes = desktop);
                ctx.send_viewport_cmd(egui::ViewportCommand::InnerSize(theme::FIRST_WINDOW));
            }
        }
    }

    /// Takes over what happened outside since the last frame.
    pub fn take_over(&mut self, ctx: &Context) {
        let events = self.keeper.as_ref().map(Keeper::events).unwrap_or_default();
        for event in events {
            self.act(ctx, Action::Kept(event));
        }
        for action in self.jobs.results() {
            self.act(ctx, action);
        }
        let (has_focus_come, dropped) = ctx.input(|input| {
            let focused = input.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true)));
            let dropped: Vec<PathBuf> =
                input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
            (focused, dropped)
        });
        if has_focus_come && let Some(keeper) = &self.keeper {
            keeper.look();
        }
        if !dropped.is_empty() {
            self.act(ctx, Action::Import(dropped));
        }
        self.state.unsaved = self.keeper.as_ref().map(Keeper::unsaved).unwrap_or_default();
    }

    /// Draws one frame and carries out what it asks for.
    pub fn draw(&mut self, ui: &mut Ui) {
        let mut actions = shortcuts::pressed(ui.ctx(), &self.state);
        actions.extend(pasting::pasted(ui.ctx(), &self.state));
        self.top(ui, &mut actions);
        self.bottom(ui, &mut actions);
        self.notices(ui, &mut actions);
        match self.state.view.place {
            Place::Compare => views::compare::show(ui, &self.state, &mut actions),
            Place::Workloads => views::workloads::show(ui, &self.state, &mut actions),
            Place::Prices => views::prices::show(ui, &self.state, &mut actions),
            Place::Decide => views::decide::show(ui, &self.state, &mut actions),
            Place::Settings => {
                let folder = self.folder.display().to_string();
                views::settings::show(ui, &self.state, &folder, &mut actions);
            }
        }
        views::receipt::show(ui, &self.state, &mut actions);
        if self.state.view.shortcuts_open {
            sheet(ui, &mut actions);
        }
        let ctx = ui.ctx().clone();
        actions.extend(widgets::to_copy(&ctx));
        for action in actions {
            self.act(&ctx, action);
        }
        if std::mem::take(&mut self.state.is_stale) {
            ctx.request_repaint();
        }
    }

    fn top(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let state = &self.state;
        let colours = theme::colours(ui);
        let frame = egui::Frame::new().fill(colours.panel).inner_margin(egui::Margin::symmetric(12, 8));
        Panel::top("places").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                let places = [
                    (Place::Compare, "Compare"),
                    (Place::Workloads, "Workloads"),
                    (Place::Prices, "Prices"),
                    (Place::Decide, "Decide"),
                    (Place::Settings, "Settings"),
                ];
                for (place, name) in places {
                    let is_here = state.view.place == place;
                    if tab(ui, name, is_here).clicked() {
                        actions.push(Action::Go(place));
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    undo_buttons(ui, state, actions);
                    ui.add_space(Space::Small.points());
                    let own = state.documents.overrides.value.len();
                    let own = if own == 0 { String::new() } else { format!(", {own} of your own") };
                    let text = format!("{}{own}", state.prices_in_words());
                    let response = ui
                        .add(egui::Button::new(Role::Small.text(text)).truncate())
                        .on_hover_text(format!("{}. Click for other price lists.", state.sources_in_words()));
                    if response.clicked() {
                        actions.push(Action::GoPrices(PricesPage::Lists));
                    }
                });
            });
        });
    }

    fn bottom(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let state = &self.state;
        let colours = theme::colours(ui);
        let frame = egui::Frame::new().fill(colours.panel).inner_margin(egui::Margin::symmetric(12, 4));
        Panel::bottom("status").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                if let Some(reason) = state.why_unsaved() {
                    ui.label(Role::Small.text(format!("Not saved: {reason}")).color(colours.error));
                    if ui.small_button(Role::Small.text("Try again")).clicked() {
                        actions.push(Action::SaveAgain);
                    }
                } else {
                    let text = if state.unsaved.is_empty() { "All changes saved" } else { "Saving…" };
                    ui.label(Role::Small.text(text).color(colours.muted));
                }
                if let Some(saying) = &state.saying {
                    let colour = if saying.is_error { colours.error } else { colours.text };
                    ui.separator();
                    ui.add(egui::Label::new(Role::Small.text(&saying.text).color(colour)).truncate());
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let hidden = state.market().hidden().len();
                    let hidden = if hidden == 0 { String::new() } else { format!(" ({hidden} hidden)") };
                    let models = state.market().offers().len() as u64;
                    let workloads = state.documents.workloads.len() as u64;
                    let counted = |count: u64, what: &str| {
                        format!("{} {what}{}", label::whole(count), if count == 1 { "" } else { "s" })
                    };
                    let text =
                        format!("{}{hidden}, {}", counted(models, "model"), counted(workloads, "workload"));
                    ui.label(Role::Small.text(text).color(colours.muted));
                });
            });
        });
    }

    fn notices(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        if self.state.notices.is_empty() {
            return;
        }
        let colours = theme::colours(ui);
        let frame = egui::Frame::new().fill(colours.notice).inner_margin(egui::Margin::symmetric(12, 8));
        Panel::top("notices").frame(frame).show(ui, |ui| {
            egui::ScrollArea::vertical().max_height(160.0).auto_shrink([false, true]).show(ui, |ui| {
                for (index, notice) in self.state.notices.iter().enumerate() {
                    ui.horizontal_wrapped(|ui| {
                        let colour =
                            if notice.level == Level::Warning { colours.warning } else { colours.text };
                        ui.label(Role::Label.text(&notice.summary).color(colour));
                        ui.add(
                            egui::Label::new(Role::Small.text(notice.to_string()).color(colours.text)).wrap(),
                        );
                        for remedy in &notice.remedies {
                            if ui.small_button(Role::Small.text(remedy_label(remedy))).clicked() {
                                actions.push(Action::Remedy(index, remedy.clone()));
                            }
                        }
                        let dismiss = ui.small_button(Role::Small.text("Dismiss"));
                        dismiss.widget_info(|| {
                            let name = format!("Dismiss: {}", notice.summary);
                            egui::WidgetInfo::labeled(egui::Role::Button, true, name)
                        });
                        if dismiss.clicked() {
                            actions.push(Action::Dismiss(index));
                        }
                    });
                }
            });
        });
    }
}

fn remedy_label(remedy: &Remedy) -> &'static str {
    match remedy {
        Remedy::ShowInFolder(_) => "Show in folder",
        Remedy::Reload(_) => "Reload",
        Remedy::KeepMineAsCopy(_) => "Keep mine as a copy",
        Remedy::TryAgain => "Try again",
    }
}

fn tab(ui: &mut Ui, name: &str, is_here: bool) -> egui::Response {
    let colours = theme::colours(ui);
    let (font, colour) = if is_here { (Role::Label, colours.text) } else { (Role::Body, colours.muted) };
    let text = font.text(name).size(14.0).color(colour);
    let fill = if is_here { colours.selected } else { egui::Color32::TRANSPARENT };
    let button = egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE);
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_here, name));
    response
}

fn undo_buttons(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let buttons = [
        (Command::Redo, "Redo", state.history.redo_label(), Action::Redo),
        (Command::Undo, "Undo", state.history.undo_label(), Action::Undo),
    ];
    for (command, verb, label, action) in buttons {
        let keys = command.keys(ui.ctx());
        let full = label
            .map_or_else(|| format!("Nothing to {}", verb.to_lowercase()), |label| format!("{verb} {label}"));
        let response = ui.add_enabled(label.is_some(), egui::Button::new(Role::Small.text(verb)));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, label.is_some(), &full));
        let hover = format!("{full} ({keys})");
        if response.on_hover_text(&hover).on_disabled_hover_text(&hover).clicked() {
            actions.push(action);
        }
    }
}

fn sheet(ui: &Ui, actions: &mut Vec<Action>) {
    let response = egui::Modal::new(egui::Id::unique("shortcut sheet")).show(ui.ctx(), |ui| {
        ui.label(Role::Title.text("Keyboard shortcuts"));
        ui.add_space(Space::Small.points());
        views::settings::shortcuts(ui);
        ui.add_space(Space::Small.points());
        ui.button("Close").clicked()
    });
    if response.inner || response.should_close() || ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::ToggleShortcuts);
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.take_over(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        if !self.first_frame_is_drawn {
            self.first_frame_is_drawn = true;
            log::info!("first frame after {} ms", self.started.elapsed().as_millis());
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Some(keeper) = self.keeper.take() {
            for unsaved in keeper.finish(LAST_SAVES) {
                log::error!("not saved: {}", unsaved.document.file_name());
            }
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

//! The window itself: brings in what happened outside, lets the places draw, and hands every action to `apply`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Key, Panel, Ui};

use crate::store::{Keeper, Level, Remedy, Store, Watcher};

use super::Options;
use super::action::{Action, Effect};
use super::apply::apply;
use super::commands::{self, Zoom};
use super::jobs::Jobs;
use super::lists::ListAction;
use super::pasting;
use super::state::{Place, State};
use super::theme::{self, Role, Space};
use super::{views, widgets};

/// How long closing the window may take to save what is left.
const LAST_SAVES: Duration = Duration::from_secs(5);

/// Width of the sheet of shortcuts where the window has room: two columns, in points.
const SHEET: f32 = 760.0;
/// What the window keeps around the sheet of shortcuts, and what its head and foot take, in points.
const AROUND_SHEET: f32 = 150.0;

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
    /// The field that gets the cursor once it is drawn: under a palette that is only just closing it could not keep it.
    wanted_focus: Option<egui::Id>,
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
        let Options { folder, files, started } = options;
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
            wanted_focus: None,
        };
        window.act(ctx, Action::List(ListAction::Read));
        if !files.is_empty() {
            window.act(ctx, Action::Import(files));
        }
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
            Effect::Remember(change) => {
                if let Some(keeper) = &self.keeper {
                    keeper.save_later(change);
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
            Effect::OpenFile(path) => self.jobs.open_file(path),
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
                place_as_at_first(ctx);
            }
            Effect::Focus(field) => {
                self.wanted_focus = Some(widgets::search_id(field));
                ctx.request_repaint();
            }
            Effect::Zoom(Zoom::Larger) => egui::gui_zoom::zoom_in(ctx),
            Effect::Zoom(Zoom::Smaller) => egui::gui_zoom::zoom_out(ctx),
            Effect::Zoom(Zoom::Actual) => ctx.set_zoom_factor(1.0),
            Effect::Raise => {
                ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
                // Where a program may not raise itself, its entry in the bar of windows is marked.
                let attention = egui::UserAttentionType::Informational;
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestUserAttention(attention));
            }
            Effect::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
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
        let shortcuts = commands::pressed(ui.ctx(), &self.state);
        let is_left = |action: &Action| {
            !matches!(action, Action::Undo | Action::Redo | Action::OpenPalette(_) | Action::ToggleShortcuts)
        };
        if shortcuts.iter().any(is_left) || ui.input(|input| input.viewport().close_requested()) {
            leave_field(ui.ctx());
        }
        let mut actions = pasting::pasted(ui.ctx(), &self.state);
        let left = widgets::left_by_escape(ui.ctx(), &self.state);
        views::around::top(ui, &self.state, &mut actions);
        views::around::bottom(ui, &self.state, &mut actions);
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
        views::palette::show(ui, &self.state, &mut actions);
        views::dropping::show(ui.ctx());
        if let Some(field) = self.wanted_focus.take() {
            focus(ui.ctx(), field);
        }
        let ctx = ui.ctx().clone();
        actions.extend(widgets::to_copy(&ctx));
        actions.extend(left);
        // After what the fields say: who leaves by a key has entered what was typed, as who leaves by a click.
        actions.extend(shortcuts);
        for action in actions {
            self.act(&ctx, action);
        }
        if std::mem::take(&mut self.state.is_stale) {
            ctx.request_repaint();
        }
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

/// Takes the keyboard from the field that has it, which then enters what was typed in it.
fn leave_field(ctx: &Context) {
    if let Some(field) = ctx.memory(egui::Memory::focused)
        && egui::TextEdit::load_state(ctx, field).is_some()
    {
        ctx.memory_mut(|memory| memory.surrender_focus(field));
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

fn sheet(ui: &Ui, actions: &mut Vec<Action>) {
    let screen = ui.ctx().content_rect();
    let most = screen.height() - AROUND_SHEET;
    let response = egui::Modal::new(egui::Id::unique("shortcut sheet")).show(ui.ctx(), |ui| {
        ui.set_width(SHEET.min(screen.width() - 60.0));
        ui.label(Role::Title.text("Keyboard shortcuts"));
        ui.add_space(Space::Small.points());
        let scroll = egui::ScrollArea::both().max_height(most).min_scrolled_height(most);
        let scroll = scroll.auto_shrink([false, true]).max_width(ui.available_width());
        scroll.show(ui, views::settings::shortcuts);
        ui.add_space(Space::Small.points());
        ui.button("Close").clicked()
    });
    if response.inner || response.should_close() || ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::ToggleShortcuts);
    }
}

/// Makes the window a plain one of its first size in the middle of its monitor, wherever it is and whatever it is now.
fn place_as_at_first(ctx: &Context) {
    let monitor = ctx.input(|input| input.viewport().monitor_size);
    // Some systems say nothing of the monitor, or that it has no size.
    let monitor = monitor.filter(|size| size.min_elem() > 1.0).unwrap_or(theme::FIRST_WINDOW);
    let size = theme::FIRST_WINDOW.min(monitor);
    let commands = [
        egui::ViewportCommand::Fullscreen(false),
        egui::ViewportCommand::Maximized(false),
        egui::ViewportCommand::InnerSize(size),
        egui::ViewportCommand::OuterPosition(((monitor - size) / 2.0).to_pos2()),
    ];
    for command in commands {
        ctx.send_viewport_cmd(command);
    }
}

/// Puts the cursor into a field and chooses what it says, so that it can be typed over.
fn focus(ctx: &Context, field: egui::Id) {
    use egui::text::{CCursor, CCursorRange};
    ctx.memory_mut(|memory| memory.request_focus(field));
    let mut cursor = egui::TextEdit::load_state(ctx, field).unwrap_or_default();
    cursor.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(usize::MAX))));
    cursor.store(ctx, field);
    ctx.request_repaint();
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.jobs.belong_to(frame);
        self.take_over(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        if !self.first_frame_is_drawn {
            self.first_frame_is_drawn = true;
            log::info!("first frame after {} ms", self.started.elapsed().as_millis());
            // Not before: nothing of it is needed to see the window.
            self.jobs.take_files(self.folder.clone());
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.jobs.take_no_files();
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

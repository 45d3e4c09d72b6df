//! The window itself: brings in what happened outside, lets the places draw, and hands every action to `update`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use eframe::egui::{self, ColorImage, Context, Key, Panel, Ui};

use crate::store::{Keeper, Level, Notice, Remedy, Store, Watcher};

use super::Options;
use super::jobs::Jobs;
use super::keys;
use super::pasting;
use super::theme::{self, Role, Space};
use super::typed_ahead::TypedAhead;
use super::{views, widgets};
use crate::app::action::{Action, Effect};
use crate::app::closing::{CloseAction, Closing};
use crate::app::commands::Zoom;
use crate::app::lists::ListAction;
use crate::app::state::{Place, State};
use crate::app::update::update;
use crate::report::png::Pixels;

/// How long a window that closes at once may take to save what is left.
const LAST_SAVES: Duration = Duration::from_secs(5);
/// How long closing the window takes for the last saves before it asks.
const SAVES_BEFORE_ASKING: Duration = Duration::from_millis(500);
/// How often it looks whether they are done.
const LOOK_AT_SAVES: Duration = Duration::from_millis(50);

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
    /// When closing the window began to wait for saves.
    closing_since: Option<Instant>,
    /// Gets the files of the changes that are not saved when the window closes.
    unsaved_at_exit: Option<Sender<Vec<String>>>,
    /// Whether the system wants the program to end.
    is_terminated: Arc<AtomicBool>,
}

impl Window {
    /// The window on the folder of `options`, with one more notice. `unsaved_at_exit` gets the files of the changes that
    /// are not saved in the end.
    ///
    /// # Errors
    /// When the bundled prices cannot be read or the system gives no thread.
    pub fn open(
        context: &eframe::CreationContext<'_>,
        options: Options,
        notice: Option<Notice>,
        unsaved_at_exit: Sender<Vec<String>>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let mut window = Self::new(&context.egui_ctx, options)?;
        window.state.notices.extend(notice);
        window.unsaved_at_exit = Some(unsaved_at_exit);
        window.end_on_signals(&context.egui_ctx);
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
        ctx.add_plugin(TypedAhead::default());
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
            closing_since: None,
            unsaved_at_exit: None,
            is_terminated: Arc::default(),
        };
        window.act(ctx, Action::List(ListAction::Read));
        if !files.is_empty() {
            window.act(ctx, Action::Import(files));
        }
        Ok(window)
    }

    /// What the window shows.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Carries an action out, here and outside.
    pub fn act(&mut self, ctx: &Context, action: Action) {
        self.state.now = frame_time(ctx);
        let effects = update(&mut self.state, action);
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
            Effect::CopyPicture(picture) => {
                let Pixels { width, height, rgba } = *picture;
                ctx.copy_image(ColorImage::from_rgba_premultiplied([width, height], &rgba));
            }
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
            Effect::AskSaveElsewhere => {
                if let Some(keeper) = &self.keeper {
                    self.jobs.ask_save_elsewhere(keeper.unsaved_changes());
                }
            }
            Effect::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Takes over what happened outside since the last frame.
    pub fn take_over(&mut self, ctx: &Context) {
        self.state.now = frame_time(ctx);
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
        let shortcuts = keys::pressed(ui.ctx(), &self.state);
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
        views::closing::show(ui, &self.state, &mut actions);
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
        self.close_once_saved(&ctx);
        if std::mem::take(&mut self.state.is_stale) {
            ctx.request_repaint();
        }
    }

    /// Keeps the window open while changes are not on disk, and asks when that takes long.
    fn close_once_saved(&mut self, ctx: &Context) {
        let is_wished = ctx.input(|input| input.viewport().close_requested());
        if !is_wished && self.state.closing.is_none() {
            return;
        }
        // What this frame has changed counts, too.
        self.state.unsaved = self.keeper.as_ref().map(Keeper::unsaved).unwrap_or_default();
        let is_saved = self.state.unsaved.is_empty();
        if is_wished && !is_saved && self.state.closing != Some(Closing::Now) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            if self.state.closing.is_none() {
                self.act(ctx, Action::Close(CloseAction::WhenSaved));
            }
        }
        match self.state.closing {
            Some(Closing::Saving | Closing::Asking) if is_saved => {
                self.act(ctx, Action::Close(CloseAction::Now));
            }
            Some(Closing::Saving) => {
                let since = *self.closing_since.get_or_insert_with(Instant::now);
                if since.elapsed() >= SAVES_BEFORE_ASKING {
                    self.act(ctx, Action::Close(CloseAction::Ask));
                } else {
                    ctx.request_repaint_after(LOOK_AT_SAVES);
                }
            }
            _ => self.closing_since = None,
        }
    }

    /// Ends the program as closing its window does when the system wants it to end, at a logout for one; without a
    /// question, for nobody may be there to answer it.
    #[cfg(unix)]
    fn end_on_signals(&self, ctx: &Context) {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::flag::register_conditional_shutdown;
        use signal_hook::iterator::Signals;
        const ALL: [i32; 3] = [SIGTERM, SIGINT, SIGHUP];
        let (is_terminated, ctx) = (Arc::clone(&self.is_terminated), ctx.clone());
        // Who asks a second time does not want to wait.
        let at_once = |signal| register_conditional_shutdown(signal, 1, Arc::clone(&is_terminated));
        let listening = ALL.into_iter().try_for_each(|signal| at_once(signal).map(drop));
        let listening = listening.and_then(|()| Signals::new(ALL)).and_then(|mut signals| {
            std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
                for _ in signals.forever() {
                    is_terminated.store(true, Ordering::SeqCst);
                    ctx.request_repaint();
                }
            })
        });
        if let Err(error) = listening {
            log::warn!("signals to end are not heard: {error}");
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "other systems close the window by a message")]
    fn end_on_signals(&self, _: &Context) {}

    fn notices(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        if self.state.notices.is_empty() {
            return;
        }
        let colours = theme::colours(ui);
        let frame = egui::Frame::new().fill(colours.notice).inner_margin(egui::Margin::symmetric(12, 8));
        // Below the page, which would move on under the pointer if they came above it.
        Panel::bottom("notices").frame(frame).show(ui, |ui| {
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

/// When this frame began, counted from the start of the window.
fn frame_time(ctx: &Context) -> Duration {
    Duration::try_from_secs_f64(ctx.input(|input| input.time)).unwrap_or_default()
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
    let most = widgets::room_for_sheet(screen.height(), AROUND_SHEET);
    let response = egui::Modal::new(egui::Id::unique("shortcut sheet")).show(ui.ctx(), |ui| {
        ui.set_width(SHEET.min(widgets::room_for_sheet(screen.width(), 60.0)));
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
        if self.is_terminated.load(Ordering::SeqCst) && self.state.closing != Some(Closing::Now) {
            self.act(ctx, Action::Close(CloseAction::Now));
        }
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
            let unsaved = keeper.finish(LAST_SAVES);
            let is_kept_elsewhere = self.state.is_saved_elsewhere;
            if let Some(tell) = self.unsaved_at_exit.take().filter(|_| !is_kept_elsewhere) {
                // Who opened the window waits for it.
                _ = tell.send(unsaved.iter().map(|unsaved| unsaved.document.file_name()).collect());
            }
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

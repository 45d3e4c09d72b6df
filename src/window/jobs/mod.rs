//! Work that must not hold the window up: file dialogs, reading and writing files of the user's choice. Each runs on
//! a named thread; its result comes back as an action.

mod lists;
mod working;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use eframe::egui::Context;
use jiff::civil::Date;
use rfd::AsyncFileDialog;

use crate::chart::palette::Theme;
use crate::portfolio::{self, Portfolio};
use crate::report;
use crate::store::{self, Change, StoreError};
use crate::workload::{self, Workload};

use super::hand_over::Taker;
use crate::app::action::{
    Action, FigureContent, FigureFormat, ImportedFiles, JudgementsFile, Offered, Saying,
};
use crate::app::closing::CloseAction;
use crate::app::lists::Arrival;
pub(super) use working::Working;

/// A dialog that ends sooner than this was never shown: nobody is that quick.
const NEVER_SHOWN: Duration = Duration::from_millis(200);
/// How often an import looks whether the window has taken the list before.
const LOOK_WHETHER_TAKEN: Duration = Duration::from_millis(5);
/// How to go on where a desktop shows no file dialog.
const NO_DIALOG: &str = "This desktop shows no file dialog. Type the file's path into the address field under Prices, Price \
                         lists; or drop the file on the window";
/// How often the calendar is looked at.
const LOOK_AT_THE_DAY: Duration = Duration::from_mins(1);

/// Starts a thread of this name.
type Spawn = fn(&str, Box<dyn FnOnce() + Send>) -> std::io::Result<()>;

/// The jobs under way, and what they bring back.
#[derive(Debug)]
pub struct Jobs {
    send: Sender<Action>,
    results: Receiver<Action>,
    ctx: Context,
    /// One dialog at a time.
    is_asking: Arc<AtomicBool>,
    /// A file dialog of this window, before it says what it asks for.
    dialog: AsyncFileDialog,
    taker: Taker,
    /// A test puts one in its place that cannot.
    spawn: Spawn,
    /// How many handfuls of price lists the window has not taken yet.
    untaken: Arc<AtomicUsize>,
    /// Ends the calendar when it goes.
    _calendar: Sender<()>,
}

impl Jobs {
    /// No jobs yet.
    pub fn new(ctx: Context) -> Self {
        let (send, results) = channel();
        let (calendar, stop) = channel();
        let jobs = Self {
            send,
            results,
            ctx,
            is_asking: Arc::default(),
            untaken: Arc::default(),
            dialog: AsyncFileDialog::new(),
            taker: Taker::default(),
            spawn: |name, run| std::thread::Builder::new().name(name.to_owned()).spawn(run).map(drop),
            _calendar: calendar,
        };
        jobs.watch_the_day(stop);
        jobs
    }

    /// Makes the file dialogs those of a window, so that none opens behind it. Where the window system gives no handle,
    /// they stand on their own.
    pub fn belong_to(&mut self, frame: &eframe::Frame) {
        self.dialog = AsyncFileDialog::new().set_parent(frame);
    }

    /// Tells when another day begins. It looks rather than sleeping till midnight, since a computer sleeps too and its
    /// clock is set.
    fn watch_the_day(&self, stop: Receiver<()>) {
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        let mut today = jiff::ZonedDateTime::now().date();
        self.start("calendar", move || {
            while stop.recv_timeout(LOOK_AT_THE_DAY) == Err(RecvTimeoutError::Timeout) {
                let day = jiff::ZonedDateTime::now().date();
                if day != today {
                    today = day;
                    if send.send(Action::NewDay(day)).is_ok() {
                        ctx.request_repaint();
                    }
                }
            }
            None
        });
    }

    /// What has come back since the last call.
    pub fn results(&self) -> Vec<Action> {
        let results = self.results.try_iter().collect();
        self.untaken.store(0, SeqCst);
        results
    }

    fn start(&self, name: &str, work: impl FnOnce() -> Option<Action> + Send + 'static) {
        self.start_or(name, work, |sentence| Action::Say(Saying::failed(sentence)));
    }

    /// As `start`; where the system gives no thread, `otherwise` gets a sentence, and tells the window what does not come.
    fn start_or(
        &self,
        name: &str,
        work: impl FnOnce() -> Option<Action> + Send + 'static,
        otherwise: impl FnOnce(String) -> Action,
    ) {
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        let run = move || {
            if let Some(action) = work()
                && send.send(action).is_ok()
            {
                ctx.request_repaint();
            }
        };
        if let Err(error) = (self.spawn)(name, Box::new(run)) {
            let sentence = format!("This cannot be done now: the system gives no thread ({error})");
            self.tell(otherwise(sentence));
        }
    }

    fn tell(&self, action: Action) {
        // The receiver lives as long as this.
        _ = self.send.send(action);
        self.ctx.request_repaint();
    }

    /// Shows one dialog at a time; `then` gets what was chosen, or `Err` when no dialog could be shown.
    fn ask<T: Send + 'static>(
        &self,
        dialog: impl Future<Output = Option<T>> + Send + 'static,
        then: impl FnOnce(Result<T, ()>) -> Option<Action> + Send + 'static,
    ) {
        if self.is_asking.swap(true, SeqCst) {
            self.tell(Action::Say(Saying::failed("A file dialog is open already")));
            return;
        }
        let is_asking = Arc::clone(&self.is_asking);
        let work = move || {
            let asked = Instant::now();
            let chosen = pollster::block_on(dialog);
            is_asking.store(false, SeqCst);
            match chosen {
                Some(chosen) => then(Ok(chosen)),
                None if asked.elapsed() < NEVER_SHOWN => then(Err(())),
                None => None,
            }
        };
        self.start_or("dialog", work, |sentence| {
            self.is_asking.store(false, SeqCst);
            Action::Say(Saying::failed(sentence))
        });
    }

    /// Asks for files and imports them.
    pub fn ask_import(&self) {
        let dialog = self.dialog.clone().set_title("Import").add_filter(
            "Workloads, portfolios, judgements and price lists",
            &["ron", "csv", "json", "yaml", "yml", "tsv", "txt", "md"],
        );
        let chosen = dialog.pick_files();
        self.ask(chosen, |chosen| match chosen {
            Ok(files) => Some(Action::Import(files.iter().map(|file| file.path().to_owned()).collect())),
            Err(()) => Some(Action::Say(Saying::failed(NO_DIALOG))),
        });
    }

    /// Asks for a folder and writes there what is not saved.
    pub fn ask_save_elsewhere(&self, changes: Vec<Change>) {
        let chosen = self.dialog.clone().set_title("Save what is not saved in another folder").pick_folder();
        self.ask(chosen, move |chosen| {
            let Ok(folder) = chosen else {
                let text = "This desktop shows no folder dialog; make room on the disk and try again";
                return Some(Action::Say(Saying::failed(text)));
            };
            Some(match store::save_elsewhere(folder.path(), &changes) {
                Ok(_) => Action::Close(CloseAction::SavedElsewhere(folder.path().to_owned())),
                Err(error) => Action::Say(Saying::failed(error.to_string())),
            })
        });
    }

    /// Reads files of any kind that can be imported, and folders of them.
    pub fn import(&self, paths: Vec<PathBuf>, today: Date) {
        let (send, ctx, untaken) = (self.send.clone(), self.ctx.clone(), Arc::clone(&self.untaken));
        self.start("import", move || {
            let working = Working::begin(&send, &ctx, "import", "Importing…");
            let mut files = ImportedFiles::default();
            let mut refused = None;
            let mut has_handed_in = false;
            // One list at a time: hundreds of them do not fit in memory at once.
            let mut import_one = |path: PathBuf, files: &mut ImportedFiles, working: &Working| {
                if !files.lists.is_empty() {
                    let lists = std::mem::take(&mut files.lists);
                    untaken.fetch_add(1, SeqCst);
                    has_handed_in = true;
                    let taken = ImportedFiles { lists, ..ImportedFiles::default() };
                    if send.send(Action::Imported(Box::new(taken))).is_err() {
                        return Ok(());
                    }
                    ctx.request_repaint();
                    while untaken.load(SeqCst) > 0 && !working.is_cancelled() {
                        std::thread::sleep(LOOK_WHETHER_TAKEN);
                    }
                }
                import_one(path, today, files)
            };
            let count = paths.len();
            for (number, path) in (1..).zip(paths) {
                let path = from_home(path);
                if count > 1 {
                    working.at(format!("Importing {number} of {count} files…"));
                }
                if working.is_cancelled() {
                    return None;
                }
                let Some(within) = store::files_within(&path) else {
                    match import_one(path, &mut files, &working) {
                        Ok(()) => {}
                        Err(StoreError::Unreadable(notice)) => files.notices.push(*notice),
                        Err(error) => refused = Some(error),
                    }
                    continue;
                };
                // A folder may hold anything: one sentence about all that is nothing to us.
                let within_it = within.len();
                let left_out: Vec<PathBuf> = (1..)
                    .zip(within)
                    .filter(|(number, file)| {
                        working.at(format!("Importing {number} of {within_it} files…"));
                        !working.is_cancelled() && import_one(file.clone(), &mut files, &working).is_err()
                    })
                    .map(|(_, file)| file)
                    .collect();
                files.notices.extend(store::not_imported(&path, &left_out));
            }
            let is_nothing = files.is_empty() && !has_handed_in;
            Some(working.done(Some(match refused {
                Some(error) if is_nothing => Action::Say(Saying::failed(error.to_string())),
                _ if is_nothing => Action::Say(Saying::failed("There is nothing to import in it")),
                _ => Action::Imported(Box::new(files)),
            })))
        });
    }

    /// Takes files from later starts of the program.
    pub fn take_files(&self, folder: PathBuf) {
        self.taker.start(self.ctx.clone(), folder, self.send.clone());
    }

    /// Takes nothing more, since the window closes.
    pub fn take_no_files(&self) {
        self.taker.stop();
    }

    /// Asks where to, and writes a workload there.
    pub fn export(&self, workload: Box<Workload>) {
        let name = format!("{}{}", workload.name().slug(), workload::file::ENDING);
        self.export_as("Workload", name, move |path, replace| {
            store::export_workload(path, &workload, replace)
        });
    }

    /// Asks where to, and writes a portfolio there.
    pub fn export_portfolio(&self, portfolio: Box<Portfolio>) {
        let name = format!("{}{}", portfolio.name().slug(), portfolio::file::ENDING);
        self.export_as("Portfolio", name, move |path, replace| {
            store::export_portfolio(path, &portfolio, replace)
        });
    }

    fn export_as(
        &self,
        what: &str,
        name: String,
        write: impl FnOnce(&Path, bool) -> Result<(), StoreError> + Send + 'static,
    ) {
        let dialog = self
            .dialog
            .clone()
            .set_title(format!("Export {}", what.to_lowercase()))
            .set_file_name(&name)
            .add_filter(what, &["ron"])
            .save_file();
        self.ask(dialog, move |chosen| {
            let (path, replace) = match chosen {
                // The dialog has asked whether a file of this name may be replaced.
                Ok(file) => (file.path().to_owned(), true),
                Err(()) => (free_download(&name)?, false),
            };
            Some(said(write(&path, replace).map_err(|error| error.to_string()), &path))
        });
    }

    /// Asks where to, and writes a chart or a table there.
    pub fn save_figure(&self, name: &str, format: FigureFormat, content: FigureContent) {
        let name = format!("{name}.{}", format.extension());
        let dialog = self
            .dialog
            .clone()
            .set_title("Save figure")
            .set_file_name(&name)
            .add_filter(format.extension().to_uppercase(), &[format.extension()])
            .save_file();
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        self.ask(dialog, move |chosen| {
            let (path, format) = match chosen {
                Ok(file) => match as_named(file.path(), format, &content) {
                    Ok(named) => named,
                    Err(sentence) => return Some(Action::Say(Saying::failed(sentence))),
                },
                Err(()) => (free_download(&name)?, format),
            };
            let words = format!("Writing {}…", path.file_name().unwrap_or_default().to_string_lossy());
            let working = Working::begin(&send, &ctx, "saving", words);
            let bytes = match bytes_of(format, &content) {
                Ok(bytes) => bytes,
                Err(error) => return Some(working.done(Some(Action::Say(Saying::failed(error))))),
            };
            if working.is_cancelled() {
                return None;
            }
            let outcome = report::write::file(&path, &bytes).map_err(|error| error.to_string());
            // The file is there, whatever is pressed meanwhile.
            Some(working.done_for_good(said(outcome, &path)))
        });
    }

    /// Draws a picture for the clipboard; the window only hands its pixels on.
    pub fn draw(&self, content: FigureContent, what: String) {
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        self.start("draw", move || {
            let working = Working::begin(&send, &ctx, "drawing", "Drawing the picture…");
            let pixels = match &content {
                FigureContent::Chart(chart) => report::png::chart_pixels(chart, Theme::Light),
                FigureContent::Answer(answer) => report::png::answer_pixels(answer, Theme::Light),
                FigureContent::Memo(_) | FigureContent::Text(_) => return Some(working.done(None)),
            };
            let outcome = match pixels {
                Ok(pixels) => Action::Drawn(Box::new(pixels), what),
                Err(error) => Action::Say(Saying::failed(format!("Nothing was copied: {error}"))),
            };
            Some(working.done(Some(outcome)))
        });
    }

    /// Opens a file in the program that the desktop has for it.
    pub fn open_file(&self, path: PathBuf) {
        self.start("open file", move || {
            opener::open(&path).err().map(|error| {
                let sentence = format!("No program opens it ({error}): {}", path.display());
                Action::Say(Saying::failed(sentence).offering(Offered::Show(path)))
            })
        });
    }

    /// Shows a file or folder in the system's file manager.
    pub fn show_in_folder(&self, path: PathBuf) {
        self.start("show in folder", move || {
            opener::reveal(&path).err().map(|error| {
                Action::Say(Saying::failed(format!("No file manager answers ({error}): {}", path.display())))
            })
        });
    }
}

/// A path that begins with `~`, as people type it, from the user's own folder on.
fn from_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), directories::UserDirs::new()) {
        (Ok(rest), Some(user)) => user.home_dir().join(rest),
        _ => path,
    }
}

/// Reads one file of any kind.
fn import_one(path: PathBuf, today: Date, files: &mut ImportedFiles) -> Result<(), StoreError> {
    match store::import_file(&path, today)? {
        store::ForeignFile::Workload(imported) => {
            files.workloads.push(imported.workload);
            files.notices.extend(imported.notice);
        }
        store::ForeignFile::Portfolio(imported) => {
            files.portfolios.push(imported.portfolio);
            files.notices.extend(imported.notice);
        }
        store::ForeignFile::Judgements(table) => {
            files.judgements.push(JudgementsFile { path, table: *table });
        }
        store::ForeignFile::PriceList(import, bytes) => {
            files.lists.push(Arrival::of_file(&path, *import, bytes));
        }
    }
    Ok(())
}

/// A chart, an answer or a memo as a file.
fn bytes_of(format: FigureFormat, content: &FigureContent) -> Result<Vec<u8>, String> {
    Ok(match (content, format) {
        (FigureContent::Text(text), _) => text.clone().into_bytes(),
        (FigureContent::Chart(chart), FigureFormat::Svg) => {
            report::svg::chart(chart, Theme::Light).into_bytes()
        }
        (FigureContent::Chart(chart), FigureFormat::Png) => {
            report::png::chart(chart, Theme::Light).map_err(|error| error.to_string())?
        }
        (FigureContent::Chart(chart), FigureFormat::Csv | FigureFormat::Markdown | FigureFormat::Pdf) => {
            report::csv::chart(chart).into_bytes()
        }
        (FigureContent::Answer(answer), FigureFormat::Svg) => {
            report::svg::answer(answer, Theme::Light).into_bytes()
        }
        (FigureContent::Answer(answer), FigureFormat::Png) => {
            report::png::answer(answer, Theme::Light).map_err(|error| error.to_string())?
        }
        (FigureContent::Answer(answer), FigureFormat::Csv) => answer.to_csv().into_bytes(),
        (FigureContent::Answer(answer), FigureFormat::Markdown | FigureFormat::Pdf) => {
            answer.to_markdown(1).into_bytes()
        }
        (FigureContent::Memo(memo), FigureFormat::Pdf) => {
            report::memo::pdf(memo).map_err(|error| error.to_string())?
        }
        (FigureContent::Memo(memo), _) => report::memo::markdown(memo).into_bytes(),
    })
}

fn said(outcome: Result<(), String>, path: &Path) -> Action {
    Action::Say(match outcome {
        Ok(()) => Saying::done(format!("Saved as {}", path.display()))
            .offering(Offered::Open(path.to_owned()))
            .offering(Offered::Show(path.to_owned())),
        Err(error) => Saying::failed(error),
    })
}

/// A file of this name in the downloads folder that does not exist yet, for a desktop without file dialogs.
fn free_download(name: &str) -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    let folder = user.download_dir().unwrap_or_else(|| user.home_dir()).to_owned();
    free_name(name, |name| folder.join(name).exists()).map(|name| folder.join(name))
}

/// Where a figure goes and as what, by the name that was typed: its ending says the format, where the figure has that one;
/// a name without one of them gets that of the format that was asked for.
fn as_named(
    path: &Path,
    wanted: FigureFormat,
    content: &FigureContent,
) -> Result<(PathBuf, FigureFormat), String> {
    let all: &[FigureFormat] = match content {
        FigureContent::Chart(_) | FigureContent::Answer(_) => &FigureFormat::ALL,
        FigureContent::Memo(_) => &FigureFormat::MEMO,
        FigureContent::Text(_) => &[],
    };
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    let is_typed = |format: &FigureFormat| ending.eq_ignore_ascii_case(format.extension());
    if let Some(format) = std::iter::once(&wanted).chain(all).find(|format| is_typed(format)) {
        return Ok((path.to_owned(), *format));
    }
    let mut named = path.as_os_str().to_owned();
    named.push(".");
    named.push(wanted.extension());
    let named = PathBuf::from(named);
    // The dialog has asked about the name without the ending.
    if named.exists() {
        return Err(format!(
            "Nothing was saved: {} exists already. Choose it to replace it",
            named.display()
        ));
    }
    Ok((named, wanted))
}

/// `a.workload.ron`, or the first of `a-2.workload.ron`, `a-3.workload.ron`, ... that is not `taken`. The number stands
/// before all endings, since they say what the file is; no name that is proposed has another dot.
fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    let (stem, endings) = name.split_once('.').unwrap_or((name, ""));
    let numbered = (2..1_000).map(|number| format!("{stem}-{number}.{endings}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering::SeqCst;

    use super::*;

    #[test]
    fn the_ending_that_was_typed_says_the_format_and_one_that_is_missing_is_added() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let memo = crate::answer::Answer::default();
        let answer = FigureContent::Answer(Box::new(memo));
        let table = FigureContent::Text(String::new());
        std::fs::write(path("there.svg"), "").unwrap();
        for (typed, content, saved) in [
            ("a.svg", &answer, Ok(("a.svg", FigureFormat::Svg))),
            ("a.PNG", &answer, Ok(("a.PNG", FigureFormat::Png))),
            ("a.csv", &answer, Ok(("a.csv", FigureFormat::Csv))),
            ("a", &answer, Ok(("a.svg", FigureFormat::Svg))),
            ("v1.2", &answer, Ok(("v1.2.svg", FigureFormat::Svg))),
            ("there.svg", &answer, Ok(("there.svg", FigureFormat::Svg))),
            ("there", &answer, Err(())),
            ("a.png", &table, Ok(("a.png.svg", FigureFormat::Svg))),
        ] {
            let saved = saved.map(|(name, format)| (path(name), format));
            assert_eq!(as_named(&path(typed), FigureFormat::Svg, content).map_err(|_| ()), saved, "{typed}");
        }
    }

    fn sayings(jobs: &Jobs) -> Vec<Saying> {
        let said = jobs.results().into_iter().map(|action| match action {
            Action::Say(saying) => saying,
            other => panic!("{other:?}"),
        });
        said.collect()
    }

    #[test]
    fn a_second_file_dialog_is_refused_in_words() {
        let mut jobs = Jobs::new(Context::default());
        // No window system, no handle: the dialogs stand on their own.
        jobs.belong_to(&eframe::Frame::_new_kittest());
        jobs.is_asking.store(true, SeqCst);
        jobs.ask_import();
        assert_eq!(sayings(&jobs), [Saying::failed("A file dialog is open already")]);
        assert!(jobs.ctx.has_requested_repaint());
        assert!(jobs.is_asking.load(SeqCst), "the first one is open still");
    }

    /// Jobs on a system that gives no more threads.
    pub fn without_threads() -> Jobs {
        let refuse = |_: &str, _: Box<dyn FnOnce() + Send>| Err(std::io::Error::other("no more threads"));
        Jobs { spawn: refuse, ..Jobs::new(Context::default()) }
    }

    #[test]
    fn a_dialog_that_cannot_start_is_said_and_can_be_asked_for_again() {
        let jobs = without_threads();
        for _ in 0..2 {
            jobs.ask(std::future::ready(Some(())), |_| None);
            let sentence = "This cannot be done now: the system gives no thread (no more threads)";
            assert_eq!(sayings(&jobs), [Saying::failed(sentence)]);
        }
        assert!(jobs.ctx.has_requested_repaint(), "the window is told at once");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number_before_its_endings() {
        let free = |name: &str, taken: &[&str]| free_name(name, |name| taken.contains(&name)).unwrap();
        assert_eq!(free("a.workload.ron", &[]), "a.workload.ron");
        assert_eq!(free("a.workload.ron", &["a.workload.ron"]), "a-2.workload.ron");
        assert_eq!(free("a.workload.ron", &["a.workload.ron", "a-2.workload.ron"]), "a-3.workload.ron");
        assert_eq!(free("memo.pdf", &["memo.pdf"]), "memo-2.pdf");
        assert_eq!(free_name("a.ron", |_| true), None);
    }
}

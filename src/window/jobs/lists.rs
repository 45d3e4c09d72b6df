//! Work on price lists: reading the stored copies, importing files, downloading, saving a template.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{Jobs, NO_DIALOG, free_download, said};
use crate::app::action::{Action, Saying};
use crate::app::lists::{Arrival, Download, Found, ListEvent};
use crate::catalog::Changes;
use crate::catalog::feeds::{self, Format, Import};
use crate::catalog::{Lists, PriceHistory, PriceList};
use crate::fetch::{self, Limits, Problem};
use crate::report;
use crate::store::{self, ListsRead};

impl Jobs {
    /// Reads the stored copies of the loaded lists, what each one changed, and their histories.
    pub fn read_lists(&self, folder: PathBuf, lists: Lists, today: Date) {
        let work = move || {
            let ListsRead { loaded, unread, mut notices } = store::read_lists(&folder, &lists, today);
            let mut changes = BTreeMap::new();
            let mut histories: BTreeMap<_, PriceHistory> = BTreeMap::new();
            for list in &loaded {
                match store::read_previous(&folder, &list.key) {
                    Ok(Some(before)) => {
                        let before = PriceList::from(before.into_catalog());
                        let found = Changes::between(before.models(), list.list.models(), Some(today));
                        changes.insert(list.key.clone(), found);
                    }
                    Ok(None) => {}
                    Err(notice) => notices.push(*notice),
                }
                match store::read_history(&folder, &list.key) {
                    Ok(history) => _ = histories.insert(list.key.clone(), history),
                    Err(notice) => notices.push(*notice),
                }
            }
            let found = Found { read: loaded, unread, changes, histories, notices };
            Some(Action::ListEvent(ListEvent::Read(Box::new(found))))
        };
        let otherwise = |sentence| Action::ListEvent(ListEvent::NotRead(sentence));
        self.start_or("read price lists", work, otherwise);
    }

    /// Asks for price lists and imports them.
    pub fn ask_import_prices(&self) {
        let dialog = self
            .dialog
            .clone()
            .set_title("Import price lists")
            .add_filter("Price lists", &["json", "csv", "ron", "yaml", "yml", "tsv", "txt", "md"])
            .pick_files();
        self.ask(dialog, |chosen| match chosen {
            Ok(files) => Some(Action::Import(files.iter().map(|file| file.path().to_owned()).collect())),
            Err(()) => Some(Action::Say(Saying::failed(NO_DIALOG))),
        });
    }

    /// Downloads a list.
    pub fn fetch(&self, download: Download, today: Date) {
        let Download { wanted, address, cancel, .. } = download;
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        let refused = wanted.clone();
        let work = move || {
            let progress = |step| {
                let event = ListEvent::Progress(wanted.clone(), step);
                if send.send(Action::ListEvent(event)).is_ok() {
                    ctx.request_repaint();
                }
            };
            let outcome = fetch::download(&address, &Limits::default(), &progress, &cancel);
            let failed = |sentence: String| ListEvent::Failed { wanted: Some(wanted.clone()), sentence };
            let event = match outcome {
                Ok(bytes) => match with_prices(&bytes, today) {
                    Ok(import) => ListEvent::Arrived(Box::new(Arrival::fetched(
                        wanted.clone(),
                        address.clone(),
                        import,
                        bytes.into(),
                    ))),
                    Err(error) => {
                        failed(format!("{address}: {error}. Check the address, or try again later."))
                    }
                },
                Err(error) if matches!(error.problem, Problem::Cancelled) => {
                    ListEvent::Cancelled(wanted.clone())
                }
                Err(error) => failed(error.to_string()),
            };
            Some(Action::ListEvent(event))
        };
        self.start_or("fetch price list", work, |sentence| {
            Action::ListEvent(ListEvent::Failed { wanted: Some(refused), sentence })
        });
    }

    /// Asks where to, and writes an example of a price list there.
    pub fn save_template(&self, format: Format) {
        let name = format!("price-list.{}", format.extension());
        let dialog = self
            .dialog
            .clone()
            .set_title("Save a template")
            .set_file_name(&name)
            .add_filter(format.label(), &[format.extension()])
            .save_file();
        self.ask(dialog, move |chosen| {
            let path = match chosen {
                Ok(file) => file.path().to_owned(),
                Err(()) => free_download(&name)?,
            };
            Some(write_template(&path, format))
        });
    }
}

/// Writes an example of a price list, and says so.
fn write_template(path: &Path, format: Format) -> Action {
    let text = feeds::template(format);
    said(report::write::file(path, text.as_bytes()).map_err(|error| error.to_string()), path)
}

/// Reads a list that somebody wants to use.
///
/// # Errors
/// When it is none, or none of its rows has a price: one sentence without a full stop.
fn with_prices(bytes: &[u8], today: Date) -> Result<Import, String> {
    let import = feeds::import(bytes, Some(today)).map_err(|error| error.to_string())?;
    import.without_prices().map_or(Ok(import), Err)
}

#[cfg(test)]
mod tests {
    use super::super::tests::without_threads;
    use super::*;
    use crate::app::action::Offered;
    use crate::app::lists::Wanted;
    use crate::fetch::{Cancel, Progress};

    #[test]
    fn lists_that_no_thread_reads_or_fetches_are_told_to_the_window() {
        let jobs = without_threads();
        jobs.read_lists(PathBuf::new(), Lists::default(), Date::constant(2026, 7, 1));
        let events = jobs.results();
        assert!(matches!(&*events, [Action::ListEvent(ListEvent::NotRead(_))]), "{events:?}");
        let address: fetch::Address = "https://example.org/list.json".parse().unwrap();
        let wanted = Wanted::Typed(address.clone());
        let (progress, cancel) = (Progress::Contacting, Cancel::default());
        let download = Download { wanted: wanted.clone(), address, progress, cancel };
        jobs.fetch(download, Date::constant(2026, 7, 1));
        match &*jobs.results() {
            [Action::ListEvent(ListEvent::Failed { wanted: Some(failed), .. })] => {
                assert_eq!(*failed, wanted);
            }
            other => panic!("{other:?}"),
        }
    }

    fn saying(action: Action) -> Saying {
        match action {
            Action::Say(saying) => saying,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_saved_template_is_a_list_that_imports() {
        let folder = tempfile::tempdir().unwrap();
        for format in [Format::Csv, Format::Ron] {
            let path = folder.path().join(format!("price-list.{}", format.extension()));
            let said = saying(write_template(&path, format));
            let saved = Saying::done(format!("Saved as {}", path.display()));
            let saved = saved.offering(Offered::Open(path.clone())).offering(Offered::Show(path.clone()));
            assert_eq!(said, saved);
            let import = feeds::import(&std::fs::read(&path).unwrap(), None).unwrap();
            assert_eq!(import.format, format);
            assert!(!import.models.is_empty() && import.skipped.is_empty(), "{:?}", import.skipped);
        }
    }

    #[test]
    fn a_template_that_cannot_be_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let said = saying(write_template(&folder.path().join("missing/price-list.csv"), Format::Csv));
        assert!(said.is_error && !said.text.is_empty(), "{said:?}");
    }
}

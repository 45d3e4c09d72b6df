//! What happened outside the state, taken over; and what is to be saved outside the folder.

use jiff::civil::Date;

use super::Update;
use crate::app::action::{Action, Effect, FigureContent, FigureFormat, ImportedFiles, Pictured, Saying};
use crate::app::state::{Figure, PricesPage};
use crate::report::memo::Memo;
use crate::report::{self, Compared, Questions, csv};
use crate::store::{Change, Conflict, Content, Document, Event, Reloaded, Remedy, SavedCopy};

impl Update<'_> {
    pub(super) fn remedy(&mut self, notice: usize, remedy: Remedy) {
        match remedy {
            Remedy::ShowInFolder(path) => self.effects.push(Effect::ShowInFolder(path)),
            Remedy::TryAgain => self.effects.push(Effect::SaveAgain),
            Remedy::Reload(_) => {
                self.effects.push(Effect::Look);
                self.carry_out(Action::Dismiss(notice));
            }
            Remedy::KeepMineAsCopy(document) => {
                // The bytes of a list's copy are not in memory, and what is refused of it has no such remedy.
                let mine = self.state.documents.content(&document);
                let mine = mine.map(|content| Change::put(document, content));
                self.effects.extend(mine.map(Effect::KeepCopy));
                self.carry_out(Action::Dismiss(notice));
            }
        }
    }

    /// Another day has begun: announced prices come into force, discounts end, and daily updates are due.
    pub(super) fn new_day(&mut self, today: Date) {
        if self.state.today != today {
            self.state.today = today;
            self.prices_changed = true;
            self.state.lists.tried.clear();
            self.fetch_due();
        }
    }

    /// Takes over what the keeper did and found.
    pub(super) fn kept(&mut self, event: Event) {
        match event {
            Event::Saved { notice, .. } => self.state.notices.extend(notice),
            // The status line says what is not saved for as long as it is so.
            Event::NotSaved { .. } | Event::Copied(_, None) => {}
            Event::Refused { notice, .. } => self.state.notices.push(notice),
            Event::Conflict(conflict) => {
                let Conflict { theirs, notice, mine, .. } = *conflict;
                if let Some(theirs) = theirs {
                    let mine = self.state.documents.lists.value.clone();
                    let is_of_lists = theirs.document == Document::Lists;
                    self.reload(theirs);
                    if is_of_lists {
                        self.add_loaded_lists(&mine);
                    }
                }
                if let Some(copy) = mine.and_then(SavedCopy::loaded) {
                    self.reload(copy);
                }
                self.state.notices.push(notice);
            }
            Event::Copied(_, Some(copy)) => {
                self.state.saying = Some(Saying::done(format!("Your version is saved as {copy}")));
                if let Some(copy) = copy.loaded() {
                    self.reload(copy);
                }
            }
            Event::Reloaded(foreign) => {
                // There may be 10,000 of them: they are put into their order once.
                let mut is_unsorted = false;
                for reloaded in foreign.reloaded {
                    is_unsorted |= self.reload_unsorted(reloaded);
                }
                if is_unsorted {
                    self.state.documents.sort();
                }
                self.state.notices.extend(foreign.notices);
            }
        }
        self.state.is_stale = true;
    }

    pub(super) fn reload(&mut self, reloaded: Reloaded) {
        if self.reload_unsorted(reloaded) {
            self.state.documents.sort();
        }
    }

    /// Takes a document over, and tells whether they are to be sorted afterwards.
    fn reload_unsorted(&mut self, reloaded: Reloaded) -> bool {
        let before = self.state.documents.settings.value.appearance;
        let is_of_lists = matches!(reloaded.document, Document::Lists | Document::List(_));
        self.documents_changed = true;
        // The copy of a list is read by a job, which reports what it found.
        self.prices_changed |= match &reloaded.content {
            Some(Content::Lists(lists)) => !self.state.documents.lists.value.counts_like(lists),
            _ => reloaded.document.has_prices(),
        };
        // What this window shows stays as it is; another window's memory of its view is not ours.
        let is_unsorted = self.state.documents.apply_unsorted(reloaded);
        if is_of_lists {
            self.read_lists();
        }
        let now = self.state.documents.settings.value.appearance;
        if now != before {
            self.effects.push(Effect::SetAppearance(now));
        }
        is_unsorted
    }

    pub(super) fn imported(&mut self, files: ImportedFiles) {
        let ImportedFiles { workloads, portfolios, judgements, lists, notices } = files;
        let counts = [(workloads.len(), "workload"), (portfolios.len(), "portfolio")];
        for workload in workloads {
            self.add("import", workload);
        }
        for portfolio in portfolios {
            self.add("import", portfolio);
        }
        let counted = counts.iter().filter(|(count, _)| *count > 0);
        let counted =
            counted.map(|(count, what)| format!("{count} {what}{}", if *count == 1 { "" } else { "s" }));
        let counted: Vec<String> = counted.collect();
        if !counted.is_empty() {
            let text = format!("{} imported", counted.join(" and "));
            self.state.saying = Some(Saying::done(text));
        }
        for file in judgements {
            self.import_judgements(&file);
        }
        if !lists.is_empty() {
            self.look(Action::GoPrices(PricesPage::Lists));
        }
        for list in lists {
            self.arrived(list);
        }
        self.state.notices.extend(notices);
        self.state.is_stale = true;
    }

    /// Asks where to save the answer that is shown.
    pub(super) fn save_answer(&mut self, format: FigureFormat) {
        let Some(answer) = self.state.derived.decided.answer.as_deref() else { return };
        let content = match format {
            FigureFormat::Csv => FigureContent::Text(answer.to_csv()),
            _ => FigureContent::Answer(Box::new(answer.clone())),
        };
        let name = self.state.name_of_answer();
        self.effects.push(Effect::SaveFigure { name, format, content });
    }

    /// Asks where to save the answer that is shown as a memo of one page.
    pub(super) fn save_memo(&mut self, format: FigureFormat) {
        let state = &self.state;
        let Some(answer) = state.derived.decided.answer.as_deref() else { return };
        let lists = state.derived.lists.iter().map(|(name, source)| {
            // A list is often called as who published it.
            if **name == *source.name { source.to_string() } else { format!("{name}, {source}") }
        });
        let memo = Memo {
            answer: answer.clone(),
            subject: state.subject_of_answer(),
            lists: lists.collect(),
            today: state.today,
        };
        let name = format!("memo-{}-{}", state.name_of_answer(), state.today);
        self.effects.push(Effect::SaveFigure { name, format, content: FigureContent::Memo(Box::new(memo)) });
    }

    /// Has a picture drawn for the clipboard.
    pub(super) fn draw_picture(&mut self, of: Pictured) {
        let state = &self.state;
        let (content, what) = match of {
            Pictured::Chart => {
                let Some(chart) = state.chart() else { return };
                (FigureContent::Chart(Box::new((*chart).clone())), "the chart as a picture")
            }
            Pictured::Answer => {
                let Some(answer) = state.derived.decided.answer.as_deref() else { return };
                (FigureContent::Answer(Box::new(answer.clone())), "the answer as a picture")
            }
        };
        self.effects.push(Effect::Draw(content, what.to_owned()));
        // A name in letters that the program's fonts lack takes a second or two.
        self.state.saying = Some(Saying::done("Drawing the picture…"));
    }

    pub(super) fn save_figure(&mut self, format: FigureFormat) {
        let state = &self.state;
        let workload = state.workload().map(|saved| saved.workload.name().slug());
        let (name, content) = match state.view.figure {
            Figure::Table => ("models".to_owned(), FigureContent::Text(self.table_as_csv())),
            figure => {
                let Some(chart) = state.chart() else { return };
                let name = match (figure, workload) {
                    (Figure::CostPerTask, Some(workload)) => format!("cost-per-task-{workload}"),
                    (Figure::OutputInputGap, _) => "output-input-gap".to_owned(),
                    _ => "tokens-per-dollar".to_owned(),
                };
                (name, FigureContent::Chart(Box::new((*chart).clone())))
            }
        };
        self.effects.push(Effect::SaveFigure { name, format, content });
    }

    /// The table as it is shown.
    pub(super) fn table_as_csv(&self) -> String {
        let state = &self.state;
        let content = report::Content {
            list_name: state.list_names(),
            market: state.market().clone(),
            compared: Compared::chosen(
                state.market(),
                state.derived.scope.clone(),
                state.derived.compared.clone(),
            ),
            workloads: state.workload().map(|saved| saved.workload.clone()).into_iter().collect(),
            scale: state.derived.scale,
            questions: Questions::default(),
            today: state.today,
        };
        let shown: Vec<usize> = state.table().rows.iter().map(|row| row.offer).collect();
        csv::comparison(&content, &shown)
    }
}

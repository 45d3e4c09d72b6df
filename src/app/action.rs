//! The vocabulary of the application: everything that a view, a shortcut or a job can ask for, as data.
//!
//! Views return actions; only `update` carries them out. What must happen outside comes out of `update` as
//! an [`Effect`].

use std::path::PathBuf;

use jiff::civil::Date;

use crate::answer::{Answer, Cite};
use crate::catalog::feeds::Format;
use crate::catalog::judgements::csv::Table;
use crate::catalog::{Discount, Filter, Lists, Model, ModelId, Opinions, PriceKind, ScopeRules};
use crate::chart::{ColourBy, Scale, Sort};
use crate::money::Price;
use crate::portfolio::Portfolio;
use crate::receipt::Subject;
use crate::report::memo::Memo;
use crate::report::png::Pixels;
use crate::settings::Appearance;
use crate::store::{Event, Notice, PortfolioKey, Remedy, WorkloadKey};
use crate::workload::{Pasted, Workload};

use super::closing::CloseAction;
use super::commands::{Target, Zoom};
use super::decide::{Asked, Question};
use super::lists::{Arrival, Download, ListAction, ListEvent};
use super::vocabulary::{Column, Costs, Figure, Place, PricesPage, Tokens};
use super::work::{Work, WorkId};

pub use super::saying::{Offered, Saying};

/// Something that somebody asked for.
#[derive(Clone, Debug)]
pub enum Action {
    /// Show another place.
    Go(Place),
    /// Show another page of Prices.
    GoPrices(PricesPage),
    /// Choose the workload that costs are for.
    ChooseWorkload(WorkloadKey),
    /// As [`Action::ChooseWorkload`], from a place that shows costs already.
    PickWorkload(WorkloadKey),
    /// Show another figure on Compare.
    Show(Figure),
    /// Which tokens a dollar buys.
    ShowTokens(Tokens),
    /// Which cost of the workload.
    ShowCosts(Costs),
    /// How amounts become lengths.
    SetScale(Scale),
    /// In what order the bars stand.
    SetSort(Sort),
    /// What the bars' colours stand for.
    SetColourBy(ColourBy),
    /// Compare every model with this one, or with none.
    SetBaseline(Option<ModelId>),
    /// Show a model's details.
    ChooseModel(Option<ModelId>),
    /// The app is open and the day is another one: its prices, ages and daily updates.
    NewDay(Date),
    /// The pointer is over this model, or over none.
    Hover(Option<ModelId>),
    /// Open the receipt of a model's figure.
    OpenReceipt(ModelId, Subject),
    /// Open the receipt of a figure of an answer.
    OpenCited(Box<Cite>),
    /// Put the receipt away.
    CloseReceipt,
    /// Sort the table by a column; again, the other way round.
    SortTable(Column),
    /// Show only models that have these words in a name.
    Search(String),
    /// Show only models that pass this.
    SetFilter(Box<Filter>),
    /// Keep the filter and the search words that are in force under a name.
    SaveFilter(String),
    /// Put a kept filter in force.
    UseFilter(usize),
    /// Forget a kept filter.
    ForgetFilter(usize),
    /// Keep a model on top of every chart, or no longer.
    SetPinned(ModelId, bool),
    /// Show all models again.
    ClearFilters,
    /// Which models are compared when lists are loaded.
    SetScope(ScopeRules),
    /// Show every offer of a group of resellers, or its head alone.
    OpenGroup(String, bool),

    /// Save a new workload and choose it.
    AddWorkload(Workload),
    /// Replace a workload's fields.
    EditWorkload(WorkloadKey, Workload),
    /// Open the form for a new workload with pasted numbers in it.
    FillNewWorkload(Box<Pasted>),
    /// Put pasted numbers into a workload.
    FillWorkload(WorkloadKey, Box<Pasted>),
    /// Forget what was pasted and has no field in the form for a new workload.
    ForgetPasted,
    /// Save a copy under a new name and choose it.
    DuplicateWorkload(WorkloadKey),
    /// Delete a workload; undo brings it back.
    DeleteWorkload(WorkloadKey),
    /// Move a workload to another place in the list, counted without it.
    MoveWorkload(WorkloadKey, usize),
    /// Bring back the starter workloads that are missing.
    RestoreStarters,
    /// Save a copy of a workload that cannot be saved itself.
    CopyReadOnly(WorkloadKey),

    /// Save a new portfolio.
    AddPortfolio(Portfolio),
    /// Replace a portfolio's fields.
    EditPortfolio(PortfolioKey, Portfolio),
    /// Save a copy under a new name.
    DuplicatePortfolio(PortfolioKey),
    /// Delete a portfolio; undo brings it back.
    DeletePortfolio(PortfolioKey),
    /// Set what the user thinks of a model; what is `None` is the list's again.
    SetJudgement(ModelId, Opinions),
    /// Take over the rows of a table that name a known model.
    ImportJudgements(Box<JudgementsFile>),

    /// Set one of the user's own prices of a model.
    SetOwnPrice {
        /// The model.
        model: ModelId,
        /// Which of its prices.
        kind: PriceKind,
        /// What it is; `None` leaves the list's in force.
        price: Option<Price>,
    },
    /// Say that a list's prices of a model are right although they look like a slip, or take that back.
    SetPriceRight(ModelId, bool),
    /// Say why the user's own prices of a model are what they are.
    NoteOwnPrice(ModelId, String),
    /// Show the fields of all prices of a model, or close them.
    OpenMorePrices(Option<ModelId>),
    /// Go to the fields of a model's own price.
    EditPrice(ModelId),
    /// They are there and have the focus.
    EditsPrice,
    /// Go back to the list price of one model.
    ResetOwnPrice(ModelId),
    /// Go back to the list prices of all models.
    ResetOwnPrices,
    /// Add a model of the user's own, or replace the one of the same id.
    PutOwnModel(Box<Model>),
    /// Take away a model of the user's own.
    RemoveOwnModel(ModelId),
    /// Hide a model everywhere, or show it again.
    SetHidden(ModelId, bool),
    /// Show all hidden models again.
    ShowAllHidden,

    /// Something about the price lists.
    List(ListAction),
    /// What a job about price lists reports.
    ListEvent(ListEvent),
    /// Add a discount, replace the one at a place, or take it away.
    SetDiscount(Option<usize>, Option<Discount>),
    /// Take away the own prices that are what would be paid without them.
    RemoveNeedlessPrices,

    /// Show another question of Decide.
    Ask(Question),
    /// Put something else into a question.
    SetAsked(Box<Asked>),
    /// Show the numbers of an answer, or its picture.
    ShowAnswerTable(bool),
    /// Ask where to save the answer.
    AskSaveAnswer(FigureFormat),
    /// Ask where to save the answer as a memo.
    AskSaveMemo(FigureFormat),

    /// Light, dark, or as the system.
    SetAppearance(Appearance),
    /// Take the last change back.
    Undo,
    /// Make the change again that was taken back.
    Redo,
    /// Try again to save what is not saved.
    SaveAgain,
    /// What the folder's keeper reports.
    Kept(Event),
    /// Do what a notice offers.
    Remedy(usize, Remedy),
    /// Put a notice away.
    Dismiss(usize),
    /// Say something that needs no answer: a file was written, a text copied.
    Say(Saying),

    /// Ask for files to import.
    AskImport,
    /// Import these files, whatever they hold: workloads, portfolios, judgements or price lists.
    Import(Vec<PathBuf>),
    /// Raise the window and import these files, which a later start of the program has handed over.
    OpenFiles(Vec<PathBuf>),
    /// These files were read.
    Imported(Box<ImportedFiles>),
    /// Ask where to export a workload to.
    AskExport(WorkloadKey),
    /// Ask where to export a portfolio to.
    AskExportPortfolio(PortfolioKey),
    /// Ask where to save the chart or the table.
    AskSaveFigure(FigureFormat),
    /// Show the folder in which everything is kept.
    ShowDataFolder,
    /// Open a file in the program that the desktop has for it.
    OpenFile(PathBuf),
    /// Show a file in its folder.
    ShowFile(PathBuf),
    /// Put a text on the clipboard; the second text says what was copied.
    Copy(String, String),
    /// Draw what is shown, and put the picture on the clipboard.
    CopyPicture(Pictured),
    /// A picture to copy was drawn; the text says what it is of.
    Drawn(Box<Pixels>, String),
    /// Something became of long work.
    Work(WorkEvent),
    /// Forget where the window was and what it showed.
    ResetLayout,
    /// Something is typed into a field and not yet committed.
    Type {
        /// The field.
        field: String,
        /// What stands in it now.
        text: String,
        /// Whether that is its value, so that there is nothing to take back.
        is_value: bool,
    },
    /// Typing into a field begins, over this value.
    TypeOver(String, String),
    /// What was typed into a field is committed or taken back.
    Untype(String),
    /// Open or close the form for a new workload.
    OpenNewWorkload(bool),
    /// Open or close the form for a model of one's own.
    OpenNewModel(bool),
    /// Show only workloads that have this in their name.
    SearchWorkloads(String),
    /// On Prices, show only models with a price of one's own.
    OnlyOwnPrices(bool),
    /// On Prices, show only models whose list prices are to be checked.
    OnlyPricesToCheck(bool),
    /// On Prices, show hidden models too.
    ShowHidden(bool),
    /// Show or put away the sheet of shortcuts.
    ToggleShortcuts,

    /// Open or close the palette of commands.
    OpenPalette(bool),
    /// Find commands by some of their letters.
    SearchCommands(String),
    /// Choose the row of the palette that Enter carries out.
    PointAtCommand(usize),
    /// Close the palette and do what was picked from it.
    Pick(Target),
    /// Put the cursor into the search field of the place.
    FindInList,
    /// Copy the numbers that are shown, for a spreadsheet.
    CopyTable,
    /// Make everything larger or smaller.
    Zoom(Zoom),
    /// Close the window.
    Quit,
    /// Something about closing the window while changes are not on disk.
    Close(CloseAction),
}

/// What was read from files of the user's choice.
#[derive(Clone, Debug, Default)]
pub struct ImportedFiles {
    /// The workloads among them.
    pub workloads: Vec<Workload>,
    /// The portfolios among them.
    pub portfolios: Vec<Portfolio>,
    /// The tables of judgements among them.
    pub judgements: Vec<JudgementsFile>,
    /// The price lists among them.
    pub lists: Vec<Arrival>,
    /// About files that were not read, or not in full.
    pub notices: Vec<Notice>,
}

impl ImportedFiles {
    /// Whether nothing was read, and nothing is to be said.
    pub const fn is_empty(&self) -> bool {
        self.workloads.is_empty()
            && self.portfolios.is_empty()
            && self.judgements.is_empty()
            && self.lists.is_empty()
            && self.notices.is_empty()
    }
}

/// A table of judgements that was read, and where it is.
#[derive(Clone, Debug)]
pub struct JudgementsFile {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub table: Table,
}

/// As what a figure is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// A picture of shapes.
    Svg,
    /// A picture of pixels.
    Png,
    /// Its data.
    Csv,
    /// A text with headings and tables.
    Markdown,
    /// A page to print.
    Pdf,
}

impl FigureFormat {
    /// Those of a figure, in menu order.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Csv];
    /// Those of a memo, in menu order.
    pub const MEMO: [Self; 2] = [Self::Pdf, Self::Markdown];

    /// The end of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Pdf => "pdf",
        }
    }

    /// What a menu says.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Svg => "Save picture as SVG…",
            Self::Png => "Save picture as PNG…",
            Self::Csv => "Save data as CSV…",
            Self::Markdown => "Save memo as Markdown…",
            Self::Pdf => "Save memo as PDF…",
        }
    }
}

/// What a picture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictured {
    /// The chart on Compare.
    Chart,
    /// The answer on Decide.
    Answer,
}

impl Offered {
    /// What its button asks for.
    pub fn action(&self) -> Action {
        match self {
            Self::Undo => Action::Undo,
            Self::Open(path) => Action::OpenFile(path.clone()),
            Self::Show(path) => Action::ShowFile(path.clone()),
            Self::Changes(key) => Action::List(ListAction::ShowChanges(Some(key.clone()))),
        }
    }
}

/// What becomes of work.
#[derive(Clone, Debug)]
pub enum WorkEvent {
    /// It began.
    Began(Work),
    /// It is so far.
    At(WorkId, String),
    /// It is over, and this comes of it unless it was stopped.
    Done(WorkId, Option<Box<Action>>),
    /// The user stops it.
    Cancel(WorkId),
}

/// What must happen outside the state.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Hand a change to the folder's keeper.
    Keep(crate::store::Change),
    /// Hand a change to the folder's keeper that may be lost, such as what the window shows.
    Remember(crate::store::Change),
    /// Ask the keeper to try again.
    SaveAgain,
    /// Have the keeper save this beside a file that cannot be replaced.
    KeepCopy(crate::store::Change),
    /// Ask the keeper to look at the folder again.
    Look,
    /// Open a dialog for files to import.
    AskImport,
    /// Open a dialog for price lists to import.
    AskImportPrices,
    /// Read files of any kind that can be imported.
    Import(Vec<PathBuf>),
    /// Read the stored copies of the loaded price lists.
    ReadLists(Box<Lists>),
    /// Download a price list.
    Fetch(Download),
    /// Open a dialog and write an empty price list there.
    SaveTemplate(Format),
    /// Open a dialog and write a workload there.
    Export(Box<Workload>),
    /// Open a dialog and write a portfolio there.
    ExportPortfolio(Box<Portfolio>),
    /// Open a dialog and write these bytes there.
    SaveFigure {
        /// The name that the dialog proposes.
        name: String,
        /// What kind of file.
        format: FigureFormat,
        /// Makes the file's content; off the window's thread, because a picture takes a while.
        content: FigureContent,
    },
    /// Open a file in the program that the desktop has for it.
    OpenFile(PathBuf),
    /// Show a file or a folder in the system's file manager.
    ShowInFolder(PathBuf),
    /// Show the data folder.
    ShowDataFolder,
    /// Put a text on the clipboard.
    Copy(String),
    /// Draw this for the clipboard; the text says what it is.
    Draw(FigureContent, String),
    /// Put a picture on the clipboard.
    CopyPicture(Box<Pixels>),
    /// Put light, dark or the system's theme in force.
    SetAppearance(Appearance),
    /// Forget the toolkit's memory of sizes and places.
    ResetLayout,
    /// Put the cursor into a search field.
    Focus(SearchField),
    /// Make everything larger or smaller.
    Zoom(Zoom),
    /// Close the window.
    Quit,
    /// Open a dialog for a folder and save there what is not saved.
    AskSaveElsewhere,
    /// Bring the window before the others.
    Raise,
}

/// A field that a list is searched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchField {
    /// Models, on Compare and Prices.
    Models,
    /// Workloads.
    Workloads,
}

/// What a saved figure is made from.
#[derive(Clone, Debug)]
pub enum FigureContent {
    /// A chart.
    Chart(Box<crate::chart::Chart>),
    /// An answer of Decide.
    Answer(Box<Answer>),
    /// An answer of Decide on one page.
    Memo(Box<Memo>),
    /// A text that is ready.
    Text(String),
}

//! The report: tables as CSV and JSON, a text for people, and charts as SVG and PNG.
//!
//! Everything is made in memory first; [`write`](mod@write) then puts it on disk, each file whole or not at all. It is the only
//! file here that touches the disk. The window exports a single chart through [`svg`], [`png`] and [`csv`].

mod compared;
mod content;
pub mod csv;
mod decisions;
mod figures;
pub mod grid;
pub mod json;
pub mod markdown;
pub mod memo;
pub mod png;
pub mod svg;
mod text;
pub mod write;
mod xml;

pub use compared::Compared;
pub use content::{Content, PortfolioQuestion, Questions};

use crate::chart::palette::Theme;
use crate::chart::{Chart, ChartRequest};
use crate::ranking::Measure;

/// The chart of tokens per dollar, without its extension.
const TOKENS_PER_DOLLAR: &str = "tokens-per-dollar";
/// The chart of costs, without its extension.
const COST_PER_TASK: &str = "cost-per-task";

/// A form in which the report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `models.csv`, `tasks.csv`
    Csv,
    /// `report.md`
    Markdown,
    /// `report.json`
    Json,
    /// `tokens-per-dollar.svg`, `cost-per-task.svg`
    Svg,
    /// `tokens-per-dollar.png`, `cost-per-task.png`
    Png,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Markdown, Self::Json, Self::Svg, Self::Png];

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// One file of a report, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: &str, extension: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: format!("{name}.{extension}"), bytes: bytes.into() }
    }
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A picture could not be drawn.
    #[error(transparent)]
    Picture(#[from] png::PngError),
    /// The JSON could not be printed, which is a fault of this program.
    #[error("the report cannot be printed as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Makes the files of the report, each format once.
///
/// # Errors
/// When a picture does not fit in memory.
pub fn files(content: &Content, formats: &[Format]) -> Result<Vec<File>, ReportError> {
    let mut files = Vec::new();
    let wants = |format| formats.contains(&format);
    if wants(Format::Csv) {
        files.push(File::new("models", "csv", csv::models(content)));
        files.push(File::new("tasks", "csv", csv::tasks(content)));
    }
    if wants(Format::Markdown) {
        files.push(File::new("report", "md", markdown::report(content, formats)));
    }
    if wants(Format::Json) {
        files.push(File::new("report", "json", json::report(content)?));
    }
    if wants(Format::Svg) || wants(Format::Png) {
        let tokens = tokens_per_dollar(content);
        let costs = cost_per_task(content);
        let figures = [(TOKENS_PER_DOLLAR, TOKENS_TITLE, &tokens), (COST_PER_TASK, COST_TITLE, &costs)];
        for (name, (title, subtitle), charts) in figures {
            // A chart that is alone on its page gives the page its title.
            let (title, subtitle) = match charts.as_slice() {
                [only] => (only.title.as_str(), only.subtitle.as_str()),
                _ => (title, subtitle),
            };
            let figure = svg::Figure { title, subtitle, charts };
            if wants(Format::Svg) {
                files.push(File::new(name, "svg", svg::figure(&figure, Theme::Light)));
            }
            if wants(Format::Png) {
                files.push(File::new(name, "png", png::figure(&figure, Theme::Light)?));
            }
        }
    }
    Ok(files)
}

const TOKENS_TITLE: (&str, &str) =
    ("Tokens per dollar", "Tokens that one US dollar buys, coloured by price tier; more is better");
const COST_TITLE: (&str, &str) =
    ("Cost per task", "US dollars per task, input and output tokens stacked; less is better");

fn tokens_per_dollar(content: &Content) -> Vec<Chart> {
    [Measure::InputTokensPerDollar, Measure::OutputTokensPerDollar]
        .map(|measure| chart(content, measure))
        .into()
}

fn cost_per_task(content: &Content) -> Vec<Chart> {
    content.workloads.iter().map(|workload| chart(content, Measure::CostPerTask(workload))).collect()
}

fn chart(content: &Content, measure: Measure<'_>) -> Chart {
    let scope = Some(content.compared.places());
    let (scale, day) = (content.scale, Some(content.today));
    Chart::new(&content.market, &ChartRequest { scale, scope, day, ..ChartRequest::new(measure) })
}

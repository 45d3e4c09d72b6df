//! What is asked on the command line, and the one place that prints to the terminal.
//!
//! Exit codes: 0 done, 1 it could not be done (one sentence on stderr), 2 the question itself is wrong.

mod prices;
mod report;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use tokens_per_dollar::chart::Scale;
use tokens_per_dollar::money::Dollars;

/// The variable is read by the store, which also knows the default.
const DATA_DIR: &str = "The folder of your workloads and prices [env: TOKENS_PER_DOLLAR_DIR; default: the \
                        system's place for an app's data]";

/// What a dollar buys on every language model, for your own workloads. Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "tokens-per-dollar", version, about, max_term_width = 100)]
struct CommandLine {
    #[arg(long, global = true, value_name = "DIR", help = DATA_DIR)]
    data_dir: Option<PathBuf>,
    /// Workloads, portfolios, judgements or price lists to import, or folders of them: in the window that is open on your
    /// data, else in a new one
    #[arg(value_name = "FILE", value_parser = OsStringValueParser::new().try_map(|file| found(&file)))]
    files: Vec<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes tables and charts of all models and workloads to a folder; never changes your data.
    Report(Box<ReportArguments>),
    /// Reads a price list and says what is in it; keeps nothing.
    Import {
        /// A price list of LiteLLM, models.dev, genai-prices, OpenRouter or llm-prices, or a CSV or RON of your own; or
        /// the https:// or http:// address of one, which is then downloaded
        #[arg(value_name = "FILE|ADDRESS")]
        list: PathBuf,
    },
    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// What a report is to contain.
#[derive(Debug, Args)]
struct ReportArguments {
    /// The folder to write to; it is made when it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only this saved workload; can be given several times.
    #[arg(long, value_name = "NAME")]
    workload: Vec<String>,
    /// This workload file in place of the saved workloads; can be given several times.
    #[arg(long, value_name = "FILE")]
    workload_file: Vec<PathBuf>,
    /// This price list in place of those that are loaded or built in, with all its rows; can be given several times.
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    /// Rank every row, also what the window leaves out: what makes no text, is free or deprecated, or stands there twice.
    #[arg(long)]
    all: bool,
    /// The day whose prices count, such as 2026-11-24; today unless given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// What to write; several are separated by commas.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', default_value = "all")]
    format: Vec<FormatArgument>,
    /// What there is to spend a month, in dollars, such as 500: adds what each model affords.
    #[arg(long, value_name = "USD", value_parser = dollars)]
    budget: Option<Dollars>,
    /// Two models, by the ids in models.csv: adds where each of them is cheaper.
    #[arg(long, value_name = "MODEL_ID,MODEL_ID", value_delimiter = ',', num_args = 1)]
    compare: Vec<String>,
    /// This saved portfolio: adds its bill, the cheapest assignment and what each chosen model costs.
    #[arg(long, value_name = "NAME")]
    portfolio: Option<String>,
    /// Write over files in that folder too that no report has written.
    #[arg(long)]
    replace: bool,
    /// The axis of the charts.
    #[arg(long, value_enum, value_name = "SCALE", default_value = "linear")]
    scale: ScaleArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArgument {
    /// Every format
    All,
    /// models.csv, tasks.csv
    Csv,
    /// report.md
    Md,
    /// report.json
    Json,
    /// tokens-per-dollar.svg, cost-per-task.svg
    Svg,
    /// tokens-per-dollar.png, cost-per-task.png
    Png,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScaleArgument {
    /// Lengths stand in the same ratio as amounts
    Linear,
    /// Equal lengths stand for equal ratios; the charts say where bars start
    Log,
}

impl From<ScaleArgument> for Scale {
    fn from(argument: ScaleArgument) -> Self {
        match argument {
            ScaleArgument::Linear => Self::Linear,
            ScaleArgument::Log => Self::Log,
        }
    }
}

/// Does what is asked. `started` is when the program started.
pub fn run(started: Instant) -> ExitCode {
    let asked = CommandLine::parse();
    let outcome = match asked.command {
        None => open_window(asked.data_dir.as_deref(), asked.files, started),
        Some(Command::Report(arguments)) => report::run(&arguments, asked.data_dir.as_deref()),
        Some(Command::Import { list }) => prices::import(&list),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut CommandLine::command(), "tokens-per-dollar", &mut script);
            print(&script);
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// The whole path of a file that is there.
///
/// # Errors
/// When it is not: a sentence, which helps where a command is misspelt.
fn found(file: &OsStr) -> Result<PathBuf, String> {
    /// How alike two words are of which one is the other misspelt.
    const ALIKE: f64 = 0.8;
    match std::path::absolute(file) {
        Ok(path) if path.exists() => return Ok(path),
        _ => {}
    }
    let text = file.to_string_lossy();
    let commands = CommandLine::command();
    let mut names = commands.get_subcommands().map(clap::Command::get_name);
    let meant = names.find(|name| strsim::normalized_damerau_levenshtein(&text, name) >= ALIKE);
    let meant = meant.map_or_else(String::new, |name| format!("; do you mean the command {name}?"));
    Err(format!("there is no such file, and no command of this name{meant}"))
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day like 2026-11-24".to_owned())
}

/// Reads an amount of dollars.
///
/// # Errors
/// What is allowed.
fn dollars(text: &str) -> Result<Dollars, String> {
    tokens_per_dollar::money::typed::dollars(text).map_err(|error| error.to_string())
}

/// Opens the window and returns when it is closed; or hands the files to the window that is open already.
///
/// # Errors
/// When there is no display or no way to draw on it, or when changes are not saved: a sentence.
#[cfg(feature = "window")]
fn open_window(data_dir: Option<&Path>, files: Vec<PathBuf>, started: Instant) -> Result<(), String> {
    let folder = tokens_per_dollar::store::folder(data_dir).map_err(|error| error.to_string())?;
    if !files.is_empty() && tokens_per_dollar::window::hand_over(&folder, &files) {
        return Ok(());
    }
    let options = tokens_per_dollar::window::Options { folder, files, started };
    let unsaved = tokens_per_dollar::window::run(options, |sentence| {
        complain(sentence);
        tell(sentence);
        std::process::exit(1);
    })
    .inspect_err(|sentence| tell(sentence))?;
    match unsaved.as_slice() {
        [] => Ok(()),
        files => Err(format!("closed without saving {}", files.join(", "))),
    }
}

/// Says a sentence where nobody reads the terminal.
#[cfg(feature = "window")]
fn tell(sentence: &str) {
    use std::io::IsTerminal as _;
    if !io::stderr().is_terminal() {
        tokens_per_dollar::window::tell(sentence);
    }
}

/// Says that this build has no window.
///
/// # Errors
/// Always: a sentence.
#[cfg(not(feature = "window"))]
fn open_window(_: Option<&Path>, _: Vec<PathBuf>, _: Instant) -> Result<(), String> {
    Err("this build has no window; `tokens-per-dollar report --out DIR` writes the tables and charts to a folder"
        .to_owned())
}

/// Prints to stdout. A reader that has gone away, as in `| head`, is no failure.
fn print(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

/// Prints a sentence to stderr, without what a name of a file could do to a terminal.
fn complain(sentence: &str) {
    let sentence = tokens_per_dollar::document::plain(sentence);
    let _ = writeln!(io::stderr().lock(), "tokens-per-dollar: {sentence}");
}

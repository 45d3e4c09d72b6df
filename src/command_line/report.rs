//! `report`: reads what is saved, and writes tables and charts.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use tokens_per_dollar::catalog::{Catalog, ListKey, Lists, Market, MarketParts, ModelId, Offer, PriceList};
use tokens_per_dollar::decide::budget::Budget;
use tokens_per_dollar::decide::portfolio::Constraints;
use tokens_per_dollar::report::write::Target;
use tokens_per_dollar::report::{self, Compared, Content, Format, PortfolioQuestion, Questions};
use tokens_per_dollar::store::{self, Documents, SavedWorkload};
use tokens_per_dollar::workload::{Name, Workload};

use super::{FormatArgument, ReportArguments, complain, print};

/// Writes the report.
///
/// # Errors
/// One sentence.
pub(super) fn run(arguments: &ReportArguments, data_dir: Option<&Path>) -> Result<(), String> {
    let folder = store::folder(data_dir).map_err(|error| error.to_string())?;
    let (documents, notices) = store::read(&folder);
    for notice in notices {
        complain(&notice.to_string());
    }
    let workloads = workloads(arguments, &documents.workloads)?;
    let today = arguments.as_of.unwrap_or_else(super::prices::today);
    let lists = if arguments.prices.is_empty() {
        saved_lists(&documents.lists.value, &folder, today)?
    } else {
        super::prices::lists(&arguments.prices, today)?
    };
    let names: Vec<&str> = lists.iter().map(|list| &*list.name).collect();
    let market = Market::of(&MarketParts {
        lists: &lists,
        own: &documents.own_models.value,
        overrides: &documents.overrides.value,
        discounts: &documents.discounts.value,
        day: Some(today),
        // Of the lists that the window shows, the upper one counts, as it does there.
        all_rows: !arguments.prices.is_empty(),
    });
    let portfolio =
        arguments.portfolio.as_deref().map(|name| portfolio(name, &documents, &workloads, &market));
    let settings = &documents.settings.value;
    let id = |id: &String| ModelId::new(id).ok();
    let pins: Vec<ModelId> = settings.pins.iter().filter_map(id).collect();
    let baseline = settings.remembered.baseline.as_ref().and_then(id);
    let mine = baseline.into_iter().chain(pins.iter().cloned()).collect();
    let questions = Questions {
        budget: arguments.budget.map(Budget::monthly),
        compare: compared(&market, &arguments.compare)?,
        portfolio: portfolio.transpose()?,
        mine,
        judgements: documents.judgements.value.in_market(&market),
    };
    let is_reference_alone = arguments.prices.is_empty() && documents.lists.value.is_empty();
    let compared = if is_reference_alone {
        Compared::everything(&market)
    } else if arguments.all {
        Compared::all(&market, today)
    } else {
        Compared::in_scope(&market, today, &pins)
    };
    let content = Content {
        market,
        compared,
        list_name: names.join(", "),
        workloads,
        questions,
        scale: arguments.scale.into(),
        today,
    };
    let target = Target::open(&arguments.out, &folder).map_err(|error| error.to_string())?;
    let files = report::files(&content, &formats(&arguments.format)).map_err(|error| error.to_string())?;
    let (earlier, foreign) = target.in_place(&files);
    if !foreign.is_empty() && !arguments.replace {
        let [be, it] = if foreign.len() == 1 { ["is", "it"] } else { ["are", "them"] };
        return Err(format!(
            "{} in {} {be} no report's, so nothing was written; choose another --out, or write over {it} with --replace",
            foreign.join(", "),
            arguments.out.display()
        ));
    }
    target.write(&files).map_err(|error| error.to_string())?;
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let mut said = vec![format!("Wrote {} to {}", names.join(", "), arguments.out.display())];
    if !earlier.is_empty() {
        said.push(format!("In place of an earlier report's: {}", earlier.join(", ")));
    }
    if !foreign.is_empty() {
        said.push(format!("In place of files of others: {}", foreign.join(", ")));
    }
    said.push(String::new());
    print(said.join("\n").as_bytes());
    Ok(())
}

/// The lists that the window shows: those that are loaded and switched on, in the user's order, or else the built-in
/// one. What cannot be read, or only in part, is named on stderr.
fn saved_lists(lists: &Lists, folder: &Path, today: Date) -> Result<Vec<PriceList>, String> {
    let bundled =
        Catalog::bundled().map_err(|fault| format!("the built-in prices cannot be read: {fault}"))?;
    let reference = PriceList::from(bundled);
    let read = store::read_lists(folder, lists, today);
    for notice in &read.notices {
        complain(&notice.to_string());
    }
    for list in read.loaded.iter().filter(|list| list.counts.skipped > 0) {
        complain(&format!("lists/{}: {}", list.key.file_name(), list.summary));
    }
    let loaded = |key: &ListKey| {
        read.loaded.iter().find(|loaded| loaded.key == *key).map(|loaded| loaded.list.clone())
    };
    let found = lists.price_lists(&reference, loaded);
    if !found.is_empty() {
        return Ok(found);
    }
    if !lists.is_empty() {
        complain("no loaded price list is switched on and can be read; the built-in one stands in");
    }
    Ok(vec![reference])
}

fn formats(asked: &[FormatArgument]) -> Vec<Format> {
    let mut formats = Vec::new();
    for argument in asked {
        match argument {
            FormatArgument::All => formats.extend(Format::ALL),
            FormatArgument::Csv => formats.push(Format::Csv),
            FormatArgument::Md => formats.push(Format::Markdown),
            FormatArgument::Json => formats.push(Format::Json),
            FormatArgument::Svg => formats.push(Format::Svg),
            FormatArgument::Png => formats.push(Format::Png),
        }
    }
    formats
}

/// The places of the two models to compare; nothing when none are named.
///
/// # Errors
/// When it is not two, or one of them is not there: a sentence.
fn compared(market: &Market, ids: &[String]) -> Result<Option<[usize; 2]>, String> {
    let place = |id: &String| {
        let id = id.trim();
        let is = |offer: &Offer| offer.model.list_key() == id || offer.model.id.as_str() == id;
        market.offers().iter().position(is).ok_or_else(|| unknown_model(id, market))
    };
    match ids {
        [] => Ok(None),
        [first, second] => Ok(Some([place(first)?, place(second)?])),
        _ => Err(format!("--compare takes two model ids with a comma between them, not {}", ids.len())),
    }
}

/// Says that there is no such model, and which one may be meant.
fn unknown_model(id: &str, market: &Market) -> String {
    const ALIKE: f64 = 0.7;
    let ids = market.offers().iter().map(|offer| offer.model.list_key());
    let nearest = ids
        .map(|other| (strsim::jaro_winkler(&id.to_lowercase(), &other.to_lowercase()), other))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let hint = nearest.map_or_else(String::new, |(_, other)| format!(" (do you mean \"{other}\"?)"));
    format!("there is no model \"{id}\" in the price list{hint}; the ids are in models.csv")
}

/// A saved portfolio, with the workloads that it may name: those of the report, then the saved ones. The window's
/// baseline is what it is compared with.
///
/// # Errors
/// When there is no such portfolio: a sentence.
fn portfolio(
    name: &str,
    documents: &Documents,
    reported: &[Workload],
    market: &Market,
) -> Result<PortfolioQuestion, String> {
    let key = Name::key_of(name);
    let saved = &documents.portfolios;
    let found = saved.iter().find(|saved| saved.portfolio.name().key() == key);
    let names = || saved.iter().map(|saved| saved.portfolio.name().as_str());
    let found = found.ok_or_else(|| unknown("portfolio", name, names))?;
    let mut workloads = reported.to_vec();
    let taken: HashSet<String> = workloads.iter().map(|workload| workload.name().key()).collect();
    let others = documents.workloads.iter().map(|saved| &saved.workload);
    workloads.extend(others.filter(|workload| !taken.contains(&workload.name().key())).cloned());
    let workloads = workloads.into_iter().map(Arc::new).collect();
    let baseline = documents.settings.value.remembered.baseline.as_deref();
    Ok(PortfolioQuestion {
        portfolio: found.portfolio.clone(),
        workloads,
        constraints: Constraints::default(),
        baseline: baseline.and_then(|id| market.place(&ModelId::new(id).ok()?)),
    })
}

/// The workloads of the report: those of the files, then the saved ones that are named; all saved ones when nothing
/// is asked for. A file that is there but cannot be read is named on stderr and left out.
fn workloads(arguments: &ReportArguments, saved: &[SavedWorkload]) -> Result<Vec<Workload>, String> {
    if arguments.workload.is_empty() && arguments.workload_file.is_empty() {
        return Ok(saved.iter().map(|entry| entry.workload.clone()).collect());
    }
    let mut chosen: Vec<Workload> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    for path in &arguments.workload_file {
        if !path.exists() {
            return Err(format!("there is no workload file {}", path.display()));
        }
        match store::import_workload(path) {
            Ok(imported) => {
                if let Some(notice) = imported.notice {
                    complain(&notice.to_string());
                }
                let workload = imported.workload;
                if taken.insert(workload.name().key()) {
                    chosen.push(workload);
                } else {
                    complain(&format!(
                        "{}: a workload named \"{}\" is already in the report; this file is left out",
                        path.display(),
                        workload.name()
                    ));
                }
            }
            Err(error) => complain(&error.to_string()),
        }
    }
    for name in &arguments.workload {
        let key = Name::key_of(name);
        if taken.contains(&key) {
            continue;
        }
        let entry = saved.iter().find(|entry| entry.workload.name().key() == key).ok_or_else(|| {
            unknown("workload", name, || saved.iter().map(|entry| entry.workload.name().as_str()))
        })?;
        taken.insert(key);
        chosen.push(entry.workload.clone());
    }
    Ok(chosen)
}

/// Says that there is no workload or portfolio of a name, which one may be meant, and which there are.
fn unknown<'a, I: Iterator<Item = &'a str>>(one: &str, name: &str, names: impl Fn() -> I) -> String {
    const MOST_NAMES: usize = 20;
    const ALIKE: f64 = 0.7;
    let key = Name::key_of(name);
    let nearest = names()
        .map(|other| (strsim::jaro_winkler(&key, &Name::key_of(other)), other))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let hint = nearest.map_or_else(String::new, |(_, other)| format!(" (do you mean \"{other}\"?)"));
    let mut listed = names().take(MOST_NAMES).collect::<Vec<_>>().join(", ");
    let count = names().count();
    if count > MOST_NAMES {
        listed = format!("{listed} and {} more", count - MOST_NAMES);
    }
    if listed.is_empty() {
        return format!("there is no {one} named \"{name}\"; there are no saved {one}s");
    }
    format!("there is no {one} named \"{name}\"{hint}; there are: {listed}")
}

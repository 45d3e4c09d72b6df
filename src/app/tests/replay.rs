//! Scripts of actions, replayed: what they leave on disk, in memory and on the screen is as it was recorded before the
//! application was taken apart. Words are left out, so that they may be written better.
//!
//! A line is a verb and three numbers; each number chooses among what is there. `tests/replay/scripts.txt` holds the
//! scripts, `tests/replay/recorded.txt` a line of outcome each. `TPD_REPLAY=record` writes the record anew, and
//! `TPD_REPLAY_RANDOM=1000` replays so many random scripts (50 otherwise).

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::date;

use crate::app::action::{Action, Effect, ImportedFiles};
use crate::app::commands::Command;
use crate::app::decide::Question;
use crate::app::lists::{Arrival, ListAction};
use crate::app::state::{Column, Costs, Figure, Place, PricesPage, State, Tokens};
use crate::app::update::update;
use crate::catalog::{
    Discount, Filter, ListKey, Listed, Model, ModelId, Opinions, Part, PriceKind, ScopeRules, Source,
    Standing, feeds,
};
use crate::chart::{ColourBy, Scale, Sort};
use crate::money::{Price, Share};
use crate::store::Store;
use crate::workload::{Draft, Workload};

const SCRIPTS: &str = include_str!("../../../tests/replay/scripts.txt");
const RECORDED: &str = include_str!("../../../tests/replay/recorded.txt");

const VERBS: [&str; 47] = [
    "go",
    "page",
    "figure",
    "tokens",
    "costs",
    "scale",
    "sort",
    "colours",
    "baseline",
    "model",
    "search",
    "pin",
    "hide",
    "show-hidden-all",
    "own-price",
    "note",
    "reset-price",
    "reset-prices",
    "price-right",
    "workload",
    "add-workload",
    "edit-workload",
    "rename-workload",
    "duplicate-workload",
    "delete-workload",
    "move-workload",
    "starters",
    "add-discount",
    "remove-discount",
    "filter",
    "save-filter",
    "use-filter",
    "forget-filter",
    "clear-filters",
    "scope",
    "judge",
    "own-model",
    "remove-model",
    "portfolio",
    "ask",
    "table-column",
    "undo",
    "redo",
    "import",
    "list",
    "command",
    "wait",
];

fn at<T: Clone>(all: &[T], number: u32) -> Option<T> {
    let count = u32::try_from(all.len()).ok().filter(|count| *count > 0)?;
    all.get(usize::try_from(number % count).ok()?).cloned()
}

fn model(state: &State, number: u32) -> Option<ModelId> {
    let ids: Vec<ModelId> = state.market().offers().iter().map(|offer| offer.model.id.clone()).collect();
    at(&ids, number)
}

fn workload_key(state: &State, number: u32) -> Option<crate::store::WorkloadKey> {
    let keys: Vec<_> = state.documents.workloads.iter().map(|saved| saved.key.clone()).collect();
    at(&keys, number)
}

const WORDS: [&str; 6] = ["", "gpt", "claude", "mini", "no such model", "o"];
const PRICES: [&str; 5] = ["0", "0.5", "3", "12.345678", "999"];

/// What a line asks for now; nothing where it makes no sense.
#[expect(clippy::too_many_lines, reason = "a line a verb")]
fn actions(state: &State, verb: &str, a: u32, b: u32, c: u32) -> Vec<Action> {
    let one = |action: Option<Action>| action.into_iter().collect();
    match verb {
        "go" => one(at(Place::ALL, a).map(Action::Go)),
        "page" => one(at(PricesPage::ALL, a).map(Action::GoPrices)),
        "figure" => one(at(Figure::ALL, a).map(Action::Show)),
        "tokens" => one(at(&[Tokens::Input, Tokens::Output, Tokens::Blend], a).map(Action::ShowTokens)),
        "costs" => {
            one(at(&[Costs::PerTask, Costs::TasksPerDollar, Costs::PerMonth], a).map(Action::ShowCosts))
        }
        "scale" => one(at(&[Scale::Linear, Scale::Log], a).map(Action::SetScale)),
        "sort" => one(at(&[Sort::Value, Sort::Name, Sort::Provider, Sort::Tier], a).map(Action::SetSort)),
        "colours" => one(at(&[ColourBy::Tier, ColourBy::Provider], a).map(Action::SetColourBy)),
        "baseline" => vec![Action::SetBaseline(model(state, a).filter(|_| !b.is_multiple_of(4)))],
        "model" => vec![Action::ChooseModel(model(state, a).filter(|_| !b.is_multiple_of(5)))],
        "search" => one(at(&WORDS, a).map(|words| Action::Search(words.to_owned()))),
        "pin" => one(model(state, a).map(|id| Action::SetPinned(id, !b.is_multiple_of(3)))),
        "hide" => one(model(state, a).map(|id| Action::SetHidden(id, !b.is_multiple_of(3)))),
        "show-hidden-all" => vec![Action::ShowAllHidden],
        "own-price" => one(model(state, a).and_then(|model| {
            let kind = PriceKind::standard(at(&[Part::Input, Part::Output, Part::CacheRead], b)?);
            let price =
                at(&PRICES, c).and_then(|price| Price::per_million(price).ok()).filter(|_| c % 7 != 6);
            Some(Action::SetOwnPrice { model, kind, price })
        })),
        "note" => one(model(state, a).map(|id| Action::NoteOwnPrice(id, format!("contract {b}")))),
        "reset-price" => one(model(state, a).map(Action::ResetOwnPrice)),
        "reset-prices" => vec![Action::ResetOwnPrices],
        "price-right" => one(model(state, a).map(|id| Action::SetPriceRight(id, b.is_multiple_of(2)))),
        "workload" => one(workload_key(state, a).map(Action::ChooseWorkload)),
        "add-workload" => {
            let name = format!("Script {a}");
            let input_tokens = u64::from(b) + 1;
            let draft = Draft { name, input_tokens, output_tokens: u64::from(c), ..Draft::default() };
            one(Workload::try_from(draft).ok().map(Action::AddWorkload))
        }
        "edit-workload" | "rename-workload" => one(workload_key(state, a).and_then(|key| {
            let mut draft = state.documents.workload(&key)?.workload.to_draft();
            if verb == "rename-workload" {
                draft.name = format!("Renamed {b}");
            } else {
                draft.input_tokens = u64::from(b) * 10 + draft.cache_read_tokens + 1;
                draft.requests_per_day = Some(u64::from(c) + 1);
            }
            Some(Action::EditWorkload(key, Workload::try_from(draft).ok()?))
        })),
        "duplicate-workload" => one(workload_key(state, a).map(Action::DuplicateWorkload)),
        "delete-workload" => one(workload_key(state, a).map(Action::DeleteWorkload)),
        "move-workload" => one(workload_key(state, a)
            .zip(usize::try_from(b % 8).ok())
            .map(|(key, place)| Action::MoveWorkload(key, place))),
        "starters" => vec![Action::RestoreStarters],
        "add-discount" => one(at(&["OpenAI", "Anthropic", "Google", "Nobody"], a).and_then(|provider| {
            let off = Share::percent(&(b % 100).to_string()).ok()?;
            let discount = Discount { provider: provider.to_owned(), off, until: None, note: String::new() };
            Some(Action::SetDiscount(None, Some(discount)))
        })),
        "remove-discount" => {
            one(usize::try_from(a % 4).ok().map(|place| Action::SetDiscount(Some(place), None)))
        }
        "filter" => {
            let mut filter = Filter::default();
            if let Some(provider) = at(&["openai", "anthropic", "mistral"], a).filter(|_| b.is_multiple_of(2))
            {
                filter.providers.insert(provider.to_owned());
            }
            filter.context_at_least = (c.is_multiple_of(3)).then_some(200_000);
            filter.price_known = c.is_multiple_of(5);
            vec![Action::SetFilter(Box::new(filter))]
        }
        "save-filter" => vec![Action::SaveFilter(format!("Filter {}", a % 3))],
        "use-filter" => vec![Action::UseFilter(usize::try_from(a % 3).unwrap())],
        "forget-filter" => vec![Action::ForgetFilter(usize::try_from(a % 3).unwrap())],
        "clear-filters" => vec![Action::ClearFilters],
        "scope" => one(at(&[ScopeRules::STANDARD, ScopeRules::ALL], a).map(Action::SetScope)),
        "judge" => one(model(state, a).map(|id| {
            let level = b % 5 + 1;
            let quality = (!c.is_multiple_of(4)).then(|| Standing { level, says: format!("{level} of 5") });
            Action::SetJudgement(id, Opinions { quality, ..Opinions::default() })
        })),
        "own-model" => one(ModelId::new(&format!("mine/{}", a % 3)).ok().map(|id| {
            let source = Source { name: "me".into(), as_of: None };
            Action::PutOwnModel(Box::new(Model::new(id, format!("Mine {b}"), "Mine".into(), source)))
        })),
        "remove-model" => one(ModelId::new(&format!("mine/{}", a % 3)).ok().map(Action::RemoveOwnModel)),
        "portfolio" => match a % 4 {
            0 => state.new_portfolio(),
            1 => one(state.chosen_portfolio().map(|saved| Action::DuplicatePortfolio(saved.key.clone()))),
            2 => one(state.chosen_portfolio().map(|saved| Action::DeletePortfolio(saved.key.clone()))),
            _ => vec![Action::Ask(Question::Portfolio)],
        },
        "ask" => one(at(Question::ALL, a).map(Action::Ask)),
        "table-column" => {
            one(at(&[Column::Rank, Column::Model, Column::Input, Column::Cost, Column::Context], a)
                .map(Action::SortTable))
        }
        "undo" => (0..=a % 4).map(|_| Action::Undo).collect(),
        "redo" => (0..=a % 4).map(|_| Action::Redo).collect(),
        "import" => {
            let rows =
                ["m1,Company one,Company,0.15,0.6", "m2,Company two,Company,2,8", "m3,GPT-4.1,OpenAI,1,4"];
            let count = usize::try_from(a % 3).unwrap() + 1;
            let text = format!("id,name,provider,input,output\n{}\n", rows[..count].join("\n"));
            let import = feeds::import(text.as_bytes(), None).unwrap();
            let path = PathBuf::from(format!("prices-{}.csv", b % 2));
            let arrival = Arrival::of_file(&path, import, text.into_bytes().into());
            vec![Action::Imported(Box::new(ImportedFiles {
                lists: vec![arrival],
                ..ImportedFiles::default()
            }))]
        }
        "list" => {
            let keys: Vec<Option<ListKey>> = (state.documents.lists.value.in_order())
                .map(|listed| if let Listed::Loaded(entry) = listed { Some(entry.key.clone()) } else { None })
                .collect();
            let loaded: Vec<ListKey> = keys.iter().flatten().cloned().collect();
            let action = match b % 5 {
                0 => at(&keys, a).map(|key| ListAction::Switch(key, c.is_multiple_of(2))),
                1 => Some(ListAction::Move(usize::try_from(a % 3).unwrap(), usize::try_from(c % 3).unwrap())),
                2 => at(&loaded, a).map(|key| ListAction::Rename(key, format!("List {c}"))),
                3 => at(&loaded, a).map(|key| ListAction::SetDaily(key, c.is_multiple_of(2))),
                _ => at(&loaded, a).map(ListAction::Remove),
            };
            one(action.map(Action::List))
        }
        "command" => {
            let all: Vec<Command> = Command::all().collect();
            at(&all, a).map(|command| command.actions(state)).unwrap_or_default()
        }
        "wait" => Vec::new(),
        other => panic!("no verb is called {other}"),
    }
}

/// What an effect asks for, without words.
fn kind(effect: &Effect) -> String {
    match effect {
        Effect::Keep(change) => format!("keep {}", change.document().file_name()),
        Effect::Remember(change) => format!("remember {}", change.document().file_name()),
        Effect::KeepCopy(change) => format!("copy {}", change.document().file_name()),
        other => {
            let text = format!("{other:?}");
            text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_owned()
        }
    }
}

/// What is seen: the place, the chart or the table, the answer, how much was said and can be undone.
fn seen(state: &State) -> String {
    let mut seen = String::new();
    let view = &state.view;
    let _ = write!(
        seen,
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        view.place,
        view.figure,
        state.workload().map(|saved| saved.key.as_str().to_owned()),
        view.baseline.as_ref().map(ModelId::as_str),
        view.chosen.as_ref().map(ModelId::as_str),
        view.search,
    );
    for row in state.chart().iter().flat_map(|chart| chart.rows.clone()) {
        let _ = write!(seen, "|{} {}", row.model.as_str(), row.label);
    }
    let counts =
        (state.notices.len(), state.undo_label().is_some(), state.saying.as_ref().map(|said| said.is_error));
    let _ = write!(seen, "|{counts:?} {}", state.derived.decided.answer.is_some());
    seen
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn files(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            ));
        }
    }
    into.sort();
}

/// Replays a script: three numbers for what is seen, what is asked of the outside, and what is on disk in the end.
fn replay(script: &str) -> String {
    let memory = Path::new("/dev/shm");
    let home = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let (mut store, documents, notices) = Store::open(home.path());
    let mut state = State::new(documents, notices, date(2026, 11, 24)).unwrap();
    let (mut all_seen, mut all_effects) = (String::new(), String::new());
    for line in script.lines() {
        let mut words = line.split_whitespace();
        let verb = words.next().unwrap();
        let mut number = || words.next().map_or(0, |word| word.parse::<u32>().unwrap());
        let (a, b, c) = (number(), number(), number());
        state.now += if verb == "wait" { Duration::from_secs(10) } else { Duration::from_millis(700) };
        for action in actions(&state, verb, a, b, c) {
            for effect in update(&mut state, action) {
                let _ = writeln!(all_effects, "{}", kind(&effect));
                if let Effect::Keep(change) | Effect::Remember(change) = effect {
                    store.save(&change).unwrap();
                }
            }
        }
        let _ = writeln!(all_seen, "{}", seen(&state));
    }
    let mut on_disk = Vec::new();
    files(home.path(), &mut on_disk);
    let mut all_files = String::new();
    for (name, bytes) in on_disk {
        let _ = writeln!(all_files, "{name}\n{}", String::from_utf8_lossy(&bytes));
    }
    format!("{:016x} {:016x} {:016x}", hash(&all_seen), hash(&all_effects), hash(&all_files))
}

/// Numbers that are the same on every machine: a linear congruential generator.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 40).unwrap()
    }
}

fn random_script(seed: u64) -> String {
    let mut random = Random(seed);
    let mut script = String::new();
    for _ in 0..15 {
        let verb = at(&VERBS, random.next()).unwrap();
        let _ =
            writeln!(script, "{verb} {} {} {}", random.next() % 97, random.next() % 97, random.next() % 97);
    }
    script
}

#[test]
fn scripts_leave_what_was_recorded() {
    let scripts: Vec<(&str, &str)> = SCRIPTS
        .split("# ")
        .filter_map(|part| part.split_once('\n'))
        .map(|(name, lines)| (name.trim(), lines.trim()))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    assert!(scripts.len() >= 30, "{} scripts", scripts.len());
    let random =
        std::env::var("TPD_REPLAY_RANDOM").ok().and_then(|count| count.parse().ok()).unwrap_or(50_u64);
    let mut outcomes: Vec<(String, String)> =
        scripts.iter().map(|(name, lines)| ((*name).to_owned(), replay(lines))).collect();
    outcomes.extend((1..=random).map(|seed| (format!("random {seed}"), replay(&random_script(seed)))));
    if std::env::var_os("TPD_REPLAY").is_some_and(|what| what == "record") {
        let lines: Vec<String> =
            outcomes.iter().map(|(name, outcome)| format!("{name}: {outcome}")).collect();
        let text = lines.join("\n") + "\n";
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay/recorded.txt"), text)
            .unwrap();
        return;
    }
    let recorded: std::collections::BTreeMap<&str, &str> =
        RECORDED.lines().filter_map(|line| line.split_once(": ")).collect();
    let other: Vec<String> = outcomes
        .iter()
        .filter(|(name, outcome)| recorded.get(name.as_str()) != Some(&outcome.as_str()))
        .map(|(name, outcome)| format!("{name}: {outcome}, recorded {:?}", recorded.get(name.as_str())))
        .collect();
    assert!(other.is_empty(), "seen, effects and files differ:\n{}", other.join("\n"));
}

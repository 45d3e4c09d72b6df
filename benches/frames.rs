//! One whole frame of each screen, layout and tessellation, without the graphics card: at 13, 50 and 5,000 models and
//! with 1,000 saved workloads, and with all price lists of the folder that `TPD_SHARED` names. Ends with exit code 1 where a goal is missed.
//!
//!     cargo bench --bench frames              all screens
//!     cargo bench --bench frames -- Prices    only screens with that in their name
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement prints, and says what is wrong by failing"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Event, Modifiers, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2};
use tempfile::TempDir;
use tokens_per_dollar::answer::portfolio as portfolio_answer;
use tokens_per_dollar::app::{Action, Asked, Costs, Figure, Place, PricesPage, Question, Tokens};
use tokens_per_dollar::catalog::{
    Catalog, ContextTier, Model, ModelId, MorePrices, OwnModels, PriceSheet, Rates, ScopeRules, Tariff,
};
use tokens_per_dollar::decide::choose::Rule;
use tokens_per_dollar::money::{Dollars, Price};
use tokens_per_dollar::portfolio::{self, Assignment, Entry, Portfolio, Volume};
use tokens_per_dollar::store::{Change, Document, PortfolioKey, Store, WorkloadKey};
use tokens_per_dollar::window::{Options, Window};
use tokens_per_dollar::workload::{Draft, Workload};

/// A frame at 5,000 models takes at most so many times one at 50, which fill a screen.
const RATIO: f64 = 1.5;
/// No frame takes more CPU time than this.
const LONGEST: Duration = Duration::from_millis(4);
/// No answer takes more than this at [`ANSWERED`] models.
const LONGEST_ANSWER: Duration = Duration::from_millis(10);
/// Models that an answer is measured with.
const ANSWERED: usize = 10_000;
/// Workloads that the palette is measured with.
const WORKLOADS: usize = 1_000;
/// Workloads, and entries of the portfolio, that an answer is measured with.
const ENTRIES: u64 = 20;
/// Far more points than any list is high.
const TO_THE_END: f32 = -1e7;
/// Frames of each screen and size in a round.
const FRAMES: usize = 40;
/// Rounds over all sizes in turns, so that a slow moment of the machine hits all of them.
const ROUNDS: usize = 8;
/// What the price lists in the folder of `TPD_SHARED` come to at least.
const MANY: usize = 10_000;
/// Reading all lists takes no longer than this, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// Models without those that the list brings along.
const LISTED: usize = 13;

/// The screens, and the actions that lead to each.
fn screens() -> Vec<(String, Vec<Action>)> {
    let compare = |figure| vec![Action::Go(Place::Compare), Action::Show(figure)];
    let and = |mut actions: Vec<Action>, last| {
        actions.push(last);
        actions
    };
    let others = vec![
        (
            "Compare, tokens per dollar",
            and(compare(Figure::TokensPerDollar), Action::ShowTokens(Tokens::Blend)),
        ),
        ("Compare, cost per task", and(compare(Figure::CostPerTask), Action::ShowCosts(Costs::PerTask))),
        ("Compare, output/input gap", compare(Figure::OutputInputGap)),
        ("Compare, table", compare(Figure::Table)),
        ("Workloads", vec![Action::Go(Place::Workloads)]),
        ("Prices", vec![Action::GoPrices(PricesPage::Models)]),
        ("Price lists", vec![Action::GoPrices(PricesPage::Lists)]),
        ("Discounts", vec![Action::GoPrices(PricesPage::Discounts)]),
        ("Settings", vec![Action::Go(Place::Settings)]),
    ];
    let questions = Question::ALL.iter().map(|question| {
        (format!("Decide, {}", question.words()), vec![Action::Go(Place::Decide), Action::Ask(*question)])
    });
    let palette = vec![
        Action::Go(Place::Compare),
        Action::OpenPalette(true),
        Action::SearchCommands("model 12".to_owned()),
    ];
    others
        .into_iter()
        .map(|(name, actions)| (name.to_owned(), actions))
        .chain(questions)
        // The last, since it stays open.
        .chain([("Palette of commands".to_owned(), palette)])
        .collect()
}

/// How long the palette takes to open and to find what is typed, at so many models and workloads; says what misses the
/// goal of a frame.
fn finding() -> Vec<String> {
    let mut screen = Screen::new(ANSWERED, WORKLOADS);
    println!("\nThe palette at {ANSWERED} models and {WORKLOADS} workloads in ms, least of {ROUNDS}\n");
    let mut missed = Vec::new();
    let mut measure = |name: &str, before: &Action, action: &Action| {
        let times = (0..ROUNDS).map(|_| {
            screen.window.act(&screen.ctx, before.clone());
            let started = Instant::now();
            screen.window.act(&screen.ctx, action.clone());
            started.elapsed() + screen.frame().0
        });
        let least = times.min().unwrap_or_default();
        println!("{name:<48}{:>15.2}", ms(least));
        // A letter is answered as an input of Decide is.
        if least > LONGEST_ANSWER {
            missed.push(format!("{name} takes {:.2} ms, not {}", ms(least), LONGEST_ANSWER.as_millis()));
        }
    };
    measure("Palette, opened", &Action::OpenPalette(false), &Action::OpenPalette(true));
    let clear = Action::SearchCommands(String::new());
    for query in ["m", "mod", "show model 12 provider 7", "qqq"] {
        measure(&format!("Palette, {query}"), &clear, &Action::SearchCommands(query.to_owned()));
    }
    missed
}

/// What is asked of each question: as it is, and of the portfolio under limits too, which it bills without each of.
fn asked() -> Vec<(String, Question, Option<Asked>)> {
    let limits = |most_models, rules: &[Rule]| {
        let rules = rules.to_vec();
        Asked::Portfolio(portfolio_answer::Asked { most_models, rules, ..portfolio_answer::Asked::default() })
    };
    let rules = [
        Rule::ContextAtLeast(100_000),
        Rule::ProviderIn((0..30).map(|number| format!("Provider {number}")).collect()),
        Rule::CostPerMonthAtMost(Dollars::whole(100_000)),
    ];
    let name = |question: Question| format!("Decide, {}", question.words());
    let plain = Question::ALL.iter().map(|question| (name(*question), *question, None));
    let limited = [
        ("three rules", limits(None, &rules)),
        ("at most 3 models", limits(Some(3), &[])),
        ("at most 8 models", limits(Some(8), &[])),
        ("three rules, at most 6", limits(Some(6), &rules)),
    ];
    let limited = limited.into_iter().map(|(words, asked)| {
        let question = Question::Portfolio;
        (format!("{} {words}", name(question)), question, Some(asked))
    });
    plain.chain(limited).collect()
}

/// How long each answer takes at so many models, made anew as when an input moves; says which miss the goal.
fn answers(only: Option<&String>) -> Vec<String> {
    let mut screen = Screen::asking(ANSWERED);
    screen.window.act(&screen.ctx, Action::Go(Place::Decide));
    println!("\nOne answer at {ANSWERED} models in ms, least of {ROUNDS}\n");
    let mut missed = Vec::new();
    for (name, question, asked) in asked() {
        if only.is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        if let Some(asked) = asked {
            screen.window.act(&screen.ctx, Action::SetAsked(Box::new(asked)));
        }
        // The first one gathers the models that are compared, which an input does not.
        screen.window.act(&screen.ctx, Action::Ask(question));
        let times = (0..ROUNDS).map(|_| {
            let started = Instant::now();
            screen.window.act(&screen.ctx, Action::Ask(question));
            started.elapsed()
        });
        let least = times.min().unwrap_or_default();
        println!("{name:<64}{:>10.2}", ms(least));
        if least > LONGEST_ANSWER {
            missed.push(format!("{name}: an answer takes {:.2} ms, not {}", ms(least), ms(LONGEST_ANSWER)));
        }
    }
    missed
}

/// Models whose prices come in no order, some of them free or unknown, as in real lists.
fn own_models(count: usize) -> Vec<Model> {
    let pattern = Catalog::bundled().unwrap().models.remove(0);
    (0..count as u64)
        .map(|index| {
            let mut model = pattern.clone();
            model.id = ModelId::new(&format!("provider-{}/model-{index}", index % 40)).unwrap();
            model.name = format!("Model {index} of a family");
            model.provider = format!("Provider {}", index % 40);
            let price = |factor: u64| match (index * factor) % 101 {
                0 => Price::Free,
                1 => Price::Unknown,
                _ => Price::per_million(&format!("{}e-3", (index * factor) % 7_919 + 1)).unwrap(),
            };
            model.prices = PriceSheet::flat(price(7_907), price(104_729));
            model
        })
        .collect()
}

/// The real price lists, if they are there.
fn price_lists() -> Option<Vec<PathBuf>> {
    let folder = PathBuf::from(std::env::var_os("TPD_SHARED")?).join("price-feeds");
    let names = ["litellm.json", "models.dev.json", "genai-prices.json", "openrouter.json"];
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    files.iter().all(|file| file.is_file()).then_some(files)
}

/// A workload that differs a little from the others.
fn workload(number: u64, requests_per_day: Option<u64>) -> Workload {
    let draft = Draft {
        name: format!("Workload {number}"),
        input_tokens: 500 + number * 37 % 4_000,
        output_tokens: 200 + number * 61 % 900,
        requests_per_day,
        ..Draft::default()
    };
    Workload::try_from(draft).unwrap()
}

/// A window on a folder of its own, without a window system.
struct Screen {
    ctx: Context,
    window: Window,
    time: f64,
    _folder: TempDir,
}

impl Screen {
    fn new(models: usize, workloads: usize) -> Self {
        let workloads = (0..workloads as u64).map(|number| workload(number, None));
        Self::opened(own_models(models.saturating_sub(LISTED)), workloads, None)
    }

    /// With all that makes answers slow: prices that depend on the prompt, requests a day, and a portfolio of [`ENTRIES`].
    fn asking(models: usize) -> Self {
        let mut models = own_models(models.saturating_sub(LISTED));
        for (index, model) in models.iter_mut().enumerate().filter(|(index, _)| index % 4 == 0) {
            let base = model.prices.base();
            let above = 32_000 * (1 + index as u64 % 5);
            let tier = ContextTier { above, inclusive: false, rates: Rates { input: base.output, ..base } };
            let standard = Tariff::new(base, vec![tier]);
            model.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
        }
        let entries = (0..ENTRIES).zip(&models).map(|(number, model)| Entry {
            workload: workload(number, None).name().clone(),
            volume: Volume::RequestsPerDay(1_000 + number),
            // Every fourth has its model.
            assignment: if number % 4 == 2 {
                Assignment::Model(model.id.clone())
            } else {
                Assignment::CheapestThatFits
            },
        });
        let draft = portfolio::Draft {
            name: "All".into(),
            entries: entries.collect(),
            ..portfolio::Draft::default()
        };
        let portfolio = Portfolio::try_from(draft).unwrap();
        let workloads = (0..ENTRIES).map(|number| workload(number, Some(1_000)));
        Self::opened(models, workloads, Some(portfolio))
    }

    fn opened(
        models: Vec<Model>,
        workloads: impl Iterator<Item = Workload>,
        portfolio: Option<Portfolio>,
    ) -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path: PathBuf = folder.path().join("data");
        let (mut store, ..) = Store::open(&path);
        store.save(&Change::put(Document::OwnModels, OwnModels { models, ..OwnModels::default() })).unwrap();
        for (number, workload) in workloads.enumerate() {
            let key = WorkloadKey::new(&format!("workload-{number}")).unwrap();
            store.save(&Change::put(Document::Workload(key), workload)).unwrap();
        }
        if let Some(portfolio) = portfolio {
            store
                .save(&Change::put(Document::Portfolio(PortfolioKey::new("all").unwrap()), portfolio))
                .unwrap();
        }
        drop(store);
        let ctx = Context::default();
        let window =
            Window::new(&ctx, Options { folder: path, files: Vec::new(), started: Instant::now() }).unwrap();
        Self { ctx, window, time: 0.0, _folder: folder }
    }

    /// A window into which price lists were dropped, all of whose models are compared.
    fn with_lists(files: Vec<PathBuf>) -> Self {
        let mut screen = Self::new(LISTED, 0);
        let count = files.len();
        screen.window.act(&screen.ctx, Action::Import(files));
        let started = Instant::now();
        let mut longest = Duration::ZERO;
        while screen.window.state().lists.read.len() < count {
            assert!(started.elapsed() < PATIENCE, "the price lists do not come in");
            std::thread::sleep(Duration::from_millis(5));
            longest = longest.max(screen.frame().0);
        }
        screen.window.act(&screen.ctx, Action::SetScope(ScopeRules::ALL));
        let state = screen.window.state();
        let models: usize = state.lists.read.iter().map(|list| list.list.models().len()).sum();
        assert!(models >= MANY, "only {models} models");
        println!(
            "{count} price lists with {models} models, which are {} offers; the frame in which they come in takes {:.0} ms\n",
            state.market().offers().len(),
            ms(longest)
        );
        screen
    }

    /// One frame, as eframe asks for it; how long it took, and how many triangles there are to paint.
    fn frame(&mut self) -> (Duration, usize) {
        self.frame_with(Vec::new())
    }

    fn frame_with(&mut self, events: Vec<Event>) -> (Duration, usize) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let started = Instant::now();
        self.window.take_over(&self.ctx);
        let mut output = self.ctx.run_ui(input, |ui| self.window.draw(ui));
        // No graphics card takes them.
        output.textures_delta.clear();
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = started.elapsed();
        let triangles = primitives
            .iter()
            .map(|part| match &part.primitive {
                egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len() / 3,
                egui::epaint::Primitive::Callback(_) => 0,
            })
            .sum();
        (took, triangles)
    }

    fn show(&mut self, actions: &[Action], at_the_end: bool) {
        for action in actions {
            self.window.act(&self.ctx, action.clone());
        }
        if at_the_end {
            self.frame_with(vec![Event::PointerMoved(pos2(700.0, 500.0))]);
            self.frame_with(vec![Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, TO_THE_END),
                phase: TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            }]);
            self.frame_with(vec![Event::PointerGone]);
        }
        for _ in 0..20 {
            let (_, triangles) = self.frame();
            assert!(triangles > 100, "an empty frame measures nothing");
        }
    }
}

/// All frames of one screen and size, in order.
struct Times(Vec<Duration>);

impl Times {
    fn at(&self, share: usize, of: usize) -> Duration {
        self.0.get(self.0.len() * share / of).copied().unwrap_or_default()
    }

    fn least(&self) -> Duration {
        self.at(0, 1)
    }

    fn median(&self) -> Duration {
        self.at(1, 2)
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn main() -> ExitCode {
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let sizes = [(13, 0), (50, 0), (5_000, 0), (13, 1_000)];
    let mut windows: Vec<Screen> =
        sizes.iter().map(|(models, workloads)| Screen::new(*models, *workloads)).collect();
    let lists = price_lists();
    if lists.is_none() {
        println!("SKIPPED: all lists loaded, since TPD_SHARED names no folder with the price lists\n");
    }
    windows.extend(lists.map(Screen::with_lists));
    println!("One frame in ms, least / median of {} at 1280x800\n", FRAMES * ROUNDS);
    println!(
        "{:<48}{:>15}{:>15}{:>15}{:>17}{:>15}   5,000 / 50, all lists / 50",
        "", "13 models", "50 models", "5,000 models", "1,000 workloads", "all lists"
    );
    let mut missed = Vec::new();
    let at_the_end = ["Compare, tokens per dollar", "Compare, table", "Prices"];
    let screens = screens().into_iter().flat_map(|(name, actions)| {
        let again =
            at_the_end.contains(&name.as_str()).then(|| (format!("{name}, end"), actions.clone(), true));
        std::iter::once((name, actions, false)).chain(again)
    });
    for (name, actions, at_the_end) in screens {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        for window in &mut windows {
            window.show(&actions, at_the_end);
        }
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); windows.len()];
        for _ in 0..ROUNDS {
            for (window, times) in windows.iter_mut().zip(&mut times) {
                times.extend((0..FRAMES).map(|_| window.frame().0));
            }
        }
        let times: Vec<Times> = times
            .into_iter()
            .map(|mut times| {
                times.sort();
                Times(times)
            })
            .collect();
        let [_, full, many, _, lists @ ..] = times.as_slice() else { continue };
        // Other programs only ever add to a time, so the least are compared.
        let ratio = |times: &Times| ms(times.least()) / ms(full.least());
        let columns: Vec<String> = times
            .iter()
            .zip([15, 15, 15, 17, 15])
            .map(|(times, width)| {
                let both = format!("{:.2} / {:.2}", ms(times.least()), ms(times.median()));
                format!("{both:>width$}")
            })
            .collect();
        let columns = columns.concat();
        let with_lists = lists.first().map(ratio);
        let last = with_lists.map_or_else(String::new, |ratio| format!("{ratio:>13.2}"));
        println!("{name:<48}{columns}{:>13.2}{last}", ratio(many));
        if ratio(many) > RATIO {
            missed.push(format!(
                "{name}: 5,000 models take {:.2} times the frame of 50, not {RATIO}",
                ratio(many)
            ));
        }
        // Price lists shows a card a list, and none is loaded with 50 models; of these none has a price step either, so
        // that there is a sentence in place of a table. Only the time of these two counts.
        let is_empty_with_few = ["Price lists", "Decide, Are we near a price step?"].contains(&name.as_str());
        if let Some(ratio) = with_lists.filter(|ratio| *ratio > RATIO && !is_empty_with_few) {
            missed
                .push(format!("{name}: all lists take {ratio:.2} times the frame of 50 models, not {RATIO}"));
        }
        let sizes =
            sizes.iter().map(|(models, workloads)| format!("{models} models and {workloads} workloads"));
        for (size, times) in sizes.chain(["all lists".to_owned()]).zip(&times) {
            if times.least() > LONGEST {
                missed.push(format!("{name}: {size} take {:.2} ms, not {}", ms(times.least()), ms(LONGEST)));
            }
        }
    }
    missed.extend(answers(only.as_ref()));
    if only.as_ref().is_none_or(|only| "Palette of commands".contains(only.as_str())) {
        missed.extend(finding());
    }
    println!();
    for sentence in &missed {
        println!("missed: {sentence}");
    }
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

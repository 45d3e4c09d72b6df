//! What the palette lists, and how it finds: every command, workload and model by some letters of its name, best first.

use std::cmp::Reverse;
use std::rc::Rc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::single::Named;
use super::{Command, Single};
use crate::app::action::Action;
use crate::app::state::{Figure, Place, State};
use crate::catalog::{ModelId, SearchIndex};
use crate::store::WorkloadKey;

/// How many entries are shown at most: nobody reads further, but types another letter.
const MOST_FOUND: usize = 100;
/// How many picks are remembered.
const MOST_RECENT: usize = 8;

/// What an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A command.
    Command(Command),
    /// Choose a workload.
    Workload(WorkloadKey),
    /// Show the details of a model.
    Model(ModelId),
    /// Do something to one thing.
    Single(Single),
}

impl Target {
    /// What picking it asks for.
    #[must_use]
    pub fn actions(&self, state: &State) -> Vec<Action> {
        match self {
            Self::Command(command) => command.actions(state),
            Self::Single(single) => single.actions(state),
            Self::Workload(key) => {
                let shows_costs = matches!(state.view.place, Place::Workloads | Place::Decide);
                if shows_costs {
                    return vec![Action::PickWorkload(key.clone())];
                }
                vec![Action::ChooseWorkload(key.clone()), Action::Go(Place::Compare)]
            }
            Self::Model(model) => {
                // The table has no room for the details of one model.
                let figure =
                    (state.view.figure == Figure::Table).then_some(Action::Show(Figure::CostPerTask));
                let open = [
                    Action::Go(Place::Compare),
                    Action::Hover(None),
                    Action::ChooseModel(Some(model.clone())),
                ];
                figure.into_iter().chain(open).collect()
            }
        }
    }
}

/// The open palette: view state, session only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// What is typed.
    pub query: String,
    /// The place of the row that Enter carries out.
    pub chosen: usize,
}

/// What can be found.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it stands for.
    pub target: Target,
    /// What is looked through: its name, then more words.
    text: String,
    /// Where the name ends.
    name_end: usize,
    /// Where the words end that are shown behind the name.
    shown_end: usize,
    /// Its letters and digits alone.
    letters: String,
    /// Where in them a word begins.
    starts: Vec<usize>,
    /// Where in them the words begin that are not shown; those of models say little.
    hidden: usize,
    /// Where in them the name of the thing begins that a command is about, and where it ends: who types that name alone
    /// means the thing, and not what can be done to it.
    thing: Option<(usize, usize)>,
}

/// How well an entry has the words of a query, from the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Some of its letters, in order.
    Scattered,
    /// Within a word, or as a word that many have.
    Within,
    /// As the beginning of a word that is not shown.
    OtherPrefix,
    /// As a word that is not shown.
    OtherWhole,
    /// As the beginning of a word.
    Prefix,
    /// As a whole word, or several.
    Whole,
    /// As all of its name.
    Exact,
}

impl Entry {
    fn new(target: Target, name: &str, more: &str, hidden: &str) -> Self {
        let text = format!("{name} {more} {hidden}").trim_end().to_owned();
        let shown_end = if more.is_empty() { name.len() } else { name.len() + 1 + more.len() };
        let (mut letters, mut starts) = (String::with_capacity(text.len()), Vec::new());
        let mut hidden_at = None;
        let mut is_within = false;
        for (at, letter) in text.char_indices() {
            let is_new = letter.is_alphanumeric() && !is_within;
            is_within = letter.is_alphanumeric();
            if is_new {
                starts.push(letters.len());
                if at >= shown_end && hidden_at.is_none() {
                    hidden_at = Some(letters.len());
                }
            }
            letters.extend(letter.to_lowercase().filter(|letter| letter.is_alphanumeric()));
        }
        let hidden = hidden_at.unwrap_or(letters.len());
        Self { target, text, name_end: name.len(), shown_end, letters, starts, hidden, thing: None }
    }

    /// A command whose name has the name of a thing in it.
    fn about(self, thing: &str) -> Self {
        let letters: String = letters_of(thing);
        let thing = self.letters.rfind(&letters).map(|start| (start, start + letters.len()));
        Self { thing: thing.filter(|_| !letters.is_empty()), ..self }
    }

    /// Whether one of the words is outside the name of the thing.
    fn is_meant(&self, words: &[String]) -> bool {
        let Some((from, to)) = self.thing else { return true };
        words.iter().any(|word| {
            let mut starts = self.starts.iter().filter(|start| !(from..to).contains(*start));
            starts.any(|start| self.letters.get(*start..).is_some_and(|rest| rest.starts_with(word.as_str())))
        })
    }

    /// How well it has this word, which is letters and digits alone.
    fn fit(&self, word: &str) -> Fit {
        let at = |start: &usize| {
            let end = start + word.len();
            let is_there = self.letters.get(*start..).is_some_and(|rest| rest.starts_with(word));
            let is_whole = || end == self.letters.len() || self.starts.contains(&end);
            is_there.then(|| match (*start < self.hidden, is_whole()) {
                (true, true) => Fit::Whole,
                (true, false) => Fit::Prefix,
                (false, true) => Fit::OtherWhole,
                (false, false) => Fit::OtherPrefix,
            })
        };
        let says = |start: &&usize| !self.is_model() || **start < self.hidden;
        let in_name = self.starts.iter().take_while(says).filter_map(at).max();
        in_name.unwrap_or_else(|| if self.letters.contains(word) { Fit::Within } else { Fit::Scattered })
    }

    const fn is_model(&self) -> bool {
        matches!(self.target, Target::Model(_))
    }

    /// How well it has all words of a query; `all` is the query by its letters alone.
    fn fit_of_all(&self, words: &[String], all: &str) -> Fit {
        if letters_of(self.name()) == *all {
            return Fit::Exact;
        }
        words.iter().map(|word| self.fit(word)).min().unwrap_or(Fit::Scattered)
    }

    /// Which letters of its text the words of a query are, where they are there one by one.
    fn letters_of_words(&self, words: &[String]) -> Vec<u32> {
        let letters = self.text.chars().zip(0_u32..).filter(|(letter, _)| letter.is_alphanumeric());
        let (letters, places): (Vec<String>, Vec<u32>) =
            letters.map(|(letter, place)| (letter.to_lowercase().collect::<String>(), place)).unzip();
        let mut found = Vec::new();
        for word in words {
            let starts = |start: &usize| {
                let rest = letters.get(*start..).unwrap_or_default();
                rest.concat().starts_with(word.as_str())
            };
            let Some(start) = (0..letters.len()).find(starts) else { continue };
            found.extend(places.iter().skip(start).take(word.chars().count()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Commands before workloads before models: there are few of them, and many models.
    const fn kind(&self) -> u8 {
        match self.target {
            Target::Command(_) | Target::Single(_) => 0,
            Target::Workload(_) => 1,
            Target::Model(_) => 2,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.get(..self.name_end).unwrap_or_default()
    }

    /// What tells it from others of the same name.
    #[must_use]
    pub fn more(&self) -> &str {
        self.text.get(self.name_end..self.shown_end).unwrap_or_default().trim_start()
    }
}

/// An entry that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its place among the entries.
    pub entry: usize,
    /// Which letters were found, counted in its text; those of the name come first.
    pub letters: Vec<u32>,
}

/// Everything that can be found: commands and workloads, then models.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    few: Rc<[Entry]>,
    models: ModelEntries,
}

/// The models that can be found, and the prices that they were taken from: derived, and kept while the palette is closed,
/// since there may be thousands of them.
#[derive(Clone, Debug, Default)]
pub struct ModelEntries {
    entries: Rc<[Entry]>,
    prices_epoch: Option<u64>,
}

impl Entries {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.few.len() + self.models.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The one of a place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Entry> {
        match place.checked_sub(self.few.len()) {
            None => self.few.get(place),
            Some(place) => self.models.entries.get(place),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.few.iter().chain(&*self.models.entries)
    }
}

/// All that the palette knows: derived while it is open.
#[derive(Debug, Default)]
pub struct Listed {
    /// Everything that can be found.
    pub entries: Entries,
    /// What was found, best first.
    pub found: Vec<Found>,
    /// How many there are that were found, shown or not.
    pub count: usize,
}

impl Listed {
    /// The entry of a row.
    #[must_use]
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.entries.get(self.found.get(row)?.entry)
    }
}

impl State {
    /// Brings the list of the palette up to date, where it is open: `anew` where what can be found has changed, else for
    /// what is typed.
    pub(in crate::app) fn refresh_palette(&mut self, anew: bool) {
        let Some(palette) = &mut self.view.palette else {
            self.derived.palette = Rc::default();
            return;
        };
        let query = palette.query.clone();
        let old = &self.derived.palette.entries;
        let entries = if anew || old.is_empty() { self.entries() } else { old.clone() };
        self.derived.model_entries = entries.models.clone();
        let listed = find(entries, &self.derived.index, &query, &self.view.recent);
        if let Some(palette) = &mut self.view.palette {
            palette.chosen = palette.chosen.min(listed.found.len().saturating_sub(1));
        }
        self.derived.palette = Rc::new(listed);
    }

    /// Remembers what was picked.
    pub(in crate::app) fn remember_pick(&mut self, target: Target) {
        let recent = &mut self.view.recent;
        recent.retain(|other| *other != target);
        recent.insert(0, target);
        recent.truncate(MOST_RECENT);
    }

    fn entries(&self) -> Entries {
        let commands = Command::all().map(|command| {
            let name = command.name_now(self);
            let entry = Entry::new(Target::Command(command), &name, "", command.other_words());
            let is_of_history = matches!(command, Command::Undo | Command::Redo);
            // What would be undone is named, and is found by its name nowhere.
            if is_of_history {
                entry.about(name.strip_prefix(&*command.name()).unwrap_or_default())
            } else {
                entry
            }
        });
        let workloads = self.documents.workloads.iter().map(|saved| {
            let name = format!("Choose workload {}", saved.workload.name());
            Entry::new(Target::Workload(saved.key.clone()), &name, "", "")
        });
        let singles = Single::all(self).into_iter();
        let singles = singles.map(|Named { single, name, more, thing }| {
            Entry::new(Target::Single(single), &name, &more, "").about(&thing)
        });
        Entries { few: commands.chain(workloads).chain(singles).collect(), models: self.model_entries() }
    }

    fn model_entries(&self) -> ModelEntries {
        let prices_epoch = Some(self.derived.prices_epoch);
        if self.derived.model_entries.prices_epoch == prices_epoch {
            return self.derived.model_entries.clone();
        }
        let models = self.market().offers().iter().map(|offer| {
            let model = &offer.model;
            Entry::new(Target::Model(model.id.clone()), &model.name, &model.provider, "show model")
        });
        ModelEntries { entries: models.collect(), prices_epoch }
    }
}

fn letters_of(text: &str) -> String {
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of a query, by their letters and digits alone.
fn words(query: &str) -> Vec<String> {
    query.split_whitespace().map(letters_of).filter(|word| !word.is_empty()).collect()
}

/// An entry that has the letters of the query.
struct Match {
    fit: Fit,
    score: u32,
    kind: u8,
    age: usize,
    /// The place among what the search of models found; nothing for what is no model.
    place: usize,
    index: usize,
}

impl Match {
    /// What comes first: whole words and their beginnings of commands, then of workloads, then of models; then what has
    /// more of the letters beside each other, and models in the order in which Find has them.
    fn order(&self) -> impl Ord + use<> {
        let is_word = self.fit >= Fit::OtherPrefix;
        let kind = if is_word { self.kind } else { 0 };
        (Reverse(self.fit), kind, self.place, Reverse(self.score), self.kind, self.age, self.index)
    }
}

/// Takes out what has the letters of the query only here and there, where something else has them far better.
fn cut(matches: &mut Vec<Match>) {
    let most = matches.iter().map(|found| found.score).max().unwrap_or(0);
    let is_word = matches.iter().any(|found| found.fit >= Fit::OtherPrefix);
    let least = u64::from(most) * if is_word { 90 } else { 60 };
    matches.retain(|found| found.fit > Fit::Scattered || u64::from(found.score) * 100 >= least);
}

/// Finds commands and workloads that have all words of the query in them, each by some of its letters in order: what fits
/// better first, of two that fit alike what was picked lately, then the order of the list. What fits far worse than the
/// best is left out. Models are found by `index`, as everywhere else.
fn find(entries: Entries, index: &SearchIndex, query: &str, recent: &[Target]) -> Listed {
    let age = |entry: &Entry| recent.iter().position(|target| *target == entry.target).unwrap_or(MOST_RECENT);
    if query.trim().is_empty() {
        let mut all: Vec<usize> = (0..entries.len()).collect();
        all.sort_by_key(|index| entries.get(*index).map_or(MOST_RECENT, age));
        let found = all.into_iter().take(MOST_FOUND);
        let found = found.map(|entry| Found { entry, letters: Vec::new() }).collect();
        let count = entries.len();
        return Listed { entries, found, count };
    }
    let words = words(query);
    let mut with_letters: Vec<Match> = Vec::new();
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let all = words.concat();
    for (index, entry) in entries.few.iter().enumerate() {
        if let Some(score) = pattern.score(Utf32Str::new(&entry.text, &mut letters), &mut matcher) {
            let fit = entry.fit_of_all(&words, &all);
            let fit = if entry.is_meant(&words) { fit } else { fit.min(Fit::Within) };
            with_letters.push(Match { fit, score, kind: entry.kind(), age: age(entry), place: 0, index });
        }
    }
    // Who types a word of a command does not misspell a model's.
    let is_word = with_letters.iter().any(|found| found.fit >= Fit::OtherPrefix);
    let models = if words.is_empty() {
        Vec::new()
    } else if is_word {
        index.search_spelt(query)
    } else {
        index.search(query)
    };
    for (place, model) in models.into_iter().enumerate() {
        let index = entries.few.len() + model;
        let Some(entry) = entries.get(index) else { continue };
        let score = pattern.score(Utf32Str::new(&entry.text, &mut letters), &mut matcher).unwrap_or_default();
        let fit = entry.fit_of_all(&words, &all).max(Fit::Within);
        with_letters.push(Match { fit, score, kind: entry.kind(), age: age(entry), place, index });
    }
    cut(&mut with_letters);
    let count = with_letters.len();
    if count > MOST_FOUND {
        with_letters.select_nth_unstable_by_key(MOST_FOUND, Match::order);
        with_letters.truncate(MOST_FOUND);
    }
    with_letters.sort_unstable_by_key(Match::order);
    let mut found = Vec::new();
    for Match { index, .. } in with_letters {
        let Some(entry) = entries.get(index) else { continue };
        let mut indices = Vec::new();
        if entry.is_model() {
            indices = entry.letters_of_words(&words);
        } else {
            pattern.indices(Utf32Str::new(&entry.text, &mut letters), &mut matcher, &mut indices);
            indices.sort_unstable();
            indices.dedup();
        }
        found.push(Found { entry: index, letters: indices });
    }
    Listed { entries, found, count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Effect;
    use crate::app::update::update;
    use crate::store::Documents;
    use jiff::civil::date;

    fn open(query: &str) -> State {
        let mut state = State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap();
        update(&mut state, Action::OpenPalette(true));
        update(&mut state, Action::SearchCommands(query.to_owned()));
        state
    }

    fn names(state: &State) -> Vec<String> {
        let listed = &state.derived.palette;
        (0..listed.found.len()).filter_map(|row| Some(listed.entry(row)?.name().to_owned())).collect()
    }

    #[test]
    fn some_letters_find_commands_workloads_and_models() {
        for (query, first) in [
            ("go prices", "Go to Prices"),
            ("gtw", "Go to Workloads"),
            ("zoom in", "Make everything larger"),
            ("dark", "Colours: dark"),
            ("theme light", "Colours: light"),
            ("chat mess", "Choose workload Chat message"),
            ("gpt41mini", "GPT-4.1 mini"),
            ("subscr", "Decide: Does a subscription pay?"),
            ("discounts", "Go to Prices: Discounts"),
            ("pdf", "Save memo as PDF…"),
            ("quit", "Quit"),
            ("exit", "Quit"),
            ("find a model", "Find in the list"),
            ("find workload", "Find in the list"),
            ("find", "Find in the list"),
            // Import knows the words too, and does not show them.
            ("price", "Fetch the price list of LiteLLM…"),
            ("prices", "Go to Prices"),
            ("^!'$", ""),
        ] {
            assert_eq!(names(&open(query)).first().map_or("", String::as_str), first, "{query}");
        }
    }

    /// The palette on a market of thousands of models.
    fn found_among_many(query: &str) -> Vec<String> {
        let few = State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap().entries();
        let mut models: Vec<Entry> = few.models.entries.to_vec();
        let families =
            ["Qwen Turbo", "Command R Plus", "Dark Mixtral 8x7B", "gpt-oss-120b", "DeepSeek Coder"];
        for number in 0..5_000 {
            let name = format!("{} {number}", families[number % families.len()]);
            let id = ModelId::new(&format!("many/{number}")).unwrap();
            models.push(Entry::new(Target::Model(id), &name, "Some Provider", "show model"));
        }
        let names = models.iter().map(|entry| (entry.name(), entry.more()));
        let index = SearchIndex::named(names);
        let models = ModelEntries { entries: models.into(), ..few.models };
        let listed = find(Entries { models, few: few.few }, &index, query, &[]);
        (0..listed.found.len()).filter_map(|row| Some(listed.entry(row)?.name().to_owned())).collect()
    }

    #[test]
    fn of_many_models_commands_by_their_words_come_first() {
        for (query, first) in [
            ("dark", "Colours: dark"),
            ("show table", "Show table"),
            ("quit", "Quit"),
            ("gtw", "Go to Workloads"),
            ("comm", "Find a command"),
            ("oss120b3", "gpt-oss-120b 3"),
            ("compare", "Go to Compare"),
        ] {
            assert_eq!(found_among_many(query).first().map_or("", String::as_str), first, "{query}");
        }
    }

    #[test]
    fn what_has_the_letters_here_and_there_is_left_out_where_a_word_has_them() {
        // Letters of "Command R Plus … Some Provider", none of which is meant.
        let found = found_among_many("compare");
        assert!(found.len() < 20, "{found:?}");
        assert!(found.iter().all(|name| name.to_lowercase().contains("compare")), "{found:?}");
        assert_eq!(found_among_many("quit"), ["Quit"]);
    }

    #[test]
    fn the_letters_that_were_found_are_those_of_the_query() {
        let state = open("chat mess");
        let listed = &state.derived.palette;
        let entry = listed.entry(0).unwrap();
        let letters: String =
            listed.found[0].letters.iter().filter_map(|at| entry.name().chars().nth(*at as usize)).collect();
        assert_eq!(letters.to_lowercase(), "chatmess");
    }

    #[test]
    fn what_was_picked_comes_first_while_nothing_is_typed() {
        let mut state = open("");
        assert_eq!(names(&state).first().unwrap(), "Go to Compare");
        let dark = Target::Command(Command::Appearance(crate::settings::Theme::Dark));
        update(&mut state, Action::Pick(dark));
        assert!(state.view.palette.is_none() && state.derived.palette.entries.is_empty());
        update(&mut state, Action::OpenPalette(true));
        assert_eq!(names(&state)[..2], ["Colours: dark", "Go to Compare"]);
    }

    #[test]
    fn models_are_listed_once_for_the_same_prices() {
        let mut state = open("");
        let models = |state: &State| Rc::clone(&state.derived.palette.entries.models.entries);
        let before = models(&state);
        update(&mut state, Action::OpenPalette(false));
        update(&mut state, Action::OpenPalette(true));
        assert!(Rc::ptr_eq(&before, &models(&state)));
        let hidden = match &before[0].target {
            Target::Model(model) => model.clone(),
            other => panic!("{other:?}"),
        };
        update(&mut state, Action::SetHidden(hidden, true));
        assert_eq!(models(&state).len(), before.len() - 1);
    }

    #[test]
    fn everything_that_is_listed_can_be_picked() {
        let entries = open("").derived.palette.entries.clone();
        assert!(entries.len() > 50 + 8 + 13);
        for entry in entries.iter() {
            // What is so already is not done again, but not everywhere.
            let mut is_idle = entry.target != Target::Command(Command::Palette);
            for place in [Place::Settings, Place::Compare, Place::Decide] {
                let mut state = open("");
                update(&mut state, Action::Go(place));
                update(&mut state, Action::SetScale(crate::chart::Scale::Log));
                update(&mut state, Action::SetBaseline(ModelId::new("openai/gpt-4.1").ok()));
                state.saying = None;
                let before = (format!("{:?}", state.view), state.documents.clone());
                let is_refused = match &entry.target {
                    Target::Command(command) => command.refusal(&state).is_some(),
                    _ => false,
                };
                let effects = update(&mut state, Action::Pick(entry.target.clone()));
                assert_eq!(
                    state.view.place == Place::Decide,
                    state.derived.decided.answer.is_some(),
                    "{entry:?} from {place:?}: what is shown has its answer"
                );
                let mut view = state.view.clone();
                (view.palette, view.recent) = (Some(Palette::default()), Vec::new());
                let does_something = format!("{view:?}") != before.0
                    || state.documents != before.1
                    || effects.iter().any(|effect| !matches!(effect, Effect::Remember(_)));
                assert!(!is_refused || !does_something, "{entry:?} from {place:?} is refused, and done");
                is_idle &= !does_something && state.saying.is_none();
            }
            assert!(!is_idle, "{entry:?} does nothing");
        }
    }
}

//! What the user does to price lists and discounts, and what the jobs about them bring.

use std::collections::HashSet;

use super::Update;
use super::documents::own_price;
use crate::answer::counted;
use crate::app::action::Action;
use crate::app::action::{Effect, Offered, Saying};
use crate::app::lists::{Arrival, Download, Found, ListAction, ListEvent, Outcome, Wanted};
use crate::app::state::PricesPage;
use crate::app::undo::Edit;
use crate::catalog::Changes;
use crate::catalog::{AsOf, Discount, Discounts, ListEntry, ListKey, Lists, ModelId, PriceOverride};
use crate::fetch::{Address, Cancel, Progress};
use crate::money::label::whole;
use crate::store::{Change, Document, LoadedList, Replaces};

/// How many imports are told of at once.
const MOST_OUTCOMES: usize = 20;

impl Update<'_> {
    pub(super) fn list_action(&mut self, action: ListAction) {
        match action {
            ListAction::Read => self.read_lists(),
            ListAction::Switch(key, on) => self.switch(key.as_ref(), on),
            ListAction::Move(from, to) => {
                self.edit_lists("move price list", |lists| lists.move_to(from, to));
            }
            ListAction::Rename(key, name) => {
                // Two lists of one name could not be told apart anywhere.
                let name = self.lists().free_name(&name, Some(&key));
                self.edit_entry("rename price list", &key, |entry| entry.name = name);
            }
            ListAction::SetAddress(key, address) => {
                self.edit_entry("set the address of price list", &key, |entry| {
                    entry.daily &= address.is_some();
                    entry.address = address.map(|address| address.as_str().to_owned());
                });
            }
            ListAction::SetDaily(key, daily) => {
                self.edit_entry("set the daily update of price list", &key, |entry| entry.daily = daily);
            }
            ListAction::Remove(key) => {
                if let Some(download) = self.state.lists.download_of(&Wanted::Update(key.clone())) {
                    download.cancel.cancel();
                }
                let name = self.list_name(&key);
                self.edit_lists(&format!("remove price list {name}"), |lists| {
                    lists.remove(&key);
                });
                self.say_if_made(format!("Removed {name}"));
            }
            ListAction::Fetch(wanted) => self.fetch(wanted),
            ListAction::UpdateAll => {
                let keys: Vec<ListKey> =
                    self.lists().entries().iter().map(|entry| entry.key.clone()).collect();
                for key in keys {
                    if self.lists().get(&key).is_some_and(|entry| entry.address.is_some()) {
                        self.fetch(Wanted::Update(key));
                    }
                }
            }
            ListAction::Cancel(wanted) => {
                if let Some(download) = self.state.lists.download_of(&wanted) {
                    download.cancel.cancel();
                }
            }
            ListAction::ShowChanges(key) => {
                if key.is_some() {
                    self.look(Action::GoPrices(PricesPage::Lists));
                }
                self.state.lists.shown_changes = key;
            }
            ListAction::DismissOutcome(index) => {
                if index < self.state.lists.outcomes.len() {
                    self.state.lists.outcomes.remove(index);
                }
            }
            ListAction::UseWaiting(index) => {
                let outcomes = &mut self.state.lists.outcomes;
                let waiting = outcomes.get_mut(index).and_then(|outcome| outcome.waiting.take());
                if let Some(arrival) = waiting {
                    outcomes.remove(index);
                    self.arrived(Arrival { is_wanted_all_the_same: true, ..*arrival });
                }
            }
            ListAction::AskImport => self.effects.push(Effect::AskImportPrices),
            ListAction::AskTemplate(format) => self.effects.push(Effect::SaveTemplate(format)),
        }
        self.state.is_stale = true;
    }

    pub(super) fn list_event(&mut self, event: ListEvent) {
        self.state.is_stale = true;
        match event {
            ListEvent::Read(found) => self.found(*found),
            ListEvent::NotRead(sentence) => self.not_read(sentence),
            ListEvent::Arrived(arrival) => self.arrived(*arrival),
            ListEvent::Failed { wanted, sentence } => {
                self.end_download(wanted.as_ref());
                self.failed(wanted, &sentence);
            }
            ListEvent::Progress(wanted, progress) => {
                let downloads = &mut self.state.lists.downloads;
                if let Some(download) = downloads.iter_mut().find(|download| download.wanted == wanted) {
                    download.progress = progress;
                }
            }
            ListEvent::Cancelled(wanted) => self.cancelled(&wanted),
        }
    }

    /// Reads the stored copies again, in a job.
    pub(super) fn read_lists(&mut self) {
        let lists = self.lists().clone();
        if !lists.is_empty() {
            // Until the first one is read the reference list stands in.
            self.prices_changed |= self.state.lists.read.is_empty();
            self.state.lists.is_reading = true;
            self.effects.push(Effect::ReadLists(Box::new(lists)));
        }
    }

    /// Fetches the lists whose daily update is due, each once a day: a server that fails is asked again tomorrow, or
    /// when the user says so.
    pub(super) fn fetch_due(&mut self) {
        let today = self.state.today;
        let due = |entry: &&ListEntry| {
            entry.on && entry.is_due(today) && !self.state.lists.tried.contains(&entry.key)
        };
        let keys: Vec<ListKey> =
            self.lists().entries().iter().filter(due).map(|entry| entry.key.clone()).collect();
        for key in keys {
            self.state.lists.tried.insert(key.clone());
            self.fetch(Wanted::Update(key));
        }
    }

    fn cancelled(&mut self, wanted: &Wanted) {
        self.end_download(Some(wanted));
        self.state.saying = Some(Saying::done("The download was stopped; nothing was changed"));
    }

    fn lists(&self) -> &Lists {
        &self.state.documents.lists.value
    }

    fn list_name(&self, key: &ListKey) -> String {
        self.lists().get(key).map_or_else(|| key.to_string(), |entry| entry.name.clone())
    }

    fn switch(&mut self, key: Option<&ListKey>, on: bool) {
        let verb = if on { "switch on" } else { "switch off" };
        match key {
            None if self.lists().is_empty() && !on => {
                let text = "The reference prices are the only list: without them there is no price";
                self.state.saying = Some(Saying::done(text));
            }
            None => self.edit_lists(&format!("{verb} the reference prices"), |lists| {
                lists.reference_on = on;
            }),
            Some(key) => {
                self.edit_entry(&format!("{verb} price list"), key, |entry| entry.on = on);
            }
        }
    }

    fn edit_entry(&mut self, verb: &str, key: &ListKey, change: impl FnOnce(&mut ListEntry)) {
        let label = format!("{verb} {}", self.list_name(key));
        self.edit_lists(&label, |lists| {
            if let Some(entry) = lists.get_mut(key) {
                change(entry);
            }
        });
    }

    fn edit_lists(&mut self, label: &str, change: impl FnOnce(&mut Lists)) {
        let before = self.lists().clone();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.step(label.to_owned(), vec![Edit::of(Document::Lists, before, after)], None);
        }
    }

    /// Makes the loaded lists what they are to be: copies of those that are gone go, those that are back come back.
    pub(super) fn make_lists(&mut self, mut after: Lists) {
        let before = self.lists().clone();
        let back: Vec<ListKey> = after.entries().iter().map(|entry| entry.key.clone()).collect();
        for key in back.into_iter().filter(|key| before.get(key).is_none()) {
            // The copy that comes back is the one that was there last, which an update may have brought.
            let stored = self.state.lists.get(&key).map(|loaded| loaded.fingerprint);
            if let Some(entry) = after.get_mut(&key)
                && stored.is_some()
            {
                entry.stored = stored;
            }
        }
        let after = &after;
        self.prices_changed |= !before.counts_like(after);
        self.state.documents.lists.value = after.clone();
        let has = |lists: &Lists, key: &ListKey| lists.get(key).is_some();
        // The copy before the list that names it, and the other way round.
        for entry in after.entries().iter().filter(|entry| !has(&before, &entry.key)) {
            self.effects.push(Effect::Keep(Change::RestoreList(entry.key.clone())));
        }
        self.keep(Document::Lists);
        for entry in before.entries().iter().filter(|entry| !has(after, &entry.key)) {
            let replaces = self.replaces(&entry.key);
            self.effects.push(Effect::Keep(Change::RemoveList(entry.key.clone(), replaces)));
        }
        let is_unknown = |entry: &ListEntry| {
            entry.on
                && self.state.lists.get(&entry.key).is_none()
                && !self.state.lists.unread.contains(&entry.key)
        };
        if after.entries().iter().any(is_unknown) {
            self.read_lists();
        }
    }

    /// Adds the lists that this window loaded to those of another one that saved first: their copies are stored, and
    /// without this no file would name them.
    pub(super) fn add_loaded_lists(&mut self, mine: &Lists) {
        let history = &self.state.history;
        let lists = &mut self.state.documents.lists;
        let is_lost =
            |entry: &&ListEntry| lists.value.get(&entry.key).is_none() && history.has_loaded(&entry.key);
        let lost: Vec<ListEntry> = mine.entries().iter().rev().filter(is_lost).cloned().collect();
        if lost.is_empty() || lists.read_only.is_some() {
            return;
        }
        for entry in lost {
            lists.value.put(entry);
        }
        self.prices_changed = true;
        self.keep(Document::Lists);
    }

    /// What is known to stand at the place of a stored copy.
    fn replaces(&self, key: &ListKey) -> Replaces {
        let lists = &self.state.lists;
        if lists.unread.contains(key) {
            return Replaces::Unreadable;
        }
        let stored = self.lists().get(key).and_then(|entry| entry.stored);
        lists.get(key).map(|loaded| loaded.fingerprint).or(stored).map_or(Replaces::Nothing, Replaces::Copy)
    }

    fn fetch(&mut self, wanted: Wanted) {
        if self.state.lists.download_of(&wanted).is_some() {
            return;
        }
        let address = match &wanted {
            Wanted::Update(key) => self.lists().get(key).and_then(|entry| entry.address.clone()),
            Wanted::Publisher(format) => format.address().map(str::to_owned),
            Wanted::Typed(address) => Some(address.as_str().to_owned()),
        };
        let Some(text) = address else { return };
        match text.parse::<Address>() {
            Ok(address) => {
                let cancel = Cancel::default();
                let progress = Progress::Contacting;
                let download = Download { wanted, address, progress, cancel };
                self.state.lists.downloads.push(download.clone());
                self.effects.push(Effect::Fetch(download));
            }
            Err(error) => {
                let summary = format!("{text}: {error}");
                self.tell(Outcome::failure(summary));
            }
        }
    }

    fn end_download(&mut self, wanted: Option<&Wanted>) {
        self.state.lists.downloads.retain(|download| Some(&download.wanted) != wanted);
    }

    /// The server has the list that is there: it is as good as fetched today.
    fn unchanged(&mut self, key: &ListKey) {
        let today = self.state.today;
        let lists = &mut self.state.documents.lists;
        if let Some(entry) = lists.value.get_mut(key)
            && lists.read_only.is_none()
        {
            entry.updated_on = Some(today);
            self.keep(Document::Lists);
        }
        let text = format!("{} is up to date: the server has nothing newer", self.list_name(key));
        self.state.saying = Some(Saying::done(text));
    }

    /// Tells what an import brought, in the place of what was told of the same list, or of the same failure.
    fn tell(&mut self, outcome: Outcome) {
        let outcomes = &mut self.state.lists.outcomes;
        outcomes.retain(|told| {
            told.summary != outcome.summary && (told.key.is_none() || told.key != outcome.key)
        });
        outcomes.insert(0, outcome);
        outcomes.truncate(MOST_OUTCOMES);
    }

    /// Tells what came of a download that gave no list, and what stays: the list itself only where there was one.
    fn failed(&mut self, wanted: Option<Wanted>, sentence: &str) {
        let stays = match &wanted {
            Some(Wanted::Update(key)) if self.lists().get(key).is_some() => {
                format!("{} stays as it was.", self.list_name(key))
            }
            _ => "Nothing was imported.".to_owned(),
        };
        let outcome = Outcome { wanted, ..Outcome::failure(format!("{sentence} {stays}")) };
        self.tell(outcome);
    }

    /// A list came in: what failed before in getting it is over. What the user typed or chose and did not get is over with
    /// any list that the user gets otherwise.
    fn forget_failures(&mut self, key: &ListKey) {
        self.state.lists.outcomes.retain(|told| match &told.wanted {
            Some(Wanted::Update(failed)) => failed != key,
            Some(Wanted::Publisher(_) | Wanted::Typed(_)) => false,
            None => true,
        });
    }

    /// What was read before holds. None is marked as unreadable, for an update may be stored over a copy that is.
    fn not_read(&mut self, sentence: String) {
        self.state.lists.is_reading = false;
        self.prices_changed = true;
        self.state.saying = Some(Saying::failed(sentence));
    }

    fn found(&mut self, found: Found) {
        let Found { read, unread, mut changes, mut histories, notices } = found;
        self.state.lists.is_reading = false;
        let now = self.lists().clone();
        for list in read {
            // A list that came while the stored copies were read is newer than its copy; one that was removed is gone.
            let is_older = |entry: &ListEntry| {
                entry.stored.is_some_and(|stored| stored != list.fingerprint)
                    && self
                        .state
                        .lists
                        .get(&list.key)
                        .is_some_and(|there| Some(there.fingerprint) == entry.stored)
            };
            if now.get(&list.key).is_none_or(is_older) {
                changes.remove(&list.key);
                histories.remove(&list.key);
                continue;
            }
            self.state.lists.put(list);
        }
        let lists = &mut self.state.lists;
        lists.unread = unread.into_iter().filter(|key| now.get(key).is_some()).collect();
        lists.read.retain(|list| !lists.unread.contains(&list.key));
        lists.changes.extend(changes);
        lists.histories.extend(histories);
        self.state.notices.extend(notices);
        self.prices_changed = true;
        self.fetch_due();
    }

    /// The list that an arrival is a newer version of. One from an address that the user typed is only ever that of
    /// this address: a company's list in LiteLLM's format is not LiteLLM's.
    fn known(&self, arrival: &Arrival) -> Option<ListKey> {
        let lists = self.lists();
        let of_publisher = || lists.of_publisher(&arrival.import.name, arrival.import.format);
        let entry = match &arrival.fetched {
            Some((Wanted::Update(key), _)) => lists.get(key),
            Some((Wanted::Publisher(_), address)) => lists.of_address(address.as_str()).or_else(of_publisher),
            Some((Wanted::Typed(address), _)) => lists.of_address(address.as_str()),
            None => of_publisher(),
        };
        entry.map(|entry| entry.key.clone())
    }

    /// What a new list is called: by its publisher, or by the server that it was fetched from.
    fn name_of(&self, arrival: &Arrival) -> String {
        let name = &arrival.import.name;
        let name = match &arrival.fetched {
            Some((Wanted::Typed(address), _))
                if arrival.import.format.address() != Some(address.as_str()) =>
            {
                format!("{name} from {}", address.host())
            }
            _ => name.clone(),
        };
        self.lists().free_name(&ListEntry::name_of(&name).unwrap_or(name), None)
    }

    /// Whether more than half of the models of a list are not in the one that would take its place: then it is likely
    /// another list, or a part of one.
    fn replaces_most(&self, key: &ListKey, arrival: &Arrival) -> bool {
        self.state.lists.get(key).is_some_and(|old| {
            let new: HashSet<&ModelId> = arrival.import.models.iter().map(|model| &model.id).collect();
            let gone = old.list.models().filter(|model| !new.contains(&model.id)).count();
            gone * 2 > old.list.models().len()
        })
    }

    /// Leaves a list as it is until the user says that the other one may take its place.
    fn ask_to_use(&mut self, key: ListKey, arrival: Arrival) {
        let old = self.state.lists.get(&key).map_or(0, |old| old.list.models().len());
        let summary = format!(
            "{} would replace most of its {} models: the new list has {}. It is not used yet.",
            self.list_name(&key),
            whole(old as u64),
            whole(arrival.import.models.len() as u64),
        );
        let waiting = Some(Box::new(arrival));
        self.tell(Outcome { key: Some(key), waiting, ..Outcome::failure(summary) });
    }

    /// Gives a list its place: that of the list that it updates, else that of the same publisher's, else a new one on
    /// top.
    pub(super) fn arrived(&mut self, arrival: Arrival) {
        let today = self.state.today;
        if let Some((wanted, _)) = &arrival.fetched {
            let is_cancelled =
                self.state.lists.download_of(wanted).is_some_and(|download| download.cancel.is_cancelled());
            if is_cancelled {
                // It was complete at the moment in which the user no longer wanted it.
                return self.cancelled(wanted);
            }
            self.end_download(Some(wanted));
        }
        if let Some(reason) = self.state.documents.lists.read_only.clone() {
            let summary = format!("{} was not imported: {reason}", arrival.import.name);
            return self.tell(Outcome::failure(summary));
        }
        let known = self.known(&arrival);
        if known.is_none() && matches!(arrival.fetched, Some((Wanted::Update(_), _))) {
            let summary =
                format!("{} was removed while it was fetched; nothing was imported", arrival.import.name);
            return self.tell(Outcome::failure(summary));
        }
        if let Some(key) = &known {
            let is_there = |loaded: &LoadedList| {
                loaded.fingerprint == arrival.fingerprint
                    && self.lists().get(key).and_then(|entry| entry.stored) == Some(arrival.fingerprint)
            };
            if matches!(arrival.fetched, Some((Wanted::Update(_), _)))
                && self.state.lists.get(key).is_some_and(is_there)
            {
                return self.unchanged(&key.clone());
            }
            if !arrival.is_wanted_all_the_same && self.replaces_most(key, &arrival) {
                return self.ask_to_use(key.clone(), arrival);
            }
        }
        let before = self.lists().clone();
        let is_new = known.is_none();
        let name = self.name_of(&arrival);
        let Arrival { import, bytes, fingerprint, origin, fetched, .. } = arrival;
        let key = known.unwrap_or_else(|| self.state.documents.free_list_key(&name, import.format));
        let replaces = if is_new { Replaces::Nothing } else { self.replaces(&key) };
        let day = import.as_of.map_or(today, AsOf::day);
        let mut entry = before
            .get(&key)
            .cloned()
            .unwrap_or_else(|| ListEntry::new(key.clone(), name, import.format, origin.clone(), today));
        entry.origin = origin;
        let is_update = matches!(fetched, Some((Wanted::Update(_), _)));
        if let Some((Wanted::Typed(address), _)) = fetched {
            entry.address = Some(address.as_str().to_owned());
        }
        entry.format = import.format;
        entry.as_of = import.as_of.and_then(AsOf::stated);
        // An update of a list that is switched off leaves it off; one that the user chose is meant to be seen.
        entry.on |= !is_update;
        entry.updated_on = Some(today);
        entry.stored = Some(fingerprint);
        let mut loaded = LoadedList::new(key.clone(), import, fingerprint, today);
        loaded.list.name = entry.name.as_str().into();
        let mut summary = loaded.summary.clone();
        // The status line has room for what matters most.
        let counts = loaded.counts;
        let models = counted(loaded.list.models().len(), "model");
        let mut said = format!("{}: {models}: {}", entry.name, counts.in_words());
        let mut has_changed = false;
        if let Some(old) = self.state.lists.get(&key) {
            let changes = Changes::between(old.list.models(), loaded.list.models(), Some(today));
            has_changed = !changes.is_empty();
            said = format!("{} is updated: {}", entry.name, changes.summary());
            summary = format!("{summary}. Since the last list: {}", changes.summary());
            self.state.lists.changes.insert(key.clone(), changes);
        }
        let history = self.state.lists.histories.entry(key.clone()).or_default();
        history.record(loaded.list.models().map(AsRef::as_ref), day);
        self.effects.push(Effect::Keep(Change::StoreList { key: key.clone(), bytes, replaces, day }));
        let mut after = before.clone();
        after.put(entry);
        self.state.documents.lists.value = after.clone();
        self.keep(Document::Lists);
        self.state.lists.put(loaded);
        self.prices_changed = true;
        if is_new {
            let label = format!("import price list {}", self.list_name(&key));
            self.note_step(label, vec![Edit::of(Document::Lists, before, after)], None);
        }
        self.forget_failures(&key);
        let mut saying = Saying::done(said);
        if is_new {
            saying = saying.offering(Offered::Undo);
        } else if has_changed {
            saying = saying.offering(Offered::Changes(key.clone()));
        }
        self.state.saying = Some(saying);
        self.tell(Outcome { key: Some(key), ..Outcome::told(summary) });
    }

    pub(super) fn set_discount(&mut self, index: Option<usize>, discount: Option<Discount>) {
        let all: Vec<Discount> = self.state.documents.discounts.value.iter().cloned().collect();
        let before = index.and_then(|index| Some((index, all.get(index)?.clone())));
        let after = match (&before, discount) {
            // It was removed meanwhile.
            (None, _) if index.is_some() => return,
            (Some((place, _)), Some(discount)) => Some((*place, discount)),
            (None, Some(discount)) => Some((all.len(), discount)),
            (_, None) => None,
        };
        let (verb, of) = match (&before, &after) {
            (Some((_, before)), None) => ("remove", before),
            (Some((_, before)), Some((_, after))) if before == after => return,
            (Some(_), Some((_, after))) => ("change", after),
            (None, Some((_, after))) => ("add", after),
            (None, None) => return,
        };
        let label = format!("{verb} the discount of {}", of.provider);
        if after.is_none() {
            // What is typed is known by the number of its row, and the numbers change.
            let is_new = |id: &str| id.starts_with("discount new");
            self.state.untype(|id| id.starts_with("discount ") && !is_new(id));
        }
        let removed = after.is_none().then(|| format!("Removed the discount of {}", of.provider));
        let mut changed = all.clone();
        if let Some((place, _)) = before {
            changed.remove(place);
        }
        if let Some((place, discount)) = after {
            changed.insert(place, discount);
        }
        let [all, changed] = [all, changed].map(Discounts::new);
        self.step(label, vec![Edit::of(Document::Discounts, all, changed)], None);
        if let Some(removed) = removed {
            self.say_if_made(removed);
        }
    }

    /// Takes away the own prices that are what would be paid without them.
    pub(super) fn remove_needless_prices(&mut self) {
        let models: Vec<_> = self.state.market().needless_own_prices().into_iter().cloned().collect();
        let own = &self.state.documents.overrides.value;
        let needless: Vec<PriceOverride> =
            models.iter().filter_map(|model| own.get(model).cloned()).collect();
        let count = needless.len();
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            self.step(
                format!("remove {count} own price{plural} that equal the list"),
                vec![own_price(needless, None)],
                None,
            );
            self.say_if_made(format!("Removed {count} own price{plural}"));
        }
    }
}

//! What the folder holds: the documents, their keys, and a change of one.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::list_copy::{LISTS, ListBytes, Replaces};
use super::named::{Key, PortfolioKey, Shelf, WorkloadKey};
use crate::catalog::feeds::Format;
use crate::catalog::{Discounts, Judgements, ListKey, Lists, Overrides, OwnModels};
use crate::document::{Fault, Opened};
use crate::order::natural;
use crate::portfolio::{self, Portfolio};
use crate::settings::Settings;
use crate::workload::{self, Name, STARTERS, Workload};

/// The extension of every document.
pub(super) const EXTENSION: &str = "ron";

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// `workloads/<key>.ron`
    Workload(WorkloadKey),
    /// `portfolios/<key>.ron`
    Portfolio(PortfolioKey),
    /// `overrides.ron`
    Overrides,
    /// `models.ron`
    OwnModels,
    /// `settings.ron`
    Settings,
    /// `lists.ron`: which price lists are loaded.
    Lists,
    /// `discounts.ron`
    Discounts,
    /// `judgements.ron`
    Judgements,
    /// `lists/<key>`: the stored copy of a price list, with its previous version and its history beside it.
    List(ListKey),
}

impl Document {
    /// The file's name inside the data folder, with `/` on every system.
    #[must_use]
    pub fn file_name(&self) -> String {
        let named = |kind: Shelf, key: &Key| format!("{}/{key}.{EXTENSION}", kind.folder());
        match self {
            Self::Workload(key) => named(Shelf::Workloads, key),
            Self::Portfolio(key) => named(Shelf::Portfolios, key),
            Self::Overrides => "overrides.ron".to_owned(),
            Self::OwnModels => "models.ron".to_owned(),
            Self::Settings => "settings.ron".to_owned(),
            Self::Lists => "lists.ron".to_owned(),
            Self::Discounts => "discounts.ron".to_owned(),
            Self::Judgements => "judgements.ron".to_owned(),
            Self::List(key) => format!("{LISTS}/{}", key.file_name()),
        }
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self, folder: &Path) -> PathBuf {
        match (self.named(), self) {
            (Some((kind, key)), _) => folder.join(kind.folder()).join(format!("{key}.{EXTENSION}")),
            (None, Self::List(key)) => folder.join(LISTS).join(key.file_name()),
            (None, _) => folder.join(self.file_name()),
        }
    }
}

/// One workload with its place on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedWorkload {
    /// The stem of its file.
    pub key: WorkloadKey,
    /// What it says. Its name is unique among the workloads, ignoring case.
    pub workload: Workload,
    /// Why it cannot be saved, in a sentence; `None` when it can.
    pub read_only: Option<String>,
}

/// One portfolio with its place on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedPortfolio {
    /// The stem of its file.
    pub key: PortfolioKey,
    /// What it says. Its name is unique among the portfolios, ignoring case.
    pub portfolio: Portfolio,
    /// Why it cannot be saved, in a sentence; `None` when it can.
    pub read_only: Option<String>,
}

/// A document of which there is one, and why it cannot be saved, if so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept<T> {
    /// What it says; the default when the file does not exist or cannot be read.
    pub value: T,
    /// Why it cannot be saved, in a sentence; `None` when it can.
    pub read_only: Option<String>,
}

/// Everything that the folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// The workloads, in the user's order.
    pub workloads: Vec<SavedWorkload>,
    /// Files of `workloads/` that could not be read. Their keys are taken.
    pub unreadable: BTreeSet<WorkloadKey>,
    /// The portfolios, by name.
    pub portfolios: Vec<SavedPortfolio>,
    /// Files of `portfolios/` that could not be read. Their keys are taken.
    pub unreadable_portfolios: BTreeSet<PortfolioKey>,
    /// The user's own prices.
    pub overrides: Kept<Overrides>,
    /// The user's own models and hidden models.
    pub own_models: Kept<OwnModels>,
    /// What the user prefers.
    pub settings: Kept<Settings>,
    /// Which price lists are loaded. What they say is read by [`super::read_lists`].
    pub lists: Kept<Lists>,
    /// The discounts of providers.
    pub discounts: Kept<Discounts>,
    /// What the user thinks of models.
    pub judgements: Kept<Judgements>,
    /// The slugs of all files in `lists/`, loaded or not: they are taken.
    pub list_slugs: BTreeSet<String>,
}

impl Documents {
    /// The documents of a new user: the starter workloads and nothing else.
    #[must_use]
    pub fn starters() -> Self {
        Self { workloads: starter_workloads(), ..Self::default() }
    }

    /// The workload of a key.
    #[must_use]
    pub fn workload(&self, key: &WorkloadKey) -> Option<&SavedWorkload> {
        self.workloads.iter().find(|saved| saved.key == *key)
    }

    /// Whether a workload has this name already, ignoring case; the one with the key `except` does not count.
    #[must_use]
    pub fn has_name(&self, name: &str, except: Option<&WorkloadKey>) -> bool {
        let wanted = Name::key_of(name);
        self.workloads
            .iter()
            .any(|saved| Some(&saved.key) != except && saved.workload.name().folded() == wanted)
    }

    /// A key for a new workload: no loaded and no unreadable file has it.
    #[must_use]
    pub fn free_key(&self, name: &Name) -> WorkloadKey {
        Key::free_among(name, self.workloads.iter().map(|saved| &saved.key).chain(&self.unreadable))
    }

    /// The portfolio of a key.
    #[must_use]
    pub fn portfolio(&self, key: &PortfolioKey) -> Option<&SavedPortfolio> {
        self.portfolios.iter().find(|saved| saved.key == *key)
    }

    /// Whether a portfolio has this name already, ignoring case; the one with the key `except` does not count.
    #[must_use]
    pub fn has_portfolio_name(&self, name: &str, except: Option<&PortfolioKey>) -> bool {
        let wanted = Name::key_of(name);
        self.portfolios
            .iter()
            .any(|saved| Some(&saved.key) != except && saved.portfolio.name().folded() == wanted)
    }

    /// A key for a new portfolio: no loaded and no unreadable file has it.
    #[must_use]
    pub fn free_portfolio_key(&self, name: &Name) -> PortfolioKey {
        let keys = self.portfolios.iter().map(|saved| &saved.key);
        Key::free_among(name, keys.chain(&self.unreadable_portfolios))
    }

    /// A key for a new price list: no loaded list and no file of `lists/` has its slug.
    #[must_use]
    pub fn free_list_key(&self, name: &str, format: Format) -> ListKey {
        let listed = |slug: &str| self.lists.value.entries().iter().any(|entry| entry.key.slug() == slug);
        ListKey::free(name, format, |slug| listed(slug) || self.list_slugs.contains(slug))
    }

    /// The starter workloads that are not there, by name, each with a free key. Saving them is "Restore starter
    /// workloads"; a starter whose file is there but cannot be read is not missing.
    #[must_use]
    pub fn missing_starters(&self) -> Vec<SavedWorkload> {
        let mut known = self.clone();
        let mut missing = Vec::new();
        for starter in starter_workloads() {
            let name = starter.workload.name();
            if known.has_name(name.as_str(), None) || known.unreadable.contains(&starter.key) {
                continue;
            }
            let restored = SavedWorkload { key: known.free_key(name), ..starter };
            known.workloads.push(restored.clone());
            missing.push(restored);
        }
        missing
    }

    /// Puts the workloads in the order of the settings; those it does not name come last, starters in their own order
    /// before the others by name. Portfolios are by name.
    pub fn sort(&mut self) {
        let starter = |key: &WorkloadKey| {
            STARTERS.iter().position(|starter| starter.slug == key.as_str()).unwrap_or(usize::MAX)
        };
        let order: HashMap<&str, usize> = self
            .settings
            .value
            .workload_order
            .iter()
            .enumerate()
            .rev()
            .map(|(place, stem)| (stem.as_str(), place))
            .collect();
        let place = |key: &WorkloadKey| {
            let named = order.get(key.as_str()).copied();
            (named.unwrap_or(usize::MAX), starter(key))
        };
        self.workloads.sort_by(|a, b| {
            let by_name = || natural(a.workload.name().as_str(), b.workload.name().as_str());
            place(&a.key).cmp(&place(&b.key)).then_with(by_name).then_with(|| a.key.cmp(&b.key))
        });
        self.portfolios.sort_by(|a, b| {
            let by_name = natural(a.portfolio.name().as_str(), b.portfolio.name().as_str());
            by_name.then_with(|| a.key.cmp(&b.key))
        });
    }

    /// Takes over what was read again. A new workload goes to its place in the order.
    pub fn apply(&mut self, reloaded: Reloaded) {
        if self.apply_unsorted(reloaded) {
            self.sort();
        }
    }

    /// As [`Documents::apply`], but what comes in new stands last for now; whether to [`Documents::sort`] afterwards: once
    /// for all of 10,000 files.
    #[must_use]
    pub(crate) fn apply_unsorted(&mut self, reloaded: Reloaded) -> bool {
        match reloaded {
            Reloaded::Workload(new) => {
                self.unreadable.remove(&new.key);
                if let Some(saved) = self.workloads.iter_mut().find(|saved| saved.key == new.key) {
                    *saved = new;
                } else {
                    self.workloads.push(new);
                    return true;
                }
            }
            Reloaded::WorkloadGone(key) => {
                self.unreadable.remove(&key);
                self.workloads.retain(|saved| saved.key != key);
            }
            Reloaded::Portfolio(new) => {
                self.unreadable_portfolios.remove(&new.key);
                self.portfolios.retain(|saved| saved.key != new.key);
                self.portfolios.push(new);
                return true;
            }
            Reloaded::PortfolioGone(key) => {
                self.unreadable_portfolios.remove(&key);
                self.portfolios.retain(|saved| saved.key != key);
            }
            Reloaded::Overrides(kept) => self.overrides = kept,
            Reloaded::OwnModels(kept) => self.own_models = kept,
            Reloaded::Settings(kept) => {
                self.settings = kept;
                return true;
            }
            Reloaded::Lists(kept) => self.lists = kept,
            Reloaded::Discounts(kept) => self.discounts = kept,
            Reloaded::Judgements(kept) => self.judgements = kept,
            // It holds no copies.
            Reloaded::List(_) => {}
        }
        false
    }
}

fn starter_workloads() -> Vec<SavedWorkload> {
    let starters = STARTERS.iter().filter_map(|starter| {
        let workload = workload::file::parse(starter.text).ok()?.value;
        Some(SavedWorkload { key: WorkloadKey::new(starter.slug)?, workload, read_only: None })
    });
    starters.collect()
}

/// A document that was read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reloaded {
    /// A workload that is new or says something else.
    Workload(SavedWorkload),
    /// A workload whose file is gone.
    WorkloadGone(WorkloadKey),
    /// A portfolio that is new or says something else.
    Portfolio(SavedPortfolio),
    /// A portfolio whose file is gone.
    PortfolioGone(PortfolioKey),
    /// The user's own prices.
    Overrides(Kept<Overrides>),
    /// The user's own models.
    OwnModels(Kept<OwnModels>),
    /// The settings.
    Settings(Kept<Settings>),
    /// Which price lists are loaded. Those of which [`crate::catalog::ListEntry::stored`] is another one than what was
    /// read are to be read again.
    Lists(Kept<Lists>),
    /// The discounts of providers.
    Discounts(Kept<Discounts>),
    /// The user's judgements of models.
    Judgements(Kept<Judgements>),
    /// The stored copy of a price list, which is to be read again with [`super::read_list`].
    List(ListKey),
}

impl Reloaded {
    /// A named document that is new or says something else; `None` for content of another kind.
    pub(super) fn of_named(key: &Key, content: Content, read_only: Option<String>) -> Option<Self> {
        let key = key.clone();
        match content {
            Content::Workload(workload) => Some(Self::Workload(SavedWorkload { key, workload, read_only })),
            Content::Portfolio(portfolio) => {
                Some(Self::Portfolio(SavedPortfolio { key, portfolio, read_only }))
            }
            _ => None,
        }
    }

    /// A named document whose file is gone.
    pub(super) const fn of_gone(kind: Shelf, key: Key) -> Self {
        match kind {
            Shelf::Workloads => Self::WorkloadGone(key),
            Shelf::Portfolios => Self::PortfolioGone(key),
        }
    }

    /// Which document this is.
    #[must_use]
    pub fn document(&self) -> Document {
        match self {
            Self::Workload(saved) => Document::Workload(saved.key.clone()),
            Self::WorkloadGone(key) => Document::Workload(key.clone()),
            Self::Portfolio(saved) => Document::Portfolio(saved.key.clone()),
            Self::PortfolioGone(key) => Document::Portfolio(key.clone()),
            Self::Overrides(_) => Document::Overrides,
            Self::OwnModels(_) => Document::OwnModels,
            Self::Settings(_) => Document::Settings,
            Self::Lists(_) => Document::Lists,
            Self::Discounts(_) => Document::Discounts,
            Self::Judgements(_) => Document::Judgements,
            Self::List(key) => Document::List(key.clone()),
        }
    }
}

/// A change of one document: all that it is to say from now on, or that it is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Creates or replaces a workload. For a new one, take [`Documents::free_key`].
    Workload(WorkloadKey, Workload),
    /// Deletes a workload.
    DeleteWorkload(WorkloadKey),
    /// Creates or replaces a portfolio. For a new one, take [`Documents::free_portfolio_key`].
    Portfolio(PortfolioKey, Portfolio),
    /// Deletes a portfolio.
    DeletePortfolio(PortfolioKey),
    /// Replaces the user's own prices.
    Overrides(Overrides),
    /// Replaces the user's own models.
    OwnModels(OwnModels),
    /// Replaces the settings.
    Settings(Settings),
    /// Replaces what is said of the loaded price lists. After a [`Change::StoreList`], and before a
    /// [`Change::RemoveList`], so that no list is named without its copy.
    Lists(Lists),
    /// Replaces the discounts.
    Discounts(Discounts),
    /// Replaces the user's judgements of models.
    Judgements(Judgements),
    /// Stores the bytes of a price list. What was there becomes the previous version, and its prices go into the
    /// history.
    StoreList {
        /// The list.
        key: ListKey,
        /// Its bytes, verbatim.
        bytes: ListBytes,
        /// What they may replace.
        replaces: Replaces,
        /// The day that the list is from, where it states none.
        day: Date,
    },
    /// Deletes the copy of a price list that `lists.ron` no longer names, with its previous version and its history.
    RemoveList(ListKey, Replaces),
    /// Brings back what the last [`Change::RemoveList`] of this key deleted since the start.
    RestoreList(ListKey),
}

impl Change {
    /// Which document it changes.
    #[must_use]
    pub fn document(&self) -> Document {
        match self {
            Self::Workload(key, _) | Self::DeleteWorkload(key) => Document::Workload(key.clone()),
            Self::Portfolio(key, _) | Self::DeletePortfolio(key) => Document::Portfolio(key.clone()),
            Self::Overrides(_) => Document::Overrides,
            Self::OwnModels(_) => Document::OwnModels,
            Self::Settings(_) => Document::Settings,
            Self::Lists(_) => Document::Lists,
            Self::Discounts(_) => Document::Discounts,
            Self::Judgements(_) => Document::Judgements,
            Self::StoreList { key, .. } | Self::RemoveList(key, _) | Self::RestoreList(key) => {
                Document::List(key.clone())
            }
        }
    }

    /// What the document is to say; `None` for a deletion, and for the copy of a price list.
    pub(super) fn content(&self) -> Option<Content> {
        match self {
            Self::Workload(_, workload) => Some(Content::Workload(workload.clone())),
            Self::Portfolio(_, portfolio) => Some(Content::Portfolio(portfolio.clone())),
            Self::DeleteWorkload(_)
            | Self::DeletePortfolio(_)
            | Self::StoreList { .. }
            | Self::RemoveList(..)
            | Self::RestoreList(_) => None,
            Self::Lists(lists) => Some(Content::Lists(lists.clone())),
            Self::Discounts(discounts) => Some(Content::Discounts(discounts.clone())),
            Self::Judgements(judgements) => Some(Content::Judgements(judgements.clone())),
            Self::Overrides(overrides) => Some(Content::Overrides(overrides.clone())),
            Self::OwnModels(own) => Some(Content::OwnModels(own.clone())),
            Self::Settings(settings) => Some(Content::Settings(settings.clone())),
        }
    }
}

/// What one document says. Equal contents mean the same, however their texts are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Workload(Workload),
    Portfolio(Portfolio),
    Overrides(Overrides),
    OwnModels(OwnModels),
    Settings(Settings),
    Lists(Lists),
    Discounts(Discounts),
    Judgements(Judgements),
}

impl Content {
    pub(super) fn parse(document: &Document, bytes: &[u8]) -> Result<Opened<Self>, Fault> {
        use crate::{catalog, document, settings};
        let text = document::text(bytes)?;
        Ok(match document {
            Document::Workload(_) => workload::file::parse(text)?.map(Self::Workload),
            Document::Portfolio(_) => portfolio::file::parse(text)?.map(Self::Portfolio),
            Document::Overrides => catalog::file::parse_overrides(text)?.map(Self::Overrides),
            Document::OwnModels => catalog::file::parse_own_models(text)?.map(Self::OwnModels),
            Document::Settings => settings::file::parse(text)?.map(Self::Settings),
            Document::Lists => catalog::lists::file::parse(text)?.map(Self::Lists),
            Document::Discounts => catalog::file::parse_discounts(text)?.map(Self::Discounts),
            Document::Judgements => catalog::judgements::file::parse(text)?.map(Self::Judgements),
            Document::List(_) => return Err(Fault::new("it is a price list, not a document")),
        })
    }

    pub(super) fn print(&self) -> Result<String, Fault> {
        use crate::{catalog, settings};
        match self {
            Self::Workload(workload) => workload::file::print(workload),
            Self::Portfolio(portfolio) => portfolio::file::print(portfolio),
            Self::Overrides(overrides) => catalog::file::print_overrides(overrides),
            Self::OwnModels(own) => catalog::file::print_own_models(own),
            Self::Settings(settings) => settings::file::print(settings),
            Self::Lists(lists) => catalog::lists::file::print(lists),
            Self::Discounts(discounts) => catalog::file::print_discounts(discounts),
            Self::Judgements(judgements) => catalog::judgements::file::print(judgements),
        }
    }

    /// What a document says whose file does not exist; `None` for a named one or a list, which
    /// then does not exist either.
    pub(super) fn of_no_file(document: &Document) -> Option<Self> {
        match document {
            Document::Workload(_) | Document::Portfolio(_) | Document::List(_) => None,
            Document::Lists => Some(Self::Lists(Lists::default())),
            Document::Discounts => Some(Self::Discounts(Discounts::default())),
            Document::Judgements => Some(Self::Judgements(Judgements::default())),
            Document::Overrides => Some(Self::Overrides(Overrides::default())),
            Document::OwnModels => Some(Self::OwnModels(OwnModels::default())),
            Document::Settings => Some(Self::Settings(Settings::default())),
        }
    }
}

impl Shelf {
    /// The document of a key.
    pub(super) const fn document(self, key: Key) -> Document {
        match self {
            Self::Workloads => Document::Workload(key),
            Self::Portfolios => Document::Portfolio(key),
        }
    }
}

impl Document {
    /// The kind of a named document and its key; `None` for one of which there is one.
    pub(super) const fn named(&self) -> Option<(Shelf, &Key)> {
        match self {
            Self::Workload(key) => Some((Shelf::Workloads, key)),
            Self::Portfolio(key) => Some((Shelf::Portfolios, key)),
            _ => None,
        }
    }

    /// The kind of a named document.
    pub(super) fn shelf(&self) -> Option<Shelf> {
        self.named().map(|(kind, _)| kind)
    }
}

impl Content {
    /// The name of a named document.
    pub(super) const fn name(&self) -> Option<&Name> {
        match self {
            Self::Workload(workload) => Some(workload.name()),
            Self::Portfolio(portfolio) => Some(portfolio.name()),
            _ => None,
        }
    }

    /// The same under another name, where it has one.
    pub(super) fn renamed(self, name: Name) -> Self {
        match self {
            Self::Workload(workload) => Self::Workload(workload.renamed(name)),
            Self::Portfolio(portfolio) => Self::Portfolio(portfolio.renamed(name)),
            other => other,
        }
    }
}

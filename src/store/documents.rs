//! What the folder holds: the documents, their keys, and a change of one.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::kinds::documents;
use super::list_copy::{LISTS, ListBytes, Replaces};
use super::named::{Key, WorkloadKey};
use crate::catalog::feeds::Format;
use crate::catalog::{self, Discounts, Judgements, ListKey, Lists, Overrides, OwnModels};
use crate::document::{Fault, Opened};
use crate::order::natural;
use crate::portfolio::{self, Portfolio};
use crate::settings::{self, Settings};
use crate::workload::{self, Name, STARTERS, Workload};

/// The extension of every document.
pub(super) const EXTENSION: &str = "ron";

documents! {
    many {
        /// `workloads/<key>.ron`
        Workload(Workload) {
            memory: workloads as SavedWorkload.workload, unreadable: unreadable, by_name: false,
            find: workload, has_name: has_name, free_key: free_key,
            folder: "workloads", called: "workload",
            parse: workload::file::parse, print: workload::file::print,
        }
        /// `portfolios/<key>.ron`
        Portfolio(Portfolio) {
            memory: portfolios as SavedPortfolio.portfolio, unreadable: unreadable_portfolios, by_name: true,
            find: portfolio, has_name: has_portfolio_name, free_key: free_portfolio_key,
            folder: "portfolios", called: "portfolio",
            parse: portfolio::file::parse, print: portfolio::file::print,
        }
    }
    one {
        /// `overrides.ron`
        Overrides(Overrides) {
            memory: overrides, file: "overrides.ron", title: "The list of your own prices",
            subject: "Your own prices",
            parse: catalog::file::parse_overrides, print: catalog::file::print_overrides,
            until_mended: "your own prices are off until it is mended",
            still: "your prices stay as they were, read-only until it is mended",
            merge: Overrides::with_step,
        }
        /// `models.ron`
        OwnModels(OwnModels) {
            memory: own_models, file: "models.ron", title: "The list of your own models",
            subject: "Your own models",
            parse: catalog::file::parse_own_models, print: catalog::file::print_own_models,
            until_mended: "your own models are missing and hidden ones show until it is mended",
            still: "your models stay as they were, read-only until it is mended",
            merge: OwnModels::with_step,
        }
        /// `settings.ron`
        Settings(Settings) {
            memory: settings, file: "settings.ron", title: "The settings file",
            subject: "The settings",
            parse: settings::file::parse, print: settings::file::print,
            until_mended: "the defaults hold and settings are not saved until it is mended",
            still: "the settings hold, but are not saved until it is mended",
            merge: Settings::with_step,
        }
        /// `lists.ron`: which price lists are loaded.
        Lists(Lists) {
            memory: lists, file: "lists.ron", title: "The file of your price lists",
            subject: "The price lists",
            parse: catalog::lists::file::parse, print: catalog::lists::file::print,
            until_mended: "the reference prices stand in for your price lists until it is mended",
            still: "your price lists stay as they were, read-only until it is mended",
            merge: Lists::with_step,
        }
        /// `discounts.ron`
        Discounts(Discounts) {
            memory: discounts, file: "discounts.ron", title: "The list of your discounts",
            subject: "The discounts",
            parse: catalog::file::parse_discounts, print: catalog::file::print_discounts,
            until_mended: "your discounts are off until it is mended",
            still: "your discounts stay as they were, read-only until it is mended",
            merge: Discounts::with_step,
        }
        /// `judgements.ron`
        Judgements(Judgements) {
            memory: judgements, file: "judgements.ron", title: "The list of your judgements",
            subject: "Your judgements",
            parse: catalog::judgements::file::parse, print: catalog::judgements::file::print,
            until_mended: "your judgements are off until it is mended",
            still: "your judgements stay as they were, read-only until it is mended",
            merge: Judgements::with_step,
        }
    }
}

impl Document {
    /// The file's path.
    pub fn path(&self, folder: &Path) -> PathBuf {
        self.file_name().split('/').fold(folder.to_owned(), |path, part| path.join(part))
    }

    /// Whether each change of it may change what a model costs. Of loaded lists only some do:
    /// [`Lists::counts_like`].
    pub const fn has_prices(&self) -> bool {
        matches!(self, Self::Overrides | Self::OwnModels | Self::Discounts)
    }

    /// The kind of a named document.
    pub(super) fn shelf(&self) -> Option<Shelf> {
        self.named().map(|(kind, _)| kind)
    }
}

/// A document of which there is one, and why it cannot be saved, if so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept<T> {
    /// What it says; the default when the file does not exist or cannot be read.
    pub value: T,
    /// Why it cannot be saved, in a sentence; `None` when it can.
    pub read_only: Option<String>,
}

impl Documents {
    /// The documents of a new user: the starter workloads and nothing else.
    pub fn starters() -> Self {
        Self { workloads: starter_workloads(), ..Self::default() }
    }

    /// A key for a new price list: no loaded list and no file of `lists/` has its slug.
    pub fn free_list_key(&self, name: &str, format: Format) -> ListKey {
        let listed = |slug: &str| self.lists.value.entries().iter().any(|entry| entry.key.slug() == slug);
        ListKey::free(name, format, |slug| listed(slug) || self.list_slugs.contains(slug))
    }

    /// The starter workloads that are not there, by name, each with a free key. Saving them is "Restore starter
    /// workloads"; a starter whose file is there but cannot be read is not missing.
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
}

fn starter_workloads() -> Vec<SavedWorkload> {
    let starters = STARTERS.iter().filter_map(|starter| {
        let workload = workload::file::parse(starter.text).ok()?.value;
        Some(SavedWorkload { key: WorkloadKey::new(starter.slug)?, workload, read_only: None })
    });
    starters.collect()
}

/// Another window or program has changed what a step is to be made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedElsewhere;

/// A document that was read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reloaded {
    /// Which.
    pub document: Document,
    /// What it says; `None` for a named document whose file is gone, and for the stored copy of a price list, which is
    /// to be read again with [`super::read_list`]. Of loaded lists, those of which
    /// [`crate::catalog::ListEntry::stored`] is another one than what was read are to be read again, too.
    pub content: Option<Content>,
    /// Why it cannot be saved, in a sentence; `None` when it can.
    pub read_only: Option<String>,
}

impl Reloaded {
    /// A document that is gone, or a copy of a price list.
    pub const fn bare(document: Document) -> Self {
        Self { document, content: None, read_only: None }
    }
}

/// A change of one document: all that it is to say from now on, or that it is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Creates or replaces a document; deletes a named one where it is to say nothing. For a new one, take
    /// [`Documents::free_key`] or its like. That of [`Document::Lists`] comes after a [`Change::StoreList`], and before
    /// a [`Change::RemoveList`], so that no list is named without its copy.
    Document(Document, Option<Content>),
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
    /// Creates or replaces a document.
    pub fn put(document: Document, content: impl Into<Content>) -> Self {
        Self::Document(document, Some(content.into()))
    }

    /// Deletes a named document.
    pub const fn delete(document: Document) -> Self {
        Self::Document(document, None)
    }

    /// Which document it changes.
    pub fn document(&self) -> Document {
        match self {
            Self::Document(document, _) => document.clone(),
            Self::StoreList { key, .. } | Self::RemoveList(key, _) | Self::RestoreList(key) => {
                Document::List(key.clone())
            }
        }
    }

    /// What the document is to say; `None` for a deletion, and for the copy of a price list.
    pub(super) const fn content(&self) -> Option<&Content> {
        match self {
            Self::Document(_, content) => content.as_ref(),
            Self::StoreList { .. } | Self::RemoveList(..) | Self::RestoreList(_) => None,
        }
    }
}

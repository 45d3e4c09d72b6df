//! What the user keeps in the settings: filters under a name, and models on top of every chart.

use super::Update;
use crate::app::action::Saying;
use crate::app::look::searched;
use crate::app::undo::Edit;
use crate::catalog::{Filter, ModelId};
use crate::document::seen;
use crate::settings::{FilterSet, Settings};
use crate::store::Document;

/// How many filters are kept.
const MOST_FILTERS: usize = 100;

impl Update<'_> {
    pub(super) fn save_filter(&mut self, name: &str) {
        let set = FilterSet {
            name: seen(name).trim().to_owned(),
            search: searched(&self.state.view.search),
            filter: self.state.view.filter.to_words(),
        };
        let name = set.name.clone();
        let before = self.state.documents.settings.value.filter_sets.clone();
        // A file may have several of a name.
        let mut after: Vec<FilterSet> = before.iter().filter(|other| other.name != name).cloned().collect();
        let is_new = after.len() == before.len();
        let surplus = (after.len() + 1).saturating_sub(MOST_FILTERS);
        let dropped: Vec<String> = after.drain(..surplus).map(|set| set.name).collect();
        after.push(set);
        let label = format!("{} filter {name}", if is_new { "keep" } else { "replace" });
        self.step(label, vec![filters(before, after)], None);
        self.state.untype(|field| field == "filter name");
        let mut said = format!("Filter kept as {name}");
        if !is_new {
            said.push_str(" in place of the one before");
        }
        if !dropped.is_empty() {
            said = format!("{said}; the oldest was dropped: {}", dropped.join(", "));
        }
        self.state.saying = Some(Saying::done(said));
    }

    pub(super) fn use_filter(&mut self, index: usize) {
        let Some(set) = self.state.documents.settings.value.filter_sets.get(index).cloned() else { return };
        match Filter::from_words(&set.filter) {
            Ok(filter) => {
                let before = self.state.view.look();
                self.state.view.search = searched(&set.search);
                self.state.view.filter = filter;
                self.view_changed = true;
                self.note_look(format!("use filter {}", set.name), before, None);
            }
            Err(error) => {
                let text = format!("The filter {} cannot be used: {error}", set.name);
                self.state.saying = Some(Saying::failed(text));
            }
        }
    }

    pub(super) fn forget_filter(&mut self, index: usize) {
        let before = self.state.documents.settings.value.filter_sets.clone();
        let Some(name) = before.get(index).map(|set| set.name.clone()) else { return };
        let mut after = before.clone();
        after.remove(index);
        self.step(format!("forget filter {name}"), vec![filters(before, after)], None);
        self.say_if_made(format!("The filter {name} is forgotten"));
    }

    pub(super) fn set_pinned(&mut self, model: &ModelId, pinned: bool) {
        let market = self.state.market();
        let place = market.place(model);
        let name = market.find(model).map_or_else(|| model.to_string(), |offer| offer.model.name.clone());
        // Another list may have the same model under another id.
        let is_it = |id: &str| {
            id == model.as_str()
                || (place.is_some() && ModelId::new(id).is_ok_and(|id| market.place(&id) == place))
        };
        let before = &self.state.documents.settings.value.pins;
        let mut after = before.clone();
        if !pinned {
            after.retain(|id| !is_it(id));
        } else if !before.iter().any(|id| is_it(id)) {
            after.push(model.as_str().to_owned());
        }
        if after == *before {
            return;
        }
        let settings = |pins| Settings { pins, ..Settings::default() };
        let edits = vec![Edit::of(Document::Settings, settings(before.clone()), settings(after))];
        self.step(format!("{} {name}", if pinned { "pin" } else { "unpin" }), edits, None);
        let said = if pinned { "stands on top of every chart" } else { "no longer stands on top" };
        self.say_if_made(format!("{name} {said}"));
    }
}

/// Other filters under names.
fn filters(before: Vec<FilterSet>, after: Vec<FilterSet>) -> Edit {
    let [before, after] = [before, after].map(|filter_sets| Settings { filter_sets, ..Settings::default() });
    Edit::of(Document::Settings, before, after)
}

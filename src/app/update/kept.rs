//! What the user keeps in the settings: filters under a name, and models on top of every chart.

use super::Update;
use crate::app::action::Saying;
use crate::app::look::searched;
use crate::app::undo::Edit;
use crate::catalog::{Filter, ModelId};
use crate::document::seen;
use crate::settings::FilterSet;

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
        let kept = self.state.documents.settings.value.filter_sets.iter().enumerate();
        let kept = kept.map(|(place, set)| (place, set.clone()));
        // A file may have several of a name.
        let (same, rest): (Vec<_>, Vec<_>) = kept.partition(|(_, other)| other.name == name);
        let surplus = (rest.len() + 1).saturating_sub(MOST_FILTERS);
        let after = Some((rest.len(), set));
        let dropped: Vec<_> = rest.into_iter().take(surplus).collect();
        let is_new = same.is_empty();
        let mut same = same.into_iter();
        let mut edits = vec![Edit::Filter { before: same.next(), after }];
        // From the end, so that each place holds when its turn comes, and for undo the other way round.
        let gone = dropped.iter().cloned().chain(same).rev();
        edits.extend(gone.map(|set| Edit::Filter { before: Some(set), after: None }));
        let dropped: Vec<String> = dropped.into_iter().map(|(_, set)| set.name).collect();
        let label = format!("{} filter {name}", if is_new { "keep" } else { "replace" });
        self.step(label, edits, None);
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
        let Some(set) = self.state.documents.settings.value.filter_sets.get(index).cloned() else { return };
        let name = set.name.clone();
        let gone = Edit::Filter { before: Some((index, set)), after: None };
        self.step(format!("forget filter {name}"), vec![gone], None);
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
        let pins = &self.state.documents.settings.value.pins;
        let there: Vec<(usize, String)> =
            pins.iter().enumerate().filter(|(_, id)| is_it(id)).map(|(at, id)| (at, id.clone())).collect();
        let edits: Vec<Edit> = if !pinned {
            // From the end, so that each place holds when its turn comes, and for undo the other way round.
            let gone = there.into_iter().rev();
            gone.map(|(at, id)| Edit::Pin { id, before: Some(at), after: None }).collect()
        } else if there.is_empty() {
            vec![Edit::Pin { id: model.as_str().to_owned(), before: None, after: Some(pins.len()) }]
        } else {
            Vec::new()
        };
        if edits.is_empty() {
            return;
        }
        self.step(format!("{} {name}", if pinned { "pin" } else { "unpin" }), edits, None);
        let said = if pinned { "stands on top of every chart" } else { "no longer stands on top" };
        self.say_if_made(format!("{name} {said}"));
    }
}

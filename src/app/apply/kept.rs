//! What the user keeps in the settings: filters under a name, and models on top of every chart.

use super::Door;
use crate::app::action::Saying;
use crate::catalog::{Filter, ModelId};
use crate::settings::FilterSet;

/// How many filters are kept.
const MOST_FILTERS: usize = 100;

impl Door<'_> {
    pub(super) fn save_filter(&mut self, name: &str) {
        let set = FilterSet {
            name: name.trim().to_owned(),
            search: self.state.view.search.trim().to_owned(),
            filter: self.state.view.filter.to_words(),
        };
        let name = set.name.clone();
        self.change_settings(|settings| {
            let sets = &mut settings.filter_sets;
            sets.retain(|other| other.name != set.name);
            sets.push(set);
            let surplus = sets.len().saturating_sub(MOST_FILTERS);
            sets.drain(..surplus);
        });
        self.state.typed.remove("filter name");
        self.state.saying = Some(Saying::done(format!("Filter kept as {name}")));
    }

    pub(super) fn use_filter(&mut self, index: usize) {
        let Some(set) = self.state.documents.settings.value.filter_sets.get(index) else { return };
        match Filter::from_words(&set.filter) {
            Ok(filter) => {
                self.state.view.search.clone_from(&set.search);
                self.state.view.filter = filter;
                self.view_changed = true;
            }
            Err(error) => {
                let text = format!("The filter {} cannot be used: {error}", set.name);
                self.state.saying = Some(Saying::failed(text));
            }
        }
    }

    pub(super) fn forget_filter(&mut self, index: usize) {
        self.change_settings(|settings| {
            if index < settings.filter_sets.len() {
                settings.filter_sets.remove(index);
            }
        });
        self.state.is_stale = true;
    }

    pub(super) fn set_pinned(&mut self, model: &ModelId, pinned: bool) {
        self.change_settings(|settings| {
            settings.pins.retain(|id| id != model.as_str());
            if pinned {
                settings.pins.push(model.as_str().to_owned());
            }
        });
        self.view_changed = true;
    }
}

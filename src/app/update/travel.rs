//! Undo and redo: the way back and forth through the steps. They take back what was done in this window, and nothing that
//! another window or program has done since.

use std::mem::discriminant;

use super::Update;
use crate::app::action::Saying;
use crate::app::decide::Question;
use crate::app::look::Seen;
use crate::app::state::{Place, PricesPage, View};
use crate::app::undo::{Edit, Shown, follow, is_value};
use crate::store::{Content, Document, WorkloadKey};

impl Update<'_> {
    /// Takes the last step back, or makes the one again that was taken back last.
    pub(super) fn travel(&mut self, back: bool) {
        if back && self.state.has_typed_value() {
            self.state.untype(is_value);
            // What was typed last and could not be taken is what is undone first.
            self.state.saying = Some(Saying::done("Undone: what was typed"));
            return;
        }
        let Some(travel) = self.state.history.next(back) else {
            self.state.saying = Some(Saying::done(if back { "Nothing to undo" } else { "Nothing to redo" }));
            return;
        };
        let (done, not_done) = if back { ("Undone", "Not undone") } else { ("Redone", "Not redone") };
        let label = travel.label;
        let mut edits = travel.edits;
        // The step stays, for when the file can be written again.
        if let Some(reason) = edits.iter().find_map(|edit| self.refused(edit)) {
            self.state.saying = Some(Saying::failed(format!("{not_done}: {label}. {reason}")));
            return;
        }
        self.make_room(&mut edits);
        // The first edit of a step is what was done, and the others follow from it; on the way back it comes last.
        let Some(main) = (if back { edits.last() } else { edits.first() }).cloned() else { return };
        let mut alike = edits.iter().filter(|edit| is_alike(edit, &main));
        if !alike.any(|edit| self.holds(edit)) {
            self.state.history.drop_next(back);
            let text = format!("{not_done}: {label}. It was changed elsewhere meanwhile, and stays as it is");
            self.state.saying = Some(Saying::failed(text));
            return;
        }
        self.state.history.travelled(back);
        self.go_where_seen(&main);
        let before = self.shown();
        for edit in edits {
            if self.holds(&edit) {
                self.make(edit);
            }
        }
        if back {
            self.show_again(travel.shown, &before);
        }
        self.state.saying = Some(Saying::done(format!("{done}: {label}")));
    }

    /// Gives what comes back another key or name, where another window has taken its own meanwhile.
    fn make_room(&mut self, edits: &mut [Edit]) {
        for place in 0..edits.len() {
            let Some((old, new, content)) = edits.get(place).and_then(|edit| self.with_room(edit)) else {
                continue;
            };
            self.state.history.rename(&old, &new);
            follow(edits, &old, &new);
            if let Some(Edit::Document { after, .. }) = edits.get_mut(place) {
                *after = Some(content);
            }
        }
    }

    /// A document that comes back under a key or name that is taken; the document that it becomes, and what that says.
    fn with_room(&self, edit: &Edit) -> Option<(Document, Document, Content)> {
        let Edit::Document { document, before: None, after: Some(content) } = edit else { return None };
        let is_taken = self.state.documents.place_of(document).is_some();
        let (free, fitting) = self.state.documents.as_new(content.clone())?;
        let new = if is_taken { free } else { document.clone() };
        (is_taken || fitting != *content).then(|| (document.clone(), new, fitting))
    }

    /// Where what was shown is gone, what was shown when the step was made.
    fn show_again(&mut self, shown: Shown, before: &Shown) {
        let documents = &self.state.documents;
        let is_there = |key: &WorkloadKey| documents.workload(key).is_some();
        let is_portfolio = |name: &String| documents.has_portfolio_name(name, None);
        if before.workload.as_ref().is_some_and(|key| !is_there(key))
            && shown.workload.as_ref().is_some_and(is_there)
        {
            self.state.view.workload = shown.workload;
        }
        if before.portfolio.as_ref().is_some_and(|name| !is_portfolio(name))
            && shown.portfolio.as_ref().is_some_and(is_portfolio)
        {
            self.state.view.decide.inputs.portfolio.chosen = shown.portfolio;
        }
    }

    /// Shows the place where an edit is seen: elsewhere nothing would seem to happen.
    fn go_where_seen(&mut self, edit: &Edit) {
        let view = &mut self.state.view;
        let before = (view.place, view.prices_page, view.figure);
        // What costs are made of is seen wherever costs are.
        let has_costs = matches!(view.place, Place::Compare | Place::Decide);
        let go_prices = |view: &mut View, page| {
            view.place = Place::Prices;
            view.prices_page = page;
        };
        match edit {
            Edit::Look { before, after } => {
                let seen = before.seen(after);
                if seen == Seen::PriceRows || (view.place == Place::Prices && seen.is_on_prices()) {
                    go_prices(view, PricesPage::Models);
                } else {
                    view.place = Place::Compare;
                    view.figure = seen.figure(view.figure);
                }
            }
            Edit::Asked { after, .. } => {
                view.place = Place::Decide;
                view.decide.question = after.question();
            }
            Edit::Document { document, before, after } => match document {
                Document::Portfolio(_) => {
                    view.place = Place::Decide;
                    view.decide.question = Question::Portfolio;
                    if let Some(name) = after.as_ref().and_then(Content::name) {
                        view.decide.inputs.portfolio.chosen = Some(name.key());
                    }
                }
                Document::Judgements => {
                    view.place = Place::Decide;
                    let has_opinions = [Question::Choose, Question::Quality, Question::Portfolio];
                    if !has_opinions.contains(&view.decide.question) {
                        view.decide.question = Question::Choose;
                    }
                }
                Document::Workload(key) => {
                    if !has_costs {
                        view.place = Place::Workloads;
                    }
                    // What comes back is what one looks at.
                    if after.is_some() && (before.is_none() || !has_costs) {
                        view.workload = Some(key.clone());
                    }
                }
                Document::Settings => {
                    let (Some(Content::Settings(before)), Some(Content::Settings(after))) = (before, after)
                    else {
                        return;
                    };
                    if before.workload_order == after.workload_order {
                        // Filters narrow both places, pins stand on charts.
                        let stays = view.place == Place::Prices && before.filter_sets != after.filter_sets;
                        view.place = if stays { Place::Prices } else { Place::Compare };
                    } else if view.place != Place::Compare {
                        view.place = Place::Workloads;
                    }
                }
                _ if has_costs => {}
                Document::Discounts => go_prices(view, PricesPage::Discounts),
                Document::Lists => go_prices(view, PricesPage::Lists),
                _ if document.has_prices() => go_prices(view, PricesPage::Models),
                // What has no place of its own is seen wherever one is.
                _ => {}
            },
        }
        self.view_changed |= before != (view.place, view.prices_page, view.figure);
    }
}

/// Whether both edits do the same kind of thing.
fn is_alike(one: &Edit, other: &Edit) -> bool {
    match (one, other) {
        (Edit::Document { document: one, .. }, Edit::Document { document: other, .. }) => {
            discriminant(one) == discriminant(other)
        }
        _ => discriminant(one) == discriminant(other),
    }
}

//! Actions that change what is shown and nothing else.

use super::Door;
use crate::answer::Cite;
use crate::app::action::Action;
use crate::app::state::{Figure, Place, Tokens};

impl Door<'_> {
    /// Actions that change what is shown and nothing else.
    pub(super) fn look(&mut self, action: Action) {
        let view = &mut self.state.view;
        self.view_changed = true;
        match action {
            Action::Go(place) => view.place = place,
            Action::GoPrices(page) => {
                view.place = Place::Prices;
                view.prices_page = page;
            }
            Action::ChooseWorkload(key) => {
                view.workload = Some(key);
                // A chosen workload asks what it costs; a figure that shows no cost would not change.
                if matches!(
                    (view.figure, view.tokens),
                    (Figure::TokensPerDollar, Tokens::Input | Tokens::Output) | (Figure::OutputInputGap, _)
                ) {
                    view.figure = Figure::CostPerTask;
                }
            }
            Action::PickWorkload(key) => view.workload = Some(key),
            Action::Show(figure) => view.figure = figure,
            Action::ShowTokens(tokens) => view.tokens = tokens,
            Action::ShowCosts(costs) => view.costs = costs,
            Action::SetScale(scale) => view.scale = Some(scale),
            Action::SetSort(sort) => view.sort = sort,
            Action::SetColourBy(colour_by) => view.colour_by = colour_by,
            Action::SetBaseline(baseline) => view.baseline = baseline,
            Action::SortTable(column) => {
                let (before, descending) = view.table_sort;
                view.table_sort = (column, column == before && !descending);
            }
            Action::Search(words) => view.search = words,
            Action::SetFilter(filter) => view.filter = *filter,
            Action::SetScope(scope) => view.scope = scope,
            Action::OpenGroup(group, open) => {
                if open {
                    view.open_groups.insert(group);
                } else {
                    view.open_groups.remove(&group);
                }
            }
            Action::OnlyOwnPrices(only) => view.price_rows.only_own = only,
            Action::ShowHidden(show) => view.price_rows.with_hidden = show,
            other => self.look_aside(other),
        }
    }

    /// Actions that change what is shown, but no chart and no table.
    pub(super) fn look_aside(&mut self, action: Action) {
        self.view_changed = false;
        self.state.is_stale = true;
        let view = &mut self.state.view;
        match action {
            Action::ChooseModel(model) => {
                view.chosen = model;
                self.state.refresh_focus();
            }
            Action::Hover(model) => {
                view.hovered = model;
                self.state.refresh_focus();
            }
            Action::OpenReceipt(model, subject) => {
                view.receipt = Some(Cite { model, subject, workload: None, then: None });
                self.state.refresh_focus();
            }
            Action::OpenCited(cite) => {
                view.receipt = Some(*cite);
                self.state.refresh_focus();
            }
            Action::Ask(question) => {
                view.decide.question = question;
                self.state.refresh_answer();
            }
            Action::SetAsked(asked) => {
                view.decide.inputs.set(*asked);
                self.state.refresh_answer();
            }
            Action::ShowAnswerTable(shows) => view.decide.shows_table = shows,
            Action::CloseReceipt => {
                view.receipt = None;
                self.state.refresh_focus();
            }
            Action::SearchWorkloads(words) => view.workload_search = words,
            Action::ToggleShortcuts => view.shortcuts_open = !view.shortcuts_open,
            Action::OpenNewWorkload(open) => {
                view.is_new_open = open;
                view.pasted = None;
                self.state.typed.retain(|field, _| !field.starts_with("new workload"));
            }
            Action::ForgetPasted => view.pasted = None,
            Action::OpenNewModel(open) => {
                view.is_new_model_open = open;
                self.state.typed.retain(|field, _| !field.starts_with("new model"));
            }
            Action::Type(field, text) => {
                self.state.typed.insert(field, text);
            }
            Action::Untype(field) => {
                self.state.typed.remove(&field);
            }
            _ => {}
        }
    }
}

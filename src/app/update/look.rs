//! Actions that change what is shown and nothing else.

use super::Update;
use crate::answer::Cite;
use crate::app::action::Action;
use crate::app::decide::Asked;
use crate::app::look::Look;
use crate::app::state::{Costs, Figure, Place, State, Tokens};
use crate::app::undo::Edit;
use crate::catalog::Filter;

impl Update<'_> {
    /// Actions that change what is shown and nothing else. What they do to the look of the models is a step.
    pub(super) fn look(&mut self, action: Action) {
        // Only letters become one step: each click and each number that is entered is meant by itself.
        let field = matches!(action, Action::Search(_)).then_some("search");
        let step = step_of(&action, self.state).map(|label| (label, self.state.view.look()));
        self.show(action);
        if let Some((label, before)) = step {
            self.note_look(label, before, field);
        }
    }

    /// Remembers for undo how the models were looked at, where that is different now.
    pub(super) fn note_look(&mut self, label: String, before: Look, field: Option<&str>) {
        let after = self.state.view.look();
        if after != before {
            let edit = Edit::Look { before: Box::new(before), after: Box::new(after) };
            self.note_step(label, vec![edit], field.map(str::to_owned));
        }
    }

    fn show(&mut self, action: Action) {
        let view = &mut self.state.view;
        let had_changed = std::mem::replace(&mut self.view_changed, true);
        match action {
            Action::Go(place) => {
                if view.place != place {
                    // What was said was said of what is out of sight now.
                    self.state.saying.take_if(|saying| !saying.is_error);
                }
                view.place = place;
                view.price_to_edit = None;
            }
            Action::GoPrices(page) => {
                view.price_to_edit = None;
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
            Action::Search(words) => *view.search_here_mut() = words,
            Action::SetFilter(filter) => view.filter = *filter,
            Action::ClearFilters => {
                view.search_here_mut().clear();
                view.filter = Filter::default();
            }
            Action::SetScope(scope) => view.scope = scope,
            Action::OpenGroup(group, open) => {
                if open {
                    view.open_groups.insert(group);
                } else {
                    view.open_groups.remove(&group);
                }
            }
            Action::OnlyOwnPrices(only) => view.price_rows.only_own = only,
            Action::OnlyPricesToCheck(only) => view.price_rows.only_to_check = only,
            Action::ShowHidden(show) => view.price_rows.with_hidden = show,
            other => {
                // Of several actions at once an earlier one may have changed the view.
                self.view_changed = had_changed;
                self.look_aside(other);
            }
        }
    }

    /// Actions that change what is shown, but no chart and no table.
    fn look_aside(&mut self, action: Action) {
        self.state.is_stale = true;
        let view = &mut self.state.view;
        match action {
            Action::ChooseModel(model) => {
                view.sought = model.clone().filter(|id| !self.state.derived.shows(id));
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
                let before = view.decide.inputs.set(Asked::clone(&asked));
                self.state.refresh_answer();
                if let Some(what) = asked.changed(&before) {
                    let label = format!("change the {what}");
                    let edit = Edit::Asked { before: Box::new(before), after: asked };
                    self.note_step(label, vec![edit], None);
                }
            }
            Action::ShowAnswerTable(shows) => view.decide.shows_table = shows,
            Action::CloseReceipt => {
                view.receipt = None;
                self.state.refresh_focus();
            }
            Action::EditsPrice => view.price_to_edit = None,
            Action::SearchWorkloads(words) => view.workload_search = words,
            Action::ToggleShortcuts => view.shortcuts_open = !view.shortcuts_open,
            Action::OpenNewWorkload(true) if view.is_new_open => view.new_asked += 1,
            Action::OpenNewWorkload(open) => {
                view.new_asked += 1;
                view.is_new_open = open;
                view.pasted = None;
                self.state.untype(|field| field.starts_with("new workload"));
            }
            Action::ForgetPasted => view.pasted = None,
            Action::OpenNewModel(open) => {
                view.is_new_model_open = open;
                self.state.untype(|field| field.starts_with("new model"));
            }
            Action::OpenMorePrices(model) => {
                view.more_prices = model;
                self.state.untype(|field| field.starts_with("more price"));
            }
            Action::Type { field, text, is_value } => {
                self.state.typed_back = is_value.then(|| field.clone());
                self.state.typed.insert(field, text);
            }
            Action::TypeOver(field, value) => _ = self.state.typed_over.insert(field, value),
            Action::Untype(field) => self.state.untype(|other| other == field),
            _ => {}
        }
    }
}

/// What an action does to the look, in words for undo; `None` for one that leaves it alone.
fn step_of(action: &Action, state: &State) -> Option<String> {
    let words = match action {
        Action::Search(_) => "search",
        Action::SetFilter(_) => "filter models",
        Action::SetScope(_) => "choose which models are compared",
        Action::SetScale(_) => "change the scale",
        Action::SetSort(_) => "sort the bars",
        Action::SortTable(_) => "sort the table",
        Action::SetColourBy(_) => "change the colours",
        Action::SetBaseline(Some(id)) => {
            let name = state.market().find(id).map_or(id.as_str(), |offer| &offer.model.name);
            return Some(format!("set {name} as baseline"));
        }
        Action::SetBaseline(None) => "clear baseline",
        Action::ShowTokens(Tokens::Input) => "show input tokens",
        Action::ShowTokens(Tokens::Output) => "show output tokens",
        Action::ShowTokens(Tokens::Blend) => "show the blend",
        Action::ShowCosts(Costs::PerTask) => "show the cost of a task",
        Action::ShowCosts(Costs::TasksPerDollar) => "show tasks per dollar",
        Action::ShowCosts(Costs::PerMonth) => "show the cost of a month",
        Action::OpenGroup(_, true) => "show all offers of a model",
        Action::OpenGroup(_, false) => "show one row for all offers of a model",
        Action::OnlyOwnPrices(true) => "list only own prices",
        Action::OnlyOwnPrices(false) => "list all prices",
        Action::OnlyPricesToCheck(true) => "list only prices to check",
        Action::OnlyPricesToCheck(false) => "list prices without a question too",
        Action::ShowHidden(true) => "show hidden models",
        Action::ShowHidden(false) => "leave hidden models out",
        Action::ClearFilters => "clear the search and the filters",
        _ => return None,
    };
    Some(words.to_owned())
}

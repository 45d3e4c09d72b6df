//! The state of the application, in the five kinds that are never mixed. Only `update` changes it.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{
    AsOf, Catalog, Groups, Judgements, Market, MarketParts, ModelId, PriceList, Scope, SearchIndex, Sellers,
};
use crate::chart::{Chart, Scale};
use crate::document::Fault;
use crate::ranking::Measure;
use crate::settings::Remembered;
use crate::store::{Documents, Notice, SavedWorkload, Unsaved};
use crate::workload::Workload;

use super::action::Saying;
use super::closing::Closing;
use super::derived::{Derived, Table, ToCheck};
use super::focus::Focus;
use super::lists::LoadedLists;
use super::undo::{History, is_value};
use super::work::Work;

pub use super::view::View;
pub use super::vocabulary::{Column, Costs, Figure, Place, PriceRows, PricesPage, Tokens};

mod answer;
mod in_focus;

/// The state of the window.
#[derive(Debug)]
pub struct State {
    /// The price list that ships with the app.
    pub reference: PriceList,
    /// What is known of the loaded price lists: derived from their stored copies by jobs.
    pub lists: LoadedLists,
    /// The document: saved, undoable.
    pub documents: Documents,
    /// What can be taken back. Session only.
    pub history: History,
    /// What is shown.
    pub view: View,
    /// What this window last had to remember of its view. Session only.
    pub(super) remembered: Remembered,
    /// Derived from all the above; recomputed when it moves, never per frame.
    pub derived: Derived,
    /// Derived for one model at a time; recomputed when that model or what it rests on moves.
    pub focus: Focus,
    /// Whether a view may ask for one more frame, because what it drew from has changed under it.
    pub is_stale: bool,
    /// When this frame began, counted from the start of the window: the frame's clock and not the system's, so that
    /// tests say themselves what time it is.
    pub now: Duration,
    /// What is typed and not yet committed, by field. Session only.
    pub typed: BTreeMap<String, String>,
    /// The value of each field when typing into it began; it tells when the value has changed since. Session only.
    pub typed_over: BTreeMap<String, String>,
    /// The field in which what is typed is its value again.
    pub typed_back: Option<String>,
    /// What the user has to know about files. Session only.
    pub notices: Vec<Notice>,
    /// The last thing that was said in the status line. Session only.
    pub saying: Option<Saying>,
    /// The changes that are not on disk, for as long as they are not. Session only.
    pub unsaved: Vec<Unsaved>,
    /// How far closing the window has come while changes are not on disk. Session only.
    pub closing: Option<Closing>,
    /// Whether what is not on disk was saved in another folder. Session only.
    pub is_saved_elsewhere: bool,
    /// Long work under way, the oldest first: running jobs.
    pub work: Vec<Work>,
    /// Today, for the age of prices and the date of an own price.
    pub today: Date,
}

impl State {
    /// The state of a window that opens on these documents.
    ///
    /// # Errors
    /// When the bundled catalog cannot be read, which a test rules out.
    pub fn new(documents: Documents, notices: Vec<Notice>, today: Date) -> Result<Self, Fault> {
        let reference = PriceList::from(Catalog::bundled()?);
        let view = View::remembered(&documents);
        let remembered = view.to_remember(&documents.settings.value.remembered);
        let mut state = Self {
            reference,
            lists: LoadedLists::default(),
            documents,
            history: History::default(),
            view,
            remembered,
            derived: Derived::default(),
            focus: Focus::default(),
            is_stale: false,
            now: Duration::ZERO,
            typed: BTreeMap::new(),
            typed_over: BTreeMap::new(),
            typed_back: None,
            notices,
            saying: None,
            work: Vec::new(),
            unsaved: Vec::new(),
            closing: None,
            is_saved_elsewhere: false,
            today,
        };
        state.refresh(true);
        Ok(state)
    }

    /// The chosen workload; the first one when the chosen one is gone.
    pub fn workload(&self) -> Option<&SavedWorkload> {
        self.view
            .workload
            .as_ref()
            .and_then(|key| self.documents.workload(key))
            .or_else(|| self.documents.workloads.first())
    }

    /// All models at the prices that the user pays.
    pub const fn market(&self) -> &Market {
        &self.derived.market
    }

    /// What the user thinks of models, by the ids that they have in the market.
    pub const fn judgements(&self) -> &Judgements {
        &self.derived.judgements
    }

    /// The chart that Compare shows; `None` when a workload is needed and there is none.
    pub fn chart(&self) -> Option<Rc<Chart>> {
        self.derived.chart.clone()
    }

    /// The rows of the table.
    pub fn table(&self) -> Rc<Table> {
        Rc::clone(&self.derived.table)
    }

    /// Recomputes what depends on the documents or the view. What is made of prices alone stays when none of them
    /// changed: with all lists loaded it takes longer than all the rest.
    pub(crate) fn refresh(&mut self, prices_changed: bool) {
        self.derived.epoch += 1;
        if prices_changed {
            self.derived.prices_epoch += 1;
            let lists = self.price_lists();
            self.derived.lists =
                lists.iter().map(|list| (list.name.to_string(), list.source.clone())).collect();
            self.derived.market = Market::of(&MarketParts {
                lists: &lists,
                own: &self.documents.own_models.value,
                overrides: &self.documents.overrides.value,
                discounts: &self.documents.discounts.value,
                day: Some(self.today),
                all_rows: false,
            });
        }
        let mut derived = std::mem::take(&mut self.derived);
        if prices_changed {
            derived.groups = Groups::of(&derived.market);
            derived.index = SearchIndex::new(&derived.market);
            derived.to_check = ToCheck::of(&derived.market);
            derived.needless = derived.market.needless_own_prices().len();
            derived.sellers = Sellers::of(&derived.market);
        }
        derived.judgements = self.documents.judgements.value.in_market(&derived.market);
        let has_lists = !self.documents.lists.value.is_empty();
        derived.scope = if has_lists {
            Scope::new(&derived.market, &derived.groups, self.view.scope, self.today)
        } else {
            Scope::everything(&derived.market)
        };
        derived.pins =
            self.documents.settings.value.pins.iter().filter_map(|id| ModelId::new(id).ok()).collect();
        let shown = std::mem::take(&mut derived.shown);
        derived.recompute(&self.view, self.workload().map(|saved| &saved.workload), self.today);
        if derived.shown != shown {
            self.view.sought = None;
        }
        self.derived = derived;
        // The arithmetic that follows from a receipt was put into words at the prices of before.
        if prices_changed && self.view.receipt.as_ref().is_some_and(|cite| cite.then.is_some()) {
            self.view.receipt = None;
        }
        self.refresh_decide();
        self.refresh_focus();
    }

    /// Whether the user keeps a model on top.
    pub fn is_pinned(&self, id: &ModelId) -> bool {
        self.market().place(id).is_some_and(|place| self.derived.pinned.contains(&place))
    }

    /// Whether a field has a text that was typed and is not its value.
    pub fn has_typed_value(&self) -> bool {
        let is_back = |field: &String| self.typed_back.as_ref() == Some(field);
        self.typed.keys().any(|field| is_value(field) && !is_back(field))
    }

    /// Forgets what was typed into some fields, and over which value.
    pub(super) fn untype(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.typed.retain(|field, _| !is_meant(field));
        self.typed_over.retain(|field, _| !is_meant(field));
    }

    /// What undo would take back: first what a field could not take.
    pub fn undo_label(&self) -> Option<&str> {
        if self.has_typed_value() { Some("what was typed") } else { self.history.undo_label() }
    }

    /// The day whose prices the market has.
    pub const fn price_day(&self) -> Option<Date> {
        Some(self.today)
    }

    /// Why a change is not saved, once it was tried in vain.
    pub fn why_unsaved(&self) -> Option<&str> {
        self.unsaved.iter().find_map(|unsaved| unsaved.notice.as_ref()).map(|notice| notice.reason.as_str())
    }

    /// The lists that count, from the top. The reference list stands in while none of them is read yet.
    fn price_lists(&self) -> Vec<PriceList> {
        let lists = &self.documents.lists.value;
        let found = lists.price_lists(&self.reference, |key| self.lists.list(key));
        let is_waiting = self.lists.is_reading && found.is_empty();
        if is_waiting { vec![self.reference.clone()] } else { found }
    }

    /// The names of the lists that count.
    pub fn list_names(&self) -> String {
        self.derived.lists.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What the numbers are: `Reference prices, April 2026, 7 months old`, or of a list that states no day
    /// `LiteLLM, imported 2026-11-24, 2 days ago`; of several lists the upper one, and how
    /// many more there are.
    pub fn prices_in_words(&self) -> String {
        self.said_of_prices(Some(self.today))
    }

    /// The same without how old they are, which is true on one day only: for what is saved or copied.
    pub fn prices_to_keep(&self) -> String {
        self.said_of_prices(None)
    }

    fn said_of_prices(&self, today: Option<Date>) -> String {
        let Some((name, source)) = self.derived.lists.first() else {
            let none_is_on = self.documents.lists.value.entries().iter().all(|entry| !entry.on);
            let words =
                if none_is_on { "No price list is switched on" } else { "No price list could be read" };
            return words.to_owned();
        };
        let month = source.as_of.map(|as_of| match as_of {
            AsOf::Stated(day) => day.strftime("%B %Y").to_string(),
            AsOf::Imported(_) => as_of.words(),
        });
        let age = today.and_then(|today| source.age_on(today));
        let parts = [Some(name.clone()), month, age];
        let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        match self.derived.lists.len() - 1 {
            0 => words,
            more => format!("{words}; and {more} more list{}", if more == 1 { "" } else { "s" }),
        }
    }

    /// Who published the prices that count: for a tooltip.
    pub fn sources_in_words(&self) -> String {
        self.derived.lists.iter().map(|(_, source)| source.to_string()).collect::<Vec<_>>().join("; ")
    }
}

impl View {
    /// The scale in force where `models` are compared: the chosen one, else one on which most of them have a bar to see.
    /// Prices of thousands of models differ by so much that on a linear scale one leaves nothing of the others; where those
    /// that are shown differ by little, lengths can stand in the ratio of amounts. `spread` says by how many times.
    pub fn scale_of(&self, models: usize, spread: impl FnOnce() -> f64) -> Scale {
        self.scale.unwrap_or_else(|| Scale::fitting(models, spread))
    }

    /// Whether some models are left out of what Compare shows.
    pub fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty() || !self.filter.is_empty()
    }

    /// The words of the search of the place that is shown: a row is looked for on Prices without narrowing what is
    /// compared.
    pub fn search_here(&self) -> &str {
        if self.place == Place::Prices { &self.price_search } else { &self.search }
    }

    /// As [`View::search_here`], to be changed.
    pub(crate) fn search_here_mut(&mut self) -> &mut String {
        if self.place == Place::Prices { &mut self.price_search } else { &mut self.search }
    }

    /// Whether some models are left out of what the place shows.
    pub fn is_filtered_here(&self) -> bool {
        !self.search_here().trim().is_empty() || !self.filter.is_empty()
    }

    /// The costs that are shown of a workload: those chosen, but per task where it has no requests of a month.
    pub fn costs_of(&self, workload: Option<&Workload>) -> Costs {
        match workload {
            Some(workload) if self.costs == Costs::PerMonth && workload.requests_per_month().is_none() => {
                Costs::PerTask
            }
            _ => self.costs,
        }
    }

    /// By what Compare ranks: `None` when that needs a workload and there is none.
    pub fn measure<'w>(&self, workload: Option<&'w Workload>) -> Option<Measure<'w>> {
        Some(match (self.figure, self.tokens, self.costs_of(workload)) {
            (Figure::TokensPerDollar, Tokens::Input, _) => Measure::InputTokensPerDollar,
            (Figure::TokensPerDollar, Tokens::Output, _) => Measure::OutputTokensPerDollar,
            (Figure::TokensPerDollar, Tokens::Blend, _) => Measure::BlendedTokensPerDollar(workload?),
            (Figure::OutputInputGap, ..) => Measure::OutputInputRatio,
            (Figure::CostPerTask | Figure::Table, _, Costs::TasksPerDollar) => {
                Measure::TasksPerDollar(workload?)
            }
            (Figure::CostPerTask | Figure::Table, _, Costs::PerMonth) => Measure::CostPerMonth(workload?),
            (Figure::CostPerTask | Figure::Table, _, Costs::PerTask) => Measure::CostPerTask(workload?),
        })
    }
}

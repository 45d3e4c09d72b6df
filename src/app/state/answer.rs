//! The answer that Decide shows: made anew when what it rests on moves.

use std::sync::Arc;
use std::time::Instant;

use super::{Place, State};
use crate::answer::{Facts, portfolio};
use crate::app::action::Action;
use crate::app::decide::{Asked, Compared, Decided, Question};
use crate::catalog::{ModelId, OutOfScope};
use crate::portfolio::{Assignment, Draft, Entry, Portfolio, Volume};
use crate::store::SavedPortfolio;
use crate::workload::Workload;

impl State {
    /// Forgets what the answer was made from, and makes it anew where it is shown.
    pub(crate) fn refresh_decide(&mut self) {
        let places = self.answered();
        let is_current = |compared: &Compared| {
            compared.prices_epoch == self.derived.prices_epoch && compared.places == places
        };
        let before = std::mem::take(&mut self.derived.decided);
        let compared = before.compared.filter(is_current);
        self.derived.decided = Decided { compared, kept: before.kept, ..Decided::default() };
        self.refresh_answer();
    }

    /// The places of the models that the answers are about: those that are compared, and where it is not switched off no
    /// doubtful price, however it came to be shown.
    fn answered(&self) -> Vec<usize> {
        let leaves_out = self.view.scope.leaves_out(OutOfScope::Doubtful);
        let counts =
            |place: &usize| !leaves_out || self.market().get(*place).is_none_or(|offer| !offer.is_doubtful());
        self.derived.compared.iter().copied().filter(counts).collect()
    }

    /// What the answer that is shown is about, a line each: the chosen workload, a portfolio and its entries; nothing
    /// where it is about all workloads.
    pub(crate) fn subject_of_answer(&self) -> Vec<String> {
        match self.view.decide.question {
            Question::Matrix => Vec::new(),
            Question::Portfolio => {
                let decided = &self.derived.decided;
                let asked = &self.view.decide.inputs.portfolio;
                let shown = portfolio::chosen(&decided.portfolios, |portfolio| portfolio, asked);
                let words = |portfolio| portfolio::in_words(portfolio, &decided.workloads, self.market());
                shown.map(|portfolio| words(portfolio)).unwrap_or_default()
            }
            _ => {
                let words = |workload: &Workload| format!("{}: {}", workload.name(), workload.in_words());
                self.workload().map(|saved| words(&saved.workload)).into_iter().collect()
            }
        }
    }

    /// What a file is called that the answer is saved in: by the question and what it is about.
    pub(crate) fn name_of_answer(&self) -> String {
        let question = self.view.decide.question.word().replace('_', "-");
        let subject = match self.view.decide.question {
            Question::Matrix => None,
            Question::Portfolio => self.chosen_portfolio().map(|saved| saved.portfolio.name().slug()),
            _ => self.workload().map(|saved| saved.workload.name().slug()),
        };
        subject.map_or_else(|| question.clone(), |subject| format!("{question}-{subject}"))
    }

    /// The portfolio that is shown, as it is saved.
    pub(crate) fn chosen_portfolio(&self) -> Option<&SavedPortfolio> {
        let asked = &self.view.decide.inputs.portfolio;
        portfolio::chosen(&self.documents.portfolios, |saved| &saved.portfolio, asked)
    }

    /// Asks for a new portfolio with the chosen workload in it, and for its answer: an empty one answers nothing.
    pub(crate) fn new_portfolio(&self) -> Vec<Action> {
        let Some(name) = portfolio::first_name() else { return Vec::new() };
        let name = name.made_unique(|key| self.documents.has_portfolio_name(key, None));
        let entries = self.workload().map(|saved| Entry {
            workload: saved.workload.name().clone(),
            // Where it names none the answer says so: a number of ours would look like the user's.
            volume: Volume::AsWorkload,
            assignment: Assignment::CheapestThatFits,
        });
        let draft =
            Draft { name: name.to_string(), entries: entries.into_iter().collect(), ..Draft::default() };
        let Ok(made) = Portfolio::try_from(draft) else { return Vec::new() };
        let asked = &self.view.decide.inputs.portfolio;
        let asked = portfolio::Asked { chosen: Some(name.key()), ..asked.clone() };
        vec![Action::AddPortfolio(made), Action::SetAsked(Box::new(Asked::Portfolio(asked)))]
    }

    /// The models that the user works with, the first one first: the baseline, pinned ones, the one that was chosen last.
    fn in_use(&self) -> impl Iterator<Item = &ModelId> {
        self.view.baseline.iter().chain(&self.derived.pins).chain(&self.view.chosen)
    }

    /// Whether there is such a model.
    pub(crate) fn has_model_in_use(&self) -> bool {
        self.in_use().any(|id| self.market().find(id).is_some())
    }

    /// Makes the answer anew.
    pub(crate) fn refresh_answer(&mut self) {
        if self.view.place != Place::Decide {
            return;
        }
        let mut decided = std::mem::take(&mut self.derived.decided);
        let compared = decided.compared.get_or_insert_with(|| {
            let places = self.answered();
            let market = Arc::new(self.market().among(&places));
            Compared { market, prices_epoch: self.derived.prices_epoch, places }
        });
        if decided.workloads.is_empty() {
            let workloads = self.documents.workloads.iter();
            decided.workloads = workloads.map(|saved| Arc::new(saved.workload.clone())).collect();
            let portfolios = self.documents.portfolios.iter();
            decided.portfolios = portfolios.map(|saved| Arc::new(saved.portfolio.clone())).collect();
        }
        let chosen = self.workload().and_then(|chosen| {
            let place = self.documents.workloads.iter().position(|saved| saved.key == chosen.key)?;
            decided.workloads.get(place)
        });
        let mine: Vec<ModelId> = self.in_use().cloned().collect();
        let source = self.prices_to_keep();
        let started = Instant::now();
        let mut answer = self.view.decide.question.answer(
            &Facts {
                market: self.market(),
                compared: &compared.market,
                workloads: &decided.workloads,
                workload: chosen,
                portfolios: &decided.portfolios,
                mine: &mine,
                judgements: self.judgements(),
                kept: &decided.kept,
                today: self.today,
                source: &source,
            },
            &self.view.decide.inputs,
        );
        answer.note_own(self.market());
        let (question, took) = (self.view.decide.question.words(), started.elapsed());
        log::debug!("{question} answered in {:.2} ms", took.as_secs_f64() * 1e3);
        decided.answer = Some(Arc::new(answer));
        self.derived.decided = decided;
    }
}

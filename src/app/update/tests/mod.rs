//! What the window does on an action: what is made anew, what is saved, what can be undone.
//!
//! Here what more than one of them needs; one file a subject.

mod memo;
mod many;
mod market;
mod said;
mod steps;
mod travel;

use jiff::civil::date;

use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::ModelId;
use crate::money::Price;
use crate::store::{Documents, WorkloadKey};

fn state() -> State {
    State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap()
}

fn model(id: &str) -> ModelId {
    ModelId::new(id).unwrap()
}

fn edited(state: &State, key: &WorkloadKey, input: u64) -> Action {
    let mut draft = state.documents.workload(key).unwrap().workload.to_draft();
    draft.input_tokens = input;
    Action::EditWorkload(key.clone(), draft.try_into().unwrap())
}

fn own_price(input: &str) -> Action {
    Action::SetOwnPrice {
        model: model("openai/gpt-4.1"),
        kind: crate::catalog::PriceKind::standard(crate::catalog::Part::Input),
        price: Some(Price::per_million(input).unwrap()),
    }
}

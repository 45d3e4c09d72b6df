//! What is derived for one model at a time: made when the model, the workload or the prices change, never per frame.

use std::rc::Rc;

use super::State;
use crate::app::focus::{Details, Focus, Seller, Sellers, Task};
use crate::billing;
use crate::catalog::{ModelId, Offer, timeline};
use crate::money::{Dollars, Quotient};
use crate::receipt::Receipt;

/// How many resellers are named.
const MOST_SELLERS: usize = 8;

impl State {
    /// Makes the details and the open receipt anew.
    pub(crate) fn refresh_focus(&mut self) {
        self.focus =
            Focus { details: self.details().map(Rc::new), receipt: self.open_receipt().map(Rc::new) };
    }

    fn details(&self) -> Option<Details> {
        let market = self.market();
        let is_shown = |id: &&ModelId| self.derived.shows(id);
        let hovered = self.view.hovered.as_ref().filter(is_shown);
        let chosen =
            self.view.chosen.as_ref().filter(|id| self.view.sought.as_ref() == Some(*id) || is_shown(id));
        let first = || {
            let cheapest = self.derived.cheapest_shown.map(|(place, _)| place);
            market.get(cheapest.or_else(|| self.derived.shown.first().copied())?)
        };
        let offer = hovered.or(chosen).and_then(|id| market.find(id)).or_else(first)?;
        let task = self.workload().map(|saved| {
            let bill = billing::bill(offer, &saved.workload);
            let cost = bill.total.priced();
            let baseline = self.view.baseline.as_ref().and_then(|id| market.find(id));
            let of_baseline =
                baseline.and_then(|baseline| billing::total(baseline, &saved.workload).priced());
            Task {
                per_dollar: cost.and_then(|cost| Quotient::of_dollars(Dollars::whole(1), cost)),
                monthly: cost.and_then(|cost| billing::monthly(cost, &saved.workload)),
                to_baseline: cost.zip(of_baseline).and_then(|(cost, base)| Quotient::of_dollars(cost, base)),
                ties: market.place(&offer.model.id).map_or(0, |place| self.derived.ties(place)),
                bill,
            }
        });
        let names = &self.documents.lists.value;
        let history = timeline(offer, |list| {
            let entry = names.entries().iter().find(|entry| entry.name == list)?;
            self.lists.histories.get(&entry.key)
        });
        Some(Details { group: self.sellers(offer), history, offer: offer.clone(), task })
    }

    fn sellers(&self, offer: &Offer) -> Option<Sellers> {
        let market = self.market();
        let place = market.place(&offer.model.id)?;
        let group = self.derived.groups.of_offer(place).filter(|group| group.members.len() > 1)?;
        let sellers = group.members.iter().take(MOST_SELLERS).filter_map(|place| market.get(*place));
        Some(Sellers {
            id: group.id.to_string(),
            is_open: self.view.open_groups.contains(&*group.id),
            count: group.members.len(),
            first: sellers
                .map(|offer| Seller {
                    model: offer.model.id.clone(),
                    provider: offer.model.provider.clone(),
                    input: offer.prices.input,
                    output: offer.prices.output,
                })
                .collect(),
        })
    }

    fn open_receipt(&self) -> Option<Receipt> {
        let cite = self.view.receipt.as_ref()?;
        let chosen = self.workload().map(|saved| &saved.workload);
        let workload = cite.workload.as_deref().or(chosen);
        let receipt =
            Receipt::new(self.market().find(&cite.model)?, cite.subject, workload, self.price_day())?;
        Some(match cite.then.clone() {
            Some(then) => receipt.then(then.title, then.outcome, then.steps),
            None => receipt,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::action::Action;
    use crate::app::update::update;
    use crate::receipt::Subject;
    use crate::store::Documents;

    fn state() -> State {
        State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap()
    }

    fn model(id: &str) -> ModelId {
        ModelId::new(id).unwrap()
    }

    #[test]
    fn the_details_are_those_of_the_model_in_focus() {
        let mut state = state();
        let shown = |state: &State| state.focus.details.as_ref().unwrap().offer.model.name.clone();
        assert_eq!(shown(&state), "Llama 3.3 8B");
        update(&mut state, Action::ChooseModel(Some(model("openai/gpt-4.1"))));
        update(&mut state, Action::SetBaseline(Some(model("openai/gpt-4.1"))));
        let to_baseline = state.focus.details.as_ref().unwrap().task.as_ref().unwrap().to_baseline.unwrap();
        assert_eq!(to_baseline.rounded(2), "1.00");
        update(&mut state, Action::Hover(Some(model("openai/gpt-5.4"))));
        assert_eq!(shown(&state), "GPT-5.4");
        update(&mut state, Action::Hover(None));
        assert_eq!(shown(&state), "GPT-4.1");
    }

    #[test]
    fn an_open_receipt_follows_the_prices_until_it_is_closed() {
        let mut state = state();
        assert!(state.focus.receipt.is_none());
        update(&mut state, Action::OpenReceipt(model("openai/gpt-4.1-mini"), Subject::InputPrice));
        let shown = |state: &State| state.focus.receipt.as_ref().unwrap().outcome.label().to_owned();
        assert_eq!(shown(&state), "$0.40");
        let price = crate::money::Price::per_million("0.3").unwrap();
        let own = Action::SetOwnPrice {
            model: model("openai/gpt-4.1-mini"),
            kind: crate::catalog::PriceKind::standard(crate::catalog::Part::Input),
            price: Some(price),
        };
        update(&mut state, own);
        assert_eq!(shown(&state), "$0.30");
        update(&mut state, Action::CloseReceipt);
        assert!(state.focus.receipt.is_none());
    }
}

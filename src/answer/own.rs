//! What is the user's own in an answer: prices, models and discounts, named in its notes, so that they go wherever the
//! answer goes.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{Answer, counted};
use crate::catalog::{Discount, Market, ModelId, Offer, Origin, OwnPrices, Part, PriceKind, PriceOverride};
use crate::money::Price;

/// The most rows of a table that are looked at: a screen or a page shows fewer.
const MOST_ROWS: usize = 200;
/// The most prices of a model that a note names.
const MOST_PRICES: usize = 4;
/// The most models that a note names.
const MOST_NAMES: usize = 5;

impl Answer {
    /// Says in the notes which of the models that its numbers are about have a price of the user's own or a discount, are
    /// the user's own, or have a doubtful price. Looks at the rows on top only, and at none where the market has nothing of that.
    pub fn note_own(&mut self, market: &Market) {
        let is_noted = |offer: &&Offer| {
            let is_own = offer.is_overridden() || offer.discount.is_some() || offer.origin == Origin::Own;
            is_own || offer.is_doubtful()
        };
        if !market.offers().iter().chain(market.hidden()).any(|offer| is_noted(&offer)) {
            return;
        }
        let offers: Vec<&Offer> = self.models(market).into_iter().filter(is_noted).collect();
        let notes = [doubtful(&offers), own_prices(&offers), own_models(&offers)].into_iter().flatten();
        let notes = notes.chain(discounts(&offers));
        // Before all else: a page may have no room for the last notes.
        self.notes.splice(0..0, notes);
    }

    /// The models that its numbers are about, in the order of their first row.
    fn models<'a>(&self, market: &'a Market) -> Vec<&'a Offer> {
        let mut seen: HashSet<ModelId> = HashSet::new();
        let mut models = Vec::new();
        for row in self.tables.iter().flat_map(|table| table.rows.iter().take(MOST_ROWS)) {
            for cite in row.cells.into_iter().filter_map(|cell| cell.cite) {
                if !seen.contains(&cite.model) {
                    models.extend(market.find(&cite.model));
                    seen.insert(cite.model);
                }
            }
        }
        models
    }
}

/// `Doubtful price: GPT-4.1 (1/40 of what 5 other sellers take (median $2.00))`.
fn doubtful(offers: &[&Offer]) -> Option<String> {
    let names = offers.iter().filter_map(|offer| {
        let finding = offer.open_check()?.findings.iter().find(|finding| !finding.is_impossible())?;
        Some(described(offer, Some(finding.why()), None))
    });
    note("Doubtful price", names.collect())
}

/// `Your own price: GPT-4.1 ($0.01 input, set on 3 May 2026)`.
fn own_prices(offers: &[&Offer]) -> Option<String> {
    let names = offers.iter().filter_map(|offer| {
        let own = offer.own_price.as_ref()?;
        let set_on = own.set_on.map(|date| format!("set on {}", day(date)));
        Some(described(offer, prices(own.prices.iter()), set_on))
    });
    note("Your own price", names.collect())
}

/// `Your own model: Mine ($1.00 input and $2.00 output)`.
fn own_models(offers: &[&Offer]) -> Option<String> {
    let own = offers.iter().filter(|offer| offer.origin == Origin::Own && !offer.is_overridden());
    let names = own.map(|offer| {
        let usual = [Part::Input, Part::Output].map(PriceKind::standard);
        described(offer, prices(usual.into_iter().map(|kind| (kind, offer.prices.get(kind)))), None)
    });
    note("Your own model", names.collect())
}

/// `Your discount of 10 % at OpenAI until 31 December 2026: GPT-4.1 and GPT-4.1 mini`.
fn discounts(offers: &[&Offer]) -> Vec<String> {
    let mut by_discount: Vec<(&Discount, Vec<String>)> = Vec::new();
    for offer in offers {
        let of_list = OwnPrices::of(&offer.listed);
        let is_covered = |own: &PriceOverride| of_list.iter().all(|(kind, _)| own.prices.get(kind).is_some());
        let is_covered = offer.own_price.as_ref().is_some_and(is_covered);
        let Some(discount) = offer.discount.as_deref().filter(|_| !is_covered) else { continue };
        let name = offer.model.name.clone();
        match by_discount.iter_mut().find(|(other, _)| *other == discount) {
            Some((_, names)) => names.push(name),
            None => by_discount.push((discount, vec![name])),
        }
    }
    let words = by_discount.into_iter().filter_map(|(discount, names)| {
        let until = discount.until.map_or_else(String::new, |until| format!(" until {}", day(until)));
        let title =
            format!("Your discount of {} % at {}{until}", discount.off.to_percent(), discount.provider);
        Some(format!("{title}: {}", listed(names)?))
    });
    words.collect()
}

fn note(title: &str, names: Vec<String>) -> Option<String> {
    let plural = if names.len() == 1 { "" } else { "s" };
    Some(format!("{title}{plural}: {}", listed(names)?))
}

fn described(offer: &Offer, prices: Option<String>, set_on: Option<String>) -> String {
    let inside: Vec<String> = prices.into_iter().chain(set_on).collect();
    if inside.is_empty() {
        return offer.model.name.clone();
    }
    format!("{} ({})", offer.model.name, inside.join(", "))
}

/// `$0.01 input and $0.02 output`.
fn prices(all: impl Iterator<Item = (PriceKind, Price)>) -> Option<String> {
    let said = |(kind, price): (PriceKind, Price)| {
        let name = kind.after("");
        format!("{} {}", kind.amount(price), name.replacen(" price", "", 1).trim())
    };
    let mut prices: Vec<String> = all.map(said).collect();
    let more = prices.len().saturating_sub(MOST_PRICES);
    if more > 0 {
        prices.truncate(MOST_PRICES);
        prices.push(format!("{more} more"));
    }
    let last = prices.pop()?;
    Some(if prices.is_empty() { last } else { format!("{} and {last}", prices.join(", ")) })
}

fn listed(names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut names: Vec<String> = names.into_iter().take(MOST_NAMES).collect();
    if more > 0 {
        names.push(counted(more, "more model"));
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::answer::tests::{Owned, bundled, check_form};
    use crate::answer::{
        bills, break_even, budget, choose, cliffs, matrix, portfolio, quality, sensitivity, solve,
        subscription, switching, trend,
    };
    use crate::catalog::{Catalog, Discounts, MarketParts, Model, Overrides, OwnModels, PriceSheet, Source};
    use crate::money::Share;
    use crate::portfolio::{Draft, Entry, Portfolio, Volume};
    use crate::workload::Workload;
    use jiff::civil::date;

    fn price(text: &str) -> Price {
        Price::per_million(text).unwrap()
    }

    fn own_price(id: &str, input: &str) -> PriceOverride {
        PriceOverride {
            model: ModelId::new(id).unwrap(),
            prices: OwnPrices::usual(Some(price(input)), None),
            set_on: Some(date(2026, 5, 3)),
            note: String::new(),
        }
    }

    fn owned(own: &OwnModels, overrides: Vec<PriceOverride>, discounts: Vec<Discount>) -> Owned {
        let market = Market::of(&MarketParts {
            lists: &[Catalog::bundled().unwrap().into()],
            own,
            overrides: &Overrides::new(overrides),
            discounts: &Discounts::new(discounts),
            day: None,
            all_rows: false,
        });
        Owned { market: Arc::new(market), ..bundled() }
    }

    #[test]
    fn an_own_price_an_own_model_and_a_discount_are_named() {
        let source = Source { name: "Me".into(), as_of: None };
        let mut mine = Model::new(ModelId::new("me/mine").unwrap(), "Mine".into(), "Me".into(), source);
        mine.prices = PriceSheet::flat(price("1"), price("2"));
        let discount = Discount {
            provider: "Anthropic".into(),
            off: Share::percent("10").unwrap(),
            until: Some(date(2026, 12, 31)),
            note: String::new(),
        };
        let own = OwnModels { models: vec![mine], hidden: Vec::new() };
        let owned = owned(&own, vec![own_price("openai/gpt-4.1", "0.01")], vec![discount]);
        let mut found =
            bills::answer(&owned.facts(Some(owned.workload("Chat message"))), &bills::Asked::default());
        let before = found.notes.clone();
        found.note_own(&owned.market);
        check_form(&found);
        assert_eq!(
            found.notes[..3],
            [
                "Your own price: GPT-4.1 ($0.01 input, set on 3 May 2026)",
                "Your own model: Mine ($1.00 input and $2.00 output)",
                "Your discount of 10 % at Anthropic until 31 December 2026: Claude Haiku 3.5, Claude Sonnet 4 and \
                 Claude Opus 4.6",
            ]
        );
        assert_eq!(found.notes[3..], before);
        assert!(found.to_markdown(2).contains("Your own price"));
    }

    #[test]
    fn every_answer_marks_what_it_rests_on_and_nothing_else() {
        let catalog = Catalog::bundled().unwrap();
        let all: Vec<PriceOverride> =
            catalog.models.iter().map(|model| own_price(model.id.as_str(), "0.01")).collect();
        let mut owned = owned(&OwnModels::default(), all, Vec::new());
        let entry = |workload: &str| Entry {
            workload: crate::workload::Name::new(workload).unwrap(),
            volume: Volume::RequestsPerDay(10),
            assignment: crate::portfolio::Assignment::CheapestThatFits,
        };
        let draft = Draft { name: "P".into(), entries: vec![entry("Chat message")], ..Draft::default() };
        owned.portfolios = vec![Arc::new(Portfolio::try_from(draft).unwrap())];
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        let chat = Arc::new(chat);
        let facts = owned.facts(Some(&chat));
        let answers = [
            matrix::answer(&facts, &matrix::Asked::default()),
            budget::answer(&facts, &budget::Asked::default()),
            solve::answer(&facts, &solve::Asked::default()),
            bills::answer(&facts, &bills::Asked::default()),
            portfolio::answer(&facts, &portfolio::Asked::default()),
            choose::answer(&facts, &choose::Asked::default()),
            quality::answer(&facts, &quality::Asked),
            break_even::answer(&facts, &break_even::Asked::default()),
            subscription::answer(&facts, &subscription::Asked::default()),
            switching::answer(&facts, &switching::Asked::default()),
            sensitivity::answer(&facts, &sensitivity::Asked::default()),
            trend::answer(&facts, &trend::Asked::default()),
        ];
        for mut answer in answers {
            let before = answer.clone();
            answer.note_own(&bundled().market);
            assert_eq!(answer, before);
            answer.note_own(&owned.market);
            let has_figures = !answer.tables.is_empty();
            let first = answer.notes.first().is_some_and(|note| note.starts_with("Your own price"));
            assert!(first && has_figures, "{answer:?}");
        }
        let mut cliffs = cliffs::answer(&facts, &cliffs::Asked::default());
        cliffs.note_own(&owned.market);
        assert!(cliffs.tables.is_empty() || cliffs.notes[0].starts_with("Your own price"), "{cliffs:?}");
    }
}

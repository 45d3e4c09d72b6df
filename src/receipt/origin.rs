//! Where each price comes from: its layers list -> discount -> own price, and what other lists say.
//!
//! The layers of a line are found by the walk that made the line: the same workload billed at the list's sheet alone,
//! and at the sheet less the discount. So no rule of billing is told a second time here.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Subject, figure};
use crate::billing::{self, Assumption, Bill, Line, Part};
use crate::catalog::{Discount, Model, Offer, PriceKind, PriceOverride, PriceSheet, Source};
use crate::money::{Price, label};
use crate::ranking::Standing;
use crate::workload::Workload;

/// One layer of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Which layer: `List price`, `Less 25 %`, `Own price`.
    pub name: String,
    /// Its value: `$0.05`, `unknown`.
    pub value: String,
    /// Who says so and as of when.
    pub source: String,
    /// Whether this is what is paid: the last layer.
    pub counts: bool,
}

/// What another list says in the place of the list's price or figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// What the list is called.
    pub list: String,
    /// What it says.
    pub value: String,
    /// Who published it and as of when.
    pub source: String,
    /// Whether it says something else than the list that counts.
    pub differs: bool,
}

/// One price, with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceOrigin {
    /// What the price is for: `Input tokens`, `Output tokens above 200,000, off-peak`.
    pub title: String,
    /// Of what the values are prices: `per million tokens`, `per request`.
    pub per: &'static str,
    /// From the list's price to the one that is paid; at least one.
    pub layers: Vec<Layer>,
    /// What other lists say of the same price.
    pub elsewhere: Vec<Elsewhere>,
}

/// The origin of each price of a bill, in the order of its lines.
pub(super) fn of_bill(
    offer: &Offer,
    workload: &Workload,
    bill: &Bill,
    day: Option<Date>,
) -> Vec<PriceOrigin> {
    let at = |sheet: PriceSheet| billing::bill(&Offer { prices: sheet, ..offer.clone() }, workload);
    let list = at(offer.believed());
    let discounted = offer.discount.as_ref().map(|discount| at(offer.believed().less(discount.off)));
    let others: Vec<(&Arc<str>, &Arc<Model>, Bill)> = offer
        .elsewhere
        .iter()
        .map(|(name, model)| (name, model, billing::bill(&other_offer(offer, model, day), workload)))
        .collect();
    let mut origins: Vec<PriceOrigin> = Vec::with_capacity(bill.lines.len());
    for line in bill.lines.iter().filter(|line| line.share.is_none()) {
        let value = |price: Price| value(line.part, price);
        let mut list_price = like(&list, line);
        let mut below = discounted.as_ref().map(|bill| like(bill, line));
        let own = offer
            .own_price
            .as_ref()
            .filter(|own| line.kind.is_some_and(|kind| own.prices.get(kind).is_some()));
        if let (None, Some(kind)) = (own, line.kind)
            && below.unwrap_or(list_price) != line.price
        {
            // The user's other prices lead to another price of the list than the list alone. It is what is paid, or that
            // before the discount.
            list_price = if below.is_some() { before_discount(offer, kind, line) } else { line.price };
            below = below.map(|_| line.price);
        }
        let elsewhere = others.iter().map(|(name, model, bill)| {
            let price = like(bill, line);
            Elsewhere {
                list: name.to_string(),
                value: value(price),
                source: model.source.to_string(),
                differs: price != list_price,
            }
        });
        origins.push(PriceOrigin {
            title: title(line, workload),
            per: if line.part == Part::Request { "per request" } else { "per million tokens" },
            layers: layers(
                offer,
                value(list_price),
                below.map(value),
                own.map(|own| (own, value(line.price))),
            ),
            elsewhere: elsewhere.collect(),
        });
    }
    origins
}

/// The list's price of a line that is paid at one of the list's, with the thresholds at which the user's prices begin.
fn before_discount(offer: &Offer, kind: PriceKind, line: &Line) -> Price {
    let believed = offer.believed();
    let sheet = offer.own_price.as_ref().map_or_else(|| believed.clone(), |own| own.prices.beside(&believed));
    let timed = sheet.times().iter().find(|timed| line.week.is_some_and(|week| week.label == timed.label));
    let price = timed.map_or_else(|| sheet.get(kind), |timed| timed.tariff.get(kind.above, kind.part));
    match line.assumption {
        Some(Assumption::AsProviderDefault(default)) => price.less(default.off()),
        _ => price,
    }
}

/// The origin of a standard base price, whatever the workload.
pub(super) fn of_base(offer: &Offer, part: Part, day: Option<Date>) -> PriceOrigin {
    let all = offer.layers(part);
    let own = offer.own_price.as_ref().zip(all.own);
    let elsewhere = offer.elsewhere.iter().map(|(name, model)| {
        let price = other_offer(offer, model, day).prices.base().get(part);
        Elsewhere {
            list: name.to_string(),
            value: value(part, price),
            source: model.source.to_string(),
            differs: price != all.list,
        }
    });
    PriceOrigin {
        title: capital(part.label()),
        per: "per million tokens",
        layers: layers(
            offer,
            value(part, all.list),
            all.discounted.map(|price| value(part, price)),
            own.map(|(own, price)| (own, value(part, price))),
        ),
        elsewhere: elsewhere.collect(),
    }
}

/// The same figure by each other list, without discounts and own prices, beside this list's.
pub(super) fn figures_elsewhere(
    offer: &Offer,
    subject: Subject,
    workload: Option<&Workload>,
    day: Option<Date>,
) -> Vec<Elsewhere> {
    // A price stands among the prices already.
    if offer.elsewhere.is_empty() || matches!(subject, Subject::InputPrice | Subject::OutputPrice) {
        return Vec::new();
    }
    let measured = |offer: &Offer| subject.measure(workload).map(|measure| measure.of(offer));
    let said = |offer: &Offer| match figure(offer, subject, workload) {
        Ok(label) => label,
        Err(Standing::Free) => "free".to_owned(),
        Err(standing) => standing.reason().unwrap_or_default(),
    };
    let mine = Offer { prices: offer.believed(), ..offer.clone() };
    let of_mine = measured(&mine);
    let this = Elsewhere {
        list: offer.list_name.to_string(),
        value: said(&mine),
        source: offer.model.source.to_string(),
        differs: false,
    };
    let others = offer.elsewhere.iter().map(|(name, model)| {
        let other = other_offer(offer, model, day);
        Elsewhere {
            list: name.to_string(),
            value: said(&other),
            source: model.source.to_string(),
            differs: measured(&other) != of_mine,
        }
    });
    std::iter::once(this).chain(others).collect()
}

/// The model as another list has it, at that list's own prices. What was said of the figures of this list holds for the
/// same ones of another.
fn other_offer(offer: &Offer, model: &Arc<Model>, day: Option<Date>) -> Offer {
    let listed = sheet_on(model, day).clone();
    Offer { model: Arc::clone(model), prices: offer.believing(&listed), listed, ..offer.clone() }
}

fn sheet_on(model: &Model, day: Option<Date>) -> &PriceSheet {
    day.map_or(&model.prices, |day| model.prices_on(day))
}

/// The price on the line of another bill that is for the same thing.
fn like(bill: &Bill, line: &Line) -> Price {
    let mut same = bill.lines.iter().filter(|other| other.part == line.part);
    let of_week =
        same.clone().find(|other| other.week.map(|week| week.label) == line.week.map(|week| week.label));
    of_week.or_else(|| same.next()).map_or(Price::Unknown, |other| other.price)
}

fn layers(
    offer: &Offer,
    list: String,
    discounted: Option<String>,
    own: Option<(&PriceOverride, String)>,
) -> Vec<Layer> {
    let mut layers = vec![Layer {
        name: "List price".to_owned(),
        value: list,
        source: list_source(&offer.list_name, &offer.model.source),
        counts: false,
    }];
    if let Some((discount, value)) = offer.discount.as_ref().zip(discounted) {
        layers.push(Layer {
            name: format!("Less {} %", discount.off.to_percent()),
            value,
            source: discount_source(discount),
            counts: false,
        });
    }
    if let Some((own, value)) = own {
        layers.push(Layer { name: "Own price".to_owned(), value, source: own_source(own), counts: false });
    }
    if let Some(last) = layers.last_mut() {
        last.counts = true;
    }
    layers
}

fn list_source(list: &str, source: &Source) -> String {
    if *source.name == *list { source.to_string() } else { format!("{list}: {source}") }
}

fn discount_source(discount: &Discount) -> String {
    let until = discount.until.map_or_else(String::new, |until| format!(", until {until}"));
    let note = if discount.note.is_empty() { String::new() } else { format!(": {}", discount.note) };
    format!("your discount on {}{until}{note}", discount.provider)
}

fn own_source(own: &PriceOverride) -> String {
    let day = own.set_on.map_or_else(String::new, |day| format!(", set on {day}"));
    let note = if own.note.is_empty() { String::new() } else { format!(": {}", own.note) };
    format!("you{day}{note}")
}

fn value(part: Part, price: Price) -> String {
    match price.known() {
        Some(known) if part == Part::Request => label::exact_dollars(known.times(1)),
        _ => label::exact_price(price),
    }
}

/// `Output tokens, batch, above 200,000, off-peak`.
fn title(line: &Line, workload: &Workload) -> String {
    let mut title = capital(if line.part == Part::Request { "fee for a request" } else { line.part.label() });
    let mut say = |words: &str| {
        title.push_str(", ");
        title.push_str(words);
    };
    if line.part != Part::Request && !workload.processing().is_standard() {
        say(workload.processing().label());
    }
    if let Some(tier) = line.tier {
        let above = if tier.inclusive { "from" } else { "above" };
        say(&format!("prompts {above} {}", label::whole(tier.above)));
    }
    if let Some(week) = line.week {
        say(week.label);
    }
    title
}

/// The words with a capital letter at their beginning, as sentences begin.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

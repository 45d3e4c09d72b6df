//! What will it cost later? The monthly bill with falling prices and growing volume: an assumption, not a forecast.

use std::sync::Arc;

use ethnum::U256;
use jiff::civil::Date;

use super::figure::{Axis, Line, Lines};
use super::{
    About, Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table, counted, free_left_out,
    none_has_a_price,
};
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::trend::{Assumptions, Bills, Month, billed, project, takes_effect};
use crate::money::{Dollars, Quotient, Share, label};
use crate::receipt::Step;
use crate::workload::Workload;

/// Which months have a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Every {
    /// Each.
    Month,
    /// Each third one.
    #[default]
    Quarter,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The model; `None` is the cheapest.
    pub model: Option<ModelId>,
    /// What is assumed.
    pub assumptions: Assumptions,
    /// Which months have a row.
    pub every: Every,
}

impl Default for Asked {
    fn default() -> Self {
        let assumptions = Assumptions { months: 24, ..Assumptions::default() };
        Self { model: None, assumptions, every: Every::default() }
    }
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = format!("What will it cost in {}?", months_words(asked.assumptions.months));
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see what it will cost")?;
    let About { offer, free } = facts.named_or_cheapest(asked.model.as_ref(), workload);
    let Some(offer) = offer else {
        return Err(none_has_a_price(workload, free));
    };
    let months = match project(offer, workload, facts.today, asked.assumptions) {
        Ok(months) => months,
        Err(None) => {
            return Err(format!("Set requests per day to see what {} will cost", workload.name()));
        }
        Err(Some(total)) => {
            let reason = total.reason().unwrap_or_default();
            return Err(format!("What {} will cost is not known: {reason}", offer.model.name));
        }
    };
    if let Some(last) = months.last() {
        answer.headline = headline(offer, asked.assumptions, last);
    }
    answer.figure = Some(Figure::Lines(lines(asked.assumptions, &months)));
    answer.tables.push(table(offer, workload, asked, &months));
    notes(facts, offer, workload, asked.assumptions, &mut answer.notes);
    answer.notes.extend(free_left_out(free));
    Ok(())
}

/// `24 months`.
fn months_words(months: u16) -> String {
    counted(usize::from(months), "month")
}

fn percent(share: Share) -> String {
    format!("{} %", share.to_percent())
}

fn headline(offer: &Offer, assumptions: Assumptions, last: &Month) -> String {
    let bill = if last.bills.fast == last.bills.slow {
        label::dollars(last.bills.slow)
    } else {
        format!("{} to {}", label::dollars(last.bills.fast), label::dollars(last.bills.slow))
    };
    let (slow, fast) = (assumptions.slow_decline.to_percent(), percent(assumptions.fast_decline));
    format!(
        "In {} {} costs {bill} a month if prices fall {slow} to {fast} a year, and {} if they stay",
        months_words(last.index),
        offer.model.name,
        label::dollars(last.bills.unchanged)
    )
}

/// The months at each price. Where others begin the bill jumps: that month is the last point at the prices before, and
/// the first of the next piece.
fn pieces(months: &[Month], amount: fn(Bills) -> Dollars) -> Vec<Vec<(f64, f64)>> {
    let point = |month: &Month, bills| (f64::from(month.index), amount(bills).to_f64());
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for month in months {
        if let Some(before) = month.before {
            piece.push(point(month, before));
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(point(month, month.bills));
    }
    pieces.push(piece);
    pieces
}

/// What lies between slow and fast. It jumps as the lines do: two places at the same month.
fn band(months: &[Month]) -> Vec<(f64, f64, f64)> {
    let all = months.iter().flat_map(|month| {
        let both = month.before.into_iter().chain([month.bills]);
        both.map(|bills| (f64::from(month.index), bills.fast.to_f64(), bills.slow.to_f64()))
    });
    all.collect()
}

fn lines(assumptions: Assumptions, months: &[Month]) -> Lines {
    let line = |name: String, amount: fn(Bills) -> Dollars, band| Line {
        name,
        pieces: pieces(months, amount),
        band,
    };
    let assumed = |decline| format!("Assumption: prices fall {} a year", percent(decline));
    Lines {
        x: Axis { title: "Months from now".to_owned(), scale: Scale::Linear, unit: Unit::Months },
        y: Axis {
            title: "US dollars a month (assumed)".to_owned(),
            scale: Scale::Linear,
            unit: Unit::Dollars,
        },
        lines: vec![
            line("Prices stay".to_owned(), |bills| bills.unchanged, Vec::new()),
            line(assumed(assumptions.slow_decline), |bills| bills.slow, band(months)),
            line(assumed(assumptions.fast_decline), |bills| bills.fast, Vec::new()),
        ],
        ..Lines::default()
    }
}

fn table(offer: &Offer, workload: &Arc<Workload>, asked: &Asked, months: &[Month]) -> Table {
    let assumptions = asked.assumptions;
    let falling = |decline| Column::number(format!("Prices fall {} a year", percent(decline)));
    let columns = vec![
        Column::words("Month"),
        Column::number("Requests"),
        Column::number("Prices stay"),
        falling(assumptions.slow_decline),
        falling(assumptions.fast_decline),
    ];
    let every = match asked.every {
        Every::Month => 1,
        Every::Quarter => 3,
    };
    let last = months.last().map(|month| month.index);
    let shown = months.iter().filter(|month| month.index % every == 0 || Some(month.index) == last);
    let rows = shown.map(|month| {
        let cell = |bill: Dollars, level: &str| {
            Cell::dollars(bill).from_figure(cite(offer, workload, month, bill, level))
        };
        let name = match month.index {
            0 => format!("{} (now)", month.day.strftime("%Y-%m")),
            _ => month.day.strftime("%Y-%m").to_string(),
        };
        let cells = vec![
            name.into(),
            Cell::from(requests_words(month.requests)).of(Quotient::new(month.requests, U256::ONE)),
            cell(month.bills.unchanged, "1"),
            cell(month.bills.slow, &month.slow_level()),
            cell(month.bills.fast, &month.fast_level()),
        ];
        let emphasis = if Some(month.index) == last { Emphasis::Strong } else { Emphasis::Plain };
        Row { cells, emphasis }
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

/// `30,000`, beyond 64 bits as well.
fn requests_words(requests: U256) -> String {
    label::quotient(Quotient::new(requests, U256::ONE), 0)
}

/// How a month's bill follows from what a task costs now.
fn cite(offer: &Offer, workload: &Arc<Workload>, month: &Month, bill: Dollars, level: &str) -> Cite {
    let mut steps = Vec::new();
    let at = match (month.announced, month.without_discount) {
        (false, false) => None,
        (true, false) => Some("at the prices announced for"),
        (false, true) => Some("without the discount, which has ended by"),
        (true, true) => Some("without the discount, at the prices announced for"),
    };
    if let Some(at) = at {
        let factors = format!("One task {at} {}", month.day);
        steps.push(Step::stated(factors, label::exact_dollars(month.task)));
    }
    let fee = workload.monthly_fee();
    let fee =
        if fee.is_zero() { String::new() } else { format!(" + {} monthly fee", label::exact_dollars(fee)) };
    let outcome = label::dollars(bill);
    let of = if month.announced { "the announced prices" } else { "today's prices" };
    let factors = format!(
        "{} a task x {} x {level} of {of} (assumed){fee}",
        label::exact_dollars(month.task),
        if month.requests == U256::ONE {
            "1 request".to_owned()
        } else {
            format!("{} requests", requests_words(month.requests))
        }
    );
    steps.push(Step::stated(factors, outcome.clone()));
    let title = format!("Bill of the month from {}, an assumption", month.day);
    Cite::cost(offer, workload).then_steps(title, outcome, steps)
}

/// What lies over the list's prices on a day: `, less 15 %`.
fn layers(offer: &Offer, day: Date) -> String {
    let discount = offer.discount.as_ref().filter(|discount| discount.holds(Some(day)));
    let discount = discount.map_or_else(String::new, |discount| format!(", less {}", percent(discount.off)));
    let own = if offer.own_price.is_some() { ", your own price above them" } else { "" };
    format!("{discount}{own}")
}

fn notes(
    facts: &Facts<'_>,
    offer: &Offer,
    workload: &Workload,
    assumptions: Assumptions,
    notes: &mut Vec<String>,
) {
    notes.push(format!(
        "Every figure after the first month is an assumption, not a forecast: prices fall {} to {} a year, and \
         the volume grows {} a month",
        assumptions.slow_decline.to_percent(),
        percent(assumptions.fast_decline),
        percent(assumptions.growth)
    ));
    if assumptions.fast_decline.max(assumptions.slow_decline) > Share::ZERO && assumptions.months > 0 {
        notes.push("Within each year prices fall evenly, by the same amount each month".to_owned());
    }
    for dated in offer.model.announced_after(facts.today) {
        let Some(from) = dated.from else { continue };
        if !takes_effect(offer, facts.today, from) {
            notes.push(format!(
                "Prices are announced from {from}, scheduled and unconfirmed; they change nothing of what you pay"
            ));
            continue;
        }
        let prices = billed(offer, &dated.prices, from);
        notes.push(format!(
            "From {from} the announced prices count, scheduled and unconfirmed{}: {} in, {} out per million tokens",
            layers(offer, from),
            label::exact_price(prices.input),
            label::exact_price(prices.output)
        ));
    }
    if let Some(discount) = &offer.discount
        && let Some(until) = discount.until
    {
        notes.push(format!("The discount of {} counts through {until}", percent(discount.off)));
    }
    if !workload.monthly_fee().is_zero() {
        notes.push("The workload's monthly fee neither falls nor grows".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::catalog::{
        Catalog, DatedPrices, Discount, Discounts, Market, MarketParts, Model, Overrides, OwnModels,
        OwnPrices, PriceOverride, PriceSheet,
    };
    use crate::money::Price;
    use jiff::civil::date;

    fn chat(owned: &crate::answer::tests::Owned) -> Arc<Workload> {
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(1_000);
        Arc::new(chat)
    }

    #[test]
    fn a_thousand_messages_a_day_in_two_years() {
        let owned = bundled();
        let chat = chat(&owned);
        let asked = Asked { model: ModelId::new("openai/gpt-5.4").ok(), ..Asked::default() };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "In 24 months GPT-5.4 costs $24.38 to $47.78 a month if prices fall 30 to 50 % a year, and $97.50 \
             if they stay"
        );
        assert_eq!(found.tables[0].rows.len(), 9);
        let slow = cell(&found, "2027-11", "Prices fall 30 % a year");
        assert_eq!(slow.text, "$68.25");
        let then = slow.cite.as_ref().unwrap().then.as_ref().unwrap();
        assert_eq!(then.outcome, slow.text);
        assert!(then.steps[0].factors.contains("x 30,000 requests x 0.7 of"), "{then:?}");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(lines.lines[1].band.len(), 25);
        assert!(found.notes[0].contains("assumption"));
        assert!(found.notes[1].starts_with("Within each year prices fall evenly"), "{:?}", found.notes);
        let months = lines.x.scaled(lines.lines[0].pieces[0].iter().map(|(month, _)| *month));
        let labels: Vec<&str> = months.ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["0", "6", "12", "18", "24"]);
        let monthly = answer(&owned.facts(Some(&chat)), &Asked { every: Every::Month, ..asked });
        assert_eq!(monthly.tables[0].rows.len(), 25);
    }

    /// The bundled market with GPT-5.4 at 15 % off until a day, and $5 and $20 a million announced for 2027.
    fn announced(until: Option<Date>) -> crate::answer::tests::Owned {
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let model = catalog.models.iter_mut().find(|model| model.name == "GPT-5.4").unwrap();
        let price = |text: &str| Price::per_million(text).unwrap();
        let prices = PriceSheet::flat(price("5"), price("20"));
        model.dated = vec![DatedPrices { from: Some(date(2027, 1, 1)), until: None, prices }];
        let off = Share::percent("15").unwrap();
        let discount = Discount { provider: "OpenAI".into(), off, until, note: String::new() };
        owned.market = Arc::new(Market::of(&MarketParts {
            lists: &[catalog.into()],
            own: &OwnModels::default(),
            overrides: &Overrides::default(),
            discounts: &Discounts::new(vec![discount]),
            day: Some(date(2026, 11, 25)),
            all_rows: true,
        }));
        owned
    }

    #[test]
    fn an_announced_price_is_a_step_to_what_is_billed() {
        let owned = announced(None);
        let chat = chat(&owned);
        let asked = Asked { model: ModelId::new("openai/gpt-5.4").ok(), ..Asked::default() };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        let note = "From 2027-01-01 the announced prices count, scheduled and unconfirmed, less 15 %: $4.25 in, \
                    $17.00 out per million tokens";
        assert!(found.notes.iter().any(|said| said == note), "{:?}", found.notes);
        // $97.50 and $195.00, less 15 %; today is 2026-11-25, so that the third month is the first of the new prices.
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        let [before, after] = lines.lines[0].pieces.as_slice() else { panic!("{lines:?}") };
        assert_eq!(before.as_slice(), [(0.0, 82.875), (1.0, 82.875), (2.0, 82.875)]);
        assert_eq!((after[0], after.len()), ((2.0, 165.75), 23));
        for line in &lines.lines {
            let [before, after] = line.pieces.as_slice() else { panic!("{line:?}") };
            assert!(before.last().unwrap().0.total_cmp(&after[0].0).is_eq(), "{line:?}");
        }
        // x (1 - 0.3 / 6) and x (1 - 0.5 / 6) in the two months before.
        let steps: Vec<_> =
            lines.lines[1].band.iter().filter(|(month, ..)| *month > 1.5 && *month < 2.5).collect();
        assert!(
            (steps[0].1 - 82.875 * 11.0 / 12.0).abs() < 1e-6 && (steps[0].2 - 82.875 * 0.95).abs() < 1e-6
        );
        assert_eq!(*steps[1], (2.0, 165.75, 165.75));
    }

    #[test]
    fn ones_own_price_stands_above_an_announced_one() {
        let mut owned = announced(None);
        let model = Model::clone(&owned.market.find(&ModelId::new("openai/gpt-5.4").unwrap()).unwrap().model);
        let source = model.source.clone();
        let catalog = Catalog { name: "One".into(), source, models: vec![model] };
        let mut overrides = Overrides::default();
        let price = |text: &str| Some(Price::per_million(text).unwrap());
        overrides.set(PriceOverride {
            model: ModelId::new("openai/gpt-5.4").unwrap(),
            prices: OwnPrices::usual(price("2.5"), price("10")),

            note: String::new(),
            set_on: None,
        });
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &overrides));
        let chat = chat(&owned);
        let found = answer(&owned.facts(Some(&chat)), &Asked::default());
        check_form(&found);
        assert!(found.headline.contains("$24.38 to $47.78 a month"), "{}", found.headline);
        let note = "Prices are announced from 2027-01-01, scheduled and unconfirmed; they change nothing of what you pay";
        assert!(found.notes.iter().any(|said| said == note), "{:?}", found.notes);
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert!(lines.lines.iter().all(|line| line.pieces.len() == 1));
        let later = cell(&found, "2027-02", "Prices stay").cite.unwrap().then.unwrap();
        assert!(later.steps[0].factors.ends_with("of today's prices (assumed)"), "{later:?}");
    }

    #[test]
    fn a_discount_ends_on_its_day_and_the_receipt_says_so() {
        let owned = announced(Some(date(2027, 3, 31)));
        let chat = chat(&owned);
        let none = Share::ZERO;
        let assumptions = Assumptions { slow_decline: none, fast_decline: none, growth: none, months: 6 };
        let asked = Asked { model: ModelId::new("openai/gpt-5.4").ok(), assumptions, every: Every::Month };
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(cell(&found, "2027-03", "Prices stay").text, "$165.75");
        let after = cell(&found, "2027-04", "Prices stay");
        assert_eq!(after.text, "$195.00");
        let steps = &after.cite.as_ref().unwrap().then.as_ref().unwrap().steps;
        assert_eq!(steps[0].factors, "One task without the discount, at the prices announced for 2027-04-25");
        assert!(found.notes.iter().any(|said| said == "The discount of 15 % counts through 2027-03-31"));
    }

    #[test]
    fn one_month_is_one_month() {
        let owned = bundled();
        let chat = chat(&owned);
        let assumptions = Assumptions { months: 1, ..Assumptions::default() };
        let found = answer(&owned.facts(Some(&chat)), &Asked { assumptions, ..Asked::default() });
        assert_eq!(found.title, "What will it cost in 1 month?");
        assert!(found.headline.starts_with("In 1 month Llama 3.3 8B costs"), "{}", found.headline);
    }

    #[test]
    fn without_a_volume_it_says_what_to_do() {
        let owned = bundled();
        let found = answer(&owned.facts(Some(owned.workload("Chat message"))), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "Set requests per day to see what Chat message will cost");
        assert_eq!(
            answer(&owned.facts(None), &Asked::default()).headline,
            "Add a workload to see what it will cost"
        );
    }
}

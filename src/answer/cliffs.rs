//! Are we near a price step? Long-context prices: what the step costs, and how many tokens fewer avoid it.

use std::sync::Arc;

use super::figure::{Axis, Line, Lines, Mark, Rule, to_f64};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Number, Row, Rows, Table, counted};
use crate::billing::{self, Total};
use crate::catalog::{ModelId, Offer, identity};
use crate::chart::{Scale, Unit};
use crate::decide::Variable;
use crate::decide::cliffs::{Cliff, NoCost, Position, cliffs, has_tiers};
use crate::decide::switching::Saving;
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The model whose cost is drawn; `None` is the one that is nearest to a step.
    pub model: Option<ModelId>,
    /// The size that 95 of 100 prompts do not exceed, in tokens; `None` when it is not known.
    pub p95: Option<u64>,
}

/// A step of one model.
#[derive(Clone, Copy)]
struct Step {
    /// The model's place among those that are compared.
    offer: usize,
    cliff: Cliff,
}

/// What is odd about a size that 95 of 100 prompts do not exceed: that it is below the workload's own prompt.
fn doubt(workload: &Workload, p95: Option<u64>) -> Option<String> {
    let own = workload.input_tokens();
    let p95 = p95.filter(|p95| *p95 < own)?;
    Some(format!(
        "95 of 100 prompts of at most {} would be shorter than the workload's own of {}",
        tokens(p95),
        tokens(own)
    ))
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    Answer::to(facts, "Are we near a price step?".to_owned(), |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see whether it is near a price step")?;
    let mut steps = steps(facts, workload, asked.p95);
    if steps.is_empty() {
        let is_elsewhere = facts.compared.offers().iter().any(has_tiers);
        return Err(if is_elsewhere {
            format!(
                "No: {} is billed at no price with a step; other modes or times of these models have some",
                workload.name()
            )
        } else {
            "No compared model has a long-context price: load a price list that has some".to_owned()
        });
    }
    // Those that are over come first, then the nearest; of several as near, the cheapest, as Compare ranks them.
    steps.sort_by_cached_key(|step| {
        let cost = facts.compared.get(step.offer).and_then(|offer| billing::total(offer, workload).priced());
        (
            !step.cliff.is_due(),
            distance(step.cliff),
            facts.compared.get(step.offer).is_none_or(is_variant),
            cost.is_none(),
            cost,
            facts.compared.among_equals(step.offer),
        )
    });
    answer.headline = headline(facts, workload, &steps);
    answer.details.extend(doubt(workload, asked.p95));
    let shown = asked.model.as_ref().and_then(|id| facts.find(id));
    if let Some(offer) = shown.or_else(|| by_itself(facts, workload, &steps)) {
        answer.about = Some(offer.model.id.clone());
        let own = cliffs(offer, workload, asked.p95);
        detail(offer, workload, &own, &mut answer.details);
        answer.figure = Some(Figure::Lines(lines(offer, workload, asked.p95, &own)));
    }
    answer.tables.push(table(facts, steps, workload, asked.p95.is_some()));
    answer.notes.push(
        "Above a threshold the whole request is billed at the long-context prices; the cached parts of the \
         prompt and the answer stay as the workload has them"
            .to_owned(),
    );
    if asked.p95.is_none() {
        answer
            .notes
            .push("Give the size that 95 of 100 prompts do not exceed to see the long ones".to_owned());
    }
    Ok(())
}

/// Whether it is a way in which a model is sold, as ids such as `qwen-flash:batch` say, and no model by itself.
fn is_variant(offer: &Offer) -> bool {
    offer.model.id.as_str().contains(':')
}

/// The model whose cost is drawn where none was chosen: the first of the user's that has a step, else the cheapest that
/// has one, of a known maker where there is one.
fn by_itself<'a>(facts: &Facts<'a>, workload: &Workload, steps: &[Step]) -> Option<&'a Offer> {
    let has_step = |offer: &&Offer| !cliffs(offer, workload, None).is_empty();
    if let Some(offer) = facts.mine.iter().filter_map(|id| facts.find(id)).find(has_step) {
        return Some(offer);
    }
    let offers = || steps.iter().filter_map(|step| facts.compared.get(step.offer));
    let cost = |offer: &&Offer| billing::total(offer, workload).priced();
    let of_rank = |offer: &&Offer| {
        let is_unknown = identity::maker_of(&offer.identity.model).is_none();
        let total = cost(offer);
        (is_variant(offer), is_unknown, total.is_none(), total)
    };
    // Of several at one cost the first: the nearest to its step.
    offers().min_by_key(of_rank)
}

fn steps(facts: &Facts<'_>, workload: &Workload, p95: Option<u64>) -> Vec<Step> {
    // Without prices beyond the two there is no tier.
    let offers = facts.compared.offers().iter().enumerate().filter(|(_, offer)| offer.prices.more.is_some());
    let steps = offers.flat_map(|(place, offer)| {
        cliffs(offer, workload, p95).into_iter().map(move |cliff| Step { offer: place, cliff })
    });
    steps.collect()
}

const fn distance(cliff: Cliff) -> u64 {
    match cliff.typical {
        Position::Below { tokens_to_go } => tokens_to_go,
        Position::Over { tokens_too_many } => tokens_too_many,
    }
}

/// `1 token`, `5,001 tokens`.
fn tokens(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "token")
}

fn headline(facts: &Facts<'_>, workload: &Workload, steps: &[Step]) -> String {
    let name = |step: &Step| facts.compared.get(step.offer).map_or("", |offer| offer.model.name.as_str());
    let is_over = |step: &&Step| matches!(step.cliff.typical, Position::Over { .. });
    let over = steps.iter().filter(is_over).count();
    let due = steps.iter().filter(|step| step.cliff.is_due()).count();
    let prompt = tokens(workload.input_tokens());
    let of = counted(steps.len(), "price step");
    match (over, due, steps.first()) {
        (0, 0, Some(first)) => format!(
            "No: the prompt of {prompt} is below each of {of}; the nearest is {} away, on {}",
            tokens(distance(first.cliff)),
            name(first)
        ),
        (0, ..) => format!("Long prompts are: at least 5 of 100 are over {due} of {of}"),
        _ => format!("Yes: the prompt of {prompt} is over {over} of {of}"),
    }
}

/// What it would save to stay below, in words.
fn detail(offer: &Offer, workload: &Workload, own: &[Cliff], details: &mut Vec<String>) {
    let name = &offer.model.name;
    if own.is_empty() {
        details.push(format!("{name} has no long-context price"));
    }
    for cliff in own {
        let at = tokens(cliff.last_before);
        let on = format!("On {name} the step above {at}");
        let cached = cliff.before.err().filter(|reason| matches!(reason, NoCost::Cached { .. }));
        if let Some(reason) = cached {
            details.push(format!("{on} {}", reason.words()));
            continue;
        }
        let step = cliff.step.map_or_else(
            || {
                format!(
                    "costs an unknown amount ({})",
                    cliff.reason().map_or_else(String::new, NoCost::words)
                )
            },
            |step| format!("{} a task", saving_words(step)),
        );
        details.push(match cliff.typical {
            Position::Over { tokens_too_many } => {
                let avoid = if tokens_too_many == 1 { "avoids" } else { "avoid" };
                format!("{on} {step}; {} fewer {avoid} it", tokens(tokens_too_many))
            }
            Position::Below { tokens_to_go } => format!("{on} {step}; it is {} away", tokens(tokens_to_go)),
        });
        if let Some(Position::Over { tokens_too_many }) = cliff.p95 {
            details.push(format!(
                "At least 5 of 100 prompts are above {at}; cut by {}, 95 of 100 avoid it",
                tokens(tokens_too_many)
            ));
        }
    }
    if let (Some(_), [cliff, ..]) = (workload.requests_per_month(), own)
        && let Position::Over { .. } = cliff.typical
        && let (Some(now), Some(cut)) = (
            billing::total(offer, workload).priced().and_then(|cost| billing::monthly(cost, workload)),
            cliff.before.ok().and_then(|before| billing::monthly(before, workload)),
        )
    {
        details.push(format!(
            "A month of such prompts costs {}, and {} cut to {}",
            label::dollars(now),
            label::dollars(cut),
            tokens(cliff.last_before)
        ));
    }
}

fn saving_words(saving: Saving) -> String {
    match saving {
        Saving::Costs(amount) => format!("costs {}", label::dollars(amount)),
        Saving::Saves(amount) => format!("saves {}", label::dollars(amount)),
        Saving::Nothing => "costs nothing".to_owned(),
    }
}

fn cost_at(offer: &Offer, workload: &Workload, tokens: u64) -> Option<Dollars> {
    billing::total(offer, &Variable::InputTokens.at(workload, tokens)).cost().ok()
}

/// The cost over the length of the prompt: a piece on each side of a step.
fn lines(offer: &Offer, workload: &Workload, p95: Option<u64>, own: &[Cliff]) -> Lines {
    let prompt = workload.input_tokens();
    let longest = own.iter().map(|cliff| cliff.last_before).chain([prompt]).chain(p95).max();
    let end = longest.unwrap_or(prompt).saturating_add(longest.unwrap_or(prompt) / 4);
    let stretches = Variable::InputTokens.stretches(&[offer], workload);
    let within = stretches.iter().filter(|stretch| *stretch.start() <= end);
    let pieces = within.filter_map(|stretch| {
        let (from, to) = (*stretch.start(), (*stretch.end()).min(end));
        let point = |tokens| Some((to_f64(tokens), cost_at(offer, workload, tokens)?.to_f64()));
        Some(vec![point(from)?, point(to)?])
    });
    let marks = own.iter().filter_map(|cliff| {
        let before = cliff.before.ok()?;
        let after = cliff.after.map_or_else(|_| "unknown".to_owned(), label::dollars);
        Some(Mark {
            x: to_f64(cliff.last_before),
            y: before.to_f64(),
            label: format!("{}: {} to {after}", label::whole(cliff.last_before), label::dollars(before)),
        })
    });
    let long = p95.and_then(|tokens| {
        let cost = cost_at(offer, workload, tokens)?;
        let label = format!("95 of 100 up to {}: {}", label::whole(tokens), label::dollars(cost));
        Some(Mark { x: to_f64(tokens), y: cost.to_f64(), label })
    });
    Lines {
        x: Axis { title: "Tokens of the prompt".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars a task".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![Line { name: offer.model.name.clone(), pieces: pieces.collect(), band: Vec::new() }],
        marks: marks.chain(long).collect(),
        rules: vec![Rule { at: to_f64(prompt), label: format!("the workload: {}", label::whole(prompt)) }],
    }
}

fn table(facts: &Facts<'_>, steps: Vec<Step>, workload: &Arc<Workload>, has_p95: bool) -> Table {
    let mut columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Longest before the step"),
        Column::number("A task before"),
        Column::number("With one token more"),
        Column::number("The step"),
        Column::words("The workload's prompt"),
    ];
    if has_p95 {
        columns.push(Column::words("95 of 100"));
    }
    let (market, workload) = (Arc::clone(facts.compared), Arc::clone(workload));
    let rows = Rows::made(steps.into(), move |_, Step { offer, cliff }| {
        let Some(offer) = market.get(*offer) else { return Row::default() };
        let at = |tokens| Cite::cost(offer, &Arc::new(Variable::InputTokens.at(&workload, tokens)));
        let after_it = cliff.last_before.saturating_add(1);
        let cell = |cost: Result<Dollars, NoCost>, tokens| match cost {
            Ok(cost) if cost.is_zero() => Cell::cited("free", at(tokens)),
            Ok(cost) => Cell::dollars(cost).from_figure(at(tokens)),
            // There is no such prompt, so there is no receipt.
            Err(NoCost::Cached { .. }) => "—".into(),
            Err(NoCost::Of(Total::Excluded(_))) => Cell::cited("can't", at(tokens)),
            Err(NoCost::Of(_)) => Cell::cited("unknown", at(tokens)),
        };
        let step = match (cliff.step, cliff.before, cliff.after) {
            (Some(step), Ok(before), Ok(after)) => {
                let factors = format!("{} - {}", label::exact_dollars(after), label::exact_dollars(before));
                let (text, number) = match step {
                    Saving::Costs(amount) => (label::dollars(amount), Number::Dollars(amount)),
                    Saving::Saves(amount) => (format!("-{}", label::dollars(amount)), Number::Less(amount)),
                    Saving::Nothing => (label::dollars(Dollars::ZERO), Number::Dollars(Dollars::ZERO)),
                };
                let cite = at(after_it).then("What the step costs", factors, text.clone());
                Cell::cited(text, cite).of(number)
            }
            _ => "—".into(),
        };
        let reason = cliff.reason().map_or_else(String::new, |reason| format!("; {}", reason.words()));
        let mut cells = vec![
            offer.model.name.as_str().into(),
            offer.model.provider.as_str().into(),
            Cell::count(cliff.last_before),
            cell(cliff.before, cliff.last_before),
            cell(cliff.after, after_it),
            step,
            format!("{}{reason}", position_words(cliff.typical)).into(),
        ];
        if has_p95 {
            cells.push(cliff.p95.map_or_else(String::new, position_words).into());
        }
        Row { cells, emphasis: if cliff.is_due() { Emphasis::Strong } else { Emphasis::Plain } }
    });
    Table { title: String::new(), columns, rows }
}

fn position_words(position: Position) -> String {
    match position {
        Position::Below { tokens_to_go } => format!("{} to go", tokens(tokens_to_go)),
        Position::Over { tokens_too_many } => format!("{} too many", tokens(tokens_too_many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::catalog::{
        Catalog, ContextTier, Market, MorePrices, Overrides, OwnModels, PriceSheet, Rates, Tariff,
    };
    use crate::money::Price;

    fn with_a_tier() -> Market {
        with_a_tier_from("2", "12")
    }

    fn with_a_tier_from(input: &str, output: &str) -> Market {
        let mut catalog = Catalog::bundled().unwrap();
        let rates = |input: &str, output: &str| Rates {
            input: Price::per_million(input).unwrap(),
            output: Price::per_million(output).unwrap(),
            ..Rates::default()
        };
        let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("4", "18") };
        let standard = Tariff::new(rates(input, output), vec![tier]);
        let model = catalog.models.iter_mut().find(|model| model.name == "Gemini 3.1 Pro").unwrap();
        model.prices = PriceSheet::new(MorePrices { standard, ..MorePrices::default() });
        Market::new(&catalog, &OwnModels::default(), &Overrides::default())
    }

    #[test]
    fn a_prompt_near_a_doubling_of_the_price() {
        let mut owned = bundled();
        owned.market = Arc::new(with_a_tier());
        let mut workload = Workload::clone(owned.workload("Chat message"));
        workload.set_input_tokens(195_000);
        workload.set_output_tokens(1_000);
        let workload = Arc::new(workload);
        let asked = Asked { p95: Some(210_000), ..Asked::default() };
        let found = answer(&owned.facts(Some(&workload)), &asked);
        check_form(&found);
        assert_eq!(found.headline, "Long prompts are: at least 5 of 100 are over 1 of 1 price step");
        assert!(found.details[0].ends_with("costs $0.406 a task; it is 5,001 tokens away"), "{found:?}");
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "A task before").text, "$0.412");
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "95 of 100").text, "10,000 tokens too many");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        let tops: Vec<f64> = lines.lines[0].pieces.iter().map(|piece| piece[1].1).collect();
        assert!(tops.len() == 2 && (tops[0] - 0.412).abs() < 1e-9, "{tops:?}");
    }

    #[test]
    fn one_token_is_one_and_a_p95_below_the_own_prompt_is_doubted() {
        let mut owned = bundled();
        owned.market = Arc::new(with_a_tier());
        let mut workload = Workload::clone(owned.workload("Chat message"));
        workload.set_input_tokens(200_001);
        let workload = Arc::new(workload);
        let found = answer(&owned.facts(Some(&workload)), &Asked { p95: Some(200_000), ..Asked::default() });
        check_form(&found);
        assert_eq!(
            found.details[0],
            "95 of 100 prompts of at most 200,000 tokens would be shorter than the workload's own of 200,001 tokens"
        );
        assert!(found.details[1].ends_with("a task; 1 token fewer avoids it"), "{found:?}");
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "The workload's prompt").text, "1 token too many");
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "95 of 100").text, "1 token to go");
        let found = answer(&owned.facts(Some(&workload)), &Asked { p95: Some(200_001), ..Asked::default() });
        assert!(!found.details[0].starts_with("95 of 100"), "{found:?}");
    }

    #[test]
    fn a_step_without_a_cost_is_no_no() {
        use crate::workload::{Draft, Processing};

        let mut owned = bundled();
        owned.market = Arc::new(with_a_tier());
        let with = |draft: Draft| Arc::new(Workload::try_from(draft).unwrap());
        let mut long = Workload::clone(owned.workload("Chat message"));
        long.set_input_tokens(250_000);
        let cached = with(Draft { cache_read_tokens: 240_000, ..long.to_draft() });
        let found = answer(&owned.facts(Some(&cached)), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "Yes: the prompt of 250,000 tokens is over 1 of 1 price step");
        assert_eq!(
            found.details,
            ["On Gemini 3.1 Pro the step above 200,000 tokens cannot be avoided: 240,000 tokens are cached"]
        );
        assert_eq!(
            cell(&found, "Gemini 3.1 Pro", "The workload's prompt").text,
            "50,000 tokens too many; cannot be avoided: 240,000 tokens are cached"
        );
        let batch = with(Draft { processing: Processing::Batch, ..long.to_draft() });
        let found = answer(&owned.facts(Some(&batch)), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "Yes: the prompt of 250,000 tokens is over 1 of 1 price step");
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "With one token more").text, "unknown");
        assert!(found.details[0].contains("(the batch price of input tokens"), "{found:?}");
    }

    #[test]
    fn what_costs_nothing_is_free_as_in_all_tables() {
        let mut owned = bundled();
        owned.market = Arc::new(with_a_tier_from("0", "0"));
        let mut workload = Workload::clone(owned.workload("Chat message"));
        workload.set_input_tokens(195_000);
        let found = answer(&owned.facts(Some(&Arc::new(workload))), &Asked::default());
        check_form(&found);
        assert_eq!(cell(&found, "Gemini 3.1 Pro", "A task before").text, "free");
    }

    #[test]
    fn steps_of_other_times_are_named_where_none_counts() {
        use crate::catalog::{DayWindow, TimedTariff, WeekTimes};
        use crate::workload::{Draft, Runs, WeekMinute};

        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let rates = |input: &str| Rates {
            input: Price::per_million(input).unwrap(),
            output: Price::per_million("12").unwrap(),
            ..Rates::default()
        };
        let tier = ContextTier { above: 200_000, inclusive: false, rates: rates("4") };
        let when = WeekTimes::of_windows(&[DayWindow { start: 0, end: 60, weekdays: 127, offset: 0 }]);
        let timed = TimedTariff::new("off-peak", when, Tariff::new(rates("1"), vec![tier]));
        let standard = Tariff::new(rates("2"), Vec::new());
        catalog.models[0].prices =
            PriceSheet::new(MorePrices { standard, times: vec![timed], ..MorePrices::default() });
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let noon =
            Draft { runs: Runs::At(WeekMinute::new(720)), ..owned.workload("Chat message").to_draft() };
        let noon = Arc::new(Workload::try_from(noon).unwrap());
        let found = answer(&owned.facts(Some(&noon)), &Asked::default());
        check_form(&found);
        assert_eq!(
            found.headline,
            "No: Chat message is billed at no price with a step; other modes or times of these models have some"
        );
    }

    #[test]
    fn without_long_context_prices_it_says_what_to_do() {
        let owned = bundled();
        let found = answer(&owned.facts(Some(&owned.workloads[0])), &Asked::default());
        check_form(&found);
        assert_eq!(
            found.headline,
            "No compared model has a long-context price: load a price list that has some"
        );
    }
}

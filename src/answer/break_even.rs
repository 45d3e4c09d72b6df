//! From where on is the other cheaper? Two models over one number of the workload, both lines, and where they cross.

use std::sync::Arc;

use ethnum::U256;

use super::figure::{Axis, Line, Lines, Mark, Rule, to_f64};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Row, Table};
use crate::billing;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::Variable;
use crate::decide::break_even::{BreakEven, Crossing, Names, Region, Side, Verdict};
use crate::money::{Dollars, Quotient, label};
use crate::ranking::{Measure, Ranking};
use crate::receipt::Step;
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// One model; without, the first of the user's that has a price, else the cheapest for the workload.
    pub first: Option<ModelId>,
    /// The other; without, the cheapest whose cost crosses the first's, else the next one that costs something else.
    pub second: Option<ModelId>,
    /// What varies.
    pub variable: Variable,
    /// What each of the two costs a month whatever runs: it counts where requests vary.
    pub monthly: [Dollars; 2],
}

impl Default for Asked {
    fn default() -> Self {
        Self { first: None, second: None, variable: Variable::OutputTokens, monthly: [Dollars::ZERO; 2] }
    }
}

/// The least end of the picture.
const LEAST_END: u64 = 1_000;

/// The two models that are compared.
pub fn sides<'a>(facts: &Facts<'a>, asked: &Asked) -> Option<[&'a Offer; 2]> {
    let named = |id: &Option<ModelId>| id.as_ref().and_then(|id| facts.find(id));
    let (first, second) = (named(&asked.first), named(&asked.second));
    if let (Some(first), Some(second)) = (first, second) {
        return Some([first, second]);
    }
    let workload = facts.workload?;
    let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
    let cheapest: Vec<&Offer> =
        ranking.rows().iter().filter_map(|row| facts.compared.get(row.offer)).collect();
    let is_priced = |offer: &&Offer| billing::total(offer, workload).priced().is_some();
    let mine = || facts.mine.iter().filter_map(|id| facts.find(id)).find(is_priced);
    let first_is = |first| Some([first, other_than(first, &cheapest, workload, asked)?]);
    match (first, second) {
        (Some(first), _) => first_is(first),
        (None, Some(second)) => Some([other_than(second, &cheapest, workload, asked)?, second]),
        (None, None) => first_is(mine().or_else(|| cheapest.first().copied())?),
    }
}

/// What a model is compared with where nothing is said: two twins that cost the same would answer nothing.
fn other_than<'a>(
    model: &Offer,
    cheapest: &[&'a Offer],
    workload: &Workload,
    asked: &Asked,
) -> Option<&'a Offer> {
    /// How many of the cheapest are looked at for a crossing.
    const MOST: usize = 30;
    let is_other =
        |other: &&&Offer| other.model.id != model.model.id && other.identity.model != model.identity.model;
    let others = || cheapest.iter().filter(is_other);
    let [monthly, of_other] = asked.monthly;
    let crosses = |other: &&&Offer| {
        let sides = [Side { offer: model, monthly }, Side { offer: other, monthly: of_other }];
        let found = BreakEven::new(sides[0], sides[1], workload, asked.variable);
        let has = |verdict| found.regions.iter().any(|region| region.verdict == verdict);
        has(Verdict::First) && has(Verdict::Second)
    };
    let total = billing::total(model, workload);
    let found = others().take(MOST).find(crosses);
    let found = found.or_else(|| others().find(|other| billing::total(other, workload) != total));
    found.or_else(|| others().next()).copied()
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    Answer::to(facts, "From where on is the other cheaper?".to_owned(), |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to compare two models")?;
    let sides = sides(facts, asked).ok_or("Choose two models to compare")?;
    let [first, second] = sides;
    let [fixed, other] = asked.monthly;
    let sides = [Side { offer: first, monthly: fixed }, Side { offer: second, monthly: other }];
    answer.title = format!(
        "{} or {} for {}, over {}?",
        first.model.name,
        second.model.name,
        workload.name(),
        asked.variable.label()
    );
    let found = BreakEven::new(sides[0], sides[1], workload, asked.variable);
    let words = found.words(Names::of([first, second], asked.variable));
    let mut words = words.into_iter().map(|sentence| super::capital(&sentence));
    answer.headline = headline(&found, sides, workload, asked.variable);
    answer.details = words.by_ref().take(MOST_WORDS).collect();
    let more = words.count();
    if more > 0 {
        let (lie, them) = if more == 1 { ("lies", "it") } else { ("lie", "them") };
        answer.notes.push(format!("{more} more {lie} beyond what is told here: the table has {them}"));
    }
    let end = end(&found, workload, asked.variable);
    answer.figure = Some(figure(&found, sides, workload, asked.variable, end));
    answer.tables.push(table(&found, sides, workload, asked.variable));
    answer.tables.extend(crossings(&found, sides, workload, asked.variable));
    answer.notes.extend(fixed_in_words(sides, asked.variable));
    answer.notes.push(format!(
        "Everything but the {} is as {} has it; crossings are exact and not read off the picture",
        asked.variable.label(),
        workload.name()
    ));
    Ok(())
}

/// The most stretches in words.
const MOST_WORDS: usize = 4;

fn own(workload: &Workload, variable: Variable) -> Option<u64> {
    match variable {
        Variable::InputTokens => Some(workload.input_tokens()),
        Variable::OutputTokens => Some(workload.output_tokens()),
        Variable::CacheReadTokens => Some(workload.cache_read_tokens()),
        Variable::RequestsPerDay => workload.requests_per_day(),
    }
}

/// Who is cheaper where the workload is, and the nearest place where that changes.
fn headline(
    found: &BreakEven,
    [first, second]: [Side<'_>; 2],
    workload: &Workload,
    variable: Variable,
) -> String {
    let (first, second) = (&first.offer.model.name, &second.offer.model.name);
    let unit = variable.label();
    let Some(now) = own(workload, variable) else {
        return format!("Set requests per day of {} to see where it stands", workload.name());
    };
    let at = label::whole(now);
    let share = share(variable, workload, now).map_or_else(String::new, |share| format!(" ({share})"));
    let Some(region) = found.at(now) else {
        return format!("{at} {unit} are beyond what a workload may have");
    };
    let is_cheaper = match region.verdict {
        Verdict::First => format!("{first} is cheaper"),
        Verdict::Second => format!("{second} is cheaper"),
        Verdict::Same => "both cost the same".to_owned(),
        Verdict::OnlyFirst => format!("only {first} has a known cost"),
        Verdict::OnlySecond => format!("only {second} has a known cost"),
        Verdict::Neither => "neither has a known cost".to_owned(),
    };
    let reached =
        |verdict: Verdict| matches!(verdict, Verdict::First | Verdict::Second) && verdict != region.verdict;
    let after = found.regions.iter().find(|other| other.from > region.to && reached(other.verdict));
    let before = found.regions.iter().rev().find(|other| other.to < region.from && reached(other.verdict));
    let name = |verdict: Verdict| if verdict == Verdict::First { first } else { second };
    let change = match (after, before) {
        (Some(after), _) => format!(", from {} on {}", label::whole(after.from), name(after.verdict)),
        (None, Some(before)) => format!(", up to {} {}", label::whole(before.to), name(before.verdict)),
        (None, None) => String::new(),
    };
    format!("At {at} {unit}{share} {is_cheaper}{change}")
}

/// How much of the prompt is read from a cache, in words: `60 % of the prompt`.
fn share(variable: Variable, workload: &Workload, value: u64) -> Option<String> {
    let prompt = workload.input_tokens();
    if variable != Variable::CacheReadTokens || prompt == 0 {
        return None;
    }
    let percent = Quotient::new(U256::from(value) * U256::new(100), U256::from(prompt));
    let decimals = u32::from(!percent.is_exact_at(0));
    Some(format!("{} % of the prompt", label::quotient(percent, decimals)))
}

/// What the two cost a month whatever runs, where that counts; and what to do where it would change the answer.
fn fixed_in_words(sides: [Side<'_>; 2], variable: Variable) -> Option<String> {
    if variable != Variable::RequestsPerDay {
        let is_any = sides.iter().any(|side| !side.monthly.is_zero());
        return is_any.then(|| "What is fixed a month counts where requests vary, and not here".to_owned());
    }
    let fixed = sides.map(|side| {
        let name = &side.offer.model.name;
        (!side.monthly.is_zero()).then(|| format!("{} a month for {name}", label::dollars(side.monthly)))
    });
    let fixed: Vec<String> = fixed.into_iter().flatten().collect();
    Some(if fixed.is_empty() {
        "Nothing is fixed a month for either of the two, so the number of requests does not change which is cheaper".to_owned()
    } else {
        format!("Fixed whatever runs: {}", fixed.join(" and "))
    })
}

/// Where the picture ends: beyond the workload's own number and beyond every crossing.
fn end(found: &BreakEven, workload: &Workload, variable: Variable) -> u64 {
    let now = own(workload, variable).unwrap_or_default();
    let crossings = found.crossings.iter().map(|crossing| match crossing {
        Crossing::Meets(at) => at.to_whole(),
        Crossing::Jumps { from, .. } => *from,
    });
    let furthest = crossings.max().unwrap_or_default();
    let end = now.saturating_mul(2).max(furthest.saturating_mul(2)).max(LEAST_END);
    end.min(*variable.range(workload).end())
}

/// What a task costs at a number, or a month with what is fixed where requests vary.
fn cost(side: Side<'_>, workload: &Workload, variable: Variable, value: u64) -> Option<Dollars> {
    let at = variable.at(workload, value);
    let task = billing::total(side.offer, &at).cost().ok()?;
    if variable != Variable::RequestsPerDay {
        return Some(task);
    }
    billing::monthly(task, &at).map(|month| month + side.monthly)
}

fn figure(
    found: &BreakEven,
    sides: [Side<'_>; 2],
    workload: &Workload,
    variable: Variable,
    end: u64,
) -> Figure {
    let start = *variable.range(workload).start();
    let line = |side: Side<'_>| {
        let stretches = variable.stretches(&[side.offer], workload).into_iter();
        let pieces = stretches.take_while(|stretch| *stretch.start() <= end).filter_map(|stretch| {
            let ends = [*stretch.start(), (*stretch.end()).min(end)];
            let [from, to] =
                ends.map(|value| Some((to_f64(value), cost(side, workload, variable, value)?.to_f64())));
            Some(vec![from?, to?])
        });
        Line { name: side.offer.model.name.clone(), pieces: pieces.collect(), band: Vec::new() }
    };
    let marks = found.crossings.iter().filter_map(|crossing| {
        let Crossing::Meets(at) = crossing else { return None };
        let x = at.to_f64();
        let whole = at.to_whole();
        if whole < start || whole > end {
            return None;
        }
        let [first, _] = sides;
        let below = cost(first, workload, variable, whole)?.to_f64();
        let above = cost(first, workload, variable, whole.saturating_add(1)).map_or(below, Dollars::to_f64);
        let y = (above - below).mul_add(x - to_f64(whole), below);
        let exact = if at.is_exact_at(0) { label::whole(whole) } else { label::quotient(*at, 2) };
        Some(Mark { x, y, label: format!("same cost at {exact}") })
    });
    let per = if variable == Variable::RequestsPerDay { "US dollars a month" } else { "US dollars per task" };
    let rules = own(workload, variable)
        .filter(|now| (start..=end).contains(now))
        .map(|now| Rule { at: to_f64(now), label: format!("{}: {}", workload.name(), label::whole(now)) });
    Figure::Lines(Lines {
        x: Axis { title: super::capital(variable.label()), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: per.to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: sides.map(line).into(),
        marks: marks.collect(),
        rules: rules.into_iter().collect(),
    })
}

fn table(found: &BreakEven, sides: [Side<'_>; 2], workload: &Arc<Workload>, variable: Variable) -> Table {
    // The last number before the answer changes and the first after it; where both cost the same at one number, that.
    let is_point = |region: &Region| region.verdict == Verdict::Same && region.from == region.to;
    let changes = found.regions.windows(2).flat_map(|pair| match pair {
        [before, after] if is_point(before) => [before.to, before.to].map(|at| at.min(after.from)),
        [_, after] if is_point(after) => [after.from, after.from],
        [before, after] => [before.to, after.from],
        _ => [0, 0],
    });
    let mut values: Vec<u64> = changes.chain(own(workload, variable)).collect();
    values.sort_unstable();
    values.dedup();
    let [first, second] = sides;
    let columns = vec![
        Column::words(super::capital(variable.label())),
        Column::number(first.offer.model.name.clone()),
        Column::number(second.offer.model.name.clone()),
        Column::words("Cheaper"),
    ];
    let rows = values.into_iter().map(|value| {
        let at = Arc::new(variable.at(workload, value));
        let is_own = own(workload, variable) == Some(value);
        let name = label::whole(value);
        let name = match share(variable, workload, value) {
            Some(share) => format!("{name}, {share}"),
            None => name,
        };
        let name = if is_own { format!("{name} ({})", workload.name()) } else { name };
        let cell = |side: Side<'_>| match cost(side, workload, variable, value) {
            None => Cell::cited("unknown", Cite::cost(side.offer, &at)),
            // No request, no cost: there is nothing to explain.
            Some(cost) if cost.is_zero() => Cell::dollars(cost),
            Some(cost) if variable == Variable::RequestsPerDay => {
                let month = Cite::month(side.offer, &at);
                let cite = if side.monthly.is_zero() { month } else { with_fixed(month, side.monthly, cost) };
                Cell::dollars(cost).from_figure(cite)
            }
            Some(cost) => Cell::dollars(cost).from_figure(Cite::cost(side.offer, &at)),
        };
        let verdict = found.at(value).map_or(Verdict::Neither, |region| region.verdict);
        let cheaper = match verdict {
            Verdict::First | Verdict::OnlyFirst => first.offer.model.name.as_str(),
            Verdict::Second | Verdict::OnlySecond => second.offer.model.name.as_str(),
            Verdict::Same => "both the same",
            Verdict::Neither => "neither is known",
        };
        let cells = vec![name.into(), cell(first), cell(second), cheaper.into()];
        Row { cells, emphasis: if is_own { Emphasis::Strong } else { Emphasis::Plain } }
    });
    Table { title: String::new(), columns, rows: rows.collect() }
}

/// Where the two lines meet, each with the bills that it follows from; `None` where they do not.
fn crossings(
    found: &BreakEven,
    sides: [Side<'_>; 2],
    workload: &Arc<Workload>,
    variable: Variable,
) -> Option<Table> {
    let rows = found.crossings.iter().filter_map(|crossing| {
        let Crossing::Meets(at) = crossing else { return None };
        let nearest = at.to_whole();
        let is_whole = at.is_exact_at(0);
        let text = if is_whole { label::whole(nearest) } else { label::quotient(*at, 2) };
        let is_above = Quotient::new(U256::from(nearest), U256::ONE) > *at;
        let below = if is_above { nearest.saturating_sub(1) } else { nearest };
        let after = found.at(below.saturating_add(1)).map_or(Verdict::Neither, |region| region.verdict);
        let [first, second] = sides.map(|side| side.offer.model.name.as_str());
        let cheaper = match after {
            Verdict::First | Verdict::OnlyFirst => first,
            Verdict::Second | Verdict::OnlySecond => second,
            Verdict::Same => "both the same",
            Verdict::Neither => "neither is known",
        };
        let cite = meeting(sides, workload, variable, (below, is_whole), &text);
        Some(Row::plain(vec![Cell { cite, ..Cell::from(text).of(*at) }, cheaper.into()]))
    });
    let rows: Vec<Row> = rows.collect();
    let columns =
        vec![Column::words(super::capital(variable.label())), Column::words("Cheaper from there on")];
    let title = "Where both cost the same".to_owned();
    (!rows.is_empty()).then(|| Table { title, columns, rows: rows.into() })
}

/// How the place where both lines meet follows from the bills at the whole numbers around it: the lines are straight there.
fn meeting(
    sides: [Side<'_>; 2],
    workload: &Workload,
    variable: Variable,
    (below, is_whole): (u64, bool),
    outcome: &str,
) -> Option<Cite> {
    let unit = variable.label();
    let bills = |value: u64| -> Option<[Dollars; 2]> {
        let [first, second] = sides.map(|side| cost(side, workload, variable, value));
        Some([first?, second?])
    };
    let steps_at = |value: u64, bills: [Dollars; 2]| {
        let bills = sides.into_iter().zip(bills).map(move |(side, bill)| {
            let factors = format!("{} at {} {unit}", side.offer.model.name, label::whole(value));
            Step::stated(factors, label::exact_dollars(bill))
        });
        bills.collect::<Vec<Step>>()
    };
    let [first, _] = sides;
    let at = Arc::new(variable.at(workload, below));
    let [a, b] = bills(below)?;
    if a.is_zero() {
        // No request, no cost: there is nothing to start from.
        return None;
    }
    let mut steps = steps_at(below, [a, b]);
    if is_whole {
        steps.push(Step::stated("Both bills are the same at".to_owned(), outcome.to_owned()));
    } else {
        let next = below.saturating_add(1);
        let [c, d] = bills(next)?;
        steps.extend(steps_at(next, [c, d]));
        let apart = |x: Dollars, y: Dollars| x.minus(y).or_else(|| y.minus(x)).unwrap_or_default();
        let [before, after] = [apart(a, b), apart(c, d)].map(label::exact_dollars);
        let factors = format!("{} + {before} / ({before} + {after})", label::whole(below));
        steps.push(Step::stated(factors, outcome.to_owned()));
    }
    let start = if variable == Variable::RequestsPerDay {
        Cite::month(first.offer, &at)
    } else {
        Cite::cost(first.offer, &at)
    };
    Some(start.then_steps(format!("Where both cost the same, in {unit}"), outcome.to_owned(), steps))
}

/// A month's bill with what is fixed beside it.
fn with_fixed(month: Cite, fixed: Dollars, cost: Dollars) -> Cite {
    let bill = cost.minus(fixed).unwrap_or_default();
    month.then(
        "A month with what is fixed",
        format!("{} + {} fixed", label::exact_dollars(bill), label::exact_dollars(fixed)),
        label::dollars(cost),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};

    fn asked(variable: Variable) -> Asked {
        let id = |id: &str| Some(ModelId::new(id).unwrap());
        let (first, second) = (id("groq/llama-3.3-70b"), id("openai/gpt-4.1-nano"));
        Asked { first, second, variable, ..Asked::default() }
    }

    #[test]
    fn without_names_two_are_compared_that_differ() {
        use crate::catalog::{Catalog, Market, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let pattern = catalog.models.remove(0);
        let price = |text: &str| Price::per_million(text).unwrap();
        let prices = [("one", "1", "1"), ("twin", "1", "1"), ("dearer", "2", "2"), ("reader", "0.1", "9")];
        catalog.models = prices
            .map(|(name, input, output)| crate::catalog::Model {
                id: ModelId::new(&format!("house/{name}")).unwrap(),
                name: name.to_owned(),
                prices: PriceSheet::flat(price(input), price(output)),
                ..pattern.clone()
            })
            .into();
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let chat = owned.workload("Chat message");
        let facts = owned.facts(Some(chat));
        let names = |facts: &Facts<'_>, asked: &Asked| {
            sides(facts, asked).unwrap().map(|offer| offer.model.name.clone())
        };
        // The twin costs the same and the dearer one always more: only the reader answers the question.
        assert_eq!(names(&facts, &Asked::default()), ["one", "reader"]);
        let mine = [ModelId::new("house/dearer").unwrap()];
        assert_eq!(names(&Facts { mine: &mine, ..facts }, &Asked::default()), ["dearer", "reader"]);
        let second = Asked { second: Some(mine[0].clone()), ..Asked::default() };
        assert_eq!(names(&facts, &second), ["reader", "dearer"]);
        catalog.models.retain(|model| model.name != "reader");
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let chat = owned.workload("Chat message");
        assert_eq!(names(&owned.facts(Some(chat)), &Asked::default()), ["one", "dearer"]);
    }

    #[test]
    fn the_reference_break_even_at_exactly_300_output_tokens() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &asked(Variable::OutputTokens));
        check_form(&found);
        assert_eq!(found.headline, "At 200 output tokens Llama 3.3 70B is cheaper, from 301 on GPT-4.1 Nano");
        assert_eq!(found.details[1], "At exactly 300 output tokens, both cost the same");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(lines.marks.len(), 1);
        assert_eq!(lines.marks[0].label, "same cost at 300");
        // 500 x 0.20 + 300 x 0.80 per million.
        assert!((lines.marks[0].x - 300.0).abs() < 1e-9 && (lines.marks[0].y - 0.000_34).abs() < 1e-12);
        assert_eq!(cell(&found, "300", "GPT-4.1 Nano").text, "$0.00034");
        assert_eq!(cell(&found, "300", "Llama 3.3 70B").text, "$0.00034");
        assert_eq!(cell(&found, "300", "Cheaper").text, "both the same");
        assert_eq!(cell(&found, "200 (Chat message)", "Cheaper").text, "Llama 3.3 70B");
    }

    #[test]
    fn over_requests_a_fixed_cost_a_month_is_what_breaks_even() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        // $0.0000050 a message less, 30 days a month: $3.00 more a month is even at 20,000 requests a day.
        let asked = Asked { monthly: [Dollars::ZERO, Dollars::ZERO], ..asked(Variable::RequestsPerDay) };
        let found = answer(&owned.facts(Some(chat)), &asked);
        assert!(found.notes.iter().any(|note| note.starts_with("Nothing is fixed a month")), "{found:?}");
        let mut chat = Workload::clone(chat);
        chat.set_requests_per_day(30_000);
        let chat = Arc::new(chat);
        let fixed = Asked { monthly: [Dollars::whole(3), Dollars::ZERO], ..asked };
        let found = answer(&owned.facts(Some(&chat)), &fixed);
        check_form(&found);
        assert_eq!(
            found.headline,
            "At 30,000 requests a day Llama 3.3 70B is cheaper, up to 19,999 GPT-4.1 Nano"
        );
        assert_eq!(cell(&found, "20,000", "Cheaper").text, "both the same");
        // 600,000 x $0.000255 + $3, and 600,000 x $0.00026.
        let cells = ["Llama 3.3 70B", "GPT-4.1 Nano"].map(|name| cell(&found, "20,000", name));
        assert_eq!(cells.clone().map(|cell| cell.text), ["$156.00", "$156.00"]);
        let then = cells[0].cite.clone().unwrap().then.unwrap();
        assert_eq!(
            (then.steps[0].factors.as_str(), then.outcome.as_str()),
            ("$153.00 + $3.00 fixed", "$156.00")
        );
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert!((lines.lines[0].pieces[0][0].1 - 3.0).abs() < 1e-9, "{lines:?}");
        assert!(found.notes.contains(&"Fixed whatever runs: $3.00 a month for Llama 3.3 70B".to_owned()));
    }

    #[test]
    fn a_share_of_the_prompt_is_named_where_it_is_read_from_a_cache() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_cache_read_tokens(300);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &asked(Variable::CacheReadTokens));
        check_form(&found);
        assert!(found.headline.starts_with("At 300 cache read tokens (60 % of the prompt) "), "{found:?}");
        let row = cell(&found, "300, 60 % of the prompt (Chat message)", "Cheaper");
        assert!(!row.text.is_empty());
    }

    #[test]
    fn a_crossing_between_two_numbers_stands_between_its_rows() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_input_tokens(501);
        let chat = Arc::new(chat);
        let found = answer(&owned.facts(Some(&chat)), &asked(Variable::OutputTokens));
        // The lines meet at 300.6.
        assert_eq!(cell(&found, "300", "Cheaper").text, "Llama 3.3 70B");
        assert_eq!(cell(&found, "301", "Cheaper").text, "GPT-4.1 Nano");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(lines.marks[0].label, "same cost at 300.6");
        let meeting = found.tables[1].rows.first().unwrap();
        assert_eq!(
            (meeting.cells[0].text.as_str(), meeting.cells[1].text.as_str()),
            ("300.6", "GPT-4.1 Nano")
        );
        let then = meeting.cells[0].cite.clone().unwrap().then.unwrap();
        let steps: Vec<String> =
            then.steps.iter().map(|step| format!("{} = {}", step.factors, step.amount)).collect();
        assert_eq!(
            steps,
            [
                "Llama 3.3 70B at 300 output tokens = $0.00034017",
                "GPT-4.1 Nano at 300 output tokens = $0.0003402",
                "Llama 3.3 70B at 301 output tokens = $0.00034102",
                "GPT-4.1 Nano at 301 output tokens = $0.000341",
                "300 + $0.00000003 / ($0.00000003 + $0.00000002) = 300.6",
            ]
        );
    }

    #[test]
    fn every_variable_and_the_models_by_default() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        for variable in Variable::ALL {
            for asked in [asked(variable), Asked { variable, ..Asked::default() }] {
                let found = answer(&owned.facts(Some(chat)), &asked);
                assert!(!found.headline.is_empty() && found.figure.is_some(), "{found:?}");
                let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
                assert!(lines.lines.iter().all(|line| !line.pieces.is_empty()), "{lines:?}");
            }
        }
        let same = Asked {
            first: None,
            second: Some(ModelId::new("groq/llama-3.3-8b").unwrap()),
            ..Asked::default()
        };
        let [first, second] = sides(&owned.facts(Some(chat)), &same).unwrap();
        assert_ne!(first.model.id, second.model.id);
        assert_eq!(
            answer(&owned.facts(None), &Asked::default()).headline,
            "Add a workload to compare two models"
        );
    }
}

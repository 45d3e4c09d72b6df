//! What do our workloads cost together? One bill of a saved portfolio, the cheapest way to run it, the saving against a
//! baseline, and what each choice and each limit costs.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::figure::{Axis, BarRow, Bars, Piece, Reach};
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Number, Row, Table, counted};
use crate::catalog::{Market, ModelId};
use crate::chart::{NAMED_PROVIDERS, Scale, Unit};
use crate::decide::choose::Rule;
use crate::decide::portfolio::{Bill, Constraint, Constraints, Cost, Gap, Limited, Line, Unpriced, Ways};
use crate::decide::switching::Saving;
use crate::money::{Dollars, label};
use crate::portfolio::{Assignment, Portfolio, Volume};
use crate::receipt::Step;
use crate::workload::{Name, Workload};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Which portfolio, by its name's key; without, or when it is gone, the first.
    pub chosen: Option<String>,
    /// Everything on this model is what the bill is compared with.
    pub baseline: Option<ModelId>,
    /// At most so many different models.
    pub most_models: Option<usize>,
    /// What each model that is not chosen by hand must meet.
    pub rules: Vec<Rule>,
}

impl Asked {
    /// The limits on the cheapest way.
    pub fn constraints(&self) -> Constraints {
        Constraints { rules: self.rules.clone(), most_models: self.most_models }
    }
}

/// What a limit allows, in words: `At most 2 models`.
pub fn limit(constraints: &Constraints, constraint: Constraint) -> String {
    match constraint {
        Constraint::MostModels => {
            format!("At most {}", counted(constraints.most_models.unwrap_or_default(), "model"))
        }
        Constraint::Rule(place) => constraints.rules.get(place).map(Rule::words).unwrap_or_default(),
    }
}

/// The portfolio that is shown, of what has portfolios in it.
pub fn chosen<'a, T>(all: &'a [T], portfolio: impl Fn(&T) -> &Portfolio, asked: &Asked) -> Option<&'a T> {
    let wanted = asked.chosen.as_deref();
    let found = all.iter().find(|one| Some(portfolio(one).name().key().as_str()) == wanted);
    found.or_else(|| all.first())
}

/// A portfolio in words, a line each: its name, then its entries with their workloads as they run.
pub fn in_words(portfolio: &Portfolio, workloads: &[Arc<Workload>], market: &Market) -> Vec<String> {
    let all = portfolio.to_draft().requests_per_day;
    let all = all.map_or_else(String::new, |requests| format!(", {} requests a day", label::whole(requests)));
    let entries = portfolio.entries().iter().enumerate().map(|(place, entry)| {
        let share = match entry.volume {
            Volume::Share(share) => format!("{} % of them, ", share.to_percent()),
            Volume::RequestsPerDay(_) | Volume::AsWorkload => String::new(),
        };
        let workload = as_it_runs(workloads, portfolio, place)
            .map_or_else(|| Gap::NoWorkload.words(), |workload| workload.in_words());
        let model = match &entry.assignment {
            Assignment::CheapestThatFits => "the cheapest that fits",
            Assignment::Model(id) => market.find(id).map_or(id.as_str(), |offer| &offer.model.name),
        };
        format!("{}: {share}{workload}; on {model}", entry.workload)
    });
    std::iter::once(format!("Portfolio {}{all}", portfolio.name())).chain(entries).collect()
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = "What do our workloads cost together?".to_owned();
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let Some(portfolio) = chosen(facts.portfolios, |portfolio| portfolio, asked) else {
        return Err("Make a portfolio: several workloads, each with its volume and its model".to_owned());
    };
    answer.title = format!("What does {} cost?", portfolio.name());
    if portfolio.entries().is_empty() {
        return Err(format!("Add workloads to {}", portfolio.name()));
    }
    let constraints = asked.constraints();
    let billed = facts.kept.billed(facts.market, facts.compared, portfolio, &asked.baseline);
    let market = billed.market();
    let ways = Ways::new(facts.market, &billed, facts.judgements, facts.workloads, portfolio, &constraints);
    let now = ways.as_it_is();
    let is_chosen = portfolio.entries().iter().any(|entry| matches!(entry.assignment, Assignment::Model(_)));
    let best = if is_chosen { ways.cheapest() } else { now.clone() };
    let baseline = asked.baseline.as_ref().and_then(|id| market.find(id));
    let on_baseline = baseline.map(|offer| (offer, ways.all_on(offer)));

    answer.headline = headline(portfolio, &now);
    answer.details.extend(cheapest(&now, &best));
    if let Some((offer, other)) = &on_baseline {
        answer.details.push(against(&offer.model.name, &now, other));
    }
    if !now.is_proven || !best.is_proven {
        answer
            .notes
            .push("The search for the cheapest assignment was given up; a cheaper one may exist".to_owned());
    }
    let mut bars = vec![("As it is".to_owned(), &now), ("Cheapest that fits".to_owned(), &best)];
    bars.extend(on_baseline.iter().map(|(offer, bill)| (format!("All on {}", offer.model.name), bill)));
    let sums = Sums { market, workloads: facts.workloads, portfolio };
    answer.figure = Some(figure(&sums, &bars));
    answer.tables.push(bill_table(&sums, (&now, &best)));
    answer.tables.extend(choices_table(&sums, &now, &ways.prices_of_choices(&now)));
    let limits = ways.prices_of_constraints(&best);
    let as_it_is = if is_chosen { ways.prices_as_it_is(&now) } else { Vec::new() };
    answer.tables.extend(limits_table(&sums, &constraints, (&best, &limits), (&now, &as_it_is)));
    if !asked.rules.is_empty() && is_chosen {
        answer.notes.push(
            "Rules do not bind a model that you chose by hand; they bind the cheapest way to run everything"
                .to_owned(),
        );
    }
    Ok(())
}

fn headline(portfolio: &Portfolio, bill: &Bill) -> String {
    let missing = bill.lines.iter().filter(|line| line.cost.is_err()).count();
    let monthly = label::dollars(bill.monthly);
    let name = portfolio.name();
    match missing {
        0 => {
            let places = bill.lines.iter().filter_map(|line| Some(line.cost.as_ref().ok()?.offer));
            let models = places.collect::<BTreeSet<_>>().len();
            format!("{name} costs {monthly} a month on {}", counted(models, "model"))
        }
        all if all == bill.lines.len() => format!("The cost of {name} is not known: the table says why"),
        _ => format!(
            "{name} costs {monthly} a month, and {} more of unknown cost",
            counted(missing, "workload")
        ),
    }
}

fn cheapest(now: &Bill, best: &Bill) -> Option<String> {
    let saving = best.saving_against(now)?;
    Some(match saving {
        Saving::Saves(amount) => format!(
            "With the cheapest model that fits for each workload it would cost {}: {} less",
            label::dollars(best.monthly),
            label::dollars(amount)
        ),
        Saving::Nothing => "No other choice of models that fits is cheaper".to_owned(),
        Saving::Costs(amount) => format!(
            "Under the limits it would cost {}: {} more",
            label::dollars(best.monthly),
            label::dollars(amount)
        ),
    })
}

fn against(name: &str, now: &Bill, baseline: &Bill) -> String {
    match now.saving_against(baseline) {
        None if !baseline.is_complete => {
            let reason = baseline.lines.iter().find_map(|line| line.cost.as_ref().err());
            let reason = reason.map_or_else(String::new, |gap| format!(": {}", gap.words()));
            format!("Everything on {name} has no known cost{reason}")
        }
        None => format!(
            "Everything on {name} would cost {}; what this saves is not known, because not every workload has a cost",
            label::dollars(baseline.monthly)
        ),
        Some(Saving::Nothing) => format!("Everything on {name} would cost the same"),
        Some(Saving::Saves(amount)) => format!(
            "Everything on {name} would cost {}: this saves {}",
            label::dollars(baseline.monthly),
            label::dollars(amount)
        ),
        Some(Saving::Costs(amount)) => format!(
            "Everything on {name} would cost {}: {} less than this",
            label::dollars(baseline.monthly),
            label::dollars(amount)
        ),
    }
}

/// The lines of a portfolio's bills, for the receipts of what they come to.
struct Sums<'a> {
    market: &'a Market,
    workloads: &'a [Arc<Workload>],
    portfolio: &'a Portfolio,
}

impl Sums<'_> {
    /// The workload of a line as it runs in the portfolio, without its fee, which has a line of its own.
    fn as_it_runs(&self, place: usize) -> Option<Arc<Workload>> {
        let mut workload = as_it_runs(self.workloads, self.portfolio, place)?;
        if !workload.monthly_fee().is_zero() {
            Arc::make_mut(&mut workload).set_monthly_fee(Dollars::ZERO);
        }
        Some(workload)
    }

    /// How the sum of a bill follows from its lines, starting with the receipt of the first that costs something, and what
    /// then follows from the sum: the factors. `None` where there is no such line.
    fn cite(&self, bill: &Bill, title: String, outcome: &str, then: Option<String>) -> Option<Cite> {
        let known = || {
            let lines = bill.lines.iter().enumerate();
            lines.filter_map(|(place, line)| Some((place, line, line.cost.as_ref().ok()?)))
        };
        let (place, _, cost) = known().find(|(_, _, cost)| !cost.monthly.is_zero())?;
        let start = Cite::month(self.market.get(cost.offer)?, &self.as_it_runs(place)?);
        let model = |cost: &Cost| self.market.get(cost.offer).map_or("", |offer| offer.model.name.as_str());
        let lines = known().map(|(_, line, cost)| {
            let factors = format!("{} on {}", line.workload, model(cost));
            Step::stated(factors, label::exact_dollars(cost.monthly))
        });
        let fees = bill.fees.iter().map(|fee| {
            Step::stated(format!("Monthly fee of {}", fee.workload), label::exact_dollars(fee.monthly))
        });
        let mut steps: Vec<Step> = lines.chain(fees).collect();
        let sum = |amount: String| Step::stated("The sum of these".to_owned(), amount);
        match then {
            None => steps.push(sum(outcome.to_owned())),
            Some(factors) => {
                steps.push(sum(label::exact_dollars(bill.monthly)));
                steps.push(Step::stated(factors, outcome.to_owned()));
            }
        }
        Some(start.then_steps(title, outcome.to_owned(), steps))
    }

    fn cell(&self, bill: &Bill, title: String, text: String, then: Option<String>) -> Cell {
        Cell { cite: self.cite(bill, title, &text, then), ..Cell::from(text) }
    }
}

fn figure(sums: &Sums<'_>, bars: &[(String, &Bill)]) -> Figure {
    let lines = bars.first().map(|(_, bill)| bill.lines.as_slice()).unwrap_or_default();
    let mut series: Vec<String> =
        lines.iter().take(NAMED_PROVIDERS).map(|line| line.workload.to_string()).collect();
    if lines.len() > NAMED_PROVIDERS {
        series.push("Other workloads".to_owned());
    }
    let rows = bars.iter().map(|(name, bill)| {
        let mut from = 0.0;
        let pieces = bill.lines.iter().enumerate().filter_map(|(place, line)| {
            let cost = line.cost.as_ref().ok()?;
            // A fee stands with the first line of its workload.
            let key = line.workload.key();
            let is_first = !bill.lines.iter().take(place).any(|before| before.workload.key() == key);
            let fee = bill.fees.iter().find(|fee| is_first && fee.workload.key() == key);
            let fee = fee.map_or(0.0, |fee| fee.monthly.to_f64());
            let to = from + cost.monthly.to_f64() + fee;
            let piece = Piece { series: place.min(NAMED_PROVIDERS), from, to };
            from = to;
            Some(piece)
        });
        let pieces: Vec<Piece> = pieces.collect();
        let label = match sum_in_words(bill) {
            sum if bill.is_complete || bill.has_no_cost() => sum,
            sum => format!("{sum} and what is unknown"),
        };
        BarRow {
            description: format!("{name}: {label} a month"),
            name: name.clone(),
            pieces,
            cite: sums.cite(bill, format!("{name}, a month"), &sum_in_words(bill), None),
            label,
            stands_out: true,
        }
    });
    let axis = Axis { title: "US dollars a month".to_owned(), scale: Scale::Linear, unit: Unit::Dollars };
    let rows: Vec<BarRow> = rows.collect();
    Figure::Bars(Bars { axis, series, reach: Reach::of(&rows), rows: rows.into(), rules: Vec::new() })
}

/// What the lines with a cost come to; unknown where none has one.
fn sum_in_words(bill: &Bill) -> String {
    if bill.has_no_cost() { "unknown".to_owned() } else { label::dollars(bill.monthly) }
}

/// The workload of a line as it runs in the portfolio.
fn as_it_runs(workloads: &[Arc<Workload>], portfolio: &Portfolio, place: usize) -> Option<Arc<Workload>> {
    let entry = portfolio.entries().get(place)?;
    let key = entry.workload.key();
    let workload = workloads.iter().find(|workload| workload.name().key() == key)?;
    let Some(requests) = portfolio.requests_per_day(entry) else { return Some(Arc::clone(workload)) };
    let mut changed = Workload::clone(workload);
    changed.set_requests_per_day(requests);
    Some(Arc::new(changed))
}

fn bill_table(sums: &Sums<'_>, (now, best): (&Bill, &Bill)) -> Table {
    let columns = vec![
        Column::words("Workload"),
        Column::words("Model"),
        Column::number("Requests a month"),
        Column::number("Cost per month"),
        Column::words("Cheapest that fits"),
        Column::number("Its cost per month"),
    ];
    let cost = |line: &Line, place: usize| -> (Cell, Cell) {
        match &line.cost {
            Err(gap) => (Cell::from(gap.words()), Cell::from("unknown")),
            Ok(cost) => {
                let Some(offer) = sums.market.get(cost.offer) else {
                    return (Cell::from("—"), Cell::from("—"));
                };
                let cell = Cell::dollars(cost.monthly);
                let cell = match sums.as_it_runs(place) {
                    Some(workload) => cell.from_figure(Cite::month(offer, &workload)),
                    None => cell,
                };
                (Cell::from(offer.model.name.as_str()), cell)
            }
        }
    };
    let lines = now.lines.iter().zip(&best.lines).enumerate().map(|(place, (line, other))| {
        let ((model, monthly), (better, its)) = (cost(line, place), cost(other, place));
        let requests = line.requests.map_or_else(|| "unknown".to_owned(), label::whole);
        let requests = Cell::from(requests).of_any(line.requests);
        Row::plain(vec![line.workload.to_string().into(), model, requests, monthly, better, its])
    });
    let name = if now.is_complete && best.is_complete { "Together" } else { "All with a cost" };
    let sum = |bill: &Bill| {
        let cell = sums.cell(bill, format!("{name}, a month"), sum_in_words(bill), None);
        cell.of_any((!bill.has_no_cost()).then_some(bill.monthly))
    };
    let total = vec![name.into(), Cell::default(), Cell::default(), sum(now), Cell::default(), sum(best)];
    let fee = |bill: &Bill, name: &Name| {
        let found = bill.fees.iter().find(|fee| fee.workload == *name);
        Cell::dollars(found.map_or(Dollars::ZERO, |fee| fee.monthly))
    };
    let also = best.fees.iter().filter(|fee| !now.fees.contains(fee));
    let fees = now.fees.iter().chain(also).map(|fee| &fee.workload).map(|name| {
        let title = format!("Monthly fee of {name}");
        let (now, best) = (fee(now, name), fee(best, name));
        Row::plain(vec![title.into(), Cell::default(), Cell::default(), now, Cell::default(), best])
    });
    let rows = lines.chain(fees).chain([Row { cells: total, emphasis: Emphasis::Strong }]).collect();
    Table { title: String::new(), columns, rows }
}

/// What each model that was chosen by hand costs against leaving it open.
fn choices_table(
    sums: &Sums<'_>,
    now: &Bill,
    choices: &[(usize, Result<Saving, Unpriced>)],
) -> Option<Table> {
    let rows: Vec<Row> = choices
        .iter()
        .filter_map(|(place, saving)| {
            let entry = sums.portfolio.entries().get(*place)?;
            let Assignment::Model(id) = &entry.assignment else { return None };
            let model = sums.market.find(id).map_or(id.as_str(), |offer| &offer.model.name);
            let (price, now_words) =
                (format!("What choosing {model} costs"), label::exact_dollars(now.monthly));
            let open = |open: Option<Dollars>| open.map(label::exact_dollars).unwrap_or_default();
            let cell = match saving {
                Err(reason) => Cell::from(format!("not known: {}", reason.words())),
                Ok(Saving::Saves(amount)) => {
                    let then =
                        format!("{now_words} - {} with it left open", open(now.monthly.minus(*amount)));
                    let text = format!("{} a month", label::dollars(*amount));
                    sums.cell(now, price, text, Some(then)).of_any(Some(*amount))
                }
                Ok(Saving::Nothing) => Cell::from("nothing: it is the cheapest").of(Dollars::ZERO),
                Ok(Saving::Costs(amount)) => {
                    let then =
                        format!("{} with it left open - {now_words}", open(Some(now.monthly + *amount)));
                    let text = format!("saves {} a month", label::dollars(*amount));
                    sums.cell(now, price, text, Some(then)).of_any(Some(Number::Less(*amount)))
                }
            };
            Some(Row::plain(vec![entry.workload.to_string().into(), model.into(), cell]))
        })
        .collect();
    let columns =
        vec![Column::words("Workload"), Column::words("Chosen model"), Column::words("The choice costs")];
    (!rows.is_empty()).then(|| Table {
        title: "What each choice costs".to_owned(),
        columns,
        rows: rows.into(),
    })
}

/// What each limit costs the cheapest way, and where models are chosen by hand the portfolio as it is.
fn limits_table(
    sums: &Sums<'_>,
    constraints: &Constraints,
    (best, limits): (&Bill, &[Limited]),
    (now, as_it_is): (&Bill, &[Limited]),
) -> Option<Table> {
    let words = |bill: &Bill, name: &str, price: &Result<Dollars, Unpriced>| match price {
        Err(reason) => Cell::from(format!("not known: {}", reason.words())),
        Ok(price) if price.is_zero() => Cell::from("nothing").of(*price),
        Ok(price) => {
            let without = bill.monthly.minus(*price).map(label::exact_dollars).unwrap_or_default();
            let then = format!("{} - {without} without it", label::exact_dollars(bill.monthly));
            let text = format!("{} a month", label::dollars(*price));
            sums.cell(bill, format!("What this limit costs: {name}"), text, Some(then)).of_any(Some(*price))
        }
    };
    let rows: Vec<Row> = limits
        .iter()
        .enumerate()
        .map(|(place, (constraint, price))| {
            let name = limit(constraints, *constraint);
            let as_it_is = as_it_is.get(place).map(|(_, price)| words(now, &name, price));
            let price = words(best, &name, price);
            Row::plain([Cell::from(name), price].into_iter().chain(as_it_is).collect())
        })
        .collect();
    let columns = if as_it_is.is_empty() {
        vec![Column::words("Limit"), Column::words("It costs")]
    } else {
        vec![
            Column::words("Limit"),
            Column::words("It costs the cheapest way"),
            Column::words("It costs as it is"),
        ]
    };
    (!rows.is_empty()).then(|| Table {
        title: "What each limit costs".to_owned(),
        columns,
        rows: rows.into(),
    })
}

/// A name for a new portfolio.
pub fn first_name() -> Option<Name> {
    Name::new("New portfolio").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::portfolio::{Draft, Entry};

    fn entry(workload: &str, requests: u64, assignment: Assignment) -> Entry {
        Entry { workload: Name::new(workload).unwrap(), volume: Volume::RequestsPerDay(requests), assignment }
    }

    fn model(id: &str) -> Assignment {
        Assignment::Model(ModelId::new(id).unwrap())
    }

    fn portfolio(entries: Vec<Entry>) -> Arc<Portfolio> {
        Arc::new(Portfolio::try_from(Draft { name: "Support".into(), entries, ..Draft::default() }).unwrap())
    }

    #[test]
    fn one_bill_its_cheapest_way_and_the_saving_against_a_baseline() {
        let mut owned = bundled();
        // 1,000 summaries a day on DeepSeek V4 for 30 days are $28.80; 1,000 chats on GPT-5.4 $97.50.
        owned.portfolios = vec![portfolio(vec![
            entry("Document summary", 1_000, model("deepseek/deepseek-v4")),
            entry("Chat message", 1_000, model("openai/gpt-5.4")),
        ])];
        let asked = Asked { baseline: Some(ModelId::new("openai/gpt-5.4").unwrap()), ..Asked::default() };
        let found = answer(&owned.facts(None), &asked);
        check_form(&found);
        assert_eq!(found.headline, "Support costs $126.30 a month on 2 models");
        assert_eq!(cell(&found, "Document summary", "Cost per month").text, "$28.80");
        assert_eq!(cell(&found, "Chat message", "Cost per month").text, "$97.50");
        assert_eq!(cell(&found, "Together", "Cost per month").text, "$126.30");
        // Llama 3.3 8B: 30,000 x (2,000 x 0.05 + 300 x 0.20 per million) + 30,000 x $0.000065.
        assert_eq!(cell(&found, "Together", "Its cost per month").text, "$6.75");
        assert!(found.details[0].ends_with("it would cost $6.75: $119.55 less"), "{:?}", found.details);
        // 30,000 x ($0.008 + $0.00325) = $337.50.
        assert_eq!(found.details[1], "Everything on GPT-5.4 would cost $337.50: this saves $211.20");
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert_eq!(
            bars.rows.iter().map(|row| row.label).collect::<Vec<_>>(),
            ["$126.30", "$6.75", "$337.50"]
        );
        assert_eq!(cell(&found, "Chat message", "The choice costs").text, "$95.55 a month");
        // A spreadsheet gets what is behind the words.
        let csv = found.to_csv();
        for row in
            ["Together,,,126.3,,6.75", "Chat message,GPT-5.4,95.55", "Chat message,GPT-5.4,30000,97.5,"]
        {
            assert!(csv.contains(row), "{row}: {csv}");
        }
    }

    /// What a receipt says that starts with the figure that is cited.
    fn receipt(facts: &Facts<'_>, cite: &Cite) -> crate::receipt::Receipt {
        let offer = facts.find(&cite.model).unwrap();
        let receipt = crate::receipt::Receipt::new(offer, cite.subject, cite.workload.as_deref(), None);
        match cite.then.clone() {
            Some(then) => receipt.unwrap().then(then.title, then.outcome, then.steps),
            None => receipt.unwrap(),
        }
    }

    #[test]
    fn sums_and_prices_have_receipts_that_come_to_what_they_say() {
        let mut owned = bundled();
        owned.portfolios = vec![portfolio(vec![
            entry("Document summary", 1_000, model("deepseek/deepseek-v4")),
            entry("Chat message", 1_000, model("openai/gpt-5.4")),
        ])];
        let rules = vec![Rule::ProviderIn(vec!["OpenAI".to_owned()])];
        let asked = Asked { most_models: Some(2), rules: rules.clone(), ..Asked::default() };
        let facts = owned.facts(None);
        let found = answer(&facts, &asked);
        let limit = rules[0].words();
        let cells = [
            ("Together", "Cost per month", "The sum of these = $126.30"),
            ("Together", "Its cost per month", "The sum of these = $27.00"),
            ("Chat message", "The choice costs", "$126.30 - $36.60 with it left open = $89.70 a month"),
            (&limit, "It costs the cheapest way", "$27.00 - $6.75 without it = $20.25 a month"),
        ];
        for (row, column, last) in cells {
            let cell = cell(&found, row, column);
            let receipt = receipt(&facts, &cell.cite.unwrap());
            assert_eq!(receipt.outcome.label(), cell.text);
            let step = receipt.steps.last().unwrap();
            assert_eq!(format!("{} = {}", step.factors, step.amount), last);
        }
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        for bar in bars.rows.iter() {
            assert_eq!(receipt(&facts, &bar.cite.unwrap()).outcome.label(), bar.label);
        }
    }

    #[test]
    fn a_monthly_fee_is_on_the_bill_once_and_has_its_own_row() {
        let mut owned = bundled();
        for workload in &mut owned.workloads {
            Arc::make_mut(workload).set_monthly_fee(Dollars::whole(20));
        }
        owned.portfolios = vec![portfolio(vec![
            entry("Chat message", 700, model("openai/gpt-5.4")),
            entry("Chat message", 300, model("openai/gpt-4.1")),
        ])];
        let found = answer(&owned.facts(None), &Asked::default());
        check_form(&found);
        assert_eq!(cell(&found, "Chat message", "Cost per month").text, "$68.25");
        assert_eq!(cell(&found, "Monthly fee of Chat message", "Cost per month").text, "$20.00");
        assert_eq!(cell(&found, "Monthly fee of Chat message", "Its cost per month").text, "$20.00");
        assert_eq!(cell(&found, "Together", "Cost per month").text, "$111.65");
        let Some(Figure::Bars(bars)) = &found.figure else { panic!("{found:?}") };
        assert!((bars.rows.get(0).unwrap().pieces.last().unwrap().to - 111.65).abs() < 1e-9);
        let facts = owned.facts(None);
        let cite = cell(&found, "Chat message", "Cost per month").cite.unwrap();
        let receipt = crate::receipt::Receipt::new(
            facts.find(&cite.model).unwrap(),
            cite.subject,
            cite.workload.as_deref(),
            None,
        );
        assert_eq!(receipt.unwrap().outcome.label(), "$68.25");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let mut owned = bundled();
        assert!(answer(&owned.facts(None), &Asked::default()).headline.starts_with("Make a portfolio"));
        owned.portfolios = vec![portfolio(Vec::new())];
        assert_eq!(answer(&owned.facts(None), &Asked::default()).headline, "Add workloads to Support");
        owned.portfolios = vec![portfolio(vec![
            entry("Gone", 1, Assignment::CheapestThatFits),
            entry("Chat message", 1_000, model("nobody/nothing")),
            entry("Email draft", 1_000, Assignment::CheapestThatFits),
        ])];
        let found = answer(&owned.facts(None), &Asked::default());
        check_form(&found);
        assert!(found.headline.ends_with("and 2 workloads more of unknown cost"), "{}", found.headline);
        assert_eq!(cell(&found, "Gone", "Model").text, "there is no workload of this name");
        assert_eq!(cell(&found, "Chat message", "Model").text, "the chosen model is not in the price list");
        // A sum that is not of all says so, and one of nothing is no sum.
        let sum = cell(&found, "All with a cost", "Cost per month").text;
        assert!(sum.starts_with('$'), "{sum}");
        let baseline = Some(ModelId::new("openai/gpt-5.4").unwrap());
        owned.portfolios = vec![portfolio(vec![entry("Chat message", 1_000, model("nobody/nothing"))])];
        let found = answer(&owned.facts(None), &Asked { baseline: baseline.clone(), ..Asked::default() });
        assert_eq!(cell(&found, "All with a cost", "Cost per month").text, "unknown");
        assert_eq!(
            found.details,
            [
                "Everything on GPT-5.4 would cost $97.50; what this saves is not known, because not every workload has \
              a cost"
            ]
        );
        owned.portfolios = vec![portfolio(vec![entry("Gone", 1, Assignment::CheapestThatFits)])];
        let found = answer(&owned.facts(None), &Asked { baseline, ..Asked::default() });
        assert_eq!(
            found.details,
            ["Everything on GPT-5.4 has no known cost: there is no workload of this name"]
        );
    }

    #[test]
    fn one_model_for_all_costs_more_and_says_how_much() {
        let mut owned = bundled();
        let open = Assignment::CheapestThatFits;
        owned.portfolios = vec![portfolio(vec![
            entry("Document summary", 1_000, model("openai/gpt-5.4")),
            entry("Chat message", 1_000, open),
        ])];
        let found = answer(&owned.facts(None), &Asked { most_models: Some(1), ..Asked::default() });
        check_form(&found);
        assert_eq!(found.headline, "Support costs $337.50 a month on 1 model");
        // Chat on Llama 3.3 8B is $1.95 instead of $97.50.
        assert_eq!(cell(&found, "At most 1 model", "It costs as it is").text, "$95.55 a month");
        assert_eq!(cell(&found, "At most 1 model", "It costs the cheapest way").text, "nothing");
    }

    #[test]
    fn a_limit_that_a_chosen_model_evades_still_has_its_price_and_a_choice_may_save() {
        let mut owned = bundled();
        owned.portfolios = vec![portfolio(vec![entry("Chat message", 1_000, model("groq/llama-3.3-8b"))])];
        let rules = vec![Rule::ProviderIn(vec!["OpenAI".to_owned()])];
        let found = answer(&owned.facts(None), &Asked { rules: rules.clone(), ..Asked::default() });
        check_form(&found);
        let limit = rules[0].words();
        // The cheapest of OpenAI is GPT-4.1 Nano, $0.00026 a message, against $0.000065: 30,000 a month.
        assert_eq!(cell(&found, &limit, "It costs the cheapest way").text, "$5.85 a month");
        assert_eq!(cell(&found, &limit, "It costs as it is").text, "nothing");
        assert_eq!(cell(&found, "Chat message", "The choice costs").text, "saves $5.85 a month");
    }
}

//! What does a dollar buy? Every saved workload on the chosen models, as counts or as costs.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Number, Row, Table, counted, free_left_out};
use crate::billing::{self, Total};
use crate::catalog::{Market, ModelId, Offer};
use crate::decide::matrix::{Best, MOST_DECIDING, Matrix, TOKENS_PER_PAGE, columns};
use crate::money::{Dollars, label};
use crate::receipt::Subject;
use crate::workload::Workload;

/// How many models are compared when none are chosen: what a window has room for.
const FIRST_MODELS: usize = 7;

/// What the cells say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Shows {
    /// How many tasks the amount buys.
    #[default]
    Counts,
    /// What one task costs.
    Costs,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What there is to spend.
    pub amount: Dollars,
    /// What the cells say.
    pub shows: Shows,
    /// The models, in order; without any, the cheapest of each workload.
    pub models: Vec<ModelId>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { amount: Dollars::whole(1), shows: Shows::default(), models: Vec::new() }
    }
}

/// The models that the matrix has as columns.
struct Columns<'a> {
    market: &'a Market,
    /// Their places in it.
    places: Vec<usize>,
    /// The cheapest of all that are compared, workload by workload; `None` where the user chose the models.
    firsts: Option<Vec<Option<usize>>>,
}

impl<'a> Columns<'a> {
    /// Those that are chosen and not hidden, else the cheapest of each workload in turn.
    fn of(facts: &Facts<'a>, asked: &Asked, workloads: &[Workload]) -> Self {
        if asked.models.is_empty() {
            let best = Best::of(facts.compared, workloads, FIRST_MODELS);
            return Self { market: facts.compared, places: best.columns, firsts: Some(best.firsts) };
        }
        Self { market: facts.market, places: columns(facts.market, &asked.models), firsts: None }
    }
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = match asked.shows {
        Shows::Counts => format!("What does {} buy?", label::dollars(asked.amount)),
        Shows::Costs => "What does each workload cost on each model?".to_owned(),
    };
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workloads: Vec<Workload> = facts.workloads.iter().map(|workload| Workload::clone(workload)).collect();
    let Columns { market, places, firsts } = Columns::of(facts, asked, &workloads);
    let matrix = Matrix::new(market, &workloads, &places, asked.amount);
    // Heads and cells from the same places.
    let offers: Vec<&Offer> = matrix.columns.iter().filter_map(|place| market.get(*place)).collect();
    let amount = label::dollars(asked.amount);
    if offers.is_empty() || facts.workloads.is_empty() {
        let missing =
            if offers.is_empty() { "Choose models to compare" } else { "Add a workload to see this" };
        return Err(missing.to_owned());
    }
    answer.headline = if asked.shows == Shows::Counts && asked.amount.is_zero() {
        format!("{amount} buys nothing: enter a larger amount")
    } else {
        let firsts =
            firsts.unwrap_or_else(|| matrix.rows.iter().map(|cells| best_of(cells, &places)).collect());
        let all: Vec<&Offer> =
            if asked.models.is_empty() { market.offers().iter().collect() } else { offers.clone() };
        headline(market, &all, &workloads, &firsts, &amount) + &of_the_chosen(asked, offers.len())
    };
    let mut heads = vec![Column::words("Workload")];
    heads.extend(offers.iter().map(|offer| Column::number(head(offer, &offers))));
    let mut rows: Vec<Row> = facts
        .workloads
        .iter()
        .zip(&matrix.rows)
        .map(|(workload, cells)| {
            let best = cells.iter().filter_map(|cell| cell.total.priced()).min();
            let worst = cells.iter().filter_map(|cell| cell.total.priced()).max();
            let mut row = vec![Cell::from(workload.name().as_str())];
            row.extend(offers.iter().zip(cells).map(|(offer, cell)| {
                let text = match (asked.shows, cell.total, cell.count) {
                    (Shows::Counts, Total::Priced(_), Some(count)) => label::per_dollar(count),
                    (_, Total::Priced(cost), _) => label::dollars(cost),
                    (_, Total::Free, _) => "free".to_owned(),
                    (_, Total::Unknown(_), _) => "unknown".to_owned(),
                    (_, Total::Excluded(_), _) => "can't".to_owned(),
                };
                let cite = match (asked.shows, cell.total.priced()) {
                    (Shows::Counts, Some(cost)) => Cite::count(offer, workload, asked.amount, cost),
                    _ => Cite::cost(offer, workload),
                };
                let number = match (asked.shows, cell.total, cell.count) {
                    (Shows::Counts, Total::Priced(_), Some(count)) => Some(Number::Quotient(count)),
                    (_, total, _) => total.priced().map(Number::Dollars),
                };
                Cell { text, heat: heat(cell.total, best, worst), cite: Some(cite), number }
            }));
            Row::plain(row)
        })
        .collect();
    rows.push(pages(asked, &matrix, &offers));
    answer.tables.push(Table { title: String::new(), columns: heads, rows: rows.into() });
    answer.notes.push(format!(
        "A page is about {} tokens of prompt; the stronger the shade of a cell, the more a dollar buys in its row",
        label::whole(TOKENS_PER_PAGE)
    ));
    let free = |column: usize| {
        matrix.rows.iter().any(|row| row.get(column).is_some_and(|cell| cell.total == Total::Free))
    };
    answer.notes.extend(free_left_out((0..offers.len()).filter(|column| free(*column)).count()));
    let hidden = asked.models.iter().filter(|id| facts.market.place(id).is_none()).count();
    if hidden > 0 {
        let (is, are) = if hidden == 1 { ("is", "") } else { ("are", "s") };
        answer.notes.push(format!(
            "{} chosen model{are} {is} not shown: hidden, or in no list any more",
            label::whole(hidden as u64)
        ));
    }
    let left_out = facts.compared.offers().len().saturating_sub(offers.len());
    if left_out > 0 {
        let (shown, all) = (offers.len(), counted(facts.compared.offers().len(), "model"));
        let which = if asked.models.is_empty() { ", the cheapest of each workload" } else { "" };
        answer.notes.push(format!("{shown} of {all} are shown{which}: choose others to see them"));
    }
    Ok(())
}

/// What a column is called: by its seller too, where another one has its name.
fn head(offer: &Offer, all: &[&Offer]) -> String {
    let name = &offer.model.name;
    let is_shared = all.iter().filter(|other| other.model.name == *name).count() > 1;
    if is_shared { format!("{name}, {}", offer.model.provider) } else { name.clone() }
}

/// The cheapest of a row that has a cost, as a place in the market.
fn best_of(cells: &[crate::decide::matrix::Cell], places: &[usize]) -> Option<usize> {
    let priced = cells.iter().zip(places).filter_map(|(cell, place)| Some((cell.total.priced()?, *place)));
    priced.min().map(|(_, place)| place)
}

/// Where the user chose the models, the headline is true of these.
fn of_the_chosen(asked: &Asked, shown: usize) -> String {
    if asked.models.is_empty() || shown < 2 { String::new() } else { format!(", of the {shown} chosen") }
}

/// The model that most workloads are cheapest on.
fn headline(
    market: &Market,
    offers: &[&Offer],
    workloads: &[Workload],
    firsts: &[Option<usize>],
    amount: &str,
) -> String {
    let mut wins: BTreeMap<usize, usize> = BTreeMap::new();
    for place in firsts.iter().flatten() {
        *wins.entry(*place).or_default() += 1;
    }
    // Of two with as many, the first by name: markets are in that order.
    let most = wins.into_iter().max_by_key(|(place, wins)| (*wins, Reverse(*place)));
    let Some((wins, offer)) = most.and_then(|(place, wins)| Some((wins, market.get(place)?))) else {
        return "None of these models has a price for any workload".to_owned();
    };
    let first = if firsts.len() < workloads.len() { "first " } else { "" };
    let of = match (wins == firsts.len(), first.is_empty()) {
        (true, true) => "every workload".to_owned(),
        (true, false) => format!("the {first}{}", counted(wins, "workload")),
        (false, true) => format!("{} of {}", counted(wins, "workload"), firsts.len()),
        (false, false) => format!("{} of the {first}{}", counted(wins, "workload"), firsts.len()),
    };
    format!("{amount} goes furthest on {} for {of}", with_ties(offers, offer, workloads))
}

/// The model, and those that buy just as much with every workload: `A or B`, `A, B, C and 2 more`.
fn with_ties(offers: &[&Offer], first: &Offer, workloads: &[Workload]) -> String {
    /// How many are named.
    const NAMED: usize = 3;
    let deciding = workloads.get(..MOST_DECIDING.min(workloads.len())).unwrap_or_default();
    let totals: Vec<Total> = deciding.iter().map(|workload| billing::total(first, workload)).collect();
    let mut tied = vec![first];
    for offer in offers {
        // A model that several sell is one.
        let is_new = !tied.iter().any(|other| other.identity.model == offer.identity.model);
        let mut pairs = deciding.iter().zip(&totals);
        if is_new && pairs.all(|(workload, total)| billing::total(offer, workload) == *total) {
            tied.push(offer);
        }
    }
    let names: Vec<&str> = tied.iter().take(NAMED).map(|offer| offer.model.name.as_str()).collect();
    match (names.as_slice(), tied.len().saturating_sub(NAMED)) {
        ([most @ .., last], 0) if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        (names, 0) => names.join(", "),
        (names, more) => format!("{} and {} more", names.join(", "), label::whole(more as u64)),
    }
}

/// 1 for the cheapest of a row, 0 for the dearest, on a log scale: costs differ by factors.
fn heat(total: Total, best: Option<Dollars>, worst: Option<Dollars>) -> Option<f64> {
    let cost = total.priced()?.to_f64();
    let (best, worst) = (best?.to_f64(), worst?.to_f64());
    let span = (worst / best).ln();
    Some(if span > 0.0 { (worst / cost).ln() / span } else { 1.0 })
}

fn pages(asked: &Asked, matrix: &Matrix, offers: &[&Offer]) -> Row {
    let amount = label::dollars(asked.amount);
    let mut cells = vec![Cell::from(format!("Pages for {amount}"))];
    cells.extend(offers.iter().zip(&matrix.pages).map(|(offer, pages)| {
        let Some(pages) = pages else { return Cell::from("—") };
        let text = label::whole(pages.to_whole());
        let cite =
            Cite { model: offer.model.id.clone(), subject: Subject::InputPrice, workload: None, then: None };
        let cite = cite.then(
            format!("Pages of prompt that {amount} buys"),
            format!(
                "{amount} / ({} tokens a page x {} per million), in whole pages",
                label::whole(TOKENS_PER_PAGE),
                label::exact_price(offer.prices.input)
            ),
            text.clone(),
        );
        Cell::cited(text, cite).of(pages.to_whole())
    }));
    Row { cells, emphasis: Emphasis::Weak }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    use crate::answer::tests::{bundled, cell, check_form};

    #[test]
    fn the_reference_table_with_a_receipt_for_each_cell() {
        let owned = bundled();
        let asked = Asked { models: vec![ModelId::new("openai/gpt-5.4").unwrap()], ..Asked::default() };
        let found = answer(&owned.facts(None), &asked);
        check_form(&found);
        let chat = cell(&found, "Chat message", "GPT-5.4");
        assert_eq!(chat.text, "307.7");
        assert_eq!(chat.cite.as_ref().unwrap().subject, Subject::TasksPerDollar);
        let hundred = answer(&owned.facts(None), &Asked { amount: Dollars::whole(100), ..asked.clone() });
        let chat = cell(&hundred, "Chat message", "GPT-5.4");
        assert_eq!(chat.text, "30,769.2");
        // The cell and its receipt say the same, whatever the amount.
        assert_eq!(chat.cite.as_ref().unwrap().then.as_ref().unwrap().outcome, chat.text);
        let costs = answer(&owned.facts(None), &Asked { shows: Shows::Costs, ..asked });
        assert_eq!(cell(&costs, "Chat message", "GPT-5.4").text, "$0.00325");
    }

    #[test]
    fn a_chosen_model_that_is_hidden_has_no_column_and_moves_no_number() {
        use crate::catalog::{Catalog, Overrides, OwnModels};
        let mut owned = bundled();
        let id = |text: &str| ModelId::new(text).unwrap();
        let models = vec![id("openai/gpt-5.4"), id("openai/gpt-4.1-mini"), id("deepseek/deepseek-v4")];
        // A name that means the same model is no second column.
        let asked = Asked {
            models: models.into_iter().chain([id("OpenAI/GPT 4.1 mini")]).collect(),
            ..Asked::default()
        };
        let hide = OwnModels { hidden: vec![id("openai/gpt-5.4")], models: Vec::new() };
        owned.market = Arc::new(Market::new(&Catalog::bundled().unwrap(), &hide, &Overrides::default()));
        let found = answer(&owned.facts(None), &asked);
        check_form(&found);
        let heads: Vec<&str> = found.tables[0].columns.iter().map(|head| head.title.as_str()).collect();
        assert_eq!(heads, ["Workload", "GPT-4.1 mini", "DeepSeek V4"]);
        assert_eq!(cell(&found, "Chat message", "GPT-4.1 mini").text, "1,923.1");
        assert_eq!(cell(&found, "Chat message", "DeepSeek V4").text, "2,564.1");
        for row in found.tables[0].rows.iter() {
            let models =
                row.cells.iter().filter_map(|cell| Some(cell.cite.as_ref()?.model.as_str().to_owned()));
            assert_eq!(models.collect::<Vec<_>>(), ["openai/gpt-4.1-mini", "deepseek/deepseek-v4"]);
        }
        assert!(
            found.notes.contains(&"1 chosen model is not shown: hidden, or in no list any more".to_owned())
        );
    }

    #[test]
    fn pages_and_their_receipt_say_the_same() {
        let owned = bundled();
        let found = answer(&owned.facts(None), &Asked::default());
        for pages in found.tables[0].rows.last().unwrap().cells.into_iter().skip(1) {
            assert_eq!(pages.cite.unwrap().then.unwrap().outcome, pages.text);
        }
        // $1 / (1,333 x $0.20 per million) = 3,750.94
        let nano = cell(&found, "Pages for $1.00", "GPT-4.1 Nano");
        assert_eq!(nano.text, "3,751");
    }

    #[test]
    fn the_cheapest_of_a_row_is_the_darkest() {
        let owned = bundled();
        let found = answer(&owned.facts(None), &Asked::default());
        check_form(&found);
        for row in found.tables[0].rows.iter().take(owned.workloads.len()) {
            let heats: Vec<f64> = row.cells.iter().filter_map(|cell| cell.heat).collect();
            assert!(heats.iter().all(|heat| (0.0..=1.0).contains(heat)), "{heats:?}");
            assert!(heats.contains(&1.0) && heats.contains(&0.0), "{heats:?}");
        }
        assert_eq!(found.headline, "$1.00 goes furthest on Llama 3.3 8B for every workload");
    }

    #[test]
    fn the_headline_names_each_model_that_buys_as_much() {
        use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let price = |text: &str| Price::per_million(text).unwrap();
        catalog.models.truncate(5);
        for (place, model) in catalog.models.iter_mut().enumerate() {
            model.name = format!("Model {place}");
            let one = if place < 2 { "1" } else { "2" };
            model.prices = PriceSheet::flat(price(one), price(one));
        }
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let found = answer(&owned.facts(None), &Asked::default());
        check_form(&found);
        assert_eq!(found.headline, "$1.00 goes furthest on Model 1 or Model 0 for every workload");
        // The second of them would be the first's column again.
        let heads: Vec<&str> = found.tables[0].columns.iter().map(|head| head.title.as_str()).collect();
        assert_eq!(heads.len(), 3);
        assert!(heads[1] == "Model 1" && heads[2] != "Model 0", "{heads:?}");
    }

    #[test]
    fn the_headline_and_the_models_shown_are_those_of_the_bill_and_not_of_the_input_price() {
        use crate::catalog::{Catalog, Overrides, OwnModels, PriceSheet};
        use crate::money::Price;
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let price = |text: &str| Price::per_million(text).unwrap();
        // Twenty models that read cheaply and answer dearly, and one that is cheap in all.
        let pattern = catalog.models.remove(0);
        catalog.models = (0..=20)
            .map(|number| crate::catalog::Model {
                id: ModelId::new(&format!("m/{number}")).unwrap(),
                name: format!("Model {number:02}"),
                prices: if number == 20 {
                    PriceSheet::flat(price("0.5"), price("0.5"))
                } else {
                    PriceSheet::flat(price("0.01"), price(&(90 + number).to_string()))
                },
                ..pattern.clone()
            })
            .collect();
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let found = answer(&owned.facts(None), &Asked::default());
        assert_eq!(found.headline, "$1.00 goes furthest on Model 20 for every workload");
        assert_eq!(found.tables[0].columns[1].title, "Model 20");
        assert!(
            found.notes.iter().any(|note| note.starts_with("7 of 21 models are shown")),
            "{:?}",
            found.notes
        );
        // Among chosen ones it is said that they were chosen.
        let models = ["m/3", "m/4"].map(|id| ModelId::new(id).unwrap()).into();
        let found = answer(&owned.facts(None), &Asked { models, ..Asked::default() });
        assert_eq!(found.headline, "$1.00 goes furthest on Model 03 for every workload, of the 2 chosen");
    }

    #[test]
    fn no_dollars_go_furthest_nowhere() {
        let owned = bundled();
        let asked = Asked { amount: Dollars::ZERO, ..Asked::default() };
        assert_eq!(answer(&owned.facts(None), &asked).headline, "$0.00 buys nothing: enter a larger amount");
        let asked = Asked { shows: Shows::Costs, ..asked };
        assert!(!answer(&owned.facts(None), &asked).headline.contains("buys nothing"));
    }

    #[test]
    fn without_workloads_it_says_what_to_do() {
        let mut owned = bundled();
        owned.workloads.clear();
        assert_eq!(answer(&owned.facts(None), &Asked::default()).headline, "Add a workload to see this");
    }

    #[test]
    fn no_column_repeats_another_and_two_of_one_name_are_told_apart() {
        use crate::catalog::{Catalog, Overrides, OwnModels};
        let mut owned = bundled();
        let mut catalog = Catalog::bundled().unwrap();
        let first = catalog.models[0].clone();
        let id = |provider: &str| {
            let (_, name) = first.id.as_str().split_once('/').unwrap();
            ModelId::new(&format!("{provider}/{name}")).unwrap()
        };
        for provider in ["other", "third"] {
            catalog.models.push(crate::catalog::Model {
                id: id(provider),
                provider: provider.to_owned(),
                ..first.clone()
            });
        }
        owned.market = Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default()));
        let heads = |asked: &Asked| -> Vec<String> {
            let found = answer(&owned.facts(None), asked);
            check_form(&found);
            found.tables[0].columns.iter().skip(1).map(|column| column.title.clone()).collect()
        };
        let by_itself = heads(&Asked::default());
        assert_eq!(by_itself.len(), FIRST_MODELS);
        assert_eq!(by_itself.iter().filter(|head| head.starts_with(&first.name)).count(), 1, "{by_itself:?}");
        // Who chooses both wants both.
        let both = Asked { models: vec![id("other"), id("third")], ..Asked::default() };
        assert_eq!(heads(&both), ["other", "third"].map(|provider| format!("{}, {provider}", first.name)));
    }
}

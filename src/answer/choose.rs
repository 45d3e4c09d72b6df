//! Which model should we take? The pick under the user's rules, the runners-up, and why not the others.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::figure::{BarRow, Piece};
use super::per_model::PerModel;
use super::{Answer, Cell, Cite, Column, Emphasis, Facts, Figure, Number, Row, Rows, Table, counted};
use crate::billing::{self, Total};
use crate::catalog::{Market, Offer};
use crate::chart::Unit;
use crate::decide::choose::{self, Candidate, Gap, Objective, Rule, Situation};
use crate::money::{Dollars, label};
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The situation from which the rules come, by its name; `None` for rules of the user's own.
    pub situation: Option<String>,
    /// What a model must meet.
    pub rules: Vec<Rule>,
    /// What is best among those that do.
    pub objective: Objective,
}

impl Asked {
    /// A situation of the reference.
    pub fn of(situation: &Situation) -> Self {
        let Situation { name, rules, objective, .. } = situation;
        Self { situation: Some(name.clone()), rules: rules.clone(), objective: *objective }
    }

    /// The situation that these rules come from, where they are still its own.
    pub fn unchanged(&self) -> Option<&'static Situation> {
        let name = self.situation.as_deref()?;
        let found = situations().iter().find(|situation| situation.name == name)?;
        (found.rules == self.rules && found.objective == self.objective).then_some(found)
    }
}

/// The situations of the reference.
pub fn situations() -> &'static [Situation] {
    // Read once: the window asks in every frame. A test reads the file that ships.
    static BUNDLED: LazyLock<Vec<Situation>> = LazyLock::new(|| choose::bundled().unwrap_or_default());
    &BUNDLED
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let situation = asked.unchanged();
    // Rules that were changed are no longer those of the situation, in copies as well.
    let changed = if situation.is_some() { "" } else { ", changed rules" };
    let title = asked.situation.as_ref().map_or_else(
        || "Which model should we take?".to_owned(),
        |name| format!("Which model should we take: {}{changed}?", name.to_lowercase()),
    );
    Answer::to(facts, title, |answer| fill(answer, facts, asked, situation))
}

fn fill(
    answer: &mut Answer,
    facts: &Facts<'_>,
    asked: &Asked,
    situation: Option<&Situation>,
) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload: the cost of a task decides")?;
    let found = choose::choose_among(
        facts.market,
        facts.compared,
        facts.judgements,
        workload,
        &asked.rules,
        asked.objective,
    );
    answer.headline = headline(facts, workload, &found, asked.objective);
    answer.details.extend(situation.map(|situation| format!("The reference says: \"{}\"", situation.why)));
    if found.picks.is_empty() {
        let missing = nobody_says(facts, asked);
        if missing.is_empty() {
            answer.details.extend(what_to_loosen(facts, workload, asked));
        }
        answer.details.extend(missing);
    } else {
        answer.details.push(why(asked, &found));
        answer.details.extend(a_month(facts, workload, &found));
    }
    let passing: Vec<Candidate> = found.picks.iter().chain(&found.runners_up).copied().collect();
    if let Some(first) = passing.first() {
        let picks = found.picks.len();
        let first = facts.compared.get(first.offer).map(|offer| (offer.model.name.clone(), first.total));
        let sheet = Arc::new(Sheet { workload: Arc::clone(workload), picks, first });
        let passing = passing.into_iter().enumerate();
        let passing = passing.map(|(place, candidate)| (candidate.offer, Passing { place, candidate }));
        let passing = PerModel::in_order(facts.compared, passing);
        let amount = |passing: &Passing| passing.candidate.total.priced().map(Dollars::to_f64);
        let axis = ("US dollars per task", Unit::Dollars);
        answer.figure = Some(Figure::Bars(passing.bars(axis, amount, passing.rows(&sheet, Sheet::bar))));
        answer.tables.push(candidates(passing.rows(&sheet, Sheet::row)));
    }
    let unknown =
        found.excluded.iter().filter(|one| matches!(one.reason, choose::Reason::Unknown(_))).count();
    if !found.excluded.is_empty() {
        answer.tables.push(excluded(facts, workload, asked, found.excluded));
    }
    if unknown > 0 {
        answer
            .notes
            .push(format!("Of {} a fact is unknown, which is neither yes nor no", counted(unknown, "model")));
    }
    answer
        .notes
        .push("Quality, speed and compliance are opinions: the price list's publisher's, or your own where you judged".to_owned());
    answer.notes.extend(borrowed(facts));
    Ok(())
}

/// Whose opinions stand in where the list that a model comes from has none.
fn borrowed(facts: &Facts<'_>) -> Option<String> {
    let mut lists: Vec<&str> = Vec::new();
    let mut models = 0;
    for offer in facts.compared.offers() {
        let Some(list) = facts.judgements.facts(offer).borrowed_from() else { continue };
        models += 1;
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    (models > 0).then(|| {
        format!(
            "Of {} the opinions are those of {}, further down among your lists",
            counted(models, "model"),
            lists.join(" and ")
        )
    })
}

/// Where an opinion is asked for that neither a list in use nor the user has of any model: what to do.
fn nobody_says(facts: &Facts<'_>, asked: &Asked) -> Vec<String> {
    let is_quality = |rule: &Rule| matches!(rule, Rule::QualityAtLeast(_));
    let is_speed = |rule: &Rule| matches!(rule, Rule::SpeedAtLeast(_));
    let is_compliance = |rule: &Rule| matches!(rule, Rule::ComplianceKnown | Rule::ComplianceNames(_));
    let asks = |is: fn(&Rule) -> bool, objective: Option<Objective>| {
        asked.rules.iter().any(is) || Some(asked.objective) == objective
    };
    let missing = [
        asks(is_quality, Some(Objective::HighestQuality))
            .then(|| no_opinion(facts, "quality", |of| of.quality().is_some())),
        asks(is_speed, Some(Objective::HighestSpeed))
            .then(|| no_opinion(facts, "speed", |of| of.speed().is_some())),
        asks(is_compliance, None).then(|| no_opinion(facts, "compliance", |of| of.compliance().is_some())),
    ];
    missing.into_iter().flatten().flatten().collect()
}

/// Why no model that is compared has an opinion on something, and what to do; `None` where one has.
pub(super) fn no_opinion(
    facts: &Facts<'_>,
    what: &str,
    is_known: fn(&choose::Facts<'_>) -> bool,
) -> Option<String> {
    let known = |market: &Market| {
        market.offers().iter().filter(|offer| is_known(&facts.judgements.facts(offer))).count()
    };
    match (known(facts.compared), known(facts.market)) {
        (0, 0) => Some(format!(
            "No list in use says anything of {what}: judge models yourself, or switch on the reference list, which does"
        )),
        (0, others) => Some(format!(
            "Of no model that is compared the {what} is known, but of {} outside of that: judge those that are compared",
            counted(others, "model")
        )),
        _ => None,
    }
}

fn cost(total: Total) -> Option<String> {
    match total {
        Total::Priced(cost) => Some(label::dollars(cost)),
        Total::Free => Some("free".to_owned()),
        Total::Unknown(_) | Total::Excluded(_) => None,
    }
}

/// A cost with all its digits, for a step.
fn exact(total: Total) -> Option<String> {
    total.cost().ok().map(label::exact_dollars)
}

fn headline(facts: &Facts<'_>, workload: &Workload, found: &choose::Answer, objective: Objective) -> String {
    /// How many picks are named.
    const NAMED: usize = 3;
    let name = workload.name();
    let picks: Vec<(&str, Option<String>)> = found
        .picks
        .iter()
        .take(NAMED)
        .filter_map(|pick| Some((facts.compared.get(pick.offer)?.model.name.as_str(), cost(pick.total))))
        .collect();
    let more = match found.picks.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {} more", label::whole(more as u64)),
    };
    let join = |names: &[String]| match names {
        [most @ .., last] if more.is_empty() && !most.is_empty() => {
            format!("{} or {last}", most.join(", "))
        }
        names => names.join(", "),
    };
    let Some((_, first)) = picks.first() else {
        return format!("No model meets this for {name}");
    };
    // Several may be equally good and cost differently.
    if found.picks.len() > 1 && objective != Objective::LowestCost {
        let each = picks.iter().map(|(model, cost)| match cost {
            Some(cost) => format!("{model} ({cost})"),
            None => format!("{model} (cost unknown)"),
        });
        return format!("{}{more}, by the cost of a task of {name}", join(&each.collect::<Vec<_>>()));
    }
    let a_task = first.as_ref().map_or_else(String::new, |cost| format!(": {cost} a task of {name}"));
    let names: Vec<String> = picks.iter().map(|(model, _)| (*model).to_owned()).collect();
    format!("{}{more}{a_task}", join(&names))
}

/// Why: what was asked for, and how many meet it.
fn why(asked: &Asked, found: &choose::Answer) -> String {
    let rules = asked.rules.iter().map(Rule::words).collect::<Vec<_>>().join("; ");
    let passing = found.picks.len() + found.runners_up.len();
    let all = passing + found.excluded.len();
    let (meets, of) = (counted(passing, "model"), label::whole(all as u64));
    let what = asked.objective.label();
    let has = if found.picks.len() > 1 { "They have" } else { "It has" };
    if rules.is_empty() {
        format!("{has} the {what} of the {meets} that can be compared, of {of}")
    } else {
        format!("{has} the {what} of the {meets} of {of} that meet every rule: {rules}")
    }
}

/// What a month of the first pick costs; `None` where the workload names no requests.
fn a_month(facts: &Facts<'_>, workload: &Workload, found: &choose::Answer) -> Option<String> {
    let pick = found.picks.first()?;
    let month = billing::monthly(pick.total.priced()?, workload)?;
    let requests = usize::try_from(workload.requests_per_month()?).unwrap_or(usize::MAX);
    let name = &facts.compared.get(pick.offer)?.model.name;
    let fee = if workload.monthly_fee().is_zero() { "" } else { ", the monthly fee included" };
    Some(format!("{name} costs {} a month for {}{fee}", label::dollars(month), counted(requests, "request")))
}

/// Where no model is left: the rule that excludes the most, and whether to loosen it is enough.
fn what_to_loosen(facts: &Facts<'_>, workload: &Workload, asked: &Asked) -> Vec<String> {
    let all = facts.compared.offers().len();
    let strict = choose::strictness(facts.market, facts.compared, facts.judgements, workload, &asked.rules);
    let mut rules: Vec<_> =
        asked.rules.iter().zip(strict).filter(|(_, strict)| strict.excludes > 0).collect();
    // Stable: of equally strict rules, the first.
    rules.sort_by_key(|(_, strict)| std::cmp::Reverse(strict.excludes));
    let Some((first, strict)) = rules.first() else {
        return vec![match asked.objective {
            Objective::LowestCost => "No model that can take the workload has a cost to compare".to_owned(),
            Objective::HighestQuality => {
                "Of no model that meets the rules is the quality known: judge models".to_owned()
            }
            Objective::HighestSpeed => {
                "Of no model that meets the rules is the speed known: judge models".to_owned()
            }
        }];
    };
    let excludes = label::whole(strict.excludes as u64);
    let mut details =
        vec![format!("\"{}\" excludes the most: {excludes} of {}", first.words(), counted(all, "model"))];
    let alone = rules.iter().max_by_key(|(_, strict)| strict.alone).filter(|(_, strict)| strict.alone > 0);
    details.push(match alone {
        Some((rule, strict)) => {
            let what = if strict.alone == 1 { "meets" } else { "meet" };
            format!("Loosen \"{}\": {} {what} all other rules", rule.words(), counted(strict.alone, "model"))
        }
        None => "To loosen one rule is not enough: every model misses two or more".to_owned(),
    });
    details
}

/// A model that meets every rule, with its place among those that do, from 0.
#[derive(Clone, Copy, Debug)]
struct Passing {
    place: usize,
    candidate: Candidate,
}

fn candidates(rows: Rows<Row>) -> Table {
    let columns = vec![
        Column::words("Model"),
        Column::words("Provider"),
        Column::number("Cost per task"),
        Column::number("Against the pick"),
        Column::number("Times the pick"),
    ];
    Table { title: "The pick and the runners-up".to_owned(), columns, rows }
}

/// What the rows of all models that meet every rule need.
#[derive(Clone, Debug)]
struct Sheet {
    workload: Arc<Workload>,
    /// How many of them are picks; these stand first.
    picks: usize,
    /// The name of the first and what a task costs on it.
    first: Option<(String, Total)>,
}

impl Sheet {
    fn bar(&self, offer: &Offer, Passing { place, candidate }: &Passing) -> BarRow {
        let label = cost(candidate.total).unwrap_or_else(|| "unknown".to_owned());
        let name = offer.model.name.clone();
        BarRow {
            description: format!("{name}: {label} a task"),
            name,
            pieces: candidate.total.priced().map(|cost| Piece::whole(cost.to_f64())).into_iter().collect(),
            label,
            stands_out: *place < self.picks,
            cite: Some(Cite::cost(offer, &self.workload)),
        }
    }

    fn row(&self, offer: &Offer, Passing { place, candidate }: &Passing) -> Row {
        let workload = &self.workload;
        let cost = cost(candidate.total).unwrap_or_else(|| "unknown".to_owned());
        let gap = match candidate.gap {
            None => "—".to_owned(),
            Some(Gap::Same) => "the same".to_owned(),
            Some(Gap::More(more)) => format!("{} more", label::dollars(more)),
            Some(Gap::Less(less)) => format!("{} less", label::dollars(less)),
        };
        let times = candidate.times.map_or_else(|| "—".to_owned(), label::times);
        // The pick itself is not measured against itself.
        let first = self.first.as_ref().filter(|_| *place > 0 && candidate.gap.is_some());
        let against =
            first.and_then(|(than, total)| Some((exact(*total)?, exact(candidate.total)?, than.as_str())));
        let cited = |text: String, title: &str, factors: &dyn Fn(&str, &str) -> String| match against {
            Some((ref from, ref to, than)) if text != "—" => {
                let cite = Cite::cost(offer, workload).then(
                    format!("{title} {than}: {}", workload.name()),
                    factors(from, to),
                    text.clone(),
                );
                Cell::cited(text, cite)
            }
            _ => text.into(),
        };
        let is_less = matches!(candidate.gap, Some(Gap::Less(_)));
        let difference = candidate.gap.map(|gap| match gap {
            Gap::Same => Number::Dollars(Dollars::ZERO),
            Gap::More(more) => Number::Dollars(more),
            Gap::Less(less) => Number::Less(less),
        });
        let minus = |from: &str, to: &str| {
            if is_less { format!("{from} - {to} a task") } else { format!("{to} - {from} a task") }
        };
        let cells = vec![
            offer.model.name.as_str().into(),
            offer.model.provider.as_str().into(),
            Cell::cited(cost, Cite::cost(offer, workload)).of_any(candidate.total.priced()),
            cited(gap, "Against", &minus).of_any(difference),
            cited(times, "Times", &|from, to| format!("{to} / {from} a task")).of_any(candidate.times),
        ];
        Row { cells, emphasis: if *place < self.picks { Emphasis::Strong } else { Emphasis::Plain } }
    }
}

/// A row of those that are left out.
#[derive(Clone, Debug)]
enum LeftOut {
    /// One model, with its own reason.
    One(choose::Excluded),
    /// All models of a provider that is not among those asked for.
    Provider {
        /// What it is called.
        name: String,
        /// How many models of it there are.
        models: usize,
        /// The rule, by its place among those asked for.
        rule: Option<usize>,
    },
}

/// Those that are left out: first those that cost less than others, since one asks for them first. The models of a provider
/// that was not asked for are one row, at the end: each for itself would say the same.
fn left_out(market: &Market, workload: &Workload, excluded: Vec<choose::Excluded>) -> Vec<LeftOut> {
    let mut of_providers: BTreeMap<String, (usize, Option<usize>)> = BTreeMap::new();
    let mut ones = Vec::new();
    for one in excluded {
        let offer = market.get(one.offer);
        if let (choose::Reason::Provider(_), Some(offer)) = (&one.reason, offer) {
            of_providers.entry(offer.model.provider.clone()).or_insert((0, one.rule)).0 += 1;
            continue;
        }
        let cost = offer.and_then(|offer| billing::total(offer, workload).priced());
        ones.push((cost.is_none(), cost, one));
    }
    // Stable: where the cost is the same, the order of the market stays.
    ones.sort_by_key(|(is_unknown, cost, _)| (*is_unknown, *cost));
    let mut providers: Vec<_> = of_providers.into_iter().collect();
    providers.sort_by_key(|(_, (models, _))| std::cmp::Reverse(*models));
    let providers =
        providers.into_iter().map(|(name, (models, rule))| LeftOut::Provider { name, models, rule });
    ones.into_iter().map(|(_, _, one)| LeftOut::One(one)).chain(providers).collect()
}

fn excluded(facts: &Facts<'_>, workload: &Workload, asked: &Asked, excluded: Vec<choose::Excluded>) -> Table {
    let columns = vec![Column::words("Model"), Column::words("The rule"), Column::words("Why not")];
    let rules: Vec<String> = asked.rules.iter().map(Rule::words).collect();
    let (market, objective) = (Arc::clone(facts.compared), asked.objective);
    let words = move |rule: Option<usize>| rule.and_then(|place| rules.get(place)).cloned();
    let left_out = left_out(facts.compared, workload, excluded);
    let rows = Rows::made(left_out.into(), move |_, row| match row {
        LeftOut::One(one) => {
            let Some(offer) = market.get(one.offer) else { return Row::default() };
            let rule = words(one.rule).unwrap_or_else(|| match one.reason {
                choose::Reason::CannotTake(_) => "It takes the workload".to_owned(),
                _ => super::capital(objective.label()),
            });
            Row::plain(vec![offer.model.name.as_str().into(), rule.into(), one.reason.to_string().into()])
        }
        LeftOut::Provider { name, models, rule } => {
            let what = counted(*models, "model");
            let rule = words(*rule).unwrap_or_default();
            Row::plain(vec![format!("{what} of {name}").into(), rule.into(), "another provider".into()])
        }
    });
    Table { title: "Why not the others".to_owned(), columns, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{bundled, cell, check_form};
    use crate::catalog::{Catalog, Market, Overrides, OwnModels, OwnPrices, PriceOverride};
    use crate::money::Price;

    fn picks(owned: &crate::answer::tests::Owned, situation: &Situation) -> String {
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked::of(situation));
        check_form(&found);
        found.headline.split([':', '(']).next().unwrap().trim().to_owned()
    }

    /// The headlines of the reference's picks, situation by situation.
    const REFERENCE: [(&str, &str); 8] = [
        ("Tight budget and high volume", "Llama 3.3 8B: $0.000065 a task of Chat message"),
        ("Quality and volume", "GPT-4.1 mini: $0.00052 a task of Chat message"),
        ("Long document processing", "Gemini 2.0 Flash: $0.00013 a task of Chat message"),
        ("Complex reasoning where cost matters", "DeepSeek V4: "),
        ("Best possible output", "Claude Opus 4.6: $0.0225 a task of Chat message"),
        ("Balanced all-rounder", "GPT-4.1: $0.0026 a task of Chat message"),
        ("Speed critical", "Llama 3.3 70B: "),
        (
            "Enterprise with compliance",
            "GPT-5.4 ($0.00325) or Claude Sonnet 4 ($0.0045), by the cost of a task of Chat message",
        ),
    ];

    #[test]
    fn every_situation_has_its_pick_and_says_why_not_the_others() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        assert_eq!(situations().len(), REFERENCE.len());
        for (situation, (name, headline)) in situations().iter().zip(REFERENCE) {
            let found = answer(&owned.facts(Some(chat)), &Asked::of(situation));
            check_form(&found);
            assert_eq!(situation.name, name);
            assert!(found.headline.starts_with(headline), "{name}: {}", found.headline);
            // Every model is either in the first table or in the second, with its reason.
            let rows: usize = found.tables.iter().map(|table| table.rows.len()).sum();
            assert_eq!(rows, owned.market.offers().len());
            assert_eq!(found.details[0], format!("The reference says: \"{}\"", situation.why));
            let mut changed = Asked::of(situation);
            changed.rules.push(Rule::ContextAtLeast(1));
            let changed = answer(&owned.facts(Some(chat)), &changed);
            assert!(changed.title.ends_with(", changed rules?"), "{}", changed.title);
            assert!(!changed.details.iter().any(|text| text.contains("The reference says")));
        }
    }

    #[test]
    fn an_own_price_changes_the_answers_that_rest_on_cost_and_no_others() {
        let before = bundled();
        let mut owned = bundled();
        let mut overrides = Overrides::default();
        let price = Price::per_million("0.001").unwrap();
        overrides.set(PriceOverride {
            model: crate::catalog::ModelId::new("mistral/mistral-large").unwrap(),
            prices: OwnPrices::usual(Some(price), Some(price)),

            note: String::new(),
            set_on: None,
        });
        owned.market = Arc::new(Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &overrides));
        for situation in situations() {
            // Its context window is 128,000 tokens and its quality is unknown, so it meets no other rule about cost.
            let should_change = situation.name == "Tight budget and high volume";
            let (old, new) = (picks(&before, situation), picks(&owned, situation));
            assert_eq!(old != new, should_change, "{}: {old}, then {new}", situation.name);
            if should_change {
                assert_eq!(new, "Mistral Large");
            }
        }
    }

    /// The bundled models as a list of prices alone has them, above the bundled list or alone.
    fn under_prices_alone(with_reference: bool) -> crate::answer::tests::Owned {
        use crate::catalog::{Discounts, MarketParts, Opinions};

        let mut owned = bundled();
        let reference = Catalog::bundled().unwrap();
        let mut prices = reference.clone();
        prices.name = "Prices alone".into();
        for model in &mut prices.models {
            model.opinions = Opinions::default();
            model.limits.maximum_input = model.limits.context_window.take();
        }
        let lists = [prices.into(), reference.into()];
        owned.market = Arc::new(Market::of(&MarketParts {
            lists: if with_reference { &lists } else { &lists[..1] },
            own: &OwnModels::default(),
            overrides: &Overrides::default(),
            discounts: &Discounts::default(),
            day: None,
            all_rows: false,
        }));
        assert_eq!(owned.market.offers().len(), 13);
        assert!(owned.market.offers().iter().all(|offer| &*offer.list_name == "Prices alone"));
        owned
    }

    #[test]
    fn a_list_of_prices_above_the_reference_keeps_its_eight_answers() {
        let owned = under_prices_alone(true);
        let chat = owned.workload("Chat message");
        for (situation, (name, headline)) in situations().iter().zip(REFERENCE) {
            let found = answer(&owned.facts(Some(chat)), &Asked::of(situation));
            check_form(&found);
            assert!(found.headline.starts_with(headline), "{name}: {}", found.headline);
            let reference = &Catalog::bundled().unwrap().name;
            let note =
                format!("Of 10 models the opinions are those of {reference}, further down among your lists");
            assert!(found.notes.contains(&note), "{:?}", found.notes);
        }
        let mut owned = owned;
        let quality = Some(crate::catalog::Standing { level: 1_000, says: "best for us".into() });
        let judged = crate::catalog::Opinions { quality, ..crate::catalog::Opinions::default() };
        owned.judgements.set(crate::catalog::ModelId::new("groq/llama-3.3-8b").unwrap(), judged);
        let best = Asked { objective: Objective::HighestQuality, ..Asked::default() };
        let found = answer(&owned.facts(Some(owned.workload("Chat message"))), &best);
        assert!(found.headline.starts_with("Llama 3.3 8B: "), "{}", found.headline);
    }

    #[test]
    fn without_any_opinion_it_says_what_to_do() {
        let owned = under_prices_alone(false);
        let chat = owned.workload("Chat message");
        for (situation, missing) in [
            ("Quality and volume", "quality"),
            ("Best possible output", "quality"),
            ("Speed critical", "speed"),
            ("Enterprise with compliance", "quality"),
        ] {
            let situation = situations().iter().find(|one| one.name == situation).unwrap();
            let found = answer(&owned.facts(Some(chat)), &Asked::of(situation));
            check_form(&found);
            let says = format!(
                "No list in use says anything of {missing}: judge models yourself, or switch on the reference list, which does"
            );
            assert!(found.details.contains(&says), "{found:?}");
        }
    }

    #[test]
    fn own_rules_name_the_one_that_excluded_and_by_how_much() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let rules = vec![Rule::CostPerTaskAtMost(Dollars::parse("0.0005").unwrap())];
        let asked = Asked { rules, ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &asked);
        check_form(&found);
        assert_eq!(found.headline, "Llama 3.3 8B: $0.000065 a task of Chat message");
        assert_eq!(cell(&found, "Gemini 2.0 Flash", "Against the pick").text, "$0.000065 more");
        assert_eq!(cell(&found, "Gemini 2.0 Flash", "Times the pick").text, "2.0x");
        assert_eq!(cell(&found, "GPT-4.1 mini", "The rule").text, "A task costs at most $0.0005");
        assert!(cell(&found, "GPT-4.1 mini", "Why not").text.contains("$0.00002 above the $0.0005 allowed"));
        let none = Asked { rules: vec![Rule::ContextAtLeast(u64::MAX)], ..Asked::default() };
        let found = answer(&owned.facts(Some(chat)), &none);
        check_form(&found);
        assert_eq!(found.headline, "No model meets this for Chat message");
        assert!(found.figure.is_none());
        let all = owned.market.offers().len();
        assert!(
            found.details[0].ends_with(&format!("excludes the most: {all} of {all} models")),
            "{found:?}"
        );
        assert!(found.details[1].ends_with(&format!("{all} models meet all other rules")), "{found:?}");
    }

    #[test]
    fn differences_rest_on_both_costs() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let found = answer(&owned.facts(Some(chat)), &Asked::default());
        for (column, step) in [
            ("Against the pick", "$0.00013 - $0.000065 a task"),
            ("Times the pick", "$0.00013 / $0.000065 a task"),
        ] {
            let cell = cell(&found, "Gemini 2.0 Flash", column);
            let then = cell.cite.as_ref().unwrap().then.as_ref().unwrap();
            assert_eq!(then.outcome, cell.text);
            assert!(format!("{:?}", then.steps).contains(step), "{then:?}");
        }
        assert!(cell(&found, "Llama 3.3 8B", "Times the pick").cite.is_none());
    }

    #[test]
    fn a_yardstick_that_is_not_compared_still_measures() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let id = crate::catalog::ModelId::new("openai/gpt-4.1-mini").unwrap();
        let mut catalog = Catalog::bundled().unwrap();
        catalog.models.retain(|model| model.id != id);
        let compared = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        assert_eq!(compared.offers().len() + 1, owned.market.offers().len());
        let rules = vec![Rule::QualityAtLeast(choose::Level::Of(id))];
        let asked = Asked { rules, ..Asked::default() };
        let found = answer(&Facts { compared: &Arc::new(compared), ..owned.facts(Some(chat)) }, &asked);
        check_form(&found);
        assert_ne!(found.headline, "No model meets this for Chat message");
        let why = &cell(&found, "Gemini 2.0 Flash", "Why not").text;
        assert!(why.ends_with("is below that of GPT-4.1 mini"), "{why}");
    }

    #[test]
    fn what_a_month_of_the_pick_costs_is_said_where_the_workload_names_its_requests() {
        let owned = bundled();
        let mut chat = Workload::clone(owned.workload("Chat message"));
        let month = |chat: &Workload| {
            let found = answer(&owned.facts(Some(&Arc::new(chat.clone()))), &Asked::default());
            check_form(&found);
            found
                .details
                .iter()
                .any(|detail| detail == "Llama 3.3 8B costs $39.00 a month for 600,000 requests")
        };
        assert!(!month(&chat));
        chat.set_requests_per_day(20_000);
        assert!(month(&chat));
    }

    #[test]
    fn other_providers_are_a_row_each_behind_the_others_of_which_the_cheap_ones_come_first() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let rules = vec![Rule::ProviderIn(vec!["OpenAI".to_owned()]), Rule::ContextAtLeast(900_000)];
        let found = answer(&owned.facts(Some(chat)), &Asked { rules, ..Asked::default() });
        check_form(&found);
        let table = found.tables.iter().find(|table| table.title == "Why not the others").unwrap();
        let names: Vec<String> = table.rows.iter().map(|row| row.cells[0].text.clone()).collect();
        let first_of_others = names.iter().position(|name| name.contains(" of ")).unwrap();
        let others = &names[first_of_others..];
        assert!(others.contains(&"3 models of Anthropic".to_owned()), "{names:?}");
        assert!(others.iter().all(|name| name.contains(" of ")), "{names:?}");
        let costs = names[..first_of_others].iter().map(|name| {
            let offer = owned.market.offers().iter().find(|offer| offer.model.name == *name).unwrap();
            billing::total(offer, chat).priced()
        });
        assert!(costs.is_sorted(), "{names:?}");
    }
}

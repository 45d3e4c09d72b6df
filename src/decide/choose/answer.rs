//! The answer: the pick, the runners-up with what they cost more or less, and why not the others.

use std::cmp::{Ordering, Reverse};

use super::{Facts, Judgements, Level, Objective, Reason, Rule};
use crate::billing::{self, Total};
use crate::catalog::{Market, Standing};
use crate::money::{Dollars, Quotient};
use crate::workload::Workload;

/// What a model costs against the pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// So much more a task.
    More(Dollars),
    /// So much less a task.
    Less(Dollars),
    /// The same.
    Same,
}

impl Gap {
    /// From one cost to another.
    pub fn between(from: Dollars, to: Dollars) -> Self {
        match to.cmp(&from) {
            Ordering::Greater => Self::More(to.minus(from).unwrap_or_default()),
            Ordering::Less => Self::Less(from.minus(to).unwrap_or_default()),
            Ordering::Equal => Self::Same,
        }
    }
}

/// A model that meets every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// What one task comes to: priced, free, or unknown where no rule and no objective asks for it.
    pub total: Total,
    /// What a task costs against the first pick; `None` where one of the two is not known.
    pub gap: Option<Gap>,
    /// How many times the pick's cost; `None` as above, or where the pick is free.
    pub times: Option<Quotient>,
}

/// A model that does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The model's place in [`Market::offers`].
    pub offer: usize,
    /// The first rule that it does not meet, as a place in the rules; `None` for the workload and the objective.
    pub rule: Option<usize>,
    /// Which it is, and by how far it missed.
    pub reason: Reason,
}

/// The answer to a choice. Every model of the market is in exactly one of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The best, by name where several are equally good.
    pub picks: Vec<Candidate>,
    /// Those that also meet the rules, best first.
    pub runners_up: Vec<Candidate>,
    /// The others, in the order of the market.
    pub excluded: Vec<Excluded>,
}

/// Chooses among all models of a market.
pub fn choose(
    market: &Market,
    judgements: &Judgements,
    workload: &Workload,
    rules: &[Rule],
    objective: Objective,
) -> Answer {
    choose_among(market, market, judgements, workload, rules, objective)
}

/// Chooses among the models of a market, where `all` has the models that rules name.
pub fn choose_among(
    all: &Market,
    market: &Market,
    judgements: &Judgements,
    workload: &Workload,
    rules: &[Rule],
    objective: Objective,
) -> Answer {
    let mut answer = Answer::default();
    let levels: Vec<Option<u32>> = rules.iter().map(|rule| rule.level(all, judgements)).collect();
    let mut candidates = Vec::new();
    for (index, offer) in market.offers().iter().enumerate() {
        let facts = judgements.facts(offer);
        let total = billing::total(offer, workload);
        let judge = Judge { all, workload, facts, total };
        match judge.every(rules, &levels, objective) {
            Ok(score) => {
                candidates.push((score, Candidate { offer: index, total, gap: None, times: None }));
            }
            Err((rule, reason)) => answer.excluded.push(Excluded { offer: index, rule, reason }),
        }
    }
    candidates.sort_by_key(|(score, candidate)| {
        let cost = candidate.total.cost().ok().map_or((1, Dollars::ZERO), |cost| (0, cost));
        (*score, cost, market.among_equals(candidate.offer))
    });
    let best = candidates.first().map(|(score, candidate)| (*score, candidate.total));
    for (score, mut candidate) in candidates {
        if let Some((_, pick)) = best
            && let (Some(from), Some(to)) = (pick.cost().ok(), candidate.total.cost().ok())
        {
            candidate.gap = Some(Gap::between(from, to));
            candidate.times = Quotient::of_dollars(to, from);
        }
        let is_pick = best.is_some_and(|(best, _)| best == score);
        if is_pick { answer.picks.push(candidate) } else { answer.runners_up.push(candidate) }
    }
    answer
}

/// Which models of a market meet a rule, whatever the workload, in the order of the market; `all` has the models that
/// rules name. Every one of them meets a rule about cost, which [`Rule::allows`] answers.
pub fn meeting(all: &Market, market: &Market, judgements: &Judgements, rule: &Rule) -> Vec<bool> {
    let level = rule.level(all, judgements);
    let meets = |offer| rule.of_model(all, judgements.facts(offer), level).is_ok();
    market.offers().iter().map(meets).collect()
}

/// How one rule stands in the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strictness {
    /// How many models it excludes, whatever the other rules say.
    pub excludes: usize,
    /// How many of these meet all other rules.
    pub alone: usize,
}

/// How much each rule excludes by itself, in their order; models that cannot take the workload are not counted.
pub fn strictness(
    all: &Market,
    market: &Market,
    judgements: &Judgements,
    workload: &Workload,
    rules: &[Rule],
) -> Vec<Strictness> {
    let levels: Vec<Option<u32>> = rules.iter().map(|rule| rule.level(all, judgements)).collect();
    let mut found = vec![Strictness::default(); rules.len()];
    for offer in market.offers() {
        let total = billing::total(offer, workload);
        if matches!(total, Total::Excluded(_)) {
            continue;
        }
        let judge = Judge { all, workload, facts: judgements.facts(offer), total };
        let mut fails = Vec::new();
        for (place, (rule, level)) in rules.iter().zip(&levels).enumerate() {
            if judge.one(rule, *level).is_err() {
                fails.push(place);
            }
        }
        for place in &fails {
            if let Some(rule) = found.get_mut(*place) {
                rule.excludes += 1;
                rule.alone += usize::from(fails.len() == 1);
            }
        }
    }
    found
}

/// What a candidate is ordered by: the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Score {
    Cost(Dollars),
    Level(Reverse<u32>),
}

impl Rule {
    /// The level that the rule asks for, as a number; `None` for a rule without one, or when it is not known.
    fn level(&self, market: &Market, judgements: &Judgements) -> Option<u32> {
        match self {
            Self::QualityAtLeast(level) => level.resolve(market, judgements, Facts::quality),
            Self::SpeedAtLeast(level) => level.resolve(market, judgements, Facts::speed),
            _ => None,
        }
    }

    /// Whether a task of a known cost meets a rule about cost; it meets every other rule, see [`meeting`].
    pub fn allows(&self, task: Dollars, workload: &Workload) -> bool {
        self.of_cost(workload, || Ok(task)).is_ok()
    }

    fn of_cost(
        &self,
        workload: &Workload,
        task: impl FnOnce() -> Result<Dollars, Reason>,
    ) -> Result<(), Reason> {
        match self {
            Self::CostPerTaskAtMost(most) => at_most("task", task()?, *most),
            Self::CostPerMonthAtMost(most) => {
                let month = billing::monthly(task()?, workload).ok_or(Reason::NoVolume)?;
                at_most("month", month, *most)
            }
            _ => Ok(()),
        }
    }

    /// `needed` is the level that the rule asks for, resolved in `all`.
    fn of_model(&self, all: &Market, facts: Facts<'_>, needed: Option<u32>) -> Result<(), Reason> {
        let offer = facts.offer;
        let limits = &offer.model.limits;
        match self {
            // A list may give the longest prompt alone: the context has at least as much.
            Self::ContextAtLeast(needs) => match (limits.context_window, limits.maximum_input) {
                (None, Some(input)) => tokens("maximum input", Some(input), *needs),
                (window, _) => tokens("context window", window, *needs),
            },
            Self::OutputAtLeast(needs) => tokens("maximum output", limits.maximum_output, *needs),
            Self::Can(capability) => match capability.of(&offer.model) {
                Some(true) => Ok(()),
                Some(false) => Err(Reason::Cannot(*capability)),
                None => Err(Reason::Unknown(capability.in_words())),
            },
            Self::ProviderIn(allowed) => {
                let provider = &offer.model.provider;
                check(allowed.iter().any(|other| is_same(other.trim(), provider)), || {
                    Reason::Provider(provider.clone())
                })
            }
            Self::TierIs(needs) => {
                let has = offer.tier();
                check(has == Some(*needs), || Reason::Tier { has, needs: *needs })
            }
            Self::ComplianceKnown => check(facts.compliance().is_some(), || Reason::Unknown("compliance")),
            Self::ComplianceNames(words) => {
                let known = facts.compliance().ok_or(Reason::Unknown("compliance"))?.to_lowercase();
                let missing = words.iter().find(|word| !known.contains(&word.trim().to_lowercase()));
                missing.map_or(Ok(()), |word| Err(Reason::Compliance(word.trim().to_owned())))
            }
            Self::QualityAtLeast(level) => level_of(all, "quality", level, needed, facts.quality()),
            Self::SpeedAtLeast(level) => level_of(all, "speed", level, needed, facts.speed()),
            Self::CostPerTaskAtMost(_) | Self::CostPerMonthAtMost(_) => Ok(()),
        }
    }
}

struct Judge<'a> {
    all: &'a Market,
    workload: &'a Workload,
    facts: Facts<'a>,
    total: Total,
}

impl Judge<'_> {
    /// `levels` are those that the rules ask for, each resolved once.
    fn every(
        &self,
        rules: &[Rule],
        levels: &[Option<u32>],
        objective: Objective,
    ) -> Result<Score, (Option<usize>, Reason)> {
        if let Total::Excluded(rule) = self.total {
            return Err((None, Reason::CannotTake(rule)));
        }
        for (index, (rule, level)) in rules.iter().zip(levels).enumerate() {
            self.one(rule, *level).map_err(|reason| (Some(index), reason))?;
        }
        self.score(objective).map_err(|reason| (None, reason))
    }

    fn score(&self, objective: Objective) -> Result<Score, Reason> {
        let level = |standing: Option<&Standing>, what| {
            standing.map(|it| Score::Level(Reverse(it.level))).ok_or(Reason::Unknown(what))
        };
        match objective {
            Objective::LowestCost => match self.total {
                Total::Free => Err(Reason::Free),
                _ => self.cost().map(Score::Cost),
            },
            Objective::HighestQuality => level(self.facts.quality(), "quality"),
            Objective::HighestSpeed => level(self.facts.speed(), "speed"),
        }
    }

    fn cost(&self) -> Result<Dollars, Reason> {
        match self.total {
            Total::Priced(cost) => Ok(cost),
            Total::Free => Ok(Dollars::ZERO),
            Total::Unknown(missing) => Err(Reason::PriceUnknown(missing)),
            Total::Excluded(rule) => Err(Reason::CannotTake(rule)),
        }
    }

    fn one(&self, rule: &Rule, needed: Option<u32>) -> Result<(), Reason> {
        rule.of_model(self.all, self.facts, needed)?;
        rule.of_cost(self.workload, || self.cost())
    }
}

fn level_of(
    all: &Market,
    what: &'static str,
    level: &Level,
    needed: Option<u32>,
    has: Option<&Standing>,
) -> Result<(), Reason> {
    let needed = needed.ok_or_else(|| {
        let model = match level {
            Level::Of(id) => id.to_string(),
            Level::Is(level) => level.to_string(),
        };
        Reason::NoYardstick { what, model }
    })?;
    let has = has.ok_or(Reason::Unknown(what))?;
    check(has.level >= needed, || Reason::BelowLevel {
        what,
        says: has.says.clone(),
        needs: match level {
            Level::Is(level) => format!("level {level}"),
            Level::Of(id) => {
                let name = all.find(id).map_or(id.as_str(), |offer| offer.model.name.as_str());
                format!("that of {name}")
            }
        },
    })
}

/// Whether two names differ in case at most.
fn is_same(one: &str, other: &str) -> bool {
    // Thousands of models are compared with many names.
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    let lower = |name| str::chars(name).flat_map(char::to_lowercase);
    lower(one).eq(lower(other))
}

fn check(holds: bool, reason: impl FnOnce() -> Reason) -> Result<(), Reason> {
    if holds { Ok(()) } else { Err(reason()) }
}

fn tokens(what: &'static str, has: Option<u64>, needs: u64) -> Result<(), Reason> {
    let has = has.ok_or(Reason::Unknown(what))?;
    check(has >= needs, || Reason::TooFewTokens { what, has, needs })
}

fn at_most(per: &'static str, costs: Dollars, most: Dollars) -> Result<(), Reason> {
    check(costs <= most, || Reason::TooDear { per, costs, most })
}

//! Is it worth switching? What another model saves, and when a one-time cost is paid back.

use std::sync::Arc;

use super::cells::{self, cite_month, or_free, unless_free};
use super::figure::{Axis, Line, Lines, Mark};
use super::{Answer, Cell, Cite, Column, Facts, Figure, Number, Row, Table, free_left_out};
use crate::billing::Total;
use crate::catalog::{ModelId, Offer};
use crate::chart::{Scale, Unit};
use crate::decide::bills::{Bills, MONTHS, bills};
use crate::decide::cheapest::cheapest;
use crate::decide::switching::{Payback, Saving, Switching, switching};
use crate::money::{Dollars, label};
use crate::ranking::{Measure, Ranking};
use crate::receipt::Step;
use crate::workload::Workload;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The model in use; without one, that of [`Facts::in_use`].
    pub from: Option<ModelId>,
    /// The model to switch to; without one, the cheapest other one of those compared.
    pub to: Option<ModelId>,
    /// What it costs, once, to switch.
    pub migration: Dollars,
}

impl Default for Asked {
    fn default() -> Self {
        Self { from: None, to: None, migration: Dollars::whole(1_000) }
    }
}

/// Both models, at their bills.
struct Both<'a> {
    from: &'a Offer,
    to: &'a Offer,
    stay: Bills,
    go: Bills,
    workload: &'a Arc<Workload>,
}

/// The models that are asked about: those that were named, else the one in use and the cheapest other one.
pub fn models<'a>(facts: &Facts<'a>, asked: &Asked) -> (Option<&'a Offer>, Option<&'a Offer>) {
    let named = |id: &Option<ModelId>| id.as_ref().and_then(|id| facts.find(id));
    let (from, to) = (named(&asked.from), named(&asked.to));
    let Some(workload) = facts.workload else { return (from, to) };
    let from = from.or_else(|| facts.in_use(workload, to.map(|to| &to.model.id)));
    (from, to.or_else(|| cheapest_but(facts, workload, from)))
}

/// Whether the one in use is one that nobody chose.
fn is_example(facts: &Facts<'_>, asked: &Asked, workload: &Workload, to: &Offer) -> bool {
    let is_named = asked.from.as_ref().is_some_and(|id| facts.find(id).is_some());
    let named_to = asked.to.as_ref().map(|_| &to.model.id);
    !is_named && facts.of_the_user(workload, named_to).is_none()
}

/// The cheapest of those compared, but for the one in use.
fn cheapest_but<'a>(facts: &Facts<'a>, workload: &Workload, from: Option<&Offer>) -> Option<&'a Offer> {
    let ranking = Ranking::new(facts.compared, Measure::CostPerTask(workload));
    let ranked = ranking.rows().iter().filter(|row| row.standing.rank().is_some());
    let mut ranked = ranked.filter_map(|row| facts.compared.get(row.offer));
    ranked.find(|offer| from.is_none_or(|from| from.model.id != offer.model.id))
}

/// Answers.
pub fn answer(facts: &Facts<'_>, asked: &Asked) -> Answer {
    let title = "Is it worth switching?".to_owned();
    Answer::to(facts, title, |answer| fill(answer, facts, asked))
}

fn fill(answer: &mut Answer, facts: &Facts<'_>, asked: &Asked) -> Result<(), String> {
    let workload = facts.workload_to("Add a workload to see what switching saves")?;
    let (Some(from), Some(to)) = models(facts, asked) else {
        return Err("Choose a model to switch from and one to switch to".to_owned());
    };
    answer.title = format!(
        "Is it worth switching from {} to {} for {}?",
        from.model.name,
        to.model.name,
        workload.name()
    );
    if from.model.id == to.model.id {
        return Err("Choose two different models".to_owned());
    }
    let both = match (bills(from, workload), bills(to, workload)) {
        (Ok(stay), Ok(go)) => Both { from, to, stay, go, workload },
        (Err(total), _) => return Err(unknown(from, total)),
        (_, Err(total)) => return Err(unknown(to, total)),
    };
    let found = switching(from, to, workload, asked.migration).map_err(|total| unknown(from, total))?;
    if asked.to.as_ref().and_then(|id| facts.find(id)).is_none() {
        answer.notes.extend(free_left_out(cheapest(facts.compared, workload).free));
    }
    answer.headline = headline(&both, &found, asked.migration);
    if is_example(facts, asked, workload, to) {
        if let Some(rest) = answer.headline.strip_prefix("Switching") {
            answer.headline = format!("For example, switching{rest}");
        }
        answer.details.push(format!(
            "{} is an example, since nothing says which model you use: choose the model you use now",
            from.model.name
        ));
    }
    answer.details.extend(detail(&found));
    answer.figure = figure(&both, &found, asked.migration);
    answer.tables.push(table(&both, &found, asked.migration));
    answer.notes.push(format!(
        "{}; at the prices of today, and with answers as long as they are",
        cells::days_of_month(workload)
    ));
    answer.notes.extend(cells::monthly_fee(workload, "is paid on either model"));
    Ok(())
}

fn unknown(offer: &Offer, total: Total) -> String {
    let reason = total.reason().unwrap_or_default();
    format!("What a task costs on {} is not known: {reason}", offer.model.name)
}

fn headline(both: &Both<'_>, found: &Switching, migration: Dollars) -> String {
    let switch = format!("Switching from {} to {}", both.from.model.name, both.to.model.name);
    let once = label::dollars(migration);
    let monthly = match found.per_month {
        None => {
            let task = match found.per_task {
                Saving::Saves(amount) => format!("saves {} a task", label::dollars(amount)),
                Saving::Costs(amount) => format!("costs {} a task more", label::dollars(amount)),
                Saving::Nothing => "saves nothing".to_owned(),
            };
            return match found.payback {
                Payback::NoVolume => {
                    format!("{switch} {task}; set requests per day to see when {once} is paid back")
                }
                Payback::Never if !migration.is_zero() => {
                    format!("{switch} {task}, so {once} is never paid back")
                }
                _ => format!("{switch} {task}"),
            };
        }
        Some(Saving::Saves(amount)) => format!("saves {} a month", label::dollars(amount)),
        Some(Saving::Costs(amount)) => format!("costs {} a month more", label::dollars(amount)),
        Some(Saving::Nothing) => "saves nothing".to_owned(),
    };
    match found.payback {
        Payback::After { .. } => {
            format!("{switch} {monthly} and pays back {once} after {}", months(found.payback))
        }
        Payback::Never if !migration.is_zero() => {
            format!("{switch} {monthly}, so {once} is never paid back")
        }
        Payback::AtOnce | Payback::Never | Payback::NoVolume => format!("{switch} {monthly}"),
    }
}

fn detail(found: &Switching) -> Option<String> {
    let Payback::After { whole_months, .. } = found.payback else { return None };
    let month = label::whole(whole_months);
    Some(format!("By the end of month {month} the switch has paid for itself"))
}

/// `12.2 months`.
fn months(payback: Payback) -> String {
    match payback {
        Payback::AtOnce => "at once".to_owned(),
        Payback::After { months, .. } if months.rounded(1) == "0.0" => "less than 0.1 months".to_owned(),
        Payback::After { months, .. } if months.rounded(1) == "1.0" => "1 month".to_owned(),
        Payback::After { months, .. } => format!("{} months", label::quotient(months, 1)),
        Payback::Never => "never".to_owned(),
        Payback::NoVolume => "set requests per day".to_owned(),
    }
}

/// What each way has cost after so many months; without a volume there is none.
fn figure(both: &Both<'_>, found: &Switching, migration: Dollars) -> Option<Figure> {
    /// How many months are shown at least.
    const LEAST: f64 = 12.0;
    let stay = both.stay.periods?.month.to_f64();
    let go = both.go.periods?.month.to_f64();
    let once = migration.to_f64();
    let (after, last) = match found.payback {
        // The crossing in the middle.
        Payback::After { months, .. } => {
            let after = months.to_f64();
            (Some(after), (2.0 * after).max(LEAST))
        }
        _ => (None, LEAST),
    };
    let line = |name: String, first: f64, monthly: f64| Line {
        name,
        pieces: vec![vec![(0.0, first), (last, monthly.mul_add(last, first))]],
        band: Vec::new(),
    };
    let mark = after.map(|after| Mark {
        x: after,
        y: stay * after,
        label: format!("paid back after {}", months(found.payback)),
    });
    Some(Figure::Lines(Lines {
        x: Axis { title: "Months".to_owned(), scale: Scale::Linear, unit: Unit::Plain },
        y: Axis { title: "US dollars so far".to_owned(), scale: Scale::Linear, unit: Unit::Dollars },
        lines: vec![
            line(format!("Staying on {}", both.from.model.name), 0.0, stay),
            line(format!("Switching to {}", both.to.model.name), once, go),
        ],
        marks: mark.into_iter().collect(),
        rules: Vec::new(),
    }))
}

fn table(both: &Both<'_>, found: &Switching, migration: Dollars) -> Table {
    let columns = vec![
        Column::words("Cost"),
        Column::number(both.from.model.name.clone()),
        Column::number(both.to.model.name.clone()),
        Column::number("Saving"),
    ];
    let mut rows = vec![task(both, found)];
    if let (Some(month), Some(year)) = (found.per_month, found.per_year) {
        rows.push(over_time(both, month, "Per month", 1));
        rows.push(over_time(both, year, "Per year", MONTHS));
    }
    let monthly = match found.per_month {
        Some(Saving::Saves(monthly)) => Some(monthly),
        _ => None,
    };
    let text = match found.payback {
        Payback::Never if migration.is_zero() => "nothing to pay back".to_owned(),
        payback => months(payback),
    };
    let after = match monthly.filter(|_| matches!(found.payback, Payback::After { .. })) {
        Some(monthly) => {
            let factors = format!(
                "{} once / {} saved a month",
                label::exact_dollars(migration),
                label::exact_dollars(monthly)
            );
            let title = format!("Months until {} is paid back", label::dollars(migration));
            let steps = vec![
                Step::stated(difference(month(&both.stay), month(&both.go)), label::dollars(monthly)),
                Step::stated(factors, text.clone()),
            ];
            Cell::cited(text.clone(), Cite::month(both.from, both.workload).then_steps(title, text, steps))
        }
        None => text.into(),
    };
    rows.push(Row::plain(vec!["Paid back after".into(), "".into(), "".into(), after]));
    Table { title: String::new(), columns, rows: rows.into() }
}

/// `$81.90`, `$81.90 more`, `none`.
fn saved(saving: Saving) -> String {
    match saving {
        Saving::Saves(amount) => label::dollars(amount),
        Saving::Costs(amount) => format!("{} more", label::dollars(amount)),
        Saving::Nothing => "none".to_owned(),
    }
}

/// What is saved as a number, negative where it costs more.
const fn saved_number(saving: Saving) -> Number {
    match saving {
        Saving::Saves(amount) => Number::Dollars(amount),
        Saving::Costs(amount) => Number::Less(amount),
        Saving::Nothing => Number::Dollars(Dollars::ZERO),
    }
}

/// The subtraction of one cost from another.
fn difference(stay: Dollars, go: Dollars) -> String {
    let (stay, go) = (label::exact_dollars(stay), label::exact_dollars(go));
    format!("{stay} - {go}")
}

fn task(both: &Both<'_>, found: &Switching) -> Row {
    let text = saved(found.per_task);
    let cite = Cite::cost(both.from, both.workload).then(
        format!("Saving per task: {} instead of {}", both.to.model.name, both.from.model.name),
        difference(both.stay.task, both.go.task),
        text.clone(),
    );
    let cost = |offer, bills: &Bills| cells::of_task(offer, both.workload, Ok(bills.task));
    let cells = vec![
        "Per task".into(),
        cost(both.from, &both.stay),
        cost(both.to, &both.go),
        Cell::cited(text, cite).of(saved_number(found.per_task)),
    ];
    Row::plain(cells)
}

fn month(bills: &Bills) -> Dollars {
    bills.periods.map(|periods| periods.month).unwrap_or_default()
}

fn over_time(both: &Both<'_>, saving: Saving, name: &str, months: u64) -> Row {
    let text = saved(saving);
    let (stay, go) = (month(&both.stay), month(&both.go));
    let title =
        format!("Saving {}: {} instead of {}", name.to_lowercase(), both.to.model.name, both.from.model.name);
    let cost = |offer: &Offer, month: Dollars, task: Dollars| {
        let cite = cite_month(offer, both.workload, task, month);
        let text = or_free(month.times(months), task);
        let number = unless_free(month.times(months), task);
        if months == 1 {
            return Cell::cited(text, cite).of_any(number);
        }
        let factors = format!("{months} months x {} a month", label::exact_dollars(month));
        let title = format!("Cost per year: {}", both.workload.name());
        Cell::cited(text.clone(), cite.then(title, factors, text)).of_any(number)
    };
    let factors = if months == 1 {
        difference(stay, go)
    } else {
        format!("{months} months x ({})", difference(stay, go))
    };
    let cite = Cite::month(both.from, both.workload).then(title, factors, text.clone());
    Row::plain(vec![
        name.into(),
        cost(both.from, stay, both.stay.task),
        cost(both.to, go, both.go.task),
        Cell::cited(text, cite).of(saved_number(saving)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{Owned, bundled, cell, check_form};

    fn chat(owned: &Owned, requests: u64) -> Arc<Workload> {
        let mut chat = Workload::clone(owned.workload("Chat message"));
        chat.set_requests_per_day(requests);
        Arc::new(chat)
    }

    fn asked(from: &str, to: &str, dollars: u64) -> Asked {
        Asked {
            from: Some(ModelId::new(from).unwrap()),
            to: Some(ModelId::new(to).unwrap()),
            migration: Dollars::whole(dollars),
        }
    }

    #[test]
    fn from_gpt_5_4_to_mini() {
        let owned = bundled();
        let chat = chat(&owned, 1_000);
        let asked = asked("openai/gpt-5.4", "openai/gpt-4.1-mini", 1_000);
        let found = answer(&owned.facts(Some(&chat)), &asked);
        check_form(&found);
        assert_eq!(
            found.headline,
            "Switching from GPT-5.4 to GPT-4.1 mini saves $81.90 a month and pays back $1,000.00 after 12.2 months"
        );
        for (row, saving) in [("Per task", "$0.00273"), ("Per month", "$81.90"), ("Per year", "$982.80")] {
            let figure = cell(&found, row, "Saving");
            assert_eq!(figure.text, saving);
            assert_eq!(figure.cite.as_ref().unwrap().then.as_ref().unwrap().outcome, saving);
        }
        assert_eq!(cell(&found, "Per month", "GPT-5.4").text, "$97.50");
        let back = cell(&found, "Paid back after", "Saving");
        assert_eq!(back.text, "12.2 months");
        let steps = &back.cite.as_ref().unwrap().then.as_ref().unwrap().steps;
        assert_eq!(steps[0].factors, "$97.50 - $15.60");
        assert_eq!(steps[1].factors, "$1,000.00 once / $81.90 saved a month");
        let Some(Figure::Lines(lines)) = &found.figure else { panic!("{found:?}") };
        // Both lines meet in the mark: 1000 / 81.9 months, at 97.5 dollars each.
        let mark = &lines.marks[0];
        assert!((mark.x - 1_000.0 / 81.9).abs() < 1e-9 && (mark.y - 97.5 * mark.x).abs() < 1e-6);
        let at = |line: &Line| {
            let ((_, y0), (x1, y1)) = (line.pieces[0][0], line.pieces[0][1]);
            y0 + (y1 - y0) * mark.x / x1
        };
        assert!(lines.lines.iter().all(|line| (at(line) - mark.y).abs() < 1e-6));
    }

    #[test]
    fn one_month_is_one_month() {
        let owned = bundled();
        let chat = chat(&owned, 1_000);
        // 82 / 81.9 months, which is 1.0.
        let asked = asked("openai/gpt-5.4", "openai/gpt-4.1-mini", 82);
        let found = answer(&owned.facts(Some(&chat)), &asked);
        assert!(found.headline.ends_with("pays back $82.00 after 1 month"), "{}", found.headline);
    }

    #[test]
    fn what_is_dearer_is_never_paid_back() {
        let owned = bundled();
        let chat = chat(&owned, 1_000);
        let back = asked("openai/gpt-4.1-mini", "openai/gpt-5.4", 1_000);
        let found = answer(&owned.facts(Some(&chat)), &back);
        check_form(&found);
        assert_eq!(
            found.headline,
            "Switching from GPT-4.1 mini to GPT-5.4 costs $81.90 a month more, so $1,000.00 is never paid back"
        );
        assert_eq!(cell(&found, "Per month", "Saving").text, "$81.90 more");
        let same = asked("openai/gpt-5.4", "openai/gpt-5.4", 1_000);
        let found = answer(&owned.facts(Some(&chat)), &same);
        assert_eq!(found.headline, "Choose two different models");
    }

    #[test]
    fn a_switch_that_costs_nothing_once_is_paid_back_only_where_it_saves() {
        let owned = bundled();
        let (dear, cheap) = ("openai/gpt-5.4", "openai/gpt-4.1-mini");
        for (from, to, paid_back) in [(dear, cheap, "at once"), (cheap, dear, "nothing to pay back")] {
            for chat in [&chat(&owned, 1_000), owned.workload("Chat message")] {
                let found = answer(&owned.facts(Some(chat)), &asked(from, to, 0));
                check_form(&found);
                assert_eq!(cell(&found, "Paid back after", "Saving").text, paid_back);
                assert!(
                    !found.headline.contains("paid back") && !found.headline.contains("$0.00 "),
                    "{found:?}"
                );
            }
        }
        let found = answer(&owned.facts(Some(&chat(&owned, 1_000))), &asked(cheap, dear, 0));
        assert_eq!(found.headline, "Switching from GPT-4.1 mini to GPT-5.4 costs $81.90 a month more");
        let none = answer(&owned.facts(Some(&chat(&owned, 0))), &asked(dear, cheap, 0));
        assert_eq!(cell(&none, "Per month", "GPT-5.4").text, "$0.00");
        assert_eq!(none.headline, "Switching from GPT-5.4 to GPT-4.1 mini saves nothing");
    }

    #[test]
    fn without_names_it_is_from_the_model_in_use_to_the_cheapest() {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        let facts = owned.facts(Some(chat));
        let names = |facts: &Facts<'_>, asked: &Asked| {
            let (from, to) = models(facts, asked);
            [from, to].map(|offer| offer.unwrap().model.name.clone())
        };
        // Nothing is known of the user: neither the dearest nor the cheapest, but the middle of those of makers.
        assert_eq!(names(&facts, &Asked::default()), ["Gemini 3.1 Pro", "Llama 3.3 8B"]);
        let mine = ["gone/model", "openai/gpt-4.1", "openai/gpt-5.4"].map(|id| ModelId::new(id).unwrap());
        let facts = Facts { mine: &mine, ..facts };
        assert_eq!(names(&facts, &Asked::default()), ["GPT-4.1", "Llama 3.3 8B"]);
        // Who is on the cheapest already is compared with the next.
        let mine = [ModelId::new("groq/llama-3.3-8b").unwrap()];
        let facts = Facts { mine: &mine, ..facts };
        assert_eq!(names(&facts, &Asked::default()), ["Llama 3.3 8B", "Gemini 2.0 Flash"]);
        let to = Asked { to: Some(mine[0].clone()), ..Asked::default() };
        assert_eq!(names(&facts, &to), ["Gemini 3.1 Pro", "Llama 3.3 8B"]);
        let facts = owned.facts(Some(chat));
        let found = answer(&facts, &Asked::default());
        check_form(&found);
        assert!(found.headline.ends_with("set requests per day to see when $1,000.00 is paid back"));
        assert_eq!(found.figure, None);
        let none = answer(&owned.facts(None), &Asked::default());
        assert_eq!(none.headline, "Add a workload to see what switching saves");
    }
}

//! The inputs that several questions share: the workload, a model, an amount, a number.

use eframe::egui::{self, Align, Layout, Ui};

use crate::answer::Row;
use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::{ModelId, Offer};
use crate::money::{Dollars, Share, label, typed};
use crate::window::theme::{self, NUMBER_FIELD, Role, SHORT_FIELD};
use crate::window::widgets::{Choice, Field, by_name, picker};
use crate::workload::{Draft, Field as Part, MOST_DAYS, MOST_REQUESTS, MOST_TOKENS, Workload};

/// Width of a list of workloads or models, in points.
const NAMES: f32 = 210.0;
/// The least room that an input gets in its line, in points.
const LEAST: f32 = 216.0;
/// The least that a button gets, which has no name above it.
const BUTTON: f32 = 116.0;

/// A count below this has a short field.
const FEW: u64 = 10_000;

/// Inputs beside each other, in as many lines as they need.
pub(super) fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    // A line has the height of its inputs, and not of all the room there is.
    let size = egui::vec2(ui.available_size_before_wrap().x, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::TOP).with_main_wrap(true), add);
}

/// One input below its name.
pub(super) fn named<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let muted = theme::colours(ui).muted;
    let text = ui.painter().layout_no_wrap(name.to_owned(), Role::Small.font(), muted);
    let is_first = ui.cursor().min.x <= ui.max_rect().min.x + 1.0;
    let least = if name.trim().is_empty() { BUTTON } else { text.size().x.max(LEAST) };
    if ui.layout().main_wrap() && !is_first && ui.available_size_before_wrap().x < least {
        ui.end_row();
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(egui::Label::new(Role::Small.text(name).color(muted)).extend());
        add(ui)
    })
    .inner
}

/// Keeps the next `count` inputs in one line where a line has room for them: from and to are read together.
pub(super) fn keep_together(ui: &mut Ui, count: u8) {
    let room =
        f32::from(count).mul_add(LEAST, f32::from(count.saturating_sub(1)) * ui.spacing().item_spacing.x);
    let is_first = ui.cursor().min.x <= ui.max_rect().min.x + 1.0;
    let line = ui.max_rect().width();
    if ui.layout().main_wrap() && !is_first && ui.available_size_before_wrap().x < room && room <= line {
        ui.end_row();
    }
}

/// The workload that the answer is for.
pub(super) fn workload(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let current = state.workload().map_or("none", |saved| saved.workload.name().as_str()).to_owned();
    let picked = named(ui, "Workload", |ui| {
        picker(ui, "Workload", &current, (NAMES, state.derived.epoch), |words| {
            let choices = state.documents.workloads.iter().map(|saved| Choice {
                value: saved.key.clone(),
                name: saved.workload.name().to_string(),
                more: String::new(),
            });
            by_name(choices.collect(), words)
        })
    });
    if let Some(key) = picked {
        actions.push(Action::PickWorkload(key));
    }
}

/// A model by its name, among all that are compared.
pub(super) fn model(ui: &mut Ui, state: &State, name: &str, current: Option<&Offer>) -> Option<ModelId> {
    let shown = current.map_or("Choose a model", |offer| offer.model.name.as_str()).to_owned();
    named(ui, name, |ui| picker(ui, name, &shown, (NAMES, state.derived.epoch), |words| models(state, words)))
}

/// What was picked.
pub(super) struct Picked {
    /// The model; `None` for the one that the question takes by itself.
    pub model: Option<ModelId>,
}

/// A model by its name, or none, for which `otherwise` says which it is then: `The cheapest`.
pub(super) fn model_or(
    ui: &mut Ui,
    state: &State,
    name: &str,
    current: Option<&ModelId>,
    otherwise: &str,
) -> Option<Picked> {
    let offer = current.and_then(|id| state.market().find(id));
    let shown = match (offer, current) {
        (Some(offer), _) => offer.model.name.as_str(),
        (None, Some(id)) => id.as_str(),
        (None, None) => otherwise,
    };
    let picked = named(ui, name, |ui| {
        picker(ui, name, shown, (NAMES, state.derived.epoch), |words| {
            with_none(None, otherwise, models(state, words), words, Some)
        })
    });
    picked.map(|model| Picked { model })
}

/// The models that were found, and before them what stands for none of them, where its words have what is typed too.
pub(super) fn with_none<T>(
    none: T,
    otherwise: &str,
    models: Vec<Choice<ModelId>>,
    words: &str,
    value_of: impl Fn(ModelId) -> T,
) -> Vec<Choice<T>> {
    let none = Choice { value: none, name: otherwise.to_owned(), more: String::new() };
    let none = by_name(vec![none], words).into_iter();
    let models = models.into_iter();
    none.chain(models.map(|Choice { value, name, more }| Choice { value: value_of(value), name, more }))
        .collect()
}

/// The models that are compared, by name; of a search those that fit it, the best first.
pub(super) fn models(state: &State, words: &str) -> Vec<Choice<ModelId>> {
    let compared = &state.derived.compared;
    let places = if words.trim().is_empty() {
        compared.clone()
    } else {
        state.derived.index.search_among(words, compared)
    };
    let offers = places.into_iter().filter_map(|place| state.market().get(place));
    let choices = offers.map(|offer| Choice {
        value: offer.model.id.clone(),
        name: offer.model.name.clone(),
        more: offer.model.provider.clone(),
    });
    choices.collect()
}

/// An amount of dollars.
pub(super) fn dollars(
    ui: &mut Ui,
    state: &State,
    (id, name): (&str, &str),
    current: Dollars,
    actions: &mut Vec<Action>,
) -> Option<Dollars> {
    // With all its digits: what stands there is what is committed when one of them is changed.
    let value = label::exact_dollars(current);
    named(ui, name, |ui| {
        let field = Field {
            id,
            name,
            value: &value,
            hint: "$",
            width: NUMBER_FIELD,
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| typed::dollars(text).map_err(|problem| problem.to_string());
        field.show(ui, state, actions, parse).commit
    })
}

/// What a field of a number says.
pub(super) enum Entered {
    /// Nothing.
    Empty,
    /// A number.
    Count(u64),
}

/// A whole number up to `most`, or nothing.
pub(super) fn count(
    ui: &mut Ui,
    state: &State,
    field: (&str, &str),
    current: (Option<u64>, u64),
    actions: &mut Vec<Action>,
) -> Option<Entered> {
    checked_count(ui, state, field, current, |_| Ok(()), actions)
}

/// A whole number up to `most`, or nothing, of which `check` says in a sentence what is wrong with it.
pub(super) fn checked_count(
    ui: &mut Ui,
    state: &State,
    (id, name): (&str, &str),
    (current, most): (Option<u64>, u64),
    check: impl Fn(&Entered) -> Result<(), String>,
    actions: &mut Vec<Action>,
) -> Option<Entered> {
    let value = current.map_or_else(String::new, label::whole);
    named(ui, name, |ui| {
        let field = Field {
            id,
            name,
            value: &value,
            hint: "not set",
            width: if most < FEW { SHORT_FIELD } else { NUMBER_FIELD },
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| {
            let entered = if text.trim().is_empty() {
                Entered::Empty
            } else {
                typed::count(text, most).map(Entered::Count).map_err(|problem| problem.to_string())?
            };
            check(&entered).map(|()| entered)
        };
        field.show(ui, state, actions, parse).commit
    })
}

/// A share in percent up to `most`.
pub(super) fn percent(
    ui: &mut Ui,
    state: &State,
    (id, name): (&str, &str),
    (current, most): (Share, Share),
    actions: &mut Vec<Action>,
) -> Option<Share> {
    let value = format!("{} %", current.to_percent());
    named(ui, name, |ui| {
        let field =
            Field { id, name, value: &value, hint: "%", width: SHORT_FIELD, enabled: true, multiline: false };
        let parse = |text: &str| match Share::percent(text) {
            Ok(share) if share <= most => Ok(share),
            Ok(_) => Err(format!("at most {} %", most.to_percent())),
            Err(problem) => Err(problem.to_string()),
        };
        field.show(ui, state, actions, parse).commit
    })
}

/// The model that was chosen, else the cheapest.
pub(super) fn named_or_cheapest<'a>(state: &'a State, chosen: Option<&ModelId>) -> Option<&'a Offer> {
    let chosen = chosen.and_then(|id| state.market().find(id));
    chosen.or_else(|| state.derived.cheapest.and_then(|(place, _)| state.market().get(place)))
}

/// How often the chosen workload runs: a change of the workload itself, which is saved and can be undone.
pub(super) fn requests_per_day(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(saved) = state.workload() else { return };
    let workload = &saved.workload;
    let id = format!("decide requests {}", saved.key);
    let current = (workload.requests_per_day(), MOST_REQUESTS);
    if let Some(entered) = count(ui, state, (&id, "Requests per day"), current, actions) {
        let requests = match entered {
            Entered::Empty => None,
            Entered::Count(requests) => Some(requests),
        };
        let draft = Draft { requests_per_day: requests, ..workload.to_draft() };
        if let Ok(workload) = Workload::try_from(draft) {
            actions.push(Action::EditWorkload(saved.key.clone(), workload));
        }
    }
}

/// On how many days of a month the chosen workload runs: a change of the workload itself.
pub(super) fn days_per_month(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(saved) = state.workload() else { return };
    let workload = &saved.workload;
    let id = format!("decide days {}", saved.key);
    let current = workload.days_per_month().to_string();
    let name = "Days per month";
    let committed = named(ui, name, |ui| {
        let field = Field {
            id: &id,
            name,
            value: &current,
            hint: "1 to 31",
            width: SHORT_FIELD,
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| {
            let days = typed::count(text, MOST_DAYS).map_err(|problem| problem.to_string())?;
            if days == 0 { Err(format!("a month has 1 to {MOST_DAYS} days")) } else { Ok(days) }
        };
        field.show(ui, state, actions, parse).commit
    });
    if let Some(days_per_month) = committed {
        let draft = Draft { days_per_month, ..workload.to_draft() };
        if let Ok(workload) = Workload::try_from(draft) {
            actions.push(Action::EditWorkload(saved.key.clone(), workload));
        }
    }
}

/// How many tokens the prompt or the answer of the chosen workload has: a change of the workload itself.
pub(super) fn tokens(ui: &mut Ui, state: &State, part: Part, actions: &mut Vec<Action>) {
    let Some(saved) = state.workload() else { return };
    let workload = &saved.workload;
    let (name, current) = match part {
        Part::InputTokens => ("Input tokens", workload.input_tokens()),
        _ => ("Output tokens", workload.output_tokens()),
    };
    let (id, value) = (format!("decide {name} {}", saved.key), label::whole(current));
    let committed = named(ui, name, |ui| {
        let field = Field {
            id: &id,
            name,
            value: &value,
            hint: "",
            width: NUMBER_FIELD,
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| {
            let tokens = typed::count(text, MOST_TOKENS).map_err(|problem| problem.to_string())?;
            let mut draft = workload.to_draft();
            match part {
                Part::InputTokens => draft.set_input_tokens(tokens),
                _ => draft.set_output_tokens(tokens),
            }
            Workload::try_from(draft).map_err(|problems| {
                let problems = problems.into_iter().map(|error| error.problem);
                problems.collect::<Vec<_>>().join("; ")
            })
        };
        field.show(ui, state, actions, parse).commit
    });
    if let Some(workload) = committed {
        actions.push(Action::EditWorkload(saved.key.clone(), workload));
    }
}

/// A model that was chosen; where none was, the one that the answer took: the `place`-th figure of its first row with
/// figures says which.
pub(super) fn chosen_or_answered<'a>(
    state: &'a State,
    chosen: Option<&ModelId>,
    place: usize,
) -> Option<&'a Offer> {
    let answered = || {
        let answer = state.derived.decided.answer.as_deref()?;
        // Where nothing runs there is no bill to cite.
        let mut rows = answer.tables.first()?.rows.iter();
        let cited = |row: Row| row.cells.into_iter().filter_map(|cell| cell.cite).nth(place);
        rows.find_map(cited).map(|cite| cite.model)
    };
    let id = chosen.cloned().or_else(answered)?;
    state.market().find(&id)
}

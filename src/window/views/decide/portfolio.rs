//! What do our workloads cost together? The saved portfolios: their workloads, volumes and models, and what the bill is
//! compared with. Edits are changes of the portfolio itself: saved on commit, undoable.

use eframe::egui::{self, Ui, WidgetInfo};

use super::inputs::{self, Entered};
use super::rules;
use crate::answer::portfolio::Asked;
use crate::app::action::{Action, Saying};
use crate::app::commands::Command;
use crate::app::decide;
use crate::app::state::State;
use crate::bounds::between;
use crate::money::{Share, label};
use crate::portfolio::{Assignment, Draft, Entry, MOST_ENTRIES, Portfolio, Volume};
use crate::store::{SavedPortfolio, SavedWorkload};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{
    Choice, Field, by_name, command_button, command_item, field_id, picker, segmented,
};
use crate::workload::{MOST_REQUESTS, Name};

/// The most room that the workloads of a portfolio take, in points.
const ENTRIES: f32 = 190.0;
/// Width of a volume, in points: in the smallest windows the whole entry has to stand in one line.
const VOLUME: f32 = 110.0;
/// Width of the name, in points.
const NAME: f32 = 180.0;
/// The least of a name that tells workloads apart.
const LEAST_NAME: f32 = 110.0;
/// What stands beside the name of an entry in its line takes.
const BESIDE_NAME: f32 = 610.0;
/// Width of the button that takes an entry out.
const REMOVE: f32 = 72.0;

/// Draws the inputs.
pub(super) fn show(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let saved = state.chosen_portfolio();
    inputs::line(ui, |ui| {
        if let Some(saved) = saved {
            pick(ui, state, asked, saved, actions);
        }
        inputs::named(ui, " ", |ui| {
            command_button(ui, state, Command::NewPortfolio, actions)
                .on_hover_text("Several workloads on one bill");
        });
        if saved.is_none() {
            return;
        }
        inputs::named(ui, " ", |ui| {
            let menu = ui.menu_button("More…", |ui| {
                for command in
                    [Command::DuplicatePortfolio, Command::ExportPortfolio, Command::DeletePortfolio]
                {
                    command_item(ui, state, command, actions);
                }
            });
            menu.response.on_hover_text("Duplicate, export or delete this portfolio");
        });
    });
    let Some(saved) = saved else { return };
    inputs::line(ui, |ui| compare(ui, state, asked, actions));
    if let Some(reason) = &saved.read_only {
        ui.label(
            Role::Small
                .text(format!("This portfolio can only be read: {reason}"))
                .color(theme::colours(ui).warning),
        );
        return;
    }
    let mut editor = Editor { state, saved, actions };
    egui::ScrollArea::vertical().id_salt("entries").max_height(ENTRIES).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for place in 0..saved.portfolio.entries().len() {
                editor.entry(ui, place);
            }
            editor.add_entry(ui);
        },
    );
}

fn set(asked: Asked, actions: &mut Vec<Action>) {
    actions.push(Action::SetAsked(Box::new(decide::Asked::Portfolio(asked))));
}

/// Which portfolio, its name, and the requests that its shares are of.
fn pick(ui: &mut Ui, state: &State, asked: &Asked, saved: &SavedPortfolio, actions: &mut Vec<Action>) {
    let portfolio = &saved.portfolio;
    if state.documents.portfolios.len() > 1 {
        let picked = inputs::named(ui, "Portfolio", |ui| {
            picker(ui, "Portfolio", portfolio.name().as_str(), (NAME, state.derived.epoch), |words| {
                let all = state.documents.portfolios.iter().map(|saved| Choice {
                    value: saved.portfolio.name().key(),
                    name: saved.portfolio.name().to_string(),
                    more: String::new(),
                });
                by_name(all.collect(), words)
            })
        });
        if let Some(key) = picked {
            set(Asked { chosen: Some(key), ..asked.clone() }, actions);
        }
    }
    let id = format!("portfolio {} name", saved.key);
    let named = inputs::named(ui, "Name", |ui| {
        let field = Field {
            id: &id,
            name: "Name of the portfolio",
            value: portfolio.name().as_str(),
            hint: "",
            width: NAME,
            enabled: saved.read_only.is_none(),
            multiline: false,
        };
        let parse = |text: &str| {
            let name = Name::new(text).map_err(|problem| problem.to_string())?;
            if state.documents.has_portfolio_name(name.as_str(), Some(&saved.key)) {
                return Err("another portfolio has this name".to_owned());
            }
            Ok(name)
        };
        field.show(ui, state, actions, parse).commit
    });
    if let Some(name) = named {
        let key = name.key();
        actions.push(Action::EditPortfolio(saved.key.clone(), portfolio.clone().renamed(name)));
        set(Asked { chosen: Some(key), ..asked.clone() }, actions);
    }
    let id = format!("portfolio {} requests", saved.key);
    let draft = portfolio.to_draft();
    let current = (draft.requests_per_day, MOST_REQUESTS);
    let has_shares = draft.entries.iter().any(|entry| matches!(entry.volume, Volume::Share(_)));
    let check = |entered: &Entered| match entered {
        Entered::Empty if has_shares => Err("shares need the requests a day that they are of".to_owned()),
        _ => Ok(()),
    };
    let field = (id.as_str(), "Requests per day in all");
    let entered = inputs::checked_count(ui, state, field, current, check, actions);
    if let Some(entered) = entered {
        let requests_per_day = match entered {
            Entered::Empty => None,
            Entered::Count(count) => Some(count),
        };
        commit(saved, Draft { requests_per_day, ..draft }, actions);
    }
}

/// What the bill is compared with, and the limits on the cheapest way.
fn compare(ui: &mut Ui, state: &State, asked: &Asked, actions: &mut Vec<Action>) {
    let baseline = asked.baseline.as_ref().and_then(|id| state.market().find(id));
    if let Some(model) = inputs::model(ui, state, "Compare with everything on", baseline) {
        set(Asked { baseline: Some(model), ..asked.clone() }, actions);
    }
    let most = asked.most_models.and_then(|most| u64::try_from(most).ok());
    let limit = u64::try_from(MOST_ENTRIES).unwrap_or(u64::MAX);
    let entered =
        inputs::count(ui, state, ("decide portfolio models", "Models at most"), (most, limit), actions);
    if let Some(entered) = entered {
        let most_models = match entered {
            Entered::Empty | Entered::Count(0) => None,
            Entered::Count(count) => usize::try_from(count).ok(),
        };
        set(Asked { most_models, ..asked.clone() }, actions);
    }
    let menu = rules::Menu { kind: &rules::OF_PORTFOLIO, current: &asked.rules, state, actions };
    if let Some(rules) = menu.show(ui) {
        set(Asked { rules, ..asked.clone() }, actions);
    }
    if !asked.rules.is_empty() && inputs::named(ui, " ", |ui| ui.button("Clear rules")).clicked() {
        set(Asked { rules: Vec::new(), ..asked.clone() }, actions);
    }
}

fn commit(saved: &SavedPortfolio, draft: Draft, actions: &mut Vec<Action>) {
    match Portfolio::try_from(draft) {
        Ok(portfolio) => actions.push(Action::EditPortfolio(saved.key.clone(), portfolio)),
        Err(errors) => {
            let said = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            actions.push(Action::Say(Saying::failed(said)));
        }
    }
}

/// A share of all requests, of which the other entries leave so much free.
fn parse_share(text: &str, free: Share) -> Result<Share, String> {
    let share = Share::percent(text.trim().trim_end_matches('%')).map_err(|problem| problem.to_string())?;
    if share <= free {
        return Ok(share);
    }
    Err(if free == Share::ALL {
        "at most 100 %".to_owned()
    } else {
        format!("at most {} %: the other workloads have the rest", free.to_percent())
    })
}

/// Which kind of volume an entry has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    AsWorkload,
    Requests,
    Share,
}

fn workload_name(ui: &mut Ui, name: &str, width: f32) {
    let size = egui::vec2(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(Role::Body.text(name)).truncate());
    });
}

/// What is edited.
struct Editor<'a> {
    state: &'a State,
    saved: &'a SavedPortfolio,
    actions: &'a mut Vec<Action>,
}

impl Editor<'_> {
    fn change(&mut self, place: usize, change: impl FnOnce(&mut Entry)) {
        let mut draft = self.saved.portfolio.to_draft();
        if let Some(entry) = draft.entries.get_mut(place) {
            change(entry);
        }
        commit(self.saved, draft, self.actions);
    }

    fn entry(&mut self, ui: &mut Ui, place: usize) {
        let Some(entry) = self.saved.portfolio.entries().get(place) else { return };
        let name = entry.workload.to_string();
        let room = ui.available_width() - BESIDE_NAME;
        ui.push_id(place, |ui| {
            if room >= LEAST_NAME {
                ui.horizontal(|ui| {
                    workload_name(ui, &name, room.min(NAME));
                    self.volume(ui, place, entry);
                    self.model(ui, place, entry);
                    self.remove(ui, place, &name);
                });
                return;
            }
            // Below each other, in a window that is too narrow for one line.
            ui.horizontal(|ui| {
                let others = REMOVE + ui.spacing().item_spacing.x;
                workload_name(ui, &name, between(ui.available_width() - others, LEAST_NAME, NAME));
                self.remove(ui, place, &name);
            });
            ui.horizontal(|ui| self.volume(ui, place, entry));
            self.model(ui, place, entry);
            ui.add_space(Space::Small.points());
        });
    }

    fn remove(&mut self, ui: &mut Ui, place: usize, name: &str) {
        let remove = ui.button("Remove");
        remove.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Remove {name}")));
        if remove.clicked() {
            let mut draft = self.saved.portfolio.to_draft();
            draft.entries.remove(place);
            commit(self.saved, draft, self.actions);
        }
    }

    /// How many requests a day an entry is now; `None` where nothing says it.
    fn requests(&self, entry: &Entry) -> Option<u64> {
        let named = |saved: &&SavedWorkload| saved.workload.name().key() == entry.workload.key();
        let own = || self.state.documents.workloads.iter().find(named)?.workload.requests_per_day();
        self.saved.portfolio.requests_per_day(entry).or_else(own)
    }

    /// What the entries other than this one leave of all requests.
    fn free_share(&self, but: usize) -> Share {
        let others = self.saved.portfolio.entries().iter().enumerate().filter(|(place, _)| *place != but);
        let shares = others.map(|(_, entry)| match entry.volume {
            Volume::Share(share) => share.millionths(),
            Volume::AsWorkload | Volume::RequestsPerDay(_) => 0,
        });
        let taken = shares.fold(0_u32, u32::saturating_add);
        Share::of(u64::from(Share::WHOLE.saturating_sub(taken)), u64::from(Share::WHOLE))
    }

    fn volume(&mut self, ui: &mut Ui, place: usize, entry: &Entry) {
        let name = entry.workload.to_string();
        let (kind, value) = match entry.volume {
            Volume::AsWorkload => (Kind::AsWorkload, String::new()),
            Volume::RequestsPerDay(requests) => (Kind::Requests, label::whole(requests)),
            Volume::Share(share) => (Kind::Share, share.to_percent()),
        };
        let choices = [(Kind::AsWorkload, "As saved"), (Kind::Requests, "Per day"), (Kind::Share, "Percent")];
        let id = format!("portfolio {} volume {place}", self.saved.key);
        let now = self.requests(entry);
        if let Some(kind) = segmented(ui, &format!("Volume of {name}"), kind, &choices) {
            self.say_volume(ui, place, kind, now, &id);
        }
        // Where the workload names no requests, they are asked for.
        if kind == Kind::AsWorkload && now.is_some() {
            ui.add_space(VOLUME + ui.spacing().item_spacing.x);
            return;
        }
        let said = if kind == Kind::Share { "Percent" } else { "Requests per day" };
        let field = Field {
            id: &id,
            name: &format!("{said} of {name}"),
            value: &value,
            hint: "how many?",
            width: VOLUME - 2.0 * ui.spacing().button_padding.x,
            enabled: true,
            multiline: false,
        };
        let free = self.free_share(place);
        let parse = |text: &str| {
            if kind == Kind::Share {
                return parse_share(text, free).map(Volume::Share);
            }
            if kind == Kind::AsWorkload && text.trim().is_empty() {
                return Ok(Volume::AsWorkload);
            }
            let count = crate::money::typed::count(text, MOST_REQUESTS);
            count.map(Volume::RequestsPerDay).map_err(|problem| problem.to_string())
        };
        if let Some(volume) = field.show_in_row(ui, self.state, self.actions, parse).commit {
            self.change(place, |entry| entry.volume = volume);
        }
    }

    /// Says an entry's volume in another way, in which it stays what it is.
    fn say_volume(&mut self, ui: &Ui, place: usize, kind: Kind, now: Option<u64>, field: &str) {
        let mut draft = self.saved.portfolio.to_draft();
        let volume = match (kind, now) {
            (Kind::AsWorkload, _) => Volume::AsWorkload,
            (Kind::Requests, Some(now)) => Volume::RequestsPerDay(now),
            (Kind::Requests, None) => {
                ui.memory_mut(|memory| memory.request_focus(field_id(field)));
                return;
            }
            (Kind::Share, now) => {
                // Shares need the requests that they are of.
                let Some(all) = draft.requests_per_day.or(now) else {
                    let said = "Set the requests per day in all first: the percent are of them";
                    self.actions.push(Action::Say(Saying::failed(said)));
                    return;
                };
                draft.requests_per_day = Some(all);
                let free = self.free_share(place);
                Volume::Share(now.map_or(free, |now| free.min(Share::of(now, all))))
            }
        };
        if let Some(entry) = draft.entries.get_mut(place) {
            entry.volume = volume;
        }
        commit(self.saved, draft, self.actions);
    }

    fn model(&mut self, ui: &mut Ui, place: usize, entry: &Entry) {
        const OPEN: &str = "Cheapest that fits";
        let market = self.state.market();
        let current = match &entry.assignment {
            Assignment::CheapestThatFits => OPEN.to_owned(),
            Assignment::Model(id) => {
                market.find(id).map_or_else(|| id.as_str().to_owned(), |offer| offer.model.name.clone())
            }
        };
        let state = self.state;
        let picked = picker(
            ui,
            &format!("Model for {}", entry.workload),
            &current,
            (NAME, state.derived.epoch),
            |words| {
                let models = inputs::models(state, words);
                inputs::with_none(Assignment::CheapestThatFits, OPEN, models, words, Assignment::Model)
            },
        );
        if let Some(assignment) = picked {
            self.change(place, |entry| entry.assignment = assignment);
        }
    }

    /// The way to put another workload in.
    fn add_entry(&mut self, ui: &mut Ui) {
        let entries = self.saved.portfolio.entries();
        if entries.len() >= MOST_ENTRIES {
            return;
        }
        let state = self.state;
        let picked = picker(ui, "Add a workload", "Add a workload", (NAME, state.derived.epoch), |words| {
            let choices = state.documents.workloads.iter().map(|saved| Choice {
                value: saved.workload.clone(),
                name: saved.workload.name().to_string(),
                more: String::new(),
            });
            by_name(choices.collect(), words)
        });
        if let Some(workload) = picked {
            let mut draft = self.saved.portfolio.to_draft();
            let volume = Volume::AsWorkload;
            let assignment = Assignment::CheapestThatFits;
            draft.entries.push(Entry { workload: workload.name().clone(), volume, assignment });
            commit(self.saved, draft, self.actions);
        }
    }
}

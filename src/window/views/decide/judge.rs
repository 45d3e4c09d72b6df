//! What the user thinks of a model: quality, speed and compliance, in the place of what its list says.

use std::collections::BTreeMap;

use eframe::egui::{self, Id, Key, ScrollArea, TextEdit, Ui, WidgetInfo};

use super::inputs;
use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::{ModelId, Offer, Opinions, Standing};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{self, Field};

/// Where the model that is judged is remembered while the menu is open.
const JUDGED: &str = "decide judged model";

/// Height of the levels to choose from, in points.
const LEVELS: f32 = 110.0;

/// Draws the menu.
pub(super) fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    inputs::named(ui, " ", |ui| {
        let config = egui::containers::menu::MenuConfig::new()
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let count = state.documents.judgements.value.len();
        let title =
            if count == 0 { "Judge models…".to_owned() } else { format!("Judge models… ({count})") };
        egui::containers::menu::MenuButton::new(title)
            .config(config)
            .ui(ui, |ui| {
                ui.set_min_width(320.0);
                menu(ui, state, actions);
            })
            .0
            .on_hover_text("Set what you think of a model's quality, speed and compliance");
    });
}

fn menu(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let muted = theme::colours(ui).muted;
    let text =
        "Your judgement stands in the place of what a price list says. Nothing that is not set counts as no.";
    ui.add(egui::Label::new(Role::Small.text(text).color(muted)).wrap());
    if ui.button("Import judgements from a CSV…").clicked() {
        actions.push(Action::AskImport);
        ui.close();
    }
    ui.add_space(Space::Tiny.points());
    let judged = state.typed.get(JUDGED).and_then(|id| ModelId::new(id).ok());
    let offer = judged.as_ref().and_then(|id| state.market().find(id));
    if let Some(id) = pick_model(ui, state, "Model to judge", offer) {
        actions.push(Action::Type { field: JUDGED.to_owned(), text: id.to_string(), is_value: false });
    }
    let Some(offer) = offer else { return };
    let own = state.judgements().get(&offer.model.id).cloned().unwrap_or_default();
    let mut next = None;
    if let Some(quality) = level(ui, state, offer, "Quality", own.quality.as_ref(), |of| of.quality.as_ref())
    {
        next = Some(Opinions { quality, ..own.clone() });
    }
    if let Some(speed) = level(ui, state, offer, "Speed", own.speed.as_ref(), |of| of.speed.as_ref()) {
        next = Some(Opinions { speed, ..own.clone() });
    }
    let listed = offer.opinion(|of| of.compliance.as_deref()).map_or("unknown", |(words, _)| words);
    let compliance = inputs::named(ui, "Compliance", |ui| {
        let id = format!("judgement {} compliance", offer.model.id);
        let field = Field {
            id: &id,
            name: "Compliance",
            value: own.compliance.as_deref().unwrap_or_default(),
            hint: &format!("As the list says: {listed}"),
            width: 280.0,
            enabled: true,
            multiline: false,
        };
        let parse = |text: &str| Ok((!text.trim().is_empty()).then(|| text.trim().to_owned()));
        field.show(ui, state, actions, parse).commit
    });
    if let Some(compliance) = compliance {
        next = Some(Opinions { compliance, ..own.clone() });
    }
    if own != Opinions::default() && ui.button("Back to what the list says").clicked() {
        next = Some(Opinions::default());
    }
    if let Some(next) = next {
        actions.push(Action::SetJudgement(offer.model.id.clone(), next));
    }
}

/// A level among those that are known: `Some(None)` is back to the list's.
#[expect(clippy::option_option, reason = "nothing was picked, or that nothing is to be set")]
fn level(
    ui: &mut Ui,
    state: &State,
    offer: &Offer,
    name: &str,
    own: Option<&Standing>,
    of: impl Fn(&Opinions) -> Option<&Standing>,
) -> Option<Option<Standing>> {
    let listed = offer.opinion(&of).map_or("unknown", |(standing, _)| standing.says.as_str());
    let list_says = format!("As the list says: {listed}");
    let mut picked = None;
    // A list that opens above a menu would close it.
    inputs::named(ui, name, |ui| {
        ScrollArea::vertical().id_salt(("judgement", name)).max_height(LEVELS).show(ui, |ui| {
            if radio(ui, own.is_none(), &list_says, &format!("{name}: {list_says}")) {
                picked = Some(None);
            }
            for standing in known(state, &of) {
                let text = format!("{}: {}", standing.level, standing.says);
                if radio(ui, own == Some(&standing), &text, &format!("{name} {text}")) {
                    picked = Some(Some(standing));
                }
            }
        });
    });
    picked
}

/// One of several in a menu, with the name that a screen reader says.
pub(super) fn radio(ui: &mut Ui, is_on: bool, text: &str, name: &str) -> bool {
    let response = widgets::radio(ui, is_on, text);
    response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, is_on, name));
    response.clicked()
}

/// A model by a few letters of its name, inside a menu, which a list that opens above it would close.
pub(super) fn pick_model(ui: &mut Ui, state: &State, name: &str, current: Option<&Offer>) -> Option<ModelId> {
    /// How many models are offered at once.
    const OFFERED: usize = 6;
    let id = Id::unique(("search in menu", name));
    let mut words = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let mut picked = None;
    inputs::named(ui, name, |ui| {
        let hint = current.map_or("Type to search", |offer| offer.model.name.as_str());
        let field = ui.add(TextEdit::singleline(&mut words).hint_text(hint).desired_width(280.0));
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, format!("Search: {name}")));
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(offer) = current {
            ui.label(Role::Small.text(format!("{name}: {}", offer.model.name)));
        }
        let wanted: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if wanted.is_empty() {
            return;
        }
        let offers = state.derived.compared.iter().filter_map(|place| state.market().get(*place));
        let found = offers.filter(|offer| {
            let text = format!("{} {}", offer.model.name, offer.model.provider).to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        });
        let found: Vec<&Offer> = found.take(OFFERED).collect();
        if found.is_empty() {
            ui.label("Nothing has these letters in its name.");
        }
        for (place, offer) in found.into_iter().enumerate() {
            let text = format!("{}, {}", offer.model.name, offer.model.provider);
            let is_current = current.is_some_and(|current| current.model.id == offer.model.id);
            // Enter in the field takes the first.
            if ui.selectable_label(is_current, text).clicked() || (enter && place == 0) {
                picked = Some(offer.model.id.clone());
            }
        }
    });
    if picked.is_some() {
        words.clear();
    }
    ui.data_mut(|data| data.insert_temp(id, words));
    picked
}

/// The levels that lists and the user have used so far, the highest first.
fn known(state: &State, of: &impl Fn(&Opinions) -> Option<&Standing>) -> Vec<Standing> {
    let listed = state.market().offers().iter().filter_map(|offer| Some(offer.opinion(of)?.0));
    let judgements = state.judgements();
    let own = judgements.iter().filter_map(|(_, opinions)| of(opinions));
    let mut levels: BTreeMap<u32, &Standing> = BTreeMap::new();
    for standing in listed.chain(own) {
        levels.entry(standing.level).or_insert(standing);
    }
    // Where no list has an opinion, a scale to begin with.
    if levels.is_empty() {
        let words = ["poor", "fair", "good", "very good", "best"];
        let scale =
            words.into_iter().zip(1_u32..).map(|(says, level)| Standing { level, says: says.to_owned() });
        let mut scale: Vec<Standing> = scale.collect();
        scale.reverse();
        return scale;
    }
    levels.into_values().rev().cloned().collect()
}

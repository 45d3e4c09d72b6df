//! What the user thinks of a model: quality, speed and compliance, in the place of what its list says.

use std::collections::BTreeMap;

use eframe::egui::{self, ComboBox, Ui, WidgetInfo};

use super::inputs;
use crate::app::action::Action;
use crate::app::state::State;
use crate::app::theme::{self, Role, Space};
use crate::app::widgets::Field;
use crate::catalog::{ModelId, Offer, Opinions, Standing};

/// Where the model that is judged is remembered while the menu is open.
const JUDGED: &str = "decide judged model";

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
    if let Some(id) = inputs::model(ui, state, "Model to judge", offer) {
        actions.push(Action::Type(JUDGED.to_owned(), id.to_string()));
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
    let listed = offer.model.opinions.compliance.clone().unwrap_or_else(|| "unknown".to_owned());
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
    let listed = of(&offer.model.opinions).map_or("unknown", |standing| standing.says.as_str());
    let list_says = format!("As the list says: {listed}");
    let shown = own.map_or(list_says.as_str(), |standing| standing.says.as_str());
    let mut picked = None;
    inputs::named(ui, name, |ui| {
        let response =
            ComboBox::from_id_salt(("judgement", name)).selected_text(shown).width(280.0).show_ui(ui, |ui| {
                if ui.selectable_label(own.is_none(), &list_says).clicked() {
                    picked = Some(None);
                }
                for standing in known(state, &of) {
                    let is_own = own == Some(&standing);
                    if ui.selectable_label(is_own, format!("{}: {}", standing.level, standing.says)).clicked()
                    {
                        picked = Some(Some(standing));
                    }
                }
            });
        response
            .response
            .widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {shown}")));
    });
    picked
}

/// The levels that lists and the user have used so far, the highest first.
fn known(state: &State, of: &impl Fn(&Opinions) -> Option<&Standing>) -> Vec<Standing> {
    let listed = state.market().offers().iter().filter_map(|offer| of(&offer.model.opinions));
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

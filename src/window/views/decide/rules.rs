//! What a model must meet: a menu with one input a rule, for each question that has rules.

use eframe::egui::{self, Ui, WidgetInfo};

use super::inputs::{self, Entered};
use super::judge;
use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::{Capability, Tier};
use crate::decide::choose::{Level, Rule};
use crate::money::{Dollars, label, typed};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{Field, check_box};

/// Height of the providers to choose from, in points.
const PROVIDERS: f32 = 120.0;

/// For which question rules are.
pub(super) struct Kind {
    /// The identity of its fields among all that is typed.
    id: &'static str,
    /// What the rules are for.
    explained: &'static str,
}

/// The rules of the question which model to take.
pub(super) const OF_CHOICE: Kind = Kind { id: "decide rule", explained: "What a model must meet" };

/// The rules of a portfolio.
pub(super) const OF_PORTFOLIO: Kind = Kind {
    id: "decide portfolio rule",
    explained: "What a model must meet for each workload whose model is left open",
};

/// A menu of rules.
pub(super) struct Menu<'a> {
    /// For which question they are.
    pub kind: &'static Kind,
    /// Those that are asked for.
    pub current: &'a [Rule],
    /// What the window knows.
    pub state: &'a State,
    /// What was asked for in this frame.
    pub actions: &'a mut Vec<Action>,
}

impl Menu<'_> {
    /// Draws the menu; returns the rules when one changed.
    pub(super) fn show(mut self, ui: &mut Ui) -> Option<Vec<Rule>> {
        let config = egui::containers::menu::MenuConfig::new()
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let title = match self.current.len() {
            0 => "Rules…".to_owned(),
            count => format!("Rules… ({count})"),
        };
        let explained = self.kind.explained;
        let mut changed = None;
        inputs::named(ui, " ", |ui| {
            egui::containers::menu::MenuButton::new(title)
                .config(config)
                .ui(ui, |ui| {
                    ui.set_min_width(340.0);
                    ui.label(Role::Small.text(explained).color(theme::colours(ui).muted));
                    egui::ScrollArea::vertical().max_height(480.0).show(ui, |ui| changed = self.inside(ui));
                })
                .0
                .on_hover_text(explained);
        });
        changed
    }

    /// The rules, one input each; returns them when one changed. A rule that is not asked for is none.
    fn inside(&mut self, ui: &mut Ui) -> Option<Vec<Rule>> {
        let mut editor = Editor {
            state: self.state,
            actions: self.actions,
            id: self.kind.id,
            rules: self.current.to_vec(),
            changed: false,
        };
        editor.tokens(
            ui,
            "Context window at least",
            |rule| match rule {
                Rule::ContextAtLeast(tokens) => Some(*tokens),
                _ => None,
            },
            Rule::ContextAtLeast,
        );
        editor.tokens(
            ui,
            "Maximum output at least",
            |rule| match rule {
                Rule::OutputAtLeast(tokens) => Some(*tokens),
                _ => None,
            },
            Rule::OutputAtLeast,
        );
        editor.dollars(
            ui,
            "Cost per task at most",
            |rule| match rule {
                Rule::CostPerTaskAtMost(most) => Some(*most),
                _ => None,
            },
            Rule::CostPerTaskAtMost,
        );
        editor.dollars(
            ui,
            "Cost per month at most",
            |rule| match rule {
                Rule::CostPerMonthAtMost(most) => Some(*most),
                _ => None,
            },
            Rule::CostPerMonthAtMost,
        );
        ui.add_space(Space::Tiny.points());
        editor.capabilities(ui);
        editor.compliance(ui);
        editor.tier(ui);
        editor.levels(ui);
        editor.providers(ui);
        editor.changed.then_some(editor.rules)
    }
}

struct Editor<'a> {
    state: &'a State,
    actions: &'a mut Vec<Action>,
    id: &'static str,
    rules: Vec<Rule>,
    changed: bool,
}

impl Editor<'_> {
    /// Puts a rule in the place of the one that `is` it, at the end where there is none, or takes it away.
    fn put(&mut self, is: impl Fn(&Rule) -> bool, rule: Option<Rule>) {
        let place = self.rules.iter().position(&is);
        self.rules.retain(|rule| !is(rule));
        if let Some(rule) = rule {
            self.rules.insert(place.unwrap_or(self.rules.len()).min(self.rules.len()), rule);
        }
        self.changed = true;
    }

    fn tokens(&mut self, ui: &mut Ui, name: &str, of: fn(&Rule) -> Option<u64>, rule: fn(u64) -> Rule) {
        let current = self.rules.iter().find_map(of);
        let id = format!("{} {name}", self.id);
        let limit = crate::workload::MOST_TOKENS;
        match inputs::count(ui, self.state, (&id, name), (current, limit), self.actions) {
            None => {}
            Some(Entered::Empty) => self.put(|rule| of(rule).is_some(), None),
            Some(Entered::Count(tokens)) => self.put(|rule| of(rule).is_some(), Some(rule(tokens))),
        }
    }

    fn dollars(
        &mut self,
        ui: &mut Ui,
        name: &str,
        of: fn(&Rule) -> Option<Dollars>,
        rule: fn(Dollars) -> Rule,
    ) {
        let current = self.rules.iter().find_map(of);
        let id = format!("{} {name}", self.id);
        let value = current.map_or_else(String::new, |amount| label::exact_dollars(amount).replace(',', ""));
        let entered = inputs::named(ui, name, |ui| {
            let field = Field {
                id: &id,
                name,
                value: &value,
                hint: "no limit",
                width: 120.0,
                enabled: true,
                multiline: false,
            };
            let parse = |text: &str| {
                if text.trim().is_empty() {
                    return Ok(None);
                }
                typed::dollars(text).map(Some).map_err(|problem| problem.to_string())
            };
            field.show(ui, self.state, self.actions, parse).commit
        });
        if let Some(amount) = entered {
            self.put(|rule| of(rule).is_some(), amount.map(rule));
        }
    }

    fn capabilities(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            for capability in Capability::ALL {
                let rule = Rule::Can(capability);
                let mut is_asked = self.rules.contains(&rule);
                if check_box(ui, &mut is_asked, crate::answer::capital(capability.in_words())).changed() {
                    self.put(|other| *other == rule, is_asked.then(|| rule.clone()));
                }
            }
        });
    }

    fn compliance(&mut self, ui: &mut Ui) {
        let mut is_known = self.rules.contains(&Rule::ComplianceKnown);
        if check_box(ui, &mut is_known, "Something is known of its compliance").changed() {
            self.put(|rule| *rule == Rule::ComplianceKnown, is_known.then_some(Rule::ComplianceKnown));
        }
        let name = "Compliance names (divided by commas)";
        let current = self.rules.iter().find_map(|rule| match rule {
            Rule::ComplianceNames(names) => Some(names.join(", ")),
            _ => None,
        });
        if let Some(names) = self.words(ui, name, &current.unwrap_or_default()) {
            let rule = (!names.is_empty()).then_some(Rule::ComplianceNames(names));
            self.put(|rule| matches!(rule, Rule::ComplianceNames(_)), rule);
        }
    }

    fn tier(&mut self, ui: &mut Ui) {
        let current = self.rules.iter().find_map(|rule| match rule {
            Rule::TierIs(tier) => Some(*tier),
            _ => None,
        });
        let mut picked = None;
        inputs::named(ui, "Tier", |ui| {
            ui.horizontal(|ui| {
                if judge::radio(ui, current.is_none(), "any", "Tier: any") {
                    picked = Some(None);
                }
                for tier in Tier::ALL {
                    let name = format!("Tier: {}", tier.label());
                    if judge::radio(ui, current == Some(tier), tier.label(), &name) {
                        picked = Some(Some(tier));
                    }
                }
            });
        });
        if let Some(tier) = picked {
            self.put(|rule| matches!(rule, Rule::TierIs(_)), tier.map(Rule::TierIs));
        }
    }

    /// Those that are compared, and those that a rule names although they are not.
    fn providers(&mut self, ui: &mut Ui) {
        let mut allowed = self
            .rules
            .iter()
            .find_map(|rule| match rule {
                Rule::ProviderIn(providers) => Some(providers.clone()),
                _ => None,
            })
            .unwrap_or_default();
        let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
        let compared = &self.state.derived.providers;
        let others = allowed.iter().filter(|one| !compared.iter().any(|(_, name)| same(name, one))).cloned();
        let names: Vec<String> = compared.iter().map(|(_, name)| name.clone()).chain(others).collect();
        let mut changed = false;
        let title = if allowed.is_empty() { "Providers allowed: any" } else { "Providers allowed" };
        inputs::named(ui, title, |ui| {
            egui::ScrollArea::vertical().id_salt("providers allowed").max_height(PROVIDERS).show(ui, |ui| {
                for name in &names {
                    let mut is_on = allowed.iter().any(|one| same(one, name));
                    let response = check_box(ui, &mut is_on, name);
                    response.widget_info(|| {
                        let name = format!("Allow {name}");
                        WidgetInfo::selected(egui::Role::CheckBox, true, is_on, name)
                    });
                    if response.changed() {
                        allowed.retain(|one| !same(one, name));
                        if is_on {
                            allowed.push(name.clone());
                        }
                        changed = true;
                    }
                }
            });
        });
        if changed {
            let rule = (!allowed.is_empty()).then_some(Rule::ProviderIn(allowed));
            self.put(|rule| matches!(rule, Rule::ProviderIn(_)), rule);
        }
    }

    /// Words divided by commas.
    fn words(&mut self, ui: &mut Ui, name: &str, value: &str) -> Option<Vec<String>> {
        let id = format!("{} {name}", self.id);
        inputs::named(ui, name, |ui| {
            let field =
                Field { id: &id, name, value, hint: "any", width: 300.0, enabled: true, multiline: false };
            let parse = |text: &str| {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                Ok(words.map(str::to_owned).collect())
            };
            field.show(ui, self.state, self.actions, parse).commit
        })
    }

    /// Quality and speed: at least those of a model.
    fn levels(&mut self, ui: &mut Ui) {
        let state = self.state;
        let of = |level: &Level| match level {
            Level::Of(id) => state.market().find(id),
            Level::Is(_) => None,
        };
        let quality = self.rules.iter().find_map(|rule| match rule {
            Rule::QualityAtLeast(level) => Some(of(level)),
            _ => None,
        });
        if let Some(id) = judge::pick_model(ui, state, "Quality at least that of", quality.flatten()) {
            self.put(
                |rule| matches!(rule, Rule::QualityAtLeast(_)),
                Some(Rule::QualityAtLeast(Level::Of(id))),
            );
        }
        if quality.is_some() && ui.button("Any quality").clicked() {
            self.put(|rule| matches!(rule, Rule::QualityAtLeast(_)), None);
        }
        let speed = self.rules.iter().find_map(|rule| match rule {
            Rule::SpeedAtLeast(level) => Some(of(level)),
            _ => None,
        });
        if let Some(id) = judge::pick_model(ui, state, "Speed at least that of", speed.flatten()) {
            self.put(|rule| matches!(rule, Rule::SpeedAtLeast(_)), Some(Rule::SpeedAtLeast(Level::Of(id))));
        }
        if speed.is_some() && ui.button("Any speed").clicked() {
            self.put(|rule| matches!(rule, Rule::SpeedAtLeast(_)), None);
        }
    }
}

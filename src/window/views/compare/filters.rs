//! Which of the compared models are shown: search words, and what is asked of a model; kept under a name if wanted.

use eframe::egui::{self, Key, TextEdit, Ui};
use jiff::civil::Date;

use crate::app::action::{Action, SearchField};
use crate::app::commands::Command;
use crate::app::look::MOST_SEARCHED;
use crate::app::state::State;
use crate::catalog::{Capability, Filter, Tier, name_fits};
use crate::money::{label, typed};
use crate::window::theme::{self, NUMBER_FIELD, Role, Space};
use crate::window::widgets::{Field, check_box, search_id};

/// The width of the search field, in points.
const SEARCH: f32 = 98.0;
/// The least width of the button of the menu, in points: how many conditions there are moves nothing on.
const MENU: f32 = 76.0;
/// From more providers than this on, a few letters find one.
const MANY_PROVIDERS: usize = 12;
/// The largest context window that can be asked for, in tokens.
const MOST_CONTEXT: u64 = 1_000_000_000;

/// Draws the menu of filters and the search field.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let view = &state.view;
    let count = conditions(&view.filter);
    let title = if count == 0 { "Filter".to_owned() } else { format!("Filter ({count})") };
    let menu = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(title).min_size(egui::vec2(MENU, 0.0));
    let button = egui::containers::menu::MenuButton::from_button(button);
    let (button, open) = button.config(menu).ui(ui, |ui| {
        ui.set_min_width(300.0);
        ui.set_max_width(360.0);
        egui::ScrollArea::vertical().max_height(520.0).show(ui, |ui| asked(ui, state, actions));
    });
    if open.is_none() {
        ui.data_mut(|data| data.remove::<String>(provider_words()));
    }
    button.on_hover_text("Which models are shown");
    search(ui, state, actions);
    clear(ui, state, actions);
}

/// The way back to all models, where not all pass; two places share it.
pub fn clear(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    // Its room is kept where there is nothing to clear, so that nothing moves on when it comes.
    let is_filtered = state.view.is_filtered_here();
    let clear = ui.add_visible(is_filtered, egui::Button::new("×"));
    if !is_filtered {
        return;
    }
    clear.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Clear search and filter"));
    if clear.on_hover_text("Clear search and filter").clicked() {
        actions.push(Action::ClearFilters);
    }
}

/// How many conditions a filter has.
fn conditions(filter: &Filter) -> usize {
    let days = [
        filter.released_from,
        filter.released_before,
        filter.not_deprecated_before,
        filter.deprecated_before,
    ];
    // However many are ticked, it is one question that is answered.
    let has_providers = !(filter.providers.is_empty() && filter.without_providers.is_empty());
    usize::from(has_providers)
        + usize::from(!filter.without_tiers.is_empty())
        + filter.capabilities.len()
        + usize::from(filter.context_at_least.is_some())
        + usize::from(filter.price_known)
        + days.into_iter().flatten().count()
}

/// The search field; two places have one, each with words of its own.
pub fn search(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let mut words = state.view.search_here().to_owned();
    let field = TextEdit::singleline(&mut words)
        .hint_text("Find a model")
        .char_limit(MOST_SEARCHED)
        .desired_width(SEARCH);
    let response = ui.add(field.id(search_id(SearchField::Models)));
    if let Some(mut edited) = TextEdit::load_state(ui.ctx(), response.id) {
        // What is looked for is undone like anything else; with steps of its own the field would make new ones of each.
        edited.clear_undoer();
    }
    let response = response.on_hover_text(Command::Find.tip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a model"));
    if response.changed() {
        actions.push(Action::Search(words));
    } else if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) && !words.is_empty() {
        // Escape takes the words away first, and leaves the field only when there are none.
        actions.push(Action::Search(String::new()));
        response.request_focus();
    }
}

fn asked(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let mut set = |change: &dyn Fn(&mut Filter)| {
        let mut changed = filter.clone();
        change(&mut changed);
        actions.push(Action::SetFilter(Box::new(changed)));
    };
    ui.label(Role::Label.text("Tier"));
    ui.horizontal_wrapped(|ui| {
        for tier in Tier::ALL {
            let mut shown = !filter.without_tiers.contains(&tier);
            if check_box(ui, &mut shown, tier.label()).changed() {
                set(&|filter| {
                    if shown {
                        filter.without_tiers.remove(&tier);
                    } else {
                        filter.without_tiers.insert(tier);
                    }
                });
            }
        }
    });
    ui.label(Role::Label.text("Must be able to"));
    ui.horizontal_wrapped(|ui| {
        for capability in Capability::ALL {
            let mut wanted = filter.capabilities.contains(&capability);
            if check_box(ui, &mut wanted, capability.label()).changed() {
                set(&|filter| {
                    if wanted {
                        filter.capabilities.insert(capability);
                    } else {
                        filter.capabilities.remove(&capability);
                    }
                });
            }
        }
    });
    let mut priced = filter.price_known;
    if check_box(ui, &mut priced, "Prices known").changed() {
        set(&|filter| filter.price_known = priced);
    }
    providers(ui, state, actions);
    limits(ui, state, actions);
    kept(ui, state, actions);
}

/// Puts what was typed into a filter, or says in a sentence what is wrong.
type Set = fn(&mut Filter, &str) -> Result<(), String>;

/// The context window and the days.
fn limits(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let context = filter.context_at_least.map(label::whole).unwrap_or_default();
    let fields: [(&str, String, &str, Set); 5] = [
        ("Context window at least", context, "any", |filter, text| {
            filter.context_at_least = if text.is_empty() {
                None
            } else {
                Some(typed::count(text, MOST_CONTEXT).map_err(|error| error.to_string())?)
            };
            Ok(())
        }),
        ("Released from", day(filter.released_from), "any", |filter, text| {
            filter.released_from = a_day(text)?;
            Ok(())
        }),
        ("Released before", day(filter.released_before), "any", |filter, text| {
            filter.released_before = a_day(text)?;
            Ok(())
        }),
        ("Not deprecated before", day(filter.not_deprecated_before), "any", |filter, text| {
            filter.not_deprecated_before = a_day(text)?;
            Ok(())
        }),
        ("Deprecated before", day(filter.deprecated_before), "any", |filter, text| {
            filter.deprecated_before = a_day(text)?;
            Ok(())
        }),
    ];
    egui::Grid::new("filter limits").num_columns(2).show(ui, |ui| {
        for (name, value, hint, set) in fields {
            ui.label(name);
            let id = format!("filter {name}");
            let field = Field {
                id: &id,
                name,
                value: &value,
                hint,
                width: NUMBER_FIELD,
                enabled: true,
                multiline: false,
            };
            let outcome = field.show(ui, state, actions, |text| {
                let mut changed = filter.clone();
                set(&mut changed, text.trim())?;
                Ok(changed)
            });
            if let Some(changed) = outcome.commit {
                actions.push(Action::SetFilter(Box::new(changed)));
            }
            ui.end_row();
        }
    });
}

fn a_day(text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "write a day like 2026-11-24, or leave it empty".to_owned())
}

/// Where the letters stand by which a provider is looked for, while the menu is open.
fn provider_words() -> egui::Id {
    egui::Id::unique("filter provider words")
}

/// The field that narrows the list of providers down; the letters in it.
fn find_provider(ui: &mut Ui) -> String {
    let mut words = ui.data(|data| data.get_temp::<String>(provider_words())).unwrap_or_default();
    let field = ui.scope(|ui| {
        // A menu takes the room around texts away, and lines.
        ui.spacing_mut().button_padding = theme::PADDING;
        ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, theme::colours(ui).border);
        ui.add(TextEdit::singleline(&mut words).hint_text("Find a provider").desired_width(f32::INFINITY))
    });
    field.inner.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a provider"));
    ui.data_mut(|data| data.insert_temp(provider_words(), words.clone()));
    words
}

fn providers(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let all = &state.derived.providers;
    let mut listed: Vec<_> = all.iter().collect();
    // "All" and "None" speak of what the letters leave, as in the filters of spreadsheets.
    let head = ui.horizontal(|ui| {
        ui.label(Role::Label.text("Provider"));
        (ui.small_button("All").clicked(), ui.small_button("None").clicked())
    });
    let (is_all, is_none) = head.inner;
    if all.len() > MANY_PROVIDERS {
        let wanted = find_provider(ui);
        listed.retain(|(_, name)| name_fits(name, &wanted));
        if listed.is_empty() {
            let muted = theme::colours(ui).muted;
            ui.label(Role::Small.text("No provider has these letters in its name.").color(muted));
        }
    }
    if is_all || is_none {
        let mut changed = filter.clone();
        for (key, _) in &listed {
            if is_all {
                changed.without_providers.remove(key);
            } else {
                changed.without_providers.insert(key.clone());
            }
        }
        actions.push(Action::SetFilter(Box::new(changed)));
    }
    egui::ScrollArea::vertical()
        .id_salt("filter providers")
        .max_height(220.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            // All of them, since the keyboard reaches only what is drawn; lists have some hundred at most.
            for (key, name) in listed {
                let mut shown = !filter.without_providers.contains(key);
                let response = check_box(ui, &mut shown, name);
                if response.gained_focus() {
                    response.scroll_to_me(None);
                }
                if response.changed() {
                    let mut changed = filter.clone();
                    if shown {
                        changed.without_providers.remove(key);
                    } else {
                        changed.without_providers.insert(key.clone());
                    }
                    actions.push(Action::SetFilter(Box::new(changed)));
                }
            }
        });
}

/// The filters that are kept under a name.
fn kept(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    const NAME: &str = "filter name";
    ui.separator();
    ui.label(Role::Label.text("Kept filters"));
    for (index, set) in state.documents.settings.value.filter_sets.iter().enumerate() {
        ui.horizontal(|ui| {
            if ui.button(&set.name).on_hover_text(format!("{} {}", set.search, set.filter)).clicked() {
                actions.push(Action::UseFilter(index));
            }
            let forget = ui.small_button("Forget");
            forget.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Forget the filter {}", set.name))
            });
            if forget.clicked() {
                actions.push(Action::ForgetFilter(index));
            }
        });
    }
    if !state.view.is_filtered() {
        let muted = theme::colours(ui).muted;
        ui.label(Role::Small.text("Set a filter to keep it under a name.").color(muted));
        return;
    }
    ui.horizontal(|ui| {
        let typed = state.typed.get(NAME).map_or("", String::as_str);
        let field = Field {
            id: NAME,
            name: "Name of the filter to keep",
            value: "",
            hint: "Name",
            width: 150.0,
            enabled: true,
            multiline: false,
        };
        let outcome = field.show(ui, state, actions, |_| Ok(()));
        let entered = outcome.is_entered;
        actions.retain(|action| !matches!(action, Action::Untype(id) if id == NAME));
        let is_named = !typed.trim().is_empty() && typed.chars().count() <= 100;
        let pressed = ui.add_enabled(is_named, egui::Button::new("Keep")).clicked();
        if pressed || (entered && is_named) {
            actions.push(Action::SaveFilter(typed.to_owned()));
        }
    });
    ui.add_space(Space::Tiny.points());
}

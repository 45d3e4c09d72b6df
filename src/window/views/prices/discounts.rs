//! Discounts of providers, in percent of their list prices, and own prices that a list has caught up with.

use eframe::egui::{self, Ui};
use jiff::civil::Date;

use crate::answer::counted;
use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::state::State;
use crate::catalog::Discount;
use crate::document::{seen, seen_lines};
use crate::money::Share;
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{Field, command_button};

/// The columns, and the widths of their fields.
const COLUMNS: [(&str, f32); 4] =
    [("Provider", 180.0), ("Percent off", 90.0), ("Until", 110.0), ("Note", 280.0)];

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    if let Some(reason) = &state.documents.discounts.read_only {
        let text = format!("The discounts cannot be changed: {reason}");
        ui.label(Role::Body.text(text).color(colours.warning));
    }
    ui.add(
        egui::Label::new(
            Role::Body
                .text(
                    "A discount lowers every list price of a provider. Your own price of a model stands above it. \
                     The list price stays known everywhere.",
                )
                .color(colours.muted),
        )
        .wrap(),
    );
    if state.documents.discounts.value.iter().next().is_some() {
        command_button(ui, state, Command::CopyTable, actions);
    }
    ui.add_space(Space::Small.points());
    egui::ScrollArea::both().auto_shrink([false, false]).show(ui, |ui| {
        egui::Grid::new("discounts").num_columns(5).spacing([12.0, 8.0]).show(ui, |ui| {
            for (title, width) in COLUMNS {
                // A grid takes its columns from the frame before: the heads give the fields their room.
                ui.vertical(|ui| {
                    ui.set_min_width(width);
                    ui.label(Role::Label.text(title));
                });
            }
            ui.label("");
            ui.end_row();
            for (index, discount) in state.documents.discounts.value.iter().enumerate() {
                row(ui, state, Some((index, discount)), actions);
            }
            row(ui, state, None, actions);
        });
        if state.documents.discounts.value.iter().any(|discount| !discount.holds(Some(state.today))) {
            ui.label(
                Role::Small
                    .text("A discount whose last day has passed no longer counts.")
                    .color(colours.muted),
            );
        }
    });
}

/// One discount, or the row for a new one.
fn row(ui: &mut Ui, state: &State, known: Option<(usize, &Discount)>, actions: &mut Vec<Action>) {
    let index = known.map(|(index, _)| index);
    let row = index.map_or_else(|| "new".to_owned(), |index| index.to_string());
    let values = known.map_or_else(Default::default, |(_, discount)| texts(discount));
    let typed = |column: &str| state.typed.get(&format!("discount {row} {column}"));
    let mut now = values.clone();
    for (value, (column, _)) in now.iter_mut().zip(COLUMNS) {
        if let Some(text) = typed(column) {
            value.clone_from(text);
        }
    }
    let enabled = state.documents.discounts.read_only.is_none();
    let (mut committed, mut entered, mut meant) = (None, false, None);
    for (place, ((column, width), value)) in COLUMNS.iter().zip(&values).enumerate() {
        let id = format!("discount {row} {column}");
        let name = match known {
            Some((_, discount)) => format!("{column} of {}", called(state, discount)),
            None => format!("{column} of a new discount"),
        };
        let hint = match *column {
            "Provider" => "a provider",
            "Percent off" => "percent",
            "Until" => "no end",
            _ => "",
        };
        let field = Field { id: &id, name: &name, value, hint, width: *width, enabled, multiline: false };
        let outcome = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let outcome = field.show(ui, state, actions, |text| check(column, text));
            if *column == "Provider"
                && let Some(seller) = reach(ui, state, &outcome.text, *width)
            {
                meant = Some(seller);
            }
            outcome
        });
        let outcome = outcome.inner;
        entered |= outcome.is_entered;
        if known.is_some() && outcome.commit.is_some() {
            // One field at a time: what another one says wrongly stays there and takes nothing along.
            let mut changed = values.clone();
            if let Some(text) = changed.get_mut(place) {
                *text = outcome.text;
            }
            committed = made(&changed).ok();
        }
    }
    if let Some(seller) = meant {
        match known {
            Some((index, discount)) => {
                actions.push(Action::Untype(format!("discount {row} Provider")));
                let discount = Discount { provider: seller, ..discount.clone() };
                actions.push(Action::SetDiscount(Some(index), Some(discount)));
            }
            None => actions.push(Action::Type {
                field: "discount new Provider".to_owned(),
                text: seller,
                is_value: false,
            }),
        }
    }
    if let Some((index, discount)) = known {
        let remove = ui.button("Remove");
        remove.widget_info(|| {
            let name = format!("Remove {}", called(state, discount));
            egui::WidgetInfo::labeled(egui::Role::Button, true, name)
        });
        if remove.clicked() {
            actions.push(Action::SetDiscount(Some(index), None));
        } else if committed.is_some() {
            actions.push(Action::SetDiscount(Some(index), committed));
        }
    } else {
        // What was typed stays until the row is added.
        actions.retain(|action| !matches!(action, Action::Untype(id) if id.starts_with("discount new")));
        let made = made(&now);
        let add = ui.add_enabled(made.is_ok() && enabled, egui::Button::new("Add discount"));
        if (add.clicked() || entered)
            && let Ok(discount) = made
        {
            for (column, _) in COLUMNS {
                actions.push(Action::Untype(format!("discount new {column}")));
            }
            actions.push(Action::SetDiscount(None, Some(discount)));
        }
    }
    ui.end_row();
}

/// Says below a provider's name how many models a discount for it lowers, and where it is none, who may be meant; returns
/// the provider that was picked.
fn reach(ui: &mut Ui, state: &State, provider: &str, width: f32) -> Option<String> {
    // While lists are read, not all providers are known.
    if provider.trim().is_empty() || state.lists.is_reading {
        return None;
    }
    let colours = theme::colours(ui);
    let sellers = &state.derived.sellers;
    let models = sellers.models_of(provider);
    if models > 0 {
        let text = format!("Applies to {}", counted(models, "model"));
        ui.label(Role::Small.text(text).color(colours.muted));
        return None;
    }
    let meant = sellers.meant_by(provider);
    let ending = if meant.is_empty() { "." } else { ". Do you mean" };
    let text = format!("Applies to 0 models: no list in use has a provider {}{ending}", provider.trim());
    let mut picked = None;
    ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(egui::Label::new(Role::Small.text(text).color(colours.warning)).wrap());
        for seller in meant {
            let text = format!("{} ({})", seller.name, counted(seller.models, "model"));
            let button = ui.add(egui::Button::new(Role::Small.text(text)).truncate());
            if button.on_hover_text("Take this provider").clicked() {
                picked = Some(seller.name.clone());
            }
        }
    });
    picked
}

/// A discount's name for screen readers: that of its provider, and its number where the provider has several.
fn called(state: &State, discount: &Discount) -> String {
    let all = || state.documents.discounts.value.iter().filter(|other| other.provider == discount.provider);
    let name = format!("the discount of {}", discount.provider);
    if all().count() < 2 {
        return name;
    }
    let number = all().position(|other| std::ptr::eq(other, discount)).unwrap_or_default() + 1;
    format!("{name}, number {number}")
}

fn texts(discount: &Discount) -> [String; 4] {
    [
        discount.provider.clone(),
        discount.off.to_percent(),
        discount.until.map(|day| day.to_string()).unwrap_or_default(),
        discount.note.clone(),
    ]
}

fn check(column: &str, text: &str) -> Result<(), String> {
    match column {
        "Provider" => provider(text).map(|_| ()),
        "Percent off" => percent(text).map(|_| ()),
        "Until" => until(text).map(|_| ()),
        _ if text.chars().count() > 500 => Err("at most 500 characters".to_owned()),
        _ => Ok(()),
    }
}

fn provider(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.chars().any(char::is_control) {
        return Err("name a provider as the price list does, such as openai".to_owned());
    }
    Ok(seen(text).into_owned())
}

fn percent(text: &str) -> Result<Share, String> {
    let share =
        Share::percent(text.trim().trim_end_matches('%').trim()).map_err(|error| error.to_string())?;
    if share.is_zero() || share > Share::of(1, 1) {
        return Err("more than 0 and at most 100 percent".to_owned());
    }
    Ok(share)
}

fn until(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "write the last day like 2027-12-31, or leave it empty".to_owned())
}

fn made([who, off, last, note]: &[String; 4]) -> Result<Discount, String> {
    check("Note", note)?;
    Ok(Discount {
        provider: provider(who)?,
        off: percent(off)?,
        until: until(last)?,
        note: seen_lines(note.trim()),
    })
}

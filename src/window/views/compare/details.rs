//! One model's details: what it charges, what it says, and what the chosen workload costs on it.

use std::rc::Rc;

use eframe::egui::{self, Ui};

use super::sellers;
use crate::app::action::Action;
use crate::app::derived;
use crate::app::focus::Details;
use crate::app::state::State;
use crate::catalog::{Offer, Opinions, Origin, Part, Whose};
use crate::chart::Row;
use crate::money::{Dollars, Price, label};
use crate::receipt::{Subject, capital};
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{chip, figure, own_mark};

/// Draws the details of the model under the pointer, else of the chosen one, else of the cheapest.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(details) = state.focus.details.as_ref().map(Rc::clone) else {
        // The panel keeps its width, so that nothing beside it moves.
        ui.allocate_space(eframe::egui::vec2(ui.available_width(), 0.0));
        if !state.market().offers().is_empty() {
            ui.label(Role::Heading.text("No model is shown"));
            ui.label("The search and the filter leave all of them out.");
        } else if state.market().hidden().is_empty() {
            ui.label(Role::Heading.text("No models"));
            ui.label("No price list in use has a model.");
        } else {
            ui.label(Role::Heading.text("No models"));
            ui.label("All models are hidden.");
        }
        return;
    };
    let offer = &details.offer;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        // Facts stand closer than controls.
        ui.spacing_mut().interact_size.y = 20.0;
        ui.spacing_mut().item_spacing.y = Space::Tiny.points();
        head(ui, offer);
        if !state.derived.shows(&offer.model.id) {
            let colour = theme::colours(ui).muted;
            ui.add(
                egui::Label::new(Role::Small.text("Not among the models that are shown").color(colour))
                    .wrap(),
            );
        }
        ui.add_space(Space::Small.points());
        prices(ui, state, offer, actions);
        ui.add_space(Space::Small.points());
        cost(ui, state, &details, actions);
        ui.add_space(Space::Small.points());
        buttons(ui, state, offer, actions);
        ui.add_space(Space::Small.points());
        sellers::show(ui, state, &details, actions);
        if has_opinions(offer) {
            opinions(ui, offer);
        }
        ui.separator();
        source(ui, offer);
    });
}

fn head(ui: &mut Ui, offer: &Offer) {
    let colours = theme::colours(ui);
    ui.add(egui::Label::new(Role::Title.text(&offer.model.name)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.label(Role::Body.text(&offer.model.provider).color(colours.muted));
        if let Some(tier) = offer.tier() {
            chip(ui, tier.label());
        }
        if offer.origin == Origin::Own {
            own_mark(ui, "own model");
        }
    });
}

/// A fact: its name on the left, its value on the right.
fn fact(ui: &mut Ui, name: &str, value: impl Into<egui::WidgetText>) {
    let muted = theme::colours(ui).muted;
    ui.horizontal(|ui| {
        ui.label(Role::Body.text(name).color(muted));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add(egui::Label::new(value).wrap());
        });
    });
}

/// A fact that has a receipt.
fn explained(
    ui: &mut Ui,
    offer: &Offer,
    name: &str,
    value: &str,
    subject: Subject,
    actions: &mut Vec<Action>,
) {
    // The panel is narrow; a screen reader gets the whole name.
    let short = name.replace(" tokens per dollar", " tokens/$");
    let muted = theme::colours(ui).muted;
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if figure(ui, Role::Body.text(value), name).clicked() {
                actions.push(Action::OpenReceipt(offer.model.id.clone(), subject));
            }
            // The figure is never cut off; its name gets what is left.
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(Role::Body.text(short).color(muted)).truncate());
            });
        });
    });
}

/// What is odd about the list's prices, and what the user says of that.
fn check(ui: &mut Ui, state: &State, offer: &Offer, actions: &mut Vec<Action>) {
    let Some(check) = &offer.check else { return };
    let colours = theme::colours(ui);
    let (lead, colour) = match check.confirmed {
        None if check.is_impossible() => ("Can't be true: ".to_owned(), colours.warning),
        None => ("Doubtful: ".to_owned(), colours.warning),
        Some(day) => {
            let day = day.map_or_else(String::new, |day| format!(" on {day}"));
            (format!("You said{day} that this is right: "), colours.muted)
        }
    };
    ui.add(egui::Label::new(Role::Small.text(format!("{lead}{check}")).color(colour)).wrap());
    let (text, hover) = if check.is_open() {
        ("This is right", "Count with these figures; other figures ask again")
    } else {
        ("Ask again", "No longer take these figures for right")
    };
    let enabled = state.documents.overrides.read_only.is_none();
    if ui.add_enabled(enabled, egui::Button::new(text)).on_hover_text(hover).clicked() {
        actions.push(Action::SetPriceRight(offer.model.id.clone(), check.is_open()));
    }
}

fn prices(ui: &mut Ui, state: &State, offer: &Offer, actions: &mut Vec<Action>) {
    ui.separator();
    ui.label(Role::Label.text("Price per million tokens"));
    for (name, part, now, subject) in [
        ("Input", Part::Input, offer.prices.input, Subject::InputPrice),
        ("Output", Part::Output, offer.prices.output, Subject::OutputPrice),
    ] {
        let before = offer.layers(part).list;
        explained(ui, offer, name, &label::price(now), subject, actions);
        if now != before {
            let colours = theme::colours(ui);
            fact(ui, "", Role::Small.text(format!("list {}", label::price(before))).color(colours.muted));
        }
    }
    if let Some(discount) = &offer.discount {
        let until = discount.until.map_or_else(String::new, |day| format!(" until {day}"));
        let text = format!("Discount of {} %{until}", discount.off.to_percent());
        ui.label(Role::Small.text(text));
        if !discount.note.is_empty() {
            ui.add(egui::Label::new(Role::Small.text(&discount.note)).wrap());
        }
    }
    if let Some(own) = &offer.own_price {
        let since = own.set_on.map_or_else(String::new, |date| format!(", set on {date}"));
        own_mark(ui, &format!("own price{since}"));
        if !own.note.is_empty() {
            ui.add(egui::Label::new(Role::Small.text(&own.note)).wrap());
        }
    }
    check(ui, state, offer, actions);
    let per_dollar = |price: Price| {
        price
            .known()
            .map_or_else(|| "none".to_owned(), |price| label::whole(price.tokens_per_dollar().to_whole()))
    };
    let gap = derived::ratio(offer).map_or_else(|| "none".to_owned(), label::times);
    for (name, value, subject) in [
        ("Input tokens per dollar", per_dollar(offer.prices.input), Subject::InputTokensPerDollar),
        ("Output tokens per dollar", per_dollar(offer.prices.output), Subject::OutputTokensPerDollar),
        ("Output/input gap", gap, Subject::OutputInputRatio),
    ] {
        explained(ui, offer, name, &value, subject, actions);
    }
    let (name, tokens) = limit(offer);
    fact(ui, name, tokens);
}

fn cost(ui: &mut Ui, state: &State, details: &Details, actions: &mut Vec<Action>) {
    let (Some(saved), Some(task)) = (state.workload(), &details.task) else { return };
    let offer = &details.offer;
    let workload = &saved.workload;
    ui.separator();
    ui.add(egui::Label::new(Role::Label.text(workload.name().as_str())).wrap());
    let cost_of = |cost: Option<Dollars>| cost.map_or_else(|| "unknown".to_owned(), label::dollars);
    for line in &task.bill.lines {
        let name = match line.share {
            Some(share) => format!("{} ({} %)", capital(line.part.label()), share.to_percent()),
            None => format!("{} {}", label::whole(line.tokens), line.part.label()),
        };
        let name = line.week.map_or_else(|| name.clone(), |week| format!("{name}, {}", week.label));
        let cost = if line.price == Price::Free { "free".to_owned() } else { cost_of(line.cost) };
        explained(ui, offer, &name, &cost, Subject::CostPerTask, actions);
        if let Some(whose) = line.kind.and_then(|kind| offer.says_whose(kind)) {
            let muted = theme::colours(ui).muted;
            ui.add(egui::Label::new(Role::Small.text(whose).color(muted)).wrap());
        }
    }
    if offer.is_overridden() && task.bill.whose(offer) == Whose::Mixed {
        own_mark(ui, "mixed: own and list prices");
    }
    if let Some(cost) = task.bill.total.priced() {
        explained(ui, offer, "One task", &label::dollars(cost), Subject::CostPerTask, actions);
        if let Some(tasks) = task.per_dollar {
            let name = format!("{} per dollar", capital(workload.unit()));
            explained(ui, offer, &name, &label::per_dollar(tasks), Subject::TasksPerDollar, actions);
        }
        match task.monthly {
            Some(monthly) => {
                explained(ui, offer, "A month", &label::dollars(monthly), Subject::CostPerMonth, actions);
            }
            None => fact(ui, "A month", Role::Small.text("no requests per day set")),
        }
        if let Some(tied) = crate::chart::tied(task.ties) {
            fact(ui, "Cost", Role::Small.text(tied));
        }
        if let Some(ratio) = task.to_baseline {
            fact(ui, "Against the baseline", label::times(ratio));
        }
    } else {
        let why = task.bill.total.reason().unwrap_or_else(|| "free".to_owned());
        ui.add(egui::Label::new(Role::Body.text(why)).wrap());
    }
}

fn buttons(ui: &mut Ui, state: &State, offer: &Offer, actions: &mut Vec<Action>) {
    let id = &offer.model.id;
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        if state.view.baseline.as_ref() == Some(id) {
            if ui.button("Clear baseline").clicked() {
                actions.push(Action::SetBaseline(None));
            }
        } else if ui.button("Set as baseline").on_hover_text("Compare every model with this one").clicked() {
            actions.push(Action::SetBaseline(Some(id.clone())));
        }
        if ui.button("Edit price…").on_hover_text("Set the price that you pay").clicked() {
            actions.push(Action::EditPrice(id.clone()));
        }
        let is_pinned = state.is_pinned(id);
        let (text, hover) = if is_pinned {
            ("Unpin", "No longer keep this model on top of every chart")
        } else {
            ("Pin", "Keep this model on top of every chart")
        };
        if ui.button(text).on_hover_text(hover).clicked() {
            actions.push(Action::SetPinned(id.clone(), !is_pinned));
        }
        if ui
            .button("Hide")
            .on_hover_text("Leave this model out everywhere; undo or Prices brings it back")
            .clicked()
        {
            actions.push(Action::SetHidden(id.clone(), true));
        }
    });
}

/// Whether a list says more of a model than its price.
fn has_opinions(offer: &Offer) -> bool {
    let others = offer.elsewhere.iter().map(|(_, model)| &model.opinions);
    std::iter::once(&offer.model.opinions).chain(others).any(|opinions| *opinions != Opinions::default())
}

fn opinions(ui: &mut Ui, offer: &Offer) {
    let says = |opinion: Option<(&str, &str)>| match opinion {
        None => "unknown".to_owned(),
        Some((text, list)) if *list == *offer.list_name => text.to_owned(),
        Some((text, list)) => format!("{text} ({list})"),
    };
    ui.separator();
    ui.label(Role::Label.text("What the source says"));
    fact(ui, "Quality", says(offer.opinion(|of| Some(of.quality.as_ref()?.says.as_str()))));
    fact(ui, "Speed", says(offer.opinion(|of| Some(of.speed.as_ref()?.says.as_str()))));
    fact(ui, "Compliance", says(offer.opinion(|of| of.compliance.as_deref())));
}

fn source(ui: &mut Ui, offer: &Offer) {
    let muted = theme::colours(ui).muted;
    let text = format!("Price: {}", offer.price_source());
    ui.add(egui::Label::new(Role::Small.text(text).color(muted)).wrap());
}

/// The most width of a row's tooltip, in points.
const TIP: f32 = 270.0;

/// How long a request may be: the context window, or where only that is known the most input.
fn limit(offer: &Offer) -> (&'static str, String) {
    let limits = &offer.model.limits;
    match (limits.context_window, limits.maximum_input) {
        (Some(window), _) => ("Context window", label::whole(window)),
        (None, Some(input)) => ("Input limit", format!("{} tokens", label::whole(input))),
        (None, None) => ("Context window", "unknown".to_owned()),
    }
}

/// What a row's tooltip says.
pub fn tip(ui: &mut Ui, state: &State, row: &Row) {
    let Some(offer) = state.market().get(row.offer) else { return };
    // Narrow, so that it covers as few rows as it can.
    ui.set_max_width(TIP);
    ui.label(Role::Label.text(&row.name));
    ui.label(format!(
        "{} in, {} out per million tokens",
        label::price(offer.prices.input),
        label::price(offer.prices.output)
    ));
    let tier = offer.tier().map_or("no tier", crate::catalog::Tier::label);
    let (name, tokens) = limit(offer);
    ui.label(format!("{tier}, {} {tokens}", name.to_lowercase()));
    if let Some(ratio) = row.bar.as_ref().and_then(|bar| bar.ratio.as_ref())
        && let Some(baseline) = state.view.baseline.as_ref().and_then(|id| state.market().find(id))
    {
        ui.label(format!("{ratio} of {}", baseline.model.name));
    }
    let muted = theme::colours(ui).muted;
    let hint = "Click the bar, or press Enter, to see how it is computed. Press B to compare all with it.";
    ui.label(Role::Small.text(hint).color(muted));
}

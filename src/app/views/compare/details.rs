//! One model's details: what it charges, what it says, and what the chosen workload costs on it.

use eframe::egui::{self, Ui};

use crate::app::action::Action;
use crate::app::derived;
use crate::app::state::{Place, State};
use crate::app::theme::{self, Role, Space};
use crate::app::widgets::{chip, own_mark};
use crate::billing;
use crate::catalog::{Offer, Origin};
use crate::chart::Row;
use crate::money::{Dollars, Price, Quotient, label};

/// Draws the details of the model under the pointer, else of the chosen one, else of the cheapest.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let market = state.market();
    let wanted = state.view.hovered.as_ref().or(state.view.chosen.as_ref());
    let offer = wanted
        .and_then(|id| market.find(id))
        .or_else(|| state.derived.cheapest.and_then(|(index, _)| market.get(index)))
        .or_else(|| market.offers().first());
    let Some(offer) = offer else {
        ui.label(Role::Heading.text("No models"));
        ui.label("All models are hidden. Show them again under Prices.");
        return;
    };
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        // Facts stand closer than controls.
        ui.spacing_mut().interact_size.y = 20.0;
        ui.spacing_mut().item_spacing.y = Space::Tiny.points();
        head(ui, offer);
        ui.add_space(Space::Small.points());
        prices(ui, offer);
        ui.add_space(Space::Small.points());
        cost(ui, state, offer);
        ui.add_space(Space::Small.points());
        buttons(ui, state, offer, actions);
        ui.add_space(Space::Small.points());
        opinions(ui, offer);
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

fn prices(ui: &mut Ui, offer: &Offer) {
    ui.separator();
    ui.label(Role::Label.text("Price per million tokens"));
    let list = offer.list();
    for (name, now, before) in
        [("Input", offer.prices.input, list.input), ("Output", offer.prices.output, list.output)]
    {
        fact(ui, name, Role::Body.text(label::price(now)));
        if now != before {
            let colours = theme::colours(ui);
            fact(ui, "", Role::Small.text(format!("list {}", label::price(before))).color(colours.muted));
        }
    }
    if let Some(own) = &offer.own_price {
        let since = own.set_on.map_or_else(String::new, |date| format!(", set on {date}"));
        own_mark(ui, &format!("own price{since}"));
        if !own.note.is_empty() {
            ui.add(egui::Label::new(Role::Small.text(&own.note)).wrap());
        }
    }
    let per_dollar = |price: Price| {
        price
            .known()
            .map_or_else(|| "none".to_owned(), |price| label::whole(price.tokens_per_dollar().to_whole()))
    };
    fact(ui, "Input tokens per dollar", per_dollar(offer.prices.input));
    fact(ui, "Output tokens per dollar", per_dollar(offer.prices.output));
    fact(ui, "Output/input gap", derived::ratio(offer).map_or_else(|| "none".to_owned(), label::times));
    fact(
        ui,
        "Context window",
        offer.model.limits.context_window.map_or_else(|| "unknown".to_owned(), label::whole),
    );
}

fn cost(ui: &mut Ui, state: &State, offer: &Offer) {
    let Some(saved) = state.workload() else { return };
    let workload = &saved.workload;
    ui.separator();
    ui.add(egui::Label::new(Role::Label.text(workload.name().as_str())).wrap());
    let bill = billing::bill(offer, workload);
    for line in &bill.lines {
        let cost = line.cost.map_or_else(|| "unknown".to_owned(), label::dollars);
        fact(ui, &format!("{} {}", label::whole(line.tokens), line.part.label()), cost);
    }
    if let Some(task) = bill.total.priced() {
        fact(ui, "One task", Role::Label.text(label::dollars(task)));
        if let Some(tasks) = Quotient::of_dollars(Dollars::whole(1), task) {
            fact(ui, &format!("{} per dollar", capital(workload.unit())), label::per_dollar(tasks));
        }
        match billing::monthly(task, workload) {
            Some(monthly) => fact(ui, "A month", label::dollars(monthly)),
            None => fact(ui, "A month", Role::Small.text("no requests per day set")),
        }
        if let Some(ratio) = ratio_to_baseline(state, task) {
            fact(ui, "Against the baseline", ratio);
        }
    } else {
        let why = bill.total.reason().unwrap_or_else(|| "free".to_owned());
        ui.add(egui::Label::new(Role::Body.text(why)).wrap());
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn ratio_to_baseline(state: &State, task: Dollars) -> Option<String> {
    let baseline = state.market().find(state.view.baseline.as_ref()?)?;
    let other = billing::total(baseline, &state.workload()?.workload).priced()?;
    Quotient::of_dollars(task, other).map(label::times)
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
            actions.push(Action::ChooseModel(Some(id.clone())));
            actions.push(Action::Go(Place::Prices));
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

fn opinions(ui: &mut Ui, offer: &Offer) {
    let opinions = &offer.model.opinions;
    let says = |text: Option<&str>| text.unwrap_or("unknown").to_owned();
    ui.separator();
    ui.label(Role::Label.text("What the source says"));
    fact(ui, "Quality", says(opinions.quality.as_ref().map(|standing| standing.says.as_str())));
    fact(ui, "Speed", says(opinions.speed.as_ref().map(|standing| standing.says.as_str())));
    fact(ui, "Compliance", says(opinions.compliance.as_deref()));
}

fn source(ui: &mut Ui, offer: &Offer) {
    let muted = theme::colours(ui).muted;
    let text = format!("Price: {}", offer.price_source());
    ui.add(egui::Label::new(Role::Small.text(text).color(muted)).wrap());
}

/// What a row's tooltip says.
pub fn tip(ui: &mut Ui, state: &State, row: &Row) {
    let Some(offer) = state.market().get(row.offer) else { return };
    ui.label(Role::Label.text(&row.name));
    ui.label(format!(
        "{} in, {} out per million tokens",
        label::price(offer.prices.input),
        label::price(offer.prices.output)
    ));
    let tier = offer.tier().map_or("no tier", crate::catalog::Tier::label);
    let context = offer.model.limits.context_window.map_or_else(|| "unknown".to_owned(), label::whole);
    ui.label(format!("{tier}, context window {context}"));
    if let Some(ratio) = row.bar.as_ref().and_then(|bar| bar.ratio.as_ref())
        && let Some(baseline) = state.view.baseline.as_ref().and_then(|id| state.market().find(id))
    {
        ui.label(format!("{ratio} of {}", baseline.model.name));
    }
    let muted = theme::colours(ui).muted;
    let hint =
        if row.is_baseline { "Click to stop comparing with it" } else { "Click to compare all with it" };
    ui.label(Role::Small.text(hint).color(muted));
}

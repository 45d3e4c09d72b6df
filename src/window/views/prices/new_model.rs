//! The form for a model of the user's own.

use eframe::egui::{self, Ui};

use super::own_price::own_price;
use crate::app::action::Action;
use crate::app::state::State;
use crate::catalog::{AsOf, Model, ModelId, PriceSheet, Source};
use crate::money::typed;
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::Field;

const NEW: [(&str, &str, &str); 5] = [
    ("new model name", "Model", "My fine-tune"),
    ("new model provider", "Provider", "In-house"),
    ("new model input", "Input price", "0.15"),
    ("new model output", "Output price", "0.60"),
    ("new model context", "Context window", "unknown"),
];

/// Draws the form.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    egui::Frame::new()
        .fill(colours.panel)
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Medium.margin())
        .show(ui, |ui| {
            ui.label(Role::Heading.text("A model of your own"));
            let mut entered = false;
            let mut texts: [String; 5] = Default::default();
            ui.horizontal_top(|ui| {
                for ((id, name, hint), text) in NEW.into_iter().zip(&mut texts) {
                    ui.vertical(|ui| {
                        ui.label(Role::Label.text(name));
                        let field = Field {
                            id,
                            name: &format!("{name} of the new model"),
                            value: "",
                            hint,
                            width: 140.0,
                            enabled: true,
                            multiline: false,
                        };
                        let outcome = field.show(ui, state, actions, |text| check(id, text));
                        *text = outcome.text;
                        entered |= outcome.is_entered;
                    });
                }
            });
            actions.retain(|action| !matches!(action, Action::Untype(id) if id.starts_with("new model")));
            let model = made(state, texts.each_ref().map(String::as_str));
            ui.horizontal_wrapped(|ui| {
                let add = ui.add_enabled(model.is_ok(), egui::Button::new("Add model")).clicked();
                if ui.button("Cancel").clicked() {
                    actions.push(Action::OpenNewModel(false));
                }
                match model {
                    Ok(model) if add || entered => {
                        actions.push(Action::OpenNewModel(false));
                        actions.push(Action::PutOwnModel(Box::new(model)));
                    }
                    Ok(_) => {}
                    Err(sentence) => {
                        ui.label(Role::Small.text(sentence).color(colours.muted));
                    }
                }
            });
        });
}

fn check(id: &str, text: &str) -> Result<(), String> {
    match id {
        "new model input" | "new model output" => own_price(text).map(|_| ()),
        "new model context" if !text.trim().is_empty() => {
            typed::count(text, 1_000_000_000).map(|_| ()).map_err(|error| error.to_string())
        }
        "new model name" | "new model provider" if text.chars().count() > 200 => {
            Err("at most 200 characters".to_owned())
        }
        _ => Ok(()),
    }
}

fn made(state: &State, [name, provider, input, output, context]: [&str; 5]) -> Result<Model, String> {
    let (name, provider) = (name.trim(), provider.trim());
    for (id, text) in NEW.iter().map(|(id, ..)| *id).zip([name, provider, input, output, context]) {
        check(id, text)?;
    }
    if name.is_empty() || provider.is_empty() {
        return Err("A model needs a name and a provider; prices left empty are unknown.".to_owned());
    }
    let id = ModelId::of_names(provider, name);
    if state.market().find(&id).is_some() {
        return Err(format!("There is a model {id} already; set its own price below instead."));
    }
    let source = Source { name: "Own model".into(), as_of: Some(AsOf::Stated(state.today)) };
    let mut model = Model::new(id, name.to_owned(), provider.to_owned(), source);
    model.prices =
        PriceSheet::flat(own_price(input)?.unwrap_or_default(), own_price(output)?.unwrap_or_default());
    model.limits.context_window = typed::count(context, 1_000_000_000).ok();
    Ok(model)
}

//! The price lists: which are loaded and count, in which order; importing and updating them, and what that brought.

use eframe::egui::{self, Align, Layout, Ui};

use super::changes;
use crate::app::action::Action;
use crate::app::commands::Command;
use crate::app::lists::{Download, ListAction, Meant, Outcome, PUBLISHERS, TEMPLATES, Wanted};
use crate::app::state::State;
use crate::bounds::between;
use crate::catalog::feeds::{Format, NamedRow};
use crate::catalog::{AsOf, ListEntry, ListKey, Listed};
use crate::fetch::{Address, Progress};
use crate::money::label;
use crate::store::LoadedList;
use crate::window::is_on_wayland;
use crate::window::theme::{self, Role, Space};
use crate::window::widgets::{Field, check_box, check_box_if, command_item};

/// The widest that a card gets, in points: longer lines are hard to read.
const WIDEST: f32 = 980.0;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    toolbar(ui, state, actions);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        if let Some(reason) = &state.documents.lists.read_only {
            let text = format!("The price lists cannot be changed: {reason}");
            ui.add(egui::Label::new(Role::Body.text(text).color(colours.warning)).wrap());
        }
        for download in &state.lists.downloads {
            progress(ui, state, download, actions);
        }
        for (index, outcome) in state.lists.outcomes.iter().enumerate() {
            told(ui, state, index, outcome, actions);
        }
        if state.documents.lists.value.is_empty() {
            empty(ui, actions);
        }
        let order: Vec<Listed<'_>> = state.documents.lists.value.in_order().collect();
        let last = order.len().saturating_sub(1);
        for (place, listed) in order.iter().enumerate() {
            card(ui, |ui| match listed {
                Listed::Reference => reference(ui, state, (place, last), actions),
                Listed::Loaded(entry) => loaded(ui, state, entry, (place, last), actions),
            });
        }
        if order.len() > 1 {
            ui.label(
                Role::Small
                    .text("Where two lists have the same model of the same provider, the upper list counts.")
                    .color(colours.muted),
            );
        }
    });
}

fn toolbar(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let import = ui.button("Import…").on_hover_text(format!(
            "Read a price list from a file: LiteLLM, models.dev, genai-prices, OpenRouter, llm-prices, or CSV and RON \
             of your own.{}",
            if is_on_wayland() { "" } else { " You can also drop files on the window." },
        ));
        if import.clicked() {
            actions.push(Action::List(ListAction::AskImport));
        }
        ui.menu_button("Update prices…", |ui| {
            command_item(ui, state, Command::UpdateLists, actions);
            ui.separator();
            ui.label(Role::Label.text("Fetch a publisher's list"));
            for format in PUBLISHERS {
                let button = ui.button(publisher(format)).on_hover_text(format.address().unwrap_or_default());
                if button.clicked() {
                    actions.push(Action::List(ListAction::Fetch(Wanted::Publisher(format))));
                    ui.close();
                }
            }
        })
        .response
        .on_hover_text("Fetch today's prices from the internet; only when you ask for it");
        ui.menu_button("Save a template…", |ui| {
            for format in TEMPLATES {
                if ui.button(format!("{}…", format.label())).clicked() {
                    actions.push(Action::List(ListAction::AskTemplate(format)));
                    ui.close();
                }
            }
        })
        .response
        .on_hover_text("An example of a price list to fill in and import");
        from_address(ui, state, actions);
        if state.lists.is_reading {
            ui.label("Reading the price lists…");
        }
    });
}

/// Width of the field for an address, in points.
const ADDRESS: f32 = 260.0;

/// A list that somebody else serves: a company's own, say.
fn from_address(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    const ID: &str = "list from address";
    // A field that had to share the rest of a line would be too short to read.
    if ui.layout().main_wrap() && ui.available_size_before_wrap().x < ADDRESS {
        ui.end_row();
    }
    let typed = state.typed.get(ID).map(String::as_str).unwrap_or_default();
    let meant = Meant::by(typed);
    let field = Field {
        id: ID,
        name: "Address of a price list",
        value: "",
        hint: "or from an address: https://…",
        width: ADDRESS,
        enabled: true,
        multiline: false,
    };
    let outcome = field.show_in_row(ui, state, actions, |text| match Meant::by(text) {
        Meant::Unclear(error) if !text.trim().is_empty() => Err(error.to_string()),
        _ => Ok(()),
    });
    let entered = outcome.is_entered;
    // What was typed stays until it is fetched.
    actions.retain(|action| !matches!(action, Action::Untype(id) if id == ID) || typed.is_empty());
    let text = match &meant {
        Meant::Address(_) | Meant::Unclear(_) => "Fetch".to_owned(),
        // As a browser does; the whole of it is what one agrees to.
        Meant::Completed(address) => format!("Fetch {address}"),
        Meant::File(_) => "Open this file".to_owned(),
    };
    let is_clear = !matches!(meant, Meant::Unclear(_));
    let pressed = ui.add_enabled(is_clear, egui::Button::new(text).truncate()).clicked();
    if pressed || entered {
        let action = match meant {
            Meant::Address(address) | Meant::Completed(address) => {
                Action::List(ListAction::Fetch(Wanted::Typed(address)))
            }
            Meant::File(path) => Action::Import(vec![path]),
            Meant::Unclear(_) => return,
        };
        actions.push(Action::Untype(ID.to_owned()));
        actions.push(action);
    }
}

/// The list that is a good first one.
const RECOMMENDED: Format = Format::LiteLlm;

/// What a button says that fetches a publisher's list.
fn publisher(format: Format) -> String {
    let recommended = if format == RECOMMENDED { " (recommended)" } else { "" };
    format!("{}{recommended}…", format.label())
}

fn empty(ui: &mut Ui, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    card(ui, |ui| {
        ui.label(Role::Heading.text("Today's prices of thousands of models"));
        ui.add(
            egui::Label::new(
                Role::Body
                    .text(
                        "Fetch a published price list, or import one from a file. LiteLLM's is a good first one: it has \
                         the most providers and the most kinds of prices. The reference prices stay, one switch away. Nothing is fetched unless you ask, and nothing about you is sent.",
                    )
                    .color(colours.muted),
            )
            .wrap(),
        );
        ui.horizontal_wrapped(|ui| {
            for format in [Format::LiteLlm, Format::ModelsDev] {
                let button = ui
                    .button(format!("Fetch {}", publisher(format)))
                    .on_hover_text(format.address().unwrap_or_default());
                if button.clicked() {
                    actions.push(Action::List(ListAction::Fetch(Wanted::Publisher(format))));
                }
            }
            if ui.button("Import a file…").clicked() {
                actions.push(Action::List(ListAction::AskImport));
            }
        });
    });
}

/// A frame around what belongs together.
fn card(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let colours = theme::colours(ui);
    egui::Frame::new()
        .fill(colours.panel)
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Medium.margin())
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui);
        });
}

fn progress(ui: &mut Ui, state: &State, download: &Download, actions: &mut Vec<Action>) {
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let name = wanted_name(state, &download.wanted);
            let text = match download.progress {
                Progress::Contacting => format!("{name}: contacting {}…", download.address),
                Progress::Receiving { received, announced: Some(all) } => {
                    format!("{name}: {} of {}", megabytes(received), megabytes(all))
                }
                Progress::Receiving { received, announced: None } => {
                    format!("{name}: {}", megabytes(received))
                }
            };
            ui.label(&text);
            let stop = ui.button("Stop");
            stop.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Stop the download of {name}"))
            });
            if stop.clicked() {
                actions.push(Action::List(ListAction::Cancel(download.wanted.clone())));
            }
        });
        if let Progress::Receiving { received, announced: Some(all) } = download.progress {
            progress_bar(ui, share(received, all));
        }
    });
}

/// How much of a download is there: the accent's colour in an outline that both stand out from the page.
fn progress_bar(ui: &mut Ui, share: f32) {
    let colours = theme::colours(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(320.0, 8.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(share), "Share that is there"));
    ui.painter().rect_filled(rect, 4.0, colours.canvas);
    let done = egui::Rect::from_min_size(
        rect.min,
        egui::vec2(rect.width() * between(share, 0.0, 1.0), rect.height()),
    );
    ui.painter().rect_filled(done, 4.0, colours.accent);
    let outline = egui::Stroke::new(1.0, colours.border);
    ui.painter().rect_stroke(rect, 4.0, outline, egui::StrokeKind::Inside);
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a bar of 320 pixels")]
fn share(part: u64, whole: u64) -> f32 {
    (part as f64 / whole.max(1) as f64) as f32
}

fn megabytes(bytes: u64) -> String {
    // A tenth of a megabyte is as fine as anybody reads it.
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

fn wanted_name(state: &State, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Publisher(format) => format.label().to_owned(),
        Wanted::Typed(address) => address.to_string(),
        Wanted::Update(key) => {
            state.documents.lists.value.get(key).map_or_else(|| key.to_string(), |entry| entry.name.clone())
        }
    }
}

/// What an import brought, in one sentence. What was left out stands with the list.
fn told(ui: &mut Ui, state: &State, index: usize, outcome: &Outcome, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let fill = if outcome.is_failure { colours.notice } else { colours.panel };
    egui::Frame::new()
        .fill(fill)
        .stroke(egui::Stroke::new(1.0, colours.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(Space::Medium.margin())
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                let colour = if outcome.is_failure { colours.warning } else { colours.text };
                ui.add(egui::Label::new(Role::Body.text(&outcome.summary).color(colour)).wrap());
                if outcome.waiting.is_some() {
                    let name = format!("Use the new list: {}", outcome.summary);
                    named_button(ui, "Use the new list", &name, actions, || {
                        Action::List(ListAction::UseWaiting(index))
                    });
                }
                named_button(ui, "Put away", &format!("Put away: {}", outcome.summary), actions, || {
                    Action::List(ListAction::DismissOutcome(index))
                });
            });
            let entry = outcome.key.as_ref().and_then(|key| state.documents.lists.value.get(key));
            if let Some(found) = entry.and_then(|entry| state.derived.to_check.of_list(&entry.name)) {
                ui.add(egui::Label::new(Role::Body.text(&found.summary).color(colours.warning)).wrap());
            }
        });
}

/// The rows of a list whose prices are not taken at their word, each with its reason.
fn to_check(ui: &mut Ui, state: &State, entry: &ListEntry) {
    let Some(found) = state.derived.to_check.of_list(&entry.name) else { return };
    let title = format!("Prices to check ({})", label::whole(found.lines.len() as u64));
    section(ui, "to check", &entry.key, true, (title, &entry.name), |ui| {
        rows(ui, found.lines.len(), |index| found.lines.get(index).cloned().unwrap_or_default());
    });
}

/// The rows of a list that were not understood or came in without something, each with its reason, and the kinds of
/// prices that are not used.
fn skipped(ui: &mut Ui, name: &str, list: &LoadedList) {
    named_rows(ui, name, list, ("skipped", "Skipped rows"), (&list.skipped, list.more_skipped));
    named_rows(ui, name, list, ("remarks", "Rows with remarks"), (&list.remarks, list.more_remarks));
    let kinds = list.unused.len();
    section(
        ui,
        "unused",
        &list.key,
        kinds > 0,
        (format!("Prices and columns that are not used ({kinds})"), name),
        |ui| {
            rows(ui, kinds, |index| {
                let kind = list.unused.iter().nth(index);
                kind.map_or_else(String::new, |(kind, rows)| {
                    format!("{kind}: in {} rows", label::whole(*rows as u64))
                })
            });
        },
    );
}

fn named_rows(
    ui: &mut Ui,
    name: &str,
    list: &LoadedList,
    (part, title): (&str, &str),
    (named, more): (&[NamedRow], usize),
) {
    let count = named.len() + more;
    section(ui, part, &list.key, count > 0, (format!("{title} ({count})"), name), |ui| {
        rows(ui, named.len() + usize::from(more > 0), |index| match named.get(index) {
            Some(row) => row.to_string(),
            None => format!("and {} more rows", label::whole(more as u64)),
        });
    });
}

/// A part of a list's card that opens.
fn section(
    ui: &mut Ui,
    part: &str,
    key: &ListKey,
    is_shown: bool,
    (title, of): (String, &str),
    add: impl FnOnce(&mut Ui),
) {
    if is_shown {
        let header = egui::CollapsingHeader::new(Role::Small.text(&title))
            .id_salt((part, key.file_name()))
            .show(ui, add)
            .header_response;
        header.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::DisclosureTriangle, true, format!("{title} of {of}"))
        });
    }
}

/// Many lines, of which only those in sight are made.
fn rows(ui: &mut Ui, count: usize, line: impl Fn(usize) -> String) {
    let height = ui.text_style_height(&egui::TextStyle::Small);
    egui::ScrollArea::both().max_height(180.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        count,
        |ui, range| {
            for index in range {
                ui.label(Role::Small.text(line(index)));
            }
        },
    );
}

fn reference(ui: &mut Ui, state: &State, place: (usize, usize), actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let lists = &state.documents.lists.value;
    ui.horizontal_wrapped(|ui| {
        let mut on = lists.reference_on;
        let name = Role::Heading.text(&*state.reference.name);
        // Alone, it always counts.
        if check_box_if(ui, !lists.is_empty(), &mut on, name).changed() {
            actions.push(Action::List(ListAction::Switch(None, on)));
        }
        order_buttons(ui, &state.reference.name, place, actions);
    });
    let text = format!(
        "{}, {} models. Prices of one published article that ship with the app; not today's list prices.",
        state.reference.source,
        state.reference.models().len()
    );
    ui.add(egui::Label::new(Role::Small.text(text).color(colours.muted)).wrap());
}

fn loaded(ui: &mut Ui, state: &State, entry: &ListEntry, place: (usize, usize), actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    let key = &entry.key;
    ui.horizontal_wrapped(|ui| {
        let mut on = entry.on;
        if check_box(ui, &mut on, Role::Heading.text(&entry.name)).changed() {
            actions.push(Action::List(ListAction::Switch(Some(key.clone()), on)));
        }
        order_buttons(ui, &entry.name, place, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            named_button(ui, "Remove", &format!("Remove {}", entry.name), actions, || {
                Action::List(ListAction::Remove(key.clone()))
            });
            if state.lists.changes.contains_key(key) {
                named_button(
                    ui,
                    "What changed…",
                    &format!("What changed in {}", entry.name),
                    actions,
                    || Action::List(ListAction::ShowChanges(Some(key.clone()))),
                );
            }
            if entry.address.is_some() {
                named_button(ui, "Update", &format!("Update {}", entry.name), actions, || {
                    Action::List(ListAction::Fetch(Wanted::Update(key.clone())))
                });
            }
        });
    });
    ui.add(egui::Label::new(Role::Small.text(facts(state, entry)).color(colours.muted)).wrap());
    if let Some(list) = state.lists.get(key) {
        to_check(ui, state, entry);
        skipped(ui, &entry.name, list);
    }
    let title = "Name, address and daily update".to_owned();
    section(ui, "settings", key, true, (title, &entry.name), |ui| settings(ui, state, entry, actions));
    if state.lists.shown_changes.as_ref() == Some(key)
        && let Some(found) = state.lists.changes.get(key)
    {
        ui.add_space(Space::Small.points());
        changes::show(ui, &entry.name, found, actions);
    }
}

/// How many models, of when, and from where.
fn facts(state: &State, entry: &ListEntry) -> String {
    let mut parts = Vec::new();
    match state.lists.get(&entry.key) {
        Some(loaded) => {
            let counts = loaded.counts;
            let whole = |count: usize| label::whole(count as u64);
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let models = loaded.list.models().len();
            parts.push(format!(
                "{} model{}: {}, {} row{} skipped",
                whole(models),
                plural(models),
                counts.in_words(),
                whole(counts.skipped),
                plural(counts.skipped),
            ));
        }
        None if state.lists.unread.contains(&entry.key) => parts.push("its copy cannot be read".to_owned()),
        None => {}
    }
    // A file of an older version has the day of the import there.
    let stated = state.lists.get(&entry.key).map_or(entry.as_of, |read| read.as_of.and_then(AsOf::stated));
    if let Some(day) = stated {
        parts.push(format!("prices as of {day}"));
    }
    parts.push(format!("imported on {}", entry.updated_on.unwrap_or(entry.imported_on)));
    if !entry.origin.is_empty() {
        parts.push(format!("from {}", entry.origin));
    }
    parts.join("; ")
}

fn settings(ui: &mut Ui, state: &State, entry: &ListEntry, actions: &mut Vec<Action>) {
    let key = &entry.key;
    let enabled = state.documents.lists.read_only.is_none();
    let mut field = |ui: &mut Ui, what: &str, value: &str, hint: &str, width: f32| {
        ui.label(Role::Label.text(what));
        let id = format!("list {} {what}", key.file_name());
        let name = format!("{what} of {}", entry.name);
        let field = Field { id: &id, name: &name, value, hint, width, enabled, multiline: false };
        field
            .show(ui, state, actions, |text| {
                let text = text.trim().to_owned();
                if what == "Name" {
                    let name = ListEntry::name_of(&text).filter(|_| text.chars().count() <= 200);
                    let name = name.ok_or_else(|| "a name has 1 to 200 characters".to_owned())?;
                    let others = state.documents.lists.value.free_name(&name, Some(key));
                    return if others == name {
                        Ok(name)
                    } else {
                        Err("another list is called that".to_owned())
                    };
                }
                if text.is_empty() {
                    return Ok(text);
                }
                text.parse::<Address>()
                    .map(|address| address.as_str().to_owned())
                    .map_err(|error| error.to_string())
            })
            .commit
    };
    let id = format!("list {} Address", key.file_name());
    let completed = match state.typed.get(&id).map(|typed| Meant::by(typed)) {
        Some(Meant::Completed(address)) => Some(address),
        _ => None,
    };
    let name = field(ui, "Name", &entry.name, "", 300.0);
    let address = field(
        ui,
        "Address",
        entry.address.as_deref().unwrap_or_default(),
        "none: updated by importing a file",
        560.0,
    );
    if let Some(completed) = completed
        && ui.add(egui::Button::new(format!("Use {completed}")).truncate()).clicked()
    {
        actions.push(Action::Untype(id));
        actions.push(Action::List(ListAction::SetAddress(key.clone(), Some(completed))));
    }
    if let Some(name) = name {
        actions.push(Action::List(ListAction::Rename(key.clone(), name)));
    }
    if let Some(address) = address {
        actions.push(Action::List(ListAction::SetAddress(key.clone(), address.parse().ok())));
    }
    let mut daily = entry.daily;
    let is_possible = entry.address.is_some() && enabled;
    let response = check_box_if(ui, is_possible, &mut daily, "Update daily, when the app is open");
    response.widget_info(|| {
        let name = format!("Update {} daily", entry.name);
        egui::WidgetInfo::selected(egui::Role::CheckBox, is_possible, entry.daily, name)
    });
    if response.changed() {
        actions.push(Action::List(ListAction::SetDaily(key.clone(), daily)));
    }
}

fn order_buttons(ui: &mut Ui, name: &str, (place, last): (usize, usize), actions: &mut Vec<Action>) {
    if last == 0 {
        return;
    }
    for (sign, verb, enabled, to) in
        [("▲", "Move up", place > 0, place.saturating_sub(1)), ("▼", "Move down", place < last, place + 1)]
    {
        let response = ui.add_enabled(enabled, egui::Button::new(Role::Small.text(sign)).small());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, enabled, format!("{verb}: {name}"))
        });
        if response.on_hover_text(verb).clicked() {
            actions.push(Action::List(ListAction::Move(place, to)));
        }
    }
}

fn named_button(
    ui: &mut Ui,
    text: &str,
    name: &str,
    actions: &mut Vec<Action>,
    action: impl FnOnce() -> Action,
) {
    let response = ui.button(text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.clicked() {
        actions.push(action());
    }
}

//! What the last version of a price list changed: models that are new or gone, prices that went up or down. The largest
//! changes stand first; only the rows in sight are drawn.

use eframe::egui::{self, Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::action::Action;
use crate::app::lists::ListAction;
use crate::app::theme::{self, Role, TABLE_ROW};
use crate::catalog::{Changes, Direction, Model, PriceChange};
use crate::money::{Price, label};
use crate::report::grid::Grid;

/// The heads of the columns.
const HEADS: [&str; 6] = ["Model", "Provider", "Price per million", "Was", "Is", "Change"];

/// One line of the table.
pub(super) enum Line<'c> {
    Price(&'c Model, &'c PriceChange),
    New(&'c Model),
    Gone(&'c Model),
}

/// The lines of the table; how many there are is known without making them.
pub(super) struct Lines<'c> {
    changes: &'c Changes,
    /// The places of each changed price.
    prices: Vec<(usize, usize)>,
}

impl<'c> Lines<'c> {
    pub(super) fn of(changes: &'c Changes) -> Self {
        let prices = changes
            .changed
            .iter()
            .enumerate()
            .flat_map(|(model, change)| (0..change.prices.len()).map(move |price| (model, price)))
            .collect();
        Self { changes, prices }
    }

    pub(super) fn count(&self) -> usize {
        self.prices.len() + self.changes.new.len() + self.changes.gone.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<Line<'c>> {
        let changes = self.changes;
        if let Some((model, price)) = self.prices.get(index) {
            let change = changes.changed.get(*model)?;
            return Some(Line::Price(&change.new, change.prices.get(*price)?));
        }
        let index = index - self.prices.len();
        match changes.new.get(index) {
            Some(model) => Some(Line::New(model)),
            None => Some(Line::Gone(changes.gone.get(index - changes.new.len())?)),
        }
    }
}

/// Draws the changes.
pub fn show(ui: &mut Ui, name: &str, changes: &Changes, actions: &mut Vec<Action>) {
    let colours = theme::colours(ui);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        ui.label(Role::Label.text(format!("What changed in {name}: {}", changes.summary())));
        let close = ui.small_button("Close");
        close.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Close what changed"));
        if close.clicked() {
            actions.push(Action::List(ListAction::ShowChanges(None)));
        }
        if !changes.is_empty() {
            let copy = ui.small_button("Copy").on_hover_text("Copy these rows for a spreadsheet");
            copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Copy what changed"));
            if copy.clicked() {
                actions.push(Action::Copy(for_a_spreadsheet(changes), "what changed".to_owned()));
            }
        }
    });
    if changes.is_empty() {
        return;
    }
    let lines = Lines::of(changes);
    TableBuilder::new(ui)
        .id_salt("list changes")
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(230.0).at_least(120.0).clip(true))
        .column(Column::initial(110.0).at_least(70.0).clip(true))
        .column(Column::initial(220.0).at_least(110.0).clip(true))
        .columns(Column::exact(100.0), 2)
        .column(Column::remainder().at_least(90.0))
        .min_scrolled_height(120.0)
        .max_scroll_height(320.0)
        .auto_shrink([false, true])
        .header(TABLE_ROW, |mut header| {
            for title in HEADS {
                header.col(|ui| {
                    ui.label(Role::Label.text(title));
                });
            }
        })
        .body(|body| {
            body.rows(TABLE_ROW, lines.count(), |mut row| {
                let Some(line) = lines.get(row.index()) else { return };
                let texts = texts(&line, label::price);
                let colour = match &line {
                    Line::Price(_, change) if change.direction() == Direction::Up => colours.warning,
                    Line::Gone(_) => colours.muted,
                    _ => colours.text,
                };
                for (index, text) in texts.into_iter().enumerate() {
                    row.col(|ui| {
                        let text = Role::Body.text(text);
                        let text = if index == 5 { text.color(colour) } else { text };
                        ui.add(egui::Label::new(text).truncate());
                    });
                }
            });
        });
}

/// What the cells of a line say, its prices as `price` writes them.
fn texts(line: &Line<'_>, price: fn(Price) -> String) -> [String; 6] {
    let of = |model: &Model, name: String, was: String, is: String, change: String| {
        [model.name.clone(), model.provider.clone(), name, was, is, change]
    };
    let none = String::new;
    match line {
        Line::Price(model, change) => {
            let words = match change.direction() {
                Direction::Up => "up",
                Direction::Down => "down",
                Direction::Known => "now known",
                Direction::Unknown => "now unknown",
            };
            let percent = change.percent().map_or_else(String::new, |percent| format!(" {percent}"));
            of(
                model,
                change.name.to_string(),
                price(change.old),
                price(change.new),
                format!("{words}{percent}"),
            )
        }
        Line::New(model) => of(model, none(), none(), none(), "new".to_owned()),
        Line::Gone(model) => of(model, none(), none(), none(), "gone".to_owned()),
    }
}

/// The changes with tabs between their cells, with plain numbers.
fn for_a_spreadsheet(changes: &Changes) -> String {
    let lines = Lines::of(changes);
    let rows = (0..lines.count())
        .filter_map(|index| Some(texts(&lines.get(index)?, Price::per_million_or_empty).into()));
    Grid {
        heads: HEADS.map(|head| (head.to_owned(), matches!(head, "Was" | "Is"))).into(),
        rows: rows.collect(),
    }
    .to_tabs()
}

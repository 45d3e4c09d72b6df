//! What the last version of a price list changed, line by line: the columns and rows of the window, and the same with tabs
//! between their cells, to paste into a spreadsheet.

use crate::catalog::{Changes, Direction, Model, PriceChange};
use crate::money::Price;
use crate::report::grid::Grid;

/// The heads of the columns.
pub const HEADS: [&str; 6] = ["Model", "Provider", "Price per million", "Was", "Is", "Change"];

/// One line of the table.
pub enum Line<'c> {
    /// A price that is another.
    Price(&'c Model, &'c PriceChange),
    /// A model that is new.
    New(&'c Model),
    /// A model that is gone.
    Gone(&'c Model),
}

/// The lines of the table; how many there are is known without making them.
pub struct Lines<'c> {
    changes: &'c Changes,
    /// The places of each changed price.
    prices: Vec<(usize, usize)>,
}

impl<'c> Lines<'c> {
    /// The lines of these changes.
    pub fn of(changes: &'c Changes) -> Self {
        let prices = changes
            .changed
            .iter()
            .enumerate()
            .flat_map(|(model, change)| (0..change.prices.len()).map(move |price| (model, price)))
            .collect();
        Self { changes, prices }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.prices.len() + self.changes.new.len() + self.changes.gone.len()
    }

    /// The one of a place.
    pub fn get(&self, index: usize) -> Option<Line<'c>> {
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

/// What the cells of a line say, its prices as `price` writes them.
pub fn texts(line: &Line<'_>, price: fn(Price) -> String) -> [String; 6] {
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
pub(super) fn tabs(changes: &Changes) -> String {
    let lines = Lines::of(changes);
    let rows = (0..lines.count())
        .filter_map(|index| Some(texts(&lines.get(index)?, Price::per_million_or_empty).into()));
    Grid {
        heads: HEADS.map(|head| (head.to_owned(), matches!(head, "Was" | "Is"))).into(),
        rows: rows.collect(),
    }
    .to_tabs()
}

//! What the tests of answers have in common: the bundled catalog and its starter workloads as facts.

use std::sync::Arc;

use jiff::civil::date;

use super::{Answer, Facts};
use crate::catalog::{Catalog, Market, Overrides, OwnModels};
use crate::decide::choose::Judgements;
use crate::decide::portfolio::Kept;
use crate::portfolio::Portfolio;
use crate::workload::{STARTERS, Workload};

/// What facts borrow from.
pub struct Owned {
    pub market: Arc<Market>,
    pub workloads: Vec<Arc<Workload>>,
    pub portfolios: Vec<Arc<Portfolio>>,
    pub judgements: Judgements,
    pub kept: Kept,
}

/// The bundled catalog and the starter workloads.
pub fn bundled() -> Owned {
    let catalog = Catalog::bundled().unwrap();
    let workloads =
        STARTERS.iter().map(|starter| Arc::new(crate::workload::file::parse(starter.text).unwrap().value));
    Owned {
        market: Arc::new(Market::new(&catalog, &OwnModels::default(), &Overrides::default())),
        workloads: workloads.collect(),
        portfolios: Vec::new(),
        judgements: Judgements::default(),
        kept: Kept::default(),
    }
}

impl Owned {
    /// The facts, with this workload chosen.
    pub fn facts<'a>(&'a self, workload: Option<&'a Arc<Workload>>) -> Facts<'a> {
        Facts {
            market: &self.market,
            compared: &self.market,
            workloads: &self.workloads,
            workload,
            portfolios: &self.portfolios,
            mine: &[],
            judgements: &self.judgements,
            kept: &self.kept,
            today: date(2026, 11, 25),
            source: "Reference prices, April 2026",
        }
    }

    /// A starter workload by its name.
    pub fn workload(&self, name: &str) -> &Arc<Workload> {
        self.workloads.iter().find(|workload| workload.name().as_str() == name).unwrap()
    }
}

/// The cell in the row and the column of these names, in the first table that has both.
pub fn cell(answer: &Answer, row: &str, column: &str) -> super::Cell {
    answer
        .tables
        .iter()
        .find_map(|table| {
            let place = table.columns.iter().position(|head| head.title == column)?;
            table.rows.iter().find(|line| line.cells[0].text == row)?.cells.get(place).cloned()
        })
        .unwrap_or_else(|| panic!("no {column} of {row} in {answer:?}"))
}

/// What every answer has to be: each row as wide as its table, no empty texts where there must be words.
pub fn check_form(answer: &Answer) {
    assert!(
        !answer.title.is_empty() && !answer.headline.is_empty() && !answer.source.is_empty(),
        "{answer:?}"
    );
    for table in &answer.tables {
        assert!(!table.rows.is_empty(), "an empty table says nothing: {answer:?}");
        for row in table.rows.iter() {
            assert_eq!(row.cells.len(), table.columns.len(), "{row:?}");
        }
    }
    for text in answer.details.iter().chain(&answer.notes).chain([&answer.headline]) {
        assert!(!text.ends_with('.'), "{text:?}");
    }
}

//! Rows without a bar stand apart, below all bars, in sections that say why.

use crate::billing::{Missing, Total};
use crate::ranking::Standing;

/// Why a row has no bar. The sections of a chart and of the window's table stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Apart {
    /// Every price that the amount needs is an explicit 0.
    Free,
    /// A month's cost needs requests a day.
    NoVolume,
    /// A price that the amount needs can't be true.
    PriceImpossible,
    /// A price that the amount needs is unknown.
    PriceUnknown,
    /// The model cannot take the workload.
    CannotTake,
}

impl Apart {
    /// Where a model without an amount stands; `None` for a ranked one.
    pub const fn of(standing: Standing) -> Option<Self> {
        Some(match standing {
            Standing::Ranked { .. } => return None,
            Standing::Free => Self::Free,
            Standing::NoVolume => Self::NoVolume,
            Standing::Unknown(missing) => Self::of_missing(missing),
            Standing::Excluded(_) => Self::CannotTake,
        })
    }

    /// Where a model stands by what one task comes to; `None` for a priced one.
    pub const fn of_total(total: Total) -> Option<Self> {
        Some(match total {
            Total::Priced(_) => return None,
            Total::Free => Self::Free,
            Total::Unknown(missing) => Self::of_missing(missing),
            Total::Excluded(_) => Self::CannotTake,
        })
    }

    const fn of_missing(missing: Missing) -> Self {
        if missing.impossible.is_some() { Self::PriceImpossible } else { Self::PriceUnknown }
    }

    /// The heading of the section.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::NoVolume => "No requests per day",
            Self::PriceImpossible => "Price can't be true",
            Self::PriceUnknown => "Price unknown",
            Self::CannotTake => "Can't take this workload",
        }
    }
}

/// Rows that stand apart for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The reason.
    pub apart: Apart,
    /// The place of its first row.
    pub first: usize,
    /// How many rows it has, at least one.
    pub rows: usize,
}

/// What stands at a place of a list in which each section has a line for its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The heading of a section.
    Heading(Section),
    /// The row at this place.
    Row(usize),
}

/// The sections of a list of rows, and the lines that they take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    rows: usize,
    all: Vec<Section>,
}

impl Sections {
    /// The sections of rows that are in order: those with a bar (`None`) first, then reason by reason.
    pub fn new(rows: impl Iterator<Item = Option<Apart>>) -> Self {
        let mut sections = Self::default();
        for (place, apart) in rows.enumerate() {
            sections.rows = place + 1;
            let Some(apart) = apart else { continue };
            match sections.all.last_mut() {
                Some(last) if last.apart == apart => last.rows += 1,
                _ => sections.all.push(Section { apart, first: place, rows: 1 }),
            }
        }
        sections
    }

    /// All of them, from above.
    pub fn all(&self) -> &[Section] {
        &self.all
    }

    /// How many lines rows and headings take.
    pub fn lines(&self) -> usize {
        self.rows + self.all.len()
    }

    /// What stands on a line.
    pub fn on_line(&self, line: usize) -> Slot {
        let mut headings = 0;
        for section in &self.all {
            let heading = section.first + headings;
            if line == heading {
                return Slot::Heading(*section);
            }
            if line < heading {
                break;
            }
            headings += 1;
        }
        Slot::Row(line - headings)
    }

    /// The line of a row.
    pub fn line_of(&self, row: usize) -> usize {
        row + self.all.iter().take_while(|section| section.first <= row).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_and_every_heading_has_a_line_of_its_own() {
        let rows = [None, None, Some(Apart::Free), Some(Apart::CannotTake), Some(Apart::CannotTake)];
        let sections = Sections::new(rows.into_iter());
        let free = Section { apart: Apart::Free, first: 2, rows: 1 };
        let cannot = Section { apart: Apart::CannotTake, first: 3, rows: 2 };
        assert_eq!(sections.all(), [free, cannot]);
        let lines: Vec<Slot> = (0..sections.lines()).map(|line| sections.on_line(line)).collect();
        assert_eq!(
            lines,
            [
                Slot::Row(0),
                Slot::Row(1),
                Slot::Heading(free),
                Slot::Row(2),
                Slot::Heading(cannot),
                Slot::Row(3),
                Slot::Row(4)
            ]
        );
        for (row, line) in [0, 1, 3, 5, 6].into_iter().enumerate() {
            assert_eq!(sections.line_of(row), line);
        }
        assert_eq!(Sections::new(std::iter::empty()).lines(), 0);
    }
}

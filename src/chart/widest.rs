//! The rows of a chart whose texts decide how much room names and values get, and those that share a name.

use std::collections::{BTreeSet, HashMap};

use super::{Chart, Row};

/// The rows of a chart with the longest texts; found once for a chart, not in each frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Widest {
    /// Several, for the longest by its letters is not always the widest.
    pub names: [Option<usize>; LONG_NAMES],
    /// The longest name of all.
    pub longest_name: Option<usize>,
    /// The longest value.
    pub value: Option<usize>,
}

impl Widest {
    /// The longest texts of a chart, by their letters; `twins` are said with who sells them.
    pub fn of(chart: &Chart, twins: &BTreeSet<usize>) -> Self {
        let name_length = |index: usize, row: &Row| name_length(row, twins.contains(&index));
        let longest = |length: &dyn Fn(usize, &Row) -> usize| {
            let rows = chart.rows.iter().enumerate();
            rows.max_by_key(|(index, row)| length(*index, row)).map(|(index, _)| index)
        };
        Self {
            names: names_for_room(chart, &name_length),
            longest_name: longest(&name_length),
            value: longest(&|_, row| row.bar.as_ref().map_or(0, |_| row.value_text().chars().count())),
        }
    }
}

/// How many long names are measured.
const LONG_NAMES: usize = 8;

/// The rows whose names decide how much room names get: the longest, but of many rows those that only some exceed, or a
/// single name would take the bars' room from all. What is cut off is said in full by the row's tooltip and the details.
fn names_for_room(chart: &Chart, length: &dyn Fn(usize, &Row) -> usize) -> [Option<usize>; LONG_NAMES] {
    const MANY: usize = 100;
    let mut by_length: Vec<(usize, usize)> =
        chart.rows.iter().enumerate().map(|(index, row)| (length(index, row), index)).collect();
    by_length.sort_unstable();
    let exceeding = if by_length.len() > MANY { by_length.len() / 20 } else { 0 };
    let mut long = by_length.iter().rev().skip(exceeding).map(|(_, index)| *index);
    std::array::from_fn(|_| long.next())
}

/// The rows whose names others have too: who sells them tells them apart.
pub fn twins(chart: &Chart) -> BTreeSet<usize> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(chart.rows.len());
    let mut twins = BTreeSet::new();
    for (index, row) in chart.rows.iter().enumerate() {
        if let Some(other) = first.insert(&row.name, index) {
            twins.extend([other, index]);
        }
    }
    twins
}

fn name_length(row: &Row, is_twin: bool) -> usize {
    let provider = if is_twin { row.provider.chars().count() + 1 } else { 0 };
    provider + row.name.chars().count() + row.marks.label().map_or(0, |mark| mark.chars().count() + 3)
}

//! Numbers of one column with their decimal points below each other.

use std::cell::RefCell;
use std::rc::Rc;

use eframe::egui::{Color32, Ui};

use crate::window::theme::Role;

/// What may stand behind the digits of a number: the `x` of `1.5x`.
const LONGEST_UNIT: usize = 1;

/// What stands behind the whole part of a number: the `.0015` of `$0.0015`. Nothing for a text that is no number.
pub fn behind_whole(text: &str) -> Option<&str> {
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    // Before the digits of a number there is a sign at most; behind them nothing but a unit.
    let is_sign = |letter: char| matches!(letter, '$' | '-' | '−' | '+');
    if !text.get(..start)?.chars().all(is_sign) {
        return None;
    }
    let digits = text.get(start..)?;
    let end = digits.find(|letter: char| !(letter.is_ascii_digit() || letter == ',')).unwrap_or(digits.len());
    let behind = digits.get(end..)?;
    let unit =
        behind.strip_prefix('.').unwrap_or(behind).trim_start_matches(|letter: char| letter.is_ascii_digit());
    (unit.chars().count() <= LONGEST_UNIT).then_some(behind)
}

/// How wide what stands behind the whole part is, in points; `None` for a text that is no number.
pub fn fraction_width(ui: &Ui, text: &str, role: Role) -> Option<f32> {
    let behind = behind_whole(text)?;
    if behind.is_empty() {
        return Some(0.0);
    }
    Some(ui.painter().layout_no_wrap(behind.to_owned(), role.font(), Color32::BLACK).size().x)
}

/// How wide what stands behind the whole parts of a column's numbers is, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fractions {
    /// At most: so much room the points of all numbers leave behind them.
    pub widest: f32,
    /// In the middle of all of them: so far to the right most numbers reach.
    pub usual: f32,
}

impl Fractions {
    /// Those of these numbers; other texts do not count.
    pub fn of(ui: &Ui, texts: impl Iterator<Item = impl AsRef<str>>) -> Self {
        Self::among(texts.filter_map(|text| fraction_width(ui, text.as_ref(), Role::Body)).collect())
    }

    fn among(mut widths: Vec<f32>) -> Self {
        widths.sort_unstable_by(f32::total_cmp);
        let usual = widths.get(widths.len() / 2).copied().unwrap_or_default();
        Self { widest: widths.last().copied().unwrap_or_default(), usual }
    }

    /// How far a head `width` wide stays from the right end of its column, where `room` is there: above the digits of
    /// most rows, though some have more.
    pub fn behind_head(self, width: f32, room: f32) -> f32 {
        (self.widest - self.usual).min(room - width - 1.0).max(0.0)
    }
}

/// The fractions of a table's columns, measured once a table and zoom, not once a frame.
#[derive(Debug)]
pub struct KeptFractions<T: ?Sized, const COLUMNS: usize>(RefCell<Option<Kept<T, COLUMNS>>>);

/// What was measured, of what and at which zoom. The table is kept, so that no other one can have its address.
type Kept<T, const COLUMNS: usize> = (Rc<T>, f32, [Fractions; COLUMNS]);

impl<T: ?Sized, const COLUMNS: usize> KeptFractions<T, COLUMNS> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(RefCell::new(None))
    }

    /// What `measure` finds, or what it found when it was last asked about this table.
    pub fn of(
        &self,
        ui: &Ui,
        table: &Rc<T>,
        measure: impl FnOnce() -> [Fractions; COLUMNS],
    ) -> [Fractions; COLUMNS] {
        let zoom = ui.pixels_per_point();
        let mut kept = self.0.borrow_mut();
        #[expect(clippy::float_cmp, reason = "the same zoom, not nearly the same")]
        if let Some((of, at, found)) = &*kept
            && Rc::ptr_eq(of, table)
            && *at == zoom
        {
            return *found;
        }
        let found = measure();
        *kept = Some((Rc::clone(table), zoom, found));
        found
    }
}

/// What a head leaves free on its right in the room that is there: see [`Fractions::behind_head`].
pub fn behind_head(ui: &Ui, title: &str, fractions: Fractions) -> f32 {
    let width = ui.painter().layout_no_wrap(title.to_owned(), Role::Label.font(), Color32::BLACK).size().x;
    fractions.behind_head(width, ui.available_width())
}

/// In a layout from right to left: leaves as much room as this number's decimal places are shorter than `widest`, as far
/// as the number keeps its own room.
pub fn align_point(ui: &mut Ui, text: &str, role: Role, widest: f32) {
    let Some(own) = fraction_width(ui, text, role) else { return };
    let whole = ui.painter().layout_no_wrap(text.to_owned(), role.font(), Color32::BLACK).size().x;
    let gap = (widest - own).min(ui.available_width() - whole - 1.0);
    if gap > 0.0 {
        ui.add_space(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_stands_above_the_digits_of_most_rows() {
        let found = Fractions::among(vec![40.0, 12.0, 12.0, 20.0, 12.0]);
        assert_eq!(found, Fractions { widest: 40.0, usual: 12.0 });
        assert!((found.behind_head(60.0, 100.0) - 28.0).abs() < 0.01);
        // It keeps its own room first.
        assert!((found.behind_head(90.0, 100.0) - 9.0).abs() < 0.01);
        assert!(found.behind_head(120.0, 100.0).abs() < 0.01);
        assert_eq!(Fractions::among(Vec::new()), Fractions::default());
    }

    #[test]
    fn what_is_behind_the_point_of_a_number() {
        for (text, behind) in [
            ("$0.0015", Some(".0015")),
            ("$1,234.50", Some(".50")),
            ("153,846", Some("")),
            ("1.5x", Some(".5x")),
            ("346x", Some("x")),
            ("-$3.20", Some(".20")),
            ("free", None),
            ("—", None),
            ("28,800 or more", None),
            ("needs 3", None),
            ("", None),
        ] {
            assert_eq!(behind_whole(text), behind, "{text}");
        }
    }
}

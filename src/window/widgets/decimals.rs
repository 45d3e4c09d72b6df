//! Numbers of one column with their decimal points below each other.

use std::cell::RefCell;
use std::rc::Rc;

use eframe::egui::{Color32, Ui};

use crate::window::theme::Role;

/// What may stand behind the digits of a number: the `x` of `1.5x`.
const LONGEST_UNIT: usize = 1;

/// What stands behind the whole part of a number: the `.0015` of `$0.0015`. Nothing for a text that is no number.
#[must_use]
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
#[must_use]
pub fn fraction_width(ui: &Ui, text: &str, role: Role) -> Option<f32> {
    let behind = behind_whole(text)?;
    if behind.is_empty() {
        return Some(0.0);
    }
    Some(ui.painter().layout_no_wrap(behind.to_owned(), role.font(), Color32::BLACK).size().x)
}

/// The widest fractions of a table's columns, measured once a table and zoom, not once a frame.
#[derive(Debug)]
pub struct KeptFractions<T: ?Sized, const COLUMNS: usize>(RefCell<Option<Kept<T, COLUMNS>>>);

/// What was measured, of what and at which zoom. The table is kept, so that no other one can have its address.
type Kept<T, const COLUMNS: usize> = (Rc<T>, f32, [f32; COLUMNS]);

impl<T: ?Sized, const COLUMNS: usize> KeptFractions<T, COLUMNS> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(RefCell::new(None))
    }

    /// What `measure` finds, or what it found when it was last asked about this table.
    pub fn of(&self, ui: &Ui, table: &Rc<T>, measure: impl FnOnce() -> [f32; COLUMNS]) -> [f32; COLUMNS] {
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

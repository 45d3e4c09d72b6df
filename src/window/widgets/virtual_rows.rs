//! Rows of one height of which only those in sight are drawn, and the one that has the keyboard's focus.

use std::ops::Range;

use eframe::egui::{Id, Rect, Ui};

/// Rows of one height in a scroll area.
#[derive(Clone, Copy, Debug)]
pub struct VirtualRows {
    /// The identity of the list.
    pub id: Id,
    /// Height of a row, in points.
    pub height: f32,
    /// How many rows there are.
    pub count: usize,
}

impl VirtualRows {
    /// Height of all rows, in points.
    pub fn total_height(&self) -> f32 {
        self.top(self.count)
    }

    /// Where a row begins, in points below the first.
    #[expect(clippy::cast_precision_loss, reason = "a row's number is far below 2^23")]
    pub fn top(&self, index: usize) -> f32 {
        index as f32 * self.height
    }

    /// The rows that can be seen.
    pub fn in_sight(&self, viewport: Rect) -> Range<usize> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a scroll offset is small and positive"
        )]
        let at = |y: f32| (y / self.height).floor().max(0.0) as usize;
        at(viewport.min.y).min(self.count)..(at(viewport.max.y) + 1).min(self.count)
    }

    /// The rows to draw: those in sight, and the one that has the focus wherever it is, for egui takes the focus away
    /// from what is not drawn. `id_of` gives the identity of a row.
    pub fn to_draw(
        self,
        ui: &Ui,
        viewport: Rect,
        id_of: &dyn Fn(usize) -> Option<Id>,
    ) -> impl Iterator<Item = usize> + use<> {
        let in_sight = self.in_sight(viewport);
        let focused = ui.data(|data| data.get_temp::<usize>(self.id)).filter(|index| {
            !in_sight.contains(index) && id_of(*index).is_some_and(|id| ui.memory(|m| m.has_focus(id)))
        });
        in_sight.chain(focused)
    }

    /// Notes which row has the focus, or is to have it in the next frame.
    pub fn note_focus(&self, ui: &Ui, index: usize) {
        ui.data_mut(|data| data.insert_temp(self.id, index));
    }
}

//! What was measured of the rows of an answer, until they are others: texts are measured once an answer, not once a frame.

use std::sync::Arc;

use eframe::egui::{Id, Ui};

use crate::answer::Rows;

/// What was measured, and of what.
struct Kept<T, M> {
    rows: Rows<T>,
    /// Sizes in points are rounded to pixels.
    pixels_per_point: f32,
    measured: M,
}

/// What `measure` finds, or what it found when it was last asked about these rows here.
pub fn measured<T: Send + Sync + 'static, M: Clone + Send + Sync + 'static>(
    ui: &Ui,
    id: Id,
    rows: &Rows<T>,
    measure: impl FnOnce() -> M,
) -> M {
    let pixels_per_point = ui.pixels_per_point();
    let kept = ui.data(|data| data.get_temp::<Arc<Kept<T, M>>>(id));
    #[expect(clippy::float_cmp, reason = "the same zoom, not nearly the same")]
    let kept = kept.filter(|kept| kept.rows.is(rows) && kept.pixels_per_point == pixels_per_point);
    if let Some(kept) = kept {
        return kept.measured.clone();
    }
    let found = measure();
    let kept = Kept { rows: rows.clone(), pixels_per_point, measured: found.clone() };
    ui.data_mut(|data| data.insert_temp(id, Arc::new(kept)));
    found
}

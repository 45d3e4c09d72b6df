//! The parts that two screens share, one file each.

mod answer_bars;
mod answer_table;
mod bars;
mod command;
mod decimals;
mod field;
mod history;
mod measured;
mod month_total;
mod figure;
pub mod legend;
mod marks;
mod picker;
mod plane;
mod quick_workload;
mod side;
mod small;
mod virtual_rows;
mod workload_rows;

pub use answer_bars::{answer_bars, height as bars_height};
pub use answer_table::answer_table;
pub use bars::{Bars, BarsEvent};
pub use command::{command_button, command_item};
pub use decimals::{Fractions, KeptFractions, align_point, behind_head, fraction_width};
pub use field::{Field, field_id, problem, problems_below};
pub use figure::{EXPLAIN, copy_item, copy_menu, explains, figure, figure_in_cell, figure_in_row, to_copy};
pub use history::history;
pub use marks::{diamond, pin};
use measured::measured;
pub use month_total::{month_total, too_large};
pub use picker::{Choice, by_name, picker};
pub use plane::plane;
pub use quick_workload::{left_by_escape, quick_workload};
pub use side::{Side, is_low, is_slim, room_for_sheet};
pub use small::{
    check_box, check_box_if, check_mark, chip, drop_down, fill_cell, keep_in_sight, new_offset, own_mark,
    radio, scroll_bar_in_sight, search_id, segmented, segmented_but, show_hidden, still_plot,
};
pub use virtual_rows::VirtualRows;
pub use workload_rows::WorkloadRows;

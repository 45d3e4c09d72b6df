//! What a chart says: bars, axis, ticks, labels, classes and their colours, legend, title, unit, date and source.
//!
//! A [`Chart`] is a value: the window draws it, the report writes it as SVG, PNG and CSV, and both say the same.
//! Positions along the axis are fractions of its length, so that nothing that draws has to know about logarithms.
//! Draws nothing, does no I/O and cannot fail.

mod apart;
mod axis;
mod beside;
mod build;
mod class;
pub mod palette;
mod request;
mod widest;
mod row;
mod words;

pub use apart::{Apart, Section, Sections, Slot};
pub use axis::{Axis, Tick, Unit};
pub use beside::{Area, Named, Place, Straight, beside, straights};
pub use build::Chart;
pub use class::{Class, LegendEntry, NAMED_PROVIDERS, PartEntry};
pub use request::{ChartRequest, ColourBy, Scale, Sort};
pub use row::{Bar, Deprecated, Marks, Row, Segment};
pub use widest::{Widest, twins};
pub use words::tied;

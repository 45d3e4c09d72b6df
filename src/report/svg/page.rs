//! What everything on a page shares: how texts are set, the sign of what is the user's own, the legend.

use crate::chart::palette::{Surface, Theme};
use crate::chart::{Chart, Marks};
use crate::money::label;
use crate::report::text::{FAMILY, Ruler, Weight};
use crate::report::xml::{Px, Xml};

pub(super) const MARGIN: f64 = 48.0;
pub(super) const WIDTH_OF_ONE: f64 = 1280.0;
pub(super) const WIDTH_OF_TWO: f64 = 1760.0;
pub(super) const BETWEEN_PANELS: f64 = 64.0;
pub(super) const TITLE: f64 = 32.0;
pub(super) const SUBTITLE: f64 = 17.0;
pub(super) const PANEL_TITLE: f64 = 19.0;
pub(super) const NAME: f64 = 15.0;
pub(super) const SMALL: f64 = 13.0;
pub(super) const LINE: f64 = 19.0;
pub(super) const ROW: f64 = 32.0;
pub(super) const BAR: f64 = 19.0;
/// A bar on a linear axis is drawn at least this long: an amount above zero is never nothing.
pub(super) const SHORTEST: f64 = 2.0;
/// From how many rows on the axis is labelled above them, too.
pub(super) const TALL: usize = 25;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Muted,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
    pub(super) anchor: &'static str,
}

impl Style {
    pub(super) const TITLE: Self =
        Self { size: TITLE, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    pub(super) const SUBTITLE: Self =
        Self { size: SUBTITLE, weight: Weight::Regular, ink: Ink::Muted, anchor: "start" };
    pub(super) const PANEL: Self =
        Self { size: PANEL_TITLE, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    pub(super) const NAME: Self =
        Self { size: NAME, weight: Weight::Regular, ink: Ink::Text, anchor: "start" };
    pub(super) const VALUE: Self =
        Self { size: NAME, weight: Weight::SemiBold, ink: Ink::Text, anchor: "start" };
    pub(super) const SMALL: Self =
        Self { size: SMALL, weight: Weight::Regular, ink: Ink::Muted, anchor: "start" };
    pub(super) const RANK: Self = Self { anchor: "end", ..Self::SMALL };
    pub(super) const TICK: Self = Self { anchor: "middle", ..Self::SMALL };
}

/// What everything on the page shares.
pub(super) struct Page<'a> {
    pub(super) ruler: &'a Ruler,
    pub(super) theme: Theme,
    pub(super) surface: Surface,
}

impl Page<'_> {
    pub(super) fn text(&self, out: &mut Xml, x: f64, baseline: f64, content: &str, style: Style) {
        let fill = if style.ink == Ink::Text { self.surface.text } else { self.surface.muted };
        let weight = if style.weight == Weight::SemiBold { "600" } else { "400" };
        out.text(
            "text",
            &[
                ("x", &Px(x)),
                ("y", &Px(baseline)),
                ("font-size", &Px(style.size)),
                ("font-weight", &weight),
                ("text-anchor", &style.anchor),
                ("fill", &fill.to_hex()),
            ],
            content,
        );
    }

    /// Opens the drawing: its size, its names for who does not see it, its ground.
    pub(super) fn open(&self, out: &mut Xml, (width, height): (f64, f64), title: &str, spoken: &str) {
        out.open(
            "svg",
            &[
                ("xmlns", &"http://www.w3.org/2000/svg"),
                ("width", &Px(width)),
                ("height", &Px(height)),
                ("viewBox", &format!("0 0 {} {}", Px(width), Px(height))),
                ("role", &"img"),
                ("aria-labelledby", &"title description"),
                ("font-family", &FAMILY),
            ],
        );
        out.text("title", &[("id", &"title")], title);
        out.text("desc", &[("id", &"description")], spoken);
        let ground = self.surface.background.to_hex();
        out.empty("rect", &[("width", &Px(width)), ("height", &Px(height)), ("fill", &ground)]);
    }

    pub(super) fn width(&self, content: &str, style: Style) -> f64 {
        self.ruler.width(content, style.size, style.weight)
    }

    /// A diamond: filled for an own price, hollow for an own model.
    pub(super) fn mark(&self, out: &mut Xml, x: f64, middle: f64, filled: bool) {
        let path = format!("M{} {}l5 -5l5 5l-5 5z", Px(x), Px(middle));
        let ink = self.surface.mark.to_hex();
        let fill = if filled { ink.as_str() } else { "none" };
        out.empty("path", &[("d", &path), ("fill", &fill), ("stroke", &ink), ("stroke-width", &"1.5")]);
    }

    /// The signs of what is the user's own, with their words, and how wide they are.
    pub(super) fn marks(&self, marks: Marks) -> f64 {
        marks.label().map_or(0.0, |label| {
            let signs = f64::from(u8::from(marks.own_price()) + u8::from(marks.own_model));
            signs * 15.0 + self.width(&label, Style::SMALL) + 12.0
        })
    }

    pub(super) fn draw_marks(&self, out: &mut Xml, mut x: f64, baseline: f64, marks: Marks) {
        let Some(label) = marks.label() else { return };
        x += 12.0;
        for (there, filled) in [(marks.own_model, false), (marks.own_price(), true)] {
            if there {
                self.mark(out, x, baseline - 5.0, filled);
                x += 15.0;
            }
        }
        self.text(out, x, baseline, &label, Style::SMALL);
    }
}

/// The side of a swatch of the legend.
const SWATCH: f64 = 14.0;

/// A swatch, and what it stands for.
pub(super) struct Entry {
    /// Where it is, from the left.
    x: f64,
    colour: String,
    label: String,
    /// Which half of it is filled, from where: of the pieces of a bar, whose grey is that of no tier too.
    half: Option<f64>,
}

/// What the colours stand for, in as many lines as it takes.
pub(super) struct LegendLine {
    /// Lines of swatches.
    pub(super) lines: Vec<Vec<Entry>>,
}

impl LegendLine {
    pub(super) fn new(page: &Page<'_>, charts: &[Chart], width: f64) -> Self {
        let mut entries: Vec<(String, String, Option<f64>)> = Vec::new();
        // Every chart of a figure shows the same models, so one legend serves all.
        let first = charts.first();
        for entry in first.iter().flat_map(|chart| &chart.legend) {
            entries.push((
                page.theme.class(entry.class).to_hex(),
                format!("{} ({})", entry.label, whole(entry.count)),
                None,
            ));
        }
        let groups_break = entries.len();
        for entry in first.iter().flat_map(|chart| &chart.parts) {
            let shade = match (entry.part.is_output(), page.theme) {
                (false, _) => "",
                (true, Theme::Light) => " (darker)",
                (true, Theme::Dark) => " (paler)",
            };
            let half = if entry.part.is_output() { SWATCH / 2.0 } else { 0.0 };
            let label = format!("{}{shade}", entry.label);
            entries.push((page.theme.part(entry.part).to_hex(), label, Some(half)));
        }
        let mut lines = vec![Vec::new()];
        let mut x = 0.0;
        for (index, (colour, label, half)) in entries.into_iter().enumerate() {
            if index == groups_break && index > 0 {
                x += 24.0;
            }
            let entry_width = 22.0 + page.ruler.width(&label, 14.0, Weight::Regular);
            if x > 0.0 && x + entry_width > width {
                lines.push(Vec::new());
                x = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(Entry { x, colour, label, half });
            }
            x += entry_width + 24.0;
        }
        Self { lines }
    }

    pub(super) fn height(&self) -> f64 {
        if self.lines.iter().all(Vec::is_empty) { 0.0 } else { 26.0 * as_f64(self.lines.len()) }
    }

    pub(super) fn draw(&self, page: &Page<'_>, out: &mut Xml, top: f64) {
        for (line, index) in self.lines.iter().zip(0_u32..) {
            let y = top + 26.0 * f64::from(index);
            for Entry { x, colour, label, half } in line {
                let (from, width) = half.map_or((0.0, SWATCH), |half| (half, SWATCH / 2.0));
                out.empty(
                    "rect",
                    &[
                        ("x", &Px(MARGIN + x + from)),
                        ("y", &Px(y + 5.0)),
                        ("width", &Px(width)),
                        ("height", &Px(SWATCH)),
                        ("rx", &if half.is_some() { "0" } else { "3" }),
                        ("fill", colour),
                    ],
                );
                if half.is_some() {
                    out.empty(
                        "rect",
                        &[
                            ("x", &Px(MARGIN + x + 0.5)),
                            ("y", &Px(y + 5.5)),
                            ("width", &Px(SWATCH - 1.0)),
                            ("height", &Px(SWATCH - 1.0)),
                            ("fill", &"none"),
                            ("stroke", colour),
                        ],
                    );
                }
                let style = Style { size: 14.0, ink: Ink::Text, ..Style::SMALL };
                page.text(out, MARGIN + *x + 22.0, y + 17.0, label, style);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and rows are far below 2^52")]
pub(super) const fn as_f64(count: usize) -> f64 {
    count as f64
}

/// A count with its thousands apart.
pub(super) fn whole(count: usize) -> String {
    label::whole(u64::try_from(count).unwrap_or(u64::MAX))
}

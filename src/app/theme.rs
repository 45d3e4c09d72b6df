//! The design tokens: every raw colour, size and gap of the window is here and nowhere else.
//!
//! Colours of bars and legends are the chart's (`chart`), because the exported pictures share them.

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle,
    Theme, Vec2, Visuals,
};

/// Gaps between things, in points.
#[derive(Clone, Copy, Debug)]
pub enum Space {
    /// Within one thing.
    Tiny,
    /// Between parts of one thing.
    Small,
    /// Between things.
    Medium,
    /// Between groups.
    Large,
}

impl Space {
    /// The gap in points.
    #[must_use]
    pub const fn points(self) -> f32 {
        match self {
            Self::Tiny => 4.0,
            Self::Small => 8.0,
            Self::Medium => 12.0,
            Self::Large => 20.0,
        }
    }

    /// The gap as a margin on all sides.
    #[must_use]
    pub const fn margin(self) -> Margin {
        match self {
            Self::Tiny => Margin::same(4),
            Self::Small => Margin::same(8),
            Self::Medium => Margin::same(12),
            Self::Large => Margin::same(20),
        }
    }
}

/// What a text is for; decides its font.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// The answer of a screen.
    Title,
    /// The head of a group.
    Heading,
    /// Everything else.
    Body,
    /// Help, sources, units.
    Small,
    /// A column head or the name of a field.
    Label,
}

impl Role {
    /// The font of this role.
    #[must_use]
    pub fn font(self) -> FontId {
        match self {
            Self::Title => FontId::new(20.0, semibold()),
            Self::Heading => FontId::new(15.0, semibold()),
            Self::Body => FontId::new(13.5, FontFamily::Proportional),
            Self::Small => FontId::new(12.0, FontFamily::Proportional),
            Self::Label => FontId::new(12.5, semibold()),
        }
    }

    /// A text in this role.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> egui::RichText {
        egui::RichText::new(text).font(self.font())
    }
}

fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Height of a row of a chart, in points: fixed, so that only what is visible has to be drawn.
pub const CHART_ROW: f32 = 28.0;
/// Thickness of a bar as a share of its row.
pub const BAR_SHARE: f64 = 0.62;
/// Height of a row of a table or a list, in points.
pub const TABLE_ROW: f32 = 30.0;
/// Height of a row of the list of workloads, in points.
pub const WORKLOAD_ROW: f32 = 44.0;
/// Width of the panel on the left, in points.
pub const LEFT_PANEL: f32 = 232.0;
/// Width of the panel on the right, in points.
pub const RIGHT_PANEL: f32 = 276.0;
/// The smallest window that shows everything.
pub const SMALLEST_WINDOW: Vec2 = Vec2::new(900.0, 560.0);
/// The window of a first start.
pub const FIRST_WINDOW: Vec2 = Vec2::new(1240.0, 740.0);
/// Roundness of buttons, fields and cards.
pub const RADIUS: u8 = 6;

/// How much of the accent the hottest cell of a heat map has: as much as leaves its text readable.
const MOST_HEAT: f32 = 0.38;

/// The colours of one theme, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Behind charts, tables and forms.
    pub canvas: Color32,
    /// Behind the bars at the sides, top and bottom.
    pub panel: Color32,
    /// A row under the pointer.
    pub hover: Color32,
    /// A chosen row.
    pub selected: Color32,
    /// Lines between things.
    pub line: Color32,
    /// The border of a field or a button that can be pressed.
    pub border: Color32,
    /// Text.
    pub text: Color32,
    /// Text that is read second.
    pub muted: Color32,
    /// What can be pressed, focus, links.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Something to know.
    pub warning: Color32,
    /// Something is wrong.
    pub error: Color32,
    /// The user's own prices.
    pub own: Color32,
    /// Behind a notice.
    pub notice: Color32,
}

const LIGHT: Colours = Colours {
    canvas: Color32::from_rgb(0xff, 0xff, 0xff),
    panel: Color32::from_rgb(0xf5, 0xf6, 0xf8),
    hover: Color32::from_rgb(0xed, 0xf1, 0xf5),
    selected: Color32::from_rgb(0xdc, 0xea, 0xf6),
    line: Color32::from_rgb(0xdf, 0xe3, 0xe8),
    border: Color32::from_rgb(0x87, 0x91, 0x9e),
    text: Color32::from_rgb(0x17, 0x1d, 0x26),
    muted: Color32::from_rgb(0x54, 0x5f, 0x6e),
    accent: Color32::from_rgb(0x0b, 0x63, 0x9c),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    warning: Color32::from_rgb(0x8a, 0x52, 0x00),
    error: Color32::from_rgb(0xb3, 0x26, 0x1e),
    own: Color32::from_rgb(0x8b, 0x2f, 0x7f),
    notice: Color32::from_rgb(0xff, 0xf4, 0xdc),
};

const DARK: Colours = Colours {
    canvas: Color32::from_rgb(0x12, 0x16, 0x1c),
    panel: Color32::from_rgb(0x19, 0x1e, 0x26),
    hover: Color32::from_rgb(0x22, 0x2a, 0x35),
    selected: Color32::from_rgb(0x1b, 0x3a, 0x55),
    line: Color32::from_rgb(0x2c, 0x34, 0x40),
    border: Color32::from_rgb(0x6c, 0x78, 0x88),
    text: Color32::from_rgb(0xe8, 0xec, 0xf1),
    muted: Color32::from_rgb(0xa5, 0xb0, 0xbf),
    accent: Color32::from_rgb(0x6c, 0xb8, 0xf0),
    on_accent: Color32::from_rgb(0x08, 0x16, 0x22),
    warning: Color32::from_rgb(0xf0, 0xb4, 0x4c),
    error: Color32::from_rgb(0xff, 0x8a, 0x80),
    own: Color32::from_rgb(0xe6, 0x9a, 0xdb),
    notice: Color32::from_rgb(0x3a, 0x2f, 0x16),
};

/// The colours of the theme that is in force.
#[must_use]
pub fn colours(ui: &egui::Ui) -> &'static Colours {
    of(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light })
}

/// The colours of a theme.
#[must_use]
pub const fn of(theme: Theme) -> &'static Colours {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

/// The ground of a cell of a heat map, from nothing to all of `share`.
#[must_use]
pub fn heat(colours: &Colours, share: f64) -> Color32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of a colour")]
    let share = share.clamp(0.0, 1.0) as f32;
    colours.canvas.lerp_to_gamma(colours.accent, MOST_HEAT * share)
}

/// Puts fonts, sizes and both themes in place; called once.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    // Where the system says nothing: what most desktops call "no preference".
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_visuals_of(theme, visuals(theme));
    }
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Heading, Role::Heading.font()),
            (TextStyle::Body, Role::Body.font()),
            (TextStyle::Button, Role::Body.font()),
            (TextStyle::Small, Role::Small.font()),
            (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
        ]
        .into();
        style.spacing.item_spacing = Vec2::new(Space::Small.points(), Space::Small.points());
        style.spacing.button_padding = Vec2::new(10.0, 5.0);
        style.spacing.interact_size = Vec2::new(36.0, 28.0);
        style.spacing.text_edit_width = 160.0;
        style.spacing.icon_width = 16.0;
        style.spacing.scroll =
            egui::style::ScrollStyle { bar_width: 8.0, ..egui::style::ScrollStyle::solid() };
        style.interaction.tooltip_delay = 0.35;
        style.animation_time = 0.08;
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        ("Inter", &include_bytes!("../../assets/fonts/Inter-Regular.otf")[..]),
        ("Inter SemiBold", &include_bytes!("../../assets/fonts/Inter-SemiBold.otf")[..]),
    ] {
        fonts.font_data.insert(name.to_owned(), FontData::from_static(bytes).into());
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [(FontFamily::Proportional, "Inter"), (semibold(), "Inter SemiBold")] {
        let chain = std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect();
        fonts.families.insert(family, chain);
    }
    fonts
}

fn visuals(theme: Theme) -> Visuals {
    let colours = of(theme);
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    visuals.panel_fill = colours.panel;
    visuals.window_fill = colours.canvas;
    visuals.extreme_bg_color = colours.canvas;
    visuals.text_edit_bg_color = Some(colours.canvas);
    visuals.faint_bg_color = colours.panel;
    visuals.code_bg_color = colours.hover;
    visuals.hyperlink_color = colours.accent;
    visuals.warn_fg_color = colours.warning;
    visuals.error_fg_color = colours.error;
    visuals.weak_text_color = Some(colours.muted);
    visuals.window_stroke = Stroke::new(1.0, colours.line);
    visuals.window_corner_radius = CornerRadius::same(RADIUS + 4);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS);
    visuals.selection.bg_fill = colours.selected;
    visuals.selection.stroke = Stroke::new(1.5, colours.accent);
    let radius = CornerRadius::same(RADIUS);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, colours.line);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, colours.text);
    widgets.inactive.weak_bg_fill = colours.canvas;
    widgets.inactive.bg_fill = colours.hover;
    widgets.inactive.bg_stroke = Stroke::new(1.0, colours.line);
    widgets.inactive.fg_stroke = Stroke::new(1.0, colours.text);
    widgets.hovered.weak_bg_fill = colours.hover;
    widgets.hovered.bg_fill = colours.hover;
    widgets.hovered.bg_stroke = Stroke::new(1.0, colours.border);
    widgets.hovered.fg_stroke = Stroke::new(1.2, colours.text);
    widgets.active.weak_bg_fill = colours.selected;
    widgets.active.bg_fill = colours.selected;
    widgets.active.bg_stroke = Stroke::new(1.5, colours.accent);
    widgets.active.fg_stroke = Stroke::new(1.2, colours.text);
    widgets.open.weak_bg_fill = colours.hover;
    widgets.open.bg_fill = colours.hover;
    widgets.open.bg_stroke = Stroke::new(1.0, colours.border);
    widgets.open.fg_stroke = Stroke::new(1.0, colours.text);
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_reaches_wcag_aa_on_every_ground() {
        for colours in [&LIGHT, &DARK] {
            for ground in [colours.canvas, colours.panel, colours.hover, colours.selected] {
                for text in
                    [colours.text, colours.muted, colours.accent, colours.warning, colours.error, colours.own]
                {
                    assert!(
                        contrast(text, ground) >= 4.5,
                        "{text:?} on {ground:?}: {}",
                        contrast(text, ground)
                    );
                }
            }
            assert!(contrast(colours.text, heat(colours, 1.0)) >= 4.5);
            assert!(contrast(colours.text, colours.notice) >= 4.5);
            assert!(contrast(colours.warning, colours.notice) >= 4.5);
            assert!(contrast(colours.on_accent, colours.accent) >= 4.5);
            assert!(contrast(colours.border, colours.canvas) >= 3.0);
        }
    }
}

//! The design tokens: every raw colour, size and gap of the window is here and nowhere else.
//!
//! Colours of bars and legends are the chart's (`chart`), because the exported pictures share them.

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Margin, Stroke,
    TextStyle, Theme, ThemePreference, Vec2, Visuals,
};

use crate::bounds::between;
use crate::settings::{self, Appearance, Contrast, Motion};

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
    pub const fn points(self) -> f32 {
        match self {
            Self::Tiny => 4.0,
            Self::Small => 8.0,
            Self::Medium => 12.0,
            Self::Large => 20.0,
        }
    }

    /// The gap as a margin on all sides.
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
/// Width of a field for a count or an amount, in points: `1,000,000,000` is read without scrolling.
pub const NUMBER_FIELD: f32 = 130.0;
/// Width of a field for a number of a few digits or a share, in points: `366`, `33.3333 %`.
pub const SHORT_FIELD: f32 = 90.0;
/// Width of the panel on the left, in points.
pub const LEFT_PANEL: f32 = 232.0;
/// Width of the panel on the right, in points.
pub const RIGHT_PANEL: f32 = 276.0;
/// The smallest window. Times the zoom it must still be smaller than a screen.
pub const SMALLEST_WINDOW: Vec2 = Vec2::new(300.0, 200.0);
/// The window of a first start.
pub const FIRST_WINDOW: Vec2 = Vec2::new(1240.0, 740.0);
/// Room around the text of buttons and fields.
pub const PADDING: Vec2 = Vec2::new(10.0, 5.0);
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

const LIGHT_HIGH: Colours = Colours {
    canvas: Color32::from_rgb(0xff, 0xff, 0xff),
    panel: Color32::from_rgb(0xff, 0xff, 0xff),
    hover: Color32::from_rgb(0xe8, 0xe8, 0xe8),
    selected: Color32::from_rgb(0xd6, 0xe8, 0xff),
    line: Color32::from_rgb(0x59, 0x59, 0x59),
    border: Color32::from_rgb(0x00, 0x00, 0x00),
    text: Color32::from_rgb(0x00, 0x00, 0x00),
    muted: Color32::from_rgb(0x2e, 0x2e, 0x2e),
    accent: Color32::from_rgb(0x00, 0x3e, 0x73),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    warning: Color32::from_rgb(0x5c, 0x33, 0x00),
    error: Color32::from_rgb(0x8a, 0x00, 0x00),
    own: Color32::from_rgb(0x5e, 0x0a, 0x54),
    notice: Color32::from_rgb(0xff, 0xf4, 0xc2),
};

const DARK_HIGH: Colours = Colours {
    canvas: Color32::from_rgb(0x00, 0x00, 0x00),
    panel: Color32::from_rgb(0x00, 0x00, 0x00),
    hover: Color32::from_rgb(0x2a, 0x2a, 0x2a),
    selected: Color32::from_rgb(0x00, 0x38, 0x63),
    line: Color32::from_rgb(0xa6, 0xa6, 0xa6),
    border: Color32::from_rgb(0xff, 0xff, 0xff),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    muted: Color32::from_rgb(0xe0, 0xe0, 0xe0),
    accent: Color32::from_rgb(0x9a, 0xd6, 0xff),
    on_accent: Color32::from_rgb(0x00, 0x00, 0x00),
    warning: Color32::from_rgb(0xff, 0xd2, 0x7a),
    error: Color32::from_rgb(0xff, 0xba, 0xb2),
    own: Color32::from_rgb(0xff, 0xbe, 0xf2),
    notice: Color32::from_rgb(0x33, 0x29, 0x00),
};

/// The colours of the theme that is in force.
pub fn colours(ui: &egui::Ui) -> &'static Colours {
    let visuals = ui.visuals();
    let (usual, high) = if visuals.dark_mode { (&DARK, &DARK_HIGH) } else { (&LIGHT, &LIGHT_HIGH) };
    // Nothing changes this colour for a part of the window.
    if visuals.weak_text_color == Some(high.muted) { high } else { usual }
}

/// The colours of a theme.
const fn of(theme: Theme, is_high: bool) -> &'static Colours {
    match (theme, is_high) {
        (Theme::Light, false) => &LIGHT,
        (Theme::Dark, false) => &DARK,
        (Theme::Light, true) => &LIGHT_HIGH,
        (Theme::Dark, true) => &DARK_HIGH,
    }
}

/// What the desktop asks of its apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desktop {
    /// Light or dark.
    pub theme: Theme,
    /// Text and lines that stand out more.
    pub high_contrast: bool,
    /// Nothing that moves without need.
    pub reduced_motion: bool,
}

impl Default for Desktop {
    /// Where the desktop says nothing: what most call "no preference".
    fn default() -> Self {
        Self { theme: Theme::Light, high_contrast: false, reduced_motion: false }
    }
}

/// What the user and the desktop ask for; the user's word counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    user: Appearance,
    desktop: Desktop,
}

impl Look {
    const fn is_high(self) -> bool {
        match self.user.contrast {
            Contrast::System => self.desktop.high_contrast,
            Contrast::Usual => false,
            Contrast::High => true,
        }
    }

    const fn is_still(self) -> bool {
        match self.user.motion {
            Motion::System => self.desktop.reduced_motion,
            Motion::Full => false,
            Motion::Reduced => true,
        }
    }
}

fn look_id() -> Id {
    Id::unique("look of the window")
}

/// Puts in force how the user wants the window to look.
pub fn set_appearance(ctx: &egui::Context, appearance: Appearance) {
    change_look(ctx, |look| look.user = appearance);
}

/// What the desktop asked for last.
pub fn desktop(ctx: &egui::Context) -> Desktop {
    ctx.data(|data| data.get_temp::<Look>(look_id())).unwrap_or_default().desktop
}

/// Takes over what the desktop asks for; from any thread.
pub fn set_desktop(ctx: &egui::Context, change: impl FnOnce(&mut Desktop)) {
    change_look(ctx, |look| change(&mut look.desktop));
}

fn change_look(ctx: &egui::Context, change: impl FnOnce(&mut Look)) {
    let (before, look) = ctx.data_mut(|data| {
        let look = data.get_temp_mut_or_default::<Look>(look_id());
        let before = *look;
        change(look);
        (before, *look)
    });
    if before != look {
        put_on(ctx, look);
        ctx.request_repaint();
    }
}

fn put_on(ctx: &egui::Context, look: Look) {
    // On some systems the toolkit knows by itself whether the desktop is dark; this is for the others.
    ctx.options_mut(|options| options.fallback_theme = look.desktop.theme);
    ctx.set_theme(match look.user.theme {
        settings::Theme::System => ThemePreference::System,
        settings::Theme::Light => ThemePreference::Light,
        settings::Theme::Dark => ThemePreference::Dark,
    });
    for theme in [Theme::Light, Theme::Dark] {
        let mut visuals = visuals(theme, of(theme, look.is_high()));
        visuals.text_cursor.blink = !look.is_still();
        ctx.set_visuals_of(theme, visuals);
    }
    let usual = egui::Style::default();
    ctx.all_styles_mut(|style| {
        style.animation_time = if look.is_still() { 0.0 } else { 0.08 };
        style.scroll_animation =
            if look.is_still() { egui::style::ScrollAnimation::none() } else { usual.scroll_animation };
    });
}

/// The ground of a cell of a heat map, from nothing to all of `share`.
pub fn heat(colours: &Colours, share: f64) -> Color32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of a colour")]
    let share = between(share, 0.0, 1.0) as f32;
    colours.canvas.lerp_to_gamma(colours.accent, MOST_HEAT * share)
}

/// Puts fonts, sizes and both themes in place; called once.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.add_glyph_rasterizer(super::replacement::boxes());
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
        style.spacing.button_padding = PADDING;
        style.spacing.interact_size = Vec2::new(36.0, 28.0);
        style.spacing.text_edit_width = 160.0;
        style.spacing.icon_width = 16.0;
        style.spacing.scroll =
            egui::style::ScrollStyle { bar_width: 8.0, ..egui::style::ScrollStyle::solid() };
        style.interaction.tooltip_delay = 0.35;
    });
    put_on(ctx, Look::default());
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [
        ("Inter", &include_bytes!("../../assets/fonts/Inter-Regular.otf")[..]),
        ("Inter SemiBold", &include_bytes!("../../assets/fonts/Inter-SemiBold.otf")[..]),
    ] {
        fonts.font_data.insert(name.to_owned(), FontData::from_static(bytes).into());
    }
    // Inter has Latin, Greek and Cyrillic letters; what it lacks comes from the system's fonts.
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec!["Inter".to_owned()]);
    }
    fonts.families.insert(semibold(), vec!["Inter SemiBold".to_owned()]);
    fonts
}

fn visuals(theme: Theme, colours: &Colours) -> Visuals {
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
    // Of the toolkit's parts that are used here this is the handle of a scroll bar.
    widgets.inactive.bg_fill = colours.border;
    widgets.inactive.bg_stroke = Stroke::new(1.0, colours.line);
    widgets.inactive.fg_stroke = Stroke::new(1.0, colours.text);
    widgets.hovered.weak_bg_fill = colours.hover;
    widgets.hovered.bg_fill = colours.muted;
    widgets.hovered.bg_stroke = Stroke::new(1.0, colours.border);
    widgets.hovered.fg_stroke = Stroke::new(1.2, colours.text);
    widgets.active.weak_bg_fill = colours.selected;
    widgets.active.bg_fill = colours.muted;
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
        for (colours, least) in [(&LIGHT, 4.5), (&DARK, 4.5), (&LIGHT_HIGH, 7.0), (&DARK_HIGH, 7.0)] {
            for ground in [colours.canvas, colours.panel, colours.hover, colours.selected] {
                for text in
                    [colours.text, colours.muted, colours.accent, colours.warning, colours.error, colours.own]
                {
                    assert!(
                        contrast(text, ground) >= least,
                        "{text:?} on {ground:?}: {}",
                        contrast(text, ground)
                    );
                }
            }
            assert!(contrast(colours.text, heat(colours, 1.0)) >= least);
            assert!(contrast(colours.text, colours.notice) >= least);
            assert!(contrast(colours.warning, colours.notice) >= least);
            assert!(contrast(colours.on_accent, colours.accent) >= least);
            assert!(contrast(colours.border, colours.canvas) >= least - 1.5);
            // Where every border is to be seen, lines are too.
            assert!(least < 7.0 || contrast(colours.line, colours.canvas) >= 4.5);
        }
    }

    #[test]
    fn a_field_of_a_number_has_room_for_the_greatest_count_of_requests() {
        let ctx = egui::Context::default();
        install(&ctx);
        let mut room = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let mut text = crate::money::label::whole(crate::workload::MOST_REQUESTS);
            let shown = egui::TextEdit::singleline(&mut text).desired_width(NUMBER_FIELD).show(ui);
            room = Some((shown.galley.size().x, shown.response.rect.width() - 2.0 * PADDING.x));
        });
        output.textures_delta.clear();
        let (text, field) = room.unwrap();
        assert!(text + 2.0 < field, "{text} points in {field}");
    }
}

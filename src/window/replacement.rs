//! What is seen of a character that no font has, an emoji on a machine without a font of emoji: one box for each, whatever
//! its parts. The app's own font has nothing there, so a gap would be seen.

use eframe::egui::epaint::text::{GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph};
use eframe::egui::{Color32, ColorImage, vec2};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// How wide a box is as a share of the size of the font.
const WIDTH: f32 = 0.62;
/// How high it is: as high as a capital letter.
const HEIGHT: f32 = 0.72;
/// What is free on each side of it.
const GAP: f32 = 0.09;
/// How thick its lines are.
const LINE: f32 = 0.07;

/// What draws the boxes; asked only where no font has the character.
pub fn boxes() -> GlyphRasterizer {
    GlyphRasterizer::new(concat!(module_path!(), "::boxes"), replacement)
}

fn replacement(asked: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let first = asked.cluster.chars().next()?;
    // Tabs, spaces and joiners are laid out, not drawn.
    if matches!(first.general_category_group(), GeneralCategoryGroup::Separator | GeneralCategoryGroup::Other)
        && !is_private(first)
    {
        return None;
    }
    let points = |share: f32| share * asked.font_size_px;
    let size = [pixels(points(WIDTH)), pixels(points(HEIGHT))];
    let line = pixels(points(LINE));
    let mut image = ColorImage::filled(size, Color32::TRANSPARENT);
    let [width, height] = size;
    let is_edge = |at: usize, length: usize| at < line || at + line >= length;
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    for (pixel, (x, y)) in image.pixels.iter_mut().zip(places) {
        if is_edge(x, width) || is_edge(y, height) {
            *pixel = Color32::WHITE;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a letter has a few pixels")]
    let [across, up] = size.map(|pixels| pixels as f32);
    let gap = points(GAP).round();
    Some(RasterizedGlyph {
        // From the baseline up.
        bitmap: GlyphBitmap { image, offset_px: vec2(gap, -up), is_color: false },
        advance_px: 2.0_f32.mul_add(gap, across),
    })
}

/// Characters that have a meaning in one font only.
fn is_private(letter: char) -> bool {
    letter.general_category() == unicode_properties::GeneralCategory::PrivateUse
}

/// A length as whole pixels, at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the size of a letter")]
fn pixels(length: f32) -> usize {
    crate::bounds::between(length.round(), 1.0, 1024.0) as usize
}

#[cfg(test)]
mod tests {
    use eframe::egui::{self, Color32, FontId};

    use crate::window::theme;

    /// How wide a text is, with the app's own fonts alone.
    fn width(text: &str) -> f32 {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut width = 0.0;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = FontId::proportional(14.0);
            width = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::BLACK).size().x;
        });
        output.textures_delta.clear();
        width
    }

    #[test]
    fn what_no_font_has_is_one_box_each_whatever_its_parts() {
        let one = width("🚀");
        assert!(one > 8.0 && one < 16.0, "{one}");
        for cluster in [
            "🔥",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "👩🏽\u{200d}🔬",
            "🇩🇪",
            "🗑\u{fe0f}",
            "日",
            "שׁ",
            "\u{e000}",
        ] {
            assert!((width(cluster) - one).abs() < 0.01, "{cluster}: {} against {one}", width(cluster));
        }
        let three = width("🚀🔥🇩🇪");
        assert!((three - 3.0 * one).abs() < 0.5, "{three}");
    }

    #[test]
    fn what_is_not_to_be_seen_has_no_box() {
        for unseen in ["\u{200d}", "\u{200e}", "\u{2060}", "\u{feff}"] {
            assert!((width(&format!("a{unseen}b")) - width("ab")).abs() < 1.0, "{unseen:?}");
        }
        assert!(width("a\tb") > width("ab"));
    }
}

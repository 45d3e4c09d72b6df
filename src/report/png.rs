//! Charts as PNG: the SVG, drawn at two pixels a unit with the fonts that are part of the program.
//!
//! A picture of pixels needs memory for all of them, so a tall figure is cut to its first rows and says so.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::svg::{self, Extent, Figure};
use super::text::{REGULAR, Ruler, SEMI_BOLD};
use crate::answer::Answer;
use crate::chart::Chart;
use crate::chart::palette::Theme;

/// How long a PNG's signature and first chunk are, in bytes.
const BEHIND_HEADER: usize = 33;
/// What a picture says of the program that drew it.
pub(super) const SOFTWARE: &str = "Tokens per Dollar";
/// Pixels for one unit of the SVG, so that it stays sharp on a large screen.
const SCALE: f32 = 2.0;
/// What a picture holds at most: about 200 MB of memory while it is drawn.
const EXTENT: Extent = Extent { charts: 12, rows_in_height: 240, ..Extent::ALL };

/// A picture in memory, to be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Its width in pixels.
    pub width: usize,
    /// Its height in pixels.
    pub height: usize,
    /// Red, green, blue and alpha of each pixel from the upper left corner on; the colours are multiplied by alpha.
    pub rgba: Vec<u8>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The drawing cannot be read back, which is a fault of this program.
    #[error("the chart cannot be drawn: {0}")]
    Drawing(#[from] usvg::Error),
    /// The picture does not fit in memory.
    #[error("a picture of {width} x {height} pixels is too large")]
    TooLarge {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// The pixels cannot be packed.
    #[error("the picture cannot be packed: {0}")]
    Packing(String),
}

/// One chart as PNG.
///
/// # Errors
/// When there is not enough memory.
pub fn chart(chart: &Chart, theme: Theme) -> Result<Vec<u8>, PngError> {
    let charts = std::slice::from_ref(chart);
    render(&svg::draw(&Figure { title: &chart.title, subtitle: &chart.subtitle, charts }, theme, EXTENT))
}

/// Several charts of a report on one page as PNG: the first 12 charts, 60 rows of each and 240 in height, as the picture
/// then says.
///
/// # Errors
/// When there is not enough memory.
pub fn figure(figure: &Figure<'_>, theme: Theme) -> Result<Vec<u8>, PngError> {
    render(&svg::draw(figure, theme, Extent { rows: Extent::REPORT.rows, ..EXTENT }))
}

/// An answer as PNG.
///
/// # Errors
/// When there is not enough memory.
pub fn answer(answer: &Answer, theme: Theme) -> Result<Vec<u8>, PngError> {
    render(&svg::answer(answer, theme))
}

/// One chart as pixels: its first 60 rows, because the desktop packs what is copied while the window waits.
///
/// # Errors
/// When there is not enough memory.
pub fn chart_pixels(chart: &Chart, theme: Theme) -> Result<Pixels, PngError> {
    let charts = std::slice::from_ref(chart);
    let figure = Figure { title: &chart.title, subtitle: &chart.subtitle, charts };
    drawn(&svg::draw(&figure, theme, Extent { rows: Extent::REPORT.rows, ..EXTENT })).map(Pixels::from)
}

/// An answer as pixels.
///
/// # Errors
/// When there is not enough memory.
pub fn answer_pixels(answer: &Answer, theme: Theme) -> Result<Pixels, PngError> {
    drawn(&svg::answer(answer, theme)).map(Pixels::from)
}

impl From<Pixmap> for Pixels {
    fn from(pixmap: Pixmap) -> Self {
        Self { width: pixmap.width() as usize, height: pixmap.height() as usize, rgba: pixmap.take() }
    }
}

/// The fonts of the program.
static EMBEDDED: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| Arc::new(embedded()));
/// Those and the system's: read only when a name has letters that the program's fonts lack, for it takes a while.
static WITH_SYSTEM: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = embedded();
    fonts.load_system_fonts();
    Arc::new(fonts)
});

fn embedded() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMI_BOLD.to_vec());
    fonts.set_sans_serif_family("Inter");
    fonts
}

fn render(text: &str) -> Result<Vec<u8>, PngError> {
    let mut picture = drawn(text)?.encode_png().map_err(|error| PngError::Packing(error.to_string()))?;
    if picture.len() > BEHIND_HEADER {
        let mut chunk = Vec::from(*b"tEXtSoftware\0");
        chunk.extend(SOFTWARE.bytes());
        let length = u32::try_from(chunk.len() - 4).unwrap_or_default();
        let sum = crc32fast::hash(&chunk);
        let whole = [&length.to_be_bytes()[..], &chunk, &sum.to_be_bytes()].concat();
        picture.splice(BEHIND_HEADER..BEHIND_HEADER, whole);
    }
    Ok(picture)
}

fn drawn(text: &str) -> Result<Pixmap, PngError> {
    let fonts = if Ruler::new().has_all(text) { &EMBEDDED } else { &WITH_SYSTEM };
    let options = usvg::Options {
        fontdb: Arc::clone(fonts),
        font_family: "Inter".to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(text, &options)?;
    let size = tree.size().to_int_size();
    let (width, height) = size.scale_by(SCALE).map_or((0, 0), |scaled| (scaled.width(), scaled.height()));
    let mut pixmap = Pixmap::new(width, height).ok_or(PngError::TooLarge { width, height })?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    Ok(pixmap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, Overrides, OwnModels};
    use crate::chart::ChartRequest;
    use crate::ranking::Measure;

    fn dark_pixels(png: &[u8]) -> usize {
        let pixmap = Pixmap::decode_png(png).unwrap();
        pixmap.pixels().iter().filter(|pixel| pixel.red() < 90 && pixel.green() < 90).count()
    }

    #[test]
    fn both_weights_are_one_family() {
        let found = |weight| {
            let query = fontdb::Query {
                families: &[fontdb::Family::Name("Inter")],
                weight: fontdb::Weight(weight),
                ..fontdb::Query::default()
            };
            EMBEDDED.query(&query).and_then(|id| EMBEDDED.face(id)).map(|face| face.weight.0)
        };
        assert_eq!((found(400), found(600)), (Some(400), Some(600)));
    }

    #[test]
    fn what_is_copied_is_the_picture_that_is_saved() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let of = Chart::new(&market, &ChartRequest::new(Measure::InputTokensPerDollar));
        let saved = Pixmap::decode_png(&chart(&of, Theme::Light).unwrap()).unwrap();
        let copied = chart_pixels(&of, Theme::Light).unwrap();
        assert_eq!((copied.width, copied.height), (saved.width() as usize, saved.height() as usize));
        assert!(copied.rgba == saved.data(), "the pixels differ");
        assert!(copied.rgba.chunks(4).all(|pixel| pixel[3] == 255), "nothing shines through");
    }

    #[test]
    fn the_picture_has_letters() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let chart = Chart::new(&market, &ChartRequest::new(Measure::InputTokensPerDollar));
        let drawing = svg::chart(&chart, Theme::Light);
        let with_text = dark_pixels(&render(&drawing).unwrap());
        let without =
            drawing.lines().filter(|line| !line.trim_start().starts_with("<text")).collect::<String>();
        let without_text = dark_pixels(&render(&without).unwrap());
        assert!(with_text > without_text + 10_000, "{with_text} against {without_text}");
    }
}

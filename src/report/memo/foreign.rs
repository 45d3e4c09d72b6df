//! The letters that our fonts lack: which of the system's fonts has them, and where a text changes from one to another.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};

use krilla::text::Font;
use resvg::usvg::fontdb;
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};

use crate::report::text::Ruler;

/// Cuts a text into pieces, each with the font of the system that has its letters; `None` for our own.
pub(super) fn pieces(ruler: &Ruler, text: &str) -> Vec<(String, Option<Arc<Foreign>>)> {
    let mut pieces: Vec<(String, Option<Arc<Foreign>>)> = Vec::new();
    // Between two words of one script, which run from right to left together.
    let mut between = String::new();
    for letter in text.chars() {
        let last = pieces.last().and_then(|(_, foreign)| foreign.clone());
        if letter.is_whitespace() && last.is_some() {
            between.push(letter);
            continue;
        }
        let foreign = if ruler.has_all(letter.encode_utf8(&mut [0; 4])) {
            None
        } else {
            last.clone().filter(|foreign| foreign.has(letter)).or_else(|| foreign_with(letter))
        };
        let is_same = match (&last, &foreign) {
            (Some(last), Some(foreign)) => Arc::ptr_eq(last, foreign),
            (None, None) => !pieces.is_empty(),
            _ => false,
        };
        if !is_same {
            if !between.is_empty() {
                pieces.push((std::mem::take(&mut between), None));
            }
            let joins_spaces = foreign.is_none() && pieces.last().is_some_and(|(_, last)| last.is_none());
            if !joins_spaces {
                pieces.push((String::new(), foreign));
            }
        }
        if let Some((piece, _)) = pieces.last_mut() {
            piece.push_str(&std::mem::take(&mut between));
            piece.push(letter);
        }
    }
    if !between.is_empty() {
        pieces.push((between, None));
    }
    pieces
}

/// A font of the system.
pub(super) struct Foreign {
    pub(super) font: Font,
    data: Arc<Vec<u8>>,
    index: u32,
}

impl Foreign {
    fn has(&self, letter: char) -> bool {
        has_outline(&self.data, self.index, letter)
    }

    /// About how wide a text is: letters that are joined are a little narrower.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        let Ok(font) = skrifa::FontRef::from_index(&self.data, self.index) else { return 0.0 };
        let map = font.charmap();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let advance = |letter| map.map(letter).and_then(|glyph| metrics.advance_width(glyph));
        text.chars().filter_map(advance).map(f64::from).sum::<f64>() * size
    }
}

/// Whether a font has a letter as an outline, which a PDF can hold; pictures of letters it cannot.
fn has_outline(data: &[u8], index: u32, letter: char) -> bool {
    let Ok(font) = skrifa::FontRef::from_index(data, index) else { return false };
    let Some(glyph) = font.charmap().map(letter) else { return false };
    font.outline_glyphs().get(glyph).is_some()
}

/// The system's fonts: read only when a name has letters that ours lack, for it takes a while.
static SYSTEM: LazyLock<fontdb::Database> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    fonts
});
/// The fonts of the system that were used, and the letters that none has.
static USED: Mutex<(Vec<Arc<Foreign>>, BTreeSet<char>)> = Mutex::new((Vec::new(), BTreeSet::new()));

/// A font of the system that has a letter; `None` when there is none. A font in use before comes first.
fn foreign_with(letter: char) -> Option<Arc<Foreign>> {
    let mut used = USED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (fonts, missing) = &mut *used;
    if let Some(known) = fonts.iter().find(|font| font.has(letter)) {
        return Some(Arc::clone(known));
    }
    if missing.contains(&letter) {
        return None;
    }
    let found = SYSTEM.faces().find_map(|face| {
        let copied = |data: &[u8], index| has_outline(data, index, letter).then(|| (data.to_vec(), index));
        let (data, index) = SYSTEM.with_face_data(face.id, copied)??;
        let data = Arc::new(data);
        let font = Font::new(data.as_ref().clone().into(), index)?;
        Some(Arc::new(Foreign { font, data, index }))
    });
    match &found {
        Some(font) => fonts.push(Arc::clone(font)),
        None => _ = missing.insert(letter),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_lost_between_scripts() {
        let ruler = Ruler::new();
        for text in
            ["GPT-4.1", "Take 通义 模型 or نموذج اللغة, हिन्दी and Ж", " 模 ", "نموذج", "", "模模 x  模"]
        {
            let pieces = pieces(&ruler, text);
            assert_eq!(pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>(), text);
            for (piece, foreign) in &pieces {
                let has = |letter: char| match foreign {
                    Some(foreign) => foreign.has(letter) || letter.is_whitespace(),
                    None => ruler.has_all(&letter.to_string()) || foreign_with(letter).is_none(),
                };
                assert!(piece.chars().all(has), "{piece} of {text}");
            }
        }
    }
}

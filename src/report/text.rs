//! How wide a text is in the font of the charts, and where it breaks: what a drawing needs before it is drawn.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Inter Regular, cut down to what charts need.
pub(super) const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter `SemiBold`, cut down likewise.
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// The fonts that a chart asks for, in order.
pub(super) const FAMILY: &str = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// Measures texts.
pub(super) struct Ruler {
    regular: Option<FontRef<'static>>,
    semi_bold: Option<FontRef<'static>>,
}

impl Ruler {
    pub(super) fn new() -> Self {
        Self { regular: FontRef::new(REGULAR).ok(), semi_bold: FontRef::new(SEMI_BOLD).ok() }
    }

    /// Whether the embedded fonts have every character of `text`.
    pub(super) fn has_all(&self, text: &str) -> bool {
        let Some(font) = &self.regular else { return false };
        let map = font.charmap();
        text.chars().all(|character| character.is_whitespace() || map.map(character).is_some())
    }

    /// The width of one line, in the unit of `size`.
    pub(super) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let font = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        };
        let Some(font) = font else { return text.chars().map(|_| size * 0.6).sum() };
        let map = font.charmap();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        text.chars()
            .map(|character| {
                let known = map.map(character).and_then(|glyph| metrics.advance_width(glyph));
                // Another font has to help out: East Asian letters are square, the rest at most about as wide.
                known.map_or(1.0, f64::from) * size
            })
            .sum()
    }

    /// Breaks a text into lines of at most `most` wide: between words, and inside a word that is too long.
    pub(super) fn wrap(&self, text: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut line_width = 0.0;
        let space = self.width(" ", size, weight);
        for word in text.split_whitespace() {
            let word_width = self.width(word, size, weight);
            let at_start = lines.last().is_none_or(String::is_empty);
            if !at_start && line_width + space + word_width <= most {
                push(&mut lines, " ");
                push(&mut lines, word);
                line_width += space + word_width;
                continue;
            }
            if !at_start {
                lines.push(String::new());
                line_width = 0.0;
            }
            if word_width <= most {
                push(&mut lines, word);
                line_width = word_width;
                continue;
            }
            // A name of a model breaks behind one of its signs, and in the middle of a word only where it must.
            for piece in word.split_inclusive(['-', '/', '_', ':', '.', ',']) {
                let piece_width = self.width(piece, size, weight);
                if line_width > 0.0 && line_width + piece_width > most {
                    lines.push(String::new());
                    line_width = 0.0;
                }
                if piece_width <= most {
                    push(&mut lines, piece);
                    line_width += piece_width;
                    continue;
                }
                let mut buffer = [0; 4];
                for character in piece.chars() {
                    let letter = character.encode_utf8(&mut buffer);
                    let width = self.width(letter, size, weight);
                    if line_width > 0.0 && line_width + width > most {
                        lines.push(String::new());
                        line_width = 0.0;
                    }
                    push(&mut lines, letter);
                    line_width += width;
                }
            }
        }
        lines
    }
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_break_without_losing_a_letter() {
        let ruler = Ruler::new();
        for text in ["Llama 3.3 8B", &"word ".repeat(40), &"x".repeat(200), &"模型".repeat(60), ""] {
            let lines = ruler.wrap(text, 15.0, Weight::Regular, 200.0);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(text));
            assert!(lines.iter().all(|line| ruler.width(line, 15.0, Weight::Regular) <= 200.0));
        }
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let ruler = Ruler::new();
        assert!(ruler.width("iii", 10.0, Weight::Regular) < ruler.width("mmm", 10.0, Weight::Regular));
        assert!(ruler.width("abc", 10.0, Weight::Regular) < ruler.width("abc", 10.0, Weight::SemiBold));
        assert!(ruler.has_all("GPT-4.1 mini: $0.00072 → €") && !ruler.has_all("模型"));
    }
}

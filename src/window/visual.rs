//! Texts from right to left as they are to be drawn. The toolkit puts the letters of such a word in their order, but
//! words, as it puts them, go from left to right.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// A line of text with its words from left to right as they are seen; the letters of a word stay as they are spelt.
pub fn visual(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_from_right) {
        return Cow::Borrowed(text);
    }
    let info = BidiInfo::new(text, None);
    let mut seen = String::with_capacity(text.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let words = text.get(run.clone()).unwrap_or_default();
            let is_rtl = levels.get(run.start).is_some_and(Level::is_rtl);
            if is_rtl { from_right(words, &mut seen) } else { seen.push_str(words) }
        }
    }
    Cow::Owned(seen)
}

/// The pieces of what goes from right to left, the last first: words, and what stands between them sign by sign.
fn from_right(words: &str, seen: &mut String) {
    let mut end = words.len();
    while let Some(sign) = words.get(..end).and_then(|rest| rest.chars().next_back()) {
        let rest = words.get(..end).unwrap_or_default();
        let start = if is_of_word(sign) {
            rest.trim_end_matches(is_of_word).len()
        } else {
            rest.len() - sign.len_utf8()
        };
        let piece = rest.get(start..).unwrap_or_default();
        match (is_of_word(sign), mirrored(sign)) {
            (false, Some(mirrored)) => seen.push(mirrored),
            _ => seen.push_str(piece),
        }
        end = start;
    }
}

fn is_from_right(letter: char) -> bool {
    // Most texts have no letter of a script that could.
    letter >= '\u{0590}' && matches!(bidi_class(letter), BidiClass::R | BidiClass::AL)
}

fn is_of_word(letter: char) -> bool {
    is_from_right(letter) || bidi_class(letter) == BidiClass::NSM
}

const fn mirrored(sign: char) -> Option<char> {
    Some(match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '<' => '>',
        '>' => '<',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::visual;

    #[test]
    fn words_from_right_to_left_stand_in_their_order() {
        for (spelt, seen) in [
            ("GPT-4.1 mini", "GPT-4.1 mini"),
            ("Ελληνικά 日本語 🙂", "Ελληνικά 日本語 🙂"),
            ("שלום", "שלום"),
            ("אחת שתיים שלוש", "שלוש שתיים אחת"),
            ("دعم العملاء", "العملاء دعم"),
            ("GPT אחת שתיים mini", "GPT שתיים אחת mini"),
            ("אחת (שתיים)", "(שתיים) אחת"),
            ("אחת 25 שתיים", "שתיים 25 אחת"),
        ] {
            assert_eq!(visual(spelt), seen, "{spelt}");
        }
    }
}

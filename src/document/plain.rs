//! Texts of others, made fit to be shown: no character in them can move a cursor, hide, or turn the reading direction.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// What stands where a character was that may not be shown.
const REPLACEMENT: char = '\u{fffd}';
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// A foreign text as one line that a terminal, a file and a window can take: each line break or tab becomes a space, each
/// other control or format character (escape sequences, marks that turn the reading direction, invisible ones) becomes
/// `\u{fffd}`. The joiners of an emoji, and those between the letters of a script that needs them, stay.
///
/// Applied twice it changes nothing more.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    // Nearly every text is of this kind.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let mut characters = text.chars().peekable();
    let mut made = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let shown = match character {
            ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
                if joins(before, characters.peek().copied()) {
                    character
                } else {
                    REPLACEMENT
                }
            }
            other => visible(other),
        };
        made.push(shown);
        // What gives an emoji its colour or form stands between it and the joiner.
        if !matches!(character, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}') {
            before = Some(shown);
        }
    }
    if made == text { Cow::Borrowed(text) } else { Cow::Owned(made) }
}

/// As [`plain`], cut to `most` characters, the last of which say with `...` that there was more.
///
/// Applied twice it changes nothing more.
#[must_use]
pub fn short(text: &str, most: usize) -> Cow<'_, str> {
    const MORE: &str = "...";
    if text.chars().nth(most).is_none() {
        return plain(text);
    }
    match text.char_indices().nth(most.saturating_sub(MORE.len())) {
        None => plain(text),
        Some((end, _)) => {
            let mut cut = plain(text.get(..end).unwrap_or_default()).into_owned();
            cut.push_str(MORE);
            Cow::Owned(cut)
        }
    }
}

fn visible(character: char) -> char {
    match character {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        other if other.is_ascii() => {
            if other.is_ascii_control() {
                REPLACEMENT
            } else {
                other
            }
        }
        other => match other.general_category() {
            GeneralCategory::Control | GeneralCategory::Format => REPLACEMENT,
            _ => other,
        },
    }
}

/// Whether a joiner between two characters changes what people see: a family of emoji, or letters from Arabic to
/// Sinhala, whose forms it chooses. Elsewhere it only hides.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let is_emoji = |character: char| !character.is_ascii() && character.is_emoji_char();
    let is_joining = |character: char| matches!(character, '\u{600}'..='\u{dff}');
    (is_emoji(before) && is_emoji(after)) || (is_joining(before) && is_joining(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_can_see_stays_as_it_is() {
        for text in [
            "",
            "groq/llama-3.3-8b",
            "Größe ≤ 200k · 模型",
            "👩\u{200d}💻 ❤\u{fe0f}",
            "می\u{200c}خواهم",
            "👩🏽\u{200d}🚀",
        ] {
            assert!(matches!(plain(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn what_acts_or_hides_is_replaced() {
        for (text, expected) in [
            ("a\u{1b}]0;title\u{7}b", "a\u{fffd}]0;title\u{fffd}b"),
            ("one\r\ntwo\tthree", "one  two three"),
            ("\u{202e}cba\u{2066}x\u{2069}", "\u{fffd}cba\u{fffd}x\u{fffd}"),
            ("a\u{200b}b\u{feff}c\u{ad}d\u{200d}e", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"),
            ("\u{9b}31m\u{2028}", "\u{fffd}31m "),
            ("\u{e0041}\u{200d}", "\u{fffd}\u{fffd}"),
        ] {
            let made = plain(text);
            assert_eq!(made, expected);
            assert_eq!(plain(&made), expected);
        }
    }

    #[test]
    fn a_long_text_is_cut_where_a_letter_ends() {
        assert_eq!(short("größer als", 7), "größ...");
        assert_eq!(short("größ...", 7), "größ...");
        assert_eq!(short("größer", 6), "größer");
        assert_eq!(short("a\u{1b}bcde", 5), "a\u{fffd}...");
    }
}

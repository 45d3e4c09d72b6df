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
pub fn plain(text: &str) -> Cow<'_, str> {
    shown(text, Some(REPLACEMENT))
}

/// A text of the user's own as one line: as [`plain`], but what acts or hides is left out. It came along unseen, from a
/// web page or a document, and whoever typed the rest does not miss it.
///
/// A name that a file has is read by the same rule, so it is the same name on every screen and in every report; the file
/// stays as it is until the user changes it.
///
/// Applied twice it changes nothing more.
pub fn seen(text: &str) -> Cow<'_, str> {
    shown(text, None)
}

/// As [`seen`], with the line breaks kept: for notes.
pub fn seen_lines(text: &str) -> String {
    let lines = text.split('\n').map(|line| seen(line.strip_suffix('\r').unwrap_or(line)));
    lines.collect::<Vec<_>>().join("\n")
}

/// `hidden` stands where a character was that acts or hides.
fn shown(text: &str, hidden: Option<char>) -> Cow<'_, str> {
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
                Some(character).filter(|_| joins(before, characters.peek().copied()))
            }
            other => visible(other),
        };
        let Some(shown) = shown.or(hidden) else { continue };
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

/// The character as it may be shown; `None` for one that acts or hides.
fn visible(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        other if other.is_ascii() => Some(other).filter(|other| !other.is_ascii_control()),
        other => match other.general_category() {
            GeneralCategory::Control | GeneralCategory::Format => None,
            _ => Some(other),
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
    fn what_hides_in_a_text_of_ones_own_is_left_out() {
        for (text, expected) in [
            ("Chat", "Chat"),
            ("\u{feff}Ch\u{ad}at\u{200b}", "Chat"),
            ("\u{202e}tahC\u{202c} \u{2066}x\u{2069}", "tahC x"),
            ("one\ttwo\u{2028}three", "one two three"),
            ("a\u{1b}[2Jb\u{9b}c", "a[2Jbc"),
            ("👩\u{202d}\u{200d}💻 می\u{200c}خواهم", "👩\u{200d}💻 می\u{200c}خواهم"),
        ] {
            let made = seen(text);
            assert_eq!(made, expected, "{text:?}");
            assert_eq!(seen(&made), expected, "{text:?}");
            assert_eq!(plain(&made), expected, "nothing is left to replace: {text:?}");
        }
        assert_eq!(seen_lines("one\u{202e}\r\n\n\ttwo\u{7}"), "one\n\n two");
    }

    #[test]
    fn a_long_text_is_cut_where_a_letter_ends() {
        assert_eq!(short("größer als", 7), "größ...");
        assert_eq!(short("größ...", 7), "größ...");
        assert_eq!(short("größer", 6), "größer");
        assert_eq!(short("a\u{1b}bcde", 5), "a\u{fffd}...");
    }
}

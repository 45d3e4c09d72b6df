//! JSON as programs really write it: Python's `NaN` and `Infinity`, a comma before a closing bracket. What is inside a
//! text is never touched. Comments are found, to be named.

/// What was found in a text that is no JSON.
pub(super) struct Scan {
    /// The text as JSON; `None` where nothing could be mended.
    pub(super) mended: Option<Mended>,
    /// The line of the first comment.
    pub(super) comment: Option<usize>,
}

/// A text that was mended: the words that are no numbers stand in quotes.
pub(super) struct Mended {
    pub(super) text: String,
    /// Where quotes were put around a word: line, and column in bytes, as they are now.
    quoted: Vec<(usize, usize)>,
}

impl Mended {
    /// The column of the text as it was.
    pub(super) fn column_before(&self, line: usize, column: usize) -> usize {
        column
            - 2 * self
                .quoted
                .iter()
                .filter(|(at, start)| *at == line && *start < column)
                .count()
                .min(column / 2)
    }
}

/// The words that Python and others write for what JSON has no number for.
const WORDS: [&str; 6] = ["NaN", "-Infinity", "Infinity", "nan", "-inf", "inf"];

/// The most words that are mended: a list with more of them is no list of prices.
const MOST_WORDS: usize = 100_000;

/// Looks for what may be mended, and for comments.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut mended = String::new();
    let mut quoted: Vec<(usize, usize)> = Vec::new();
    let mut on_this_line = 0;
    let mut comment = None;
    // What stands before this place is in `mended` already.
    let (mut copied, mut at, mut line, mut line_start) = (0, 0, 1, 0);
    let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_text(bytes, at);
                continue;
            }
            b'\n' => (line, line_start, on_this_line) = (line + 1, at + 1, 0),
            b'/' if comment.is_none() && matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                comment = Some(line);
                break;
            }
            b'#' if comment.is_none() => {
                comment = Some(line);
                break;
            }
            b',' if next_significant(bytes, at + 1).is_some_and(|next| matches!(next, b']' | b'}')) => {
                mended.push_str(piece(copied, at));
                mended.push(' ');
                copied = at + 1;
            }
            b'N' | b'I' | b'-' | b'n' | b'i' => {
                if let Some(word) = word_at(bytes, at) {
                    mended.push_str(piece(copied, at));
                    quoted.push((line, at - line_start + 2 * on_this_line + 1));
                    on_this_line += 1;
                    if quoted.len() > MOST_WORDS {
                        return Scan { mended: None, comment };
                    }
                    mended.push('"');
                    mended.push_str(word);
                    mended.push('"');
                    at += word.len();
                    copied = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    let mended = (copied > 0 && comment.is_none()).then(|| {
        mended.push_str(piece(copied, text.len()));
        Mended { text: mended, quoted }
    });
    Scan { mended, comment }
}

/// Behind the text that starts at a place.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn next_significant(bytes: &[u8], from: usize) -> Option<u8> {
    bytes.get(from..)?.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// The word that stands by itself at a place, where a value may stand.
fn word_at(bytes: &[u8], at: usize) -> Option<&'static str> {
    let rest = bytes.get(at..)?;
    let word = WORDS.into_iter().find(|word| rest.starts_with(word.as_bytes()))?;
    let before = bytes.get(..at)?.iter().rfind(|byte| !byte.is_ascii_whitespace());
    let after = next_significant(bytes, at + word.len());
    (matches!(before, Some(b':' | b',' | b'[')) && matches!(after, Some(b',' | b']' | b'}'))).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_numbers_and_commas_at_the_end_are_mended() {
        for (text, expected) in [
            (
                "{\"a\": NaN, \"b\": [Infinity, -Infinity,], }",
                "{\"a\": \"NaN\", \"b\": [\"Infinity\", \"-Infinity\" ]  }",
            ),
            ("{\"a\": \"x, NaN,] \\\" // \", \"b\": nan}", "{\"a\": \"x, NaN,] \\\" // \", \"b\": \"nan\"}"),
        ] {
            assert_eq!(scan(text).mended.unwrap().text, expected);
        }
        for text in
            ["{\"a\": 1}", "{\"NaN\": null, \"Infinity\": \"Infinity\"}", "{NaN: 1}", "[nano]", "[\"\\"]
        {
            assert!(scan(text).mended.is_none(), "{text}");
        }
    }

    #[test]
    fn comments_are_found_outside_of_texts() {
        assert_eq!(scan("// prices\n{}").comment, Some(1));
        assert_eq!(scan("{\"u\": \"http://x\",\n /* b */ \"a\": 1}").comment, Some(2));
        assert_eq!(scan("{\n\"a\": 1, # mine\n}").comment, Some(2));
        assert_eq!(scan("{\"u\": \"http://x #1\"}").comment, None);
    }

    #[test]
    fn a_place_is_that_of_the_text_as_it_was() {
        let mended = scan("[\nNaN, NaN, x]").mended.unwrap();
        let error = serde_json::from_str::<serde_json::Value>(&mended.text).unwrap_err();
        assert_eq!((error.line(), mended.column_before(error.line(), error.column())), (2, 11));
    }
}

//! The text of a price list as spreadsheets save it: UTF-8, or UTF-16 as in "Unicode text".

use std::borrow::Cow;

use crate::document::{self, Fault};

/// The text of a list, without a byte order mark.
///
/// # Errors
/// When it is neither UTF-8 nor UTF-16, or holds nothing: where, and how to save it.
pub(in crate::catalog::feeds) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    if let Some(what) = no_text(bytes) {
        return Err(Fault::new(what));
    }
    let (units, from): (fn([u8; 2]) -> u16, usize) = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            return Err(Fault::new("it is UTF-32 text; save it as UTF-8"));
        }
        [0xff, 0xfe, ..] => (u16::from_le_bytes, 2),
        [0xfe, 0xff, ..] => (u16::from_be_bytes, 2),
        // Without a mark, the zeros between plain letters say so.
        [1..=255, 0, 1..=255, 0, ..] => (u16::from_le_bytes, 0),
        [0, 1..=255, 0, 1..=255, ..] => (u16::from_be_bytes, 0),
        _ => {
            return document::text(bytes).map(Cow::Borrowed).map_err(|fault| {
                match (fault.line(), fault.column()) {
                    (Some(line), Some(column)) => Fault::at(
                        line,
                        column,
                        format!("{}; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")", fault.problem()),
                    ),
                    _ => fault,
                }
            });
        }
    };
    let pairs = bytes.get(from..).unwrap_or_default().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(Fault::new("its UTF-16 text is cut off in the middle of a letter"));
    }
    let read = pairs.filter_map(|pair| pair.try_into().ok()).map(units);
    let text: String = char::decode_utf16(read)
        .collect::<Result<_, _>>()
        .map_err(|_| Fault::new("its UTF-16 text is broken; save it as UTF-8"))?;
    if text.trim().is_empty() {
        return Err(Fault::new("the file is empty"));
    }
    Ok(Cow::Owned(text))
}

/// What a file is that is no text, by its first bytes, and what to do with it.
const fn no_text(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            "it is a workbook or an archive (xlsx, ods, zip): save its table as CSV, or unpack it first"
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "it is an old workbook (xls): save its table as CSV",
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            "it is a PDF: copy its table into a spreadsheet and save that as CSV"
        }
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [b'B', b'Z', b'h', ..] => {
            "it is compressed: unpack it first"
        }
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            "it is a picture: type its figures into a table"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_utf_16_are_read_with_and_without_their_mark() {
        let written = "modèle\tinput\u{1f600}";
        for marked in ["\u{feff}modèle\tinput\u{1f600}", written] {
            let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(text(&little).unwrap(), written);
            assert_eq!(text(&big).unwrap(), written);
        }
        assert_eq!(text("\u{feff}a".as_bytes()).unwrap(), "a");
    }

    #[test]
    fn what_is_no_text_is_called_what_it_is() {
        for (bytes, what) in [
            (&b"PK\x03\x04\x14\0\x06\0"[..], "save its table as CSV"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old workbook"),
            (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
            (b"\x1f\x8b\x08\0", "unpack it first"),
            (b"\x89PNG\r\n", "a picture"),
        ] {
            let said = text(bytes).unwrap_err().to_string();
            assert!(said.contains(what) && !said.contains("UTF-8"), "{said}");
        }
        assert!(text(b"PK,input,output").is_ok() && text(b"BZ-1,2").is_ok());
    }

    #[test]
    fn another_encoding_says_how_to_save_the_file() {
        let said = text(b"model,input \x80\nA,1\n").unwrap_err().to_string();
        assert!(said.contains("line 1, column 13") && said.contains("CSV UTF-8"), "{said}");
        for bytes in
            [&b"\xff\xfea"[..], b"\xff\xfe\x00\xd8", b"\xff\xfe\x00\x00a\x00\x00\x00", b"\xff\xfe \x00", b""]
        {
            assert!(text(bytes).is_err(), "{bytes:?}");
        }
    }
}

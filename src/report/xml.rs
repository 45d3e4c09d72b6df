//! A small writer of XML: it escapes what it is given and closes what it opened.

use std::fmt::{self, Display, Write};

/// XML that is being written.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

/// A length or place in user units, printed with at most two decimals.
#[derive(Clone, Copy)]
pub(super) struct Px(pub(super) f64);

impl Display for Px {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = format!("{:.2}", self.0);
        out.write_str(rounded.trim_end_matches('0').trim_end_matches('.'))
    }
}

type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

impl Xml {
    pub(super) fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.end(name);
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds a text.
    pub(super) fn text(&mut self, name: &'static str, attributes: Attributes<'_>, content: &str) {
        self.start(name, attributes);
        self.text.push('>');
        escape(content, &mut self.text);
        self.end(name);
    }

    /// The document, all elements closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        let mut value = String::new();
        for (key, content) in attributes {
            value.clear();
            // Writing into a text cannot fail.
            let _ = write!(value, "{content}");
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape(&value, &mut self.text);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.text.push_str("  ");
        }
    }
}

/// Adds `content` with the signs of XML escaped and the characters that XML forbids replaced.
fn escape(content: &str, out: &mut String) {
    for character in content.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other if other.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_closes() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", &"\"<&>\""), ("c", &Px(1.50))]);
        xml.text("d", &[], "x < y\u{0}\u{ffff}");
        assert_eq!(
            xml.finish().split_once('\n').unwrap().1,
            "<a b=\"&quot;&lt;&amp;&gt;&quot;\" c=\"1.5\">\n  <d>x &lt; y\u{fffd}\u{fffd}</d>\n</a>\n"
        );
    }
}

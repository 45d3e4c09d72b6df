//! An answer as SVG: its title, the answer in a sentence, the picture or else the table, what to know, the source.

use crate::answer::Answer;
use crate::chart::palette::Theme;
use crate::report::xml::Xml;

/// An answer as SVG.
#[must_use]
pub fn answer(answer: &Answer, theme: Theme) -> String {
    let mut body = Xml::new();
    body.open("svg", &[("xmlns", &"http://www.w3.org/2000/svg"), ("fill", &theme.surface().text.to_hex())]);
    body.text("title", &[], &answer.title);
    body.finish()
}

//! What is wrong with a document, and where: a sentence for a person.

use std::fmt;

use ron::error::{Error, SpannedError};

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    place: Option<(usize, usize)>,
    problem: String,
}

impl Fault {
    /// A fault of the whole document.
    pub fn new(problem: &str) -> Self {
        Self { place: None, problem: problem.to_owned() }
    }

    /// A fault at a line and a column, both counted from 1.
    pub const fn at(line: usize, column: usize, problem: String) -> Self {
        Self { place: Some((line, column)), problem }
    }

    /// A fault of one named field.
    pub fn of_field(field: &str, problem: &str) -> Self {
        Self::new(&format!("{field}: {problem}"))
    }

    /// The line, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.place.map(|(line, _)| line)
    }

    /// The column, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.place.map(|(_, column)| column)
    }

    /// What is wrong, without the place.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The same fault with the reason behind it.
    pub(super) fn because(mut self, reason: &str) -> Self {
        self.problem = format!("{}; {reason}", self.problem);
        self
    }

    /// The same fault in a text that starts where `before` ends.
    pub(super) fn moved_behind(mut self, before: &str) -> Self {
        let (start_line, start_column) = position(before);
        let (line, column) = self.place.unwrap_or((1, 1));
        self.place =
            Some((start_line + line - 1, if line == 1 { start_column + column - 1 } else { column }));
        self
    }

    pub(super) fn from_ron(error: &SpannedError) -> Self {
        let place = error.span.start;
        Self::at(place.line, place.col, describe(&error.code))
    }
}

/// The line and column just behind `text`, counted from 1.
pub(super) fn position(text: &str) -> (usize, usize) {
    let line_start = text.rfind('\n').map_or(0, |end| end + 1);
    let columns = text.get(line_start..).unwrap_or_default().chars().count();
    (text.matches('\n').count() + 1, columns + 1)
}

fn describe(code: &Error) -> String {
    match code {
        Error::MissingStructField { field, .. } => format!("the field `{field}` is missing"),
        Error::DuplicateStructField { field, .. } => format!("the field `{field}` is there twice"),
        Error::ExpectedInteger => "a whole number is expected here".to_owned(),
        Error::ExpectedString => "a text in quotes is expected here".to_owned(),
        Error::IntegerOutOfBounds => "this number is negative or too large".to_owned(),
        Error::Eof => "the file ends too early; it may be cut off".to_owned(),
        Error::ExceededRecursionLimit => "the brackets are nested too deep".to_owned(),
        Error::ExpectedNamedStructLike(_) | Error::ExpectedStructLike => {
            "an opening bracket ( is expected here".to_owned()
        }
        Error::TrailingCharacters => "there is more text after the end of the value".to_owned(),
        Error::ExpectedComma | Error::ExpectedStructLikeEnd => {
            "a comma or a closing bracket is expected here".to_owned()
        }
        Error::Message(message) => message.clone(),
        other => other.to_string(),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(out, "line {line}, column {column}: {}", self.problem),
            None => out.write_str(&self.problem),
        }
    }
}

impl std::error::Error for Fault {}

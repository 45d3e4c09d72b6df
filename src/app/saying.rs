//! What the status line says, and the ways on from it.

use std::path::PathBuf;

use crate::catalog::ListKey;

/// One sentence for the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
    /// What can be done about it at once: a button each.
    pub offers: Vec<Offered>,
}

impl Saying {
    /// Something was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: false, offers: Vec::new() }
    }

    /// Something went wrong.
    pub fn failed(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: true, offers: Vec::new() }
    }

    /// The same with a way on.
    pub fn offering(mut self, offered: Offered) -> Self {
        self.offers.push(offered);
        self
    }
}

/// A way on from what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// Take back what was done.
    Undo,
    /// Open a file that was written, in the program that the desktop has for it.
    Open(PathBuf),
    /// Show a file that was written in its folder.
    Show(PathBuf),
    /// Show what an update of a price list changed.
    Changes(ListKey),
}

impl Offered {
    /// What its button says.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Undo => "Undo",
            Self::Open(_) => "Open",
            Self::Show(_) => "Show in folder",
            Self::Changes(_) => "What changed",
        }
    }
}

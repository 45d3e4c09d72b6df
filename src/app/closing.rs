//! Closing the window while changes are not on disk: what the user is asked, and what becomes of it.

use std::path::PathBuf;

/// How far closing the window has come while changes are not on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// They are being saved; the window closes once they are.
    Saving,
    /// They cannot be saved or it takes long: the user is asked.
    Asking,
    /// The window closes, whatever is saved by then.
    Now,
}

/// What is done about closing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseAction {
    /// Close once everything is saved.
    WhenSaved,
    /// Ask what to do.
    Ask,
    /// Choose another folder and save there what is not saved.
    SaveElsewhere,
    /// What was not saved is in this folder now.
    SavedElsewhere(PathBuf),
    /// Close at once.
    Now,
    /// Keep the window open.
    Stay,
}

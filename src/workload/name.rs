//! A name that a user gives: what is allowed, when two are the same, and the file name made from it.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::document::seen;

/// The longest name, in characters.
const LONGEST: usize = 100;
/// The longest slug, in bytes; file systems allow 255 for a whole file name.
const LONGEST_SLUG: usize = 60;

/// A name: one line, 1 to 100 characters, no spaces around it, and nothing that hides in it ([`seen`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    text: Arc<str>,
    /// What it shares with names that count as the same; made once, since each new name is compared with all others.
    folded: Arc<str>,
}

/// Why a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but white space.
    #[error("a name needs at least one character")]
    Empty,
    /// Longer than 100 characters.
    #[error("a name has at most {LONGEST} characters")]
    TooLong,
    /// A line break or another control character.
    #[error("a name is one line without control characters")]
    ControlCharacter,
}

impl Name {
    /// Checks a name; white space around it and characters that hide are dropped.
    ///
    /// # Errors
    /// When it is empty, longer than 100 characters or not one line.
    pub fn new(text: &str) -> Result<Self, NameError> {
        if text.trim().chars().any(char::is_control) {
            return Err(NameError::ControlCharacter);
        }
        let name: String = seen(text).trim().nfc().collect();
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().count() > LONGEST {
            return Err(NameError::TooLong);
        }
        Ok(Self::of(&name))
    }

    fn of(text: &str) -> Self {
        Self { text: text.into(), folded: Self::key_of(text).into() }
    }

    /// The name as the user wrote it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What two names share when they count as the same: case and width do not matter.
    pub fn key(&self) -> String {
        self.folded().to_owned()
    }

    /// [`Name::key`] without a copy, for comparisons.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// [`Name::key`] of any text, to look a name up.
    pub fn key_of(text: &str) -> String {
        seen(text).trim().nfkc().flat_map(char::to_lowercase).collect::<String>().nfkc().collect()
    }

    /// The start of a file name: lower case letters, digits and hyphens; never a name that Windows reserves.
    pub fn slug(&self) -> String {
        const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
        let mut slug = slug::slugify(&*self.text);
        slug.truncate(LONGEST_SLUG);
        let slug = slug.trim_end_matches('-');
        let is_port = slug.len() == 4
            && (slug.starts_with("com") || slug.starts_with("lpt"))
            && slug.ends_with(|c: char| c.is_ascii_digit());
        if slug.is_empty() {
            "workload".to_owned()
        } else if RESERVED.contains(&slug) || is_port {
            format!("{slug}-workload")
        } else {
            slug.to_owned()
        }
    }

    /// This name, or this name with the first number that makes it one that is not `taken`: `Chat message (2)`.
    pub fn made_unique(&self, taken: impl Fn(&str) -> bool) -> Self {
        if !taken(self.folded()) {
            return self.clone();
        }
        let mut number = 2_u64;
        loop {
            let suffix = format!(" ({number})");
            let room = LONGEST.saturating_sub(suffix.chars().count());
            let stem: String = self.text.chars().take(room).collect();
            let candidate = Self::of(&format!("{}{suffix}", stem.trim_end()));
            if !taken(candidate.folded()) {
                return candidate;
            }
            number += 1;
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_checked() {
        assert_eq!(Name::new("  Chat  ").unwrap().as_str(), "Chat");
        assert_eq!(Name::new(" \t"), Err(NameError::Empty));
        assert_eq!(Name::new("\u{200b}"), Err(NameError::Empty));
        assert_eq!(Name::new("a\nb"), Err(NameError::ControlCharacter));
        assert_eq!(Name::new(&"x".repeat(101)), Err(NameError::TooLong));
    }

    #[test]
    fn what_hides_in_a_name_is_left_out_and_makes_no_new_name() {
        let name = Name::new("\u{202e}Ch\u{200b}at\u{2069} \u{feff}").unwrap();
        assert_eq!(name.as_str(), "Chat");
        assert_eq!(name, Name::new("Chat").unwrap());
        assert_eq!(Name::key_of("\u{2066}CHAT\u{ad}"), "chat");
        assert_eq!(Name::new("\u{202e}\u{2066} \u{200d}"), Err(NameError::Empty));
        assert_eq!(Name::new("Team 👩\u{200d}💻").unwrap().as_str(), "Team 👩\u{200d}💻");
    }

    #[test]
    fn case_and_composition_do_not_make_a_new_name() {
        let key = |text: &str| Name::new(text).unwrap().key();
        assert_eq!(key("CAFÉ"), key("cafe\u{301}"));
        assert_ne!(key("a"), key("b"));
    }

    #[test]
    fn slugs_are_safe_file_names_everywhere() {
        let slug = |text: &str| Name::new(text).unwrap().slug();
        assert_eq!(slug("Chat message"), "chat-message");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("CON"), "con-workload");
        assert_eq!(slug("COM1"), "com1-workload");
        assert_eq!(slug("!!!"), "workload");
        assert!(slug(&"long ".repeat(20)).len() <= LONGEST_SLUG);
    }

    #[test]
    fn a_taken_name_gets_the_first_free_number() {
        let name = Name::new("Chat").unwrap();
        assert_eq!(name.made_unique(|key| key == "chat" || key == "chat (2)").as_str(), "Chat (3)");
    }
}

//! The starter workloads: the files of `saved-workloads/`, inside the binary.

/// One starter workload, in exactly the form that the app saves.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// The file's name without `.ron`.
    pub slug: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

macro_rules! starters {
    ($($slug:literal),+ $(,)?) => {
        /// The starter workloads, in the order in which a new user sees them.
        pub const STARTERS: &[Starter] = &[
            $(Starter { slug: $slug, text: include_str!(concat!("../../saved-workloads/", $slug, ".ron")) }),+
        ];
    };
}

starters!(
    "chat-message",
    "email-draft",
    "document-summary",
    "code-function",
    "blog-post",
    "data-classification",
    "summarization",
    "content-generation",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::file;

    #[test]
    fn each_is_in_the_form_that_the_app_saves() {
        for starter in STARTERS {
            let opened = file::parse(starter.text).unwrap();
            assert!(opened.read_only.is_empty());
            assert_eq!(file::print(&opened.value).unwrap(), starter.text, "{}", starter.slug);
            assert_eq!(opened.value.name().slug(), starter.slug);
        }
    }
}

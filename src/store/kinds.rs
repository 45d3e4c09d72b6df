//! What the rows of the table of documents become: the kinds with their names, texts and places in memory. The table
//! itself stands in `documents`.

/// Makes of one row a kind the types [`Document`](super::Document), [`Content`](super::Content) and `Shelf`, and all that
/// differs between kinds. Kinds of which there are `many` have a folder and files with names of their own; a kind of
/// which there is `one` has a file. The stored copies of price lists stand apart: they are bytes, not documents.
macro_rules! documents {
    (
        many {$(
            $(#[$many_doc:meta])*
            $many:ident($many_type:ty) {
                memory: $list:ident as $saved:ident.$field:ident, unreadable: $unreadable:ident, by_name: $by_name:literal,
                find: $find:ident, has_name: $has_name:ident, free_key: $free_key:ident,
                folder: $folder:literal, called: $called:literal,
                parse: $many_parse:path, print: $many_print:path,
            }
        )*}
        one {$(
            $(#[$one_doc:meta])*
            $one:ident($one_type:ty) {
                memory: $slot:ident, file: $file:literal, title: $title:literal, subject: $subject:literal,
                parse: $one_parse:path, print: $one_print:path,
                until_mended: $until_mended:literal, still: $still:literal,
                merge: $merge:path,
            }
        )*}
    ) => {
        /// One file of the folder.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Document {
            $($(#[$many_doc])* $many(Key),)*
            $($(#[$one_doc])* $one,)*
            /// `lists/<key>`: the stored copy of a price list, with its previous version and its history beside it.
            List(ListKey),
        }

        impl Document {
            /// Those of which there is one.
            pub(super) const SINGLE: &[Self] = &[$(Self::$one),*];

            /// The file's name inside the data folder, with `/` on every system.
            pub fn file_name(&self) -> String {
                match self {
                    $(Self::$many(key) => format!("{}/{key}.{EXTENSION}", $folder),)*
                    $(Self::$one => $file.to_owned(),)*
                    Self::List(key) => format!("{LISTS}/{}", key.file_name()),
                }
            }

            /// The kind of a named document and its key; `None` for one of which there is one.
            pub(super) const fn named(&self) -> Option<(Shelf, &Key)> {
                match self {
                    $(Self::$many(key) => Some((Shelf::$many, key)),)*
                    _ => None,
                }
            }

            /// What one of its kind is called: `workload`.
            pub const fn noun(&self) -> &'static str {
                match self {
                    $(Self::$many(_) => $called,)*
                    _ => "document",
                }
            }

            /// What a user calls it, at the start of a sentence.
            pub(super) fn title(&self) -> String {
                match self {
                    $(Self::$many(key) => format!("The {} {key}", $called),)*
                    $(Self::$one => $title.to_owned(),)*
                    Self::List(key) => format!("The price list {key}"),
                }
            }

            /// What is kept of a file that cannot be read and was not read before, in a sentence.
            pub(super) const fn until_mended(&self) -> &'static str {
                match self {
                    $(Self::$many(_) => {
                        concat!("It is left as it is; its ", $called, " is not shown until it is mended.")
                    })*
                    $(Self::$one => concat!("It is left as it is; ", $until_mended, "."),)*
                    Self::List(_) => "It is left as it is.",
                }
            }

            /// What is kept of a file that cannot be read, but was read before, in a sentence.
            pub(super) const fn still(&self) -> &'static str {
                match self {
                    $(Self::$many(_) => {
                        "It is left as it is; the app goes on with what it read before, read-only until it is mended."
                    })*
                    $(Self::$one => concat!("It is left as it is; ", $still, "."),)*
                    Self::List(_) => "It is left as it is.",
                }
            }
        }

        /// A kind of named documents, and with it their folder. Names are unique within one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Shelf {
            $($many,)*
        }

        impl Shelf {
            pub(super) const ALL: &[Self] = &[$(Self::$many),*];

            /// Its folder inside the data folder, which is also what its documents are called.
            pub(super) const fn folder(self) -> &'static str {
                match self { $(Self::$many => $folder,)* }
            }

            /// What one of its documents is called.
            pub(super) const fn one(self) -> &'static str {
                match self { $(Self::$many => $called,)* }
            }

            pub(super) const fn document(self, key: Key) -> Document {
                match self { $(Self::$many => Document::$many(key),)* }
            }
        }

        /// What one document says. Equal contents mean the same, however their texts are laid out.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each variant is what the document of its name says")]
        pub enum Content {
            $($many($many_type),)*
            $($one($one_type),)*
        }

        $(impl From<$many_type> for Content {
            fn from(value: $many_type) -> Self {
                Self::$many(value)
            }
        }

        impl From<$saved> for Reloaded {
            fn from(saved: $saved) -> Self {
                let content = Some(Content::$many(saved.$field));
                Self { document: Document::$many(saved.key), content, read_only: saved.read_only }
            }
        })*

        $(impl From<$one_type> for Content {
            fn from(value: $one_type) -> Self {
                Self::$one(value)
            }
        }

        impl From<Kept<$one_type>> for Reloaded {
            fn from(kept: Kept<$one_type>) -> Self {
                let content = Some(Content::$one(kept.value));
                Self { document: Document::$one, content, read_only: kept.read_only }
            }
        })*

        impl Content {
            pub(super) fn parse(document: &Document, bytes: &[u8]) -> Result<Opened<Self>, Fault> {
                let text = crate::document::text(bytes)?;
                match document {
                    $(Document::$many(_) => Ok($many_parse(text)?.map(Self::$many)),)*
                    $(Document::$one => Ok($one_parse(text)?.map(Self::$one)),)*
                    Document::List(_) => Err(Fault::new("it is a price list, not a document")),
                }
            }

            pub(super) fn print(&self) -> Result<String, Fault> {
                match self {
                    $(Self::$many(value) => $many_print(value),)*
                    $(Self::$one(value) => $one_print(value),)*
                }
            }

            /// What a document says whose file does not exist; `None` for a named one or a list, which then does not
            /// exist either.
            pub(super) fn of_no_file(document: &Document) -> Option<Self> {
                match document {
                    $(Document::$one => Some(Self::$one(Default::default())),)*
                    _ => None,
                }
            }

            /// What a document is to say after the step that made `after` of `before`, where it says `now` by now: what
            /// another window has changed since stays.
            ///
            /// # Errors
            /// When nothing is any more as the step left it.
            pub fn after_step(
                now: Option<&Self>,
                before: Option<&Self>,
                after: Option<&Self>,
            ) -> Result<Option<Self>, ChangedElsewhere> {
                match (now, before, after) {
                    $((Some(Self::$one(now)), Some(Self::$one(before)), Some(Self::$one(after))) => {
                        $merge(now, before, after).map(Self::$one).map(Some).ok_or(ChangedElsewhere)
                    })*
                    // A named document is changed as a whole.
                    _ => if now == before { Ok(after.cloned()) } else { Err(ChangedElsewhere) },
                }
            }

            /// The name of a named document.
            pub const fn name(&self) -> Option<&Name> {
                match self {
                    $(Self::$many(value) => Some(value.name()),)*
                    _ => None,
                }
            }

            /// The same under another name, where it has one.
            pub fn renamed(self, name: Name) -> Self {
                match self {
                    $(Self::$many(value) => Self::$many(value.renamed(name)),)*
                    other => other,
                }
            }
        }

        $(
            #[doc = concat!("One ", $called, " with its place on disk.")]
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $saved {
                /// The stem of its file.
                pub key: Key,
                /// What it says. Its name is unique among its like, ignoring case.
                pub $field: $many_type,
                /// Why it cannot be saved, in a sentence; `None` when it can.
                pub read_only: Option<String>,
            }
        )*

        /// Everything that the folder holds.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Documents {
            $(
                #[doc = concat!("What `", $folder, "/` holds, in the order of [`Documents::sort`].")]
                pub $list: Vec<$saved>,
                #[doc = concat!("Files of `", $folder, "/` that could not be read. Their keys are taken.")]
                pub $unreadable: BTreeSet<Key>,
            )*
            $(
                #[doc = concat!("What `", $file, "` says.")]
                pub $slot: Kept<$one_type>,
            )*
            /// The slugs of all files in `lists/`, loaded or not: they are taken.
            pub list_slugs: BTreeSet<String>,
        }

        impl Documents {
            /// What a document says; `None` for one that is not there and for the copy of a list.
            pub fn content(&self, document: &Document) -> Option<Content> {
                match document {
                    $(Document::$many(key) => {
                        self.$find(key).map(|saved| Content::$many(saved.$field.clone()))
                    })*
                    $(Document::$one => Some(Content::$one(self.$slot.value.clone())),)*
                    Document::List(_) => None,
                }
            }

            /// Why a document cannot be saved, in a sentence about it; `None` when it can.
            pub fn why_unchangeable(&self, document: &Document) -> Option<String> {
                let (subject, why) = match document {
                    $(Document::$many(key) => {
                        let saved = self.$find(key)?;
                        (saved.$field.name().to_string(), saved.read_only.as_ref()?)
                    })*
                    $(Document::$one => ($subject.to_owned(), self.$slot.read_only.as_ref()?),)*
                    Document::List(_) => return None,
                };
                Some(format!("{subject} cannot be changed: {why}"))
            }

            /// The place of a named document among its like.
            pub fn place_of(&self, document: &Document) -> Option<usize> {
                match document {
                    $(Document::$many(key) => self.$list.iter().position(|saved| saved.key == *key),)*
                    _ => None,
                }
            }

            /// A new named document that says this, under a key and a name that no other has; `None` where it has no name.
            pub fn as_new(&self, content: Content) -> Option<(Document, Content)> {
                match content {
                    $(Content::$many(value) => {
                        let name = value.name().made_unique(|name| self.$has_name(name, None));
                        Some((Document::$many(self.$free_key(&name)), Content::$many(value.renamed(name))))
                    })*
                    _ => None,
                }
            }

            $(
                #[doc = concat!("The ", $called, " of a key.")]
                pub fn $find(&self, key: &Key) -> Option<&$saved> {
                    self.$list.iter().find(|saved| saved.key == *key)
                }

                #[doc = concat!("Whether a ", $called, " has this name already, ignoring case; the one with the key `except` does not count.")]
                pub fn $has_name(&self, name: &str, except: Option<&Key>) -> bool {
                    let wanted = Name::key_of(name);
                    let mut others = self.$list.iter().filter(|saved| Some(&saved.key) != except);
                    others.any(|saved| saved.$field.name().folded() == wanted)
                }

                #[doc = concat!("A key for a new ", $called, ": no loaded and no unreadable file has it.")]
                pub fn $free_key(&self, name: &Name) -> Key {
                    Key::free_among(name, self.$list.iter().map(|saved| &saved.key).chain(&self.$unreadable))
                }
            )*

            /// Has a document say something else, or makes or deletes a named one.
            pub fn put(&mut self, document: Document, content: Option<Content>) {
                let read_only = match &document {
                    $(Document::$one => self.$slot.read_only.clone(),)*
                    _ => None,
                };
                self.apply(Reloaded { document, content, read_only });
            }

            /// Takes over what was read again. What comes in new stands last for now; whether to [`Documents::sort`]
            /// afterwards: once for all of 10,000 files.
            pub(crate) fn apply_unsorted(&mut self, reloaded: Reloaded) -> bool {
                let Reloaded { document, content, read_only } = reloaded;
                match (document, content) {
                    $((Document::$many(key), Some(Content::$many($field))) => {
                        self.$unreadable.remove(&key);
                        let there = self.$list.iter_mut().find(|saved| saved.key == key);
                        let (is_new, new) = (there.is_none(), $saved { key, $field, read_only });
                        match there {
                            Some(there) => *there = new,
                            None => self.$list.push(new),
                        }
                        is_new || $by_name
                    })*
                    $((Document::$many(key), None) => {
                        self.$unreadable.remove(&key);
                        self.$list.retain(|saved| saved.key != key);
                        false
                    })*
                    $((Document::$one, Some(Content::$one(value))) => {
                        self.$slot = Kept { value, read_only };
                        // They have the order of the workloads.
                        matches!(Document::$one, Document::Settings)
                    })*
                    // The copies of lists are read by a job; the content of another kind belongs to no document.
                    _ => false,
                }
            }

            /// Puts a named document behind the others, without a look at whether it is there.
            pub(super) fn add(&mut self, key: Key, content: Content, read_only: Option<String>) {
                match content {
                    $(Content::$many($field) => self.$list.push($saved { key, $field, read_only }),)*
                    _ => {}
                }
            }

            /// Takes note that the file of a named document cannot be read.
            pub(super) fn add_unreadable(&mut self, kind: Shelf, key: Key) {
                match kind {
                    $(Shelf::$many => _ = self.$unreadable.insert(key),)*
                }
            }
        }
    };
}

pub(super) use documents;

//! `window.ron`: where the window was and how it was laid out. The toolkit writes its file without care for links, locks
//! or crashes, so it gets a private copy to read and write; the file in the folder is the store's alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::disk::{self, Lock, Look, Place, words};
use super::notice::{Level, Notice};
use super::{LOCK_FILE, PATIENCE};

/// Its name in the folder and in the private one.
const NAME: &str = "window.ron";
/// The largest one that is read, in bytes. A real one has some kilobytes.
const LARGEST: u64 = 1_000_000;

/// The file of the window's place while the app runs. What is in it may be lost, but takes nothing else along.
#[derive(Debug)]
pub struct WindowFile {
    folder: PathBuf,
    /// Where the toolkit reads and writes; `None` when the system gives no temporary folder.
    private: Option<TempDir>,
    /// What the toolkit was given; `None` when the file in the folder is not ours to write.
    given: Option<Vec<u8>>,
}

impl WindowFile {
    /// Copies the file for the toolkit. One that is no such file is left alone; a notice says so.
    pub fn open(folder: &Path) -> (Self, Option<Notice>) {
        let path = folder.join(NAME);
        let private = tempfile::Builder::new().prefix("tokens-per-dollar-").tempdir();
        let private = private.inspect_err(|error| log::warn!("no temporary folder: {}", words(error))).ok();
        let (given, notice) = match read(&path) {
            Ok(bytes) => (Some(bytes.unwrap_or_default()), None),
            Err(reason) => {
                let summary = "The place of the window is not kept";
                let kept = "It is left as it is. Move it away to have the place and size of the window kept.";
                (None, Some(Notice::of_path(Level::Information, &path, summary, &reason).keeping(kept)))
            }
        };
        let copied = private.as_ref().zip(given.as_ref().filter(|bytes| !bytes.is_empty()));
        if let Some((private, bytes)) = copied
            && let Err(error) = fs::write(private.path().join(NAME), bytes)
        {
            log::warn!("{}: {}", path.display(), words(&error));
        }
        (Self { folder: folder.to_owned(), private, given }, notice)
    }

    /// The path for the toolkit.
    pub fn private_path(&self) -> PathBuf {
        match &self.private {
            Some(private) => private.path().join(NAME),
            // Without a path the toolkit chooses one; below a file there can be none.
            None => self.folder.join(LOCK_FILE).join(NAME),
        }
    }

    /// Puts what the toolkit wrote into the folder, once the window is closed.
    pub fn keep(self) {
        let (Some(given), Some(private)) = (self.given, self.private) else { return };
        let Look::File(bytes, _) = disk::look_up_to(&private.path().join(NAME), LARGEST) else { return };
        if bytes == given || !is_window_file(&bytes) {
            return;
        }
        let path = self.folder.join(NAME);
        let kept = disk::create_folder(&self.folder).map_err(|error| words(&error)).and_then(|()| {
            let _lock = Lock::of(&self.folder, PATIENCE).map_err(|_| "the folder is locked".to_owned())?;
            // Another window's place gives way; what is no such file does not.
            read(&path)?;
            let now = disk::look(&path);
            let place = if matches!(now, Look::Absent) { Place::Empty } else { Place::Seen(&now) };
            disk::write(&path, &bytes, place).map_err(|error| words(&error))
        });
        if let Err(reason) = kept {
            log::warn!("{}: {reason}", path.display());
        }
    }
}

/// The bytes of a file that is one of the toolkit's; `None` where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err("it is a link, and what it leads to may be anything".to_owned());
    }
    match disk::look_up_to(path, LARGEST) {
        Look::Absent => Ok(None),
        Look::File(bytes, _) if is_window_file(&bytes) => Ok(Some(bytes)),
        Look::File(..) => Err("it says nothing that this app has written".to_owned()),
        Look::Bad(reason, _) => Err(reason),
    }
}

/// Whether these are the toolkit's texts by their keys.
fn is_window_file(bytes: &[u8]) -> bool {
    ron::de::from_bytes::<BTreeMap<String, String>>(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = r#"{"window": "(inner_size: (800.0, 600.0))"}"#;
    const NEWER: &str = r#"{"window": "(inner_size: (900.0, 600.0))"}"#;

    /// A session in which the toolkit writes [`NEWER`]; what it was given, and whether something was said.
    fn session(folder: &Path) -> (Option<String>, bool) {
        let (file, notice) = WindowFile::open(folder);
        let private = file.private_path();
        let given = fs::read_to_string(&private).ok();
        fs::write(&private, NEWER).unwrap();
        file.keep();
        assert!(!private.exists());
        (given, notice.is_some())
    }

    #[test]
    fn the_place_of_the_window_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        assert_eq!(session(folder.path()), (None, false));
        assert_eq!(fs::read_to_string(&path).unwrap(), NEWER);
        fs::write(&path, OURS).unwrap();
        assert_eq!(session(folder.path()), (Some(OURS.to_owned()), false));
        assert_eq!(fs::read_to_string(&path).unwrap(), NEWER);
    }

    #[test]
    fn a_folder_that_is_not_there_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("a/b");
        session(&folder);
        assert_eq!(fs::read_to_string(folder.join(NAME)).unwrap(), NEWER);
    }

    #[test]
    fn what_the_app_has_not_written_is_left_alone() {
        for text in ["my notes", "", r#"{"window": "(inner_s"#, "(name: \"Chat\", input_tokens: 500)"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(NAME);
            fs::write(&path, text).unwrap();
            assert_eq!(session(folder.path()), (None, true), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_file_that_is_put_there_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let (file, _) = WindowFile::open(folder.path());
        fs::write(file.private_path(), NEWER).unwrap();
        fs::write(&path, "my notes").unwrap();
        file.keep();
        assert_eq!(fs::read_to_string(&path).unwrap(), "my notes");
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_and_no_pipe_or_device_is_opened() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        let path = folder.path().join(NAME);
        for content in ["precious", OURS] {
            fs::write(&victim, content).unwrap();
            symlink(&victim, &path).unwrap();
            assert_eq!(session(folder.path()), (None, true));
            assert_eq!(fs::read_to_string(&victim).unwrap(), content);
            fs::remove_file(&path).unwrap();
        }
        symlink("/dev/zero", &path).unwrap();
        assert_eq!(session(folder.path()), (None, true));
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        assert_eq!(session(folder.path()), (None, true));
    }

    #[test]
    fn a_file_of_gigabytes_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        fs::File::create(&path).unwrap().set_len(5_000_000_000).unwrap();
        assert_eq!(session(folder.path()), (None, true));
        assert_eq!(fs::metadata(&path).unwrap().len(), 5_000_000_000);
    }
}

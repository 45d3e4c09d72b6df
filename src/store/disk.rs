//! The calls to the system: looking at one file without harm, writing one whole, and the lock between writers.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// The largest file that is read, in bytes. 5,000 models of one's own take about 3 MB.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How the name of an unfinished file starts and ends. Nothing with such a name is ever loaded.
const UNFINISHED: (&str, &str) = (".tokens-per-dollar-", ".tmp");
/// The file that writers lock.
pub(super) const LOCK: &str = ".lock";
/// A stamp younger than this says nothing: the clock of a file system ticks in steps of up to two seconds.
const CLOCK_STEP: Duration = Duration::from_secs(3);
/// How old an unfinished file must be before it counts as left behind where locks do not work.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// What tells one state of a file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device, inode, and the time of the last change of either, where the system has them.
    identity: Option<(u64, u64, i64, i64)>,
    /// Whether the file was old enough when it was looked at for an equal stamp to mean an equal file.
    settled: bool,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let identity = None;
        let modified = metadata.modified().ok();
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        let settled = age.is_some_and(|age| age > CLOCK_STEP);
        Self { length: metadata.len(), modified, identity, settled }
    }

    /// Whether the file at `path` is surely the one of this stamp.
    pub(super) fn still_holds(&self, path: &Path) -> bool {
        let same = |now: &Self| {
            (now.length, now.modified, now.identity) == (self.length, self.modified, self.identity)
        };
        self.settled && fs::metadata(path).is_ok_and(|metadata| same(&Self::of(&metadata)))
    }
}

/// What is at a path.
#[derive(Clone, Debug)]
pub(super) enum Look {
    /// Nothing.
    Absent,
    /// A file, with its bytes.
    File(Vec<u8>, Stamp),
    /// Something that cannot be read: why, in a clause.
    Bad(String, Option<Stamp>),
}

impl Look {
    /// Whether both are the same bytes, or the same nothing, or cannot be read for the same reason.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::File(mine, _), Self::File(theirs, _)) => mine == theirs,
            (Self::Bad(mine, _), Self::Bad(theirs, _)) => mine == theirs,
            _ => false,
        }
    }

    pub(super) const fn stamp(&self) -> Option<&Stamp> {
        match self {
            Self::Absent => None,
            Self::File(_, stamp) => Some(stamp),
            Self::Bad(_, stamp) => stamp.as_ref(),
        }
    }
}

/// Looks at what is at a path, reads it when it is a file of bearable size, and changes nothing.
pub(super) fn look(path: &Path) -> Look {
    look_up_to(path, LARGEST)
}

/// As [`look`], with a bearable size of one's own, in bytes.
pub(super) fn look_up_to(path: &Path, largest: u64) -> Look {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match fs::symlink_metadata(path) {
                Ok(_) => Look::Bad("it is a link to a file that does not exist".to_owned(), None),
                Err(_) => Look::Absent,
            };
        }
        Err(error) => return Look::Bad(unreadable(&error), None),
    };
    let stamp = Stamp::of(&metadata);
    if metadata.is_dir() {
        return Look::Bad("there is a folder where a file should be".to_owned(), Some(stamp));
    }
    if !metadata.is_file() {
        // Opening a pipe would wait for its other end.
        return Look::Bad("it is a pipe or a device, not a file".to_owned(), Some(stamp));
    }
    if metadata.len() > largest {
        return Look::Bad(too_large(metadata.len(), largest), Some(stamp));
    }
    let read = File::open(path).and_then(|file| {
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        // The stamp is taken of the open file: what is at the path may be another one by now.
        let stamp = Stamp::of(&file.metadata()?);
        file.take(largest + 1).read_to_end(&mut bytes)?;
        Ok((bytes, stamp))
    });
    match read {
        Ok((bytes, stamp)) if bytes.len() as u64 > largest => {
            Look::Bad(too_large(bytes.len() as u64, largest), Some(stamp))
        }
        Ok((bytes, stamp)) => Look::File(bytes, stamp),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Look::Absent,
        Err(error) => Look::Bad(unreadable(&error), Some(stamp)),
    }
}

fn too_large(length: u64, largest: u64) -> String {
    format!("it is too large: {} MB, where at most {} MB are read", length / 1_000_000, largest / 1_000_000)
}

/// Why the system refused, in a clause.
pub(super) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota of this user is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the folder is on a disk that can only be read".to_owned(),
        io::ErrorKind::PermissionDenied => "the system does not permit it to this user".to_owned(),
        io::ErrorKind::NotFound => "the file or its folder does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "there is a file where a folder should be".to_owned(),
        io::ErrorKind::IsADirectory => "there is a folder where a file should be".to_owned(),
        io::ErrorKind::FileTooLarge => "the file is larger than the disk allows".to_owned(),
        _ => without_a_name(error),
    }
}

/// The same for what has no name of its own in the standard library.
fn without_a_name(error: &io::Error) -> String {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        match Errno::from_io_error(error) {
            Some(Errno::IO) => return "the disk reports a read or write error".to_owned(),
            Some(Errno::LOOP) => return "it is a link that leads back to itself".to_owned(),
            Some(Errno::NOLCK) => return "the drive has no locks left".to_owned(),
            _ => {}
        }
    }
    // The system's words without its number.
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

fn unreadable(error: &io::Error) -> String {
    format!("it cannot be read, because {}", words(error))
}

/// What a new file may replace.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// Whatever file is there.
    Replace,
    /// What was seen there: the write fails with `AlreadyExists` when it is another file by now.
    Seen(&'a Look),
    /// Nothing: the write fails with `AlreadyExists` when a file is there.
    Empty,
}

/// Writes a file whole or not at all, and durably: a temporary file in the same folder, fsync, rename, fsync of the
/// folder. A link stays a link: the file that it leads to is replaced.
pub(super) fn write(path: &Path, bytes: &[u8], place: Place<'_>) -> io::Result<Stamp> {
    let (unfinished, target) = prepared(path, bytes, place)?;
    let file = match place {
        Place::Replace => unfinished.persist(&target)?,
        Place::Seen(seen) => replace(unfinished, &target, seen)?,
        Place::Empty => unfinished.persist_noclobber(&target)?,
    };
    sync_folder(parent(&target))?;
    Ok(Stamp::of(&file.metadata()?))
}

/// Puts a finished file in the place of the one that was seen. An fsync may have taken seconds since: a file that an
/// editor has saved in the meantime stays, and this fails with `AlreadyExists`.
fn replace(finished: tempfile::NamedTempFile, target: &Path, seen: &Look) -> io::Result<File> {
    match exchange(finished.path(), target) {
        // The old file has the temporary name now, which goes with it.
        Ok(true) if look(finished.path()).same_as(seen) => Ok(finished.into_parts().0),
        Ok(true) => {
            exchange(finished.path(), target)?;
            Err(io::ErrorKind::AlreadyExists.into())
        }
        Ok(false) if !look(target).same_as(seen) => Err(io::ErrorKind::AlreadyExists.into()),
        Ok(false) => Ok(finished.persist(target)?),
        Err(error) => Err(error),
    }
}

/// Lets two files change places in one step, so that what comes out can be looked at; `false` where the system or the
/// file system cannot do it.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Writes several files of one folder in the place of whatever is there. All of them are on disk, under other names,
/// before the first one takes its place: a full disk changes none. Then they take their places in order.
pub(super) fn write_together(folder: &Path, files: &[(PathBuf, &[u8])]) -> io::Result<()> {
    let prepared: Vec<(tempfile::NamedTempFile, PathBuf)> =
        files.iter().map(|(path, bytes)| prepared(path, bytes, Place::Replace)).collect::<io::Result<_>>()?;
    for (unfinished, target) in prepared {
        unfinished.persist(&target).map_err(|error| error.error)?;
        if parent(&target) != folder {
            // A link led elsewhere.
            sync_folder(parent(&target))?;
        }
    }
    sync_folder(folder)
}

/// A file that is whole and on disk, but not in its place yet, and that place.
fn prepared(path: &Path, bytes: &[u8], place: Place<'_>) -> io::Result<(tempfile::NamedTempFile, PathBuf)> {
    let target = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => fs::canonicalize(path)?,
        _ => path.to_owned(),
    };
    let mut unfinished = unfinished_in(parent(&target))?;
    unfinished.write_all(bytes)?;
    if !matches!(place, Place::Empty)
        && let Ok(metadata) = fs::metadata(&target)
    {
        // Who may read the file is the user's choice and survives a save.
        unfinished.as_file().set_permissions(metadata.permissions())?;
    }
    unfinished.as_file().sync_all()?;
    Ok((unfinished, target))
}

fn builder<'a, 'b>() -> tempfile::Builder<'a, 'b> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    builder
}

fn unfinished_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = builder();
    #[cfg(unix)]
    {
        // As any program creates a file: the user's umask takes away what it should.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Makes a folder with files in it appear whole or not at all. Fails when there is something at `path` already.
pub(super) fn write_folder(path: &Path, files: &[(String, &[u8])]) -> io::Result<()> {
    let parent = parent(path);
    let unfinished = builder().tempdir_in(parent)?;
    for (name, bytes) in files {
        let mut file = OpenOptions::new().write(true).create_new(true).open(unfinished.path().join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    sync_folder(unfinished.path())?;
    fs::rename(unfinished.path(), path)?;
    // It has another name now; there is nothing left to remove under the old one.
    let _ = unfinished.keep();
    sync_folder(parent)
}

/// Creates a folder and those above it, durably, unless it is there.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(path)?;
    sync_folder(parent(path))
}

/// Removes a file, durably.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    sync_folder(parent(path))
}

/// As [`remove`], for the file that was seen there: another one stays, and this fails with `AlreadyExists`.
pub(super) fn remove_seen(path: &Path, seen: &Look) -> io::Result<()> {
    // Its name goes first: what comes there from now on is not what is removed.
    let parked = unfinished_in(parent(path))?.into_temp_path();
    fs::rename(path, &parked)?;
    if !look(&parked).same_as(seen) {
        parked.persist_noclobber(path)?;
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    parked.close()?;
    sync_folder(parent(path))
}

/// Makes the names of a folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    // Elsewhere a folder cannot be opened like a file; the system writes its names by itself.
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The right to write in a folder, held against other copies of the app until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    /// `None` where the file system has no locks.
    held: Option<File>,
}

/// Why a folder could not be locked.
#[derive(Debug)]
pub(super) enum NoLock {
    /// Another copy of the app held it all the time.
    Busy,
    /// The lock file could not be opened.
    Refused(io::Error),
}

impl Lock {
    /// Locks a folder, waiting at most `patience` for another writer.
    pub(super) fn of(folder: &Path, patience: Duration) -> Result<Self, NoLock> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join(LOCK))
            .map_err(NoLock::Refused)?;
        let until = Instant::now() + patience;
        let mut pause = Duration::from_micros(200);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { held: Some(file) }),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(2));
                }
                Err(TryLockError::WouldBlock) => return Err(NoLock::Busy),
                Err(TryLockError::Error(error)) if has_no_locks(&error) => return Ok(Self { held: None }),
                Err(TryLockError::Error(error)) => return Err(NoLock::Refused(error)),
            }
        }
    }

    /// Removes what killed runs left unfinished in a folder. Every writer holds the lock while its unfinished file
    /// exists, so under the lock all of them are left behind.
    pub(super) fn clean(&self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            if !entry.file_name().to_str().is_some_and(is_unfinished) {
                continue;
            }
            let Ok(metadata) = entry.metadata() else { continue };
            let age = metadata.modified().ok().and_then(|modified| modified.elapsed().ok());
            if self.held.is_none() && age.is_none_or(|age| age < LEFT_BEHIND) {
                continue;
            }
            let removed = if metadata.is_dir() {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            };
            if let Err(error) = removed {
                log::warn!("{}: left behind by a killed run; {}", entry.path().display(), words(&error));
            }
        }
    }
}

/// Whether a file system says that it has no locks: a network drive may lack the service for them (`ENOLCK`).
fn has_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

fn is_unfinished(name: &str) -> bool {
    name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
}

/// The names in a folder that do not start with a point, in order; a name that is not Unicode comes as an error.
pub(super) fn names(folder: &Path) -> io::Result<Vec<Result<String, PathBuf>>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_name().into_string() {
            Ok(name) if name.starts_with('.') => {}
            Ok(name) => names.push(Ok(name)),
            Err(_) => names.push(Err(entry.path())),
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_saves_while_the_disk_syncs_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        let seen = look(&path);
        let (finished, target) = prepared(&path, b"ours", Place::Seen(&seen)).unwrap();
        fs::write(&path, "the editor's").unwrap();
        let error = replace(finished, &target, &seen).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "the editor's");
        assert_eq!(names_and_hidden(folder.path()), ["a.ron"]);
        // Looked at again, it is replaced.
        write(&path, b"ours", Place::Seen(&look(&path))).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
        assert_eq!(names_and_hidden(folder.path()), ["a.ron"]);
    }

    #[test]
    fn what_an_editor_deletes_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        let seen = look(&path);
        fs::remove_file(&path).unwrap();
        let error = write(&path, b"ours", Place::Seen(&seen)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert!(names_and_hidden(folder.path()).is_empty());
    }

    #[test]
    fn only_what_was_seen_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        let seen = look(&path);
        fs::write(&path, "the editor's").unwrap();
        assert_eq!(remove_seen(&path, &seen).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "the editor's");
        remove_seen(&path, &look(&path)).unwrap();
        assert!(names_and_hidden(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_drive_without_a_service_for_locks_has_none() {
        let error = |number: rustix::io::Errno| io::Error::from_raw_os_error(number.raw_os_error());
        assert!(has_no_locks(&error(rustix::io::Errno::NOLCK)));
        assert!(!has_no_locks(&error(rustix::io::Errno::IO)));
    }

    fn names_and_hidden(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

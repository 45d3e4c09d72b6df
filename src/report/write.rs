//! Puts the files of a report on disk: each whole or not at all.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::File;

/// Why the report could not be written. One sentence for a person.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder cannot be made or written.
    #[error("the report cannot be written to {}: {}", folder.display(), because(source))]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("{} cannot be written: {}; no file of this report has been changed", path.display(), because(source))]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Some files are there, this one is not.
    #[error("{} cannot be replaced: {}; {written} files of this report are written, the rest are as they were", path.display(), because(source))]
    Replace {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
        /// How many files were written before.
        written: usize,
    },
    /// The report would land among the user's data.
    #[error("{} is inside the data folder {}, which a report never writes to; choose another --out", out.display(), data.display())]
    InDataFolder {
        /// Where the report was to go.
        out: PathBuf,
        /// The data folder.
        data: PathBuf,
    },
}

/// What the system says, without its number.
fn because(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// A folder that a report can be written to.
#[derive(Debug)]
pub struct Target {
    /// The folder as it was asked for, for messages.
    asked: PathBuf,
    /// Where that is.
    folder: PathBuf,
}

impl Target {
    /// Makes the folder `out` when it is not there. It is never `data_folder` or below that.
    ///
    /// # Errors
    /// When the folder cannot be made, or is part of the data folder.
    pub fn open(out: &Path, data_folder: &Path) -> Result<Self, WriteError> {
        let in_data = || WriteError::InDataFolder { out: out.to_owned(), data: data_folder.to_owned() };
        let data = resolve(data_folder);
        if resolve(out).starts_with(&data) {
            return Err(in_data());
        }
        let refused = |source| WriteError::Folder { folder: out.to_owned(), source };
        fs::create_dir_all(out).map_err(refused)?;
        // Now that it exists, the system itself says where it is.
        let folder = fs::canonicalize(out).map_err(refused)?;
        if folder.starts_with(&data) {
            return Err(in_data());
        }
        // Whether it can be written is better known before the work than after it.
        tempfile::tempfile_in(&folder).map_err(refused)?;
        Ok(Self { asked: out.to_owned(), folder })
    }

    /// The names of those of `files` in whose place something is already: an earlier report's, then anything else.
    pub fn in_place(&self, files: &[File]) -> (Vec<String>, Vec<String>) {
        let taken = files.iter().filter(|file| fs::symlink_metadata(self.folder.join(&file.name)).is_ok());
        let names = taken.map(|file| file.name.clone());
        names.partition(|name| is_of_a_report(&self.folder.join(name)))
    }

    /// Writes `files`, all under temporary names first, then renamed: a full disk changes none of an older report.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, files: &[File]) -> Result<(), WriteError> {
        let mut waiting = Vec::with_capacity(files.len());
        for file in files {
            let failed = |source| WriteError::File { path: self.asked.join(&file.name), source };
            let temporary = temporary(&self.folder, &file.bytes).map_err(failed)?;
            waiting.push((file, temporary));
        }
        for (written, (file, temporary)) in waiting.into_iter().enumerate() {
            temporary.persist(self.folder.join(&file.name)).map_err(|error| WriteError::Replace {
                path: self.asked.join(&file.name),
                source: error.error,
                written,
            })?;
        }
        Ok(())
    }
}

/// Whether a file was written by a report: told by how those begin, in each version.
fn is_of_a_report(path: &Path) -> bool {
    /// What is read of it.
    const HEAD: u64 = 600;
    /// By what the files of a report begin, or have near their beginning.
    const MARKS: [(&str, &[&str]); 5] = [
        (
            "csv",
            &["rank,model,provider,", "workload,model,provider,", "workload,cost_usd,", "model,provider,"],
        ),
        ("md", &["# Tokens per dollar\n"]),
        ("json", &["{\n  \"version\": "]),
        ("svg", &["aria-labelledby=\"title description\" font-family=\"Inter,"]),
        ("png", &[super::png::SOFTWARE]),
    ];
    // A link leads elsewhere, and a pipe never ends.
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let extension = path.extension().unwrap_or_default();
    let head = String::from_utf8_lossy(&head);
    read.is_ok()
        && MARKS.iter().filter(|(of, _)| extension == *of).any(|(of, marks)| {
            let is_there = |mark: &&str| match *of {
                "svg" | "png" => head.contains(*mark),
                _ => head.starts_with(*mark),
            };
            marks.iter().any(is_there)
        })
}

/// Writes one file where the user asked for it, whole or not at all; a file of this name is replaced.
///
/// # Errors
/// When it cannot be written.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::File { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = temporary(folder, bytes).map_err(failed)?;
    temporary.persist(path).map(|_| ()).map_err(|error| failed(error.error))
}

/// A file beside the one that it will replace, complete and on disk.
fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".report-").suffix(".tmp");
    #[cfg(unix)]
    {
        // Readable by others as far as the user's umask lets them, as any new file.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// The real place of a path: links followed as far as it exists, the rest by its words.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for component in absolute.components() {
        match component {
            std::path::Component::ParentDir => {
                real.pop();
            }
            std::path::Component::CurDir => {}
            other => real.push(other),
        }
        if let Ok(followed) = fs::canonicalize(&real) {
            real = followed;
        }
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(out: &Path, data: &Path, files: &[File]) -> Result<(), WriteError> {
        Target::open(out, data)?.write(files)
    }

    fn file() -> Vec<File> {
        vec![File { name: "a.txt".into(), bytes: b"new".to_vec() }]
    }

    #[test]
    fn the_data_folder_is_never_written_to() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        fs::create_dir(&data).unwrap();
        for out in ["data", "data/sub/deep", "data/../data/x", "elsewhere/../data"] {
            let error = write(&place.path().join(out), &data, &file()).unwrap_err();
            assert!(matches!(error, WriteError::InDataFolder { .. }), "{out}: {error}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&data, place.path().join("link")).unwrap();
            assert!(write(&place.path().join("link/x"), &data, &file()).is_err());
        }
        assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
        write(&place.path().join("data-report"), &data, &file()).unwrap();
    }

    #[test]
    fn what_is_no_report_is_told_from_an_earlier_one() {
        let place = tempfile::tempdir().unwrap();
        let names = ["models.csv", "report.md", "report.json", "a.svg", "b.png", "tasks.csv"];
        let files: Vec<File> =
            names.iter().map(|name| File { name: (*name).to_owned(), bytes: Vec::new() }).collect();
        let target = Target::open(place.path(), Path::new("elsewhere")).unwrap();
        assert_eq!(target.in_place(&files), (vec![], vec![]));
        for (name, own) in [
            ("models.csv", "rank,model,provider,tier,more\n1,x"),
            ("report.md", "# Tokens per dollar\n\n"),
            ("report.json", "{\n  \"version\": 3,"),
        ] {
            fs::write(place.path().join(name), own).unwrap();
        }
        fs::write(place.path().join("tasks.csv"), "date,task\n").unwrap();
        fs::create_dir(place.path().join("a.svg")).unwrap();
        fs::write(place.path().join("b.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        let (own, foreign) = target.in_place(&files);
        assert_eq!(
            (own, foreign),
            (
                vec!["models.csv".to_owned(), "report.md".to_owned(), "report.json".to_owned()],
                vec!["a.svg".to_owned(), "b.png".to_owned(), "tasks.csv".to_owned()],
            )
        );
    }

    #[test]
    fn a_failure_leaves_the_older_report_and_no_temporary_file() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        fs::create_dir_all(out.join("b.txt")).unwrap();
        fs::write(out.join("a.txt"), "old").unwrap();
        let mut two = vec![File { name: "b.txt".into(), bytes: b"b".to_vec() }];
        two.extend(file());
        let error = write(&out, &place.path().join("data"), &two).unwrap_err().to_string();
        assert!(error.contains("b.txt") && error.contains("0 files"), "{error}");
        assert_eq!(fs::read_to_string(out.join("a.txt")).unwrap(), "old");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
    }
}

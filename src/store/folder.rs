//! Which folder the documents are in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The variable that names another folder.
pub const FOLDER_VARIABLE: &str = "TOKENS_PER_DOLLAR_DIR";

/// The data folder: `explicit` (`--data-dir`), else what `TOKENS_PER_DOLLAR_DIR` says, else the system's place for the
/// data of an app. Nothing is created.
///
/// # Errors
/// When the system names no home folder, or a relative path has nothing to be relative to.
pub fn folder(explicit: Option<&Path>) -> Result<PathBuf, StoreError> {
    choose(explicit, std::env::var_os(FOLDER_VARIABLE))
}

/// The path by which a folder is known whatever links lead to it; as it stands where it does not exist yet.
pub fn identity(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.components().collect())
}

fn choose(explicit: Option<&Path>, variable: Option<OsString>) -> Result<PathBuf, StoreError> {
    let set = explicit.map(Path::to_owned).or(variable.map(PathBuf::from));
    match set.filter(|path| !path.as_os_str().is_empty()) {
        Some(path) => std::path::absolute(path).map_err(|_| StoreError::NoFolder),
        None => directories::ProjectDirs::from("", "", "tokens-per-dollar")
            .map(|folders| folders.data_dir().to_owned())
            .ok_or(StoreError::NoFolder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_comes_before_the_variable_and_the_variable_before_the_system() {
        let root = std::path::absolute("/").unwrap();
        let (a, b) = (root.join("a"), root.join("b"));
        assert_eq!(choose(Some(&a), Some(b.clone().into())).unwrap(), a);
        assert_eq!(choose(None, Some(b.clone().into())).unwrap(), b);
        assert!(choose(None, None).unwrap().is_absolute());
        assert_eq!(choose(None, Some(OsString::new())).unwrap(), choose(None, None).unwrap());
        assert!(choose(Some(Path::new("here")), None).unwrap().is_absolute());
    }
}

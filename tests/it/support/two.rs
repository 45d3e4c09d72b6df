//! Two windows on one folder.

use std::path::PathBuf;

use tempfile::TempDir;
use tokens_per_dollar::store::Store;

pub struct Two {
    _home: TempDir,
    pub folder: PathBuf,
    pub mine: Store,
    pub theirs: Store,
}

pub fn two() -> Two {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("data");
    let (mine, ..) = Store::open(&folder);
    let (theirs, ..) = Store::open(&folder);
    Two { _home: home, folder, mine, theirs }
}

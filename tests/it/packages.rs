//! What the packages say of the app, in the words that the app itself uses.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use tokens_per_dollar::{portfolio, workload};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn a_desktop_knows_exported_files_by_the_names_that_the_app_proposes() {
    let types = read("assets/packages/linux/mime.xml");
    for ending in [workload::file::ENDING, portfolio::file::ENDING] {
        assert!(types.contains(&format!("<glob pattern=\"*{ending}\"/>")), "{ending}");
    }
    assert_eq!(types.matches("<glob ").count(), 2, "no other file is ours");
}

#[test]
fn every_file_type_is_opened_by_the_desktop_entry_and_named_in_the_metadata() {
    let types = read("assets/packages/linux/mime.xml");
    let entry = read("assets/tokens-per-dollar.desktop");
    let metadata = read("assets/packages/linux/metainfo.xml");
    let named: Vec<&str> = types
        .split("<mime-type type=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
        .collect();
    assert_eq!(named.len(), 2);
    for name in named {
        assert!(entry.contains(&format!("{name};")), "{name}");
        assert!(metadata.contains(&format!("<mediatype>{name}</mediatype>")), "{name}");
    }
}

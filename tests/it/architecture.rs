//! Holds the invariants of ARCHITECTURE.md: which room may use which, who may touch the disk, the network and the
//! window, and what every file looks like. Read as tokens, so that comments and texts never count.
#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that cannot go on ends the test with a sentence"
)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Each room and the rooms that it may use. A room that is not built yet may stand here already.
const ROOMS: &[(&str, &[&str])] = &[
    ("bounds", &[]),
    ("order", &[]),
    ("money", &[]),
    ("document", &[]),
    ("processing", &[]),
    ("workload", &["bounds", "money", "document", "processing"]),
    ("catalog", &["order", "money", "document", "processing"]),
    ("portfolio", &["money", "document", "workload", "catalog"]),
    ("billing", &["money", "workload", "catalog"]),
    ("ranking", &["money", "workload", "catalog", "billing"]),
    ("receipt", &["money", "workload", "catalog", "billing", "ranking"]),
    ("decide", &["bounds", "money", "document", "workload", "catalog", "portfolio", "billing", "ranking"]),
    ("chart", &["bounds", "order", "money", "workload", "catalog", "billing", "ranking"]),
    (
        "answer",
        &[
            "bounds",
            "money",
            "workload",
            "catalog",
            "portfolio",
            "billing",
            "ranking",
            "receipt",
            "decide",
            "chart",
        ],
    ),
    ("settings", &["document"]),
    ("store", &["order", "document", "workload", "catalog", "portfolio", "settings"]),
    ("fetch", &["money", "catalog"]),
    (
        "report",
        &[
            "bounds",
            "money",
            "workload",
            "catalog",
            "portfolio",
            "billing",
            "ranking",
            "receipt",
            "decide",
            "chart",
            "answer",
        ],
    ),
    (
        "app",
        &[
            "order",
            "money",
            "document",
            "workload",
            "catalog",
            "portfolio",
            "billing",
            "ranking",
            "receipt",
            "decide",
            "chart",
            "answer",
            "settings",
            "store",
            "fetch",
            "report",
        ],
    ),
    (
        "window",
        &[
            "bounds",
            "money",
            "document",
            "workload",
            "catalog",
            "portfolio",
            "billing",
            "receipt",
            "decide",
            "chart",
            "answer",
            "settings",
            "store",
            "fetch",
            "report",
            "app",
        ],
    ),
];

/// What hangs under `src/main.rs`: as that, it puts the rooms together and may use them all.
const PROGRAM: &[&str] = &["command_line"];

/// What only some rooms may name: what it is, the paths, the rooms. The program may all.
const RESERVED: &[(&str, &[&str], &[&str])] = &[
    (
        "the window's libraries",
        &["eframe", "egui", "egui_extras", "egui_glow", "egui_kittest", "egui_plot", "rfd", "winit", "zbus"],
        &["window"],
    ),
    ("the disk", &["std::fs", "fs_err", "tempfile"], &["store", "report"]),
    ("the watch on files", &["notify"], &["store"]),
    (
        "the network",
        &["std::net", "attohttpc", "curl", "hyper", "isahc", "minreq", "reqwest", "ureq"],
        &["fetch"],
    ),
];

/// Rooms that do no input or output at all and cannot fail, and what that forbids them.
const PURE_ROOMS: &[&str] = &["money", "billing", "ranking", "receipt", "decide", "chart", "answer"];
const IMPURE: &[&str] = &["std::env", "std::fs", "std::io", "std::net", "std::process", "std::thread", "log"];

/// The most lines of a file in `src`, its tests not counted.
const MOST_LINES: usize = 600;

// ---- the tests ----------------------------------------------------------------------------------------------------

#[test]
fn every_room_has_a_rule() {
    let unknown: Vec<_> =
        modules_of("src/main.rs").into_iter().filter(|name| !PROGRAM.contains(&name.as_str())).collect();
    assert!(
        unknown.is_empty(),
        "src/main.rs declares {unknown:?}: make each a room of src/lib.rs, or a part of {PROGRAM:?}"
    );
    let without: Vec<_> = rooms().into_iter().filter(|room| rule(room).is_none()).collect();
    assert!(
        without.is_empty(),
        "src/lib.rs declares {without:?}, of which tests/it/architecture.rs says nothing: add each to ROOMS with the \
         rooms that it may use, and a line to the code map of ARCHITECTURE.md"
    );
    let mut before = BTreeSet::new();
    for (room, uses) in ROOMS {
        let later: Vec<_> = uses.iter().filter(|used| !before.contains(*used)).collect();
        assert!(
            later.is_empty(),
            "ROOMS: {room} may use {later:?}, which stand behind it, so there may be a circle"
        );
        before.insert(room);
    }
}

#[test]
fn the_source_obeys() {
    let rooms = rooms();
    let mut faults = Vec::new();
    let mut seen = 0;
    for path in rust_files("src") {
        seen += 1;
        faults.extend(faults_of(&path, &read(&path), &rooms));
    }
    assert!(seen > 20, "only {seen} files in src: the walk is broken");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_room_may_use_what_it_does_not() {
    let mut used = BTreeSet::new();
    for (module, code) in house() {
        let Some(room) = module.first() else { continue };
        let paths = code.paths.iter().filter(|named| named.path.first().is_some_and(|root| root == "crate"));
        used.extend(paths.filter_map(|named| Some((room.clone(), named.path.get(1)?.clone()))));
    }
    let unused: Vec<_> = ROOMS
        .iter()
        .flat_map(|(room, uses)| uses.iter().map(|other| ((*room).to_owned(), (*other).to_owned())))
        .filter(|edge| !used.contains(edge))
        .collect();
    assert!(unused.is_empty(), "ROOMS allows what nobody does: {unused:?}");
}

#[test]
fn no_files_form_a_circle() {
    /// A command knows the state, and the state holds which commands were picked: still to be taken apart.
    const STILL_THERE: &str = "app::commands";
    let mut circles = circles(&house());
    circles.retain(|circle| !circle.contains(STILL_THERE));
    assert!(
        circles.is_empty(),
        "these files need each other, so none can be moved or tested alone; move what they share into a file of its \
         own:\n{}\n",
        circles.join("\n")
    );
}

#[test]
fn every_file_says_what_lives_there() {
    let silent: Vec<_> = ["src", "tests", "benches", "examples"]
        .into_iter()
        .flat_map(rust_files)
        .filter(|path| !read(path).starts_with("//! "))
        .collect();
    assert!(silent.is_empty(), "these begin without a line of `//!` that says what lives there: {silent:?}");
}

#[test]
fn nothing_committed_names_this_machine_or_a_registry() {
    let files = committed_files();
    assert!(files.iter().any(|path| path == "Cargo.toml"), "the list of files is broken: {files:?}");
    let faults: Vec<_> = files
        .iter()
        .filter_map(|path| Some((path, String::from_utf8(fs::read(root().join(path)).ok()?).ok()?)))
        .flat_map(|(path, text)| names_of_places(path, &text))
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

// ---- tests of the tests -------------------------------------------------------------------------------------------

/// Whether a snippet in a file is refused, with a sentence that contains `sentence`.
fn check_refused(path: &str, snippet: &str, sentence: &str) {
    let faults = faults_of(path, &format!("//! A snippet.\n{snippet}\n"), &every_room());
    assert!(
        faults.iter().any(|fault| fault.contains(sentence)),
        "{path}: {snippet:?} should give {sentence:?} but gave {faults:?}"
    );
}

fn check_accepted(path: &str, snippet: &str) {
    let faults = faults_of(path, &format!("//! A snippet.\n{snippet}\n"), &every_room());
    assert!(faults.is_empty(), "{path}: {snippet:?} should pass but gave {faults:?}");
}

#[test]
fn use_against_the_direction_is_caught() {
    for snippet in [
        "use crate::ranking::Rows;",
        "use crate::{document, ranking as rows};",
        "use crate::{document::Fault, ranking::{self, Rows}};",
        "fn f() { crate::ranking::rows(); }",
        "fn f() { assert!(crate::ranking::rows()); }",
        "fn f(x: Vec<crate::ranking::Row>) {}",
        "use super::super::ranking;",
        "mod inner { use super::super::super::ranking; }",
        "use tokens_per_dollar::ranking;",
    ] {
        check_refused("src/billing/parts.rs", snippet, "`billing` may not use `ranking`");
    }
    check_refused("src/money/mod.rs", "use super::workload::Workload;", "`money` may not use `workload`");
    check_refused("src/workload/mod.rs", "use crate::catalog::Model;", "`workload` may not use `catalog`");
    check_refused("src/report/csv.rs", "use crate::window::theme;", "`report` may not use `window`");
    check_refused("src/store/mod.rs", "use crate::cellar::Wine;", "`crate::cellar` is no room");
}

#[test]
fn use_with_the_direction_is_not() {
    check_accepted("src/ranking/mod.rs", "use crate::billing::{self, Part}; use super::money; mod measure;");
    check_accepted(
        "src/ranking/measure.rs",
        "use super::Standing; use self::inner::X; use crate::ranking::Y;",
    );
    check_accepted(
        "src/billing/mod.rs",
        "// use crate::app;\n/// See crate::app.\nconst A: &str = \"crate::app\";",
    );
    check_accepted(
        "src/billing/mod.rs",
        "pub(crate) fn f() {} pub(super) fn g() {} fn h(app: u8) { app::<u8>(); }",
    );
    check_accepted(
        "src/billing/mod.rs",
        "#[cfg(test)]\nmod tests { use crate::app; fn f() { g().unwrap(); } }",
    );
    check_accepted(
        "src/main.rs",
        "use tokens_per_dollar::app; fn f() { std::fs::read(\"x\"); eframe::run_native(); }",
    );
}

#[test]
fn a_circle_of_files_is_caught() {
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        let house = files
            .iter()
            .map(|(path, text)| {
                let module = module_of(path);
                let code = Code::read(text, &module).expect("Rust");
                (module, code)
            })
            .collect();
        assert_eq!(circles(&house), expected, "{files:?}");
    };
    let parts = "mod a; mod b; mod c; pub use a::A; pub use b::{B as Bee};";
    check(&[("src/x/mod.rs", parts), ("src/x/a.rs", "use super::b::B;"), ("src/x/b.rs", "")], &[]);
    let a_and_b = ["x::a -> x::b -> x::a"];
    for (a, b) in [
        ("use super::b::B;", "use crate::x::a::A;"),
        ("use super::Bee;", "fn f() { super::A::new(); }"),
        ("use super::{Bee, other};", "use super::{self, A};"),
    ] {
        check(&[("src/x/mod.rs", parts), ("src/x/a.rs", a), ("src/x/b.rs", b)], &a_and_b);
    }
    // A room's own file may use its parts, and they what it declares.
    check(&[("src/x/mod.rs", "mod a; use a::A; pub struct B;"), ("src/x/a.rs", "use super::B;")], &[]);
    let in_tests = "#[cfg(test)]\nmod tests { use crate::x::a::A; }";
    check(&[("src/x/mod.rs", parts), ("src/x/a.rs", "use super::b::B;"), ("src/x/b.rs", in_tests)], &[]);
}

#[test]
fn what_is_reserved_is_caught() {
    for snippet in
        ["use eframe::egui;", "fn f() { egui::Color32::RED; }", "use {rfd::AsyncFileDialog, std::fmt};"]
    {
        check_refused("src/chart/mod.rs", snippet, "the window's libraries");
        check_accepted("src/window/mod.rs", snippet);
        check_refused("src/app/mod.rs", snippet, "the window's libraries");
    }
    for snippet in [
        "use std::fs;",
        "use std::{fmt, fs::File};",
        "use std::{fmt, fs as disk};",
        "fn f() { std::fs::read(\"x\"); }",
        "fn f() { tempfile::tempdir(); }",
    ] {
        check_refused("src/catalog/file.rs", snippet, "the disk");
        check_refused("src/app/apply.rs", snippet, "the disk");
        check_accepted("src/store/atomic.rs", snippet);
    }
    check_refused("src/app/mod.rs", "use std::net::TcpStream;", "the network");
    check_refused("src/chart/mod.rs", "use std::io::Write;", "does no input or output");
    check_refused("src/money/mod.rs", "fn f() { log::info!(\"x\"); }", "does no input or output");
}

#[test]
fn what_may_panic_or_is_unfinished_is_caught() {
    check_refused("src/store/mod.rs", "fn f() { g()\n.unwrap(); }", "src/store/mod.rs:3: `unwrap()`");
    check_refused("src/store/mod.rs", "fn f() { todo!() }", "`todo!`");
    check_refused("src/store/mod.rs", "fn f() { unimplemented!(\"later\") }", "`unimplemented!`");
    check_accepted("src/store/mod.rs", "fn f() { g().unwrap_or_default(); }");
    check_accepted("src/store/tests.rs", "fn f() { g().unwrap(); }");
}

#[test]
fn a_file_that_has_outgrown_its_job_is_caught() {
    let lines = "const A: u8 = 1;\n".repeat(MOST_LINES);
    check_refused("src/store/mod.rs", &lines, "602 lines without tests, of 600");
    let half = "const A: u8 = 1;\n".repeat(MOST_LINES / 2);
    check_accepted("src/store/mod.rs", &format!("{half}#[cfg(test)]\nmod tests {{\n{half}{half}}}"));
}

#[test]
fn a_name_of_a_place_is_caught() {
    for text in
        ["see /ho~me/me/x", "\"/ro~ot/.cargo\"", "cd /wo~rk/x", "from crates~.io", "https://py~pi.org/simple"]
    {
        let text = text.replace('~', "");
        assert_eq!(names_of_places("README.md", &text).len(), 1, "{text}");
    }
    for text in ["~/.local/share", "https://example.org/ho~me/x", "the home folder", "framework/x"] {
        let text = text.replacen("ho~", "ho", 1);
        assert!(names_of_places("README.md", &text).is_empty(), "{text}");
    }
}

// ---- the rules ----------------------------------------------------------------------------------------------------

fn rule(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, uses)| *uses)
}

fn every_room() -> BTreeSet<String> {
    ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect()
}

/// What is wrong with a file of `src`, a sentence each.
fn faults_of(path: &str, text: &str, rooms: &BTreeSet<String>) -> Vec<String> {
    let module = module_of(path);
    if module.iter().any(|name| name == "tests") {
        return Vec::new();
    }
    let code = Code::read(text, &module).unwrap_or_else(|error| panic!("{path}: {error}"));
    let place = match module.first() {
        Some(part) if PROGRAM.contains(&part.as_str()) => "main",
        Some(room) => room.as_str(),
        None if path == "src/main.rs" => "main",
        None => "lib",
    };
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(format!("{path}:{line}: {what}"));

    for Named { path: named, line, .. } in &code.paths {
        if named.first().is_some_and(|root| root == "crate") {
            let Some(used) = named.get(1).filter(|used| *used != place && *used != "*") else { continue };
            if place == "main" || place == "lib" {
                continue;
            } else if !rooms.contains(used) {
                fault(
                    *line,
                    format!("`crate::{used}` is no room: src/lib.rs holds the map and nothing else"),
                );
            } else if !rule(place).is_some_and(|uses| uses.contains(&used.as_str())) {
                fault(
                    *line,
                    format!(
                        "`{place}` may not use `{used}`: use it the other way round, or hand the value in"
                    ),
                );
            }
            continue;
        }
        for (what, paths, users) in RESERVED {
            if place != "main" && !users.contains(&place) && paths.iter().any(|path| begins_with(named, path))
            {
                fault(*line, format!("`{}`: {what} may be named only in {users:?}", named.join("::")));
            }
        }
        if PURE_ROOMS.contains(&place) && IMPURE.iter().any(|path| begins_with(named, path)) {
            fault(
                *line,
                format!("`{}`: `{place}` does no input or output and cannot fail", named.join("::")),
            );
        }
    }
    for (line, what) in &code.unfinished {
        fault(*line, format!("`{what}` outside tests: a panic that a user or a file can reach is a defect"));
    }
    let lines = text.lines().count() - code.test_lines;
    if lines > MOST_LINES {
        fault(
            1,
            format!("{lines} lines without tests, of {MOST_LINES} at most: give a part a file of its own"),
        );
    }
    faults
}

/// A name alone is a variable or a function, never a crate: the house names what it uses by its path.
fn begins_with(named: &[String], path: &str) -> bool {
    if named.len() < 2 {
        return false;
    }
    let mut named = named.iter();
    path.split("::").all(|part| named.next().is_some_and(|name| name == part))
}

/// The names of this machine's places and of package registries in a text, a sentence each. Written in halves here, so
/// that this file does not contain them.
fn names_of_places(path: &str, text: &str) -> Vec<String> {
    const FOLDERS: &[&str] = &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    const HOSTS: &[&str] = &[
        concat!("crates", ".io"),
        concat!("py", "pi.org"),
        concat!("pythonhosted", ".org"),
        concat!("npm", "js.org"),
        concat!("deb.debian", ".org"),
        concat!("snapshot.debian", ".org"),
        concat!("proxy.golang", ".org"),
    ];
    // Cargo writes this file, with the name of its own registry in each entry.
    let hosts = if path == "Cargo.lock" { &[] } else { HOSTS };
    let begins_path = |at: usize| {
        !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|character| {
            character.is_alphanumeric() || matches!(character, '/' | '.' | '~' | '-' | '_' | '}' | '$')
        })
    };
    let mut faults = Vec::new();
    for name in FOLDERS.iter().chain(hosts) {
        for (at, _) in text.match_indices(name) {
            if hosts.contains(name) || begins_path(at) {
                let line = 1 + text.get(..at).map_or(0, |before| before.matches('\n').count());
                faults.push(format!("{path}:{line}: names {name:?}, which means nothing on another machine"));
            }
        }
    }
    faults
}

/// All files of `src` but tests, as the rules read them.
fn house() -> BTreeMap<Vec<String>, Code> {
    let files = rust_files("src").into_iter().map(|path| (module_of(&path), path));
    files
        .filter(|(module, _)| !module.is_empty() && module.iter().all(|name| name != "tests"))
        .map(|(module, path)| {
            let code = Code::read(&read(&path), &module).unwrap_or_else(|error| panic!("{path}: {error}"));
            (module, code)
        })
        .collect()
}

/// The file that a path leads to, through what files hand on with `pub use`.
fn file_of<'a>(house: &'a BTreeMap<Vec<String>, Code>, path: &[String]) -> Option<&'a Vec<String>> {
    let (module, code) =
        (1..=path.len()).rev().find_map(|length| house.get_key_value(path.get(..length)?))?;
    let rest = path.get(module.len()..)?;
    let handed_on = rest.first().and_then(|name| code.handed_on.iter().find(|(known, _)| known == name));
    match handed_on {
        Some((_, there)) if !path.starts_with(there) => file_of(house, there),
        _ => Some(module),
    }
}

/// The shortest circle of files that each file is in, each circle once.
fn circles(house: &BTreeMap<Vec<String>, Code>) -> Vec<String> {
    let mut uses: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = BTreeMap::new();
    for (module, code) in house {
        let named = code.paths.iter().filter(|named| !named.is_handed_on);
        let files = named.filter_map(|named| match named.path.split_first() {
            Some((root, path)) if root == "crate" => file_of(house, path),
            _ => None,
        });
        uses.insert(module, files.filter(|file| !file.starts_with(module)).collect());
    }
    let mut circles = BTreeMap::new();
    for start in uses.keys() {
        let mut before: BTreeMap<&Vec<String>, &Vec<String>> = BTreeMap::new();
        let mut next = VecDeque::from([*start]);
        while let Some(file) = next.pop_front() {
            for used in uses.get(file).into_iter().flatten() {
                if !before.contains_key(used) {
                    before.insert(used, file);
                    next.push_back(used);
                }
            }
        }
        let mut circle = vec![*start];
        while let Some(file) = circle.last().and_then(|last| before.get(last)) {
            circle.push(file);
            if file == start {
                let members: BTreeSet<_> = circle.iter().copied().collect();
                let names: Vec<_> = circle.iter().rev().map(|file| file.join("::")).collect();
                circles.entry(members).or_insert_with(|| names.join(" -> "));
                break;
            }
        }
    }
    circles.into_values().collect()
}

// ---- reading source -----------------------------------------------------------------------------------------------

/// A path as the code names it; `super` and `self` are resolved, and the crate is always called `crate`.
struct Named {
    path: Vec<String>,
    line: usize,
    /// What a `use` calls it.
    alias: Option<String>,
    /// Whether a `pub use` only hands it on.
    is_handed_on: bool,
}

/// What the rules ask of a file, its tests left out.
#[derive(Default)]
struct Code {
    paths: Vec<Named>,
    /// The names that it hands on with `pub use`, and where each stands: the path without `crate`.
    handed_on: Vec<(String, Vec<String>)>,
    unfinished: Vec<(usize, &'static str)>,
    test_lines: usize,
}

impl Code {
    fn read(text: &str, module: &[String]) -> Result<Self, proc_macro2::LexError> {
        let mut code = Self::default();
        code.walk(&TokenStream::from_str(text)?.into_iter().collect::<Vec<_>>(), module);
        Ok(code)
    }

    fn walk(&mut self, tokens: &[TokenTree], module: &[String]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if let Some(lines) = test_item(tokens, &mut at) {
                self.test_lines += lines.end() + 1 - lines.start();
                continue;
            }
            match token {
                TokenTree::Group(group) => self.walk(&inside(group), module),
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        let mut inner = module.to_vec();
                        inner.push(name.to_string());
                        self.walk(&inside(body), &inner);
                        at += 2;
                    }
                }
                TokenTree::Ident(word) => {
                    let line = word.span().start().line;
                    let after_dot = at > 0 && is_punct(tokens.get(at - 1), '.');
                    match word.to_string().as_str() {
                        "unwrap" if after_dot => self.unfinished.push((line, "unwrap()")),
                        "todo" if is_punct(tokens.get(at + 1), '!') => self.unfinished.push((line, "todo!")),
                        "unimplemented" if is_punct(tokens.get(at + 1), '!') => {
                            self.unfinished.push((line, "unimplemented!"));
                        }
                        _ => {}
                    }
                    if word == "use" && is_public(tokens, at) {
                        at = self.hand_on(tokens, at + 1, module);
                        continue;
                    }
                    if !after_dot {
                        at = self.path(tokens, at, &[], module);
                        continue;
                    }
                }
                // A list of paths of a `use` without a prefix is walked as any other group.
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }

    /// Reads a `pub use` whose paths begin at `at`; returns the place behind it.
    fn hand_on(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        let first = self.paths.len();
        let mut end = at;
        while end < tokens.len() && !is_punct(tokens.get(end), ';') {
            end += 1;
        }
        self.path(tokens, at, &[], module);
        for named in self.paths.iter_mut().skip(first) {
            named.is_handed_on = true;
            let path: Vec<String> = match named.path.split_first() {
                Some((root, path)) if root == "crate" => path.to_vec(),
                // A part of this module, or a library.
                _ => module.iter().chain(&named.path).cloned().collect(),
            };
            if let Some(name) = named.alias.take().or_else(|| path.last().cloned()) {
                self.handed_on.push((name, path));
            }
        }
        end
    }

    /// Reads the path that begins with the word at `at`, behind a prefix; returns the place behind it.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, prefix: &[String], module: &[String]) -> usize {
        let mut path = prefix.to_vec();
        let line = tokens.get(at).map_or(0, |token| token.span().start().line);
        while let Some(TokenTree::Ident(word)) = tokens.get(at) {
            path.push(word.to_string());
            at += 1;
            if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
                break;
            }
            match tokens.get(at + 2) {
                Some(TokenTree::Ident(_)) => at += 2,
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let list = inside(group);
                    for branch in list.split(|token| is_punct(Some(token), ',')) {
                        if !branch.is_empty() {
                            self.path(branch, 0, &path, module);
                        }
                        // A nested list stands in its branch behind a prefix, which `path` has followed.
                    }
                    at += 3;
                    break;
                }
                _ => break,
            }
        }
        let alias = match (tokens.get(at), tokens.get(at + 1)) {
            (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(name))) if word == "as" => {
                Some(name.to_string())
            }
            _ => None,
        };
        self.paths.push(Named { path: resolved(path, module), line, alias, is_handed_on: false });
        at
    }
}

/// Whether the `use` at `at` is `pub`, for all or for some.
fn is_public(tokens: &[TokenTree], at: usize) -> bool {
    let is_word = |place: usize| matches!(tokens.get(place), Some(TokenTree::Ident(word)) if word == "pub");
    let is_for_some = || matches!(tokens.get(at - 1), Some(TokenTree::Group(_))) && at > 1 && is_word(at - 2);
    at > 0 && (is_word(at - 1) || is_for_some())
}

/// The path with its beginning made absolute, where it speaks of this crate.
fn resolved(path: Vec<String>, module: &[String]) -> Vec<String> {
    let mut from = module.to_vec();
    let mut relative = 0;
    for part in &path {
        match part.as_str() {
            "self" => {}
            "super" => _ = from.pop(),
            _ => break,
        }
        relative += 1;
    }
    let absolute = |from: Vec<String>, rest: &[String]| {
        std::iter::once("crate".to_owned()).chain(from).chain(rest.iter().cloned()).collect()
    };
    match path.first().map(String::as_str) {
        Some("self" | "super") => absolute(from, path.get(relative..).unwrap_or_default()),
        Some("tokens_per_dollar") => absolute(Vec::new(), path.get(1..).unwrap_or_default()),
        _ => path,
    }
}

/// Where an item that only tests have begins at `at`: its lines, with `at` moved behind it.
fn test_item(tokens: &[TokenTree], at: &mut usize) -> Option<RangeInclusive<usize>> {
    let attribute = |at: usize| match (tokens.get(at), tokens.get(at + 1)) {
        (Some(hash), Some(TokenTree::Group(group))) if is_punct(Some(hash), '#') => {
            Some(group.stream().to_string())
        }
        _ => None,
    };
    let text: String = attribute(*at)?.split_whitespace().collect();
    if !(text == "cfg(test)" || text.starts_with("cfg(all(test,") || text == "test") {
        return None;
    }
    let first = tokens.get(*at)?.span().start().line;
    while attribute(*at).is_some() {
        *at += 2;
    }
    let mut last = first;
    while let Some(token) = tokens.get(*at) {
        *at += 1;
        last = token.span().end().line;
        let body = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if body || is_punct(Some(token), ';') {
            break;
        }
    }
    Some(first..=last)
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

// ---- finding files ------------------------------------------------------------------------------------------------

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rooms that `src/lib.rs` declares.
fn rooms() -> BTreeSet<String> {
    let rooms = modules_of("src/lib.rs");
    assert!(rooms.contains("money"), "src/lib.rs: no rooms found");
    rooms
}

/// The modules that a file declares.
fn modules_of(path: &str) -> BTreeSet<String> {
    let tokens: Vec<_> = TokenStream::from_str(&read(path)).expect("Rust").into_iter().collect();
    tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mod" => Some(name.to_string()),
            _ => None,
        })
        .collect()
}

/// `src/chart/mod.rs` is `chart`, `src/chart/scale.rs` is `chart`, `scale`; `lib.rs` and `main.rs` are nothing.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").and_then(|rest| rest.strip_suffix(".rs")).expect("a file of src");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") || matches!(inner, "lib" | "main") {
        module.pop();
    }
    module
}

/// The Rust files below a folder of the project, as paths from its root with `/`, in order.
fn rust_files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    walk_files(&root().join(folder), &mut files);
    files.retain(|path| Path::new(path).extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

fn walk_files(folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk_files(&path, files);
        } else {
            files.push(relative(&path));
        }
    }
}

fn relative(path: &Path) -> String {
    let inner: PathBuf = path.strip_prefix(root()).expect("a path of the project").into();
    inner.to_string_lossy().replace('\\', "/")
}

/// What git has, or where git says nothing (an unpacked archive): what is there, without what is built.
fn committed_files() -> Vec<String> {
    let answer = Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    if let Ok(output) = answer
        && output.status.success()
        && !output.stdout.is_empty()
    {
        let names = String::from_utf8_lossy(&output.stdout);
        return names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    }
    let mut files = Vec::new();
    for path in fs::read_dir(root()).expect("the project").flatten().map(|entry| entry.path()) {
        let name = relative(&path);
        if path.is_file() {
            files.push(name);
        } else if !matches!(name.as_str(), ".git" | "target" | "report") {
            walk_files(&path, &mut files);
        }
    }
    files
}

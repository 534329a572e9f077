//! The house's rules held against its files: arrows, sizes, headings, names, words.
//!
//! Owns where the files are; each rule is a pure function over text with cases of its own that
//! show it can fail.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod arrows;
mod files;
mod names;
mod sentences;
mod source;

use std::path::{Path, PathBuf};

/// A source file: its path from the root with `/`, and its text.
pub struct File {
    /// `src-tauri/gateway/src/clock.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

/// Every Rust file under a folder.
fn rust_files(under: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(under), &mut found);
    assert!(!found.is_empty(), "{under} holds no Rust file");
    found
}

fn collect(folder: &Path, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let relative = path.strip_prefix(root()).unwrap();
            found.push(File {
                path: relative.to_string_lossy().replace('\\', "/"),
                text: std::fs::read_to_string(&path).unwrap(),
            });
        }
    }
}

fn all_rust_files() -> Vec<File> {
    let mut files = rust_files("src-tauri");
    files.extend(rust_files("tests"));
    files
}

#[track_caller]
fn assert_none(problems: Vec<String>, rule: &str) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}

#[test]
fn every_arrow_of_the_gateway_stands_in_the_table() {
    let table = arrows::table(&read("docs/architecture.md"));
    assert!(table.len() > 10, "docs/architecture.md has lost its table");
    assert_none(
        arrows::cycles(&table),
        "docs/architecture.md allows a circle",
    );
    let files = rust_files("src-tauri/gateway/src");
    assert_none(
        arrows::violations(&table, &files),
        "arrows that docs/architecture.md does not allow",
    );
}

#[test]
fn no_capability_reaches_into_the_files_of_another() {
    let files = rust_files("src-tauri/gateway/src");
    assert_none(
        arrows::trespasses(&files),
        "private files of another capability",
    );
}

#[test]
fn the_gateway_knows_no_window() {
    let mut problems = files::mentions(&rust_files("src-tauri/gateway"), "tauri");
    if read("src-tauri/gateway/Cargo.toml").contains("tauri") {
        problems.push("src-tauri/gateway/Cargo.toml".to_owned());
    }
    assert_none(problems, "the gateway mentions Tauri");
}

#[test]
fn every_module_says_what_it_is_for() {
    assert_none(
        files::without_heading(&all_rust_files()),
        "files that do not begin with //! and a sentence",
    );
}

#[test]
fn no_file_is_too_long_to_be_read_once() {
    assert_none(files::too_long(&all_rust_files()), "too long");
}

#[test]
fn the_top_level_holds_only_the_names_of_the_house() {
    let found = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    assert_none(
        names::strangers(found, &read(".gitignore")),
        "names the house does not have at its top level",
    );
}

#[test]
fn every_sentence_for_people_stands_in_the_catalogue() {
    let mut files = rust_files("src-tauri/gateway/src");
    files.extend(rust_files("src-tauri/src"));
    files.extend(rust_files("src-tauri/cli/src"));
    assert_none(
        sentences::literals(&files),
        "sentences outside src-tauri/gateway/locales",
    );
}

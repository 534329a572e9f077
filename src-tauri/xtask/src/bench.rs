//! `cargo xtask bench`: builds a release and measures it.
//!
//! Owns what is built for it and where the results lie. The measuring is done by `cove-bench`
//! (tests/bench), from outside. Never judges a figure.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::deb;
use crate::place;
use crate::process::{Failure, cargo, run};

/// What is said of a wrong argument.
const USAGE: &str = "cargo xtask bench [--smoke] [--only GROUP]... \
    (groups: sizes, start, idle, message, transcript, sessions)";

/// What a person asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Tiny sizes on the debug build: shows that everything runs.
    smoke: bool,
    only: Vec<String>,
}

/// Measures and prints; the results lie in `target/bench` too.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    let asked = read(arguments)?;
    let profile = if asked.smoke { "debug" } else { "release" };
    build(profile)?;
    let mut files = Vec::new();
    if !asked.smoke && asked.wants("sizes") {
        deb::deb()?;
        files = shipped()?;
    }
    let mut command = Command::new(place::built(profile, "cove-bench"));
    command
        .env("COVE_BIN", place::built(profile, "cove"))
        .arg("--out")
        .arg(place::target().join("bench"));
    if asked.smoke {
        command.arg("--smoke");
    }
    for group in &asked.only {
        command.args(["--only", group]);
    }
    for (name, path) in files {
        command
            .arg("--file")
            .arg(format!("{name}={}", path.display()));
    }
    run(&mut command)
}

impl Asked {
    fn wants(&self, group: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == group)
    }
}

fn read(arguments: &[String]) -> Result<Asked, Failure> {
    let mut asked = Asked::default();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match (word.as_str(), words.as_slice().first()) {
            ("--smoke", _) => asked.smoke = true,
            ("--only", Some(group)) => {
                asked.only.push(group.clone());
                words.next();
            }
            _ => return Err(Failure::said(USAGE)),
        }
    }
    Ok(asked)
}

fn build(profile: &str) -> Result<(), Failure> {
    let mut command = cargo();
    command.args(["build", "-p", "cove-cli", "-p", "cove-tests", "--bins"]);
    if profile == "release" {
        command.arg("--release");
    }
    run(&mut command)
}

/// What people get, by its name in the report.
fn shipped() -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut files = vec![
        ("cove".to_owned(), place::built("release", "cove")),
        (
            "cove-desktop".to_owned(),
            place::built("release", "cove-desktop"),
        ),
    ];
    let folder = place::target().join("release/bundle/deb");
    let mut packages: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "deb"))
        .collect();
    packages.sort_by_key(|path| modified(path));
    files.extend(packages.pop().map(|path| ("deb".to_owned(), path)));
    Ok(files)
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    path.metadata().and_then(|meta| meta.modified()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn arguments_are_read_and_wrong_ones_refused() {
        let asked = read(&words(&["--smoke", "--only", "start", "--only", "idle"]));
        let asked = asked.expect("all of them exist");
        assert!(asked.smoke && asked.wants("idle") && !asked.wants("message"));
        assert!(Asked::default().wants("message"));
        assert!(read(&words(&["--only"])).is_err());
        assert!(read(&words(&["faster"])).is_err());
    }
}

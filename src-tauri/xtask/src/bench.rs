//! `cargo xtask bench`: builds a release and measures it.
//!
//! Owns what is built for it and where the results lie. The measuring is done by `cove-bench`
//! (tests/bench), from outside. Never judges a figure.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::deb;
use crate::place;
use crate::process::{Failure, cargo, run};
use crate::test::SAME_BUILD;
use crate::ui;
use crate::window_tests::Display;

/// What is said of a wrong argument.
const USAGE: &str = "cargo xtask bench [--smoke] [--only GROUP]... \
    (groups: sizes, start, idle, message, transcript, sessions, jobs, window)";

/// What the window's first paint is held against.
const EMPTY: &str = "examples/empty-window";

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
    let shipped = asked.shipped();
    build(&asked)?;
    let profile = if asked.smoke { "debug" } else { "release" };
    let program = place::built(profile, "cove-bench");
    let display = asked.window().then(Display::start).transpose()?;
    let mut command = match &display {
        Some(display) => {
            let mut command = Command::new("dbus-run-session");
            command
                .arg("--")
                .arg(program)
                .env("DISPLAY", &display.name)
                .env_remove("WAYLAND_DISPLAY")
                .env("COVE_DESKTOP", place::built(profile, "cove-desktop"))
                .env("COVE_EMPTY_WINDOW", place::built(profile, EMPTY));
            command
        }
        None => Command::new(program),
    };
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
    if shipped {
        for (name, path) in files()? {
            command
                .arg("--file")
                .arg(format!("{name}={}", path.display()));
        }
    }
    run(&mut command)
}

impl Asked {
    /// Whether the window is measured: on Linux, and in a smoke run only when it is named.
    fn window(&self) -> bool {
        let named = self.only.iter().any(|only| only == "window");
        cfg!(target_os = "linux") && (named || (self.only.is_empty() && !self.smoke))
    }

    /// Whether everything that people get is built and weighed.
    fn shipped(&self) -> bool {
        !self.smoke && (self.only.is_empty() || self.only.iter().any(|only| only == "sizes"))
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

/// Builds what is measured and what measures it, each by itself: together they would share
/// features of their dependencies that nobody ships.
fn build(asked: &Asked) -> Result<(), Failure> {
    if asked.smoke {
        // As the tests build it, so that nothing is compiled again.
        return run(cargo()
            .arg("build")
            .args(SAME_BUILD)
            .args(["--bins", "--examples"]));
    }
    if asked.shipped() {
        deb::deb()?;
    } else {
        run(cargo().args(["build", "--release", "-p", "cove-cli"]))?;
    }
    if asked.window() {
        ui::build()?;
        let desktop = ["build", "--release", "-p", "cove-desktop"];
        run(cargo().args(desktop).args(["--bins", "--examples"]))?;
    }
    run(cargo().args(["build", "--release", "-p", "cove-tests", "--bins"]))
}

/// What people get, by its name in the report.
fn files() -> Result<Vec<(String, PathBuf)>, Failure> {
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
    fn only_a_whole_run_and_one_of_sizes_build_the_package() {
        let check = |asked: &[&str], expected: bool| {
            let asked = read(&words(asked)).ok();
            assert_eq!(asked.map(|asked| asked.shipped()), Some(expected));
        };
        check(&[], true);
        check(&["--only", "sizes"], true);
        check(&["--only", "message"], false);
        check(&["--smoke"], false);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_window_is_measured_in_a_whole_run_and_where_it_is_named() {
        let check = |asked: &[&str], expected: bool| {
            let asked = read(&words(asked)).ok();
            assert_eq!(asked.map(|asked| asked.window()), Some(expected));
        };
        check(&[], true);
        check(&["--smoke"], false);
        check(&["--smoke", "--only", "window"], true);
        check(&["--only", "message"], false);
    }

    #[test]
    fn arguments_are_read_and_wrong_ones_refused() {
        let asked = read(&words(&["--smoke", "--only", "start", "--only", "idle"]));
        let wanted = Asked {
            smoke: true,
            only: words(&["start", "idle"]),
        };
        assert_eq!(asked.ok(), Some(wanted));
        assert!(read(&words(&["--only"])).is_err());
        assert!(read(&words(&["faster"])).is_err());
    }
}

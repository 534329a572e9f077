//! `cove-bench`: what a built `cove` costs, measured from outside over real sockets and files.
//!
//! Owns which figures there are and in which order they are taken. Asserts nothing about time: it
//! prints and writes what it saw, and a person compares. Started by `cargo xtask bench`.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod figures;
mod idle;
mod jobs;
mod machine;
mod message;
mod process;
mod report;
mod sessions;
mod start;
mod transcript;
mod window;
mod world;

use std::path::PathBuf;

use report::Report;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Seconds; shows only that everything runs.
    Smoke,
    /// Minutes; figures to state.
    Full,
}

impl Size {
    fn of<T>(self, smoke: T, full: T) -> T {
        match self {
            Self::Smoke => smoke,
            Self::Full => full,
        }
    }
}

/// What the command line asks for.
struct Asked {
    size: Size,
    out: PathBuf,
    /// Only these groups; empty = all.
    only: Vec<String>,
    /// Files whose size is told, with their names in the report.
    files: Vec<(String, PathBuf)>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let asked = asked(std::env::args().skip(1));
    let mut report = Report::new(asked.size);
    let wants = |group: &str| asked.only.is_empty() || asked.only.iter().any(|only| only == group);
    if wants("sizes") {
        report.sizes(&asked.files);
    }
    if wants("start") {
        start::measure(asked.size, &mut report).await;
    }
    if wants("idle") {
        idle::measure(asked.size, &mut report).await;
    }
    if wants("message") {
        message::measure(asked.size, &mut report).await;
    }
    if wants("transcript") {
        transcript::measure(asked.size, &mut report).await;
    }
    if wants("sessions") {
        sessions::measure(asked.size, &mut report).await;
    }
    if wants("jobs") {
        jobs::measure(asked.size, &mut report).await;
    }
    // Only xtask knows whether there is a display to show it on.
    if wants("window") && std::env::var_os("COVE_EMPTY_WINDOW").is_some() {
        window::measure(asked.size, &mut report).await;
    }
    report.write(&asked.out);
    println!("{}", report.markdown());
}

/// `--smoke`, `--out FOLDER`, `--only GROUP`, `--file NAME=PATH`.
///
/// # Panics
/// On anything else: only xtask calls this program.
fn asked(mut words: impl Iterator<Item = String>) -> Asked {
    let mut asked = Asked {
        size: Size::Full,
        out: PathBuf::from("target/bench"),
        only: Vec::new(),
        files: Vec::new(),
    };
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .unwrap_or_else(|| panic!("{word} needs a value"))
        };
        match word.as_str() {
            "--smoke" => asked.size = Size::Smoke,
            "--out" => asked.out = value().into(),
            "--only" => asked.only.push(value()),
            "--file" => {
                let value = value();
                let (name, path) = value.split_once('=').expect("NAME=PATH");
                asked.files.push((name.to_owned(), path.into()));
            }
            other => panic!("there is no {other}"),
        }
    }
    asked
}

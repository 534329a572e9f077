//! The web UI's own steps: packages, check, lint, tests, build.
//!
//! Owns knowing when packages or the built pages are older than what they are made from. Never
//! touches Rust.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::place;
use crate::process::{Failure, run_kept, script};

/// Installs the packages of the lock file where they are missing or older than it.
pub fn packages() -> Result<(), Failure> {
    let lock = changed(&folder().join("package-lock.json"));
    let installed = changed(&folder().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    run_kept(&mut npm(&["ci", "--no-audit", "--no-fund"])).map(drop)
}

/// Builds the pages where a source is newer than they are.
pub fn build() -> Result<(), Failure> {
    let built = changed(&folder().join("dist/index.html"));
    if built.is_some() && built >= newest_source() {
        return Ok(());
    }
    run_kept(&mut npm(&["run", "build"])).map(drop)
}

/// One script of package.json; what it printed.
pub fn script_of(name: &str) -> Result<String, Failure> {
    run_kept(&mut npm(&["run", name]))
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = script("npm");
    command.current_dir(folder()).args(arguments);
    command
}

fn folder() -> PathBuf {
    place::root().join("ui")
}

/// The sentences are compiled into the pages too.
fn newest_source() -> Option<SystemTime> {
    let words = place::root().join("src-tauri/gateway/locales");
    newest(&folder(), &["node_modules", "dist"]).max(newest(&words, &[]))
}

fn newest(folder: &Path, but: &[&str]) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?;
    entries
        .flatten()
        .filter(|entry| !but.iter().any(|name| entry.file_name() == *name))
        .filter_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => newest(&entry.path(), &[]),
            _ => changed(&entry.path()),
        })
        .max()
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|meta| meta.modified()).ok()
}

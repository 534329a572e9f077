//! Builds the Debian package: the desktop app with the command line in it.
//!
//! Owns the version of Tauri's command line. Never signs or uploads anything.

use std::process::Command;

use crate::place;
use crate::process::{Failure, run_kept, script};
use crate::setup;
use crate::ui;

/// The npm package holds a finished binary; its minor version is that of the crate.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// `target/release/bundle/deb/Cove_<version>_<arch>.deb`.
pub fn deb() -> Result<(), Failure> {
    setup::packages(&[setup::GATEWAY, setup::DESKTOP])?;
    setup::node()?;
    ui::packages()?;
    ui::build()?;
    // The workspace's default members are the app and the command line: one build makes both.
    run_kept(tauri_cli().args(["build", "--bundles", "deb"]))?;
    let folder = place::target().join("release/bundle/deb");
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.path().extension().is_some_and(|kind| kind == "deb") {
            println!("{}", entry.path().display());
        }
    }
    Ok(())
}

/// Tauri's command line, from the repository's root.
pub fn tauri_cli() -> Command {
    let mut command = script("npx");
    command
        .current_dir(place::root())
        .args(["--yes", TAURI_CLI]);
    command
}

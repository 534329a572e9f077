//! Writes the TypeScript of the contract into `ui/src/bindings`, or compares it.
//!
//! Owns calling the gateway's generator (`src-tauri/gateway/examples/bindings.rs`). Never knows
//! a type of the contract itself, so that xtask stays quick to build.

use std::process::Command;

use crate::place;
use crate::process::{Failure, cargo, run, run_kept};
use crate::test::SAME_BUILD;

/// Builds the generator and runs it. With `check` nothing is written and a difference fails.
pub fn bindings(check: bool) -> Result<(), Failure> {
    run(cargo()
        .arg("build")
        .args(SAME_BUILD)
        .args(["--example", "bindings"]))?;
    generate(check).map(drop)
}

/// Runs the generator that was built before.
pub fn generate(check: bool) -> Result<String, Failure> {
    let mut command = Command::new(place::built("debug/examples", "bindings"));
    command.current_dir(place::root()).arg("ui/src/bindings");
    if check {
        command.arg("--check");
    }
    run_kept(&mut command)
}

//! Where the built binaries are, and the environment they start in.
//!
//! Owns: the variables a child sees. Never: lets the developer's own environment leak in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::Home;

/// Variables a child keeps from the test's own environment.
const KEPT: &[&str] = &[
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SystemRoot",
    "LLVM_PROFILE_FILE",
];

/// The `cove` binary: `COVE_BIN`, else beside the directory of the test executable.
pub fn cove_binary() -> PathBuf {
    match std::env::var_os("COVE_BIN") {
        Some(path) => path.into(),
        None => sibling_binary("cove"),
    }
}

/// A binary of this workspace in the profile directory the test runs from. Found from the
/// test's own path (`<target>/<profile>/deps/<test>`), so CARGO_TARGET_DIR needs no reading.
pub fn sibling_binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let deps = test.parent().expect("an executable lies in a directory");
    let profile = if deps.ends_with("deps") {
        deps.parent().unwrap_or(deps)
    } else {
        deps
    };
    profile.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command in the environment of this home and nothing of the developer's own.
pub fn command(binary: &Path, home: &Home) -> Command {
    let kept = |name: &&str| Some((OsString::from(name), std::env::var_os(name)?));
    let mut command = Command::new(binary);
    command
        .env_clear()
        .envs(KEPT.iter().filter_map(kept))
        .env("HOME", home.user_dir())
        .env("XDG_RUNTIME_DIR", home.runtime_dir())
        .env("TZ", "UTC")
        .envs(home.env())
        .current_dir(home.user_dir());
    command
}

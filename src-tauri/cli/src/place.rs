//! Which home and which language: from the words, the environment, or the default.
//!
//! Owns reading the environment. Never reads the home itself.

use std::ffi::OsString;
use std::path::PathBuf;

use cove_gateway::words::Language;

/// The state directory: `--state-dir`, else `COVE_STATE_DIR`, else `~/.cove`.
pub fn state_dir(given: Option<PathBuf>) -> PathBuf {
    given
        .or_else(|| filled("COVE_STATE_DIR").map(PathBuf::from))
        .unwrap_or_else(|| std::env::home_dir().unwrap_or_default().join(".cove"))
}

/// The language of what is said before a home is reached: `COVE_LANG`, else as the system says. From
/// there on the home's own language holds.
pub fn language() -> Language {
    ["COVE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(filled)
        .map(|tag| Language::from_tag(&tag.to_string_lossy()))
        .unwrap_or_default()
}

fn filled(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

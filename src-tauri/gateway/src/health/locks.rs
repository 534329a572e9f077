//! Locks another program left in the folders of conversations.
//!
//! Owns when such a lock is stale (field-reference §1). Cove itself makes none of them.

use std::path::Path;

use serde_json::Value;

use super::check::View;
use super::finding::{Finding, Remedy, Severity};
use crate::clock::Ms;

/// Nothing holds a conversation that long.
const STALE: Ms = 30 * 60_000;

pub(super) fn check(view: &View, agent: &str, found: &mut Vec<Finding>) {
    let entries = std::fs::read_dir(view.sessions(agent))
        .into_iter()
        .flatten();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|end| end != "lock") {
            continue;
        }
        let name = view.named(&path);
        found.push(match is_stale(&path, view.now) {
            true => Finding::new("lock-stale", Severity::Warning, name).mended_by(Remedy::Lock),
            false => Finding::new("lock-held", Severity::Warning, name),
        });
    }
}

fn is_stale(path: &Path, now: Ms) -> bool {
    let told: Option<Value> = std::fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(told) = told else { return true };
    let since = ["createdAt", "startedAt"]
        .iter()
        .find_map(|name| told[*name].as_i64());
    let alive = told["pid"].as_u64().is_none_or(is_alive);
    !alive || since.is_none_or(|since| now - since > STALE)
}

/// Whether a process of this id lives; where the system does not say it may.
fn is_alive(pid: u64) -> bool {
    let processes = Path::new("/proc");
    !processes.join("self").exists() || processes.join(pid.to_string()).exists()
}

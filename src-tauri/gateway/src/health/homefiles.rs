//! Secrets that stand in files.
//!
//! Owns where they are looked for: the agent's notes, and copies other programs made of keys. A
//! person's own words are never changed; where a key stands is told.

use std::path::{Path, PathBuf};

use super::check::{View, ViewAgent};
use super::finding::{Finding, Severity};
use crate::secret::Redactor;
use crate::workspace::RelPath;

/// Larger files are no notes.
const MAX_BYTES: u64 = 1024 * 1024;
/// A home with more notes is looked at as far as this.
const MAX_NOTES: usize = 5_000;

pub(super) fn check(view: &View, found: &mut Vec<Finding>) {
    for agent in &view.agents {
        for path in keys_of(agent, &view.redactor) {
            let name = view.named(&path);
            found.push(Finding::new("secret-in-note", Severity::Warning, name).of(&agent.id));
        }
    }
    for path in copies(&view.root) {
        if holds_key(&path, &view.redactor) {
            let name = view.named(&path);
            found.push(Finding::new("secret-in-file", Severity::Warning, name));
        }
    }
}

/// Notes in which something that looks like a key stands, as paths relative to the home.
pub fn notes_with_keys(view: &View) -> Vec<String> {
    let paths = view
        .agents
        .iter()
        .flat_map(|agent| keys_of(agent, &view.redactor));
    paths.map(|path| view.named(&path)).collect()
}

fn keys_of(agent: &ViewAgent, redactor: &Redactor) -> Vec<PathBuf> {
    let Ok(workspace) = &agent.workspace else {
        return Vec::new();
    };
    let is_note = |path: &RelPath| {
        let end = Path::new(path.as_str()).extension().unwrap_or_default();
        ["md", "txt", "json", "jsonl", "yaml", "yml", "env"]
            .iter()
            .any(|known| end == *known)
    };
    let walk = RelPath::parse_folder("")
        .map(|root| workspace.walk(&root, MAX_NOTES, &is_note))
        .unwrap_or_default();
    walk.entries
        .into_iter()
        .filter(|entry| entry.bytes <= MAX_BYTES)
        .filter(|entry| {
            workspace
                .text(&entry.path)
                .is_some_and(|text| shows_key(&text, redactor))
        })
        .map(|entry| workspace.root().join(entry.path.as_str()))
        .collect()
}

/// Where other programs keep keys in plain text, and what they leave behind of the settings.
fn copies(root: &Path) -> Vec<PathBuf> {
    let files = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        files.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let agents = std::fs::read_dir(root.join("agents"))
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = agents
        .flat_map(|agent| files(agent.path().join("agent")))
        .collect();
    found.extend(files(root.to_owned()).into_iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let settings = ["openclaw.json", "moltbot.json", "clawdbot.json"];
        settings.iter().any(|other| name.starts_with(other)) || name.starts_with("cove.json.bak")
    }));
    found.sort();
    found
}

fn holds_key(path: &Path, redactor: &Redactor) -> bool {
    let small = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() <= MAX_BYTES);
    small && std::fs::read_to_string(path).is_ok_and(|text| shows_key(&text, redactor))
}

fn shows_key(text: &str, redactor: &Redactor) -> bool {
    matches!(redactor.redact(text), std::borrow::Cow::Owned(_))
}

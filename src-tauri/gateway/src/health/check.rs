//! The check of a whole home. Changes nothing.
//!
//! Owns the order of the looks and of what they find: worst first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Cache;
use super::finding::{Finding, Severity};
use super::{conversations, homefiles, locks, notes, time};
use crate::clock::Ms;
use crate::config::{ConfigProblem, Report};
use crate::error::{Problem, params};
use crate::secret::Redactor;
use crate::storage::{StorageError, check_database};
use crate::workspace::{Limits, Workspace};

/// What a check looks at.
#[derive(Debug)]
pub struct View {
    /// The home.
    pub root: PathBuf,
    /// Now, ms.
    pub now: Ms,
    /// The computer's zone.
    pub zone: String,
    /// The agents.
    pub agents: Vec<ViewAgent>,
    /// Of the settings.
    pub settings: Report,
    /// Knows every live secret.
    pub redactor: Redactor,
    /// Sessions that are being written.
    pub busy: BTreeSet<String>,
    /// The newest record there is, ms.
    pub newest: Option<Ms>,
    /// Nobody has the tables open, so they are looked at too.
    pub tables: bool,
    /// Tokens a model of this home takes where a record does not say.
    pub window: u64,
}

/// An agent of a [`View`].
#[derive(Debug)]
pub struct ViewAgent {
    /// Its id.
    pub id: String,
    /// Its files, or why they can't be opened.
    pub workspace: Result<Arc<Workspace>, Problem>,
    /// How much of a file enters a prompt.
    pub limits: Limits,
}

impl View {
    pub(super) fn sessions(&self, agent: &str) -> PathBuf {
        self.root.join("agents").join(agent).join("sessions")
    }

    /// A path as findings name it: relative to the home where it lies in it, with `/`.
    pub(super) fn named(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }

    /// Agents that have a folder, whether the settings know them or not.
    pub(super) fn folders(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("agents"));
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

/// Looks at everything.
pub fn check(view: &View, cache: &mut Cache) -> Vec<Finding> {
    let mut found = Vec::new();
    if view.tables {
        found.extend(tables(view));
    }
    for agent in view.folders() {
        conversations::check(view, &agent, cache, &mut found);
        locks::check(view, &agent, &mut found);
    }
    for agent in &view.agents {
        notes::check(view, agent, &mut found);
    }
    homefiles::check(view, &mut found);
    settings(view, &mut found);
    time::check(view.now, view.newest, &view.zone, &mut found);
    cache.forget_gone();
    found.sort_by(|a, b| (a.severity, a.code, &a.subject).cmp(&(b.severity, b.code, &b.subject)));
    found
}

fn tables(view: &View) -> Option<Finding> {
    let path = view.root.join("cove.db");
    if !path.exists() {
        return None;
    }
    let error = check_database(&path).err()?;
    let code = match error {
        StorageError::Newer { .. } => "database-newer",
        error if error.is_damage() => "database-damaged",
        // The disk or the rights stand in the way: nothing is known against the file itself.
        _ => "database-unopened",
    };
    Some(Finding::new(code, Severity::Error, "cove.db"))
}

fn settings(view: &View, found: &mut Vec<Finding>) {
    let about = |problem: &ConfigProblem, code, severity| {
        let path = problem.path.to_string();
        let told = Problem::from(problem);
        Finding {
            // The sentence of the problem itself is rendered beside the finding's own.
            params: params([
                ("subject", path.as_str().into()),
                ("problem", serde_json::json!(told)),
            ]),
            ..Finding::new(code, severity, path)
        }
    };
    let wrong = view.settings.problems.iter();
    found.extend(wrong.map(|problem| about(problem, "settings-wrong", Severity::Error)));
    let unknown = view.settings.warnings.iter();
    found.extend(unknown.map(|problem| about(problem, "settings-unknown", Severity::Info)));
    let plain = view.settings.plain_secrets.iter();
    found.extend(plain.map(|path| {
        Finding::new("secret-in-settings", Severity::Warning, path)
            .mended_by(super::Remedy::Secrets)
    }));
}

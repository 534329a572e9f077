//! Files the agent does not read whole, for health and `/status`.
//!
//! Owns the finding. Pure: it looks at a report.

use super::report::{ContextReport, FileState};
use crate::error::{Problem, params};

/// The files of a report of which something was left out, or that could not be read.
pub fn file_findings(report: &ContextReport) -> Vec<Problem> {
    let files = report.injected_workspace_files.iter();
    files
        .filter_map(|file| match file.state {
            FileState::Cut if !file.name.starts_with("memory/") => Some(Problem::with(
                "file-cut-in-prompt",
                params([
                    ("path", file.path.clone().into()),
                    ("shown", file.injected_chars.into()),
                    ("total", file.raw_chars.into()),
                ]),
            )),
            FileState::Unreadable => Some(Problem::with(
                "file-unreadable-in-prompt",
                params([("path", file.path.clone().into())]),
            )),
            _ => None,
        })
        .collect()
}

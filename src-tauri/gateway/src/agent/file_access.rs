//! Which files a turn of its own had to do with.
//!
//! Owns that list: shown in the history of a job's runs, never written into the notes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::tools::ToolOutput;
use crate::model::ToolCall;

/// Most files that are kept of each kind.
const MOST: usize = 100;

/// Files of a turn, by their paths in the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileAccess {
    /// In its prompt.
    pub seen: BTreeSet<String>,
    /// Read by a tool.
    pub read: BTreeSet<String>,
    /// Changed by a tool.
    pub changed: BTreeSet<String>,
    /// Asked for and refused, or not there.
    pub refused: BTreeSet<String>,
}

impl FileAccess {
    /// A file of the prompt.
    pub fn saw(&mut self, name: &str) {
        put(&mut self.seen, name);
    }

    /// A call of a tool and what came of it.
    pub(super) fn called(&mut self, call: &ToolCall, output: &ToolOutput) {
        let Some(path) = call.arguments.get("path").and_then(|path| path.as_str()) else {
            return;
        };
        let of = match (output.is_error, output.changed) {
            (true, _) => &mut self.refused,
            (false, true) => &mut self.changed,
            (false, false) => &mut self.read,
        };
        put(of, path);
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn put(names: &mut BTreeSet<String>, name: &str) {
    if names.len() < MOST {
        names.insert(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_counted_by_what_came_of_it() {
        let mut files = FileAccess::default();
        let mut call = |path: &str, is_error: bool, changed: bool| {
            let call = ToolCall {
                id: "1".into(),
                name: "any".into(),
                arguments: serde_json::json!({ "path": path }),
            };
            let output = ToolOutput {
                is_error,
                changed,
                ..ToolOutput::default()
            };
            files.called(&call, &output);
        };
        call("a.md", false, false);
        call("b.md", false, true);
        call("MEMORY.md", true, false);
        let lists = [&files.read, &files.changed, &files.refused];
        let lists = lists.map(|names| names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(lists, [vec!["a.md"], vec!["b.md"], vec!["MEMORY.md"]]);
    }
}

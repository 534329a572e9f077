//! Looks for words in the text files of the workspace.

use async_trait::async_trait;
use chrono::NaiveDate;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::tool::{
    Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, cut_chars, folder,
};
use crate::model::ToolSpec;
use crate::workspace::{Decision, RelPath, TurnClass, Workspace, may_read};

/// Most lines of one answer.
const MAX_HITS: usize = 100;
/// Most characters of a line.
const MAX_LINE: usize = 300;
/// Files looked into.
const MAX_FILES: usize = 5_000;
/// Larger files are passed over.
const MAX_BYTES: u64 = 1024 * 1024;
/// Read in one search, bytes.
const MAX_TOTAL: u64 = 64 * 1024 * 1024;
/// Memory of a compiled pattern, bytes.
const MAX_PATTERN: usize = 1024 * 1024;

#[derive(Deserialize)]
struct Arguments {
    query: String,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    regex: bool,
}

pub(super) struct Search;

#[async_trait]
impl Tool for Search {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "search",
            description: "Find lines in text files. Case does not count.",
            schema: json!({"type": "object", "required": ["query"], "properties": {
                "query": {"type": "string"},
                "path": {"type": "string", "description": "Folder or file; absent = everywhere"},
                "regex": {"type": "boolean", "description": "query is a regular expression"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Reads
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        let wanted: Arguments = arguments(value)?;
        Ok(Touch::Below(folder(wanted.path.as_deref())?))
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let wanted: Arguments = arguments(value)?;
        let pattern = pattern(&wanted)?;
        let below = folder(wanted.path.as_deref())?;
        let (workspace, class) = (hands.files.workspace().clone(), hands.class);
        let cancel = hands.cancel.clone();
        let search = move || look(&workspace, class, &below, &pattern, &cancel);
        let found = tokio::task::spawn_blocking(search).await;
        let found = found.map_err(|_| Trouble::new("The search was stopped."))?;
        Ok(told(found))
    }
}

fn pattern(wanted: &Arguments) -> Result<Regex, Trouble> {
    if wanted.query.trim().is_empty() {
        return Err(Trouble::new("query is empty."));
    }
    let source = match wanted.regex {
        true => wanted.query.clone(),
        false => regex::escape(&wanted.query),
    };
    RegexBuilder::new(&source)
        .case_insensitive(true)
        .size_limit(MAX_PATTERN)
        .build()
        .map_err(|error| Trouble::new(format!("The pattern can't be used: {error}")))
}

#[derive(Default)]
struct Found {
    lines: Vec<String>,
    passed_over: usize,
    more: bool,
}

fn look(
    workspace: &Workspace,
    class: TurnClass,
    below: &RelPath,
    pattern: &Regex,
    cancel: &CancellationToken,
) -> Found {
    let mut found = Found::default();
    let seen = |path: &RelPath| may_read(class, path) == Decision::Yes;
    let files = workspace.walk(below, MAX_FILES, &seen);
    let mut total = 0;
    found.more = files.cut;
    for entry in &files.entries {
        if cancel.is_cancelled() || total > MAX_TOTAL {
            found.more = true;
            break;
        }
        if entry.bytes > MAX_BYTES {
            found.passed_over += 1;
            continue;
        }
        total += entry.bytes;
        let Some(text) = workspace.text(&entry.path) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if !pattern.is_match(line) {
                continue;
            }
            if found.lines.len() >= MAX_HITS {
                found.more = true;
                return found;
            }
            let (line, cut) = cut_chars(line.trim(), MAX_LINE);
            let tail = if cut { " [...]" } else { "" };
            let number = number + 1;
            found
                .lines
                .push(format!("{}:{number}: {line}{tail}", entry.path));
        }
    }
    found
}

fn told(found: Found) -> ToolOutput {
    let count = found.lines.len();
    let mut text = match count {
        0 => "Nothing was found.".to_owned(),
        _ => found.lines.join("\n"),
    };
    if found.more {
        text.push_str("\n[There is more. Search in a folder or for something narrower.]");
    }
    if found.passed_over > 0 {
        let n = found.passed_over;
        text.push_str(&format!("\n[{n} files over 1 MiB were not looked into.]"));
    }
    ToolOutput {
        cut: found.more || found.passed_over > 0,
        count: Some(count),
        ..ToolOutput::text(text)
    }
}

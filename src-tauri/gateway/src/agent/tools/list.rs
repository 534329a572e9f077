//! Lists the files of the workspace, as far as the turn may see them.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tool::{Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, folder};
use crate::model::ToolSpec;
use crate::workspace::{Decision, may_read};

/// Most files of one answer.
const MAX_FILES: usize = 500;

#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    path: Option<String>,
}

pub(super) struct List;

#[async_trait]
impl Tool for List {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "list",
            description: "List the files below a folder, with sizes.",
            schema: json!({"type": "object", "properties": {
                "path": {"type": "string", "description": "Folder; absent = the workspace"},
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
        let below = folder(wanted.path.as_deref())?;
        let (workspace, class) = (hands.files.workspace().clone(), hands.class);
        let walk = tokio::task::spawn_blocking(move || {
            let seen = |path: &_| may_read(class, path) == Decision::Yes;
            workspace.walk(&below, MAX_FILES, &seen)
        })
        .await
        .map_err(|_| Trouble::new("The listing was stopped."))?;
        if walk.entries.is_empty() {
            return Ok(ToolOutput {
                count: Some(0),
                ..ToolOutput::text("There are no files.")
            });
        }
        let rows = walk.entries.iter();
        let mut text: String = rows
            .map(|entry| format!("{} ({} bytes)\n", entry.path, entry.bytes))
            .collect();
        if walk.cut {
            text.push_str(&format!(
                "[Only the first {MAX_FILES} files are shown. Name a folder.]\n"
            ));
        }
        Ok(ToolOutput {
            cut: walk.cut,
            count: Some(walk.entries.len()),
            ..ToolOutput::text(text)
        })
    }
}

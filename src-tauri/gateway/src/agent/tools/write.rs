//! Writes a whole file, or adds to its end.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tool::{
    Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, failed, file,
};
use crate::activity::{Inverse, Kind, Record, StoredUndo, add_undo, record, undo_of};
use crate::error::Problem;
use crate::model::ToolSpec;
use crate::workspace::{Author, Files, Join, RelPath, Write, Written, added_line, way_back};

#[derive(Deserialize)]
struct Arguments {
    path: String,
    #[serde(alias = "text")]
    content: String,
    #[serde(default)]
    append: bool,
}

pub(super) struct WriteFile;

#[async_trait]
impl Tool for WriteFile {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "write",
            description: "Write a file, making it if needed. Prefer edit for small changes.",
            schema: json!({"type": "object", "required": ["path", "content"], "properties": {
                "path": {"type": "string"},
                "content": {"type": "string", "description": "The whole new text, or what is added"},
                "append": {"type": "boolean", "description": "Add content as new lines at the end"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Changes
    }

    fn adds(&self) -> bool {
        true
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Writes(file(&arguments::<Arguments>(value)?.path)?))
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let wanted: Arguments = arguments(value)?;
        let path = file(&wanted.path)?;
        let (text, base) = if hands.adds && !wanted.append {
            kept_whole(hands.files, &path, &wanted.content).await?
        } else if wanted.append {
            added(hands.files, &path, &wanted.content).await?
        } else {
            let real = hands.files.workspace().resolve(&path);
            let real = real.map_err(|error| failed(&error))?;
            (wanted.content, hands.marks.seen(hands.session_key, &real))
        };
        put(hands, path, text, base).await
    }
}

/// The text with the new lines behind it, and the state it started from.
async fn added(
    files: &Files,
    path: &RelPath,
    lines: &str,
) -> Result<(String, Option<String>), Trouble> {
    let found = files.read(path).await.map_err(|error| failed(&error))?;
    Ok((added_line(Some(&found.text), lines), Some(found.hash)))
}

/// A whole new text where only adding is allowed: taken as it is if it holds what stands there,
/// else added behind it.
async fn kept_whole(
    files: &Files,
    path: &RelPath,
    content: &str,
) -> Result<(String, Option<String>), Trouble> {
    let found = files.read(path).await.map_err(|error| failed(&error))?;
    if content.starts_with(found.text.trim_end()) {
        return Ok((content.to_owned(), Some(found.hash)));
    }
    added(files, path, content).await
}

/// Writes, and tells the model what stands there now where that is not simply what it wrote.
pub(super) async fn put(
    hands: &Hands<'_>,
    path: RelPath,
    text: String,
    base: Option<String>,
) -> Answer {
    let write = Write {
        path,
        text,
        base,
        author: Author::Agent,
        turn_id: Some(hands.turn_id.to_owned()),
        join: Some(told_by(hands.files, hands.turn_id)),
    };
    let written = hands.files.write(write).await;
    let written = written.map_err(|error| failed(&error))?;
    hands
        .marks
        .saw(hands.session_key, &written.path, &written.hash);
    Ok(told(written))
}

/// One record for each file a turn changes, with the way back to the state before the turn, in the
/// transaction of the version. A version somebody else made in between ends the way back there.
pub fn told_by(files: &Files, turn_id: &str) -> Join {
    let (agent, turn) = (files.agent().to_owned(), turn_id.to_owned());
    let clock = Arc::clone(files.clock());
    Arc::new(move |tx, change| {
        let path = change.path.as_str();
        let id = format!("file:{turn}:{path}");
        let told = Record::new(id.clone(), clock.now_ms(), Kind::File, "changed")
            .about(path)
            .with("path", path);
        record(tx, &told)?;
        let earlier = undo_of(tx, &StoredUndo::id_of(&id))?;
        let inverse = Inverse::RevertFile {
            agent: agent.clone(),
            path: path.to_owned(),
            version: change.version,
            previous: way_back(earlier.as_ref(), change),
        };
        let label = Problem::with("undo-file-changed", told.params);
        add_undo(tx, &id, told.at, &inverse, label)?;
        Ok(())
    })
}

fn told(written: Written) -> ToolOutput {
    let path = &written.path;
    let lines = written.text.lines().count();
    let text = match (&written.change, written.merged, written.conflict) {
        (None, ..) => format!("{path} already holds this; nothing changed."),
        (_, _, true) => format!(
            "{path} was changed by somebody else meanwhile, at the same place. Both sides are \
             kept between <<<<<<< and >>>>>>> marks: read it and settle them."
        ),
        (_, true, _) => format!(
            "Written {path} ({lines} lines). Somebody else had changed it meanwhile; both edits \
             are in it."
        ),
        _ => format!("Written {path} ({lines} lines)."),
    };
    ToolOutput {
        changed: written.change.is_some(),
        change: written.change,
        ..ToolOutput::text(text)
    }
}

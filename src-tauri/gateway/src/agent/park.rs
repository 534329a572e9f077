//! A tool's answer that is too large for the window: parked in a file and referred to.
//!
//! Owns where it is put and what the model reads of it instead. Nothing is lost: the file holds it
//! whole, where the workspace can be written.

use super::room::Room;
use super::tools::{ToolOutput, told_by};
use super::turn::Turn;
use crate::context::{Left, shortened};
use crate::model::ToolCall;
use crate::workspace::{Author, Decision, RelPath, TurnClass, Write, may_write};

/// One answer fills a quarter of the room up to the mark at the most.
const SHARE: u64 = 4;
/// The tool that shows files in parts itself.
const READ: &str = "read";

impl Turn<'_> {
    /// Puts a large answer into a file and leaves its beginning and end.
    pub(super) async fn park(&self, call: &ToolCall, output: &mut ToolOutput) {
        let room = Room::of(self);
        let most = room.bytes(room.marks.compaction / SHARE);
        let whole = output.whole.take();
        if whole.is_none() && output.text.len() <= most {
            return;
        }
        let whole = whole.unwrap_or_else(|| output.text.clone());
        let whole = self.parts.redactor.redact(&whole).into_owned();
        let left = if call.name == READ {
            Left::InItsFile
        } else {
            match self.put_aside(call, &whole).await {
                Some(path) => Left::Put(path.to_string()),
                None => Left::Nowhere,
            }
        };
        output.text = shortened(&whole, most.min(output.text.len()), &left);
        output.cut = true;
    }

    async fn put_aside(&self, call: &ToolCall, whole: &str) -> Option<RelPath> {
        let path = RelPath::parse(&place(self.class, &self.id, call)).ok()?;
        if may_write(self.class, &path) != Decision::Yes {
            return None;
        }
        let write = Write {
            path,
            text: whole.to_owned(),
            base: None,
            author: Author::Agent,
            turn_id: Some(self.id.clone()),
            join: Some(told_by(&self.home.files, &self.id)),
        };
        match self.home.files.write(write).await {
            Ok(written) => Some(written.path),
            Err(error) => {
                tracing::warn!(%error, "a large answer of a tool could not be put aside");
                None
            }
        }
    }
}

/// The same call of the same turn gets the same file.
fn place(class: TurnClass, turn: &str, call: &ToolCall) -> String {
    let folder = match class {
        TurnClass::Guest => "shared/tool-results",
        _ => "tool-results",
    };
    let plain = |text: &str, most: usize| {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.collect::<Vec<_>>()
            .into_iter()
            .rev()
            .take(most)
            .rev()
            .collect::<String>()
    };
    format!(
        "{folder}/{}-{}-{}.txt",
        plain(&call.name, 20),
        plain(turn, 12),
        plain(&call.id, 12)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_has_its_own_place_and_guests_have_theirs() {
        let call = ToolCall {
            id: "call_abc/../123".into(),
            name: "search".into(),
            arguments: serde_json::Value::Null,
        };
        let turn = "inbox:telegram:default:734";
        assert_eq!(
            place(TurnClass::MainChat, turn, &call),
            "tool-results/search-amdefault734-callabc123.txt"
        );
        assert!(place(TurnClass::Guest, turn, &call).starts_with("shared/tool-results/"));
    }
}

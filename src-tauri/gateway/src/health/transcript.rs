//! What is wrong inside one transcript (pure).
//!
//! Owns the judgement of its lines: torn, unreadable, without a beginning, calls nobody answered.
//! Never changes a byte.

use std::ops::Range;

use serde_json::Value;

use crate::clock::Ms;
use crate::session::{Entry, path_of};

/// A call that waits for its result at the end of the talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// Its id.
    pub id: String,
    /// The tool.
    pub tool: String,
}

/// What a transcript shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The first line is not the header it should be.
    pub headless: bool,
    /// The key in the header, where Cove wrote it.
    pub key: Option<String>,
    /// The transcript it says it follows.
    pub parent: Option<String>,
    /// Half a line stands at the end, from this byte on.
    pub torn: Option<usize>,
    /// Lines that can't be read, as ranges of bytes without their line break.
    pub unreadable: Vec<Range<usize>>,
    /// Calls without a result after which nothing was said.
    pub open_calls: Vec<OpenCall>,
    /// The entry behind which a result would stand, and when it was written, ms.
    pub leaf: Option<(String, Ms)>,
}

/// Judges the bytes of a transcript.
pub fn judge(bytes: &[u8]) -> Judged {
    let mut judged = Judged::default();
    let mut entries = Vec::new();
    let mut first = true;
    for (range, ended) in lines(bytes) {
        let text = std::str::from_utf8(&bytes[range.clone()]).ok();
        let value = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
        if first {
            first = false;
            match value.as_ref().filter(|value| value["type"] == "session") {
                Some(header) => {
                    judged.key = header["cove"]["key"].as_str().map(str::to_owned);
                    judged.parent = header["parentSession"].as_str().map(str::to_owned);
                    continue;
                }
                None => judged.headless = true,
            }
        }
        match text.and_then(Entry::read) {
            Some(entry) => entries.push(entry),
            // A second header, or a line of another era: whole, though no entry of today.
            None if value.is_some_and(|value| value["type"].is_string()) => {}
            None if !ended => judged.torn = Some(range.start),
            None => judged.unreadable.push(range),
        }
    }
    judged.headless |= first;
    let path = path_of(&entries);
    judged.open_calls = open_calls(&path);
    judged.leaf = path.last().map(|entry| (entry.id.clone(), entry.at));
    judged
}

/// Non-empty lines as ranges of bytes, each with whether a line break ends it.
pub fn lines(bytes: &[u8]) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        let ended = piece.last() == Some(&b'\n');
        let end = start + piece.len() - usize::from(ended);
        if !bytes[start..end].iter().all(u8::is_ascii_whitespace) {
            found.push((start..end, ended));
        }
        start += piece.len();
    }
    found
}

/// Calls of the last assistant message that were not answered, if only results follow it. Calls
/// further back are paired when a conversation is sent and harm nothing.
fn open_calls(path: &[&Entry]) -> Vec<OpenCall> {
    use crate::session::MessageRole::{Assistant, ToolResult};
    let role = |entry: &Entry| entry.message().map(|message| message.role);
    let Some(at) = path
        .iter()
        .rposition(|entry| !matches!(role(entry), Some(ToolResult)))
    else {
        return Vec::new();
    };
    if role(path[at]) != Some(Assistant) {
        return Vec::new();
    }
    let answered: Vec<String> = path[at + 1..]
        .iter()
        .filter_map(|entry| entry.message())
        .flat_map(|message| &message.blocks)
        .filter_map(|block| match block {
            crate::model::Block::Result { call_id, .. } => Some(call_id.clone()),
            _ => None,
        })
        .collect();
    let calls = path[at].message().into_iter().flat_map(|said| said.calls());
    calls
        .filter(|call| !answered.contains(&call.id))
        .map(|call| OpenCall {
            id: call.id.clone(),
            tool: call.name.clone(),
        })
        .collect()
}

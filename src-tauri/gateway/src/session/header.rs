//! The first line of a transcript: whose it is, when it began, what it follows.
//!
//! Owns the header's shape (field-reference.md §4). Cove's own fields stand under `cove`: the key
//! and, where a reset began the session, the whole of that reset, so that a kill right after it
//! loses nothing.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::key::SessionKey;
use crate::clock::{Ms, iso};
use crate::error::Problem;

/// Why a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResetReason {
    /// A person asked for it.
    New,
    /// The hour of the day.
    Daily,
    /// Silence.
    Idle,
}

impl ResetReason {
    /// Its name in files and settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Daily => "daily",
            Self::Idle => "idle",
        }
    }
}

/// A reset, as the transcript it began tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetMark {
    /// Why.
    pub reason: ResetReason,
    /// The session id before.
    pub from: String,
    /// When, ms.
    pub at: Ms,
    /// The moment it was due, ms; none where a person asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Ms>,
    /// What asked for it, so that asking again after a kill finds it done; of a session that was
    /// found to have had its time by a message: the turn of that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Notes kept before it; none where nothing was to be saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<u32>,
    /// Why nothing could be saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsaved: Option<Problem>,
    /// Messages carried over.
    #[serde(default)]
    pub carried: usize,
    /// A summary of the session before stands at its beginning.
    #[serde(default)]
    pub summed: bool,
    /// Why there is none, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsummed: Option<Problem>,
    /// What the record said before of the fields that a reset clears.
    #[serde(default)]
    pub before: Map<String, Value>,
}

/// A header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The session id.
    pub id: String,
    /// When it began, ms.
    pub at: Ms,
    /// The key it was written for, where Cove wrote it.
    pub key: Option<String>,
    /// The transcript it follows.
    pub parent: Option<PathBuf>,
    /// The reset that began it.
    pub reset: Option<ResetMark>,
}

impl Header {
    /// Reads the first line of a file; `None` where it is no header.
    pub fn of(path: &Path) -> Option<Self> {
        let file = std::fs::File::open(path).ok()?;
        let mut line = String::new();
        std::io::BufReader::new(file).read_line(&mut line).ok()?;
        Self::read(&line)
    }

    /// Reads a line; `None` where it is no header.
    pub fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        if value["type"] != "session" {
            return None;
        }
        let at = value["timestamp"].as_str().unwrap_or_default();
        Some(Self {
            id: value["id"].as_str().unwrap_or_default().to_owned(),
            at: chrono::DateTime::parse_from_rfc3339(at).map_or(0, |at| at.timestamp_millis()),
            key: value["cove"]["key"].as_str().map(str::to_owned),
            parent: value["parentSession"].as_str().map(PathBuf::from),
            reset: serde_json::from_value(value["cove"]["reset"].clone()).ok(),
        })
    }

    /// The line, without its end.
    pub fn print(&self, cwd: &Path) -> String {
        let mut line = json!({
            "type": "session", "version": 3, "id": self.id, "timestamp": iso(self.at),
            "cwd": cwd.display().to_string(),
        });
        if let Some(parent) = &self.parent {
            line["parentSession"] = parent.display().to_string().into();
        }
        let mut cove = Map::new();
        if let Some(key) = &self.key {
            cove.insert("key".into(), key.as_str().into());
        }
        if let Some(reset) = self
            .reset
            .as_ref()
            .and_then(|reset| serde_json::to_value(reset).ok())
        {
            cove.insert("reset".into(), reset);
        }
        line["cove"] = Value::Object(cove);
        line.to_string()
    }
}

/// A transcript whose first line says that it is of this key; `None` where it says so already, or
/// is no header. Every other line keeps its bytes, and so does what another program wrote in it.
pub fn rekeyed(bytes: &[u8], key: &SessionKey) -> Option<Vec<u8>> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
    let line = std::str::from_utf8(line).ok()?.trim_end();
    if Header::read(line)?.key.as_deref() == Some(key.as_str()) {
        return None;
    }
    let mut value: Value = serde_json::from_str(line).ok()?;
    let line = match value.get_mut("cove").and_then(Value::as_object_mut) {
        Some(cove) => {
            cove.insert("key".into(), key.as_str().into());
            value.to_string()
        }
        None => format!(
            "{},\"cove\":{}}}",
            line.strip_suffix('}')?,
            json!({ "key": key.as_str() })
        ),
    };
    Some([line.as_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_header_reads_back_as_it_was_printed() {
        let header = Header {
            id: "s".into(),
            at: 1_790_000_000_123,
            key: Some("agent:main:main".into()),
            parent: Some("/home/s0.jsonl".into()),
            reset: Some(ResetMark {
                reason: ResetReason::Daily,
                from: "s0".into(),
                at: 1_790_000_000_123,
                boundary: Some(1_790_000_000_000),
                cause: None,
                kept: Some(3),
                unsaved: None,
                carried: 20,
                summed: true,
                unsummed: None,
                before: Map::from_iter([("compactionCount".to_owned(), 2.into())]),
            }),
        };
        assert_eq!(
            Header::read(&header.print(Path::new("/w"))).unwrap(),
            header
        );
        assert_eq!(Header::read("{\"type\":\"message\"}"), None);
    }

    #[test]
    fn a_transcript_gets_another_key_and_keeps_every_other_byte() {
        let key = SessionKey::parse("telegram:direct:7", "work");
        let check = |before: &str, expected: Option<&str>| {
            let after = rekeyed(before.as_bytes(), &key);
            assert_eq!(after.as_deref(), expected.map(str::as_bytes), "{before}");
        };
        let theirs = "{\"type\":\"session\", \"n\":0.10}\n{\"x\": 1e5}\n";
        let ours = "{\"type\":\"session\", \"n\":0.10,\"cove\":{\"key\":\"agent:work:telegram:direct:7\"}}\n{\"x\": 1e5}\n";
        check(theirs, Some(ours));
        check(ours, None);
        let own = "{\"type\":\"session\",\"cove\":{\"key\":\"agent:main:main\",\"reset\":7}}\nrest";
        let moved = "{\"type\":\"session\",\"cove\":{\"key\":\"agent:work:telegram:direct:7\",\"reset\":7}}\nrest";
        check(own, Some(moved));
        check("{\"type\":\"message\"}\n", None);
        check("", None);
    }
}

//! The list of conversations as a check reads it: the files' own bytes, not what a gateway holds.
//!
//! Owns finding a record's transcript among the files of its folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::session::{EntryView, list_entries, pending_records};

/// A record of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    /// Its key, in its canonical spelling.
    pub key: String,
    /// The record.
    pub value: Map<String, Value>,
}

impl Record {
    /// Its session id, if it is one.
    pub fn session_id(&self) -> Option<&str> {
        let id = self.value.get("sessionId")?.as_str()?;
        (!id.trim().is_empty()).then_some(id)
    }

    /// A whole number of the record.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.value.get(field)?.as_i64()
    }

    /// The seed's sign of a damaged record: a path that is there and names nothing.
    pub fn is_broken(&self) -> bool {
        let null = |field| self.value.get(field).is_some_and(Value::is_null);
        self.session_id().is_none() || null("transcriptPath")
    }

    /// The names its transcript may have, best first.
    pub fn file_names(&self) -> Vec<String> {
        let id = self.session_id().unwrap_or_default();
        let named = self.value.get("sessionFile").and_then(Value::as_str);
        // The home may have been written on another system, with its own separators.
        let named = named.and_then(|path| path.rsplit(['/', '\\']).next());
        let thread = self.key.rsplit_once(":topic:").map(|(_, thread)| thread);
        named
            .map(str::to_owned)
            .into_iter()
            .chain(thread.map(|thread| format!("{id}-topic-{thread}.jsonl")))
            .chain([format!("{id}.jsonl")])
            .collect()
    }
}

/// What a folder of conversations holds.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Every name in it.
    pub names: BTreeSet<String>,
    /// The records; `None` = the list is no list.
    pub records: Option<Vec<Record>>,
    /// Records that are no records at all, by key.
    pub strange: Vec<String>,
}

impl Folder {
    /// Reads it. A folder without a list has no records.
    pub fn read(folder: &Path, agent: &str) -> Self {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut read = Self {
            names: names.collect(),
            ..Self::default()
        };
        let bytes = match std::fs::read(folder.join("sessions.json")) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => b"{}".to_vec(),
            Err(_) => return read,
        };
        let Some(listed) = list_entries(&bytes, agent) else {
            return read;
        };
        let mut records = Vec::new();
        for (key, value) in listed {
            match value {
                Some(EntryView(value)) => records.push(Record { key, value }),
                None => read.strange.push(key),
            }
        }
        // A conversation that just began stands beside the list first.
        for (key, now) in pending_records(folder) {
            records.retain(|record| record.key != key);
            records.extend(now.map(|EntryView(value)| Record { key, value }));
        }
        read.records = Some(records);
        read
    }

    /// The transcript of a record, if it is there.
    pub fn transcript(&self, record: &Record) -> Option<String> {
        let names = record.file_names();
        names.into_iter().find(|name| self.names.contains(name))
    }

    /// The transcript of a record was put away by the program that wrote it.
    pub fn is_archived(&self, record: &Record) -> bool {
        let id = record.session_id().unwrap_or_default();
        let begins = [format!("{id}.jsonl.deleted."), format!("{id}.jsonl.reset.")];
        let mut names = self.names.iter();
        names.any(|name| begins.iter().any(|begin| name.starts_with(begin)))
    }

    /// The names of transcripts.
    pub fn transcripts(&self, folder: &Path) -> Vec<(String, PathBuf)> {
        let names = self.names.iter().filter(|name| name.ends_with(".jsonl"));
        names
            .map(|name| (name.clone(), folder.join(name)))
            .filter(|(_, path)| path.is_file())
            .collect()
    }
}

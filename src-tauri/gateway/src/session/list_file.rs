//! Reading an agent's `sessions.json`, also a damaged or a lost one.
//!
//! Owns what stands in for a file that can't be read: the previous good copy and what the
//! transcripts' headers tell. The damaged bytes are kept beside it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::error::SessionError;
use super::reader::header_of;
use super::record::Record;
use super::records::Records;
use crate::clock::Ms;
use crate::storage::{StateDir, StorageError, replace_keeping, set_aside};

/// A file that could not be read, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Where the damaged bytes lie.
    pub aside: PathBuf,
    /// Conversations brought back.
    pub sessions: usize,
}

/// Reads one agent's file; an unreadable one is set aside and replaced by the previous good copy,
/// else by what the transcripts' headers tell.
pub(super) fn read_records(
    state: &StateDir,
    agent: &str,
    now: Ms,
) -> Result<(Records, Option<Mended>), SessionError> {
    let folder = state.sessions(agent)?;
    let path = folder.join("sessions.json");
    match std::fs::read(&path) {
        Ok(bytes) => {
            if let Some(records) = parse(&bytes, agent) {
                return Ok((records, None));
            }
            let aside = set_aside(&path, now)?;
            let records = rebuilt(&folder, agent);
            let sessions = records.len();
            replace_keeping(&path, &records.print())?;
            Ok((records, Some(Mended { aside, sessions })))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // A new agent has nothing; otherwise the list was lost and its conversations were not.
            let records = rebuilt(&folder, agent);
            let sessions = records.len();
            if sessions == 0 {
                return Ok((records, None));
            }
            replace_keeping(&path, &records.print())?;
            Ok((
                records,
                Some(Mended {
                    aside: path,
                    sessions,
                }),
            ))
        }
        Err(source) => Err(StorageError::Io { path, source }.into()),
    }
}

/// What the previous good copy and the transcripts' headers tell.
fn rebuilt(folder: &std::path::Path, agent: &str) -> Records {
    let good = std::fs::read(folder.join("sessions.json.good")).ok();
    let mut records = good
        .and_then(|bytes| parse(&bytes, agent))
        .unwrap_or_default();
    for (key, record) in from_headers(folder) {
        records.add(key, record);
    }
    records
}

fn parse(bytes: &[u8], agent: &str) -> Option<Records> {
    Records::read(std::str::from_utf8(bytes).ok()?, agent)
}

fn from_headers(folder: &std::path::Path) -> Vec<(String, Record)> {
    let mut found: BTreeMap<String, (Ms, Record)> = BTreeMap::new();
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = file.path();
        if path
            .extension()
            .is_none_or(|extension| extension != "jsonl")
        {
            continue;
        }
        let Some((id, Some(key))) = header_of(&path) else {
            continue;
        };
        let changed = file.metadata().and_then(|meta| meta.modified()).ok();
        let changed = changed
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| Ms::try_from(since.as_millis()).ok())
            .unwrap_or(0);
        let fields = [("sessionId", id.into()), ("updatedAt", changed.into())];
        let record = Record::new(&fields_of(fields));
        match found.get(&key) {
            Some((held, _)) if *held >= changed => {}
            _ => {
                found.insert(key, (changed, record));
            }
        }
    }
    found
        .into_iter()
        .map(|(key, (_, record))| (key, record))
        .collect()
}

/// Named fields of a record.
pub(super) fn fields_of<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

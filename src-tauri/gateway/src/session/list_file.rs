//! Reading an agent's `sessions.json`, also a damaged or a lost one.
//!
//! Owns what stands in for a file that can't be read: the previous good copy and what the
//! transcripts' headers tell. The damaged bytes are kept beside it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::error::SessionError;
use super::header::Header;
use super::key::SessionKey;
use super::pending::{self, Change};
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

/// Reads one agent's file and what is pending; an unreadable file is set aside and replaced by the
/// previous good copy, else by what the transcripts' headers tell.
pub(super) fn read_records(
    state: &StateDir,
    agent: &str,
    now: Ms,
) -> Result<(Records, Option<Mended>), SessionError> {
    let folder = state.sessions(agent)?;
    let path = folder.join("sessions.json");
    // First: a gateway that writes the file meanwhile takes them away after it.
    let pending = pending::read(&folder)?;
    let aside = match std::fs::read(&path) {
        Ok(bytes) => match parse(&bytes, agent) {
            Some(mut records) => {
                apply(&mut records, pending, agent);
                return Ok((records, None));
            }
            None => set_aside(&path, now)?,
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => path.clone(),
        Err(source) => return Err(StorageError::Io { path, source }.into()),
    };
    let (mut records, mut found) = (rebuilt(&folder, agent), Records::default());
    apply(&mut records, pending.clone(), agent);
    apply(&mut found, pending, agent);
    // Nothing was lost where a new agent has nothing, or all it has was still to be written.
    if aside == path && records.len() == found.len() {
        return Ok((found, None));
    }
    replace_keeping(&path, &records.print())?;
    let sessions = records.len();
    Ok((records, Some(Mended { aside, sessions })))
}

/// Brings what is pending into the records. Where the file has the id already its record is the
/// newer one.
fn apply(records: &mut Records, pending: Vec<Change>, agent: &str) {
    for change in pending {
        let key = SessionKey::parse(&change.key, agent);
        let Some(record) = change.record.as_deref().and_then(Record::of_text) else {
            records.remove(&key);
            continue;
        };
        let id = |record: &Record| Some(record.view()?.session_id()?.to_owned());
        if records.get(&key).and_then(id) != id(&record) {
            records.put(&key, record);
        }
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

pub(super) fn parse(bytes: &[u8], agent: &str) -> Option<Records> {
    Records::read(std::str::from_utf8(bytes).ok()?, agent)
}

/// The transcripts of a folder, each with its last change, ms.
pub(super) fn transcript_files(folder: &std::path::Path) -> Vec<(PathBuf, Ms)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| (entry.path(), entry.metadata()));
    files
        .filter(|(path, _)| path.extension().is_some_and(|end| end == "jsonl"))
        .map(|(path, metadata)| {
            let changed = metadata.and_then(|metadata| metadata.modified()).ok();
            let changed = changed
                .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
                .and_then(|since| Ms::try_from(since.as_millis()).ok());
            (path, changed.unwrap_or(0))
        })
        .collect()
}

fn from_headers(folder: &std::path::Path) -> Vec<(String, Record)> {
    let mut found: BTreeMap<String, (Ms, Record)> = BTreeMap::new();
    for (path, changed) in transcript_files(folder) {
        let Some(Header {
            id, key: Some(key), ..
        }) = Header::of(&path)
        else {
            continue;
        };
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

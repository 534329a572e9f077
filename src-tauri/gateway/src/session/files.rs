//! Every transcript of a home, whether a key still names it or not.
//!
//! Owns finding the files. Reads at most their first line.

use std::collections::HashMap;
use std::path::PathBuf;

use super::header::Header;
use super::key::SessionKey;
use super::store::SessionStore;

/// A transcript on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptFile {
    /// Where.
    pub path: PathBuf,
    /// Its session id.
    pub session_id: String,
    /// The key it belongs to or was written for, where that is known.
    pub key: Option<String>,
}

impl SessionStore {
    /// Every transcript of every agent.
    pub fn transcripts(&self) -> Vec<TranscriptFile> {
        let named: HashMap<String, String> = self
            .all()
            .into_iter()
            .filter_map(|(key, record)| Some((record.session_id()?.to_owned(), key.to_string())))
            .collect();
        let agents = std::fs::read_dir(self.root().join("agents"));
        let agents = agents.into_iter().flatten().flatten();
        let files = agents.flat_map(|agent| {
            let folder = std::fs::read_dir(agent.path().join("sessions"));
            folder.into_iter().flatten().flatten()
        });
        let mut found: Vec<TranscriptFile> = files
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .filter_map(|path| {
                let stem = path.file_stem()?.to_str()?.to_owned();
                let (id, own) = match named.get(&stem) {
                    Some(key) => (stem, Some(key.clone())),
                    None => {
                        let header = Header::of(&path)?;
                        let key = named.get(&header.id).cloned();
                        (header.id, key.or(header.key))
                    }
                };
                Some(TranscriptFile {
                    path,
                    session_id: id,
                    key: own,
                })
            })
            .collect();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        found
    }

    /// The transcript a person means: a session id, or a session key (empty = the main one of
    /// `agent`).
    pub fn transcript_named(&self, named: &str, agent: &str) -> Option<TranscriptFile> {
        let named = named.trim();
        let key = SessionKey::parse(named, agent);
        let current = self.find(&key).filter(|found| found.path.is_file());
        let current = current.map(|found| TranscriptFile {
            path: found.path,
            session_id: found.session_id,
            key: Some(key.to_string()),
        });
        current.or_else(|| {
            let all = self.transcripts().into_iter();
            all.filter(|_| !named.is_empty())
                .find(|file| file.session_id == named)
        })
    }
}

//! Looks at records and changes of them that are durable when they return.
//!
//! Owns nothing beyond the store itself: what a change means is its caller's.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{SessionStore, holder};
use crate::session::entry::EntryView;
use crate::session::error::SessionError;
use crate::session::key::SessionKey;
use crate::session::record::Record;

impl SessionStore {
    /// Looks at these fields of every record; what `look` answers is collected. Nothing else is
    /// read: a record of a real home can be large.
    pub fn scan<T>(
        &self,
        fields: &[&str],
        mut look: impl FnMut(&SessionKey, &EntryView) -> Option<T>,
    ) -> Vec<T> {
        let records = self.records();
        let every = records.iter().flat_map(|(agent, records)| {
            records
                .iter()
                .map(move |(key, record)| (agent, key, record))
        });
        every
            .filter_map(|(agent, key, record)| {
                look(&SessionKey::parse(key, agent), &record.part(fields)?)
            })
            .collect()
    }

    /// Changes fields of a record (`null` removes one), durable when it returns. A key without a
    /// record gets one. Where the disk refuses, the record stays as it was.
    pub(in crate::session) fn set(
        &self,
        key: &SessionKey,
        fields: &Map<String, Value>,
    ) -> Result<(), SessionError> {
        let now = self.clock.now_ms();
        let (agent, before) = {
            let mut agents = self.records();
            let agent = holder(&agents, key).unwrap_or_else(|| key.agent().to_owned());
            let records = agents.entry(agent.clone()).or_default();
            let before = records.get(key).cloned();
            let mut changes = fields.clone();
            let updated = before.as_ref().map_or(0, Record::updated_at).max(now);
            changes.insert("updatedAt".into(), updated.into());
            if !records.patch(key, &changes) {
                changes.retain(|_, value| !value.is_null());
                records.put(key, Record::new(&changes));
            }
            (agent, before)
        };
        self.write(&agent).inspect_err(|_| {
            let mut agents = self.records();
            let records = agents.entry(agent.clone()).or_default();
            match before {
                Some(before) => records.put(key, before),
                None => records.remove(key),
            };
        })
    }

    /// The agent in whose folder a key's transcripts lie.
    pub fn home_of(&self, key: &SessionKey) -> String {
        holder(&self.records(), key).unwrap_or_else(|| key.agent().to_owned())
    }

    /// The home.
    pub(in crate::session) fn root(&self) -> &std::path::Path {
        self.state.root()
    }

    /// Where the transcripts of an agent lie; made where it is missing.
    ///
    /// # Errors
    /// The disk refused.
    pub fn folder(&self, agent: &str) -> Result<PathBuf, SessionError> {
        Ok(self.state.sessions(agent)?)
    }
}

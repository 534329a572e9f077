//! The records of one agent's `sessions.json`, in the order of the file.
//!
//! Owns reading the file, giving each key its canonical spelling and printing it again: what
//! nobody changed is written as it was read. Never drops a conversation: of two spellings of one
//! key the newer record takes the key, the other is listed beside it. Touches no disk.

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;
use serde_json::{Map, Value};

use super::key::SessionKey;
use super::record::{Record, pairs};
use crate::config;

/// Records by canonical key.
#[derive(Debug, Default)]
pub(super) struct Records {
    by_key: IndexMap<String, Record>,
}

impl Records {
    /// Reads a file of this agent; `None` where it is no object. Comments and the like are
    /// understood, as the field reads it.
    pub fn read(text: &str, agent: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = pairs(text).or_else(|| {
            let value = config::parse_json5(text, "sessions.json").ok()?;
            pairs(&format!("{value:#}"))
        })?;
        let mut records = Self::default();
        for (spelling, raw) in read {
            let record = Record::read(&raw);
            let key = canonical(&spelling, agent, &record);
            records.fold(key, record);
        }
        Some(records)
    }

    /// The file.
    pub fn print(&self) -> Vec<u8> {
        if self.by_key.is_empty() {
            return b"{}".to_vec();
        }
        let size = self
            .by_key
            .iter()
            .map(|(k, r)| k.len() + r.text().len() + 8);
        let mut text = String::with_capacity(size.sum::<usize>() + 4);
        for (key, record) in &self.by_key {
            text.push_str(if text.is_empty() { "{\n  " } else { ",\n  " });
            text.push_str(&Value::from(key.as_str()).to_string());
            text.push_str(": ");
            text.push_str(record.text());
        }
        text.push_str("\n}");
        text.into_bytes()
    }

    /// The record of a key.
    pub fn get(&self, key: &SessionKey) -> Option<&Record> {
        self.by_key.get(key.as_str())
    }

    /// It has a record of this key.
    pub fn holds(&self, key: &SessionKey) -> bool {
        self.by_key.contains_key(key.as_str())
    }

    /// Changes fields of a key's record; `false` where it has none.
    pub fn patch(&mut self, key: &SessionKey, changes: &Map<String, Value>) -> bool {
        let held = self.by_key.get_mut(key.as_str());
        held.map(|record| record.patch(changes)).is_some()
    }

    /// Puts a record where the key had none, or in the place of the one it had, which comes back.
    pub fn put(&mut self, key: &SessionKey, record: Record) -> Option<Record> {
        self.by_key.insert(key.as_str().to_owned(), record)
    }

    /// Takes a key's record away.
    pub fn remove(&mut self, key: &SessionKey) -> Option<Record> {
        self.by_key.shift_remove(key.as_str())
    }

    /// The record of a key stands under another one from now on, in the same place.
    pub fn rename(&mut self, from: &SessionKey, to: &SessionKey) {
        if let Some((place, _, record)) = self.by_key.shift_remove_full(from.as_str()) {
            self.by_key
                .shift_insert(place, to.as_str().to_owned(), record);
        }
    }

    /// Adds a record unless its key has one.
    pub fn add(&mut self, key: String, record: Record) {
        self.by_key.entry(key).or_insert(record);
    }

    /// Every record, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.by_key
            .iter()
            .map(|(key, record)| (key.as_str(), record))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Two spellings of one key: the newer record has it, the other is kept as a former one.
    fn fold(&mut self, key: SessionKey, record: Record) {
        let older = match self.by_key.entry(key.as_str().to_owned()) {
            Slot::Vacant(free) => {
                free.insert(record);
                return;
            }
            Slot::Occupied(held) if held.get().updated_at() >= record.updated_at() => record,
            Slot::Occupied(mut held) => held.insert(record),
        };
        let id = |record: &Record| Some(record.view()?.session_id()?.to_owned());
        let lost = id(&older);
        // The same conversation twice is one conversation.
        if lost.is_some() && lost == self.get(&key).and_then(id) {
            return;
        }
        let former = key.former(lost.as_deref().unwrap_or("unknown"));
        self.fold(former, older);
    }
}

/// A key of the file in its canonical spelling. Old group keys did not name their channel: the
/// record does.
fn canonical(spelling: &str, agent: &str, record: &Record) -> SessionKey {
    let bare = spelling.trim();
    let group = bare
        .strip_prefix("group:")
        .or_else(|| bare.ends_with("@g.us").then_some(bare))
        .filter(|id| !id.contains(':'));
    let Some(id) = group else {
        return SessionKey::parse(bare, agent);
    };
    let view = record.view().unwrap_or_default();
    let told = view.text("channel").or_else(|| view.text("lastChannel"));
    let channel = told.unwrap_or(if id.ends_with("@g.us") {
        "whatsapp"
    } else {
        "unknown"
    });
    SessionKey::parse(&format!("{channel}:group:{id}"), agent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, expected: &str) {
        let records = Records::read(text, "main").unwrap();
        assert_eq!(String::from_utf8(records.print()).unwrap(), expected);
    }

    fn keys(text: &str) -> Vec<String> {
        let records = Records::read(text, "main").unwrap();
        records.iter().map(|(key, _)| key.to_owned()).collect()
    }

    #[test]
    fn a_file_nobody_changed_is_written_as_it_was() {
        let home =
            include_str!("../../../../tests/fixtures/openclaw-2026.3/sessions/sessions.json");
        check(home, home);
        let odd = "{\n  \"agent:main:b\": {\n    \"x\": 0.10, \"y\": [1e5 ]\n  },\n  \"agent:main:a\": null\n}";
        check(odd, odd);
        check("{}", "{}");
    }

    #[test]
    fn comments_and_trailing_commas_are_understood() {
        assert_eq!(
            keys("{ // mine\n 'agent:main:main': {sessionId: 'a',}, }"),
            ["agent:main:main"]
        );
        assert!(Records::read("[1]", "main").is_none());
        assert!(Records::read("{\"a\": ", "main").is_none());
    }

    #[test]
    fn older_spellings_become_the_canonical_ones() {
        assert_eq!(
            keys(
                r#"{"main": {}, "cron:4": {}, "agent:main:telegram:dm:7": {}, "group:-100": {"channel": "telegram"},
                    "group:5": {}, "12@g.us": {}, "global": {}, "unknown": {}}"#
            ),
            [
                "agent:main:main",
                "agent:main:cron:4",
                "agent:main:telegram:direct:7",
                "agent:main:telegram:group:-100",
                "agent:main:unknown:group:5",
                "agent:main:whatsapp:group:12@g.us",
                "agent:main:global",
                "agent:main:unknown",
            ]
        );
    }

    #[test]
    fn of_two_spellings_the_newer_takes_the_key_and_the_other_stays_listed() {
        let dm = r#""agent:main:telegram:dm:7": {"sessionId": "old", "updatedAt": 5}"#;
        let direct = r#""agent:main:telegram:direct:7": {"sessionId": "new", "updatedAt": 9}"#;
        for text in [format!("{{{dm}, {direct}}}"), format!("{{{direct}, {dm}}}")] {
            let records = Records::read(&text, "main").unwrap();
            let id = |key: &str| {
                let view = records.get(&SessionKey::parse(key, "main")).unwrap().view();
                view.unwrap().session_id().unwrap().to_owned()
            };
            assert_eq!(records.len(), 2);
            assert_eq!(id("telegram:direct:7"), "new");
            assert_eq!(id("telegram:direct:7:former:old"), "old");
        }
    }

    #[test]
    fn one_session_under_two_spellings_or_a_name_that_stands_twice_loses_nothing() {
        assert_eq!(
            keys(
                r#"{"main": {"sessionId": "a", "updatedAt": 1}, "agent:main:main": {"sessionId": "a"}}"#
            ),
            ["agent:main:main"]
        );
        assert_eq!(
            keys(r#"{"main": {"sessionId": "a"}, "main": {"sessionId": "b"}}"#),
            ["agent:main:main", "agent:main:main:former:b"]
        );
    }
}

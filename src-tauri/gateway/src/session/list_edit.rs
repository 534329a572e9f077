//! The bytes of an agent's `sessions.json` looked at and changed by the record, for health.
//!
//! Owns reading them as the store does (every spelling, every era) and printing them so that what
//! nobody changed keeps its bytes. Pure.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::entry::EntryView;
use super::key::SessionKey;
use super::record::Record;
use super::records::Records;

/// Every record by its canonical key; a record that is no object has no view. `None` = the bytes
/// are no list.
pub fn list_entries(bytes: &[u8], agent: &str) -> Option<Vec<(String, Option<EntryView>)>> {
    let records = read(bytes, agent)?;
    let entries = records.iter();
    Some(
        entries
            .map(|(key, record)| (key.to_owned(), record.view()))
            .collect(),
    )
}

/// The list without the record of `key`, and that record as it was written.
pub fn list_without(bytes: &[u8], agent: &str, key: &str) -> Option<(Vec<u8>, String)> {
    let mut records = read(bytes, agent)?;
    let gone = records.remove(&SessionKey::parse(key, agent))?;
    Some((records.print(), gone.text().to_owned()))
}

/// The list with these records again; `None` where one of their keys has another meanwhile.
pub fn list_with(bytes: &[u8], agent: &str, records: &BTreeMap<String, String>) -> Option<Vec<u8>> {
    let mut list = read(bytes, agent)?;
    for (key, text) in records {
        let key = SessionKey::parse(key, agent);
        let raw = RawValue::from_string(text.clone()).ok()?;
        if list.put(&key, Record::read(&raw)).is_some() {
            return None;
        }
    }
    Some(list.print())
}

fn read(bytes: &[u8], agent: &str) -> Option<Records> {
    Records::read(std::str::from_utf8(bytes).ok()?, agent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_record_is_taken_out_and_put_back_and_the_others_keep_their_bytes() {
        let list =
            "{\n  \"agent:main:main\": {\"cost\":0.10},\n  \"agent:main:hook:7\": {\"n\":1e5}\n}";
        let (left, gone) = list_without(list.as_bytes(), "main", "hook:7").unwrap();
        let text = String::from_utf8(left.clone()).unwrap();
        assert!(text.contains("0.10") && !text.contains("1e5"), "{text}");
        assert!(list_without(&left, "main", "hook:7").is_none());
        let records = BTreeMap::from([("agent:main:hook:7".to_owned(), gone)]);
        let back = list_with(&left, "main", &records).unwrap();
        assert_eq!(list_entries(&back, "main").unwrap().len(), 2);
        assert!(String::from_utf8(back.clone()).unwrap().contains("1e5"));
        assert!(
            list_with(&back, "main", &records).is_none(),
            "its key is taken"
        );
        assert!(list_entries(b"[]", "main").is_none());
    }
}

//! The bytes of an agent's `sessions.json` looked at and changed by the record, for health.
//!
//! Owns reading them as the store does (every spelling, every era) and printing them so that what
//! nobody changed keeps its bytes. Pure.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Map;

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

/// A list changed by the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListChange {
    /// The list.
    pub bytes: Vec<u8>,
    /// The records that are gone or replaced, as they were.
    pub gone: BTreeMap<String, String>,
    /// The records that are there instead.
    pub made: BTreeMap<String, String>,
}

/// The list without the record of `out` and with that of `put`; `None` = it is so already.
pub fn list_change(
    bytes: &[u8],
    agent: &str,
    out: Option<&SessionKey>,
    put: Option<(&SessionKey, &str)>,
) -> Option<ListChange> {
    let mut list = read(bytes, agent)?;
    let mut change = ListChange::default();
    if let Some(key) = out
        && let Some(gone) = list.remove(key)
    {
        change.gone.insert(key.to_string(), gone.text().to_owned());
    }
    if let Some((key, text)) = put {
        let made = Record::of_text(text)?;
        change.made.insert(key.to_string(), made.text().to_owned());
        if let Some(gone) = list.put(key, made) {
            change.gone.insert(key.to_string(), gone.text().to_owned());
        }
    }
    change.bytes = list.print();
    (!change.gone.is_empty() || !change.made.is_empty()).then_some(change)
}

/// The list as it was before these records were made and those went. `None` where a key has
/// another conversation meanwhile.
pub fn list_restored(
    bytes: &[u8],
    agent: &str,
    gone: &BTreeMap<String, String>,
    made: &BTreeMap<String, String>,
) -> Option<Vec<u8>> {
    let mut list = read(bytes, agent)?;
    let id = |record: &Record| Some(record.view()?.session_id()?.to_owned());
    for (key, text) in made {
        let there = list.remove(&SessionKey::parse(key, agent))?;
        if id(&there) != id(&Record::of_text(text)?) {
            return None;
        }
    }
    for (key, text) in gone {
        let key = SessionKey::parse(key, agent);
        if list.put(&key, Record::of_text(text)?).is_some() {
            return None;
        }
    }
    Some(list.print())
}

/// The text of a key's record, saying that its transcript lies there.
pub fn record_in(bytes: &[u8], agent: &str, key: &SessionKey, transcript: &Path) -> Option<String> {
    let mut record = read(bytes, agent)?.get(key)?.clone();
    let file = transcript.display().to_string();
    record.patch(&Map::from_iter([("sessionFile".to_owned(), file.into())]));
    Some(record.text().to_owned())
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
        let hook = SessionKey::parse("hook:7", "main");
        let out = |list: &[u8]| list_change(list, "main", Some(&hook), None);
        let change = out(list.as_bytes()).unwrap();
        let (left, records) = (change.bytes, change.gone);
        let text = String::from_utf8(left.clone()).unwrap();
        assert!(text.contains("0.10") && !text.contains("1e5"), "{text}");
        assert!(out(&left).is_none());
        let back = |list: &[u8]| list_restored(list, "main", &records, &BTreeMap::new());
        let whole = back(&left).unwrap();
        assert_eq!(list_entries(&whole, "main").unwrap().len(), 2);
        assert!(String::from_utf8(whole.clone()).unwrap().contains("1e5"));
        assert!(back(&whole).is_none(), "its key is taken");
        assert!(list_entries(b"[]", "main").is_none());
    }

    #[test]
    fn a_record_that_took_anothers_place_goes_again_unless_its_conversation_went_on() {
        let list = "{\n  \"agent:main:a\": {\"sessionId\":\"s1\",\"n\":0.10},\n  \"agent:main:b\": {\"sessionId\":\"s2\"}\n}";
        let (a, b) = (
            SessionKey::parse("a", "main"),
            SessionKey::parse("b", "main"),
        );
        let text = record_in(list.as_bytes(), "main", &a, Path::new("/h/s1.jsonl")).unwrap();
        assert!(
            text.contains("0.10") && text.contains("/h/s1.jsonl"),
            "{text}"
        );
        let moved = list_change(list.as_bytes(), "main", Some(&a), Some((&b, &text))).unwrap();
        let now = list_entries(&moved.bytes, "main").unwrap();
        assert_eq!(now.len(), 1);
        assert_eq!(now[0].1.as_ref().unwrap().session_id(), Some("s1"));
        let back = |list: &[u8]| list_restored(list, "main", &moved.gone, &moved.made);
        let again = list_entries(&back(&moved.bytes).unwrap(), "main").unwrap();
        assert_eq!(again.len(), 2);
        let went_on = String::from_utf8(moved.bytes.clone())
            .unwrap()
            .replace("s1\"", "s3\"");
        assert!(back(went_on.as_bytes()).is_none());
        assert!(list_change(&moved.bytes, "main", Some(&a), None).is_none());
    }
}

//! What a fix makes of the bytes of a file (pure).
//!
//! Owns the repairs, each a function from bytes to bytes; `None` = there is nothing to mend. A
//! line that can be read keeps its bytes.

use serde_json::{Map, Value, json};

use super::transcript::{judge, lines};
use crate::clock::{Ms, iso};

/// Said to the model in place of a result that never came.
// for the model
const STOPPED: &str = "Cove was stopped; this may or may not have happened.";

/// Without half a last line.
pub fn tail(bytes: &[u8]) -> Option<Vec<u8>> {
    let at = judge(bytes).torn?;
    Some(bytes[..at].to_vec())
}

/// Without unreadable lines. Where the entry after one names the lost one as its parent, a
/// placeholder keeps the thread, or everything before it would be out of reach.
pub fn unreadable(bytes: &[u8], now: Ms) -> Option<Vec<u8>> {
    let judged = judge(bytes);
    if judged.unreadable.is_empty() {
        return None;
    }
    let all = lines(bytes);
    let value_of = |n: usize| -> Option<Value> {
        let (range, _) = all.get(n)?;
        serde_json::from_slice(&bytes[range.clone()]).ok()
    };
    let id_of = |value: &Value| value["id"].as_str().map(str::to_owned);
    let known: std::collections::HashSet<String> = (0..all.len())
        .filter_map(value_of)
        .filter_map(|value| id_of(&value))
        .collect();
    let mut out = Vec::with_capacity(bytes.len());
    let mut before: Option<String> = None;
    for (n, (range, ended)) in all.iter().enumerate() {
        if !judged.unreadable.contains(range) {
            out.extend_from_slice(&bytes[range.clone()]);
            if *ended {
                out.push(b'\n');
            }
            let value = value_of(n).filter(|value| value["type"] != "session");
            before = value.as_ref().and_then(id_of).or(before);
            continue;
        }
        // Several damaged lines in a row are one gap, closed before the next one that can be read.
        let next = value_of(n + 1);
        let lost = next.as_ref().and_then(|next| next["parentId"].as_str());
        if let Some(lost) = lost.filter(|lost| !known.contains(*lost)) {
            let line = json!({ "type": "custom", "customType": "cove.lost", "id": lost,
                "parentId": before, "timestamp": iso(now), "data": {} });
            out.extend_from_slice(format!("{line}\n").as_bytes());
            before = Some(lost.to_owned());
        }
    }
    Some(out)
}

/// With the header a transcript begins with.
pub fn header(bytes: &[u8], session_id: &str, cwd: &str, now: Ms) -> Option<Vec<u8>> {
    if !judge(bytes).headless {
        return None;
    }
    let line = json!({ "type": "session", "version": 3, "id": session_id, "timestamp": iso(now),
        "cwd": cwd });
    let mut out = format!("{line}\n").into_bytes();
    out.extend_from_slice(bytes);
    Some(out)
}

/// With a result for each call that has none at the end of the talk.
pub fn calls(bytes: &[u8], now: Ms) -> Option<Vec<u8>> {
    let judged = judge(bytes);
    let (mut parent, _) = judged.leaf.filter(|_| !judged.open_calls.is_empty())?;
    let mut out = bytes.to_vec();
    if out.last().is_some_and(|byte| *byte != b'\n') {
        out.push(b'\n');
    }
    for call in judged.open_calls {
        // Derived, so that the same mending is the same line.
        let seed = format!("{parent}:{}", call.id);
        let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, seed.as_bytes()).simple();
        let id: String = id.to_string().chars().take(8).collect();
        let message = json!({ "role": "toolResult", "toolCallId": call.id, "toolName": call.tool,
            "content": [{ "type": "text", "text": STOPPED }], "isError": true, "timestamp": now });
        let line = json!({ "type": "message", "id": id, "parentId": parent,
            "timestamp": iso(now), "message": message, "cove": { "mended": true } });
        out.extend_from_slice(format!("{line}\n").as_bytes());
        parent = id;
    }
    Some(out)
}

/// A list of conversations without one record; the others keep their bytes.
pub fn without_entry(bytes: &[u8], key: &str) -> Option<Vec<u8>> {
    let mut records: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    records.shift_remove(key)?;
    serde_json::to_vec_pretty(&records).ok()
}

/// A note as plain text: UTF-16 is read as such, anything else keeps what can be read.
pub fn text(bytes: &[u8]) -> Option<Vec<u8>> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let units = |from: fn([u8; 2]) -> u16| -> Vec<u16> {
        let pairs = bytes[2..].chunks_exact(2);
        pairs.map(|pair| from([pair[0], pair[1]])).collect()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    Some(text.into_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::session::{Entry, path_of};

    const HEADER: &str = "{\"type\":\"session\",\"version\":3,\"id\":\"s\"}\n";

    fn said(id: &str, parent: Option<&str>, message: Value) -> String {
        let line = json!({ "type": "message", "id": id, "parentId": parent,
            "timestamp": "2026-03-11T14:12:00.000Z", "message": message });
        format!("{line}\n")
    }

    fn user(id: &str, parent: Option<&str>) -> String {
        said(id, parent, json!({ "role": "user", "content": id }))
    }

    fn ids(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let entries: Vec<Entry> = text.lines().filter_map(Entry::read).collect();
        path_of(&entries)
            .into_iter()
            .map(|entry| entry.id.clone())
            .collect()
    }

    #[test]
    fn a_lost_line_leaves_the_thread_and_every_other_byte() {
        let (a, b, d) = (user("a", None), user("b", Some("a")), user("d", Some("c")));
        let damaged = format!("{HEADER}{a}{b}{{\"type\":\"mess\0\0\n\0\0\0\n{d}");
        let mended = unreadable(damaged.as_bytes(), 0).unwrap();
        assert_eq!(ids(&mended), ["a", "b", "c", "d"]);
        let text = String::from_utf8(mended.clone()).unwrap();
        for line in [HEADER, &a, &b, &d] {
            assert!(text.contains(line), "{line}");
        }
        assert_eq!(unreadable(&mended, 0), None, "mended once is mended");
        assert!(judge(&mended).unreadable.is_empty());
    }

    #[test]
    fn a_lost_line_nobody_follows_is_only_taken_out() {
        let (a, b) = (user("a", None), user("b", Some("a")));
        let damaged = format!("{HEADER}{a}garbage\n{b}");
        let mended = unreadable(damaged.as_bytes(), 0).unwrap();
        assert_eq!(mended, format!("{HEADER}{a}{b}").into_bytes());
    }

    #[test]
    fn calls_at_the_end_get_a_result_and_those_further_back_are_left() {
        let ask = |id: &str, parent: &str| {
            let block = |n: u8| json!({ "type": "toolCall", "id": format!("{id}{n}"), "name": "read", "arguments": {} });
            said(
                id,
                Some(parent),
                json!({ "role": "assistant", "content": [block(1), block(2)], "stopReason": "toolUse" }),
            )
        };
        let result = |id: &str, parent: &str, call: &str| {
            said(
                id,
                Some(parent),
                json!({ "role": "toolResult", "toolCallId": call, "toolName": "read", "content": [] }),
            )
        };
        let (a, b) = (user("a", None), ask("b", "a"));
        let half = format!("{HEADER}{a}{b}{}", result("c", "b", "b1"));
        let mended = calls(half.as_bytes(), 7).unwrap();
        assert!(mended.starts_with(half.as_bytes()));
        assert_eq!(ids(&mended).len(), 4);
        assert!(String::from_utf8(mended.clone()).unwrap().contains("b2"));
        assert_eq!(calls(&mended, 7), None);

        let gone_on = format!("{HEADER}{a}{b}{}", user("d", Some("b")));
        assert_eq!(calls(gone_on.as_bytes(), 7), None);
    }

    #[test]
    fn lines_of_another_era_are_no_damage() {
        let first = format!(
            "{}{{\"type\":\"message\",\"message\":{{\"role\":\"user\",\"content\":\"hi\"}}}}\n",
            "{\"type\":\"session\",\"id\":\"s\"}\n"
        );
        assert_eq!(unreadable(first.as_bytes(), 0), None);
    }

    #[test]
    fn half_a_line_is_taken_off_and_a_whole_one_without_its_break_is_kept() {
        let a = user("a", None);
        let torn = format!("{HEADER}{a}{{\"type\":\"me");
        assert_eq!(
            tail(torn.as_bytes()).unwrap(),
            format!("{HEADER}{a}").into_bytes()
        );
        let whole = format!("{HEADER}{}", a.trim_end());
        assert_eq!(tail(whole.as_bytes()), None);
    }

    #[test]
    fn a_transcript_gets_its_first_line_back() {
        let a = user("a", None);
        let mended = header(a.as_bytes(), "s", "/w", 0).unwrap();
        assert!(!judge(&mended).headless);
        assert!(mended.ends_with(a.as_bytes()));
        assert_eq!(header(&mended, "s", "/w", 0), None);
        assert!(header(b"", "s", "/w", 0).is_some());
    }

    #[test]
    fn notes_of_other_programs_become_plain_text() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            assert_eq!(text(bytes).as_deref(), expected.map(str::as_bytes));
        };
        check("plain 晨".as_bytes(), None);
        check(b"\xff\xfeh\0i\0", Some("hi"));
        check(b"\xfe\xff\0h\0i", Some("hi"));
        check(b"a\xffb", Some("a\u{fffd}b"));
    }

    #[test]
    fn a_record_is_taken_out_and_numbers_keep_their_form() {
        let list = b"{\n  \"a\": {\n    \"cost\": 0.10\n  },\n  \"b\": {\n    \"x\": 1\n  }\n}";
        let left = without_entry(list, "b").unwrap();
        assert!(String::from_utf8(left.clone()).unwrap().contains("\"a\""));
        assert_eq!(without_entry(&left, "b"), None);
        assert_eq!(without_entry(b"no list", "b"), None);
    }
}

//! What was said in the place of a message before it was said again.
//!
//! Owns finding the earlier branches in the transcript, which keeps them all. Reads only; choosing
//! one again is not done here.

use std::path::Path;
use std::sync::Arc;

use super::Caller;
use super::chat::key_of;
use super::message::messages;
use crate::api::chat::{ChatEarlier, ChatMessage, EarlierVersions};
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::{Entry, PathWalk, SessionError, Step, said_before};

/// Most versions that are shown, the newest of them.
const VERSIONS: usize = 20;
/// Most entries of one version; what followed a message may be long.
const ENTRIES: usize = 400;

pub(super) async fn earlier(
    host: &Arc<Host>,
    _: &Caller,
    request: ChatEarlier,
) -> Result<EarlierVersions, Problem> {
    let key = key_of(host, request.session_key.as_deref(), None);
    let Some(found) = host.parts.sessions.find(&key) else {
        return Ok(EarlierVersions {
            versions: Vec::new(),
        });
    };
    let (path, id) = (found.path, request.message_id);
    let read = super::change::aside(move || Ok(branches(&path, &id)?)).await?;
    let versions: Vec<Vec<ChatMessage>> = read
        .iter()
        .map(|entries| messages(host, entries, None))
        .filter(|version| !version.is_empty())
        .collect();
    Ok(EarlierVersions { versions })
}

/// The branches that were left for the message `id`, oldest first, each from the person's words on.
fn branches(path: &Path, id: &str) -> Result<Vec<Vec<Entry>>, SessionError> {
    let mut found = Vec::new();
    let mut left = rewind_before(&mut PathWalk::from_end(path)?, id)?;
    while let Some(rewind) = left.take() {
        let Some(old) = said_before(&rewind.entry) else {
            break;
        };
        // What stood last when somebody went back is the end of what was left.
        let mut walk = PathWalk::ends_before(path, rewind.offset)?;
        let mut branch = Vec::new();
        for step in walk.by_ref().take(ENTRIES) {
            let entry = step?.entry;
            let first = entry.id == old;
            branch.push(entry);
            if first {
                left = following(&mut walk)?;
                break;
            }
        }
        if branch.last().is_none_or(|entry| entry.id != old) {
            break;
        }
        branch.reverse();
        found.push(branch);
        if found.len() == VERSIONS {
            break;
        }
    }
    found.reverse();
    Ok(found)
}

/// The rewind that a message stands right behind.
fn rewind_before(walk: &mut PathWalk, id: &str) -> Result<Option<Step>, SessionError> {
    for step in walk.by_ref() {
        if step?.entry.id == id {
            return following(walk);
        }
    }
    Ok(None)
}

fn following(walk: &mut PathWalk) -> Result<Option<Step>, SessionError> {
    let next = walk.next().transpose()?;
    Ok(next.filter(|step| said_before(&step.entry).is_some()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LINES: &str = r#"{"type":"session","version":3,"id":"s","timestamp":"2026-03-11T14:12:00.000Z","cwd":"/"}
{"type":"message","id":"a","parentId":null,"timestamp":"2026-03-11T14:12:00.000Z","message":{"role":"user","content":"hello"}}
{"type":"message","id":"q1","parentId":"a","timestamp":"2026-03-11T14:12:01.000Z","message":{"role":"user","content":"one"}}
{"type":"message","id":"r1","parentId":"q1","timestamp":"2026-03-11T14:12:02.000Z","message":{"role":"assistant","content":[{"type":"text","text":"first answer"}]}}
{"type":"custom","id":"w1","parentId":"a","timestamp":"2026-03-11T14:12:03.000Z","customType":"cove.rewind","data":{"why":"retry","of":"q1"}}
{"type":"message","id":"q2","parentId":"w1","timestamp":"2026-03-11T14:12:04.000Z","message":{"role":"user","content":"one"}}
{"type":"message","id":"r2","parentId":"q2","timestamp":"2026-03-11T14:12:05.000Z","message":{"role":"assistant","content":[{"type":"text","text":"second answer"}]}}
{"type":"custom","id":"w2","parentId":"w1","timestamp":"2026-03-11T14:12:06.000Z","customType":"cove.rewind","data":{"why":"retry","of":"q2"}}
{"type":"message","id":"q3","parentId":"w2","timestamp":"2026-03-11T14:12:07.000Z","message":{"role":"user","content":"three"}}
{"type":"message","id":"r3","parentId":"q3","timestamp":"2026-03-11T14:12:08.000Z","message":{"role":"assistant","content":[{"type":"text","text":"third answer"}]}}
{"type":"message","id":"z","parentId":"r3","timestamp":"2026-03-11T14:12:09.000Z","message":{"role":"user","content":"thanks"}}
"#;

    fn check(id: &str, expected: &[&[&str]]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        std::fs::write(&path, LINES).unwrap();
        let found: Vec<Vec<String>> = branches(&path, id)
            .unwrap()
            .into_iter()
            .map(|branch| branch.into_iter().map(|entry| entry.id).collect())
            .collect();
        assert_eq!(found, expected, "{id}");
    }

    #[test]
    fn each_earlier_version_is_found_oldest_first_and_nothing_of_the_others() {
        check("q3", &[&["q1", "r1"], &["q2", "r2"]]);
        check("z", &[]);
        check("a", &[]);
        check("nowhere", &[]);
    }
}

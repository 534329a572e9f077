//! The index over transcripts that grow, change, vanish, and over an index that was damaged.
#![allow(clippy::unwrap_used)]

use std::io::Write;

use super::*;
use crate::session::{Transcript, UserEntry};

struct Rig {
    folder: tempfile::TempDir,
    index: SearchIndex,
}

impl Rig {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = SearchIndex::new(folder.path().join("search.db"));
        Self { folder, index }
    }

    fn says(&self, session: &str, text: &str, at: Ms) {
        let path = self.file(session).path;
        let key = format!("agent:main:{session}");
        Transcript::create(&path, session, &key, self.folder.path(), 0).unwrap();
        let (mut transcript, _) = Transcript::open(&path).unwrap();
        let entry = UserEntry {
            turn: format!("t{at}"),
            inbox: Vec::new(),
            shown: text.to_owned(),
            channel: "desktop".into(),
            ..entry_of(text)
        };
        let entry = entry.print(transcript.leaf(), at);
        transcript.append(vec![entry]).unwrap();
    }

    fn file(&self, session: &str) -> TranscriptFile {
        TranscriptFile {
            path: self.folder.path().join(format!("{session}.jsonl")),
            session_id: session.to_owned(),
            key: Some(format!("agent:main:{session}")),
        }
    }

    fn found(&self, text: &str) -> Vec<String> {
        let hits = self.index.search(text, None, 50).unwrap();
        hits.into_iter()
            .map(|hit| format!("{}|{}|{}", hit.before, hit.found, hit.after))
            .collect()
    }
}

fn entry_of(text: &str) -> UserEntry {
    UserEntry {
        text: text.to_owned(),
        turn: String::new(),
        inbox: Vec::new(),
        shown: text.to_owned(),
        channel: String::new(),
        events: Vec::new(),
        pictures: Vec::new(),
    }
}

#[test]
fn words_are_found_in_chinese_of_any_length_and_in_other_languages() {
    let rig = Rig::new();
    rig.says("a", "明天下午三点去牙医那里", 1);
    rig.says("a", "Remember the café on Rue de l'Église", 2);
    rig.says("b", "Buy milk", 3);
    rig.index
        .update(&[rig.file("a"), rig.file("b")], true)
        .unwrap();
    for (asked, found) in [
        ("牙医", vec!["明天下午三点去|牙医|那里"]),
        ("医", vec!["明天下午三点去牙|医|那里"]),
        ("里", vec!["明天下午三点去牙医那|里|"]),
        ("下午三点", vec!["明天|下午三点|去牙医那里"]),
        ("三点 牙医", vec!["明天下午|三点|去牙医那里"]),
        ("医牙", vec![]),
        ("cafe", vec!["||Remember the café on Rue de l'Église"]),
        (
            "REMEMBER rue",
            vec!["|Remember| the café on Rue de l'Église"],
        ),
        ("mil", vec!["Buy |mil|k"]),
        ("bread", vec![]),
        ("\"", vec![]),
    ] {
        assert_eq!(rig.found(asked), found, "{asked}");
    }
    let only = rig.index.search("milk", Some("agent:main:a"), 9).unwrap();
    assert_eq!(only, []);
}

#[test]
fn a_transcript_is_read_on_and_what_was_said_is_found_once() {
    let rig = Rig::new();
    for at in 1..=3 {
        rig.says("a", &format!("apple {at}"), at);
        rig.index.update(&[rig.file("a")], false).unwrap();
        rig.index.update(&[rig.file("a")], true).unwrap();
    }
    assert_eq!(rig.found("apple"), ["|apple| 3", "|apple| 2", "|apple| 1"]);
}

#[test]
fn a_transcript_that_is_another_now_is_read_anew_and_a_deleted_one_is_forgotten() {
    let rig = Rig::new();
    rig.says("a", "old words of some length, longer than the new", 1);
    rig.index.update(&[rig.file("a")], true).unwrap();
    std::fs::remove_file(rig.file("a").path).unwrap();
    rig.says("a", "new", 2);
    rig.index.update(&[rig.file("a")], true).unwrap();
    assert_eq!((rig.found("old").len(), rig.found("new").len()), (0, 1));
    std::fs::remove_file(rig.file("a").path).unwrap();
    rig.index.update(&[], true).unwrap();
    assert_eq!(rig.found("new").len(), 0);
}

#[test]
fn a_line_that_is_not_whole_yet_is_found_when_it_is() {
    let rig = Rig::new();
    rig.says("a", "first", 1);
    let line = entry_of("second").print(None, 2).raw;
    let (head, tail) = line.split_at(line.len() / 2);
    let append = |text: &str| {
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.append(true).open(rig.file("a").path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    };
    append(head);
    rig.index.update(&[rig.file("a")], true).unwrap();
    assert_eq!(rig.found("second").len(), 0);
    append(&format!("{tail}\n"));
    rig.index.update(&[rig.file("a")], true).unwrap();
    assert_eq!(rig.found("second").len(), 1);
}

#[test]
fn a_damaged_older_or_deleted_index_is_made_anew() {
    for damage in ["garbage", "older", "deleted"] {
        let rig = Rig::new();
        rig.says("a", "here", 1);
        rig.index.update(&[rig.file("a")], true).unwrap();
        let path = rig.folder.path().join("search.db");
        let again = SearchIndex::new(path.clone());
        match damage {
            "garbage" => {
                *rig.index.lock() = None;
                std::fs::write(&path, b"not a database at all, but long enough to be read")
                    .unwrap();
            }
            "older" => {
                let old = Connection::open(&path).unwrap();
                old.pragma_update(None, "user_version", 99).unwrap();
            }
            _ => std::fs::remove_file(&path).unwrap(),
        }
        again.update(&[rig.file("a")], true).unwrap();
        let hits = again.search("here", None, 9).unwrap();
        assert_eq!(hits.len(), 1, "{damage}");
    }
}

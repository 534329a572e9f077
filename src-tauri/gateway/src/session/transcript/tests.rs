//! What opening a transcript from its end must have in common with reading the whole of it.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::session::{Step, UserEntry, conversation, path_of, read_transcript};

fn said(text: &str) -> UserEntry {
    UserEntry {
        text: text.to_owned(),
        turn: "inbox:1".into(),
        inbox: vec!["1".into()],
        shown: text.to_owned(),
        channel: "desktop".into(),
        events: Vec::new(),
        pictures: Vec::new(),
    }
}

#[test]
fn a_torn_last_line_and_a_damaged_one_in_the_middle_lose_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.jsonl");
    Transcript::create(&path, "s", "agent:main:main", folder.path(), 0).unwrap();
    let (mut transcript, _) = Transcript::open(&path).unwrap();
    let first = said("one").print(None, 1);
    transcript.append(vec![first.clone()]).unwrap();
    drop(transcript);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"type\":garbage}\n{\"type\":\"mess");
    std::fs::write(&path, bytes).unwrap();

    let (mut transcript, opened) = Transcript::open(&path).unwrap();
    assert!(matches!(opened.repair, Repair::Cut { .. }));
    assert_eq!(opened.unreadable, 1);
    transcript
        .append(vec![said("two").print(transcript.leaf(), 2)])
        .unwrap();
    let read = crate::session::read_transcript(&path).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].raw, first.raw);
    assert_eq!(read[1].parent.as_deref(), Some(first.id.as_str()));
}

/// One line that a random history appends.
#[derive(Debug, Clone)]
enum Op {
    /// A message; of a turn or of another program.
    Say {
        turn: Option<u8>,
        person: bool,
    },
    /// Behind an older entry, as another branch.
    Branch(usize),
    /// A rewind to an older entry.
    Rewind(usize),
    /// A compaction that keeps from this entry of the path on.
    Compact(usize),
    /// One that keeps nothing.
    CompactAll,
    /// One that keeps from an entry that is not there.
    CompactUnknown,
    /// A model change.
    Other,
    /// Behind an entry that is not there.
    Stray,
    /// The id of an older entry once more.
    Twice(usize),
    Damage,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => (proptest::option::weighted(0.7, 0_u8..4), any::<bool>())
            .prop_map(|(turn, person)| Op::Say { turn, person }),
        2 => any::<usize>().prop_map(Op::Branch),
        2 => any::<usize>().prop_map(Op::Rewind),
        3 => any::<usize>().prop_map(Op::Compact),
        1 => Just(Op::CompactAll),
        1 => Just(Op::CompactUnknown),
        1 => Just(Op::Other),
        1 => Just(Op::Stray),
        1 => any::<usize>().prop_map(Op::Twice),
        1 => Just(Op::Damage),
    ]
}

/// The lines of a history, built one behind the other as a gateway would.
fn lines(ops: &[Op]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (n, op) in ops.iter().enumerate() {
        let older = |index: &usize| match entries.is_empty() {
            true => Value::Null,
            false => entries[index % entries.len()].id.as_str().into(),
        };
        let leaf = entries
            .last()
            .map_or(Value::Null, |entry| entry.id.as_str().into());
        let kept = |index: &usize| {
            let path = path_of(&entries);
            (!path.is_empty()).then(|| path[index % path.len()].id.clone())
        };
        let say = |role: &str| {
            json!({ "type": "message", "message": {
                "role": role, "content": [{ "type": "text", "text": format!("said {n}") }] } })
        };
        let compact = |kept: Value| json!({ "type": "compaction", "summary": format!("summary {n}"), "firstKeptEntryId": kept });
        let rewind = json!({ "type": "custom", "customType": "cove.rewind", "data": {} });
        let (mut entry, parent, id) = match op {
            Op::Say { turn, person } => {
                let mut entry = say(if *person { "user" } else { "assistant" });
                if let Some(turn) = turn {
                    entry["cove"] = json!({ "turn": format!("inbox:{turn}") });
                }
                (entry, leaf, None)
            }
            Op::Branch(at) => (say("user"), older(at), None),
            Op::Rewind(at) => (rewind, older(at), None),
            Op::Compact(at) => (compact(kept(at).into()), leaf, None),
            Op::CompactAll => (compact(Value::Null), leaf, None),
            Op::CompactUnknown => (compact("ffffffff".into()), leaf, None),
            Op::Other => (
                json!({ "type": "model_change", "provider": "p", "modelId": "m" }),
                leaf,
                None,
            ),
            Op::Stray => (say("user"), "eeeeeeee".into(), None),
            Op::Twice(at) => (say("user"), leaf, older(at).as_str().map(str::to_owned)),
            Op::Damage => {
                lines.push(format!("{{\"type\":{n} garbage"));
                continue;
            }
        };
        entry["id"] = id.unwrap_or_else(|| format!("{n:08x}")).into();
        entry["parentId"] = parent;
        entry["timestamp"] = (n as i64).into();
        let line = entry.to_string();
        entries.push(Entry::read(&line).unwrap());
        lines.push(line);
    }
    lines
}

/// What a whole reading tells: the path and the conversation made of it.
fn whole(path: &Path) -> Vec<Entry> {
    read_transcript(path).unwrap()
}

proptest! {
    #[test]
    fn read_from_its_end_a_transcript_says_what_it_says_read_whole(
        ops in proptest::collection::vec(op(), 0..40), torn in any::<bool>()
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        let mut text = format!("{}\n", json!({ "type": "session", "version": 3, "id": "s" }));
        lines(&ops).iter().for_each(|line| { text.push_str(line); text.push('\n'); });
        if torn {
            text.push_str("{\"type\":\"message\",\"id\":\"torn");
        }
        std::fs::write(&path, text).unwrap();

        let (transcript, opened) = Transcript::open(&path).unwrap();
        prop_assert_eq!(matches!(opened.repair, Repair::Cut { .. }), torn);
        let all = whole(&path);
        let kept: Vec<&Entry> = transcript.entries().iter().collect();
        prop_assert!(path_of(&all).ends_with(&kept));
        prop_assert_eq!(conversation(transcript.entries()), conversation(&all));

        // The walk alone, to its end and from any place of it.
        let mut walked: Vec<Step> = PathWalk::from_end(&path).unwrap().map(Result::unwrap).collect();
        if let Some(step) = walked.get(walked.len() / 2) {
            let rest = PathWalk::before(&path, step.offset, &step.entry.id).unwrap().unwrap();
            let rest: Vec<Step> = rest.map(Result::unwrap).collect();
            prop_assert!(ops.iter().any(|op| matches!(op, Op::Twice(_))) || walked.ends_with(&rest));
        }
        walked.reverse();
        let walked: Vec<&Entry> = walked.iter().map(|step| &step.entry).collect();
        prop_assert_eq!(walked, path_of(&all));
    }

    #[test]
    fn appending_leaves_the_conversation_that_opening_anew_finds(
        before in proptest::collection::vec(op(), 0..20),
        after in proptest::collection::vec(op(), 1..20),
        batch in 1_usize..4,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        let readable = |op: &Op| !matches!(op, Op::Damage | Op::Twice(_));
        let ops: Vec<Op> = before.iter().chain(&after).filter(|op| readable(op)).cloned().collect();
        let lines = lines(&ops);
        let first = before.iter().filter(|op| readable(op)).count();
        let text: String = lines[..first].iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, text).unwrap();

        let (mut transcript, _) = Transcript::open(&path).unwrap();
        for lines in lines[first..].chunks(batch) {
            transcript.append(lines.iter().map(|line| Entry::read(line).unwrap()).collect()).unwrap();
            let (fresh, _) = Transcript::open(&path).unwrap();
            prop_assert_eq!(transcript.leaf(), fresh.leaf());
            prop_assert_eq!(conversation(transcript.entries()), conversation(fresh.entries()));
            prop_assert!(transcript.entries().ends_with(fresh.entries()));
        }
        prop_assert_eq!(conversation(transcript.entries()), conversation(&whole(&path)));
    }

    #[test]
    fn the_last_turn_is_there_whole_wherever_a_compaction_cut_it(
        ops in proptest::collection::vec(op(), 0..30), kept in any::<usize>(), length in 1_usize..6
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        let mut ops: Vec<Op> = ops.into_iter().filter(|op| !matches!(op, Op::Twice(_))).collect();
        let own = Op::Say { turn: Some(9), person: true };
        ops.extend(std::iter::repeat_n(own.clone(), length));
        ops.push(Op::Compact(kept));
        ops.push(own);
        let text: String = lines(&ops).iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, text).unwrap();

        let of_turn = |entries: &[Entry]| {
            entries.iter().filter(|entry| entry.turn() == Some("inbox:9")).count()
        };
        let (transcript, _) = Transcript::open(&path).unwrap();
        prop_assert_eq!(of_turn(transcript.entries()), length + 1);
        prop_assert_eq!(entries_of_turn(&path, "inbox:9", 0).unwrap().len(), length + 1);
    }
}

#[test]
fn what_lies_behind_the_compaction_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.jsonl");
    let say = Op::Say {
        turn: None,
        person: true,
    };
    let mut ops = vec![say.clone(); 50];
    ops.push(Op::Compact(49));
    ops.extend(vec![say; 3]);
    let mut lines = lines(&ops);
    // Would be seen as unreadable by whoever comes by.
    lines.insert(20, "{ damage".into());
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(&path, text).unwrap();
    let (transcript, opened) = Transcript::open(&path).unwrap();
    assert_eq!(opened.unreadable, 0);
    assert_eq!(
        transcript.entries().len(),
        5,
        "one kept, the compaction, three since"
    );
}

#[test]
fn a_turn_that_others_followed_is_found_again_but_not_beyond_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.jsonl");
    let hour = 3_600_000;
    let text: String = (0..10_i64)
        .map(|n| {
            let parent = (n > 0).then(|| format!("{:08x}", n - 1));
            let body = match n {
                8 => json!({ "type": "compaction", "summary": "s", "firstKeptEntryId": null }),
                _ => json!({ "type": "message", "message": { "role": "user", "content": "x" },
                    "cove": { "turn": format!("inbox:{n}") } }),
            };
            let mut entry = body;
            entry["id"] = format!("{n:08x}").into();
            entry["parentId"] = parent.into();
            entry["timestamp"] = (n * hour).into();
            format!("{entry}\n")
        })
        .collect();
    std::fs::write(&path, text).unwrap();
    let reached = |turn: &str, since: Ms| {
        let (mut transcript, _) = Transcript::open(&path).unwrap();
        transcript.reach(turn, since).unwrap();
        transcript.entries().first().map(|entry| entry.id.clone())
    };
    assert_eq!(
        reached("inbox:9", 0).as_deref(),
        Some("00000008"),
        "it was there"
    );
    assert_eq!(reached("inbox:5", 5 * hour).as_deref(), Some("00000005"));
    assert_eq!(
        reached("inbox:5", 8 * hour).as_deref(),
        Some("00000008"),
        "too old"
    );
    assert_eq!(
        reached("inbox:77", 0).as_deref(),
        Some("00000008"),
        "nowhere"
    );
}

//! What a turn costs by itself when the conversation has 10, 1,000 or 100,000 entries.
//!
//! Owns the two shapes: with a compaction near the end, where the cost must not grow, and without
//! one, where the whole path goes to the model.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::Size;
use crate::figures::Samples;
use crate::process::Gateway;
use crate::report::Report;
use crate::world::World;

const MAIN: &str = "agent:main:main";
const SESSION: &str = "0f70f0af-7e94-44c1-bd1a-000000000001";
/// Entries behind the compaction.
const KEPT: usize = 8;

pub async fn measure(size: Size, report: &mut Report) {
    let sizes: &[usize] = size.of(&[10, 100], &[10, 1_000, 100_000]);
    for compacted in [true, false] {
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for entries in sizes {
            let (opening, warm) = one(size, *entries, compacted).await;
            first.push((*entries, opening));
            later.push((*entries, warm));
        }
        let (key, shape) = match compacted {
            true => ("compacted", "compacted near the end"),
            false => ("whole", "no compaction"),
        };
        let title = |what: &str| format!("{what}, transcript {shape}");
        let entries = "entries";
        report.growth(
            "transcript",
            &format!("{key}First"),
            &title("First message after a start"),
            entries,
            first,
        );
        report.growth(
            "transcript",
            &format!("{key}Later"),
            &title("Later messages"),
            entries,
            later,
        );
    }
}

/// Update handed out → model called: the first message, which opens the transcript, and those
/// after it (median).
async fn one(size: Size, entries: usize, compacted: bool) -> (Samples, Samples) {
    let rounds = size.of(1, 5);
    let (mut first, mut later) = <(Samples, Samples)>::default();
    let text = transcript(entries, compacted);
    for _ in 0..rounds {
        let folder = "agents/main/sessions";
        let record = json!({ MAIN: { "sessionId": SESSION, "updatedAt": 1_790_000_000_000_i64 } });
        let world = World::new()
            .await
            .with_state_file(&format!("{folder}/sessions.json"), record.to_string())
            .with_state_file(&format!("{folder}/{SESSION}.jsonl"), &text);
        let gateway = Gateway::start(&world.home).await;
        first.add(world.message("the first one").await.to_model);
        for n in 0..size.of(1, 3) {
            later.add(world.message(&format!("number {n}")).await.to_model);
        }
        gateway.stop().await;
    }
    (first, later)
}

fn transcript(entries: usize, compacted: bool) -> String {
    let mut text = format!(
        "{}\n",
        json!({ "type": "session", "version": 3, "id": SESSION })
    );
    let mut parent = Value::Null;
    for n in 0..entries {
        let id = format!("{n:08x}");
        let mut entry = if compacted && n + KEPT == entries {
            json!({ "type": "compaction", "summary": "What was said before.", "firstKeptEntryId": parent })
        } else if n % 2 == 0 {
            json!({ "type": "message", "message": { "role": "user",
                "content": [{ "type": "text", "text": format!("question {n}, as people ask it") }] } })
        } else {
            json!({ "type": "message", "message": { "role": "assistant", "stopReason": "stop",
                "provider": "fake", "model": "small", "usage": { "input": 100, "output": 20 },
                "content": [{ "type": "text", "text": format!("answer {n}, as a model gives it") }] } })
        };
        entry["id"] = id.as_str().into();
        entry["parentId"] = std::mem::replace(&mut parent, id.into());
        entry["timestamp"] = "2026-09-20T10:00:00.000Z".into();
        // Writing into a text can't fail.
        let _ = writeln!(text, "{entry}");
    }
    text
}

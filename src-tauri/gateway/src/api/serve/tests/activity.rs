//! Everything that happened or did not: parts of it, words in it, check-ins beside it; the log taken along.

use serde_json::{Value, json};

use super::super::testing::TestHome;
use crate::activity::{Kind, Record, record};
use crate::heartbeat::{BeatRow, BeatState, Occasion, Skip, put_beat};
use crate::ledger::{CallRow, CallState, Cause, put_call};
use crate::model::Usage;

/// Four records and four beats, one a minute; the first is the oldest.
async fn told(home: &TestHome) {
    let now = home.host.now();
    let at = |nth: i64| now + nth * 60_000;
    let beat = |nth| BeatRow::new(Occasion::Slot, "main", "agent:main:main", at(nth));
    let beats = [
        beat(0).ended(BeatState::Ok, None, at(0) + 1),
        beat(2).ended(BeatState::Ok, None, at(2) + 1),
        BeatRow {
            text: Some("The parcel comes on Friday.".into()),
            ..beat(4).ended(BeatState::Said, None, at(4) + 1)
        },
        beat(6).skipped(Skip::NoFile, at(6)),
    ];
    let turn = beats[0].id.clone();
    let said = Record::new(beats[2].record_id(), at(4), Kind::Heartbeat, "said");
    let records = [
        Record::new("turn:inbox:1".into(), at(1), Kind::Turn, "done").with("channel", "desktop"),
        Record::new("job:j@3:missed".into(), at(3), Kind::Job, "missed")
            .with("name", "Morning Brief")
            .with("count", 1),
        said,
        Record::new("pairing:1".into(), at(5), Kind::Pairing, "approved").with("name", "Erik"),
    ];
    let call = CallRow {
        id: format!("{turn}#1"),
        at: now,
        cause: Cause::Heartbeat,
        agent: "main".into(),
        session_id: "s".into(),
        model: "anthropic/claude-haiku-4-5".into(),
        price: None,
        usage: Usage::default(),
        cost: Some(8),
        state: CallState::Settled,
    };
    let write = home.host.db().write(move |tx| {
        beats.iter().try_for_each(|beat| put_beat(tx, beat))?;
        put_call(tx, &call)?;
        records.iter().try_for_each(|told| record(tx, told))
    });
    write.await.unwrap();
}

fn kinds(page: &Value) -> Vec<String> {
    let rows = page["activity"].as_array().unwrap().iter();
    rows.map(|row| {
        let word = |name: &str| row[name].as_str().unwrap().to_owned();
        format!("{} {}", word("kind"), word("outcome"))
    })
    .collect()
}

#[tokio::test]
async fn a_part_a_word_or_everything_is_listed_page_by_page() {
    let home = TestHome::new();
    told(&home).await;
    let check = async |params: Value, expected: &[&str]| {
        let page = home.ask("activity.list", params.clone()).await;
        assert_eq!(kinds(&page), expected, "{params}");
        assert_eq!(page["more"], false, "{params}");
    };
    let all = [
        "heartbeat skipped",
        "pairing approved",
        "heartbeat said",
        "job missed",
        "heartbeat ok",
        "turn done",
        "heartbeat ok",
    ];
    check(json!({ "beats": true }), &all).await;
    let recorded = [
        "pairing approved",
        "heartbeat said",
        "job missed",
        "turn done",
    ];
    check(json!({}), &recorded).await;
    let missed = ["heartbeat skipped", "job missed"];
    check(json!({ "beats": true, "part": "missed" }), &missed).await;
    let messages = ["heartbeat said", "turn done"];
    check(json!({ "beats": true, "part": "messages" }), &messages).await;
    let happened = ["pairing approved", "heartbeat said", "turn done"];
    check(json!({ "part": "happened" }), &happened).await;
    check(json!({ "text": "brief MORNING" }), &["job missed"]).await;
    check(
        json!({ "text": "parcel", "beats": true }),
        &["heartbeat said"],
    )
    .await;
    check(json!({ "text": "parcel brief" }), &[]).await;
    check(
        json!({ "kind": "heartbeat", "beats": true, "part": "missed" }),
        &missed[..1],
    )
    .await;

    let mut found = Vec::new();
    let mut before = Value::Null;
    loop {
        let mut ask = json!({ "beats": true, "limit": 2 });
        if before.is_string() {
            ask["before"] = before;
        }
        let page = home.ask("activity.list", ask).await;
        found.extend(kinds(&page));
        before = page["activity"].as_array().unwrap().last().unwrap()["id"].clone();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(found, all);
}

#[tokio::test]
async fn a_row_says_what_was_said_and_what_it_cost() {
    let home = TestHome::new();
    told(&home).await;
    let page = home.ask("activity.list", json!({ "beats": true })).await;
    assert_eq!(page["activity"][2]["said"], "The parcel comes on Friday.");
    assert_eq!(page["activity"][6]["cost"], 8);
    assert_eq!(page["activity"][4].get("cost"), None);
    assert!(page["activity"][0]["reason"].is_string());
}

#[tokio::test]
async fn the_log_is_saved_whole_without_secrets_and_told() {
    let home = TestHome::new();
    let logs = home.host.state.logs();
    std::fs::create_dir_all(&logs).unwrap();
    std::fs::write(logs.join("cove.2026-03-10.log"), "first\n").unwrap();
    let secret = "sk-ant-api03-AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJ";
    std::fs::write(logs.join("cove.2026-03-11.log"), format!("key {secret}\n")).unwrap();
    let to = tempfile::tempdir().unwrap();
    let ask = json!({ "folder": to.path() });
    let saved = home.ask("logs.export", ask).await;
    let text = std::fs::read_to_string(saved["file"].as_str().unwrap()).unwrap();
    assert!(text.starts_with("first\nkey "), "{text}");
    assert!(!text.contains("AAAABBBB"), "{text}");
    assert_eq!(saved["bytes"], text.len());
    let page = home.ask("activity.list", json!({ "limit": 1 })).await;
    assert_eq!(kinds(&page), ["backup exported"]);
    let near = json!({ "folder": "here" });
    assert_eq!(home.refused("logs.export", near).await, "export-relative");
}

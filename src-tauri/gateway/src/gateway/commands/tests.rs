//! Commands of a whole gateway without carriers, killed between what they change and their answer.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::activity::{Hold, put_hold};
use crate::api::serve::Contract;
use crate::channel::{ButtonPress, ChannelKind, Inbound, Route};
use crate::clock::ManualClock;
use crate::command::read;
use crate::delivery::{InboxState, accept, outcome_of, reply_of};
use crate::gateway::{Gateway, Options};
use crate::session::SessionKey;
use crate::storage::{Db, StateDir};

const NOW: i64 = 1_790_000_000_000;

async fn gateway(folder: &Path) -> Gateway {
    let options = Options {
        state_dir: Some(folder.join("state")),
        env: Some(Arc::new(|name| {
            (name == "COVE_LANG").then(|| "en".to_owned())
        })),
        clock: Some(ManualClock::new(NOW, "Europe/Berlin")),
        ..Options::default()
    };
    Gateway::build(options, Arc::new(Contract)).await.unwrap()
}

fn said(id: &str, text: &str, route: Route) -> InboxRow {
    InboxRow {
        message: Inbound {
            id: id.to_owned(),
            route,
            sender: "5550142".to_owned(),
            sender_name: None,
            owner: true,
            text: text.to_owned(),
            sent_at: NOW,
            message_id: None,
            language: Some("en".to_owned()),
            instead_of: None,
            brought: Default::default(),
        },
        received_at: NOW,
        key: SessionKey::main("main"),
        restarts: 0,
    }
}

fn telegram() -> Route {
    Route {
        channel: ChannelKind::Telegram,
        peer: "5550142".to_owned(),
        ..Route::desktop()
    }
}

async fn store(db: &Db, row: &InboxRow) {
    let row = row.clone();
    db.write(move |tx| accept(tx, &row.message, &row.key, row.received_at))
        .await
        .unwrap();
}

/// A command of the window, stored, as its handler gets it.
async fn asked(gateway: &Gateway, id: &str, text: &str) -> Asked {
    let row = said(id, text, Route::desktop());
    store(gateway.host().db(), &row).await;
    let Some(Typed::Command(typed)) = read(text) else {
        panic!("{text} is no command");
    };
    Asked {
        host: Arc::clone(gateway.host()),
        row,
        language: Language::English,
        typed,
        found_before: None,
    }
}

/// Carries a command out to its end and returns the answer.
async fn done(gateway: &Gateway, asked: &Asked) -> String {
    let typed = read(&asked.row.message.text).unwrap();
    run(gateway.host(), asked.row.clone(), typed, None, None).await;
    reply(gateway, &asked.row.message.id).await
}

async fn reply(gateway: &Gateway, id: &str) -> String {
    let id = id.to_owned();
    let reply = gateway.host().db().read(move |c| reply_of(c, &id)).await;
    reply.unwrap().expect("an answer")
}

async fn says(gateway: &Gateway, id: &str, text: &str) -> String {
    done(gateway, &asked(gateway, id, text).await).await
}

fn entry(gateway: &Gateway) -> Value {
    let sessions = &gateway.host().parts.sessions;
    let record = sessions.record(&SessionKey::main("main")).unwrap();
    Value::Object(record.0)
}

#[tokio::test]
async fn a_choice_made_twice_after_a_kill_is_one_change_and_its_undo_is_right() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    says(&gateway, "1", "/think low").await;
    says(&gateway, "2", "/usage tokens").await;
    for (id, text, field, before, after) in [
        (
            "3",
            "/think high",
            "thinkingLevel",
            json!("low"),
            json!("high"),
        ),
        (
            "4",
            "/usage full",
            "responseUsage",
            json!("tokens"),
            json!("full"),
        ),
        (
            "5",
            "/model practice",
            "modelOverride",
            Value::Null,
            json!("practice"),
        ),
    ] {
        let asked = asked(&gateway, id, text).await;
        // Killed between the change and the answer.
        drop(carry_out(&asked).await.unwrap());
        assert_eq!(entry(&gateway)[field], after, "{text}");
        done(&gateway, &asked).await;
        assert_eq!(entry(&gateway)[field], after, "{text}");
        says(&gateway, &format!("{id}-undo"), "/undo").await;
        assert_eq!(entry(&gateway)[field], before, "{text}");
    }
}

#[tokio::test]
async fn a_choice_is_on_disk_before_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    let asked = asked(&gateway, "1", "/think high").await;
    drop(carry_out(&asked).await.unwrap());
    let path = folder
        .path()
        .join("state/agents/main/sessions/sessions.json");
    let stored: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let entry = &stored["agent:main:main"];
    assert_eq!(entry["thinkingLevel"], "high");
    assert_eq!(entry["cove"]["chosen"]["thinking"]["by"], "command:1");
}

#[tokio::test]
async fn an_undo_carried_out_twice_takes_one_change_back_wherever_it_was_killed() {
    // Killed after all of it, after the claim alone, and after the change before the record.
    for kill in ["done", "claimed", "outside"] {
        let folder = tempfile::tempdir().unwrap();
        let gateway = gateway(folder.path()).await;
        says(&gateway, "1", "/think high").await;
        says(&gateway, "2", "/usage full").await;
        let asked = asked(&gateway, "3", "/undo").await;
        if kill == "done" {
            drop(carry_out(&asked).await.unwrap());
        } else {
            let claim = |tx: &crate::storage::Tx<'_>| {
                crate::activity::claim_undo(tx, "undo:command:2", Some("command:3"))
            };
            gateway.host().db().write(claim).await.unwrap();
        }
        if kill == "outside" {
            let fields = json!({ "responseUsage": null });
            let sessions = &gateway.host().parts.sessions;
            let key = SessionKey::main("main");
            sessions.keep(&key, fields.as_object().unwrap()).unwrap();
        }
        let told = done(&gateway, &asked).await;
        assert!(told.contains("line of usage"), "{kill}: {told}");
        assert_eq!(entry(&gateway)["responseUsage"], Value::Null, "{kill}");
        assert_eq!(entry(&gateway)["thinkingLevel"], "high", "{kill}");
        let next = says(&gateway, "4", "/undo").await;
        assert!(next.contains("Thinking"), "{kill}: {next}");
    }
}

#[tokio::test]
async fn an_export_carried_out_twice_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    says(&gateway, "0", "/think low").await;
    let asked = asked(&gateway, "1", "/export").await;
    drop(carry_out(&asked).await.unwrap());
    let told = done(&gateway, &asked).await;
    let exports = folder.path().join("state/workspace/exports");
    let files: Vec<_> = std::fs::read_dir(exports).unwrap().flatten().collect();
    assert_eq!(files.len(), 1);
    assert!(
        told.contains(files[0].file_name().to_str().unwrap()),
        "{told}"
    );
}

#[tokio::test]
async fn a_stop_found_at_a_start_skips_what_was_said_before_it_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateDir::open(folder.path().join("state")).unwrap();
    let db = Db::open(&state.db()).unwrap();
    for (id, text) in [("1", "before"), ("2", "/stop"), ("3", "after")] {
        store(&db, &said(id, text, Route::desktop())).await;
    }
    db.close().await;
    let gateway = gateway(folder.path()).await;
    let mut ended = Vec::new();
    for id in ["1", "2", "3"] {
        loop {
            let wanted = id.to_owned();
            let row = gateway.host().db().read(move |c| outcome_of(c, &wanted));
            let row = row.await.unwrap().unwrap();
            if row.state != InboxState::Received {
                ended.push((row.state, row.turn_id));
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    let turn = |id: &str| Some(id.to_owned());
    assert_eq!(
        ended,
        [
            (InboxState::Skipped, turn("command:2")),
            (InboxState::Done, turn("command:2")),
            (InboxState::Done, turn("inbox:3")),
        ]
    );
    assert!(reply(&gateway, "2").await.contains("one waiting message"));
}

async fn part_in_doubt(gateway: &Gateway) {
    let part = json!({ "route": telegram(), "body": "hi", "plain": "hi" }).to_string();
    let insert =
        "INSERT INTO outbox(id, cause, seq, created_at, channel, account, peer, kind, part, state)
        VALUES ('t:0', 't', 1, 0, 'telegram', 'default', '5550142', 'reply', ?1, 'unknown')";
    let write = move |tx: &crate::storage::Tx<'_>| Ok(tx.execute(insert, [part])?);
    gateway.host().db().write(write).await.unwrap();
}

#[tokio::test]
async fn what_is_sent_again_and_the_answer_are_written_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    part_in_doubt(&gateway).await;
    let mut asked = asked(&gateway, "1", "/again").await;
    asked.row.message.route = telegram();
    let pending = async || {
        let count = "SELECT count(*) FROM outbox WHERE id = 't:0' AND state <> 'unknown'";
        let read = move |c: &rusqlite::Connection| Ok(c.query_row(count, [], |row| row.get(0))?);
        let count: i64 = gateway.host().db().read(read).await.unwrap();
        count
    };
    // Killed before the transaction: nothing has happened.
    drop(carry_out(&asked).await.unwrap());
    assert_eq!(pending().await, 0);
    let told = done(&gateway, &asked).await;
    assert_eq!((pending().await, told.as_str()), (1, "Sent once more."));
}

#[tokio::test]
async fn a_button_counts_once_however_often_it_is_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    part_in_doubt(&gateway).await;
    let pressed = |id: &str| ButtonPress {
        id: id.to_owned(),
        route: telegram(),
        sender: "5550142".to_owned(),
        owner: true,
        data: "again".to_owned(),
        message_id: Some("9".to_owned()),
    };
    let first = press(gateway.host(), pressed("a"), Some(1)).await.unwrap();
    assert_eq!(first, "Sent once more.");
    for id in ["a", "b"] {
        let again = press(gateway.host(), pressed(id), Some(2)).await.unwrap();
        assert_eq!(again, "This is settled already.", "{id}");
    }
}

#[tokio::test]
async fn only_the_owner_resumes_a_paused_job_or_has_it_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    let pressed = |data: &str, owner: bool| ButtonPress {
        id: format!("{data}{owner}"),
        route: telegram(),
        sender: "5550142".to_owned(),
        owner,
        data: data.to_owned(),
        message_id: Some("9".to_owned()),
    };
    let hold = Hold {
        scope: "job:j".to_owned(),
        reason: Problem::new("job-keeps-failing"),
        since: 0,
        until: None,
    };
    let write = move |tx: &crate::storage::Tx<'_>| put_hold(tx, &hold);
    gateway.host().db().write(write).await.unwrap();
    let press = async |data: &str, owner: bool| {
        press(gateway.host(), pressed(data, owner), Some(1))
            .await
            .unwrap()
    };
    for data in ["job-why:j", "job-resume:j", "job-again:j"] {
        assert_eq!(
            press(data, false).await,
            "Only the owner can do this.",
            "{data}"
        );
    }
    // There is no job of this id; its hold goes all the same.
    let told = press("job-again:j", true).await;
    assert!(told.contains("job"), "{told}");
    assert_eq!(press("job-resume:j", true).await, "“j” goes on.");
    assert_eq!(
        press("job-resume:j", true).await,
        "This job is not paused any more."
    );
}

#[tokio::test]
async fn the_status_is_short_and_speaks_of_this_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    says(&gateway, "1", "/model practice").await;
    let status = says(&gateway, "2", "/status").await;
    assert!(status.lines().count() < 12, "{status}");
    for part in [
        "I am here",
        "Practice",
        "Conversation: ",
        "Began: ",
        "Cost today",
    ] {
        assert!(status.contains(part), "{part}: {status}");
    }
    assert!(!status.contains("{ $"), "{status}");
}

#[tokio::test]
async fn every_command_answers_in_both_languages_without_a_hole() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    for (n, spec) in crate::command::COMMANDS.iter().enumerate() {
        for language in ["en", "zh-hans"] {
            let mut asked = asked(
                &gateway,
                &format!("{n}-{language}"),
                &format!("/{}", spec.name),
            )
            .await;
            asked.row.message.language = Some(language.to_owned());
            let told = done(&gateway, &asked).await;
            let hole = told.contains("{ $") || told.contains("command-") || told.contains("error-");
            assert!(!told.is_empty() && !hole, "{}: {told}", spec.name);
        }
    }
}

#[tokio::test]
async fn a_guest_changes_nothing_and_a_group_reads_no_lists() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = gateway(folder.path()).await;
    for text in [
        "/undo",
        "/think high",
        "/model practice",
        "/usage cost",
        "/export",
    ] {
        let mut asked = asked(&gateway, text, text).await;
        asked.row.message.owner = false;
        assert_eq!(done(&gateway, &asked).await, "Only the owner can do this.");
    }
    let mut asked = asked(&gateway, "group", "/sessions").await;
    asked.row.message.route.chat_type = ChatType::Group;
    let told = done(&gateway, &asked).await;
    assert!(told.starts_with("Ask me this in our own chat"), "{told}");
}
